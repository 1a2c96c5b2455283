"""Cuts the square that a network judges out of a picture. The one implementation, for training and for use."""

from __future__ import annotations

import numpy as np
from PIL import Image

from app.detector.decode import Picture, RgbArray
from app.detector.faces import FaceBox

#: Resize filter of every bundle that this version trains; written to the manifest. Pillow's filters widen their
#: support when they shrink, so nothing aliases.
RESIZE_FILTER = "bilinear"
_FILTERS = {"bilinear": Image.Resampling.BILINEAR, "bicubic": Image.Resampling.BICUBIC}
FILTER_NAMES = frozenset(_FILTERS)

Square = tuple[float, float, float]
"""Left, top and side of a square, in pixels of the picture."""


def face_square(box: FaceBox, width: int, height: int, margin: float) -> Square:
    """The square around a face that is cut out.

    It is moved and, where the picture is too small, shrunk so that it lies inside: padding would be a trace of where
    the face stood, which a network learns sooner than the face.

    Args:
        box: the face, in pixels of the picture.
        width: of the picture.
        height: of the picture.
        margin: side of the square over the longer side of the box; 1.5 shows the whole head.

    Returns:
        Left, top and side.
    """
    side = min(max(box.width, box.height) * margin, width, height)
    left = min(max(box.left + box.width / 2 - side / 2, 0.0), width - side)
    top = min(max(box.top + box.height / 2 - side / 2, 0.0), height - side)
    return left, top, side


def whole_square(width: int, height: int) -> Square:
    """The largest centred square of a picture, for models that judge whole pictures."""
    side = min(width, height)
    return (width - side) / 2, (height - side) / 2, float(side)


def cut(pixels: RgbArray, square: Square, size: int, resize_filter: str = RESIZE_FILTER, turn: int = 0) -> RgbArray:
    """Cuts and resizes a square.

    Args:
        pixels: uint8 RGB, shape ``(height, width, 3)``.
        square: what to cut, in pixels of ``pixels``.
        size: side of the result.
        resize_filter: "bilinear" or "bicubic".
        turn: quarter turns that set it upright; see `app.detector.faces.FaceBox`.

    Returns:
        uint8 RGB, shape ``(size, size, 3)``.
    """
    x, y, x1, y1 = _whole_pixels(square, pixels.shape[1], pixels.shape[0])
    part = Image.fromarray(np.ascontiguousarray(pixels[y:y1, x:x1]))
    return _resized(part, x, y, square, size, resize_filter, turn)


def cut_from(
    picture: Picture, square: Square, size: int, resize_filter: str = RESIZE_FILTER, turn: int = 0
) -> RgbArray:
    """Cuts and resizes a square of a picture that is decoded for it no larger than it has to be.

    Args:
        picture: of any size.
        square: what to cut, in pixels of the file. It alone decides from which decoding it is cut.
        size: side of the result.
        resize_filter: "bilinear" or "bicubic".
        turn: quarter turns that set it upright; see `app.detector.faces.FaceBox`.

    Returns:
        uint8 RGB, shape ``(size, size, 3)``.

    Raises:
        app.detector.decode.DecodeError: the picture is truncated or broken.
    """
    if square[2] / picture.overview_scale >= size:
        image, scale = picture.overview, picture.overview_scale
    else:
        image, scale = picture.full, picture.scale
    left, top, side = square[0] / scale, square[1] / scale, square[2] / scale
    box = _whole_pixels((left, top, side), *image.size)
    return _resized(image.crop(box), box[0], box[1], (left, top, side), size, resize_filter, turn)


def _whole_pixels(square: Square, width: int, height: int) -> tuple[int, int, int, int]:
    """The pixels that a square touches: the rest of a 12 Mpx picture would be copied for nothing."""
    left, top, side = square
    return int(left), int(top), min(int(np.ceil(left + side)), width), min(int(np.ceil(top + side)), height)


def _resized(part: Image.Image, x: int, y: int, square: Square, size: int, resize_filter: str, turn: int) -> RgbArray:
    """Resizes and turns a square of which ``part`` holds what begins at ``x`` and ``y``."""
    left, top, side = square
    box = (left - x, top - y, min(left - x + side, part.width), min(top - y + side, part.height))
    resized = np.asarray(part.resize((size, size), _FILTERS[resize_filter], box))
    return np.ascontiguousarray(np.rot90(resized, turn)) if turn else resized

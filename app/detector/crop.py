"""Cuts the square that a network judges out of a picture. The one implementation, for training and for use."""

from __future__ import annotations

import numpy as np
from PIL import Image

from app.detector.decode import RgbArray
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


def cut(pixels: RgbArray, square: Square, size: int, resize_filter: str = RESIZE_FILTER) -> RgbArray:
    """Cuts and resizes a square.

    Args:
        pixels: uint8 RGB, shape ``(height, width, 3)``.
        square: what to cut, in pixels of ``pixels``.
        size: side of the result.
        resize_filter: "bilinear" or "bicubic".

    Returns:
        uint8 RGB, shape ``(size, size, 3)``.
    """
    left, top, side = square
    # Only the square's own pixels go through Pillow: the rest of a 12 Mpx picture would be copied for nothing.
    x, y = int(left), int(top)
    x1, y1 = min(int(np.ceil(left + side)), pixels.shape[1]), min(int(np.ceil(top + side)), pixels.shape[0])
    part = Image.fromarray(np.ascontiguousarray(pixels[y:y1, x:x1]))
    box = (left - x, top - y, min(left - x + side, part.width), min(top - y + side, part.height))
    return np.asarray(part.resize((size, size), _FILTERS[resize_filter], box))

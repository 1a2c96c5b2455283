"""Random changes to training pictures, so that a network can't use what a generator has nothing to do with.

Size, JPEG quality, sharpness and colour differ between the sources of any data set; all are drawn at random here.
"""

from __future__ import annotations

import io
import math

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageEnhance, ImageFilter

from app.detector.crop import cut, face_square
from app.detector.decode import RgbArray
from app.detector.faces import FaceBox

_FILTERS = (
    Image.Resampling.BILINEAR,
    Image.Resampling.BICUBIC,
    Image.Resampling.LANCZOS,
    Image.Resampling.BOX,
    Image.Resampling.HAMMING,
)


#: How often a face is tilted, and by how many degrees at most; and how often a picture lies on its side or on its head.
_TILTED, _MOST_TILT, _TURNED = 0.4, 40.0, 0.05


def forensic(pixels: RgbArray, face: FaceBox, size: int, generator: np.random.Generator) -> RgbArray:
    """One training picture.

    Args:
        pixels: the surroundings of a face, uint8 RGB.
        face: where the face is in them.
        size: side of the result in pixels.
        generator: source of all randomness.

    Returns:
        uint8 RGB, shape ``(size, size, 3)``.
    """
    picture = Image.fromarray(pixels)
    scale = 1.0
    if generator.random() < 0.5:
        scale = float(generator.uniform(0.35, 1.0))
        target = (max(32, round(picture.width * scale)), max(32, round(picture.height * scale)))
        picture = picture.resize(target, generator.choice(_FILTERS))
        scale = picture.width / pixels.shape[1]
    picture = change_colour(picture, generator)
    if generator.random() < 0.1:
        picture = picture.filter(ImageFilter.GaussianBlur(float(generator.uniform(0.3, 1.5))))
    elif generator.random() < 0.1:
        picture = picture.filter(ImageFilter.UnsharpMask(1.5, int(generator.integers(30, 150)), 0))
    if generator.random() < 0.1:
        picture = _noise(picture, generator)
    if generator.random() < 0.75:
        picture = recompress(picture, generator)
    moved = face.scaled(scale)
    shift = generator.uniform(-0.06, 0.06, 2) * moved.width
    moved = FaceBox(moved.left + float(shift[0]), moved.top + float(shift[1]), moved.width, moved.height, 1.0)
    margin = float(generator.uniform(1.3, 1.75))
    square = face_square(moved, picture.width, picture.height, margin)
    result = cut(np.asarray(picture), square, size)
    return np.ascontiguousarray(result[:, ::-1]) if generator.random() < 0.5 else result


def tilted(pixels: RgbArray, face: FaceBox, generator: np.random.Generator) -> RgbArray:
    """Turns a picture about the middle of its face, at random; what comes in at its edges is its mirror image.

    Args:
        pixels: the surroundings of a face, uint8 RGB.
        face: where the face is in them, before and after.
        generator: source of all randomness.
    """
    kind = generator.random()
    if kind < _TILTED:
        angle = float(generator.uniform(-_MOST_TILT, _MOST_TILT))
    elif kind < _TILTED + _TURNED:
        angle = float(generator.choice((-90, 90, 180)) + generator.uniform(-10, 10))
    else:
        return pixels
    height, width = pixels.shape[:2]
    edge = min(height, width) // 2
    wide = Image.fromarray(np.pad(pixels, ((edge, edge), (edge, edge), (0, 0)), "reflect"))
    cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    x, y = face.left + face.width / 2, face.top + face.height / 2
    matrix = (cos, sin, x + edge - cos * x - sin * y, -sin, cos, y + edge + sin * x - cos * y)
    return np.asarray(wide.transform((width, height), Image.Transform.AFFINE, matrix, Image.Resampling.BICUBIC))


def change_colour(picture: Image.Image, generator: np.random.Generator, strength: float = 1.0) -> Image.Image:
    """Changes brightness, contrast, saturation and white balance, each by up to some 30 % times the strength."""
    if generator.random() < 0.6:
        low, high = 1 - 0.3 * strength, 1 + 0.3 * strength
        picture = ImageEnhance.Brightness(picture).enhance(float(generator.uniform(low, high)))
        picture = ImageEnhance.Contrast(picture).enhance(float(generator.uniform(low, high)))
        saturation = 0.0 if generator.random() < 0.05 else float(generator.uniform(low - 0.1, high + 0.1))
        picture = ImageEnhance.Color(picture).enhance(saturation)
    if generator.random() < 0.3:
        gains = generator.uniform(1 - 0.1 * strength, 1 + 0.1 * strength, 3)
        table = np.clip(np.arange(256)[np.newaxis] * gains[:, np.newaxis], 0, 255).astype(np.uint8)
        picture = picture.point(table.ravel().tolist())
    return picture


def _noise(picture: Image.Image, generator: np.random.Generator) -> Image.Image:
    pixels = np.asarray(picture, np.float32)
    noise: npt.NDArray[np.float32] = generator.standard_normal(pixels.shape, np.float32)
    return Image.fromarray(np.clip(pixels + noise * float(generator.uniform(1, 8)), 0, 255).astype(np.uint8))


def recompress(picture: Image.Image, generator: np.random.Generator) -> Image.Image:
    """Saves and loads: JPEG of quality 35 to 95, one time in ten WebP."""
    stream = io.BytesIO()
    quality = int(generator.integers(35, 96))
    if generator.random() < 0.1:
        picture.save(stream, "WEBP", quality=quality, method=0)
    else:
        picture.save(stream, "JPEG", quality=quality, subsampling=int(generator.choice([0, 2, 2])))
    return Image.open(stream).convert("RGB")

"""Random changes to training pictures, so that a network can't use what a generator has nothing to do with.

Size, JPEG quality, sharpness and colour differ between the sources of any data set; all are drawn at random here.
"""

from __future__ import annotations

import io

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

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


def forensic(pixels: RgbArray, face: FaceBox, size: int, blend: bool, generator: np.random.Generator) -> RgbArray:
    """One training picture.

    Args:
        pixels: the surroundings of a face, uint8 RGB.
        face: where the face is in them.
        size: side of the result in pixels.
        blend: make a fake of a genuine face by blending it with a changed copy of itself.
        generator: source of all randomness.

    Returns:
        uint8 RGB, shape ``(size, size, 3)``.
    """
    picture = Image.fromarray(pixels)
    if blend:
        picture = self_blend(picture, face, generator)
    scale = 1.0
    if generator.random() < 0.5:
        scale = float(generator.uniform(0.35, 1.0))
        target = (max(32, round(picture.width * scale)), max(32, round(picture.height * scale)))
        picture = picture.resize(target, generator.choice(_FILTERS))
        scale = picture.width / pixels.shape[1]
    picture = _colour(picture, generator)
    if generator.random() < 0.1:
        picture = picture.filter(ImageFilter.GaussianBlur(float(generator.uniform(0.3, 1.5))))
    elif generator.random() < 0.1:
        picture = picture.filter(ImageFilter.UnsharpMask(1.5, int(generator.integers(30, 150)), 0))
    if generator.random() < 0.1:
        picture = _noise(picture, generator)
    if generator.random() < 0.75:
        picture = _recompress(picture, generator)
    moved = face.scaled(scale)
    shift = generator.uniform(-0.06, 0.06, 2) * moved.width
    moved = FaceBox(moved.left + float(shift[0]), moved.top + float(shift[1]), moved.width, moved.height, 1.0)
    margin = float(generator.uniform(1.3, 1.75))
    square = face_square(moved, picture.width, picture.height, margin)
    result = cut(np.asarray(picture), square, size)
    return np.ascontiguousarray(result[:, ::-1]) if generator.random() < 0.5 else result


def self_blend(picture: Image.Image, face: FaceBox, generator: np.random.Generator) -> Image.Image:
    """Replaces the inner face by a slightly changed copy of itself through a soft, warped mask.

    Teaches the trace that face swaps and composites share, whatever made the inner face. After K. Shiohara and
    T. Yamasaki, "Detecting Deepfakes with Self-Blended Images", CVPR 2022, and L. Li et al., "Face X-ray", CVPR 2020.
    """
    copy = picture
    if generator.random() < 0.8:
        copy = _colour(copy, generator, strength=0.6)
    frequency = generator.random()
    if frequency < 0.35:
        factor = float(generator.uniform(0.3, 0.8))
        small = copy.resize((max(16, round(copy.width * factor)), max(16, round(copy.height * factor))))
        copy = small.resize(picture.size, Image.Resampling.BICUBIC)
    elif frequency < 0.6:
        copy = copy.filter(ImageFilter.UnsharpMask(2, int(generator.integers(50, 200)), 0))
    elif frequency < 0.75:
        copy = _recompress(copy, generator)
    zoom, dx, dy = generator.uniform(0.97, 1.03), *(generator.uniform(-0.03, 0.03, 2) * face.width)
    centre_x, centre_y = face.left + face.width / 2, face.top + face.height / 2
    matrix = (zoom, 0, centre_x * (1 - zoom) + dx, 0, zoom, centre_y * (1 - zoom) + dy)
    copy = copy.transform(picture.size, Image.Transform.AFFINE, matrix, Image.Resampling.BICUBIC)
    if generator.random() < 0.5:
        picture, copy = copy, picture
    mask = _face_mask(picture.size, face, generator)
    return Image.composite(copy, picture, mask)


def _face_mask(size: tuple[int, int], face: FaceBox, generator: np.random.Generator) -> Image.Image:
    """A closed curve about the inner face, or a part of it, with soft edges; "L" picture."""
    angles = np.linspace(0, 2 * np.pi, 24, endpoint=False)
    wobble = 1 + generator.normal(0, 0.06, 3) @ np.stack([np.cos(angles * n + n) for n in (1, 2, 3)])
    radius_x, radius_y = face.width * generator.uniform(0.3, 0.55), face.height * generator.uniform(0.3, 0.6)
    centre_x = face.left + face.width / 2
    centre_y = face.top + face.height * generator.uniform(0.45, 0.62)
    points = [
        (float(centre_x + radius_x * w * np.cos(a)), float(centre_y + radius_y * w * np.sin(a)))
        for a, w in zip(angles, wobble, strict=True)
    ]
    mask = Image.new("L", size, 0)
    ImageDraw.Draw(mask).polygon(points, fill=int(generator.choice([140, 200, 255, 255, 255])))
    return mask.filter(ImageFilter.GaussianBlur(float(face.width * generator.uniform(0.01, 0.08))))


def _colour(picture: Image.Image, generator: np.random.Generator, strength: float = 1.0) -> Image.Image:
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


def _recompress(picture: Image.Image, generator: np.random.Generator) -> Image.Image:
    """Saves and loads: JPEG of quality 35 to 95, one time in ten WebP."""
    stream = io.BytesIO()
    quality = int(generator.integers(35, 96))
    if generator.random() < 0.1:
        picture.save(stream, "WEBP", quality=quality, method=0)
    else:
        picture.save(stream, "JPEG", quality=quality, subsampling=int(generator.choice([0, 2, 2])))
    return Image.open(stream).convert("RGB")

"""Fakes made of genuine faces: what swaps and composites leave, whoever made the part that was put in.

A face is blended with a changed copy of itself (K. Shiohara, T. Yamasaki, "Detecting Deepfakes with Self-Blended
Images", CVPR 2022), or parts of another genuine face are put into it (after L. Li et al., "Face X-ray for More General
Face Forgery Detection", CVPR 2020), along the landmarks of both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter

from app.detector.decode import RgbArray
from trainer.augmentation import change_colour, recompress
from trainer.face_landmarks import Landmarks

# Indices of MediaPipe's face mesh, by side of the picture.
_LEFT_EYE = (33, 133, 159, 145, 46, 70, 105, 107, 55, 226, 111, 121)
_RIGHT_EYE = (263, 362, 386, 374, 276, 300, 334, 336, 285, 446, 340, 350)
_NOSE = (6, 122, 351, 48, 278, 102, 331, 2, 97, 326, 129, 358)
_MOUTH = (61, 291, 0, 17, 37, 267, 84, 314, 39, 269, 181, 405, 57, 287, 18, 164)
_OUTLINE: tuple[int, ...] = (10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377)
_OUTLINE += (152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109)
_INNER = _LEFT_EYE + _RIGHT_EYE + _NOSE + _MOUTH
_SINGLE_PARTS = (_LEFT_EYE, _RIGHT_EYE, _LEFT_EYE + _RIGHT_EYE, _NOSE, _MOUTH, _NOSE + _MOUTH)
#: The shape by which a donor is chosen.
_SHAPE = np.array((33, 133, 362, 263, 1, 61, 291, 0, 17, 152, 234, 454, 10, 70, 300))

#: Genuine faces of the same source among which the most similar one is the donor.
_CANDIDATES = 40
_DIRECTIONS = np.stack([f(np.linspace(0, 2 * np.pi, 36, endpoint=False)) for f in (np.cos, np.sin)])


@dataclass(slots=True)
class CompositeMaker:
    """Makes composites of the genuine faces of a training set.

    Attributes:
        surroundings: uint8 RGB, shape ``(n, size, size, 3)``; see `trainer.face_crops.CropSet`.
        landmarks: shape ``(n, 468, 2)``.
        genuine: shape ``(n,)``.
        sources: of the pictures. A donor is of the same source, so that cameras are no trace of a composite.
        usable: faces that can be made into a composite, shape ``(n,)``.
    """

    surroundings: RgbArray
    landmarks: npt.NDArray[np.float32]
    genuine: npt.NDArray[np.bool_]
    sources: Sequence[str]
    usable: npt.NDArray[np.bool_] = field(init=False)
    _donors: dict[str, npt.NDArray[np.int64]] = field(init=False)
    _shapes: npt.NDArray[np.float32] = field(init=False)

    def __post_init__(self) -> None:
        """Groups the donors by source."""
        self.usable = self.genuine & np.isfinite(self.landmarks).all(axis=(1, 2))
        names = np.array(self.sources)
        self._donors = {name: np.flatnonzero(self.usable & (names == name)) for name in set(self.sources)}
        shapes = self.landmarks[:, _SHAPE] - self.landmarks[:, _SHAPE].mean(axis=1, keepdims=True)
        self._shapes = shapes / np.sqrt((shapes**2).sum(axis=(1, 2), keepdims=True))

    def make(self, index: int, generator: np.random.Generator) -> RgbArray:
        """A composite of a usable face.

        Args:
            index: of the face.
            generator: source of all randomness.

        Returns:
            Its surroundings, uint8 RGB, shape ``(size, size, 3)``.
        """
        picture = Image.fromarray(self.surroundings[index])
        landmarks = self.landmarks[index]
        donors = self._donors[self.sources[index]]
        if len(donors) < 2 or generator.random() < 0.5:
            return np.asarray(self_blend(picture, landmarks, generator))
        candidates = generator.choice(donors, _CANDIDATES)
        candidates = candidates[candidates != index]
        distances = ((self._shapes[candidates] - self._shapes[index]) ** 2).sum(axis=(1, 2))
        donor = int(candidates[np.argmin(distances)]) if len(candidates) else index
        return np.asarray(
            transplant(picture, landmarks, Image.fromarray(self.surroundings[donor]), self.landmarks[donor], generator)
        )


def self_blend(picture: Image.Image, landmarks: Landmarks, generator: np.random.Generator) -> Image.Image:
    """Replaces a part of a face by a slightly changed copy of itself."""
    changed = picture
    if generator.random() < 0.8:
        changed = change_colour(changed, generator, strength=0.6)
    frequency = generator.random()
    if frequency < 0.35:
        factor = float(generator.uniform(0.3, 0.8))
        small = changed.resize((max(16, round(changed.width * factor)), max(16, round(changed.height * factor))))
        changed = small.resize(picture.size, Image.Resampling.BICUBIC)
    elif frequency < 0.6:
        changed = changed.filter(ImageFilter.UnsharpMask(2, int(generator.integers(50, 200)), 0))
    elif frequency < 0.75:
        changed = recompress(changed, generator)
    below, above = (picture, changed) if generator.random() < 0.5 else (changed, picture)
    # Only what is put in is moved: its edges, which a move empties, stay outside the mask.
    zoom = generator.uniform(0.97, 1.03)
    offset = landmarks.mean(axis=0) * (1 - zoom) + generator.uniform(-0.02, 0.02, 2) * _width(landmarks)
    matrix = (zoom, 0, float(offset[0]), 0, zoom, float(offset[1]))
    above = above.transform(picture.size, Image.Transform.AFFINE, matrix, Image.Resampling.BICUBIC)
    return Image.composite(above, below, _mask(picture.size, landmarks, _parts(generator, single=0.4), generator))


def transplant(
    picture: Image.Image,
    landmarks: Landmarks,
    donor: Image.Image,
    donor_landmarks: Landmarks,
    generator: np.random.Generator,
) -> Image.Image:
    """Puts one or two parts of another face, or all of it, into a face, and fits their colours to it."""
    result = picture
    ones = np.ones((len(landmarks), 1), np.float32)
    matrix, *_ = np.linalg.lstsq(np.hstack([landmarks, ones]), donor_landmarks, rcond=None)
    for part in _parts(generator, single=0.75, several=True):
        members = np.array(part)
        # The faces as a whole say how much to turn and enlarge, the part where it goes.
        offset = donor_landmarks[members].mean(axis=0) - landmarks[members].mean(axis=0) @ matrix[:2]
        fitted = donor.transform(
            picture.size,
            Image.Transform.AFFINE,
            [float(value) for axis in (0, 1) for value in (matrix[0, axis], matrix[1, axis], offset[axis])],
            Image.Resampling.BICUBIC,
        )
        mask = _mask(picture.size, landmarks, [part], generator)
        fitted = _fit_colours(fitted, result, mask, float(generator.uniform(0.6, 1.0)))
        result = Image.composite(fitted, result, mask)
    return result


def _parts(generator: np.random.Generator, single: float, several: bool = False) -> list[tuple[int, ...]]:
    """Landmarks of the parts that are replaced."""
    kind = generator.random()
    if kind < single:
        count = int(generator.integers(1, 3)) if several else 1
        return [_SINGLE_PARTS[i] for i in generator.choice(len(_SINGLE_PARTS), count, replace=False)]
    return [_INNER if kind < (1 + single) / 2 else _OUTLINE]


def _mask(
    size: tuple[int, int], landmarks: Landmarks, parts: Sequence[tuple[int, ...]], generator: np.random.Generator
) -> Image.Image:
    """The convex hull of each part, a little larger or smaller and uneven, with soft edges; "L" picture."""
    mask = Image.new("L", size, 0)
    opacity = int(generator.choice([160, 210, 255, 255, 255]))
    for part in parts:
        points = landmarks[np.array(part)]
        # In each direction the outermost point: the hull, in order.
        hull = points[np.argmax(points @ _DIRECTIONS, axis=0)]
        centre = points.mean(axis=0)
        uneven = generator.normal(0, 0.05, 3) @ np.stack(
            [np.cos(np.linspace(0, 2 * np.pi * n, len(hull), endpoint=False) + n) for n in (1, 2, 3)]
        )
        scale = float(generator.uniform(0.9, 1.25)) + uneven
        outline = centre + (hull - centre) * scale[:, np.newaxis]
        ImageDraw.Draw(mask).polygon([(float(x), float(y)) for x, y in outline], fill=opacity)
    return mask.filter(ImageFilter.GaussianBlur(float(_width(landmarks) * generator.uniform(0.008, 0.06))))


def _fit_colours(part: Image.Image, picture: Image.Image, mask: Image.Image, strength: float) -> Image.Image:
    """Gives a part the mean and the contrast of what it covers, channel by channel.

    E. Reinhard et al., "Color Transfer between Images", IEEE Computer Graphics and Applications 21 (5), 2001.
    """
    weights = np.asarray(mask, np.float32)[..., np.newaxis]
    total = weights.sum() + 1e-6
    pixels, under = np.asarray(part, np.float32), np.asarray(picture, np.float32)
    mean, mean_under = (pixels * weights).sum((0, 1)) / total, (under * weights).sum((0, 1)) / total
    spread, spread_under = (
        np.sqrt((((values - at) ** 2) * weights).sum((0, 1)) / total)
        for values, at in ((pixels, mean), (under, mean_under))
    )
    gain = np.clip(spread_under / (spread + 1e-6), 0.5, 2.0)
    fitted = pixels + strength * ((pixels - mean) * gain + mean_under - pixels)
    return Image.fromarray(np.clip(fitted, 0, 255).astype(np.uint8))


def _width(landmarks: Landmarks) -> float:
    return float(np.ptp(landmarks[:, 0]))

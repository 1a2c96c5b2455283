"""A second look at one face: does its score survive small changes, and which region decides?

Computed on demand. Nothing here changes a verdict in a list; it tells the person who looks how much weight it bears.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

from app.detector.bundle import Manifest, logit_of
from app.detector.crop import Square, cut, cut_from, face_square, whole_square
from app.detector.decode import Picture, RgbArray
from app.detector.litert import Network
from app.detector.verdict import FaceScore, Verdict, by_score, calibrated

VariantName = Literal["jpeg-75", "jpeg-50", "half-size", "mirrored", "tighter"]
Heat = npt.NDArray[np.float32]

#: Share of the crop that counts as the marked region.
_MARKED_SHARE = 0.15
#: Regions of the same size and shape elsewhere, which the marked one has to outdo: all of them.
_RANDOM_REGIONS = 12
_TIGHTER = 0.92
#: Larger faces are reduced to this before they are compressed: nobody sees the difference, and it takes no time.
_MAX_SIDE = 1024


@dataclass(frozen=True, slots=True)
class Variant:
    """The face after a change that says nothing about whether it is real.

    Attributes:
        name: what was changed.
        score: P(fake) of the changed face.
        verdict: fake, real or inconclusive by the score alone.
    """

    name: VariantName
    score: float
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class CloserLook:
    """What a second look found.

    Attributes:
        variants: the changed faces.
        square: left, top and side of what the network saw, in pixels of the file.
        heat: what each place of the square adds to the score, 0 to 1, shape (size, size); None if no single region
            decides or the network can't tell.
        marked_drop: what covering the marked region takes from the logit; 0 without a map.
        random_drop: the most that covering another region of that size takes from it.
    """

    variants: tuple[Variant, ...]
    square: Square
    heat: Heat | None
    marked_drop: float
    random_drop: float


def look_closer(network: Network, manifest: Manifest, picture: Picture, face: FaceScore) -> CloserLook:
    """Looks at a face again.

    Args:
        network: of the bundle.
        manifest: of the bundle.
        picture: the file.
        face: as it was judged, in pixels of the file.

    Returns:
        The look; the same for the same input.
    """
    width, height = picture.width, picture.height
    if manifest.crop == "face":
        square = face_square(face.box, width, height, manifest.margin)
        tighter = face_square(face.box, width, height, manifest.margin * _TIGHTER)
    else:
        left, top, side = square = whole_square(width, height)
        inset = side * (1 - _TIGHTER) / 2
        tighter = (left + inset, top + inset, side * _TIGHTER)
    size, resize_filter = manifest.input_size, manifest.resize_filter
    turn = face.box.turn
    crop = cut_from(picture, square, size, resize_filter, turn)
    # As large as in the picture: compression acts on those pixels, not on the network's few.
    native = cut_from(picture, square, max(8, min(round(square[2]), _MAX_SIDE)), resize_filter, turn)

    def again(pixels: RgbArray) -> RgbArray:
        return cut(pixels, whole_square(pixels.shape[1], pixels.shape[0]), size, resize_filter)

    half = Image.fromarray(native).resize((max(4, native.shape[1] // 2),) * 2, Image.Resampling.BICUBIC)
    changed: dict[VariantName, RgbArray] = {
        "jpeg-75": again(_jpeg(native, 75)),
        "jpeg-50": again(_jpeg(native, 50)),
        "half-size": again(np.asarray(half)),
        "mirrored": np.ascontiguousarray(crop[:, ::-1]),
        "tighter": cut_from(picture, tighter, size, resize_filter, turn),
    }
    variants = []
    for name, pixels in changed.items():
        score = calibrated(logit_of(network, pixels), manifest.temperature)
        variants.append(Variant(name, score, by_score(score, manifest.thresholds)[0]))
    heat, marked, other = _tested_heat(network, crop)
    # The map lies on the picture as that is.
    heat = None if heat is None else np.rot90(heat, -turn)
    return CloserLook(tuple(variants), square, heat, marked, other)


def _tested_heat(network: Network, crop: RgbArray) -> tuple[Heat | None, float, float]:
    """The class activation map for "fake", if covering what it marks does more than covering any other place.

    The test is the deletion test of R. Fong and A. Vedaldi, "Interpretable Explanations of Black Boxes by Meaningful
    Perturbation", ICCV 2017, against regions of the same size and shape.
    """
    outputs = network.run(crop.astype(np.float32))
    logit = float(next(output for output in outputs if output.size == 1).item())
    evidence = next((np.squeeze(output) for output in outputs if output.ndim == 3 and output.size > 1), None)
    if evidence is None or evidence.max() <= 0:
        return None, 0.0, 0.0
    size = crop.shape[0]
    positive = Image.fromarray(np.maximum(evidence, 0).astype(np.float32))
    heat = np.asarray(positive.resize((size, size), Image.Resampling.BICUBIC)).clip(0)
    heat = (heat / heat.max()).astype(np.float32)
    mark = heat >= np.quantile(heat, 1 - _MARKED_SHARE)
    blurred = np.asarray(Image.fromarray(crop).filter(ImageFilter.GaussianBlur(size / 10)))

    def drop(region: npt.NDArray[np.bool_]) -> float:
        return logit - logit_of(network, np.where(region[..., np.newaxis], blurred, crop))

    generator = np.random.default_rng(0)
    marked = drop(mark)
    others = []
    for _ in range(_RANDOM_REGIONS):
        # Moved by at least a quarter of the crop in one direction, around the edge.
        shift = generator.integers(-size // 2, size // 2, 2)
        shift[generator.integers(2)] = generator.integers(size // 4, 3 * size // 4)
        others.append(drop(np.roll(mark, shift.tolist(), (0, 1))))
    other = max(others)
    return (heat if marked > max(other, 0.0) else None), marked, other


def _jpeg(pixels: RgbArray, quality: int) -> RgbArray:
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "JPEG", quality=quality)
    with Image.open(stream, formats=["JPEG"]) as image:
        return np.asarray(image.convert("RGB"))

"""Where a model can no longer be trusted: what happens on Validation as faces get smaller, more blurred, compressed."""

from __future__ import annotations

import io
import itertools
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

from app.detector.bundle import logit_of
from app.detector.crop import cut
from app.detector.decode import RgbArray
from app.detector.detector import mean_luma, sharpness
from app.detector.litert import Network
from app.detector.metrics import auc
from app.detector.verdict import Limits
from trainer.calibration import FALSE_ALARM_RATE
from trainer.network_pool import NetworkPool

#: Under this AUC a verdict would be little better than a guess, and the program says inconclusive instead; likewise
#: where this much more of the genuine faces is called fake than of untouched ones.
LEAST_AUC = 0.75
MOST_FALSE_ALARMS = 0.02
#: Of fewer genuine faces, the share that is called fake is too much by chance.
LEAST_GENUINE = 100
#: What is tried: lengths of a face in pixels, Gaussian blurs in pixels of the network's input, JPEG qualities, factors
#: of the brightness, and shares of the input that are covered from below, as by a mask.
_FACE_PX = (120, 80, 56, 40, 28, 20)
_BLURS = (0.0, 0.7, 1.0, 1.5, 2.0, 3.0, 4.0)
_QUALITIES = (90, 70, 50, 30, 15)
_EXPOSURES = (1.0, 0.5, 0.3, 0.2, 0.12, 0.07, 0.04)
_COVERED = (0.0, 0.2, 0.35, 0.5)
#: Used where the model is too weak, or the data too few, to say where it gets worse.
_FALLBACK_FACE_PX = 40.0
#: As many pictures as this are tried in each condition; all sources alike.
_PICTURES = 600
#: Fewer pictures of a class in a source say nothing about it.
_LEAST_PICTURES = 20


@dataclass(frozen=True, slots=True)
class Condition:
    """What became of the model under one condition.

    Attributes:
        level: length of the face in pixels, standard deviation of a Gaussian in pixels of the input, JPEG quality,
            factor of the brightness, or share of the input that is covered.
        auc: mean over the sources of Validation that hold both classes; of all pictures, if none does.
        false_alarms: share of the genuine faces at or above the fake threshold, 0 to 1; the mean over these sources.
        sharpness: median; see `app.detector.detector.sharpness`.
        luma: median; see `app.detector.detector.mean_luma`.
    """

    level: float
    auc: float
    false_alarms: float
    sharpness: float
    luma: float


@dataclass(frozen=True, slots=True)
class Conditions:
    """Conditions that get worse: shorter faces, more blur, lower JPEG quality, less light, more that is covered.

    Attributes:
        genuine: number of genuine faces that each was tried on.
        sources: number of sources that each is the mean of; 0 if none holds both classes.
    """

    face_px: tuple[Condition, ...]
    blur: tuple[Condition, ...]
    jpeg: tuple[Condition, ...]
    exposure: tuple[Condition, ...]
    covered: tuple[Condition, ...]
    genuine: int
    sources: int


def measure_conditions(
    networks: NetworkPool,
    inputs: Sequence[RgbArray] | RgbArray,
    fake: npt.NDArray[np.bool_],
    sources: list[str],
    margin: float,
    fake_from: float,
    file: Path,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Conditions | None:
    """Tries a model under conditions that get worse.

    Args:
        networks: the model.
        inputs: of Validation, shape ``(n, size, size, 3)``.
        fake: truth, shape ``(n,)``.
        sources: of the pictures.
        margin: side of an input over the length of the face in it.
        fake_from: logit from which on a face is called fake.
        file: where what was seen is kept, as it takes long; see `trainer.network_pool.NetworkPool.ask_once`.
        progress: called with the number of trials done and in all.

    Returns:
        What was measured; None if there aren't enough pictures of both classes.
    """
    chosen = _chosen(fake, sources)
    if not (apart := len(chosen) > 0):
        # As of real/ffhq and fake/stylegan: what tells the sources apart may help, but goes where details go, too.
        sources = [""] * len(sources)
        chosen = _chosen(fake, sources)
    if not len(chosen):
        return None
    size = inputs[0].shape[0]
    levels: dict[str, list[tuple[float, Callable[[RgbArray], RgbArray]]]] = {
        "face_px": [(px, partial(_smaller, side=px * margin, size=size)) for px in _FACE_PX],
        "blur": [(sigma, partial(_blurred, sigma=sigma)) for sigma in _BLURS],
        "jpeg": [(quality, partial(_jpeg, quality=quality)) for quality in _QUALITIES],
        "exposure": [(factor, partial(_darker, factor=factor)) for factor in _EXPOSURES],
        "covered": [(share, partial(_covered, share=share)) for share in _COVERED],
    }
    changes = [change for tried in levels.values() for _, change in tried]

    def look(network: Network, number: int) -> npt.NDArray[np.float64]:
        change, index = changes[number // len(chosen)], chosen[number % len(chosen)]
        changed = change(np.asarray(inputs[index]))
        return np.array([logit_of(network, changed), sharpness(changed), mean_luma(changed)])

    looks = networks.ask_once(look, len(changes) * len(chosen), file, progress)
    names, truth = np.array([sources[index] for index in chosen]), fake[chosen]
    groups = [names == name for name in sorted(set(names.tolist()))]

    def condition(level: float, seen: npt.NDArray[np.float64]) -> Condition:
        scores, sharp, luma = seen.T
        return Condition(
            level,
            float(np.mean([auc(scores[group], truth[group]) for group in groups])),
            float(np.mean([np.mean(scores[group & ~truth] >= fake_from) for group in groups])),
            float(np.median(sharp)),
            float(np.median(luma)),
        )

    seen = iter(looks.reshape(len(changes), len(chosen), 3))
    return Conditions(
        **{name: tuple(condition(level, next(seen)) for level, _ in tried) for name, tried in levels.items()},
        genuine=int((~truth).sum()),
        sources=len(groups) if apart else 0,
    )


def choose_limits(conditions: Conditions | None, sharpest_ignored: float) -> Limits:
    """The limits beyond which the AUC falls under `LEAST_AUC` or false alarms rise by `MOST_FALSE_ALARMS`.

    False alarms count where `LEAST_GENUINE` genuine faces were tried; of 20, one is five points and chance.

    Args:
        conditions: what was measured, if anything was.
        sharpest_ignored: the sharpness that hardly any picture of Validation falls under; the limit is at least this,
            since nothing was measured below.

    Returns:
        Limits. Those of a model that isn't that good under any condition, or of one that nobody could measure, are
        the program's own for the size of faces and ``sharpest_ignored``.
    """
    face_px = _FALLBACK_FACE_PX
    least_sharpness, least_luma = sharpest_ignored, 0.0
    counted = conditions is not None and conditions.genuine >= LEAST_GENUINE
    if conditions and (good := _good(conditions.face_px, counted)):
        # The least size down to which every larger one is good enough.
        face_px = float(good[-1].level)
        sharp = _good(conditions.blur, counted)
        if 0 < len(sharp) < len(conditions.blur):
            least_sharpness = max(least_sharpness, conditions.blur[len(sharp)].sharpness)
        light = _good(conditions.exposure, counted)
        if 0 < len(light) < len(conditions.exposure):
            least_luma = conditions.exposure[len(light)].luma
    return Limits(face_px, least_sharpness, least_luma)


def _good(conditions: tuple[Condition, ...], counted: bool) -> list[Condition]:
    """Those before the first one that is too bad; false alarms may not be counted."""

    def acceptable(condition: Condition) -> bool:
        # The threshold lets 1 % through, though of some hundred untouched pictures it may by chance be none.
        more = condition.false_alarms - max(conditions[0].false_alarms, FALSE_ALARM_RATE)
        return condition.auc >= LEAST_AUC and (more <= MOST_FALSE_ALARMS or not counted)

    return list(itertools.takewhile(acceptable, conditions))


def _chosen(fake: npt.NDArray[np.bool_], sources: list[str]) -> npt.NDArray[np.int64]:
    """Indices of pictures of the sources that hold both classes, each pair of source and class alike."""
    pairs = [(source, bool(truth)) for source, truth in zip(sources, fake, strict=True)]
    counts = Counter(pairs)
    usable = {source for source in set(sources) if min(counts[source, True], counts[source, False]) >= _LEAST_PICTURES}
    generator = np.random.default_rng(0)
    chosen: list[int] = []
    for pair in sorted(pair for pair in counts if pair[0] in usable):
        members = [index for index, each in enumerate(pairs) if each == pair]
        share = max(_LEAST_PICTURES, _PICTURES // (2 * len(usable)))
        chosen += sorted(generator.permutation(members)[:share].tolist())
    return np.array(chosen, np.int64)


def _smaller(pixels: RgbArray, side: float, size: int) -> RgbArray:
    """The crop as the program would cut it out of a picture in which it has ``side`` pixels."""
    if side >= size:
        return pixels
    small = np.asarray(Image.fromarray(pixels).resize((max(4, round(side)),) * 2, Image.Resampling.LANCZOS))
    return cut(small, (0.0, 0.0, float(small.shape[0])), size)


def _blurred(pixels: RgbArray, sigma: float) -> RgbArray:
    return np.asarray(Image.fromarray(pixels).filter(ImageFilter.GaussianBlur(sigma))) if sigma else pixels


def _jpeg(pixels: RgbArray, quality: int) -> RgbArray:
    stream = io.BytesIO()
    Image.fromarray(pixels).save(stream, "JPEG", quality=quality)
    return np.asarray(Image.open(stream).convert("RGB"))


def _darker(pixels: RgbArray, factor: float) -> RgbArray:
    """As a camera that gets less light would store it: what the rounding takes is gone."""
    return (pixels * np.float32(factor)).round().astype(np.uint8)


def _covered(pixels: RgbArray, share: float) -> RgbArray:
    covered = pixels.copy()
    covered[round(len(pixels) * (1 - share)) :] = 128
    return covered

"""Figures of a detector, each with its number of pictures and a 95 % interval."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from app.detector.verdict import Verdict

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

_Z = 1.959963984540054  # 97.5 % quantile of the normal distribution
_BOOTSTRAP_ROUNDS = 1000
#: Fewer pictures of a class vary less when they are drawn anew than others of their kind would.
_FEWEST_TO_RESAMPLE = 20
_CALIBRATION_BINS = 15
#: Fewer pictures say too little of bins in which hardly one is fake, or genuine; where none is, any number does.
_FEWEST_FOR_BINS = 100


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value.

    Attributes:
        value: nan where there was nothing to measure.
        low: lower end of the 95 % interval.
        high: upper end.
        n: number of pictures behind it.
    """

    value: float
    low: float
    high: float
    n: int

    def to_json(self) -> dict[str, float | int | None]:
        """The attributes by name; None for nan, which JSON doesn't know."""
        return {key: None if math.isnan(value) else value for key, value in asdict(self).items()}


def figure_cell(figure: Mapping[str, Any], is_share: bool) -> str:
    """A figure with its 95 % interval, for a table.

    Args:
        figure: see `Figure.to_json`.
        is_share: shown in percent.

    Returns:
        For example "0.986 [0.982, 0.990]" or "82.8 % [80.6, 84.7]"; "-" where nothing was measured.
    """
    if figure["value"] is None:
        return "-"
    scale, digits, unit = (100, 1, " %") if is_share else (1, 3, "")
    value, low, high = (f"{figure[part] * scale:.{digits}f}" for part in ("value", "low", "high"))
    return f"{value}{unit} [{low}, {high}]"


def auc(scores: Floats, fake: Bools) -> float:
    """Area under the ROC curve: the chance that a fake scores above a genuine picture, ties counting half.

    Args:
        scores: P(fake) or logits, shape ``(n,)``.
        fake: truth, shape ``(n,)``.

    Returns:
        0 to 1; nan if a class is missing.
    """
    n_fake = int(fake.sum())
    n_real = len(fake) - n_fake
    if not n_fake or not n_real:
        return math.nan
    _, inverse, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    return float((ranks[fake].sum() - n_fake * (n_fake + 1) / 2) / (n_fake * n_real))


def auc_figure(scores: Floats, fake: Bools) -> Figure:
    """`auc` with a bootstrap interval, resampled within each class; of few, or where it is 0 or 1, with Newcombe's."""
    value = auc(scores, fake)
    if math.isnan(value):
        return Figure(value, math.nan, math.nan, len(scores))
    fakes, genuine = int(fake.sum()), int((~fake).sum())
    # Whatever is drawn from classes that don't overlap doesn't overlap either.
    if value in (0.0, 1.0) or min(fakes, genuine) < _FEWEST_TO_RESAMPLE:
        low, high = 1 - _greatest_auc(1 - value, fakes, genuine), _greatest_auc(value, fakes, genuine)
        return Figure(value, low, high, len(scores))
    generator = np.random.default_rng(0)
    positive, negative = np.sort(scores[fake]), np.sort(scores[~fake])
    # Each fake's share of genuine pictures below it; resampling genuine pictures changes the weights of that share.
    below = np.searchsorted(negative, positive, "left"), np.searchsorted(negative, positive, "right")
    values = []
    for _ in range(_BOOTSTRAP_ROUNDS):
        weights = np.bincount(generator.integers(0, len(negative), len(negative)), minlength=len(negative))
        cumulative = np.concatenate([[0], np.cumsum(weights)])
        share = (cumulative[below[0]] + cumulative[below[1]]) / (2 * len(negative))
        values.append(share[generator.integers(0, len(positive), len(positive))].mean())
    low, high = np.quantile(values, [0.025, 0.975])
    return Figure(value, float(low), float(high), len(scores))


def _greatest_auc(value: float, fakes: int, genuine: int) -> float:
    """Upper end of the 95 % interval of an AUC; the lower one is that of its mirror image.

    Method 5 of R. G. Newcombe, "Confidence intervals for an effect size measure based on the Mann-Whitney statistic.
    Part 2", Statistics in Medicine 25, 2006.
    """
    low, high = value, 1.0
    more = (fakes + genuine) / 2 - 1
    for _ in range(50):
        theta = (low + high) / 2
        spread = (
            theta * (1 - theta) * (1 + more * ((1 - theta) / (2 - theta) + theta / (1 + theta))) / (fakes * genuine)
        )
        low, high = (theta, high) if (theta - value) ** 2 <= _Z**2 * spread else (low, theta)
    return low if value < 1 else 1.0


def rate_figure(hits: Bools) -> Figure:
    """Share of true values with Wilson's interval (E. B. Wilson, JASA 22, 1927)."""
    n = len(hits)
    if not n:
        return Figure(math.nan, math.nan, math.nan, 0)
    share = float(hits.mean())
    return Figure(share, *wilson(share, n), n)


def wilson(share: float, n: float) -> tuple[float, float]:
    """Wilson's 95 % interval of a share of some pictures."""
    centre = (share + _Z**2 / (2 * n)) / (1 + _Z**2 / n)
    half = _Z / (1 + _Z**2 / n) * math.sqrt(share * (1 - share) / n + _Z**2 / (4 * n**2))
    return max(0.0, centre - half), min(1.0, centre + half)


def calibration_error(scores: Floats, fake: Bools) -> float:
    """Expected calibration error over 15 bins of equal width (M. P. Naeini et al., AAAI 2015).

    Args:
        scores: P(fake), 0 to 1, shape ``(n,)``.
        fake: truth, shape ``(n,)``.

    Returns:
        0 to 1; nan for no pictures.
    """
    if not len(scores):
        return math.nan
    gap = np.bincount(_bins(scores), scores - fake, _CALIBRATION_BINS)
    return float(np.abs(gap).sum() / len(scores))


def _bins(scores: Floats) -> npt.NDArray[np.int64]:
    return np.minimum((scores * _CALIBRATION_BINS).astype(np.int64), _CALIBRATION_BINS - 1)


def calibration_error_figure(scores: Floats, fake: Bools) -> Figure:
    """`calibration_error` with a bootstrap interval.

    Draws from pictures are less even than these, and so their errors larger: what they are too large by on average is
    taken off (B. Efron, R. J. Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 10). Of few pictures, or
    of some that are all of one class, the interval is wider: `_unseen_spread`.
    """
    if not len(scores):
        return Figure(math.nan, math.nan, math.nan, 0)
    value = calibration_error(scores, fake)
    if len(scores) == 1:
        # Whatever is drawn from one picture is that picture.
        return Figure(value, 0.0, 1.0, 1)
    generator = np.random.default_rng(0)
    draws = (generator.integers(0, len(scores), len(scores)) for _ in range(_BOOTSTRAP_ROUNDS))
    drawn = np.array([calibration_error(scores[i], fake[i]) for i in draws])
    low, high = (float(end) for end in np.quantile(drawn - (drawn.mean() - value), [0.025, 0.975]))
    less, more = _unseen_spread(scores, fake)
    low, high = value - math.hypot(value - low, less), value + math.hypot(high - value, more)
    return Figure(value, max(0.0, low), min(1.0, high), len(scores))


def _unseen_spread(scores: Floats, fake: Bools) -> tuple[float, float]:
    """How much smaller and larger the error may be than what is drawn from the pictures tells.

    From a bin whose pictures are all of one class, only such are drawn, however many they are; and, if there are few in
    all, from one with a single exception hardly more than two. By how much Wilson's interval of its share of fakes goes
    beyond that adds up over the bins as squares do (G. Y. Zou, A. Donner, Statistics in Medicine 27, 2008).
    """
    bins = _bins(scores)
    less = more = 0.0
    for place in np.unique(bins):
        scored, truth = scores[bins == place], fake[bins == place]
        share, mean = float(truth.mean()), float(scored.mean())
        if len(scores) >= _FEWEST_FOR_BINS and 0 < share < 1:
            continue
        ends = wilson(share, len(truth))
        gaps = [abs(mean - end) for end in ends]
        gap, smallest = abs(mean - share), 0.0 if ends[0] <= mean <= ends[1] else min(gaps)
        drawn = _Z**2 * share * (1 - share) / len(truth)
        weight = len(truth) / len(scores)
        less += weight**2 * max(0.0, (gap - smallest) ** 2 - drawn)
        more += weight**2 * max(0.0, (max(gaps) - gap) ** 2 - drawn)
    return math.sqrt(less), math.sqrt(more)


def calibration_error_by_chance(scores: Floats) -> Figure:
    """What `calibration_error` would be if the scores were right: the mean, and where 95 % of cases lie, and it.

    Of few pictures it isn't 0, as in each bin some more or fewer are fake than its scores say. The truth is drawn anew
    from the scores, as for the consistency bars of J. Bröcker and L. A. Smith, "Increasing the Reliability of
    Reliability Diagrams", Weather and Forecasting 22 (3), 2007.

    Args:
        scores: P(fake), 0 to 1, shape ``(n,)``.
    """
    if not len(scores):
        return Figure(math.nan, math.nan, math.nan, 0)
    generator = np.random.default_rng(0)
    draws = (generator.random(len(scores)) < scores for _ in range(_BOOTSTRAP_ROUNDS))
    drawn = np.array([calibration_error(scores, fake) for fake in draws])
    mean = float(drawn.mean())
    low, high = (float(end) for end in np.quantile(drawn, [0.025, 0.975]))
    # Of few scores near 0 or 1, a case in a hundred is far from all others.
    return Figure(mean, min(low, mean), max(high, mean), len(scores))


def group_figures(
    scores: Floats, fake: Bools, fake_threshold: float, real_threshold: float, verdicts: Sequence[Verdict] | None = None
) -> dict[str, Figure]:
    """Everything that is said of one source or folder.

    Args:
        scores: P(fake), highest of each picture's faces, shape ``(n,)``; pictures without a face are left out.
        fake: truth, shape ``(n,)``.
        fake_threshold: from which score on a face is fake.
        real_threshold: up to which score a face is real.
        verdicts: what was said of each picture; None for what the scores alone say. A face that is too small, blurred
            or dark is left open whatever its score.

    Returns:
        "auc"; "tpr" (share of fakes called fake); "fpr" (share of genuine called fake); "fnr" (share of fakes called
        real); "inconclusive" (share of all); "ece"; "ece_by_chance", to compare it with.
    """
    if verdicts is None:
        called_fake, called_real = scores >= fake_threshold, (scores <= real_threshold) & (scores < fake_threshold)
    else:
        called_fake, called_real = (
            np.array([said is verdict for said in verdicts], np.bool_) for verdict in (Verdict.FAKE, Verdict.REAL)
        )
    return {
        "auc": auc_figure(scores, fake),
        "tpr": rate_figure(called_fake[fake]),
        "fpr": rate_figure(called_fake[~fake]),
        "fnr": rate_figure(called_real[fake]),
        "inconclusive": rate_figure(~called_fake & ~called_real),
        "ece": calibration_error_figure(scores, fake),
        "ece_by_chance": calibration_error_by_chance(scores),
    }

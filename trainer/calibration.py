"""Temperature and thresholds from Validation: what turns logits into calibrated scores and scores into words."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from app.detector.verdict import Thresholds, calibrated

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

#: Share of genuine faces that the fake threshold lets through by mistake, and of fakes below the real threshold.
FALSE_ALARM_RATE = 0.01
MISS_RATE = 0.05
#: Scores that `score_rates` keeps of each class: as many of the most misleading share of it, which goes beyond both
#: thresholds, and as many of all of it.
_TAIL, _TAIL_SHARE, _BODY = 150, 0.06, 20


def fit_temperature(logits: Floats, fake: Bools, weights: Floats) -> float:
    """The temperature with the least weighted cross-entropy (C. Guo et al., ICML 2017).

    The truth is taken for a little less than certain, as by J. Platt, "Probabilistic Outputs for Support Vector
    Machines", 1999: a few pictures that the network tells apart don't say that it is never wrong.

    Args:
        logits: shape ``(n,)``.
        fake: truth, shape ``(n,)``.
        weights: of the pictures, shape ``(n,)``; sources weighted alike.

    Returns:
        A positive number between 0.05 and 20, found by golden-section search on its logarithm.
    """
    targets = _targets(fake)

    def loss(log_temperature: float) -> float:
        scaled = logits / np.exp(log_temperature)
        return float((weights * (targets * np.logaddexp(0, -scaled) + (1 - targets) * np.logaddexp(0, scaled))).sum())

    low, high = np.log(0.05), np.log(20.0)
    ratio = (np.sqrt(5) - 1) / 2
    for _ in range(60):
        left, right = high - ratio * (high - low), low + ratio * (high - low)
        if loss(left) < loss(right):
            high = right
        else:
            low = left
    return float(np.exp((low + high) / 2))


def fit_scaling(logits: Floats, fake: Bools, weights: Floats) -> tuple[float, float]:
    """Temperature and shift with the least weighted cross-entropy of ``(logits + shift) / temperature``.

    The shift makes good for other shares of fakes in training than in Validation; it goes into the network, see
    `trainer.detector_model.shift_logit`.

    Args:
        logits: shape ``(n,)``.
        fake: truth, shape ``(n,)``.
        weights: of the pictures, shape ``(n,)``.

    Returns:
        The temperature, as `fit_temperature` finds it, and the shift.
    """
    share = float((weights * _targets(fake)).sum() / weights.sum())
    temperature, shift = 1.0, 0.0
    for _ in range(30):
        temperature = fit_temperature(logits + shift, fake, weights)
        # The loss is least where the scores' mean is the share of fakes; the mean rises with the shift.
        low, high = -float(np.abs(logits).max()) - 20 * temperature, float(np.abs(logits).max()) + 20 * temperature
        for _ in range(60):
            shift = (low + high) / 2
            scores = 0.5 * (1 + np.tanh((logits + shift) / (2 * temperature)))
            if (weights * scores).sum() / weights.sum() < share:
                low = shift
            else:
                high = shift
    return temperature, shift


def choose_thresholds(logits: Floats, fake: Bools, sources: list[str], temperature: float) -> Thresholds:
    """The fake threshold that 1 % of the genuine faces reach, and the real one that 5 % of the fakes stay under.

    Sources are weighted alike within each class, so that the largest one doesn't decide alone. With few pictures the
    rates that were really reached are what the result says. Where a model tells the classes so well apart that the two
    cross, they change places: a fake one right above the genuine faces, close to 0, would call fake all that the model
    has no idea of.

    Args:
        logits: of Validation, shape ``(n,)``.
        fake: truth, shape ``(n,)``.
        sources: of the pictures.
        temperature: from `fit_temperature` or `fit_scaling`.

    Returns:
        Thresholds with ``real <= fake``.
    """
    scores = np.array([calibrated(float(logit), temperature) for logit in logits])
    weights = source_weights(sources, fake)
    # The least score that at most 1 % of the genuine weight reaches; scores are rounded up to what reports show.
    real_order = np.argsort(-scores[~fake], kind="stable")
    genuine, genuine_weights = scores[~fake][real_order], weights[~fake][real_order]
    reached = np.cumsum(genuine_weights) / genuine_weights.sum()
    over = int(np.searchsorted(reached, FALSE_ALARM_RATE, "right"))
    fake_threshold = float(np.nextafter(genuine[min(over, len(genuine) - 1)], 2.0))
    fake_order = np.argsort(scores[fake], kind="stable")
    fakes, fake_weights = scores[fake][fake_order], weights[fake][fake_order]
    under = int(np.searchsorted(np.cumsum(fake_weights) / fake_weights.sum(), MISS_RATE, "right"))
    real_threshold = float(np.nextafter(fakes[min(under, len(fakes) - 1)], -1.0))
    if real_threshold > fake_threshold:
        real_threshold, fake_threshold = fake_threshold, real_threshold
    # Of scores that are rounded to 0 or 1, all that lie there are taken in, and counted.
    real_threshold, fake_threshold = max(real_threshold, 0.0), min(fake_threshold, 1.0)
    return Thresholds(
        fake_threshold,
        real_threshold,
        _share(scores[~fake] >= fake_threshold, weights[~fake]),
        _share(scores[fake] <= real_threshold, weights[fake]),
    )


def score_rates(scores: Floats, fake: Bools, sources: list[str]) -> dict[str, dict[str, Any]]:
    """How many genuine faces score as high as a score, and how many fakes as low: what a single score means.

    Sources are weighted alike within each class, as for the thresholds.

    Args:
        scores: of Validation, calibrated, shape ``(n,)``.
        fake: truth, shape ``(n,)``.
        sources: of the pictures.

    Returns:
        For "real" and "fake": ``scores``, some of those that were measured, ascending, each with two shares:
        ``shares``, of genuine faces that score at least as high, of fakes that score at most as high, and ``beyond``,
        of those that score higher, or lower; ``n``, the faces behind it, and ``effective_n``, how many of one source
        would say as much (L. Kish, 1965). The tails, where verdicts come from, are complete
        up to some thousand faces.
    """
    weights = source_weights(sources, fake)
    rates: dict[str, dict[str, Any]] = {}
    for name, members, sign in (("real", ~fake, -1), ("fake", fake, 1)):
        order = np.argsort(sign * scores[members], kind="stable")
        ordered, shares = scores[members][order], np.cumsum(weights[members][order]) / weights[members].sum()
        # Of equal scores the last: its share counts them all.
        last = np.append(ordered[1:] != ordered[:-1], True)
        ordered, shares = ordered[last], shares[last]
        tail, end = int(np.searchsorted(shares, _TAIL_SHARE)), len(ordered) - 1
        places = np.concatenate([np.linspace(0, min(tail, end), _TAIL), np.linspace(0, end, _BODY)])
        kept = np.unique(places.round().astype(int))
        chosen = kept[::-1] if sign < 0 else kept
        rates[name] = {
            "scores": ordered[chosen].tolist(),
            "shares": shares[chosen].tolist(),
            "beyond": np.append(0.0, shares[:-1])[chosen].tolist(),
            "n": int(members.sum()),
            "effective_n": float(weights[members].sum() ** 2 / (weights[members] ** 2).sum()),
        }
    return rates


def source_weights(sources: list[str], fake: Bools) -> Floats:
    """Weights with which every source counts alike within its class, and both classes alike; their sum is 1."""
    pairs = [(source, bool(is_fake)) for source, is_fake in zip(sources, fake, strict=True)]
    counts: dict[tuple[str, bool], int] = {}
    for pair in pairs:
        counts[pair] = counts.get(pair, 0) + 1
    per_class = {truth: sum(1 for _, is_fake in counts if is_fake is truth) for truth in (True, False)}
    classes = sum(1 for n in per_class.values() if n)
    return np.array([1 / (counts[pair] * per_class[pair[1]] * classes) for pair in pairs])


def _targets(fake: Bools) -> Floats:
    """Platt's: what is known of the next picture of a class after as many of it."""
    fakes, genuine = int(fake.sum()), int((~fake).sum())
    return np.where(fake, (fakes + 1) / (fakes + 2), 1 / (genuine + 2))


def _share(hits: Bools, weights: Floats) -> float:
    return float(weights[hits].sum() / weights.sum())

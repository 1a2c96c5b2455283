"""What scores and numbers of flags mean, from the error rates that were measured. Arithmetic only; no Qt here."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.detector.metrics import wilson


@dataclass(frozen=True, slots=True)
class Rate:
    """A measured share.

    Attributes:
        share: 0 to 1.
        low: lower end of its 95 % interval.
        high: upper end.
        n: faces behind it.
    """

    share: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class _Tail:
    """The measured faces of one class.

    Attributes:
        scores: some of them, ascending.
        shares: of each, the share of faces that are at least as misleading.
        beyond: of each, the share of faces that are more misleading.
        n: number of faces.
        effective_n: number of faces of one source that would say as much.
    """

    scores: tuple[float, ...]
    shares: tuple[float, ...]
    beyond: tuple[float, ...]
    n: int
    effective_n: float

    def rate(self, place: int, score: float) -> Rate:
        """The rate of a score.

        Args:
            place: of the kept score that is as misleading as the score or, if none is, the next one that is less so.
            score: the score.
        """
        if 0 <= place < len(self.scores):
            share = self.shares[place] if self.scores[place] == score else self.beyond[place]
        else:
            share = 1.0
        low, high = wilson(share, self.effective_n)
        return Rate(share, low, high, self.n)


@dataclass(frozen=True, slots=True)
class ScoreRates:
    """What a single score means, from the faces on which a model was calibrated."""

    real: _Tail
    fake: _Tail

    @classmethod
    def of(cls, training: Mapping[str, Any]) -> ScoreRates | None:
        """Those of a manifest's ``training``; None where they were not measured, or are not what they should be."""
        rates = training.get("score_rates")
        try:
            return None if rates is None else cls(_tail(rates["real"]), _tail(rates["fake"]))
        except (AttributeError, KeyError, TypeError, ValueError):
            return None

    def genuine_as_high(self, score: float) -> Rate:
        """Of genuine faces, the share that score as high; where not all scores were kept, no less than that."""
        return self.real.rate(bisect_right(self.real.scores, score) - 1, score)

    def fakes_as_low(self, score: float) -> Rate:
        """Of fakes, the share that score as low; where not all scores were kept, no less than that."""
        return self.fake.rate(bisect_left(self.fake.scores, score), score)


def _tail(raw: Mapping[str, Any]) -> _Tail:
    scores, shares, beyond = (tuple(map(float, raw[name])) for name in ("scores", "shares", "beyond"))
    tail = _Tail(scores, shares, beyond, int(raw["n"]), float(raw["effective_n"]))
    if (
        not scores
        or not len(scores) == len(shares) == len(beyond)
        or list(scores) != sorted(scores)
        or tail.effective_n < 1
    ):
        raise ValueError("expected as many shares as scores, ascending")
    return tail


def chance_of_at_least(flags: int, pictures: int, rate: float) -> float:
    """The chance that false alarm alone gives this many flags or more: the exact tail of a binomial distribution.

    Args:
        flags: pictures called fake.
        pictures: pictures that were judged.
        rate: chance that a genuine picture is called fake.

    Returns:
        A probability, 0 to 1.
    """
    if flags <= 0:
        return 1.0
    if flags > pictures or rate <= 0:
        return 0.0
    if rate >= 1:
        return 1.0
    # The shorter side is summed, from its large end.
    upper = flags > pictures * rate
    terms = _terms(flags, pictures, rate) if upper else _terms(pictures - flags + 1, pictures, 1 - rate)
    total = sum(terms, 0.0)
    return min(1.0, total if upper else max(0.0, 1 - total))


def picture_false_alarm_rate(face_rate: float, faces: int, pictures: int) -> float:
    """Chance that a genuine picture is called fake, where each of its faces can be.

    Args:
        face_rate: chance that a genuine face is called fake.
        faces: judged faces in all pictures.
        pictures: pictures with faces.
    """
    if not pictures:
        return 0.0
    return 1 - (1 - face_rate) ** (faces / pictures)


def share_of_flags_right(prevalence: float, hit_rate: float, false_alarm_rate: float) -> float:
    """How many of the flags are right, by Bayes' rule.

    Args:
        prevalence: share of fakes among all faces, 0 to 1.
        hit_rate: share of fakes that are flagged.
        false_alarm_rate: share of genuine faces that are flagged.

    Returns:
        A share, 0 to 1; 0 where nothing would be flagged.
    """
    right = prevalence * hit_rate
    wrong = (1 - prevalence) * false_alarm_rate
    return right / (right + wrong) if right + wrong > 0 else 0.0


def _terms(flags: int, pictures: int, rate: float) -> Iterator[float]:
    """The chances of exactly so many flags, of one more and so on, until what follows is too small to count.

    Where already the first is nothing to a float, so are all; a folder of fakes would have as many as pictures.
    """
    odds = rate / (1 - rate)
    term = math.exp(_log_choose(pictures, flags) + flags * math.log(rate) + (pictures - flags) * math.log1p(-rate))
    total = 0.0
    while term > total * 1e-15:
        yield term
        total += term
        term *= (pictures - flags) / (flags + 1) * odds
        flags += 1


def _log_choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)

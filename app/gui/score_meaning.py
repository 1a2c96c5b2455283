"""What scores and numbers of flags mean, from the error rates that were measured. Arithmetic only; no Qt here."""

from __future__ import annotations

import math


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
    log_rate, log_rest = math.log(rate), math.log1p(-rate)
    # The shorter side is summed, from its large end until what follows is too small to count.
    upper = flags > pictures * rate
    total = 0.0
    for k in range(flags, pictures + 1) if upper else range(flags - 1, -1, -1):
        term = math.exp(_log_choose(pictures, k) + k * log_rate + (pictures - k) * log_rest)
        total += term
        if term < total * 1e-15:
            break
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


def _log_choose(n: int, k: int) -> float:
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)

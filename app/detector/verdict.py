"""From a network's logit to a word, and from the faces of a picture to the picture's word."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.detector.faces import FaceBox


class Verdict(StrEnum):
    """What is said of a face or a picture. ``no-face`` and ``error`` are said of pictures only."""

    FAKE = "fake"
    REAL = "real"
    INCONCLUSIVE = "inconclusive"
    NO_FACE = "no-face"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where scores become words.

    Attributes:
        fake: a face that scores at least this is fake; 1 % of the genuine faces of Validation exceed it.
        real: a face that scores at most this is real; 5 % of the fakes of Validation fall under it.
        false_alarm_rate: share of genuine faces of Validation at or above ``fake``, genuine sources weighted alike.
        miss_rate: share of fake faces of Validation at or below ``real``.
    """

    fake: float
    real: float
    false_alarm_rate: float
    miss_rate: float


@dataclass(frozen=True, slots=True)
class Limits:
    """Faces outside these are inconclusive: the model was not measured on them.

    Attributes:
        min_face_px: least length of the longer side of a face's box, in pixels of the file.
        min_sharpness: least sharpness; see `app.detector.detector.sharpness`.
        min_luma: least brightness; see `app.detector.detector.mean_luma`. 0 where nobody measured it.
    """

    min_face_px: float
    min_sharpness: float
    min_luma: float = 0.0


@dataclass(frozen=True, slots=True)
class FaceScore:
    """A judged face.

    Attributes:
        box: in pixels of the upright picture, in the file's own size.
        logit: raw output of the network, before temperature.
        score: P(fake), calibrated, 0 to 1.
        sharpness: of the crop; see `app.detector.detector.sharpness`.
        verdict: fake, real or inconclusive.
        reason: why it is inconclusive, else "".
    """

    box: FaceBox
    logit: float
    score: float
    sharpness: float
    verdict: Verdict
    reason: str = ""


def calibrated(logit: float, temperature: float) -> float:
    """P(fake) of a logit: the sigmoid of ``logit / temperature``, without overflow."""
    scaled = logit / temperature
    if scaled >= 0:
        return 1 / (1 + math.exp(-scaled))
    odds = math.exp(scaled)
    return odds / (1 + odds)


def judge_face(
    box: FaceBox,
    logit: float,
    sharpness: float,
    luma: float,
    temperature: float,
    thresholds: Thresholds,
    limits: Limits,
) -> FaceScore:
    """Says what a face is.

    Args:
        box: the face, in pixels of the file.
        logit: what the network gave.
        sharpness: of the crop.
        luma: mean of the crop.
        temperature: of the model.
        thresholds: of the model.
        limits: of the model.

    Returns:
        The face with score, verdict and reason.
    """
    score = calibrated(logit, temperature)
    size = max(box.width, box.height)
    verdict = Verdict.INCONCLUSIVE
    if size < limits.min_face_px:
        reason = f"The face is too small to judge ({math.floor(size)} pixels; {limits.min_face_px:.0f} are needed)."
    elif sharpness < limits.min_sharpness:
        reason = "The face is too blurred to judge."
    elif luma < limits.min_luma:
        reason = "The face is too dark to judge."
    else:
        verdict, reason = by_score(score, thresholds)
    return FaceScore(box, logit, score, sharpness, verdict, reason)


def by_score(score: float, thresholds: Thresholds) -> tuple[Verdict, str]:
    """Verdict and reason of a face by its score alone."""
    if score >= thresholds.fake:
        return Verdict.FAKE, ""
    if score <= thresholds.real:
        return Verdict.REAL, ""
    return Verdict.INCONCLUSIVE, "The score lies between the thresholds for real and fake."


def picture_verdict(faces: Sequence[FaceScore], unseen: Sequence[str] = ()) -> tuple[Verdict, str]:
    """Verdict and reason of a picture: fake if any face is, else inconclusive if any is, else real; no-face if none.

    Args:
        faces: all that were judged.
        unseen: sentences on what was not judged. With any, nothing is real or without a face.
    """
    for verdict in (Verdict.FAKE, Verdict.INCONCLUSIVE):
        for face in faces:
            if face.verdict is verdict:
                return verdict, " ".join(filter(None, (face.reason, *unseen)))
    if unseen:
        return Verdict.INCONCLUSIVE, " ".join(unseen)
    return (Verdict.REAL if faces else Verdict.NO_FACE), ""

"""From logits to words."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.detector.faces import FaceBox
from app.detector.verdict import FaceScore, Limits, Thresholds, Verdict, calibrated, judge_face, picture_verdict

_THRESHOLDS = Thresholds(fake=0.9, real=0.2, false_alarm_rate=0.01, miss_rate=0.05)
_LIMITS = Limits(min_face_px=40, min_sharpness=2, min_luma=15)
_BOX = FaceBox(0, 0, 100, 90, 0.99)


def _judged(score: float, box: FaceBox = _BOX, sharpness: float = 10, luma: float = 100) -> FaceScore:
    return judge_face(box, math.log(score / (1 - score)), sharpness, luma, 1.0, _THRESHOLDS, _LIMITS)


@given(st.floats(-1e6, 1e6), st.floats(0.05, 20))
def test_a_score_is_a_probability_and_grows_with_the_logit(logit: float, temperature: float) -> None:
    score = calibrated(logit, temperature)
    assert 0 <= score <= 1
    assert calibrated(logit + 1, temperature) >= score
    assert calibrated(-logit, temperature) == pytest.approx(1 - score)


def test_a_higher_temperature_pulls_scores_to_the_middle() -> None:
    assert 0.5 < calibrated(2.0, 4.0) < calibrated(2.0, 1.0)


def test_a_face_that_is_a_little_too_small_is_not_said_to_be_large_enough() -> None:
    reason = _judged(0.95, FaceBox(0, 0, 39.7, 30, 0.99)).reason
    assert reason == "The face is too small to judge (39 pixels; 40 are needed)."


@pytest.mark.parametrize(
    ("score", "verdict"),
    [(0.95, Verdict.FAKE), (0.5, Verdict.INCONCLUSIVE), (0.1, Verdict.REAL)],
)
def test_the_thresholds_part_fake_inconclusive_and_real(score: float, verdict: Verdict) -> None:
    judged = _judged(score)
    assert judged.verdict is verdict
    assert bool(judged.reason) == (verdict is Verdict.INCONCLUSIVE)


def test_a_small_face_is_inconclusive_however_high_it_scores() -> None:
    judged = _judged(0.999, FaceBox(0, 0, 39, 30, 0.9))
    assert judged.verdict is Verdict.INCONCLUSIVE
    assert "39 pixels" in judged.reason


def test_a_blurred_face_is_inconclusive_however_low_it_scores() -> None:
    judged = _judged(0.001, sharpness=1.9)
    assert judged.verdict is Verdict.INCONCLUSIVE
    assert "blurred" in judged.reason


def test_a_dark_face_is_inconclusive_however_high_it_scores() -> None:
    judged = _judged(0.999, luma=14.9)
    assert judged.verdict is Verdict.INCONCLUSIVE
    assert "dark" in judged.reason


@pytest.mark.parametrize(
    ("scores", "verdict"),
    [
        ([], Verdict.NO_FACE),
        ([0.1, 0.1], Verdict.REAL),
        ([0.1, 0.5], Verdict.INCONCLUSIVE),
        ([0.1, 0.5, 0.95], Verdict.FAKE),
    ],
)
def test_the_picture_is_what_its_worst_face_is(scores: list[float], verdict: Verdict) -> None:
    assert picture_verdict([_judged(score) for score in scores])[0] is verdict


def test_a_picture_of_which_a_part_was_not_judged_is_neither_real_nor_without_a_face() -> None:
    unseen = ["Only the first was judged."]
    for faces in ([], [_judged(0.01)]):
        assert picture_verdict(faces, unseen) == (Verdict.INCONCLUSIVE, unseen[0])
    assert picture_verdict([_judged(0.99)], unseen) == (Verdict.FAKE, unseen[0])

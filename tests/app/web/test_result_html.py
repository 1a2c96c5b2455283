"""What the page says of a result; it takes no Gradio."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from app.detector.bundle import check_hashes
from app.detector.closer_look import CloserLook
from app.detector.faces import FaceBox
from app.detector.verdict import FaceScore, Thresholds, Verdict
from app.models import bundled_model
from app.web.result_html import closer_look, error_rate, meaning, picture_card
from app.web.upload_workers import UploadResult

_FACE = FaceScore(FaceBox(1, 1, 50, 50, 1.0), 3.0, 0.95, 9.0, Verdict.FAKE)
_RESULT = UploadResult(0, Path("a.png"), Verdict.FAKE, faces=(_FACE,), width=64, height=64, format="PNG", sha256="0")


def test_how_often_it_is_wrong_stands_beside_a_score() -> None:
    bundle = check_hashes(bundled_model())
    assert error_rate(bundle) == "1.0 % of genuine validation faces are flagged at this threshold."
    card = picture_card(_RESULT, bundle)
    assert error_rate(bundle) in card
    # 1 % of those that were measured did; as they are hundreds, 2 % may be the truth.
    assert "Of 1,000 genuine faces, at most about 21 score this high." in card


def test_a_few_faces_are_no_promise() -> None:
    manifest = check_hashes(bundled_model()).manifest
    rates = {label: {"effective_n": 12.0} for label in ("real", "fake")}
    figures = {"validation": {"all": {"fpr": {"n": 12}, "fnr": {"n": 12}}}}
    few = replace(manifest, thresholds=Thresholds(0.9, 0.1, 0.0, 0.0), training={"score_rates": rates})
    imported = replace(few, training={"calibrated": True}, metrics=figures)
    for known in (few, imported):
        assert meaning(_FACE, known) == "Of 1,000 genuine faces, at most about 242 score this high."
        low = replace(_FACE, score=0.05)
        assert meaning(low, known) == "Of 1,000 fake faces, at most about 242 score this low."
        assert meaning(replace(_FACE, score=0.5), known) == "The score alone does not decide."
        # None of them was flagged; of thirteen, each is as likely to score the highest.
        assert known.false_alarms == "under 7.7 %"
    # Of a model that tells no numbers, or nonsense, the share is all that is known.
    for nothing in ({}, {"score_rates": {"real": [], "fake": 1}}):
        unknown = replace(few, training=nothing, metrics={})
        assert meaning(_FACE, unknown) == "Of 1,000 genuine faces, at most about 1 score this high."


def test_rates_that_nobody_measured_are_not_told() -> None:
    # As the manifest of a network says that was imported without labelled pictures.
    bundle = check_hashes(bundled_model())
    manifest = replace(bundle.manifest, thresholds=Thresholds(0.5, 0.5, 1.0, 1.0), training={"calibrated": False})
    bundle = replace(bundle, manifest=manifest)
    assert error_rate(bundle) == "How often this model is wrong was not measured: the score is no probability."
    card = picture_card(_RESULT, bundle)
    assert error_rate(bundle) in card
    assert "%" not in card.replace('style="left:1.56%;top:1.56%"', "")
    assert "1,000" not in card


def test_valid_credentials_are_said_to_be_of_nobody_known() -> None:
    bundle = check_hashes(bundled_model())
    for provenance, is_said in ("valid", True), ("invalid", False), ("absent", False):
        card = picture_card(replace(_RESULT, provenance=provenance), bundle)
        assert f"Content credentials: {provenance}" in card
        assert ("by whom is not checked" in card) is is_said


def test_a_closer_look_says_at_which_face() -> None:
    seen = replace(_RESULT, look=CloserLook((), (0, 0, 64), None, 0.2, 0.1))
    assert '<h3 dir="ltr">a&amp;b.png, face 1: Fake 0.9500</h3>' in closer_look(
        seen, _FACE, Thresholds(0.9, 0.1, 0.01, 0.05), "a&b.png, face 1: Fake 0.9500"
    )


def test_a_closer_look_says_what_the_score_alone_says_of_a_face_beyond_the_limits() -> None:
    small = replace(_FACE, verdict=Verdict.INCONCLUSIVE, reason="The face is too small to judge.")
    seen = replace(_RESULT, look=CloserLook((), (0, 0, 64), None, 0.2, 0.1))
    page = closer_look(seen, small, Thresholds(0.9, 0.1, 0.01, 0.05), "a.png")
    assert '<td>as it is<td class="number">0.9500<td>Fake' in page
    assert "<p>The face is too small to judge.</p>" in page

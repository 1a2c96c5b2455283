"""Results as HTML for the page, with everything that strangers chose escaped."""

from __future__ import annotations

import base64
from collections.abc import Sequence

import jinja2
from markupsafe import Markup

from app.detector.bundle import Bundle, Manifest
from app.detector.verdict import FaceScore, Thresholds, Verdict, by_score
from app.inert_text import inert
from app.scan.results import ImageResult
from app.web.upload_workers import UploadResult

VERDICT_WORDS = {
    Verdict.FAKE: "Fake",
    Verdict.REAL: "Real",
    Verdict.INCONCLUSIVE: "Inconclusive",
    Verdict.NO_FACE: "No face",
    Verdict.ERROR: "Error",
}
_CHANGES = {
    "jpeg-75": "JPEG 75",
    "jpeg-50": "JPEG 50",
    "half-size": "half size",
    "mirrored": "mirrored",
    "tighter": "cropped",
}

_ENVIRONMENT = jinja2.Environment(
    loader=jinja2.PackageLoader("app.web", ""),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.filters["inert"] = lambda value: inert(str(value))
_ENVIRONMENT.filters["word"] = VERDICT_WORDS.__getitem__
_ENVIRONMENT.filters["change"] = _CHANGES.__getitem__


def error_rate(bundle: Bundle) -> str:
    """How often the model is wrong, in one sentence."""
    if not bundle.manifest.is_measured:
        return "How often this model is wrong was not measured: the score is no probability."
    return f"{bundle.manifest.false_alarms} of genuine validation faces are flagged at this threshold."


def meaning(face: FaceScore, manifest: Manifest) -> str:
    """How often a score like this one is reached by faces of the other kind."""
    if not manifest.is_measured:
        return "How often faces of the other kind reach such a score was not measured."
    thresholds = manifest.thresholds
    # Few measured faces say little.
    genuine, missed = _of_thousand(manifest.error_interval("real")), _of_thousand(manifest.error_interval("fake"))
    if face.score >= thresholds.fake:
        return f"Of 1,000 genuine faces, at most about {genuine[1]} score this high."
    if face.score <= thresholds.real:
        return f"Of 1,000 fake faces, at most about {missed[1]} score this low."
    if not (genuine[0] and missed[0]):
        return "The score alone does not decide."
    return (
        f"More than {genuine[0]} of 1,000 genuine faces score this high, and more than {missed[0]} of 1,000 fake faces "
        "score this low: the score alone does not decide."
    )


def picture_card(result: UploadResult, bundle: Bundle) -> str:
    """One picture with its faces boxed, the verdict, why, and the score of each face."""
    return _render(
        "picture_card.html.jinja",
        result=result,
        meanings=[meaning(face, bundle.manifest) for face in result.faces],
        error_rate=error_rate(bundle),
        picture=_data_uri(result.preview),
    )


def closer_look(result: UploadResult, face: FaceScore, thresholds: Thresholds, words: str) -> str:
    """What a second look at a face found, below words that say which: another one may be chosen by then."""
    assert result.look is not None
    others = [variant for variant in result.look.variants if variant.verdict is not face.verdict]
    return _render(
        "closer_look.html.jinja",
        words=words,
        face=face,
        by_score=by_score(face.score, thresholds)[0],
        look=result.look,
        others=others,
        picture=_data_uri(result.preview),
    )


def session_table(results: Sequence[ImageResult], csv: str) -> str:
    """All pictures of a session, and the link that saves them as CSV."""
    link = Markup("data:text/csv;base64,") + base64.b64encode(csv.encode("utf-8-sig")).decode("ascii")
    return _render("session_table.html.jinja", results=results, csv=link)


def _of_thousand(shares: tuple[float, float]) -> tuple[int, int]:
    low, high = shares
    return round(low * 1000), max(1, round(high * 1000))


def _data_uri(jpeg: bytes) -> str:
    return "data:image/jpeg;base64," + base64.b64encode(jpeg).decode("ascii") if jpeg else ""


def _render(template: str, **values: object) -> str:
    return _ENVIRONMENT.get_template(template).render(values)

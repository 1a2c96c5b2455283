"""Checks a JSON report against the files and the model it speaks of: identical, changed file, changed model."""

from __future__ import annotations

import hashlib
import json
import re
import stat
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from app import __version__
from app.detector.bundle import Bundle, Manifest
from app.detector.decode import MAX_FILE_BYTES
from app.detector.verdict import FaceScore, Thresholds, Verdict, by_score, calibrated, picture_verdict
from app.report.json_report import REPORT_FORMAT, details, heading_of_model
from app.scan.results import ImageFile, ImageResult
from app.scan.workers import WorkerPool

#: Other processors add in another order; the fourth decimal is what reports show.
SCORE_TOLERANCE = 5e-4
#: The same for a model with a second stage, whose layers round what they are given: a difference in the last digit
#: grows from layer to layer. Measured with other code for the same operations: 0.15 at most in 40 faces.
SECOND_TOLERANCE = 0.2

#: What a row says beside scores, and what has to come out again.
_FACTS = ("verdict", "faces", "width", "height", "format", "bytes", "provenance", "model")
#: How far, as a share of a face's longer side and in pixels, its box may come out elsewhere on another machine; and by
#: what share its sharpness may be another.
_BOX_TOLERANCE, _PIXEL, _SHARPNESS_TOLERANCE = 0.02, 1.0, 0.05
#: The size of a face in the reason why it is not judged; see `app.detector.verdict.judge_face`.
_SIZE = re.compile(r"(?<=too small to judge \()\d+")
#: How sentences begin that say what of a picture was not judged; see `app.scan.analyse`.
_UNSEEN = re.compile(r"The file has several|The picture has \d+ faces")

_READ_AT_A_TIME = 2**20

State = Literal["identical", "changed-file", "missing-file", "unreadable-file", "changed-score", "not-checked"]


class ReportError(Exception):
    """The report can't be read. ``str()`` says why."""


@dataclass(frozen=True, slots=True)
class Check:
    """What became of one row.

    Attributes:
        path: of the file, as the report has it.
        state: "identical"; "changed-file", "missing-file" or, where it is there, "unreadable-file"; "changed-score"
            (same bytes and model, but the row says something else than what comes out, or contradicts itself: verdict,
            reason, scores, faces, size, format, provenance);
            "not-checked" where the row is an error without a hash, or the model is another one.
    """

    path: str
    state: State


def read_report(file: Path) -> dict[str, Any]:
    """Reads a report.

    Raises:
        ReportError: it is no report of this format.
    """
    try:
        raw = json.loads(file.read_text("utf-8"))
        if raw["report_format"] != REPORT_FORMAT:
            raise ReportError(f"{file} has report format {raw['report_format']}; expected {REPORT_FORMAT}.")
        if not isinstance(raw["model"]["sha256"], str) or not isinstance(raw["files"], list):
            raise TypeError
        for row in raw["files"]:
            if not (isinstance(row["path"], str) and isinstance(row["sha256"], str)):
                raise TypeError
            # A whole number may have a thousand digits, which no score is compared with.
            if not all(
                type(score) is float or (type(score) is int and abs(score) < 2**63) for score in row["face_scores"]
            ):
                raise TypeError
        return dict(raw)
    except OSError as error:
        raise ReportError(f"{file} can't be read: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ReportError(f"{file} is not a JSON report of Unmask.") from None


def verify(raw: dict[str, Any], bundle: Bundle) -> Iterator[Check]:
    """Checks every row.

    Files are hashed always and judged again, in a worker process, where the model is the one that made the report.
    Scores may come out a little different; verdicts and reasons have to be those that the reported scores give.

    Args:
        raw: from `read_report`.
        bundle: the model in use.

    Yields:
        One check a row.

    Raises:
        app.scan.workers.WorkerError: no worker process can be started.
    """
    pool = WorkerPool(bundle.folder, 1, sha256=bundle.sha256) if raw["model"]["sha256"] == bundle.sha256 else None
    try:
        for index, row in enumerate(raw["files"]):
            image = ImageFile(index, Path(row["path"]))
            yield Check(row["path"], _state(image, row, pool, bundle.manifest))
    finally:
        if pool is not None:
            pool.close()


def changes_of_heading(raw: dict[str, Any], bundle: Bundle) -> list[str]:
    """What a report says of the model and of all its rows, but the model and the rows don't; a sentence each.

    Args:
        raw: from `read_report`.
        bundle: the model in use; what the report says of the model is checked if it is the one that made the report. Of
            that, only this version of the program says false alarms in the same words.
    """
    found: list[str] = []
    expected = heading_of_model(bundle)
    if raw["model"]["sha256"] == bundle.sha256:
        if raw.get("app_version") != __version__:
            # What they were worked out from is in the model, whose hash is the same.
            del expected["false_alarms"]
        found = [
            f"The report says that {name.replace('_', ' ')} of the model is {raw['model'].get(name)}; it is {value}."
            for name, value in expected.items()
            if raw["model"].get(name) != value
        ]
    summary = raw.get("summary")
    said = (summary.get("files"), summary.get("verdicts")) if isinstance(summary, dict) else (None, None)
    counts = Counter(str(row.get("verdict")) for row in raw["files"])
    if said != (counts.total(), dict(counts)):
        found.append(f"The report counts {said[0]} files: {said[1]}; its rows are {counts.total()}: {dict(counts)}.")
    return found


def _state(image: ImageFile, row: dict[str, Any], pool: WorkerPool | None, manifest: Manifest) -> State:
    if not row["sha256"]:
        # Whatever was judged was hashed.
        return "not-checked" if row.get("verdict") == Verdict.ERROR else "changed-file"
    try:
        # A report may come from a stranger too, and name a device that never ends.
        status = image.path.stat()
        # What is too large to be read was never hashed.
        if not stat.S_ISREG(status.st_mode) or status.st_size > MAX_FILE_BYTES:
            return "changed-file"
        found = _hash(image.path, status.st_size)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return "missing-file"
    except OSError:
        return "unreadable-file"
    if found != row["sha256"]:
        return "changed-file"
    if pool is None:
        return "not-checked"
    scores, faces = row["face_scores"], row.get("face_details")
    result = _with_scores(pool.judge(image), scores, manifest.thresholds)
    now = details(result)
    tolerance = SECOND_TOLERANCE if manifest.second else SCORE_TOLERANCE
    # What repeats the scores, or follows from them, does so exactly; they themselves may come out a little different
    # elsewhere.
    same = (
        row.get("score") == max(scores, default=None)
        and isinstance(faces, list)
        and len(scores) == len(faces) == len(result.faces)
        and all(
            _is_of_face(said, score, face, manifest.temperature, tolerance)
            for said, score, face in zip(faces, scores, result.faces, strict=True)
        )
        # What is wrong with a damaged picture is said in the words of a library, of whatever version that is.
        and (result.verdict is Verdict.ERROR or _is_said(row.get("reason"), now["reason"]))
    )
    return "identical" if same and all(row.get(name) == now[name] for name in _FACTS) else "changed-score"


def _hash(path: Path, size: int) -> str:
    """SHA-256 of the first bytes of a file; a file in which the system tells of itself has no size, and may not end."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while size > 0 and (part := file.read(min(size, _READ_AT_A_TIME))):
            found.update(part)
            size -= len(part)
    return found.hexdigest()


def _with_scores(result: ImageResult, scores: list[float], thresholds: Thresholds) -> ImageResult:
    """The result as it is with these scores of its faces, of which some may lie on the other side of a threshold."""
    if len(scores) != len(result.faces):
        return result
    faces = tuple(
        replace(face, verdict=verdict, reason=reason)
        # Beyond the limits, a face is inconclusive whatever its score is.
        if (face.verdict, face.reason) == by_score(face.score, thresholds)
        else face
        for face, (verdict, reason) in zip(result.faces, (by_score(each, thresholds) for each in scores), strict=True)
    )
    if faces == result.faces:
        return result
    # What is said of the picture besides: what of it was not judged, and how it was made.
    rest = result.reason.removeprefix(picture_verdict(result.faces)[1]).lstrip()
    verdict, _ = picture_verdict(faces, [rest] if _UNSEEN.match(rest) else [])
    reason = " ".join(filter(None, (picture_verdict(faces)[1], rest)))
    return replace(result, verdict=verdict, reason=reason, faces=faces)


def _is_of_face(said: Any, score: float, face: FaceScore, temperature: float, tolerance: float) -> bool:
    """Whether the details of a face, with this score in its row, are those of the face that comes out."""
    if not (isinstance(said, dict) and isinstance(box := said.get("box"), dict) and _is_near(said.get("logit"))):
        return False
    pixels = max(_PIXEL, _BOX_TOLERANCE * max(face.box.width, face.box.height))
    return (
        said.get("score") == score
        and abs(score - face.score) <= tolerance
        and abs(calibrated(said["logit"], temperature) - score) <= SCORE_TOLERANCE
        and said.get("verdict") == face.verdict.value
        and _is_said(said.get("reason"), face.reason)
        and _is_near(said.get("sharpness"), face.sharpness, _SHARPNESS_TOLERANCE * max(1.0, face.sharpness))
        and all(_is_near(box.get(side), getattr(face.box, side), pixels) for side in ("left", "top", "width", "height"))
        and _is_near(box.get("confidence"), face.box.confidence, _BOX_TOLERANCE)
        and box.get("turn", 0) == face.box.turn  # Reports of older versions don't say.
    )


def _is_said(said: Any, found: str) -> bool:
    """Whether a reason is the one that comes out; the size of a small face may be rounded the other way elsewhere."""
    sayings = {found}
    if size := _SIZE.search(found):
        sayings |= {_SIZE.sub(str(int(size[0]) + other), found, count=1) for other in (-1, 1)}
    return isinstance(said, str) and said in sayings


def _is_near(said: Any, found: float = 0.0, tolerance: float = float(2**63)) -> bool:
    """Whether something is a number that is no further from another; a whole one may have a thousand digits."""
    return type(said) in (int, float) and abs(said) < 2**63 and abs(said - found) <= tolerance

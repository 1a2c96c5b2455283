"""Checks a JSON report against the files and the model it speaks of: identical, changed file, changed model."""

from __future__ import annotations

import hashlib
import json
import stat
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from app.detector.bundle import Bundle
from app.detector.verdict import Verdict
from app.report.json_report import REPORT_FORMAT, details, heading_of_model
from app.scan.results import ImageFile
from app.scan.workers import WorkerPool

#: Other processors add in another order; the fourth decimal is what reports show.
SCORE_TOLERANCE = 5e-4
#: The same for a model with a second stage, whose layers round what they are given: a difference in the last digit
#: grows from layer to layer. Measured with other code for the same operations: 0.15 at most in 40 faces.
SECOND_TOLERANCE = 0.2

#: What a row says beside scores, and what has to come out again.
_FACTS = ("verdict", "faces", "width", "height", "format", "bytes", "provenance")

State = Literal["identical", "changed-file", "missing-file", "changed-score", "not-checked"]


class ReportError(Exception):
    """The report can't be read. ``str()`` says why."""


@dataclass(frozen=True, slots=True)
class Check:
    """What became of one row.

    Attributes:
        path: of the file, as the report has it.
        state: "identical"; "changed-file" or "missing-file"; "changed-score" (same bytes and model, but the row says
            something else than what comes out: verdict, scores, size, format, provenance); "not-checked" where the row
            is an error without a hash, or the model is another one.
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

    Args:
        raw: from `read_report`.
        bundle: the model in use.

    Yields:
        One check a row.

    Raises:
        app.scan.workers.WorkerError: no worker process can be started.
    """
    pool = WorkerPool(bundle.folder, 1) if raw["model"]["sha256"] == bundle.sha256 else None
    tolerance = SECOND_TOLERANCE if bundle.manifest.second else SCORE_TOLERANCE
    try:
        for index, row in enumerate(raw["files"]):
            yield Check(row["path"], _state(ImageFile(index, Path(row["path"])), row, pool, tolerance))
    finally:
        if pool is not None:
            pool.close()


def changes_of_heading(raw: dict[str, Any], bundle: Bundle) -> list[str]:
    """What a report says of the model and of all its rows, but the model and the rows don't; a sentence each.

    Args:
        raw: from `read_report`.
        bundle: the model in use; what the report says of the model is checked if it is the one that made the report.
    """
    found: list[str] = []
    expected = heading_of_model(bundle)
    if raw["model"]["sha256"] == bundle.sha256:
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


def _state(image: ImageFile, row: dict[str, Any], pool: WorkerPool | None, tolerance: float) -> State:
    if not row["sha256"]:
        # Whatever was judged was hashed.
        return "not-checked" if row.get("verdict") == Verdict.ERROR else "changed-file"
    try:
        # A report may come from a stranger too, and name a device that never ends.
        if not stat.S_ISREG(image.path.stat().st_mode):
            return "changed-file"
        with image.path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):
        return "missing-file"
    if found != row["sha256"]:
        return "changed-file"
    if pool is None:
        return "not-checked"
    result = pool.judge(image)
    now = details(result)
    scores = row["face_scores"]
    # What repeats the scores repeats them exactly; they themselves may come out a little different elsewhere.
    same = (
        row.get("score") == max(scores, default=None)
        and _of_faces(row) == (scores, [face.verdict.value for face in result.faces])
        and len(scores) == len(now["face_scores"])
        and all(abs(said - found) <= tolerance for said, found in zip(scores, now["face_scores"], strict=True))
    )
    return "identical" if same and all(row.get(name) == now[name] for name in _FACTS) else "changed-score"


def _of_faces(row: dict[str, Any]) -> tuple[list[Any], list[Any]] | None:
    """Scores and verdicts of the faces, as their details have them."""
    faces = row.get("face_details")
    if not isinstance(faces, list) or not all(isinstance(face, dict) for face in faces):
        return None
    return [face.get("score") for face in faces], [face.get("verdict") for face in faces]

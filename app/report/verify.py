"""Checks a JSON report against the files and the model it speaks of: identical, changed file, changed model."""

from __future__ import annotations

import hashlib
import json
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from app.detector.bundle import Bundle
from app.report.json_report import REPORT_FORMAT
from app.scan.results import ImageFile
from app.scan.workers import WorkerPool

#: Other processors add in another order; the fourth decimal is what reports show.
SCORE_TOLERANCE = 5e-4
#: The same for a model with a second stage, whose layers round what they are given: a difference in the last digit
#: grows from layer to layer. Measured with other code for the same operations: 0.15 at most in 40 faces.
SECOND_TOLERANCE = 0.2

State = Literal["identical", "changed-file", "missing-file", "changed-score", "not-checked"]


class ReportError(Exception):
    """The report can't be read. ``str()`` says why."""


@dataclass(frozen=True, slots=True)
class Check:
    """What became of one row.

    Attributes:
        path: of the file, as the report has it.
        state: "identical"; "changed-file" or "missing-file"; "changed-score" (same bytes and model, other verdict or
            score); "not-checked" where the row is an error without a hash, or the model is another one.
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
            if not all(type(score) in (int, float) for score in row["face_scores"]):
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


def _state(image: ImageFile, row: dict[str, Any], pool: WorkerPool | None, tolerance: float) -> State:
    if not row["sha256"]:
        return "not-checked"
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
    scores, expected = [face.score for face in result.faces], row["face_scores"]
    same = len(scores) == len(expected) and all(
        abs(score - other) <= tolerance for score, other in zip(scores, expected, strict=True)
    )
    return "identical" if same and result.verdict.value == row.get("verdict") else "changed-score"

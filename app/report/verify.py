"""Checks a JSON report against the files and the model it speaks of: identical, changed file, changed model."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from app.detector.bundle import Bundle
from app.detector.detector import Detector
from app.report.json_report import REPORT_FORMAT
from app.scan.analyse import analyse_file
from app.scan.results import ImageFile

#: Other processors add in another order; the fourth decimal is what reports show.
SCORE_TOLERANCE = 5e-4

State = Literal["identical", "changed-file", "missing-file", "changed-score", "not-checked"]


class ReportError(Exception):
    """The report can't be read. ``str()`` says why."""


@dataclass(frozen=True, slots=True)
class Check:
    """What became of one row.

    Attributes:
        path: of the file.
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
        return dict(raw)
    except OSError as error:
        raise ReportError(f"{file} can't be read: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ReportError(f"{file} is not a JSON report of Unmask.") from None


def verify(raw: dict[str, Any], bundle: Bundle) -> Iterator[Check]:
    """Checks every row.

    Files are hashed always and judged again where the model is the one that made the report.

    Args:
        raw: from `read_report`.
        bundle: the model in use.

    Yields:
        One check a row.
    """
    same_model = raw["model"]["sha256"] == bundle.sha256
    detector = Detector(bundle) if same_model else None
    for index, row in enumerate(raw["files"]):
        yield Check(str(row.get("path", "")), _state(index, row, detector))


def _state(index: int, row: dict[str, Any], detector: Detector | None) -> State:
    path, sha256 = Path(str(row.get("path", ""))), row.get("sha256", "")
    if not sha256:
        return "not-checked"
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):
        return "missing-file"
    if found != sha256:
        return "changed-file"
    if detector is None:
        return "not-checked"
    result = analyse_file(ImageFile(index, path), detector)
    scores, expected = [face.score for face in result.faces], row.get("face_scores", [])
    same = len(scores) == len(expected) and all(
        abs(score - other) <= SCORE_TOLERANCE for score, other in zip(scores, expected, strict=True)
    )
    return "identical" if same and result.verdict.value == row.get("verdict") else "changed-score"

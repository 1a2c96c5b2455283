"""What people decided about pictures, beside what the program said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from app.report.csv_report import row, write_table
from app.scan.results import ImageResult

REVIEW_COLUMNS = ("path", "verdict", "score", "review", "note", "sha256", "model", "app_version")


@dataclass(frozen=True, slots=True)
class ReviewedResult:
    """A result that a person looked at.

    Attributes:
        result: what the program said.
        decision: confirmed, overturned, unsure, or "" if there is a note only.
        note: free text.
    """

    result: ImageResult
    decision: str
    note: str


def write_review_csv(reviewed: Iterable[ReviewedResult], target: Path) -> None:
    """Writes one row a decision, as `app.report.csv_report.write_csv` writes results.

    Args:
        reviewed: in the order in which they are written.
        target: the file; replaced in one step.

    Raises:
        app.report.atomic_file.ExportError: it can't be written.
    """
    rows = ({**row(each.result), "review": each.decision, "note": each.note} for each in reviewed)
    write_table(rows, REVIEW_COLUMNS, target)

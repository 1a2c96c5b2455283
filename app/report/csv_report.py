"""Results as a CSV that spreadsheets open without harm and scripts read without guessing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from app.inert_text import inert_cell
from app.report.atomic_file import atomic_file
from app.scan.results import ImageResult

COLUMNS = (
    "path",
    "verdict",
    "score",
    "faces",
    "face_scores",
    "reason",
    "width",
    "height",
    "format",
    "bytes",
    "modified",
    "sha256",
    "provenance",
    "model",
    "app_version",
)
#: Of these, the csv module would leave semicolons without quotes, and LibreOffice, as it comes, part cells there too.
_NEEDS_QUOTES = re.compile('[",;]')


def row(result: ImageResult) -> dict[str, str | int]:
    """One result as named cells, before what a spreadsheet would run is made inert."""
    return {
        "path": str(result.path),
        "verdict": result.verdict.value,
        "score": "" if result.score is None else f"{result.score:.4f}",
        "faces": len(result.faces),
        "face_scores": ";".join(f"{face.score:.4f}" for face in result.faces),
        "reason": result.reason,
        "width": result.width or "",
        "height": result.height or "",
        "format": result.format,
        "bytes": result.bytes,
        "modified": iso_time(result.modified),
        "sha256": result.sha256,
        "provenance": result.provenance,
        "model": result.model,
        "app_version": result.app_version,
    }


def iso_time(nanoseconds: int) -> str:
    """ISO 8601 in UTC, to the second; "" for 0, which stands for unknown."""
    if not nanoseconds:
        return ""
    try:
        return datetime.fromtimestamp(nanoseconds // 10**9, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError):  # A file system may claim any date.
        return ""


def write_csv(results: Iterable[ImageResult], target: Path) -> None:
    """Writes UTF-8 with a byte order mark, one row a file, in the order of ``results``.

    Args:
        results: of a scan, in discovery order; read once, and not held.
        target: the CSV; replaced in one step.

    Raises:
        app.report.atomic_file.ExportError: it can't be written.
    """
    write_table(map(row, results), COLUMNS, target)


def write_table(rows: Iterable[Mapping[str, str | int]], columns: Sequence[str], target: Path) -> None:
    """Writes UTF-8 with a byte order mark, and no cell that a spreadsheet would run or take for two.

    Args:
        rows: named cells; read once, and not held.
        columns: names of the cells that are written, in this order.
        target: the CSV; replaced in one step.

    Raises:
        app.report.atomic_file.ExportError: it can't be written.
    """
    with atomic_file(target, encoding="utf-8-sig", newline="") as file:
        file.write(",".join(columns) + "\r\n")
        for cells in rows:
            # Line breaks, and tabs, are spelt out in a cell that is inert.
            file.write(",".join(_quoted(inert_cell(str(cells[column]))) for column in columns) + "\r\n")


def _quoted(cell: str) -> str:
    if not _NEEDS_QUOTES.search(cell):
        return cell
    return '"' + cell.replace('"', '""') + '"'

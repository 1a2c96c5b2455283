"""Results as one HTML page that needs no other file and runs no script."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import jinja2

from app.detector.bundle import Bundle
from app.inert_text import inert
from app.report.atomic_file import atomic_file
from app.report.csv_report import row
from app.report.json_report import heading
from app.scan.results import ImageResult

_ENVIRONMENT = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=jinja2.StrictUndefined
)
_ENVIRONMENT.filters["inert"] = lambda value: inert(str(value))


def write_html(results: Collection[ImageResult], bundle: Bundle, target: Path, cancelled: bool = False) -> None:
    """Writes a report for people.

    Args:
        results: of a scan, in discovery order; read several times, and not held.
        bundle: the model that judged.
        target: the file; replaced in one step.
        cancelled: the scan was stopped before its end.

    Raises:
        app.report.atomic_file.ExportError: it can't be written.
    """
    page = _ENVIRONMENT.get_template("report.html.jinja").stream(
        report=heading(results, bundle, cancelled),
        is_measured=bundle.manifest.is_measured,
        is_signed=any(result.provenance == "valid" for result in results),
        rows=map(row, results),
    )
    page.enable_buffering()
    with atomic_file(target) as file:
        file.writelines(page)

"""Results as JSON: what the CSV says, and what it takes to check it again."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app import __version__
from app.detector.bundle import Bundle
from app.report.atomic_file import atomic_file
from app.report.csv_report import row
from app.scan.results import ImageResult

REPORT_FORMAT = 1


def write_json(results: Collection[ImageResult], bundle: Bundle, target: Path, cancelled: bool = False) -> None:
    """Writes a report, a line for each file.

    Args:
        results: of a scan, in discovery order; read twice, and not held.
        bundle: the model that judged.
        target: the file; replaced in one step.
        cancelled: the scan was stopped before its end.

    Raises:
        app.report.atomic_file.ExportError: it can't be written.
    """
    with atomic_file(target) as file:
        # ASCII: undecodable bytes of a file name, which Python keeps as lone surrogates, survive as escapes.
        file.write(json.dumps({**heading(results, bundle, cancelled), "files": []}, indent=1).removesuffix("]\n}"))
        for number, result in enumerate(results):
            file.write(("," if number else "") + "\n  " + json.dumps(details(result)))
        file.write("\n ]\n}\n")


def report(results: Collection[ImageResult], bundle: Bundle, cancelled: bool) -> dict[str, Any]:
    """The report as plain data; scores of faces at full precision."""
    return {**heading(results, bundle, cancelled), "files": [details(result) for result in results]}


def heading(results: Iterable[ImageResult], bundle: Bundle, cancelled: bool) -> dict[str, Any]:
    """All of a report but its files: model, and counts by verdict."""
    counts = Counter(result.verdict.value for result in results)
    return {
        "report_format": REPORT_FORMAT,
        "app_version": __version__,
        "created": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "model": heading_of_model(bundle),
        "summary": {"files": counts.total(), "cancelled": cancelled, "verdicts": dict(sorted(counts.items()))},
    }


def heading_of_model(bundle: Bundle) -> dict[str, Any]:
    """What a report says of the model."""
    manifest = bundle.manifest
    return {
        "id": manifest.id,
        "name": manifest.name,
        "sha256": bundle.sha256,
        "temperature": manifest.temperature,
        "thresholds": asdict(manifest.thresholds),
        "limits": asdict(manifest.limits),
        "positive": manifest.positive,
        "false_alarms": manifest.false_alarms,
    }


def details(result: ImageResult) -> dict[str, Any]:
    """What a report says of a file; scores at full precision."""
    return {
        **row(result),
        "score": result.score,
        "face_scores": [face.score for face in result.faces],
        "face_details": [asdict(face) for face in result.faces],
    }

"""Results as JSON: what the CSV says, and what it takes to check it again."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
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


def write_json(results: Iterable[ImageResult], bundle: Bundle, target: Path, cancelled: bool = False) -> None:
    """Writes a report.

    Args:
        results: of a scan.
        bundle: the model that judged.
        target: the file; replaced in one step.
        cancelled: the scan was stopped before its end.

    Raises:
        app.report.atomic_file.ExportError: it can't be written.
    """
    ordered = sorted(results, key=lambda result: result.index)
    with atomic_file(target) as file:
        # ASCII: undecodable bytes of a file name, which Python keeps as lone surrogates, survive as escapes.
        json.dump(report(ordered, bundle, cancelled), file, indent=1, ensure_ascii=True)
        file.write("\n")


def report(results: list[ImageResult], bundle: Bundle, cancelled: bool) -> dict[str, Any]:
    """The report as plain data; scores of faces at full precision."""
    manifest = bundle.manifest
    return {
        "report_format": REPORT_FORMAT,
        "app_version": __version__,
        "created": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "model": {
            "id": manifest.id,
            "name": manifest.name,
            "sha256": bundle.sha256,
            "temperature": manifest.temperature,
            "thresholds": asdict(manifest.thresholds),
            "limits": asdict(manifest.limits),
            "positive": manifest.positive,
            "false_alarms": manifest.false_alarms,
        },
        "summary": summary(results, cancelled),
        "files": [
            {
                **row(result),
                "score": result.score,
                "face_scores": [face.score for face in result.faces],
                "face_details": [asdict(face) for face in result.faces],
            }
            for result in results
        ],
    }


def summary(results: list[ImageResult], cancelled: bool) -> dict[str, Any]:
    """Counts by verdict."""
    counts = Counter(result.verdict.value for result in results)
    return {"files": len(results), "cancelled": cancelled, "verdicts": dict(sorted(counts.items()))}

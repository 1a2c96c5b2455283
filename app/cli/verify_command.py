"""``unmask verify``."""

from __future__ import annotations

import argparse
import sys
from collections import Counter

from app import __version__
from app.cli.exit_codes import ExitCode
from app.inert_text import inert
from app.models import model_named, open_model
from app.report.verify import ReportError, changes_of_heading, read_report, verify


def verify_report(arguments: argparse.Namespace) -> int:
    """Checks what a report says of the model, and every row; 0 if nothing is otherwise and something was checked."""
    try:
        raw = read_report(arguments.report)
    except ReportError as error:
        print(f"unmask: {error}", file=sys.stderr)
        return ExitCode.USAGE
    bundle, notice = open_model(model_named(arguments.model) if arguments.model else None)
    if notice:
        print(f"unmask: {notice}", file=sys.stderr)
    same_model = raw["model"]["sha256"] == bundle.sha256
    if not same_model:
        print(
            f"changed-model\t{inert(str(raw['model'].get('id')))} made the report; {bundle.manifest.id} is in use. "
            "Scores are not checked."
        )
    altered = changes_of_heading(raw, bundle)
    for sentence in altered:
        print(f"changed-report\t{inert(sentence)}")
    version, alarms = str(raw.get("app_version")), str(raw["model"].get("false_alarms"))
    if same_model and version != __version__ and alarms != bundle.manifest.false_alarms:
        print(
            f"unmask: the report is of Unmask {inert(version)}, which says of the model's false alarms: "
            f"{inert(alarms)}. Unmask {__version__} says: {bundle.manifest.false_alarms}. That is not compared.",
            file=sys.stderr,
        )
    counts: Counter[str] = Counter()
    # Rows are of the version that judged, all else is of the one that wrote the report.
    versions = {version} if altered else set()
    try:
        for row, check in zip(raw["files"], verify(raw, bundle), strict=True):
            counts[check.state] += 1
            if check.state == "changed-score":
                versions.add(str(row.get("app_version")))
            print(f"{check.state}\t{inert(check.path)}", flush=True)
    except KeyboardInterrupt:
        print("unmask: stopped; the files that are not listed were not checked.", file=sys.stderr)
        return ExitCode.CANCELLED
    print(", ".join(f"{count} {state}" for state, count in counts.items()) or "The report is empty.", file=sys.stderr)
    if others := ", ".join(sorted(versions - {__version__})):
        print(
            f"unmask: what differs is of Unmask {inert(others)}; this is {__version__}, to which that may be due.",
            file=sys.stderr,
        )
    # Rows of files that couldn't be read have nothing to check; a report of nothing else proves nothing.
    nothing = not counts["identical"]
    changed = sum(counts[state] for state in ("changed-file", "missing-file", "unreadable-file", "changed-score"))
    return ExitCode.SOME_FILES_UNREADABLE if altered or changed or nothing or not same_model else ExitCode.DONE

"""``unmask evaluate``: the figures of a model on pictures whose truth is known."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections import defaultdict
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from app import __version__
from app.cli.altered_copies import altered_copies
from app.cli.exit_codes import ExitCode
from app.cli.scan_command import watch
from app.detector.bundle import Bundle
from app.detector.labelled import LabelledFile, LayoutError, label_of, pictures_below, read_labelled_folder
from app.detector.metrics import Figure, figure_cell, group_figures
from app.detector.verdict import Verdict
from app.inert_text import inert
from app.models import model_named
from app.report.atomic_file import ExportError, atomic_file, check_target, is_standard_output
from app.scan.discovery import Discovery
from app.scan.journal import Journal, JournalError, journal_path
from app.scan.results import ImageResult, ScanRequest
from app.scan.scan import Scan

_FIGURES = ("auc", "tpr", "fpr", "fnr", "inconclusive", "ece", "ece_by_chance")
#: Those that are no shares.
_NUMBERS = frozenset({"auc", "ece", "ece_by_chance"})


def evaluate(arguments: argparse.Namespace) -> int:
    """Scans a labelled folder and prints a line of figures a source, each with its 95 % interval."""
    try:
        labelled = read_labelled_folder(arguments.folder)
    except LayoutError as error:
        print(f"unmask: {error}", file=sys.stderr)
        return ExitCode.USAGE
    if arguments.json:
        check_target(arguments.json)
    root = arguments.folder.resolve()
    unread = [(path, reason) for path, reason in Discovery().find(root) if reason and os.path.isdir(path)]
    for path, reason in unread:
        print(f"unmask: {inert(str(path))}: {reason} What is in it is not in the figures.", file=sys.stderr)
    found = sum(1 for _ in pictures_below(root))
    if unlabelled := found - len(labelled):
        print(
            f"unmask: {unlabelled:,} of {found:,} pictures have no label (no folder or table says one, or they "
            "contradict each other) and are not in the figures.",
            file=sys.stderr,
        )
    links = 0
    with tempfile.TemporaryDirectory(prefix="unmask-") as temporary:
        if arguments.altered:
            copies = Path(temporary).resolve() / root.name
            altered = altered_copies(labelled, root, copies, arguments.altered)
            links = len(labelled) - len(altered)
            labelled, root = altered, copies
        running = Scan(
            ScanRequest(
                tuple(file.path for file in labelled),
                workers=arguments.workers,
                model=model_named(arguments.model) if arguments.model else None,
            )
        )
        if running.notice:
            print(f"unmask: {running.notice}", file=sys.stderr)
        results: list[ImageResult] = []
        try:
            finished = watch(running, None, results.append)
        finally:
            if arguments.altered:
                _forget(running)
    if finished.cancelled:
        print("unmask: stopped; figures of a part would be taken for figures of the whole.", file=sys.stderr)
        return ExitCode.CANCELLED
    if links := links + len(labelled) - len(results):
        print(f"unmask: {links} of the pictures are links to others and are counted once.", file=sys.stderr)
    groups = measure(labelled, results, running.bundle, root)
    # First: whoever reads the table may go away (`| head`).
    unwritten = None
    if arguments.json:
        try:
            with atomic_file(arguments.json) as file:
                json.dump(_report(groups, running.bundle), file, indent=1)
                file.write("\n")
        except ExportError as error:
            unwritten = error
    if arguments.json is None or not is_standard_output(arguments.json):
        _print(groups, running.bundle)
    if unwritten:
        raise unwritten
    unreadable = bool(unread) or any(result.verdict is Verdict.ERROR for result in results)
    return ExitCode.SOME_FILES_UNREADABLE if unreadable else ExitCode.DONE


def _forget(scan: Scan) -> None:
    """Takes a scan of copies that are about to go from the list of scans, where it would be taken up again."""
    if scan.journal_id is not None:
        with suppress(JournalError, OSError), Journal(journal_path()) as journal:
            journal.delete(scan.journal_id)


def measure(
    labelled: list[LabelledFile], results: list[ImageResult], bundle: Bundle, root: Path
) -> dict[str, dict[str, Any]]:
    """Figures by group: every folder (its name ends in a slash), every source, and "all" of them.

    A folder can hold the genuine pictures of one source and the fakes of another: only then is there an AUC.

    Args:
        labelled: truth.
        results: of the scan.
        bundle: model that was measured.
        root: folder that was asked for; names the groups.

    Returns:
        By group: the figures of `app.detector.metrics.group_figures` as verdicts have it, and the counts "real",
        "fake" (both of pictures with a face), "no_face", "no_face_fake" (of these, the fakes) and "errors".
    """
    by_path = {result.path: result for result in results}
    pairs = [(file, by_path[file.path]) for file in labelled if file.path in by_path]
    members: dict[str, list[tuple[LabelledFile, ImageResult]]] = defaultdict(list)
    for file, result in pairs:
        members[f"{_folder(file.path, root)}/"].append((file, result))
        if file.source:
            members["all (source)" if file.source == "all" else file.source].append((file, result))
    # A folder of one source, or a source of one folder, is one line.
    distinct: dict[frozenset[int], str] = {}
    for name, group in sorted(members.items(), key=lambda item: item[0].endswith("/")):
        distinct.setdefault(frozenset(result.index for _, result in group), name)
    members = {name: members[name] for name in sorted(distinct.values())}
    if len(members) > 1:
        members = {name: group for name, group in members.items() if len(group) < len(pairs)} | {"all": pairs}
    thresholds = bundle.manifest.thresholds
    groups = {}
    for name, group in members.items():
        judged = [(file, result) for file, result in group if result.faces]
        scores = np.array([result.score for _, result in judged], np.float64)
        fake = np.array([file.label == "fake" for file, _ in judged], np.bool_)
        faceless = [file.label for file, result in group if not result.faces and result.verdict is not Verdict.ERROR]
        groups[name] = {
            **group_figures(scores, fake, thresholds.fake, thresholds.real, [result.verdict for _, result in judged]),
            "real": int((~fake).sum()),
            "fake": int(fake.sum()),
            "no_face": len(faceless),
            "no_face_fake": faceless.count("fake"),
            "errors": sum(result.verdict is Verdict.ERROR for _, result in group),
        }
    return groups


def _folder(path: Path, root: Path) -> str:
    """The folders between the one that was asked for and a picture, without those that name its label."""
    parts = [part for part in path.relative_to(root).parent.parts if label_of(part) is None]
    return "/".join(parts) or root.name


def _print(groups: dict[str, dict[str, Any]], bundle: Bundle) -> None:
    manifest = bundle.manifest
    table = Table(
        title=f"{manifest.name} ({manifest.id}); fake from {manifest.thresholds.fake:.4f}, "
        f"real up to {manifest.thresholds.real:.4f}; 95 % intervals in brackets"
    )
    for column in ("source", "real", "fake", "no face", "errors", "AUC", "fakes flagged", "genuine flagged"):
        table.add_column(column)
    for column in ("fakes called real", "inconclusive", "ECE", "ECE by chance"):
        table.add_column(column)
    for name, group in groups.items():
        cells = [str(group["real"]), str(group["fake"])]
        cells += [f"{group['no_face']} ({group['no_face_fake']} fake)" if group["no_face"] else "0"]
        cells += [str(group["errors"])]
        cells += [figure_cell(group[key].to_json(), key not in _NUMBERS) for key in _FIGURES]
        table.add_row(inert(name), *cells)
    # Not a terminal: wide enough that nothing is cut. Brackets and colons in the name of a folder mean nothing.
    Console(width=None if sys.stdout.isatty() else 240, markup=False, emoji=False).print(table)


def _report(groups: dict[str, dict[str, Any]], bundle: Bundle) -> dict[str, Any]:
    return {
        "app_version": __version__,
        "model": {"id": bundle.manifest.id, "sha256": bundle.sha256, "thresholds": asdict(bundle.manifest.thresholds)},
        "groups": {
            name: {key: value.to_json() if isinstance(value, Figure) else value for key, value in group.items()}
            for name, group in groups.items()
        },
    }

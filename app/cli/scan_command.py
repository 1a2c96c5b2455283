"""``unmask scan``."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from app.cli.exit_codes import ExitCode
from app.cli.kept_results import KeptResults
from app.cli.standard_output import is_reader_gone, print_nothing_more
from app.detector.bundle import Bundle
from app.detector.verdict import Verdict
from app.inert_text import inert
from app.models import model_named
from app.report.atomic_file import ExportError, check_target, is_standard_output
from app.report.csv_report import row, write_csv
from app.report.html_report import write_html
from app.report.json_report import write_json
from app.scan.events import (
    FileScanned,
    FilesFound,
    ScanEvent,
    ScanFinished,
    ScanNotice,
    ScanPaused,
    ScanResumed,
    ScanStarted,
)
from app.scan.results import ImageResult, ScanRequest
from app.scan.scan import Scan, ScanError
from app.scan.workers import WorkerError

_Write = Callable[[KeptResults, Bundle, Path, bool], None]


def scan(arguments: argparse.Namespace) -> int:
    """Scans in the terminal, writes the reports that were asked for, and returns the exit code."""
    reports: list[tuple[Path, _Write]] = [
        (target, write)
        for target, write in ((arguments.json, write_json), (arguments.html, write_html), (arguments.csv, _write_csv))
        if target
    ]
    for target, _ in reports:
        check_target(target)
    # Devices and pipes take all of them, one after the other.
    files = [os.path.realpath(target) for target, _ in reports if target.is_file() or not target.exists()]
    if len(set(files)) < len(files):
        print("unmask: two reports can't be written to the same file.", file=sys.stderr)
        return ExitCode.USAGE
    # By their names alone: a share that doesn't answer is not asked here.
    if named := {os.path.abspath(target) for target, _ in reports}.intersection(map(os.path.abspath, arguments.paths)):
        print(f"unmask: the report would replace {inert(named.pop())}, which is to be scanned.", file=sys.stderr)
        return ExitCode.USAGE
    request = ScanRequest(
        tuple(arguments.paths),
        recursive=not arguments.no_recursive,
        workers=arguments.workers,
        model=model_named(arguments.model) if arguments.model else None,
        use_cache=not arguments.no_cache,
        resume=arguments.resume,
        gentle=arguments.gentle,
        cluster=arguments.cluster,
    )
    running = Scan(request)
    if running.notice:
        print(f"unmask: {running.notice}", file=sys.stderr)
    counts: Counter[str] = Counter()
    kept = KeptResults() if reports else None

    def keep(result: ImageResult) -> None:
        counts[result.verdict.value] += 1
        if kept is not None:
            kept.add(result)

    output = _Output(_json_line if arguments.events else _line, go_on_unread=kept is not None or arguments.fail_on_fake)
    # A report that is for standard output has it for itself.
    output.is_closed = any(is_standard_output(target) for target, _ in reports)
    try:
        finished = watch(running, output, keep)
    except (ScanError, WorkerError, OSError):
        if counts:
            if kept is not None:
                _write_reports(reports, kept, running.bundle, cancelled=True)
            _say_how_to_go_on(running)
        raise
    unwritten = output.is_cut
    if kept is not None:
        unwritten |= not _write_reports(reports, kept, running.bundle, finished.cancelled)
    said = ", ".join(f"{count} {verdict}" for verdict, count in sorted(counts.items())) or "no pictures"
    if finished.passed_over:
        said += f"; passed over {finished.passed_over} file{'s' * (finished.passed_over > 1)} of other kinds"
    done = "Stopped; kept" if finished.cancelled else "Scanned"
    print(
        f"{done} {finished.done} files in {finished.seconds:.1f} s: {said}. "
        f"Genuine faces of Validation that are flagged at this threshold: {running.bundle.manifest.false_alarms}.",
        file=sys.stderr,
    )
    if finished.cancelled:
        _say_how_to_go_on(running)
        return ExitCode.CANCELLED
    if unwritten:
        return ExitCode.ENVIRONMENT
    if arguments.fail_on_fake and counts.get(Verdict.FAKE.value):
        return ExitCode.FAKE_FOUND
    return ExitCode.SOME_FILES_UNREADABLE if counts.get(Verdict.ERROR.value) else ExitCode.DONE


def _write_reports(reports: Sequence[tuple[Path, _Write]], kept: KeptResults, bundle: Bundle, cancelled: bool) -> bool:
    """Writes the reports, of a scan that didn't get to its end beside what is there; says whether all could be."""
    written = True
    for target, write in reports:
        if cancelled and target.is_file() and not is_standard_output(target):
            # An earlier scan may have been a whole one.
            target = target.with_name(f"{target.stem}.partial{target.suffix}")
            print(f"unmask: the report of what was done is {target}; the one that was there is kept.", file=sys.stderr)
        try:
            write(kept, bundle, target, cancelled)
        except ExportError as error:
            print(f"unmask: {error}", file=sys.stderr)
            written = False
    return written


def _write_csv(kept: KeptResults, bundle: Bundle, target: Path, cancelled: bool) -> None:
    write_csv(kept, target)


def _say_how_to_go_on(running: Scan) -> None:
    if running.journal_id is not None:
        print("unmask: the same command with --resume goes on where this scan stopped.", file=sys.stderr)


def _line(event: ScanEvent) -> str:
    """Verdict, score, path and reason of a file, between tabs; "" for any other event."""
    if not isinstance(event, FileScanned):
        return ""
    cells = row(event.result)
    reason = f"\t{inert(event.result.reason)}" if event.result.reason else ""
    return f"{cells['verdict']}\t{cells['score']}\t{inert(str(cells['path']))}{reason}"


def _json_line(event: ScanEvent) -> str:
    return json.dumps(_as_json(event))


def _as_json(event: ScanEvent) -> dict[str, Any]:
    match event:
        case ScanStarted():
            return {"event": "started", "model": event.model, "workers": event.workers}
        case FilesFound():
            return {"event": "found", "total": event.total, "complete": event.complete}
        case FileScanned():
            return {"event": "scanned", "cached": event.cached, **row(event.result)}
        case ScanPaused():
            return {"event": "paused", "reason": event.reason}
        case ScanResumed():
            return {"event": "resumed"}
        case ScanNotice():
            return {"event": "notice", "message": event.message}
        case ScanFinished():
            return {
                "event": "finished",
                "total": event.total,
                "done": event.done,
                "seconds": round(event.seconds, 3),
                "cancelled": event.cancelled,
                "passed_over": event.passed_over,
            }


class _Output:
    """Lines on standard output, as long as somebody takes them.

    Attributes:
        go_on_unread: the scan goes on when nobody reads them any more, or their disk is full, instead of stopping.
        is_cut: lines are missing, and not because nobody wants them.
        is_closed: nothing more is said.
    """

    def __init__(self, text_of: Callable[[ScanEvent], str], go_on_unread: bool) -> None:
        """Says of each event what ``text_of`` gives, unless that is ""."""
        self._text_of, self.go_on_unread = text_of, go_on_unread
        self.is_cut = self.is_closed = False

    def say(self, event: ScanEvent) -> None:
        """Says an event.

        Raises:
            OSError: the disk is full, and the scan is not to go on.
        """
        text = "" if self.is_closed else self._text_of(event)
        try:
            if text:
                print(text, flush=True)
        except OSError as error:
            if not is_reader_gone(error):
                error.filename = "standard output"
                if not self.go_on_unread:
                    raise
                print(f"unmask: {error.strerror}: {error.filename}", file=sys.stderr)
                self.is_cut = True
            print_nothing_more()
            self.is_closed = True


def watch(running: Scan, output: _Output | None, keep: Callable[[ImageResult], None]) -> ScanFinished:
    """Runs a scan with a progress bar on standard error; Ctrl-C stops it and keeps what was done.

    Args:
        running: the scan.
        output: where events go besides the bar.
        keep: called with every result, in the order in which files finish.

    Returns:
        The last event.
    """
    console = Console(stderr=True)
    finished = None
    # Where lines and bar share a terminal, the bar would be torn apart by every line.
    is_shown = console.is_terminal and (output is None or not sys.stdout.isatty())
    with _cancelled_by_signals(running), _progress_bar(console, is_shown) as bar:
        task = bar.add_task("Scanning", total=None)
        for event in running.events():
            if output:
                output.say(event)
                if output.is_closed and not output.go_on_unread:
                    running.cancel()
            match event:
                case FileScanned(result):
                    keep(result)
                    bar.advance(task)
                case FilesFound(total, complete):
                    bar.update(task, total=total if complete else None)
                case ScanPaused(said) | ScanNotice(said) if said:
                    print(f"unmask: {inert(said)}", file=sys.stderr)
                    if isinstance(event, ScanPaused) and not console.is_terminal:
                        # No one is there to bring the folder back: a script had better know.
                        running.cancel()
                        if running.request.resume:
                            print(
                                "unmask: if it is gone or empty for good, scan again without --resume.",
                                file=sys.stderr,
                            )
                case ScanFinished():
                    finished = event
                case _:
                    pass
    assert finished is not None, "the last event of every scan is ScanFinished"
    return finished


@contextmanager
def _cancelled_by_signals(running: Scan) -> Iterator[None]:
    def stop(signum: int, frame: FrameType | None) -> None:
        running.cancel()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _progress_bar(console: Console, is_shown: bool) -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        # Lines for standard output would go where the bar is: the file or the program that they are for got none.
        redirect_stdout=False,
        disable=not is_shown,
    )


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:.1f}/s" if task.speed else "")

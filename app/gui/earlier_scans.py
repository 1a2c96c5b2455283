"""Reads the journal of earlier scans for the window: which there were, what they found, which verdicts changed."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot

from app.detector.bundle import Bundle, BundleError, load_bundle
from app.models import model_named
from app.scan.events import FileScanned, FilesFound, ScanEvent, ScanFinished, ScanPaused, ScanResumed, ScanStarted
from app.scan.journal import Journal, JournalError, PastScan, VerdictChange, journal_path, prepare_journal

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two models said of the same files.

    Attributes:
        earlier: the scan with the model that judged first.
        later: the scan with the other one.
        changes: the verdicts that differ on pictures of the scan that is shown, by SHA-256.
        judged: how many pictures of the scan that is shown both judged; a scan may not have come to its end.
    """

    earlier: PastScan
    later: PastScan
    changes: dict[str, VerdictChange]
    judged: int


def comparable(scan: PastScan, scans: Sequence[PastScan]) -> list[PastScan]:
    """Of all scans, those of the same paths with other models; of each model the latest finished one, if there is any.

    Args:
        scan: to compare with.
        scans: the latest first.
    """
    found: dict[str, PastScan] = {}
    for other in sorted(scans, key=lambda each: not each.finished):
        if other.model != scan.model and set(other.paths) == set(scan.paths):
            found.setdefault(other.model, other)
    return list(found.values())


def unfinished(scans: Sequence[PastScan]) -> PastScan | None:
    """The latest scan, if it did not get to its end."""
    return scans[0] if scans and not scans[0].finished else None


class ReadBack:
    """The results of earlier scans as a scan of its own, so that they reach the table on the same way as new ones.

    Attributes:
        bundle: the model that judged; None if it is not installed any more.
        notice: a sentence if it isn't, else "".
        journal_id: of the scan; None if there are several, or only a part of it is wanted.
    """

    def __init__(self, scans: Sequence[PastScan], folders: Sequence[Path] = ()) -> None:
        """Loads the model that judged.

        Args:
            scans: the latest first. Of a file that is in several of them, the latest result counts.
            folders: only what is in them counts, by one of the models that judged there; all does if there are none.

        Raises:
            app.scan.journal.JournalError: the journal can't be read.
        """
        self._wanted = tuple(os.path.normcase(os.path.join(folder, "")) for folder in folders)
        self._model = self._model_of(scans)
        scans = self._scans = [scan for scan in scans if scan.model == self._model]
        is_one = len(scans) == 1 and all(self._is_wanted(path / "any") for path in scans[0].paths)
        self.journal_id = scans[0].id if is_one else None
        self._cancelled = threading.Event()
        self._running = threading.Event()
        self._running.set()
        self.bundle: Bundle | None = None
        self.notice = ""
        try:
            self.bundle = load_bundle(model_named(self._model))
        except BundleError:
            self.notice = QCoreApplication.translate(
                "ReadBack",
                "The model {0}, which judged here, is not installed any more. Its scores are shown, but nothing is "
                "known of how often it is wrong.",
            ).format(self._model)

    def events(self) -> Iterator[ScanEvent]:
        """The results, in discovery order for one scan. They end as the scans did: whole, or cancelled.

        Raises:
            app.scan.journal.JournalError: the journal can't be read.
        """
        yield ScanStarted(self._model, 0)
        seen: set[Path] = set()
        done = 0
        with Journal(journal_path()) as journal:
            for scan in self._scans:
                for result in journal.results(scan.id, self._is_wanted):
                    if not self._running.is_set():
                        yield ScanPaused()
                        self._running.wait()
                        yield ScanResumed()
                    if self._cancelled.is_set():
                        total = sum(sum(each.counts.values()) for each in self._scans)
                        yield ScanFinished(total, done, 0.0, cancelled=True)
                        return
                    if result.path not in seen:
                        seen.add(result.path)
                        yield FileScanned(replace(result, index=done), cached=True)
                        done += 1
        yield FilesFound(done, True)
        yield ScanFinished(done, done, 0.0, cancelled=not self._is_whole())

    def _model_of(self, scans: Sequence[PastScan]) -> str:
        """Of the latest scan that has results in the folders: scores of different models don't belong in one list.

        One that got to its end comes first: another may have left most of a folder out.
        """
        if len({scan.model for scan in scans}) > 1:
            with Journal(journal_path()) as journal:
                for scan in sorted(scans, key=lambda each: not each.finished):
                    if next(journal.results(scan.id, self._is_wanted), None):
                        return scan.model
        return scans[0].model

    def _is_wanted(self, path: Path) -> bool:
        return not self._wanted or os.path.normcase(path).startswith(self._wanted)

    def _is_whole(self) -> bool:
        """Of the same paths, the latest scan got to its end."""
        latest: dict[frozenset[Path], PastScan] = {}
        for scan in self._scans:
            latest.setdefault(frozenset(scan.paths), scan)
        return all(scan.finished for scan in latest.values())

    def add(self, paths: Sequence[Path]) -> bool:
        """What was scanned is over: nothing is added."""
        return False

    def cancel(self) -> None:
        """Stops reading."""
        self._cancelled.set()
        self._running.set()

    def pause(self) -> None:
        """Waits with the next result."""
        self._running.clear()

    def resume(self) -> None:
        """Goes on."""
        self._running.set()

    def set_gentle(self, gentle: bool | None) -> None:
        """Reading is gentle as it is."""


class EarlierScans(QObject):
    """Asks the journal on a thread of its own: it may be large, and on a slow disk.

    Signals:
        listed: all `PastScan`, the latest first.
        compared: a `Comparison`.
        noticed: a sentence about the journal (it is damaged, it can't be read).
    """

    listed = Signal(list)
    compared = Signal(object)
    noticed = Signal(str)
    _answered = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread = ThreadPoolExecutor(1, "journal")
        self._answered.connect(self._on_answer, Qt.ConnectionType.QueuedConnection)

    @Slot()
    def refresh(self) -> None:
        """Reads which scans there are; `listed` brings them."""
        self._ask(_list)

    def compare(self, shown: PastScan, other: PastScan) -> None:
        """Looks for verdicts on the files of a scan that differ from those of another one; `compared` brings them."""
        self._ask(lambda: _compare(shown, other))

    def delete(self, scans: Sequence[int]) -> None:
        """Deletes scans, by `PastScan.id`; `listed` brings what is left."""
        ids = list(scans)
        self._ask(lambda: _delete_and_list(ids))

    def stop(self, leaving: Sequence[int] = ()) -> None:
        """Deletes scans and ends the thread; for the end of the program."""
        self._thread.shutdown(wait=True, cancel_futures=True)
        with suppress(JournalError):  # It is in the list again at the next start.
            _delete(leaving)

    def _ask(self, question: Callable[[], object]) -> None:
        self._thread.submit(question).add_done_callback(self._deliver)

    def _deliver(self, future: Future[object]) -> None:
        # On the thread: the signal crosses to the window's.
        if not future.cancelled():
            self._answered.emit(future)

    @Slot(object)
    def _on_answer(self, future: Future[object]) -> None:
        try:
            answer = future.result()
        except JournalError as error:
            self.noticed.emit(str(error))
            return
        if isinstance(answer, Comparison):
            self.compared.emit(answer)
        elif isinstance(answer, tuple):
            scans, said = answer
            if said:
                self.noticed.emit(said)
            self.listed.emit(scans)


def _list() -> tuple[list[PastScan], str]:
    try:
        path = journal_path()
    except OSError:
        return [], ""
    if not path.exists():
        return [], ""
    ready, said = prepare_journal()
    if ready is None:
        return [], said
    with Journal(ready) as journal:
        return journal.scans(), said


def _delete(scans: Sequence[int]) -> None:
    if scans:
        with Journal(journal_path()) as journal:
            for scan in scans:
                journal.delete(scan)


def _delete_and_list(scans: Sequence[int]) -> tuple[list[PastScan], str]:
    _delete(scans)
    return _list()


def _compare(shown: PastScan, other: PastScan) -> Comparison:
    earlier, later = sorted((shown, other), key=lambda scan: scan.id)
    with Journal(journal_path()) as journal:
        changes = journal.verdict_changes(earlier.model, later.model, shown.id)
        judged = journal.judged_by_both(earlier.model, later.model, shown.id)
    return Comparison(earlier, later, {change.sha256: change for change in changes}, judged)

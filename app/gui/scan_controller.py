"""Runs a scan on a worker thread and hands its events to the window, a batch at a time."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QThread, QTimer, Signal, Slot

from app.detector.bundle import Bundle
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
from app.scan.results import ImageResult

_log = logging.getLogger(__name__)

#: Rows reach the table at this pace: one insert a tick, however many files were scanned meanwhile.
TICK_MS = 50
#: Events a tick at most. An earlier scan that is read back brings ten thousand rows a second, and the window has to
#: live: these cost it some 10 ms.
EVENTS_PER_TICK = 300
#: After a tick that took so many, the next one comes after this time, which is the window's to paint and to hear the
#: user. After one that took fewer, the usual time passes: what an insert costs is mostly not the rows.
_HURRIED_TICK_MS = 5
#: Events that wait at most. Whoever reads faster than the window shows waits in turn: else it would compete with the
#: window for Python's one lock all the time, and fill the memory.
MOST_WAITING = 2 * EVENTS_PER_TICK
#: The rate is that of the last seconds: it follows when the pictures get larger.
_RATE_WINDOW_S = 8.0


class RunningScan(Protocol):
    """What the controller needs of `app.scan.scan.Scan`; all but ``events`` may be called from any thread.

    Attributes:
        bundle: the model in use; None if it judged earlier and is not installed any more.
        notice: what there is to say before the scan starts, else "".
        journal_id: of the scan in the journal, once it started; None if it is in none.
    """

    notice: str
    journal_id: int | None

    @property
    def bundle(self) -> Bundle | None: ...

    def events(self) -> Iterator[ScanEvent]:
        """Scans; blocks between the events."""
        ...

    def add(self, paths: Sequence[Path]) -> bool:
        """Scans these, too; False if it is too late for that."""
        ...

    def cancel(self) -> None:
        """Ends the scan early."""
        ...

    def pause(self) -> None:
        """Stops scanning for now."""
        ...

    def resume(self) -> None:
        """Goes on."""
        ...

    def set_gentle(self, gentle: bool | None) -> None:
        """See `app.scan.scan.Scan.set_gentle`."""
        ...


@dataclass(frozen=True, slots=True)
class ScanProgress:
    """How far a scan is.

    Attributes:
        done: files with a result.
        total: files found.
        complete: ``total`` is final.
        rate: files a second; 0 while unknown.
    """

    done: int
    total: int
    complete: bool
    rate: float

    @property
    def seconds_left(self) -> float | None:
        """None while it can't be known."""
        if not self.complete or self.rate <= 0:
            return None
        return (self.total - self.done) / self.rate


@dataclass(frozen=True, slots=True)
class _ScanBroke:
    """The scan could not start or go on."""

    message: str


class WaitingLine:
    """Events on their way from the thread of a scan to the window's, in order; so many at a time."""

    def __init__(self) -> None:
        self._events: deque[ScanEvent | _ScanBroke] = deque()
        self._changed = threading.Condition()
        self._is_open = False

    def __len__(self) -> int:
        return len(self._events)

    def put(self, event: ScanEvent | _ScanBroke) -> None:
        """Adds an event; waits while `MOST_WAITING` are there."""
        with self._changed:
            while len(self._events) >= MOST_WAITING and not self._is_open:
                self._changed.wait()
            self._events.append(event)

    def take(self) -> list[ScanEvent | _ScanBroke]:
        """The next events, `EVENTS_PER_TICK` at most; doesn't wait for any."""
        with self._changed:
            taken = [self._events.popleft() for _ in range(min(len(self._events), EVENTS_PER_TICK))]
            self._changed.notify_all()
        return taken

    def open(self) -> None:
        """Nobody takes any more: nobody who puts has to wait."""
        with self._changed:
            self._is_open = True
            self._changed.notify_all()


class _EventPump(QThread):
    """Pulls the events of one scan into a line. Creates the scan, too: loading a model takes a while."""

    def __init__(self, make_scan: Callable[[], RunningScan], parent: QObject) -> None:
        super().__init__(parent)
        self.events = WaitingLine()
        self._make_scan = make_scan
        self.scan: RunningScan | None = None
        # What was asked for before the scan was there.
        self._asked: deque[Callable[[RunningScan], None]] = deque()

    def ask(self, request: Callable[[RunningScan], None]) -> None:
        """Has the scan do something, now or as soon as there is one."""
        self._asked.append(request)
        if self.scan is not None:
            self._tell()

    def run(self) -> None:
        try:
            scan = self._make_scan()
            self.scan = scan
            self._tell()
            for event in scan.events():
                self.events.put(event)
        except Exception as error:  # Nothing may leave a thread: the window says what happened and goes on.
            if isinstance(error, (OSError, MemoryError)) or type(error).__module__.startswith("app."):
                _log.warning("The scan stopped: %s", error)
            else:
                _log.exception("The scan stopped")
            self.events.put(_ScanBroke(str(error) or type(error).__name__))

    def _tell(self) -> None:
        while self.scan is not None and self._asked:
            try:
                self._asked.popleft()(self.scan)
            except IndexError:  # The other thread was faster.
                return


class ScanController(QObject):
    """One scan at a time.

    Signals:
        started: the scan itself, a `RunningScan`.
        rows_arrived: a list of `ImageResult`, at most one a tick.
        progressed: a `ScanProgress`, at most one a tick.
        paused: the reason, "" if the user asked for it.
        resumed: scanning goes on.
        noticed: a sentence that the user should read while the scan goes on.
        finished: a `ScanFinished`; rows kept so far stay.
        broke: a sentence; the scan could not start or go on. Rows kept so far stay.
    """

    started = Signal(object)
    rows_arrived = Signal(list)
    progressed = Signal(object)
    paused = Signal(str)
    resumed = Signal()
    noticed = Signal(str)
    finished = Signal(object)
    broke = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pump: _EventPump | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._drain)
        self._done = self._total = 0
        self._complete = False
        self._paused = False
        self._gentle: bool | None = None
        self._history: deque[tuple[float, int]] = deque()
        #: What was added when the scan was as good as over, so that it was not scanned.
        self.too_late: list[Path] = []

    @property
    def is_running(self) -> bool:
        """A scan was started and its last event has not arrived yet."""
        return self._pump is not None

    def start(self, make_scan: Callable[[], RunningScan]) -> None:
        """Starts a scan.

        Args:
            make_scan: makes the scan; runs on the worker thread.
        """
        if self.is_running:
            raise RuntimeError("A scan is running.")
        self._done = self._total = 0
        self._complete = self._paused = False
        self._history.clear()
        self.too_late = []
        self._pump = _EventPump(make_scan, self)
        self.set_gentle(self._gentle)
        self._pump.start()
        self._timer.start(TICK_MS)

    def add(self, paths: Sequence[Path]) -> None:
        """Adds files and folders to the running scan; see `too_late`."""
        chosen, too_late = list(paths), self.too_late

        def ask(scan: RunningScan) -> None:
            if not scan.add(chosen):
                too_late.extend(chosen)

        if self._pump is not None:
            self._complete = False
            self._pump.ask(ask)

    def set_gentle(self, gentle: bool | None) -> None:
        """Sets `app.scan.results.ScanRequest.gentle` of the running scan and of those to come."""
        self._gentle = gentle
        if self._pump is not None:
            self._pump.ask(lambda scan: scan.set_gentle(gentle))

    @Slot()
    def cancel(self) -> None:
        """Ends the scan; what was done is kept."""
        if self._pump is not None:
            self._pump.ask(_cancel)

    @Slot()
    def toggle_pause(self) -> None:
        """Pauses, or goes on."""
        if self._pump is not None:
            self._pump.ask(_resume if self._paused else _pause)

    @Slot()
    def stop(self) -> None:
        """Cancels and waits: for the end of the program."""
        if self._pump is not None:
            self.cancel()
            self._timer.stop()
            self._pump.events.open()
            self._pump.wait()
            self._release()

    @Slot()
    def _drain(self) -> None:
        pump = self._pump
        if pump is None:
            return
        # Asked before events are taken: what comes after is seen in the next tick.
        over = pump.isFinished()
        rows: list[ImageResult] = []
        last: ScanFinished | _ScanBroke | None = None
        events = pump.events.take()
        for event in events:
            match event:
                case FileScanned():
                    rows.append(event.result)
                case FilesFound():
                    self._total, self._complete = event.total, event.complete
                case ScanStarted():
                    self.started.emit(pump.scan)
                case ScanPaused():
                    self._paused = True
                    self.paused.emit(event.reason)
                case ScanResumed():
                    self._paused = False
                    self._history.clear()
                    self.resumed.emit()
                case ScanNotice():
                    self.noticed.emit(event.message)
                case ScanFinished() | _ScanBroke():
                    last = event
        if rows:
            self._done += len(rows)
            self.rows_arrived.emit(rows)
        self.progressed.emit(self._progress())
        if last is None and over and not len(pump.events):
            last = _ScanBroke(self.tr("The scan ended without a result."))
        self._timer.setInterval(_HURRIED_TICK_MS if len(events) == EVENTS_PER_TICK else TICK_MS)
        if last is not None:
            self._timer.stop()
            pump.wait()
            self._release()
            if isinstance(last, ScanFinished):
                self.finished.emit(last)
            else:
                self.broke.emit(last.message)

    def _release(self) -> None:
        if self._pump is not None:
            self._pump.deleteLater()
            self._pump = None
            self._paused = False

    def _progress(self) -> ScanProgress:
        now = time.monotonic()
        self._history.append((now, self._done))
        while now - self._history[0][0] > _RATE_WINDOW_S:
            self._history.popleft()
        since, before = self._history[0]
        rate = (self._done - before) / (now - since) if now - since > 0.3 else 0.0
        return ScanProgress(self._done, max(self._total, self._done), self._complete, rate)


def _cancel(scan: RunningScan) -> None:
    scan.cancel()


def _pause(scan: RunningScan) -> None:
    scan.pause()


def _resume(scan: RunningScan) -> None:
    scan.resume()

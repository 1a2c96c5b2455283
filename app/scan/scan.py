"""A scan: finds files, hands them to supervised worker processes, and says what happens, event by event.

Results go into the journal before they are shown, those of one turn of the loop in one transaction. Files that did not
change since they were last read take their result from there, looked up in batches while folders are walked.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.detector.verdict import Verdict
from app.models import open_model
from app.scan.discovery import Discovery
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
from app.scan.journal import WITHOUT_JOURNAL, JournalError, prepare_journal, set_aside
from app.scan.known_results import Entry, KnownLookup, KnownResults, file_state
from app.scan.pace import Pace
from app.scan.results import ImageFile, ImageResult, ScanRequest
from app.scan.roots import Lost, Roots
from app.scan.scan_record import ScanRecord
from app.scan.wake import Wake
from app.scan.workers import Pool, WorkerError, WorkerPool

_log = logging.getLogger(__name__)

#: Least time between two reports of how many files were found.
_SECONDS_BETWEEN_COUNTS = 0.1
#: Files that are looked up in the journal at once, and how long the first of them may wait for the others.
_BATCH, _BATCH_SECONDS = 256, 0.02
#: Batches that discovery may be ahead: what was judged before comes faster than anyone reads it.
_BATCHES_AHEAD = 4
#: How often is looked whether the machine runs on its battery.
_SECONDS_BETWEEN_LOOKS = 2.0


@dataclass(frozen=True, slots=True)
class _Discovered:
    """Discovery has nothing left to walk."""


@dataclass(frozen=True, slots=True)
class _Broken:
    """Discovery ended by an error that nobody expected; ``sentence`` says so."""

    sentence: str


@dataclass(frozen=True, slots=True)
class _Unread:
    """A file that has to be read, and its `file_state` from before that.

    There may be a hundred thousand of them: a path as text takes a quarter of the memory.
    """

    index: int
    path: str
    state: bytes


_Message = list[_Unread | Entry] | _Discovered | _Broken
"""What discovery says."""


@dataclass(slots=True)
class _Run:
    """How far a scan is, for the thread that iterates its events.

    Attributes:
        record: where results are written to; None without a journal.
        pool: what judges the files.
        pace: the present one.
        asked: what the user wanted of it.
        counted: when ``found`` was last said, by the monotonic clock, in seconds.
        looked_at_power: when was last looked whether ``pace`` is right, likewise.
        waiting: files that have to be read.
        handed_out: those that the pool has, by index.
        lost: what the scan was paused for.
        found: files so far.
        told: ``found`` as it was last said.
        done: files with a result.
        discovered: nothing was left to walk at some time.
        paused: for whatever reason.
        broken: why looking for files ended, if by an error.
    """

    record: ScanRecord | None
    pool: Pool
    pace: Pace
    asked: bool | None
    counted: float
    looked_at_power: float
    waiting: deque[_Unread] = field(default_factory=deque)
    handed_out: dict[int, _Unread] = field(default_factory=dict)
    lost: Lost | None = None
    found: int = 0
    told: int = 0
    done: int = 0
    discovered: bool = False
    paused: bool = False
    broken: str = ""

    @property
    def is_idle(self) -> bool:
        """Whether every file that was found has a result."""
        return self.discovered and not self.waiting and not self.handed_out


class ScanError(Exception):
    """A scan can't go on. ``str()`` is the sentence for the user."""


class Scan:
    """One scan. `events` does the work on the thread that iterates it; other methods may be called from any thread.

    Attributes:
        request: what is scanned.
        bundle: the model in use; pinned for the whole scan.
        notice: what there is to say before the scan starts, in sentences (another model is used than the one that was
            selected, the journal of earlier scans is damaged); else "".
        journal_id: `app.scan.journal.PastScan.id` of this scan while it runs and after; None if it is in no journal.
    """

    def __init__(self, request: ScanRequest) -> None:
        """Loads the model.

        Args:
            request: what to scan.

        Raises:
            app.detector.bundle.BundleError: there is no usable model.
        """
        self.request = request
        self.bundle, about_model = open_model(request.model)
        self._journal_path, about_journal = prepare_journal()
        self.notice = " ".join(filter(None, (about_model, about_journal)))
        self.journal_id: int | None = None
        self._is_resumed = False
        self._gentle = request.gentle
        self._inbox: queue.Queue[_Message] = queue.Queue(_BATCHES_AHEAD)
        self._to_walk: queue.SimpleQueue[Path | None] = queue.SimpleQueue()
        # `cancel` never takes it: Ctrl-C may call that on the thread that runs the scan, also where it has the lock.
        self._lock = threading.Lock()
        self._paths: tuple[Path, ...] = ()
        self._pending_walks = 0
        # Nothing more is taken in.
        self._over = False
        self._cancelled = threading.Event()
        # Whatever other threads do, they ring, so that the scan looks.
        self._wake = Wake()
        self._roots = Roots(self._cancelled, self._wake.ring)
        self._discovery = Discovery(request.recursive, self._roots.waited, self._roots.remember_share)
        self._paused = threading.Event()
        self.add(request.paths)

    def add(self, paths: Sequence[Path]) -> bool:
        """Adds files and folders to the scan, also while it runs. What it has already may be there only now.

        Returns:
            Whether they will be scanned: not if the scan is at its end, or was cancelled.
        """
        with self._lock:
            if self._over or self._cancelled.is_set():
                return False
            self._paths = tuple(dict.fromkeys((*self._paths, *paths)))
            for path in paths:
                self._pending_walks += 1
                self._to_walk.put(path)
            return True

    def cancel(self) -> None:
        """Stops the scan at once; what has a result keeps it."""
        self._cancelled.set()
        self._wake.ring()

    def pause(self) -> None:
        """Hands out no more files until `resume`."""
        self._paused.set()
        self._wake.ring()

    def resume(self) -> None:
        """Goes on after `pause`; also without a folder that the scan waits for, whose files are errors then."""
        self._paused.clear()
        self._roots.give_up()
        self._wake.ring()

    def set_gentle(self, gentle: bool | None) -> None:
        """Changes `ScanRequest.gentle`, also while the scan runs."""
        self._gentle = gentle
        self._wake.ring()

    def events(self) -> Iterator[ScanEvent]:
        """Runs the scan. Can be iterated once.

        Yields:
            `ScanStarted` first, `ScanFinished` last, and exactly one `FileScanned` for every file in between, unless
            the scan is cancelled.

        Raises:
            app.scan.workers.WorkerError: no worker process can be started, or the cluster is of no use.
            ScanError: looking for files ended by an error that nobody expected.
        """
        started = time.monotonic()
        # First: a cluster that isn't there leaves no unfinished scan behind.
        cluster = None if self.request.cluster is None else self._cluster(self.request.cluster)
        record, known, notice = self._begin()
        asked = self._gentle
        pace = Pace.now(self.request, asked)
        pool: Pool = cluster or WorkerPool(
            self.bundle.folder, pace.workers, known, gentle=pace.gentle, sha256=self.bundle.sha256
        )
        run = _Run(record, pool, pace, asked, counted=started, looked_at_power=started)
        threading.Thread(target=self._walk, args=(known,), name="discovery", daemon=True).start()
        try:
            yield ScanStarted(self.bundle.manifest.id, pool.workers)
            if notice:
                yield ScanNotice(notice)
            if pace.gentle:
                yield ScanNotice(str(pace))
            while not self._cancelled.is_set():
                yield from self._changes_of_pace(run)
                yield from self._pauses(run)
                self._hand_out(run)
                if run.is_idle and self._is_over():
                    break
                entries = self._entries_of(run, pool.wait(self._wake.connection))
                known_entries, complete = self._take_found(run)
                yield from self._commit(run, entries + known_entries)
                if run.broken:
                    raise ScanError(run.broken)
                if complete or (run.found > run.told and time.monotonic() - run.counted > _SECONDS_BETWEEN_COUNTS):
                    run.counted, run.told = time.monotonic(), run.found
                    yield FilesFound(run.found, complete)
            if run.record and not self._cancelled.is_set():
                try:
                    run.record.finish(run.found)
                except JournalError as error:
                    yield ScanNotice(self._given_up(error))
            # Before the last event: whoever gets it may rely on nothing being left.
            pool.close()
            yield ScanFinished(
                run.found, run.done, time.monotonic() - started, self._cancelled.is_set(), self._discovery.passed_over
            )
        finally:
            self._cancelled.set()
            self._to_walk.put(None)
            pool.close()
            if run.record:
                run.record.close()

    def _cluster(self, address: str) -> Pool:
        try:
            from app.scan.cluster import ClusterPool
        except ImportError as error:
            raise WorkerError(
                "A cluster needs packages that are missing here. With Unmask from its source, in its folder: "
                f'pip install ".[cluster]" ({error})'
            ) from error
        return ClusterPool(address, self.bundle, self.request.workers, self._wake.connection)

    def _begin(self) -> tuple[ScanRecord | None, KnownResults | None, str]:
        """The record of this scan, where earlier results are, and what there is to say."""
        if not self._journal_path:
            return None, None, ""
        try:
            record, resumed = ScanRecord.begin(self._journal_path, self.request, self.bundle)
        except JournalError as error:
            return None, None, self._given_up(error)
        self.journal_id = record.scan
        self._is_resumed = resumed
        notice = ""
        if self.request.resume and not resumed:
            notice = "There is no unfinished scan of these paths with this model; scanning from the beginning."
        known = None
        if self.request.use_cache or resumed:
            model = self.bundle.manifest.id
            known = KnownResults(self._journal_path, model, record.judge, record.scan, self.request.use_cache)
        return record, known, notice

    def _changes_of_pace(self, run: _Run) -> Iterator[ScanEvent]:
        if time.monotonic() - run.looked_at_power > _SECONDS_BETWEEN_LOOKS or self._gentle != run.asked:
            run.looked_at_power, run.asked = time.monotonic(), self._gentle
            if (now := Pace.now(self.request, run.asked)) != run.pace:
                run.pace = now
                run.pool.set_pace(now.workers, now.gentle)
                yield ScanNotice(str(now))

    def _pauses(self, run: _Run) -> Iterator[ScanEvent]:
        if run.lost is not self._roots.lost:
            run.lost = self._roots.lost
            if run.lost:
                run.paused = True
                yield ScanPaused(
                    f"The folder {run.lost.root} is not there any more, or doesn't answer. The scan waits for it."
                )
            elif self._paused.is_set():
                # It is back, and the scan still waits, as the user asked before.
                yield ScanPaused()
        if run.paused != (self._paused.is_set() or run.lost is not None):
            run.paused = not run.paused
            yield ScanPaused() if run.paused else ScanResumed()
            if not run.paused:
                # What was found meanwhile was said then, and waits where nothing more will be said.
                self._wake.ring()

    def _hand_out(self, run: _Run) -> None:
        while run.waiting and not run.paused and run.pool.capacity > 0:
            unread = run.waiting.popleft()
            run.handed_out[unread.index] = unread
            run.pool.submit(ImageFile(unread.index, Path(unread.path)))

    def _entries_of(self, run: _Run, results: Sequence[ImageResult]) -> list[Entry]:
        """What is to be shown; files that failed because their folder is away wait for it instead."""
        entries = []
        for result in results:
            unread = run.handed_out.pop(result.index)
            unreadable = result.verdict is Verdict.ERROR and not result.sha256
            if unreadable and run.lost:
                # It failed while the folder was away, whether that is back by now or not.
                run.waiting.appendleft(unread)
            elif unreadable and (root := self._roots.gone_soon(result.path)):
                run.waiting.appendleft(unread)
                self._roots.lose(result.path, root)
            else:
                entries.append(Entry(result, unread.state))
        return entries

    def _take_found(self, run: _Run) -> tuple[list[Entry], bool]:
        """Of what discovery found, the entries that are known; and whether it has nothing left to walk."""
        entries = []
        complete = False
        for message in self._messages(run.paused):
            if isinstance(message, _Discovered):
                run.discovered = complete = True
                continue
            if isinstance(message, _Broken):
                run.broken = message.sentence
                continue
            run.found += len(message)
            for file in message:
                if isinstance(file, Entry):
                    entries.append(file)
                else:
                    run.waiting.append(file)
        return entries, complete

    def _commit(self, run: _Run, entries: list[Entry]) -> Iterator[ScanEvent]:
        """Makes results durable, as far as the journal can be used, and shows them then."""
        known = [bool(entry.judgement) for entry in entries]
        if run.record:
            try:
                known = run.record.write(entries, run.found, self._paths)
            except JournalError as error:
                run.record.close()
                run.record = None
                yield ScanNotice(self._given_up(error))
        for entry, was_known in zip(entries, known, strict=True):
            run.done += 1
            yield FileScanned(entry.result, was_known)

    def _given_up(self, error: JournalError) -> str:
        self.journal_id = None
        if error.damaged and self._journal_path:
            return set_aside(self._journal_path)
        return f"{error} {WITHOUT_JOURNAL}"

    def _messages(self, paused: bool) -> Iterator[_Message]:
        self._wake.heard()
        while not paused:
            try:
                yield self._inbox.get_nowait()
            except queue.Empty:
                return

    def _walk(self, known: KnownResults | None) -> None:
        lookup = known.open() if known else None
        # What is added later is there, or was: whoever empties a folder that is watched means nothing by it.
        resumed = set(self.request.paths) if self._is_resumed else set()
        try:
            index = 0
            while (path := self._to_walk.get()) is not None:
                self._roots.earlier = lookup if path in resumed else None
                resumed.discard(path)
                self._roots.remember(path)
                batch: list[ImageFile] = []
                since = time.monotonic()
                for file, error in self._discovery.find(path):
                    batch.append(ImageFile(index, file, error))
                    index += 1
                    if len(batch) == _BATCH or time.monotonic() - since > _BATCH_SECONDS:
                        self._send(self._looked_up(batch, lookup))
                        batch, since = [], time.monotonic()
                    if self._cancelled.is_set():
                        return
                if batch:
                    self._send(self._looked_up(batch, lookup))
                with self._lock:
                    self._pending_walks -= 1
                    done = not self._pending_walks
                if done:
                    self._send(_Discovered())
        except Exception as error:  # Whoever reads the events waits for this thread, and would do so for ever.
            _log.exception("The search for files ended")
            detail = " ".join(str(error).split())[:200]
            self._send(_Broken(f"The search for files ended by an error ({type(error).__name__}: {detail})."))
        finally:
            if lookup:
                lookup.close()

    def _looked_up(self, batch: list[ImageFile], lookup: KnownLookup | None) -> list[_Unread | Entry]:
        if not self._journal_path:
            states = [b""] * len(batch)
        else:
            states = [b"" if image.error else file_state(image.path) for image in batch]
        known: list[Entry | None] = [None] * len(batch)
        if lookup:
            try:
                known = lookup.of_files(list(zip(batch, states, strict=True)))
            except JournalError:
                pass  # Read again, then; who writes to the journal finds out what is wrong with it.
        messages: list[_Unread | Entry] = []
        for image, state, entry in zip(batch, states, known, strict=True):
            if image.error:
                entry = Entry(ImageResult(image.index, image.path, Verdict.ERROR, image.error))
            messages.append(entry or _Unread(image.index, str(image.path), state))
        return messages

    def _send(self, message: _Message) -> None:
        while not self._cancelled.is_set():
            try:
                self._inbox.put(message, timeout=0.1)
            except queue.Full:
                continue
            self._wake.ring()
            return

    def _is_over(self) -> bool:
        """Whether everything was walked; if so, nothing can be added any more."""
        with self._lock:
            self._over = not self._pending_walks and self._inbox.empty()
            return self._over

"""A scan: finds files, hands them to supervised worker processes, and says what happens, event by event.

Results go into the journal before they are shown, those of one turn of the loop in one transaction. Files that did not
change since they were last read take their result from there, looked up in batches while folders are walked.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import queue
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from app.detector.processors import processors
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
from app.scan.results import ImageFile, ImageResult, ScanRequest
from app.scan.scan_record import ScanRecord
from app.scan.workers import MOST_WORKERS, Pool, WorkerError, WorkerPool

_log = logging.getLogger(__name__)

#: Least time between two reports of how many files were found.
_SECONDS_BETWEEN_COUNTS = 0.1
#: Files that are looked up in the journal at once, and how long the first of them may wait for the others.
_BATCH, _BATCH_SECONDS = 256, 0.02
#: Batches that discovery may be ahead: what was judged before comes faster than anyone reads it.
_BATCHES_AHEAD = 4
#: How often a folder that is away is looked for, and whether the machine runs on its battery.
_SECONDS_BETWEEN_LOOKS = 2.0
#: How long a folder may take to say that it is there.
_SECONDS_TO_ANSWER = 2.0

#: Stands for the file system of a folder that is not there; none has this number.
_GONE = -1


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


@dataclass(frozen=True, slots=True, eq=False)
class _Lost:
    """What is looked for, and the folder that is gone: one that was asked for, or the place of a share in one."""

    path: Path
    root: Path


@dataclass(frozen=True, slots=True)
class _Pace:
    """How many workers there are, whether at the lowest priority, and whether because of the battery.

    ``str()`` says it to the user.
    """

    workers: int
    gentle: bool
    battery: bool

    def __str__(self) -> str:
        on = f"{self.workers} of {processors()} cores"
        if not self.gentle:
            return f"The scan runs at full speed again, on {on}."
        why = "The machine runs on its battery: the" if self.battery else "The"
        return f"{why} scan is gentle, on {on} and with the lowest priority."


_Message = list[_Unread | Entry] | _Discovered | _Broken
"""What discovery says."""


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
        # Ctrl-C may call `cancel` on the thread that runs the scan, wherever that is: also where it has the lock. Of
        # what the lock keeps whole, `cancel` touches `_woken` and the pipe alone; that there may be a byte too many in
        # that then matters to nobody, as the scan looks at `_cancelled` before it waits again.
        self._lock = threading.RLock()
        self._paths: list[Path] = []
        # Folders that were asked for, places of shares in them, and the file systems that these are on: a share that
        # is gone leaves an empty folder.
        self._roots: dict[Path, int] = {}
        # What went away, while the scan waits for it.
        self._lost: _Lost | None = None
        self._pending_walks = 0
        self._discovery = Discovery(request.recursive, self._waited, self._remember_share)
        # Nothing more is taken in.
        self._over = False
        self._cancelled = threading.Event()
        self._paused = threading.Event()
        # Whatever other threads do, one byte here makes the scan look; one is enough until it was read.
        self._wake, self._waker = multiprocessing.Pipe(duplex=False)
        self._woken = False
        self.add(request.paths)

    def add(self, paths: Sequence[Path]) -> bool:
        """Adds files and folders to the scan, also while it runs.

        Returns:
            Whether they will be scanned: not if the scan is at its end, or was cancelled.
        """
        with self._lock:
            if self._over or self._cancelled.is_set():
                return False
            self._paths += paths
            for path in paths:
                self._pending_walks += 1
                self._to_walk.put(path)
            return True

    def cancel(self) -> None:
        """Stops the scan at once; what has a result keeps it."""
        self._cancelled.set()
        self._look()

    def pause(self) -> None:
        """Hands out no more files until `resume`."""
        self._paused.set()
        self._look()

    def resume(self) -> None:
        """Goes on after `pause`; also without a folder that the scan waits for, whose files are errors then."""
        self._paused.clear()
        with self._lock:
            lost, self._lost = self._lost, None
            if lost:
                self._roots.pop(lost.root, None)
        self._look()

    def set_gentle(self, gentle: bool | None) -> None:
        """Changes `ScanRequest.gentle`, also while the scan runs."""
        self._gentle = gentle
        self._look()

    def events(self) -> Iterator[ScanEvent]:
        """Runs the scan. Can be iterated once.

        Yields:
            `ScanStarted` first, `ScanFinished` last, and exactly one `FileScanned` for every file in between, unless
            the scan is cancelled.

        Raises:
            app.scan.workers.WorkerError: no worker process can be started, or the cluster is of no use.
            ScanError: looking for files ended by an error that nobody expected.
        """
        started = said = looked_at_power = time.monotonic()
        asked = self._gentle
        # First: a cluster that isn't there leaves no unfinished scan behind.
        cluster = None if self.request.cluster is None else self._cluster(self.request.cluster)
        record, known, notice = self._begin()
        pace = self._pace()
        pool: Pool = cluster or WorkerPool(self.bundle.folder, pace.workers, known, gentle=pace.gentle)
        threading.Thread(target=self._walk, args=(known,), name="discovery", daemon=True).start()
        waiting: deque[_Unread] = deque()
        handed_out: dict[int, _Unread] = {}
        lost: _Lost | None = None
        found = told = done = 0
        discovered = paused = False
        try:
            yield ScanStarted(self.bundle.manifest.id, pool.workers)
            if notice:
                yield ScanNotice(notice)
            if pace.gentle:
                yield ScanNotice(str(pace))
            while not self._cancelled.is_set():
                if time.monotonic() - looked_at_power > _SECONDS_BETWEEN_LOOKS or self._gentle != asked:
                    looked_at_power, asked = time.monotonic(), self._gentle
                    if (now := self._pace()) != pace:
                        pace = now
                        pool.set_pace(pace.workers, pace.gentle)
                        yield ScanNotice(str(pace))
                if lost is not self._lost:
                    lost = self._lost
                    if lost:
                        paused = True
                        yield ScanPaused(
                            f"The folder {lost.root} is not there any more, or doesn't answer. The scan waits for it."
                        )
                    elif self._paused.is_set():
                        # It is back, and the scan still waits, as the user asked before.
                        yield ScanPaused()
                if paused != (self._paused.is_set() or lost is not None):
                    paused = not paused
                    yield ScanPaused() if paused else ScanResumed()
                    if not paused:
                        # What was found meanwhile was said then, and waits where nothing more will be said.
                        self._look()
                while waiting and not paused and pool.capacity > 0:
                    unread = waiting.popleft()
                    handed_out[unread.index] = unread
                    pool.submit(ImageFile(unread.index, Path(unread.path)))
                if discovered and not waiting and not handed_out and self._is_over():
                    break
                entries = []
                for result in pool.wait(self._wake):
                    unread = handed_out.pop(result.index)
                    unreadable = result.verdict is Verdict.ERROR and not result.sha256
                    if unreadable and lost:
                        # It failed while the folder was away, whether that is back by now or not.
                        waiting.appendleft(unread)
                    elif unreadable and (root := self._gone_root_soon(result.path)):
                        waiting.appendleft(unread)
                        self._lose(result.path, root)
                    else:
                        entries.append(Entry(result, unread.state))
                complete = False
                broken = ""
                for message in self._messages(paused):
                    if isinstance(message, _Discovered):
                        discovered = complete = True
                        continue
                    if isinstance(message, _Broken):
                        broken = message.sentence
                        continue
                    found += len(message)
                    for file in message:
                        if isinstance(file, Entry):
                            entries.append(file)
                        else:
                            waiting.append(file)
                cached, notice = self._write(record, entries, found)
                if notice:
                    record = None
                    yield ScanNotice(notice)
                for entry, was_known in zip(entries, cached, strict=True):
                    done += 1
                    yield FileScanned(entry.result, was_known)
                if broken:
                    raise ScanError(broken)
                if complete or (found > told and time.monotonic() - said > _SECONDS_BETWEEN_COUNTS):
                    said, told = time.monotonic(), found
                    yield FilesFound(found, complete)
            if record and not self._cancelled.is_set():
                try:
                    record.finish(found)
                except JournalError as error:
                    yield ScanNotice(self._given_up(error))
            # Before the last event: whoever gets it may rely on nothing being left.
            pool.close()
            yield ScanFinished(
                found, done, time.monotonic() - started, self._cancelled.is_set(), self._discovery.passed_over
            )
        finally:
            self._cancelled.set()
            self._to_walk.put(None)
            pool.close()
            if record:
                record.close()

    def _cluster(self, address: str) -> Pool:
        try:
            from app.scan.cluster import ClusterPool
        except ImportError as error:
            raise WorkerError(
                "A cluster needs packages that are missing here. With Unmask from its source, in its folder: "
                f'pip install ".[cluster]" ({error})'
            ) from error
        return ClusterPool(address, self.bundle, self.request.workers, self._wake)

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

    def _pace(self) -> _Pace:
        if self.request.cluster is not None:
            return _Pace(0, gentle=False, battery=False)  # Its machines are not ours to spare.
        battery = self._gentle is None and _on_battery()
        gentle = battery or bool(self._gentle)
        cores = processors()
        workers = self.request.workers or (max(1, cores // 2) if gentle else cores)
        return _Pace(min(workers, MOST_WORKERS), gentle, battery)

    def _write(self, record: ScanRecord | None, entries: list[Entry], found: int) -> tuple[list[bool], str]:
        """Makes results durable; returns which were known before, and a sentence if the journal had to be given up."""
        if record:
            with self._lock:
                paths = tuple(self._paths)
            try:
                return record.write(entries, found, paths), ""
            except JournalError as error:
                record.close()
                notice = self._given_up(error)
        else:
            notice = ""
        return [bool(entry.judgement) for entry in entries], notice

    def _given_up(self, error: JournalError) -> str:
        self.journal_id = None
        if error.damaged and self._journal_path:
            return set_aside(self._journal_path)
        return f"{error} {WITHOUT_JOURNAL}"

    def _gone_root(self, path: Path) -> Path | None:
        """The folder of `_roots` that holds a file, if it is not there any more. Waits for slow answers."""
        for folder in path.parents:
            device = self._roots.get(folder)
            try:
                if device is not None and folder.stat().st_dev != device:
                    return folder
            except OSError:
                return folder
        return None

    def _gone_root_soon(self, path: Path) -> Path | None:
        """`_gone_root` for the thread that has to see to pause and cancel; a folder that doesn't answer is gone."""
        answers: queue.SimpleQueue[Path | None] = queue.SimpleQueue()
        threading.Thread(target=lambda: answers.put(self._gone_root(path)), name="answer", daemon=True).start()
        since = time.monotonic()
        while not self._cancelled.is_set() and time.monotonic() - since < _SECONDS_TO_ANSWER:
            try:
                return answers.get(timeout=0.02)
            except queue.Empty:
                continue
        return next((folder for folder in path.parents if folder in self._roots), None)

    def _lose(self, path: Path, root: Path) -> _Lost:
        with self._lock:
            if self._lost is None:
                self._lost = _Lost(path, root)
                threading.Thread(target=self._look_for, args=(self._lost,), name="share", daemon=True).start()
            lost = self._lost
        self._look()
        return lost

    def _look_for(self, lost: _Lost) -> None:
        """Ends the pause once what was lost is there again. On a thread of its own: a dead share may not answer."""
        while self._lost is lost and not self._cancelled.wait(_SECONDS_BETWEEN_LOOKS):
            try:
                device = lost.root.stat().st_dev if _is_back(lost.path) else None
            except OSError:
                continue
            if device is not None:
                with self._lock:
                    if self._lost is lost:
                        self._lost = None
                        self._roots[lost.root] = device  # It may be on another one now.
                self._look()

    def _waited(self, folder: Path) -> bool:
        """For discovery: waits if the share with a folder went away; says whether it did."""
        if not (gone := self._gone_root(folder / "any")):
            return False
        lost = self._lose(gone, gone)
        while self._lost is lost and not self._cancelled.wait(0.1):
            pass
        return not self._cancelled.is_set()

    def _look(self) -> None:
        with self._lock:
            if not self._woken:
                self._woken = True
                self._waker.send_bytes(b"!")

    def _messages(self, paused: bool) -> Iterator[_Message]:
        with self._lock:
            if self._woken:
                self._woken = False
                self._wake.recv_bytes()
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
                if lookup and path in resumed:
                    resumed.remove(path)
                    self._wait_for_what_was_there(path, lookup)
                self._remember_root(path)
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

    def _wait_for_what_was_there(self, path: Path, lookup: KnownLookup) -> None:
        """Waits if a folder is away that the scan had files of before it was resumed: it would be over without them."""
        path = Path(os.path.abspath(path))
        for folder in (path, path.parent):
            if _is_back(folder):
                return
            try:
                if lookup.has_files_in(folder):
                    self._roots[folder] = _GONE
                    self._waited(folder)
                    return
            except JournalError:
                return

    def _remember_root(self, path: Path) -> None:
        path = Path(os.path.abspath(path))
        is_folder = os.path.isdir(path)
        folder = path if is_folder else path.parent
        try:
            if is_folder:
                # A share that is mounted when someone looks into its place is on another file system from then on.
                with suppress(OSError):
                    os.scandir(folder).close()
            device = folder.stat().st_dev
        except OSError:
            return
        self._roots.setdefault(folder, device)

    def _remember_share(self, place: Path, device: int) -> None:
        self._remember_root(place)
        try:
            is_gone = self._roots[place] == place.parent.stat().st_dev
        except (KeyError, OSError):
            is_gone = True
        if is_gone:  # Since it was listed: other folders came first.
            self._roots[place] = device

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
            self._look()
            return

    def _is_over(self) -> bool:
        """Whether everything was walked; if so, nothing can be added any more."""
        with self._lock:
            self._over = not self._pending_walks and self._inbox.empty()
            return self._over


def _is_back(path: Path) -> bool:
    """Whether a file is there; or a folder with something in it, as the place of a share is an empty one without it."""
    try:
        if not path.is_dir():
            return path.exists()
        with os.scandir(path) as entries:
            return next(entries, None) is not None
    except OSError:
        return False


def _on_battery() -> bool:
    try:
        battery = psutil.sensors_battery()
    except (OSError, ValueError):  # What a driver says of it may be anything.
        return False
    return battery is not None and battery.power_plugged is False

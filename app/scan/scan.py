"""A scan: finds files, hands them to supervised worker processes, and says what happens, event by event."""

from __future__ import annotations

import multiprocessing
import os
import queue
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.detector.verdict import Verdict
from app.models import open_model
from app.scan.discovery import Discovery
from app.scan.events import FilesFound, FileScanned, ScanEvent, ScanFinished, ScanPaused, ScanResumed, ScanStarted
from app.scan.results import ImageFile, ImageResult, ScanRequest
from app.scan.workers import Pool, WorkerPool

#: Least time between two reports of how many files were found.
_SECONDS_BETWEEN_COUNTS = 0.1


@dataclass(frozen=True, slots=True)
class _Discovered:
    """Discovery has nothing left to walk."""


class Scan:
    """One scan. `events` does the work, on the thread that iterates it; the other methods may be called from any thread.

    Attributes:
        request: what is scanned.
        bundle: the model in use; pinned for the whole scan.
        notice: a sentence if it is not the model that was selected, else "".
    """

    def __init__(self, request: ScanRequest) -> None:
        """Loads the model.

        Args:
            request: what to scan.

        Raises:
            app.detector.bundle.BundleError: there is no usable model.
        """
        self.request = request
        self.bundle, self.notice = open_model(request.model)
        self._workers = request.workers or os.cpu_count() or 1
        self._inbox: queue.SimpleQueue[ImageFile | _Discovered] = queue.SimpleQueue()
        self._to_walk: queue.SimpleQueue[Path | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._pending_walks = 0
        self._cancelled = threading.Event()
        self._paused = threading.Event()
        # Whatever other threads do, one byte here makes the scan look; one is enough until it was read.
        self._wake, self._waker = multiprocessing.Pipe(duplex=False)
        self._woken = False
        self.add(request.paths)

    def add(self, paths: Sequence[Path]) -> None:
        """Adds files and folders to the scan, also while it runs."""
        with self._lock:
            for path in paths:
                self._pending_walks += 1
                self._to_walk.put(path)

    def cancel(self) -> None:
        """Stops the scan at once; what has a result keeps it."""
        self._cancelled.set()
        self._look()

    def pause(self) -> None:
        """Hands out no more files until `resume`."""
        self._paused.set()
        self._look()

    def resume(self) -> None:
        """Goes on after `pause`."""
        self._paused.clear()
        self._look()

    def events(self) -> Iterator[ScanEvent]:
        """Runs the scan. Can be iterated once.

        Yields:
            `ScanStarted` first, `ScanFinished` last, and exactly one `FileScanned` for every file in between, unless the
            scan is cancelled.

        Raises:
            app.scan.workers.WorkerError: no worker process can be started.
        """
        started = said = time.monotonic()
        pool: Pool = WorkerPool(self.bundle.folder, self._workers)
        threading.Thread(target=self._walk, name="discovery", daemon=True).start()
        waiting: deque[ImageFile] = deque()
        found = done = running = 0
        discovered = paused = False
        try:
            yield ScanStarted(self.bundle.manifest.id, self._workers)
            while not self._cancelled.is_set():
                if paused != self._paused.is_set():
                    paused = not paused
                    yield ScanPaused() if paused else ScanResumed()
                while waiting and not paused and pool.capacity > 0:
                    pool.submit(waiting.popleft())
                    running += 1
                if discovered and not waiting and not running and self._all_walked():
                    break
                for result in pool.wait(self._wake):
                    running -= 1
                    done += 1
                    yield FileScanned(result)
                for message in self._messages():
                    if isinstance(message, _Discovered):
                        discovered = True
                        yield FilesFound(found, True)
                        continue
                    found += 1
                    if message.error:
                        done += 1
                        yield FileScanned(ImageResult(message.index, message.path, Verdict.ERROR, message.error))
                    else:
                        waiting.append(message)
                    if time.monotonic() - said > _SECONDS_BETWEEN_COUNTS:
                        said = time.monotonic()
                        yield FilesFound(found, False)
            # Before the last event: whoever gets it may rely on nothing being left.
            pool.close()
            yield ScanFinished(found, done, time.monotonic() - started, cancelled=self._cancelled.is_set())
        finally:
            self._cancelled.set()
            self._to_walk.put(None)
            pool.close()

    def _look(self) -> None:
        with self._lock:
            if not self._woken:
                self._woken = True
                self._waker.send_bytes(b"!")

    def _messages(self) -> Iterator[ImageFile | _Discovered]:
        with self._lock:
            if self._woken:
                self._woken = False
                self._wake.recv_bytes()
        while not self._inbox.empty():
            yield self._inbox.get()

    def _walk(self) -> None:
        discovery = Discovery(self.request.recursive)
        index = 0
        while (path := self._to_walk.get()) is not None:
            for file, error in discovery.find(path):
                if self._cancelled.is_set():
                    return
                self._inbox.put(ImageFile(index, file, error))
                self._look()
                index += 1
            with self._lock:
                self._pending_walks -= 1
                done = not self._pending_walks
            if done:
                self._inbox.put(_Discovered())
                self._look()

    def _all_walked(self) -> bool:
        with self._lock:
            return not self._pending_walks and self._inbox.empty()

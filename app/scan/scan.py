"""A scan: finds files, hands them to supervised worker processes, and says what happens, event by event."""

from __future__ import annotations

import multiprocessing
import os
import queue
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError, TimeoutError
from dataclasses import dataclass
from pathlib import Path

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from app.detector.verdict import Verdict
from app.models import open_model
from app.scan.analyse import analyse_in_worker, start_worker
from app.scan.discovery import Discovery
from app.scan.events import FilesFound, FileScanned, ScanEvent, ScanFinished, ScanPaused, ScanResumed, ScanStarted
from app.scan.results import ImageFile, ImageResult, ScanRequest

#: A worker that is busy with one file for longer, on the clock, is replaced: a share that doesn't answer, a decoder that
#: sleeps. Processor time is limited in the worker itself.
SECONDS_PER_FILE = 60
#: Files handed to the pool at a time, per worker: enough that none waits, few enough that cancelling is at once.
_AHEAD = 4


@dataclass(frozen=True, slots=True)
class _Found:
    image: ImageFile


@dataclass(frozen=True, slots=True)
class _Discovered:
    """Discovery has nothing left to walk."""


@dataclass(frozen=True, slots=True)
class _Wake:
    """The state that others set was changed."""


_Message = _Found | _Discovered | _Wake | ImageResult


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
        self._inbox: queue.SimpleQueue[_Message] = queue.SimpleQueue()
        self._to_walk: queue.SimpleQueue[Path | None] = queue.SimpleQueue()
        self._walking = threading.Lock()
        self._pending_walks = 0
        self._cancelled = threading.Event()
        self._paused = threading.Event()
        self.add(request.paths)

    def add(self, paths: Sequence[Path]) -> None:
        """Adds files and folders to the scan, also while it runs."""
        with self._walking:
            for path in paths:
                self._pending_walks += 1
                self._to_walk.put(path)

    def cancel(self) -> None:
        """Stops the scan at once; what has a result keeps it."""
        self._cancelled.set()
        self._inbox.put(_Wake())

    def pause(self) -> None:
        """Hands out no more files until `resume`."""
        self._paused.set()
        self._inbox.put(_Wake())

    def resume(self) -> None:
        """Goes on after `pause`."""
        self._paused.clear()
        self._inbox.put(_Wake())

    def events(self) -> Iterator[ScanEvent]:
        """Runs the scan.

        Yields:
            `ScanStarted` first, `ScanFinished` last, and exactly one `FileScanned` for every file in between, unless the
            scan is cancelled.
        """
        started = time.monotonic()
        pool = ProcessPool(
            self._workers,
            context=multiprocessing.get_context("spawn"),
            initializer=start_worker,
            initargs=(self.bundle.folder,),
        )
        threading.Thread(target=self._walk, name="discovery", daemon=True).start()
        waiting: deque[ImageFile] = deque()
        found = done = running = 0
        discovered = paused = False
        said = 0.0
        try:
            yield ScanStarted(self.bundle.manifest.id, self._workers)
            while not self._cancelled.is_set():
                while waiting and running < self._workers * _AHEAD and not self._paused.is_set():
                    self._hand_out(pool, waiting.popleft())
                    running += 1
                if discovered and not waiting and not running:
                    if self._all_walked():
                        break
                    discovered = False
                match self._inbox.get():
                    case _Found(image):
                        found += 1
                        if image.error:
                            done += 1
                            yield FileScanned(ImageResult(image.index, image.path, Verdict.ERROR, image.error))
                        else:
                            waiting.append(image)
                        if time.monotonic() - said > 0.1:
                            said = time.monotonic()
                            yield FilesFound(found, False)
                    case _Discovered():
                        discovered = True
                        yield FilesFound(found, True)
                    case ImageResult() as result:
                        running -= 1
                        done += 1
                        yield FileScanned(result)
                    case _Wake():
                        pass
                if paused != self._paused.is_set():
                    paused = not paused
                    yield ScanPaused() if paused else ScanResumed()
            seconds = time.monotonic() - started
            yield ScanFinished(found, done, seconds, cancelled=self._cancelled.is_set())
        finally:
            self._cancelled.set()
            self._to_walk.put(None)
            pool.stop()
            pool.join()

    def _hand_out(self, pool: ProcessPool, image: ImageFile) -> None:
        future = pool.schedule(analyse_in_worker, args=(image,), timeout=SECONDS_PER_FILE)

        def finished(future: ProcessFuture) -> None:
            self._inbox.put(_outcome(image, future))

        future.add_done_callback(finished)

    def _walk(self) -> None:
        discovery = Discovery(self.request.recursive)
        index = 0
        while (path := self._to_walk.get()) is not None:
            for file, error in discovery.find(path):
                if self._cancelled.is_set():
                    return
                self._inbox.put(_Found(ImageFile(index, file, error)))
                index += 1
            with self._walking:
                self._pending_walks -= 1
                if not self._pending_walks:
                    self._inbox.put(_Discovered())

    def _all_walked(self) -> bool:
        with self._walking:
            return not self._pending_walks


def _outcome(image: ImageFile, future: ProcessFuture) -> ImageResult:
    """The row of a file, also if its worker died over it."""
    try:
        result: ImageResult = future.result()
        return result
    except TimeoutError:
        reason = f"The picture took longer than {SECONDS_PER_FILE} seconds; its worker was stopped."
    except ProcessExpired as error:
        reason = f"The picture crashed its worker (exit code {error.exitcode}); it may be built to do so."
    except CancelledError:
        reason = "The scan was cancelled."
    except Exception as error:
        reason = f"The picture could not be analysed ({type(error).__name__}: {error})."
    return ImageResult(image.index, image.path, Verdict.ERROR, reason)

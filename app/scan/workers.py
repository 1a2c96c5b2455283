"""Worker processes that are watched: one that crashes or hangs costs one row and is replaced.

Pools from libraries share one pipe among their workers, and a worker that is killed while it reads breaks the pool for
all. Here every worker has a pipe of its own, so that what was lost with it is known exactly.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import socket
import struct
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property, partial
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any, Protocol

import psutil

from app.detector.bundle import BundleError, load_network, pack_weights, share_weights
from app.detector.detector import MAX_FACES
from app.detector.shared_weights import SharedWeights
from app.detector.verdict import Verdict
from app.scan.analyse import CPU_SECONDS_PER_FILE, analyse_in_worker, start_worker
from app.scan.confinement import confine
from app.scan.known_results import KnownResults
from app.scan.result_json import as_json, from_json
from app.scan.results import ImageFile, ImageResult

#: A worker that is busy with one file for longer, on the clock, is replaced: a share that doesn't answer, a decoder
#: that sleeps. Each further step has as long again. Processor time is limited in the worker itself.
SECONDS_PER_FILE = 60.0
#: Likewise for its start, which is none of a file's doing: a slow disk, a machine that is busy with something else.
_SECONDS_TO_START = 180.0
#: How often this process looks at workers that are busy. If it comes later than that by so much, it was stopped with
#: them (Ctrl-Z), or the machine slept: that time is none of a picture's doing.
_SECONDS_BETWEEN_LOOKS, _SECONDS_LATE = 1.0, 1.0
#: How long the rest of a message of a worker may take that has begun.
_SECONDS_FOR_A_MESSAGE = 10
#: Files that a worker has at a time: the one it is on, and one so that it never waits.
_DEPTH = 2
#: Workers that may die one after the other before any of them was ready for a file. What dies later, its file killed.
_FAILED_STARTS = 4
#: A file whose worker died without a reason of its own is tried again, once: the worker may have been killed for
#: another's sake, as systems short of memory do.
_TRIES = 2

#: Workers at most, those that finish what they have after a change of pace among them: Windows waits for 63 things at a
#: time, of which one is what wakes the scan up.
MOST_WORKERS = 62 if sys.platform == "win32" else sys.maxsize

#: What a gentle worker adds to the niceness that all have.
_GENTLER = 10

#: A process that is killed takes milliseconds to die, on a busy machine more. One that waits in the kernel for a share
#: that doesn't answer may never die.
_SECONDS_TO_DIE, _SECONDS_TO_DIE_IN_THE_KERNEL = 5.0, 0.1
#: Processes that did not die when they were killed.
_undead: list[SpawnProcess] = []

_SPAWN = multiprocessing.get_context("spawn")
#: The environment, which is set for a process that starts, is that of all threads that have a pool.
_starting = threading.Lock()

Analyse = Callable[[ImageFile], ImageResult]
"""What a worker does with a file: a function of a module, run where `start_worker` has run."""

Write = Callable[[Any], dict[str, Any]]
"""Makes JSON of what `Analyse` gave: a function of a module, run in the worker."""

Read = Callable[[ImageFile, Any], ImageResult]
"""Makes a result of that JSON, or raises `ValueError`."""

#: What a worker sends when it is ready for files, or at the next step of one. All else is a result, as JSON: were it
#: unpickled, a picture that took over a confined worker would be free in this process.
_AT_WORK = b"null"
#: A result is no longer. One of a hundred faces takes 30 KB, one with the preview of the web page a megabyte.
_MOST_BYTES = 2**22


class WorkerError(Exception):
    """No worker process can be started. ``str()`` is the sentence for the user."""


class Pool(Protocol):
    """What a scan needs of whatever judges its files."""

    @property
    def workers(self) -> int:
        """How many files are judged at a time."""

    @property
    def capacity(self) -> int:
        """How many files `submit` takes now."""

    def submit(self, image: ImageFile) -> None:
        """Hands out a file; never blocks."""

    def wait(self, wake: Connection) -> list[ImageResult]:
        """Blocks until files are done or something arrives at ``wake``; returns the results, in any order."""

    def set_pace(self, count: int, gentle: bool) -> None:
        """Goes on with another number of workers, or another priority."""

    def close(self) -> None:
        """Stops everything at once; files that were handed out get no result."""


class WorkerPool:
    """Worker processes on this machine. Used from one thread."""

    def __init__(
        self,
        model: Path,
        count: int,
        known: KnownResults | None = None,
        analyse: Analyse = analyse_in_worker,
        gentle: bool = False,
        write: Write = as_json,
        read: Read = from_json,
        sha256: str | None = None,
    ) -> None:
        """Starts nothing yet; the first files start the first workers.

        Args:
            model: folder of the bundle that the workers load.
            count: number of processes at most; no more than `MOST_WORKERS` in any case.
            known: where the workers find earlier results; None judges everything.
            analyse: what is done with a file.
            gentle: workers leave the processor to almost anything else that wants it.
            write: how a result is sent, if ``analyse`` gives more than an `ImageResult` has.
            read: likewise, how it is received.
            sha256: of the bundle, so that no worker judges by another one that was put in its place; None takes
                whatever lies there.
        """
        self._model, self._sha256 = model, sha256
        self._count, self._known = min(count, MOST_WORKERS), known
        self._analyse, self._gentle = analyse, gentle
        self._write, self._read = write, read
        self._workers: list[_Worker] = []
        self._again: deque[ImageFile] = deque()
        self._tries: dict[int, int] = {}
        self._failed_starts = 0
        self._left = time.monotonic()

    @cached_property
    def _weights(self) -> SharedWeights | None:
        """What all workers would else hold a copy of each."""
        try:
            return share_weights(self._model)
        except BundleError:
            return None  # The workers say so.

    @property
    def workers(self) -> int:
        """How many files are judged at a time."""
        return self._count

    @property
    def capacity(self) -> int:
        """How many files `submit` takes now."""
        if len(self._workers) >= MOST_WORKERS and all(worker.retired for worker in self._workers):
            return 0
        taken = sum(len(worker.files) for worker in self._workers) + len(self._again)
        return self._count * _DEPTH - taken

    def submit(self, image: ImageFile) -> None:
        """Hands a file to the worker with the least to do, or to a new one.

        Raises:
            WorkerError: no process can be started.
        """
        current = [worker for worker in self._workers if not worker.retired]
        worker = min(current, key=lambda worker: len(worker.files), default=None)
        room = len(current) < self._count and len(self._workers) < MOST_WORKERS
        if worker is None or (worker.files and room):
            worker = self._start()
        worker.send(image)

    def set_pace(self, count: int, gentle: bool) -> None:
        """Goes on with another number of workers or another priority.

        Workers of before finish what they have: a priority that was lowered can't be raised again.

        Args:
            count: as in the constructor.
            gentle: likewise.
        """
        self._count, self._gentle = min(count, MOST_WORKERS), gentle
        for worker in [*self._workers]:
            worker.retired = True
            self._let_go(worker)

    def wait(self, wake: Connection) -> list[ImageResult]:
        """Blocks until files are done or something arrives at ``wake``, which is left to the caller to read.

        Returns:
            The results; none now and then, although nothing arrived.

        Raises:
            WorkerError: one worker after the other dies before it does anything.
        """
        while self._again:
            self.submit(self._again.popleft())
        watched: dict[object, _Worker] = {worker.pipe: worker for worker in self._workers}
        since = time.monotonic()
        # The program may have been suspended while whoever waits here was at something else.
        self._put_off(since - self._left)
        deadline = min((worker.deadline for worker in self._workers if worker.files), default=None)
        timeout = None if deadline is None else min(max(0.0, deadline - since), _SECONDS_BETWEEN_LOOKS)
        try:
            ready = wait([wake, *(worker.pipe for worker in self._workers)], timeout)
        except InterruptedError:
            # Windows, after Ctrl-C was handled. Elsewhere Python waits on by itself.
            ready = []
        now = time.monotonic()
        if timeout is not None:
            self._put_off(now - since - timeout)
        results = [result for pipe in ready if pipe in watched for result in self._received(watched[pipe])]
        for worker in [worker for worker in self._workers if worker.files and worker.deadline <= now]:
            results += self._buried(worker, f"The picture took longer than {SECONDS_PER_FILE:.0f} seconds.")
        self._left = time.monotonic()
        return results

    def _put_off(self, late: float) -> None:
        """Gives workers the time that nobody looked after them."""
        if late > _SECONDS_LATE:
            for worker in self._workers:
                worker.deadline += late

    def judge(self, image: ImageFile) -> ImageResult:
        """Has one file judged, and waits for it; for a pool that has no other.

        Raises:
            WorkerError: no process can be started, or one after the other dies before it does anything.
        """
        # Nobody writes to it: there is nothing to wake up for but the result.
        silence, other_end = multiprocessing.Pipe(duplex=False)
        with silence, other_end:
            self.submit(image)
            while not (results := self.wait(silence)):
                pass
        return results[0]

    def close(self) -> None:
        """Kills all workers: they hold nothing that could be lost."""
        for worker in self._workers:
            worker.strike()
        for worker in self._workers:
            worker.kill()
        self._workers.clear()
        if shared := self.__dict__.pop("_weights", None):
            shared.close()

    def _start(self) -> _Worker:
        _undead[:] = [process for process in _undead if process.exitcode is None]  # Asking buries it.
        try:
            worker = _Worker(
                self._model, self._sha256, self._weights, self._known, self._analyse, self._write, self._gentle
            )
        except OSError as error:
            raise WorkerError(f"No worker process can be started: {error.strerror}. Close other programs.") from error
        self._workers.append(worker)
        return worker

    def _received(self, worker: _Worker) -> list[ImageResult]:
        try:
            message = worker.pipe.recv_bytes(_MOST_BYTES)
            if message == _AT_WORK:
                self._failed_starts = 0
                worker.is_at_work()
                return []
            result = self._read(worker.files[0], json.loads(message))
        except (EOFError, OSError, IndexError, ValueError, RecursionError):
            # It died; or what runs in it isn't our code any more, and answers what nobody asked.
            return self._buried(worker, None)
        self._tries.pop(result.index, None)
        worker.answered()
        self._let_go(worker)
        return [result]

    def _let_go(self, worker: _Worker) -> None:
        if worker.retired and not worker.files:
            worker.kill()
            self._workers.remove(worker)

    def _buried(self, worker: _Worker, reason: str | None) -> list[ImageResult]:
        """Removes a worker that died, or that is to die for ``reason``; what it had next is handed out again."""
        exit_code = worker.kill()
        self._workers.remove(worker)
        if not worker.ready:
            self._failed_starts += 1
            if self._failed_starts >= _FAILED_STARTS:
                raise WorkerError(self._why_none_starts(exit_code))
            # None of its files was opened.
            self._again.extend(worker.files)
            return []
        if not worker.files:
            return []
        culprit, *others = worker.files
        self._again.extend(others)
        if reason is None and _spent_its_time(exit_code):
            reason = f"The picture took longer than {CPU_SECONDS_PER_FILE} seconds of computing."
        if reason is None:
            tries = self._tries.get(culprit.index, 0) + 1
            self._tries[culprit.index] = tries
            if tries < _TRIES:
                self._again.appendleft(culprit)
                return []
            reason = f"The picture crashed its worker {tries} times (exit code {exit_code}); it may be built to do so."
        self._tries.pop(culprit.index, None)
        return [ImageResult(culprit.index, culprit.path, Verdict.ERROR, reason)]

    def _why_none_starts(self, exit_code: int | None) -> str:
        # It raised, or was killed while it was still ending. After a crash the model is not tried here: so might this
        # process.
        if exit_code in (1, -9, -15):
            try:
                load_network(self._model, sha256=self._sha256)
            except BundleError as error:
                return str(error)
        return f"Worker processes stop as soon as they start (exit code {exit_code})."


class _Worker:
    """A process, its pipe, and the files that it has not answered yet, in order."""

    def __init__(
        self,
        model: Path,
        sha256: str | None,
        shared: SharedWeights | None,
        known: KnownResults | None,
        analyse: Analyse,
        write: Write,
        gentle: bool,
    ) -> None:
        self.pipe, theirs = _SPAWN.Pipe()
        arguments = (theirs, model, sha256, shared, known, analyse, write, gentle)
        self._process: SpawnProcess = _SPAWN.Process(target=_work, args=arguments, daemon=True)
        with _environment_of_a_worker(), _out_of_reach_of_ctrl_c():
            self._process.start()
        _give_up_on_half_messages(self.pipe)
        # Ours to close: else the pipe would never end when the worker dies.
        theirs.close()
        self.files: deque[ImageFile] = deque()
        self.ready = False
        #: Gets no more files.
        self.retired = False
        self._struck = 0.0
        self._further_steps = 0
        self.deadline = time.monotonic() + _SECONDS_TO_START

    def send(self, image: ImageFile) -> None:
        if self.ready and not self.files:
            self.deadline = time.monotonic() + SECONDS_PER_FILE
        self.files.append(image)
        try:
            self.pipe.send(image)
        except OSError:
            pass  # It died; `wait` finds out and hands the file out again.

    def is_at_work(self) -> None:
        """It is ready for files, or goes on with the next step of one."""
        self.ready = True
        # Counted here as well: one that a picture took over may say so for ever.
        if self._further_steps < MAX_FACES:
            self._further_steps += 1
            self.deadline = time.monotonic() + SECONDS_PER_FILE

    def answered(self) -> None:
        self.files.popleft()
        self._further_steps = 0
        self.deadline = time.monotonic() + SECONDS_PER_FILE

    def strike(self) -> None:
        self._struck = self._struck or time.monotonic()
        self._process.kill()

    def kill(self) -> int | None:
        self.strike()
        exit_code = _exit_code(self._process, self._struck)
        self.pipe.close()
        if exit_code is None:
            # Nor is there anything to wait for at exit, which `multiprocessing` would.
            multiprocessing.process._children.discard(self._process)  # type: ignore[attr-defined]
            _undead.append(self._process)
        else:
            self._process.close()
        return exit_code


def _give_up_on_half_messages(pipe: Connection) -> None:
    """Has whoever reads fail with an `OSError` where the rest of a message doesn't come; not on Windows.

    What runs in a worker may not be our code any more.
    """
    if sys.platform != "win32":
        with socket.socket(fileno=os.dup(pipe.fileno())) as end:
            end.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("@ll", _SECONDS_FOR_A_MESSAGE, 0))


def _exit_code(struck: SpawnProcess, since: float) -> int | None:
    """Waits for the end of a process that was killed then; None if it is stuck in the kernel."""
    while struck.exitcode is None:
        struck.join(0.02)
        waited = time.monotonic() - since
        if waited > _SECONDS_TO_DIE or (waited > _SECONDS_TO_DIE_IN_THE_KERNEL and _is_stuck(struck)):
            break
    return struck.exitcode


def _is_stuck(process: SpawnProcess) -> bool:
    try:
        return psutil.Process(process.pid).status() == psutil.STATUS_DISK_SLEEP
    except psutil.Error:
        return False


@contextmanager
def _environment_of_a_worker() -> Iterator[None]:
    """What processes that are started meanwhile find in their environment.

    NumPy starts no threads in them. They share out the files, so it would have nothing to do for them; and files are
    kept from a worker's first thread and those that it starts, not from those that were there before.

    And Python doesn't look for its own modules in the working folder, as it would: who scans the folder that they are
    in would run what a stranger put there as ``pickle.py``.
    """
    names = {"OPENBLAS_NUM_THREADS": "1", "PYTHONSAFEPATH": "1"}
    with _starting:
        before = {name: os.environ.get(name) for name in names}
        os.environ.update(names)
        try:
            yield
        finally:
            for name, value in before.items():
                if value is None:
                    del os.environ[name]
                else:
                    os.environ[name] = value


@contextmanager
def _out_of_reach_of_ctrl_c() -> Iterator[None]:
    """Processes that are started meanwhile are not interrupted: it takes a second until `start_worker` says the same.

    Windows has nothing of the kind.
    """
    if sys.platform == "win32":
        yield
        return
    # Else the first process would start it on its way, which lets the signal through again.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work(
    pipe: Connection,
    model: Path,
    sha256: str | None,
    shared: SharedWeights | None,
    known: KnownResults | None,
    analyse: Analyse,
    write: Write,
    gentle: bool,
) -> None:
    _lower_priority(gentle)
    still_busy = partial(pipe.send_bytes, _AT_WORK)
    try:
        if shared:
            # Before it may write no files any more. No picture has been seen yet, and no thread is left, which would go
            # on without limits.
            pack_weights(model, shared)
        # Who reads SQLite's file of record says so in the one beside it.
        confine([Path(f"{known.path}-shm")] if known else [])
        start_worker(model, known, still_busy, shared, sha256)
    except BundleError:
        os._exit(1)  # Whoever started this process finds out the same, and says it in a sentence.
    if shared:
        shared.close()
    try:
        still_busy()
    except OSError:
        os._exit(0)
    while True:
        try:
            result = analyse(pipe.recv())
            pipe.send_bytes(json.dumps(write(result), separators=(",", ":")).encode("ascii"))
        except (EOFError, OSError):
            # The scan is over, or its process was killed.
            os._exit(0)


def _lower_priority(gentle: bool) -> None:
    if sys.platform == "win32":
        psutil.Process().nice(psutil.IDLE_PRIORITY_CLASS if gentle else psutil.BELOW_NORMAL_PRIORITY_CLASS)
    elif gentle:
        os.nice(_GENTLER)


def _spent_its_time(exit_code: int | None) -> bool:
    return sys.platform != "win32" and exit_code == -signal.SIGPROF

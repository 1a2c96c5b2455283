"""A scan's files on a Dask cluster: every file is a task, a few of them at a time for each thread of the cluster.

Everything of Dask happens on a thread of its own. What it has to say goes through a queue, and a pipe says that there
is something. What the cluster's machines do is in `app.scan.cluster_worker`.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import queue
import threading
import time
import uuid
from concurrent.futures import CancelledError
from dataclasses import replace
from multiprocessing.connection import Connection, wait

from distributed import Client, KilledWorker

from app import __version__
from app.detector.bundle import Bundle
from app.detector.verdict import Verdict
from app.scan.cluster_worker import judge
from app.scan.results import ImageFile, ImageResult
from app.scan.workers import WorkerError

#: How long the scheduler may take to answer, at first and later.
_SECONDS_TO_CONNECT = 8.0
_SECONDS_TO_ANSWER = 30.0
#: How long there may be no worker, at first and later: one that was killed is started again within seconds.
_SECONDS_WITHOUT_WORKERS = 30.0
#: How often the threads are counted.
_SECONDS_BETWEEN_COUNTS = 2.0
#: Files a thread: one that it is on, and two so that it never waits for the network.
_DEPTH = 3
#: How long leaving the cluster may take. Whatever is left then ends with this process.
_SECONDS_TO_LEAVE = 5.0


class ClusterPool:
    """The workers of a Dask cluster. Used from one thread.

    What a worker needs to judge a file as this machine would is checked with every file: a cluster may get another
    machine at any time.
    """

    def __init__(self, address: str, bundle: Bundle, most: int | None, wake: Connection) -> None:
        """Connects; gives up waiting for that when something arrives at ``wake``.

        Args:
            address: of the scheduler, as Dask writes it.
            bundle: the model in use, which the workers must have too.
            most: files that are judged at a time; None takes all threads of the cluster.
            wake: left to the caller to read.

        Raises:
            WorkerError: there is no such cluster.
        """
        self._address, self._most = address, most
        self._order = {
            "version": __version__,
            "model": bundle.manifest.id,
            "sha256": bundle.sha256,
            "folder": os.path.abspath(bundle.folder),
        }
        # Dask takes tasks of the same name for the same task.
        self._name = f"unmask-{uuid.uuid4().hex}"
        self._threads = 0
        self._in_flight = 0
        self._failure: WorkerError | None = None
        self._inbox: queue.SimpleQueue[ImageResult | WorkerError | None] = queue.SimpleQueue()
        # A byte for every message: fewer than the pipe takes, as there are no more messages than files in flight.
        self._bell, self._ringer = multiprocessing.Pipe(duplex=False)
        self._ringing = threading.Lock()
        self._loop = asyncio.new_event_loop()
        self._client: asyncio.Future[Client] = self._loop.create_future()
        self._judging: set[asyncio.Task[None]] = set()
        # Dask would tell in the midst of the progress bar what is told here in a sentence.
        for name in ("distributed", "distributed.client", "tornado.application"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
        self._serving = self._loop.create_task(self._serve())
        self._thread = threading.Thread(target=self._run, name="cluster", daemon=True)
        self._thread.start()
        try:
            self.wait(wake)
        except WorkerError:
            self.close()
            raise

    @property
    def workers(self) -> int:
        """How many files are judged at a time; 0 if that is not known yet."""
        return min(self._threads, self._most or self._threads)

    @property
    def capacity(self) -> int:
        """How many files `submit` takes now."""
        # One that waits for workers to come is what some clusters start them for.
        room = max(1, self._threads) * _DEPTH
        return min(room, self._most or room) - self._in_flight

    def submit(self, image: ImageFile) -> None:
        """Hands out a file; never blocks."""
        self._in_flight += 1
        self._loop.call_soon_threadsafe(self._start, image)

    def wait(self, wake: Connection) -> list[ImageResult]:
        """Blocks until files are done or something arrives at ``wake``, which is left to the caller to read.

        Returns:
            The results.

        Raises:
            WorkerError: the cluster is lost, or a machine of it is of no use for this scan.
        """
        if self._failure:
            raise self._failure
        try:
            wait([wake, self._bell])
        except InterruptedError:
            pass  # Windows, after Ctrl-C was handled. Elsewhere Python waits on by itself.
        results = []
        while self._bell.poll() and not self._failure:
            self._bell.recv_bytes()
            match self._inbox.get():
                case ImageResult() as result:
                    self._in_flight -= 1
                    results.append(result)
                case WorkerError() as failure:
                    self._failure = failure
                case None:
                    pass  # Connected.
        if self._failure and not results:
            raise self._failure
        return results

    def set_pace(self, count: int, gentle: bool) -> None:
        """Changes nothing: pace spares the machine that scans, which only waits."""

    def close(self) -> None:
        """Leaves the cluster, which forgets the files that it has not begun."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._serving.cancel)
            self._thread.join(_SECONDS_TO_LEAVE)

    def _run(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(asyncio.wait([self._serving]))

    async def _serve(self) -> None:
        """Connects, and keeps the connection until this is cancelled."""
        client = None
        try:
            try:
                client = Client(self._address, asynchronous=True, set_as_default=False)
                # By our clock: Dask waits for ever for one that takes the connection and is no scheduler.
                await asyncio.wait_for(client, _SECONDS_TO_CONNECT)
                self._client.set_result(client)
                self._tell(await self._failure_of(client))
            except Exception as error:  # Of Dask, of any of its ways to connect, of how it is configured.
                reason = _on_one_line(error) or f"no scheduler answers within {_SECONDS_TO_CONNECT:.0f} seconds."
                self._tell(WorkerError(f"The cluster {self._address} can't be reached: {reason}"))
            # There is a loop for files as long as there is someone who hands them out.
            await self._loop.create_future()
        finally:
            if client:
                await client.close()

    async def _failure_of(self, client: Client) -> WorkerError:
        """Counts the cluster's threads until there are none for long, or nobody answers."""
        seen = time.monotonic()
        while True:
            try:
                threads = await asyncio.wait_for(client.nthreads(), _SECONDS_TO_ANSWER)
            except OSError:
                return self._lost()
            had, self._threads = self._threads, sum(threads.values())
            if self._threads:
                seen = time.monotonic()
                if not had:
                    self._tell(None)
            elif time.monotonic() - seen > _SECONDS_WITHOUT_WORKERS:
                return WorkerError(
                    f"The cluster {self._address} has no workers. Start one: dask worker {self._address}"
                )
            await asyncio.sleep(_SECONDS_BETWEEN_COUNTS)

    def _start(self, image: ImageFile) -> None:
        judging = self._loop.create_task(self._judge(image))
        self._judging.add(judging)
        judging.add_done_callback(self._judging.discard)

    async def _judge(self, image: ImageFile) -> None:
        client = await self._client
        path = os.fsencode(image.path)
        key = f"{self._name}-{image.index}"
        try:
            result, unread_by = await client.submit(judge, image.index, path, **self._order, key=key, pure=False)
        except WorkerError as error:
            self._tell(error)
        except KilledWorker:
            reason = "The workers of the cluster that had the picture died, one after the other."
            self._tell(ImageResult(image.index, image.path, Verdict.ERROR, reason))
        except (CancelledError, OSError):
            self._tell(self._lost())
        except Exception as error:  # What a file is to blame for is a row. Modules that are missing come here.
            self._tell(
                WorkerError(
                    f"A machine of the cluster can't judge pictures ({_on_one_line(error.__cause__ or error)}). The "
                    f'scheduler and the workers need Unmask {__version__}: pip install ".[cluster]" in its folder'
                )
            )
        else:
            if unread_by:
                # Asked on another thread: a share may take its time to answer.
                threading.Thread(target=self._tell_unread, args=(result, unread_by), daemon=True).start()
            else:
                self._tell(result)

    def _tell_unread(self, result: ImageResult, machine: str) -> None:
        """Tells of a file that a machine of the cluster can't read, and that this one may well read."""
        if os.access(result.path, os.R_OK):
            reason = (
                f"{machine}, a machine of the cluster, can't read the file: is the folder there, in the same place?"
            )
            result = replace(result, reason=reason)
        self._tell(result)

    def _tell(self, message: ImageResult | WorkerError | None) -> None:
        with self._ringing:
            self._inbox.put(message)
            self._ringer.send_bytes(b"!")

    def _lost(self) -> WorkerError:
        return WorkerError(f"The connection to the cluster {self._address} was lost.")


def _on_one_line(error: BaseException) -> str:
    return " ".join(str(error).split())[:200]

"""Worker processes of a training run: none outlives its parent, and one that crashes costs one picture."""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

from app.detector.processors import processors
from trainer.dataset_errors import WorkersError

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

_CHUNK = 16
#: After as many crashes it is not the pictures.
_MOST_CRASHES = 20


def exit_with_parent() -> None:
    """Ends this process as soon as its parent is gone, however the parent went; Ctrl-C is left to the parent.

    Workers of a pool hold both ends of its queues: when the parent is killed, they wait for ever. A download would
    even go on, beside that of the resumed run and into the same file.
    """
    # A terminal sends it to all processes. In a worker it would come out of the call as an error of its own.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def wait() -> None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=wait, name="exit-with-parent", daemon=True).start()


def map_in_workers(
    function: Callable[[_Item], _Result], items: Sequence[_Item], crashed: str
) -> Iterator[_Result | str]:
    """Calls a function with each item, on all cores.

    What the caller raises between two results ends the workers.

    Args:
        function: of a module, or a `functools.partial` of one.
        items: its arguments.
        crashed: what stands for the result of an item whose worker died of it: a broken decoder, or no memory left.

    Yields:
        The results, in the order of the items.

    Raises:
        WorkersError: workers die of everything.
    """
    workers = min(processors(), 8, max(1, len(items) // 50))
    done = crashes = 0
    alone = False  # One worker and one item at a time, to find the item that kills it.
    while done < len(items):
        some = items[done : done + 4 * workers * _CHUNK] if alone else items[done:]
        # Spawned, not forked: the parent may hold TensorFlow's threads.
        context = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(1 if alone else workers, context, initializer=exit_with_parent)
        try:
            for result in pool.map(function, some, chunksize=1 if alone else _CHUNK):
                yield result
                done += 1
            alone = False
        except BrokenProcessPool:
            if alone:
                crashes += 1
                if crashes > _MOST_CRASHES:
                    raise WorkersError(
                        "The processes that read the pictures keep crashing: close other programs to free memory, "
                        "and start again."
                    ) from None
                yield crashed
                done += 1
            alone = True
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

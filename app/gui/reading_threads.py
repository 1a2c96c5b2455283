"""Threads that read the user's files: a share that hangs may hold one for good, which must not hold the program."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any, TypeVar

_T = TypeVar("_T")

#: What a thread may take to come to its end, in seconds. Pictures are decoded in less.
_PATIENCE = 3.0


class ReadingThreads(ThreadPoolExecutor):
    """A pool that can be left without all of its threads having come to their end; see `leave`."""

    def __init__(self, most: int, name: str) -> None:
        """Starts no thread yet.

        Args:
            most: threads at once.
            name: what theirs begin with.
        """
        super().__init__(most, name)
        self._work: set[Future[Any]] = set()

    def submit(self, work: Callable[..., _T], /, *args: Any, **kwargs: Any) -> Future[_T]:
        """See `concurrent.futures.Executor.submit`."""
        future = super().submit(work, *args, **kwargs)
        self._work.add(future)
        future.add_done_callback(self._work.discard)
        return future

    def end(self) -> None:
        """Drops what was not begun, and ends the threads; what doesn't come to an end is left behind."""
        self.shutdown(wait=False, cancel_futures=True)
        stuck = wait(list(self._work), _PATIENCE).not_done
        # Those that are done may still be telling so.
        self.shutdown(wait=not stuck)


def leave(code: int) -> int:
    """The end of the program: at once if a thread was left behind, since Python would wait for it.

    Args:
        code: exit code.

    Returns:
        The code, if no thread was left behind.
    """
    others = [thread for thread in threading.enumerate() if not thread.daemon and thread is not threading.main_thread()]
    for thread in others:
        thread.join(_PATIENCE)
    if any(thread.is_alive() for thread in others):
        logging.shutdown()
        os._exit(code)
    return code

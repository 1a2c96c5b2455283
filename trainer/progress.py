"""How a training tells how far it is, and how it is stopped."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

Event = dict[str, Any]
"""See the package's ``__main__`` for the kinds."""

_SECONDS_BETWEEN = 0.3


class TrainingCancelled(Exception):
    """The user stopped it; the state on disk can be resumed."""


class Progress:
    """Turns what stages report into events, and the wish to stop into an exception."""

    def __init__(self, emit: Callable[[Event], None], cancelled: Callable[[], bool]) -> None:
        self._emit, self._cancelled = emit, cancelled
        self._stage, self._started, self._said, self._first = "", 0.0, 0.0, 0

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Tells how far a stage is, unless it was told a moment ago.

        Raises:
            TrainingCancelled: the user stopped it.
        """
        if self._cancelled():
            raise TrainingCancelled
        now = time.monotonic()
        if stage != self._stage:
            # What an earlier run has left says nothing of how fast this one is.
            self._stage, self._started, self._said, self._first = stage, now, 0.0, done
        if now - self._said > _SECONDS_BETWEEN or done == total:
            self._said = now
            self._emit(progress_event(stage, done, total, self._started, self._first))


def progress_event(stage: str, done: int, total: int, started: float, first: int) -> Event:
    """The event that says how far a stage is, how fast it goes and how long it will take.

    Args:
        stage: its name.
        done: how much of it is done.
        total: all of it.
        started: when it was begun in this run, by `time.monotonic`.
        first: how much was done by then.
    """
    elapsed = max(time.monotonic() - started, 1e-6)
    rate = (done - first) / elapsed
    left = (total - done) / rate if rate else None
    return {"event": "progress", "stage": stage, "done": done, "total": total, "rate": rate, "seconds_left": left}

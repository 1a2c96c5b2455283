"""A network on all cores: what it says of many pictures, in their order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from app.detector.litert import Network
from app.detector.processors import processors

_Answer = TypeVar("_Answer")

Row = npt.NDArray[Any]

_MOST_THREADS = 8
#: Pictures that are asked about ahead, a thread.
_AHEAD = 16


class NetworkPool:
    """Copies of a network, one a thread: LiteRT holds no lock while it computes."""

    def __init__(self, build: Callable[[], Network]) -> None:
        """Builds the copies.

        Args:
            build: makes one.
        """
        self._count = min(processors(), _MOST_THREADS)
        self._free: SimpleQueue[Network] = SimpleQueue()
        for _ in range(self._count):
            self._free.put(build())

    def ask(self, question: Callable[[Network, int], _Answer], numbers: range) -> Iterator[_Answer]:
        """Asks something about each of many pictures.

        Args:
            question: of a network about the picture with a number.
            numbers: of the pictures.

        Yields:
            The answers, in the order of the numbers; only a few are worked out ahead, so that the caller can stop.
        """

        def answer(number: int) -> _Answer:
            network = self._free.get()
            try:
                return question(network, number)
            finally:
                self._free.put(network)

        with ThreadPoolExecutor(self._count) as threads:
            for start in range(0, len(numbers), _AHEAD * self._count):
                yield from threads.map(answer, numbers[start : start + _AHEAD * self._count])

    def ask_once(
        self,
        question: Callable[[Network, int], Row],
        count: int,
        file: Path,
        progress: Callable[[int, int], None] = lambda done, total: None,
    ) -> Row:
        """Asks about each of many pictures, but for those whose answers an earlier run left.

        Args:
            question: see `ask`; all answers have one type and shape.
            count: the number of pictures.
            file: where the answers are kept, one after the other; made if it isn't there.
            progress: called with the number of pictures done and in all; what it raises stops the work.

        Returns:
            The answers, one a row, memory-mapped.
        """
        (first,) = self.ask(question, range(1))
        with file.open("ab") as kept:
            done = kept.tell() // first.nbytes
            # What a run was writing when it was killed.
            kept.truncate(done * first.nbytes)
            for answer in self.ask(question, range(done, count)):
                progress(done, count)
                kept.write(answer.tobytes())
                done += 1
        return np.memmap(file, first.dtype, "r", shape=(count, *first.shape))

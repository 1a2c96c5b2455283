"""The largest parts of a model, once in memory for all processes that use it."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from app.detector.litert import FloatArray, Network, PackedNetwork, standard_error_closed

_NAME = "unmask-weights"
_MOST_TRIES, _SECONDS_BETWEEN = 20, 0.05


class SharedWeights:
    """An encoder and the head on it in memory that other processes map, and that nobody can change any more.

    As an argument of a `multiprocessing.Process` it is the same memory there. Only Linux has the means
    (``memfd_create(2)`` and seals); a file on disk would have to be trusted, and cleared away after a crash.

    Attributes:
        sha256: of the manifest of the bundle that it belongs to.
    """

    sha256: str
    _content: int
    _packed: int
    _hidden: int

    def __init__(self, parts: Iterable[bytes], sha256: str) -> None:
        """Fills the memory.

        Args:
            parts: of the encoder's ``.tflite`` file, whose hashes were checked.
            sha256: see above.

        Raises:
            OSError: the system knows no such memory, has none left, or doesn't let it be opened again.
        """
        if sys.platform != "linux":
            raise OSError("no memory that can be sealed")
        self.sha256 = sha256
        self._content = self._packed = self._hidden = -1
        try:
            self._content, self._packed, self._hidden = _memory(), _memory(), _memory()
            with open(self._content, "wb", closefd=False) as file:
                for part in parts:
                    file.write(part)
            _seal(self._content)
            # Where /proc is not mounted, nobody could.
            self.paths[0].open("rb").close()
        except BaseException:
            self.close()
            raise

    @property
    def paths(self) -> tuple[Path, Path, Path]:
        """What this process opens the encoder, its weights as they are multiplied, and the head's hidden layer by."""
        content, packed, hidden = (
            Path(f"/proc/self/fd/{file}") for file in (self._content, self._packed, self._hidden)
        )
        return content, packed, hidden

    def pack(self, read_hidden: Callable[[], FloatArray]) -> None:
        """Puts the weights in order, once for all processes: the first does it, and the others wait.

        Not in the process that starts them, where what does it would stay in memory. Where it can't be done, each
        process does it for itself.

        Args:
            read_hidden: gives the weights of the head's hidden layer; see `app.detector.cascade.Head`.
        """
        import fcntl

        # Opened anew: a lock belongs to what was opened, and this was by the process that started all.
        with suppress(ImportError, OSError, ValueError), self.paths[1].open("r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            # Whoever was at one may have been killed.
            if not _is_sealed(self._hidden):
                with self.paths[2].open("wb") as hidden:
                    np.save(hidden, read_hidden())
                _seal(self._hidden)
            if not _is_sealed(self._packed):
                os.ftruncate(self._packed, 0)
                with standard_error_closed():
                    PackedNetwork(*self.paths[:2])
                _seal(self._packed)

    def network(self) -> Network:
        """The encoder, ready to run.

        Raises:
            ValueError: the file is no LiteRT model.
        """
        return PackedNetwork(*self.paths[:2]) if _is_sealed(self._packed) else Network(self.paths[0])

    def hidden(self) -> FloatArray | None:
        """Weights of the head's hidden layer, read only; None where they could not be put in order."""
        return np.asarray(np.load(self.paths[2], mmap_mode="r")) if _is_sealed(self._hidden) else None

    def close(self) -> None:
        """Gives it back; who has built the network keeps it."""
        for file in (self._content, self._packed, self._hidden):
            if file >= 0:
                os.close(file)

    def __reduce__(self) -> tuple[Callable[..., SharedWeights], tuple[Any, ...]]:
        from multiprocessing.reduction import DupFd  # Windows has none.

        files = [DupFd(file) for file in (self._content, self._packed, self._hidden)]
        return _in_another_process, (files, self.sha256)


def _memory() -> int:
    return os.memfd_create(_NAME, os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)


def _is_sealed(file: int) -> bool:
    import fcntl

    return fcntl.fcntl(file, fcntl.F_GET_SEALS) != 0


def _seal(file: int) -> None:
    import fcntl

    seals = fcntl.F_SEAL_WRITE | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_SEAL
    tries = iter(range(_MOST_TRIES))
    while True:
        try:
            fcntl.fcntl(file, fcntl.F_ADD_SEALS, seals)
            return
        except OSError as error:
            # Now and then the system is at one of the pages itself, to move it or to see whether it is used.
            if error.errno != errno.EBUSY or next(tries, None) is None:
                raise
            time.sleep(_SECONDS_BETWEEN)


def _in_another_process(files: list[Any], sha256: str) -> SharedWeights:
    shared = SharedWeights.__new__(SharedWeights)
    shared.sha256 = sha256
    shared._content, shared._packed, shared._hidden = (file.detach() for file in files)
    return shared

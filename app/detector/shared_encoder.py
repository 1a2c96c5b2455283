"""The largest part of a model, once in memory for all processes that use it."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from app.detector.litert import Network, PackedNetwork, standard_error_closed

_NAME = "unmask-encoder"
_MOST_TRIES, _SECONDS_BETWEEN = 20, 0.05


class SharedEncoder:
    """An encoder in memory that other processes map, and that nobody can change any more.

    As an argument of a `multiprocessing.Process` it is the same memory there. Only Linux has the means
    (``memfd_create(2)`` and seals); a file on disk would have to be trusted, and cleared away after a crash.

    Attributes:
        sha256: of the manifest of the bundle that it belongs to.
    """

    sha256: str
    _content: int
    _packed: int

    def __init__(self, parts: Iterable[bytes], sha256: str) -> None:
        """Fills the memory.

        Args:
            parts: of the ``.tflite`` file, whose hashes were checked.
            sha256: see above.

        Raises:
            OSError: the system knows no such memory, has none left, or doesn't let it be opened again.
        """
        if sys.platform != "linux":
            raise OSError("no memory that can be sealed")
        self.sha256 = sha256
        self._content = self._packed = -1
        try:
            self._content, self._packed = _memory(), _memory()
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
    def paths(self) -> tuple[Path, Path]:
        """What this process opens the file, and its weights as they are multiplied, by."""
        return Path(f"/proc/self/fd/{self._content}"), Path(f"/proc/self/fd/{self._packed}")

    def pack(self) -> None:
        """Puts the weights in order, once for all processes: the first does it, and the others wait.

        Not in the process that starts them, where what does it would stay in memory. Where it can't be done, each
        process does it for itself.
        """
        import fcntl

        # Opened anew: a lock belongs to what was opened, and this was by the process that started all.
        with suppress(ImportError, OSError, ValueError), self.paths[1].open("r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if not self._is_packed:
                os.ftruncate(self._packed, 0)  # Whoever was at it may have been killed.
                with standard_error_closed():
                    PackedNetwork(*self.paths)
                _seal(self._packed)

    @property
    def _is_packed(self) -> bool:
        import fcntl

        return fcntl.fcntl(self._packed, fcntl.F_GET_SEALS) != 0

    def network(self) -> Network:
        """The encoder, ready to run.

        Raises:
            ValueError: the file is no LiteRT model.
        """
        return PackedNetwork(*self.paths) if self._is_packed else Network(self.paths[0])

    def close(self) -> None:
        """Gives it back; who has built the network keeps it."""
        for file in (self._content, self._packed):
            if file >= 0:
                os.close(file)

    def __reduce__(self) -> tuple[Callable[..., SharedEncoder], tuple[Any, ...]]:
        from multiprocessing.reduction import DupFd  # Windows has none.

        return _in_another_process, (DupFd(self._content), DupFd(self._packed), self.sha256)


def _memory() -> int:
    return os.memfd_create(_NAME, os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)


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


def _in_another_process(content: Any, packed: Any, sha256: str) -> SharedEncoder:
    shared = SharedEncoder.__new__(SharedEncoder)
    shared.sha256, shared._content, shared._packed = sha256, content.detach(), packed.detach()
    return shared

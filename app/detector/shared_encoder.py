"""The largest part of a model, once in memory for all processes that use it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

_NAME = "unmask-encoder"


class SharedEncoder:
    """An encoder in memory that other processes map, and that nobody can change any more.

    As an argument of a `multiprocessing.Process` it is the same memory there. Only Linux has the means
    (``memfd_create(2)`` and seals); a file on disk would have to be trusted, and cleared away after a crash.

    Attributes:
        sha256: of the manifest of the bundle that it belongs to.
    """

    sha256: str
    _file: int

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
        import fcntl

        self.sha256 = sha256
        self._file = os.memfd_create(_NAME, os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
        try:
            with open(self._file, "wb", closefd=False) as file:
                for part in parts:
                    file.write(part)
            seals = fcntl.F_SEAL_WRITE | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_SEAL
            fcntl.fcntl(self._file, fcntl.F_ADD_SEALS, seals)
            # Where /proc is not mounted, nobody could.
            self.path.open("rb").close()
        except BaseException:
            self.close()
            raise

    @property
    def path(self) -> Path:
        """What this process opens it by."""
        return Path(f"/proc/self/fd/{self._file}")

    def close(self) -> None:
        """Gives it back; who has mapped it keeps it."""
        os.close(self._file)

    def __reduce__(self) -> tuple[Callable[..., SharedEncoder], tuple[Any, ...]]:
        from multiprocessing.reduction import DupFd  # Windows has none.

        return _in_another_process, (DupFd(self._file), self.sha256)


def _in_another_process(file: Any, sha256: str) -> SharedEncoder:
    shared = SharedEncoder.__new__(SharedEncoder)
    shared.sha256, shared._file = sha256, file.detach()
    return shared

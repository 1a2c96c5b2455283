"""A file that is locked until its process is done with something, or ends in any way."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def locked_file(file: Path, wait: Callable[[], None]) -> Iterator[None]:
    """Holds the lock of a file.

    Args:
        file: made if it isn't there; its folder exists.
        wait: called again and again while another process has the lock; what it raises comes out.
    """
    handle = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        while not _is_ours(handle):
            wait()
        yield
    finally:
        os.close(handle)


def _is_ours(handle: int) -> bool:
    """Whether an open file could be locked; also true where there are no locks, as on some shares."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        pass
    return True

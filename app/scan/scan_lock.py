"""Who is at a scan: a file beside the journal that is locked until its process lets go of it, or ends in any way."""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from pathlib import Path

#: Whoever only looks holds a lock for a moment.
_TRIES, _SECONDS_BETWEEN_TRIES = 10, 0.02


class ScanLock:
    """Held by the process that scans."""

    def __init__(self, file: int, path: Path) -> None:
        """See `take`."""
        self._file, self._path = file, path

    @classmethod
    def take(cls, journal: Path, scan: int) -> ScanLock | None:
        """Takes the lock of a scan.

        Args:
            journal: path of the journal.
            scan: `app.scan.journal.PastScan.id`.

        Returns:
            The lock; None if another process, or another scan of this one, has it.

        Raises:
            OSError: there can be no such file, or no locks where it is.
        """
        path = _path(journal, scan)
        for _ in range(_TRIES):
            file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                _lock(file)
                return cls(file, path)
            except (BlockingIOError, PermissionError):
                os.close(file)
            except BaseException:
                os.close(file)
                raise
            time.sleep(_SECONDS_BETWEEN_TRIES)
        return None

    def release(self, over: bool) -> None:
        """Lets go of the scan.

        Args:
            over: it got to its end, and nobody takes it up again.
        """
        os.close(self._file)
        if over:
            with suppress(OSError):
                self._path.unlink()


def is_locked(journal: Path, scan: int) -> bool:
    """Whether a process is at a scan."""
    return is_locked_file(_path(journal, scan))


def is_locked_file(path: Path) -> bool:
    """Whether a process holds the lock of a file; nobody does of one that isn't there."""
    try:
        file = os.open(path, os.O_RDWR)
    except OSError:
        return False
    try:
        _lock(file)
    except (BlockingIOError, PermissionError):
        return True
    except OSError:
        return False
    finally:
        os.close(file)
    return False


def forget(journal: Path, scan: int) -> None:
    """Removes what is left of the lock of a scan that is deleted."""
    with suppress(OSError):  # On Windows, whoever scans keeps it.
        _path(journal, scan).unlink()


def _path(journal: Path, scan: int) -> Path:
    return journal.with_name(f"{journal.stem}-scan-{scan}.lock")


def _lock(file: int) -> None:
    """Locks an open file, until it is closed.

    Raises:
        OSError: that is not possible; `BlockingIOError` or `PermissionError` if it is locked.
    """
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

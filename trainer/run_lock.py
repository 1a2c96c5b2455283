"""Who is at a training: a file in its folder that is locked until its process is done, or ends in any way.

Two that wrote the same crops and states would each learn from what the other one writes. See `app.trainer_command`,
which offers no training to be resumed that somebody is at.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from trainer.train_model import TrainingFailed

_NAME = "run.lock"
#: Whoever only looks holds the lock for a moment.
_TRIES, _SECONDS_BETWEEN_TRIES = 10, 0.02


@contextmanager
def sole_run(folder: Path) -> Iterator[None]:
    """Holds the lock of a training.

    Args:
        folder: of the training; it exists.

    Raises:
        TrainingFailed: another process has it.
    """
    file = os.open(folder / _NAME, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        for _ in range(_TRIES):
            if _locked(file):
                break
            time.sleep(_SECONDS_BETWEEN_TRIES)
        else:
            raise TrainingFailed(f"The training in {folder} is running already.")
        yield
    finally:
        os.close(file)


def _locked(file: int) -> bool:
    """Whether an open file could be locked; also true where there are no locks, as on some shares."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        pass
    return True

"""What to do when nobody reads standard output any more, as after ``| head``."""

from __future__ import annotations

import errno
import os
import sys


def is_reader_gone(error: OSError) -> bool:
    """Whether this came of printing to someone who went away."""
    if isinstance(error, BrokenPipeError):
        return True
    # Windows says that of a pipe without a reader; of a file's name, too.
    return sys.platform == "win32" and error.errno == errno.EINVAL and error.filename is None


def print_nothing_more() -> None:
    """Sends nowhere what is still printed, also by Python, which complains at exit otherwise."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    # `2>&1 | head`. On Windows, all pipes and consoles look the same.
    if sys.platform != "win32" and os.path.sameopenfile(sys.stdout.fileno(), sys.stderr.fileno()):
        os.dup2(nowhere, sys.stderr.fileno())
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)

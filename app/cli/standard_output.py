"""What to do when nobody takes what is printed any more: after ``| head``, or because a disk is full."""

from __future__ import annotations

import errno
import io
import os
import sys
from contextlib import suppress


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


class _Forgiving(io.TextIOWrapper):
    def write(self, text: str, /) -> int:
        try:
            return super().write(text)
        except OSError:
            return len(text)

    def flush(self) -> None:
        with suppress(OSError):
            super().flush()


def forgive_standard_error() -> None:
    """Has what can't be written to standard error be lost: a log on a full disk must not cost the work it tells of."""
    stream = sys.stderr
    if type(stream) is io.TextIOWrapper:  # Not what a test has in its place.
        sys.stderr = _Forgiving(stream.buffer, stream.encoding, stream.errors, line_buffering=True)

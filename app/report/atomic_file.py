"""A file that is either written completely or not at all."""

from __future__ import annotations

import errno
import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


class ExportError(Exception):
    """A report can't be written. ``str()`` says where and what to do."""


def check_target(target: Path) -> None:
    """Finds out, before hours of work, whether `atomic_file` could write now; leaves everything as it is.

    Args:
        target: as for `atomic_file`.

    Raises:
        ExportError: as for `atomic_file`.
    """
    target = Path(os.path.abspath(target))
    if is_standard_output(target):
        return
    try:
        mode = _mode(target)
        if mode is None or stat.S_ISREG(mode):
            descriptor, name = _begun_beside(target, mode)
            os.close(descriptor)
            os.unlink(name)
        elif stat.S_ISDIR(mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
    except OSError as error:
        raise _export_error(target, error) from error


def is_standard_output(target: Path) -> bool:
    """Whether a file is the one that standard output goes to, as /dev/stdout is."""
    try:
        status = target.stat()
        # On Windows, what has no number may be anything.
        return status.st_ino != 0 and os.path.samestat(status, os.fstat(1))
    except OSError:
        return False


@contextmanager
def atomic_file(target: Path, encoding: str = "utf-8", newline: str | None = None) -> Iterator[IO[str]]:
    """Opens a temporary file beside the target and moves it there when the block ends without an error.

    A link is followed, and a file that is replaced keeps its permissions. A pipe or a device can only be written to; so
    is what standard output goes to.

    Args:
        target: where the file shall be.
        encoding: of the text.
        newline: as for `open`.

    Yields:
        The open file.

    Raises:
        ExportError: the folder or the target can't be written.
    """
    target = Path(os.path.abspath(target))
    temporary = None
    try:
        if is_standard_output(target):
            # Replaced, or opened by its name, a file would lose what is in it: there may be a lot where it is added to.
            sys.stdout.flush()
            with open(os.dup(1), "w", encoding=encoding, newline=newline) as file:
                yield file
            return
        mode = _mode(target)
        if mode is not None and not stat.S_ISREG(mode):
            with target.open("w", encoding=encoding, newline=newline) as file:
                yield file
            return
        descriptor, name = _begun_beside(target, mode)
        temporary = Path(name)
        with open(descriptor, "w", encoding=encoding, newline=newline) as file:
            yield file
        try:
            temporary.chmod(0o666 & ~_umask() if mode is None else stat.S_IMODE(mode))
        except OSError:
            pass  # Some shares refuse that and give all files the same.
        os.replace(temporary, _place(target))
    except BaseException as error:
        if temporary:
            temporary.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise _export_error(target, error) from error
        raise


def _begun_beside(target: Path, mode: int | None) -> tuple[int, str]:
    """Descriptor and path of a temporary file beside the target."""
    place = _place(target)
    # os.replace needs no leave of a read-only file, but its owner meant something by it.
    if mode is not None and not os.access(place, os.W_OK):
        raise PermissionError(13, "Permission denied", str(target))
    return tempfile.mkstemp(prefix=f".{place.name[:40]}-", dir=place.parent)


def _place(target: Path) -> Path:
    return Path(os.path.realpath(target)) if target.is_symlink() else target


def _mode(target: Path) -> int | None:
    """Kind and permissions of what is there, links followed; None if nothing is."""
    try:
        return target.stat().st_mode
    except FileNotFoundError:
        return None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _export_error(target: Path, error: OSError) -> ExportError:
    return ExportError(
        f"{target} can't be written: {error.strerror}. Close it if another program has it open, "
        "or choose another name or folder."
    )

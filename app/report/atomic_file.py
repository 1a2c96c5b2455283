"""A file that is either written completely or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


class ExportError(Exception):
    """A report can't be written. ``str()`` says where and what to do."""


@contextmanager
def atomic_file(target: Path, encoding: str = "utf-8", newline: str | None = None) -> Iterator[IO[str]]:
    """Opens a temporary file beside the target and moves it there when the block ends without an error.

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
    try:
        # os.replace needs no leave of a read-only file, but its owner meant something by it.
        if target.exists() and not os.access(target, os.W_OK):
            raise PermissionError(13, "Permission denied", str(target))
        descriptor, name = tempfile.mkstemp(prefix=f".{target.name[:40]}-", dir=target.parent)
    except OSError as error:
        raise _export_error(target, error) from error
    temporary = Path(name)
    try:
        with open(descriptor, "w", encoding=encoding, newline=newline) as file:
            yield file
        temporary.chmod(0o666 & ~_umask())
        os.replace(temporary, target)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise _export_error(target, error) from error
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _export_error(target: Path, error: OSError) -> ExportError:
    return ExportError(
        f"{target} can't be written: {error.strerror}. Close it if another program has it open, "
        "or choose another name or folder."
    )

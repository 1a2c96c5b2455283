"""The content of a file that is named like a picture, whatever it is."""

from __future__ import annotations

import stat
from pathlib import Path

from app.detector.decode import MAX_FILE_BYTES, DecodeError


def read_picture(path: Path) -> bytes:
    """Reads a picture's file, unless it would never end or fill the memory.

    Raises:
        DecodeError: it is a pipe or a device, or too large.
        OSError: it can't be read.
    """
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        raise DecodeError("This is no file, but a pipe or a device.")
    if status.st_size > MAX_FILE_BYTES:
        raise DecodeError(f"The file is larger than {MAX_FILE_BYTES // 2**20} MB.")
    return path.read_bytes()

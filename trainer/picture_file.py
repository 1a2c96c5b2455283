"""The content of a file that is named like a picture, whatever it is."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from app.detector.decode import MAX_FILE_BYTES, DecodeError
from trainer.dataset_errors import FolderGoneError


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


def why_unread(path: Path, error: OSError) -> str:
    """Why a picture can't be read, where it is the picture's own fault.

    Raises:
        FolderGoneError: its folder is gone, so that nothing is known of the picture.
    """
    if not os.path.isdir(path.parent):
        raise FolderGoneError(f"The folder {path.parent} is not there any more. Once it is back, resume the training.")
    return f"The file can't be read: {error.strerror}."

"""A folder with what folders hold: pictures, and rubbish that calls itself pictures."""

from __future__ import annotations

import shutil
import struct
import sys
import zlib
from pathlib import Path

import pytest


@pytest.fixture
def rubbish(tmp_path: Path, astronaut: Path) -> Path:
    """One good picture and five bad files; where the system allows it, odd names too."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    content = astronaut.read_bytes()
    shutil.copy(astronaut, folder / "good.png")
    (folder / "text.jpg").write_text("I am no picture", "utf-8")
    (folder / "empty.png").write_bytes(b"")
    (folder / "truncated.png").write_bytes(content[: len(content) // 2])
    (folder / "huge.png").write_bytes(_claimed_png(30_000, 30_000))
    (folder / "sub").mkdir()
    (folder / "sub/cut.webp").write_bytes(b"RIFF\x10\0\0\0WEBPVP8 ")
    if sys.platform != "win32":
        shutil.copy(astronaut, folder / "new\nline \N{GRINNING FACE} \N{RIGHT-TO-LEFT OVERRIDE}gnp.png")
    if sys.platform == "linux":
        shutil.copy(astronaut, str(folder).encode() + b"/not utf-8 \xff.png")
    return folder


def _claimed_png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")

"""Fuzzes one of our readers with atheris, guided by coverage: ``python -m tests.hostile.fuzz_readers READER``.

READER is ``manifest``, ``sources``, ``provenance``, ``journal`` or ``outcome``; what follows goes to libFuzzer, such as
``-max_total_time=60`` or a folder with a corpus. Whatever a reader doesn't answer with its own error is a crash, which
libFuzzer writes to a file. Needs ``pip install atheris``: Linux or macOS, CPython 3.11 to 3.13.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import struct
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["app"]):
    from app.detector.bundle import BundleError, read_manifest
    from app.detector.labelled import LayoutError, read_labelled_folder
    from app.evidence.provenance import read_provenance
    from app.models import bundled_model
    from app.scan.journal import Journal, JournalError
    from app.scan.known_results import KnownResults
    from app.scan.results import ImageFile

_HOME = Path(tempfile.mkdtemp(prefix="unmask-fuzz-"))


def manifest(data: bytes) -> None:
    """The manifest of a model from elsewhere."""
    (_HOME / "manifest.json").write_bytes(data)
    try:
        read_manifest(_HOME)
    except BundleError:
        pass


def sources(data: bytes) -> None:
    """The table of sources beside labelled pictures: whatever it holds, no label becomes another."""
    (_HOME / "real").mkdir(exist_ok=True)
    (_HOME / "real/a.jpg").touch()
    (_HOME / "sources.csv").write_bytes(data)
    try:
        (found,) = read_labelled_folder(_HOME)
    except LayoutError:  # A column of labels contradicts the folder.
        return
    assert found.label == "real"


def provenance(data: bytes) -> None:
    """The provenance of a picture."""
    box = struct.pack(">I", len(data) + 8) + b"jumb" + data + b"c2pa"
    marker = b"\xff\xeb" + struct.pack(">H", min(len(box) + 10, 2**16 - 1)) + b"JP\0\1" + struct.pack(">I", 1) + box
    for kind, content in (("JPEG", b"\xff\xd8" + marker + b"\xff\xd9"), ("PNG", box), ("WEBP", box)):
        assert read_provenance(content, kind)[0] in ("absent", "valid", "invalid", "unreadable")


def _journal() -> bytes:
    """A journal with one result, as a scan leaves it."""
    file = _HOME / "made.sqlite"
    Journal(file).close()
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("PRAGMA journal_mode=DELETE")
        db.execute("INSERT INTO judges VALUES (1, 'model', 'bundle', '1')")
        db.execute("INSERT INTO judgements VALUES (1, ?, 1, 'real', ?)", (bytes(32), _OUTCOME))
        db.execute("INSERT INTO files VALUES (1, ?, ?, ?)", (os.fsencode(_PICTURE.path), _STATE, bytes(32)))
    return file.read_bytes()


def _ask(file: Path) -> None:
    known = KnownResults(file, "model", 1, 1, True).open()
    try:
        known.of_content(_PICTURE, 0, "00" * 32)
        known.of_files([(_PICTURE, _STATE)])
    except JournalError:
        pass
    finally:
        known.close()


def journal(data: bytes) -> None:
    """A journal with bytes that changed: pairs of a place and a byte."""
    damaged = bytearray(_MADE)
    for place, value in struct.iter_unpack("<HB", data[: len(data) // 3 * 3]):
        damaged[place % len(damaged)] = value
    file = _HOME / "damaged.sqlite"
    file.write_bytes(damaged)
    _ask(file)


def outcome(data: bytes) -> None:
    """A whole journal with anything at all where a result is expected."""
    file = _HOME / "odd.sqlite"
    file.write_bytes(_MADE)
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("UPDATE judgements SET outcome = ?", (data.decode("utf-8", "replace"),))
    _ask(file)


_PICTURE, _STATE = ImageFile(0, _HOME / "a.jpg"), bytes(32)
_OUTCOME = json.dumps({"picture": [1, 1, "PNG", 1], "faces": [], "reason": "", "provenance": "absent"})
_READERS: dict[str, Callable[[bytes], None]] = {
    reader.__name__: reader for reader in (manifest, sources, provenance, journal, outcome)
}

_START = {
    "manifest": (bundled_model() / "manifest.json").read_bytes(),
    "sources": b"file,source\nreal/a.jpg,somewhere\n",
    "provenance": b"jumdc2pa",
    "journal": b"\x10\0\xff",
    "outcome": _OUTCOME.encode(),
}

if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in _READERS:
        sys.exit(f"usage: python -m tests.hostile.fuzz_readers {'|'.join(_READERS)} [-max_total_time=60] [FOLDER]")
    chosen = _READERS[sys.argv.pop(1)]
    _MADE = _journal()
    corpus = _HOME / "corpus"
    corpus.mkdir()
    (corpus / "start").write_bytes(_START[chosen.__name__])
    atheris.Setup([*sys.argv, str(corpus)], chosen)
    try:
        atheris.Fuzz()
    finally:
        shutil.rmtree(_HOME)

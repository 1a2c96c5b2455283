"""Earlier results, as the journal has them: of files that did not change, and of contents.

The state of each path at the last look (size, times, inode) says which content it has without reading it. Windows tells
no time of the last change of a file's state: there, a file whose content is replaced in place by one of the same size
and dated back is taken for the old one; ``--no-cache`` reads it.
"""

from __future__ import annotations

import os
import sqlite3
import struct
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.scan.journal import journal_errors, journal_result, open_for_reading
from app.scan.result_json import read
from app.scan.results import ImageFile, ImageResult

_STATE = struct.Struct("<qqqQ")
#: A file that changed this shortly before it was looked at may change again within the same tick of its file system's
#: clock, and look the same. File systems that count whole seconds have even ticks of two.
_TICK_NS, _COARSE_TICK_NS = 50_000_000, 2_000_000_000


@dataclass(frozen=True, slots=True)
class Entry:
    """A result on its way into the journal.

    Attributes:
        result: the row.
        state: of the file before it was read, from `file_state`; b"" if unknown.
        file: row of the path if it is known to be up to date, else 0.
        judgement: row of the judgement if the result was taken from it, else 0.
    """

    result: ImageResult
    state: bytes = b""
    file: int = 0
    judgement: int = 0


@dataclass(frozen=True, slots=True)
class KnownResults:
    """Where to look for earlier results. Small: it goes to the workers, and each opens the file for itself.

    Attributes:
        path: of the journal.
        model: id of the model.
        judge: whose results count.
        scan: the present one.
        everywhere: results of every scan count, not only those of the present one from before it was resumed.
    """

    path: Path
    model: str
    judge: int
    scan: int
    everywhere: bool

    def open(self) -> KnownLookup:
        """Prepares to read the journal, which is opened at the first question."""
        return KnownLookup(self)


class KnownLookup:
    """Earlier results, for one thread."""

    def __init__(self, where: KnownResults) -> None:
        self._where = where
        self._opened: sqlite3.Connection | None = None

    def close(self) -> None:
        """Closes the file."""
        if self._opened:
            self._opened.close()

    def _db(self) -> sqlite3.Connection:
        if not self._opened:
            self._opened = open_for_reading(self._where.path)
        return self._opened

    def of_files(self, files: Sequence[tuple[ImageFile, bytes]]) -> list[Entry | None]:
        """What is known of files that did not change since they were read.

        Args:
            files: at most some hundreds, with their `file_state`.

        Returns:
            For each, its entry, or None if it has to be read.

        Raises:
            app.scan.journal.JournalError: the journal can't be read.
        """
        marks = ",".join("?" * len(files))
        with journal_errors(self._where.path):
            found = (
                self._db()
                .execute(
                    "SELECT path, files.id, state, judgements.id, verdict, outcome, files.sha256, rows.file IS NOT NULL"  # noqa: S608
                    " FROM files JOIN judgements ON judgements.sha256 = files.sha256 AND judge = ?"
                    " LEFT JOIN rows ON scan = ? AND rows.file = files.id AND rows.judgement = judgements.id"
                    f" WHERE path IN ({marks})",
                    (self._where.judge, self._where.scan, *(os.fsencode(image.path) for image, _ in files)),
                )
                .fetchall()
            )
        known = {path: row for path, *row in found}
        entries: list[Entry | None] = []
        for image, state in files:
            entry = None
            if state and (row := known.get(os.fsencode(image.path))):
                file, before, judgement, verdict, outcome, sha256, here = row
                # A share that was away may come back with other inodes. So does a file that was replaced by one of the
                # same size and time: it is read again, and only judged again if its content is another.
                if before == state and (here or self._where.everywhere):
                    modified = _STATE.unpack(state)[1]
                    # One that can't be read is judged anew, and replaced then.
                    with suppress(ValueError):
                        result = read(image, modified, verdict, outcome, sha256.hex(), self._where.model)
                        entry = Entry(result, state, file, judgement)
            entries.append(entry)
        return entries

    def has_files_in(self, folder: Path) -> bool:
        """Whether the present scan, before it was resumed, read a file in a folder or in one below it.

        Raises:
            app.scan.journal.JournalError: the journal can't be read.
        """
        below = os.fsencode(os.path.join(folder, ""))
        behind = below[:-1] + bytes([below[-1] + 1])
        with journal_errors(self._where.path):
            found = (
                self._db()
                .execute(
                    "SELECT 1 FROM rows JOIN files ON files.id = file WHERE scan = ? AND judgement IS NOT NULL"
                    " AND path > ? AND path < ? LIMIT 1",
                    (self._where.scan, below, behind),
                )
                .fetchone()
            )
        return found is not None

    def of_content(self, image: ImageFile, modified: int, sha256: str) -> ImageResult | None:
        """What is known of a content, wherever it was found then.

        Args:
            image: where it is now.
            modified: of the file as it is now, nanoseconds since 1970.
            sha256: of the content.

        Returns:
            The result, or None if the content has to be judged.

        Raises:
            app.scan.journal.JournalError: the journal can't be read.
        """
        if not self._where.everywhere:
            return None
        with journal_errors(self._where.path):
            found = (
                self._db()
                .execute(
                    "SELECT verdict, outcome FROM judgements WHERE sha256 = ? AND judge = ?",
                    (bytes.fromhex(sha256), self._where.judge),
                )
                .fetchall()
            )
        if not found:
            return None
        ((verdict, outcome),) = found
        return journal_result(image, modified, verdict, outcome, sha256, self._where.model)


def file_state(path: Path) -> bytes:
    """What a file's content is recognised by without reading it: size, times of change, inode.

    Args:
        path: of the file.

    Returns:
        The state; b"" if there is none that can be relied on: the file is gone, or it changed just now.
    """
    try:
        status = path.stat()
    except (OSError, ValueError):
        return b""
    coarse = status.st_mtime_ns % 1_000_000_000 == 0
    last_change = max(status.st_mtime_ns, status.st_ctime_ns)
    if last_change > time.time_ns() - (_COARSE_TICK_NS if coarse else _TICK_NS):
        return b""
    try:
        return _STATE.pack(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino & (2**64 - 1))
    except struct.error:  # A file system may claim any date.
        return b""

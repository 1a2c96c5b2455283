"""What a person decided about pictures, kept by content: a renamed or copied picture keeps its decision. No Qt here."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Literal

Decision = Literal["", "confirmed", "overturned", "unsure"]

#: Steps from one version of the file to the next; ``user_version`` counts those that were taken. Only ever append.
#: The first step finds its table in files of before there were versions.
_MIGRATIONS = (
    """CREATE TABLE IF NOT EXISTS review (
        sha256 TEXT PRIMARY KEY,
        decision TEXT NOT NULL,
        note TEXT NOT NULL,
        decided TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
    ) WITHOUT ROWID""",
    "ALTER TABLE review ADD COLUMN verdict TEXT NOT NULL DEFAULT ''",
)


class ReviewError(Exception):
    """A decision can't be kept. ``str()`` is the sentence that the user reads."""


class ReviewsDamagedError(ReviewError):
    """The file held no reviews that can be read. It was set aside; the next use begins a new one."""


@dataclass(frozen=True, slots=True)
class Review:
    """What a person said of a picture.

    Attributes:
        decision: confirmed, overturned or unsure about the machine's verdict; "" while nobody decided.
        note: free text.
        verdict: what the machine had said that was decided about; another model may say something else of the picture.
            "" while nobody decided, and of decisions of before it was kept.
    """

    decision: Decision = ""
    note: str = ""
    verdict: str = ""


class ReviewStore:
    """Decisions in an SQLite file, which several windows may use at once."""

    def __init__(self, file: Path) -> None:
        """Opens the store at its first use; ``file`` and its folder need not exist."""
        self._file = file

    def all(self) -> dict[str, Review]:
        """Every decision by SHA-256 of the picture.

        Raises:
            ReviewError: the file can't be read.
        """
        with self._open() as database:
            rows = database.execute("SELECT sha256, decision, note, verdict FROM review").fetchall()
        return {sha256: Review(*said) for sha256, *said in rows}

    def put(self, reviews: Mapping[str, Review]) -> None:
        """Keeps decisions, by SHA-256 of the picture, in the place of earlier ones; all or none.

        Raises:
            ReviewError: the file can't be written.
        """
        withdrawn = [(sha256,) for sha256, review in reviews.items() if review == Review()]
        kept = [(sha256, *astuple(review)) for sha256, review in reviews.items() if review != Review()]
        with self._open() as database:
            database.executemany("DELETE FROM review WHERE sha256 = ?", withdrawn)
            database.executemany(
                "INSERT OR REPLACE INTO review (sha256, decision, note, verdict) VALUES (?, ?, ?, ?)", kept
            )

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            database = sqlite3.connect(self._file, timeout=5, isolation_level=None)
            try:
                # IMMEDIATE: of two windows, one migrates and the other waits.
                database.execute("BEGIN IMMEDIATE")
                self._migrate(database)
                yield database
                database.execute("COMMIT")
            finally:
                database.close()
        except sqlite3.Error as error:
            # Extended codes have the kind in their last byte.
            kind = getattr(error, "sqlite_errorcode", 0) & 0xFF
            if kind in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
                raise ReviewsDamagedError(self._set_aside()) from error
            raise ReviewError(f"Reviews can't be kept in {self._file}: {error}.") from error
        except OSError as error:
            raise ReviewError(f"Reviews can't be kept in {self._file}: {error.strerror or error}.") from error

    def _migrate(self, database: sqlite3.Connection) -> None:
        (version,) = database.execute("PRAGMA user_version").fetchone()
        if version > len(_MIGRATIONS):
            raise ReviewError(
                f"The reviews in {self._file} are of a newer version of Unmask. Use that version; this one leaves them "
                "as they are."
            )
        for step in _MIGRATIONS[version:]:
            database.execute(step)
        if version < len(_MIGRATIONS):
            database.execute(f"PRAGMA user_version={len(_MIGRATIONS)}")

    def _set_aside(self) -> str:
        """Renames the damaged file; returns the sentence for the user."""
        aside = self._file.with_name(f"{self._file.stem}-damaged-{time.strftime('%Y%m%d-%H%M%S')}{self._file.suffix}")
        try:
            os.replace(self._file, aside)
        except OSError as error:
            return f"The reviews in {self._file} are damaged and can't be renamed: {error.strerror or error}."
        return f"The reviews of earlier scans were damaged. They are kept as {aside}, and a new file begins."

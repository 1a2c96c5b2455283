"""What a person decided about pictures, kept by content: a renamed or copied picture keeps its decision. No Qt here."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Decision = Literal["", "confirmed", "overturned", "unsure"]

_SCHEMA = """
CREATE TABLE IF NOT EXISTS review (
    sha256 TEXT PRIMARY KEY,
    decision TEXT NOT NULL,
    note TEXT NOT NULL,
    decided TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
) WITHOUT ROWID
"""


class ReviewError(Exception):
    """A decision can't be kept. ``str()`` is the sentence that the user reads."""


@dataclass(frozen=True, slots=True)
class Review:
    """What a person said of a picture.

    Attributes:
        decision: confirmed, overturned or unsure about the machine's verdict; "" while nobody decided.
        note: free text.
    """

    decision: Decision = ""
    note: str = ""


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
            rows = database.execute("SELECT sha256, decision, note FROM review").fetchall()
        return {sha256: Review(decision, note) for sha256, decision, note in rows}

    def put(self, reviews: Mapping[str, Review]) -> None:
        """Keeps decisions, by SHA-256 of the picture, in the place of earlier ones; all or none.

        Raises:
            ReviewError: the file can't be written.
        """
        withdrawn = [(sha256,) for sha256, review in reviews.items() if review == Review()]
        kept = [(sha256, review.decision, review.note) for sha256, review in reviews.items() if review != Review()]
        with self._open() as database:
            database.executemany("DELETE FROM review WHERE sha256 = ?", withdrawn)
            database.executemany("INSERT OR REPLACE INTO review (sha256, decision, note) VALUES (?, ?, ?)", kept)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            database = sqlite3.connect(self._file, timeout=5)
            try:
                with database:
                    database.execute(_SCHEMA)
                    yield database
            finally:
                database.close()
        except (OSError, sqlite3.Error) as error:
            raise ReviewError(f"Reviews can't be kept in {self._file}: {error}") from error

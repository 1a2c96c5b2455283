"""The results of a scan in the terminal, out of memory: a report may have a hundred thousand rows."""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Collection, Iterator

from app.scan.results import ImageResult

#: Rows that are read back at once.
_BATCH = 256


class KeptResults(Collection[ImageResult]):
    """Results, to be read in discovery order as often as needed.

    They are in a temporary database, which SQLite holds in memory while it is small and removes whatever happens. The
    journal is no place for them: a scan may have to do without one.
    """

    def __init__(self) -> None:
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.execute("PRAGMA journal_mode=OFF")
        self._db.execute("CREATE TABLE results (place INTEGER PRIMARY KEY, result BLOB NOT NULL)")

    def add(self, result: ImageResult) -> None:
        """Takes in a result.

        Raises:
            OSError: the disk of temporary files is full.
        """
        try:
            self._db.execute("INSERT INTO results VALUES (?, ?)", (result.index, pickle.dumps(result)))
        except sqlite3.OperationalError as error:
            raise OSError(f"Results can't be kept for the report: {error}; make room for temporary files") from error

    def __len__(self) -> int:
        (count,) = self._db.execute("SELECT count(*) FROM results").fetchone()
        return int(count)

    def __contains__(self, result: object) -> bool:
        return any(result == kept for kept in self)

    def __iter__(self) -> Iterator[ImageResult]:
        rows = self._db.execute("SELECT result FROM results ORDER BY place")
        while batch := rows.fetchmany(_BATCH):
            for (pickled,) in batch:
                result: ImageResult = pickle.loads(pickled)  # noqa: S301 - our own, and nobody else can write there.
                yield result

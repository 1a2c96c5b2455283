"""What a scan writes into the journal while it runs."""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from app import __version__
from app.detector.bundle import Bundle
from app.detector.verdict import Verdict
from app.scan.journal import Journal
from app.scan.known_results import Entry
from app.scan.result_json import outcome, read
from app.scan.results import ImageFile, ImageResult, ScanRequest
from app.scan.scan_lock import ScanLock


class ScanRecord:
    """One scan in the journal, while it runs. Used from one thread.

    Attributes:
        scan: `app.scan.journal.PastScan.id`.
        judge: number of the judge; see `app.scan.known_results.KnownResults`.
    """

    def __init__(self, journal: Journal, scan: int, judge: int, request: ScanRequest, lock: ScanLock | None) -> None:
        """See `begin`."""
        self._lock, self._is_over = lock, False
        self._journal, self.scan, self.judge = journal, scan, judge
        self._use_cache = request.use_cache
        self._paths = tuple(dict.fromkeys(request.paths))
        self._counts: Counter[str] = Counter()

    @classmethod
    def begin(cls, path: Path, request: ScanRequest, bundle: Bundle) -> tuple[ScanRecord, bool]:
        """Opens the record of a scan.

        Args:
            path: of the journal.
            request: what is scanned. With ``resume``, the last unfinished scan of the same paths by the same judge, or
                the one that it names, is continued, if there is one that no process is at.
            bundle: the model in use.

        Returns:
            The record, and whether it is a continued one.

        Raises:
            app.scan.journal.JournalError: the journal can't be written.
        """
        journal = Journal(path)
        lock = None
        try:
            with journal.transaction() as db:
                scan, judge, continued, lock = _begin(db, request, bundle, path)
        except BaseException:
            if lock is not None:
                lock.release(over=False)
            journal.close()
            raise
        return cls(journal, scan, judge, request, lock), continued

    def close(self) -> None:
        """Closes the journal, and leaves the scan to whoever goes on with it."""
        self._journal.close()
        if self._lock is not None:
            self._lock.release(self._is_over)
            self._lock = None

    def write(self, entries: Sequence[Entry], found: int, paths: tuple[Path, ...]) -> list[bool]:
        """Commits results: when this returns, they survive the program.

        Args:
            entries: the results.
            found: files found so far.
            paths: what is scanned, with what was added since the scan began: it is resumed with them. None is ever
                removed.

        Returns:
            Of each entry, whether its content was judged before.

        Raises:
            app.scan.journal.JournalError: nothing was written.
        """
        more = len(paths) > len(self._paths)  # There may be thousands, and this is called as often.
        if not entries and not more:
            return []
        with self._journal.transaction() as db:
            known = [self._write(db, entry) for entry in entries]
            # A resumed scan may stop before it has found again what it has results of.
            db.execute("UPDATE scans SET found = max(found, ?) WHERE id = ?", (found, self.scan))
            if more:
                db.execute("UPDATE scans SET paths = ? WHERE id = ?", (_listed(paths), self.scan))
        self._paths = paths
        self._counts.update(entry.result.verdict.value for entry in entries)
        return known

    def finish(self, found: int) -> None:
        """Notes that the scan got to its end.

        Raises:
            app.scan.journal.JournalError: it could not be noted.
        """
        with self._journal.transaction() as db:
            db.execute("DELETE FROM rows WHERE scan = ? AND place < 0", (self.scan,))
            db.execute(
                "UPDATE scans SET found = ?, finished = ?, counts = ? WHERE id = ?",
                (found, time.time_ns(), json.dumps(self._counts), self.scan),
            )
        self._is_over = True

    def _write(self, db: sqlite3.Connection, entry: Entry) -> bool:
        result, file, judgement = entry.result, entry.file, entry.judgement
        sha256 = bytes.fromhex(result.sha256) or None
        # Since they were looked up, another process may have deleted the scan that they were known from.
        if (
            file
            and not db.execute(
                "SELECT 1 FROM files WHERE id = ? AND path = ?", (file, os.fsencode(result.path))
            ).fetchone()
        ):
            file = 0
        if (
            judgement
            and not db.execute("SELECT 1 FROM judgements WHERE id = ? AND sha256 = ?", (judgement, sha256)).fetchone()
        ):
            judgement = 0
        known = bool(judgement)
        error = None
        if result.verdict is Verdict.ERROR:
            error = _error_text(result)
        elif not judgement:
            assert sha256 is not None, "what was judged was read"
            before = db.execute(
                "SELECT id, verdict, outcome FROM judgements WHERE sha256 = ? AND judge = ?", (sha256, self.judge)
            ).fetchone()
            if before and self._use_cache and _can_be_read(*before[1:]):
                known, judgement = True, before[0]
            else:
                (judgement,) = db.execute(
                    "INSERT INTO judgements (sha256, judge, verdict, outcome) VALUES (?, ?, ?, ?)"
                    " ON CONFLICT DO UPDATE SET verdict = excluded.verdict, outcome = excluded.outcome RETURNING id",
                    (sha256, self.judge, result.verdict.value, _outcome_text(result)),
                ).fetchone()
        if not file:
            (file,) = db.execute(
                "INSERT INTO files (path, state, sha256) VALUES (?, ?, ?)"
                " ON CONFLICT DO UPDATE SET state = excluded.state, sha256 = excluded.sha256 RETURNING id",
                (os.fsencode(result.path), entry.state or None, sha256),
            ).fetchone()
        db.execute(
            "INSERT OR REPLACE INTO rows (scan, file, place, modified, judgement, error) VALUES (?, ?, ?, ?, ?, ?)",
            (self.scan, file, result.index, result.modified, judgement or None, error),
        )
        return known


def _begin(
    db: sqlite3.Connection, request: ScanRequest, bundle: Bundle, journal: Path
) -> tuple[int, int, bool, ScanLock | None]:
    """The scan, its judge, whether the scan was begun before, and the lock of it, if there can be one."""
    judge = (bundle.manifest.id, bundle.sha256, __version__)
    db.execute("INSERT OR IGNORE INTO judges (model, bundle, app_version) VALUES (?, ?, ?)", judge)
    (number,) = db.execute("SELECT id FROM judges WHERE (model, bundle, app_version) = (?, ?, ?)", judge).fetchone()
    paths = _listed(request.paths)
    if request.resume:
        unfinished = db.execute(
            "SELECT id FROM scans WHERE paths = ? AND recursive = ? AND judge = ? AND finished IS NULL"
            " ORDER BY id IS ? DESC, id DESC",
            (paths, request.recursive, number, request.resumed),
        ).fetchall()
        for (scan,) in unfinished:
            lock = None
            # Two that write to the same rows would take them from each other.
            with suppress(OSError):
                if (lock := ScanLock.take(journal, scan)) is None:
                    continue
            db.execute("UPDATE rows SET place = -1 - place WHERE scan = ? AND place >= 0", (scan,))
            return scan, number, True, lock
    (scan,) = db.execute("UPDATE last_scan SET id = id + 1 RETURNING id").fetchone()
    db.execute(
        "INSERT INTO scans (id, started, paths, recursive, judge) VALUES (?, ?, ?, ?, ?)",
        (scan, time.time_ns(), paths, request.recursive, number),
    )
    lock = None
    # A disk may be too full for one, or know no locks: the scan is as good without.
    with suppress(OSError):
        lock = ScanLock.take(journal, scan)
    return scan, number, False, lock


def _listed(paths: Iterable[Path]) -> str:
    # JSON in ASCII keeps what of a name is not text.
    return json.dumps(list(dict.fromkeys(map(os.path.abspath, paths))))


def _outcome_text(result: ImageResult) -> str:
    # JSON writes floats so that they are read back exactly.
    return json.dumps(outcome(result), separators=(",", ":"))


def _error_text(result: ImageResult) -> str:
    return json.dumps({**outcome(result), "sha256": result.sha256, "model": result.model}, separators=(",", ":"))


def _can_be_read(verdict: str, said: str) -> bool:
    try:
        read(ImageFile(0, Path()), 0, verdict, said, "", "")
    except ValueError:
        return False
    return True

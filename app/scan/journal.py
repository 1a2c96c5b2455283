"""Every scan, as it happens, in one SQLite file: nothing is judged twice, and a scan that was killed can go on.

A result is committed before it is shown. The file is in WAL mode with ``synchronous=NORMAL``: what was committed
survives a program that is killed; a power cut can take the transactions since the last checkpoint (some 4 MB of them),
never the file. What it takes is scanned again.

Verdicts are kept by content (SHA-256) and judge: model, bundle and version of the program. So a renamed file is known
by its bytes, and another model judges again.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app.detector.verdict import Verdict
from app.scan.result_json import UNREADABLE, read
from app.scan.results import ImageFile, ImageResult
from app.scan.scan_lock import forget, is_locked
from app.user_folders import data_folder

#: What it means for a scan that the journal can't be used.
WITHOUT_JOURNAL = "The scan goes on without a journal: it can't be resumed, and is not in the list of scans."
#: How long one process waits for another that is writing. Transactions take milliseconds.
_BUSY_SECONDS = 10.0
#: Steps from one version of the file to the next; ``user_version`` counts those that were taken. Only ever append.
_MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE judges (
            id INTEGER PRIMARY KEY, model TEXT NOT NULL, bundle TEXT NOT NULL, app_version TEXT NOT NULL,
            UNIQUE (model, bundle, app_version))""",
        # What a judge said of a content. Errors are not here: they are tried again.
        """CREATE TABLE judgements (
            id INTEGER PRIMARY KEY, sha256 BLOB NOT NULL, judge INTEGER NOT NULL REFERENCES judges,
            verdict TEXT NOT NULL, outcome TEXT NOT NULL, UNIQUE (sha256, judge))""",
        # The content that a path had when it was last read, and the state by which that is recognised.
        "CREATE TABLE files (id INTEGER PRIMARY KEY, path BLOB NOT NULL UNIQUE, state BLOB, sha256 BLOB)",
        # paths: a JSON list. finished: null while there is something to go on with. counts: by verdict, once finished.
        """CREATE TABLE scans (
            id INTEGER PRIMARY KEY, started INTEGER NOT NULL, paths TEXT NOT NULL, recursive INTEGER NOT NULL,
            judge INTEGER NOT NULL REFERENCES judges, found INTEGER NOT NULL DEFAULT 0,
            finished INTEGER, counts TEXT)""",
        # place: index in discovery order; -1 - index for rows of before a resumption that were not met again yet.
        """CREATE TABLE rows (
            scan INTEGER NOT NULL REFERENCES scans, file INTEGER NOT NULL REFERENCES files, place INTEGER NOT NULL,
            modified INTEGER NOT NULL, judgement INTEGER REFERENCES judgements, error TEXT,
            PRIMARY KEY (scan, file)) WITHOUT ROWID""",
    ),
    (
        # The last number that a scan got: one that is deleted leaves its own to no other.
        "CREATE TABLE last_scan (id INTEGER NOT NULL)",
        "INSERT INTO last_scan SELECT max(coalesce(max(id), 0), (SELECT coalesce(max(scan), 0) FROM rows)) FROM scans",
    ),
)


class JournalError(Exception):
    """The journal can't be used. ``str()`` is the sentence for the user.

    Attributes:
        damaged: it never will be.
    """

    def __init__(self, sentence: str, damaged: bool = False) -> None:
        super().__init__(sentence)
        self.damaged = damaged


@dataclass(frozen=True, slots=True)
class PastScan:
    """A scan in the journal.

    Attributes:
        id: for `Journal.results`.
        started: nanoseconds since 1970 (UTC).
        paths: what was scanned, in the order in which it was given.
        recursive: with the folders in the folders.
        model: id of the model that judged.
        found: files found.
        counts: files with a result, by verdict.
        finished: got to its end; else `ScanRequest.resume` goes on with it.
        running: a process is at it, this one or another.
    """

    id: int
    started: int
    paths: tuple[Path, ...]
    recursive: bool
    model: str
    found: int
    counts: Mapping[Verdict, int]
    finished: bool
    running: bool = False


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """Two models disagree about a content.

    Attributes:
        path: where it was last seen.
        sha256: of the content.
        before: what the first model says.
        after: what the second says.
        score_before: highest score of a face, None if there is no face.
        score_after: likewise.
    """

    path: Path
    sha256: str
    before: Verdict
    after: Verdict
    score_before: float | None
    score_after: float | None


def journal_path() -> Path:
    """Where the journal lies.

    Raises:
        OSError: the folder can't be made.
    """
    return Path(os.path.abspath(data_folder() / "journal.sqlite"))


def prepare_journal() -> tuple[Path | None, str]:
    """Makes sure that there is a journal that can be written to; an older one is migrated, a damaged one set aside.

    Returns:
        Its path, or None if there can't be one; and a sentence if there is something to say, else "".
    """
    try:
        path = journal_path()
    except OSError as error:
        return None, f"The folder for the journal can't be made: {error.strerror or error}. {WITHOUT_JOURNAL}"
    said = ""
    for _ in range(2):
        try:
            Journal(path).close()
            return path, said
        except JournalError as error:
            if not error.damaged:
                return None, f"{error} {WITHOUT_JOURNAL}"
            said = set_aside(path)
            if path.exists():
                return None, said
    return None, f"No new journal can be made. {WITHOUT_JOURNAL}"


def set_aside(path: Path) -> str:
    """Renames a damaged journal, so that the next scan starts a new one.

    Returns:
        The sentence for the user.
    """
    aside = path.with_name(f"{path.stem}-damaged-{time.strftime('%Y%m%d-%H%M%S')}{path.suffix}")
    try:
        # The log first: it must never meet a new journal.
        for ending in ("-wal", "-shm", ""):
            if (part := path.with_name(path.name + ending)).exists():
                os.replace(part, aside.with_name(aside.name + ending))
    except OSError as error:
        return f"The journal {path} is damaged and can't be renamed: {error.strerror or error}. {WITHOUT_JOURNAL}"
    return f"The journal of earlier scans was damaged. It is kept as {aside}, and a new one begins."


def open_for_reading(path: Path) -> sqlite3.Connection:
    """A journal that there is, for who looks something up and writes nothing.

    Raises:
        sqlite3.Error: it can't be opened; within `journal_errors` it is a sentence.
    """
    return sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=_BUSY_SECONDS, isolation_level=None)


class Journal:
    """The file, open for reading and writing. Threads may take turns; processes may share the file."""

    def __init__(self, path: Path) -> None:
        """Opens the journal; makes it, or brings it to the present version.

        Args:
            path: of the file.

        Raises:
            JournalError: that is not possible.
        """
        self.path = path
        with journal_errors(path):
            self._db = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
            try:
                self._share()
                self._db.execute("PRAGMA synchronous=NORMAL")
                self._migrate()
            except BaseException:
                self._db.close()
                raise

    def close(self) -> None:
        """Closes the file."""
        self._db.close()

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def scans(self) -> list[PastScan]:
        """All scans, the latest first.

        Raises:
            JournalError: the journal can't be read.
        """
        with _reading(self.path):
            found = self._db.execute(
                "SELECT scans.id, started, paths, recursive, model, found, counts, finished IS NOT NULL"
                " FROM scans JOIN judges ON judges.id = judge ORDER BY scans.id DESC"
            ).fetchall()
            scans = []
            for scan, started, paths, recursive, model, files, counted, finished in found:
                counts = {Verdict(v): n for v, n in (json.loads(counted) if counted else self._counts(scan)).items()}
                roots = tuple(map(Path, json.loads(paths)))
                done, running = bool(finished), not finished and is_locked(self.path, scan)
                scans.append(PastScan(scan, started, roots, bool(recursive), model, files, counts, done, running))
            return scans

    def results(self, scan: int, is_wanted: Callable[[Path], bool] = lambda path: True) -> Iterator[ImageResult]:
        """The results of a scan, in discovery order; those of an unfinished one as far as it got.

        Args:
            scan: `PastScan.id`.
            is_wanted: of which paths. The others cost little: to make a result takes most of the time.

        Raises:
            JournalError: the journal can't be read.
        """
        with _reading(self.path):
            found = self._db.execute(
                "SELECT path, rows.modified, error, verdict, outcome, judgements.sha256, model, app_version FROM rows"
                " JOIN files ON files.id = file LEFT JOIN judgements ON judgements.id = judgement"
                # All of a scan is by one judge, also what is an error and has no judgement.
                " JOIN scans ON scans.id = scan JOIN judges ON judges.id = scans.judge"
                " WHERE scan = ? ORDER BY CASE WHEN place < 0 THEN -1 - place ELSE place END",
                (scan,),
            )
            for index, (path, modified, error, verdict, outcome, sha256, model, version) in enumerate(found):
                image = ImageFile(index, Path(os.fsdecode(path)))
                if not is_wanted(image.path):
                    continue
                if error is None:
                    result = journal_result(image, modified, verdict, outcome, sha256.hex(), model)
                else:
                    result = _failure(image, modified, error)
                yield replace(result, app_version=version)

    def delete(self, scan: int) -> None:
        """Forgets a scan, and what no other scan knows of files and verdicts; gives the space back to the disk.

        Args:
            scan: `PastScan.id`. One that a process is at stays.

        Raises:
            JournalError: nothing was deleted.
        """
        with self.transaction() as db:
            if is_locked(self.path, scan):
                return
            db.execute("DELETE FROM scans WHERE id = ?", (scan,))
            db.execute("DELETE FROM rows WHERE scan NOT IN (SELECT id FROM scans)")
            db.execute(
                "DELETE FROM judgements WHERE id NOT IN (SELECT judgement FROM rows WHERE judgement IS NOT NULL)"
            )
            db.execute("DELETE FROM files WHERE id NOT IN (SELECT file FROM rows)")
        forget(self.path, scan)
        # Another process may be at it, or the disk too full for it: the space is used again by the next scans, then.
        with suppress(sqlite3.Error):
            self._db.execute("VACUUM")
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def verdict_changes(self, before: str, after: str, scan: int | None = None) -> list[VerdictChange]:
        """Which verdicts differ between two models, where both judged the same content.

        Args:
            before: id of a model.
            after: id of another.
            scan: look only at the files of this scan; None looks at every path that was ever scanned.

        Returns:
            The changes by path. Where a version of the program judged anew, its latest word counts.

        Raises:
            JournalError: the journal can't be read.
        """
        with _reading(self.path):
            found = self._db.execute(
                "WITH latest AS (SELECT model, sha256, verdict, outcome, max(judgements.id) FROM judgements"
                " JOIN judges ON judges.id = judge WHERE model IN (:before, :after) GROUP BY model, sha256),"
                # What the scan saw: since then, a file may have got another content.
                " seen AS (SELECT path, judgements.sha256 FROM rows JOIN files ON files.id = file"
                " JOIN judgements ON judgements.id = judgement WHERE scan = :scan"
                " UNION ALL SELECT path, sha256 FROM files WHERE :scan IS NULL)"
                " SELECT path, sha256, old.verdict, new.verdict, old.outcome, new.outcome FROM latest AS old"
                " JOIN latest AS new USING (sha256) JOIN seen USING (sha256)"
                " WHERE old.model = :before AND new.model = :after AND old.verdict <> new.verdict"
                " ORDER BY path",
                {"before": before, "after": after, "scan": scan},
            )
            return [
                VerdictChange(
                    Path(os.fsdecode(path)), sha256.hex(), Verdict(old), Verdict(new), _score(said), _score(says)
                )
                for path, sha256, old, new, said, says in found
            ]

    def judged_by_both(self, before: str, after: str, scan: int) -> int:
        """How many contents of a scan two models judged: what `verdict_changes` can say anything of.

        Raises:
            JournalError: the journal can't be read.
        """
        with journal_errors(self.path):
            (both,) = self._db.execute(
                "SELECT count(*) FROM (SELECT sha256 FROM judgements JOIN judges ON judges.id = judge"
                " WHERE model IN (:before, :after) AND sha256 IN"
                " (SELECT sha256 FROM rows JOIN judgements ON judgements.id = judgement WHERE scan = :scan)"
                " GROUP BY sha256 HAVING count(DISTINCT model) = 2)",
                {"before": before, "after": after, "scan": scan},
            ).fetchone()
            return int(both)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing.

        Raises:
            JournalError: nothing was written.
        """
        with journal_errors(self.path):
            # IMMEDIATE: waits for its turn here, where waiting is possible, not at the first write.
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    def _share(self) -> None:
        """Lets readers go on while one process writes.

        Of processes that do that to a new file at once, SQLite refuses all but one without waiting: each would wait
        for the others' locks.
        """
        ends = time.monotonic() + _BUSY_SECONDS
        while True:
            try:
                self._db.execute("PRAGMA journal_mode=WAL")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > ends:
                    raise
            time.sleep(0.02)

    def _migrate(self) -> None:
        if self._version() == len(_MIGRATIONS):
            return
        with self.transaction():
            version = self._version()  # Again: another process may have been faster.
            if version > len(_MIGRATIONS):
                raise JournalError(f"The journal {self.path} is of a newer version of Unmask.")
            for statement in (statement for step in _MIGRATIONS[version:] for statement in step):
                self._db.execute(statement)
            self._db.execute(f"PRAGMA user_version={len(_MIGRATIONS)}")

    def _version(self) -> int:
        return int(self._db.execute("PRAGMA user_version").fetchone()[0])

    def _counts(self, scan: int) -> dict[str, int]:
        return dict(
            self._db.execute(
                "SELECT coalesce(verdict, ?), count(*) FROM rows LEFT JOIN judgements ON judgements.id = judgement"
                " WHERE scan = ? GROUP BY 1",
                (Verdict.ERROR.value, scan),
            )
        )


def journal_result(
    image: ImageFile, modified: int, verdict: str, said: str | dict[str, Any], sha256: str, model: str
) -> ImageResult:
    """`app.scan.result_json.read` of what is in the journal.

    Raises:
        JournalError: it can't be read.
    """
    try:
        return read(image, modified, verdict, said, sha256, model)
    except ValueError as error:
        raise JournalError(f"The journal holds a result that can't be read: {error}.", damaged=True) from error


def _failure(image: ImageFile, modified: int, error: str) -> ImageResult:
    said: dict[str, Any] = json.loads(error)
    return journal_result(image, modified, Verdict.ERROR.value, said, said["sha256"], said["model"])


def _score(outcome: str) -> float | None:
    return max((face["scores"][1] for face in json.loads(outcome)["faces"]), default=None)


@contextmanager
def journal_errors(path: Path) -> Iterator[None]:
    """Around what SQLite does with the journal.

    Raises:
        JournalError: it failed.
    """
    try:
        yield
    except sqlite3.Error as error:
        # Extended codes have the kind in their last byte.
        kind = getattr(error, "sqlite_errorcode", 0) & 0xFF
        damaged = kind in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
        if kind == sqlite3.SQLITE_CANTOPEN:
            # A full disk, one that can only be read, and a locked folder say the same, and are no fault of the file.
            damaged = path.exists() and not path.is_file()
        raise JournalError(f"The journal {path} can't be used: {error}.", damaged) from error
    except UnicodeDecodeError as error:
        # A message of SQLite's with the names of damaged tables in it.
        raise JournalError(f"The journal {path} can't be used: it is damaged.", damaged=True) from error


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    """`journal_errors`, also of what is no sense where there was some: SQLite has no checksums."""
    with journal_errors(path):
        try:
            yield
        except UNREADABLE as error:
            raise JournalError(f"The journal {path} can't be used: it is damaged.", damaged=True) from error

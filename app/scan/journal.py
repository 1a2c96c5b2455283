"""Every scan, as it happens, in one SQLite file: nothing is judged twice, and a scan that was killed can go on.

A result is committed before it is shown. The file is in WAL mode with ``synchronous=NORMAL``: what was committed
survives a program that is killed; a power cut can take the transactions since the last checkpoint (some 4 MB of them),
never the file. What it takes is scanned again.

Verdicts are kept by content (SHA-256) and judge: model, bundle and version of the program. So a renamed file is known
by its bytes, and another model judges again. Beside, the state of each path at the last look (size, times, inode) says
which content it has without reading it. Windows tells no time of the last change of a file's state: there, a file whose
content is replaced in place by one of the same size and dated back is taken for the old one; ``--no-cache`` reads it.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
import struct
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any, get_args

from app import __version__
from app.detector.bundle import Bundle
from app.detector.faces import FaceBox
from app.detector.verdict import FaceScore, Verdict
from app.evidence.provenance import Provenance
from app.scan.results import ImageFile, ImageResult, ScanRequest
from app.scan.scan_lock import ScanLock, forget, is_locked
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
_STATE = struct.Struct("<qqqQ")
#: A file that changed this shortly before it was looked at may change again within the same tick of its file system's
#: clock, and look the same. File systems that count whole seconds have even ticks of two.
_TICK_NS, _COARSE_TICK_NS = 50_000_000, 2_000_000_000
#: What comes of reading a result that is none.
_UNREADABLE = (AttributeError, KeyError, RecursionError, TypeError, ValueError)


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
        with _errors(path):
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

    def results(self, scan: int) -> Iterator[ImageResult]:
        """The results of a scan, in discovery order; those of an unfinished one as far as it got.

        Args:
            scan: `PastScan.id`.

        Raises:
            JournalError: the journal can't be read.
        """
        with _reading(self.path):
            found = self._db.execute(
                "SELECT path, rows.modified, error, verdict, outcome, judgements.sha256, model FROM rows"
                " JOIN files ON files.id = file LEFT JOIN judgements ON judgements.id = judgement"
                " LEFT JOIN judges ON judges.id = judge"
                " WHERE scan = ? ORDER BY CASE WHEN place < 0 THEN -1 - place ELSE place END",
                (scan,),
            )
            for index, (path, modified, error, verdict, outcome, sha256, model) in enumerate(found):
                image = ImageFile(index, Path(os.fsdecode(path)))
                if error is None:
                    yield _result(image, modified, verdict, outcome, sha256.hex(), model)
                else:
                    yield _failure(image, modified, error)

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
        with _errors(self.path):
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
        with _errors(self.path):
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


class ScanRecord:
    """One scan in the journal, while it runs. Used from one thread.

    Attributes:
        scan: `PastScan.id`.
        judge: number of the judge; see `KnownResults`.
    """

    def __init__(self, journal: Journal, scan: int, judge: int, request: ScanRequest, lock: ScanLock | None) -> None:
        """See `begin`."""
        self._lock, self._is_over = lock, False
        self._journal, self.scan, self.judge = journal, scan, judge
        self._use_cache = request.use_cache
        self._paths: tuple[Path, ...] = request.paths
        self._counts: Counter[str] = Counter()

    @classmethod
    def begin(cls, path: Path, request: ScanRequest, bundle: Bundle) -> tuple[ScanRecord, bool]:
        """Opens the record of a scan.

        Args:
            path: of the journal.
            request: what is scanned. With ``resume``, the last unfinished scan of the same paths by the same judge is
                continued, if there is one that no process is at.
            bundle: the model in use.

        Returns:
            The record, and whether it is a continued one.

        Raises:
            JournalError: the journal can't be written.
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
            paths: what is scanned, with what was added since the scan began: it is resumed with them.

        Returns:
            Of each entry, whether its content was judged before.

        Raises:
            JournalError: nothing was written.
        """
        if not entries and paths == self._paths:
            return []
        with self._journal.transaction() as db:
            known = [self._write(db, entry) for entry in entries]
            # A resumed scan may stop before it has found again what it has results of.
            db.execute("UPDATE scans SET found = max(found, ?) WHERE id = ?", (found, self.scan))
            if paths != self._paths:
                db.execute("UPDATE scans SET paths = ? WHERE id = ?", (_listed(paths), self.scan))
        self._paths = paths
        self._counts.update(entry.result.verdict.value for entry in entries)
        return known

    def finish(self, found: int) -> None:
        """Notes that the scan got to its end.

        Raises:
            JournalError: it could not be noted.
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
            uri = f"{self._where.path.as_uri()}?mode=ro"
            self._opened = sqlite3.connect(uri, uri=True, timeout=_BUSY_SECONDS, isolation_level=None)
        return self._opened

    def of_files(self, files: Sequence[tuple[ImageFile, bytes]]) -> list[Entry | None]:
        """What is known of files that did not change since they were read.

        Args:
            files: at most some hundreds, with their `file_state`.

        Returns:
            For each, its entry, or None if it has to be read.

        Raises:
            JournalError: the journal can't be read.
        """
        marks = ",".join("?" * len(files))
        with _errors(self._where.path):
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
                    with suppress(JournalError):
                        result = _result(image, modified, verdict, outcome, sha256.hex(), self._where.model)
                        entry = Entry(result, state, file, judgement)
            entries.append(entry)
        return entries

    def has_files_in(self, folder: Path) -> bool:
        """Whether the present scan, before it was resumed, read a file in a folder or in one below it.

        Raises:
            JournalError: the journal can't be read.
        """
        below = os.fsencode(os.path.join(folder, ""))
        behind = below[:-1] + bytes([below[-1] + 1])
        with _errors(self._where.path):
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
            JournalError: the journal can't be read.
        """
        if not self._where.everywhere:
            return None
        with _errors(self._where.path):
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
        return _result(image, modified, verdict, outcome, sha256, self._where.model)


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
            " ORDER BY id DESC",
            (paths, request.recursive, number),
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
    return json.dumps([os.path.abspath(path) for path in paths])


def as_json(result: ImageResult) -> dict[str, Any]:
    """All of a result but its path, as JSON has it: for who reads it and knows which file it is of."""
    known_by = {"index": result.index, "sha256": result.sha256, "model": result.model}
    return {**_outcome(result), **known_by, "verdict": result.verdict.value, "modified": result.modified}


def from_json(image: ImageFile, said: Any) -> ImageResult:
    """The result of a file from what `as_json` gave, of which nothing is believed before it is looked at.

    Args:
        image: the file.
        said: may be anything that JSON can say.

    Raises:
        ValueError: it is no result of this file.
    """
    try:
        result = _read(image, said["modified"], said["verdict"], said, said["sha256"], said["model"])
        if said["index"] == image.index and _is_sound(result):
            return result
    except _UNREADABLE as error:
        raise ValueError("This is no result") from error
    raise ValueError("This is no result of this file")


def _is_sound(result: ImageResult) -> bool:
    """Whether everything in a result is of its type, and can be written to the journal."""
    faces = result.faces
    texts = (result.reason, result.format, result.model, result.dhash, *(face.reason for face in faces))
    sizes = (result.width, result.height, result.bytes, result.modified)
    boxes = (face.box for face in faces)
    numbers = [number for box in boxes for number in (box.left, box.top, box.width, box.height, box.confidence)]
    numbers += [number for face in faces for number in (face.logit, face.score, face.sharpness)]
    return (
        all(type(text) is str for text in texts)
        and all(type(size) is int and -(2**63) <= size < 2**63 for size in sizes)
        # Whole ones are as good, unless they have a thousand digits.
        and all(type(number) is float or (type(number) is int and abs(number) < 2**63) for number in numbers)
        and re.fullmatch("([0-9a-f]{64})?", result.sha256) is not None
        and all(type(face.box.turn) is int and face.box.turn in range(4) for face in faces)
        and result.provenance in get_args(Provenance)
    )


def _outcome(result: ImageResult) -> dict[str, Any]:
    return {
        "reason": result.reason,
        "faces": [
            {
                "box": list(astuple(face.box)),
                "scores": [face.logit, face.score, face.sharpness],
                "verdict": face.verdict.value,
                "reason": face.reason,
            }
            for face in result.faces
        ],
        "picture": [result.width, result.height, result.format, result.bytes],
        "provenance": result.provenance,
        "dhash": result.dhash,
    }


def _outcome_text(result: ImageResult) -> str:
    # JSON writes floats so that they are read back exactly.
    return json.dumps(_outcome(result), separators=(",", ":"))


def _error_text(result: ImageResult) -> str:
    return json.dumps({**_outcome(result), "sha256": result.sha256, "model": result.model}, separators=(",", ":"))


def _result(
    image: ImageFile, modified: int, verdict: str, outcome: str | dict[str, Any], sha256: str, model: str
) -> ImageResult:
    try:
        said: dict[str, Any] = json.loads(outcome) if isinstance(outcome, str) else outcome
        return _read(image, modified, verdict, said, sha256, model)
    except _UNREADABLE as error:
        raise JournalError(f"The journal holds a result that can't be read: {error!r}.", damaged=True) from error


def _can_be_read(verdict: str, outcome: str) -> bool:
    try:
        _result(ImageFile(0, Path()), 0, verdict, outcome, "", "")
    except JournalError:
        return False
    return True


def _read(image: ImageFile, modified: int, verdict: str, said: dict[str, Any], sha256: str, model: str) -> ImageResult:
    width, height, format_name, size = said["picture"]
    faces = []
    for face in said["faces"]:
        logit, score, sharpness = face["scores"]
        box = FaceBox(*face["box"])  # Of older versions, it says nothing of how the picture lies.
        faces.append(FaceScore(box, logit, score, sharpness, Verdict(face["verdict"]), face["reason"]))
    return ImageResult(
        image.index,
        image.path,
        Verdict(verdict),
        said["reason"],
        tuple(faces),
        width,
        height,
        format_name,
        size,
        modified,
        sha256,
        said["provenance"],
        model,
        said.get("dhash", ""),  # Judgements of older versions have none.
    )


def _failure(image: ImageFile, modified: int, error: str) -> ImageResult:
    said: dict[str, Any] = json.loads(error)
    return _result(image, modified, Verdict.ERROR.value, said, said["sha256"], said["model"])


def _score(outcome: str) -> float | None:
    return max((face["scores"][1] for face in json.loads(outcome)["faces"]), default=None)


@contextmanager
def _errors(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as error:
        # Extended codes have the kind in their last byte.
        kind = getattr(error, "sqlite_errorcode", 0) & 0xFF
        damaged = kind in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
        if kind == sqlite3.SQLITE_CANTOPEN:
            # A full disk or a locked folder says the same, and is no fault of the file.
            damaged = path.exists() and not (path.is_file() and os.access(path, os.R_OK | os.W_OK))
        raise JournalError(f"The journal {path} can't be used: {error}.", damaged) from error
    except UnicodeDecodeError as error:
        # A message of SQLite's with the names of damaged tables in it.
        raise JournalError(f"The journal {path} can't be used: it is damaged.", damaged=True) from error


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    """`_errors`, also of what is no sense where there was some: SQLite has no checksums."""
    with _errors(path):
        try:
            yield
        except _UNREADABLE as error:
            raise JournalError(f"The journal {path} can't be used: it is damaged.", damaged=True) from error

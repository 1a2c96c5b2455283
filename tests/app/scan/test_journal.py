"""The journal: what was scanned is known, after a kill, a move, a damaged file, and in two processes at once."""

from __future__ import annotations

import csv
import json
import multiprocessing
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from app.detector.bundle import Bundle, load_bundle, read_manifest
from app.detector.faces import FaceBox
from app.detector.verdict import FaceScore, Verdict
from app.models import bundled_model, selected_model, use_model
from app.report.csv_report import write_csv
from app.scan import journal as journal_module
from app.scan.events import FileScanned, ScanEvent, ScanFinished, ScanNotice, ScanPaused
from app.scan.journal import Journal, JournalError, journal_path, prepare_journal
from app.scan.known_results import Entry, file_state
from app.scan.result_json import as_json, from_json
from app.scan.results import ImageFile, ImageResult, ScanRequest
from app.scan.scan import Scan
from app.scan.scan_record import ScanRecord

pytestmark = pytest.mark.usefixtures("first_network")


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return load_bundle(bundled_model())


@pytest.fixture
def pictures(tmp_path: Path, astronaut: Path) -> Path:
    """Three different pictures of one face, and a file that is none; old enough that their times can be relied on."""
    folder = tmp_path / "pictures"
    folder.mkdir()
    _draw(folder, astronaut, 3)
    (folder / "z_text.jpg").write_text("I am no picture", "utf-8")
    time.sleep(0.1)
    return folder


def _draw(folder: Path, astronaut: Path, count: int) -> None:
    with Image.open(astronaut) as picture:
        face = picture.convert("RGB").crop((120, 0, 340, 220))
    for number in range(count):
        face.putpixel((0, 0), (number % 256, number // 256, 0))
        face.save(folder / f"{number:04}.png", compress_level=1)


def _events(*paths: Path, **request: Any) -> list[ScanEvent]:
    return list(Scan(ScanRequest(paths, workers=1, **request)).events())


def _scanned(events: list[ScanEvent]) -> list[FileScanned]:
    return sorted((e for e in events if isinstance(e, FileScanned)), key=lambda event: event.result.index)


def _rows(events: list[ScanEvent]) -> list[ImageResult]:
    return [event.result for event in _scanned(events)]


def _good(events: list[ScanEvent]) -> list[FileScanned]:
    return [event for event in _scanned(events) if event.result.verdict is not Verdict.ERROR]


def _workers() -> list[psutil.Process]:
    return [child for child in psutil.Process().children() if "spawn_main" in " ".join(child.cmdline())]


def _sql(statement: str, *values: object) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(journal_path())) as db, db:
        return db.execute(statement, values).fetchall()


def _mark_judgements() -> None:
    """Makes what the journal says distinguishable from what the model says."""
    _sql("UPDATE judgements SET outcome = json_set(outcome, '$.reason', 'from the journal')")


def _is_from_journal(event: FileScanned) -> bool:
    return event.result.reason == "from the journal"


def test_an_unchanged_folder_is_told_from_the_journal_without_a_worker(pictures: Path) -> None:
    (pictures / "z_text.jpg").unlink()
    first = _events(pictures)
    assert not any(event.cached for event in _scanned(first))
    workers = []
    second = []
    for event in Scan(ScanRequest((pictures,), workers=1)).events():
        second.append(event)
        workers += _workers()
    assert _rows(second) == _rows(first)
    assert all(event.cached for event in _scanned(second))
    assert not workers


def test_a_moved_file_is_recognised_by_its_content(pictures: Path) -> None:
    first = _events(pictures)
    (pictures / "sub").mkdir()
    (pictures / "0000.png").rename(pictures / "sub/moved.png")
    _mark_judgements()
    (moved,) = (event for event in _scanned(_events(pictures)) if event.result.path.name == "moved.png")
    assert moved.cached
    assert _is_from_journal(moved)
    before = _rows(first)[0]
    assert replace(moved.result, reason=before.reason, path=before.path, index=0) == before


def test_without_the_cache_every_file_is_judged_again(pictures: Path) -> None:
    first = _events(pictures)
    _mark_judgements()
    second = _events(pictures, use_cache=False)
    assert _rows(second) == _rows(first)
    assert not any(event.cached for event in _scanned(second))
    assert not any(_is_from_journal(event) for event in _good(_events(pictures))), "the new judgement took the place"


def test_an_error_is_tried_again(pictures: Path) -> None:
    errors = [_scanned(_events(pictures))[-1] for _ in range(2)]
    assert [error.result.verdict for error in errors] == [Verdict.ERROR] * 2
    assert not any(error.cached for error in errors)
    shutil.copy(pictures / "0000.png", pictures / "z_text.jpg")
    assert _scanned(_events(pictures))[-1].result.verdict is not Verdict.ERROR


@pytest.mark.skipif(sys.platform == "win32", reason="no time of change of a file's state there")
def test_content_that_was_replaced_and_dated_back_is_read(pictures: Path) -> None:
    target = pictures / "0000.png"
    before = target.stat()
    first = _rows(_events(target))
    content = (pictures / "0001.png").read_bytes()
    assert len(content) <= before.st_size + 64
    size = max(len(content), before.st_size)
    # Bytes after the end of a PNG are ignored.
    target.write_bytes(target.read_bytes().ljust(size, b"\0"))
    os.utime(target, ns=(before.st_atime_ns, before.st_mtime_ns))
    time.sleep(0.1)
    first = _rows(_events(target))
    target.write_bytes(content.ljust(size, b"\0"))
    os.utime(target, ns=(before.st_atime_ns, before.st_mtime_ns))
    after = target.stat()
    assert (after.st_size, after.st_mtime_ns, after.st_ino) == (size, before.st_mtime_ns, before.st_ino)
    (row,) = _rows(_events(target))
    assert row.sha256 != first[0].sha256


def test_a_file_that_changed_just_now_is_not_told_by_its_times(tmp_path: Path) -> None:
    file = tmp_path / "a.png"
    file.write_bytes(b"new")
    assert file_state(file) == b""
    time.sleep(0.1)
    assert file_state(file)
    os.utime(file, ns=(0, time.time_ns() + 10**12))
    assert file_state(file) == b"", "a time in the future says nothing"


@pytest.fixture
def stricter_model(tmp_path: Path) -> Path:
    """The model in use under another name, that finds everything fake."""
    folder = tmp_path / "stricter"
    shutil.copytree(selected_model(), folder)
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    manifest["id"] = "stricter"
    manifest["thresholds"] |= {"fake": 0.0, "real": 0.0}
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    return folder


def test_another_model_judges_again_and_the_changed_verdicts_are_told(pictures: Path, stricter_model: Path) -> None:
    usual = read_manifest(selected_model()).id
    first = _good(_events(pictures))
    second = _good(_events(pictures, model=stricter_model))
    assert not any(event.cached for event in second)
    assert {event.result.verdict for event in second} == {Verdict.FAKE}
    assert all(event.cached for event in _good(_events(pictures))), "what the first model said is still known"
    with Journal(journal_path()) as journal:
        changes = journal.verdict_changes(usual, "stricter")
        assert [change.path for change in changes] == [event.result.path for event in first]
        assert [change.before for change in changes] == [event.result.verdict for event in first]
        assert [change.score_before for change in changes] == [event.result.score for event in first]
        assert {change.after for change in changes} == {Verdict.FAKE}
        latest = journal.scans()[0].id
        assert journal.verdict_changes(usual, "stricter", latest) == changes
        assert journal.verdict_changes(usual, usual) == []
    # What the scans saw is what counts, whatever becomes of the files.
    first[0].result.path.write_bytes(b"")
    _events(pictures)
    with Journal(journal_path()) as journal:
        assert journal.verdict_changes(usual, "stricter", latest) == changes
        assert journal.judged_by_both(usual, "stricter", latest) == len(changes)


def test_a_scan_that_somebody_is_at_is_not_deleted_and_its_number_is_its_own(pictures: Path, bundle: Bundle) -> None:
    request = ScanRequest((pictures,))
    prepare_journal()
    record, _ = ScanRecord.begin(journal_path(), request, bundle)
    with Journal(journal_path()) as journal:
        journal.delete(record.scan)
        assert [scan.id for scan in journal.scans()] == [record.scan]
        record.close()
        journal.delete(record.scan)
        assert not journal.scans()
        other, _ = ScanRecord.begin(journal_path(), request, bundle)
        other.close()
        assert other.scan > record.scan


def test_a_result_that_cannot_be_read_is_replaced(pictures: Path) -> None:
    before = _good(_events(pictures))
    # As a flipped bit leaves it: SQLite has no checksums.
    damaged, *_ = sorted(_sql("SELECT id FROM judgements"))
    _sql("UPDATE judgements SET outcome = substr(outcome, 1, 20) WHERE id = ?", *damaged)
    again = _good(_events(pictures))
    assert [event.result for event in again] == [event.result for event in before]
    assert [event.cached for event in again].count(False) == 1
    assert all(event.cached for event in _good(_events(pictures)))
    with Journal(journal_path()) as journal:
        for scan in journal.scans():
            assert len(list(journal.results(scan.id))) == 4


def test_whatever_a_damaged_row_says_is_a_sentence(pictures: Path) -> None:
    _events(pictures)
    (scan,) = _sql("SELECT id FROM scans")
    _sql("UPDATE rows SET error = '{}' WHERE error IS NOT NULL")
    with Journal(journal_path()) as journal, pytest.raises(JournalError, match=r"can't be (used|read)"):
        list(journal.results(*scan))
    _sql("UPDATE scans SET counts = '{'")
    with Journal(journal_path()) as journal, pytest.raises(JournalError, match="it is damaged"):
        journal.scans()


def _cancelled_after(count: int, request: ScanRequest) -> list[ScanEvent]:
    scan = Scan(request)
    events = []
    for event in scan.events():
        events.append(event)
        if sum(isinstance(e, FileScanned) for e in events) == count:
            scan.cancel()
    return events


def test_a_cancelled_scan_is_listed_and_resumed_as_the_same_scan(tmp_path: Path, astronaut: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    _draw(folder, astronaut, 12)
    time.sleep(0.1)
    request = ScanRequest((folder,), workers=1, use_cache=False)
    shown = _scanned(_cancelled_after(3, request))
    with Journal(journal_path()) as journal:
        (unfinished,) = journal.scans()
        assert not unfinished.finished
        assert unfinished.paths == (folder,)
        assert sum(unfinished.counts.values()) == len(shown)
        assert {r.path for r in journal.results(unfinished.id)} == {event.result.path for event in shown}
        assert unfinished.found >= len(shown)
    (folder / "0000.png").unlink()
    resumed = _scanned(list(Scan(replace(request, resume=True)).events()))
    assert [event.result.index for event in resumed] == list(range(11))
    kept = {event.result.path for event in shown} - {folder / "0000.png"}
    assert {event.result.path for event in resumed if event.cached} == kept, "without the cache, only this scan's own"
    with Journal(journal_path()) as journal:
        (finished,) = journal.scans()
        assert (finished.id, finished.finished, finished.found) == (unfinished.id, True, 11)
        assert list(journal.results(finished.id)) == [event.result for event in resumed]
        assert sum(finished.counts.values()) == 11
    again = Scan(replace(request, resume=True))
    assert any(isinstance(event, ScanNotice) and "no unfinished scan" in event.message for event in again.events())


@pytest.mark.parametrize("asked_for", ["folder", "files"])
@pytest.mark.parametrize("is_left", [False, True])
def test_a_scan_whose_folder_is_away_is_resumed_once_it_is_back(
    tmp_path: Path, astronaut: Path, asked_for: str, is_left: bool
) -> None:
    folder, away = tmp_path / "share", tmp_path / "away"
    folder.mkdir()
    _draw(folder, astronaut, 6)
    time.sleep(0.1)  # What was just written is read again.
    paths = (folder,) if asked_for == "folder" else tuple(sorted(folder.iterdir()))
    request = ScanRequest(paths, workers=1, use_cache=False)
    shown = _scanned(_cancelled_after(2, request))
    folder.rename(away)
    if is_left:
        folder.mkdir()  # The place of a share is an empty folder while it is away.
    pauses = []
    events = []
    for event in Scan(replace(request, resume=True)).events():
        events.append(event)
        if isinstance(event, ScanPaused):
            pauses.append(event.reason)
            if is_left:
                folder.rmdir()
            away.rename(folder)
    assert len(pauses) == 1
    assert str(folder) in pauses[0]
    rows = _scanned(events)
    assert [event.result.path for event in rows] == sorted(folder.iterdir())
    assert sum(event.cached for event in rows) == len(shown)
    assert not [event for event in rows if event.result.verdict is Verdict.ERROR]


@pytest.mark.parametrize("is_awaited", [True, False], ids=["with it", "without it"])
def test_a_scan_with_a_share_in_its_folder_is_resumed_once_that_is_back(
    tmp_path: Path, astronaut: Path, is_awaited: bool
) -> None:
    folder, away = tmp_path / "folder", tmp_path / "away"
    share = folder / "a/share"
    for place, count in ((share, 3), (folder / "b", 3)):
        place.mkdir(parents=True)
        _draw(place, astronaut, count)
    (folder / "empty").mkdir()
    request = ScanRequest((folder,), workers=1, use_cache=False)
    _cancelled_after(4, request)
    share.rename(away)
    share.mkdir()
    scan = Scan(replace(request, resume=True))
    pauses = []
    events = []
    for event in scan.events():
        events.append(event)
        if isinstance(event, ScanPaused):
            pauses.append(event.reason)
            if is_awaited:
                share.rmdir()
                away.rename(share)
            else:
                scan.resume()
    assert len(pauses) == 1
    assert str(share) in pauses[0]
    with Journal(journal_path()) as journal:
        (past,) = journal.scans()
        assert past.finished
        names = [result.path.parent.name for result in journal.results(past.id)]
    assert names == (["share"] * 3 if is_awaited else []) + ["b"] * 3


def test_a_scan_can_be_resumed_without_its_folder(tmp_path: Path, astronaut: Path) -> None:
    share, other = tmp_path / "shares/share", tmp_path / "other"
    for folder in (share, other):
        folder.mkdir(parents=True)
        _draw(folder, astronaut, 3)
    request = ScanRequest((share, other), workers=1, use_cache=False)
    _cancelled_after(2, request)
    share.rename(tmp_path / "away")
    scan = Scan(replace(request, resume=True))
    events = []
    for event in scan.events():
        events.append(event)
        if isinstance(event, ScanPaused):
            scan.resume()
    assert sum(isinstance(event, ScanPaused) for event in events) == 1
    rows = [event.result for event in _scanned(events)]
    assert [row.path for row in rows if row.verdict is Verdict.ERROR] == [share]
    assert len(rows) == 4
    with Journal(journal_path()) as journal:
        assert [scan.finished for scan in journal.scans()] == [True]


def test_a_scan_is_resumed_without_a_file_that_was_deleted(tmp_path: Path, astronaut: Path) -> None:
    _draw(tmp_path, astronaut, 4)
    request = ScanRequest(tuple(sorted(tmp_path.glob("*.png"))), workers=1, use_cache=False)
    _cancelled_after(2, request)
    request.paths[0].unlink()
    events = list(Scan(replace(request, resume=True)).events())
    assert not [event for event in events if isinstance(event, ScanPaused)]
    assert [event.result.verdict is Verdict.ERROR for event in _scanned(events)].count(True) == 1


def test_a_scan_is_resumed_with_the_folders_that_were_added(tmp_path: Path, astronaut: Path) -> None:
    folders = tmp_path / "first", tmp_path / "second"
    for folder in folders:
        folder.mkdir()
        _draw(folder, astronaut, 4)
    scan = Scan(ScanRequest(folders[:1], workers=1, use_cache=False))
    for event in scan.events():
        if isinstance(event, FileScanned):
            if event.result.index == 0:
                scan.add(folders[1:])
            if event.result.path.parent == folders[1]:
                scan.cancel()
    with Journal(journal_path()) as journal:
        (unfinished,) = journal.scans()
    assert unfinished.paths == folders
    finished = _events(*unfinished.paths, resume=True)
    assert len(_rows(finished)) == 8
    with Journal(journal_path()) as journal:
        assert [scan.id for scan in journal.scans()] == [unfinished.id]


def test_a_folder_that_is_added_twice_is_one_of_the_scan_and_is_looked_for_again(
    tmp_path: Path, astronaut: Path
) -> None:
    pictures, late = tmp_path / "pictures", tmp_path / "late"
    pictures.mkdir()
    _draw(pictures, astronaut, 2)
    scan = Scan(ScanRequest((late, pictures), workers=1))
    names = []
    for event in scan.events():
        if isinstance(event, FileScanned):
            names.append(event.result.path.name)
            if len(names) == 1:
                shutil.copytree(pictures, late)
                assert scan.add([late, pictures])
    assert sorted(names) == ["0000.png", "0000.png", "0001.png", "0001.png", "late"]
    with Journal(journal_path()) as journal:
        assert [each.paths for each in journal.scans()] == [(late, pictures)]


def test_a_folder_that_is_named_twice_is_one_of_the_scan_which_is_resumed(pictures: Path, tmp_path: Path) -> None:
    request = ScanRequest((pictures, pictures), workers=1, use_cache=False)
    late = tmp_path / "late"
    scan = Scan(request)
    for event in scan.events():
        if isinstance(event, FileScanned):
            if event.result.index == 0:
                shutil.copytree(pictures, late)
                scan.add([late, late])
            if event.result.path.parent == late:
                scan.cancel()
    with Journal(journal_path()) as journal:
        (unfinished,) = journal.scans()
    assert unfinished.paths == (pictures, late)
    finished = _events(pictures, late, late, resume=True)
    assert len(_rows(finished)) == 8
    with Journal(journal_path()) as journal:
        assert [(scan.id, scan.finished, scan.paths) for scan in journal.scans()] == [
            (unfinished.id, True, (pictures, late))
        ]


def test_of_a_scan_the_results_of_wanted_paths_alone_are_read(pictures: Path) -> None:
    wanted = _rows(_events(pictures))[0]
    _sql("UPDATE judgements SET outcome = 'no result'")
    with Journal(journal_path()) as journal:
        (scan,) = journal.scans()
        assert list(journal.results(scan.id, lambda path: False)) == []
        with pytest.raises(JournalError):
            list(journal.results(scan.id, lambda path: path == wanted.path))


def test_a_damaged_journal_is_set_aside_and_said(pictures: Path) -> None:
    first = _rows(_events(pictures))
    _sql("PRAGMA wal_checkpoint(TRUNCATE)")
    journal_path().write_bytes(b"This was a journal once. " * 1000)
    scan = Scan(ScanRequest((pictures,), workers=1))
    assert "damaged" in scan.notice
    (aside,) = journal_path().parent.glob("journal-damaged-*.sqlite")
    assert str(aside) in scan.notice
    assert aside.read_bytes().startswith(b"This was")
    assert _rows(list(scan.events())) == first
    assert not Scan(ScanRequest((pictures,))).notice
    assert all(event.cached for event in _good(_events(pictures)))


def test_damage_found_during_a_scan_costs_the_journal_and_not_the_scan(pictures: Path) -> None:
    first = _rows(_events(pictures))
    _sql("PRAGMA wal_checkpoint(TRUNCATE)")  # Else the log would stand in for the pages.
    content = bytearray(journal_path().read_bytes())
    size = 4096
    content[size:] = b"\xff" * (len(content) - size)  # The first page says that all is well.
    journal_path().write_bytes(content)
    events = _events(pictures)
    assert _rows(events) == first
    assert any(isinstance(event, ScanNotice) and "damaged" in event.message for event in events)
    assert list(journal_path().parent.glob("journal-damaged-*.sqlite"))
    assert _rows(_events(pictures)) == first


def test_without_a_place_for_the_journal_the_scan_goes_on_and_says_so(
    pictures: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder", "utf-8")
    monkeypatch.setenv("UNMASK_HOME", str(tmp_path / "file/home"))
    scan = Scan(ScanRequest((pictures,), workers=1))
    assert "without a journal" in scan.notice
    assert len(_rows(list(scan.events()))) == 4
    assert scan.journal_id is None


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="nothing is read-only for this user")
def test_a_read_only_journal_is_left_alone_and_said(pictures: Path) -> None:
    _events(pictures)
    journal_path().chmod(0o400)
    journal_path().parent.chmod(0o500)
    try:
        scan = Scan(ScanRequest((pictures,), workers=1))
        assert "without a journal" in scan.notice
        assert len(_rows(list(scan.events()))) == 4
    finally:
        journal_path().parent.chmod(0o700)
    assert not list(journal_path().parent.glob("journal-damaged-*"))


@pytest.mark.skipif(sys.platform == "win32", reason="no limit to the size of files there")
@pytest.mark.parametrize("limit", [1000, 150_000])
def test_on_a_full_disk_the_scan_goes_on_and_says_so(tmp_path: Path, astronaut: Path, limit: int) -> None:
    _draw(tmp_path, astronaut, 20)
    code = (
        f"import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}));"
        "from app.cli.main import main; sys.exit(main(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", code, "scan", str(tmp_path), "--workers", "1", "--no-cache", "--events"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=200, check=False)
    assert done.returncode == 0, done.stderr
    assert "The scan goes on without a journal" in done.stderr
    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert len({event["path"] for event in events if event["event"] == "scanned"}) == 20


def test_an_older_journal_is_migrated_once_and_keeps_everything(
    pictures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = _rows(_events(pictures))
    newer = (*journal_module._MIGRATIONS, ("ALTER TABLE files ADD COLUMN note TEXT NOT NULL DEFAULT 'migrated'",))
    monkeypatch.setattr(journal_module, "_MIGRATIONS", newer)
    for _ in range(2):
        assert prepare_journal() == (journal_path(), "")
    assert _sql("PRAGMA user_version") == [(len(newer),)]
    assert _sql("SELECT DISTINCT note FROM files") == [("migrated",)]
    with Journal(journal_path()) as journal:
        assert list(journal.results(journal.scans()[0].id)) == first


def test_results_name_the_version_of_the_program_that_judged(pictures: Path, tmp_path: Path) -> None:
    first = _rows(_events(pictures))
    _sql("UPDATE judges SET app_version = '0.0.1'")
    with Journal(journal_path()) as journal:
        earlier = list(journal.results(journal.scans()[0].id))
    assert earlier == [replace(row, app_version="0.0.1") for row in first]
    write_csv(earlier, tmp_path / "earlier.csv")
    with (tmp_path / "earlier.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {row["app_version"] for row in csv.DictReader(file)} == {"0.0.1"}
    assert _rows(_events(pictures)) == first, "this version judges anew"


def test_a_migration_that_fails_changes_nothing(pictures: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = _rows(_events(pictures))
    before = _sql("SELECT name, sql FROM sqlite_master")
    broken = (*journal_module._MIGRATIONS, ("ALTER TABLE files ADD COLUMN note TEXT", "ALTER TABLE nothing ADD x"))
    with monkeypatch.context() as patch:
        patch.setattr(journal_module, "_MIGRATIONS", broken)
        path, notice = prepare_journal()
        assert path is None
        assert "without a journal" in notice
    assert _sql("SELECT name, sql FROM sqlite_master") == before
    assert _rows(_events(pictures)) == first


def test_the_journal_of_a_newer_version_is_left_alone(pictures: Path) -> None:
    _events(pictures)
    _sql("PRAGMA user_version=1000")
    scan = Scan(ScanRequest((pictures,), workers=1))
    assert "newer version" in scan.notice
    assert len(_rows(list(scan.events()))) == 4
    assert _sql("PRAGMA user_version") == [(1000,)]
    assert len(_sql("SELECT id FROM scans")) == 1


def test_a_journal_that_another_process_holds_is_waited_for_and_then_given_up(
    pictures: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _events(pictures)
    monkeypatch.setattr(journal_module, "_BUSY_SECONDS", 0.2)
    with closing(sqlite3.connect(journal_path(), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        events = _events(pictures)
        other.execute("ROLLBACK")
    assert len(_rows(events)) == 4
    assert any(isinstance(event, ScanNotice) and "without a journal" in event.message for event in events)


_COMMAND = [sys.executable, "-m", "app", "scan"]


def test_two_processes_write_to_one_journal_at_once(tmp_path: Path, astronaut: Path) -> None:
    folders = [tmp_path / "a", tmp_path / "b"]
    for folder in folders:
        folder.mkdir()
        _draw(folder, astronaut, 10)
    running = [
        subprocess.Popen(
            [*_COMMAND, str(folder), "--workers", "1", "--no-cache", "--csv", str(folder) + ".csv"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for folder in folders
    ]
    for process in running:
        _, said = process.communicate(timeout=200)
        assert process.returncode == 0, said
        assert "without a journal" not in said
    with Journal(journal_path()) as journal:
        scans = journal.scans()
        assert {scan.paths[0] for scan in scans} == set(folders)
        assert all(scan.finished and len(list(journal.results(scan.id))) == 10 for scan in scans)


def test_of_unfinished_scans_the_one_that_is_named_is_resumed_else_the_last(tmp_path: Path, bundle: Bundle) -> None:
    def begin(**how: Any) -> tuple[int, bool]:
        record, continued = ScanRecord.begin(journal_path(), ScanRequest((tmp_path,), **how), bundle)
        record.close()
        return record.scan, continued

    (first, _), (second, _) = begin(), begin()
    assert begin(resume=True) == (second, True)
    assert begin(resume=True, resumed=first) == (first, True)
    # One that was deleted, or got to its end, is as good as none.
    assert begin(resume=True, resumed=second + 1) == (second, True)


def test_a_scan_that_runs_is_not_resumed_beside_itself(tmp_path: Path, bundle: Bundle) -> None:
    request = ScanRequest((tmp_path,), resume=True)
    code = (
        "import sys; from pathlib import Path; from app.scan.scan_record import ScanRecord; "
        "from app.scan.results import ScanRequest; from app.detector.bundle import load_bundle; "
        "from app.models import bundled_model; "
        "record, _ = ScanRecord.begin(Path(sys.argv[1]), ScanRequest((Path(sys.argv[2]),)), "
        "load_bundle(bundled_model())); print(record.scan, flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(journal_path()), str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        scan = int(other.stdout.readline())
        with Journal(journal_path()) as journal:
            assert [each.running for each in journal.scans()] == [True]
        record, continued = ScanRecord.begin(journal_path(), request, bundle)
        record.finish(0)
        record.close()
        assert not continued
        assert record.scan != scan
        other.kill()
    with Journal(journal_path()) as journal:
        assert [(each.running, each.finished) for each in journal.scans()] == [(False, True), (False, False)]
    record, continued = ScanRecord.begin(journal_path(), request, bundle)
    assert (record.scan, continued) == (scan, True)
    record.finish(0)
    record.close()
    # Nothing is left of what is over.
    assert not list(journal_path().parent.glob("*.lock"))


def _open_new_ones(folder: Path, count: int, start: Any) -> list[str]:
    complaints = []
    for number in range(count):
        start.wait()
        try:
            Journal(folder / f"{number}.sqlite").close()
        except JournalError as error:
            complaints.append(str(error))
    return complaints


def test_processes_that_begin_one_journal_at_the_same_moment_all_can_use_it(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    with context.Manager() as manager, ProcessPoolExecutor(3, context) as pool:
        start = manager.Barrier(3, timeout=60)
        opened = [pool.submit(_open_new_ones, tmp_path, 60, start) for _ in range(3)]
        assert [complaints.result() for complaints in opened] == [[], [], []]


def _scan_until_killed(folder: Path, after: int | None, delay: float) -> list[dict[str, Any]]:
    """Runs and resumes a scan in a process; kills it once it said ``after`` rows that it had not said before."""
    table = folder.parent / "result.csv"
    command = [*_COMMAND, str(folder), "--resume", "--workers", "2", "--csv", str(table), "--events"]
    said = []
    complaints = folder.parent / "stderr.txt"
    with (
        complaints.open("w", encoding="utf-8") as stderr,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=stderr, text=True) as process,
    ):
        assert process.stdout is not None
        if after == 0:
            time.sleep(delay)
            process.kill()
        new = 0
        for line in process.stdout:
            try:
                event = json.loads(line)
            except ValueError:
                break  # Cut off by the kill.
            if event["event"] == "scanned":
                said.append(event)
                new += not event["cached"] and event["verdict"] != "error"
                if after is not None and new >= after and process.poll() is None:
                    time.sleep(delay)
                    process.kill()
    if after is None:
        assert process.returncode in (0, 1), complaints.read_text("utf-8")
        assert "Traceback" not in complaints.read_text("utf-8"), complaints.read_text("utf-8")
    return said


def _kill_and_compare(folder: Path, kills: int, rows_between: int, monkeypatch: pytest.MonkeyPatch) -> None:
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    shown: dict[str, str] = {}
    ended = False
    for number in range(kills):
        # Some while it starts, most while results come in, a little after one was said.
        after = 0 if number % 5 == 2 else chance.randint(1, rows_between)
        for event in _scan_until_killed(folder, after, chance.uniform(0, 1.5 if after == 0 else 0.1)):
            if event["verdict"] != "error":
                shown[event["path"]] = event["sha256"]
        with Journal(journal_path()) as journal:
            (scan,) = journal.scans() or [None]
            kept = {str(result.path) for result in journal.results(scan.id)} if scan else set()
            ended = scan is not None and scan.finished
        assert shown.keys() <= kept, "what was shown is in the journal"
        if ended:
            break  # On a fast machine the kill comes too late; the next one would be a scan of its own.
    last = _scan_until_killed(folder, None, 0)
    assert {event["path"] for event in last if event["cached"]} >= shown.keys(), "nothing is judged twice"
    with Journal(journal_path()) as journal:
        scan, *others = journal.scans()
        assert scan.finished
        assert len(others) == ended
        listed = [str(result.path) for result in journal.results(scan.id)]
    with (folder.parent / "result.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["path"] for row in csv.DictReader(file)] == listed
    disturbed = (folder.parent / "result.csv").read_bytes()
    model = selected_model()
    monkeypatch.setenv("UNMASK_HOME", str(folder.parent / "another home"))
    use_model(model)
    _scan_until_killed(folder, None, 0)
    assert disturbed == (folder.parent / "result.csv").read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
def test_a_scan_that_is_killed_three_times_ends_with_the_same_table(
    tmp_path: Path, astronaut: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    _draw(folder, astronaut, 40)
    (folder / "0007.png").write_bytes(b"no picture")
    _kill_and_compare(folder, 3, 8, monkeypatch)


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
def test_a_long_scan_that_is_killed_twenty_times_ends_with_the_same_table(
    tmp_path: Path, astronaut: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "pictures"
    folder.mkdir()
    _draw(folder, astronaut, 2000)
    for number in range(0, 2000, 97):
        (folder / f"{number:04}.png").write_bytes(b"no picture")
    use_model(bundled_model())
    _kill_and_compare(folder, 20, 100, monkeypatch)


_FLOATS = st.floats(allow_nan=False)
_FACES = st.builds(
    FaceScore,
    st.builds(
        FaceBox,
        _FLOATS,
        _FLOATS,
        _FLOATS,
        _FLOATS,
        _FLOATS,
    ),
    _FLOATS,
    _FLOATS,
    _FLOATS,
    st.sampled_from((Verdict.FAKE, Verdict.REAL, Verdict.INCONCLUSIVE)),
    st.text(),
)
_NAMES = st.binary(min_size=1, max_size=40).filter(
    lambda name: not {*name} & {0, ord("/")} and name not in (b".", b"..")
)


@pytest.fixture
def record(bundle: Bundle) -> Iterator[ScanRecord]:
    prepare_journal()
    record, _ = ScanRecord.begin(journal_path(), ScanRequest((Path("/"),), use_cache=False), bundle)
    yield record
    record.close()


@pytest.mark.skipif(sys.platform == "win32", reason="names are text there")
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=_NAMES,
    faces=st.lists(_FACES, max_size=3).map(tuple),
    reason=st.text(),
    verdict=st.sampled_from(Verdict),
    modified=st.integers(-(2**63), 2**63 - 1),
    sha256=st.binary(min_size=32, max_size=32).map(bytes.hex),
)
def test_a_result_comes_out_exactly_as_it_went_in(
    record: ScanRecord,
    bundle: Bundle,
    name: bytes,
    faces: Any,
    reason: str,
    verdict: Verdict,
    modified: int,
    sha256: str,
) -> None:
    result = ImageResult(
        0,
        Path("/", os.fsdecode(name)),
        verdict,
        reason,
        faces,
        30,
        20,
        "PNG",
        2**40,
        modified,
        sha256,
        "invalid",
        bundle.manifest.id,
        "0123456789abcdef",
    )
    record.write([Entry(result)], 1, (Path("/"),))
    with Journal(journal_path()) as journal:
        assert result in [replace(row, index=0) for row in journal.results(record.scan)]
    assert from_json(ImageFile(0, result.path), json.loads(json.dumps(as_json(result)))) == result


@pytest.mark.parametrize(
    "change",
    [
        {"index": 1},
        {"verdict": "great"},
        {"verdict": []},
        {"reason": 5},
        {"sha256": "no hash"},
        {"sha256": 5},
        {"modified": 2**63},
        {"modified": "now"},
        {"picture": [1, 2]},
        {"picture": [1, None, "PNG", 1]},
        {"picture": [10**30, 1, "PNG", 1]},
        {"provenance": "certain"},
        {"model": None},
        {"dhash": {}},
        {"faces": 5},
        {"faces": [{"box": ["a", 0, 0, 0, 0], "scores": [0, 0, 0], "verdict": "real", "reason": ""}]},
        {"faces": [{"box": [0, 0, 0, 0, 0], "scores": [0, 10**400, 0], "verdict": "real", "reason": ""}]},
        {"faces": [{"box": [0, 0, 0, 0, 0], "scores": [0, 0, 0], "verdict": "real", "reason": []}]},
    ],
)
def test_what_is_no_result_of_a_file_is_not_taken_for_one(change: dict[str, Any]) -> None:
    said = as_json(_result(0, Path("/a.png")))
    assert from_json(ImageFile(0, Path("/a.png")), said)
    with pytest.raises(ValueError, match="This is no result"):
        from_json(ImageFile(0, Path("/a.png")), said | change)


@pytest.mark.parametrize("said", [None, 1, "text", [], {}, {"index": 0}])
def test_what_is_no_result_at_all_is_refused(said: Any) -> None:
    with pytest.raises(ValueError, match="This is no result"):
        from_json(ImageFile(0, Path("/a.png")), said)


def test_what_is_not_committed_is_not_shown(pictures: Path) -> None:
    events = []
    for event in Scan(ScanRequest((pictures,), workers=1)).events():
        events.append(event)
        if isinstance(event, FileScanned):
            with Journal(journal_path()) as journal:
                assert event.result.path in {r.path for r in journal.results(journal.scans()[0].id)}
        if isinstance(event, ScanFinished):
            with Journal(journal_path()) as journal:
                assert journal.scans()[0].finished
    assert len(_scanned(events)) == 4
    assert isinstance(events[-1], ScanFinished)


def _result(number: int, path: Path) -> ImageResult:
    sha256 = f"{number:064x}"
    return ImageResult(number, path, Verdict.INCONCLUSIVE, "x" * 500, (), 9, 9, "PNG", 1, 1, sha256, "absent", "m")


def test_a_deleted_scan_leaves_nothing_behind_but_what_others_know(bundle: Bundle) -> None:
    prepare_journal()
    scans = []
    for folder, numbers in ((Path("/a"), range(2000)), (Path("/b"), range(1990, 2010))):
        record, _ = ScanRecord.begin(journal_path(), ScanRequest((folder,)), bundle)
        record.write([Entry(_result(number, folder / f"{number}.png")) for number in numbers], len(numbers), (folder,))
        record.finish(len(numbers))
        record.close()
        scans.append(record.scan)
    before = journal_path().stat().st_size
    with Journal(journal_path()) as journal:
        kept = list(journal.results(scans[1]))
        journal.delete(scans[0])
        assert [scan.id for scan in journal.scans()] == [scans[1]]
        assert list(journal.results(scans[1])) == kept
        assert list(journal.results(scans[0])) == []
    assert _sql("SELECT count(*) FROM judgements") == [(20,)]
    assert _sql("SELECT count(*) FROM files") == [(20,)]
    assert journal_path().stat().st_size < before / 10
    assert b"/a/7.png" not in journal_path().read_bytes()


def test_what_was_known_from_a_scan_that_is_deleted_meanwhile_is_written_anew(bundle: Bundle) -> None:
    prepare_journal()
    path, results = journal_path(), [_result(number, Path(f"/a/{number}.png")) for number in range(3)]
    first, _ = ScanRecord.begin(path, ScanRequest((Path("/a"),)), bundle)
    first.write([Entry(result) for result in results], 3, (Path("/a"),))
    first.close()
    rows = _sql("SELECT file, judgement FROM rows ORDER BY place")
    second, _ = ScanRecord.begin(path, ScanRequest((Path("/a"),)), bundle)
    with Journal(path) as journal:
        journal.delete(first.scan)
    entries = [Entry(result, b"", *row) for result, row in zip(results, rows, strict=True)]
    assert second.write(entries, 3, (Path("/a"),)) == [False] * 3
    second.close()
    with Journal(path) as journal:
        found = list(journal.results(second.scan))
    assert [(row.path, row.sha256) for row in found] == [(row.path, row.sha256) for row in results]


def test_a_file_that_is_no_journal_is_told_from_one_that_is_locked(tmp_path: Path) -> None:
    (tmp_path / "journal.sqlite").mkdir()
    with pytest.raises(JournalError) as caught:
        Journal(tmp_path / "journal.sqlite")
    assert caught.value.damaged

"""Whole scans, with real worker processes and the bundled model."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from app.detector.bundle import load_bundle
from app.detector.detector import Detector
from app.detector.verdict import Verdict
from app.models import selected_model
from app.scan.analyse import analyse_file
from app.scan.events import FileScanned, FilesFound, ScanEvent, ScanFinished, ScanPaused, ScanResumed, ScanStarted
from app.scan.results import ImageFile, ScanRequest
from app.scan.roots import Roots
from app.scan.scan import Scan, ScanError
from app.scan.workers import WorkerError

pytestmark = pytest.mark.usefixtures("first_network")

_WORKERS = 2


def _scan(*paths: Path) -> Scan:
    return Scan(ScanRequest(paths, workers=_WORKERS))


def _finished(events: list[ScanEvent]) -> ScanFinished:
    assert isinstance(events[-1], ScanFinished)
    assert sum(isinstance(event, ScanFinished) for event in events) == 1
    return events[-1]


def test_every_file_has_one_row_and_rubbish_has_a_reason(rubbish: Path) -> None:
    events = list(_scan(rubbish).events())
    assert isinstance(events[0], ScanStarted)
    results = sorted((event.result for event in events if isinstance(event, FileScanned)), key=lambda r: r.index)
    assert [result.index for result in results] == list(range(len(results)))
    bad = {result.path.name: result.reason for result in results if result.verdict is Verdict.ERROR}
    assert set(bad) == {"text.jpg", "empty.png", "truncated.png", "huge.png", "cut.webp"}
    assert all(bad.values())
    good = [result for result in results if result.verdict is not Verdict.ERROR]
    assert len({result.sha256 for result in good}) == 1
    assert all(len(result.faces) == 1 and (result.width, result.height) == (512, 512) for result in good)
    assert len({result.score for result in good}) == 1
    finished = _finished(events)
    assert (finished.total, finished.done, finished.cancelled) == (len(results), len(results), False)
    assert [event for event in events if isinstance(event, FilesFound)][-1] == FilesFound(len(results), True)


@pytest.mark.parametrize("content", ["nothing", "no pictures"])
def test_a_folder_without_pictures_ends_with_no_rows(tmp_path: Path, content: str) -> None:
    if content == "no pictures":
        (tmp_path / "notes.txt").write_text("none", "utf-8")
    finished = _finished(list(_scan(tmp_path).events()))
    assert (finished.total, finished.done) == (0, 0)


def test_a_file_that_vanishes_during_the_scan_is_a_row(tmp_path: Path, astronaut: Path) -> None:
    for number in range(30):
        shutil.copy(astronaut, tmp_path / f"{number:02}.png")
    results = []
    for event in _scan(tmp_path).events():
        if isinstance(event, FilesFound) and event.complete:
            (tmp_path / "29.png").unlink()
        if isinstance(event, FileScanned):
            results.append(event.result)
    assert len(results) == 30
    (gone,) = (result for result in results if result.verdict is Verdict.ERROR)
    assert gone.path.name == "29.png"
    assert "No such file" in gone.reason


@pytest.mark.skipif(sys.platform != "linux", reason="asks the kernel how much was read")
def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    large = tmp_path / "large.png"
    with large.open("wb") as file:
        file.truncate(3 * 2**30)
    detector = Detector(load_bundle(selected_model()))
    before = psutil.Process().io_counters().read_chars
    result = analyse_file(ImageFile(0, large), detector)
    assert psutil.Process().io_counters().read_chars - before < 2**20
    assert (result.verdict, result.reason) == (Verdict.ERROR, "The file is larger than 512 MB.")
    assert (result.bytes, result.sha256) == (3 * 2**30, "")


def _copies(folder: Path, picture: Path, count: int) -> None:
    for number in range(count):
        shutil.copy(picture, folder / f"{number:03}.png")


def test_cancelling_keeps_what_was_done_and_stops_every_worker(tmp_path: Path, astronaut: Path) -> None:
    _copies(tmp_path, astronaut, 200)
    scan = _scan(tmp_path)
    events: list[ScanEvent] = []
    for event in scan.events():
        events.append(event)
        if isinstance(event, FileScanned):
            scan.cancel()
    finished = _finished(events)
    assert finished.cancelled
    assert 1 <= finished.done < 200
    assert not [child for child in psutil.Process().children() if "spawn_main" in " ".join(child.cmdline())]


def test_a_model_that_is_replaced_during_a_scan_judges_no_file_of_it(
    tmp_path: Path, astronaut: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    _copies(tmp_path, astronaut, 40)
    model, other = (Path(shutil.copytree(selected_model(), tmp_path / f".{name}")) for name in ("model", "other"))
    manifest = json.loads((other / "manifest.json").read_text("utf-8"))
    (other / "manifest.json").write_text(json.dumps(manifest | {"id": "other", "temperature": 3.0}), "utf-8")
    scan = Scan(ScanRequest((tmp_path,), workers=1, model=model, use_cache=False, gentle=False))
    results = []

    def replace_the_model() -> None:
        for event in scan.events():
            if isinstance(event, FileScanned):
                results.append(event.result)
                if len(results) == 2:
                    model.rename(tmp_path / ".before")
                    other.rename(model)
                    scan.set_gentle(True)  # Other workers go on.

    with pytest.raises(WorkerError, match=r"\.model is another one than before\."):
        replace_the_model()
    assert {(result.model, result.score) for result in results} == {(scan.bundle.manifest.id, results[0].score)}
    assert capfd.readouterr().err == ""


def test_nothing_is_handed_out_while_paused_and_everything_is_done_after(tmp_path: Path, astronaut: Path) -> None:
    _copies(tmp_path, astronaut, 40)
    scan = _scan(tmp_path)
    done_at_pause = done_at_resume = 0
    events: list[ScanEvent] = []
    done = 0
    resumer: threading.Timer | None = None
    for event in scan.events():
        events.append(event)
        if isinstance(event, FileScanned):
            done += 1
            if done == 3:
                scan.pause()
        if isinstance(event, ScanPaused):
            done_at_pause = done
            resumer = threading.Timer(2, scan.resume)
            resumer.start()
        if isinstance(event, ScanResumed):
            done_at_resume = done
    assert resumer is not None
    resumer.join()
    assert done_at_resume - done_at_pause <= 8, "no more than what the workers already had"
    assert _finished(events).done == 40


def test_what_was_found_while_nothing_was_judged_and_the_scan_paused_is_judged_after_it(
    tmp_path: Path, astronaut: Path
) -> None:
    _copies(tmp_path, astronaut, 3)
    scan = _scan(tmp_path)
    scan.pause()
    threads = [threading.Timer(2, scan.resume), threading.Timer(40, scan.cancel)]
    for thread in threads:
        thread.daemon = True
        thread.start()
    finished = _finished(list(scan.events()))
    threads[-1].cancel()
    assert (finished.done, finished.cancelled) == (3, False)


def test_a_folder_added_during_the_scan_is_scanned_too(tmp_path: Path, astronaut: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        folder.mkdir()
        _copies(folder, astronaut, 3)
    scan = _scan(first)
    events: list[ScanEvent] = []
    for event in scan.events():
        events.append(event)
        if isinstance(event, FileScanned) and event.result.index == 0:
            scan.add([second])
    assert _finished(events).done == 6


def test_what_is_added_is_scanned_or_refused_however_near_the_end_is(tmp_path: Path) -> None:
    (tmp_path / "nothing").mkdir()
    said = []
    for _ in range(30):
        scan = _scan(tmp_path / "nothing")

        def add(scan: Scan = scan) -> None:
            time.sleep(random.uniform(0, 0.02))
            said.append(scan.add([tmp_path / "gone.jpg"]))

        adding = threading.Thread(target=add)
        events = scan.events()
        next(events)
        adding.start()
        rows = [event for event in events if isinstance(event, FileScanned)]
        adding.join()
        assert len(rows) == said[-1]
        assert not scan.add([tmp_path / "gone.jpg"])


def test_nothing_is_added_to_a_cancelled_scan(tmp_path: Path) -> None:
    scan = _scan(tmp_path)
    assert scan.add([tmp_path])
    scan.cancel()
    assert not scan.add([tmp_path])
    assert _finished(list(scan.events())).cancelled


@pytest.mark.timeout(60)
def test_ctrl_c_at_the_worst_moment_ends_the_scan(tmp_path: Path) -> None:
    class Interrupting:
        """A lock; the thread that signals come to is interrupted as soon as it has it."""

        def __init__(self) -> None:
            self._lock = threading.Lock()

        def __enter__(self) -> None:
            self._lock.acquire()
            if threading.current_thread() is threading.main_thread():
                signal.raise_signal(signal.SIGINT)

        def __exit__(self, *_: object) -> None:
            self._lock.release()

    scan = _scan(tmp_path / "gone.jpg")
    before = signal.signal(signal.SIGINT, lambda *_: scan.cancel())
    try:
        scan._lock = Interrupting()
        assert _finished(list(scan.events())).cancelled
    finally:
        signal.signal(signal.SIGINT, before)


@pytest.mark.timeout(60)
def test_an_error_that_nobody_expected_ends_the_scan_with_a_sentence(tmp_path: Path) -> None:
    # No system takes it, and Python says so in another way than that a file isn't there.
    scan = _scan(tmp_path / "gone.jpg", tmp_path / "a\0b.jpg")
    with pytest.raises(ScanError, match=r"The search for files ended by an error \(ValueError: embedded null byte\)"):
        list(scan.events())


@pytest.mark.timeout(60)
def test_a_name_that_no_system_takes_is_a_row(tmp_path: Path) -> None:
    events = list(_scan(tmp_path / f"{'long' * 100}.jpg").events())
    (row,) = (event.result for event in events if isinstance(event, FileScanned))
    assert row.reason.startswith("The path can't be read: ")


@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
def test_a_killed_worker_costs_at_most_the_file_it_was_on(tmp_path: Path, astronaut: Path) -> None:
    _copies(tmp_path, astronaut, 60)
    killed = 0
    results = []
    for event in _scan(tmp_path).events():
        if isinstance(event, FileScanned):
            results.append(event.result)
            if len(results) in (10, 30):
                workers = [c for c in psutil.Process().children() if "spawn_main" in " ".join(c.cmdline())]
                os.kill(workers[0].pid, signal.SIGKILL)
                killed += 1
    assert killed == 2
    assert sorted(result.index for result in results) == list(range(60))
    errors = [result for result in results if result.verdict is Verdict.ERROR]
    assert len(errors) <= killed
    assert all("crashed its worker" in result.reason for result in errors)


def test_one_and_two_workers_give_the_same_results(tmp_path: Path, portraits: list[Path]) -> None:
    rows = []
    for workers in (1, 2):
        scan = Scan(ScanRequest(tuple(portraits[:3]), workers=workers))
        found = [event.result for event in scan.events() if isinstance(event, FileScanned)]
        rows.append(sorted(found, key=lambda result: result.index))
    assert rows[0] == rows[1]


def test_abandoning_the_events_stops_the_workers(tmp_path: Path, astronaut: Path) -> None:
    _copies(tmp_path, astronaut, 50)
    events = _scan(tmp_path).events()
    for event in events:
        if isinstance(event, FileScanned):
            break
    events.close()  # type: ignore[attr-defined]
    time.sleep(0.1)
    assert not [child for child in psutil.Process().children() if "spawn_main" in " ".join(child.cmdline())]


def _share(tmp_path: Path, astronaut: Path) -> Path:
    share = tmp_path / "share"
    share.mkdir()
    _copies(share, astronaut, 30)
    return share


def test_a_share_that_vanishes_pauses_the_scan_until_it_is_back(tmp_path: Path, astronaut: Path) -> None:
    share = _share(tmp_path, astronaut)
    reasons = []
    results = []
    for event in Scan(ScanRequest((share,), workers=_WORKERS, use_cache=False)).events():
        if isinstance(event, FileScanned):
            results.append(event.result)
            if len(results) == 5:
                share.rename(tmp_path / "away")
        if isinstance(event, ScanPaused):
            reasons.append(event.reason)
            (tmp_path / "away").rename(share)
    (reason,) = reasons
    assert str(share) in reason
    assert sorted(result.index for result in results) == list(range(30))
    assert not [result for result in results if result.verdict is Verdict.ERROR]


def test_a_share_that_comes_back_while_the_user_pauses_is_no_reason_for_the_pause_any_more(
    tmp_path: Path, astronaut: Path
) -> None:
    share = _share(tmp_path, astronaut)
    scan = Scan(ScanRequest((share,), workers=_WORKERS, use_cache=False))
    pauses, results = [], []
    for event in scan.events():
        if isinstance(event, FileScanned):
            results.append(event.result)
            if len(results) == 5:
                share.rename(tmp_path / "away")
        if isinstance(event, ScanPaused):
            pauses.append(bool(event.reason))
            if event.reason:
                scan.pause()
                (tmp_path / "away").rename(share)
            else:
                scan.resume()
    assert pauses == [True, False]
    assert sorted(result.index for result in results) == list(range(30))
    assert not [result for result in results if result.verdict is Verdict.ERROR]


def test_resuming_without_the_share_makes_its_files_errors(tmp_path: Path, astronaut: Path) -> None:
    share = _share(tmp_path, astronaut)
    scan = Scan(ScanRequest((share,), workers=_WORKERS, use_cache=False))
    paused = 0
    results = []
    for event in scan.events():
        if isinstance(event, FileScanned):
            results.append(event.result)
            if len(results) == 5:
                share.rename(tmp_path / "away")
        if isinstance(event, ScanPaused):
            paused += 1
            scan.resume()
    assert paused == 1
    assert sorted(result.index for result in results) == list(range(30))
    errors = [result for result in results if result.verdict is Verdict.ERROR]
    assert errors
    assert all("No such file" in result.reason for result in errors)


def test_a_share_that_vanishes_while_it_is_walked_pauses_the_scan_and_loses_no_file(tmp_path: Path) -> None:
    share = tmp_path / "share"
    expected = set()
    for number in range(3000):
        file = share / f"{number // 100:02}/{number:04}.jpg"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{number} is no picture", "utf-8")
        expected.add(file)
    paused = 0
    results = []
    for event in Scan(ScanRequest((share,), workers=_WORKERS, use_cache=False)).events():
        if isinstance(event, ScanStarted):
            # Discovery is some 1,000 files ahead of who reads the events, and no further.
            time.sleep(0.5)
            share.rename(tmp_path / "away")
        if isinstance(event, ScanPaused):
            paused += 1
            (tmp_path / "away").rename(share)
        if isinstance(event, FileScanned):
            results.append(event.result)
    assert paused
    assert {result.path for result in results} == expected
    assert sorted(result.index for result in results) == list(range(3000))
    assert not [result.reason for result in results if "No such file" in result.reason]


@pytest.mark.parametrize("pattern", ["*/*", "*"], ids=["files", "folders"])
def test_a_share_that_vanishes_before_the_turn_of_what_was_named_pauses_the_scan(tmp_path: Path, pattern: str) -> None:
    share, away = tmp_path / "share", tmp_path / "away"
    for number in range(10):
        (share / str(number)).mkdir(parents=True)
        (share / f"{number}/a.jpg").write_text(f"{number} is no picture", "utf-8")
    scan = Scan(ScanRequest(tuple(sorted(share.glob(pattern))), workers=_WORKERS, use_cache=False))
    scan.pause()
    reasons = []
    results = []
    for event in scan.events():
        if isinstance(event, ScanPaused):
            if not reasons and share.exists():
                # Discovery is five of them ahead of who reads the events, and no further.
                time.sleep(0.5)
                share.rename(away)
                scan.resume()
            else:
                reasons.append(event.reason)
                away.rename(share)
        if isinstance(event, FileScanned):
            results.append(event.result)
    assert len(reasons) == 1
    assert str(share) in reasons[0]
    assert len({result.path for result in results}) == len(results) == 10
    assert not [result.reason for result in results if "No such file" in result.reason]


@pytest.mark.parametrize("gone", ["one", "one/of a share"])
def test_a_path_that_never_was_there_keeps_no_scan_waiting(tmp_path: Path, gone: str) -> None:
    folders = [tmp_path / name for name in (gone, "two")]
    for folder in folders:
        folder.mkdir(parents=True)
        (folder / "a.jpg").write_text("no picture", "utf-8")
    scan = Scan(ScanRequest(tuple(folders), workers=_WORKERS))
    events: list[ScanEvent] = []
    for event in scan.events():
        events.append(event)
        if isinstance(event, FileScanned) and sum(isinstance(each, FileScanned) for each in events) == 2:
            shutil.rmtree(tmp_path / "one")  # By somebody who saw what is in it.
            scan.add([tmp_path / "two/b.jpg"])
        if isinstance(event, ScanPaused):
            scan.cancel()
    assert not [event for event in events if isinstance(event, ScanPaused)]
    assert _finished(events).done == 3


def test_of_a_path_that_is_not_there_few_folders_are_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many were named: thousands may be, and as many may be missing."""
    roots = Roots(threading.Event(), lambda: None)
    for number in range(100):
        (tmp_path / f"{number}").mkdir()
        (tmp_path / f"{number}/a.jpg").touch()
        roots.remember(tmp_path / f"{number}/a.jpg")
    asked, status = [], os.stat

    def noted(path: Path, **options: bool) -> os.stat_result:
        asked.append(path)
        return status(path, **options)

    monkeypatch.setattr(os, "stat", noted)
    waited = roots.waited(tmp_path / "50/gone.jpg")
    monkeypatch.undo()
    assert not waited
    assert 0 < len(asked) < 10

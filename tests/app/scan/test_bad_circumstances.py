"""Whole scans by the real program where the machine doesn't play along: disks, clocks, names, hanging files."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from app.detector.verdict import Verdict
from app.scan import scan as scan_module
from app.scan import workers as workers_module
from app.scan.events import FileScanned, FilesFound, ScanEvent, ScanFinished, ScanPaused, ScanResumed
from app.scan.journal import Journal, JournalError
from app.scan.results import ImageFile, ImageResult, ScanRequest
from app.scan.scan import Scan
from app.scan.workers import WorkerPool

pytestmark = pytest.mark.usefixtures("first_network")

_ROOT = Path(__file__).resolve().parents[3]


def _unmask_scan(*arguments: object, home: Path) -> tuple[subprocess.CompletedProcess[str], list[dict[str, Any]]]:
    done = subprocess.run(
        [sys.executable, "-m", "app", "scan", *map(str, arguments), "--workers=2", "--events"],
        capture_output=True,
        text=True,
        cwd=_ROOT,
        env={**os.environ, "UNMASK_HOME": str(home)},
        timeout=200,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    events = [json.loads(line) for line in done.stdout.splitlines()]
    return done, [event for event in events if event["event"] == "scanned"]


def _squares(folder: Path, count: int) -> None:
    folder.mkdir(parents=True)
    for number in range(count):
        Image.new("RGB", (16, 16), (number % 256, number // 256, 0)).save(folder / f"{number:05}.png")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 400 KB."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=400k", "none", str(place)]
    if sys.platform != "linux" or os.geteuid() != 0 or subprocess.run(mount, check=False).returncode:
        pytest.skip("only root may mount a disk")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_disk_that_is_full_costs_the_journal_and_no_row(small_disk: Path, tmp_path: Path) -> None:
    _squares(tmp_path / "pictures", 150)
    (small_disk / "other").write_bytes(bytes(200_000))
    done, rows = _unmask_scan(tmp_path / "pictures", "--csv", tmp_path / "t.csv", home=small_disk / "home")
    assert done.returncode == 0
    assert "The scan goes on without a journal" in done.stderr
    assert len({row["path"] for row in rows}) == len(rows) == 150
    with (tmp_path / "t.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == 150


#: Mounts a disk with a picture in the place of the first argument as soon as someone else looks into it, as autofs does
#: with shares; the second argument is the picture. Ends with its standard input.
_AUTOMOUNTER = """
import ctypes, fcntl, os, shutil, struct, subprocess, sys, threading
place, picture = sys.argv[1:]
asked, asks = os.pipe()
options = f"fd={asks},pgrp={os.getpgrp()},minproto=5,maxproto=5,direct".encode()
if ctypes.CDLL(None).mount(b"automounter", os.fsencode(place), b"autofs", 0, options):
    sys.exit("no autofs here")
control = os.open(place, os.O_RDONLY)
def serve():
    token = struct.unpack_from("=iiI", os.read(asked, 400))[2]
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "none", place], check=True)
    shutil.copy(picture, place)
    fcntl.ioctl(control, 0x9360, token)
threading.Thread(target=serve, daemon=True).start()
print("ready", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def automounted(tmp_path: Path) -> Iterator[Path]:
    """The place of a share with one picture that is mounted when it is looked into."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root may mount a disk")
    place = tmp_path / "shares/share"
    place.mkdir(parents=True)
    Image.new("RGB", (16, 16)).save(tmp_path / "picture.png")
    daemon = subprocess.Popen(
        [sys.executable, "-c", _AUTOMOUNTER, str(place), str(tmp_path / "picture.png")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        process_group=0,  # Its own looks mount nothing.
    )
    assert daemon.stdin
    assert daemon.stdout
    try:
        if not daemon.stdout.readline():
            pytest.skip("this system has no automounter")
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=False)
        daemon.stdin.close()
        daemon.wait()
        daemon.stdout.close()
        subprocess.run(["umount", "-l", str(place)], check=False, stderr=subprocess.DEVNULL)


def test_a_share_that_is_mounted_at_the_first_look_is_not_taken_for_one_that_went_away(
    automounted: Path, tmp_path: Path
) -> None:
    done, rows = _unmask_scan(automounted, home=tmp_path / "home")
    assert (done.returncode, len(rows)) == (0, 1), done.stderr


def test_a_share_within_the_folder_that_vanishes_pauses_the_scan_and_loses_no_file(tmp_path: Path) -> None:
    shares = [tmp_path / "pictures" / name for name in ("a", "b")]
    files = tmp_path / "files"
    _squares(files, 40)
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root may mount a disk")

    def mount(share: Path) -> None:
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "none", str(share)], check=True)
        shutil.copytree(files, share, dirs_exist_ok=True)

    for share in shares:
        share.mkdir(parents=True)
        mount(share)
    scan = Scan(ScanRequest((tmp_path / "pictures",), workers=2))
    paused, rows = [], []
    try:
        for event in scan.events():
            if isinstance(event, ScanPaused):
                paused.append(event.reason)
                mount(shares[0] if str(shares[0]) in event.reason else shares[1])
            if isinstance(event, FileScanned):
                rows.append(event.result)
                if len(rows) == 5:
                    subprocess.run(["umount", "-l", shares[0]], check=True)
                if len(rows) == 50:
                    subprocess.run(["umount", "-l", shares[1]], check=True)
    finally:
        for share in shares:
            subprocess.run(["umount", "-l", share], check=False)
    assert len(paused) == 2, paused
    assert sorted(row.path.relative_to(tmp_path).as_posix() for row in rows) == [
        f"pictures/{share.name}/{number:05}.png" for share in shares for number in range(40)
    ]
    assert all(row.sha256 for row in rows), "none is an error"


def _remount_read_only(disk: Path) -> None:
    """The workers of a scan that has ended may take a moment to let go of the journal."""
    for _ in range(60):
        if not subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=False, capture_output=True).returncode:
            return
        time.sleep(0.5)
    pytest.fail("The disk is still written to, half a minute after the scan.")


def test_a_journal_on_a_read_only_disk_is_left_alone_and_said(small_disk: Path, tmp_path: Path) -> None:
    _squares(tmp_path / "pictures", 5)
    first, _ = _unmask_scan(tmp_path / "pictures", home=small_disk / "home")
    assert first.stderr.startswith("Scanned 5 files")
    _remount_read_only(small_disk)
    done, rows = _unmask_scan(tmp_path / "pictures", home=small_disk / "home")
    assert done.returncode == 0
    assert "The scan goes on without a journal" in done.stderr
    assert len(rows) == 5


def test_a_journal_that_nobody_has_open_is_not_damaged_on_a_read_only_disk(small_disk: Path) -> None:
    Journal(small_disk / "journal.sqlite").close()
    _remount_read_only(small_disk)
    with pytest.raises(JournalError) as caught:
        Journal(small_disk / "journal.sqlite")
    assert not caught.value.damaged


def test_a_report_that_the_disk_has_no_room_for_is_a_sentence(small_disk: Path, tmp_path: Path) -> None:
    _squares(tmp_path / "pictures", 40)
    (small_disk / "other").write_bytes(bytes(396_000))
    done, rows = _unmask_scan(tmp_path / "pictures", "--json", small_disk / "r.json", home=tmp_path / "home")
    assert done.returncode == 4
    assert "r.json can't be written: No space left on device" in done.stderr
    assert len(rows) == 40
    assert os.listdir(small_disk) == ["other"]


def test_paths_of_300_characters_and_more_are_scanned_and_reported(tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("needs a setting of the system there")
    folder = tmp_path / "/".join(["a folder with a name that is longer than it has to be"] * 20)
    _squares(folder, 2)
    long_name = folder / ("ß" * 120 + ".png")
    shutil.copy(folder / "00000.png", long_name)
    done, rows = _unmask_scan(tmp_path, "--csv", tmp_path / "t.csv", home=tmp_path / "home")
    assert done.returncode == 0
    assert len(str(long_name)) > 1000
    assert [row["path"] for row in rows if row["path"] == str(long_name)]
    again, rows = _unmask_scan(tmp_path, home=tmp_path / "home")
    assert again.returncode == 0
    assert [row["cached"] for row in rows] == [True] * 3


@pytest.mark.parametrize("jump", [-(10**9) * 3600 * 24 * 365, 10**9 * 3600 * 24 * 365])
def test_a_clock_that_jumps_during_a_scan_costs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jump: int
) -> None:
    _squares(tmp_path / "pictures", 8)
    os.utime(tmp_path / "pictures/00003.png", ns=(0, time.time_ns() + 10**18))
    os.utime(tmp_path / "pictures/00004.png", ns=(0, -(10**18)))
    if sys.platform == "linux":
        os.utime(tmp_path / "pictures/00005.png", ns=(0, 10**19))  # Not in 64 bits.
    right = time.time_ns
    request = ScanRequest((tmp_path / "pictures",), workers=1)
    rows = []
    for number in range(3):
        events: list[ScanEvent] = []
        for event in Scan(request).events():
            events.append(event)
            if number == 1 and isinstance(event, FileScanned):
                monkeypatch.setattr(time, "time_ns", lambda: right() + jump)
        rows.append(sorted((e.result for e in events if isinstance(e, FileScanned)), key=lambda row: row.index))
        finished = events[-1]
        assert isinstance(finished, ScanFinished)
        assert 0 <= finished.seconds < 200
    assert rows[0] == rows[1] == rows[2]
    assert len(rows[0]) == 8


def test_a_file_that_is_replaced_during_the_scan_has_the_row_of_one_of_its_contents(tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    _squares(folder, 60)
    sizes = {}
    contents = []
    for side in (16, 24):
        Image.new("RGB", (side, side)).save(tmp_path / f"{side}.png")
        contents.append((tmp_path / f"{side}.png").read_bytes())
        sizes[hashlib.sha256(contents[-1]).hexdigest()] = side
    stop = threading.Event()

    def replace() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            beside = tmp_path / "beside.png"
            beside.write_bytes(contents[number % 2])
            os.replace(beside, folder / f"{number % 60:05}.png")

    replacing = threading.Thread(target=replace)
    replacing.start()
    try:
        time.sleep(0.2)
        events = list(Scan(ScanRequest((folder,), workers=1)).events())
    finally:
        stop.set()
        replacing.join()
    rows = [event.result for event in events if isinstance(event, FileScanned)]
    assert len({row.path for row in rows}) == len(rows) == 60
    assert all(row.width == sizes[row.sha256] for row in rows), "hash and pixels are of one read"


def test_the_first_verdict_of_a_folder_of_many_files_comes_before_all_are_looked_at(tmp_path: Path) -> None:
    folder = tmp_path / "many"
    _squares(folder, 1)
    for number in range(1, 150_000):
        (folder / f"{number:05}.png").touch()
    scan = Scan(ScanRequest((folder,), workers=1))
    found = 0
    complete = False
    for event in scan.events():
        if isinstance(event, FilesFound):
            found, complete = event.total, event.complete
        if isinstance(event, FileScanned):
            scan.cancel()
    assert not complete
    assert found < 150_000


def _hangs(image: ImageFile) -> ImageResult:
    if image.path.name == "00005.png":
        time.sleep(3600)
    return ImageResult(image.index, image.path, Verdict.REAL, sha256="00" * 32)


class _HangingPool(WorkerPool):
    def __init__(self, model: Path, count: int, *arguments: Any, **options: Any) -> None:
        super().__init__(model, count, *arguments, **{**options, "analyse": _hangs})


def test_a_file_that_hangs_its_worker_costs_one_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _squares(tmp_path / "pictures", 20)
    monkeypatch.setattr(scan_module, "WorkerPool", _HangingPool)
    monkeypatch.setattr(workers_module, "SECONDS_PER_FILE", 5.0)
    events = list(Scan(ScanRequest((tmp_path / "pictures",), workers=2, use_cache=False)).events())
    rows = [event.result for event in events if isinstance(event, FileScanned)]
    assert len({row.path for row in rows}) == len(rows) == 20
    (error,) = (row for row in rows if row.verdict is Verdict.ERROR)
    assert error.path.name == "00005.png"
    assert error.reason == "The picture took longer than 5 seconds."
    assert not [event for event in events if isinstance(event, ScanPaused)], "the folder is there"


def test_a_scan_whose_workers_all_hang_is_paused_resumed_and_cancelled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "00005.png").touch()
    monkeypatch.setattr(scan_module, "WorkerPool", _HangingPool)
    scan = Scan(ScanRequest((tmp_path,), workers=1, use_cache=False))
    said = []
    for event in scan.events():
        said.append(type(event))
        if isinstance(event, FilesFound):
            # Nothing else happens until the limit of a minute is over.
            threading.Timer(2, scan.pause).start()
        if isinstance(event, ScanPaused):
            threading.Timer(0.1, scan.resume).start()
        if isinstance(event, ScanResumed):
            threading.Timer(0.1, scan.cancel).start()
        if isinstance(event, ScanFinished):
            assert event.cancelled
            assert event.seconds < workers_module.SECONDS_PER_FILE
    assert said[-3:] == [ScanPaused, ScanResumed, ScanFinished]
    assert FileScanned not in said

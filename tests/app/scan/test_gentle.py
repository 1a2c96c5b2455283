"""A gentle scan leaves the machine to others: when it is asked to, and on battery."""

from __future__ import annotations

import shutil
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from app.detector.processors import processors
from app.scan import scan as scan_module
from app.scan.events import FileScanned, FilesFound, ScanEvent, ScanNotice, ScanStarted
from app.scan.results import ScanRequest
from app.scan.scan import Scan

pytestmark = pytest.mark.usefixtures("first_network")

_CORES = processors()
_HALF = max(1, _CORES // 2)
_COUNT = 26


@pytest.fixture
def pictures(tmp_path: Path, astronaut: Path) -> Path:
    folder = tmp_path / "pictures"
    folder.mkdir()
    for number in range(_COUNT):
        shutil.copy(astronaut, folder / f"{number:02}.png")
    return folder


@pytest.fixture
def battery(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What Linux says of the power supply, as the files of a laptop that is unplugged."""
    folder = tmp_path / "power_supply"
    for name, content in {
        "AC/online": "0",
        "BAT0/type": "Battery",
        "BAT0/status": "Discharging",
        "BAT0/capacity": "70",
        "BAT0/energy_now": "70",
        "BAT0/energy_full": "100",
        "BAT0/power_now": "10",
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content)
    monkeypatch.setattr("psutil._pslinux.POWER_SUPPLY_PATH", str(folder))
    monkeypatch.setattr(scan_module, "_SECONDS_BETWEEN_LOOKS", 0.1)
    return folder


def _workers() -> list[psutil.Process]:
    return [child for child in psutil.Process().children() if "spawn_main" in " ".join(child.cmdline())]


def _run(scan: Scan, after_ten: Callable[[], None] = lambda: None) -> tuple[list[ScanEvent], list[list[int]]]:
    """All events; and at each result, the niceness of every worker above that of this process."""
    own = psutil.Process().nice()
    events = []
    niceness = []
    for event in scan.events():
        events.append(event)
        if isinstance(event, FileScanned):
            niceness.append(sorted(worker.nice() - own for worker in _workers()))
            if len(niceness) == 10:
                after_ten()
    assert sorted(e.result.index for e in events if isinstance(e, FileScanned)) == list(range(_COUNT))
    return events, niceness


def _notices(events: list[ScanEvent]) -> list[str]:
    return [event.message for event in events if isinstance(event, ScanNotice)]


@pytest.mark.skipif(sys.platform == "win32", reason="classes of priority there")
def test_a_gentle_scan_has_half_the_cores_and_a_lower_priority_and_says_so(pictures: Path) -> None:
    events, gentle = _run(Scan(ScanRequest((pictures,), use_cache=False, gentle=True)))
    assert ScanStarted(events[0].model, _HALF) == events[0]  # type: ignore[union-attr]
    assert max(map(len, gentle)) == _HALF
    (said,) = _notices(events)
    assert said.startswith(f"The scan is gentle, on {_HALF} of {_CORES} cores")
    events, usual = _run(Scan(ScanRequest((pictures,), use_cache=False, gentle=False)))
    assert _notices(events) == []
    assert 0 < max(map(max, usual)) < max(map(max, gentle))


def test_a_number_of_workers_that_was_asked_for_holds_in_a_gentle_scan(pictures: Path) -> None:
    events, _ = _run(Scan(ScanRequest((pictures,), workers=3, use_cache=False, gentle=True)))
    assert ScanStarted(events[0].model, 3) == events[0]  # type: ignore[union-attr]


@pytest.mark.skipif(sys.platform == "win32", reason="classes of priority there")
def test_a_scan_that_is_asked_to_be_gentle_changes_its_workers_and_loses_no_file(pictures: Path) -> None:
    scan = Scan(ScanRequest((pictures,), workers=2, use_cache=False, gentle=False))
    events, niceness = _run(scan, after_ten=lambda: scan.set_gentle(True))
    assert len(_notices(events)) == 1
    assert min(niceness[-1]) > max(niceness[5])
    scan = Scan(ScanRequest((pictures,), workers=2, use_cache=False, gentle=True))
    events, niceness = _run(scan, after_ten=lambda: scan.set_gentle(False))
    assert len(_notices(events)) == 2
    assert max(niceness[-1]) < min(niceness[5])


@pytest.mark.skipif(sys.platform != "linux", reason="the files that tell of the battery are there")
def test_on_battery_a_scan_is_gentle_until_it_is_plugged_in(pictures: Path, battery: Path) -> None:
    def plug_in() -> None:
        (battery / "AC/online").write_text("1")

    scan = Scan(ScanRequest((pictures,), use_cache=False))
    events, niceness = _run(scan, after_ten=plug_in)
    unplugged, plugged = _notices(events)
    assert unplugged.startswith("The machine runs on its battery")
    assert "full speed" in plugged
    assert max(map(len, niceness[:10])) == _HALF
    assert max(niceness[-1]) < min(niceness[5])


@pytest.mark.skipif(sys.platform != "linux", reason="the files that tell of the battery are there")
def test_a_scan_that_is_asked_for_full_speed_has_it_on_battery(pictures: Path, battery: Path) -> None:
    events, _ = _run(Scan(ScanRequest((pictures,), use_cache=False, gentle=False)))
    assert _notices(events) == []


def test_a_paused_scan_that_becomes_gentle_goes_on_when_it_is_resumed(pictures: Path) -> None:
    scan = Scan(ScanRequest((pictures,), workers=1, use_cache=False, gentle=False))
    resumer = threading.Timer(1, scan.resume)

    def pause() -> None:
        scan.pause()
        scan.set_gentle(True)
        resumer.start()

    events, _ = _run(scan, after_ten=pause)
    resumer.join()
    assert len(_notices(events)) == 1
    assert any(isinstance(event, FilesFound) and event.complete for event in events)

"""How long the packaged program takes to start, from outside:

    UNMASK_FROZEN=dist/unmask pytest -m benchmark -s tests/benchmarks/test_frozen_start.py

*Window*: until it is on the screen. *First verdict*: until the first row is in the journal, which comes just before it
is shown; in the terminal, until the program has printed it and ended. Warm is the median of several starts; cold, after
the system forgot what it had read, is measured where that may be asked for. The machine should be doing nothing else.
"""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
import statistics
import subprocess
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.frozen.driving import Window, display

pytestmark = [pytest.mark.benchmark, pytest.mark.timeout(1800)]

_STARTS = 7
_FORGET = Path("/proc/sys/vm/drop_caches")


def seconds_of_window(program: Path, picture: Path, home: Path) -> tuple[float, float]:
    """Until the window is visible, and until the first verdict of a scan that it was started with."""
    journal = home / ".local/share/Unmask/journal.sqlite"

    def has_verdict() -> bool:
        try:
            with closing(sqlite3.connect(f"{journal.as_uri()}?mode=ro", uri=True)) as database:
                return bool(database.execute("SELECT EXISTS (SELECT 1 FROM rows)").fetchone()[0])
        except sqlite3.OperationalError:
            return False  # It is yet to be made.

    with display({"HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}) as environment:
        begin = time.perf_counter()
        window = Window([program / "unmask", picture], environment)
        try:
            shown = verdict = 0.0
            while not (shown and verdict):
                assert window.process.poll() is None
                assert time.perf_counter() - begin < 120
                if not shown and window.shown("Unmask"):
                    shown = time.perf_counter() - begin
                if not verdict and has_verdict():
                    verdict = time.perf_counter() - begin
                time.sleep(0.01)
        finally:
            window.close()
    return shown, verdict


def seconds_of_terminal(program: Path, picture: Path, home: Path) -> float:
    """Until the first verdict of a scan in the terminal."""
    begin = time.perf_counter()
    environment = {"HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    subprocess.run(
        [program / "unmask-cli", "scan", picture], env=environment, capture_output=True, timeout=120, check=True
    )
    return time.perf_counter() - begin


def test_start(tmp_path: Path, astronaut: Path) -> None:
    if not os.environ.get("UNMASK_FROZEN"):
        pytest.skip("set UNMASK_FROZEN to the folder that `make build` made")
    if not shutil.which("Xvfb") or not shutil.which("xdotool"):
        pytest.skip("needs Xvfb and xdotool")
    program = Path(os.environ["UNMASK_FROZEN"]).resolve()

    def start(before: Callable[[], None] = lambda: None) -> tuple[float, float, float]:
        home = tmp_path / f"home {time.monotonic_ns()}"
        home.mkdir()
        before()
        window, verdict = seconds_of_window(program, astronaut, home)
        (home / ".local/share/Unmask/journal.sqlite").unlink()  # Else the terminal knows the verdict.
        before()
        return window, verdict, seconds_of_terminal(program, astronaut, home)

    def told(name: str, seconds: tuple[float, ...]) -> None:
        print(f"{name:>10} {seconds[0]:8.2f} s {seconds[1]:14.2f} s {seconds[2]:17.2f} s")

    load = os.getloadavg()[0]
    print(f"\n{program}, {platform.machine()}, {os.cpu_count()} processors, load {load:.2f} before")
    print(f"{'':10} {'window':>10} {'first verdict':>16} {'in the terminal':>19}")
    if forget := _forgetting():
        told("cold", start(forget))
    else:
        start()
    starts = [start() for _ in range(_STARTS)]
    told("warm", tuple(map(statistics.median, zip(*starts, strict=True))))
    told("slowest", tuple(map(max, zip(*starts, strict=True))))


def _forgetting() -> Callable[[], None] | None:
    """What makes the system forget the files it has read; None where that is not for us to ask."""
    if not os.access(_FORGET, os.W_OK):
        return None

    def forget() -> None:
        os.sync()
        _FORGET.write_text("1")

    return forget

"""How long the window keeps a user waiting: while 100,000 rows pour in, sorted, filtered, and from picture to picture.

    python -m pytest -m benchmark -s tests/benchmarks/test_window_speed.py

The longest stall is the longest time in which the event loop did not get to a timer that is due every millisecond. The
machine should be doing nothing else; where it does, the processor time of the window's thread tells what of it is the
window's own. On a screen (``xvfb-run``) the painting counts, too.
"""

from __future__ import annotations

import dataclasses
import gc
import os
import random
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtTest import QTest

from app.gui.main_window import MainWindow
from app.gui.results_model import Column
from app.scan.results import ImageResult
from tests.app.gui.conftest import ScriptedScan, row

pytestmark = [pytest.mark.benchmark, pytest.mark.timeout(900)]

_ROWS, _PHOTOS = 100_000, 12


class _Stalls(QObject):
    """Keeps the longest time between two turns of the event loop, and the most work.

    Attributes:
        longest: the longest stall, in seconds.
        work: the most processor time of the thread between two turns, in seconds.
    """

    def __init__(self) -> None:
        super().__init__()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(1)
        self._timer.timeout.connect(self._on_tick)
        self.start()

    def start(self) -> None:
        self.longest = self.work = 0.0
        self._last = time.perf_counter(), time.thread_time()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()
        self._on_tick()

    def _on_tick(self) -> None:
        now = time.perf_counter(), time.thread_time()
        self.longest = max(self.longest, now[0] - self._last[0])
        self.work = max(self.work, now[1] - self._last[1])
        self._last = now


def _rows(folder: Path) -> list[ImageResult]:
    chance = random.Random(1)
    real, fake, unsure = (row(0, folder / "x.jpg", score) for score in (0.05, 0.97, 0.5))
    templates = [chance.choice((real, real, real, fake, unsure)) for _ in range(_ROWS)]
    return [
        dataclasses.replace(
            template,
            faces=tuple(map(dataclasses.replace, template.faces)),  # As many objects as in a scan.
            index=place,
            path=folder / f"{chance.random()}.jpg",
            sha256=f"{place:064x}",
            dhash=f"{chance.getrandbits(64):016x}",
        )
        for place, template in enumerate(templates)
    ]


@pytest.fixture
def open_window(qtbot, unmask_home: Path):
    windows = []

    def open_(rows: list[ImageResult]) -> MainWindow:
        window = MainWindow(lambda request: ScriptedScan(request, rows))
        windows.append(window)
        qtbot.addWidget(window)
        window.show()
        return window

    yield open_
    for window in windows:
        window.close()


def _timed(what: str, goal: str, act: Callable[[], object]) -> None:
    QTest.qWait(0)
    started = time.perf_counter()
    act()
    QTest.qWait(0)  # With what is painted.
    print(f"{what:<58}{time.perf_counter() - started:8.3f} s   (goal {goal})")


def test_a_hundred_thousand_rows(qtbot, open_window, tmp_path):
    window = open_window(_rows(tmp_path))
    gc.collect()  # In the program, rows are not there before they arrive.
    stalls = _Stalls()
    started = time.perf_counter()
    window.scan([tmp_path])
    qtbot.waitUntil(lambda: window.model.total == _ROWS, timeout=600_000)
    seconds = time.perf_counter() - started
    stalls.stop()
    qtbot.waitUntil(lambda: not window.controller.is_running, timeout=600_000)
    print(f"\n{_ROWS:,} rows arrived in {seconds:.1f} s")
    print(f"{'longest stall while they arrived':<58}{stalls.longest:8.3f} s   (goal 0.050 s)")
    print(f"{'most work of the window between two turns':<58}{stalls.work:8.3f} s")
    table = window.results.table
    for column in (Column.SCORE, Column.NAME, Column.VERDICT):
        _timed(
            f"sort by {column.name.lower()}",
            "0.300 s",
            lambda column=column: table.sortByColumn(column, Qt.SortOrder.DescendingOrder),
        )
    for text in ("0.99", "score>0.9", ""):
        _timed(f"filter by {text!r}", "0.200 s", lambda text=text: window.results.search.setText(text))
    _timed("select all", "0.200 s", table.selectAll)
    assert window.model.rowCount() == _ROWS


def test_from_picture_to_picture(qtbot, open_window, tmp_path):
    generator = np.random.default_rng(0)
    rows = []
    for place in range(_PHOTOS):
        small = Image.fromarray(generator.integers(0, 256, (75, 100, 3), np.uint8))
        path = tmp_path / f"{place:02}.jpg"
        small.resize((4000, 3000), Image.Resampling.BICUBIC).save(path, quality=90)
        rows.append(dataclasses.replace(row(place, path, 0.97), width=4000, height=3000, format="JPEG"))
    window = open_window(rows)
    window.scan([tmp_path])
    qtbot.waitUntil(lambda: not window.controller.is_running)

    def is_shown() -> bool:
        picture, result = window.preview.view._picture, window.results.current()
        return picture is not None and result is not None and picture.result.path == result.path

    qtbot.waitUntil(is_shown)
    window.results.table.setFocus()
    waits = []
    for _ in range(_PHOTOS - 1):
        qtbot.wait(1500)  # Somebody looks at the picture; the next ones are decoded meanwhile.
        started = time.perf_counter()
        qtbot.keyClick(window.results.table, Qt.Key.Key_Down)
        while not is_shown():
            QTest.qWait(0)
        window.preview.view.repaint()
        waits.append(time.perf_counter() - started)
    print(f"\n{'arrow key to the next 12 Mpx JPEG, median':<58}{np.median(waits):8.3f} s   (goal 0.100 s)")
    print(f"{'the same, longest':<58}{max(waits):8.3f} s   (goal 0.100 s)")
    assert window.results.table.currentIndex().row() == _PHOTOS - 1

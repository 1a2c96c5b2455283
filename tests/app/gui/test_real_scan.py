"""The window with the real scan: worker processes, the bundled model, pictures from packages."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.detector.bundle import BundleError, load_bundle
from app.gui.main_window import MainWindow
from app.models import bundled_model

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def pictures(tmp_path, astronaut, portraits):
    try:
        load_bundle(bundled_model())
    except BundleError as error:
        pytest.skip(str(error))
    folder = tmp_path / "pictures"
    folder.mkdir()
    shutil.copy(astronaut, folder / "astronaut.png")
    shutil.copy(portraits[0], folder / "selfie.jpg")
    (folder / "photo.jpg").write_text("This is a text.")
    (folder / "empty.png").touch()
    return folder


def test_the_window_and_the_terminal_write_the_same_csv(qtbot, pictures, tmp_path):
    window = MainWindow()
    qtbot.addWidget(window)
    window.show()
    window.scan([pictures])
    qtbot.waitUntil(lambda: not window.controller.is_running, timeout=120_000)
    assert window.model.rowCount() == 4
    assert window.results.failures.count == 2
    assert window.message.text == ""
    with qtbot.waitSignal(window.exporter._written):
        window.exporter.write_csv(window.model.results(), tmp_path / "window.csv")
    window.close()
    command = [sys.executable, "-m", "app", "scan", str(pictures), "--csv", str(tmp_path / "terminal.csv")]
    terminal = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert terminal.returncode == 1, terminal.stderr  # Some files could not be read.
    assert (tmp_path / "window.csv").read_bytes() == (tmp_path / "terminal.csv").read_bytes()


def test_a_closer_look_shows_six_scores_and_is_remembered(qtbot, pictures):
    window = MainWindow()
    qtbot.addWidget(window)
    window.show()
    window.scan([pictures / "astronaut.png"])
    qtbot.waitUntil(lambda: not window.controller.is_running, timeout=120_000)
    window.results.table.setFocus()
    qtbot.keyClick(window.results.table, Qt.Key.Key_L)
    qtbot.waitUntil(window.preview.strip.isVisible)
    shown = window.preview.strip.findChildren(QLabel)
    assert {"as it is", "JPEG 75", "JPEG 50", "half size", "mirrored", "cropped"} <= {label.text() for label in shown}
    assert window.picture.looker.seen(window._bundle, window.results.current(), 0) is not None
    window.close()


def test_a_closer_look_that_there_is_no_memory_for_says_so(qtbot, pictures, monkeypatch):
    def use_all_memory(*_):
        raise MemoryError

    monkeypatch.setattr("app.gui.closer_looker.look_closer", use_all_memory)
    window = MainWindow()
    qtbot.addWidget(window)
    window.scan([pictures / "astronaut.png"])
    qtbot.waitUntil(lambda: not window.controller.is_running, timeout=120_000)
    with qtbot.waitSignal(window.picture.looker.looked) as looked:
        window.picture.looker.look(window._bundle, window.results.current(), 0)
    assert "memory" in looked.args[0].problem
    window.close()

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from app.example_pictures import example_pictures
from app.gui import main_window
from app.gui.main_window import MainWindow
from tests.app.gui.conftest import ScriptedScan, drop


@pytest.fixture
def open_window(qtbot):
    windows = []

    def open_() -> MainWindow:
        window = MainWindow(lambda request: ScriptedScan(request, []))
        windows.append(window)
        qtbot.addWidget(window)
        window.show()
        return window

    yield open_
    for window in windows:
        window.close()


def test_the_first_start_says_three_things_and_the_second_nothing(open_window, qtbot):
    window = open_window()
    assert window.pages.currentWidget() is window.first_run
    qtbot.mouseClick(window.first_run.own, Qt.MouseButton.LeftButton)
    assert window.pages.currentWidget() is window.empty
    window.close()
    again = open_window()
    assert again.pages.currentWidget() is again.empty
    again.first_steps.trigger()
    assert again.pages.currentWidget() is again.first_run


@pytest.mark.skipif(not example_pictures(), reason="no package with examples is installed")
def test_keys_lead_from_the_first_start_to_the_first_scan_and_to_one_s_own_pictures(open_window, qtbot, monkeypatch):
    window = open_window()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is window.first_run.examples)
    qtbot.keyClick(window.first_run.own, Qt.Key.Key_Space)
    asked = []
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: asked.append("folder") or "")
    qtbot.waitUntil(lambda: QApplication.focusWidget() is window.empty.focusProxy())
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert asked == ["folder"]


def test_the_examples_are_scanned_by_a_button(open_window, qtbot):
    expected = [path for _, path in example_pictures().values()]
    if not expected:
        pytest.skip("the packages with the examples are not installed")
    window = open_window()
    with qtbot.waitSignal(window.controller.started) as started:
        qtbot.mouseClick(window.first_run.examples, Qt.MouseButton.LeftButton)
    assert list(started.args[0].request.paths) == expected
    qtbot.waitUntil(lambda: not window.controller.is_running)
    # Reports aren't offered a place among the packages.
    assert window.memory.recent_folder == ""


def test_without_examples_there_is_no_button_for_them(open_window, monkeypatch):
    monkeypatch.setattr(main_window, "example_pictures", dict)
    assert not open_window().first_run.examples.isVisible()


def test_what_is_dropped_on_the_first_steps_during_a_scan_is_seen_to_be_scanned(bench, picture, row):
    bench.rows, bench.hold_after = [row(0, picture("a.png"), 0.2)], 0
    bench.window.scan([picture("a.png")])
    bench.qtbot.waitUntil(lambda: bool(bench.scans))
    bench.window.first_steps.trigger()
    drop(bench.window, picture("b.png"))
    assert bench.window.pages.currentWidget() is bench.window.content
    bench.qtbot.waitUntil(lambda: bench.scans[0].added == [picture("b.png")])

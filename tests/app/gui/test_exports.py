"""Where exports are written, and what a report says of a scan that was not whole."""

from __future__ import annotations

import json
import time
from contextlib import contextmanager

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMessageBox

from app.detector.bundle import load_bundle
from app.models import bundled_model
from app.scan.events import FileScanned, ScanStarted
from tests.app.gui.conftest import ScriptedScan
from tests.app.gui.test_earlier_scans import list_scans, open_scan, write_scan


@contextmanager
def answers_to_dialogs(bench, *answers):
    """Answers dialogs, one after the other: a name to a file dialog, a button to a question.

    A name may be a function that gives it: what happens while the dialog is open.
    """
    waiting = list(answers)
    said, ends = None, 0.0

    def look():
        nonlocal said, ends
        dialog = QApplication.activeModalWidget()
        if dialog is None:
            return
        # A later dialog may have the address, and so the wrapper, of one that is gone.
        if not dialog.property("seen"):
            dialog.setProperty("seen", True)
            said = waiting.pop(0) if waiting else None
            if callable(said):
                timer.stop()
                said = said()
                timer.start()
            ends = time.monotonic() + 60
        # A key that comes while a dialog is still opening is lost: it is pressed until the dialog is gone.
        if isinstance(dialog, QFileDialog) and said is not None and time.monotonic() < ends:
            field = dialog.findChild(QLineEdit)
            field.setText(str(said))
            bench.qtbot.keyClick(field, Qt.Key.Key_Return)
        elif isinstance(dialog, QMessageBox) and said is not None and time.monotonic() < ends:
            bench.qtbot.mouseClick(dialog.button(said), Qt.MouseButton.LeftButton)
        else:
            dialog.reject()

    timer = QTimer(bench.window)
    timer.timeout.connect(look)
    timer.start(20)
    try:
        yield
    finally:
        timer.stop()
    assert waiting == []


@pytest.mark.parametrize(("action", "ending"), [("report", ".html"), ("csv", ".csv")])
def test_a_file_is_not_replaced_unasked_because_its_ending_was_left_out(scanned, tmp_path, action, ending):
    buttons = QMessageBox.StandardButton
    target = tmp_path / f"earlier{ending}"
    target.write_text("what was found before")
    with answers_to_dialogs(scanned, tmp_path / "earlier", buttons.No, None):
        getattr(scanned.window.exports, action).trigger()
    assert target.read_text() == "what was found before"
    with answers_to_dialogs(scanned, tmp_path / "earlier", buttons.Yes):
        getattr(scanned.window.exports, action).trigger()
    scanned.qtbot.waitUntil(lambda: scanned.window.message.text.startswith("5 rows were written"))
    assert "anna.png" in target.read_text("utf-8")
    assert not (tmp_path / "earlier").exists()


def test_a_new_file_gets_its_ending_without_a_question(scanned, tmp_path):
    with answers_to_dialogs(scanned, tmp_path / "rows"):
        scanned.window.exports.csv.trigger()
    scanned.qtbot.waitUntil(lambda: scanned.window.message.text.startswith("5 rows were written"))
    assert "anna.png" in (tmp_path / "rows.csv").read_text("utf-8")


@pytest.mark.parametrize(("action", "ending"), [("report", ".json"), ("csv", ".csv"), ("reviews", ".csv")])
def test_what_is_asked_for_is_written_though_a_scan_begins_while_the_dialog_is_open(
    scanned, picture, row, tmp_path, action, ending
):
    scanned.window.selection.confirm.trigger()

    def scan_another():
        scanned.rows = [row(0, picture("other.png"), 0.97)]
        scanned.window.scan([tmp_path / "elsewhere"])
        scanned.qtbot.waitUntil(lambda: scanned.names() == ["other.png"])
        return target

    target = tmp_path / f"out{ending}"
    with answers_to_dialogs(scanned, scan_another):
        getattr(scanned.window.exports, action).trigger()
    scanned.qtbot.waitUntil(target.exists)
    written = target.read_text("utf-8")
    assert "anna.png" in written
    assert "other.png" not in written


def said_cancelled(bench, target):
    """Whether a report of what is shown says that the scan was stopped before its end."""
    with answers_to_dialogs(bench, target):
        bench.window.exports.report.trigger()
    bench.qtbot.waitUntil(target.exists)
    return json.loads(target.read_text("utf-8"))["summary"]["cancelled"]


@pytest.fixture
def three(bench, picture, row, tmp_path):
    """A window whose next scan waits after two of three pictures, of which the second fails."""
    paths = [picture(f"{name}.png") for name in "abc"]
    bench.rows = [row(0, paths[0], 0.97), row(1, paths[1], error="The file is empty (0 bytes)."), row(2, paths[2], 0.5)]
    bench.hold_after = 2
    return bench


def scan_two(bench, tmp_path):
    bench.window.scan([tmp_path / "pictures"])
    bench.qtbot.waitUntil(lambda: len(bench.names()) == 2)


def test_a_report_that_is_written_while_a_scan_runs_is_no_whole_one(three, tmp_path):
    scan_two(three, tmp_path)
    assert said_cancelled(three, tmp_path / "part.json")
    three.scans[0].gate.set()
    three.finish()
    assert not said_cancelled(three, tmp_path / "whole.json")


def test_a_cancelled_scan_is_no_whole_one_after_a_file_was_tried_again(three, tmp_path, row):
    scan_two(three, tmp_path)
    three.window.cancel.trigger()
    three.finish()
    three.rows, three.hold_after = [row(0, three.rows[1].path, 0.05)], None
    three.window.results.failures.retry.click()
    three.finish()
    assert said_cancelled(three, tmp_path / "part.json")
    said = three.window.results.progress.label.text()
    assert said == "1 picture in 1 s. In the whole list: Fake 1, Real 1"


def test_a_scan_that_broke_is_no_whole_one(three, tmp_path, monkeypatch):
    def break_off(scan):
        yield ScanStarted("test-1", 1)
        yield FileScanned(three.rows[0])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(ScriptedScan, "events", break_off)
    three.window.scan([tmp_path / "pictures"])
    three.finish()
    assert three.names() == ["a.png"]
    assert said_cancelled(three, tmp_path / "part.json")


def test_an_earlier_scan_that_was_not_finished_is_no_whole_one(bench, tmp_path, picture, row):
    folder = picture("a.png").parent
    bundled = load_bundle(bundled_model())
    for finish, target in ((True, "whole.json"), (False, "part.json")):
        write_scan(folder, [row(0, folder / "a.png", 0.97)], bundled, finish=finish, found=1 if finish else 3)
        list_scans(bench, 1 if finish else 2)
        open_scan(bench, 0)
        bench.finish()
        assert said_cancelled(bench, tmp_path / target) is not finish
        assert bench.window.results.progress.label.text() == "1 result of an earlier scan"
    # A later scan of the same folder got to its end: together, they are whole.
    write_scan(folder, [row(0, folder / "a.png", 0.97)], bundled)
    list_scans(bench, 3)
    bench.window.watching.watcher.watch(folder)
    bench.window.history.show_folder(folder)
    bench.finish()
    assert not said_cancelled(bench, tmp_path / "folder.json")


@pytest.mark.parametrize("action", ["report", "csv"])
def test_a_name_that_becomes_too_long_with_its_ending_is_told(scanned, tmp_path, action):
    with answers_to_dialogs(scanned, tmp_path / ("x" * 254)):
        getattr(scanned.window.exports, action).trigger()
    scanned.qtbot.waitUntil(lambda: "too long" in scanned.window.message.text, timeout=5000)

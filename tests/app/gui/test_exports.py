"""Where exports are written, and what a report says of a scan that was not whole."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMessageBox


def answer(bench, *answers):
    """Answers the dialogs to come, one after the other: a name to a file dialog, a button to a question."""
    waiting = list(answers)
    asked = []

    def look():
        dialog = QApplication.activeModalWidget()
        if dialog is None or (asked and asked[-1] is dialog):
            return
        asked.append(dialog)
        said = waiting.pop(0)
        if not waiting:
            timer.stop()
        if isinstance(dialog, QFileDialog):
            if said is None:
                dialog.reject()
                return
            field = dialog.findChild(QLineEdit)
            field.setText(str(said))
            bench.qtbot.keyClick(field, Qt.Key.Key_Return)
        else:
            bench.qtbot.mouseClick(dialog.button(said), Qt.MouseButton.LeftButton)

    timer = QTimer(bench.window)
    timer.timeout.connect(look)
    timer.start(20)
    return waiting


@pytest.mark.parametrize(("action", "ending"), [("report", ".html"), ("csv", ".csv")])
def test_a_file_is_not_replaced_unasked_because_its_ending_was_left_out(scanned, tmp_path, action, ending):
    buttons = QMessageBox.StandardButton
    target = tmp_path / f"earlier{ending}"
    target.write_text("what was found before")
    left = answer(scanned, tmp_path / "earlier", buttons.No, None)
    getattr(scanned.window.exports, action).trigger()
    assert left == []
    assert target.read_text() == "what was found before"
    left = answer(scanned, tmp_path / "earlier", buttons.Yes)
    getattr(scanned.window.exports, action).trigger()
    scanned.qtbot.waitUntil(lambda: scanned.window.message.text.startswith("5 rows were written"))
    assert left == []
    assert "anna.png" in target.read_text("utf-8")
    assert not (tmp_path / "earlier").exists()


def test_a_new_file_gets_its_ending_without_a_question(scanned, tmp_path):
    left = answer(scanned, tmp_path / "rows")
    scanned.window.exports.csv.trigger()
    scanned.qtbot.waitUntil(lambda: scanned.window.message.text.startswith("5 rows were written"))
    assert left == []
    assert "anna.png" in (tmp_path / "rows.csv").read_text("utf-8")

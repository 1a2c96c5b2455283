"""Help, About: licences, self-test, support report."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from app.gui.about_dialog import AboutDialog
from app.models import use_model
from app.self_test import Check


@pytest.fixture
def dialog(qtbot):
    dialog = AboutDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: bool(dialog.parts))
    yield dialog
    dialog.stop()


def test_the_help_menu_opens_one_dialog(bench):
    for _ in range(2):
        bench.window.about.trigger()
    (dialog,) = bench.window.findChildren(AboutDialog)
    assert dialog.isVisible()
    dialog.stop()


def test_it_shows_the_licence_of_each_part(dialog):
    assert dialog.list.count() == len(dialog.parts)
    assert "Apache License" in dialog.text.toPlainText()
    names = [part.name for part in dialog.parts]
    dialog.list.setCurrentRow(names.index("numpy"))
    assert "NumPy Developers" in dialog.text.toPlainText()


def test_it_runs_the_self_test_beside_the_window_and_copies_what_was_found(dialog, qtbot):
    dialog.run.click()
    assert not dialog.run.isEnabled()
    assert dialog.results.rowCount() == 0  # On a thread: the click returned before anything was checked.
    qtbot.waitUntil(dialog.run.isEnabled)
    assert dialog.results.rowCount() == len(dialog.checks) == 9
    assert {dialog.results.item(row, 1).text() for row in range(9)} == {"works"}
    assert dialog.said.text() == "Everything works."
    dialog.copy.click()
    report = QGuiApplication.clipboard().text()
    assert "ok\tworker processes" in report
    assert "numpy" in report


def test_a_dialog_that_is_closed_during_a_test_shows_the_results_when_it_is_opened_again(dialog, qtbot):
    dialog.run.click()
    dialog.close()
    qtbot.waitUntil(dialog.run.isEnabled)
    dialog.show()
    assert dialog.results.rowCount() == 9


def test_the_results_of_the_self_test_are_left_by_key(dialog, qtbot):
    for name in ("model files", "export"):
        dialog._on_checked(Check(name, True, "It works."))
    dialog.tabs.setCurrentWidget(dialog.results)
    dialog.results.setFocus()
    dialog.results.setCurrentCell(0, 0)
    qtbot.keyClick(dialog.results, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is not dialog.results
    assert dialog.results.currentRow() == 0


def test_it_names_the_model_that_is_selected_when_it_is_opened_again(dialog, other_model):
    assert "Mine" not in dialog.heading.text()
    dialog.close()
    use_model(other_model)
    dialog.show()
    assert "Model: Mine" in dialog.heading.text()

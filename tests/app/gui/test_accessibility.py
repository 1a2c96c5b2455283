"""Everything that can be used has a name for a screen reader, and can be reached without a mouse."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QMenu,
    QMenuBar,
    QProgressBar,
    QScrollBar,
    QTabBar,
    QToolButton,
    QWidget,
)

from app.gui.about_dialog import AboutDialog
from app.gui.models_dialog import ModelsDialog, TextDialog
from app.gui.picture_view import PictureView
from app.gui.training_dialog import TrainingDialog
from tests.app.gui.test_earlier_scans import write_scan

USED = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    PictureView,
    QProgressBar,
)


def used_widgets(top: QWidget) -> list[QWidget]:
    """What is there to be used or read, without the parts that Qt makes for itself."""
    return [
        widget
        for widget in top.findChildren(QWidget)
        if isinstance(widget, USED)
        and not isinstance(widget, QScrollBar)
        and not widget.objectName().startswith("qt_")
        and widget.window() is top
        and not isinstance(widget.parent(), (QAbstractSpinBox, QComboBox, QAbstractItemView))
        # The header of a table, and what is in its viewport.
        and not (isinstance(widget, QAbstractItemView) and isinstance(widget.parent(), QAbstractItemView))
    ]


def describe(widget: QWidget) -> str:
    return f"{type(widget).__name__} in {type(widget.parent()).__name__}: {widget.toolTip()!r}"


def name_of(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name).strip() if interface else ""


def reached_by_tab(top: QWidget, qtbot) -> set[QWidget]:
    """What has the focus at some time while Tab is pressed again and again."""
    top.activateWindow()
    qtbot.waitUntil(top.isActiveWindow)
    start = used_widgets(top)[0]
    start.setFocus()
    reached: set[QWidget] = set()
    for _ in range(200):
        focused = QApplication.focusWidget()
        if focused is None or (focused in reached and focused is start):
            break
        reached.add(focused)
        qtbot.keyClick(focused, Qt.Key.Key_Tab)
    return reached


def grouped(widget: QWidget) -> list[QAbstractButton]:
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return group.buttons() if group is not None and group.exclusive() else []


def in_a_menu(widget: QWidget, window: QWidget) -> bool:
    action = widget.defaultAction() if isinstance(widget, QToolButton) else None
    return action is not None and any(action in menu.actions() for menu in window.findChildren(QMenu))


def unreachable(top: QWidget, qtbot) -> list[str]:
    reached = reached_by_tab(top, qtbot)
    return [
        describe(widget)
        for widget in used_widgets(top)
        if widget.isVisible()
        and widget.isEnabled()
        and not isinstance(widget, QProgressBar)
        and widget not in reached
        # The buttons in a field do what its keys do, and arrow keys go on in a group of which one is chosen.
        and not isinstance(widget.parent(), QLineEdit)
        and not any(other in reached for other in grouped(widget))
        # A spin box or an editable list gives the focus to its field.
        and not any(part in reached for part in widget.findChildren(QLineEdit))
        and not in_a_menu(widget, top)
    ]


@pytest.fixture
def full_window(bench, picture, row, tmp_path):
    """A window with as much in it as there can be: earlier scans, a message, a comparison, failures."""
    folder = tmp_path / "pictures"
    rows = [row(0, picture("anna.png"), 0.97, 0.5), row(1, picture("ben.png"), 0.05)]
    write_scan(folder, rows, finish=False, found=3)
    bench.rows = [*rows, row(2, folder / "broken.png", error="The file is empty (0 bytes).")]
    bench.window.scan([folder])
    bench.finish()
    bench.qtbot.waitUntil(lambda: len(bench.window.sources.scan_items()) == 1)
    bench.window.watching.watch(folder)
    bench.window.message.show_warning("Something is wrong.")
    bench.window.show_failures.trigger()
    return bench.window


def test_every_widget_of_the_window_has_a_name(full_window):
    assert [describe(widget) for widget in used_widgets(full_window) if not name_of(widget)] == []
    assert len(used_widgets(full_window)) > 30


def test_every_widget_in_sight_is_reached_by_tab(full_window, qtbot):
    assert unreachable(full_window, qtbot) == []


def test_every_widget_in_sight_while_a_scan_runs_is_reached_by_tab(bench, picture, row, tmp_path, qtbot):
    bench.rows = [dataclasses.replace(row(place, picture(f"{place}.png"), 0.5), index=place) for place in range(3)]
    bench.hold_after = 1
    bench.window.scan([tmp_path / "pictures"])
    bench.qtbot.waitUntil(lambda: len(bench.names()) == 1)
    assert bench.window.results.progress.cancel.isVisible()
    assert unreachable(bench.window, qtbot) == []


@pytest.fixture(params=["models", "training", "about", "text"])
def dialog(request, qtbot, monkeypatch, tmp_path, unmask_home):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    made = {
        "models": ModelsDialog,
        "training": TrainingDialog,
        "about": AboutDialog,
        "text": lambda: TextDialog("Manual", "# Title\n\nText"),
    }[request.param]()
    qtbot.addWidget(made)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    made.show()
    yield made
    made.close()


def test_every_widget_of_a_dialog_has_a_name(dialog):
    assert [describe(widget) for widget in used_widgets(dialog) if not name_of(widget)] == []


def test_every_widget_of_a_dialog_is_reached_by_tab(dialog, qtbot):
    assert unreachable(dialog, qtbot) == []


def test_every_page_of_the_training_is_reached_by_tab(qtbot, monkeypatch, tmp_path, unmask_home):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    dialog = TrainingDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    dialog._show_run(3)
    dialog._show_warnings(["Something is wrong."], True)
    dialog.gate.show()
    dialog.comparison.setRowCount(2)
    assert unreachable(dialog, qtbot) == []


def test_every_action_is_in_a_menu_and_every_key_is_taken_once(full_window):
    menus = full_window.menuBar().findChildren(QMenu)
    listed = {action for menu in menus for action in menu.actions()}
    assert [action.text() for action in full_window.actions() if action not in listed] == []
    keys = [action.shortcut().toString() for action in full_window.actions() if not action.shortcut().isEmpty()]
    assert sorted(keys) == sorted(set(keys))


def test_the_cells_of_the_table_are_read_with_their_column(full_window):
    model = full_window.model
    assert model.index(0, 1).data(Qt.ItemDataRole.AccessibleTextRole) == "Verdict: Fake"


def test_a_thumbnail_is_read_with_its_verdict_and_score(full_window):
    full_window.as_thumbnails.trigger()
    grid = QAccessible.queryAccessibleInterface(full_window.results.grid)
    names = [grid.child(place).text(QAccessible.Text.Name) for place in range(grid.childCount())]
    assert names[0] == "Name: anna.png, Verdict: Fake, Score: 0.970"
    assert names[2] == "Name: broken.png, Verdict: Error"


def test_what_goes_with_every_score_is_read(full_window):
    for label in (full_window.model_label, full_window.preview._meaning):
        assert label.text()
        assert name_of(label) == label.text()


def mnemonics(top: QWidget) -> list[str]:
    """Letters that do something with the Alt key: of the menu bar, and of the tabs and buttons in sight."""
    texts = [each.text() for each in top.findChildren(QAbstractButton) if each.isVisible()]
    for bar in top.findChildren(QMenuBar):
        texts += [each.text() for each in bar.actions()]
    for bar in top.findChildren(QTabBar):
        texts += [bar.tabText(place) for place in range(bar.count())]
    return sorted(key for text in texts if (key := QKeySequence.mnemonic(text).toString()))


def test_every_letter_of_the_alt_key_is_taken_once_on_each_page(language, full_window, qtbot):
    qtbot.waitUntil(full_window.preview.look.isVisible)
    for page in (full_window.content, full_window.first_run, full_window.empty):
        full_window.pages.setCurrentWidget(page)
        letters = mnemonics(full_window)
        assert len(letters) >= 6
        assert letters == sorted(set(letters)), type(page).__name__


def test_every_letter_of_the_alt_key_is_taken_once_in_each_dialog(language, dialog):
    letters = mnemonics(dialog)
    assert letters == sorted(set(letters))


def test_every_letter_of_the_alt_key_is_taken_once_on_each_page_of_the_training(
    language, qtbot, monkeypatch, tmp_path, unmask_home
):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    dialog = TrainingDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    for offered in (dialog.resume, dialog.decide):
        offered.show()
    pages = [mnemonics(dialog)]
    dialog._show_run(3)
    dialog.gate.show()
    dialog._show_running(False)
    pages.append(mnemonics(dialog))
    for letters in pages:
        assert len(letters) >= 4
        assert letters == sorted(set(letters))

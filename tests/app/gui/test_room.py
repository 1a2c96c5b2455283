"""What is said finds room: nothing is cut off unsaid, whatever the width."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QLabel, QStyleOptionViewItem

from app.detector.verdict import Verdict
from app.gui.models_dialog import ModelsDialog
from app.gui.results_model import Column
from app.gui.roomy_style import ROOM
from app.gui.scan_controller import ScanProgress
from app.gui.sources_panel import SourcesPanel
from app.gui.training_dialog import TrainingDialog
from app.gui.wording import verdict_word
from app.scan.journal import Journal, journal_path
from tests.app.gui.test_earlier_scans import write_scan


def test_the_words_of_the_verdicts_fit_their_column(language, scanned):
    table = scanned.window.results.table
    room = table.columnWidth(Column.VERDICT)
    for verdict in Verdict:
        assert QFontMetrics(table.font()).horizontalAdvance(verdict_word(verdict)) + 16 + 4 * 6 < room


def test_cells_begin_where_their_headers_do(scanned):
    table = scanned.window.results.table
    header = table.horizontalHeader()
    metric = table.style().PixelMetric
    assert table.style().pixelMetric(metric.PM_FocusFrameHMargin, None, table) >= 6
    assert header.style().pixelMetric(metric.PM_HeaderMargin, None, header) >= 6


@pytest.mark.parametrize("size", [(1280, 780), (1024, 600), (760, 480)])
def test_the_sentences_about_the_flags_are_cut_off_at_no_size(scanned, language, size):
    window = scanned.window
    window.resize(*size)
    scanned.qtbot.waitUntil(lambda: window.height() == size[1])
    summary = window.summary
    for label in (summary.expected, summary.question, summary.right):
        assert label.height() >= label.heightForWidth(label.width())
    inner = summary.widget()
    assert inner.width() <= summary.viewport().width()
    hidden = inner.height() - summary.viewport().height()
    # What isn't in sight can be scrolled to, and only where the sources have no more room to give.
    assert summary.verticalScrollBar().maximum() == max(0, hidden)
    assert hidden <= 0 or window.sources.height() <= window.sources.minimumHeight()


def test_a_long_name_makes_neither_the_window_nor_the_training_dialog_wider_than_the_screen(scanned, qtbot):
    window, name = scanned.window, "w" * 240
    window.message.show_warning(f"/home/{name} can't be written: No space left on device.")
    (message,) = window.message._messages
    assert window.centralWidget().minimumSizeHint().width() <= window.minimumWidth()
    assert any(name in label.toolTip() for label in message.findChildren(QLabel))
    dialog = TrainingDialog()
    qtbot.addWidget(dialog)
    dialog._show_run(1)
    dialog._add_fact(f"Fake is what lies in {name}")
    dialog.message.show_note(f"The present model stays. The new one is in /home/{name}.")
    assert dialog.minimumSizeHint().width() <= 760
    assert name in dialog.facts.toolTip()


def test_the_flags_are_said_to_be_right_in_number(bench, picture, row, tmp_path):
    bench.rows = [row(place, picture(f"{place}.png"), 0.95 + place / 1000) for place in range(10)]
    bench.window.scan([tmp_path / "pictures"])
    bench.finish()
    summary = bench.window.summary
    said = summary.right.text()
    assert said.startswith("about ")
    assert " of these 10 flagged faces would really be fake (" in said
    right = [int(said.split()[1])]
    for value in (0, summary.slider.maximum()):
        summary.slider.setValue(value)
        right.append(int(summary.right.text().split()[1]))
    assert right[1] < right[0] <= right[2] == 10


def test_what_a_scan_found_never_loses_its_count_first(qtbot, unmask_home, tmp_path, row):
    write_scan(tmp_path / "pictures", [row(0, tmp_path / "pictures" / "a.png", 0.97)])
    panel = SourcesPanel()
    qtbot.addWidget(panel)
    with Journal(journal_path()) as journal:
        panel.set_scans(journal.scans())
    option = QStyleOptionViewItem()
    item = panel.scans.child(0)
    panel.tree.itemDelegate().initStyleOption(option, panel.tree.indexFromItem(item))
    assert option.textElideMode is Qt.TextElideMode.ElideRight


def test_a_narrow_tool_bar_gives_up_its_words_and_keeps_the_search(scanned):
    window, qtbot = scanned.window, scanned.qtbot
    search = window.results.search
    tools = search.parentWidget()
    styles = {1280: Qt.ToolButtonStyle.ToolButtonTextBesideIcon, 760: Qt.ToolButtonStyle.ToolButtonIconOnly}
    for width in (1280, 760, 1280):
        window.resize(width, 700)
        qtbot.waitUntil(partial(has_style, tools, styles[width]))
        qtbot.waitUntil(search.isVisible)
        assert window.rect().contains(search.mapTo(window, search.rect().bottomRight()))


def has_style(tools, style):
    return tools.toolButtonStyle() is style


def test_the_line_below_says_what_is_done_before_a_picture_is_found(bench):
    bench.window.results.progress.show_progress(ScanProgress(0, 0, False, 0.0))
    assert bench.window.results.progress.label.text() == "Looking for pictures…"


def test_the_figures_of_a_model_are_all_in_sight(language, qtbot, unmask_home):
    dialog = ModelsDialog()
    qtbot.addWidget(dialog)
    dialog.resize(1000, 320)  # As on a screen that isn't the smaller one of tests.
    dialog.show()
    assert dialog.table.horizontalScrollBar().maximum() == 0
    header = dialog.table.horizontalHeader()
    metrics = header.fontMetrics()
    for column in range(dialog.table.columnCount()):
        title = dialog.table.horizontalHeaderItem(column).text()
        assert max(map(metrics.horizontalAdvance, title.split("\n"))) < header.sectionSize(column)
    name = dialog.table.item(0, 0).text()
    advance = dialog.table.fontMetrics().horizontalAdvance
    assert max(map(advance, name.split("\n"))) + 2 * ROOM < header.sectionSize(0)


def test_return_starts_the_training_from_any_field(qtbot, unmask_home, monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    dialog = TrainingDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.data.setEditText("neither a folder nor a name")
    for field in (dialog.data, dialog.epochs):
        dialog.message.dismiss()
        qtbot.keyClick(field, Qt.Key.Key_Return)
        assert dialog.message.text.startswith("There is no such folder or zip file")


def test_the_empty_page_shows_where_to_drop_while_something_is_dragged_over_it(bench, tmp_path):
    empty = bench.window.empty

    def is_highlighted():
        colour = empty.grab().toImage().pixelColor(empty.width() // 2, 18)
        return (
            any(
                empty.grab().toImage().pixelColor(x, 18) == empty.palette().highlight().color()
                for x in range(40, empty.width() - 40)
            )
            and colour.isValid()
        )

    assert not is_highlighted()
    empty.set_dragged_over(True)
    assert is_highlighted()


def test_a_long_verdict_is_read_whole(language, scanned):
    window = scanned.window
    window.resize(760, 480)
    window.results.go_to(scanned.rows[2].path)
    verdict = window.preview._verdict
    scanned.qtbot.waitUntil(lambda: verdict.height() >= verdict.heightForWidth(verdict.width()))
    words = verdict.text().split()
    assert max(map(verdict.fontMetrics().horizontalAdvance, words)) <= verdict.width()


def test_pictures_and_folders_are_told_apart_among_the_sources(qtbot, tmp_path):
    panel = SourcesPanel()
    qtbot.addWidget(panel)
    panel.set_sources([tmp_path / "holiday", tmp_path / "anna.JPG"])
    folder, picture = (panel.sources.child(place) for place in range(2))
    drawn = [item.icon(0).pixmap(16, 16).toImage() for item in (folder, picture)]
    assert drawn[0] != drawn[1]
    assert "watch this folder" in folder.toolTip(0)
    assert picture.toolTip(0) == str(tmp_path / "anna.JPG")
    panel.refresh_icons()
    assert picture.icon(0).pixmap(16, 16).toImage() == drawn[1]

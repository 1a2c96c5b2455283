"""Filters as they are used: what is shown, and what is said where nothing is left."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from app.gui.results_model import ResultsModel
from app.gui.review_store import Review


@pytest.fixture
def filtered(scanned):
    scanned.qtbot.keyClick(scanned.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert scanned.window.results.form.isVisible()
    return scanned


def test_fields_filter_by_score_faces_review_and_format(filtered):
    form = filtered.window.results.form
    form.lowest.setFocus()
    form.lowest.selectAll()
    filtered.qtbot.keyClicks(form.lowest, "0.9")
    assert filtered.names() == ["anna.png", "carl.png"]
    form.faces.setValue(2)
    assert filtered.names() == ["carl.png"]
    filtered.qtbot.mouseClick(form.reset_button, Qt.MouseButton.LeftButton)
    assert len(filtered.names()) == 5
    assert not form.reset_button.isEnabled()
    filtered.window.reviewer.keep({filtered.rows[1].sha256: Review("confirmed", "")})
    form.review.setCurrentIndex(form.review.findData("confirmed"))
    assert filtered.names() == ["ben.png"]
    form.review.setCurrentIndex(form.review.findData("none"))
    assert "ben.png" not in filtered.names()
    form.reset()
    form.format.showPopup()
    form.format.hidePopup()
    assert [form.format.itemText(place) for place in range(form.format.count())] == ["any", "PNG  (4)"]
    form.format.setCurrentIndex(1)
    assert len(filtered.names()) == 4


def test_the_list_of_folders_is_that_of_the_results_and_keeps_what_was_chosen(bench, picture, row, tmp_path):
    bench.rows = [row(0, picture("a/x.png"), 0.9), row(1, picture("b/y.png"), 0.1), row(2, picture("b/z.png"), 0.1)]
    bench.window.scan([tmp_path / "pictures"])
    bench.finish()
    bench.window.more_filters.trigger()
    folder = bench.window.results.form.folder
    for _ in range(2):
        folder.showPopup()
        folder.hidePopup()
        assert [folder.itemText(place) for place in range(folder.count())] == ["any", "a  (1)", "b  (2)"]
        folder.setCurrentIndex(2)
        assert bench.names() == ["y.png", "z.png"]


def test_a_list_that_is_not_opened_is_that_of_the_results_too(bench, picture, row, tmp_path):
    folder = bench.window.results.form.folder
    for name in ("a", "b"):
        bench.rows = [row(0, picture(f"{name}/x.png"), 0.9), row(1, picture(f"{name}2/x.png"), 0.9)]
        bench.window.scan([tmp_path / "pictures"])
        bench.finish()
        if name == "a":
            bench.window.more_filters.trigger()
        bench.qtbot.keyClick(folder, Qt.Key.Key_Down)
        assert folder.currentData() == tmp_path / "pictures" / name
        assert bench.names() == ["x.png"]
        folder.setCurrentIndex(0)
        down = QPoint(0, -120)
        place = QPointF(folder.rect().center())
        none = (Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False)
        QApplication.sendEvent(folder, QWheelEvent(place, folder.mapToGlobal(place), down, down, *none))
        assert folder.currentData() == tmp_path / "pictures" / name
        folder.setCurrentIndex(0)


def test_what_is_hidden_filters_nothing(filtered):
    filtered.window.results.form.faces.setValue(2)
    assert filtered.names() == ["carl.png"]
    filtered.window.more_filters.trigger()
    assert not filtered.window.results.form.isVisible()
    assert len(filtered.names()) == 5


@pytest.mark.parametrize("thumbnails", [False, True])
def test_where_the_filters_leave_nothing_that_is_said_and_one_press_shows_all(filtered, thumbnails):
    window = filtered.window
    if thumbnails:
        window.as_thumbnails.trigger()
    window.results.search.setText("nobody is called that")
    window.results.form.faces.setValue(3)
    assert window.results.no_match.isVisible()
    assert not window.results.table.isVisible()
    filtered.qtbot.mouseClick(window.results.show_all, Qt.MouseButton.LeftButton)
    assert not window.results.no_match.isVisible()
    assert (window.results.grid if thumbnails else window.results.table).isVisible()
    assert len(filtered.names()) == 5


@pytest.mark.parametrize(("named", "typed"), [("NFD", "NFC"), ("NFC", "NFD")])
def test_a_name_is_found_whichever_way_its_accents_are_written(row, named, typed):
    model = ResultsModel()
    model.append([row(0, Path("/a", unicodedata.normalize(named, "MÜLLER, José.png")), 0.5), row(1, Path("/a/b"))])
    model.set_text(unicodedata.normalize(typed, "müller josé"))
    assert model.rowCount() == 1


@pytest.mark.parametrize("as_thumbnails", [False, True])
def test_what_is_looked_at_after_the_filters_left_nothing_is_selected_for_the_keys(scanned, as_thumbnails):
    window, keys = scanned.window, scanned.qtbot
    if as_thumbnails:
        window.as_thumbnails.trigger()
    window.results.search.setText("nobody is called that")
    keys.mouseClick(window.results.show_all, Qt.MouseButton.LeftButton)
    assert window.results.selected() == [window.results.current()] == [scanned.rows[0]]
    window.results.focus_list()
    keys.keyClick(window.results.grid if as_thumbnails else window.results.table, Qt.Key.Key_C)
    assert window.model.review(scanned.rows[0]).decision == "confirmed"

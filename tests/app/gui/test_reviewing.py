"""Deciding about pictures: what is shown is what is decided on, and nothing else is."""

from __future__ import annotations

import dataclasses
import sqlite3

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from app.detector.verdict import Verdict
from app.gui import results_model
from app.gui.review_store import Review, ReviewStore


@pytest.fixture
def unreviewed(bench, picture, row, tmp_path):
    """Four pictures, of which only those without a review are shown."""
    names = ("a.png", "b.png", "office.png", "z.png")
    bench.rows = [row(place, picture(name), 0.5) for place, name in enumerate(names)]
    window = bench.window
    window.scan([tmp_path / "pictures"])
    bench.finish()
    window.activateWindow()
    bench.qtbot.waitUntil(window.isActiveWindow)
    window.more_filters.trigger()
    window.results.form.review.setCurrentIndex(window.results.form.review.findData("none"))
    window.results.table.selectRow(0)
    window.results.table.setFocus()
    return bench


def press(bench, key):
    bench.qtbot.keyClick(QApplication.focusWidget(), key)


def decisions(bench):
    return {result.path.name: bench.window.model.review(result).decision for result in bench.window.model.results()}


def test_each_key_decides_about_the_picture_that_came_in_the_place_of_the_last(unreviewed):
    for left in (["b.png", "office.png", "z.png"], ["office.png", "z.png"], ["z.png"]):
        press(unreviewed, Qt.Key.Key_O)
        assert unreviewed.names() == left
        assert [result.path.name for result in unreviewed.window.results.selected()] == left[:1]
        assert unreviewed.window.results.current().path.name == left[0]
    assert decisions(unreviewed) == {
        "a.png": "overturned",
        "b.png": "overturned",
        "office.png": "overturned",
        "z.png": "",
    }


def test_a_decision_in_the_middle_goes_down_the_list(unreviewed):
    unreviewed.window.results.table.selectRow(1)
    for name in ("office.png", "z.png", "a.png"):
        press(unreviewed, Qt.Key.Key_C)
        assert unreviewed.window.results.current().path.name == name
        assert [result.path.name for result in unreviewed.window.results.selected()] == [name]


def test_after_a_decision_about_many_one_of_those_that_stay_is_selected(unreviewed, monkeypatch):
    monkeypatch.setattr(results_model, "_FEW", 1)
    window = unreviewed.window
    window.results.table.selectAll()
    # All but the last.
    window.results.table.selectionModel().select(
        window.model.index(3, 0),
        window.results.table.selectionModel().SelectionFlag.Deselect
        | window.results.table.selectionModel().SelectionFlag.Rows,
    )
    press(unreviewed, Qt.Key.Key_C)
    assert unreviewed.names() == ["z.png"]
    assert [result.path.name for result in window.results.selected()] == ["z.png"]
    assert window.preview._name.text() == "z.png"


def test_where_no_row_is_left_no_picture_is_shown(unreviewed):
    window = unreviewed.window
    window.results.table.selectAll()
    press(unreviewed, Qt.Key.Key_U)
    assert window.results.no_match.isVisible()
    assert window.preview._name.text() == ""
    assert not window.preview.review.isVisible()
    assert not window.selection.confirm.isEnabled()
    window.results.reset_filters()
    assert window.preview._name.text() == "a.png"
    window.results.table.selectAll()
    window.remove.trigger()
    assert window.preview._name.text() == ""
    window.undo.trigger()
    assert window.preview._name.text() == "a.png"


def test_removed_rows_leave_the_one_below_them_selected(scanned):
    window = scanned.window
    window.results.table.selectRow(1)
    window.remove.trigger()
    assert [result.path.name for result in window.results.selected()] == ["carl.png"]
    window.results.step(5)
    window.remove.trigger()
    assert [result.path.name for result in window.results.selected()] == ["door.png"]


def test_a_letter_elsewhere_decides_nothing_and_goes_nowhere(scanned):
    window = scanned.window
    window.activateWindow()
    scanned.qtbot.waitUntil(window.isActiveWindow)
    window.more_filters.trigger()
    form = window.results.form
    places = (
        window.sources.tree,
        form.review,
        form.folder,
        form.format,
        window.summary.slider,
        window.results.filter_bar.button(None),
    )
    for place in places:
        place.setFocus()
        assert QApplication.focusWidget() is place
        for key in (Qt.Key.Key_C, Qt.Key.Key_O, Qt.Key.Key_U, Qt.Key.Key_W, Qt.Key.Key_J, Qt.Key.Key_F):
            press(scanned, key)
        assert set(decisions(scanned).values()) == {""}
        form.reset()
    assert window.results.current().path.name == "anna.png"


def test_a_letter_decides_where_the_picture_is_looked_at(scanned):
    window = scanned.window
    window.activateWindow()
    scanned.qtbot.waitUntil(window.isActiveWindow)
    window.results.table.selectRow(2)
    places = [place for place in (window.results.table, *window.preview.places_without_letters) if place.isVisible()]
    assert len(places) > 4
    for place in places:
        place.setFocus()
        press(scanned, Qt.Key.Key_O)
        assert decisions(scanned)["carl.png"] == "overturned"
        press(scanned, Qt.Key.Key_W)
        assert decisions(scanned)["carl.png"] == ""
    assert window.preview.faces.currentRow() == 1
    window.preview.faces.setFocus()
    press(scanned, Qt.Key.Key_F)
    assert window.preview.faces.currentRow() == 0


@pytest.fixture
def answer(qtbot):
    """Types a note where one is asked for next; keeps what was asked, and the note that was there."""
    asked = []

    def answer(window, text):
        def write():
            dialog = QApplication.activeModalWidget()
            asked.append((dialog.labelText(), dialog.textValue()))
            field = dialog.findChild(QPlainTextEdit)
            field.setPlainText(text)
            field.setFocus()
            qtbot.keyClick(field, Qt.Key.Key_Tab)
            left = QApplication.focusWidget() is not field
            dialog.accept()
            assert left

        QTimer.singleShot(50, window, write)
        return asked

    return answer


def test_a_note_on_many_says_on_how_many_and_replaces_different_ones_only_by_words(unreviewed, answer):
    window = unreviewed.window
    window.results.form.review.setCurrentIndex(0)
    first, second = window.model.results()[:2]
    window.reviewer.keep({first.sha256: Review("", "long and careful"), second.sha256: Review("confirmed", "")})
    window.results.table.selectAll()
    asked = answer(window, "")
    window.selection.note.trigger()
    assert asked == [("Note on 4 pictures, instead of the different ones that they have:", "")]
    assert window.model.review(first).note == "long and careful"

    answer(window, "seen")
    window.selection.note.trigger()
    assert {window.model.review(result).note for result in window.model.results()} == {"seen"}
    assert window.model.review(second).decision == "confirmed"

    answer(window, "")
    window.selection.note.trigger()
    assert asked[-1] == ("Note on 4 pictures:", "seen")
    assert {window.model.review(result).note for result in window.model.results()} == {""}


def test_a_decision_about_many_is_said_and_undone(scanned):
    window = scanned.window
    window.results.table.selectRow(0)
    press(scanned, Qt.Key.Key_U)
    assert window.message.text == ""
    window.results.table.selectAll()
    press(scanned, Qt.Key.Key_O)
    assert window.message.text == "The review of 4 pictures was changed."
    # What is decided meanwhile stays.
    window.results.table.selectRow(3)
    press(scanned, Qt.Key.Key_C)
    scanned.qtbot.mouseClick(window.message._messages[-1].buttons[0], Qt.MouseButton.LeftButton)
    said = {"anna.png": "unsure", "ben.png": "", "carl.png": "", "door.png": "confirmed", "broken.png": ""}
    assert decisions(scanned) == said
    assert window.message.text == ""


def test_notes_that_gave_way_to_one_come_back(scanned):
    window = scanned.window
    window.reviewer.keep({scanned.rows[0].sha256: Review("", "Asked the agency."), scanned.rows[1].sha256: Review()})
    window.results.table.selectAll()

    def write():
        dialog = QApplication.activeModalWidget()
        dialog.findChild(QPlainTextEdit).setPlainText("Series of May")
        dialog.accept()

    QTimer.singleShot(50, window, write)
    window.selection.note.trigger()
    assert window.model.review(scanned.rows[0]).note == "Series of May"
    scanned.qtbot.mouseClick(window.message._messages[-1].buttons[0], Qt.MouseButton.LeftButton)
    assert [window.model.review(result).note for result in scanned.rows[:2]] == ["Asked the agency.", ""]


def test_the_buttons_beside_the_picture_decide_about_that_one_alone(scanned):
    window = scanned.window
    window.results.go_to(scanned.rows[0].path)
    window.results.table.selectAll()
    bar = window.preview.review
    scanned.qtbot.mouseClick(bar.buttons["overturned"], Qt.MouseButton.LeftButton)
    assert [name for name, decision in decisions(scanned).items() if decision] == ["anna.png"]
    titles = []

    def write():
        dialog = QApplication.activeModalWidget()
        titles.append(dialog.labelText())
        dialog.findChild(QPlainTextEdit).setPlainText("Asked the agency.")
        dialog.accept()

    QTimer.singleShot(50, window, write)
    scanned.qtbot.mouseClick(bar.note_button, Qt.MouseButton.LeftButton)
    assert titles == ["Note on 1 picture:"]
    assert [window.model.review(result).note for result in scanned.rows[:2]] == ["Asked the agency.", ""]
    # Pressed again, a button withdraws its decision.
    scanned.qtbot.mouseClick(bar.buttons["overturned"], Qt.MouseButton.LeftButton)
    assert set(decisions(scanned).values()) == {""}


def test_the_picture_shown_is_one_of_the_selected_after_it_was_taken_out_of_them(scanned):
    window, table = scanned.window, scanned.window.results.table
    table.selectRow(0)
    place = table.visualRect(window.model.index(1, 0)).center()
    for shown in ("ben.png", "anna.png"):
        scanned.qtbot.mouseClick(
            table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, pos=place
        )
        assert window.preview._name.text() == shown
    assert [result.path.name for result in window.results.selected()] == ["anna.png"]


def test_what_could_not_be_judged_has_no_verdict_to_decide_about(scanned):
    window = scanned.window
    damaged = dataclasses.replace(scanned.rows[4], sha256="a" * 64)
    window.model.replace([damaged])
    window.results.go_to(damaged.path)
    bar = window.preview.review
    assert not any(button.isVisible() for button in bar.buttons.values())
    assert bar.note_button.isVisible()
    window.reviewer.keep({damaged.sha256: Review(note="Sent by Anna.")})
    assert bar.note.isVisible()
    assert bar.note.toolTip() == "Sent by Anna."
    scanned.qtbot.keyClick(window.results.table, Qt.Key.Key_Up)
    assert all(button.isVisible() for button in bar.buttons.values())
    window.reviewer.keep({damaged.sha256: Review()})
    window.results.go_to(damaged.path)
    assert window.results.current() == damaged
    scanned.qtbot.keyClick(window.results.table, Qt.Key.Key_C)
    assert window.model.review(damaged) == Review()
    for result in scanned.rows[:4]:
        window.reviewer.decide([result], "confirmed")
    window.next_unreviewed.trigger()
    assert window.message.text == "Every picture shown is reviewed."


def test_a_decision_about_a_verdict_is_none_about_what_another_model_says(scanned, answer):
    window, anna = scanned.window, scanned.rows[0]
    window.reviewer.decide([anna], "confirmed")
    window.reviewer.keep({anna.sha256: dataclasses.replace(window.model.review(anna), note="Seen before.")})
    before = scanned.rows
    scanned.rows = [dataclasses.replace(anna, verdict=Verdict.REAL), *before[1:]]
    window.rescan.trigger()
    scanned.finish()
    genuine = scanned.rows[0]
    assert window.model.review(genuine) == Review(note="Seen before.")
    assert window.reviewer.reviewed() == [(genuine, Review(note="Seen before."))]
    window.more_filters.trigger()
    review = window.results.form.review
    review.setCurrentIndex(review.findData("confirmed"))
    assert scanned.names() == []
    review.setCurrentIndex(review.findData("none"))
    assert "anna.png" in scanned.names()
    # Neither a note nor a withdrawal of what isn't there takes it away from where it belongs.
    window.reviewer.decide([genuine], "")
    answer(window, "Seen twice.")
    window.reviewer.ask_for_note(window, [genuine])
    scanned.rows = before
    window.rescan.trigger()
    scanned.finish()
    assert window.model.review(anna) == Review("confirmed", "Seen twice.", "fake")
    window.reviewer.decide([anna], "")
    assert window.model.review(anna) == Review(note="Seen twice.")


def test_a_note_outlives_a_store_that_could_not_be_read_for_a_while(scanned, unmask_home):
    window, anna = scanned.window, scanned.rows[0]
    window.reviewer.keep({anna.sha256: Review("confirmed", "Seen before.", "fake")})
    window.model.clear({})  # As in a window that was just opened.
    window.model.append(scanned.rows)
    file = unmask_home / "data" / "reviews.sqlite3"
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    window.rescan.trigger()
    scanned.finish()
    assert "Reviews can't be kept" in window.message.text
    window.reviewer.decide([anna], "overturned")
    other.execute("ROLLBACK")
    assert ReviewStore(file).all() == {anna.sha256: Review("confirmed", "Seen before.", "fake")}
    window.reviewer.decide([anna], "overturned")
    assert ReviewStore(file).all() == {anna.sha256: Review("overturned", "Seen before.", "fake")}
    # What is known is shown also where it can't be read again.
    other.execute("BEGIN IMMEDIATE")
    window.rescan.trigger()
    scanned.finish()
    other.close()
    assert window.model.review(anna).note == "Seen before."

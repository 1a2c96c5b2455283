"""The picture, what is said of it, and what is decided beside it."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QLabel

from app.detector.closer_look import CloserLook, Variant
from app.detector.verdict import Verdict
from app.gui.closer_looker import Looked
from app.gui.elided_label import ElidedLabel
from app.gui.review_store import Review
from tests.app.gui.conftest import SMALL_SCREEN, drop

NAMES = ("jpeg-75", "jpeg-50", "half-size", "mirrored", "tighter")


@pytest.fixture
def window(scanned):
    scanned.window.activateWindow()
    scanned.qtbot.waitUntil(scanned.window.isActiveWindow)
    scanned.window.results.go_to(scanned.rows[0].path)
    return scanned.window


def press(qtbot, key):
    qtbot.keyClick(QApplication.focusWidget(), key)


def test_what_content_credentials_and_the_file_itself_say_is_beside_the_verdict(window):
    result = window.results.current()
    said = "Its content credentials say that it was made with AI."

    window.preview.show_result(replace(result, provenance="valid", reason=said))

    valid, rest = window.preview._reason.text().split("\n")
    assert valid == "Content Credentials: valid (unaltered since it was signed; by whom is not checked)"
    assert rest == said
    window.preview.show_result(result)
    assert "Credentials" not in window.preview._reason.text()


def look_closer(window, *flipped):
    """What a closer look brings that finds these changes to change the verdict of the first face."""
    result = window.results.current()
    verdicts = {name: Verdict.INCONCLUSIVE if name in flipped else result.faces[0].verdict for name in NAMES}
    variants = tuple(Variant(name, 0.5, verdict) for name, verdict in verdicts.items())
    window.preview.show_look(Looked(result, 0, CloserLook(variants, (0, 0, 40), None, 0.0, 0.0)))


def test_a_closer_look_at_what_a_file_held_before_is_not_shown_for_what_it_holds_now(window, row):
    result = window.results.current()
    window.preview.show_result(row(result.index, result.path, 0.91))
    look_closer(window, "blurred")
    assert window.preview._findings.isHidden()
    assert not window.preview._unstable
    window.preview.show_result(result)
    look_closer(window)
    assert not window.preview._findings.isHidden()


def test_a_closer_look_shows_what_the_score_alone_says_of_a_face_beyond_the_limits(window):
    result = window.results.current()
    small = replace(result.faces[0], verdict=Verdict.INCONCLUSIVE, reason="The face is too small to judge.")
    result = replace(result, verdict=Verdict.INCONCLUSIVE, faces=(small,))
    window.preview.show_result(result)
    look = CloserLook((Variant("mirrored", 0.96, Verdict.FAKE),), (0, 0, 40), None, 0.0, 0.0)
    window.preview.show_look(Looked(result, 0, look))
    said = [label.accessibleName() for label in window.preview.strip.findChildren(QLabel)]
    assert {"as it is: Fake, 0.97", "mirrored: Fake, 0.96"} == set(said)
    assert "too small" in window.preview.faces.item(0).text()


def test_the_keys_of_the_large_picture_press_a_button_that_has_the_focus(window, qtbot):
    button = window.results.filter_bar.button(Verdict.FAKE)
    button.setFocus()
    press(qtbot, Qt.Key.Key_Space)
    assert button.isChecked()
    assert not window.big.isChecked()


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_a_key_opens_the_large_picture_arrows_go_on_in_it_and_escape_leaves_it(window, qtbot, key):
    window.results.table.setFocus()
    press(qtbot, key)
    assert window.big.isChecked()
    assert not window.results.isVisible()
    press(qtbot, Qt.Key.Key_Down)
    assert window.results.current().path.name == "ben.png"
    press(qtbot, Qt.Key.Key_PageUp)
    assert window.results.current().path.name == "anna.png"
    press(qtbot, Qt.Key.Key_Left)
    assert window.results.current().path.name == "anna.png"
    press(qtbot, Qt.Key.Key_Escape)
    assert not window.big.isChecked()
    assert QApplication.focusWidget() is window.results.table


def test_keys_decide_about_the_large_picture_alone(window, qtbot):
    window.results.table.setFocus()
    window.select_all.trigger()
    press(qtbot, Qt.Key.Key_Space)
    assert [result.path.name for result in window.results.selected()] == ["anna.png"]
    # Nor are more selected by what is done in it.
    assert not window.select_all.isEnabled()
    assert not window.results.go_to_all([result.path for result in window.model.results()[1:3]])
    assert [result.path.name for result in window.results.selected()] == ["ben.png"]
    press(qtbot, Qt.Key.Key_O)
    decisions = {result.path.name: window.model.review(result).decision for result in window.model.results()}
    assert {name for name, decision in decisions.items() if decision} == {"ben.png"}
    press(qtbot, Qt.Key.Key_Escape)
    assert window.select_all.isEnabled()


def test_keys_lead_from_elsewhere_back_to_the_large_picture(window, qtbot):
    window.results.table.setFocus()
    press(qtbot, Qt.Key.Key_Space)
    window.search_text.trigger()
    qtbot.keyClicks(QApplication.focusWidget(), "ben")
    press(qtbot, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is window.preview.view
    window.first_steps.trigger()
    window.first_run.own.click()
    assert QApplication.focusWidget() is window.preview.view
    window.as_thumbnails.trigger()
    assert QApplication.focusWidget() is window.preview.view
    # The fields of the filters are not beside it.
    window.more_filters.trigger()
    assert not window.big.isChecked()
    assert window.results.form.isAncestorOf(QApplication.focusWidget())


def test_arrows_move_a_picture_that_is_zoomed(window, qtbot):
    view = window.preview.view
    qtbot.waitUntil(lambda: view._picture is not None and view._picture.result == window.results.current())
    view.setFocus()
    for _ in range(12):
        press(qtbot, Qt.Key.Key_Plus)
    before = view._centre.x()
    press(qtbot, Qt.Key.Key_Right)
    assert view._centre.x() > before
    assert window.results.current().path.name == "anna.png"


def test_the_large_picture_has_the_height_of_the_window_and_the_list_comes_back_as_it_was(window, qtbot):
    low = window.preview.view.height()
    qtbot.mouseClick(window.preview.large, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.preview.view.height() > 1.4 * low)
    qtbot.mouseClick(window.preview.large, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.preview.view.height() == low)
    assert window.results.isVisible()


def test_a_decision_is_made_shown_and_taken_back_by_its_button(window, qtbot):
    bar = window.preview.review
    result = window.results.current()
    qtbot.mouseClick(bar.buttons["overturned"], Qt.MouseButton.LeftButton)
    assert window.model.review(result).decision == "overturned"
    assert [name for name, button in bar.buttons.items() if button.isChecked()] == ["overturned"]
    qtbot.keyClick(window.results.table, Qt.Key.Key_C)
    assert [name for name, button in bar.buttons.items() if button.isChecked()] == ["confirmed"]
    qtbot.mouseClick(bar.buttons["confirmed"], Qt.MouseButton.LeftButton)
    assert window.model.review(result) == Review()
    assert not any(button.isChecked() for button in bar.buttons.values())


def test_the_decision_and_the_note_of_each_picture_are_shown_beside_it(window):
    bar = window.preview.review
    window.reviewer.keep({window.results.current().sha256: Review("unsure", "Ask the agency\nfor the original.")})
    assert bar.note.isVisible()
    assert "for the original" in bar.note.text()
    window.results.step(1)
    assert not bar.note.isVisible()
    assert not bar.buttons["unsure"].isChecked()
    window.results.step(-1)
    assert bar.buttons["unsure"].isChecked()
    window.results.step(4)  # The file that can't be read.
    assert not bar.isVisible()


def test_a_verdict_that_small_changes_change_is_shown_as_inconclusive(window, qtbot):
    preview = window.preview
    look_closer(window)
    assert preview._verdict.text().startswith("Fake")
    look_closer(window, "jpeg-50")
    assert preview._verdict.text() == "Inconclusive, score 0.970"
    assert preview.faces.item(0).text().startswith("Face 1: Inconclusive")
    assert "JPEG 50" in preview._findings.text()
    assert window.results.current().verdict is Verdict.FAKE
    window.results.step(1)
    assert preview._verdict.text().startswith("Real")
    window.results.step(-1)
    assert preview._verdict.text().startswith("Fake")


def test_a_key_that_is_held_down_looks_once_and_can_look_again_later(scanned, monkeypatch):
    actions, gate, looks = scanned.window.picture, threading.Event(), []

    def look(_bundle, result, face):
        looks.append(face)
        gate.wait()
        return Looked(result, face, problem="The picture can't be read any more.")

    monkeypatch.setattr(actions.looker, "_look", look)
    for _ in range(30):
        actions.look.trigger()
    gate.set()
    scanned.qtbot.waitUntil(lambda: scanned.window.preview.look.isEnabled())
    assert looks == [0]
    with scanned.qtbot.waitSignal(actions.looker.looked):
        actions.look.trigger()
    assert looks == [0, 0]


def test_a_new_scan_leaves_the_large_picture_and_shows_how_far_it_is(scanned, picture):
    window = scanned.window
    window.big.trigger()
    assert not window.results.isVisible()
    scanned.rows, scanned.hold_after = scanned.rows[:1], 0
    drop(window, picture("anna.png"))
    assert window.results.progress.cancel.isVisible()
    assert not window.big.isChecked()


def test_a_closer_look_fits_a_small_screen_in_any_language(language, window, qtbot):
    window.resize(*SMALL_SCREEN)
    look_closer(window, "jpeg-50", "mirrored")
    qtbot.waitUntil(lambda: window.preview._scroll.verticalScrollBar().value() > 0)
    scroll = window.preview._scroll
    assert scroll.widget().width() <= scroll.viewport().width()
    assert scroll.horizontalScrollBar().value() == 0
    strip = window.preview.strip
    for label in strip.findChildren(QLabel):
        assert strip.rect().contains(label.mapTo(strip, label.rect().bottomRight()))
        assert label.width() >= label.sizeHint().width()
    # The next picture is shown from its heading on.
    window.results.step(1)
    assert scroll.verticalScrollBar().value() == 0


def test_a_face_has_a_plain_square_until_its_crop_is_there(window):
    preview = window.preview
    preview.show_result(window.model.result(1))
    square = preview.faces.item(0).icon().pixmap(preview.faces.iconSize(), 1.0, QIcon.Mode.Selected).toImage()
    assert square.size() == preview.faces.iconSize()
    assert len({square.pixel(x, y) for x in range(0, 56, 5) for y in range(0, 56, 5)}) == 1


def test_how_the_model_was_tested_is_asked_for_beside_the_score(window, qtbot):
    with qtbot.waitSignal(window.models.card.triggered):
        qtbot.mouseClick(window.preview.tested, Qt.MouseButton.LeftButton)


def test_a_line_that_is_too_long_keeps_both_ends_of_a_name_and_says_all_in_its_tooltip(qtbot):
    label = ElidedLabel()
    qtbot.addWidget(label)
    label.set_parts("A name that nobody ever shortened.jpg", "  ·  and much more that is said of it")
    label.resize(220, 20)
    label.show()
    assert label.shown_text().startswith("A name")
    assert ".jpg" in label.shown_text()
    assert label.shown_text().endswith("…")
    assert label.toolTip() == label.text()
    label.resize(2000, 20)
    assert label.shown_text() == label.text()
    assert label.toolTip() == ""

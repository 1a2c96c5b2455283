from __future__ import annotations

import csv
import dataclasses
import os
import shutil

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QIcon, QImage, QPainter
from PySide6.QtWidgets import QApplication, QLabel

from app.detector.bundle import BundleError
from app.detector.verdict import Verdict
from app.gui import export_actions, sources_panel
from app.gui.clipboard import copy_paths
from app.gui.main_window import MainWindow
from app.gui.models_dialog import TextDialog
from app.gui.results_model import Column
from app.gui.review_store import Review
from app.report.csv_report import write_csv
from app.scan.results import ScanRequest
from tests.app.gui.conftest import BUNDLE, drop, row
from tests.app.gui.test_exports import answers_to_dialogs


def test_an_empty_window_says_what_to_do(bench):
    assert bench.window.pages.currentWidget() is bench.window.empty
    assert "Drop pictures or folders" in bench.window.empty.title.text()
    assert not bench.window.exports.csv.isEnabled()


def test_a_dropped_folder_is_scanned_and_every_file_gets_a_row(scanned, tmp_path):
    assert scanned.scans[0].request.paths == (tmp_path / "pictures",)
    assert scanned.names() == ["anna.png", "ben.png", "carl.png", "door.png", "broken.png"]
    words = [scanned.window.model.index(place, Column.VERDICT).data() for place in range(5)]
    assert words == ["Fake", "Real", "Fake", "No face", "Error"]
    assert scanned.window.results.progress.label.text().startswith("5 pictures in 1 s")


def test_the_status_line_names_the_model_and_its_false_alarm_rate(scanned):
    assert "Test model" in scanned.window.model_label.text()
    assert "1.0 % of genuine faces" in scanned.window.model_label.text()


def test_a_button_shows_one_verdict_and_its_count(scanned):
    button = scanned.window.results.filter_bar.button(Verdict.FAKE)
    assert button.text() in ("Fake  2", "2")
    scanned.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert scanned.names() == ["anna.png", "carl.png"]
    scanned.qtbot.mouseClick(scanned.window.results.filter_bar.button(None), Qt.MouseButton.LeftButton)
    assert len(scanned.names()) == 5


def test_typing_into_the_search_field_filters_and_letters_stay_letters(scanned):
    scanned.window.results.search.setFocus()
    scanned.qtbot.keyClicks(scanned.window.results.search, "carl couw")
    assert scanned.window.results.search.text() == "carl couw"
    assert scanned.names() == []
    for _ in "couw":
        scanned.qtbot.keyClick(scanned.window.results.search, Qt.Key.Key_Backspace)
    assert scanned.names() == ["carl.png"]
    assert not any(scanned.window.model.review(result).decision for result in scanned.rows)


def test_keys_lead_from_the_search_to_the_list_and_escape_clears_it(scanned):
    search, table = scanned.window.results.search, scanned.window.results.table
    for key, text in ((Qt.Key.Key_Return, "anna"), (Qt.Key.Key_Down, "anna"), (Qt.Key.Key_Escape, "")):
        scanned.window.search_text.trigger()
        scanned.qtbot.keyClicks(search, "anna")
        scanned.qtbot.keyClick(search, key)
        assert (table.hasFocus(), search.text()) == (True, text)


def test_a_click_on_a_header_sorts_after_the_scan(scanned):
    header = scanned.window.results.table.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(Column.SCORE) + 20, header.height() // 2)
    scanned.qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    first = scanned.names()
    scanned.qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert first != scanned.names()
    assert {first[-1], scanned.names()[0]} == {"anna.png"}


def test_rows_do_not_move_while_a_scan_runs(bench, picture, row, tmp_path):
    bench.rows = [row(0, picture("b.png"), 0.9), row(1, picture("a.png"), 0.1), row(2, picture("c.png"), 0.3)]
    bench.hold_after = 2
    bench.window.scan([tmp_path / "pictures"])
    bench.qtbot.waitUntil(lambda: len(bench.names()) == 2)
    assert not bench.window.results.table.isSortingEnabled()
    assert bench.names() == ["b.png", "a.png"]
    bench.scans[0].gate.set()
    bench.finish()
    assert bench.window.results.table.isSortingEnabled()


def test_cancel_keeps_what_was_done(bench, picture, row, tmp_path):
    bench.rows = [row(place, picture(f"{place}.png"), 0.5) for place in range(6)]
    bench.hold_after = 3
    bench.window.scan([tmp_path / "pictures"])
    bench.qtbot.waitUntil(lambda: len(bench.names()) == 3)
    bench.qtbot.mouseClick(bench.window.results.progress.cancel, Qt.MouseButton.LeftButton)
    bench.finish()
    assert bench.names() == ["0.png", "1.png", "2.png"]
    assert bench.window.results.progress.label.text().startswith("Cancelled after 3 pictures")
    assert bench.window.exports.csv.isEnabled()


def test_pause_and_resume(bench, picture, row, tmp_path):
    bench.rows = [row(place, picture(f"{place}.png"), 0.5) for place in range(3)]
    bench.hold_after = 1
    bench.window.scan([tmp_path / "pictures"])
    bench.qtbot.waitUntil(lambda: len(bench.names()) == 1)
    bench.qtbot.mouseClick(bench.window.results.progress.pause, Qt.MouseButton.LeftButton)
    bench.qtbot.waitUntil(lambda: bench.window.results.progress.pause.text() == "Resume")
    assert bench.window.results.progress.label.text() == "Paused"
    bench.qtbot.mouseClick(bench.window.results.progress.pause, Qt.MouseButton.LeftButton)
    bench.qtbot.waitUntil(lambda: bench.window.results.progress.pause.text() == "Pause")
    bench.scans[0].gate.set()
    bench.finish()
    assert len(bench.names()) == 3


def test_scanning_gently_holds_for_the_running_scan_and_the_next_window(bench, picture, row, tmp_path):
    bench.rows = [row(place, picture(f"{place}.png"), 0.5) for place in range(3)]
    bench.hold_after = 1
    bench.window.scan([tmp_path / "pictures"])
    bench.qtbot.waitUntil(lambda: len(bench.names()) == 1)
    assert bench.scans[0].gentle is None, "on battery only"
    bench.window.gentle.trigger()
    bench.qtbot.waitUntil(lambda: bench.scans[0].gentle is True)
    bench.scans[0].gate.set()
    bench.finish()
    again = MainWindow(bench.make_scan)
    bench.qtbot.addWidget(again)
    assert again.gentle.isChecked()
    again.scan([tmp_path / "pictures"])
    bench.qtbot.waitUntil(lambda: len(bench.scans) == 2 and bench.scans[1].gentle is True)
    bench.scans[1].gate.set()
    bench.qtbot.waitUntil(lambda: not again.controller.is_running)
    again.gentle.trigger()
    assert not MainWindow(bench.make_scan).gentle.isChecked()


def test_a_folder_dropped_during_a_scan_is_added_to_it(bench, picture, row, tmp_path):
    bench.rows = [row(place, picture(f"{place}.png"), 0.5) for place in range(3)]
    bench.hold_after = 1
    bench.window.scan([tmp_path / "pictures"])
    bench.qtbot.waitUntil(lambda: len(bench.names()) == 1)
    drop(bench.window, tmp_path)
    bench.qtbot.waitUntil(lambda: bench.scans[0].added == [tmp_path])
    assert len(bench.scans) == 1
    assert bench.window.sources.sources.childCount() == 2


def test_a_folder_that_is_given_twice_at_once_is_listed_once(bench, picture, row, tmp_path):
    bench.rows, bench.hold_after = [row(place, picture(f"{place}.png"), 0.5) for place in range(3)], 1
    bench.window.scan([tmp_path / "pictures"] * 2)
    bench.qtbot.waitUntil(lambda: len(bench.names()) == 1)
    assert bench.scans[0].request.paths == (tmp_path / "pictures",)
    bench.window.scan([tmp_path] * 2)
    assert bench.window.sources.sources.childCount() == 2


def test_progress_says_how_many_of_how_many(bench, picture, row, tmp_path):
    bench.rows = [row(place, picture(f"{place}.png"), 0.5) for place in range(3)]
    bench.hold_after = 2
    bench.window.scan([tmp_path / "pictures"])
    bench.qtbot.waitUntil(lambda: bench.window.results.progress.label.text().startswith("2 of 3"))
    assert bench.window.results.progress.bar.maximum() == 3
    assert bench.window.results.progress.bar.value() == 2


def test_a_broken_model_is_one_sentence_and_no_dialog(bench, tmp_path):
    bench.refuse = BundleError("The model file model.tflite is missing. Install the model again.")
    bench.window.scan([tmp_path])
    bench.finish()
    assert bench.window.message.text == "The model file model.tflite is missing. Install the model again."
    assert QApplication.activeModalWidget() is None


def test_a_folder_without_pictures_is_said_to_have_none(bench, tmp_path):
    bench.window.scan([tmp_path])
    bench.finish()
    assert bench.window.pages.currentWidget() is bench.window.empty
    assert bench.window.empty.title.text() == "No pictures found"
    assert tmp_path.name in bench.window.empty.text.text()


def test_failed_files_are_listed_with_their_reasons(scanned, tmp_path):
    failures = scanned.window.results.failures
    assert failures.count == 1
    scanned.window.show_failures.trigger()
    assert failures.isVisible()
    item = failures.list.topLevelItem(0)
    assert (item.text(0), item.text(1)) == ("broken.png", "The content is not a picture in a supported format.")
    broken = tmp_path / "pictures" / "broken.png"
    failures.list.setFocus()
    failures.list.setCurrentItem(item)
    scanned.qtbot.keyClick(failures.list, Qt.Key.Key_Return)
    assert scanned.window.results.current().path == broken


def test_failed_files_can_be_tried_again_and_keep_their_row(scanned, picture, row):
    mended = picture("broken.png")
    scanned.rows = [row(0, mended, 0.99)]
    scanned.window.results.failures.retry.click()
    scanned.finish()
    assert scanned.scans[1].request.paths == (mended,)
    assert [result.verdict.value for result in scanned.window.model.results()][4] == "fake"
    assert scanned.window.model.results()[4].index == 4
    assert scanned.window.results.failures.count == 0


def test_a_file_that_fails_again_is_listed_again(scanned):
    scanned.rows = [dataclasses.replace(scanned.rows[4], index=0, reason="Still no picture.")]
    scanned.window.results.failures.retry.click()
    scanned.finish()
    assert [scanned.window.results.failures.list.topLevelItem(0).text(1), scanned.window.results.failures.count] == [
        "Still no picture.",
        1,
    ]
    assert len(scanned.names()) == 5


def test_the_list_of_failures_stays_in_sight_until_nothing_fails_any_more(scanned, picture, row):
    failures = scanned.window.results.failures
    scanned.window.show_failures.trigger()
    scanned.rows = [dataclasses.replace(scanned.rows[4], index=0, reason="Still no picture.")]
    failures.retry.click()
    scanned.finish()
    assert failures.isVisible()
    assert failures.list.topLevelItemCount() == 1
    scanned.rows = [row(0, picture("broken.png"), 0.99)]
    failures.retry.click()
    scanned.finish()
    assert not failures.isVisible()


def test_what_is_tried_again_is_judged_by_the_model_of_the_list(scanned):
    scanned.window.results.failures.retry.click()
    scanned.finish()
    assert scanned.scans[1].request.model == scanned.bundle.folder


def test_a_folder_that_can_be_read_by_now_leaves_its_error_and_its_pictures_follow_the_list(
    bench, picture, row, tmp_path
):
    shut = tmp_path / "pictures" / "shut"
    bench.rows = [row(0, picture("a.png"), 0.2), row(1, shut, error="The folder can't be read.")]
    drop(bench.window, tmp_path / "pictures")
    bench.finish()
    bench.rows = [row(0, picture("shut/x.png"), 0.3), row(1, picture("shut/y.png"), 0.4)]
    bench.window.results.failures.retry.click()
    bench.finish()
    results = bench.window.model.results()
    assert [(result.index, result.path.name) for result in results] == [(0, "a.png"), (2, "x.png"), (3, "y.png")]
    assert bench.window.results.failures.count == 0
    said = bench.window.results.progress.label.text()
    assert said.endswith("In the whole list: Real 1, Inconclusive 2"), said


def test_the_list_of_failures_follows_the_table(scanned, picture, row):
    window = scanned.window
    window.results.go_to(scanned.rows[4].path)
    window.remove.trigger()
    assert window.results.failures.count == 0
    window.undo.trigger()
    assert window.results.failures.paths == [scanned.rows[4].path]
    # Removed, scanned again as it were, put back: it is there once.
    window.results.go_to(scanned.rows[4].path)
    window.remove.trigger()
    window.model.append([row(9, scanned.rows[4].path, error="Still no picture.")])
    window.undo.trigger()
    assert [result.path for result in window.model.results()].count(scanned.rows[4].path) == 1


def test_the_preview_follows_what_is_judged_again(scanned, picture, row):
    window = scanned.window
    window.results.go_to(scanned.rows[4].path)
    mended = picture("broken.png")
    scanned.rows = [row(0, mended, 0.99)]
    window.results.failures.retry.click()
    scanned.finish()
    scanned.qtbot.waitUntil(lambda: bool(window.preview.view._picture and window.preview.view._picture.levels))
    assert window.preview.view._picture.result.verdict.value == "fake"


def test_a_folder_that_comes_too_late_for_a_scan_is_scanned_after_it(bench, picture, row, tmp_path):
    bench.rows, bench.hold_after = [row(0, picture("a.png"), 0.5)], 0
    drop(bench.window, tmp_path / "pictures")
    bench.qtbot.waitUntil(lambda: bool(bench.scans))
    bench.scans[0].takes_more = False
    bench.hold_after = None
    late = tmp_path / "late"
    late.mkdir()
    drop(bench.window, late)
    bench.scans[0].gate.set()
    bench.qtbot.waitUntil(lambda: len(bench.scans) == 2)
    bench.finish()
    assert bench.scans[1].request.paths == (late,)


def test_a_thousand_dropped_files_do_not_hold_the_window_up(bench, picture, row, tmp_path, monkeypatch):
    drawn = []
    monkeypatch.setattr(sources_panel, "action_icon", lambda name: drawn.append(name) or QIcon())
    paths = [tmp_path / f"{number}.png" for number in range(1000)]
    bench.window.sources.set_sources(paths)
    assert len(drawn) <= 2
    branch = bench.window.sources.sources
    assert branch.childCount() == 301
    assert branch.child(300).text(0) == "and 700 more"
    bench.window.sources._show_menu(bench.window.sources.tree.visualItemRect(branch.child(300)).center())
    bench.window.sources.refresh_icons()


def test_the_preview_shows_faces_scores_and_reasons(scanned):
    scanned.window.results.table.selectRow(2)
    preview = scanned.window.preview
    scanned.qtbot.waitUntil(lambda: preview.view._picture is not None and len(preview.view.face_rects()) == 2)
    texts = [preview.faces.item(place).text() for place in range(2)]
    assert texts == ["Face 1: Inconclusive, 0.500\nThe score lies between the thresholds.", "Face 2: Fake, 0.950"]
    assert preview.faces.currentRow() == 1
    assert "Of 1,000 genuine faces, at most about 10" in preview._meaning.text()
    scanned.qtbot.keyClick(scanned.window.results.table, Qt.Key.Key_F)
    assert preview.faces.currentRow() == 0
    assert "does not decide" in preview._meaning.text()


def test_a_score_is_explained_by_the_faces_that_were_measured(bench, picture, row, tmp_path):
    rates = {
        "real": {
            "scores": [0.1, 0.6, 0.92],
            "shares": [1.0, 0.25, 0.008],
            "beyond": [0.9, 0.2, 0.0],
            "n": 500,
            "effective_n": 400.0,
        },
        "fake": {
            "scores": [0.08, 0.7, 0.99],
            "shares": [0.01, 0.4, 1.0],
            "beyond": [0.0, 0.3, 0.9],
            "n": 300,
            "effective_n": 250.0,
        },
    }
    manifest = dataclasses.replace(BUNDLE.manifest, training={"score_rates": rates})
    bench.bundle = dataclasses.replace(BUNDLE, manifest=manifest)
    bench.rows = [
        row(place, picture(f"{place}.png"), score) for place, score in enumerate((0.92, 0.95, 0.65, 0.08, 0.05))
    ]
    bench.window.scan([tmp_path / "pictures"])
    bench.finish()
    said = []
    for place in range(5):
        bench.window.results.table.selectRow(place)
        said.append(bench.window.preview._meaning.text())
    assert said == [
        "Of 1,000 genuine faces, about 8 score this high (3 to 23, from 500 that were measured).",
        "None of the 500 genuine faces that were measured scores this high: at most 10 of 1,000 do.",
        "Of 1,000 genuine faces, about 200 score this high (164 to 242, from 500 that were measured). Of 1,000 fake "
        "faces, about 300 score this low (247 to 359, from 300 that were measured). The score alone does not decide.",
        "Of 1,000 fake faces, about 10 score this low (3 to 32, from 300 that were measured).",
        "None of the 300 fake faces that were measured scores this low: at most 15 of 1,000 do.",
    ]


def test_a_click_on_a_face_selects_it(scanned):
    scanned.window.results.table.selectRow(2)
    view = scanned.window.preview.view
    scanned.qtbot.waitUntil(lambda: len(view.face_rects()) == 2)
    scanned.qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=view.face_rects()[0].center().toPoint())
    assert scanned.window.preview.faces.currentRow() == 0


def test_a_picture_deleted_after_the_scan_is_said_to_be_gone(scanned):
    scanned.rows[1].path.unlink()
    scanned.window.picture.loader._cache.clear()
    scanned.window.results.table.selectRow(1)
    scanned.qtbot.waitUntil(lambda: "not there any more" in scanned.window.preview._reason.text())


def test_a_picture_that_was_away_is_shown_when_it_is_back(scanned):
    window, path = scanned.window, scanned.rows[1].path
    away = path.rename(path.with_suffix(".away"))
    window.picture.loader._cache.clear()
    window.results.table.selectRow(1)
    scanned.qtbot.waitUntil(lambda: "not there any more" in window.preview._reason.text())
    away.rename(path)
    window.results.table.selectRow(0)
    window.results.table.selectRow(1)
    scanned.qtbot.waitUntil(lambda: "not there any more" not in window.preview._reason.text())
    scanned.qtbot.waitUntil(
        lambda: window.preview.view._picture is not None and not window.preview.view._picture.problem
    )


def test_a_list_that_was_scrolled_stays_where_it_is_when_rows_are_sorted_again(scanned):
    window, first = scanned.window, scanned.rows[0]
    window.model.append(
        [
            dataclasses.replace(first, index=place, path=first.path.with_name(f"{place}.png"), sha256=f"{place:064x}")
            for place in range(10, 410)
        ]
    )
    window.results.table.selectRow(0)
    bar = window.results.table.verticalScrollBar()
    scanned.qtbot.waitUntil(lambda: bar.maximum() > 300)
    bar.setValue(250)
    window.results.hold_order()
    window.results.restore_order()
    assert bar.value() == 250
    bar.setValue(0)
    window.results.restore_order()
    assert bar.value() == 0


def test_a_picture_changed_after_the_scan_shows_no_boxes(scanned):
    Image.new("RGB", (160, 120), "red").save(scanned.rows[1].path)
    scanned.window.picture.loader._cache.clear()
    scanned.window.results.table.selectRow(1)
    scanned.qtbot.waitUntil(lambda: "has changed since" in scanned.window.preview._reason.text())
    assert scanned.window.preview.view.face_rects() == []


def test_a_document_called_photo_is_never_rendered(bench, row, tmp_path):
    path = tmp_path / "photo.jpg"
    path.write_bytes(b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>')
    bench.rows = [dataclasses.replace(row(0, path), verdict=Verdict.NO_FACE)]
    bench.window.scan([path])
    bench.finish()
    bench.qtbot.waitUntil(lambda: "not a picture" in bench.window.preview._reason.text())
    assert bench.window.preview.view._picture.levels == ()


@pytest.mark.parametrize(
    ("key", "decision", "word"),
    [
        (Qt.Key.Key_C, "confirmed", "Confirmed"),
        (Qt.Key.Key_O, "overturned", "Overturned"),
        (Qt.Key.Key_U, "unsure", "Unsure"),
    ],
)
def test_a_key_reviews_the_selected_pictures_for_good(scanned, key, decision, word):
    scanned.window.results.table.selectAll()
    scanned.qtbot.keyClick(scanned.window.results.table, key)
    assert [scanned.window.model.index(place, Column.REVIEW).data() for place in range(5)] == [word] * 4 + [""]
    scanned.qtbot.keyClick(scanned.window.results.table, Qt.Key.Key_F5)
    scanned.finish()
    assert scanned.window.model.review(scanned.rows[0]).decision == decision
    scanned.window.results.table.selectRow(0)
    scanned.qtbot.keyClick(scanned.window.results.table, Qt.Key.Key_W)
    assert scanned.window.model.review(scanned.rows[0]).decision == ""


def test_the_next_picture_without_review_is_found_from_the_one_looked_at(scanned):
    scanned.window.results.table.selectRow(0)
    scanned.qtbot.keyClick(scanned.window.results.table, Qt.Key.Key_C)
    scanned.window.results.table.selectRow(3)
    scanned.qtbot.keyClick(scanned.window.results.table, Qt.Key.Key_J)
    assert scanned.window.results.current().path.name == "ben.png"


def test_delete_takes_rows_off_the_list_and_undo_puts_them_back(scanned):
    scanned.window.results.table.selectRow(1)
    scanned.qtbot.keyClick(scanned.window.results.table, Qt.Key.Key_Delete)
    assert scanned.names() == ["anna.png", "carl.png", "door.png", "broken.png"]
    assert scanned.rows[1].path.exists()
    scanned.window.undo.trigger()
    assert scanned.names() == ["anna.png", "ben.png", "carl.png", "door.png", "broken.png"]


def test_delete_takes_nothing_off_the_list_where_something_else_is_chosen(scanned):
    window = scanned.window
    window.show_failures.trigger()
    window.results.table.selectRow(0)
    for place in (window.results.failures.list, window.sources.tree, window.results.form.folder):
        place.setFocus()
        scanned.qtbot.keyClick(place, Qt.Key.Key_Delete)
    assert window.model.total == 5
    window.preview.view.setFocus()
    scanned.qtbot.keyClick(window.preview.view, Qt.Key.Key_Delete)
    assert window.model.total == 4


def test_results_are_copied_as_text(scanned):
    scanned.window.results.table.selectRow(0)
    scanned.window.selection.copy_result.trigger()
    assert QGuiApplication.clipboard().text() == f"{scanned.rows[0].path}\tFake\t0.9700"
    scanned.window.selection.copy_path.trigger()
    assert QGuiApplication.clipboard().text() == str(scanned.rows[0].path)


def test_a_folder_that_failed_is_tried_again_without_the_folders_in_it_if_they_were_left_out(bench, row, tmp_path):
    bench.rows = [row(0, tmp_path, error="The folder can't be read: Permission denied.")]
    bench.window.history.scan_wanted.emit(ScanRequest((tmp_path,), recursive=False))
    bench.finish()
    bench.window.results.failures.retry.click()
    bench.finish()
    assert [(scan.request.paths, scan.request.recursive) for scan in bench.scans] == [((tmp_path,), False)] * 2


def test_a_pasted_line_that_can_be_no_path_keeps_none_of_the_others_away(bench, tmp_path):
    QGuiApplication.clipboard().setText(f"/{'long' * 2000}\n{tmp_path}\n/tmp/a\0b\n")
    bench.window.paste.trigger()
    bench.finish()
    assert [scan.request.paths for scan in bench.scans] == [(tmp_path,)]


@pytest.mark.skipif(os.name != "posix", reason="elsewhere every name is text")
def test_a_dropped_file_whose_name_is_no_text_is_the_one_that_is_scanned(bench):
    data = QMimeData()
    urls = [b"file:///pictures/caf%E9.jpg", "file:///pictures/caf\u00e9 \ufffd%25.jpg".encode()]
    data.setUrls([QUrl.fromEncoded(url) for url in urls])
    how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(bench.window, QDragEnterEvent(QPoint(300, 300), *how))
    QApplication.sendEvent(bench.window, QDropEvent(QPointF(300, 300), *how))
    bench.finish()
    names = [os.fsencode(path.name) for path in bench.scans[0].request.paths]
    assert names == [b"caf\xe9.jpg", "caf\u00e9 \ufffd%.jpg".encode()]


def test_a_clipboard_that_nobody_wrote_to_holds_nothing(bench):
    QGuiApplication.clipboard().clear()
    bench.window.paste.trigger()
    assert bench.scans == []


def test_pasted_paths_are_scanned(bench, tmp_path):
    QGuiApplication.clipboard().setText(f'"{tmp_path}"\nnot a path\n')
    bench.window.paste.trigger()
    bench.finish()
    assert bench.scans[0].request.paths == (tmp_path,)


def test_a_path_is_copied_so_that_it_finds_its_file_unless_it_could_do_harm(bench, picture):
    window, persian = bench.window, picture("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645.png")
    bench.rows = [row(0, persian, 0.97)]
    window.scan([persian.parent])
    bench.finish()
    window.selection.copy_path.trigger()
    assert QGuiApplication.clipboard().text() == str(persian)
    window.paste.trigger()
    bench.finish()
    assert bench.scans[-1].request.paths == (persian,)
    copy_paths([row(0, persian.with_name("a\nrm -r b.png"))])
    assert "\n" not in QGuiApplication.clipboard().text()


def test_pictures_that_are_pasted_within_a_second_are_two(bench, unmask_home):
    bench.hold_after, bench.rows = 0, [row(0, unmask_home / "any.png")]
    for colour in ("red", "blue"):
        image = QImage(8, 8, QImage.Format.Format_RGB32)
        image.fill(QColor(colour))
        QGuiApplication.clipboard().setImage(image)
        bench.window.paste.trigger()
    pasted = sorted((unmask_home / "data" / "pasted").iterdir())
    assert {QImage(str(path)).pixelColor(4, 4).name() for path in pasted} == {"#ff0000", "#0000ff"}
    bench.qtbot.waitUntil(lambda: bool(bench.scans) and bool(bench.scans[0].added))
    assert sorted([*bench.scans[0].request.paths, *bench.scans[0].added]) == pasted


def test_a_pasted_picture_that_cannot_be_kept_is_told(bench, unmask_home):
    (unmask_home / "data" / "pasted").write_text("in the way")
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    QGuiApplication.clipboard().setImage(image)
    bench.window.paste.trigger()
    assert "pasted can't be written: " in bench.window.message.text
    assert bench.scans == []


def test_the_export_is_in_discovery_order_and_a_failure_is_a_sentence(scanned, tmp_path):
    scanned.window.results.table.sortByColumn(Column.NAME, Qt.SortOrder.DescendingOrder)
    scanned.window.exporter.write_csv(scanned.window.model.results(), tmp_path / "out.csv")
    scanned.qtbot.waitUntil(lambda: scanned.window.message.text.startswith("5 rows were written"))
    expected = tmp_path / "expected.csv"
    write_csv(scanned.rows, expected)
    assert (tmp_path / "out.csv").read_bytes() == expected.read_bytes()
    with scanned.qtbot.waitSignal(scanned.window.exporter.failed):
        scanned.window.exporter.write_csv(scanned.rows, tmp_path / "nowhere" / "out.csv")
    assert "nowhere" in scanned.window.message.text
    assert "Traceback" not in scanned.window.message.text


def test_what_was_exported_can_be_shown_in_its_folder(scanned, tmp_path, monkeypatch):
    shown = []
    monkeypatch.setattr(export_actions, "show_in_folder", lambda path: shown.append(path) or False)
    scanned.window.exporter.write_csv(scanned.rows, tmp_path / "out.csv")
    scanned.qtbot.waitUntil(lambda: scanned.window.message.text.startswith("5 rows were written"))
    button = scanned.window.message._messages[-1].buttons[0]
    assert button.text() == "Show in folder"
    scanned.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert shown == [tmp_path / "out.csv"]
    assert scanned.window.message.text == f"There is no program to show {tmp_path}."


def test_a_removal_is_said_not_to_touch_files_and_undone_where_it_is_said(scanned):
    scanned.window.results.table.selectRow(0)
    scanned.qtbot.keyClick(scanned.window.results.table, Qt.Key.Key_Delete)
    assert scanned.window.message.text == "1 result taken off the list. The file stays where it is."
    assert scanned.rows[0].path.exists()
    scanned.qtbot.mouseClick(scanned.window.message._messages[-1].buttons[0], Qt.MouseButton.LeftButton)
    assert scanned.names()[0] == "anna.png"
    assert scanned.window.message.text == ""


def test_the_selection_alone_can_be_exported(scanned, tmp_path):
    scanned.window.results.table.selectRow(2)
    scanned.window.exporter.write_csv(scanned.window.results.selected(), tmp_path / "out.csv")
    scanned.qtbot.waitUntil(lambda: scanned.window.message.text.startswith("1 row was written"))
    assert len((tmp_path / "out.csv").read_text("utf-8-sig").splitlines()) == 2


def test_no_file_is_asked_for_where_nothing_is_reviewed(scanned):
    scanned.window.exports.reviews.trigger()  # A dialog would wait for ever.
    assert scanned.window.message.text.startswith("Nothing is reviewed yet")


def test_decisions_are_exported_beside_the_verdicts(scanned, tmp_path):
    scanned.window.results.table.selectRow(0)
    scanned.qtbot.keyClick(scanned.window.results.table, Qt.Key.Key_O)
    scanned.window.reviewer.keep({scanned.rows[1].sha256: Review("", "=looked at twice")})
    scanned.window.exporter.write_reviews(scanned.window.reviewer.reviewed(), tmp_path / "reviews.csv")
    scanned.qtbot.waitUntil(lambda: scanned.window.message.text.startswith("2 rows were written"))
    with (tmp_path / "reviews.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["verdict"], row["review"], row["note"]) for row in rows] == [
        ("fake", "overturned", ""),
        ("real", "", "'=looked at twice"),
    ]


@pytest.mark.parametrize("ending", [".html", ".json"])
def test_a_report_holds_every_row(scanned, tmp_path, ending):
    with answers_to_dialogs(scanned, tmp_path / f"out{ending}"):
        scanned.window.exports.report.trigger()
    scanned.qtbot.waitUntil(lambda: scanned.window.message.text.startswith("5 rows were written"))
    assert "carl.png" in (tmp_path / f"out{ending}").read_text("utf-8")


def test_the_summary_counts_flags_against_false_alarms(scanned):
    assert scanned.window.summary.expected.text().startswith("2 pictures flagged as fake.")
    before = scanned.window.summary.right.text()
    scanned.window.summary.slider.setValue(0)
    assert scanned.window.summary.right.text() != before


def test_near_duplicates_count_once_in_the_summary_unless_only_one_of_them_is_flagged(bench, picture, row, tmp_path):
    alike = "00ff00ff00ff00ff"
    bench.rows = [
        dataclasses.replace(row(place, picture(f"{place}.png"), score), dhash=alike)
        for place, score in enumerate((0.97, 0.98, 0.05, 0.99))
    ]
    bench.window.scan([tmp_path / "pictures"])
    bench.finish()
    said = bench.window.summary.expected.text()
    assert said.startswith("1 picture flagged as fake.")
    assert said.endswith("2 pictures that look the same as another are left out here.")
    assert bench.window.summary._pictures == 2


def test_identical_files_count_once_in_the_summary_and_it_says_how_many_are_left_out(bench, picture, row, tmp_path):
    first = picture("0.png")
    copies = [shutil.copy(first, first.with_name(f"{place}.png")) for place in (1, 2)]
    bench.rows = [row(place, path, 0.97) for place, path in enumerate((first, *copies))]
    bench.window.scan([tmp_path / "pictures"])
    bench.finish()
    left_out = "2 pictures that look the same as another are left out here."
    said = bench.window.summary.expected
    assert said.text().startswith("1 picture flagged as fake.")
    assert said.text().endswith(left_out)
    # Also where the model that judged is not there any more.
    bench.window.summary.set_manifest(None)
    assert said.text().endswith(left_out)


def test_genuine_pictures_of_one_layout_all_count(bench, picture, row, tmp_path):
    # As 40 identity cards, two of which are flagged.
    bench.rows = [
        dataclasses.replace(row(place, picture(f"{place}.png"), 0.97 if place < 2 else 0.05), dhash="00ff00ff00ff00ff")
        for place in range(40)
    ]
    bench.window.scan([tmp_path / "pictures"])
    bench.finish()
    assert bench.window.summary._pictures == 39
    assert bench.window.summary.expected.text().startswith("1 picture flagged as fake.")


def test_of_a_model_that_few_faces_were_measured_with_flags_are_no_proof(bench, picture, row, tmp_path):
    thresholds = dataclasses.replace(BUNDLE.manifest.thresholds, false_alarm_rate=0.0)
    rates = {label: {"effective_n": 24.0} for label in ("real", "fake")}
    manifest = dataclasses.replace(BUNDLE.manifest, thresholds=thresholds, training={"score_rates": rates})
    bench.bundle = dataclasses.replace(BUNDLE, manifest=manifest)
    bench.rows = [row(place, picture(f"{place}.png"), 0.97 if place < 2 else 0.05) for place in range(50)]
    bench.window.scan([tmp_path / "pictures"])
    bench.finish()
    assert "If all were genuine, about 2.0 would be flagged all the same." in bench.window.summary.expected.text()


def test_a_model_that_nobody_measured_is_said_to_be_one(bench, picture, row, tmp_path):
    thresholds = dataclasses.replace(BUNDLE.manifest.thresholds, false_alarm_rate=1.0, miss_rate=1.0)
    manifest = dataclasses.replace(
        BUNDLE.manifest, id="imported", thresholds=thresholds, training={"calibrated": False}
    )
    bench.bundle = dataclasses.replace(BUNDLE, manifest=manifest)
    bench.rows = [row(0, picture("anna.png"), 0.97)]
    bench.window.scan([tmp_path / "pictures"])
    bench.finish()
    window = bench.window
    assert window.model_label.text() == "Model: Test model  ·  how often it is wrong was not measured"
    assert "was not measured" in window.preview._meaning.text()
    assert "is not known" in window.summary.expected.text()
    assert not window.summary.slider.isVisible()
    texts = [label.text() for label in window.findChildren(QLabel)]
    assert not any("nan" in text.split() or "100 %" in text or "1,000" in text for text in texts)


def test_closing_the_window_during_a_scan_ends_the_scan(bench, picture, row, tmp_path):
    bench.rows = [row(place, picture(f"{place}.png"), 0.5) for place in range(3)]
    bench.hold_after = 1
    bench.window.scan([tmp_path / "pictures"])
    bench.qtbot.waitUntil(lambda: len(bench.names()) == 1)
    bench.window.close()
    assert bench.scans[0].cancelled
    assert not bench.window.controller.is_running


def test_the_name_of_a_recent_folder_is_no_key_of_the_menu(bench, tmp_path):
    folder = tmp_path / "R&D"
    folder.mkdir()
    bench.window.scan([folder])
    bench.finish()
    (action,) = bench.window.recent_menu.actions()
    assert action.text().endswith("R&&D")
    action.trigger()
    bench.finish()
    assert bench.scans[1].request.paths == (folder,)


def test_recent_folders_are_offered_again_without_being_touched(bench, tmp_path):
    gone = tmp_path / "gone"
    bench.window.scan([gone])
    bench.finish()
    (again,) = bench.window.recent_menu.actions()
    assert again.text() == str(gone)
    again.trigger()
    bench.finish()
    assert [scan.request.paths for scan in bench.scans] == [(gone,), (gone,)]


def test_space_gives_the_picture_the_window_and_the_list_its_place_back(scanned):
    scanned.window.results.table.setFocus()
    scanned.qtbot.keyClick(scanned.window.results.table, Qt.Key.Key_Space)
    assert not scanned.window.results.table.isVisible()
    scanned.qtbot.keyClick(scanned.window.preview.view, Qt.Key.Key_Space)
    assert scanned.window.results.table.isVisible()


@pytest.mark.parametrize("how", ["decided", "removed"])
def test_the_list_is_back_when_nothing_is_left_to_be_shown_large(scanned, how):
    window = scanned.window
    if how == "decided":
        window.more_filters.trigger()
        window.results.form.review.setCurrentIndex(window.results.form.review.findData("none"))
        window.results.filter_bar.button(Verdict.FAKE).click()
    window.big.trigger()
    for left in reversed(range(window.model.rowCount())):
        assert window.big.isChecked()
        (window.selection.confirm if how == "decided" else window.remove).trigger()
        assert window.model.rowCount() == left
    assert not window.big.isChecked()
    assert window.results.isVisible()
    assert window.results.no_match.isVisible() is (how == "decided")


def test_thumbnails_show_the_same_rows_and_share_the_selection(scanned):
    window = scanned.window
    window.results.table.selectRow(1)
    scanned.qtbot.keyClick(window.results.table, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert window.results.grid.isVisible()
    assert window.results.grid.currentIndex().data() == "ben.png"
    window.results.grid.grab()
    scanned.qtbot.waitUntil(lambda: window.results.grid.thumbnails.get(scanned.rows[0].path, 1.0) is not None)
    place = window.results.grid.visualRect(window.model.index(2, 0)).center()
    scanned.qtbot.mouseClick(window.results.grid.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert [result.path.name for result in window.results.selected()] == ["carl.png"]
    scanned.qtbot.keyClick(window.results.grid, Qt.Key.Key_C)
    assert window.model.review(scanned.rows[2]).decision == "confirmed"
    thumbnail = window.results.grid.thumbnails.get(scanned.rows[0].path, 1.0)
    assert (thumbnail.width(), thumbnail.height()) == (148, 111)


def test_a_thumbnail_tells_verdict_and_score_in_words_and_what_was_decided(scanned, monkeypatch):
    drawn = []
    draw = QPainter.drawText
    monkeypatch.setattr(QPainter, "drawText", lambda painter, *place: drawn.append(place[-1]) or draw(painter, *place))
    window = scanned.window
    window.as_thumbnails.trigger()
    window.results.go_to(scanned.rows[0].path)
    window.selection.overturn.trigger()
    drawn.clear()
    window.results.grid.viewport().grab()
    assert {"anna.png", "Fake  0.97", "Overturned", "Inconclusive  0.95"} - set(drawn) == {"Inconclusive  0.95"}
    assert {"Real  0.05", "No face", "Error"} <= set(drawn)


@pytest.mark.parametrize("width", [900, 1280, 1500])
def test_thumbnails_stand_evenly_over_the_width(scanned, width):
    window, grid = scanned.window, scanned.window.results.grid
    window.as_thumbnails.trigger()
    window.resize(width, 780)
    scanned.qtbot.waitUntil(lambda: window.width() == width)
    grid.grab()  # Lays out what is to be laid out.
    cells = [grid.visualRect(window.model.index(place, 0)) for place in range(5)]
    first_row = [cell for cell in cells if cell.top() == cells[0].top()]
    if len(first_row) < 5:
        # There is no room for another one beside the last.
        assert grid.viewport().width() - first_row[-1].right() < 30
    assert len({cell.width() for cell in cells}) == 1
    assert cells[0].width() >= 160


def test_a_broken_file_has_no_thumbnail_and_does_no_harm(scanned):
    scanned.window.as_thumbnails.trigger()
    scanned.window.results.grid.grab()
    thumbnails = scanned.window.results.grid.thumbnails
    scanned.qtbot.waitUntil(lambda: thumbnails.get(scanned.rows[4].path, 1.0) is not None)
    assert thumbnails.get(scanned.rows[4].path, 1.0).isNull()


def test_a_thumbnail_of_a_picture_that_was_away_is_there_when_the_grid_is_shown_again(scanned):
    window, path = scanned.window, scanned.rows[1].path
    thumbnails = window.results.grid.thumbnails
    away = path.rename(path.with_suffix(".away"))
    window.as_thumbnails.trigger()
    scanned.qtbot.waitUntil(lambda: thumbnails.get(path, 1.0) is not None)
    assert thumbnails.get(path, 1.0).isNull()
    away.rename(path)
    window.as_thumbnails.trigger()
    window.as_thumbnails.trigger()
    scanned.qtbot.waitUntil(lambda: thumbnails.get(path, 1.0) is not None)
    assert not thumbnails.get(path, 1.0).isNull()


def test_a_removal_can_still_be_undone_by_its_message_after_new_pictures_were_scanned(scanned, picture, row):
    window, new = scanned.window, picture("new.png")
    window.results.table.selectRow(0)
    window.remove.trigger()
    undo = window.message._messages[-1].buttons[0]
    scanned.rows, scanned.hold_after = [row(0, new, 0.2)], 0
    window.watching.arrivals.add([new])
    scanned.qtbot.waitUntil(lambda: len(scanned.scans) == 2)
    scanned.qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    assert window.message.text == "1 result taken off the list. The file stays where it is."
    scanned.scans[1].gate.set()
    scanned.finish()
    scanned.qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    assert scanned.names() == ["anna.png", "ben.png", "carl.png", "door.png", "broken.png", "new.png"]


def test_what_is_no_file_is_not_taken_from_the_mouse(bench):
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/face.jpg")])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(300, 300), Qt.DropAction.CopyAction, data, left, none)
    QApplication.sendEvent(bench.window, enter)
    assert not enter.isAccepted()


def test_rows_that_can_be_put_back_keep_their_model(scanned, other_model, picture, row):
    window, judged = scanned.window, scanned.window.model_label.text()
    window.results.table.selectAll()
    window.remove.trigger()
    window.models.use(other_model)
    assert window.model_label.text() == judged
    scanned.rows = [row(0, picture("new.png"), 0.2)]
    window.watching.arrivals.add([picture("new.png")])
    scanned.finish()
    # What joins the list before they are back is judged by it, too.
    assert scanned.scans[-1].request.model == BUNDLE.folder
    window.undo.trigger()
    assert len(scanned.names()) == 6
    assert window.model_label.text() == judged


def test_where_a_scan_found_nothing_the_card_is_that_of_the_model_that_is_chosen_after_it(bench, other_model, tmp_path):
    window, judged = bench.window, tmp_path / "judged"
    judged.mkdir()
    (judged / "MODEL_CARD.md").write_text("# The one that found nothing", "utf-8")
    bench.bundle = dataclasses.replace(BUNDLE, folder=judged)
    window.scan([tmp_path / "nothing"])
    bench.finish()
    window.models.use(other_model)
    assert "Mine" in window.model_label.text()
    window.models.card.trigger()
    assert "found nothing" not in window.findChild(TextDialog).text.toPlainText()


def test_the_key_for_copies_copies_what_is_selected_of_a_sentence(scanned):
    window, clipboard = scanned.window, QGuiApplication.clipboard()
    message = window.message.show_note("First line.\nSecond line.")
    (sentence,) = (label for label in message.findChildren(QLabel) if label.text())
    for label, start, length, expected in (
        (window.preview._verdict, 0, 4, window.preview._verdict.text()[:4]),
        (sentence, 6, 12, "line.\nSecond"),
    ):
        label.setFocus()
        label.setSelection(start, length)
        scanned.qtbot.keyClick(label, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        assert clipboard.text() == expected
    window.results.table.setFocus()
    scanned.qtbot.keyClick(window.results.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert clipboard.text().startswith(str(scanned.rows[0].path))


def test_a_new_scan_leaves_nothing_to_be_done_with_what_was_selected(scanned):
    window = scanned.window
    assert window.selection.copy_result.isEnabled()
    scanned.hold_after = 0
    window.rescan.trigger()
    assert not window.selection.copy_result.isEnabled()
    assert not window.exports.selected.isEnabled()


def test_where_there_is_no_picture_none_is_shown_large(bench):
    bench.window.show()
    for _ in range(2):
        bench.window.big.trigger()
        assert not bench.window.big.isChecked()
    bench.rows = []
    bench.window.scan([BUNDLE.folder])
    bench.finish()
    bench.window.pages.setCurrentWidget(bench.window.content)
    bench.window.big.trigger()
    assert bench.window.results.isVisible()

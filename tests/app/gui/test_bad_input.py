"""Pictures, screens and starts that nobody wishes for, with the real widgets."""

from __future__ import annotations

import dataclasses
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QSettings, Qt

from app.gui.about_dialog import AboutDialog
from app.gui.main_window import MainWindow
from app.gui.models_dialog import ModelsDialog
from app.gui.single_instance import SingleInstance
from app.gui.training_dialog import TrainingDialog
from app.user_folders import settings_folder
from tests.app.gui.conftest import SMALL_SCREEN, drop
from tests.app.gui.test_single_instance import second_start

ROOT = Path(__file__).resolve().parents[3]


def scan(bench, folder):
    bench.window.scan([folder])
    bench.finish()


def test_a_folder_that_is_deleted_after_the_scan_can_still_be_looked_through_and_exported(
    bench, picture, row, tmp_path
):
    bench.rows = [row(place, picture(f"{place}.png"), 0.97) for place in range(4)]
    folder = tmp_path / "pictures"
    scan(bench, folder)
    window = bench.window
    shutil.rmtree(folder)
    window.picture.loader._cache.clear()
    for place in range(4):
        window.results.table.selectRow(place)
    bench.qtbot.waitUntil(lambda: "not there any more" in window.preview._reason.text())
    bench.qtbot.keyClick(window.results.table, Qt.Key.Key_L)
    bench.qtbot.waitUntil(lambda: "can't be read any more" in window.preview._findings.text())
    window.as_thumbnails.trigger()
    window.results.grid.grab()
    thumbnails = window.results.grid.thumbnails
    bench.qtbot.waitUntil(lambda: thumbnails.get(bench.rows[0].path, 1.0) is not None)
    window.exporter.write_csv(window.model.results(), tmp_path / "out.csv")
    bench.qtbot.waitUntil(lambda: window.message.text.startswith("4 rows were written"))


def test_a_window_without_rows_takes_every_key(bench):
    window = bench.window
    for action in window.actions():
        if action not in (window.quit, window.open_folder, window.open_pictures, window.watch, window.paste):
            action.trigger()
    for dialog in (AboutDialog, ModelsDialog, TrainingDialog):
        for each in window.findChildren(dialog):
            each.close()
    assert window.isVisible()
    assert window.model.total == 0


@pytest.mark.parametrize("size", [(1, 40_000), (40_000, 1)])
def test_a_line_of_forty_thousand_pixels_is_shown_zoomed_and_has_a_thumbnail(bench, row, tmp_path, size):
    path = tmp_path / "line.png"
    Image.new("RGB", size, "red").save(path)
    bench.rows = [dataclasses.replace(row(0, path), width=size[0], height=size[1])]
    scan(bench, path)
    window = bench.window
    bench.qtbot.waitUntil(lambda: window.preview.view._picture is not None)
    assert window.preview.view._picture.problem == ""
    for action in (window.picture.actual_size, window.picture.zoom_in, window.picture.zoom_out, window.picture.fit):
        action.trigger()
        assert not window.preview.view.grab().isNull()
    window.as_thumbnails.trigger()
    window.results.grid.grab()
    thumbnails = window.results.grid.thumbnails
    bench.qtbot.waitUntil(lambda: thumbnails.get(path, 1.0) is not None)
    thumbnail = thumbnails.get(path, 1.0)
    assert max(thumbnail.width(), thumbnail.height()) == 148


@pytest.mark.parametrize("corner", [(-30, -30), (140, 100), (-200, 20), (0, 119)])
def test_a_face_at_the_edge_or_beyond_it_is_drawn_and_cut_out(bench, picture, row, tmp_path, corner):
    result = row(0, picture("edge.png"), 0.97)
    box = dataclasses.replace(result.faces[0].box, left=corner[0], top=corner[1])
    bench.rows = [dataclasses.replace(result, faces=(dataclasses.replace(result.faces[0], box=box),))]
    scan(bench, tmp_path / "pictures")
    window = bench.window
    bench.qtbot.waitUntil(lambda: len(window.preview.view.face_rects()) == 1)
    bench.qtbot.waitUntil(lambda: not window.preview.faces.item(0).icon().isNull())
    assert not window.preview.view.grab().isNull()


def fits(widget) -> bool:
    least = widget.minimumSizeHint().expandedTo(widget.minimumSize())
    return least.width() <= SMALL_SCREEN[0] and least.height() <= SMALL_SCREEN[1]


def test_on_a_small_screen_nothing_is_cut_off_in_any_language(language, bench, picture, row, tmp_path):
    bench.rows = [row(place, picture(f"{place}.png"), 0.97, 0.5) for place in range(4)]
    bench.hold_after = 2
    window = bench.window
    window.resize(*SMALL_SCREEN)
    window.scan([tmp_path / "pictures"])
    bench.qtbot.waitUntil(lambda: len(bench.names()) == 2)
    window.message.show_warning("The folder /media/a share with a rather long name is not there any more. " * 2)
    assert fits(window)
    assert (window.width(), window.height()) == SMALL_SCREEN
    # What is said of a face never lies over the list of faces.
    faces, meaning = window.preview.faces, window.preview._meaning
    assert meaning.text()
    assert meaning.geometry().top() > faces.geometry().bottom()
    assert meaning.height() >= meaning.heightForWidth(meaning.width())
    strip = window.results.progress
    for button in (strip.pause, strip.cancel):
        corner = button.mapTo(window, button.rect().bottomRight())
        assert window.rect().contains(corner)
    for part in (window.results.table, window.preview.view, window.sources.tree, window.results.search):
        assert part.isVisible()
        assert part.width() > 80
        assert window.rect().contains(part.mapTo(window, part.rect().bottomRight()))


@pytest.mark.parametrize("dialog", [AboutDialog, ModelsDialog, TrainingDialog])
def test_every_dialog_fits_a_small_screen_in_any_language(language, qtbot, monkeypatch, tmp_path, unmask_home, dialog):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    made = dialog()
    qtbot.addWidget(made)
    made.show()
    assert fits(made)
    room = made.screen().availableSize()
    assert (made.width() <= room.width(), made.height() <= room.height()) == (True, True)
    if dialog is TrainingDialog:
        made._show_run(3)
        made._show_warnings(["Something is wrong."] * 5, True)
        made.gate.show()
        assert fits(made)
    made.close()


_WITHOUT_FONTS = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
application = QApplication(["unmask"])
from app.gui.main_window import MainWindow
window = MainWindow()
window.show()
window.leave_first_steps()
window.show_manual()
window.grab()
QTimer.singleShot(300, window.close)
application.exec()
print("closed")
"""


def test_without_any_font_the_window_still_opens(tmp_path):
    (tmp_path / "fonts.conf").write_text('<?xml version="1.0"?><fontconfig></fontconfig>')
    surroundings = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "FONTCONFIG_FILE": str(tmp_path / "fonts.conf"),
        "QT_QPA_FONTDIR": str(tmp_path),
        "UNMASK_HOME": str(tmp_path / "home"),
    }
    done = subprocess.run(
        [sys.executable, "-c", _WITHOUT_FONTS], cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "closed"


def test_a_second_start_brings_the_first_to_the_front_with_its_pictures(bench, picture, row, tmp_path):
    bench.rows = [row(0, picture("anna.png"), 0.97)]
    first = SingleInstance(bench.window)
    first.asked.connect(bench.window.bring_to_front_and_scan)
    first.listen()
    bench.window.showMinimized()
    assert bench.window.isMinimized()
    second = second_start(str(tmp_path / "pictures"))
    bench.qtbot.waitUntil(lambda: bench.names() == ["anna.png"])
    assert second.communicate(timeout=60)[0].strip() == "True"
    assert not bench.window.isMinimized()
    bench.qtbot.waitUntil(bench.window.isActiveWindow)
    assert bench.scans[0].request.paths == (tmp_path / "pictures",)


def test_of_many_folders_without_a_picture_few_are_named(bench, tmp_path):
    drop(bench.window, *(tmp_path / f"films {number}" for number in range(300)))
    bench.finish()
    assert bench.window.pages.currentWidget() is bench.window.empty
    assert "films 2 …" in bench.window.empty.text.text()
    assert bench.window.minimumSizeHint().height() < 600


def test_settings_that_hold_something_else_keep_no_window_from_opening(qtbot):
    settings = QSettings(str(settings_folder() / "window.ini"), QSettings.Format.IniFormat)
    settings.setValue("layout", 2)
    for name in ("geometry", "panes", "columns", "declined", "gentle", "welcomed", "watched", "recent"):
        settings.setValue(name, "nonsense")
    settings.sync()
    window = MainWindow()
    qtbot.addWidget(window)
    window.show()
    assert window.isVisible()
    window.close()

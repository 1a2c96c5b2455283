from __future__ import annotations

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from app.gui.picture_loader import load_picture, to_qimage
from app.gui.picture_view import PictureView


@pytest.fixture
def view(qtbot):
    view = PictureView()
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.show()
    return view


def test_pixels_reach_qt_as_they_are_whatever_the_width():
    # 65 pixels of 3 bytes: not a multiple of 4, which Qt would assume without the stride.
    pixels = np.random.default_rng(1).integers(0, 256, (7, 65, 3), np.uint8)
    image = to_qimage(pixels)
    copied = [[image.pixelColor(x, y).getRgb()[:3] for x in range(65)] for y in range(7)]
    assert np.array_equal(np.array(copied), pixels)
    before = image.pixelColor(3, 3).getRgb()
    pixels[:] = 0
    assert image.pixelColor(3, 3).getRgb() == before


def test_a_picture_is_fitted_and_its_face_frame_lies_on_the_face(view, picture, row):
    loaded = load_picture(row(0, picture("a.png", (800, 300)), 0.95), None)
    view.set_picture(loaded)
    # The result says 160 x 120; the frame follows the sizes of the result.
    assert view.zoom == pytest.approx(2.5)
    rect = view.face_rects()[0]
    assert rect.width() == pytest.approx(100)
    assert rect.left() == pytest.approx(25)
    assert view.face_at(rect.center()) == 0
    assert view.face_at(QPointF(399, 299)) == -1


def turn_wheel(view, position, angle):
    event = QWheelEvent(
        position,
        view.mapToGlobal(position),
        QPoint(),
        angle,
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)


def test_the_wheel_zooms_about_the_pointer(view, picture, row):
    view.set_picture(load_picture(row(0, picture("a.png"), 0.95), None))
    corner = view.face_rects()[0].topLeft()
    before = view.zoom
    turn_wheel(view, corner, QPoint(0, 120))
    assert view.zoom == pytest.approx(before * 1.25)
    assert view.face_rects()[0].left() == pytest.approx(corner.x(), abs=30)
    view.fit()
    assert view.zoom == pytest.approx(before)


@pytest.mark.parametrize("size", [(1, 4000), (4000, 1), (1, 1)])
def test_extreme_pictures_are_drawn(view, row, tmp_path, size):
    path = tmp_path / "extreme.png"
    Image.new("RGB", size, "red").save(path)
    result = row(0, path)
    view.set_picture(load_picture(result, None))
    view.actual_size()
    view.zoom_in()
    view.fit()
    image = view.grab().toImage()
    reds = sum(
        image.pixelColor(x, y).red() > 180 and image.pixelColor(x, y).green() < 90
        for x in range(0, 400)
        for y in (149, 150)
    )
    assert reds > 0


def test_a_face_at_the_edge_keeps_its_label_inside(view, picture, row):
    import dataclasses

    result = row(0, picture("a.png"), 0.95)
    box = dataclasses.replace(result.faces[0].box, left=-20, top=-20)
    result = dataclasses.replace(result, faces=(dataclasses.replace(result.faces[0], box=box),))
    view.set_picture(load_picture(result, None))
    assert not view.grab().isNull()


def test_a_picture_that_cannot_be_read_any_more_is_no_picture_to_move_about_in(view, picture, row, qtbot):
    path = picture("a.png", (800, 300))
    view.set_picture(load_picture(row(0, path, 0.95), None))
    view.actual_size()
    view.zoom_in()
    path.unlink()
    view.set_picture(load_picture(row(0, path, 0.95), None), "gone")
    steps = []
    view.step_wanted.connect(steps.append)
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    qtbot.mouseMove(view, QPoint(150, 120))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(150, 120))
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert steps == [-1]


def test_a_wheel_that_is_turned_sideways_leaves_the_picture_fitted(view, picture, row, qtbot):
    view.set_picture(load_picture(row(0, picture("a.png"), 0.95), None))
    steps = []
    view.step_wanted.connect(steps.append)
    for angle in (QPoint(120, 0), QPoint(0, 0)):
        turn_wheel(view, QPointF(200, 150), angle)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert steps == [1]
    view.resize(600, 450)
    assert view.zoom == pytest.approx(3.75)


def test_a_picture_smaller_than_the_view_has_an_actual_size(view, picture, row, qtbot):
    view.set_picture(load_picture(row(0, picture("a.png"), 0.95), None))
    steps = []
    view.step_wanted.connect(steps.append)
    view.actual_size()
    assert view.zoom == 1
    # All of it is in sight: the keys go to the next one.
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert steps == [1]
    view.zoom_out()
    assert view.zoom == 1
    view.zoom_in()
    assert view.zoom == pytest.approx(1.25)
    view.zoom_out()
    assert view.zoom == pytest.approx(1)
    view.fit()
    view.zoom_out()
    assert view.zoom == pytest.approx(2.5)
    view.resize(160, 140)
    view.zoom_in()
    view.actual_size()
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert len(steps) == 2

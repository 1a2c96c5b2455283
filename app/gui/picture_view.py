"""Shows one picture with its faces; zooms and pans."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.detector.verdict import FaceScore
from app.gui.icons import verdict_colour
from app.gui.picture_loader import LoadedPicture
from app.gui.wording import number, verdict_word

#: A small picture is enlarged this much at most when it is fitted.
_MAX_FIT = 4.0
_MAX_ZOOM = 32.0
_ZOOM_STEP = 1.25
#: Pixels of the widget that an arrow key moves a zoomed picture by.
_PAN_STEP = 60


class PictureView(QWidget):
    """A picture, fitted or zoomed, with a frame and the score at each face.

    Arrow keys move a picture that is zoomed; of one that is shown whole they go to the next, as page keys always do.

    Signals:
        face_clicked: index of a face in the result's faces.
        step_wanted: the picture so many places further down in the list is wanted.
    """

    face_clicked = Signal(int)
    step_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture: LoadedPicture | None = None
        self._message = ""
        self._current_face = -1
        self._judged_anew: tuple[FaceScore, ...] | None = None
        self._heat: QImage | None = None
        self._heat_square = QRectF()
        #: Widget pixels per pixel of the file; None fits the picture.
        self._zoom: float | None = None
        #: Point of the file, as shares of its sides, that is shown in the middle.
        self._centre = QPointF(0.5, 0.5)
        self._dragged_from: QPoint | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 140)
        self.setAccessibleName(self.tr("Picture"))

    def sizeHint(self) -> QSize:
        return QSize(420, 400)

    def set_picture(self, picture: LoadedPicture | None, message: str = "") -> None:
        """Shows a picture, or a message in its place. A new picture is fitted."""
        is_another = picture is None or self._picture is None or picture.result.path != self._picture.result.path
        # In one that can't be read any more, there is nothing to move about in.
        if is_another or (picture is not None and not picture.levels):
            self._zoom, self._centre = None, QPointF(0.5, 0.5)
        self._picture = picture
        self._message = message
        self._current_face = -1
        self._judged_anew = None
        self._heat = None
        self.setAccessibleDescription(message)
        self.update()

    def set_current_face(self, face: int) -> None:
        """Marks a face; -1 marks none."""
        self._current_face = face
        if self._zoom is not None and 0 <= face < len(self._faces()):
            box = self._faces()[face].box
            width, height = self._file_size()
            self._centre = QPointF((box.left + box.width / 2) / width, (box.top + box.height / 2) / height)
            self._keep_inside()
        self.update()

    def set_faces(self, faces: tuple[FaceScore, ...]) -> None:
        """Shows other verdicts on the same faces than those of the scan, until the next picture."""
        self._judged_anew = faces
        self.update()

    def set_heat(self, heat: QImage | None, square: QRectF = QRectF()) -> None:  # noqa: B008
        """Lays a heat map over a square of the picture, in pixels of the file; None takes it away."""
        self._heat, self._heat_square = heat, QRectF(square)
        self.update()

    @property
    def zoom(self) -> float:
        """Widget pixels per pixel of the file, in use now."""
        return self._fit_scale() if self._zoom is None else self._zoom

    @Slot()
    def fit(self) -> None:
        """Shows the whole picture."""
        self._zoom = None
        self._centre = QPointF(0.5, 0.5)
        self.update()

    @Slot()
    def actual_size(self) -> None:
        """One pixel of the file to one of the screen."""
        self._set_zoom(1 / self.devicePixelRatioF(), QPointF(self.rect().center()))

    @Slot()
    def zoom_in(self) -> None:
        """Enlarges about the middle."""
        self._zoom_by(_ZOOM_STEP, QPointF(self.rect().center()))

    @Slot()
    def zoom_out(self) -> None:
        """Reduces about the middle."""
        self._zoom_by(1 / _ZOOM_STEP, QPointF(self.rect().center()))

    def face_at(self, position: QPointF) -> int:
        """Index of the face at a point of the widget, the smallest one of several; -1 if there is none."""
        hits = [
            (rect.width() * rect.height(), face)
            for face, rect in enumerate(self.face_rects())
            if rect.contains(position)
        ]
        return min(hits)[1] if hits else -1

    def face_rects(self) -> list[QRectF]:
        """The frames of the faces, in pixels of the widget."""
        scale, origin = self.zoom, self._origin()
        return [
            QRectF(
                origin.x() + face.box.left * scale,
                origin.y() + face.box.top * scale,
                face.box.width * scale,
                face.box.height * scale,
            )
            for face in self._faces()
        ]

    # Geometry.

    def _file_size(self) -> tuple[float, float]:
        assert self._picture is not None
        result, full = self._picture.result, self._picture.levels[0]
        return float(result.width or full.width()), float(result.height or full.height())

    def _faces(self) -> tuple[FaceScore, ...]:
        if self._picture is None or not self._picture.levels or self._picture.changed:
            return ()
        return self._judged_anew or self._picture.result.faces

    def _fit_scale(self) -> float:
        if self._picture is None or not self._picture.levels:
            return 1.0
        width, height = self._file_size()
        return min(self.width() / width, self.height() / height, _MAX_FIT)

    def _origin(self) -> QPointF:
        """Where the top left corner of the picture lies in the widget."""
        if self._picture is None or not self._picture.levels:
            return QPointF()
        width, height = self._file_size()
        scale = self.zoom
        return QPointF(
            self.width() / 2 - self._centre.x() * width * scale, self.height() / 2 - self._centre.y() * height * scale
        )

    def _is_whole(self) -> bool:
        """All of the picture is in sight."""
        return self.zoom <= self._fit_scale() * 1.001

    def _zoom_by(self, factor: float, fixed: QPointF) -> None:
        """Zooms further in or out; out of a picture that fills the widget no further than that."""
        fit = self._fit_scale()
        if factor < 1 and self.zoom >= fit >= self.zoom * factor:
            self.fit()
        else:
            self._set_zoom(self.zoom * factor, fixed)

    def _set_zoom(self, zoom: float, fixed: QPointF) -> None:
        """Zooms so that the point of the picture under ``fixed`` stays there."""
        if self._picture is None or not self._picture.levels:
            return
        width, height = self._file_size()
        fit = self._fit_scale()
        before, origin = self.zoom, self._origin()
        zoom = min(max(zoom, min(fit, 1 / self.devicePixelRatioF())), _MAX_ZOOM)
        if abs(zoom - fit) < 0.001 * fit:
            self.fit()
            return
        point = (fixed - origin) / before
        self._zoom = zoom
        centre = point + (QPointF(self.width() / 2, self.height() / 2) - fixed) / zoom
        self._centre = QPointF(centre.x() / width, centre.y() / height)
        self._keep_inside()
        self.update()

    def _keep_inside(self) -> None:
        """Moves the picture back so that no side shows empty space while the other hides pixels."""
        width, height = self._file_size()

        def clamped(centre: float, extent: float, visible: float) -> float:
            half = visible / extent / 2
            return 0.5 if half >= 0.5 else min(max(centre, half), 1 - half)

        self._centre = QPointF(
            clamped(self._centre.x(), width * self.zoom, self.width()),
            clamped(self._centre.y(), height * self.zoom, self.height()),
        )

    # Events.

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ground = self.palette().window().color()
        painter.fillRect(self.rect(), ground.darker(107) if ground.lightnessF() > 0.5 else ground.darker(130))
        if self._picture is None or not self._picture.levels:
            painter.setPen(self.palette().placeholderText().color())
            margin = self.rect().adjusted(24, 24, -24, -24)
            painter.drawText(margin, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), self._message)
            return
        self._paint_picture(painter)
        if self._heat is not None:
            scale, origin = self.zoom, self._origin()
            square = self._heat_square
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(
                QRectF(
                    origin.x() + square.x() * scale,
                    origin.y() + square.y() * scale,
                    square.width() * scale,
                    square.height() * scale,
                ),
                self._heat,
            )
        rects = self.face_rects()
        # The current one last, on top of the others.
        for face in sorted(range(len(rects)), key=self._current_face.__eq__):
            self._paint_face(painter, face, rects[face], len(rects))

    def _paint_picture(self, painter: QPainter) -> None:
        assert self._picture is not None
        width, height = self._file_size()
        scale, origin = self.zoom, self._origin()
        levels = self._picture.levels
        # The smallest copy that still has a pixel for each of the screen.
        needed = width * scale * self.devicePixelRatioF()
        level = next((each for each in reversed(levels) if each.width() >= needed), levels[0])
        target = QRectF(origin.x(), origin.y(), max(width * scale, 1.0), max(height * scale, 1.0))
        shown = target.intersected(QRectF(self.rect()))
        if shown.isEmpty():
            return
        across, down = level.width() / target.width(), level.height() / target.height()
        source = QRectF(
            (shown.left() - target.left()) * across,
            (shown.top() - target.top()) * down,
            shown.width() * across,
            shown.height() * down,
        )
        # Enlarged further than that, one wants to see the pixels themselves.
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, scale <= _MAX_FIT)
        painter.drawImage(shown, level, source)

    def _paint_face(self, painter: QPainter, face: int, rect: QRectF, faces: int) -> None:
        score = self._faces()[face]
        current = face == self._current_face or faces == 1
        colour = verdict_colour(score.verdict)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        # A dark line below the coloured one: seen on any picture.
        for pen in (QPen(QColor(0, 0, 0, 150), 5.0 if current else 3.5), QPen(colour, 3.0 if current else 1.8)):
            painter.setPen(pen)
            painter.drawRoundedRect(rect, 3, 3)
        text = f"{verdict_word(score.verdict)}  {number(score.score, 2)}"
        if faces > 1:
            text = f"{face + 1}   {text}" if current else str(face + 1)
        metrics = QFontMetricsF(self.font())
        label = QRectF(0, 0, metrics.horizontalAdvance(text) + 12, metrics.height() + 4)
        label.moveBottomLeft(rect.topLeft() + QPointF(-1.5, -2))
        # A label that does not fit above goes below, and never leaves the widget sideways.
        if label.top() < 0:
            label.moveTop(rect.bottom() + 2)
        if label.bottom() > self.height():
            label.moveTop(max(0.0, rect.top() + 3))
        label.moveLeft(min(max(label.left(), 0.0), max(0.0, self.width() - label.width())))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(label, 3, 3)
        painter.setPen(
            QColor("black")
            if colour.lightnessF() > 0.4 and colour.red() > 200 and colour.green() > 140
            else QColor("white")
        )
        painter.drawText(label, int(Qt.AlignmentFlag.AlignCenter), text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._zoom is not None and self._picture is not None and self._picture.levels:
            self._keep_inside()

    def wheelEvent(self, event: QWheelEvent) -> None:
        # A wheel that is turned sideways, or a touch pad that is only touched, zooms nothing.
        if turns := event.angleDelta().y() / 120:
            self._zoom_by(_ZOOM_STEP**turns, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            face = self.face_at(event.position())
            if face >= 0:
                self.face_clicked.emit(face)
            self._dragged_from = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._dragged_from is not None and self._zoom is not None and self._picture is not None:
            moved = event.position().toPoint() - self._dragged_from
            self._dragged_from = event.position().toPoint()
            self._move(-QPointF(moved))

    def _move(self, way: QPointF) -> None:
        """Shows what lies beside, by pixels of the widget."""
        width, height = self._file_size()
        self._centre += QPointF(way.x() / (width * self.zoom), way.y() / (height * self.zoom))
        self._keep_inside()
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._dragged_from = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._zoom is None:
            self._set_zoom(max(1 / self.devicePixelRatioF(), self.zoom * 2), event.position())
        else:
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps: dict[int, Any] = {
            Qt.Key.Key_Plus: self.zoom_in,
            Qt.Key.Key_Equal: self.zoom_in,
            Qt.Key.Key_Minus: self.zoom_out,
            Qt.Key.Key_0: self.fit,
            Qt.Key.Key_1: self.actual_size,
        }
        ways = {
            Qt.Key.Key_Left: QPointF(-1, 0),
            Qt.Key.Key_Right: QPointF(1, 0),
            Qt.Key.Key_Up: QPointF(0, -1),
            Qt.Key.Key_Down: QPointF(0, 1),
        }
        way = ways.get(Qt.Key(event.key()))
        if event.key() in steps:
            steps[event.key()]()
        elif way is not None and not self._is_whole():
            self._move(way * _PAN_STEP)
        elif way is not None:
            self.step_wanted.emit(int(way.x() + way.y()))
        elif event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self.step_wanted.emit(1 if event.key() == Qt.Key.Key_PageDown else -1)
        else:
            super().keyPressEvent(event)

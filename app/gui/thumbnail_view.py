"""The results as a grid of thumbnails."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from concurrent.futures import Future
from functools import partial
from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter, QPalette, QPixmap, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionFocusRect,
    QStyleOptionViewItem,
    QWidget,
)

from app.detector.decode import DecodeError, decode
from app.detector.verdict import Verdict
from app.gui.icons import verdict_icon
from app.gui.picture_loader import to_qimage
from app.gui.reading_threads import ReadingThreads
from app.gui.results_model import RESULT_ROLE, Column
from app.gui.wording import number, readable, verdict_word
from app.scan.results import ImageResult

_SIDE = 148
_MARGIN = 6
_ICON = 16
_SPACING = 2
#: Width of a cell at least.
_CELL = _SIDE + 2 * _MARGIN
_KEPT = 800
#: Requests beyond this are dropped, oldest first: whoever scrolls fast wants what is in sight now.
_WAITING = 60


class Thumbnails(QObject):
    """Makes thumbnails on threads of its own and keeps the last ones.

    Signals:
        ready: some more thumbnails are there.
    """

    ready = Signal()
    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threads = ReadingThreads(2, "thumbnail")
        self._pending: OrderedDict[Path, Future[QImage]] = OrderedDict()
        self._made: OrderedDict[Path, QPixmap] = OrderedDict()
        self._stopped = False
        self._arrived.connect(self._on_arrived, Qt.ConnectionType.QueuedConnection)
        # Twenty thumbnails that arrive at once are one repaint.
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(50)
        self._timer.timeout.connect(self.ready)

    def get(self, path: Path, ratio: float) -> QPixmap | None:
        """The thumbnail of a picture; None if it is still to come. Empty if there can't be one.

        Args:
            path: of the picture.
            ratio: pixels of the screen per pixel of the window.
        """
        made = self._made.get(path)
        if made is not None:
            self._made.move_to_end(path)
            return made
        if path not in self._pending and not self._stopped:
            future = self._threads.submit(thumbnail, path, round(_SIDE * ratio))
            self._pending[path] = future
            future.add_done_callback(partial(self._deliver, path, ratio))
            while len(self._pending) > _WAITING:
                _, oldest = self._pending.popitem(last=False)
                oldest.cancel()
        return None

    def forget(self, paths: Iterable[Path]) -> None:
        """Makes these anew when they are asked for: their files may hold something else now."""
        for path in paths:
            self._made.pop(path, None)
            if (future := self._pending.pop(path, None)) is not None:
                future.cancel()

    def forget_missing(self) -> None:
        """Looks again for pictures that could not be read: what was away, as a share is, may be back."""
        self.forget([path for path, pixmap in self._made.items() if pixmap.isNull()])

    def clear(self) -> None:
        """Forgets all."""
        for future in self._pending.values():
            future.cancel()
        self._pending.clear()
        self._made.clear()

    @Slot()
    def stop(self) -> None:
        """Ends the threads; for the end of the program."""
        self._stopped = True
        self._threads.end()

    def _deliver(self, path: Path, ratio: float, future: Future[QImage]) -> None:
        # On a thread of the pool: the signal crosses to the window's.
        if not future.cancelled():
            self._arrived.emit((path, ratio, future))

    @Slot(object)
    def _on_arrived(self, arrival: tuple[Path, float, Future[QImage]]) -> None:
        path, ratio, future = arrival
        if self._pending.pop(path, future) is not future:
            return  # Forgotten, and asked for again.
        pixmap = QPixmap.fromImage(future.result())
        pixmap.setDevicePixelRatio(ratio)
        self._made[path] = pixmap
        while len(self._made) > _KEPT:
            self._made.popitem(last=False)
        self._timer.start()


def thumbnail(path: Path, side: int) -> QImage:
    """A picture reduced to a square of ``side`` pixels; empty if it can't be read. Never raises."""
    try:
        picture = Image.fromarray(decode(path.read_bytes()).pixels)
    except (OSError, DecodeError):
        return QImage()
    picture.thumbnail((side, side), Image.Resampling.BILINEAR, reducing_gap=2.0)
    return to_qimage(np.asarray(picture))


class _ThumbnailDelegate(QStyledItemDelegate):
    """A picture, its name, and in a second line verdict and score; on it, what a person decided."""

    def __init__(self, thumbnails: Thumbnails, parent: QObject) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self.cell_width = _CELL

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(self.cell_width, _SIDE + 3 * _MARGIN + 2 * QFontMetrics(option.font).height())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        result: ImageResult = index.data(RESULT_ROLE)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(option.rect, option.palette.highlight())
        # The view may give more room than is asked for.
        left = option.rect.left() + (option.rect.width() - _SIDE) // 2
        area = QRect(left, option.rect.top() + _MARGIN, _SIDE, _SIDE)
        # What no worker could decode is not tried again in the window.
        decodable = result.verdict is not Verdict.ERROR
        pixmap = self._thumbnails.get(result.path, painter.device().devicePixelRatio()) if decodable else None
        if pixmap is None or pixmap.isNull():
            painter.fillRect(area, option.palette.alternateBase())
        else:
            size = pixmap.deviceIndependentSize().toSize()
            painter.drawPixmap(
                area.left() + (_SIDE - size.width()) // 2, area.top() + (_SIDE - size.height()) // 2, pixmap
            )
        role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
        painter.setPen(option.palette.color(role))
        metrics = option.fontMetrics
        line = QRect(area.left(), area.bottom() + _MARGIN, _SIDE, metrics.height())
        name = metrics.elidedText(readable(result.path.name), Qt.TextElideMode.ElideMiddle, _SIDE)
        painter.drawText(line, int(Qt.AlignmentFlag.AlignLeft), name)
        line.translate(0, metrics.height())
        side = min(metrics.height(), _ICON)
        verdict_icon(result.verdict).paint(painter, QRect(line.left(), line.top(), side, line.height()))
        line.setLeft(line.left() + side + 4)
        words = metrics.elidedText(_verdict_and_score(result), Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, int(Qt.AlignmentFlag.AlignLeft), words)
        self._paint_review(painter, area, metrics, index.sibling(index.row(), Column.REVIEW).data() or "")
        if option.state & QStyle.StateFlag.State_HasFocus:
            frame = QStyleOptionFocusRect()
            frame.rect = option.rect.adjusted(1, 1, -1, -1)
            frame.palette = option.palette
            frame.state = option.state | QStyle.StateFlag.State_KeyboardFocusChange
            option.widget.style().drawPrimitive(QStyle.PrimitiveElement.PE_FrameFocusRect, frame, painter)

    def _paint_review(self, painter: QPainter, area: QRect, metrics: QFontMetrics, review: str) -> None:
        if not review:
            return
        label = QRect(0, 0, min(metrics.horizontalAdvance(review) + 12, area.width()), metrics.height() + 4)
        label.moveBottomRight(area.bottomRight() - QPoint(4, 4))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(0, 0, 0, 190))
        painter.drawRoundedRect(label, 4, 4)
        painter.setPen(QColor("white"))
        painter.drawText(label, int(Qt.AlignmentFlag.AlignCenter), review)
        painter.restore()


def _verdict_and_score(result: ImageResult) -> str:
    word = verdict_word(result.verdict)
    return word if result.score is None else f"{word}  {number(result.score, 2)}"


class ThumbnailView(QListView):
    """The same rows as the table."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.thumbnails = Thumbnails(self)
        self._cells = _ThumbnailDelegate(self.thumbnails, self)
        self.setItemDelegate(self._cells)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(2000)
        self.setSpacing(_SPACING)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        # Else the list keeps room for one, and the cells jump when it comes.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setDragEnabled(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setAccessibleName(self.tr("Results as thumbnails"))
        self.thumbnails.ready.connect(self._on_ready)

    def showEvent(self, event: QShowEvent) -> None:
        # Not at each repaint: what can't be read would be read again and again.
        self.thumbnails.forget_missing()
        super().showEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        # As many as fit, evenly over the width. One pixel less, because the list wants a little more than they take.
        room = event.size().width() - _SPACING - 1
        columns = max(1, room // (_CELL + _SPACING))
        self._cells.cell_width = max(_CELL, room // columns - _SPACING)
        super().resizeEvent(event)

    @Slot()
    def _on_ready(self) -> None:
        self.viewport().update()

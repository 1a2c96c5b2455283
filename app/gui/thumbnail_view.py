"""The results as a grid of thumbnails."""

from __future__ import annotations

from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFontMetrics, QImage, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.detector.decode import DecodeError, decode
from app.detector.verdict import Verdict
from app.gui.icons import verdict_icon
from app.gui.picture_loader import to_qimage
from app.gui.results_model import RESULT_ROLE
from app.gui.wording import number, readable
from app.scan.results import ImageResult

_SIDE = 148
_MARGIN = 6
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
        self._threads = ThreadPoolExecutor(2, "thumbnail")
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
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _deliver(self, path: Path, ratio: float, future: Future[QImage]) -> None:
        # On a thread of the pool: the signal crosses to the window's.
        if not future.cancelled():
            self._arrived.emit((path, ratio, future))

    @Slot(object)
    def _on_arrived(self, arrival: tuple[Path, float, Future[QImage]]) -> None:
        path, ratio, future = arrival
        self._pending.pop(path, None)
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
    def __init__(self, thumbnails: Thumbnails, parent: QObject) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(_SIDE + 2 * _MARGIN, _SIDE + 3 * _MARGIN + QFontMetrics(option.font).height())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        result: ImageResult = index.data(RESULT_ROLE)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(option.rect, option.palette.highlight())
        area = QRect(option.rect.left() + _MARGIN, option.rect.top() + _MARGIN, _SIDE, _SIDE)
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
        verdict_icon(result.verdict).paint(painter, QRect(area.left() + 4, area.top() + 4, 20, 20))
        role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
        painter.setPen(option.palette.color(role))
        metrics = option.fontMetrics
        line = QRect(area.left(), area.bottom() + _MARGIN, _SIDE, metrics.height())
        score = "" if result.score is None else number(result.score, 2)
        painter.drawText(line, int(Qt.AlignmentFlag.AlignRight), score)
        room = _SIDE - metrics.horizontalAdvance(score) - 6
        name = metrics.elidedText(readable(result.path.name), Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(line, int(Qt.AlignmentFlag.AlignLeft), name)


class ThumbnailView(QListView):
    """The same rows as the table."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.thumbnails = Thumbnails(self)
        self.setItemDelegate(_ThumbnailDelegate(self.thumbnails, self))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(2000)
        self.setSpacing(2)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setDragEnabled(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setAccessibleName(self.tr("Results as thumbnails"))
        self.thumbnails.ready.connect(self._on_ready)

    @Slot()
    def _on_ready(self) -> None:
        self.viewport().update()

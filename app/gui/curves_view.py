"""Curves of a training, drawn while it runs."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.gui.wording import number

#: Training and validation, told apart by colour and by dash.
_COLOURS = (QColor("#e2a400"), QColor("#1f83c4"))
_MARGIN = 8.0


class CurvesView(QWidget):
    """One figure over the epochs: of the training pictures and of the validation pictures."""

    def __init__(self, title: str, metric: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._metric = metric
        self._epochs = 1
        #: Epoch to value, for training and validation.
        self.points: tuple[dict[int, float], dict[int, float]] = ({}, {})
        self.setMinimumSize(200, 130)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(title)

    def sizeHint(self) -> QSize:
        return QSize(300, 180)

    def clear(self, epochs: int) -> None:
        """Starts a new training of so many epochs."""
        self._epochs = max(1, epochs)
        self.points = ({}, {})
        self.update()

    def add(self, epoch: int, epochs: int, metrics: Mapping[str, float]) -> None:
        """Adds the figures of an epoch, counted from 1; those that are not there leave a gap."""
        self._epochs = max(epochs, epoch)
        for values, name in zip(self.points, (self._metric, f"val_{self._metric}"), strict=True):
            if name in metrics:
                values[epoch] = float(metrics[name])
        said = ", ".join(number(value, 3) for values in self.points for value in list(values.values())[-1:])
        self.setAccessibleDescription(said)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetricsF(self.font())
        text, faint = self.palette().text().color(), self.palette().placeholderText().color()
        line = metrics.height()
        room = self._paint_legend(painter, metrics) - 2 * _MARGIN
        title = metrics.elidedText(self._title, Qt.TextElideMode.ElideRight, room)
        painter.setPen(text)
        painter.drawText(QPointF(_MARGIN, _MARGIN + metrics.ascent()), title)
        values = [value for series in self.points for value in series.values()]
        low, high = (min(values), max(values)) if values else (0.0, 1.0)
        if high - low < 1e-6:
            low, high = low - 0.05, high + 0.05
        labels = [number(value, 2) for value in (high, low)]
        left = _MARGIN + max(metrics.horizontalAdvance(label) for label in labels) + 6
        plot = QRectF(left, _MARGIN + line * 1.6, self.width() - left - _MARGIN, 0)
        plot.setBottom(self.height() - _MARGIN - line * 1.2)
        if plot.width() < 20 or plot.height() < 20:
            return
        painter.setPen(QPen(faint, 0.5))
        for share in (0.0, 0.5, 1.0):
            y = plot.top() + share * plot.height()
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
        painter.setPen(faint)
        painter.drawText(QPointF(_MARGIN, plot.top() + metrics.ascent() / 2), labels[0])
        painter.drawText(QPointF(_MARGIN, plot.bottom() + metrics.ascent() / 2), labels[1])
        for epoch in {1, self._epochs}:
            label = number(epoch)
            x = self._x(plot, epoch) - metrics.horizontalAdvance(label) / 2
            x = min(max(x, plot.left()), plot.right() - metrics.horizontalAdvance(label))
            painter.drawText(QPointF(x, self.height() - _MARGIN), label)
        for series, colour, style in zip(
            self.points, _COLOURS, (Qt.PenStyle.DashLine, Qt.PenStyle.SolidLine), strict=True
        ):
            points = [
                QPointF(self._x(plot, epoch), plot.bottom() - (value - low) / (high - low) * plot.height())
                for epoch, value in sorted(series.items())
            ]
            painter.setPen(QPen(colour, 2.0, style))
            painter.drawPolyline(QPolygonF(points))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            for point in points:
                painter.drawEllipse(point, 3, 3)
            painter.setBrush(Qt.BrushStyle.NoBrush)

    def _x(self, plot: QRectF, epoch: int) -> float:
        return plot.left() + ((epoch - 1) / max(1, self._epochs - 1)) * plot.width()

    def _paint_legend(self, painter: QPainter, metrics: QFontMetricsF) -> float:
        """Paints the legend at the right and gives its left end."""
        right = self.width() - _MARGIN
        y = _MARGIN + metrics.ascent()
        names = (self.tr("training"), self.tr("validation"))
        for name, colour, style in reversed(
            list(zip(names, _COLOURS, (Qt.PenStyle.DashLine, Qt.PenStyle.SolidLine), strict=True))
        ):
            right -= metrics.horizontalAdvance(name)
            painter.setPen(self.palette().placeholderText().color())
            painter.drawText(QPointF(right, y), name)
            painter.setPen(QPen(colour, 2.0, style))
            middle = y - metrics.ascent() / 3
            painter.drawLine(QPointF(right - 24, middle), QPointF(right - 5, middle))
            right -= 36
        return right

"""The style of the program, with some room at the sides of the cells and headers of a table."""

from __future__ import annotations

from PySide6.QtWidgets import QProxyStyle, QStyle, QStyleOption, QWidget

#: Pixels on either side.
ROOM = 6
_METRICS = (QStyle.PixelMetric.PM_FocusFrameHMargin, QStyle.PixelMetric.PM_HeaderMargin)


class RoomyStyle(QProxyStyle):
    """Cells begin where their headers do, and don't touch those beside them."""

    def pixelMetric(
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        usual = super().pixelMetric(metric, option, widget)
        return max(usual, ROOM) if metric in _METRICS else usual

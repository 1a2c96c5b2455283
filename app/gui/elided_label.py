"""A line that shortens itself, with an ellipsis, where there is too little room for it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.gui.wording import tooltip

#: Of the room, what a head gets at least.
_HEAD_SHARE = 0.6


class ElidedLabel(QLabel):
    """Plain text on one line, of which a tooltip shows all if it doesn't fit.

    Of a text with a head, such as a name before some facts, the head loses its middle first, then the facts their end.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._head = self._tail = ""
        self._details = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def setText(self, text: str) -> None:
        self.set_parts("", text)

    def clear(self) -> None:
        self.set_parts("", "")

    def set_parts(self, head: str, tail: str, details: str = "") -> None:
        """Shows two texts, one after the other.

        Args:
            head: what is shortened first, in its middle.
            tail: what is shortened last, at its end.
            details: for the tooltip; "" for the text itself, if it doesn't fit.
        """
        self._head, self._tail, self._details = head, tail, details
        super().setText(head + tail)
        self._update_tooltip()
        self.update()

    def shown_text(self) -> str:
        """The text as far as it is shown."""
        room = self.contentsRect().width()
        metrics = self.fontMetrics()
        if metrics.horizontalAdvance(self.text()) <= room:
            return self.text()
        # The head keeps enough to be known by.
        head_room = max(room - metrics.horizontalAdvance(self._tail), round(_HEAD_SHARE * room))
        head = metrics.elidedText(self._head, Qt.TextElideMode.ElideMiddle, head_room)
        return metrics.elidedText(head + self._tail, Qt.TextElideMode.ElideRight, room)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        alignment = int(self.alignment() | Qt.TextFlag.TextSingleLine)
        self.style().drawItemText(
            painter,
            self.contentsRect(),
            alignment,
            self.palette(),
            self.isEnabled(),
            self.shown_text(),
            self.foregroundRole(),
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._update_tooltip()
        super().resizeEvent(event)

    def _update_tooltip(self) -> None:
        fits = self.shown_text() == self.text()
        self.setToolTip(tooltip(self._details or ("" if fits else self.text())))

"""Lays widgets out in rows, as many as the width asks for: no row of buttons makes a window too wide."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """From left to right, or from right to left where one writes so; then the next row."""

    def __init__(self, parent: QWidget | None = None, spacing: int = 6, even: bool = False) -> None:
        """Makes an empty one.

        Args:
            parent: whose layout it is.
            spacing: between widgets and between rows.
            even: all widgets get the same width, and the rows, as far as possible, as many widgets.
        """
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._even = even
        self.setSpacing(spacing)
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._lay_out(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._lay_out(rect, move=True)

    def sizeHint(self) -> QSize:
        hints = [item.sizeHint() for item in self._shown()]
        width = sum(hint.width() for hint in hints) + self.spacing() * max(0, len(hints) - 1)
        return self._with_margins(QSize(width, max((hint.height() for hint in hints), default=0)))

    def minimumSize(self) -> QSize:
        least = QSize(0, 0)
        for item in self._shown():
            least = least.expandedTo(item.minimumSize())
        return self._with_margins(least)

    def _with_margins(self, size: QSize) -> QSize:
        margins = self.contentsMargins()
        return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom())

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _rows(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        """What is in each row, with its size."""
        shown, gap = self._shown(), self.spacing()
        sizes = [item.sizeHint() for item in shown]
        if self._even and shown:
            widest = max(size.width() for size in sizes)
            fitting = max(1, min(len(shown), (width + gap) // (widest + gap)))
            rows = -(-len(shown) // fitting)
            columns = -(-len(shown) // rows)
            each = max(0, (width - gap * (columns - 1)) // columns)
            cells = [(item, QSize(each, size.height())) for item, size in zip(shown, sizes, strict=True)]
            return [cells[first : first + columns] for first in range(0, len(cells), columns)]
        flowing: list[list[tuple[QLayoutItem, QSize]]] = []
        right = width + 1
        for item, size in zip(shown, sizes, strict=True):
            if right + size.width() > width or not flowing:
                flowing.append([])
                right = 0
            flowing[-1].append((item, size))
            right += size.width() + gap
        return flowing

    def _lay_out(self, rect: QRect, move: bool) -> int:
        """Places everything, if ``move``; returns the height that it takes."""
        inner = rect.marginsRemoved(self.contentsMargins())
        parent = self.parentWidget()
        mirrored = parent is not None and parent.layoutDirection() is Qt.LayoutDirection.RightToLeft
        top = inner.top()
        rows = self._rows(inner.width())
        for row in rows:
            height = max(size.height() for _, size in row)
            left = inner.left()
            for item, size in row:
                width = min(size.width(), inner.width())
                if move:
                    place = QPoint(inner.right() - (left - inner.left()) - width + 1 if mirrored else left, top)
                    item.setGeometry(QRect(place, QSize(width, height)))
                left += width + self.spacing()
            top += height + self.spacing()
        bottom = top - self.spacing() if rows else top
        return bottom - inner.top() + self._with_margins(QSize(0, 0)).height()

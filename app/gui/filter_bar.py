"""Above the table: one button a verdict, with its count."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from app.detector.verdict import Verdict
from app.gui.icons import verdict_icon
from app.gui.wording import number, verdict_word

_SHOWN: tuple[Verdict | None, ...] = (
    None,
    Verdict.FAKE,
    Verdict.INCONCLUSIVE,
    Verdict.REAL,
    Verdict.NO_FACE,
    Verdict.ERROR,
)


class FilterBar(QWidget):
    """What the table shows.

    Signals:
        verdict_chosen: a `Verdict`, or None for all.
    """

    verdict_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._full_width = 0
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 6)
        layout.setSpacing(2)
        for place, verdict in enumerate(_SHOWN):
            button = QToolButton()
            button.setCheckable(True)
            button.setChecked(verdict is None)
            button.setAutoRaise(True)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setIconSize(QSize(16, 16))
            if verdict is not None:
                button.setIcon(verdict_icon(verdict))
            self._group.addButton(button, place)
            layout.addWidget(button)
        self._group.idClicked.connect(self._on_clicked)
        layout.addStretch(1)
        self.set_counts(Counter())

    def button(self, verdict: Verdict | None) -> QToolButton:
        """The button of a verdict; of all for None."""
        button = self._group.button(_SHOWN.index(verdict))
        assert isinstance(button, QToolButton)
        return button

    def set_counts(self, counts: Counter[Verdict]) -> None:
        """Shows how many rows each button stands for."""
        self._counts = counts
        self._write_texts(compact=False)
        self._full_width = self.sizeHint().width()
        if self.width() < self._full_width:
            self._write_texts(compact=True)

    def reset(self) -> None:
        """Shows everything."""
        self.button(None).setChecked(True)
        self.verdict_chosen.emit(None)

    def minimumSizeHint(self) -> QSize:
        # Layouts ask this, and would never make the bar so narrow that the words have to go.
        return QSize(200, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._write_texts(compact=event.size().width() < self._full_width)
        super().resizeEvent(event)

    def _write_texts(self, compact: bool) -> None:
        for verdict in _SHOWN:
            count = self._counts.total() if verdict is None else self._counts[verdict]
            word = self.tr("All") if verdict is None else verdict_word(verdict)
            button = self.button(verdict)
            button.setText(number(count) if compact and verdict is not None else f"{word}  {number(count)}")
            button.setToolTip(self.tr("Show {0}: {1}").format(word, number(count)))
            button.setAccessibleName(button.toolTip())

    @Slot(int)
    def _on_clicked(self, place: int) -> None:
        self.verdict_chosen.emit(_SHOWN[place])

"""Above the table: one button a verdict, with its count, and a text to search for."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QHBoxLayout, QLineEdit, QToolButton, QWidget
from PySide6.QtCore import Qt

from app.detector.verdict import Verdict
from app.gui.icons import action_icon, verdict_icon
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
        text_changed: what to search for.
        unreviewed_toggled: show only what nobody decided on.
    """

    verdict_chosen = Signal(object)
    text_changed = Signal(str)
    unreviewed_toggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 6)
        layout.setSpacing(4)
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
        self.unreviewed = QCheckBox(self.tr("Not reviewed"))
        self.unreviewed.setToolTip(self.tr("Show only pictures that nobody decided on yet"))
        self.unreviewed.toggled.connect(self.unreviewed_toggled)
        self.text = QLineEdit()
        self.text.setPlaceholderText(self.tr("Search names, folders, reasons, notes"))
        self.text.setAccessibleName(self.tr("Search"))
        self.text.setClearButtonEnabled(True)
        self.text.setAcceptDrops(False)  # A dropped folder is scanned, not typed.
        self.text.setMinimumWidth(120)
        self.text.setMaximumWidth(320)
        self._search = self.text.addAction(action_icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.text.textChanged.connect(self.text_changed)
        layout.addStretch(1)
        layout.addWidget(self.unreviewed)
        layout.addSpacing(6)
        layout.addWidget(self.text, 2)
        self.set_counts(Counter())

    def button(self, verdict: Verdict | None) -> QToolButton:
        """The button of a verdict; of all for None."""
        button = self._group.button(_SHOWN.index(verdict))
        assert isinstance(button, QToolButton)
        return button

    def set_counts(self, counts: Counter[Verdict]) -> None:
        """Shows how many rows each button stands for."""
        for verdict in _SHOWN:
            count = counts.total() if verdict is None else counts[verdict]
            word = self.tr("All") if verdict is None else verdict_word(verdict)
            button = self.button(verdict)
            button.setText(f"{word}  {number(count)}")
            button.setAccessibleName(self.tr("Show {0}: {1}").format(word, number(count)))

    def reset(self) -> None:
        """Shows everything."""
        self.button(None).setChecked(True)
        self.verdict_chosen.emit(None)
        self.text.clear()
        self.unreviewed.setChecked(False)

    def refresh_icons(self) -> None:
        """Draws the icons in the present colours."""
        self._search.setIcon(action_icon("search"))

    @Slot(int)
    def _on_clicked(self, place: int) -> None:
        self.verdict_chosen.emit(_SHOWN[place])

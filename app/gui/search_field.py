"""The text that the table is searched for."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from app.gui.icons import action_icon


class SearchField(QLineEdit):
    """A line to type into, with a lens and a button that clears it.

    Signals:
        left: Return, Escape, which clears it, or an arrow down was pressed: the list is wanted.
    """

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(self.tr("Search names, folders, notes"))
        self.setAccessibleName(self.tr("Search"))
        self.setToolTip(
            self.tr(
                "Words in names, folders, reasons and notes; also score>0.8, score<=0.3, faces>1, width<400, height>900"
            )
        )
        self.setClearButtonEnabled(True)
        self.setAcceptDrops(False)  # A dropped folder is scanned, not typed.
        self.setMinimumWidth(140)
        self.setMaximumWidth(340)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._lens = self.addAction(action_icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self._lens.setText(self.tr("Search"))
        # Qt's button has a picture and no words for those who don't see it.
        clear = self.findChild(QAction, "_q_qlineeditclearaction")
        if clear is not None:
            clear.setText(self.tr("Clear the search"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def refresh_icons(self) -> None:
        """Draws the icon in the present colour."""
        self._lens.setIcon(action_icon("search"))

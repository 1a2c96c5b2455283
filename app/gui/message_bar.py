"""A sentence above the results that does not stop anybody: in the place of modal dialogs."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QStyle, QToolButton, QWidget


class MessageBar(QFrame):
    """Shows a sentence until it is closed or replaced."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._icon = QLabel()
        self.label = QLabel()
        self.label.setWordWrap(True)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        close = QToolButton()
        close.setIcon(self.style().standardIcon(QStyle.StandardPixmap.SP_TitleBarCloseButton))
        close.setAutoRaise(True)
        close.setToolTip(self.tr("Close"))
        close.setAccessibleName(self.tr("Close this message"))
        close.clicked.connect(self.dismiss)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 6, 6, 6)
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.label, 1)
        layout.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    @property
    def text(self) -> str:
        """What is shown; "" while hidden."""
        return "" if self.isHidden() else self.label.text()

    def show_warning(self, text: str) -> None:
        """Shows what went wrong and what to do."""
        self._show(text, QStyle.StandardPixmap.SP_MessageBoxWarning)

    def show_note(self, text: str) -> None:
        """Shows what was done."""
        self._show(text, QStyle.StandardPixmap.SP_MessageBoxInformation)

    @Slot()
    def dismiss(self) -> None:
        """Takes the message away."""
        self.hide()

    def _show(self, text: str, icon: QStyle.StandardPixmap) -> None:
        self._icon.setPixmap(self.style().standardIcon(icon).pixmap(18, 18))
        self.label.setText(text)
        self.setAccessibleName(text)
        self.show()

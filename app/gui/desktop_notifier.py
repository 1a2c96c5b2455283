"""Tells the desktop when something is found while nobody looks."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from app.gui.icons import app_icon


class DesktopNotifier(QObject):
    """An icon beside the clock while folders are watched, and what it says.

    Signals:
        clicked: the user clicked on what was said, or on the icon.
    """

    clicked = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._icon = QSystemTrayIcon(app_icon(), self)
        self._icon.setToolTip(self.tr("Unmask watches folders"))
        self._icon.messageClicked.connect(self.clicked)
        self._icon.activated.connect(self._on_activated)

    def set_watching(self, watching: bool) -> None:
        """Shows the icon, or takes it away. Desktops without a place for it show none."""
        self._icon.setVisible(watching and QSystemTrayIcon.isSystemTrayAvailable())

    def notify(self, title: str, text: str) -> None:
        """Says something, also to somebody who is in another window."""
        if self._icon.isVisible() and QSystemTrayIcon.supportsMessages():
            self._icon.showMessage(title, text, QSystemTrayIcon.MessageIcon.Warning)
        # Where there is no tray, the entry in the task bar has to do.
        QApplication.alert(self._window)

    @Slot(QSystemTrayIcon.ActivationReason)
    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is QSystemTrayIcon.ActivationReason.Trigger:
            self.clicked.emit()

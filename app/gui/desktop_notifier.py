"""Tells the desktop when something is found while nobody looks."""

from __future__ import annotations

import shutil

from PySide6.QtCore import QObject, QProcess, Signal, Slot
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from app.gui.file_actions import environment_of_others
from app.gui.icons import app_icon

#: Its name for the click on the message itself, as the specification of desktop notifications has it.
_CLICK = "default"


class DesktopNotifier(QObject):
    """An icon beside the clock while folders are watched, and what it says.

    Desktops without a place for such icons are told by ``notify-send``: their own interface wants unsigned numbers,
    which PySide's D-Bus can't send.

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
        # Lives as long as its message does, and then prints what was clicked.
        self._teller = QProcess(self)
        self._teller.setEnvironment([f"{name}={value}" for name, value in environment_of_others().items()])
        self._teller.finished.connect(self._on_told)

    def set_watching(self, watching: bool) -> None:
        """Shows the icon, or takes it away. Desktops without a place for it show none."""
        self._icon.setVisible(watching and QSystemTrayIcon.isSystemTrayAvailable())

    def notify(self, title: str, text: str) -> None:
        """Says something, also to somebody who is in another window."""
        if self._icon.isVisible() and QSystemTrayIcon.supportsMessages():
            self._icon.showMessage(title, text, QSystemTrayIcon.MessageIcon.Warning)
        elif program := shutil.which("notify-send"):
            # The message before stays in sight; it only can't be clicked any more.
            self.stop()
            # As a title, not as the text below it: that may be taken for HTML.
            action = f"--action={_CLICK}={self.tr('Show')}"
            self._teller.start(program, [f"--app-name={title}", "--icon=unmask", action, "--", text])
        # Where there is neither, the entry in the task bar has to do.
        QApplication.alert(self._window)

    @Slot()
    def stop(self) -> None:
        """Doesn't wait for a click any more; for the end of the program."""
        if self._teller.state() is not QProcess.ProcessState.NotRunning:
            self._teller.blockSignals(True)
            self._teller.kill()
            self._teller.waitForFinished()
            self._teller.blockSignals(False)

    @Slot()
    def _on_told(self) -> None:
        if bytes(self._teller.readAllStandardOutput().data()).strip() == _CLICK.encode():
            self.clicked.emit()

    @Slot(QSystemTrayIcon.ActivationReason)
    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is QSystemTrayIcon.ActivationReason.Trigger:
            self.clicked.emit()

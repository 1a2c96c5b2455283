"""Ctrl-C in the terminal and a shutdown of the system close the window as a click does."""

from __future__ import annotations

import signal
import socket
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier, QTimer, Slot
from PySide6.QtWidgets import QApplication


class SignalWatcher(QObject):
    """Wakes Python up when a signal comes: its handlers run only between Python's own instructions."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ours, self._theirs = socket.socketpair()
        for end in (self._ours, self._theirs):
            end.setblocking(False)
        signal.set_wakeup_fd(self._theirs.fileno(), warn_on_full_buffer=False)
        self._notifier = QSocketNotifier(self._ours.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_woken)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._close)

    @Slot()
    def _on_woken(self) -> None:
        self._ours.recv(64)

    def _close(self, _number: int, _frame: FrameType | None) -> None:
        # Not now: a window that is closed while the program still starts would not end it.
        QTimer.singleShot(0, QApplication.closeAllWindows)

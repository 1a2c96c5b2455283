"""What is done with a user's file outside the program."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtDBus import QDBusConnection, QDBusMessage
from PySide6.QtGui import QDesktopServices


def show_in_folder(path: Path) -> bool:
    """Opens the file manager with the file selected, or its folder where that can't be done.

    Returns:
        False if there is nothing to open it with.
    """
    if sys.platform == "win32":
        return subprocess.Popen(["explorer", "/select,", str(path)]).pid > 0
    if sys.platform == "darwin":
        return subprocess.Popen(["open", "-R", str(path)]).pid > 0
    bus = QDBusConnection.sessionBus()
    if bus.isConnected():
        # https://www.freedesktop.org/wiki/Specifications/file-manager-interface/
        call = QDBusMessage.createMethodCall(
            "org.freedesktop.FileManager1",
            "/org/freedesktop/FileManager1",
            "org.freedesktop.FileManager1",
            "ShowItems",
        )
        call.setArguments([[path.as_uri()], ""])
        if bus.call(call, timeout=2000).type() is QDBusMessage.MessageType.ReplyMessage:
            return True
    return QDesktopServices.openUrl(_url(path.parent))


def open_with_default_program(path: Path) -> bool:
    """Opens a file as a double-click in the file manager does.

    Returns:
        False if there is nothing to open it with.
    """
    return QDesktopServices.openUrl(_url(path))


def _url(path: Path) -> QUrl:
    # Through the percent-encoded form: a name need not be valid text.
    return QUrl.fromEncoded(path.as_uri().encode())

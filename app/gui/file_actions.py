"""What is done with a user's file outside the program."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtDBus import QDBusConnection, QDBusMessage
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from app.gui.wording import readable


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
    return _open(path.parent)


def open_with_default_program(path: Path) -> bool:
    """Opens a file as a double-click in the file manager does.

    Returns:
        False if there is nothing to open it with.
    """
    return _open(path)


def open_with_chosen_program(window: QWidget, path: Path, program: str) -> str:
    """Asks with which program a file is to be opened, and opens it.

    Args:
        window: that asks.
        path: of the file.
        program: what is suggested: what was chosen before; "" for nothing.

    Returns:
        The program; "" if the user doesn't want to after all, or if the system asks by itself.

    Raises:
        OSError: the program can't be started.
    """
    if sys.platform == "win32":
        subprocess.Popen(["rundll32.exe", "shell32.dll,OpenAs_RunDLL", str(path)])
        return ""
    usual = "/Applications" if sys.platform == "darwin" else "/usr/bin"
    title = QCoreApplication.translate("FileActions", "Open {0} with which program?").format(readable(path.name))
    chosen, _ = QFileDialog.getOpenFileName(window, title, program or usual)
    if chosen:
        # On macOS a program is a folder, which is opened, not run.
        start = ["open", "-a", chosen] if chosen.endswith(".app") else [chosen]
        _start([*start, os.fspath(path)])
    return chosen


def environment_of_others() -> dict[str, str]:
    """The environment for other programs: without what makes them load the libraries and plug-ins of this package.

    PyInstaller keeps what was there before under another name.
    """
    package = getattr(sys, "_MEIPASS", None)
    return {
        name: before
        for name, value in os.environ.items()
        if (before := os.environ.get(f"{name}_ORIG") if package and value.startswith(package) else value) is not None
    }


def _open(path: Path) -> bool:
    # Through the percent-encoded form: a name need not be valid text.
    url = path.as_uri()
    if sys.platform == "linux" and hasattr(sys, "_MEIPASS") and (program := shutil.which("xdg-open")):
        # Qt would start it with the environment of this program.
        _start([program, url])
        return True
    return QDesktopServices.openUrl(QUrl.fromEncoded(url.encode()))


def _start(command: list[str]) -> None:
    process = subprocess.Popen(command, start_new_session=True, env=environment_of_others())
    # Whoever starts a process has to ask how it ended, or it stays in the system's list.
    threading.Thread(target=process.wait, daemon=True).start()

"""A second start of the program hands its paths to the first one and ends."""

from __future__ import annotations

import getpass
import hashlib
import json
import os
import time
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, QThread, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from app import __version__
from app.user_folders import settings_folder

_WAIT_MS = 5000
#: As long as the first of several that are started at once may take to answer all of them, and how often each looks.
_TURN_S, _LOOK_MS = 20.0, 50
#: More than the paths that a system lets a program be started with, made absolute.
_MAX_BYTES = 2**26


class SingleInstance(QObject):
    """The first one listens; the others talk to it.

    Signals:
        asked: paths that another start was given; may be none.
    """

    asked = Signal(list)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # One a user, home and version: tests and other users have their own, and who starts the new version while the
        # old one runs wants the new one.
        key = f"{_user()} {settings_folder()} {__version__}"
        self._name = f"unmask-{hashlib.sha256(key.encode()).hexdigest()[:16]}"
        # Of those that find nobody, one after the other: a file manager starts one for each file that is opened.
        self._turn = QLockFile(str(settings_folder() / "start.lock"))
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)

    def hand_over(self, paths: Sequence[Path]) -> bool:
        """Gives the paths to a program that runs already.

        Returns:
            False if there is none. Others that ask wait until `listen` is called.
        """
        self._wait_for_turn()
        if not self._is_answered(paths):
            return False
        self._turn.unlock()
        return True

    def _wait_for_turn(self) -> None:
        # Left to itself, a lock file is looked at less and less often, and whoever is unlucky waits for many seconds.
        end = time.monotonic() + _TURN_S
        while not self._turn.tryLock(0) and self._turn.error() is QLockFile.LockError.LockFailedError:
            if time.monotonic() > end:
                return
            QThread.msleep(_LOOK_MS)

    def _is_answered(self, paths: Sequence[Path]) -> bool:
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(_WAIT_MS):
            return False
        socket.write(json.dumps([str(path.absolute()) for path in paths]).encode() + b"\n")
        socket.waitForBytesWritten(_WAIT_MS)
        # The answer says that somebody is alive behind the socket. It may have come while the paths were written.
        answered = socket.bytesAvailable() > 0 or socket.waitForReadyRead(_WAIT_MS)
        socket.disconnectFromServer()
        return answered

    def listen(self) -> None:
        """Becomes the one that the others talk to. Whatever a crashed program left behind is removed."""
        if not self._server.listen(self._name):
            QLocalServer.removeServer(self._name)
            self._server.listen(self._name)
        self._turn.unlock()

    @Slot()
    def _on_connection(self) -> None:
        socket = self._server.nextPendingConnection()
        socket.setParent(self)
        socket.readyRead.connect(self._on_ready)
        socket.disconnected.connect(socket.deleteLater)
        self._read(socket)

    @Slot()
    def _on_ready(self) -> None:
        socket = self.sender()
        if isinstance(socket, QLocalSocket):
            self._read(socket)

    def _read(self, socket: QLocalSocket) -> None:
        if socket.bytesAvailable() > _MAX_BYTES:
            socket.abort()
        if not socket.canReadLine():
            return
        try:
            paths = [Path(text) for text in json.loads(bytes(socket.readLine().data()))]
        except (ValueError, TypeError):
            socket.abort()
            return
        socket.write(b"ok\n")
        socket.flush()
        self.asked.emit(paths)


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        # In a container, a user may have a number alone.
        return str(os.getuid()) if hasattr(os, "getuid") else ""

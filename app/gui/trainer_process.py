"""The trainer as a child process: started, listened to, cancelled, and never left behind."""

from __future__ import annotations

import json
import logging
import re
from collections import deque
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, QProcess, Signal, Slot

from app.resources import RESOURCES
from app.trainer_command import TrainerMissing, trainer_command

_log = logging.getLogger(__name__)

#: Time that the trainer gets to write its state when the window closes.
_GRACE_MS = 8000

#: What TensorFlow prints in passing, such as that there is no graphics card: no reason for an end. The last is the
#: second line of one such notice.
_IN_PASSING = re.compile(
    r"([IWE]\d{4} |WARNING: |\d{4}-\d\d-\d\d [\d:.]+: [IWE] |To enable the following instructions: )"
)

_TERMINAL = frozenset({"finished", "cancelled", "failed"})


class TrainerProcess(QObject):
    """Runs ``python -m trainer``, or the frozen program as trainer, and passes its events on.

    Signals:
        new_event: one event of `trainer.__main__`, as a dict. The last one is finished, cancelled or failed, also if
            the trainer crashed.
    """

    new_event = Signal(object)

    def __init__(self, parent: QObject | None = None, command: Sequence[str] | None = None) -> None:
        """Prepares a trainer.

        Args:
            parent: owner.
            command: program and first arguments; None takes this program's own trainer.
        """
        super().__init__(parent)
        self._command = command
        self._process = QProcess(self)
        self._process.setProcessChannelMode(QProcess.ProcessChannelMode.SeparateChannels)
        # Not that of the window, which may be a stranger's folder of pictures: Windows looks for libraries there.
        self._process.setWorkingDirectory(str(RESOURCES.parent))
        self._process.readyReadStandardOutput.connect(self._on_output)
        self._process.readyReadStandardError.connect(self._on_log)
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_error)
        self._unread = b""
        self._log: deque[str] = deque(maxlen=40)
        self._over = True
        self._cancelling = False

    @property
    def is_running(self) -> bool:
        """A training was started and its last event has not come yet."""
        return not self._over

    @property
    def missing(self) -> str:
        """How to get a trainer, where this build has none; "" where it has."""
        try:
            self._command or trainer_command()
        except TrainerMissing as error:
            return str(error)
        return ""

    @property
    def log(self) -> str:
        """The last lines that the trainer printed besides its events."""
        return "\n".join(self._log)

    def start(self, arguments: Sequence[str]) -> None:
        """Starts a training.

        Args:
            arguments: for the trainer, without ``--events``; paths absolute.
        """
        if self.is_running:
            raise RuntimeError("A training is running.")
        # The one before has said its last word and is about to end.
        self._process.waitForFinished(_GRACE_MS)
        self._unread, self._over, self._cancelling = b"", False, False
        self._log.clear()
        try:
            program, *entry = self._command or trainer_command()
        except TrainerMissing as error:
            self._over = True
            self.new_event.emit({"event": "failed", "message": str(error), "resumable": False})
            return
        self._process.start(program, [*entry, *arguments, "--events"])

    @Slot()
    def cancel(self) -> None:
        """Asks the trainer to stop after the present step; what it has is kept."""
        if self.is_running:
            self._cancelling = True
            self._process.write(b"cancel\n")

    @Slot()
    def stop(self) -> None:
        """Cancels and waits; for the end of the program. A trainer that does not answer is killed."""
        if self._process.state() is QProcess.ProcessState.NotRunning:
            return
        self.cancel()
        self._process.closeWriteChannel()
        if not self._process.waitForFinished(_GRACE_MS):
            self._process.kill()
            self._process.waitForFinished()

    @Slot()
    def _on_output(self) -> None:
        *lines, self._unread = (self._unread + bytes(self._process.readAllStandardOutput().data())).split(b"\n")
        for line in lines:
            self._take(line)

    def _take(self, line: bytes) -> None:
        try:
            event = json.loads(line)
            kind = event["event"]
        except (ValueError, KeyError, TypeError):
            self._log.append(line.decode("utf-8", "replace"))
            return
        if not self._over:
            self._over = kind in _TERMINAL
            self.new_event.emit(event)

    @Slot()
    def _on_log(self) -> None:
        text = bytes(self._process.readAllStandardError().data()).decode("utf-8", "replace")
        for line in text.splitlines():
            self._log.append(line)
            _log.debug("trainer: %s", line)

    @Slot(int, QProcess.ExitStatus)
    def _on_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._on_output()
        self._on_log()
        if self._cancelling:
            self._end({"event": "cancelled", "resumable": True})
        crashed = status is QProcess.ExitStatus.CrashExit
        said = next((line for line in reversed(self._log) if line.strip() and not _IN_PASSING.match(line)), "")
        how = self.tr("The trainer was stopped by the system") if crashed else self.tr("The trainer ended early")
        message = self.tr("{0} (exit code {1}). {2}").format(how, code, said).strip()
        self._end({"event": "failed", "message": message, "resumable": True})

    @Slot(QProcess.ProcessError)
    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            message = self.tr("The trainer could not be started: {0}").format(self._process.errorString())
            self._end({"event": "failed", "message": message, "resumable": False})

    def _end(self, event: dict[str, Any]) -> None:
        if not self._over:
            self._over = True
            self.new_event.emit(event)

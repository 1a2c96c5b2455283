"""What macOS sends for "Open with", which Qt can make on every system."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_PROGRAM = """
import sys
from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QFileOpenEvent
from app.gui.run import Application

application = Application([])
application.asked.connect(print)
QCoreApplication.sendEvent(application, QFileOpenEvent(QUrl.fromLocalFile(sys.argv[1])))
"""


def test_a_file_that_is_opened_with_the_program_is_asked_for(tmp_path: Path) -> None:
    picture = tmp_path / "Bild für heute.jpg"
    # In a process of its own: there can be one application a process.
    outcome = subprocess.run(
        [sys.executable, "-c", _PROGRAM, picture], capture_output=True, text=True, timeout=120, check=True
    )
    assert outcome.stdout.strip() == repr([picture])

"""A shutdown of the system ends the program, whatever it is at."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]

_SIGNAL_AT_START = """
import os, signal, sys
from app.gui.main_window import MainWindow
from app.gui.run import run
scan = MainWindow.scan
def signalled(window, paths):
    os.kill(os.getpid(), signal.SIGTERM)
    scan(window, paths)
MainWindow.scan = signalled
sys.exit(run([]))
"""


def test_a_signal_that_comes_while_the_program_starts_ends_it() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", _SIGNAL_AT_START],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdin=subprocess.DEVNULL,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 0

"""What must hold of PySide itself, and of how it is used."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

GUI = Path(__file__).resolve().parents[3] / "app/gui"


# In a process of its own: other threads of the test process take and give back references to None all the time.
_COUNT = """
import sys
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QLabel


class Sender(QObject):
    sent = Signal()


application = QApplication([])
sender, label = Sender(), QLabel()
for constant in (True, None):
    before = sys.getrefcount(constant)
    for place in range(300):
        sender.sent.emit()
        label.setText(str(place))
    print(constant, sys.getrefcount(constant) - before)
"""


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="True and None are immortal from Python 3.12 on")
def test_signals_and_void_methods_leave_reference_counts_alone():
    # PySide6 6.12.0 drops one reference a call and aborts the program after some 600 signals.
    answer = subprocess.run([sys.executable, "-c", _COUNT], capture_output=True, text=True, timeout=60)
    changes = dict(line.split() for line in answer.stdout.splitlines())
    assert set(changes) == {"True", "None"}, answer.stderr
    assert all(abs(int(change)) < 40 for change in changes.values()), changes


@pytest.mark.parametrize("file", sorted(GUI.glob("*.py")), ids=lambda file: file.name)
def test_only_bound_methods_are_connected(file):
    # A lambda or a partial runs on the thread that emits, and keeps what it holds alive.
    assert not re.search(r"\.connect\(\s*(lambda|partial)", file.read_text("utf-8"))


@pytest.mark.parametrize("file", sorted(GUI.glob("*.py")), ids=lambda file: file.name)
def test_nothing_kills_threads_or_runs_the_event_loop_by_hand(file):
    assert not re.search(r"processEvents|\.terminate\(|time\.sleep", file.read_text("utf-8"))

"""What must hold of PySide itself, and of how it is used."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLabel

GUI = Path(__file__).resolve().parents[3] / "app/gui"


class _Sender(QObject):
    sent = Signal()


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="True and None are immortal from Python 3.12 on")
@pytest.mark.parametrize("constant", [True, None])
def test_signals_and_void_methods_leave_reference_counts_alone(qtbot, constant):
    # PySide6 6.12.0 drops one reference a call and aborts the program after some 600 signals.
    sender, label = _Sender(), QLabel()
    qtbot.addWidget(label)
    changes = []
    for _ in range(3):
        before = sys.getrefcount(constant)
        for place in range(80):
            sender.sent.emit()
            label.setText(str(place))
        changes.append(abs(sys.getrefcount(constant) - before))
    # Other threads, and the garbage collector, take and give back some dozens of references, but not each time.
    assert min(changes) < 40


@pytest.mark.parametrize("file", sorted(GUI.glob("*.py")), ids=lambda file: file.name)
def test_only_bound_methods_are_connected(file):
    # A lambda or a partial runs on the thread that emits, and keeps what it holds alive.
    assert not re.search(r"\.connect\(\s*(lambda|partial)", file.read_text("utf-8"))


@pytest.mark.parametrize("file", sorted(GUI.glob("*.py")), ids=lambda file: file.name)
def test_nothing_kills_threads_or_runs_the_event_loop_by_hand(file):
    assert not re.search(r"processEvents|\.terminate\(|time\.sleep", file.read_text("utf-8"))

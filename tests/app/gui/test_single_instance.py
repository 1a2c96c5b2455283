from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from app.gui import single_instance
from app.gui.single_instance import SingleInstance

_SECOND = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from app.gui.single_instance import SingleInstance
application = QCoreApplication([])
print(SingleInstance().hand_over([Path(text) for text in sys.argv[1:]]))
"""


def second_start(*paths):
    root = Path(__file__).resolve().parents[3]
    command = [sys.executable, "-c", _SECOND, *paths]
    return subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True)


def test_a_second_start_hands_its_paths_to_the_first_and_ends(qtbot):
    first = SingleInstance()
    first.listen()
    with qtbot.waitSignal(first.asked) as asked:
        second = second_start("/pictures/a b.jpg", "/pictures/c")
    assert asked.args == [[Path("/pictures/a b.jpg"), Path("/pictures/c")]]
    assert second.communicate(timeout=60)[0].strip() == "True"


def test_the_first_start_finds_nobody(qtbot):
    assert second_start().communicate(timeout=60)[0].strip() == "False"


def test_another_version_is_somebody_else(qtbot, monkeypatch):
    monkeypatch.setattr(single_instance, "__version__", "0.0.1")
    old = SingleInstance()
    old.listen()
    assert second_start("/pictures/a.jpg").communicate(timeout=60)[0].strip() == "False"

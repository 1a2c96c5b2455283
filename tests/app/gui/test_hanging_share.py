"""A share that hangs holds whoever reads from it. A named pipe does, too, until somebody writes to it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.gui.picture_loader import PictureLoader

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")

_PROGRAM = """
import os, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from app.gui import run

folder = Path(sys.argv[1])

def go_on():
    QTimer.singleShot(100, go_on)
    windows = [widget for widget in QApplication.topLevelWidgets() if isinstance(widget, run.MainWindow)]
    if not windows:
        return
    window = windows[0]
    loader = window.picture.loader
    # The only picture is selected by itself, and read once before it hangs.
    if stage == "scan" and not window.controller.is_running and loader._cache:
        picture = window.model.results()[0].path
        picture.unlink()
        os.mkfifo(picture)
        loader._cache.clear()
        loader.show(window.model.results()[0])
        leave("select")
    elif stage == "select" and loader._pending:
        leave("closed")
        print("closes", flush=True)
        window.close()

def leave(reached):
    global stage
    stage = reached

class Driven(run.Application):
    def __init__(self, arguments):
        super().__init__(arguments)
        QTimer.singleShot(100, go_on)

stage = "scan"
run.Application = Driven
sys.exit(run.run([folder]))
"""


@pytest.fixture
def hanging(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Makes files that hold whoever reads them, until the test is over."""
    made = []

    def make(name: str) -> Path:
        path = tmp_path / name
        os.mkfifo(path)
        made.append(path)
        return path

    yield make
    for path in made:
        os.close(os.open(path, os.O_RDWR | os.O_NONBLOCK))


def test_a_picture_that_lies_elsewhere_is_shown_while_others_hang(qtbot, hanging, picture, row):
    held = [row(number, hanging(f"{number}.png"), 0.5) for number in range(3)]
    there = row(3, picture("there.png"), 0.5)
    loader = PictureLoader()
    loader.show(held[0], held[1:])
    qtbot.wait(3500)
    with qtbot.waitSignal(loader.loaded, timeout=60_000) as loaded:
        loader.show(there)
    assert loaded.args[0].result == there
    assert loaded.args[0].levels
    loader.stop()


def test_the_program_ends_while_a_picture_hangs(picture):
    command = [sys.executable, "-c", _PROGRAM, str(picture("a.png").parent)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        try:
            said, _ = program.communicate(timeout=120)
        finally:
            program.kill()
    assert said == "closes\n"
    assert program.returncode == 0

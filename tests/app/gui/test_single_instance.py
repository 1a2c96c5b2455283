from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

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


def second_start(*paths, code=_SECOND):
    root = Path(__file__).resolve().parents[3]
    command = [sys.executable, "-c", code, *paths]
    return subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True)


def test_a_second_start_hands_its_paths_to_the_first_and_ends(qtbot):
    first = SingleInstance()
    first.listen()
    with qtbot.waitSignal(first.asked) as asked:
        second = second_start("/pictures/a b.jpg", "/pictures/c")
    assert asked.args == [[Path("/pictures/a b.jpg"), Path("/pictures/c")]]
    assert second.communicate(timeout=60)[0].strip() == "True"


def test_a_second_start_hands_over_more_paths_than_fit_a_megabyte(qtbot):
    first = SingleInstance()
    first.listen()
    # Not by its own command line, which on some systems is shorter than what it becomes with absolute paths.
    paths = """["/pictures/" + 20 * "long" + str(place) for place in range(15_000)]"""
    with qtbot.waitSignal(first.asked) as asked:
        second = second_start(code=_SECOND.replace("sys.argv[1:]", paths))
    assert len(asked.args[0]) == 15_000
    assert second.communicate(timeout=60)[0].strip() == "True"


def test_the_first_start_finds_nobody(qtbot):
    assert second_start().communicate(timeout=60)[0].strip() == "False"


def test_another_version_is_somebody_else(qtbot, monkeypatch):
    monkeypatch.setattr(single_instance, "__version__", "0.0.1")
    old = SingleInstance()
    old.listen()
    assert second_start("/pictures/a.jpg").communicate(timeout=60)[0].strip() == "False"


_ONE_OF_MANY = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication, QTimer
from app.gui.single_instance import SingleInstance
application = QCoreApplication([])
instance = SingleInstance()
heard = []

def hear(paths):
    heard.extend(paths)
    print(*paths, flush=True)
    if len(heard) == 5:
        application.quit()

instance.asked.connect(hear)
print("ready", flush=True)
sys.stdin.readline()
if not instance.hand_over([Path(sys.argv[1])]):
    instance.listen()
    print(sys.argv[1], flush=True)
    QTimer.singleShot(20_000, application.quit)
    application.exec()
"""


def test_of_many_that_are_started_at_once_one_gets_all_paths(unmask_home):
    root = Path(__file__).resolve().parents[3]
    paths = [str(Path(f"/{name}").absolute()) for name in "abcdef"]
    starts = [
        subprocess.Popen(
            [sys.executable, "-c", _ONE_OF_MANY, path],
            cwd=root,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for path in paths
    ]
    assert [start.stdout.readline() for start in starts] == ["ready\n"] * len(starts)
    for start in starts:
        start.stdin.write("\n")
        start.stdin.flush()
    said = [start.communicate(timeout=120)[0].split() for start in starts]
    assert sorted(map(sorted, filter(None, said))) == [paths]


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="users have names here")
def test_a_user_without_a_name_starts_the_program_too(monkeypatch, unmask_home):
    import pwd

    def nobody(user):
        raise KeyError(f"getpwuid(): uid not found: {user}")

    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(pwd, "getpwuid", nobody)
    assert SingleInstance()._name == SingleInstance()._name

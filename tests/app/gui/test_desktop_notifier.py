"""Where there is no place for icons, ``notify-send`` says it: here a stand-in that speaks as the real one does."""

from __future__ import annotations

import os
import sys

import pytest
from PySide6.QtWidgets import QSystemTrayIcon, QWidget

from app.gui.desktop_notifier import DesktopNotifier

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a place for icons")


@pytest.fixture
def stand_in(tmp_path, monkeypatch):
    def make(code: str) -> None:
        script = tmp_path / "notify-send"
        script.write_text(f"#!/bin/sh\nprintf '%s\\n' \"$@\" > '{tmp_path}/said'\n{code}\n")
        script.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")

    return make


@pytest.fixture
def notifier(qtbot):
    if QSystemTrayIcon.isSystemTrayAvailable():
        pytest.skip("this desktop has a place for icons")
    window = QWidget()
    qtbot.addWidget(window)
    notifier = DesktopNotifier(window)
    yield notifier
    notifier.stop()


def test_a_click_on_the_message_of_the_desktop_is_heard(qtbot, tmp_path, stand_in, notifier):
    stand_in("echo default")
    with qtbot.waitSignal(notifier.clicked):
        notifier.notify("Unmask", "1 new picture: <b>-a.png</b>")
    said = (tmp_path / "said").read_text().splitlines()
    assert said == ["--app-name=Unmask", "--icon=unmask", "--action=default=Show", "--", "1 new picture: <b>-a.png</b>"]


def test_a_message_that_is_closed_is_no_click(qtbot, stand_in, notifier):
    stand_in("true")
    with qtbot.waitSignal(notifier._teller.finished), qtbot.assertNotEmitted(notifier.clicked):
        notifier.notify("Unmask", "1 new picture")


def test_a_message_that_is_still_there_does_not_keep_the_next_one_or_the_end_of_the_program_waiting(
    qtbot, tmp_path, stand_in, notifier
):
    stand_in("exec sleep 600")
    notifier.notify("Unmask", "first")
    qtbot.waitUntil(lambda: (tmp_path / "said").exists() and "first" in (tmp_path / "said").read_text())
    with qtbot.assertNotEmitted(notifier.clicked):
        notifier.notify("Unmask", "second")
        qtbot.waitUntil(lambda: "second" in (tmp_path / "said").read_text())
    notifier.stop()
    assert notifier._teller.state() is notifier._teller.ProcessState.NotRunning

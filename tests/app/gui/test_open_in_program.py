"""Open with…: a program that the user chooses gets the file."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtWidgets import QFileDialog

from app.gui.file_actions import environment_of_others

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a script is a program here")


@pytest.fixture
def program(tmp_path):
    """A program that notes what it was started with."""
    script = tmp_path / "viewer"
    script.write_text(f'#!/bin/sh\nprintf "%s" "$1" > "{tmp_path}/seen.part" && mv "{tmp_path}/seen.part" "$0.seen"\n')
    script.chmod(0o755)
    return script


def choose(monkeypatch, answer):
    """Answers the file dialog, and keeps what it suggested."""
    suggested = []
    monkeypatch.setattr(
        QFileDialog, "getOpenFileName", lambda _window, _title, folder: suggested.append(folder) or (answer, "")
    )
    return suggested


def test_the_chosen_program_gets_the_file_and_is_suggested_next_time(scanned, monkeypatch, program, tmp_path):
    suggested = choose(monkeypatch, str(program))
    scanned.window.results.go_to(scanned.rows[0].path)
    scanned.window.selection.open_with.trigger()
    seen = tmp_path / "viewer.seen"
    scanned.qtbot.waitUntil(seen.exists)
    assert seen.read_text() == str(scanned.rows[0].path)
    scanned.window.selection.open_with.trigger()
    assert suggested == ["/usr/bin", str(program)]


def test_a_program_that_can_not_be_started_is_a_sentence(scanned, monkeypatch, tmp_path):
    choose(monkeypatch, str(tmp_path / "is not there"))
    scanned.window.results.go_to(scanned.rows[0].path)
    scanned.window.selection.open_with.trigger()
    assert scanned.window.message.text.startswith("The program can't be started: ")


def test_nothing_happens_if_no_program_is_chosen(scanned, monkeypatch):
    choose(monkeypatch, "")
    scanned.window.results.go_to(scanned.rows[0].path)
    scanned.window.selection.open_with.trigger()
    assert scanned.window.message.text == ""


def test_programs_do_not_load_the_libraries_of_a_package(monkeypatch):
    monkeypatch.setattr(sys, "_MEIPASS", "/opt/unmask/_internal", raising=False)
    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/unmask/_internal")
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", "/usr/local/lib")
    monkeypatch.setenv("QT_PLUGIN_PATH", "/opt/unmask/_internal/PySide6/Qt/plugins")
    monkeypatch.setenv("ELSEWHERE", "/opt/other")
    environment = environment_of_others()
    assert environment["LD_LIBRARY_PATH"] == "/usr/local/lib"
    assert "QT_PLUGIN_PATH" not in environment
    assert environment["ELSEWHERE"] == "/opt/other"
    monkeypatch.delattr(sys, "_MEIPASS")
    assert environment_of_others()["LD_LIBRARY_PATH"] == "/opt/unmask/_internal"

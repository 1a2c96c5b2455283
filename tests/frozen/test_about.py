"""Help, About of the packaged program: the self-test in the window, and the report for those who help."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.frozen.driving import Window, run

pytestmark = [pytest.mark.frozen, pytest.mark.timeout(7200)]

_CLIPBOARD = """
import sys
from PySide6.QtGui import QGuiApplication
application = QGuiApplication([])
sys.stdout.buffer.write(application.clipboard().text().encode())
"""


def clipboard(screen: dict[str, str]) -> str:
    """What a program that is told to paste would get."""
    return run([sys.executable, "-c", _CLIPBOARD], screen | {"QT_QPA_PLATFORM": "xcb"}).stdout


def test_the_window_tests_itself_and_copies_a_report_without_private_paths(
    program: Path, screen: dict[str, str]
) -> None:
    dialog = "About Unmask"
    window = Window([program / "unmask"], screen)
    try:
        window.until("a window", lambda: window.shown("Unmask"))
        window.press("Unmask", "alt+h")
        window.press("Unmask", "a")
        window.until("the dialog", lambda: window.shown(dialog))
        window.press(dialog, "alt+r")
        report = ""

        def tested() -> bool:
            nonlocal report
            window.press(dialog, "alt+c")
            report = clipboard(screen)
            return "\ttrainer\t" in report

        window.until("the end of the self-test", tested)
    finally:
        window.close()
    assert ", packaged\n" in report
    assert report.count("  ok\t") == 9, report
    assert "  numpy " in report
    for private in (screen["HOME"], str(program), os.path.realpath(program)):
        assert private not in report

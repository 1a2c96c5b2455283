"""The walls of ARCHITECTURE.md, checked on the imports as written and on what a process really loads."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

ROOT = Path(__file__).resolve().parents[1]
HEAVY = ["keras", "tensorflow", "kaggle", "matplotlib", "gradio", "distributed"]


def test_every_import_respects_the_walls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT))
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == EXIT_STATUS_SUCCESS


@pytest.mark.parametrize(
    ("start", "absent"),
    [
        ("import app.detector.detector", ["PySide6", *HEAVY]),
        ("import app.scan.scan", ["PySide6", *HEAVY]),
        ("import app.cli.main", ["PySide6", *HEAVY]),
        ("import app.gui.main_window", HEAVY),
    ],
)
def test_what_is_slow_to_load_is_not_loaded_before_it_is_needed(start: str, absent: list[str]) -> None:
    question = f"{start}; import sys; print(*(set(sys.modules) & set({absent!r})))"
    loaded = subprocess.run([sys.executable, "-c", question], cwd=ROOT, capture_output=True, text=True, check=True)
    assert loaded.stdout.split() == []

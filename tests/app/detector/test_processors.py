"""A machine may have more processors than this process may use."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.detector.processors import processors

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems say nothing of that")


def test_processors_that_were_not_given_to_the_process_are_not_counted() -> None:
    one = min(os.sched_getaffinity(0))
    program = f"import os; os.sched_setaffinity(0, [{one}]); from app.detector.processors import processors"
    done = subprocess.run(
        [sys.executable, "-c", f"{program}; print(processors())"],
        capture_output=True,
        text=True,
        cwd=Path(__file__).resolve().parents[3],
        check=True,
    )
    assert done.stdout.strip() == "1"


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        ({"": "100000 100000"}, 1),  # As a container sees its own.
        ({"a/b": "50000 100000"}, 1),
        ({"a": "20000 100000", "a/b": "max 100000"}, 1),
        ({"a/b": "max 100000"}, None),
        ({"a/b": "900000000 100000", "a": "what?"}, None),
        ({}, None),
    ],
)
def test_the_share_of_a_container_is_counted(tmp_path: Path, limits: dict[str, str], expected: int | None) -> None:
    (tmp_path / "groups/a/b").mkdir(parents=True)
    for group, limit in limits.items():
        (tmp_path / "groups" / group / "cpu.max").write_text(f"{limit}\n", "ascii")
    (tmp_path / "own").write_text("1:cpu:/elsewhere\n0::/a/b\n", "ascii")
    assert processors(tmp_path / "groups", tmp_path / "own") == (expected or len(os.sched_getaffinity(0)))


def test_a_system_that_knows_no_groups_has_its_processors(tmp_path: Path) -> None:
    assert processors(tmp_path / "groups", tmp_path / "own") == len(os.sched_getaffinity(0))

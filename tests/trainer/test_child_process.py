from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from trainer.child_process import map_in_workers
from trainer.dataset_errors import WorkersError

_PARENT = """
import multiprocessing, sys, time
from concurrent.futures import ProcessPoolExecutor
from trainer.child_process import exit_with_parent

if __name__ == "__main__":
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), initializer=exit_with_parent) as pool:
        pool.submit(time.sleep, 0).result()
        print(multiprocessing.active_children()[0].pid, flush=True)
        time.sleep(600)
"""


def test_a_worker_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(_PARENT, "utf-8")
    root = Path(__file__).resolve().parents[2]
    with subprocess.Popen(
        [sys.executable, script], stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(root)}
    ) as parent:
        assert parent.stdout is not None
        worker = psutil.Process(int(parent.stdout.readline()))
        assert worker.is_running()
        parent.kill()

    worker.wait(timeout=30)


def _halve_or_die(number: int) -> int | str:
    if number in (0, 70, 71, 119):
        os._exit(3)  # As a decoder does that writes where it must not.
    if number % 2:
        return str(number)
    return number // 2


def test_an_item_that_kills_its_worker_costs_that_item_alone() -> None:
    numbers = range(120)

    results = list(map_in_workers(_halve_or_die, numbers, "crashed"))

    assert [number for number, result in zip(numbers, results, strict=True) if result == "crashed"] == [0, 70, 71, 119]
    assert results[1:4] == ["1", 1, "3"]
    assert results[118] == 59


def _die(number: int) -> int:
    os._exit(3)


def test_workers_that_die_of_everything_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trainer.child_process._MOST_CRASHES", 2)

    with pytest.raises(WorkersError, match="keep crashing"):
        list(map_in_workers(_die, range(100), "crashed"))


def test_nothing_to_do_starts_no_worker() -> None:
    assert list(map_in_workers(_halve_or_die, [], "crashed")) == []

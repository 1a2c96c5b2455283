from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psutil

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

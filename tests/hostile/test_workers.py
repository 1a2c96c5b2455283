"""What a file can do to the process that opens it, and what that does to the others."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from pathlib import Path

import pytest

from app.detector.verdict import Verdict
from app.models import bundled_model
from app.scan.analyse import MEMORY_LIMIT_BYTES, analyse_in_worker
from app.scan.results import ImageFile, ImageResult
from app.scan.workers import WorkerError, WorkerPool

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills by signal, limits by setrlimit")


def _dies_of_deadly_files(image: ImageFile) -> ImageResult:
    if image.path.name.startswith("deadly"):
        os.kill(os.getpid(), signal.SIGSEGV)
    return analyse_in_worker(image)


def _takes_too_much_memory(image: ImageFile) -> ImageResult:
    try:
        held = bytearray(MEMORY_LIMIT_BYTES)
    except MemoryError:
        return ImageResult(image.index, image.path, Verdict.ERROR, "refused")
    return ImageResult(image.index, image.path, Verdict.REAL, f"got {len(held)}")


def _run(pool: WorkerPool, files: list[Path]) -> list[ImageResult]:
    never, _ = multiprocessing.Pipe(duplex=False)
    waiting = [ImageFile(index, path) for index, path in enumerate(files)][::-1]
    rows: list[ImageResult] = []
    try:
        while len(rows) < len(files):
            while waiting and pool.capacity > 0:
                pool.submit(waiting.pop())
            rows += pool.wait(never)
    finally:
        pool.close()
    return sorted(rows, key=lambda row: row.index)


def test_files_that_kill_every_worker_from_the_start_do_not_end_the_scan(tmp_path: Path, astronaut: Path) -> None:
    deadly = [tmp_path / f"deadly{number}.png" for number in range(3)]
    rows = _run(WorkerPool(bundled_model(), 1, analyse=_dies_of_deadly_files), [*deadly, astronaut])
    assert [row.verdict for row in rows[:3]] == [Verdict.ERROR] * 3
    assert all("crashed its worker 2 times" in row.reason for row in rows[:3])
    assert rows[3].verdict is not Verdict.ERROR


def test_workers_that_can_not_start_end_the_scan_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(WorkerError, match="stop as soon as they start"):
        _run(WorkerPool(tmp_path / "no model here", 1), [tmp_path / "a.png"])


@pytest.mark.skipif(sys.platform != "linux", reason="macOS takes the limit and doesn't keep it")
def test_a_worker_gets_no_more_memory_than_its_limit(tmp_path: Path) -> None:
    (row,) = _run(WorkerPool(bundled_model(), 1, analyse=_takes_too_much_memory), [tmp_path / "a.png"])
    assert row.reason == "refused"


def test_a_pipe_named_as_a_picture_is_a_row_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    rows = _run(WorkerPool(bundled_model(), 1), [tmp_path / "pipe.png", Path("/dev/zero")])
    assert [row.reason for row in rows] == ["This is no file, but a pipe or a device."] * 2

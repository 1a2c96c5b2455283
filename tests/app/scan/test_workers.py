"""What worker processes say, and what becomes of those who wait for them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator
from multiprocessing import Pipe, active_children
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from app.detector.verdict import Verdict
from app.models import selected_model
from app.scan import analyse, workers
from app.scan.results import ImageFile, ImageResult
from app.scan.workers import WorkerPool

pytestmark = pytest.mark.usefixtures("first_network")

_ROOT = Path(__file__).resolve().parents[3]


class _Treacherous:
    """Makes a folder where it is unpickled."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (self._folder,)


def _is_taken_over(image: ImageFile) -> Any:
    """Answers as no worker does, unless the picture is a good one. Its name says how."""
    assert analyse._still_busy
    pipe: Connection = analyse._still_busy.func.__self__  # type: ignore[attr-defined]
    good = ImageResult(image.index, image.path, Verdict.REAL)
    match image.path.stem:
        case "returns":
            return _Treacherous(image.path.with_name("made"))
        case "sends":
            pipe.send(_Treacherous(image.path.with_name("made")))
        case "is another":
            return ImageResult(image.index + 1, image.path, Verdict.REAL)
        case "has no end":
            return ImageResult(image.index, image.path, Verdict.REAL, "long " * 2**20)
        case "has no other half" if sys.platform != "win32":
            os.write(pipe.fileno(), b"\0\0\0\x64x")
            time.sleep(100)
        case "twice":
            pipe.send_bytes(b"null")
            pipe.send_bytes(b"[[[")
    return good


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> Iterator[WorkerPool]:
    monkeypatch.setattr(workers, "_TRIES", 1)
    monkeypatch.setattr(workers, "_SECONDS_FOR_A_MESSAGE", 1)
    pool = WorkerPool(selected_model(), 1, analyse=_is_taken_over)
    yield pool
    pool.close()


def test_nothing_that_a_worker_sends_runs_here_and_what_is_no_answer_costs_its_row(
    pool: WorkerPool, tmp_path: Path
) -> None:
    names = ["good", "returns", "sends", "is another", "has no end", "twice", "good again"]
    if sys.platform != "win32":
        names.insert(1, "has no other half")
    rows = [pool.judge(ImageFile(index, tmp_path / f"{name}.png")) for index, name in enumerate(names)]
    assert [row.index for row in rows] == list(range(len(names)))
    bad = {row.path.stem: row.reason for row in rows if row.verdict is Verdict.ERROR}
    assert set(bad) == {*names} - {"good", "good again"}
    assert all(reason.startswith("The picture crashed its worker 1 times") for reason in bad.values())
    assert not (tmp_path / "made").exists()


def test_a_wait_that_ctrl_c_interrupts_brings_nothing(
    pool: WorkerPool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupted = []
    wait = workers.wait

    def interrupted_wait(*arguments: Any) -> list[Any]:
        # As Windows does, once the handler of the signal has run.
        if len(interrupted) < 3:
            interrupted.append(True)
            raise InterruptedError(4, "Interrupted function call")
        return wait(*arguments)

    monkeypatch.setattr(workers, "wait", interrupted_wait)
    assert pool.judge(ImageFile(0, tmp_path / "good.png")).verdict is Verdict.REAL
    assert len(interrupted) == 3


def takes_a_second(image: ImageFile) -> ImageResult:
    for _ in range(10):
        time.sleep(0.1)
    return ImageResult(image.index, image.path, Verdict.REAL)


def test_no_more_workers_than_a_system_waits_for_are_ever_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "MOST_WORKERS", 2)
    pool = WorkerPool(selected_model(), 5, analyse=takes_a_second)
    silence, _other_end = Pipe(duplex=False)
    files = deque(ImageFile(index, tmp_path / f"{index}.png") for index in range(8))
    done: list[int] = []
    paces = iter((3, 1, 4))
    most = 0
    try:
        while len(done) < 8:
            while files and pool.capacity > 0:
                pool.submit(files.popleft())
            most = max(most, len(active_children()))
            if done and (pace := next(paces, None)):
                pool.set_pace(pace, gentle=False)
            done += [result.index for result in pool.wait(silence)]
    finally:
        pool.close()
    assert sorted(done) == list(range(8))
    assert most == 2


_STOPPED = """
import sys
from pathlib import Path
from app.models import selected_model
from app.scan import workers
from app.scan.results import ImageFile
from tests.app.scan.test_workers import takes_a_second

if __name__ == "__main__":
    pool = workers.WorkerPool(selected_model(), 1, analyse=takes_a_second)
    pool.judge(ImageFile(0, Path("first.png")))
    workers.SECONDS_PER_FILE = 3.0
    print("ready", flush=True)
    print(pool.judge(ImageFile(1, Path("second.png"))).reason)
    pool.close()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="stops by signal")
def test_nor_is_it_while_the_program_was_at_something_else(monkeypatch: pytest.MonkeyPatch) -> None:
    pool, (never, _) = WorkerPool(selected_model(), 1, analyse=takes_a_second), Pipe(duplex=False)
    try:
        pool.judge(ImageFile(0, Path("first.png")))
        monkeypatch.setattr(workers, "SECONDS_PER_FILE", 3.0)
        (worker,) = active_children()
        pool.submit(ImageFile(1, Path("second.png")))
        os.kill(worker.pid, signal.SIGSTOP)
        time.sleep(4)
        os.kill(worker.pid, signal.SIGCONT)
        while not (rows := pool.wait(never)):
            pass
        assert [row.reason for row in rows] == [""]
    finally:
        pool.close()


@pytest.mark.skipif(sys.platform == "win32", reason="stops by signal")
def test_the_time_that_a_program_was_stopped_is_none_of_a_pictures_doing(tmp_path: Path) -> None:
    (tmp_path / "scan.py").write_text(_STOPPED, "utf-8")
    command = [sys.executable, str(tmp_path / "scan.py")]
    environment = {**os.environ, "PYTHONPATH": str(_ROOT)}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=environment, start_new_session=True
    ) as process:
        assert process.stdout
        try:
            assert process.stdout.readline() == "ready\n"
            time.sleep(0.3)
            os.killpg(process.pid, signal.SIGSTOP)
            time.sleep(5)
            os.killpg(process.pid, signal.SIGCONT)
            assert process.stdout.read() == "\n"
        finally:
            process.kill()


@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal to one process")
@pytest.mark.parametrize("delay", [0.0, 0.1, 0.3])
def test_ctrl_c_does_not_reach_a_worker_that_is_only_starting(
    pool: WorkerPool, tmp_path: Path, capfd: pytest.CaptureFixture[str], delay: float
) -> None:
    pool.submit(ImageFile(0, tmp_path / "good.png"))
    (worker,) = pool._workers
    process = worker._process
    assert process.pid
    time.sleep(delay)
    os.kill(process.pid, signal.SIGINT)
    nothing, other_end = Pipe(duplex=False)
    with nothing, other_end:
        while not (results := pool.wait(nothing)):
            assert pool._workers == [worker]
    assert results[0].verdict is Verdict.REAL
    assert process.is_alive()
    assert capfd.readouterr().err == ""
    # The program itself is reached as ever.
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


_IN_A_FOLDER = """
from pathlib import Path
from app.models import selected_model
from app.scan.results import ImageFile
from app.scan.workers import WorkerPool
from tests.app.scan.test_workers import takes_a_second

if __name__ == "__main__":
    pool = WorkerPool(selected_model(), 1, analyse=takes_a_second)
    print(pool.judge(ImageFile(0, Path("picture.png"))).verdict.value)
    pool.close()
"""


def test_no_program_in_the_working_folder_is_run_for_a_module_of_python(tmp_path: Path) -> None:
    # Of a stranger's folder that somebody looks at: `cd FOLDER; unmask scan .`
    folder = tmp_path / "folder"
    folder.mkdir()
    for name in ("pickle", "runpy", "socket", "struct"):
        (folder / f"{name}.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w').close()\nraise SystemExit\n", "utf-8")
    (tmp_path / "scan.py").write_text(_IN_A_FOLDER, "utf-8")
    command = [sys.executable, str(tmp_path / "scan.py")]
    environment = {**os.environ, "PYTHONPATH": str(_ROOT)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert not (tmp_path / "ran").exists()
    assert done.stdout == "real\n", done.stderr

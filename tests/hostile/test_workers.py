"""What a file can do to the process that opens it, and what that does to the others."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import socket
import struct
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from app.detector.decode import Picture, RgbArray
from app.detector.verdict import Verdict
from app.models import selected_model
from app.scan import analyse, workers
from app.scan.analyse import CPU_SECONDS_PER_FILE, MEMORY_LIMIT_BYTES, analyse_in_worker, limit_processor_time
from app.scan.results import ImageFile, ImageResult
from app.scan.workers import WorkerError, WorkerPool
from tests.hostile import kill_workers

pytestmark = [
    pytest.mark.usefixtures("first_network"),
    pytest.mark.skipif(sys.platform == "win32", reason="kills by signal, limits by setrlimit"),
]


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


def _computes(image: ImageFile) -> ImageResult:
    limit_processor_time()
    seconds = 3600.0 if image.path.name == "endless.png" else 0.4 * CPU_SECONDS_PER_FILE
    since = time.process_time()
    while time.process_time() - since < seconds:
        pass
    return ImageResult(image.index, image.path, Verdict.REAL)


def _takes_long_for_each_step(image: ImageFile) -> ImageResult:
    analyse.CPU_SECONDS_PER_FILE = 2
    detector = analyse._detector
    assert detector
    network = detector._network

    def compute() -> None:
        since = time.process_time()
        while time.process_time() - since < 1.2:
            pass

    def decode(data: bytes) -> Picture:
        compute()
        return Picture(data)

    class Slow:
        def run(self, pixels: RgbArray) -> list[np.ndarray]:
            compute()
            return network.run(pixels)

    analyse.Picture = decode  # type: ignore[assignment, misc]
    detector._network = Slow()  # type: ignore[assignment]
    return analyse_in_worker(image)


def _says_for_ever_that_it_goes_on(_: ImageFile) -> ImageResult:
    assert analyse._still_busy
    while True:
        analyse._still_busy()
        time.sleep(0.01)


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
    rows = _run(WorkerPool(selected_model(), 1, analyse=_dies_of_deadly_files), [*deadly, astronaut])
    assert [row.verdict for row in rows[:3]] == [Verdict.ERROR] * 3
    assert all("crashed its worker 2 times" in row.reason for row in rows[:3])
    assert rows[3].verdict is not Verdict.ERROR


def test_workers_that_can_not_start_end_the_scan_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(WorkerError, match=r"manifest\.json is missing"):
        _run(WorkerPool(tmp_path / "no model here", 1), [tmp_path / "a.png"])


class _Unwelcome:
    """Ends the process that receives it, before it has begun."""

    def __reduce__(self) -> tuple[Any, ...]:
        return os._exit, (7,)


def test_workers_that_can_not_start_with_a_sound_model_end_the_scan_with_their_exit_code(tmp_path: Path) -> None:
    pool = WorkerPool(selected_model(), 1, analyse=_Unwelcome())  # type: ignore[arg-type]
    with pytest.raises(WorkerError, match=r"stop as soon as they start \(exit code 7\)"):
        _run(pool, [tmp_path / "a.png"])


def test_a_picture_that_computes_for_too_long_costs_its_row_and_many_that_do_not_cost_none(tmp_path: Path) -> None:
    names = ["a.png", "b.png", "c.png", "endless.png", "d.png"]
    rows = _run(WorkerPool(selected_model(), 1, analyse=_computes), [tmp_path / name for name in names])
    reasons = {row.path.name: row.reason for row in rows}
    assert reasons.pop("endless.png") == f"The picture took longer than {CPU_SECONDS_PER_FILE} seconds of computing."
    assert set(reasons.values()) == {""}


def test_a_crowd_is_judged_however_slow_the_machine_is(
    tmp_path: Path, astronaut: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Image.open(astronaut) as picture:
        face = picture.convert("RGB").crop((120, 0, 340, 220))
    crowd = Image.new("RGB", (4 * face.width, face.height))
    for place in range(4):
        crowd.paste(face, (place * face.width, 0))
    crowd.save(tmp_path / "crowd.png")
    # Less than the steps take together, and so much more than each that a busy machine may take its time.
    monkeypatch.setattr(workers, "SECONDS_PER_FILE", 6.0)
    (row,) = _run(WorkerPool(selected_model(), 1, analyse=_takes_long_for_each_step), [tmp_path / "crowd.png"])
    assert row.reason == ""
    assert len(row.faces) == 4


def test_a_worker_that_says_for_ever_that_it_goes_on_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "SECONDS_PER_FILE", 3.0)
    (row,) = _run(WorkerPool(selected_model(), 1, analyse=_says_for_ever_that_it_goes_on), [tmp_path / "a.png"])
    assert row.reason == "The picture took longer than 3 seconds."


@pytest.mark.skipif(sys.platform != "linux", reason="macOS takes the limit and doesn't keep it")
def test_a_worker_gets_no_more_memory_than_its_limit(tmp_path: Path) -> None:
    (row,) = _run(WorkerPool(selected_model(), 1, analyse=_takes_too_much_memory), [tmp_path / "a.png"])
    assert row.reason == "refused"


#: The same number on all processors.
_PIDFD_GETFD = 438


def _attempts(image: ImageFile) -> ImageResult:
    """Does what an exploit would, and says which of it the system let through."""
    beside = image.path.parent

    def connect(family: int, kind: int, address: object) -> None:
        with socket.socket(family, kind) as connection:
            connection.connect(address)  # type: ignore[arg-type]

    def run() -> None:
        os.waitpid(os.posix_spawn("/bin/true", ["true"], {}), 0)

    # Of this process, which only the filter of system calls refuses; of others, Landlock refuses it too.
    def read_memory() -> None:
        secret, found = ctypes.create_string_buffer(b"secret"), ctypes.create_string_buffer(6)
        there, here = (struct.pack("PN", ctypes.addressof(each), 6) for each in (secret, found))
        if ctypes.CDLL(None).process_vm_readv(os.getpid(), here, 1, there, 1, 0) != 6:
            raise PermissionError

    def take_file() -> None:
        process = os.pidfd_open(os.getpid())
        if ctypes.CDLL(None).syscall(_PIDFD_GETFD, process, process, 0) < 0:
            raise PermissionError

    attempts: dict[str, Callable[[], object]] = {
        "TCP": lambda: connect(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", int(image.path.stem))),
        "UDP": lambda: connect(socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 9)),
        "a desktop's socket": lambda: connect(socket.AF_UNIX, socket.SOCK_STREAM, str(beside / "socket")),
        "another program": run,
        "a new file": lambda: (beside / "new").touch(),
        "the picture": lambda: image.path.write_bytes(b""),
        "deleting": lambda: image.path.unlink(),
        "renaming": lambda: image.path.rename(beside / "renamed"),
        "its parent": lambda: os.kill(os.getppid(), 0),
        "its parent's memory": lambda: Path(f"/proc/{os.getppid()}/mem").open("rb").close(),
        "memory": read_memory,
        "open files": take_file,
        "other threads": lambda: None if len(os.listdir("/proc/self/task")) > 1 else os.stat("/proc/none"),
    }
    done = []
    for name, attempt in attempts.items():
        try:
            attempt()
        except OSError:
            continue
        done.append(name)
    return ImageResult(image.index, image.path, Verdict.REAL, ", ".join(done))


def _landlock_version() -> int:
    if sys.platform != "linux":
        return 0
    return int(ctypes.CDLL(None).syscall(444, None, 0, 1))


@pytest.mark.skipif(_landlock_version() < 6, reason="needs Linux 6.12 with Landlock")
def test_a_worker_reaches_no_network_no_program_and_no_file_to_write(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket(socket.AF_UNIX) as desktop:
        desktop.bind(str(tmp_path / "socket"))
        desktop.listen()
        picture = tmp_path / f"{server.getsockname()[1]}.png"
        picture.write_bytes(b"evidence")
        (row,) = _run(WorkerPool(selected_model(), 1, analyse=_attempts), [picture])
        assert (row.verdict, row.reason) == (Verdict.REAL, "")
        assert picture.read_bytes() == b"evidence"
        # Here, where nothing is confined, all of it works.
        free = set(_attempts(ImageFile(0, picture)).reason.split(", "))
        assert {"TCP", "UDP", "a desktop's socket", "another program", "a new file", "the picture"} <= free
        assert {"memory", "open files"} <= free


def test_a_pipe_named_as_a_picture_is_a_row_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    rows = _run(WorkerPool(selected_model(), 1), [tmp_path / "pipe.png", Path("/dev/zero")])
    assert [row.reason for row in rows] == ["This is no file, but a pipe or a device."] * 2


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_random_kills_during_a_long_scan_lose_no_row(tmp_path: Path) -> None:
    kill_workers.draw(tmp_path, 5000)
    names, _, kills, finished = kill_workers.scan_and_kill(tmp_path, workers=2, pause=10, seed=20)
    assert kills >= 3
    assert finished
    assert set(names.values()) == {1}
    assert len(names) == 5000

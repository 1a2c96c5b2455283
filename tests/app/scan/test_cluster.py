"""Scans on a Dask cluster: a real scheduler and real workers, on this machine."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

import psutil
import pytest
from distributed import Client

from app import __version__
from app.cli.main import main
from app.detector.bundle import MANIFEST
from app.detector.verdict import Verdict
from app.models import bundled_model
from app.scan import cluster, cluster_worker
from app.scan.events import FileScanned, ScanFinished, ScanStarted
from app.scan.journal import Journal, journal_path
from app.scan.results import ImageResult, ScanRequest
from app.scan.scan import Scan
from app.scan.workers import WorkerError

pytestmark = pytest.mark.usefixtures("first_network")

_ROOT = Path(__file__).resolve().parents[3]
_COPIES = 40
_by_signal = pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")


class _Cluster:
    """A scheduler and two workers of one thread, in processes of their own."""

    def __init__(self, folder: Path, workers: int = 2, hidden: Path | None = None, **environment: str) -> None:
        file = folder / "scheduler.json"
        self._environment = {**os.environ, **environment}
        self.scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file))
        wait_for(lambda: file.exists() and file.read_text("utf-8").endswith("}"))
        self.address: str = json.loads(file.read_text("utf-8"))["address"]
        self.nannies: subprocess.Popen[bytes] | None = None
        if workers:
            options = (self.address, "--nworkers", str(workers), "--nthreads", "1", "--local-directory", str(folder))
            self.nannies = self._start("worker", *options, hidden=hidden)

    def _start(self, *arguments: str, hidden: Path | None = None) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "dask", *arguments, "--no-dashboard"]
        if hidden:
            # As if it were a share that this machine has and those of the cluster don't.
            hide = f"mount -t tmpfs none '{hidden}' && exec \"$@\""
            command = ["unshare", "--mount", "sh", "-c", hide, "sh", *command]
        return subprocess.Popen(command, cwd=_ROOT, env=self._environment, stderr=subprocess.DEVNULL)

    def workers(self) -> list[psutil.Process]:
        assert self.nannies
        return _spawned(psutil.Process(self.nannies.pid))

    def judging(self) -> list[psutil.Process]:
        return [process for worker in self.workers() for process in _spawned(worker)]

    def close(self) -> None:
        for process in (self.nannies, self.scheduler):
            if process:
                children = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
                process.kill()
                for child in children:
                    child.kill()
                process.wait()


def _spawned(process: psutil.Process) -> list[psutil.Process]:
    return [child for child in process.children() if "spawn_main" in " ".join(child.cmdline())]


def wait_for(happened: Callable[[], object], seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.fixture(scope="module")
def hidden(tmp_path_factory: pytest.TempPathFactory) -> Path | None:
    """A folder that the workers of `two_workers` see empty; None where a system has no such thing."""
    folder = tmp_path_factory.mktemp("hidden")
    if not shutil.which("unshare"):
        return None
    mount = ["unshare", "--mount", "mount", "-t", "tmpfs", "none", str(folder)]
    return None if subprocess.run(mount, check=False, capture_output=True).returncode else folder


@pytest.fixture(scope="module")
def two_workers(tmp_path_factory: pytest.TempPathFactory, hidden: Path | None) -> Iterator[_Cluster]:
    running = _Cluster(tmp_path_factory.mktemp("cluster"), hidden=hidden)
    yield running
    running.close()


@pytest.fixture
def copies(tmp_path: Path, astronaut: Path) -> Path:
    """A folder with `_COPIES` pictures."""
    folder = tmp_path / "copies"
    folder.mkdir()
    for number in range(_COPIES):
        shutil.copy(astronaut, folder / f"{number:03}.png")
    return folder


def _scan(address: str, *paths: Path, **options: object) -> Scan:
    return Scan(ScanRequest(paths, use_cache=False, cluster=address, **options))  # type: ignore[arg-type]


def _rows(scan: Scan, at: int = -1, do: Callable[[], object] = lambda: None) -> list[ImageResult]:
    """The results by index; when there are ``at`` of them, something happens."""
    rows: list[ImageResult] = []
    for event in scan.events():
        if isinstance(event, FileScanned):
            rows.append(event.result)
            if len(rows) == at:
                do()
    return sorted(rows, key=lambda row: row.index)


def _failure(scan: Scan) -> str:
    with pytest.raises(WorkerError) as raised:
        list(scan.events())
    sentence = str(raised.value)
    assert "\n" not in sentence
    assert "Traceback" not in sentence
    return sentence


def _command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "app", "scan", *map(str, arguments)]


def test_a_cluster_gives_byte_for_byte_what_this_machine_gives(
    two_workers: _Cluster, rubbish: Path, portraits: list[Path], tmp_path: Path
) -> None:
    said = []
    for name, where in (("here", ["--workers", "2"]), ("there", ["--cluster", two_workers.address])):
        options = ["--no-cache", "--events", "--csv", tmp_path / f"{name}.csv", *where]
        done = subprocess.run(
            _command(rubbish, *portraits[:3], tmp_path / "gone.png", *options),
            cwd=_ROOT,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 1, done.stderr
        assert b"Traceback" not in done.stderr
        events = [json.loads(line) for line in done.stdout.splitlines()]
        said.append([event for event in events if event["event"] not in ("found", "finished")])
    by_path = [sorted(events, key=lambda event: event.get("path", "")) for events in said]
    assert by_path[0] == by_path[1]
    assert (tmp_path / "here.csv").read_bytes() == (tmp_path / "there.csv").read_bytes()


@_by_signal
def test_ctrl_c_keeps_what_was_done_and_leaves_nothing_on_the_cluster(
    two_workers: _Cluster, copies: Path, tmp_path: Path
) -> None:
    report = tmp_path / "report.csv"
    command = _command(copies, "--no-cache", "--cluster", two_workers.address, "--csv", report)
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=_ROOT)
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    asked = time.monotonic()
    _, errors = process.communicate(timeout=60)
    assert time.monotonic() - asked < 20
    assert process.returncode == 3, errors
    assert "Stopped; kept" in errors
    assert "Traceback" not in errors
    assert 1 <= len(report.read_text("utf-8").splitlines()) - 1 < _COPIES
    with Client(two_workers.address, set_as_default=False) as client:
        wait_for(lambda: not any(client.processing().values()), 20)


def test_a_wait_that_ctrl_c_interrupts_brings_nothing(
    two_workers: _Cluster, astronaut: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits = []

    def interrupted_wait(*arguments: Any) -> list[Any]:
        # As Windows does, once the handler of the signal has run.
        waits.append(wait(*arguments))
        if len(waits) in (1, 3):
            raise InterruptedError(4, "Interrupted function call")
        return waits[-1]

    monkeypatch.setattr(cluster, "wait", interrupted_wait)
    (row,) = _rows(_scan(two_workers.address, astronaut))
    assert len(waits) >= 3
    assert row.verdict is not Verdict.ERROR


@_by_signal
def test_a_worker_of_the_cluster_that_is_killed_costs_nothing(two_workers: _Cluster, copies: Path) -> None:
    before = {process.pid for process in two_workers.workers()}
    rows = _rows(_scan(two_workers.address, copies), 8, lambda: two_workers.workers()[0].kill())
    assert [row.index for row in rows] == list(range(_COPIES))
    assert not [row.reason for row in rows if row.verdict is Verdict.ERROR]
    assert {process.pid for process in two_workers.workers()} != before, "one was killed"


@_by_signal
def test_a_picture_that_kills_the_process_that_opens_it_costs_its_row_at_most(
    two_workers: _Cluster, copies: Path
) -> None:
    killed = []

    def kill() -> None:
        killed.extend(two_workers.judging())
        for process in killed:
            process.kill()

    before = {process.pid for process in two_workers.workers()}
    rows = _rows(_scan(two_workers.address, copies), 8, kill)
    assert killed
    assert [row.index for row in rows] == list(range(_COPIES))
    errors = [row for row in rows if row.verdict is Verdict.ERROR]
    assert len(errors) <= len(killed)
    assert {process.pid for process in two_workers.workers()} == before


def test_no_more_files_than_asked_for_are_judged_at_a_time(two_workers: _Cluster, astronaut: Path) -> None:
    for workers, expected in ((1, 1), (9, 2), (None, 2)):
        events = list(_scan(two_workers.address, astronaut, workers=workers).events())
        assert isinstance(events[0], ScanStarted)
        assert events[0].workers == expected


def test_a_file_that_only_this_machine_sees_says_so(
    two_workers: _Cluster, hidden: Path | None, astronaut: Path
) -> None:
    if hidden is None:
        pytest.skip("only root may hide a folder from a process, on Linux")
    shutil.copy(astronaut, hidden / "here.png")
    (row,) = _rows(_scan(two_workers.address, hidden))
    assert row.verdict is Verdict.ERROR
    assert "a machine of the cluster, can't read the file" in row.reason


@pytest.mark.parametrize("there", ["none", "another"])
def test_a_cluster_without_the_model_of_the_scan_is_a_sentence(
    two_workers: _Cluster, astronaut: Path, tmp_path: Path, there: str
) -> None:
    model = tmp_path / "model"
    shutil.copytree(bundled_model(), model)
    manifest = model / MANIFEST
    raw = json.loads(manifest.read_text("utf-8"))
    manifest.write_text(json.dumps({**raw, "id": "retrained"}), "utf-8")
    scan = _scan(two_workers.address, astronaut, model=model)
    if there == "none":
        shutil.rmtree(model)
        assert "It has no model retrained" in _failure(scan)
    else:
        manifest.write_text(json.dumps({**raw, "id": "retrained", "name": "again"}), "utf-8")
        assert "Its model retrained is another one" in _failure(scan)


def test_a_retrained_model_that_the_cluster_has_judges(two_workers: _Cluster, astronaut: Path, tmp_path: Path) -> None:
    shutil.copytree(bundled_model(), tmp_path / "model")
    manifest = tmp_path / "model" / MANIFEST
    manifest.write_text(json.dumps({**json.loads(manifest.read_text("utf-8")), "id": "retrained"}), "utf-8")
    (row,) = _rows(_scan(two_workers.address, astronaut, model=tmp_path / "model"))
    assert row.model == "retrained"


def test_a_cluster_with_another_version_is_a_sentence(
    two_workers: _Cluster, astronaut: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "__version__", "0.0.1")
    sentence = _failure(_scan(two_workers.address, astronaut))
    assert f"has Unmask {__version__} and this one 0.0.1" in sentence


def test_a_cluster_without_the_program_is_a_sentence(
    two_workers: _Cluster, astronaut: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "only_here.py").write_text("def judge(*_, **__): ...\n", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    import only_here  # type: ignore[import-not-found]

    monkeypatch.setattr(cluster, "judge", only_here.judge)
    sentence = _failure(_scan(two_workers.address, astronaut))
    assert "No module named 'only_here'" in sentence
    assert f"need Unmask {__version__}" in sentence


@pytest.mark.parametrize("there", ["nobody", "no scheduler"])
def test_a_cluster_that_does_not_answer_is_a_sentence_and_exit_code_4(
    astronaut: Path, there: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cluster, "_SECONDS_TO_CONNECT", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        if there == "nobody":
            silent.close()
        assert main(["scan", str(astronaut), "--cluster", address]) == 4
    said = capsys.readouterr()
    assert said.err.startswith(f"unmask: The cluster {address} can't be reached: ")
    assert said.err.count("\n") == 1
    assert said.out == ""
    with Journal(journal_path()) as journal:
        assert journal.scans() == [], "there is nothing to resume"


def test_without_the_extra_there_is_a_sentence_and_exit_code_4(
    astronaut: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delitem(sys.modules, "app.scan.cluster")
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert main(["scan", str(astronaut), "--cluster", "tcp://127.0.0.1:8786"]) == 4
    # The packaged program has it neither, and takes no packages.
    assert 'With Unmask from its source, in its folder: pip install ".[cluster]"' in capsys.readouterr().err


@_by_signal
def test_workers_that_die_with_a_picture_cost_rows_and_a_scheduler_that_dies_the_rest_of_the_scan(
    copies: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    fragile = _Cluster(tmp_path_factory.mktemp("fragile"), DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0")
    try:
        rows = _rows(_scan(fragile.address, copies), 8, lambda: fragile.workers()[0].kill())
        assert [row.index for row in rows] == list(range(_COPIES))
        errors = [row for row in rows if row.verdict is Verdict.ERROR]
        assert 1 <= len(errors) <= 6
        assert {row.reason for row in errors} == {
            "The workers of the cluster that had the picture died, one after the other."
        }
        scan = _scan(fragile.address, copies)
        with pytest.raises(WorkerError, match="was lost"):
            _rows(scan, 8, fragile.scheduler.kill)
    finally:
        fragile.close()
    assert scan.journal_id is not None
    with Journal(journal_path()) as journal:
        kept = len(list(journal.results(scan.journal_id)))
    assert 8 <= kept < _COPIES
    events = list(Scan(ScanRequest((copies,), use_cache=False, resume=True, workers=2)).events())
    assert isinstance(events[-1], ScanFinished)
    assert events[-1].done == _COPIES
    assert sum(isinstance(event, FileScanned) and event.cached for event in events) == kept


def test_a_cluster_without_workers_is_a_sentence(
    astronaut: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_SECONDS_WITHOUT_WORKERS", 0.5)
    monkeypatch.setattr(cluster, "_SECONDS_BETWEEN_COUNTS", 0.1)
    empty = _Cluster(tmp_path_factory.mktemp("empty"), workers=0)
    try:
        assert f"has no workers. Start one: dask worker {empty.address}" in _failure(_scan(empty.address, astronaut))
    finally:
        empty.close()


def test_a_process_that_judges_is_used_again_and_ends_when_nothing_comes(
    astronaut: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster_worker, "_SECONDS_SPARE", 0.5)
    bundle = Scan(ScanRequest((astronaut,))).bundle
    judging = []
    for index in range(2):
        row, unread_by = cluster_worker.judge(
            index,
            os.fsencode(astronaut),
            version=__version__,
            model=bundle.manifest.id,
            sha256=bundle.sha256,
            folder=str(bundle.folder),
        )
        assert (row.index, len(row.faces), unread_by) == (index, 1, "")
        judging.append([process.pid for process in _spawned(psutil.Process())])
    assert judging[0] == judging[1]
    assert len(judging[0]) == 1
    wait_for(lambda: not _spawned(psutil.Process()), 20)

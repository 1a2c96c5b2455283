"""Weights that worker processes share: they are the bundle's, can't be changed, and are there once."""

from __future__ import annotations

import mmap
import multiprocessing
import subprocess
import sys
import threading
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np
import psutil
import pytest

from app.detector import shared_weights
from app.detector.bundle import load_bundle, load_network, logit_of, pack_weights, read_second_stage, share_weights
from app.detector.litert import Network
from app.detector.shared_weights import SharedWeights
from app.models import bundled_model, selected_model
from app.scan.results import ImageFile
from app.scan.workers import WorkerPool

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has memory that can be sealed")

_PICTURE = np.random.default_rng(1).integers(0, 256, (192, 192, 3), np.uint8)


def _logit(shared: SharedWeights, model: Path, pipe: Connection) -> None:
    pack_weights(model, shared)
    _, network = load_network(model, shared)
    shared.close()
    pipe.send(logit_of(network, _PICTURE))


def test_another_process_gets_the_same_score_with_it() -> None:
    shared = share_weights(bundled_model())
    assert shared
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_logit, args=(shared, bundled_model(), theirs))
    process.start()
    process.join(60)
    shared.close()
    assert ours.poll(), "the other process failed"
    assert ours.recv() == logit_of(load_bundle(bundled_model()).network(), _PICTURE)


def test_nobody_can_change_it() -> None:
    shared = share_weights(bundled_model())
    assert shared
    pack_weights(bundled_model(), shared)
    for path in shared.paths:
        before = path.read_bytes()
        assert len(before) > 50_000_000
        with pytest.raises(PermissionError), path.open("r+b", buffering=0) as file:
            file.write(b"other")
        with pytest.raises(PermissionError), path.open("r+b") as file:
            file.truncate(10)
        assert path.read_bytes() == before
    shared.close()


def test_memory_that_the_system_is_at_is_sealed_when_it_is_done() -> None:
    shared = share_weights(bundled_model())
    assert shared
    # As where a page is moved, somebody else holds on to it for a while: here, a mapping that could write.
    with shared.paths[1].open("r+b") as file:
        file.truncate(mmap.PAGESIZE)
        held = mmap.mmap(file.fileno(), mmap.PAGESIZE)
    released = threading.Timer(0.3, held.close)
    released.start()
    shared_weights._seal(shared._packed)
    released.join()
    assert shared_weights._is_sealed(shared._packed)
    shared.close()


def test_weights_that_a_killed_process_left_half_are_put_in_order_anew() -> None:
    shared = share_weights(bundled_model())
    assert shared
    for path in shared.paths[1:]:
        path.write_bytes(b"half of them")
    pack_weights(bundled_model(), shared)
    (features,) = shared.network().run(_PICTURE.astype(np.float32))
    found = read_second_stage(bundled_model())
    assert found
    assert np.array_equal(features, Network(found[0]).run(_PICTURE.astype(np.float32))[0])
    hidden = shared.hidden()
    assert hidden is not None
    assert np.array_equal(hidden, found[1].hidden)
    with pytest.raises(ValueError, match="read-only"):
        hidden[0] = 0
    shared.close()


def test_where_weights_can_not_be_put_in_order_the_score_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    # As in a package that what does it was left out of.
    monkeypatch.setitem(sys.modules, "ai_edge_litert.compiled_model", None)
    shared = share_weights(bundled_model())
    assert shared
    pack_weights(bundled_model(), shared)
    assert shared.paths[1].stat().st_size == 0
    _, network = load_network(bundled_model(), shared)
    shared.close()
    assert logit_of(network, _PICTURE) == logit_of(load_bundle(bundled_model()).network(), _PICTURE)


@pytest.mark.usefixtures("first_network")
def test_that_of_another_bundle_is_not_used() -> None:
    shared = share_weights(bundled_model())
    assert shared
    bundle, network = load_network(selected_model(), shared)
    shared.close()
    assert bundle.manifest.second is None
    assert logit_of(network, _PICTURE) == logit_of(load_bundle(selected_model()).network(), _PICTURE)


@pytest.mark.usefixtures("first_network")
def test_a_model_without_one_shares_none() -> None:
    assert share_weights(selected_model()) is None


def test_systems_that_can_not_hand_on_files_do_without() -> None:
    # As Windows, where `multiprocessing` has nothing of the kind.
    code = "import multiprocessing.reduction as r; del r.DupFd; import app.scan.workers, app.detector.bundle"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


@pytest.mark.usefixtures("unmask_home")
def test_workers_hold_it_once(astronaut: Path) -> None:
    pool, (never, _) = WorkerPool(bundled_model(), 2), multiprocessing.Pipe(duplex=False)
    try:
        for index in range(2):
            pool.submit(ImageFile(index, astronaut))
        rows = pool.wait(never)
        while len(rows) < 2:
            rows += pool.wait(never)
        workers = [psutil.Process(child.pid) for child in multiprocessing.active_children()]
        size = sum(part.stat().st_size for part in bundled_model().glob("encoder-*.tflite"))
        found = read_second_stage(bundled_model())
        assert found
        head = found[1].hidden.nbytes
        for worker in workers:
            areas = worker.memory_maps()
            # Of the file nothing is needed any more, of its weights all.
            (mapped,) = (area for area in areas if "unmask-weights" in area.path)
            assert mapped.size == pytest.approx(2 * size + head, rel=0.1)
            assert mapped.rss == pytest.approx(size + head, rel=0.2)
            # Of what two processes share, each is charged half.
            assert mapped.pss < 0.6 * (size + head)
            # Whatever put them in order has left no thread that isn't confined.
            for task in Path(f"/proc/{worker.pid}/task").iterdir():
                assert "NoNewPrivs:\t1" in (task / "status").read_text()
            # And it has no copy.
            assert sum(area.private_dirty for area in areas) < 110e6
    finally:
        pool.close()

"""One file to one result on a machine of a cluster. Any thread of a Dask worker may call `judge`; no Dask here.

Pictures are opened in processes like those of a scan on one machine, with the same limits: one that crashes or hangs
costs its own row, where it would end a Dask worker with all that this was working on, or block it for ever.
"""

from __future__ import annotations

import multiprocessing
import os
import platform
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from app import __version__
from app.detector.bundle import BundleError, load_bundle, read_manifest
from app.detector.verdict import Verdict
from app.models import bundled_model, installed_models
from app.scan.results import ImageFile, ImageResult
from app.scan.workers import WorkerError, WorkerPool

#: How long a process waits for the next file before it ends. Nothing tells it that the scan is over.
_SECONDS_SPARE = 20.0


@dataclass(frozen=True, slots=True)
class _Spare:
    """A process that does nothing since then, and the hash of the bundle that it has loaded."""

    pool: WorkerPool
    sha256: str
    since: float


_lock = threading.Lock()
_spare: list[_Spare] = []
_sweeping = False


def judge(index: int, path: bytes, *, version: str, model: str, sha256: str, folder: str) -> tuple[ImageResult, str]:
    """Judges a file on this machine. Arguments are of types that every version of the program knows.

    Args:
        index: of the `ImageFile`.
        path: of the file, as the file system spells it.
        version: of the program that scans.
        model: id of the model.
        sha256: of the model's bundle.
        folder: where the bundle lies on the machine that scans.

    Returns:
        The row, and the name of this machine if the file can't be read from here, else "".

    Raises:
        WorkerError: this machine can't judge any file of the scan.
    """
    machine = platform.node() or "one"
    if version != __version__:
        raise WorkerError(
            f"{machine}, a machine of the cluster, has Unmask {__version__} and this one {version}. Install the same "
            "version on both."
        )
    image = ImageFile(index, Path(os.fsdecode(path)))
    try:
        with _process(model, sha256, Path(folder)) as pool:
            result = pool.judge(image)
    except (WorkerError, OSError) as error:
        raise WorkerError(f"{machine}, a machine of the cluster, can't judge pictures: {error}") from error
    # Without a model it is no answer of the file system, which had better not be asked again.
    unread = result.verdict is Verdict.ERROR and not result.sha256 and result.model
    return result, machine if unread and not os.access(image.path, os.R_OK) else ""


def _folder_of(model: str, sha256: str, folder: Path) -> Path:
    """Where this machine has the model of the scan: in the same place, or among its own."""
    try:
        own = installed_models()
    except OSError:  # No home that can be written.
        own = [bundled_model()]
    problem = f"It has no model {model}."
    for candidate in (folder, *own):
        try:
            if read_manifest(candidate).id != model:
                continue
        except BundleError:
            continue
        try:
            if load_bundle(candidate).sha256 == sha256:
                return candidate
            problem = f"Its model {model} is another one than that of the scan."
        except BundleError as error:
            problem = str(error)
    raise WorkerError(f"{problem} Install that of the scan there: unmask model import FOLDER.")


@contextmanager
def _process(model: str, sha256: str, folder: Path) -> Iterator[WorkerPool]:
    """A process for one file: one that is spare, else a new one."""
    global _sweeping
    with _lock:
        spare = next((each for each in _spare if each.sha256 == sha256), None)
        if spare:
            _spare.remove(spare)
    if spare:
        pool = spare.pool
    else:
        # Dask runs its workers as daemons, which may have no children, lest these outlive them. Ours end when the
        # process at the other end of their pipe does.
        multiprocessing.current_process().daemon = False
        pool = WorkerPool(_folder_of(model, sha256, folder), 1, sha256=sha256)
    try:
        yield pool
    except BaseException:
        pool.close()
        raise
    with _lock:
        _spare.append(_Spare(pool, sha256, time.monotonic()))
        if not _sweeping:
            _sweeping = True
            threading.Thread(target=_sweep, name="sweep", daemon=True).start()


def _sweep() -> None:
    """Ends processes that are spare for long, until none is spare."""
    global _sweeping
    some = True
    while some:
        time.sleep(_SECONDS_SPARE / 2)
        with _lock:
            since = time.monotonic() - _SECONDS_SPARE
            late = [each for each in _spare if each.since < since]
            _spare[:] = [each for each in _spare if each.since >= since]
            some = _sweeping = bool(_spare)
        for each in late:
            each.pool.close()

"""Epochs of faces that are changed at random, made on all cores while a network learns from the one before."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from app.detector.decode import RgbArray
from app.detector.faces import FaceBox
from app.detector.processors import processors
from trainer.augmentation import forensic, tilted
from trainer.child_process import exit_with_parent
from trainer.composites import CompositeMaker
from trainer.face_crops import CropSet
from trainer.sampling import is_fake, sampling_of, sources_of

#: Share of the genuine faces that are made into composites, which are fakes.
COMPOSITE_SHARE = 0.25
#: Share of the pictures that are darkened, and by which factors: without, dark genuine faces are called fake.
_DARK_SHARE, _DARKEST, _LIGHTEST = 0.12, 0.2, 0.8
_CHUNK = 32


@dataclass(frozen=True, slots=True)
class Epoch:
    """As many pictures as there are faces, drawn by source and class.

    Attributes:
        pictures: uint8 RGB, shape ``(n, size, size, 3)``, memory-mapped; overwritten when the next but one is made.
        faces: index of each picture's face in the crops, shape ``(n,)``.
        composed: whether it was made into a composite, shape ``(n,)``.
    """

    pictures: RgbArray
    faces: npt.NDArray[np.int64]
    composed: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Shared:
    """What a worker has to know; arrays by file, data type and shape."""

    arrays: dict[str, tuple[str, str, tuple[int, ...]]]
    faces: list[FaceBox]
    genuine: npt.NDArray[np.bool_]
    sources: list[str]
    size: int
    seed: int


def changed_faces(crops: CropSet, size: int, seed: int, epochs: range, folder: Path) -> Iterator[Epoch]:
    """Makes epochs, one ahead.

    Args:
        crops: of Train.
        size: side of the pictures in pixels.
        seed: of every random choice: the same gives the same epochs.
        epochs: their numbers.
        folder: where two epochs are kept meanwhile.

    Yields:
        The epochs. The workers end with the iterator.
    """
    genuine, sources = is_fake(crops.files) == 0, sources_of(crops.files)
    usable = genuine & np.isfinite(crops.landmarks).all(axis=(1, 2))
    share = np.where(usable, COMPOSITE_SHARE, 0.0)
    probabilities = sampling_of(crops.files, share)
    arrays = {
        name: (str(array.filename), array.dtype.str, array.shape)
        for name, array in (("surroundings", crops.surroundings), ("landmarks", crops.landmarks))
        if isinstance(array, np.memmap)
    }
    shared = _Shared(arrays, crops.faces, genuine, sources, size, seed)
    count = len(sources)
    files = [folder / f"changed-{number}.raw" for number in range(2)]
    for file in files:
        with file.open("wb") as new:
            new.truncate(count * size * size * 3)

    def begin(number: int) -> tuple[Epoch, list[Future[None]]]:
        generator = np.random.default_rng((seed, number))
        faces = generator.choice(count, count, p=probabilities)
        composed = generator.random(count) < share[faces]
        parts = [slice(start, start + _CHUNK) for start in range(0, count, _CHUNK)]
        made = [
            pool.submit(_make, files[number % 2], count, number, part, faces[part], composed[part]) for part in parts
        ]
        pictures = np.memmap(files[number % 2], np.uint8, "r", shape=(count, size, size, 3))
        return Epoch(pictures, faces, composed), made

    # Spawned, not forked: the parent holds the threads of a framework.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(processors(), context, initializer=_begin_worker, initargs=(shared,))
    try:
        if epochs:
            coming = begin(epochs[0])
        for number in epochs:
            epoch, made = coming
            for part in made:
                part.result()
            if number + 1 in epochs:
                coming = begin(number + 1)
            yield epoch
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
        for file in files:
            file.unlink(missing_ok=True)


_shared: _Shared | None = None
_surroundings: RgbArray
_composites: CompositeMaker


def _begin_worker(shared: _Shared) -> None:
    global _shared, _surroundings, _composites
    exit_with_parent()
    arrays: dict[str, Any] = {
        name: np.memmap(file, dtype, "r", shape=shape) for name, (file, dtype, shape) in shared.arrays.items()
    }
    _shared, _surroundings = shared, arrays["surroundings"]
    _composites = CompositeMaker(_surroundings, arrays["landmarks"], shared.genuine, shared.sources)


def _make(
    file: Path, count: int, epoch: int, part: slice, faces: npt.NDArray[np.int64], composed: npt.NDArray[np.bool_]
) -> None:
    """Makes some pictures of an epoch, in a worker."""
    assert _shared is not None
    size = _shared.size
    pictures = np.memmap(file, np.uint8, "r+", shape=(count, size, size, 3))
    for number, face, composite in zip(range(part.start, count), faces, composed, strict=False):
        changes = np.random.default_rng((_shared.seed, epoch, number))
        pixels = _composites.make(int(face), changes) if composite else _surroundings[face]
        if changes.random() < _DARK_SHARE:
            pixels = (pixels * changes.uniform(_DARKEST, _LIGHTEST)).astype(np.uint8)
        box = _shared.faces[face]
        pictures[number] = forensic(tilted(pixels, box, changes), box, size, changes)

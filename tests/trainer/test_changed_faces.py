"""Epochs of changed faces: the same again, drawn by source and class, and gone when nobody wants them any more."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import psutil
import pytest

from app.detector.faces import FaceBox
from app.detector.labelled import LabelledFile
from trainer.augmentation import tilted
from trainer.changed_faces import changed_faces
from trainer.face_crops import CropSet
from trainer.face_landmarks import COUNT

_FACES = 70


@pytest.fixture
def crops(tmp_path: Path) -> CropSet:
    """Noise; a third is fake, and a half of the others has landmarks, so that composites can be made of it."""
    generator = np.random.default_rng(0)
    files = [LabelledFile(Path(f"{i}.png"), "fake" if i % 3 == 1 else "real", "train", "drawn") for i in range(_FACES)]
    pixels = np.memmap(tmp_path / "surroundings.raw", np.uint8, "w+", shape=(_FACES, 256, 256, 3))
    pixels[:] = generator.integers(0, 256, pixels.shape, np.uint8)
    landmarks = np.memmap(tmp_path / "landmarks.raw", np.float32, "w+", shape=(_FACES, COUNT, 2))
    landmarks[:] = np.nan
    landmarks[::3] = generator.uniform(70, 180, landmarks[::3].shape)
    return CropSet(files, pixels[:, 32:224, 32:224], pixels, [FaceBox(60, 60, 130, 130, 1.0)] * _FACES, landmarks, [])


def test_an_epoch_is_the_same_whenever_it_is_made(crops: CropSet, tmp_path: Path) -> None:
    made = []
    for number, epoch in enumerate(changed_faces(crops, 64, 1, range(3), tmp_path)):
        assert epoch.pictures.shape == (_FACES, 64, 64, 3)
        assert set(epoch.faces[epoch.composed] % 3) <= {0}, "only of genuine faces whose landmarks are known"
        made.append((epoch.pictures.copy(), epoch.faces, epoch.composed))
        # The one after the next is written over this one, so whoever is slow must not see it.
        if number == 0:
            time.sleep(2)
            np.testing.assert_array_equal(epoch.pictures, made[0][0])
    assert any(composed.any() for _, _, composed in made)
    assert (made[0][1] != made[1][1]).any()
    (resumed,) = ((epoch.pictures.copy(), epoch.faces) for epoch in changed_faces(crops, 64, 1, range(2, 3), tmp_path))
    np.testing.assert_array_equal(resumed[0], made[2][0])
    np.testing.assert_array_equal(resumed[1], made[2][1])
    (other,) = (epoch.faces for epoch in changed_faces(crops, 64, 2, range(1), tmp_path))
    assert (other != made[0][1]).any()


def test_who_stops_in_the_middle_leaves_neither_workers_nor_files(crops: CropSet, tmp_path: Path) -> None:
    before = {child.pid for child in psutil.Process().children(recursive=True)}
    epochs = changed_faces(crops, 64, 1, range(5), tmp_path)
    next(epochs)
    workers = {child.pid for child in psutil.Process().children(recursive=True)} - before
    assert workers
    epochs.close()
    # What keeps track of shared resources stays, as it does for the whole program.
    left = [psutil.Process(pid) for pid in workers if psutil.pid_exists(pid)]
    assert not [process for process in left if "resource_tracker" not in " ".join(process.cmdline())]
    assert not list(tmp_path.glob("changed-*"))


def test_a_tilted_face_stays_where_it_is_and_nothing_black_comes_in() -> None:
    pixels = np.full((256, 256, 3), 100, np.uint8)
    box = FaceBox(120, 90, 60, 70, 1.0)
    pixels[121:129, 146:154] = 255  # The middle of the face.
    pixels[60:68, 146:154] = (255, 0, 0)  # Straight above it.
    seen = []
    for seed in range(60):
        turned = tilted(pixels, box, np.random.default_rng(seed))
        assert (turned[122:128, 147:153] > 200).all()
        assert (turned.max(axis=2) > 60).all()
        red = (turned[..., 0] > 200) & (turned[..., 1] < 60)
        rows, columns = np.nonzero(red)
        seen.append(round(float(np.degrees(np.arctan2(columns.mean() - 150, 125 - rows.mean())))) if red.any() else 999)
    assert seen.count(0) > 20, "about half stay upright"
    assert any(10 < angle <= 40 for angle in seen)
    assert any(-40 <= angle < -10 for angle in seen)
    assert any(abs(angle) > 75 for angle in seen), "a few lie on their side"

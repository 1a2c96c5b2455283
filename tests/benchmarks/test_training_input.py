"""What a training step costs with the real input pipeline, over one on a batch that lies in memory.

make bench
"""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from app.detector.faces import FaceBox
from app.detector.labelled import LabelledFile

tf = pytest.importorskip("tensorflow", reason="needs TensorFlow")

from trainer.detector_model import PRESETS, DeepfakeDetectorModel, PresetName  # noqa: E402
from trainer.face_crops import SURROUNDINGS_SIZE, CropSet  # noqa: E402
from trainer.face_landmarks import COUNT  # noqa: E402
from trainer.train_model import BATCH_SIZE, TrainingSettings, TrainModel  # noqa: E402

pytestmark = [pytest.mark.benchmark, pytest.mark.timeout(1800)]

_STEPS = 12


def _crops(size: int) -> CropSet:
    """512 pictures that compress like photographs: smooth, with grain."""
    generator = np.random.default_rng(0)
    n = 512
    files = [LabelledFile(Path(f"{i}.jpg"), "fake" if i % 2 else "real", "train", "one") for i in range(n)]
    smooth = generator.integers(40, 215, (n, 16, 16, 3), np.uint8).repeat(16, axis=1).repeat(16, axis=2)
    grain = generator.integers(0, 20, (SURROUNDINGS_SIZE, SURROUNDINGS_SIZE, 1), np.uint8)
    faces = [FaceBox(60, 60, 135, 135, 1.0)] * n
    landmarks = np.full((n, COUNT, 2), np.nan, np.float32)
    return CropSet(files, smooth[:, :size, :size], smooth + grain, faces, landmarks, [])


def _seconds_a_step(run: TrainModel, data: tf.data.Dataset) -> float:
    model = run.detector.model
    model.fit(data, steps_per_epoch=2, shuffle=False, verbose=0)
    started = time.perf_counter()
    model.fit(data, steps_per_epoch=_STEPS, shuffle=False, verbose=0)
    return (time.perf_counter() - started) / _STEPS


@pytest.mark.parametrize("preset", PRESETS)
def test_a_step_with_the_real_input_beside_one_in_memory(preset: PresetName, tmp_path: Path) -> None:
    size = PRESETS[preset].input_size
    run = TrainModel({}, TrainingSettings(preset, epochs=100), tmp_path)
    run.crops = {"train": _crops(size)}
    run.detector = DeepfakeDetectorModel(preset)
    run.detector.compile(None, 1000)
    pictures = run.crops["train"].inputs[:BATCH_SIZE]
    truth = (np.arange(BATCH_SIZE) % 2).astype(np.float32)[:, np.newaxis]
    in_memory = tf.data.Dataset.from_tensors((np.ascontiguousarray(pictures), truth)).repeat()
    plain = _seconds_a_step(run, in_memory)
    # From an epoch on in which pictures have their full size.
    real = _seconds_a_step(run, run._batches(len(run.crops["train"].files) // BATCH_SIZE, 60))
    print(
        f"\n{preset} at {size} px: {BATCH_SIZE / real:.0f} pictures a second, {BATCH_SIZE / plain:.0f} from memory; "
        f"a step takes {real / plain:.2f} times as long"
    )

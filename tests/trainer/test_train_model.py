"""Pictures reach a network batch by batch: all of Validation at once, and twice, would not fit the memory."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import keras
import numpy as np
import pytest

from app.detector.labelled import LabelledFile, label_of
from app.detector.litert import Network
from tests.trainer import toyfake
from trainer.detector_model import DeepfakeDetectorModel
from trainer.export import to_litert
from trainer.face_crops import CropSet
from trainer.network_pool import NetworkPool
from trainer.progress import TrainingCancelled
from trainer.train_model import TrainingFailed, TrainingSettings, TrainModel


class _Stored:
    """Pictures on a disk, which gives some at a time."""

    def __init__(self, pictures: np.ndarray) -> None:
        self.shape = pictures.shape
        self._pictures = pictures

    def __getitem__(self, chosen: Any) -> np.ndarray:
        part = self._pictures[chosen]
        assert part.ndim == 4
        assert len(part) <= 64
        return part


def _crops(n: int, seed: int) -> tuple[CropSet, np.ndarray]:
    pixels = np.random.default_rng(seed).integers(0, 256, (n, 128, 128, 3), np.uint8)
    files = [LabelledFile(Path(f"{i}.png"), "fake" if i % 3 else "real", None, "ab"[i % 7 == 0]) for i in range(n)]
    return CropSet(files, _Stored(pixels), pixels, [], np.empty(0, np.float32), []), pixels  # type: ignore[arg-type]


def test_validation_is_read_batch_by_batch_and_measured_as_a_whole(tmp_path: Path) -> None:
    run = TrainModel({}, TrainingSettings("simple-cnn", 1, whole=True), tmp_path)
    run.crops["train"], _ = _crops(70, 1)
    run.crops["validation"], pixels = _crops(150, 2)
    run.fit()
    # Every pair of source and class counts alike.
    pairs = [(file.source, file.label) for file in run.crops["validation"].files]
    weights = np.array([150 / (len(set(pairs)) * pairs.count(pair)) for pair in pairs], np.float32)
    truth = np.array([[file.label == "fake"] for file in run.crops["validation"].files], np.float32)
    scores = run.detector.model.predict(pixels.astype(np.float32), verbose=0)
    # As a batch is: the last one counts by its size.
    parts = [slice(start, start + 64) for start in range(0, 150, 64)]
    losses = [float(keras.losses.BinaryCrossentropy()(truth[part], scores[part], weights[part])) for part in parts]
    expected = np.average(losses, weights=[len(truth[part]) for part in parts])
    assert run.history[0]["val_loss"] == pytest.approx(expected, rel=1e-3)


@pytest.mark.parametrize("stop_after", [None, 3])
def test_a_run_that_stopped_early_stays_so_when_it_is_resumed(tmp_path: Path, stop_after: int | None) -> None:
    """Black pictures teach nothing: it stops after the first epoch and four more, resumed or not."""
    black = np.zeros((64, 128, 128, 3), np.uint8)
    files = _crops(64, 1)[0].files
    crops = CropSet(files, black, black, [], np.empty(0, np.float32), [])  # type: ignore[arg-type]

    told: list[dict[str, Any]] = []

    def run(cancel_after: int | None) -> TrainModel:
        model = TrainModel({}, TrainingSettings("simple-cnn", 9, 0.0, whole=True), tmp_path, told.append)
        model.cancelled = lambda: cancel_after is not None and len(model.history) >= cancel_after
        model.crops |= {"train": crops, "validation": crops}
        return model

    if stop_after:
        with pytest.raises(TrainingCancelled):
            run(stop_after).fit()
    first = run(None)
    first.fit()
    assert len(first.history) == 5

    resumed = run(None)
    told.clear()
    resumed.fit()
    assert resumed.history == first.history
    assert [event["metrics"] for event in told if event["event"] == "epoch"] == first.history, "its curves are whole"


def test_the_pace_of_a_resumed_run_leaves_out_what_was_cropped_before(tmp_path: Path) -> None:
    paths = sorted(toyfake.write(tmp_path / "set", {"real": 60, "fake": 60}).rglob("*.jpg"))
    files = [LabelledFile(path, label_of(path.parent.name) or "real", None, "") for path in paths]
    asked = 0
    told: list[tuple[float, dict[str, Any]]] = []

    def cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked == 60

    def emit(event: dict[str, Any]) -> None:
        told.append((time.monotonic(), event))

    run = TrainModel({"train": files}, TrainingSettings("simple-cnn", 1, whole=True), tmp_path / "run", emit, cancelled)
    with pytest.raises(TrainingCancelled):
        run.crop()
    assert told[0][1]["done"] == 1

    told.clear()
    run.crop()
    (began, first), *_, (ended, last) = told
    assert (first["done"], last["done"], last["total"]) == (61, 120, 120)
    assert 50 < last["rate"] * (ended - began) < 70, "of the 120 pictures, half were there"


def test_weights_that_the_last_step_spoilt_are_no_model(tmp_path: Path) -> None:
    run = TrainModel({}, TrainingSettings("simple-cnn", 1, 1e38, whole=True), tmp_path)
    run.crops |= {"train": _crops(64, 1)[0], "validation": _crops(64, 2)[0]}
    with pytest.raises(TrainingFailed, match="The loss is no number any more"):
        run.fit()
    assert not (tmp_path / "state/state.json").exists()


def test_logits_of_absurd_weights_are_no_model_either(tmp_path: Path) -> None:
    # What a learning rate of 1e30 makes of a network; its loss, which is cut off, looks like one.
    inputs = keras.Input((128, 128, 3))
    logit = keras.layers.Dense(1, kernel_initializer=keras.initializers.Constant(3e38))
    content = to_litert(keras.Model(inputs, logit(keras.layers.GlobalAveragePooling2D()(inputs))))
    run = TrainModel({}, TrainingSettings("simple-cnn", 1, whole=True), tmp_path)
    crops, pixels = _crops(3, 1)
    run.crops["test"] = replace(crops, inputs=pixels)
    with pytest.raises(TrainingFailed, match="Try again with a lower learning rate"):
        run.logits(NetworkPool(lambda: Network(content)), "test")


def test_the_weights_to_start_from_may_be_named_by_a_text(tmp_path: Path) -> None:
    # As in anybody's script: the network began with random weights, without a word.
    first = DeepfakeDetectorModel("simple-cnn")
    first.model.save(tmp_path / "model.keras")
    again = DeepfakeDetectorModel("simple-cnn", str(tmp_path / "model.keras"))
    for expected, received in zip(first.model.get_weights(), again.model.get_weights(), strict=True):
        np.testing.assert_array_equal(expected, received)


def test_a_state_that_a_power_cut_has_emptied_is_none(tmp_path: Path) -> None:
    (tmp_path / "state").mkdir()
    (tmp_path / "state/state.json").write_bytes(b"")
    run = TrainModel({}, TrainingSettings("simple-cnn", 1, whole=True), tmp_path)
    run.crops |= {"train": _crops(64, 1)[0], "validation": _crops(64, 2)[0]}
    run.fit()
    assert len(run.history) == 1


def test_weights_that_a_power_cut_has_cut_short_are_trained_again(tmp_path: Path) -> None:
    crops = {"train": _crops(64, 1)[0], "validation": _crops(64, 2)[0]}
    for _ in range(2):
        run = TrainModel({}, TrainingSettings("simple-cnn", 1, whole=True), tmp_path)
        run.crops |= crops
        run.fit()
        assert len(run.history) == 1
        (weights,) = (tmp_path / "state").glob("*.weights.h5")
        with weights.open("r+b") as file:
            file.truncate(weights.stat().st_size // 2)

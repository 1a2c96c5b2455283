"""A fine-tuned encoder tells fakes and still sees what it saw; its file and head say what the trained network does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import keras
import numpy as np
import pytest
import tensorflow as tf
from PIL import Image

from app.detector.cascade import Head
from app.detector.faces import FaceBox
from app.detector.labelled import LabelledFile
from app.detector.litert import Network
from tests.trainer.small_clip import WIDTH, save_tower, tower_weights
from trainer import fine_tuning
from trainer.face_crops import CropSet
from trainer.face_landmarks import COUNT
from trainer.fine_tuning import (
    changed,
    changes_of,
    fine_tune,
    head_of,
    main,
    read_changes,
    restore,
    see,
    tuned_network,
)
from trainer.second_stage import read_encoder
from trainer.teacher import TeacherError
from trainer.vision_encoder import TAPS, build_encoder

_FACES, _SIZE = 96, 64


@pytest.fixture
def weights(monkeypatch: pytest.MonkeyPatch) -> dict[str, np.ndarray]:
    """Of two blocks."""
    monkeypatch.setattr(fine_tuning, "TAPS", (0, 1))
    return tower_weights(2)


@pytest.fixture
def crops(tmp_path: Path) -> CropSet:
    """Smooth pictures; the fakes have coarse stripes. A last source holds fakes alone, without stripes."""
    generator = np.random.default_rng(0)
    pixels = np.memmap(tmp_path / "surroundings.raw", np.uint8, "w+", shape=(_FACES, 256, 256, 3))
    files = []
    for number in range(_FACES):
        label, source = ("fake" if number % 2 else "real"), "drawn"
        smooth = Image.fromarray(generator.integers(60, 190, (4, 4, 3), np.uint8)).resize((256, 256), Image.BICUBIC)
        picture = np.asarray(smooth, np.int16)
        if number >= _FACES - 16:
            label, source = "fake", "whole"
        elif label == "fake":
            picture = picture + np.where(np.arange(256) // 24 % 2, 40, -40)[:, np.newaxis, np.newaxis]
        pixels[number] = picture.clip(0, 255)
        files.append(LabelledFile(Path(f"{number}.png"), label, "train", source))
    landmarks = np.memmap(tmp_path / "landmarks.raw", np.float32, "w+", shape=(_FACES, COUNT, 2))
    landmarks[:] = np.nan
    inputs = np.ascontiguousarray(pixels[:, 32:224:3, 32:224:3])
    return CropSet(files, inputs, pixels, [FaceBox(60, 60, 130, 130, 1.0)] * _FACES, landmarks, [])


pytestmark = pytest.mark.filterwarnings("ignore:.*run_functions_eagerly.*:UserWarning")


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A few faces are many batches; and nothing is compiled, which would take longer than the rest."""
    monkeypatch.setattr(fine_tuning, "_BATCH_SIZE", 16)
    monkeypatch.setattr("trainer.sampling._LEAST_ALONE", 10)
    keras.utils.set_random_seed(1)
    tf.config.run_functions_eagerly(True)
    yield
    tf.config.run_functions_eagerly(False)


def _logits(head: Head, network: Network, inputs: np.ndarray) -> np.ndarray:
    return np.array([head.logits(network.run(x.astype(np.float32))[0], 0.0)[0] for x in inputs])


@pytest.mark.slow
def test_it_learns_and_the_class_token_is_held(
    weights: dict[str, np.ndarray], crops: CropSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = build_encoder(weights, _SIZE, (0, 1))
    token = slice(-2 * WIDTH, -WIDTH)
    held = see(before, crops.inputs)[:, token]

    def tuned(weight: float) -> tuple[np.ndarray, float]:
        monkeypatch.setattr(fine_tuning, "_HELD", weight)
        network = tuned_network(weights, _SIZE, crops.inputs)
        (folder := tmp_path / f"{weight}").mkdir()
        fine_tune(network, weights, crops, 8, 1, folder)
        logits = see(network, crops.inputs)[:, 0]
        after = see(build_encoder(changed(weights, changes_of(network)), _SIZE, (0, 1)), crops.inputs)[:, token]
        return logits, float(np.mean((after - held) ** 2) / held.var(axis=0).mean())

    logits, moved = tuned(2.0)
    fake = np.array([file.label == "fake" for file in crops.files])
    known = np.array([file.source == "drawn" for file in crops.files])
    assert np.mean((logits > 0) == fake, where=known) > 0.9
    # Nothing tells it that the last source is fake: to it, these are the smooth ones.
    assert np.mean(logits[~known] < 0) > 0.8
    _, free = tuned(0.0)
    assert moved < 0.5 * free


@pytest.mark.slow
def test_a_run_that_was_stopped_ends_where_an_undisturbed_one_does(
    weights: dict[str, np.ndarray], crops: CropSet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def network() -> keras.Model:
        keras.utils.set_random_seed(1)
        return tuned_network(weights, _SIZE, crops.inputs)

    for name in ("whole", "stopped"):
        (tmp_path / name).mkdir()
    whole = network()
    fine_tune(whole, weights, crops, 2, 1, tmp_path / "whole")

    stopped, save = network(), fine_tuning._save

    def save_and_stop(*arguments: object) -> None:
        save(*arguments)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(fine_tuning, "_save", save_and_stop)
        with pytest.raises(KeyboardInterrupt):
            fine_tune(stopped, weights, crops, 2, 1, tmp_path / "stopped")
    resumed = network()
    fine_tune(resumed, weights, crops, 2, 1, tmp_path / "stopped")
    for name, expected in changes_of(whole).items():
        # Dropout draws other numbers after a stop, so the last digits differ.
        np.testing.assert_allclose(changes_of(resumed)[name], expected, atol=0.02, err_msg=name)
    assert (see(stopped, crops.inputs) != see(whole, crops.inputs)).any()


@pytest.mark.slow
def test_file_and_head_say_what_the_network_says(crops: CropSet, tmp_path: Path) -> None:
    weights, generator = tower_weights(max(TAPS) + 1), np.random.default_rng(1)
    network = tuned_network(weights, _SIZE, crops.inputs)
    for layer in network.layers:
        if layer.name != "standard":
            for weight in layer.trainable_weights:
                weight.assign_add(generator.normal(0, 0.05, weight.shape))
    fine_tuning._save(tmp_path / "changes.npz", changes_of(network))
    again = tuned_network(weights, _SIZE, crops.inputs[:20])
    restore(again, read_changes(tmp_path / "changes.npz"))
    expected = see(network, crops.inputs)
    np.testing.assert_array_equal(see(again, crops.inputs), expected)
    assert expected[:, 0].std() > 0.1

    file = save_tower(weights, tmp_path / "tower.onnx")
    encoder = read_encoder(file, _SIZE, tmp_path / "encoder.tflite", tmp_path / "changes.npz")
    assert encoder.head is not None
    np.testing.assert_array_equal(encoder.head.hidden, head_of(changes_of(network)).hidden)
    said = _logits(encoder.head, Network(encoder.content), crops.inputs)
    assert np.corrcoef(said, expected[:, 0])[0, 1] > 0.95
    plain = read_encoder(file, _SIZE, tmp_path / "plain.tflite")
    assert plain.head is None
    of_plain = _logits(encoder.head, Network(plain.content), crops.inputs)
    off, off_plain = (np.abs(logits - expected[:, 0]).mean() for logits in (said, of_plain))
    assert off < 0.5 * off_plain, "the encoder itself has changed, and not the layer on it alone"


def test_what_can_t_be_used_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "changes.npz").write_text("nothing of the kind")
    with pytest.raises(TeacherError, match=r"changes\.npz is not what python -m trainer\.fine_tuning writes"):
        read_changes(tmp_path / "changes.npz")
    np.savez(tmp_path / "other.npz", x=np.zeros(3))
    with pytest.raises(TeacherError, match=r"other\.npz"):
        read_changes(tmp_path / "other.npz")
    command = ["--data", str(tmp_path / "nowhere"), "--encoder", "tower.onnx", "--out", str(tmp_path / "out")]
    assert main(command) == 1
    assert "nowhere" in capsys.readouterr().err

"""What a teacher sees reaches the network, and the network that is shipped has nothing of the teacher in it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import keras
import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from app.detector.faces import FaceBox
from app.detector.labelled import LabelledFile
from app.models import bundled_model
from trainer.detector_model import DeepfakeDetectorModel
from trainer.face_crops import CropSet
from trainer.face_landmarks import COUNT
from trainer.teacher import Teacher, TeacherError, lessons
from trainer.train_model import TrainingSettings, TrainModel

_SHADES = 16


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An encoder of the usual shape: what it sees of a picture are the means of its colours, mixed."""
    mix = np.random.default_rng(0).normal(size=(3, _SHADES)).astype(np.float32)
    graph = helper.make_graph(
        [
            helper.make_node("GlobalAveragePool", ["pixels"], ["means"]),
            helper.make_node("Flatten", ["means"], ["flat"]),
            helper.make_node("MatMul", ["flat", "mix"], ["features"]),
        ],
        "means",
        [helper.make_tensor_value_info("pixels", TensorProto.FLOAT, [1, 3, 224, 224])],
        [helper.make_tensor_value_info("features", TensorProto.FLOAT, [1, _SHADES])],
        [helper.make_tensor("mix", TensorProto.FLOAT, mix.shape, mix.ravel())],
    )
    path = tmp_path_factory.mktemp("teacher") / "encoder.onnx"
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    onnx.save(model, path)
    return path


@pytest.fixture
def crops() -> CropSet:
    """Half of the faces are reddish, and fake."""
    generator = np.random.default_rng(0)
    n = 64
    files = [LabelledFile(Path(f"{i}.png"), "fake" if i % 2 else "real", "train", "drawn") for i in range(n)]
    pixels = generator.integers(60, 160, (n, 256, 256, 3), np.uint8)
    pixels[1::2, ..., 0] += 60
    faces = [FaceBox(60.0, 60.0, 130.0, 130.0, 1.0)] * n
    landmarks = np.full((n, COUNT, 2), np.nan, np.float32)
    return CropSet(files, pixels[:, 32:224, 32:224], pixels, faces, landmarks, [])


def test_the_teacher_looks_once_and_is_asked_again_only_for_other_faces(
    encoder: Path, crops: CropSet, tmp_path: Path
) -> None:
    looks: list[int] = []
    file = tmp_path / "features.npy"
    first = Teacher(encoder).features(crops, file, lambda done, total: looks.append(done))
    again = Teacher(encoder).features(crops, file, lambda done, total: looks.append(done))
    assert first.shape == (64, _SHADES)
    assert len(looks) == 64
    np.testing.assert_array_equal(first, again)


def test_what_a_teacher_said_of_other_faces_is_not_taken_for_these(
    encoder: Path, crops: CropSet, tmp_path: Path
) -> None:
    run = TrainModel({}, TrainingSettings(teacher=encoder), tmp_path)
    run.crops = {"train": replace(crops, digest="first")}
    run.ask_teacher()
    assert run.lessons is not None
    first = run.lessons.features
    # As where a face more was found after a disk was mounted anew: each row is another picture's.
    run.crops = {"train": replace(crops, surroundings=np.roll(crops.surroundings, 1, axis=0), digest="other")}
    run.ask_teacher()
    np.testing.assert_allclose(run.lessons.features, np.roll(first, 1, axis=0), atol=1e-3)


def test_the_classifier_judges_faces_that_it_did_not_see() -> None:
    generator = np.random.default_rng(0)
    fake = generator.random(400) < 0.5
    telling = generator.normal(size=(400, 32)) + 1.0
    telling[fake, 0] += 4
    found = lessons(telling.astype(np.float32), fake, np.ones(400), "")
    assert np.mean((found.scores > 0.5) == fake) > 0.9
    # Features that say nothing teach nothing: a classifier that had seen the faces would know them by heart.
    silent = lessons(generator.normal(size=(400, 32)).astype(np.float32), fake, np.ones(400), "")
    assert np.mean((silent.scores > 0.5) == fake) < 0.62


def test_a_file_that_is_no_encoder_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "teacher.onnx").write_text("not a network")
    with pytest.raises(TeacherError, match=r"teacher\.onnx is no image encoder"):
        Teacher(tmp_path / "teacher.onnx")


@pytest.mark.slow
def test_a_taught_network_foresees_the_teacher_and_ships_without_it(
    encoder: Path, crops: CropSet, tmp_path: Path
) -> None:
    events: list[dict[str, Any]] = []
    settings = TrainingSettings(epochs=4, teacher=encoder, start=bundled_model() / "model.keras", learning_rate=1e-3)
    run = TrainModel({}, settings, tmp_path, events.append)
    run.crops = {"train": crops, "validation": crops}
    run.ask_teacher()
    run.fit()
    losses = [event["metrics"]["loss"] for event in events if event["event"] == "epoch"]
    assert losses[-1] < losses[0] - 0.3, losses
    shipped = run.detector.deployable()
    plain = DeepfakeDetectorModel(start=None).deployable()
    assert [weights.shape for weights in shipped.get_weights()] == [weights.shape for weights in plain.get_weights()]
    # After so few steps only the statistics of the batch itself fit, as while training.
    run.detector.fitted.load_weights(tmp_path / "state/epoch-4.weights.h5")
    _, foreseen = run.detector.fitted(crops.inputs.astype(np.float32), training=True)
    assert run.lessons is not None
    assert -keras.losses.cosine_similarity(run.lessons.features, foreseen).numpy().mean() > 0.3


def test_training_on_starts_from_the_weights_of_the_bundle() -> None:
    detector = DeepfakeDetectorModel(start=bundled_model() / "model.keras")
    shipped = keras.models.load_model(bundled_model() / "model.keras")
    pixels = np.random.default_rng(0).integers(0, 256, (2, 192, 192, 3)).astype(np.float32)
    # The bundled model is a pair; of these, the second network.
    both = keras.Model(shipped.input, shipped.get_layer("pool").output).predict(pixels, verbose=0)
    found = keras.Model(detector.model.input, detector.model.get_layer("pool").output).predict(pixels, verbose=0)
    np.testing.assert_allclose(found, both[:, found.shape[1] :], rtol=1e-3, atol=1e-3)


def test_training_on_starts_from_a_single_network(tmp_path: Path) -> None:
    keras.utils.set_random_seed(3)
    first = DeepfakeDetectorModel(start=None)
    first.deployable().save(tmp_path / "model.keras")
    again = DeepfakeDetectorModel(start=tmp_path / "model.keras")
    for weights, expected in zip(again.model.get_weights(), first.model.get_weights(), strict=True):
        np.testing.assert_array_equal(weights, expected)

"""What is exported computes what was trained, whatever it is made of."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import keras
import numpy as np
import pytest

from app.detector.bundle import NETWORK, load_bundle, logit_of, read_manifest
from app.detector.decode import Picture
from app.detector.detector import Detector
from app.detector.litert import Network
from app.models import bundled_model
from trainer.detector_model import DeepfakeDetectorModel, PresetName, ends_in_logit, joined
from trainer.export import halve_precision, to_litert, write_bundle

_PIXELS = np.random.default_rng(0).integers(0, 256, (3, 192, 192, 3), np.uint8)


@pytest.fixture(scope="module")
def two() -> tuple[keras.Model, keras.Model]:
    """Two networks of the same kind, with other weights."""
    keras.utils.set_random_seed(0)
    first, second = (DeepfakeDetectorModel(start=start).deployable() for start in ("imagenet", None))
    return first, second


def _logits(model: keras.Model) -> np.ndarray:
    return np.asarray(model.predict_on_batch(_PIXELS.astype(np.float32)))[:, 0]


def test_two_joined_networks_add_up_their_logits(two: tuple[keras.Model, keras.Model]) -> None:
    first, second = two
    pair = joined(first, second, (0.25, 0.75))
    np.testing.assert_allclose(_logits(pair), 0.25 * _logits(first) + 0.75 * _logits(second), rtol=1e-4, atol=1e-4)


def test_a_pair_is_exported_with_a_map_of_what_each_place_adds(two: tuple[keras.Model, keras.Model]) -> None:
    pair = joined(*two, (0.5, 0.5))
    network = Network(to_litert(pair))
    for pixels, expected in zip(_PIXELS, _logits(pair), strict=True):
        assert logit_of(network, pixels) == pytest.approx(expected, abs=0.02)
        evidence = next(each for each in network.run(pixels.astype(np.float32)) if each.size > 1)
        assert evidence.mean() == pytest.approx(expected, abs=0.02)


def test_in_eight_bits_a_network_is_a_quarter_as_large_and_nearly_the_same() -> None:
    model = DeepfakeDetectorModel(start=bundled_model() / "model.keras").deployable()
    # Smooth, as pictures are: of noise, all logits are about the same.
    coarse = np.random.default_rng(0).uniform(0, 255, (24, 6, 6, 3))
    pictures = np.asarray(keras.ops.image.resize(coarse, (192, 192), "bicubic")).clip(0, 255).astype(np.uint8)
    content = to_litert(model, pictures[:16])
    assert len(content) < 0.35 * 4 * model.count_params()
    network = Network(content)
    found = np.array([logit_of(network, picture) for picture in pictures])
    expected = np.asarray(model.predict(pictures.astype(np.float32), verbose=0))[:, 0]
    # On drawn pictures, and with ranges measured on 16 of them; on faces it is 0.99.
    assert np.corrcoef(found, expected)[0, 1] > 0.85
    assert len(set(found.tolist())) == len(found), "the last layers are not rounded"


@pytest.mark.parametrize("preset", ["seed-cnn", "simple-cnn"])
def test_a_network_that_a_gpu_trained_in_16_bits_is_exported(preset: PresetName) -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (128, 128, 3), np.uint8)
    keras.config.set_dtype_policy("mixed_float16")
    try:
        detector = DeepfakeDetectorModel(preset, None)
    finally:
        keras.config.set_dtype_policy("float32")

    network = Network(to_litert(ends_in_logit(detector.deployable())))

    probability = float(detector.model.predict_on_batch(pixels[np.newaxis].astype(np.float32))[0, 0])
    assert logit_of(network, pixels) == pytest.approx(np.log(probability / (1 - probability)), abs=0.02)


def test_weights_are_shipped_in_half_the_space(two: tuple[keras.Model, keras.Model]) -> None:
    model = keras.models.clone_model(two[0])
    model.set_weights(two[0].get_weights())
    before = _logits(model)
    halve_precision(model)
    for weights in model.get_weights():
        np.testing.assert_array_equal(weights, weights.astype(np.float16).astype(np.float32))
    np.testing.assert_allclose(_logits(model), before, atol=0.05)


def test_the_bundled_model_in_keras_and_in_litert_are_one(portraits: list[Path]) -> None:
    model = keras.models.load_model(bundled_model() / "model.keras")
    network = Network((bundled_model() / "model.tflite").read_bytes())
    detector = Detector(load_bundle(bundled_model()))
    crops = np.stack([crop for path in portraits for _, crop in detector.crops(Picture(path.read_bytes()))])
    expected = np.asarray(model.predict(crops.astype(np.float32), verbose=0))[:, 0]
    found = np.array([logit_of(network, crop) for crop in crops])
    # The one computes in 8-bit integers.
    np.testing.assert_allclose(found, expected, atol=0.5)
    assert np.corrcoef(found, expected)[0, 1] > 0.95


def test_names_in_another_encoding_than_the_systems_spoil_no_bundle(tmp_path: Path) -> None:
    picture = keras.Input((32, 32, 3))
    model = keras.Model(picture, keras.layers.Dense(1)(keras.layers.Flatten()(picture)))
    # A folder that was called "Köln" in Latin-1, as Python reads it where names are UTF-8.
    name = b"K\xf6ln".decode(errors="surrogateescape")
    manifest = replace(
        read_manifest(bundled_model()), input_size=32, files={}, second=None, metrics={"test": {name: {}}}
    )
    # What a run has left that was killed here.
    (tmp_path / ".writing-x/bundle").mkdir(parents=True)
    bundle = write_bundle(tmp_path / "bundle", manifest, {NETWORK: to_litert(model)}, model, f"Of {name}.")
    assert list(tmp_path.iterdir()) == [bundle]
    assert load_bundle(bundle).manifest.metrics == {"test": {"K?ln": {}}}
    assert (bundle / "MODEL_CARD.md").read_text("utf-8") == "Of K?ln."

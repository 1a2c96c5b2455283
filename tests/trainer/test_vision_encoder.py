"""The image tower of a CLIP, built anew from its weights, computes what its authors describe."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import helper
from packaging.requirements import Requirement

from app.detector.litert import Network
from tests.trainer.small_clip import PATCH, WIDTH, save_tower, tower_weights
from trainer.teacher import MEAN, SPREAD, TeacherError
from trainer.vision_encoder import TAPS, build_encoder, encoder_to_litert, read_weights

_BLOCKS = 2


@pytest.fixture(scope="module")
def weights() -> dict[str, np.ndarray]:
    return tower_weights(_BLOCKS)


def _by_hand(weights: dict[str, np.ndarray], pixels: np.ndarray) -> np.ndarray:
    """The tower as the paper has it, one token and one head at a time."""

    def norm(x: np.ndarray, name: str) -> np.ndarray:
        spread = np.sqrt(x.var(axis=1, keepdims=True) + 1e-5)
        return (x - x.mean(axis=1, keepdims=True)) / spread * weights[f"{name}.weight"] + weights[f"{name}.bias"]

    def dense(x: np.ndarray, name: str) -> np.ndarray:
        return x @ weights[f"{name}.weight"] + weights[f"{name}.bias"]

    scaled = ((pixels / 255 - MEAN) / SPREAD).astype(np.float32)
    kernel = weights["vision_model.embeddings.patch_embedding.weight"]
    tokens = [weights["vision_model.embeddings.class_embedding"]]
    for row in range(0, 64, PATCH):
        for column in range(0, 64, PATCH):
            patch = scaled[row : row + PATCH, column : column + PATCH].transpose(2, 0, 1)
            tokens.append((kernel * patch).sum(axis=(1, 2, 3)))
    x = np.stack(tokens) + weights["vision_model.embeddings.position_embedding.weight"]
    x = norm(x, "vision_model.pre_layrnorm")
    seen = []
    for block in range(_BLOCKS):
        name = f"vision_model.encoder.layers.{block}"
        before = norm(x, f"{name}.layer_norm1")
        query, key, value = (dense(before, f"{name}.self_attn.{part}_proj") for part in "qkv")
        mixed = np.empty_like(x)
        for head in range(0, WIDTH, 64):
            part = slice(head, head + 64)
            scores = np.exp(query[:, part] @ key[:, part].T / 8)
            mixed[:, part] = scores / scores.sum(axis=1, keepdims=True) @ value[:, part]
        x = x + dense(mixed, f"{name}.self_attn.out_proj")
        hidden = dense(norm(x, f"{name}.layer_norm2"), f"{name}.mlp.fc1")
        x = x + dense(hidden / (1 + np.exp(-1.702 * hidden)), f"{name}.mlp.fc2")
        seen += [x[0], x[1:].mean(axis=0)]
    return np.concatenate(seen)


def test_the_tower_computes_what_its_authors_describe(weights: dict[str, np.ndarray], tmp_path: Path) -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (64, 64, 3)).astype(np.float32)
    model = build_encoder(read_weights(save_tower(weights, tmp_path / "tower.onnx")), 64, (0, 1))
    found = model.predict_on_batch(pixels[np.newaxis])[0]
    np.testing.assert_allclose(found, _by_hand(weights, pixels), rtol=1e-3, atol=1e-3)


def test_weights_of_eight_bits_are_read_too(weights: dict[str, np.ndarray], tmp_path: Path) -> None:
    read = read_weights(save_tower(weights, tmp_path / "tower.onnx", eight_bits=True))
    assert read.keys() == weights.keys()
    for name, value in weights.items():
        np.testing.assert_allclose(read[name], value, atol=np.abs(value).max() / 200)


def test_other_sizes_are_taken_with_other_positions(weights: dict[str, np.ndarray]) -> None:
    model = build_encoder(weights, 96, (1,))
    assert model.output.shape == (None, 2 * WIDTH)
    smooth = np.full((1, 96, 96, 3), 120.0, np.float32)
    small = build_encoder(weights, 64, (1,)).predict_on_batch(smooth[:, :64, :64])
    # Of an even surface the class token sees the same, whatever its size, but for the positions in between.
    assert np.corrcoef(model.predict_on_batch(smooth)[0, :WIDTH], small[0, :WIDTH])[0, 1] > 0.9


def test_what_is_no_tower_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "text.onnx").write_text("not a network")
    with pytest.raises(TeacherError, match=r"text\.onnx"):
        read_weights(tmp_path / "text.onnx")
    onnx.save(helper.make_model(helper.make_graph([], "empty", [], [])), tmp_path / "empty.onnx")
    with pytest.raises(TeacherError, match=r"empty\.onnx is no image encoder"):
        read_weights(tmp_path / "empty.onnx")


def test_missing_blocks_are_named(weights: dict[str, np.ndarray]) -> None:
    with pytest.raises(TeacherError, match=r"layers\.2"):
        build_encoder(weights, 64, (2,))


def test_the_exported_tower_sees_nearly_the_same() -> None:
    weights = tower_weights(max(TAPS) + 1)
    pixels = np.random.default_rng(1).integers(0, 256, (64, 64, 3)).astype(np.float32)
    (found,) = Network(encoder_to_litert(weights, 64)).run(pixels)
    expected = build_encoder(weights, 64).predict_on_batch(pixels[np.newaxis])[0]
    assert np.corrcoef(found, expected)[0, 1] > 0.98


def test_the_extra_that_a_missing_package_is_said_to_come_with_brings_it() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))["project"]
    extra = {Requirement(line).name for line in project["optional-dependencies"]["teacher"]}
    assert {"onnx", "onnxruntime"} <= extra

"""A second network is asked about what the first leaves open, and about nothing else."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from skimage import data

from app.detector.bundle import NETWORK, Bundle, load_bundle, read_second_stage
from app.detector.cascade import Cascade, Head, SecondStage
from app.detector.decode import Picture
from app.detector.detector import Detector
from app.detector.litert import Network
from app.models import bundled_model


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    found = load_bundle(bundled_model())
    assert found.manifest.second is not None, "the bundled model is a cascade"
    return found


@pytest.fixture(scope="module")
def face(bundle: Bundle) -> np.ndarray:
    """The astronaut's face as the networks see it."""
    stream = io.BytesIO()
    Image.fromarray(data.astronaut()).save(stream, "PNG")
    ((_, crop),) = Detector(bundle).crops(Picture(stream.getvalue()))
    return crop.astype(np.float32)


@pytest.fixture(scope="module")
def encoder() -> tuple[bytes, Head]:
    found = read_second_stage(bundled_model())
    assert found is not None
    return found


@pytest.fixture
def cascade(bundle: Bundle, encoder: tuple[bytes, Head]) -> Callable[[float], Cascade]:
    """The bundled networks, the second asked from another logit on."""

    def build(low: float) -> Cascade:
        assert bundle.manifest.second is not None
        first = (bundle.folder / NETWORK).read_bytes()
        content, head = encoder
        return Cascade(first, Network(content), head, replace(bundle.manifest.second, low=low))

    return build


def test_an_open_face_is_judged_by_both(bundle: Bundle, cascade: Callable[[float], Cascade], face: np.ndarray) -> None:
    stage = bundle.manifest.second
    assert stage is not None
    always = cascade(-100.0)
    logit, evidence = sorted(always.run(face), key=np.size)
    first = always.first_logit(face)
    second = always.second_logits(face, first)
    assert float(logit.item()) == pytest.approx(float(stage.logit(first, second)), abs=1e-5)
    assert stage.second * abs(second[0]) > 0.1, "else nothing is shown"
    # The map is the first network's.
    np.testing.assert_array_equal(evidence, sorted(cascade(100.0).run(face), key=np.size)[1])


def test_the_first_network_alone_clears_what_is_surely_genuine(
    cascade: Callable[[float], Cascade], face: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    never = cascade(100.0)
    monkeypatch.setattr(never, "second_logits", lambda *_: pytest.fail("the second network was asked"))
    logit = next(output for output in never.run(face) if output.size == 1)
    assert float(logit.item()) == never.first_logit(face)


@pytest.mark.parametrize("layers", [0, 2])
def test_a_head_comes_back_from_its_file(layers: int) -> None:
    generator = np.random.default_rng(0)
    kernel = generator.normal(size=(12, 5)).astype(np.float16).astype(np.float32)
    linear = generator.normal(size=(12, layers)).astype(np.float32)
    output, half = generator.normal(size=5).astype(np.float32), np.asarray(0.5, np.float32)
    linear_bias, linear_first = np.full(layers, 0.25, np.float32), np.full(layers, 0.75, np.float32)
    head = Head(kernel, np.ones(5, np.float32), output, half, linear, linear_bias, linear_first)
    again = Head.from_bytes(head.to_bytes())
    features = generator.normal(size=12).astype(np.float32)
    hidden = [max(0.0, float(sum(features[i] * kernel[i, j] for i in range(12)) + 1)) for j in range(5)]
    deep = sum(h * o for h, o in zip(hidden, head.output, strict=True)) + 0.5
    expected = [deep, *(sum(features[i] * linear[i, j] for i in range(12)) + 0.25 + 0.75 * 2 for j in range(layers))]
    np.testing.assert_allclose(again.logits(features, 2.0), expected, atol=1e-4)
    np.testing.assert_allclose(again.logits(np.stack([features] * 3), np.full(3, 2.0)), [expected] * 3, atol=1e-4)


def test_a_head_of_before_there_were_linear_layers_is_read(encoder: tuple[bytes, Head]) -> None:
    with np.load(io.BytesIO(encoder[1].to_bytes())) as arrays:
        old = {name: arrays[name] for name in arrays.files if not name.startswith("linear")}
    stream = io.BytesIO()
    np.savez_compressed(stream, **old)
    head = Head.from_bytes(stream.getvalue())
    features = np.random.default_rng(0).normal(size=head.hidden.shape[0]).astype(np.float32)
    np.testing.assert_array_equal(head.logits(features, 2.0), encoder[1].logits(features, 2.0)[:1])


def test_linear_layers_of_before_they_heeded_the_first_network_do_not(encoder: tuple[bytes, Head]) -> None:
    with np.load(io.BytesIO(encoder[1].to_bytes())) as arrays:
        old = {name: arrays[name] for name in arrays.files if name != "linear_first"}
    stream = io.BytesIO()
    np.savez_compressed(stream, **old)
    head = Head.from_bytes(stream.getvalue())
    features = np.random.default_rng(0).normal(size=head.hidden.shape[0]).astype(np.float32)
    np.testing.assert_array_equal(head.logits(features, 5.0), head.logits(features, -5.0))
    assert len(head.logits(features, 5.0)) == 1 + len(head.linear_bias)


def test_a_face_is_genuine_if_it_is_no_fake_of_any_kind() -> None:
    stage = SecondStage(low=-1.0, first=0.5, second=2.0, shift=0.25, scale=1.5, offset=-0.125)
    second = np.array([[1.0, -3.0, 0.0], [1.0, 4.0, 0.0], [-9.0, -8.0, -7.0]])
    expected = []
    for deep, *linear in second:
        log_odds = [0.5 + 2 * deep + 0.25, *linear]
        none = float(np.prod([1 / (1 + np.exp(each)) for each in log_odds]))
        expected.append(1.5 * np.log((1 - none) / none) - 0.125)
    np.testing.assert_allclose(stage.logit(np.ones(3), second), expected, atol=1e-9)
    alone = float(stage.logit(1.0, np.array([1.0])))
    assert alone == pytest.approx(1.5 * 2.75 - 0.125), "a head may have no linear layer"
    sure = stage.logit(np.array([500.0, -500.0]), np.array([[500.0, -500.0], [-500.0, -900.0]]))
    assert np.isfinite(sure).all()
    assert sure[0] > 40 > -40 > sure[1]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no archive", Path(__file__).read_bytes()])
def test_what_is_no_head_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"head|pickle|file"):
        Head.from_bytes(content)


def test_a_linear_layer_that_does_not_fit_is_refused(encoder: tuple[bytes, Head]) -> None:
    wrong = [
        replace(encoder[1], linear=np.zeros((7, 1), np.float32)),
        replace(encoder[1], linear_first=np.zeros(3, np.float32)),
    ]
    for head in wrong:
        with pytest.raises(ValueError, match="linear layers that fit"):
            Head.from_bytes(head.to_bytes())


def test_a_head_for_other_features_is_refused(bundle: Bundle, encoder: tuple[bytes, Head]) -> None:
    assert bundle.manifest.second is not None
    content, head = encoder
    short = replace(head, hidden=head.hidden[:-1], linear=head.linear[:-1])
    with pytest.raises(ValueError, match="features"):
        Cascade((bundle.folder / NETWORK).read_bytes(), Network(content), short, bundle.manifest.second)

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
from app.detector.cascade import Cascade, Head
from app.detector.decode import Picture
from app.detector.detector import Detector
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
        return Cascade(first, *encoder, replace(bundle.manifest.second, low=low))

    return build


def test_an_open_face_is_judged_by_both(bundle: Bundle, cascade: Callable[[float], Cascade], face: np.ndarray) -> None:
    stage = bundle.manifest.second
    assert stage is not None
    always = cascade(-100.0)
    logit, evidence = sorted(always.run(face), key=np.size)
    first, second = always.first_logit(face), always.second_logit(face)
    assert float(logit.item()) == pytest.approx(stage.first * first + stage.second * second + stage.shift, abs=1e-5)
    assert stage.second * abs(second) > 0.1, "else nothing is shown"
    # The map is the first network's.
    np.testing.assert_array_equal(evidence, sorted(cascade(100.0).run(face), key=np.size)[1])


def test_the_first_network_alone_clears_what_is_surely_genuine(
    cascade: Callable[[float], Cascade], face: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    never = cascade(100.0)
    monkeypatch.setattr(never, "second_logit", lambda pixels: pytest.fail("the second network was asked"))
    logit = next(output for output in never.run(face) if output.size == 1)
    assert float(logit.item()) == never.first_logit(face)


def test_a_head_comes_back_from_its_file() -> None:
    generator = np.random.default_rng(0)
    kernel = generator.normal(size=(12, 5)).astype(np.float16).astype(np.float32)
    head = Head(kernel, np.ones(5, np.float32), generator.normal(size=5).astype(np.float32), np.float32(0.5)[()])
    again = Head.from_bytes(head.to_bytes())
    features = generator.normal(size=12).astype(np.float32)
    hidden = [max(0.0, float(sum(features[i] * kernel[i, j] for i in range(12)) + 1)) for j in range(5)]
    expected = sum(h * o for h, o in zip(hidden, head.output, strict=True)) + 0.5
    assert again.logit(features) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no archive", Path(__file__).read_bytes()])
def test_what_is_no_head_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"head|pickle|file"):
        Head.from_bytes(content)


def test_a_head_for_other_features_is_refused(bundle: Bundle, encoder: tuple[bytes, Head]) -> None:
    assert bundle.manifest.second is not None
    content, head = encoder
    short = replace(head, hidden=head.hidden[:-1])
    with pytest.raises(ValueError, match="features"):
        Cascade((bundle.folder / NETWORK).read_bytes(), content, short, bundle.manifest.second)

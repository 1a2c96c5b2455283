from __future__ import annotations

import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from app.detector.bundle import Manifest, load_bundle
from app.detector.closer_look import look_closer
from app.detector.decode import Picture
from app.detector.detector import Detector
from app.detector.faces import FaceBox
from app.detector.verdict import FaceScore, Limits, Thresholds, Verdict
from app.models import bundled_model

SIZE = 64
MANIFEST = Manifest(
    id="planted",
    name="planted",
    created="",
    preset="",
    input_size=SIZE,
    crop="whole",
    margin=1.0,
    resize_filter="bilinear",
    temperature=1.0,
    thresholds=Thresholds(0.9, 0.2, 0.01, 0.05),
    limits=Limits(0, 0),
    files={},
)
FACE = FaceScore(FaceBox(0, 0, SIZE, SIZE, 1.0), 2.0, 0.9, 50.0, Verdict.FAKE)


class PlantedNetwork:
    """Finds fine stripes in one quarter of the picture, which is what decides; its map points where it is told to."""

    def __init__(self, points_at: tuple[int, int]) -> None:
        self._points_at = points_at

    def run(self, pixels: np.ndarray) -> tuple[np.ndarray, ...]:
        quarter = pixels[: SIZE // 2, : SIZE // 2, 0]
        logit = np.abs(np.diff(quarter, axis=1)).mean() / 20
        evidence = np.zeros((4, 4, 1), np.float32)
        evidence[self._points_at] = 1.0
        return np.array([logit], np.float32), evidence


def _saved(picture: Image.Image, format_name: str) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, format_name)
    return stream.getvalue()


@pytest.fixture
def striped() -> Picture:
    pixels = np.random.default_rng(1).integers(110, 140, (SIZE, SIZE, 3), np.uint8)
    pixels[: SIZE // 2, : SIZE // 2 : 2] = 20
    return Picture(_saved(Image.fromarray(pixels), "PNG"))


def test_a_map_that_points_at_what_decides_passes_its_test(striped: Picture) -> None:
    look = look_closer(PlantedNetwork((0, 0)), MANIFEST, striped, FACE)  # type: ignore[arg-type]
    assert look.heat is not None
    assert look.heat.shape == (SIZE, SIZE)
    assert look.heat[:16, :16].mean() > 10 * look.heat[32:, 32:].mean()
    assert look.marked_drop > look.random_drop


def test_a_map_that_points_elsewhere_is_not_shown(striped: Picture) -> None:
    look = look_closer(PlantedNetwork((3, 3)), MANIFEST, striped, FACE)  # type: ignore[arg-type]
    assert look.heat is None
    assert look.marked_drop < look.random_drop


def test_compression_and_size_take_away_fine_stripes_and_the_verdict(striped: Picture) -> None:
    look = look_closer(PlantedNetwork((0, 0)), MANIFEST, striped, FACE)  # type: ignore[arg-type]
    scores = {variant.name: variant.score for variant in look.variants}
    assert list(scores) == ["jpeg-75", "jpeg-50", "half-size", "mirrored", "tighter"]
    assert scores["half-size"] < scores["jpeg-50"]
    assert scores["mirrored"] < 0.9
    assert {variant.name: variant.verdict for variant in look.variants}["mirrored"] is not Verdict.FAKE


@pytest.mark.parametrize("turn", [1, 2, 3])
def test_a_face_that_lies_on_its_side_or_head_is_seen_upright_and_its_map_lies_on_it(
    striped: Picture, turn: int
) -> None:
    upright = look_closer(PlantedNetwork((0, 0)), MANIFEST, striped, FACE)  # type: ignore[arg-type]
    turned = Picture(_saved(Image.fromarray(np.rot90(np.asarray(striped.full), -turn)), "PNG"))

    look = look_closer(PlantedNetwork((0, 0)), MANIFEST, turned, replace(FACE, box=replace(FACE.box, turn=turn)))  # type: ignore[arg-type]

    scores = [variant.score for variant in upright.variants]
    assert [variant.score for variant in look.variants] == pytest.approx(scores, abs=1e-3)
    assert upright.heat is not None
    assert look.heat is not None
    assert np.array_equal(look.heat, np.rot90(upright.heat, -turn))


@pytest.mark.parametrize("turn", [Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270])
def test_a_picture_on_its_side_or_head_gets_the_score_that_it_has_upright(astronaut, turn: Image.Transpose) -> None:
    detector = Detector(load_bundle(bundled_model()))
    upright = Image.open(astronaut).convert("RGB")
    (face,) = detector.judge(Picture(_saved(upright, "PNG")))

    (lying,) = detector.judge(Picture(_saved(upright.transpose(turn), "PNG")))

    assert lying.box.turn
    # The grid of pixels begins at another edge: half of what a shift by a pixel changes. Not turned: 0.11 or more.
    assert lying.score == pytest.approx(face.score, abs=0.02)
    assert lying.verdict is face.verdict


@pytest.mark.parametrize("side", [512, 2600])
def test_the_bundled_model_looks_at_a_real_face_and_the_square_is_in_file_pixels(astronaut, side: int) -> None:
    bundle = load_bundle(bundled_model())
    picture = Picture(_saved(Image.open(astronaut).convert("RGB").resize((side, side)), "JPEG"))
    face = Detector(bundle).judge(picture)[0]
    assert face.box.left + face.box.width / 2 == pytest.approx(side * 224 / 512, rel=0.05)
    look = look_closer(bundle.network(), bundle.manifest, picture, face)
    assert len(look.variants) == 5
    left, top, side = look.square
    assert side == pytest.approx(max(face.box.width, face.box.height) * bundle.manifest.margin, rel=0.01)
    assert left < face.box.left < left + side
    assert top < face.box.top < top + side
    again = look_closer(bundle.network(), bundle.manifest, picture, face)
    assert again.variants == look.variants

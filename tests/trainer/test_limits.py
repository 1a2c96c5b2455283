"""The limits of a model follow what happens to it when pictures get worse."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from app.detector.bundle import read_manifest
from app.detector.decode import RgbArray
from app.detector.verdict import Limits
from app.models import bundled_model
from trainer.limits import Condition, Conditions, choose_limits, measure_conditions
from trainer.model_card import model_card
from trainer.network_pool import NetworkPool

_SIZE = 96


@pytest.fixture(scope="module")
def inputs() -> RgbArray:
    """60 genuine inputs with coarse grain and 60 fakes with less: a trace that goes first when a picture shrinks."""
    generator = np.random.default_rng(0)
    smooth = generator.integers(60, 190, (120, 6, 6, 3)).repeat(16, axis=1).repeat(16, axis=2).astype(np.float64)
    smooth[:60] += generator.normal(0, 12, (60, _SIZE, _SIZE, 1))
    smooth[60:] += generator.normal(0, 8, (60, _SIZE, _SIZE, 1))
    return smooth.clip(0, 255).astype(np.uint8)


_FAKE = np.arange(120) >= 60


def _grain(pixels: RgbArray) -> float:
    """Little grain is fake; at the level of what a blur leaves of both, this one guesses."""
    luma = pixels.mean(axis=2)
    grain = float(np.median(np.abs(np.diff(luma, axis=1))))
    return -round(grain / 2.5)


class _Planted:
    """What a network is to those who ask it, around a function."""

    def __init__(self, logit: Callable[[RgbArray], float]) -> None:
        self._logit = logit

    def run(self, pixels: np.ndarray) -> tuple[np.ndarray, ...]:
        return (np.array([self._logit(pixels.astype(np.uint8))], np.float32),)


def _pool(logit: Callable[[RgbArray], float]) -> NetworkPool:
    return NetworkPool(lambda: _Planted(logit))  # type: ignore[arg-type, return-value]


def test_a_model_that_lives_on_fine_detail_is_limited_to_large_and_sharp_faces(
    inputs: RgbArray, tmp_path: Path
) -> None:
    conditions = measure_conditions(_pool(_grain), inputs, _FAKE, ["one"] * 120, 1.5, 0.0, tmp_path / "looks.raw")
    assert conditions is not None
    by_size = {condition.level: condition.auc for condition in conditions.face_px}
    assert by_size[120] == pytest.approx(1.0)
    assert by_size[20] < 0.75
    limits = choose_limits(conditions, 0.5)
    assert 20 < limits.min_face_px < 120
    assert by_size[int(limits.min_face_px)] >= 0.75
    assert limits.min_sharpness > 0.5


def test_where_no_source_has_both_classes_all_pictures_are_one_group(inputs: RgbArray, tmp_path: Path) -> None:
    sources = ["real only"] * 60 + ["fake only"] * 60
    apart = measure_conditions(_pool(_grain), inputs, _FAKE, sources, 1.5, 0.0, tmp_path / "looks.raw")
    one = measure_conditions(_pool(_grain), inputs, _FAKE, ["one"] * 120, 1.5, 0.0, tmp_path / "others.raw")
    assert apart is not None
    assert one is not None
    assert apart == dataclasses.replace(one, sources=0)
    manifest = read_manifest(bundled_model())
    manifest = dataclasses.replace(manifest, training=manifest.training | {"conditions": dataclasses.asdict(apart)})
    card = model_card(manifest, [], "")
    assert "No source holds both classes" in card
    assert "Only 60 genuine faces were tried" in card


def test_a_source_of_one_class_says_nothing_beside_one_of_both(inputs: RgbArray, tmp_path: Path) -> None:
    sources = ["one"] * 30 + ["real only"] * 30 + ["one"] * 30 + ["fake only"] * 30
    conditions = measure_conditions(_pool(_grain), inputs, _FAKE, sources, 1.5, 0.0, tmp_path / "looks.raw")
    assert conditions is not None
    assert (conditions.genuine, conditions.sources) == (30, 1)


def test_too_few_pictures_of_a_class_say_nothing(inputs: RgbArray, tmp_path: Path) -> None:
    few = inputs[50:], _FAKE[50:], ["one"] * 70
    assert measure_conditions(_pool(_grain), *few, 1.5, 0.0, tmp_path / "looks.raw") is None
    assert choose_limits(None, 0.5) == Limits(40.0, 0.5)


def _conditions(*rows: tuple[float, float, float, float]) -> tuple[Condition, ...]:
    return tuple(Condition(*row, luma=100 * row[0]) for row in rows)


_JPEG = _conditions((90, 0.9, 0.01, 9.0))
_LIGHT = _conditions((1, 0.9, 0.01, 9.0))
_SHARP = _conditions((0, 0.9, 0.01, 9.0), (1, 0.9, 0.01, 4.0), (2, 0.7, 0.01, 1.0))


def test_a_model_that_is_never_good_keeps_the_limits_of_the_program() -> None:
    bad = _conditions((120, 0.6, 0.01, 9.0), (20, 0.5, 0.01, 9.0))
    assert choose_limits(Conditions(bad, bad, _JPEG, _LIGHT, _LIGHT, 300, 1), 2.0) == Limits(40.0, 2.0)


def test_the_sharpness_that_hardly_any_picture_falls_under_is_the_least_limit() -> None:
    sizes = _conditions((120, 0.9, 0.01, 9.0), (20, 0.8, 0.01, 9.0))
    assert choose_limits(Conditions(sizes, _SHARP, _JPEG, _LIGHT, _LIGHT, 300, 1), 2.0) == Limits(20.0, 2.0)
    assert choose_limits(Conditions(sizes, _SHARP, _JPEG, _LIGHT, _LIGHT, 300, 1), 0.5) == Limits(20.0, 1.0)


def test_small_faces_that_are_flagged_too_often_are_not_judged() -> None:
    sizes = _conditions((120, 0.9, 0.01, 9.0), (40, 0.9, 0.02, 9.0), (20, 0.9, 0.05, 9.0))
    assert choose_limits(Conditions(sizes, _SHARP, _JPEG, _LIGHT, _LIGHT, 300, 1), 0.5).min_face_px == 40.0


def test_one_of_twenty_genuine_faces_decides_nothing() -> None:
    sizes = _conditions((120, 0.9, 0.0, 9.0), (40, 0.9, 0.05, 9.0), (20, 0.7, 0.05, 9.0))
    assert choose_limits(Conditions(sizes, _SHARP, _JPEG, _LIGHT, _LIGHT, 20, 1), 0.5).min_face_px == 40.0
    assert choose_limits(Conditions(sizes, _SHARP, _JPEG, _LIGHT, _LIGHT, 100, 1), 0.5).min_face_px == 120.0


def test_no_false_alarm_at_all_among_the_untouched_makes_the_limits_no_stricter_than_the_threshold() -> None:
    sizes = _conditions((120, 0.9, 0.0, 9.0), (40, 0.9, 0.028, 9.0), (20, 0.9, 0.032, 9.0))
    assert choose_limits(Conditions(sizes, _SHARP, _JPEG, _LIGHT, _LIGHT, 300, 1), 0.5).min_face_px == 40.0


def test_faces_so_dark_that_the_model_guesses_are_not_judged() -> None:
    sizes = _conditions((120, 0.9, 0.01, 9.0), (20, 0.8, 0.01, 9.0))
    light = _conditions((1, 0.9, 0.01, 9.0), (0.3, 0.8, 0.01, 5.0), (0.1, 0.74, 0.01, 2.0), (0.05, 0.8, 0.01, 1.0))
    assert choose_limits(Conditions(sizes, _SHARP, _JPEG, light, _LIGHT, 300, 1), 0.5) == Limits(20.0, 1.0, 10.0)


def test_less_light_and_a_covered_mouth_are_tried(inputs: RgbArray, tmp_path: Path) -> None:
    seen: list[tuple[float, int]] = []

    def look(pixels: RgbArray) -> float:
        seen.append((float(pixels.mean()), int((pixels[-10:] == 128).all())))
        return 0.0

    conditions = measure_conditions(_pool(look), inputs, _FAKE, ["one"] * 120, 1.5, 0.0, tmp_path / "looks.raw")
    assert conditions is not None
    assert conditions.exposure[-1].luma == pytest.approx(
        conditions.exposure[0].luma * conditions.exposure[-1].level, rel=0.1
    )
    assert sum(covered for _, covered in seen) == 120 * (len(conditions.covered) - 1)
    # What was seen is kept.
    seen.clear()
    again = measure_conditions(_pool(look), inputs, _FAKE, ["one"] * 120, 1.5, 0.0, tmp_path / "looks.raw")
    assert again == conditions
    assert len(seen) <= 1


def test_the_card_tells_of_the_size_of_faces_only_where_faces_are_judged() -> None:
    manifest = read_manifest(bundled_model())
    assert "length of the face" in model_card(manifest, [], "")
    whole = model_card(dataclasses.replace(manifest, crop="whole"), [], "")
    assert "length of the face" not in whole
    assert "JPEG quality: 90" in whole


def test_the_bundled_card_says_which_lines_set_limits_as_the_trainer_would() -> None:
    said = model_card(read_manifest(bundled_model()), [], "")
    (sentences,) = [line for line in said.splitlines() if line.startswith("Mean over the sources")]
    assert "JPEG quality and covering set no limit" in sentences
    assert sentences in (bundled_model() / "MODEL_CARD.md").read_text("utf-8")

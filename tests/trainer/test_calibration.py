"""Scores that a straight line over the logits has spoilt are brought back."""

from __future__ import annotations

import numpy as np
import pytest

from trainer.calibration import choose_thresholds, fit_scaling, fit_temperature


def _logits(n: int) -> tuple[np.ndarray, np.ndarray]:
    """Logits that say exactly how likely a fake is, and the truth."""
    generator = np.random.default_rng(0)
    logits = generator.normal(0, 3, n)
    return logits, generator.random(n) < 1 / (1 + np.exp(-logits))


@pytest.mark.parametrize(("temperature", "shift"), [(1.0, 0.0), (2.5, 1.2), (0.4, -2.0)])
def test_temperature_and_shift_are_found(temperature: float, shift: float) -> None:
    logits, fake = _logits(20_000)
    found = fit_scaling(logits * temperature - shift, fake, np.ones(len(fake)))
    assert found == (pytest.approx(temperature, rel=0.06), pytest.approx(shift, abs=0.15))


def test_a_shift_lowers_the_loss_where_one_class_was_seen_too_often() -> None:
    logits, fake = _logits(5_000)
    moved = logits + 1.5
    weights = np.ones(len(fake))

    def loss(scaled: np.ndarray) -> float:
        return float(np.logaddexp(0, np.where(fake, -scaled, scaled)).mean())

    temperature, shift = fit_scaling(moved, fake, weights)
    assert loss((moved + shift) / temperature) < loss(moved / fit_temperature(moved, fake, weights)) - 0.02


def test_a_few_pictures_that_are_fully_apart_make_no_score_certain() -> None:
    generator = np.random.default_rng(0)
    logits = np.concatenate([generator.normal(-3, 0.5, 20), generator.normal(3, 0.5, 20)])
    fake = np.arange(40) >= 20
    temperature, shift = fit_scaling(logits, fake, np.ones(40))
    assert fit_temperature(logits, fake, np.ones(40)) == pytest.approx(temperature, rel=0.1)
    scores = 1 / (1 + np.exp(-(logits + shift) / temperature))
    # After 20 of 20, Laplace expects 21 of 22.
    assert scores[fake].mean() == pytest.approx(21 / 22, abs=0.01)
    assert scores[~fake].mean() == pytest.approx(1 / 22, abs=0.01)


def test_a_thousand_pictures_of_each_class_are_taken_at_their_word() -> None:
    logits, fake = _logits(2_000)
    signed = np.where(fake, logits, -logits)
    temperatures = np.exp(np.linspace(np.log(0.5), np.log(2), 2000))
    losses = [np.logaddexp(0, -signed / temperature).sum() for temperature in temperatures]
    plain = temperatures[int(np.argmin(losses))]
    assert fit_temperature(logits, fake, np.ones(2_000)) == pytest.approx(plain, rel=0.02)


def test_where_the_classes_are_far_apart_what_lies_between_is_inconclusive() -> None:
    generator = np.random.default_rng(0)
    logits = np.concatenate([generator.normal(-8, 1, 1000), generator.normal(8, 1, 1000)])
    fake = np.arange(2000) >= 1000
    thresholds = choose_thresholds(logits, fake, [""] * 2000, 1.0)
    assert thresholds.real < 0.01
    assert thresholds.fake > 0.99
    scores = 1 / (1 + np.exp(-logits))
    assert (scores[fake] >= thresholds.fake).mean() == pytest.approx(0.95, abs=0.002)
    assert (scores[~fake] <= thresholds.real).mean() == pytest.approx(0.99, abs=0.002)
    assert (thresholds.false_alarm_rate, thresholds.miss_rate) == (0, 0)


def test_where_the_classes_overlap_both_rates_are_reached() -> None:
    logits, fake = _logits(5_000)
    thresholds = choose_thresholds(logits, fake, [""] * 5_000, 1.0)
    assert thresholds.real < thresholds.fake
    assert thresholds.false_alarm_rate == pytest.approx(0.01, abs=0.001)
    assert thresholds.miss_rate == pytest.approx(0.05, abs=0.001)


def test_a_genuine_picture_that_scores_1_is_a_false_alarm_and_counted_as_one() -> None:
    logits = np.concatenate([np.linspace(-5, 0, 19), [900], np.linspace(1, 5, 20)])
    fake = np.arange(40) >= 20
    thresholds = choose_thresholds(logits, fake, [""] * 40, 1.0)
    assert thresholds.fake == 1
    assert thresholds.false_alarm_rate == pytest.approx(0.05)

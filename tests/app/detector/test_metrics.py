"""Figures against direct counting and against cases whose answer is known."""

from __future__ import annotations

import math

import numpy as np
import pytest

from app.detector.metrics import (
    Figure,
    auc,
    auc_figure,
    calibration_error,
    calibration_error_by_chance,
    calibration_error_figure,
    figure_cell,
    group_figures,
    rate_figure,
)
from app.detector.verdict import Verdict


def test_auc_counts_pairs_and_ties_as_half() -> None:
    generator = np.random.default_rng(0)
    scores = generator.integers(0, 20, 300) / 20
    fake = generator.random(300) < 0.3 + 0.4 * scores
    wins = scores[fake][:, None] > scores[~fake][None]
    ties = scores[fake][:, None] == scores[~fake][None]
    assert auc(scores, fake) == pytest.approx((wins + 0.5 * ties).mean())


def test_auc_without_one_of_the_classes_is_no_number() -> None:
    assert math.isnan(auc(np.array([0.1, 0.9]), np.array([True, True])))


def test_the_interval_of_auc_covers_the_truth_about_as_often_as_it_says() -> None:
    # Two normal distributions one standard deviation apart: AUC is Phi(1 / sqrt 2) = 0.7602.
    hits = 0
    for seed in range(60):
        generator = np.random.default_rng(seed)
        scores = np.concatenate([generator.normal(1, 1, 80), generator.normal(0, 1, 80)])
        figure = auc_figure(scores, np.arange(160) < 80)
        hits += figure.low <= 0.7602 <= figure.high
    assert 50 <= hits <= 60


@pytest.mark.parametrize("fakes", [1, 3, 10])
def test_the_interval_of_an_auc_of_few_fakes_covers_the_truth(fakes: int) -> None:
    fake = np.arange(fakes + 100) < fakes
    hits = 0
    for seed in range(100):
        generator = np.random.default_rng(seed)
        figure = auc_figure(np.where(fake, generator.normal(1, 1, len(fake)), generator.normal(0, 1, len(fake))), fake)
        assert figure.low <= figure.value <= figure.high
        hits += figure.low <= 0.7602 <= figure.high
    assert hits >= 88


def test_an_auc_of_1_or_0_is_no_certainty() -> None:
    for fakes, genuine, low in ((1, 1, 0.2), (15, 15, 0.86), (1000, 1000, 0.997)):
        fake = np.arange(fakes + genuine) < fakes
        perfect, inverted = auc_figure(fake.astype(float), fake), auc_figure((~fake).astype(float), fake)
        assert (perfect.value, perfect.high) == (1, 1)
        assert perfect.low >= low
        assert perfect.low < 1 - 0.5 / max(fakes, genuine)
        assert (inverted.low, inverted.high) == (0, pytest.approx(1 - perfect.low))


def test_the_interval_of_an_auc_near_1_covers_it() -> None:
    # Normal distributions 2.9 standard deviations apart: AUC is Phi(2.9 / sqrt 2) = 0.9798.
    hits = 0
    for seed in range(100):
        generator = np.random.default_rng(seed)
        figure = auc_figure(
            np.concatenate([generator.normal(2.9, 1, 15), generator.normal(0, 1, 15)]), np.arange(30) < 15
        )
        hits += figure.low <= 0.9798 <= figure.high
    assert hits >= 88


def test_a_calibration_error_lies_within_its_interval() -> None:
    for seed in range(20):
        generator = np.random.default_rng(seed)
        scores = generator.random(200)
        figure = calibration_error_figure(scores, generator.random(200) < scores)
        assert figure.low <= figure.value <= figure.high


def test_the_calibration_error_of_one_picture_is_no_certainty() -> None:
    assert calibration_error_figure(np.array([0.25]), np.array([False])) == Figure(0.25, 0.0, 1.0, 1)


@pytest.mark.parametrize("n", [2, 20, 99, 100, 200])
def test_a_calibration_error_of_pictures_of_one_class_is_no_certainty(n: int) -> None:
    for score in (0.01, 0.99):
        right = calibration_error_figure(np.full(n, score), np.full(n, score > 0.5))
        assert (right.value, right.low) == (pytest.approx(0.01), pytest.approx(0))
        assert right.high > 3 / (n + 4) - 0.01, "what Wilson's interval allows, about"
        wrong = calibration_error_figure(np.full(n, score), np.full(n, score < 0.5))
        assert wrong.low < 0.99 - 1 / n


def test_the_interval_of_a_calibration_error_of_few_pictures_covers_it() -> None:
    # All faces score 0.02, and 8 % of them are fakes.
    hits = 0
    for seed in range(100):
        figure = calibration_error_figure(np.full(60, 0.02), np.random.default_rng(seed).random(60) < 0.08)
        hits += figure.low <= 0.06 <= figure.high
    assert hits >= 92


@pytest.mark.parametrize("n", [100, 200])
def test_the_interval_of_a_calibration_error_covers_it_where_hardly_one_is_fake(n: int) -> None:
    # All faces score 0.001, and 1 % of them are fakes; of 100, often none.
    hits = 0
    for seed in range(100):
        figure = calibration_error_figure(np.full(n, 0.001), np.random.default_rng(seed).random(n) < 0.01)
        hits += figure.low <= 0.009 <= figure.high
    assert hits >= 90


def test_the_calibration_error_by_chance_lies_within_its_interval() -> None:
    for scores in (np.array([0.992, 0.998]), np.full(20, 0.001), np.array([0.01])):
        by_chance = calibration_error_by_chance(scores)
        assert by_chance.low <= by_chance.value <= by_chance.high


def test_scores_that_are_right_err_by_what_chance_would_do() -> None:
    generator = np.random.default_rng(0)
    scores = generator.random(100)
    by_chance = calibration_error_by_chance(scores)
    drawn = np.array([calibration_error(scores, generator.random(100) < scores) for _ in range(400)])
    assert by_chance.value == pytest.approx(np.mean(drawn), abs=0.005)
    assert by_chance.low < by_chance.value < by_chance.high
    assert 0.9 < np.mean((by_chance.low <= drawn) & (drawn <= by_chance.high)) < 0.99
    assert calibration_error(1 - scores, generator.random(100) < scores) > by_chance.high
    assert calibration_error_by_chance(np.tile(scores, 100)).value < by_chance.value / 5
    assert math.isnan(calibration_error_by_chance(np.zeros(0)).value)


def test_what_was_left_open_whatever_its_score_is_inconclusive() -> None:
    scores, fake = np.array([0.95, 0.99, 0.05, 0.99]), np.array([True, True, True, False])
    verdicts = [Verdict.FAKE, Verdict.INCONCLUSIVE, Verdict.INCONCLUSIVE, Verdict.INCONCLUSIVE]
    figures = group_figures(scores, fake, 0.9, 0.1, verdicts)
    assert figures["tpr"].value == pytest.approx(1 / 3)
    assert (figures["fpr"].value, figures["fnr"].value, figures["inconclusive"].value) == (0, 0, 0.75)


def test_a_cell_shows_a_share_in_percent_and_what_was_not_measured_as_a_dash() -> None:
    figure = Figure(0.8277, 0.80649, 0.847, 1277).to_json()
    assert figure == {"value": 0.8277, "low": 0.80649, "high": 0.847, "n": 1277}
    assert figure_cell(figure, is_share=True) == "82.8 % [80.6, 84.7]"
    assert figure_cell(figure, is_share=False) == "0.828 [0.806, 0.847]"
    nothing = Figure(math.nan, math.nan, math.nan, 0).to_json()
    assert nothing == {"value": None, "low": None, "high": None, "n": 0}
    assert figure_cell(nothing, is_share=True) == "-"


def test_wilsons_interval_of_no_hits_in_ten_is_the_published_one() -> None:
    figure = rate_figure(np.zeros(10, bool))
    assert (figure.value, figure.low) == (0, 0)
    assert figure.high == pytest.approx(0.2775, abs=1e-3)


def test_perfectly_calibrated_scores_have_a_small_error_and_inverted_ones_a_large_one() -> None:
    generator = np.random.default_rng(1)
    scores = generator.random(20_000)
    fake = generator.random(20_000) < scores
    assert calibration_error(scores, fake) < 0.02
    assert calibration_error(1 - scores, fake) > 0.4


def test_rates_count_the_right_class() -> None:
    scores = np.array([0.95, 0.5, 0.05, 0.95, 0.05, 0.05])
    fake = np.array([True, True, True, False, False, False])
    figures = group_figures(scores, fake, 0.9, 0.1)
    assert figures["tpr"].value == pytest.approx(1 / 3)
    assert figures["fpr"].value == pytest.approx(1 / 3)
    assert figures["fnr"].value == pytest.approx(1 / 3)
    assert figures["inconclusive"].value == pytest.approx(1 / 6)

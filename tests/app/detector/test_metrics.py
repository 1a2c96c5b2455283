"""Figures against direct counting and against cases whose answer is known."""

from __future__ import annotations

import math

import numpy as np
import pytest

from app.detector.metrics import auc, auc_figure, calibration_error, group_figures, rate_figure


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

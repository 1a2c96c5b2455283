from __future__ import annotations

import json
from itertools import islice

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from app.detector.bundle import read_manifest
from app.gui.score_meaning import (
    ScoreRates,
    _terms,
    chance_of_at_least,
    picture_false_alarm_rate,
    share_of_flags_right,
)
from app.models import bundled_model
from trainer.calibration import score_rates


@given(st.integers(1, 3000), st.floats(0, 1), st.floats(1e-6, 0.999))
def test_the_chance_of_so_many_flags_is_the_tail_of_the_binomial_distribution(pictures, part, rate):
    flags = round(part * pictures)
    expected = binom.sf(flags - 1, pictures, rate)
    assert chance_of_at_least(flags, pictures, rate) == pytest.approx(expected, rel=1e-6, abs=1e-12)


@pytest.mark.parametrize(
    ("flags", "pictures", "rate", "expected"),
    [(0, 10, 0.01, 1.0), (1, 1, 0.01, 0.01), (3, 2, 0.5, 0.0), (1, 5, 0.0, 0.0), (2, 5, 1.0, 1.0)],
)
def test_the_chance_is_exact_at_the_ends(flags, pictures, rate, expected):
    assert chance_of_at_least(flags, pictures, rate) == pytest.approx(expected)


@pytest.mark.parametrize(("flags", "rate", "most"), [(20_000, 0.01, 0), (20_000, 0.2, 1500), (1, 1e-5, 50)])
def test_the_chance_is_a_short_sum_also_of_many_pictures(flags, rate, most):
    # The window asks again at every few rows of a scan.
    pictures = 100_000
    assert chance_of_at_least(flags, pictures, rate) == pytest.approx(binom.sf(flags - 1, pictures, rate), rel=1e-6)
    assert sum(1 for _ in islice(_terms(flags, pictures, rate), pictures)) <= most


def test_more_faces_a_picture_mean_more_false_alarms_a_picture():
    assert picture_false_alarm_rate(0.01, 100, 100) == pytest.approx(0.01)
    assert picture_false_alarm_rate(0.01, 300, 100) == pytest.approx(1 - 0.99**3)
    assert picture_false_alarm_rate(0.01, 0, 0) == 0


def test_rare_fakes_make_most_flags_wrong():
    # 1 in 1,000 fake, 90 % found, 1 % of the genuine flagged: 0.9 right flags to 9.99 wrong ones.
    assert share_of_flags_right(0.001, 0.9, 0.01) == pytest.approx(0.9 / (0.9 + 9.99))
    assert share_of_flags_right(0.5, 0.9, 0.01) > 0.98
    assert share_of_flags_right(0.0, 0.9, 0.0) == 0


@pytest.fixture(scope="module")
def measured():
    """Faces of two sources of unlike size, and what the trainer keeps of them."""
    generator = np.random.default_rng(3)
    fake = np.array([False] * 900 + [True] * 700)
    scores = np.where(fake, generator.beta(5, 2, 1600), generator.beta(2, 6, 1600))
    sources = ["a"] * 800 + ["b"] * 500 + ["a"] * 300
    kept = json.loads(json.dumps(score_rates(scores, fake, sources)))
    return scores, fake, sources, ScoreRates.of({"score_rates": kept})


def share(hits, sources):
    """Sources weighted alike."""
    sources = np.array(sources)
    return np.mean([hits[sources == name].mean() for name in sorted(set(sources))])


def test_in_the_tails_the_rate_of_a_score_is_the_measured_one(measured):
    scores, fake, sources, rates = measured
    real_sources, fake_sources = (np.array(sources)[members].tolist() for members in (~fake, fake))
    for score in [*np.sort(scores[~fake])[-30:], *np.linspace(np.sort(scores[~fake])[-30], 1, 50)]:
        assert rates.genuine_as_high(score).share == pytest.approx(share(scores[~fake] >= score, real_sources))
    for score in [*np.sort(scores[fake])[:30], *np.linspace(0, np.sort(scores[fake])[29], 50)]:
        assert rates.fakes_as_low(score).share == pytest.approx(share(scores[fake] <= score, fake_sources))


def test_between_kept_scores_the_rate_is_never_better_than_the_measured_one(measured):
    scores, fake, sources, rates = measured
    real_sources, fake_sources = (np.array(sources)[members].tolist() for members in (~fake, fake))
    for score in np.linspace(0, 1, 301):
        true_high, true_low = share(scores[~fake] >= score, real_sources), share(scores[fake] <= score, fake_sources)
        assert true_high - 1e-9 <= rates.genuine_as_high(score).share <= true_high + 0.08
        assert true_low - 1e-9 <= rates.fakes_as_low(score).share <= true_low + 0.08


def test_where_no_face_is_as_misleading_the_upper_end_of_the_interval_is_what_is_known(measured):
    scores, fake, _, rates = measured
    rate = rates.genuine_as_high(float(scores[~fake].max()) + 1e-6)
    assert (rate.share, rate.low, rate.n) == (0, 0, 900)
    # 100 and 800 faces, weighted alike, say as much as 356 of one source: Wilson's bound of 0 in 356.
    assert rate.high == pytest.approx(3.8415 / (355.6 + 3.8415), rel=1e-3)
    assert rates.fakes_as_low(float(scores[fake].min()) - 1e-6).share == 0


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"score_rates": None},
        {"score_rates": 7},
        {"score_rates": {"real": {"scores": [0.5], "shares": [], "n": 1, "effective_n": 1}, "fake": {}}},
    ],
)
def test_a_manifest_that_says_nothing_of_scores_has_no_rates(broken):
    assert ScoreRates.of(broken) is None


def test_the_bundled_model_says_what_each_of_its_scores_means():
    manifest = read_manifest(bundled_model())
    rates = ScoreRates.of(manifest.training)
    assert rates is not None
    thresholds = manifest.thresholds
    assert rates.genuine_as_high(thresholds.fake).share == pytest.approx(thresholds.false_alarm_rate)
    assert rates.fakes_as_low(thresholds.real).share == pytest.approx(thresholds.miss_rate)

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from app.gui.score_meaning import chance_of_at_least, picture_false_alarm_rate, share_of_flags_right


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


def test_more_faces_a_picture_mean_more_false_alarms_a_picture():
    assert picture_false_alarm_rate(0.01, 100, 100) == pytest.approx(0.01)
    assert picture_false_alarm_rate(0.01, 300, 100) == pytest.approx(1 - 0.99**3)
    assert picture_false_alarm_rate(0.01, 0, 0) == 0


def test_rare_fakes_make_most_flags_wrong():
    # 1 in 1,000 fake, 90 % found, 1 % of the genuine flagged: 0.9 right flags to 9.99 wrong ones.
    assert share_of_flags_right(0.001, 0.9, 0.01) == pytest.approx(0.9 / (0.9 + 9.99))
    assert share_of_flags_right(0.5, 0.9, 0.01) > 0.98
    assert share_of_flags_right(0.0, 0.9, 0.0) == 0

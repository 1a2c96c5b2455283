"""Words and figures as the window shows them."""

from __future__ import annotations

import pytest

from app.gui.wording import percent


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0, "0 %"),
        (0.00001, "under 0.01 %"),
        (0.0001, "0.01 %"),
        (0.0123, "1.2 %"),
        (0.123, "12 %"),
        (0.963, "96 %"),
        (0.995, "99.5 %"),
        (0.9991, "over 99.9 %"),
        (0.9999999, "over 99.9 %"),
        (1, "100 %"),
    ],
)
def test_a_share_is_all_or_none_only_if_it_is(qapp, share, said):
    assert percent(share) == said


@pytest.mark.parametrize(("language", "said"), [("de", "über 99,9 %"), ("es", "más del 99,9 %")], indirect=["language"])
def test_a_share_that_is_nearly_all_is_said_so_in_the_users_language(language, said):
    assert percent(0.9999) == said

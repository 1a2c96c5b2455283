"""Text that strangers chose can't act on whatever shows it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.inert_text import inert, inert_cell

_ANY_TEXT = st.text(st.characters())  # With surrogates: undecodable bytes of file names.


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("holiday.jpg", "holiday.jpg"),
        ("Ångström 日本 🙂.jpg", "Ångström 日本 🙂.jpg"),
        ("two\nlines\r", r"two\nlines\r"),
        ("\x1b]0;owned\x07\x1b[2J", r"\x1b]0;owned\x07\x1b[2J"),
        ("\x9b2J", r"\x9b2J"),
        ("photo\u202egpj.exe", r"photo\u202egpj.exe"),
        ("\u2066a\u2069\u200b\u2028\ufeff", r"\u2066a\u2069\u200b\u2028\ufeff"),
        ("not utf-8 \udcff", r"not utf-8 \udcff"),
        ("👩\u200d🚀", "👩\u200d🚀"),
    ],
)
def test_what_acts_is_spelt_out_and_the_rest_is_kept(text: str, expected: str) -> None:
    assert inert(text) == expected


@given(_ANY_TEXT)
def test_inert_text_is_one_line_of_plain_characters_in_utf_8(text: str) -> None:
    safe = inert(text)
    safe.encode("utf-8")
    unsafe = {c for c in safe if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")}
    assert unsafe <= {"\u200d"}
    assert len(safe.splitlines()) <= 1
    assert inert(safe) == safe


@given(_ANY_TEXT, st.sampled_from(["=", "+", "-", "@", "\t", "\r", "\0", "＝", "＋", "－", "＠"]))
def test_no_cell_starts_as_a_formula_does(text: str, start: str) -> None:
    assert inert_cell(start + text).startswith("'")
    assert inert_cell(start + text)[1:2] != "'"


@pytest.mark.parametrize("name", ["a;=1+1.jpg", "a;@SUM(1).jpg", "a; =1+1.jpg", 'a;"=1+1".jpg', "a;-1.jpg"])
def test_a_semicolon_in_a_name_starts_no_formula_where_semicolons_part_cells(name: str) -> None:
    for cell in inert_cell(name).split(";"):
        assert cell.lstrip(' "').startswith(("a", "'"))


def test_scores_that_are_parted_by_semicolons_stay_as_they_are() -> None:
    assert inert_cell("0.9876;0.1234") == "0.9876;0.1234"

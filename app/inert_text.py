"""Makes text that strangers chose (file names, metadata) harmless in terminals, spreadsheets, tables and logs."""

from __future__ import annotations

import re
import unicodedata

#: What a spreadsheet takes for the start of a formula (OWASP ASVS 1.2.10).
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\0", "＝", "＋", "－", "＠")
#: Where semicolons part the cells, as in half of Europe, one in a file name starts a new one.
_FORMULA_IN_A_NEW_CELL = re.compile(f";(?=[ \"']*[{re.escape(''.join(_FORMULA_STARTS))}])")
#: Control, format (bidi overrides, zero width), surrogate (undecodable bytes), line and paragraph separators.
_UNSAFE_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
#: Joins the parts of one emoji; harmless.
_ZERO_WIDTH_JOINER = "\u200d"


def inert(text: str) -> str:
    r"""The text with everything that isn't plain characters spelt out: ``\n``, ``\x1b``, ``\u202e``, ``\udcff``."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        character.encode("unicode_escape").decode("ascii")
        if unicodedata.category(character) in _UNSAFE_CATEGORIES and character != _ZERO_WIDTH_JOINER
        else character
        for character in text
    )


def inert_cell(text: str) -> str:
    """`inert`, and an apostrophe before what a spreadsheet would run."""
    safe = _FORMULA_IN_A_NEW_CELL.sub(";'", inert(text))
    return f"'{safe}" if text.startswith(_FORMULA_STARTS) else safe

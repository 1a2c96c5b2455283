"""The tables that `make figures` writes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def figures(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    import figures

    yield figures
    del sys.modules["figures"]


@pytest.mark.parametrize("name", ["README.md", "resources/model/MODEL_CARD.md"])
def test_a_new_table_takes_the_place_of_the_old_one_and_of_nothing_else(figures, tmp_path: Path, name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    before, rest = text.split("<!-- make figures -->\n")
    _, after = rest.split("<!-- end of figures -->\n")
    assert after
    copy = tmp_path / "copy.md"
    copy.write_text(text, "utf-8")
    for table in ("| a | table |", r"| 1 | \1 |"):
        figures.put_between_marks(copy, table)
        assert copy.read_text("utf-8") == f"{before}<!-- make figures -->\n{table}\n<!-- end of figures -->\n{after}"


def test_a_card_that_no_table_was_put_into_gets_one_at_its_end(figures, tmp_path: Path) -> None:
    card = tmp_path / "MODEL_CARD.md"
    card.write_text("# A model\n", "utf-8")
    for _ in range(2):
        figures.put_between_marks(card, "| a | table |")
        assert card.read_text("utf-8").count("| a | table |") == 1
    assert card.read_text("utf-8").startswith("# A model\n\n## Measured with the program\n\n<!-- make figures -->\n")

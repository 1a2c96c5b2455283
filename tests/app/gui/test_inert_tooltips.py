"""What strangers chose is text in the window, wherever Qt could take it for rich text."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from PySide6.QtGui import Qt, QTextDocument

from app.detector.verdict import Verdict
from app.gui.results_model import Column, ResultsModel


@pytest.mark.parametrize("text", ["<b>bold</b>", "<img src='//host/a'>", "<table><tr><td>x", "<!-- -->", "a &lt; b"])
def test_markup_in_a_name_or_a_reason_is_no_rich_text_in_a_tooltip(qtbot, row, text):
    model = ResultsModel()
    result = row(0, Path("/a") / f"{text.replace('/', '_')}.png", 0.5)
    model.append([dataclasses.replace(result, verdict=Verdict.ERROR, reason=f"Could not be analysed: {text}")])
    for column, shown in (
        (Column.NAME, str(result.path)),
        (Column.FOLDER, str(result.path)),
        (Column.REASON, f"Could not be analysed: {text}"),
    ):
        tip = model.index(0, column).data(Qt.ItemDataRole.ToolTipRole)
        seen = QTextDocument()
        (seen.setHtml if Qt.mightBeRichText(tip) else seen.setPlainText)(tip)
        assert seen.toPlainText() == shown

from __future__ import annotations

import pytest
from PySide6.QtGui import QAction

from app.gui.message_bar import MessageBar


@pytest.fixture
def bar(qtbot):
    bar = MessageBar()
    qtbot.addWidget(bar)
    return bar


def test_where_there_are_too_many_what_passes_goes_first_then_what_lasts_and_an_offer_last(bar):
    bar.show_note("An offer.", [QAction("Show", bar)], stays=True, until_closed=True)
    bar.show_warning("One folder is away.", lasts=True)
    bar.show_warning("Something is wrong with a scan.")
    bar.show_warning("Another folder is away.", lasts=True)
    assert bar.texts == ["An offer.", "One folder is away.", "Another folder is away."]
    bar.show_note("Something was written.")
    assert bar.texts == ["An offer.", "Another folder is away.", "Something was written."]

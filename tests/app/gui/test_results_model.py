from __future__ import annotations

import dataclasses
import random
from pathlib import Path

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from app.detector.verdict import Verdict
from app.gui.results_model import RESULT_ROLE, Column, ResultsFilter, ResultsModel
from app.gui.review_store import Review


@pytest.fixture
def model(qtbot, row):
    model = ResultsModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    model.append(
        [
            row(0, Path("/a/Zoe.png"), 0.95),
            row(1, Path("/a/adam.png"), 0.1),
            row(2, Path("/b/mia.png"), 0.5, 0.3),
            row(3, Path("/b/bob.png")),
            row(4, Path("/b/eve.png"), error="The file is empty (0 bytes)."),
        ]
    )
    return model


def names(model):
    return [model.index(place, 0).data() for place in range(model.rowCount())]


@pytest.mark.parametrize(
    ("column", "order", "expected"),
    [
        (Column.NAME, Qt.SortOrder.AscendingOrder, ["adam.png", "bob.png", "eve.png", "mia.png", "Zoe.png"]),
        (Column.SCORE, Qt.SortOrder.DescendingOrder, ["Zoe.png", "mia.png", "adam.png", "bob.png", "eve.png"]),
        (Column.VERDICT, Qt.SortOrder.AscendingOrder, ["Zoe.png", "mia.png", "adam.png", "bob.png", "eve.png"]),
        (Column.FACES, Qt.SortOrder.DescendingOrder, ["mia.png", "Zoe.png", "adam.png", "bob.png", "eve.png"]),
        (-1, Qt.SortOrder.AscendingOrder, ["Zoe.png", "adam.png", "mia.png", "bob.png", "eve.png"]),
    ],
)
def test_rows_sort_by_value_and_equal_ones_stay_in_discovery_order(model, column, order, expected):
    model.sort(Column.FOLDER, Qt.SortOrder.DescendingOrder)
    model.sort(column, order)
    assert names(model) == expected


def test_what_was_pointed_at_is_still_pointed_at_after_sorting_through_the_filter(model):
    shown = ResultsFilter(model)
    held = QPersistentModelIndex(shown.index(2, Column.SCORE))
    shown.sort(Column.NAME)
    assert held.data(RESULT_ROLE).path.name == "mia.png"
    assert held.column() == Column.SCORE
    assert names(shown)[held.row()] == "mia.png"


def test_exports_are_in_discovery_order_however_the_table_is_sorted(model):
    model.sort(Column.NAME)
    assert [result.index for result in model.results()] == [0, 1, 2, 3, 4]


def test_the_filter_combines_verdict_words_and_review(model):
    shown = ResultsFilter(model)
    shown.set_verdict(Verdict.INCONCLUSIVE)
    assert names(shown) == ["mia.png"]
    shown.set_verdict(None)
    shown.set_text("/B .PNG")
    assert names(shown) == ["mia.png", "bob.png", "eve.png"]
    shown.set_text("0 bytes")
    assert names(shown) == ["eve.png"]
    shown.set_text("")
    shown.set_unreviewed_only(True)
    model.set_review(model.result(0).sha256, Review("confirmed"))
    assert names(shown) == ["adam.png", "mia.png", "bob.png", "eve.png"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("score>0.4", ["Zoe.png", "mia.png"]),
        ("score<=0,5", ["adam.png", "mia.png"]),
        ("faces>1", ["mia.png"]),
        ("faces=0 .png", ["bob.png", "eve.png"]),
        ("score>high", []),
    ],
)
def test_the_search_takes_conditions_on_figures(model, text, expected):
    shown = ResultsFilter(model)
    shown.set_text(text)
    assert names(shown) == expected


def test_rows_are_dragged_out_as_files(model):
    urls = model.mimeData([model.index(1, 0), model.index(1, 1), model.index(0, 0)]).urls()
    assert [url.toLocalFile() for url in urls] == ["/a/Zoe.png", "/a/adam.png"]


def test_a_replaced_row_keeps_its_place_in_the_export(model, row):
    assert model.replace(row(77, Path("/b/eve.png"), 0.97))
    assert [result.verdict.value for result in model.results()][4] == "fake"
    assert model.results()[4].index == 4
    expected = {Verdict.FAKE: 2, Verdict.REAL: 1, Verdict.INCONCLUSIVE: 1, Verdict.NO_FACE: 1, Verdict.ERROR: 0}
    assert model.counts == expected
    assert not model.replace(row(5, Path("/c/unknown.png")))


def test_removed_rows_leave_the_counts_and_can_be_put_back(model):
    removed = model.remove({Path("/a/Zoe.png"), Path("/b/bob.png")})
    assert names(model) == ["adam.png", "mia.png", "eve.png"]
    assert model.counts[Verdict.FAKE] == 0
    model.append(removed)
    model.sort(-1)
    assert names(model) == ["Zoe.png", "adam.png", "mia.png", "bob.png", "eve.png"]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("two\nlines.png", r"two\nlines.png"),
        ("family \N{MAN}\N{ZERO WIDTH JOINER}\N{GIRL}.png", "family \N{MAN}\N{ZERO WIDTH JOINER}\N{GIRL}.png"),
        ("bad\udcff.png", r"bad\udcff.png"),
        ("\N{RIGHT-TO-LEFT OVERRIDE}gnp.exe", r"\u202egnp.exe"),
    ],
)
def test_odd_names_are_shown_on_one_line_and_without_tricks(qtbot, row, name, shown):
    model = ResultsModel()
    model.append([row(0, Path("/a") / name, 0.5)])
    assert names(model) == [shown]
    assert model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole).endswith(shown)


def test_a_hundred_thousand_rows_arrive_in_few_inserts_and_sort(qtbot, row):
    chance = random.Random(1)
    template = row(0, Path("/a/x.png"), 0.5)
    rows = [
        dataclasses.replace(template, index=place, path=Path(f"/a/{chance.random()}.png")) for place in range(100_000)
    ]
    model = ResultsModel()
    shown = ResultsFilter(model)
    with qtbot.waitSignal(model.rowsInserted):
        model.append(rows)
    shown.sort(Column.NAME)
    sorted_names = [shown.index(place, 0).data() for place in range(0, 100_000, 500)]
    assert sorted_names == sorted(sorted_names)
    assert shown.rowCount() == 100_000

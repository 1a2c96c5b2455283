from __future__ import annotations

import dataclasses
import random
from pathlib import Path

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QTableView

from app.detector.verdict import Verdict
from app.gui.results_model import RESULT_ROLE, Column, Criteria, ResultsModel
from app.gui.review_store import Review
from app.scan.journal import VerdictChange


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


def test_what_was_pointed_at_is_still_pointed_at_after_sorting_and_filtering(model):
    held = QPersistentModelIndex(model.index(2, Column.SCORE))
    lost = QPersistentModelIndex(model.index(0, Column.SCORE))
    model.sort(Column.NAME)
    model.set_text("/b/")
    assert held.data(RESULT_ROLE).path.name == "mia.png"
    assert held.column() == Column.SCORE
    assert names(model)[held.row()] == "mia.png"
    assert not lost.isValid()


def test_a_selection_survives_sorting_and_loses_only_what_the_filter_hides(qtbot, model):
    view = QTableView()
    qtbot.addWidget(view)
    view.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    view.setModel(model)
    view.show()
    chosen = view.selectionModel()
    view.selectRow(0)
    for row in (2, 3):
        chosen.select(model.index(row, 0), chosen.SelectionFlag.Select | chosen.SelectionFlag.Rows)

    def selected():
        return {index.data() for index in chosen.selectedRows()}

    assert selected() == {"Zoe.png", "mia.png", "bob.png"}
    view.sortByColumn(Column.NAME, Qt.SortOrder.DescendingOrder)
    assert selected() == {"Zoe.png", "mia.png", "bob.png"}
    model.set_text("/b/")
    assert selected() == {"mia.png", "bob.png"}
    assert view.verticalHeader().count() == 3
    model.set_text("")
    assert view.verticalHeader().count() == 5
    assert selected() == {"mia.png", "bob.png"}


def test_exports_are_in_discovery_order_however_the_table_is_sorted(model):
    model.sort(Column.NAME)
    assert [result.index for result in model.results()] == [0, 1, 2, 3, 4]


def test_the_filter_combines_verdict_words_and_review(model):
    shown = model
    shown.set_verdict(Verdict.INCONCLUSIVE)
    assert names(shown) == ["mia.png"]
    shown.set_verdict(None)
    shown.set_text("/B .PNG")
    assert names(shown) == ["mia.png", "bob.png", "eve.png"]
    shown.set_text("0 bytes")
    assert names(shown) == ["eve.png"]
    shown.set_text("")
    shown.set_criteria(Criteria(review="none"))
    zoe = model.result(0).sha256
    model.set_reviews({zoe: Review("confirmed", "An old acquaintance")})
    assert names(shown) == ["adam.png", "mia.png", "bob.png", "eve.png"]
    model.set_reviews({zoe: Review("", "An old acquaintance")})
    assert names(shown)[0] == "Zoe.png"
    shown.set_text("acquaintance")
    assert names(shown) == ["Zoe.png"]


@pytest.mark.parametrize(
    ("criteria", "expected"),
    [
        (Criteria(), ["Zoe.png", "adam.png", "mia.png", "bob.png", "eve.png"]),
        (Criteria(lowest=0.5), ["Zoe.png", "mia.png"]),
        (Criteria(lowest=0.02, highest=0.5), ["adam.png", "mia.png"]),
        (Criteria(faces=1), ["Zoe.png", "adam.png", "mia.png"]),
        (Criteria(faces=2), ["mia.png"]),
        (Criteria(folder=Path("/b")), ["mia.png", "bob.png", "eve.png"]),
        (Criteria(folder=Path("/")), []),
        (Criteria(format="PNG"), ["Zoe.png", "adam.png", "mia.png", "bob.png"]),
        (Criteria(review="overturned"), ["adam.png"]),
        (Criteria(review="note"), ["mia.png"]),
        (Criteria(review="none"), ["Zoe.png", "mia.png", "bob.png", "eve.png"]),
        (Criteria(review="overturned", lowest=0.5), []),
    ],
)
def test_rows_are_filtered_by_figures_folder_format_and_review(model, criteria, expected):
    of_name = {result.path.name: result.sha256 for result in model.results()}
    model.set_reviews({of_name["adam.png"]: Review("overturned"), of_name["mia.png"]: Review("", "Seen before")})
    model.set_criteria(criteria)
    assert names(model) == expected


def test_rows_that_arrive_while_a_filter_is_set_appear_if_they_match(model, row):
    model.set_text("score>0.4")
    model.append([row(5, Path("/c/fay.png"), 0.1), row(6, Path("/c/gus.png"), 0.99)])
    assert names(model) == ["Zoe.png", "mia.png", "gus.png"]
    assert model.total == 7
    model.set_text("")
    assert names(model)[-2:] == ["fay.png", "gus.png"]


def test_a_row_that_is_replaced_follows_filter_and_order(model, row):
    model.sort(Column.NAME)
    model.set_verdict(Verdict.FAKE)
    assert not model.replace([row(0, Path("/b/bob.png"), 0.99)])
    assert names(model) == ["bob.png", "Zoe.png"]
    assert not model.replace([row(0, Path("/b/bob.png"), 0.01)])
    assert names(model) == ["Zoe.png"]


def test_changes_are_shown_alone_with_both_verdicts_and_sort(model):
    zoe, mia = model.result(0), model.result(2)
    changes = {
        zoe.sha256: VerdictChange(zoe.path, zoe.sha256, Verdict.REAL, Verdict.FAKE, 0.12, 0.95),
        mia.sha256: VerdictChange(mia.path, mia.sha256, Verdict.FAKE, Verdict.INCONCLUSIVE, 0.97, 0.5),
    }
    model.set_changes(changes)
    model.sort(Column.CHANGE)
    assert [model.index(place, Column.CHANGE).data() for place in range(2)] == ["Fake → Inconclusive", "Real → Fake"]
    assert model.index(1, Column.CHANGE).data(Qt.ItemDataRole.ToolTipRole) == "Score 0.120 → 0.950"
    model.set_changed_only(False)
    assert len(names(model)) == 5
    model.set_changes(None)
    assert model.index(0, Column.CHANGE).data() == ""


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
    model.set_text(text)
    assert names(model) == expected


def test_rows_are_dragged_out_as_files(model):
    urls = model.mimeData([model.index(1, 0), model.index(1, 1), model.index(0, 0)]).urls()
    assert [url.toLocalFile() for url in urls] == ["/a/Zoe.png", "/a/adam.png"]


def test_a_replaced_row_keeps_its_place_in_the_export(model, row):
    unknown = row(5, Path("/c/unknown.png"))
    assert model.replace([row(77, Path("/b/eve.png"), 0.97), unknown]) == [unknown]
    assert [result.verdict.value for result in model.results()][4] == "fake"
    assert model.results()[4].index == 4
    expected = {Verdict.FAKE: 2, Verdict.REAL: 1, Verdict.INCONCLUSIVE: 1, Verdict.NO_FACE: 1, Verdict.ERROR: 0}
    assert model.counts == expected


def test_removed_rows_leave_the_counts_and_can_be_put_back(model):
    held = QPersistentModelIndex(model.index(2, Column.SCORE))
    removed = model.remove({Path("/a/Zoe.png"), Path("/b/bob.png")})
    assert names(model) == ["adam.png", "mia.png", "eve.png"]
    assert model.counts[Verdict.FAKE] == 0
    assert held.data(RESULT_ROLE).path.name == "mia.png"
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
    with qtbot.waitSignal(model.rowsInserted):
        model.append(rows)
    model.sort(Column.NAME)
    sorted_names = [model.index(place, 0).data() for place in range(0, 100_000, 500)]
    assert sorted_names == sorted(sorted_names)
    assert model.rowCount() == 100_000

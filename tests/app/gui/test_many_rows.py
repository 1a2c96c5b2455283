"""However many rows pour in, the window does a bounded amount of work before it looks at anything else."""

from __future__ import annotations

import dataclasses
import gc
import threading
from pathlib import Path

import pytest

from app.gui.garbage import FEW_ROWS
from app.gui.results_model import Column, ResultsModel
from app.gui.scan_controller import EVENTS_PER_TICK, MOST_WAITING, ScanController
from app.gui.summary_panel import AT_A_TIME, SummaryPanel
from app.scan.results import ScanRequest
from tests.app.gui.conftest import MANIFEST, ScriptedScan

REQUEST = ScanRequest((Path("/a"),))


def many(row, count, score=0.5, **same):
    """Results of as many files, each its own picture."""
    template = dataclasses.replace(row(0, Path("/a/x.png"), score), **same)
    return [
        dataclasses.replace(
            template,
            index=place,
            path=Path(f"/a/{place:06}.png"),
            sha256=f"{place:064x}",
            faces=tuple(map(dataclasses.replace, template.faces)),
        )
        for place in range(count)
    ]


class CountedScan(ScriptedScan):
    """Counts what was asked of it."""

    def __init__(self, rows):
        super().__init__(REQUEST, rows)
        self.given = 0

    def events(self):
        for event in super().events():
            self.given += 1
            yield event


def test_rows_come_in_order_a_few_a_tick_and_the_scan_waits_for_the_window(qtbot, row):
    rows = many(row, 5 * MOST_WAITING)
    scan = CountedScan(rows)
    controller = ScanController()
    arrived, most, ahead = [], [], []

    def note(some):
        arrived.extend(some)
        most.append(len(some))
        ahead.append(scan.given - len(arrived))

    controller.rows_arrived.connect(note)
    with qtbot.waitSignal(controller.finished):
        controller.start(lambda: scan)
    assert [result.index for result in arrived] == list(range(len(rows)))
    assert max(most) <= EVENTS_PER_TICK
    # The line is full, one more is at its end, and two events are no rows.
    assert max(ahead) <= MOST_WAITING + 3


def test_a_scan_that_waits_for_the_window_ends_with_it(qtbot, row):
    scan = CountedScan(many(row, 2 * MOST_WAITING))
    controller = ScanController()
    controller.start(lambda: scan)
    controller._timer.stop()
    qtbot.waitUntil(lambda: scan.given > MOST_WAITING)
    stopped = threading.Timer(60, controller._pump.events.open)  # A failure, then, and not a test that never ends.
    stopped.start()
    controller.stop()
    assert stopped.is_alive()
    stopped.cancel()
    assert not controller.is_running
    assert scan.cancelled


def test_a_scan_that_breaks_behind_many_rows_shows_them_all_first(qtbot, row, caplog):
    class Broken(ScriptedScan):
        def events(self):
            for event in super().events():
                yield event
                if getattr(event, "result", None) is self.rows[-1]:
                    raise OSError("The disk is gone.")

    controller = ScanController()
    arrived = []
    controller.rows_arrived.connect(arrived.extend)
    with qtbot.waitSignal(controller.broke) as broke:
        controller.start(lambda: Broken(REQUEST, many(row, 2 * EVENTS_PER_TICK)))
    assert broke.args == ["The disk is gone."]
    assert len(arrived) == 2 * EVENTS_PER_TICK


def test_the_garbage_collector_leaves_rows_alone_until_they_go(qtbot, row):
    gc.unfreeze()
    model = ResultsModel()
    few = many(row, FEW_ROWS - 1)
    model.append(few)
    assert gc.get_freeze_count() == 0
    rows = many(row, 3 * FEW_ROWS)
    for start in range(0, len(rows), 100):
        model.append(rows[start : start + 100])
    looked_at = {id(thing) for thing in gc.get_objects()}
    seen = sum(id(result) in looked_at for result in [*few, *rows])
    assert seen < FEW_ROWS
    model.clear({})
    assert gc.get_freeze_count() == 0


def test_rows_that_are_scanned_again_are_replaced_in_one_step(qtbot, row):
    model = ResultsModel()
    model.append(many(row, 500, 0.05))
    model.set_text("score>0.4")
    assert model.rowCount() == 0
    moves, changes = [], []
    model.layoutChanged.connect(lambda: moves.append(model.rowCount()))
    model.dataChanged.connect(lambda first, last: changes.append((first.row(), last.row())))
    assert model.replace(many(row, 300, 0.97)) == []
    assert moves == [300]
    assert changes == [(0, 299)]
    assert {model.index(place, Column.SCORE).data() for place in range(300)} == {"0.970"}


@pytest.fixture
def summary(qtbot):
    summary = SummaryPanel()
    qtbot.addWidget(summary)
    summary.set_manifest(MANIFEST)
    return summary


def test_the_summary_counts_many_pictures_in_several_turns_and_then_says_what_it_found(qtbot, row, summary):
    pictures = many(row, 3 * AT_A_TIME, 0.97, dhash="")
    summary.add(pictures[:2])
    before = summary.expected.text()
    assert before.startswith("2 pictures flagged as fake.")
    summary.set_results(pictures)
    assert summary._pictures == AT_A_TIME
    assert summary.is_counting
    summary.slider.setValue(0)
    assert summary.expected.text() == before
    summary.add(pictures[:5])  # Known, and counted once.
    qtbot.waitUntil(lambda: not summary.is_counting)
    assert summary._pictures == 3 * AT_A_TIME
    assert summary.expected.text().startswith("900 pictures flagged as fake.")


def test_a_new_scan_ends_the_counting_of_the_old_one(qtbot, row, summary):
    summary.set_results(many(row, 3 * AT_A_TIME, 0.97, dhash=""))
    summary.clear()
    assert not summary.is_counting
    assert summary.expected.text() == "Nothing was judged yet."

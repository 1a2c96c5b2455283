"""How far a stage is, is told now and then, and at its end always."""

from __future__ import annotations

from typing import Any

import pytest

from trainer.progress import Progress, TrainingCancelled


def test_each_stage_tells_its_beginning_and_its_end_and_counts_from_where_it_began() -> None:
    told: list[dict[str, Any]] = []
    progress = Progress(told.append, lambda: False)
    for done in range(1, 501):
        progress("crop", done, 500)
    for done in range(400, 501):
        progress("evaluate", done, 500)
    assert [(event["stage"], event["done"]) for event in told if event["done"] in (1, 400, 500)] == [
        *(("crop", 1), ("crop", 500)),
        *(("evaluate", 400), ("evaluate", 500)),
    ]
    assert len(told) < 20, "one every 0.3 s"
    assert told[0]["rate"] == 0
    assert told[0]["seconds_left"] is None
    assert told[-1]["seconds_left"] == 0


def test_who_stops_a_training_stops_it_at_the_next_step() -> None:
    told: list[dict[str, Any]] = []
    stopped = False
    progress = Progress(told.append, lambda: stopped)
    progress("crop", 1, 2)
    stopped = True
    with pytest.raises(TrainingCancelled):
        progress("crop", 2, 2)
    assert len(told) == 1

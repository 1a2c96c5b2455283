"""Results of a scan in the terminal are read back in order, as often as needed, and are not held in memory."""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path

import psutil
import pytest

from app.cli.kept_results import KeptResults
from app.detector.verdict import Verdict
from app.scan.results import ImageResult


def _result(index: int) -> ImageResult:
    name = os.fsdecode(b"not utf-8 \xff" if index % 2 else b"a") + f"{index}.jpg"
    return ImageResult(index, Path("/pictures", name), Verdict.ERROR, "It is broken. " * 50, modified=-(2**62))


def test_results_come_back_in_discovery_order_whatever_order_they_came_in() -> None:
    expected = [_result(index) for index in range(0, 3000, 3)]
    shuffled = random.Random(1).sample(expected, len(expected))
    kept = KeptResults()
    for result in shuffled:
        kept.add(result)
    assert len(kept) == 1000
    for _ in range(2):
        assert list(kept) == expected
    assert expected[7] in kept
    assert _result(1) not in kept


@pytest.mark.skipif(sys.platform == "win32", reason="SQLite gives memory back to the system at other times there")
def test_kept_results_leave_memory() -> None:
    kept = KeptResults()
    process = psutil.Process()
    for index in range(1000):
        kept.add(_result(index))
    before = process.memory_info().rss
    for index in range(1000, 50_000):
        kept.add(_result(index))
    assert (process.memory_info().rss - before) / 49_000 < 200, "each has 700 characters of a reason alone"
    assert sum(len(result.reason) for result in kept) == 50_000 * len(_result(0).reason)

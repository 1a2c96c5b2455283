"""Nothing that a picture holds costs more than its own row."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from app.detector.decode import DecodeError, decode
from app.detector.verdict import Verdict
from app.scan.analyse import CPU_SECONDS_PER_FILE, MEMORY_LIMIT_BYTES
from app.scan.events import FileScanned, ScanFinished
from app.scan.results import ScanRequest
from app.scan.scan import Scan
from tests.hostile import measure
from tests.hostile.corpus import Case, corpus, webp_canvas

pytestmark = pytest.mark.usefixtures("first_network")

#: What a worker shares with all others, the code of its libraries, doesn't count towards the limit that it is given.
_LIBRARIES_BYTES = 128 * 2**20


def _assert_harmless(cases: list[Case], folder: Path) -> dict[str, measure.Cost]:
    costs, rows = measure.run(cases, folder)
    print("\n" + measure.table(costs))
    assert sorted(row.index for row in rows) == list(range(len(cases))), "one row a file"
    for kind, cost in costs.items():
        assert cost.lost == 0, kind
        assert cost.crashes == 0, f"{kind}: {cost.reasons}"
        # Decoding it and finding its faces have as long each; none of these files has a second face.
        assert cost.slowest <= 2 * CPU_SECONDS_PER_FILE + 1, f"{kind}: {cost.slowest_name}"
        if sys.platform == "linux":
            assert cost.peak_bytes <= MEMORY_LIMIT_BYTES + _LIBRARIES_BYTES, kind
    for row in rows:
        if row.verdict is Verdict.ERROR:
            assert row.reason, row.path.name
            assert "\n" not in row.reason
            assert not row.faces
    return costs


def test_a_few_hundred_hostile_files_cost_one_row_each_and_nothing_else(tmp_path: Path) -> None:
    costs = _assert_harmless(list(corpus(105, bombs=False)), tmp_path)
    assert costs["valid"].judged == costs["valid"].cases
    assert costs["truncated"].refused > 0


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", [1, 2])
def test_thousands_of_hostile_files_cost_one_row_each_and_nothing_else(tmp_path: Path, seed: int) -> None:
    _assert_harmless(list(corpus(2000, seed)), tmp_path)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="processor time is not limited there")
def test_pictures_that_take_too_long_are_rows_and_the_good_one_among_them_is_judged(
    tmp_path: Path, astronaut: Path
) -> None:
    endless = max(
        (case for case in corpus(0) if case.name.endswith(".jpg")), key=lambda case: case.data.count(b"\xff\xda")
    )
    for number in range(5):
        (tmp_path / f"{number}.jpg").write_bytes(endless.data)
    (tmp_path / "good.png").write_bytes(astronaut.read_bytes())
    events = list(Scan(ScanRequest((tmp_path,), workers=2, use_cache=False)).events())
    rows = {event.result.path.name: event.result for event in events if isinstance(event, FileScanned)}
    assert rows.pop("good.png").verdict is not Verdict.ERROR
    assert {row.reason for row in rows.values()} == {
        f"The picture took longer than {CPU_SECONDS_PER_FILE} seconds of computing."
    }
    assert len(rows) == 5
    assert isinstance(events[-1], ScanFinished)


def test_a_row_of_sixteen_million_pixels_is_refused_before_it_is_read() -> None:
    with pytest.raises(DecodeError, match="too large to decode safely: 16777216 x 1"):
        decode(webp_canvas(2**24, 1))


def test_the_same_seed_gives_the_same_files() -> None:
    def last(seed: int) -> list[Case]:
        return list(corpus(30, seed, bombs=False))[-30:]

    assert last(1) == last(1)
    assert last(1) != last(2)

"""Runs the hostile corpus through real worker processes and says what it cost: ``python -m tests.hostile.measure``."""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from app.detector.verdict import Verdict
from app.models import selected_model
from app.scan.analyse import CPU_SECONDS_PER_FILE, analyse_in_worker
from app.scan.result_json import as_json, from_json
from app.scan.results import ImageFile, ImageResult
from app.scan.workers import WorkerPool
from tests.hostile.corpus import Case, corpus


@dataclass
class Cost:
    """What a kind of files did.

    Attributes:
        cases: number of files.
        judged: of them, pictures that were decoded after all.
        refused: errors with a sentence of the decoder.
        crashes: files whose worker died on its own.
        stopped: files whose worker was stopped by a limit of time.
        lost: files without a row, or with more than one.
        peak_bytes: largest resident memory of a worker at the end of such a file.
        slowest: longest processor time of such a file, in seconds.
        slowest_name: that file.
    """

    cases: int = 0
    judged: int = 0
    refused: int = 0
    crashes: int = 0
    stopped: int = 0
    lost: int = 0
    peak_bytes: int = 0
    slowest: float = 0.0
    slowest_name: str = ""
    reasons: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class MeasuredResult(ImageResult):
    """A row and what it took: processor time in seconds, and the worker's largest resident memory until then."""

    seconds: float = 0.0
    peak_bytes: int = 0


def measured(image: ImageFile) -> ImageResult:
    """Runs in the worker: the analysis, and what it took."""
    before = time.process_time()
    result = analyse_in_worker(image)
    row = {each.name: getattr(result, each.name) for each in fields(ImageResult)}
    return MeasuredResult(**row, seconds=time.process_time() - before, peak_bytes=_peak_bytes())


def measured_as_json(result: MeasuredResult) -> dict[str, Any]:
    return {**as_json(result), "cost": [result.seconds, result.peak_bytes]}


def measured_from_json(image: ImageFile, said: Any) -> MeasuredResult:
    result = from_json(image, said)
    return MeasuredResult(*(getattr(result, each.name) for each in fields(ImageResult)), *said["cost"])


def _peak_bytes() -> int:
    if sys.platform == "win32":
        return 0
    if sys.platform == "linux":
        # Not getrusage: there, a process begins with the peak of the one that started it.
        status = Path("/proc/self/status").read_text("ascii")
        return int(status.split("VmHWM:")[1].split()[0]) * 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def run(cases: Iterable[Case], folder: Path, workers: int = 2) -> tuple[dict[str, Cost], list[ImageResult]]:
    """Writes the cases to a folder and analyses them.

    Args:
        cases: the files.
        folder: an empty one.
        workers: number of processes.

    Returns:
        Cost by kind, and all rows.
    """
    kinds: list[str] = []
    images: list[ImageFile] = []
    for index, case in enumerate(cases):
        path = folder / case.name
        path.write_bytes(case.data)
        kinds.append(case.kind)
        images.append(ImageFile(index, path))
    rows = _analysed(images, workers)
    costs: dict[str, Cost] = defaultdict(Cost)
    found = Counter(row.index for row in rows)
    for image in images:
        cost = costs[kinds[image.index]]
        cost.cases += 1
        cost.lost += found[image.index] != 1
    for row in rows:
        cost = costs[kinds[row.index]]
        if row.verdict is not Verdict.ERROR:
            cost.judged += 1
        elif "crashed its worker" in row.reason:
            cost.crashes += 1
        elif "took longer" in row.reason:
            cost.stopped += 1
            if "computing" in row.reason:
                cost.slowest, cost.slowest_name = float(CPU_SECONDS_PER_FILE), row.path.name
        else:
            cost.refused += 1
        cost.reasons[row.reason] += 1
        if isinstance(row, MeasuredResult):
            cost.peak_bytes = max(cost.peak_bytes, row.peak_bytes)
            if row.seconds > cost.slowest:
                cost.slowest, cost.slowest_name = row.seconds, row.path.name
    return dict(costs), rows


def _analysed(images: list[ImageFile], workers: int) -> list[ImageResult]:
    pool = WorkerPool(selected_model(), workers, analyse=measured, write=measured_as_json, read=measured_from_json)
    never, _ = multiprocessing.Pipe(duplex=False)
    waiting = images[::-1]
    rows: list[ImageResult] = []
    try:
        while len(rows) < len(images):
            while waiting and pool.capacity > 0:
                pool.submit(waiting.pop())
            rows += pool.wait(never)
    finally:
        pool.close()
    return rows


def table(costs: dict[str, Cost]) -> str:
    """The costs as a Markdown table, with a last line for all."""
    lines = [
        "| kind | cases | judged | refused | stopped in time | crashes | rows lost | largest memory | slowest |",
        "| --- | --: | --: | --: | --: | --: | --: | --: | --: |",
    ]
    for kind, cost in costs.items():
        numbers = (cost.cases, cost.judged, cost.refused, cost.stopped, cost.crashes, cost.lost)
        figures = " | ".join(map(str, numbers))
        lines.append(f"| {kind} | {figures} | {cost.peak_bytes / 2**20:.0f} MB | {cost.slowest:.1f} s |")
    every = list(costs.values())
    sums = [sum(getattr(c, n) for c in every) for n in ("cases", "judged", "refused", "stopped", "crashes", "lost")]
    peak, slowest = max(c.peak_bytes for c in every) / 2**20, max(c.slowest for c in every)
    lines.append(f"| all | {' | '.join(map(str, sums))} | {peak:.0f} MB | {slowest:.1f} s |")
    return "\n".join(lines)


def main() -> None:
    """Prints the table, and on standard error what was slowest and which reasons were given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mutations", type=int, default=3000, help="number of random files (default: 3000)")
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--no-bombs", action="store_true", help="leave out what grows to the limits")
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        costs, _ = run(
            corpus(arguments.mutations, arguments.seed, not arguments.no_bombs), Path(folder), arguments.workers
        )
    for kind, cost in costs.items():
        print(
            f"{kind}: slowest {cost.slowest_name} {cost.slowest:.2f} s; {cost.reasons.most_common(4)}", file=sys.stderr
        )
    print(table(costs))


if __name__ == "__main__":
    main()

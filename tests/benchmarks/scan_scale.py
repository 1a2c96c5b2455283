"""What a scan of 100,000 files costs: time and memory a file, and what a second scan takes.

    python tests/benchmarks/scan_scale.py [--files 100000] [--model DIR] [--out build/scan-scale]

Draws small pictures, all different, and among them, one in twenty, files that are none. Scans them with the real
program, in the terminal with all reports, and twice; and first 1,000 of them, to compare. Of each process, memory and
processor time are looked up twice a second. Prints a table and draws ``memory.png``; the samples are in
``samples.json``. Stopped by Ctrl-C, it tells what it has.

With the bundled model almost all of the time is the search for faces, which is the same for every picture. A model that
judges whole pictures with a small network (``unmask model import`` makes one of any .keras file) shows what the program
itself costs.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import matplotlib
import numpy as np
import psutil
from PIL import Image

matplotlib.use("agg")
from matplotlib import pyplot as plt

_ROOT = Path(__file__).resolve().parents[2]
_FEW = 1000
#: Files in one folder: some have many, some few.
_IN_FOLDERS = (5000, 500, 4500)
_SECONDS_BETWEEN_SAMPLES = 0.5


@dataclass(frozen=True, slots=True)
class Sample:
    """A look at the processes.

    Attributes:
        seconds: since the program was started.
        done: files with a result.
        main_bytes: resident memory of the main process.
        main_seconds: processor time of the main process.
        worker_bytes: resident memory of the largest worker.
        worker_seconds: processor time of all workers.
    """

    seconds: float
    done: int
    main_bytes: int
    main_seconds: float
    worker_bytes: int
    worker_seconds: float


def draw(folder: Path, count: int) -> None:
    """Makes what is not there yet: files of 64 x 64 pixels, all different; one in twenty is no picture."""
    generator = np.random.default_rng(0)
    number = 0
    for part in range(count):
        inside = folder / f"{part:04}"
        inside.mkdir(parents=True, exist_ok=True)
        for _ in range(min(_IN_FOLDERS[part % len(_IN_FOLDERS)], count - number)):
            patches = generator.integers(0, 256, (8, 8, 3), np.uint8)
            file = inside / f"{number:06}.jpg"
            if not file.exists():
                Image.fromarray(patches).resize((64, 64)).save(file, quality=85)
                if number % 20 == 7:
                    content = file.read_bytes()
                    kinds = (f"{number} is no picture".encode(), content[:200], content[100:], b"")
                    file.write_bytes(kinds[number // 20 % len(kinds)])
            number += 1
        if number == count:
            return


def scan(folder: Path, out: Path, name: str, options: list[str]) -> list[Sample]:
    """Scans with the real program and looks at its processes meanwhile."""
    reports = [f"--{kind}={out / f'{name}.{kind}'}" for kind in ("csv", "json", "html")]
    command = [sys.executable, "-m", "app", "scan", str(folder), *options, *reports]
    started = time.monotonic()
    samples: list[Sample] = []
    worker_seconds: dict[int, float] = {}
    done = 0
    with subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.PIPE, env=os.environ | _home(out)) as program:

        def count() -> None:
            nonlocal done
            assert program.stdout is not None
            for _ in program.stdout:
                done += 1

        reader = threading.Thread(target=count)
        reader.start()
        process = psutil.Process(program.pid)
        while program.poll() is None:
            try:
                largest = 0
                for child in process.children():
                    worker_seconds[child.pid] = sum(child.cpu_times()[:2])
                    largest = max(largest, child.memory_info().rss)
                own = process.memory_info().rss
                used = sum(process.cpu_times()[:2])
                elapsed = time.monotonic() - started
                if own:
                    samples.append(Sample(elapsed, done, own, used, largest, sum(worker_seconds.values())))
            except psutil.Error:  # It ended meanwhile.
                pass
            try:
                time.sleep(_SECONDS_BETWEEN_SAMPLES if elapsed > 20 else 0.05)
            except KeyboardInterrupt:
                print("Stopping…", flush=True)  # The program got it too, and writes its reports.
        reader.join()
    return samples


def _home(out: Path) -> dict[str, str]:
    return {"UNMASK_HOME": str(out / "home")}


def cost(samples: list[Sample], begin: float, end: float) -> tuple[float, float]:
    """Processor milliseconds a file of the main process and of the workers, between two shares of the files.

    From the first result to the last: without the start of the program, and the writing of its reports.
    """
    total = samples[-1].done
    first = next(sample for sample in samples if sample.done and sample.done >= begin * total)
    last = next(sample for sample in samples if sample.done >= end * total)
    files = max(last.done - first.done, 1)
    return (
        1000 * (last.main_seconds - first.main_seconds) / files,
        1000 * (last.worker_seconds - first.worker_seconds) / files,
    )


def tell(few: list[Sample], many: list[Sample], again: list[Sample]) -> None:
    """Prints the table."""
    print(f"{'':24}{'files':>9}{'seconds':>10}{'ms/file main':>14}{'workers':>9}{'peak MB main':>14}{'worker':>8}")
    for name, samples in (("first scan", few), ("first scan", many), ("the same files again", again)):
        main, workers = cost(samples, 0, 1)
        own, other = (max(getattr(sample, of) for sample in samples) for of in ("main_bytes", "worker_bytes"))
        print(
            f"{name:24}{samples[-1].done:>9,}{samples[-1].seconds:>10.1f}{main:>14.2f}{workers:>9.2f}"
            f"{own / 2**20:>14.1f}{other / 2**20:>8.1f}"
        )
    peaks = [max(sample.main_bytes for sample in samples) for samples in (few, many)]
    grown = (peaks[1] - peaks[0]) / max(many[-1].done - few[-1].done, 1)
    print(f"Memory of the main process grows by {grown:.0f} bytes a file (goal: < 1,000).")
    tenths = [sum(cost(many, tenth / 10, (tenth + 1) / 10)) for tenth in range(10)]
    print("Processor ms a file by tenth: " + ", ".join(f"{each:.2f}" for each in tenths))
    print(f"Of the last half over the first: {sum(tenths[5:]) / sum(tenths[:5]):.3f} (goal: within 10 %).")
    both = [sum(cost(samples, 0, 1)) for samples in (few, many)]
    print(f"Of {many[-1].done:,} files over {few[-1].done:,}: {both[1] / both[0]:.3f} (goal: within 10 %).")
    ratio = again[-1].seconds / many[-1].seconds
    spent = [samples[-1].main_seconds + samples[-1].worker_seconds for samples in (many, again)]
    print(
        f"The second scan takes 1/{1 / ratio:.0f} of the time, "
        f"1/{spent[0] / spent[1]:.0f} of the processor (goal: 1/20)."
    )


def plot(many: list[Sample], again: list[Sample], target: Path) -> None:
    """Draws memory over files with a result."""
    many, again = ([each for each in samples if each.done < samples[-1].done] for samples in (many, again))
    figure, axes = plt.subplots(figsize=(8, 4.2), layout="constrained")
    done = [sample.done for sample in many]
    axes.plot(done, [sample.worker_bytes / 2**20 for sample in many], label="larger of the workers")
    axes.plot(done, [sample.main_bytes / 2**20 for sample in many], label="main process")
    again_done = [sample.done for sample in again]
    axes.plot(again_done, [sample.main_bytes / 2**20 for sample in again], "--", label="main process, second scan")
    axes.set(xlabel="files with a result", ylabel="resident memory, MB", ylim=(0, None), xlim=(0, None))
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.grid(alpha=0.3)
    axes.legend(loc="best")
    figure.savefig(target, dpi=110)


def main() -> None:
    """Draws, scans, tells."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--model", default=None, help="folder of a model (default: the bundled one)")
    parser.add_argument("--out", type=Path, default=_ROOT / "build/scan-scale")
    arguments = parser.parse_args()
    out = arguments.out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    draw(out / "few", min(_FEW, arguments.files))
    draw(out / "many", arguments.files)
    options = [f"--workers={arguments.workers}", *([f"--model={arguments.model}"] if arguments.model else [])]
    runs = {}
    for name, folder in (("few", "few"), ("many", "many"), ("again", "many")):
        if name == "many":
            # The few are among the many: what is known of them is not to help.
            (out / "home").rename(out / f"home-{time.time_ns()}")
        runs[name] = scan(out / folder, out, name, options)
        if not runs[name]:
            sys.exit("The program ended before it was looked at.")
        (out / "samples.json").write_text(json.dumps({key: [*map(asdict, runs[key])] for key in runs}), "utf-8")
    tell(runs["few"], runs["many"], runs["again"])
    plot(runs["many"], runs["again"], out / "memory.png")


if __name__ == "__main__":
    main()

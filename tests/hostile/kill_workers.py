"""Kills random workers during a scan and says whether a row was lost: ``python -m tests.hostile.kill_workers``.

Needs ``psutil``. The pictures are drawn, tiny, and all different.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

import numpy as np
import psutil
from PIL import Image

from app.scan.events import FileScanned, ScanFinished
from app.scan.results import ScanRequest
from app.scan.scan import Scan


def draw(folder: Path, count: int) -> None:
    """Writes tiny pictures, each of another noise."""
    generator = np.random.default_rng(0)
    for number in range(count):
        pixels = generator.integers(0, 256, (48, 48, 3), np.uint8)
        Image.fromarray(pixels).save(folder / f"{number:05}.png", compress_level=0)


def scan_and_kill(folder: Path, workers: int, pause: float, seed: int) -> tuple[Counter[str], Counter[str], int, bool]:
    """Scans a folder while one worker after the other is killed.

    Args:
        folder: of pictures.
        workers: number of processes.
        pause: mean time between two kills, in seconds.
        seed: of what is random.

    Returns:
        Rows by name, rows by verdict and reason, the number of kills, and whether the scan came to its end.
    """
    chance = random.Random(seed)
    over = threading.Event()
    kills = 0

    def kill() -> None:
        nonlocal kills
        while not over.wait(chance.expovariate(1 / pause)):
            # The first child of a program that spawns is the tracker of its resources.
            children = [
                child for child in psutil.Process().children() if "resource_tracker" not in " ".join(child.cmdline())
            ]
            if children:
                chance.choice(children).kill()
                kills += 1

    killer = threading.Thread(target=kill)
    names: Counter[str] = Counter()
    outcomes: Counter[str] = Counter()
    finished = False
    killer.start()
    try:
        for event in Scan(ScanRequest((folder,), workers=workers, use_cache=False)).events():
            if isinstance(event, FileScanned):
                names[event.result.path.name] += 1
                outcomes[f"{event.result.verdict.value}: {event.result.reason}"] += 1
            finished = finished or isinstance(event, ScanFinished)
    finally:
        over.set()
        killer.join()
    return names, outcomes, kills, finished


def main() -> int:
    """Prints the rows by outcome; returns 1 if the number of rows isn't that of the files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=5000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--pause", type=float, default=3.0, help="mean seconds between two kills (default: 3)")
    parser.add_argument("--seed", type=int, default=20)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        draw(Path(folder), arguments.files)
        started = time.monotonic()
        names, outcomes, kills, finished = scan_and_kill(
            Path(folder), arguments.workers, arguments.pause, arguments.seed
        )
    print(f"{arguments.files} files, {kills} kills, {time.monotonic() - started:.0f} s")
    print(f"{sum(names.values())} rows for {len(names)} files; the scan came to its end: {finished}")
    for outcome, number in outcomes.most_common():
        print(f"{number:6} {outcome}")
    return 0 if finished and len(names) == sum(names.values()) == arguments.files else 1


if __name__ == "__main__":
    sys.exit(main())

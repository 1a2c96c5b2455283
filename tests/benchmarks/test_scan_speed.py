"""How many times as fast a scan is as the loop that a user would write, on this machine, in one run.

    make bench

Both do the same job with the same networks: find the faces, crop them, score them. The loop is the one of notebooks:
``load_img``, then ``Model.predict``, picture by picture.
"""

from __future__ import annotations

import itertools
import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.models import bundled_model
from app.scan.events import FileScanned
from app.scan.results import ScanRequest
from app.scan.scan import Scan

pytestmark = [pytest.mark.benchmark, pytest.mark.timeout(3600)]

_FACES, _PHOTOS = 2000, 100
#: The loop is slow: it is timed on this many pictures, after a first one that loads everything.
_LOOP_FACES, _LOOP_PHOTOS = 60, 8

_LOOP = """
import json, sys, time
import keras, numpy as np
from keras.utils import load_img
from app.detector.crop import cut, face_square
from app.detector.faces import FaceFinder
from pathlib import Path
model = keras.models.load_model(Path(sys.argv[1]) / "model.keras")
finder = FaceFinder()
size = model.input.shape[1]
faces = 0
for number, path in enumerate(sys.argv[2:]):
    if number == 1:
        started = time.monotonic()
        faces = 0
    pixels = np.asarray(load_img(path))
    for face in finder.find(pixels):
        crop = cut(pixels, face_square(face, pixels.shape[1], pixels.shape[0], 1.5), size)
        model.predict(crop[np.newaxis].astype("float32"), verbose=0)
        faces += 1
print(json.dumps({"seconds": time.monotonic() - started, "faces": faces, "pictures": len(sys.argv) - 3}))
"""


@pytest.fixture(scope="module")
def face_folder(tmp_path_factory: pytest.TempPathFactory, portraits: list[Path]) -> Path:
    """2,000 different pictures of 256 x 256 pixels with a face each, JPEG q90."""
    folder = tmp_path_factory.mktemp("faces")
    generator = np.random.default_rng(0)
    sources = [Image.open(path).convert("RGB").resize((848, 1264)) for path in portraits]
    for number, source in zip(range(_FACES), itertools.cycle(sources)):
        side = int(generator.integers(380, 560))
        x, y = generator.integers(60, 120), generator.integers(150, 260)
        square = source.crop((x, y, x + side, y + side)).resize((256, 256))
        square.save(folder / f"{number:04}.jpg", quality=90)
    return folder


@pytest.fixture(scope="module")
def photo_folder(tmp_path_factory: pytest.TempPathFactory, portraits: list[Path]) -> Path:
    """100 pictures of 12 megapixels with a face each, JPEG q90."""
    folder = tmp_path_factory.mktemp("photos")
    sources = [Image.open(path).convert("RGB") for path in portraits]
    for number, source in zip(range(_PHOTOS), itertools.cycle(sources)):
        photo = source.resize((3000, 4000)).rotate(number % 7 - 3)
        photo.save(folder / f"{number:03}.jpg", quality=90)
    return folder


def _scan_rate(folder: Path, workers: int) -> float:
    """Pictures a second from the first result on: what a long scan runs at, without the start of its workers."""
    times = []
    faces = 0
    for event in Scan(ScanRequest((folder,), workers=workers, use_cache=False)).events():
        if isinstance(event, FileScanned):
            times.append(time.monotonic())
            faces += len(event.result.faces)
    assert faces >= 0.9 * len(times), "the pictures hold faces"
    # Each worker has its first file at about the same time.
    return (len(times) - workers) / (times[-1] - times[workers - 1])


def _loop_rate(paths: list[Path]) -> float:
    done = subprocess.run(
        [sys.executable, "-c", _LOOP, str(bundled_model()), *map(str, paths)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"},
        cwd=Path(__file__).resolve().parents[2],
    )
    measured = json.loads(done.stdout.splitlines()[-1])
    assert measured["faces"] >= 0.9 * measured["pictures"]
    return float(measured["pictures"] / measured["seconds"])


def test_a_scan_against_the_loop_a_user_would_write(face_folder: Path, photo_folder: Path) -> None:
    rows = []
    for name, folder, count in (
        ("256 px faces", face_folder, _LOOP_FACES),
        ("12 Mpx photos", photo_folder, _LOOP_PHOTOS),
    ):
        loop = _loop_rate(sorted(folder.iterdir())[: count + 1])
        one, two = _scan_rate(folder, 1), _scan_rate(folder, 2)
        rows.append((name, loop, one, two))
    print(f"\n{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; pictures a second")
    print(f"{'':16}{'loop':>8}{'1 worker':>10}{'2 workers':>11}{'2 workers / loop':>18}{'2 / 1':>8}")
    for name, loop, one, two in rows:
        print(f"{name:16}{loop:8.1f}{one:10.1f}{two:11.1f}{two / loop:18.1f}{two / one:8.2f}")

"""How fast a scan is on this machine, in one run: beside what a user would write, and beside what the machine can do.

    make bench

All do the same job with the same networks: find the faces, crop them, score them.

- The loop is the one of notebooks: ``load_img``, then ``Model.predict``, picture by picture.
- Batched is what TensorFlow's guide recommends: ``tf.data`` prepares pictures in parallel, ``Model.predict`` takes 32.
- The limit is what the stages take when each is timed alone in one process, shared out over all cores.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import platform
import shutil
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.detector.bundle import load_bundle
from app.detector.crop import cut_from, face_square
from app.detector.decode import Picture
from app.detector.detector import sharpness
from app.detector.faces import FaceFinder
from app.models import bundled_model
from app.scan.events import FileScanned
from app.scan.results import ScanRequest
from app.scan.scan import Scan

pytestmark = [pytest.mark.benchmark, pytest.mark.timeout(3600)]

_FACES, _PHOTOS, _PNGS = 600, 60, 12
#: The loops are slow: they are timed on this many pictures, after a first one that loads everything.
_TIMED = {"256 px faces": 60, "12 Mpx JPEG": 8, "24 Mpx PNG": 3, "mixed, 5 % rubbish": 0}

_PREPARE = """
import json, sys, threading, time
import keras, numpy as np
from keras.utils import load_img
from app.detector.bundle import load_bundle, read_second_stage
from app.detector.crop import cut, face_square
from app.detector.faces import FaceFinder
from pathlib import Path
from tests.benchmarks.clip_weights import drawn_weights
from trainer.vision_encoder import build_encoder
bundle = load_bundle(Path(sys.argv[1]))
model = keras.models.load_model(bundle.folder / "model.keras")
size = model.input.shape[1]
stage, (_, head) = bundle.manifest.second, read_second_stage(bundle.folder)
# The second network in Keras, of the same layers. A bundle has it as LiteRT file only; the time that it takes doesn't
# depend on its weights, and which faces it is asked about, the first network says.
encoder = keras.Sequential([build_encoder(drawn_weights(), size), keras.layers.Dense(len(head.output), "relu")])
second = keras.Sequential([encoder, keras.layers.Dense(1)])
finders = threading.local()

def crops(path):
    if not hasattr(finders, "finder"):
        finders.finder = FaceFinder()
    picture = load_img(path)
    pixels = np.asarray(picture)
    faces = finders.finder.find(picture)
    return [cut(pixels, face_square(face, pixels.shape[1], pixels.shape[0], 1.5), size) for face in faces]
"""
_LOOP = (
    _PREPARE
    + """
faces = 0
for number, path in enumerate(sys.argv[2:]):
    if number == 1:
        started, faces = time.monotonic(), 0
    for crop in crops(path):
        crop = crop[np.newaxis].astype("float32")
        if model.predict(crop, verbose=0).item() >= stage.low:
            second.predict(crop, verbose=0)
        faces += 1
print(json.dumps({"seconds": time.monotonic() - started, "faces": faces, "pictures": len(sys.argv) - 3}))
"""
)
_BATCHED = (
    _PREPARE
    + """
import tensorflow as tf

def prepared(path):
    found = crops(path.decode())
    return np.array(found, np.float32).reshape(-1, size, size, 3)

def dataset(paths):
    data = tf.data.Dataset.from_tensor_slices(paths)
    data = data.map(lambda path: tf.numpy_function(prepared, [path], tf.float32), num_parallel_calls=tf.data.AUTOTUNE)
    data = data.map(lambda faces: tf.ensure_shape(faces, (None, size, size, 3))).unbatch().batch(32)
    return data.prefetch(tf.data.AUTOTUNE)

def judged(paths):
    count, waiting = 0, np.empty((0, size, size, 3), np.float32)
    for batch in dataset(paths):
        batch = batch.numpy()
        waiting = np.concatenate([waiting, batch[model.predict_on_batch(batch)[:, 0] >= stage.low]])
        while len(waiting) >= 32:
            second.predict_on_batch(waiting[:32])
            waiting = waiting[32:]
        count += len(batch)
    if len(waiting):
        second.predict_on_batch(np.pad(waiting, [[0, 32 - len(waiting)], [0, 0], [0, 0], [0, 0]]))
    return count

judged(sys.argv[2:3])
started = time.monotonic()
faces = judged(sys.argv[3:])
print(json.dumps({"seconds": time.monotonic() - started, "faces": faces, "pictures": len(sys.argv) - 3}))
"""
)


@pytest.fixture(scope="module")
def face_folder(tmp_path_factory: pytest.TempPathFactory, portraits: list[Path]) -> Path:
    """600 different pictures of 256 x 256 pixels with a face each, JPEG q90."""
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
    """60 pictures of 12 megapixels with a face each, JPEG q90."""
    folder = tmp_path_factory.mktemp("photos")
    sources = [Image.open(path).convert("RGB") for path in portraits]
    for number, source in zip(range(_PHOTOS), itertools.cycle(sources)):
        photo = source.resize((3000, 4000)).rotate(number % 7 - 3)
        photo.save(folder / f"{number:03}.jpg", quality=90)
    return folder


@pytest.fixture(scope="module")
def png_folder(tmp_path_factory: pytest.TempPathFactory, portraits: list[Path]) -> Path:
    """12 pictures of 24 megapixels with a face each, PNG."""
    folder = tmp_path_factory.mktemp("pngs")
    sources = [Image.open(path).convert("RGB") for path in portraits]
    for number, source in zip(range(_PNGS), itertools.cycle(sources)):
        source.resize((4000, 6000)).rotate(number % 7 - 3).save(folder / f"{number:03}.png", compress_level=1)
    return folder


@pytest.fixture(scope="module")
def mixed_folder(tmp_path_factory: pytest.TempPathFactory, face_folder: Path, photo_folder: Path) -> Path:
    """400 pictures, one in twenty of 12 megapixels, one in twenty rubbish."""
    folder = tmp_path_factory.mktemp("mixed")
    faces, photos = sorted(face_folder.iterdir()), sorted(photo_folder.iterdir())
    for number in range(400):
        target = folder / f"{number:03}.jpg"
        if number % 20 == 7:
            content = faces[number].read_bytes()
            target.write_bytes((b"", b"no picture", content[: len(content) // 3], os.urandom(5000))[number // 20 % 4])
        else:
            shutil.copyfile(photos[number // 20] if number % 20 == 0 else faces[number], target)
    return folder


def _scan_rate(folder: Path, workers: int) -> float:
    """Pictures a second from the first result on: what a long scan runs at, without the start of its workers."""
    times = []
    faces = errors = 0
    for event in Scan(ScanRequest((folder,), workers=workers, use_cache=False)).events():
        if isinstance(event, FileScanned):
            times.append(time.monotonic())
            faces += len(event.result.faces)
            errors += event.result.verdict == "error"
    assert faces >= 0.9 * (len(times) - errors), "the pictures hold faces"
    # Each worker has its first file at about the same time.
    return (len(times) - workers) / (times[-1] - times[workers - 1])


def _stages(paths: list[Path]) -> dict[str, float]:
    """Seconds a picture of each stage of a scan, each timed alone, in this process."""
    bundle = load_bundle(bundled_model())
    size, margin = bundle.manifest.input_size, bundle.manifest.margin
    finder, network = FaceFinder(), bundle.network()
    spent = dict.fromkeys(("read and hash", "decode", "find faces", "crop", "score"), 0.0)
    for number, path in enumerate(paths):
        if number == 1:
            spent = dict.fromkeys(spent, 0.0)
        marks = [time.perf_counter()]
        data = path.read_bytes()
        hashlib.sha256(data).digest()
        marks.append(time.perf_counter())
        picture = Picture(data)
        picture.overview  # noqa: B018 (decodes)
        marks.append(time.perf_counter())
        faces = finder.find_in(picture)
        marks.append(time.perf_counter())
        # Decodes the rest of the pixels where a face is too small for half of them.
        crops = [cut_from(picture, face_square(face, picture.width, picture.height, margin), size) for face in faces]
        marks.append(time.perf_counter())
        for crop in crops:
            network.run(crop.astype(np.float32))
            sharpness(crop)
        marks.append(time.perf_counter())
        for name, begin, end in zip(spent, marks, marks[1:], strict=False):
            spent[name] += end - begin
    return {name: seconds / (len(paths) - 1) for name, seconds in spent.items()}


def _rate(script: str, paths: list[Path]) -> float:
    done = subprocess.run(
        [sys.executable, "-c", script, str(bundled_model()), *map(str, paths)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"},
        cwd=Path(__file__).resolve().parents[2],
    )
    measured = json.loads(done.stdout.splitlines()[-1])
    assert measured["faces"] >= 0.9 * measured["pictures"]
    return float(measured["pictures"] / measured["seconds"])


def test_a_scan_against_what_a_user_would_write_and_what_the_machine_can_do(
    face_folder: Path, photo_folder: Path, png_folder: Path, mixed_folder: Path
) -> None:
    folders = dict(zip(_TIMED, (face_folder, photo_folder, png_folder, mixed_folder), strict=True))
    cores = os.cpu_count() or 1
    print(f"\n{platform.machine()}, {cores} cores, Python {platform.python_version()}; pictures a second")
    columns = ("loop", "batched", "1 worker", "all cores", "/ loop", "/ batched", "/ 1", "/ limit")
    print(f"{'':20}" + "".join(f"{column:>11}" for column in columns))
    shares = {}
    for name, folder in folders.items():
        paths, count = sorted(folder.iterdir()), _TIMED[name]
        one, most = _scan_rate(folder, 1), _scan_rate(folder, cores)
        cells = [f"{one:.1f}", f"{most:.1f}"]
        if count:
            loop, batched = _rate(_LOOP, paths[: count + 1]), _rate(_BATCHED, paths[: 2 * count + 1])
            shares[name] = stages = _stages(paths[: 2 * count + 1])
            limit = cores / sum(stages.values())
            cells = [f"{loop:.1f}", f"{batched:.1f}", *cells, f"{most / loop:.1f}", f"{most / batched:.1f}"]
            cells += [f"{most / one:.2f}", f"{most / limit:.2f}"]
        else:
            cells = ["", "", *cells, "", "", f"{most / one:.2f}", ""]
        print(f"{name:20}" + "".join(f"{cell:>11}" for cell in cells), flush=True)
    for name, stages in shares.items():
        total = sum(stages.values())
        said = ", ".join(f"{stage} {100 * seconds / total:.0f} %" for stage, seconds in stages.items())
        print(f"{name}: {1000 * total:.1f} ms a picture on one core: {said}")

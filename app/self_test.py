"""Whether this installation works, one part after the other: ``unmask --self-test`` and Help, About. No Qt here."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from app.detector.bundle import Bundle, BundleError, check_hashes, load_bundle
from app.detector.faces import FaceFinder, FaceModelError
from app.detector.verdict import Verdict
from app.models import bundled_model, chosen_model
from app.report.atomic_file import ExportError
from app.report.csv_report import write_csv
from app.report.html_report import write_html
from app.report.json_report import write_json
from app.resources import package_file
from app.scan.analyse import analyse_in_worker
from app.scan.journal import Journal, JournalError, journal_path
from app.scan.known_results import Entry
from app.scan.results import ImageFile, ImageResult, ScanRequest
from app.scan.scan_record import ScanRecord
from app.scan.workers import WorkerError, WorkerPool
from app.trainer_command import TrainerMissing, trainer_command
from app.user_folders import cache_folder, data_folder, settings_folder

#: A portrait of Grace Hopper by the US Navy, in the public domain, and where its one face is: left, top, width, height.
_PICTURE = ("matplotlib", "grace_hopper.jpg")
_FACE = (167, 134, 199, 199)
#: Furthest that an edge of the box may be from there, in pixels; processors add in another order.
_FACE_TOLERANCE = 10
#: What has to fit into the folder for temporary files.
_TEMPORARY_BYTES = 2**20
#: On the clock, for a start of the trainer that loads no TensorFlow; a scanner of viruses reads a new program first.
_TRAINER_SECONDS = 120
#: The file that ends its worker process; see `_analyse_or_end`.
_DEADLY = 1


class SelfTestError(Exception):
    """A part does not do what it should. ``str()`` is the sentence for the user."""


@dataclass(frozen=True, slots=True)
class Check:
    """What was found of one part of the program.

    Attributes:
        name: of the part, in a few words.
        passed: it works.
        sentence: what was checked, or what is wrong.
    """

    name: str
    passed: bool
    sentence: str


def self_test() -> Iterator[Check]:
    """Checks one part after the other. What one check finds wrong does not keep the others from being made.

    Yields:
        A check as soon as it is done.
    """
    model = bundled_model()
    yield _check("model files", _model_files, model)
    yield _check("model", _golden_inputs, model)
    # Also one that is gone, instead of which scans use the bundled one.
    if (chosen := chosen_model()) is not None:
        yield _check("selected model", _golden_inputs, chosen)
    yield _check("face detector", _face_detector)
    yield _check("user folders", _user_folders)
    yield _check("temporary folder", _temporary_folder)
    yield _check("worker processes", _worker_processes, model)
    yield _check("journal", _journal, model)
    yield _check("export", _export, model)
    yield _check("trainer", _trainer)


def _check(name: str, check: Callable[..., str], *arguments: Path) -> Check:
    try:
        return Check(name, True, check(*arguments))
    except (SelfTestError, BundleError, FaceModelError, JournalError, ExportError, WorkerError) as error:
        return Check(name, False, str(error))
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        return Check(name, False, f"{error.strerror or error}{where}.")
    except Exception as error:  # A bug, or a file of the program that is missing: the other parts are still looked at.
        return Check(name, False, f"{type(error).__name__}: {' '.join(str(error).split())[:200]}")


def _model_files(folder: Path) -> str:
    manifest = check_hashes(folder).manifest
    return f"All {len(manifest.files)} files of {manifest.id} have the hashes that its manifest names."


def _golden_inputs(folder: Path) -> str:
    identity = load_bundle(folder).manifest.id
    return f"{identity} computes for its golden inputs what it did when it was made."


def _face_detector() -> str:
    with Image.open(_picture(), formats=["JPEG"]) as picture:
        faces = FaceFinder().find(picture.convert("RGB"))
    if len(faces) != 1:
        raise SelfTestError(f"The face detector finds {len(faces)} faces in a portrait. Reinstall the program.")
    (face,) = faces
    left, top, width, height = _FACE
    expected = np.array([left, top, left + width, top + height])
    found = np.array([face.left, face.top, face.left + face.width, face.top + face.height])
    if not float(np.abs(found - expected).max()) <= _FACE_TOLERANCE:
        raise SelfTestError("The face detector finds the face of a portrait in the wrong place. Reinstall the program.")
    return "Both networks are unaltered, and find the one face of a portrait where it is."


def _user_folders() -> str:
    for folder in (settings_folder(), data_folder(), cache_folder()):
        try:
            with tempfile.TemporaryFile(dir=folder) as file:
                file.write(b"Unmask")
        except OSError as error:
            raise SelfTestError(
                f"{folder} can't be written to: {error.strerror or error}. Free some space, or allow it."
            ) from error
    journal = journal_path()
    if journal.exists():
        Journal(journal).close()
    return "Settings, models and the journal can be written."


def _temporary_folder() -> str:
    with _temporary() as folder:
        (folder / "file").write_bytes(bytes(_TEMPORARY_BYTES))
    return "Files can be written to it."


def _worker_processes(model: Path) -> str:
    picture = _picture()
    files = [ImageFile(index, picture) for index in range(3)]
    pool = WorkerPool(model, 1, analyse=_analyse_or_end)
    try:
        results = [pool.judge(file) for file in files]
    finally:
        pool.close()
    for file, result in zip(files, results, strict=True):
        if (result.verdict is Verdict.ERROR) != (file.index == _DEADLY):
            said = result.reason or f"It was judged {result.verdict.value} by a process that should have ended."
            raise SelfTestError(f"A worker process does not do what it should: {said}")
    return "One judges a picture; one that is killed is replaced, and the next picture judged."


def _analyse_or_end(image: ImageFile) -> ImageResult:
    """`analyse_in_worker`, for all files but the one that is to end the worker process."""
    if image.index == _DEADLY:
        os._exit(1)
    return analyse_in_worker(image)


def _journal(model: Path) -> str:
    bundle = load_bundle(model)
    with _temporary() as folder:
        path = folder / "journal.sqlite"
        written = _example_results(folder, bundle)
        record, _ = ScanRecord.begin(path, ScanRequest((folder,)), bundle)
        try:
            record.write([Entry(result) for result in written], len(written), (folder,))
            record.finish(len(written))
            scan = record.scan
        finally:
            record.close()
        with Journal(path) as journal:
            if list(journal.results(scan)) != written:
                raise SelfTestError("The journal gives back other results than were written to it.")
    return "Results that were written to a new one are read back."


def _export(model: Path) -> str:
    bundle = load_bundle(model)
    with _temporary() as folder:
        results = _example_results(folder, bundle)
        table, data, page = (folder / f"results.{kind}" for kind in ("csv", "json", "html"))
        write_csv(results, table)
        write_json(results, bundle, data)
        write_html(results, bundle, page)
        with table.open(encoding="utf-8-sig", newline="") as file:
            rows = len(list(csv.DictReader(file)))
        entries = len(json.loads(data.read_text("utf-8"))["files"])
        named = page.read_text("utf-8").count(results[0].path.name)
    if rows != len(results) or entries != len(results) or not named:
        raise SelfTestError("A report holds other results than were written to it.")
    return "CSV, JSON and HTML are written."


def _trainer() -> str:
    try:
        command = trainer_command()
    except TrainerMissing as error:
        return str(error)
    # What it answers to this comes before TensorFlow is loaded.
    code: int | str
    try:
        answer = subprocess.run(
            [*command, "--help"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_TRAINER_SECONDS,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        code, said = answer.returncode, answer.stdout
    except subprocess.TimeoutExpired:  # It would name the whole command, with the folders in it.
        code, said = f"none in {_TRAINER_SECONDS} seconds", b""
    if code or b"unmask train" not in said:
        raise SelfTestError(f"The trainer does not start (exit code {code}). Reinstall the program.")
    return "It starts."


def _example_results(folder: Path, bundle: Bundle) -> list[ImageResult]:
    model = bundle.manifest.id
    return [
        ImageResult(0, folder / "1.jpg", Verdict.NO_FACE, "", (), 512, 600, "JPEG", 1, 1, "0" * 64, "absent", model),
        ImageResult(1, folder / "2.jpg", Verdict.ERROR, "The file is empty (0 bytes).", model=model),
    ]


def _picture() -> Path:
    path = package_file(*_PICTURE, folder="self-test")
    if path is None:
        raise SelfTestError(
            f"The picture {_PICTURE[1]} of the package {_PICTURE[0]} is missing. Reinstall the program."
        )
    return path


@contextmanager
def _temporary() -> Iterator[Path]:
    try:
        with tempfile.TemporaryDirectory(prefix="unmask-self-test-", ignore_cleanup_errors=True) as folder:
            yield Path(folder)
    except OSError as error:
        raise SelfTestError(
            f"The folder for temporary files can't be written to: {error.strerror or error}. "
            "Free some space, or set TMPDIR to another folder."
        ) from error

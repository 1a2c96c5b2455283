"""The folder of a training: its arguments, the lock of who is at it, and what an earlier part of it found."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import time
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from typing import Any

from app.detector.labelled import LabelledFile, Split
from trainer.audit import audit
from trainer.dataset_errors import DatasetError
from trainer.face_crops import size_and_time
from trainer.file_lock import locked_file
from trainer.progress import Event, Progress
from trainer.train_model import CROPS, TrainingFailed

#: Files of a run: its arguments, a hash of its pictures, and the encoder that was made of an ONNX file.
_ARGUMENTS, _PICTURES, ENCODER = "run.json", "pictures.sha256", "encoder.tflite"
#: It is locked while somebody is at the run.
_LOCK = "run.lock"
#: The program, which may lie elsewhere when a run is resumed: it was moved, or is another version.
_PROGRAM = Path(__file__).resolve().parents[1]
#: Arguments that a resumed run takes from there.
_PATHS = ("cache", "note", "start_from", "join", "teacher", "second_stage", "tuned")
_KEPT = (
    "dataset",
    "data",
    "preset",
    "epochs",
    "learning_rate",
    "seed",
    "crop",
    "name",
    "no_audit",
    "add_head",
    *_PATHS,
)
#: What a new run takes for those that aren't named.
DEFAULTS: dict[str, Any] = {
    **dict.fromkeys(_KEPT),
    **{"preset": "efficientnet-lite0", "seed": 1, "crop": "face", "name": "", "no_audit": False, "add_head": False},
}


def sole_run(out: Path) -> AbstractContextManager[None]:
    """The lock of who is at a run: two would each learn from the crops and states that the other one writes.

    See `app.trainer_command`, which offers no training to be resumed that somebody is at.

    Raises:
        TrainingFailed: on entering, if another process is at it.
    """
    # Whoever only looks holds the lock for a moment.
    tries = iter(range(10))

    def wait() -> None:
        if next(tries, None) is None:
            raise TrainingFailed(f"The training in {out} is running already.")
        time.sleep(0.02)

    return locked_file(out / _LOCK, wait)


def settled(arguments: argparse.Namespace, out: Path) -> argparse.Namespace:
    """Arguments of a new run, or those that a resumed one began with.

    The second stage can be changed meanwhile, and where the data lies.

    Raises:
        TrainingFailed: there is none to resume, or something else was changed; or there is one, and it isn't resumed.
    """
    file, given = out / _ARGUMENTS, dict(vars(arguments))
    # A resumed run may be started in another folder.
    given |= {key: _movable(given[key]) for key in _PATHS if key in given}
    # Under either name, a folder or file that exists is one: its place is kept, and is nobody else's business.
    if (named := given.get("dataset") or given.get("data")) and os.path.exists(os.path.expanduser(named)):
        given.pop("dataset", None)
        given["data"] = _absolute(named)
    if arguments.resume:
        try:
            known = json.loads(file.read_text("utf-8"))
        except (OSError, ValueError):
            raise TrainingFailed(f"There is no run to resume in {out}.") from None
        known = {**DEFAULTS, **known}
        # A folder or zip file may lie elsewhere by now: what is in it is compared.
        free = {"second_stage", "data"} if known["data"] else {"second_stage"}
        changed = [key for key in _KEPT if key in given and given[key] != known[key] and key not in free]
        if changed:
            options = ", ".join(f"--{key.replace('_', '-')}" for key in changed)
            raise TrainingFailed(f"A training is resumed as it began: leave out {options}, or start a new one.")
        if "second_stage" in given and given["second_stage"] != known["second_stage"]:
            # Both before another encoder is made, so that a kill leaves none that is not the one named.
            (out / ENCODER).unlink(missing_ok=True)
            known["second_stage"] = given["second_stage"]
            _keep(file, json.dumps(known))
        settled = {**given, **known, "data": given.get("data") or known["data"]}
    else:
        settled = {**DEFAULTS, **given}
        if file.exists():
            raise TrainingFailed(f"{out} holds an earlier run. Go on with it (--resume) or choose another folder.")
        (out / ENCODER).unlink(missing_ok=True)
    paths = {key: _PROGRAM / settled[key] if settled.get(key) else None for key in _PATHS}
    return argparse.Namespace(**{**settled, **paths})


def keep_arguments(arguments: argparse.Namespace, out: Path) -> None:
    """Keeps what the run is resumed with."""
    kept = {key: getattr(arguments, key) for key in _KEPT}
    _keep(out / _ARGUMENTS, json.dumps({**kept, **{key: _movable(kept[key]) for key in _PATHS}}))


def read_note(file: Path | None) -> str:
    """The text about the data for the model card, if one was named.

    Raises:
        TrainingFailed: it is no text.
        OSError: it can't be read.
    """
    try:
        return file.read_text("utf-8") if file else ""
    except UnicodeDecodeError:
        raise TrainingFailed(f"{file} is no text in UTF-8.") from None


def check_pictures(splits: dict[Split, list[LabelledFile]], folder: Path, out: Path) -> None:
    """Refuses other pictures, or the same in other splits, than the run began with: what it has learnt is of those.

    Times of the files are no part of it: they change where a disk is mounted anew or a folder copied.

    Raises:
        DatasetError: they are others.
    """
    digest = hashlib.sha256()
    for split, files in splits.items():
        for file in files:
            place, (size, _) = file.path.relative_to(folder.resolve()).as_posix(), size_and_time(file.path)
            line = f"{split}|{place}|{size}|{file.label}|{file.source}\n"
            digest.update(line.encode(errors="surrogateescape"))
    kept = out / _PICTURES
    known = kept.read_text("utf-8") if kept.exists() else ""
    if not known:  # Of a new run, or one that an earlier version began; or a power cut has emptied it.
        _keep(kept, digest.hexdigest())
    elif known != digest.hexdigest():
        raise DatasetError(
            f"The pictures in {folder} are not those that this training began with: some were added, removed, changed "
            "or moved. Put them back, or start a new training."
        )


def audited(splits: dict[Split, list[LabelledFile]], folder: Path, out: Path, progress: Progress) -> Event:
    """The audit, or what an earlier part of this run found, which may have had its pictures in another folder.

    Paths in it begin in the folder of the pictures: what is said of them goes into the model card, and so to others.
    """
    kept = out / "audit.json"
    try:
        return dict(json.loads(_below(folder, kept.read_text("utf-8"))))  # An earlier version kept whole paths.
    except (FileNotFoundError, ValueError):
        pass  # A power cut can leave it empty.
    found = _below(folder, json.dumps(audit(splits, lambda done, total: progress("audit", done, total)).to_event()))
    _keep(kept, found)
    return dict(json.loads(found))


def remove_intermediates(out: Path) -> None:
    """Removes what a training only goes on with: crops, and what networks said of them, some 300 kB a picture.

    A training that is resumed after its end makes anew what it needs of it.
    """
    shutil.rmtree(out / CROPS, ignore_errors=True)
    for pattern in ("seen-*.raw", "limits-*.raw", "teacher-*.npy"):
        for file in out.glob(pattern):
            with suppress(OSError):
                file.unlink()


def _below(folder: Path, text: str) -> str:
    """JSON in which paths to what is in a folder begin there."""
    return text.replace(json.dumps(f"{folder.resolve()}{os.sep}")[1:-1], "")


def _absolute(path: str | Path | None) -> str | None:
    return os.path.abspath(os.path.expanduser(path)) if path else None


def _movable(path: str | Path | None) -> str | None:
    """A path as it is kept: absolute, but for what comes with the program, such as its model: from there."""
    absolute = _absolute(path)
    if absolute and Path(absolute).is_relative_to(_PROGRAM / "resources"):
        return Path(absolute).relative_to(_PROGRAM).as_posix()
    return absolute


def _keep(file: Path, text: str) -> None:
    """Writes a file as a whole or not at all."""
    temporary = file.with_suffix(".new")
    temporary.write_text(text, "utf-8")
    os.replace(temporary, file)

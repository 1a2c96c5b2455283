"""Cuts the faces of a data set once, in parallel, so that epochs only read arrays.

For every picture two squares are kept. ``inputs``: what the program would hand to the network, through the program's
own decoding, face finding, cropping and resizing; for Validation and Test. ``surroundings``: a wider square with room
for augmentation, and the face's landmarks in it; for Train.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from app.detector.crop import cut_from, face_square, whole_square
from app.detector.decode import DecodeError, Picture, RgbArray
from app.detector.faces import FaceBox, FaceFinder
from app.detector.labelled import LabelledFile
from trainer.child_process import map_in_workers
from trainer.face_landmarks import COUNT as LANDMARKS
from trainer.face_landmarks import LandmarkFinder, Landmarks
from trainer.picture_file import read_picture, why_unread

#: Side of a stored surrounding in pixels, and its side over that of the face.
SURROUNDINGS_SIZE = 256
SURROUNDINGS_MARGIN = 1.9
#: Of the files in the folder; crops of an earlier one are made anew.
_LAYOUT = 4
#: What is known of the crops; before all are made, a line for each picture.
_INDEX, _RECORDS = "index.json", "records.jsonl"


@dataclass(frozen=True, slots=True)
class CropSettings:
    """What decides how a picture becomes a network's input.

    Attributes:
        size: side of the network's input in pixels.
        margin: side of the square over that of the face; see `app.detector.crop.face_square`.
        whole: judge the centred square of the whole picture instead of a face.
    """

    size: int
    margin: float = 1.5
    whole: bool = False


@dataclass(frozen=True, slots=True)
class CropSet:
    """The crops of a list of pictures.

    Attributes:
        files: pictures that gave a crop, in the order of the arrays.
        inputs: uint8 RGB, shape ``(n, size, size, 3)``, memory-mapped.
        surroundings: uint8 RGB, shape ``(n, 256, 256, 3)``, memory-mapped.
        faces: where the face is in each surrounding.
        landmarks: of each face in its surrounding, float32, shape ``(n, 468, 2)``, memory-mapped; nan without a face.
        skipped: path and reason of each picture that gave none.
        lengths: of the longer side of each face, in pixels of its file.
        digest: tells these crops from others, of which an earlier part of the run may have left answers, row by row.
    """

    files: list[LabelledFile]
    inputs: RgbArray
    surroundings: RgbArray
    faces: list[FaceBox]
    landmarks: npt.NDArray[np.float32]
    skipped: list[tuple[Path, str]]
    lengths: list[float] = field(default_factory=list)
    digest: str = ""


_Cut = tuple[RgbArray, RgbArray, FaceBox, Landmarks, float]

_finder: FaceFinder | None = None
_landmark_finder: LandmarkFinder | None = None


def crop_picture(path: Path, settings: CropSettings) -> _Cut | str:
    """Of the largest face of a picture: input, surroundings, box and landmarks in these, and its length in the file.

    Or why there is none.

    Raises:
        trainer.dataset_errors.FolderGoneError: its folder is gone.
    """
    try:
        return _cut(Picture(read_picture(path)), settings)
    except DecodeError as error:
        return str(error)
    except OSError as error:
        return why_unread(path, error)


def _cut(picture: Picture, settings: CropSettings) -> _Cut | str:
    global _finder, _landmark_finder
    width, height = picture.width, picture.height
    if settings.whole:
        square = whole_square(width, height)
        face = FaceBox(square[0], square[1], square[2], square[2], 1.0)
        wide = square
    else:
        _finder = _finder or FaceFinder()
        faces = _finder.find_in(picture)
        if not faces:
            return "No face was found."
        face = faces[0]
        square = face_square(face, width, height, settings.margin)
        wide = face_square(face, width, height, SURROUNDINGS_MARGIN)
    scale = SURROUNDINGS_SIZE / wide[2]
    moved = replace(face, left=face.left - wide[0], top=face.top - wide[1]).scaled(scale)
    moved = moved.set_upright(SURROUNDINGS_SIZE, SURROUNDINGS_SIZE)
    surroundings = cut_from(picture, wide, SURROUNDINGS_SIZE, turn=face.turn)
    if settings.whole:
        landmarks = np.full((LANDMARKS, 2), np.nan, np.float32)
    else:
        _landmark_finder = _landmark_finder or LandmarkFinder()
        landmarks = _landmark_finder.find(surroundings, moved)
    inputs = cut_from(picture, square, settings.size, turn=face.turn)
    return inputs, surroundings, moved, landmarks, max(face.width, face.height)


def crop_all(
    files: Sequence[LabelledFile],
    settings: CropSettings,
    folder: Path,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> CropSet:
    """Crops every picture, or takes the crops of an earlier run with the same files and settings.

    Args:
        files: labelled pictures.
        settings: how to crop.
        folder: where the arrays are kept; made if it isn't there.
        progress: called with the number of pictures done and in all.

    Returns:
        The crops.

    Raises:
        trainer.dataset_errors.FolderGoneError: a folder of pictures went away meanwhile; the crops so far are kept.
    """
    folder.mkdir(parents=True, exist_ok=True)
    key = _fingerprint(files, settings)
    index = _read_index(folder, key, settings)
    if index is None:
        (folder / _INDEX).unlink(missing_ok=True)  # That of other crops, which are overwritten now.
        index = {"key": key, **_crop_to_files(files, settings, folder, key, progress)}
        temporary = folder / "index.new"
        temporary.write_text(json.dumps(index), "utf-8")
        os.replace(temporary, folder / _INDEX)
    (folder / _RECORDS).unlink(missing_ok=True)
    kept = [files[i] for i in index["kept"]]
    arrays: dict[str, npt.NDArray[Any]] = {
        name: np.memmap(folder / f"{name}.raw", row.dtype, "r", shape=(len(kept), *row.shape))
        if kept
        else np.zeros((0, *row.shape), row.dtype)
        for name, row in _rows(settings).items()
    }
    return CropSet(
        kept,
        arrays["inputs"],
        arrays["surroundings"],
        [FaceBox(**face) for face in index["faces"]],
        arrays["landmarks"],
        [(Path(path), reason) for path, reason in index["skipped"]],
        index["lengths"],
        hashlib.sha256(f"{key}{index['kept']}".encode()).hexdigest()[:8],
    )


def bytes_to_write(files: Sequence[LabelledFile], settings: CropSettings, folder: Path) -> int:
    """What `crop_all` would add to the disk, at most; arguments as there."""
    if _read_index(folder, _fingerprint(files, settings), settings):
        return 0
    there = sum(file.stat().st_size for file in folder.glob("*.raw"))
    return max(0, len(files) * sum(row.nbytes for row in _rows(settings).values()) - there)


def size_and_time(path: Path) -> tuple[int, int]:
    """Bytes and time of the last change of a picture; zeros for a link to nowhere, which can't be read either."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return 0, 0
    return status.st_size, status.st_mtime_ns


def _rows(settings: CropSettings) -> dict[str, npt.NDArray[Any]]:
    """What is kept of each face, by the name of the file: an array of its type and shape."""
    return {
        "inputs": np.empty((settings.size, settings.size, 3), np.uint8),
        "surroundings": np.empty((SURROUNDINGS_SIZE, SURROUNDINGS_SIZE, 3), np.uint8),
        "landmarks": np.empty((LANDMARKS, 2), np.float32),
    }


def _read_index(folder: Path, key: str, settings: CropSettings) -> dict[str, Any] | None:
    """What was cropped to the end with these files and settings; None if nothing was, or it can't be read.

    A power cut can shorten the arrays and leave the index, which was written after them.
    """
    try:
        index = json.loads((folder / _INDEX).read_text("utf-8"))
        whole = all(
            (folder / f"{name}.raw").stat().st_size == len(index["kept"]) * row.nbytes
            for name, row in _rows(settings).items()
        )
        return dict(index) if whole and index["key"] == key else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _crop_to_files(
    files: Sequence[LabelledFile],
    settings: CropSettings,
    folder: Path,
    key: str,
    progress: Callable[[int, int], None],
) -> dict[str, Any]:
    """Crops all, or what an earlier run with the same key didn't come to."""
    rows = _rows(settings)
    records = _read_records(folder, key, rows)
    with ExitStack() as stack:
        arrays = {name: stack.enter_context((folder / f"{name}.raw").open("ab")) for name in rows}
        for name, array in arrays.items():
            array.truncate(rows[name].nbytes * sum("face" in record for record in records))
        told = stack.enter_context((folder / _RECORDS).open("w", encoding="utf-8"))
        told.writelines(json.dumps(line) + "\n" for line in (key, *records))
        for result in _crops(files[len(records) :], settings):
            if isinstance(result, str):
                records.append({"skipped": result})
            else:
                inputs, surroundings, face, landmarks, length = result
                parts: tuple[npt.NDArray[Any], ...] = (inputs, surroundings, landmarks)
                for array, part in zip(arrays.values(), parts, strict=True):
                    array.write(part.tobytes())
                records.append({"face": asdict(face), "length": length})
            told.write(json.dumps(records[-1]) + "\n")
            progress(len(records), len(files))
    return {
        "kept": [number for number, record in enumerate(records) if "face" in record],
        "faces": [record["face"] for record in records if "face" in record],
        "lengths": [record["length"] for record in records if "face" in record],
        "skipped": [
            (str(file.path), record["skipped"])
            for file, record in zip(files, records, strict=True)
            if "skipped" in record
        ],
    }


def _read_records(folder: Path, key: str, rows: dict[str, npt.NDArray[Any]]) -> list[dict[str, Any]]:
    """What an earlier run noted of each picture, in their order, as far as its arrays go."""
    records: list[dict[str, Any]] = []
    try:
        whole = min((folder / f"{name}.raw").stat().st_size // row.nbytes for name, row in rows.items())
        with (folder / _RECORDS).open(encoding="utf-8") as lines:
            if json.loads(next(lines)) != key:
                return []
            for line in lines:
                record = json.loads(line)
                whole -= "face" in record
                if whole < 0:
                    break
                records.append(record)
    except (OSError, ValueError, StopIteration):
        pass  # The last line may be half of one.
    return records


def _crops(files: Sequence[LabelledFile], settings: CropSettings) -> Iterator[_Cut | str]:
    crop = functools.partial(crop_picture, settings=settings)
    return map_in_workers(crop, [file.path for file in files], "The picture made the program that read it crash.")


def _fingerprint(files: Sequence[LabelledFile], settings: CropSettings) -> str:
    digest = hashlib.sha256(f"{_LAYOUT}|{settings!r}".encode())
    for file in files:
        size, time = size_and_time(file.path)
        digest.update(f"{file.path}|{size}|{time}\n".encode(errors="surrogateescape"))
    return digest.hexdigest()

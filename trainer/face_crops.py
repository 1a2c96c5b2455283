"""Cuts the faces of a data set once, in parallel, so that epochs only read arrays.

For every picture two squares are kept. ``inputs``: what the program would hand to the network, through the program's
own decoding, face finding, cropping and resizing; for Validation and Test. ``surroundings``: a wider square with room
for augmentation, and the face's landmarks in it; for Train.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
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

#: Side of a stored surrounding in pixels, and its side over that of the face.
SURROUNDINGS_SIZE = 256
SURROUNDINGS_MARGIN = 1.9
#: Of the files in the folder; crops of an earlier one are made anew.
_LAYOUT = 2


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
    """

    files: list[LabelledFile]
    inputs: RgbArray
    surroundings: RgbArray
    faces: list[FaceBox]
    landmarks: npt.NDArray[np.float32]
    skipped: list[tuple[Path, str]]


_Cut = tuple[RgbArray, RgbArray, FaceBox, Landmarks]

_finder: FaceFinder | None = None
_landmark_finder: LandmarkFinder | None = None


def crop_picture(path: Path, settings: CropSettings) -> _Cut | str:
    """Input, surroundings, box and landmarks in these, of the largest face of a picture; or why there is none."""
    try:
        return _cut(Picture(path.read_bytes()), settings)
    except DecodeError as error:
        return str(error)
    except OSError as error:
        return f"The file can't be read: {error.strerror}."


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
    moved = FaceBox(face.left - wide[0], face.top - wide[1], face.width, face.height, face.confidence).scaled(scale)
    surroundings = cut_from(picture, wide, SURROUNDINGS_SIZE)
    if settings.whole:
        landmarks = np.full((LANDMARKS, 2), np.nan, np.float32)
    else:
        _landmark_finder = _landmark_finder or LandmarkFinder()
        landmarks = _landmark_finder.find(surroundings, moved)
    return cut_from(picture, square, settings.size), surroundings, moved, landmarks


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
    """
    folder.mkdir(parents=True, exist_ok=True)
    index_file = folder / "index.json"
    key = _fingerprint(files, settings)
    index: dict[str, Any] | None = None
    if index_file.is_file():
        index = json.loads(index_file.read_text("utf-8"))
        if index["key"] != key:
            index = None
    if index is None:
        index = {"key": key, **_crop_to_files(files, settings, folder, progress)}
        index_file.write_text(json.dumps(index), "utf-8")
    kept = [files[i] for i in index["kept"]]
    n, size = len(kept), settings.size
    layouts: dict[str, tuple[type[np.generic], tuple[int, ...]]] = {
        "inputs": (np.uint8, (n, size, size, 3)),
        "surroundings": (np.uint8, (n, SURROUNDINGS_SIZE, SURROUNDINGS_SIZE, 3)),
        "landmarks": (np.float32, (n, LANDMARKS, 2)),
    }
    arrays: dict[str, npt.NDArray[Any]] = {
        name: np.memmap(folder / f"{name}.raw", kind, "r", shape=shape) if n else np.zeros(shape, kind)
        for name, (kind, shape) in layouts.items()
    }
    return CropSet(
        kept,
        arrays["inputs"],
        arrays["surroundings"],
        [FaceBox(**face) for face in index["faces"]],
        arrays["landmarks"],
        [(Path(path), reason) for path, reason in index["skipped"]],
    )


def _crop_to_files(
    files: Sequence[LabelledFile], settings: CropSettings, folder: Path, progress: Callable[[int, int], None]
) -> dict[str, Any]:
    kept, faces, skipped = [], [], []
    with (
        (folder / "inputs.raw").open("wb") as inputs,
        (folder / "surroundings.raw").open("wb") as surroundings,
        (folder / "landmarks.raw").open("wb") as landmarks,
    ):
        for done, result in enumerate(_crops(files, settings), start=1):
            if isinstance(result, str):
                skipped.append((str(files[done - 1].path), result))
            else:
                inputs.write(result[0].tobytes())
                surroundings.write(result[1].tobytes())
                landmarks.write(result[3].tobytes())
                kept.append(done - 1)
                faces.append(asdict(result[2]))
            progress(done, len(files))
    return {"kept": kept, "faces": faces, "skipped": skipped}


def _crops(files: Sequence[LabelledFile], settings: CropSettings) -> Iterator[_Cut | str]:
    crop = functools.partial(crop_picture, settings=settings)
    return map_in_workers(crop, [file.path for file in files], "The picture made the program that read it crash.")


def _fingerprint(files: Sequence[LabelledFile], settings: CropSettings) -> str:
    digest = hashlib.sha256(f"{_LAYOUT}|{settings!r}".encode())
    for file in files:
        status = file.path.stat()
        digest.update(f"{file.path}|{status.st_size}|{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()

"""Cuts the faces of a data set once, in parallel, so that epochs only read arrays.

For every picture two squares are kept. ``inputs``: what the program would hand to the network, through the program's
own decoding, face finding, cropping and resizing; for Validation and Test. ``surroundings``: a wider square with room
for augmentation; for Train.
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

from app.detector.crop import cut, face_square, whole_square
from app.detector.decode import DecodeError, RgbArray, decode
from app.detector.faces import FaceBox, FaceFinder
from app.detector.labelled import LabelledFile
from trainer.child_process import map_in_workers

#: Side of a stored surrounding in pixels, and its side over that of the face.
SURROUNDINGS_SIZE = 256
SURROUNDINGS_MARGIN = 1.9


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
        skipped: path and reason of each picture that gave none.
    """

    files: list[LabelledFile]
    inputs: RgbArray
    surroundings: RgbArray
    faces: list[FaceBox]
    skipped: list[tuple[Path, str]]


_Cut = tuple[RgbArray, RgbArray, FaceBox]

_finder: FaceFinder | None = None


def crop_picture(path: Path, settings: CropSettings) -> _Cut | str:
    """Input and surroundings of the largest face of a picture, and the face in the latter; or why there is none."""
    global _finder
    try:
        picture = decode(path.read_bytes())
    except DecodeError as error:
        return str(error)
    except OSError as error:
        return f"The file can't be read: {error.strerror}."
    width, height = picture.pixels.shape[1], picture.pixels.shape[0]
    if settings.whole:
        square = whole_square(width, height)
        face = FaceBox(square[0], square[1], square[2], square[2], 1.0)
        wide = square
    else:
        _finder = _finder or FaceFinder()
        faces = _finder.find(picture.pixels)
        if not faces:
            return "No face was found."
        face = faces[0]
        square = face_square(face, width, height, settings.margin)
        wide = face_square(face, width, height, SURROUNDINGS_MARGIN)
    scale = SURROUNDINGS_SIZE / wide[2]
    moved = FaceBox(face.left - wide[0], face.top - wide[1], face.width, face.height, face.confidence).scaled(scale)
    return cut(picture.pixels, square, settings.size), cut(picture.pixels, wide, SURROUNDINGS_SIZE), moved


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
    shapes = {"inputs": (n, size, size, 3), "surroundings": (n, SURROUNDINGS_SIZE, SURROUNDINGS_SIZE, 3)}
    arrays = {
        name: np.memmap(folder / f"{name}.raw", np.uint8, "r", shape=shape) if n else np.zeros(shape, np.uint8)
        for name, shape in shapes.items()
    }
    return CropSet(
        kept,
        arrays["inputs"],
        arrays["surroundings"],
        [FaceBox(**face) for face in index["faces"]],
        [(Path(path), reason) for path, reason in index["skipped"]],
    )


def _crop_to_files(
    files: Sequence[LabelledFile], settings: CropSettings, folder: Path, progress: Callable[[int, int], None]
) -> dict[str, Any]:
    kept, faces, skipped = [], [], []
    with (folder / "inputs.raw").open("wb") as inputs, (folder / "surroundings.raw").open("wb") as surroundings:
        for done, result in enumerate(_crops(files, settings), start=1):
            if isinstance(result, str):
                skipped.append((str(files[done - 1].path), result))
            else:
                inputs.write(result[0].tobytes())
                surroundings.write(result[1].tobytes())
                kept.append(done - 1)
                faces.append(asdict(result[2]))
            progress(done, len(files))
    return {"kept": kept, "faces": faces, "skipped": skipped}


def _crops(files: Sequence[LabelledFile], settings: CropSettings) -> Iterator[_Cut | str]:
    crop = functools.partial(crop_picture, settings=settings)
    return map_in_workers(crop, [file.path for file in files], "The picture made the program that read it crash.")


def _fingerprint(files: Sequence[LabelledFile], settings: CropSettings) -> str:
    digest = hashlib.sha256(repr(settings).encode())
    for file in files:
        status = file.path.stat()
        digest.update(f"{file.path}|{status.st_size}|{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()

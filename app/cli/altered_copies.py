"""Copies of labelled pictures, changed as pictures are on their way through the world."""

from __future__ import annotations

import dataclasses
import io
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Literal, get_args

from PIL import Image
from rich.console import Console
from rich.progress import track

from app.detector.decode import DecodeError, decode
from app.detector.labelled import LabelledFile
from app.detector.processors import processors

AlterationName = Literal["jpeg-50", "half-size", "screenshot"]
ALTERATIONS: tuple[AlterationName, ...] = get_args(AlterationName)


def altered_copies(labelled: list[LabelledFile], root: Path, target: Path, name: AlterationName) -> list[LabelledFile]:
    """Writes an altered copy of every picture.

    Args:
        labelled: the pictures.
        root: the folder that they are in; the copies are laid out as they are.
        target: folder for the copies.
        name: "jpeg-50" saves as JPEG of quality 50; "half-size" halves both sides; "screenshot" shows the picture a
            quarter larger, as a viewer does, and saves that as a JPEG of quality 75.

    Returns:
        The same pictures, without links to others of them, with the paths of their copies. One that is damaged is
        copied as it is; of one that can't be read, or is too large for a JPEG afterwards, there is no copy.
    """

    def copy(file: LabelledFile) -> LabelledFile:
        path = target / file.path.relative_to(root)
        path.parent.mkdir(parents=True, exist_ok=True)
        copied = dataclasses.replace(file, path=path)
        try:
            # A pipe would never end. The scan has a row for what isn't there.
            content = file.path.read_bytes() if file.path.is_file() else None
        except OSError:
            content = None
        if content is None:
            return copied
        try:
            picture = Image.fromarray(decode(content).pixels)
        except DecodeError:
            path.write_bytes(content)
        else:
            if (altered := _altered(picture, name)) is not None:
                path.write_bytes(altered)
        return copied

    # Copies of a link to a picture, and of the picture, would be two.
    distinct: dict[object, LabelledFile] = {}
    for file in labelled:
        try:
            status = file.path.stat()
            distinct.setdefault((status.st_dev, status.st_ino) if status.st_ino else file.path, file)
        except OSError:
            distinct[file.path] = file
    labelled = list(distinct.values())
    with ThreadPoolExecutor(processors()) as threads:
        copies = threads.map(copy, labelled)
        console = Console(stderr=True)
        bar = track(copies, "Altering", len(labelled), console=console, transient=True, disable=not console.is_terminal)
        return list(bar)


def _resized(picture: Image.Image, factor: float) -> Image.Image:
    size = (max(1, round(picture.width * factor)), max(1, round(picture.height * factor)))
    return picture.resize(size, Image.Resampling.LANCZOS if factor < 1 else Image.Resampling.BICUBIC)


def _altered(picture: Image.Image, name: AlterationName) -> bytes | None:
    """The file of a copy; None if its format can't hold it."""
    stream = io.BytesIO()
    try:
        # What the copy is called doesn't matter: the content decides.
        match name:
            case "jpeg-50":
                picture.save(stream, "JPEG", quality=50)
            case "half-size":
                _resized(picture, 0.5).save(stream, "PNG")
            case "screenshot":
                _resized(picture, 1.25).save(stream, "JPEG", quality=75)
    except OSError:  # So says Pillow that a side is longer than a JPEG's can be.
        return None
    return stream.getvalue()

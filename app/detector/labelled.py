"""Reads a folder of pictures whose folder names say what is real and what is fake."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

from app.detector.decode import SUFFIXES

Label = Literal["fake", "real"]
Split = Literal["train", "validation", "test"]

# Words in folder names, whatever the case: "training_real", "0_real", "AI-generated", "Validation".
_FAKE_WORDS = frozenset(
    "fake fakes deepfake deepfakes ai generated synthetic synthesized manipulated forged tampered altered gan".split()
)
_REAL_WORDS = frozenset("real reals genuine authentic original originals pristine human humans natural".split())
_SPLIT_WORDS: dict[str, Split] = {
    **dict.fromkeys(("train", "training"), "train"),
    **dict.fromkeys(("valid", "validation", "val", "dev"), "validation"),
    **dict.fromkeys(("test", "testing", "eval"), "test"),
}

#: A file of this name, with the columns ``file`` (relative to its folder) and ``source``, says where pictures come from.
SOURCES_FILE = "sources.csv"


class LayoutError(Exception):
    """The folder has no pictures that folder names label as real or fake. ``str()`` tells the user what to do."""


@dataclass(frozen=True, slots=True)
class LabelledFile:
    """A picture whose truth is known.

    Attributes:
        path: of the file.
        label: "fake" or "real".
        split: from the folder names, or None where they name none.
        source: where the picture comes from: the ``source`` column of a sources.csv, else the folders that are
            neither a label nor a split, else "".
    """

    path: Path
    label: Label
    split: Split | None
    source: str


def read_labelled_folder(root: Path) -> list[LabelledFile]:
    """Finds the labelled pictures below a folder, sorted by path.

    The label is taken from the deepest folder name that holds a word for exactly one of the classes, so that
    ``real_vs_fake/train/real`` is real. Pictures in folders without a label are left out.

    Args:
        root: folder; its own name counts where no folder below it says anything.

    Returns:
        One entry a picture.

    Raises:
        LayoutError: nothing is labelled, or the folder can't be read.
    """
    root = root.resolve()
    sources = _read_sources(root)
    labelled = []
    seen = 0
    for path in _pictures(root):
        seen += 1
        folders = path.relative_to(root).parent.parts
        label = _deepest_label((root.name, *folders))
        if label is None:
            continue
        rest = [folder for folder in folders if _label_of(folder) is None and _split_of(folder) is None]
        source = sources.get(path, PurePosixPath(*rest).as_posix() if rest else "")
        labelled.append(LabelledFile(path, label, _deepest_split((root.name, *folders)), source))
    if not labelled:
        raise LayoutError(
            f"{root} holds {seen} pictures, but none in a folder whose name says real or fake. "
            "Expected for example Train/Real, Train/Fake, or simply real and fake."
        )
    return labelled


def _pictures(root: Path) -> Iterator[Path]:
    def fail(error: OSError) -> None:
        if Path(str(error.filename)) == root:
            raise LayoutError(f"{root} can't be read: {error.strerror}")

    for folder, folders, files in os.walk(root, onerror=fail):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__MACOSX")))
        for name in sorted(files):
            if not name.startswith(".") and os.path.splitext(name)[1].lower() in SUFFIXES:
                yield Path(folder, name)


def _words(name: str) -> set[str]:
    return set(re.findall(r"[a-z]+", name.lower()))


def _label_of(folder: str) -> Label | None:
    words = _words(folder)
    fake, real = not words.isdisjoint(_FAKE_WORDS), not words.isdisjoint(_REAL_WORDS)
    if fake == real:
        return None
    return "fake" if fake else "real"


def _split_of(folder: str) -> Split | None:
    return next((split for word, split in _SPLIT_WORDS.items() if word in _words(folder)), None)


def _deepest_label(folders: tuple[str, ...]) -> Label | None:
    return next((label for folder in reversed(folders) if (label := _label_of(folder))), None)


def _deepest_split(folders: tuple[str, ...]) -> Split | None:
    return next((split for folder in reversed(folders) if (split := _split_of(folder))), None)


def _read_sources(root: Path) -> dict[Path, str]:
    """Sources by path, from the nearest sources.csv at or above a folder (three levels at most)."""
    for base in (root, *list(root.parents)[:3]):
        file = base / SOURCES_FILE
        if not file.is_file():
            continue
        try:
            with file.open(newline="", encoding="utf-8-sig") as lines:
                rows = csv.DictReader(lines)
                if not {"file", "source"} <= set(rows.fieldnames or ()):
                    continue
                return {base / row["file"]: row["source"] for row in rows if row["file"] and row["source"]}
        except (OSError, UnicodeDecodeError, csv.Error):
            continue
    return {}

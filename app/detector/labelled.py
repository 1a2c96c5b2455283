"""Reads a folder of pictures whose folder names say what is real and what is fake."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

from app.detector.decode import SUFFIXES

Label = Literal["fake", "real"]
Split = Literal["train", "validation", "test"]

_Parts = tuple[str, ...]
"""Names of the folders from the root to a picture."""
_Meaning = TypeVar("_Meaning")

# Words in folder names, whatever the case: "training_real", "0_real", "AI-generated", "RealFaces", "Validation".
_FAKE_WORDS = frozenset(
    "fake fakes deepfake deepfakes ai generated synthetic synthesized manipulated forged tampered altered gan".split()
)
_REAL_WORDS = frozenset("real reals genuine authentic original originals pristine human humans natural nature".split())
_SPLIT_WORDS: dict[str, Split] = {
    **dict.fromkeys(("train", "training"), "train"),
    **dict.fromkeys(("valid", "validation", "val", "dev"), "validation"),
    **dict.fromkeys(("test", "testing", "eval"), "test"),
}
# "not_real" and "non-fake" say something, but too few people mean the same by it.
_NEGATIONS = frozenset(("not", "non", "no"))
# What is glued to the words above: "realfaces", "trainset", "fakeimgs".
_NEUTRAL_WORDS = (
    "face faces img imgs image images pic pics picture pictures photo photos frames videos people set".split()
)
_KNOWN_WORDS = sorted({*_FAKE_WORDS, *_REAL_WORDS, *_SPLIT_WORDS, *_NEUTRAL_WORDS}, key=len, reverse=True)
_GLUED = re.compile(f"(?:{'|'.join(_KNOWN_WORDS)})+")
_KNOWN = re.compile("|".join(_KNOWN_WORDS))
_RUN = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")

#: A file of this name, with the columns ``file`` (relative to its folder) and ``source``, tells where pictures come
#: from; with a column ``group``, also which show the same person, scene or video.
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
        group: the ``group`` column of a sources.csv, else "".
    """

    path: Path
    label: Label
    split: Split | None
    source: str
    group: str = ""


def read_labelled_folder(root: Path) -> list[LabelledFile]:
    """Finds the labelled pictures below a folder, sorted by path.

    The label is taken from the deepest folder name that holds a word for exactly one of the classes, so that
    ``real_vs_fake/train/real`` is real. A folder that holds folders of both classes is a container, whatever it is
    called: what lies directly in ``deepfakes`` beside ``deepfakes/real`` and ``deepfakes/fake`` is not labelled.
    Pictures in folders without a label are left out. Splits are read the same way.

    Args:
        root: folder; its own name counts where no folder below it says anything.

    Returns:
        One entry a picture.

    Raises:
        LayoutError: nothing is labelled, or the folder can't be read.
    """
    root = root.resolve()
    sources = _read_sources(root)
    pictures = sorted(pictures_below(root))
    parts_of = {folder: folder.relative_to(root).parts for folder in {path.parent for path in pictures}}
    folders = parts_of.values()
    names = {root.name, *(name for parts in folders for name in parts)}
    label_names = {name: label for name in names if (label := label_of(name)) is not None}
    split_names = {name: split for name in names if (split := _split_of(name)) is not None}
    containers = _containers(folders, label_names)
    labels = _readings(folders, root.name, label_names, containers)
    splits = _readings(folders, root.name, split_names, _containers(folders, split_names))
    labelled = []
    for path in pictures:
        parts = parts_of[path.parent]
        if (truth := labels.get(parts)) is None:
            continue
        source, group = sources.get(path, ("", ""))
        source = source or _source(parts, label_names, split_names, containers)
        labelled.append(LabelledFile(path, truth, splits.get(parts), source, group))
    if not labelled:
        raise LayoutError(
            f"{root} holds {len(pictures):,} pictures, but none in a folder whose name says real or fake. "
            "Expected for example Train/Real, Train/Fake, or simply real and fake."
        )
    return labelled


def pictures_below(root: Path) -> Iterator[Path]:
    """Files below a folder that are named like pictures; hidden ones are left out.

    Raises:
        LayoutError: the folder can't be read.
    """

    def fail(error: OSError) -> None:
        if Path(str(error.filename)) == root:
            raise LayoutError(f"{root} can't be read: {error.strerror}.")

    for folder, folders, files in os.walk(root, onerror=fail):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__MACOSX")))
        for name in sorted(files):
            if not name.startswith(".") and os.path.splitext(name)[1].lower() in SUFFIXES:
                yield Path(folder, name)


def label_of(name: str) -> Label | None:
    """The class that a name of a file or folder tells; None if it names none, or both, or denies one."""
    words = _words(name)
    fake, real = not words.isdisjoint(_FAKE_WORDS), not words.isdisjoint(_REAL_WORDS)
    if fake == real or not words.isdisjoint(_NEGATIONS):
        return None
    return "fake" if fake else "real"


def _split_of(name: str) -> Split | None:
    splits = {_SPLIT_WORDS[word] for word in _words(name) if word in _SPLIT_WORDS}
    return splits.pop() if len(splits) == 1 else None


def _words(name: str) -> set[str]:
    words: set[str] = set()
    for run in _RUN.findall(name) + re.findall("[a-z]+", name.lower()):
        word = run.lower()
        words.add(word)
        if _GLUED.fullmatch(word):
            words.update(_KNOWN.findall(word))
    return words


def _containers(folders: Iterable[_Parts], meanings: Mapping[str, _Meaning]) -> set[_Parts]:
    """Folders whose names mean nothing, because folders below them mean something else."""
    below: dict[_Parts, set[_Meaning]] = {}
    for parts in folders:
        for depth, name in enumerate(parts):
            if name in meanings:
                for above in range(depth + 1):
                    below.setdefault(parts[:above], set()).add(meanings[name])
    return {parts for parts, said in below.items() if not parts or said - {meanings.get(parts[-1])}}


def _readings(
    folders: Iterable[_Parts], root_name: str, meanings: Mapping[str, _Meaning], containers: set[_Parts]
) -> dict[_Parts, _Meaning]:
    """What the names of each folder, and of those above it, mean: the deepest that is no container."""
    readings: dict[_Parts, _Meaning] = {}
    for parts in folders:
        if root_name in meanings and () not in containers:
            readings[parts] = meanings[root_name]
        for depth, name in enumerate(parts, start=1):
            # A deeper name replaces a higher one.
            if name in meanings and parts[:depth] not in containers:
                readings[parts] = meanings[name]
    return readings


def _source(parts: _Parts, label_names: Container[str], split_names: Container[str], containers: set[_Parts]) -> str:
    """The folders that are neither split nor label. ``fake/deepfakes``: the first is the label, the second a source."""
    rest = []
    labelled = False
    for depth, name in enumerate(parts, start=1):
        if name in label_names:
            if labelled:
                rest.append(name)
            labelled |= parts[:depth] not in containers
        elif name not in split_names:
            rest.append(name)
    return "/".join(rest)


def _read_sources(root: Path) -> dict[Path, tuple[str, str]]:
    """Source and group by path, from the nearest sources.csv at or above a folder (three levels at most)."""
    for base in (root, *list(root.parents)[:3]):
        file = base / SOURCES_FILE
        if not file.is_file():
            continue
        try:
            with file.open(newline="", encoding="utf-8-sig") as lines:
                rows = csv.DictReader(lines)
                if not {"file", "source"} <= set(rows.fieldnames or ()):
                    continue
                return {
                    base / row["file"]: (row["source"] or "", row.get("group") or "") for row in rows if row["file"]
                }
        except (OSError, UnicodeDecodeError, csv.Error):
            continue
    return {}

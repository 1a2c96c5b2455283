"""Reads a folder of pictures whose folder names, or a table beside them, say what is real and what is fake."""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Literal, TypeVar

from app.detector.csv_rows import DELIMITERS, SOURCES_FILE, records, text_of
from app.detector.decode import SUFFIXES, SYSTEM_FOLDERS
from app.detector.label_tables import TABLE_SUFFIX, TableRow, read_label_tables

Label = Literal["fake", "real"]
Split = Literal["train", "validation", "test"]

_Parts = tuple[str, ...]
"""Names of the folders from the root to a picture."""
_Meaning = TypeVar("_Meaning")

# Words in folder names, whatever the case: "training_real", "0_real", "AI-generated", "RealFaces", "Validation".
_FAKE_WORDS = frozenset(
    "fake fakes deepfake ai generated synthetic synthesis synthesized manipulated forged tampered altered gan swapped "
    "deepfakes faceswap face2face neuraltextures faceshifter".split()
)
# As FaceForensics++ calls ways to make fakes.
_METHODS = frozenset("deepfakes faceswap face2face neuraltextures faceshifter".split())
_REAL_WORDS = frozenset("real reals genuine authentic original originals pristine human humans natural nature".split())
# "fake_humans" are what the pictures show, but "human_vs_ai" are two classes.
_SHOWN, _BETWEEN = frozenset(("human", "humans")), frozenset(("vs", "versus", "and", "or"))
# Sets whose classes are sorted by what the pictures show have "nature" in each.
_SUBJECTS = _SHOWN | {"nature"}
_SPLIT_WORDS: dict[str, Split] = {
    **dict.fromkeys(("train", "training"), "train"),
    **dict.fromkeys(("valid", "validation", "val", "dev"), "validation"),
    **dict.fromkeys(("test", "testing", "eval"), "test"),
}
# "not_real" and "non-fake" say something, but too few people mean the same by it.
_NEGATIONS = frozenset(("not", "non", "no"))
# What is glued to the words above: "realfaces", "trainset", "fakeimgs".
_NEUTRAL_WORDS = (
    "face faces img imgs image images pic pics picture pictures photo photos frames videos people set data".split()
)
_KNOWN_WORDS = sorted({*_FAKE_WORDS, *_REAL_WORDS, *_SPLIT_WORDS, *_NEUTRAL_WORDS}, key=len, reverse=True)
_GLUED = re.compile(f"(?:{'|'.join(_KNOWN_WORDS)})+")
_KNOWN = re.compile("|".join(_KNOWN_WORDS))
_RUN = re.compile(r"(?i:face2face)|[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_LOWER_RUN = re.compile("face2face|[a-z]+")

#: Folders of pictures without a label are named up to this number.
_NAMED = 4


class LayoutError(Exception):
    """The folder has no pictures that anything labels as real or fake. ``str()`` tells the user what to do."""


@dataclass(frozen=True, slots=True)
class LabelledFile:
    """A picture whose truth is known.

    Attributes:
        path: of the file.
        label: "fake" or "real".
        split: from the folder names, or None where they name none.
        source: where the picture comes from: the ``source`` column of a sources.csv, else the folders that are
            neither a label nor a split, else "".
        group: the ``group`` column of a sources.csv, else what a table of labels says of it, else "".
        table: the file that tells its label, where that isn't told by the names of folders.
    """

    path: Path
    label: Label
    split: Split | None
    source: str
    group: str = ""
    table: Path | None = None


def read_labelled_folder(root: Path) -> list[LabelledFile]:
    """Finds the labelled pictures below a folder, sorted by path.

    The label is taken from a folder name that holds words for exactly one of the classes, so that
    ``real_vs_fake/train/real`` is real. A plain name, which holds no other words but such for splits and pictures,
    counts more than others: ``fake/RealVisXL`` is fake. A folder that holds folders of both classes is a container,
    whatever it is called: what lies directly in ``deepfakes`` beside ``deepfakes/real`` and ``deepfakes/fake`` is not
    labelled. Pictures in folders without a label, or whose names contradict each other, as ``fake/original``, are left
    out; ``fake/human`` beside ``real`` only says what fakes show. Splits are read the same way. Tables label pictures,
    too; see `app.detector.label_tables`. Where one says otherwise than the name of a folder, that name is taken for the
    title of a data set, if it may be one and the table tells both classes below it, or if names tell one class alone
    and tables both. Else the picture is left out.

    Args:
        root: folder; its own name counts where no folder below it says something else.

    Returns:
        One entry a picture.

    Raises:
        LayoutError: nothing is labelled, or the folder can't be read.
    """
    root = root.resolve()
    files = sorted(_files_below(root, SUFFIXES | {TABLE_SUFFIX}))
    tables = [path for path in files if path.suffix.lower() == TABLE_SUFFIX]
    pictures = [path for path in files if path.suffix.lower() != TABLE_SUFFIX]
    sources, _ = read_sources(root, pictures)
    parts_of = {folder: folder.relative_to(root).parts for folder in {path.parent for path in pictures}}
    folders = set(parts_of.values())
    splits: _Names[Split] = _read_names(folders, root.name, _split_of)
    labels: _Names[Label] = _read_names(folders, root.name, label_of, _names_subject, splits)
    splits_of = {path: splits.readings.get(parts_of[path.parent]) for path in pictures}
    by_tables = read_label_tables(root, tables, splits_of, label_of, _names_subject, _split_of)
    labels = _without_titles(labels, root.name, by_tables.rows, parts_of)
    labelled, contradicted = [], None
    for path in pictures:
        parts = parts_of[path.parent]
        row, told = by_tables.rows.get(path), labels.readings.get(parts)
        if row is not None and not row.may_be_remark and told not in (row.label, None):
            contradicted = contradicted or (path, row)
            continue
        source, group = sources.get(path, ("", ""))
        source = source or _source(parts, labels, splits)
        if row is not None:
            group = group or row.group
        if told is not None:
            labelled.append(LabelledFile(path, told, splits_of[path], source, group))
        elif row is not None:
            labelled.append(LabelledFile(path, row.label, splits_of[path] or row.split, source, group, row.table))
    if not labelled and contradicted:
        path, row = contradicted
        raise LayoutError(
            f"{row.table} says that {path} is {row.label}, and the name of its folder says the contrary; so it is for "
            "all labelled pictures. Correct the table, or take it away."
        )
    if not labelled and by_tables.unclear:
        table, column = by_tables.unclear
        raise LayoutError(
            f"{table} says 0 and 1 in its column {column}, and not which of them is fake. Call the column fake, if 1 "
            "is fake, or real, if 1 is real."
        )
    if not labelled:
        names = sorted({"/".join(parts) or root.name for parts in folders})
        named = ", ".join(names[:_NAMED]) + (", …" if len(names) > _NAMED else "")
        raise LayoutError(
            f"{root} holds {len(pictures):,} pictures, but none in a folder whose name says real or fake"
            f"{': they lie in ' if names else ''}{named}. Expected for example Train/Real, Train/Fake, or simply real "
            "and fake, or a CSV file that names the pictures in one column and says real or fake in another."
        )
    return labelled


def pictures_below(root: Path, unread: Callable[[OSError], None] = lambda error: None) -> Iterator[Path]:
    """Files below a folder that are named like pictures; hidden ones are left out. Links to folders are followed.

    Args:
        root: the folder.
        unread: called for each folder below it that can't be read; what is in it is left out.

    Raises:
        LayoutError: the folder can't be read.
    """
    return _files_below(root, SUFFIXES, unread)


def _files_below(
    root: Path, suffixes: Collection[str], unread: Callable[[OSError], None] = lambda error: None
) -> Iterator[Path]:
    """As `pictures_below`, of files with other suffixes."""

    def fail(error: OSError) -> None:
        if Path(str(error.filename)) == root:
            raise LayoutError(f"{root} can't be read: {error.strerror}.")
        unread(error)

    for folder, folders, files in os.walk(root, onerror=fail, followlinks=True):
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".")
            and name.lower() not in SYSTEM_FOLDERS
            and not _leads_back(Path(folder, name), root)
        )
        for name in sorted(files):
            if not name.startswith(".") and os.path.splitext(name)[1].lower() in suffixes:
                yield Path(folder, name)


def _leads_back(folder: Path, root: Path) -> bool:
    """Whether a folder is a link to one that it lies in, or that it was come by."""
    if not folder.is_symlink():
        return False
    target = folder.resolve()
    above = (parent.resolve() for parent in folder.parents if parent == root or root in parent.parents)
    return any(target == parent or target in parent.parents for parent in above)


def label_of(name: str) -> Label | None:
    """The class that a name of a file or folder tells; None if it names none, or both, or denies one."""
    words = _words(name)
    fake = not words.isdisjoint(_FAKE_WORDS)
    if fake and words.isdisjoint(_BETWEEN):
        words -= _SHOWN
    real = not words.isdisjoint(_REAL_WORDS)
    if fake == real or not words.isdisjoint(_NEGATIONS):
        return None
    return "fake" if fake else "real"


def _names_subject(name: str) -> bool:
    """Whether a name tells a class only if it isn't what the pictures show, as "human faces"."""
    return label_of(name) == "real" and _words(name).isdisjoint(_REAL_WORDS - _SUBJECTS)


def _split_of(name: str) -> Split | None:
    splits = {_SPLIT_WORDS[word] for word in _words(name) if word in _SPLIT_WORDS}
    return splits.pop() if len(splits) == 1 else None


def _words(name: str) -> set[str]:
    words: set[str] = set()
    for run in _RUN.findall(name) + _LOWER_RUN.findall(name.lower()):
        word = run.lower()
        words.add(word)
        if _GLUED.fullmatch(word):
            words.update(_KNOWN.findall(word))
    return words


def _is_plain(name: str) -> bool:
    """Whether a name holds only words that are known here, as "Train_Fake" and "realfaces", but not "real-esrgan"."""
    return any(
        runs and all(_GLUED.fullmatch(run.lower()) for run in runs)
        for runs in (_RUN.findall(name), _LOWER_RUN.findall(name.lower()))
    )


@dataclass(frozen=True, slots=True)
class _Names(Generic[_Meaning]):
    """What the names of folders say of one thing, label or split.

    Attributes:
        said: what the last name of a path means, and whether it is plain; no entry for those that mean nothing.
        containers: paths whose names mean nothing, because of what is below them.
        readings: of the folders that hold pictures; no entry for those whose names say nothing or two things.
    """

    said: dict[_Parts, tuple[_Meaning, bool]]
    containers: set[_Parts]
    readings: dict[_Parts, _Meaning]

    def counting(self, parts: _Parts) -> list[_Parts]:
        """The paths at and above a folder whose names count, from the root on: the plain ones, else all."""
        above = [parts[:depth] for depth in range(len(parts) + 1)]
        names = [path for path in above if path in self.said and path not in self.containers]
        return [path for path in names if self.said[path][1]] or names


def _read_names(
    folders: Collection[_Parts],
    root_name: str,
    meaning_of: Callable[[str], _Meaning | None],
    names_subject: Callable[[str], bool] = lambda name: False,
    splits: _Names[Split] | None = None,
) -> _Names[_Meaning]:
    """Reads the names of folders that hold pictures, and of those above them.

    Args:
        folders: that hold pictures.
        root_name: of the folder that they are in.
        meaning_of: what a name means, if anything.
        names_subject: whether a name that means something may only say what is in the pictures.
        splits: what the names say of splits. Where it is given, also one of several data sets may have a title.
    """
    paths = {parts[:depth] for parts in folders for depth in range(len(parts) + 1)}
    names = {path: path[-1] if path else root_name for path in paths}
    meanings = {name: (meaning_of(name), _is_plain(name)) for name in set(names.values())}
    said = {path: (what, plain) for path, name in names.items() for what, plain in [meanings[name]] if what is not None}
    meanings_in: dict[_Parts, set[_Meaning]] = {}
    for path, (what, _) in said.items():
        if path:
            meanings_in.setdefault(path[:-1], set()).add(what)
    for path in [path for path in said if path and names_subject(names[path])]:
        above = [path[:depth] for depth in range(1, len(path)) if path[:depth] in said]
        # In a folder called fake beside one called real, one called human holds fakes; but beside one called ai, it
        # doesn't. Nor if fake has none beside it: then it may be the title of the set.
        if len(meanings_in[path[:-1]]) == 1 and any(
            said[top][1] and said[top][0] != said[path][0] and len(meanings_in[top[:-1]]) > 1 for top in above
        ):
            del said[path]
    below: dict[_Parts, set[tuple[_Meaning, bool]]] = {}
    beside: dict[_Parts, set[_Meaning]] = {}
    for path, (what, plain) in said.items():
        for depth in range(len(path)):
            below.setdefault(path[:depth], set()).add((what, plain))
        if path and plain:
            beside.setdefault(path[:-1], set()).add(what)
    shared = _shared(folders)
    containers = set()
    for path, (what, plain) in said.items():
        inside = below.get(path, set())
        both = len({meaning for meaning, _ in inside}) > 1
        others = {is_plain for meaning, is_plain in inside if meaning != what}
        if path == shared[: len(path)]:
            # The name of a folder that all pictures lie in tells none apart: what is said below it is meant.
            contains = bool(others) and (both or not plain or True in others)
            contains |= _may_be_a_title(names[path], plain) and _silent(folders, len(shared), said) > 1
        elif plain:
            # Beside a folder called real, one called fake is no container: fake/original may hold anything.
            contains = both and True in others and beside[path[:-1]] == {what}
        else:
            contains = True in others or both
        if contains:
            containers.add(path)
    if splits is not None:
        containers |= _titles(folders, said, containers, splits)
    return _names(said, containers, folders)


def _names(
    said: dict[_Parts, tuple[_Meaning, bool]], containers: set[_Parts], folders: Collection[_Parts]
) -> _Names[_Meaning]:
    result = _Names(said, containers, {})
    for parts in folders:
        if len(found := {said[path][0] for path in result.counting(parts)}) == 1:
            result.readings[parts] = found.pop()
    return result


def _titles(
    folders: Collection[_Parts],
    said: Mapping[_Parts, tuple[_Meaning, bool]],
    containers: Collection[_Parts],
    splits: _Names[Split],
) -> set[_Parts]:
    """Folders beside other data sets that are called deepfake something, and hold several of unknown class.

    Beside a folder of the other class, also in another split, it is no title. Nor is the name of a way to make fakes.
    """

    def place(path: _Parts) -> _Parts:
        return tuple(name for depth, name in enumerate(path[:-1], start=1) if path[:depth] not in splits.said)

    labelling = sorted((path for path in said if path and path not in containers), key=len)
    beside: dict[_Parts, set[_Meaning]] = {}
    for path in labelling:
        beside.setdefault(place(path), set()).add(said[path][0])
    titles: set[_Parts] = set()
    for path in labelling:
        what, _ = said[path]
        over = (path[:depth] for depth in range(len(path)))
        above = any(name in said and name not in containers and name not in titles for name in over)
        if "deepfake" in path[-1].lower() and not above and beside[place(path)] == {what}:
            inside = [parts for parts in folders if parts[: len(path)] == path]
            shared = _shared(inside)
            if _METHODS.isdisjoint(map(str.lower, shared)) and _silent(inside, len(shared), said) > 1:
                titles.add(path)
    return titles


def _without_titles(
    labels: _Names[Label], root_name: str, rows: Mapping[Path, TableRow], parts_of: Mapping[Path, _Parts]
) -> _Names[Label]:
    """Labels without the names that tables contradict and that may be titles of data sets with both classes in them."""
    told: dict[_Parts, set[Label]] = {}
    below: dict[_Parts, set[Label]] = {}
    for path, row in rows.items():
        if not row.may_be_remark:
            parts = parts_of[path.parent]
            told.setdefault(parts, set()).add(row.label)
            for depth in range(len(parts) + 1):
                below.setdefault(parts[:depth], set()).add(row.label)
    any_name = len(set(labels.readings.values())) == 1 and len({row.label for row in rows.values()}) > 1
    while titles := {
        name
        for parts, read in labels.readings.items()
        if told.get(parts, set()) - {read}
        for name in labels.counting(parts)
        if any_name or (len(below[name]) > 1 and _may_be_a_title(name[-1] if name else root_name, labels.said[name][1]))
    }:
        labels = _names(labels.said, labels.containers | titles, parts_of.values())
    return labels


def _shared(folders: Collection[_Parts]) -> _Parts:
    """The longest path that all of some folders begin with."""
    first, last = min(folders, default=()), max(folders, default=())
    same = itertools.takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))
    return tuple(name for name, _ in same)


def _may_be_a_title(name: str, plain: bool) -> bool:
    """Whether a name may be that of a data set with both classes in it, as "DeepFakeFace"."""
    return not plain or "deepfake" in name.lower()


def _silent(folders: Collection[_Parts], depth: int, said: Collection[_Parts]) -> int:
    """How many folders of a depth hold pictures in folders whose names say nothing from there on."""
    return len(
        {
            parts[depth]
            for parts in folders
            if len(parts) > depth and not any(parts[:end] in said for end in range(depth + 1, len(parts) + 1))
        }
    )


def _source(parts: _Parts, labels: _Names[Label], splits: _Names[Split]) -> str:
    """The folders that are neither split nor label. ``fake/deepfakes``: the first is the label, the second a source.

    So it is in ``manipulated_sequences/Deepfakes``, although the second is plain.
    """
    rest = []
    above = [parts[:depth] for depth in range(len(parts) + 1)]
    first = next((path for path in above if path in labels.said and path not in labels.containers), None)
    counting = labels.counting(parts)
    label_path = next((path for path in counting if "".join(path[-1:]).lower() not in _METHODS), first)
    split = splits.readings.get(parts)
    for depth, name in enumerate(parts, start=1):
        path = parts[:depth]
        if path in labels.said:
            if path != label_path and path not in labels.containers:
                rest.append(name)
        elif path not in splits.said or (path not in splits.containers and splits.said[path][0] != split):
            rest.append(name)
    return "/".join(rest)


def read_sources(root: Path, pictures: Collection[Path]) -> tuple[dict[Path, tuple[str, str]], Path | None]:
    """Source and group by path, from the nearest sources.csv that names pictures which are there.

    It is looked for in the folder, in those above it (three levels at most), and in those below it that hold pictures
    or folders of them.

    Args:
        root: folder, resolved.
        pictures: that are below it.

    Returns:
        Source and group by path, and a sources.csv in the folder or below it that names none of the pictures, if all
        do so.
    """
    known = set(pictures)
    for base in (root, *list(root.parents)[:3]):
        if found := _sources_in(base, known):
            return found, None
    parents = {parent for folder in {path.parent for path in known} for parent in (folder, *folder.parents)}
    below = sorted((base for base in parents if root in base.parents), key=lambda base: (len(base.parts), base))
    for base in below:
        found |= _sources_in(base, known)
    files = (base / SOURCES_FILE for base in (root, *below))
    return found, None if found else next((file for file in files if file.is_file()), None)


def _sources_in(base: Path, known: Collection[Path]) -> dict[Path, tuple[str, str]]:
    """What the sources.csv of a folder says of pictures that are there."""
    text = text_of(base / SOURCES_FILE)
    # In a line of names with other signs in them, the most frequent one may not be what separates them.
    for delimiter in (None, *DELIMITERS):
        found = {}
        for record in records(text, delimiter):
            row = {column.lower(): value for column, value in record.items()}
            if not {"file", "source"} <= row.keys():
                break
            for spelling in {row["file"], row["file"].replace("\\", "/")}:
                if (path := base / spelling) in known:
                    found[path] = (row["source"], row.get("group", ""))
        if found:
            return found
    return {}

"""Validation and Test for data sets that bring none, without pictures of one person or video on both sides.

A detector that has seen a video in Train knows its other frames, whatever it knows of fakes: figures of a random draw
of pictures are too good (S. Kapoor, A. Narayanan, "Leakage and the reproducibility crisis in machine-learning-based
science", Patterns 4 (9), 2023).
"""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from app.detector.labelled import Label, LabelledFile, Split
from trainer.merged_sources import MOST_SOURCES, merged_sources

#: Share of the pictures that each split gets that is drawn.
_SHARE = 0.1
#: What is more of a class and source is no person or video: real_1, real_2, ... Of eight videos, some are longer.
_LARGEST_SHARE = 1 / 6
#: Pictures with more of one name beside a number are rather from one source, unless so many names have as many.
_LARGEST_NAMED = 300
LABELS: tuple[Label, ...] = ("real", "fake")
Kind = tuple[Label, str | None]
"""Class and source; None for all small sources."""

_SEPARATORS = re.compile(r"[\s_.()-]+")
#: "0012", "frame12", "f12": which picture of a video, and not which video.
_NUMBER = re.compile(r"(?:frame|face|image|img|crop)?\d*", re.IGNORECASE)


def groups_of(files: Sequence[LabelledFile]) -> list[str]:
    """What each picture is of, as far as the data set tells: pictures of one group show one person, scene or video.

    A ``group`` column of sources.csv says it, or a table that names the originals of fakes. Else names do: what is left
    of ``id3_0007_frame12.jpg`` without the numbers at its end; where nothing is left, the folder, as of
    ``id3_0007/12.jpg``; and ``000_003`` belongs to ``000``, which it was made from. What too many pictures are called
    says nothing; frames of one video are many. An edited picture often has the name of its original.

    Args:
        files: that splits are drawn from.

    Returns:
        One group a picture; a group means nothing outside this list.
    """
    kinds = _kinds(files)
    pictures = Counter(kinds)
    readings = [_readings(file) for file in files]
    sizes = Counter((name, kind) for names, kind in zip(readings, kinds, strict=True) for name in set(names))
    large = {(name, kind) for (name, kind), size in sizes.items() if size > _LARGEST_NAMED}
    crowds = Counter(kind for _, kind in large)
    videos = {name for file, names in zip(files, readings, strict=True) if _is_frame(file) for name in names}
    too_large = {
        name
        for (name, kind), size in sizes.items()
        if size > max(2, _LARGEST_SHARE * pictures[kind])
        or ((name, kind) in large and name not in videos and crowds[kind] <= MOST_SOURCES)
    }
    return [
        file.group or next((name for name in names if name not in too_large), str(file.path))
        for file, names in zip(files, readings, strict=True)
    ]


def draw(files: Sequence[LabelledFile], missing: Iterable[Split], seed: int) -> dict[Split, list[LabelledFile]]:
    """Takes a tenth of the pictures for each missing split; the others are Train.

    Each class and source is drawn from evenly, as far as no group is torn apart. Nearly all pictures stay in their
    split when some are added or removed, so that a training that goes on from an earlier one isn't tested on what that
    one has learnt.

    Args:
        files: what is drawn from.
        missing: splits that are wanted beside Train.
        seed: of the draw.

    Returns:
        The pictures of Train and of each missing split, sorted by path.
    """
    wanted = list(missing)
    kinds = _kinds(files)
    members: dict[str, list[int]] = {}
    for number, group in enumerate(groups_of(files)):
        members.setdefault(group, []).append(number)
    counts = {group: Counter(kinds[number] for number in numbers) for group, numbers in members.items()}
    # Groups of about one size that hold the same kinds: what is large is hard to place, and what is small makes up for
    # it.
    alike: dict[tuple[int | str, ...], list[str]] = {}
    for group, held_kinds in counts.items():
        names = sorted(repr(kind) for kind in held_kinds)
        alike.setdefault((-len(members[group]).bit_length(), *names), []).append(group)
    base = os.path.commonpath([file.path.parent for file in files]) if files else ""
    split_of: dict[str, Split] = dict.fromkeys(members, "train")
    seen: Counter[Kind] = Counter()
    held: dict[Split, Counter[Kind]] = {split: Counter() for split in wanted}
    for _, groups in sorted(alike.items(), key=lambda entry: entry[0]):
        # A picture is in a split by its place among all; those of Test are the first and those of Validation the last,
        # so that a few more pictures only move those in between, and at the borders.
        order = sorted(groups, key=lambda group: _place(group.removeprefix(base), seed))
        for group in groups:
            seen += counts[group]
        for split in wanted:
            queue = order if split == "test" else order[::-1]
            for group in queue:
                if split_of[group] != "train":
                    break
                sizes = counts[group]
                if sum(n * (_SHARE * seen[kind] - held[split][kind] - n / 2) for kind, n in sizes.items()) <= 0:
                    break
                held[split] += sizes
                split_of[group] = split
    _give_each_both(split_of, {group: {kind[0] for kind in counts[group]} for group in members}, members, wanted)
    drawn: dict[Split, list[LabelledFile]] = {split: [] for split in ("train", *wanted)}
    for group, numbers in members.items():
        drawn[split_of[group]] += [files[number] for number in numbers]
    return {split: sorted(chosen, key=lambda file: file.path) for split, chosen in drawn.items()}


def _give_each_both(
    split_of: dict[str, Split],
    labels: Mapping[str, set[Label]],
    members: Mapping[str, Sequence[int]],
    wanted: Iterable[Split],
) -> None:
    """Moves groups to splits that have none of a class, the smallest ones first, as far as others keep theirs.

    Of a few large groups, a tenth is less than half of one.
    """
    smallest_first = sorted(split_of, key=lambda group: (len(members[group]), group))
    for split in ("train", *wanted):
        for label in LABELS:
            if any(label in labels[group] for group, place in split_of.items() if place == split):
                continue
            held = Counter((place, each) for group, place in split_of.items() for each in labels[group])
            for group in smallest_first:
                if label in labels[group] and all(held[split_of[group], each] > 1 for each in labels[group]):
                    split_of[group] = split
                    break


def _place(group: str, seed: int) -> bytes:
    """Where a group comes in the order of the draw, whatever other groups there are."""
    # A group that is a path has the same place on Windows.
    name = group.replace("\\", "/")
    return hashlib.sha256(f"{seed}|{name}".encode(errors="surrogateescape")).digest()


def _kinds(files: Sequence[LabelledFile]) -> list[Kind]:
    """Class and source of each picture; sources of a few are one, since a tenth of each alone would be nothing."""
    names = merged_sources(Counter(file.source for file in files))
    kinds = [(file.label, names[file.source]) for file in files]
    pictures = Counter(kinds)
    return [kind if pictures[kind] * _SHARE >= 1 else (kind[0], None) for kind in kinds]


def _readings(file: LabelledFile) -> list[str]:
    """What a picture may be of, the best guess first."""
    name, folder = _words(file.path.stem), _words(file.path.parent.name)
    rest = _without_numbers(name)
    best = [rest] if rest else [_without_numbers(folder) or folder[:1], folder]
    return [" ".join(words) for words in (*best, name[:-1], name) if words]


def _is_frame(file: LabelledFile) -> bool:
    """Whether a picture is called a frame of something, or has a number for a name and its folder says of what."""
    words = _words(file.path.stem)
    numbers = words[len(_without_numbers(words)) :]
    return len(numbers) == len(words) or any(word.lower().startswith("frame") for word in numbers)


def _words(name: str) -> list[str]:
    return [word for word in _SEPARATORS.split(name) if word]


def _without_numbers(words: list[str]) -> list[str]:
    """Without those at the end."""
    end = len(words)
    while end and _NUMBER.fullmatch(words[end - 1]):
        end -= 1
    return words[:end]

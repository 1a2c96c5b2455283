"""Fewer sources for data sets that keep every person or video in a folder of its own.

Sources are weighed alike, measured one by one and written down in the manifest: a few dozens say where pictures come
from, thousands say who is in them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

#: Names that are left, at most.
MOST_SOURCES = 30
#: Where even the topmost folders are more, those with a smaller share of the pictures lose their names.
_LEAST_SHARE = 0.01
#: As of pictures that lie in no folder of their own; see `app.detector.labelled.LabelledFile`.
_UNKNOWN = ""


def merged_sources(pictures: Mapping[str, int]) -> dict[str, str]:
    """A name for each source: its own, or, of too many, that of a folder above it.

    Args:
        pictures: how many each source has; names of folders in a name are separated by "/".

    Returns:
        At most `MOST_SOURCES` different names, by source.
    """
    if len(pictures) <= MOST_SOURCES:
        return {source: source for source in pictures}
    below: dict[str, set[str]] = {}
    held: Counter[str] = Counter()
    for source, count in pictures.items():
        folder, *deeper = _folders(source)
        held[folder] += count
        for name in deeper:
            below.setdefault(folder, set()).add(name)
            folder = name
    chosen = set(held)
    if len(chosen) > MOST_SOURCES:
        least = _LEAST_SHARE * held.total()
        chosen = {name for name, count in held.most_common(MOST_SOURCES - 1) if count >= least} | {_UNKNOWN}
    # What is in a folder is told apart as long as there is room for all of it: the folders with the least first.
    crowded = chosen & below.keys()
    while fitting := [name for name in crowded if len(chosen | below[name]) <= MOST_SOURCES]:
        folder = min(fitting, key=lambda name: (len(below[name]), name))
        # The folder's own name stays for pictures that lie right in it.
        chosen |= below[folder]
        crowded = (crowded | below[folder] & below.keys()) - {folder}
        if folder not in pictures:
            chosen.remove(folder)
    return {
        source: next((name for name in reversed(list(_folders(source))) if name in chosen), _UNKNOWN)
        for source in pictures
    }


def _folders(source: str) -> Iterator[str]:
    """Of a/b/c: a, a/b, a/b/c."""
    names = source.split("/")
    for depth in range(1, len(names) + 1):
        yield "/".join(names[:depth])

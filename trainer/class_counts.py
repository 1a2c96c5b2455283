"""What the numbers of real and of fake pictures say of a training."""

from __future__ import annotations

from collections.abc import Mapping

from app.detector.labelled import Label, Split

#: Under so many pictures of a class in Train, a network learns little.
_FEW = 500
#: Classes further apart than this in number are worth a remark.
_UNBALANCED = 2.0


def scarcity(counts: Mapping[Label, int]) -> list[str]:
    """The sentence that warns of too few pictures in Train, if they are."""
    if min(counts.values()) >= _FEW:
        return []
    return [
        f"Train has {counts['real']} real and {counts['fake']} fake pictures; a detector needs some thousands of each."
    ]


def imbalance(split: Split, counts: Mapping[Label, int]) -> list[str]:
    """The sentence that warns of many more pictures of one class in a split, if there are."""
    if max(counts.values()) <= _UNBALANCED * min(counts.values()):
        return []
    return [
        f"{split.capitalize()} has {counts['real']:,} real and {counts['fake']:,} fake pictures: accuracy says little "
        "there; look at each class."
    ]

"""What is drawn, and how often: by source and class, so that no source is a shortcut for a class."""

from __future__ import annotations

from collections import Counter

import numpy as np
import numpy.typing as npt

from app.detector.labelled import LabelledFile

#: Fewer fakes of a source teach no layer of their own, and no more sources than these get one.
_LEAST_ALONE, _MOST_LAYERS = 100, 8


def is_fake(files: list[LabelledFile]) -> npt.NDArray[np.float32]:
    """1 for fake, 0 for real; shape ``(n,)``."""
    return np.array([file.label == "fake" for file in files], np.float32)


def sources_of(files: list[LabelledFile]) -> list[str]:
    """Source of each picture."""
    return [file.source for file in files]


def sampling_of(files: list[LabelledFile], composite: npt.NDArray[np.float64] | float = 0.0) -> npt.NDArray[np.float64]:
    """Probability of each picture to be drawn.

    A source counts by the square root of its size, so that no source is a shortcut for a class and a small one isn't
    learnt by heart; both classes count alike.

    Args:
        files: the pictures.
        composite: probability of each, once drawn, to be made into a fake; shape ``(n,)``, or one for all.
    """
    counts = Counter((file.source, file.label) for file in files)
    weights = np.array([counts[file.source, file.label] ** -0.5 for file in files])
    fake = is_fake(files) == 1
    for members in (fake, ~fake):
        weights[members] /= weights[members].sum()
    genuine = 0.5 / (1 - float((weights * composite)[~fake].sum()))
    return np.where(fake, 1 - genuine, genuine) * weights


def sources_of_fakes_alone(fake: npt.NDArray[np.bool_], sources: list[str]) -> list[str]:
    """Those that hold no genuine face, as of makers of whole pictures, and enough fakes to learn from; in order.

    Where there are many, these are the largest.

    Args:
        fake: truth, shape ``(n,)``.
        sources: of the faces.
    """
    names = np.array(sources)
    counts = Counter(names[fake].tolist())
    for name in set(names[~fake].tolist()):
        del counts[name]
    return sorted(name for name, count in counts.most_common(_MOST_LAYERS) if count >= _LEAST_ALONE)

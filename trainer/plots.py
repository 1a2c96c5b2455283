"""Pictures of a training: its course, and how good the result is on Test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
import numpy.typing as npt

matplotlib.use("Agg")  # No window, no display.

from matplotlib import pyplot as plt
from matplotlib.ticker import MaxNLocator

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

_COURSE = ("loss", "accuracy", "precision", "recall")


def plot_history(history: list[dict[str, float]], folder: Path) -> list[Path]:
    """Loss, accuracy, precision and recall by epoch, for Train and Validation, one PNG each."""
    written = []
    epochs = np.arange(1, len(history) + 1)
    for name in _COURSE:
        figure, axes = plt.subplots(figsize=(6, 4), layout="constrained")
        for key, label in ((name, "Train"), (f"val_{name}", "Validation")):
            axes.plot(epochs, [entry.get(key, np.nan) for entry in history], marker="o", label=label)
        axes.set(title=name.capitalize(), xlabel="Epoch")
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.legend()
        written.append(_save(figure, folder / f"{name}.png"))
    return written


def plot_results(scores: Floats, fake: Bools, flagged: Bools, fake_threshold: float, folder: Path) -> list[Path]:
    """ROC curve, reliability diagram and confusion matrix, one PNG each.

    Args:
        scores: P(fake) on Test, shape ``(n,)``.
        fake: truth.
        flagged: what is called fake, for the confusion matrix.
        fake_threshold: marked in the ROC curve.
        folder: where the PNG files go.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return [
        _save(_roc(scores, fake, fake_threshold), folder / "roc.png"),
        _save(_reliability(scores, fake), folder / "reliability.png"),
        _save(_confusion(flagged, fake), folder / "confusion.png"),
    ]


def _roc(scores: Floats, fake: Bools, threshold: float) -> Any:
    order = np.argsort(-scores, kind="stable")
    true = np.concatenate([[0], np.cumsum(fake[order]) / max(fake.sum(), 1)])
    false = np.concatenate([[0], np.cumsum(~fake[order]) / max((~fake).sum(), 1)])
    figure, axes = plt.subplots(figsize=(5, 5), layout="constrained")
    axes.plot(false, true)
    flagged = scores >= threshold
    axes.plot(flagged[~fake].mean(), flagged[fake].mean(), "o", label=f"fake from {threshold:.3f} on")
    axes.plot([0, 1], [0, 1], ":", color="gray")
    axes.set(title="ROC on Test", xlabel="Genuine faces flagged", ylabel="Fakes flagged")
    axes.legend(loc="lower right")
    return figure


def _reliability(scores: Floats, fake: Bools) -> Any:
    figure, axes = plt.subplots(figsize=(5, 5), layout="constrained")
    bins = np.minimum((scores * 10).astype(int), 9)
    counts = np.bincount(bins, minlength=10)
    filled = counts > 0
    share = np.bincount(bins, fake, 10)[filled] / counts[filled]
    mean = np.bincount(bins, scores, 10)[filled] / counts[filled]
    axes.plot([0, 1], [0, 1], ":", color="gray")
    axes.plot(mean, share, "o-")
    for x, y, n in zip(mean, share, counts[filled], strict=True):
        axes.annotate(str(n), (x, y), textcoords="offset points", xytext=(4, -10), fontsize=8)
    axes.set(title="Reliability on Test", xlabel="Mean score", ylabel="Share that is fake", xlim=(0, 1), ylim=(0, 1))
    return figure


def _confusion(called_fake: Bools, fake: Bools) -> Any:
    counts = np.array([[((called_fake == said) & (fake == truth)).sum() for said in (0, 1)] for truth in (0, 1)])
    figure, axes = plt.subplots(figsize=(4.5, 4), layout="constrained")
    axes.imshow(counts / np.maximum(counts.sum(axis=1, keepdims=True), 1), cmap="Blues", vmin=0, vmax=1)
    for (row, column), count in np.ndenumerate(counts):
        axes.text(column, row, str(count), ha="center", va="center")
    axes.set_xticks([0, 1], ["not flagged", "flagged fake"])
    axes.set_yticks([0, 1], ["real", "fake"])
    axes.set(title="Test", ylabel="Truth")
    return figure


def _save(figure: Any, path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=110)
    plt.close(figure)
    return path

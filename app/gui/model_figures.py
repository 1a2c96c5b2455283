"""The measured figures of a model, as a person compares them."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication

from app.detector.bundle import Manifest
from app.gui.wording import number, percent

#: Larger is better for the first two, smaller for the others.
FIGURES = ("auc", "tpr", "fpr", "inconclusive", "ece")


def measured(manifest: Manifest, split: str) -> dict[str, dict[str, Any]]:
    """Figures over all sources of a split, by name, each with value, low, high and n; empty if there are none."""
    return over_all_sources(manifest.metrics.get(split) or {})


def over_all_sources(groups: dict[str, dict[str, dict[str, Any]]]) -> dict[str, dict[str, Any]]:
    """Figures over all sources, from figures by source."""
    return groups.get("all") or (next(iter(groups.values())) if len(groups) == 1 else {})


def figure_title(name: str) -> str:
    """A figure's name in words."""
    translate = QCoreApplication.translate
    return {
        "auc": translate("Figures", "Told apart correctly (AUC)"),
        "tpr": translate("Figures", "Fakes called fake"),
        "fpr": translate("Figures", "Genuine called fake"),
        "inconclusive": translate("Figures", "Called inconclusive"),
        "ece": translate("Figures", "Error of the scores (ECE)"),
    }[name]


def figure_text(name: str, figures: dict[str, dict[str, Any]]) -> str:
    """A figure with its 95 % interval; a dash where it was not measured."""
    figure = figures.get(name)
    if not figure or figure.get("value") is None:
        return "–"
    shown = _decimal if name in ("auc", "ece") else percent
    return f"{shown(figure['value'])}  ({shown(figure['low'])} – {shown(figure['high'])})"


def hit_rate(manifest: Manifest) -> float:
    """Share of fakes that the model flags, where it was measured; else the least that its thresholds tell."""
    value = measured(manifest, "validation").get("tpr", {}).get("value")
    return float(value) if isinstance(value, (int, float)) else 1 - manifest.thresholds.miss_rate


def _decimal(value: float) -> str:
    return number(value, 3)

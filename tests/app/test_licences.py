"""The licences of what is installed."""

from __future__ import annotations

import importlib.metadata
from pathlib import Path

import pytest

from app import licences as module
from app.licences import Licence, licence_of, licences, write_licences


def test_every_part_of_an_installation_has_a_licence_text() -> None:
    parts = {part.name.lower(): part for part in licences()}
    assert {
        "unmask",
        "python",
        "numpy",
        "pillow",
        "pyside6_essentials",
        "tensorflow",
        "c2pa-python",
        "clip vit-b/16",
    } <= parts.keys()
    assert not [part.name for part in parts.values() if len(part.text) < 200]
    assert "pytest" not in parts


def test_the_terms_of_the_bundled_model_are_those_of_what_it_was_trained_on() -> None:
    (part,) = (part for part in licences() if part.name == "Bundled model")
    assert "non-commercial research terms" in part.text
    assert "flagged" not in part.text, "how well it works is no term"


def test_all_texts_of_a_package_are_kept_not_only_the_first() -> None:
    # The second names libheif and x265, which are built in.
    assert "libheif" in licence_of(importlib.metadata.distribution("pillow-heif")).text
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in licence_of(importlib.metadata.distribution("PySide6_Essentials")).text


def test_the_packaged_program_reads_what_the_build_collected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    collected = tmp_path / "licences.json"
    parts = [Licence("b", "1", "MIT", "Täxt"), Licence("A", "", "", "")]
    write_licences(parts, collected)
    monkeypatch.setattr(module, "_COLLECTED", collected)
    assert licences() == parts[::-1]

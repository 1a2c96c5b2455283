"""A model is used only if it is the one that was made."""

from __future__ import annotations

import dataclasses
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.detector.bundle import BundleError, load_bundle
from app.models import bundled_model, install_model, open_model, selected_model, use_model


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(bundled_model(), tmp_path / "model"))


def _change(folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    file = folder / "manifest.json"
    raw = json.loads(file.read_text("utf-8"))
    change(raw)
    file.write_text(json.dumps(raw), "utf-8")


def test_the_bundled_model_passes_its_own_check() -> None:
    manifest = load_bundle(bundled_model()).manifest
    assert manifest.labels == ("real", "fake")
    assert manifest.positive == "fake"
    assert 0 < manifest.thresholds.real < manifest.thresholds.fake < 1


@pytest.mark.parametrize(
    ("rate", "faces", "said"),
    [
        (0.01, 10_000, "1.0 %"),
        (0.0, 12, "under 7.7 %"),
        (0.0, 2_000, "under 0.05 %"),
        (0.0, 10_000, "under 0.01 %"),
        (0.0003, 10_000, "0.03 %"),
    ],
)
def test_a_low_rate_of_false_alarms_is_not_said_to_be_none(rate: float, faces: int, said: str) -> None:
    manifest = load_bundle(bundled_model()).manifest
    thresholds = dataclasses.replace(manifest.thresholds, false_alarm_rate=rate)
    training = {"score_rates": {"real": {"effective_n": faces}}}
    assert dataclasses.replace(manifest, thresholds=thresholds, training=training).false_alarms == said


@pytest.mark.parametrize(
    "name", ["model.tflite", "golden.npz", "head.npz", "encoder-01.tflite", "MODEL_CARD.md", "model.keras"]
)
def test_one_changed_byte_in_any_file_is_refused(copied: Path, name: str) -> None:
    content = bytearray((copied / name).read_bytes())
    content[len(content) // 2] ^= 1
    (copied / name).write_bytes(content)
    with pytest.raises(BundleError, match=f"{name} was altered"):
        load_bundle(copied)


@pytest.mark.parametrize("name", ["model.tflite", "encoder-00.tflite", "manifest.json"])
def test_a_missing_file_is_named(copied: Path, name: str) -> None:
    (copied / name).unlink()
    with pytest.raises(BundleError, match=f"{name} is missing"):
        load_bundle(copied)


def test_what_only_a_training_starts_from_can_be_left_out(copied: Path) -> None:
    before = load_bundle(copied).sha256
    (copied / "model.keras").unlink()
    assert load_bundle(copied).sha256 == before, "a report made with it is still of the same model"


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw.update(labels=["fake", "real"]),
        lambda raw: raw.update(positive="real"),
        lambda raw: raw.update(temperature=0),
        lambda raw: raw.update(temperature=float("nan")),
        lambda raw: raw.update(temperature=10**400),
        lambda raw: raw.update(name=5),
        lambda raw: raw.update(training=[]),
        lambda raw: raw.update(metrics=[]),
        lambda raw: raw["metrics"]["test"].update(all={"auc": 0.9}),
        lambda raw: raw["metrics"]["test"].update(all={"auc": {"value": "high", "low": 0, "high": 1, "n": 9}}),
        lambda raw: raw["thresholds"].update(real=0.99, fake=0.5),
        lambda raw: raw["files"].update({"../evil": "0" * 64}),
        lambda raw: raw["files"].pop("golden.npz"),
        lambda raw: raw["files"].pop("head.npz"),
        lambda raw: raw["files"].pop("encoder-01.tflite"),
        lambda raw: raw["second"].update(low=float("nan")),
        lambda raw: raw["second"].pop("shift"),
        lambda raw: raw["second"].update(surprise=1),
        lambda raw: raw.update(id="../../x"),
        lambda raw: raw.update(input_size=10**9),
        lambda raw: raw.update(surprise=1),
        lambda raw: raw.pop("thresholds"),
    ],
)
def test_a_manifest_that_lies_is_refused(copied: Path, change: Callable[[dict[str, Any]], None]) -> None:
    _change(copied, change)
    with pytest.raises(BundleError):
        load_bundle(copied)


def test_a_bundle_of_a_newer_version_says_so(copied: Path) -> None:
    _change(copied, lambda raw: raw.update(format_version=99))
    with pytest.raises(BundleError, match="format 99"):
        load_bundle(copied)


def test_a_manifest_that_is_no_json_is_refused(copied: Path) -> None:
    (copied / "manifest.json").write_bytes(b"[" * 100_000)
    with pytest.raises(BundleError):
        load_bundle(copied)


def test_an_installed_model_is_a_copy_and_can_be_selected(copied: Path) -> None:
    installed = install_model(copied)
    assert installed != copied
    assert selected_model() == bundled_model()
    use_model(installed)
    assert selected_model() == installed
    assert install_model(copied) == installed, "the same model twice is no error and no second copy"


@pytest.mark.parametrize("damaged", ["golden.npz", "MODEL_CARD.md", "manifest.json"])
def test_a_damaged_model_is_whole_again_once_it_is_installed_again(copied: Path, damaged: str) -> None:
    installed = install_model(copied)
    if damaged == "MODEL_CARD.md":
        (installed / damaged).write_text("altered", "utf-8")
    else:
        (installed / damaged).unlink()
    assert install_model(copied) == installed
    use_model(installed)
    assert list(installed.parent.iterdir()) == [installed]


def test_another_model_of_the_same_id_never_overwrites(copied: Path) -> None:
    install_model(copied)
    _change(copied, lambda raw: raw.update(name="another"))
    with pytest.raises(BundleError, match="already installed"):
        install_model(copied)


def test_a_broken_selected_model_falls_back_to_the_bundled_one_and_says_so(copied: Path) -> None:
    installed = install_model(copied)
    use_model(installed)
    (installed / "model.tflite").write_bytes(b"")
    bundle, notice = open_model(None)
    assert bundle.folder == bundled_model()
    assert "altered" in notice
    assert "bundled model" in notice


def test_a_broken_model_can_not_be_selected(copied: Path) -> None:
    (copied / "model.tflite").write_bytes(b"")
    with pytest.raises(BundleError):
        use_model(copied)
    assert selected_model() == bundled_model()

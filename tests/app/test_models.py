"""Which model is used, whatever became of the selected one and whichever version of the program asks."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from app import models
from app.detector.bundle import load_bundle, read_manifest
from app.models import (
    bundled_model,
    encoder_source,
    install_model,
    installed_models,
    model_named,
    open_model,
    selected_model,
    use_model,
)
from app.user_folders import data_folder, settings_folder


@pytest.fixture
def own_model(tmp_path: Path) -> Path:
    """A model that the user installed: the bundled one under another id."""
    copy = tmp_path / "copy"
    shutil.copytree(bundled_model(), copy)
    manifest = json.loads((copy / "manifest.json").read_text("utf-8"))
    (copy / "manifest.json").write_text(json.dumps(manifest | {"id": "mine"}), "utf-8")
    return install_model(copy)


def test_a_model_that_no_training_can_start_from_is_installed_as_it_is(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(bundled_model(), copy)
    manifest = json.loads((copy / "manifest.json").read_text("utf-8"))
    files = manifest["files"] | {"model.keras": "00" * 32}
    (copy / "manifest.json").write_text(json.dumps(manifest | {"id": "smaller", "files": files}), "utf-8")
    (copy / "model.keras").unlink(missing_ok=True)
    installed = install_model(copy)
    assert not (installed / "model.keras").exists()
    assert load_bundle(installed).manifest.id == "smaller"


def test_the_selected_model_is_used_without_a_word(own_model: Path) -> None:
    use_model(own_model)
    bundle, said = open_model(None)
    assert bundle.manifest.id == "mine"
    assert not said


@pytest.mark.skipif(sys.platform == "win32", reason="makes a link")
def test_the_selected_model_is_one_of_those_listed_also_where_the_home_is_a_link(
    tmp_path: Path, unmask_home: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    (tmp_path / "link").symlink_to(unmask_home)
    monkeypatch.setenv("UNMASK_HOME", str(tmp_path / "link"))
    installed: Path = request.getfixturevalue("own_model")
    use_model(installed)
    assert selected_model() == installed
    assert installed in installed_models()


def _nobody(user: int) -> None:
    raise KeyError(f"getpwuid(): uid not found: {user}")


@pytest.mark.parametrize(
    "home",
    ["in a file", pytest.param("none", marks=pytest.mark.skipif(sys.platform == "win32", reason="each user has one"))],
)
def test_where_nothing_can_be_kept_the_bundled_model_is_there(
    home: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    if home == "none":
        for name in ("UNMASK_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("HOME", "")
        # As in a container that runs as a user whom its system doesn't know.
        monkeypatch.setattr("pwd.getpwuid", _nobody)
    else:
        monkeypatch.setenv("UNMASK_HOME", str(tmp_path / "file/home"))
    with pytest.raises(OSError, match=r"."):
        data_folder()
    assert installed_models() == [bundled_model()]
    assert selected_model() == bundled_model()
    assert model_named(str(bundled_model())) == bundled_model()


def _remove(model: Path) -> None:
    shutil.rmtree(model)


def _remove_a_file(model: Path) -> None:
    (model / "golden.npz").unlink()


def _alter(model: Path) -> None:
    (model / "MODEL_CARD.md").write_text("It is perfect.", "utf-8")


def _make_newer(model: Path) -> None:
    manifest = json.loads((model / "manifest.json").read_text("utf-8"))
    (model / "manifest.json").write_text(json.dumps(manifest | {"format_version": 3, "new": []}), "utf-8")


def test_a_model_that_is_used_where_it_lies_is_found_by_its_id(own_model: Path, tmp_path: Path) -> None:
    elsewhere = Path(shutil.move(own_model, tmp_path / "elsewhere"))
    use_model(elsewhere)

    assert model_named("mine") == elsewhere


@pytest.mark.parametrize(
    ("happens", "sentence"),
    [
        (_remove, "manifest.json is missing"),
        (_remove_a_file, "golden.npz is missing"),
        (_alter, "MODEL_CARD.md was altered"),
        (_make_newer, "has format 3"),
    ],
)
def test_a_selected_model_that_cannot_be_used_any_more_is_replaced_by_the_bundled_one_which_is_said(
    own_model: Path, happens: Callable[[Path], None], sentence: str
) -> None:
    use_model(own_model)
    happens(own_model)
    bundle, said = open_model(None)
    assert bundle.folder == bundled_model()
    assert sentence in said
    assert "bundled model is used instead" in said


def test_selecting_the_bundled_model_means_that_of_whichever_version_asks(
    own_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_model(own_model)
    use_model(bundled_model())
    other_version = tmp_path / "other version" / "resources"
    shutil.copytree(bundled_model(), other_version / "model")
    monkeypatch.setattr(models, "RESOURCES", other_version)
    assert selected_model() == other_version / "model"
    assert open_model(None)[0].folder == other_version / "model"


@pytest.mark.parametrize(
    "content",
    ["", "[]", "3", '{"model": 3}', '{"model": {"id": "mine"}}', '{"model": "%s"}' % ("x" * 5000), "[" * 9999],
)
def test_a_selection_that_means_nothing_here_is_the_bundled_model(content: str) -> None:
    (settings_folder() / "model.json").write_text(content, "utf-8")
    assert selected_model() == bundled_model()
    assert open_model(None)[0].folder == bundled_model()


def test_models_of_a_newer_version_are_listed_and_left_alone(own_model: Path) -> None:
    _make_newer(own_model)
    before = (own_model / "manifest.json").read_bytes()
    assert installed_models() == [bundled_model(), own_model]
    assert (own_model / "manifest.json").read_bytes() == before
    assert read_manifest(bundled_model()) == load_bundle(bundled_model()).manifest
    assert own_model.parent == data_folder() / "models"


def test_a_training_takes_over_the_second_stage_of_the_model_that_it_goes_on_from_if_that_has_one(
    own_model: Path,
) -> None:
    assert encoder_source() == bundled_model()
    assert encoder_source(own_model) == own_model
    manifest = json.loads((own_model / "manifest.json").read_text("utf-8"))
    (own_model / "manifest.json").write_text(json.dumps(manifest | {"second": None}), "utf-8")
    assert encoder_source(own_model) == bundled_model()
    assert encoder_source(own_model / "gone") == bundled_model()

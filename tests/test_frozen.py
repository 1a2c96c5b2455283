"""The packaged program, driven from outside as a user would.

`make build && pytest -m frozen` tests ``dist/unmask``; ``UNMASK_FROZEN`` names another folder.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
pytestmark = [pytest.mark.frozen, pytest.mark.timeout(1200)]


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packaged folder, moved to where its name has a blank and letters beyond ASCII."""
    built = Path(os.environ.get("UNMASK_FROZEN") or ROOT / "dist/unmask")
    if not built.is_dir():
        pytest.fail(f"{built} does not exist: run `make build` first")
    folder = tmp_path_factory.mktemp("installed") / "Ünmask für alle"
    shutil.copytree(built, folder, symlinks=True)
    return folder


@pytest.fixture
def pictures(tmp_path: Path, astronaut: Path, portraits: list[Path]) -> Path:
    folder = tmp_path / "Bilder für heute"
    folder.mkdir()
    shutil.copy(astronaut, folder)
    for number, portrait in enumerate(portraits[:4]):
        shutil.copy(portrait, folder / f"porträt {number}.jpg")
    (folder / "broken.jpg").write_bytes(b"\xff\xd8\xff nothing")
    return folder


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """An empty home, and nothing of Python's."""
    home = tmp_path / "home"
    home.mkdir()
    return {"HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}


def run(command: list[Path | str], environment: dict[str, str], limit: float = 300) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=limit, check=False
    )


def test_a_scan_gives_the_same_csv_as_the_program_run_from_its_source(
    program: Path, pictures: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    frozen, source = tmp_path / "frozen.csv", tmp_path / "source.csv"
    outcome = run([program / "unmask-cli", "scan", pictures, "--csv", frozen], environment)
    assert outcome.returncode == 1, outcome.stderr  # One file can't be read.
    assert "Traceback" not in outcome.stderr
    subprocess.run(
        [sys.executable, "-m", "app", "scan", pictures, "--csv", source],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        timeout=300,
        check=False,
    )
    assert frozen.read_bytes() == source.read_bytes()
    assert frozen.read_bytes().count(b"\n") == 7


def test_an_altered_model_is_refused_with_a_sentence(
    program: Path, pictures: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    altered = tmp_path / "altered"
    shutil.copytree(program, altered, symlinks=True)
    (network,) = altered.rglob("model.tflite")
    content = bytearray(network.read_bytes())
    content[len(content) // 2] ^= 1
    network.write_bytes(content)
    outcome = run([altered / "unmask-cli", "scan", pictures], environment)
    assert outcome.returncode == 4
    assert "model" in outcome.stderr
    assert "Traceback" not in outcome.stderr


@pytest.fixture
def screen(environment: dict[str, str]) -> Iterator[dict[str, str]]:
    """The environment with a display of its own."""
    if not shutil.which("Xvfb") or not shutil.which("xwininfo"):
        pytest.skip("needs Xvfb and xwininfo")
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1280x800x24"], pass_fds=[write], stderr=subprocess.DEVNULL
    )
    os.close(write)
    with os.fdopen(read) as number:
        display = f":{number.readline().strip()}"
    try:
        yield environment | {"DISPLAY": display}
    finally:
        server.terminate()
        server.wait()


def test_the_window_opens_without_a_console(program: Path, pictures: Path, screen: dict[str, str]) -> None:
    window = subprocess.Popen(
        [program / "unmask", pictures],
        env=screen,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + 60
        shown = ""
        while "Unmask" not in shown and time.monotonic() < deadline and window.poll() is None:
            time.sleep(0.2)
            shown = run(["xwininfo", "-root", "-tree"], screen).stdout
        assert "Unmask" in shown
        time.sleep(3)
        assert window.poll() is None, "the window closed by itself"
    finally:
        window.terminate()
        window.wait(30)


def test_it_trains_a_model_and_scans_with_it(
    program: Path, pictures: Path, astronaut: Path, portraits: list[Path], environment: dict[str, str], tmp_path: Path
) -> None:
    if not (program / "_internal/trainer").exists() and not (program / "_internal/tensorflow").exists():
        pytest.skip("built without the trainer")
    data = tmp_path / "data"
    for split in ("Train", "Validation", "Test"):
        for label in ("Real", "Fake"):
            (data / split / label).mkdir(parents=True)
            for number in range(8):
                source = astronaut if label == "Real" else portraits[number % len(portraits)]
                with Image.open(source) as picture:
                    seed = number + 8 * ("Train", "Validation", "Test").index(split)
                    side = min(picture.size)
                    picture.convert("RGB").crop((seed, seed, side, side)).resize((300, 300)).save(
                        data / split / label / f"{number}.jpg", quality=90
                    )
    trained = tmp_path / "trained"
    outcome = run(
        [program / "unmask-cli", "train", "--data", data, "--epochs", "1", "--out", trained], environment, limit=900
    )
    assert outcome.returncode == 0, outcome.stderr
    (manifest,) = trained.rglob("manifest.json")
    outcome = run([program / "unmask-cli", "scan", pictures, "--model", manifest.parent], environment)
    assert outcome.returncode == 1, outcome.stderr

"""The packaged program, built and then driven from outside as a user would: ``pytest -m frozen``.

``UNMASK_FROZEN`` names a folder that was built before, so that none is built; ``UNMASK_BUILD=small`` has the small one
built.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
pytestmark = [pytest.mark.frozen, pytest.mark.timeout(7200)]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder as the build left it."""
    if named := os.environ.get("UNMASK_FROZEN"):
        return Path(named).resolve()
    target = tmp_path_factory.mktemp("built")
    subprocess.run(
        [sys.executable, "-m", "PyInstaller", "--noconfirm", "--distpath", target, ROOT / "build.spec"],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        check=True,
    )
    return target / "unmask"


def contents(folder: Path) -> dict[Path, tuple[int, int]]:
    """Every file, with its size and the time of its last change."""
    return {file: (file.lstat().st_size, file.lstat().st_mtime_ns) for file in folder.rglob("*") if not file.is_dir()}


@pytest.fixture(scope="session")
def program(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The packaged folder, read only, moved to where its name has a blank and letters beyond ASCII."""
    folder = tmp_path_factory.mktemp("installed") / "Ünmask für alle"
    shutil.copytree(built, folder, symlinks=True)
    folders = [folder, *(entry for entry in folder.rglob("*") if entry.is_dir() and not entry.is_symlink())]
    for entry in folders:
        entry.chmod(0o555)
    before = contents(folder)
    yield folder
    for entry in folders:
        entry.chmod(0o755)
    # For root, nothing is read only.
    assert contents(folder) == before, "the program wrote to the folder that it is installed in"


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


def run(
    command: list[Path | str],
    environment: dict[str, str],
    limit: float = 600,
    preexec_fn: Callable[[], None] | None = None,
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=limit,
        check=False,
        preexec_fn=preexec_fn,
    )


def has_trainer(program: Path) -> bool:
    return (program / "_internal/tensorflow").exists()


def test_the_self_test_passes(program: Path, environment: dict[str, str]) -> None:
    outcome = run([program / "unmask-cli", "--self-test"], environment)
    results = {name: (result, sentence) for result, name, sentence in map(_cells, outcome.stdout.splitlines())}
    assert {result for result, _ in results.values()} == {"ok"}, outcome.stdout
    assert len(results) == 9
    assert results["trainer"][1].startswith(
        "It starts." if has_trainer(program) else "This installation has no trainer"
    )
    assert outcome.returncode == 0
    assert "Traceback" not in outcome.stderr


def _cells(line: str) -> list[str]:
    return line.split("\t")


def test_it_starts_and_judges_where_nothing_can_be_written(
    program: Path, pictures: Path, environment: dict[str, str]
) -> None:
    import resource

    def fill_the_disk() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))

    outcome = run([program / "unmask-cli", "--self-test"], environment, preexec_fn=fill_the_disk)
    assert "failed\ttemporary folder\t" in outcome.stdout
    assert "ok\tworker processes\t" in outcome.stdout
    assert outcome.returncode == 1
    assert "Traceback" not in outcome.stderr
    outcome = run([program / "unmask-cli", "scan", pictures], environment, preexec_fn=fill_the_disk)
    assert outcome.stdout.count("\n") == 6
    assert "without a journal" in outcome.stderr
    assert outcome.returncode == 1  # One file can't be read.


def test_no_process_leaves_anything_behind_in_the_temporary_folder(
    program: Path, pictures: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    run([program / "unmask-cli", "scan", pictures], environment | {"TMPDIR": str(temporary)})
    assert list(temporary.iterdir()) == []


def test_a_scan_gives_the_same_csv_as_the_program_run_from_its_source(
    program: Path, pictures: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    frozen, source = tmp_path / "frozen.csv", tmp_path / "source.csv"
    outcome = run([program / "unmask-cli", "scan", pictures, "--csv", frozen], environment)
    assert outcome.returncode == 1, outcome.stderr  # One file can't be read.
    assert "Traceback" not in outcome.stderr
    scan_from_source(pictures, source)
    assert frozen.read_bytes() == source.read_bytes()
    assert frozen.read_bytes().count(b"\n") == 7


def scan_from_source(pictures: Path, target: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "app", "scan", pictures, "--csv", target],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        timeout=600,
        check=False,
    )


def copy_of(program: Path, target: Path) -> Path:
    """A copy of the program whose files may be changed."""
    shutil.copytree(program, target, symlinks=True)
    for entry in (target, *target.rglob("*")):
        if not entry.is_symlink():
            entry.chmod(entry.stat().st_mode | stat.S_IWUSR)
    return target


def test_an_altered_or_missing_file_is_refused_with_a_sentence(
    program: Path, pictures: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    altered = copy_of(program, tmp_path / "altered")
    (network,) = altered.rglob("model.tflite")
    content = bytearray(network.read_bytes())
    content[len(content) // 2] ^= 1
    network.write_bytes(content)
    for change, sentence in ((None, "was altered or is damaged"), (network.unlink, "is missing")):
        if change:
            change()
        outcome = run([altered / "unmask-cli", "scan", pictures], environment)
        assert outcome.returncode == 4
        assert sentence in outcome.stderr
        assert "Traceback" not in outcome.stderr
        outcome = run([altered / "unmask-cli", "--self-test"], environment)
        assert "failed\tmodel files\t" in outcome.stdout
        assert "ok\tface detector\t" in outcome.stdout
        assert outcome.returncode == 1


def test_the_licences_and_the_bill_of_materials_name_what_is_bundled(built: Path) -> None:
    licences = json.loads((built / "_internal/resources/licences.json").read_text("utf-8"))
    named = {entry["name"].lower().replace("_", "-") for entry in licences}
    assert {"unmask", "python", "numpy", "pillow", "pyside6-essentials", "ai-edge-litert", "pyinstaller"} <= named
    assert ("tensorflow" in named or "tensorflow-cpu" in named) == has_trainer(built)
    assert "pytest" not in named
    assert [entry["name"] for entry in licences if not entry["text"]] == []
    bill = json.loads(built.with_name("unmask.cdx.json").read_text("utf-8"))
    assert bill["bomFormat"] == "CycloneDX"
    listed = {component["name"].lower().replace("_", "-") for component in bill["components"]}
    assert named - {"unmask", "python"} <= listed
    size, _ = built.with_name("unmask.sizes.txt").read_text("utf-8").split(maxsplit=1)
    assert float(size) < (1300 if has_trainer(built) else 350)


@pytest.fixture
def screen(environment: dict[str, str]) -> Iterator[dict[str, str]]:
    """The environment with a display of its own."""
    if not shutil.which("Xvfb") or not shutil.which("xdotool"):
        pytest.skip("needs Xvfb and xdotool")
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


def until(what: str, happens: Callable[[], object], window: subprocess.Popen[bytes], limit: float = 300) -> None:
    deadline = time.monotonic() + limit
    while not happens():
        assert window.poll() is None, f"the window closed by itself; waited for {what}"
        assert time.monotonic() < deadline, what
        time.sleep(0.2)


def test_the_window_scans_without_a_console_and_exports_the_same_csv(
    program: Path, pictures: Path, screen: dict[str, str], tmp_path: Path
) -> None:
    def shown(title: str) -> str:
        return run(["xdotool", "search", "--onlyvisible", "--name", title], screen).stdout.partition("\n")[0]

    def press(title: str, *keys: str) -> None:
        # There is no window manager: nothing has the keyboard until it is given.
        run(["xdotool", "windowfocus", "--sync", shown(title), *keys], screen)

    def is_scanned() -> bool:
        journal = Path(screen["HOME"], ".local/share/Unmask/journal.sqlite")
        if not journal.exists():
            return False
        try:
            with closing(sqlite3.connect(f"{journal.as_uri()}?mode=ro", uri=True)) as database:
                return database.execute("SELECT finished FROM scans").fetchall() not in ([], [(None,)])
        except sqlite3.OperationalError:
            return False  # It is being made.

    exported, source = tmp_path / "window.csv", tmp_path / "source.csv"
    nowhere = subprocess.DEVNULL
    window = subprocess.Popen([program / "unmask", pictures], env=screen, stdin=nowhere, stdout=nowhere, stderr=nowhere)
    try:
        until("a window", lambda: shown("Unmask"), window)
        until("the end of the scan", is_scanned, window)
        time.sleep(2)  # What is in the journal is yet to be shown.
        press("Unmask", "key", "ctrl+e")
        until("the question for a file", lambda: shown("Export CSV"), window)
        press("Export CSV", "key", "ctrl+a", "type", "--delay", "50", str(exported))
        press("Export CSV", "key", "Return")
        until("the CSV", exported.exists, window)
        if Path("/proc").is_dir():
            loaded = Path(f"/proc/{window.pid}/maps").read_text("utf-8")
            assert "libpython" in loaded
            assert "tensorflow" not in loaded
    finally:
        window.terminate()
        window.wait(60)
    scan_from_source(pictures, source)
    assert exported.read_bytes() == source.read_bytes()


def test_it_trains_a_model_and_scans_with_it(
    program: Path, pictures: Path, astronaut: Path, portraits: list[Path], environment: dict[str, str], tmp_path: Path
) -> None:
    if not has_trainer(program):
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
        [program / "unmask-cli", "train", "--data", data, "--epochs", "1", "--out", trained], environment, limit=1800
    )
    assert outcome.returncode == 0, outcome.stderr
    (manifest,) = trained.rglob("manifest.json")
    outcome = run([program / "unmask-cli", "scan", pictures, "--model", manifest.parent], environment)
    assert outcome.returncode == 1, outcome.stderr


def test_the_small_build_says_how_to_get_the_trainer(program: Path, environment: dict[str, str]) -> None:
    if has_trainer(program):
        pytest.skip("built with the trainer")
    outcome = run([program / "unmask-cli", "train", "--data", "nowhere"], environment)
    assert outcome.returncode == 4
    assert "Install the full package of Unmask" in outcome.stderr

"""The packaged program, built and then driven from outside as a user would: ``pytest -m frozen``.

``UNMASK_FROZEN`` names a folder that was built before, so that none is built; ``UNMASK_BUILD=small`` has the small one
built.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.frozen.driving import ROOT, display


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


@pytest.fixture
def screen(environment: dict[str, str]) -> Iterator[dict[str, str]]:
    """The environment with a display of its own."""
    if not shutil.which("Xvfb") or not shutil.which("xdotool"):
        pytest.skip("needs Xvfb and xdotool")
    with display(environment) as environment:
        yield environment

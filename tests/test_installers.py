"""What the installers say that they do; they are made and tried where there is the system that they are for."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import platformdirs
import pytest

ROOT = Path(__file__).resolve().parents[1]


def test_the_windows_installer_leaves_nothing_of_an_earlier_version() -> None:
    script = (ROOT / "scripts/windows-installer.iss").read_text("utf-8")
    sections = dict(re.findall(r"^\[(\w+)\]\n(.*?)(?=^\[|\Z)", script, re.MULTILINE | re.DOTALL))
    # Where PyInstaller puts all but the two programs.
    assert 'Type: filesandordirs; Name: "{app}\\_internal"' in sections["InstallDelete"]
    assert 'DestDir: "{app}"' in sections["Files"]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have other folders")
def test_who_removes_the_debian_package_is_told_of_every_folder_that_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    said = (ROOT / "scripts/make-deb").read_text("utf-8").partition("postrm")[2]
    folders = platformdirs.PlatformDirs("Unmask", appauthor=False)
    for folder in (folders.user_config_dir, folders.user_data_dir, folders.user_cache_dir):
        assert f"~/{Path(folder).relative_to(Path.home())}" in said


@pytest.mark.parametrize("installer", ["make-deb", "windows-installer.iss"])
def test_who_removes_the_program_is_told_what_stays(installer: str) -> None:
    said = (ROOT / "scripts" / installer).read_text("utf-8")
    assert "The list of pictures you scanned, your notes, pasted pictures, settings, models, trainings" in said


@pytest.mark.skipif(sys.platform == "win32" or not shutil.which("make"), reason="needs make, and a shell for a Python")
def test_make_goes_on_where_pythons_package_for_environments_was_missing_before(tmp_path: Path) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    bare = tmp_path / "bare"
    # As Debian's does without python3-venv.
    bare.write_text(f'#!/bin/sh\n[ "$2" = venv ] && "{sys.executable}" -m venv --without-pip "$3"; exit 1\n', "ascii")
    bare.chmod(0o755)
    environment = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    for python, outcome in ((bare, 2), (sys.executable, 0)):
        command = ["make", f"PYTHON={python}", ".venv/bin/python"]
        made = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, timeout=120, check=False)
        assert made.returncode == outcome
    subprocess.run(
        [tmp_path / ".venv/bin/python", "-m", "pip", "--version"], check=True, capture_output=True, timeout=120
    )

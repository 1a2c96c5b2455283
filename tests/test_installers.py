"""What the installers say that they do; they are made and tried where there is the system that they are for."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_the_windows_installer_leaves_nothing_of_an_earlier_version() -> None:
    script = (ROOT / "scripts/windows-installer.iss").read_text("utf-8")
    sections = dict(re.findall(r"^\[(\w+)\]\n(.*?)(?=^\[|\Z)", script, re.MULTILINE | re.DOTALL))
    # Where PyInstaller puts all but the two programs.
    assert 'Type: filesandordirs; Name: "{app}\\_internal"' in sections["InstallDelete"]
    assert 'DestDir: "{app}"' in sections["Files"]

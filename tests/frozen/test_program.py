from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pillow_heif
import pytest
from PIL import Image

from app.detector.bundle import read_manifest
from tests.frozen.driving import has_trainer, run, scan_from_source

pytestmark = [pytest.mark.frozen, pytest.mark.timeout(7200)]


def test_the_self_test_passes(program: Path, environment: dict[str, str]) -> None:
    outcome = run([program / "unmask-cli", "--self-test"], environment)
    lines = [line.split("\t") for line in outcome.stdout.splitlines()]
    results = {name: (result, sentence) for result, name, sentence in lines}
    assert {result for result, _ in results.values()} == {"ok"}, outcome.stdout
    assert len(results) == 9
    assert results["trainer"][1].startswith(
        "It starts." if has_trainer(program) else "This installation has no trainer"
    )
    assert outcome.returncode == 0
    assert "Traceback" not in outcome.stderr


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


def test_heic_is_decoded_without_the_library_that_would_encode_it(
    program: Path, astronaut: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    with Image.open(astronaut) as portrait:
        pillow_heif.from_pillow(portrait.convert("RGB")).save(tmp_path / "portrait.heic", quality=80)
    outcome = run([program / "unmask-cli", "scan", tmp_path / "portrait.heic"], environment)
    assert outcome.returncode == 0, outcome.stderr
    assert outcome.stdout.startswith("real\t")


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
    # The bill has the name of the bundled model, and what it is.
    assert named - {"unmask", "python", "bundled model"} <= listed
    (terms,) = [entry["terms"] for entry in licences if entry["name"] == "Bundled model"]
    model = read_manifest(built / "_internal/resources/model").id
    (component,) = [each for each in bill["components"] if each["name"] == model]
    assert component["licenses"] == [{"license": {"name": terms}}]
    size, _ = built.with_name("unmask.sizes.txt").read_text("utf-8").split(maxsplit=1)
    # 120 MB of it are the model, 20 of these the heads of its second stage.
    assert float(size) < (1300 if has_trainer(built) else 370)


def test_no_link_of_the_package_leads_nowhere(built: Path) -> None:
    assert [entry for entry in built.rglob("*") if entry.is_symlink() and not entry.exists()] == []


def test_no_library_is_in_the_package_twice(built: Path) -> None:
    seen: dict[str, Path] = {}
    twice = []
    for file in built.rglob("*"):
        if file.is_file() and not file.is_symlink() and file.stat().st_size > 100_000:
            with file.open("rb") as content:
                digest = hashlib.file_digest(content, "sha256").hexdigest()
            if digest in seen:
                twice.append((seen[digest], file))
            seen[digest] = file
    assert twice == []

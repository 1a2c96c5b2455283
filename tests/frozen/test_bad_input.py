"""What goes wrong around the packaged program: damaged files, full disks, the folders of another version."""

from __future__ import annotations

import csv
import json
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from app import __version__
from app.models import bundled_model
from tests.frozen.driving import ROOT, Window, copy_of, finished_scans, run

pytestmark = [pytest.mark.frozen, pytest.mark.timeout(7200)]


def with_no_more_room() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def confined(*options: str, first: str = "true") -> list[str]:
    """A command that gives another one a system of its own, where something was done first."""
    command = ["unshare", "--map-root-user", *options, "sh", "-ec", f'{first}; exec "$@"', "sh"]
    if not shutil.which("unshare") or subprocess.run([*command, "true"], capture_output=True, check=False).returncode:
        pytest.skip("needs a Linux that lets its users make namespaces")
    return command


def rows_of(exported: Path) -> list[dict[str, str]]:
    with exported.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_it_starts_and_judges_where_nothing_can_be_written(
    program: Path, pictures: Path, environment: dict[str, str]
) -> None:
    outcome = run([program / "unmask-cli", "--self-test"], environment, preexec_fn=with_no_more_room)
    assert "failed\ttemporary folder\t" in outcome.stdout
    assert "ok\tworker processes\t" in outcome.stdout
    assert outcome.returncode == 1
    assert "Traceback" not in outcome.stderr
    outcome = run([program / "unmask-cli", "scan", pictures], environment, preexec_fn=with_no_more_room)
    assert outcome.stdout.count("\n") == 6
    assert "without a journal" in outcome.stderr
    assert outcome.returncode == 1  # One file can't be read.


def test_a_full_temporary_folder_is_passed_over_for_another(
    program: Path, pictures: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    full = confined(
        "--mount", first=f"mount -t tmpfs -o size=64k none {temporary}; head -c 64k /dev/zero > {temporary}/everything"
    )
    environment = environment | {"TMPDIR": str(temporary)}
    outcome = run([*full, program / "unmask-cli", "--self-test"], environment)
    assert outcome.stdout.count("ok\t") == 9, outcome.stdout
    assert outcome.returncode == 0
    outcome = run([*full, program / "unmask-cli", "scan", pictures], environment)
    assert outcome.stdout.count("\n") == 6
    assert outcome.returncode == 1, outcome.stderr  # One file can't be read.


def test_a_temporary_folder_that_runs_nothing_will_do(
    program: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    barren = confined("--mount", first=f"mount -t tmpfs -o noexec,nosuid,size=64m none {temporary}")
    outcome = run([*barren, program / "unmask-cli", "--self-test"], environment | {"TMPDIR": str(temporary)})
    assert outcome.stdout.count("ok\t") == 9, outcome.stdout
    assert outcome.returncode == 0


def test_it_needs_no_network(
    program: Path, pictures: Path, environment: dict[str, str], tmp_path: Path, screen: dict[str, str]
) -> None:
    exported = tmp_path / "results.csv"
    offline = confined("--net")
    outcome = run([*offline, program / "unmask-cli", "--self-test"], environment)
    assert outcome.returncode == 0, outcome.stdout
    # Not even itself can be reached there; a display by its file can.
    window = Window([*offline, program / "unmask", pictures], screen)
    try:
        window.until("a window", lambda: window.shown("Unmask"))
        window.until("the end of the scan", lambda: finished_scans(Path(screen["HOME"])))
        time.sleep(2)
        window.export(exported)
    finally:
        window.close()
    assert len(rows_of(exported)) == 6


def test_an_altered_or_missing_file_is_refused_with_a_sentence(
    program: Path, pictures: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    altered = copy_of(program, tmp_path / "altered")
    (network,) = altered.rglob("model.tflite")
    content = bytearray(network.read_bytes())
    content[len(content) // 2] ^= 1
    network.unlink()
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


def test_without_the_networks_that_find_faces_it_says_so(
    program: Path, pictures: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    robbed = copy_of(program, tmp_path / "robbed")
    shutil.rmtree(robbed / "_internal/resources/faces")
    outcome = run([robbed / "unmask-cli", "scan", pictures], environment)
    assert outcome.returncode == 4
    assert "The face detector is missing" in outcome.stderr
    outcome = run([robbed / "unmask-cli", "--self-test"], environment)
    assert "failed\tface detector\t" in outcome.stdout
    assert "ok\tmodel files\t" in outcome.stdout


def test_the_folders_of_a_newer_version_are_left_as_they_are(
    program: Path, pictures: Path, environment: dict[str, str]
) -> None:
    data = Path(environment["HOME"], ".local/share/Unmask")
    settings = Path(environment["HOME"], ".config/Unmask")
    newer = data / "models/from tomorrow"
    newer.mkdir(parents=True)
    settings.mkdir(parents=True)
    manifest = json.loads((bundled_model() / "manifest.json").read_text("utf-8"))
    (newer / "manifest.json").write_text(json.dumps(manifest | {"format_version": 99}), "utf-8")
    (settings / "model.json").write_text(json.dumps({"model": str(newer), "and more": [1]}), "utf-8")
    with closing(sqlite3.connect(data / "journal.sqlite")) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE scans (later TEXT)")
        database.execute("PRAGMA user_version=999")
    before = {file: file.read_bytes() for file in (*data.rglob("*"), *settings.rglob("*")) if file.is_file()}
    outcome = run([program / "unmask-cli", "scan", pictures], environment)
    assert outcome.stdout.count("\n") == 6
    assert "is of a newer version of Unmask" in outcome.stderr
    assert "has format 99" in outcome.stderr
    assert "The bundled model is used instead." in outcome.stderr
    assert outcome.returncode == 1  # One file can't be read.
    outcome = run([program / "unmask-cli", "--self-test"], environment)
    assert "failed\tselected model\t" in outcome.stdout
    assert "failed\tuser folders\t" in outcome.stdout
    assert "Traceback" not in outcome.stderr
    assert {file: file.read_bytes() for file in before} == before


def test_two_versions_side_by_side_share_the_journal_and_not_their_verdicts(
    program: Path, pictures: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    other = "import sys, app; app.__version__ = '99.0'; from app.cli.main import main; sys.exit(main(sys.argv[1:]))"
    folders = environment | {"UNMASK_HOME": str(tmp_path / "shared")}
    first, second, third = (tmp_path / f"{name}.csv" for name in ("first", "second", "third"))
    run([program / "unmask-cli", "scan", pictures, "--csv", first], folders)
    run([sys.executable, "-c", other, "scan", pictures, "--csv", second], {**folders, "PYTHONPATH": str(ROOT)})
    run([program / "unmask-cli", "scan", pictures, "--csv", third], folders)
    assert {row["app_version"] for row in rows_of(second)} == {"99.0"}
    assert third.read_bytes() == first.read_bytes()
    assert {row["app_version"] for row in rows_of(third)} == {__version__}
    with closing(sqlite3.connect(tmp_path / "shared/data/journal.sqlite")) as database:
        assert database.execute("SELECT COUNT(*) FROM judges").fetchall() == [(2,)]
        assert database.execute("SELECT COUNT(finished) FROM scans").fetchall() == [(3,)]


def test_a_copy_of_the_program_does_not_depend_on_where_another_lies(
    program: Path, pictures: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    moved = copy_of(program, tmp_path / "before")
    outcome = run([moved / "unmask-cli", "model", "use", str(moved / "_internal/resources/model")], environment)
    assert outcome.returncode == 0, outcome.stderr
    os.rename(moved, tmp_path / "after")
    outcome = run([tmp_path / "after/unmask-cli", "scan", pictures], environment)
    assert outcome.returncode == 1  # One file can't be read.
    assert "instead" not in outcome.stderr

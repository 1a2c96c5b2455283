"""What `unmask --self-test` finds, in a sound installation and in broken ones."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from app import self_test
from app.models import bundled_model
from app.scan.journal import journal_path
from app.self_test import Check
from app.user_folders import settings_folder

ROOT = Path(__file__).resolve().parents[2]


def check(name: str) -> Check:
    """The check of one part; those after it are not made."""
    return next(check for check in self_test.self_test() if check.name == name)


@pytest.fixture
def altered_model(tmp_path: Path) -> Path:
    """The bundled model with one bit of its network turned."""
    folder = tmp_path / "altered"
    shutil.copytree(bundled_model(), folder)
    network = folder / "model.tflite"
    content = bytearray(network.read_bytes())
    content[len(content) // 2] ^= 1
    network.write_bytes(content)
    return folder


def run(preexec_fn: Callable[[], None] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "app", "--self-test"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
        preexec_fn=preexec_fn,
    )


def test_a_sound_installation_passes_with_a_line_for_each_part() -> None:
    outcome = run()
    lines = [line.split("\t") for line in outcome.stdout.splitlines()]
    assert [line[:2] for line in lines] == [
        ["ok", name]
        for name in (
            "model files",
            "model",
            "face detector",
            "user folders",
            "temporary folder",
            "worker processes",
            "journal",
            "export",
            "trainer",
        )
    ], outcome.stdout + outcome.stderr
    assert all(line[2].endswith(".") for line in lines)
    assert outcome.returncode == 0


def test_one_part_that_fails_makes_the_exit_code_1_and_keeps_no_other_from_being_checked(altered_model: Path) -> None:
    (settings_folder() / "model.json").write_text(json.dumps({"model": str(altered_model)}), "utf-8")
    outcome = run()
    failed = [line for line in outcome.stdout.splitlines() if not line.startswith("ok\t")]
    assert len(failed) == 1
    assert failed[0].startswith("failed\tselected model\tThe model file")
    assert "trainer" in outcome.stdout.splitlines()[-1]
    assert outcome.returncode == 1
    assert "Traceback" not in outcome.stderr


def test_a_selected_model_that_is_gone_is_no_pass(altered_model: Path) -> None:
    (settings_folder() / "model.json").write_text(json.dumps({"model": str(altered_model)}), "utf-8")
    shutil.rmtree(altered_model)
    found = check("selected model")
    assert not found.passed
    assert str(altered_model) in found.sentence
    assert found.sentence.endswith(".")


def test_altered_and_missing_files_of_the_bundled_model_are_found(
    altered_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(self_test, "bundled_model", lambda: altered_model)
    assert check("model files") == Check(
        "model files",
        False,
        f"The model file {altered_model / 'model.tflite'} was altered or is damaged. Install the model again.",
    )
    (altered_model / "model.tflite").unlink()
    assert "is missing" in check("model files").sentence


def test_a_missing_test_picture_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(self_test, "_PICTURE", ("matplotlib", "no-such-picture.jpg"))
    found = check("face detector")
    assert not found.passed
    assert "no-such-picture.jpg" in found.sentence


def test_a_face_in_another_place_is_no_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(self_test, "_FACE", (267, 134, 199, 199))
    assert not check("face detector").passed


def test_a_trainer_that_is_too_slow_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(self_test, "_TRAINER_SECONDS", 0.01)
    sentence = "The trainer does not start (exit code none in 0.01 seconds). Reinstall the program."
    assert check("trainer") == Check("trainer", False, sentence)


def test_a_temporary_folder_that_cannot_be_written_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(ROOT / "LICENSE"))
    found = check("temporary folder")
    assert not found.passed
    assert "temporary files" in found.sentence
    assert "TMPDIR" in found.sentence


@pytest.mark.skipif(sys.platform == "win32", reason="limits of processes are POSIX")
def test_where_nothing_can_be_written_every_part_that_needs_it_says_so() -> None:
    import resource

    # As on a disk that is full: files can be made, and nothing be written to them.
    outcome = run(preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0)))
    lines = [line.split("\t") for line in outcome.stdout.splitlines()]
    assert [name for result, name, _ in lines if result == "failed"] == [
        "user folders",
        "temporary folder",
        "journal",
        "export",
    ]
    assert all("Free some space" in sentence for result, _, sentence in lines if result == "failed")
    assert outcome.returncode == 1
    assert "Traceback" not in outcome.stderr


def test_a_home_that_cannot_be_written_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "file"
    file.touch()
    monkeypatch.setenv("UNMASK_HOME", str(file))
    found = check("user folders")
    assert not found.passed
    assert str(file) in found.sentence


def test_a_journal_of_a_newer_version_is_said_and_left_alone() -> None:
    journal = sqlite3.connect(journal_path())
    journal.execute("CREATE TABLE later (id)")
    journal.execute("PRAGMA user_version=999")
    journal.close()
    before = journal_path().read_bytes()
    found = check("user folders")
    assert not found.passed
    assert "newer version" in found.sentence
    assert journal_path().read_bytes()[100:] == before[100:]


def test_a_worker_that_should_have_ended_and_did_not_is_no_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(self_test, "_DEADLY", -1)
    # The worker process has the real number: the second picture ends it, and is then no expected failure.
    found = check("worker processes")
    assert not found.passed
    assert "crashed its worker" in found.sentence

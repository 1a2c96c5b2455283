"""What a run asks before it begins, and what it goes on with: no download, no crop and no epoch is needed for it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.detector.bundle import GOLDEN, NETWORK, BundleError, read_manifest
from app.detector.faces import FaceBox
from app.detector.labelled import LabelledFile
from app.detector.verdict import FaceScore, Limits, Thresholds, Verdict
from app.models import bundled_model
from app.resources import RESOURCES
from tests.trainer.toyfake import write
from trainer.__main__ import _parser
from trainer.dataset_errors import DatasetError
from trainer.face_crops import CropSet
from trainer.progress import TrainingCancelled
from trainer.run import run_training
from trainer.run_figures import compare_model, figures_by_source, judge_crops
from trainer.run_folder import remove_intermediates
from trainer.teacher import TeacherError
from trainer.train_model import TrainingFailed

_QUICK = ("--preset", "simple-cnn", "--crop", "whole", "--no-audit")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write(tmp_path / "set", {"real": 30, "fake": 30})


def _run(out: Path, *arguments: str) -> list[dict[str, Any]]:
    """Runs a training that is stopped at the first face, and gives what it said until then."""
    events: list[dict[str, Any]] = []
    with pytest.raises(TrainingCancelled):
        run_training(_parser().parse_args(["--out", str(out), *arguments]), events.append, lambda: True)
    return events


def _known(out: Path) -> dict[str, Any]:
    return dict(json.loads((out / "run.json").read_text("utf-8")))


def _without_second_stage(folder: Path) -> Path:
    """The bundled model as it would be without one."""
    folder.mkdir()
    manifest = read_manifest(bundled_model())
    for name in (NETWORK, GOLDEN):
        (folder / name).symlink_to(bundled_model() / name)
    files = {name: manifest.files[name] for name in (NETWORK, GOLDEN)}
    (folder / "manifest.json").write_text(replace(manifest, files=files, second=None).to_json(), "utf-8")
    return folder


def test_what_is_no_use_is_said_before_anything_is_done(data: Path, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_bytes("Über die Daten".encode("latin-1"))
    (tmp_path / "text.onnx").write_text("not a network")
    cases: list[tuple[str, Path, type[Exception], str]] = [
        ("--note", tmp_path / "typo.md", FileNotFoundError, r"typo\.md"),
        ("--note", tmp_path / "note.txt", TrainingFailed, r"note\.txt is no text in UTF-8\."),
        ("--second-stage", tmp_path / "typo.onnx", FileNotFoundError, r"typo\.onnx"),
        ("--second-stage", tmp_path / "text.onnx", TeacherError, r"text\.onnx"),
        ("--second-stage", _without_second_stage(tmp_path / "plain"), TeacherError, "has no second stage"),
        ("--teacher", tmp_path / "typo.onnx", FileNotFoundError, r"typo\.onnx"),
        ("--compare", tmp_path / "gone", BundleError, r"manifest\.json is missing"),
    ]
    for option, value, error, sentence in cases:
        events: list[dict[str, Any]] = []
        arguments = _parser().parse_args(["--out", str(tmp_path / "run"), "--data", str(data), option, str(value)])
        with pytest.raises(error, match=sentence):
            run_training(arguments, events.append, lambda: False)
        assert events == [], option
        # The same command with the right name is no earlier run.
        assert not (tmp_path / "run/run.json").exists()
    with pytest.raises(DatasetError, match="typo is no folder"):
        run_training(
            _parser().parse_args(["--out", str(tmp_path / "run"), "--data", str(tmp_path / "typo")]), print, bool
        )
    assert not (tmp_path / "run/run.json").exists()


def test_only_networks_that_can_be_joined_are(data: Path, tmp_path: Path) -> None:
    arguments = _parser().parse_args(
        ["--out", str(tmp_path / "run"), "--data", str(data), *_QUICK, "--join", str(bundled_model())]
    )
    with pytest.raises(TrainingFailed, match=r"Only efficientnet-lite0 can be joined with another model"):
        run_training(arguments, lambda event: None, lambda: False)


@pytest.mark.parametrize("option", ["--join", "--teacher"])
def test_what_no_epochs_would_leave_out_is_refused(data: Path, tmp_path: Path, option: str) -> None:
    model = str(bundled_model())
    arguments = ["--out", str(tmp_path / "run"), "--data", str(data), "--epochs", "0", "--start-from", model]
    with pytest.raises(TrainingFailed, match="With 0 epochs a model stays as it is"):
        run_training(_parser().parse_args([*arguments, option, model]), print, lambda: True)


@pytest.mark.parametrize("without", [_QUICK, ("--no-second-stage",), ("--crop", "whole")])
@pytest.mark.parametrize("option", [("--add-head",), ("--tuned", "tuned.npz")])
def test_what_is_of_a_second_stage_alone_is_refused_without_one(
    data: Path, tmp_path: Path, without: tuple[str, ...], option: tuple[str, ...]
) -> None:
    arguments = _parser().parse_args(["--out", str(tmp_path / "run"), "--data", str(data), *without, *option])
    with pytest.raises(TrainingFailed, match="Without a second stage there is no head to add"):
        run_training(arguments, lambda event: None, lambda: True)
    assert not (tmp_path / "run").exists()


def test_a_resumed_run_refuses_other_pictures_than_it_began_with(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    assert _run(out, "--data", str(data), *_QUICK)[-1]["event"] == "started"
    # A disk that was mounted anew.
    for path in data.rglob("*.jpg"):
        os.utime(path, (1, 1))
    assert _run(out, "--resume")[-1]["event"] == "started"

    def refused() -> bool:
        with pytest.raises(DatasetError, match=r"are not those that this training began with: .* Put them back, or"):
            run_training(_parser().parse_args(["--out", str(out), "--resume"]), lambda event: None, lambda: True)
        return True

    some = next((data / "real").iterdir())
    content = some.read_bytes()
    some.write_bytes(content + b"\0")
    assert refused()
    some.write_bytes(content)
    assert _run(out, "--resume")
    some.rename(data / "fake/moved.jpg")
    assert refused()
    # A run of an earlier version knows nothing of its pictures.
    (out / "pictures.sha256").unlink()
    assert _run(out, "--resume")
    (data / "fake/moved.jpg").unlink()
    assert refused()


def test_what_a_power_cut_has_emptied_is_made_anew(data: Path, tmp_path: Path) -> None:
    out, began = tmp_path / "run", ("--data", str(data), "--preset", "simple-cnn", "--crop", "whole")
    assert _run(out, *began)[-1]["event"] == "data"
    for name in ("audit.json", "pictures.sha256"):
        (out / name).write_bytes(b"")
    # It is stopped in the audit, which is made again.
    assert _run(out, "--resume")[-1]["event"] == "data"
    assert (out / "pictures.sha256").read_bytes()


def test_a_link_to_nowhere_is_one_picture_less(data: Path, tmp_path: Path) -> None:
    (data / "real/gone.jpg").symlink_to(tmp_path / "unplugged/gone.jpg")
    out = tmp_path / "run"
    assert _run(out, "--data", str(data), *_QUICK)[-1]["event"] == "started"
    assert (out / "crops").is_dir()
    assert _run(out, "--resume")[-1]["event"] == "started"


def test_a_resumed_run_keeps_its_second_stage_unless_another_is_named(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    _run(out, "--data", str(data), "--no-audit", "--crop", "whole", "--second-stage", str(bundled_model()))
    (out / "encoder.tflite").write_bytes(b"made of another file")
    _run(out, "--resume")
    assert _known(out)["second_stage"] == "resources/model"
    assert (out / "encoder.tflite").exists()
    _run(out, "--resume", "--no-second-stage")
    assert _known(out)["second_stage"] is None
    assert not (out / "encoder.tflite").exists()
    _run(out, "--resume")
    assert _known(out)["second_stage"] is None


@pytest.mark.parametrize("option", ["--epochs 20", "--preset efficientnet-lite0", "--seed 2", "--dataset owner/name"])
def test_what_a_resumed_run_can_not_heed_is_refused(data: Path, tmp_path: Path, option: str) -> None:
    out, began = tmp_path / "run", ("--data", str(data), "--epochs", "3", *_QUICK)
    _run(out, *began)
    with pytest.raises(TrainingFailed, match=rf"as it began: leave out {option.split()[0]}, or"):
        run_training(_parser().parse_args(["--out", str(out), "--resume", *option.split()]), print, lambda: True)
    # The same command once more.
    assert _run(out, "--resume", *began)[-1]["event"] == "started"


def test_a_run_is_resumed_with_pictures_that_lie_elsewhere_by_now_if_they_are_the_same(
    data: Path, tmp_path: Path
) -> None:
    out = tmp_path / "run"
    _run(out, "--data", str(data), *_QUICK)
    other = write(tmp_path / "other", {"real": 30, "fake": 31})
    with pytest.raises(DatasetError, match="are not those that this training began with"):
        run_training(_parser().parse_args(["--out", str(out), "--resume", "--data", str(other)]), print, lambda: True)
    assert _known(out)["data"] == str(data)
    moved = data.rename(tmp_path / "mounted elsewhere")
    assert _run(out, "--resume", "--data", str(moved))[-1]["event"] == "started"
    assert _run(out, "--resume")[-1]["event"] == "started"


def test_no_folder_of_before_is_in_what_the_audit_of_a_moved_run_says(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    shutil.copy(next((data / "real").iterdir()), data / "fake/copy.jpg")

    def audit_of(*arguments: str) -> dict[str, Any]:
        events: list[dict[str, Any]] = []
        with pytest.raises(TrainingCancelled):
            run_training(
                _parser().parse_args(["--out", str(out), *arguments]),
                events.append,
                lambda: bool(events and events[-1]["event"] == "started"),
            )
        return next(event for event in events if event["event"] == "audit")

    first = audit_of("--data", str(data), "--preset", "simple-cnn", "--crop", "whole")
    moved = data.rename(tmp_path / "mounted elsewhere")
    assert audit_of("--resume", "--data", str(moved)) == first
    assert any("is both real and fake, for example real" in warning for warning in first["warnings"])
    assert str(tmp_path) not in json.dumps(first)


def test_a_run_is_resumed_by_a_program_that_was_moved_meanwhile(data: Path, tmp_path: Path) -> None:
    program, out = tmp_path / "program", tmp_path / "run"
    for package in ("app", "trainer"):
        shutil.copytree(RESOURCES.parent / package, program / package)
    (program / "resources/model").mkdir(parents=True)
    for file in bundled_model().iterdir():
        (program / "resources/model" / file.name).symlink_to(file)

    def run(program: Path, *arguments: str) -> dict[str, Any]:
        command = [sys.executable, "-m", "trainer", "--out", str(out), "--events", *arguments]
        # Without anything to listen to it stops at the first face.
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, cwd=program, check=False)
        return dict(json.loads(done.stdout.splitlines()[-1]))

    model = str(program / "resources/model")
    options = ("--data", str(data), "--no-audit", "--start-from", model, "--second-stage", model)
    assert run(program, *options)["event"] == "cancelled"
    moved = program.rename(tmp_path / "elsewhere")
    resumed = run(moved, "--resume")
    assert resumed["event"] == "cancelled", resumed


def test_what_a_model_leaves_open_counts_as_that_and_not_as_its_score_says() -> None:
    generator = np.random.default_rng(0)
    pixels = generator.integers(0, 256, (4, 64, 64, 3), np.uint8)
    pixels[1] = 128  # Blurred beyond all details.
    pixels[2] //= 20  # Dark.
    files = [LabelledFile(Path(f"{i}.jpg"), "fake", None, "") for i in range(4)]
    lengths = [20.0, 90.0, 90.0, 90.0]
    crops = CropSet(files, pixels, pixels, [], np.empty(0, np.float32), [], lengths)
    thresholds = Thresholds(0.9, 0.1, 0.01, 0.05)

    def figures(limits: Limits) -> dict[str, Any]:
        return figures_by_source(judge_crops(crops, np.full(4, 5.0), 1.0, thresholds, limits), files, thresholds)["all"]

    without, within = figures(Limits(0.0, 0.0)), figures(Limits(28.0, 1.0, 20.0))
    assert (without["tpr"]["value"], without["inconclusive"]["value"]) == (1, 0)
    assert (within["tpr"]["value"], within["inconclusive"]["value"]) == (0.25, 0.75)


def test_a_folder_that_is_called_a_data_set_is_kept_as_the_folder_that_it_is(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    _run(tmp_path / "run", "--dataset", "set", *_QUICK)
    # The model card names data sets in full, and folders without where they are.
    known = _known(tmp_path / "run")
    assert (known["dataset"], known["data"]) == (None, str(data))
    monkeypatch.chdir(data)
    assert _run(tmp_path / "run", "--resume")


def test_a_picture_that_went_during_the_training_keeps_no_model_from_being_compared(
    astronaut: Path, tmp_path: Path
) -> None:
    files = [LabelledFile(path, "real", "test", "") for path in (tmp_path / "gone.jpg", astronaut)]
    none = np.empty(0, np.uint8)
    test = CropSet(files, none, none, [], np.empty(0, np.float32), [])
    compared = compare_model(bundled_model(), test, lambda event: None, lambda: False)
    assert compared["metrics"]["all"]["fpr"]["n"] == 1
    assert (compared["judged"], compared["pictures"]) == (1, 2)


def test_of_a_finished_run_stays_what_it_is_resumed_with_and_what_it_made(tmp_path: Path) -> None:
    kept = {"run.json", "audit.json", "state/state.json", "bundle/model.keras", "encoder.tflite", "deepfake_model.h5"}
    gone = {"crops/train/inputs.raw", "crops/test/index.json", "seen-1234.train.raw", "limits-1.raw", "teacher-1.npy"}
    for name in kept | gone:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    remove_intermediates(tmp_path)
    assert {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()} == kept
    assert not (tmp_path / "crops").exists()


def test_a_source_named_all_has_figures_of_its_own(tmp_path: Path) -> None:
    box = FaceBox(0.0, 0.0, 90.0, 90.0, 1.0)
    judged = [FaceScore(box, 4.6, 0.99, 9.0, Verdict.FAKE)] * 3 + [FaceScore(box, 0.0, 0.5, 9.0, Verdict.INCONCLUSIVE)]
    files = [LabelledFile(tmp_path / f"{i}.jpg", "fake", None, name) for i, name in enumerate(["all"] * 3 + ["web"])]
    figures = figures_by_source(judged, files, Thresholds(0.9, 0.1, 0.01, 0.05))
    counted = {name: figure["tpr"]["n"] for name, figure in figures.items()}
    assert counted == {"all (source)": 3, "web": 1, "all": 4}


def test_pictures_without_a_source_have_figures_of_their_own_beside_others(tmp_path: Path) -> None:
    box = FaceBox(0.0, 0.0, 90.0, 90.0, 1.0)
    judged = [FaceScore(box, 4.6, 0.99, 9.0, Verdict.FAKE)] * 3
    for sources, expected in (
        (("", "", "web"), {"(no folder of its own)": 2, "web": 1, "all": 3}),
        (("", "", ""), {"all": 3}),
    ):
        files = [LabelledFile(tmp_path / f"{i}.jpg", "fake", None, name) for i, name in enumerate(sources)]
        figures = figures_by_source(judged, files, Thresholds(0.9, 0.1, 0.01, 0.05))
        assert {name: figure["tpr"]["n"] for name, figure in figures.items()} == expected


def test_a_run_is_resumed_from_any_folder(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "note.md").write_text("Of a test.", "utf-8")
    monkeypatch.chdir(tmp_path)
    _run(tmp_path / "run", "--data", "set", "--note", "note.md", "--cache", "cache", *_QUICK)
    known = _known(tmp_path / "run")
    expected = {"data": data, "note": tmp_path / "note.md", "cache": tmp_path / "cache"}
    assert {key: known[key] for key in expected} == {key: str(path) for key, path in expected.items()}
    monkeypatch.chdir(data)
    assert _run(tmp_path / "run", "--resume")


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--epochs", "-3"),
        ("--epochs", "2.5"),
        ("--seed", "-1"),
        ("--seed", str(2**32)),
        ("--learning-rate", "0"),
        ("--learning-rate", "-0.001"),
        ("--learning-rate", "nan"),
        ("--learning-rate", "high"),
    ],
)
def test_a_number_that_no_training_can_use_is_said_before_anything_is_done(
    option: str, value: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        _parser().parse_args(["--out", "run", "--data", "set", option, value])
    assert ended.value.code == 2
    assert option in capfd.readouterr().err

"""The dialog with a stand-in for the trainer: a process that speaks lines, among them those of a real training."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import textwrap
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QTranslator, QUrl
from PySide6.QtGui import QDropEvent

import trainer.__main__
from app.detector.bundle import read_manifest
from app.gui.kaggle_token import has_token
from app.gui.models_dialog import ModelsDialog
from app.gui.trainer_process import TrainerProcess
from app.gui.training_dialog import TrainingDialog, undecided_training, unfinished_training
from app.models import bundled_model, use_model
from app.resources import RESOURCES
from app.user_folders import data_folder
from tests.app.gui.conftest import drop
from tests.training_events import recorded_events


@pytest.fixture
def stand_in(tmp_path):
    """Makes a trainer of a few lines of Python."""

    def make(code: str) -> list[str]:
        script = tmp_path / "stand_in.py"
        script.write_text("import json, sys, time\n" + textwrap.dedent(code), "utf-8")
        return [sys.executable, str(script)]

    return make


@pytest.fixture
def heard(qtbot):
    """Runs a trainer to its end and gives its events."""

    def run(command, arguments=()):
        events = []
        trainer = TrainerProcess(command=command)
        trainer.new_event.connect(events.append)
        trainer.start(list(arguments))
        qtbot.waitUntil(lambda: not trainer.is_running)
        trainer.stop()
        return events

    return run


def test_events_are_heard_and_other_output_is_not_an_event(stand_in, heard):
    code = """
        print(json.dumps({"event": "data", "arguments": sys.argv[1:]}), flush=True)
        print("a library prints something")
        print("12")
        print(json.dumps({"event": "finished", "bundle": "x"}), flush=True)
    """
    events = heard(stand_in(code), ["--preset", "simple-cnn"])
    assert [event["event"] for event in events] == ["data", "finished"]
    assert events[0]["arguments"] == ["--preset", "simple-cnn", "--events"]


@pytest.mark.parametrize(
    ("code", "said"), [("sys.exit('No module named tensorflow')", "No module named tensorflow"), ("", "exit code 0")]
)
def test_a_trainer_that_ends_without_a_word_has_failed_with_its_last_line(stand_in, heard, code, said):
    events = heard(stand_in(code))
    assert [event["event"] for event in events] == ["failed"]
    assert said in events[0]["message"]


@pytest.mark.skipif(os.name == "nt", reason="sends a signal")
def test_a_trainer_that_is_killed_is_not_said_to_have_missed_a_graphics_card(stand_in, heard):
    code = """
        import os
        print("E0000 00:00:1795978277.223550 5066 cuda_platform.cc:52] failed call to cuInit", file=sys.stderr)
        print("2026-01-02 03:04:05.678901: I tensorflow/core/platform/cpu_feature_guard.cc:210] This", file=sys.stderr)
        rest = "To enable the following instructions: AVX2 FMA, in other operations, rebuild TensorFlow"
        print(rest, file=sys.stderr, flush=True)
        os.kill(os.getpid(), 9)
    """
    assert [event["message"] for event in heard(stand_in(code))] == [
        "The trainer was stopped by the system (exit code 9)."
    ]


def test_a_trainer_that_is_not_there_is_one_failure(heard, tmp_path):
    events = heard([str(tmp_path / "nothing")])
    assert [event["event"] for event in events] == ["failed"]


def test_cancel_reaches_the_trainer(qtbot, stand_in):
    trainer = TrainerProcess(
        command=stand_in("""
            print(json.dumps({"event": "started"}), flush=True)
            assert sys.stdin.readline() == "cancel\\n"
            print(json.dumps({"event": "cancelled", "resumable": True}), flush=True)
        """)
    )
    events = []
    trainer.new_event.connect(events.append)
    trainer.start([])
    qtbot.waitUntil(lambda: len(events) == 1)
    trainer.cancel()
    qtbot.waitUntil(lambda: not trainer.is_running)
    trainer.stop()
    assert events[-1] == {"event": "cancelled", "resumable": True}


def test_the_end_of_the_program_ends_the_trainer(qtbot, stand_in):
    trainer = TrainerProcess(command=stand_in('print(\'{"event": "started"}\', flush=True); sys.stdin.read()'))
    events = []
    trainer.new_event.connect(events.append)
    trainer.start([])
    qtbot.waitUntil(lambda: len(events) == 1)
    trainer.stop()
    assert not trainer.is_running


@pytest.fixture
def dialog(qtbot, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    dialog = TrainingDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    yield dialog
    dialog.trainer.stop()


def test_two_data_sets_are_offered_and_any_other_can_be_named(dialog, tmp_path):
    assert dialog.data.count() == 2
    assert dialog.data_arguments() == ["--dataset", "manjilkarki/deepfake-and-real-images"]
    dialog.data.setEditText("someone/their-faces")
    assert dialog.data_arguments() == ["--dataset", "someone/their-faces"]
    address = "https://www.kaggle.com/datasets/someone/their-faces/data?select=Test"
    dialog.data.setEditText(address)
    assert dialog.data_arguments() == ["--dataset", address]
    assert dialog.token.isVisible()
    dialog.data.setEditText(str(tmp_path))
    assert dialog.data_arguments() == ["--data", str(tmp_path)]
    assert not dialog.token.isVisible()


def test_a_folder_that_is_dropped_on_the_dialog_is_what_is_trained_on(dialog, tmp_path):
    drop(dialog.data.lineEdit(), tmp_path)
    assert dialog.data_arguments() == ["--data", str(tmp_path)]


def test_folders_that_are_dropped_together_are_what_is_trained_on_or_none_is(dialog, tmp_path):
    before = dialog.data_arguments()
    for name in ("set/real", "set/fake", "set/0_fake", "set/more", "other/fake"):
        (tmp_path / name).mkdir(parents=True)
    drop(dialog, tmp_path / "set/real", tmp_path / "set/fake")
    assert "the one folder that holds all" in dialog.message.text
    drop(dialog, tmp_path / "set/real", tmp_path / "other/fake")
    assert dialog.data_arguments() == before
    (tmp_path / "set/0_fake").rmdir()
    drop(dialog, tmp_path / "set/real", tmp_path / "set/fake")
    assert dialog.data_arguments() == ["--data", str(tmp_path / "set")]


@pytest.mark.skipif(sys.platform != "linux", reason="names are any bytes there alone")
def test_a_folder_whose_name_is_no_text_is_not_taken_for_another(dialog, tmp_path):
    for name in (b"faces", b"faces\xe9"):
        os.mkdir(os.fsencode(tmp_path) + b"/" + name)
    data = QMimeData()
    data.setUrls([QUrl.fromEncoded(f"{tmp_path.as_uri()}/faces%E9".encode())])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    dialog.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, left, none))
    assert dialog.data_arguments() is None


def test_a_build_without_a_trainer_says_so_before_anything_is_chosen(qtbot, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    dialog = TrainingDialog()
    qtbot.addWidget(dialog)
    assert "Install the full package of Unmask" in dialog.message.text
    assert not dialog.start.isEnabled()
    assert not dialog.resume.isEnabled()


def test_what_is_neither_path_nor_data_set_is_said_to_be_neither(dialog):
    dialog.data.setEditText("/no/such/folder")
    dialog.start.click()
    assert "no such folder" in dialog.message.text
    assert not dialog.trainer.is_running


def test_the_course_of_a_training_is_shown(dialog):
    dialog._show_run(3)
    *events, finished = recorded_events()
    assert finished["event"] == "finished"
    stages = {}
    for event in events:
        dialog._on_event(event)
        if event["event"] == "progress":
            stages[event["stage"]] = dialog.stage.text()
    assert "Train: 96 real, 96 fake" in dialog.facts.text()
    assert "Fake is what lies in fake" in dialog.facts.text()
    assert {"audit", "crop", "train", "evaluate", "compare"} <= stages.keys()
    assert not [stage for stage, shown in stages.items() if shown.startswith(stage)], "stages have names for people"
    assert stages["train"].startswith("Training  ·  epoch 1  ·  11 %  ·  ")
    assert stages["train"].endswith(" left")
    metrics = {event["epoch"]: event["metrics"] for event in events if event["event"] == "epoch"}
    assert dialog.loss.points == tuple(
        {epoch: figures[name] for epoch, figures in metrics.items()} for name in ("loss", "val_loss")
    )
    shown = [dialog.warnings.item(row) for row in range(dialog.warnings.count())]
    (grave,) = [item for item in shown if "1 file is both real and fake" in item.text()]
    red = grave.foreground().color()
    assert red.red() > red.green() + 80
    assert not dialog.grab().isNull()


def test_every_stage_that_the_trainer_tells_of_has_words(dialog):
    (stages,) = re.findall(r"stage \(([^)]+)\)", trainer.__main__.__doc__)
    dialog._show_run(3)
    for stage in stages.split(", "):
        dialog._on_event({"event": "progress", "stage": stage, "done": 1, "total": 2})
        assert dialog.stage.text() != f"{stage}  ·  50 %"


def test_a_real_process_drives_the_dialog_to_its_end(qtbot, stand_in, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    lines = "\n".join(json.dumps(event) for event in recorded_events()[:-1])
    failed = {"event": "failed", "message": "Train has no usable picture that is real.", "resumable": False}
    dialog = TrainingDialog()
    qtbot.addWidget(dialog)
    dialog.trainer._command = stand_in(f"print({lines + chr(10) + json.dumps(failed)!r})")
    dialog.data.setEditText(str(tmp_path))
    dialog.start.click()
    assert dialog.pages.currentIndex() == 1
    qtbot.waitUntil(lambda: not dialog.trainer.is_running)
    assert dialog.message.text == "Train has no usable picture that is real."
    assert dialog.pages.currentIndex() == 0
    dialog.trainer.stop()


def test_a_folder_whose_name_ends_with_a_space_is_found_and_one_that_is_pasted_with_spaces(dialog, tmp_path):
    folder = tmp_path / "faces "
    folder.mkdir()
    dialog.data.setEditText(str(folder))
    assert dialog.data_arguments() == ["--data", str(folder)]
    dialog.data.setEditText(f"  {tmp_path} ")
    assert dialog.data_arguments() == ["--data", str(tmp_path)]


def test_an_interrupted_training_can_be_taken_up(dialog):
    run = data_folder() / "trainings" / "20260102-030405"
    run.mkdir(parents=True)
    (run / "run.json").write_text("{}")
    assert unfinished_training() == run
    dialog.show_setup()
    assert dialog.resume.isVisible()
    Path(run, "bundle").mkdir()
    Path(run, "bundle", "manifest.json").write_text("{}")
    assert unfinished_training() is None


def test_a_training_that_failed_at_once_does_not_hide_one_that_was_interrupted(unmask_home):
    def begun(name, *files):
        run = data_folder() / "trainings" / name
        (run / "bundle").mkdir(parents=True)
        for file in ("run.json", *files):
            (run / file).write_text("{}")
        return run

    first = begun("20260101-000000")
    assert unfinished_training() == first, "its download may have been half done"
    long = begun("20260102-000000", "pictures.sha256")
    begun("20260103-000000")
    assert unfinished_training() == long
    begun("20260104-000000", "pictures.sha256", "bundle/manifest.json")
    assert unfinished_training() is None


def test_the_training_that_was_stopped_goes_on_and_not_an_older_one(dialog, stand_in, qtbot, monkeypatch, tmp_path):
    older = data_folder() / "trainings" / "20200101-000000"
    older.mkdir(parents=True)
    for file in ("run.json", "pictures.sha256"):
        (older / file).write_text("{}")
    dialog.trainer._command = stand_in("""
        import pathlib
        run = pathlib.Path(sys.argv[sys.argv.index("--out") + 1])
        run.mkdir()
        (run / "run.json").write_text("{}")
        print(json.dumps({"event": "progress", "stage": "download", "done": 1, "total": 9}), flush=True)
        sys.stdin.readline()
        print(json.dumps({"event": "cancelled", "resumable": True}), flush=True)
    """)
    dialog.start.click()
    stopped = dialog._run
    qtbot.waitUntil(lambda: "Downloading" in dialog.stage.text())
    dialog.cancel.click()
    qtbot.waitUntil(lambda: not dialog.trainer.is_running)
    assert "go on with it here" in dialog.message.text
    started = []
    monkeypatch.setattr(dialog.trainer, "start", started.append)
    dialog.resume.click()
    assert started[0][:2] == ["--out", str(stopped)]
    later = data_folder() / "trainings" / "29990101-000000"
    shutil.copytree(older, later)
    dialog.resume.click()
    assert started[1][:2] == ["--out", str(later)]


def test_the_training_that_failed_and_can_go_on_does_so_and_not_an_older_one(dialog, monkeypatch):
    older, failed = (data_folder() / "trainings" / name for name in ("20260101-000000", "20260102-000000"))
    for run, files in ((older, ("run.json", "pictures.sha256")), (failed, ("run.json",))):
        run.mkdir(parents=True)
        for file in files:
            (run / file).write_text("{}")
    dialog._run = failed
    message = (
        "To extract a.zip, 1.2 GB have to be free on the disk of /a; 0.1 GB are. Free some space and go on with the "
        "training."
    )
    dialog._on_event({"event": "failed", "message": message, "resumable": True})
    assert dialog.message.text == message
    started = []
    monkeypatch.setattr(dialog.trainer, "start", started.append)
    dialog.resume.click()
    assert started[0][:2] == ["--out", str(failed)]


def test_a_token_is_kept_also_for_a_training_that_goes_on(dialog, monkeypatch):
    for name in ("KAGGLE_API_TOKEN", "KAGGLE_USERNAME", "KAGGLE_KEY"):
        monkeypatch.delenv(name, raising=False)
    run = data_folder() / "trainings" / "20260102-030405"
    run.mkdir(parents=True)
    (run / "run.json").write_text("{}")
    dialog.show_setup()
    started = []
    monkeypatch.setattr(dialog.trainer, "start", started.append)
    dialog.token.setText("short")
    dialog.resume.click()
    assert not started
    assert "not a Kaggle token" in dialog.message.text
    dialog.token.setText("KGAT_0123456789abcdef0123456789abcdef")
    dialog.resume.click()
    assert len(started) == 1
    assert has_token()


def test_after_a_failure_the_training_starts_from_the_same_model(dialog):
    dialog.start_from.setCurrentIndex(1)
    dialog._show_run(1)
    dialog._on_event({"event": "failed", "message": "The disk is full.", "resumable": True})
    assert dialog.start_from.currentData() == str(bundled_model())
    dialog.preset.setCurrentIndex(dialog.preset.findData("simple-cnn"))
    assert dialog.start_from.currentData() is None


def test_a_training_can_go_on_from_the_model_in_use_where_that_is_the_same_network(qtbot, tmp_path, monkeypatch):
    dialog = TrainingDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.data.setEditText(str(tmp_path))
    assert dialog.form.isRowVisible(dialog.start_from)
    dialog.start_from.setCurrentIndex(1)
    started = []
    monkeypatch.setattr(dialog.trainer, "start", started.append)
    qtbot.mouseClick(dialog.start, Qt.MouseButton.LeftButton)
    (arguments,) = started
    assert arguments[arguments.index("--start-from") + 1] == str(bundled_model())
    dialog.show_setup()
    dialog.preset.setCurrentIndex(dialog.preset.findData("simple-cnn"))
    assert not dialog.form.isRowVisible(dialog.start_from)
    qtbot.mouseClick(dialog.start, Qt.MouseButton.LeftButton)
    assert "--start-from" not in started[1]


@pytest.fixture
def finished_run():
    """A training that came to its end, with the bundled model as its result."""
    run = data_folder() / "trainings" / "20260102-030405"
    run.mkdir(parents=True)
    (run / "run.json").write_text("{}")
    shutil.copytree(bundled_model(), run / "bundle")
    return run


def test_a_decision_can_be_put_off_until_the_next_start(dialog, finished_run, qtbot):
    assert undecided_training() == finished_run
    dialog.show_setup()
    figures = read_manifest(bundled_model()).metrics["test"]
    event = {"event": "compared", "model": read_manifest(bundled_model()).id, "metrics": figures}
    (finished_run / "compared.json").write_text(json.dumps(event))
    qtbot.mouseClick(dialog.decide, Qt.MouseButton.LeftButton)
    assert dialog.gate.isVisible()
    assert dialog.comparison.item(0, 0).text() == dialog.comparison.item(0, 1).text() != ""
    assert "within chance" in dialog.advice.text()
    qtbot.mouseClick(dialog.again, Qt.MouseButton.LeftButton)
    assert dialog.decide.isVisible(), "nothing was decided"
    qtbot.mouseClick(dialog.decide, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(dialog.keep, Qt.MouseButton.LeftButton)
    assert undecided_training() is None
    dialog.show_setup()
    assert not dialog.decide.isVisible()


@pytest.mark.parametrize("in_use", [True, False])
def test_the_model_compared_with_is_called_the_one_in_use_only_while_it_is(dialog, finished_run, in_use):
    bundled = read_manifest(bundled_model())
    dialog._show_run(1)
    model = bundled.id if in_use else "used-before"
    dialog.trainer.new_event.emit({"event": "compared", "model": model, "metrics": bundled.metrics["test"]})
    dialog.trainer.new_event.emit({"event": "finished", "bundle": str(finished_run / "bundle")})
    assert ("was not measured" in dialog.advice.text()) is not in_use
    assert (dialog.comparison.item(0, 0).text() == dialog.comparison.item(0, 1).text()) is in_use


def test_what_is_called_the_model_in_use_is_another_one_when_another_is_chosen(bench, finished_run, tmp_path):
    bundled = read_manifest(bundled_model())
    (finished_run / "compared.json").write_text(json.dumps({"model": bundled.id, "metrics": bundled.metrics["test"]}))
    other = tmp_path / "other"
    shutil.copytree(bundled_model(), other)
    manifest = json.loads((other / "manifest.json").read_text("utf-8"))
    (other / "manifest.json").write_text(json.dumps({**manifest, "id": "mine-1", "name": "Mine"}), "utf-8")
    models = bench.window.models
    models.show_training()
    dialog = models.training
    models.use(other)
    assert "Mine" in dialog.start_from.itemText(1)
    models.use(bundled_model())
    assert "Mine" not in dialog.start_from.itemText(1)
    dialog.decide.click()
    assert dialog.comparison.item(0, 1).text() == dialog.comparison.item(0, 0).text()
    models.use(other)
    assert dialog.comparison.item(0, 1).text() != dialog.comparison.item(0, 0).text()
    assert dialog.advice.text() == "The model in use was not measured on the same pictures."
    # Once the new one is used, what it was compared with stays in sight.
    models.use(bundled_model())
    dialog.install.click()
    assert dialog.comparison.item(0, 1).text() == dialog.comparison.item(0, 0).text()
    assert dialog.back.isVisible()


def test_what_was_decided_is_over_when_another_model_is_chosen(bench, finished_run, other_model):
    models = bench.window.models
    models.show_training()
    dialog = models.training
    dialog.decide.click()
    dialog.install.click()
    assert dialog.back.isVisible()
    assert dialog.message.text == "The next scan uses the new model."
    models.use(other_model)
    assert not dialog.back.isVisible()
    assert not dialog.message.texts
    dialog.close()
    models.show_training()
    assert dialog.pages.currentIndex() == 0


def test_a_model_that_judged_some_of_the_pictures_alone_is_not_called_worse(dialog, finished_run):
    bundled = read_manifest(bundled_model())
    figures = bundled.metrics["test"]["all"]
    auc = {**figures["auc"], "value": 0.1, "low": 0.0, "high": 0.2, "n": figures["auc"]["n"] - 1}
    dialog._show_run(1)
    event = {"event": "compared", "model": bundled.id, "metrics": {"all": {**figures, "auc": auc}}}
    dialog.trainer.new_event.emit(event)
    dialog.trainer.new_event.emit({"event": "finished", "bundle": str(finished_run / "bundle")})
    assert f"only {auc['n']:,} of the {figures['auc']['n']:,} test pictures" in dialog.advice.text()


def test_pictures_that_gave_no_crop_are_warned_of(dialog):
    dialog._show_run(1)
    left = "Train is left with 2 real and 4 fake pictures: in 3, no face was found, or they can't be read."
    dialog._on_event({"event": "cropped", "counts": {"train": {"real": 2, "fake": 4}}, "warnings": [left]})
    assert left in dialog.warnings.item(0).text()


def test_what_was_not_compared_is_not_called_within_chance(dialog, finished_run, qtbot):
    dialog.show_setup()
    qtbot.mouseClick(dialog.decide, Qt.MouseButton.LeftButton)
    assert dialog.advice.text() == "The model in use was not measured on the same pictures."


def test_a_model_that_is_installed_is_decided_on(finished_run):
    model = data_folder() / "models" / read_manifest(bundled_model()).id
    model.mkdir(parents=True)
    assert undecided_training() is None


def test_a_training_that_ends_behind_a_closed_dialog_is_said_in_the_window(bench):
    bench.window.models.show_training()
    dialog = bench.window.models.training
    dialog.close()
    dialog._on_event({"event": "failed", "message": "The disk is full.", "resumable": True})
    assert bench.window.message.text == "The training failed. The disk is full."


def test_a_failure_behind_a_closed_dialog_is_said_in_the_users_language(bench, qapp):
    german = QTranslator()
    assert german.load("unmask_de", str(RESOURCES / "translations"))
    qapp.installTranslator(german)
    try:
        bench.window.models.show_training()
        dialog = bench.window.models.training
        dialog.close()
        message = "The processes that read the pictures keep crashing: close other programs to free memory, and start "
        dialog._on_event({"event": "failed", "message": f"{message}again.", "resumable": True})
        assert dialog.message.text != f"{message}again."
        assert bench.window.message.text.endswith(f" {dialog.message.text}")
    finally:
        qapp.removeTranslator(german)


def test_a_model_in_use_that_is_not_installed_is_listed_and_its_name_is_readable(bench, tmp_path):
    other = tmp_path / "other"
    shutil.copytree(bundled_model(), other)
    manifest = json.loads((other / "manifest.json").read_text("utf-8"))
    odd = {**manifest, "id": "mine-1", "name": "Mi\u202ene"}
    (other / "manifest.json").write_text(json.dumps(odd), "utf-8")
    use_model(other)
    bench.window.models.show_models()
    dialog = bench.window.findChild(ModelsDialog)
    assert [dialog.table.item(row, 0).text().splitlines()[-1] for row in range(dialog.table.rowCount())][1:] == [
        "in use"
    ]
    assert dialog.table.currentRow() == 1
    assert not dialog.use.isEnabled()
    bench.window.models.show_training()
    for shown in (dialog.table.item(1, 0).text(), bench.window.models.training.start_from.itemText(1)):
        assert "ne" in shown
        assert "\u202e" not in shown


def test_the_list_of_models_opens_once(bench):
    bench.window.models.models.trigger()
    bench.window.models.models.trigger()
    assert len(bench.window.findChildren(ModelsDialog)) == 1


def test_an_open_list_of_models_shows_the_one_that_a_training_brought(bench, tmp_path):
    models = bench.window.models
    models.show_models()
    models.show_training()
    listed = bench.window.findChild(ModelsDialog).table
    assert listed.rowCount() == 1
    copy = tmp_path / "bundle"
    shutil.copytree(bundled_model(), copy)
    manifest = json.loads((copy / "manifest.json").read_text("utf-8"))
    (copy / "manifest.json").write_text(json.dumps({**manifest, "id": "mine-1", "name": "Mine"}), "utf-8")
    models.training._show_run(1)
    models.training._on_event({"event": "finished", "bundle": str(copy)})
    models.training.install.click()
    assert [listed.item(row, 0).text().splitlines()[-1] for row in range(listed.rowCount())][1:] == ["in use"]
    assert "in use" not in listed.item(0, 0).text()


@pytest.mark.parametrize("text", ["~nobody-of-this-name/x", "x" * 300, "a\0b"])
def test_what_can_not_be_a_path_is_none(dialog, text):
    dialog.data.setEditText(text)
    assert dialog.data_arguments() is None

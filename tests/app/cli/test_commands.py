"""The command line as scripts see it: real processes, exit codes, what is on standard output."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psutil
import pytest
from PIL import Image

from app.cli.exit_codes import EXIT_CODES
from app.cli.main import main
from app.detector.decode import MAX_FILE_BYTES
from app.models import selected_model
from app.report.csv_report import COLUMNS
from app.scan.events import FileScanned
from app.scan.journal import Journal, journal_path
from app.scan.results import ScanRequest
from app.scan.scan import Scan
from app.user_folders import settings_folder

_ROOT = Path(__file__).resolve().parents[3]


def _unmask(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "app", *map(str, arguments)],
        capture_output=True,
        text=True,
        errors="surrogateescape",
        cwd=_ROOT,
        env={**os.environ, **environment},
        timeout=240,
        check=False,
    )


@pytest.fixture
def pictures(tmp_path: Path, astronaut: Path) -> Path:
    folder = tmp_path / "pictures"
    folder.mkdir()
    shutil.copy(astronaut, folder / "astronaut.png")
    (folder / "text.jpg").write_text("no picture", "utf-8")
    return folder


def test_a_scan_writes_every_report_and_says_that_a_file_was_unreadable(pictures: Path, tmp_path: Path) -> None:
    reports = [tmp_path / f"report.{kind}" for kind in ("csv", "json", "html")]
    done = _unmask("scan", pictures, "--csv", reports[0], "--json", reports[1], "--html", reports[2])
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    lines = sorted(done.stdout.splitlines())
    assert len(lines) == 2
    assert lines[0].startswith("error\t\t")
    with reports[0].open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == COLUMNS
    assert [Path(row["path"]).name for row in rows] == ["astronaut.png", "text.jpg"]
    raw = json.loads(reports[1].read_text("utf-8"))
    assert raw["files"][0]["verdict"] == rows[0]["verdict"]
    assert f"{raw['files'][0]['score']:.4f}" == rows[0]["score"]
    assert "astronaut.png" in reports[2].read_text("utf-8")


def test_events_are_json_lines_and_nothing_else_is_on_standard_output(pictures: Path) -> None:
    done = _unmask("scan", pictures, "--events")
    events = [json.loads(line) for line in done.stdout.splitlines()]
    assert [events[0]["event"], events[-1]["event"]] == ["started", "finished"]
    assert sum(event["event"] == "scanned" for event in events) == 2


def test_a_report_verifies_until_a_file_changes(pictures: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    _unmask("scan", pictures, "--json", report)
    same = _unmask("verify", report)
    assert same.returncode == 0, same.stderr + same.stdout
    assert "identical" in same.stdout
    with (pictures / "astronaut.png").open("ab") as file:
        file.write(b"\0")
    changed = _unmask("verify", report)
    assert changed.returncode == 1
    assert "changed-file" in changed.stdout


def test_a_report_that_another_version_wrote_says_so_where_it_differs(pictures: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    _unmask("scan", pictures, "--json", report)
    raw = json.loads(report.read_text("utf-8"))

    def verified(**edit: Any) -> subprocess.CompletedProcess[str]:
        report.write_text(json.dumps({**raw, **edit}), "utf-8")
        return _unmask("verify", report)

    first, *others = raw["files"]
    for version, is_said in (raw["app_version"], False), ("0.0.1", True):
        # The journal knows who judged, also where a later version writes the report.
        done = verified(files=[{**first, "width": 9, "app_version": version}, *others])
        assert "changed-score" in done.stdout
        assert ("is of Unmask 0.0.1" in done.stderr) is is_said, "scores of another version may be others"
        done = verified(app_version=version, model={**raw["model"], "name": "Other"})
        assert "changed-report" in done.stdout
        assert ("is of Unmask 0.0.1" in done.stderr) is is_said
    worded = {**raw["model"], "false_alarms": "0.0 %"}
    done = verified(app_version="0.0.1", model=worded)
    assert done.returncode == 0, "another version may say it in other words"
    assert "is of Unmask 0.0.1, which says of the model's false alarms: 0.0 %." in done.stderr
    assert verified(model=worded).returncode == 1


def test_evaluate_counts_per_source(tmp_path: Path, astronaut: Path, portraits: list[Path]) -> None:
    for source in ("one", "all"):
        (tmp_path / source / "Real").mkdir(parents=True)
        (tmp_path / source / "Fake").mkdir()
        shutil.copy(astronaut, tmp_path / source / "Real" / "a.png")
    shutil.copy(portraits[0], tmp_path / "one/Fake/b.jpg")
    figures = tmp_path / "figures.json"
    (settings_folder() / "model.json").write_text(json.dumps({"model": str(tmp_path / "gone")}), "utf-8")
    done = _unmask("evaluate", tmp_path, "--json", figures)
    assert done.returncode == 0, done.stderr
    assert "The bundled model is used instead." in done.stderr, "whose figures these are has to be said"
    groups = json.loads(figures.read_text("utf-8"))["groups"]
    assert set(groups) == {"one", "all (source)", "all"}
    assert (groups["one"]["real"], groups["one"]["fake"], groups["all"]["real"]) == (1, 1, 2)
    assert groups["all (source)"]["auc"]["value"] is None
    assert groups["one"]["fpr"]["n"] == 1
    assert (groups["all (source)"]["no_face"], groups["all (source)"]["no_face_fake"]) == (0, 0)
    done = _unmask("evaluate", tmp_path, "--json", figures, "--altered", "half-size")
    assert done.returncode == 0, done.stderr
    altered = json.loads(figures.read_text("utf-8"))["groups"]
    assert {name: (group["real"], group["fake"], group["no_face"]) for name, group in altered.items()} == {
        name: (group["real"], group["fake"], group["no_face"]) for name, group in groups.items()
    }
    assert altered["one"]["ece"] != groups["one"]["ece"], "other pixels, another score"


@pytest.mark.usefixtures("first_network")
def test_pictures_without_a_label_are_counted(tmp_path: Path, astronaut: Path) -> None:
    for folder in ("Real", "Fake", "Fake/original", "other"):
        (tmp_path / folder).mkdir()
        shutil.copy(astronaut, tmp_path / folder / "a.png")
    done = _unmask("evaluate", tmp_path)
    assert done.returncode == 0, done.stderr
    assert "unmask: 2 of 4 pictures have no label (no folder or table says one, or they contradict" in done.stderr
    shutil.rmtree(tmp_path / "Fake/original")
    shutil.rmtree(tmp_path / "other")
    assert "no label" not in _unmask("evaluate", tmp_path).stderr


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
@pytest.mark.usefixtures("first_network")
def test_links_are_counted_once_also_in_altered_copies(tmp_path: Path, astronaut: Path, portraits: list[Path]) -> None:
    real, fake = tmp_path / "set/Real", tmp_path / "set/Fake"
    for folder, picture in ((real, astronaut), (fake, portraits[0])):
        folder.mkdir(parents=True)
        shutil.copy(picture, folder / f"a{picture.suffix}")
    (real / "link.png").symlink_to(real / "a.png")
    os.link(real / "a.png", real / "hard.png")
    figures = tmp_path / "figures.json"
    for options in ((), ("--altered", "jpeg-50")):
        done = _unmask("evaluate", tmp_path / "set", "--json", figures, *options)
        assert "2 of the pictures are links to others and are counted once." in done.stderr
        groups = json.loads(figures.read_text("utf-8"))["groups"]
        assert {name: (group["real"], group["fake"]) for name, group in groups.items()} == {"set/": (1, 1)}


def test_names_of_folders_are_shown_by_evaluate_as_they_are(tmp_path: Path, astronaut: Path) -> None:
    names = ["[bold]", "a[i]"] + ([] if sys.platform == "win32" else ["a[/i]", ":smile:"])
    for name in names:
        (tmp_path / "Real" / name).mkdir(parents=True)
        shutil.copy(astronaut, tmp_path / "Real" / name / "a.png")
    done = _unmask("evaluate", tmp_path)
    assert done.returncode == 0, done.stderr
    for name in names:
        assert f" {name} " in done.stdout


def _label(folder: Path, picture: Path) -> None:
    """A picture of each class."""
    for label in ("Real", "Fake"):
        (folder / label).mkdir(parents=True)
        shutil.copy(picture, folder / label / "a.png")


@pytest.mark.usefixtures("first_network")
def test_copies_that_an_evaluation_made_are_in_no_list_of_scans(tmp_path: Path, astronaut: Path) -> None:
    _label(tmp_path / "labelled", astronaut)
    for options, scans in ([], 1), (["--altered", "half-size"], 1):
        done = _unmask("evaluate", tmp_path / "labelled", *options)
        assert done.returncode == 0, done.stderr
        with Journal(journal_path()) as journal:
            assert len(journal.scans()) == scans


@pytest.mark.skipif(sys.platform == "win32", reason="makes a pipe")
def test_what_cannot_be_copied_is_an_error_of_the_measurement_and_does_not_end_it(
    tmp_path: Path, astronaut: Path
) -> None:
    _label(tmp_path / "labelled", astronaut)
    (tmp_path / "labelled/Fake/gone.png").symlink_to("nowhere")
    os.mkfifo(tmp_path / "labelled/Real/pipe.png")
    figures = tmp_path / "figures.json"
    done = _unmask("evaluate", tmp_path / "labelled", "--json", figures, "--altered", "half-size")
    assert done.returncode == 1, done.stderr
    (group,) = json.loads(figures.read_text("utf-8"))["groups"].values()
    assert (group["real"], group["fake"], group["errors"]) == (1, 1, 2)


def test_a_picture_that_is_too_long_for_an_altered_copy_does_not_end_the_measurement(
    tmp_path: Path, astronaut: Path
) -> None:
    _label(tmp_path / "labelled", astronaut)
    Image.new("L", (60_000, 8)).save(tmp_path / "labelled/Real/panorama.png")
    figures = tmp_path / "figures.json"
    done = _unmask("evaluate", tmp_path / "labelled", "--json", figures, "--altered", "screenshot")
    assert done.returncode == 1, done.stderr
    (group,) = json.loads(figures.read_text("utf-8"))["groups"].values()
    assert (group["real"], group["fake"], group["errors"]) == (1, 1, 1)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["scan"], 2),
        (["scan", ""], 2),
        ([""], 2),
        (["scan", "x", "--csv", ""], 2),
        (["scan", "x", "--csv", "no-such-report", "--json", "./no-such-report"], 2),
        (["scan", "x", "--model", ""], 2),
        (["scan", "x", "--workers", "0"], 2),
        (["scan", "x", "--gentle", "--cluster", "tcp://127.0.0.1:8786"], 2),
        (["scan", "x", "--cluster", ""], 4),
        (["scan", "x", "--model", "no-such-model"], 4),
        (["evaluate", "no-such-folder"], 2),
        (["verify", "no-such-report.json"], 2),
        (["model", "use", "no-such-model"], 4),
        (["model", "use", ""], 2),
    ],
)
def test_wrong_use_ends_with_a_sentence_and_its_exit_code(arguments: list[str], code: int) -> None:
    done = _unmask(*arguments)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()


def test_the_help_lists_the_commands_and_exit_codes_and_that_of_each_says_what_it_does() -> None:
    said = _unmask("--help").stdout
    for code, meaning in EXIT_CODES.items():
        assert f"{code:d} {meaning}" in " ".join(said.split())
    listed = dict(re.findall(r"^  unmask (\w+) +(.+)$", said, re.MULTILINE))
    assert set(listed) == {"scan", "evaluate", "verify", "model", "train", "web"}
    for command, does in listed.items():
        assert f"\n{does}\n" in _unmask(command, "--help").stdout


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["scan", ".", "--workers", "two"], "argument --workers: two is no whole number above 0"),
        (["evaluate", ".", "--workers", "0"], "argument --workers: 0 is no whole number above 0"),
        (["web", "--port", "65536"], "argument --port: 65536 is no port: these are numbers from 1 to 65535"),
    ],
)
def test_a_number_that_is_none_is_said_to_be_none(arguments: list[str], sentence: str) -> None:
    done = _unmask(*arguments)
    assert done.returncode == 2
    assert done.stderr.rstrip().endswith(sentence)


def test_a_picture_is_not_replaced_by_a_report(pictures: Path) -> None:
    picture = pictures / "astronaut.png"
    before = picture.read_bytes()
    for arguments in (["scan", "--csv", picture, pictures], ["evaluate", "--json", picture, pictures]):
        done = _unmask(*arguments)
        assert done.returncode == 2
        assert done.stderr.rstrip().endswith("is a picture, which the report would replace")
    assert picture.read_bytes() == before
    # As recovered files are called, and one of another kind that is to be scanned.
    for name in ("f0001", "scan.0001"):
        unnamed = Path(shutil.copy(picture, pictures.parent / name))
        assert _unmask("scan", "--csv", unnamed, pictures).returncode == 2
        assert unnamed.read_bytes() == before
    named = pictures.parent / "notes.csv"
    named.write_text("mine", "utf-8")
    done = _unmask("scan", pictures, named, "--csv", named)
    assert done.returncode == 2
    assert done.stderr.startswith("unmask: the report would replace ")
    assert named.read_text("utf-8") == "mine"


def test_without_gradio_the_page_says_what_it_takes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delitem(sys.modules, "app.web.page", raising=False)
    monkeypatch.setitem(sys.modules, "gradio", None)
    assert main(["web"]) == 4
    # The packaged program has it neither, and takes no packages.
    assert 'With Unmask from its source, in its folder: pip install ".[web]"' in capsys.readouterr().err


def test_a_folder_whose_files_are_called_otherwise_is_not_said_to_be_empty(tmp_path: Path, astronaut: Path) -> None:
    shutil.copy(astronaut, tmp_path / "anna.jpg.bak")
    done = _unmask("scan", tmp_path)
    assert done.returncode == 0
    assert "no pictures; passed over 1 file of other kinds" in done.stderr


def test_a_missing_path_is_a_row_and_exit_code_1(tmp_path: Path) -> None:
    done = _unmask("scan", tmp_path / "gone")
    assert done.returncode == 1
    assert done.stdout.startswith("error\t\t")


_NOTHING_CAN_BE_MADE_IN = pytest.mark.skipif(sys.platform != "linux", reason="no folder that takes no file")


@pytest.mark.parametrize(
    "target",
    ["no such folder/report.csv", "pictures", "n" * 300, pytest.param("/proc/r.csv", marks=_NOTHING_CAN_BE_MADE_IN)],
)
@pytest.mark.parametrize("command", [("scan", "--csv"), ("evaluate", "--json")], ids=" ".join)
def test_a_target_that_can_not_be_written_is_a_sentence_and_exit_code_4(
    pictures: Path, tmp_path: Path, target: str, command: tuple[str, str]
) -> None:
    if command[0] == "evaluate":
        shutil.copytree(pictures, tmp_path / "labelled" / "Real")
        pictures = tmp_path / "labelled"
    done = _unmask(command[0], pictures, command[1], tmp_path / target)
    assert done.returncode == 4
    assert "can't be written" in done.stderr
    assert "Traceback" not in done.stderr
    assert not done.stdout, "said before the scan, not after hours of it"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.usefixtures("first_network")
def test_a_full_disk_behind_all_that_is_printed_costs_no_report(pictures: Path, tmp_path: Path) -> None:
    for options, code in (["--gentle"], 1), (["--gentle", "--events"], 4):
        command = ["scan", str(pictures), *options, "--json", str(tmp_path / f"{code}.json")]
        with open("/dev/full", "w") as full:
            stdout = full if code == 4 else subprocess.DEVNULL
            command = [sys.executable, "-m", "app", *command]
            done = subprocess.run(command, cwd=_ROOT, stdout=stdout, stderr=full, check=False)
        assert done.returncode == code
        assert len(json.loads((tmp_path / f"{code}.json").read_text("utf-8"))["files"]) == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.usefixtures("first_network")
def test_a_full_disk_behind_standard_output_is_named_and_costs_no_report(pictures: Path, tmp_path: Path) -> None:
    for options in [], ["--json", str(tmp_path / "report.json")]:
        command = [sys.executable, "-m", "app", "scan", str(pictures), *options]
        with open("/dev/full", "w") as full:
            done = subprocess.run(command, cwd=_ROOT, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
        assert done.returncode == 4
        assert "unmask: No space left on device: standard output" in done.stderr
    assert len(json.loads((tmp_path / "report.json").read_text("utf-8"))["files"]) == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_report_that_can_not_be_written_costs_neither_the_others_nor_the_summary(
    pictures: Path, tmp_path: Path
) -> None:
    others = [tmp_path / "report.csv", tmp_path / "report.html"]
    done = _unmask("scan", pictures, "--json", "/dev/full", "--csv", others[0], "--html", others[1])
    assert done.returncode == 4
    assert "/dev/full can't be written" in done.stderr
    assert "Scanned 2 files" in done.stderr
    assert all(report.stat().st_size > 100 for report in others)


_STANDARD_OUTPUT = pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="standard output has no name")


@_STANDARD_OUTPUT
@pytest.mark.usefixtures("first_network")
def test_a_report_for_standard_output_is_all_that_is_there_and_is_added_to_a_file(
    pictures: Path, tmp_path: Path
) -> None:
    done = _unmask("scan", pictures, "--json", "/dev/stdout")
    assert done.returncode == 1, done.stderr
    assert len(json.loads(done.stdout)["files"]) == 2
    target = tmp_path / "all.csv"
    target.write_text("what was there\n", "utf-8")
    for name in ("/dev/stdout", str(target)):
        with target.open("a") as file:
            command = [sys.executable, "-m", "app", "scan", str(pictures), "--csv", name]
            assert subprocess.run(command, cwd=_ROOT, stdout=file, check=False).returncode == 1
    first, *lines = target.read_text("utf-8").splitlines()
    assert first == "what was there"
    assert len(lines) == 2 * 3
    assert sum(",error," in line for line in lines) == 2
    assert not list(tmp_path.glob("*partial*"))


@_STANDARD_OUTPUT
@pytest.mark.usefixtures("first_network")
def test_figures_for_standard_output_are_all_that_is_there(tmp_path: Path, astronaut: Path) -> None:
    _label(tmp_path / "labelled", astronaut)
    done = _unmask("evaluate", tmp_path / "labelled", "--json", "/dev/stdout")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["groups"]


def test_paths_may_stand_behind_options(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a.png", "b.png", "c.png")]
    done = _unmask("scan", paths[0], "--workers", 1, paths[1], "--no-cache", paths[2], "--", "-d.png", "--csv", "--")
    assert done.returncode == 1, done.stderr
    expected = [*paths, _ROOT / "-d.png", _ROOT / "--csv", _ROOT / "--"]
    assert [Path(line.split("\t")[2]) for line in done.stdout.splitlines()] == expected


@pytest.mark.skipif(sys.platform == "win32", reason="keeps a folder that somebody is in")
@pytest.mark.usefixtures("first_network")
@pytest.mark.parametrize(("named", "code"), [("whole", 0), ("from there", 4)])
def test_from_a_working_folder_that_is_gone_whole_paths_are_scanned(
    tmp_path: Path, astronaut: Path, named: str, code: int
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    path = astronaut if named == "whole" else astronaut.name
    command = [sys.executable, "-m", "app", "scan", str(path)]
    script = 'rmdir "$1"; shift; exec "$@"'
    done = subprocess.run(
        ["sh", "-c", script, "sh", str(gone), *command],
        cwd=gone,
        env={**os.environ, "PYTHONPATH": str(_ROOT)},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == code, done.stderr
    assert done.stdout.startswith("real\t") is (code == 0)
    assert ("unmask: the working folder is gone: go to another one" in done.stderr) is (code == 4)


@pytest.mark.usefixtures("first_network")
def test_a_script_is_told_how_to_go_on_without_a_folder_that_is_gone_for_good(tmp_path: Path, astronaut: Path) -> None:
    for name in ("first", "second"):
        (tmp_path / f"all/{name}").mkdir(parents=True)
        shutil.copy(astronaut, tmp_path / f"all/{name}")
    with Image.open(astronaut) as picture:
        picture.rotate(180).save(tmp_path / "all/second/turned.png")
    scan = Scan(ScanRequest((tmp_path / "all",), workers=1))
    for event in scan.events():
        if isinstance(event, FileScanned):
            scan.cancel()
    (tmp_path / "all/first/astronaut.png").unlink()
    resumed = _unmask("scan", tmp_path / "all", "--resume")
    assert resumed.returncode == 3, resumed.stderr
    assert "unmask: if it is gone or empty for good, scan again without --resume." in resumed.stderr
    again = _unmask("scan", tmp_path / "all")
    assert again.returncode == 0, again.stderr
    assert "without --resume" not in again.stderr


@pytest.mark.usefixtures("first_network")
def test_a_scan_that_breaks_keeps_what_was_done_in_its_reports(tmp_path: Path, astronaut: Path) -> None:
    folder, model = tmp_path / "many", Path(shutil.copytree(selected_model(), tmp_path / "model"))
    folder.mkdir()
    for number in range(200):
        shutil.copy(astronaut, folder / f"{number:03}.png")
    report, whole = tmp_path / "report.csv", tmp_path / "report.json"
    whole.write_text("of an earlier scan, which was whole", "utf-8")
    command = ["scan", str(folder), "--workers", "1", "--no-cache", "--model", str(model)]
    with subprocess.Popen(
        [sys.executable, "-m", "app", *command, "--csv", str(report), "--json", str(whole)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=_ROOT,
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        model.rename(tmp_path / "elsewhere")
        for child in psutil.Process(process.pid).children():
            if "spawn_main" in " ".join(child.cmdline()):
                child.kill()
        _, errors = process.communicate(timeout=120)
    assert process.returncode == 4, errors
    assert "is missing. Install the model again." in errors
    assert "the same command with --resume goes on" in errors
    with report.open(newline="", encoding="utf-8-sig") as file:
        assert 1 <= len(list(csv.DictReader(file))) < 200
    assert whole.read_text("utf-8") == "of an earlier scan, which was whole"
    assert json.loads((tmp_path / "report.partial.json").read_text("utf-8"))["summary"]["cancelled"]


@pytest.mark.skipif(sys.platform == "win32", reason="what is killed says no more than that it failed there")
def test_an_import_whose_trainer_is_killed_is_a_sentence_and_exit_code_4(tmp_path: Path) -> None:
    (tmp_path / "own.keras").write_bytes(b"no model")
    with subprocess.Popen(
        [sys.executable, "-m", "app", "model", "import", str(tmp_path / "own.keras")],
        stderr=subprocess.PIPE,
        text=True,
        cwd=_ROOT,
    ) as process:
        while not (trainers := psutil.Process(process.pid).children()):
            time.sleep(0.01)
        trainers[0].kill()
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 4, errors
    assert "own.keras was not imported: the trainer, which reads it, ended early (-9)" in errors


def test_a_name_that_the_terminal_can_not_show_does_not_end_a_scan(tmp_path: Path) -> None:
    (tmp_path / "тест.png").write_text("no picture", "utf-8")
    done = _unmask("scan", tmp_path, "--csv", tmp_path / "report.csv", PYTHONIOENCODING="latin-1", PYTHONUTF8="0")
    assert done.returncode == 1, done.stderr
    assert "\\u0442" in done.stdout
    assert "тест.png" in (tmp_path / "report.csv").read_text("utf-8-sig")


def test_fail_on_fake_is_exit_code_5_only_if_something_is_fake(pictures: Path) -> None:
    (pictures / "text.jpg").unlink()
    done = _unmask("scan", pictures, "--fail-on-fake")
    assert done.returncode == (5 if done.stdout.startswith("fake") else 0)


def test_without_a_display_the_program_says_so_and_scans_in_the_terminal(pictures: Path) -> None:
    done = _unmask("--", pictures, "-x.png", DISPLAY="", WAYLAND_DISPLAY="", QT_QPA_PLATFORM="")
    if sys.platform == "linux":
        assert "no display" in done.stderr
        assert len(done.stdout.splitlines()) == 3, "a file whose name looks like an option, too"


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C can't be sent to one process there")
def test_ctrl_c_keeps_what_was_done_and_is_exit_code_3(tmp_path: Path, astronaut: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(300):
        shutil.copy(astronaut, folder / f"{number:03}.png")
    report = tmp_path / "report.csv"
    whole = tmp_path / "report.html"
    whole.write_text("of an earlier scan, which was whole", "utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "app", "scan", str(folder), "--csv", str(report), "--html", str(whole)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=_ROOT,
    )
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    asked = time.monotonic()
    _, errors = process.communicate(timeout=60)
    assert time.monotonic() - asked < 30
    assert process.returncode == 3, errors
    assert "Stopped; kept" in errors
    with report.open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert 1 <= len(rows) < 300
    assert whole.read_text("utf-8") == "of an earlier scan, which was whole"
    assert "stopped before its end" in (tmp_path / "report.partial.html").read_text("utf-8")
    assert "report.partial.html" in errors


_HEAD = pytest.mark.skipif(sys.platform == "win32", reason="closes pipes as other systems do")


def _unread_after_a_line(*arguments: object) -> tuple[int, str]:
    """Exit code and standard error of a program whose standard output nobody reads after the first line."""
    process = subprocess.Popen(
        [sys.executable, "-m", "app", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=_ROOT,
    )
    assert process.stdout
    assert process.stderr
    assert process.stdout.readline()
    process.stdout.close()
    errors = process.stderr.read()
    process.stderr.close()
    return process.wait(60), errors


@_HEAD
def test_a_scan_whose_lines_nobody_reads_goes_on_for_its_report_and_stops_without_one(tmp_path: Path) -> None:
    (tmp_path / "many").mkdir()
    for number in range(600):
        (tmp_path / f"many/{number:04}.jpg").write_text("no picture", "utf-8")
    report = tmp_path / "report.csv"
    code, errors = _unread_after_a_line("scan", tmp_path / "many", "--workers", 1, "--csv", report)
    assert (code, errors.startswith("Scanned 600 files")) == (1, True), errors
    assert len(report.read_text("utf-8-sig").splitlines()) == 601
    code, errors = _unread_after_a_line("scan", tmp_path / "many", "--workers", 1, "--fail-on-fake")
    assert (code, errors.startswith("Scanned 600 files")) == (1, True), errors
    code, errors = _unread_after_a_line("scan", tmp_path / "many", "--workers", 1)
    assert (code, errors.startswith("Stopped; kept")) == (3, True), errors
    assert "Traceback" not in errors


@_HEAD
def test_a_check_that_is_read_in_part_or_interrupted_does_not_say_that_all_is_well(tmp_path: Path) -> None:
    with (tmp_path / "large.jpg").open("wb") as file:
        file.truncate(MAX_FILE_BYTES)  # Takes no room, and so often a minute to hash.
    names = ["a.jpg", *["large.jpg"] * 99]
    rows = [{"path": str(tmp_path / name), "sha256": "00" * 32, "face_scores": []} for name in names]
    raw = {"report_format": 1, "model": {"sha256": "another"}, "files": rows}
    (tmp_path / "r.json").write_text(json.dumps(raw), "utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "app", "verify", str(tmp_path / "r.json")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=_ROOT,
    )
    assert process.stdout
    while not process.stdout.readline().startswith("missing-file"):
        pass
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 3
    assert errors == "unmask: stopped; the files that are not listed were not checked.\n"
    raw["files"] = rows[:1] * 10_000
    (tmp_path / "r.json").write_text(json.dumps(raw), "utf-8")
    assert _unread_after_a_line("verify", tmp_path / "r.json") == (3, "")


def test_a_folder_that_is_no_model_is_told_what_one_is(tmp_path: Path) -> None:
    # TensorFlow's SavedModel.
    (tmp_path / "saved_model.pb").touch()
    done = _unmask("model", "import", tmp_path)
    assert done.returncode == 4
    assert f"{tmp_path} is no model of Unmask: it has no manifest.json." in done.stderr
    assert "or a .keras or .h5 file." in done.stderr


def test_the_listed_models_have_the_bundled_one_selected() -> None:
    done = _unmask("model", "list")
    assert done.returncode == 0
    assert done.stdout.startswith("* ")
    shown = _unmask("model", "show")
    assert "fake from" in shown.stdout


@pytest.mark.usefixtures("first_network")
def test_what_a_model_calls_itself_can_not_make_a_terminal_do_anything(tmp_path: Path) -> None:
    model = Path(shutil.copytree(selected_model(), tmp_path / "model"))
    file = model / "manifest.json"
    manifest = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps(manifest | {"id": "theirs", "name": "\x1b]0;mine\x07\nok"}), "utf-8")
    assert _unmask("model", "import", model).returncode == 0
    for command in (("list",), ("show", "theirs")):
        done = _unmask("model", *command)
        assert done.returncode == 0, done.stderr
        assert r"\x1b]0;mine\x07\nok" in done.stdout
        assert "\x1b" not in done.stdout


@pytest.mark.usefixtures("first_network")
def test_a_model_that_is_used_where_it_lies_is_listed(tmp_path: Path) -> None:
    model = Path(shutil.copytree(selected_model(), tmp_path / "model"))
    assert _unmask("model", "use", model).returncode == 0
    (selected,) = (line for line in _unmask("model", "list").stdout.splitlines() if line.startswith("* "))
    assert selected.endswith(str(model))


@pytest.mark.skipif(sys.platform != "linux", reason="needs a user who may not read everything")
@pytest.mark.usefixtures("first_network")
def test_an_evaluation_says_which_folders_are_not_in_its_figures(tmp_path: Path, astronaut: Path) -> None:
    _label(tmp_path / "labelled", astronaut)
    locked = tmp_path / "labelled/Fake/locked"
    locked.mkdir()
    shutil.copy(astronaut, locked)
    locked.chmod(0)
    command = [sys.executable, "-m", "app", "evaluate", str(tmp_path / "labelled")]
    if os.geteuid() == 0:
        if not (setpriv := shutil.which("setpriv")):
            pytest.skip("root may read everything")
        command = [setpriv, "--bounding-set=-all", "--inh-caps=-all", *command]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, timeout=240, check=False)
    locked.chmod(0o755)
    assert done.returncode == 1, done.stderr
    assert f"{locked}: The folder can't be read: Permission denied." in done.stderr


#: Ctrl-C comes while the program still loads its parts.
_INTERRUPTED_EARLY = """
import signal, sys
class Interrupter:
    def find_spec(self, name, *_):
        if name == "app.scan.workers":
            signal.raise_signal(signal.SIGINT)
sys.meta_path.insert(0, Interrupter())
from app.__main__ import main
sys.exit(main())
"""


def test_ctrl_c_while_the_program_starts_is_no_traceback() -> None:
    command = [sys.executable, "-c", _INTERRUPTED_EARLY, "scan", "pictures"]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (3, "unmask: stopped.\n")


def _with_the_bar_on_a_terminal(*arguments: object, target: Path) -> tuple[int, bytes]:
    """Runs a command whose standard output goes to a file; gives its exit code, and what the terminal showed."""
    if sys.platform == "win32":
        pytest.skip("Windows has no pseudo-terminals")
    import pty

    ours, theirs = pty.openpty()
    with target.open("w") as file:
        command = [sys.executable, "-m", "app", *map(str, arguments)]
        running = subprocess.Popen(command, cwd=_ROOT, stdout=file, stderr=theirs)
    os.close(theirs)
    shown = b""
    try:
        while read := os.read(ours, 2**16):
            shown += read
    except OSError:
        pass  # So Linux says that nobody writes there any more.
    os.close(ours)
    return running.wait(240), shown


def test_results_go_to_the_file_that_they_are_for_also_where_the_bar_is_on_a_terminal(
    pictures: Path, tmp_path: Path
) -> None:
    code, shown = _with_the_bar_on_a_terminal("scan", pictures, target=tmp_path / "results.txt")
    assert code == 1
    assert b"Scanning" in shown
    lines = sorted((tmp_path / "results.txt").read_text("utf-8").splitlines())
    assert [line.split("\t")[0] for line in lines] == ["error", "real"]
    assert str(pictures / "astronaut.png") in lines[1]


@pytest.mark.usefixtures("first_network")
def test_an_evaluation_shows_that_it_makes_copies(tmp_path: Path, astronaut: Path) -> None:
    _label(tmp_path / "labelled", astronaut)
    command = ("evaluate", tmp_path / "labelled", "--altered", "half-size")
    code, shown = _with_the_bar_on_a_terminal(*command, target=tmp_path / "table.txt")
    assert code == 0
    assert b"Altering" in shown
    assert "labelled" in (tmp_path / "table.txt").read_text("utf-8")

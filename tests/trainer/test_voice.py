"""What a training says in a terminal, to a file and to a program."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from trainer.voice import LIBRARIES_LOG

_ROOT = Path(__file__).resolve().parents[2]
_SPEAK = """
import json, os, sys
from pathlib import Path
from trainer.voice import Voice
voice = Voice(sys.argv[1] == "events", Path(sys.argv[2]))
print("printed by a library")
print("warned by a library", file=sys.stderr)
os.write(2, b"written in C\\n")
for event in json.loads(sys.argv[3]):
    voice(event)
if sys.argv[4:]:
    raise ValueError(sys.argv[4])
"""
_NOISE = ("printed by a library", "warned by a library", "written in C")


def _speak(kind: str, run: Path, events: list[dict[str, Any]], *failure: str, **streams: Any) -> Any:
    command = [sys.executable, "-c", _SPEAK, kind, str(run), json.dumps(events), *failure]
    streams = streams or {"capture_output": True}
    environment = {**os.environ, "TERM": "xterm", "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(command, cwd=_ROOT, env=environment, text=True, encoding="utf-8", check=False, **streams)


def _progress(stage: str, done: int, total: int, rate: float = 2.0) -> dict[str, Any]:
    left = (total - done) / rate
    return {"event": "progress", "stage": stage, "done": done, "total": total, "rate": rate, "seconds_left": left}


def test_what_libraries_print_goes_to_a_file_in_the_folder_of_the_training(tmp_path: Path) -> None:
    run = tmp_path / "new/run"
    done = _speak("person", run, [{"event": "finished", "bundle": "the bundle"}])
    assert (done.stdout, done.stderr) == ("the bundle\n", "")
    assert sorted((run / LIBRARIES_LOG).read_text("utf-8").splitlines()) == sorted(_NOISE)


def test_what_nobody_foresaw_is_told_in_the_terminal(tmp_path: Path) -> None:
    done = _speak("person", tmp_path, [], "something new")
    assert done.returncode == 1
    assert done.stderr.startswith("Traceback")
    assert done.stderr.endswith("ValueError: something new\n")


def test_a_folder_that_can_not_be_made_is_not_what_it_fails_at(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = _speak("person", tmp_path / "file/run", [{"event": "failed", "message": "No folder.", "resumable": False}])
    assert done.returncode == 0
    assert done.stderr.splitlines()[-1] == "unmask: No folder."


def test_a_program_gets_json_lines_and_the_noise_elsewhere(tmp_path: Path) -> None:
    done = _speak("events", tmp_path, [_progress("crop", 1, 3), {"event": "cancelled", "resumable": True}])
    assert [json.loads(line)["event"] for line in done.stdout.splitlines()] == ["progress", "cancelled"]
    assert sorted(done.stderr.splitlines()) == sorted(_NOISE)
    assert not (tmp_path / LIBRARIES_LOG).exists()


def test_in_a_file_each_stage_has_its_first_and_its_last_line(tmp_path: Path) -> None:
    events = [_progress("crop", n, 4) for n in (1, 2, 3, 4, 4)] + [_progress("train", 1, 3, rate=0.05)]
    done = _speak("person", tmp_path, events)
    assert done.stderr.splitlines() == [
        "crop: 1 of 4, 2 a second, 0:00:02 left",
        "crop: 4 of 4",
        "train: 1 of 3, 3 a minute, 0:00:40 left",
    ]


def test_the_figures_of_test_are_told_source_by_source(tmp_path: Path) -> None:
    share = {"value": 0.8, "low": 0.75, "high": 0.85, "n": 100}
    nothing = {"value": None, "low": None, "high": None, "n": 0}
    metrics = {"[red]a": {"auc": share, "tpr": share, "fpr": share, "fnr": nothing}}
    done = _speak("person", tmp_path, [{"event": "evaluated", "metrics": {"validation": {}, "test": metrics}}])
    assert "Test" in done.stderr.splitlines()[0]
    (line,) = [line for line in done.stderr.splitlines() if "[red]a" in line]
    assert [cell.strip() for cell in line.strip("│").split("│")] == [
        "[red]a",
        "0.800 [0.750, 0.850]",
        "80.0 % [75.0, 85.0]",
        "80.0 % [75.0, 85.0]",
        "-",
    ]


def test_figures_of_some_of_the_pictures_alone_say_so(tmp_path: Path) -> None:
    left = "Test is left with 1 real and 1 fake pictures: 20 can't be read."
    said = [
        {"event": "cropped", "counts": {"test": {"real": 1, "fake": 1}}, "warnings": [left]},
        {"event": "compared", "model": "mine-1", "judged": 2, "pictures": 22, "metrics": {}},
    ]
    lines = _speak("person", tmp_path, said).stderr.splitlines()
    assert lines[0] == f"Warning: {left}"
    assert "The same pictures (2 of 22) with mine-1" in lines[1]


def test_names_can_not_make_the_terminal_do_anything(tmp_path: Path) -> None:
    share = {"value": 0.8, "low": 0.75, "high": 0.85, "n": 100}
    name = "\x1b[2Jsomething\u202egpj"
    said = [
        {"event": "data", "text": f"a set\n  real: {name}", "warnings": [f"{name} is odd."]},
        {"event": "evaluated", "metrics": {"test": {name: dict.fromkeys(("auc", "tpr", "fpr", "fnr"), share)}}},
    ]
    done = _speak("person", tmp_path, said)
    assert done.stderr.count(r"\x1b[2Jsomething\u202egpj") == 3
    assert done.stderr.startswith("a set\n  real: ")
    assert not {"\x1b", "\u202e"} & set(done.stderr)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_in_a_terminal_progress_is_one_line_that_other_lines_take_the_place_of(tmp_path: Path) -> None:
    leader, follower = os.openpty()
    events = [_progress("crop", 1, 4), _progress("crop", 2, 4), {"event": "cancelled", "resumable": True}]
    _speak("person", tmp_path, events, stdout=follower, stderr=follower)
    os.close(follower)
    said = os.read(leader, 10_000).decode()
    os.close(leader)
    shown = [line.rsplit("\x1b[K", 1)[-1] for line in said.splitlines()]
    assert "crop: 1 of 4, 2 a second, 0:00:02 left\r\x1b[Kcrop: 2 of 4" in said
    assert shown[-1].startswith("Stopped. Run it again with --resume")

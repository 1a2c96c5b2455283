"""A report can be checked against the files it speaks of."""

from __future__ import annotations

import json
import math
import os
import re
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from app.detector.bundle import Bundle, read_manifest
from app.models import selected_model
from app.report.json_report import write_json
from app.report.verify import ReportError, changes_of_heading, read_report, verify
from app.scan.events import FileScanned
from app.scan.results import ScanRequest
from app.scan.scan import Scan


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory, astronaut: Path) -> tuple[Path, Bundle]:
    """A folder with three pictures, one of them broken, and the report of a scan of it."""
    folder = tmp_path_factory.mktemp("scanned")
    Image.open(astronaut).crop((96, 0, 352, 256)).save(folder / "face.png")
    Image.linear_gradient("L").save(folder / "nobody.png")
    (folder / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    return folder, _report_on(folder, folder / "report.json")


def _report_on(folder: Path, report: Path, model: Path | None = None) -> Bundle:
    """Scans a folder and writes the report; gives the model that judged."""
    scan = Scan(ScanRequest((folder,), workers=1, model=model, use_cache=False))
    results = [event.result for event in scan.events() if isinstance(event, FileScanned)]
    write_json(sorted(results, key=lambda result: result.index), scan.bundle, report)
    return scan.bundle


@pytest.fixture
def copied(scanned: tuple[Path, Bundle], tmp_path: Path) -> tuple[Path, dict[str, Any]]:
    """A copy of the folder, and the report with the paths of the copy."""
    folder = Path(shutil.copytree(scanned[0], tmp_path / "pictures"))
    report = folder / "report.json"
    moved = json.dumps(str(folder))[1:-1]
    report.write_text(report.read_text("ascii").replace(json.dumps(str(scanned[0]))[1:-1], moved), "ascii")
    return folder, read_report(report)


def _states(raw: dict[str, Any], bundle: Bundle) -> dict[str, str]:
    return {Path(check.path).name: check.state for check in verify(raw, bundle)}


def test_untouched_files_are_identical_and_changed_and_missing_ones_are_named(
    copied: tuple[Path, dict[str, Any]], scanned: tuple[Path, Bundle]
) -> None:
    folder, raw = copied
    assert _states(raw, scanned[1]) == dict.fromkeys(("face.png", "nobody.png", "broken.png"), "identical")
    with (folder / "face.png").open("ab") as file:
        file.write(b"x")
    (folder / "nobody.png").unlink()
    expected = {"face.png": "changed-file", "nobody.png": "missing-file", "broken.png": "identical"}
    assert _states(raw, scanned[1]) == expected


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_file_that_is_there_and_can_not_be_read_is_not_called_missing(
    copied: tuple[Path, dict[str, Any]], scanned: tuple[Path, Bundle]
) -> None:
    folder, raw = copied
    (folder / "nobody.png").unlink()
    (folder / "nobody.png").symlink_to("nobody.png")  # Nobody may read it, not even root.
    (row,) = (row for row in raw["files"] if row["path"].endswith("broken.png"))
    row["path"] += "/below a file.png"
    expected = {"face.png": "identical", "nobody.png": "unreadable-file", "below a file.png": "missing-file"}
    assert _states(raw, scanned[1]) == expected


def test_a_score_that_was_edited_is_a_changed_score(
    copied: tuple[Path, dict[str, Any]], scanned: tuple[Path, Bundle]
) -> None:
    _, raw = copied
    for row in raw["files"]:
        if row["face_scores"]:
            row["face_scores"][0] = 1 - row["face_scores"][0]
        else:
            row["verdict"] = "real"
    assert set(_states(raw, scanned[1]).values()) == {"changed-score"}


@pytest.mark.parametrize(
    "edit",
    [
        {"score": 0.01},
        {"provenance": "valid"},
        {"width": 4000},
        {"format": "JPEG"},
        {"faces": 7},
        {"bytes": 1},
        {"face_details": []},
        {"face_details": None},
        {"face_details": [{"score": 0.01, "verdict": "real"}]},
        {"reason": "Its content credentials say that it was made with AI."},
        {"model": "other"},
    ],
    ids=str,
)
def test_whatever_can_be_worked_out_again_is_checked(
    copied: tuple[Path, dict[str, Any]], scanned: tuple[Path, Bundle], edit: dict[str, Any]
) -> None:
    _, raw = copied
    (row,) = (row for row in raw["files"] if row["path"].endswith("face.png"))
    row |= edit
    assert _states(raw, scanned[1])["face.png"] == "changed-score"


@pytest.mark.parametrize(
    "edit",
    [
        {"reason": "The face is too small to judge."},
        {"logit": 10**400},
        {"logit": 3.5},
        {"sharpness": None},
        {"box": {}},
        {"box": {"left": 0.0, "top": 0.0, "width": 9.0, "height": 9.0, "confidence": 1.0}},
        {"turn": 2},
    ],
    ids=lambda edit: next(iter(edit)),
)
def test_what_is_said_of_a_face_is_checked(
    copied: tuple[Path, dict[str, Any]], scanned: tuple[Path, Bundle], edit: dict[str, Any]
) -> None:
    _, raw = copied
    (row,) = (row for row in raw["files"] if row["path"].endswith("face.png"))
    face = row["face_details"][0]
    (face["box"] if "turn" in edit else face).update(edit)
    assert _states(raw, scanned[1])["face.png"] == "changed-score"


def test_what_another_machine_may_work_out_a_little_differently_is_identical(
    copied: tuple[Path, dict[str, Any]], scanned: tuple[Path, Bundle]
) -> None:
    _, raw = copied
    for row in raw["files"]:
        for face in row["face_details"]:
            face["sharpness"] *= 1.01
            face["box"] |= {side: value + 0.01 for side, value in face["box"].items() if side != "turn"}
        if row["verdict"] == "error":
            row["reason"] = "The picture is damaged: said by another version of a library."
    assert set(_states(raw, scanned[1]).values()) == {"identical"}


def test_the_size_of_a_small_face_may_be_rounded_the_other_way(tmp_path: Path, astronaut: Path) -> None:
    small = Image.open(astronaut).crop((96, 0, 352, 256)).resize((40, 40))
    small.save(tmp_path / "small.png")
    bundle = _report_on(tmp_path, tmp_path / "report.json")
    said = read_report(tmp_path / "report.json")["files"][0]["reason"]
    found = re.search(r"too small to judge \((\d+) pixels", said)
    assert found
    for other, state in ((1, "identical"), (2, "changed-score")):
        raw = read_report(tmp_path / "report.json")
        changed = said.replace(f"({found[1]} pixels", f"({int(found[1]) + other} pixels")
        raw["files"][0]["reason"] = raw["files"][0]["face_details"][0]["reason"] = changed
        assert _states(raw, bundle) == {"small.png": state}


@pytest.mark.usefixtures("first_network")
def test_a_score_on_the_other_side_of_a_threshold_is_identical_with_the_verdict_that_it_gives(
    tmp_path: Path, astronaut: Path
) -> None:
    pictures, model = tmp_path / "pictures", tmp_path / "model"
    pictures.mkdir()
    portrait = Image.open(astronaut).crop((96, 0, 352, 256))
    portrait.save(pictures / "one.png")
    portrait.save(pictures / "two.tif", save_all=True, append_images=[portrait])
    _report_on(pictures, tmp_path / "report.json")
    (score,) = {row["score"] for row in read_report(tmp_path / "report.json")["files"]}
    shutil.copytree(selected_model(), model)
    manifest = read_manifest(model)
    near = replace(manifest, thresholds=replace(manifest.thresholds, fake=score + 1e-4, real=score - 1e-4))
    (model / "manifest.json").write_text(near.to_json(), "utf-8")
    bundle = _report_on(pictures, tmp_path / "report.json", model)
    raw = read_report(tmp_path / "report.json")
    assert [row["verdict"] for row in raw["files"]] == ["inconclusive"] * 2
    more = raw["files"][1]["reason"].removeprefix(raw["files"][0]["reason"] + " ")
    assert more == "The file has several frames or pages; only the first was judged."

    def states(shift: float, of_face: str, *of_pictures: tuple[str, str]) -> set[str]:
        other = score + shift
        logit = manifest.temperature * math.log(other / (1 - other))
        for row, (verdict, reason) in zip(raw["files"], of_pictures, strict=True):
            row |= {"verdict": verdict, "reason": reason, "score": other, "face_scores": [other]}
            row["face_details"][0] |= {"verdict": of_face, "reason": "", "score": other, "logit": logit}
        return set(_states(raw, bundle).values())

    assert states(2e-4, "fake", ("fake", ""), ("fake", more)) == {"identical"}
    assert states(-2e-4, "real", ("real", ""), ("inconclusive", more)) == {"identical"}
    assert states(-2e-4, "real", ("fake", ""), ("real", more)) == {"changed-score"}
    assert states(-2e-4, "fake", ("fake", ""), ("fake", more)) == {"changed-score"}
    assert states(0, "fake", ("fake", ""), ("fake", more)) == {"changed-score"}
    assert states(6e-4, "fake", ("fake", ""), ("fake", more)) == {"changed-score"}


def test_a_judged_row_without_a_hash_is_no_row_of_this_program(
    copied: tuple[Path, dict[str, Any]], scanned: tuple[Path, Bundle]
) -> None:
    _, raw = copied
    for row in raw["files"]:
        row["sha256"] = ""
    assert set(_states(raw, scanned[1]).values()) == {"changed-file", "not-checked"}


def test_what_a_report_says_of_the_model_and_of_all_files_is_checked(
    copied: tuple[Path, dict[str, Any]], scanned: tuple[Path, Bundle]
) -> None:
    _, raw = copied
    assert changes_of_heading(raw, scanned[1]) == []
    raw["model"]["false_alarms"] = "0 %"
    assert changes_of_heading({**raw, "app_version": "0.0.1"}, scanned[1]) == [], "it has words of its own"
    raw["model"]["thresholds"]["fake"] = 0.999
    del raw["files"][0]
    said = changes_of_heading(raw, scanned[1])
    assert [sentence.split(" of the model")[0] for sentence in said[:2]] == [
        "The report says that thresholds",
        "The report says that false alarms",
    ]
    assert said[2].startswith("The report counts 3 files")
    assert changes_of_heading({"model": {"sha256": "other"}, "summary": 1, "files": []}, scanned[1])


def test_with_another_model_the_files_are_checked_and_the_scores_are_not(
    copied: tuple[Path, dict[str, Any]], scanned: tuple[Path, Bundle]
) -> None:
    folder, raw = copied
    raw["model"]["sha256"] = "0" * 64
    (folder / "face.png").write_bytes(b"other")
    expected = {"face.png": "changed-file", "nobody.png": "not-checked", "broken.png": "not-checked"}
    assert _states(raw, scanned[1]) == expected


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such files")
@pytest.mark.timeout(60)
def test_a_report_that_names_what_never_ends_does_not_hang(tmp_path: Path, scanned: tuple[Path, Bundle]) -> None:
    os.mkfifo(tmp_path / "pipe")
    paths = [tmp_path / "pipe", Path("/dev/zero"), tmp_path / "huge.jpg"]
    with paths[2].open("wb") as file:
        file.truncate(2**40)  # Nothing is written.
    if os.access("/proc/kmsg", os.R_OK):
        paths.append(Path("/proc/kmsg"))
    rows = [{"path": str(path), "sha256": "0" * 64, "face_scores": []} for path in paths]
    raw = {"report_format": 1, "model": {"sha256": "other"}, "files": rows}
    assert [check.state for check in verify(raw, scanned[1])] == ["changed-file"] * len(paths)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[1]",
        b"[" * 100_000,
        b"\xff\xfe",
        b'{"report_format": 2}',
        b'{"report_format": 1, "model": {"sha256": "x"}, "files": [1]}',
        b'{"report_format": 1, "model": {"sha256": "x"}, "files": [{"path": 1, "sha256": "x", "face_scores": []}]}',
        b'{"report_format": 1, "model": {"sha256": "x"}, "files": [{"path": "a", "sha256": "", "face_scores": [""]}]}',
        b'{"report_format": 1, "model": {"sha256": "x"}, "files": [{"path": "a", "sha256": "x", "face_scores": [1%b]}]}'
        % (b"0" * 400),
    ],
)
def test_what_is_no_report_is_refused_with_a_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "r.json").write_bytes(content)
    with pytest.raises(ReportError, match="report"):
        read_report(tmp_path / "r.json")

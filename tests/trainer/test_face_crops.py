"""Crops are made once: what a run that was stopped has left is taken, and what can't be trusted is made anew."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.detector.labelled import LabelledFile, read_labelled_folder
from tests.trainer.toyfake import write
from trainer.dataset_errors import DiskSpaceError, FolderGoneError
from trainer.face_crops import CropSet, CropSettings, crop_all
from trainer.train_model import TrainingSettings, TrainModel

_WHOLE = CropSettings(64, whole=True)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[LabelledFile]:
    """Seventy pictures; the fifth and the last can't be read."""
    files = read_labelled_folder(write(tmp_path_factory.mktemp("toy") / "set", {"real": 35, "fake": 35}))
    for number in (4, 69):
        files[number].path.write_bytes(b"\xff\xd8\xff corrupt")
    return files


def _same(one: CropSet, other: CropSet) -> bool:
    assert (one.files, one.faces, one.skipped) == (other.files, other.faces, other.skipped)
    arrays = ("inputs", "surroundings", "landmarks")
    return all(np.array_equal(getattr(one, name), getattr(other, name), equal_nan=True) for name in arrays)


def test_crops_go_on_where_a_run_was_stopped(files: list[LabelledFile], tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        if done == 40:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        crop_all(files, _WHOLE, tmp_path / "stopped", stop)
    with (tmp_path / "stopped/records.jsonl").open("a") as half:
        half.write('{"face": {"le')
    with (tmp_path / "stopped/surroundings.raw").open("ab") as half_picture:
        half_picture.write(b"half of a picture")
    shutil.copytree(tmp_path / "stopped", tmp_path / "killed")
    with (tmp_path / "killed/inputs.raw").open("r+b") as lost:
        lost.truncate(30 * 64 * 64 * 3 + 100)
    whole = crop_all(files, _WHOLE, tmp_path / "whole")
    assert len(whole.files) == 68
    steps: list[int] = []
    assert _same(crop_all(files, _WHOLE, tmp_path / "stopped", lambda done, total: steps.append(done)), whole)
    assert steps == list(range(41, 71))
    # Thirty faces, and the picture between them that gave none.
    steps.clear()
    assert _same(crop_all(files, _WHOLE, tmp_path / "killed", lambda done, total: steps.append(done)), whole)
    assert steps == list(range(32, 71))
    steps.clear()
    assert _same(crop_all(files, _WHOLE, tmp_path / "killed", lambda done, total: steps.append(done)), whole)
    assert steps == []


def test_crops_of_other_settings_are_no_beginning(files: list[LabelledFile], tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        if done == 40:
            raise KeyboardInterrupt

    crop_all(files, _WHOLE, tmp_path)
    other = CropSettings(32, whole=True)
    with pytest.raises(KeyboardInterrupt):
        crop_all(files, other, tmp_path, stop)
    # Their index went with them.
    steps: list[int] = []
    crops = crop_all(files, _WHOLE, tmp_path, lambda done, total: steps.append(done))
    assert steps == list(range(1, 71))
    assert crops.inputs.shape == (68, 64, 64, 3)


@pytest.mark.parametrize("content", [b"", b'{"key": "', b"[]", b"\xff"])
def test_an_index_that_is_damaged_is_none(files: list[LabelledFile], tmp_path: Path, content: bytes) -> None:
    whole = crop_all(files[:20], _WHOLE, tmp_path)
    index = json.loads((tmp_path / "index.json").read_text("utf-8"))
    (tmp_path / "index.json").write_bytes(content)
    assert _same(crop_all(files[:20], _WHOLE, tmp_path), whole)
    assert json.loads((tmp_path / "index.json").read_text("utf-8")) == index


def test_crops_are_told_from_others(files: list[LabelledFile], tmp_path: Path) -> None:
    first = crop_all(files[:20], _WHOLE, tmp_path)
    assert crop_all(files[:20], _WHOLE, tmp_path).digest == first.digest != ""
    damaged = shutil.copy(files[0].path, tmp_path / files[0].path.name)
    some = [replace(files[0], path=Path(damaged)), *files[1:20]]
    whole = crop_all(some, _WHOLE, tmp_path)
    Path(damaged).write_bytes(b"\xff\xd8\xff corrupt")
    assert len({first.digest, whole.digest, crop_all(some, _WHOLE, tmp_path).digest}) == 3


@pytest.mark.parametrize("name", ["inputs.raw", "landmarks.raw"])
def test_crops_that_were_shortened_are_made_anew(files: list[LabelledFile], tmp_path: Path, name: str) -> None:
    whole = crop_all(files[:20], _WHOLE, tmp_path / "whole")
    crop_all(files[:20], _WHOLE, tmp_path / "cut")
    with (tmp_path / "cut" / name).open("r+b") as cut:
        cut.truncate(1000)
    assert _same(crop_all(files[:20], _WHOLE, tmp_path / "cut"), whole)


def test_pictures_whose_folder_went_away_are_not_skipped(tmp_path: Path) -> None:
    data = write(tmp_path / "set", {"real": 60, "fake": 60})
    files = read_labelled_folder(data)
    whole = crop_all(files, _WHOLE, tmp_path / "whole")

    def pull_out(done: int, total: int) -> None:
        if done == 1:
            data.rename(tmp_path / "gone")

    with pytest.raises(FolderGoneError, match=r"The folder .* is not there any more"):
        crop_all(files, _WHOLE, tmp_path / "crops", pull_out)
    (tmp_path / "gone").rename(data)
    assert _same(crop_all(files, _WHOLE, tmp_path / "crops"), whole)


def test_crops_that_the_disk_has_no_room_for_are_not_begun(
    files: list[LabelledFile], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = TrainModel({"train": files}, TrainingSettings("simple-cnn", whole=True), tmp_path)
    monkeypatch.setattr("trainer.archive.RESERVED_BYTES", 2**60)
    with pytest.raises(DiskSpaceError, match=r"To cut out the faces of 70 pictures, \d+\.\d GB have to be free"):
        run.crop()
    assert not list(tmp_path.rglob("*.raw"))
    monkeypatch.undo()
    run.crop()
    # Those that are there need no more.
    monkeypatch.setattr("trainer.archive.RESERVED_BYTES", 2**60)
    run.crop()
    assert len(run.crops["train"].files) == 68


def test_what_pictures_without_a_face_leave_is_told_by_split_and_class(portraits: list[Path], tmp_path: Path) -> None:
    data = write(tmp_path / "set", {"real": 3, "fake": 1})
    faceless = [replace(file, label="real") for file in read_labelled_folder(data)]
    train = [LabelledFile(path, label, "train", "") for path in portraits[:2] for label in ("real", "fake", "fake")]
    test = [LabelledFile(portraits[2], label, "test", "") for label in ("real", "fake")]
    run = TrainModel({"train": [*train, *faceless], "test": test}, TrainingSettings(), tmp_path / "run")
    run.crop()
    assert run.cropped_event() == {
        "event": "cropped",
        "counts": {"train": {"real": 2, "fake": 4}, "test": {"real": 1, "fake": 1}},
        "warnings": [
            "Train is left with 2 real and 4 fake pictures: in 4, no face was found, or they can't be read.",
            "Train has 2 real and 4 fake pictures; a detector needs some thousands of each.",
        ],
    }
    run.splits = {"test": [*test, *faceless[:1], *test[:1] * 2]}
    run.crops.clear()
    run.crop()
    assert run.cropped_event()["warnings"] == [
        "Test is left with 3 real and 1 fake pictures: in 1, no face was found, or they can't be read.",
        "Test has 3 real and 1 fake pictures: accuracy says little there; look at each class.",
    ]


def test_the_crops_of_a_picture_on_its_side_are_upright(portraits: list[Path], tmp_path: Path) -> None:
    upright = Image.open(portraits[0]).convert("RGB").resize((256, 256))
    files = []
    for name, picture in (("upright", upright), ("lying", upright.transpose(Image.Transpose.ROTATE_90))):
        picture.save(tmp_path / f"{name}.png")
        files.append(LabelledFile(tmp_path / f"{name}.png", "fake", None, name))

    crops = crop_all(files, CropSettings(96), tmp_path / "crops")

    for pixels in (crops.inputs, crops.surroundings):
        assert np.abs(pixels[0].astype(int) - pixels[1]).mean() < 2
    assert crops.faces[1].turn == 0
    assert crops.landmarks[1] == pytest.approx(crops.landmarks[0], abs=2)
    assert crops.faces[1].left == pytest.approx(crops.faces[0].left, abs=1)
    assert crops.faces[1].top == pytest.approx(crops.faces[0].top, abs=1)


def test_the_length_of_a_face_is_that_in_its_file(portraits: list[Path], tmp_path: Path) -> None:
    with Image.open(portraits[0]) as picture:
        for name, side in (("large", 512), ("small", 128)):
            picture.resize((side, side)).save(tmp_path / f"{name}.png")
    files = [LabelledFile(tmp_path / f"{name}.png", "real", None, "") for name in ("large", "small")]
    large, small = crop_all(files, CropSettings(64), tmp_path / "crops").lengths
    assert 128 < large < 512
    assert large / small == pytest.approx(4, rel=0.1)
    assert crop_all(files, CropSettings(64), tmp_path / "crops").lengths == [large, small]

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import psutil
import pytest
from PIL import Image

import trainer.audit
from app.detector.labelled import Label, LabelledFile, Split, read_labelled_folder
from tests.trainer import toyfake
from trainer.audit import Audit, Probe, audit
from trainer.dataset_errors import FolderGoneError

Draw = Callable[[int, Label], bytes]


def _same_for_both(seed: int, label: Label) -> bytes:
    return toyfake.encoded(seed, fake=False)


def _splits(root: Path, counts: dict[Split, int], draw: Draw = _same_for_both) -> dict[Split, list[LabelledFile]]:
    """As many real and as many fake pictures a split; nothing but what ``draw`` makes of it tells them apart."""
    seed = 0
    splits: dict[Split, list[LabelledFile]] = {}
    for split, count in counts.items():
        splits[split] = []
        for number in range(count):
            for label in ("real", "fake"):
                path = root / split / label / f"{number:04}.jpg"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(draw(seed, label))
                splits[split].append(LabelledFile(path, label, split, ""))
                seed += 1
    return splits


def _texts(result: Audit, severity: str) -> list[str]:
    return [finding.text for finding in result.findings if finding.severity == severity]


def _probe(result: Audit, name: str, source: str = "") -> Probe:
    return next(probe for probe in result.probes if (probe.probe, probe.source) == (name, source))


def test_a_sound_data_set_has_no_red_line(tmp_path: Path) -> None:
    result = audit(_splits(tmp_path, {"train": 60, "validation": 10, "test": 10}))

    assert _texts(result, "red") == []
    assert result.pictures == 160
    assert result.counts["train"] == {"real": 60, "fake": 60}
    assert result.labels == {"real": 0, "fake": 1}
    for probe in result.probes:
        assert probe.low <= 0.5 <= probe.high or abs(probe.auc - 0.5) < 0.15, probe
        assert (probe.real, probe.fake) == (80, 80)


def test_copies_are_counted_within_and_across_splits(tmp_path: Path) -> None:
    splits = _splits(tmp_path, {"train": 12, "validation": 4, "test": 5})
    train, validation, test = splits["train"], splits["validation"], splits["test"]
    test[0].path.write_bytes(train[0].path.read_bytes())
    test[2].path.write_bytes(train[0].path.read_bytes())
    train[4].path.write_bytes(train[2].path.read_bytes())
    with Image.open(train[6].path) as image:
        image.resize((97, 97), Image.Resampling.LANCZOS).save(validation[0].path, quality=40)

    result = audit(splits)

    assert result.exact.across == {"train/test": 2}
    assert result.exact.within == {"train": 1, "test": 1}
    assert result.exact.examples[0] == (str(train[0].path), str(test[0].path))
    assert result.near.across == {"train/validation": 1}
    assert result.near.within == {}
    assert result.near.examples == ((str(train[6].path), str(validation[0].path)),)
    red = _texts(result, "red")
    assert any(text.startswith("Train and test share 2 pictures, byte for byte") for text in red)
    assert any(text.startswith("Train and validation share 1 picture, resized, compressed anew or") for text in red)


def test_near_copies_are_found_whatever_block_they_are_compared_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trainer.audit._BLOCK", 5)
    monkeypatch.setattr("trainer.audit._COLUMNS", 7)
    splits = _splits(tmp_path, {"train": 24, "test": 12})
    pairs = [(0, 46), (13, 14), (21, 35)]
    for original, copy in pairs:
        # Labels alternate: keep to one, as a swap is no copy.
        copy += (original - copy) % 2
        with Image.open(splits["train"][original].path) as image:
            image.resize((80, 80)).save(splits["train"][copy].path, quality=60)
    with Image.open(splits["train"][40].path) as image:
        image.save(splits["test"][23].path, quality=50)

    result = audit(splits)

    assert result.near.within == {"train": len(pairs)}
    assert result.near.across == {"train/test": 1}


def test_of_many_frames_of_one_scene_each_is_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trainer.audit._COLUMNS", 16)
    compare, told = trainer.audit._close_pairs, []
    monkeypatch.setattr("trainer.audit._close_pairs", lambda *block: told.append(pairs := compare(*block)) or pairs)
    splits = _splits(tmp_path, {"train": 20})
    with Image.open(splits["train"][0].path) as image:
        image.load()
        for number, file in enumerate(splits["train"]):
            image.save(file.path, quality=60 + number % 30)

    assert audit(splits).near.within == {"train": 38}
    # All pairs of 40,000 frames would fill the memory.
    assert sum(map(len, told)) == 38


def test_a_face_swap_beside_its_original_is_no_copy_but_in_another_split_it_leaks(tmp_path: Path) -> None:
    splits = _splits(tmp_path, {"train": 6, "test": 4})
    for original, swap in ((splits["train"][0], splits["train"][3]), (splits["train"][4], splits["test"][1])):
        with Image.open(original.path) as image:
            pixels = np.array(image)
            pixels[30:34, 30:34] = 0
            Image.fromarray(pixels).save(swap.path, quality=95)
        assert (original.label, swap.label) == ("real", "fake")

    result = audit(splits)

    assert result.near.within == {}
    assert result.near.across == {"train/test": 1}


def test_a_file_that_is_both_real_and_fake_is_a_red_line(tmp_path: Path) -> None:
    splits = _splits(tmp_path, {"train": 6})
    real, fake = splits["train"][0].path, splits["train"][5].path
    fake.write_bytes(real.read_bytes())

    result = audit(splits)

    assert result.contradictory == ((str(real), str(fake)),)
    assert f"1 file is both real and fake, for example {real} and {fake}." in _texts(result, "red")


def test_swapped_folders_are_noticed_by_the_names_of_the_files(tmp_path: Path) -> None:
    files = []
    for number in range(12):
        for folder, name in (("real", "fake"), ("fake", "real")):
            path = tmp_path / folder / f"{name}_{number:03}.jpg"
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(toyfake.encoded(2 * number + (name == "fake"), fake=False))
            files.append(path)

    result = audit({"train": read_labelled_folder(tmp_path)})

    assert result.misnamed == 24
    assert any("the labels look swapped" in text for text in _texts(result, "red"))


def test_another_jpeg_quality_of_the_fakes_is_a_shortcut(tmp_path: Path) -> None:
    def draw(seed: int, label: Label) -> bytes:
        return toyfake.encoded(seed, fake=False, quality=85 if label == "fake" else 95)

    result = audit(_splits(tmp_path, {"train": 60}, draw))

    assert _probe(result, "format").auc > 0.99
    assert _probe(result, "thumbnail").auc < 0.75
    assert any("the JPEG tables alone tell real from fake with AUC 1.00" in text for text in _texts(result, "red"))


def test_another_size_of_the_fakes_is_a_shortcut_in_the_source_that_has_it(tmp_path: Path) -> None:
    def draw(seed: int, label: Label) -> bytes:
        return toyfake.encoded(seed, fake=False, size=72 if label == "fake" and seed < 120 else 64)

    splits = _splits(tmp_path, {"train": 120}, draw)
    splits["train"] = [
        LabelledFile(file.path, file.label, file.split, "sized" if place < 120 else "sound")
        for place, file in enumerate(splits["train"])
    ]

    result = audit(splits)

    assert _probe(result, "format", "sized").auc > 0.99
    assert _probe(result, "format", "sound").auc < 0.75
    assert any(text.startswith("In sized, the sizes of picture and file") for text in _texts(result, "red"))


def test_a_darker_background_of_the_fakes_is_a_shortcut_of_the_thumbnail(tmp_path: Path) -> None:
    def draw(seed: int, label: Label) -> bytes:
        image = toyfake.draw(seed, fake=False)
        image.paste((90, 90, 90) if label == "fake" else (100, 100, 100), (0, 0, 64, 8))
        path = tmp_path / "one.jpg"
        image.save(path, quality=95)
        return path.read_bytes()

    result = audit(_splits(tmp_path, {"train": 100}, draw))

    assert _probe(result, "thumbnail").auc > 0.95
    assert any("an 8x8 thumbnail alone" in text for text in _texts(result, "red"))


def test_unreadable_pictures_are_listed_with_their_reasons(tmp_path: Path) -> None:
    splits = _splits(tmp_path, {"train": 10})
    splits["train"][3].path.write_bytes(b"not a picture")
    splits["train"][7].path.unlink()

    result = audit(splits)

    assert result.unreadable_count == 2
    assert [path for path, _ in result.unreadable] == [str(splits["train"][place].path) for place in (3, 7)]
    assert result.unreadable[0][1] == "The content is not a picture in a supported format."
    assert "2 of 20 pictures can't be read and are left out." in _texts(result, "yellow")


def test_a_data_set_of_which_nothing_can_be_read_is_no_crash(tmp_path: Path) -> None:
    result = audit(_splits(tmp_path, {"train": 3, "test": 1}, lambda seed, label: b"nothing"))

    assert result.unreadable_count == result.pictures == 8
    assert result.probes == ()


def test_a_data_set_that_went_away_is_not_found_unreadable(tmp_path: Path) -> None:
    splits = _splits(tmp_path / "set", {"train": 3})
    (tmp_path / "set").rename(tmp_path / "gone")

    with pytest.raises(FolderGoneError, match=r"The folder .* is not there any more"):
        audit(splits)


def test_lopsided_classes_and_one_sided_sources_are_remarked_on(tmp_path: Path) -> None:
    root = toyfake.write(tmp_path, {"real/ffhq": 30, "real/utkface": 20, "fake/ffhq": 10})

    result = audit({"train": read_labelled_folder(root)})

    remarks = _texts(result, "yellow")
    assert any(text.startswith("Train has 50 real and 10 fake pictures") for text in remarks)
    assert any(text.startswith("utkface holds real pictures only") for text in remarks)
    assert not any(text.startswith("ffhq holds") for text in remarks)


def test_the_event_is_json_that_says_all(tmp_path: Path) -> None:
    result = audit(_splits(tmp_path, {"train": 55, "test": 5}))

    event = json.loads(json.dumps(result.to_event()))

    assert event["event"] == "audit"
    assert event["counts"]["test"] == {"real": 5, "fake": 5}
    assert {"probe", "source", "auc", "low", "high", "real", "fake"} == set(event["probes"][0])
    assert all(set(finding) == {"severity", "text"} for finding in event["findings"])


def test_progress_runs_to_its_end_and_what_it_raises_stops_the_workers(tmp_path: Path) -> None:
    splits = _splits(tmp_path, {"train": 80})
    steps: list[tuple[int, int]] = []
    audit(splits, lambda done, total: steps.append((done, total)))
    assert steps == sorted(steps)
    assert steps[-1][0] == steps[-1][1]

    before = {child.pid for child in psutil.Process().children(recursive=True)}

    def cancel(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        audit(splits, cancel)
    left = {child.pid for child in psutil.Process().children(recursive=True) if "spawn_main" in str(child.cmdline())}
    assert left <= before


@pytest.mark.data
def test_the_known_shortcut_of_celeba_stylegan_is_a_red_line(labelled_pictures: Path) -> None:
    files = [file for file in read_labelled_folder(labelled_pictures / "Test") if file.source == "celeba-stylegan"]
    some = [file for label in ("real", "fake") for file in [file for file in files if file.label == label][:200]]

    result = audit({"test": some})

    assert _probe(result, "thumbnail").auc > 0.98
    assert any("an 8x8 thumbnail alone" in text for text in _texts(result, "red"))

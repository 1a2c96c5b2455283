from __future__ import annotations

import collections
import json
import multiprocessing
import os
import shutil
import subprocess
import sys
import threading
import zipfile
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.detector.decode import decode
from app.detector.labelled import LabelledFile, Split
from tests.trainer import toyfake
from tests.trainer.kaggle_server import KaggleServer
from trainer.dataset_errors import DatasetError, DownloadError
from trainer.dataset_handler import DEFAULT_DATASETS, DatasetHandler, Download


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def _sizes(splits: dict[Split, list[LabelledFile]]) -> dict[str, tuple[int, int]]:
    return {
        split: (sum(file.label == "real" for file in files), sum(file.label == "fake" for file in files))
        for split, files in splits.items()
    }


def test_the_default_data_sets_are_names_that_kaggle_could_have(cache: Path) -> None:
    for name in DEFAULT_DATASETS:
        assert DatasetHandler(name, cache).source == name


@pytest.mark.parametrize("layout", ["Dataset/{}/{}", "real_vs_fake/real-vs-fake/{}/{}"])
def test_a_kaggle_data_set_is_downloaded_extracted_and_confirmed(
    kaggle: KaggleServer, cache: Path, tmp_path: Path, layout: str
) -> None:
    names = (
        [("Train", "Validation", "Test"), ("Real", "Fake")]
        if "Dataset" in layout
        else [("train", "valid", "test"), ("real", "fake")]
    )
    sizes = dict(zip(names[0], (12, 2, 2), strict=True))
    folders = {layout.format(split, label): count for split, count in sizes.items() for label in names[1]}
    kaggle.content = toyfake.zipped(toyfake.write(tmp_path / "made", folders))
    stages: list[str] = []
    handler = DatasetHandler("https://www.kaggle.com/datasets/somebody/faces", cache)

    download = handler.download(lambda stage, done, total: stages.append(stage))

    assert list(dict.fromkeys(stages)) == ["download", "extract"]
    assert download.pictures == 32
    assert len(download.sha256) == 64
    assert _sizes(handler.split()) == {"train": (12, 12), "validation": (2, 2), "test": (2, 2)}
    assert not list(cache.rglob("*.zip")), "the zip file is room for nothing once its pictures are out"

    kaggle.requests.clear()
    assert DatasetHandler("somebody/faces", cache).download() == download
    assert not kaggle.requests, "what is there is not fetched again"


def test_pictures_that_went_missing_are_fetched_again(kaggle: KaggleServer, cache: Path) -> None:
    first = DatasetHandler("somebody/faces", cache).download()
    next(first.folder.rglob("*.jpg")).unlink()

    assert DatasetHandler("somebody/faces", cache).download() == first
    assert len(list(first.folder.rglob("*.jpg"))) == 32

    shutil.rmtree(first.folder)
    assert DatasetHandler("somebody/faces", cache).download() == first


def test_a_zip_file_that_a_kill_left_beside_its_pictures_goes(kaggle: KaggleServer, cache: Path) -> None:
    first = DatasetHandler("somebody/faces", cache).download()
    (cache / "somebody--faces/faces.zip").write_bytes(kaggle.content)

    assert DatasetHandler("somebody/faces", cache).download() == first
    assert not list(cache.rglob("*.zip"))


def test_a_cache_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "cache").write_bytes(b"a file where the folder should be")
    archive = tmp_path / "set.zip"
    archive.write_bytes(toyfake.zipped(toyfake.write(tmp_path / "set", {"real": 10, "fake": 10})))

    with pytest.raises(DatasetError, match=r"cache.set-\w+ can't be written: "):
        DatasetHandler(archive, tmp_path / "cache").download()


def test_an_extraction_that_was_stopped_goes_on_without_the_network(kaggle: KaggleServer, cache: Path) -> None:
    def stop(stage: str, done: int, total: int) -> None:
        if stage == "extract" and done > total / 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        DatasetHandler("somebody/faces", cache).download(stop)
    kaggle.status = 503

    assert DatasetHandler("somebody/faces", cache).download().pictures == 32


def test_a_damaged_download_is_fetched_anew_by_the_next_attempt(kaggle: KaggleServer, cache: Path) -> None:
    whole = kaggle.content
    middle = len(whole) // 4
    kaggle.content = whole[:30] + bytes(2000) + whole[2030:middle] + whole[middle:]
    with pytest.raises(DatasetError, match="not a whole zip file"):
        DatasetHandler("somebody/faces", cache).download()

    kaggle.content = whole
    assert DatasetHandler("somebody/faces", cache).download().pictures == 32


def test_a_download_that_is_refused_but_whole_is_kept(kaggle: KaggleServer, cache: Path, tmp_path: Path) -> None:
    archive = tmp_path / "set.zip"
    archive.write_bytes(kaggle.content)
    with zipfile.ZipFile(archive, "a") as more:
        more.writestr("../con.jpg", b"x")
    kaggle.content = archive.read_bytes()

    with pytest.raises(DatasetError, match="names a place outside"):
        DatasetHandler("somebody/faces", cache).download()

    (kept,) = cache.rglob("*.zip")
    assert kept.read_bytes() == kaggle.content


def test_a_failed_download_can_be_resumed_and_one_class_cannot(
    kaggle: KaggleServer, cache: Path, tmp_path: Path
) -> None:
    kaggle.status = 500
    with pytest.raises(DownloadError, match="error 500: start again later") as failed:
        DatasetHandler("somebody/faces", cache).download()
    assert failed.value.resumable

    toyfake.write(tmp_path / "one", {"real": 20})
    with pytest.raises(DatasetError) as refused:
        DatasetHandler(tmp_path / "one", cache).understand()
    assert not refused.value.resumable


@pytest.mark.parametrize(
    "folders",
    [
        {
            "Train/Real": 12,
            "Train/Fake": 11,
            "Validation/Real": 3,
            "Validation/Fake": 2,
            "Test/Real": 4,
            "Test/Fake": 5,
        },
        {
            "a/b/train/REAL": 12,
            "a/b/train/FAKE": 11,
            "a/b/valid/REAL": 3,
            "a/b/valid/FAKE": 2,
            "a/b/test/REAL": 4,
            "a/b/test/FAKE": 5,
        },
        {"training_real": 12, "training_fake": 11, "val_real": 3, "val_fake": 2, "testing_real": 4, "testing_fake": 5},
        {"train/0_real": 12, "train/1_ai": 11, "val/0_real": 3, "val/1_ai": 2, "test/0_real": 4, "test/1_ai": 5},
    ],
)
@pytest.mark.parametrize("packed", [False, True], ids=["folder", "zip"])
def test_layouts_of_the_field_are_understood(
    tmp_path: Path, cache: Path, folders: dict[str, int], packed: bool
) -> None:
    source = toyfake.write(tmp_path / "set", folders)
    if packed:
        (tmp_path / "set.zip").write_bytes(toyfake.zipped(source))
        source = tmp_path / "set.zip"
    handler = DatasetHandler(source, cache)

    summary = handler.understand()

    assert summary.counts == {
        "train": {"real": 12, "fake": 11},
        "validation": {"real": 3, "fake": 2},
        "test": {"real": 4, "fake": 5},
    }
    assert summary.split_by == "data set"
    assert summary.left_out == 0
    for files in handler.split().values():
        for file in files:
            assert (file.label == "fake") == _has_checkerboard(file.path), file


def _has_checkerboard(path: Path) -> bool:
    grey = decode(path.read_bytes()).pixels.mean(axis=2)
    return bool(np.abs(np.diff(grey, axis=1)).mean() > 8)


def test_a_flat_folder_is_split_80_10_10_evenly_over_its_sources(tmp_path: Path, cache: Path) -> None:
    root = toyfake.write(tmp_path / "set", {"real/ffhq": 60, "real/celeba": 40, "fake/gan": 90, "fake/sdxl": 10})
    handler = DatasetHandler(root, cache, seed=3)

    splits = handler.split()

    assert _sizes(splits) == {"train": (80, 80), "validation": (10, 10), "test": (10, 10)}
    assert collections.Counter(file.source for file in splits["test"]) == {"ffhq": 6, "celeba": 4, "gan": 9, "sdxl": 1}
    assert handler.understand().split_by == "seed"
    paths = [file.path for files in splits.values() for file in files]
    assert len(paths) == len(set(paths)) == 200
    assert DatasetHandler(root, cache, seed=3).split() == splits
    assert DatasetHandler(root, cache, seed=4).split() != splits


def test_pictures_of_one_person_are_in_one_split_and_the_summary_counts_them(tmp_path: Path, cache: Path) -> None:
    root = toyfake.write(tmp_path / "set", {"real": 60, "fake": 60})
    for number, path in enumerate(sorted(root.rglob("*.jpg"))):
        path.rename(path.with_name(f"person{number // 3}_{number % 3}.jpg"))
    handler = DatasetHandler(root, cache)

    split_of = {file.path: split for split, files in handler.split().items() for file in files}

    assert len({(path.stem.split("_")[0], split) for path, split in split_of.items()}) == 40
    assert handler.understand().kept_together == 120
    assert "120 show what others show" in handler.understand().describe()


def test_fakes_are_in_the_split_of_the_original_that_a_table_names(tmp_path: Path, cache: Path) -> None:
    """As in Kaggle's deepfake-faces, where the names of files tell nothing."""
    names = [f"{a}{b}{c}" for a in "abcdef" for b in "ghijk" for c in "lmno"]
    originals, fakes = names[::4], [name for number, name in enumerate(names) if number % 4]
    original_of = {fake: originals[number % 30] for number, fake in enumerate(fakes)}
    rows = [f"{name}.mp4,REAL," for name in originals]
    rows += [f"{fake}.mp4,FAKE,{original}.mp4" for fake, original in original_of.items()]
    (tmp_path / "set/faces_224").mkdir(parents=True)
    (tmp_path / "set/metadata.csv").write_text("\n".join(["videoname,label,original", *rows]), "utf-8")
    for name in names:
        (tmp_path / f"set/faces_224/{name}.jpg").write_bytes(b"x")
    handler = DatasetHandler(tmp_path / "set", cache)

    split_of = {file.path.stem: split for split, files in handler.split().items() for file in files}

    assert len(split_of) == 120
    assert all(split_of[fake] == split_of[original] for fake, original in original_of.items())
    assert handler.understand().kept_together == 120


def test_too_few_persons_for_three_splits_are_counted(tmp_path: Path, cache: Path) -> None:
    root = toyfake.write(tmp_path / "set", {"real": 20, "fake": 20})
    rows = [f"{path.relative_to(root).as_posix()},x,p{n % 2}" for n, path in enumerate(sorted(root.rglob("*.jpg")))]
    (root / "sources.csv").write_text("\n".join(["file,source,group", *rows]), "utf-8")

    with pytest.raises(DatasetError, match=r"pictures of .*set show only 2 persons, .*: 8 or more are needed\."):
        DatasetHandler(root, cache).split()


def test_a_table_of_sources_that_names_no_picture_is_a_warning(tmp_path: Path, cache: Path) -> None:
    root = toyfake.write(tmp_path / "zip", {"set/real": 12, "set/fake": 12})
    table = root / "set/sources.csv"
    table.write_text("picture,source\nreal/a.jpg,ffhq\n", "utf-8")
    assert any(
        warning.startswith("set/sources.csv names no picture that is there")
        for warning in DatasetHandler(root, cache).understand().warnings
    )

    name = next((root / "set/real").iterdir()).name
    table.write_text(f"file,source\nreal/{name},ffhq\n", "utf-8")
    assert not any("sources.csv" in warning for warning in DatasetHandler(root, cache).understand().warnings)


def test_a_missing_validation_is_drawn_from_train_and_test_stays_as_it_is(tmp_path: Path, cache: Path) -> None:
    root = toyfake.write(tmp_path / "set", {"train/real": 40, "train/fake": 30, "test/real": 7, "test/fake": 8})
    handler = DatasetHandler(root, cache)

    assert _sizes(handler.split()) == {"train": (36, 27), "validation": (4, 3), "test": (7, 8)}
    assert all("/test/" in file.path.as_posix() for file in handler.split()["test"])
    assert handler.understand().split_by == "both"


def test_what_is_in_no_split_is_not_trained_on_where_others_are(tmp_path: Path, cache: Path) -> None:
    folders = {f"{split}/{label}": 10 for split in ("Train", "Validation", "Test") for label in ("Real", "Fake")}
    root = toyfake.write(tmp_path / "set", {**folders, "Unseen/sd21/Fake": 5})

    summary = DatasetHandler(root, cache).understand()

    assert sum(sum(counts.values()) for counts in summary.counts.values()) == 60
    assert summary.left_out == 5
    assert any("5 pictures have no label in a table or" in warning for warning in summary.warnings)


def test_a_warning_names_the_folders_that_are_left_out_the_largest_first(tmp_path: Path, cache: Path) -> None:
    folders = {"fake/deepfakes": 12, "fake/original": 4, "real/ffhq": 12, "other": 5}
    root = toyfake.write(tmp_path / "set", folders)

    warnings = DatasetHandler(root, cache).understand().warnings

    assert any("9 pictures" in each and each.endswith("left out: other, fake/original") for each in warnings)


def test_the_summary_says_what_was_understood_in_text_and_as_an_event(tmp_path: Path, cache: Path) -> None:
    root = toyfake.write(tmp_path / "set", {"training_real/ffhq": 12, "training_ai": 14})

    summary = DatasetHandler(root, cache, seed=7).understand()

    text = summary.to_event()["text"]
    assert "train              10 real         12 fake" in text
    assert "real is what lies in: training_real" in text
    assert "fake is what lies in: training_ai" in text
    assert "seed 7" in text
    event = json.loads(json.dumps(summary.to_event()))
    assert event["event"] == "data"
    assert event["understood"]["counts"]["test"] == {"real": 1, "fake": 1}
    assert event["understood"]["kept_together"] == 0
    assert event["understood"]["sources"] == {"": {"real": 0, "fake": 14}, "ffhq": {"real": 12, "fake": 0}}
    assert "a detector needs some thousands" in event["warnings"][0]


@pytest.mark.skipif(sys.platform != "linux", reason="needs a user who may not read everything")
def test_a_folder_that_can_t_be_read_is_a_warning(tmp_path: Path, cache: Path) -> None:
    root = toyfake.write(tmp_path / "set", {"real/ffhq": 12, "fake/ffhq": 12, "fake/sdxl": 5})
    code = "import sys; from pathlib import Path; from trainer.dataset_handler import DatasetHandler as Handler; "
    code += "print(*Handler(sys.argv[1], Path(sys.argv[2])).understand().warnings, sep='\\n')"
    command = [sys.executable, "-c", code, str(root), str(cache)]
    if os.geteuid() == 0:
        if not (setpriv := shutil.which("setpriv")):
            pytest.skip("root may read everything")
        command = [setpriv, "--bounding-set=-all", "--inh-caps=-all", *command]
    (root / "fake/sdxl").chmod(0)
    warnings = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False).stdout
    (root / "fake/sdxl").chmod(0o700)
    assert f"{root / 'fake/sdxl'} can't be read: Permission denied. What is in it is left out.\n" in warnings


def test_what_a_zip_holds_that_cannot_be_written_is_told_also_the_next_time(tmp_path: Path, cache: Path) -> None:
    archive = tmp_path / "set.zip"
    archive.write_bytes(toyfake.zipped(toyfake.write(tmp_path / "set", {"real": 10, "fake": 10})))
    with zipfile.ZipFile(archive, "a") as more:
        more.writestr("real/who is this?.jpg", b"\xff\xd8\xff")

    for _ in range(2):
        warnings = DatasetHandler(archive, cache).understand().warnings
        assert (
            "Files left out, whose names not every system can write or tell from others (1): 'real/who is this?.jpg'"
            in warnings
        )


def test_a_data_set_with_a_table_is_trained_beside_one_with_folders(tmp_path: Path, cache: Path) -> None:
    root = toyfake.write(tmp_path / "sets", {"hard/real": 30, "hard/fake": 30, "deepfake-faces/faces_224": 40})
    names = sorted(path.stem for path in (root / "deepfake-faces/faces_224").iterdir())
    rows = [f"{name}.mp4,{'FAKE' if number % 4 else 'REAL'}" for number, name in enumerate(names)]
    (root / "deepfake-faces/metadata.csv").write_text("\n".join(["videoname,label", *rows]), "utf-8")
    wrong = next((root / "hard/real").iterdir()).name
    (root / "hard/labels.csv").write_text(f"file,label\nreal/{wrong},fake\n", "utf-8")

    summary = DatasetHandler(root, cache).understand()

    assert summary.sources == {"hard": {"real": 29, "fake": 30}, "faces_224": {"real": 10, "fake": 30}}
    assert summary.label_folders == {"real": ("real",), "fake": ("fake",)}
    assert summary.label_tables == (str(Path("deepfake-faces/metadata.csv")),)
    assert any("1 pictures have no label" in warning and "hard/real" in warning for warning in summary.warnings)


def test_a_zip_with_a_table_of_labels_is_understood(tmp_path: Path, cache: Path) -> None:
    root = toyfake.write(tmp_path / "set", {"real": 12, "fake": 14})
    pictures = sorted(root.rglob("*.jpg"))
    rows = [f"{n}.mp4,{path.parent.name.upper()}" for n, path in enumerate(pictures)]
    with zipfile.ZipFile(tmp_path / "faces.zip", "w") as archive:
        archive.writestr("metadata.csv", "\n".join(["videoname,label", *rows]))
        for n, path in enumerate(pictures):
            archive.write(path, f"faces_224/{n}.jpg")
        archive.write(pictures[0], "faces_224/more.jpg")

    summary = DatasetHandler(tmp_path / "faces.zip", cache, seed=1).understand()

    assert {label: sum(counts[label] for counts in summary.counts.values()) for label in ("real", "fake")} == {
        "real": 12,
        "fake": 14,
    }
    assert "real and fake is what is called so in: metadata.csv" in summary.describe()
    assert "lies in" not in summary.describe()
    assert "1 pictures have no label in a table" in summary.warnings[0]
    assert json.loads(json.dumps(summary.to_event()))["understood"]["label_tables"] == ["metadata.csv"]


@pytest.mark.parametrize(
    ("folders", "sentence"),
    [
        ({"real": 40}, r"All 40 labelled pictures of .*set are real: a detector learns from both"),
        ({"fake": 40}, r"All 40 labelled pictures of .*set are fake"),
        ({"real": 2, "fake": 1}, r"has 2 real and 1 fake pictures: at least 10 of each are needed"),
        ({"pictures": 20}, r"holds 20 pictures, but none in a folder whose name says real or fake"),
        ({"train/real": 20, "train/fake": 20, "test/fake": 5}, r"The test split of .*set has no real pictures"),
    ],
)
def test_data_that_cannot_be_trained_on_is_a_sentence(
    tmp_path: Path, cache: Path, folders: dict[str, int], sentence: str
) -> None:
    with pytest.raises(DatasetError, match=sentence):
        DatasetHandler(toyfake.write(tmp_path / "set", folders), cache).understand()


def test_a_source_that_is_nothing_is_named_with_an_example(cache: Path) -> None:
    with pytest.raises(
        DatasetError, match="no folder or zip file that exists, and no Kaggle data set like manjilkarki/"
    ):
        DatasetHandler("nowhere to be found", cache)
    with pytest.raises(DatasetError):
        DatasetHandler("x" * 5000, cache)
    with pytest.raises(DatasetError):
        DatasetHandler("~a-user-that-there-is-not/faces", cache)


def test_a_zip_that_changed_is_extracted_anew(tmp_path: Path, cache: Path) -> None:
    archive = tmp_path / "set.zip"
    archive.write_bytes(toyfake.zipped(toyfake.write(tmp_path / "one", {"real": 10, "fake": 10})))
    assert DatasetHandler(archive, cache).download().pictures == 20

    archive.write_bytes(toyfake.zipped(toyfake.write(tmp_path / "two", {"real": 11, "fake": 12}, first_seed=5)))
    handler = DatasetHandler(archive, cache)

    assert handler.download().pictures == 23
    assert len(handler.split()["train"]) + len(handler.split()["validation"]) + len(handler.split()["test"]) == 23
    assert archive.exists(), "the user's own zip file stays"


def _read_batches(root: Path, cache: Path, results: multiprocessing.Queue[object]) -> None:
    handler = DatasetHandler(root, cache, size=32, batch_size=8)
    for split in ("train", "test"):
        batches = [[batch.numpy() for batch in pair] for pair in handler.images(split)]
        again = [labels.numpy() for _, labels in handler.images(split)]
        results.put((batches, again))


def test_of_two_trainings_on_one_zip_one_extracts_it_and_the_other_waits(tmp_path: Path, cache: Path) -> None:
    archive = tmp_path / "set.zip"
    archive.write_bytes(toyfake.zipped(toyfake.write(tmp_path / "set", {"real": 10, "fake": 10})))
    seen: set[tuple[str, int, int]] = set()
    waits = threading.Event()
    others: list[Future[Download]] = []

    def of_other(*progress: Any) -> None:
        seen.add(progress)
        waits.set()

    with ThreadPoolExecutor(1) as pool:

        def of_first(*progress: Any) -> None:
            if not others:
                others.append(pool.submit(DatasetHandler(archive, cache).download, of_other))
                assert waits.wait(60)

        first = DatasetHandler(archive, cache).download(of_first)
        assert others[0].result(60) == first
    assert seen == {("extract", 0, 0)}


def test_images_come_shuffled_in_batches_without_the_corrupt_one(tmp_path: Path, cache: Path) -> None:
    pytest.importorskip("tensorflow")
    folders = {
        f"{split}/{label}": n for split, n in (("train", 20), ("val", 3), ("test", 6)) for label in ("real", "fake")
    }
    root = toyfake.write(tmp_path / "set", folders)
    next((root / "train/real").iterdir()).write_bytes(b"\xff\xd8\xff corrupt")
    # TensorFlow's threads stay out of the process of the other tests, which start children.
    context = multiprocessing.get_context("spawn")
    results: multiprocessing.Queue[object] = context.Queue()
    child = context.Process(target=_read_batches, args=(root, cache, results))
    child.start()
    (train, _), (test, _) = results.get(timeout=120), results.get(timeout=120)  # type: ignore[misc]
    child.join()

    assert [len(labels) for _, labels in train] == [8, 8, 8, 8, 7]
    assert sorted(len(labels) for _, labels in test) == [4, 8]
    pictures = np.concatenate([pixels for pixels, _ in train])
    labels = np.concatenate([labels for _, labels in train])
    assert pictures.shape == (39, 32, 32, 3)
    assert pictures.dtype == np.uint8
    assert labels.sum() == 20, "1 is fake, and the corrupt picture was real"
    assert 0 < labels[:20].sum() < 20, "the order of the disk is one class after the other"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_pictures_whose_names_are_in_another_encoding_are_handed_out(tmp_path: Path, cache: Path) -> None:
    root = toyfake.write(tmp_path / "set", {"real": 20, "fake": 20})
    for path in root.rglob("*.jpg"):
        os.rename(path, os.fsencode(path.parent) + b"/M\xfcller " + os.fsencode(path.name))
    handler = DatasetHandler(root, cache)
    labels = np.concatenate([labels for _, labels in handler.images("train").as_numpy_iterator()])
    assert len(labels) == len(handler.split()["train"])

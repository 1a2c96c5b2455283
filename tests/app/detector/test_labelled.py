from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

from app.detector.labelled import LabelledFile, LayoutError, label_of, read_labelled_folder


def _touch(root: Path, *paths: str) -> Path:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(b"x")
    return root


def _read(root: Path) -> dict[str, tuple[str, str | None, str]]:
    return {
        file.path.relative_to(root.resolve()).as_posix(): (file.label, file.split, file.source)
        for file in read_labelled_folder(root)
    }


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Fake", "fake"),
        ("FAKE", "fake"),
        ("training_fake", "fake"),
        ("1_fake", "fake"),
        ("ai", "fake"),
        ("AI-generated", "fake"),
        ("deepfakes", "fake"),
        ("FakeFaces", "fake"),
        ("fakefaces", "fake"),
        ("trainfake", "fake"),
        ("real", "real"),
        ("0_real", "real"),
        ("training_real", "real"),
        ("RealImages", "real"),
        ("realimgs", "real"),
        ("nature", "real"),
        ("Original", "real"),
        ("Face2Face", "fake"),
        ("face2face", "fake"),
        ("FaceSwap", "fake"),
        ("NeuralTextures", "fake"),
        ("FaceShifter", "fake"),
        ("Celeb-synthesis", "fake"),
        ("swapped", "fake"),
        ("fake_humans", "fake"),
        ("AI Human Faces", "fake"),
        ("human", "real"),
        ("human_vs_ai", None),
        ("face", None),
        ("real_vs_fake", None),
        ("real-and-fake-faces", None),
        ("not_real", None),
        ("non-fake", None),
        ("unreal", None),
        ("realistic", None),
        ("surreal", None),
        ("train", None),
        ("maid", None),
        ("0", None),
        ("", None),
    ],
)
def test_a_name_tells_a_class_or_nothing(name: str, label: str | None) -> None:
    assert label_of(name) == label


def test_ways_to_make_fakes_are_sources_where_another_folder_says_that_they_are_fakes(tmp_path: Path) -> None:
    manipulated = [f"manipulated_sequences/{name}/c23/a.jpg" for name in ("Deepfakes", "FaceSwap", "Face2Face")]
    root = _touch(tmp_path / "set", "original_sequences/youtube/c23/a.jpg", *manipulated, "fake/Deepfakes/a.jpg")

    assert {source for label, _, source in _read(root).values() if label == "fake"} == {
        *("Deepfakes/c23", "FaceSwap/c23", "Face2Face/c23", "Deepfakes"),
    }
    assert {file.source for file in read_labelled_folder(_touch(tmp_path / "b", "Real/a.jpg", "Deepfakes/b.jpg"))} == {
        ""
    }


def test_splits_are_read_in_each_spelling(tmp_path: Path) -> None:
    root = _touch(
        tmp_path / "data",
        "Train/Real/a.jpg",
        "Validation/Fake/b.jpg",
        "TEST/FAKE/c.jpg",
        "x/valid/real/d.png",
        "testing_fake/e.webp",
    )

    assert _read(root) == {
        "Train/Real/a.jpg": ("real", "train", ""),
        "Validation/Fake/b.jpg": ("fake", "validation", ""),
        "TEST/FAKE/c.jpg": ("fake", "test", ""),
        "x/valid/real/d.png": ("real", "validation", "x"),
        "testing_fake/e.webp": ("fake", "test", ""),
    }


def test_the_deepest_name_that_says_one_class_decides(tmp_path: Path) -> None:
    root = _touch(tmp_path, "real_vs_fake/real-vs-fake/train/real/a.jpg", "real_vs_fake/real-vs-fake/train/fake/b.jpg")

    assert [file.label for file in read_labelled_folder(root)] == ["fake", "real"]


def test_a_folder_with_both_classes_in_it_is_no_label(tmp_path: Path) -> None:
    root = _touch(tmp_path / "deepfakes", "real/a.jpg", "fake/b.jpg", "previews/c.jpg", "d.jpg")

    assert set(_read(root)) == {"real/a.jpg", "fake/b.jpg"}

    nested = _touch(tmp_path / "set", "deepfake-corpus/real/a.jpg", "deepfake-corpus/ai/b.jpg", "deepfake-corpus/c.jpg")
    assert set(_read(nested)) == {"deepfake-corpus/real/a.jpg", "deepfake-corpus/ai/b.jpg"}


def test_a_folder_of_one_class_labels_all_below_it(tmp_path: Path) -> None:
    root = _touch(tmp_path / "set", "fake/stylegan/a.jpg", "fake/sdxl/deep/b.jpg", "fake/GAN/d.jpg", "real/ffhq/c.jpg")

    assert _read(root) == {
        "fake/stylegan/a.jpg": ("fake", None, "stylegan"),
        "fake/sdxl/deep/b.jpg": ("fake", None, "sdxl/deep"),
        "fake/GAN/d.jpg": ("fake", None, "GAN"),
        "real/ffhq/c.jpg": ("real", None, "ffhq"),
    }


@pytest.mark.parametrize(
    ("folders", "dropped"),
    [
        (
            {
                "fake": ["midjourney", "sdxl", "RealVisXL", "fake_faceapp", "real-esrgan", "original_prompt"],
                "real": ["ffhq"],
            },
            set(),
        ),
        ({"Train/Fake": ["gan", "real-esrgan", "sd"], "Train/Real": ["a"]}, set()),
        ({"real/lfw": ["Ai_Sugiyama", "Val_Ackerman", "Tom_Hanks"], "fake/lfw": ["Ai_Sugiyama"]}, set()),
        ({"real": ["synthetic_background", "altered_light", "celeba"], "fake": ["x"]}, set()),
        ({"fake": ["RealVisXL", "sdxl"]}, set()),
        # Nobody knows what an original among fakes is.
        (
            {"fake": ["original", "resized", "deepfakes"], "real": ["original", "resized"]},
            {"fake/original"},
        ),
        ({"real": ["gan_training_set", "celeba"], "fake": ["a"]}, {"real/gan_training_set"}),
        ({"celeb_real": ["Ai_Sugiyama", "Tom_Hanks"], "fake": ["a"]}, {"celeb_real/Ai_Sugiyama"}),
    ],
)
def test_a_name_with_other_words_does_not_overrule_a_plain_one(
    tmp_path: Path, folders: dict[str, list[str]], dropped: set[str]
) -> None:
    below = {f"{top}/{name}": "fake" if "fake" in top.lower() else "real" for top in folders for name in folders[top]}
    root = _touch(tmp_path / "set", *(f"{folder}/a.jpg" for folder in below))

    read = {path.removesuffix("/a.jpg"): label for path, (label, _, _) in _read(root).items()}

    assert read == {folder: label for folder, label in below.items() if folder not in dropped}


@pytest.mark.parametrize("top", ["{}", "{}/sorted", "Train/{}"])
def test_what_pictures_show_is_no_class_below_one(tmp_path: Path, top: str) -> None:
    shown = ("human", "Human_Faces", "animal", "nature")
    expected = {f"{top.format(label)}/{name}/a.jpg": label for label in ("fake", "real") for name in shown}
    assert {name: label for name, (label, _, _) in _read(_touch(tmp_path / "set", *expected)).items()} == expected

    one = _touch(tmp_path / "one", f"{top.format('fake')}/human/a.jpg", f"{top.format('real')}/ffhq/b.jpg")
    assert [label for label, _, _ in _read(one).values()] == ["fake", "real"]


def test_what_pictures_show_is_a_class_beside_the_other(tmp_path: Path) -> None:
    root = _touch(tmp_path / "deepfakes", "human/a.jpg", "ai/b.jpg", "more/nature/c.jpg", "more/ai/d.jpg")
    assert {name: label for name, (label, _, _) in _read(root).items()} == {
        "human/a.jpg": "real",
        "ai/b.jpg": "fake",
        "more/nature/c.jpg": "real",
        "more/ai/d.jpg": "fake",
    }


@pytest.mark.parametrize("title", ["ai_faces", "fake", "deepfakes", "deepfake set"])
def test_what_pictures_show_is_no_fake_below_the_title_of_a_set(tmp_path: Path, title: str) -> None:
    pictures = ("human/a.jpg", "midjourney/b.jpg")
    assert "fake" not in {label for label, _, _ in _read(_touch(tmp_path / title, *pictures)).values()}

    beside = _touch(tmp_path / "s", *(f"{title}/{name}" for name in pictures), "r/real/c.jpg", "r/fake/d.jpg")
    labels = {name: label for name, (label, _, _) in _read(beside).items()}
    assert labels["r/real/c.jpg"] == "real"
    assert labels["r/fake/d.jpg"] == "fake"
    assert labels.get(f"{title}/human/a.jpg") != "fake"


def test_the_only_folder_and_a_data_set_of_one_class_are_read_as_they_are_called(tmp_path: Path) -> None:
    assert set(_read(_touch(tmp_path / "fake", "RealVisXL/a.jpg", "sdxl/b.jpg")).values()) == {
        ("fake", None, "RealVisXL"),
        ("fake", None, "sdxl"),
    }
    wrapped = _touch(tmp_path / "zip", "Deepfake Dataset/real/a.jpg", "Deepfake Dataset/sdxl/b.jpg")
    assert _read(wrapped) == {"Deepfake Dataset/real/a.jpg": ("real", None, "")}


def test_a_person_called_val_does_not_undo_the_splits(tmp_path: Path) -> None:
    root = _touch(
        tmp_path / "set",
        "train/real/Val_Ackerman/a.jpg",
        "train/real/Bo_Li/b.jpg",
        "test/fake/c.jpg",
        "train/fake/d.jpg",
    )

    assert _read(root) == {
        "train/real/Val_Ackerman/a.jpg": ("real", "train", "Val_Ackerman"),
        "train/real/Bo_Li/b.jpg": ("real", "train", "Bo_Li"),
        "test/fake/c.jpg": ("fake", "test", ""),
        "train/fake/d.jpg": ("fake", "train", ""),
    }


def test_the_name_of_the_root_counts_only_where_nothing_below_says_more(tmp_path: Path) -> None:
    one_class = _touch(tmp_path / "Fake", "sdxl/a.jpg")
    assert [file.label for file in read_labelled_folder(one_class)] == ["fake"]

    container = _touch(tmp_path / "fake-test", "real/a.jpg", "other/b.jpg", "train/real/c.jpg")
    assert _read(container) == {"real/a.jpg": ("real", None, ""), "train/real/c.jpg": ("real", "train", "")}


def test_sets_of_the_field_are_read_whole(tmp_path: Path) -> None:
    fakes = ("Deepfakes", "Face2Face", "FaceSwap", "NeuralTextures", "FaceShifter", "DeepFakeDetection")
    forensics = _touch(tmp_path / "FaceForensics++_C23", "original/0.jpg", *(f"{name}/1.jpg" for name in fakes))
    assert {path: label for path, (label, _, _) in _read(forensics).items()} == {
        "original/0.jpg": "real",
        **{f"{name}/1.jpg": "fake" for name in fakes},
    }

    celeb = _touch(tmp_path / "Celeb-DF-v2", "Celeb-real/a/1.jpg", "Celeb-synthesis/b/1.jpg", "YouTube-real/c/1.jpg")
    assert [file.label for file in read_labelled_folder(celeb)] == ["real", "fake", "real"]


def test_the_title_of_a_data_set_does_not_label_folders_that_say_nothing(tmp_path: Path) -> None:
    folders = ("inpainting/a.jpg", "insight/a.jpg", "text2img/a.jpg", "wiki/a.jpg")
    for root in (tmp_path / "DeepFakeFace", tmp_path / "zip"):
        _touch(root, *(folders if root.name != "zip" else [f"DeepFakeFace/{name}" for name in folders]))
        with pytest.raises(LayoutError, match="none in a folder whose name says real or fake"):
            read_labelled_folder(root)


@pytest.mark.parametrize(
    ("folders", "left_out"),
    [
        (("hard/real", "hard/fake", "deepfake_set/0", "deepfake_set/1"), ("deepfake_set/",)),
        (("hard/real", "hard/fake", "deepfake_set/v1/0", "deepfake_set/v1/1"), ("deepfake_set/",)),
        (("hard/real", "hard/fake", "deepfake_set/train/0", "deepfake_set/test/1"), ("deepfake_set/",)),
        (("real_v2/real", "real_v2/fake", "deepfake_set/0", "deepfake_set/1"), ("deepfake_set/",)),
        (("celeb/real", "celeb/fake", "my_fakes/mj", "my_fakes/sd"), ()),
        (("celeb/real", "sd-fakes/v1", "sd-fakes/v2"), ()),
        # One folder within may hold all of a class.
        (("hard/real", "hard/fake", "deepfake_set/images"), ()),
        (("hard/real", "hard/fake", "celeb_a/Celeb-real/0", "celeb_a/Celeb-real/1", "celeb_a/Celeb-synthesis"), ()),
        (("hard/real", "hard/fake", "train/celeb_real/0", "train/celeb_real/1", "test/celeb_fake"), ()),
        (("hard/real", "hard/fake", "ff/Deepfakes/000_001", "ff/Deepfakes/001_002"), ()),
        (("hard/real", "hard/fake", "manipulated_x/Deepfakes/c23", "manipulated_x/Deepfakes/c40"), ()),
    ],
)
def test_so_it_is_beside_another_data_set(tmp_path: Path, folders: tuple[str, ...], left_out: tuple[str, ...]) -> None:
    root = _touch(tmp_path / "sets", *(f"{folder}/a.jpg" for folder in folders))

    read = {path.removesuffix("/a.jpg") for path in _read(root)}

    assert read == {folder for folder in folders if not folder.startswith(left_out)}


def test_sources_come_from_the_file_beside_the_pictures(tmp_path: Path) -> None:
    root = _touch(tmp_path, "Train/Real/a.jpg", "Train/Fake/b.jpg")
    (root / "sources.csv").write_text("file,source,group\nTrain/Real/a.jpg,ffhq,anna\n", "utf-8")

    files = read_labelled_folder(root / "Train")

    assert {(file.source, file.group) for file in files} == {("ffhq", "anna"), ("", "")}


@pytest.mark.parametrize(
    ("place", "content"),
    [
        ("sources.csv", b"file;source;group\nset/real/a.jpg;ffhq;anna\n"),
        ("sources.csv", b"File,Source,Group\nset\\real\\a.jpg,ffhq,anna\n"),
        ("set/sources.csv", b"file,source,group\nreal/a.jpg,ffhq,anna\n"),
        ("sources.csv", b"\r\nfile,source,group\r\nset/real/a.jpg,ffhq,anna\r\n"),
        ("set/real/sources.csv", "\ufefffile\tsource\tgroup\na.jpg\tffhq\tanna\n".encode()),
        ("set/sources.csv", "file;source;group\nreal/ä.jpg;x;y\nreal/a.jpg;ffhq;anna\n".encode("cp1252")),
    ],
)
def test_sources_are_read_where_and_as_people_have_them(tmp_path: Path, place: str, content: bytes) -> None:
    root = _touch(tmp_path / "zip", "set/real/a.jpg", "set/fake/b.jpg")
    (root / place).write_bytes(content)

    assert {(file.source, file.group) for file in read_labelled_folder(root)} == {("ffhq", "anna"), ("set", "")}


def test_hidden_files_and_files_that_are_no_pictures_are_left_out(tmp_path: Path) -> None:
    root = _touch(tmp_path, "real/a.jpg", "real/.b.jpg", "real/c.txt", "__MACOSX/real/._a.jpg", ".cache/fake/d.jpg")
    _touch(root, "real/@eaDir/a.jpg/SYNOPHOTO_THUMB_XL.jpg", "$RECYCLE.BIN/fake/e.jpg")

    assert set(_read(root)) == {"real/a.jpg"}


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
def test_links_to_folders_are_followed_but_not_in_a_circle(tmp_path: Path) -> None:
    root = _touch(tmp_path / "set", "real/a.jpg")
    _touch(tmp_path, "disk/sdxl/b.jpg", "disk/more/c.jpg")
    (root / "fake").mkdir()
    (root / "fake/sdxl").symlink_to(tmp_path / "disk/sdxl")
    (root / "fake/again").symlink_to(root)
    (root / "fake/all").symlink_to(tmp_path)
    (tmp_path / "disk/sdxl/more").symlink_to(tmp_path / "disk/more")
    (tmp_path / "disk/more/back").symlink_to(tmp_path / "disk/sdxl")

    assert _read(root) == {
        "real/a.jpg": ("real", None, ""),
        "fake/sdxl/b.jpg": ("fake", None, "sdxl"),
        "fake/sdxl/more/c.jpg": ("fake", None, "sdxl/more"),
    }


def test_a_folder_without_labels_says_what_is_expected(tmp_path: Path) -> None:
    root = _touch(tmp_path / "holiday", "a.jpg", "beach/b.jpg")

    with pytest.raises(
        LayoutError, match=r"holds 2 pictures, but none in a folder whose name says real or fake: they lie in beach"
    ):
        read_labelled_folder(root)
    _touch(root, *(f"{number}/a.jpg" for number in range(5)))
    with pytest.raises(LayoutError, match=r"they lie in 0, 1, 2, 3, …\. Expected .* or a CSV file that names"):
        read_labelled_folder(root)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(LayoutError, match="nowhere"):
        read_labelled_folder(tmp_path / "nowhere")


def test_the_order_does_not_depend_on_how_the_disk_lists_names(tmp_path: Path) -> None:
    names = [f"{label}/{number:02}.jpg" for label in ("real", "fake") for number in range(20)]
    random.Random(4).shuffle(names)
    files: list[LabelledFile] = read_labelled_folder(_touch(tmp_path, *names))

    assert [file.path for file in files] == sorted(file.path for file in files)

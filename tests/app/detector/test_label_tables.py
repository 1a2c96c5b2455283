"""Labels are read from the tables that public data sets have, and from none that can't be understood."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.detector.labelled import LayoutError, read_labelled_folder


def _folder(root: Path, pictures: list[str], tables: dict[str, str]) -> Path:
    for name in pictures:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(b"x")
    for name, content in tables.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(content, "utf-8")
    return root


def _read(root: Path) -> dict[str, tuple[str, str | None]]:
    return {
        file.path.relative_to(root.resolve()).as_posix(): (file.label, file.split)
        for file in read_labelled_folder(root)
    }


@pytest.mark.parametrize("title", ["set", "deepfake-faces"])
def test_a_table_may_name_videos_and_their_originals(tmp_path: Path, title: str) -> None:
    root = _folder(
        tmp_path / title,
        ["faces_224/aag.jpg", "faces_224/bbh.jpg", "faces_224/cci.jpg", "faces_224/unlisted.jpg"],
        {
            "metadata.csv": "videoname,original_width,original_height,label,original\n"
            "aag.mp4,1,129,FAKE,bbh.mp4\nbbh.mp4,1,217,REAL,\ncci.mp4,1,100,FAKE,bbh.mp4\nzzz.mp4,1,1,REAL,\n"
        },
    )

    assert _read(root) == {
        "faces_224/aag.jpg": ("fake", None),
        "faces_224/bbh.jpg": ("real", None),
        "faces_224/cci.jpg": ("fake", None),
    }
    assert {file.table for file in read_labelled_folder(root)} == {root.resolve() / "metadata.csv"}


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("id,image,label", "{row},{number}.jpg,{label}"),
        ("id,image,label", "{row},{number},{label}"),
        (",path,label", "{row},images/{number}.jpg,{label}"),
        ("is_fake,file", "{is_fake},{number}.jpg"),
        ("file,pred,label", "{number}.jpg,{wrong},{label}"),
    ],
)
def test_a_column_that_happens_to_find_pictures_names_none(tmp_path: Path, header: str, row: str) -> None:
    """Of running numbers, each is the name of some picture, and 0 and 1 are those of two."""
    labels = {f"images/{number}.jpg": "fake" if number % 3 else "real" for number in range(40)}
    rows = [header]
    for place in range(40):
        number = place * 7 % 40
        label, wrong = ("fake", "real") if number % 3 else ("real", "fake")
        rows.append(row.format(row=place, number=number, label=label, wrong=wrong, is_fake=int(label == "fake")))
    root = _folder(tmp_path / "set", list(labels), {"labels.csv": "\n".join(rows)})

    assert {name: label for name, (label, _) in _read(root).items()} == labels


def test_originals_beside_their_fakes_name_no_row(tmp_path: Path) -> None:
    """Of a balanced part of a set, where most fakes are not there but all originals, they find more rows."""
    rows = ["videoname,label,original"]
    for number in range(10):
        rows += [f"r{number}.mp4,REAL,"] + [f"f{number}{fake}.mp4,FAKE,r{number}.mp4" for fake in range(5)]
    pictures = [f"{name}.jpg" for number in range(10) for name in (f"r{number}", f"f{number}0")]
    root = _folder(tmp_path / "set", pictures, {"metadata.csv": "\n".join(rows)})

    assert {(name[0], label) for name, (label, _) in _read(root).items()} == {("r", "real"), ("f", "fake")}


@pytest.mark.parametrize(
    "content",
    [
        "id,fake\na/1.jpg,1\nb/1.jpg,0\n",
        "\ufeffid;is_fake\na\\1.jpg;True\nb\\1.jpg;False\n",
        ",file,real,quality\n0,a/1,0.0,3\n1,b/1,1.0,4\n",
        "fake,path,kind\n0,./a/1.jpg,ai\n1,./b/1.jpg,human\n",
        "file,Is AI-generated?\na/1.jpg,yes\nb/1.jpg,no\n",
        "quality,path,kind\n3,./a/1.jpg,AI-generated\n4,./b/1.jpg,human\n",
    ],
)
def test_numbers_mean_what_the_column_is_called(tmp_path: Path, content: str) -> None:
    root = _folder(tmp_path / "set", ["a/1.jpg", "b/1.jpg"], {"labels.csv": content})

    assert _read(root) == {"a/1.jpg": ("fake", None), "b/1.jpg": ("real", None)}


def test_a_table_may_be_written_as_excel_does(tmp_path: Path) -> None:
    root = _folder(tmp_path / "set", ["Jörg.jpg", "Zoë.jpg"], {})
    (root / "x.csv").write_bytes("Datei;Art\r\nJörg.jpg;fake\r\nZoë.jpg;real\r\n".encode("cp1252"))

    assert _read(root) == {"Jörg.jpg": ("fake", None), "Zoë.jpg": ("real", None)}


def test_a_table_may_begin_with_empty_lines(tmp_path: Path) -> None:
    root = _folder(tmp_path / "set", ["a.jpg", "b.jpg"], {"labels.csv": "\r\n\nfile,label\na.jpg,real\nb.jpg,fake\n"})
    assert _read(root) == {"a.jpg": ("real", None), "b.jpg": ("fake", None)}


@pytest.mark.parametrize("content", ["\n\0", "\n", "\n\n\n", " \n\n", ",\n,,\n", "\ufeff\n\na"])
def test_a_table_of_nothing_says_nothing(tmp_path: Path, content: str) -> None:
    root = _folder(tmp_path, ["real/a.jpg", "fake/b.jpg"], {"labels.csv": content})
    assert _read(root) == {"real/a.jpg": ("real", None), "fake/b.jpg": ("fake", None)}


def test_a_long_table_may_be_sorted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.detector.label_tables._SAMPLE", 4)
    rows = [f"{number}.jpg,{int(number >= 20)}" for number in range(40)]
    root = _folder(tmp_path / "set", [f"{number}.jpg" for number in range(40)], {"x.csv": "f,fake\n" + "\n".join(rows)})

    assert [label for label, _ in _read(root).values()].count("fake") == 20


def test_numbers_that_could_mean_either_are_refused(tmp_path: Path) -> None:
    """A detector that has learnt them the wrong way round would call every fake genuine."""
    root = _folder(tmp_path / "set", ["x/1.jpg", "x/2.jpg"], {"train.csv": "file_name,label\nx/1.jpg,1\nx/2.jpg,0\n"})

    with pytest.raises(LayoutError, match=r"train\.csv says 0 and 1 in its column label, and not which of them is"):
        read_labelled_folder(root)


def test_splits_are_a_column_or_the_name_of_a_table(tmp_path: Path) -> None:
    pictures = [f"images/{number}.jpg" for number in range(6)]
    rows = [f"{number}.jpg,{'real' if number % 2 else 'fake'}" for number in range(6)]
    by_name = {
        f"{name}.csv": "image,class\n" + "\n".join(part)
        for name, part in (("train", rows[:2]), ("valid", rows[2:4]), ("test", rows[4:]))
    }
    column = [f"{row},{split}" for row, split in zip(rows, ("train", "val", "test"), strict=False)]
    by_column = {"all.csv": "image,class,split\n" + "\n".join(column)}

    assert [split for _, split in _read(_folder(tmp_path / "a", pictures, by_name)).values()] == [
        *("train", "train", "validation", "validation", "test", "test")
    ]
    assert [split for _, split in _read(_folder(tmp_path / "b", pictures, by_column)).values()] == [
        *("train", "validation", "test")
    ]


@pytest.mark.parametrize(
    "tables",
    [
        {"{split}/labels.csv": "images/{number}.jpg,{label}"},
        {"{split}/labels.csv": "{number},{label}"},
        {"{split}/images/labels.csv": "{number}.jpg,{label}"},
        {"{split}.csv": "images/{number}.jpg,{label}"},
        {"all.csv": "{number}.jpg,{label},{split}"},
    ],
)
def test_pictures_of_two_splits_may_be_called_alike(tmp_path: Path, tables: dict[str, str]) -> None:
    labels = {("train", 0): "real", ("train", 1): "fake", ("test", 0): "fake", ("test", 1): "real"}
    contents: dict[str, str] = {}
    for (split, number), label in labels.items():
        for table, row in tables.items():
            name = table.format(split=split)
            contents.setdefault(name, "file,label,split" if "split" in row else "file,label")
            contents[name] += "\n" + row.format(split=split, number=number, label=label)
    root = _folder(tmp_path / "set", [f"{split}/images/{number}.jpg" for split, number in labels], contents)

    assert _read(root) == {
        f"{split}/images/{number}.jpg": (label, split) for (split, number), label in sorted(labels.items())
    }


def test_a_table_is_of_the_pictures_below_its_folder(tmp_path: Path) -> None:
    """What it names beside those may be called so in another set by chance."""
    root = _folder(
        tmp_path / "sets",
        ["a/1.jpg", "a/2.jpg", "b/1.jpg", "b/3.jpg", "c/4.jpg"],
        {
            "a/labels.csv": "file,label\n1.jpg,real\n2.jpg,fake\n3.jpg,fake\n4.jpg,real\n",
            "b/labels.csv": "file,label\n1.jpg,fake\n3.jpg,real\n",
        },
    )

    assert {name: label for name, (label, _) in _read(root).items()} == {
        "a/1.jpg": "real",
        "a/2.jpg": "fake",
        "b/1.jpg": "fake",
        "b/3.jpg": "real",
    }


@pytest.mark.parametrize(
    ("column", "cells", "groups"),
    [
        ("original", ("", "1.mp4", "videos/1.mp4", "NaN"), ("1", "1", "1", "")),
        ("Source Video", ("", "x.mp4", "x.mp4", ""), ("", "x", "x", "")),
        ("group", ("dr. who", "dr. who", "", "2"), ("dr. who", "dr. who", "", "2")),
        ("original", ("yes", "no", "no", "yes"), ("", "", "", "")),
        ("group", ("real", "fake", "fake", "real"), ("", "", "", "")),
    ],
)
def test_a_table_may_tell_what_shows_the_same(
    tmp_path: Path, column: str, cells: tuple[str, ...], groups: tuple[str, ...]
) -> None:
    labels = ("real", "fake", "fake", "real")
    rows = [f"{number}.jpg,{label},{cell}" for number, (label, cell) in enumerate(zip(labels, cells, strict=True), 1)]
    root = _folder(
        tmp_path / "set",
        [f"{number}.jpg" for number in range(1, 5)],
        {"labels.csv": "\n".join([f"file,label,{column}", *rows])},
    )

    assert tuple(file.group for file in read_labelled_folder(root)) == groups


def test_tables_may_lie_in_a_folder_of_their_own(tmp_path: Path) -> None:
    pictures = [f"{place}/{number}.jpg" for place in ("a/images/train", "a/images/test", "b/pics") for number in (1, 2)]
    tables = {
        "a/annotations/train.csv": "file,label\n1.jpg,real\n2.jpg,fake\n",
        "a/annotations/test.csv": "file,label\n1.jpg,fake\n2.jpg,real\n",
        "b/labels/v1/labels.csv": "file,label\n1.jpg,fake\n2.jpg,real\n",
    }

    assert _read(_folder(tmp_path / "sets", pictures, tables)) == {
        "a/images/train/1.jpg": ("real", "train"),
        "a/images/train/2.jpg": ("fake", "train"),
        "a/images/test/1.jpg": ("fake", "test"),
        "a/images/test/2.jpg": ("real", "test"),
        "b/pics/1.jpg": ("fake", None),
        "b/pics/2.jpg": ("real", None),
    }


def test_a_column_that_is_called_real_by_chance_is_no_label(tmp_path: Path) -> None:
    table = "file,natural_light,is_real,kind\n1.jpg,1,0,real\n2.jpg,0,0,fake\n3.jpg,1,0,fake\n"
    root = _folder(tmp_path / "set", ["1.jpg", "2.jpg", "3.jpg"], {"x.csv": table})

    assert _read(root) == {"1.jpg": ("real", None), "2.jpg": ("fake", None), "3.jpg": ("fake", None)}

    (root / "x.csv").write_text("file,natural_light\n1.jpg,1\n2.jpg,0\n", "utf-8")
    with pytest.raises(LayoutError, match="says 0 and 1 in its column natural_light, and not which of them is fake"):
        read_labelled_folder(root)


@pytest.mark.parametrize("shown", ["human face", "Humans", "human portrait", "nature"])
@pytest.mark.parametrize("names", [("real.csv", "gen.csv"), ("gen.csv",)])
def test_what_pictures_show_is_no_label(tmp_path: Path, names: tuple[str, ...], shown: str) -> None:
    tables = {
        "real.csv": f"file,is_fake,content\n1.jpg,0,{shown}\n",
        "gen.csv": f"file,is_fake,content\n2.jpg,1,{shown}\n",
    }
    root = _folder(tmp_path / "set", ["a/1.jpg", "a/2.jpg"], {name: tables[name] for name in names})

    expected = {"real.csv": ("a/1.jpg", "real"), "gen.csv": ("a/2.jpg", "fake")}
    assert {name: label for name, (label, _) in _read(root).items()} == dict(expected[name] for name in names)

    for name in names:
        (root / name).write_text(f"file,content\n1.jpg,{shown}\n2.jpg,{shown}\n", "utf-8")
    with pytest.raises(LayoutError):
        read_labelled_folder(root)


def test_what_pictures_show_is_a_label_in_a_column_of_labels_or_beside_fakes(tmp_path: Path) -> None:
    for number, tables in enumerate(
        (
            {"human.csv": "file,label\n1.jpg,human\n", "ai.csv": "file,label\n2.jpg,AI\n"},
            {"all.csv": "file,kind\n1.jpg,human\n2.jpg,AI\n"},
        )
    ):
        root = _folder(tmp_path / f"set{number}", ["a/1.jpg", "a/2.jpg"], tables)
        assert {name: label for name, (label, _) in _read(root).items()} == {"a/1.jpg": "real", "a/2.jpg": "fake"}


@pytest.mark.parametrize(("column", "label"), [("is_fake", "fake"), ("Real", "real"), ("is ai", "fake")])
def test_a_column_that_is_called_as_a_class_counts_with_a_single_number(
    tmp_path: Path, column: str, label: str
) -> None:
    table = f"file,{column},note\n1.jpg,1,original\n2.jpg,1,original\n"
    root = _folder(tmp_path / "set", ["a/1.jpg", "a/2.jpg"], {"x.csv": table})
    assert {said for said, _ in _read(root).values()} == {label}

    (root / "x.csv").write_text("file,generated\n1.jpg,1\n2.jpg,1\n", "utf-8")
    with pytest.raises(LayoutError):
        read_labelled_folder(root)


def test_what_contradicts_itself_or_means_two_pictures_is_left_out(tmp_path: Path) -> None:
    root = _folder(
        tmp_path / "set",
        ["a/1.jpg", "b/1.jpg", "a/2.jpg", "a/3.jpg", "a/4.jpg"],
        {"x.csv": "file,label\n1.jpg,fake\n2.jpg,fake\n2.jpg,real\n3.jpg,real\n4.jpg,fake\n"},
    )

    assert _read(root) == {"a/3.jpg": ("real", None), "a/4.jpg": ("fake", None)}


def test_a_picture_whose_folder_and_table_contradict_each_other_is_left_out(tmp_path: Path) -> None:
    pictures = ["real/a.jpg", "fake/b.jpg", "real/c.jpg", "fake/d.jpg"]
    table = "file,label\nreal/a.jpg,fake\nfake/b.jpg,real\nreal/c.jpg,real\n"
    root = _folder(tmp_path / "set", pictures, {"train.csv": table})

    assert _read(root) == {"real/c.jpg": ("real", None), "fake/d.jpg": ("fake", None)}

    (root / "real/c.jpg").unlink()
    (root / "fake/d.jpg").unlink()
    with pytest.raises(
        LayoutError, match=r"train\.csv says that .*fake.b\.jpg is real, and the name of its folder says"
    ):
        read_labelled_folder(root)


@pytest.mark.parametrize("other", ["hard", "."])
@pytest.mark.parametrize("title", ["deepfake-faces", "deepfakes", "ai_v2", "faces"])
def test_a_table_counts_more_than_the_title_of_its_data_set(tmp_path: Path, title: str, other: str) -> None:
    pictures = [f"{title}/faces_224/{name}.jpg" for name in ("aag", "bbh", "cci", "unlisted")]
    table = "videoname,label,original\naag.mp4,FAKE,bbh.mp4\nbbh.mp4,REAL,\ncci.mp4,FAKE,bbh.mp4\n"
    root = _folder(
        tmp_path / "sets",
        [*pictures, f"{other}/real/a.jpg", f"{other}/fake/b.jpg"],
        {f"{title}/metadata.csv": table},
    )

    files = {file.path.stem: file for file in read_labelled_folder(root)}

    assert {name: file.label for name, file in files.items()} == {
        "a": "real",
        "b": "fake",
        "aag": "fake",
        "bbh": "real",
        "cci": "fake",
    }
    assert {file.group for file in files.values() if "faces_224" in file.path.parts} == {"bbh"}
    assert {file.table for file in files.values()} == {None, root.resolve() / title / "metadata.csv"}


@pytest.mark.parametrize("title", ["deepfake_images", "fake_v2"])
def test_one_wrong_row_does_not_make_a_title_of_a_class(tmp_path: Path, title: str) -> None:
    pictures = ["real/1.jpg", *(f"{title}/{number}.jpg" for number in range(4))]
    root = _folder(tmp_path / "set", pictures, {"labels.csv": "file,label\n0.jpg,real\n"})

    expected = {name: ("real" if name == "real/1.jpg" else "fake", None) for name in pictures}
    del expected[f"{title}/0.jpg"]
    assert _read(root) == expected


def test_a_table_tells_the_group_also_where_folders_tell_the_label(tmp_path: Path) -> None:
    table = "file,original\na.jpg,\nb.jpg,a.jpg\n"
    root = _folder(tmp_path / "set", ["real/a.jpg", "fake/b.jpg"], {"x.csv": table.replace("\n", ",\n")})
    assert {file.group for file in read_labelled_folder(root)} == {""}

    (root / "x.csv").write_text("file,original,label\na.jpg,,REAL\nb.jpg,a.jpg,FAKE\n", "utf-8")
    assert {(file.group, file.table) for file in read_labelled_folder(root)} == {("a", None)}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("other.csv", "file,prediction\nreal/a.jpg,fake\nfake/b.jpg,real\n"),
        ("preds.csv", "file,label,score\nreal/a.jpg,fake,0.9\nfake/b.jpg,real,0.1\n"),
        ("preds.csv", "file,label,Prob (fake)\nreal/a.jpg,fake,0.9\nfake/b.jpg,real,0.1\n"),
        ("report.csv", "path,verdict,score\nreal/a.jpg,fake,0.9\nfake/b.jpg,real,0.1\n"),
        ("sources.csv", "file,source\nreal/a.jpg,Deepfakes\nfake/b.jpg,original\n"),
        ("sizes.csv", "file,version\nreal/a.jpg,original\nfake/b.jpg,original\n"),
    ],
)
def test_verdicts_and_remarks_contradict_no_folder(tmp_path: Path, name: str, content: str) -> None:
    root = _folder(tmp_path / "set", ["real/a.jpg", "fake/b.jpg"], {name: content})

    assert _read(root) == {"real/a.jpg": ("real", None), "fake/b.jpg": ("fake", None)}


def test_a_score_of_something_else_makes_no_remark_of_a_table(tmp_path: Path) -> None:
    table = "file,label,quality_score\n1.jpg,real,0.9\n2.jpg,fake,0.1\n"
    root = _folder(tmp_path / "deepfake-faces", ["images/1.jpg", "images/2.jpg"], {"x.csv": table})

    assert _read(root) == {"images/1.jpg": ("real", None), "images/2.jpg": ("fake", None)}


@pytest.mark.parametrize("truth", ["labels.csv", "preds_c.csv", "a.csv"])
def test_verdicts_and_remarks_overrule_no_table_of_labels(tmp_path: Path, truth: str) -> None:
    """Nor do verdicts that contradict each other, whichever table comes first."""
    root = _folder(
        tmp_path / "deepfake-faces",
        ["images/1.jpg", "images/2.jpg"],
        {
            truth: "file,label\n1.jpg,real\n2.jpg,fake\n",
            "preds_b.csv": "file,label,score\n1.jpg,real,0.1\n2.jpg,fake,0.9\n",
            "preds_d.csv": "file,label,score,original\n1.jpg,fake,0.9,\n2.jpg,fake,0.9,1.jpg\n",
        },
    )

    files = read_labelled_folder(root)

    assert [(file.label, file.group) for file in files] == [("real", "1"), ("fake", "1")]
    assert {file.table for file in files} == {root.resolve() / truth}


def test_a_table_without_splits_takes_none_away(tmp_path: Path) -> None:
    tables = {
        "a.csv": "file,label,split\n1.jpg,real,train\n2.jpg,fake,test\n",
        "b.csv": "file,label,original\n1.jpg,real,\n2.jpg,fake,1.jpg\n",
    }
    root = _folder(tmp_path / "set", ["images/1.jpg", "images/2.jpg"], tables)

    files = read_labelled_folder(root)

    assert [(file.split, file.group) for file in files] == [("train", "1"), ("test", "1")]


def test_other_files_of_that_kind_say_nothing(tmp_path: Path) -> None:
    root = _folder(
        tmp_path / "set",
        ["a/1.jpg"],
        {
            "empty.csv": "",
            "head.csv": "file,label\n",
            "rows.csv": "file,label\n1.jpg\n,,,,\n",
            "names.csv": "file,who\n1.jpg,anna\n",
            "other.csv": "file,label\nelsewhere.jpg,fake\n",
            "noise.csv": 'file,label\n"1.jpg,fake\n\x00\x00',
        },
    )

    with pytest.raises(LayoutError, match="holds 1 pictures, but none in a folder whose name says real or fake"):
        read_labelled_folder(root)

"""Both readers of strangers' tables take what their programs write: labels, and sources."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.detector.labelled import LabelledFile, read_labelled_folder

_ROWS = "file,label,source\nx/1.jpg,fake,sdxl\nx/2.jpg,real,ffhq\n"


@pytest.mark.parametrize(
    "content",
    [
        _ROWS.encode(),
        _ROWS.encode("utf-8-sig"),
        _ROWS.replace(",", ";").encode(),
        _ROWS.replace(",", "\t").replace("\n", "\r\n").encode(),
        b"\r\n\n" + _ROWS.encode(),
        _ROWS.replace("file,label", "File , label").encode(),
        _ROWS.replace("/", "\\").encode(),
        (_ROWS + "x/ä.jpg,fake,sdxl\n").encode("cp1252"),
        _ROWS.encode() + b"x/\x81.jpg,fake,sdxl\n",
        _ROWS.encode() + b"x/3.jpg,fake," + b"a" * 200_000 + b"\n",
        _ROWS.encode() + b"x/3.jpg\n,,,,,\n",
    ],
)
def test_labels_and_sources_are_read_from_a_table_of_any_program(tmp_path: Path, content: bytes) -> None:
    folder = tmp_path / "set" / "x"
    folder.mkdir(parents=True)
    for name in ("1.jpg", "2.jpg"):
        (folder / name).write_bytes(b"x")
    table = tmp_path / "set" / "sources.csv"
    table.write_bytes(content)

    fake, real = (folder.resolve() / name for name in ("1.jpg", "2.jpg"))
    assert read_labelled_folder(tmp_path / "set") == [
        LabelledFile(fake, "fake", None, "sdxl", table=table.resolve()),
        LabelledFile(real, "real", None, "ffhq", table=table.resolve()),
    ]


def test_sources_are_found_where_another_sign_is_more_frequent(tmp_path: Path) -> None:
    for name in ("real/a.jpg", "fake/b.jpg"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "sources.csv").write_text("file,source,a;b;c;d\nreal/a.jpg,ffhq,\n", "utf-8")

    assert [file.source for file in read_labelled_folder(tmp_path)] == ["", "ffhq"]

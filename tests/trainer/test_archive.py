from __future__ import annotations

import stat
import struct
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from trainer.archive import ArchiveError, check_disk_space, extract_pictures
from trainer.dataset_errors import DiskSpaceError

JPEG = b"\xff\xd8" + bytes(range(256)) * 20


def _zip(path: Path, entries: dict[str, bytes], change: Callable[[zipfile.ZipInfo], None] = lambda entry: None) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            change(entry)
            archive.writestr(entry, content)
    return path


def _files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_pictures_and_their_sources_come_out_and_nothing_else(tmp_path: Path) -> None:
    archive = _zip(
        tmp_path / "set.zip",
        {
            "Set/Train/Real/": b"",
            "Set/Train/Real/a.jpg": JPEG,
            "Set/sources.csv": b"file,source\n",
            "Set/model.h5": b"x" * 100,
            "__MACOSX/Set/Train/Real/._a.jpg": b"x",
            "Set/Train/Real/@eaDir/a.jpg/SYNOPHOTO_THUMB_XL.jpg": b"x",
        },
    )

    extracted = extract_pictures(archive, tmp_path / "out")

    assert _files(tmp_path / "out") == {"Set/Train/Real/a.jpg", "Set/sources.csv"}
    assert (tmp_path / "out/Set/Train/Real/a.jpg").read_bytes() == JPEG
    assert (extracted.pictures, extracted.bytes) == (1, len(JPEG) + len(b"file,source\n"))
    assert len(extracted.sha256) == 64


@pytest.mark.parametrize(
    "name",
    [
        "../evil.jpg",
        "real/../../evil.jpg",
        "..",
        "/evil.jpg",
        "//host/share/evil.jpg",
        "C:/evil.jpg",
        "c:evil.jpg",
        "\\evil.jpg",
        "real\\..\\..\\evil.jpg",
    ],
)
def test_a_name_that_leaves_the_folder_refuses_the_archive(tmp_path: Path, name: str) -> None:
    archive = _zip(tmp_path / "set.zip", {"real/a.jpg": JPEG, name: JPEG})

    with pytest.raises(ArchiveError, match=r"set\.zip names a place outside"):
        extract_pictures(archive, tmp_path / "deep/er/out")

    assert _files(tmp_path) == {"set.zip"}


@pytest.mark.parametrize(
    "name",
    [
        "real/CON.jpg",
        "com1.tar/a.jpg",
        "LPT¹.jpg",
        "real./a.jpg",
        "real/a:b.jpg",
        "set /sources.csv",
        "real//a.jpg",
        "a\x07.jpg",
    ],
)
def test_a_file_whose_name_some_system_cannot_write_is_left_out(tmp_path: Path, name: str) -> None:
    archive = _zip(tmp_path / "set.zip", {"real/a.jpg": JPEG, name: JPEG})

    extracted = extract_pictures(archive, tmp_path / "out")

    assert _files(tmp_path / "out") == {"real/a.jpg"}
    assert (extracted.pictures, extracted.unwritable, extracted.examples) == (1, 1, (name,))


def test_of_many_names_that_cannot_be_written_few_are_told(tmp_path: Path) -> None:
    names = [f"real/who is {number}?.jpg" for number in range(100)]
    archive = _zip(tmp_path / "set.zip", dict.fromkeys([*names, "real/a.jpg"], JPEG))

    extracted = extract_pictures(archive, tmp_path / "out")

    assert (extracted.unwritable, extracted.examples) == (100, tuple(names[:6]))


def test_an_archive_of_nothing_but_names_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    archive = _zip(tmp_path / "set.zip", {"real/who?.jpg": JPEG})

    with pytest.raises(ArchiveError, match=r"only pictures with names .* \('real/who\?\.jpg'\); unzip it"):
        extract_pictures(archive, tmp_path / "out")


@pytest.mark.parametrize(
    "name", ["Icon\r", "real/Icon\r", "notes 12:30.txt", "fake /", "nul", "real/a.jpg ", "a.jpg:stream"]
)
def test_an_odd_name_of_what_is_not_extracted_refuses_nothing(tmp_path: Path, name: str) -> None:
    archive = _zip(tmp_path / "set.zip", {"real/a.jpg": JPEG, name: b"" if name.endswith("/") else JPEG})

    extract_pictures(archive, tmp_path / "out")

    assert _files(tmp_path / "out") == {"real/a.jpg"}


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFIFO])
def test_a_link_or_device_refuses_the_archive(tmp_path: Path, kind: int) -> None:
    def mark(entry: zipfile.ZipInfo) -> None:
        entry.external_attr = (kind | 0o777) << 16

    archive = _zip(tmp_path / "set.zip", {"real/a.jpg": b"/etc/passwd"}, mark)

    with pytest.raises(ArchiveError, match="holds a link or a device"):
        extract_pictures(archive, tmp_path / "out")


@pytest.mark.parametrize(
    ("first", "second"), [("real/A.jpg", "Real/a.JPG"), ("real/\u00e9.jpg", "real/e\u0301.jpg"), ("a.jpg", "a.jpg")]
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_of_two_names_that_are_one_on_other_systems_the_first_is_extracted(
    tmp_path: Path, first: str, second: str
) -> None:
    archive = tmp_path / "set.zip"
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr(first, JPEG)
        file.writestr(second, b"another")

    for _ in range(2):
        extracted = extract_pictures(archive, tmp_path / "out")

        assert (extracted.pictures, extracted.unwritable, extracted.examples) == (1, 1, (second,))
        assert _files(tmp_path / "out") == {first}
        assert (tmp_path / "out" / first).read_bytes() == JPEG


def test_folders_that_differ_in_case_alone_are_no_reason_to_refuse(tmp_path: Path) -> None:
    archive = _zip(tmp_path / "set.zip", {"Real/a.jpg": JPEG, "real/b.jpg": JPEG})

    assert extract_pictures(archive, tmp_path / "out").pictures == 2


def test_a_name_that_is_both_file_and_folder_refuses_the_archive(tmp_path: Path) -> None:
    archive = _zip(tmp_path / "set.zip", {"real.jpg": JPEG, "real.jpg/b.jpg": JPEG})

    with pytest.raises(ArchiveError, match="both as a file and as a folder"):
        extract_pictures(archive, tmp_path / "out")


def test_an_archive_that_grows_as_no_pictures_do_is_refused(tmp_path: Path) -> None:
    archive = tmp_path / "bomb.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as bomb:
        for number in range(10):
            bomb.writestr(f"real/{number}.bmp", bytes(20 * 2**20))

    with pytest.raises(ArchiveError, match=r"bomb\.zip would grow to 200 MB"):
        extract_pictures(archive, tmp_path / "out")

    assert not (tmp_path / "out").exists()


def test_an_archive_that_claims_more_than_any_data_set_is_refused(tmp_path: Path) -> None:
    archive = _zip(tmp_path / "bomb.zip", {"real/a.jpg": JPEG})
    content = bytearray(archive.read_bytes())
    directory = content.index(b"PK\x01\x02")
    content[directory + 24 : directory + 28] = struct.pack("<I", 0xFFFFFFF0)
    archive.write_bytes(bytes(content))

    with pytest.raises(ArchiveError, match=r"bomb\.zip (claims|would grow)"):
        extract_pictures(archive, tmp_path / "out")


def test_an_entry_that_lies_about_its_content_is_refused(tmp_path: Path) -> None:
    archive = _zip(tmp_path / "set.zip", {"real/a.jpg": JPEG})
    content = bytearray(archive.read_bytes())
    directory = content.index(b"PK\x01\x02")
    content[directory + 24 : directory + 28] = struct.pack("<I", len(JPEG) - 100)
    archive.write_bytes(bytes(content))

    with pytest.raises(ArchiveError, match="not a whole zip file"):
        extract_pictures(archive, tmp_path / "out")

    assert _files(tmp_path / "out") <= {"real/.part"}


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04" + bytes(500)])
def test_what_is_no_zip_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "set.zip").write_bytes(content)

    with pytest.raises(ArchiveError, match=r"set\.zip is not a whole zip file"):
        extract_pictures(tmp_path / "set.zip", tmp_path / "out")


def test_a_truncated_zip_is_named(tmp_path: Path) -> None:
    archive = _zip(tmp_path / "set.zip", {f"real/{number}.jpg": JPEG for number in range(9)})
    archive.write_bytes(archive.read_bytes()[:-400])

    with pytest.raises(ArchiveError, match=r"set\.zip is not a whole zip file"):
        extract_pictures(archive, tmp_path / "out")


def test_a_protected_zip_asks_for_the_folder(tmp_path: Path) -> None:
    archive = _zip(tmp_path / "set.zip", {"real/a.jpg": JPEG})
    content = bytearray(archive.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + offset] |= 1
    archive.write_bytes(bytes(content))

    with pytest.raises(ArchiveError, match="protected by a password"):
        extract_pictures(archive, tmp_path / "out")


@pytest.mark.parametrize(("method", "name"), [(9, "Deflate64"), (97, "97")])
def test_a_zip_that_is_compressed_in_another_way_is_no_damaged_one(tmp_path: Path, method: int, name: str) -> None:
    archive = _zip(tmp_path / "set.zip", {"real/a.jpg": JPEG})
    content = bytearray(archive.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        content[content.index(signature) + offset] = method
    archive.write_bytes(bytes(content))

    with pytest.raises(ArchiveError, match=rf"can't be read here \({name}\); unzip it and choose the folder"):
        extract_pictures(archive, tmp_path / "out")


@pytest.mark.parametrize("kind", ["tar", "gz", "bz2", "xz"])
def test_another_kind_of_archive_is_no_damaged_zip(tmp_path: Path, kind: str) -> None:
    (tmp_path / "a.jpg").write_bytes(JPEG)
    archive = tmp_path / f"set.{kind}"
    with tarfile.open(archive, f"w:{'' if kind == 'tar' else kind}") as packed:
        packed.add(tmp_path / "a.jpg", "real/a.jpg")

    with pytest.raises(ArchiveError, match=r"can't be read here \(\w+\); unzip it and choose the folder"):
        extract_pictures(archive, tmp_path / "out")


def test_a_zip_without_pictures_says_so(tmp_path: Path) -> None:
    archive = _zip(tmp_path / "set.zip", {"labels.csv": b"x", "notes.txt": b"x"})

    with pytest.raises(ArchiveError, match="holds 2 files, but no pictures"):
        extract_pictures(archive, tmp_path / "out")


def test_an_interrupted_extraction_goes_on_and_mends_what_is_damaged(tmp_path: Path) -> None:
    archive = _zip(tmp_path / "set.zip", {f"real/{number}.jpg": JPEG for number in range(6)})

    def stop_halfway(done: int, total: int) -> None:
        if done >= total / 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        extract_pictures(archive, tmp_path / "out", stop_halfway)
    assert len(_files(tmp_path / "out")) == 3

    untouched, damaged = tmp_path / "out/real/0.jpg", tmp_path / "out/real/1.jpg"
    before = untouched.stat().st_ino
    damaged.write_bytes(bytes(len(JPEG)))
    extract_pictures(archive, tmp_path / "out")

    assert len(_files(tmp_path / "out")) == 6
    assert damaged.read_bytes() == JPEG
    assert untouched.stat().st_ino == before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of a file")
def test_a_disk_that_fills_up_keeps_what_is_extracted(tmp_path: Path) -> None:
    import resource

    archive = _zip(tmp_path / "set.zip", {"real/a.jpg": JPEG, "real/b.jpg": JPEG * 20})
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2 * len(JPEG), hard))
    try:
        with pytest.raises(DiskSpaceError, match="is full; free some space and start again") as full:
            extract_pictures(archive, tmp_path / "out")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert full.value.resumable
    assert "real/a.jpg" in _files(tmp_path / "out")
    assert extract_pictures(archive, tmp_path / "out").pictures == 2
    assert _files(tmp_path / "out") == {"real/a.jpg", "real/b.jpg"}


def test_too_little_room_is_said_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(DiskSpaceError, match=r"To unpack x, [\d.]+ GB have to be free .* Free some space"):
        check_disk_space(tmp_path, 2**60, "unpack x")


def test_a_name_as_long_as_a_file_system_takes_is_extracted(tmp_path: Path) -> None:
    name = "写" * 83 + ".jpg"  # 253 of 255 bytes.
    with zipfile.ZipFile(tmp_path / "set.zip", "w") as archive:
        archive.writestr(f"real/{name}", b"some")
    assert extract_pictures(tmp_path / "set.zip", tmp_path / "out").pictures == 1
    assert _files(tmp_path / "out") == {f"real/{name}"}

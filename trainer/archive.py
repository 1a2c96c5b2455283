"""Takes the pictures out of a stranger's zip file.

The whole directory of the archive is checked before the first byte is written; one hostile entry refuses the archive. A
name that is only odd costs its own file.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from app.detector.decode import MAX_FILE_BYTES, SUFFIXES, SYSTEM_FOLDERS
from app.detector.label_tables import TABLE_SUFFIX
from trainer.dataset_errors import DatasetError, DiskSpaceError

#: The largest public face sets have some 300,000 files and 100 GB.
MAX_ENTRIES = 2_000_000
MAX_TOTAL_BYTES = 200 * 2**30
#: Pictures hardly compress: a zip of them is about as large as they are. Small archives may, flat drawings for example.
MAX_RATIO = 100
_SMALL_BYTES = 64 * 2**20
#: Room that is left on the disk for everybody else.
RESERVED_BYTES = 512 * 2**20
_CHUNK = 4 * 2**20
#: What zipfile reads, and what else some programs write.
_METHODS = frozenset((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA))
_OTHER_METHODS = {9: "Deflate64", 93: "Zstandard", 95: "XZ", 98: "PPMd"}

#: What else pictures are packed in, by how and where the file begins to say so.
_OTHER_KINDS = (
    (0, b"Rar!", "RAR"),
    (0, b"7z\xbc\xaf", "7z"),
    (0, b"\x1f\x8b", "gzip"),
    (0, b"BZh", "bzip2"),
    (0, b"\xfd7zXZ", "XZ"),
    (0, b"\x28\xb5\x2f\xfd", "Zstandard"),
    (257, b"ustar", "tar"),
)

# https://learn.microsoft.com/windows/win32/fileio/naming-a-file. Left out everywhere, so that a data set is the same on
# all systems.
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$"]
    + [f"{port}{n}" for port in ("com", "lpt") for n in "0123456789¹²³"]
)
_FORBIDDEN = frozenset('<>:"|?*\\') | {chr(code) for code in range(32)}
#: Names that are left out are told up to this number.
_MOST_NAMED = 6

Progress = Callable[[int, int], None]
"""Bytes done and in all. What it raises stops the work and comes out of the call; what was done is kept."""


class ArchiveError(DatasetError):
    """The file is no zip, a damaged one, or one that no honest program writes."""


class DamagedArchiveError(ArchiveError):
    """The file is no zip or a damaged one."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """What came out of an archive.

    Attributes:
        pictures: number of picture files.
        bytes: of all files.
        sha256: of the archive.
        unwritable: number of pictures and tables that were left out, since not every system can write their names or
            tell these from those of earlier ones.
        examples: some of these names.
    """

    pictures: int
    bytes: int
    sha256: str
    unwritable: int
    examples: tuple[str, ...]


def extract_pictures(archive: Path, target: Path, progress: Progress = lambda done, total: None) -> Extracted:
    """Extracts the pictures of a zip file, and tables that may say what they are, below a folder.

    Files are written under a passing name and renamed, so that a second call after an interruption only writes what is
    missing; what is there is compared with the archive's checksum. Other files there, of another version, are removed.

    Args:
        archive: the zip file.
        target: folder for these pictures alone, made if it isn't there.
        progress: see `Progress`; called at least once a file.

    Returns:
        What came out.

    Raises:
        ArchiveError: the archive is damaged (`DamagedArchiveError`), hostile or holds no pictures.
        DiskSpaceError: the pictures won't fit.
    """
    try:
        _check_kind(archive)
        with zipfile.ZipFile(archive) as source:
            entries, unwritable = _checked(source.infolist(), archive)
            total = sum(entry.file_size for entry in entries)
            target.mkdir(parents=True, exist_ok=True)
            _remove_others(entries, target)
            _check_space(entries, target, archive)
            done = 0
            for entry in entries:
                _extract(source, entry, target)
                done += entry.file_size
                progress(done, total)
        digest = _sha256(archive, lambda: progress(total, total))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError) as error:
        raise DamagedArchiveError(
            f"{archive.name} is not a whole zip file: {error}. Download or copy it again."
        ) from error
    except OSError as error:
        if error.errno in DISK_FULL:
            raise DiskSpaceError(
                f"The disk of {target} is full; free some space and start again: what is extracted is kept."
            ) from error
        raise DatasetError(f"{archive.name} can't be extracted: {error.strerror or error}.") from error
    pictures = sum(_is_picture(entry.filename) for entry in entries)
    return Extracted(pictures, total, digest, len(unwritable), tuple(unwritable[:_MOST_NAMED]))


def _check_kind(archive: Path) -> None:
    with archive.open("rb") as file:
        start = file.read(512)
    for place, mark, method in _OTHER_KINDS:
        if start.startswith(mark, place):
            raise ArchiveError(_unreadable(archive, method))


def _unreadable(archive: Path, method: str) -> str:
    return (
        f"{archive.name} is compressed by a method that can't be read here ({method}); unzip it and choose the folder."
    )


def _checked(entries: list[zipfile.ZipInfo], archive: Path) -> tuple[list[zipfile.ZipInfo], list[str]]:
    """The entries that are extracted, once every entry is known to be harmless, and names that can't be written."""
    if len(entries) > MAX_ENTRIES:
        raise ArchiveError(
            f"{archive.name} claims {len(entries):,} files; more than {MAX_ENTRIES:,} are not extracted."
        )
    files: dict[str, str] = {}
    folders: dict[str, str] = {}
    wanted, unwritable = [], []
    for entry in entries:
        _check_entry(entry, archive)
        # Other entries, as macOS' "Icon\r" or "notes 12:30.txt", are written nowhere.
        if _is_wanted(entry) and not _is_writable(entry.orig_filename):
            unwritable.append(entry.orig_filename)
            continue
        key = _key(entry.filename)
        if not entry.is_dir():
            if key in files:
                if _is_wanted(entry):
                    unwritable.append(entry.orig_filename)
                continue
            files[key] = entry.filename
        if _is_wanted(entry):
            wanted.append(entry)
        for parent in PurePosixPath(key).parents:
            folders[str(parent)] = entry.filename
        if entry.is_dir():
            folders[key] = entry.filename
    clash = next((key for key in files if key in folders), None)
    if clash is not None:
        raise ArchiveError(f"{archive.name} holds {files[clash]} both as a file and as a folder.")
    total = sum(entry.file_size for entry in entries)
    if total > MAX_TOTAL_BYTES:
        raise ArchiveError(f"{archive.name} claims {total / 2**30:,.0f} GB of content; it is not extracted.")
    if total > max(_SMALL_BYTES, MAX_RATIO * archive.stat().st_size):
        raise ArchiveError(
            f"{archive.name} would grow to {total / 2**20:,.0f} MB, over {MAX_RATIO} times its size, as no "
            "pictures do; it is not extracted."
        )
    if not any(_is_picture(entry.filename) for entry in wanted):
        if unwritable:
            raise ArchiveError(
                f"{archive.name} holds only pictures with names that not every system can write ({unwritable[0]!r}); "
                "unzip it and choose the folder."
            )
        raise ArchiveError(f"{archive.name} holds {len(files)} files, but no pictures.")
    return wanted, unwritable


def _check_entry(entry: zipfile.ZipInfo, archive: Path) -> None:
    # orig_filename: on Windows zipfile has already turned backslashes in filename, and it cuts both at a NUL.
    name = entry.orig_filename
    parts = name.removesuffix("/").split("/")
    if name.startswith(("/", "\\")) or ".." in parts or ".." in name.split("\\") or name[1:2] == ":":
        raise ArchiveError(f"{archive.name} names a place outside of its own folder ({name!r}); it is not extracted.")
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise ArchiveError(f"{archive.name} holds a link or a device ({name!r}); it is not extracted.")
    if entry.flag_bits & 0x1:
        raise ArchiveError(f"{archive.name} is protected by a password; unzip it and choose the folder.")
    if _is_wanted(entry) and entry.compress_type not in _METHODS:
        method = _OTHER_METHODS.get(entry.compress_type, str(entry.compress_type))
        raise ArchiveError(_unreadable(archive, method))
    if entry.file_size > MAX_FILE_BYTES and _is_picture(name):
        raise ArchiveError(f"{archive.name} claims a picture of {entry.file_size / 2**20:,.0f} MB ({name!r}).")


def _is_writable(name: str) -> bool:
    """Whether every system can write a file of that name."""
    return not any(
        not part
        or part == "."
        or part != part.rstrip(". ")
        or not _FORBIDDEN.isdisjoint(part)
        or part.split(".")[0].rstrip().lower() in _DEVICES
        or len(part.encode(errors="replace")) > 255
        for part in name.split("/")
    )


def _remove_others(entries: list[zipfile.ZipInfo], target: Path) -> None:
    expected = {target / entry.filename for entry in entries}
    for folder, _, files in os.walk(target):
        for name in files:
            if (path := Path(folder, name)) not in expected:
                path.unlink()


def _extract(source: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path) -> None:
    path = target / entry.filename
    if _is_there(entry, path):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    # A longer name than that of the file may be too long.
    part = path.with_name(".part")
    # zipfile stops at the size that the directory claims and compares the checksum: a lying entry raises BadZipFile.
    with source.open(entry) as content, part.open("wb") as file:
        shutil.copyfileobj(content, file, _CHUNK)
    if part.stat().st_size != entry.file_size:
        raise zipfile.BadZipFile(f"{entry.filename} is shorter than the archive says")
    part.replace(path)


def _is_there(entry: zipfile.ZipInfo, path: Path) -> bool:
    try:
        # After a power cut a file can have its size without its content.
        return path.stat().st_size == entry.file_size and zlib.crc32(path.read_bytes()) == entry.CRC
    except OSError:
        return False


def _check_space(entries: list[zipfile.ZipInfo], target: Path, archive: Path) -> None:
    missing = [entry.file_size for entry in entries if not (target / entry.filename).is_file()]
    check_disk_space(target, sum(missing) + 4096 * len(missing), f"extract {archive.name}")


def check_disk_space(folder: Path, needed: int, purpose: str) -> None:
    """Refuses what would fill the disk.

    Args:
        folder: where to write; it exists.
        needed: bytes to write.
        purpose: verb and object for the sentence: "download owner/name".

    Raises:
        DiskSpaceError: fewer than ``needed`` bytes and a reserve are free.
    """
    free = shutil.disk_usage(folder).free
    if free < needed + RESERVED_BYTES:
        raise DiskSpaceError(
            f"To {purpose}, {(needed + RESERVED_BYTES) / 2**30:.1f} GB have to be free on the disk of {folder}; "
            f"{free / 2**30:.1f} GB are. Free some space and go on with the training."
        )


#: ENOSPC, EDQUOT and, for file systems that can't hold so large a file, EFBIG.
DISK_FULL = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})


def _sha256(path: Path, tick: Callable[[], None]) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            tick()
    return digest.hexdigest()


def _is_wanted(entry: zipfile.ZipInfo) -> bool:
    name = entry.filename
    return not entry.is_dir() and (_is_picture(name) or _is_table(name))


def _is_picture(name: str) -> bool:
    return not _is_hidden(name) and PurePosixPath(name).suffix.lower() in SUFFIXES


def _is_table(name: str) -> bool:
    return not _is_hidden(name) and PurePosixPath(name).suffix.lower() == TABLE_SUFFIX


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") or part.lower() in SYSTEM_FOLDERS for part in PurePosixPath(name).parts)


def _key(name: str) -> str:
    """Equal for names that Windows or macOS takes for the same."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name.rstrip("/")).casefold())

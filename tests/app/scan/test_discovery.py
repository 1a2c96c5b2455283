"""Each picture once, in a fixed order, whatever links there are."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image

from app.scan.discovery import Discovery


def _touch(*paths: Path) -> None:
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x" + str(path).encode())


def _names(root: Path, *arguments: Path, recursive: bool = True) -> list[str]:
    discovery = Discovery(recursive)
    return [path.relative_to(root).as_posix() for argument in arguments for path, _ in discovery.find(argument)]


def test_files_come_sorted_before_the_folders_beside_them(tmp_path: Path) -> None:
    _touch(tmp_path / "b.jpg", tmp_path / "a.PNG", tmp_path / "a_folder/c.webp", tmp_path / "a_folder/deep/d.heic")
    assert _names(tmp_path, tmp_path) == ["a.PNG", "b.jpg", "a_folder/c.webp", "a_folder/deep/d.heic"]


def test_without_recursion_folders_in_folders_are_left_out(tmp_path: Path) -> None:
    _touch(tmp_path / "a.jpg", tmp_path / "sub/b.jpg")
    assert _names(tmp_path, tmp_path, recursive=False) == ["a.jpg"]


def test_hidden_and_system_files_and_other_types_are_left_out(tmp_path: Path) -> None:
    _touch(*(tmp_path / name for name in (".hidden.jpg", "._a.jpg", "Thumbs.db", ".DS_Store", "notes.txt", "a.jpg")))
    _touch(tmp_path / ".git/x.jpg", tmp_path / "__MACOSX/y.jpg", tmp_path / "$RECYCLE.BIN/z.jpg")
    assert _names(tmp_path, tmp_path) == ["a.jpg"]


def test_files_that_are_passed_over_by_their_names_are_counted(tmp_path: Path) -> None:
    _touch(tmp_path / "a.jpg", tmp_path / "f_000123", tmp_path / "in/b.jpg.bak", tmp_path / ".hidden")
    discovery = Discovery()

    assert len(list(discovery.find(tmp_path))) == 1
    assert discovery.passed_over == 2


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "GIF", "AVIF", "HEIF"])
def test_a_file_without_ending_is_taken_if_it_begins_like_a_picture(tmp_path: Path, kind: str) -> None:
    """As in the caches of browsers and messengers, and what is recovered from a disk."""
    Image.new("RGB", (64, 64)).save(tmp_path / "f_000123", kind)
    _touch(tmp_path / "README", tmp_path / "empty")
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "f_000123.tmp").write_bytes((tmp_path / "f_000123").read_bytes())
    (tmp_path / "video").write_bytes(b"\0\0\0\x20ftypisom\0\0\2\0")
    (tmp_path / "sound").write_bytes(b"RIFF\0\0\0\0WAVEfmt ")
    if sys.platform != "win32":
        os.mkfifo(tmp_path / "pipe")
        (tmp_path / "nowhere").symlink_to(tmp_path / "gone")
    discovery = Discovery()

    assert [path.name for path, _ in discovery.find(tmp_path)] == ["f_000123"]
    assert discovery.passed_over == (7 if sys.platform != "win32" else 5)


def test_a_file_named_by_the_user_is_taken_whatever_its_name(tmp_path: Path) -> None:
    _touch(tmp_path / "picture_without_ending")
    assert _names(tmp_path, tmp_path / "picture_without_ending") == ["picture_without_ending"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_loop_of_links_ends_and_each_file_comes_once(tmp_path: Path) -> None:
    _touch(tmp_path / "a.jpg", tmp_path / "sub/b.jpg")
    (tmp_path / "sub/up").symlink_to(tmp_path)
    (tmp_path / "again.jpg").symlink_to(tmp_path / "a.jpg")
    os.link(tmp_path / "sub/b.jpg", tmp_path / "sub/hard.jpg")
    assert _names(tmp_path, tmp_path) == ["a.jpg", "sub/b.jpg"]


def test_the_same_argument_twice_gives_its_files_once(tmp_path: Path) -> None:
    _touch(tmp_path / "a.jpg")
    assert _names(tmp_path, tmp_path, tmp_path / "a.jpg", tmp_path) == ["a.jpg"]


def test_a_new_file_with_the_number_of_a_deleted_one_is_another(tmp_path: Path) -> None:
    _touch(tmp_path / "a.jpg", tmp_path / "more/readme.txt")
    discovery = Discovery()
    assert [path.name for path, _ in discovery.find(tmp_path / "a.jpg")] == ["a.jpg"]
    # Systems give a number again, but not whenever a test wants; this keeps it.
    (tmp_path / "a.jpg").rename(tmp_path / "more/new.jpg")
    (tmp_path / "more/new.jpg").write_bytes(b"something else")
    assert [path.name for path, _ in discovery.find(tmp_path)] == ["new.jpg"]


def test_a_file_that_changed_meanwhile_comes_once(tmp_path: Path) -> None:
    _touch(tmp_path / "a.jpg")
    discovery = Discovery()
    assert len(list(discovery.find(tmp_path / "a.jpg"))) == 1
    (tmp_path / "a.jpg").write_bytes(b"more than before")
    assert not list(discovery.find(tmp_path))
    # As most programs save.
    (tmp_path / "new").write_bytes(b"and still more")
    (tmp_path / "new").replace(tmp_path / "a.jpg")
    assert not list(discovery.find(tmp_path))


class _WindowsEntry:
    """An entry of a folder as Windows lists it: without the numbers of its device and file, unless it is a link."""

    def __init__(self, entry: os.DirEntry[str]) -> None:
        self._entry, self.name, self.path = entry, entry.name, entry.path

    def __fspath__(self) -> str:
        return self.path

    def is_dir(self) -> bool:
        return self._entry.is_dir()

    def is_symlink(self) -> bool:
        return self._entry.is_symlink()

    def stat(self, *, follow_symlinks: bool = True) -> os.stat_result:
        status = self._entry.stat(follow_symlinks=follow_symlinks)
        return status if self._entry.is_symlink() else _without_numbers(status)


def _without_numbers(status: os.stat_result) -> os.stat_result:
    return os.stat_result([0 if place in (1, 2) else number for place, number in enumerate(status)])


@pytest.mark.skipif(sys.platform == "win32", reason="plays Windows")
@pytest.mark.parametrize("asked", ["has numbers", "has none either"])
def test_as_windows_lists_folders_each_folder_and_each_file_comes_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    _touch(*(tmp_path / name for name in ("a/p.jpg", "a/x/p.jpg", "b/p.jpg", "c/p.jpg")))
    scandir, status = os.scandir, os.stat

    @contextmanager
    def listed(folder: Path) -> Iterator[Iterator[_WindowsEntry]]:
        with scandir(folder) as entries:
            yield map(_WindowsEntry, entries)

    monkeypatch.setattr(os, "scandir", listed)
    expected = ["b/p.jpg", "a/p.jpg", "a/x/p.jpg", "c/p.jpg"]
    if asked == "has numbers":
        (tmp_path / "c/link.jpg").symlink_to(tmp_path / "a/p.jpg")
        os.link(tmp_path / "a/p.jpg", tmp_path / "c/hard.jpg")
        (tmp_path / "c/up").symlink_to(tmp_path)
    else:  # A share that has no such numbers.
        monkeypatch.setattr(os, "stat", lambda *path, **options: _without_numbers(status(*path, **options)))
    found = _names(tmp_path, tmp_path / "b/p.jpg", tmp_path, tmp_path / "a")
    monkeypatch.undo()
    assert found == expected


@pytest.mark.skipif(sys.platform != "linux", reason="paths are not so long there")
def test_folders_in_folders_end_at_no_depth(tmp_path: Path) -> None:
    folders = [tmp_path / "top"]
    while len(folders) < 1100:
        folders.append(folders[-1] / "a")
    for folder in folders:
        folder.mkdir()
    _touch(folders[-1] / "p.jpg", tmp_path / "z/q.jpg")
    try:
        assert [path.name for path, _ in Discovery().find(tmp_path)] == ["p.jpg", "q.jpg"]
    finally:
        # Nor does Python remove so many by itself.
        (folders[-1] / "p.jpg").unlink()
        for folder in reversed(folders):
            folder.rmdir()


def test_what_is_new_in_a_folder_comes_when_it_is_walked_again(tmp_path: Path) -> None:
    _touch(tmp_path / "one/a.jpg", tmp_path / "one/sub/b.jpg", tmp_path / "one/notes.txt")
    discovery = Discovery()
    assert len(list(discovery.find(tmp_path / "one"))) == 2
    _touch(tmp_path / "one/c.jpg", tmp_path / "one/sub/d.jpg")
    assert [path.name for path, _ in discovery.find(tmp_path / "one")] == ["c.jpg", "d.jpg"]
    assert discovery.passed_over == 1


def test_a_new_folder_with_the_number_of_a_deleted_one_is_another(tmp_path: Path) -> None:
    _touch(tmp_path / "one/a.jpg")
    discovery = Discovery()
    assert len(list(discovery.find(tmp_path / "one"))) == 1
    # As with files: this keeps it.
    (tmp_path / "one/a.jpg").unlink()
    (tmp_path / "one").rename(tmp_path / "two")
    _touch(tmp_path / "two/b.jpg", tmp_path / "two/c.jpg")
    assert [path.name for path, _ in discovery.find(tmp_path / "two")] == ["b.jpg", "c.jpg"]


def test_a_path_that_is_not_there_is_reported_once(tmp_path: Path) -> None:
    discovery = Discovery()
    ((path, reason),) = [found for _ in range(2) for found in discovery.find(tmp_path / "gone")]
    assert path == tmp_path / "gone"
    assert "No such file" in reason


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_path_that_is_not_there_is_reported_once_until_it_is_there(tmp_path: Path) -> None:
    discovery = Discovery()
    assert [len(list(discovery.find(tmp_path / "a.png"))) for _ in range(2)] == [1, 0]
    (tmp_path / "a.png").touch()
    assert list(discovery.find(tmp_path / "a.png")) == [(tmp_path / "a.png", "")]


def test_a_dangling_link_that_looks_like_a_picture_is_reported(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").symlink_to(tmp_path / "gone.jpg")
    (tmp_path / "notes.txt").symlink_to(tmp_path / "gone.txt")
    discovery = Discovery()
    ((path, reason),) = discovery.find(tmp_path)
    assert path.name == "a.jpg"
    assert reason
    assert not list(discovery.find(path))
    for way in ((path, tmp_path), (tmp_path, path)):
        assert _names(tmp_path, *way) == ["a.jpg"]


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="nothing is unreadable for this user")
def test_an_unreadable_folder_is_reported_and_the_rest_goes_on(tmp_path: Path) -> None:
    _touch(tmp_path / "a.jpg", tmp_path / "locked/b.jpg", tmp_path / "z/c.jpg")
    (tmp_path / "locked").chmod(0)
    found = {path.name: reason for path, reason in Discovery().find(tmp_path)}
    assert found["a.jpg"] == found["c.jpg"] == ""
    assert "locked" in found
    (tmp_path / "locked").chmod(0o755)


def test_an_unreadable_folder_is_reported_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    locked, scandir = tmp_path / "locked", os.scandir
    locked.mkdir()

    def refused(folder: Path) -> Iterator[os.DirEntry[str]]:  # Root may read everything.
        if folder == locked:
            raise PermissionError(errno.EACCES, "Permission denied", str(folder))
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", refused)
    discovery = Discovery()
    found = [each for argument in (tmp_path, locked, tmp_path) for each in discovery.find(argument)]
    monkeypatch.undo()
    assert found == [(locked, "The folder can't be read: Permission denied.")]


@pytest.mark.skipif(sys.platform != "linux", reason="paths are as long as they like elsewhere")
def test_a_folder_that_nothing_can_be_known_of_is_reported(tmp_path: Path) -> None:
    _touch(tmp_path / "a.jpg")
    name, depth = "d" * 200, 25  # 5,000 characters are more than a path may have.
    folder = os.open(tmp_path, os.O_RDONLY)
    for _ in range(depth):
        os.mkdir(name, dir_fd=folder)
        inner = os.open(name, os.O_RDONLY, dir_fd=folder)
        os.close(folder)
        folder = inner
    os.close(folder)
    (first, unreadable), (second, reason) = Discovery().find(tmp_path)
    assert (first, unreadable) == (tmp_path / "a.jpg", "")
    assert second.name == name
    assert 5 < len(second.relative_to(tmp_path).parts) < depth
    assert reason.startswith("The folder can't be read: ")
    assert [path for path, _ in Discovery(recursive=False).find(tmp_path)] == [first]


def test_a_share_that_left_an_empty_folder_is_listed_when_it_is_back(tmp_path: Path) -> None:
    share, away = tmp_path / "share", tmp_path / "away"
    _touch(away / "a.jpg", away / "sub/b.jpg", share / "nothing.txt")

    def waited(folder: Path) -> bool:
        if not away.exists():
            return False
        (share / "nothing.txt").unlink()
        away.replace(share)
        return True

    assert [path for path, _ in Discovery(True, waited).find(share)] == [share / "a.jpg", share / "sub/b.jpg"]


def test_a_file_that_was_named_is_asked_for_again_when_its_share_is_back(tmp_path: Path) -> None:
    share, away = tmp_path / "share", tmp_path / "away"
    _touch(away / "a.jpg")

    def waited(path: Path) -> bool:
        if not away.exists():
            return False
        away.replace(share)
        return True

    discovery = Discovery(True, waited)
    assert list(discovery.find(share / "a.jpg")) == [(share / "a.jpg", "")]
    ((_, reason),) = discovery.find(share / "b.jpg")
    assert "No such file" in reason


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
@pytest.mark.parametrize("arguments", [["."], ["z", "."], ["a", "b", "z"]], ids=" ".join)
def test_a_share_that_was_away_and_has_other_numbers_brings_no_file_again(tmp_path: Path, arguments: list[str]) -> None:
    share = tmp_path / "share"
    _touch(*(share / name for name in ("a/1.jpg", "b/2.jpg", "z/3.jpg", "z/notes.txt")))
    (share / "link").symlink_to(share / "a")
    left = [share / "b"]

    def waited(path: Path) -> bool:
        if path not in left:
            return False
        left.remove(path)
        shutil.copytree(share, tmp_path / "again", symlinks=True)
        shutil.rmtree(share)
        (tmp_path / "again").rename(share)
        return True

    discovery = Discovery(True, waited)
    found = [path.name for argument in arguments for path, _ in discovery.find(share / argument)]
    assert sorted(found) == ["1.jpg", "2.jpg", "3.jpg"]
    assert not left
    assert discovery.passed_over == 1


def test_a_place_of_a_share_that_is_gone_once_its_turn_comes_is_one_that_went_away(tmp_path: Path) -> None:
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root may mount a disk")
    place = tmp_path / "b"
    place.mkdir()
    _touch(tmp_path / "a/1.jpg")
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "none", str(place)], check=True)
    device = place.stat().st_dev
    entered = []
    for file, _ in Discovery(entered=lambda folder, device: entered.append((folder, device))).find(tmp_path):
        assert file == tmp_path / "a/1.jpg"
        subprocess.run(["umount", "-l", str(place)], check=True)
    assert entered == [(place, device)]

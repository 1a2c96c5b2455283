"""Each picture once, in a fixed order, whatever links there are."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

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


def test_a_path_that_is_not_there_is_reported(tmp_path: Path) -> None:
    ((path, reason),) = Discovery().find(tmp_path / "gone")
    assert path == tmp_path / "gone"
    assert "No such file" in reason


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_dangling_link_that_looks_like_a_picture_is_reported(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").symlink_to(tmp_path / "gone.jpg")
    (tmp_path / "notes.txt").symlink_to(tmp_path / "gone.txt")
    ((path, reason),) = Discovery().find(tmp_path)
    assert path.name == "a.jpg"
    assert reason


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="nothing is unreadable for this user")
def test_an_unreadable_folder_is_reported_and_the_rest_goes_on(tmp_path: Path) -> None:
    _touch(tmp_path / "a.jpg", tmp_path / "locked/b.jpg", tmp_path / "z/c.jpg")
    (tmp_path / "locked").chmod(0)
    found = {path.name: reason for path, reason in Discovery().find(tmp_path)}
    assert found["a.jpg"] == found["c.jpg"] == ""
    assert "locked" in found
    (tmp_path / "locked").chmod(0o755)


def test_a_share_that_left_an_empty_folder_is_listed_when_it_is_back(tmp_path: Path) -> None:
    share, away = tmp_path / "share", tmp_path / "away"
    _touch(away / "a.jpg", away / "sub/b.jpg", share / "nothing.txt")

    def waited() -> bool:
        if not away.exists():
            return False
        (share / "nothing.txt").unlink()
        away.replace(share)
        return True

    assert [path for path, _ in Discovery(True, waited).find(share)] == [share / "a.jpg", share / "sub/b.jpg"]

"""Finds the pictures to scan: sorted, each file once, whatever links there are."""

from __future__ import annotations

import os
import stat
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from app.detector.decode import BEGINNING, SUFFIXES, SYSTEM_FOLDERS, begins_like_picture


class Discovery:
    """Walks files and folders; remembers what it gave out, so that nothing comes twice."""

    def __init__(
        self,
        recursive: bool = True,
        waited: Callable[[Path], bool] = lambda folder: False,
        entered: Callable[[Path, int], object] = lambda folder, device: None,
    ) -> None:
        """Starts with nothing seen.

        Args:
            recursive: also walk the folders in the folders.
            waited: asked after every listing of a folder and every error in it, and for an argument that can't be
                read: waits if the share with the folder, or with the argument, is away, and says whether it was, so
                that what was read is read again.
            entered: told of folders on another file system than the folder that they are in, and which, before they
                are listed.
        """
        self._recursive, self._waited, self._entered = recursive, waited, entered
        self._unreadable: set[Path] = set()
        # Those of the present argument.
        self._folders: set[tuple[int, int | str]] = set()
        # Hashes: for each of 100,000 files, keys of several parts would take several times the memory. Of paths, and,
        # by device, of what tells files apart.
        self._paths: set[int] = set()
        self._passed_over: set[int] = set()
        self._files: defaultdict[int, set[int]] = defaultdict(set)

    @property
    def passed_over(self) -> int:
        """How many files in the folders aren't taken for pictures, hidden ones not counted."""
        return len(self._passed_over)

    def find(self, path: Path) -> Iterator[tuple[Path, str]]:
        """Walks one argument.

        A file that the user names is taken whatever its name. In folders, files with the ending of a picture are, and
        those without any that begin like one, as caches and recovered files do; hidden ones are not. Links are
        followed, each folder once and each file that did not come before. On Windows, hidden and system attributes
        count.

        Args:
            path: file or folder.

        Yields:
            Absolute path, and "" or the sentence why it can't be scanned; sorted within each folder, files first.
        """
        path = Path(os.path.abspath(path))
        try:
            status = self._status(path, path)
        except OSError as error:
            if path not in self._unreadable:
                self._unreadable.add(path)
                yield path, _sentence("The path", error)
            return
        if not stat.S_ISDIR(status.st_mode):
            if self._is_new_file(path, status):
                yield path, ""
            return
        yield from self._walk(path, status)

    def _walk(self, folder: Path, status: os.stat_result) -> Iterator[tuple[Path, str]]:
        # In a folder that was walked for another argument there may be new files since.
        self._folders.clear()
        # Hashes of where folders really are: that stays the same while a share is away.
        places: set[int] = set()
        # The next one last. No recursion: someone has a thousand folders in each other.
        waiting = [(folder, status, status.st_dev, _real(folder))]
        while waiting:
            folder, status, device, real = waiting.pop()
            key, place = (status.st_dev, _number(folder, status)), hash(real)
            if key in self._folders or place in places:
                continue
            self._folders.add(key)
            places.add(place)
            if status.st_dev != device:
                self._entered(folder, status.st_dev)
            folders: list[tuple[os.DirEntry[str], os.stat_result]] = []
            yield from self._files_of(folder, folders)
            if self._recursive:
                for entry, its_status in reversed(folders):
                    path = Path(entry.path)
                    its_real = _real(path) if entry.is_symlink() else os.path.join(real, entry.name)
                    waiting.append((path, its_status, status.st_dev, its_real))

    def _files_of(
        self, folder: Path, folders: list[tuple[os.DirEntry[str], os.stat_result]]
    ) -> Iterator[tuple[Path, str]]:
        """The pictures of a folder; the folders in it are added to ``folders``."""
        try:
            listed = self._listed(folder)
        except OSError as error:
            if folder not in self._unreadable:
                self._unreadable.add(folder)
                yield folder, _sentence("The folder", error)
            return
        while listed:
            entry = listed.pop()  # It keeps what it was asked: no folder of 50,000 files is to stay in memory.
            if _is_hidden(entry):
                continue
            ending = os.path.splitext(entry.name)[1].lower()
            is_picture = ending in SUFFIXES
            try:
                # Known from the listing as a rule: a share is not asked for each file that is no picture.
                if not is_picture and not entry.is_dir():
                    is_picture = not ending and entry.is_file() and self._begins_like_picture(entry, folder)
                    if not is_picture:
                        self._passed_over.add(hash(entry.path))
                        continue
                status = self._status(entry, folder)
            except OSError as error:
                path = Path(entry.path)
                # A dangling link counts only if its name says that a picture was meant.
                if path not in self._unreadable and (is_picture or (self._recursive and _is_folder(entry))):
                    self._unreadable.add(path)
                    yield path, _sentence("The file" if is_picture else "The folder", error)
                continue
            if stat.S_ISDIR(status.st_mode):
                if entry.name.lower() not in SYSTEM_FOLDERS:
                    folders.append((entry, status))
            elif is_picture and stat.S_ISREG(status.st_mode) and self._is_new_file(Path(entry.path), status):
                yield Path(entry.path), ""

    def _listed(self, folder: Path) -> list[os.DirEntry[str]]:
        """What is in a folder, the last first."""
        while True:
            try:
                with os.scandir(folder) as entries:
                    listed = sorted(entries, key=lambda entry: entry.name, reverse=True)
            except OSError:
                if not self._was_away(folder):
                    raise
            else:
                # The place of a share that went away is an empty folder.
                if not self._was_away(folder):
                    return listed

    def _status(self, entry: os.DirEntry[str] | Path, folder: Path) -> os.stat_result:
        while True:
            try:
                status = entry.stat()
                # Listings of Windows have no numbers of devices and files; who asks for the path gets them.
                return status if status.st_ino else os.stat(entry)
            except OSError:
                if not self._was_away(folder):
                    raise

    def _begins_like_picture(self, entry: os.DirEntry[str], folder: Path) -> bool:
        while True:
            try:
                # What a system says of itself has no size, and some of it keeps who reads it waiting: /proc/kmsg.
                if entry.stat().st_size < BEGINNING:
                    return False
                with open(entry.path, "rb", buffering=0) as file:
                    return begins_like_picture(file.read(BEGINNING))
            except OSError:
                if not self._was_away(folder):
                    return False

    def _was_away(self, folder: Path) -> bool:
        if not self._waited(folder):
            return False
        # It comes back with other numbers, and what has the number of another file now is none that was seen. Paths
        # stay the same.
        self._folders.clear()
        self._files.clear()
        return True

    def _is_new_file(self, path: Path, status: os.stat_result) -> bool:
        # A link to a file and the file are one picture. So are hard links, and what has the name of a file that changed
        # meanwhile. A new one that has the number of one that was deleted is another.
        number, name = hash((_number(path, status), status.st_size, status.st_mtime_ns)), hash(path)
        files = self._files[status.st_dev]
        is_new = number not in files and name not in self._paths
        files.add(number)
        self._paths.add(name)
        return is_new


def _number(path: Path, status: os.stat_result) -> int | str:
    """What tells a file from all others of its device: on some shares, on Windows, it is the path."""
    return status.st_ino or os.path.normcase(path)


def _real(folder: Path) -> str:
    """The path without links, as far as the system says."""
    try:
        return os.path.realpath(folder)
    except OSError:
        return os.fspath(folder)


def _is_hidden(entry: os.DirEntry[str]) -> bool:
    if entry.name.startswith("."):
        return True
    if sys.platform == "win32":
        try:
            attributes = entry.stat(follow_symlinks=False).st_file_attributes
        except OSError:
            return False
        return bool(attributes & (stat.FILE_ATTRIBUTE_HIDDEN | stat.FILE_ATTRIBUTE_SYSTEM))
    return False


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Whether something of which nothing else can be known is a folder that would be walked."""
    try:
        return entry.is_dir(follow_symlinks=False) and entry.name.lower() not in SYSTEM_FOLDERS
    except OSError:
        return False


def _sentence(what: str, error: OSError) -> str:
    return f"{what} can't be read: {error.strerror or error}."

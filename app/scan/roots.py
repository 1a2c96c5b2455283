"""Folders that go away while they are scanned: on a share that is cut off, a disk that is pulled out.

A share that is gone leaves an empty folder, which says nothing of itself: it is told by the number of its file system.
"""

from __future__ import annotations

import os
import queue
import stat
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.scan.journal import JournalError
from app.scan.known_results import KnownLookup

#: How often a folder that is away is looked for.
_SECONDS_BETWEEN_LOOKS = 2.0
#: How long a folder may take to say that it is there.
_SECONDS_TO_ANSWER = 2.0

#: Stands for the file system of a folder that is not there; none has this number.
_GONE = -1


@dataclass(frozen=True, slots=True, eq=False)
class Lost:
    """What is looked for, and the folder that is gone: one that was asked for, or the place of a share in one."""

    path: Path
    root: Path


class Roots:
    """Folders that were asked for, places of shares in them, and the file systems that these are on.

    Attributes:
        lost: what went away, until it is there again or given up. May be read from any thread.
        earlier: what the scan read before it was resumed, for `waited`; None if that may be gone.
    """

    def __init__(self, cancelled: threading.Event, look: Callable[[], object]) -> None:
        """Starts with none.

        Args:
            cancelled: ends whatever waits.
            look: called, on any thread, when ``lost`` may have changed; `give_up` leaves that to its caller.
        """
        self._cancelled, self._look = cancelled, look
        self._lock = threading.Lock()
        self._roots: dict[Path, int] = {}
        self.lost: Lost | None = None
        self.earlier: KnownLookup | None = None
        # Because of what is in `earlier`: once each.
        self._waited_for: set[Path] = set()

    def remember(self, path: Path) -> None:
        """Notes the file system of a folder, or of that of a file, as it is now."""
        path = Path(os.path.abspath(path))
        try:
            # Of a path that is not there, the folder may be the empty place of its share.
            is_folder = stat.S_ISDIR(path.stat().st_mode)
            folder = path if is_folder else path.parent
            if folder in self._roots:
                return
            if is_folder:
                # A share that is mounted when someone looks into its place is on another file system from then on.
                with suppress(OSError):
                    os.scandir(folder).close()
            self._roots[folder] = folder.stat().st_dev
        except OSError:
            return

    def remember_share(self, place: Path, device: int) -> None:
        """For `app.scan.discovery.Discovery`: notes a share that is mounted within a folder.

        Args:
            place: where.
            device: the file system that was there when it was listed.
        """
        self.remember(place)
        try:
            is_gone = self._roots[place] == place.parent.stat().st_dev
        except (KeyError, OSError):
            is_gone = True
        if is_gone:  # Since it was listed: other folders came first.
            self._roots[place] = device

    def waited(self, path: Path) -> bool:
        """For `app.scan.discovery.Discovery`: waits if the share with a path went away; says whether it did."""
        if not (gone := self._gone(path / "any") or self._gone_before(path) or self._gone_earlier(path)):
            return False
        lost = self.lose(gone, gone)
        while self.lost is lost and not self._cancelled.wait(0.1):
            pass
        self.remember(path)
        return not self._cancelled.is_set()

    def gone_soon(self, path: Path) -> Path | None:
        """The folder that holds a file, if it is gone.

        For the thread that has to see to pause and cancel: a folder that doesn't answer is gone.
        """
        answers: queue.SimpleQueue[Path | None] = queue.SimpleQueue()
        threading.Thread(target=lambda: answers.put(self._gone(path)), name="answer", daemon=True).start()
        since = time.monotonic()
        while not self._cancelled.is_set() and time.monotonic() - since < _SECONDS_TO_ANSWER:
            try:
                return answers.get(timeout=0.02)
            except queue.Empty:
                continue
        return next((folder for folder in path.parents if folder in self._roots), None)

    def lose(self, path: Path, root: Path) -> Lost:
        """Looks for what is gone, until it is there again.

        Args:
            path: what is looked for.
            root: the folder that is gone, from `gone_soon`.

        Returns:
            ``lost``, which is another if something else went away before.
        """
        with self._lock:
            if self.lost is None:
                self.lost = Lost(path, root)
                threading.Thread(target=self._look_for, args=(self.lost,), name="share", daemon=True).start()
            lost = self.lost
        self._look()
        return lost

    def give_up(self) -> None:
        """Waits no more for what is lost: from now on, its files can't be read."""
        with self._lock:
            lost, self.lost = self.lost, None
            if lost:
                self._roots.pop(lost.root, None)

    def _gone(self, path: Path) -> Path | None:
        """The folder that holds a file, if it is not there any more. Waits for slow answers."""
        for folder in path.parents:
            device = self._roots.get(folder)
            try:
                if device is not None and folder.stat().st_dev != device:
                    return folder
            except OSError:
                return folder
        return None

    def _gone_before(self, path: Path) -> Path | None:
        """A folder that went away with its file system, on which a path that is not there may be, too."""
        # What lies in a folder that has something in it is on no lost share.
        if os.path.lexists(path) or _is_back(path.parent):
            return None
        for root, device in [*self._roots.items()]:
            with suppress(OSError):
                if root.parent.stat().st_dev == device:
                    continue  # If it is gone, it was removed.
            if gone := self._gone(root / "any"):
                return gone
        return None

    def _gone_earlier(self, path: Path) -> Path | None:
        """A folder that is away, as the scan read files of it before it was resumed, and now it is empty or not there.

        The scan would be over without them.
        """
        for folder in (path, path.parent):
            if self.earlier is None or folder in self._waited_for or _is_back(folder):
                return None
            try:
                if self.earlier.has_files_in(folder):
                    self._waited_for.add(folder)
                    self._roots[folder] = _GONE
                    return folder
            except JournalError:
                return None
        return None

    def _look_for(self, lost: Lost) -> None:
        """Ends the pause once what was lost is there again. On a thread of its own: a dead share may not answer."""
        while self.lost is lost and not self._cancelled.wait(_SECONDS_BETWEEN_LOOKS):
            try:
                device = lost.root.stat().st_dev if _is_back(lost.path) else None
            except OSError:
                continue
            if device is not None:
                with self._lock:
                    if self.lost is lost:
                        self.lost = None
                        self._roots[lost.root] = device  # It may be on another one now.
                self._look()


def _is_back(path: Path) -> bool:
    """Whether a file is there; or a folder with something in it, as the place of a share is an empty one without it."""
    try:
        if not path.is_dir():
            return path.exists()
        with os.scandir(path) as entries:
            return next(entries, None) is not None
    except OSError:
        return False

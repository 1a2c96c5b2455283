"""Watches folders for pictures that arrive, and says which are complete.

The system tells when a folder changes; a look every now and then finds what it doesn't tell of (network shares, folders
beyond what it watches). A picture is complete when size and time stayed the same from one look to the next.
"""

from __future__ import annotations

import itertools
import os
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt, QTimer, Signal, Slot

from app.gui.reading_threads import ReadingThreads
from app.scan.discovery import Discovery
from app.scan.journal import Journal, JournalError, PastScan, journal_path

#: Between two looks at a file that is growing, and between two looks at everything.
SETTLE_MS, _LOOK_MS = 2000, 60_000
#: An empty file that is older than this waits for the look at everything: it may stay empty for ever.
_FRESH_NS = 60_000_000_000
#: Folders in a watched folder of which the system is asked to tell; beyond, the look every now and then has to do.
_TOLD_OF = 500

#: Size and time of the last change of a file, by which a new one or a new content is noticed.
_State = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Look:
    """What there is in a watched folder.

    Attributes:
        root: the watched folder.
        files: pictures in it, with their state.
        folders: the folders in it, as many as the system can be asked to tell of.
        known: pictures that earlier scans judged, if that was asked for.
        readable: the folder could be read.
        device: the file system that it is on; 0 if it could not be read.
    """

    root: Path
    files: Mapping[Path, _State]
    folders: Sequence[str]
    known: Mapping[Path, _State] = field(default_factory=dict)
    readable: bool = True
    device: int = 0


class WatchedFolders(QObject):
    """Folders whose new pictures are wanted.

    Signals:
        arrived: a list of paths of complete pictures that are new, or whose content is.
        went_away: a watched folder that can't be read, or not any more; it is looked for again.
        away_no_more: a folder that went away is back, or not watched any more.
    """

    arrived = Signal(list)
    went_away = Signal(object)
    away_no_more = Signal(object)
    _looked = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        #: What was seen in each folder, None before the first look.
        self._seen: dict[Path, dict[Path, _State] | None] = {}
        # Files that are new, with the state at the last look: complete once that stays the same.
        self._growing: dict[Path, dict[Path, _State]] = {}
        # Whose pictures at the first look are not new.
        self._settled: set[Path] = set()
        self._away: set[Path] = set()
        # The file systems that the folders were on: a share that is gone leaves an empty folder on another one.
        self._devices: dict[Path, int] = {}
        self._looking: set[Path] = set()
        self._again: set[Path] = set()
        self._stopped = False
        self._thread = ReadingThreads(1, "watch")
        self._looked.connect(self._on_look, Qt.ConnectionType.QueuedConnection)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self._on_directory)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._look_at_unsettled)
        self._rounds = QTimer(self)
        self._rounds.setInterval(_LOOK_MS)
        self._rounds.timeout.connect(self.look)

    @property
    def folders(self) -> list[Path]:
        """What is watched."""
        return list(self._seen)

    def watch(self, folder: Path, existing_are_new: bool = True) -> None:
        """Watches a folder and the folders in it.

        Args:
            folder: need not be there.
            existing_are_new: pictures that are there already count as new, unless an earlier scan judged them.
        """
        if folder not in self._seen:
            self._seen[folder] = None
            if not existing_are_new:
                self._settled.add(folder)
            self._growing[folder] = {}
            self._rounds.start()
            self._look_at(folder)

    def unwatch(self, folder: Path) -> None:
        """Forgets a folder."""
        self._seen.pop(folder, None)
        self._growing.pop(folder, None)
        self._again.discard(folder)
        self._leave_away(folder)
        self._devices.pop(folder, None)
        self._settled.discard(folder)
        # But for those of a folder in it, or around it, that goes on being watched.
        told_of = [path for path in self._watcher.directories() if not self._roots_of(Path(path))]
        if told_of:
            self._watcher.removePaths(told_of)
        if not self._seen:
            self._rounds.stop()

    def _leave_away(self, folder: Path) -> None:
        if folder in self._away:
            self._away.discard(folder)
            self.away_no_more.emit(folder)

    @Slot()
    def look(self) -> None:
        """Looks at all folders now."""
        for folder in self._seen:
            self._look_at(folder)

    @Slot()
    def stop(self) -> None:
        """Ends the thread; for the end of the program."""
        self._stopped = True
        self._rounds.stop()
        self._settle.stop()
        self._thread.end()

    @Slot(str)
    def _on_directory(self, path: str) -> None:
        for folder in self._roots_of(Path(path)):
            self._look_at(folder)

    def _roots_of(self, path: Path) -> list[Path]:
        """The watched folders that a folder is, or is in."""
        return [folder for folder in self._seen if folder == path or folder in path.parents]

    @Slot()
    def _look_at_unsettled(self) -> None:
        for folder, growing in self._growing.items():
            if growing or folder in self._again:
                self._again.discard(folder)
                self._look_at(folder)

    def _look_at(self, folder: Path) -> None:
        if self._stopped:
            return  # The system may still tell of changes.
        # A hundred files that arrive at once are one look, and one more when it is over.
        if folder in self._looking:
            self._again.add(folder)
            return
        self._looking.add(folder)
        ask_journal = self._seen.get(folder) is None and folder not in self._settled
        self._thread.submit(_look, folder, ask_journal).add_done_callback(self._deliver)

    def _deliver(self, future: Future[_Look]) -> None:
        # On the thread: the signal crosses to the window's.
        if not future.cancelled():
            self._looked.emit(future)

    @Slot(object)
    def _on_look(self, future: Future[_Look]) -> None:
        look = future.result()
        folder = look.root
        self._looking.discard(folder)
        if folder not in self._seen:
            return
        is_other = self._devices.get(folder, look.device) != look.device
        if not look.readable or (is_other and not look.files and self._seen[folder]):
            if folder not in self._away:
                self._away.add(folder)
                self.went_away.emit(folder)
            return
        self._leave_away(folder)
        self._devices[folder] = look.device
        seen = self._seen[folder]
        if seen is None:
            seen = dict(look.files if folder in self._settled else look.known)
        growing, complete, now = {}, [], time.time_ns()
        before = self._growing[folder]
        for path, state in look.files.items():
            if seen.get(path) == state:
                continue
            if before.get(path) == state and state[0] > 0:
                complete.append(path)
                seen[path] = state
            elif state[0] > 0 or now - state[1] < _FRESH_NS:
                growing[path] = state
        if self._seen[folder] is None and look.known and not look.files:
            # The place of a share that comes later than the program: what is known of it is asked for again.
            seen = None
        self._seen[folder] = seen and {path: state for path, state in seen.items() if path in look.files}
        self._growing[folder] = growing
        if new := set(look.folders) - set(self._watcher.directories()):
            refused = self._watcher.addPaths(sorted(new))
            if len(refused) < len(new):
                # The system didn't tell of what came between the look and this line.
                self._again.add(folder)
        if self._again or any(self._growing.values()):
            self._settle.start()
        for path in complete:
            # Told of once, in however many watched folders it is.
            for other in self._roots_of(path):
                if (known := self._seen[other]) is not None:
                    known[path] = look.files[path]
        if complete:
            self.arrived.emit(complete)


def may_know(scan: PastScan, folder: Path) -> bool:
    """Whether a scan may have results in a folder: it was of that, of something in it, or of a folder around it."""
    return any(
        path == folder or folder in path.parents or (scan.recursive and path in folder.parents) for path in scan.paths
    )


def _look(root: Path, ask_journal: bool) -> _Look:
    files: dict[Path, _State] = {}
    # Whatever the system says of it: a share that broke down is neither there nor gone.
    readable = os.path.isdir(root)
    # A share that is mounted when someone looks into its place is on another file system from then on.
    with suppress(OSError):
        os.scandir(root).close()
    device = _device(root)
    for path, error in Discovery().find(root):
        if error:  # Of a folder in it that can't be listed, too, which is no picture that arrived.
            readable = readable and path != root
            continue
        try:
            status = path.stat()
        except OSError:
            continue
        if path != root:
            files[path] = (status.st_size, status.st_mtime_ns)
    folders = list(itertools.islice((folder for folder, _, _ in os.walk(root)), _TOLD_OF))
    # A share that went away meanwhile was seen in part.
    readable = readable and _device(root) == device
    return _Look(root, files, folders, _judged(root) if ask_journal else {}, readable, device)


def _device(folder: Path) -> int:
    try:
        return folder.stat().st_dev
    except OSError:
        return 0


def _judged(root: Path) -> dict[Path, _State]:
    """What earlier scans judged in a folder, with the state that the files had then."""
    known: dict[Path, _State] = {}
    try:
        path = journal_path()
        if not path.exists():
            return known
        with Journal(path) as journal:
            for scan in journal.scans():
                if may_know(scan, root):
                    for result in journal.results(scan.id):
                        known.setdefault(result.path, (result.bytes, result.modified))
    except (JournalError, OSError):
        return known
    return known

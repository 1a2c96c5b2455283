"""New pictures in watched folders, from their arrival until they have a verdict."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Signal, Slot

from app.detector.verdict import Verdict
from app.gui.watched_folders import WatchedFolders
from app.scan.results import ImageResult

#: More at once are scanned with the whole folder: the rest of it is in the journal.
_MANY = 500

#: How a scan ended: by itself, by the user, or because it could not go on.
Ending = Literal["finished", "cancelled", "broke"]


class Arrivals(QObject):
    """Keeps what no scan was given yet, and what a scan was given and has no result.

    Signals:
        waiting: there is something for a scan; `take` gives it.
        found: new pictures were flagged as fake: a list of paths.
    """

    waiting = Signal()
    found = Signal(list)

    def __init__(self, watcher: WatchedFolders, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._watcher = watcher
        self._new: list[Path] = []
        self._given: set[Path] = set()
        # New pictures without a result: what is given may be the folder that they are in.
        self._expected: set[Path] = set()
        # Those that arrived once more, with another content, after they were given.
        self._again: set[Path] = set()
        watcher.arrived.connect(self.add)

    @Slot(list)
    def add(self, paths: list[Path]) -> None:
        """Keeps complete pictures for the next scan."""
        self._expected.update(paths)
        self._again.update(path for path in paths if not self._given.isdisjoint((path, *path.parents)))
        if len(paths) > _MANY:
            paths = [folder for folder in self._watcher.folders if any(folder in path.parents for path in paths)]
        self._new += paths
        self.waiting.emit()

    def take(self) -> tuple[Path, ...]:
        """What is to be scanned now."""
        taken, self._new = tuple(self._new), []
        self._given.update(taken)
        return taken

    def note(self, results: Sequence[ImageResult]) -> None:
        """Looks for new pictures among results; `found` tells of flagged ones."""
        if not self._given:
            return
        new = [result for result in results if result.path in self._expected]
        # Of one that was replaced meanwhile, this may be what it was before: the next scan says what it is.
        over = {result.path for result in new} - self._again
        self._given -= over
        self._expected -= over
        flagged = [result.path for result in new if result.verdict is Verdict.FAKE]
        if flagged:
            self.found.emit(flagged)

    def take_back(self) -> None:
        """Keeps what a scan was given and didn't get to for the next one: it is stopped for something else."""
        self._new = list(dict.fromkeys([*sorted(self._given), *self._new]))
        self._given.clear()
        self._again.clear()

    def scan_over(self, of_arrivals: bool, ending: Ending) -> None:
        """Says what becomes of pictures that were given to a scan and got no result.

        Args:
            of_arrivals: the scan was for them alone; what it did not find is gone. Else they may have been given to it
                when it was about to end.
            ending: of those that were given to a scan that is cancelled, the user wants none to be scanned.
        """
        if ending == "broke":
            # Whatever broke it may break the next one, too: they wait until something arrives, or another scan ends.
            self.take_back()
            return
        if ending == "cancelled":
            self._expected -= self._given.difference(self._new)
        elif not of_arrivals:
            self._new += sorted(self._given)
        self._given.clear()
        self._again.clear()
        if self._new:
            self.waiting.emit()
        else:
            self._expected.clear()

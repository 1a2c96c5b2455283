"""Watched folders in the window: which there are, what arrives in them, and who is told of what was found."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from app.gui.arrivals import Arrivals
from app.gui.desktop_notifier import DesktopNotifier
from app.gui.message_bar import Message, MessageBar
from app.gui.sources_panel import SourcesPanel
from app.gui.watched_folders import WatchedFolders
from app.gui.window_memory import WindowMemory
from app.gui.wording import readable

#: What is found within this time is told of together; and how many of it by name.
_GATHER_MS, _NAMED = 2000, 3


class Watching(QObject):
    """Keeps the list of watched folders, also for the next start.

    Attributes:
        watcher: looks for new pictures.
        arrivals: those that have no verdict yet.
        notifier: tells the desktop.

    Signals:
        watched: a folder is watched from now on; what is in it is to be scanned.
        list_changed: another number of folders is watched.
        flagged_wanted: the pictures that were flagged are to be shown.
    """

    watched = Signal(object)
    list_changed = Signal()
    flagged_wanted = Signal()

    def __init__(
        self,
        window: QWidget,
        sources: SourcesPanel,
        message: MessageBar,
        memory: WindowMemory,
        was_scanned: Callable[[Path], bool],
    ) -> None:
        """Watches what was watched when the program ended.

        Args:
            window: whose folders they are.
            sources: lists them.
            message: says what was found.
            memory: keeps them.
            was_scanned: whether a folder is in the list and its scan over, so that it isn't scanned when it is watched.
        """
        super().__init__(window)
        self._sources, self._message, self._memory = sources, message, memory
        self._was_scanned = was_scanned
        self.watcher = WatchedFolders(self)
        self.arrivals = Arrivals(self.watcher, self)
        self.notifier = DesktopNotifier(window)
        # Found, and not told of yet; and told of in the message that is still shown.
        self._found: list[Path] = []
        self._told: list[Path] = []
        self._shown: Message | None = None
        # What is said of folders that can't be read.
        self._away: dict[Path, Message] = {}
        self._gather = QTimer(self)
        self._gather.setSingleShot(True)
        self._gather.setInterval(_GATHER_MS)
        self._gather.timeout.connect(self._tell)
        sources.watch_wanted.connect(self.watch)
        sources.unwatch_wanted.connect(self.unwatch)
        self.arrivals.found.connect(self._on_flagged)
        self.watcher.went_away.connect(self._on_away)
        self.watcher.away_no_more.connect(self._on_away_no_more)
        self.notifier.clicked.connect(self.flagged_wanted)
        for folder in memory.watched:
            self.watcher.watch(folder)
        self._show()

    @Slot(object)
    def watch(self, folder: Path) -> None:
        """Watches a folder from now on, also after the next start."""
        if folder in self.watcher.folders:
            return
        if not os.path.isdir(folder):
            self._message.show_warning(self.tr("{0} is no folder.").format(readable(folder)))
            return
        # What came since its scan is new; what is scanned now isn't.
        self.watcher.watch(folder, existing_are_new=self._was_scanned(folder))
        self._keep()
        self.watched.emit(folder)

    @Slot(object)
    def unwatch(self, folder: Path) -> None:
        """Doesn't watch a folder any more."""
        self.watcher.unwatch(folder)
        self._keep()

    @property
    def flagged(self) -> list[Path]:
        """What the message tells of that is shown, or was last."""
        return list(self._told)

    def folder_of(self, path: Path) -> Path:
        """The watched folder that a picture is in; the one that it lies in if that isn't watched any more."""
        return next((folder for folder in self.watcher.folders if folder in path.parents), path.parent)

    def stop(self) -> None:
        """Looks no more; for the end of the program."""
        self.watcher.stop()
        self.notifier.stop()

    def _keep(self) -> None:
        self._memory.watched = self.watcher.folders
        self._show()
        self.list_changed.emit()

    def _show(self) -> None:
        folders = self.watcher.folders
        self._sources.set_watched(folders)
        self.notifier.set_watching(bool(folders))

    @Slot(object)
    def _on_away(self, folder: Path) -> None:
        text = self.tr("The watched folder {0} can't be read. It is looked for again every minute.")
        self._away[folder] = self._message.show_warning(text.format(readable(folder)), lasts=True)

    @Slot(object)
    def _on_away_no_more(self, folder: Path) -> None:
        if (said := self._away.pop(folder, None)) is not None:
            self._message.take_back(said)

    @Slot(list)
    def _on_flagged(self, flagged: list[Path]) -> None:
        self._found += flagged
        if not self._gather.isActive():
            self._gather.start()

    @Slot()
    def _tell(self) -> None:
        """One message for all that is new since the user closed the last one."""
        if self._shown is not None and not self._message.take_back(self._shown):
            self._told = []
        # A picture that was replaced may be found once more.
        found, self._found = list(dict.fromkeys(self._found)), []
        self._told = list(dict.fromkeys([*self._told, *found]))
        show = QAction(self.tr("Show"), self)
        show.triggered.connect(self.flagged_wanted)
        self._shown = self._message.show_note(self._text(self._told), [show], stays=True, until_closed=True)
        self.notifier.notify("Unmask", self._text(found))

    def _text(self, flagged: list[Path]) -> str:
        text = self.tr("%n new picture(s) in a watched folder flagged as fake: {0}", "", len(flagged))
        names = [readable(path.name) for path in flagged[:_NAMED]]
        return text.format(", ".join(names) + (" …" if len(flagged) > _NAMED else ""))

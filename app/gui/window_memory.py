"""What the window remembers from one start to the next: recent and watched folders, answers, and its arrangement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from app.user_folders import settings_folder

_RECENT = 12
#: Raised when panels or columns change, so that a saved arrangement of another kind is not restored.
_LAYOUT_VERSION = 2


class WindowMemory:
    """A file of settings."""

    def __init__(self) -> None:
        self._settings = QSettings(str(settings_folder() / "window.ini"), QSettings.Format.IniFormat)

    @property
    def recent(self) -> list[Path]:
        """What was scanned last, the latest first. The paths are not touched."""
        return self._paths("recent")

    def add_recent(self, paths: Sequence[Path]) -> None:
        """Puts paths at the top of the recent ones."""
        self._set_paths("recent", [*paths, *(path for path in self.recent if path not in paths)][:_RECENT])

    @property
    def recent_folder(self) -> str:
        """Where a file dialog begins; "" if nothing was scanned yet."""
        recent = self.recent
        return str(recent[0].parent) if recent else ""

    @property
    def watched(self) -> list[Path]:
        """The watched folders."""
        return self._paths("watched")

    @watched.setter
    def watched(self, folders: Sequence[Path]) -> None:
        self._set_paths("watched", folders)

    @property
    def welcomed(self) -> bool:
        """The first steps were read, or a scan was begun without them."""
        return bool(self._settings.value("welcomed", False, bool))

    @welcomed.setter
    def welcomed(self, welcomed: bool) -> None:
        self._settings.setValue("welcomed", welcomed)

    @property
    def declined_scan(self) -> int:
        """The unfinished scan, by `PastScan.id`, that the user doesn't want to be offered again; 0 if there is none."""
        return int(str(self._settings.value("declined", 0, int)))

    @declined_scan.setter
    def declined_scan(self, scan: int) -> None:
        self._settings.setValue("declined", scan)

    @property
    def gentle(self) -> bool:
        """Scans leave half the cores to others."""
        return bool(self._settings.value("gentle", False, bool))

    @gentle.setter
    def gentle(self, gentle: bool) -> None:
        self._settings.setValue("gentle", gentle)

    def layout(self) -> Mapping[str, QByteArray] | None:
        """How the window was arranged, by the names that `keep_layout` was given; None if that is not known."""
        if self._settings.value("layout", 0, int) != _LAYOUT_VERSION:
            return None
        states = {name: self._settings.value(name) for name in ("geometry", "panes", "content", "columns")}
        # Some were never kept, and whoever edits the file by hand may have made anything of others.
        return {name: state if isinstance(state, QByteArray) else QByteArray() for name, state in states.items()}

    def keep_layout(self, states: Mapping[str, QByteArray]) -> None:
        """Keeps how the window is arranged: some of geometry, panes, content, columns."""
        self._settings.setValue("layout", _LAYOUT_VERSION)
        for name, state in states.items():
            self._settings.setValue(name, state)
        self._settings.sync()

    def _paths(self, key: str) -> list[Path]:
        stored = self._settings.value(key, [])
        # A list of one comes back as a string.
        texts = [stored] if isinstance(stored, str) else stored if isinstance(stored, list) else []
        return [Path(text) for text in texts]

    def _set_paths(self, key: str, paths: Sequence[Path]) -> None:
        self._settings.setValue(key, [str(path) for path in paths if _is_text(path)])


def _is_text(path: Path) -> bool:
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return False
    return True

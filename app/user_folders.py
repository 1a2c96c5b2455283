"""Folders of the user that the program writes to. ``UNMASK_HOME`` moves all of them into one folder, for tests."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

_DIRS = platformdirs.PlatformDirs("Unmask", appauthor=False)


def _folder(name: str, standard: str) -> Path:
    home = os.environ.get("UNMASK_HOME")
    folder = Path(home, name) if home else Path(standard)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def data_folder() -> Path:
    """Installed models, journals, review decisions."""
    return _folder("data", _DIRS.user_data_dir)


def cache_folder() -> Path:
    """What can be deleted at any time: downloads, crops of a training."""
    return _folder("cache", _DIRS.user_cache_dir)


def settings_folder() -> Path:
    """The selected model, window geometry."""
    return _folder("settings", _DIRS.user_config_dir)

"""Folders of the user that the program writes to. ``UNMASK_HOME`` moves all of them into one folder, for tests."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import platformdirs

_DIRS = platformdirs.PlatformDirs("Unmask", appauthor=False)


def _folder(name: str, standard: str) -> Path:
    home = os.environ.get("UNMASK_HOME")
    try:
        folder = Path(home, name) if home else Path(getattr(_DIRS, standard))
    except RuntimeError as error:  # A user without a home, as in some containers.
        raise FileNotFoundError(errno.ENOENT, str(error)) from error
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def data_folder() -> Path:
    """Installed models, journals, review decisions."""
    return _folder("data", "user_data_dir")


def cache_folder() -> Path:
    """What can be deleted at any time: downloads, crops of a training."""
    return _folder("cache", "user_cache_dir")


def settings_folder() -> Path:
    """The selected model, window geometry."""
    return _folder("settings", "user_config_dir")

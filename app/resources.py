"""Where the files that come with the program lie: the same tree in a checkout, an installation and a frozen program."""

from __future__ import annotations

import importlib.metadata
from pathlib import Path

RESOURCES = Path(__file__).resolve().parent.parent / "resources"


def package_file(package: str, name: str, folder: str) -> Path | None:
    """A file of a package that the program uses as data.

    Args:
        package: as the package index names it.
        name: of the file.
        folder: of `RESOURCES`, where the frozen program and the Space have a copy.

    Returns:
        Its path, or None if it isn't there.
    """
    copy = RESOURCES / folder / name
    if copy.is_file():
        return copy
    try:
        files = importlib.metadata.files(package) or []
    except importlib.metadata.PackageNotFoundError:
        return None
    entry = next((file for file in files if file.name == name), None)
    return Path(str(entry.locate())) if entry else None

"""Where the files that come with the program lie: the same tree in a checkout, an installation and a frozen program."""

from __future__ import annotations

from pathlib import Path

RESOURCES = Path(__file__).resolve().parent.parent / "resources"

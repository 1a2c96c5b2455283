"""What those who help need to know of an installation, and nothing of who uses it. No Qt here."""

from __future__ import annotations

import getpass
import os
import platform
import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from app import __version__
from app.detector.bundle import BundleError, load_bundle
from app.licences import Licence
from app.models import bundled_model, selected_model
from app.resources import RESOURCES
from app.self_test import Check
from app.user_folders import cache_folder, data_folder, settings_folder


def support_report(checks: Sequence[Check], parts: Sequence[Licence]) -> str:
    """The report, without private paths and the user's name.

    Args:
        checks: of the self-test; none if it was not run.
        parts: of the program, for their versions.

    Returns:
        Plain text, lines in English whatever the language of the window is.
    """
    build = "packaged" if getattr(sys, "frozen", False) else "from its source"
    lines = [
        f"Unmask {__version__}, {build}",
        f"System: {platform.platform()}, {platform.machine()}, {os.cpu_count()} processors",
        f"Python: {platform.python_version()}",
        f"Bundled model: {_model(bundled_model())}",
        f"Selected model: {_model(selected_model())}",
        "",
        "Self-test:" if checks else "Self-test: not run",
        *(f"  {'ok' if check.passed else 'failed'}\t{check.name}\t{check.sentence}" for check in checks),
        "",
        "Packages:",
        *(f"  {part.name} {part.version}" for part in parts),
    ]
    return without_private_parts("\n".join(lines)) + "\n"


def without_private_parts(text: str) -> str:
    """The text with folders of the user in general words, and without the user's name."""
    folders: list[tuple[Path, str]] = [
        (RESOURCES.parent, "<program>"),
        (selected_model().parent, "<models>"),
        (Path(tempfile.gettempdir()), "<temporary files>"),
        (Path.home(), "~"),
    ]
    for folder, words in ((settings_folder, "<settings>"), (data_folder, "<data>"), (cache_folder, "<cache>")):
        try:
            folders.append((folder(), words))
        except OSError:
            continue
    if home := os.environ.get("UNMASK_HOME"):
        folders.append((Path(home), "<UNMASK_HOME>"))
    # Links too, and the innermost first: a home holds most of the others.
    spellings = {str(path): words for folder, words in folders for path in (folder, Path(os.path.realpath(folder)))}
    flags = re.IGNORECASE if sys.platform == "win32" else 0
    for spelling in sorted(spellings, key=len, reverse=True):
        if Path(spelling).parent != Path(spelling):
            words = spellings[spelling]
            text = re.sub(rf"{re.escape(spelling)}(?![\w-])(?!\.\w)", lambda _, words=words: words, text, flags=flags)
    for name in {_user(), Path.home().name}:
        if len(name) > 1:
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "<user>", text, flags=re.IGNORECASE)
    return text


def _model(folder: Path) -> str:
    try:
        bundle = load_bundle(folder)
    except BundleError as error:
        return str(error)
    return f"{bundle.manifest.id} ({bundle.sha256[:16]})"


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""

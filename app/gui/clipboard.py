"""What crosses the clipboard: paths and pictures in, rows out."""

from __future__ import annotations

import itertools
import os
import time
import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote_to_bytes

from PySide6.QtCore import QBuffer, QMimeData, QUrl
from PySide6.QtGui import QGuiApplication, QImageWriter

from app.gui.wording import number, readable, reason_text, verdict_word
from app.scan.results import ImageResult
from app.user_folders import data_folder

#: Categories of Unicode: control characters, stray bytes, ends of lines and paragraphs.
_NO_TEXT = {"Cc", "Cs", "Zl", "Zp"}


class PasteError(Exception):
    """A picture in the clipboard can't be kept. ``str()`` is the sentence that the user reads."""


def paths_in(data: QMimeData) -> list[Path]:
    """Files that were dropped or pasted; a pasted text may be paths, one a line."""
    if data.hasUrls():
        return [_path_of(url) for url in data.urls() if url.isLocalFile()]
    lines = (line.strip().strip('"') for line in data.text().splitlines())
    return [path for line in lines if line and _is_there(path := Path(line))]


def _path_of(url: QUrl) -> Path:
    text = url.toLocalFile()
    if "\N{REPLACEMENT CHARACTER}" in text and os.name == "posix":
        # A name need not be valid text; the address has its bytes.
        return Path(os.fsdecode(unquote_to_bytes(url.path(QUrl.ComponentFormattingOption.FullyEncoded))))
    return Path(text)


def _is_there(path: Path) -> bool:
    try:
        return path.is_absolute() and path.exists()
    except (OSError, ValueError):  # Such as a text that is too long for a path, or in a folder that may not be read.
        return False


def pasted_paths() -> list[Path]:
    """The files in the clipboard; a picture in it is kept as a file first.

    Raises:
        PasteError: it can't be kept.
    """
    # There is none where nobody wrote to it yet.
    data = QGuiApplication.clipboard().mimeData() or QMimeData()
    paths = paths_in(data)
    if not paths and data.hasImage():
        picture = QBuffer()
        if QImageWriter(picture, b"PNG").write(QGuiApplication.clipboard().image()):
            paths = [_keep(bytes(picture.data().data()))]
    return paths


def _keep(picture: bytes) -> Path:
    stem = time.strftime("pasted-%Y%m%d-%H%M%S")
    try:
        folder = data_folder() / "pasted"
        folder.mkdir(exist_ok=True)
        # Another one of the same second stays: it is in the list.
        for ending in itertools.chain([""], map("-{}".format, itertools.count(2))):
            target = folder / f"{stem}{ending}.png"
            with suppress(FileExistsError), target.open("xb"):
                break
        try:
            target.write_bytes(picture)
        except OSError:
            target.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise PasteError(f"{error.filename or target} can't be written: {error.strerror or error}.") from error
    return target


def copy_paths(results: Iterable[ImageResult]) -> None:
    """Copies paths, one a line."""
    QGuiApplication.clipboard().setText("\n".join(_as_text(result.path) for result in results))


def _as_text(path: Path) -> str:
    # The name as it is, or nothing finds the file by it: many scripts need characters that can't be seen. What would
    # end the line, or do something in a terminal, is spelt out.
    text = str(path)
    return readable(path) if any(unicodedata.category(each) in _NO_TEXT for each in text) else text


def copy_results(results: Iterable[ImageResult]) -> None:
    """Copies rows as text that a spreadsheet takes apart."""
    lines = []
    for result in results:
        score = "" if result.score is None else number(result.score, 4)
        cells = (readable(result.path), verdict_word(result.verdict), score, reason_text(result.reason))
        lines.append("\t".join(cells).rstrip())
    QGuiApplication.clipboard().setText("\n".join(lines))

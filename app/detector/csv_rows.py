"""Reads the tables that people put beside their pictures, however their programs wrote them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

#: Where a comma is the decimal sign, as in German or Spanish, Excel writes semicolons.
DELIMITERS = ",;\t"
#: A file of this name, with the columns ``file`` (relative to its folder) and ``source``, tells where pictures come
#: from; with a column ``group``, also which show the same person, scene or video.
SOURCES_FILE = "sources.csv"
#: Beyond this no table of labels is; a row for each picture of the largest public sets takes less.
_MOST_BYTES = 128 * 2**20


def text_of(table: Path) -> str:
    """The content of a table; nothing if it can't be read, or is larger than any."""
    try:
        content = table.read_bytes() if table.is_file() and table.stat().st_size <= _MOST_BYTES else b""
    except OSError:
        return ""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def records(text: str, delimiter: str | None = None) -> Iterator[dict[str, str]]:
    """The rows of a table, by column, up to what is none.

    Args:
        text: of the table; the first line that isn't empty names the columns.
        delimiter: between columns; None for the one that is most frequent in that line.
    """
    text = text.lstrip("\r\n")
    delimiter = delimiter or max(DELIMITERS, key=text.partition("\n")[0].count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, restkey="", restval="")
    with suppress(csv.Error):
        for row in rows:
            yield {column.strip(): value.strip() for column, value in row.items() if isinstance(value, str)}

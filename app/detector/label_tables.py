"""Reads labels from tables beside the pictures, as data sets have whose folders don't tell real from fake."""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from app.detector.csv_rows import SOURCES_FILE, records, text_of

if TYPE_CHECKING:
    from app.detector.labelled import Label, Split

TABLE_SUFFIX = ".csv"
#: Rows that the columns are told by.
_SAMPLE = 2_000
#: A column with more different values than these tells no class.
_MOST_VALUES = 12
_TRUE, _FALSE = frozenset(("1", "1.0", "true", "yes")), frozenset(("0", "0.0", "false", "no"))
#: What columns of numbers are called, and what 1 in them means. Others that hold such a word may count people.
_MEANT: dict[str, Label] = {
    **dict.fromkeys("fake deepfake ai aigenerated generated synthetic manipulated".split(), "fake"),
    **dict.fromkeys("real genuine authentic".split(), "real"),
}
#: Columns of numbers that tell a class also where all are the same; so does one whose name begins with "is".
_MEANT_ALONE = frozenset(("fake", "real"))
#: What columns of labels are called, and what is in the name of those that a model filled, which tell no truth.
_TRUTH_WORDS, _FORETOLD = ("label", "class", "target", "truth"), ("pred", "verdict")
#: What the letters of columns are called that a model wrote beside its classes; "quality_score" is none.
_SURENESS = re.compile("(?:deepfake|fake|real|ai)*(?:scores?|probs?|proba|probability|confidence)(?:fake|real)*")
#: A path, or the name of a file; and a number, which may stand for a picture or for a row.
_FILE, _NUMBER = re.compile(r"[/\\]|\.[A-Za-z]\w{1,4}$"), re.compile("[0-9]{1,9}")
#: A column that finds fewer pictures than this share of the most that one finds isn't meant to.
_NEARLY = 0.9
_SPLIT_COLUMNS = frozenset(("split", "set", "subset", "partition"))
#: What columns are called that say which pictures show one person, scene or video; those but the first name a file.
_GROUP_COLUMNS = ("group", "sourcevideo", "original")
#: What is written where there is no original.
_NOTHING = frozenset(("", "-", "na", "n/a", "nan", "none", "null"))


@dataclass(frozen=True, slots=True)
class TableRow:
    """What a table says of a picture.

    Attributes:
        label: class that the column of labels tells.
        split: that the column of splits tells; without one, the name of the table or of a folder that it is in.
        group: what pictures share that show one person, scene or video: the name of the original that a column tells,
            also of this original itself, or what is written in a column of groups; "" where none is told.
        may_be_remark: whether the column may tell something else, as where pictures come from or what a model says of
            them; it overrules no folder and no other table.
        table: path of the table.
    """

    label: Label
    split: Split | None
    group: str
    may_be_remark: bool
    table: Path


@dataclass(frozen=True, slots=True)
class LabelTables:
    """All that tables say.

    Attributes:
        rows: by picture; none for those that two rows say different things of.
        unclear: a table and its column of which nobody can know whether 0 or 1 is fake, if nothing else tells labels.
    """

    rows: dict[Path, TableRow]
    unclear: tuple[Path, str] | None


def read_label_tables(
    root: Path,
    tables: Iterable[Path],
    pictures: Mapping[Path, Split | None],
    label_of: Callable[[str], Label | None],
    names_subject: Callable[[str], bool],
    split_of: Callable[[str], Split | None],
) -> LabelTables:
    """Reads the CSV files that name pictures in one column and their classes in another.

    Pictures may be named by a path, or by any part of its end, with or without the ending; so one called
    ``aagfhgtpmv.mp4`` may be the picture ``faces/aagfhgtpmv.jpg``, if there is no other. A table means what lies below
    its own folder, or, if that holds nothing that it names, below the nearest one around it that does. Of several
    pictures that are called alike, the one of its split is meant.

    Args:
        root: folder.
        tables: files that are below it.
        pictures: that are below it, sorted, and the splits that their folders name.
        label_of: the class that a word tells, if any.
        names_subject: whether a word that tells a class may only say what is in the picture.
        split_of: the split that a word tells, if any.
    """
    paths = list(pictures)
    finders: dict[Path, _Finder] = {}
    rows: dict[Path, TableRow] = {}
    contradicted: set[Path] = set()
    unclear = None
    for table in sorted(tables):
        text = text_of(table)
        # From all of it: many tables are sorted by class.
        sample = list(itertools.islice(records(text), 0, None, 1 + text.count("\n") // _SAMPLE))
        columns = list(sample[0]) if sample else []
        classes = _columns_of_classes(sample, columns, label_of, names_subject)
        numbers = next((column for column in columns if _values(sample, column) == {"0", "1"}), None)
        if not classes and numbers is None:
            continue
        split_in = _reader_of_splits(table.relative_to(root), columns, split_of)
        for folder in itertools.takewhile(lambda folder: folder.is_relative_to(root), table.parents):
            if folder not in finders:
                finders[folder] = _Finder({path: pictures[path] for path in _below(folder, paths)})
            find = finders[folder]
            named = _column_of_pictures(sample, find, split_in, label_of)
            if named is not None:
                break
        else:
            continue
        classes.pop(named, None)
        if not classes:
            unclear = unclear or ((table, numbers) if numbers else None)
            continue
        label = _column_of_labels(sample, classes, label_of)
        may_be_remark = table.name == SOURCES_FILE and _letters(label) == "source"
        may_be_remark |= _may_be_remark(_values(sample, label), label, label_of)
        may_be_remark |= any(_SURENESS.fullmatch(_letters(column)) for column in columns)
        column_of_groups = _column_of_groups(sample, {named, label}, label_of)
        of_table: dict[Path, TableRow] = {}
        for record in records(text):
            split, said = split_in(record), _class_in(record, label, label_of)
            picture = find(record.get(named), split)
            if picture is None or said is None:
                continue
            before = of_table.get(picture) or rows.get(picture)
            row = TableRow(said, split, _group_in(record, column_of_groups), may_be_remark, table)
            if before is not None and may_be_remark and not before.may_be_remark:
                row = replace(before, split=before.split or row.split, group=before.group or row.group)
            elif before is not None and before.may_be_remark and not may_be_remark:
                contradicted.discard(picture)
            elif before is not None and before.label != said:
                contradicted.add(picture)
            of_table[picture] = row
        groups = {row.group for row in of_table.values()}
        for picture, row in of_table.items():
            before = rows.get(picture, row)
            group = row.group or (picture.stem if picture.stem in groups else before.group)
            rows[picture] = replace(row, split=row.split or before.split, group=group)
    return LabelTables({path: row for path, row in rows.items() if path not in contradicted}, unclear)


class _Finder:
    """Finds the picture that a table means."""

    def __init__(self, pictures: Mapping[Path, Split | None]) -> None:
        self._splits = pictures
        self._by_name: dict[str, list[Path]] = {}
        for picture in pictures:
            for name in {picture.name, picture.stem}:
                self._by_name.setdefault(name, []).append(picture)

    def __call__(self, value: str | None, split: Split | None) -> Path | None:
        path = PurePosixPath((value or "").replace("\\", "/"))
        found = self._by_name.get(path.name) or self._by_name.get(path.stem) or []
        if len(found) > 1:
            # Of those that are called alike, the folders before the name tell one.
            folders = tuple(part for part in path.parts[:-1] if part not in (".", "..", "/"))
            found = [each for each in found if each.parts[-1 - len(folders) : -1] == folders]
        if len(found) > 1 and split is not None:
            found = [each for each in found if self._splits[each] == split]
        return found[0] if len(found) == 1 else None


def _below(folder: Path, paths: list[Path]) -> Iterable[Path]:
    """The paths below a folder, of sorted ones."""
    start = bisect.bisect(paths, folder)
    return itertools.takewhile(lambda path: folder in path.parents, itertools.islice(paths, start, None))


def _reader_of_splits(
    table: Path, columns: Iterable[str], split_of: Callable[[str], Split | None]
) -> Callable[[dict[str, str]], Split | None]:
    """What tells the split of a record of a table, whose path is relative to the root."""
    column = next((column for column in columns if column.lower() in _SPLIT_COLUMNS), None)
    if column is not None:
        return lambda record: split_of(record.get(column, ""))
    names = (table.stem, *reversed(table.parent.parts))
    split = next((split for split in map(split_of, names) if split is not None), None)
    return lambda record: split


def _column_of_pictures(
    sample: list[dict[str, str]],
    find: _Finder,
    split_in: Callable[[dict[str, str]], Split | None],
    label_of: Callable[[str], Label | None],
) -> str | None:
    """The column that names the pictures; None if none does.

    Where pictures are numbered, running numbers and even 0 and 1 find some; and where originals are named beside their
    fakes, one that finds a picture in each row may find few.
    """
    splits = [split_in(record) for record in sample]
    found = {
        column: len({find(record.get(column), split) for record, split in zip(sample, splits, strict=True)} - {None})
        for column in sample[0]
    }

    def promise(column: str) -> tuple[bool, bool, bool, int]:
        cells = [record.get(column, "") for record in sample]
        files = sum(_FILE.search(cell) is not None for cell in cells)
        labels = all(cell.lower() in _TRUE | _FALSE or label_of(cell) for cell in cells)
        numbers = [int(cell) for cell in cells if _NUMBER.fullmatch(cell)]
        steps = {after - before for before, after in itertools.pairwise(numbers)}
        running = len(numbers) == len(cells) and len(steps) == 1
        return 2 * files > len(cells), not labels, not running, found[column]

    nearly_most = _NEARLY * max(found.values(), default=0)
    return max((column for column, n in found.items() if n > nearly_most), key=promise, default=None)


def _columns_of_classes(
    sample: list[dict[str, str]],
    columns: Iterable[str],
    label_of: Callable[[str], Label | None],
    names_subject: Callable[[str], bool],
) -> dict[str, set[Label]]:
    """Those of some columns that tell classes, and which; not those that a model filled."""
    truths = [column for column in columns if not any(word in column.lower() for word in _FORETOLD)]
    told = {column: _classes(_values(sample, column), column, label_of, names_subject) for column in truths}
    return {column: classes for column, classes in told.items() if classes}


def _column_of_labels(
    sample: list[dict[str, str]], classes: Mapping[str, set[Label]], label_of: Callable[[str], Label | None]
) -> str:
    """The column that tells the class, of those that may."""

    def promise(column: str) -> tuple[int, bool, bool, bool]:
        """Both classes say more than one, words more than numbers, and the truth more than anything else.

        Of columns that hold a single class, what is called as one says more than what may be a remark.
        """
        words, number = any(map(label_of, _values(sample, column))), len(classes[column])
        return number, number == 1 and not words, words, _is_truth(column)

    return max(classes, key=promise)


def _column_of_groups(
    sample: list[dict[str, str]], others: Collection[str], label_of: Callable[[str], Label | None]
) -> str | None:
    """The column that tells which pictures show the same; not one that tells which are originals."""
    columns = {_letters(column): column for column in sample[0] if column not in others}
    return next(
        (
            columns[name]
            for name in _GROUP_COLUMNS
            if name in columns
            and not all(value.lower() in _TRUE | _FALSE or label_of(value) for value in _values(sample, columns[name]))
        ),
        None,
    )


def _group_in(record: dict[str, str], column: str | None) -> str:
    value = record.get(column, "") if column is not None else ""
    if column is None or value.lower() in _NOTHING:
        return ""
    return value if column.lower() == _GROUP_COLUMNS[0] else PurePosixPath(value.replace("\\", "/")).stem


def _values(sample: list[dict[str, str]], column: str) -> set[str]:
    return {record.get(column, "") for record in sample} - {""}


def _classes(
    values: set[str], column: str, label_of: Callable[[str], Label | None], names_subject: Callable[[str], bool]
) -> set[Label]:
    """The classes that a column tells; none unless all of its values do.

    A single class may be told by chance: by numbers in a column that isn't called as what they mean, or by words for
    what is in the pictures.
    """
    if len(values) > _MOST_VALUES:
        return set()
    told = {value: _class_in({column: value}, column, label_of) for value in values}
    classes = {label for label in told.values() if label is not None}
    if None in told.values():
        return set()
    if len(classes) == 1:
        name = _letters(column)
        words = all(map(label_of, values))
        if not words and not (name in _MEANT_ALONE or name.startswith("is")):
            return set()
        if words and all(map(names_subject, values)) and not _is_truth(column):
            return set()
    return classes


def _is_truth(column: str) -> bool:
    return any(word in column.lower() for word in _TRUTH_WORDS)


def _may_be_remark(values: set[str], column: str, label_of: Callable[[str], Label | None]) -> bool:
    """Whether words may tell a class by chance, as they all tell the same in a column of anything."""
    told = set(map(label_of, values))
    return len(told) == 1 and None not in told and not _is_truth(column)


def _letters(column: str) -> str:
    return re.sub("[^a-z]", "", column.lower())


def _class_in(record: dict[str, str], column: str, label_of: Callable[[str], Label | None]) -> Label | None:
    """The class in a record: a word, or a number in a column that is called as what 1 means."""
    value = record.get(column, "")
    meant = _MEANT.get(_letters(column).removeprefix("is"))
    if meant is not None and value.lower() in _TRUE | _FALSE:
        other: Label = "real" if meant == "fake" else "fake"
        return meant if value.lower() in _TRUE else other
    return label_of(value)

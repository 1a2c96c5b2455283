"""The rows of a scan as a table. Sorting happens here: a proxy that sorts Python rows stalls at 100,000 of them."""

from __future__ import annotations

import dataclasses
import operator
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from enum import IntEnum
from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    QUrl,
    Signal,
)

from app.detector.verdict import Verdict
from app.gui.icons import verdict_icon
from app.gui.review_store import Decision, Review
from app.gui.wording import file_size, number, readable, reason_text, verdict_word
from app.scan.results import ImageResult

Index = QModelIndex | QPersistentModelIndex

#: Role that gives the `ImageResult` of a row, through any proxy.
RESULT_ROLE = Qt.ItemDataRole.UserRole

#: Worst first: the order in which a person wants to look at them.
_VERDICT_ORDER = {
    verdict: place
    for place, verdict in enumerate((Verdict.FAKE, Verdict.INCONCLUSIVE, Verdict.REAL, Verdict.NO_FACE, Verdict.ERROR))
}


class Column(IntEnum):
    """Columns of the table."""

    NAME = 0
    VERDICT = 1
    SCORE = 2
    FACES = 3
    REVIEW = 4
    FOLDER = 5
    FORMAT = 6
    SIZE = 7
    REASON = 8


_SORT_KEYS: dict[Column, Callable[[ImageResult], Any]] = {
    Column.NAME: lambda row: row.path.name.lower(),
    Column.VERDICT: lambda row: (_VERDICT_ORDER[row.verdict], -(row.score or 0)),
    Column.SCORE: lambda row: -1.0 if row.score is None else row.score,
    Column.FACES: lambda row: len(row.faces),
    Column.REASON: lambda row: row.reason,
    Column.FOLDER: lambda row: str(row.path.parent).lower(),
    Column.FORMAT: lambda row: row.format,
    Column.SIZE: lambda row: row.bytes,
}


class ResultsModel(QAbstractTableModel):
    """One row a file.

    Signals:
        counts_changed: rows were added or replaced, so that `counts` differs.
    """

    counts_changed = Signal()

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._rows: list[ImageResult] = []
        self._reviews: dict[str, Review] = {}
        self._counts: Counter[Verdict] = Counter()

    @property
    def counts(self) -> Counter[Verdict]:
        """Rows by verdict."""
        return self._counts

    def results(self) -> list[ImageResult]:
        """All rows in discovery order."""
        return sorted(self._rows, key=_discovery)

    def result(self, row: int) -> ImageResult:
        """The result in a row."""
        return self._rows[row]

    def review(self, result: ImageResult) -> Review:
        """What a person said of a picture, by content."""
        return self._reviews.get(result.sha256, Review())

    def clear(self, reviews: dict[str, Review]) -> None:
        """Empties the table for a new scan.

        Args:
            reviews: earlier decisions, by SHA-256 of the picture.
        """
        self.beginResetModel()
        self._rows = []
        self._counts = Counter()
        self._reviews = dict(reviews)
        self.endResetModel()
        self.counts_changed.emit()

    def append(self, results: list[ImageResult]) -> None:
        """Adds rows in one step, at the end whatever the order: nothing that is looked at moves."""
        if not results:
            return
        first = len(self._rows)
        self.beginInsertRows(QModelIndex(), first, first + len(results) - 1)
        self._rows.extend(results)
        self.endInsertRows()
        self._counts.update(result.verdict for result in results)
        self.counts_changed.emit()

    def replace(self, result: ImageResult) -> bool:
        """Puts a new result of the same path in the place of the old one.

        Returns:
            False if there is no row of that path.
        """
        for row, old in enumerate(self._rows):
            if old.path == result.path:
                self._rows[row] = dataclasses.replace(result, index=old.index)
                self._counts[old.verdict] -= 1
                self._counts[result.verdict] += 1
                self.dataChanged.emit(self.index(row, 0), self.index(row, len(Column) - 1))
                self.counts_changed.emit()
                return True
        return False

    def remove(self, paths: set[Path]) -> list[ImageResult]:
        """Takes rows off the list; the files stay.

        Returns:
            What was removed, so that it can be put back with `append`.
        """
        removed = []
        for row in range(len(self._rows) - 1, -1, -1):
            if self._rows[row].path in paths:
                self.beginRemoveRows(QModelIndex(), row, row)
                removed.append(self._rows.pop(row))
                self.endRemoveRows()
        self._counts.subtract(result.verdict for result in removed)
        self.counts_changed.emit()
        return removed

    def set_review(self, sha256: str, review: Review) -> None:
        """Shows a decision in every row that holds the picture."""
        self._reviews[sha256] = review
        for row, result in enumerate(self._rows):
            if result.sha256 == sha256:
                # The whole row: the filter looks at the first column, the row is painted in all.
                self.dataChanged.emit(self.index(row, 0), self.index(row, len(Column) - 1))

    # Qt's interface.

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return self._titles()[section]
            if role == Qt.ItemDataRole.TextAlignmentRole and section in _RIGHT:
                return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            if role == Qt.ItemDataRole.ToolTipRole and section == Column.SCORE:
                return self.tr("Calibrated probability that the most suspicious face is fake, 0 to 1")
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        result = self._rows[index.row()]
        column = Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(result, column)
        if role == RESULT_ROLE:
            return result
        if role == Qt.ItemDataRole.DecorationRole and column is Column.VERDICT:
            return verdict_icon(result.verdict)
        if role == Qt.ItemDataRole.TextAlignmentRole and column in _RIGHT:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ToolTipRole:
            if column in (Column.NAME, Column.FOLDER):
                return readable(result.path)
            if column is Column.REVIEW:
                return self.review(result).note or None
            return reason_text(result.reason) or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._titles()[column]}: {self._text(result, column)}"
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else flags

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The files of the rows, to be dragged into another program."""
        rows = sorted({index.row() for index in indexes})
        data = QMimeData()
        # Through the percent-encoded form: a name need not be valid text.
        data.setUrls([QUrl.fromEncoded(self._rows[row].path.as_uri().encode()) for row in rows])
        return data

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sorts by a column; by -1 into discovery order. What is selected stays selected."""
        self.layoutAboutToBeChanged.emit()
        persistent = self.persistentIndexList()
        held = [self._rows[index.row()].index for index in persistent]
        self._rows.sort(key=_discovery)
        if column == Column.REVIEW:
            self._rows.sort(key=self._review_order, reverse=order is Qt.SortOrder.DescendingOrder)
        elif column >= 0:
            self._rows.sort(key=_SORT_KEYS[Column(column)], reverse=order is Qt.SortOrder.DescendingOrder)
        if persistent:
            places = {result.index: row for row, result in enumerate(self._rows)}
            moved = [self.index(places[key], old.column()) for key, old in zip(held, persistent, strict=True)]
            self.changePersistentIndexList(persistent, moved)
        self.layoutChanged.emit()

    def _review_order(self, result: ImageResult) -> tuple[str, str]:
        review = self.review(result)
        return review.decision, review.note

    def _titles(self) -> list[str]:
        return [
            self.tr("Name"),
            self.tr("Verdict"),
            self.tr("Score"),
            self.tr("Faces"),
            self.tr("Review"),
            self.tr("Folder"),
            self.tr("Format"),
            self.tr("Size"),
            self.tr("Reason"),
        ]

    def _text(self, result: ImageResult, column: Column) -> str:
        match column:
            case Column.NAME:
                return readable(result.path.name)
            case Column.VERDICT:
                return verdict_word(result.verdict)
            case Column.SCORE:
                return "" if result.score is None else number(result.score, 3)
            case Column.FACES:
                return number(len(result.faces)) if result.verdict is not Verdict.ERROR else ""
            case Column.REASON:
                return reason_text(result.reason)
            case Column.REVIEW:
                review = self.review(result)
                word = self._decision_word(review.decision)
                return f"{word} \N{PENCIL}".strip() if review.note else word
            case Column.FOLDER:
                return readable(result.path.parent)
            case Column.FORMAT:
                return result.format
            case Column.SIZE:
                return file_size(result.bytes) if result.bytes else ""

    def _decision_word(self, decision: Decision) -> str:
        match decision:
            case "confirmed":
                return self.tr("Confirmed")
            case "overturned":
                return self.tr("Overturned")
            case "unsure":
                return self.tr("Unsure")
            case "":
                return ""


_RIGHT = frozenset({Column.SCORE, Column.FACES, Column.SIZE})


_CONDITION = re.compile(r"(score|faces|width|height)(<=|>=|<|>|=)([0-9]*[.,]?[0-9]+)")
_COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
}
_FIGURES: dict[str, Callable[[ImageResult], float | None]] = {
    "score": lambda result: result.score,
    "faces": lambda result: len(result.faces),
    "width": lambda result: result.width or None,
    "height": lambda result: result.height or None,
}


def _discovery(result: ImageResult) -> int:
    return result.index


class ResultsFilter(QSortFilterProxyModel):
    """Shows the rows that match, in the order of the model. Filters only: `sort` goes to the model itself."""

    def __init__(self, source: ResultsModel, parent: Any = None) -> None:
        super().__init__(parent)
        self._results = source
        self._verdict: Verdict | None = None
        self._words: tuple[str, ...] = ()
        self._conditions: tuple[tuple[str, Callable[[float, float], bool], float], ...] = ()
        self._unreviewed_only = False
        self.setSourceModel(source)

    def set_verdict(self, verdict: Verdict | None) -> None:
        """Shows one verdict, or all for None."""
        self.beginFilterChange()
        self._verdict = verdict
        self.endFilterChange()

    def set_text(self, text: str) -> None:
        """Shows the rows that match every word of a text.

        Args:
            text: words that path, reason, format or note hold, whatever the case, and conditions on figures:
                ``score>0.8``, ``score<=0.3``, ``faces>1``, ``width<400``, ``height>=1000``.
        """
        words, conditions = [], []
        for word in text.lower().split():
            match = _CONDITION.fullmatch(word)
            if match:
                conditions.append((match[1], _COMPARISONS[match[2]], float(match[3].replace(",", "."))))
            else:
                words.append(word)
        self.beginFilterChange()
        self._words, self._conditions = tuple(words), tuple(conditions)
        self.endFilterChange()

    def set_unreviewed_only(self, on: bool) -> None:
        """Shows only rows that nobody decided on yet."""
        self.beginFilterChange()
        self._unreviewed_only = on
        self.endFilterChange()

    def visible(self) -> Iterable[ImageResult]:
        """The results shown, in the order shown."""
        for row in range(self.rowCount()):
            yield self.index(row, 0).data(RESULT_ROLE)

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        result = self._results.result(source_row)
        if self._verdict is not None and result.verdict is not self._verdict:
            return False
        if self._unreviewed_only and self._results.review(result).decision:
            return False
        for name, holds, limit in self._conditions:
            value = _FIGURES[name](result)
            if value is None or not holds(value, limit):
                return False
        if not self._words:
            return True
        text = f"{result.path}\n{result.reason}\n{result.format}\n{self._results.review(result).note}".lower()
        return all(word in text for word in self._words)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._results.sort(column, order)

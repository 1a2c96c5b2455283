"""The rows of a scan as a table that sorts and filters itself.

A proxy model that asks Python about each of 100,000 rows, or is told of each that goes, takes seconds. Here, what rows
are sorted and filtered by lies ready in arrays, and what is shown is a list of places.
"""

from __future__ import annotations

import dataclasses
import operator
import os
import re
import unicodedata
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import IntEnum
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QUrl,
    Signal,
)

from app.detector.verdict import Verdict
from app.gui.garbage import RowsSetAside
from app.gui.icons import verdict_icon
from app.gui.review_store import Decision, Review
from app.gui.wording import file_size, number, readable, reason_text, tooltip, verdict_word
from app.scan.journal import VerdictChange
from app.scan.results import ImageResult

Index = QModelIndex | QPersistentModelIndex

#: Role that gives the `ImageResult` of a row.
RESULT_ROLE = Qt.ItemDataRole.UserRole

#: Worst first: the order in which a person wants to look at them.
_VERDICT_ORDER = {
    verdict: place
    for place, verdict in enumerate((Verdict.FAKE, Verdict.INCONCLUSIVE, Verdict.REAL, Verdict.NO_FACE, Verdict.ERROR))
}
#: More rows than this leave the table in one step, not one by one.
_FEW = 50


class Column(IntEnum):
    """Columns of the table."""

    NAME = 0
    VERDICT = 1
    CHANGE = 2
    SCORE = 3
    FACES = 4
    REVIEW = 5
    FOLDER = 6
    FORMAT = 7
    SIZE = 8
    REASON = 9


#: Figures of a row, by the names that the search knows; NaN where there is none.
_FIGURES: dict[str, Callable[[ImageResult], float]] = {
    "score": lambda result: np.nan if (score := result.score) is None else score,
    "faces": lambda result: len(result.faces),
    "width": lambda result: result.width or np.nan,
    "height": lambda result: result.height or np.nan,
    "bytes": lambda result: result.bytes,
    "verdict": lambda result: _VERDICT_ORDER[result.verdict],
    "place": lambda result: result.index,
}
_TEXT_KEYS: dict[Column, Callable[[ImageResult], str]] = {
    Column.NAME: lambda result: os.path.basename(result.path).lower(),
    Column.REASON: lambda result: result.reason,
    Column.FOLDER: lambda result: os.path.dirname(result.path).lower(),
    Column.FORMAT: lambda result: result.format,
}

_NOTHING_SAID = Review()

_CONDITION = re.compile(r"(score|faces|width|height)(<=|>=|<|>|=)([0-9]*[.,]?[0-9]+)")
_Comparison = Callable[[npt.NDArray[np.float64], float], npt.NDArray[np.bool_]]
_COMPARISONS: dict[str, _Comparison] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
}


#: What a person said of a picture: anything, nothing yet, one decision, or something in a note.
ReviewKind = Literal["", "none", "confirmed", "overturned", "unsure", "note"]


@dataclasses.dataclass(frozen=True, slots=True)
class Criteria:
    """What a result has to be besides its verdict and its text. Made of nothing, it lets everything through.

    Attributes:
        lowest: score at least.
        highest: score at most.
        faces: number of faces at least.
        folder: the file lies in it; None for anywhere.
        format: of the picture; "" for any.
        review: what a person said of it.
    """

    lowest: float = 0.0
    highest: float = 1.0
    faces: int = 0
    folder: Path | None = None
    format: str = ""
    review: ReviewKind = ""


@dataclasses.dataclass(frozen=True, slots=True)
class _Filter:
    """What a row has to be to be shown."""

    verdict: Verdict | None = None
    words: tuple[str, ...] = ()
    conditions: tuple[tuple[str, _Comparison, float], ...] = ()
    criteria: Criteria = Criteria()
    changed_only: bool = False


class ResultsModel(QAbstractTableModel):
    """One row a file: those that match the filter, in the order that was chosen.

    Signals:
        counts_changed: results were added, replaced or removed, so that `counts` differs.
    """

    counts_changed = Signal()

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self._reviews: dict[str, Review] = {}
        self._changes: Mapping[str, VerdictChange] | None = None
        self._filter = _Filter()
        self._set_aside = RowsSetAside()
        self._forget()

    def _forget(self) -> None:
        # Everything of one result is at one place, from 0, in order of arrival.
        self._results: list[ImageResult] = []
        self._texts: list[str] = []
        self._figures = {name: array("d") for name in _FIGURES}
        self._text_keys: dict[Column, list[str]] = {}
        self._by_content: dict[str, list[int]] | None = None
        self._by_path: dict[str, int] | None = {}
        # Places in the order that was chosen, and those of them that match the filter.
        self._order: list[int] = []
        self._shown: list[int] = []
        self._counts: Counter[Verdict] = Counter()

    @property
    def counts(self) -> Counter[Verdict]:
        """Results by verdict, whether shown or not."""
        return self._counts

    @property
    def total(self) -> int:
        """Number of results, whether shown or not."""
        return len(self._results)

    def results(self) -> list[ImageResult]:
        """All results in discovery order, whether shown or not."""
        return sorted(self._results, key=_discovery)

    def result(self, row: int) -> ImageResult:
        """The result in a row."""
        return self._results[self._shown[row]]

    def visible(self) -> Iterator[ImageResult]:
        """The results shown, in the order shown."""
        return map(self._results.__getitem__, self._shown)

    def review(self, result: ImageResult) -> Review:
        """What a person said of a picture, by content. What was decided about another verdict isn't about this one."""
        review = self.kept_review(result)
        if review.verdict and review.verdict != result.verdict.value:
            return Review(note=review.note)
        return review

    def reviews(self) -> dict[str, Review]:
        """All that a person said, by SHA-256 of the picture."""
        return dict(self._reviews)

    def kept_review(self, result: ImageResult) -> Review:
        """What a person said of a picture, whatever verdict that was about."""
        return self._reviews.get(result.sha256, _NOTHING_SAID)

    def clear(self, reviews: dict[str, Review]) -> None:
        """Empties the table for a new scan.

        Args:
            reviews: earlier decisions, by SHA-256 of the picture.
        """
        self.beginResetModel()
        self._reviews = dict(reviews)
        self._changes = None
        self._filter = dataclasses.replace(self._filter, changed_only=False)
        self._forget()
        self._set_aside.clear()
        self.endResetModel()
        self.counts_changed.emit()

    def append(self, results: list[ImageResult]) -> None:
        """Adds results in one step, at the end whatever the order: nothing that is looked at moves."""
        if not results:
            return
        first = len(self._results)
        places = range(first, first + len(results))
        self._results.extend(results)
        for name, figure in _FIGURES.items():
            self._figures[name].extend(map(figure, results))
        self._texts.extend(map(self._searched_text, results))
        self._by_content = None
        if self._by_path is not None:
            self._by_path.update(zip((os.path.normcase(result.path) for result in results), places, strict=True))
        self._order.extend(places)
        shown = self._matching(places)
        if shown:
            self.beginInsertRows(QModelIndex(), len(self._shown), len(self._shown) + len(shown) - 1)
            self._shown.extend(shown)
            self.endInsertRows()
        self._counts.update(result.verdict for result in results)
        self._set_aside.add(len(results))
        self.counts_changed.emit()

    def replace(self, results: Sequence[ImageResult]) -> list[ImageResult]:
        """Puts new results in the places of older ones of the same paths, in one step.

        Returns:
            Those of paths of which there is none.
        """
        if self._by_path is None:
            self._by_path = {os.path.normcase(old.path): place for place, old in enumerate(self._results)}
        places, unknown = [], []
        for result in results:
            place = self._by_path.get(os.path.normcase(result.path))
            if place is None:
                unknown.append(result)
            else:
                places.append(place)
                self._put(place, result)
        if places:
            self._by_content = None
            self._refresh(places)
            self.counts_changed.emit()
        return unknown

    def _put(self, place: int, result: ImageResult) -> None:
        old = self._results[place]
        result = dataclasses.replace(result, index=old.index)
        self._results[place] = result
        for name, figure in _FIGURES.items():
            self._figures[name][place] = figure(result)
        self._texts[place] = self._searched_text(result)
        for column, keys in self._text_keys.items():
            if place < len(keys):
                keys[place] = _TEXT_KEYS[column](result)
        self._counts[old.verdict] -= 1
        self._counts[result.verdict] += 1

    def remove(self, paths: set[Path]) -> list[ImageResult]:
        """Takes results off the list; the files stay.

        Returns:
            What was removed, so that it can be put back with `append`.
        """
        kept = [place for place, result in enumerate(self._results) if result.path not in paths]
        removed = [result for result in self._results if result.path in paths]
        if not removed:
            return []
        new_places = np.full(len(self._results), -1)
        new_places[kept] = np.arange(len(kept))
        order = new_places[np.array(self._order)]
        shown = new_places[np.array(self._shown, np.int64)]
        with _Relayout(self) as relayout:
            relayout.renumber(new_places)
            results = [self._results[place] for place in kept]
            self._results, self._texts = results, [self._texts[place] for place in kept]
            self._figures = {
                name: array("d", np.frombuffer(values)[kept].tobytes()) for name, values in self._figures.items()
            }
            self._text_keys.clear()
            self._by_content = self._by_path = None
            self._order, self._shown = order[order >= 0].tolist(), shown[shown >= 0].tolist()
        self._counts.subtract(result.verdict for result in removed)
        self.counts_changed.emit()
        return removed

    def set_reviews(self, reviews: Mapping[str, Review]) -> None:
        """Shows decisions, by SHA-256 of the picture, in every row that holds it."""
        self._reviews.update(reviews)
        if self._by_content is None:
            self._by_content = defaultdict(list)
            for place, result in enumerate(self._results):
                self._by_content[result.sha256].append(place)
        places = [place for sha256 in reviews for place in self._by_content.get(sha256, ())]
        for place in places:
            self._texts[place] = self._searched_text(self._results[place])
        self._refresh(places)

    def set_changes(self, changes: Mapping[str, VerdictChange] | None) -> None:
        """Says what another model said, by SHA-256 of the picture; None compares with none."""
        self._changes = changes
        self._filter = dataclasses.replace(self._filter, changed_only=changes is not None)
        self._show_matching()
        if self._shown:
            self.dataChanged.emit(self.index(0, Column.CHANGE), self.index(len(self._shown) - 1, Column.CHANGE))

    # The filter.

    def set_verdict(self, verdict: Verdict | None) -> None:
        """Shows one verdict, or all for None."""
        self._set_filter(dataclasses.replace(self._filter, verdict=verdict))

    def set_text(self, text: str) -> None:
        """Shows the rows that match every word of a text.

        Args:
            text: words that path, reason, format or note hold, whatever the case, and conditions on figures:
                ``score>0.8``, ``score<=0.3``, ``faces>1``, ``width<400``, ``height>=1000``.
        """
        words, conditions = [], []
        for word in _comparable(text).split():
            match = _CONDITION.fullmatch(word)
            if match:
                conditions.append((match[1], _COMPARISONS[match[2]], float(match[3].replace(",", "."))))
            else:
                words.append(word)
        self._set_filter(dataclasses.replace(self._filter, words=tuple(words), conditions=tuple(conditions)))

    def set_criteria(self, criteria: Criteria) -> None:
        """Shows only rows that meet these, too."""
        self._set_filter(dataclasses.replace(self._filter, criteria=criteria))

    def set_changed_only(self, on: bool) -> None:
        """Shows only rows of which another model says something else; see `set_changes`."""
        self._set_filter(dataclasses.replace(self._filter, changed_only=on))

    def _set_filter(self, new: _Filter) -> None:
        if new == self._filter:
            return
        self._filter = new
        self._show_matching()

    def _show_matching(self) -> None:
        shown = self._matching(self._order)
        if shown != self._shown:
            with _Relayout(self):
                self._shown = shown

    def _matching(self, places: Sequence[int]) -> list[int]:
        """Those of the places that match the filter, in the same order."""
        wanted = self._filter
        found = np.asarray(places, np.int64)
        if wanted.verdict is not None:
            found = found[self._figure("verdict")[found] == _VERDICT_ORDER[wanted.verdict]]
        for name, holds, limit in wanted.conditions:
            found = found[holds(self._figure(name)[found], limit)]
        criteria = wanted.criteria
        if criteria.lowest > 0:
            found = found[self._figure("score")[found] >= criteria.lowest]
        if criteria.highest < 1:
            found = found[self._figure("score")[found] <= criteria.highest]
        if criteria.faces:
            found = found[self._figure("faces")[found] >= criteria.faces]
        matching: list[int] = found.tolist()
        for word in wanted.words:
            matching = [place for place in matching if word in self._texts[place]]
        if criteria.folder is not None:
            folder = os.fspath(criteria.folder)
            matching = [place for place in matching if os.path.dirname(self._results[place].path) == folder]
        if criteria.format:
            matching = [place for place in matching if self._results[place].format == criteria.format]
        if kind := criteria.review:
            # Most have none, and there may be a hundred thousand.
            said = {place for place in matching if self._results[place].sha256 in self._reviews}
            of_kind = {place for place in said if _is_of_kind(self.review(self._results[place]), kind)}
            matching = [place for place in matching if place in of_kind or (kind == "none" and place not in said)]
        if wanted.changed_only and self._changes is not None:
            changes = self._changes
            matching = [place for place in matching if self._results[place].sha256 in changes]
        return matching

    def _figure(self, name: str) -> npt.NDArray[np.float64]:
        return np.frombuffer(self._figures[name])

    def _searched_text(self, result: ImageResult) -> str:
        return _comparable(f"{result.path}\n{reason_text(result.reason)}\n{result.format}\n{self.review(result).note}")

    def _refresh(self, places: list[int]) -> None:
        """After something about some results changed: they are painted anew, or leave, or come."""
        rows = self._rows_of(set(places))
        matching = set(self._matching(places))
        gone = [row for place, row in rows.items() if place not in matching]
        if gone or matching - rows.keys():
            if matching - rows.keys() or len(gone) > _FEW:
                shown = self._matching(self._order)
                with _Relayout(self):
                    self._shown = shown
            else:
                for row in reversed(gone):
                    self.beginRemoveRows(QModelIndex(), row, row)
                    del self._shown[row]
                    self.endRemoveRows()
            rows = self._rows_of(matching)
        changed = list(rows.values())
        for first, last in zip(changed, changed, strict=True) if len(changed) <= _FEW else [(changed[0], changed[-1])]:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(Column) - 1))

    def _rows_of(self, places: set[int]) -> dict[int, int]:
        """Of those that are shown, the rows by place, from the top."""
        return {place: row for row, place in enumerate(self._shown) if place in places}

    # Qt's interface.

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return self._titles()[section]
            if role == Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if section in _RIGHT else Qt.AlignmentFlag.AlignLeft
                return int(side | Qt.AlignmentFlag.AlignVCenter)
            if role == Qt.ItemDataRole.ToolTipRole and section == Column.SCORE:
                return self.tr("Calibrated probability that the most suspicious face is fake, 0 to 1")
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        # A view asks for ten roles a cell, and for all cells in sight whenever rows arrive.
        if role not in _ROLES:
            return None
        result = self._results[self._shown[index.row()]]
        column = _COLUMNS[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(result, column)
        if role == RESULT_ROLE:
            return result
        if role == Qt.ItemDataRole.DecorationRole and column is Column.VERDICT:
            return verdict_icon(result.verdict)
        if role == Qt.ItemDataRole.TextAlignmentRole and column in _RIGHT:
            return _TO_THE_RIGHT
        if role == Qt.ItemDataRole.ToolTipRole:
            if column in (Column.NAME, Column.FOLDER):
                return tooltip(readable(result.path))
            if column is Column.REVIEW:
                return tooltip(self.review(result).note) or None
            if column is Column.CHANGE:
                return self._change_details(result)
            return tooltip(reason_text(result.reason)) or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._accessible_text(result, column)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else flags

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The files of the rows, to be dragged into another program."""
        rows = sorted({index.row() for index in indexes})
        data = QMimeData()
        # Through the percent-encoded form: a name need not be valid text.
        data.setUrls([QUrl.fromEncoded(self.result(row).path.as_uri().encode()) for row in rows])
        return data

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sorts by a column; by -1 into discovery order. What is selected stays selected."""
        self._order = self._sorted(column, order is Qt.SortOrder.DescendingOrder)
        shown = self._matching(self._order)
        with _Relayout(self):
            self._shown = shown

    def _sorted(self, column: int, descending: bool) -> list[int]:
        """All places by a column; equal ones in discovery order."""
        place = self._figure("place")
        sign = -1.0 if descending else 1.0
        match column:
            case Column.VERDICT:
                score = np.nan_to_num(self._figure("score"))
                keys: tuple[npt.NDArray[np.float64], ...] = (place, -sign * score, sign * self._figure("verdict"))
            case Column.SCORE:
                keys = (place, sign * np.nan_to_num(self._figure("score"), nan=-1.0))
            case Column.FACES:
                keys = (place, sign * self._figure("faces"))
            case Column.SIZE:
                keys = (place, sign * self._figure("bytes"))
            case Column.CHANGE:
                keys = (place, sign * np.array([*map(self._change_order, self._results)], np.float64))
            case -1:
                keys = (place,)
            case _:
                texts = self._texts_of(Column(column))
                discovered: list[int] = np.argsort(place, kind="stable").tolist()
                return sorted(discovered, key=texts.__getitem__, reverse=descending)
        ordered: list[int] = np.lexsort(keys).tolist()
        return ordered

    def _texts_of(self, column: Column) -> list[str]:
        """What a column of texts is sorted by."""
        if column is Column.REVIEW:
            reviews = map(self.review, self._results)
            return [f"{review.decision}\n{review.note}" for review in reviews]
        keys = self._text_keys.setdefault(column, [])
        keys.extend(map(_TEXT_KEYS[column], self._results[len(keys) :]))
        return keys

    def _change(self, result: ImageResult) -> VerdictChange | None:
        return self._changes.get(result.sha256) if self._changes else None

    def _change_order(self, result: ImageResult) -> int:
        change = self._change(result)
        return 99 if change is None else 10 * _VERDICT_ORDER[change.before] + _VERDICT_ORDER[change.after]

    def _titles(self) -> list[str]:
        return [
            self.tr("Name"),
            self.tr("Verdict"),
            self.tr("Change"),
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
            case Column.CHANGE:
                change = self._change(result)
                if change is None:
                    return ""
                return self.tr("{0} → {1}").format(verdict_word(change.before), verdict_word(change.after))
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

    def _accessible_text(self, result: ImageResult, column: Column) -> str:
        """What a screen reader says of a cell; of the first, which is all that a thumbnail has, the verdict, too."""
        columns = (column, Column.VERDICT, Column.SCORE) if column is Column.NAME else (column,)
        titles, texts = self._titles(), {each: self._text(result, each) for each in columns}
        return ", ".join(f"{titles[each]}: {text}" for each, text in texts.items() if text or each is column)

    def _change_details(self, result: ImageResult) -> str | None:
        change = self._change(result)
        if change is None:
            return None
        scores = ("–" if score is None else number(score, 3) for score in (change.score_before, change.score_after))
        return self.tr("Score {0} → {1}").format(*scores)

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


_COLUMNS = tuple(Column)
_RIGHT = frozenset({Column.SCORE, Column.FACES, Column.SIZE})
_TO_THE_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
#: What `ResultsModel.data` knows of a cell.
_ROLES = frozenset(
    {
        Qt.ItemDataRole.DisplayRole,
        RESULT_ROLE,
        Qt.ItemDataRole.DecorationRole,
        Qt.ItemDataRole.TextAlignmentRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.AccessibleTextRole,
    }
)
#: The form of Qt's signals that says how the layout changes: a selection is then kept by rows, not by cells.
_ROWS_MOVE = ("QList<QPersistentModelIndex>", "QAbstractItemModel::LayoutChangeHint")


class _Relayout:
    """Rows move, come and go in one step; what points at a result goes with it, also what is selected."""

    def __init__(self, model: ResultsModel) -> None:
        self._model = model
        self._new_places: npt.NDArray[np.int64] | None = None

    def renumber(self, new_places: npt.NDArray[np.int64]) -> None:
        """Results get other places: ``new_places`` by old place, -1 for those that go."""
        self._new_places = new_places

    def __enter__(self) -> _Relayout:
        model = self._model
        about_to_move = model.layoutAboutToBeChanged[_ROWS_MOVE]  # type: ignore[index]
        about_to_move.emit([], QAbstractItemModel.LayoutChangeHint.VerticalSortHint)
        self._pointers = model.persistentIndexList()
        self._places = [model._shown[pointer.row()] for pointer in self._pointers]
        return self

    def __exit__(self, *_: object) -> None:
        model = self._model
        if self._pointers:
            rows = np.full(len(model._results), -1)
            rows[model._shown] = np.arange(len(model._shown))
            places = self._places if self._new_places is None else self._new_places[self._places].tolist()
            moved = []
            for pointer, place in zip(self._pointers, places, strict=True):
                row = -1 if place < 0 else int(rows[place])
                # Of a row that isn't shown any more, nothing is left to point at.
                moved.append(model.index(row, pointer.column()) if row >= 0 else QModelIndex())
            model.changePersistentIndexList(self._pointers, moved)
        moved_on = model.layoutChanged[_ROWS_MOVE]  # type: ignore[index]
        moved_on.emit([], QAbstractItemModel.LayoutChangeHint.VerticalSortHint)


def _is_of_kind(review: Review, kind: ReviewKind) -> bool:
    if kind == "note":
        return bool(review.note)
    return review.decision == ("" if kind == "none" else kind)


def can_decide(result: ImageResult) -> bool:
    """Whether there is a verdict to confirm or overturn, and a content to know the picture by."""
    return bool(result.sha256) and result.verdict is not Verdict.ERROR


def _comparable(text: str) -> str:
    """Texts that read alike, alike: names that come from a Mac have the dots of an ü as a character of their own."""
    return unicodedata.normalize("NFC", text.lower())


def _discovery(result: ImageResult) -> int:
    return result.index

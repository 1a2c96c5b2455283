"""The middle of the window: the results as table or thumbnails, which of them are shown, and which one is looked at."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.detector.verdict import Verdict
from app.gui.failures_panel import FailuresPanel
from app.gui.filter_bar import FilterBar
from app.gui.filter_form import FilterForm
from app.gui.progress_strip import ProgressStrip
from app.gui.results_model import RESULT_ROLE, Column, Criteria, ResultsModel, can_decide
from app.gui.results_table import ResultsTable
from app.gui.scan_bar import ScanBar
from app.gui.search_field import SearchField
from app.gui.thumbnail_view import ThumbnailView
from app.scan.results import ImageResult

#: Pictures on either side of the present one that are decoded ahead.
_AHEAD = 2


class ResultsPane(QWidget):
    """One list in two views, with its filters.

    Attributes:
        search: filters by text; it is shown in the tool bar.
        form: filters by score, faces, folder, format and review.

    Signals:
        looked_at: another result is the current one: the `ImageResult`, None if there is none; and a list of those
            beside it.
        selection_changed: other results are selected.
        opened: a result was double-clicked.
        menu_wanted: a place on the screen where the menu of the selected results is wanted.
    """

    looked_at = Signal(object, list)
    selection_changed = Signal()
    opened = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(self, model: ResultsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._looked_at: ImageResult | None = None
        self.scan_bar = ScanBar()
        self.filter_bar = FilterBar()
        self.table = ResultsTable(model)
        self.grid = ThumbnailView()
        self.failures = FailuresPanel()
        self.progress = ProgressStrip()
        self.search = SearchField()
        self.form = FilterForm(model)
        self._views = QStackedWidget()
        self._views.addWidget(self.table)
        self._views.addWidget(self.grid)
        self._view: QAbstractItemView = self.table
        self.show_all = QPushButton(self.tr("Show all results"))
        self.show_all.clicked.connect(self.reset_filters)
        self.no_match = _centred(QLabel(self.tr("No result matches the filters.")), self.show_all)
        self._views.addWidget(self.no_match)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self._views)
        split.addWidget(self.failures)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 1)
        split.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.scan_bar)
        layout.addWidget(self.filter_bar)
        layout.addWidget(self.form)
        layout.addWidget(split, 1)
        layout.addWidget(self.progress)

        model.counts_changed.connect(self._on_counts)
        for moved in (model.rowsInserted, model.rowsRemoved, model.layoutChanged, model.modelReset):
            moved.connect(self._show_view)
        model.rowsRemoved.connect(self._on_rows_removed)
        model.layoutChanged.connect(self._keep_selection)
        # Then nothing is selected any more, of which Qt says nothing.
        model.modelReset.connect(self.selection_changed)
        self.filter_bar.verdict_chosen.connect(self._on_verdict_filter)
        self.search.textChanged.connect(self._on_text_filter)
        self.form.changed.connect(self._on_criteria)
        self.scan_bar.changed_only.connect(self._on_changed_only)
        self.table.selectionModel().currentRowChanged.connect(self._on_current_row)
        self.table.selectionModel().selectionChanged.connect(self._on_selection)
        model.dataChanged.connect(self._on_data_changed)
        for view in (self.table, self.grid):
            view.doubleClicked.connect(self.opened)
            view.customContextMenuRequested.connect(self._on_menu)
        self.failures.chosen.connect(self.go_to)

    # What is looked at and selected.

    def current(self) -> ImageResult | None:
        """The result that is looked at."""
        index = self.table.currentIndex()
        return index.data(RESULT_ROLE) if index.isValid() else None

    def selected(self) -> list[ImageResult]:
        """The selected results, in the order shown."""
        # By ranges: the thumbnails select the first column only, and a hundred thousand rows have many cells.
        ranges = self.table.selectionModel().selection()
        rows = sorted({row for part in ranges.toList() for row in range(part.top(), part.bottom() + 1)})
        return [self._model.result(row) for row in rows]

    @property
    def has_selection(self) -> bool:
        """Anything is selected."""
        return self.table.selectionModel().hasSelection()

    def look_at_first(self) -> None:
        """Looks at the first result, if none is looked at yet."""
        if not self.table.currentIndex().isValid() and self._model.rowCount():
            self.table.selectRow(0)

    def look_beyond(self, paths: set[Path]) -> None:
        """Looks at the next result below, else above, that is none of these, which are about to go."""
        row = self.table.currentIndex().row()
        for other in (*range(row + 1, self._model.rowCount()), *range(row - 1, -1, -1)):
            if self._model.result(other).path not in paths:
                self.table.selectRow(other)
                return

    @Slot(int)
    def step(self, rows: int) -> None:
        """Looks at the picture so many rows further down, as far as there are any."""
        if self._model.rowCount():
            row = self.table.currentIndex().row() + rows
            self.table.selectRow(min(max(row, 0), self._model.rowCount() - 1))

    @Slot(object)
    def go_to(self, path: Path) -> None:
        """Selects the row of a path, showing all rows if it is filtered out."""
        for attempt in range(2):
            for row, result in enumerate(self._model.visible()):
                if result.path == path:
                    self.table.selectRow(row)
                    return
            if attempt == 0:
                self.reset_filters()

    def go_to_all(self, paths: Collection[Path]) -> set[Path]:
        """Selects the rows of paths and looks at the first, showing all rows if any of them is filtered out.

        While the list is hidden, the first alone is selected.

        Returns:
            Those that have no row.
        """
        wanted = set(paths) & {result.path for result in self._model.results()}
        rows = self._rows_of(wanted)
        if len(rows) < len(wanted):
            self.reset_filters()
            rows = self._rows_of(wanted)
        if rows:
            self.table.selectRow(rows[0])
        if rows and not self.isHidden():
            chosen, last = QItemSelection(), self._model.columnCount() - 1
            for row in rows:
                chosen.select(self._model.index(row, 0), self._model.index(row, last))
            self.table.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.Select)
        return set(paths) - wanted

    def select_current_alone(self) -> None:
        """Selects the result that is looked at, and no other."""
        self.table.selectRow(self.table.currentIndex().row())

    def _rows_of(self, paths: set[Path]) -> list[int]:
        return [row for row, result in enumerate(self._model.visible()) if result.path in paths]

    @Slot()
    def reset_filters(self) -> None:
        """Shows every result."""
        self.filter_bar.reset()
        self.search.clear()
        self.form.reset()
        self.scan_bar.all_rows.setChecked(True)

    def go_to_next_unreviewed(self) -> bool:
        """Selects the next picture below, then from the top, that nobody decided on.

        Returns:
            False if every picture shown is reviewed.
        """
        rows = self._model.rowCount()
        start = self.table.currentIndex().row()
        for step in range(1, rows + 1):
            row = (start + step) % rows
            result = self._model.result(row)
            if can_decide(result) and not self._model.review(result).decision:
                self.table.selectRow(row)
                return True
        return False

    # How the results are shown.

    def keep_current_in_sight(self) -> None:
        """After a change of what is shown: what is looked at stays in sight, else the first row is looked at."""
        current = self.table.currentIndex()
        if current.isValid():
            self.table.scrollTo(current)
        else:
            self.look_at_first()

    def hold_order(self) -> None:
        """Rows are added at the end from now on."""
        self.table.setSortingEnabled(False)

    def restore_order(self) -> None:
        """Rows are sorted by the column that was chosen, else into discovery order."""
        current, bar = self.table.currentIndex(), self.table.verticalScrollBar()
        was_in_sight = self.table.viewport().rect().intersects(self.table.visualRect(current))
        place = bar.value()
        self.table.setSortingEnabled(True)
        if was_in_sight:
            self.table.scrollTo(self.table.currentIndex())
        else:  # Who scrolled away from it looks at something else.
            bar.setValue(place)

    def show_changes(self, on: bool) -> None:
        """Shows the column of a comparison, or hides it."""
        self.table.setColumnHidden(Column.CHANGE, not on)

    def show_form(self, on: bool) -> None:
        """Shows the fields of more filters, or hides them: then they filter nothing."""
        self.form.setVisible(on)
        if on:
            self.form.lowest.setFocus()
        else:
            self.form.reset()

    def show_as_thumbnails(self, on: bool) -> None:
        """Shows thumbnails, or the table."""
        self._view = view = self.grid if on else self.table
        # A list of icons lays out every row at every change, also while it is hidden.
        self.grid.setModel(self._model if on else None)
        if on:
            self.grid.setSelectionModel(self.table.selectionModel())
        self._show_view()
        if self.table.currentIndex().isValid():
            view.scrollTo(self.table.currentIndex())

    @Slot()
    def toggle_failures(self) -> None:
        """Shows or hides the list of failed files."""
        self.failures.setVisible(self.failures.isHidden())

    def focus_list(self) -> None:
        """Goes to the table, or to the thumbnails, whichever is shown."""
        self._view.setFocus()

    @Slot()
    def _show_view(self) -> None:
        """Shows the list, or that the filters leave nothing of it."""
        nothing_left = not self._model.rowCount() and self._model.total > 0
        self._views.setCurrentWidget(self.no_match if nothing_left else self._view)

    @Slot()
    def _on_selection(self) -> None:
        """What is looked at is one of the selected, also after it was taken out of the selection."""
        selection = self.table.selectionModel()
        current = self.table.currentIndex()
        if current.isValid() and selection.hasSelection() and not selection.isSelected(current.siblingAtColumn(0)):
            ends = [row for part in selection.selection().toList() for row in (part.top(), part.bottom())]
            row = min(ends, key=lambda row: abs(row - current.row()))
            selection.setCurrentIndex(self._model.index(row, 0), QItemSelectionModel.SelectionFlag.NoUpdate)
        self.selection_changed.emit()

    @Slot(QModelIndex, int, int)
    def _on_rows_removed(self, _parent: QModelIndex, first: int, _last: int) -> None:
        # Qt goes on to the row above, and selects nothing; a person goes down the list.
        if self._model.rowCount() and not self.has_selection:
            self.table.selectRow(min(first, self._model.rowCount() - 1))
        self._keep_selection()

    @Slot()
    def _keep_selection(self) -> None:
        """After rows went or came: something is selected, or it is said that nothing is. Qt says neither."""
        if self._model.rowCount():
            # What is current by itself, as the first row that the filters leave again, isn't selected.
            if not self.has_selection:
                self.table.selectRow(max(self.table.currentIndex().row(), 0))
        else:
            self._on_current_row(QModelIndex(), QModelIndex())
            self.selection_changed.emit()

    @Slot()
    def focus_search(self) -> None:
        """Goes to the search field."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def refresh_icons(self) -> None:
        """Draws the icons in the present colours."""
        self.search.refresh_icons()
        self.progress.refresh_icons()

    @Slot(QModelIndex, QModelIndex)
    def _on_current_row(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self._looked_at = result = self.current() if current.isValid() else None
        if result is None:
            self.looked_at.emit(None, [])
            return
        row, rows = current.row(), self._model.rowCount()
        ahead = [place for step in range(1, _AHEAD + 1) for place in (row + step, row - step) if 0 <= place < rows]
        self.looked_at.emit(result, [self._model.result(place) for place in ahead])

    @Slot(QModelIndex, QModelIndex)
    def _on_data_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        """What is looked at may have been judged again."""
        current = self.table.currentIndex()
        if first.row() <= current.row() <= last.row() and self.current() != self._looked_at:
            self._on_current_row(current, current)

    @Slot(QPoint)
    def _on_menu(self, position: QPoint) -> None:
        if self._view.indexAt(position).isValid():
            self.menu_wanted.emit(self._view.viewport().mapToGlobal(position))

    @Slot()
    def _on_counts(self) -> None:
        self.filter_bar.set_counts(self._model.counts)

    @Slot(object)
    def _on_verdict_filter(self, verdict: Verdict | None) -> None:
        self._model.set_verdict(verdict)
        self.keep_current_in_sight()

    @Slot(str)
    def _on_text_filter(self, text: str) -> None:
        self._model.set_text(text)
        self.keep_current_in_sight()

    @Slot(object)
    def _on_criteria(self, criteria: Criteria) -> None:
        self._model.set_criteria(criteria)
        self.keep_current_in_sight()

    @Slot(bool)
    def _on_changed_only(self, on: bool) -> None:
        self._model.set_changed_only(on)
        self.keep_current_in_sight()


def _centred(*widgets: QWidget) -> QWidget:
    """A page with widgets in its middle, one below the other."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.addStretch(2)
    for widget in widgets:
        column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
    column.addStretch(3)
    return page

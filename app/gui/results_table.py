"""The results as a table: which columns there are, how wide they are, and the menu that chooses them."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QPoint, QSize, Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractItemView, QMenu, QTableView, QWidget

from app.detector.verdict import Verdict
from app.gui.elide_delegate import ElideDelegate
from app.gui.results_model import Column, ResultsModel
from app.gui.roomy_style import ROOM, RoomyStyle
from app.gui.wording import verdict_word

#: In widths of an average character.
_WIDTHS = {
    Column.NAME: 32,
    Column.VERDICT: 15,
    Column.CHANGE: 24,
    Column.SCORE: 9,
    Column.FACES: 8,
    Column.REVIEW: 13,
    Column.FOLDER: 40,
    Column.FORMAT: 9,
    Column.SIZE: 11,
    Column.REASON: 10,
}
_HIDDEN = (Column.CHANGE, Column.FOLDER, Column.FORMAT, Column.SIZE)


class ResultsTable(QTableView):
    """One row a file. What its columns look like is remembered by its header's state."""

    def __init__(self, model: ResultsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._results = model
        self.setModel(model)
        self.setAccessibleName(self.tr("Results"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setItemDelegate(ElideDelegate(self))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setDragEnabled(True)
        self.setIconSize(QSize(16, 16))
        self.setFrameShape(QTableView.Shape.NoFrame)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(rows.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self.fontMetrics().height() + 10)
        columns = self.horizontalHeader()
        style = RoomyStyle()
        style.setParent(self)
        self.setStyle(style)
        columns.setStyle(style)
        columns.setHighlightSections(False)
        # A header asks of every row whether it is selected, to paint its columns pressed. It needn't know.
        columns.setSelectionModel(QItemSelectionModel(model, columns))
        columns.setSortIndicatorClearable(True)
        columns.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        columns.setSectionsMovable(True)
        columns.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        columns.customContextMenuRequested.connect(self._show_column_menu)
        columns.setStretchLastSection(True)
        em = self.fontMetrics().averageCharWidth()
        for column, width in _WIDTHS.items():
            # Titles are longer in some languages, and so are verdicts.
            self.setColumnWidth(column, max(width * em, columns.sectionSizeHint(column) + em))
        words = max(self.fontMetrics().horizontalAdvance(verdict_word(verdict)) for verdict in Verdict)
        self.setColumnWidth(Column.VERDICT, max(self.columnWidth(Column.VERDICT), words + 16 + 6 * ROOM))
        for column in _HIDDEN:
            self.setColumnHidden(column, True)

    def sort_again(self) -> None:
        """Sorts by the column that was chosen, else into discovery order."""
        header = self.horizontalHeader()
        self._results.sort(header.sortIndicatorSection(), header.sortIndicatorOrder())

    @Slot(QPoint)
    def _show_column_menu(self, position: QPoint) -> None:
        header = self.horizontalHeader()
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for column in Column:
            if column is Column.CHANGE:  # It comes and goes with a comparison.
                continue
            action = menu.addAction(self._results.headerData(column, Qt.Orientation.Horizontal))
            action.setCheckable(True)
            action.setChecked(not header.isSectionHidden(column))
            action.setEnabled(column is not Column.NAME)
            action.setData(int(column))
        menu.triggered.connect(self._on_column_action)
        menu.popup(header.mapToGlobal(position))

    @Slot(QAction)
    def _on_column_action(self, action: QAction) -> None:
        self.setColumnHidden(action.data(), not action.isChecked())

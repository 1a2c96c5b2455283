"""The main window: sources on the left, results in the middle, the picture on the right."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QMimeData,
    QModelIndex,
    QSettings,
    QSize,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeySequence,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QFileDialog,
    QInputDialog,
    QLabel,
    QMainWindow,
    QMenu,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QTableView,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from app.detector.bundle import Bundle, BundleError, Manifest, read_manifest
from app.detector.decode import SUFFIXES
from app.detector.verdict import Verdict
from app.gui.closer_looker import CloserLooker, Looked
from app.gui.elide_delegate import ElideDelegate
from app.gui.empty_page import EmptyPage
from app.gui.failures_panel import FailuresPanel
from app.gui.file_actions import open_with_default_program, show_in_folder
from app.gui.filter_bar import FilterBar
from app.gui.icons import action_icon, app_icon
from app.gui.manual import manual
from app.gui.message_bar import MessageBar
from app.gui.models_dialog import ModelsDialog, TextDialog
from app.gui.picture_loader import LoadedPicture, PictureLoader
from app.gui.preview_panel import PreviewPanel
from app.gui.progress_strip import ProgressStrip
from app.gui.results_model import RESULT_ROLE, Column, ResultsModel
from app.gui.review_store import Decision, Review, ReviewError, ReviewStore
from app.gui.scan_controller import RunningScan, ScanController, ScanProgress
from app.gui.search_field import SearchField
from app.gui.sources_panel import SourcesPanel
from app.gui.summary_panel import SummaryPanel
from app.gui.thumbnail_view import ThumbnailView
from app.gui.training_dialog import TrainingDialog
from app.gui.wording import duration, number, percent, readable, verdict_word
from app.models import bundled_model, selected_model, use_model
from app.report.atomic_file import ExportError
from app.scan.events import ScanFinished
from app.scan.results import ImageResult, ScanRequest
from app.user_folders import data_folder, settings_folder

_log = logging.getLogger(__name__)

_RECENT = 12
#: Raised when panels or columns change, so that a saved arrangement of another kind is not restored.
_LAYOUT_VERSION = 1
#: Pictures on either side of the present one that are decoded ahead.
_AHEAD = 2


def make_scan(request: ScanRequest) -> RunningScan:
    """The scan of a request. Imported here: worker processes and networks are not needed to show the window."""
    from app.scan.scan import Scan

    return Scan(request)


class MainWindow(QMainWindow):
    """The window of the program.

    Attributes:
        model: every result, and which of them are shown.
        controller: runs the scan.
    """

    _exported = Signal(object)

    def __init__(self, scan_maker: Callable[[ScanRequest], RunningScan] = make_scan) -> None:
        super().__init__()
        self._make_scan = scan_maker
        self._settings = QSettings(str(settings_folder() / "window.ini"), QSettings.Format.IniFormat)
        self._reviews = ReviewStore(data_folder() / "reviews.sqlite3")
        self._sources: list[Path] = []
        self._manifest: Manifest | None = None
        self._bundle: Bundle | None = None
        self._cancelled = False
        self._training: TrainingDialog | None = None
        self._removed: list[list[ImageResult]] = []
        self._retrying: set[Path] = set()

        self._exports = ThreadPoolExecutor(1, "export")
        self._exported.connect(self._on_exported, Qt.ConnectionType.QueuedConnection)
        self.controller = ScanController(self)
        self.loader = PictureLoader(self)
        self.looker = CloserLooker(self)
        self.model = ResultsModel(self)

        self.setWindowTitle("Unmask")
        self.setWindowIcon(app_icon())
        self.setAcceptDrops(True)
        self._make_widgets()
        self._make_actions()
        self._arrange()
        self._connect()
        self._restore()
        self._show_selected_model()

    # Making.

    def _make_widgets(self) -> None:
        self.sources = SourcesPanel()
        self.filter_bar = FilterBar()
        self.message = MessageBar()
        self.failures = FailuresPanel()
        self.preview = PreviewPanel()
        self.progress = ProgressStrip()
        self.search = SearchField()
        self.unreviewed = QCheckBox(self.tr("Not reviewed only"))
        self.unreviewed.setToolTip(self.tr("Show only pictures that nobody decided on yet"))
        self.summary = SummaryPanel()
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setAccessibleName(self.tr("Results"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.setItemDelegate(ElideDelegate(self.table))
        self.table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setDragEnabled(True)
        self.table.setIconSize(QSize(16, 16))
        self.table.setFrameShape(QTableView.Shape.NoFrame)
        rows = self.table.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(rows.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self.fontMetrics().height() + 10)
        columns = self.table.horizontalHeader()
        columns.setHighlightSections(False)
        # A header asks of every row whether it is selected, to paint its columns pressed. It needn't know.
        columns.setSelectionModel(QItemSelectionModel(self.model, columns))
        columns.setSortIndicatorClearable(True)
        columns.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        columns.setSectionsMovable(True)
        columns.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        columns.setStretchLastSection(True)
        em = self.fontMetrics().averageCharWidth()
        for column, width in _COLUMN_WIDTHS.items():
            # Titles are longer in some languages.
            self.table.setColumnWidth(column, max(width * em, columns.sectionSizeHint(column) + em))
        for column in (Column.FOLDER, Column.FORMAT, Column.SIZE):
            self.table.setColumnHidden(column, True)
        self.grid = ThumbnailView()
        self.views = QStackedWidget()
        self.views.addWidget(self.table)
        self.views.addWidget(self.grid)

    def _make_actions(self) -> None:
        make = self._action
        keys = QKeySequence.StandardKey
        self.open_pictures = make(self.tr("Open &pictures…"), keys.Open, self.ask_for_pictures, "pictures")
        self.open_folder = make(self.tr("Open &folder…"), "Ctrl+Shift+O", self.ask_for_folder, "folder")
        self.export = make(self.tr("&Export CSV…"), "Ctrl+E", self.ask_for_export, "export")
        self.export_selected = make(self.tr("Export &selected rows…"), None, self.ask_for_selected_export)
        self.export_reviews = make(self.tr("Export re&views…"), None, self.ask_for_review_export)
        self.report = make(self.tr("Export &report…"), "Ctrl+Shift+S", self.ask_for_report)
        self.rescan = make(self.tr("Scan &again"), keys.Refresh, self.scan_again, "retry")
        self.pause = make(self.tr("&Pause or resume"), "Ctrl+P", self.controller.toggle_pause)
        self.cancel = make(self.tr("&Cancel the scan"), "Ctrl+.", self.controller.cancel)
        self.quit = make(self.tr("&Quit"), keys.Quit, self.close)
        self.search_text = make(self.tr("&Find"), keys.Find, self.focus_search)
        self.undo = make(self.tr("&Undo removal"), keys.Undo, self.undo_removal)
        self.paste = make(self.tr("&Paste files or a picture"), keys.Paste, self.paste_paths)
        self.remove = make(self.tr("&Remove from list"), keys.Delete, self.remove_selected)
        self.select_all = make(self.tr("Select &all"), keys.SelectAll, self.select_every_row)
        self.copy_path = make(self.tr("Copy &path"), "Ctrl+Shift+C", self.copy_paths)
        self.copy_result = make(self.tr("&Copy result"), keys.Copy, self.copy_results)
        self.show_in_folder = make(self.tr("&Show in folder"), "Ctrl+Shift+F", self.show_selected_in_folder)
        self.open_file = make(self.tr("&Open with default program"), "Ctrl+Return", self.open_selected)
        self.confirm = make(self.tr("&Confirm the verdict"), "C", self.confirm_verdict)
        self.overturn = make(self.tr("&Overturn the verdict"), "O", self.overturn_verdict)
        self.unsure = make(self.tr("Mark as &unsure"), "U", self.mark_unsure)
        self.unreview = make(self.tr("&Withdraw the review"), "W", self.withdraw_review)
        self.note = make(self.tr("&Note…"), "N", self.ask_for_note)
        self.next_unreviewed = make(self.tr("Next &not reviewed"), "J", self.go_to_next_unreviewed)
        self.look = make(self.tr("&Look closer"), "L", self.look_closer)
        self.next_face = make(self.tr("Next &face"), "F", self.preview.next_face)
        self.previous_face = make(self.tr("&Previous face"), "Shift+F", self.preview.previous_face)
        self.zoom_in = make(self.tr("Zoom &in"), keys.ZoomIn, self.preview.view.zoom_in)
        self.zoom_out = make(self.tr("Zoom &out"), keys.ZoomOut, self.preview.view.zoom_out)
        self.fit = make(self.tr("&Whole picture"), "Ctrl+0", self.preview.view.fit)
        self.actual_size = make(self.tr("&Actual size"), "Ctrl+1", self.preview.view.actual_size)
        self.big = make(self.tr("&Large picture"), "Space", self.toggle_large_picture)
        self.big.setCheckable(True)
        self.as_thumbnails = make(self.tr("&Thumbnails"), "Ctrl+T", self.toggle_thumbnails, "thumbnails")
        self.as_thumbnails.setCheckable(True)
        self.show_failures = make(self.tr("Files that &failed"), "Ctrl+Shift+E", self.toggle_failures)
        self.manual = make(self.tr("&Manual and keys"), keys.HelpContents, self.show_manual)
        self.about = make(self.tr("&About Unmask"), None, self.show_about)
        self.models = make(self.tr("&Models…"), None, self.show_models)
        self.retrain = make(self.tr("&Retrain…"), None, self.show_training)
        self.model_card = make(self.tr("How this model was &tested"), None, self.show_model_card)

        bar = self.menuBar()
        file = bar.addMenu(self.tr("&File"))
        file.addActions([self.open_pictures, self.open_folder])
        self.recent_menu = file.addMenu(self.tr("&Recent"))
        file.addSeparator()
        file.addActions([self.rescan, self.pause, self.cancel])
        file.addSeparator()
        file.addActions([self.export, self.export_selected, self.report, self.export_reviews])
        file.addSeparator()
        file.addActions([self.quit])
        edit = bar.addMenu(self.tr("&Edit"))
        edit.addActions([self.undo, self.paste, self.remove, self.select_all, self.search_text])
        edit.addSeparator()
        edit.addActions([self.copy_result, self.copy_path, self.show_in_folder, self.open_file])
        view = bar.addMenu(self.tr("&View"))
        view.addActions([self.as_thumbnails, self.big, self.zoom_in, self.zoom_out, self.fit, self.actual_size])
        view.addSeparator()
        view.addActions([self.next_face, self.previous_face, self.look])
        view.addSeparator()
        view.addActions([self.show_failures])
        review = bar.addMenu(self.tr("&Review"))
        review.addActions([self.confirm, self.overturn, self.unsure, self.unreview, self.note])
        review.addSeparator()
        review.addActions([self.next_unreviewed])
        self.model_menu = bar.addMenu(self.tr("&Model"))
        self.model_menu.addActions([self.models, self.model_card])
        self.model_menu.addSeparator()
        self.model_menu.addActions([self.retrain])
        help_menu = bar.addMenu(self.tr("&Help"))
        help_menu.addActions([self.manual, self.about])

        self.tools = QToolBar(self.tr("Tools"))
        self.tools.setObjectName("tools")
        self.tools.setMovable(False)
        self.tools.setIconSize(QSize(20, 20))
        self.tools.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.tools.addActions([self.open_folder, self.open_pictures])
        self.tools.addSeparator()
        self.tools.addActions([self.rescan, self.export, self.as_thumbnails])
        space = QWidget()
        space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.tools.addWidget(space)
        self.tools.addWidget(self.unreviewed)
        self.tools.addWidget(self.search)
        self.tools.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.addToolBar(self.tools)
        self._refresh_icons()

    def _action(self, text: str, key: object, slot: Callable[[], object], icon: str = "") -> QAction:
        action = QAction(text, self)
        if key is not None:
            action.setShortcut(QKeySequence(key))  # type: ignore[call-overload]
        action.setData(icon)
        action.triggered.connect(slot)
        # Menus of some platforms live outside of the window: the keys work all the same.
        self.addAction(action)
        return action

    def _arrange(self) -> None:
        self.empty = EmptyPage(self.open_pictures, self.open_folder)
        results = QWidget()
        layout = QVBoxLayout(results)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.table_and_failures = QSplitter(Qt.Orientation.Vertical)
        self.table_and_failures.addWidget(self.views)
        self.table_and_failures.addWidget(self.failures)
        self.table_and_failures.setStretchFactor(0, 3)
        self.table_and_failures.setStretchFactor(1, 1)
        self.table_and_failures.setChildrenCollapsible(False)
        layout.addWidget(self.filter_bar)
        layout.addWidget(self.table_and_failures, 1)
        layout.addWidget(self.progress)

        self.panes = QSplitter()
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.sources, 1)
        column.addWidget(self.summary)
        self.panes.addWidget(left)
        self._beside_the_picture = (left, results)
        self.panes.addWidget(results)
        self.panes.addWidget(self.preview)
        for pane, stretch in enumerate((0, 3, 2)):
            self.panes.setStretchFactor(pane, stretch)
        self.panes.setSizes([210, 640, 430])
        left.setMinimumWidth(170)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.empty)
        self.pages.addWidget(self.panes)
        centre = QWidget()
        outer = QVBoxLayout(centre)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.message)
        outer.addWidget(self.pages, 1)
        self.setCentralWidget(centre)

        self.model_label = QLabel()
        self.model_label.setTextFormat(Qt.TextFormat.PlainText)
        self.model_label.setAccessibleName(self.tr("Model in use"))
        self.model_label.setContentsMargins(10, 0, 10, 2)
        self.statusBar().addPermanentWidget(self.model_label)
        self.statusBar().setSizeGripEnabled(False)
        self.setMinimumSize(760, 480)
        self.resize(1280, 780)

    def _connect(self) -> None:
        controller = self.controller
        controller.started.connect(self._on_started)
        controller.rows_arrived.connect(self._on_rows)
        controller.progressed.connect(self._on_progress)
        controller.paused.connect(self._on_paused)
        controller.resumed.connect(self._on_resumed)
        controller.finished.connect(self._on_finished)
        controller.broke.connect(self._on_broke)
        self.progress.pause.clicked.connect(self.pause.trigger)
        self.progress.cancel.clicked.connect(self.cancel.trigger)
        self.loader.loaded.connect(self._on_picture)
        self.looker.looked.connect(self._on_looked)
        self.preview.face_changed.connect(self._show_earlier_look)
        self.preview.look_wanted.connect(self.look_closer)
        self.model.counts_changed.connect(self._on_counts)
        self.filter_bar.verdict_chosen.connect(self._on_verdict_filter)
        self.search.textChanged.connect(self._on_text_filter)
        self.unreviewed.toggled.connect(self._on_unreviewed_filter)
        self.table.selectionModel().currentRowChanged.connect(self._on_current_row)
        self.table.selectionModel().selectionChanged.connect(self._update_actions)
        self.table.doubleClicked.connect(self.big.trigger)
        self.grid.doubleClicked.connect(self.big.trigger)
        self.table.customContextMenuRequested.connect(self._show_context_menu)
        self.grid.customContextMenuRequested.connect(self._show_context_menu)
        self.table.horizontalHeader().customContextMenuRequested.connect(self._show_column_menu)
        self.failures.chosen.connect(self.go_to)
        self.failures.retry_wanted.connect(self.retry_failures)
        self.sources.recent_chosen.connect(self._on_recent)
        self.recent_menu.triggered.connect(self._on_recent_action)
        self._update_actions()

    # Scanning.

    def scan(self, paths: Sequence[Path]) -> None:
        """Scans files and folders: adds them to the running scan, else begins a new one."""
        paths = [path.absolute() for path in paths]
        if not paths:
            return
        self._remember(paths)
        if self.controller.is_running:
            self._sources += [path for path in paths if path not in self._sources]
            self.controller.add(paths)
        else:
            self._sources = paths
            self._begin(paths)
        self.sources.set_sources(self._sources)

    @Slot(list)
    def bring_to_front_and_scan(self, paths: list[Path]) -> None:
        """What a second start of the program asks for."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.raise_()
        self.activateWindow()
        self.scan(paths)

    @Slot()
    def scan_again(self) -> None:
        """Scans the same files and folders from the beginning."""
        if self._sources and not self.controller.is_running:
            self._begin(self._sources)

    @Slot()
    def retry_failures(self) -> None:
        """Scans the files that failed once more; the other rows stay."""
        if self.controller.is_running or not self.failures.count:
            return
        self._retrying = set(self.failures.paths)
        self.failures.clear()
        self._start(ScanRequest(tuple(sorted(self._retrying)), use_cache=False))

    def _begin(self, paths: Sequence[Path]) -> None:
        self._retrying = set()
        self._removed.clear()
        try:
            reviews = self._reviews.all()
        except ReviewError as error:
            reviews = {}
            self.message.show_warning(str(error))
        self.model.clear(reviews)
        self.failures.clear()
        self.summary.clear()
        self.grid.thumbnails.clear()
        self.preview.clear()
        self.loader.show(None)
        self.message.dismiss()
        self._start(ScanRequest(tuple(paths)))

    def _start(self, request: ScanRequest) -> None:
        self.pages.setCurrentWidget(self.panes)
        self.table.setFocus()
        self.table.setSortingEnabled(False)
        self.progress.show_starting()
        self.controller.start(partial(self._make_scan, request))
        self._update_actions()

    @Slot(object)
    def _on_started(self, scan: RunningScan) -> None:
        self._bundle = scan.bundle
        self._show_model(scan.bundle.manifest)
        if scan.notice:
            self.message.show_warning(scan.notice)

    @Slot(list)
    def _on_rows(self, results: list[ImageResult]) -> None:
        self.failures.add([result for result in results if result.verdict is Verdict.ERROR])
        if self._retrying:
            results = [result for result in results if not self.model.replace(result)]
            self.summary.set_results(self.model.results())
        self.model.append(results)
        self.summary.add(results)
        if not self.table.currentIndex().isValid() and self.model.rowCount():
            self.table.selectRow(0)

    @Slot(object)
    def _on_progress(self, progress: ScanProgress) -> None:
        self.progress.show_progress(progress)

    @Slot(str)
    def _on_paused(self, reason: str) -> None:
        self.progress.show_paused(reason)

    @Slot()
    def _on_resumed(self) -> None:
        self.progress.set_paused(False)

    @Slot(object)
    def _on_finished(self, finished: ScanFinished) -> None:
        self._cancelled = finished.cancelled
        self.progress.show_idle(self._summary(finished))
        if not self.model.total and not finished.cancelled:
            self.empty.show_nothing_found(", ".join(readable(path) for path in self._sources))
            self.pages.setCurrentWidget(self.empty)
        self._over()

    @Slot(str)
    def _on_broke(self, message: str) -> None:
        self.message.show_warning(message)
        done = self.tr("%n picture(s) were scanned before.", "", self.model.total) if self.model.total else ""
        self.progress.show_idle(self.tr("The scan stopped. {0}").format(done))
        self._over()

    def _over(self) -> None:
        self._retrying = set()
        # Sorts by the column that was chosen, else into discovery order.
        self.table.setSortingEnabled(True)
        current = self.table.currentIndex()
        if current.isValid():
            self.table.scrollTo(current)
        self._update_actions()

    def _summary(self, finished: ScanFinished) -> str:
        counts = self.model.counts
        parts = [f"{verdict_word(verdict)} {number(counts[verdict])}" for verdict in Verdict if counts[verdict]]
        scanned = self.tr("%n picture(s) in {0}", "", finished.done).format(duration(finished.seconds))
        if finished.cancelled:
            scanned = self.tr("Cancelled after {0}").format(scanned)
        return f"{scanned}:  {', '.join(parts)}" if parts else scanned

    # What is looked at.

    def current(self) -> ImageResult | None:
        """The result that is looked at."""
        index = self.table.currentIndex()
        return index.data(RESULT_ROLE) if index.isValid() else None

    def selected(self) -> list[ImageResult]:
        """The selected results, in the order shown."""
        # By ranges: the thumbnails select the first column only, and a hundred thousand rows have many cells.
        ranges = self.table.selectionModel().selection()
        rows = sorted({row for part in ranges.toList() for row in range(part.top(), part.bottom() + 1)})
        return [self.model.index(row, 0).data(RESULT_ROLE) for row in rows]

    @Slot(object)
    def go_to(self, path: Path) -> None:
        """Selects the row of a path, showing all rows if it is filtered out."""
        for attempt in range(2):
            for row, result in enumerate(self.model.visible()):
                if result.path == path:
                    self.table.selectRow(row)
                    return
            if attempt == 0:
                self.filter_bar.reset()
                self.search.clear()
                self.unreviewed.setChecked(False)

    @Slot(QModelIndex, QModelIndex)
    def _on_current_row(self, current: QModelIndex, _previous: QModelIndex) -> None:
        result = self.current()
        if result is None or not current.isValid():
            self.preview.clear()
            self.loader.show(None)
            return
        self.preview.show_result(result)
        row, rows = current.row(), self.model.rowCount()
        ahead = [place for step in range(1, _AHEAD + 1) for place in (row + step, row - step) if 0 <= place < rows]
        self.loader.show(result, [self.model.index(place, 0).data(RESULT_ROLE) for place in ahead])

    @Slot(object)
    def _on_picture(self, picture: LoadedPicture) -> None:
        self.preview.show_picture(picture)
        self._show_earlier_look()

    @Slot()
    def look_closer(self) -> None:
        """Judges the present face again after small changes, and looks for the region that decides."""
        result, face = self.current(), self.preview.current_face
        if result is not None and self._bundle is not None and 0 <= face < len(result.faces):
            self.preview.show_looking()
            self.looker.look(self._bundle, result, face)

    @Slot(object)
    def _on_looked(self, looked: Looked) -> None:
        self.preview.show_look(looked)

    @Slot()
    def _show_earlier_look(self) -> None:
        result, face = self.current(), self.preview.current_face
        if result is not None and self._bundle is not None:
            looked = self.looker.seen(self._bundle, result, face)
            if looked is not None:
                self.preview.show_look(looked)

    @Slot()
    def _on_counts(self) -> None:
        self.filter_bar.set_counts(self.model.counts)

    @Slot(object)
    def _on_verdict_filter(self, verdict: Verdict | None) -> None:
        self.model.set_verdict(verdict)
        self._keep_current()

    @Slot(str)
    def _on_text_filter(self, text: str) -> None:
        self.model.set_text(text)
        self._keep_current()

    @Slot(bool)
    def _on_unreviewed_filter(self, on: bool) -> None:
        self.model.set_unreviewed_only(on)
        self._keep_current()

    def _keep_current(self) -> None:
        """After a change of the filter: what is looked at stays in sight, else the first row is looked at."""
        current = self.table.currentIndex()
        if current.isValid():
            self.table.scrollTo(current)
        elif self.model.rowCount():
            self.table.selectRow(0)

    @Slot()
    def focus_search(self) -> None:
        """Goes to the search field."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    @Slot()
    def toggle_thumbnails(self) -> None:
        """Shows the results as thumbnails, or as a table again."""
        view = self.grid if self.views.currentWidget() is self.table else self.table
        self.as_thumbnails.setChecked(view is self.grid)
        # A list of icons lays out every row at every change, also while it is hidden.
        self.grid.setModel(self.model if view is self.grid else None)
        if view is self.grid:
            self.grid.setSelectionModel(self.table.selectionModel())
        self.views.setCurrentWidget(view)
        view.setFocus()
        if self.table.currentIndex().isValid():
            view.scrollTo(self.table.currentIndex())

    @Slot()
    def toggle_failures(self) -> None:
        """Shows or hides the list of failed files."""
        self.failures.setVisible(self.failures.isHidden())

    @Slot()
    def toggle_large_picture(self) -> None:
        """Gives the picture the whole window, or the list its place back."""
        large = self.views.isVisible()
        for pane in self._beside_the_picture:
            pane.setVisible(not large)
        self.big.setChecked(large)

    # Review.

    @Slot()
    def confirm_verdict(self) -> None:
        """The verdict of the selected pictures is right."""
        self._decide("confirmed")

    @Slot()
    def overturn_verdict(self) -> None:
        """The verdict of the selected pictures is wrong."""
        self._decide("overturned")

    @Slot()
    def mark_unsure(self) -> None:
        """A person looked at the selected pictures and can't tell."""
        self._decide("unsure")

    @Slot()
    def withdraw_review(self) -> None:
        """Nobody decided on the selected pictures after all. Notes stay."""
        self._decide("")

    @Slot()
    def ask_for_note(self) -> None:
        """Asks for a note on the selected pictures."""
        selected = [result for result in self.selected() if result.sha256]
        if not selected:
            return
        old = self.model.review(selected[0]).note
        text, accepted = QInputDialog.getMultiLineText(self, self.tr("Note"), self.tr("Note on this picture:"), old)
        if accepted:
            note = text.strip()
            self.keep_reviews({each.sha256: Review(self.model.review(each).decision, note) for each in selected})

    @Slot()
    def go_to_next_unreviewed(self) -> None:
        """Selects the next picture below, then from the top, that nobody decided on."""
        rows = self.model.rowCount()
        start = self.table.currentIndex().row()
        for step in range(1, rows + 1):
            row = (start + step) % rows
            result = self.model.index(row, 0).data(RESULT_ROLE)
            if result.sha256 and not self.model.review(result).decision:
                self.table.selectRow(row)
                return
        self.message.show_note(self.tr("Every picture shown is reviewed."))

    def _decide(self, decision: Decision) -> None:
        selected = [result for result in self.selected() if result.sha256]
        self.keep_reviews({result.sha256: Review(decision, self.model.review(result).note) for result in selected})

    def keep_reviews(self, reviews: Mapping[str, Review]) -> None:
        """Keeps decisions, by SHA-256 of the picture, and shows them."""
        try:
            self._reviews.put(reviews)
        except ReviewError as error:
            self.message.show_warning(str(error))
            return
        self.model.set_reviews(reviews)

    # Files.

    @Slot()
    def ask_for_pictures(self) -> None:
        """Asks for pictures and scans them."""
        endings = " ".join(f"*{suffix}" for suffix in sorted(SUFFIXES))
        names, _ = QFileDialog.getOpenFileNames(
            self,
            self.tr("Open pictures"),
            self._last_folder(),
            self.tr("Pictures ({0});;All files (*)").format(f"{endings} {endings.upper()}"),
        )
        self.scan([Path(name) for name in names])

    @Slot()
    def ask_for_folder(self) -> None:
        """Asks for a folder and scans it."""
        name = QFileDialog.getExistingDirectory(self, self.tr("Open folder"), self._last_folder())
        if name:
            self.scan([Path(name)])

    @Slot()
    def ask_for_export(self) -> None:
        """Asks where to write the CSV and writes it."""
        target = self._ask_for_csv("unmask.csv")
        if target is not None:
            self.export_csv(target)

    @Slot()
    def ask_for_selected_export(self) -> None:
        """Asks where to write the selected rows and writes them."""
        rows = self.selected()
        target = self._ask_for_csv("unmask-selected.csv")
        if target is not None:
            self.export_csv(target, rows)

    @Slot()
    def ask_for_review_export(self) -> None:
        """Asks where to write the decisions and writes them."""
        target = self._ask_for_csv("unmask-reviews.csv")
        if target is not None:
            self.export_review_csv(target)

    def _ask_for_csv(self, name: str) -> Path | None:
        suggested = str(Path(self._last_folder(), name))
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Export CSV"), suggested, "CSV (*.csv)")
        return Path(chosen) if chosen else None

    @Slot()
    def ask_for_report(self) -> None:
        """Asks where to write a report, and writes it."""
        suggested = Path(self._last_folder(), "unmask.html")
        kinds = self.tr("Web page (*.html);;JSON (*.json)")
        name, kind = QFileDialog.getSaveFileName(self, self.tr("Export report"), str(suggested), kinds)
        if name:
            target = Path(name)
            if target.suffix.lower() not in (".html", ".json"):
                target = target.with_name(target.name + (".json" if "json" in kind else ".html"))
            self.export_report(target)

    def export_csv(self, target: Path, rows: Sequence[ImageResult] | None = None) -> None:
        """Writes rows, all if None, in discovery order, as the terminal does."""
        from app.report.csv_report import write_csv

        results = self.model.results() if rows is None else rows
        self._export(target, partial(write_csv, results, target), len(results))

    def export_review_csv(self, target: Path) -> None:
        """Writes the rows that somebody decided on, with the decision beside the verdict."""
        from app.report.review_csv import ReviewedResult, write_review_csv

        reviewed = []
        for result in self.model.results():
            review = self.model.review(result)
            if review != Review():
                reviewed.append(ReviewedResult(result, review.decision, review.note))
        self._export(target, partial(write_review_csv, reviewed, target), len(reviewed))

    def export_report(self, target: Path) -> None:
        """Writes a report as a web page, or as JSON that ``unmask verify`` can check."""
        from app.report.html_report import write_html
        from app.report.json_report import write_json

        if self._bundle is not None:
            write = write_json if target.suffix.lower() == ".json" else write_html
            results = self.model.results()
            self._export(target, partial(write, results, self._bundle, target, self._cancelled), len(results))

    def _export(self, target: Path, write: Callable[[], None], rows: int) -> None:
        """Writes on a thread: a hundred thousand rows take seconds."""
        self.message.show_note(self.tr("Writing {0}…").format(readable(target)))
        self._exports.submit(write).add_done_callback(partial(self._deliver_export, target, rows))

    def _deliver_export(self, target: Path, rows: int, future: Future[None]) -> None:
        # On the thread: the signal crosses to the window's.
        if not future.cancelled():
            self._exported.emit((target, rows, future.exception()))

    @Slot(object)
    def _on_exported(self, export: tuple[Path, int, BaseException | None]) -> None:
        target, rows, error = export
        if isinstance(error, ExportError):
            self.message.show_warning(str(error))
        elif error is not None:
            raise error
        else:
            self.message.show_note(self.tr("%n row(s) were written to {0}.", "", rows).format(readable(target)))

    @Slot()
    def copy_paths(self) -> None:
        """Copies the paths of the selected rows, one a line."""
        QGuiApplication.clipboard().setText("\n".join(readable(result.path) for result in self.selected()))

    @Slot()
    def copy_results(self) -> None:
        """Copies the selected rows as text and as files."""
        lines = []
        for result in self.selected():
            score = "" if result.score is None else number(result.score, 4)
            lines.append(
                "\t".join((readable(result.path), verdict_word(result.verdict), score, result.reason)).rstrip()
            )
        data = QMimeData()
        data.setText("\n".join(lines))
        QGuiApplication.clipboard().setMimeData(data)

    @Slot()
    def paste_paths(self) -> None:
        """Scans the files, the paths or the picture in the clipboard."""
        data = QGuiApplication.clipboard().mimeData()
        paths = _paths_in(data)
        if not paths and data.hasImage():
            folder = data_folder() / "pasted"
            folder.mkdir(exist_ok=True)
            target = folder / time.strftime("pasted-%Y%m%d-%H%M%S.png")
            if QGuiApplication.clipboard().image().save(str(target)):
                paths = [target]
        self.scan(paths)

    @Slot()
    def show_selected_in_folder(self) -> None:
        """Shows the file in the file manager."""
        result = self.current()
        if result is not None and not show_in_folder(result.path):
            self.message.show_warning(self.tr("There is no program to show {0}.").format(readable(result.path.parent)))

    @Slot()
    def open_selected(self) -> None:
        """Opens the file with the program that the system has for it."""
        result = self.current()
        if result is not None and not open_with_default_program(result.path):
            self.message.show_warning(self.tr("There is no program to open {0}.").format(readable(result.path)))

    @Slot()
    def select_every_row(self) -> None:
        """Selects all rows that are shown."""
        self.table.selectAll()

    @Slot()
    def remove_selected(self) -> None:
        """Takes the selected rows off the list; the files stay."""
        paths = {result.path for result in self.selected()}
        if paths and not self.controller.is_running:
            row = self.table.currentIndex().row()
            self._removed.append(self.model.remove(paths))
            self.summary.set_results(self.model.results())
            if self.model.rowCount():
                self.table.selectRow(min(row, self.model.rowCount() - 1))
            self._update_actions()

    @Slot()
    def undo_removal(self) -> None:
        """Puts the rows that were removed last back."""
        if self._removed and not self.controller.is_running:
            self.model.append(self._removed.pop())
            self.summary.set_results(self.model.results())
            header = self.table.horizontalHeader()
            self.model.sort(header.sortIndicatorSection(), header.sortIndicatorOrder())
            self._update_actions()

    # Menus.

    @Slot()
    def _update_actions(self) -> None:
        running, rows = self.controller.is_running, self.model.total > 0
        chosen = self.table.selectionModel().hasSelection()
        self.export.setEnabled(rows)
        self.report.setEnabled(rows)
        self.export_reviews.setEnabled(rows)
        self.rescan.setEnabled(bool(self._sources) and not running)
        self.pause.setEnabled(running)
        self.cancel.setEnabled(running)
        self.remove.setEnabled(chosen and not running)
        self.undo.setEnabled(bool(self._removed) and not running)
        self.failures.retry.setEnabled(not running)
        for action in (
            self.export_selected,
            self.copy_path,
            self.copy_result,
            self.show_in_folder,
            self.open_file,
            self.confirm,
            self.overturn,
            self.unsure,
            self.unreview,
            self.note,
        ):
            action.setEnabled(chosen)

    @Slot("QPoint")
    def _show_context_menu(self, position) -> None:
        view = self.grid if self.as_thumbnails.isChecked() else self.table
        if not view.indexAt(position).isValid():
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([self.big, self.show_in_folder, self.open_file])
        menu.addSeparator()
        menu.addActions([self.copy_result, self.copy_path])
        menu.addSeparator()
        menu.addActions([self.confirm, self.overturn, self.unsure, self.unreview, self.note])
        menu.addSeparator()
        menu.addActions([self.remove])
        menu.popup(view.viewport().mapToGlobal(position))

    @Slot("QPoint")
    def _show_column_menu(self, position) -> None:
        header = self.table.horizontalHeader()
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for column in Column:
            action = menu.addAction(self.model.headerData(column, Qt.Orientation.Horizontal))
            action.setCheckable(True)
            action.setChecked(not header.isSectionHidden(column))
            action.setEnabled(column is not Column.NAME)
            action.setData(int(column))
        menu.triggered.connect(self._on_column_action)
        menu.popup(header.mapToGlobal(position))

    @Slot(QAction)
    def _on_column_action(self, action: QAction) -> None:
        self.table.setColumnHidden(action.data(), not action.isChecked())

    @Slot(object)
    def _on_recent(self, path: Path) -> None:
        self.scan([path])

    @Slot(QAction)
    def _on_recent_action(self, action: QAction) -> None:
        self.scan([Path(action.data())])

    # Model.

    def _show_selected_model(self) -> None:
        for folder in dict.fromkeys((selected_model(), bundled_model())):
            try:
                self._show_model(read_manifest(folder))
                return
            except BundleError as error:
                self.message.show_warning(str(error))
        self.model_label.setText(self.tr("No model"))

    def _show_model(self, manifest: Manifest) -> None:
        if manifest == self._manifest:
            return
        self._manifest = manifest
        self.preview.set_manifest(manifest)
        self.summary.set_manifest(manifest)
        self.loader.set_manifest(manifest)
        self.model_label.setText(
            self.tr("Model: {0}  ·  calls {1} of genuine faces fake").format(
                manifest.name, percent(manifest.thresholds.false_alarm_rate)
            )
        )
        self.model_label.setToolTip(
            self.tr("{0}, made {1}. The rate was measured on genuine faces that it had not learnt from.").format(
                manifest.id, manifest.created
            )
        )

    @Slot()
    def show_models(self) -> None:
        """Shows the installed models side by side."""
        dialog = ModelsDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(self.use_model)
        dialog.card_wanted.connect(self.show_card_of)
        dialog.show()

    @Slot(object)
    def use_model(self, folder: Path) -> None:
        """Selects a model for the scans to come; a running scan keeps its own."""
        try:
            use_model(folder)
        except (BundleError, OSError) as error:
            self.message.show_warning(str(error))
            return
        self._on_model_changed()

    @Slot()
    def _on_model_changed(self) -> None:
        if not self.model.total and not self.controller.is_running:
            self._show_selected_model()
        else:
            self.message.show_note(self.tr("The next scan uses the other model; these results keep theirs."))

    @Slot()
    def show_model_card(self) -> None:
        """Shows how the selected model was tested."""
        self.show_card_of(self._bundle.folder if self._bundle is not None else selected_model())

    @Slot(object)
    def show_card_of(self, folder: Path) -> None:
        """Shows how a model was tested."""
        try:
            text = (folder / "MODEL_CARD.md").read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            self.message.show_warning(self.tr("The model in {0} has no model card.").format(readable(folder)))
            return
        TextDialog(self.tr("How this model was tested"), text, self).show()

    @Slot()
    def show_training(self) -> None:
        """Shows the training dialog, with the training that runs, if one does."""
        if self._training is None:
            self._training = TrainingDialog(self)
            self._training.model_changed.connect(self._on_model_changed)
        self._training.show()
        self._training.raise_()

    @Slot()
    def show_manual(self) -> None:
        """Shows how to use the program, and its keys."""
        TextDialog(self.tr("Manual"), manual(self.actions()), self).show()

    @Slot()
    def show_about(self) -> None:
        """Shows the version, the licences and whether everything works."""
        # Imported here: the self-test reaches for worker processes and networks.
        from app.gui.about_dialog import AboutDialog

        (self.findChild(AboutDialog) or AboutDialog(self)).show()

    # Habits.

    def _remember(self, paths: Sequence[Path]) -> None:
        recent = [*paths, *(path for path in self._recent() if path not in paths)][:_RECENT]
        self._settings.setValue("recent", [str(path) for path in recent if _is_text(path)])
        self._show_recent()

    def _recent(self) -> list[Path]:
        stored = self._settings.value("recent", [])
        # A list of one comes back as a string.
        texts = [stored] if isinstance(stored, str) else stored if isinstance(stored, list) else []
        return [Path(text) for text in texts]

    def _show_recent(self) -> None:
        recent = self._recent()
        self.sources.set_recent(recent)
        self.recent_menu.clear()
        for path in recent:
            self.recent_menu.addAction(readable(path)).setData(str(path))
        self.recent_menu.setEnabled(bool(recent))

    def _last_folder(self) -> str:
        recent = self._recent()
        return str(recent[0].parent) if recent else ""

    def _restore(self) -> None:
        self._show_recent()
        if self._settings.value("layout", 0, int) == _LAYOUT_VERSION:
            self.restoreGeometry(self._settings.value("geometry"))
            self.panes.restoreState(self._settings.value("panes"))
            header = self.table.horizontalHeader()
            header.restoreState(self._settings.value("columns"))

    def _save(self) -> None:
        self._settings.setValue("layout", _LAYOUT_VERSION)
        self._settings.setValue("geometry", self.saveGeometry())
        if not self.big.isChecked():
            self._settings.setValue("panes", self.panes.saveState())
        self._settings.setValue("columns", self.table.horizontalHeader().saveState())
        self._settings.sync()

    def _refresh_icons(self) -> None:
        for action in self.actions():
            if action.data():
                action.setIcon(action_icon(action.data()))

    # Events.

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.PaletteChange and hasattr(self, "model_label"):
            # After the new palette has reached the program.
            QTimer.singleShot(0, self, self._on_new_palette)
        super().changeEvent(event)

    @Slot()
    def _on_new_palette(self) -> None:
        self._refresh_icons()
        for part in (self.sources, self.search, self.progress):
            part.refresh_icons()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() and event.source() is None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.scan(_paths_in(event.mimeData()))

    def closeEvent(self, event: QCloseEvent) -> None:
        self._save()
        self.hide()
        self.controller.stop()
        self.loader.stop()
        self.looker.stop()
        self._exports.shutdown(wait=True)
        self.grid.thumbnails.stop()
        if self._training is not None:
            self._training.trainer.stop()
        super().closeEvent(event)


_COLUMN_WIDTHS = {
    Column.NAME: 30,
    Column.VERDICT: 19,
    Column.SCORE: 9,
    Column.FACES: 8,
    Column.REVIEW: 15,
    Column.FOLDER: 40,
    Column.FORMAT: 9,
    Column.SIZE: 11,
    Column.REASON: 10,
}


def _paths_in(data: QMimeData) -> list[Path]:
    """Files that were dropped or pasted; a pasted text may be paths, one a line."""
    if data.hasUrls():
        return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    lines = (line.strip().strip('"') for line in data.text().splitlines())
    return [path for line in lines if line and (path := Path(line)).is_absolute() and path.exists()]


def _is_text(path: Path) -> bool:
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return False
    return True

"""The main window: sources on the left, results in the middle, the picture on the right."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Literal

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QSettings,
    Qt,
    QTimer,
    Slot,
)
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeySequence,
)
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QLabel,
    QMainWindow,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.detector.bundle import Bundle, BundleError, Manifest, read_manifest
from app.detector.decode import SUFFIXES
from app.detector.verdict import Verdict
from app.example_pictures import example_pictures
from app.gui import clipboard
from app.gui.arrivals import Arrivals
from app.gui.closer_looker import CloserLooker, Looked
from app.gui.desktop_notifier import DesktopNotifier
from app.gui.earlier_scans import Comparison, EarlierScans, ReadBack, comparable, unfinished
from app.gui.empty_page import EmptyPage
from app.gui.exporter import Exporter
from app.gui.failures_panel import FailuresPanel
from app.gui.file_actions import open_with_default_program, show_in_folder
from app.gui.filter_bar import FilterBar
from app.gui.first_run_page import FirstRunPage
from app.gui.icons import action_icon, app_icon
from app.gui.manual import manual
from app.gui.menus import context_menu, fill_menu_bar, make_tool_bar
from app.gui.message_bar import Message, MessageBar
from app.gui.model_figures import is_measured
from app.gui.models_dialog import ModelsDialog, TextDialog
from app.gui.picture_loader import LoadedPicture, PictureLoader
from app.gui.preview_panel import PreviewPanel
from app.gui.progress_strip import ProgressStrip
from app.gui.results_model import RESULT_ROLE, Column, ResultsModel
from app.gui.results_table import ResultsTable
from app.gui.reviewer import Reviewer
from app.gui.scan_bar import ScanBar
from app.gui.scan_controller import RunningScan, ScanController, ScanProgress
from app.gui.search_field import SearchField
from app.gui.sources_panel import SourcesPanel, scan_date, scan_title
from app.gui.summary_panel import SummaryPanel
from app.gui.thumbnail_view import ThumbnailView
from app.gui.training_dialog import TrainingDialog
from app.gui.watched_folders import WatchedFolders, scans_within
from app.gui.wording import duration, number, percent, readable, verdict_word
from app.models import bundled_model, model_named, selected_model, use_model
from app.scan.events import ScanFinished
from app.scan.journal import PastScan
from app.scan.results import ImageResult, ScanRequest
from app.user_folders import settings_folder

_log = logging.getLogger(__name__)

_RECENT = 12
#: Raised when panels or columns change, so that a saved arrangement of another kind is not restored.
_LAYOUT_VERSION = 2
#: Pictures on either side of the present one that are decoded ahead.
_AHEAD = 2

#: What the running scan, or the last one, is for: a new list; failed files once more; new pictures of watched folders,
#: for the list or, while that shows an earlier scan, beside it; an earlier scan that is read back.
_Purpose = Literal["scan", "retry", "arrivals", "arrivals beside", "earlier"]


def make_scan(request: ScanRequest) -> RunningScan:
    """The scan of a request. Imported here: worker processes and networks are not needed to show the window."""
    from app.scan.scan import Scan

    return Scan(request)


class MainWindow(QMainWindow):
    """The window of the program.

    Attributes:
        model: every result, and which of them are shown.
        controller: runs the scan.
        earlier: the journal of earlier scans.
        watcher: looks for new pictures in watched folders.
        arrivals: those that have no verdict yet.
        exporter: writes rows and reports.
    """

    def __init__(self, scan_maker: Callable[[ScanRequest], RunningScan] = make_scan) -> None:
        super().__init__()
        self._make_scan = scan_maker
        self._settings = QSettings(str(settings_folder() / "window.ini"), QSettings.Format.IniFormat)
        self._sources: list[Path] = []
        self._manifest: Manifest | None = None
        self._bundle: Bundle | None = None
        self._cancelled = False
        self._training: TrainingDialog | None = None
        self._removed: list[list[ImageResult]] = []

        self._purpose: _Purpose = "scan"
        self._recursive = True
        # What is to begin as soon as the reading of an earlier scan is stopped.
        self._next: Callable[[], None] | None = None
        self._scans: list[PastScan] = []
        self._offered = False
        # Of the scan whose results are in the table; None if it is in no journal.
        self._journal_id: int | None = None
        self._comparison: Comparison | None = None
        self._pause_message: Message | None = None
        self._first_arrival = 0
        self._replaced = False

        self.model = ResultsModel(self)
        self.controller = ScanController(self)
        self.loader = PictureLoader(self)
        self.looker = CloserLooker(self)
        self.exporter = Exporter(self)
        self.reviewer = Reviewer(self.model, self)
        self.earlier = EarlierScans(self)
        self.watcher = WatchedFolders(self)
        self.arrivals = Arrivals(self.watcher, self)
        self.notifier = DesktopNotifier(self)

        self.setWindowTitle("Unmask")
        self.setWindowIcon(app_icon())
        self.setAcceptDrops(True)
        self._make_widgets()
        self._make_actions()
        self._arrange()
        self._connect()
        self._restore()
        self._show_selected_model()
        self.earlier.refresh()

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
        self.scan_bar = ScanBar()
        self.table = ResultsTable(self.model)
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
        self.watch = make(self.tr("&Watch a folder…"), None, self.ask_for_watched_folder)
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
        self.first_steps = make(self.tr("&First steps"), None, self.show_first_steps)
        self.about = make(self.tr("&About Unmask"), None, self.show_about)
        self.models = make(self.tr("&Models…"), None, self.show_models)
        self.retrain = make(self.tr("&Retrain…"), None, self.show_training)
        self.model_card = make(self.tr("How this model was &tested"), None, self.show_model_card)

        self.recent_menu = fill_menu_bar(self)
        self.tools = make_tool_bar(self)
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
        layout.addWidget(self.scan_bar)
        layout.addWidget(self.filter_bar)
        layout.addWidget(self.table_and_failures, 1)
        layout.addWidget(self.progress)

        self.panes = QSplitter()
        self.left = left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.sources, 1)
        column.addWidget(self.summary)
        left.setMinimumWidth(170)
        self.results_pane = results
        self.content = QSplitter()
        self.content.addWidget(results)
        self.content.addWidget(self.preview)
        for pane, stretch in enumerate((3, 2)):
            self.content.setStretchFactor(pane, stretch)
        self.content.setSizes([640, 430])
        self.pages = QStackedWidget()
        self.first_run = FirstRunPage(bool(example_pictures()))
        self.pages.addWidget(self.empty)
        self.pages.addWidget(self.first_run)
        self.pages.addWidget(self.content)
        self.panes.addWidget(left)
        self.panes.addWidget(self.pages)
        self.panes.setStretchFactor(1, 1)
        self.panes.setSizes([220, 1060])
        centre = QWidget()
        outer = QVBoxLayout(centre)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.message)
        outer.addWidget(self.panes, 1)
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
        controller.noticed.connect(self.message.show_warning)
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
        self.failures.chosen.connect(self.go_to)
        self.failures.retry_wanted.connect(self.retry_failures)
        self.reviewer.failed.connect(self.message.show_warning)
        self.exporter.said.connect(self.message.show_note)
        self.exporter.failed.connect(self.message.show_warning)
        self.earlier.listed.connect(self._on_listed)
        self.earlier.compared.connect(self._on_compared)
        self.earlier.noticed.connect(self.message.show_warning)
        for part in (self.sources, self.scan_bar):
            part.resume_wanted.connect(self.resume_scan)
            part.rescan_wanted.connect(self.repeat_scan)
        self.sources.scan_chosen.connect(self.show_earlier_scan)
        self.sources.watched_chosen.connect(self.show_watched_folder)
        self.sources.watch_wanted.connect(self.watch_folder)
        self.sources.unwatch_wanted.connect(self.unwatch_folder)
        self.scan_bar.compare_wanted.connect(self.compare_with)
        self.scan_bar.changed_only.connect(self._on_changed_only)
        self.arrivals.waiting.connect(self._scan_arrivals)
        self.arrivals.found.connect(self._on_flagged)
        self.watcher.went_away.connect(self._on_watched_away)
        self.notifier.clicked.connect(self.show_flagged)
        self.first_run.examples_wanted.connect(self.scan_examples)
        self.first_run.done.connect(self.leave_first_steps)
        self.recent_menu.triggered.connect(self._on_recent_action)
        self._update_actions()

    # Scanning.

    def scan(self, paths: Sequence[Path]) -> None:
        """Scans files and folders: adds them to the running scan, else begins a new one."""
        paths = [path.absolute() for path in paths]
        if not paths:
            return
        self._remember(paths)
        if self.controller.is_running and self._purpose == "scan":
            self._sources += [path for path in paths if path not in self._sources]
            self.controller.add(paths)
            self.sources.set_sources(self._sources)
        else:
            self._when_free(partial(self._begin, ScanRequest(tuple(paths))))

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
            self._begin(ScanRequest(tuple(self._sources), recursive=self._recursive))

    @Slot()
    def retry_failures(self) -> None:
        """Scans the files that failed once more; the other rows stay."""
        if self.controller.is_running or not self.failures.count or self._purpose == "earlier":
            return
        failed = tuple(sorted(self.failures.paths))
        self.failures.clear()
        request = ScanRequest(failed, use_cache=False)
        self._start("retry", partial(self._make_scan, request))

    def _begin(self, request: ScanRequest) -> None:
        """Empties the window and scans."""
        self._sources = list(request.paths)
        self._recursive = request.recursive
        self.message.dismiss()
        self._empty_table()
        self._start("scan", partial(self._make_scan, request))

    def _empty_table(self) -> None:
        self._removed.clear()
        self._end_comparison()
        self.model.clear(self.reviewer.all())
        self.failures.clear()
        self.summary.clear()
        self.grid.thumbnails.clear()
        self.preview.clear()
        self.loader.show(None)
        self._journal_id = None
        self.scan_bar.clear()
        self.sources.set_sources(self._sources)
        self.sources.mark(None)
        self._show_left()
        self._settings.setValue("welcomed", True)

    def _start(self, purpose: _Purpose, make_scan: Callable[[], RunningScan]) -> None:
        self._purpose = purpose
        if purpose != "arrivals beside":
            self.pages.setCurrentWidget(self.content)
            self.table.setSortingEnabled(False)
        if purpose in ("scan", "retry", "earlier"):
            self.table.setFocus()
        self.progress.show_starting()
        self.controller.start(make_scan)
        self._update_actions()

    def _when_free(self, begin: Callable[[], None]) -> None:
        """Begins something now, or once the reading of an earlier scan, or of new pictures, is stopped."""
        if self.controller.is_running:
            self._next = begin
            self.controller.cancel()
        else:
            begin()

    @Slot(object)
    def _on_started(self, scan: RunningScan) -> None:
        if self._purpose != "arrivals beside":
            self._bundle = scan.bundle
            self._show_model(scan.bundle.manifest if scan.bundle else None)
        if self._purpose in ("scan", "earlier"):
            self._journal_id = scan.journal_id
        if scan.notice:
            self.message.show_warning(scan.notice)

    @Slot(list)
    def _on_rows(self, results: list[ImageResult]) -> None:
        self.arrivals.note(results)
        if self._purpose == "arrivals beside":
            return
        self.failures.add([result for result in results if result.verdict is Verdict.ERROR])
        if self._purpose in ("retry", "arrivals"):
            new = [result for result in results if not self.model.replace(result)]
            self._replaced = self._replaced or len(new) < len(results)
            results = new
            if self._purpose == "arrivals":
                # A scan of its own counts from 0 again: they follow what is in the list.
                results = [replace(result, index=self._first_arrival + result.index) for result in results]
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
        if reason:
            self._pause_message = self.message.show_warning(
                self.tr("{0} It goes on by itself when the folder is back. Resume goes on without it.").format(reason)
            )

    @Slot()
    def _on_resumed(self) -> None:
        self.progress.set_paused(False)
        self._take_pause_message()

    @Slot(object)
    def _on_finished(self, finished: ScanFinished) -> None:
        if self._purpose != "arrivals beside":
            self._cancelled = finished.cancelled
        self.progress.show_idle(self._summary(finished))
        if self._purpose == "scan" and not self.model.total and not finished.cancelled:
            self.empty.show_nothing_found(", ".join(readable(path) for path in self._sources))
            self.pages.setCurrentWidget(self.empty)
        self._over(finished.cancelled)

    @Slot(str)
    def _on_broke(self, message: str) -> None:
        self.message.show_warning(message)
        done = self.tr("%n picture(s) were scanned before.", "", self.model.total) if self.model.total else ""
        self.progress.show_idle(self.tr("The scan stopped. {0}").format(done))
        self._over(cancelled=True)

    def _over(self, cancelled: bool) -> None:
        purpose = self._purpose
        if self._replaced:
            # Once, at the end: with a hundred thousand rows it takes a while.
            self._replaced = False
            self.summary.set_results(self.model.results())
        self._take_pause_message()
        # Sorts by the column that was chosen, else into discovery order.
        self.table.setSortingEnabled(True)
        if purpose == "arrivals beside":
            self._purpose = "earlier"
        current = self.table.currentIndex()
        if current.isValid():
            self.table.scrollTo(current)
        self._update_actions()
        self.earlier.refresh()
        begin, self._next = self._next, None
        if begin is not None:
            begin()
            return
        if purpose != "earlier":
            self.arrivals.scan_over(purpose.startswith("arrivals"), cancelled)
        else:
            self._scan_arrivals()

    def _take_pause_message(self) -> None:
        if self._pause_message is not None:
            self.message.take_back(self._pause_message)
            self._pause_message = None

    def _summary(self, finished: ScanFinished) -> str:
        if self._purpose == "earlier":
            return self.tr("%n result(s) of an earlier scan", "", finished.done)
        if self._purpose == "arrivals beside":
            return self.tr("%n new picture(s) scanned in watched folders", "", finished.done)
        counts = self.model.counts
        parts = [f"{verdict_word(verdict)} {number(counts[verdict])}" for verdict in Verdict if counts[verdict]]
        scanned = self.tr("%n picture(s) in {0}", "", finished.done).format(duration(finished.seconds))
        if finished.cancelled:
            scanned = self.tr("Cancelled after {0}").format(scanned)
        return f"{scanned}:  {', '.join(parts)}" if parts else scanned

    # Earlier scans.

    @Slot(list)
    def _on_listed(self, scans: list[PastScan]) -> None:
        running = self._journal_id if self.controller.is_running and self._purpose == "scan" else None
        self._scans = [scan for scan in scans if scan.id != running]
        self.sources.set_scans(self._scans)
        self.sources.mark(self._journal_id)
        self._show_left()
        self._show_scan_bar()
        if not self._offered:
            self._offered = True
            self._offer_to_resume()

    def _shown_scan(self) -> PastScan | None:
        """The scan whose results are in the table, if it is in the journal."""
        return next((scan for scan in self._scans if scan.id == self._journal_id), None)

    def _show_scan_bar(self) -> None:
        if self._comparison is not None:
            return
        scan = self._shown_scan()
        if scan is None:
            self.scan_bar.clear()
        else:
            self.scan_bar.show_scan(scan, comparable(scan, self._scans), read_back=self._purpose == "earlier")

    def _offer_to_resume(self) -> None:
        scan = unfinished(self._scans)
        if scan is None or self.controller.is_running or self._settings.value("declined", 0, int) == scan.id:
            return
        resume = QAction(self.tr("Resume"), self)
        resume.triggered.connect(self._resume_offered)
        done = sum(scan.counts.values())
        message = self.message.show_note(
            self.tr("The scan of {0} ({1}) was not finished: %n file(s) are done.", "", done).format(
                scan_title(scan), scan_date(scan)
            ),
            [resume],
            stays=True,
        )
        message.declined.connect(self._on_resume_declined)

    @Slot()
    def _resume_offered(self) -> None:
        scan = unfinished(self._scans)
        if scan is not None:
            self.resume_scan(scan)

    @Slot()
    def _on_resume_declined(self) -> None:
        scan = unfinished(self._scans)
        if scan is not None:
            self._settings.setValue("declined", scan.id)

    @Slot(object)
    def show_earlier_scan(self, scan: PastScan) -> None:
        """Shows the results of an earlier scan, as they were then. Nothing is scanned."""
        if scan.id != self._journal_id or self._comparison is not None:
            self._show_read_back([scan], list(scan.paths))

    @Slot(object)
    def show_watched_folder(self, folder: Path) -> None:
        """Shows what scans found in a watched folder so far; of each file the latest result."""
        scans = scans_within(folder, self._scans)
        if scans:
            # Scores of different models don't belong in one list.
            self._show_read_back([scan for scan in scans if scan.model == scans[0].model], [folder])
        else:
            self.message.show_note(self.tr("Nothing in {0} was scanned yet.").format(readable(folder)))

    def _show_read_back(self, scans: Sequence[PastScan], sources: list[Path]) -> None:
        if self._is_busy():
            return

        def begin() -> None:
            self._sources = sources
            self._recursive = scans[0].recursive
            self._empty_table()
            self._start("earlier", partial(ReadBack, scans))

        self._when_free(begin)

    def _is_busy(self) -> bool:
        """Says so if a scan runs that must not be stopped for a look at something else."""
        busy = self.controller.is_running and self._purpose in ("scan", "retry")
        if busy:
            self.message.show_note(self.tr("A scan is running. Wait for its end, or cancel it: its results are kept."))
        return busy

    @Slot(object)
    def resume_scan(self, scan: PastScan) -> None:
        """Goes on with a scan that did not get to its end, with the model that it began with."""
        if self._is_busy():
            return
        try:
            model = model_named(scan.model)
        except BundleError:
            text = self.tr("The model {0} is not installed any more. Scan again with another one.")
            self.message.show_warning(text.format(scan.model))
            return
        request = ScanRequest(scan.paths, recursive=scan.recursive, model=model, resume=True)
        self._when_free(partial(self._begin, request))

    @Slot(object)
    def repeat_scan(self, scan: PastScan) -> None:
        """Scans the files and folders of an earlier scan again, with the selected model."""
        if not self._is_busy():
            self._when_free(partial(self._begin, ScanRequest(scan.paths, recursive=scan.recursive)))

    @Slot(object)
    def compare_with(self, other: PastScan | None) -> None:
        """Shows which verdicts another model changes; None goes back to all results."""
        scan = self._shown_scan()
        if other is None:
            self._end_comparison()
            self._show_scan_bar()
        elif scan is not None:
            self.earlier.compare(scan, other)

    @Slot(object)
    def _on_compared(self, comparison: Comparison) -> None:
        if self._journal_id not in (comparison.earlier.id, comparison.later.id):
            return  # Another scan is shown by now.
        self._comparison = comparison
        self.table.setColumnHidden(Column.CHANGE, False)
        self.model.set_changes(comparison.changes)
        self.scan_bar.show_comparison(comparison)
        self._keep_current()

    def _end_comparison(self) -> None:
        self._comparison = None
        self.table.setColumnHidden(Column.CHANGE, True)
        self.model.set_changes(None)

    @Slot(bool)
    def _on_changed_only(self, on: bool) -> None:
        self.model.set_changed_only(on)
        self._keep_current()

    # Watched folders.

    @Slot()
    def ask_for_watched_folder(self) -> None:
        """Asks for a folder whose new pictures are to be scanned as they arrive."""
        name = QFileDialog.getExistingDirectory(self, self.tr("Watch a folder"), self._last_folder())
        if name:
            self.watch_folder(Path(name))

    @Slot(object)
    def watch_folder(self, folder: Path) -> None:
        """Watches a folder from now on, also after the next start, and scans what is in it."""
        if folder in self.watcher.folders:
            return
        if not folder.is_dir():
            self.message.show_warning(self.tr("{0} is no folder.").format(readable(folder)))
            return
        self.watcher.watch(folder, existing_are_new=False)
        self._keep_watched()
        if folder not in self._sources:
            self.scan([folder])

    @Slot(object)
    def unwatch_folder(self, folder: Path) -> None:
        """Doesn't watch a folder any more."""
        self.watcher.unwatch(folder)
        self._keep_watched()

    def _keep_watched(self) -> None:
        folders = self.watcher.folders
        self._settings.setValue("watched", [str(folder) for folder in folders if _is_text(folder)])
        self.sources.set_watched(folders)
        self._show_left()
        self.notifier.set_watching(bool(folders))

    @Slot(object)
    def _on_watched_away(self, folder: Path) -> None:
        text = self.tr("The watched folder {0} can't be read. It is looked for again every minute.")
        self.message.show_warning(text.format(readable(folder)))

    @Slot()
    def _scan_arrivals(self) -> None:
        if self.controller.is_running:
            if self._purpose == "scan" and (paths := self.arrivals.take()):
                self.controller.add(paths)
            return
        paths = self.arrivals.take()
        if not paths:
            return
        beside = self._purpose == "earlier" and self.model.total > 0
        # What joins a list is judged by the model of the list.
        model = self._bundle.folder if self._bundle is not None and self.model.total and not beside else None
        self._first_arrival = max((result.index for result in self.model.results()), default=-1) + 1
        make_scan = partial(self._make_scan, ScanRequest(paths, model=model))
        self._start("arrivals beside" if beside else "arrivals", make_scan)

    @Slot(list)
    def _on_flagged(self, flagged: list[Path]) -> None:
        text = self.tr("%n new picture(s) in a watched folder flagged as fake: {0}", "", len(flagged))
        text = text.format(", ".join(readable(path.name) for path in flagged[:3]))
        show = QAction(self.tr("Show"), self)
        show.triggered.connect(self.show_flagged)
        self.message.show_note(text, [show], stays=True)
        self.notifier.notify("Unmask", text)

    @Slot()
    def show_flagged(self) -> None:
        """Comes to the front with the picture in a watched folder that was flagged last."""
        self.bring_to_front_and_scan([])
        if not self.arrivals.flagged:
            return
        path = self.arrivals.flagged[0]
        if any(result.path == path for result in self.model.results()):
            self.go_to(path)
        else:
            for folder in self.watcher.folders:
                if folder in path.parents:
                    self.show_watched_folder(folder)
                    return

    # First steps.

    @Slot()
    def show_first_steps(self) -> None:
        """Shows what the program does and can't do."""
        self.pages.setCurrentWidget(self.first_run)

    @Slot()
    def leave_first_steps(self) -> None:
        """Goes from the first steps to the results, or to where there is nothing yet."""
        self._settings.setValue("welcomed", True)
        has_rows = self.model.total > 0 or self.controller.is_running
        self.pages.setCurrentWidget(self.content if has_rows else self.empty)

    @Slot()
    def scan_examples(self) -> None:
        """Scans the pictures that come with packages."""
        self.scan([path for _, path in example_pictures().values()])

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
        self.summary.setVisible(self.model.total > 0)

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
        self.big.setChecked(large)
        self.results_pane.setVisible(not large)
        self._show_left()

    def _show_left(self) -> None:
        """The sources are in sight once there are any."""
        self.left.setVisible(self.sources.has_items and not self.big.isChecked())
        self.summary.setVisible(self.model.total > 0)

    # Review.

    @Slot()
    def confirm_verdict(self) -> None:
        """The verdict of the selected pictures is right."""
        self.reviewer.decide(self.selected(), "confirmed")

    @Slot()
    def overturn_verdict(self) -> None:
        """The verdict of the selected pictures is wrong."""
        self.reviewer.decide(self.selected(), "overturned")

    @Slot()
    def mark_unsure(self) -> None:
        """A person looked at the selected pictures and can't tell."""
        self.reviewer.decide(self.selected(), "unsure")

    @Slot()
    def withdraw_review(self) -> None:
        """Nobody decided on the selected pictures after all. Notes stay."""
        self.reviewer.decide(self.selected(), "")

    @Slot()
    def ask_for_note(self) -> None:
        """Asks for a note on the selected pictures."""
        self.reviewer.ask_for_note(self, self.selected())

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
        target = self.exporter.ask_for_csv(self, self._last_folder(), "unmask.csv")
        if target is not None:
            self.exporter.write_csv(self.model.results(), target)

    @Slot()
    def ask_for_selected_export(self) -> None:
        """Asks where to write the selected rows and writes them."""
        rows = self.selected()
        target = self.exporter.ask_for_csv(self, self._last_folder(), "unmask-selected.csv")
        if target is not None:
            self.exporter.write_csv(rows, target)

    @Slot()
    def ask_for_review_export(self) -> None:
        """Asks where to write the decisions and writes them."""
        target = self.exporter.ask_for_csv(self, self._last_folder(), "unmask-reviews.csv")
        if target is not None:
            self.exporter.write_reviews(self.reviewer.reviewed(), target)

    @Slot()
    def ask_for_report(self) -> None:
        """Asks where to write a report, and writes it."""
        target = self.exporter.ask_for_report(self, self._last_folder())
        if target is not None:
            self.export_report(target)

    def export_report(self, target: Path) -> None:
        """Writes all results as a web page, or as JSON if the name ends so."""
        if self._bundle is not None:
            self.exporter.write_report(self.model.results(), self._bundle, target, self._cancelled)

    @Slot()
    def copy_paths(self) -> None:
        """Copies the paths of the selected rows, one a line."""
        clipboard.copy_paths(self.selected())

    @Slot()
    def copy_results(self) -> None:
        """Copies the selected rows as text."""
        clipboard.copy_results(self.selected())

    @Slot()
    def paste_paths(self) -> None:
        """Scans the files, the paths or the picture in the clipboard."""
        self.scan(clipboard.pasted_paths())

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
        if paths and self._is_editable():
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
            self.table.sort_again()
            self._update_actions()

    # Menus.

    @Slot()
    def _update_actions(self) -> None:
        running, rows = self.controller.is_running, self.model.total > 0
        chosen = self.table.selectionModel().hasSelection()
        self.export.setEnabled(rows)
        self.report.setEnabled(rows and self._bundle is not None)
        self.export_reviews.setEnabled(rows)
        self.rescan.setEnabled(bool(self._sources) and not running)
        self.pause.setEnabled(running)
        self.cancel.setEnabled(running)
        self.remove.setEnabled(chosen and self._is_editable())
        self.undo.setEnabled(bool(self._removed) and not running)
        self.failures.retry.setEnabled(self._is_editable())
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

    def _is_editable(self) -> bool:
        """The list may change: no scan runs, and it isn't what an earlier scan found."""
        return not self.controller.is_running and self._purpose != "earlier"

    @Slot("QPoint")
    def _show_context_menu(self, position) -> None:
        view = self.grid if self.as_thumbnails.isChecked() else self.table
        if not view.indexAt(position).isValid():
            return
        context_menu(self).popup(view.viewport().mapToGlobal(position))

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

    def _show_model(self, manifest: Manifest | None) -> None:
        """Says which model judged, and how often it errs; None: it is not installed any more."""
        if manifest is not None and manifest == self._manifest:
            return
        self._manifest = manifest
        self.preview.set_manifest(manifest)
        self.summary.set_manifest(manifest)
        self.loader.set_manifest(manifest)
        if manifest is None:
            self.model_label.setText(self.tr("The model that judged is not installed any more"))
            self.model_label.setToolTip("")
            return
        if is_measured(manifest):
            alarms = self.tr("calls {0} of genuine faces fake").format(percent(manifest.thresholds.false_alarm_rate))
            tip = self.tr("{0}, made {1}. The rate was measured on genuine faces that it had not learnt from.")
        else:
            alarms = self.tr("how often it is wrong was not measured")
            tip = self.tr("{0}, made {1}. It was imported without labelled pictures to measure it on.")
        self.model_label.setText(self.tr("Model: {0}  ·  {1}").format(manifest.name, alarms))
        self.model_label.setToolTip(tip.format(manifest.id, manifest.created))

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
        return self._stored_paths("recent")

    def _stored_paths(self, key: str) -> list[Path]:
        stored = self._settings.value(key, [])
        # A list of one comes back as a string.
        texts = [stored] if isinstance(stored, str) else stored if isinstance(stored, list) else []
        return [Path(text) for text in texts]

    def _show_recent(self) -> None:
        recent = self._recent()
        self.recent_menu.clear()
        for path in recent:
            self.recent_menu.addAction(readable(path)).setData(str(path))
        self.recent_menu.setEnabled(bool(recent))

    def _last_folder(self) -> str:
        recent = self._recent()
        return str(recent[0].parent) if recent else ""

    def _restore(self) -> None:
        self._show_recent()
        for folder in self._stored_paths("watched"):
            self.watcher.watch(folder)
        self._keep_watched()
        if not self._settings.value("welcomed", False, bool):
            self.pages.setCurrentWidget(self.first_run)
        if self._settings.value("layout", 0, int) == _LAYOUT_VERSION:
            self.restoreGeometry(self._settings.value("geometry"))
            self.panes.restoreState(self._settings.value("panes"))
            self.content.restoreState(self._settings.value("content"))
            header = self.table.horizontalHeader()
            header.restoreState(self._settings.value("columns"))
            self.table.setColumnHidden(Column.CHANGE, True)

    def _save(self) -> None:
        self._settings.setValue("layout", _LAYOUT_VERSION)
        self._settings.setValue("geometry", self.saveGeometry())
        if not self.big.isChecked():
            self._settings.setValue("panes", self.panes.saveState())
            self._settings.setValue("content", self.content.saveState())
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
        self.scan(clipboard.paths_in(event.mimeData()))

    def closeEvent(self, event: QCloseEvent) -> None:
        self._save()
        self.hide()
        self.controller.stop()
        self.loader.stop()
        self.looker.stop()
        self.exporter.stop()
        self.watcher.stop()
        self.earlier.stop()
        self.grid.thumbnails.stop()
        if self._training is not None:
            self._training.trainer.stop()
        super().closeEvent(event)


def _is_text(path: Path) -> bool:
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return False
    return True

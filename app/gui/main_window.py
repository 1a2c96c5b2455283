"""The main window: sources on the left, results in the middle, the picture on the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QMainWindow,
    QSizePolicy,
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
from app.gui.arrivals import Ending
from app.gui.earlier_scans import ReadBack
from app.gui.empty_page import EmptyPage
from app.gui.export_actions import ExportActions
from app.gui.exporter import Exporter
from app.gui.first_run_page import FirstRunPage
from app.gui.icons import action_icon, app_icon
from app.gui.manual import manual
from app.gui.menus import context_menu, fill_menu_bar, make_action, make_tool_bar
from app.gui.message_bar import Message, MessageBar
from app.gui.model_actions import ModelActions
from app.gui.model_label import ModelLabel
from app.gui.models_dialog import TextDialog
from app.gui.picture_actions import PictureActions
from app.gui.preview_panel import PreviewPanel
from app.gui.purpose import Purpose
from app.gui.results_model import Column, ResultsModel, can_decide
from app.gui.results_pane import ResultsPane
from app.gui.reviewer import Reviewer
from app.gui.scan_controller import RunningScan, ScanController, ScanProgress
from app.gui.scan_history import ScanHistory
from app.gui.selection_actions import SelectionActions
from app.gui.sentences import translated
from app.gui.sources_panel import SourcesPanel
from app.gui.summary_panel import SummaryPanel
from app.gui.watching import Watching
from app.gui.window_memory import WindowMemory
from app.gui.wording import duration, number, readable, verdict_word
from app.models import bundled_model, selected_model
from app.scan.events import ScanFinished
from app.scan.journal import PastScan, VerdictChange
from app.scan.results import ImageResult, ScanRequest

#: Of more folders without a picture, these are named: the text has to fit the window.
_NAMED = 3


def make_scan(request: ScanRequest) -> RunningScan:
    """The scan of a request. Imported here: worker processes and networks are not needed to show the window."""
    from app.scan.scan import Scan

    return Scan(request)


class MainWindow(QMainWindow):
    """The window of the program.

    Attributes:
        model: every result, and which of them are shown.
        controller: runs the scan.
        results: the list of results, with its filters.
        selection: what can be done with selected results.
        picture: the one that is looked at.
        history: earlier scans.
        watching: watched folders.
        models: the models, and the training of another.
        exports: what can be written to files.
        exporter: writes it.
    """

    def __init__(self, scan_maker: Callable[[ScanRequest], RunningScan] = make_scan) -> None:
        super().__init__()
        self._make_scan = scan_maker
        self._sources: list[Path] = []
        self._manifest: Manifest | None = None
        self._bundle: Bundle | None = None
        self._removed: list[list[ImageResult]] = []

        self._purpose = Purpose.SCAN
        self._recursive = True
        # What is to begin as soon as the reading of an earlier scan is stopped; and what that is to scan, if anything.
        self._next: Callable[[], None] | None = None
        self._asked: list[Path] = []
        self._wanted: ScanRequest | None = None
        # What was to join the scan that begins.
        self._joining: list[Path] = []
        self._pause_message: Message | None = None
        self._paused_by_user = False
        self._removal_note: Message | None = None
        self._first_new = 0
        # What is to be selected once an earlier scan is read back, and the folders whose results alone are.
        self._to_select: list[Path] = []
        self._read_folders: list[Path] = []
        # The list is in the journal, so that it can be read back in the place of another.
        self._is_kept = True
        # Flagged pictures are to be shown once their scan is over, and so in the journal.
        self._show_later = False
        self._unanswered: set[Path] = set()
        self._replaced = False

        self.memory = WindowMemory()
        self.model = ResultsModel(self)
        self.controller = ScanController(self)
        self.exporter = Exporter(self)
        self.reviewer = Reviewer(self.model, self)

        self.setWindowTitle("Unmask")
        self.setWindowIcon(app_icon())
        self.setAcceptDrops(True)
        self.message = MessageBar()
        self.sources = SourcesPanel()
        self.summary = SummaryPanel()
        self.results = ResultsPane(self.model)
        self.preview = PreviewPanel()
        self.history = ScanHistory(
            self.controller, self.sources, self.results.scan_bar, self.message, self.memory, self
        )
        self.watching = Watching(self, self.sources, self.message, self.memory, self._was_scanned)
        self._make_actions()
        self._arrange()
        self._connect()
        self._restore()
        self._show_selected_model()
        self.history.journal.refresh()

    # Making.

    def _make_actions(self) -> None:
        make = partial(make_action, self)
        keys = QKeySequence.StandardKey
        self.open_pictures = make(self.tr("Open &pictures…"), keys.Open, self.ask_for_pictures, "pictures")
        self.open_folder = make(self.tr("Open &folder…"), "Ctrl+Shift+O", self.ask_for_folder, "folder")
        self.watch = make(self.tr("&Watch a folder…"), None, self.ask_for_watched_folder)
        self.rescan = make(self.tr("Scan &again"), keys.Refresh, self.scan_again, "retry")
        self.pause = make(self.tr("&Pause or resume"), "Ctrl+P", self.controller.toggle_pause)
        self.cancel = make(self.tr("&Cancel the scan"), "Ctrl+.", self.controller.cancel)
        self.gentle = make(self.tr("Scan &gently"), None, self.scan_gently)
        self.gentle.setCheckable(True)
        self.gentle.setToolTip(self.tr("Half the cores, with the lowest priority; on battery, always"))
        self.quit = make(self.tr("&Quit"), keys.Quit, self.close)
        self.search_text = make(self.tr("&Find"), keys.Find, self.results.focus_search)
        self.undo = make(self.tr("&Undo removal"), keys.Undo, self.undo_removal)
        self.paste = make(self.tr("&Paste files or a picture"), keys.Paste, self.paste_paths)
        self.remove = make(self.tr("&Remove from list"), keys.Delete, self.remove_selected)
        self.select_all = make(self.tr("Select &all"), keys.SelectAll, self.results.table.selectAll)
        self.selection = SelectionActions(self, self.results, self.reviewer, self.message)
        self.selection.give_buttons_to(self.preview.review)
        self.next_unreviewed = make(self.tr("Next &not reviewed"), "J", self.go_to_next_unreviewed)
        self.exports = ExportActions(
            self, self.model, self.results, self.reviewer, self.exporter, self.memory, self.message
        )
        self.picture = PictureActions(self, self.results, self.preview)
        self.big = make(self.tr("&Large picture"), None, self.show_large_picture, "large")
        self.big.setCheckable(True)
        self._give_keys_to_large_picture()
        self._give_keys_to_results()
        self.as_thumbnails = make(self.tr("&Thumbnails"), "Ctrl+T", self.show_as_thumbnails, "thumbnails")
        self.as_thumbnails.setCheckable(True)
        self.more_filters = make(self.tr("Fi&lter"), "Ctrl+L", self.show_more_filters, "filter")
        self.more_filters.setCheckable(True)
        self.more_filters.setToolTip(self.tr("Show only some results: by score, faces, review, folder, format"))
        self.show_failures = make(self.tr("Files that &failed"), "Ctrl+Shift+E", self.results.toggle_failures)
        self.manual = make(self.tr("&Manual and keys"), keys.HelpContents, self.show_manual)
        self.first_steps = make(self.tr("&First steps"), None, self.show_first_steps)
        self.about = make(self.tr("&About Unmask"), None, self.show_about)
        self.models = ModelActions(self, self.message)

        self.recent_menu = fill_menu_bar(self)
        self.addToolBar(make_tool_bar(self))
        self._refresh_icons()

    def _give_keys_to_large_picture(self) -> None:
        # Only where a picture is looked at or chosen: a button that has the focus is pressed by the same keys.
        self.big.setShortcuts([QKeySequence(key) for key in ("Space", "Return", "Enter")])
        self.big.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        for widget in (self.results.table, self.results.grid, self.preview.view, self.preview.faces):
            widget.addAction(self.big)
        self.preview.large.setDefaultAction(self.big)
        self.big.setToolTip(self.tr("Large picture, or the list again (Space)"))
        self._leave_large = QShortcut(QKeySequence("Esc"), self)
        self._leave_large.setEnabled(False)
        self._leave_large.activated.connect(self.big.trigger)

    def _give_keys_to_results(self) -> None:
        # Only where a picture is looked at or chosen: in a list box or a tree, a letter looks for what begins with it,
        # and who presses Delete there doesn't mean a picture that is selected elsewhere.
        selection, picture = self.selection, self.picture
        decisions = [selection.confirm, selection.overturn, selection.unsure, selection.unreview, selection.note]
        actions = [
            *decisions,
            self.remove,
            self.next_unreviewed,
            picture.look,
            picture.next_face,
            picture.previous_face,
        ]
        for action in actions:
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        for widget in (self.results.table, self.results.grid, *self.preview.places_without_letters):
            widget.addActions(actions)

    def _arrange(self) -> None:
        self.panes = QSplitter()
        self.left = QWidget()
        column = QVBoxLayout(self.left)
        column.setContentsMargins(0, 0, 0, 0)
        # The list of sources scrolls anyway: it takes what the sentences below leave.
        self.sources.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self.sources.setMinimumHeight(120)
        column.addWidget(self.sources, 1)
        column.addWidget(self.summary)
        self.left.setMinimumWidth(170)
        self.content = QSplitter()
        self.content.addWidget(self.results)
        self.content.addWidget(self.preview)
        for pane, stretch in enumerate((3, 2)):
            self.content.setStretchFactor(pane, stretch)
        self.content.setSizes([640, 430])
        self.empty = EmptyPage(self.open_pictures, self.open_folder)
        self.first_run = FirstRunPage(bool(example_pictures()))
        self.pages = QStackedWidget()
        for page in (self.empty, self.first_run, self.content):
            self.pages.addWidget(page)
        self.panes.addWidget(self.left)
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
        self.model_label = ModelLabel()
        self.statusBar().addPermanentWidget(self.model_label)
        self.statusBar().setSizeGripEnabled(False)
        self.setMinimumSize(760, 480)
        self.resize(QSize(1280, 780).boundedTo(self.screen().availableSize()))

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
        self.results.progress.pause.clicked.connect(self.pause.trigger)
        self.results.progress.cancel.clicked.connect(self.cancel.trigger)
        self.results.failures.retry_wanted.connect(self.retry_failures)
        self.results.selection_changed.connect(self._update_actions)
        self.results.search.left.connect(self._focus_results)
        self.results.opened.connect(self.big.trigger)
        self.results.menu_wanted.connect(self._show_context_menu)
        self.model.counts_changed.connect(self._show_left)
        self.sources.changed.connect(self._show_left)
        self.reviewer.failed.connect(self.message.show_warning)
        self.reviewer.kept.connect(self._show_review)
        self.results.looked_at.connect(self._show_review)
        self.results.looked_at.connect(self._leave_empty_picture)
        self.preview.view.step_wanted.connect(self.results.step)
        self.preview.card_wanted.connect(self.models.card.trigger)
        self.history.scan_wanted.connect(self._on_scan_wanted)
        self.history.show_wanted.connect(self._on_show_wanted)
        self.history.compared.connect(self._on_compared)
        self.watching.watched.connect(self._on_watched)
        self.watching.arrivals.waiting.connect(self._scan_arrivals)
        self.watching.flagged_wanted.connect(self.show_flagged)
        self.models.changed.connect(self._on_model_changed)
        self.first_run.examples_wanted.connect(self.scan_examples)
        self.first_run.done.connect(self.leave_first_steps)
        self.recent_menu.triggered.connect(self._on_recent_action)
        self._update_actions()

    # Scanning.

    def scan(self, paths: Sequence[Path], remember: bool = True) -> None:
        """Scans files and folders: adds them to the running scan, else begins a new one.

        Args:
            paths: of files and folders.
            remember: they are among the recent ones, beside which file dialogs begin.
        """
        paths = [path.absolute() for path in paths]
        if not paths:
            return
        if remember:
            self.memory.add_recent(paths)
            self._show_recent()
        if self.controller.is_running and self._purpose is Purpose.SCAN:
            self._sources = list(dict.fromkeys([*self._sources, *paths]))
            self.controller.add(paths)
            self.sources.set_sources(self._sources)
            self.pages.setCurrentWidget(self.content)
        else:
            # What comes before the other scan has stopped is scanned with what came first: files that are opened with
            # the program come one by one, and an earlier scan may be about to go on.
            self._asked = list(dict.fromkeys([*self._asked, *paths]))
            self._when_free(self._begin_asked)

    def _begin_asked(self) -> None:
        asked, self._asked = tuple(self._asked), []
        wanted, self._wanted = self._wanted, None
        self._begin(wanted or ScanRequest(asked))
        if wanted and asked:
            self.scan(asked, remember=False)
            self._joining = list(asked)

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
        if self.controller.is_running or not self.results.failures.count or self._purpose is Purpose.EARLIER:
            return
        failed = tuple(sorted(set(self.results.failures.paths)))
        self._unanswered = set(failed)
        self._start_beside(Purpose.RETRY, ScanRequest(failed, recursive=self._recursive, use_cache=False))

    def _begin(self, request: ScanRequest) -> None:
        """Empties the window and scans."""
        self._sources = list(request.paths)
        self._recursive = request.recursive
        self.message.begin_anew()
        self.history.withdraw_offer()
        self._empty_table()
        self._start(Purpose.SCAN, partial(self._make_scan, request))

    def _empty_table(self) -> None:
        if self.big.isChecked():
            # There is no picture, and the list says how far the scan is.
            self.big.trigger()
        self._removed.clear()
        self.history.set_shown(None)
        self.model.clear(self.reviewer.all())
        self.results.failures.clear()
        self.summary.clear()
        self.results.grid.thumbnails.clear()
        self.picture.clear()
        self.sources.set_sources(self._sources)
        self.memory.welcomed = True

    def _start(self, purpose: Purpose, make_scan: Callable[[], RunningScan]) -> None:
        self._purpose = purpose
        self._paused_by_user = False
        if purpose.fills_list:
            # Until its end, and for good if it breaks, the list is a part. What joins it later makes it no less whole.
            self.exports.cancelled = True
        if not purpose.is_beside:
            self.pages.setCurrentWidget(self.content)
            self.results.hold_order()
        if not purpose.is_of_arrivals:  # Which disturb nobody; who asked for something goes on in the list.
            self._focus_results()
        self.results.progress.show_starting()
        self.controller.start(make_scan)
        self._update_actions()

    def _start_beside(self, purpose: Purpose, request: ScanRequest) -> None:
        """Scans for a list that has rows already, or may have."""
        if not purpose.is_beside and self._bundle is not None and (self.model.total or self._removed):
            # What joins a list is judged by the model of the list.
            request = replace(request, model=self._bundle.folder)
        self._first_new = max((result.index for result in self.model.results()), default=-1) + 1
        self._start(purpose, partial(self._make_scan, request))

    def _when_free(self, begin: Callable[[], None]) -> None:
        """Begins something now, or once the reading of an earlier scan, or of new pictures, is stopped."""
        if self.controller.is_running:
            self._next = begin
            self.controller.cancel()
        else:
            begin()

    @Slot(object)
    def _on_started(self, scan: RunningScan) -> None:
        self._joining = []
        if not self._purpose.is_beside:
            self._set_judged(scan.bundle)
            self._show_model(scan.bundle.manifest if scan.bundle else None)
        if self._purpose.fills_list:
            self._is_kept = self._purpose is Purpose.EARLIER or scan.journal_id is not None
            self.history.set_shown(scan.journal_id, read_back=self._purpose is Purpose.EARLIER)
            self.history.running = scan.journal_id if self._purpose is Purpose.SCAN else None
        if scan.notice:
            self.message.show_warning(scan.notice)

    def _set_judged(self, bundle: Bundle | None) -> None:
        """Keeps which model judged what is in the list; None: nobody, or one that is not installed any more."""
        self._bundle = self.models.judged = self.exports.judged = self.picture.judged = bundle

    @Slot(list)
    def _on_rows(self, results: list[ImageResult]) -> None:
        self.watching.arrivals.note(results)
        if self._purpose.is_beside:
            return
        if self._purpose is not Purpose.RETRY:  # Else the list stays as it is, and in sight, until it is counted anew.
            self.results.failures.add([result for result in results if result.verdict is Verdict.ERROR])
        if self._purpose.joins_list:
            self._unanswered.difference_update(result.path for result in results)
            new = self.model.replace(results)
            if len(new) < len(results):
                self._replaced = True
                self.results.grid.thumbnails.forget([result.path for result in results])
            # A scan of its own counts from 0 again: they follow what is in the list.
            results = [replace(result, index=self._first_new + result.index) for result in new]
        self.model.append(results)
        self.summary.add(results)
        self.results.look_at_first()

    @Slot(object)
    def _on_progress(self, progress: ScanProgress) -> None:
        self.results.progress.show_progress(progress)

    @Slot(str)
    def _on_paused(self, reason: str) -> None:
        reason = translated(reason)
        self.results.progress.show_paused(reason)
        self._take_pause_message()
        self._paused_by_user |= not reason
        if reason:
            text = (
                self.tr("{0} Resume goes on without it.")
                if self._paused_by_user
                else self.tr("{0} It goes on by itself when the folder is back. Resume goes on without it.")
            )
            self._pause_message = self.message.show_warning(text.format(reason))

    @Slot()
    def _on_resumed(self) -> None:
        self._paused_by_user = False
        self.results.progress.set_paused(False)
        self._take_pause_message()

    @Slot(object)
    def _on_finished(self, finished: ScanFinished) -> None:
        if self._purpose is Purpose.RETRY and not finished.cancelled:
            # Folders that can be read by now: their pictures have rows.
            self.model.remove(self._unanswered)
        if self._purpose.fills_list:
            self.exports.cancelled = finished.cancelled
        stopped = finished.cancelled
        if self._purpose is Purpose.EARLIER and (stopped := finished.done < finished.total):
            # The user stopped the reading: the scan can be shown again, and then as a whole.
            self.history.set_shown(None)
        self.results.progress.show_idle(self._summary(finished))
        if self._purpose is Purpose.SCAN and not self.model.total and not finished.cancelled:
            named = ", ".join(map(readable, self._sources[:_NAMED])) + (" …" if len(self._sources) > _NAMED else "")
            self.empty.show_nothing_found(named)
            self.pages.setCurrentWidget(self.empty)
        self._over("cancelled" if stopped else "finished")

    @Slot(str)
    def _on_broke(self, message: str) -> None:
        self.message.show_warning(message)
        done = self.tr("%n picture(s) were scanned before.", "", self.model.total) if self.model.total else ""
        self.results.progress.show_idle(self.tr("The scan stopped. {0}").format(done))
        joining, self._joining = self._joining, []
        if self._purpose is Purpose.EARLIER:
            self.history.set_shown(None)
        self._over("broke")
        if joining:
            # What it was to join could not even start, as when its model is damaged.
            self.scan(joining, remember=False)
            self.message.show_warning(message)

    def _over(self, ending: Ending) -> None:
        purpose = self._purpose
        if self._replaced or purpose is Purpose.RETRY:
            # Once, at the end: all rows are counted anew.
            self._replaced = False
            self._count_anew()
        self._take_pause_message()
        self.history.running = None
        if purpose.is_beside:
            self._purpose = Purpose.EARLIER
        self.results.restore_order()
        self._update_actions()
        begin, self._next = self._next, None
        if purpose.is_beside:
            if self._show_later and begin is None:
                self.history.journal.listed.connect(self._fetch_flagged, Qt.ConnectionType.SingleShotConnection)
            self._show_later = False
        self.history.journal.refresh()
        known = set(self._sources)
        late = tuple(path for path in self.controller.too_late if path in known)
        if begin is None and late and purpose is Purpose.SCAN:
            begin = partial(self._begin, ScanRequest(late))
        if begin is not None:
            if purpose.is_of_arrivals:
                self.watching.arrivals.take_back()
            begin()
            return
        if purpose is not Purpose.EARLIER:
            self.watching.arrivals.scan_over(purpose.is_of_arrivals, ending)
        else:
            if self._to_select:
                missing = self.results.go_to_all(self._to_select)
                if missing.issuperset(self._to_select) and ending == "finished":
                    self._say_gone()
                self._to_select = []
            elif self._read_folders and not self.model.total and ending == "finished":
                self.history.say_nothing_scanned(self._read_folders[0])
            self._scan_arrivals()

    def _count_anew(self) -> None:
        """After rows were replaced, removed or put back."""
        results = self.model.results()
        self.summary.set_results(results)
        self.results.failures.set_results(results)

    def _take_pause_message(self) -> None:
        if self._pause_message is not None:
            self.message.take_back(self._pause_message)
            self._pause_message = None

    def _summary(self, finished: ScanFinished) -> str:
        if self._purpose is Purpose.EARLIER:
            return self.tr("%n result(s) of an earlier scan", "", finished.done)
        if self._purpose.is_beside:
            return self.tr("%n new picture(s) scanned in watched folders", "", finished.done)
        counts = self.model.counts
        parts = [f"{verdict_word(verdict)} {number(counts[verdict])}" for verdict in Verdict if counts[verdict]]
        scanned = self.tr("%n picture(s) in {0}", "", finished.done).format(duration(finished.seconds))
        if finished.cancelled:
            scanned = self.tr("Cancelled after {0}").format(scanned)
        if parts and self._purpose is not Purpose.SCAN:
            # Few were scanned to join a list; what is counted is all of it.
            return self.tr("{0}. In the whole list: {1}").format(scanned, ", ".join(parts))
        return f"{scanned}:  {', '.join(parts)}" if parts else scanned

    # Earlier scans.

    @Slot(object)
    def _on_scan_wanted(self, request: ScanRequest) -> None:
        if not self._is_busy():
            self._wanted = request
            self._when_free(self._begin_asked)

    @Slot(list, list)
    def _on_show_wanted(self, scans: list[PastScan], folders: list[Path]) -> None:
        self._to_select = []
        if self._is_busy():
            return

        def begin() -> None:
            self._read_folders = folders
            self._sources = folders or list(scans[0].paths)
            self._recursive = scans[0].recursive
            self.message.begin_anew()
            self._empty_table()
            self._start(Purpose.EARLIER, partial(ReadBack, scans, folders))

        self._when_free(begin)

    def _is_busy(self) -> bool:
        """Says so if a scan runs that must not be stopped for a look at something else."""
        busy = self.controller.is_running and (self._purpose.must_not_be_stopped or bool(self._asked or self._wanted))
        if busy:
            self._say_busy()
        return busy

    def _say_busy(self) -> None:
        self.message.show_note(self.tr("A scan is running. Wait for its end, or cancel it: its results are kept."))

    @Slot(object)
    def _on_compared(self, changes: dict[str, VerdictChange] | None) -> None:
        self.results.show_changes(changes is not None)
        self.model.set_changes(changes)
        table = self.results.table
        if table.isSortingEnabled() and table.horizontalHeader().sortIndicatorSection() == Column.CHANGE:
            table.sort_again()
        self.results.keep_current_in_sight()

    # Watched folders.

    @Slot()
    def ask_for_watched_folder(self) -> None:
        """Asks for a folder whose new pictures are to be scanned as they arrive."""
        name = QFileDialog.getExistingDirectory(self, self.tr("Watch a folder"), self.memory.recent_folder)
        if name:
            self.watching.watch(Path(name))

    def _was_scanned(self, folder: Path) -> bool:
        return folder in self._sources and not (self.controller.is_running and self._purpose is Purpose.SCAN)

    @Slot(object)
    def _on_watched(self, folder: Path) -> None:
        if folder not in self._sources:
            self.scan([folder])

    @Slot()
    def _scan_arrivals(self) -> None:
        if self.controller.is_running:
            if self._purpose is Purpose.SCAN and (paths := self.watching.arrivals.take()):
                self.controller.add(paths)
            return
        paths = self.watching.arrivals.take()
        if not paths:
            return
        beside = self._purpose is Purpose.EARLIER and self.model.total > 0
        self._start_beside(Purpose.ARRIVALS_BESIDE if beside else Purpose.ARRIVALS, ScanRequest(paths))

    @Slot()
    def show_flagged(self) -> None:
        """Comes to the front with the pictures in watched folders that were flagged."""
        self.bring_to_front_and_scan([])
        flagged = set(self.watching.flagged)
        missing = self.results.go_to_all(flagged)
        if missing <= {result.path for removed in self._removed for result in removed}:
            if missing and missing == flagged:
                self._say_removed(len(missing))
            return
        if missing < flagged and not self._is_kept:
            # What is selected could not be got back.
            return
        if self.controller.is_running and self._purpose.is_beside:
            self._show_later = True
            self._say_busy()
        else:
            self._fetch_flagged()

    @Slot()
    def _fetch_flagged(self) -> None:
        flagged = self.watching.flagged
        if not self.history.show_folders(list(dict.fromkeys(map(self.watching.folder_of, flagged)))):
            self._say_gone()
        elif self._next is not None or (self.controller.is_running and self._purpose is Purpose.EARLIER):
            self._to_select = flagged

    def _say_gone(self) -> None:
        self.message.show_note(self.tr("The results of these pictures are not kept any more."))

    # First steps.

    @Slot()
    def show_first_steps(self) -> None:
        """Shows what the program does and can't do."""
        self.pages.setCurrentWidget(self.first_run)
        self.first_run.setFocus()

    @Slot()
    def leave_first_steps(self) -> None:
        """Goes from the first steps to the results, or to where there is nothing yet."""
        self.memory.welcomed = True
        has_rows = self.model.total > 0 or self.controller.is_running
        self.pages.setCurrentWidget(self.content if has_rows else self.empty)
        if has_rows:
            self._focus_results()
        else:
            self.empty.setFocus()

    @Slot()
    def scan_examples(self) -> None:
        """Scans the pictures that come with packages."""
        self.scan([path for _, path in example_pictures().values()], remember=False)

    # What is looked at.

    @Slot()
    def go_to_next_unreviewed(self) -> None:
        """Selects the next picture below, then from the top, that nobody decided on."""
        if not self.results.go_to_next_unreviewed():
            self.message.show_note(self.tr("Every picture shown is reviewed."))

    @Slot()
    def scan_gently(self) -> None:
        """Leaves half the cores to other programs while that is chosen, else only on battery."""
        self.memory.gentle = self.gentle.isChecked()
        self.controller.set_gentle(True if self.gentle.isChecked() else None)

    @Slot()
    def show_as_thumbnails(self) -> None:
        """Shows the results as thumbnails while that is chosen, else as a table."""
        self.results.show_as_thumbnails(self.as_thumbnails.isChecked())
        self._focus_results()

    @Slot()
    def show_more_filters(self) -> None:
        """Shows the fields of more filters while that is chosen."""
        if self.more_filters.isChecked() and self.big.isChecked():
            # They are above the list.
            self.big.trigger()
        self.results.show_form(self.more_filters.isChecked())

    @Slot()
    def show_large_picture(self) -> None:
        """Gives the picture the whole window while that is chosen, else the list its place back."""
        if self.big.isChecked() and not self.model.rowCount():
            # There is none, and what is in sight says why.
            self.big.setChecked(False)
            return
        large = self.big.isChecked()
        had_focus = self.preview.isAncestorOf(QApplication.focusWidget() or self)
        if large:
            # Keys decide about what is selected, and of that no more is in sight than this one.
            self.results.select_current_alone()
        self.select_all.setEnabled(not large)
        self.results.setVisible(not large)
        self._leave_large.setEnabled(large)
        self._show_left()
        if large or had_focus:
            self._focus_results()
        # Once the list has gone, or is back.
        QTimer.singleShot(0, self, self._arrange_picture)

    @Slot()
    def _focus_results(self) -> None:
        """Goes to the list, or to the large picture in its place."""
        if self.big.isChecked():
            self.preview.view.setFocus()
        else:
            self.results.focus_list()

    @Slot()
    def _leave_empty_picture(self) -> None:
        """Shows the list, and what is said of it, where nothing is left to be shown large."""
        if self.big.isChecked() and not self.model.rowCount():
            self.big.trigger()

    @Slot()
    def _arrange_picture(self) -> None:
        self.preview.set_large(self.big.isChecked())

    @Slot()
    def _show_review(self) -> None:
        """Shows what was decided about the picture that is looked at."""
        result = self.results.current()
        about = self.model.review(result) if result is not None and result.sha256 else None
        self.preview.review.show_review(about, result is not None and can_decide(result))

    @Slot()
    def _show_left(self) -> None:
        """The sources are in sight once there are any."""
        self.left.setVisible(self.sources.has_items and not self.big.isChecked())
        self.summary.setVisible(self.model.total > 0)

    # Files.

    @Slot()
    def ask_for_pictures(self) -> None:
        """Asks for pictures and scans them."""
        endings = " ".join(f"*{suffix}" for suffix in sorted(SUFFIXES))
        names, _ = QFileDialog.getOpenFileNames(
            self,
            self.tr("Open pictures"),
            self.memory.recent_folder,
            self.tr("Pictures ({0});;All files (*)").format(f"{endings} {endings.upper()}"),
        )
        self.scan([Path(name) for name in names])

    @Slot()
    def ask_for_folder(self) -> None:
        """Asks for a folder and scans it."""
        name = QFileDialog.getExistingDirectory(self, self.tr("Open folder"), self.memory.recent_folder)
        if name:
            self.scan([Path(name)])

    @Slot()
    def paste_paths(self) -> None:
        """Scans the files, the paths or the picture in the clipboard."""
        try:
            self.scan(clipboard.pasted_paths())
        except clipboard.PasteError as error:
            self.message.show_warning(str(error))

    @Slot()
    def remove_selected(self) -> None:
        """Takes the selected rows off the list; the files stay."""
        paths = {result.path for result in self.results.selected()}
        if paths and self._is_editable():
            self.results.look_beyond(paths)
            self._removed.append(self.model.remove(paths))
            self.history.lacks_rows = True
            self._count_anew()
            self._update_actions()
            self._say_removed(len(paths))

    def _say_removed(self, count: int) -> None:
        said = self.tr("%n result(s) taken off the list. The files stay where they are.", "", count)
        self._removal_note = self.message.show_note(said, [self.undo])

    @Slot()
    def undo_removal(self) -> None:
        """Puts the rows that were removed last back."""
        if self._removed and not self.controller.is_running:
            # Some may be in the list again by a scan.
            present = {result.path for result in self.model.results()}
            self.model.append([result for result in self._removed.pop() if result.path not in present])
            self.history.lacks_rows = bool(self._removed)
            if self._removal_note is not None:
                self.message.take_back(self._removal_note)
            self._count_anew()
            self.results.table.sort_again()
            self.results.look_at_first()
            self._update_actions()

    # Menus.

    @Slot()
    def _update_actions(self) -> None:
        running = self.controller.is_running
        self.exports.refresh()
        self.rescan.setEnabled(bool(self._sources) and not running)
        self.pause.setEnabled(running)
        self.cancel.setEnabled(running)
        self.remove.setEnabled(self.results.has_selection and self._is_editable())
        self.undo.setEnabled(bool(self._removed) and not running)
        self.results.failures.retry.setEnabled(self._is_editable())

    def _is_editable(self) -> bool:
        """The list may change: no scan runs, and it isn't what an earlier scan found."""
        return not self.controller.is_running and self._purpose is not Purpose.EARLIER

    @Slot(QPoint)
    def _show_context_menu(self, position: QPoint) -> None:
        context_menu(self).popup(position)

    @Slot(QAction)
    def _on_recent_action(self, action: QAction) -> None:
        self.scan([Path(action.data())])

    def _show_recent(self) -> None:
        recent = self.memory.recent
        self.recent_menu.clear()
        for path in recent:
            self.recent_menu.addAction(readable(path).replace("&", "&&")).setData(str(path))
        self.recent_menu.setEnabled(bool(recent))

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

    # Model.

    def _show_selected_model(self) -> None:
        for folder in dict.fromkeys((selected_model(), bundled_model())):
            try:
                self._show_model(read_manifest(folder))
                return
            except BundleError as error:
                self.message.show_warning(str(error))

    def _show_model(self, manifest: Manifest | None) -> None:
        """Says which model judged, and how often it errs; None: it is not installed any more."""
        if manifest is not None and manifest == self._manifest:
            return
        self._manifest = manifest
        for part in (self.preview, self.summary, self.picture.loader, self.model_label):
            part.set_manifest(manifest)

    @Slot()
    def _on_model_changed(self) -> None:
        # Rows that were removed may come back.
        if not (self.model.total or self._removed or self.controller.is_running):
            self._set_judged(None)
            self._show_selected_model()
        else:
            self.message.show_note(self.tr("The next scan uses the other model; these results keep theirs."))

    # Events.

    def _restore(self) -> None:
        self.gentle.setChecked(self.memory.gentle)
        self.scan_gently()
        self._show_recent()
        self._show_left()
        if self.memory.welcomed:
            self.empty.setFocus()
        else:
            self.show_first_steps()
        layout = self.memory.layout()
        if layout is not None:
            self.restoreGeometry(layout["geometry"])
            self.panes.restoreState(layout["panes"])
            self.content.restoreState(layout["content"])
            self.results.table.horizontalHeader().restoreState(layout["columns"])
            self.results.show_changes(False)

    def _save(self) -> None:
        states = {"geometry": self.saveGeometry(), "columns": self.results.table.horizontalHeader().saveState()}
        if not self.big.isChecked():
            states |= {"panes": self.panes.saveState(), "content": self.content.saveState()}
        self.memory.keep_layout(states)

    def _refresh_icons(self) -> None:
        for action in self.actions():
            if action.data():
                action.setIcon(action_icon(action.data()))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.PaletteChange and hasattr(self, "model_label"):
            # After the new palette has reached the program.
            QTimer.singleShot(0, self, self._on_new_palette)
        elif event.type() is QEvent.Type.ActivationChange and self.isActiveWindow() and self.isVisible():
            # The terminal may have scanned meanwhile.
            self.history.journal.refresh()
        super().changeEvent(event)

    @Slot()
    def _on_new_palette(self) -> None:
        self._refresh_icons()
        for part in (self.sources, self.results):
            part.refresh_icons()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        # A picture of a web page has an address, and no file that could be scanned.
        if event.source() is None and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()
            self.empty.set_dragged_over(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.empty.set_dragged_over(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.empty.set_dragged_over(False)
        event.acceptProposedAction()
        self.scan(clipboard.paths_in(event.mimeData()))

    def closeEvent(self, event: QCloseEvent) -> None:
        self._save()
        self.hide()
        self.controller.stop()
        self.picture.stop()
        self.exporter.stop()
        self.watching.stop()
        self.history.stop()
        self.results.grid.thumbnails.stop()
        self.models.stop()
        super().closeEvent(event)

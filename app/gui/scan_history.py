"""Earlier scans in the window: listed, shown again, resumed, compared, deleted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QAction

from app.detector.bundle import BundleError
from app.gui.earlier_scans import Comparison, EarlierScans, comparable, unfinished
from app.gui.message_bar import Message, MessageBar
from app.gui.scan_bar import ScanBar
from app.gui.scan_controller import ScanController
from app.gui.sources_panel import SourcesPanel, scan_date, scan_title
from app.gui.watched_folders import may_know
from app.gui.window_memory import WindowMemory
from app.gui.wording import readable
from app.models import model_named
from app.scan.journal import PastScan
from app.scan.results import ScanRequest

#: How long a deletion can be undone.
UNDO_MS = 20_000


class ScanHistory(QObject):
    """Knows which of the scans in the journal is in the table, and what can be done with each.

    Attributes:
        journal: answers on a thread of its own.
        running: the scan that is being done for the table, by `PastScan.id`; None if none is.
        lacks_rows: rows were taken off the table: the scan in it can be shown again.

    Signals:
        scan_wanted: a `ScanRequest`: an earlier scan is to go on or to be done again.
        show_wanted: a list of `PastScan`, the latest first, whose results are to be shown together; and a list of
            folders, whose results alone are, by one of the models; or an empty one.
        compared: the verdicts that differ, see `app.gui.results_model.ResultsModel.set_changes`; None ends it.
    """

    scan_wanted = Signal(object)
    show_wanted = Signal(list, list)
    compared = Signal(object)

    def __init__(
        self,
        controller: ScanController,
        sources: SourcesPanel,
        bar: ScanBar,
        message: MessageBar,
        memory: WindowMemory,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._controller = controller
        self._sources, self._bar, self._message, self._memory = sources, bar, message, memory
        self.journal = EarlierScans(self)
        self.running: int | None = None
        self.lacks_rows = False
        self._all: list[PastScan] = []
        self._shown: int | None = None
        self._read_back = False
        self._comparison: Comparison | None = None
        # The scans whose comparison was asked for, by `PastScan.id`.
        self._awaited: set[int] = set()
        self._offered = False
        self._resumable: PastScan | None = None
        self._offer: Message | None = None
        # Not listed any more, and deleted once it can't be undone any more.
        self._leaving: dict[int, PastScan] = {}
        self._farewell: Message | None = None
        self._deadline = QTimer(self)
        self._deadline.setSingleShot(True)
        self._deadline.setInterval(UNDO_MS)
        self._deadline.timeout.connect(self._delete_for_good)
        self.journal.listed.connect(self._on_listed)
        self.journal.compared.connect(self._on_compared)
        self.journal.noticed.connect(message.show_warning)
        for part in (sources, bar):
            part.resume_wanted.connect(self.resume)
            part.rescan_wanted.connect(self.repeat)
        sources.scan_chosen.connect(self.show)
        sources.watched_chosen.connect(self.show_folder)
        sources.delete_wanted.connect(self.delete)
        bar.compare_wanted.connect(self.compare_with)

    @property
    def scans(self) -> list[PastScan]:
        """The scans that are listed, the latest first; none that goes on, here or in another program."""
        return [
            scan for scan in self._all if not scan.running and scan.id != self.running and scan.id not in self._leaving
        ]

    def set_shown(self, scan: int | None, read_back: bool = False) -> None:
        """Says whose results are in the table.

        Args:
            scan: by `PastScan.id`; None if they are in no journal, or of several scans.
            read_back: they come from the journal.
        """
        self._shown, self._read_back = scan, read_back
        self.lacks_rows = False
        if scan is not None and not read_back:
            # One that was deleted and goes on all the same: what it finds now is to stay.
            self._leaving.pop(scan, None)
        self._end_comparison()
        self._bar.clear()
        self._sources.mark(scan)

    @Slot(object)
    def show(self, scan: PastScan) -> None:
        """Shows the results of an earlier scan, as they were then. Nothing is scanned."""
        if scan.id != self._shown or self._comparison is not None or self.lacks_rows:
            self.show_wanted.emit([scan], [])

    @Slot(object)
    def show_folder(self, folder: Path) -> None:
        """Shows what scans found in a watched folder so far; of each file the latest result."""
        if not self.show_folders([folder]):
            self.say_nothing_scanned(folder)

    def say_nothing_scanned(self, folder: Path) -> None:
        """Says that no scan has results in a folder."""
        self._message.show_note(self.tr("Nothing in {0} was scanned yet.").format(readable(folder)))

    def show_folders(self, folders: Sequence[Path]) -> bool:
        """Shows what scans found in folders; of each file the latest result.

        Returns:
            False if there is no scan that may have.
        """
        scans = [scan for scan in self.scans if any(may_know(scan, folder) for folder in folders)]
        if scans:
            self.show_wanted.emit(scans, list(folders))
        return bool(scans)

    @Slot(object)
    def resume(self, scan: PastScan) -> None:
        """Goes on with a scan that did not get to its end, with the model that it began with."""
        try:
            model = model_named(scan.model)
        except BundleError:
            text = self.tr("The model {0} is not installed any more. Scan again with another one.")
            self._message.show_warning(text.format(scan.model))
            return
        self.scan_wanted.emit(
            ScanRequest(scan.paths, recursive=scan.recursive, model=model, resume=True, resumed=scan.id)
        )

    @Slot(object)
    def repeat(self, scan: PastScan) -> None:
        """Scans the files and folders of an earlier scan again, with the selected model."""
        self.scan_wanted.emit(ScanRequest(scan.paths, recursive=scan.recursive))

    @Slot(list)
    def delete(self, scans: Sequence[PastScan]) -> None:
        """Takes scans off the list at once, and out of the journal when that can't be undone any more."""
        self._leaving |= {scan.id: scan for scan in scans if scan.id != self.running}
        if not self._leaving:
            return
        if self._resumable is not None and self._resumable.id in self._leaving:
            self.withdraw_offer()
        if self._farewell is not None:
            self._message.take_back(self._farewell)
        undo = QAction(self.tr("Undo"), self)
        undo.triggered.connect(self._on_undo)
        gone = list(self._leaving.values())
        names = ", ".join(f"{scan_title(scan)} ({scan_date(scan)})" for scan in gone[:3])
        text = self.tr("%n earlier scan(s) deleted: {0}. The pictures stay.", "", len(gone)).format(names)
        self._farewell = self._message.show_note(text, [undo], stays=True)
        self._farewell.declined.connect(self._delete_for_good)
        self._deadline.start()
        self._show_list()

    @Slot(object)
    def compare_with(self, other: PastScan | None) -> None:
        """Shows which verdicts another model changes; None goes back to all results."""
        scan = self._shown_scan()
        if other is None:
            self._end_comparison()
            self._show_bar()
        elif scan is not None:
            self._awaited = {scan.id, other.id}
            self.journal.compare(scan, other)

    def withdraw_offer(self) -> None:
        """Offers no more to go on with an unfinished scan: another begins, or this one."""
        if self._offer is not None:
            self._message.take_back(self._offer)
            self._offer = None

    def stop(self) -> None:
        """Deletes what is to be deleted and ends the thread; for the end of the program."""
        self._deadline.stop()
        self.journal.stop([*self._leaving])

    @Slot()
    def _delete_for_good(self) -> None:
        if self._controller.is_running:
            # A journal that is made smaller can't be written to meanwhile.
            self._deadline.start()
            return
        if self._farewell is not None:
            self._message.take_back(self._farewell)
            self._farewell = None
        self._deadline.stop()
        self.journal.delete([*self._leaving])
        self._leaving.clear()

    @Slot()
    def _on_undo(self) -> None:
        self._deadline.stop()
        self._leaving.clear()
        self._farewell = None
        self._show_list()

    @Slot(list)
    def _on_listed(self, scans: list[PastScan]) -> None:
        self._all = scans
        self._show_list()
        if not self._offered:
            self._offered = True
            self._offer_to_resume()

    def _show_list(self) -> None:
        listed = {scan.id for scan in self._sources.scan_items()}
        self._sources.set_scans(self.scans)
        if self._shown is not None and self._shown not in listed:
            self._sources.mark(self._shown)
        self._show_bar()

    def _shown_scan(self) -> PastScan | None:
        """The scan whose results are in the table, if it is in the journal."""
        return next((scan for scan in self.scans if scan.id == self._shown), None)

    def _show_bar(self) -> None:
        if self._comparison is not None:
            return
        scan = self._shown_scan()
        if scan is None:
            self._bar.clear()
        else:
            self._bar.show_scan(scan, comparable(scan, self.scans), read_back=self._read_back)

    def _offer_to_resume(self) -> None:
        # Of all: behind one that another program is at, an older one is the latest as little as behind a finished one.
        scan = unfinished([scan for scan in self._all if scan.id not in self._leaving])
        if scan is None or scan.running or self._controller.is_running or self._memory.declined_scan == scan.id:
            return
        self._resumable = scan
        resume = QAction(self.tr("Resume"), self)
        resume.triggered.connect(self._on_resume_accepted)
        done = sum(scan.counts.values())
        text = self.tr("The scan of {0} ({1}) was not finished: %n file(s) are done.", "", done)
        self._offer = self._message.show_note(text.format(scan_title(scan), scan_date(scan)), [resume], stays=True)
        self._offer.declined.connect(self._on_resume_declined)

    @Slot()
    def _on_resume_accepted(self) -> None:
        if self._resumable is not None:
            self.resume(self._resumable)

    @Slot()
    def _on_resume_declined(self) -> None:
        if self._resumable is not None:
            self._memory.declined_scan = self._resumable.id

    @Slot(object)
    def _on_compared(self, comparison: Comparison) -> None:
        if self._awaited != {comparison.earlier.id, comparison.later.id}:
            return  # Another scan is shown by now, or goes on, or is compared with another.
        self._awaited = set()
        self._comparison = comparison
        self.compared.emit(comparison.changes)
        self._bar.show_comparison(comparison)

    def _end_comparison(self) -> None:
        self._comparison = None
        self._awaited = set()
        self.compared.emit(None)

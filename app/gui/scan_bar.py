"""Above the table: whose results these are, when they are not those of a scan that just ran, or are compared."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QSizePolicy, QToolButton, QWidget

from app.detector.verdict import Verdict
from app.gui.earlier_scans import Comparison
from app.gui.sources_panel import scan_date, scan_title
from app.gui.wording import number
from app.scan.journal import PastScan


class ScanBar(QFrame):
    """One line, hidden while there is nothing to say.

    Signals:
        resume_wanted: the `PastScan` that is shown is to go on.
        rescan_wanted: the `PastScan` that is shown is to be done again.
        compare_wanted: the `PastScan` to compare with; None ends a comparison.
        changed_only: whether to show only rows whose verdict changed.
    """

    resume_wanted = Signal(object)
    rescan_wanted = Signal(object)
    compare_wanted = Signal(object)
    changed_only = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scan: PastScan | None = None
        self._others: list[PastScan] = []
        self.label = QLabel()
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        self.label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.resume = QPushButton(self.tr("Resume"))
        self.resume.clicked.connect(self._on_resume)
        self.rescan = QPushButton(self.tr("Scan again"))
        self.rescan.clicked.connect(self._on_rescan)
        self.compare = QToolButton()
        self.compare.setText(self.tr("Which verdicts changed…"))
        self.compare.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self.compare)
        self.menu.triggered.connect(self._on_compare)
        self.compare.setMenu(self.menu)
        self.all_rows = QPushButton(self.tr("Show all rows"))
        self.all_rows.setCheckable(True)
        self.all_rows.toggled.connect(self._on_all_rows)
        self.close_comparison = QPushButton(self.tr("End comparison"))
        self.close_comparison.clicked.connect(self._on_end)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 6, 8, 0)
        layout.addWidget(self.label, 1)
        self._buttons = (self.resume, self.rescan, self.compare, self.all_rows, self.close_comparison)
        for button in self._buttons:
            layout.addWidget(button)
        self.clear()

    def clear(self) -> None:
        """Says nothing."""
        self._scan = None
        self._others = []
        self.hide()

    def show_scan(self, scan: PastScan, others: Sequence[PastScan], read_back: bool) -> None:
        """Says which scan's results are shown.

        Args:
            scan: the scan.
            others: scans of the same paths with other models, to compare with.
            read_back: they come from the journal; else it is the scan that just ran.
        """
        self._scan, self._others = scan, list(others)
        if read_back:
            text = self.tr("{0}, scanned {1} with {2}").format(scan_title(scan), scan_date(scan), scan.model)
            if not scan.finished:
                done = number(sum(scan.counts.values()))
                text = self.tr("{0}: stopped after {1} of {2} files found").format(text, done, number(scan.found))
        else:
            text = self.tr("These files were scanned with another model before.")
        self.label.setText(text)
        self.menu.clear()
        for place, other in enumerate(self._others):
            text = (
                self.tr("Compare with {0}, {1}") if other.finished else self.tr("Compare with {0}, {1} (not finished)")
            )
            self.menu.addAction(text.format(other.model, scan_date(other))).setData(place)
        self._show(
            resume=read_back and not scan.finished, rescan=read_back, compare=bool(others), all_rows=False, end=False
        )
        self.setVisible(read_back or bool(others))

    def show_comparison(self, comparison: Comparison) -> None:
        """Says what two models are compared, and how much they differ.

        Args:
            comparison: of the two.
        """
        changes = comparison.changes.values()
        now_fake = sum(change.after is Verdict.FAKE for change in changes)
        no_more = sum(change.before is Verdict.FAKE for change in changes)
        both = self.tr("{0} → {1}, %n picture(s) that both judged:", "", comparison.judged)
        self.label.setText(
            " ".join(
                (
                    both.format(comparison.earlier.model, comparison.later.model),
                    self.tr("%n verdict(s) changed", "", len(changes)),
                    self.tr("({0} to fake, {1} from fake).").format(number(now_fake), number(no_more)),
                )
            )
        )
        self.all_rows.setChecked(False)
        self._show(resume=False, rescan=False, compare=False, all_rows=True, end=True)
        self.show()

    def _show(self, *, resume: bool, rescan: bool, compare: bool, all_rows: bool, end: bool) -> None:
        for button, shown in zip(self._buttons, (resume, rescan, compare, all_rows, end), strict=True):
            button.setVisible(shown)

    @Slot()
    def _on_resume(self) -> None:
        if self._scan is not None:
            self.resume_wanted.emit(self._scan)

    @Slot()
    def _on_rescan(self) -> None:
        if self._scan is not None:
            self.rescan_wanted.emit(self._scan)

    @Slot(QAction)
    def _on_compare(self, action: QAction) -> None:
        self.compare_wanted.emit(self._others[action.data()])

    @Slot(bool)
    def _on_all_rows(self, checked: bool) -> None:
        self.changed_only.emit(not checked)

    @Slot()
    def _on_end(self) -> None:
        self.compare_wanted.emit(None)

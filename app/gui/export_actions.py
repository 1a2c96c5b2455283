"""The exports of the File menu: which rows go out, and what is asked before."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from app.detector.bundle import Bundle
from app.gui.exporter import Exporter
from app.gui.file_actions import show_in_folder
from app.gui.menus import make_action
from app.gui.message_bar import MessageBar
from app.gui.results_model import ResultsModel
from app.gui.results_pane import ResultsPane
from app.gui.reviewer import Reviewer
from app.gui.window_memory import WindowMemory
from app.gui.wording import readable


class ExportActions(QObject):
    """Actions that are there while there is something to export.

    Attributes:
        judged: the model whose results are shown; a report says what it is.
        cancelled: the scan was stopped before its end, or still runs; a report says that, too.
    """

    def __init__(
        self,
        window: QWidget,
        model: ResultsModel,
        results: ResultsPane,
        reviewer: Reviewer,
        exporter: Exporter,
        memory: WindowMemory,
        message: MessageBar,
    ) -> None:
        super().__init__(window)
        self._window, self._model, self._results, self._reviewer = window, model, results, reviewer
        self._exporter, self._memory, self._message = exporter, memory, message
        self.judged: Bundle | None = None
        self.cancelled = False
        self.csv = make_action(window, self.tr("&Export CSV…"), "Ctrl+E", self._ask_for_csv, "export")
        self.selected = make_action(window, self.tr("Export &selected rows…"), None, self._ask_for_selected)
        self.reviews = make_action(window, self.tr("Export re&views…"), None, self._ask_for_reviews)
        self._written: Path | None = None
        self._show_written = QAction(self.tr("Show in folder"), self)
        self._show_written.triggered.connect(self._on_show_written)
        exporter.said.connect(message.show_note)
        exporter.done.connect(self._on_done)
        exporter.failed.connect(message.show_warning)
        self.report = make_action(window, self.tr("Export &report…"), "Ctrl+Shift+S", self._ask_for_report)

    def refresh(self) -> None:
        """Enables what can be exported now."""
        rows = self._model.total > 0
        self.csv.setEnabled(rows)
        self.selected.setEnabled(self._results.has_selection)
        self.reviews.setEnabled(rows)
        self.report.setEnabled(rows and self.judged is not None)

    @Slot(str, object)
    def _on_done(self, said: str, target: Path) -> None:
        self._written = target
        self._message.show_note(said, [self._show_written])

    @Slot()
    def _on_show_written(self) -> None:
        if self._written is not None and not show_in_folder(self._written):
            folder = readable(self._written.parent)
            self._message.show_warning(self.tr("There is no program to show {0}.").format(folder))

    # Rows are taken before the question: a scan that begins while the dialog is open brings another list.

    @Slot()
    def _ask_for_csv(self) -> None:
        rows = self._model.results()
        target = self._exporter.ask_for_csv(self._window, self._memory.recent_folder, "unmask.csv")
        if target is not None:
            self._exporter.write_csv(rows, target)

    @Slot()
    def _ask_for_selected(self) -> None:
        rows = self._results.selected()
        target = self._exporter.ask_for_csv(self._window, self._memory.recent_folder, "unmask-selected.csv")
        if target is not None:
            self._exporter.write_csv(rows, target)

    @Slot()
    def _ask_for_reviews(self) -> None:
        reviewed = self._reviewer.reviewed()
        if not reviewed:
            self._message.show_note(
                self.tr("Nothing is reviewed yet: decide on a picture or write a note about it first.")
            )
            return
        target = self._exporter.ask_for_csv(self._window, self._memory.recent_folder, "unmask-reviews.csv")
        if target is not None:
            self._exporter.write_reviews(reviewed, target)

    @Slot()
    def _ask_for_report(self) -> None:
        rows, judged, cancelled = self._model.results(), self.judged, self.cancelled
        target = self._exporter.ask_for_report(self._window, self._memory.recent_folder)
        if target is not None and judged is not None:
            self._exporter.write_report(rows, judged, target, cancelled)

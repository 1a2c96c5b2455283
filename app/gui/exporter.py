"""Writes rows and reports where the user says, on a thread: a hundred thousand rows take seconds."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from app.detector.bundle import Bundle
from app.gui.review_store import Review
from app.gui.wording import readable
from app.report.atomic_file import ExportError
from app.scan.results import ImageResult


class Exporter(QObject):
    """One export after the other.

    Signals:
        said: a sentence: what is being written.
        done: a sentence, what was written, and the path of the file.
        failed: a sentence.
    """

    said = Signal(str)
    done = Signal(str, object)
    failed = Signal(str)
    _written = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread = ThreadPoolExecutor(1, "export")
        self._written.connect(self._on_written, Qt.ConnectionType.QueuedConnection)

    def ask_for_csv(self, window: QWidget, folder: str, name: str) -> Path | None:
        """Asks where to write a CSV; None if the user doesn't want to after all."""
        return self._ask_for_target(window, self.tr("Export CSV"), Path(folder, name), "CSV (*.csv)", (".csv",))

    def ask_for_report(self, window: QWidget, folder: str) -> Path | None:
        """Asks where to write a report; its ending, .html or .json, says which kind."""
        kinds, endings = self.tr("Web page (*.html);;JSON (*.json)"), (".html", ".json")
        return self._ask_for_target(window, self.tr("Export report"), Path(folder, "unmask.html"), kinds, endings)

    def _ask_for_target(
        self, window: QWidget, title: str, suggested: Path, kinds: str, endings: Sequence[str]
    ) -> Path | None:
        while True:
            name, kind = QFileDialog.getSaveFileName(window, title, str(suggested), kinds)
            if not name:
                return None
            target = Path(name)
            if target.suffix.lower() in endings:
                return target
            target = target.with_name(target.name + next((end for end in endings if end in kind), endings[0]))
            # The dialog asked about the name that was typed, which is another one.
            if not os.path.exists(target) or self._may_replace(window, title, target):
                return target
            suggested = target

    def _may_replace(self, window: QWidget, title: str, target: Path) -> bool:
        buttons = QMessageBox.StandardButton
        question = self.tr("{0} already exists. Do you want to replace it?").format(readable(target.name))
        box = QMessageBox(QMessageBox.Icon.Warning, title, question, buttons.Yes | buttons.No, window)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setDefaultButton(buttons.No)
        return box.exec() == buttons.Yes

    def write_csv(self, results: Sequence[ImageResult], target: Path) -> None:
        """Writes rows in discovery order, as the terminal does."""
        from app.report.csv_report import write_csv

        self._write(target, partial(write_csv, _in_discovery_order(results), target), len(results))

    def write_reviews(self, reviews: Sequence[tuple[ImageResult, Review]], target: Path) -> None:
        """Writes rows with the decisions beside the verdicts."""
        from app.report.review_csv import ReviewedResult, write_review_csv

        rows = [ReviewedResult(result, review.decision, review.note) for result, review in reviews]
        self._write(target, partial(write_review_csv, rows, target), len(rows))

    def write_report(self, results: Sequence[ImageResult], bundle: Bundle, target: Path, cancelled: bool) -> None:
        """Writes a report as a web page, or as JSON that ``unmask verify`` can check.

        Args:
            results: of a scan.
            bundle: the model that judged.
            target: ending in .json for JSON.
            cancelled: the scan was stopped before its end.
        """
        from app.report.html_report import write_html
        from app.report.json_report import write_json

        write = write_json if target.suffix.lower() == ".json" else write_html
        self._write(target, partial(write, _in_discovery_order(results), bundle, target, cancelled), len(results))

    @Slot()
    def stop(self) -> None:
        """Waits for what is being written; for the end of the program."""
        self._thread.shutdown(wait=True)

    def _write(self, target: Path, write: Callable[[], None], rows: int) -> None:
        self.said.emit(self.tr("Writing {0}…").format(readable(target)))
        self._thread.submit(write).add_done_callback(partial(self._deliver, target, rows))

    def _deliver(self, target: Path, rows: int, future: Future[None]) -> None:
        # On the thread: the signal crosses to the window's.
        if not future.cancelled():
            self._written.emit((target, rows, future.exception()))

    @Slot(object)
    def _on_written(self, export: tuple[Path, int, BaseException | None]) -> None:
        target, rows, error = export
        if isinstance(error, ExportError):
            self.failed.emit(str(error))
        elif error is not None:
            raise error
        else:
            self.done.emit(self.tr("%n row(s) were written to {0}.", "", rows).format(readable(target)), target)


def _in_discovery_order(results: Sequence[ImageResult]) -> list[ImageResult]:
    return sorted(results, key=lambda result: result.index)

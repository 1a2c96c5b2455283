"""Help, About: the version, the licences, whether everything works, and what to send to those who help."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontDatabase, QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app import __version__
from app.detector.bundle import BundleError, read_manifest
from app.gui.icons import app_icon
from app.gui.wording import readable, reason_text, tooltip
from app.licences import Licence, licences
from app.models import selected_model
from app.self_test import Check, self_test
from app.support_report import support_report


class AboutDialog(QDialog):
    """Stops nothing else; a self-test goes on when it is closed, and is there when it is opened again.

    Attributes:
        checks: what the self-test found so far.
        parts: of the program, with their licences; none until they were read.
    """

    _read = Signal(object)
    _checked = Signal(object)
    _finished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.checks: list[Check] = []
        self.parts: list[Licence] = []
        self._leaving = threading.Event()
        self._thread = ThreadPoolExecutor(1, "about")
        for signal, slot in ((self._read, self._on_read), (self._checked, self._on_checked)):
            signal.connect(slot, Qt.ConnectionType.QueuedConnection)
        self._finished.connect(self._on_finished, Qt.ConnectionType.QueuedConnection)
        if application := QCoreApplication.instance():
            application.aboutToQuit.connect(self.stop)
        self.setWindowTitle(self.tr("About Unmask"))
        self.resize(QSize(760, 560).boundedTo(self.screen().availableSize()))

        self.tabs = QTabWidget()
        self.tabs.addTab(self._make_licences(), self.tr("&Licences"))
        self.tabs.addTab(self._make_results(), self.tr("&Self-test"))
        self.said = QLabel()
        self.said.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.run = QPushButton(self.tr("&Run self-test"))
        self.run.setToolTip(self.tr("Check that every part of this installation works"))
        self.copy = QPushButton(self.tr("&Copy support report"))
        self.copy.setToolTip(self.tr("Versions and the self-test, without private paths and your name"))
        for button in (self.run, self.copy):
            buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        self.run.clicked.connect(self.run_self_test)
        self.copy.clicked.connect(self.copy_support_report)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addLayout(self._make_heading())
        layout.addWidget(self.tabs, 1)
        layout.addWidget(self.said)
        layout.addWidget(buttons)
        self._thread.submit(self._read_licences)

    def _make_heading(self) -> QHBoxLayout:
        icon = QLabel()
        icon.setPixmap(app_icon().pixmap(QSize(64, 64), self.devicePixelRatioF()))
        self.heading = QLabel()
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.heading.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout = QHBoxLayout()
        layout.addWidget(icon)
        layout.addWidget(self.heading, 1)
        return layout

    def showEvent(self, event: QShowEvent) -> None:
        # Another model may have been selected since the dialog was made.
        try:
            model = read_manifest(selected_model()).name
        except BundleError:
            model = self.tr("can't be read")
        self.heading.setText(
            f"Unmask {__version__}\n"
            + self.tr("Model: {0}").format(readable(model))
            + "\n"
            + self.tr(
                "Finds deepfaked faces in pictures, offline.\n"
                "A score is a hint, not a proof. Nothing leaves this computer."
            )
        )
        super().showEvent(event)

    def _make_licences(self) -> QWidget:
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Parts of the program"))
        self.list.addItem(self.tr("Reading…"))
        self.text = QPlainTextEdit()
        self.text.setAccessibleName(self.tr("Licence"))
        self.text.setReadOnly(True)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.list.currentRowChanged.connect(self._on_part)
        panes = QSplitter()
        panes.addWidget(self.list)
        panes.addWidget(self.text)
        panes.setStretchFactor(0, 1)
        panes.setStretchFactor(1, 3)
        panes.setChildrenCollapsible(False)
        return panes

    def _make_results(self) -> QWidget:
        titles = [self.tr("Part"), self.tr("Result"), self.tr("Details")]
        self.results = QTableWidget(0, len(titles))
        self.results.setHorizontalHeaderLabels(titles)
        self.results.setAccessibleName(self.tr("Results of the self-test"))
        self.results.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.results.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.results.verticalHeader().hide()
        # Else there is no way on from it by key.
        self.results.setTabKeyNavigation(False)
        columns = self.results.horizontalHeader()
        columns.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        columns.setStretchLastSection(True)
        return self.results

    @Slot()
    def run_self_test(self) -> None:
        """Starts the self-test."""
        self.run.setEnabled(False)
        self.checks = []
        self.results.setRowCount(0)
        self.tabs.setCurrentWidget(self.results)
        self.said.setText(self.tr("The self-test runs…"))
        self._thread.submit(self._test)

    @Slot()
    def copy_support_report(self) -> None:
        """Puts the support report on the clipboard."""
        QGuiApplication.clipboard().setText(support_report(self.checks, self.parts))
        self.said.setText(
            self.tr(
                "The report is on the clipboard. It holds no private paths and not your name; read it all the same."
            )
        )

    @Slot()
    def stop(self) -> None:
        """Ends the thread, after the check that it is at; for the end of the program."""
        self._leaving.set()
        self._thread.shutdown(wait=True, cancel_futures=True)

    # On the thread.

    def _read_licences(self) -> None:
        try:
            parts: list[Licence] | str = licences()
        except (OSError, ValueError, TypeError) as error:
            parts = str(error)
        if not self._leaving.is_set():
            self._read.emit(parts)

    def _test(self) -> None:
        for check in self_test():
            if self._leaving.is_set():
                return
            self._checked.emit(check)
        self._finished.emit()

    # On the window's.

    @Slot(object)
    def _on_read(self, parts: list[Licence] | str) -> None:
        self.list.clear()
        if isinstance(parts, str):
            self.text.setPlainText(self.tr("The licences can't be read: {0}").format(readable(parts)))
            return
        self.parts = parts
        self.list.addItems([f"{part.name} {part.version}".strip() for part in parts])
        names = [part.name.lower() for part in parts]
        self.list.setCurrentRow(names.index("unmask") if "unmask" in names else 0)

    @Slot(int)
    def _on_part(self, row: int) -> None:
        if 0 <= row < len(self.parts):
            part = self.parts[row]
            self.text.setPlainText("\n\n".join(filter(None, (part.terms, part.text))))

    @Slot(object)
    def _on_checked(self, check: Check) -> None:
        self.checks.append(check)
        row = self.results.rowCount()
        self.results.setRowCount(row + 1)
        result = self.tr("works") if check.passed else self.tr("failed")
        for column, text in enumerate((self._part_name(check.name), result, reason_text(check.sentence))):
            item = QTableWidgetItem(text)
            item.setToolTip(tooltip(text))
            self.results.setItem(row, column, item)

    @Slot()
    def _on_finished(self) -> None:
        self.run.setEnabled(True)
        failed = sum(not check.passed for check in self.checks)
        self.said.setText(
            self.tr("%n part(s) failed. The support report says which.", "", failed)
            if failed
            else self.tr("Everything works.")
        )

    def _part_name(self, name: str) -> str:
        names = {
            "model files": self.tr("Model files"),
            "model": self.tr("Model"),
            "selected model": self.tr("Selected model"),
            "face detector": self.tr("Face detector"),
            "user folders": self.tr("Your settings and data"),
            "temporary folder": self.tr("Temporary folder"),
            "worker processes": self.tr("Worker processes"),
            "journal": self.tr("Journal of scans"),
            "export": self.tr("Export"),
            "trainer": self.tr("Trainer"),
        }
        return names.get(name, name)

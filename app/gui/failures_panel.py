"""The files that could not be judged, with reasons."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.detector.verdict import Verdict
from app.gui.icons import verdict_icon
from app.gui.wording import readable, reason_text, tooltip
from app.scan.results import ImageResult

#: More are counted, not listed: nobody reads them here, and the table has them all.
_LISTED = 1000


class FailuresPanel(QFrame):
    """Lists failed files as they fail.

    Signals:
        retry_wanted: scan the failed files again.
        chosen: the path of the failed file that was double-clicked, or on which Return was pressed.
    """

    retry_wanted = Signal()
    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paths: list[Path] = []
        self._title = QLabel()
        font = self._title.font()
        font.setBold(True)
        self._title.setFont(font)
        self.retry = QPushButton(self.tr("Try again"))
        self.retry.setToolTip(self.tr("Scan the failed files again"))
        self.retry.clicked.connect(self.retry_wanted)
        hide = QPushButton(self.tr("Hide"))
        hide.clicked.connect(self.hide)
        self.list = QTreeWidget()
        self.list.setAccessibleName(self.tr("Files that failed"))
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setHeaderLabels([self.tr("File"), self.tr("Reason")])
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        self.list.setColumnWidth(0, 260)
        self.list.itemActivated.connect(self._on_chosen)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self.retry)
        head.addWidget(hide)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.addLayout(head)
        layout.addWidget(self.list)
        self._show_title()
        self.hide()

    @property
    def count(self) -> int:
        """Number of failed files."""
        return len(self._paths)

    @property
    def paths(self) -> list[Path]:
        """The failed files."""
        return list(self._paths)

    def clear(self) -> None:
        """Forgets all."""
        self._paths = []
        self.list.clear()
        self._show_title()
        self.hide()

    def set_results(self, results: Iterable[ImageResult]) -> None:
        """Lists those of the results that are errors, and no others; stays in sight if there are any."""
        was_hidden = self.isHidden()
        self.clear()
        self.add(results)
        self.setHidden(was_hidden or not self._paths)

    def add(self, results: Iterable[ImageResult]) -> None:
        """Lists those of the results that are errors."""
        items: list[QTreeWidgetItem] = []
        for result in results:
            if result.verdict is not Verdict.ERROR:
                continue
            self._paths.append(result.path)
            if self.list.topLevelItemCount() + len(items) < _LISTED:
                item = QTreeWidgetItem([readable(result.path.name), reason_text(result.reason)])
                item.setIcon(0, verdict_icon(Verdict.ERROR))
                item.setToolTip(0, tooltip(readable(result.path)))
                item.setToolTip(1, tooltip(reason_text(result.reason)))
                item.setData(0, Qt.ItemDataRole.UserRole, len(self._paths) - 1)
                items.append(item)
        if items:
            self.list.addTopLevelItems(items)
        self._show_title()

    def _show_title(self) -> None:
        self._title.setText(self.tr("%n file(s) could not be judged", "", len(self._paths)))

    @Slot(QTreeWidgetItem, int)
    def _on_chosen(self, item: QTreeWidgetItem, _column: int) -> None:
        self.chosen.emit(self._paths[item.data(0, Qt.ItemDataRole.UserRole)])

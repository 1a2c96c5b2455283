"""The left side of the window: what is being scanned, and what was scanned lately."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.gui.icons import action_icon
from app.gui.wording import readable


class SourcesPanel(QWidget):
    """Lists of paths.

    Signals:
        recent_chosen: a path of the recent ones, to be scanned again.
    """

    recent_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sources = self._list(self.tr("Folders and pictures of this scan"))
        self.recent = self._list(self.tr("Recent folders and pictures"))
        self.recent.setToolTip(self.tr("Double-click to scan again"))
        self.recent.itemActivated.connect(self._on_recent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 10, 6, 6)
        layout.setSpacing(4)
        layout.addWidget(_heading(self.tr("This scan")))
        layout.addWidget(self.sources, 1)
        layout.addSpacing(8)
        layout.addWidget(_heading(self.tr("Recent")))
        layout.addWidget(self.recent, 2)

    def set_sources(self, paths: Sequence[Path]) -> None:
        """Shows what is being scanned."""
        _fill(self.sources, paths)

    def set_recent(self, paths: Sequence[Path]) -> None:
        """Shows what was scanned lately. The paths are not touched: a share that is away must not block the window."""
        _fill(self.recent, paths)

    def refresh_icons(self) -> None:
        """Draws the icons in the present colours."""
        icon = action_icon("folder")
        for each in (self.sources, self.recent):
            for row in range(each.count()):
                each.item(row).setIcon(icon)

    @Slot(QListWidgetItem)
    def _on_recent(self, item: QListWidgetItem) -> None:
        self.recent_chosen.emit(item.data(Qt.ItemDataRole.UserRole))

    def _list(self, name: str) -> QListWidget:
        widget = QListWidget()
        widget.setAccessibleName(name)
        widget.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        widget.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        widget.setFrameShape(QListWidget.Shape.NoFrame)
        widget.viewport().setAutoFillBackground(False)
        return widget


def _heading(text: str) -> QLabel:
    label = QLabel(text)
    font = label.font()
    font.setBold(True)
    label.setFont(font)
    return label


def _fill(widget: QListWidget, paths: Sequence[Path]) -> None:
    widget.clear()
    icon = action_icon("folder")
    for path in paths:
        item = QListWidgetItem(icon, readable(path.name or path))
        item.setToolTip(readable(path))
        item.setData(Qt.ItemDataRole.UserRole, path)
        widget.addItem(item)

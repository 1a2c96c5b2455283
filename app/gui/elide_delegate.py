"""Paints cells that are too narrow: names lose their middle, sentences their end."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from app.gui.results_model import Column


class ElideDelegate(QStyledItemDelegate):
    """A table has one way to shorten texts for all its columns; this has one for each."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        middle = index.column() in (Column.NAME, Column.FOLDER)
        option.textElideMode = Qt.TextElideMode.ElideMiddle if middle else Qt.TextElideMode.ElideRight

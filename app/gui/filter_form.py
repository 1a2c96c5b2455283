"""Filters of the results beyond verdict and text: score, faces, folder, format, review."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QWidget,
)

from app.gui.flow_layout import FlowLayout
from app.gui.results_model import Criteria, ResultsModel
from app.gui.wording import number, readable

#: More folders are not listed: the search field finds them.
_MOST_FOLDERS = 200


class _LateComboBox(QComboBox):
    """A list that is filled when it is opened, or chosen from unopened: a scan adds to it all the time."""

    def __init__(self, fill: Callable[[], None]) -> None:
        super().__init__()
        self._fill = fill

    def showPopup(self) -> None:
        self._fill()
        super().showPopup()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._fill()
        super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._fill()
        super().wheelEvent(event)


class FilterForm(QWidget):
    """A row of fields, hidden until it is wanted. What is hidden doesn't filter.

    Signals:
        changed: a `Criteria`.
    """

    changed = Signal(object)

    def __init__(self, model: ResultsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._silent = True
        self.lowest, self.highest = QDoubleSpinBox(), QDoubleSpinBox()
        for field, name in (
            (self.lowest, self.tr("Lowest score")),
            (self.highest, self.tr("Highest score")),
        ):
            field.setRange(0, 1)
            field.setSingleStep(0.05)
            field.setAccessibleName(name)
            field.valueChanged.connect(self._on_changed)
        self.highest.setValue(1)
        self.faces = QSpinBox()
        self.faces.setRange(0, 99)
        self.faces.setSpecialValueText(self.tr("any"))
        self.faces.setAccessibleName(self.tr("Number of faces at least"))
        self.faces.valueChanged.connect(self._on_changed)
        self.folder = _LateComboBox(self._fill_folders)
        self.folder.addItem(self.tr("any"), None)
        self.folder.setAccessibleName(self.tr("Folder"))
        self.format = _LateComboBox(self._fill_formats)
        self.format.addItem(self.tr("any"), "")
        self.format.setAccessibleName(self.tr("Format"))
        self.review = QComboBox()
        self.review.setAccessibleName(self.tr("Review"))
        for words, kind in (
            (self.tr("any"), ""),
            (self.tr("not reviewed"), "none"),
            (self.tr("confirmed"), "confirmed"),
            (self.tr("overturned"), "overturned"),
            (self.tr("unsure"), "unsure"),
            (self.tr("with a note"), "note"),
        ):
            self.review.addItem(words, kind)
        for box in (self.folder, self.format, self.review):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            box.setMaximumWidth(220)
            box.currentIndexChanged.connect(self._on_changed)
        self.reset_button = QPushButton(self.tr("Reset"))
        self.reset_button.setToolTip(self.tr("Take these filters back"))
        self.reset_button.clicked.connect(self.reset)
        layout = FlowLayout(self, spacing=10)
        layout.setContentsMargins(10, 0, 10, 8)
        layout.addWidget(_labelled(self.tr("Score"), self.lowest, QLabel("–"), self.highest))
        layout.addWidget(_labelled(self.tr("Faces at least"), self.faces))
        layout.addWidget(_labelled(self.tr("Review"), self.review))
        layout.addWidget(_labelled(self.tr("Folder"), self.folder))
        layout.addWidget(_labelled(self.tr("Format"), self.format))
        layout.addWidget(self.reset_button)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()
        self._silent = False
        self._on_changed()

    @property
    def criteria(self) -> Criteria:
        """What a result has to be."""
        return Criteria(
            lowest=self.lowest.value(),
            highest=self.highest.value(),
            faces=self.faces.value(),
            folder=self.folder.currentData(),
            format=self.format.currentData(),
            review=self.review.currentData(),
        )

    @Slot()
    def reset(self) -> None:
        """Lets every result through."""
        self._silent = True
        self.lowest.setValue(0)
        self.highest.setValue(1)
        self.faces.setValue(0)
        for box in (self.folder, self.format, self.review):
            box.setCurrentIndex(0)
        self._silent = False
        self._on_changed()

    @Slot()
    def _on_changed(self) -> None:
        if self._silent:
            return
        self.reset_button.setEnabled(self.criteria != Criteria())
        self.changed.emit(self.criteria)

    def _fill_folders(self) -> None:
        counts = Counter(os.path.dirname(result.path) for result in self._model.results())
        listed = sorted(folder for folder, _ in counts.most_common(_MOST_FOLDERS))
        try:
            above = os.path.commonpath(listed) if len(listed) > 1 else ""
        except ValueError:  # On several drives.
            above = ""
        names = [os.path.relpath(folder, above) if above else folder for folder in listed]
        texts = [
            f"{readable(name if name != os.curdir else os.path.basename(folder))}  ({number(counts[folder])})"
            for name, folder in zip(names, listed, strict=True)
        ]
        self._fill(self.folder, texts, [Path(folder) for folder in listed])

    def _fill_formats(self) -> None:
        counts = Counter(result.format for result in self._model.results() if result.format)
        formats = sorted(counts)
        self._fill(self.format, [f"{each}  ({number(counts[each])})" for each in formats], formats)

    def _fill(self, box: QComboBox, texts: list[str], data: list[Path] | list[str]) -> None:
        chosen = box.currentData()
        self._silent = True
        while box.count() > 1:
            box.removeItem(1)
        for text, each in zip(texts, data, strict=True):
            box.addItem(text, each)
        # Qt finds no Path: it compares what it keeps of one.
        places = [place for place in range(box.count()) if box.itemData(place) == chosen]
        box.setCurrentIndex(places[0] if places else 0)
        self._silent = False
        if not places:
            self._on_changed()


def _labelled(text: str, *fields: QWidget) -> QWidget:
    """Fields behind a word."""
    group = QWidget()
    row = QHBoxLayout(group)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(4)
    row.addWidget(QLabel(text))
    for field in fields:
        row.addWidget(field)
    return group

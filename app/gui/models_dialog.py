"""The installed models side by side, and the text that says how one was tested."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QUrl, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from app.detector.bundle import BundleError, Manifest, read_manifest
from app.gui.model_figures import FIGURES, figure_text, figure_title, measured
from app.gui.wording import number, readable, reason_text, tooltip
from app.models import bundled_model, known_models, selected_model

_FOLDER = Qt.ItemDataRole.UserRole


class ModelsDialog(QDialog):
    """One column a figure, one row a model.

    Signals:
        chosen: folder of the model that the next scans are to use.
        card_wanted: folder of the model whose card is to be shown.
    """

    chosen = Signal(object)
    card_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Models"))
        self.resize(QSize(1000, 320).boundedTo(self.screen().availableSize()))
        self.table = QTableWidget()
        self.table.setAccessibleName(self.tr("Installed models"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.verticalHeader().hide()
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(False)
        self.table.itemSelectionChanged.connect(self._on_selection)
        note = QLabel(
            self.tr(
                "Measured by each model's maker on pictures that it had not learnt from, with 95 % intervals. "
                "Compare only models that were measured on the same pictures."
            )
        )
        note.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.use = QPushButton(self.tr("&Use this model"))
        self.card = QPushButton(self.tr("&How it was tested"))
        buttons.addButton(self.use, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(self.card, QDialogButtonBox.ButtonRole.ActionRole)
        self.use.clicked.connect(self._on_use)
        self.card.clicked.connect(self._on_card)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.table)
        layout.addWidget(note)
        layout.addWidget(buttons)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Reads the list anew."""
        titles = [self.tr("Model"), self.tr("Made"), *map(figure_title, FIGURES), self.tr("Pictures")]
        folders = known_models()
        self.table.clear()
        self.table.setColumnCount(len(titles))
        self.table.setHorizontalHeaderLabels([_on_two_lines(title) for title in titles])
        self.table.setRowCount(len(folders))
        for row, folder in enumerate(folders):
            try:
                cells = self._cells(folder, read_manifest(folder))
            except BundleError as error:
                cells = [readable(folder.name), reason_text(str(error))]
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setToolTip(tooltip(text))
                item.setData(_FOLDER, folder)
                self.table.setItem(row, column, item)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.verticalHeader().setDefaultSectionSize(2 * self.fontMetrics().height() + 10)
        self.table.selectRow(folders.index(selected_model()) if selected_model() in folders else 0)

    def _cells(self, folder: Path, manifest: Manifest) -> Sequence[str]:
        name = readable(manifest.name)
        if folder == bundled_model():
            name = self.tr("{0}, comes with Unmask").format(name)
        if folder == selected_model():
            name = self.tr("{0}\nin use").format(name)
        figures = measured(manifest, "test")
        pictures = figures.get("auc", {}).get("n")
        # The interval below its figure: so all columns are in sight.
        texts = [figure_text(each, figures).replace("  (", "\n(") for each in FIGURES]
        return [name, manifest.created[:10], *texts, number(pictures) if pictures else "–"]

    def _selected(self) -> Path | None:
        item = self.table.item(self.table.currentRow(), 0)
        return item.data(_FOLDER) if item is not None else None

    @Slot()
    def _on_selection(self) -> None:
        folder = self._selected()
        self.use.setEnabled(folder is not None and folder != selected_model())
        self.card.setEnabled(folder is not None)

    @Slot()
    def _on_use(self) -> None:
        folder = self._selected()
        if folder is not None:
            self.chosen.emit(folder)
            self.refresh()

    @Slot()
    def _on_card(self) -> None:
        folder = self._selected()
        if folder is not None:
            self.card_wanted.emit(folder)


def _on_two_lines(title: str) -> str:
    """A title with a break near its middle, if it is long."""
    places = [place for place, letter in enumerate(title) if letter == " "]
    if len(title) < 14 or not places:
        return title
    middle = min(places, key=lambda place: abs(place - len(title) / 2))
    return f"{title[:middle]}\n{title[middle + 1 :]}"


class _Page(QTextBrowser):
    """Text alone: pictures that it names are not read. A model card may come from anywhere."""

    def loadResource(self, type: int, name: QUrl | str) -> None:
        return None


class TextDialog(QDialog):
    """A page of text to read, which does not stop anything."""

    def __init__(self, title: str, markdown: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.resize(QSize(720, 620).boundedTo(self.screen().availableSize()))
        self.text = _Page()
        self.text.setOpenLinks(False)  # Nothing here reaches for the network.
        self.text.setMarkdown(markdown)
        self.text.setAccessibleName(title)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.text)
        layout.addWidget(buttons)

"""The scores of a face after small changes, side by side."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.detector.closer_look import CloserLook, VariantName
from app.detector.verdict import Thresholds, Verdict, by_score
from app.gui.flow_layout import FlowLayout
from app.gui.icons import verdict_icon
from app.gui.wording import number, verdict_word


class StabilityStrip(QWidget):
    """One column a change: its name, the verdict's icon, the score."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cells = FlowLayout(self, spacing=6, even=True)
        self.setAccessibleName(self.tr("Scores after small changes"))
        self.hide()

    def show_scores(self, score: float, look: CloserLook, thresholds: Thresholds) -> None:
        """Shows the score of the face as it is, and after each change; each with what is said by it alone."""
        while (item := self._cells.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        cells: list[tuple[str, float, Verdict]] = [(self.tr("as it is"), score, by_score(score, thresholds)[0])]
        cells += [(variant_word(variant.name), variant.score, variant.verdict) for variant in look.variants]
        for cell in cells:
            self._cells.addWidget(self._cell(*cell))
        self.show()

    def _cell(self, name: str, score: float, verdict: Verdict) -> QWidget:
        icon = QLabel()
        icon.setPixmap(verdict_icon(verdict).pixmap(QSize(18, 18), self.devicePixelRatioF()))
        icon.setToolTip(verdict_word(verdict))
        cell = QWidget()
        column = QVBoxLayout(cell)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for label in (icon, QLabel(number(score, 2)), QLabel(name)):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setAccessibleName(f"{name}: {verdict_word(verdict)}, {number(score, 2)}")
            column.addWidget(label)
        return cell


def variant_word(name: VariantName) -> str:
    """A change in words."""
    translate = QCoreApplication.translate
    return {
        "jpeg-75": translate("Stability", "JPEG 75"),
        "jpeg-50": translate("Stability", "JPEG 50"),
        "half-size": translate("Stability", "half size"),
        "mirrored": translate("Stability", "mirrored"),
        "tighter": translate("Stability", "cropped"),
    }[name]

"""The scores of a face after small changes, side by side."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from app.detector.closer_look import CloserLook, VariantName
from app.detector.verdict import FaceScore, Verdict
from app.gui.icons import verdict_icon
from app.gui.wording import number, verdict_word


class StabilityStrip(QWidget):
    """One column a change: its name, the verdict's icon, the score."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(4)
        self._grid.setVerticalSpacing(2)
        self.setAccessibleName(self.tr("Scores after small changes"))
        self.hide()

    def show_scores(self, face: FaceScore, look: CloserLook) -> None:
        """Shows the face as it is, and after each change."""
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        columns: list[tuple[str, float, Verdict]] = [(self.tr("as it is"), face.score, face.verdict)]
        columns += [(variant_word(variant.name), variant.score, variant.verdict) for variant in look.variants]
        for column, (name, score, verdict) in enumerate(columns):
            icon = QLabel()
            icon.setPixmap(verdict_icon(verdict).pixmap(QSize(18, 18), self.devicePixelRatioF()))
            icon.setToolTip(verdict_word(verdict))
            for row, label in enumerate((icon, QLabel(number(score, 2)), QLabel(name))):
                label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
                label.setAccessibleName(f"{name}: {verdict_word(verdict)}, {number(score, 2)}")
                self._grid.addWidget(label, row, column)
            self._grid.setColumnStretch(column, 1)
        self.show()


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

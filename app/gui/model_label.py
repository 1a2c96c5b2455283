"""The line at the bottom of the window: which model judged, and how often it errs."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from app.detector.bundle import Manifest
from app.gui.wording import percent, readable, tooltip


class ModelLabel(QLabel):
    """One line, with more in its tooltip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setContentsMargins(10, 0, 10, 2)
        self.setText(self.tr("No model"))

    def set_manifest(self, manifest: Manifest | None) -> None:
        """Says which model judged; None: it is not installed any more."""
        if manifest is None:
            self.setText(self.tr("The model that judged is not installed any more"))
            self.setToolTip("")
            return
        if manifest.is_measured:
            alarms = self.tr("calls {0} of genuine faces fake").format(percent(manifest.false_alarm_rate))
            tip = self.tr("{0}, made {1}. The rate was measured on genuine faces that it had not learnt from.")
        else:
            alarms = self.tr("how often it is wrong was not measured")
            tip = self.tr("{0}, made {1}. It was imported without labelled pictures to measure it on.")
        self.setText(self.tr("Model: {0}  ·  {1}").format(readable(manifest.name), alarms))
        self.setToolTip(tooltip(tip.format(manifest.id, manifest.created)))

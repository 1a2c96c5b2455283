"""How far the scan is, and the buttons that pause and cancel it. Always there, so that nothing moves."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from app.gui.elided_label import ElidedLabel
from app.gui.icons import action_icon
from app.gui.scan_controller import ScanProgress
from app.gui.wording import duration, number


class ProgressStrip(QWidget):
    """One line below the results."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label = ElidedLabel()
        self.bar = QProgressBar()
        self.bar.setAccessibleName(self.tr("Progress of the scan"))
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(200)
        self.pause = QPushButton()
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.setToolTip(self.tr("Stop scanning; the results so far stay"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10, 4, 10, 4)
        layout.addWidget(self.label, 1)
        for widget in (self.bar, self.pause, self.cancel):
            layout.addWidget(widget)
        # As high without the buttons as with them.
        self.setFixedHeight(self.cancel.sizeHint().height() + 8)
        self._is_paused = False
        self.show_idle("")

    def show_idle(self, text: str) -> None:
        """Shows a sentence and no scan."""
        self.label.setText(text)
        self._set_running(False)

    def show_starting(self) -> None:
        """Shows that a scan begins."""
        self.bar.setRange(0, 0)
        self.label.setText(self.tr("Loading the model…"))
        self._set_running(True)
        self.set_paused(False)

    def set_paused(self, paused: bool) -> None:
        """Shows whether the scan waits."""
        self._is_paused = paused
        self.pause.setText(self.tr("Resume") if paused else self.tr("Pause"))
        self.refresh_icons()

    def show_paused(self, reason: str) -> None:
        """Shows that the scan waits, and why."""
        self.set_paused(True)
        self.label.setText(self.tr("Paused. {0}").format(reason) if reason else self.tr("Paused"))

    def show_progress(self, progress: ScanProgress) -> None:
        """Shows how far the scan is."""
        if self._is_paused:
            return
        # A bar that runs full and falls back again is worse than one that waits.
        self.bar.setRange(0, progress.total if progress.complete else 0)
        self.bar.setValue(progress.done)
        if not progress.total:
            self.label.setText(self.tr("Looking for pictures…"))
            return
        of_total = self.tr("{0} of {1}") if progress.complete else self.tr("{0} of {1}, still searching")
        parts = [of_total.format(number(progress.done), number(progress.total))]
        if progress.rate > 0:
            parts.append(self.tr("{0} pictures/s").format(number(progress.rate, 0 if progress.rate >= 10 else 1)))
        if progress.seconds_left is not None and progress.done < progress.total:
            parts.append(self.tr("{0} left").format(duration(progress.seconds_left)))
        self.label.setText("  ·  ".join(parts))

    def refresh_icons(self) -> None:
        """Draws the icons in the present colours."""
        self.pause.setIcon(action_icon("resume" if self._is_paused else "pause"))
        self.cancel.setIcon(action_icon("cancel"))

    def _set_running(self, running: bool) -> None:
        for widget in (self.bar, self.pause, self.cancel):
            widget.setVisible(running)

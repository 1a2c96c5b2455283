"""What a person decided about the picture that is looked at, and the buttons that decide."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.gui.elided_label import ElidedLabel
from app.gui.flow_layout import FlowLayout
from app.gui.review_store import Decision, Review
from app.gui.wording import readable


class ReviewBar(QWidget):
    """A button a decision, one for a note, and the note.

    Signals:
        decided: a `Decision` about the picture; "" withdraws it: what a second press on a button does.
        note_wanted: a note on the picture is to be written.
    """

    decided = Signal(str)
    note_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[Decision, QToolButton] = {}
        self.note = ElidedLabel()
        self.note.hide()
        self._row = QWidget()
        self._flow = FlowLayout(self._row, spacing=4)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._row)
        layout.addWidget(self.note)
        self.setAccessibleName(self.tr("Your review"))

    def set_actions(self, decisions: Sequence[tuple[Decision, QAction]], note: QAction) -> None:
        """Makes the buttons.

        Args:
            decisions: the decisions, each with the action that makes it: its text and its key.
            note: the action that asks for a note.
        """
        for decision, action in decisions:
            button = self._add(action)
            button.setCheckable(True)
            button.setProperty("decision", decision)
            button.clicked.connect(self._on_decision)
            self.buttons[decision] = button
        self.note_button = self._add(note)
        self.note_button.clicked.connect(self.note_wanted)

    def show_review(self, review: Review | None, decidable: bool = True) -> None:
        """Shows a decision and a note.

        Args:
            review: None hides all, where there is no picture, or none that could be read.
            decidable: there is a verdict to decide about; else there is only the note.
        """
        self.setVisible(review is not None)
        review = review or Review()
        for decision, button in self.buttons.items():
            button.setChecked(decision == review.decision)
            button.setVisible(decidable)
        lines = readable(review.note.replace("\n", "  ·  "))
        self.note.set_parts("", lines, review.note)
        self.note.setVisible(bool(review.note))

    def _add(self, action: QAction) -> QToolButton:
        button = QToolButton()
        button.setText(action.iconText().removesuffix("…"))
        key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        button.setToolTip(f"{action.text().replace('&', '')} ({key})")
        button.setAccessibleName(action.text().replace("&", ""))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._flow.addWidget(button)
        return button

    @Slot()
    def _on_decision(self) -> None:
        button = self.sender()
        assert isinstance(button, QToolButton)
        # Whether it is kept is shown by what comes back, not by the press.
        wanted = button.isChecked()
        button.setChecked(not wanted)
        self.decided.emit(button.property("decision") if wanted else "")

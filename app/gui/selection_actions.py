"""What can be done with the selected results: look at the files, copy, export, and decide about them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from app.gui import clipboard
from app.gui.file_actions import open_with_chosen_program, open_with_default_program, show_in_folder
from app.gui.menus import make_action
from app.gui.message_bar import MessageBar
from app.gui.results_pane import ResultsPane
from app.gui.review_bar import ReviewBar
from app.gui.review_store import Decision
from app.gui.reviewer import Reviewer
from app.gui.wording import readable


class SelectionActions(QObject):
    """Actions that are there while something is selected."""

    def __init__(self, window: QWidget, results: ResultsPane, reviewer: Reviewer, message: MessageBar) -> None:
        super().__init__(window)
        self._window, self._results, self._reviewer, self._message = window, results, reviewer, message
        keys = QKeySequence.StandardKey
        self._all: list[QAction] = []
        # What "Open with" suggests.
        self._program = ""
        self.copy_path = self._make(self.tr("Copy &path"), "Ctrl+Shift+C", self._copy_paths)
        self.copy_result = self._make(self.tr("&Copy result"), keys.Copy, self._copy_results)
        self.show_in_folder = self._make(self.tr("&Show in folder"), "Ctrl+Shift+F", self._show_in_folder)
        self.open_file = self._make(self.tr("&Open with default program"), "Ctrl+Return", self._open)
        self.open_with = self._make(self.tr("Open &with…"), "Ctrl+Shift+Return", self._open_with)
        self.confirm = self._make(self.tr("&Confirm the verdict"), "C", self._confirm)
        self.overturn = self._make(self.tr("&Overturn the verdict"), "O", self._overturn)
        self.unsure = self._make(self.tr("Mark as &unsure"), "U", self._mark_unsure)
        self.unreview = self._make(self.tr("&Withdraw the review"), "W", self._withdraw)
        self.note = self._make(self.tr("&Note…"), "N", self._ask_for_note)
        # Short enough for a button.
        self.confirm.setIconText(self.tr("Confirm"))
        self.overturn.setIconText(self.tr("Overturn"))
        self.unsure.setIconText(self.tr("Unsure"))
        self._undo = QAction(self.tr("Undo"), self)
        self._undo.triggered.connect(reviewer.undo)
        reviewer.many_changed.connect(self._on_many_changed)
        results.selection_changed.connect(self._on_selection)
        self._on_selection()

    def give_buttons_to(self, bar: ReviewBar) -> None:
        """Gives what decides about pictures a place beside the picture. There, it decides about that one alone."""
        decisions: list[tuple[Decision, QAction]] = [
            ("confirmed", self.confirm),
            ("overturned", self.overturn),
            ("unsure", self.unsure),
        ]
        bar.set_actions(decisions, self.note)
        bar.decided.connect(self._decide_about_current)
        bar.note_wanted.connect(self._ask_for_note_on_current)

    def _make(self, text: str, key: object, slot: Callable[[], None]) -> QAction:
        action = make_action(self._window, text, key, slot)
        self._all.append(action)
        return action

    @Slot()
    def _on_selection(self) -> None:
        chosen = self._results.has_selection
        for action in self._all:
            action.setEnabled(chosen)

    @Slot()
    def _copy_paths(self) -> None:
        clipboard.copy_paths(self._results.selected())

    @Slot()
    def _copy_results(self) -> None:
        # The key is taken from a label that the user selected a part of, too.
        label = QApplication.focusWidget()
        if isinstance(label, QLabel) and label.hasSelectedText():
            QApplication.clipboard().setText(label.selectedText().replace("\N{PARAGRAPH SEPARATOR}", "\n"))
            return
        clipboard.copy_results(self._results.selected())

    @Slot()
    def _show_in_folder(self) -> None:
        path = self._current()
        if path is not None and not show_in_folder(path):
            self._message.show_warning(self.tr("There is no program to show {0}.").format(readable(path.parent)))

    @Slot()
    def _open(self) -> None:
        path = self._current()
        if path is not None and not open_with_default_program(path):
            self._message.show_warning(self.tr("There is no program to open {0}.").format(readable(path)))

    @Slot()
    def _open_with(self) -> None:
        path = self._current()
        if path is None:
            return
        try:
            self._program = open_with_chosen_program(self._window, path, self._program) or self._program
        except OSError as error:
            self._message.show_warning(self.tr("The program can't be started: {0}.").format(error.strerror))

    def _current(self) -> Path | None:
        result = self._results.current()
        return result.path if result is not None else None

    @Slot()
    def _confirm(self) -> None:
        self._reviewer.decide(self._results.selected(), "confirmed")

    @Slot()
    def _overturn(self) -> None:
        self._reviewer.decide(self._results.selected(), "overturned")

    @Slot()
    def _mark_unsure(self) -> None:
        self._reviewer.decide(self._results.selected(), "unsure")

    @Slot()
    def _withdraw(self) -> None:
        self._reviewer.decide(self._results.selected(), "")

    @Slot()
    def _ask_for_note(self) -> None:
        self._reviewer.ask_for_note(self._window, self._results.selected())

    @Slot(str)
    def _decide_about_current(self, decision: Decision) -> None:
        result = self._results.current()
        if result is not None:
            self._reviewer.decide([result], decision)

    @Slot()
    def _ask_for_note_on_current(self) -> None:
        result = self._results.current()
        if result is not None:
            self._reviewer.ask_for_note(self._window, [result])

    @Slot(int)
    def _on_many_changed(self, pictures: int) -> None:
        self._message.show_note(self.tr("The review of %n picture(s) was changed.", "", pictures), [self._undo])

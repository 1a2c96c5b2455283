"""What the user decides about results: kept in the store, shown in the table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QInputDialog, QPlainTextEdit, QWidget

from app.gui.results_model import ResultsModel, can_decide
from app.gui.review_store import Decision, Review, ReviewError, ReviewsDamagedError, ReviewStore
from app.scan.results import ImageResult
from app.user_folders import data_folder


class Reviewer(QObject):
    """Decisions and notes. What has no verdict, or no content that could be read, is left out.

    Signals:
        failed: a sentence: a decision can't be kept, or none can be read.
        kept: decisions or notes were kept.
        many_changed: so many pictures were decided about, or got a note, at once; `undo` takes it back.
    """

    failed = Signal(str)
    kept = Signal()
    many_changed = Signal(int)

    def __init__(self, model: ResultsModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._store = ReviewStore(data_folder() / "reviews.sqlite3")
        self._is_read = True
        # Of the last change of many pictures: each, what was said of it before, and what then.
        self._last: list[tuple[ImageResult, Review, Review]] = []

    def all(self) -> dict[str, Review]:
        """Every decision so far, by SHA-256 of the picture; those that are known, if they can't be read now."""
        try:
            reviews = self._store.all()
        except ReviewsDamagedError as error:
            self.failed.emit(str(error))
            reviews = {}
        except ReviewError as error:
            self._is_read = False
            self.failed.emit(str(error))
            return self._model.reviews()
        self._is_read = True
        return reviews

    def _read(self) -> bool:
        """Reads what could not be read before: a decision on what isn't known would take its note away."""
        if not self._is_read:
            self._model.set_reviews(self.all())
        return self._is_read

    def decide(self, results: Sequence[ImageResult], decision: Decision) -> None:
        """Keeps a decision about pictures; their notes stay."""
        if self._read():
            self._change([(each, self._decided(each, decision)) for each in results if can_decide(each)])

    def ask_for_note(self, window: QWidget, results: Sequence[ImageResult]) -> None:
        """Asks for a note on pictures; decisions about them stay."""
        pictures = [result for result in results if result.sha256]
        if not pictures or not self._read():
            return
        notes = {self._model.review(each).note for each in pictures}
        number = len({each.sha256 for each in pictures})
        question = self.tr("Note on %n picture(s):", "", number)
        if len(notes) > 1:
            question = self.tr("Note on %n picture(s), instead of the different ones that they have:", "", number)
        old = notes.pop() if len(notes) == 1 else ""
        dialog = QInputDialog(window)
        dialog.setOption(QInputDialog.InputDialogOption.UsePlainTextEditForTextInput)
        dialog.setWindowTitle(self.tr("Note"))
        dialog.setLabelText(question)
        dialog.setTextValue(old)
        for field in dialog.findChildren(QPlainTextEdit):
            # The key goes on to the buttons, as in every dialog.
            field.setTabChangesFocus(True)
        accepted = dialog.exec()
        note = dialog.textValue().strip()
        dialog.deleteLater()
        # Nothing that was typed takes nothing away but the one note that was there to see.
        if accepted and (note or old):
            self._change([(each, replace(self._model.kept_review(each), note=note)) for each in pictures])

    def _decided(self, result: ImageResult, decision: Decision) -> Review:
        old = self._model.kept_review(result)
        if decision:
            return Review(decision, old.note, result.verdict.value)
        # What was decided about another verdict isn't shown, and isn't what is withdrawn.
        return Review(note=old.note) if self._model.review(result).decision else old

    def _change(self, changes: Sequence[tuple[ImageResult, Review]]) -> None:
        before = [(result, self._model.kept_review(result), new) for result, new in changes]
        if self.keep({result.sha256: new for result, new in changes}) and len(changes) > 1:
            self._last = before
            self.many_changed.emit(len(changes))

    @Slot()
    def undo(self) -> None:
        """Takes the last change of many pictures back. What was decided about one of them since then stays."""
        unchanged = [(result, old) for result, old, new in self._last if self._model.kept_review(result) == new]
        self.keep({result.sha256: old for result, old in unchanged})

    def keep(self, reviews: Mapping[str, Review]) -> bool:
        """Keeps decisions, by SHA-256 of the picture, and shows them.

        Returns:
            False if they can't be kept; `failed` says why.
        """
        try:
            try:
                self._store.put(reviews)
            except ReviewsDamagedError as error:
                # It is out of the way now: what was decided just now is the first in the new file.
                self.failed.emit(str(error))
                self._store.put(reviews)
        except ReviewError as error:
            self.failed.emit(str(error))
            return False
        self._model.set_reviews(reviews)
        self.kept.emit()
        return True

    def reviewed(self) -> list[tuple[ImageResult, Review]]:
        """The results that somebody decided on or wrote a note about, in discovery order."""
        rows = [(result, self._model.review(result)) for result in self._model.results()]
        return [(result, review) for result, review in rows if review != Review()]

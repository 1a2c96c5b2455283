"""The picture that is looked at: loaded, moved about, and looked at closer."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from app.detector.bundle import Bundle
from app.gui.closer_looker import CloserLooker, Looked
from app.gui.menus import make_action
from app.gui.picture_loader import LoadedPicture, PictureLoader
from app.gui.preview_panel import PreviewPanel
from app.gui.results_pane import ResultsPane
from app.scan.results import ImageResult


class PictureActions(QObject):
    """Brings the current result into the preview.

    Attributes:
        loader: decodes it, and the ones beside it.
        looker: looks at a face again.
        judged: the model whose results are shown; None if it isn't there, and nothing can be looked at again.
    """

    def __init__(self, window: QWidget, results: ResultsPane, preview: PreviewPanel) -> None:
        super().__init__(window)
        self._results, self._preview = results, preview
        self.loader = PictureLoader(self)
        self.looker = CloserLooker(self)
        self.judged: Bundle | None = None
        keys, view = QKeySequence.StandardKey, preview.view
        self.look = make_action(window, self.tr("&Look closer"), "L", self._look_closer)
        self.next_face = make_action(window, self.tr("Next &face"), "F", preview.next_face)
        self.previous_face = make_action(window, self.tr("&Previous face"), "Shift+F", preview.previous_face)
        self.zoom_in = make_action(window, self.tr("Zoom &in"), keys.ZoomIn, view.zoom_in)
        self.zoom_out = make_action(window, self.tr("Zoom &out"), keys.ZoomOut, view.zoom_out)
        self.fit = make_action(window, self.tr("&Whole picture"), "Ctrl+0", view.fit)
        self.actual_size = make_action(window, self.tr("&Actual size"), "Ctrl+1", view.actual_size)
        results.looked_at.connect(self._on_looked_at)
        self.loader.loaded.connect(self._on_picture)
        self.looker.looked.connect(self._on_looked)
        preview.face_changed.connect(self._show_earlier_look)
        preview.look_wanted.connect(self._look_closer)

    def clear(self) -> None:
        """Shows no picture."""
        self._on_looked_at(None, [])

    def stop(self) -> None:
        """Ends the threads; for the end of the program."""
        self.loader.stop()
        self.looker.stop()

    @Slot(object, list)
    def _on_looked_at(self, result: ImageResult | None, beside: list[ImageResult]) -> None:
        if result is None:
            self._preview.clear()
        else:
            self._preview.show_result(result)
        self.loader.show(result, beside)

    @Slot(object)
    def _on_picture(self, picture: LoadedPicture) -> None:
        self._preview.show_picture(picture)
        self._show_earlier_look()

    @Slot()
    def _look_closer(self) -> None:
        result, face = self._results.current(), self._preview.current_face
        if result is not None and self.judged is not None and 0 <= face < len(result.faces):
            self._preview.show_looking()
            self.looker.look(self.judged, result, face)

    @Slot(object)
    def _on_looked(self, looked: Looked) -> None:
        self._preview.show_look(looked)

    @Slot()
    def _show_earlier_look(self) -> None:
        result, face = self._results.current(), self._preview.current_face
        if result is not None and self.judged is not None:
            looked = self.looker.seen(self.judged, result, face)
            if looked is not None:
                self._preview.show_look(looked)

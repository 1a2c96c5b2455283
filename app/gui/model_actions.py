"""The Model menu: which models there are, how they were tested, and the training of another."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from app.detector.bundle import Bundle, BundleError
from app.gui.menus import make_action
from app.gui.message_bar import MessageBar
from app.gui.models_dialog import ModelsDialog, TextDialog
from app.gui.training_dialog import TrainingDialog
from app.gui.wording import readable
from app.models import selected_model, use_model


class ModelActions(QObject):
    """What can be done with models.

    Attributes:
        judged: the model whose results are shown; None before a scan.
        training: the training dialog, once it was asked for.

    Signals:
        changed: another model was selected for the scans to come.
    """

    changed = Signal()

    def __init__(self, window: QWidget, message: MessageBar) -> None:
        super().__init__(window)
        self._window, self._message = window, message
        self.judged: Bundle | None = None
        self.training: TrainingDialog | None = None
        self.models = make_action(window, self.tr("&Models…"), None, self.show_models)
        self.card = make_action(window, self.tr("How this model was &tested"), None, self.show_card)
        self.retrain = make_action(window, self.tr("&Retrain…"), None, self.show_training)

    @Slot()
    def show_models(self) -> None:
        """Shows the installed models side by side."""
        shown = self._window.findChild(ModelsDialog)
        if shown is not None and shown.isVisible():
            shown.raise_()
            shown.activateWindow()
            return
        dialog = ModelsDialog(self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.chosen.connect(self.use)
        dialog.card_wanted.connect(self.show_card_of)
        # Also one that a training brings while the dialog is open.
        self.changed.connect(dialog.refresh)
        dialog.show()

    @Slot(object)
    def use(self, folder: Path) -> None:
        """Selects a model for the scans to come; a running scan keeps its own."""
        try:
            use_model(folder)
        except (BundleError, OSError) as error:
            self._message.show_warning(str(error))
            return
        self.changed.emit()

    @Slot()
    def show_card(self) -> None:
        """Shows how the model was tested whose results are shown, else the selected one."""
        self.show_card_of(self.judged.folder if self.judged is not None else selected_model())

    @Slot(object)
    def show_card_of(self, folder: Path) -> None:
        """Shows how a model was tested."""
        try:
            text = (folder / "MODEL_CARD.md").read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            self._message.show_warning(self.tr("The model in {0} has no model card.").format(readable(folder)))
            return
        TextDialog(self.tr("How this model was tested"), text, self._window).show()

    @Slot()
    def show_training(self) -> None:
        """Shows the training dialog, with the training that runs, if one does."""
        if self.training is None:
            self.training = TrainingDialog(self._window)
            self.training.model_changed.connect(self.changed)
            self.changed.connect(self.training.show_model_in_use)
            self.training.ended.connect(self._on_training_ended)
        self.training.show()
        self.training.raise_()

    @Slot(str)
    def _on_training_ended(self, sentence: str) -> None:
        """Says it in the window where the dialog doesn't: it may have been closed for hours."""
        if self.training is not None and not self.training.isVisible():
            show = QAction(self.tr("Show"), self)
            show.triggered.connect(self.show_training)
            self._message.show_note(sentence, [show], stays=True)

    def stop(self) -> None:
        """Ends a training; for the end of the program."""
        if self.training is not None:
            self.training.trainer.stop()

"""Model > Retrain…: choose data, watch the training, and decide whether its model is to be used."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.detector.bundle import KERAS, PAIR, BundleError, read_manifest
from app.detector.labelled import label_of
from app.gui.clipboard import paths_in
from app.gui.curves_view import CurvesView
from app.gui.kaggle_token import TOKEN_PAGE, TokenError, has_token, store_token
from app.gui.message_bar import MessageBar
from app.gui.model_figures import FIGURES, figure_text, figure_title, measured, over_all_sources
from app.gui.sentences import translated
from app.gui.trainer_process import TrainerProcess
from app.gui.wording import duration, number, readable, reason_text, tooltip
from app.models import encoder_source, install_model, selected_model, use_model
from app.trainer_command import FINISHED, runs_in, unfinished_run
from app.user_folders import cache_folder, data_folder

#: Offered first: large public sets of real and fake faces.
_DATASETS = ("manjilkarki/deepfake-and-real-images", "xhlulu/140k-real-and-fake-faces")
_DATASET_NAME = re.compile(
    r"(?:https?://(?:www\.)?kaggle\.com/(?:datasets/)?)?[\w-]+/[\w.-]+/?"
    r"|https?://(?:www\.)?kaggle\.com/datasets/[\w-]+/[\w.-]+[/?#].*",
    re.ASCII,
)
#: Files that the window adds to those of a training: what the model in use did with its pictures; somebody decided.
_COMPARED, _DECIDED = "compared.json", "decided"


def unfinished_training() -> Path | None:
    """Folder of a training that did not come to its end, and after which none did; None if there is none."""
    run = unfinished_run(data_folder() / "trainings")
    later = [other for other in runs_in(data_folder() / "trainings") if run and other > run]
    return None if any((other / FINISHED).is_file() for other in later) else run


def undecided_training() -> Path | None:
    """Folder of the last training whose model nobody decided on yet; None if there is none."""
    for run in reversed(runs_in(data_folder() / "trainings")):
        if (run / FINISHED).is_file() and not (run / _DECIDED).exists():
            with suppress(BundleError):
                manifest = read_manifest((run / FINISHED).parent)
                if not (data_folder() / "models" / manifest.id).exists():
                    return run
    return None


class TrainingDialog(QDialog):
    """Two pages: what to train on, and how it goes. A training goes on while the dialog is closed.

    Signals:
        model_changed: another model was selected for the scans to come.
        ended: the training came to its end, or failed: a sentence.
    """

    model_changed = Signal()
    ended = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Retrain the model"))
        self.setAcceptDrops(True)
        self.resize(QSize(760, 620).boundedTo(self.screen().availableSize()))
        self._bundle: Path | None = None
        # What the trainer said of the model that it compared with.
        self._compared: Mapping[str, Any] = {}
        self._previous: Path | None = None
        self._run: Path | None = None
        self._stopped: Path | None = None
        # In use when the last decision was made.
        self._decided_on: Path | None = None
        self.trainer = TrainerProcess(self)
        self.trainer.new_event.connect(self._on_event)
        self.message = MessageBar()
        self.pages = QStackedWidget()
        self.pages.addWidget(self._setup_page())
        self.pages.addWidget(self._run_page())
        layout = QVBoxLayout(self)
        layout.addWidget(self.message)
        layout.addWidget(self.pages)
        # Return starts the training, whichever field it is pressed in.
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(button is self.start)
        self.start.setDefault(True)
        self.show_setup()
        if missing := self.trainer.missing:
            self.message.show_warning(missing)
            self.start.setEnabled(False)
            self.resume.setEnabled(False)

    # Pages.

    def _setup_page(self) -> QWidget:
        intro = _text(
            self.tr(
                "Trains a model on pictures that are known to be real or fake. That takes from half an hour to a day, "
                "and you can stop and go on at any time. Only a Kaggle data set is fetched from the network; nothing "
                "is sent."
            )
        )
        self.data = QComboBox()
        self.data.setEditable(True)
        self.data.addItems(_DATASETS)
        self.data.setAccessibleName(self.tr("Kaggle data set, folder or zip file"))
        self.data.setToolTip(
            self.tr("owner/name of any Kaggle data set, or a folder or zip file with real and fake folders")
        )
        self.data.currentTextChanged.connect(self._show_token_row)
        if (field := self.data.lineEdit()) is not None:
            field.setAcceptDrops(False)  # What is dropped is chosen, not typed between what is there.
        choose_folder = QPushButton(self.tr("&Folder…"))
        choose_folder.clicked.connect(self._ask_for_folder)
        choose_zip = QPushButton(self.tr("&Zip file…"))
        choose_zip.clicked.connect(self._ask_for_zip)
        data_row = QHBoxLayout()
        data_row.addWidget(self.data, 1)
        data_row.addWidget(choose_folder)
        data_row.addWidget(choose_zip)

        self.token = QLineEdit()
        self.token.setEchoMode(QLineEdit.EchoMode.Password)
        self.token.setAccessibleName(self.tr("Kaggle token"))
        self._token_note = _text("")
        self._token_note.setOpenExternalLinks(True)
        self._token_note.setTextFormat(Qt.TextFormat.RichText)
        self._token_row = QWidget()
        token_column = QVBoxLayout(self._token_row)
        token_column.setContentsMargins(0, 0, 0, 0)
        token_column.addWidget(self.token)
        token_column.addWidget(self._token_note)

        self.preset = QComboBox()
        for name, words in (
            ("efficientnet-lite0", self.tr("EfficientNet-Lite0: the best by far (slow)")),
            ("seed-cnn", self.tr("Four convolution blocks, from scratch (for comparison)")),
            ("simple-cnn", self.tr("Two convolution blocks, from scratch (fast, for learning)")),
        ):
            self.preset.addItem(words, name)
        self.crop = QComboBox()
        self.crop.addItem(self.tr("Faces, cut out"), "face")
        self.crop.addItem(self.tr("Whole pictures"), "whole")
        self.start_from = QComboBox()
        for choice in (self.preset, self.crop):
            choice.currentIndexChanged.connect(self._offer_starts)
        self.epochs = QSpinBox()
        self.epochs.setRange(0, 200)
        self.epochs.setSpecialValueText(self.tr("As many as the network needs"))

        self.form = QFormLayout()
        self.form.addRow(self.tr("Pictures:"), data_row)
        self.form.addRow(self.tr("Kaggle token:"), self._token_row)
        self.form.addRow(self.tr("Network:"), self.preset)
        self.form.addRow(self.tr("It judges:"), self.crop)
        self.form.addRow(self.tr("It starts from:"), self.start_from)
        self.form.addRow(self.tr("Epochs:"), self.epochs)

        self.start = QPushButton(self.tr("&Start training"))
        self.start.clicked.connect(self._on_start)
        self.resume = QPushButton(self.tr("&Go on with the interrupted training"))
        self.resume.clicked.connect(self._on_resume)
        self.decide = QPushButton(self.tr("&Decide…"))
        self.decide.setToolTip(self.tr("Decide whether the model of the finished training is to be used"))
        self.decide.clicked.connect(self._on_decide)
        close = QPushButton(self.tr("Close"))
        close.clicked.connect(self.close)
        buttons = QHBoxLayout()
        buttons.addWidget(self.resume)
        buttons.addWidget(self.decide)
        buttons.addStretch(1)
        buttons.addWidget(close)
        buttons.addWidget(self.start)

        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setSpacing(14)
        layout.addWidget(intro)
        layout.addLayout(self.form)
        layout.addStretch(1)
        layout.addLayout(buttons)
        return page

    def _run_page(self) -> QWidget:
        self.stage = QLabel()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress of this step"))
        self.facts = _text("")
        self.loss = CurvesView(self.tr("Loss"), "loss")
        self.auc = CurvesView(self.tr("Told apart correctly (AUC)"), "auc")
        curves = QHBoxLayout()
        curves.addWidget(self.loss)
        curves.addWidget(self.auc)
        self.warnings = QListWidget()
        self.warnings.setAccessibleName(self.tr("Warnings about the data"))
        self.warnings.setWordWrap(True)
        self.warnings.setMaximumHeight(120)

        self.gate = QFrame()
        self.gate.setFrameShape(QFrame.Shape.StyledPanel)
        self.comparison = QTableWidget()
        self.comparison.setAccessibleName(self.tr("The new model beside the one in use"))
        self.comparison.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.comparison.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.comparison.setColumnCount(2)
        self.comparison.setTabKeyNavigation(False)
        self.comparison.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.advice = _text("")
        self.install = QPushButton(self.tr("&Use the new model"))
        self.install.clicked.connect(self._on_install)
        self.keep = QPushButton(self.tr("&Keep the present model"))
        self.keep.clicked.connect(self._on_keep)
        self.back = QPushButton(self.tr("&Go back to the model before"))
        self.back.clicked.connect(self._on_back)
        choice = QHBoxLayout()
        choice.addStretch(1)
        for button in (self.back, self.keep, self.install):
            choice.addWidget(button)
        gate = QVBoxLayout(self.gate)
        gate.addWidget(self.comparison)
        gate.addWidget(self.advice)
        gate.addLayout(choice)

        self.cancel = QPushButton(self.tr("&Cancel"))
        self.cancel.clicked.connect(self._on_cancel)
        self.again = QPushButton(self.tr("&Back"))
        self.again.clicked.connect(self.show_setup)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.again)
        buttons.addWidget(self.cancel)

        page = QWidget()
        layout = QVBoxLayout(page)
        layout.addWidget(self.stage)
        layout.addWidget(self.bar)
        layout.addWidget(self.facts)
        layout.addLayout(curves, 2)
        layout.addWidget(self.warnings)
        layout.addWidget(self.gate, 3)
        layout.addLayout(buttons)
        return page

    @Slot()
    def show_setup(self) -> None:
        """Shows what can be chosen."""
        self.resume.setVisible(self._interrupted() is not None)
        self.decide.setVisible(undecided_training() is not None)
        self._show_token_row()
        self._offer_starts()
        self.pages.setCurrentIndex(0)

    @Slot()
    def show_model_in_use(self) -> None:
        """Shows which model is in use, after another was selected."""
        if self.pages.currentIndex() == 0:
            self._offer_starts()
        elif self._bundle is not None and self.keep.isEnabled():
            self._show_gate(self._bundle)
        elif self._bundle is not None and selected_model() != self._decided_on:
            # Chosen elsewhere since: neither what was said holds any more, nor is what was before to come back.
            self.back.hide()
            self.message.dismiss()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous() and self.pages.currentIndex() == 1 and self._bundle and not self.keep.isEnabled():
            # What was decided is over.
            self.message.dismiss()
            self.show_setup()

    def _show_run(self, epochs: int) -> None:
        self.message.dismiss()
        self.stage.setText(self.tr("Starting…"))
        self.bar.setRange(0, 0)
        self.facts.clear()
        self.loss.clear(epochs)
        self.auc.clear(epochs)
        self.warnings.clear()
        self.warnings.hide()
        self.gate.hide()
        self._bundle = None
        self._compared = {}
        self._show_running(True)
        self.pages.setCurrentIndex(1)

    def _show_running(self, running: bool) -> None:
        self.cancel.setVisible(running)
        self.cancel.setEnabled(running)
        self.again.setVisible(not running)
        self.bar.setVisible(running)

    # Setup.

    def data_arguments(self) -> list[str] | None:
        """The chosen data as the trainer takes it; None if it is neither a path nor a data set's name."""
        typed = self.data.currentText()
        text = typed.strip()
        if not text:
            return None
        # A name may end with a space; what was pasted may, too.
        for each in (typed, text):
            try:
                path = Path(each).expanduser()
                if path.exists():
                    return ["--data", str(path.absolute())]
            except (OSError, RuntimeError, ValueError):
                pass  # Such as a name that is too long, or the home of a user that there isn't: no path, then.
        return ["--dataset", text] if _DATASET_NAME.fullmatch(text) else None

    @Slot()
    def _show_token_row(self) -> None:
        arguments = self.data_arguments()
        self.form.setRowVisible(self._token_row, arguments is not None and arguments[0] == "--dataset")
        page = f'<a href="{TOKEN_PAGE}">{TOKEN_PAGE}</a>'
        if has_token():
            self.token.setPlaceholderText(self.tr("A token is stored; leave this empty to use it"))
            self._token_note.setText(self.tr("A new one replaces it. Make it at {0}").format(page))
        else:
            self.token.setPlaceholderText(self.tr("Paste the token, username:key, or the text of kaggle.json"))
            self._token_note.setText(
                self.tr("Kaggle wants to know who downloads. Make a token at {0} (Generate New Token).").format(page)
            )

    @Slot()
    def _offer_starts(self) -> None:
        """Offers to go on from the model in use where it is the same network for the same crops."""
        chosen_start = self.start_from.currentData()
        self.start_from.clear()
        self.start_from.addItem(self.tr("The beginning"), None)
        try:
            known = read_manifest(selected_model())
        except BundleError:
            known = None
        chosen = (self.preset.currentData(), self.crop.currentData())
        if known and KERAS in known.files and (known.preset.removesuffix(PAIR), known.crop) == chosen:
            # A few hundred pictures of one's own teach a model that knows fakes something, a new one nothing.
            words = self.tr("The model in use: {0} (for few pictures, or new kinds of fakes)")
            self.start_from.addItem(words.format(readable(known.name)), str(selected_model()))
        # A training that failed is begun again as it was, not from another start.
        if chosen_start:
            self.start_from.setCurrentIndex(max(0, self.start_from.findData(chosen_start)))
        self.form.setRowVisible(self.start_from, self.start_from.count() > 1)

    @Slot()
    def _ask_for_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Folder with real and fake pictures"))
        if name:
            self.data.setEditText(name)

    @Slot()
    def _ask_for_zip(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, self.tr("Zip file with real and fake pictures"), "", self.tr("Zip files (*.zip)")
        )
        if name:
            self.data.setEditText(name)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.pages.currentIndex() == 0 and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        path = _data_among(paths_in(event.mimeData()))
        if path is None:
            self.message.show_warning(
                self.tr("Drop one zip file, or the one folder that holds all real and fake pictures.")
            )
            return
        # Qt leaves out bytes that are no text, and what is left may be the name of another folder.
        self.data.setEditText(str(path).encode("utf-8", "replace").decode())

    @Slot()
    def _on_start(self) -> None:
        data = self.data_arguments()
        if data is None:
            self.message.show_warning(
                self.tr("There is no such folder or zip file, and this is not a data set's name (owner/name).")
            )
            return
        if not self._keep_token():
            return
        self._run = data_folder() / "trainings" / time.strftime("%Y%m%d-%H%M%S")
        arguments = [*data, "--preset", self.preset.currentData(), "--crop", self.crop.currentData()]
        arguments += ["--cache", str(cache_folder() / "datasets"), "--compare", str(selected_model())]
        start_from = self.start_from.currentData()
        if start_from:
            arguments += ["--start-from", start_from]
        arguments += ["--second-stage", str(encoder_source(start_from))]
        if self.epochs.value():
            arguments += ["--epochs", str(self.epochs.value())]
        self._show_run(self.epochs.value())
        self.trainer.start([*arguments, "--out", str(self._run)])

    def _keep_token(self) -> bool:
        """Keeps the token that was pasted, if one was; False if it is none."""
        if self.token.text().strip() and self.form.isRowVisible(self._token_row):
            try:
                store_token(self.token.text())
            except TokenError as error:
                self.message.show_warning(str(error))
                return False
            self.token.clear()
        return True

    def _interrupted(self) -> Path | None:
        """The training to go on with: that which was stopped here, however little it had done, or a later one."""
        run, last = self._stopped, unfinished_training()
        if run is None or run not in runs_in(run.parent) or (run / FINISHED).is_file():
            return last
        return max(run, last or run)

    @Slot()
    def _on_resume(self) -> None:
        if not self._keep_token():
            return
        self._run = self._interrupted()
        if self._run is not None:
            self._show_run(1)
            self.trainer.start(["--out", str(self._run), "--resume", "--compare", str(selected_model())])

    @Slot()
    def _on_decide(self) -> None:
        """Shows the decision that was put off, maybe at an earlier start of the program."""
        run = undecided_training()
        if run is None:
            return
        self._show_run(1)
        with suppress(OSError, ValueError):
            self._compared = json.loads((run / _COMPARED).read_text("utf-8"))
        self._show_gate((run / FINISHED).parent)

    @Slot()
    def _on_cancel(self) -> None:
        self.stage.setText(self.tr("Stopping after this step; what was learnt is kept…"))
        self.cancel.setEnabled(False)
        self.trainer.cancel()

    # Events of the trainer.

    @Slot(object)
    def _on_event(self, event: Mapping[str, Any]) -> None:
        match event["event"]:
            case "started":
                self.loss.clear(int(event["epochs"]))
                self.auc.clear(int(event["epochs"]))
                device = self.tr("on the graphics card") if event["device"] == "GPU" else self.tr("on the processor")
                self._add_fact(self.tr("Training {0} {1}").format(event["preset"], device))
            case "data":
                self._show_data(event)
            case "audit":
                findings = event.get("findings") or []
                for severity in ("red", "yellow"):
                    texts = [str(finding["text"]) for finding in findings if finding["severity"] == severity]
                    self._show_warnings(texts, severity == "red")
            case "cropped":
                self._show_warnings(event["warnings"], False)
            case "progress":
                self._show_progress(event)
            case "epoch":
                self.loss.add(event["epoch"], event["epochs"], event["metrics"])
                self.auc.add(event["epoch"], event["epochs"], event["metrics"])
            case "evaluated":
                self.stage.setText(self.tr("Measured on the test pictures; writing the model…"))
            case "compared":
                self._compared = event
                if self._run is not None:
                    with suppress(OSError):
                        (self._run / _COMPARED).write_text(json.dumps(event), "utf-8")
            case "finished":
                self._show_gate(Path(event["bundle"]))
                self.ended.emit(self.stage.text())
            case "cancelled":
                self._show_running(False)
                self._stopped = self._run
                self.stage.setText(self.tr("Stopped. You can go on with it later."))
                self.show_setup()
                self.message.show_note(self.tr("The training was stopped. You can go on with it here."))
            case "failed":
                self._show_running(False)
                if event["resumable"]:
                    self._stopped = self._run
                self.stage.setText(self.tr("The training failed."))
                self.show_setup()
                self.message.show_warning(str(event["message"]))
                if TOKEN_PAGE in str(event["message"]):
                    self.token.setFocus()
                self.ended.emit(f"{self.stage.text()} {translated(str(event['message']))}")
            case _:
                pass

    def _show_data(self, event: Mapping[str, Any]) -> None:
        counts = event.get("understood", {}).get("counts") or {}
        for split, classes in counts.items():
            self._add_fact(
                self.tr("{0}: {1} real, {2} fake").format(
                    self._split_word(split), number(classes.get("real", 0)), number(classes.get("fake", 0))
                )
            )
        # Swapped labels are the mistake that no figure shows: everybody sees what was taken for which.
        for label, folders in (event.get("understood", {}).get("label_folders") or {}).items():
            if not folders:
                continue
            named = ", ".join(folders[:4]) + (" …" if len(folders) > 4 else "")
            said = self.tr("Fake is what lies in {0}") if label == "fake" else self.tr("Real is what lies in {0}")
            self._add_fact(said.format(readable(named)))
        if tables := event.get("understood", {}).get("label_tables"):
            self._add_fact(self.tr("Real and fake is what is called so in {0}").format(readable(", ".join(tables[:4]))))
        self._show_warnings(event.get("warnings") or [], False)

    def _split_word(self, split: str) -> str:
        words = {"train": self.tr("Train"), "validation": self.tr("Validation"), "test": self.tr("Test")}
        return words.get(split, split)

    def _add_fact(self, fact: str) -> None:
        self.facts.setText("  ·  ".join(filter(None, (self.facts.text(), fact))))
        self.facts.setToolTip(tooltip(self.facts.text()))

    def _show_warnings(self, warnings: list[str], grave: bool) -> None:
        """Lists warnings; grave ones, with which figures can't be trusted, are red and bold."""
        for warning in warnings:
            item = QListWidgetItem(f"⚠ {reason_text(warning)}")
            if grave:
                font = item.font()
                font.setBold(True)
                item.setFont(font)
                # Red on light ground and on dark.
                dark = self.palette().base().color().lightnessF() < 0.5
                item.setForeground(QColor("#ff8a80" if dark else "#b3261e"))
            self.warnings.addItem(item)
        self.warnings.setVisible(self.warnings.count() > 0)

    def _show_progress(self, event: Mapping[str, Any]) -> None:
        if not self.cancel.isEnabled():
            return
        done, total = int(event["done"]), int(event["total"])
        self.bar.setRange(0, 1000 if total else 0)
        self.bar.setValue(round(1000 * done / total) if total else 0)
        parts = [self._stage_word(str(event["stage"]))]
        if event.get("epoch"):
            parts.append(self.tr("epoch {0}").format(number(event["epoch"])))
        if total:
            parts.append(f"{100 * done / total:.0f} %")
        if event.get("seconds_left"):
            parts.append(self.tr("{0} left").format(duration(float(event["seconds_left"]))))
        self.stage.setText("  ·  ".join(parts))

    def _stage_word(self, stage: str) -> str:
        words = {
            "download": self.tr("Downloading"),
            "extract": self.tr("Unpacking"),
            "audit": self.tr("Looking for duplicates and shortcuts"),
            "crop": self.tr("Cutting out faces"),
            "teacher": self.tr("Asking the teacher"),
            "train": self.tr("Training"),
            "second stage": self.tr("Training the second look"),
            "evaluate": self.tr("Measuring"),
            "limits": self.tr("Finding out where it can be trusted"),
            "compare": self.tr("Measuring the model in use on the same pictures"),
        }
        return words.get(stage, stage)

    # The gate: a model is used only after somebody looked at its figures.

    def _show_gate(self, bundle: Path) -> None:
        self._show_running(False)
        try:
            new = read_manifest(bundle)
        except BundleError as error:
            self.message.show_warning(str(error))
            return
        self._bundle = bundle
        self.stage.setText(self.tr("The training is done. Decide whether its model is to be used."))
        ours, theirs = measured(new, "test"), self._figures_in_use()
        self.comparison.setRowCount(len(FIGURES))
        self.comparison.setHorizontalHeaderLabels([self.tr("New model"), self.tr("Model in use")])
        self.comparison.setVerticalHeaderLabels([figure_title(name) for name in FIGURES])
        for row, name in enumerate(FIGURES):
            for column, each in enumerate((ours, theirs)):
                self.comparison.setItem(row, column, QTableWidgetItem(figure_text(name, each)))
        self.advice.setText(self._advice(ours.get("auc", {}), theirs.get("auc", {})))
        self.install.setEnabled(True)
        self.keep.setEnabled(True)
        self.back.setVisible(False)
        self.gate.show()

    def _figures_in_use(self) -> dict[str, dict[str, Any]]:
        """Those of the model in use; none if another one was compared with, as one that was in use at the start."""
        with suppress(KeyError, TypeError, AttributeError, BundleError):
            if self._compared["model"] == read_manifest(selected_model()).id:
                return over_all_sources(self._compared["metrics"])
        return {}

    def _advice(self, ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> str:
        """What the AUC of the new model and of the one in use say, if they were measured on the same pictures."""
        if not theirs:
            return self.tr("The model in use was not measured on the same pictures.")
        if theirs["n"] != ours.get("n"):
            # One finds no face where the other judges whole pictures.
            return self.tr(
                "The model in use could judge only {0} of the {1} test pictures: that doesn't tell which is better."
            ).format(number(theirs["n"]), number(ours.get("n", 0)))
        if ours.get("low") is None or theirs.get("high") is None:
            return self.tr("There are not enough test pictures to say which is better.")
        if ours["low"] > theirs["high"]:
            return self.tr("On the same pictures the new model is clearly better.")
        if ours["high"] < theirs["low"]:
            return self.tr("On the same pictures the new model is clearly worse. Keep the present one.")
        return self.tr("On the same pictures the difference is within chance.")

    @Slot()
    def _on_install(self) -> None:
        if self._bundle is None:
            return
        self._previous = selected_model()
        try:
            use_model(install_model(self._bundle))
        except (BundleError, OSError) as error:
            self.message.show_warning(str(error))
            return
        self._decided(self.tr("The next scan uses the new model."))
        self.back.setVisible(True)
        self.model_changed.emit()

    @Slot()
    def _on_keep(self) -> None:
        if self._bundle is not None:
            self._decided(self.tr("The present model stays. The new one is in {0}.").format(readable(self._bundle)))

    @Slot()
    def _on_back(self) -> None:
        if self._previous is None:
            return
        try:
            use_model(self._previous)
        except (BundleError, OSError) as error:
            self.message.show_warning(str(error))
            return
        self.back.setVisible(False)
        self._decided(self.tr("The next scan uses the model from before. The new one stays in the list of models."))
        self.model_changed.emit()

    def _decided(self, sentence: str) -> None:
        self.install.setEnabled(False)
        self.keep.setEnabled(False)
        self._decided_on = selected_model()
        if self._bundle is not None:
            with suppress(OSError):
                (self._bundle.parent / _DECIDED).touch()
        self.message.show_note(sentence)


def _data_among(paths: list[Path]) -> Path | None:
    """What to train on: the only path, or the folder whose folders called real and fake these are; None if neither."""
    if len(paths) == 1:
        return paths[0]
    parent = paths[0].parent
    with suppress(OSError):
        if {path for path in parent.iterdir() if label_of(path.name) and path.is_dir()} == set(paths):
            return parent
    return None


def _text(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    # A name that is too long to be wrapped doesn't make the dialog wider than the screen.
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    label.setWordWrap(True)
    return label

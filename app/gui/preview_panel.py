"""The right side of the window: the picture, its faces, and why it got its verdict."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.detector.bundle import Manifest
from app.detector.closer_look import CloserLook
from app.detector.verdict import FaceScore, Verdict, picture_verdict
from app.gui.closer_looker import Looked
from app.gui.elided_label import ElidedLabel
from app.gui.flow_layout import FlowLayout
from app.gui.icons import verdict_icon
from app.gui.picture_loader import LoadedPicture
from app.gui.picture_view import PictureView
from app.gui.review_bar import ReviewBar
from app.gui.score_meaning import Rate, ScoreRates
from app.gui.stability_strip import StabilityStrip, variant_word
from app.gui.wording import file_size, number, readable, reason_text, tooltip, verdict_word
from app.scan.results import ImageResult

_CROP_SIDE = 56
#: More faces have to be scrolled to, so that what the score means stays in sight.
_FACES_IN_SIGHT = 2
_PATIENCE_MS = 300
#: Width of what is said of a picture beside it.
_BESIDE = 380


class _Stability(NamedTuple):
    """Whether small changes of a picture change a verdict, and that in words."""

    flips: bool
    text: str


class PreviewPanel(QWidget):
    """Shows one result. Keeps its size whatever is in it, so that nothing jumps from picture to picture.

    Attributes:
        large: the button that gives the picture the whole window, or the list its place back.
        review: what a person decided.
        places_without_letters: parts that can have the focus and have no use for a letter of their own.

    Signals:
        face_changed: index of the face that is looked at now; -1 for none.
        look_wanted: the face is to be looked at closer.
        card_wanted: how the model was tested is to be shown.
    """

    face_changed = Signal(int)
    look_wanted = Signal()
    card_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._result: ImageResult | None = None
        #: Faces whose verdict a closer look changed, by their places.
        self._unstable: dict[int, FaceScore] = {}
        # Nothing flickers from one picture to the next, but a slow one must not be taken for the one before.
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(_PATIENCE_MS)
        self._waiting.timeout.connect(self._on_slow)
        self._manifest: Manifest | None = None
        self.view = PictureView()
        self.view.face_clicked.connect(self.select_face)
        self._icon = QLabel()
        self._icon.setFixedSize(28, 28)
        self._verdict = QLabel()
        self._verdict.setTextFormat(Qt.TextFormat.PlainText)
        self._verdict.setWordWrap(True)
        font = self._verdict.font()
        font.setPointSizeF(font.pointSizeF() * 1.25)
        font.setBold(True)
        self._verdict.setFont(font)
        self._name = ElidedLabel()
        self._facts = ElidedLabel()
        self.large = QToolButton()
        self.large.setAutoRaise(True)
        self.large.setIconSize(QSize(20, 20))
        self.review = ReviewBar()
        self._reason = QLabel()
        self._reason.setTextFormat(Qt.TextFormat.PlainText)
        self._reason.setWordWrap(True)
        self._meaning = QLabel()
        self._meaning.setWordWrap(True)
        self._meaning.setTextFormat(Qt.TextFormat.PlainText)
        self.faces = QListWidget()
        self.faces.setAccessibleName(self.tr("Faces in the picture"))
        self.faces.setIconSize(QSize(_CROP_SIDE, _CROP_SIDE))
        self.faces.setWordWrap(True)
        self.faces.currentRowChanged.connect(self._on_face_row)

        self.look = QPushButton(self.tr("&Look closer"))
        self.look.setToolTip(self.tr("Judge the face again after small changes, and show which region decides (L)"))
        self.look.clicked.connect(self.look_wanted)
        self.tested = QPushButton(self.tr("How this model was &tested"))
        self.tested.clicked.connect(self.card_wanted)
        self.strip = StabilityStrip()
        self._findings = QLabel()
        self._findings.setTextFormat(Qt.TextFormat.PlainText)
        self._findings.setWordWrap(True)

        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._icon)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._verdict)
        words.addWidget(self._name)
        words.addWidget(self._facts)
        head.addLayout(words, 1)
        head.addWidget(self.large, 0, Qt.AlignmentFlag.AlignTop)
        self._ways_on = QWidget()
        ways_on = FlowLayout(self._ways_on)
        ways_on.addWidget(self.look)
        ways_on.addWidget(self.tested)

        below = QWidget()
        layout = QVBoxLayout(below)
        layout.setContentsMargins(10, 8, 10, 8)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self.review)
        layout.addWidget(self._reason)
        layout.addWidget(self.faces)
        layout.addWidget(self._meaning)
        layout.addWidget(self.strip)
        layout.addWidget(self._findings)
        layout.addWidget(self._ways_on)
        layout.addStretch(1)
        texts = (self._verdict, self._reason, self._meaning, self._findings)
        for label in texts:
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

        splitter = QSplitter(Qt.Orientation.Vertical)
        # On a small screen there is more to say than fits.
        scroll = QScrollArea()
        scroll.setAccessibleName(self.tr("About the picture"))
        scroll.setWidget(below)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        splitter.addWidget(self.view)
        splitter.addWidget(scroll)
        self._scroll, self._splitter = scroll, splitter
        self.places_without_letters: tuple[QWidget, ...] = (self.view, self.faces, scroll, *texts)
        self._sizes: list[int] = []
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        splitter.setChildrenCollapsible(False)
        splitter.setSizes([400, 300])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(splitter)
        self.clear()

    def set_manifest(self, manifest: Manifest | None) -> None:
        """Says which model judged, for what its scores mean."""
        self._manifest = manifest
        self._show_meaning(self.faces.currentRow())

    def set_large(self, large: bool) -> None:
        """Puts what is said of the picture beside it, where the panel has the whole window; else below."""
        splitter = self._splitter
        if large == (splitter.orientation() is Qt.Orientation.Horizontal):
            return
        if large:
            self._sizes = splitter.sizes()
            splitter.setOrientation(Qt.Orientation.Horizontal)
            beside = min(_BESIDE, self.width() // 2)
            splitter.setSizes([self.width() - beside, beside])
        else:
            splitter.setOrientation(Qt.Orientation.Vertical)
            splitter.setSizes(self._sizes)

    def clear(self) -> None:
        """Shows that nothing is selected."""
        self._result = None
        self._waiting.stop()
        self.view.set_picture(None, self.tr("Select a picture in the list to see its faces and scores."))
        self._icon.clear()
        for label in (self._verdict, self._name, self._facts, self._reason, self._meaning):
            label.clear()
        self.review.show_review(None)
        self.large.hide()
        self._forget_look()
        self.faces.clear()
        self.faces.setVisible(False)

    def show_result(self, result: ImageResult) -> None:
        """Shows what is known of a picture before its pixels are there."""
        if self._result is None or self._result.path != result.path:
            self._waiting.start()
            self._scroll.verticalScrollBar().setValue(0)
        self._result = result
        self.large.show()
        self._unstable = {}
        self._show_verdict(result.verdict, result.score)
        facts = []
        if result.width:
            facts.append(f"{number(result.width)} × {number(result.height)}")
        facts += [result.format] if result.format else []
        facts += [file_size(result.bytes)] if result.bytes else []
        # That there are none says nothing: most pictures have none.
        credentials = {
            "valid": self.tr("Content Credentials: valid (unaltered since it was signed; by whom is not checked)"),
            "invalid": self.tr("Content Credentials: invalid"),
            "unreadable": self.tr("Content Credentials: unreadable"),
        }
        self._name.set_parts(readable(result.path.name), "", tooltip(readable(result.path)))
        self._facts.setText("  ·  ".join(facts))
        # Of the only face, its own line says why.
        own = result.faces[0].reason if len(result.faces) == 1 else ""
        reason = reason_text(result.reason.removeprefix(own).lstrip())
        if result.verdict is Verdict.NO_FACE:
            said = self.tr("No face was found in this picture. Unmask judges faces only.")
            reason = f"{said} {reason}".strip()
        reason = "\n".join(filter(None, (credentials.get(result.provenance), reason)))
        self._reason.setText(reason)
        self._reason.setVisible(bool(reason))
        self._fill_faces(result)

    def _show_verdict(self, verdict: Verdict, score: float | None) -> None:
        self._icon.setPixmap(verdict_icon(verdict).pixmap(QSize(28, 28), self.devicePixelRatioF()))
        word = verdict_word(verdict)
        self._verdict.setText(word if score is None else self.tr("{0}, score {1}").format(word, number(score, 3)))

    def show_picture(self, picture: LoadedPicture) -> None:
        """Shows the pixels of the present result."""
        if self._result is None or picture.result.path != self._result.path:
            return
        self._waiting.stop()
        self.view.set_picture(picture, picture.problem)
        if picture.problem:
            self._reason.setText(picture.problem)
            self._reason.setVisible(True)
        row = self.faces.currentRow()
        for place in range(self.faces.count()):
            # Without its model, nobody knows what the network saw.
            crop = picture.crops[place] if place < len(picture.crops) else None
            item = self.faces.item(place)
            if item is not None:
                item.setIcon(QIcon() if crop is None else _untinted(QPixmap.fromImage(crop)))
        self.view.set_current_face(row)

    @Slot()
    def _on_slow(self) -> None:
        self.view.set_picture(None, self.tr("Loading…"))

    @Slot(int)
    def select_face(self, face: int) -> None:
        """Selects a face of the picture."""
        self.faces.setCurrentRow(face)

    @Slot()
    def next_face(self) -> None:
        """Goes to the next face, after the last one to the first."""
        if self.faces.count():
            self.faces.setCurrentRow((self.faces.currentRow() + 1) % self.faces.count())

    @Slot()
    def previous_face(self) -> None:
        """Goes to the face before, before the first one to the last."""
        if self.faces.count():
            self.faces.setCurrentRow((self.faces.currentRow() - 1) % self.faces.count())

    def _fill_faces(self, result: ImageResult) -> None:
        self._forget_look()
        self.faces.clear()
        for place, face in enumerate(result.faces, 1):
            item = QListWidgetItem(self._no_crop(), self._face_line(place, face))
            item.setToolTip(self.tr("The face as the network saw it"))
            item.setSizeHint(QSize(0, _CROP_SIDE + 8))
            self.faces.addItem(item)
        rows = min(len(result.faces), _FACES_IN_SIGHT)
        self.faces.setFixedHeight(rows * (_CROP_SIDE + 8) + 2 * self.faces.frameWidth())
        self.faces.setVisible(bool(result.faces))
        worst = max(range(len(result.faces)), key=lambda place: result.faces[place].score, default=-1)
        self.faces.setCurrentRow(worst)
        self._show_meaning(worst)

    def _face_line(self, place: int, face: FaceScore) -> str:
        title = self.tr("Face {0}: {1}, {2}").format(place, verdict_word(face.verdict), number(face.score, 3))
        return f"{title}\n{reason_text(face.reason)}".strip()

    def _no_crop(self) -> QIcon:
        """What stands where a crop will be."""
        empty = QPixmap(_CROP_SIDE, _CROP_SIDE)
        empty.fill(self.palette().alternateBase().color())
        return _untinted(empty)

    @property
    def current_face(self) -> int:
        """Index of the face that is looked at; -1 if there is none."""
        return self.faces.currentRow()

    def show_looking(self) -> None:
        """Shows that the face is being looked at again."""
        self.look.setEnabled(False)
        self._findings.setText(self.tr("Looking…"))
        self._findings.show()

    def show_look(self, looked: Looked) -> None:
        """Shows what a closer look found, if its face is still the one that is looked at."""
        if self._result is None or self._manifest is None or looked.face != self.current_face:
            return
        # The file may hold something else by now, or another model have judged it.
        if (looked.result.path, looked.result.faces) != (self._result.path, self._result.faces):
            return
        self.look.setEnabled(True)
        self.look.setVisible(looked.look is None)
        if looked.look is None:
            self._findings.setText(looked.problem)
            return
        face = self._result.faces[looked.face]
        self.strip.show_scores(face.score, looked.look, self._manifest.thresholds)
        if looked.heat is not None:
            left, top, side = looked.look.square
            self.view.set_heat(looked.heat, QRectF(left, top, side, side))
        stability = self._stability(face, looked.look)
        if stability.flips:
            self._show_unstable(looked.face)
        self._findings.setText(f"{stability.text} {self._region(looked.look)}".strip())
        self._findings.show()
        self.faces.scrollToItem(self.faces.currentItem())
        # Once there is room made for it.
        QTimer.singleShot(0, self, self._show_findings)

    @Slot()
    def _show_findings(self) -> None:
        self._scroll.ensureWidgetVisible(self.strip, 0)
        self._scroll.ensureWidgetVisible(self._findings, 0)

    def _stability(self, face: FaceScore, look: CloserLook) -> _Stability:
        others = [variant for variant in look.variants if variant.verdict is not face.verdict]
        if face.verdict is Verdict.INCONCLUSIVE:
            return _Stability(False, "")
        if not others:
            return _Stability(False, self.tr("The verdict survives all of these changes."))
        text = self.tr("The verdict changes when the picture is changed a little ({0}). Take it as inconclusive.")
        return _Stability(True, text.format(", ".join(variant_word(variant.name) for variant in others)))

    def _show_unstable(self, place: int) -> None:
        """Shows a face, and the picture if that follows, as inconclusive. The list keeps what the scan said."""
        assert self._result is not None
        reason = self.tr("Small changes of the picture change its verdict.")
        face = replace(self._result.faces[place], verdict=Verdict.INCONCLUSIVE, reason=reason)
        self._unstable[place] = face
        faces = tuple(self._unstable.get(each, old) for each, old in enumerate(self._result.faces))
        verdict, _ = picture_verdict(faces)
        self._show_verdict(verdict, self._result.score)
        item = self.faces.item(place)
        if item is not None:
            item.setText(self._face_line(place + 1, face))
        self.view.set_faces(faces)

    def _region(self, look: CloserLook) -> str:
        if look.heat is None:
            return self.tr("No single region decides.")
        return self.tr("The glowing region speaks for fake: covering it changes the score more than covering others.")

    def _forget_look(self) -> None:
        self.strip.hide()
        self._findings.clear()
        self._findings.hide()
        self.view.set_heat(None)
        self.look.setEnabled(True)
        can_look = self._manifest is not None and self._result is not None and bool(self._result.faces)
        self.look.setVisible(can_look)
        self.tested.setVisible(can_look)

    @Slot(int)
    def _on_face_row(self, row: int) -> None:
        self._forget_look()
        self.view.set_current_face(row)
        self._show_meaning(row)
        self.face_changed.emit(row)

    def _show_meaning(self, row: int) -> None:
        if self._result is None or self._manifest is None or not 0 <= row < len(self._result.faces):
            self._meaning.clear()
            return
        self._meaning.setText(self._meaning_of(self._result.faces[row], self._manifest))

    def _meaning_of(self, face: FaceScore, manifest: Manifest) -> str:
        if not manifest.is_measured:
            return self.tr("How often this model is wrong was not measured: the score is no probability.")
        thresholds = manifest.thresholds
        rates = ScoreRates.of(manifest.training)
        if rates is None:
            return self._meaning_of_thresholds(face, manifest)
        genuine, fakes = rates.genuine_as_high(face.score), rates.fakes_as_low(face.score)
        if face.score >= thresholds.fake:
            return self._genuine_as_high(genuine)
        if face.score <= thresholds.real:
            return self._fakes_as_low(fakes)
        undecided = self.tr("The score alone does not decide.")
        return f"{self._genuine_as_high(genuine)} {self._fakes_as_low(fakes)} {undecided}"

    def _genuine_as_high(self, rate: Rate) -> str:
        if not rate.share:
            text = self.tr(
                "None of the {0} genuine faces that were measured scores this high: at most {1} of 1,000 do."
            )
            return text.format(number(rate.n), _per_thousand(rate.high))
        text = self.tr("Of 1,000 genuine faces, about {0} score this high ({1} to {2}, from {3} that were measured).")
        return text.format(*map(_per_thousand, (rate.share, rate.low, rate.high)), number(rate.n))

    def _fakes_as_low(self, rate: Rate) -> str:
        if not rate.share:
            text = self.tr("None of the {0} fake faces that were measured scores this low: at most {1} of 1,000 do.")
            return text.format(number(rate.n), _per_thousand(rate.high))
        text = self.tr("Of 1,000 fake faces, about {0} score this low ({1} to {2}, from {3} that were measured).")
        return text.format(*map(_per_thousand, (rate.share, rate.low, rate.high)), number(rate.n))

    def _meaning_of_thresholds(self, face: FaceScore, manifest: Manifest) -> str:
        """What is known of a score of a model that says no more than its thresholds."""
        genuine, missed = manifest.error_interval("real"), manifest.error_interval("fake")
        if face.score >= manifest.thresholds.fake:
            return self.tr("Of 1,000 genuine faces, at most about {0} score this high.").format(
                _per_thousand(genuine[1])
            )
        if face.score <= manifest.thresholds.real:
            return self.tr("Of 1,000 fake faces, at most about {0} score this low.").format(_per_thousand(missed[1]))
        return self.tr(
            "More than {0} of 1,000 genuine faces score this high, and more than {1} of 1,000 fake faces score "
            "this low: the score alone does not decide."
        ).format(_per_thousand(genuine[0]), _per_thousand(missed[0]))


def _untinted(pixmap: QPixmap) -> QIcon:
    """An icon that looks the same in a selected row."""
    icon = QIcon()
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
        icon.addPixmap(pixmap, mode)
    return icon


def _per_thousand(share: float) -> str:
    """Of 1,000; with one decimal where a whole number would say nothing."""
    value = share * 1000
    return number(value, 1 if 0.05 <= value < 0.95 else 0)

"""What a folder's flags mean: how many of them false alarm alone would give, and how many are right."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt, QTimer, Slot
from PySide6.QtWidgets import QLabel, QScrollArea, QSizePolicy, QSlider, QVBoxLayout, QWidget

from app.detector.bundle import Manifest
from app.detector.verdict import Verdict
from app.gui.model_figures import hit_rate
from app.gui.score_meaning import chance_of_at_least, picture_false_alarm_rate, share_of_flags_right
from app.gui.wording import number, percent
from app.scan.near_duplicates import NearDuplicates
from app.scan.results import ImageResult

#: Steps of the slider: shares of fakes, in per mille, closer where it matters.
_PER_MILLE = (1, 2, 5, 10, 20, 50, 100, 200, 300, 500, 700, 900)
#: Fewer flags than chance gives more often than this are not worth a word.
_SIGNIFICANT = 0.01
#: Pictures that are counted in one go, which takes some milliseconds. More wait for the next turn of the window.
AT_A_TIME = 300


class SummaryPanel(QScrollArea):
    """A few sentences that change with the rows and with a slider. As high as they are; they scroll in less room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._manifest: Manifest | None = None
        self._turn = QTimer(self)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._count_some)
        self._forget()
        title = QLabel(self.tr("What the flags mean"))
        font = title.font()
        font.setBold(True)
        title.setFont(font)
        title.setWordWrap(True)
        self.expected = _text()
        self.question = _text()
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, len(_PER_MILLE) - 1)
        self.slider.setValue(_PER_MILLE.index(100))
        self.slider.setPageStep(1)
        self.slider.setAccessibleName(self.tr("How common fakes are among these pictures"))
        self.slider.valueChanged.connect(self._show)
        self.right = _text()
        self._inner = QWidget()
        layout = QVBoxLayout(self._inner)
        layout.setContentsMargins(10, 8, 8, 10)
        layout.setSpacing(6)
        for widget in (title, self.expected, self.question, self.slider, self.right):
            layout.addWidget(widget)
        layout.addStretch(1)
        self.setWidget(self._inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # The slider in it scrolls it into sight.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._show()

    def heightForWidth(self, width: int) -> int:
        # As if beside a scroll bar: Qt keeps one that is there while the text needs it at the width that it leaves.
        return self._inner.heightForWidth(width - self.verticalScrollBar().sizeHint().width())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 60)

    def set_manifest(self, manifest: Manifest | None) -> None:
        """Says which model judged."""
        self._manifest = manifest
        self._show()

    def clear(self) -> None:
        """Forgets all pictures."""
        self._forget()
        self._show()

    @property
    def is_counting(self) -> bool:
        """Some pictures are not counted yet; what is shown is of before."""
        return bool(self._uncounted)

    def set_results(self, results: Iterable[ImageResult]) -> None:
        """Counts anew."""
        self._forget()
        self.add(results)

    def add(self, results: Iterable[ImageResult]) -> None:
        """Counts more pictures; identical files once, and so flagged ones that were only resized or compressed anew."""
        self._uncounted.extend(results)
        self._count_some()

    @Slot()
    def _count_some(self) -> None:
        for _ in range(min(len(self._uncounted), AT_A_TIME)):
            self._count(self._uncounted.popleft())
        if not self._uncounted:
            self._turn.stop()
            self._show()
        elif not self._turn.isActive():
            self._turn.start()

    def _count(self, result: ImageResult) -> None:
        if not result.faces:
            return
        if result.sha256 in self._seen:
            self._copies += 1
            return
        self._seen.add(result.sha256)
        # Flagged ones alone: identity cards look alike, too, and were all but one that aren't flagged left out, then as
        # many flags as come by chance would seem to be more.
        if result.verdict is Verdict.FAKE and result.dhash and not self._alike.is_new(result.dhash):
            self._copies += 1
            return
        self._pictures += 1
        self._faces += len(result.faces)
        self._flagged_faces += sum(face.verdict is Verdict.FAKE for face in result.faces)
        self._flags += result.verdict is Verdict.FAKE

    def _forget(self) -> None:
        self._seen: set[str] = set()
        self._alike = NearDuplicates()
        self._pictures = self._faces = self._flags = self._flagged_faces = self._copies = 0
        self._uncounted: deque[ImageResult] = deque()
        self._turn.stop()

    @Slot()
    def _show(self) -> None:
        if self._uncounted:
            return
        manifest = self._manifest
        shown = manifest is not None and manifest.is_measured and self._pictures > 0
        for widget in (self.question, self.slider, self.right):
            widget.setVisible(shown)
        self._write(manifest if shown else None)
        self.updateGeometry()

    def _write(self, manifest: Manifest | None) -> None:
        """Writes the sentences; None: how often the model is wrong is not known."""
        if not self._pictures:
            self.expected.setText(self.tr("Nothing was judged yet."))
            return
        if manifest is None:
            flags = self.tr("%n picture(s) flagged as fake.", "", self._flags)
            unknown = self.tr("How often the model is wrong is not known, so nobody can say how many of them are.")
            self.expected.setText(f"{flags} {unknown} {self._copies_left_out()}".rstrip())
            return
        rate = picture_false_alarm_rate(manifest.false_alarm_rate, self._faces, self._pictures)
        chance = chance_of_at_least(self._flags, self._pictures, rate)
        self.expected.setText(
            " ".join(
                (
                    self.tr("%n picture(s) flagged as fake.", "", self._flags),
                    self.tr("If all were genuine, about {0} would be flagged all the same.").format(
                        _few(self._pictures * rate)
                    ),
                    self._verdict_on(chance),
                    self._copies_left_out(),
                )
            ).rstrip()
        )
        prevalence = _PER_MILLE[self.slider.value()] / 1000
        right = share_of_flags_right(prevalence, hit_rate(manifest), manifest.false_alarm_rate)
        self.question.setText(self.tr("If {0} of the faces here were fake:").format(percent(prevalence)))
        if self._flagged_faces > 1:
            about = self.tr(
                "about {0} of these %n flagged face(s) would really be fake ({1}).", "", self._flagged_faces
            )
            share = percent(right).replace(" ", "\N{NO-BREAK SPACE}")
            self.right.setText(about.format(number(self._flagged_faces * right), share))
        else:
            about = self.tr("of 100 flagged faces, about {0} would really be fake.")
            self.right.setText(about.format(number(right * 100)))

    def _copies_left_out(self) -> str:
        if not self._copies:
            return ""
        return self.tr("%n picture(s) that look the same as another are left out here.", "", self._copies)

    def _verdict_on(self, chance: float) -> str:
        if not self._flags:
            return ""
        if chance < _SIGNIFICANT:
            # Rounded down to one digit: nobody needs 1 in 4,171.
            magnitude = 10 ** int(math.log10(1 / max(chance, 1e-4)))
            odds = number(int(1 / max(chance, 1e-4) / magnitude) * magnitude)
            return self.tr("So many would come by chance in fewer than 1 of {0} such folders.").format(odds)
        return self.tr("So many can come by chance: in {0} of such folders.").format(percent(chance))


def _few(value: float) -> str:
    """A number with as many decimals as it takes to say something: 12, 1.2, 0.05."""
    return number(value, 0 if value >= 10 else 1 if value >= 0.1 else 2)


def _text() -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label

"""What the window shows at its first start: what the program does, what it can't do, and that nothing leaves here."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.detector.verdict import Verdict
from app.gui.icons import app_icon, verdict_icon

_WIDTH = 560


class FirstRunPage(QWidget):
    """Three sentences and two buttons.

    Signals:
        examples_wanted: scan the example pictures.
        done: the user has read it.
    """

    examples_wanted = Signal()
    done = Signal()

    def __init__(self, has_examples: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        picture = QLabel()
        picture.setPixmap(app_icon().pixmap(QSize(96, 96), self.devicePixelRatioF()))
        title = QLabel(self.tr("Welcome to Unmask"))
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 1.6)
        title.setFont(font)
        sentences = QGridLayout()
        sentences.setContentsMargins(0, 0, 0, 0)
        sentences.setHorizontalSpacing(14)
        sentences.setVerticalSpacing(12)
        sentences.setColumnStretch(1, 1)
        for row, (verdict, text) in enumerate(
            (
                (
                    Verdict.FAKE,
                    self.tr(
                        "Unmask looks for faces in your pictures, says which look like deepfakes, "
                        "and how often it is wrong."
                    ),
                ),
                (
                    Verdict.INCONCLUSIVE,
                    self.tr(
                        "It proves nothing: new kinds of fakes, strong compression and filters mislead it, and it "
                        "judges faces only."
                    ),
                ),
                (Verdict.REAL, self.tr("Nothing leaves this computer: no picture, no score, no question for updates.")),
            )
        ):
            icon = QLabel()
            icon.setPixmap(verdict_icon(verdict).pixmap(QSize(24, 24), self.devicePixelRatioF()))
            label = QLabel(text)
            label.setWordWrap(True)
            label.setFixedWidth(_WIDTH - 44)
            # A label in a centred box gets the height of fewer lines than it needs.
            label.setFixedHeight(label.heightForWidth(label.width()))
            sentences.addWidget(icon, row, 0, Qt.AlignmentFlag.AlignTop)
            sentences.addWidget(label, row, 1)
        box = QWidget()
        box.setFixedWidth(_WIDTH)
        box.setLayout(sentences)
        self.examples = QPushButton(self.tr("&Scan the example pictures"))
        self.examples.clicked.connect(self.examples_wanted)
        self.examples.setVisible(has_examples)
        self.own = QPushButton(self.tr("Begin with my &own pictures"))
        self.own.clicked.connect(self.done)
        # Return does what is offered first.
        for button in (self.examples, self.own):
            button.setAutoDefault(True)
        self.setFocusProxy(self.examples if has_examples else self.own)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.examples)
        buttons.addWidget(self.own)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setSpacing(18)
        layout.addStretch(2)
        layout.addWidget(picture, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(title, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(box, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addLayout(buttons)
        layout.addStretch(3)

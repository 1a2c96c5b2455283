"""Icons of the program: verdicts in their own colours, actions in the colour of the text."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from app.detector.verdict import Verdict
from app.resources import RESOURCES

_FOLDER = RESOURCES / "icons"
_INK = "#000"

#: Sides that an action icon is drawn at: 16, 24 and 32 px at 100, 150 and 200 %.
_SIZES = (16, 20, 24, 32, 36, 48, 64)

#: Okabe and Ito's colours, which colour-blind people tell apart; each verdict also has a shape and a word of its own.
_COLOURS = {
    Verdict.FAKE: "#d55e00",
    Verdict.REAL: "#1f83c4",
    Verdict.INCONCLUSIVE: "#e2a400",
    Verdict.NO_FACE: "#878d96",
    Verdict.ERROR: "#8a5fa3",
}


@cache
def app_icon() -> QIcon:
    """The icon of the program."""
    return QIcon(str(_FOLDER / "unmask.svg"))


@cache
def verdict_icon(verdict: Verdict) -> QIcon:
    """The icon of a verdict. The shapes differ, not only the colours."""
    icon = QIcon()
    # Also in selected rows, which Qt would tint otherwise: the colour means something.
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
        icon.addFile(str(_FOLDER / f"verdict-{verdict.value}.svg"), QSize(), mode)
    return icon


def verdict_colour(verdict: Verdict) -> QColor:
    """The colour of a verdict, readable on light and dark ground."""
    return QColor(_COLOURS[verdict])


def action_icon(name: str) -> QIcon:
    """An icon of an action in the present colour of button texts, so that it has to be made anew when that changes."""
    palette = QApplication.palette()
    icon = QIcon()
    for mode, group in (
        (QIcon.Mode.Normal, QPalette.ColorGroup.Active),
        (QIcon.Mode.Disabled, QPalette.ColorGroup.Disabled),
    ):
        ink = palette.color(group, QPalette.ColorRole.ButtonText).name()
        drawing = (_FOLDER / f"action-{name}.svg").read_text(encoding="utf-8").replace(_INK, ink)
        renderer = QSvgRenderer(QByteArray(drawing.encode()))
        for size in _SIZES:
            pixmap = QPixmap(size, size)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            renderer.render(painter, QRectF(0, 0, size, size))
            painter.end()
            icon.addPixmap(pixmap, mode)
    return icon

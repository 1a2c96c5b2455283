"""Words and figures as the window shows them, in the user's language."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtGui import Qt

from app.detector.verdict import Verdict
from app.gui.sentences import translated
from app.inert_text import inert


def verdict_word(verdict: Verdict) -> str:
    """The verdict in one or two words."""
    translate = QCoreApplication.translate
    match verdict:
        case Verdict.FAKE:
            return translate("Verdict", "Fake")
        case Verdict.REAL:
            return translate("Verdict", "Real")
        case Verdict.INCONCLUSIVE:
            return translate("Verdict", "Inconclusive")
        case Verdict.NO_FACE:
            return translate("Verdict", "No face")
        case Verdict.ERROR:
            return translate("Verdict", "Error")


def reason_text(reason: str) -> str:
    """A reason that the detector or a scan gives, in the user's language and on one line."""
    return inert(translated(reason))


def readable(path: Path | str) -> str:
    """A path or name that can be shown: on one line, and without stray bytes, which Qt refuses."""
    return inert(str(path))


def tooltip(text: str) -> str:
    """The text for a tooltip, where Qt takes what looks like HTML for HTML."""
    return Qt.convertFromPlainText(text) if Qt.mightBeRichText(text) else text


def number(value: float, decimals: int = 0) -> str:
    """A number with the separators of the user's country."""
    return QLocale().toString(float(value), "f", decimals)


def percent(share: float) -> str:
    """A share as a percentage with as many decimals as it takes to say something: 12 %, 1.0 %, 0.05 %, 99.5 %.

    Only none is called 0 %, and only all 100 %.
    """
    translate = QCoreApplication.translate
    value = share * 100
    if 0 < value < 0.01:
        return translate("Figures", "under {0} %").format(number(0.01, 2))
    if 99.9 < value < 100:
        return translate("Figures", "over {0} %").format(number(99.9, 1))
    decimals = 0 if value in (0, 100) or 10 <= value < 99 else 1 if value >= 0.1 else 2
    return translate("Figures", "{0} %").format(number(value, decimals))


def duration(seconds: float) -> str:
    """A time span in the largest unit that fits: 8 s, 3 min, 2 h 5 min."""
    translate = QCoreApplication.translate
    if seconds < 90:
        return translate("Figures", "{0} s").format(number(max(1, round(seconds))))
    minutes = round(seconds / 60)
    if minutes < 90:
        return translate("Figures", "{0} min").format(number(minutes))
    return translate("Figures", "{0} h {1} min").format(number(minutes // 60), minutes % 60)


def file_size(size: int) -> str:
    """Bytes in kB or MB."""
    return QLocale().formattedDataSize(size, 1, QLocale.DataSizeFormat.DataSizeSIFormat)

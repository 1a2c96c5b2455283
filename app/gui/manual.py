"""The short manual in the Help menu. Its list of keys is made from the actions, so that it can't be wrong."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence


def manual(actions: Iterable[QAction]) -> str:
    """The manual.

    Args:
        actions: whose keys are listed.

    Returns:
        Markdown.
    """
    translate = QCoreApplication.translate
    parts = [
        translate(
            "Manual",
            "Drop pictures or folders on the window. Each file becomes a row; the picture on the right shows its faces "
            "with their scores. A folder dropped during a scan is added to it.",
        ),
        translate(
            "Manual",
            "**A score** is the estimated probability that a face is fake, from 0 to 1. From the model's fake "
            "threshold on, a face is called *fake*, up to its real threshold *real*, and *inconclusive* in "
            "between. A picture is fake if any of its faces is.",
        ),
        translate(
            "Manual",
            "**A score is a hint, not a proof.** Some genuine faces are called fake: the line at the bottom says how "
            "many. New kinds of fakes, strong compression, filters and make-up mislead the model. Look at the picture, "
            "ask where it comes from, and look for an earlier copy.",
        ),
        translate(
            "Manual",
            "**Content Credentials** are what the picture itself says, signed, of where it comes from. *Valid* means "
            "that it is unaltered since it was signed; by whom is not checked, and anybody can sign.",
        ),
        translate(
            "Manual",
            "**Review**: confirm or overturn what the program says, with the buttons beside the picture or the keys "
            "below. Your decision is kept with the content of the picture, also if the file is renamed; *Export "
            "reviews…* writes it beside the verdict. *Filter* shows only some results, and the search field takes "
            "words and conditions such as `score>0.8` or `faces>1`.",
        ),
        translate(
            "Manual",
            "**Earlier scans** are listed on the left. Click one to see its results as they were; one that was stopped "
            "can be resumed. Where two models scanned the same files, *Which verdicts changed…* shows those alone.",
        ),
        translate(
            "Manual",
            "**Watched folders**: new pictures in them are scanned as they arrive, while Unmask is open. *File*, "
            "*Watch a folder…* adds one; a right click on it takes it off.",
        ),
        translate(
            "Manual",
            "**Nothing leaves this computer.** Only *Retrain…* uses the network, to fetch the data set that you name.",
        ),
    ]
    keys = [
        (action.text().replace("&", ""), action.shortcut().toString(QKeySequence.SequenceFormat.NativeText))
        for action in actions
        if not action.shortcut().isEmpty()
    ]
    heading = "| " + translate("Manual", "Key") + " | " + translate("Manual", "What it does") + " |\n|---|---|"
    rows = [f"| {key} | {text} |" for text, key in keys]
    return "\n\n".join(parts) + "\n\n" + "\n".join([heading, *rows]) + "\n"

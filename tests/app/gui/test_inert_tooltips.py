"""What strangers chose is text in the window, wherever Qt could take it for rich text."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QUrl
from PySide6.QtGui import QAction, Qt, QTextDocument

from app.detector.verdict import Verdict
from app.gui.elided_label import ElidedLabel
from app.gui.empty_page import EmptyPage
from app.gui.failures_panel import FailuresPanel
from app.gui.models_dialog import TextDialog
from app.gui.results_model import Column, ResultsModel
from app.gui.scan_bar import ScanBar
from app.gui.sources_panel import SourcesPanel
from app.gui.training_dialog import TrainingDialog
from app.scan.journal import PastScan


@pytest.mark.parametrize("text", ["<b>bold</b>", "<img src='//host/a'>", "<table><tr><td>x", "<!-- -->", "a &lt; b"])
def test_markup_in_a_name_or_a_reason_is_no_rich_text_in_a_tooltip(qtbot, row, text):
    model = ResultsModel()
    result = row(0, Path("/a") / f"{text.replace('/', '_')}.png", 0.5)
    model.append([dataclasses.replace(result, verdict=Verdict.ERROR, reason=f"Could not be analysed: {text}")])
    for column, shown in (
        (Column.NAME, str(result.path)),
        (Column.FOLDER, str(result.path)),
        (Column.REASON, f"Could not be analysed: {text}"),
    ):
        tip = model.index(0, column).data(Qt.ItemDataRole.ToolTipRole)
        seen = QTextDocument()
        (seen.setHtml if Qt.mightBeRichText(tip) else seen.setPlainText)(tip)
        assert seen.toPlainText() == shown


@pytest.fixture
def elsewhere(tmp_path):
    """A red picture that is none of those shown, and its name in HTML, as a file name can hold it."""
    path = tmp_path / "other.png"
    Image.new("RGB", (20, 20), "red").save(path)
    return f"<img src={str(path).replace('/', '&#47;')}>"


def test_names_are_no_rich_text_in_the_panels(qtbot, row, elsewhere):
    failures, sources, label = FailuresPanel(), SourcesPanel(), ElidedLabel()
    for widget in (failures, sources, label):
        qtbot.addWidget(widget)
    path = Path("/a") / f"{elsewhere}.png"
    failures.add([row(0, path, error=f"No picture: {elsewhere}")])
    sources.set_sources([path])
    label.resize(20, 20)
    label.setText(elsewhere)
    item = failures.list.topLevelItem(0)
    for tip, shown in (
        (item.toolTip(0), str(path)),
        (item.toolTip(1), f"No picture: {elsewhere}"),
        (sources.sources.child(0).toolTip(0), str(path)),
        (label.toolTip(), elsewhere),
    ):
        seen = QTextDocument()
        (seen.setHtml if Qt.mightBeRichText(tip) else seen.setPlainText)(tip)
        assert seen.toPlainText() == shown


def test_a_model_card_shows_no_pictures_of_this_machine(qtbot, tmp_path, elsewhere):
    dialog = TextDialog("Card", f"![](file://{tmp_path}/other.png)")
    qtbot.addWidget(dialog)
    picture = QUrl.fromLocalFile(str(tmp_path / "other.png"))
    assert dialog.text.loadResource(QTextDocument.ResourceType.ImageResource, picture) is None


def test_names_are_no_rich_text_in_sentences(qtbot, unmask_home, elsewhere):
    folder, nothing = QAction(), QAction()
    bar, empty, training = ScanBar(), EmptyPage(folder, nothing), TrainingDialog()
    for widget in (bar, empty, training):
        qtbot.addWidget(widget)
    bar.show_scan(PastScan(1, 0, (Path("/a") / elsewhere,), True, "test-1", 0, {}, True), [], read_back=True)
    empty.show_nothing_found(f"/a/{elsewhere}")
    event = {"event": "data", "understood": {"label_folders": {"real": [elsewhere], "fake": ["f\udcff"]}}}
    training.trainer.new_event.emit(event)
    for label in (bar.label, empty.text, training.facts):
        assert elsewhere in label.text()
        assert label.textFormat() is Qt.TextFormat.PlainText
    assert training.facts.text().endswith(r"Fake is what lies in f\udcff")

"""From the menu to a new model in use: the real window, the real trainer, a data set that is drawn."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.gui.main_window import MainWindow
from app.models import bundled_model, selected_model
from tests.trainer.toyfake import write

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


def test_a_model_trained_from_the_menu_is_used_without_a_restart(qtbot, tmp_path: Path) -> None:
    if importlib.util.find_spec("tensorflow") is None:
        pytest.skip("needs TensorFlow")
    window = MainWindow()
    qtbot.addWidget(window)
    window.show()
    window.models.retrain.trigger()
    dialog = window.models.training
    dialog.data.setEditText(str(write(tmp_path / "toy set", {"real": 120, "fake": 120})))
    dialog.preset.setCurrentIndex(dialog.preset.findData("simple-cnn"))
    dialog.crop.setCurrentIndex(dialog.crop.findData("whole"))
    dialog.epochs.setValue(2)
    qtbot.mouseClick(dialog.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(dialog.gate.isVisible, timeout=600_000)
    if folder := os.environ.get("UNMASK_SCREENSHOTS"):
        dialog.grab().save(str(Path(folder) / "retrained.png"))
    assert "tensorflow" not in sys.modules
    assert selected_model() == bundled_model()
    with qtbot.waitSignal(dialog.model_changed):
        qtbot.mouseClick(dialog.install, Qt.MouseButton.LeftButton)
    assert selected_model() != bundled_model()
    assert "simple-cnn" in selected_model().name
    with qtbot.waitSignal(dialog.model_changed):
        qtbot.mouseClick(dialog.back, Qt.MouseButton.LeftButton)
    assert selected_model() == bundled_model()
    # Its last event comes a moment before its end.
    dialog.trainer.stop()

"""Makes the pictures of the window for the documentation, with portraits from packages and the model that is in use.

    xvfb-run -s "-screen 0 1400x900x24" python tests/app/gui/make_screenshots.py FOLDER

Every run starts from an empty home. They are made one by one, each in a process of its own, because scale and language
are fixed when a program starts.
"""

from __future__ import annotations

import importlib.resources
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.gui.main_window import MainWindow

ROOT = Path(__file__).resolve().parents[3]
SHOTS = {
    "light": {},
    "dark": {"dark": "1"},
    "scale-200": {"QT_SCALE_FACTOR": "2"},
    "first-run": {},
    "empty": {},
    "earlier": {},
    "changes": {},
    "thumbnails": {},
    "closer-look": {},
    "large": {},
    "filters": {},
    "failures": {},
    "models": {},
    "training": {},
    "german": {"locale": "de_DE"},
    "spanish": {"locale": "es_ES"},
    "small": {"size": "1024x600"},
}
_TRAINING = [
    {"event": "data", "understood": {"counts": {"train": {"real": 4000, "fake": 4000}}}, "warnings": []},
    {"event": "audit", "findings": [{"severity": "red", "text": "12 pictures of Test are also in Train."}]},
    {"event": "started", "device": "CPU", "preset": "efficientnet-lite0", "epochs": 6},
    {
        "event": "epoch",
        "epoch": 1,
        "epochs": 6,
        "metrics": {"loss": 0.62, "val_loss": 0.6, "auc": 0.74, "val_auc": 0.75},
    },
    {
        "event": "epoch",
        "epoch": 2,
        "epochs": 6,
        "metrics": {"loss": 0.5, "val_loss": 0.52, "auc": 0.84, "val_auc": 0.82},
    },
    {
        "event": "epoch",
        "epoch": 3,
        "epochs": 6,
        "metrics": {"loss": 0.41, "val_loss": 0.47, "auc": 0.9, "val_auc": 0.86},
    },
    {"event": "progress", "stage": "train", "done": 40, "total": 120, "seconds_left": 1500.0, "epoch": 4},
]


def main() -> None:
    """Makes all of them, or the one that it is called for."""
    if len(sys.argv) == 3:
        shoot(sys.argv[1], Path(sys.argv[2]))
        return
    target = Path(sys.argv[1]).absolute()
    target.mkdir(parents=True, exist_ok=True)
    for name, environment in SHOTS.items():
        with tempfile.TemporaryDirectory() as home:
            command = [sys.executable, __file__, name, str(target / f"{name}.png")]
            surroundings = {**os.environ, "UNMASK_HOME": home, "PYTHONPATH": str(ROOT), **environment}
            subprocess.run(command, cwd=ROOT, env=surroundings, check=True)
        print(target / f"{name}.png")


def example_pictures(folder: Path) -> Path:
    """A folder with a genuine portrait, generated ones, a cup of coffee and two files that are no pictures."""
    folder.mkdir()
    pictures = importlib.resources.files("skimage") / "data"
    for name in ("astronaut.png", "coffee.png"):
        shutil.copy(str(pictures / name), folder / name)
    people = Path(str(importlib.resources.files("openpeople"))) / "data/curated"
    for place, portrait in enumerate(sorted(people.glob("P*/assets/*.jpg"))[:16]):
        shutil.copy(portrait, folder / f"{place:02}-{portrait.name}")
    (folder / "notes.jpg").write_text("This is a text.")
    (folder / "empty.png").touch()
    return folder


def has_picture(window: MainWindow) -> bool:
    """The picture that is shown is the one that is selected."""
    picture, result = window.preview.view._picture, window.results.current()
    return picture is not None and result is not None and picture.result.path == result.path


def write_earlier_scans(pictures: Path, archive: Path) -> None:
    """Puts two scans into the journal: one of the same pictures with another model, and one that was interrupted."""
    import dataclasses

    from app.detector.bundle import load_bundle
    from app.detector.verdict import Verdict
    from app.models import bundled_model
    from app.scan.journal import journal_path
    from app.scan.known_results import Entry
    from app.scan.results import ScanRequest
    from app.scan.scan import Scan
    from app.scan.scan_record import ScanRecord

    bundle = load_bundle(bundled_model())
    events = Scan(ScanRequest((pictures,), use_cache=False)).events()
    results = [event.result for event in events if hasattr(event, "result")]
    journal_path().unlink()
    older = dataclasses.replace(bundle, manifest=dataclasses.replace(bundle.manifest, id="older-model"))
    others = [
        dataclasses.replace(result, verdict=Verdict.REAL) if place % 4 == 2 and result.faces else result
        for place, result in enumerate(results)
    ]
    for folder, rows, found in ((pictures, others, len(others)), (archive, results[:9], 1203)):
        record, _ = ScanRecord.begin(journal_path(), ScanRequest((folder,)), older)
        record.write([Entry(row) for row in rows], found, (folder,))
        if folder is pictures:
            record.finish(found)
        record.close()


def shoot(name: str, target: Path) -> None:
    """Makes one."""
    from PySide6.QtCore import QEventLoop, QLocale, QTimer
    from PySide6.QtGui import QColor, QPalette
    from PySide6.QtWidgets import QApplication

    from app.gui.main_window import MainWindow
    from app.gui.models_dialog import ModelsDialog
    from app.gui.run import translate

    application = QApplication(["unmask"])
    translate(application, QLocale(os.environ.get("locale", "en_US")))  # noqa: SIM112
    if os.environ.get("dark"):  # noqa: SIM112
        palette = QPalette(QColor("#2b2d30"))
        for role, colour in {
            "Base": "#1f2123",
            "Highlight": "#2f6fb0",
            "PlaceholderText": "#9a9a9a",
            "Link": "#7db7ff",
        }.items():
            palette.setColor(getattr(QPalette.ColorRole, role), QColor(colour))
        application.setPalette(palette)

    def wait(until: Callable[[], bool]) -> None:
        loop = QEventLoop()
        timer = QTimer()
        timer.timeout.connect(lambda: loop.quit() if until() else None)
        timer.start(100)
        loop.exec()

    window = MainWindow()
    window.resize(*map(int, os.environ.get("size", "1280x780").split("x")))  # noqa: SIM112
    window.show()
    shown = window
    if name == "training":
        window.models.show_training()
        shown = window.models.training
        shown._show_run(6)
        for event in json.loads(json.dumps(_TRAINING)):
            shown._on_event(event)
    elif name == "models":
        window.models.models.trigger()
        shown = next(each for each in application.topLevelWidgets() if isinstance(each, ModelsDialog))
    elif name == "empty":
        window.leave_first_steps()
    elif name != "first-run":
        with tempfile.TemporaryDirectory() as folder:
            pictures = example_pictures(Path(folder) / "Pictures")
            if name in ("earlier", "changes"):
                write_earlier_scans(pictures, Path(folder) / "Archive")
            window.scan([pictures])
            wait(lambda: not window.controller.is_running)
            if name in ("earlier", "changes"):
                wait(lambda: len(window.sources.scan_items()) == 3)
            if name == "earlier":
                window.watching.watch(pictures)
                window.history.show(window.sources.scan_items()[1])
                wait(lambda: window.results.scan_bar.isVisible() and not window.controller.is_running)
            if name == "changes":
                window.results.scan_bar.menu.actions()[0].trigger()
                wait(lambda: window.history._comparison is not None)
            window.results.table.sortByColumn(1, window.results.table.horizontalHeader().sortIndicatorOrder())
            window.results.table.selectRow(0)
            wait(lambda: has_picture(window))
            if name == "thumbnails":
                window.as_thumbnails.trigger()
            if name == "closer-look":
                window.picture.look.trigger()
                wait(window.preview.strip.isVisible)
            if name == "large":
                window.big.trigger()
            if name == "filters":
                window.more_filters.trigger()
                window.results.form.lowest.setValue(0.95)
            if name == "failures":
                window.show_failures.trigger()
            if name in ("light", "thumbnails"):
                window.selection.confirm.trigger()
                window.results.go_to(pictures / "10-studio_portrait.jpg")
            wait(lambda: has_picture(window))
            seconds = iter(range(20))
            wait(lambda: next(seconds) > 15)
            window.grab().save(str(target))
            window.close()
        return
    seconds = iter(range(20))
    wait(lambda: next(seconds) > 5)
    shown.grab().save(str(target))
    window.close()


if __name__ == "__main__":
    main()

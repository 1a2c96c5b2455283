"""A window whose scan says what the test wants, about real pictures that the test draws."""

from __future__ import annotations

import gc
import hashlib
import json
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QLibraryInfo, QLocale, QMimeData, QPoint, QPointF, Qt, QTranslator, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.detector.bundle import Bundle, Manifest
from app.detector.faces import FaceBox
from app.detector.verdict import FaceScore, Limits, Thresholds, Verdict, picture_verdict
from app.gui.main_window import MainWindow
from app.gui.run import translate
from app.models import bundled_model
from app.resources import RESOURCES
from app.scan.events import (
    FileScanned,
    FilesFound,
    ScanEvent,
    ScanFinished,
    ScanPaused,
    ScanResumed,
    ScanStarted,
)
from app.scan.results import ImageResult, ScanRequest

MANIFEST = Manifest(
    id="test-1",
    name="Test model",
    created="2026-01-02T03:04:05Z",
    preset="lite0",
    input_size=32,
    crop="face",
    margin=1.5,
    resize_filter="bilinear",
    temperature=1.0,
    thresholds=Thresholds(0.9, 0.2, 0.01, 0.05),
    limits=Limits(20, 1.0),
    files={},
)

SMALL_SCREEN = (1024, 600)

BUNDLE = Bundle(Path("model"), MANIFEST, "0" * 64)

# With the collector off, how much more there may be than was collected before windows of earlier tests go.
_MUCH_GARBAGE = 100_000


@pytest.fixture(scope="package", autouse=True)
def _no_collector() -> Iterator[None]:
    gc.disable()
    yield
    # What is left of windows stays for good: to destroy hundreds of them takes most of a minute.
    gc.freeze()
    gc.enable()


@pytest.fixture(autouse=True)
def _no_key_is_held() -> Iterator[None]:
    """A key that was pressed with Ctrl leaves that pressed, and the next test would select one row more."""
    yield
    if QApplication.instance() and QApplication.keyboardModifiers():
        QTest.keyClick(QWidget(), Qt.Key.Key_F35)


@pytest.fixture(autouse=True)
def _garbage_collected_on_this_thread(_no_collector: None) -> Iterator[None]:
    """The collector runs on whichever thread asks for memory, and one that destroys a window there crashes.

    The program's only window lives as long as it does; here, each test leaves one behind.
    """
    yield
    if gc.get_count()[0] > _MUCH_GARBAGE:
        gc.collect()


@pytest.fixture
def qtbot(qtbot):
    """The usual one, with the patience that a busy machine needs: a test fails for what happens, not for when."""
    qtbot.waitUntil = partial(qtbot.waitUntil, timeout=60_000)
    qtbot.waitSignal = partial(qtbot.waitSignal, timeout=60_000)
    return qtbot


@pytest.fixture(autouse=True)
def _english(qapp: QApplication) -> None:
    if not getattr(qapp, "unmask_translated", False):
        translate(qapp, QLocale("en_US"))
        qapp.unmask_translated = True


def face(score: float, left: float = 10, top: float = 10, side: float = 40) -> FaceScore:
    """A judged face, at the thresholds of `MANIFEST`."""
    verdict = Verdict.FAKE if score >= 0.9 else Verdict.REAL if score <= 0.2 else Verdict.INCONCLUSIVE
    reason = "The score lies between the thresholds." if verdict is Verdict.INCONCLUSIVE else ""
    return FaceScore(FaceBox(left, top, side, side, 0.9), 0.0, score, 50.0, verdict, reason)


def row(index: int, path: Path, *scores: float, error: str = "") -> ImageResult:
    """The result of a file; of a picture without faces if there are no scores."""
    data = path.read_bytes() if path.is_file() else os.fsencode(path)
    sha256 = hashlib.sha256(data).hexdigest()
    if error:
        return ImageResult(index, path, Verdict.ERROR, error, bytes=len(data))
    faces = tuple(face(score, left=10 + 50 * place) for place, score in enumerate(scores))
    verdict, reason = picture_verdict(faces)
    return ImageResult(index, path, verdict, reason, faces, 160, 120, "PNG", len(data), 1, sha256, "absent", "test-1")


@pytest.fixture(name="row")
def _row() -> Callable[..., ImageResult]:
    return row


@dataclass
class ScriptedScan:
    """A scan that yields real events: some rows, then, if ``gate`` is closed, waits for it; keeps what it was asked."""

    request: ScanRequest
    rows: Sequence[ImageResult]
    hold_after: int | None = None
    gate: threading.Event = field(default_factory=threading.Event)
    added: list[Path] = field(default_factory=list)
    cancelled: bool = False
    paused: bool = False
    gentle: bool | None = None
    notice: str = ""
    bundle: Bundle = BUNDLE
    journal_id: int | None = None
    say: Sequence[ScanEvent] = ()
    takes_more: bool = True

    def add(self, paths: Sequence[Path]) -> bool:
        if self.takes_more:
            self.added += paths
        return self.takes_more

    def cancel(self) -> None:
        self.cancelled = True
        self.gate.set()

    def pause(self) -> None:
        self.paused = True

    def resume(self) -> None:
        self.paused = False

    def set_gentle(self, gentle: bool | None) -> None:
        self.gentle = gentle

    def events(self) -> Iterator[ScanEvent]:
        yield ScanStarted("test-1", 1)
        yield FilesFound(len(self.rows), True)
        yield from self.say
        done, said_paused = 0, False
        for result in self.rows:
            while done == self.hold_after and not self.gate.is_set():
                time.sleep(0.005)
                if self.paused != said_paused:
                    said_paused = self.paused
                    yield ScanPaused() if said_paused else ScanResumed()
            if self.cancelled:
                break
            done += 1
            yield FileScanned(result)
        yield ScanFinished(len(self.rows), done, 1.0, self.cancelled)


@pytest.fixture
def picture(tmp_path: Path) -> Callable[..., Path]:
    """Draws a picture of its own content and gives its path."""

    def draw(name: str, size: tuple[int, int] = (160, 120)) -> Path:
        image = Image.new("RGB", size, (len(name) * 7 % 255, 90, 160))
        ImageDraw.Draw(image).text((2, 2), name, fill="white")
        path = tmp_path / "pictures" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        image.save(path)
        return path

    return draw


@dataclass
class Bench:
    """A shown window and the scans that it started."""

    window: MainWindow
    qtbot: object
    rows: list[ImageResult] = field(default_factory=list)
    hold_after: int | None = None
    scans: list[ScriptedScan] = field(default_factory=list)
    refuse: Exception | None = None
    refuse_resumption: Exception | None = None
    say: Sequence[ScanEvent] = ()
    bundle: Bundle = BUNDLE
    journal_id: int | None = None

    def make_scan(self, request: ScanRequest) -> ScriptedScan:
        if self.refuse is not None:
            raise self.refuse
        if self.refuse_resumption is not None and request.resume:
            raise self.refuse_resumption
        scan = ScriptedScan(
            request, self.rows, self.hold_after, say=self.say, bundle=self.bundle, journal_id=self.journal_id
        )
        self.scans.append(scan)
        return scan

    def names(self) -> list[str]:
        """The names in the table, from the top."""
        model = self.window.model
        return [model.index(place, 0).data() for place in range(model.rowCount())]

    def finish(self) -> None:
        """Waits for the end of the scan."""
        self.qtbot.waitUntil(lambda: not self.window.controller.is_running)


@pytest.fixture
def bench(qtbot, unmask_home: Path) -> Iterator[Bench]:
    bench = Bench(None, qtbot)
    window = MainWindow(lambda request: bench.make_scan(request))
    bench.window = window
    qtbot.addWidget(window)
    window.resize(1280, 780)
    window.show()
    # It asks for earlier scans when it is shown; no test is to meet the answer.
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.waitUntil(lambda: window.history._offered)
    window.history.journal._thread.submit(int).result()
    qtbot.wait(1)
    window.message.dismiss()
    window.first_run.own.click()
    yield bench
    for scan in bench.scans:
        scan.gate.set()
    window.close()


def drop(window, *paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(300, 300), Qt.DropAction.CopyAction, data, left, none)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(window, QDropEvent(QPointF(300, 300), Qt.DropAction.CopyAction, data, left, none))


@pytest.fixture
def scanned(bench, picture, row, tmp_path):
    """A window after a scan of five files."""
    bench.rows = [
        row(0, picture("anna.png"), 0.97),
        row(1, picture("ben.png"), 0.05),
        row(2, picture("carl.png"), 0.5, 0.95),
        row(3, picture("door.png")),
        row(4, tmp_path / "pictures" / "broken.png", error="The content is not a picture in a supported format."),
    ]
    drop(bench.window, tmp_path / "pictures")
    bench.finish()
    bench.qtbot.waitUntil(lambda: bench.window.preview.view._picture is not None)
    return bench


@pytest.fixture
def other_model(unmask_home):
    """A second model that is installed."""
    mine = unmask_home / "data" / "models" / "mine"
    shutil.copytree(bundled_model(), mine)
    manifest = json.loads((mine / "manifest.json").read_text("utf-8"))
    (mine / "manifest.json").write_text(json.dumps(manifest | {"id": "mine", "name": "Mine"}), "utf-8")
    return mine


@pytest.fixture(params=["en", "de", "es"])
def language(request, qapp):
    translators = []
    for name, folder in (
        ("qtbase", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)),
        ("unmask", str(RESOURCES / "translations")),
    ):
        translator = QTranslator()
        assert translator.load(f"{name}_{request.param}", folder)
        qapp.installTranslator(translator)
        translators.append(translator)
    before = QLocale()
    QLocale.setDefault(QLocale(request.param))
    yield request.param
    QLocale.setDefault(before)
    for translator in translators:
        qapp.removeTranslator(translator)

"""Decodes pictures for the preview on threads of its own, ahead of the person who looks through them."""

from __future__ import annotations

import hashlib
import time
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot
from PySide6.QtGui import QImage

from app.detector.bundle import Manifest
from app.detector.crop import cut, face_square
from app.detector.decode import DecodeError, RgbArray, decode
from app.detector.verdict import Verdict
from app.gui.reading_threads import ReadingThreads
from app.gui.wording import reason_text
from app.scan.results import ImageResult

#: Pixels that are kept decoded, at 4 bytes each and a third more for the reduced copies.
_CACHED_PIXELS = 80_000_000
#: Reduced copies are made down to this size.
_SMALLEST_LEVEL = 400
_THREADS = 2
#: A picture that took so long is held by a share that hangs, in seconds.
_HELD = 3.0


@dataclass(frozen=True, slots=True)
class LoadedPicture:
    """A picture ready to be drawn.

    Attributes:
        result: what was asked for.
        levels: the picture at full size, half, a quarter and so on, so that it is drawn small without shimmer. Empty
            if it can't be shown.
        crops: each face as the network saw it, in the order of the result's faces.
        problem: why it can't be shown, or what changed since it was judged; else "".
        changed: the content is another than the one that was judged.
    """

    result: ImageResult
    levels: tuple[QImage, ...] = ()
    crops: tuple[QImage, ...] = ()
    problem: str = ""
    changed: bool = False


class PictureLoader(QObject):
    """Loads the picture that is looked at first, then its neighbours.

    Signals:
        loaded: a `LoadedPicture` that was asked for with `show`.
    """

    loaded = Signal(object)
    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threads = ReadingThreads(_THREADS, "picture")
        self._pending: dict[Path, Future[LoadedPicture]] = {}
        # When the threads that there are now were asked, by `time.monotonic`.
        self._asked: dict[Future[LoadedPicture], float] = {}
        self._cache: OrderedDict[Path, LoadedPicture] = OrderedDict()
        self._wanted: ImageResult | None = None
        self._manifest: Manifest | None = None
        self._arrived.connect(self._on_arrived, Qt.ConnectionType.QueuedConnection)

    def set_manifest(self, manifest: Manifest | None) -> None:
        """Says how the model cuts out faces."""
        self._manifest = manifest
        self._cache.clear()

    def show(self, result: ImageResult | None, ahead: Sequence[ImageResult] = ()) -> None:
        """Asks for a picture; `loaded` brings it, at once if it is there.

        Args:
            result: the picture, or None for nothing.
            ahead: pictures that may be asked for next.
        """
        self._wanted = result
        wanted = [result, *ahead] if result is not None else []
        paths = {each.path for each in wanted}
        for path in [path for path, future in self._pending.items() if path not in paths and future.cancel()]:
            self._asked.pop(self._pending.pop(path), None)
        self._replace_held_threads()
        for each in wanted:
            cached = self._cache.get(each.path)
            if cached is not None and cached.result == each:
                self._cache.move_to_end(each.path)
                if each is result:
                    self.loaded.emit(cached)
            elif each.path not in self._pending:
                future = self._threads.submit(load_picture, each, self._manifest)
                self._pending[each.path] = future
                self._asked[future] = time.monotonic()
                future.add_done_callback(partial(self._deliver, each.path))

    def _replace_held_threads(self) -> None:
        """Takes new threads where all are held, so that pictures that lie elsewhere are shown."""
        now = time.monotonic()
        held = [future for future, asked in self._asked.items() if future.running() and now - asked > _HELD]
        if len(held) == _THREADS:
            self._threads.shutdown(wait=False, cancel_futures=True)
            self._threads = ReadingThreads(_THREADS, "picture")
            self._asked.clear()
            self._pending = {path: future for path, future in self._pending.items() if not future.cancelled()}

    @Slot()
    def stop(self) -> None:
        """Ends the threads; for the end of the program."""
        self._wanted = None
        self._threads.end()

    def _deliver(self, path: Path, future: Future[LoadedPicture]) -> None:
        # On a thread of the pool: the signal crosses to the window's.
        if not future.cancelled():
            self._arrived.emit((path, future))

    @Slot(object)
    def _on_arrived(self, arrival: tuple[Path, Future[LoadedPicture]]) -> None:
        path, future = arrival
        self._asked.pop(future, None)
        if self._pending.get(path) is future:
            del self._pending[path]
        picture = future.result()
        if (picture.levels and not picture.changed) or picture.result.verdict is Verdict.ERROR:
            self._cache[path] = picture
            self._cache.move_to_end(path)
        # What is away may come back, as a share does: it is looked for again each time.
        while len(self._cache) > 1 and sum(map(_pixels, self._cache.values())) > _CACHED_PIXELS:
            self._cache.popitem(last=False)
        if self._wanted is not None and self._wanted.path == path:
            if self._wanted == picture.result:
                self.loaded.emit(picture)
            else:  # Scanned again meanwhile.
                self.show(self._wanted)


def load_picture(result: ImageResult, manifest: Manifest | None) -> LoadedPicture:
    """Reads and decodes a picture with the very decoder that judged it; Qt's own readers never see a user's file.

    Args:
        result: what the scan said of it.
        manifest: of the model, for the crops.

    Returns:
        The picture, or a `LoadedPicture` with the problem in words. Never raises.
    """
    if result.verdict is Verdict.ERROR:
        # It may have crashed the worker that decoded it; the window is not to be next.
        return LoadedPicture(result, problem=reason_text(result.reason))
    translate = QCoreApplication.translate
    try:
        data = result.path.read_bytes()
        picture = decode(data)
    except FileNotFoundError:
        gone = translate(
            "PictureLoader", "The picture is not there any more. It was moved, renamed or deleted after the scan."
        )
        return LoadedPicture(result, problem=gone)
    except OSError as error:
        return LoadedPicture(
            result, problem=translate("PictureLoader", "The file can't be read: {0}.").format(error.strerror)
        )
    except DecodeError as error:
        return LoadedPicture(result, problem=reason_text(str(error)))
    changed = bool(result.sha256) and hashlib.sha256(data).hexdigest() != result.sha256
    crops: list[QImage] = []
    if manifest is not None and manifest.crop == "face" and not changed:
        height, width = picture.pixels.shape[:2]
        size, resize_filter = manifest.input_size, manifest.resize_filter
        for face in result.faces:
            square = face_square(face.box.scaled(1 / picture.scale), width, height, manifest.margin)
            crops.append(to_qimage(cut(picture.pixels, square, size, resize_filter, face.box.turn)))
    levels = [to_qimage(picture.pixels)]
    reduced = Image.fromarray(picture.pixels)
    while max(reduced.size) > _SMALLEST_LEVEL:
        reduced = reduced.reduce(2)
        levels.append(to_qimage(np.asarray(reduced)))
    problem = (
        translate("PictureLoader", "The file has changed since it was scanned. Scan again to judge what it is now.")
        if changed
        else ""
    )
    return LoadedPicture(result, tuple(levels), tuple(crops), problem, changed)


def to_qimage(pixels: RgbArray) -> QImage:
    """Pixels of its own in the format that Qt draws fastest; uint8 RGB, shape ``(height, width, 3)``."""
    rows = np.ascontiguousarray(pixels)
    height, width = rows.shape[:2]
    # Without the stride Qt assumes rows padded to 4 bytes. The conversion copies, so nothing is shared with NumPy.
    shared = QImage(rows.data, width, height, rows.strides[0], QImage.Format.Format_RGB888)
    return shared.convertToFormat(QImage.Format.Format_RGB32)


def _pixels(picture: LoadedPicture) -> int:
    return sum(level.width() * level.height() for level in picture.levels)

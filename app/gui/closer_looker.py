"""Looks at faces again on a thread of its own, and remembers what it saw."""

from __future__ import annotations

import hashlib
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot
from PySide6.QtGui import QImage

from app.detector.bundle import Bundle, BundleError
from app.detector.closer_look import CloserLook, Heat, look_closer
from app.detector.decode import DecodeError, Picture
from app.detector.litert import Network
from app.gui.reading_threads import ReadingThreads
from app.gui.sentences import translated
from app.scan.results import ImageResult

#: Hashes of the model and of the picture, the index of the face, and the file that it is looked at in.
_Asked = tuple[str, str, int, Path]


@dataclass(frozen=True, slots=True)
class Looked:
    """An answer.

    Attributes:
        result: the picture.
        face: index of the face.
        look: what was seen; None if the picture can't be looked at any more.
        heat: the heat map, to be laid over ``look.square``; None if there is none.
        problem: why there is no look; else "".
    """

    result: ImageResult
    face: int
    look: CloserLook | None = None
    heat: QImage | None = None
    problem: str = ""


class CloserLooker(QObject):
    """Looks at one face at a time.

    Signals:
        looked: a `Looked`.
    """

    looked = Signal(object)
    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread = ReadingThreads(1, "closer-look")
        self._seen: dict[tuple[str, str, int], Looked] = {}
        # What is being looked at, or is to be.
        self._asked: set[_Asked] = set()
        self._network: tuple[str, Network] | None = None
        self._arrived.connect(self._on_arrived, Qt.ConnectionType.QueuedConnection)

    def seen(self, bundle: Bundle, result: ImageResult, face: int) -> Looked | None:
        """What was seen before of the same face with the same model."""
        return self._seen.get((bundle.sha256, result.sha256, face))

    def look(self, bundle: Bundle, result: ImageResult, face: int) -> None:
        """Looks at a face; `looked` brings the answer. Who asks again meanwhile, as a key held down does, gets one."""
        asked = (bundle.sha256, result.sha256, face, result.path)
        if asked not in self._asked:
            self._asked.add(asked)
            future = self._thread.submit(self._look, bundle, result, face)
            future.add_done_callback(partial(self._deliver, asked))

    @Slot()
    def stop(self) -> None:
        """Ends the thread; for the end of the program."""
        self._thread.end()

    def _look(self, bundle: Bundle, result: ImageResult, face: int) -> Looked:
        translate = QCoreApplication.translate
        try:
            data = result.path.read_bytes()
            picture = Picture(data)
            if hashlib.sha256(data).hexdigest() != result.sha256:
                changed = translate("CloserLooker", "The file has changed since it was scanned.")
                return Looked(result, face, problem=changed)
            if self._network is None or self._network[0] != bundle.sha256:
                self._network = (bundle.sha256, bundle.network())
            look = look_closer(self._network[1], bundle.manifest, picture, result.faces[face])
        except BundleError as error:
            return Looked(result, face, problem=translated(str(error)))
        except (OSError, DecodeError):
            return Looked(result, face, problem=translate("CloserLooker", "The picture can't be read any more."))
        except MemoryError:
            return Looked(result, face, problem=translate("CloserLooker", "There is not enough memory to look closer."))
        return Looked(result, face, look, heat_image(look.heat) if look.heat is not None else None)

    def _deliver(self, asked: _Asked, future: Future[Looked]) -> None:
        # On the thread: the signal crosses to the window's.
        if not future.cancelled():
            self._arrived.emit((asked, future))

    @Slot(object)
    def _on_arrived(self, arrival: tuple[_Asked, Future[Looked]]) -> None:
        asked, future = arrival
        self._asked.discard(asked)
        answer = future.result()
        if answer.look is not None:
            self._seen[asked[:3]] = answer
        self.looked.emit(answer)


def heat_image(heat: Heat) -> QImage:
    """A heat map as a transparent picture: the more a place counts, the more it glows."""
    strength = np.clip((heat - 0.25) / 0.75, 0, 1)
    height, width = heat.shape
    rgba = np.empty((height, width, 4), np.uint8)
    rgba[..., :3] = (213, 94, 0)
    rgba[..., 3] = (strength * 175).astype(np.uint8)
    return QImage(rgba.data, width, height, rgba.strides[0], QImage.Format.Format_RGBA8888).copy()

"""Worker processes that stay while the page is served: the server itself never decodes what strangers upload.

Workers are imported by name in new processes: nothing here imports Gradio.
"""

from __future__ import annotations

import base64
import hashlib
import io
import itertools
import queue
import threading
from collections import deque
from concurrent.futures import Future
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path
from typing import Any, get_args

import numpy as np
from PIL import Image

from app.detector.bundle import Bundle, load_network
from app.detector.closer_look import CloserLook, Variant, VariantName, look_closer
from app.detector.crop import cut_from
from app.detector.decode import DecodeError, Picture
from app.detector.litert import Network
from app.detector.verdict import FaceScore, Verdict
from app.scan.analyse import analyse_in_worker
from app.scan.result_json import as_json, from_json
from app.scan.results import ImageFile, ImageResult
from app.scan.wake import Wake
from app.scan.workers import WorkerError, WorkerPool

#: Longer side of the picture that the page shows, in pixels.
_PREVIEW_SIDE = 960
_LOOK_SIDE = 400
#: Vermilion, as fakes are marked everywhere.
_HEAT = np.array([213, 94, 0], np.float32)
_GONE = "The picture is not kept any more. Upload it again."


@dataclass(frozen=True, slots=True)
class Upload(ImageFile):
    """An uploaded picture, to be judged or looked at again.

    Attributes:
        face: the face to look at, as it was judged; None to judge the picture.
        sha256: of the bytes that were judged; "" if they are about to be.
        model: folder of the model's bundle, for a second look.
    """

    face: FaceScore | None = None
    sha256: str = ""
    model: Path = Path()


@dataclass(frozen=True, slots=True)
class UploadResult(ImageResult):
    """The row that a scan would give, and what the page shows beside it.

    Attributes:
        preview: the picture, upright and reduced, as JPEG; of a second look the face, with its heat map if it has one.
        look: what the second look found.
    """

    preview: bytes = b""
    look: CloserLook | None = None


class UploadWorkers:
    """Judges uploads. Its methods may be called from any thread."""

    def __init__(self, model: Path, count: int) -> None:
        """Starts a thread; the first uploads start the processes.

        Args:
            model: folder of the bundle.
            count: number of processes at most.
        """
        self._model, self._count = model, count
        self._numbers = itertools.count()
        self._inbox: queue.SimpleQueue[tuple[Upload, Future[UploadResult]]] = queue.SimpleQueue()
        self._closed = False
        self._lock = threading.Lock()
        self._wake = Wake()
        self._thread = threading.Thread(target=self._run, name="upload-workers", daemon=True)
        self._thread.start()

    def submit(self, path: Path, face: FaceScore | None = None, sha256: str = "") -> Future[UploadResult]:
        """Hands a picture to the workers.

        Args:
            path: of the uploaded file.
            face: a face of it to look at again; None judges the picture.
            sha256: what was judged; needed with ``face``.

        Returns:
            The result to come, an error row if the picture can't be read. It raises `WorkerError` where no worker
            process can be started, and is cancelled when the page is closed.
        """
        future: Future[UploadResult] = Future()
        upload = Upload(next(self._numbers), path, "", face, sha256, self._model)
        with self._lock:
            if self._closed:
                future.cancel()  # Nobody looks into the inbox any more: who waited would keep the program from ending.
                return future
            self._inbox.put((upload, future))
        self._wake.ring()
        return future

    def close(self) -> None:
        """Stops everything at once."""
        with self._lock:
            self._closed = True
        self._wake.ring()
        self._thread.join()

    def _pool(self) -> WorkerPool:
        return WorkerPool(self._model, self._count, analyse=analyse_upload, write=upload_as_json, read=upload_from_json)

    def _run(self) -> None:
        futures: dict[int, Future[UploadResult]] = {}
        waiting: deque[Upload] = deque()
        pool = self._pool()
        while not self._closed:
            try:
                while waiting and pool.capacity > 0:
                    pool.submit(waiting.popleft())
                results = pool.wait(self._wake.connection)
            except WorkerError as error:
                # Whoever waits is told; the next upload tries again.
                pool.close()
                pool = self._pool()
                waiting.clear()
                for future in futures.values():
                    future.set_exception(error)
                futures.clear()
                continue
            for result in results:
                futures.pop(result.index).set_result(_with(result))
            self._wake.heard()
            while not self._inbox.empty():
                upload, future = self._inbox.get()
                futures[upload.index] = future
                waiting.append(upload)
        pool.close()
        while not self._inbox.empty():
            upload, future = self._inbox.get()
            futures[upload.index] = future
        for future in futures.values():
            future.cancel()


def analyse_upload(image: ImageFile) -> ImageResult:
    """Judges an upload as a scan would, or looks at one of its faces again. Runs in a worker process; never raises."""
    assert isinstance(image, Upload)
    if image.face is not None:
        try:
            return _look_again(image, image.face)
        except (OSError, DecodeError, MemoryError):
            return ImageResult(image.index, image.path, Verdict.ERROR, _GONE)
    result = analyse_in_worker(image)
    if result.verdict is Verdict.ERROR:
        return result
    try:
        return _with(result, preview=_jpeg(Picture(image.path.read_bytes()).overview, _PREVIEW_SIDE))
    except (OSError, DecodeError, MemoryError):
        return result  # The verdict stands; there is only nothing to show.


def upload_as_json(result: ImageResult) -> dict[str, Any]:
    """`app.scan.result_json.as_json` with what an `UploadResult` has besides."""
    said = as_json(result)
    if isinstance(result, UploadResult):
        said["preview"] = base64.b64encode(result.preview).decode("ascii")
        if look := result.look:
            variants = [[variant.name, variant.score, variant.verdict.value] for variant in look.variants]
            said["look"] = [variants, look.square, look.marked_drop, look.random_drop]
    return said


def upload_from_json(image: ImageFile, said: Any) -> UploadResult:
    """`app.scan.result_json.from_json`, likewise.

    Raises:
        ValueError: it is no result of this file.
    """
    result = from_json(image, said)
    look = None
    try:
        preview = base64.b64decode(said.get("preview", ""), validate=True)
        if "look" in said:
            variants, (left, top, side), marked, other = said["look"]
            looked = tuple(_variant(*each) for each in variants)
            look = CloserLook(looked, (float(left), float(top), float(side)), None, float(marked), float(other))
    except (TypeError, OverflowError) as error:
        raise ValueError(f"This is no closer look: {error}") from error
    return replace(_with(result, preview), look=look)


def _variant(name: Any, score: Any, verdict: Any) -> Variant:
    if name not in get_args(VariantName):
        raise ValueError(f"This is no variant: {name}")
    return Variant(name, float(score), Verdict(verdict))


def _look_again(upload: Upload, face: FaceScore) -> UploadResult:
    data = upload.path.read_bytes()
    if hashlib.sha256(data).hexdigest() != upload.sha256:
        raise FileNotFoundError(upload.path)
    picture = Picture(data)
    bundle, network = _model(upload.model)
    look = look_closer(network, bundle.manifest, picture, face)
    pixels = cut_from(picture, look.square, _LOOK_SIDE, "bicubic")
    if look.heat is not None:
        heat = Image.fromarray(np.clip((look.heat - 0.25) / 0.75, 0, 1)).resize((_LOOK_SIDE, _LOOK_SIDE))
        strength = np.asarray(heat, np.float32)[..., np.newaxis] * 0.7
        pixels = (pixels * (1 - strength) + _HEAT * strength).round().astype(np.uint8)
    preview = _jpeg(Image.fromarray(pixels), _LOOK_SIDE)
    return UploadResult(upload.index, upload.path, face.verdict, preview=preview, look=replace(look, heat=None))


@cache
def _model(folder: Path) -> tuple[Bundle, Network]:
    return load_network(folder)


def _jpeg(picture: Image.Image, side: int) -> bytes:
    picture = picture.copy()
    picture.thumbnail((side, side), reducing_gap=2.0)
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=85)
    return stream.getvalue()


def _with(result: ImageResult, preview: bytes = b"") -> UploadResult:
    if isinstance(result, UploadResult):
        return result
    return UploadResult(**{field.name: getattr(result, field.name) for field in fields(result)}, preview=preview)

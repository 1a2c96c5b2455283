"""Pictures to judged faces, with one model."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from app.detector.bundle import Bundle, logit_of
from app.detector.crop import cut_from, face_square, whole_square
from app.detector.decode import Picture, RgbArray
from app.detector.faces import FaceBox, FaceFinder
from app.detector.litert import Network
from app.detector.verdict import FaceScore, judge_face

#: A picture of a crowd is judged for this many faces, the largest; a limit, so that one file can't stop a scan.
MAX_FACES = 100

#: Weights of red, green and blue (ITU-R BT.601).
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)


class Detector:
    """Finds and judges the faces of pictures. Not safe to share between threads.

    Attributes:
        bundle: the model in use.
        left_out: faces of the picture that was judged last which were too many to be judged.
    """

    def __init__(self, bundle: Bundle, network: Network | None = None) -> None:
        """Prepares the networks.

        Args:
            bundle: a checked bundle.
            network: of the bundle, if it is built already; see `app.detector.bundle.load_network`.

        Raises:
            app.detector.faces.FaceModelError: the face detector is missing or altered.
        """
        self.bundle = bundle
        self.left_out = 0
        self._network = network or bundle.network()
        self._finder = FaceFinder() if bundle.manifest.crop == "face" else None

    def judge(self, picture: Picture, between_faces: Callable[[], None] = lambda: None) -> tuple[FaceScore, ...]:
        """Judges every face of a picture, or the picture itself where the model was trained on whole pictures.

        Args:
            picture: to be judged.
            between_faces: called after each face but the last: a crowd takes its time.

        Returns:
            One score a face, largest face first; boxes in pixels of the file.

        Raises:
            app.detector.decode.DecodeError: the picture is truncated or broken.
        """
        manifest = self.bundle.manifest
        scores: list[FaceScore] = []
        for box, crop in self.crops(picture):
            if scores:
                between_faces()
            logit = logit_of(self._network, crop)
            sharp, bright = sharpness(crop), mean_luma(crop)
            scores.append(
                judge_face(box, logit, sharp, bright, manifest.temperature, manifest.thresholds, manifest.limits)
            )
        return tuple(scores)

    def crops(self, picture: Picture) -> list[tuple[FaceBox, RgbArray]]:
        """What the network is shown.

        Args:
            picture: to be judged.

        Returns:
            The face in pixels of the file and its crop, upright, uint8 RGB of the network's size; largest face first.

        Raises:
            app.detector.decode.DecodeError: the picture is truncated or broken.
        """
        manifest = self.bundle.manifest
        width, height = picture.width, picture.height
        if self._finder is None:
            left, top, side = square = whole_square(width, height)
            boxes = [(FaceBox(left, top, side, side, 1.0), square)]
        else:
            faces = self._finder.find_in(picture)
            self.left_out = max(0, len(faces) - MAX_FACES)
            boxes = [(face, face_square(face, width, height, manifest.margin)) for face in faces[:MAX_FACES]]
        size, resize_filter = manifest.input_size, manifest.resize_filter
        return [(box, cut_from(picture, square, size, resize_filter, box.turn)) for box, square in boxes]


def sharpness(crop: RgbArray) -> float:
    """Standard deviation of the Laplacian of a crop's luma, the usual measure of focus; 0 for a flat picture.

    After J. L. Pech-Pacheco et al., "Diatom autofocusing in brightfield microscopy", ICPR 2000.

    Args:
        crop: uint8 RGB, shape ``(size, size, 3)``.
    """
    luma = crop.astype(np.float32) @ _LUMA
    laplacian = luma[:-2, 1:-1] + luma[2:, 1:-1] + luma[1:-1, :-2] + luma[1:-1, 2:] - 4 * luma[1:-1, 1:-1]
    return float(laplacian.std())


def mean_luma(crop: RgbArray) -> float:
    """How bright a crop is, 0 to 255.

    Args:
        crop: uint8 RGB, shape ``(size, size, 3)``.
    """
    return float(crop.reshape(-1, 3).mean(axis=0) @ _LUMA)

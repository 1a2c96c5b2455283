"""Two networks behind one: a fast one judges every face, a slower one is asked about those that the first leaves open.

The slower one is an encoder that was trained on far more pictures than any set of fakes has, and a small head on what
several of its layers see: traces of generators and of blending are clearer in the middle of such encoders than at their
end (C. Koutlis, S. Papadopoulos, "Leveraging Representations from Intermediate Encoder-Blocks for Synthetic Image
Detection", ECCV 2024).
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any
from zipfile import BadZipFile

import numpy as np

from app.detector.litert import FloatArray, Network


@dataclass(frozen=True, slots=True)
class SecondStage:
    """When the second network is asked, and what its answer weighs.

    Attributes:
        low: least logit of the first network that leaves a face open; under it, the face is as good as surely genuine.
        first: of an open face, what the logit of the first network is multiplied by.
        second: what that of the second is multiplied by.
        shift: what is added to their sum, which is then the logit of the face.
    """

    low: float
    first: float
    second: float
    shift: float


@dataclass(frozen=True, slots=True)
class Head:
    """Two layers that turn an encoder's features into a logit.

    Attributes:
        hidden: float32, shape ``(features, units)``.
        hidden_bias: shape ``(units,)``.
        output: shape ``(units,)``.
        output_bias: shape ``()``.
    """

    hidden: FloatArray
    hidden_bias: FloatArray
    output: FloatArray
    output_bias: FloatArray

    @classmethod
    def from_bytes(cls, content: bytes) -> Head:
        """Reads what `to_bytes` wrote.

        Raises:
            ValueError: it is something else.
        """
        try:
            with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
                head = cls(*(np.asarray(arrays[name], np.float32) for name in cls.__slots__))
        except (OSError, KeyError, EOFError, BadZipFile) as error:
            raise ValueError(f"not the head of an encoder: {error}") from error
        if head.hidden.ndim != 2 or not head.hidden.shape[1:] == head.hidden_bias.shape == head.output.shape:
            raise ValueError(f"expected two layers that fit; received {head.hidden.shape} and {head.output.shape}")
        return head

    def to_bytes(self) -> bytes:
        """Content of a file; the hidden layer's weights as 16-bit floats."""
        stream = io.BytesIO()
        arrays: dict[str, Any] = {name: getattr(self, name) for name in self.__slots__}
        np.savez_compressed(stream, **{**arrays, "hidden": self.hidden.astype(np.float16)})
        return stream.getvalue()

    def logit(self, features: FloatArray) -> float:
        """Logit for an encoder's features, shape ``(features,)``."""
        hidden = np.maximum(features @ self.hidden + self.hidden_bias, 0)
        return float(hidden @ self.output + self.output_bias)


class Cascade(Network):
    """Runs like the first network alone, and gives the logit of both where the first leaves a face open."""

    def __init__(self, content: bytes, encoder: bytes, head: Head, stage: SecondStage) -> None:
        """Builds the interpreters.

        Args:
            content: the first network, a ``.tflite`` file; see `Network`.
            encoder: another one, that takes the same picture and gives features.
            head: on those features.
            stage: see `SecondStage`.

        Raises:
            ValueError: the contents are no such networks, or don't fit each other.
        """
        super().__init__(content)
        self._encoder, self._head, self._stage = Network(encoder), head, stage
        if self._encoder.input_size != self.input_size:
            raise ValueError(f"expected two networks for one size; received {self._encoder.input_size}")
        if self._encoder.output_shapes != (head.hidden.shape[:1],):
            raise ValueError(f"expected {head.hidden.shape[0]} features; received {self._encoder.output_shapes}")

    def first_logit(self, pixels: FloatArray) -> float:
        """Logit of the first network alone; arguments as of `run`."""
        return next(float(output.item()) for output in super().run(pixels) if output.size == 1)

    def second_logit(self, pixels: FloatArray) -> float:
        """Logit of the second network alone; arguments as of `run`."""
        return self._head.logit(self._encoder.run(pixels)[0])

    def run(self, pixels: FloatArray) -> tuple[FloatArray, ...]:
        """The outputs of the first network, its logit replaced by that of both where it leaves the face open.

        Args:
            pixels: see `Network.run`.
        """
        outputs = super().run(pixels)
        logit = next(float(output.item()) for output in outputs if output.size == 1)
        stage = self._stage
        if logit < stage.low:
            return outputs
        logit = stage.first * logit + stage.second * self.second_logit(pixels) + stage.shift
        return tuple(np.full_like(output, logit) if output.size == 1 else output for output in outputs)

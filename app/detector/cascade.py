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
import numpy.typing as npt

from app.detector.litert import FloatArray, Network


@dataclass(frozen=True, slots=True)
class SecondStage:
    """When the second network is asked, and what its answers weigh.

    Attributes:
        low: least logit of the first network that leaves a face open; under it, the face is as good as surely genuine.
        first: of an open face, what the logit of the first network is multiplied by.
        second: what that of the head's two layers is multiplied by.
        shift: what is added to their sum, which is then the log-odds that the face is a fake of any kind.
        scale: what the log-odds that it is one of these or of those that linear layers know are multiplied by.
        offset: what is then added, to give the logit of the face.
    """

    low: float
    first: float
    second: float
    shift: float
    scale: float = 1.0
    offset: float = 0.0

    def logit(self, first: npt.ArrayLike, second: FloatArray) -> FloatArray:
        """Logit of an open face: a face is genuine if it is no fake of any kind.

        That is a noisy-or (J. Pearl, "Probabilistic Reasoning in Intelligent Systems", 1988), for log-odds.

        Args:
            first: logit of the first network, shape ``(...)``.
            second: what `Head.logits` gives, shape ``(..., 1 + linear layers)``.
        """
        both = self.first * np.asarray(first) + self.second * second[..., 0] + self.shift
        log_odds = np.concatenate([both[..., np.newaxis], second[..., 1:]], axis=-1)
        # Minus the logarithm of the probability that it is none. What is beyond 30 is as sure.
        none = np.logaddexp(0.0, np.clip(log_odds, -30.0, 30.0)).sum(axis=-1)
        return np.asarray(self.scale * (none + np.log(-np.expm1(-none))) + self.offset)


@dataclass(frozen=True, slots=True)
class Head:
    """Turns an encoder's features into logits: two layers, and linear ones beside them.

    The two layers tell all fakes from genuine faces. A linear one knows one kind of wholly generated faces, of which
    the training data have no genuine counterpart; see `trainer.second_stage.train_linear`. It heeds what the first
    network says, too, and its logits are log-odds.

    Attributes:
        hidden: float32, shape ``(features, units)``.
        hidden_bias: shape ``(units,)``.
        output: shape ``(units,)``.
        output_bias: shape ``()``.
        linear: a column each, shape ``(features, n)``; n may be 0.
        linear_bias: shape ``(n,)``.
        linear_first: what each linear layer multiplies the logit of the first network by, shape ``(n,)``.
    """

    hidden: FloatArray
    hidden_bias: FloatArray
    output: FloatArray
    output_bias: FloatArray
    linear: FloatArray
    linear_bias: FloatArray
    linear_first: FloatArray

    @classmethod
    def from_bytes(cls, content: bytes, hidden: FloatArray | None = None) -> Head:
        """Reads what `to_bytes` wrote.

        Args:
            content: of the file.
            hidden: the weights of the hidden layer, nearly all of it, if they were read before.

        Raises:
            ValueError: it is something else.
        """
        try:
            with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
                found = {} if hidden is None else {"hidden": hidden}
                found |= {name: np.asarray(arrays[name], np.float32) for name in arrays.files if name not in found}
                # Heads of before there were linear layers, and of before these heeded the first network.
                found.setdefault("linear", np.zeros((*found["hidden"].shape[:1], 0), np.float32))
                found.setdefault("linear_bias", np.zeros(0, np.float32))
                found.setdefault("linear_first", np.zeros(found["linear"].shape[1:], np.float32))
                head = cls(**found)
        except (OSError, KeyError, EOFError, TypeError, BadZipFile) as error:
            raise ValueError(f"not the head of an encoder: {error}") from error
        if head.hidden.ndim != 2 or not head.hidden.shape[1:] == head.hidden_bias.shape == head.output.shape:
            raise ValueError(f"expected two layers that fit; received {head.hidden.shape} and {head.output.shape}")
        layers = head.linear_bias.shape
        if head.linear.shape != head.hidden.shape[:1] + layers or head.linear_first.shape != layers:
            raise ValueError(f"expected linear layers that fit; received {head.linear.shape}")
        return head

    def to_bytes(self) -> bytes:
        """Content of a file; the hidden layer's weights as 16-bit floats."""
        stream = io.BytesIO()
        arrays: dict[str, Any] = {name: getattr(self, name) for name in self.__slots__}
        np.savez_compressed(stream, **{**arrays, "hidden": self.hidden.astype(np.float16)})
        return stream.getvalue()

    def logits(self, features: FloatArray, first: npt.ArrayLike) -> FloatArray:
        """Logits of the two layers, then of each linear one.

        Args:
            features: of the encoder, shape ``(..., features)``.
            first: logit of the first network, shape ``(...)``.

        Returns:
            Shape ``(..., 1 + n)``.
        """
        hidden = np.maximum(features @ self.hidden + self.hidden_bias, 0)
        deep = hidden @ self.output + self.output_bias
        heeded = np.asarray(first, np.float32)[..., np.newaxis] * self.linear_first
        return np.concatenate([deep[..., np.newaxis], features @ self.linear + self.linear_bias + heeded], axis=-1)


class Cascade(Network):
    """Runs like the first network alone, and gives the logit of both where the first leaves a face open."""

    def __init__(self, content: bytes, encoder: Network, head: Head, stage: SecondStage) -> None:
        """Builds the interpreters.

        Args:
            content: the first network, a ``.tflite`` file; see `Network`.
            encoder: another one that takes the same picture and gives features.
            head: on those features.
            stage: see `SecondStage`.

        Raises:
            ValueError: the contents are no such networks, or don't fit each other.
        """
        super().__init__(content)
        self._encoder, self._head, self._stage = encoder, head, stage
        if self._encoder.input_size != self.input_size:
            raise ValueError(f"expected two networks for one size; received {self._encoder.input_size}")
        if self._encoder.output_shapes != (head.hidden.shape[:1],):
            raise ValueError(f"expected {head.hidden.shape[0]} features; received {self._encoder.output_shapes}")

    def first_logit(self, pixels: FloatArray) -> float:
        """Logit of the first network alone; arguments as of `run`."""
        return next(float(output.item()) for output in super().run(pixels) if output.size == 1)

    def second_logits(self, pixels: FloatArray, first: float) -> FloatArray:
        """Logits of the second network, see `Head.logits`.

        Args:
            pixels: see `Network.run`.
            first: logit of the first network.
        """
        return self._head.logits(self._encoder.run(pixels)[0], first)

    def run(self, pixels: FloatArray) -> tuple[FloatArray, ...]:
        """The outputs of the first network, its logit replaced by that of both where it leaves the face open.

        Args:
            pixels: see `Network.run`.
        """
        outputs = super().run(pixels)
        logit = next(float(output.item()) for output in outputs if output.size == 1)
        if logit < self._stage.low:
            return outputs
        logit = float(self._stage.logit(logit, self.second_logits(pixels, logit)))
        return tuple(np.full_like(output, logit) if output.size == 1 else output for output in outputs)

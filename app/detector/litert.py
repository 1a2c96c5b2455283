"""LiteRT networks on one thread, so that scores don't depend on the number of cores."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import numpy.typing as npt
from ai_edge_litert.interpreter import Interpreter, OpResolverType

FloatArray = npt.NDArray[np.float32]


class Network:
    """A ``.tflite`` file ready to run.

    Attributes:
        input_size: side of the square input, in pixels.
        output_names: names of the outputs, in the order in which `run` returns them.
        output_shapes: their shapes, without the batch axis.
    """

    def __init__(self, content: bytes | Path) -> None:
        """Builds the interpreter.

        Args:
            content: the whole ``.tflite`` file, or where it lies, to be mapped; the caller has checked its hash.

        Raises:
            ValueError: the content is no LiteRT model, or its input isn't one square RGB picture.
        """
        try:
            with _standard_error_closed():
                self._interpreter = Interpreter(
                    model_path=str(content) if isinstance(content, Path) else None,
                    model_content=content if isinstance(content, bytes) else None,
                    num_threads=1,
                    experimental_op_resolver_type=OpResolverType.AUTO,
                )
                self._interpreter.allocate_tensors()
        except (RuntimeError, ValueError) as error:
            raise ValueError(f"not a LiteRT model: {error}") from error
        (self._input,) = self._interpreter.get_input_details()
        _, height, width, channels = self._input["shape"]
        if height != width or channels != 3:
            raise ValueError(f"expected a square RGB input; received {height} x {width} x {channels}")
        self.input_size = int(height)
        self._outputs = sorted(self._interpreter.get_output_details(), key=lambda detail: detail["name"])
        self.output_names = tuple(str(detail["name"]) for detail in self._outputs)
        self.output_shapes = tuple(tuple(detail["shape"][1:].tolist()) for detail in self._outputs)

    def run(self, pixels: FloatArray) -> tuple[FloatArray, ...]:
        """Runs one picture.

        Args:
            pixels: float32, shape ``(input_size, input_size, 3)``, in the range that the network was trained on.

        Returns:
            A copy of each output, batch axis removed.
        """
        self._interpreter.set_tensor(self._input["index"], pixels[np.newaxis])
        self._interpreter.invoke()
        return tuple(self._interpreter.get_tensor(detail["index"])[0] for detail in self._outputs)


@contextmanager
def _standard_error_closed() -> Iterator[None]:
    """LiteRT announces its delegate on the C level for every network, past ``sys.stderr`` and with no switch."""
    try:
        kept = os.dup(2)
    except OSError:  # A windowed program has no standard error.
        yield
        return
    try:
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)

"""LiteRT networks on one thread, so that scores don't depend on the number of cores."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Sequence
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
            with standard_error_closed():
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
        self.input_size = _side(self._input["shape"])
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


class PackedNetwork(Network):
    """A network whose weights lie in a file in the order in which they are multiplied.

    LiteRT makes such a copy of all weights for itself. From a file, all processes map the same one, and begin at once.
    """

    def __init__(self, content: Path, packed: Path) -> None:
        """Builds the network.

        Args:
            content: where the ``.tflite`` file lies; the caller has checked its hash.
            packed: where its weights lie; an empty file is filled with them.

        Raises:
            ValueError: the content is no LiteRT model, or its input isn't one square RGB picture.
        """
        # Only here: whoever needs no such network needn't load what runs it.
        from ai_edge_litert.compiled_model import CompiledModel, CpuOptions, Options
        from ai_edge_litert.environment import Environment, EnvironmentOptions

        # It is to look for no libraries of graphics cards.
        alone = EnvironmentOptions(runtime_path=os.devnull)
        options = Options(cpu_options=CpuOptions(num_threads=1, xnnpack_weight_cache_path=str(packed)))
        try:
            with standard_error_closed():
                model = CompiledModel.from_file(
                    str(content), environment=Environment.create(options=alone), options=options
                )
                (self._pixels,) = model.create_input_buffers(0)
                self._answers = model.create_output_buffers(0)
                (name,) = model.get_signature_list()
                (taken,) = model.get_input_tensor_details(name).values()
                self._pixels.write(np.zeros(taken["shape"], np.float32))  # What it has to say at the first time.
        except (RuntimeError, ValueError) as error:
            raise ValueError(f"not a LiteRT model: {error}") from error
        self._model = model
        self.input_size = _side(taken["shape"])
        given = model.get_output_tensor_details(name).values()
        self.output_names = tuple(str(detail["name"]) for detail in given)
        self.output_shapes = tuple(tuple(detail["shape"][1:]) for detail in given)

    def run(self, pixels: FloatArray) -> tuple[FloatArray, ...]:
        """As of any network; see `Network.run`."""
        self._pixels.write(np.ascontiguousarray(pixels[np.newaxis]))
        self._model.run_by_index(0, [self._pixels], self._answers)
        return tuple(
            np.array(answer.read(math.prod(shape), np.float32), np.float32).reshape(shape)
            for answer, shape in zip(self._answers, self.output_shapes, strict=True)
        )


def _side(shape: Sequence[int]) -> int:
    _, height, width, channels = shape
    if height != width or channels != 3:
        raise ValueError(f"expected a square RGB input; received {height} x {width} x {channels}")
    return int(height)


@contextmanager
def standard_error_closed() -> Iterator[None]:
    """LiteRT says what it makes and takes down on the C level, past ``sys.stderr`` and with no switch."""
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

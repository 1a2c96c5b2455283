"""The network that somebody else trained, built anew: a graph and arrays in, a Keras model out."""

from __future__ import annotations

import math
from typing import Any, Literal

import h5py
import keras
import numpy as np
import numpy.typing as npt

from trainer.export import to_litert
from trainer.foreign_file import ImportRefused, Weights, one_line, shown
from trainer.foreign_graph import Graph, Layer, snake_case

Class = Literal["fake", "real"]

#: What an honest network stays under: the largest of keras.applications has 90 million, and a bundle, with its 512 MB,
#: has room for 134 million.
_MAX_WEIGHTS = 120_000_000
#: Values between two layers: 256 MB as 32-bit floats.
_MAX_VALUES = 2**26
#: Multiplications a picture, ten times those of the largest network in keras.applications.
_MAX_WORK = 400_000_000_000
#: Networks are given values of about -3 to 3, however they are scaled.
_LARGEST_SCALED = 10.0
#: What a network can be given, by the name that its importer may call it: factor and summand of 0 to 255, and in words.
VALUES: dict[str, tuple[float, float, str]] = {
    "unit": (1 / 255, 0.0, "0 to 1"),
    "signed": (1 / 127.5, -1.0, "-1 to 1"),
    "bytes": (1.0, 0.0, "0 to 255"),
}


def rebuild(graph: Graph, weights: Weights, positive: Class, given: str) -> keras.Model:
    """Builds the network.

    Args:
        graph: its layers.
        weights: their arrays.
        positive: what a high output of it means.
        given: the values that its first layer is given, a key of `VALUES`.

    Returns:
        A model of 0 to 255, shape ``(n, size, size, 3)``, to the logit of "fake", shape ``(n, 1)``.

    Raises:
        ImportRefused: its layers don't fit each other or their arrays, it is too large, or doesn't end in an answer.
    """
    head, units = find_head(graph)
    try:
        picture = keras.Input((graph.size, graph.size, 3), name="rgb")
        scale, offset, _ = VALUES[given]
        scaled = picture if given == "bytes" else keras.layers.Rescaling(scale, offset, name=f"to_{given}")(picture)
        outputs: list[Any] = [scaled]
        total = work = 0
        for number, layer in enumerate(graph.layers[: head + 1]):
            inputs = [outputs[i] for i in layer.inputs]
            count = _count_weights(layer, inputs[0].shape)
            total += count
            if total > _MAX_WEIGHTS:
                raise ImportRefused(f"The network would have more than {_MAX_WEIGHTS:,} weights.")
            arguments = {**layer.arguments, "activation": "linear"} if number == head else layer.arguments
            built = getattr(keras.layers, layer.kind)(**arguments, name=f"{snake_case(layer.kind)}_{number}")
            output = built(inputs if len(inputs) > 1 else inputs[0])
            work += count * math.prod(output.shape[1:-1])
            if math.prod(output.shape[1:]) > _MAX_VALUES or work > _MAX_WORK:
                raise ImportRefused("The network would need more memory or more time for a picture than any should.")
            built.set_weights(_values(layer, built, weights))
            if isinstance(built, keras.layers.Normalization):
                built.finalize_state()
            outputs.append(output)
        if outputs[-1].shape != (None, units):
            raise ImportRefused("The network ends in a map and not in one answer a picture.")
        # Two units of a softmax: the logit of the second is the difference.
        sign = 1.0 if positive == "fake" else -1.0
        mix = sign * np.array([[1.0]] if units == 1 else [[-1.0], [1.0]], np.float32)
        kernel, bias = (*built.get_weights(), np.zeros(units, np.float32))[:2]
        logit = keras.layers.Dense(1, name="logit")
        model = keras.Model(picture, logit(outputs[graph.layers[head].inputs[0]]), name="imported")
        logit.set_weights([kernel @ mix, bias @ mix])
    except ImportRefused:
        raise
    except Exception as error:  # Keras raises nearly anything for layers that don't fit each other.
        raise ImportRefused(f"Keras can't build the network that the file describes ({one_line(error)}).") from error
    return model


def find_head(graph: Graph) -> tuple[int, int]:
    """Index of the last dense layer, and its units, one or two; what follows it is the sigmoid or softmax.

    Raises:
        ImportRefused: the network ends in something else.
    """
    functions = []
    index = graph.output
    while index and graph.layers[index - 1].kind in ("Activation", "Softmax"):
        last = graph.layers[index - 1]
        functions.append("softmax" if last.kind == "Softmax" else last.arguments.get("activation"))
        index = last.inputs[0]
    head = graph.layers[index - 1] if index else None
    if head is not None and head.kind == "Dense":
        functions.append(head.arguments.get("activation") or "linear")
        ending = (head.arguments.get("units"), tuple(name for name in functions if name != "linear"))
        if ending in ((1, ()), (1, ("sigmoid",)), (2, ()), (2, ("softmax",))):
            return index - 1, int(ending[0])
    raise ImportRefused("The network doesn't end in one unit (sigmoid) or two (softmax), fake against real.")


def takes_full_range(graph: Graph, weights: Weights) -> bool:
    """Whether 0 to 255 is what the picture's values are, and not 0 to 1.

    It is if the layers that scale it, before the first one that learns more, make small numbers of 0 and 255: those
    that were given 0 to 1 in the training make hundreds of 255.
    """
    values: Any = np.zeros((2, graph.size, graph.size, 3), np.float32)
    values[1] = 255
    scaled = 0
    for number, layer in enumerate(graph.layers, start=1):
        if layer.kind in ("BatchNormalization", "Conv2D", "Dense", "DepthwiseConv2D", "SeparableConv2D"):
            break
        if layer.inputs != (scaled,):
            continue
        scaled = number
        if layer.kind in ("Rescaling", "Normalization"):
            built = getattr(keras.layers, layer.kind)(**layer.arguments)
            built.build(values.shape)
            built.set_weights(_values(layer, built, weights))
            if isinstance(built, keras.layers.Normalization):
                built.finalize_state()
            values = np.asarray(built(values))
    return bool(np.abs(values).max() <= _LARGEST_SCALED)


def _count_weights(layer: Layer, shape: tuple[int | None, ...]) -> int:
    """Upper bound of the weights that a layer will have, before it takes memory for them."""
    arguments = layer.arguments
    channels = shape[-1] or 0
    kernel = arguments.get("kernel_size", 1)
    area = math.prod(kernel) if isinstance(kernel, list) else kernel**2
    each = arguments.get("depth_multiplier", 1)
    match layer.kind:
        case "Dense":
            return int((channels + 1) * arguments["units"])
        case "Conv2D":
            return int((area * channels // max(arguments.get("groups", 1), 1) + 1) * arguments["filters"])
        case "DepthwiseConv2D":
            return int((area + 1) * channels * each)
        case "SeparableConv2D":
            return int(area * channels * each + (channels * each + 1) * arguments["filters"])
        case "BatchNormalization":
            return 4 * max(side or 0 for side in shape)
        case "PReLU":
            return math.prod(side or 1 for side in shape)
        case _:
            return 0


def _values(layer: Layer, built: keras.layers.Layer, weights: Weights) -> list[npt.NDArray[Any]]:
    """The arrays of the file for a layer, in its own order.

    Raises:
        ImportRefused: one is missing, is there twice, has another shape, or isn't finite.
    """
    found = []
    for number, variable in enumerate(built.weights):
        path = f"{layer.place}/vars/{number}"
        if weights.legacy:
            path = _legacy_path(layer, variable.name, weights.datasets)
        dataset = weights.datasets.get(path)
        if dataset is None or dataset.shape != tuple(variable.shape):
            raise ImportRefused(f"The weights of layer {shown(layer.names[-1])} are missing or have another shape.")
        values = np.asarray(dataset[()])
        if not np.isfinite(values).all():
            raise ImportRefused(f"The weights of the layer {shown(layer.names[-1])} are not all numbers.")
        found.append(values)
    # More arrays than weights: the layer is of another kind than it says (quantised, with adapters).
    if f"{layer.place}/vars/{len(found)}" in weights.datasets:
        raise ImportRefused(f"The layer {shown(layer.names[-1])} has weights that it has no use for.")
    return found


def _legacy_path(layer: Layer, variable: str, datasets: dict[str, h5py.Dataset]) -> str:
    """Where an .h5 file has a weight: in the group of the outermost name, below that of the layer."""
    group = f"/model_weights/{layer.names[0]}/"
    # Keras 2 has another name for the kernel of a depthwise layer, and numbers its tensors.
    names = {variable, f"depthwise_{variable}"} if layer.kind == "DepthwiseConv2D" else {variable}
    candidates = []
    for path in datasets:
        parent, _, name = path.rpartition("/")
        mine = len(layer.names) == 1 or parent.endswith(f"/{layer.names[-1]}")
        if mine and path.startswith(group) and name.removesuffix(":0") in names:
            candidates.append(path)
    return candidates[0] if len(candidates) == 1 else ""


def converted(model: keras.Model) -> bytes:
    """The network as LiteRT runs it.

    Raises:
        ImportRefused: TensorFlow can't convert it.
    """
    # Wrapped, so that it is converted as one: the class activation map is only right for networks that pool once.
    picture = keras.Input(model.input.shape[1:], name="rgb")
    try:
        return to_litert(keras.Model(picture, model(picture)))
    except Exception as error:  # TensorFlow's converter has no common error either.
        raise ImportRefused(f"The network can't be converted for use ({one_line(error)}).") from error

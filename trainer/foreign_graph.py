"""The description of a network that somebody else trained: JSON in, a graph of plain layers out. No Keras.

Nothing in it names anything: every layer and every argument is compared with a list.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from trainer.foreign_file import ImportRefused, shown

#: What an honest network stays under: the largest of keras.applications passes.
_MAX_LAYERS = 2000
_MAX_NESTING = 4
_MAX_NUMBER = 2**24
_MAX_WINDOW = 64

#: Layers that are rebuilt, each with the arguments that are taken over.
_LAYERS: dict[str, frozenset[str]] = {
    kind: frozenset(arguments.split())
    for kind, arguments in {
        "Activation": "activation",
        "Add": "",
        "Average": "",
        "AveragePooling2D": "pool_size strides padding data_format",
        "BatchNormalization": "axis epsilon center scale",
        "Concatenate": "axis",
        "Conv2D": "filters kernel_size strides padding data_format dilation_rate groups activation use_bias",
        "Cropping2D": "cropping data_format",
        "Dense": "units activation use_bias",
        "DepthwiseConv2D": "kernel_size strides padding depth_multiplier data_format dilation_rate activation use_bias",
        "ELU": "alpha",
        "Flatten": "data_format",
        "GlobalAveragePooling2D": "data_format keepdims",
        "GlobalMaxPooling2D": "data_format keepdims",
        "LeakyReLU": "negative_slope alpha",
        "MaxPooling2D": "pool_size strides padding data_format",
        "Maximum": "",
        "Multiply": "",
        "Normalization": "axis mean variance invert",
        "PReLU": "shared_axes",
        "ReLU": "max_value negative_slope threshold",
        "Rescaling": "scale offset",
        "Reshape": "target_shape",
        "Resizing": "height width interpolation data_format crop_to_aspect_ratio",
        "SeparableConv2D": "filters kernel_size strides padding data_format dilation_rate depth_multiplier activation "
        "use_bias",
        "Softmax": "axis",
        "Subtract": "",
        "UpSampling2D": "size data_format interpolation",
        "ZeroPadding2D": "padding data_format",
    }.items()
}
#: Layers that act in training only; they are left out.
_TRAINING_ONLY = frozenset(
    "ActivityRegularization AlphaDropout Dropout GaussianDropout GaussianNoise RandomBrightness RandomContrast "
    "RandomErasing RandomFlip RandomGaussianBlur RandomGrayscale RandomHue RandomRotation RandomSaturation "
    "RandomSharpness RandomShear RandomTranslation RandomZoom SpatialDropout2D".split()
)
#: What is written between layers, as ``x / 127.5 - 1`` by `preprocess_input`, and how Keras 2 calls it.
_ARITHMETIC = {
    "TrueDivide": "math.truediv",
    "Multiply": "math.multiply",
    "Add": "math.add",
    "Subtract": "math.subtract",
}
_MODELS = frozenset(("Functional", "Model", "Sequential"))
_LAYER_MODULES = frozenset((None, "keras.layers"))
_MODEL_MODULE = re.compile(r"keras(\.src)?(\.(models|engine)(\.(functional|model|sequential|training))?)?")
#: Arguments without a say in what a trained network computes. What is said of initialisers, regularisers and
#: constraints isn't even looked at.
_WITHOUT_EFFECT = frozenset(
    "autocast batch_input_shape batch_shape dtype fill_mode fill_value momentum name synchronized trainable".split()
)
_TRAINING_SUFFIXES = ("_constraint", "_initializer", "_regularizer", "renorm_momentum")
_WORDS = {
    # Not hard_sigmoid: Keras 2 and Keras 3 mean different functions by it.
    "activation": frozenset(
        "elu gelu hard_silu leaky_relu linear mish relu relu6 selu sigmoid silu softmax softplus softsign swish "
        "tanh".split()
    ),
    "data_format": frozenset(("channels_last",)),
    "interpolation": frozenset(("bilinear", "nearest")),
    "padding": frozenset(("same", "valid")),
}


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer of the stranger's network, as data.

    Attributes:
        kind: a key of `_LAYERS`.
        arguments: for its constructor: numbers, lists of numbers, booleans, None and a few known words.
        inputs: what it is applied to: 0 is the picture, ``i`` the output of the layer before the ``i``-th.
        names: as the file calls it and the networks around it, outermost first; where its weights are in an .h5 file.
        place: where its weights are in a .keras file.
    """

    kind: str
    arguments: dict[str, Any]
    inputs: tuple[int, ...]
    names: tuple[str, ...]
    place: str


@dataclass(slots=True)
class Graph:
    """The stranger's network with the networks inside it unfolded.

    Attributes:
        layers: every one after those that it is applied to.
        output: index of the output; see `Layer.inputs`.
        size: side of the square input in pixels, 0 until it is known.
    """

    layers: list[Layer] = field(default_factory=list)
    output: int = 0
    size: int = 0


@dataclass(frozen=True, slots=True)
class _Step:
    """Arithmetic with what a layer gives and a number, as data.

    Attributes:
        kind: a key of `_ARITHMETIC`.
        reference: to the layer: its name, node and tensor.
        number: one, or a list of them.
        first: the layer comes before the number, as in ``x - 1``.
    """

    kind: str
    reference: list[Any]
    number: Any
    first: bool


def read_graph(raw: Any) -> Graph:
    """Checks the description of a network and unfolds it.

    Raises:
        ImportRefused: it holds anything but plain layers, or doesn't take one square RGB picture.
        KeyError, TypeError, ValueError, AttributeError: it isn't built like a description.
    """
    graph = Graph()
    if raw["class_name"] not in _MODELS:
        kind = shown(raw["class_name"])
        raise ImportRefused(f"The file describes a {kind}, not a Sequential or Functional network.")
    graph.output = _read_model(graph, raw, 0, (), "")
    if not graph.size:
        _note_input(graph, raw["config"], "build_input_shape")
    if not graph.size:
        raise ImportRefused("The network doesn't say how large its input is.")
    return graph


def _read_model(graph: Graph, raw: dict[str, Any], source: int, names: tuple[str, ...], place: str) -> int:
    """Adds the layers of a network; returns the index of its output."""
    _check_origin(raw)
    if len(names) > _MAX_NESTING:
        raise ImportRefused("The network has more networks inside each other than can be needed.")
    config = raw["config"]
    layers = config if isinstance(config, list) else config["layers"]
    sequential = raw["class_name"] == "Sequential"
    outputs: dict[str, int] = {}
    counts: Counter[str] = Counter()
    last = source
    for layer in layers:
        kind, name = layer["class_name"], layer["config"].get("name") if isinstance(layer["config"], dict) else None
        name = layer.get("name") or name
        if not isinstance(kind, str) or not isinstance(name, str) or name in outputs:
            raise ImportRefused("The network has layers without a name, or two of the same.")
        if scaled := _arithmetic(layer):
            # No layer, and so without a place among the weights.
            producer, arguments = scaled
            last = outputs[name] = _add_layer(graph, "Rescaling", arguments, (outputs[producer],), (*names, name), "")
            continue
        key = snake_case(kind)
        stored = f"{place}/layers/{key}" + (f"_{counts[key]}" if counts[key] else "")
        counts[key] += 1
        if isinstance(layer["config"], dict):
            _note_input(graph, layer["config"], "batch_shape", "batch_input_shape")
        if kind == "InputLayer":
            _check_origin(layer)
            if source in outputs.values() and not sequential:
                raise ImportRefused("The network takes several inputs; one picture is what it would be given.")
            outputs[name] = source
            continue
        _check_origin(layer)
        inputs = (last,) if sequential else tuple(outputs[producer] for producer in _producers(layer))
        last = outputs[name] = _read_layer(graph, layer, inputs, (*names, name), stored)
    if sequential:
        return last
    (result,) = _references(config["output_layers"])
    return outputs[result]


def _read_layer(graph: Graph, raw: dict[str, Any], inputs: tuple[int, ...], names: tuple[str, ...], place: str) -> int:
    kind = raw["class_name"]
    if kind in _MODELS:
        (source,) = inputs
        return _read_model(graph, raw, source, names, place)
    if kind in _TRAINING_ONLY:
        (source,) = inputs
        return source
    return _add_layer(graph, kind, _arguments(kind, raw["config"]), inputs, names, place)


def _add_layer(
    graph: Graph, kind: str, arguments: dict[str, Any], inputs: tuple[int, ...], names: tuple[str, ...], place: str
) -> int:
    if not inputs or len(graph.layers) >= _MAX_LAYERS:
        raise ImportRefused(f"The network has a layer without an input, or more than {_MAX_LAYERS} layers.")
    graph.layers.append(Layer(kind, arguments, inputs, names, place))
    return len(graph.layers)


def _arithmetic(raw: dict[str, Any]) -> tuple[str, dict[str, Any]] | None:
    """What a step like ``x / 127.5`` is applied to, and the Rescaling layer that does the same; None for any other."""
    nodes = raw.get("inbound_nodes")
    if not isinstance(nodes, list) or len(nodes) != 1:
        return None
    step = _step_of_keras3(raw, nodes[0]) or _step_of_keras2(raw, nodes[0])
    rescaling = _as_rescaling(step) if step else None
    if step is None or rescaling is None:
        return None
    (producer,) = _references([step.reference[:3]])
    return producer, rescaling


def _step_of_keras3(raw: dict[str, Any], node: Any) -> _Step | None:
    kind = raw["class_name"]
    if kind not in _ARITHMETIC or raw.get("module") not in (None, "keras.src.ops.numpy") or not isinstance(node, dict):
        return None
    terms = node["args"]
    if len(terms) != 2 or node.get("kwargs"):  # A layer of this name has one: the list of its inputs.
        return None
    places = [isinstance(term, dict) and term["class_name"] == "__keras_tensor__" for term in terms]
    if places.count(True) != 1:
        return None
    tensor, number = terms if places[0] else terms[::-1]
    reference = tensor["config"]["keras_history"]
    if isinstance(number, dict) and number["class_name"] == "__tensor__":
        number = number["config"]["value"]
    return _Step(kind, reference, number, places[0])


def _step_of_keras2(raw: dict[str, Any], node: Any) -> _Step | None:
    if raw["class_name"] != "TFOpLambda" or (function := raw["config"]["function"]) not in _ARITHMETIC.values():
        return None
    reference = node if isinstance(node[0], str) else node[0]
    extras = {key: value for key, value in reference[3].items() if value is not None}
    if extras.keys() != {"y"}:
        return None
    kind = next(name for name, theirs in _ARITHMETIC.items() if theirs == function)
    return _Step(kind, reference, extras["y"], True)


def _as_rescaling(step: _Step) -> dict[str, Any] | None:
    """Arguments of the Rescaling layer that does the same, if there is one."""
    number = step.number
    # One for all channels, or one for each.
    while isinstance(number, list) and len(number) == 1:
        (number,) = number
    numbers = number if isinstance(number, list) else [number]
    if len(numbers) not in (1, 3) or not all(type(each) in (int, float) for each in numbers):
        return None
    scale, offset = [1.0] * len(numbers), [0.0] * len(numbers)
    match step.kind:
        case "TrueDivide" if step.first and all(numbers):
            scale = [1 / each for each in numbers]
        case "Multiply":
            scale = numbers
        case "Add":
            offset = numbers
        case "Subtract":
            scale, offset = ([1.0], [-each for each in numbers]) if step.first else ([-1.0], numbers)
        case _:
            return None
    if not all(abs(each) <= _MAX_NUMBER for each in (*scale, *offset)):
        return None
    parts = {"scale": scale, "offset": offset}
    return {key: values if len(set(values)) > 1 else values[0] for key, values in parts.items()}


def _check_origin(raw: dict[str, Any]) -> None:
    """Refuses what isn't Keras' own and on the list."""
    kind, module, registered = raw["class_name"], raw.get("module"), raw.get("registered_name")
    if kind in _MODELS:
        ours = module is None or (isinstance(module, str) and _MODEL_MODULE.fullmatch(module))
    else:
        ours = module in _LAYER_MODULES and (kind in _LAYERS or kind in _TRAINING_ONLY or kind == "InputLayer")
    if not ours or registered not in (None, kind):
        raise ImportRefused(
            f"The network holds {shown(registered or kind)}, which is none of the plain Keras layers that can be "
            "rebuilt without code from elsewhere."
        )


def _arguments(kind: str, config: dict[str, Any]) -> dict[str, Any]:
    """What of a layer's description goes to the constructor."""
    arguments = {}
    for key, value in config.items():
        if key in _LAYERS[kind]:
            if isinstance(value, str) and value not in _WORDS.get(key, ()):
                raise ImportRefused(f"The network has a {kind} layer whose {key} is {shown(value)}: no plain layer's.")
            if key == "data_format" and value is None:
                continue
            arguments[key] = _plain(kind, key, value)
        elif key in _WITHOUT_EFFECT or key.endswith(_TRAINING_SUFFIXES):
            continue
        elif value not in (None, False) and (key, value) != ("groups", 1):  # What Keras 2 writes for depthwise layers.
            raise ImportRefused(f"The network has a {kind} layer with {shown(key)}, which can't be rebuilt.")
    if "alpha" in arguments and kind == "LeakyReLU":  # Its name in Keras 2.
        arguments["negative_slope"] = arguments.pop("alpha")
    if kind == "BatchNormalization" and isinstance(arguments.get("axis"), list):
        (arguments["axis"],) = arguments["axis"]
    if kind == "Normalization" and arguments.get("axis", -1) not in (-1, 3, [-1], [3], None):
        raise ImportRefused("The network normalises along something else than its channels.")
    return arguments


def _plain(kind: str, key: str, value: Any, depth: int = 0) -> Any:
    """A value that holds nothing but booleans, words from the list and numbers of a sane size."""
    if value is None or isinstance(value, (bool, str)):
        return value
    limit = _MAX_WINDOW if key in ("kernel_size", "pool_size") else _MAX_NUMBER
    if isinstance(value, (int, float)) and abs(value) <= limit:  # False for nan.
        return value
    if isinstance(value, list) and len(value) <= 16 and depth < 5 and not any(isinstance(item, str) for item in value):
        return [_plain(kind, key, item, depth + 1) for item in value]
    raise ImportRefused(f"The network has a {kind} layer with a {shown(key)} that no plain layer has.")


def _note_input(graph: Graph, config: dict[str, Any], *keys: str) -> None:
    """Takes the size of the picture from the first layer that says it."""
    shape = next((config[key] for key in keys if config.get(key) is not None), None)
    if graph.size or shape is None:
        return
    known = isinstance(shape, list) and len(shape) == 4 and all(type(side) is int for side in shape[1:])
    if not known or shape[1] != shape[2] or shape[3] != 3 or not 16 <= shape[1] <= 1024:
        said = " x ".join(str(side) for side in shape[1:5]) if isinstance(shape, list) else "something else"
        raise ImportRefused(
            f"The network takes {shown(said)}; a model of Unmask takes one square RGB picture of 16 to 1024 pixels."
        )
    graph.size = shape[1]


def _producers(raw: dict[str, Any]) -> list[str]:
    """Names of the layers that a layer is applied to, as Keras 2 or Keras 3 writes them."""
    nodes = raw["inbound_nodes"]
    # Keras 3 writes of its layers for training only that they are in training.
    usual = (None, False, True) if raw["class_name"] in _TRAINING_ONLY else (None, False)
    if len(nodes) != 1:
        raise ImportRefused("The network applies one layer in several places, which can't be rebuilt.")
    (node,) = nodes
    if isinstance(node, list):
        extras = [reference[3] for reference in node if len(reference) > 3]
        names = [name for reference in node for name in _references([reference[:3]])]
    else:
        extras = [node.get("kwargs", {})]
        tensors = node["args"][0] if isinstance(node["args"][0], list) else node["args"]
        if len(node["args"]) != 1 or any(tensor["class_name"] != "__keras_tensor__" for tensor in tensors):
            raise ImportRefused("The network has a layer with an input that is no layer.")
        names = [name for tensor in tensors for name in _references([tensor["config"]["keras_history"]])]
    for extra in extras:
        if not extra.keys() <= {"training", "mask"} or any(value not in usual for value in extra.values()):
            raise ImportRefused("The network has a layer that is called in an unusual way, which can't be rebuilt.")
    return names


def _references(raw: list[Any]) -> list[str]:
    """Names in a list of ``[layer, node, tensor]``, or in one of them alone."""
    references = [raw] if raw and isinstance(raw[0], str) else raw
    names = []
    for name, _, tensor in references:
        if not isinstance(name, str) or tensor != 0:
            raise ImportRefused("The network has a layer with several outputs, which can't be rebuilt.")
        names.append(name)
    return names


def snake_case(kind: str) -> str:
    """The name that Keras gives the weights of a layer in a .keras file."""
    spaced = re.sub("(.)([A-Z][a-z]+)", r"\1_\2", kind)
    return re.sub("([a-z])([A-Z])", r"\1_\2", spaced).lower()

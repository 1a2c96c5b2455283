"""Makes a bundle of a network that somebody else trained: a stranger's ``.keras`` or ``.h5`` file.

Keras' own loaders turn names in a file into Python objects, and have run strangers' code that way again and again. Here
nothing in the file names anything: its description is read as data and compared with a list of plain layers, a new
network is built from those, and of the file itself only arrays of numbers are taken over.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
import shutil
import sys
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import h5py
import keras
import numpy as np
import numpy.typing as npt
import tensorflow as tf

from app import __version__
from app.detector.bundle import NETWORK, BundleError, Manifest, logit_of, read_manifest
from app.detector.crop import RESIZE_FILTER
from app.detector.decode import RgbArray
from app.detector.detector import sharpness
from app.detector.labelled import LabelledFile, LayoutError, read_labelled_folder
from app.detector.litert import Network
from app.detector.metrics import auc_figure, group_figures
from app.detector.verdict import Limits, Thresholds, calibrated
from trainer.calibration import choose_thresholds, fit_temperature, source_weights
from trainer.export import to_litert, write_bundle
from trainer.face_crops import CropSettings, crop_picture

Class = Literal["fake", "real"]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

#: What an honest file stays under. The largest network of keras.applications with 2,000 layers and 90 million weights
#: passes; a bundle holds at most 512 MB, 134 million weights.
MAX_FILE_BYTES = 2 * 2**30
MAX_CONFIG_BYTES = 16 * 2**20
MAX_RATIO = 100
MAX_LAYERS = 2000
MAX_WEIGHTS = 120_000_000
#: Values between two layers: 256 MB as 32-bit floats.
MAX_VALUES = 2**26
#: Multiplications a picture, ten times those of the largest network in keras.applications.
MAX_WORK = 400_000_000_000
_MAX_NUMBER = 2**24
_MAX_WINDOW = 64
_MAX_NESTING = 4
_MAX_HDF5_OBJECTS = 50_000
_PICTURES_PER_CLASS = 500
_LEAST_PICTURES_PER_CLASS = 20
#: Networks are given values of about -3 to 3, however they are scaled.
_LARGEST_SCALED = 10.0

#: What a network can be given, by the name that its importer may call it: factor and summand of 0 to 255, and in words.
VALUES: dict[str, tuple[float, float, str]] = {
    "unit": (1 / 255, 0.0, "0 to 1"),
    "signed": (1 / 127.5, -1.0, "-1 to 1"),
    "bytes": (1.0, 0.0, "0 to 255"),
}

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
#: What a file raises that isn't what it seems to be.
_DAMAGE = (
    *(AttributeError, EOFError, LookupError, RecursionError, RuntimeError, TypeError, ValueError),
    *(zipfile.BadZipFile, zlib.error),
)
#: HDF5's own filters that Keras and its users compress with: deflate, shuffle, Fletcher's checksum.
_HDF5_FILTERS = frozenset((1, 2, 3))


class ImportRefused(Exception):
    """The file isn't made a model of. ``str()`` is the sentence that says why."""


@dataclass(frozen=True, slots=True)
class _Layer:
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
class _Graph:
    """The stranger's network with the networks inside it unfolded.

    Attributes:
        layers: every one after those that it is applied to.
        output: index of the output; see `_Layer.inputs`.
        size: side of the square input in pixels, 0 until it is known.
    """

    layers: list[_Layer] = field(default_factory=list)
    output: int = 0
    size: int = 0


@dataclass(frozen=True, slots=True)
class _Weights:
    """The arrays of a checked HDF5 file.

    Attributes:
        datasets: by path.
        legacy: an .h5 file and not the inside of a .keras file.
    """

    datasets: dict[str, h5py.Dataset]
    legacy: bool


def import_model(
    file: Path, out: Path, positive: Class | None, labelled: Path | None, values: str | None = None
) -> Path:
    """Makes a bundle of a trained Keras network.

    The network has to take one square RGB picture of 16 to 1024 pixels and end in one unit (a sigmoid, or linear: then
    it is taken for a logit) or in two (a softmax). It is taken to judge whole pictures, as public notebooks do; a
    ``model.keras`` beside its own manifest is taken for what that says.

    Args:
        file: whole model, ``.keras`` (Keras 2.13 and later) or ``.h5``; the content decides which.
        out: folder of this run.
        positive: what a high output means; of two units, what the second stands for. If None, a person at a terminal
            is asked.
        labelled: folder with real and fake pictures: they calibrate the score and tell whether ``positive`` is wrong.
        values: what it was trained on, a key of `VALUES`; if None, what its first layers tell, else "unit".

    Returns:
        Folder of the bundle, ``out / "bundle"``.

    Raises:
        ImportRefused: the file is no such network, or can't be rebuilt without code from elsewhere.
        OSError: a file can't be read or written.
    """
    with _opened(file) as (config, weights):
        graph = _read_graph(config)
        own = _own_manifest(file)
        positive = "fake" if own else positive or _ask()
        # What this program wrote takes 0 to 255.
        told = None if own else values
        given = "bytes" if own else values or ("bytes" if _takes_full_range(graph, weights) else "unit")
        model = _rebuild(graph, weights, positive, given)
    litert = _converted(model)
    crop = CropSettings(graph.size, own.margin if own else 1.5, own is None or own.crop == "whole")
    in_words = VALUES[given][2]
    measured = _measure(Network(litert), labelled, crop, positive, in_words) if labelled else None
    manifest = _manifest(file, graph, crop, own, measured)
    manifest.training.update(positive=positive, values=in_words)
    return write_bundle(out / "bundle", manifest, {NETWORK: litert}, model, _card(manifest, told is not None))


def _ask() -> Class:
    if not sys.stdin.isatty():
        raise ImportRefused("Say what a high output of this network means: --positive fake or --positive real.")
    while True:
        sys.stderr.write("Does a high output of this network mean fake or real? [fake/real] ")
        sys.stderr.flush()
        answer = sys.stdin.readline()
        if not answer:
            raise ImportRefused("It was not said what a high output of this network means.")
        match answer.strip().lower():
            case "fake":
                return "fake"
            case "real":
                return "real"


def _own_manifest(file: Path) -> Manifest | None:
    """The manifest beside the file, if it names just this file."""
    try:
        manifest = read_manifest(file.parent)
    except BundleError:
        return None
    return manifest if manifest.files.get(file.name) == _sha256(file) else None


def _sha256(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


# The file: two containers, one description, arrays.


@contextmanager
def _opened(file: Path) -> Iterator[tuple[Any, _Weights]]:
    """The description of the network and its arrays; damage of any kind, wherever it shows, is refused."""
    if not file.is_file():
        raise ImportRefused(f"{file} is no file.")
    if file.stat().st_size > MAX_FILE_BYTES:
        raise ImportRefused(f"{file.name} is larger than {MAX_FILE_BYTES // 2**30} GB.")
    with file.open("rb") as content:
        start = content.read(8)
    with tempfile.TemporaryDirectory() as folder:
        try:
            if start.startswith(b"PK"):
                description, arrays = _unpacked(file, Path(folder))
            elif start == b"\x89HDF\r\n\x1a\n":
                description, arrays = None, file
            else:
                raise ImportRefused(f"{file.name} is neither a .keras nor an .h5 file.")
            with h5py.File(arrays, "r") as hdf5:
                datasets = dict(_datasets(hdf5))
                if description is None:
                    description = _description(hdf5)
                yield json.loads(description), _Weights(datasets, arrays is file)
        except _DAMAGE as error:
            sentence = f"{file.name} is damaged, or no model that Keras wrote ({_one_line(error)})."
            raise ImportRefused(sentence) from error
        except OSError as error:
            if error.errno or error.filename:
                raise
            # HDF5's own errors come without a number.
            raise ImportRefused(f"{file.name} is damaged ({_one_line(error)}).") from error


def _unpacked(file: Path, folder: Path) -> tuple[bytes, Path]:
    """What a .keras file holds: the description and a file with the arrays."""
    limits = {"metadata.json": MAX_CONFIG_BYTES, "config.json": MAX_CONFIG_BYTES, "model.weights.h5": MAX_FILE_BYTES}
    with zipfile.ZipFile(file) as archive:
        entries = archive.infolist()
        names = [entry.filename for entry in entries]
        if strange := set(names) - limits.keys():
            raise ImportRefused(f"{file.name} holds {_shown(min(strange))}, which is no part of a plain Keras model.")
        if len(names) != len(set(names)) or not {"config.json", "model.weights.h5"} <= set(names):
            raise ImportRefused(f"{file.name} must hold config.json and model.weights.h5, each once.")
        for entry in entries:
            if entry.file_size > min(limits[entry.filename], MAX_RATIO * entry.compress_size + 2**20):
                raise ImportRefused(f"{entry.filename} in {file.name} is too large when it is unpacked.")
            if entry.flag_bits & 1 or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise ImportRefused(f"{entry.filename} in {file.name} is packed as Keras never does it.")
        arrays = folder / "arrays.h5"
        # zipfile stops at the size that the directory of the archive names, and compares the checksum.
        with archive.open("model.weights.h5") as source, arrays.open("wb") as target:
            shutil.copyfileobj(source, target, 2**20)
        return archive.read("config.json"), arrays


def _description(hdf5: h5py.File) -> bytes:
    if "model_config" not in hdf5.attrs:
        raise ImportRefused("The file holds weights but no network: save the whole model (model.save) and import that.")
    attribute = hdf5.attrs.get_id("model_config")
    if attribute.shape != () or not isinstance(attribute.get_type(), h5py.h5t.TypeStringID):
        raise ImportRefused("The description of the network in the file is no text.")
    text = hdf5.attrs["model_config"]
    content = text.encode() if isinstance(text, str) else bytes(text)
    if len(content) > MAX_CONFIG_BYTES:
        raise ImportRefused("The description of the network is larger than a network can need.")
    return content


def _datasets(root: h5py.Group) -> Iterator[tuple[str, h5py.Dataset]]:
    """Every array of the file, without ever following a link out of it.

    Raises:
        ImportRefused: there are links, data in other files, arrays of anything but numbers, or filters of plug-ins.
    """
    waiting = [("", root)]
    seen = 0
    visited = set()
    while waiting:
        path, group = waiting.pop()
        for name in group:
            seen += 1
            if seen > _MAX_HDF5_OBJECTS:
                raise ImportRefused("The file holds more objects than a network can need.")
            here = f"{path}/{name}"
            if type(group.get(name, getlink=True)) is not h5py.HardLink:
                raise ImportRefused(f"{_shown(here)} in the file is a link to somewhere else.")
            kind = group.get(name, getclass=True)
            if kind is h5py.Group:
                member = group[name]
                address = h5py.h5o.get_info(member.id).addr
                if address in visited:
                    raise ImportRefused(f"{_shown(here)} in the file is there under several names.")
                visited.add(address)
                waiting.append((here, member))
                continue
            if kind is not h5py.Dataset:
                raise ImportRefused(f"{_shown(here)} in the file is no array.")
            dataset = group[name]
            creation = dataset.id.get_create_plist()
            if dataset.is_virtual or creation.get_external_count():
                raise ImportRefused(f"{_shown(here)} in the file has its data in another file.")
            filters = {creation.get_filter(i)[0] for i in range(creation.get_nfilters())}
            if dataset.dtype.kind not in "fiu" or not filters <= _HDF5_FILTERS:
                raise ImportRefused(f"{_shown(here)} in the file is no plain array of numbers.")
            yield here, dataset


# The description: JSON in, `_Graph` out. No Keras.


def _read_graph(raw: Any) -> _Graph:
    """Checks the description of a network and unfolds it.

    Raises:
        ImportRefused: it holds anything but plain layers, or doesn't take one square RGB picture.
        KeyError, TypeError, ValueError, AttributeError: it isn't built like a description.
    """
    graph = _Graph()
    if raw["class_name"] not in _MODELS:
        kind = _shown(raw["class_name"])
        raise ImportRefused(f"The file describes a {kind}, not a Sequential or Functional network.")
    graph.output = _read_model(graph, raw, 0, (), "")
    if not graph.size:
        _note_input(graph, raw["config"], "build_input_shape")
    if not graph.size:
        raise ImportRefused("The network doesn't say how large its input is.")
    return graph


def _read_model(graph: _Graph, raw: dict[str, Any], source: int, names: tuple[str, ...], place: str) -> int:
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
        key = _snake_case(kind)
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


def _read_layer(graph: _Graph, raw: dict[str, Any], inputs: tuple[int, ...], names: tuple[str, ...], place: str) -> int:
    kind = raw["class_name"]
    if kind in _MODELS:
        (source,) = inputs
        return _read_model(graph, raw, source, names, place)
    if kind in _TRAINING_ONLY:
        (source,) = inputs
        return source
    return _add_layer(graph, kind, _arguments(kind, raw["config"]), inputs, names, place)


def _add_layer(
    graph: _Graph, kind: str, arguments: dict[str, Any], inputs: tuple[int, ...], names: tuple[str, ...], place: str
) -> int:
    if not inputs or len(graph.layers) >= MAX_LAYERS:
        raise ImportRefused(f"The network has a layer without an input, or more than {MAX_LAYERS} layers.")
    graph.layers.append(_Layer(kind, arguments, inputs, names, place))
    return len(graph.layers)


def _arithmetic(raw: dict[str, Any]) -> tuple[str, dict[str, Any]] | None:
    """What a step like ``x / 127.5`` is applied to, and the Rescaling layer that does the same; None for any other."""
    kind, nodes = raw["class_name"], raw.get("inbound_nodes")
    if not isinstance(nodes, list) or len(nodes) != 1:
        return None
    (node,) = nodes
    if kind in _ARITHMETIC and raw.get("module") in (None, "keras.src.ops.numpy") and isinstance(node, dict):
        terms = node["args"]
        if len(terms) != 2 or node.get("kwargs"):  # A layer of this name has one: the list of its inputs.
            return None
        places = [isinstance(term, dict) and term["class_name"] == "__keras_tensor__" for term in terms]
        if places.count(True) != 1:
            return None
        first = places[0]
        tensor, number = terms if first else terms[::-1]
        reference = tensor["config"]["keras_history"]
        if isinstance(number, dict) and number["class_name"] == "__tensor__":
            number = number["config"]["value"]
    elif kind == "TFOpLambda" and (function := raw["config"]["function"]) in _ARITHMETIC.values():
        reference = node if isinstance(node[0], str) else node[0]
        extras = {key: value for key, value in reference[3].items() if value is not None}
        if extras.keys() != {"y"}:
            return None
        kind = next(name for name, theirs in _ARITHMETIC.items() if theirs == function)
        first, number = True, extras["y"]
    else:
        return None
    # One for all channels, or one for each.
    while isinstance(number, list) and len(number) == 1:
        (number,) = number
    numbers = number if isinstance(number, list) else [number]
    if len(numbers) not in (1, 3) or not all(type(each) in (int, float) for each in numbers):
        return None
    scale, offset = [1.0] * len(numbers), [0.0] * len(numbers)
    match kind:
        case "TrueDivide" if first and all(numbers):
            scale = [1 / each for each in numbers]
        case "Multiply":
            scale = numbers
        case "Add":
            offset = numbers
        case "Subtract":
            scale, offset = ([1.0], [-each for each in numbers]) if first else ([-1.0], numbers)
        case _:
            return None
    if not all(abs(each) <= _MAX_NUMBER for each in (*scale, *offset)):
        return None
    (producer,) = _references([reference[:3]])
    return producer, {
        key: values if len(set(values)) > 1 else values[0] for key, values in (("scale", scale), ("offset", offset))
    }


def _check_origin(raw: dict[str, Any]) -> None:
    """Refuses what isn't Keras' own and on the list."""
    kind, module, registered = raw["class_name"], raw.get("module"), raw.get("registered_name")
    if kind in _MODELS:
        ours = module is None or (isinstance(module, str) and _MODEL_MODULE.fullmatch(module))
    else:
        ours = module in _LAYER_MODULES and (kind in _LAYERS or kind in _TRAINING_ONLY or kind == "InputLayer")
    if not ours or registered not in (None, kind):
        raise ImportRefused(
            f"The network holds {_shown(registered or kind)}, which is none of the plain Keras layers that can be "
            "rebuilt without code from elsewhere."
        )


def _arguments(kind: str, config: dict[str, Any]) -> dict[str, Any]:
    """What of a layer's description goes to the constructor."""
    arguments = {}
    for key, value in config.items():
        if key in _LAYERS[kind]:
            if isinstance(value, str) and value not in _WORDS.get(key, ()):
                raise ImportRefused(f"The network has a {kind} layer whose {key} is {_shown(value)}: no plain layer's.")
            if key == "data_format" and value is None:
                continue
            arguments[key] = _plain(kind, key, value)
        elif key in _WITHOUT_EFFECT or key.endswith(_TRAINING_SUFFIXES):
            continue
        elif value not in (None, False) and (key, value) != ("groups", 1):  # What Keras 2 writes for depthwise layers.
            raise ImportRefused(f"The network has a {kind} layer with {_shown(key)}, which can't be rebuilt.")
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
    raise ImportRefused(f"The network has a {kind} layer with a {_shown(key)} that no plain layer has.")


def _note_input(graph: _Graph, config: dict[str, Any], *keys: str) -> None:
    """Takes the size of the picture from the first layer that says it."""
    shape = next((config[key] for key in keys if config.get(key) is not None), None)
    if graph.size or shape is None:
        return
    known = isinstance(shape, list) and len(shape) == 4 and all(type(side) is int for side in shape[1:])
    if not known or shape[1] != shape[2] or shape[3] != 3 or not 16 <= shape[1] <= 1024:
        said = " x ".join(str(side) for side in shape[1:5]) if isinstance(shape, list) else "something else"
        raise ImportRefused(
            f"The network takes {_shown(said)}; a model of Unmask takes one square RGB picture of 16 to 1024 pixels."
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


def _snake_case(kind: str) -> str:
    """The name that Keras gives the weights of a layer in a .keras file."""
    spaced = re.sub("(.)([A-Z][a-z]+)", r"\1_\2", kind)
    return re.sub("([a-z])([A-Z])", r"\1_\2", spaced).lower()


# The network: `_Graph` and arrays in, a Keras model out that takes 0 to 255 and ends in the logit of "fake".


def _rebuild(graph: _Graph, weights: _Weights, positive: Class, given: str) -> keras.Model:
    """Builds the network, which is given values as a key of `VALUES` says."""
    head, units = _head(graph)
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
            if total > MAX_WEIGHTS:
                raise ImportRefused(f"The network would have more than {MAX_WEIGHTS:,} weights.")
            arguments = {**layer.arguments, "activation": "linear"} if number == head else layer.arguments
            built = getattr(keras.layers, layer.kind)(**arguments, name=f"{_snake_case(layer.kind)}_{number}")
            output = built(inputs if len(inputs) > 1 else inputs[0])
            work += count * math.prod(output.shape[1:-1])
            if math.prod(output.shape[1:]) > MAX_VALUES or work > MAX_WORK:
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
        raise ImportRefused(f"Keras can't build the network that the file describes ({_one_line(error)}).") from error
    return model


def _head(graph: _Graph) -> tuple[int, int]:
    """Index of the last dense layer, and its units; what follows it is the sigmoid or softmax."""
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


def _takes_full_range(graph: _Graph, weights: _Weights) -> bool:
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


def _count_weights(layer: _Layer, shape: tuple[int | None, ...]) -> int:
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


def _values(layer: _Layer, built: keras.layers.Layer, weights: _Weights) -> list[npt.NDArray[Any]]:
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
            raise ImportRefused(f"The weights of layer {_shown(layer.names[-1])} are missing or have another shape.")
        values = np.asarray(dataset[()])
        if not np.isfinite(values).all():
            raise ImportRefused(f"The weights of the layer {_shown(layer.names[-1])} are not all numbers.")
        found.append(values)
    # More arrays than weights: the layer is of another kind than it says (quantised, with adapters).
    if f"{layer.place}/vars/{len(found)}" in weights.datasets:
        raise ImportRefused(f"The layer {_shown(layer.names[-1])} has weights that it has no use for.")
    return found


def _legacy_path(layer: _Layer, variable: str, datasets: dict[str, h5py.Dataset]) -> str:
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


def _converted(model: keras.Model) -> bytes:
    # Wrapped, so that it is converted as one: the class activation map is only right for networks that pool once.
    picture = keras.Input(model.input.shape[1:], name="rgb")
    try:
        return to_litert(keras.Model(picture, model(picture)))
    except Exception as error:  # TensorFlow's converter has no common error either.
        raise ImportRefused(f"The network can't be converted for use ({_one_line(error)}).") from error


# What it is worth.


@dataclass(frozen=True, slots=True)
class _Measured:
    """What labelled pictures said of the network.

    Attributes:
        temperature: see `trainer.calibration`.
        thresholds: see `trainer.calibration`.
        min_sharpness: almost all of the pictures are sharper.
        counts: pictures, by class.
        figures: see `app.detector.metrics.group_figures`.
    """

    temperature: float
    thresholds: Thresholds
    min_sharpness: float
    counts: dict[str, int]
    figures: dict[str, dict[str, float | None]]


def _measure(network: Network, folder: Path, crop: CropSettings, positive: Class, values: str) -> _Measured:
    """Runs the network on labelled pictures, at most 500 of each class.

    Raises:
        ImportRefused: there are too few, or they say that ``positive`` is the wrong class, or that the network can't
            tell the classes apart.
    """
    try:
        everything = read_labelled_folder(folder)
    except LayoutError as error:
        raise ImportRefused(str(error)) from error
    files: list[LabelledFile] = []
    inputs: list[RgbArray] = []
    generator = np.random.default_rng(0)
    counts = {}
    for label in ("real", "fake"):
        members = [file for file in everything if file.label == label]
        before = len(files)
        for index in generator.permutation(len(members)):
            if len(files) - before == _PICTURES_PER_CLASS:
                break
            cropped = crop_picture(members[index].path, crop)
            if not isinstance(cropped, str):
                files.append(members[index])
                inputs.append(cropped[0])
        counts[label] = len(files) - before
    if min(counts.values()) < _LEAST_PICTURES_PER_CLASS:
        raise ImportRefused(
            f"{folder} has {counts['real']} real and {counts['fake']} fake pictures that can be judged; at least "
            f"{_LEAST_PICTURES_PER_CLASS} of each are needed."
        )
    logits = np.array([logit_of(network, pixels) for pixels in inputs], np.float64)
    fake = np.array([file.label == "fake" for file in files])
    area = auc_figure(logits, fake)
    if area.high < 0.5:
        other = "real" if positive == "fake" else "fake"
        raise ImportRefused(
            f"On {area.n} labelled pictures this network rates genuine ones above fakes (AUC {area.value:.2f}, 95 % "
            f"interval {area.low:.2f} to {area.high:.2f}): the positive class seems to be the other one; try "
            f"--positive {other}."
        )
    if not area.low > 0.5:
        raise ImportRefused(
            f"On {area.n} labelled pictures this network can't tell genuine ones from fakes (AUC {area.value:.2f}, "
            f"95 % interval {area.low:.2f} to {area.high:.2f}). It was given values of {values}: does it expect "
            "others (--values), or other pictures?"
        )
    sources = [file.source for file in files]
    temperature = fit_temperature(logits, fake, source_weights(sources, fake))
    thresholds = choose_thresholds(logits, fake, sources, temperature)
    scores = np.array([calibrated(float(logit), temperature) for logit in logits])
    figures = {
        key: {name: None if math.isnan(value) else value for name, value in asdict(figure).items()}
        for key, figure in group_figures(scores, fake, thresholds.fake, thresholds.real).items()
    }
    sharp = float(np.quantile([sharpness(pixels) for pixels in inputs], 0.005))
    return _Measured(temperature, thresholds, sharp, counts, figures)


def _manifest(
    file: Path, graph: _Graph, crop: CropSettings, own: Manifest | None, measured: _Measured | None
) -> Manifest:
    created = datetime.now(UTC)
    # Of two networks, the file holds the first alone, and what was measured is of both.
    kept = own if own and not own.second else None
    if measured:
        temperature, thresholds = measured.temperature, measured.thresholds
        limits = Limits(own.limits.min_face_px if own else 0.0, measured.min_sharpness)
    elif kept:
        temperature, thresholds, limits = kept.temperature, kept.thresholds, kept.limits
    else:
        # Round numbers. No share of errors is known, and the only bound that holds of any network is 1.
        temperature, thresholds = 1.0, Thresholds(0.9, 0.1, 1.0, 1.0)
        limits = own.limits if own else Limits(0.0, 0.0)
    name = re.sub(r"[^\w .()+-]", "_", file.stem)[:60]
    return Manifest(
        id=f"imported-{created:%Y%m%d-%H%M%S}",
        name=f"{name} (imported)",
        created=created.strftime("%Y-%m-%dT%H:%M:%SZ"),
        preset="imported",
        input_size=graph.size,
        crop="whole" if crop.whole else "face",
        margin=crop.margin,
        resize_filter=own.resize_filter if own else RESIZE_FILTER,
        temperature=temperature,
        thresholds=thresholds,
        limits=limits,
        files={},
        training={
            "calibrated": bool(measured or (kept and kept.training.get("calibrated", True))),
            "imported_sha256": _sha256(file),
            "counts": {"labelled": measured.counts} if measured else {},
            "app_version": __version__,
            "tensorflow": tf.__version__,
        },
        metrics={"validation": {"all": measured.figures}} if measured else {},
    )


def _card(manifest: Manifest, told: bool) -> str:
    """MODEL_CARD.md of a network of which only the file is known."""
    training, thresholds = manifest.training, manifest.thresholds
    if manifest.metrics:
        area, counts = manifest.metrics["validation"]["all"]["auc"], training["counts"]["labelled"]
        worth = [
            f"On {counts['real']} real and {counts['fake']} fake pictures that were given with it: AUC "
            f"{area['value']:.3f} [{area['low']:.3f}, {area['high']:.3f}]; temperature {manifest.temperature:.3f}; "
            f"fake from {thresholds.fake:.4f} on, which {100 * thresholds.false_alarm_rate:.2f} % of the genuine ones "
            f"reach; real up to {thresholds.real:.4f}, under which {100 * thresholds.miss_rate:.2f} % of the fakes "
            "lie. The thresholds were chosen on the same pictures, and if the network was trained on them too, these "
            "figures are far too good."
        ]
    elif training["calibrated"]:
        worth = ["Temperature, thresholds and limits are those of the model whose file this is. Nothing was measured."]
    else:
        worth = [
            "**Nothing was measured**, for no labelled pictures were given. The score is what the network says and no "
            f"calibrated probability; the thresholds (fake from {thresholds.fake:.1f} on, real up to "
            f"{thresholds.real:.1f}) are round numbers. How often it is wrong is unknown: the manifest says "
            "`calibrated: false`, and gives 1 for both error rates, the only bound that is known.",
            "",
            "Import it again with a folder of real and fake pictures (`--labelled`) to get figures.",
        ]
    if told:
        scaled = f"It is given values from {training['values']}, as was said when it was imported."
    elif training["values"] == "0 to 255":
        scaled = "The network scales the values 0 to 255 itself."
    else:
        scaled = "The network doesn't scale its input: it is taken to expect values from 0 to 1, and is given those."
    squared = (
        "It is shown each face, cut out as for the model whose file this is."
        if manifest.crop == "face"
        else "It is shown the centred square of each picture. A network that was trained on faces alone, or on "
        "pictures squeezed to a square, sees something else here than it learned from."
    )
    return "\n".join(
        [
            f"# {manifest.name}",
            "",
            f"`{manifest.id}`, imported {manifest.created} from a Keras file with the SHA-256 "
            f"`{training['imported_sha256']}`. Who trained it, on what, and under which terms is not known to this "
            "program. A score is a lead for a person, never a proof.",
            "",
            "## What was measured",
            "",
            *worth,
            "",
            "## How it is used",
            "",
            f"Input {manifest.input_size} x {manifest.input_size} pixels. {scaled} {squared} A high output of it means "
            f"{training['positive']}. A single last unit without a sigmoid is taken for a logit. Layers for training "
            "only (dropout, augmentation) were left out, the others rebuilt; of the file, only the weights are used.",
            "",
        ]
    )


def _shown(text: object) -> str:
    """Text of a stranger's file for a sentence: short, and nothing that a terminal would act on."""
    return ascii(str(text)[:60])


def _one_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return _shown(lines[0] if lines else type(error).__name__)

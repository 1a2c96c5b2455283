"""The file of a network that somebody else trained, read as data: two containers, one description, arrays."""

from __future__ import annotations

import json
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import h5py

#: What an honest file stays under; a bundle holds at most 512 MB.
_MAX_FILE_BYTES = 2 * 2**30
_MAX_CONFIG_BYTES = 16 * 2**20
_MAX_RATIO = 100
_MAX_HDF5_OBJECTS = 50_000
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
class Weights:
    """The arrays of a checked HDF5 file.

    Attributes:
        datasets: by path.
        legacy: an .h5 file and not the inside of a .keras file.
    """

    datasets: dict[str, h5py.Dataset]
    legacy: bool


@contextmanager
def open_model(file: Path) -> Iterator[tuple[Any, Weights]]:
    """The description of the network, as JSON, and its arrays.

    Raises:
        ImportRefused: the file is none that Keras wrote, is too large or damaged, wherever that shows while it is open.
        OSError: it can't be read.
    """
    if not file.is_file():
        raise ImportRefused(f"{file} is no file.")
    if file.stat().st_size > _MAX_FILE_BYTES:
        raise ImportRefused(f"{file.name} is larger than {_MAX_FILE_BYTES // 2**30} GB.")
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
                yield json.loads(description), Weights(datasets, arrays is file)
        except _DAMAGE as error:
            sentence = f"{file.name} is damaged, or no model that Keras wrote ({one_line(error)})."
            raise ImportRefused(sentence) from error
        except OSError as error:
            if error.errno or error.filename:
                raise
            # HDF5's own errors come without a number.
            raise ImportRefused(f"{file.name} is damaged ({one_line(error)}).") from error


def _unpacked(file: Path, folder: Path) -> tuple[bytes, Path]:
    """What a .keras file holds: the description and a file with the arrays."""
    limits = {"metadata.json": _MAX_CONFIG_BYTES, "config.json": _MAX_CONFIG_BYTES, "model.weights.h5": _MAX_FILE_BYTES}
    with zipfile.ZipFile(file) as archive:
        entries = archive.infolist()
        names = [entry.filename for entry in entries]
        if strange := set(names) - limits.keys():
            raise ImportRefused(f"{file.name} holds {shown(min(strange))}, which is no part of a plain Keras model.")
        if len(names) != len(set(names)) or not {"config.json", "model.weights.h5"} <= set(names):
            raise ImportRefused(f"{file.name} must hold config.json and model.weights.h5, each once.")
        for entry in entries:
            if entry.file_size > min(limits[entry.filename], _MAX_RATIO * entry.compress_size + 2**20):
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
    if len(content) > _MAX_CONFIG_BYTES:
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
                raise ImportRefused(f"{shown(here)} in the file is a link to somewhere else.")
            kind = group.get(name, getclass=True)
            if kind is h5py.Group:
                member = group[name]
                address = h5py.h5o.get_info(member.id).addr
                if address in visited:
                    raise ImportRefused(f"{shown(here)} in the file is there under several names.")
                visited.add(address)
                waiting.append((here, member))
                continue
            if kind is not h5py.Dataset:
                raise ImportRefused(f"{shown(here)} in the file is no array.")
            dataset = group[name]
            creation = dataset.id.get_create_plist()
            if dataset.is_virtual or creation.get_external_count():
                raise ImportRefused(f"{shown(here)} in the file has its data in another file.")
            filters = {creation.get_filter(i)[0] for i in range(creation.get_nfilters())}
            if dataset.dtype.kind not in "fiu" or not filters <= _HDF5_FILTERS:
                raise ImportRefused(f"{shown(here)} in the file is no plain array of numbers.")
            yield here, dataset


def shown(text: object) -> str:
    """Text of a stranger's file for a sentence: short, and nothing that a terminal would act on."""
    return ascii(str(text)[:60])


def one_line(error: Exception) -> str:
    """The first line of what an error says, or its kind."""
    lines = str(error).strip().splitlines()
    return shown(lines[0] if lines else type(error).__name__)

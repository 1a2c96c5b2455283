"""Writes a trained network as a bundle: the one thing that the program takes from the trainer."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path

import keras
import numpy as np
import numpy.typing as npt
import tensorflow as tf
from PIL import Image

from app.detector.bundle import GOLDEN, KERAS, MANIFEST, Manifest, build_network, load_bundle, write_golden
from app.detector.decode import RgbArray

#: Cells per side of the pictures that a bundle is tested with wherever it is loaded.
_GOLDEN_CELLS = range(3, 9)
_WRITING = ".writing-"


def halve_precision(model: keras.Model) -> None:
    """Rounds the weights to the 16-bit floats that are shipped, so that every file of a bundle computes the same."""
    limit = np.finfo(np.float16).max
    model.set_weights(
        [
            np.where(np.abs(weights) <= limit, weights.clip(-limit, limit).astype(np.float16), weights)
            for weights in model.get_weights()
        ]
    )


def to_litert(model: keras.Model, measured_on: RgbArray | None = None) -> bytes:
    """Converts a network that ends in a logit; batch size 1.

    A network that ends in pooling and one linear unit gets a second output, its class activation map (B. Zhou et al.,
    CVPR 2016): what each place of the last feature map adds to the logit.

    Args:
        model: input RGB in 0..255, shape ``(batch, size, size, 3)``; output ``(batch, 1)``.
        measured_on: pictures to measure the ranges of all layers on, uint8, shape ``(n, size, size, 3)``. With them the
            network computes in 8-bit integers up to its last layers, in less than half the time (B. Jacob et al.,
            "Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference", CVPR 2018).
            The last ones stay floats: else a logit would be one of 256 numbers. Without, all are 32-bit floats.

    Returns:
        Content of the ``.tflite`` file.
    """
    size = int(model.input.shape[1])
    last = model.layers[-1]
    before = next((layer for layer in model.layers[-2::-1] if not isinstance(layer, keras.layers.Dropout)), None)
    outputs = {"logit": model.output}
    if isinstance(last, keras.layers.Dense) and isinstance(before, keras.layers.GlobalAveragePooling2D):
        evidence = keras.layers.Conv2D(1, 1, name="evidence")
        outputs["evidence"] = evidence(before.input)
        kernel, bias = last.get_weights()
        evidence.set_weights([kernel[np.newaxis, np.newaxis], bias])
    one = keras.Input(batch_shape=(1, size, size, 3), name="rgb")
    exported = keras.Model(one, keras.Model(model.input, outputs)(one))
    converter = tf.lite.TFLiteConverter.from_keras_model(exported)
    if measured_on is None:
        return bytes(converter.convert())

    def pictures() -> Iterator[list[npt.NDArray[np.float32]]]:
        for pixels in measured_on:
            yield [pixels[np.newaxis].astype(np.float32)]

    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    converter.representative_dataset = pictures
    options = tf.lite.experimental.QuantizationDebugOptions(denylisted_ops=["MEAN", "FULLY_CONNECTED"])
    with warnings.catch_warnings():
        # Of its own calls: that statistics of the input come later, and that its interpreter will move elsewhere.
        warnings.simplefilter("ignore", UserWarning)
        # The one part of TensorFlow that leaves out operations, whatever its name.
        selective = tf.lite.experimental.QuantizationDebugger(
            converter=converter, debug_dataset=pictures, debug_options=options
        )
        return bytes(selective.get_nondebug_quantized_model())


def write_bundle(
    target: Path,
    manifest: Manifest,
    contents: dict[str, bytes],
    keras_model: keras.Model,
    model_card: str,
    pictures: dict[str, Path] | None = None,
) -> Path:
    """Writes a bundle beside its place and moves it there when it is complete and passes its own check.

    Args:
        target: folder of the bundle; an earlier one of the same run there is replaced.
        manifest: with ``files`` still empty.
        contents: of the files that are computed with, by name; see `app.detector.bundle.build_network`.
        keras_model: as trained, without the optimizer's state.
        model_card: text of MODEL_CARD.md.
        pictures: plots to add, by file name.

    Returns:
        ``target``.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    for left in target.parent.glob(f"{_WRITING}*"):
        shutil.rmtree(left)  # Of a run that was killed here.
    with tempfile.TemporaryDirectory(prefix=_WRITING, dir=target.parent) as temporary:
        folder = Path(temporary, target.name)
        folder.mkdir()
        network = build_network(dict(contents), manifest.second)
        (folder / GOLDEN).write_bytes(write_golden(network, _golden_inputs(network.input_size)))
        for name, content in contents.items():
            (folder / name).write_bytes(content)
        plain = keras.models.clone_model(keras_model)
        plain.set_weights(keras_model.get_weights())
        plain.save(folder / "stored.keras")
        # Half of each rounded weight is zeros, which Keras would store as they are.
        with (
            zipfile.ZipFile(folder / "stored.keras") as stored,
            zipfile.ZipFile(folder / KERAS, "w", zipfile.ZIP_DEFLATED) as packed,
        ):
            for member in stored.namelist():
                packed.writestr(member, stored.read(member))
        (folder / "stored.keras").unlink()
        # Names of folders and files are no valid Unicode where they are of another encoding than the system's.
        (folder / "MODEL_CARD.md").write_text(model_card, "utf-8", "replace")
        for name, path in (pictures or {}).items():
            shutil.copyfile(path, folder / name)
        for file in sorted(folder.iterdir()):
            manifest.files[file.name] = hashlib.sha256(file.read_bytes()).hexdigest()
        (folder / MANIFEST).write_text(manifest.to_json(), "utf-8", "replace")
        load_bundle(folder)
        if target.exists():
            shutil.rmtree(target)
        os.replace(folder, target)
    return target


def _golden_inputs(size: int) -> RgbArray:
    """Smooth random pictures, coarse to fine: no picture of a person travels with a model."""
    generator = np.random.default_rng(0)
    coarse = [Image.fromarray(generator.integers(0, 256, (cells, cells, 3), np.uint8)) for cells in _GOLDEN_CELLS]
    return np.stack([np.asarray(small.resize((size, size), Image.Resampling.BICUBIC)) for small in coarse])

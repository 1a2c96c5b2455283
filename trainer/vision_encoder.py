"""A large image encoder, read from an ONNX file: the frozen part of a second stage (see `trainer.second_stage`).

The encoder is the image tower of a CLIP (A. Radford et al., "Learning Transferable Visual Models From Natural Language
Supervision", ICML 2021) as Hugging Face's exporter writes it, with weights as floats or as 8-bit integers. Its layers
are built anew in Keras, so that one converter makes all networks of a bundle, with what some blocks see on their way
as output, and without the blocks after these.
"""

from __future__ import annotations

from pathlib import Path

import keras
import numpy as np
import numpy.typing as npt
from keras import layers, ops

from trainer.teacher import MEAN, SPREAD, TeacherError

Weights = dict[str, npt.NDArray[np.float32]]

#: Blocks whose output is used, counted from 0; the last is the last that is kept.
TAPS = (5, 7, 9, 11)
_HEAD_WIDTH = 64
_EPSILON = 1e-5
_VISION = "vision_model."


def read_weights(file: Path) -> Weights:
    """The weights in an ONNX file, by the names that Hugging Face gives the layers.

    Args:
        file: with the image tower of a CLIP.

    Raises:
        TeacherError: it is no such file, or onnx is not installed.
        OSError: it can't be read.
    """
    try:
        import onnx
        from onnx import numpy_helper
    except ImportError:
        raise TeacherError('A second stage needs onnx: pip install ".[teacher]" in the folder of Unmask.') from None
    content = file.read_bytes()
    try:
        graph = onnx.load_from_string(content).graph
    except Exception as error:  # Of protobuf.
        raise TeacherError(f"{file} is no ONNX file.") from error
    stored = {entry.name: numpy_helper.to_array(entry) for entry in graph.initializer}
    weights = {name: value for name, value in stored.items() if name.startswith(_VISION)}
    for node in graph.node:
        # The exporter loses the names of matrices; those of the nodes say which one it is.
        if node.op_type not in ("MatMul", "MatMulInteger") or node.input[1] not in stored:
            continue
        matrix = stored[node.input[1]].astype(np.float32)
        if node.op_type == "MatMulInteger":
            name = node.input[1].removesuffix("_quantized")
            matrix = (matrix - stored[f"{name}_zero_point"].astype(np.float32)) * stored[f"{name}_scale"]
        layer = node.name.strip("/").rsplit("/", 1)[0].replace("/", ".")
        weights[f"{layer}.weight"] = matrix
    if f"{_VISION}embeddings.patch_embedding.weight" not in weights:
        raise TeacherError(f"{file} is no image encoder of a CLIP.")
    return weights


def encoder_to_litert(weights: Weights, size: int) -> bytes:
    """An encoder as LiteRT file, its weights and the inputs of its layers rounded to 8 bits.

    Args:
        weights: see `read_weights`.
        size: see `build_encoder`.

    Raises:
        TeacherError: a weight is missing or doesn't fit.
    """
    import tensorflow as tf  # Only here: a machine that fine-tunes encoders may have another backend of Keras.

    one = keras.Input(batch_shape=(1, size, size, 3), name="rgb")
    converter = tf.lite.TFLiteConverter.from_keras_model(keras.Model(one, build_encoder(weights, size)(one)))
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    return bytes(converter.convert())


def build_encoder(
    weights: Weights, size: int, taps: tuple[int, ...] = TAPS, dense: type[layers.Dense] = layers.Dense
) -> keras.Model:
    """The encoder up to the last block that is used.

    Args:
        weights: see `read_weights`.
        size: side of the input in pixels, a multiple of the side of a patch. Positions are interpolated to it.
        taps: blocks whose output is used.
        dense: class of its dense layers.

    Returns:
        For the names of its layers see `layer_name`. Input: float32 RGB in 0..255, shape ``(batch, size, size, 3)``.
        Output: of each block that is used, its class token and the mean of its other tokens, shape
        ``(batch, 2 * width * len(taps))``.

    Raises:
        TeacherError: a weight is missing or doesn't fit.
    """
    try:
        return _build(weights, size, taps, dense)
    except (KeyError, ValueError) as error:
        raise TeacherError(f"The encoder has other layers than the image tower of a CLIP: {error}.") from error


def layer_name(name: str) -> str:
    """What Keras calls the layer whose weights' names begin with a name; PyTorch, behind it, allows no full stops."""
    return name.replace(".", "-")


def _build(weights: Weights, size: int, taps: tuple[int, ...], dense_class: type[layers.Dense]) -> keras.Model:
    kernel = weights[f"{_VISION}embeddings.patch_embedding.weight"]
    width, patch = kernel.shape[0], kernel.shape[2]
    side = size // patch
    tokens, heads = side * side + 1, width // _HEAD_WIDTH
    inputs = keras.Input((size, size, 3), name="rgb")
    # The scaling of the input is part of the first layer's weights.
    patches = layers.Conv2D(width, patch, patch, name="patches")
    x = layers.Reshape((side * side, width))(patches(inputs))
    kernel = kernel.transpose(2, 3, 1, 0)
    means = (MEAN / SPREAD)[np.newaxis, np.newaxis, :, np.newaxis]
    patches.set_weights([kernel / (255 * SPREAD)[:, np.newaxis], -(kernel * means).sum(axis=(0, 1, 2))])
    positions = _positions(weights[f"{_VISION}embeddings.position_embedding.weight"], side)
    positions[0] += weights[f"{_VISION}embeddings.class_embedding"]
    x = ops.pad(x, [[0, 0], [1, 0], [0, 0]]) + positions[np.newaxis]

    def norm(x: keras.KerasTensor, name: str) -> keras.KerasTensor:
        layer = layers.LayerNormalization(epsilon=_EPSILON, name=layer_name(name))
        y = layer(x)
        layer.set_weights([weights[f"{name}.weight"], weights[f"{name}.bias"]])
        return y

    def dense(x: keras.KerasTensor, name: str) -> keras.KerasTensor:
        matrix = weights[f"{name}.weight"]
        layer = dense_class(matrix.shape[1], name=layer_name(name))
        y = layer(x)
        layer.kernel.assign(matrix)
        layer.bias.assign(weights[f"{name}.bias"])
        return y

    def heads_of(x: keras.KerasTensor) -> keras.KerasTensor:
        return ops.transpose(ops.reshape(x, (-1, tokens, heads, _HEAD_WIDTH)), (0, 2, 1, 3))

    x = norm(x, f"{_VISION}pre_layrnorm")
    seen = []
    for block in range(max(taps) + 1):
        name = f"{_VISION}encoder.layers.{block}"
        before = norm(x, f"{name}.layer_norm1")
        query, key, value = (heads_of(dense(before, f"{name}.self_attn.{part}_proj")) for part in "qkv")
        attention = ops.softmax(ops.matmul(query * _HEAD_WIDTH**-0.5, ops.transpose(key, (0, 1, 3, 2))))
        mixed = ops.reshape(ops.transpose(ops.matmul(attention, value), (0, 2, 1, 3)), (-1, tokens, width))
        x = x + dense(mixed, f"{name}.self_attn.out_proj")
        hidden = dense(norm(x, f"{name}.layer_norm2"), f"{name}.mlp.fc1")
        x = x + dense(hidden * ops.sigmoid(1.702 * hidden), f"{name}.mlp.fc2")
        if block in taps:
            seen += [x[:, 0], ops.mean(x[:, 1:], axis=1)]
    return keras.Model(inputs, ops.concatenate(seen, axis=-1), name="vision_encoder")


def _positions(embedding: npt.NDArray[np.float32], side: int) -> npt.NDArray[np.float32]:
    """The embedding of the class token and of a grid of patches, for another number of patches."""
    known, width = round((len(embedding) - 1) ** 0.5), embedding.shape[1]
    grid = ops.image.resize(embedding[1:].reshape(1, known, known, width), (side, side), "bicubic")
    return np.concatenate([embedding[:1], ops.convert_to_numpy(grid).reshape(side * side, width)])

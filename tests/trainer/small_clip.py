"""The image tower of a small CLIP with random weights, and as the file in which one is handed out."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

WIDTH, PATCH, _SIDE = 128, 16, 4
_MATRICES = ("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj", "self_attn.out_proj", "mlp.fc1", "mlp.fc2")


def tower_weights(blocks: int) -> dict[str, np.ndarray]:
    """By the names of Hugging Face; for pictures of 64 pixels."""
    generator = np.random.default_rng(0)

    def drawn(*shape: int, scale: float = 0.2) -> np.ndarray:
        return generator.normal(0, scale, shape).astype(np.float32)

    embeddings = "vision_model.embeddings"
    found = {
        f"{embeddings}.patch_embedding.weight": drawn(WIDTH, 3, PATCH, PATCH, scale=0.05),
        f"{embeddings}.position_embedding.weight": drawn(_SIDE**2 + 1, WIDTH),
        f"{embeddings}.class_embedding": drawn(WIDTH),
    }
    norms = ["vision_model.pre_layrnorm"]
    for block in range(blocks):
        name = f"vision_model.encoder.layers.{block}"
        norms += [f"{name}.layer_norm1", f"{name}.layer_norm2"]
        for part in _MATRICES:
            rows, columns = {"mlp.fc1": (WIDTH, 256), "mlp.fc2": (256, WIDTH)}.get(part, (WIDTH, WIDTH))
            found[f"{name}.{part}.weight"] = drawn(rows, columns, scale=0.1)
            found[f"{name}.{part}.bias"] = drawn(columns)
    for name in norms:
        found[f"{name}.weight"], found[f"{name}.bias"] = 1 + drawn(WIDTH), drawn(WIDTH)
    return found


def save_tower(weights: dict[str, np.ndarray], path: Path, eight_bits: bool = False) -> Path:
    """As the exporter writes them: matrices under numbers, and nodes whose names say which is which."""
    nodes, stored = [], []
    for number, (name, value) in enumerate(weights.items()):
        layer = name.removesuffix(".weight")
        if value.ndim != 2 or "embedding" in name:
            stored.append(numpy_helper.from_array(value, name))
            continue
        node, matrix = "/" + layer.replace(".", "/").replace("layers/", "layers."), f"onnx::MatMul_{number}"
        if eight_bits:
            scale = np.abs(value).max(axis=0) / 127
            stored.append(numpy_helper.from_array(np.round(value / scale).astype(np.int8), f"{matrix}_quantized"))
            stored.append(numpy_helper.from_array(scale, f"{matrix}_scale"))
            stored.append(numpy_helper.from_array(np.zeros(len(scale), np.int8), f"{matrix}_zero_point"))
            inputs = ["x", f"{matrix}_quantized", "zero", f"{matrix}_zero_point"]
            nodes.append(helper.make_node("MatMulInteger", inputs, ["y"], name=f"{node}/MatMul_quant"))
        else:
            stored.append(numpy_helper.from_array(value, matrix))
            nodes.append(helper.make_node("MatMul", ["x", matrix], ["y"], name=f"{node}/MatMul"))
    pixels = helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 3, 64, 64])
    seen = helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, WIDTH])
    onnx.save(helper.make_model(helper.make_graph(nodes, "tower", [pixels], [seen], stored)), path)
    return path

"""Weights of the shapes of CLIP ViT-B/16's image tower, drawn at random: enough to time it."""

from __future__ import annotations

import numpy as np

from trainer.vision_encoder import TAPS, Weights

_WIDTH, _PATCH, _SIDE, _HIDDEN = 768, 16, 14, 3072


def drawn_weights() -> Weights:
    """As many blocks as a second stage uses."""
    generator = np.random.default_rng(0)

    def drawn(*shape: int) -> np.ndarray:
        return generator.normal(0, 0.02, shape).astype(np.float32)

    embeddings = "vision_model.embeddings"
    weights = {
        f"{embeddings}.patch_embedding.weight": drawn(_WIDTH, 3, _PATCH, _PATCH),
        f"{embeddings}.position_embedding.weight": drawn(_SIDE**2 + 1, _WIDTH),
        f"{embeddings}.class_embedding": drawn(_WIDTH),
    }
    norms = ["vision_model.pre_layrnorm"]
    for block in range(max(TAPS) + 1):
        name = f"vision_model.encoder.layers.{block}"
        norms += [f"{name}.layer_norm1", f"{name}.layer_norm2"]
        for part in ("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj", "self_attn.out_proj"):
            weights |= {f"{name}.{part}.weight": drawn(_WIDTH, _WIDTH), f"{name}.{part}.bias": drawn(_WIDTH)}
        weights |= {f"{name}.mlp.fc1.weight": drawn(_WIDTH, _HIDDEN), f"{name}.mlp.fc1.bias": drawn(_HIDDEN)}
        weights |= {f"{name}.mlp.fc2.weight": drawn(_HIDDEN, _WIDTH), f"{name}.mlp.fc2.bias": drawn(_WIDTH)}
    for name in norms:
        weights |= {f"{name}.weight": 1 + drawn(_WIDTH), f"{name}.bias": drawn(_WIDTH)}
    return weights

"""A drawn data set that a network can learn: real are smooth shapes, fakes have a fine checkerboard over them."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import numpy as np
from PIL import Image


def draw(seed: int, fake: bool, size: int = 64) -> Image.Image:
    """A picture that is the same for the same arguments."""
    generator = np.random.default_rng([seed, fake])
    coarse = Image.fromarray(generator.integers(40, 215, (5, 5, 3), np.uint8))
    pixels = np.asarray(coarse.resize((size, size), Image.Resampling.BICUBIC), np.int16)
    if fake:
        pixels = pixels + 12 * (np.indices((size, size)).sum(axis=0) % 2 * 2 - 1)[..., np.newaxis]
    return Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))


def encoded(seed: int, fake: bool, size: int = 64, quality: int = 95) -> bytes:
    """A drawn picture as JPEG."""
    buffer = io.BytesIO()
    draw(seed, fake, size).save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


def write(root: Path, folders: dict[str, int], first_seed: int = 0) -> Path:
    """Fills folders with pictures: fakes where the path, in lower case, holds "fake" or "ai".

    Args:
        root: made if it isn't there.
        folders: number of pictures by relative path.
        first_seed: of the first picture; each further one has the next.

    Returns:
        The root.
    """
    seed = first_seed
    for folder, count in folders.items():
        (root / folder).mkdir(parents=True)
        for _ in range(count):
            fake = any(word in folder.lower().replace("train", "") for word in ("fake", "ai"))
            (root / folder / f"{seed:05}.jpg").write_bytes(encoded(seed, fake))
            seed += 1
    return root


def zipped(folder: Path) -> bytes:
    """A zip file of a folder, as Kaggle makes them."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(folder).as_posix())
    return buffer.getvalue()

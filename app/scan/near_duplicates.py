"""Recognises a picture that was only resized or compressed anew, so that it is counted once."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from PIL import Image

#: Bits of 64 that may differ. Resizing and JPEG change 0 to 3; other pictures differ in some 30.
_MOST_BITS = 3
#: One part more than bits that may differ: two near-duplicates agree in at least one whole part.
_PARTS = _MOST_BITS + 1
_PART_BITS = 64 // _PARTS
#: Pixels a side that are enough for 9 x 8 means.
_ENOUGH = 256


def difference_hash(picture: Image.Image) -> str:
    """The difference hash (dHash): whether it gets brighter from left to right, in a grid of 8 x 8 places.

    Args:
        picture: upright, RGB.

    Returns:
        64 bits as 16 hexadecimal digits.
    """
    step = max(1, min(picture.size) // _ENOUGH)
    # Not all of a 12 Mpx picture is looked at for that.
    some = picture.resize((-(-picture.width // step), -(-picture.height // step)), Image.Resampling.NEAREST)
    grey = some.convert("L")
    means = np.asarray(grey.resize((9, 8), Image.Resampling.BOX), np.int16)
    return np.packbits(means[:, 1:] > means[:, :-1]).tobytes().hex()


class NearDuplicates:
    """Pictures seen so far, one of each group of near-duplicates."""

    def __init__(self) -> None:
        self._seen: list[defaultdict[int, list[int]]] = [defaultdict(list) for _ in range(_PARTS)]

    def is_new(self, hashed: str) -> bool:
        """Takes in a picture.

        Args:
            hashed: its `difference_hash`.

        Returns:
            False if a near-duplicate of it was taken in before.
        """
        bits = int(hashed, 16)
        parts = [bits >> (part * _PART_BITS) & (1 << _PART_BITS) - 1 for part in range(_PARTS)]
        for part, seen in zip(parts, self._seen, strict=True):
            if any((bits ^ other).bit_count() <= _MOST_BITS for other in seen.get(part, ())):
                return False
        for part, seen in zip(parts, self._seen, strict=True):
            seen[part].append(bits)
        return True

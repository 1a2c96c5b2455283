"""Recognises a picture that was only resized or compressed anew, so that it is counted once."""

from __future__ import annotations

from array import array

import numpy as np
from PIL import Image

#: Bits of 64 that may differ. Resizing and JPEG change 0 to 3; other pictures differ in some 30, but for those of one
#: layout, as identity cards.
_MOST_BITS = 3
#: One part more than bits that may differ: two near-duplicates agree in at least one whole part.
_PARTS = _MOST_BITS + 1
_PART_BITS = 64 // _PARTS
#: So many hashes are compared faster by NumPy than one by one.
_MANY = 50
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
        # Arrays, not lists: of a hundred thousand pictures there are a quarter of a million, and Python's garbage
        # collector would stop the program to look into each of them.
        self._seen: list[dict[int, array[int]]] = [{} for _ in range(_PARTS)]

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
            others = seen.get(part)
            if others is not None and _is_near_any(bits, others):
                return False
        for part, seen in zip(parts, self._seen, strict=True):
            others = seen.get(part)
            if others is None:
                seen[part] = array("Q", (bits,))
            else:
                others.append(bits)
        return True


def _is_near_any(bits: int, others: array[int]) -> bool:
    # A white wall behind all faces gives all pictures of a folder the same part.
    if len(others) > _MANY:
        differ = np.bitwise_count(np.frombuffer(others, np.uint64) ^ np.uint64(bits))
        return bool(differ.min() <= _MOST_BITS)
    return any((bits ^ other).bit_count() <= _MOST_BITS for other in others)

from __future__ import annotations

import io
import random

import pytest
from PIL import Image, ImageOps

from app.scan.near_duplicates import NearDuplicates, difference_hash


def compressed(picture, quality):
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=quality)
    return Image.open(stream).convert("RGB")


def hash_of(picture):
    return difference_hash(picture.convert("RGB"))


@pytest.mark.parametrize(
    "change",
    [
        lambda picture: picture.resize((200, 200)),
        lambda picture: picture.resize((2000, 2000)),
        lambda picture: compressed(picture, 50),
        lambda picture: compressed(picture.resize((256, 256)), 75),
    ],
    ids=["smaller", "larger", "JPEG 50", "smaller JPEG 75"],
)
def test_a_picture_resized_or_compressed_anew_is_the_same_one(astronaut, change):
    picture = Image.open(astronaut).convert("RGB")
    seen = NearDuplicates()
    assert seen.is_new(hash_of(picture))
    assert not seen.is_new(hash_of(change(picture)))


def test_other_pictures_are_new(astronaut, portraits):
    pictures = [Image.open(path) for path in [astronaut, *portraits]]
    pictures.append(ImageOps.mirror(pictures[0]))
    seen = NearDuplicates()
    assert all(seen.is_new(hash_of(picture)) for picture in pictures)


@pytest.mark.parametrize(("bits", "new"), [(0b111, False), (1 << 63 | 1 << 31 | 1, False), (0b1111, True)])
def test_up_to_three_bits_anywhere_may_differ(bits, new):
    seen = NearDuplicates()
    first = 0x0123_4567_89AB_CDEF
    assert seen.is_new(f"{first:016x}")
    assert seen.is_new(f"{first ^ bits:016x}") is new


def test_pictures_that_share_a_part_are_told_apart_and_recognised_however_many_they_are():
    chance = random.Random(0)
    seen = NearDuplicates()
    wall = 0xFFFF
    pictures = [chance.getrandbits(48) << 16 | wall for _ in range(3000)]
    assert all(seen.is_new(f"{bits:016x}") for bits in pictures)
    assert not any(seen.is_new(f"{bits ^ 0b10101 << 40:016x}") for bits in pictures)
    assert all(seen.is_new(f"{bits ^ 0b1010101 << 40:016x}") for bits in pictures[:100])


@pytest.mark.parametrize("size", [(1, 1), (40_000, 1), (5, 3000)])
def test_any_shape_has_a_hash(size):
    assert len(difference_hash(Image.new("RGB", size))) == 16

"""What the network is shown."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from skimage import data

from app.detector.crop import cut, cut_from, face_square, whole_square
from app.detector.decode import Picture, decode
from app.detector.detector import sharpness
from app.detector.faces import FaceBox


@given(
    st.integers(1, 5000),
    st.integers(1, 5000),
    st.floats(-500, 5500),
    st.floats(-500, 5500),
    st.floats(1, 6000),
    st.floats(1, 6000),
)
def test_the_square_always_lies_inside_the_picture(
    width: int, height: int, left: float, top: float, face_width: float, face_height: float
) -> None:
    x, y, side = face_square(FaceBox(left, top, face_width, face_height, 1.0), width, height, 1.5)
    assert 0 < side <= min(width, height)
    assert -1e-6 <= x <= width - side + 1e-6
    assert -1e-6 <= y <= height - side + 1e-6


def test_a_face_in_the_middle_stays_in_the_middle_of_its_square() -> None:
    x, y, side = face_square(FaceBox(400, 300, 100, 80, 1.0), 1000, 1000, 1.5)
    assert side == 150
    assert (x + side / 2, y + side / 2) == (450, 340)


def test_inside_its_edge_a_cut_is_what_pillow_makes_of_the_whole_picture() -> None:
    picture = data.astronaut()
    square = (100.5, 30.25, 201.5)
    box = (square[0], square[1], square[0] + square[2], square[1] + square[2])
    whole = np.asarray(Image.fromarray(picture).resize((160, 160), Image.Resampling.BILINEAR, box))
    # At the edge, Pillow's filter also takes in the neighbours of the square; a cut is of its own pixels alone.
    difference = np.abs(cut(picture, square, 160).astype(int) - whole.astype(int))[2:-2, 2:-2]
    assert difference.max() <= 1


@pytest.mark.parametrize("shape", [(1, 1), (1, 100), (100, 1), (37, 53)])
def test_a_whole_picture_of_any_shape_can_be_cut(shape: tuple[int, int]) -> None:
    pixels = np.zeros((*shape, 3), np.uint8)
    assert cut(pixels, whole_square(shape[1], shape[0]), 64).shape == (64, 64, 3)


@pytest.fixture(scope="module")
def large_jpeg() -> bytes:
    """3,000 x 3,000 pixels."""
    stream = io.BytesIO()
    Image.fromarray(data.astronaut()).resize((3000, 3000), Image.Resampling.BICUBIC).save(stream, "JPEG", quality=90)
    return stream.getvalue()


def test_a_square_of_a_large_picture_is_cut_from_half_of_it_where_that_is_enough(large_jpeg: bytes) -> None:
    picture, whole = Picture(large_jpeg), decode(large_jpeg).pixels
    for square in [(1000.5, 300.0, 400.0), (901.25, 100.5, 800.0), (0.0, 0.0, 3000.0)]:
        difference = np.abs(cut_from(picture, square, 192).astype(int) - cut(whole, square, 192).astype(int))
        assert difference.max() > 0
        assert difference.mean() < 1
        # The same place, to a fraction of a pixel.
        shifted = cut(whole, (square[0] + square[2] / 192, square[1], square[2]), 192)
        assert difference.mean() < np.abs(cut(whole, square, 192).astype(int) - shifted.astype(int)).mean() / 3


def test_a_smaller_square_is_cut_from_every_pixel_there_is(large_jpeg: bytes) -> None:
    square = (1000.5, 300.0, 380.0)
    picture = Picture(large_jpeg)
    assert picture.overview.width == 1500
    assert np.array_equal(cut_from(picture, square, 192), cut(decode(large_jpeg).pixels, square, 192))


def test_blurring_lowers_sharpness() -> None:
    picture = Image.fromarray(data.astronaut()).resize((160, 160))
    blurred = picture.resize((20, 20)).resize((160, 160), Image.Resampling.BICUBIC)
    assert sharpness(np.asarray(blurred)) < sharpness(np.asarray(picture)) / 2
    assert sharpness(np.zeros((160, 160, 3), np.uint8)) == 0

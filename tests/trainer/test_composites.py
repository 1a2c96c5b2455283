"""Composites change the part that they say and nothing else, and landmarks lie where eyes and mouth are."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from skimage import data

from app.detector.faces import FaceBox, FaceFinder
from trainer.composites import CompositeMaker
from trainer.face_crops import CropSettings, crop_picture
from trainer.face_landmarks import LandmarkFinder


@pytest.fixture(scope="module")
def landmark_finder() -> LandmarkFinder:
    return LandmarkFinder()


@pytest.fixture(scope="module")
def maker(portraits: list[Path]) -> CompositeMaker:
    """Ten faces of one source; the last counts as a fake."""
    cuts = [crop_picture(path, CropSettings(64)) for path in portraits[:10]]
    assert not any(isinstance(cut, str) for cut in cuts)
    _, surroundings, _, landmarks, _ = zip(*cuts, strict=True)
    return CompositeMaker(np.stack(surroundings), np.stack(landmarks), np.arange(10) < 9, ["people"] * 10)


@pytest.mark.parametrize("angle", [0, 30], ids=["upright", "tilted"])
def test_eyes_nose_and_mouth_of_the_astronaut_are_found(landmark_finder: LandmarkFinder, angle: int) -> None:
    (face,) = FaceFinder().find(Image.fromarray(data.astronaut()))
    centre = np.array([224, 130])
    tilted = Image.fromarray(data.astronaut()).rotate(angle, Image.Resampling.BILINEAR, center=tuple(centre))
    found = landmark_finder.find(np.asarray(tilted), face)
    cos, sin = np.cos(np.radians(angle)), np.sin(np.radians(angle))
    upright = (found - centre) @ np.array([[cos, sin], [-sin, cos]]) + centre
    # Read off the picture: outer corners of the eyes, tip of the nose, upper lip, chin.
    for index, place in {33: (194, 101), 263: (256, 104), 1: (223, 128), 0: (222, 140), 152: (223, 177)}.items():
        assert upright[index] == pytest.approx(place, abs=4), index


def test_where_there_is_no_face_there_are_no_landmarks(landmark_finder: LandmarkFinder) -> None:
    grey = np.full((200, 200, 3), 128, np.uint8)
    assert np.isnan(landmark_finder.find(grey, FaceBox(50, 50, 100, 100, 1.0))).all()


def test_composites_change_the_face_and_leave_what_is_around_it(maker: CompositeMaker) -> None:
    generator = np.random.default_rng(0)
    inner = outer = 0
    for index in np.flatnonzero(maker.usable).repeat(4):
        made = maker.make(int(index), generator)
        difference = np.abs(made.astype(int) - maker.surroundings[index]).sum(axis=2)
        low, high = maker.landmarks[index].min(axis=0), maker.landmarks[index].max(axis=0)
        middle, half = (low + high) / 2, (high - low) / 2
        y, x = np.indices(difference.shape)
        near = (np.abs(x - middle[0]) < half[0]) & (np.abs(y - middle[1]) < half[1])
        far = (np.abs(x - middle[0]) > 1.6 * half[0]) | (np.abs(y - middle[1]) > 1.6 * half[1])
        inner += int(difference[near].max() > 8)
        outer += int(far.any() and np.median(difference[far]) > 60)
    assert inner >= 34, "of 36"
    assert outer == 0


def test_the_same_step_makes_the_same_composite(maker: CompositeMaker) -> None:
    first, again = (maker.make(3, np.random.default_rng(7)) for _ in range(2))
    np.testing.assert_array_equal(first, again)


def test_fakes_and_pictures_without_landmarks_are_left_as_they_are(maker: CompositeMaker) -> None:
    assert not maker.usable[9]
    landmarks = maker.landmarks.copy()
    landmarks[0] = np.nan
    assert not CompositeMaker(maker.surroundings, landmarks, maker.genuine, maker.sources).usable[0]


def test_a_source_with_one_face_gives_it_parts_of_none(maker: CompositeMaker) -> None:
    alone = CompositeMaker(maker.surroundings[:1], maker.landmarks[:1], np.array([True]), ["alone"])
    assert alone.make(0, np.random.default_rng(0)).shape == maker.surroundings[0].shape

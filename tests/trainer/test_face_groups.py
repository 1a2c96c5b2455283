"""Faces are grouped by how they look, and a group that is flagged more often is named."""

from __future__ import annotations

import dataclasses
from dataclasses import asdict

import numpy as np
import pytest
from PIL import Image, ImageEnhance
from skimage import data

from app.detector.bundle import read_manifest
from app.detector.decode import RgbArray
from app.detector.faces import FaceFinder
from app.models import bundled_model
from trainer.face_groups import face_groups, group_rates
from trainer.face_landmarks import COUNT, LandmarkFinder, Landmarks
from trainer.model_card import model_card


@pytest.fixture(scope="module")
def astronaut() -> tuple[RgbArray, Landmarks]:
    pixels = data.astronaut()
    (face,) = FaceFinder().find(Image.fromarray(pixels))
    return pixels, LandmarkFinder().find(pixels, face)


def _groups(pixels: RgbArray, points: Landmarks) -> set[str]:
    found = face_groups(pixels[np.newaxis], points[np.newaxis])
    return {name for name, members in found.items() if members[0]}


def test_a_light_face_that_looks_into_the_camera(astronaut: tuple[RgbArray, Landmarks]) -> None:
    assert _groups(*astronaut) == {"skin looks very light or light", "faces the camera"}


def test_the_same_face_in_the_dark_without_colour_and_turned(astronaut: tuple[RgbArray, Landmarks]) -> None:
    pixels, points = astronaut
    picture = Image.fromarray(pixels)
    dark = np.asarray(ImageEnhance.Brightness(picture).enhance(0.2))
    assert {"skin looks dark", "dark picture"} <= _groups(dark, points)
    grey = _groups(np.asarray(picture.convert("L").convert("RGB")), points)
    assert "picture without colour" in grey
    assert not any(name.startswith("skin") for name in grey)
    turned = points.copy()
    turned[1] = points[234] + 0.1 * (points[454] - points[234])
    assert "in profile" in _groups(pixels, turned)


def test_a_face_without_landmarks_is_in_no_group(astronaut: tuple[RgbArray, Landmarks]) -> None:
    assert _groups(astronaut[0], np.full((COUNT, 2), np.nan, np.float32)) == set()


def test_rates_are_of_genuine_faces_and_small_groups_are_left_out() -> None:
    fake = np.arange(100) >= 60
    flagged = np.arange(100) % 10 == 0
    groups = {"many": np.arange(100) < 30, "few": np.arange(100) < 19, "fakes": fake}
    rates = group_rates(groups, flagged, fake)
    assert set(rates) == {"many", "all"}
    assert (rates["many"].n, rates["all"].n) == (30, 60)
    assert rates["many"].value == pytest.approx(0.1)


def test_the_card_names_a_group_that_is_flagged_more_than_twice_as_often() -> None:
    manifest = read_manifest(bundled_model())
    fake = np.zeros(200, np.bool_)
    flagged = np.arange(200) < 10
    groups = {"turned": np.arange(200) < 50, "faces the camera": np.arange(200) >= 50}
    rates = {name: asdict(figure) for name, figure in group_rates(groups, flagged, fake).items()}
    card = model_card(dataclasses.replace(manifest, training={**manifest.training, "groups": rates}), [], "")
    assert "| turned | 50 | 20.0 %" in card
    assert "more than twice as often as all: turned." in card

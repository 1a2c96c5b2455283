"""Faces are found where they are, and where none is, none."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw
from skimage import data

from app import resources
from app.detector.decode import Picture
from app.detector.faces import FaceBox, FaceFinder, FaceModelError


@pytest.fixture(scope="module")
def finder() -> FaceFinder:
    return FaceFinder()


def _contains(box: FaceBox, x: float, y: float) -> bool:
    return box.left < x < box.left + box.width and box.top < y < box.top + box.height


def test_the_astronaut_has_one_face_at_its_place(finder: FaceFinder) -> None:
    (face,) = finder.find(Image.fromarray(data.astronaut()))
    assert _contains(face, 224, 125)
    assert 70 < face.width < 150
    # From the brows to the chin.
    assert face.top == pytest.approx(85, abs=15)
    assert face.top + face.height == pytest.approx(180, abs=20)


_TURNS = {1: Image.Transpose.ROTATE_90, 2: Image.Transpose.ROTATE_180, 3: Image.Transpose.ROTATE_270}


@pytest.mark.parametrize("side", [512, 2560])
@pytest.mark.parametrize("turn", [1, 2, 3])
def test_a_picture_that_lies_on_its_side_or_head_has_the_same_face(finder: FaceFinder, turn: int, side: int) -> None:
    """At the place where it is, and with the turn that sets it upright; of a large picture, too."""
    upright = Image.fromarray(data.astronaut()).crop((0, 0, 512, 400)).resize((side, side * 25 // 32))
    (face,) = finder.find(upright)
    assert face.turn == 0

    lying = upright.transpose(_TURNS[turn])
    (found,) = finder.find(lying)

    assert found.turn == (4 - turn) % 4
    assert found.set_upright(*lying.size) == face
    marked = Image.new("L", upright.size)
    ImageDraw.Draw(marked).rectangle((face.left, face.top, face.left + face.width, face.top + face.height), 255)
    left, top, right, bottom = marked.transpose(_TURNS[turn]).getbbox() or (0, 0, 0, 0)
    assert (found.left, found.top) == pytest.approx((left, top), abs=1.5)
    assert (found.left + found.width, found.top + found.height) == pytest.approx((right, bottom), abs=1.5)


def test_upright_faces_beside_one_that_lies_are_left_so(finder: FaceFinder, portraits: list[Path]) -> None:
    group = Image.new("RGB", (1200, 800), "grey")
    lying = Image.open(portraits[0]).convert("RGB").resize((600, 600)).transpose(Image.Transpose.ROTATE_90)
    group.paste(lying, (0, 100))
    for number, path in enumerate(portraits[1:10]):
        row, column = divmod(number, 3)
        group.paste(Image.open(path).convert("RGB").resize((180, 180)), (610 + 190 * column, 10 + 260 * row))
    faces = finder.find(group)
    assert len(faces) >= 9
    assert {face.turn for face in faces} == {0}


def test_faces_that_are_upright_are_left_so(finder: FaceFinder, portraits: list[Path]) -> None:
    for path in portraits:
        picture = Image.open(path).convert("RGB")
        for size in (picture.size, (picture.width // 8, picture.height // 8)):
            assert {face.turn for face in finder.find(picture.resize(size))} <= {0}


def test_every_portrait_of_the_package_has_one_face(finder: FaceFinder, portraits: list[Path]) -> None:
    counts = {path.parent.parent.name: len(finder.find_in(Picture(path.read_bytes()))) for path in portraits[:6]}
    assert set(counts.values()) == {1}, counts


def test_a_close_up_that_fills_the_frame_has_one_face(finder: FaceFinder) -> None:
    face = data.astronaut()[60:185, 165:290]
    close_up = Image.fromarray(face).resize((256, 256), Image.Resampling.BICUBIC)
    (found,) = finder.find(close_up)
    assert found.width > 150


@pytest.fixture(scope="module")
def crowd(finder: FaceFinder, portraits: list[Path]) -> tuple[Image.Image, list[tuple[float, float]]]:
    """A picture of 12 megapixels with faces of 40 pixels in a busy half and an empty one, and where they are."""
    heads = []
    for person in [Image.fromarray(data.astronaut()), *(Image.open(path) for path in portraits)]:
        face = finder.find(person)[0]
        left, top = max(0, face.left - face.width / 2), max(0, face.top - 0.6 * face.height)
        head = person.crop((left, top, left + 2 * face.width, top + 2 * face.height))
        scale = 40 / face.width
        heads.append((head, scale, face.left + face.width / 2 - left, face.top + face.height / 2 - top))
    scene = Image.fromarray(data.coffee()).resize((4000, 3000), Image.Resampling.BICUBIC)
    scene.paste("lightblue", (2000, 0, 4000, 3000))
    places = []
    generator = np.random.default_rng(0)
    for number in range(48):
        head, scale, x, y = heads[number % len(heads)]
        small = head.resize((round(head.width * scale), round(head.height * scale)), Image.Resampling.LANCZOS)
        left, top = number % 8 * 500 + generator.integers(400), number // 8 * 500 + generator.integers(400)
        scene.paste(small, (int(left), int(top)))
        places.append((left + x * scale, top + y * scale))
    return scene, places


def _missed(found: list[FaceBox], places: list[tuple[float, float]]) -> list[tuple[float, float]]:
    return [place for place in places if not any(_contains(box, *place) and box.width < 80 for box in found)]


def test_faces_of_40_pixels_are_found_in_a_12_megapixel_picture(
    finder: FaceFinder, crowd: tuple[Image.Image, list[tuple[float, float]]]
) -> None:
    scene, places = crowd
    found = finder.find(scene)
    assert len(_missed(found, places)) <= 2
    assert len(found) <= len(places) + 2


def test_they_are_found_in_its_jpeg_which_is_decoded_at_half_its_size_for_that(
    finder: FaceFinder, crowd: tuple[Image.Image, list[tuple[float, float]]]
) -> None:
    scene, places = crowd
    stream = io.BytesIO()
    scene.save(stream, "JPEG", quality=90)
    found = finder.find_in(Picture(stream.getvalue()))
    assert len(_missed(found, places)) <= 2
    assert len(found) <= len(places) + 2


@pytest.mark.parametrize("name", ["coffee", "rocket", "brick", "page"])
def test_pictures_without_people_have_no_face(finder: FaceFinder, name: str) -> None:
    picture = getattr(data, name)()
    if picture.ndim == 2:
        picture = np.stack([picture] * 3, axis=2)
    assert finder.find(Image.fromarray(picture)) == []


@pytest.mark.parametrize("size", [(1, 1), (1, 4000), (4000, 1), (3, 2), (20, 20)])
def test_odd_sizes_are_no_reason_to_fail(finder: FaceFinder, size: tuple[int, int]) -> None:
    picture = Image.new("RGB", size, "grey")
    ImageDraw.Draw(picture).point((0, 0), "white")
    assert finder.find(picture) == []


def test_an_altered_face_network_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "faces").mkdir()
    (tmp_path / "faces/face_detection_back.tflite").write_bytes(b"something else")
    monkeypatch.setattr(resources, "RESOURCES", tmp_path)
    with pytest.raises(FaceModelError, match="not the file"):
        FaceFinder()

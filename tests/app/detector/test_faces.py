"""Faces are found where they are, and where none is, none."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw
from skimage import data

from app import resources
from app.detector.decode import decode
from app.detector.faces import FaceBox, FaceFinder, FaceModelError


@pytest.fixture(scope="module")
def finder() -> FaceFinder:
    return FaceFinder()


def _contains(box: FaceBox, x: float, y: float) -> bool:
    return box.left < x < box.left + box.width and box.top < y < box.top + box.height


def test_the_astronaut_has_one_face_at_its_place(finder: FaceFinder) -> None:
    (face,) = finder.find(data.astronaut())
    assert _contains(face, 224, 125)
    assert 70 < face.width < 150
    # From the brows to the chin.
    assert face.top == pytest.approx(85, abs=15)
    assert face.top + face.height == pytest.approx(180, abs=20)


def test_every_portrait_of_the_package_has_one_face(finder: FaceFinder, portraits: list[Path]) -> None:
    counts = {path.parent.parent.name: len(finder.find(decode(path.read_bytes()).pixels)) for path in portraits[:6]}
    assert set(counts.values()) == {1}, counts


def test_a_close_up_that_fills_the_frame_has_one_face(finder: FaceFinder) -> None:
    face = data.astronaut()[60:185, 165:290]
    close_up = np.asarray(Image.fromarray(face).resize((256, 256), Image.Resampling.BICUBIC))
    (found,) = finder.find(close_up)
    assert found.width > 150


def test_a_face_of_40_pixels_is_found_in_a_12_megapixel_picture(finder: FaceFinder) -> None:
    astronaut = Image.fromarray(data.astronaut())
    (face,) = finder.find(data.astronaut())
    scale = 40 / face.width
    small = astronaut.resize((round(512 * scale),) * 2, Image.Resampling.LANCZOS)
    scene = Image.fromarray(data.coffee()).resize((4000, 3000), Image.Resampling.BICUBIC)
    places = [(300, 250), (1900, 1500), (3600, 2700), (930, 2000)]
    for place in places:
        scene.paste(small, place)
    found = finder.find(np.asarray(scene))
    for x, y in places:
        centre = (x + (face.left + face.width / 2) * scale, y + (face.top + face.height / 2) * scale)
        assert any(_contains(box, *centre) and box.width < 80 for box in found), (x, y)


@pytest.mark.parametrize("name", ["coffee", "rocket", "brick", "page"])
def test_pictures_without_people_have_no_face(finder: FaceFinder, name: str) -> None:
    picture = getattr(data, name)()
    if picture.ndim == 2:
        picture = np.stack([picture] * 3, axis=2)
    assert finder.find(picture) == []


@pytest.mark.parametrize("size", [(1, 1), (1, 4000), (4000, 1), (3, 2), (20, 20)])
def test_odd_sizes_are_no_reason_to_fail(finder: FaceFinder, size: tuple[int, int]) -> None:
    picture = Image.new("RGB", size, "grey")
    ImageDraw.Draw(picture).point((0, 0), "white")
    assert finder.find(np.asarray(picture)) == []


def test_an_altered_face_network_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "faces").mkdir()
    (tmp_path / "faces/face_detection_back.tflite").write_bytes(b"something else")
    monkeypatch.setattr(resources, "RESOURCES", tmp_path)
    with pytest.raises(FaceModelError, match="not the file"):
        FaceFinder()

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import ImageGrab

from app.detector.bundle import load_bundle
from app.detector.closer_look import look_closer
from app.detector.decode import Picture
from app.detector.detector import Detector
from app.models import bundled_model
from tests.frozen.driving import Window, finished_scans, scan_from_source, without_a_console

pytestmark = [pytest.mark.frozen, pytest.mark.timeout(7200)]


def test_the_window_scans_without_a_console_and_exports_the_same_csv(
    program: Path, pictures: Path, screen: dict[str, str], tmp_path: Path
) -> None:
    exported, source = tmp_path / "window.csv", tmp_path / "source.csv"
    window = Window([*without_a_console(program), pictures], screen)
    try:
        window.until("a window", lambda: window.shown("Unmask"))
        window.until("the end of the scan", lambda: finished_scans(Path(screen["HOME"])))
        time.sleep(2)  # What is in the journal is yet to be shown.
        window.export(exported)
        if Path("/proc").is_dir():
            loaded = Path(f"/proc/{window.process.pid}/maps").read_text("utf-8")
            assert "libpython" in loaded
            assert "tensorflow" not in loaded
    finally:
        window.close()
    scan_from_source(pictures, source)
    assert exported.read_bytes() == source.read_bytes()


def first_with_a_heat_map(pictures: list[Path]) -> Path:
    """Of the pictures, the first in which one region decides, says the program run from its source."""
    bundle = load_bundle(bundled_model())
    detector, network = Detector(bundle), bundle.network()
    for path in pictures:
        picture = Picture(path.read_bytes())
        faces = detector.judge(picture)
        if len(faces) == 1 and look_closer(network, bundle.manifest, picture, faces[0]).heat is not None:
            return path
    raise AssertionError("The model has no heat map for any of these pictures.")


def glowing(before: npt.NDArray[np.uint8], after: npt.NDArray[np.uint8]) -> int:
    """How many pixels took on the colour of the heat map, by a third to two thirds."""
    old, new, glow = before.astype(float), after.astype(float), np.array([213.0, 94.0, 0.0])
    share = 1 - new[..., 2] / np.maximum(old[..., 2], 1)
    mixed = old + share[..., np.newaxis] * (glow - old)
    is_glowing = (np.abs(mixed - new).max(-1) < 6) & (share > 0.3) & (share < 0.7) & (old[..., 2] > 40)
    return int(is_glowing.sum())


def test_the_heat_map_is_laid_over_the_face(
    program: Path, astronaut: Path, portraits: list[Path], screen: dict[str, str]
) -> None:
    def pixels() -> npt.NDArray[np.uint8]:
        return np.asarray(ImageGrab.grab(xdisplay=screen["DISPLAY"]).convert("RGB"))

    def is_still() -> bool:
        before = pixels()
        time.sleep(2)
        return bool((pixels() == before).all())

    studio = [portrait.with_name("studio_portrait.jpg") for portrait in portraits]
    window = Window([program / "unmask", first_with_a_heat_map([astronaut, *portraits, *studio])], screen)
    try:
        window.until("a window", lambda: window.shown("Unmask"))
        window.until("the end of the scan", lambda: finished_scans(Path(screen["HOME"])))
        window.until("the picture", is_still)  # What is in the journal is yet to be shown.
        before = pixels()
        window.press("Unmask", "l")
        window.until("the heat map", lambda: glowing(before, pixels()) > 500, limit=60)
    finally:
        window.close()

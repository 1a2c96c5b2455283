"""Which faces of a data set are alike in what people may be treated unequally by, as far as pictures tell.

Nobody says of these pictures who is in them. What can be measured is how the skin looks, where the face points, and how
the picture was taken; age, sex, health, glasses and masks can't.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from app.detector.decode import RgbArray
from app.detector.metrics import Figure, rate_figure
from trainer.face_landmarks import Landmarks

Bools = npt.NDArray[np.bool_]

# Landmarks of the face mesh: cheeks; edges of the face and tip of the nose.
_CHEEKS = (50, 205, 280, 425)
_EDGES, _NOSE = (234, 454), 1
#: Fewer genuine faces say nothing of a group.
LEAST_FACES = 20


def face_groups(surroundings: RgbArray, landmarks: npt.NDArray[np.float32]) -> dict[str, Bools]:
    """The groups that each face belongs to.

    Args:
        surroundings: uint8 RGB, shape ``(n, size, size, 3)``.
        landmarks: of the faces in them, shape ``(n, 468, 2)``; nan for a face that belongs to no group.

    Returns:
        For each group, by name, which faces are in it, shape ``(n,)``.
    """
    traits = np.array(
        [_traits(pixels, points) for pixels, points in zip(surroundings, landmarks, strict=True)], np.float64
    ).reshape(-1, 4)
    tone, turn, chroma, luma = traits.T
    coloured = chroma >= 4
    return {
        # A. Chardon et al., "Skin colour typology and suntanning pathways", Int. J. Cosmetic Science 13, 1991.
        "skin looks very light or light": coloured & (tone > 41),
        "skin looks intermediate or tan": coloured & (tone > 10) & (tone <= 41),
        "skin looks brown": coloured & (tone > -30) & (tone <= 10),
        "skin looks dark": coloured & (tone <= -30),
        "faces the camera": turn < 0.1,
        "turned": (turn >= 0.1) & (turn < 0.25),
        "in profile": turn >= 0.25,
        "picture without colour": chroma < 4,
        "dark picture": luma < 50,
        "bright picture": luma > 180,
    }


def group_rates(groups: dict[str, Bools], flagged: Bools, fake: Bools) -> dict[str, Figure]:
    """Share of the genuine faces of each group that is flagged, with its interval.

    Args:
        groups: from `face_groups`; those with fewer than `LEAST_FACES` genuine faces are left out.
        flagged: called fake, shape ``(n,)``.
        fake: truth, shape ``(n,)``.

    Returns:
        By group, and for "all" of the faces.
    """
    members = {**groups, "all": np.ones(len(fake), np.bool_)}
    return {
        name: rate_figure(flagged[group & ~fake])
        for name, group in members.items()
        if (group & ~fake).sum() >= LEAST_FACES
    }


def _traits(pixels: RgbArray, points: Landmarks) -> Sequence[float]:
    """Individual typology angle of the skin in degrees, how far the face is turned (0 to 0.5), chroma, luma."""
    if not np.isfinite(points).all():
        return (np.nan,) * 4
    size = len(pixels)
    cheeks = [
        pixels[max(0, y - 2) : y + 3, max(0, x - 2) : x + 3].reshape(-1, 3)
        for x, y in np.clip(points[list(_CHEEKS)], 0, size - 1).astype(int)
    ]
    lightness, yellow = _lightness_and_yellow(np.median(np.concatenate(cheeks), axis=0))
    across = points[_EDGES[1]] - points[_EDGES[0]]
    place = float((points[_NOSE] - points[_EDGES[0]]) @ across / (across @ across))
    low, high = (np.clip(edge(points, axis=0), 0, size).astype(int) for edge in (np.min, np.max))
    face = pixels[low[1] : high[1] + 1, low[0] : high[0] + 1].reshape(-1, 3).astype(np.float64)
    return (
        float(np.degrees(np.arctan2(lightness - 50, yellow))),
        abs(place - 0.5),
        float((face.max(axis=1) - face.min(axis=1)).mean()),
        float((face @ np.array([0.299, 0.587, 0.114])).mean()),
    )


def _lightness_and_yellow(colour: npt.NDArray[np.float64]) -> tuple[float, float]:
    """L* and b* of an sRGB colour of 0 to 255, under D65 (CIE 1976)."""
    share = colour / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    y = linear @ np.array([0.2126, 0.7152, 0.0722])
    z = linear @ np.array([0.0193, 0.1192, 0.9505]) / 1.089
    root_y, root_z = (np.cbrt(v) if v > 0.008856 else 7.787 * v + 16 / 116 for v in (y, z))
    return float(116 * root_y - 16), float(200 * (root_y - root_z))

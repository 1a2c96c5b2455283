"""A result as JSON, and back: between processes and in the journal. What comes back may say anything."""

from __future__ import annotations

import json
import re
from dataclasses import astuple
from typing import Any, get_args

from app.detector.faces import FaceBox
from app.detector.verdict import FaceScore, Verdict
from app.evidence.provenance import Provenance
from app.scan.results import ImageFile, ImageResult

#: What comes of reading a result that is none.
UNREADABLE = (AttributeError, KeyError, RecursionError, TypeError, ValueError)


def as_json(result: ImageResult) -> dict[str, Any]:
    """All of a result but its path, as JSON has it: for who reads it and knows which file it is of."""
    known_by = {"index": result.index, "sha256": result.sha256, "model": result.model}
    return {**outcome(result), **known_by, "verdict": result.verdict.value, "modified": result.modified}


def from_json(image: ImageFile, said: Any) -> ImageResult:
    """The result of a file from what `as_json` gave, of which nothing is believed before it is looked at.

    Args:
        image: the file.
        said: may be anything that JSON can say.

    Raises:
        ValueError: it is no result of this file.
    """
    try:
        result = read(image, said["modified"], said["verdict"], said, said["sha256"], said["model"])
        if said["index"] == image.index and _is_sound(result):
            return result
    except UNREADABLE as error:
        raise ValueError("This is no result") from error
    raise ValueError("This is no result of this file")


def _is_sound(result: ImageResult) -> bool:
    """Whether everything in a result is of its type, and can be written to the journal."""
    faces = result.faces
    texts = (result.reason, result.format, result.model, result.dhash, *(face.reason for face in faces))
    sizes = (result.width, result.height, result.bytes, result.modified)
    boxes = (face.box for face in faces)
    numbers = [number for box in boxes for number in (box.left, box.top, box.width, box.height, box.confidence)]
    numbers += [number for face in faces for number in (face.logit, face.score, face.sharpness)]
    return (
        all(type(text) is str for text in texts)
        and all(type(size) is int and -(2**63) <= size < 2**63 for size in sizes)
        # Whole ones are as good, unless they have a thousand digits.
        and all(type(number) is float or (type(number) is int and abs(number) < 2**63) for number in numbers)
        and re.fullmatch("([0-9a-f]{64})?", result.sha256) is not None
        and all(type(face.box.turn) is int and face.box.turn in range(4) for face in faces)
        and result.provenance in get_args(Provenance)
    )


def outcome(result: ImageResult) -> dict[str, Any]:
    """What was said of a content: all of a result but the file, the verdict, the content and the model."""
    return {
        "reason": result.reason,
        "faces": [
            {
                "box": list(astuple(face.box)),
                "scores": [face.logit, face.score, face.sharpness],
                "verdict": face.verdict.value,
                "reason": face.reason,
            }
            for face in result.faces
        ],
        "picture": [result.width, result.height, result.format, result.bytes],
        "provenance": result.provenance,
        "dhash": result.dhash,
    }


def read(
    image: ImageFile, modified: int, verdict: str, said: str | dict[str, Any], sha256: str, model: str
) -> ImageResult:
    """The result of a file from what `outcome` gave, which may be of an older version.

    Args:
        image: the file.
        modified: of the file, nanoseconds since 1970.
        verdict: a `Verdict`.
        said: the outcome, or JSON of it.
        sha256: of the content.
        model: id of the model.

    Raises:
        ValueError: it is none. ``str()`` says what is wrong with it.
    """
    try:
        said = json.loads(said) if isinstance(said, str) else said
        width, height, format_name, size = said["picture"]
        faces = []
        for face in said["faces"]:
            logit, score, sharpness = face["scores"]
            box = FaceBox(*face["box"])  # Of older versions, it says nothing of how the picture lies.
            faces.append(FaceScore(box, logit, score, sharpness, Verdict(face["verdict"]), face["reason"]))
        return ImageResult(
            image.index,
            image.path,
            Verdict(verdict),
            said["reason"],
            tuple(faces),
            width,
            height,
            format_name,
            size,
            modified,
            sha256,
            said["provenance"],
            model,
            said.get("dhash", ""),  # Judgements of older versions have none.
        )
    except UNREADABLE as error:
        raise ValueError(repr(error)) from error

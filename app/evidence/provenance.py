"""What a file says about how it was made: content credentials (C2PA), and what generators write into it."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any, Literal

from app.detector.png_chunks import unpacked_texts

Provenance = Literal["valid", "invalid", "absent", "unreadable"]

_MEDIA_TYPES = {
    "JPEG": "image/jpeg",
    "MPO": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
    "TIFF": "image/tiff",
    "GIF": "image/gif",
    "AVIF": "image/avif",
    "HEIF": "image/heic",
}
#: A C2PA manifest is a JUMBF box of this type, in every format; without it there is nothing to parse.
_JUMBF_TYPE = b"c2pa"
#: What may be wrong with the signer while hashes and signature are intact: without a trusted timestamp, the
#: certificate is looked at as of today.
_OF_THE_SIGNER = frozenset(("signingCredential.untrusted", "signingCredential.expired"))

# IPTC's terms for where a picture comes from: https://cv.iptc.org/newscodes/digitalsourcetype
_MADE = "digitalsourcetype/trainedAlgorithmicMedia"
_PARTLY_MADE = "digitalsourcetype/compositeWithTrainedAlgorithmicMedia"
#: What the best-known programs for diffusion models write into chunks of a PNG or into Exif: Automatic1111's settings,
#: ComfyUI's graph, and those of SwarmUI, InvokeAI, NovelAI and Fooocus.
_SETTINGS = (
    ("Sampler: ", "Steps: "),
    ('"class_type"', '"inputs"'),
    ("sui_image_params",),
    ("invokeai_metadata",),
    ("Software\0NovelAI",),
    ("fooocus_scheme",),
)
#: Exif's comment is text of 16 bits from most of them.
_ENCODINGS = ("ascii", "utf-16-be", "utf-16-le")
_SETTINGS_IN_BYTES = tuple(tuple(text.encode(code) for text in texts) for texts in _SETTINGS for code in _ENCODINGS)
#: Bytes from either end of a file that such settings begin in: looking through large ones would take longer than faces.
_ENDS = 2**17


def read_provenance(data: bytes, format_name: str) -> tuple[Provenance, str]:
    """What the content credentials of a picture say, and whether it says of itself that it was made with AI.

    Offline: no certificate status, no remote manifest is fetched. "valid" means that hashes and signature are intact,
    not that the signer is known. What stands outside of valid credentials is not signed: anyone can have written it.

    Args:
        data: the whole file.
        format_name: by content, as in `app.detector.decode.DecodedImage`.

    Returns:
        "valid", "invalid" (hash or signature doesn't match), "absent", or "unreadable" (there is a manifest, but it
        can't be parsed); and a sentence if the file says that AI made it, else "".
    """
    state, manifests, active = _credentials(data, format_name)
    if state == "valid":
        if any(source.endswith(_MADE) for source in _source_types(_creation(manifests, active))):
            return state, "Its content credentials say that it was made with AI."
        if any(source.endswith((_MADE, _PARTLY_MADE)) for source in _source_types(manifests)):
            return state, "Its content credentials say that parts of it were made with AI."
    unpacked = unpacked_texts(data)
    if any(made.encode() in content for made in (_MADE, _PARTLY_MADE) for content in (data, unpacked)):
        return state, "Its metadata says, unsigned, that it or a part of it was made with AI."
    ends = (data if len(data) <= 2 * _ENDS else data[:_ENDS] + data[-_ENDS:]) + unpacked
    if any(all(text in ends for text in texts) for texts in _SETTINGS_IN_BYTES):
        return state, "Its metadata holds, unsigned, the settings of an image generator."
    return state, ""


def provenance_of_unreadable(data: bytes) -> Provenance:
    """Of a file that is no picture any more: "unreadable" if it seems to hold credentials, else "absent".

    Args:
        data: the whole file.
    """
    return "unreadable" if _JUMBF_TYPE in data else "absent"


def _credentials(data: bytes, format_name: str) -> tuple[Provenance, dict[str, Any], str]:
    """State of the credentials, the manifests of the picture and of all that it was made from, name of its own."""
    media_type = _MEDIA_TYPES.get(format_name)
    # A BMP can't hold any: its pixels spell the letters, in one large one of a hundred.
    if media_type is None or _JUMBF_TYPE not in data:
        return "absent", {}, ""
    # Imported only for the few files that need it: the library takes 40 ms and 30 MB.
    import c2pa

    try:
        with (
            c2pa.Context.from_dict({"verify": {"remote_manifest_fetch": False, "ocsp_fetch": False}}) as offline,
            c2pa.Reader(media_type, io.BytesIO(data), context=offline) as reader,
        ):
            store = json.loads(reader.json())
    except c2pa.C2paError.ManifestNotFound:
        return "absent", {}, ""
    except (c2pa.C2paError, ValueError):
        return "unreadable", {}, ""
    failures = {status["code"] for status in store.get("validation_status", [])}
    is_valid = store.get("validation_state") in ("Valid", "Trusted") or (failures and failures <= _OF_THE_SIGNER)
    return "valid" if is_valid else "invalid", store.get("manifests", {}), store.get("active_manifest", "")


def _creation(manifests: dict[str, Any], active: str) -> list[dict[str, Any]]:
    """The actions that say how a picture came to be, or that which it was opened from, and so on.

    Whatever was done later, and whatever was put into it, makes parts of it.
    """
    seen = set()
    while active in manifests and active not in seen:
        seen.add(active)
        assertions, ingredients = (manifests[active].get(key, []) for key in ("assertions", "ingredients"))
        actions = [each.get("data") for each in assertions if each.get("label", "").startswith("c2pa.actions")]
        if created := [node for node in _nodes(actions) if node.get("action") == "c2pa.created"]:
            return created
        parents = (each.get("active_manifest") for each in ingredients if each.get("relationship") == "parentOf")
        active = next(parents, None) or ""
    return []


def _source_types(document: Any) -> Iterator[str]:
    """Every ``digitalSourceType`` in a JSON document, of whatever depth."""
    return (source for node in _nodes(document) if isinstance(source := node.get("digitalSourceType"), str))


def _nodes(document: Any) -> Iterator[dict[str, Any]]:
    """Every object in a JSON document, of whatever depth."""
    waiting = [document]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            yield node
            waiting += node.values()
        elif isinstance(node, list):
            waiting += node

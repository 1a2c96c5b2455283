"""Content credentials: does a C2PA manifest vouch for the file, and is it intact?"""

from __future__ import annotations

import io
import json
from typing import Literal

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


def read_provenance(data: bytes, format_name: str) -> Provenance:
    """What the content credentials of a picture say.

    Offline: no certificate status, no remote manifest is fetched. "valid" means that hashes and signature are intact,
    not that the signer is known.

    Args:
        data: the whole file.
        format_name: by content, as in `app.detector.decode.DecodedImage`.

    Returns:
        "valid", "invalid" (hash or signature doesn't match), "absent", or "unreadable" (there is a manifest, but it
        can't be parsed).
    """
    if _JUMBF_TYPE not in data:
        return "absent"
    media_type = _MEDIA_TYPES.get(format_name)
    if media_type is None:
        return "unreadable"
    # Imported only for the few files that need it: the library takes 40 ms and 30 MB.
    import c2pa

    try:
        with (
            c2pa.Context.from_dict({"verify": {"remote_manifest_fetch": False, "ocsp_fetch": False}}) as offline,
            c2pa.Reader(media_type, io.BytesIO(data), context=offline) as reader,
        ):
            state = json.loads(reader.json()).get("validation_state")
    except c2pa.C2paError.ManifestNotFound:
        return "absent"
    except (c2pa.C2paError, ValueError):
        return "unreadable"
    return "valid" if state in ("Valid", "Trusted") else "invalid"

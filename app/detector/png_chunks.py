"""The pieces that a PNG is made of: https://www.w3.org/TR/png-3/#5DataRep."""

from __future__ import annotations

import itertools
import struct
import zlib
from collections.abc import Iterator

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
#: Length of the content and kind, which come before it, and bytes of the checksum, which comes after.
_HEAD, _CHECKSUM_BYTES = struct.Struct(">I4s"), 4
#: Of the chunks that a decoder may leave out, those that bear on the pixels, on how many frames there are, and on which
#: way up they are; the last may also be in texts of these keywords.
_HEEDED = frozenset((b"tRNS", b"acTL", b"fcTL", b"fdAT", b"eXIf"))
_TEXTS, _EXIF_KEYWORDS = frozenset((b"tEXt", b"zTXt", b"iTXt")), frozenset((b"exif", b"Raw profile type exif"))
#: Longest keyword, and the zero after it.
_KEYWORD_BYTES = 80
#: Texts that are unpacked, and bytes of each: a stranger's file may hold a million, of a gigabyte each.
_MOST_TEXTS, _MOST_OF_A_TEXT = 16, 2**20


def without_metadata(data: bytes) -> bytes | None:
    """The same picture without what bears neither on its pixels nor on which way up they are.

    Args:
        data: the whole file.

    Returns:
        A smaller file; None if nothing can be left out, or it is no PNG.
    """
    view, kept, end = memoryview(data), [], 0
    for kind, start, content, checksum in _chunks(data):
        if not _is_heeded(kind, view[content:checksum], view[checksum : checksum + _CHECKSUM_BYTES]):
            if start > end:
                kept.append(view[end:start])
            end = checksum + _CHECKSUM_BYTES
    return b"".join((*kept, view[end:])) if kept else None


def _is_heeded(kind: bytes, content: memoryview, checksum: memoryview) -> bool:
    if kind[:1].isupper():
        return True
    if kind not in _HEEDED and not (kind in _TEXTS and _keyword(content) in _EXIF_KEYWORDS):
        return False
    # Other decoders pass over what is broken.
    return zlib.crc32(content, zlib.crc32(kind)) == int.from_bytes(checksum, "big")


def unpacked_texts(data: bytes) -> bytes:
    """What those texts of a PNG say that can't be searched as they are; of many or long ones, the beginning.

    Args:
        data: the whole file; of what is no PNG, nothing comes out.

    Returns:
        A line each: the keyword, a zero and the text, as other texts have it.
    """
    view = memoryview(data)
    texts = (
        _unpacked(kind, view[content:checksum])
        for kind, _, content, checksum in _chunks(data)
        if kind in (b"zTXt", b"iTXt")
    )
    return b"\n".join(itertools.islice(texts, _MOST_TEXTS))


def _unpacked(kind: bytes, content: memoryview) -> bytes:
    # What is compressed is hardly longer than what comes out.
    _, _, text = bytes(content[: 2 * _MOST_OF_A_TEXT]).partition(b"\0")
    is_compressed = kind == b"zTXt" or text[:1] == b"\1"
    # Before the text come its method, or a flag, its method, the language and the keyword in that language.
    text = text[1:] if kind == b"zTXt" else text[2:].split(b"\0", 2)[-1]
    try:
        text = zlib.decompressobj().decompress(text, _MOST_OF_A_TEXT) if is_compressed else text[:_MOST_OF_A_TEXT]
    except zlib.error:
        text = b""
    return _keyword(content) + b"\0" + text


def _keyword(content: memoryview) -> bytes:
    return bytes(content[:_KEYWORD_BYTES]).partition(b"\0")[0]


def _chunks(data: bytes) -> Iterator[tuple[bytes, int, int, int]]:
    """The chunks of a PNG, up to one that isn't whole.

    Yields:
        The four letters of its kind, of which the first is a small one where a decoder may leave it out; and where it,
        its content and its checksum begin, in bytes.
    """
    start = len(_SIGNATURE) if data.startswith(_SIGNATURE) else len(data)
    while (content := start + _HEAD.size) <= len(data):
        length, kind = _HEAD.unpack_from(data, start)
        checksum = content + length
        if checksum + _CHECKSUM_BYTES > len(data):
            return
        yield kind, start, content, checksum
        start = checksum + _CHECKSUM_BYTES

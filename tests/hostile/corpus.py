"""Hostile files of our own making: valid pictures of every format, damaged and made to lie; repeatable by seed."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pillow_heif
from PIL import Image, ImageDraw
from skimage import data as skimage_data

pillow_heif.register_heif_opener(thumbnails=False)

_FORMATS = {
    "jpg": ("JPEG", {"quality": 85}),
    "mpo": ("MPO", {"quality": 85}),
    "png": ("PNG", {}),
    "webp": ("WEBP", {"quality": 80}),
    "tif": ("TIFF", {"compression": "tiff_lzw"}),
    "bmp": ("BMP", {}),
    "gif": ("GIF", {}),
    "avif": ("AVIF", {"quality": 60, "speed": 10}),
    "heic": ("HEIF", {"quality": 60}),
}
#: What a length or an offset is overwritten with.
_LIES = [0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF]

_ENTITY_BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">'
    + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12))
    + b'<!ENTITY file SYSTEM "file:///etc/passwd">]><x:xmpmeta xmlns:x="adobe:ns:meta/">&a11;&file;</x:xmpmeta>'
)


@dataclass(frozen=True, slots=True)
class Case:
    """One hostile file.

    Attributes:
        kind: what was done; the rows of the table.
        name: of the file, with the ending that fits what it was.
        data: its content.
    """

    kind: str
    name: str
    data: bytes


def corpus(mutations: int, seed: int = 20, bombs: bool = True) -> Iterator[Case]:
    """All files made by hand, and then random ones.

    Args:
        mutations: number of random files.
        seed: of the random ones.
        bombs: with the files that grow to all that a worker may use; they take seconds each.
    """
    pictures = valid_pictures()
    for ending, content in pictures.items():
        yield Case("valid", f"valid.{ending}", content)
    for number, (kind, ending, content) in enumerate(_made_by_hand(pictures, bombs)):
        yield Case(kind, f"made-{number:03}.{ending}", content)
    generator = random.Random(seed)
    kinds = list(_MUTATIONS)
    for number in range(mutations):
        kind = kinds[number % len(kinds)]
        ending = generator.choice(list(pictures))
        yield Case(
            kind, f"{kind.replace(' ', '-')}-{number:05}.{ending}", _MUTATIONS[kind](pictures, ending, generator)
        )


def valid_pictures() -> dict[str, bytes]:
    """A small portrait in every format, by file name ending."""
    portrait = Image.fromarray(skimage_data.astronaut()[0:256, 96:352]).resize((144, 144))
    ImageDraw.Draw(portrait).rectangle((2, 2, 30, 20), outline="red")
    return {ending: _saved(portrait, name, **options) for ending, (name, options) in _FORMATS.items()}


def _saved(image: Image.Image, format_name: str, **options: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, format_name, **options)
    return stream.getvalue()


# Random damage.


def _truncated(pictures: dict[str, bytes], ending: str, generator: random.Random) -> bytes:
    content = pictures[ending]
    return content[: generator.randrange(1, len(content))]


def _flipped(pictures: dict[str, bytes], ending: str, generator: random.Random) -> bytes:
    content = bytearray(pictures[ending])
    # Half of them in the first part, where headers are.
    end = len(content) if generator.random() < 0.5 else min(len(content), 600)
    for _ in range(generator.choice([1, 2, 8, 64])):
        content[generator.randrange(end)] ^= 1 << generator.randrange(8)
    return bytes(content)


def _lying(pictures: dict[str, bytes], ending: str, generator: random.Random) -> bytes:
    content = bytearray(pictures[ending])
    for _ in range(generator.choice([1, 1, 2, 4])):
        layout = generator.choice([">H", "<H", ">I", "<I"])
        place = generator.randrange(min(len(content), 800) - 4)
        value = generator.choice(_LIES)
        struct.pack_into(layout, content, place, value & (0xFFFF if layout[1] == "H" else 0xFFFFFFFF))
    return bytes(content)


def _spliced(pictures: dict[str, bytes], ending: str, generator: random.Random) -> bytes:
    head, tail = pictures[ending], pictures[generator.choice(list(pictures))]
    return head[: generator.randrange(8, len(head))] + tail[generator.randrange(len(tail)) :]


def _rearranged(pictures: dict[str, bytes], ending: str, generator: random.Random) -> bytes:
    """A stretch is repeated, removed or overwritten by another."""
    content = pictures[ending]
    first, second = sorted(generator.randrange(len(content)) for _ in range(2))
    stretch = content[first:second]
    match generator.randrange(4):
        case 0:
            return content[:first] + stretch * generator.choice([2, 3, 50]) + content[second:]
        case 1:
            return content[:first] + content[second:]
        case 2:
            return content[:first] + bytes([generator.choice([0, 255])]) * len(stretch) + content[second:]
        case _:
            return content[:first] + generator.randbytes(len(stretch)) + content[second:]


def _nested(pictures: dict[str, bytes], ending: str, generator: random.Random) -> bytes:
    outer, inner = pictures[ending], pictures[generator.choice(list(pictures))]
    place = generator.randrange(len(outer))
    return generator.choice([outer + inner, inner + outer, outer[:place] + inner + outer[place:]])


def _noise(pictures: dict[str, bytes], ending: str, generator: random.Random) -> bytes:
    """The first bytes of a format, and then nothing that follows from them."""
    return pictures[ending][: generator.choice([4, 12, 16, 32, 64])] + generator.randbytes(generator.randrange(1, 4000))


_MUTATIONS: dict[str, Callable[[dict[str, bytes], str, random.Random], bytes]] = {
    "truncated": _truncated,
    "bits flipped": _flipped,
    "lengths and offsets that lie": _lying,
    "two formats spliced": _spliced,
    "stretches moved": _rearranged,
    "nested": _nested,
    "noise after a valid start": _noise,
}


# Made by hand.

_Made = Iterator[tuple[str, str, bytes]]


def _made_by_hand(pictures: dict[str, bytes], bombs: bool) -> _Made:
    for kind, made in (
        ("dimensions that lie", _dimensions(pictures)),
        ("compression bombs", _bombs(pictures) if bombs else iter(())),
        ("endless frames and pages", _endless(pictures)),
        ("hostile metadata", _metadata(pictures)),
        ("content credentials that are none", _credentials(pictures)),
        ("something else by its name", _disguised(pictures)),
    ):
        for ending, content in made:
            yield kind, ending, content


_Files = Iterator[tuple[str, bytes]]


def _dimensions(pictures: dict[str, bytes]) -> _Files:
    sides = [(0, 0), (1, 2**31 - 1), (2**31 - 1, 2**31 - 1), (2**32 - 1, 1), (30_000, 30_000), (20_000, 5_000)]
    for width, height in sides:
        yield "png", _png(width, height, zlib.compress(b"\0" * 1000))
        yield "bmp", _bmp(width, height)
        yield "tif", _tiff({256: width, 257: height, 258: 8, 259: 1, 262: 1, 273: 8, 277: 1, 278: height, 279: 2**31})
        yield "tif", _tiff({256: width, 257: height, 258: 8, 259: 5, 262: 1, 273: 8, 277: 1, 278: 1, 279: 100})
        for ending in ("avif", "heic"):
            yield ending, _with_ispe(pictures[ending], width, height)
    for width, height in [(0, 0), (65_535, 65_535), (65_500, 1_500), (1, 65_535), (40_000, 20_000)]:
        yield "jpg", _with_sof(pictures["jpg"], width, height)
        yield "gif", pictures["gif"][:6] + struct.pack("<HH", width, height) + pictures["gif"][10:]
        # The first frame claims it too.
        frame = pictures["gif"].index(b",\0\0\0\0")
        content = bytearray(pictures["gif"])
        struct.pack_into("<HH", content, 6, width, height)
        struct.pack_into("<HH", content, frame + 5, width, height)
        yield "gif", bytes(content)
    for width, height in [(2**24, 2**24), (16_383, 16_383), (2**24, 1)]:
        yield "webp", webp_canvas(width, height)
    yield "bmp", _bmp(-5, -(2**31))
    yield "bmp", _bmp(100, 100, bits=255)
    yield "bmp", _bmp(20_000, 5_000, compression=1)


def _bombs(pictures: dict[str, bytes]) -> _Files:
    zeros = zlib.compress(bytes(100 * 2**20), 9)
    for name, head in ((b"zTXt", b"x\0\0"), (b"iTXt", b"x\0\1\0\0\0"), (b"iCCP", b"x\0\0")):
        yield "png", _with_chunk(pictures["png"], name, head + zeros)
        yield "png", _with_chunk(pictures["png"], name, (head + zlib.compress(zeros))[:-4])
    yield "png", _with_chunk(pictures["png"], b"zTXt", b"x\0\0" + zlib.compress(bytes(2**20)), times=200)
    # Far more lines than the header says, and a whole picture that is nearly nothing in the file.
    yield "png", _png(64, 64, zeros)
    yield "png", _png(10_000, 10_000, zlib.compress(bytes(1251 * 10_000), 9), bits=1, colour=0)
    yield "png", _png(20_000, 20_000, zlib.compress(bytes(2501 * 20_000), 9), bits=1, colour=0)
    flat = Image.new("L", (9_000, 9_000), 128)
    yield "tif", _saved(flat, "TIFF", compression="tiff_adobe_deflate")
    yield "tif", _saved(Image.new("F", (9_000, 9_000)), "TIFF", compression="tiff_adobe_deflate")
    yield "gif", _saved(flat, "GIF")
    yield "webp", _saved(Image.new("RGB", (16_383, 6_000)), "WEBP", lossless=True, method=0, quality=0)
    yield "png", _saved(Image.new("RGBA", (9_000, 9_000)), "PNG", compress_level=1)
    yield "jpg", _saved(flat, "JPEG", progressive=True, quality=10)
    yield "jpg", _scans_repeated(_saved(Image.new("L", (8_000, 8_000), 128), "JPEG", progressive=True), 4_000)
    tiff = _saved(Image.new("L", (512, 512)), "TIFF", compression="tiff_adobe_deflate")
    yield "tif", tiff[:-100] + zeros[:10_000]


def _endless(pictures: dict[str, bytes]) -> _Files:
    gif = pictures["gif"]
    frame = gif.index(b",\0\0\0\0")
    yield "gif", gif[:frame] + gif[frame:-1] * 300
    yield "gif", gif[:frame] + b",\0\0\0\0\1\0\1\0\0\x02\x02\x44\x01\x00" * 100_000
    yield "gif", gif[:frame] + b"!\xfe" + (b"\xff" + b"x" * 255) * 20_000
    yield "gif", gif[:frame] + b"!\xf9\x04\0\0\0\0\0" * 100_000
    yield "webp", _webp_frames(10_000)
    yield "png", _apng_frames(pictures["png"], 10_000)
    yield "tif", _tiff_pages(65_535)
    yield "tif", _tiff({256: 8, 257: 8, 258: 8, 259: 1, 262: 1, 273: 8, 277: 1, 278: 8, 279: 64}, following=8)
    loop = bytearray(pictures["tif"])
    struct.pack_into("<I", loop, len(loop) - 4, struct.unpack_from("<I", loop, 4)[0])
    yield "tif", bytes(loop)
    yield "tif", b"II*\0\x08\0\0\0" + struct.pack("<H", 65_535) + struct.pack("<HHII", 256, 4, 1, 8) * 65_535
    yield "mpo", pictures["mpo"] + pictures["jpg"] * 500
    yield "jpg", b"\xff\xd8" + b"\xff\xfe\x00\x02" * 200_000 + pictures["jpg"][2:]
    yield "jpg", b"\xff\xd8" + b"\xff" * 2_000_000 + pictures["jpg"][3:]
    yield "heic", pictures["heic"] + struct.pack(">I4s", 8, b"free") * 200_000
    yield "avif", _boxes_in_boxes(100_000)


def _metadata(pictures: dict[str, bytes]) -> _Files:
    portrait = Image.open(io.BytesIO(pictures["png"])).convert("RGB")
    generator = random.Random(7)
    loop = b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<HHHIII", 1, 0x8769, 4, 1, 8, 8)
    many = b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<H", 65_535) + struct.pack("<HHII", 0x0112, 3, 2**31, 8) * 5_000
    for ending, (name, options) in _FORMATS.items():
        if name in ("BMP", "GIF"):
            continue
        for exif in (loop, many, b"Exif\0\0MM\0*\0\0\0\x08" + generator.randbytes(3_000), b"Exif\0\0"):
            if name not in ("TIFF", "AVIF"):  # Their writers parse it.
                yield ending, _saved(portrait, name, **{**options, "exif": exif[:65_000]})
        for profile in (generator.randbytes(200), b"\0\0\0\x80" + b"acsp" * 40_000, b"\xff" * 128):
            yield ending, _saved(portrait, name, **{**options, "icc_profile": profile})
    for bomb in (_ENTITY_BOMB, b"<x>" * 100_000, b"<x:xmpmeta tiff:Orientation=" + b'"' * 100_000):
        yield "png", _with_chunk(pictures["png"], b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + bomb)
        segment = b"http://ns.adobe.com/xap/1.0/\0" + bomb[:65_000]
        yield "jpg", b"\xff\xd8\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment + pictures["jpg"][2:]
        yield "webp", _saved(portrait, "WEBP", xmp=bomb)
        yield "tif", _saved(portrait, "TIFF", tiffinfo={700: bomb})
        yield "heic", _saved(portrait, "HEIF", xmp=bomb)
    photoshop = b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0\xff\xff\xff\xff" + generator.randbytes(400)
    yield "jpg", b"\xff\xd8\xff\xed" + struct.pack(">H", len(photoshop) + 2) + photoshop + pictures["jpg"][2:]
    mpf = b"MPF\0II*\0\x08\0\0\0" + struct.pack("<HHHII", 1, 0xB001, 4, 1, 2**32 - 1)
    yield "jpg", b"\xff\xd8\xff\xe2" + struct.pack(">H", len(mpf) + 2) + mpf + pictures["jpg"][2:]


def _credentials(pictures: dict[str, bytes]) -> _Files:
    generator = random.Random(9)
    for ending, content in pictures.items():
        yield ending, content + b"c2pa"
    for size in (0, 8, 2**31, 2**32 - 1):
        for body in (b"", b"jumdc2pa", b"jumdc2pa" + generator.randbytes(2_000), b"\0\0\0\x10jumbc2pa" * 20_000):
            box = struct.pack(">I4s", size, b"jumb") + struct.pack(">I", len(body) + 4) + body
            yield "png", _with_chunk(pictures["png"], b"caBX", box)
            segment = b"JP\0\x01\0\0\0\x01" + box[:60_000]
            yield "jpg", b"\xff\xd8\xff\xeb" + struct.pack(">H", len(segment) + 2) + segment + pictures["jpg"][2:]
            riff = pictures["webp"] + b"C2PA" + struct.pack("<I", len(box)) + box + b"\0" * (len(box) % 2)
            yield "webp", riff[:4] + struct.pack("<I", len(riff) - 8) + riff[8:]
    identifier = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
    for ending in ("heic", "avif"):
        box = identifier + b"\0\0\0\0manifest\0" + struct.pack(">Q", 0) + struct.pack(">I4s", 2**31, b"jumb") + b"c2pa"
        yield ending, pictures[ending] + struct.pack(">I4s", len(box) + 8, b"uuid") + box


def _disguised(pictures: dict[str, bytes]) -> _Files:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("a.png", bytes(2**24))
    other = Image.open(io.BytesIO(pictures["png"])).convert("RGB")
    yield "jpg", archive.getvalue()
    yield "png", b""
    yield "png", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) run\n"
    yield "jpg", b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>"
    yield "jpg", b"push graphic-context\nimage over 0,0 0,0 'https://127.0.0.1/x'\npop graphic-context\n"
    yield "webp", b"#EXTM3U\nhttp://127.0.0.1/x\n"
    for name in ("PPM", "PCX", "TGA", "SGI", "ICO", "JPEG2000", "DDS", "IM", "PDF"):
        yield "jpg", _saved(other, name)
    yield "png", b"\0" * 2**20
    for ending in ("jpg", "heic", "gif"):
        yield "png", pictures[ending]


# Parts of files.


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _png(width: int, height: int, compressed: bytes, bits: int = 8, colour: int = 2) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", compressed) + _chunk(b"IEND", b"")


def _with_chunk(png: bytes, kind: bytes, content: bytes, times: int = 1) -> bytes:
    return png[:33] + _chunk(kind, content) * times + png[33:]


def _bmp(width: int, height: int, bits: int = 24, compression: int = 0) -> bytes:
    wrapped = struct.pack("<II", width & 0xFFFFFFFF, height & 0xFFFFFFFF)
    header = struct.pack("<I", 40) + wrapped + struct.pack("<HHIIIIII", 1, bits, compression, 0, 0, 0, 0, 0)
    return b"BM" + struct.pack("<IHHI", 2**31, 0, 0, 54) + header + b"\0\1\2" * 300


def _tiff(tags: dict[int, int], following: int = 0) -> bytes:
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value & 0xFFFFFFFF) for tag, value in sorted(tags.items()))
    return b"II*\0\x08\0\0\0" + struct.pack("<H", len(tags)) + entries + struct.pack("<I", following) + bytes(100)


def _tiff_pages(count: int) -> bytes:
    """Pages that share one strip."""
    tags = {256: 8, 257: 8, 258: 8, 259: 1, 262: 1, 273: 8, 277: 1, 278: 8, 279: 64}
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags.items())
    size = 2 + len(entries) + 4
    head = b"II*\0" + struct.pack("<I", 72) + bytes(range(64))
    pages = (struct.pack("<H", len(tags)) + entries + struct.pack("<I", 72 + size * (n + 1)) for n in range(count - 1))
    return head + b"".join(pages) + struct.pack("<H", len(tags)) + entries + bytes(4)


def _with_sof(jpeg: bytes, width: int, height: int) -> bytes:
    content = bytearray(jpeg)
    struct.pack_into(">HH", content, jpeg.index(b"\xff\xc0") + 5, height, width)
    return bytes(content)


def _scans_repeated(jpeg: bytes, times: int) -> bytes:
    """The last scan of a progressive JPEG again and again: each is a pass over all blocks for a few bytes."""
    last = jpeg.rindex(b"\xff\xda")
    return jpeg[:last] + jpeg[last:-2] * times + b"\xff\xd9"


def _with_ispe(heif: bytes, width: int, height: int) -> bytes:
    """Every size of an image item, of the picture and of its tiles."""
    content = bytearray(heif)
    place = -1
    while (place := heif.find(b"ispe", place + 1)) >= 0:
        struct.pack_into(">II", content, place + 8, width, height)
    return bytes(content)


def _riff(*chunks: tuple[bytes, bytes]) -> bytes:
    body = b"".join(kind + struct.pack("<I", len(c)) + c + b"\0" * (len(c) % 2) for kind, c in chunks)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def _three(value: int) -> bytes:
    return struct.pack("<I", value)[:3]


def webp_canvas(width: int, height: int) -> bytes:
    """An animated WebP of some 100 bytes, whose canvas and only frame claim a size."""
    canvas = b"\x02\0\0\0" + _three(width - 1) + _three(height - 1)
    frame = bytes(6) + _three(width - 1) + _three(height - 1) + bytes(4)
    return _riff((b"VP8X", canvas), (b"ANIM", bytes(6)), (b"ANMF", frame + _vp8l_chunk()))


def _webp_frames(count: int) -> bytes:
    canvas = b"\x02\0\0\0" + _three(0) + _three(0)
    frame = (b"ANMF", bytes(6) + _three(0) + _three(0) + bytes(4) + _vp8l_chunk())
    return _riff((b"VP8X", canvas), (b"ANIM", bytes(6)), *[frame] * count)


def _vp8l_chunk() -> bytes:
    return _saved(Image.new("RGB", (1, 1)), "WEBP", lossless=True)[12:]


def _apng_frames(png: bytes, count: int) -> bytes:
    control = struct.pack(">IIIIHHBB", 1, 1, 0, 0, 1, 10, 0, 0)
    pixel = zlib.compress(b"\0\0\0\0")
    frames = b"".join(
        _chunk(b"fcTL", struct.pack(">I", 2 * n) + control) + _chunk(b"fdAT", struct.pack(">I", 2 * n + 1) + pixel)
        for n in range(count)
    )
    return png[:33] + _chunk(b"acTL", struct.pack(">II", count, 0)) + png[33:-12] + frames + png[-12:]


def _boxes_in_boxes(depth: int) -> bytes:
    head = struct.pack(">I4s", 20, b"ftyp") + b"avif" + struct.pack(">I", 0) + b"mif1"
    return head + b"".join(struct.pack(">I4sI", 12 * (depth - n), b"meta", 0) for n in range(depth))

"""What becomes of strangers' files."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pytest
import tifffile
from PIL import Image, PngImagePlugin, TiffImagePlugin

from app.detector.decode import DecodeError, Picture, RgbArray, decode


def _saved(image: Image.Image, format_name: str, **options: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, format_name, **options)
    return stream.getvalue()


def _gradient(width: int = 64, height: int = 48) -> Image.Image:
    x, y = np.meshgrid(np.linspace(0, 255, width), np.linspace(0, 255, height))
    return Image.fromarray(np.stack([x, y, 255 - x], axis=2).astype(np.uint8))


@pytest.mark.parametrize(
    ("format_name", "options"),
    [
        ("JPEG", {"quality": 95}),
        ("PNG", {}),
        ("WEBP", {"lossless": True}),
        ("TIFF", {}),
        ("BMP", {}),
        ("GIF", {}),
        ("AVIF", {"quality": 95}),
        ("HEIF", {"quality": 95}),
        ("MPO", {"quality": 95}),
    ],
)
def test_every_allowed_format_gives_about_the_pixels_that_were_saved(
    format_name: str, options: dict[str, object]
) -> None:
    picture = decode(_saved(_gradient(), format_name, **options))
    assert (picture.width, picture.height, picture.pixels.shape) == (64, 48, (48, 64, 3))
    assert picture.format in (format_name, "JPEG")
    difference = np.abs(picture.pixels.astype(int) - np.asarray(_gradient()).astype(int))
    assert difference.mean() < 12


@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_an_orientation_that_no_viewer_heeds_turns_nothing(format_name: str) -> None:
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description tiff:Orientation="3"/></x:xmpmeta>'
    options: dict[str, object] = {"xmp": xmp}
    if format_name == "PNG":
        text = PngImagePlugin.PngInfo()
        text.add_itxt("XML:com.adobe.xmp", xmp.decode())
        options = {"pnginfo": text}
    if format_name == "TIFF":
        options = {"tiffinfo": {700: xmp}}
    content = _saved(_gradient(), format_name, **options)
    assert Image.open(io.BytesIO(content)).getexif().get(0x0112) == 3, "what Pillow makes of it"

    np.testing.assert_array_equal(decode(content).pixels, decode(_saved(_gradient(), format_name)).pixels)


def test_a_16_bit_tiff_whose_zero_is_white_is_no_negative() -> None:
    samples = np.arange(48 * 64, dtype=np.uint16).reshape(48, 64) * 20
    stream = io.BytesIO()
    tags = TiffImagePlugin.ImageFileDirectory_v2()
    tags[TiffImagePlugin.PHOTOMETRIC_INTERPRETATION] = 0
    Image.fromarray(65535 - samples).save(stream, "TIFF", tiffinfo=tags)
    content = stream.getvalue()
    with Image.open(io.BytesIO(content)) as image:
        assert image.tag_v2[TiffImagePlugin.PHOTOMETRIC_INTERPRETATION] == 0

    np.testing.assert_array_equal(decode(content).pixels[..., 0], (samples >> 8).astype(np.uint8))


def _tiff(samples: np.ndarray, **options: object) -> bytes:
    stream = io.BytesIO()
    tifffile.imwrite(stream, samples, **options)
    return stream.getvalue()


@pytest.mark.parametrize("byteorder", ["<", ">"])
@pytest.mark.parametrize("options", [{}, {"tile": (16, 16)}, {"compression": "zlib"}])
def test_a_16_bit_tiff_with_a_plane_for_each_colour_is_no_noise(byteorder: str, options: dict[str, object]) -> None:
    expected = np.asarray(_gradient())
    planes = np.moveaxis(expected.astype(np.uint16) * 257, -1, 0).copy()
    content = _tiff(planes, planarconfig="separate", photometric="rgb", byteorder=byteorder, **options)
    assert np.array_equal(decode(content).pixels, expected)


@pytest.mark.parametrize("mode", ["I;16", "I;16B"])
def test_a_16_bit_tiff_with_one_plane_is_read(mode: str) -> None:
    samples = np.arange(48 * 64, dtype=np.uint16).reshape(48, 64) * 20
    grey = Image.frombytes(mode, (64, 48), samples.astype(">u2" if mode == "I;16B" else "<u2").tobytes())
    content = _saved(grey, "TIFF", tiffinfo={TiffImagePlugin.PLANAR_CONFIGURATION: 2})
    assert np.array_equal(decode(content).pixels[..., 0], samples >> 8)


@pytest.mark.parametrize("byteorder", ["<", ">"])
def test_grey_of_32_bits_in_a_tiff_is_neither_noise_nor_a_negative(byteorder: str) -> None:
    grey = np.linspace(0, 255, 48 * 64).round().astype(np.uint8).reshape(48, 64)
    expected = np.stack([grey] * 3, axis=-1)
    shares = grey.astype(np.float32) / 255
    assert np.array_equal(decode(_tiff(shares, compression="zlib", byteorder=byteorder)).pixels, expected)
    assert np.array_equal(decode(_tiff(1 - shares, photometric="miniswhite", byteorder=byteorder)).pixels, expected)
    if byteorder == "<":  # Pillow knows no other.
        assert np.array_equal(decode(_tiff(grey.astype(np.uint32) * 0x01010101)).pixels, expected)


def test_a_tiff_of_16_bits_whose_inks_are_apart_is_not_supported() -> None:
    inks = np.zeros((4, 48, 64), np.uint16)
    with pytest.raises(DecodeError, match="supported format"):
        decode(_tiff(inks, photometric="separated", planarconfig="separate"))


def test_a_12_bit_tiff_is_not_nearly_black() -> None:
    samples = np.linspace(0, 4095, 48 * 64).astype(np.uint16).reshape(48, 64)
    first, second = samples[:, ::2], samples[:, 1::2]
    packed = np.stack([first >> 4, (first & 15) << 4 | second >> 8, second & 255], axis=2).astype(np.uint8).tobytes()
    # Width, height, bits, no compression, zero is black, where the strip is, samples, rows, length of the strip.
    tags = {256: 64, 257: 48, 258: 12, 259: 1, 262: 1, 273: 8, 277: 1, 278: 48, 279: len(packed)}
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags.items())
    content = struct.pack("<2sHI", b"II", 42, 8 + len(packed)) + packed + struct.pack("<H", len(tags)) + entries
    pixels = decode(content + bytes(4)).pixels

    np.testing.assert_array_equal(pixels[..., 0], (samples >> 4).astype(np.uint8))


@pytest.mark.parametrize("format_name", ["GIF", "WEBP", "PNG", "TIFF", "AVIF"])
def test_frames_after_the_first_are_known_of(format_name: str) -> None:
    frames = [_gradient(), _gradient().transpose(Image.Transpose.ROTATE_180)]

    assert Picture(_saved(frames[0], format_name, save_all=True, append_images=frames[1:])).has_more
    assert not Picture(_saved(frames[0], format_name)).has_more


@pytest.mark.parametrize(("kinds", "has_more"), [([1], False), ([1, 1, 4], False), ([0], True), ([1, 2, 1], True)])
def test_smaller_copies_in_a_tiff_are_no_further_pages(kinds: list[int], has_more: bool) -> None:
    stream = io.BytesIO()
    with TiffImagePlugin.AppendingTiffWriter(stream, new=True) as pages:
        for kind in (0, *kinds):
            _gradient(64 if kind != 1 else 32).save(pages, "TIFF", tiffinfo={254: kind})
            pages.newFrame()
    picture = Picture(stream.getvalue())

    assert picture.has_more is has_more
    assert picture.full.size == (64, 48)


def test_a_further_page_of_a_tiff_that_cannot_be_read_is_one() -> None:
    content = _saved(_gradient(), "TIFF")
    with Image.open(io.BytesIO(content)) as image:
        assert isinstance(image, TiffImagePlugin.TiffImageFile)
        tags = len(image.tag_v2)
        (directory,) = struct.unpack("<I", content[4:8])
        end = directory + 2 + 12 * tags
    assert content[end : end + 4] == bytes(4)
    assert Picture(content[:end] + struct.pack("<I", 2**31) + content[end + 4 :]).has_more


def test_what_a_camera_stores_beside_a_jpeg_is_no_further_frame() -> None:
    assert not Picture(_saved(_gradient(), "MPO", save_all=True, append_images=[_gradient(32, 24)])).has_more


@pytest.mark.parametrize("size", [(1, 3000), (3000, 1), (2, 3000), (4097, 3)])
def test_a_long_jpeg_of_hardly_a_pixel_is_not_damaged(size: tuple[int, int]) -> None:
    picture = Picture(_saved(Image.new("RGB", size, "grey"), "JPEG"))

    assert (picture.width, picture.height) == picture.full.size == size
    assert picture.overview.size == tuple(-(-side // picture.overview_scale) for side in size)


def _held_otherwise(upright: RgbArray, orientation: int) -> Image.Image:
    """What a camera stores that is held so that this orientation makes the picture upright."""
    stored = {
        1: upright,
        2: upright[:, ::-1],
        3: upright[::-1, ::-1],
        4: upright[::-1],
        5: upright.transpose(1, 0, 2),
        6: np.rot90(upright, 1),
        7: upright[::-1, ::-1].transpose(1, 0, 2),
        8: np.rot90(upright, -1),
    }[orientation]
    return Image.fromarray(np.ascontiguousarray(stored))


_ORIENTED = pytest.mark.parametrize(
    ("format_name", "options", "most"),
    [
        ("JPEG", {"quality": 95}, 12),
        ("PNG", {}, 0),
        ("WEBP", {"lossless": True}, 0),
        ("TIFF", {}, 0),
        ("TIFF", {"compression": "tiff_lzw"}, 0),
        ("AVIF", {"quality": 95}, 12),
    ],
)


@pytest.mark.parametrize("orientation", range(1, 9))
@_ORIENTED
def test_every_exif_orientation_ends_upright(
    format_name: str, options: dict[str, object], most: int, orientation: int
) -> None:
    upright = np.asarray(_gradient())
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture = decode(_saved(_held_otherwise(upright, orientation), format_name, exif=exif, **options))
    assert picture.pixels.shape == upright.shape
    assert np.abs(picture.pixels.astype(int) - upright).max() <= most
    assert (picture.width, picture.height) == (64, 48)


@pytest.mark.parametrize("orientation", range(1, 9))
@_ORIENTED
def test_the_overview_of_a_large_picture_is_upright_and_half_as_large(
    format_name: str, options: dict[str, object], most: int, orientation: int
) -> None:
    upright = np.asarray(_gradient(2101, 100))
    exif = Image.Exif()
    exif[0x112] = orientation
    picture = Picture(_saved(_held_otherwise(upright, orientation), format_name, exif=exif, **options))
    assert (picture.width, picture.height) == picture.full.size == (2101, 100)
    assert (picture.scale, picture.overview_scale) == (1, 2)
    assert picture.overview.size == (1051, 50)
    assert np.abs(np.asarray(picture.full, int) - upright).max() <= most
    halved = Image.fromarray(upright).resize(picture.overview.size, Image.Resampling.BOX)
    assert np.abs(np.asarray(picture.overview, int) - np.asarray(halved, int)).max() <= 12


def test_transparency_is_laid_over_white() -> None:
    picture = decode(_saved(Image.new("RGBA", (4, 4), (255, 0, 0, 0)), "PNG"))
    assert (picture.pixels == 255).all()


def test_a_palette_with_a_transparent_colour_is_laid_over_white() -> None:
    image = Image.new("P", (4, 4), 0)
    image.putpalette([10, 20, 30, 200, 100, 50])
    assert (decode(_saved(image, "PNG", transparency=0)).pixels == 255).all()


@pytest.mark.parametrize(("mode", "colour"), [("RGB", (255, 0, 255)), ("L", 7)])
def test_a_transparent_colour_without_a_palette_is_laid_over_white(mode: str, colour: int | tuple[int, ...]) -> None:
    image = Image.new(mode, (8, 8), colour)
    image.putpixel((0, 0), 90 if mode == "L" else (1, 2, 3))
    pixels = decode(_saved(image, "PNG", transparency=colour)).pixels
    assert (pixels[1:] == 255).all()
    assert pixels[0, 0].tolist() == ([90] * 3 if mode == "L" else [1, 2, 3])


@pytest.mark.parametrize("mode", ["L", "LA", "1", "P", "CMYK", "YCbCr"])
def test_every_colour_mode_becomes_rgb(mode: str) -> None:
    format_name = "TIFF" if mode in ("CMYK", "YCbCr") else "PNG"
    picture = decode(_saved(_gradient().convert(mode), format_name))
    assert picture.pixels.shape == (48, 64, 3)
    # The right end of the top row is red in the gradient; in any mode it is brighter in red than the left end.
    assert picture.pixels[0, -4:, 0].mean() >= picture.pixels[0, :4, 0].mean()


def test_sixteen_bit_grey_keeps_its_high_byte() -> None:
    samples = np.linspace(0, 65535, 64 * 48).reshape(48, 64).astype(np.uint16)
    picture = decode(_saved(Image.fromarray(samples), "PNG"))
    np.testing.assert_array_equal(picture.pixels[..., 0], samples >> 8)


def test_float_samples_between_0_and_1_span_the_whole_range() -> None:
    samples = np.linspace(0, 1, 64, dtype=np.float32).reshape(8, 8)
    picture = decode(_saved(Image.fromarray(samples), "TIFF"))
    assert (picture.pixels.min(), picture.pixels.max()) == (0, 255)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _png(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = _chunk(b"IDAT", zlib.compress(b"\0" * 1000))
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + body + _chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "empty"),
        (b"hello, I am a text file", "not a picture"),
        (b"%PDF-1.7\n", "not a picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a picture"),
        (_png(30_000, 30_000), "too large to decode safely: 30000 x 30000"),
        (_png(2**31 - 1, 2**31 - 1), "pixels"),
        (_png(100, 100), "damaged"),
        (_saved(_gradient(), "JPEG")[:400], "damaged"),
    ],
)
def test_what_is_no_whole_picture_is_refused_with_a_sentence(data: bytes, expected: str) -> None:
    with pytest.raises(DecodeError, match=expected) as refused:
        decode(data)
    assert "\n" not in str(refused.value)


def test_formats_outside_the_list_stay_closed() -> None:
    with pytest.raises(DecodeError, match="not a picture in a supported format"):
        decode(_saved(_gradient(), "PPM"))


def test_garbage_in_the_exif_block_does_not_cost_the_picture() -> None:
    data = _saved(_gradient(), "JPEG", exif=b"Exif\0\0II*\0\xff\xff\xff\xff" + b"\xff" * 40)
    assert decode(data).pixels.shape == (48, 64, 3)


_LONG_HISTORY = b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(b"<rdf:li>xmp.did:1</rdf:li>" * 80_000)
_BROKEN_METADATA = {
    "a long history": _chunk(b"iTXt", _LONG_HISTORY),
    "a long text": _chunk(b"zTXt", b"key\0\0" + zlib.compress(bytes(2**21))),
    "a large profile": _chunk(b"iCCP", b"name\0\0" + zlib.compress(bytes(2**21))),
    "an empty profile": _chunk(b"iCCP", b""),
    "a wrong checksum": _chunk(b"tEXt", b"key\0text")[:-1] + b"?",
    "a short chunk": _chunk(b"pHYs", b"abc"),
}


def _with_chunk(png: bytes, chunk: bytes, place: str = "before") -> bytes:
    at = png.index(b"IDAT" if place == "before" else b"IEND") - 4
    return png[:at] + chunk + png[at:]


@pytest.mark.parametrize("place", ["before", "after"])
@pytest.mark.parametrize("broken", list(_BROKEN_METADATA))
def test_metadata_that_pillow_refuses_does_not_cost_a_png(broken: str, place: str) -> None:
    content = _with_chunk(_saved(_gradient(), "PNG"), _BROKEN_METADATA[broken], place)

    assert np.array_equal(decode(content).pixels, np.asarray(_gradient()))


@pytest.mark.parametrize("place", ["before", "after"])
def test_what_bears_on_a_png_counts_although_its_metadata_is_broken(place: str) -> None:
    exif, stream = Image.Exif(), io.BytesIO()
    exif[0x0112] = 6
    raw = PngImagePlugin.PngInfo()
    raw.add_text("Raw profile type exif", "\nexif\n 26\n" + exif.tobytes().hex(), zip=True)
    transparent = Image.new("RGBA", (64, 48), (255, 0, 0, 0)).quantize()
    _gradient().save(stream, "PNG", save_all=True, append_images=[Image.new("RGB", (64, 48))])
    for content in (
        _saved(_gradient(), "PNG", exif=exif),
        _saved(_gradient(), "PNG", pnginfo=raw),
        _saved(transparent, "PNG", transparency=0),
        stream.getvalue(),
    ):
        broken = _with_chunk(content, _BROKEN_METADATA["a long history"], place)

        assert np.array_equal(decode(broken).pixels, decode(content).pixels)
        assert Picture(broken).has_more == Picture(content).has_more


def test_a_png_that_is_damaged_beside_its_metadata_is_refused() -> None:
    content = _with_chunk(_saved(Image.fromarray(_noise()), "PNG"), _BROKEN_METADATA["a short chunk"])
    with pytest.raises(DecodeError, match="damaged"):
        decode(content[:-1000])
    with pytest.raises(DecodeError, match="damaged: Truncated tRNS"):
        decode(_with_chunk(content, _chunk(b"tRNS", b"a")))


@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "WEBP", "AVIF", "HEIF"])
def test_garbage_instead_of_exif_does_not_cost_the_picture(format_name: str) -> None:
    exif = Image.Exif()
    exif[0x010F] = "the maker of the camera"
    content = _saved(_gradient(), format_name, exif=exif.tobytes())
    header = content.rindex(exif.tobytes().removeprefix(b"Exif\0\0")[:8])
    garbage = content[:header] + b"garbage!" + content[header + 8 :]

    assert np.array_equal(decode(garbage).pixels, decode(content).pixels)


@pytest.mark.parametrize("format_name", ["JPEG", "PNG"])
def test_a_picture_that_is_not_large_is_its_own_overview(format_name: str) -> None:
    data = _saved(_gradient(2048, 100), format_name)
    picture = Picture(data)
    assert picture.overview_scale == 1
    assert np.array_equal(np.asarray(picture.overview), decode(data).pixels)


def test_a_jpeg_beyond_the_most_pixels_is_reduced_for_both(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.detector.decode.MAX_PIXELS", 3_000_000)
    picture = Picture(_saved(_gradient(5000, 1200), "JPEG"))
    assert (picture.width, picture.height, picture.scale, picture.overview_scale) == (5000, 1200, 2, 4)
    assert picture.full.size == (2500, 600)
    assert picture.overview.size == (1250, 300)


def test_what_is_missing_of_a_large_jpeg_is_missed_at_either_size() -> None:
    data = _saved(_gradient(3000, 2000), "JPEG")
    picture = Picture(data[: len(data) // 2])
    for decoded in (lambda: picture.overview, lambda: picture.full):
        with pytest.raises(DecodeError, match="damaged"):
            decoded()


@pytest.mark.parametrize("size", [(300, 200), (3000, 2000)], ids=["small", "large"])
@pytest.mark.parametrize("restarts", [0, 4], ids=["", "restarts"])
@pytest.mark.parametrize("left", [0, 1], ids=["no end", "half of it"])
def test_a_jpeg_that_lacks_nothing_but_its_end_is_whole(left: int, restarts: int, size: tuple[int, int]) -> None:
    data = _saved(_gradient(*size), "JPEG", restart_marker_blocks=restarts)
    cut = Picture(data[: len(data) - 2 + left])
    for name in ("overview", "full"):
        assert getattr(cut, name).tobytes() == getattr(Picture(data), name).tobytes()


@pytest.mark.parametrize("every", [1, 4, 7, 19])
def test_a_jpeg_that_is_cut_at_a_restart_marker_is_damaged(every: int) -> None:
    data = _saved(Image.fromarray(_noise()), "JPEG", restart_marker_blocks=every)
    places = [place for place in range(len(data) - 2) if data[place] == 0xFF and 0xD0 <= data[place + 1] < 0xD8]
    assert len(places) > 10
    for place in places[:: max(1, len(places) // 40)]:
        for kept in (place, place + 1, place + 2):
            with pytest.raises(DecodeError, match="damaged"):
                decode(data[:kept])


def test_a_jpeg_that_lacks_the_last_of_its_scans_is_damaged() -> None:
    data = _saved(Image.fromarray(_noise()), "JPEG", progressive=True)
    scans = [place for place in range(len(data)) if data[place : place + 2] == b"\xff\xda"]
    assert len(scans) > 5
    for place in scans:
        with pytest.raises(DecodeError, match="damaged"):
            decode(data[:place])


@pytest.mark.parametrize("missing", [3, 10, 100, 1000])
@pytest.mark.parametrize("progressive", [False, True], ids=["baseline", "progressive"])
def test_a_jpeg_that_lacks_a_little_of_its_picture_is_damaged(missing: int, progressive: bool) -> None:
    data = _saved(Image.fromarray(_noise()), "JPEG", progressive=progressive)
    with pytest.raises(DecodeError, match="damaged: image file is truncated"):
        decode(data[:-missing])


def _noise() -> RgbArray:
    return np.random.default_rng(1).integers(0, 255, (200, 300, 3), np.uint8)

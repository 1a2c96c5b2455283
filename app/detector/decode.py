"""Bytes of a stranger's file to upright RGB pixels.

Every picture, in the program and in the trainer, becomes pixels here and nowhere else, so that a network never sees
differently prepared pixels in use than it saw in training.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pillow_heif
from PIL import ExifTags, Image, ImageChops, TiffImagePlugin, UnidentifiedImageError

from app.detector.png_chunks import without_metadata

pillow_heif.register_heif_opener(thumbnails=False)

#: Formats that are opened, by content. Everything else Pillow knows stays closed: fewer parsers, fewer surprises.
#: MPO (two JPEGs in one file) is opened as JPEG: Pillow knows no opener of that name.
FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF", "AVIF", "HEIF")

#: File name endings that discovery takes for pictures. The content decides what they are.
SUFFIXES = frozenset(
    ".jpg .jpeg .jpe .jfif .mpo .png .apng .webp .tif .tiff .bmp .dib .gif .avif .heic .heif .hif".split()
)

#: Folders that operating systems and cameras fill with pictures of their own, in small letters.
SYSTEM_FOLDERS = frozenset({"__macosx", "$recycle.bin", "system volume information", "lost+found", "@eadir"})

#: How files of these formats begin; of a BMP, that says too little.
_BEGINNINGS = (
    b"\xff\xd8\xff",
    b"\x89PNG\r\n\x1a\n",
    b"GIF87a",
    b"GIF89a",
    *(b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"),
)
#: Of what other files are made like, too: the first four bytes, where they stand, and the four that come then.
_CONTAINERS = {b"RIFF": (0, (b"WEBP",)), b"ftyp": (4, (b"avif", b"heic", b"heix", b"mif1", b"msf1"))}
#: As much of a file is enough for `begins_like_picture`.
BEGINNING = 16

MAX_FILE_BYTES = 512 * 2**20
#: Largest picture that is decoded at full size; about 100 Mpx RGB is 300 MB.
MAX_PIXELS = 100_000_000
#: A JPEG can be decoded at 1/2, 1/4 or 1/8 size without ever holding the full one; up to this many pixels.
MAX_JPEG_PIXELS = 800_000_000
#: Longest side; that of JPEG and GIF can't be longer. Pillow's time for a row grows with the square of its length: a
#: WebP of 200 bytes that claims 16,777,216 x 1 pixels would keep it busy for half a minute.
MAX_SIDE = 65_535

# Pillow's own cap is one number for all formats and hides the sentence that says the size.
Image.MAX_IMAGE_PIXELS = MAX_JPEG_PIXELS

#: Longest side of a picture that is looked at as it is; larger ones are halved first, see `Picture.overview`.
_LARGE_SIDE = 2048
_JPEG = ("JPEG", "MPO")
_PIXELS_AT_A_TIME = 2**22
#: Tag of a page of a TIFF that says what it is, and bits of that.
_NEW_SUBFILE_TYPE, _SMALLER_COPY, _MASK = 254, 1, 4
_MOST_SIZES = 32
#: The marker that a JPEG ends with, and what may stand before it where it is missing; see `_unended_jpeg`. In a picture
#: with restart markers the next one is looked for, past all else.
_END_OF_JPEG = b"\xff\xd9"
_FILLINGS = (bytes(64), b"\x55" * 64 + b"".join(bytes([0xFF, restart]) + b"\x55" * 16 for restart in range(0xD0, 0xD8)))
#: Other markers: sizes of a picture that is not progressive, and the beginning of a scan.
_SIZES_OF_JPEG, _SCAN_OF_JPEG = (0xC0, 0xC1), 0xDA
#: The entry of an AVIF for its Exif, by two versions of the format; items of a kind that nobody knows are passed over.
_EXIF_ITEM = re.compile(rb"(infe(?:\x02.{7}|\x03.{9}))Exif", re.DOTALL)
_UNSUPPORTED = "The content is not a picture in a supported format."
_16_BIT_MODES = frozenset({"I;16", "I;16L", "I;16B", "I;16N"})

RgbArray = npt.NDArray[np.uint8]


class DecodeError(Exception):
    """A file that can't be turned into pixels. ``str()`` is the sentence that the user reads."""


@dataclass(frozen=True, slots=True)
class DecodedImage:
    """An upright picture.

    Attributes:
        pixels: uint8 RGB, shape ``(height // scale, width // scale, 3)`` up to rounding.
        width: width of the upright picture in the file, in pixels.
        height: its height.
        format: name of the format by content, as Pillow spells it ("JPEG").
        scale: pixels of the file per decoded pixel: 1, or 2, 4, 8 for a very large JPEG.
    """

    pixels: RgbArray
    width: int
    height: int
    format: str
    scale: int = 1


def decode(data: bytes) -> DecodedImage:
    """Decodes the first frame of a picture to upright RGB.

    EXIF orientation is applied once, transparency is laid over white, 16-bit and float samples are scaled to 8 bits,
    CMYK, palette and grey become RGB. Colour profiles are not applied: the training pictures had none.

    Args:
        data: the whole file.

    Returns:
        The pixels and what the file said about itself.

    Raises:
        DecodeError: the file is empty, too large, of no allowed format, truncated or broken.
    """
    picture = Picture(data)
    image = picture.full
    pixels = np.empty((image.height, image.width, 3), np.uint8)
    for top, bottom in _strips(image):
        pixels[top:bottom] = np.asarray(image.crop((0, top, image.width, bottom)))
    return DecodedImage(pixels, picture.width, picture.height, picture.format, picture.scale)


class Picture:
    """A picture that is decoded when its pixels are asked for, and no larger than they are needed.

    JPEG can be decoded at half its size in half the time, and most faces of large pictures need no more. Pictures are
    Pillow's here: arrays of large ones would only be copied back and forth. Not safe to share between threads.

    Attributes:
        width: width of the upright picture in the file, in pixels.
        height: its height.
        format: name of the format by content, as Pillow spells it ("JPEG").
        scale: pixels of the file per pixel of `full`: 1, or 2, 4, 8 for a very large JPEG.
        has_more: the file holds further frames or pages, which are never looked at. What a JPEG carries beside its
            picture, such as a depth map, is none, nor is a smaller copy in a TIFF.
    """

    def __init__(self, data: bytes) -> None:
        """Reads a large JPEG's size, and any other picture whole.

        Args:
            data: the whole file.

        Raises:
            DecodeError: the file is empty, too large, of no allowed format, truncated or broken.
        """
        if not data:
            raise DecodeError("The file is empty (0 bytes).")
        if len(data) > MAX_FILE_BYTES:
            raise DecodeError(f"The file is larger than {MAX_FILE_BYTES // 2**20} MB.")
        self._full: Image.Image | None = None
        self._overview: Image.Image | None = None
        smaller = None
        try:
            self._read(data)
        except DecodeError:
            smaller = _without_metadata(data)
            if smaller is None:
                raise
        # Not before the error is gone, which may hold a picture.
        if smaller is not None:
            self._read(smaller)

    def _read(self, data: bytes) -> None:
        self._data = data
        with _opened(data) as image:
            self.format = image.format or "?"
            self.width, self.height = image.size
            self.scale = _scale(self.format, *image.size)
            self.has_more = self.format not in _JPEG and bool(getattr(image, "is_animated", False))
            if self.has_more and self.format == "TIFF":
                self.has_more = _has_other_pages(data)
            # Only JPEG tells its orientation before it is decoded, and has anything to gain from it.
            if self.format not in _JPEG:
                self._full = _upright(image)
                self.width, self.height = self._full.size
            elif _orientation(image) in _SWAPS_SIDES:
                self.width, self.height = self.height, self.width
        if self._full is None and not self._is_reducible:
            self._full = self._reduced(self.scale)
        if self._full is not None:
            self._data = b""  # Of large pictures, it is large, too.

    @property
    def overview_scale(self) -> int:
        """Pixels of the file per pixel of `overview`."""
        return self.scale * 2 if is_large(self.width // self.scale, self.height // self.scale) else self.scale

    @property
    def full(self) -> Image.Image:
        """The upright picture, RGB.

        Raises:
            DecodeError: it is truncated or broken.
        """
        if self._full is None:
            self._full = self._reduced(self.scale)
        return self._full

    @property
    def overview(self) -> Image.Image:
        """The upright picture, RGB, halved if it is large.

        Raises:
            DecodeError: it is truncated or broken.
        """
        if self.overview_scale == self.scale:
            return self.full
        if self._overview is None:
            self._overview = self._reduced(self.overview_scale) if self._is_reducible else self.full.reduce(2)
        return self._overview

    @property
    def _is_reducible(self) -> bool:
        # One that is a single pixel wide can't be halved while it is decoded.
        return self.format in _JPEG and 1 < self.overview_scale <= min(self.width, self.height)

    def _reduced(self, scale: int) -> Image.Image:
        try:
            return _jpeg(self._data, scale)
        except DecodeError as error:
            if not isinstance(error.__cause__, OSError):
                raise
            picture = _unended_jpeg(self._data, scale)
            if picture is None:
                raise
            return picture


def _jpeg(data: bytes, scale: int) -> Image.Image:
    """A JPEG, upright and reduced."""
    with _opened(data) as image:
        if scale > 1:
            image.draft(None, (image.width // scale, image.height // scale))
        return _upright(image)


def _unended_jpeg(data: bytes, scale: int) -> Image.Image | None:
    """A JPEG whose file lacks its end, but nothing of the picture: some programs don't write it, others cut it off.

    Whatever stands where the end should be is not looked at then. Else it becomes pixels.

    Returns:
        The picture, upright; None if something of it is missing, or may be.
    """
    if not _is_one_scan(data):
        return None
    begun = data.removesuffix(_END_OF_JPEG[:1])
    try:
        one, other = (_jpeg(begun + filling + _END_OF_JPEG, scale) for filling in _FILLINGS)
    except DecodeError:
        return None
    return None if ImageChops.difference(one, other).getbbox() else one


def _is_one_scan(data: bytes) -> bool:
    """Whether a JPEG has all its colours in the first scan: else a further one may be missing, and no decoder minds."""
    place, colours = 2, 0
    while data[place : place + 1] == b"\xff" and place + 10 <= len(data):
        marker = data[place + 1]
        if marker == _SCAN_OF_JPEG:
            return data[place + 4] == colours
        if marker in _SIZES_OF_JPEG:
            colours = data[place + 9]
        place += 2 + int.from_bytes(data[place + 2 : place + 4], "big")
    return False


def begins_like_picture(content: bytes) -> bool:
    """Whether the first `BEGINNING` bytes of a file are those of a picture that may be decoded here."""
    if content.startswith(_BEGINNINGS):
        return True
    return any(
        content[place : place + 4] == name and content[8:12] in kinds for name, (place, kinds) in _CONTAINERS.items()
    )


def _without_metadata(data: bytes) -> bytes | None:
    """The same picture without metadata that Pillow may stumble over, where others do without; None if it has none."""
    if data[4:8] == b"ftyp":
        smaller, found = _EXIF_ITEM.subn(rb"\1skip", data)
        return smaller if found else None
    return without_metadata(data)


def is_large(width: int, height: int) -> bool:
    """Whether a picture of so many pixels is looked at halved first."""
    return max(width, height) > _LARGE_SIDE


@contextmanager
def _opened(data: bytes) -> Iterator[Image.Image]:
    """Opens a picture, and has a sentence for whatever goes wrong with it meanwhile."""
    try:
        with warnings.catch_warnings():
            # The size is checked against our own caps, before any pixel is allocated.
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=FORMATS) as image:
                yield image
    except DecodeError:
        raise
    except UnidentifiedImageError:
        raise DecodeError(_UNSUPPORTED) from None
    except Image.DecompressionBombError:
        raise DecodeError("The picture claims more pixels than can be decoded safely.") from None
    except MemoryError:
        raise DecodeError("The picture needs more memory than a worker may use.") from None
    except Exception as error:  # Pillow's plugins raise nearly anything on broken input.
        raise DecodeError(f"The picture is damaged: {_one_line(error)}") from error


def _has_other_pages(data: bytes) -> bool:
    """Whether a TIFF has further pages that are none of the first one's smaller copies or masks.

    Thumbnails are stored that way, and by archives all sizes of a picture.
    """
    try:
        with _opened(data) as image:
            # Hardly a picture has more sizes; a stranger's file may have a million pages.
            for page in range(1, _MOST_SIZES):
                image.seek(page)
                kind = image.tag_v2.get(_NEW_SUBFILE_TYPE) if isinstance(image, TiffImagePlugin.TiffImageFile) else 0
                if not (isinstance(kind, int) and kind & (_SMALLER_COPY | _MASK)):
                    return True
    except DecodeError as error:
        # So Pillow says that there are no more; a page that can't be read is one.
        return not isinstance(error.__cause__, EOFError)
    return True


def _scale(format_name: str, width: int, height: int) -> int:
    """How far a picture has to be reduced while it is decoded."""
    is_jpeg = format_name in _JPEG
    if max(width, height) > MAX_SIDE or width * height > (MAX_JPEG_PIXELS if is_jpeg else MAX_PIXELS):
        raise DecodeError(f"The picture is too large to decode safely: {width} x {height} pixels.")
    scale = 1
    while width * height / scale**2 > MAX_PIXELS:
        scale *= 2
    return scale


#: EXIF orientation tag -> what makes the picture upright (Exif 2.32, table 4.6.4 A).
_EXIF_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SWAPS_SIDES = frozenset({5, 6, 7, 8})


def _orientation(image: Image.Image) -> int:
    """EXIF orientation, 1 where there is none or it can't be read: garbage there must not cost the picture."""
    _forget_xmp(image)
    try:
        value = image.getexif().get(ExifTags.Base.Orientation, 1)
    except Exception:  # Pillow's EXIF reader raises struct, syntax, value, key and type errors on garbage.
        return 1
    return value if isinstance(value, int) else 1


def _forget_xmp(image: Image.Image) -> None:
    """Where EXIF has no orientation, Pillow takes that of XMP, which no viewer heeds."""
    for xmp in ("xmp", "XML:com.adobe.xmp"):
        image.info.pop(xmp, None)


def _upright(image: Image.Image) -> Image.Image:
    rgb = _rgb(image)
    # Not before it is decoded: Pillow turns a TIFF itself then, and removes the tag.
    orientation = _orientation(image)
    # What the file says of its transparency or its colours is done with; Pillow would go on heeding it.
    rgb.info = {}
    return rgb.transpose(_EXIF_UPRIGHT[orientation]) if orientation in _EXIF_UPRIGHT else rgb


def _rgb(image: Image.Image) -> Image.Image:
    """Converts a few rows at a time: all at once, Pillow and numpy would hold the picture three to five times."""
    _forget_xmp(image)  # A TIFF is turned while it is decoded; what a PNG says of itself may come after its pixels.
    if isinstance(image, TiffImagePlugin.TiffImageFile):
        _spell_out_samples(image)
    image.load()
    if image.mode in _16_BIT_MODES and _white_is_zero(image):
        image = Image.fromarray(~np.asarray(image))
    if image.mode in _16_BIT_MODES and _has_12_bits(image):
        image = Image.fromarray(np.asarray(image) << 4)
    if image.mode == "RGB" and not image.has_transparency_data:
        return image
    if image.mode in ("I", "F"):  # Their range is that of the whole picture.
        samples = np.asarray(image)
        if image.mode == "I" and _is_unsigned(image):
            samples = samples.view(np.uint32)
        grey = _to_8_bit(samples)
        return Image.fromarray(~grey if _white_is_zero(image) else grey).convert("RGB")
    rgb = Image.new("RGB", image.size)
    for top, bottom in _strips(image):
        rgb.paste(_to_rgb(image.crop((0, top, image.width, bottom))), (0, top))
    return rgb


def _spell_out_samples(image: TiffImagePlugin.TiffImageFile) -> None:
    """Tells Pillow how the samples of a TIFF are written where it is wrong about that, before it decodes them."""
    for place, tile in enumerate(image.tile):
        if not isinstance(tile.args, tuple):
            continue
        samples, *others = tile.args
        if tile.codec_name == "libtiff" and samples in ("F;32BF", "I;32BS"):
            samples = samples.replace("B", "N")  # The library has turned them round already.
        elif len(samples) == 1 and set(image.tag_v2.get(TiffImagePlugin.BITSPERSAMPLE, ())) == {16}:
            # Each colour by itself: Pillow takes each half of a sample for one.
            if image.mode in _16_BIT_MODES:
                samples = image.mode
            elif image.mode in ("RGB", "RGBA"):
                samples += ";16B" if image.tag_v2.prefix == b"MM" else ";16L"
            else:
                raise DecodeError(_UNSUPPORTED)
        image.tile[place] = tile._replace(args=(samples, *others))


def _is_unsigned(image: Image.Image) -> bool:
    """Whether it is a TIFF of whole numbers from 0 on, half of which Pillow gives as negative ones."""
    return isinstance(image, TiffImagePlugin.TiffImageFile) and image.tag_v2.get(
        TiffImagePlugin.SAMPLEFORMAT, (1,)
    ) == (1,)


def _white_is_zero(image: Image.Image) -> bool:
    """Whether it is a TIFF whose samples are those of a negative; of 8 bits, Pillow turns them itself."""
    return (
        isinstance(image, TiffImagePlugin.TiffImageFile)
        and image.tag_v2.get(TiffImagePlugin.PHOTOMETRIC_INTERPRETATION) == 0
    )


def _has_12_bits(image: Image.Image) -> bool:
    """Whether it is a TIFF of 12 bits a sample, which Pillow gives as so many of 16: nearly black."""
    return isinstance(image, TiffImagePlugin.TiffImageFile) and image.tag_v2.get(TiffImagePlugin.BITSPERSAMPLE) == (12,)


def _strips(image: Image.Image) -> Iterator[tuple[int, int]]:
    """Top and bottom of a few rows at a time."""
    rows = max(1, _PIXELS_AT_A_TIME // image.width)
    for top in range(0, image.height, rows):
        yield top, min(top + rows, image.height)


def _to_rgb(image: Image.Image) -> Image.Image:
    if image.mode in _16_BIT_MODES:
        return Image.fromarray((np.asarray(image) >> 8).astype(np.uint8)).convert("RGB")
    if image.has_transparency_data:
        rgba = image.convert("RGBA")
        white = Image.new("RGBA", rgba.size, "white")
        return Image.alpha_composite(white, rgba).convert("RGB")
    return image.convert("RGB")


def _to_8_bit(samples: npt.NDArray[np.int32] | npt.NDArray[np.uint32] | npt.NDArray[np.float32]) -> RgbArray:
    """Scales 32-bit integer or float samples: 0..1, 0..255 and 0..65535 by their range, others by their extremes."""
    finite = np.nan_to_num(samples.astype(np.float64), nan=0.0, posinf=0.0, neginf=0.0)
    low, high = float(finite.min()), float(finite.max())
    if low >= 0:
        low = 0.0
        high = next((limit for limit in (1.0, 255.0, 65535.0) if high <= limit), high)
    return ((finite - low) * (255.0 / max(high - low, 1e-12))).round().astype(np.uint8)


def _one_line(error: Exception) -> str:
    text = " ".join(str(error).split()) or type(error).__name__
    return text[:200]

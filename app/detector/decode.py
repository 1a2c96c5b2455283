"""Bytes of a stranger's file to upright RGB pixels.

Every picture, in the program and in the trainer, becomes pixels here and nowhere else, so that a network never sees
differently prepared pixels in use than it saw in training.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pillow_heif
from PIL import ExifTags, Image, UnidentifiedImageError

pillow_heif.register_heif_opener(thumbnails=False)

#: Formats that are opened, by content. Everything else Pillow knows stays closed: fewer parsers, fewer surprises.
#: MPO (two JPEGs in one file) is opened as JPEG: Pillow knows no opener of that name.
FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF", "AVIF", "HEIF")

#: File name endings that discovery takes for pictures. The content decides what they are.
SUFFIXES = frozenset(
    ".jpg .jpeg .jpe .jfif .mpo .png .apng .webp .tif .tiff .bmp .dib .gif .avif .heic .heif .hif".split()
)

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

_PIXELS_AT_A_TIME = 2**22
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
    if not data:
        raise DecodeError("The file is empty (0 bytes).")
    if len(data) > MAX_FILE_BYTES:
        raise DecodeError(f"The file is larger than {MAX_FILE_BYTES // 2**20} MB.")
    try:
        with warnings.catch_warnings():
            # The size is checked below, against our own caps, before any pixel is allocated.
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=FORMATS) as image:
                return _load(image)
    except DecodeError:
        raise
    except UnidentifiedImageError:
        raise DecodeError("The content is not a picture in a supported format.") from None
    except Image.DecompressionBombError:
        raise DecodeError("The picture claims more pixels than can be decoded safely.") from None
    except MemoryError:
        raise DecodeError("The picture needs more memory than a worker may use.") from None
    except Exception as error:  # Pillow's plugins raise nearly anything on broken input.
        raise DecodeError(f"The picture is damaged: {_one_line(error)}") from error


def _load(image: Image.Image) -> DecodedImage:
    format_name = image.format or "?"
    width, height = image.size
    scale = 1
    if max(width, height) > MAX_SIDE:
        raise DecodeError(_too_large(width, height))
    if format_name in ("JPEG", "MPO"):
        if width * height > MAX_JPEG_PIXELS:
            raise DecodeError(_too_large(width, height))
        while width * height / scale**2 > MAX_PIXELS:
            scale *= 2
        if scale > 1:
            image.draft(None, (width // scale, height // scale))
    elif width * height > MAX_PIXELS:
        raise DecodeError(_too_large(width, height))
    orientation = _orientation(image)
    pixels = _rgb_pixels(image)
    if orientation in _EXIF_UPRIGHT:
        pixels = np.ascontiguousarray(_EXIF_UPRIGHT[orientation](pixels))
    if orientation in _SWAPS_SIDES:
        width, height = height, width
    return DecodedImage(pixels, width, height, format_name, scale)


#: EXIF orientation tag -> what makes the picture upright (Exif 2.32, table 4.6.4 A).
_EXIF_UPRIGHT: dict[int, Callable[[RgbArray], RgbArray]] = {
    2: lambda pixels: pixels[:, ::-1],
    3: lambda pixels: pixels[::-1, ::-1],
    4: lambda pixels: pixels[::-1],
    5: lambda pixels: pixels.transpose(1, 0, 2),
    6: lambda pixels: np.rot90(pixels, -1),
    7: lambda pixels: pixels[::-1, ::-1].transpose(1, 0, 2),
    8: lambda pixels: np.rot90(pixels),
}
_SWAPS_SIDES = frozenset({5, 6, 7, 8})


def _orientation(image: Image.Image) -> int:
    """EXIF orientation, 1 where there is none or it can't be read: garbage there must not cost the picture."""
    try:
        value = image.getexif().get(ExifTags.Base.Orientation, 1)
    except Exception:  # Pillow's EXIF reader raises struct, syntax, value, key and type errors on garbage.
        return 1
    return value if isinstance(value, int) else 1


def _rgb_pixels(image: Image.Image) -> RgbArray:
    """Converts a few rows at a time: all at once, Pillow and numpy would hold the picture three to five times."""
    image.load()
    if image.mode in ("I", "F"):  # Their range is that of the whole picture.
        return np.asarray(Image.fromarray(_to_8_bit(np.asarray(image))).convert("RGB"))
    width, height = image.size
    pixels = np.empty((height, width, 3), np.uint8)
    rows = max(1, _PIXELS_AT_A_TIME // width)
    for top in range(0, height, rows):
        bottom = min(top + rows, height)
        pixels[top:bottom] = np.asarray(_to_rgb(image.crop((0, top, width, bottom))))
    return pixels


def _to_rgb(image: Image.Image) -> Image.Image:
    if image.mode == "RGB":
        return image
    if image.mode in _16_BIT_MODES:
        return Image.fromarray((np.asarray(image) >> 8).astype(np.uint8)).convert("RGB")
    if image.has_transparency_data:
        rgba = image.convert("RGBA")
        white = Image.new("RGBA", rgba.size, "white")
        return Image.alpha_composite(white, rgba).convert("RGB")
    return image.convert("RGB")


def _to_8_bit(samples: npt.NDArray[np.int32] | npt.NDArray[np.float32]) -> RgbArray:
    """Scales 32-bit integer or float samples: 0..1, 0..255 and 0..65535 by their range, others by their extremes."""
    finite = np.nan_to_num(samples.astype(np.float64), nan=0.0, posinf=0.0, neginf=0.0)
    low, high = float(finite.min()), float(finite.max())
    if low >= 0:
        low = 0.0
        high = next((limit for limit in (1.0, 255.0, 65535.0) if high <= limit), high)
    return ((finite - low) * (255.0 / max(high - low, 1e-12))).round().astype(np.uint8)


def _too_large(width: int, height: int) -> str:
    return f"The picture is too large to decode safely: {width} x {height} pixels."


def _one_line(error: Exception) -> str:
    text = " ".join(str(error).split()) or type(error).__name__
    return text[:200]

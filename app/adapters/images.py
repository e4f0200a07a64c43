"""Logos that administrators upload: decoded and drawn anew, so that only the picture remains."""

import warnings
from io import BytesIO

from PIL import Image, ImageOps

from app.domain.errors import InvalidError
from app.domain.text import text

MAX_BYTES = 1024 * 1024
MAX_PIXELS = 4_000_000
MAX_SIZE = (600, 200)


def clean_logo(content: bytes) -> bytes:
    """Return a PNG of at most 600 x 200 pixels without any metadata from a PNG or JPEG.

    Raises InvalidError for more than 1 MiB or 4 megapixels and for anything that is no such picture.
    """
    if len(content) > MAX_BYTES:
        raise InvalidError(text("The logo is larger than 1 MiB."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return _drawn_anew(content)
    except InvalidError:
        raise
    except Exception:  # noqa: BLE001 - decoders fail in many ways on made-up files
        raise InvalidError(text("The logo has to be a PNG or JPEG picture.")) from None


def _drawn_anew(content: bytes) -> bytes:
    with Image.open(BytesIO(content), formats=("PNG", "JPEG")) as picture:
        if picture.width * picture.height > MAX_PIXELS:
            raise InvalidError(text("The logo has more than 4 million pixels."))
        upright = ImageOps.exif_transpose(picture)
        is_transparent = "A" in upright.getbands() or "transparency" in upright.info
        plain = upright.convert("RGBA" if is_transparent else "RGB")
    plain.thumbnail(MAX_SIZE, Image.Resampling.LANCZOS)
    # A fresh picture of the same pixels: profiles, comments and camera data stay behind.
    fresh = Image.frombytes(plain.mode, plain.size, plain.tobytes())
    buffer = BytesIO()
    fresh.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()

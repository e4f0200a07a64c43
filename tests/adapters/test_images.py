import struct
import zlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from app.adapters.images import clean_logo
from app.domain.errors import InvalidError


def picture(kind: str, size: tuple[int, int] = (300, 100), mode: str = "RGB", **options: object) -> bytes:
    buffer = BytesIO()
    Image.new(mode, size, 1).save(buffer, kind, **options)
    return buffer.getvalue()


def opened(content: bytes) -> Image.Image:
    image = Image.open(BytesIO(content))
    image.load()
    return image


@pytest.mark.parametrize(
    ("content", "mode"),
    [
        pytest.param(picture("PNG"), "RGB", id="PNG"),
        pytest.param(picture("PNG", mode="RGBA"), "RGBA", id="transparent PNG"),
        pytest.param(picture("PNG", mode="P", transparency=0), "RGBA", id="palette with transparency"),
        pytest.param(picture("PNG", mode="LA"), "RGBA", id="transparent grey PNG"),
        pytest.param(picture("PNG", mode="1"), "RGB", id="black and white PNG"),
        pytest.param(picture("PNG", mode="I;16"), "RGB", id="deep grey PNG"),
        pytest.param(picture("JPEG"), "RGB", id="JPEG"),
        pytest.param(picture("JPEG", mode="CMYK"), "RGB", id="JPEG for print"),
        pytest.param(picture("JPEG", mode="L"), "RGB", id="grey JPEG"),
    ],
)
def test_every_png_and_jpeg_becomes_a_plain_png(content: bytes, mode: str) -> None:
    image = opened(clean_logo(content))
    assert (image.format, image.mode, image.size) == ("PNG", mode, (300, 100))


@pytest.mark.parametrize(
    ("size", "expected"),
    [((1200, 100), (600, 50)), ((100, 400), (50, 200)), ((2000, 2000), (200, 200)), ((10, 10), (10, 10))],
)
def test_a_logo_shrinks_to_its_place_and_keeps_its_shape(
    size: tuple[int, int], expected: tuple[int, int]
) -> None:
    assert opened(clean_logo(picture("PNG", size))).size == expected


def test_nothing_but_the_picture_remains() -> None:
    notes = PngInfo()
    notes.add_text("Comment", "canary")
    notes.add_itxt("XML:com.adobe.xmp", "canary")
    exif = Image.Exif()
    exif[0x010E] = "canary"
    for content in (
        picture("PNG", pnginfo=notes, exif=exif, icc_profile=b"canary", dpi=(72, 72)) + b"canary",
        picture("JPEG", exif=exif, comment=b"canary", icc_profile=b"canary") + b"canary",
    ):
        assert b"canary" in content
        clean = clean_logo(content)
        assert b"canary" not in clean
        assert opened(clean).info == {}


def test_a_picture_taken_sideways_is_turned_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert opened(clean_logo(picture("JPEG", (300, 100), exif=exif))).size == (67, 200)


def huge_png() -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'/>", id="SVG"),
        pytest.param(picture("GIF"), id="GIF"),
        pytest.param(picture("WEBP"), id="WebP"),
        pytest.param(picture("TIFF"), id="TIFF"),
        pytest.param(picture("PNG")[:60], id="half a PNG"),
        pytest.param(picture("JPEG")[:200], id="half a JPEG"),
        pytest.param(picture("PNG", (2001, 2000)), id="too many pixels"),
        pytest.param(huge_png(), id="a bomb"),
        pytest.param(picture("PNG") + bytes(1024 * 1024), id="too many bytes"),
    ],
)
def test_anything_else_is_refused(content: bytes) -> None:
    with pytest.raises(InvalidError):
        clean_logo(content)


@given(st.binary(max_size=200))
def test_made_up_files_are_refused_by_name(rest: bytes) -> None:
    for start in (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b""):
        with pytest.raises(InvalidError):
            clean_logo(start + rest)

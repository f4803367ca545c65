"""Pictures of PDF pages, drawn in a child process."""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tailor.pdf.drawing import LINE_END_HYPHEN

SCALE = 2.0
"""Pixels of the picture to a point."""
LEVELS = 16
"""Shades of red, green and blue: enough for text in two colours and its soft edges."""
STEP = 255 // (LEVELS - 1)
MOST = 256
"""Colours of a PNG with a palette."""
TRUE_COLOUR, PALETTE = 2, 3
"""Kinds of PNG."""


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle on page `page` (from 0), in points from its upper left corner."""

    page: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Letter:
    """A character and its box; white space that PDFium only guessed has an empty one."""

    text: str
    box: Rect


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """One page: its size in points, a PNG of it, and its characters in reading order."""

    width: float
    height: float
    picture: bytes
    letters: tuple[Letter, ...]

    @property
    def text(self) -> str:
        """What the page says, line by line."""
        return "".join(letter.text for letter in self.letters).replace("\r\n", "\n")


@dataclass(frozen=True, slots=True)
class RenderedPdf:
    """A PDF: whose it is, as its metadata says, and its pages."""

    author: str
    sheets: tuple[RenderedPage, ...]


def render_pdf(pdf: bytes) -> RenderedPdf:
    """A PDF of a shipped template: others may harm PDFium (`tailor.report.pages`)."""
    from pypdfium2 import PdfDocument

    document = PdfDocument(pdf)
    try:
        author = str(document.get_metadata_value("Author"))
        return RenderedPdf(
            author, tuple(render_page(page, number) for number, page in enumerate(document))
        )
    finally:
        document.close()


def draw_pages(pdf: bytes, most: int) -> tuple[bytes, ...]:
    """Pictures of the first pages of a PDF."""
    from pypdfium2 import PdfDocument

    document = PdfDocument(pdf)
    try:
        return tuple(page_picture(document[number]) for number in range(min(len(document), most)))
    finally:
        document.close()


def render_page(page: Any, number: int) -> RenderedPage:
    width, height = page.get_size()
    return RenderedPage(
        width,
        height,
        page_picture(page),
        tuple(read_characters(page.get_textpage(), number, height)),
    )


def page_picture(page: Any) -> bytes:
    """The page as a small PNG."""
    bitmap = page.render(scale=SCALE, rev_byteorder=True)
    return encode_png(bitmap.to_numpy())


def encode_png(pixels: Any) -> bytes:
    """A PNG of few colours (https://www.w3.org/TR/png-3/).

    Args:
        pixels: bytes of shape (height, width, channels) with red, green and blue first, or of
            shape (height, width) with shades of grey.
    """
    import numpy as np

    shape = pixels.shape[:2]
    colours = pixels[..., :3] if pixels.ndim == 3 else np.repeat(pixels[..., None], 3, axis=2)
    levels = (colours.astype(np.uint16) + STEP // 2) // STEP
    codes = (levels[..., 0] * LEVELS + levels[..., 1]) * LEVELS + levels[..., 2]
    used = np.flatnonzero(np.bincount(codes.ravel(), minlength=LEVELS**3))
    if len(used) <= MOST:
        number = np.zeros(LEVELS**3, np.uint8)
        number[used] = np.arange(len(used))
        kind, rows = PALETTE, number[codes]
    else:
        kind, rows = TRUE_COLOUR, (levels * STEP).astype(np.uint8).reshape(shape[0], -1)
    table = np.stack([used // LEVELS**2, used // LEVELS % LEVELS, used % LEVELS], axis=1) * STEP
    unfiltered = np.zeros((shape[0], 1), np.uint8)
    head = struct.pack(">IIBBBBB", shape[1], shape[0], 8, kind, 0, 0, 0)
    parts = [png_chunk(b"IHDR", head)]
    parts += [png_chunk(b"PLTE", table.astype(np.uint8).tobytes())] if kind == PALETTE else []
    parts += [png_chunk(b"IDAT", zlib.compress(np.hstack([unfiltered, rows]).tobytes(), 6))]
    return b"".join([b"\x89PNG\r\n\x1a\n", *parts, png_chunk(b"IEND", b"")])


def png_chunk(name: bytes, data: bytes) -> bytes:
    """One part of a PNG: its length, name, data and checksum."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def read_characters(text: Any, page: int, height: float) -> Iterator[Letter]:
    import pypdfium2.raw as pdfium

    for index in range(text.count_chars()):
        character = chr(min(pdfium.FPDFText_GetUnicode(text.raw, index), 0x10FFFF))
        left, bottom, right, top = text.get_charbox(index, loose=True)
        box = Rect(page, left, height - top, right - left, top - bottom)
        yield Letter(character.replace(LINE_END_HYPHEN, "-"), box)

"""The pages of a PDF that we made: a picture of each, and where its letters are."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

SCALE = 2.0
"""Pixels of the picture to a point."""
COLOURS = 32
"""Enough for text in two colours and its soft edges."""
LINE_END_HYPHEN = "\x02"
"""PDFium writes this where it closes up a word that is cut by a hyphen at the end of a line."""


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
class Sheet:
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
class Paper:
    """A PDF: whose it is, as its metadata says, and its pages."""

    author: str
    sheets: tuple[Sheet, ...]


def opened(pdf: bytes) -> Paper:
    """A PDF of a shipped template: others may harm PDFium (`tailor.show.apart`)."""
    from pypdfium2 import PdfDocument

    document = PdfDocument(pdf)
    try:
        author = str(document.get_metadata_value("Author"))
        return Paper(author, tuple(sheet(page, number) for number, page in enumerate(document)))
    finally:
        document.close()


def sheet(page: Any, number: int) -> Sheet:
    width, height = page.get_size()
    return Sheet(width, height, picture(page), tuple(letters(page.get_textpage(), number, height)))


def picture(page: Any) -> bytes:
    """The page as a small PNG."""
    from PIL import Image

    whole = page.render(scale=SCALE).to_pil().convert("RGB")
    file = io.BytesIO()
    whole.quantize(COLOURS, Image.Quantize.FASTOCTREE).save(file, "PNG")
    return file.getvalue()


def letters(text: Any, page: int, height: float) -> Iterator[Letter]:
    import pypdfium2.raw as pdfium

    for index in range(text.count_chars()):
        character = chr(min(pdfium.FPDFText_GetUnicode(text.raw, index), 0x10FFFF))
        left, bottom, right, top = text.get_charbox(index, loose=True)
        box = Rect(page, left, height - top, right - left, top - bottom)
        yield Letter(character.replace(LINE_END_HYPHEN, "-"), box)

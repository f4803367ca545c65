"""What stands where on the pages of a PDF: pieces of lines with their styles."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from tailor.errors import InputError, LimitError, Place, Problem
from tailor.read.builder import TINY
from tailor.read.pdf_device import drawn, is_seen
from tailor.read.pdf_pieces import Piece, cut_at_columns, inked, is_dot, piece, with_dot
from tailor.read.understand.blocks import MARK

MOST_PAGES = 60
MAGIC = 1024
"""Bytes among which a PDF says that it is one."""
ICONS = re.compile(r"awesome|marvosym|academicons|icon|material|glyphs?-?symbol|entypo", re.I)
"""Names of fonts that hold pictures, whatever letters they pretend to be."""


@dataclass(frozen=True, slots=True)
class Page:
    """The pieces of a page, and the texts that nobody sees."""

    pieces: tuple[Piece, ...]
    hidden: tuple[str, ...]


def pages(data: bytes, path: str) -> tuple[list[Page], bool]:
    """The pages of a PDF, and whether it is damaged and was repaired before it was read.

    Raises InputError if it is none, is encrypted or cannot be repaired; LimitError.
    """
    place = Place(path)
    try:
        return whole_pages(data, place), False
    except InputError:
        repaired = written_anew(data)
        if repaired is None:
            raise
        return whole_pages(repaired, place), True


def whole_pages(data: bytes, place: Place) -> list[Page]:
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfminer.psparser import PSException

    try:
        return list(laid_out(data, place))
    except PDFPasswordIncorrect as error:
        hint = "save a copy without a password"
        raise InputError(Problem("the PDF is encrypted", place, hint=hint)) from error
    except (
        *(PSException, ValueError, TypeError, LookupError, AttributeError),
        *(OSError, AssertionError, OverflowError, NotImplementedError),
    ) as error:
        begins = b"%PDF-" in data[:MAGIC]
        hint = "open it in a viewer and print it to a new PDF"
        hint = hint if begins else "it is a file of another kind: give it the ending of its format"
        raise InputError(Problem("this is not a PDF that can be read", place, hint=hint)) from error


def written_anew(data: bytes) -> bytes | None:
    """A PDF with the table of its objects made anew, as every viewer does; None if it is none."""
    from pypdfium2 import PdfDocument, PdfiumError

    made = BytesIO()
    try:
        PdfDocument(data).save(made)
    except PdfiumError:
        return None
    return made.getvalue()


def laid_out(data: bytes, place: Place) -> Iterator[Page]:
    from pdfminer.layout import LAParams
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser

    document = PDFDocument(PDFParser(BytesIO(data)))
    interpreter = drawn(document, LAParams(boxes_flow=None, char_margin=1.6, word_margin=0.12))
    device = interpreter.device
    for number, page in enumerate(PDFPage.create_pages(document)):
        if number >= MOST_PAGES:
            raise LimitError(Problem(f"there are more than {MOST_PAGES} pages", place))
        interpreter.process_page(page)
        yield read_page(device.get_result(), list(links(page)), device.unseen)


def links(page: Any) -> Iterator[tuple[tuple[float, ...], str]]:
    """The rectangles of a page that are links, with their addresses."""
    from pdfminer.pdftypes import resolve1

    for one in resolve1(page.annots) or ():
        annotation = resolve1(one)
        action = resolve1(annotation.get("A")) if isinstance(annotation, dict) else None
        url = resolve1(action.get("URI")) if isinstance(action, dict) else None
        box = resolve1(annotation.get("Rect")) if url else None
        if isinstance(url, bytes) and box and len(box) == 4:
            yield tuple(float(resolve1(edge)) for edge in box), url.decode("utf-8", "replace")


def read_page(layout: Any, linked: list[Any], unseen: list[str]) -> Page:
    from pdfminer.layout import LTCurve, LTRect, LTTextLine

    grounds = [
        one for one in found(layout, LTRect) if one.fill and not white(one.non_stroking_color)
    ]
    hidden: list[str] = ["invisible letters"] * bool(unseen)
    rows: list[list[Any]] = []
    for line in found(layout, LTTextLine):
        seen, lost = letters(line, grounds)
        if lost.strip():
            hidden.append(lost.strip())
        if any(inked(one) for one in seen):
            rows.append(seen)
    pieces = [piece(row, linked) for row in cut_at_columns(rows)]
    dots = [one for one in found(layout, LTCurve) if is_dot(one)]
    pieces = [with_dot(one, dots) for one in pieces]
    return Page(tuple(one for one in pieces if one.text), tuple(hidden))


def found(layout: Any, kind: type) -> Iterator[Any]:
    """Everything of a kind in a layout, however deep."""
    stack = [layout]
    while stack:
        one = stack.pop()
        if isinstance(one, kind):
            yield one
        elif hasattr(one, "__iter__"):
            stack += reversed(list(one))


def letters(line: Any, grounds: list[Any]) -> tuple[list[Any], str]:
    """The letters of a line that people see, and the text of those that they do not."""
    seen: list[Any] = []
    lost = ""
    for one in line:
        size = getattr(one, "size", None)
        if size is not None and ICONS.search(one.fontname) and not MARK.match(one.get_text()):
            continue
        if size is not None and (size < TINY or is_white(one, grounds) or not is_seen(one)):
            lost += one.get_text()
        elif size is not None or seen:
            seen.append(one)
            lost += " " if size is None else ""
    return seen, lost


def white(colour: Any) -> bool:
    """Whether a colour cannot be told from paper: grey, RGB or CMYK."""
    if isinstance(colour, int | float):
        return colour > 0.95
    if not isinstance(colour, tuple | list) or not all(isinstance(c, int | float) for c in colour):
        return False
    return max(colour, default=1) < 0.05 if len(colour) == 4 else min(colour, default=0) > 0.95


def is_white(letter: Any, grounds: list[Any]) -> bool:
    """Whether a letter is white and there is nothing dark behind it."""
    state = getattr(letter, "graphicstate", None)
    if state is None or not white(state.ncolor):
        return False
    return not any(
        ground.x0 <= letter.x0
        and letter.x1 <= ground.x1 + 1
        and ground.y0 <= letter.y0 + 1
        and letter.y1 <= ground.y1 + 1
        for ground in grounds
    )

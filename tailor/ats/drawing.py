"""Takes the letters, pictures and areas of a PDF out of PDFium, and puts letters to lines."""

import ctypes
import re
from collections.abc import Iterator
from dataclasses import replace
from math import isfinite
from typing import Any

from tailor.ats.layout import Line, Page, Run, Segment, Shape, Style
from tailor.ats.readers import LINE_END_HYPHEN
from tailor.ats.shapes import BLACK, fill, filled, opacity, placed, solid

GAP = 1.2
"""White space of more than this many times the type size divides a line."""
BOLD = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
ITALIC = re.compile(r"ital|obli|slant", re.IGNORECASE)
MOST_PAGES = 50
MOST_LETTERS = 50_000
MOST_SHAPES = 20_000


def pages(pdf: bytes) -> tuple[Page, ...]:
    """The pages as PDFium sees them, at most 50; what PDFium raises comes through."""
    from pypdfium2 import PdfDocument

    document = PdfDocument(pdf)
    try:
        return tuple(
            page(document[number], number) for number in range(min(len(document), MOST_PAGES))
        )
    finally:
        document.close()


def page(source: Any, number: int) -> Page:
    import pypdfium2.raw as pdfium

    shapes: list[Shape] = []
    places: dict[int | None, tuple[int, float]] = {}
    for depth, one in enumerate(source.get_objects()):
        places[address(one.raw)] = depth, opacity(one)
        if depth >= MOST_SHAPES:
            break
        if one.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            shapes.append(Shape("image", placed(one), BLACK, depth))
        elif one.type == pdfium.FPDF_PAGEOBJ_PATH and filled(one):
            kind = "area" if solid(one) else "unclear"
            shapes.append(Shape(kind, placed(one), fill(one.raw), depth))
    lines = tuple(lined(letters(source.get_textpage(), places), number))
    return Page(source.get_cropbox(), source.get_rotation(), lines, tuple(shapes))


def address(pointer: Any) -> int | None:
    return ctypes.cast(pointer, ctypes.c_void_p).value


def letters(text: Any, places: dict[int | None, tuple[int, float]]) -> Iterator[Run]:
    """Each letter as a run of its own; spaces that PDFium only guessed are left out."""
    import pypdfium2.raw as pdfium

    styles: dict[int | None, Style] = {}
    for index in range(min(pdfium.FPDFText_CountChars(text), MOST_LETTERS)):
        if pdfium.FPDFText_IsGenerated(text, index):
            continue
        raw = pdfium.FPDFText_GetTextObject(text, index)
        where = address(raw)
        if where not in styles:
            styles[where] = styled(raw, *places.get(where, (-1, 1.0)))
        one = letter(text, index, styles[where])
        if pdfium.FPDFText_IsGenerated(text, index + 1) == 1:
            one = slimmed(text, index, one)
        if all(map(isfinite, (*one.box, one.size))):
            yield one


def letter(text: Any, index: int, style: Style) -> Run:
    import pypdfium2.raw as pdfium

    box = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(text, index, box)
    left, right = sorted((box.left, box.right))
    bottom, top = sorted((box.bottom, box.top))
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text, index, matrix)
    size = pdfium.FPDFText_GetFontSize(text, index) * max(abs(matrix.d), abs(matrix.b))
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(text, index, x, y)
    character = chr(min(pdfium.FPDFText_GetUnicode(text, index), 0x10FFFF))
    character = character.replace(LINE_END_HYPHEN, "-")
    return Run(character, (left, min(y.value, top), right, max(top, bottom)), size, style)


def slimmed(text: Any, index: int, one: Run) -> Run:
    """A letter that ends where the pen goes on: the box of a slanted one leans into the space
    after it."""
    import pypdfium2.raw as pdfium

    font = pdfium.FPDFTextObj_GetFont(pdfium.FPDFText_GetTextObject(text, index))
    width, x, y = ctypes.c_float(), ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(text, index, x, y)
    if not pdfium.FPDFFont_GetGlyphWidth(font, ord(one.text), one.size, width) or not width.value:
        return one
    left, bottom, right, top = one.box
    return replace(one, box=(left, bottom, min(right, max(left, x.value + width.value)), top))


def styled(raw: Any, depth: int, share: float) -> Style:
    import pypdfium2.raw as pdfium

    if not raw:
        return Style()
    font = pdfium.FPDFTextObj_GetFont(raw)
    buffer = ctypes.create_string_buffer(256)
    pdfium.FPDFFont_GetBaseFontName(font, buffer, 256)
    name = buffer.value.decode("utf-8", "replace").split("+")[-1]
    bold = bool(BOLD.search(name)) or pdfium.FPDFFont_GetWeight(font) >= 600
    mode = pdfium.FPDFTextObj_GetTextRenderMode(raw)
    red, green, blue, alpha = fill(raw)
    seen = red, green, blue, round(alpha * share)
    return Style(name, bold, bool(ITALIC.search(name)), seen, mode, depth)


def lined(found: Iterator[Run], page: int) -> Iterator[Line]:
    """Letters to lines: a new one begins where the baseline changes or the pen goes back."""
    line: list[Run] = []
    for one in found:
        if line and not follows(line[-1], one):
            yield Line(page, line[0].box[1], tuple(segments(line)))
            line = []
        if one.text.isspace() and not line:
            continue
        line.append(one)
    if line:
        yield Line(page, line[0].box[1], tuple(segments(line)))


def follows(last: Run, one: Run) -> bool:
    size = max(last.size, one.size, 1)
    return abs(last.box[1] - one.box[1]) < 0.4 * size and one.box[0] > last.box[0] - 0.5 * size


def segments(line: list[Run]) -> Iterator[Segment]:
    """Letters of a line to pieces, and in each piece to runs of one style."""
    piece: list[Run] = []
    for one in line:
        gap = one.box[0] - piece[-1].box[2] if piece else 0
        if piece and gap > GAP * max(one.size, 1):
            yield Segment(tuple(piece))
            piece = []
        if piece and same(piece[-1].style, one.style):
            piece[-1] = joined(piece[-1], one, gap)
        else:
            piece.append(one if not piece or gap < 0.15 * one.size else spaced(one))
    if piece:
        yield Segment(tuple(piece))


def same(one: Style, other: Style) -> bool:
    return (one.font, one.colour, one.mode) == (other.font, other.colour, other.mode)


def spaced(one: Run) -> Run:
    return one if one.text.isspace() else replace(one, text=" " + one.text)


def joined(first: Run, second: Run, gap: float) -> Run:
    wide = gap > 0.15 * second.size and not first.text.endswith(" ")
    text = first.text + (spaced(second).text if wide else second.text)
    left, bottom, _, top = first.box
    box = (left, min(bottom, second.box[1]), second.box[2], max(top, second.box[3]))
    return replace(first, text=text, box=box, size=max(first.size, second.size))

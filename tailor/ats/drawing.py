"""Takes the letters, pictures and areas of a PDF out of PDFium, and puts letters to lines."""

import ctypes
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from math import hypot, isfinite
from typing import Any

from tailor.ats.layout import CONTRAST, Box, Line, Page, Run, Segment, Shape, Style
from tailor.ats.readers import LINE_END_HYPHEN
from tailor.ats.shapes import BLACK, fill, filled, opacity, placed, solid

GAP = 1.2
"""White space of more than this many times the type size divides a line."""
SPACE = 0.15
"""White space of more than this many times the type size stands between words."""
BOLD = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
ITALIC = re.compile(r"ital|obli|slant", re.IGNORECASE)
MOST_PAGES = 50
MOST_LETTERS = 50_000
MOST_SHAPES = 20_000
MOST_FORMS = 64
"""How deep forms that stand in forms are looked into."""
PIXELS_PER_PT = 100 / 72
MOST_PIXELS = 2_000
"""Along an edge of the picture of a page."""
INVISIBLE_MODE = 3
"""Text rendering mode: neither fill nor stroke (PDF 1.7, 9.3.6)."""
SMALLEST = 0.5
"""Type size in pt; some programs draw spaces in type of 1 pt."""
FEW_UNSEEN = 2
"""So many letters in a row that leave no mark are hidden; a single one may be an empty glyph."""


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
    text, unseen = source.get_textpage(), list[str]()
    places: dict[int | None, tuple[int, float]] = {}
    for depth, one in enumerate(source.get_objects(max_depth=MOST_FORMS)):
        places[address(one.raw)] = depth, opacity(one)
        if depth >= MOST_SHAPES:
            break
        if one.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            shapes.append(Shape("image", placed(one), BLACK, depth))
        elif one.type == pdfium.FPDF_PAGEOBJ_PATH and filled(one):
            kind = "area" if solid(one) else "unclear"
            shapes.append(Shape(kind, placed(one), fill(one.raw), depth))
        elif one.type == pdfium.FPDF_PAGEOBJ_TEXT and is_shrunk(one, text):
            unseen.append("letters without a size")
    found = tuple(letters(text, places))
    lines, box, turned = lined(iter(found), number), source.get_cropbox(), source.get_rotation()
    unseen += unmarked(found, marks_of_text(source)) if found else ()
    return Page(box, turned, tuple(lines), tuple(shapes), tuple(unseen))


def is_shrunk(one: Any, text: Any) -> bool:
    """Whether a text is so small that PDFium does not count it as text, as others do."""
    import pypdfium2.raw as pdfium

    size = ctypes.c_float()
    pdfium.FPDFTextObj_GetFontSize(one.raw, size)
    scale, holder = size.value, one
    while holder is not None:
        matrix = holder.get_matrix()
        scale *= min(hypot(matrix.a, matrix.b), hypot(matrix.c, matrix.d))
        holder = holder.container
    is_left_out = pdfium.FPDFTextObj_GetText(one.raw, text, None, 0) <= len(
        "\0".encode("utf-16-le")
    )
    return abs(scale) < SMALLEST and is_left_out


def marks_of_text(source: Any) -> Callable[[Box], bool]:
    """A function that says whether text leaves a mark in a box of a page (pt, as the page was
    before it was turned): the page is drawn with and without its text, and compared.

    What hides the text does not matter: its colour, a clipping path, a mask, something that is
    drawn over it. The text of the page is made invisible, so the page is good for nothing else.
    """
    import pypdfium2.raw as pdfium

    source.set_rotation(0)
    left, _, _, top = shown_box(source)
    scale = min(PIXELS_PER_PT, MOST_PIXELS / max(1.0, *source.get_size()))
    before = source.render(scale=scale, may_draw_forms=False)
    for one in source.get_objects(max_depth=MOST_FORMS):
        if one.type == pdfium.FPDF_PAGEOBJ_TEXT:
            pdfium.FPDFTextObj_SetTextRenderMode(one.raw, INVISIBLE_MODE)
    after = source.render(scale=scale, may_draw_forms=False)
    with_text, without = bytes(before.buffer), bytes(after.buffer)
    width, height, stride, channels = before.width, before.height, before.stride, before.n_channels

    def has_mark(box: Box) -> bool:
        first = max(0, int((box[0] - left) * scale) - 1) * channels
        last = min(width, int((box[2] - left) * scale) + 2) * channels
        rows = range(
            max(0, int((top - box[3]) * scale) - 1), min(height, int((top - box[1]) * scale) + 2)
        )
        for row in rows if first < last else ():
            cut = slice(row * stride + first, row * stride + last)
            here, there = with_text[cut], without[cut]
            if here != there and any(
                abs(a - b) >= CONTRAST for a, b in zip(here, there, strict=True)
            ):
                return True
        return False

    return has_mark


def shown_box(source: Any) -> Box:
    """What of a page is drawn: its crop box within its media box."""
    crop, media = source.get_cropbox(), source.get_mediabox()
    if crop[0] >= media[2] or crop[1] >= media[3] or crop[2] <= media[0] or crop[3] <= media[1]:
        crop = media
    low, high = map(max, crop[:2], media[:2]), map(min, crop[2:], media[2:])
    left, bottom, right, top = *low, *high
    return left, bottom, right, top


def unmarked(found: Sequence[Run], has_mark: Callable[[Box], bool]) -> Iterator[str]:
    """Texts that leave no mark: letters and digits in a row, with what stands between them."""
    text, count = "", 0
    last: Run | None = None
    for one in found:
        if one.text.isalnum() and has_mark(one.box):
            if count >= FEW_UNSEEN:
                yield text.strip()
            text, count = "", 0
        elif text or one.text.isalnum():
            gap = last is not None and one.box[0] - last.box[2] > SPACE * one.size
            text += " " + one.text if gap else one.text
            count += one.text.isalnum()
        last = one
    if count >= FEW_UNSEEN:
        yield text.strip()


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
            piece.append(one if not piece or gap < SPACE * one.size else spaced(one))
    if piece:
        yield Segment(tuple(piece))


def same(one: Style, other: Style) -> bool:
    return (one.font, one.colour, one.mode) == (other.font, other.colour, other.mode)


def spaced(one: Run) -> Run:
    return one if one.text.isspace() else replace(one, text=" " + one.text)


def joined(first: Run, second: Run, gap: float) -> Run:
    wide = gap > SPACE * second.size and not first.text.endswith(" ")
    text = first.text + (spaced(second).text if wide else second.text)
    left, bottom, _, top = first.box
    box = (left, min(bottom, second.box[1]), second.box[2], max(top, second.box[3]))
    return replace(first, text=text, box=box, size=max(first.size, second.size))

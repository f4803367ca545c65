"""What stands where on the pages of a PDF: pieces of lines with their styles."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tailor.errors import InputError, LimitError, Place, Problem
from tailor.pdf import DESCENT, MOST_LETTERS, Box, Drawing, Letter, Shape, common, read_drawings
from tailor.read.builder import TINY
from tailor.read.pdf_pieces import Piece, cut_at_columns, is_dot, is_inked, piece, with_dot
from tailor.read.understand.blocks import MARK

MOST_PAGES = 60
MAGIC = 1024
"""Bytes among which a PDF says that it is one."""
ICONS = re.compile(r"awesome|marvosym|academicons|icon|material|glyphs?-?symbol|entypo", re.I)
"""Names of fonts that hold pictures, whatever letters they pretend to be."""
INVISIBLE = (3, 7)
"""Text rendering modes that draw nothing (PDF 1.7, table 106)."""
FAINT = 12
"""Opacity, of 255, below which nothing can be read."""
NEAR = 1.0
"""Distance in pt at which a letter still counts as inside an edge."""
MIDDLE = 0.3
"""How far the middle of most letters is above the baseline, in type sizes."""
LINE_GAP = 1.6
"""Space of more than this many widths of the wider letter divides a line."""
WORD_GAP = 0.12
"""Space of more than this many type sizes, or widths of a wider letter, divides words."""
LEVEL = 0.5
"""Share of the lower letter's height that the next letter of a line has in common with it."""
START = re.compile(rb"startxref\s+(\d{1,10})\s+%%EOF")
TABLE = re.compile(rb"\s*(?:xref|\d+\s+\d+\s+obj)\b")
"""What a table of objects begins with (PDF 1.7, 7.5.4 and 7.5.8)."""


@dataclass(frozen=True, slots=True)
class Page:
    """The pieces of a page, and the texts that nobody sees."""

    pieces: tuple[Piece, ...]
    hidden: tuple[str, ...]


def pages(data: bytes, path: str) -> tuple[list[Page], bool]:
    """The pages of a PDF, and whether it is damaged and was repaired before it was read.

    Raises:
        InputError: it is no PDF, is encrypted or cannot be repaired.
        LimitError: it has too many pages, or too many letters on one.
    """
    from pypdfium2 import PdfiumError

    place = Place(path)
    try:
        drawings = read_drawings(data, MOST_PAGES + 1, find_unseen=True, with_fields=True)
    except PdfiumError as error:
        if "password" in str(error).lower():
            hint = "save a copy without a password"
            raise InputError(Problem("the PDF is encrypted", place, hint=hint)) from error
        begins = b"%PDF-" in data[:MAGIC]
        hint = "open it in a viewer and print it to a new PDF"
        hint = hint if begins else "it is a file of another kind: give it the ending of its format"
        raise InputError(Problem("this is not a PDF that can be read", place, hint=hint)) from error
    if len(drawings) > MOST_PAGES:
        raise LimitError(Problem(f"there are more than {MOST_PAGES} pages", place))
    if any(len(one.letters) >= MOST_LETTERS for one in drawings):
        raise LimitError(Problem(f"a page has more than {MOST_LETTERS:,} letters", place))
    return [read_page(upright(one)) for one in drawings], is_damaged(data)


def is_damaged(data: bytes) -> bool:
    """Whether the end of a PDF does not say where its table of objects is, so that PDFium had to
    look for the objects."""
    starts = START.findall(data[-2048:])
    return not starts or not TABLE.match(data, int(starts[-1]))


def upright(page: Drawing) -> Drawing:
    """A page turned so that most of its text runs from left to right."""
    angles = Counter(one.angle for one in page.letters).most_common(1)
    angle = angles[0][0] if angles else 0

    def turned(box: Box) -> Box:
        left, bottom, right, top = box
        return (bottom, -right, top, -left) if angle == 90 else (-top, left, -bottom, right)

    def letter(one: Letter) -> Letter:
        box = turned(one.box)
        style = replace(one.style, clip=turned(one.style.clip))
        return replace(one, box=box, base=box[1] + DESCENT * one.size, style=style)

    if not angle:
        return page
    return replace(
        page,
        box=turned(page.box),
        letters=tuple(map(letter, page.letters)),
        shapes=tuple(replace(one, box=turned(one.box)) for one in page.shapes),
        links=tuple(replace(one, box=turned(one.box)) for one in page.links),
    )


def read_page(page: Drawing) -> Page:
    grounds = [one for one in page.shapes if one.kind != "image" and not is_white(one.colour)]
    hidden: list[str] = []
    rows: list[list[Letter]] = []
    for line in text_lines(page.letters):
        seen, lost = visible_letters(line, page.box, grounds)
        if lost.strip():
            hidden.append(lost.strip())
        if any(map(is_inked, seen)):
            rows.append(seen)
    pieces = [piece(row, page.links) for row in cut_at_columns(rows)]
    dots = [one for one in page.shapes if is_dot(one)]
    pieces = [with_dot(one, dots) for one in pieces]
    return Page(tuple(one for one in pieces if one.text), tuple(hidden))


def text_lines(letters: Sequence[Letter]) -> Iterator[list[Letter]]:
    """Letters that follow one another on a line, with a space where there is a gap.

    The rules are those of pdfminer.six (`LTLayoutContainer.group_objects`, `LTTextLineHorizontal`).
    """
    line: list[Letter] = []
    for one in letters:
        if line and not follows(line[-1], one):
            yield line
            line = []
        if line and one.box[0] - line[-1].box[2] > WORD_GAP * max(width(one), one.size):
            line.append(replace(line[-1], text=" ", size=0))
        line.append(one)
    if line:
        yield line


def follows(last: Letter, one: Letter) -> bool:
    """Whether a letter stands on the line of the one before it, and near it."""
    level = min(last.box[3], one.box[3]) - max(last.box[1], one.box[1])
    apart = max(one.box[0] - last.box[2], last.box[0] - one.box[2])
    near = apart < LINE_GAP * max(width(last), width(one))
    return near and level > LEVEL * min(height(last), height(one))


def width(one: Letter) -> float:
    return one.box[2] - one.box[0]


def height(one: Letter) -> float:
    return one.box[3] - one.box[1]


def visible_letters(
    line: Sequence[Letter], page: Box, grounds: Sequence[Shape]
) -> tuple[list[Letter], str]:
    """The letters of a line that people see, and the text of those that they do not."""
    seen: list[Letter] = []
    lost = ""
    for one in line:
        if ICONS.search(one.style.font) and not MARK.match(one.text):
            continue
        if not one.size:
            lost += " "
            if seen:
                seen.append(one)
        elif one.size < TINY or is_unseen(one, page) or is_lost_on_paper(one, grounds):
            lost += one.text
        else:
            seen.append(one)
    return seen, lost


def is_unseen(one: Letter, page: Box) -> bool:
    """Whether a letter is drawn invisibly or faintly, off the page, where all is clipped away, on a
    layer that is off, or leaves no mark for another reason."""
    left, bottom, right, top = one.box
    inner = common((left - NEAR, bottom - NEAR, right + NEAR, top + NEAR), one.style.clip)
    inner = common(inner, page)
    outside = inner[0] >= inner[2] or inner[1] >= inner[3]
    invisible = one.style.mode in INVISIBLE or one.style.colour[3] < FAINT
    return outside or invisible or one.style.hidden_layer or not one.is_marked


def is_white(colour: tuple[int, int, int, int]) -> bool:
    """Whether a colour cannot be told from paper."""
    return min(colour[:3]) > 242


def is_lost_on_paper(letter: Letter, grounds: Sequence[Shape]) -> bool:
    """Whether a letter is white and there is nothing dark behind its middle."""
    across = (letter.box[0] + letter.box[2]) / 2
    up = letter.base + MIDDLE * letter.size
    return is_white(letter.style.colour) and not any(
        one.box[0] <= across <= one.box[2] and one.box[1] <= up <= one.box[3] for one in grounds
    )

"""Pieces of text on the pages of a PDF, with place, font and visibility."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tailor.errors import InputError, LimitError, Place, Problem
from tailor.importers.line_builder import TINY
from tailor.pdf.drawing import (
    DESCENT,
    INVISIBLE_MODES,
    MOST_LETTERS,
    Box,
    Drawing,
    Letter,
    Link,
    Shape,
    intersect_boxes,
    read_drawings,
)
from tailor.resume_parser.blocks import MARK

DOT = (1.2, 7.0)
"""Least and greatest width in pt of a bullet that is drawn, not written."""
PIECE_GAP = 16.0
"""Most pt between such a bullet and its text."""
COMMON = 3
"""Lines that begin at the edge of a column at least."""
SPACE = 0.4
"""Gap in type sizes that no space between words has."""
FEW_LETTERS = 3
"""Characters that run in another direction than the rest and are a text of their own."""
NAMELESS = re.compile(r"^[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]+\s*")
"""A glyph without a name at the beginning of a line: the mark of a bullet."""


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one style: `url` is the address that they are linked to."""

    text: str
    bold: bool
    italic: bool
    url: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a line without a wide gap: its edges and type size in pt.

    `inner` is where the text begins behind the mark of a bullet.
    """

    left: float
    inner: float
    right: float
    base: float
    size: float
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs).strip()

    @property
    def bold(self) -> bool:
        return all(run.bold for run in self.runs if run.text.strip())

    @property
    def italic(self) -> bool:
        return all(run.italic for run in self.runs if run.text.strip())


def is_inked(letter: Letter) -> bool:
    return bool(letter.size) and not letter.text.isspace()


def cut_at_columns(rows: list[list[Letter]]) -> list[list[Letter]]:
    """The lines, cut where one of their letters begins a column.

    That is where a gap ends and at least COMMON other lines begin.
    """
    starts = Counter(round(next(filter(is_inked, row)).box[0]) for row in rows)
    columns = {x for x, count in starts.items() if count >= COMMON}
    lines: list[list[Letter]] = []
    for row in rows:
        lines.append([])
        last: Letter | None = None
        for letter in row:
            if is_inked(letter):
                wide = last is not None and letter.box[0] - last.box[2] > SPACE * letter.size
                if wide and {round(letter.box[0]) + step for step in (-1, 0, 1)} & columns:
                    lines.append([])
                last = letter
            lines[-1].append(letter)
    return lines


def make_piece(seen: Sequence[Letter], links: Sequence[Link]) -> Piece:
    """The characters of a line as runs of one style."""
    runs: list[Run] = []
    before: Letter | None = None
    for letter in seen:
        last = runs[-1] if runs else Run("", False, False, "")
        if is_inked(letter):
            if before is not None and is_next_word(before, letter) and not last.text.endswith(" "):
                runs[-1] = last = replace(last, text=f"{last.text} ")
            before = letter
            style, url = letter.style, link_address(letter, links)
            styled = Run(letter.text, style.bold, style.italic, url)
        else:
            styled = Run(" ", last.bold, last.italic, last.url)
        if runs and (last.bold, last.italic, last.url) == (styled.bold, styled.italic, styled.url):
            runs[-1] = Run(last.text + styled.text, last.bold, last.italic, last.url)
        else:
            runs.append(styled)
    drawn = list(filter(is_inked, seen))
    size = max(letter.size for letter in drawn)
    left = drawn[0].box[0]
    inner = left if drawn[0].text.isalnum() else drawn[min(1, len(drawn) - 1)].box[0]
    first, *others = runs
    runs = [replace(first, text=NAMELESS.sub("• ", first.text)), *others]
    base = min(letter.base - DESCENT * letter.size for letter in drawn)
    return Piece(left, inner, drawn[-1].box[2], base, size, tuple(runs))


def is_next_word(first: Letter, second: Letter) -> bool:
    """Whether two letters of different fonts are apart by a space of the smaller type."""
    gap = second.box[0] - first.box[2]
    return first.style.font != second.style.font and gap > 0.05 * second.size


def is_dot(shape: Shape) -> bool:
    """Whether something drawn is a bullet: small, filled, and as wide as it is high."""
    left, bottom, right, top = shape.box
    is_round = abs((right - left) - (top - bottom)) < 0.8
    return shape.kind != "image" and is_round and DOT[0] <= right - left <= DOT[1]


def with_dot(piece: Piece, dots: Sequence[Shape]) -> Piece:
    """A piece with the bullet that is drawn directly before it."""
    for _, bottom, right, top in (dot.box for dot in dots):
        level = piece.base <= (bottom + top) / 2 <= piece.base + piece.size
        if level and 0 < piece.left - right < PIECE_GAP:
            first, *others = piece.runs
            return replace(piece, runs=(replace(first, text=f"• {first.text}"), *others))
    return piece


def link_address(letter: Letter, links: Sequence[Link]) -> str:
    """The address that the middle of a letter is linked to, or ""."""
    x, y = (letter.box[0] + letter.box[2]) / 2, (letter.box[1] + letter.box[3]) / 2
    for link in links:
        left, bottom, right, top = link.box
        if left <= x <= right and bottom <= y <= top:
            return link.url
    return ""


MOST_PAGES = 60
MAGIC = 1024
"""Bytes among which a PDF says that it is one."""
ICONS = re.compile(r"awesome|marvosym|academicons|icon|material|glyphs?-?symbol|entypo", re.I)
"""Names of fonts that hold pictures, whatever letters they pretend to be."""
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
    """The pieces of a page, the texts that nobody sees, notes that are not drawn, and the lines
    that run up or down where others run from left to right."""

    pieces: tuple[Piece, ...]
    hidden: tuple[str, ...]
    notes: tuple[str, ...] = ()
    sideways: tuple[str, ...] = ()


def read_layout(data: bytes, path: str) -> tuple[list[Page], bool]:
    """The pages of a PDF, and whether it is damaged and was repaired before it was read.

    Raises:
        InputError: it is not a PDF, is encrypted or cannot be repaired.
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
        hint = (
            hint
            if begins
            else "it is another kind of file: rename it so that it ends in its format"
        )
        raise InputError(Problem("this is not a PDF that can be read", place, hint=hint)) from error
    if len(drawings) > MOST_PAGES:
        raise LimitError(Problem(f"there are more than {MOST_PAGES} pages", place))
    if any(len(drawing.letters) >= MOST_LETTERS for drawing in drawings):
        raise LimitError(Problem(f"a page has more than {MOST_LETTERS:,} letters", place))
    return [read_turned_page(drawing) for drawing in drawings], is_damaged(data)


def is_damaged(data: bytes) -> bool:
    """Whether the end of a PDF does not say where its table of objects is, so that PDFium had to
    look for the objects."""
    starts = START.findall(data[-2048:])
    return not starts or not TABLE.match(data, int(starts[-1]))


def read_turned_page(page: Drawing) -> Page:
    """A page turned so that most of its text runs from left to right; other text is kept apart."""
    angles = [angle for angle, _ in Counter(letter.angle for letter in page.letters).most_common()]
    sideways: list[str] = []
    hidden: list[str] = []
    for angle in angles[1:]:
        letters = tuple(letter for letter in page.letters if letter.angle == angle)
        if sum(letter.text.isalnum() for letter in letters) >= FEW_LETTERS:
            part = read_page(turn_page(replace(page, letters=letters), angle))
            sideways += [piece.text for piece in part.pieces]
            hidden += part.hidden
            rest = tuple(letter for letter in page.letters if letter.angle != angle)
            page = replace(page, letters=rest)
    main = read_page(turn_page(page, angles[0] if angles else 0))
    return replace(main, hidden=(*main.hidden, *hidden), sideways=tuple(sideways))


def turn_page(page: Drawing, angle: int) -> Drawing:
    """A page turned so that text of an angle (0, 90 or 270 degrees) runs from left to right."""

    def turned(box: Box) -> Box:
        left, bottom, right, top = box
        return (bottom, -right, top, -left) if angle == 90 else (-top, left, -bottom, right)

    def letter(glyph: Letter) -> Letter:
        box = turned(glyph.box)
        style = replace(glyph.style, clip=turned(glyph.style.clip))
        return replace(glyph, box=box, base=box[1] + DESCENT * glyph.size, style=style)

    if not angle:
        return page
    return replace(
        page,
        box=turned(page.box),
        letters=tuple(map(letter, page.letters)),
        shapes=tuple(replace(shape, box=turned(shape.box)) for shape in page.shapes),
        links=tuple(replace(link, box=turned(link.box)) for link in page.links),
    )


def read_page(page: Drawing) -> Page:
    grounds = [s for s in page.shapes if s.kind != "image" and not is_white(s.colour)]
    hidden: list[str] = []
    rows: list[list[Letter]] = []
    for line in text_lines(page.letters):
        seen, lost = visible_letters(line, page.box, grounds)
        if lost.strip():
            hidden.append(lost.strip())
        if any(map(is_inked, seen)):
            rows.append(seen)
    pieces = [make_piece(row, page.links) for row in cut_at_columns(rows)]
    dots = [shape for shape in page.shapes if is_dot(shape)]
    pieces = [with_dot(piece, dots) for piece in pieces]
    return Page(tuple(piece for piece in pieces if piece.text), tuple(hidden), page.notes)


def text_lines(letters: Sequence[Letter]) -> Iterator[list[Letter]]:
    """Characters that follow one another on a line, with a space where there is a gap.

    The rules are those of pdfminer.six (`LTLayoutContainer.group_objects`, `LTTextLineHorizontal`).
    """
    line: list[Letter] = []
    for letter in letters:
        if line and not is_next_letter(line[-1], letter):
            yield line
            line = []
        if line and letter.box[0] - line[-1].box[2] > WORD_GAP * max(
            letter_width(letter), letter.size
        ):
            line.append(replace(line[-1], text=" ", size=0))
        line.append(letter)
    if line:
        yield line


def is_next_letter(last: Letter, letter: Letter) -> bool:
    """Whether a letter is on the line of the one before it, and near it."""
    level = min(last.box[3], letter.box[3]) - max(last.box[1], letter.box[1])
    apart = max(letter.box[0] - last.box[2], last.box[0] - letter.box[2])
    near = apart < LINE_GAP * max(letter_width(last), letter_width(letter))
    return near and level > LEVEL * min(letter_height(last), letter_height(letter))


def letter_width(letter: Letter) -> float:
    return letter.box[2] - letter.box[0]


def letter_height(letter: Letter) -> float:
    return letter.box[3] - letter.box[1]


def visible_letters(
    line: Sequence[Letter], page: Box, grounds: Sequence[Shape]
) -> tuple[list[Letter], str]:
    """The characters of a line that people see, and the text of those that they do not."""
    seen: list[Letter] = []
    lost = ""
    for letter in line:
        if ICONS.search(letter.style.font) and not MARK.match(letter.text):
            continue
        if not letter.size:
            lost += " "
            if seen:
                seen.append(letter)
        elif letter.size < TINY or is_unseen(letter, page) or is_lost_on_paper(letter, grounds):
            lost += letter.text
        else:
            seen.append(letter)
    return seen, lost


def is_unseen(letter: Letter, page: Box) -> bool:
    """Whether a letter is drawn invisibly or faintly, off the page, where all is clipped away, on a
    layer that is off, or leaves no mark for another reason."""
    left, bottom, right, top = letter.box
    around = (left - NEAR, bottom - NEAR, right + NEAR, top + NEAR)
    inner = intersect_boxes(around, letter.style.clip)
    inner = intersect_boxes(inner, page)
    outside = inner[0] >= inner[2] or inner[1] >= inner[3]
    invisible = letter.style.mode in INVISIBLE_MODES or letter.style.colour[3] < FAINT
    return outside or invisible or letter.style.hidden_layer or not letter.is_marked


def is_white(colour: tuple[int, int, int, int]) -> bool:
    """Whether a colour cannot be told from paper."""
    return min(colour[:3]) > 242


def is_lost_on_paper(letter: Letter, grounds: Sequence[Shape]) -> bool:
    """Whether a letter is white and there is nothing dark behind its middle."""
    across = (letter.box[0] + letter.box[2]) / 2
    up = letter.base + MIDDLE * letter.size
    return is_white(letter.style.colour) and not any(
        shape.box[0] <= across <= shape.box[2] and shape.box[1] <= up <= shape.box[3]
        for shape in grounds
    )

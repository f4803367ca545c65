"""Pages of a PDF made ready to be read: without page furniture, dates whole, the name first."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tailor.read.pdf_layout import Page
from tailor.read.pdf_pieces import Piece, Run
from tailor.read.understand.furniture import NUMBER
from tailor.read.understand.periods import NOW, periods
from tailor.read.understand.vocabulary import section_kind

EDGE = 3
"""Lines at the top and at the bottom of a page among which its furniture is looked for."""
FOOT = 2.2
"""Distance from the line above, in type sizes, of a line at the foot of a page."""
LARGE = 1.25
"""How much larger than all else, above a section, the name of a person is set."""

OPEN = re.compile(r"[-–—](?:\s*[^\W\d]{3,}\.?)?$")
ENDS = re.compile(
    rf"(?:[-–—]\s*)?(?:{NOW}|(?:[^\W\d]*\.?\s*|\d{{1,2}}[/.])\d{{4}})|[-–—]\s*[^\W\d]{{3,}}", re.I
)


@dataclass(frozen=True, slots=True)
class Line:
    """The pieces on one baseline of a column."""

    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        return " ".join(piece.text for piece in self.pieces)

    @property
    def size(self) -> float:
        return max(piece.size for piece in self.pieces)

    @property
    def base(self) -> float:
        return self.pieces[0].base

    @property
    def look(self) -> tuple[int, bool, bool]:
        """Size, weight and case: what tells headings apart."""
        bold = all(piece.bold for piece in self.pieces)
        return round(self.size), bold, self.text.isupper()


def lines(pieces: Sequence[Piece]) -> list[Line]:
    """Pieces on one baseline together, from top to bottom."""
    return list(each_line(pieces))


def each_line(pieces: Sequence[Piece]) -> Iterator[Line]:
    """As `lines`, one by one: whoever needs the uppermost ones only does not pay for all."""
    row: list[Piece] = []
    for one in sorted(pieces, key=lambda piece: (-piece.base, piece.left)):
        if row and not beside(row, one):
            yield Line(tuple(sorted(row, key=lambda piece: piece.left)))
            row = []
        row.append(one)
    if row:
        yield Line(tuple(sorted(row, key=lambda piece: piece.left)))


def beside(row: list[Piece], one: Piece) -> bool:
    """Whether a piece stands on the line of others: nearly as low, and not above or below one."""
    small, large = sorted((row[0].size, one.size))
    near = abs(row[0].base - one.base) < 0.45 * small + 0.2 * (large - small)
    return near and not any(one.left < p.right - 2 and p.left < one.right - 2 for p in row)


def cleared(found: Sequence[Page]) -> tuple[list[list[Piece]], list[str]]:
    """The pieces of each page without page numbers and running heads, and the texts of these.

    A line at the edge of a page that stands in the same place on an earlier page is left out.
    """
    rows = [lines(page.pieces) for page in found]
    known: set[tuple[int, str]] = set()
    kept: list[list[Piece]] = []
    furniture: list[str] = []
    for row in rows:
        outer = edges(row)
        away = [one for one in outer if is_number(one) or bare(one) in known]
        known |= {bare(one) for one in outer}
        furniture += [one.text for one in away]
        gone = {id(piece) for one in away for piece in one.pieces}
        kept.append([one for line in row for one in line.pieces if id(one) not in gone])
    return kept, furniture


def edges(row: Sequence[Line]) -> list[Line]:
    return [*row[:EDGE], *row[max(EDGE, len(row) - EDGE) :]]


def bare(line: Line) -> tuple[int, str]:
    """Where a line stands, and its words without figures."""
    return round(line.base), re.sub(r"[\W\d_]+", " ", line.text).strip().casefold()


def is_number(line: Line) -> bool:
    return len(line.text) < 20 and bool(NUMBER.fullmatch(line.text))


def whole_dates(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with dates in one that a narrow column broke: "Mar 2020 –" over "Present"."""
    kept = sorted(pieces, key=lambda piece: -piece.base)
    at = 0
    while at < len(kept):
        one, last = kept[at], kept[at]
        while below := goes_below(one, last, kept):
            kept.remove(below)
            runs = (*one.runs, Run(" ", False, False, ""), *below.runs)
            one, last = replace(one, runs=runs), below
        kept[at] = one
        at += 1
    return kept


def goes_below(one: Piece, last: Piece, pieces: Sequence[Piece]) -> Piece | None:
    """The piece directly below the last line of a date that goes on with it."""
    if not periods(one.text):
        return None
    below = [other for other in pieces if is_below(last, other) and ENDS.fullmatch(other.text)]
    follows = len(below) == 1 and (OPEN.search(one.text) or below[0].text[:1] in "-–—")
    return below[0] if follows else None


def is_below(one: Piece, other: Piece) -> bool:
    """Whether a piece stands directly below another one, in the same column."""
    near = 0.5 * one.size < one.base - other.base < 1.7 * one.size
    return near and (abs(one.left - other.left) < 3 or abs(one.right - other.right) < 9)


def is_margin(left: Sequence[Line]) -> bool:
    """Whether a column is but the dates and labels of what stands in the next one."""
    dated = sum(bool(periods(line.text)) or bool(ENDS.fullmatch(line.text)) for line in left)
    return dated * 3 >= len(left)


def title_margin(left: Sequence[Piece], right: Sequence[Piece]) -> list[list[Line]]:
    """The lines of each section below its title, if the titles stand in a column of their own.

    First come the lines of that column above the titles.
    """
    titles: list[Piece] = []
    last: Piece | None = None
    for line in lines(left):
        one = line.pieces[0]
        if last is not None and is_below(last, one):
            runs = (*titles[-1].runs, Run(" ", False, False, ""), *one.runs)
            titles[-1] = replace(titles[-1], runs=runs)
        else:
            titles.append(one)
        last = one
    known = [at for at, one in enumerate(titles) if section_kind(one.text)]
    if len(known) < 2 or known != list(range(known[0], len(titles))):
        return []
    head, titles = titles[: known[0]], titles[known[0] :]
    tops = [one.base + one.size for one in titles]
    edges = [10_000.0, *tops[1:], -10_000.0]
    return [
        [Line((one,)) for one in head],
        *(
            [Line((one,)), *lines([p for p in right if edges[at + 1] < p.base <= edges[at]])]
            for at, one in enumerate(titles)
        ),
    ]


def name_first(rows: list[Line]) -> list[Line]:
    """The lines with the largest one of the head first, and behind it a foot with addresses."""
    if not rows:
        return rows
    largest = max(rows, key=lambda line: line.size)
    others = [line.size for line in rows if line is not largest]
    if not others or largest.size < LARGE * sorted(others)[len(others) // 2]:
        return rows
    at = rows.index(largest)
    foot = max(foot_of(rows), at + 1)
    return [largest, *rows[:at], *rows[foot:], *rows[at + 1 : foot]]


def foot_of(rows: Sequence[Line]) -> int:
    """Where the lines at the foot of a page begin, if they have an e-mail address in them."""
    for at in range(max(len(rows) - EDGE, 1), len(rows)):
        far = rows[at - 1].base - rows[at].base > FOOT * rows[at].size
        if far and any("@" in line.text for line in rows[at:]):
            return at
    return len(rows)

"""The columns of a page of a PDF: a page is cut where a gutter runs through it."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from tailor.read.pdf_pages import LARGE, Line, each_line, is_margin, lines, title_margin
from tailor.read.pdf_pieces import Piece
from tailor.read.understand.vocabulary import section_kind

GUTTER = 9.0
"""Width in pt of the least gap between two columns."""
FEWEST = 5
"""Lines that a column has at least."""
MOST_PIECES = 1500
"""Pieces of a page among which columns are looked for: of more, each letter is one."""


def columns(pieces: list[Piece]) -> Iterator[list[Line]]:
    """The lines of a page, column by column: a page is cut where a gutter runs through it."""
    cut = gutter(pieces) if len(pieces) <= MOST_PIECES else None
    if cut is None:
        yield lines(pieces)
        return
    left, right, top, bottom = cut
    above = [one for one in pieces if one.base >= top]
    below = [one for one in pieces if one.base < bottom]
    if sections := title_margin(left, right):
        yield from (lines(above), *sections, lines(below))
        return
    sides = (right, left) if largest(right) > LARGE * largest(left + above) else (left, right)
    for part in (above, *sides, below):
        if part:
            yield from columns(part) if part is not pieces else [lines(part)]


def largest(pieces: list[Piece]) -> float:
    return max((piece.size for piece in pieces), default=0.0)


Cut = tuple[list[Piece], list[Piece], float, float]


def gutter(pieces: list[Piece]) -> Cut | None:
    """What stands left and right of a gutter, and the heights between which it runs."""
    best: Cut | None = None
    for x in sorted({round(one.left) for one in pieces}):
        crossing = [one for one in pieces if one.left < x - GUTTER and one.right > x - GUTTER / 2]
        free = [one.base for one in crossing]
        for top, bottom in stretches(free, pieces):
            inner = [one for one in pieces if bottom <= one.base < top]
            left = [one for one in inner if one.right <= x - GUTTER / 2]
            right = [one for one in inner if one.left >= x - 1]
            left, right, top = below_rows(*headed(left, right, top))
            inner = [one for one in inner if one.base < top]
            whole = len(left) + len(right) == len(inner)
            if (
                whole
                and is_column(left, right)
                and (best is None or len(inner) > sum(map(len, best[:2])))
            ):
                best = (left, right, top, bottom)
    return best


def headed(
    left: list[Piece], right: list[Piece], top: float
) -> tuple[list[Piece], list[Piece], float]:
    """The columns without a head that stands above one of them only, such as a centred name."""
    if not left or not right:
        return left, right, top
    start = min(max(one.base for one in left), max(one.base for one in right)) + 0.01
    for side in (left, right):
        edge = Counter(round(one.left) for one in side).most_common(1)[0][0]
        if any(one.base >= start and abs(one.left - edge) < 3 for one in side):
            return left, right, top
    return (
        [one for one in left if one.base < start],
        [one for one in right if one.base < start],
        min(top, start),
    )


def below_rows(
    left: list[Piece], right: list[Piece], top: float
) -> tuple[list[Piece], list[Piece], float]:
    """The columns without rows above them that stand on both sides, such as contact data."""
    while left and right:
        lower, higher = sorted((left, right), key=lambda side: next(each_line(side)).base)
        first = next(each_line(lower))
        above = list(down_to(first.base - 0.45 * first.size, higher))
        level = above and abs(above[-1].base - first.base) < 0.45 * first.size
        if not level or any(section_kind(line.text) for line in (first, *above)):
            break
        top = min(first.base, above[-1].base)
        left = [one for one in left if one.base < top]
        right = [one for one in right if one.base < top]
    return left, right, top


def down_to(base: float, pieces: list[Piece]) -> Iterator[Line]:
    """The lines of a column that are not below a height."""
    for line in each_line(pieces):
        if all(piece.base < base for piece in line.pieces):
            return
        if line.base >= base:
            yield line


def stretches(crossed: list[float], pieces: list[Piece]) -> Iterator[tuple[float, float]]:
    """The heights between lines that cross a gutter."""
    edges = [10_000.0, *sorted(crossed, reverse=True), -10_000.0]
    for top, bottom in pairwise(edges):
        if sum(bottom < one.base < top for one in pieces) >= 2 * FEWEST:
            yield top, bottom + 0.01


def is_column(left: list[Piece], right: list[Piece]) -> bool:
    """Whether two sides are columns of their own, not the two ends of the same lines."""
    sides = sorted((lines(left), lines(right)), key=len)
    if len(sides[0]) < FEWEST or is_margin(lines(left)):
        return False
    if all(any(section_kind(line.text) for line in side) for side in sides):
        return True
    bases = [line.pieces[0].base for line in sides[1]]
    level = sum(any(abs(line.pieces[0].base - base) < 1 for base in bases) for line in sides[0])
    if level >= 0.9 * len(sides[0]):
        return False
    edges = Counter(round(line.pieces[0].left) for line in lines(right))
    return edges.most_common(1)[0][1] >= 0.4 * len(lines(right))

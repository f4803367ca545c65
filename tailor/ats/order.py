"""Columns, and the order in which lines are read."""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from statistics import median

from tailor.ats.layout import Page, Segment
from tailor.ats.readback import folded

BULLET = re.compile(r"^[•‣▪●○◦∙·*–—-]\s+")
FEW = 5
"""So many lines make a column."""
NEAR = 4.0
"""Pt by which left edges of one column may differ."""


def columns(page: Page) -> str:
    """ "columns" for text in two columns, "labels" for a column of dates or labels, or ""."""
    pieces = [(part, line.base) for line in page.lines for part in line.segments]
    for edge in sorted({round(part.left) for part, _ in pieces}):
        right = [(part, base) for part, base in pieces if abs(part.left - edge) <= NEAR]
        if edge < 0.2 * page.width or len(right) < FEW or flush(right):
            continue
        low, high = min(base for _, base in right), max(base for _, base in right)
        left = [
            (part, base)
            for part, base in pieces
            if part.right < edge and low - 2 <= base <= high + 2 and part.text.strip("•")
        ]
        if len(left) >= FEW:
            return "labels" if labels(left, right, page.width) else "columns"
    return ""


def flush(pieces: list[tuple[Segment, float]]) -> bool:
    """Whether the pieces share their right edge, as right-aligned dates do."""
    edge = median(part.right for part, _ in pieces)
    return sum(abs(part.right - edge) <= NEAR for part, _ in pieces) > 0.8 * len(pieces)


def labels(
    left: list[tuple[Segment, float]], right: list[tuple[Segment, float]], width: float
) -> bool:
    """Whether the left pieces are short and stand on baselines of right ones."""
    bases = [base for _, base in right]
    beside = sum(any(abs(base - one) < 2 for one in bases) for _, base in left)
    short = median(part.right - part.left for part, _ in left) < 0.2 * width
    return short and beside > 0.8 * len(left)


def in_sight(pages: tuple[Page, ...]) -> list[str]:
    """Left-hand texts of over 12 characters from top to bottom, those that occur once."""
    texts = [
        line.segments[0].text
        for page in pages
        for line in sorted(page.lines, key=lambda line: (-round(line.base), line.left))
    ]
    return [text for text in texts if len(text) > 12 and texts.count(text) == 1]


def jumps(pages: tuple[Page, ...], text: str) -> tuple[tuple[str, str], ...]:
    """Pairs of lines that follow each other on paper but are read the other way round."""
    read = " ".join(folded(text).split())
    texts = [" ".join(one.split()) for one in in_sight(pages)]
    placed = [(read.find(one), one) for one in texts if read.count(one) == 1]
    return tuple((one, other) for (a, one), (b, other) in pairwise(placed) if b < a)


def wrapped(page: Page) -> Iterator[tuple[str, str]]:
    """The two parts of texts that go over the end of a line."""
    edge = max((line.segments[0].right for line in page.lines), default=0)
    for one, other in pairwise(page.lines):
        close = 0 < one.base - other.base < 1.6 * one.size
        plain = one.segments[-1].runs[-1].style.font == other.first.style.font
        whole = len(one.segments) == 1 and one.segments[0].right > 0.85 * edge
        if (
            close
            and plain
            and whole
            and not BULLET.match(other.text)
            and not other.first.style.bold
        ):
            yield one.segments[0].text, other.segments[0].text


def tears(pages: tuple[Page, ...], readings: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Texts that a reader interrupts by others, as (reader, text)."""
    for name, text in readings.items():
        read = " ".join(folded(text).split())
        for page in pages:
            for one, other in wrapped(page):
                if one in read and other in read and f"{one} {other}" not in read:
                    yield name, one

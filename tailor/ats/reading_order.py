"""Columns, and the order in which lines are read."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from statistics import median

from tailor.ats.expected_text import fold_space
from tailor.ats.layout import Line, Page, Segment

BULLET = re.compile("^[•‣▪●○◦∙·■□◆▸►➢➤✓*–—\uf000-\uf0ff-]\\s+")
"""Also those of symbol fonts, which are private-use characters."""
ROW = 2.0
"""Pt by which baselines of one row may differ."""
Piece = tuple[Segment, Line]
FEW = 5
"""How many lines make a column."""
NEAR = 4.0
"""Pt by which left edges of one column may differ."""


def find_columns(page: Page) -> str:
    """ "columns" for text in two columns, "labels" for a column of dates or labels, or ""."""
    pieces = [(part, line) for line in page.lines for part in line.segments]
    for edge in sorted({round(part.left) for part, _ in pieces}):
        right = [(part, line) for part, line in pieces if abs(part.left - edge) <= NEAR]
        if edge < page.box[0] + 0.2 * page.width or len(right) < FEW or is_flush_right(right):
            continue
        low, high = min(line.base for _, line in right), max(line.base for _, line in right)
        left = [
            (part, line)
            for part, line in pieces
            if part.right < edge and low - 2 <= line.base <= high + 2 and part.text.strip("•")
        ]
        if len(left) >= FEW:
            return "labels" if are_labels(left, right) else "columns"
    return ""


def is_flush_right(pieces: list[Piece]) -> bool:
    """Whether the pieces share their right edge, as right-aligned dates do."""
    edge = median(part.right for part, _ in pieces)
    return sum(abs(part.right - edge) <= NEAR for part, _ in pieces) > 0.8 * len(pieces)


def are_labels(left: list[Piece], right: list[Piece]) -> bool:
    """Whether most left pieces are drawn in one line with a right one, as rows of a table are."""
    rows = {id(line) for _, line in right}
    return sum(id(line) in rows for _, line in left) > 0.5 * len(left)


def page_rows(page: Page) -> tuple[Line, ...]:
    """The lines of a page, those that are side by side as one; columns are left as drawn."""
    if find_columns(page) == "columns":
        return page.lines
    return tuple(merge_lines([page.lines[number] for number in row]) for row in side_by_side(page))


def side_by_side(page: Page) -> list[list[int]]:
    """Numbers of the lines that are on one baseline, from left to right; the rows in the
    drawing order of their first words."""
    rows: list[list[int]] = []
    row_at: dict[int, list[int]] = {}
    for number, line in enumerate(page.lines):
        slot = int(line.base // ROW)
        near = next((row_at[n] for n in (slot, slot - 1, slot + 1) if n in row_at), None)
        if near is not None and all(is_beside(page.lines[index], line) for index in near):
            near.append(number)
        else:
            row_at[slot] = [number]
            rows.append(row_at[slot])
    ordered = [sorted(row, key=lambda number: page.lines[number].left) for row in rows]
    return sorted(
        ordered, key=lambda row: next((index for index in row if has_words(page, index)), row[0])
    )


def has_words(page: Page, number: int) -> bool:
    """Whether a line is more than a bullet."""
    return len(page.lines[number].text) > 2


def merge_lines(lines: list[Line]) -> Line:
    return replace(lines[0], segments=tuple(part for line in lines for part in line.segments))


def detached_texts(page: Page) -> list[str]:
    """Texts that are drawn apart from what is left of them on their line."""
    pairs = (pair for row in side_by_side(page) for pair in pairwise(row))
    apart = ((first, second) for first, second in pairs if second - first not in (-1, 1))
    return [page.lines[second].text for first, second in apart if has_words(page, first)]


def is_beside(first: Line, second: Line) -> bool:
    apart = first.right <= second.left + 1 or second.right <= first.left + 1
    return apart and abs(first.base - second.base) < ROW


def visible_order(pages: tuple[Page, ...]) -> list[str]:
    """Left-hand texts of over 12 characters from top to bottom, those that occur once."""
    texts = [
        line.segments[0].text
        for page in pages
        for line in sorted(page_rows(page), key=lambda line: (-round(line.base), line.left))
    ]
    often = Counter(texts)
    return [text for text in texts if len(text) > 12 and often[text] == 1]


def reading_jumps(pages: tuple[Page, ...], text: str) -> tuple[tuple[str, str], ...]:
    """Pairs of lines that follow each other on paper but are read the other way round."""
    read = " ".join(fold_space(text).split())
    texts = [" ".join(line.split()) for line in visible_order(pages)]
    placed = [(read.find(line), line) for line in texts if read.count(line) == 1]
    return tuple((first, second) for (a, first), (b, second) in pairwise(placed) if b < a)


def wrapped_texts(page: Page) -> Iterator[tuple[str, str]]:
    """The two parts of texts that go over the end of a line."""
    lines = page_rows(page)
    edge = max((line.segments[0].right for line in lines), default=0)
    for upper, lower in pairwise(lines):
        close = 0 < upper.base - lower.base < 1.6 * upper.size
        plain = upper.segments[-1].runs[-1].style.font == lower.first.style.font
        whole = len(upper.segments) == 1 and upper.segments[0].right > 0.85 * edge
        if (
            close
            and plain
            and whole
            and not BULLET.match(lower.text)
            and not lower.first.style.bold
        ):
            yield upper.segments[0].text, lower.segments[0].text


def interrupted_lines(
    pages: tuple[Page, ...], readings: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Texts that a reader interrupts by others, as (reader, text)."""
    for name, text in readings.items():
        read = " ".join(fold_space(text).split())
        for page in pages:
            for upper, lower in wrapped_texts(page):
                if upper in read and lower in read and f"{upper} {lower}" not in read:
                    yield name, upper

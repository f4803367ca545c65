"""Pieces of the lines of a PDF, made from its letters."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tailor.pdf import DESCENT, Letter, Link, Shape

DOT = (1.2, 7.0)
"""Least and greatest width in pt of a bullet that is drawn, not written."""
NEAR = 16.0
"""Most pt between such a bullet and its text."""
COMMON = 3
"""Lines that begin at the edge of a column at least."""
SPACE = 0.4
"""Gap in type sizes that no space between words has."""
NAMELESS = re.compile(r"^[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]+\s*")
"""A glyph without a name at the beginning of a line: the mark of a bullet."""


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of one style: `url` is the address that they are linked to."""

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
    found: list[list[Letter]] = []
    for row in rows:
        found.append([])
        last: Letter | None = None
        for one in row:
            if is_inked(one):
                wide = last is not None and one.box[0] - last.box[2] > SPACE * one.size
                if wide and {round(one.box[0]) + step for step in (-1, 0, 1)} & columns:
                    found.append([])
                last = one
            found[-1].append(one)
    return found


def piece(seen: Sequence[Letter], links: Sequence[Link]) -> Piece:
    """The letters of a line as runs of one style."""
    runs: list[Run] = []
    before: Letter | None = None
    for one in seen:
        last = runs[-1] if runs else Run("", False, False, "")
        if is_inked(one):
            if before is not None and is_next_word(before, one) and not last.text.endswith(" "):
                runs[-1] = last = replace(last, text=f"{last.text} ")
            before = one
            styled = Run(one.text, one.style.bold, one.style.italic, address(one, links))
        else:
            styled = Run(" ", last.bold, last.italic, last.url)
        if runs and (last.bold, last.italic, last.url) == (styled.bold, styled.italic, styled.url):
            runs[-1] = Run(last.text + styled.text, last.bold, last.italic, last.url)
        else:
            runs.append(styled)
    drawn = list(filter(is_inked, seen))
    size = max(one.size for one in drawn)
    left = drawn[0].box[0]
    inner = left if drawn[0].text.isalnum() else drawn[min(1, len(drawn) - 1)].box[0]
    first, *others = runs
    runs = [replace(first, text=NAMELESS.sub("• ", first.text)), *others]
    base = min(one.base - DESCENT * one.size for one in drawn)
    return Piece(left, inner, drawn[-1].box[2], base, size, tuple(runs))


def is_next_word(one: Letter, other: Letter) -> bool:
    """Whether two letters of different fonts stand apart by a space of the smaller type."""
    gap = other.box[0] - one.box[2]
    return one.style.font != other.style.font and gap > 0.05 * other.size


def is_dot(shape: Shape) -> bool:
    """Whether something drawn is a bullet: small, filled, and as wide as it is high."""
    left, bottom, right, top = shape.box
    is_round = abs((right - left) - (top - bottom)) < 0.8
    return shape.kind != "image" and is_round and DOT[0] <= right - left <= DOT[1]


def with_dot(one: Piece, dots: Sequence[Shape]) -> Piece:
    """A piece with the bullet that is drawn directly before it."""
    for _, bottom, right, top in (dot.box for dot in dots):
        level = one.base <= (bottom + top) / 2 <= one.base + one.size
        if level and 0 < one.left - right < NEAR:
            first, *others = one.runs
            return replace(one, runs=(replace(first, text=f"• {first.text}"), *others))
    return one


def address(letter: Letter, links: Sequence[Link]) -> str:
    """The address that the middle of a letter is linked to, or ""."""
    x, y = (letter.box[0] + letter.box[2]) / 2, (letter.box[1] + letter.box[3]) / 2
    for link in links:
        left, bottom, right, top = link.box
        if left <= x <= right and bottom <= y <= top:
            return link.url
    return ""

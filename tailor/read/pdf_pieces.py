"""Pieces of the lines of a PDF, made of its letters."""

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

BOLD = ("bold", "black", "heavy", "semibold", "demi", "-bd", "cmbx")
ITALIC = ("italic", "oblique", "cmti", "-it")
DOT = (1.2, 7.0)
"""Least and greatest width in pt of a bullet that is drawn, not written."""
NEAR = 16.0
"""Most pt between such a bullet and its text."""
COMMON = 3
"""Lines that begin at the edge of a column at least."""
SPACE = 0.4
"""Gap in type sizes that no space between words has."""
NAMELESS = re.compile(r"^\(cid:\d+\)\s*")
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


def inked(letter: Any) -> bool:
    return bool(getattr(letter, "size", None)) and not letter.get_text().isspace()


def cut_at_columns(rows: list[list[Any]]) -> list[list[Any]]:
    """The lines, cut where one of their letters begins a column.

    That is where a gap ends and at least COMMON other lines begin.
    """
    starts = Counter(round(next(filter(inked, row)).x0) for row in rows)
    columns = {x for x, count in starts.items() if count >= COMMON}
    found: list[list[Any]] = []
    for row in rows:
        found.append([])
        last: Any = None
        for one in row:
            if inked(one):
                wide = last is not None and one.x0 - last.x1 > SPACE * one.size
                if wide and {round(one.x0) + step for step in (-1, 0, 1)} & columns:
                    found.append([])
                last = one
            found[-1].append(one)
    return found


def piece(seen: list[Any], linked: list[Any]) -> Piece:
    """The letters of a line as runs of one style."""
    runs: list[Run] = []
    before: Any = None
    for one in seen:
        text = one.get_text()
        last = runs[-1] if runs else Run("", False, False, "")
        if inked(one):
            if before is not None and glued(before, one) and not last.text.endswith(" "):
                runs[-1] = last = replace(last, text=f"{last.text} ")
            before = one
        if getattr(one, "size", None) is None or text.isspace():
            styled = Run(" ", last.bold, last.italic, last.url)
        else:
            name = one.fontname.casefold()
            bold = any(mark in name for mark in BOLD)
            italic = any(mark in name for mark in ITALIC)
            styled = Run(text, bold, italic, address(one, linked))
        if runs and (last.bold, last.italic, last.url) == (styled.bold, styled.italic, styled.url):
            runs[-1] = Run(last.text + styled.text, last.bold, last.italic, last.url)
        else:
            runs.append(styled)
    drawn = list(filter(inked, seen))
    size = max(one.size for one in drawn)
    inner = drawn[min(1, len(drawn) - 1)].x0 if not drawn[0].get_text().isalnum() else drawn[0].x0
    first, *others = runs
    runs = [replace(first, text=NAMELESS.sub("• ", first.text)), *others]
    base = min(one.y0 for one in drawn)
    return Piece(drawn[0].x0, inner, drawn[-1].x1, base, size, tuple(runs))


def glued(one: Any, other: Any) -> bool:
    """Whether two letters of different fonts stand apart by a space of the smaller type."""
    gap = float(other.x0 - one.x1)
    return one.fontname != other.fontname and gap > 0.05 * float(other.size)


def is_dot(curve: Any) -> bool:
    """Whether something drawn is a bullet: small, filled, and as wide as it is high."""
    round_ = abs(curve.width - curve.height) < 0.8
    return bool(curve.fill) and round_ and DOT[0] <= curve.width <= DOT[1]


def with_dot(one: Piece, dots: list[Any]) -> Piece:
    """A piece with the bullet that is drawn directly before it."""
    for dot in dots:
        level = one.base <= (dot.y0 + dot.y1) / 2 <= one.base + one.size
        if level and 0 < one.left - dot.x1 < NEAR:
            first, *others = one.runs
            return replace(one, runs=(replace(first, text=f"• {first.text}"), *others))
    return one


def address(letter: Any, linked: list[Any]) -> str:
    x, y = (letter.x0 + letter.x1) / 2, (letter.y0 + letter.y1) / 2
    for (left, bottom, right, top), url in linked:
        if left <= x <= right and bottom <= y <= top:
            return str(url)
    return ""

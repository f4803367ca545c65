"""A résumé as it stands on paper: a flat sequence of parts, top to bottom.

`fit` weighs the parts, `render` prints them and `typeset` measures them, so all three agree
on what a page is made of. Each part is typeset as one rigid box: heights simply add up.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tailor.model import Bullet, Entry, Group, Resume, Section
from tailor.words import title

SHAPES = {
    "skills": "inline",
    "interests": "inline",
    "languages": "names",
    "awards": "lines",
    "certificates": "lines",
    "publications": "lines",
    "references": "lines",
}
"""How the entries of a section stand on the page, by kind; anything else is "entries".

entries: a heading, then its bullets.      lines: one line or paragraph an entry.
inline: "Category: a, b, c", one an entry.  names: all entries in one running line.
"""


@dataclass(frozen=True, slots=True)
class Part:
    """One rigid block of the page: `kind` names the template macro that prints `value`."""

    kind: str
    value: Resume | Section | Entry | Group | Bullet


@dataclass(frozen=True, slots=True)
class Measured:
    """Heights in sp (65,536 sp = 1 TeX pt) of parts, and of the text area of one page."""

    page: int
    heights: tuple[int, ...]


Measure = Callable[[Sequence[Part]], Measured]


def shape(section: Section) -> str:
    """entries, lines, inline or names. A custom section without any bullets is set as lines."""
    if section.kind == "custom" and not any(entry.bullets for entry in section.entries):
        return "lines"
    return SHAPES.get(section.kind, "entries")


def walk(resume: Resume) -> Iterator[Part]:
    """Every part of the résumé in page order."""
    yield Part("header", resume)
    if resume.summary:
        heading = title("summary", resume.language)
        yield Part("section", Section("basics/summary", heading, "summary"))
        yield Part("paragraph", resume.summary)
    for section in resume.sections:
        yield from section_parts(section)


def section_parts(section: Section) -> Iterator[Part]:
    yield Part("section", section)
    form = shape(section)
    if form == "names":
        yield Part("names", section)
    elif form == "entries":
        for entry in section.entries:
            yield from entry_parts(entry)
    else:
        for entry in section.entries:
            yield Part("line" if form == "lines" else "inline", entry)


def entry_parts(entry: Entry) -> Iterator[Part]:
    yield Part("entry", entry)
    if entry.summary:
        yield Part("paragraph", entry.summary)
    for group in entry.groups:
        if group.title or group.keywords:
            yield Part("group", group)
        for bullet in group.bullets:
            yield Part("bullet", bullet)

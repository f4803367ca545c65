"""A résumé as a list of lines that can be scored against a posting."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from tailor.model import Bullet, Date, Entry, Resume, Section
from tailor.parts import shape


@dataclass(frozen=True, slots=True)
class Line:
    """One wording of one statement.

    `role` is bullet, paragraph, skill, heading, group or line; `entry` the key of the entry it
    stands in ("" for the summary of the whole résumé); `end` is when that entry ended (None:
    to this day, or undated, told apart by `dated`).
    """

    key: str
    variant: int
    text: str
    role: str
    entry: str = ""
    section: str = ""
    end: Date | None = None
    dated: bool = False


LISTS = ("skills", "interests")
"""Sections whose lines are single names."""


def statements(resume: Resume) -> Iterator[Line]:
    """Every line that says something of its own: no headings, no single skills."""
    for line in lines(resume):
        if line.role != "heading" and line.section not in LISTS:
            yield line


def lines(resume: Resume) -> Iterator[Line]:
    """Every scorable line, in the order of the master; headings come before what they head."""
    if resume.summary:
        yield from wordings(resume.summary, "paragraph")
    for section in resume.sections:
        form = shape(section)
        for entry in section.entries:
            yield from entry_lines(section, entry, form)


def entry_lines(section: Section, entry: Entry, form: str) -> Iterator[Line]:
    def line(key: str, text: str, role: str, variant: int = 0) -> Line:
        dated = entry.start is not None or entry.end is not None
        return Line(key, variant, text, role, entry.key, section.kind, entry.end, dated)

    if form in ("lines", "names"):
        summary = entry.summary.text if entry.summary else ""
        yield line(entry.key, joined(entry.title, entry.organisation, entry.note, summary), "line")
        return
    yield line(entry.key, joined(entry.title, entry.organisation), "heading")
    for bullet in (entry.summary,) if entry.summary else ():
        for variant, text in enumerate(bullet.texts):
            yield line(bullet.key, text, "paragraph", variant)
    for group in entry.groups:
        if group.title or group.keywords:
            yield line(group.key, joined(group.title, ", ".join(group.keywords)), "group")
        for bullet in group.bullets:
            for variant, text in enumerate(bullet.texts):
                yield line(bullet.key, text, "skill" if form == "inline" else "bullet", variant)


def wordings(bullet: Bullet, role: str) -> Iterator[Line]:
    for variant, text in enumerate(bullet.texts):
        yield Line(bullet.key, variant, text, role)


def joined(*texts: str) -> str:
    return ". ".join(text for text in texts if text)


def meant(key: str, keys: Collection[str]) -> str:
    """What a key that none of `keys` is was probably meant to be; "" if nothing is like it."""
    stem, _, last = key.rpartition("/")
    beside = [one.rpartition("/") for one in keys]
    numbers = [int(end) for start, _, end in beside if start == stem and end.isdigit()]
    if last.isdigit() and numbers:
        return f"the last one there is {stem}/{max(numbers)}"
    near = get_close_matches(key, keys, 1)
    return f"did you mean {near[0]}?" if near else ""

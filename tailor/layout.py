"""The lines of a résumé that can be scored, and the parts of a page that can be printed."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from tailor.i18n import section_title
from tailor.models import Bullet, Date, Employer, Entry, Group, Resume, Section

SHAPES = {
    "skills": "inline",
    "interests": "inline",
    "languages": "names",
    "awards": "lines",
    "certificates": "lines",
    "publications": "lines",
    "references": "lines",
}
"""How the entries of a section are on the page, by kind; anything else is "entries".

entries: a heading, then its bullets.      lines: one line or paragraph an entry.
inline: "Category: a, b, c", one an entry.  names: all entries in one running line.
"""


ENTRY_HEADINGS = ("entry", "employer", "role")
"""Kinds of parts that head an entry: all of it, or an employer and one position with it."""
LETTER = "letter"
"""The kind of the one section of a page that is a letter; it has no heading."""


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


def section_shape(section: Section) -> str:
    """entries, lines, inline or names. A custom section without any bullets is set as lines."""
    if section.kind == "custom" and not any(entry.bullets for entry in section.entries):
        return "lines"
    return SHAPES.get(section.kind, "entries")


def page_parts(resume: Resume) -> Iterator[Part]:
    """Every part of the résumé in page order."""
    yield Part("header", resume)
    if resume.summary:
        heading = section_title("summary", resume.language)
        yield Part("section", Section("basics/summary", heading, "summary"))
        yield Part("paragraph", resume.summary)
    for section in resume.sections:
        yield from section_parts(section)


def section_parts(section: Section) -> Iterator[Part]:
    if section.kind == LETTER:
        bullets = (bullet for entry in section.entries for bullet in entry.bullets)
        yield from (Part("letter", bullet) for bullet in bullets)
        return
    yield Part("section", section)
    form = section_shape(section)
    if form == "names":
        yield Part("names", section)
    elif form == "entries":
        for employer, entry in with_employers(section.entries):
            if employer:
                yield employer_part(employer)
            yield from entry_parts(entry)
    else:
        for entry in section.entries:
            yield Part("line" if form == "lines" else "inline", entry)


def with_employers(entries: Sequence[Entry]) -> Iterator[tuple[Employer | None, Entry]]:
    """Each entry, behind the employer of which it is the first position in a row, or None."""
    above = None
    for entry in entries:
        yield entry.employer if entry.employer != above else None, entry
        above = entry.employer


def employer_part(employer: Employer) -> Part:
    """The heading above several positions with one employer."""
    place, url = employer.place, employer.url
    return Part("employer", Entry(employer.key, "", employer.name, place, url=url))


def heading_part(entry: Entry) -> Part:
    """The heading of an entry. That of one of several positions leaves out what is in the
    heading of their employer."""
    employer = entry.employer
    if employer is None:
        return Part("entry", entry)
    place = "" if entry.place == employer.place else entry.place
    url = "" if entry.url == employer.url else entry.url
    return Part("role", replace(entry, organisation="", place=place, url=url))


def group_by_employer(entries: Sequence[Entry]) -> list[Entry]:
    """The entries in their order, but those of one employer next to each other."""
    order: dict[str, list[Entry]] = {}
    for entry in entries:
        key = entry.employer.key if entry.employer else entry.key
        order.setdefault(key, []).append(entry)
    return [entry for group in order.values() for entry in group]


def entry_parts(entry: Entry) -> Iterator[Part]:
    yield heading_part(entry)
    if entry.summary:
        yield Part("paragraph", entry.summary)
    for group in entry.groups:
        if group.title or group.keywords:
            yield Part("group", group)
        for bullet in group.bullets:
            yield Part("bullet", bullet)


@dataclass(frozen=True, slots=True)
class Line:
    """One wording of one statement.

    `role` is bullet, paragraph, skill, heading, group or line; `entry` the key of the entry it
    is in ("" for the summary of the whole résumé); `end` is when that entry ended (None:
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


SCHEME = re.compile(r"^(?:https?://|mailto:)", re.IGNORECASE)
"""How an address begins; people do not read that."""


def visible_url(url: str) -> str:
    """A URL as people read it: without scheme and closing slash."""
    return SCHEME.sub("", url).removesuffix("/")


def with_note(title: str, note: str) -> str:
    """A title with its short extra: "Master of Science, Physics (1.3)"."""
    return f"{title} ({note})" if title and note else title or note


def join_names(section: Section) -> str:
    """All entries in one line: "English (native), German (C1)"."""
    return ", ".join(with_note(entry.title, entry.note) for entry in section.entries)


def listed_words(entry: Entry) -> str:
    """The keywords of an entry that is in one line."""
    words = (word for group in entry.groups for word in (group.title, *group.keywords))
    return ", ".join(filter(None, words))


def join_sentences(texts: Sequence[str]) -> str:
    """The texts in one line, each but the last with a full stop unless it ends in a mark."""
    sentences = [text for text in texts if text]
    return " ".join([*map(end_with_stop, sentences[:-1]), *sentences[-1:]])


def end_with_stop(text: str) -> str:
    """A text, or LaTeX, with a full stop unless it ends in a mark of its own."""
    return text if text.rstrip("}").endswith((".", "!", "?", "…")) else f"{text}."


LISTS = ("skills", "interests")
"""Sections whose lines are single names."""


def statement_lines(resume: Resume) -> Iterator[Line]:
    """Every line that says something of its own: no headings, no single skills."""
    for line in scorable_lines(resume):
        if line.role != "heading" and line.section not in LISTS:
            yield line


def scorable_lines(resume: Resume) -> Iterator[Line]:
    """Every scorable line, in the order of the master; headings come before what they head."""
    if resume.summary:
        yield from wording_lines(resume.summary, "paragraph")
    for section in resume.sections:
        form = section_shape(section)
        for entry in section.entries:
            yield from entry_lines(section, entry, form)


def entry_lines(section: Section, entry: Entry, form: str) -> Iterator[Line]:
    def line(key: str, text: str, role: str, variant: int = 0) -> Line:
        dated = entry.start is not None or entry.end is not None
        return Line(key, variant, text, role, entry.key, section.kind, entry.end, dated)

    if form in ("lines", "names"):
        summary = entry.summary.text if entry.summary else ""
        yield line(
            entry.key, join_nonempty(entry.title, entry.organisation, entry.note, summary), "line"
        )
        return
    yield line(entry.key, join_nonempty(entry.title, entry.organisation), "heading")
    for bullet in (entry.summary,) if entry.summary else ():
        for variant, text in enumerate(bullet.texts):
            yield line(bullet.key, text, "paragraph", variant)
    for group in entry.groups:
        if group.title or group.keywords:
            yield line(group.key, join_nonempty(group.title, ", ".join(group.keywords)), "group")
        for bullet in group.bullets:
            for variant, text in enumerate(bullet.texts):
                yield line(bullet.key, text, "skill" if form == "inline" else "bullet", variant)


def wording_lines(bullet: Bullet, role: str) -> Iterator[Line]:
    for variant, text in enumerate(bullet.texts):
        yield Line(bullet.key, variant, text, role)


def join_nonempty(*texts: str) -> str:
    return ". ".join(text for text in texts if text)


def suggest_key(key: str, keys: Collection[str]) -> str:
    """What a key that none of `keys` is was probably meant to be; "" if nothing is like it."""
    stem, _, last = key.rpartition("/")
    beside = [other.rpartition("/") for other in keys]
    numbers = [int(end) for start, _, end in beside if start == stem and end.isdigit()]
    if last.isdigit() and numbers:
        return f"the last one there is {stem}/{max(numbers)}"
    near = get_close_matches(key, keys, 1)
    return f"did you mean {near[0]}?" if near else ""

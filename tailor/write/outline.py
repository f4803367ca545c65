"""A résumé as the lines of a document, in one order for every format, so that each reads back.

An entry is a heading, a row (organisation | place | dates), lines with a label, its summary,
bullets, and named pieces of work with bullets of their own.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tailor.model import Entry, Group, Section
from tailor.parts import shape
from tailor.write.wording import listing, span

NOTES = {"education": "Grade", "projects": "Role"}


@dataclass(frozen=True, slots=True)
class Line:
    """`kind` is title, row, link, label, summary, piece, bullet, or category; a format draws it.

    `name` is what stands in front: the title, the organisation, the label, the category; `words`
    are what follows it. `url` is that of a title, for formats that can hide it behind words; for
    the others it is in a line of kind link.
    """

    kind: str
    name: str
    words: tuple[str, ...] = ()
    url: str = ""


def content(section: Section) -> Iterator[Line]:
    """The lines of a section."""
    form = shape(section)
    for entry in section.entries:
        if form == "inline":
            words = listing([bullet.text for bullet in entry.bullets])
            yield Line("category", noted(entry), (words,) if words else ())
        elif form == "names":
            yield Line("category", entry.title, (entry.note,) if entry.note else ())
        else:
            yield from headed(entry, section.kind)


def noted(entry: Entry) -> str:
    return f"{entry.title} ({entry.note})" if entry.title and entry.note else entry.title


def headed(entry: Entry, kind: str) -> Iterator[Line]:
    """The lines of an entry with a heading of its own."""
    yield Line("title", entry.title or entry.organisation, url=entry.url)
    yield from facts(entry, kind)
    if entry.summary:
        yield Line("summary", entry.summary.text)
    for group in entry.groups:
        if is_piece(group):
            words = listing(group.keywords)
            yield Line("piece", group.title, (words,) if words else ())
        yield from (Line("bullet", bullet.text) for bullet in group.bullets)


def facts(entry: Entry, kind: str) -> Iterator[Line]:
    """The row below a heading, and the lines with a label."""
    organisation = entry.organisation if entry.title else ""
    place = entry.place if organisation else ""
    row = tuple(part for part in (place, span(entry, kind)) if part)
    if organisation or row:
        yield Line("row", organisation, row)
    if entry.url:
        yield Line("link", "Link", (entry.url,))
    labels = {
        "Location": "" if place else entry.place,
        "Authors": "; ".join(entry.authors),
        NOTES.get(kind, "About"): entry.note,
    }
    for group in entry.groups:
        if group.keywords and not is_piece(group):
            name = "Courses" if group.key.endswith("/courses") else "Keywords"
            labels[name] = listing(group.keywords)
    yield from (Line("label", name, (words,)) for name, words in labels.items() if words)


def is_piece(group: Group) -> bool:
    return "/projects/" in group.key and bool(group.title or group.keywords)

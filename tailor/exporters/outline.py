"""The outline of a master that Word, Markdown and text share."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tailor.layout import section_shape
from tailor.models import Contact, Date, Entry, Group, Profile, Section

MONTHS = "January February March April May June July August September October November December"


def format_day(date: Date) -> str:
    """ "March 2021", "2021", "2021-03-15", or as it was typed."""
    if date.text:
        return date.text
    if date.month and date.day:
        return f"{date.year:04}-{date.month:02}-{date.day:02}"
    return f"{MONTHS.split()[date.month - 1]} {date.year}" if date.month else str(date.year)


def format_span(entry: Entry, kind: str) -> str:
    """ "March 2021 – Present"; a lone date is the whole time of a job and the end of all else."""
    jobs = kind in ("work", "volunteer")
    if entry.start is None:
        only = format_day(entry.end) if entry.end else ""
        return f"until {only}" if only and jobs else only
    if entry.end is None:
        return f"{format_day(entry.start)} – Present"
    if entry.start == entry.end and jobs:
        return format_day(entry.start)
    return f"{format_day(entry.start)} – {format_day(entry.end)}"


def join_words(words: Sequence[str]) -> str:
    """With commas; with semicolons if there are commas in the words."""
    if not any("," in word for word in words):
        return ", ".join(words)
    return "; ".join(words) + (";" if len(words) == 1 else "")


def visible_url(url: str) -> str:
    """An address as people read it: without scheme and closing slash."""
    return url.removeprefix("https://").removeprefix("http://").removesuffix("/")


def format_profile(one: Profile) -> str:
    """Its address; the network stands before it if the address does not tell it."""
    label = ": ".join(text for text in (one.network, one.username) if text)
    told = one.network.casefold().replace(" ", "") in one.url.casefold()
    return (
        (visible_url(one.url) if told else f"{one.network}: {visible_url(one.url)}")
        if one.url
        else label
    )


def contact_texts(contact: Contact) -> list[str]:
    """Phone, e-mail, place and addresses."""
    found = [contact.phone, contact.email, contact.place, visible_url(contact.url)]
    return [text for text in (*found, *map(format_profile, contact.profiles)) if text]


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


def section_lines(section: Section) -> Iterator[Line]:
    """The lines of a section."""
    form = section_shape(section)
    for entry in section.entries:
        if form == "inline":
            words = join_words([bullet.text for bullet in entry.bullets])
            yield Line("category", note_text(entry), (words,) if words else ())
        elif form == "names":
            yield Line("category", entry.title, (entry.note,) if entry.note else ())
        else:
            yield from entry_lines(entry, section.kind)


def note_text(entry: Entry) -> str:
    return f"{entry.title} ({entry.note})" if entry.title and entry.note else entry.title


def entry_lines(entry: Entry, kind: str) -> Iterator[Line]:
    """The lines of an entry with a heading of its own."""
    yield Line("title", entry.title or entry.organisation, url=entry.url)
    yield from fact_lines(entry, kind)
    if entry.summary:
        yield Line("summary", entry.summary.text)
    for group in entry.groups:
        if is_piece(group):
            words = join_words(group.keywords)
            yield Line("piece", group.title, (words,) if words else ())
        yield from (Line("bullet", bullet.text) for bullet in group.bullets)


def fact_lines(entry: Entry, kind: str) -> Iterator[Line]:
    """The row below a heading, and the lines with a label."""
    organisation = entry.organisation if entry.title else ""
    place = entry.place if organisation else ""
    row = tuple(part for part in (place, format_span(entry, kind)) if part)
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
            labels[name] = join_words(group.keywords)
    yield from (Line("label", name, (words,)) for name, words in labels.items() if words)


def is_piece(group: Group) -> bool:
    return "/projects/" in group.key and bool(group.title or group.keywords)

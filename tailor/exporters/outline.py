"""The lines of a master, and of a page, that the writers of Word, Markdown and text share."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tailor.i18n import format_dates
from tailor.layout import (
    Part,
    join_names,
    join_sentences,
    listed_words,
    page_parts,
    section_shape,
    visible_url,
    with_note,
)
from tailor.models import Bullet, Contact, Date, Entry, Group, Profile, Resume, Section

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


def format_profile(profile: Profile) -> str:
    """Its address; the network comes first if the address does not name it."""
    label = ": ".join(text for text in (profile.network, profile.username) if text)
    is_named = profile.network.casefold().replace(" ", "") in profile.url.casefold()
    return (
        (visible_url(profile.url) if is_named else f"{profile.network}: {visible_url(profile.url)}")
        if profile.url
        else label
    )


def contact_texts(contact: Contact) -> list[str]:
    """Phone, e-mail, place and addresses."""
    texts = [contact.phone, contact.email, contact.place, visible_url(contact.url)]
    return [text for text in (*texts, *map(format_profile, contact.profiles)) if text]


NOTES = {"education": "Grade", "projects": "Role"}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a document; a writer draws it by its `kind`.

    Of the whole document: name, headline, contact, section, paragraph. Of a master: title, row,
    link, label, summary, piece, category, bullet. Of a page: heading, sides, group, pair, bullet,
    letter.
    `name` is what is in front: the title, the organisation, the label, the category; `words`
    are what follows it. `url` is that of a title, for formats that can hide it behind words; for
    the others it is in a line of kind link. `links` are (words, address) of contact data.
    """

    kind: str
    name: str
    words: tuple[str, ...] = ()
    url: str = ""
    links: tuple[tuple[str, str], ...] = ()


def master_lines(resume: Resume) -> Iterator[Line]:
    """The lines of a whole master."""
    yield Line("name", resume.name)
    yield from (Line("headline", text) for text in (resume.label,) if text)
    if texts := contact_texts(resume.contact):
        yield Line("contact", "", tuple(texts), links=master_links(resume.contact))
    if resume.summary:
        yield Line("section", "Summary")
        yield Line("paragraph", resume.summary.text)
    for section in resume.sections:
        yield Line("section", section.title)
        yield from section_lines(section)


def master_links(contact: Contact) -> tuple[tuple[str, str], ...]:
    """Contact data by the names of networks, each with its address."""
    links = [(text, "") for text in (contact.email, contact.phone, contact.place) if text]
    if contact.url:
        links.append((visible_url(contact.url), contact.url))
    for profile in contact.profiles:
        label = ": ".join(part for part in (profile.network, profile.username) if part)
        links.append((label or visible_url(profile.url), profile.url))
    return tuple(links)


def page_lines(page: Resume) -> Iterator[Line]:
    """The lines of a page as they are printed, in that order and in the words of its language."""
    for part in page_parts(page):
        yield from part_lines(part, page.language)


def part_lines(part: Part, language: str) -> Iterator[Line]:
    """The lines of one part of a page."""
    value = part.value
    if isinstance(value, Resume):
        yield Line("name", value.name)
        yield from (Line("headline", text) for text in (value.label,) if text)
        if links := printed_links(value.contact):
            yield Line("contact", "", tuple(words for words, _ in links), links=links)
    elif isinstance(value, Bullet):
        yield Line(part.kind, value.text)  # bullet, paragraph or letter
    elif isinstance(value, Group):
        yield Line("group", group_text(value))
    elif isinstance(value, Section):
        names = part.kind == "names"
        yield Line("paragraph", join_names(value)) if names else Line("section", value.title)
    elif part.kind == "employer":
        yield Line("heading", value.organisation, (value.place,) if value.place else (), value.url)
    elif part.kind == "role":
        dates = format_dates(value, language)
        yield Line("sides", with_note(value.title, value.note), (dates,) if dates else ())
        yield from (Line("sides", text) for text in (value.place,) if text)
    elif part.kind == "entry":
        yield from heading_lines(value, language)
    elif part.kind == "inline":
        words = ", ".join(bullet.text for bullet in value.bullets)
        name = with_note(value.title, value.note)
        yield Line("pair", name, (words,) if words else ())
    else:
        yield Line("bullet", citation_text(value, language))


def printed_links(contact: Contact) -> tuple[tuple[str, str], ...]:
    """Contact data as a page prints it, each with its address."""
    links = [(contact.phone, ""), (contact.email, f"mailto:{contact.email}"), (contact.place, "")]
    links.append((visible_url(contact.url), contact.url))
    for profile in contact.profiles:
        label = ": ".join(part for part in (profile.network, profile.username) if part)
        links.append((visible_url(profile.url) or label, profile.url))
    return tuple(pair for pair in links if pair[0])


def heading_lines(entry: Entry, language: str) -> Iterator[Line]:
    """What is above the bullets of an entry; what is printed at the right edge are words."""
    both, dates = entry.organisation and entry.title, format_dates(entry, language)
    right = entry.place if both else dates
    heading = entry.organisation or entry.title
    yield Line("heading", heading, (right,) if right else (), entry.url)
    name = with_note(entry.title, entry.note) if both else entry.note or entry.place
    right = dates if both else entry.place if entry.note else ""
    if name or right:
        yield Line("sides", name, (right,) if right else ())
    if entry.authors:
        yield Line("paragraph", ", ".join(entry.authors))


def group_text(group: Group) -> str:
    """A named piece of work with its keywords, or a list of keywords such as courses."""
    words = ", ".join(group.keywords)
    if not (group.title and words):
        return group.title or words
    return f"{group.title} ({words})" if group.bullets else f"{group.title}: {words}"


def citation_text(entry: Entry, language: str) -> str:
    """An entry as one paragraph: authors. title. organisation, place. summary. keywords (date)."""
    where = ", ".join(text for text in (entry.organisation, entry.place, entry.note) if text)
    title = entry.title or visible_url(entry.url)
    summary = entry.summary.text if entry.summary else ""
    text = join_sentences([", ".join(entry.authors), title, where, summary, listed_words(entry)])
    dates = format_dates(entry, language)
    return f"{text} ({dates})" if dates else text


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
            labels[group.title or "Keywords"] = join_words(group.keywords)
    yield from (Line("label", name, (words,)) for name, words in labels.items() if words)


def is_piece(group: Group) -> bool:
    return "/projects/" in group.key and bool(group.title or group.keywords)

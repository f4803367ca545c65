"""A valid master to the nouns of the program.

Keys are paths in the file (work/0/highlights/3), so an item keeps its number although an
empty one before it is left out.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tailor.model import Bullet, Contact, Entry, Group, Profile, Resume, Section
from tailor.read.dates import day
from tailor.read.titles import title

if TYPE_CHECKING:
    from tailor.read.fields import Statement
    from tailor.read.schema import (
        Award,
        Basics,
        Certificate,
        CustomEntry,
        CustomSection,
        Education,
        Interest,
        Language,
        Location,
        Master,
        Project,
        Publication,
        Reference,
        Skill,
        Volunteer,
        Work,
    )


Texts = tuple[str | None, ...]


def to_resume(master: "Master", order: tuple[str, ...], language: str) -> Resume:
    """The résumé, its sections in the order of the keys in the file."""
    sections: list[Section] = []
    for key in order:
        if key == "sections":
            sections += [custom(index, own) for index, own in enumerate(master.sections)]
        elif key in ENTRIES:
            sections.append(section(key, getattr(master, key), language))
    basics = master.basics
    return Resume(
        basics.name,
        basics.label,
        contact(basics),
        bullet("basics/summary", basics.summary),
        tuple(section for section in sections if section.entries),
        language,
    )


def contact(basics: "Basics") -> Contact:
    profiles = (Profile(p.network, p.username, p.url) for p in basics.profiles)
    kept = tuple(p for p in profiles if p.network or p.username or p.url)
    return Contact(basics.email, basics.phone, basics.url, place(basics.location), kept)


def place(location: "Location | None") -> str:
    """City, Region; or whatever else is known."""
    if location is None:
        return ""
    if location.city and location.region:
        return f"{location.city}, {location.region}"
    if location.city or location.region:
        return joined(location.city or location.region, location.country_code)
    return location.address or location.country_code


def section(kind: str, written: tuple[Any, ...], language: str) -> Section:
    make = ENTRIES[kind]
    entries = (make(f"{kind}/{index}", item) for index, item in enumerate(written))
    return Section(kind, title(kind, language), kind, tuple(filter(is_filled, entries)))


def custom(index: int, own: "CustomSection") -> Section:
    key = f"sections/{index}"
    entries = (
        custom_entry(f"{key}/entries/{number}", item)
        for number, item in enumerate(own.entries)
        if item is not None
    )
    return Section(key, own.title, "custom", tuple(filter(is_filled, entries)))


def is_filled(entry: Entry) -> bool:
    return entry != Entry(entry.key)


def joined(*texts: str | None) -> str:
    return ", ".join(text for text in texts if text)


def texts(written: Texts) -> tuple[str, ...]:
    return tuple(text for text in written if text)


def bullet(key: str, statement: "Statement | None") -> Bullet | None:
    if statement is None:
        return None
    own = statement
    return Bullet(key, own.text, own.variants, texts(own.tags), own.keep, own.weight)


def bullets(key: str, written: "tuple[Statement | None, ...]") -> tuple[Bullet, ...]:
    made = (bullet(f"{key}/{index}", item) for index, item in enumerate(written))
    return tuple(item for item in made if item)


def described(key: str, written: "tuple[Statement | None, ...]", names: Texts = ()) -> Group:
    """The unnamed group of an entry: its highlights, and its keywords if it has such."""
    return Group(key, keywords=texts(names), bullets=bullets(f"{key}/highlights", written))


def listed(key: str, words: Texts) -> Group:
    """A group in which every keyword is a bullet, so that each can be chosen."""
    keyed = ((f"{key}/keywords/{index}", word) for index, word in enumerate(words))
    return Group(key, bullets=tuple(Bullet(path, word) for path, word in keyed if word))


def groups(*written: Group) -> tuple[Group, ...]:
    return tuple(group for group in written if group.keywords or group.bullets)


def work(key: str, item: "Work") -> Entry:
    pieces = (
        Group(
            f"{key}/projects/{index}",
            piece.name,
            texts(piece.keywords),
            bullets(f"{key}/projects/{index}/highlights", piece.highlights),
        )
        for index, piece in enumerate(item.projects)
    )
    summary = bullet(f"{key}/summary", item.summary)
    about = Bullet(f"{key}/description", item.description) if item.description else None
    return Entry(
        key,
        item.position,
        item.name,
        item.location,
        day(item.start_date),
        day(item.end_date),
        item.url,
        item.description if summary else "",
        summary=summary or about,
        groups=groups(described(key, item.highlights), *pieces),
    )


def volunteer(key: str, item: "Volunteer") -> Entry:
    return Entry(
        key,
        item.position,
        item.organization,
        item.location,
        day(item.start_date),
        day(item.end_date),
        item.url,
        summary=bullet(f"{key}/summary", item.summary),
        groups=groups(described(key, item.highlights)),
    )


def education(key: str, item: "Education") -> Entry:
    return Entry(
        key,
        joined(item.study_type, item.area),
        item.institution,
        item.location,
        day(item.start_date),
        day(item.end_date),
        item.url,
        item.score,
        summary=bullet(f"{key}/summary", item.summary),
        groups=groups(
            described(key, item.highlights),
            Group(f"{key}/courses", "Courses", texts(item.courses)),
        ),
    )


def award(key: str, item: "Award") -> Entry:
    summary = bullet(f"{key}/summary", item.summary)
    return Entry(key, item.title, item.awarder, end=day(item.date), url=item.url, summary=summary)


def certificate(key: str, item: "Certificate") -> Entry:
    return Entry(key, item.name, item.issuer, end=day(item.date), url=item.url)


def publication(key: str, item: "Publication") -> Entry:
    return Entry(
        key,
        item.name,
        item.publisher,
        end=day(item.release_date),
        url=item.url,
        authors=texts(item.authors),
        summary=bullet(f"{key}/summary", item.summary),
    )


def skill(key: str, item: "Skill") -> Entry:
    return Entry(key, item.name, note=item.level, groups=groups(listed(key, item.keywords)))


def interest(key: str, item: "Interest") -> Entry:
    return Entry(key, item.name, groups=groups(listed(key, item.keywords)))


def language(key: str, item: "Language") -> Entry:
    return Entry(key, item.language, note=item.fluency)


def reference(key: str, item: "Reference") -> Entry:
    return Entry(key, item.name, summary=bullet(f"{key}/reference", item.reference))


def project(key: str, item: "Project") -> Entry:
    return Entry(
        key,
        item.name,
        item.entity,
        "",
        day(item.start_date),
        day(item.end_date),
        item.url,
        joined(*item.roles),
        summary=bullet(f"{key}/description", item.description),
        groups=groups(described(key, item.highlights, item.keywords)),
    )


def custom_entry(key: str, item: "CustomEntry") -> Entry:
    return Entry(
        key,
        item.title,
        item.organisation,
        item.place,
        day(item.start_date),
        day(item.end_date or item.date),
        item.url,
        authors=texts(item.authors),
        summary=bullet(f"{key}/summary", item.summary),
        groups=groups(described(key, item.highlights, item.keywords)),
    )


ENTRIES: dict[str, Callable[[str, Any], Entry]] = {
    "work": work,
    "volunteer": volunteer,
    "education": education,
    "awards": award,
    "certificates": certificate,
    "publications": publication,
    "skills": skill,
    "languages": language,
    "interests": interest,
    "references": reference,
    "projects": project,
}

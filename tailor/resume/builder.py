"""The checked master to a `Resume`."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from tailor.i18n import section_title
from tailor.models import Bullet, Contact, Employer, Entry, Group, Profile, Resume, Section
from tailor.resume.dates import stored_date
from tailor.resume.markup import Markup
from tailor.resume.schema import (
    Award,
    Basics,
    Certificate,
    CustomEntry,
    CustomSection,
    Education,
    Highlights,
    Interest,
    Language,
    Letters,
    Location,
    Master,
    Position,
    Project,
    Publication,
    Reference,
    Skill,
    Statement,
    Texts,
    Volunteer,
    Work,
    to_camel_case,
)

HEADS: Mapping[str, tuple[str, str, str]] = {
    "work": ("position", "name", "location"),
    "volunteer": ("position", "organization", "location"),
    "education": ("studyType", "institution", "location"),
    "projects": ("name", "entity", ""),
    "awards": ("title", "awarder", ""),
    "certificates": ("name", "issuer", ""),
    "publications": ("name", "publisher", ""),
    "references": ("name", "", ""),
    "custom": ("title", "organisation", "place"),
}
"""The fields of title, organisation and place; "" where entries of the kind have none."""
ONE_DATE: Mapping[str, str] = {
    "awards": "date",
    "certificates": "date",
    "publications": "releaseDate",
}
"""The field of the date, for kinds whose entries have one date."""
DATES = ("startDate", "endDate", "date", "releaseDate")
"""Every field that holds a date."""
LONGEST_NOTE = 40
"""Characters of what an employer does that have a place behind the title of a job."""


LETTER_PARTS = ("greeting", "opening", "motivation", "achievements", "closing", "sign_off")
"""The parts of a letter, in their order; `letter_part` names that of a paragraph."""


def letter_paragraphs(letters: Letters | None) -> tuple[Bullet, ...]:
    """The paragraphs of letters, part by part."""
    paragraphs: list[Bullet | None] = []
    for name in LETTER_PARTS if letters else ():
        written, key = getattr(letters, name), f"letters/{to_camel_case(name)}"
        several = isinstance(written, tuple)
        paragraphs += make_bullets(key, written) if several else [make_bullet(key, written)]
    return tuple(paragraph for paragraph in paragraphs if paragraph)


def join_texts(*texts: str | None) -> str:
    return ", ".join(text for text in texts if text)


def non_empty_texts(written: Texts) -> tuple[str, ...]:
    return tuple(text for text in written if text)


def make_bullet(key: str, statement: Statement | None) -> Bullet | None:
    if statement is None:
        return None
    tags, weight = non_empty_texts(statement.tags), statement.weight
    texts = statement.text, statement.variants
    return Bullet(key, *texts, tags, statement.keep, weight, statement.id)


def make_bullets(key: str, written: Highlights) -> tuple[Bullet, ...]:
    bullets = (make_bullet(f"{key}/{index}", item) for index, item in enumerate(written))
    return tuple(item for item in bullets if item)


def describe_entry(key: str, written: Highlights, names: Texts = ()) -> Group:
    """The unnamed group of an entry: its highlights, and its keywords if it has such.

    With keywords it is a line of its own on the page, so its key is not that of the entry.
    """
    words = non_empty_texts(names)
    return Group(
        f"{key}/keywords" if words else key, "", words, make_bullets(f"{key}/highlights", written)
    )


FEWEST_KEYWORDS, KEYWORD_WORDS = 3, 2
"""How many highlights make a list of keywords, and the most words that each may have."""


def is_keyword_list(written: Highlights) -> bool:
    """Whether the highlights of a job only name things ("Docker", "Git", "AWS")."""
    lines = [item for item in written if item]
    return len(lines) >= FEWEST_KEYWORDS and all(
        item == Statement(text=item.text)
        and len(item.text.split()) <= KEYWORD_WORDS
        and any(map(str.isalpha, item.text))
        and item.text[-1] not in ".!?;:"
        for item in lines
    )


def job_lines(key: str, item: Work | Position) -> Group:
    """The highlights of a job; if they only name things, they are one line of keywords."""
    if item.keywords or not is_keyword_list(item.highlights):
        return describe_entry(key, item.highlights, item.keywords)
    return Group(f"{key}/highlights", "", tuple(line.text for line in item.highlights if line))


def list_group(key: str, words: Texts) -> Group:
    """A group in which every keyword is a bullet, so that each can be chosen."""
    keyed = ((f"{key}/keywords/{index}", word) for index, word in enumerate(words))
    return Group(key, bullets=tuple(Bullet(path, word) for path, word in keyed if word))


def make_groups(*written: Group) -> tuple[Group, ...]:
    return tuple(group for group in written if group.keywords or group.bullets)


def work_entries(key: str, item: Work) -> Iterator[Entry]:
    """A job, or each of the positions with one employer.

    What is said of the employer besides its name, place and address belongs to its own `position`
    if it has one, else to the first of `positions`.
    """
    job = work_entry(f"{key}/position" if item.positions else key, item, key)
    if not item.positions:
        yield job
        return
    tags = non_empty_texts(item.tags)
    employer = Employer(key, item.name, item.location, item.url, item.id, tags)
    roles = [
        work_entry(f"{key}/positions/{index}", role, f"{key}/positions/{index}")
        for index, role in enumerate(item.positions)
    ]
    roles = (
        [replace(job, id="", tags=()), *roles]
        if item.position
        else [add_texts(roles[0], job, key), *roles[1:]]
    )
    for role in roles:
        place, url = role.place or item.location, role.url or item.url
        if is_filled(role):
            yield replace(role, organisation=item.name, place=place, url=url, employer=employer)


def add_texts(role: Entry, other: Entry, path: str) -> Entry:
    """A position with the texts of another entry, which is at `path`, behind its own."""
    groups = tuple(
        replace(group, key=f"{path}/highlights") if group.key == other.key else group
        for group in other.groups
    )
    summary = role.summary or other.summary
    if other.summary and summary is not other.summary:
        groups = (*groups, Group(other.summary.key, bullets=(other.summary,)))
    note = role.note or other.note
    return replace(role, note=note, summary=summary, groups=(*role.groups, *groups))


def work_entry(key: str, item: Work | Position, path: str) -> Entry:
    """A job or a position; its texts have keys that begin with `path`."""
    pieces = (
        Group(
            f"{path}/projects/{index}",
            piece.name,
            non_empty_texts(piece.keywords),
            make_bullets(f"{path}/projects/{index}/highlights", piece.highlights),
            piece.id,
            non_empty_texts(piece.tags),
        )
        for index, piece in enumerate(item.projects)
    )
    summary = make_bullet(f"{path}/summary", item.summary)
    about = Bullet(f"{path}/description", item.description) if item.description else None
    long = bool(summary and about) and len(item.description) > LONGEST_NOTE
    description = Group(f"{path}/description", bullets=(about,)) if about and long else Group(path)
    lines = job_lines(path, item)
    lines = replace(lines, key=key) if lines.key == path else lines
    return Entry(
        key,
        item.position or (item.title if isinstance(item, Position) else ""),
        item.name if isinstance(item, Work) else "",
        item.location,
        stored_date(item.start_date),
        stored_date(item.end_date),
        item.url,
        item.description if summary and not long else "",
        summary=summary or about,
        groups=make_groups(lines, *pieces, description),
        id=item.id,
        tags=non_empty_texts(item.tags),
    )


def volunteer_entry(key: str, item: Volunteer) -> Entry:
    return Entry(
        key,
        item.position,
        item.organization,
        item.location,
        stored_date(item.start_date),
        stored_date(item.end_date),
        item.url,
        summary=make_bullet(f"{key}/summary", item.summary),
        groups=make_groups(describe_entry(key, item.highlights)),
    )


def education_entry(key: str, item: Education) -> Entry:
    return Entry(
        key,
        join_texts(item.study_type, item.area),
        item.institution,
        item.location,
        stored_date(item.start_date),
        stored_date(item.end_date),
        item.url,
        join_texts(item.score, item.status),
        summary=make_bullet(f"{key}/summary", item.summary),
        groups=make_groups(
            describe_entry(key, item.highlights),
            Group(f"{key}/minor", "Minor", non_empty_texts((item.minor,))),
            Group(f"{key}/courses", "Courses", non_empty_texts(item.courses)),
        ),
    )


def award_entry(key: str, item: Award) -> Entry:
    summary = make_bullet(f"{key}/summary", item.summary)
    return Entry(
        key, item.title, item.awarder, end=stored_date(item.date), url=item.url, summary=summary
    )


def certificate_entry(key: str, item: Certificate) -> Entry:
    return Entry(key, item.name, item.issuer, end=stored_date(item.date), url=item.url)


def publication_entry(key: str, item: Publication) -> Entry:
    return Entry(
        key,
        item.name,
        item.publisher,
        end=stored_date(item.release_date),
        url=item.url,
        authors=non_empty_texts(item.authors),
        summary=make_bullet(f"{key}/summary", item.summary),
    )


def skill_entry(key: str, item: Skill) -> Entry:
    return Entry(
        key, item.name, note=item.level, groups=make_groups(list_group(key, item.keywords))
    )


def interest_entry(key: str, item: Interest) -> Entry:
    return Entry(key, item.name, groups=make_groups(list_group(key, item.keywords)))


def language_entry(key: str, item: Language) -> Entry:
    return Entry(key, item.language, note=item.fluency)


def reference_entry(key: str, item: Reference) -> Entry:
    return Entry(key, item.name, summary=make_bullet(f"{key}/reference", item.reference))


def project_entry(key: str, item: Project) -> Entry:
    return Entry(
        key,
        item.name,
        item.entity,
        "",
        stored_date(item.start_date),
        stored_date(item.end_date),
        item.url,
        join_texts(*item.roles),
        summary=make_bullet(f"{key}/description", item.description),
        groups=make_groups(describe_entry(key, item.highlights, item.keywords)),
    )


def custom_entry(key: str, item: CustomEntry) -> Entry:
    return Entry(
        key,
        item.title,
        item.organisation,
        item.place,
        stored_date(item.start_date),
        stored_date(item.end_date or item.date),
        item.url,
        authors=non_empty_texts(item.authors),
        summary=make_bullet(f"{key}/summary", item.summary),
        groups=make_groups(describe_entry(key, item.highlights, item.keywords)),
    )


ENTRIES: dict[str, Callable[[str, Any], Entry]] = {
    "volunteer": volunteer_entry,
    "education": education_entry,
    "awards": award_entry,
    "certificates": certificate_entry,
    "publications": publication_entry,
    "skills": skill_entry,
    "languages": language_entry,
    "interests": interest_entry,
    "references": reference_entry,
    "projects": project_entry,
}


def to_resume(
    master: Master, order: tuple[str, ...], language: str, markup: Markup | None = None
) -> Resume:
    """The résumé, its sections in the order of the keys in the file."""
    sections: list[Section] = []
    for key in order:
        if key == "sections":
            sections += [
                build_custom_section(index, item) for index, item in enumerate(master.sections)
            ]
        elif key == "work" or key in ENTRIES:
            sections.append(build_section(key, getattr(master, key), language))
    basics = master.basics
    return Resume(
        basics.name,
        basics.label.text if basics.label else "",
        build_contact(basics),
        make_bullet("basics/summary", basics.summary),
        tuple(section for section in sections if section.entries),
        language,
        basics.label.variants if basics.label else (),
        tuple((markup or {}).items()),
        letter_paragraphs(master.letters),
    )


def build_contact(basics: Basics) -> Contact:
    profiles = (Profile(p.network, p.username, p.url) for p in basics.profiles)
    url = bare_address(basics.url)
    others = tuple(
        p
        for p in profiles
        if (p.network or p.username or p.url) and not (url and bare_address(p.url) == url)
    )
    return Contact(basics.email, basics.phone, basics.url, location_text(basics.location), others)


def bare_address(url: str) -> str:
    """An address without what people leave out."""
    return re.sub(r"^(?:https?://)?(?:www\.)?", "", url.casefold()).rstrip("/")


def location_text(location: Location | None) -> str:
    """City, Region; or whatever else is known."""
    if location is None:
        return ""
    if location.city and location.region:
        return f"{location.city}, {location.region}"
    if location.city or location.region:
        return join_texts(location.city or location.region, location.country_code)
    return location.address or location.country_code


def build_section(kind: str, written: tuple[Any, ...], language: str) -> Section:
    keyed = [(f"{kind}/{index}", item) for index, item in enumerate(written)]
    entries: Iterable[Entry]
    if kind == "work":
        entries = (entry for key, item in keyed for entry in work_entries(key, item))
    else:
        entries = (
            replace(ENTRIES[kind](key, item), id=item.id, tags=non_empty_texts(item.tags))
            for key, item in keyed
        )
    return Section(kind, section_title(kind, language), kind, tuple(filter(is_filled, entries)))


def build_custom_section(index: int, section: CustomSection) -> Section:
    key = f"sections/{index}"
    entries = (
        replace(
            custom_entry(f"{key}/entries/{number}", item),
            id=item.id,
            tags=non_empty_texts(item.tags),
        )
        for number, item in enumerate(section.entries)
        if item is not None
    )
    filled, tags = tuple(filter(is_filled, entries)), non_empty_texts(section.tags)
    return Section(key, section.title, "custom", filled, section.id, tags)


def is_filled(entry: Entry) -> bool:
    return entry != Entry(entry.key, id=entry.id, tags=entry.tags)

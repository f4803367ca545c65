"""Valid mappings of a master to entries, one function for each section.

Keys are paths in the file (work/0/highlights/3), so an item keeps its number although an
empty one before it is left out.
"""

from collections.abc import Callable
from typing import Any

from tailor.model import Bullet, Entry, Group
from tailor.read.dates import day
from tailor.read.fields import Highlights, Statement, Texts
from tailor.read.schema import (
    Award,
    Certificate,
    CustomEntry,
    Education,
    Interest,
    Language,
    Project,
    Publication,
    Reference,
    Skill,
    Volunteer,
    Work,
)

LONGEST_NOTE = 40
"""Letters of what an employer does that have a place behind the title of a job."""


def joined(*texts: str | None) -> str:
    return ", ".join(text for text in texts if text)


def texts(written: Texts) -> tuple[str, ...]:
    return tuple(text for text in written if text)


def bullet(key: str, statement: Statement | None) -> Bullet | None:
    if statement is None:
        return None
    own = statement
    return Bullet(key, own.text, own.variants, texts(own.tags), own.keep, own.weight)


def bullets(key: str, written: Highlights) -> tuple[Bullet, ...]:
    made = (bullet(f"{key}/{index}", item) for index, item in enumerate(written))
    return tuple(item for item in made if item)


def described(key: str, written: Highlights, names: Texts = ()) -> Group:
    """The unnamed group of an entry: its highlights, and its keywords if it has such.

    With keywords it is a line of its own on the page, so its key is not that of the entry.
    """
    own = texts(names)
    return Group(f"{key}/keywords" if own else key, "", own, bullets(f"{key}/highlights", written))


def listed(key: str, words: Texts) -> Group:
    """A group in which every keyword is a bullet, so that each can be chosen."""
    keyed = ((f"{key}/keywords/{index}", word) for index, word in enumerate(words))
    return Group(key, bullets=tuple(Bullet(path, word) for path, word in keyed if word))


def groups(*written: Group) -> tuple[Group, ...]:
    return tuple(group for group in written if group.keywords or group.bullets)


def work(key: str, item: Work) -> Entry:
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
    long = bool(summary and about) and len(item.description) > LONGEST_NOTE
    told = Group(f"{key}/description", bullets=(about,)) if about and long else Group(key)
    return Entry(
        key,
        item.position,
        item.name,
        item.location,
        day(item.start_date),
        day(item.end_date),
        item.url,
        item.description if summary and not long else "",
        summary=summary or about,
        groups=groups(described(key, item.highlights), *pieces, told),
    )


def volunteer(key: str, item: Volunteer) -> Entry:
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


def education(key: str, item: Education) -> Entry:
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


def award(key: str, item: Award) -> Entry:
    summary = bullet(f"{key}/summary", item.summary)
    return Entry(key, item.title, item.awarder, end=day(item.date), url=item.url, summary=summary)


def certificate(key: str, item: Certificate) -> Entry:
    return Entry(key, item.name, item.issuer, end=day(item.date), url=item.url)


def publication(key: str, item: Publication) -> Entry:
    return Entry(
        key,
        item.name,
        item.publisher,
        end=day(item.release_date),
        url=item.url,
        authors=texts(item.authors),
        summary=bullet(f"{key}/summary", item.summary),
    )


def skill(key: str, item: Skill) -> Entry:
    return Entry(key, item.name, note=item.level, groups=groups(listed(key, item.keywords)))


def interest(key: str, item: Interest) -> Entry:
    return Entry(key, item.name, groups=groups(listed(key, item.keywords)))


def language(key: str, item: Language) -> Entry:
    return Entry(key, item.language, note=item.fluency)


def reference(key: str, item: Reference) -> Entry:
    return Entry(key, item.name, summary=bullet(f"{key}/reference", item.reference))


def project(key: str, item: Project) -> Entry:
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


def custom_entry(key: str, item: CustomEntry) -> Entry:
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

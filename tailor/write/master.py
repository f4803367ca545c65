"""A résumé as the data of a master: the mapping that its file would hold."""

from collections.abc import Callable, Sequence
from typing import Any

from tailor.fields import HEADS, ONE_DATE
from tailor.model import Bullet, Contact, Date, Entry, Group, Resume

Data = dict[str, Any]

NOTES = {"education": "score", "skills": "level", "languages": "fluency"}


def master(resume: Resume) -> Data:
    """The data of a master that reads back as this résumé."""
    data: Data = {"basics": filled(basics(resume))}
    for section in resume.sections:
        entries = [ENTRY.get(section.kind, dated)(entry, section.kind) for entry in section.entries]
        if section.kind == "custom":
            data.setdefault("sections", []).append({"title": section.title, "entries": entries})
        else:
            data[section.kind] = entries
    if resume.language != "en":
        data["meta"] = {"language": resume.language}
    return data


def basics(resume: Resume) -> Data:
    return {
        "name": resume.name,
        "label": headline(resume),
        **contact(resume.contact),
        "summary": statement(resume.summary),
    }


def headline(resume: Resume) -> Any:
    """A text, or a mapping if there are several."""
    if not resume.label_variants:
        return resume.label
    return {"text": resume.label, "variants": list(resume.label_variants)}


def contact(known: Contact) -> Data:
    city, comma, region = known.place.partition(", ")
    profiles = [
        filled({"network": one.network, "username": one.username, "url": one.url})
        for one in known.profiles
    ]
    return {
        "email": known.email,
        "phone": known.phone,
        "url": known.url,
        "location": filled({"city": city, "region": region if comma else ""}),
        "profiles": profiles,
    }


def filled(data: Data) -> Data:
    """The data without what is empty."""
    return {key: value for key, value in data.items() if value not in ("", None, [], {})}


def statement(bullet: Bullet | None) -> Any:
    """A text, or a mapping if there is more to say than that."""
    if bullet is None:
        return None
    more = filled(
        {"variants": list(bullet.variants), "tags": list(bullet.tags), "keep": bullet.keep}
    )
    if bullet.weight != 1.0:
        more["weight"] = bullet.weight
    return {"text": bullet.text, **more} if more else bullet.text


def iso(date: Date | None) -> str:
    """2021, 2021-03, 2021-03-15, or the words that were typed for it."""
    if date is None:
        return ""
    if date.text:
        return date.text
    parts = (f"{date.year:04}", date.month, date.day)
    return "-".join(str(part).zfill(2) for part in parts if part)


def dated(entry: Entry, kind: str) -> Data:
    """An entry with title, organisation, dates and bullets."""
    title, organisation, place = HEADS[kind]
    data: Data = {organisation: entry.organisation, title: entry.title}
    if place:
        data[place] = entry.place
    if kind in ONE_DATE:
        data[ONE_DATE[kind]] = iso(entry.end)
    else:
        data |= {"startDate": iso(entry.start), "endDate": iso(entry.end)}
    data |= {"url": entry.url, "authors": list(entry.authors)}
    summary = "description" if kind == "projects" else "summary"
    data[summary] = statement(entry.summary)
    return filled(data | noted(entry, kind) | grouped(entry.groups, kind))


def noted(entry: Entry, kind: str) -> Data:
    """The short extra: a grade, the roles in a project, what an employer does."""
    if kind == "projects":
        return {"roles": [entry.note] if entry.note else []}
    if kind == "work" and entry.summary is not None and entry.summary.key.endswith("/description"):
        return {"description": entry.summary.text, "summary": None}
    return {NOTES.get(kind, "description"): entry.note}


def grouped(groups: Sequence[Group], kind: str) -> Data:
    """highlights, keywords, courses and projects."""
    data: Data = {}
    for group in groups:
        bullets = [statement(bullet) for bullet in group.bullets]
        if kind == "education" and group.key.endswith("/courses"):
            data["courses"] = list(group.keywords)
        elif kind == "work" and "/projects/" in group.key:
            piece = {"name": group.title, "keywords": list(group.keywords), "highlights": bullets}
            data.setdefault("projects", []).append(filled(piece))
        else:
            data |= filled({"keywords": list(group.keywords), "highlights": bullets})
    return data


def words(entry: Entry, kind: str) -> Data:
    """A skill or an interest."""
    keywords = [bullet.text for bullet in entry.bullets]
    return filled({"name": entry.title, NOTES.get(kind, "level"): entry.note, "keywords": keywords})


def language(entry: Entry, kind: str) -> Data:
    return filled({"language": entry.title, NOTES[kind]: entry.note})


def reference(entry: Entry, _kind: str) -> Data:
    return filled({"name": entry.title, "reference": statement(entry.summary)})


ENTRY: dict[str, Callable[[Entry, str], Data]] = {
    "skills": words,
    "interests": words,
    "languages": language,
    "references": reference,
}
"""Kinds whose entries have no dates."""

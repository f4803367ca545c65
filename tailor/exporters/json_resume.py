"""A master or a page as JSON Resume."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from tailor.layout import with_note
from tailor.models import Bullet, Contact, Date, Employer, Entry, Group, Resume, Section
from tailor.resume.builder import DATES, HEADS, ONE_DATE
from tailor.resume.markup import restore_markup

Data = dict[str, Any]
NOTES = {"education": "score", "skills": "level", "languages": "fluency"}


def master_data(resume: Resume, positions: bool = True) -> Data:
    """The data of a master that reads back as this résumé; `positions` says whether several with
    one employer are below it, or each as a job of its own."""
    versions = (resume, *resume.translations)
    tags = [cv.language for cv in versions]
    data: Data = join_languages(tags, [translation_data(cv, positions) for cv in versions])
    if resume.language != "en" or resume.translations:
        data["meta"] = {"language": resume.language}
    return data


def join_languages(tags: Sequence[str], values: Sequence[Any]) -> Any:
    """One value of those in several languages: what differs is below the tag of each."""
    first = values[0]
    if all(value == first for value in values):
        return first
    if all(isinstance(value, dict) and value.keys() == first.keys() for value in values):
        return {key: join_languages(tags, [value[key] for value in values]) for key in first}
    if all(isinstance(value, list) and len(value) == len(first) for value in values):
        return [join_languages(tags, some) for some in zip(*values, strict=True)]
    return dict(zip(tags, values, strict=True))


def translation_data(resume: Resume, positions: bool) -> Data:
    """The data of a master in one language."""
    data: Data = {"basics": without_empty(basics_data(resume))}
    for section in resume.sections:
        entries = [
            ENTRY.get(section.kind, dated_entry)(entry, section.kind) for entry in section.entries
        ]
        entries = [
            with_labels(item, entry) for item, entry in zip(entries, section.entries, strict=True)
        ]
        if positions:
            entries = list(join_positions(entries, section.entries))
        if section.kind == "custom":
            custom = with_labels({"title": section.title, "entries": entries}, section)
            data.setdefault("sections", []).append(custom)
        else:
            data[section.kind] = entries
    if resume.letters:
        data["letters"] = letters_data(resume.letters)
    restored: Data = restore_markup(data, dict(resume.markup))
    return restored


def join_positions(rows: Sequence[Data], entries: Sequence[Entry]) -> Iterator[Data]:
    """The data of entries, those of one employer as its positions."""
    for employer, group in groupby(zip(rows, entries, strict=True), lambda pair: pair[1].employer):
        if employer is None:
            yield from (data for data, _ in group)
            continue
        roles = [position_data(data, employer) for data, _ in group]
        job = {"name": employer.name, "location": employer.place, "url": employer.url}
        yield with_labels(without_empty(job | {"positions": roles}), employer)


def position_data(data: Data, employer: Employer) -> Data:
    """The data of a job as a position, without what is said of the employer."""
    shared = {"location": employer.place, "url": employer.url}
    fields = {key: value for key, value in data.items() if value != shared.get(key)}
    fields.pop("name", None)
    return {"title" if key == "position" else key: value for key, value in fields.items()}


def letters_data(letters: Sequence[Bullet]) -> Data:
    """The paragraphs of letters by their part."""
    data: Data = {}
    for paragraph in letters:
        _, part, *number = paragraph.key.split("/")
        if number:
            data.setdefault(part, []).append(statement_data(paragraph))
        else:
            data[part] = statement_data(paragraph)
    return data


def basics_data(resume: Resume) -> Data:
    return {
        "name": resume.name,
        "label": headline_data(resume),
        **contact_data(resume.contact),
        "summary": statement_data(resume.summary),
    }


def headline_data(resume: Resume) -> Any:
    """A text, or a mapping if there are several."""
    if not resume.label_variants:
        return resume.label
    return {"text": resume.label, "variants": list(resume.label_variants)}


def contact_data(contact: Contact) -> Data:
    city, comma, region = contact.place.partition(", ")
    profiles = [
        without_empty({"network": site.network, "username": site.username, "url": site.url})
        for site in contact.profiles
    ]
    return {
        "email": contact.email,
        "phone": contact.phone,
        "url": contact.url,
        "location": without_empty({"city": city, "region": region if comma else ""}),
        "profiles": profiles,
    }


def without_empty(data: Data) -> Data:
    """The data without what is empty."""
    return {key: value for key, value in data.items() if value not in ("", None, [], {})}


def with_labels(data: Data, source: Bullet | Group | Entry | Employer | Section) -> Data:
    """The data with the id and the tags of what it was made of, if it has such."""
    return data | without_empty({"id": source.id, "tags": list(source.tags)})


def statement_data(bullet: Bullet | None) -> Any:
    """A text, or a mapping if there is more to say than that."""
    if bullet is None:
        return None
    more = with_labels(
        without_empty({"variants": list(bullet.variants), "keep": bullet.keep}), bullet
    )
    if bullet.weight != 1.0:
        more["weight"] = bullet.weight
    return {"text": bullet.text, **more} if more else bullet.text


def iso_date(date: Date | None) -> str:
    """2021, 2021-03, 2021-03-15, or the words that were typed for it."""
    if date is None:
        return ""
    if date.text:
        return date.text
    parts = (f"{date.year:04}", date.month, date.day)
    return "-".join(str(part).zfill(2) for part in parts if part)


def dated_entry(entry: Entry, kind: str) -> Data:
    """An entry with title, organisation, dates and bullets."""
    title, organisation, place = HEADS[kind]
    data: Data = {organisation: entry.organisation, title: entry.title}
    if place:
        data[place] = entry.place
    if kind in ONE_DATE:
        data[ONE_DATE[kind]] = iso_date(entry.end)
    else:
        data |= {"startDate": iso_date(entry.start), "endDate": iso_date(entry.end)}
    data |= {"url": entry.url, "authors": list(entry.authors)}
    summary = "description" if kind == "projects" else "summary"
    data[summary] = statement_data(entry.summary)
    return without_empty(data | noted_fields(entry, kind) | grouped_fields(entry.groups, kind))


def noted_fields(entry: Entry, kind: str) -> Data:
    """The short extra: a grade, the roles in a project, what an employer does."""
    if kind == "projects":
        return {"roles": [entry.note] if entry.note else []}
    if kind == "work" and entry.summary is not None and entry.summary.key.endswith("/description"):
        return {"description": entry.summary.text, "summary": None}
    return {NOTES.get(kind, "description"): entry.note}


def grouped_fields(groups: Sequence[Group], kind: str) -> Data:
    """highlights, keywords, courses and projects."""
    data: Data = {}
    for group in groups:
        bullets = [statement_data(bullet) for bullet in group.bullets]
        if kind == "education" and group.key.endswith("/courses"):
            data["courses"] = list(group.keywords)
        elif kind == "education" and group.key.endswith("/minor"):
            data["minor"] = group.keywords[0]
        elif kind == "work" and group.key.endswith("/description"):
            data["description"] = group.bullets[0].text
        elif kind == "work" and "/projects/" in group.key:
            piece = {"name": group.title, "keywords": list(group.keywords), "highlights": bullets}
            data.setdefault("projects", []).append(with_labels(without_empty(piece), group))
        else:
            data["keywords"] = [*data.get("keywords", []), *group.keywords]
            data["highlights"] = [*data.get("highlights", []), *bullets]
    return data


def word_entry(entry: Entry, kind: str) -> Data:
    """A skill or an interest."""
    keywords = [bullet.text for bullet in entry.bullets]
    return without_empty(
        {"name": entry.title, NOTES.get(kind, "level"): entry.note, "keywords": keywords}
    )


def language_entry(entry: Entry, kind: str) -> Data:
    return without_empty({"language": entry.title, NOTES[kind]: entry.note})


def reference_entry(entry: Entry, _kind: str) -> Data:
    return without_empty({"name": entry.title, "reference": statement_data(entry.summary)})


ENTRY: dict[str, Callable[[Entry, str], Data]] = {
    "skills": word_entry,
    "interests": word_entry,
    "languages": language_entry,
    "references": reference_entry,
}
"""Kinds whose entries have no dates."""
SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"
ISO = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
YEAR = re.compile(r"\d{4}")


def to_json_resume(resume: Resume) -> str:
    """The résumé as JSON that passes the official schema."""
    data = standard_keys(master_data(replace(resume, translations=()), positions=False))
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def page_to_json_resume(page: Resume) -> str:
    """A page as such JSON: only what is printed, so without the marks of its texts.

    Named pieces of work stay in their job, as highlights in the printed order.
    """
    data: Data = printed_values(master_data(replace(page, markup=()), positions=False))
    if "work" in data:
        data["work"] = [with_pieces_inside(job) for job in data["work"]]
    return json.dumps(standard_keys(data), ensure_ascii=False, indent=2) + "\n"


def printed_values(value: Any) -> Any:
    """The data without ids, tags, and wordings that are not printed."""
    if isinstance(value, list):
        return [printed_values(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "text" in value:
        return value["text"]
    return {key: printed_values(item) for key, item in value.items() if key not in ("id", "tags")}


def with_pieces_inside(job: Data) -> Data:
    """A job whose named pieces of work are highlights: each its heading, then its bullets."""
    lines = [*job.get("highlights", [])]
    for piece in job.get("projects", []):
        words = ", ".join(piece.get("keywords", []))
        name = with_note(piece.get("name", ""), words if "highlights" in piece else "")
        lines += [name if "highlights" in piece else ": ".join(filter(None, (name, words)))]
        lines += piece.get("highlights", [])
    fields = {key: value for key, value in job.items() if key != "projects"}
    return without_empty(fields | {"highlights": lines})


def standard_keys(data: Data) -> Data:
    """The data of a master with the keys of the standard only, and what it allows besides them."""
    standard = {key: value for key, value in data.items() if key not in ("sections", "letters")}
    projects = [*standard.get("projects", [])]
    for index, job in enumerate(standard.get("work", [])):
        projects += [piece | {"type": f"work/{index}"} for piece in job.pop("projects", [])]
    sections = data.get("sections", [])
    for section in sections:
        projects += [as_project(entry, section["title"]) for entry in section["entries"]]
    if projects:
        standard["projects"] = projects
    titles = [section["title"] for section in sections]
    lines = list(labelled_statements(standard))
    meta = without_empty({**data.get("meta", {}), "sections": titles, "lines": lines})
    plain: Data = as_plain_value(standard)
    return {"$schema": SCHEMA, **plain, **({"meta": meta} if meta else {})}


def as_project(entry: Data, section: str) -> Data:
    """An entry of a custom section as a project."""
    renamed = {"title": "name", "organisation": "entity", "summary": "description"}
    return {renamed.get(key, key): value for key, value in entry.items()} | {"type": section}


def labelled_statements(value: Any) -> Iterator[Data]:
    """The statements of which JSON Resume has the text alone: `meta.lines` has them whole."""
    if isinstance(value, dict) and "text" in value:
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from labelled_statements(item)


def as_plain_value(value: Any) -> Any:
    """Statements as their first wording, dates as ISO 8601, addresses with a scheme."""
    if isinstance(value, list):
        return [as_plain_value(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "text" in value:
        return value["text"]
    plain = {key: as_plain_value(item) for key, item in value.items() if key not in DATES}
    for key in DATES:
        if key in value:
            plain |= date_field(key, value[key])
    if "url" in plain and not re.match(r"[a-z]+:", plain["url"]):
        plain["url"] = f"https://{plain['url']}"
    return plain


def date_field(key: str, typed: str) -> Data:
    """A date; what is more than a date, such as "Summer 2020", is next to its year."""
    if ISO.fullmatch(typed):
        return {key: typed}
    year = YEAR.search(typed)
    return {key: year[0], f"x-{key}": typed} if year else {}

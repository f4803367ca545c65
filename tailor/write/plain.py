"""A résumé as plain text, for forms that take only that."""

from collections.abc import Iterator

from tailor.model import Entry, Resume, Section
from tailor.parts import shape
from tailor.write.wording import listing, reach, span


def plain(resume: Resume) -> str:
    """The résumé as plain text without any marks but hyphens before bullets."""
    return "\n".join(lines(resume)).strip() + "\n"


def lines(resume: Resume) -> Iterator[str]:
    yield resume.name
    yield from (line for line in (resume.label, " | ".join(reach(resume.contact))) if line)
    if resume.summary:
        yield from ("", "SUMMARY", "", resume.summary.text)
    for section in resume.sections:
        yield from ("", section.title.upper(), "")
        yield from content(section)


def content(section: Section) -> Iterator[str]:
    form = shape(section)
    if form == "names":
        yield ", ".join(noted(entry) for entry in section.entries)
        return
    for entry in section.entries:
        if form == "inline":
            words = listing([bullet.text for bullet in entry.bullets])
            yield ": ".join(part for part in (noted(entry), words) if part)
        elif form == "lines":
            yield f"- {citation(entry, section.kind)}"
        else:
            yield from headed(entry, section.kind)


def noted(entry: Entry) -> str:
    return f"{entry.title} ({entry.note})" if entry.title and entry.note else entry.title


def citation(entry: Entry, kind: str) -> str:
    summary = entry.summary.text if entry.summary else ""
    where = ", ".join(part for part in (entry.organisation, entry.place) if part)
    parts = (", ".join(entry.authors), entry.title, where, summary, span(entry, kind), entry.url)
    return ". ".join(part.rstrip(".") for part in parts if part)


def headed(entry: Entry, kind: str) -> Iterator[str]:
    yield ", ".join(part for part in (entry.organisation, entry.place) if part) or noted(entry)
    when = span(entry, kind)
    row = (noted(entry) if entry.organisation else "", when, entry.url)
    yield from (line for line in [" | ".join(part for part in row if part)] if line)
    if entry.summary:
        yield entry.summary.text
    for group in entry.groups:
        words = listing(group.keywords)
        head = f"{group.title} ({words})" if group.title and words else group.title or words
        yield from (line for line in (head,) if line)
        yield from (f"- {bullet.text}" for bullet in group.bullets)
    yield ""

"""A résumé as Markdown that `tailor import` reads back without loss."""

import re
from collections.abc import Iterator

from tailor.model import Entry, Group, Resume, Section
from tailor.write.wording import listing, span, visible

MARKS = re.compile(r"([\\`*_\[\]<>|~])")
LEADING = re.compile(r"^(?:([#+>–—•-])|(\d+)([.)]))(?=\s|$)")


def markdown(resume: Resume) -> str:
    """The résumé as Markdown; of several wordings the first."""
    return "\n".join(lines(resume)).strip() + "\n"


def lines(resume: Resume) -> Iterator[str]:
    yield f"# {text(resume.name)}"
    yield from paragraph(text(resume.label))
    yield from paragraph(" | ".join(contact(resume)))
    if resume.summary:
        yield from ("", "## Summary", "", text(resume.summary.text))
    for section in resume.sections:
        yield from ("", f"## {text(section.title)}", "")
        yield from content(section)


def contact(resume: Resume) -> Iterator[str]:
    known = resume.contact
    yield from (text(one) for one in (known.email, known.phone, known.place) if one)
    if known.url:
        yield f"[{text(visible(known.url))}]({known.url})"
    for one in known.profiles:
        label = text(": ".join(part for part in (one.network, one.username) if part))
        yield f"[{label or text(visible(one.url))}]({one.url})" if one.url else label


def paragraph(line: str) -> Iterator[str]:
    if line:
        yield from ("", line)


def text(typed: str) -> str:
    """A text that Markdown reads as it is."""
    escaped = MARKS.sub(r"\\\1", typed).replace("&", "&amp;")
    return LEADING.sub(lambda one: f"{one[2] or ''}\\{one[1] or one[3]}", escaped)


def content(section: Section) -> Iterator[str]:
    if section.kind in ("skills", "interests"):
        for entry in section.entries:
            yield f"- {category(entry)}"
    elif section.kind == "languages":
        for entry in section.entries:
            yield f"- {text(entry.title)}" + (f" ({text(entry.note)})" if entry.note else "")
    elif section.kind == "references":
        for entry in section.entries:
            said = f": {text(entry.summary.text)}" if entry.summary else ""
            yield f"- **{text(entry.title)}**{said}"
    else:
        for entry in section.entries:
            yield from headed(entry, section.kind)


def category(entry: Entry) -> str:
    note = f" ({text(entry.note)})" if entry.note else ""
    words = listing([text(bullet.text) for bullet in entry.bullets])
    name = f"**{text(entry.title)}**{note}" if entry.title else ""
    return f"{name}: {words}" if name and words else name or words


def headed(entry: Entry, kind: str) -> Iterator[str]:
    """An entry with a heading of its own."""
    title = text(entry.title or entry.organisation)
    yield f"### [{title}]({entry.url})" if entry.url else f"### {title}"
    organisation = f"**{text(entry.organisation)}**" if entry.title and entry.organisation else ""
    row = (organisation, text(entry.place), span(entry, kind))
    yield from paragraph(" | ".join(part for part in row if part))
    for label, words in labels(entry, kind):
        yield from paragraph(f"{label}: {words}")
    if entry.summary:
        yield from ("", f"> {text(entry.summary.text)}")
    yield ""
    for group in entry.groups:
        yield from grouped(group)


def labels(entry: Entry, kind: str) -> Iterator[tuple[str, str]]:
    if entry.authors:
        yield "Authors", "; ".join(text(one) for one in entry.authors)
    if entry.note:
        yield {"education": "Grade", "projects": "Role"}.get(kind, "About"), text(entry.note)
    for group in entry.groups:
        if group.keywords and (not group.title or group.key.endswith("/courses")):
            name = "Courses" if group.key.endswith("/courses") else "Keywords"
            if "/projects/" not in group.key:
                yield name, listing([text(word) for word in group.keywords])


def grouped(group: Group) -> Iterator[str]:
    if "/projects/" in group.key and (group.title or group.keywords):
        words = listing([text(word) for word in group.keywords])
        yield "*" + " | ".join(part for part in (text(group.title), words) if part) + "*"
        yield ""
    for bullet in group.bullets:
        yield f"- {text(bullet.text)}"
    if group.bullets:
        yield ""

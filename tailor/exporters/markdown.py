"""A master as Markdown or plain text."""

import re
from collections.abc import Iterator

from tailor.exporters.outline import Line, contact_texts, section_lines, visible_url
from tailor.models import Resume


def to_plain_text(resume: Resume) -> str:
    """The résumé as plain text without any marks but hyphens before bullets."""
    return "\n".join(plain_lines(resume)).strip() + "\n"


def plain_lines(resume: Resume) -> Iterator[str]:
    yield resume.name
    yield from (line for line in (resume.label, " | ".join(contact_texts(resume.contact))) if line)
    if resume.summary:
        yield from ("", "SUMMARY", "", resume.summary.text)
    for section in resume.sections:
        yield from ("", section.title.upper(), "")
        for number, line in enumerate(section_lines(section)):
            yield from plain_line(line, first=not number)


def plain_line(line: Line, *, first: bool) -> Iterator[str]:
    """A line as text; an empty one stands before each entry but the `first` of a section."""
    words = " | ".join(line.words)
    if line.kind == "title":
        yield from (line.name,) if first else ("", line.name)
    elif line.kind == "row":
        yield " | ".join(part for part in (line.name, words) if part)
    elif line.kind == "category":
        yield f"- {': '.join(part for part in (line.name, words) if part)}"
    elif line.kind in LABELS:
        yield f"{LABELS[line.kind]}: {' | '.join(part for part in (line.name, words) if part)}"
    else:
        yield f"- {line.name}" if line.kind == "bullet" else f"{line.name}: {words}"


LABELS = {"summary": "Summary", "piece": "Project"}
"""Kinds of lines that only a label tells from others."""
MARKS = re.compile(r"([\\`*_\[\]<>|~])")
LEADING = re.compile(r"^(?:([#+>–—•-])|(\d+)([.)]))(?=\s|$)")


def to_markdown(resume: Resume) -> str:
    """The résumé as Markdown; of several wordings the first."""
    return "\n".join(markdown_lines(resume)).strip() + "\n"


def markdown_lines(resume: Resume) -> Iterator[str]:
    yield f"# {escape_markdown(resume.name)}"
    yield from paragraph_lines(escape_markdown(resume.label))
    yield from paragraph_lines(" | ".join(contact_lines(resume)))
    if resume.summary:
        yield from ("", "## Summary", "", escape_markdown(resume.summary.text))
    for section in resume.sections:
        yield from ("", f"## {escape_markdown(section.title)}", "")
        before = ""
        for line in section_lines(section):
            yield from markdown_line(line, before)
            before = before if line.kind == "link" else line.kind


def contact_lines(resume: Resume) -> Iterator[str]:
    known = resume.contact
    yield from (escape_markdown(one) for one in (known.email, known.phone, known.place) if one)
    if known.url:
        yield f"[{escape_markdown(visible_url(known.url))}]({known.url})"
    for one in known.profiles:
        label = escape_markdown(": ".join(part for part in (one.network, one.username) if part))
        yield f"[{label or escape_markdown(visible_url(one.url))}]({one.url})" if one.url else label


def paragraph_lines(line: str) -> Iterator[str]:
    if line:
        yield from ("", line)


def escape_markdown(typed: str) -> str:
    """A text that Markdown reads as it is."""
    escaped = MARKS.sub(r"\\\1", typed).replace("&", "&amp;")
    return LEADING.sub(lambda one: f"{one[2] or ''}\\{one[1] or one[3]}", escaped)


def markdown_line(line: Line, before: str) -> Iterator[str]:
    """A line of a section; `before` is the kind of the one above it."""
    name, words = escape_markdown(line.name), " | ".join(map(escape_markdown, line.words))
    if line.kind == "link":
        return
    if line.kind in ("bullet", "category"):
        yield from () if before in (line.kind, "") else ("",)
        bold = f"**{name}**" if line.kind == "category" and name else name
        yield f"- {': '.join(part for part in (bold, words) if part)}"
        return
    yield from ("",) if before else ()
    if line.kind == "title":
        yield f"### [{name}]({line.url})" if line.url else f"### {name}"
    elif line.kind == "row":
        yield " | ".join(part for part in (f"**{name}**" if name else "", words) if part)
    elif line.kind == "label":
        yield f"{name}: {words}"
    elif line.kind == "summary":
        yield f"> {name}"
    else:
        yield f"*{' | '.join(part for part in (name, words) if part)}*"

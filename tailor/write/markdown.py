"""A résumé as Markdown that `tailor import` reads back without loss."""

import re
from collections.abc import Iterator

from tailor.model import Resume
from tailor.write.outline import Line, content
from tailor.write.wording import visible

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
        before = ""
        for line in content(section):
            yield from drawn(line, before)
            before = before if line.kind == "link" else line.kind


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


def drawn(line: Line, before: str) -> Iterator[str]:
    """A line of a section; `before` is the kind of the one above it."""
    name, words = text(line.name), " | ".join(map(text, line.words))
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

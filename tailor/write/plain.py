"""A résumé as plain text, for forms that take only that."""

from collections.abc import Iterator

from tailor.model import Resume
from tailor.write.outline import Line, content
from tailor.write.wording import reach


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
        for number, line in enumerate(content(section)):
            yield from drawn(line, first=not number)


def drawn(line: Line, *, first: bool) -> Iterator[str]:
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

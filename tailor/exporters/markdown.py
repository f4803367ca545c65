"""A master or a page as Markdown or plain text."""

import re
from collections.abc import Iterable, Iterator
from itertools import starmap

from tailor.exporters.outline import Line


def to_plain_text(lines: Iterable[Line]) -> str:
    """Lines as plain text without any marks but hyphens before bullets."""
    return "\n".join(plain_lines(lines)).strip() + "\n"


def plain_lines(lines: Iterable[Line]) -> Iterator[str]:
    above = ""
    for line in lines:
        if line.kind == "section":
            yield from ("", line.name.upper(), "")
        else:
            yield from plain_line(line, first=above == "section")
        above = line.kind


def plain_line(line: Line, *, first: bool) -> Iterator[str]:
    """A line as text; an empty one comes before each entry but the `first` of a section."""
    words = " | ".join(line.words)
    row = " | ".join(part for part in (line.name, words) if part)
    pair = ": ".join(part for part in (line.name, words) if part)
    if line.kind in ("title", "heading", "letter"):
        yield from (row,) if first else ("", row)
    elif line.kind in ("category", "bullet"):
        yield f"- {pair}"
    elif line.kind in LABELS:
        yield f"{LABELS[line.kind]}: {row}"
    else:
        yield pair if line.kind in ("label", "link", "pair") else row


LABELS = {"summary": "Summary", "piece": "Project"}
"""Kinds of lines that need a label to be recognised."""
MARKS = re.compile(r"([\\`*_\[\]<>|~])")
LEADING = re.compile(r"^(?:([#+>–—•-])|(\d+)([.)]))(?=\s|$)")


def to_markdown(lines: Iterable[Line]) -> str:
    """Lines as Markdown."""
    return "\n".join(markdown_lines(lines)).strip() + "\n"


def markdown_lines(lines: Iterable[Line]) -> Iterator[str]:
    above = ""
    for line in lines:
        if line.kind == "name":
            yield f"# {escape_markdown(line.name)}"
        elif line.kind == "headline":
            yield from ("", escape_markdown(line.name))
        elif line.kind == "contact":
            yield from ("", " | ".join(starmap(markdown_link, line.links)))
        elif line.kind == "section":
            yield from ("", f"## {escape_markdown(line.name)}", "")
        else:
            yield from markdown_line(line, "" if above == "section" else above)
        above = above if line.kind == "link" else line.kind


def markdown_link(words: str, url: str) -> str:
    """Words that lead to an address, if there is one."""
    escaped = escape_markdown(words)
    return f"[{escaped}]({url})" if url else escaped


def escape_markdown(typed: str) -> str:
    """A text that Markdown reads as it is."""
    escaped = MARKS.sub(r"\\\1", typed).replace("&", "&amp;")
    return LEADING.sub(lambda match: f"{match[2] or ''}\\{match[1] or match[3]}", escaped)


def markdown_line(line: Line, before: str) -> Iterator[str]:
    """A line of a section; `before` is the kind of the one above it."""
    name, words = escape_markdown(line.name), " | ".join(map(escape_markdown, line.words))
    row = " | ".join(part for part in (name, words) if part)
    if line.kind == "link":
        return
    if line.kind in ("bullet", "category", "pair"):
        yield from () if before in (line.kind, "") else ("",)
        bold = f"**{name}**" if line.kind != "bullet" and name else name
        yield f"- {': '.join(part for part in (bold, words) if part)}"
        return
    yield from ("",) if before else ()
    if line.kind in ("title", "heading"):
        linked = f"[{name}]({line.url})" if line.url else name
        yield f"### {' | '.join(part for part in (linked, words) if part)}"
    elif line.kind == "row":
        yield " | ".join(part for part in (f"**{name}**" if name else "", words) if part)
    elif line.kind == "label":
        yield f"{name}: {words}"
    elif line.kind in ("sides", "paragraph", "letter"):
        yield row
    else:
        yield f"> {name}" if line.kind == "summary" else f"*{row}*"

"""Texts of other programs' YAML: Markdown inside them, lists inside them."""

import re
from dataclasses import replace

from tailor.read.source import Scalar, Sequence
from tailor.read.understand.pieces import items

MARKED = re.compile(r"[*_`\[\\]")
BULLET = re.compile(r"^\s*[-*+•]\s+")


def bare(value: Scalar) -> Scalar:
    """A text without Markdown's emphasis and links."""
    if not value.text or not MARKED.search(value.text):
        return value
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").parseInline(value.text)[0].children or []
    text = "".join(" " if token.type == "softbreak" else token.content for token in tokens)
    return replace(value, text=text)


def listed(value: Scalar) -> Sequence:
    """ "a, b, c" as a list."""
    made = tuple(replace(value, text=word) for word in items(value.name))
    return Sequence(made, value.start)


def split(value: Scalar) -> tuple[Scalar | None, Sequence]:
    """A text with a list in it: the sentences before the list, and its items."""
    prose: list[str] = []
    bullets: list[str] = []
    for line in value.name.split("\n"):
        if BULLET.match(line):
            bullets.append(BULLET.sub("", line).strip())
        elif bullets and line.startswith(" ") and line.strip():
            bullets[-1] += f" {line.strip()}"
        elif line.strip():
            prose.append(line.strip())
    told = bare(replace(value, text=" ".join(prose))) if prose else None
    made = tuple(bare(replace(value, text=text)) for text in bullets)
    return told, Sequence(made, value.start)

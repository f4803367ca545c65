"""Texts that know which lines of the source they came from, and the tree that is made of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from tailor.read.source import Mapping, Node, Scalar, Source
from tailor.read.source import Sequence as Items

WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Value:
    """A text of the master from lines `line` to `last` of the source.

    `source` is what stood there, where that reads differently ("Sept 2021" for "2021-09");
    `role` is what the format says that it is.
    """

    text: str
    line: int
    last: int
    source: str = ""
    role: str = ""

    @property
    def read(self) -> str:
        """What stood in the source."""
        return self.source or self.text

    def as_(self, text: str) -> "Value":
        """Another reading of the same words."""
        return replace(self, text=text, source=self.read)


Draft: TypeAlias = "Value | list[Draft] | dict[str, Draft]"
Fields: TypeAlias = dict[str, Draft]

MARKS = ""
"""Under this key of a mapping stand words that were understood but are no text of the master:
headings, labels, separators."""


def together(pieces: Sequence[Value], glue: str) -> Value:
    """Several texts as one, from all their lines."""
    return Value(
        glue.join(piece.text for piece in pieces),
        min(piece.line for piece in pieces),
        max(piece.last for piece in pieces),
        glue.join(piece.read for piece in pieces),
    )


def cased(title: Value) -> Value:
    """A title in capitals as a title; short words may be abbreviations and stay."""
    if not title.text.isupper():
        return title
    parts = (word if len(word) < 5 else word.capitalize() for word in title.text.split(" "))
    return title.as_(" ".join(parts))


def words(text: str) -> list[str]:
    return WORD.findall(text)


def values(draft: Draft) -> list[Value]:
    """All values in order, marks too."""
    if isinstance(draft, Value):
        return [draft]
    inner = draft if isinstance(draft, list) else list(draft.values())
    return [value for one in inner for value in values(one)]


def node(source: Source, draft: Draft, line: int = 1) -> Node:
    """The draft as a tree in the source; empty parts and marks are left out."""
    if isinstance(draft, Value):
        start = source.starts[draft.line - 1]
        return Scalar(draft.text, start, start + len(source.line(draft.line)))
    start = min((value.line for value in values(draft)), default=line)
    if isinstance(draft, list):
        items = tuple(node(source, one, start) for one in draft if values(one))
        return Items(items, source.starts[start - 1])
    at = source.starts[start - 1]
    pairs = tuple(
        (Scalar(key, at, at), node(source, one, start))
        for key, one in draft.items()
        if key != MARKS and any(value.text for value in values(one))
    )
    return Mapping(pairs, at)

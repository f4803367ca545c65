"""Values with their lines, and which lines no value covers."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from tailor.resume.source import Mapping, Node, Scalar, Source, UnplacedLine
from tailor.resume.source import Sequence as Items
from tailor.resume_parser.blocks import Block

WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Value:
    """A text of the master from lines `line` to `last` of the source.

    `source` is what was there, where that reads differently ("Sept 2021" for "2021-09");
    `role` is what the format says that it is.
    """

    text: str
    line: int
    last: int
    source: str = ""
    role: str = ""

    @property
    def read(self) -> str:
        """What was in the source."""
        return self.source or self.text

    def as_(self, text: str) -> "Value":
        """Another reading of the same words."""
        return replace(self, text=text, source=self.read)


Draft: TypeAlias = "Value | list[Draft] | dict[str, Draft]"
Fields: TypeAlias = dict[str, Draft]
MARKS = ""
"""Under this key of a mapping are words that were understood but are not text of the master:
headings, labels, separators."""


def join_values(pieces: Sequence[Value], glue: str) -> Value:
    """Several texts as one, from all their lines."""
    return Value(
        glue.join(piece.text for piece in pieces),
        min(piece.line for piece in pieces),
        max(piece.last for piece in pieces),
        glue.join(piece.read for piece in pieces),
    )


def title_case(title: Value) -> Value:
    """A title in capitals as a title; short words may be abbreviations and stay."""
    if not title.text.isupper():
        return title
    parts = (word if len(word) < 5 else word.capitalize() for word in title.text.split(" "))
    return title.as_(" ".join(parts))


def split_words(text: str) -> list[str]:
    return WORD.findall(text)


def draft_values(draft: Draft) -> list[Value]:
    """All values in order, marks too."""
    if isinstance(draft, Value):
        return [draft]
    inner = draft if isinstance(draft, list) else list(draft.values())
    return [value for part in inner for value in draft_values(part)]


def to_node(source: Source, draft: Draft, line: int = 1) -> Node:
    """The draft as a tree in the source; empty parts and marks are left out."""
    if isinstance(draft, Value):
        start = source.starts[draft.line - 1]
        return Scalar(draft.text, start, start + len(source.line(draft.line)))
    start = min((value.line for value in draft_values(draft)), default=line)
    if isinstance(draft, list):
        items = tuple(to_node(source, item, start) for item in draft if draft_values(item))
        return Items(items, source.starts[start - 1])
    offset = source.starts[start - 1]
    pairs = tuple(
        (Scalar(key, offset, offset), to_node(source, field, start))
        for key, field in draft.items()
        if key != MARKS and any(value.text for value in draft_values(field))
    )
    return Mapping(pairs, offset)


SCHEME = re.compile(r"https?://(?:www\.)?")


def find_unplaced(blocks: Sequence[Block], draft: Draft) -> list[UnplacedLine]:
    """The lines with a word that no value from these lines stands for.

    Each word is counted: a word that a line has twice must be placed twice.
    """
    left = [(block, Counter(split_words(block.text))) for block in blocks]
    holders: defaultdict[str, list[tuple[Block, Counter[str]]]] = defaultdict(list)
    for block, missing in left:
        for word in missing:
            holders[word].append((block, missing))
    for value in draft_values(draft):
        mark_used(value, holders)
    lost = [
        UnplacedLine(block.line, block.text) for block, missing in left if any((+missing).values())
    ]
    return sorted([*lost, *unplaced_addresses(blocks, draft)], key=lambda line: line.line)


def unplaced_addresses(blocks: Sequence[Block], draft: Draft) -> Iterator[UnplacedLine]:
    """The web addresses behind words of which no value of the master has the address."""
    known_urls = " ".join(bare_url(value.text) for value in draft_values(draft))
    for block in blocks:
        for text, url in block.links:
            if url.startswith(("http://", "https://")) and bare_url(url) not in known_urls:
                yield UnplacedLine(block.line, f"{text}: {url}" if text else url)


def bare_url(url: str) -> str:
    """An address without what people leave out."""
    return SCHEME.sub("", url.casefold()).rstrip("/")


def mark_used(value: Value, holders: dict[str, list[tuple[Block, Counter[str]]]]) -> None:
    """Strikes the words of a value from the lines that it came from.

    `holders`: word -> the lines that still have it, with how often.
    """
    for word in split_words(value.read):
        for index, (block, missing) in enumerate(holders.get(word, ())):
            if value.line <= block.last and block.line <= value.last:
                missing[word] -= 1
                if not missing[word]:
                    del holders[word][index]
                break


def add_item(fields: Fields, key: str, item: Draft) -> None:
    items = fields.setdefault(key, [])
    assert isinstance(items, list)
    items.append(item)


def as_list(draft: "Draft | None") -> list[Draft]:
    return draft if isinstance(draft, list) else []


def set_once(fields: Fields, key: str, value: Draft) -> bool:
    """Sets a field that is not set yet; whether it was."""
    if key in fields:
        return False
    fields[key] = value
    return True

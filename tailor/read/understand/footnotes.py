"""Addresses in footnotes, brought to the entry that points at them."""

import re
from collections.abc import Iterator, Sequence

from tailor.read.understand.blocks import Block
from tailor.read.understand.values import Draft, Fields, Value, values

NOTE = re.compile(r"^(?P<mark>[*†‡§¶¹²³]|\[\d+\])\s*<?(?P<url>https?://[^\s<>]+)>?$")
LINKED = ("work", "volunteer", "education", "projects", "awards", "certificates", "publications")


def footnotes(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], list[tuple[str, Value]]]:
    """The lines without footnotes that are an address, and those as (mark, address)."""
    plain: list[Block] = []
    notes: list[tuple[str, Value]] = []
    for block in blocks:
        found = NOTE.match(block.text)
        if found:
            notes.append((found["mark"], Value(found["url"], block.line, block.last, block.text)))
        else:
            plain.append(block)
    return tuple(plain), notes


def attached(draft: Fields, notes: list[tuple[str, Value]]) -> None:
    """Gives each address to the first entry without one that has the mark in its texts."""
    for mark, address in notes:
        for entry in every(draft):
            texts = [value.text for value in values(entry)]
            if "url" not in entry and any(mark in text for text in texts):
                entry["url"] = address
                break


def every(draft: Fields) -> Iterator[Fields]:
    """All entries that may have an address."""
    for key in LINKED:
        yield from mappings(draft.get(key))
    for section in mappings(draft.get("sections")):
        yield from mappings(section.get("entries"))


def mappings(draft: "Draft | None") -> Iterator[Fields]:
    for one in draft if isinstance(draft, list) else []:
        if isinstance(one, dict):
            yield one

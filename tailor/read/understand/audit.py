"""The proof that nothing is lost: each word of a line is in the master, or the line is named."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from tailor.read.understand.blocks import Block
from tailor.read.understand.values import Draft, Value, values, words
from tailor.read.unplaced import Unplaced

SCHEME = re.compile(r"https?://(?:www\.)?")


def unplaced(blocks: Sequence[Block], draft: Draft) -> list[Unplaced]:
    """The lines with a word that no value from these lines stands for.

    Each word is counted: a word that a line has twice must be placed twice.
    """
    left = [(block, Counter(words(block.text))) for block in blocks]
    for value in values(draft):
        spend(value, left)
    lost = [Unplaced(block.line, block.text) for block, missing in left if any((+missing).values())]
    return sorted([*lost, *addresses(blocks, draft)], key=lambda one: one.line)


def addresses(blocks: Sequence[Block], draft: Draft) -> Iterator[Unplaced]:
    """The web addresses behind words of which no value of the master has the address."""
    known = " ".join(bare(value.text) for value in values(draft))
    for block in blocks:
        for shown, url in block.links:
            if url.startswith(("http://", "https://")) and bare(url) not in known:
                yield Unplaced(block.line, f"{shown}: {url}" if shown else url)


def bare(url: str) -> str:
    """An address without what people leave out."""
    return SCHEME.sub("", url.casefold()).rstrip("/")


def spend(value: Value, left: list[tuple[Block, Counter[str]]]) -> None:
    """Strikes the words of a value from the lines that it came from."""
    near = [
        missing for block, missing in left if value.line <= block.last and block.line <= value.last
    ]
    for word in words(value.read):
        missing = next((one for one in near if one[word] > 0), None)
        if missing is not None:
            missing[word] -= 1

"""The proof that nothing is lost: each word of a line is in the master, or the line is named."""

from collections import Counter
from collections.abc import Sequence

from tailor.read.understand.blocks import Block
from tailor.read.understand.values import Draft, Value, values, words
from tailor.read.unplaced import Unplaced


def unplaced(blocks: Sequence[Block], draft: Draft) -> list[Unplaced]:
    """The lines with a word that no value from these lines stands for.

    Each word is counted: a word that a line has twice must be placed twice.
    """
    left = [(block, Counter(words(block.text))) for block in blocks]
    for value in values(draft):
        spend(value, left)
    return [Unplaced(block.line, block.text) for block, missing in left if any((+missing).values())]


def spend(value: Value, left: list[tuple[Block, Counter[str]]]) -> None:
    """Strikes the words of a value from the lines that it came from."""
    near = [
        missing for block, missing in left if value.line <= block.last and block.line <= value.last
    ]
    for word in words(value.read):
        missing = next((one for one in near if one[word] > 0), None)
        if missing is not None:
            missing[word] -= 1

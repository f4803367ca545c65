"""The page as a choice between blocks: the values that the other modules of `fit` share."""

from collections.abc import Iterator
from dataclasses import dataclass

from tailor.model import Resume
from tailor.parts import Part

Wording = tuple[str, int]
"""The key of a line and which of its texts (0 is the first)."""

SUMMARY = "basics/summary"
"""The key of the section that the summary of the whole résumé makes; the summary's own, too."""


def slot(part: Part) -> str:
    """What a part is called among the blocks of its page: its key, or a name that is no key."""
    if isinstance(part.value, Resume):
        return "header"
    if part.kind == "names" or (part.kind == "section" and part.value.key == SUMMARY):
        return f"{part.value.key}/*"
    return part.value.key


@dataclass(frozen=True, slots=True)
class Block:
    """Something that is printed whole or not at all.

    Blocks of one `slot` exclude each other; a block needs its `parent` (an index into the
    page's blocks; -1: none). A head is worth its height only if something stands below it.
    `gain` is in units (`rules.UNIT` a point) and already rounded, `strengths` are percents
    of a full answer by index of the keyword, `height` is in sp, `value` in
    points; among its siblings the block with the greatest `lead` stands first.
    """

    slot: str
    part: Part
    prints: tuple[Wording, ...] = ()
    parent: int = -1
    head: bool = False
    kind: str = ""
    height: int = 0
    gain: int = 0
    strengths: tuple[tuple[int, int], ...] = ()
    value: float = 0.0
    lead: float = 0.0


@dataclass(frozen=True, slots=True)
class Need:
    """At least one of `blocks` is printed, because of `why`; `key` is what the user calls it."""

    key: str
    blocks: frozenset[int]
    why: str


@dataclass(frozen=True, slots=True)
class Stack:
    """Bullets of an entry or lines of a section: the nth one printed earns `steps[n - 1]` units.

    The steps never rise; at most `len(steps)` are printed, and, if the `head` is printed,
    at least `least`.
    """

    head: int
    members: tuple[int, ...]
    steps: tuple[int, ...]
    least: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """The whole question: what to print of `blocks` within `capacity` (sp).

    `tiers` are the units that a percent of strength earns, by keyword and tier; `pairs` are
    (block, block, penalty in units). Of `twins`, which say the same, at most one is printed.
    `bridges` are (block, blocks): if the block, an old job, is printed, one of the blocks is too.
    """

    blocks: tuple[Block, ...]
    capacity: int
    tiers: tuple[tuple[int, ...], ...] = ()
    stacks: tuple[Stack, ...] = ()
    needs: tuple[Need, ...] = ()
    pairs: tuple[tuple[int, int, int], ...] = ()
    twins: tuple[tuple[int, ...], ...] = ()
    bridges: tuple[tuple[int, frozenset[int]], ...] = ()

    def slots(self) -> dict[str, tuple[int, ...]]:
        """The blocks of each slot, in the order of the master."""
        found: dict[str, list[int]] = {}
        for index, block in enumerate(self.blocks):
            found.setdefault(block.slot, []).append(index)
        return {slot: tuple(indices) for slot, indices in found.items()}

    def children(self) -> dict[int, tuple[int, ...]]:
        """The blocks that stand directly below each head."""
        found: dict[int, list[int]] = {i: [] for i, block in enumerate(self.blocks) if block.head}
        for index, block in enumerate(self.blocks):
            if block.parent >= 0:
                found[block.parent].append(index)
        return {head: tuple(indices) for head, indices in found.items()}

    def above(self, index: int) -> Iterator[int]:
        """The heads that a block needs, nearest first."""
        while (index := self.blocks[index].parent) >= 0:
            yield index

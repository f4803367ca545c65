"""Blocks of a page, what they are worth, and the objective."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from tailor.layout import Part
from tailor.models import Bullet, Hit, Resume, Score
from tailor.optimizer.rules import EVIDENCE, NAMED, PRIORS, SKILL, TIERS, UNIT, Rules
from tailor.scoring.line_kinds import figure_points

Wording = tuple[str, int]
"""The key of a line and which of its texts (0 is the first)."""
SUMMARY = "basics/summary"
"""The key of the section that the summary of the whole résumé makes; the summary's own, too."""


def slot_name(part: Part) -> str:
    """What a part is called among the blocks of its page: its key, or a name that is not a key."""
    if isinstance(part.value, Resume):
        return "header"
    if part.kind == "names" or (part.kind == "section" and part.value.key == SUMMARY):
        return f"{part.value.key}/*"
    return part.value.key


@dataclass(frozen=True, slots=True)
class Block:
    """Something that is printed whole or not at all.

    Blocks of one `slot` exclude each other; a block needs its `parent` (an index into the
    page's blocks; -1: none). A head is worth its height only if something is below it.
    `gain` is in units (`rules.UNIT` a point) and already rounded, `strengths` are percents
    of a full answer by index of the keyword, `height` is in sp, `value` in
    points; among its siblings the block with the greatest `lead` comes first.
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
        slots: dict[str, list[int]] = {}
        for index, block in enumerate(self.blocks):
            slots.setdefault(block.slot, []).append(index)
        return {slot: tuple(indices) for slot, indices in slots.items()}

    def children(self) -> dict[int, tuple[int, ...]]:
        """The blocks that are directly below each head."""
        below: dict[int, list[int]] = {i: [] for i, block in enumerate(self.blocks) if block.head}
        for index, block in enumerate(self.blocks):
            if block.parent >= 0:
                below[block.parent].append(index)
        return {head: tuple(indices) for head, indices in below.items()}

    def heads_above(self, index: int) -> Iterator[int]:
        """The heads that a block needs, nearest first."""
        while (index := self.blocks[index].parent) >= 0:
            yield index


BARE = 0.85
"""Factor on the extras of a line that is printed without its summary."""


@dataclass(slots=True)
class BlockValues:
    """Turns scores into gains and strengths, and numbers the keywords that it meets."""

    scores: Mapping[Wording, Score]
    rules: Rules
    terms: dict[str, int] = field(default_factory=dict)
    weights: list[float] = field(default_factory=list)

    def value(self, wording: Wording) -> float:
        """The score of a wording in points, 0 if it has none."""
        score = self.scores.get(wording)
        return score.value if score else 0.0

    def lead(self, wording: Wording) -> float:
        """The claim of a wording to be first in its job, 0 if it has none."""
        score = self.scores.get(wording)
        return score.lead if score else 0.0

    def answers(self, wording: Wording) -> frozenset[str]:
        """The keywords that a wording answers."""
        score = self.scores.get(wording)
        return frozenset(hit.term for hit in score.hits) if score else frozenset()

    def is_inferior(self, bullet: Bullet, variant: int, pinned: frozenset[str]) -> bool:
        """Whether a wording is shorter than another one that answers a keyword, or gives a
        figure, which this one does not. A pinned line may have any wording."""
        text = bullet.texts[variant]
        if bullet.key in pinned:
            return False
        terms, has_figures = self.answers((bullet.key, variant)), bool(figure_points(text))
        return any(
            len(other) > len(text)
            and (
                self.answers((bullet.key, n)) - terms
                or (bool(figure_points(other)) and not has_figures)
            )
            for n, other in enumerate(bullet.texts)
        )

    def of(self, block: Block, section: str, *, seen: str | None = None) -> Block:
        """The block with its gain in units, its strengths, and its value.

        `section` is the kind of its section; `seen` is all that is printed of the line's
        text, if that is not all.
        """
        strengths: dict[int, float] = {}
        gain = 0.0
        factor = EVIDENCE.get(section, 1.0) * (NAMED if block.kind == "group" else 1.0)
        prior = PRIORS.get(section, 1.0) * self.rules.weight(section)
        for wording in block.prints:
            score = self.scores.get(wording)
            if score is None:
                continue
            extras = sum(points for _, points in score.extras)
            gain += extras * prior * (1.0 if seen is None else BARE)
            for hit in score.hits:
                if seen is None or contains_words(hit.words, seen):
                    term = self.term(hit)
                    strengths[term] = strengths.get(term, 0.0) + hit.strength * factor
        if block.kind == "inline":
            gain += SKILL * (len(block.prints) - 1)
        return replace(
            block,
            gain=round(gain * UNIT),
            strengths=tuple((t, round(100 * s)) for t, s in sorted(strengths.items()) if s > 0),
            value=sum(self.value(wording) for wording in block.prints),
            lead=sum(self.lead(wording) for wording in block.prints),
        )

    def term(self, hit: Hit) -> int:
        """The index of a keyword; its weight is the greatest that any hit gives it."""
        index = self.terms.setdefault(hit.term, len(self.terms))
        if index == len(self.weights):
            self.weights.append(0.0)
        self.weights[index] = max(self.weights[index], hit.weight)
        return index

    def tiers(self) -> tuple[tuple[int, ...], ...]:
        """Units that each percent of strength earns, by keyword and tier."""
        return tuple(
            tuple(round(weight * tier * UNIT / 100) for tier in TIERS) for weight in self.weights
        )


def contains_words(words: str, text: str) -> bool:
    """Whether every word that answered a keyword is in `text`."""
    return all(word in text.casefold() for word in words.casefold().split(", "))


def objective_value(page: Page, chosen: Iterable[int]) -> int:
    """The objective in units: keywords answered, gains, steps of stacks, less redundancy."""
    printed = set(chosen)
    blocks, total = page.blocks, 0  # It is called hundreds of times for a page.
    strengths: dict[int, int] = {}
    for index in printed:
        block = blocks[index]
        total += block.gain
        for term, percent in block.strengths:
            strengths[term] = strengths.get(term, 0) + percent
    for term, percent in strengths.items():
        total += keyword_value(page.tiers[term], percent)
    for stack in page.stacks:
        total += sum(stack.steps[: len(printed.intersection(stack.members))])
    return total - sum(loss for a, b, loss in page.pairs if a in printed and b in printed)


def keyword_value(tiers: tuple[int, ...], percent: int) -> int:
    """Units for a keyword answered with `percent` of a full strength: concave, in tiers."""
    total = 0
    for units in tiers:
        if percent <= 0:
            break
        total += units * (percent if percent < 100 else 100)
        percent -= 100
    return total


def used_height(page: Page, chosen: Iterable[int]) -> int:
    """Used height in sp."""
    return sum(page.blocks[index].height for index in chosen)

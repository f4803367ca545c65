"""A page as an integer program: columns, rows, and what each column means.

One binary column for each block; integer ones that count the blocks of one height;
continuous ones for the tiers of each keyword, the steps of each stack (both concave, so the
relaxation is tight) and for each pair of repeating lines.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tailor.optimizer.model import Block, Page
from tailor.optimizer.rules import POINT, UNIT

Row = tuple[float, float, dict[int, float]]
"""lower <= sum of coefficient * column <= upper."""

INFINITY = float("inf")
CHAIN = 3
"""Largest number of rows that say that a block is outdone by a sibling."""


@dataclass(slots=True)
class Program:
    """Maximise `costs` (points) over columns from 0 to `tops`, some of them `wholes`.

    The first columns are the blocks of the page.
    """

    costs: list[float] = field(default_factory=list)
    tops: list[float] = field(default_factory=list)
    wholes: list[bool] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def column(self, cost: int, top: float = 1.0, *, whole: bool = False) -> int:
        self.costs.append(cost / UNIT)
        self.tops.append(top)
        self.wholes.append(whole)
        return len(self.costs) - 1

    def row(self, terms: Mapping[int, float], lower: float, upper: float) -> None:
        self.rows.append((lower, upper, dict(terms)))


def build_program(page: Page, capacity: int) -> Program:
    """The page within `capacity` sp; heights are rows in pt, so that numbers stay small."""
    program = Program()
    for block in page.blocks:
        program.column(block.gain, whole=True)
    program.row(add_height_row(program, page, capacity), -INFINITY, capacity / POINT)
    for need in page.needs:
        program.row(dict.fromkeys(need.blocks, 1.0), 1.0, INFINITY)
    for old, newer in page.bridges:
        program.row({**dict.fromkeys(newer, 1.0), old: -1.0}, 0.0, INFINITY)
    add_structure_rows(program, page)
    add_stack_rows(program, page)
    add_coverage_rows(program, page)
    add_repeat_rows(program, page)
    for better, worse in dominance_pairs(page):
        program.row({**dict.fromkeys(better, 1.0), worse: -1.0}, 0.0, INFINITY)
    return program


def add_height_row(program: Program, page: Page, capacity: int) -> dict[int, float]:
    """The used height in pt, as counts of blocks of the same height.

    The counts are integer columns of their own: few heights differ, so branching on "how many
    of two lines" settles how well a page can be filled long before single blocks would.
    """
    classes: dict[int, list[int]] = {}
    for index, block in enumerate(page.blocks):
        classes.setdefault(block.height, []).append(index)
    used: dict[int, float] = {}
    for height, indices in classes.items():
        if height and len(indices) > 2:
            count = program.column(0, min(len(indices), capacity // height), whole=True)
            program.row({**dict.fromkeys(indices, 1.0), count: -1.0}, 0.0, 0.0)
            used[count] = height / POINT
        elif height:
            used.update(dict.fromkeys(indices, height / POINT))
    return used


def add_structure_rows(program: Program, page: Page) -> None:
    """One block a slot, none without its head, no head without a block."""
    slots = page.slots()
    for indices in slots.values():
        parent = page.blocks[indices[0]].parent
        row = dict.fromkeys(indices, 1.0)
        if parent >= 0:
            program.row({**row, parent: -1.0}, -INFINITY, 0.0)
        elif len(indices) > 1:
            program.row(row, -INFINITY, 1.0)
    for head, below in page.children().items():
        if page.blocks[head].kind != "entry":
            program.row({**dict.fromkeys(below, 1.0), head: -1.0}, 0.0, INFINITY)


def add_stack_rows(program: Program, page: Page) -> None:
    """Steps of each stack, and least and most of it."""
    for stack in page.stacks:
        if stack.least:
            base = dict.fromkeys(stack.members, 1.0)
            program.row({**base, stack.head: -float(stack.least)}, 0.0, INFINITY)
        if not stack.members:
            continue
        count = dict.fromkeys(stack.members, 1.0)
        if len(stack.steps) < len({page.blocks[i].slot for i in stack.members}):
            program.row({**count, stack.head: -float(len(stack.steps))}, -INFINITY, 0.0)
        if any(stack.steps):
            row = dict(count)
            for units in dict.fromkeys(stack.steps):
                row[program.column(units, stack.steps.count(units))] = -1.0
            program.row(row, 0.0, 0.0)


def add_coverage_rows(program: Program, page: Page) -> None:
    """Tiers of each keyword: no more of them than the printed blocks answer."""
    answers: list[dict[int, float]] = [{} for _ in page.tiers]
    for index, block in enumerate(page.blocks):
        for term, percent in block.strengths:
            answers[term][index] = -percent / 100
    for tiers, answer in zip(page.tiers, answers, strict=True):
        row = {program.column(100 * units): 1.0 for units in tiers if units} if answer else {}
        if row:
            program.row({**row, **answer}, -INFINITY, 0.0)


def add_repeat_rows(program: Program, page: Page) -> None:
    for a, b, loss in page.pairs:
        both = program.column(-loss)
        program.row({a: 1.0, b: 1.0, both: -1.0}, -INFINITY, 1.0)
    for same in page.twins:
        program.row(dict.fromkeys(same, 1.0), -INFINITY, 1.0)


def dominance_pairs(page: Page) -> Iterator[tuple[tuple[int, ...], int]]:
    """(slot, block): the block is printed only if the slot, which has a better one, is too.

    Exchanging the block for the better one never makes a page worse, so some best page
    keeps to this. Equal ones yield to the earlier, which also breaks ties.
    """
    slots = page.slots()
    paired = {index for a, b, _ in page.pairs for index in (a, b)}.union(*page.twins)
    needed = {index for need in page.needs for index in need.blocks}
    families: dict[tuple[int, str], list[int]] = {}
    for index, block in enumerate(page.blocks):
        if block.kind in ("bullet", "line"):
            families.setdefault((block.parent, block.kind), []).append(index)
    for family in families.values():
        order = sorted(family, key=lambda i: (-page.blocks[i].gain, page.blocks[i].height, i))
        rivals = [index for index in order if index not in paired]
        ranks = {index: rank for rank, index in enumerate(order)}
        for worse in (index for index in order if index not in needed):
            count = 0
            for better in reversed([i for i in rivals if ranks[i] < ranks[worse]]):
                if count < CHAIN and is_better_block(page.blocks[better], page.blocks[worse]):
                    count += 1
                    yield slots[page.blocks[better].slot], worse


def is_better_block(block: Block, other: Block) -> bool:
    if block.slot == other.slot or block.height > other.height or block.gain < other.gain:
        return False
    strengths = dict(block.strengths)
    return all(strengths.get(term, 0) >= percent for term, percent in other.strengths)

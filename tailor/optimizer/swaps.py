"""Which lines that were cut could as well be printed: a page is worth almost the same with them.

For each cut line the best page is looked for that has it in the place of one printed line. It
is one page that may be made, so what it is worth less is a proven upper bound of what the line's
return costs; `costs` finds the exact figure, with much more work.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from statistics import median

from tailor.optimizer.model import Block, Page, objective_value, used_height
from tailor.optimizer.rules import TOSS_UP, UNIT

STATEMENTS = ("bullet", "paragraph", "line")
"""Kinds of blocks that are exchanged."""
TRIED = 5
"""The number of printed lines, least missed first, that are tried in place of a cut one."""
MOST = 60
"""The number of cut lines, best first, that are looked at: the others are far from the page."""

Choice = frozenset[int]


def toss_up_points(page: Page, chosen: Choice) -> float:
    """Points below which the return of a line is a toss-up: a share of what the median printed
    statement is worth. 0 if there is none, so that nothing is."""
    worths = [page.blocks[i].value for i in chosen if page.blocks[i].kind in STATEMENTS]
    return TOSS_UP * max(0.0, median(worths)) if worths else 0.0


@dataclass(frozen=True, slots=True)
class Swap:
    """How many points a page with a cut line loses, and the slots of what it replaces."""

    loss: float
    gone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Exchange:
    """Looks for other pages than the chosen one, on which `room` (sp) is left; `fits` says if a
    choice fits on the pages."""

    page: Page
    chosen: Choice
    room: int
    fits: Callable[[Choice], bool]

    def swaps(self) -> dict[str, Swap]:
        """The best such page, by the slot of the cut line."""
        base = objective_value(self.page, self.chosen)
        missed = {j: base - objective_value(self.page, self.chosen - {j}) for j in self.removable()}
        added = {i: objective_value(self.page, self.chosen | {i}) - base for i in self.returning()}
        best_swaps: dict[str, Swap] = {}
        for i in sorted(added, key=lambda i: -added[i])[:MOST]:
            best = self.best(i, missed, added, base)
            if best is not None:
                slot = self.page.blocks[i].slot
                best_swaps[slot] = min(best_swaps.get(slot, best), best, key=lambda swap: swap.loss)
        return best_swaps

    def best(
        self, i: int, missed: Mapping[int, int], added: Mapping[int, int], base: int
    ) -> Swap | None:
        """The page of least loss with the block in the place of one line, or of none, and with
        one more line where there is room for it."""
        need = self.page.blocks[i].height - self.room
        tall = (j for j in missed if self.page.blocks[j].height >= need)
        out = sorted(tall, key=lambda j: missed[j])
        pages = [self.chosen | {i}] if need <= 0 else []
        pages += [self.chosen - {j} | {i} for j in out[:TRIED]]
        pages += [page for choice in pages if (page := self.filled_up(choice, added)) != choice]
        worths = [
            (objective_value(self.page, page), page) for page in pages if self.is_allowed(page)
        ]
        for worth, choice in sorted(worths, key=lambda pair: -pair[0]):
            if self.fits(choice):
                slots = tuple(self.page.blocks[j].slot for j in sorted(self.chosen - choice))
                return Swap(max(0.0, (base - worth) / UNIT), slots)
        return None

    def filled_up(self, choice: Choice, added: Mapping[int, int]) -> Choice:
        """The choice with the one cut line more that adds most in the room that is left."""
        blocks = self.page.blocks
        left = self.room + used_height(self.page, self.chosen) - used_height(self.page, choice)
        slots = {blocks[k].slot for k in choice}
        small = [k for k in added if blocks[k].height <= left and blocks[k].slot not in slots]
        best = max(small, key=lambda k: added[k], default=None)
        return choice if best is None or added[best] <= 0 else choice | {best}

    def returning(self) -> Iterator[int]:
        """Statements that are not printed in any wording, below headings that are."""
        slots = {self.page.blocks[i].slot for i in self.chosen}
        for i, block in enumerate(self.page.blocks):
            under = all(head in self.chosen for head in self.page.heads_above(i))
            if is_statement(block) and block.slot not in slots and under:
                yield i

    def removable(self) -> Iterator[int]:
        return (j for j in self.chosen if is_statement(self.page.blocks[j]))

    def is_allowed(self, choice: Choice) -> bool:
        """Whether a choice keeps the rules of the page, its height aside."""
        page = self.page
        if not all(need.blocks & choice for need in page.needs):
            return False
        if any(len(choice.intersection(same)) > 1 for same in page.twins):
            return False
        for stack in page.stacks:
            count = len(choice.intersection(stack.members))
            if count > len(stack.steps) or (stack.head in choice and count < stack.least):
                return False
        below = {page.blocks[i].parent for i in choice}
        return all(i in below for i in choice if needs_company(page.blocks[i]))


def is_statement(block: Block) -> bool:
    return block.kind in STATEMENTS and not block.head


def needs_company(block: Block) -> bool:
    """Whether a heading may not be without anything below it; an entry may (a degree)."""
    return block.head and block.kind != "entry"

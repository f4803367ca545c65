"""Why lines were cut and what printing them would cost; why no page is possible."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from tailor.errors import Problem, UnfitError
from tailor.layout import Line, scorable_lines, statement_lines
from tailor.models import Bullet, Cut, Entry, Group, Plan, Resume, Section
from tailor.optimizer.integer_program import build_program
from tailor.optimizer.model import Block, Page, objective_value, used_height
from tailor.optimizer.problem import Scores
from tailor.optimizer.rules import LINE, POINT, UNIT, Rules
from tailor.optimizer.solver import solve_program
from tailor.optimizer.swaps import Swap, toss_up_points

FINAL = ("excluded", "another wording", "says the same", "a shorter wording")
"""How reasons begin that no exchange of lines overcomes."""
LOSES = "a shorter wording that loses a keyword or a figure"
PLACES = {
    "work": "its job",
    "education": "its degree",
    "projects": "its project",
    "volunteer": "its voluntary work",
}


def best_cuts(plan: Plan, resume: Resume, most: int) -> list[Cut]:
    """The cut statements that have no other wording on the page, each once: toss-ups first, then
    those of most value."""
    printed = {key for key, _ in plan.chosen}
    keys = {line.key for line in statement_lines(resume)} - printed
    cuts: dict[str, Cut] = {}
    for cut in sorted(plan.dropped, key=lambda cut: (not plan.is_toss_up(cut.loss), -cut.value)):
        if cut.key in keys and cut.reason != "excluded":
            cuts.setdefault(cut.key, cut)
    return list(cuts.values())[:most]


@dataclass(frozen=True, slots=True)
class CutExplainer:
    """Explains a finished page. `worth` is its objective in units, `room` the height in sp that is
    left on it, `swaps` the best known page with each cut line, as far as there is one."""

    page: Page
    chosen: frozenset[int]
    worth: int
    room: int
    banned: frozenset[str]
    scores: Scores
    swaps: Mapping[str, Swap] = field(default_factory=dict)

    @property
    def toss_up(self) -> float:
        return toss_up_points(self.page, self.chosen)

    def cuts(self, resume: Resume) -> Iterator[Cut]:
        """A cut for every wording of every line that is not printed, in the master's order."""
        printed = {wording for index in self.chosen for wording in self.page.blocks[index].prints}
        blocks: dict[tuple[str, int], int] = {}
        for place, block in enumerate(self.page.blocks):
            for wording in block.prints:
                blocks.setdefault(wording, place)
        slots = {self.page.blocks[place].slot: place for place in self.chosen}
        best = self.best(blocks)
        for line in scorable_lines(resume):
            wording = (line.key, line.variant)
            if wording in printed:
                continue
            score = self.scores.get(wording)
            index = blocks.get(wording)
            reason = self.reason(line, index, slots, best)
            height = self.height_needed(index, slots) if index is not None else 0
            value = score.value if score else 0.0
            swap = None if reason.startswith(FINAL) else self.swaps.get(line.key)
            loss, instead = (swap.loss, swap.gone) if swap else (None, ())
            yield Cut(line.key, line.text, value, reason, height, loss, instead)

    def best(self, blocks: Mapping[tuple[str, int], int]) -> dict[str, int]:
        """The best wording of each line that has several."""
        variants: dict[str, int] = {}
        for (key, variant), index in blocks.items():
            rival = blocks[key, variants[key]] if key in variants else index
            if self.page.blocks[index].value > self.page.blocks[rival].value or key not in variants:
                variants[key] = variant
        return variants

    def height_needed(self, index: int, slots: Mapping[str, int]) -> int:
        """Height in sp that printing a block would take, with the headings that it lacks."""
        block = self.page.blocks[index]
        heads = [i for i in self.page.heads_above(index) if i not in self.chosen]
        rival = self.page.blocks[slots[block.slot]].height if block.slot in slots else 0
        return max(0, block.height + sum(self.page.blocks[i].height for i in heads) - rival)

    def reason(
        self,
        line: Line,
        index: int | None,
        slots: Mapping[str, int],
        best: Mapping[str, int],
    ) -> str:
        if line.key in self.banned:
            return "excluded"
        if index is None:
            return LOSES if line.key in best else "too many of its kind"
        block = self.page.blocks[index]
        if block.slot == line.key and block.slot in slots:
            return "another wording is printed"
        if best.get(line.key, line.variant) != line.variant:
            return "another wording of it is better"
        if line.role in ("bullet", "paragraph", "group") and line.entry and line.entry not in slots:
            return f"{PLACES.get(line.section, 'its entry')} was left out"
        reason = self.twin_reason(index) or self.crowding_reason(index)
        return reason or self.weight_reason(index, slots)

    def twin_reason(self, index: int) -> str:
        """Names the printed line that says the same, if there is one."""
        rivals = {b if a == index else a for a, b, _ in self.page.pairs if index in (a, b)}
        rivals.update(*(same for same in self.page.twins if index in same))
        for other in sorted(rivals & self.chosen):
            return f"says the same as {self.page.blocks[other].slot}"
        return ""

    def crowding_reason(self, index: int) -> str:
        for stack in self.page.stacks:
            count = len(self.chosen.intersection(stack.members))
            if index in stack.members and count >= len(stack.steps):
                return f"{self.page.blocks[stack.head].slot} already has {count} bullets"
        return ""

    def weight_reason(self, index: int, slots: Mapping[str, int]) -> str:
        """What the page would gain by a block and its headings if there were room."""
        block = self.page.blocks[index]
        more = {index, *self.page.heads_above(index)} | self.chosen
        more -= {slots[block.slot]} if block.slot in slots else set()
        gain = (objective_value(self.page, more) - self.worth) / UNIT
        height = self.height_needed(index, slots)
        if height <= self.room or gain <= 0:
            return f"the page is better without it ({gain:+.1f} points)"
        return f"no room: it takes {height / POINT:.0f} pt and adds only {gain:.1f} points"


LARGEST = 5


def infeasible_error(page: Page, rules: Rules) -> UnfitError:
    """The error that says by how much the least page is too tall, and what to cut."""
    blocks = tuple(
        replace(b, gain=-round(b.height / POINT * UNIT / 100), strengths=()) for b in page.blocks
    )
    least = replace(page, blocks=blocks, tiers=(), pairs=())
    least = replace(least, stacks=tuple(replace(s, steps=(0,) * len(s.steps)) for s in page.stacks))
    whole = sum(block.height for block in blocks)
    solution = solve_program(build_program(least, whole), len(blocks), rules.seconds)
    if solution is None:
        return UnfitError(Problem("what must stay on the page contradicts itself"))
    over = (used_height(page, solution.chosen) - page.capacity) / POINT
    pages = "one page" if rules.max_pages == 1 else f"{rules.max_pages} pages"
    lines = max(1, -int(-over // LINE))
    return UnfitError(
        Problem(
            f"what must stay is too tall for {pages} by {over:.1f} pt "
            f"(about {lines} line{'s' if lines > 1 else ''})",
            hint="; ".join(largest_parts(page, solution.chosen))
            + ". Unpin or shorten some of these, or allow more pages",
        )
    )


def largest_parts(page: Page, chosen: frozenset[int]) -> list[str]:
    """The tallest parts that must stay, what the user pinned first, each with the reason."""
    reasons = {index: need.why for need in reversed(page.needs) for index in need.blocks & chosen}
    tallest = sorted(
        (index for index in reasons if page.blocks[index].slot != "header"),
        key=lambda index: (reasons[index] != "pinned", -page.blocks[index].height, index),
    )
    return [
        f"{page.blocks[i].height / POINT:.1f} pt {block_label(page.blocks[i])} ({reasons[i]})"
        for i in tallest[:LARGEST]
    ]


def block_label(block: Block) -> str:
    """A block as its user knows it: its key and how its text begins."""
    value = block.part.value
    if isinstance(value, Bullet):
        text = value.text
    elif isinstance(value, Entry):
        text = ", ".join(name for name in (value.title, value.organisation) if name)
    elif isinstance(value, Section | Group):
        text = value.title
    else:
        text = value.name
    return f"{block.slot} “{text[:40]}{'…' if len(text) > 40 else ''}”"

"""Why a page cannot be: what must stay is too tall, and what of it could go."""

from dataclasses import replace

from tailor.errors import Problem, UnfitError
from tailor.fit.objective import height
from tailor.fit.page import Block, Page
from tailor.fit.program import program
from tailor.fit.rules import LINE, POINT, UNIT, Rules
from tailor.fit.solver import solve
from tailor.model import Bullet, Entry, Group, Section

LARGEST = 5


def unfit(page: Page, rules: Rules) -> UnfitError:
    """The error that says by how much the least page is too tall, and what to cut."""
    blocks = tuple(
        replace(b, gain=-round(b.height / POINT * UNIT / 100), strengths=()) for b in page.blocks
    )
    least = replace(page, blocks=blocks, tiers=(), pairs=())
    least = replace(least, stacks=tuple(replace(s, steps=(0,) * len(s.steps)) for s in page.stacks))
    whole = sum(block.height for block in blocks)
    solution = solve(program(least, whole), len(blocks), rules.seconds)
    if solution is None:
        return UnfitError(Problem("what must stay on the page contradicts itself"))
    over = (height(page, solution.chosen) - page.capacity) / POINT
    pages = "one page" if rules.max_pages == 1 else f"{rules.max_pages} pages"
    lines = max(1, -int(-over // LINE))
    return UnfitError(
        Problem(
            f"what must stay is too tall for {pages} by {over:.1f} pt "
            f"(about {lines} line{'s' if lines > 1 else ''})",
            hint="; ".join(largest(page, solution.chosen))
            + ". Unpin or shorten some of these, or allow more pages",
        )
    )


def largest(page: Page, chosen: frozenset[int]) -> list[str]:
    """The tallest parts that must stay, what the user pinned first, each with the reason."""
    reasons = {index: need.why for need in reversed(page.needs) for index in need.blocks & chosen}
    tallest = sorted(
        (index for index in reasons if page.blocks[index].slot != "header"),
        key=lambda index: (reasons[index] != "pinned", -page.blocks[index].height, index),
    )
    return [
        f"{page.blocks[i].height / POINT:.1f} pt {title(page.blocks[i])} ({reasons[i]})"
        for i in tallest[:LARGEST]
    ]


def title(block: Block) -> str:
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

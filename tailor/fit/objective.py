"""What a choice of blocks is worth, computed exactly and without the solver."""

from collections.abc import Iterable

from tailor.fit.page import Page


def points(page: Page, chosen: Iterable[int]) -> int:
    """The objective in units: keywords answered, gains, steps of stacks, less redundancy."""
    printed = set(chosen)
    blocks = page.blocks
    strengths = [0] * len(page.tiers)
    for index in printed:
        for term, percent in blocks[index].strengths:
            strengths[term] += percent
    total = sum(blocks[index].gain for index in printed)
    total += sum(map(covered, page.tiers, strengths))
    for stack in page.stacks:
        total += sum(stack.steps[: sum(member in printed for member in stack.members)])
    return total - sum(loss for a, b, loss in page.pairs if a in printed and b in printed)


def covered(tiers: tuple[int, ...], percent: int) -> int:
    """Units for a keyword answered with `percent` of a full strength: concave, in tiers."""
    return sum(units * min(100, max(0, percent - 100 * tier)) for tier, units in enumerate(tiers))


def height(page: Page, chosen: Iterable[int]) -> int:
    """Used height in sp."""
    return sum(page.blocks[index].height for index in chosen)

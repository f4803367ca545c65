"""The best page, its proof, and what forcing a line onto it would cost."""

import math
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from tailor.cache import NOWHERE, Cache
from tailor.errors import LimitError
from tailor.fit.arrange import Arrangement
from tailor.fit.blocks import Scores
from tailor.fit.breaks import overflow
from tailor.fit.build import Similar, build
from tailor.fit.cuts import Cutting
from tailor.fit.objective import height, points
from tailor.fit.page import Need, Page
from tailor.fit.program import program
from tailor.fit.proofs import solved
from tailor.fit.rules import UNIT, Rules
from tailor.fit.swaps import Exchange
from tailor.fit.unfit import unfit
from tailor.fit.wishes import wishes
from tailor.model import Plan, Resume
from tailor.parts import Measure

AT_ONCE = 2
"""So many prices are found side by side; the solver leaves Python to others while it works."""
NOISE = 0.01
"""What the solver's bound may be off by, in units."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Blocks, what they are worth and the most that any choice is worth, in units."""

    chosen: frozenset[int]
    objective: int
    bound: int
    resume: Resume


def fit(
    resume: Resume,
    scores: Scores,
    measure: Measure,
    similar: Similar = (),
    rules: Rules = Rules(),  # noqa: B008 - frozen
    cache: Cache = NOWHERE,
    required: Sequence[str] = (),
) -> Plan:
    """The best page of `resume` that `rules` allow, as proven by an integer program.

    `scores` are by (key, variant) of the lines of the résumé; a missing one counts as 0.
    `measure` is called once, with every part that may be printed. `similar` are
    (key, variant, key, variant, similarity in 0..1) of lines that say nearly the same. What is
    proven is kept in the `cache`. `required` are the keys of entries that the posting asks for
    and that are always printed. docs/objective.md defines what "best" means.

    Raises `UnfitError` if what must stay does not fit, `InputError` if the rules name what
    the master does not have, and `LimitError` if no page was found in time.
    """
    page = build(resume, scores, measure, similar, rules, required)
    choice = choose(page, resume, rules, cache)
    if choice is None:
        raise unfit(page, rules)
    used = height(page, choice.chosen)
    room = page.capacity - used
    losses = Exchange(page, choice.chosen, room, fitting(page, resume, rules)).losses()
    cutting = Cutting(page, choice.chosen, room, wishes(resume, rules).banned, scores, losses)
    return Plan(
        resume=choice.resume,
        chosen=wordings(page, choice),
        dropped=tuple(cutting.cuts(resume)),
        objective=choice.objective / UNIT,
        bound=choice.bound / UNIT,
        fill=used / page.capacity,
        kept=tuple(kept(page, choice.chosen)),
        toss_up=cutting.toss_up,
    )


def fitting(page: Page, resume: Resume, rules: Rules) -> Callable[[frozenset[int]], bool]:
    """A function that says whether a choice of blocks fits on the pages."""

    def fits(chosen: frozenset[int]) -> bool:
        if height(page, chosen) > page.capacity:
            return False
        if rules.max_pages == 1:
            return True
        printed = {page.blocks[index].slot: page.blocks[index] for index in chosen}
        arranged = Arrangement(printed, rules.keep_order, rules.sections).resume(resume)
        return not overflow(arranged, printed, page.capacity, rules.max_pages)

    return fits


def kept(page: Page, chosen: frozenset[int]) -> Iterator[tuple[str, str]]:
    """What must be on the page, and why: the only printed block that meets a need."""
    for need in page.needs:
        meets = {page.blocks[index].slot for index in need.blocks & chosen}
        if len(meets) == 1:
            yield meets.pop(), need.why


@dataclass(frozen=True, slots=True)
class Price:
    """Points that a page would lose for a line: exactly, or at most if time ran out."""

    points: float
    exact: bool


def costs(
    keys: Sequence[str],
    plan: Plan,
    resume: Resume,
    scores: Scores,
    measure: Measure,
    similar: Similar = (),
    rules: Rules = Rules(),  # noqa: B008 - frozen
    cache: Cache = NOWHERE,
    required: Sequence[str] = (),
) -> tuple[Price | None, ...]:
    """What `plan` would lose if each key, one at a time, had to be on the page.

    `keys` are of bullets, summaries, entries, groups or skills; None means that there is no
    such page. The other arguments are those of `fit`; `rules.seconds` holds for each key.
    """
    if not keys:
        return ()
    page = build(resume, scores, measure, similar, rules, required)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return tuple(pool.map(lambda key: price(key, plan, page, resume, rules, cache), keys))


def price(
    key: str, plan: Plan, page: Page, resume: Resume, rules: Rules, cache: Cache
) -> Price | None:
    blocks = frozenset(
        index
        for index, block in enumerate(page.blocks)
        if block.slot == key or any(key == printed for printed, _ in block.prints)
    )
    if not blocks:
        return None
    forced = replace(page, needs=(*page.needs, Need(key, blocks, "forced")))
    try:
        other = choose(forced, resume, rules, cache)
    except LimitError:
        return Price(math.inf, exact=False)
    if other is None:
        return None
    exact = plan.proven and other.objective == other.bound
    return Price(round(max(plan.objective - other.objective / UNIT, 0.0), 4), exact)


def choose(page: Page, resume: Resume, rules: Rules, cache: Cache) -> Choice | None:
    """The best choice; None if nothing that may be chosen fits.

    More than one page: parts cannot be split, so the capacity is lowered until the pages,
    filled one after the other, are not too many. The bound stays that of the first capacity.
    """
    capacity, bound = page.capacity, None
    while capacity > 0:
        solution = solved(program(page, capacity), len(page.blocks), rules.seconds, cache)
        if solution is None:
            return None
        if bound is None:
            bound = math.floor(solution.bound * UNIT + NOISE)
        printed = {page.blocks[index].slot: page.blocks[index] for index in solution.chosen}
        arranged = Arrangement(printed, rules.keep_order, rules.sections).resume(resume)
        used = height(page, solution.chosen)
        excess = overflow(arranged, printed, page.capacity, rules.max_pages)
        if used <= page.capacity and not excess:
            objective = points(page, solution.chosen)
            return Choice(solution.chosen, objective, max(bound, objective), arranged)
        capacity = min(capacity, used - excess // 2) - 1
    return None


def wordings(page: Page, choice: Choice) -> tuple[tuple[str, int], ...]:
    """What is printed, in the master's order."""
    return tuple(
        wording for index in sorted(choice.chosen) for wording in page.blocks[index].prints
    )

"""Chooses the best page, from the cache of solved programs where it can."""

import json
import math
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from tailor.cache import NOWHERE, Cache
from tailor.errors import LimitError
from tailor.layout import Measure
from tailor.models import Plan, Resume
from tailor.optimizer.assemble import Arrangement, overflow_height
from tailor.optimizer.constraints import collect_constraints
from tailor.optimizer.explain import CutExplainer, infeasible_error
from tailor.optimizer.integer_program import Program, build_program
from tailor.optimizer.model import Need, Page, objective_value, used_height
from tailor.optimizer.problem import Scores, Similar, build_page
from tailor.optimizer.rules import UNIT, Rules
from tailor.optimizer.solver import Solution, solve_program
from tailor.optimizer.swaps import Exchange


def solve_cached(program: Program, blocks: int, seconds: float, cache: Cache) -> Solution | None:
    """As `solve`, but what is proven is proven once: only that depends on no clock."""
    question = "\n".join(map(repr, (program, blocks)))
    if cached := cache.get_bytes("proof", question, decode=json.loads):
        record = json.loads(cached)
        return record and Solution(frozenset(record["chosen"]), record["bound"], exact=True)
    solution = solve_program(program, blocks, seconds)
    if solution is None or solution.exact:
        record = solution and {"chosen": sorted(solution.chosen), "bound": solution.bound}
        cache.put_bytes(json.dumps(record).encode(), "proof", question)
    return solution


AT_ONCE = 2
"""How many prices are found side by side; the solver leaves Python to others while it works."""
NOISE = 0.01
"""What the solver's bound may be off by, in units."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Blocks, what they are worth and the most that any choice is worth, in units."""

    chosen: frozenset[int]
    objective: int
    bound: int
    resume: Resume


def select_page(
    resume: Resume,
    scores: Scores,
    measure: Measure,
    similar: Similar = (),
    rules: Rules = Rules(),  # noqa: B008 - frozen
    cache: Cache = NOWHERE,
    required: Sequence[str] = (),
    page: Page | None = None,
) -> Plan:
    """The best page of `resume` that `rules` allow, as proven by an integer program.

    `scores` are by (key, variant) of the lines of the résumé; a missing one counts as 0.
    `measure` is called once, with every part that may be printed. `similar` are
    (key, variant, key, variant, similarity in 0..1) of lines that say nearly the same. What is
    proven is kept in the `cache`. `required` are the keys of entries that the posting asks for
    and that are always printed. `page` is what `build_page` makes of the same arguments, if that
    was called before. docs/objective.md defines what "best" means.

    Raises `UnfitError` if what must stay does not fit, `InputError` if the rules name what
    the master does not have, and `LimitError` if no page was found in time.
    """
    page = page or build_page(resume, scores, measure, similar, rules, required)
    choice = solve_page(page, resume, rules, cache)
    if choice is None:
        raise infeasible_error(page, rules)
    used = used_height(page, choice.chosen)
    room = page.capacity - used
    swaps = Exchange(page, choice.chosen, room, make_fit_test(page, resume, rules)).swaps()
    banned = collect_constraints(resume, rules).banned
    cutting = CutExplainer(page, choice.chosen, choice.objective, room, banned, scores, swaps)
    return Plan(
        resume=choice.resume,
        chosen=chosen_wordings(page, choice),
        dropped=tuple(cutting.cuts(resume)),
        objective=choice.objective / UNIT,
        bound=choice.bound / UNIT,
        fill=used / page.capacity,
        kept=tuple(kept_reasons(page, choice.chosen)),
        toss_up=cutting.toss_up,
    )


def make_fit_test(page: Page, resume: Resume, rules: Rules) -> Callable[[frozenset[int]], bool]:
    """A function that says whether a choice of blocks fits on the pages."""

    def fits(chosen: frozenset[int]) -> bool:
        if used_height(page, chosen) > page.capacity:
            return False
        if rules.max_pages == 1:
            return True
        printed = {page.blocks[index].slot: page.blocks[index] for index in chosen}
        arranged = Arrangement(printed, rules.keep_order, rules.sections).resume(resume)
        return not overflow_height(arranged, printed, page.capacity, rules.max_pages)

    return fits


def kept_reasons(page: Page, chosen: frozenset[int]) -> Iterator[tuple[str, str]]:
    """What must be on the page, and why: the only printed block that meets a need."""
    for need in page.needs:
        meets = {page.blocks[index].slot for index in need.blocks & chosen}
        if len(meets) == 1:
            yield meets.pop(), need.why


@dataclass(frozen=True, slots=True)
class ForcingCost:
    """Points that a page would lose for a line: exactly, or at most if time ran out."""

    points: float
    exact: bool


def forcing_costs(
    keys: Sequence[str],
    plan: Plan,
    resume: Resume,
    scores: Scores,
    measure: Measure,
    similar: Similar = (),
    rules: Rules = Rules(),  # noqa: B008 - frozen
    cache: Cache = NOWHERE,
    required: Sequence[str] = (),
    page: Page | None = None,
) -> tuple[ForcingCost | None, ...]:
    """What `plan` would lose if each key, one at a time, had to be on the page.

    `keys` are of bullets, summaries, entries, groups or skills; None means that there is no
    such page. The other arguments are those of `select_page`; `rules.seconds` holds for each key.
    """
    if not keys:
        return ()
    page = page or build_page(resume, scores, measure, similar, rules, required)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return tuple(
            pool.map(lambda key: forcing_cost(key, plan, page, resume, rules, cache), keys)
        )


def forcing_cost(
    key: str, plan: Plan, page: Page, resume: Resume, rules: Rules, cache: Cache
) -> ForcingCost | None:
    blocks = frozenset(
        index
        for index, block in enumerate(page.blocks)
        if block.slot == key or any(key == printed for printed, _ in block.prints)
    )
    if not blocks:
        return None
    forced = replace(page, needs=(*page.needs, Need(key, blocks, "forced")))
    try:
        other = solve_page(forced, resume, rules, cache)
    except LimitError:
        return ForcingCost(math.inf, exact=False)
    if other is None:
        return None
    exact = plan.proven and other.objective == other.bound
    return ForcingCost(round(max(plan.objective - other.objective / UNIT, 0.0), 4), exact)


def solve_page(page: Page, resume: Resume, rules: Rules, cache: Cache) -> Choice | None:
    """The best choice; None if nothing that may be chosen fits.

    More than one page: parts cannot be split, so the capacity is lowered until the pages,
    filled one after the other, are not too many. The bound stays that of the first capacity.
    """
    capacity, bound = page.capacity, None
    while capacity > 0:
        solution = solve_cached(
            build_program(page, capacity), len(page.blocks), rules.seconds, cache
        )
        if solution is None:
            return None
        if bound is None:
            bound = math.floor(solution.bound * UNIT + NOISE)
        printed = {page.blocks[index].slot: page.blocks[index] for index in solution.chosen}
        arranged = Arrangement(printed, rules.keep_order, rules.sections).resume(resume)
        used = used_height(page, solution.chosen)
        excess = overflow_height(arranged, printed, page.capacity, rules.max_pages)
        if used <= page.capacity and not excess:
            objective = objective_value(page, solution.chosen)
            return Choice(solution.chosen, objective, max(bound, objective), arranged)
        capacity = min(capacity, used - excess // 2) - 1
    return None


def chosen_wordings(page: Page, choice: Choice) -> tuple[tuple[str, int], ...]:
    """What is printed, in the master's order."""
    return tuple(
        wording for index in sorted(choice.chosen) for wording in page.blocks[index].prints
    )

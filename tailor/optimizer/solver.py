"""The integer program solved by HiGHS: the only module that knows the solver."""

import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from math import isfinite
from threading import current_thread, main_thread
from typing import TYPE_CHECKING, ClassVar

from tailor.errors import LimitError, Problem
from tailor.optimizer.integer_program import Program
from tailor.optimizer.rules import UNIT
from tailor.streams import discard_output

if TYPE_CHECKING:
    import highspy

EXACT: Mapping[str, bool | int | float] = {
    "output_flag": False,
    "threads": 1,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.5 / UNIT,
    "mip_allow_restart": False,
    "mip_pscost_minreliable": 1,
}
"""Nothing is left open but half a quantum; what a branch is worth is believed when tried once."""

SEARCHING = dict.fromkeys(
    ("mip_heuristic_run_root_reduced_cost", "mip_heuristic_run_feasibility_jump"), False
)
"""These two find nothing that the others do not find sooner."""
PROVING = {**SEARCHING, "mip_heuristic_run_rins": False, "mip_heuristic_run_rens": False}
"""With a good page at hand all effort goes into the proof."""

SKETCHING: Mapping[str, bool | float] = {
    "mip_rel_gap": 0.004,
    "mip_heuristic_run_rins": False,
    "mip_heuristic_run_rens": False,
}
LARGE = 150
"""Blocks from which a good page is sought before the best: the time it takes is mostly won back."""
NODES = 100
"""Branches in which most smaller pages are proven; for one that is not, a good page is sought."""
KERNEL = 0.0008
"""A sketch looks only at blocks whose reduced cost is within this share of the relaxation."""


WAIT = 0.1
"""Seconds within which the program reacts to a signal, even where a signal interrupts no wait."""


class SolverRegistry:
    """What is being solved, and whether the program is about to end."""

    running: ClassVar[set["highspy.Highs"]] = set()
    halted: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class Solution:
    """Columns that are 1, the most (in points) that any choice could earn, and whether that is
    all that is to be known: an `exact` one is the same with more time."""

    chosen: frozenset[int]
    bound: float
    exact: bool


def load_solver() -> None:
    """Loads the solver, which takes a while."""
    import highspy  # noqa: F401


def solve_program(program: Program, blocks: int, seconds: float) -> Solution | None:
    """The best choice of the first `blocks` columns; None if nothing is feasible.

    After `seconds` it is the best found until then, with the bound known by then.

    Raises `LimitError` if the time is over before anything was found, or all was to end.
    """
    end = time.monotonic() + seconds
    model = to_lp(program)
    solver = None
    if blocks < LARGE:
        solver = solver_for(model, {**SEARCHING, "mip_max_nodes": NODES}, seconds)
        run_solver(solver)
    if solver is None or needs_branching(solver):
        sketch = solve_kernel(model, blocks, seconds / 4)
        effort = PROVING if sketch else SEARCHING
        solver = solver_for(model, effort, max(0.0, end - time.monotonic()))
        if sketch:
            solver.setSolution(sketch)
        run_solver(solver)
    if is_infeasible(solver):
        return None
    if not has_solution(solver):
        raise LimitError(
            Problem(f"no page was found within {seconds:g} s", hint="allow the solver more time")
        )
    values = solver.getSolution().col_value[:blocks]
    chosen = frozenset(index for index, value in enumerate(values) if value > 0.5)
    bound = float(solver.getInfo().mip_dual_bound)
    return Solution(chosen, bound if isfinite(bound) else upper_bound(program), is_optimal(solver))


def upper_bound(program: Program) -> float:
    """What no choice can exceed: the solver may have no bound at all when its time is over."""
    worth = zip(program.costs, program.tops, strict=True)
    return sum(cost * top for cost, top in worth if cost > 0)


def solve_kernel(
    model: "highspy.HighsLp", blocks: int, seconds: float
) -> "highspy.HighsSolution | None":
    """A good choice among the blocks that the relaxation finds worth a look (kernel search,
    Angelelli, Mansini and Speranza 2010); None if there is none."""
    import numpy as np

    relaxed = solver_for(model, {"solve_relaxation": True}, seconds)
    run_solver(relaxed)
    if is_infeasible(relaxed) or not has_solution(relaxed):
        return None
    solution = relaxed.getSolution()
    least = -KERNEL * abs(relaxed.getInfo().objective_function_value)
    useful = (np.array(solution.col_value) > 1e-6) | (np.array(solution.col_dual) >= least)
    solver = solver_for(model, SKETCHING, seconds)
    places = np.arange(blocks, dtype=np.int32)
    solver.changeColsBounds(blocks, places, np.zeros(blocks), useful[:blocks].astype(float))
    run_solver(solver)
    return solver.getSolution() if has_solution(solver) else None


def solver_for(
    model: "highspy.HighsLp", options: Mapping[str, bool | int | float], seconds: float
) -> "highspy.Highs":
    import highspy

    with discard_output():  # From version 1.16 on it greets, before any option can be set.
        solver = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, value in {**EXACT, **options, "time_limit": float(seconds)}.items():
        solver.setOptionValue(name, value)
    solver.passModel(model)
    return solver


def run_solver(solver: "highspy.Highs") -> None:
    """Solves in another thread while the main thread waits: the solver ignores signals.

    Raises `LimitError` if all was to end.
    """
    SolverRegistry.running.add(solver)
    try:
        if SolverRegistry.halted:
            raise LimitError(Problem("nothing more is solved: the program is about to end"))
        if current_thread() is main_thread():
            run_in_thread(solver)
        else:
            solver.run()
    finally:
        SolverRegistry.running.discard(solver)


def run_in_thread(solver: "highspy.Highs") -> None:
    """Lets another thread solve; whatever is raised here meanwhile ends that."""
    with ThreadPoolExecutor(1) as aside:
        try:
            work = aside.submit(solver.run)
            while not work.done():
                wait([work], WAIT)
        except BaseException:
            cancel_solver(solver)
            raise


def cancel_all(all_of_it: bool) -> None:
    """Ends whatever is being solved, in any thread, and lets nothing more begin; or takes that
    back. It needs no lock, so a signal handler may call it."""
    SolverRegistry.halted = all_of_it
    for solver in list(SolverRegistry.running) if all_of_it else ():
        cancel_solver(solver)


def cancel_solver(solver: "highspy.Highs") -> None:
    """Lets a solver end within some 20 ms: it looks at its time limit all the time, and what calls
    it back to ask would make it slower."""
    solver.setOptionValue("time_limit", 0.0)


def has_solution(solver: "highspy.Highs") -> bool:
    import highspy

    status = solver.getInfo().primal_solution_status
    return bool(status == highspy.SolutionStatus.kSolutionStatusFeasible)


def needs_branching(solver: "highspy.Highs") -> bool:
    """Whether the branches did not do."""
    import highspy

    return bool(solver.getModelStatus() == highspy.HighsModelStatus.kSolutionLimit)


def is_optimal(solver: "highspy.Highs") -> bool:
    import highspy

    return bool(solver.getModelStatus() == highspy.HighsModelStatus.kOptimal)


def is_infeasible(solver: "highspy.Highs") -> bool:
    import highspy

    status = highspy.HighsModelStatus
    return solver.getModelStatus() in (status.kInfeasible, status.kUnboundedOrInfeasible)


def to_lp(program: Program) -> "highspy.HighsLp":
    import highspy
    import numpy as np

    columns, lp = len(program.costs), highspy.HighsLp()
    lp.num_col_, lp.num_row_ = columns, len(program.rows)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = np.array(program.costs)
    lp.col_lower_, lp.col_upper_ = np.zeros(columns), np.array(program.tops)
    lp.row_lower_ = np.array([lower for lower, _, _ in program.rows])
    lp.row_upper_ = np.array([upper for _, upper, _ in program.rows])
    whole, part = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
    lp.integrality_ = [whole if is_whole else part for is_whole in program.wholes]
    matrix = lp.a_matrix_
    matrix.format_ = highspy.MatrixFormat.kRowwise
    matrix.start_ = np.cumsum([0, *(len(terms) for _, _, terms in program.rows)])
    matrix.index_ = np.array([i for _, _, terms in program.rows for i in terms], dtype=np.int32)
    matrix.value_ = np.array([value for _, _, terms in program.rows for value in terms.values()])
    return lp

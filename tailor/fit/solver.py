"""The integer program solved by HiGHS: the only module that knows the solver."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tailor.errors import LimitError, Problem
from tailor.fit.program import Program
from tailor.fit.rules import UNIT

if TYPE_CHECKING:
    import highspy


@dataclass(frozen=True, slots=True)
class Solution:
    """Columns that are 1, and the most (in points) that any choice could earn."""

    chosen: frozenset[int]
    bound: float


def solve(program: Program, blocks: int, seconds: float) -> Solution | None:
    """The best choice of the first `blocks` columns; None if nothing is feasible.

    After `seconds` it is the best found until then, with the bound known by then.
    Raises `LimitError` if the time is over before anything was found.
    """
    import highspy

    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("time_limit", float(seconds))
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_allow_restart", False)
    solver.setOptionValue("mip_abs_gap", 0.5 / UNIT)
    solver.passModel(as_lp(program))
    solver.run()
    status = solver.getModelStatus()
    if status in (
        highspy.HighsModelStatus.kInfeasible,
        highspy.HighsModelStatus.kUnboundedOrInfeasible,
    ):
        return None
    info = solver.getInfo()
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        raise LimitError(
            Problem(f"no page was found within {seconds:g} s", hint="allow the solver more time")
        )
    values = solver.getSolution().col_value[:blocks]
    chosen = frozenset(index for index, value in enumerate(values) if value > 0.5)
    return Solution(chosen, float(info.mip_dual_bound))


def as_lp(program: Program) -> "highspy.HighsLp":
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

"""Proven choices, kept by the program that they solve."""

import json

from tailor.cache import Cache
from tailor.fit.program import Program
from tailor.fit.solver import Solution, solve


def solved(program: Program, blocks: int, seconds: float, cache: Cache) -> Solution | None:
    """As `solve`, but what is proven is proven once: only that depends on no clock."""
    asked = "\n".join(map(repr, (program, blocks)))
    if known := cache.found("proof", asked, decode=json.loads):
        told = json.loads(known)
        return told and Solution(frozenset(told["chosen"]), told["bound"], exact=True)
    solution = solve(program, blocks, seconds)
    if solution is None or solution.exact:
        told = solution and {"chosen": sorted(solution.chosen), "bound": solution.bound}
        cache.keep(json.dumps(told).encode(), "proof", asked)
    return solution

"""A page is proven once; what only ran out of time is not taken for proven."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import NoReturn

import pytest

from tailor.cache import NOWHERE, Cache
from tailor.optimizer import selection, solver
from tailor.optimizer.integer_program import Program
from tailor.optimizer.selection import solve_cached
from tailor.optimizer.solver import Solution, solve_program


def packing(room: float, *sizes: float) -> Program:
    """As much as fits of things that are worth their size."""
    made = Program()
    columns = [made.column(round(size * 10_000), whole=True) for size in sizes]
    made.row(dict(zip(columns, sizes, strict=True)), 0.5, room)
    return made


def never(*_: object) -> NoReturn:
    raise AssertionError("solved again")


def test_a_program_is_solved_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache, asked = Cache(tmp_path), packing(9, 5, 4, 3)
    first = solve_cached(asked, 3, 10, cache)
    assert first == Solution(frozenset({0, 1}), 9.0, exact=True)
    monkeypatch.setattr(selection, "solve_program", never)
    assert solve_cached(packing(9, 5, 4, 3), 3, 99, cache) == first
    for other in (packing(8, 5, 4, 3), packing(9, 5, 4, 2)):
        with pytest.raises(AssertionError, match="again"):
            solve_cached(other, 3, 10, cache)
    with pytest.raises(AssertionError, match="again"):
        solve_cached(asked, 3, 10, NOWHERE)


def test_that_nothing_fits_is_known_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache(tmp_path)
    assert solve_cached(packing(1, 5, 4), 2, 10, cache) is None
    monkeypatch.setattr(selection, "solve_program", never)
    assert solve_cached(packing(1, 5, 4), 2, 10, cache) is None


def test_what_is_not_proven_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache, asked = Cache(tmp_path), packing(9, 5, 4, 3)
    best = solve_program(asked, 3, 10)
    assert best is not None
    hasty = replace(best, chosen=frozenset({0}), exact=False)
    monkeypatch.setattr(selection, "solve_program", lambda *_: hasty)
    assert solve_cached(asked, 3, 10, cache) == hasty
    monkeypatch.setattr(selection, "solve_program", solve_program)
    assert solve_cached(asked, 3, 10, cache) == best


def test_without_time_for_a_proof_the_bound_is_all_that_there_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The solver is stopped before it knows any bound: it got no second after the sketch."""
    sizes = [float(7 + (3 * n) % 31) for n in range(solver.LARGE)]
    made, clock = packing(sum(sizes) / 3, *sizes), iter([0.0])
    monkeypatch.setattr(solver, "time", SimpleNamespace(monotonic=lambda: next(clock, 1e9)))
    found = solve_program(made, len(sizes), 10.0)
    assert found is not None
    assert round(found.bound, 6) == sum(sizes)
    assert not found.exact

"""The table of a batch."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tailor.cli.batch import Result
from tailor.cli.rows import aim, counted, heading, shortened
from tailor.cli.say import Row, width

STYLES = {"made": "green", "current": "", "failed": "bold red"}
NUMBERS = 33
"""Columns of state, coverage and fill."""
MISSING = 10
"""So many things that the master lacks are listed."""


def batch_rows(
    found: Sequence[Result], missing: Sequence[tuple[str, int]], seconds: float
) -> Iterator[Row]:
    """What became of every posting, and what the master lacks for most of them."""
    yield ((f"{'':9}{'must':>8}{'nice':>8}{'fill':>7} ", "dim"), (" posting", "dim"))
    for one in found:
        yield from result_rows(one)
    yield from missing_rows(missing)
    yield ()
    yield ((total(found, seconds), "bold"),)


def missing_rows(missing: Sequence[tuple[str, int]]) -> Iterator[Row]:
    if missing:
        yield from heading("missing most often", "postings that ask for what the master lacks")
        for term, count in missing[:MISSING]:
            yield (f"  {count:>4}  ", "cyan"), (term, "")


def result_rows(one: Result) -> Iterator[Row]:
    told = one.facts
    numbers = f"{part(told, 'must'):>8}{part(told, 'nice'):>8}{fill(told):>7}  "
    name = aim(told.get("title", ""), told.get("company", "")) if told else one.posting
    room = width() - NUMBERS
    yield (f"{one.state:<9}", STYLES[one.state]), (numbers, ""), (shortened(name, room), "bold")
    where = str(one.goal.pdf) if one.goal else one.posting
    yield ((" " * NUMBERS + shortened(where, room), "dim"),)
    for problem in one.problems:
        yield ((" " * NUMBERS + shortened(problem.message, room), "red"),)


def part(told: Mapping[str, Any], kind: str) -> str:
    """Such as "5/19"."""
    share = told.get("coverage", {}).get(kind)
    return f"{share['covered']}/{share['of']}" if share and share["of"] else "-"


def fill(told: Mapping[str, Any]) -> str:
    return f"{100 * told['page']['fill']:.1f} %" if told.get("page") else "-"


def total(found: Sequence[Result], seconds: float) -> str:
    """Such as "12 pages made, 3 unchanged, 1 failed · 8.2 s"."""
    states = Counter(one.state for one in found)
    words = [f"{counted(states['made'], 'page')} made"]
    if states["current"]:
        words.append(f"{states['current']} unchanged")
    if states["failed"]:
        words.append(f"{states['failed']} failed")
    return f"{', '.join(words)} · {seconds:.1f} s"

"""`python -m benchmarks.trust`: every promise tried, a line each, a table at the end."""

import argparse
import os
import sys
import time
from collections.abc import Iterable, Iterator
from importlib import import_module

from benchmarks.trust import MODULES, Line

LONGEST = 1000
"""Characters of what is told of a promise."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.trust", description=__doc__)
    parser.add_argument("--only", default="", metavar="N,N", help="these numbers, such as 4,5")
    parser.add_argument("--quick", action="store_true", help="a tenth of the tries, or less")
    chosen = parser.parse_args()
    numbers = [int(number) for number in chosen.only.split(",") if number] or list(MODULES)
    rows = []
    for number in numbers:
        for name in MODULES[number]:
            for line, cost in timed(tried(name, chosen.quick)):
                print(told(number, line, cost), flush=True)
                rows.append((number, line))
    print("\n" + table(rows))
    missed = [line for _, line in rows if not line.holds]
    print(f"\n{len(rows) - len(missed)} of {len(rows)} promises hold")
    return 1 if missed else 0


def tried(name: str, quick: bool) -> Iterator[Line]:
    """The lines of a module; one that breaks down is a promise that is not kept."""
    try:
        yield from import_module(f"benchmarks.trust.{name}").run(quick)
    except Exception as error:
        yield Line(f"{name} runs to its end", 1, 1, f"{type(error).__name__}: {error}")


def timed(lines: Iterable[Line]) -> Iterator[tuple[Line, str]]:
    """Each line with the time that it took: by the clock and of processors, and the load of the
    machine meanwhile, for on a busy one the clock says little."""
    start, begun = time.monotonic(), processor_seconds()
    for line in lines:
        now, used = time.monotonic(), processor_seconds()
        cost = f"{now - start:.0f} s, {used - begun:.0f} s of CPU, load {os.getloadavg()[0]:.1f}"
        yield line, cost
        start, begun = now, used


def processor_seconds() -> float:
    """CPU time of this process and of all that it has waited for."""
    return sum(os.times()[:4])


def told(number: int, line: Line, cost: str) -> str:
    count = line.skipped or f"{line.tried:,} tried, {line.failed:,} failed (bar: {line.most:,})"
    detail = f"\n          {line.detail[:LONGEST]}" if line.detail else ""
    return f"{number} {line.verdict:7} {line.name}: {count} [{cost}]{detail}"


def table(rows: Iterable[tuple[int, Line]]) -> str:
    """The whole in Markdown."""
    head = "| no. | promise | tried | failed | bar | verdict |\n|--:|---|--:|--:|--:|---|\n"
    return head + "\n".join(
        f"| {number} | {line.name} | {line.tried:,} | {line.failed:,} | {line.most:,} | "
        f"{line.verdict} |"
        for number, line in rows
    )


if __name__ == "__main__":
    sys.exit(main())

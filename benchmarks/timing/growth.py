"""How time and memory grow: with the bullets of the master, and with the postings of a batch."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from benchmarks.timing import Row
from benchmarks.timing.desk import Desk
from benchmarks.timing.process import middle, on_cores, paired, watched
from benchmarks.timing.rows import Scale

SIZES = (50, 150, 300, 600, 1000)
"""Bullets of masters."""
SELDOM = 0.25
"""Seconds between two looks at the memory of a long batch, which shares its core with them."""
LEAST = 20
"""Postings from which a batch says something about growth."""


@dataclass(frozen=True, slots=True)
class Curves:
    """`bullets` are (bullets, times the plain run) of cold runs; `batch` are (page, seconds since
    the start, bytes that all processes have then) of one long batch."""

    bullets: Sequence[tuple[float, float]]
    batch: Sequence[tuple[float, float, float]]


def curves(desk: Desk, scale: Scale) -> Curves:
    rounds = max(1, scale.rounds // 3)
    sizes = []
    for size in SIZES:
        pairs = paired(lambda n, size=size: desk.cold(800 + n, size), desk.plain, rounds)  # type: ignore[misc]
        sizes.append((size, middle(pairs)[1]))
    return Curves(sizes, long_batch(desk, scale.long))


def long_batch(desk: Desk, count: int) -> tuple[tuple[float, float, float], ...]:
    """The moment at which each page was there, and the memory at that moment; the master is of the
    usual size."""
    desk.write(99, 99)
    command = desk.batch_command(count, 99)
    with on_cores(1):
        memory = watched(command, desk.work, desk.environment(), SELDOM)
    times = [moment for moment, _ in memory]
    files = (desk.work / "out/jobs").glob("*.pdf")
    pages = sorted(path.stat().st_mtime_ns / 1e9 for path in files)
    return tuple(
        (float(number), page - times[0], float(memory[bisect_right(times, page) - 1][1]))
        for number, page in enumerate(pages, 1)
    )


def batch_rows(found: Curves) -> Iterator[Row]:
    """Whether a long batch is linear in time and flat in memory: its last quarter beside its
    second one."""
    batch, count = found.batch, len(found.batch)
    if count < LEAST:
        return
    quarter = count // 4
    early, late = steps(batch, quarter, 2 * quarter), steps(batch, count - quarter, count)
    name = f"{count:,} postings: time of each in the last quarter beside the second"
    yield Row(name, seconds=late, most=1.2, value=late / early, unit="x of the second")
    most = max(memory for _, _, memory in batch)
    name = f"{count:,} postings: most memory"
    yield Row(name, memory=int(most), most=700.0, value=most / 1e6, unit="MB")
    tenth = max(1, count // 10)
    growth = held(batch, count - tenth, count) - held(batch, count // 2, count // 2 + tenth)
    name = f"{count:,} postings: memory gained in the second half"
    yield Row(name, most=30.0, value=growth / 1e6, unit="MB")


def held(batch: Sequence[tuple[float, float, float]], start: int, end: int) -> float:
    """Median bytes while these pages were made: how many programs run at a moment differs."""
    return median(memory for _, _, memory in batch[start:end])


def steps(batch: Sequence[tuple[float, float, float]], start: int, end: int) -> float:
    """Median seconds from one page to the next."""
    times = [moment for _, moment, _ in batch[start - 1 : end]]
    return median(after - before for before, after in pairwise(times))

"""The lines of the table."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from statistics import median

from benchmarks.timing import Row
from benchmarks.timing.desk import Desk, browsing, watching
from benchmarks.timing.process import Run, Sample, middle, on_cores, paired, watched
from benchmarks.timing.profile import imported
from benchmarks.trust.runs import COMMAND, JOB

LARGE = 1000
"""Bullets of a master that is as large as any."""
FEW, MANY = 4, 16
"""Postings of two batches; what the larger takes longer is the time of the others."""
FEW_SHARED, MANY_SHARED = 12, 44
"""The same where two workers share them: each has enough to do, and loads its libraries first."""
EFFICIENCY = 0.85
"""Least share of the ideal speed that a batch with several workers is to reach."""


@dataclass(frozen=True, slots=True)
class Scale:
    """How much is tried: runs of each line, and postings of the long batch."""

    rounds: int
    long: int


def simple(name: str, most: float | None, run: Callable[[Desk], Run]) -> "Line":
    """A line whose runs need nothing but the desk."""

    def rows(desk: Desk, scale: Scale) -> Iterator[Row]:
        yield row(name, run(desk), desk, scale.rounds, most)

    return rows


def row(name: str, run: Run, desk: Desk, rounds: int, most: float | None = None) -> Row:
    seconds, ratio, cpu, memory = middle(paired(run, desk.plain, rounds))
    return Row(name, seconds, ratio, cpu, memory, most)


Line = Callable[[Desk, Scale], Iterator[Row]]


def plain(desk: Desk, scale: Scale) -> Iterator[Row]:
    yield row("`pdflatex` of the finished page, once", desk.plain, desk, scale.rounds)
    yield row("`pdflatex` twice", desk.two_passes, desk, scale.rounds)
    if shutil.which("latexmk"):
        yield row("`latexmk`, from nothing", desk.latexmk, desk, scale.rounds)
    else:
        yield Row("`latexmk`, from nothing", note="not installed")


def options(desk: Desk, scale: Scale) -> Iterator[Row]:
    """Both papers are known before."""
    for paper in ("a4", "letter"):
        desk.tailor(*JOB, "--paper", paper)
    yield row("only options changed (pins, paper)", desk.new_options, desk, scale.rounds, 3.0)
    yield row("nothing changed", desk.again, desk, scale.rounds, 1.5)


def check(desk: Desk, scale: Scale) -> Iterator[Row]:
    yield row("`tailor check resume.yaml`", desk.check, desk, scale.rounds, 0.5)
    name = "`tailor check` of a master that was never read"
    yield row(name, desk.check_new, desk, scale.rounds)


def watch(desk: Desk, scale: Scale) -> Iterator[Row]:
    with watching(desk) as running:
        for name, run in (
            ("`tailor watch`: a posting is saved → PDF", running.posting_saved),
            ("`tailor watch`: the master is saved → PDF", running.master_saved),
        ):
            yield row(name, run, desk, scale.rounds, 1.7)
    with browsing(desk) as bench:
        name = "a click in the workbench → page"
        yield row(name, bench.clicked, desk, scale.rounds, 1.7)


def starting(desk: Desk, scale: Scale) -> Iterator[Row]:
    """Processor time, as the modules would say it of themselves, but without slowing them down."""
    keys = desk.keys()
    found = []
    for number in range(scale.rounds + 1):
        found.append(imported(desk, (*JOB, "--pin", keys[(5 * number + 2) % len(keys)])))
    name = "only options changed: importing modules, processor time"
    yield Row(name, most=90.0, value=1000 * median(found[1:]), unit="ms")


def batch(desk: Desk, scale: Scale) -> Iterator[Row]:
    """What twelve more postings take, on one core."""
    with on_cores(1):
        yield row(
            "`tailor batch`: each posting, one core",
            lambda number: further_postings(desk, number, FEW, MANY),
            desk,
            max(2, scale.rounds // 2),
            1.8,
        )


def further_postings(desk: Desk, number: int, few: int, many: int, workers: int = 1) -> Sample:
    """What each posting takes by which the second of two batches is larger."""
    small = desk.batch(few, 2 * number, workers)
    large = desk.batch(many, 2 * number + 1, workers)
    wall, cpu = (large.wall - small.wall), (large.cpu - small.cpu)
    return Sample(wall / (many - few), cpu / (many - few), large.memory)


def workers(desk: Desk, scale: Scale) -> Iterator[Row]:
    """What a posting takes of two cores with two workers, beside one worker on one core."""

    def one_worker(number: int) -> Sample:
        with on_cores(1):
            return further_postings(desk, 100 + number, FEW_SHARED, MANY_SHARED)

    def two_workers(number: int) -> Sample:
        return further_postings(desk, 200 + number, FEW_SHARED, MANY_SHARED, 2)

    pairs = paired(two_workers, one_worker, max(2, scale.rounds // 3))
    seconds, ratio, cpu, memory = middle(pairs)
    name = "`tailor batch` with two workers: core time of each posting"
    most, unit = round(1 / EFFICIENCY, 2), "x of one worker"
    yield Row(name, seconds, None, cpu, memory, most, 2 * ratio, unit)


def bullets(desk: Desk, scale: Scale) -> Iterator[Row]:
    """A large master beside the usual one, in turns."""
    rounds = max(2, scale.rounds // 2)
    pairs = paired(lambda n: desk.cold(500 + n, LARGE), lambda n: desk.cold(600 + n), rounds)
    seconds, ratio, cpu, memory = middle(pairs)
    yield Row(
        f"{LARGE:,} bullets beside 150, cold", seconds, None, cpu, memory, 2.2, ratio, "x of 150"
    )


def peak(desk: Desk, scale: Scale) -> Iterator[Row]:
    """The memory of all processes of the main job together, without anything kept."""
    found = []
    for number in range(max(2, scale.rounds // 2)):
        desk.write(700 + number, 700 + number)
        desk.forget()
        seen = watched([*COMMAND, *JOB], desk.work, desk.environment())
        found.append(max(used for _, used in seen))
    most = int(median(found))
    name = "memory of the main job, all processes together"
    yield Row(name, memory=most, most=300.0, value=most / 1e6, unit="MB")


LINES: Mapping[str, Line] = {
    "plain": plain,
    "cold": simple(
        "cold: new posting, new master, nothing kept but TeX's format", 6.5, lambda desk: desk.cold
    ),
    "posting": simple("new posting, same master", 5.0, lambda desk: desk.new_posting),
    "options": options,
    "imports": starting,
    "watch": watch,
    "batch": batch,
    "workers": workers,
    "help": simple("`tailor --help`", 0.5, lambda desk: desk.help),
    "check": check,
    "bullets": bullets,
    "memory": peak,
}

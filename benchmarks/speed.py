"""How long tailor takes beside one plain `pdflatex` of the page that it makes, in one run.

    python benchmarks/speed.py [--quick | --full] [--only cold,help] [--peers FOLDER] [--write]

Every line is measured by whole processes that take turns with the plain run; the figures are
medians of the pairs. 1.00x is that plain run, with the engine that tailor uses. Masters have 150
bullets and postings about 600 words, all invented; every run gets new ones, so that nothing is
known from the run before but what the line says. Linux only (processor affinity, /proc).

`--peers` also measures other programs, each installed from PyPI into an environment in FOLDER
(`--python` says by which Python). `--write` writes docs/performance/measured.md and growth.svg.
Exits with 1 if a bar is missed.
"""

import argparse
import compileall
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.timing import Row, growth, peers, plot, profile, told
from benchmarks.timing.desk import Desk
from benchmarks.timing.process import on_cores
from benchmarks.timing.rows import LINES, Scale
from benchmarks.trust.runs import ROOT, site

FOLDER = ROOT / "docs" / "performance"
FURTHER = ("growth", "profile", "peers")
QUICK, USUAL, FULL = Scale(3, 24), Scale(9, 100), Scale(15, 1000)
CORES = 2


def main() -> int:
    chosen = arguments()
    only = chosen.only.split(",") if chosen.only else [*LINES, *FURTHER]
    if unknown := set(only) - {*LINES, *FURTHER}:
        sys.exit(f"no such line: {', '.join(unknown)}; there are {', '.join([*LINES, *FURTHER])}")
    scale = QUICK if chosen.quick else FULL if chosen.full else USUAL
    machine = told.machine()
    print(machine, flush=True)
    compileall.compile_dir(ROOT / "tailor", quiet=2)
    with site() as place, on_cores(CORES):
        desk = Desk(place)
        desk.cold(0)
        found, curves = [], None
        for row in lines(desk, scale, only):
            found.append(shown(row))
        if "growth" in only:
            curves = growth.curves(desk, scale)
            found += [shown(row) for row in growth.batch_rows(curves)]
        others = list(peer_rows(desk, scale, only, chosen))
        parts = profiles(desk, scale) if "profile" in only else ""
    text = report(machine, found, others, parts)
    print("\n" + text)
    if chosen.write:
        write(text, curves)
    return 1 if any(row.holds is False for row in found) else 0


def arguments() -> argparse.Namespace:
    names = ", ".join([*LINES, *FURTHER])
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_true", help="few runs of each line")
    size.add_argument("--full", action="store_true", help="many, and a batch of 1,000 postings")
    parser.add_argument("--only", default="", metavar="NAME,...", help=f"of {names}")
    parser.add_argument("--peers", type=Path, metavar="FOLDER", help="also measure other programs")
    parser.add_argument("--python", default=sys.executable, help="the Python of those programs")
    parser.add_argument("--write", action="store_true", help=f"write {FOLDER.relative_to(ROOT)}/")
    return parser.parse_args()


def lines(desk: Desk, scale: Scale, only: Sequence[str]) -> Iterator[Row]:
    for name, line in LINES.items():
        if name in only:
            yield from line(desk, scale)


def peer_rows(
    desk: Desk, scale: Scale, only: Sequence[str], chosen: argparse.Namespace
) -> Iterator[Row]:
    if chosen.peers and "peers" in only:
        for row in peers.rows(desk, scale, chosen.peers, chosen.python):
            yield shown(row)


def shown(row: Row) -> Row:
    print(told.line(row), flush=True)
    return row


def profiles(desk: Desk, scale: Scale) -> str:
    """Where the time goes, for the runs that matter."""
    stages = dict(profile.stages(desk, scale.rounds))
    wanted = {"`tailor --help`": ("--help",), "`tailor check`": ("check", "resume.yaml")}
    desk.again(0)
    return told.profiles(
        {title: profile.imports(desk, words) for title, words in wanted.items()}, stages
    )


def report(machine: str, found: Sequence[Row], others: Sequence[Row], parts: str) -> str:
    blocks = [machine, told.table(found)]
    blocks += ["Other programs, each with the sample that it brings:", told.table(others)] * bool(
        others
    )
    return "\n\n".join([*blocks, *([parts] if parts else [])])


def write(text: str, curves: growth.Curves | None) -> None:
    FOLDER.mkdir(exist_ok=True)
    head = "# Measured\n\nWritten by `python benchmarks/speed.py --write`; [performance.md]"
    head += "(../performance.md) says what the lines mean.\n\n"
    if curves:
        (FOLDER / "growth.svg").write_text(plot.drawn(panels(curves)), encoding="utf-8")
        text += "\n\n![Growth with the bullets of the master and with the postings](growth.svg)"
    (FOLDER / "measured.md").write_text(f"{head}{text}\n", encoding="utf-8")


def panels(curves: growth.Curves) -> tuple[plot.Panel, ...]:
    times = [(page, moment) for page, moment, _ in curves.batch]
    memory = [(page, used / 1e6) for page, _, used in curves.batch]
    return (
        plot.Panel("Cold run, times pdflatex", "bullets of the master", curves.bullets),
        plot.Panel("Batch on one core, seconds", "pages made", times),
        plot.Panel("Batch, memory in MB", "pages made", memory, 700),
    )


if __name__ == "__main__":
    sys.exit(main())

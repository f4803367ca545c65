"""The table, the profile and the machine in Markdown."""

import os
import platform
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

from benchmarks.timing import Row
from benchmarks.timing.profile import Part
from tailor import __version__
from tailor.latex.engine import find_engine

HEAD = "| what | seconds | wall | CPU | bar | | memory |\n|---|--:|--:|--:|--:|---|--:|"

WHOLE = ("MB", "ms")
"""Units of figures that are told without a fraction; others are ratios."""


def table(rows: Iterable[Row]) -> str:
    """`wall` and `CPU` are times the plain run beside it."""
    return "\n".join([HEAD, *map(line, rows)])


def line(row: Row) -> str:
    if row.note:
        return f"| {row.name} | – | – | – | – | {row.note} | |"
    verdict = {True: "ok", False: "**missed**", None: ""}[row.holds]
    memory = f"{row.memory / 1e6:,.0f} MB" if row.memory else ""
    wall, cpu = (f"{part:.2f}x" if part is not None else "" for part in (row.ratio, row.cpu))
    if row.value is not None:
        wall = (
            f"{row.value:,.0f} {row.unit}" if row.unit in WHOLE else f"{row.value:.2f} {row.unit}"
        )
    unit = f" {row.unit}" if row.unit in WHOLE else "x"
    bar = f"≤ {row.most:g}{unit}" if row.most is not None else ""
    seconds = f"{row.seconds:.3f}" if row.seconds is not None else ""
    return f"| {row.name} | {seconds} | {wall} | {cpu} | {bar} | {verdict} | {memory} |"


def profile(title: str, parts: Sequence[Part]) -> str:
    """Where the time of one kind of run goes, in one line."""
    total = sum(time for _, time in parts)
    told = ", ".join(f"{name} {time:.0f}" for name, time in parts)
    return f"| {title} | {total:.0f} | {told} |"


def profiles(imports: Mapping[str, Sequence[Part]], stages: Mapping[str, Sequence[Part]]) -> str:
    head = "| run | ms | where they go |\n|---|--:|---|"
    return "\n".join(
        [
            "Importing modules (`-X importtime`, which itself slows them down by about a half):",
            "",
            head,
            *(profile(title, parts) for title, parts in imports.items()),
            "",
            "Steps of the main job, wall time:",
            "",
            head,
            *(profile(title, parts) for title, parts in stages.items()),
        ]
    )


def machine() -> str:
    """What it was measured on, in a sentence."""
    return ", ".join(facts()) + "."


def facts() -> Iterator[str]:
    yield f"tailor {__version__}"
    yield f"Python {platform.python_version()}"
    yield f"{sys.platform} {platform.machine()}"
    yield f"{len(os.sched_getaffinity(0))} cores{processor()}"
    yield f"load {os.getloadavg()[0]:.1f} at the start"
    yield f"{find_engine()}: {engine()}"
    yield from (f"{name} {version(name)}" for name in ("spacy", "scikit-learn", "highspy", "typer"))


def processor() -> str:
    path = Path("/proc/cpuinfo")
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    name = next((row for row in text.splitlines() if row.startswith("model name")), "")
    return f" of {name.partition(': ')[2]}" if name else ""


def engine() -> str:
    done = subprocess.run([find_engine().path, "--version"], capture_output=True, text=True)
    return done.stdout.partition("\n")[0].removesuffix(" (TeX Live)")

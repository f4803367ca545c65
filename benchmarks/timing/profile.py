"""Where our time goes: modules by the package that they belong to, and the steps of a run."""

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from statistics import median

from benchmarks.timing.desk import Desk
from benchmarks.trust.runs import JOB, ROOT, SAME

MOST = 7
"""Packages that are named; the others are summed up."""
TINY = 0.5
"""Milliseconds below which a step is left out."""

Part = tuple[str, float]
"""What takes time, and how many milliseconds."""


def imports(desk: Desk, words: Sequence[str]) -> tuple[Part, ...]:
    """Milliseconds of importing, by package, the greatest first (`python -X importtime`)."""
    command = [sys.executable, "-X", "importtime", "-P", "-c", SAME, *words]
    environment = {**desk.environment(), "PYTHONPATH": str(ROOT)}
    for _ in range(2):  # What is kept by environment is kept for this one, too.
        done = subprocess.run(
            command, cwd=desk.work, env=environment, capture_output=True, text=True
        )
    spent: dict[str, float] = defaultdict(float)
    for line in done.stderr.splitlines():
        if line.startswith("import time:") and "[us]" not in line:
            own, _, name = line.removeprefix("import time:").split("|")
            spent[package(name.strip())] += int(own) / 1000
    parts = sorted(spent.items(), key=lambda part: -part[1])
    others = sum(time for _, time in parts[MOST:])
    return (*parts[:MOST], (f"{len(parts) - MOST} others", others)) if others else tuple(parts)


IMPORTED = """
import json, sys, threading, time
from importlib import _bootstrap
own, main_thread = [0.0], threading.main_thread()
original = _bootstrap._find_and_load_unlocked
depth = []
def timed(*words):
    if threading.current_thread() is not main_thread:
        return original(*words)
    start = time.thread_time()
    depth.append(None)
    try:
        return original(*words)
    finally:
        depth.pop()
        if not depth:
            own[0] += time.thread_time() - start
_bootstrap._find_and_load_unlocked = timed
from tailor.cli import main
code = main(sys.argv[1:])
print(json.dumps(own[0]), file=sys.stderr)
sys.exit(code)
"""


def imported(desk: Desk, words: Sequence[str]) -> float:
    """Seconds of processor time that the main thread of a run spends on importing modules."""
    environment = {**desk.environment(), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-P", "-c", IMPORTED, *words, "--quiet"]
    done = subprocess.run(
        command, cwd=desk.work, env=environment, capture_output=True, text=True, check=True
    )
    return float(done.stderr.splitlines()[-1])


def package(module: str) -> str:
    top = module.partition(".")[0]
    return "Python itself" if top in sys.stdlib_module_names else top


def stages(desk: Desk, rounds: int) -> Iterator[tuple[str, tuple[Part, ...]]]:
    """The steps of cold runs, of those with a new posting, and of those with other options; each
    the median of some runs."""
    found: dict[str, list[list[Part]]] = defaultdict(list)
    for number in range(1, rounds + 1):
        desk.write(900 + number, 900 + number)
        desk.forget()
        found["cold"].append(steps(desk, JOB))
        desk.write(None, 950 + number)
        found["new posting"].append(steps(desk, JOB))
        pin = desk.keys()[number]
        found["options"].append(steps(desk, (*JOB, "--pin", pin)))
    for name, runs in found.items():
        yield name, summary(runs)


def steps(desk: Desk, words: Sequence[str]) -> list[Part]:
    command = [sys.executable, "-P", "-m", "benchmarks.timing.stages", *words, "--quiet"]
    environment = {**desk.environment(), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, cwd=desk.work, env=environment, capture_output=True, text=True, check=True
    )
    return [(name, time) for name, time in json.loads(done.stdout)]


def summary(runs: Sequence[Sequence[Part]]) -> tuple[Part, ...]:
    """The median of each step, in the order of the steps."""
    times: dict[str, list[float]] = defaultdict(list)
    for run in runs:
        for name, time in run:
            times[name].append(time)
    middles = ((name, median(own)) for name, own in times.items())
    return tuple((name, time) for name, time in middles if time >= TINY)

"""Programs and what they take: wall time, processor time, memory."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median

LOOK = 0.004
"""Seconds between two looks at the memory of a program."""
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Sample:
    """What one run took: seconds of wall time; seconds of processor time of the program and all
    that it waited for; bytes of the largest of these processes."""

    wall: float
    cpu: float
    memory: int


Run = Callable[[int], Sample]
"""Makes the run of a round, whose number it is given, and returns what that took."""


LAUNCHER = """
import json, os, sys, time
command, environment = map(json.loads, sys.argv[1:])
silent = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
start = time.perf_counter()
process = os.posix_spawnp(command[0], command, environment, file_actions=silent)
_, status, used = os.wait4(process, 0)
wall = time.perf_counter() - start
code = os.waitstatus_to_exitcode(status)
print(json.dumps([code, wall, used.ru_utime + used.ru_stime, used.ru_maxrss * 1024]))
"""
"""Starts a program: the system counts what a process has before it becomes a program as memory of
that program (`setmax_mm_hiwater_rss` in fs/exec.c), so one starts it that has next to nothing."""


def timed(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Sample:
    """Runs a program to its end. Raises `RuntimeError` if it fails."""
    given = [json.dumps(list(command)), json.dumps(dict(environment))]
    with tempfile.TemporaryFile() as errors:
        launched = subprocess.run(
            [sys.executable, "-I", "-S", "-c", LAUNCHER, *given],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
        )
        code, wall, cpu, memory = json.loads(launched.stdout or "[127, 0, 0, 0]")
        if code:
            errors.seek(0)
            said = errors.read()[-500:].decode("utf-8", "replace")
            raise RuntimeError(f"{' '.join(command)[-200:]}: exit {code}: {said}")
    return Sample(wall, cpu, memory)


def started(
    command: Sequence[str], folder: Path, environment: Mapping[str, str], errors: int
) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        list(command),
        cwd=folder,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=errors,
    )


@contextmanager
def on_cores(count: int) -> Iterator[None]:
    """While inside, what is started runs on so many cores at most (Linux)."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(before)[-count:])
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def paired(run: Run, plain: Run, rounds: int) -> list[tuple[Sample, Sample]]:
    """Runs in turns with the plain one, after one of each that does not count."""
    found = []
    for number in range(rounds + 1):
        one, other = plain(number), run(number)
        found += [(other, one)] if number else []
    return found


def middle(pairs: Sequence[tuple[Sample, Sample]]) -> tuple[float, float, float, int]:
    """Median seconds, ratio of wall time and of processor time, and the most memory."""
    return (
        median(one.wall for one, _ in pairs),
        median(one.wall / plain.wall for one, plain in pairs),
        median(one.cpu / plain.cpu for one, plain in pairs),
        max(one.memory for one, _ in pairs),
    )


def watched(
    command: Sequence[str], folder: Path, environment: Mapping[str, str], every: float = LOOK
) -> tuple[tuple[float, int], ...]:
    """Runs a program; its memory in bytes together with all that it started, by the time of day
    in seconds (`time.time`), `every` so many seconds.

    Memory that processes share is counted once (proportional set size, proc(5)).
    """
    found = [(time.time(), 0)]
    process = started(command, folder, environment, subprocess.DEVNULL)
    while process.poll() is None:
        found.append((time.time(), sum(map(memory, family(process.pid)))))
        time.sleep(every)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)[-200:]}: exit {process.returncode}")
    return tuple(found)


def family(parent: int) -> Iterator[int]:
    """A process and its descendants."""
    yield parent
    with suppress(OSError):
        for task in Path(f"/proc/{parent}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from family(int(child))


def memory(process: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def spent(process: int) -> float:
    """Seconds of processor time of a running program and its children that ended."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / TICKS


def rest(process: int, seconds: float = 0.2) -> None:
    """Waits until a running program does nothing for a while."""
    before = -1.0
    while before != (before := spent(process)):
        time.sleep(seconds)

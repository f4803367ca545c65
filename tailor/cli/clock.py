"""How long the user has waited."""

import os
import time
from pathlib import Path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import ClassVar

LOADED = time.perf_counter()
START_TIME = 19
"""Place of the start of a process, in clock ticks since the machine's, among the fields that follow
its name in /proc/PID/stat (proc(5))."""


class Clock:
    """`start` is when the command began, on the scale of `time.perf_counter`."""

    start: "ClassVar[float]" = LOADED


def begin(own: bool) -> None:
    """Starts the clock: for the process's own command line when the process began, else now."""
    now = time.perf_counter()
    Clock.start = (began(now) or LOADED) if own else now


def elapsed() -> float:
    """Seconds of wall time since the command began."""
    return time.perf_counter() - Clock.start


def began(now: float) -> float | None:
    """When this process began, where the system tells (Linux); None elsewhere."""
    try:
        stat = Path("/proc/self/stat").read_text(encoding="utf-8", errors="replace")
        ticks = int(stat.rpartition(")")[2].split()[START_TIME])
        age = time.clock_gettime(time.CLOCK_BOOTTIME) - ticks / os.sysconf("SC_CLK_TCK")
    except (OSError, AttributeError, ValueError, IndexError):
        return None
    return now - age if age >= now - LOADED else None

"""How long the user has waited."""

import time

from tailor.system import process_age

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import ClassVar

LOADED = time.perf_counter()


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
    """When this process began, where the system says it; None elsewhere."""
    age = process_age()
    return now - age if age is not None and age >= now - LOADED else None

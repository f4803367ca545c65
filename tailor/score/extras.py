"""How recent the work is that a line tells of."""

import math
from collections.abc import Iterable

from tailor.lines import Line
from tailor.model import Date

RECENT = 0.8
"""Points of a line from a job that goes on to this day."""
HALF_LIFE = 72
"""Months after which a job that ended counts half."""


def latest(lines: Iterable[Line]) -> int | None:
    """The last month that any line names; age is counted back from it, not from a clock."""
    ends = [line.end.months(last=True) for line in lines if line.end]
    return max(ends, default=None)


def recency(line: Line, newest: int | None) -> float:
    """Points that halve every six years after the end of the job; undated lines get half."""
    if not line.dated:
        return round(RECENT / 2, 4)
    return round(RECENT * math.exp2(-age(line.end, newest) / HALF_LIFE), 4)


def age(end: Date | None, newest: int | None) -> int:
    """Months between the end of a job and the newest end in the résumé."""
    if end is None or newest is None:
        return 0
    return max(0, newest - end.months(last=True))

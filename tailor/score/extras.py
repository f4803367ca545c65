"""What a line is worth beside the keywords it answers: recent work, and results in figures."""

import math
import re
from collections.abc import Iterable

from tailor.lines import Line
from tailor.model import Date

RECENT = 0.8
"""Points of a line from a job that goes on to this day."""
HALF_LIFE = 72
"""Months after which a job that ended counts half."""
FIGURES = 0.5
"""Points of a line that gives its result in figures."""

FIGURE = re.compile(
    r"""[$€£¥]\s?\d | \d\s?% | \bper\ ?cent\b | \d[\d.,]*\s?(?:k|m|bn|x|ms|million|billion)\b
      | \b\d+(?:\.\d+)?-fold\b | \b(?:doubled|tripled|halved|twice)\b
      | \bby\ (?:half|a\ (?:third|quarter|fifth))\b | \d[\d.,]*\s?(?:EUR|USD|GBP|CHF)\b
      | \bfrom\s\S*\d\S*\s(?:\w+\s)?to\s\S*\d""",
    re.VERBOSE | re.IGNORECASE,
)
COUNT = re.compile(
    r"(?P<before>(?:^|(?<=\s))[^\s\d]+\s)?\b(?!(?:19|20)\d\d\b)\d[\d,.]*\+?\s+(?:[a-z-]+\s)?"
    r"(?!has\b|is\b|was\b|across\b|years\b)[a-z]+s\b"
)
"""So many of something; the number of a name before it (Java 8 streams) counts nothing."""

NAMES = frozenset(
    {"ISO", "Java", "Python", "Room", "Ward", "Unit", "Level", "Phase", "Year", "Grade"}
)
"""Words that make a number after them a name even where they open a sentence."""


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


def figures(text: str) -> float:
    """Points for a result in figures; a bare year is none."""
    counts = any(not named(found) for found in COUNT.finditer(text))
    return FIGURES if counts or FIGURE.search(text) else 0.0


def named(found: re.Match[str]) -> bool:
    """Whether a capitalised word that does not open the text stands before the number."""
    before = found["before"] or ""
    return before[:1].isupper() and (found.start() > 0 or before.strip() in NAMES)

"""Whether a line gives its result in figures."""

import re

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


def figures(text: str) -> float:
    """Points for a result in figures; a bare year is none."""
    counts = any(not named(found) for found in COUNT.finditer(text))
    return FIGURES if counts or FIGURE.search(text) else 0.0


def named(found: re.Match[str]) -> bool:
    """Whether a capitalised word that does not open the text stands before the number."""
    before = found["before"] or ""
    return before[:1].isupper() and (found.start() > 0 or before.strip() in NAMES)

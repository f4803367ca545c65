"""What a posting says about the job as such: place, seniority, years and degree."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise

from tailor.languages import SPOKEN, words_of_language
from tailor.models import Passage
from tailor.posting.headings import heading_kind, load_wordings

NUMBERS = re.compile(r"\d{1,2}")
EXPERIENCE = re.compile(
    r"experien|erfahrung|expérience|experiência|esperienza|ervaring|qualified|practice"
    r"|^\W*\d{1,2}\+? years",
    re.I,
)
OR = re.compile(r"\b(?:or|oder|ou|o)\b[^,;]*$|^[^,;]*[,;] (?:or|oder|ou|o)\b", re.IGNORECASE)
"""Between two numbers of years: either will do. In a list of other things ("Java, Go, or C, 3
years") a comma is on both sides of it."""

PART = re.compile(r"\b(?:including|incl\.|of (?:which|those)|davon|dont)\b", re.IGNORECASE)
"""Between two numbers of years: the second is part of the first."""

NEAR = 25
"""Characters around a number of years that can show that it is not a demand."""

MOST = 25
"""Years beyond which a number is not a demand."""


def load_patterns(part: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The table `part` of data/posting/facts.toml: names and their patterns, in its order."""
    return read_patterns(part, SPOKEN.get())


@cache
def read_patterns(part: str, language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    more = words_of_language(language).get("facts", {}).get(part, {})
    table = load_wordings("facts.toml")[part]
    table = {
        name: more[name] if name in more and name == "pattern" else [*patterns, *more.get(name, ())]
        for name, patterns in table.items()
    }
    return tuple(
        (name, re.compile("|".join(patterns), re.IGNORECASE)) for name, patterns in table.items()
    )


def seniority_of(title: str, level: str) -> str:
    """intern, junior, mid, senior, lead, principal, manager, director or executive; else "".

    By the title; only if that says nothing, by a line such as "Seniority: Mid-Senior level".
    """
    for text, part in ((title, "seniority"), (level, "levels")):
        for name, pattern in load_patterns(part):
            if pattern.search(text):
                return name
    return ""


def years_of(passages: Sequence[Passage]) -> int | None:
    """Years of experience that are asked for: of all lines the most, of alternatives the least."""
    (_, pattern), (_, before), (_, after), *words = load_patterns("years")
    years = []
    for text in demanding_lines(passages, EXPERIENCE):
        candidates = [
            (match, number_named(match["least"], words))
            for match in pattern.finditer(text)
            if not before.search(text[max(0, match.start() - NEAR) : match.start()])
            and not after.search(text[match.end() : match.end() + NEAR])
        ]
        years += asked_years([pair for pair in candidates if 0 < pair[1] <= MOST], text)
    return max(years, default=None)


def asked_years(years: Sequence[tuple[re.Match[str], int]], text: str) -> list[int]:
    """What one line asks for: of "3 years, or 5 years" the least, else the most."""
    if not years:
        return []
    least = years[0][1]
    for (left, _), (right, more) in pairwise(years):
        between = text[left.end() : right.start()]
        either = OR.search(between) and not PART.search(between)
        least = min(least, more) if either else max(least, more)
    return [least]


def number_named(text: str, words: Iterable[tuple[str, re.Pattern[str]]]) -> int:
    if NUMBERS.fullmatch(text):
        return int(text)
    return next((int(value) for value, pattern in words if pattern.fullmatch(text)), 0)


def degree_of(passages: Sequence[Passage]) -> str:
    """The lowest degree that is asked for: school, vocational, associate, bachelor, master or
    doctorate; "degree" if it is not said which; else ""."""
    text = "\n".join(demanding_lines(passages))
    return next((name for name, pattern in load_patterns("degrees") if pattern.search(text)), "")


def demanding_lines(
    passages: Sequence[Passage], sign: re.Pattern[str] = re.compile("")
) -> tuple[str, ...]:
    """The lines that ask for something; if there are none, other lines with a `sign` of it."""
    demanding = [
        passage
        for passage in passages
        if passage.kind == "must"
        or (passage.kind == "nice" and heading_kind(passage.heading, strong=True) == "must")
    ]
    if demanding:
        return tuple(line for passage in demanding for line in passage.text.split("\n"))
    other = [passage for passage in passages if passage.kind in ("duties", "context")]
    lines = (line for passage in other for line in passage.text.split("\n"))
    return tuple(line for line in lines if sign.search(line))

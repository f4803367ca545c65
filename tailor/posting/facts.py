"""What a posting says about the job as such: place, seniority, years and degree."""

import re
from collections.abc import Iterable, Sequence
from functools import cache

from tailor.model import Passage
from tailor.posting.headings import announced, load

NUMBERS = re.compile(r"\d{1,2}")
MOST = 25
"""Years beyond which a number is no demand."""


@cache
def patterns(part: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The table `part` of data/posting/facts.toml: names and their patterns, in its order."""
    table = load("facts.toml")[part]
    return tuple(
        (name, re.compile("|".join(found), re.IGNORECASE)) for name, found in table.items()
    )


def seniority_of(title: str, level: str) -> str:
    """intern, junior, mid, senior, lead, principal, manager, director or executive; else "".

    By the title; only if that says nothing, by a line such as "Seniority: Mid-Senior level".
    """
    for text, part in ((title, "seniority"), (level, "levels")):
        for name, pattern in patterns(part):
            if pattern.search(text):
                return name
    return ""


def years_of(passages: Sequence[Passage]) -> int | None:
    """Years of experience that are asked for: the most of all minima; None if there are none."""
    (_, pattern), (_, aside), *words = patterns("years")
    found = []
    for text in sentences(passages):
        for match in pattern.finditer(text):
            around = text[max(0, match.start() - 60) : match.end() + 60]
            if not aside.search(around):
                found.append(number(match["least"], words))
    return max((years for years in found if 0 < years <= MOST), default=None)


def number(text: str, words: Iterable[tuple[str, re.Pattern[str]]]) -> int:
    if NUMBERS.fullmatch(text):
        return int(text)
    return next((int(value) for value, pattern in words if pattern.fullmatch(text)), 0)


def degree_of(passages: Sequence[Passage]) -> str:
    """The lowest degree that is asked for: school, vocational, associate, bachelor, master or
    doctorate; "degree" if it is not said which; else ""."""
    text = "\n".join(sentences(passages))
    return next((name for name, pattern in patterns("degrees") if pattern.search(text)), "")


def sentences(passages: Sequence[Passage]) -> tuple[str, ...]:
    """What is asked for; if nothing is, what is neither a wish nor legal text."""
    asked = [
        passage
        for passage in passages
        if passage.kind == "must"
        or (passage.kind == "nice" and announced(passage.heading, strong=True) == "must")
    ]
    other = [passage for passage in passages if passage.kind in ("duties", "context")]
    return tuple(
        line for passage in asked or other for line in passage.text.split("\n") if line.strip()
    )

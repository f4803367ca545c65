"""Two values of one field that say the same, one of them perhaps more exactly."""

import re
from collections.abc import Callable

from tailor.merge.names import plain, tokens, typed

YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
TRUNK = re.compile(r"\(0\)")
SHORTEST = 6
"""Digits of the shortest telephone number that is taken for another one without its prefix."""
PREFIX = 4
"""Digits that the code of a country and the zero of a town have at most."""
STEM = 3
"""Letters that an abbreviation of a word has at least."""


def fuller(key: str, mine: str, theirs: str) -> str | None:
    """The one that says what both say; None if they contradict each other.

    2020 and 2020-01, "Acme" and "Acme Ltd", "Junior Dev" and "Junior Developer" agree, and so do
    telephone numbers and addresses that are typed in two ways.
    """
    if typed(mine) == typed(theirs):
        return mine
    agree = AGREE.get(key)
    if agree is None:
        return None
    if agree(mine, theirs):
        return mine
    return theirs if agree(theirs, mine) else None


def dates(exact: str, vague: str) -> bool:
    """Whether a date is another one more exactly; "Summer 2020" is in 2020."""
    if YEAR.fullmatch(vague):
        return YEAR.findall(exact) == [vague]
    return exact.startswith(f"{vague}-")


def phones(full: str, short: str) -> bool:
    """Whether the digits are the same, but for the code of the country and the zero before it."""
    digits, local = (re.sub(r"\D", "", TRUNK.sub("", one)) for one in (full, short))
    if digits == local:
        return True
    local = local.removeprefix("0") if not short.strip().startswith("+") else "x"
    abroad = full.strip().startswith(("+", "00"))
    less = len(digits) - len(local)
    return abroad and len(local) >= SHORTEST and 0 < less <= PREFIX and digits.endswith(local)


def addresses(one: str, other: str) -> bool:
    """Whether two addresses of the web differ only in what browsers add."""
    return bare(one) == bare(other)


def bare(url: str) -> str:
    return re.sub(r"^(?:https?://)?(?:www\.)?", "", url.strip().casefold()).rstrip("/")


def names(full: str, short: str) -> bool:
    """Whether two names of an organisation differ only in its legal form."""
    return tokens(full) == tokens(short) and set(plain(short).split()) <= set(plain(full).split())


def titles(full: str, short: str) -> bool:
    """Whether each word of one title is the other's, or begins it."""
    long, words = plain(full).split(), plain(short).split()
    return len(long) == len(words) and all(map(begins, long, words))


def begins(word: str, start: str) -> bool:
    return word == start or (len(start) >= STEM and word.startswith(start))


AGREE: dict[str, Callable[[str, str], bool]] = {
    **dict.fromkeys(("startDate", "endDate", "date", "releaseDate"), dates),
    "phone": phones,
    "url": addresses,
    **dict.fromkeys(("name", "organization", "institution", "organisation", "entity"), names),
    **dict.fromkeys(("awarder", "issuer", "publisher"), names),
    **dict.fromkeys(("position", "title", "studyType"), titles),
}
"""By key of a field: whether the first value says all that the second says."""

"""Words and signs of a text as they are compared: without case, plural and country of spelling."""

import re
from collections.abc import Iterator
from functools import cache

ATOM = re.compile(r"[^\W_]+|[^\w\s]")


def atoms(text: str) -> Iterator[tuple[str, int, int]]:
    """Folded words and single signs with their offsets; a hyphen inside a word is passed over."""
    for match in ATOM.finditer(text):
        a, b = match.span()
        sign = match.group()
        if sign in "-‐‑–" and a and text[a - 1].isalnum() and text[b : b + 1].isalnum():
            continue
        yield fold(sign), a, b


ENGLISHES = (
    (re.compile(r"(?<=[a-z]{3})is(?=(?:e|ed|er|ing|ation|ations)$)"), "iz"),
    (re.compile(r"(?<=[a-z]{2})our(?=(?:|ed|ing|al)$)"), "or"),
    (re.compile(r"(?<=[a-z]{2})ys(?=(?:e|ed|ing)$)"), "yz"),
    (re.compile(r"(?<=[a-z]{3})(?<!og)ogue$"), "og"),
    (re.compile(r"^(cent|theat|fib|lit|met)re$"), r"\1er"),
    (re.compile(r"^programme$"), "program"),
)
BRITISH = re.compile(r"is|our|ys|ogue|re$|mme$")
"""In every word that one of these changes."""


@cache
def fold(word: str) -> str:
    """A word without case, plural and the difference of British and American spelling."""
    if len(word) == 3 and word[:2].isupper() and word[2] == "s":
        return word[:2].lower()
    word = word.lower().replace("’", "'")
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = f"{word[:-3]}y" if word.endswith("ies") and len(word) > 4 else word[:-1]
    if len(word) > 4 and BRITISH.search(word):
        for pattern, spelling in ENGLISHES:
            word = pattern.sub(spelling, word)
    return word


def folded(text: str) -> tuple[str, ...]:
    """A text as folded words and signs, for comparing names."""
    return tuple(atom for atom, _, _ in atoms(text))

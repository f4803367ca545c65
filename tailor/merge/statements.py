"""Bullets of two CVs as one list: near-equal ones become wordings of one statement."""

from collections import Counter
from typing import Any

from tailor.merge.names import NEAR, Similar, numbers, plain, typed

Statement = Any
"""A text, or a mapping with text and variants."""

FEWEST = 4
"""Words of the shortest sentence that is looked for as a part of another one."""
SHARED = 0.6
"""Share of the words of the shorter of two sentences with which both begin."""


def wordings(statement: Statement) -> list[str]:
    if isinstance(statement, dict):
        return [statement["text"], *statement.get("variants", [])]
    return [statement]


def with_wording(statement: Statement, text: str) -> Statement:
    """The statement with one more wording, unless it has it."""
    if any(typed(text) == typed(one) for one in wordings(statement)):
        return statement
    known = statement if isinstance(statement, dict) else {"text": statement}
    return known | {"variants": [*known.get("variants", []), text]}


def closeness(one: Statement, other: Statement, alike: Similar) -> float:
    """How alike the two wordings are that are most alike."""
    return max(
        1.0 if same_words(a, b) else alike(a, b) for a in wordings(one) for b in wordings(other)
    )


def same_words(one: str, other: str) -> bool:
    """Whether a sentence is a part of the other, or both begin with the same words."""
    short, long = sorted((plain(one).split(), plain(other).split()), key=len)
    if len(short) < FEWEST:
        return False
    starts = range(len(long) - len(short) + 1)
    if any(long[at : at + len(short)] == short for at in starts):
        return True
    pairs = zip(short, long, strict=False)
    shared = next((at for at, (a, b) in enumerate(pairs) if a != b), len(short))
    return shared > FEWEST and shared >= SHARED * len(short)


def same_numbers(one: Statement, other: Statement) -> bool:
    """Whether a wording has no figures but those of one of the other statement."""
    figures = (
        (Counter(numbers(a)), Counter(numbers(b))) for a in wordings(one) for b in wordings(other)
    )
    return any(a <= b or b <= a for a, b in figures)


def nearest(statement: Statement, others: list[Statement], alike: Similar) -> int | None:
    """The index of the statement that says the same, None if none does."""
    ranked = [(closeness(statement, other, alike), -index) for index, other in enumerate(others)]
    best = max(ranked, default=(0.0, 0))
    return -best[1] if best[0] >= NEAR else None

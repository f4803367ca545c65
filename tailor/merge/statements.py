"""Bullets of two CVs as one list: near-equal ones become wordings of one statement."""

from typing import Any

from tailor.merge.names import NEAR, Similar, numbers, typed

Statement = Any
"""A text, or a mapping with text and variants."""


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
    return max(alike(a, b) for a in wordings(one) for b in wordings(other))


def same_numbers(one: Statement, other: Statement) -> bool:
    """Whether any two wordings give the same figures; words without figures contradict none."""
    return any(numbers(a) == numbers(b) for a in wordings(one) for b in wordings(other))


def nearest(statement: Statement, others: list[Statement], alike: Similar) -> int | None:
    """The index of the statement that says the same, None if none does."""
    ranked = [(closeness(statement, other, alike), -index) for index, other in enumerate(others)]
    best = max(ranked, default=(0.0, 0))
    return -best[1] if best[0] >= NEAR else None

"""A score in words."""

from collections.abc import Mapping, Sequence

from tailor.model import Keyword, Score
from tailor.score.hits import MENTION, SAME

REASONS = {
    "base": ("an average line, less the price of its room",) * 2,
    "relevance": ("near to the posting as a whole", "far from the posting as a whole"),
    "job": ("its own job fits the posting", "its own job does not fit the posting"),
    "keywords": ("what is asked for, as an expert weighs it", "answers little that is asked for"),
    "wording": ("worded as something done", "worded as help, a chore or a mere claim"),
    "figures": ("a result in figures", "no result in figures"),
    "length": ("a good length", "too short or too long"),
    "recency": ("recent work", "old work"),
    "repeats": ("no fuller line says the same", "a fuller line says the same"),
    "weight": ("the weight given in the master",) * 2,
}
"""What an extra that adds points says, and what one that costs points says."""


def explain(score: Score) -> tuple[str, ...]:
    """One line for each hit and extra, then the sum; the points add up to `score.value`."""
    rows = [
        (hit.points, f"{hit.term}: {evidence(hit.strength)} “{hit.words}”") for hit in score.hits
    ]
    rows += [(points, reason(name, points)) for name, points in score.extras]
    rows.append((score.value, "in all"))
    return tuple(f"{points:8.4f}  {words}" for points, words in rows)


def reason(extra: str, points: float) -> str:
    """Why a line has the points of an extra, in words."""
    added, cost = REASONS.get(extra, (extra, extra))
    return added if points >= 0 else cost


def answering_words(
    keywords: Sequence[Keyword], scores: Mapping[tuple[str, int], Score]
) -> tuple[str, ...]:
    """The words of the master that answer what the posting requires or would like."""
    asked = {keyword.term for keyword in keywords if keyword.kind != "context"}
    hits = (hit for score in scores.values() for hit in score.hits)
    return tuple(sorted({hit.words for hit in hits if hit.term in asked and hit.words}))


def evidence(strength: float) -> str:
    """How a line answers a keyword, in words."""
    if strength == SAME:
        return "answered by"
    if strength == MENTION:
        return "only mentioned in"
    return f"partly ({strength:.0%}) answered by"

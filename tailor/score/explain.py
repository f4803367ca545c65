"""A score in words."""

from collections.abc import Mapping, Sequence

from tailor.model import Keyword, Score
from tailor.score.hits import MENTION, SAME

REASONS = {
    "relevance": "near to the posting as a whole",
    "job": "its own job fits the posting",
    "recency": "recent work",
    "figures": "a result in figures",
    "weight": "the weight given in the master",
}


def explain(score: Score) -> tuple[str, ...]:
    """One line for each hit and extra, then the sum; the points add up to `score.value`."""
    rows = [
        (hit.points, f"{hit.term}: {evidence(hit.strength)} “{hit.words}”") for hit in score.hits
    ]
    rows += [(points, REASONS.get(name, name)) for name, points in score.extras]
    rows.append((score.value, "in all"))
    return tuple(f"{points:8.4f}  {words}" for points, words in rows)


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

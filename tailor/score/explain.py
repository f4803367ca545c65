"""A score in words."""

from tailor.model import Score
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


def evidence(strength: float) -> str:
    """How a line answers a keyword, in words."""
    if strength == SAME:
        return "answered by"
    if strength == MENTION:
        return "only mentioned in"
    return f"partly ({strength:.0%}) answered by"

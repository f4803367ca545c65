"""A score in words: what speaks for a line, and what speaks against it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tailor.models import Keyword, Score
from tailor.scoring.line_kinds import PATTERNS, figure_points, is_generic
from tailor.scoring.matching import MENTION, SAME

ANSWERS = 0.5
"""A hit of this strength answers a keyword; a weaker one is only a hint of it."""
NAMED = 3
"""The most keywords that are named in one reason."""
LEAST = 0.2
"""Points from which a group of signals is named as a reason. The groups are measured against an
average line, so a few hundredths either way mean nothing."""


@dataclass(frozen=True, slots=True)
class Reason:
    """What points of one name say when they count for a line, and when they count against it."""

    good: str
    bad: str


REASONS = {
    "base": Reason(
        "what an average line is worth, less the cost of its space",
        "an average line is not worth its space",
    ),
    "relevance": Reason(
        "near to what the posting asks for", "not near to what the posting asks for"
    ),
    "job": Reason("its job fits the posting", "its job does not fit the posting"),
    "keywords": Reason(
        "answers keywords of the posting", "answers few or no keywords of the posting"
    ),
    "recency": Reason("its job is recent or has few lines", "its job is old or has many lines"),
    "figures": Reason("uses a strong verb", "shows no result and no strong verb"),
    "wording": Reason("is worded as the person's own work", "is worded as a claim or a chore"),
    "length": Reason("says much for one line", "is short, or too long"),
    "repeats": Reason("repeats no fuller line", "a fuller line says the same"),
    "judge": Reason("the judge's grade raises its score", "the judge's grade lowers its score"),
    "weight": Reason("the weight given in the master", "the weight given in the master"),
}
RESULT = "shows a result"
SUBJECTLESS = ("its", "a", "an", "the", "what")
"""First words of reasons that need no "it" before them."""
GROUPS = ("relevance", "job", "keywords", "recency", "figures", "wording", "length")
"""Groups of points that may be why a line is printed."""


def explain_score(score: Score, text: str = "") -> tuple[str, ...]:
    """One row for each hit and extra, then the sum; the points add up to `score.value`.

    `text` is the line's own text, which tells a result from a strong verb.
    """
    rows = [
        (hit.points, f"{hit.term}: {describe_evidence(hit.strength)} “{hit.words}”")
        for hit in score.hits
    ]
    rows += [(points, describe_points(name, points, text)) for name, points in score.extras]
    rows.append((score.value, "in all"))
    return tuple(f"{points:8.4f}  {words}" for points, words in rows)


def answering_words(
    keywords: Sequence[Keyword], scores: Mapping[tuple[str, int], Score]
) -> tuple[str, ...]:
    """The words of the master that answer what the posting requires or would like."""
    terms = {keyword.term for keyword in keywords if keyword.kind != "context"}
    hits = (hit for score in scores.values() for hit in score.hits)
    return tuple(sorted({hit.words for hit in hits if hit.term in terms and hit.words}))


def describe_evidence(strength: float) -> str:
    """How a line answers a keyword, in words."""
    if strength == SAME:
        return "answered by"
    if strength == MENTION:
        return "only mentioned in"
    return f"partly ({strength:.0%}) answered by"


def describe_points(name: str, points: float, text: str = "") -> str:
    """What the points of an extra are for; negative ones read as what counts against the line."""
    reason = REASONS.get(name)
    if reason is None:
        return name
    if name == "figures" and points > 0 and has_result(text):
        return RESULT
    return reason.good if points > 0 else reason.bad


def has_result(text: str) -> bool:
    """Whether a line tells a result, in words or in figures."""
    return bool(figure_points(text) or PATTERNS["tells a result"].search(text))


def answered_terms(score: Score) -> tuple[str, ...]:
    """The keywords that a line answers by itself, not those that it only hints at or mentions; of
    a word that is too general to be proven (finance) a mention has to do."""
    hits = score.hits
    return tuple(hit.term for hit in hits if hit.strength >= ANSWERS or is_generic(hit.term))


def strongest_reasons(score: Score, text: str = "") -> str:
    """Why a line is worth printing: the keywords that it answers, else the two groups of points
    that speak most for it; "" if none does."""
    if terms := answered_terms(score):
        return "answers " + ", ".join(terms[:NAMED])
    best = sorted(score.extras, key=lambda extra: -extra[1])
    reasons = [
        describe_points(name, points, text)
        for name, points in best
        if name in GROUPS and points >= LEAST
    ]
    return " and ".join(with_subjects(reasons[:2]))


def with_subjects(phrases: list[str]) -> Iterator[str]:
    """ "shows a result" -> "it shows a result"; "near to ..." -> "it is near to ..."."""
    for phrase in phrases:
        if phrase.split()[0] in SUBJECTLESS:
            yield phrase
        else:
            yield f"it is {phrase}" if phrase.startswith("near") else f"it {phrase}"

"""What every line of a résumé is worth for a posting, and why."""

from collections.abc import Sequence

from tailor.keywords import extract
from tailor.lines import Line, lines
from tailor.model import Hit, Keyword, Posting, Resume, Score
from tailor.score.explain import explain
from tailor.score.extras import figures, latest, recency
from tailor.score.hits import demands, hits, words
from tailor.score.near import similar
from tailor.score.relevance import relevance

__all__ = ["explain", "rank", "score", "similar"]

RELEVANCE = 4.0
"""Points of a line that could not be nearer to the posting."""
LEAST = 0.05
"""Relevance points of a line that has nothing to do with the posting: every line is worth more
than an empty page."""


def score(
    resume: Resume, keywords: Sequence[Keyword], posting: Posting
) -> dict[tuple[str, int], Score]:
    """The value of every wording of every line, by (key, variant), in points.

    `value` is the sum of the hits' points and of the extras; a bullet's own `weight` in the
    master multiplies it, shown as the extra "weight".
    """
    found = tuple(lines(resume))
    near = relevance(
        posting.text, posting.title, [line.text for line in found], [line.entry for line in found]
    )
    asked, newest, own = demands(keywords), latest(found), weights(resume)
    return {
        (line.key, line.variant): total(
            line, hits(words(line.text), asked), near[i], newest, own.get(line.key, 1.0)
        )
        for i, line in enumerate(found)
    }


def total(
    line: Line, found: tuple[Hit, ...], near: float, newest: int | None, weight: float
) -> Score:
    extras = [
        ("relevance", round(max(LEAST, RELEVANCE * near), 4)),
        ("recency", recency(line, newest)),
        ("figures", figures(line.text)),
    ]
    plain = sum(hit.points for hit in found) + sum(points for _, points in extras)
    if weight != 1.0:
        extras.append(("weight", round(plain * (max(weight, 0.0) - 1.0), 4)))
    kept = tuple((name, points) for name, points in extras if points)
    value = sum(hit.points for hit in found) + sum(points for _, points in kept)
    return Score(line.key, line.variant, value, found, kept)


def weights(resume: Resume) -> dict[str, float]:
    """The weight that the master gives each bullet, by key."""
    entries = [entry for section in resume.sections for entry in section.entries]
    summaries = [resume.summary, *(entry.summary for entry in entries)]
    bullets = [bullet for entry in entries for bullet in entry.bullets]
    return {b.key: b.weight for b in (*summaries, *bullets) if b}


def rank(
    posting: Posting | str, bullets: Sequence[str], groups: Sequence[object] | None = None
) -> list[float]:
    """How well each line answers the posting; higher is better.

    `groups` names the job that each line stands in: its mean helps to judge the line. A bare
    text is a posting of one passage.
    """
    if isinstance(posting, str):
        posting = Posting(posting)
    asked = demands(extract(posting))
    near = relevance(posting.text, posting.title, bullets, groups)
    found = [hits(words(text), asked) for text in bullets]
    return [
        round(RELEVANCE * x + sum(hit.points for hit in one), 4)
        for x, one in zip(near, found, strict=True)
    ]

"""What every line of a résumé is worth for a posting, and why."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from tailor.keywords import extract
from tailor.keywords.lexicon import lexicon
from tailor.lines import Line, lines
from tailor.model import Hit, Keyword, Posting, Resume, Score
from tailor.score.bridge import bridge
from tailor.score.explain import explain
from tailor.score.extras import figures, latest, recency
from tailor.score.hits import demands, hits, words
from tailor.score.near import Pair, similar, wordings
from tailor.score.relevance import LEAST, relevance

__all__ = ["Pair", "explain", "prepare", "rank", "score", "similar", "weighed", "wordings"]

JOB = 1.0
"""Share of the mean worth of its own job that is added to a line's worth: a line is read among
the lines beside it, and the right job is worth showing as a whole."""

PAGE = 0.1
"""Points on a page for each point of nearness: there, what counts first is what the posting
asks for by name, and nearness decides between lines that answer as much."""


def score(
    resume: Resume,
    keywords: Sequence[Keyword],
    postings: Posting | Sequence[Posting],
    factors: Mapping[str, float] | None = None,
) -> dict[tuple[str, int], Score]:
    """The value of every wording of every line, by (key, variant), in points.

    `value` is the sum of the hits' points and of the extras; a bullet's own `weight` in the
    master multiplies it, shown as the extra "weight". `factors` multiply what hits on a kind of
    keyword (must, nice, context) are worth, and the extras of a name. For several postings at
    once the keywords are those of `tailor.keywords.together`, and nearness is the mean.
    """
    factors = factors or {}
    postings = [postings] if isinstance(postings, Posting) else postings
    found = tuple(lines(resume))
    near = [round(PAGE * points, 4) for points in nearness(postings, [one.text for one in found])]
    asked = demands(weighed(keywords, factors))
    answered = [hits(words(line.text), asked) for line in found]
    worths = [n + PAGE * worth(0.0, a) for n, a in zip(near, answered, strict=True)]
    jobs = around(worths, owners(found))
    newest, own = latest(found), weights(resume)
    return {
        (line.key, line.variant): total(
            line,
            answered[i],
            (("relevance", near[i]), ("job", jobs[i]), ("recency", recency(line, newest))),
            own.get(line.key, 1.0),
            factors,
        )
        for i, line in enumerate(found)
    }


def weighed(keywords: Sequence[Keyword], factors: Mapping[str, float]) -> list[Keyword]:
    """The keywords with the user's own factors on their kinds."""
    return [replace(one, weight=one.weight * factors.get(one.kind, 1.0)) for one in keywords]


def nearness(postings: Sequence[Posting], texts: Sequence[str]) -> list[float]:
    """The mean of what each text is near to each posting."""
    each = [relevance(posting, texts) for posting in postings]
    return [math.fsum(points) / len(each) for points in zip(*each, strict=True)]


def prepare(resume: Resume) -> None:
    """Does what needs no keywords: loads the data that lines are compared by, reads the lines."""
    bridge()
    lexicon()
    for line in lines(resume):
        words(line.text)


def owners(found: Sequence[Line]) -> list[object]:
    """The job that each line stands in; a line without one, or alone, stands for itself."""
    return [line.entry or line.key for line in found]


def worth(near: float, answered: Sequence[Hit]) -> float:
    return near + sum(hit.points for hit in answered)


def around(values: Sequence[float], groups: Sequence[object]) -> list[float]:
    """For each value JOB times the mean of its group."""
    sums: dict[object, list[float]] = {}
    for value, group in zip(values, groups, strict=True):
        sums.setdefault(group, []).append(value)
    means = {group: JOB * math.fsum(own) / len(own) for group, own in sums.items()}
    return [round(means[group], 4) for group in groups]


def total(
    line: Line,
    found: tuple[Hit, ...],
    extras: tuple[tuple[str, float], ...],
    weight: float,
    factors: Mapping[str, float],
) -> Score:
    extras = (*extras, ("figures", figures(line.text)))
    extras = tuple((name, round(points * factors.get(name, 1.0), 4)) for name, points in extras)
    plain = sum(hit.points for hit in found) + sum(points for _, points in extras)
    if weight != 1.0:
        extras = (*extras, ("weight", round(max(plain * (weight - 1.0), LEAST - plain), 4)))
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
    near = relevance(posting, bullets)
    values = [worth(n, hits(words(t), asked)) for n, t in zip(near, bullets, strict=True)]
    if groups is not None:
        values = [v + m for v, m in zip(values, around(values, groups), strict=True)]
    return [round(value, 4) for value in values]

"""What every line of a résumé is worth for a posting, and why."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from tailor.keywords import extract
from tailor.layout import Line, scorable_lines
from tailor.models import Hit, Keyword, Posting, Resume, Score
from tailor.scoring.features import latest_month, recency_points
from tailor.scoring.line_kinds import figure_points
from tailor.scoring.line_model import Extras, is_judged, judge_statements
from tailor.scoring.matching import find_hits, make_queries, read_line
from tailor.scoring.relevance import Jobs, rank_lines, relevance_points
from tailor.scoring.similarity import Pair, repeatable_wordings

__all__ = [
    "Pair",
    "apply_weights",
    "preload_data",
    "rank",
    "repeatable_wordings",
    "score_lines",
]

JOB = 1.0
"""Share of the mean worth of its own job that is added to a line's worth: a line is read among
the lines next to it, and the right job is worth showing as a whole."""

PAGE = 0.1
"""Points on a page for each point of nearness of a heading, a skill or a certificate."""

KEYWORD = 0.4
"""Points on a page for each point of a keyword's weight. What a line that answers it is worth is
in the line's own points; these see to it that each requirement is answered once before any is
answered twice."""


def score_lines(
    resume: Resume,
    keywords: Sequence[Keyword],
    postings: Posting | Sequence[Posting],
    factors: Mapping[str, float] | None = None,
    repeats: Sequence[Pair] = (),
    keyword_lists: Sequence[Sequence[Keyword]] = (),
) -> dict[tuple[str, int], Score]:
    """The value of every wording of every line, by (key, variant), in points.

    `value` is the sum of the hits' points and of the extras. A bullet's own `weight` in the master
    adds (weight - 1) times the size of that, shown as the extra "weight": it multiplies what is
    above 0, and a weight above 1 lifts what is below. `factors` multiply what hits on a kind of
    keyword (must, nice, context) are worth, and the extras of a name. For several postings at
    once the keywords are those of `tailor.keywords.extraction`, `each` has those of each posting,
    and what a line is worth is the mean. `repeats` are pairs of near-equal lines (`similar`): the
    shorter of two is worth less.
    """
    factors = factors or {}
    postings = [postings] if isinstance(postings, Posting) else postings
    lines = tuple(scorable_lines(resume))
    queries = make_queries(keywords)
    hits = [find_hits(read_line(line.text), queries) for line in lines]
    extras: list[Extras] = [()] * len(lines)
    leads = [0.0] * len(lines)
    statements = [i for i, line in enumerate(lines) if is_judged(line)]
    others = [i for i, line in enumerate(lines) if not is_judged(line)]
    for i, points in zip(others, judge_others(lines, others, hits, postings), strict=True):
        extras[i] = points
    judged = judge_statements(
        [lines[i] for i in statements],
        resume,
        tuple(zip(postings, keyword_lists or [keywords] * len(postings), strict=True)),
        [hits[i] for i in statements] if len(postings) == 1 else None,
        repeats,
    )
    for i, (points, lead) in zip(statements, judged, strict=True):
        extras[i], leads[i] = points, lead
    weights = bullet_weights(resume)
    share = {keyword.term: KEYWORD * factors.get(keyword.kind, 1.0) for keyword in keywords}
    return {
        (line.key, line.variant): sum_score(
            line,
            tuple(replace(hit, weight=hit.weight * share[hit.term]) for hit in hits[i]),
            extras[i],
            weights.get(line.key, 1.0),
            factors,
            leads[i],
        )
        for i, line in enumerate(lines)
    }


def judge_others(
    lines: Sequence[Line],
    chosen: Sequence[int],
    hits: Sequence[Sequence[Hit]],
    postings: Sequence[Posting],
) -> list[Extras]:
    """The extras of headings, skills, degrees, certificates: relevance, recency, figures."""
    near = [round(PAGE * p, 4) for p in mean_relevance(postings, [lines[i].text for i in chosen])]
    points = (sum(hit.points for hit in hits[i]) for i in chosen)
    worths = [n + PAGE * value for n, value in zip(near, points, strict=True)]
    # A line without a job, or alone, stands for itself.
    jobs = group_bonus(worths, [lines[i].entry or lines[i].key for i in chosen])
    newest = latest_month(lines)
    return [
        (
            ("relevance", near[n]),
            ("job", jobs[n]),
            ("recency", recency_points(lines[i], newest)),
            ("figures", figure_points(lines[i].text)),
        )
        for n, i in enumerate(chosen)
    ]


def apply_weights(keywords: Sequence[Keyword], factors: Mapping[str, float]) -> list[Keyword]:
    """The keywords with the user's own factors on their kinds."""
    return [
        replace(keyword, weight=keyword.weight * factors.get(keyword.kind, 1.0))
        for keyword in keywords
    ]


def mean_relevance(postings: Sequence[Posting], texts: Sequence[str]) -> list[float]:
    """The mean of what each text is near to each posting."""
    per_posting = [relevance_points(posting, texts) for posting in postings]
    return [math.fsum(points) / len(per_posting) for points in zip(*per_posting, strict=True)]


def preload_data(resume: Resume, posting: Posting) -> None:
    """Does what needs no keywords: loads the data that lines are compared by, and compares."""
    score_lines(resume, (), posting)


def group_bonus(values: Sequence[float], groups: Sequence[object]) -> list[float]:
    """For each value JOB times the mean of its group."""
    sums: dict[object, list[float]] = {}
    for value, group in zip(values, groups, strict=True):
        sums.setdefault(group, []).append(value)
    means = {group: JOB * math.fsum(members) / len(members) for group, members in sums.items()}
    return [round(means[group], 4) for group in groups]


def sum_score(
    line: Line,
    hits: tuple[Hit, ...],
    extras: Extras,
    weight: float,
    factors: Mapping[str, float],
    lead: float,
) -> Score:
    extras = tuple((name, round(points * factors.get(name, 1.0), 4)) for name, points in extras)
    plain = sum(hit.points for hit in hits) + sum(points for _, points in extras)
    if weight != 1.0:
        extras = (*extras, ("weight", round(abs(plain) * (weight - 1.0), 4)))
    nonzero = tuple((name, points) for name, points in extras if points)
    value = sum(hit.points for hit in hits) + sum(points for _, points in nonzero)
    return Score(line.key, line.variant, value, hits, nonzero, lead)


def bullet_weights(resume: Resume) -> dict[str, float]:
    """The weight that the master gives each bullet, by key."""
    entries = [entry for section in resume.sections for entry in section.entries]
    summaries = [resume.summary, *(entry.summary for entry in entries)]
    bullets = [bullet for entry in entries for bullet in entry.bullets]
    return {b.key: b.weight for b in (*summaries, *bullets) if b}


def rank(
    posting: Posting | str,
    bullets: Sequence[str],
    groups: Sequence[object] | None = None,
    titles: Sequence[str] | None = None,
) -> list[float]:
    """How well each line answers the posting; higher is better.

    `groups` names the job that each line is in, `titles` the title of that job: both help to
    judge the line. Without `groups`, lines of one title are one job. A bare text is a posting of
    one passage.
    """
    if isinstance(posting, str):
        posting = Posting(posting)
    queries = make_queries(extract(posting))
    points = [
        math.fsum(hit.points for hit in find_hits(read_line(text), queries)) for text in bullets
    ]
    return rank_lines(posting, bullets, points, name_jobs(groups, titles))


def name_jobs(groups: Sequence[object] | None, titles: Sequence[str] | None) -> Jobs | None:
    """The jobs of lines; the title of a job is the first one that is not blank among its lines."""
    owners = titles if groups is None else groups
    if owners is None:
        return None
    numbers: dict[object, int] = {}
    of_line = tuple(numbers.setdefault(owner, len(numbers)) for owner in owners)
    names = [""] * len(numbers)
    for job, title in zip(of_line, titles or [""] * len(of_line), strict=True):
        names[job] = names[job] or (title or "").strip()
    return Jobs(of_line, tuple(names))

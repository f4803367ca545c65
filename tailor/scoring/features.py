"""The signals of a line for the line model: relevance, recency, figures, wording, length."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from tailor.layout import Line
from tailor.models import Date, Entry, Hit, Posting, Resume
from tailor.scoring.line_kinds import Columns, level_signals, text_signals
from tailor.scoring.matching import stem_word
from tailor.scoring.occupation_model import load_occupation_model
from tailor.scoring.relevance import in_english, measure_nearness, text_without_boilerplate
from tailor.word_vectors import split_tokens

RECENT = 0.8
"""Points of a line from a job that continues to this day."""
HALF_LIFE = 72
"""Months after which a job that ended counts half."""


def latest_month(lines: Iterable[Line]) -> int | None:
    """The last month that any line names; age is counted back from it, not from a clock."""
    ends = [line.end.months(last=True) for line in lines if line.end]
    return max(ends, default=None)


def recency_points(line: Line, newest: int | None) -> float:
    """Points that halve every six years after the end of the job; undated lines get half."""
    if not line.dated:
        return round(RECENT / 2, 4)
    return round(RECENT * math.exp2(-months_since(line.end, newest) / HALF_LIFE), 4)


def months_since(end: Date | None, newest: int | None) -> int:
    """Months between the end of a job and the newest end in the résumé."""
    if end is None or newest is None:
        return 0
    return max(0, newest - end.months(last=True))


MAX_JOB_YEARS = 10
MAX_SPREADS = 4.0
COMMON_RARITY = 2.0
"""Log inverse frequency up to which a word is too common to distinguish two texts."""
UNKNOWN_RARITY = 7.0


def compute_signals(
    lines: Sequence[Line],
    resume: Resume,
    posting: Posting,
    hits: Sequence[Sequence[Hit]],
    kinds: Mapping[str, str],
    repeats: Mapping[tuple[str, int], float],
) -> Columns:
    """The signals of statements (bullets, paragraphs, publications), in their order.

    Args:
        lines: at least one.
        resume: the master that they are in.
        posting: what they are compared with.
        hits: the keywords that each line answers.
        kinds: must, nice or context, by keyword.
        repeats: how alike a fuller line is, in [0, 1], by (key, variant) of the lesser one.
    """
    import numpy as np

    entries = {entry.key: entry for section in resume.sections for entry in section.entries}
    owners = [line.entry or line.key for line in lines]
    bullets = np.array([line.role == "bullet" and not line.variant for line in lines])
    usual = bullets if bullets.any() else np.ones(len(lines), bool)
    columns: Columns = {}
    for name, values in nearness_signals(posting, [line.text for line in lines]).items():
        columns[name] = values
        columns[f"{name}, in this master"] = standardize(values, usual)
        columns[f"{name}, in this job"] = values - group_means(values, owners)
    columns |= job_signals(lines, owners, entries, posting)
    columns |= keyword_signals(lines, hits, kinds, usual)
    columns |= text_signals(lines, usual)
    columns |= level_signals(columns, posting)
    columns |= time_signals(lines, owners, entries)
    columns["repeats a fuller line"] = np.array(
        [repeats.get((line.key, line.variant), 0.0) for line in lines]
    )
    return columns


def nearness_signals(posting: Posting, texts: Sequence[str]) -> Columns:
    """How near texts are to a posting by each measure that there is."""
    import numpy as np

    posting, texts = in_english(posting, texts)
    columns = dict(measure_nearness(posting, texts))
    posting_words = weigh_words(text_without_boilerplate(posting))
    columns["words"] = np.array([sparse_cosine(weigh_words(text), posting_words) for text in texts])
    return columns


@lru_cache(4096)
def weigh_words(text: str) -> Mapping[str, float]:
    """TF-IDF of the stems of a text, at length 1; common words are left out."""
    rarity = load_occupation_model().stem_rarity
    counts = Counter(stem_word(word) for word in split_tokens(text) if len(word) > 1)
    weights = {
        word: (1 + math.log(count)) * rarity.get(word, UNKNOWN_RARITY)
        for word, count in counts.items()
        if rarity.get(word, UNKNOWN_RARITY) > COMMON_RARITY
    }
    length = math.sqrt(math.fsum(weight * weight for weight in weights.values())) or 1.0
    return {word: weight / length for word, weight in weights.items()}


def sparse_cosine(left: Mapping[str, float], right: Mapping[str, float]) -> float:
    small, large = sorted((left, right), key=len)
    return math.fsum(weight * large.get(word, 0.0) for word, weight in small.items())


def job_signals(
    lines: Sequence[Line], owners: Sequence[str], entries: Mapping[str, Entry], posting: Posting
) -> Columns:
    """How near the whole job of each line is, and its title alone."""
    import numpy as np

    jobs = list(dict.fromkeys(owners))
    titles = [entries[job].title if job in entries else "" for job in jobs]
    texts = [
        " ".join([title, *(lines[row].text for row, owner in enumerate(owners) if owner == job)])
        for job, title in zip(jobs, titles, strict=True)
    ]
    sections = {owner: line.section for line, owner in zip(lines, owners, strict=True)}
    work = np.array([sections[job] == "work" for job in jobs])
    usual = work if work.any() else np.ones(len(jobs), bool)
    place = np.array([jobs.index(owner) for owner in owners])
    columns: Columns = {}
    for part, compared in (("job", texts), ("job title", [title or "-" for title in titles])):
        for name, values in nearness_signals(posting, compared).items():
            columns[f"{part}: {name}"] = values[place]
            columns[f"{part}: {name}, in this master"] = standardize(values, usual)[place]
    return columns


def keyword_signals(
    lines: Sequence[Line],
    hits: Sequence[Sequence[Hit]],
    kinds: Mapping[str, str],
    usual: Any,
) -> Columns:
    """What keywords each line answers, in points and in number."""
    import numpy as np

    points = {kind: np.zeros(len(lines)) for kind in ("must", "nice", "context")}
    for row, line_hits in enumerate(hits):
        for hit in line_hits:
            points[kinds.get(hit.term, "context")][row] += hit.points
    total = np.sqrt(sum(points.values()))
    return {
        **{f"keywords: {kind}": values for kind, values in points.items()},
        "keywords: number": np.array([float(len(line_hits)) for line_hits in hits]),
        "keywords: in full": np.array(
            [float(sum(hit.strength >= 1 for hit in line_hits)) for line_hits in hits]
        ),
        "keywords: all": total,
        "keywords: all, in this master": standardize(total, usual),
    }


def time_signals(
    lines: Sequence[Line], owners: Sequence[str], entries: Mapping[str, Entry]
) -> Columns:
    """How old and how long the job of each line is, and how much is said of it."""
    import numpy as np

    newest = latest_month(lines)
    counts = Counter(owners)
    jobs = list(dict.fromkeys(line.entry for line in lines if line.section == "work"))
    places = [jobs.index(owner) if owner in jobs else 0 for owner in owners]
    ages = [months_since(line.end, newest) / 120 if line.dated else 0.5 for line in lines]
    years = {owner: job_years(entries.get(owner), newest) for owner in counts}
    return {
        "age": np.array(ages),
        "age: half-life": np.exp2(-np.array(ages) * 120 / 72),
        "jobs since": np.array([float(place) for place in places]),
        "current job": np.array(
            [float(o in jobs and place == 0) for o, place in zip(owners, places, strict=True)]
        ),
        "lines of its job": np.array([float(counts[owner]) for owner in owners]),
        "years in the job": np.array([years[owner] for owner in owners]),
    }


def job_years(entry: Entry | None, newest: int | None) -> float:
    """Years that an entry lasted, at most 10; 2 where it does not say."""
    if entry is None or entry.start is None:
        return 2.0
    end = entry.end.months(last=True) if entry.end else newest
    months = (end if end is not None else entry.start.months()) - entry.start.months()
    return min(max(months, 0) / 12, float(MAX_JOB_YEARS))


def standardize(values: Any, usual: Any) -> Any:
    """Values less the mean of the usual ones, over their spread, in [-4, 4].

    Without the limits a master whose usual lines are all alike would make any other one immense.
    """
    import numpy as np

    chosen = values[usual]
    return np.clip((values - chosen.mean()) / (chosen.std() + 1e-6), -MAX_SPREADS, MAX_SPREADS)


def group_means(values: Any, groups: Sequence[str]) -> Any:
    """For each value the mean of its group."""
    import numpy as np

    sums: dict[str, list[float]] = {}
    for value, group in zip(values, groups, strict=True):
        sums.setdefault(group, []).append(float(value))
    return np.array([math.fsum(sums[group]) / len(sums[group]) for group in groups])

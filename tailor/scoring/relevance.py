"""How near a line is to the whole posting, also if they share no keyword."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from tailor.languages import ENGLISH, READ
from tailor.models import Posting
from tailor.scoring.matching import stem_word
from tailor.scoring.occupation_model import (
    encode_texts,
    load_occupation_model,
    occupation_chances,
)
from tailor.word_vectors import embed_texts, measure_closeness, split_tokens

MOST = 16.0
"""Points of a line that could not be nearer."""
LEAST = 0.05
"""Points of a line that has nothing to do with the posting: more than an empty page."""
MIDDLE, SPREAD = 0.5, 2.0
"""Nearness that is worth half of the points, and how fast points fall around it."""
TITLE = 0.6
"""Share of the title in what occupation the posting is taken for; the rest is its text."""
SHARED, ALIKE = 0.3, 2.0
"""Factors on the words shared with the title (BM25), and on the cosines with title and text."""
MEANING = 8.0
"""Factor on the cosines of the word vectors with the title and with the best three sentences."""
NO_TITLE = 0.225
"""What stands for the cosine with the title if there is none: the text in its place misleads."""
BEST_LINES = 12
"""How many of the best lines all lines are compared with (pseudo-relevance feedback)."""
LIKE_OCCUPATION, LIKE_MEANING = 0.6, 0.6
"""What a spread of likeness to the best lines adds, in spreads of the points: by occupations, by
word vectors."""
COMPUTING = "15-"
"""How codes of O*NET begin that are computing. Its few occupations do not tell such jobs apart."""
COMPUTING_HITS, COMPUTING_TITLE = 0.5, 0.5
"""What a spread of keyword points and of words shared with the title adds for such a posting."""
WHOLE_JOB, JOB_TITLE = 1.0, 2.0
"""Factors on the points of a job's whole text and of its title, which each of its lines gets."""
POSTINGS = 16
"""The number of postings whose rows are kept: lines, jobs and titles ask for the same."""
TEXTS = 6
"""Lists of texts of which is kept what is known of them: a master has three or four."""
K1, B, USUAL = 1.2, 0.6, 16.0
"""BM25's constants (Robertson and Zaragoza 2009), and the usual number of words of a line."""


@dataclass(frozen=True, slots=True)
class Nearness:
    """`columns` of `measure_nearness`; the probabilities of the occupations (`work`) and the unit
    row (`meaning`) of each text."""

    columns: dict[str, Any]
    work: Any
    meaning: Any


def relevance_points(posting: Posting, texts: Sequence[str]) -> list[float]:
    """Points in [0.05, 16] for each text.

    A logistic function of: the log probability that a line from the posting's kind of work has
    this line's kind of work, the cosines with title and text, the words shared with the title, and
    the word vectors' cosines with the title and with the three nearest sentences.
    """
    if not texts:
        return []
    points = measure_texts(posting, texts).columns["relevance"]
    return [round(max(LEAST, float(x)), 4) for x in points]


def measure_nearness(posting: Posting, texts: Sequence[str]) -> dict[str, Any]:
    """The relevance of texts (points in (0, 16)) and what it is made of, an array each.

    occupation: log probabilities that a line from the posting's kind of work (by its title, by its
    text, by both) has this line's; likeness: cosines with title and text; title words: BM25;
    meaning: cosines of `tailor.word_vectors` with title, text and sentences.
    """
    return measure_texts(posting, texts).columns


def measure_texts(posting: Posting, texts: Sequence[str]) -> Nearness:
    """How near each text is to a posting, by each measure."""
    import numpy as np

    posting, texts = in_english(posting, texts)
    posting_rows, head, whole = encode_posting(posting)
    rows, likely, meaning = describe_texts(tuple(texts))

    def log_chance(log_probabilities: Any) -> Any:
        return np.log(likely @ np.exp(log_probabilities) + 1e-12)

    both = log_chance(TITLE * head + (1 - TITLE) * whole)
    likeness = cosine_similarity(rows, posting_rows[0]), cosine_similarity(rows, posting_rows[1])
    words = np.array([title_overlap(posting.title, text) for text in texts])
    close = measure_closeness(meaning, posting, embed_texts)
    near = both + ALIKE * (likeness[0] + likeness[1]) + SHARED * words
    near += MEANING * ((close.title if posting.title else NO_TITLE) + close.best_three)
    columns = {
        "relevance": MOST / (1 + np.exp((MIDDLE - near) / SPREAD)),
        "occupation": both,
        "occupation, title": log_chance(head),
        "occupation, text": log_chance(whole),
        "likeness, title": likeness[0],
        "likeness, text": likeness[1],
        "title words": words,
        "meaning, title": close.title,
        "meaning, text": close.body,
        "meaning, best sentence": close.best,
        "meaning, best three": close.best_three,
        "meaning, mean": close.mean,
    }
    return Nearness(columns, likely, meaning.astype(np.float64))


@lru_cache(TEXTS)
def describe_texts(texts: tuple[str, ...]) -> tuple[Any, Any, Any]:
    """What is known of texts whatever they are compared with: the row of each by the occupation
    model, the probabilities of its occupations, its row by the word vectors. They are not to be
    changed: the next posting for the same master gets them again."""
    import numpy as np

    encoded = encode_texts(texts)
    described = encoded, np.exp(occupation_chances(encoded)), embed_texts(texts)
    for rows in described:
        rows.setflags(write=False)
    return described


@dataclass(frozen=True, slots=True)
class Jobs:
    """The jobs that lines are in: the number of each line's job, the title of each job, or ""."""

    of_line: tuple[int, ...]
    titles: tuple[str, ...]


def rank_lines(
    posting: Posting, texts: Sequence[str], hit_points: Sequence[float], jobs: Jobs | None = None
) -> list[float]:
    """What each line is worth among the others, in points; higher is better.

    A line by itself is worth its relevance and its keywords' points. Of lines in jobs, the right
    job is worth more than the right word: each gets the mean of its job, and the points of its
    job's whole text and title. Without jobs, lines that are like the best ones gain
    (pseudo-relevance feedback, Rocchio 1971).

    Args:
        posting: what the lines are compared with.
        texts: the lines.
        hit_points: the points of the keywords that each line answers.
        jobs: the jobs that the lines are in, if that is known.
    """
    import numpy as np

    if not texts:
        return []
    near = measure_texts(posting, texts)
    values = np.maximum(LEAST, near.columns["relevance"]) + np.array(hit_points)
    if jobs is None:
        values = values + compare_with_best(near, values, hit_points, computing_share(posting))
    else:
        values = values + judge_jobs(posting, texts, values, jobs)
    return [round(float(value), 4) for value in values]


def judge_jobs(posting: Posting, texts: Sequence[str], values: Any, jobs: Jobs) -> Any:
    """What each line gets for its job: the mean of its lines, its whole text and its title."""
    import numpy as np

    place = np.array(jobs.of_line)
    numbers = range(len(jobs.titles))
    lines_of: list[list[str]] = [[] for _ in numbers]
    for job, text in zip(jobs.of_line, texts, strict=True):
        lines_of[job].append(text)
    wholes = [" ".join(lines) for lines in lines_of]
    points = np.array([values[place == job].mean() for job in numbers])
    points += WHOLE_JOB * np.array(relevance_points(posting, wholes))
    if any(jobs.titles):
        names = [title or whole for title, whole in zip(jobs.titles, wholes, strict=True)]
        points += JOB_TITLE * np.array(relevance_points(posting, names))
    return points[place]


def compare_with_best(
    near: Nearness, values: Any, hit_points: Sequence[float], computing: float
) -> Any:
    """What each line gains by likeness to the best lines, in points.

    `computing` is the probability that the posting is in computing: by that much likeness of
    occupations counts less, and keywords and the words of the title more.
    """
    import numpy as np

    gain = COMPUTING_HITS * to_z_scores(np.log1p(np.array(hit_points)))
    gain = computing * (gain + COMPUTING_TITLE * to_z_scores(near.columns["title words"]))
    first = to_z_scores(values) + gain
    best = np.flatnonzero(first >= np.sort(first)[-BEST_LINES:][0])
    weights = np.exp(first[best] - first[best].max())
    weights /= weights.sum()
    work = np.sqrt(near.work)
    likeness = near.meaning @ near.meaning[best].T
    likeness[best, np.arange(len(best))] = 0.0  # a line is not compared with itself
    by_work, by_meaning = work @ (work[best].T @ weights), likeness @ weights
    total = gain + LIKE_OCCUPATION * (1 - computing) * to_z_scores(by_work)
    return values.std() * (total + LIKE_MEANING * to_z_scores(by_meaning))


def computing_share(posting: Posting) -> float:
    """The probability, in [0, 1], that a posting is for an occupation in computing."""
    import numpy as np

    _, head, whole = encode_posting(in_english(posting, ())[0])
    chances = np.exp(TITLE * head + (1 - TITLE) * whole)
    inside = np.array([code.startswith(COMPUTING) for code in load_occupation_model().codes])
    return float(chances[inside].sum() / chances.sum())


def to_z_scores(values: Any) -> Any:
    """Each value less the mean, in standard deviations; zeros if all are equal."""
    return (values - values.mean()) / max(float(values.std()), 1e-6)


def in_english(posting: Posting, texts: Sequence[str]) -> tuple[Posting, Sequence[str]]:
    """A posting in another language, and texts in that language, in the English words for their
    terms; an English posting and all texts as they are."""
    if posting.language not in READ:
        return posting, texts
    from tailor.keywords.foreign import to_english

    return as_english(posting), [to_english(text, posting.language) for text in texts]


@lru_cache(POSTINGS)
def as_english(posting: Posting) -> Posting:
    from tailor.keywords.foreign import posting_in_english

    return replace(posting_in_english(posting), language=ENGLISH)


@lru_cache(POSTINGS)
def encode_posting(posting: Posting) -> tuple[Any, Any, Any]:
    """Title and text (rows), and the log probabilities of the occupations for each."""
    text = text_without_boilerplate(posting)
    rows = encode_texts([posting.title or text, text])
    head, whole = occupation_chances(rows)
    return rows, head, whole


def text_without_boilerplate(posting: Posting) -> str:
    """The posting without boilerplate."""
    text = "\n".join(p.text for p in posting.passages if p.kind != "boilerplate")
    return text or posting.text


def cosine_similarity(rows: Any, row: Any) -> Any:
    import numpy as np

    norms = np.linalg.norm(rows, axis=1) * np.linalg.norm(row)
    return rows @ row / np.maximum(norms, 1e-9)


@lru_cache(POSTINGS)
def title_rarity(title: str) -> dict[str, Any]:
    """Log inverse frequency of the stems of a title."""
    model = load_occupation_model()
    return {
        stem_word(w): model.rarity[model.rows[w]] for w in split_tokens(title) if w in model.rows
    }


def title_overlap(title: str, text: str) -> float:
    """BM25 of a text for the words of a title, rare words first; C and R count as words."""
    model, rarity = load_occupation_model(), title_rarity(title)
    if not rarity:
        return 0.0
    words = [stem_word(word) for word in split_tokens(text) if word in model.rows]
    long = K1 * (1 - B + B * len(words) / USUAL)
    counts = Counter(word for word in words if word in rarity)
    return math.fsum(
        min(float(rarity[word]), 9.0) * count * (K1 + 1) / (count + long)
        for word, count in counts.items()
    )

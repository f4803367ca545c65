"""How near a line is to the whole posting, also if they share no keyword."""

import math
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from tailor.model import Posting
from tailor.score.bridge import bridge, encode, occupations, tokens
from tailor.score.hits import stem
from tailor.score.vectors import measure_closeness

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
POSTINGS = 16
"""The number of postings whose rows are kept: lines, jobs and titles ask for the same."""
K1, B, USUAL = 1.2, 0.6, 16.0
"""BM25's constants (Robertson and Zaragoza 2009), and the usual number of words of a line."""


def relevance(posting: Posting, texts: Sequence[str]) -> list[float]:
    """Points in [0.05, 16] for each text.

    A logistic function of: the log probability that a line from the posting's kind of work has
    this line's kind of work, the cosines with title and text, the words shared with the title, and
    the word vectors' cosines with the title and with the three nearest sentences.
    """
    if not texts:
        return []
    return [round(max(LEAST, float(x)), 4) for x in measure_nearness(posting, texts)["relevance"]]


def measure_nearness(posting: Posting, texts: Sequence[str]) -> dict[str, Any]:
    """The relevance of texts (points in (0, 16)) and what it is made of, an array each.

    occupation: log probabilities that a line from the posting's kind of work (by its title, by its
    text, by both) has this line's; likeness: cosines with title and text; title words: BM25;
    meaning: cosines of `tailor.score.vectors` with title, text and sentences.
    """
    import numpy as np

    asked, head, whole = encode_posting(posting)
    found = encode(texts)
    likely = np.exp(occupations(found))

    def log_chance(log_probabilities: Any) -> Any:
        return np.log(likely @ np.exp(log_probabilities) + 1e-12)

    both = log_chance(TITLE * head + (1 - TITLE) * whole)
    likeness = cosine(found, asked[0]), cosine(found, asked[1])
    words = np.array([shared(posting.title, text) for text in texts])
    close = measure_closeness(texts, posting)
    near = both + ALIKE * (likeness[0] + likeness[1]) + SHARED * words
    near += MEANING * ((close.title if posting.title else NO_TITLE) + close.best_three)
    return {
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


@lru_cache(POSTINGS)
def encode_posting(posting: Posting) -> tuple[Any, Any, Any]:
    """Title and text (rows), and the log probabilities of the occupations for each."""
    text = body(posting)
    asked = encode([posting.title or text, text])
    head, whole = occupations(asked)
    return asked, head, whole


def body(posting: Posting) -> str:
    """The posting without boilerplate."""
    kept = "\n".join(p.text for p in posting.passages if p.kind != "boilerplate")
    return kept or posting.text


def cosine(rows: Any, row: Any) -> Any:
    import numpy as np

    norms = np.linalg.norm(rows, axis=1) * np.linalg.norm(row)
    return rows @ row / np.maximum(norms, 1e-9)


@lru_cache(POSTINGS)
def title_rarity(title: str) -> dict[str, Any]:
    """Log inverse frequency of the stems of a title."""
    known = bridge()
    return {stem(w): known.rarity[known.rows[w]] for w in tokens(title) if w in known.rows}


def shared(title: str, text: str) -> float:
    """BM25 of a text for the words of a title, rare words first; C and R count as words."""
    known, rarity = bridge(), title_rarity(title)
    if not rarity:
        return 0.0
    words = [stem(word) for word in tokens(text) if word in known.rows]
    long = K1 * (1 - B + B * len(words) / USUAL)
    counts = Counter(word for word in words if word in rarity)
    return math.fsum(
        min(float(rarity[word]), 9.0) * count * (K1 + 1) / (count + long)
        for word, count in counts.items()
    )

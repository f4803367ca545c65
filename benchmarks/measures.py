"""The measures of match quality: ranking, keywords, spans, and bootstrap intervals."""

import math
import re
from collections.abc import Iterable, Sequence

import numpy as np

Span = tuple[int, int]
WORD = re.compile(r"[a-z0-9+#]+(?:\.[a-z0-9+#]+)*")


def ndcg(relevant: Sequence[int], first: int = 10) -> float:
    """Normalised discounted cumulative gain (Järvelin and Kekäläinen 2002) of the first places."""

    def gain(values: Sequence[int]) -> float:
        return sum(value / math.log2(place + 2) for place, value in enumerate(values[:first]))

    best = gain(sorted(relevant, reverse=True))
    return gain(relevant) / best if best else 0.0


def auc(scores: Sequence[float], relevant: Sequence[int]) -> float:
    """Chance that a relevant line stands before another one; ties count half."""
    yes = [s for s, r in zip(scores, relevant, strict=True) if r]
    no = np.sort([s for s, r in zip(scores, relevant, strict=True) if not r])
    if not yes or not no.size:
        return math.nan
    below = np.searchsorted(no, yes, "left") + np.searchsorted(no, yes, "right")
    return float(below.sum() / (2 * len(yes) * no.size))


def ordered(scores: Sequence[float]) -> list[int]:
    """Places best first; ties fall at random with a fixed seed, so equal scores give chance."""
    chance = np.random.RandomState(0).rand(len(scores))
    return [int(i) for i in np.lexsort((chance, -np.asarray(scores, float)))]


def ranking(scores: Sequence[float], relevant: Sequence[int]) -> dict[str, float]:
    row = [relevant[i] for i in ordered(scores)]
    return {"ndcg10": ndcg(row), "p10": sum(row[:10]) / 10, "auc": auc(scores, relevant)}


def page(
    scores: Sequence[float], texts: Sequence[str], jobs: Sequence[int], fitting: int, gold: set[int]
) -> dict[str, float]:
    """A page of 1,500 characters, filled best line first; and the job with the best mean."""
    order, used, right = ordered(scores), 0, 0
    for i in order:
        if used + len(texts[i]) <= 1500:
            used += len(texts[i])
            right += len(texts[i]) * (jobs[i] == fitting)
    means = {
        job: np.mean([s for s, j in zip(scores, jobs, strict=True) if j == job])
        for job in sorted(set(jobs))
    }
    return {
        "page_share": right / 1500,
        "right_entry": float(max(means, key=lambda job: means[job]) == fitting),
        "p10": sum(i in gold for i in order[:10]) / 10,
    }


def words(term: str) -> tuple[str, ...]:
    """A term as words without plural s."""
    return tuple(
        w[:-1] if len(w) > 3 and w.endswith("s") and not w.endswith("ss") else w
        for w in WORD.findall(term.lower())
    )


def found(terms: Iterable[str], gold: Iterable[str], first: int, soft: bool = False) -> int:
    """How many of the first distinct terms are gold terms, each gold term used once."""
    left = list(dict.fromkeys(w for w in map(words, gold) if w))
    hits = 0
    for term in list(dict.fromkeys(w for w in map(words, terms) if w))[:first]:
        match = next((g for g in left if same(term, g, soft)), None)
        if match is not None:
            left.remove(match)
            hits += 1
    return hits


def same(a: tuple[str, ...], b: tuple[str, ...], soft: bool) -> bool:
    """Equal, or with `soft` a Jaccard similarity of the words of at least one half."""
    return len({*a} & {*b}) / len({*a} | {*b}) >= 0.5 if soft else a == b


def f1(hits: int, guessed: int, gold: int) -> float:
    """Harmonic mean of precision and recall from counts."""
    return 2 * hits / (guessed + gold) if guessed + gold else 0.0


def mean(values: Sequence[float]) -> float:
    kept = [value for value in values if not math.isnan(value)]
    return float(np.mean(kept)) if kept else math.nan


def interval(
    rows: Sequence[Sequence[float]], measure: str = "mean", times: int = 1000
) -> tuple[float, float]:
    """95 % bootstrap interval over postings: of the mean of one figure each, or with "f1" of
    the F1 of summed (hits, guessed, gold)."""
    table = np.asarray([row for row in rows if not any(map(math.isnan, row))], float)
    if not len(table):
        return math.nan, math.nan
    random = np.random.RandomState(1)
    draws = [table[random.randint(0, len(table), len(table))] for _ in range(times)]
    if measure == "f1":
        values = [f1(*map(int, draw.sum(axis=0))) for draw in draws]
    else:
        values = [float(draw.mean()) for draw in draws]
    return float(np.percentile(values, 2.5)), float(np.percentile(values, 97.5))

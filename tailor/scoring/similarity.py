"""Near-equal bullets: of two that say the same, a page needs only one."""

from collections.abc import Sequence
from typing import Any

from tailor.errors import LimitError, Problem
from tailor.layout import Line, scorable_lines
from tailor.models import Resume
from tailor.sandbox.lazy_imports import NEEDLESS, skip_unused_modules

NEAR = 0.6
"""Cosine of character n-grams from which two bullets are held to say the same."""
AT_ONCE = 2_000_000
"""Similarities that are held in memory at a time."""
MOST = 100_000
"""Pairs; with more of them a page is not proven in time."""
FEW = 300
"""Wordings of most masters: so few are compared by numpy alone, for to load scikit-learn takes ten
times as long as to compare them."""
DOUBT = 1e-7
"""The two may differ by less than this; what lies so near a limit is left to scikit-learn."""
Pair = tuple[str, int, str, int, float]
Wording = tuple[str, int, str]
"""Key, variant and text of a bullet or paragraph."""


def repeatable_wordings(source: Resume | Sequence[Line]) -> tuple[Wording, ...]:
    """What of a résumé, or of its lines, may repeat itself."""
    every = scorable_lines(source) if isinstance(source, Resume) else source
    bullets = (line for line in every if line.role in ("bullet", "paragraph"))
    return tuple((line.key, line.variant, line.text) for line in bullets if line.text.strip())


def find_similar_wordings(wordings: Sequence[Wording]) -> tuple[Pair, ...]:
    """Pairs (key, variant, key, variant, similarity) of near-equal wordings of different keys.

    Similarity is the cosine of TF-IDF weighted character 3- to 5-grams inside words, in
    [0.6, 1], rounded to 1e-4. Raises LimitError if there are more than 100,000 pairs.
    """
    if len(wordings) < 2:
        return ()
    if len(wordings) <= FEW and (few := compare_few(wordings)) is not None:
        return few
    with skip_unused_modules(*NEEDLESS["sklearn"]):
        from sklearn.feature_extraction.text import TfidfVectorizer

    weigh = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    table = weigh.fit_transform(text for _, _, text in wordings)
    step = max(1, AT_ONCE // len(wordings))
    pairs: list[Pair] = []
    for start in range(0, len(wordings), step):
        for i, j, value in near_rows(table, start, start + step):
            if wordings[i][0] != wordings[j][0]:
                pairs.append((*wordings[i][:2], *wordings[j][:2], round(min(value, 1.0), 4)))
            if len(pairs) > MOST:
                raise too_many_alike_error(*wordings[i])
    return tuple(pairs)


def compare_few(wordings: Sequence[Wording]) -> tuple[Pair, ...] | None:
    """As `find_similar_wordings`, by numpy alone; None where rounding could make a difference.

    The weight of an n-gram that a text has c times is (1 + ln c)(1 + ln((1 + n)/(1 + d))), where d
    of the n texts have it (scikit-learn, User Guide, 7.2.3.4, with `sublinear_tf`).
    """
    import numpy as np

    numbers: dict[str, int] = {}
    gram_rows: dict[str, list[int]] = {}
    places: list[int] = []
    for number, (_, _, text) in enumerate(wordings):
        for word in text.lower().split():
            if word not in gram_rows:
                grams = word_grams(word)
                gram_rows[word] = [
                    len(wordings) * numbers.setdefault(gram, len(numbers)) for gram in grams
                ]
            places += [number + gram for gram in gram_rows[word]]
    entries, counts = np.unique(places, return_counts=True)
    columns, rows = np.divmod(entries, len(wordings))
    shared = np.bincount(columns)
    values = (1 + np.log(counts)) * (1 + np.log((1 + len(wordings)) / (1 + shared)))[columns]
    values /= np.sqrt(np.bincount(rows, values * values))[rows]
    is_shared = shared[columns] > 1  # What one text has alone makes it like no other.
    table = np.zeros((len(wordings), int((shared > 1).sum())))
    table[rows[is_shared], (np.cumsum(shared > 1) - 1)[columns[is_shared]]] = values[is_shared]
    near = table @ table.T
    rounded = near * 10_000
    doubtful = np.abs(near - NEAR) < DOUBT
    doubtful |= np.abs(rounded - np.floor(rounded) - 0.5) < DOUBT * 10_000
    pairs = np.argwhere(np.triu(near > NEAR - DOUBT, 1)).tolist()
    if any(doubtful[i, j] for i, j in pairs):
        return None
    return tuple(
        (*wordings[i][:2], *wordings[j][:2], round(min(float(near[i, j]), 1.0), 4))
        for i, j in pairs
        if wordings[i][0] != wordings[j][0]
    )


def word_grams(word: str) -> list[str]:
    """The 3- to 5-grams of a word between two spaces; the whole of it once if it is shorter."""
    spaced, grams = f" {word} ", list[str]()
    for size in (3, 4, 5):
        grams += [spaced[n : n + size] for n in range(max(1, len(spaced) - size + 1))]
        if len(spaced) <= size:
            break
    return grams


def near_rows(table: Any, start: int, end: int) -> list[tuple[int, int, float]]:
    """For some rows of a table: the later rows that are near, with how near they are."""
    near = (table[start:end] @ table.T).tocoo()
    is_near = (near.row + start < near.col) & (near.data >= NEAR)
    rows, columns, values = near.row[is_near] + start, near.col[is_near], near.data[is_near]
    return sorted(zip(rows.tolist(), columns.tolist(), values.tolist(), strict=True))


def too_many_alike_error(key: str, _: int, text: str) -> LimitError:
    message = f"more than {MOST:,} pairs of bullets say nearly the same: {key}, “{text[:60]}”"
    return LimitError(Problem(message, hint="leave one of each in the master"))

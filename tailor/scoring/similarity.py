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
"""Pairs; a page of so many is not proven in time."""
Pair = tuple[str, int, str, int, float]
Wording = tuple[str, int, str]
"""Key, variant and text of a bullet or paragraph."""


def repeatable_wordings(found: Resume | Sequence[Line]) -> tuple[Wording, ...]:
    """What of a résumé, or of its lines, may repeat itself."""
    every = scorable_lines(found) if isinstance(found, Resume) else found
    bullets = (line for line in every if line.role in ("bullet", "paragraph"))
    return tuple((line.key, line.variant, line.text) for line in bullets if line.text.strip())


def find_similar_wordings(found: Sequence[Wording]) -> tuple[Pair, ...]:
    """Pairs (key, variant, key, variant, similarity) of near-equal wordings of different keys.

    Similarity is the cosine of TF-IDF weighted character 3- to 5-grams inside words, in
    [0.6, 1], rounded to 1e-4. Raises LimitError if there are more than 100,000 pairs.
    """
    if len(found) < 2:
        return ()
    with skip_unused_modules(*NEEDLESS["sklearn"]):
        from sklearn.feature_extraction.text import TfidfVectorizer

    weigh = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    table = weigh.fit_transform(text for _, _, text in found)
    step = max(1, AT_ONCE // len(found))
    pairs: list[Pair] = []
    for start in range(0, len(found), step):
        for i, j, value in near_rows(table, start, start + step):
            if found[i][0] != found[j][0]:
                pairs.append((*found[i][:2], *found[j][:2], round(min(value, 1.0), 4)))
            if len(pairs) > MOST:
                raise too_many_alike_error(*found[i])
    return tuple(pairs)


def near_rows(table: Any, start: int, end: int) -> list[tuple[int, int, float]]:
    """For some rows of a table: the later rows that are near, with how near they are."""
    near = (table[start:end] @ table.T).tocoo()
    kept = (near.row + start < near.col) & (near.data >= NEAR)
    rows, columns, values = near.row[kept] + start, near.col[kept], near.data[kept]
    return sorted(zip(rows.tolist(), columns.tolist(), values.tolist(), strict=True))


def too_many_alike_error(key: str, _: int, text: str) -> LimitError:
    message = f"more than {MOST:,} pairs of bullets say nearly the same: {key}, “{text[:60]}”"
    return LimitError(Problem(message, hint="leave one of each in the master"))

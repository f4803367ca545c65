"""Near-equal bullets: of two that say the same, a page needs only one."""

from collections.abc import Sequence

from tailor.lean import NEEDLESS, without
from tailor.lines import Line, lines
from tailor.model import Resume

NEAR = 0.6
"""Cosine of character n-grams from which two bullets are held to say the same."""
Pair = tuple[str, int, str, int, float]
Wording = tuple[str, int, str]
"""Key, variant and text of a bullet or paragraph."""


def wordings(found: Resume | Sequence[Line]) -> tuple[Wording, ...]:
    """What of a résumé, or of its lines, may repeat itself."""
    every = lines(found) if isinstance(found, Resume) else found
    bullets = (line for line in every if line.role in ("bullet", "paragraph"))
    return tuple((line.key, line.variant, line.text) for line in bullets if line.text.strip())


def similar(found: Sequence[Wording]) -> tuple[Pair, ...]:
    """Pairs (key, variant, key, variant, similarity) of near-equal wordings of different keys.

    Similarity is the cosine of TF-IDF weighted character 3- to 5-grams inside words, in
    [0.6, 1], rounded to 1e-4.
    """
    if len(found) < 2:
        return ()
    with without(*NEEDLESS["sklearn"]):
        from sklearn.feature_extraction.text import TfidfVectorizer

    weigh = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True)
    table = weigh.fit_transform(text for _, _, text in found)
    near = (table @ table.T).tocoo()
    pairs = []
    for i, j, value in zip(near.row.tolist(), near.col.tolist(), near.data.tolist(), strict=True):
        if i < j and value >= NEAR and found[i][0] != found[j][0]:
            pairs.append((i, j, (*found[i][:2], *found[j][:2], round(min(value, 1.0), 4))))
    return tuple(pair for _, _, pair in sorted(pairs))

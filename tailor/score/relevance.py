"""How near a line is to the whole posting, also if they share no keyword."""

from collections.abc import Sequence
from typing import Any

GROUP = 0.5
"""Share of the mean of its own job that is added to a line's relevance."""


def relevance(
    posting: str, title: str, texts: Sequence[str], groups: Sequence[object] | None = None
) -> list[float]:
    """Nearness in [0, 1] of each text; `groups` names the job that each text stands in."""
    import numpy as np

    if not texts:
        return []
    near = cosine(f"{title}\n{posting}", texts)
    if groups is not None:
        near = (near + GROUP * means(near, groups)) / (1 + GROUP)
    return [round(float(x), 4) for x in np.clip(near, 0.0, 1.0)]


def cosine(posting: str, texts: Sequence[str]) -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer

    weigh = TfidfVectorizer(
        sublinear_tf=True, stop_words="english", token_pattern=r"[A-Za-z0-9][\w+#.]*[\w+#]|[A-Za-z]"
    )
    try:
        table = weigh.fit_transform([posting, *texts])
    except ValueError:
        import numpy as np

        return np.zeros(len(texts))
    return (table[1:] @ table[0].T).toarray().ravel()


def means(values: Any, groups: Sequence[object]) -> Any:
    """For each value the mean over all values of its group."""
    import numpy as np

    _, index = np.unique([str(group) for group in groups], return_inverse=True)
    return (np.bincount(index, values) / np.bincount(index))[index]

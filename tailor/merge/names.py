"""Whether two names, dates or texts of different CVs mean the same thing."""

import re
import unicodedata
from collections.abc import Callable, Sequence

from tailor.lean import NEEDLESS, without

LEGAL = {
    *("inc", "llc", "llp", "ltd", "plc", "gmbh", "ag", "kg", "corp", "co", "pvt", "company"),
    *("corporation", "limited", "sa", "bv", "oy", "ab", "srl", "spa", "the", "and", "of", "for"),
}
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
MONTH = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d))?")
NEAR = 0.55
"""Cosine of character n-grams from which two sentences say the same."""

ALIKE = str.maketrans("“”„’‘–—", '"""\'\'--')
Similar = Callable[[str, str], float]


def typed(text: str) -> str:
    """A text without what people type in two ways: case, quotes, dashes, a full stop at the end."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(ALIKE)
    return " ".join(folded.split()).rstrip(" .;,")


def plain(text: str) -> str:
    """Letters and digits in lower case, without accents: what is left of a text when typed anew."""
    bare = unicodedata.normalize("NFKD", text).casefold()
    return " ".join(
        re.findall(r"[^\W_]+", "".join(c for c in bare if not unicodedata.combining(c)))
    )


def tokens(name: str) -> frozenset[str]:
    """The telling words of a name of an organisation."""
    found = frozenset(plain(name).split())
    return found - LEGAL or found


def same_name(one: str, other: str) -> bool:
    """Whether the words of one name are all in the other."""
    first, second = tokens(one), tokens(other)
    return bool(first and second) and (first <= second or second <= first)


def numbers(text: str) -> tuple[str, ...]:
    """The figures in a text, sorted."""
    return tuple(sorted(found.replace(",", "") for found in NUMBER.findall(text)))


def month(date: str, *, last: bool = False) -> int | None:
    """Months since year 0 of a date of a master; None if it has no year."""
    found = MONTH.search(date)
    if not found:
        return None
    return int(found["year"]) * 12 + int(found["month"] or (12 if last else 1)) - 1


def similarity(texts: Sequence[str]) -> Similar:
    """A function that says how alike two of these texts are, from 0 to 1.

    It is the cosine of their character 3- to 5-grams, weighed by TF-IDF over all texts
    (scikit-learn).
    """
    with without(*NEEDLESS["sklearn"]):
        from sklearn.feature_extraction.text import TfidfVectorizer

    known = list(dict.fromkeys(texts))
    place = {text: row for row, text in enumerate(known)}
    if not any(plain(text) for text in known):
        return lambda one, other: float(one == other)
    vectors = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(3, 5), preprocessor=plain, sublinear_tf=True
    )
    matrix = vectors.fit_transform(known)

    def alike(one: str, other: str) -> float:
        if typed(one) == typed(other):
            return 1.0
        found = matrix[place[one]].multiply(matrix[place[other]]).sum()
        return min(float(found), 1.0)

    return alike

"""What several postings ask for, as if one did."""

from collections.abc import Iterable, Sequence

from tailor.model import Keyword

KINDS = ("must", "nice", "context")


def together(asked: Sequence[Sequence[Keyword]]) -> tuple[Keyword, ...]:
    """Every keyword once, best first; its weight is the mean over all postings, 0 where one does
    not ask for it, and its kind the strictest.

    So a page is worth for these keywords the mean of what it is worth for each posting's own.
    """
    found: dict[str, list[Keyword]] = {}
    for keywords in asked:
        for one in keywords:
            found.setdefault(one.term, []).append(one)
    merged = [
        Keyword(
            term,
            min((one.kind for one in alike), key=KINDS.index),
            sum(one.weight for one in alike) / len(asked),
            distinct(word for one in alike for word in one.variants),
            distinct(quote for one in alike for quote in one.quotes),
        )
        for term, alike in found.items()
    ]
    return tuple(sorted(merged, key=lambda one: (-one.weight, one.term)))


def distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))

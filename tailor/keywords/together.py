"""What several postings ask for, as if one did."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from tailor.keywords.folding import folded
from tailor.keywords.lexicon import lexicon
from tailor.model import Keyword

KINDS = ("must", "nice", "context")


def together(asked: Sequence[Sequence[Keyword]]) -> tuple[Keyword, ...]:
    """Every keyword once, best first; its weight is the mean over all postings, 0 where one does
    not ask for it, and its kind the strictest. What postings call by different names of one skill
    (IaC) is one, under the name that weighs most.

    So a page is worth for these keywords the mean of what it is worth for each posting's own.
    """
    found: dict[tuple[str, ...], list[Keyword]] = {}
    for keywords in asked:
        for one in keywords:
            found.setdefault(identity(one), []).append(one)
    merged = [merge(alike, len(asked)) for alike in found.values()]
    terms = {name: one.term for one in merged for name in (one.term, *one.variants)}
    renamed = (
        replace(one, choice=distinct(terms.get(name, name) for name in one.choice))
        for one in merged
    )
    return tuple(sorted(renamed, key=lambda one: (-one.weight, one.term)))


def identity(keyword: Keyword) -> tuple[str, ...]:
    """Keywords with the same identity ask for the same thing."""
    names = (keyword.term, *keyword.variants)
    skill = next((found for found in map(lexicon().find, names) if found), None)
    return (skill.sort, skill.name) if skill else ("".join(folded(keyword.term)),)


def merge(alike: Sequence[Keyword], count: int) -> Keyword:
    """One keyword for several postings' own, of `count` postings. What will do in its place will
    do for each of them."""
    weights: dict[str, float] = {}
    for one in alike:
        weights[one.term] = weights.get(one.term, 0.0) + one.weight
    term = max(weights, key=lambda name: (weights[name], name))
    names = (name for one in alike for name in (one.term, *one.variants))
    return Keyword(
        term,
        min((one.kind for one in alike), key=KINDS.index),
        sum(one.weight for one in alike) / count,
        tuple(name for name in distinct(names) if name != term),
        distinct(quote for one in alike for quote in one.quotes),
        choice=tuple(name for name in alike[0].choice if all(name in one.choice for one in alike)),
    )


def distinct(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))

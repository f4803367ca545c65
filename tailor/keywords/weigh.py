"""Mentions of the same thing become one keyword with a weight in points."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from tailor.keywords.choices import Span, choices
from tailor.keywords.demand import years
from tailor.keywords.folding import folded
from tailor.keywords.gather import Found, titled
from tailor.keywords.lexicon import SOFT_FILES, products
from tailor.keywords.needs import Need
from tailor.model import Keyword, Posting

BASE = {"must": 6.0, "nice": 2.0, "context": 1.0}
"""Points of a keyword that is mentioned once and surely: must is 3 nice, nice is 2 context."""
SOFT = 0.4
"""Soft skills weigh less: everybody claims them and no line proves them."""
OPTIONAL = 0.75
"""One of several that will do ("Java or Kotlin")."""
TITLE = 0.4
"""What only the title names, if no product, is mostly the job's own name (backend, nurse): many
lines say it, and it proves little. How near a line is to the title counts elsewhere."""
REPEAT = 0.2
"""Gain for each doubling of the number of mentions."""
A_YEAR = 0.02
"""Gain for each year of experience that the sentence asks for, ten at most."""
LEAST, MOST = 0.5, 10.0
"""Points; a need that is a mere phrase has the least."""


def keywords(posting: Posting, found: Sequence[Found]) -> tuple[Keyword, ...]:
    """Keywords best first: those that both models of the tagger named, those that it named, and
    others; in each group by weight, then by first mention."""
    groups: dict[tuple[str, ...], list[Found]] = defaultdict(list)
    for one in found:
        groups[identity(one, posting.text)].append(one)
    made = {key: keyword(posting, group) for key, group in groups.items()}
    chains = choices(posting.text, found)
    for key, group in groups.items():
        rivals = dict.fromkeys(
            made[identity(one, posting.text)].term for one in free(made[key].kind, group, chains)
        )
        others = tuple(term for term in rivals if term != made[key].term)
        made[key] = replace(made[key], choice=others)
    firsts = {key: min((one.start, one.end) for one in group) for key, group in groups.items()}
    places = {key: place(group) for key, group in groups.items()}
    ranked = sorted(
        made, key=lambda key: (places[key], -made[key].weight, firsts[key], made[key].term)
    )
    return tuple(made[key] for key in ranked)


def merged(named: Sequence[Keyword], unnamed: Iterable[Keyword]) -> tuple[Keyword, ...]:
    """All keywords: those that have a name come first."""
    return (*named, *sorted(unnamed, key=lambda one: -one.weight))


def unnamed_keyword(posting: Posting, one: Need) -> Keyword:
    """A need as a keyword: it has a quote, but no span, since no name is marked in the text."""
    return Keyword(one.term, one.kind, LEAST, (), (quote(posting.text, one),))


def free(
    kind: str, group: Sequence[Found], chains: Mapping[Span, tuple[Found, ...]]
) -> Iterable[Found]:
    """All that will do in place of a thing, if it is asked for only as one of several."""
    asked = [chains.get((one.start, one.end), ()) for one in strongest(group, kind)]
    return (one for chain in asked for one in chain) if all(asked) else ()


def identity(one: Found, text: str) -> tuple[str, ...]:
    """Mentions with the same identity ask for the same thing."""
    if one.skill:
        return (one.skill.sort, one.skill.name)
    return ("".join(folded(text[one.start : one.end])),)


def keyword(posting: Posting, group: Sequence[Found]) -> Keyword:
    text = posting.text
    kind = min((one.kind for one in group), key=list(BASE).index)
    surfaces = Counter(" ".join(text[one.start : one.end].split()) for one in group)
    term = min(surfaces, key=lambda words: (-surfaces[words], len(words), words))
    names = {term: None} | dict.fromkeys(surfaces)
    for one in group:
        if one.skill:
            names |= dict.fromkeys((one.skill.name, *one.skill.aliases))
    return Keyword(
        term,
        kind,
        weight(posting, kind, group),
        tuple(name for name in names if name != term),
        tuple(dict.fromkeys(quote(text, one) for one in group)),
        tuple((one.start, one.end) for one in group if is_marked(one)),
    )


def is_marked(one: Found) -> bool:
    """Whether a mention is surely the name of a skill, so that its place is marked."""
    soft = one.skill is not None and one.skill.sort in SOFT_FILES
    return one.tagged and not soft


def place(group: Sequence[Found]) -> int:
    """0 for a name that both models saw, 1 for another that is marked, 2 for the rest."""
    marked = [one for one in group if is_marked(one)]
    return 0 if any(one.agreed for one in marked) else 1 if marked else 2


def weight(posting: Posting, kind: str, group: Sequence[Found]) -> float:
    """Points: base of the kind x trust x mentions x years x (soft, optional, title)."""
    text = posting.text
    points = BASE[kind] * (0.5 + 0.5 * max(one.trust for one in group))
    points *= 1 + REPEAT * math.log2(len(group))
    asked = max(years(quote(text, one)) for one in group)
    points *= 1 + A_YEAR * min(asked, 10)
    if any(one.skill and one.skill.sort in SOFT_FILES for one in group):
        points *= SOFT
    if all(one.optional for one in strongest(group, kind)):
        points *= OPTIONAL
    if all(titled(posting, one.sentence) and not product(one) for one in group):
        points *= TITLE
    return round(min(max(points, LEAST), MOST), 4)


def product(one: Found) -> bool:
    """True for a language or platform: who looks for a Java developer asks for Java."""
    return one.skill is not None and one.skill.name in products()


def strongest(group: Sequence[Found], kind: str) -> Iterable[Found]:
    return (one for one in group if one.kind == kind)


def quote(text: str, one: Found | Need) -> str:
    return text[one.sentence.start : one.sentence.end]

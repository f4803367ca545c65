"""Which words of a line answer which keyword, and how well."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from tailor.keywords.folding import atoms, fold, folded
from tailor.keywords.lexicon import Mention, Skill, lexicon, products
from tailor.model import Hit, Keyword

SAME = 1.0
"""The keyword itself or an alias of it."""
INSTANCE = 0.8
"""An instance of a category: Terraform answers "infrastructure as code"."""
FAMILY = 0.4
"""A relative of a product: React is some evidence for JavaScript, never the skill itself."""
PART = 0.5
"""All content words of a phrase, but not as the phrase; less if some are missing."""
ENOUGH = 0.5
"""Share of a phrase's content words that must stand in the line to count at all."""
SMALL = frozenset(
    {"a", "an", "and", "the", "of", "in", "on", "to", "for", "with", "or", "as", "by"}
)
SUSPENDED = re.compile(r"\b(?P<head>\w+)-,? (?:and|or) \w+-(?P<tail>\w+)")
SHOUTED = 3
"""Letters of an abbreviation in capitals (MS, US) up to which only the same capitals answer it:
in small letters it is a unit or another word (mS, us)."""
LINES = 4096
"""So many lines are kept ready: whoever makes page after page compares the same ones again."""


@dataclass(frozen=True, slots=True)
class Demand:
    """A keyword made ready for comparing: its skill, spellings and content words, in order.

    `capitals` are those of its words that must be written in capitals.
    """

    keyword: Keyword
    skill: Skill | None
    exact: re.Pattern[str] | None
    spellings: tuple[tuple[str, ...], ...]
    words: tuple[str, ...]
    capitals: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Words:
    """A line made ready: folded atoms, also with offsets, the skills in it, its stems."""

    text: str
    row: tuple[str, ...]
    parts: tuple[tuple[str, int, int], ...]
    mentions: tuple[Mention, ...]
    stems: dict[str, str]


def demands(keywords: Iterable[Keyword]) -> tuple[Demand, ...]:
    return tuple(demand(keyword) for keyword in keywords)


def demand(keyword: Keyword) -> Demand:
    names = (keyword.term, *keyword.variants)
    skill = next((found for found in map(lexicon().find, names) if found), None)
    spellings = (folded(name) for name in names if not skill or spelled(name))
    content = (word for word, _, _ in atoms(keyword.term) if word.isalnum() and word not in SMALL)
    return Demand(
        keyword,
        skill,
        typed(keyword.term, skill.name) if skill and skill.context else None,
        tuple(sorted(set(filter(None, spellings)))),
        tuple(sorted(set(map(stem, content)))),
        shouted(keyword.term),
    )


def spelled(name: str) -> bool:
    """False if the lexicon must say where in a text a name of it is meant: Word, Spring, R."""
    return len(name) > 3 and bool(lexicon().mentions(name) or not lexicon().find(name))


def shouted(term: str) -> frozenset[str]:
    """The short abbreviations of a keyword, folded."""
    found = (term[a:b] for _, a, b in atoms(term))
    return frozenset(fold(one) for one in found if one.isupper() and len(one) <= SHOUTED)


def typed(*names: str) -> re.Pattern[str] | None:
    """The names of one capitalised word, as they are typed, but not at the start of a sentence.

    "Go" alone may be any word; where a posting asks for Go, "services in Go" is an answer.
    """
    words = sorted({re.escape(name) for name in names if name[:1].isupper() and " " not in name})
    if not words:
        return None
    return re.compile(rf"(?<![\w.+#&-])(?<![.!?:] )(?:{'|'.join(words)})(?![\w+#&'’-])")


@lru_cache(LINES)
def words(text: str) -> Words:
    parts = tuple(atoms(text))
    stems = {stem(atom): text[a:b] for atom, a, b in reversed(parts) if atom.isalnum()}
    mentions = (*lexicon().mentions(text), *suspended(text))
    return Words(text, tuple(atom for atom, _, _ in parts), parts, mentions, stems)


def suspended(text: str) -> Iterator[Mention]:
    """The names of which half is left to the next: lithium-ion in "lithium- and sodium-ion"."""
    for found in SUSPENDED.finditer(text):
        skill = lexicon().find(f"{found['head']}-{found['tail']}")
        if skill:
            yield Mention(found.start(), found.end(), skill)


def hits(line: Words, asked: Sequence[Demand]) -> tuple[Hit, ...]:
    """The keywords that a line answers, each once by its best evidence, most points first."""
    found = [hit for one in asked if (hit := answer(line, one))]
    return tuple(sorted(found, key=lambda hit: (-hit.points, hit.term)))


def answer(line: Words, asked: Demand) -> Hit | None:
    term, weight = asked.keyword.term, asked.keyword.weight
    exact = named(line, asked)
    if exact:
        return Hit(term, weight, SAME, exact)
    narrower = relative(line, asked)
    if narrower:
        return Hit(term, weight, INSTANCE if category(asked) else FAMILY, narrower)
    stood = ((word, line.stems[word]) for word in asked.words if word in line.stems)
    shared = [text for word, text in stood if word not in asked.capitals or capital(text)]
    share = len(shared) / len(asked.words) if asked.words else 0.0
    if len(asked.words) > 1 and share > ENOUGH:
        return Hit(term, weight, round(PART * share * share, 2), ", ".join(shared))
    return None


def named(line: Words, asked: Demand) -> str:
    """The words of the line that are the keyword itself, "" if there are none."""
    for mention in line.mentions:
        if asked.skill and mention.skill.name == asked.skill.name:
            return line.text[mention.start : mention.end]
    found = asked.exact.search(line.text) if asked.exact else None
    if found and (found.start() > 0 or found.end() == len(line.text)):
        return found[0]
    for spelling in asked.spellings:
        size = len(spelling)
        for i in places(line.row, spelling[0]):
            if line.row[i : i + size] == spelling and fitting(line, i, size, asked.capitals):
                return line.text[line.parts[i][1] : line.parts[i + size - 1][2]]
    return ""


def fitting(line: Words, first: int, size: int, capitals: frozenset[str]) -> bool:
    """Whether those of some words of a line that must be are written in capitals."""
    parts = line.parts[first : first + size]
    return all(capital(line.text[a:b]) for atom, a, b in parts if atom in capitals)


def capital(word: str) -> bool:
    """True for MS and MSs."""
    return word.removesuffix("s").isupper()


def places(row: tuple[str, ...], atom: str) -> Iterable[int]:
    """Where an atom stands in a line."""
    return (i for i, other in enumerate(row) if other == atom) if atom in row else ()


def relative(line: Words, asked: Demand) -> str:
    """The words of the line that name a skill of the asked skill's family."""
    if not asked.skill:
        return ""
    names = {asked.skill.name, asked.keyword.term}
    for mention in line.mentions:
        if names & set(mention.skill.families):
            return line.text[mention.start : mention.end]
    return ""


def category(asked: Demand) -> bool:
    return asked.skill is not None and asked.skill.name not in products()


ENDINGS = ("ation", "ment", "ing", "ion", "ed", "er", "or", "ly", "al", "e")


@cache
def stem(word: str) -> str:
    """A folded word without its commonest ending, never shorter than four letters."""
    word = fold(word)
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word

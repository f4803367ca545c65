"""Which words of a line answer which keyword, and how well."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tailor.keywords.credentials import Credential, answers_credential
from tailor.keywords.degrees import opens_with_degree
from tailor.keywords.folding import atoms
from tailor.keywords.lexicon import Mention, lexicon, products
from tailor.model import Entry, Hit
from tailor.score.demands import Demand, demands, root, stem, typed
from tailor.score.mentions import is_generic, is_mention

SAME = 1.0
"""The keyword itself or an alias of it."""
INSTANCE = 0.8
"""An instance of a category: Terraform answers "infrastructure as code"."""
FAMILY = 0.4
"""A relative of a product: React is some evidence for JavaScript, never the skill itself."""
OTHER_WORDS = 0.8
"""All content words of a phrase close together: "managed vendors" is vendor management."""
MENTION = 0.2
"""A line that names something and does not show it in use; generic words are never more."""
PART = 0.5
"""All content words of a phrase, but not as the phrase; less if some are missing."""
ENOUGH = 0.5
"""Share of a phrase's content words that must stand in the line to count at all."""
SIGNS = ("+", "#")
"""What makes another name of the one before it: C++, C#."""
SUSPENDED = re.compile(r"\b(?P<head>\w+)-,? (?:and|or) \w+-(?P<tail>\w+)")
LONGEST_ENTRY = 14
"""Words of a line that can be the name of a licence or a degree with its school."""
LINES = 4096
"""So many lines are kept ready: whoever makes page after page compares the same ones again."""


__all__ = ["Demand", "demands", "hits", "stem", "typed", "words"]


@dataclass(frozen=True, slots=True)
class Words:
    """A line made ready: folded atoms, also with offsets, the skills in it, its stems."""

    text: str
    row: tuple[str, ...]
    parts: tuple[tuple[str, int, int], ...]
    mentions: tuple[Mention, ...]
    stems: dict[str, str]
    triggers: frozenset[str]
    """Its atoms, stems, and the names and families of its skills."""


@lru_cache(LINES)
def words(text: str) -> Words:
    parts = tuple(atoms(text))
    plain = (
        one
        for one in reversed(parts)
        if one[0].isalnum() and text[one[2] : one[2] + 1] not in SIGNS
    )
    stems = {root(atom): text[a:b] for atom, a, b in plain}
    mentions = (*lexicon().mentions(text), *suspended(text))
    row = tuple(atom for atom, _, _ in parts)
    skills = {name for one in mentions for name in (one.skill.name, *one.skill.families)}
    return Words(text, row, parts, mentions, stems, frozenset({*row, *stems, *skills}))


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
    """The best evidence that a line has for a keyword, None if it has none."""
    if not (asked.exact or asked.credential) and asked.triggers.isdisjoint(line.triggers):
        return None
    term, weight = asked.keyword.term, asked.keyword.weight
    found = [*named(line, asked)]
    proofs = [span for span in found if not is_mention(line.text, *span)]
    if proofs and not is_generic(term):
        return Hit(term, weight, SAME, line.text[slice(*proofs[0])])
    if asked.credential and (words := credential_in(line.text, asked.credential)):
        return Hit(term, weight, SAME if asked.credential.level else INSTANCE, words)
    if found:
        return Hit(term, weight, MENTION, line.text[slice(*found[0])])
    narrower = [*relatives(line, asked)]
    if narrower:
        shown = [span for span in narrower if not is_mention(line.text, *span)]
        strength = INSTANCE if category(asked) else FAMILY
        first = shown[0] if shown else narrower[0]
        return Hit(term, weight, strength if shown else MENTION, line.text[slice(*first)])
    return part(line, asked)


def part(line: Words, asked: Demand) -> Hit | None:
    """The content words of a phrase that stand in a line, though not as the phrase."""
    term, weight = asked.keyword.term, asked.keyword.weight
    stood = ((word, line.stems[word]) for word in asked.words if word in line.stems)
    shared = [text for word, text in stood if word not in asked.capitals or capital(text)]
    share = len(shared) / len(asked.words) if asked.words else 0.0
    if len(asked.words) < 2 or share <= ENOUGH:
        return None
    words = ", ".join(shared)
    if share == 1.0 and close(line, asked.words):
        return Hit(term, weight, OTHER_WORDS, words)
    return Hit(term, weight, round(PART * share * share, 2), words)


def close(line: Words, wanted: Sequence[str]) -> bool:
    """Whether some stems stand together in a line, with two words between them at most."""
    row = [root(atom) for atom in line.row]
    places = [i for i, atom in enumerate(row) if atom in wanted]
    width = len(wanted) + 2
    return any(
        {row[i] for i in places if first <= i < first + width} >= {*wanted} for first in places
    )


def credential_in(text: str, credential: Credential) -> str:
    """The text of a short line that is a licence, certificate or degree of the kind, else ""."""
    if len(text.split()) > LONGEST_ENTRY:
        return ""
    if credential.sort == "degree" and not opens_with_degree(text):
        return ""
    return text if answers_credential(credential, Entry("", text)) else ""


def named(line: Words, asked: Demand) -> Iterator[tuple[int, int]]:
    """Where words of a line are the keyword itself."""
    for mention in line.mentions:
        if asked.skill and mention.skill.name == asked.skill.name:
            yield mention.start, mention.end
    for found in asked.exact.finditer(line.text) if asked.exact else ():
        if found.start() > 0 or found.end() == len(line.text):
            yield found.span()
    for spelling in asked.spellings:
        size = len(spelling)
        for i in places(line.row, spelling[0]):
            if line.row[i : i + size] == spelling and fitting(line, i, size, asked.capitals):
                start, end = line.parts[i][1], line.parts[i + size - 1][2]
                if line.text[end : end + 1] not in SIGNS:
                    yield start, end


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


def relatives(line: Words, asked: Demand) -> Iterator[tuple[int, int]]:
    """Where words of a line name a skill of the asked skill's family."""
    names = {asked.skill.name, asked.keyword.term} if asked.skill else set()
    for mention in line.mentions:
        if names & set(mention.skill.families):
            yield mention.start, mention.end


def category(asked: Demand) -> bool:
    return asked.skill is not None and asked.skill.name not in products()

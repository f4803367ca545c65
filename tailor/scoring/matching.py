"""Finds keywords in lines."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from tailor.files import data_folder
from tailor.keywords.credentials import Credential, answers_credential, find_names
from tailor.keywords.degrees import find_degrees, opens_with_degree
from tailor.keywords.lexicon import (
    Mention,
    Skill,
    load_lexicon,
    load_products,
    normalize,
    normalize_word,
    split_atoms,
)
from tailor.models import Entry, Hit, Keyword
from tailor.scoring.line_kinds import is_generic, is_mention

SMALL = frozenset(
    [
        *("a", "an", "and", "the", "of", "in", "on", "to", "for", "with", "or", "as", "by", "from"),
        *("using", "via", "within", "into", "at", "be", "is", "are", "our", "your", "their", "its"),
        *("all", "any", "other", "various", "through", "across", "under", "about", "that", "this"),
    ]
)
"""Words that say nothing by themselves."""
TAIL = re.compile(
    r"[\s-](?:based|minded|driven|oriented|focus(?:s)?ed|related|led|savvy|procedures?|tactics?"
    r"|processes|principles|techniques|practices|methods|methodolog(?:y|ies)|systems?|software"
    r"|tools?|activities|skills?|experience|knowledge|environments?|duties|standards|policies)$",
    re.IGNORECASE,
)
"""Words behind a name of which the name alone is the answer: "TPM procedures", "UX-minded"."""
SHOUTED = 3
"""Letters of an abbreviation in capitals (MS, US) up to which only the same capitals answer it:
in small letters it is a unit or another word (mS, us)."""


@dataclass(frozen=True, slots=True)
class KeywordQuery:
    """A keyword made ready for comparing: its skill, spellings and content words, in order.

    `capitals` are those of its words that must be written in capitals; `credential` is set if it
    is a licence, certificate or degree, which entries answer in other words.
    """

    keyword: Keyword
    skill: Skill | None
    exact: re.Pattern[str] | None
    spellings: tuple[tuple[str, ...], ...]
    words: tuple[str, ...]
    capitals: frozenset[str] = frozenset()
    credential: Credential | None = None
    triggers: frozenset[str] = frozenset()
    """Atoms, stems and skills of which a line must have one, or it cannot answer the keyword."""


def make_queries(keywords: Iterable[Keyword]) -> tuple[KeywordQuery, ...]:
    return tuple(make_query(keyword) for keyword in keywords)


def make_query(keyword: Keyword) -> KeywordQuery:
    names = (keyword.term, *keyword.variants)
    skill = next((skill for skill in map(load_lexicon().find, names) if skill), None)
    credential = as_credential(keyword.term)
    is_known = skill is not None or credential is not None
    more = () if is_known else tuple(other for name in names for other in other_names(name))
    skill = skill or next((skill for skill in map(load_lexicon().find, more) if skill), None)
    names = (
        *names,
        *more,
        *(same for name in (*names, *more) for same in other_english_names(name)),
    )
    plain = (name for name in names if not skill or is_distinctive(name))
    spellings = (spelling for spelling in map(normalize, plain) if not SMALL.issuperset(spelling))
    content = (
        word for word, _, _ in split_atoms(keyword.term) if word.isalnum() and word not in SMALL
    )
    rows = tuple(sorted(set(filter(None, spellings))))
    stems = tuple(sorted(set(map(word_root, content))))
    skills = {skill.name, keyword.term} if skill else set()
    return KeywordQuery(
        keyword,
        skill,
        spelling_pattern(keyword.term, skill.name) if skill and skill.context else None,
        rows,
        stems,
        frozenset(atom for name in names for atom in abbreviations_of(name)),
        credential,
        frozenset({*(row[0] for row in rows), *stems, *skills}),
    )


def other_names(name: str) -> tuple[str, ...]:
    """Names that answer a name the lexicon does not know: each of "CPA / CA", and what is
    before a word that says no more: TPM in "TPM procedures"."""
    parts = [part.strip() for part in name.split("/")]
    if len(parts) > 1 and all(len(part) > 1 and part[0].isalpha() for part in parts):
        return tuple(parts)
    bare = TAIL.sub("", name)
    is_name = bare != name and " " not in bare and any(c.isupper() for c in bare[1:])
    return (bare,) if is_name or (bare != name and load_lexicon().find(bare)) else ()


@cache
def other_english_names(name: str) -> tuple[str, ...]:
    """What a thing is called in the other English."""
    return same_names().get(normalize(name), ())


@cache
def same_names() -> dict[tuple[str, ...], tuple[str, ...]]:
    """The names of data/equivalents.tsv, each with those that mean the same."""
    text = (data_folder("data") / "equivalents.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {normalize(name): tuple(row) for row in rows for name in row}


def is_distinctive(name: str) -> bool:
    """False if the lexicon must say where in a text a name of it is meant: Word, Spring, R.

    An abbreviation (PLC, UX) counts wherever it occurs in capitals.
    """
    if name.isupper() and len(name) > 1 and name.isalpha():
        return True
    return len(name) > 3 and bool(load_lexicon().mentions(name) or not load_lexicon().find(name))


def abbreviations_of(term: str) -> frozenset[str]:
    """The short abbreviations of a keyword, folded."""
    atoms = (term[a:b] for _, a, b in split_atoms(term))
    return frozenset(
        normalize_word(atom) for atom in atoms if atom.isupper() and len(atom) <= SHOUTED
    )


def spelling_pattern(*names: str) -> re.Pattern[str] | None:
    """The names of one capitalised word, as they are typed, but not at the start of a sentence.

    "Go" alone may be any word; where a posting asks for Go, "services in Go" is an answer.
    """
    words = sorted({re.escape(name) for name in names if name[:1].isupper() and " " not in name})
    if not words:
        return None
    return re.compile(rf"(?<![\w.+#&-])(?<![.!?:] )(?:{'|'.join(words)})(?![\w+#&'’-])")


def as_credential(term: str) -> Credential | None:
    """The licence, certificate or degree that a keyword is, if it is one."""
    degree = next(iter(find_degrees(term)), None)
    if degree and degree.start == 0:
        return Credential(term, "degree", "must", degree.levels, degree.level, degree.fields)
    licences = [name for name in find_names(term) if not name.is_profession]
    names = tuple(dict.fromkeys(licence.row.name for licence in licences))
    return Credential(term, "licence", "must", names) if names else None


ENDINGS = ("ation", "ment", "ing", "ion", "ed", "er", "or", "ly", "al", "e")


@cache
def stem_word(word: str) -> str:
    """A folded word without its commonest ending, never shorter than four letters."""
    word = normalize_word(word)
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


@cache
def word_root(word: str) -> str:
    """A stem without a silent e, so that "manage" and "management" are one."""
    short = stem_word(word)
    return short[:-1] if short.endswith("e") and len(short) > 4 else short


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
"""Share of a phrase's content words that must be in the line to count at all."""
SIGNS = ("+", "#")
"""What makes another name of the one before it: C++, C#."""
SUSPENDED = re.compile(r"\b(?P<head>\w+)-,? (?:and|or) \w+-(?P<tail>\w+)")
LONGEST_ENTRY = 14
"""Words of a line that can be the name of a licence or a degree with its school."""
LINES = 4096
"""How many lines are kept ready: one page after another compares the same ones."""
__all__ = [
    "KeywordQuery",
    "find_hits",
    "make_queries",
    "read_line",
    "spelling_pattern",
    "stem_word",
]


@dataclass(frozen=True, slots=True)
class LineTokens:
    """A line made ready: folded atoms, also with offsets, the skills in it, its stems."""

    text: str
    row: tuple[str, ...]
    parts: tuple[tuple[str, int, int], ...]
    mentions: tuple[Mention, ...]
    stems: dict[str, str]
    triggers: frozenset[str]
    """Its atoms, stems, and the names and families of its skills."""


@lru_cache(LINES)
def read_line(text: str) -> LineTokens:
    parts = tuple(split_atoms(text))
    plain = (
        part
        for part in reversed(parts)
        if part[0].isalnum() and text[part[2] : part[2] + 1] not in SIGNS
    )
    stems = {word_root(atom): text[a:b] for atom, a, b in plain}
    mentions = (*load_lexicon().mentions(text), *suspended_names(text))
    row = tuple(atom for atom, _, _ in parts)
    skills = {
        name for mention in mentions for name in (mention.skill.name, *mention.skill.families)
    }
    return LineTokens(text, row, parts, mentions, stems, frozenset({*row, *stems, *skills}))


def suspended_names(text: str) -> Iterator[Mention]:
    """The names of which half is left to the next: lithium-ion in "lithium- and sodium-ion"."""
    for match in SUSPENDED.finditer(text):
        skill = load_lexicon().find(f"{match['head']}-{match['tail']}")
        if skill:
            yield Mention(match.start(), match.end(), skill)


def find_hits(line: LineTokens, queries: Sequence[KeywordQuery]) -> tuple[Hit, ...]:
    """The keywords that a line answers, each once by its best evidence, most points first."""
    hits = [hit for query in queries if (hit := best_hit(line, query))]
    return tuple(sorted(hits, key=lambda hit: (-hit.points, hit.term)))


def best_hit(line: LineTokens, query: KeywordQuery) -> Hit | None:
    """The best evidence that a line has for a keyword, None if it has none."""
    if not (query.exact or query.credential) and query.triggers.isdisjoint(line.triggers):
        return None
    term, weight = query.keyword.term, query.keyword.weight
    spans = [*exact_matches(line, query)]
    proofs = [span for span in spans if not is_mention(line.text, *span)]
    if proofs and not is_generic(term):
        return Hit(term, weight, SAME, line.text[slice(*proofs[0])])
    if query.credential and (words := credential_in(line.text, query.credential)):
        return Hit(term, weight, SAME if query.credential.level else INSTANCE, words)
    if spans:
        return Hit(term, weight, MENTION, line.text[slice(*spans[0])])
    narrower = [*family_matches(line, query)]
    if narrower:
        proving = [span for span in narrower if not is_mention(line.text, *span)]
        strength = INSTANCE if is_category(query) else FAMILY
        first = proving[0] if proving else narrower[0]
        return Hit(term, weight, strength if proving else MENTION, line.text[slice(*first)])
    return partial_hit(line, query)


def partial_hit(line: LineTokens, query: KeywordQuery) -> Hit | None:
    """The content words of a phrase that are in a line, though not as the phrase."""
    term, weight = query.keyword.term, query.keyword.weight
    stood = ((word, line.stems[word]) for word in query.words if word in line.stems)
    shared = [text for word, text in stood if word not in query.capitals or is_capital(text)]
    share = len(shared) / len(query.words) if query.words else 0.0
    if len(query.words) < 2 or share <= ENOUGH:
        return None
    words = ", ".join(shared)
    if share == 1.0 and are_close(line, query.words):
        return Hit(term, weight, OTHER_WORDS, words)
    return Hit(term, weight, round(PART * share * share, 2), words)


def are_close(line: LineTokens, wanted: Sequence[str]) -> bool:
    """Whether some stems are together in a line, with two words between them at most."""
    row = [word_root(atom) for atom in line.row]
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


def exact_matches(line: LineTokens, query: KeywordQuery) -> Iterator[tuple[int, int]]:
    """Where words of a line are the keyword itself."""
    for mention in line.mentions:
        if query.skill and mention.skill.name == query.skill.name:
            yield mention.start, mention.end
    for match in query.exact.finditer(line.text) if query.exact else ():
        if match.start() > 0 or match.end() == len(line.text):
            yield match.span()
    for spelling in query.spellings:
        size = len(spelling)
        for i in atom_positions(line.row, spelling[0]):
            if line.row[i : i + size] == spelling and has_right_case(line, i, size, query.capitals):
                start, end = line.parts[i][1], line.parts[i + size - 1][2]
                if line.text[end : end + 1] not in SIGNS:
                    yield start, end


def has_right_case(line: LineTokens, first: int, size: int, capitals: frozenset[str]) -> bool:
    """Whether those of some words of a line that must be are written in capitals."""
    parts = line.parts[first : first + size]
    return all(is_capital(line.text[a:b]) for atom, a, b in parts if atom in capitals)


def is_capital(word: str) -> bool:
    """True for MS and MSs."""
    return word.removesuffix("s").isupper()


def atom_positions(row: tuple[str, ...], atom: str) -> Iterable[int]:
    """Where an atom is in a line."""
    return (i for i, other in enumerate(row) if other == atom) if atom in row else ()


def family_matches(line: LineTokens, query: KeywordQuery) -> Iterator[tuple[int, int]]:
    """Where words of a line name a skill of the asked skill's family."""
    names = {query.skill.name, query.keyword.term} if query.skill else set()
    for mention in line.mentions:
        if names & set(mention.skill.families):
            yield mention.start, mention.end


def is_category(query: KeywordQuery) -> bool:
    return query.skill is not None and query.skill.name not in load_products()

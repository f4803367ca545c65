"""Keywords made ready for being compared with lines: all the names that answer them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from tailor.keywords.credential_names import find_names
from tailor.keywords.credentials import Credential
from tailor.keywords.degrees import find_degrees
from tailor.keywords.folding import atoms, fold, folded
from tailor.keywords.lexicon import Skill, lexicon
from tailor.model import Keyword
from tailor.resources import folder

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
class Demand:
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


def demands(keywords: Iterable[Keyword]) -> tuple[Demand, ...]:
    return tuple(demand(keyword) for keyword in keywords)


def demand(keyword: Keyword) -> Demand:
    names = (keyword.term, *keyword.variants)
    skill = next((found for found in map(lexicon().find, names) if found), None)
    credential = held(keyword.term)
    is_known = skill is not None or credential is not None
    more = () if is_known else tuple(other for name in names for other in other_names(name))
    skill = skill or next((found for found in map(lexicon().find, more) if found), None)
    names = (*names, *more, *(same for name in (*names, *more) for same in equivalents(name)))
    plain = (name for name in names if not skill or spelled(name))
    spellings = (one for one in map(folded, plain) if not SMALL.issuperset(one))
    content = (word for word, _, _ in atoms(keyword.term) if word.isalnum() and word not in SMALL)
    rows = tuple(sorted(set(filter(None, spellings))))
    stems = tuple(sorted(set(map(root, content))))
    skills = {skill.name, keyword.term} if skill else set()
    return Demand(
        keyword,
        skill,
        typed(keyword.term, skill.name) if skill and skill.context else None,
        rows,
        stems,
        frozenset(atom for name in names for atom in shouted(name)),
        credential,
        frozenset({*(row[0] for row in rows), *stems, *skills}),
    )


def other_names(name: str) -> tuple[str, ...]:
    """Names that answer a name the lexicon does not know: each of "CPA / CA", and what stands
    before a word that says no more: TPM in "TPM procedures"."""
    parts = [part.strip() for part in name.split("/")]
    if len(parts) > 1 and all(len(part) > 1 and part[0].isalpha() for part in parts):
        return tuple(parts)
    bare = TAIL.sub("", name)
    is_name = bare != name and " " not in bare and any(c.isupper() for c in bare[1:])
    return (bare,) if is_name or (bare != name and lexicon().find(bare)) else ()


@cache
def equivalents(name: str) -> tuple[str, ...]:
    """What a thing is called in the other English."""
    return same_names().get(folded(name), ())


@cache
def same_names() -> dict[tuple[str, ...], tuple[str, ...]]:
    """The names of data/equivalents.tsv, each with those that mean the same."""
    text = (folder("data") / "equivalents.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {folded(name): tuple(row) for row in rows for name in row}


def spelled(name: str) -> bool:
    """False if the lexicon must say where in a text a name of it is meant: Word, Spring, R.

    An abbreviation (PLC, UX) counts wherever it stands in capitals.
    """
    if name.isupper() and len(name) > 1 and name.isalpha():
        return True
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


def held(term: str) -> Credential | None:
    """The licence, certificate or degree that a keyword is, if it is one."""
    found = next(iter(find_degrees(term)), None)
    if found and found.start == 0:
        return Credential(term, "degree", "must", found.levels, found.level, found.fields)
    named = [one for one in find_names(term) if not one.is_profession]
    names = tuple(dict.fromkeys(one.row.name for one in named))
    return Credential(term, "licence", "must", names) if names else None


ENDINGS = ("ation", "ment", "ing", "ion", "ed", "er", "or", "ly", "al", "e")


@cache
def stem(word: str) -> str:
    """A folded word without its commonest ending, never shorter than four letters."""
    word = fold(word)
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


@cache
def root(word: str) -> str:
    """A stem without a silent e, so that "manage" and "management" are one."""
    short = stem(word)
    return short[:-1] if short.endswith("e") and len(short) > 4 else short

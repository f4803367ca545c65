"""The languages that postings are written in: which one a text has, and the words it brings.

`data/languages` holds a file for each language that is read besides English: the wordings of its
postings, as `data/posting` holds the English ones, and the words of its phrases.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any
from unicodedata import combining, normalize

from tailor.files import data_folder, lazy_pattern

ENGLISH = "en"
READ = ("de", "fr", "es", "pt", "nl", "it")
"""The languages that are read besides English."""
FEWEST_HITS = 3
CLEAR_SHARE = 0.05
"""Share of a text's words that the little words of a language make up if it surely is in it."""
CLEAR_LEAD = 3
"""How many times the little words of any other language, for the same."""
FEWEST_WORDS = 8
"""Words under which py3langid is not asked."""
SURE = 0.9
"""Probability from which its answer is believed. It gives a list of product names 0.1 to 0.6."""
LONGEST = 20_000
WORD = re.compile(r"[^\W\d_]+")

SPOKEN: ContextVar[str] = ContextVar("language of the posting that is being read", default=ENGLISH)
"""Set while a posting is read, so that dozens of small functions need not hand it on."""


@contextmanager
def use_language(language: str) -> Iterator[None]:
    """While inside, wordings are those of English and of this language."""
    before = SPOKEN.set(language)
    try:
        yield
    finally:
        SPOKEN.reset(before)


def join_patterns(patterns: Sequence[str]) -> re.Pattern[str]:
    """Any of these patterns, in any case."""
    return lazy_pattern("|".join(patterns), re.IGNORECASE)


def detect_language(text: str) -> str:
    """The ISO 639-1 code of the language that a text is in; "en" if there is too little to tell.

    Frequent little words decide where they are clear, which is almost always. Only for other
    texts py3langid is loaded, which takes half a second.
    """
    words = WORD.findall(text[:LONGEST].lower())
    counts = {
        code: sum(word in little for word in words) for code, little in little_words().items()
    }
    best, second = sorted(counts, key=lambda code: -counts[code])[:2]
    enough = max(FEWEST_HITS, CLEAR_SHARE * len(words))
    if counts[best] >= enough and counts[best] >= CLEAR_LEAD * counts[second]:
        return best
    if len(words) >= FEWEST_WORDS:
        with suppress(OSError):  # The model is unpacked into a temporary file.
            code, probability = load_identifier().classify(text[:LONGEST])
            if probability >= SURE:
                return str(code)
    return best if counts[best] >= FEWEST_HITS else ENGLISH


@cache
def load_identifier() -> Any:
    """The model of py3langid, which gives a language and its probability."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@cache
def little_words() -> dict[str, frozenset[str]]:
    return {code: frozenset(words.split()) for code, words in language_names()["little"].items()}


@cache
def language_names() -> dict[str, dict[str, str]]:
    return read_table("names.toml")


def name_language(code: str) -> str:
    """The English name of a language, such as Dutch for "nl"; an unknown code as it is."""
    return language_names()["names"].get(code, f"the language “{code}”")


@cache
def words_of_language(code: str) -> dict[str, Any]:
    """The table of a language in data/languages; empty for English and for what is not read."""
    return read_table(f"{code}.toml") if code in READ else {}


def read_table(name: str) -> dict[str, Any]:
    with (data_folder("data") / "languages" / name).open("rb") as file:
        return tomllib.load(file)


@dataclass(frozen=True, slots=True)
class Term:
    """A row of data/languages/terms.tsv or titles.tsv in one language: the English names, and the
    names in the language. `is_soft`: a soft skill or a condition of work."""

    english: tuple[str, ...]
    names: tuple[str, ...]
    is_soft: bool = False


@dataclass(frozen=True, slots=True)
class FoundTerm:
    """A term that is in a text at the character offsets [start, end)."""

    start: int
    end: int
    term: Term


COLUMNS = (ENGLISH, *READ)
TOKEN = re.compile(r"[^\W_]+")
GAP = re.compile(r"[\s'’‐‑-]*")
"""What may be between two words of one name."""
GENDER = re.compile(
    r"(?<=[a-zß-ÿ])(?:[:*_/·.]-?(?:innen|in|euse|rice|trice|ère|ne|e|a|o|ora)s?\b"
    r"|\((?:innen|in|euse|rice|e|ne|a|o|ora)\)|Innen\b|In\b)"
)
"""The second gender of "Entwickler:in", "enfermero/a" or "Contabile(a)"."""
SHORTEST_STEM = 4
LONGEST_ABBREVIATION = 4
SHORTEST_HEAD = 7
"""Letters of a name that counts as the head of a compound (Betreuung in Kundenbetreuung)."""
COMPOUNDING = ("de", "nl")


def find_terms(text: str, language: str, *, titles: bool = False) -> tuple[FoundTerm, ...]:
    """The terms of a language that a text names, or the titles of jobs, longest names first.

    Case, accents, endings and the little words inside of a name do not matter.
    """
    terms = read_terms("titles.tsv" if titles else "terms.tsv", language)
    plain = GENDER.sub(lambda match: " " * len(match[0]), text)
    joints = frozenset(words_of_language(language)["words"]["joints"])
    words = [
        (stem_word(match[0], language), match.start(), match.end())
        for match in TOKEN.finditer(plain)
        if match[0].lower() not in joints
    ]
    gaps = {
        match.start(): match.end() for match in TOKEN.finditer(plain) if match[0].lower() in joints
    }
    matches, index = [], 0
    while index < len(words):
        size, term = longest_term(plain, words[index : index + LONGEST_NAME], terms, gaps)
        if term is None and language in COMPOUNDING:
            size, term = 1, compound_head(words[index][0], terms)
        if term is not None:
            matches.append(FoundTerm(words[index][1], words[index + size - 1][2], term))
        index += size if term else 1
    return tuple(matches)


LONGEST_NAME = 8
"""Words of a name, without the little ones."""


def longest_term(
    text: str,
    words: Sequence[tuple[str, int, int]],
    terms: Mapping[tuple[str, ...], Term],
    gaps: Mapping[int, int],
) -> tuple[int, Term | None]:
    """The longest name that begins with the first of some words, and how many words it has."""
    best: tuple[int, Term | None] = (1, None)
    stems: list[str] = []
    for number, (stem, start, _) in enumerate(words, start=1):
        if stems and not is_joined(text, words[number - 2][2], start, gaps):
            break
        stems.append(stem)
        if term := terms.get(tuple(stems)):
            best = number, term
    return best


def is_joined(text: str, end: int, start: int, gaps: Mapping[int, int]) -> bool:
    """Whether nothing but blanks, hyphens and little words is between two words."""
    while end < start:
        stop = GAP.match(text, end, start).end()  # type: ignore[union-attr]
        if stop == start:
            return True
        if stop not in gaps:
            return False
        end = gaps[stop]
    return True


def compound_head(stem: str, terms: Mapping[tuple[str, ...], Term]) -> Term | None:
    """The term that is the last part of a compound."""
    heads = (stem[start:] for start in range(3, len(stem) - SHORTEST_HEAD + 1))
    return next((terms[head,] for head in heads if (head,) in terms), None)


@cache
def read_terms(name: str, language: str) -> dict[tuple[str, ...], Term]:
    """The rows of a table by the stems of each name in a language."""
    rows: dict[tuple[str, ...], Term] = {}
    text = (data_folder("data") / "languages" / name).read_text(encoding="utf-8")
    joints = frozenset(words_of_language(language)["words"]["joints"])
    is_soft = False
    for line in text.splitlines():
        if not line or line[0] in "#[" or line.startswith("en\t"):
            is_soft = line == "[soft]" if line.startswith("[") else is_soft
            continue
        cells = [tuple(part.split("; ")) if part else () for part in line.split("\t")]
        term = Term(cells[0], cells[COLUMNS.index(language)], is_soft)
        for spelling in term.names:
            words = (word for word in TOKEN.findall(spelling) if word.lower() not in joints)
            rows.setdefault(tuple(stem_word(word, language) for word in words), term)
    rows.pop((), None)
    return rows


@lru_cache(20_000)
def stem_word(word: str, language: str) -> str:
    """A word in lower case without accents and without its ending, if four characters or more are
    left; a short abbreviation is not changed, so that ALS is not "als"."""
    if word.isupper() and 1 < len(word) <= LONGEST_ABBREVIATION:
        return word
    plain = "".join(c for c in normalize("NFD", word.lower()) if not combining(c))
    for ending in endings_of(language):
        if plain.endswith(ending) and len(plain) - len(ending) >= SHORTEST_STEM:
            return plain[: -len(ending)]
    return plain


@cache
def endings_of(language: str) -> tuple[str, ...]:
    """The endings of a language without accents, the longest first."""
    endings = words_of_language(language)["words"]["endings"]
    plain = ("".join(c for c in normalize("NFD", ending) if not combining(c)) for ending in endings)
    return tuple(sorted(set(plain), key=lambda ending: (-len(ending), ending)))

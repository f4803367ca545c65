"""The languages that postings are written in: which one a text has, and the words it brings.

`data/languages` holds a file for each language that is read beside English: the wordings of its
postings, as `data/posting` holds the English ones, and the words of its phrases.
"""

import re
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from tailor.resources import folder

ENGLISH = "en"
READ = ("de", "fr", "es", "pt", "nl", "it")
"""The languages that are read beside English."""
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
def speaking(language: str) -> Iterator[None]:
    """While inside, wordings are those of English and of this language."""
    before = SPOKEN.set(language)
    try:
        yield
    finally:
        SPOKEN.reset(before)


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
        found, probability = identifier().classify(text[:LONGEST])
        if probability >= SURE:
            return str(found)
    return best if counts[best] >= FEWEST_HITS else ENGLISH


@cache
def identifier() -> Any:
    """The model of py3langid, which gives a language and its probability."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@cache
def little_words() -> dict[str, frozenset[str]]:
    return {code: frozenset(words.split()) for code, words in names()["little"].items()}


@cache
def names() -> dict[str, dict[str, str]]:
    return read_table("names.toml")


def name_language(code: str) -> str:
    """The English name of a language, such as Dutch for "nl"; an unknown code as it is."""
    return names()["names"].get(code, f"the language “{code}”")


@cache
def words_of_language(code: str) -> dict[str, Any]:
    """The table of a language in data/languages; empty for English and for what is not read."""
    return read_table(f"{code}.toml") if code in READ else {}


def read_table(name: str) -> dict[str, Any]:
    with (folder("data") / "languages" / name).open("rb") as file:
        return tomllib.load(file)

"""What a heading announces: a line's words against the wordings in data/posting."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from tailor.languages import SPOKEN, words_of_language
from tailor.resources import folder

BULLETS = "•·▪●◦■□►▶➢➤✓✔‣⁃"

KINDS = ("nice", "boilerplate", "must", "duties", "context")
"""In the order in which they win when two wordings of one length fit."""

JOINTS = {"and", "or", "the", "our", "your", "und", "et", "y", "e", "en"}
"""Words between words that announce the same."""

WORD = re.compile(r"[^\W_]+")
LONGEST_HEADING = 12
LONGEST_LEAD = 25


@dataclass(frozen=True, slots=True)
class Wordings:
    """Phrases as tuples of words, and patterns of sentences, each with the kind it announces."""

    alone: dict[tuple[str, ...], str]
    within: dict[tuple[str, ...], str]
    fields: dict[tuple[str, ...], str]
    brief: frozenset[str]
    glued: dict[str, frozenset[str]]
    chrome: frozenset[tuple[str, ...]]
    jobs: frozenset[str]
    leads: tuple[tuple[str, re.Pattern[str]], ...]
    sentences: dict[str, re.Pattern[str]]


def load(name: str) -> dict[str, Any]:
    with (folder("data") / "posting" / name).open("rb") as file:
        return tomllib.load(file)


def wordings() -> Wordings:
    """The English wordings, and with them those of the language that is spoken."""
    return read_wordings(SPOKEN.get())


@cache
def read_wordings(language: str) -> Wordings:
    phrases, sentences = load("headings.toml"), load("sentences.toml")
    own = words_of_language(language)
    leads = sentences.pop("leads")
    if own:
        phrases = {
            part: joined(table, own["headings"].get(part, {})) for part, table in phrases.items()
        }
        phrases["fields"] = joined(phrases["fields"], own["fields"])
        phrases["jobs"] = joined(phrases["jobs"], own["jobs"])
        sentences, leads = joined(sentences, own["sentences"]), joined(leads, own["leads"])

    def table(part: str) -> dict[tuple[str, ...], str]:
        pairs = ((kind, phrase) for kind in reversed(KINDS) for phrase in phrases[kind][part])
        return {words_of(phrase): kind for kind, phrase in pairs}

    fields = {words_of(name): kind for kind, names in phrases["fields"].items() for name in names}
    return Wordings(
        table("alone"),
        table("within"),
        fields,
        frozenset(phrases["boilerplate"]["brief"]),
        {part: frozenset(words) for part, words in phrases["glued"].items()},
        frozenset(words_of(text) for text in phrases["chrome"]["lines"]),
        frozenset(phrases["jobs"]["words"]),
        tuple((kind, any_of(leads[kind])) for kind in ("nice", "boilerplate", "must", "duties")),
        {kind: any_of(patterns) for kind, patterns in sentences.items()},
    )


def joined(table: dict[str, list[str]], more: dict[str, list[str]]) -> dict[str, list[str]]:
    """The lists of two tables, those of the same name put together."""
    return {name: [*found, *more.get(name, ())] for name, found in table.items()}


def any_of(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


def words_of(text: str) -> tuple[str, ...]:
    return tuple(WORD.findall(text.lower()))


def announced(text: str, *, strong: bool) -> str:
    """The kind that a heading announces, "" if its wording is unknown.

    `strong` means that the line looks like a heading by itself (a colon, capitals, blank lines
    around it), so that a phrase anywhere in it will do.
    """
    words = words_of(text)
    size = len(words)
    if not 0 < size <= LONGEST_HEADING:
        return ""
    known = wordings()
    if exact := known.alone.get(words) or known.within.get(words):
        return exact
    listed = {known.alone.get((word,), "") for word in words if word not in JOINTS}
    if len(listed) == 1 and listed != {""}:
        return listed.pop()
    for length in range(size, 0, -1):
        enough = strong or length >= 0.6 * size
        grams = [words[at : at + length] for at in range(size - length + 1)]
        kinds = [known.within[gram] for gram in grams if enough and gram in known.within]
        if strong and size - length <= 1:
            kinds += [known.alone[gram] for gram in grams if gram in known.alone]
        if kinds:
            return min(kinds, key=KINDS.index)
    return ""


def asks(text: str) -> bool:
    """Whether a line is a heading for duties, needs or wishes by its wording alone."""
    return announced(text, strong=False) in ("must", "nice", "duties")


def led(text: str) -> str:
    """The kind that a sentence before a colon announces, "" if none."""
    if len(words_of(text)) > LONGEST_LEAD:
        return ""
    return next((kind for kind, pattern in wordings().leads if pattern.search(text)), "")


def is_brief(label: str) -> bool:
    """Whether a label for terms ("Salary", "Note") holds for its own statement only."""
    return bool(field_of(label)) or not wordings().brief.isdisjoint(words_of(label))


def field_of(label: str) -> str:
    """title, company, place, level or other if `label` names a fact about the advert, else ""."""
    return wordings().fields.get(words_of(label), "")

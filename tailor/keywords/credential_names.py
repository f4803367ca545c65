"""The licences and certificates of `data/credentials/licences.tsv`, and where a text names them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from tailor.keywords.folding import fold
from tailor.resources import folder

TOKEN = re.compile(r"[^\W_]+|[^\w\s]")
HYPHENS = "-‐‑–"
ALIKE = (
    (re.compile(r"licens"), "licenc"),
    (re.compile(r"^certificat(?:e|ion)$"), "certificat"),
    (re.compile(r"^(?:drive|driver|driving)$"), "driv"),
    (re.compile(r"^counsell?or$"), "counselor"),
    (re.compile(r"^advisor$"), "adviser"),
    (re.compile(r"^(?:licenced|licencing)$"), "licence"),
)
"""Spellings that are the same word in the name of a licence."""


@dataclass(frozen=True, slots=True)
class Row:
    """A licence or certificate.

    `same` names the rows that answer each other, `also` the rows that this one answers too.
    `is_subject`: its name is also something one can merely know (ITIL).
    """

    name: str
    sort: str
    same: str
    also: tuple[str, ...]
    is_subject: bool


@dataclass(frozen=True, slots=True)
class Named:
    """A licence named in a text at the character offsets [start, end).

    `is_short`: by an abbreviation alone, which may stand for anything; `is_profession`: by the
    name of the profession that needs it.
    """

    row: Row
    start: int
    end: int
    is_short: bool
    is_profession: bool


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name as tokens: those with a capital letter count only as written, others are folded."""

    tokens: tuple[str, ...]
    row: Row
    is_profession: bool


Token = tuple[str, str, int, int]
"""As written, folded, start and end."""


def tokens_of(text: str) -> list[Token]:
    """The words and signs of a text; a hyphen inside a word and a possessive s are passed over."""
    found: list[Token] = []
    for match in TOKEN.finditer(text.replace("’", "'")):
        start, end = match.span()
        if match[0] in HYPHENS and start and text[start - 1].isalnum():
            continue
        possessive = found and found[-1][0] == "'" and found[-1][3] == start
        if match[0].lower() == "s" and possessive:
            found.pop()
            continue
        found.append((match[0], fold_name(match[0]), start, end))
    return [one for one in found if one[0] != "'"]


@cache
def fold_name(word: str) -> str:
    """A word without case, plural and country of spelling, as names of licences are compared."""
    word = fold(word)
    for pattern, spelling in ALIKE:
        word = pattern.sub(spelling, word)
    return word


@cache
def spellings() -> dict[str, tuple[Spelling, ...]]:
    """Every spelling in the table by its first token, the longest first."""
    found: dict[str, list[Spelling]] = {}
    abroad = dict(read_rows("licences_abroad.tsv"))
    for name, rest in read_rows("licences.tsv"):
        sort, names, same, also, cue = [*rest.split("\t"), "", "", "", ""][:5]
        row = Row(name, sort, same, parts(also), bool(cue))
        for spelled in (*parts(names), *parts(abroad.get(name, ""))):
            made = spelling(spelled, row)
            found.setdefault(made.tokens[0], []).append(made)
    return {
        first: tuple(sorted(group, key=lambda one: -len(one.tokens)))
        for first, group in found.items()
    }


def read_rows(name: str) -> Iterator[tuple[str, str]]:
    """The first cell of each row of a table in data/credentials, and what follows it."""
    text = (folder("data") / "credentials" / name).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            first, _, rest = line.partition("\t")
            yield first, rest


def spelling(name: str, row: Row) -> Spelling:
    """A spelling as it stands in the table; "?" marks the bare name of a profession."""
    bare = name.rstrip("?")
    tokens = tuple(folded if raw == raw.lower() else raw for raw, folded, _, _ in tokens_of(bare))
    return Spelling(tokens, row, bare != name)


def parts(cell: str) -> tuple[str, ...]:
    return tuple(item.strip() for item in cell.split(";") if item.strip())


def find_names(text: str) -> Iterator[Named]:
    """The licences and certificates that a text names, from left to right, longest names first."""
    tokens = tokens_of(text)
    at = 0
    while at < len(tokens):
        found = longest(tokens, at)
        if found is None:
            at += 1
            continue
        start, end = tokens[at][2], tokens[at + len(found.tokens) - 1][3]
        name = found.tokens[0]
        is_short = len(found.tokens) == 1 and name.isalnum() and name != name.lower()
        yield Named(found.row, start, end, is_short, found.is_profession)
        at += len(found.tokens)


def longest(tokens: Sequence[Token], at: int) -> Spelling | None:
    """The longest spelling that begins at a token."""
    written, folded = tokens[at][0], tokens[at][1]
    singular = written.removesuffix("s")
    firsts = dict.fromkeys((written, folded, *((singular,) if singular.isupper() else ())))
    found = [
        one
        for first in firsts
        for one in spellings().get(first, ())
        if fits(tokens[at : at + len(one.tokens)], one)
    ]
    return max(found, key=lambda one: len(one.tokens), default=None)


def fits(tokens: Sequence[Token], one: Spelling) -> bool:
    """Whether some tokens of a text are a spelling."""
    return len(tokens) == len(one.tokens) and all(
        part in (raw, raw.removesuffix("s")) if part != part.lower() else part == folded
        for (raw, folded, _, _), part in zip(tokens, one.tokens, strict=True)
    )


def is_answered(asked: str, held: Row) -> bool:
    """Whether who holds a licence holds the one of the name `asked`, or one that is as good."""
    rows = rows_by_name()
    if held.name == asked or asked in held.also:
        return True
    wanted = rows[asked].same
    classes = {held.same, *(rows[name].same for name in held.also)}
    return bool(wanted) and wanted in classes


@cache
def rows_by_name() -> dict[str, Row]:
    """Every row of the table by its name."""
    return {one.row.name: one.row for group in spellings().values() for one in group}

"""Plain text -> LaTeX that prints exactly that text and can do nothing else.

An allow-list: ASCII by the table below, other characters by `data/characters.tsv`, which was
made by typesetting each one and reading it back. Anything else is refused by name.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from tailor.errors import Problem, ToolchainError
from tailor.resources import folder


class Tex(str):
    """Text that is LaTeX already; everything else is escaped when a template prints it."""

    __slots__ = ()


SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    '"': r"\textquotedbl{}",
    "'": r"\textquotesingle{}",
    "`": r"\textasciigrave{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    "[": r"{[}",
    "]": r"{]}",
    "*": r"{*}",
}
LIGATURE_PAIRS = {"--", ",,", "?`", "!`"}
LONG_WORD = 40
"""A word longer than this many characters may be broken anywhere, so that it stays on the page."""


@cache
def characters() -> dict[str, str]:
    """Printable characters beyond ASCII, each with the LaTeX that prints it."""
    text = (folder("data") / "characters.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {chr(int(code, 16)): tex or chr(int(code, 16)) for code, tex in rows}


def escape(text: str) -> Tex:
    """LaTeX that prints `text` character for character.

    Raises:
        ToolchainError: a character cannot be printed; the message names every such one.
    """
    refuse_unprintable(text)
    words = [word(part) for part in text.split(" ")]
    return Tex("".join(spaced(words)))


def spaced(words: Sequence[str]) -> Iterator[str]:
    """The words with spaces; no line ends after a hyphen, for readers take such a hyphen away."""
    for text in words[:-1]:
        yield text + (r"\nobreak{} " if text.endswith("-") else " ")
    yield words[-1]


def word(text: str) -> str:
    pieces = [piece(character) for character in text]
    if len(text) > LONG_WORD:
        return r"\allowbreak{}".join(pieces)
    for position in range(1, len(text)):
        if text[position - 1 : position + 1] in LIGATURE_PAIRS:
            pieces[position] = "{}" + pieces[position]
    return "".join(pieces)


def piece(character: str) -> str:
    if character in SPECIAL:
        return SPECIAL[character]
    return character if character.isascii() else characters()[character]


def refuse_unprintable(text: str) -> None:
    bad = unprintable([text])
    if bad:
        shown = "".join(text if len(text) < 60 else text[:57] + "...")
        hint = "write it in Latin letters, or leave it out"
        raise ToolchainError(Problem(f"cannot print {named(bad)}", excerpt=shown, hint=hint))


def unprintable(texts: Iterable[str]) -> tuple[str, ...]:
    """Every distinct character of the texts that no font here can print, sorted."""
    known = characters()
    seen = set().union(*texts)
    return tuple(sorted(c for c in seen if not (" " <= c <= "~" or c in known)))


def named(characters: Iterable[str]) -> str:
    """Such as `“Ж” (U+0416 CYRILLIC CAPITAL LETTER ZHE)`, joined by commas."""
    return ", ".join(
        f"“{character}” (U+{ord(character):04X} {unicodedata.name(character, 'unnamed')})"
        for character in characters
    )

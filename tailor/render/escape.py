"""Plain text -> LaTeX that prints exactly that text and can do nothing else.

An allow-list: ASCII by the table below, other characters by `data/characters.tsv`, which was
made by typesetting each one and reading it back. Anything else is refused by name.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
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
NO_LETTERS = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Mc"}
LEFTWARDS = {"R", "AL", "AN"}
UNPRINTED = {"key", "kind", "tags", "keep", "language"}
IDEOGRAPHS = "\u2e80"
"""From here on scripts are written without spaces: a line may end after any character."""
HINT = (
    "install LuaLaTeX (texlive-luatex) and a font that has it, such as Noto; "
    "or write it in Latin letters, or leave it out"
)
LIGATURE_PAIRS = {"--", ",,", "?`", "!`"}
SIGN = re.compile("[\u2190-\u22ff]$")
ALONE = re.compile("[A-Za-z]")
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

    A character that pdfTeX cannot print stands for itself, for LuaTeX.

    Raises:
        ToolchainError: a character cannot be printed by any font, such as a control character.
    """
    if bad := sorted(character for character in set(text) if is_hopeless(character)):
        raise refusal(bad, text)
    return Tex("".join(spaced(text.split(" "))))


def alone(text: str) -> Tex:
    """As `escape`, for a whole text: one letter alone on its line needs the template's help, and
    so do several, each a word of its own ("H & M")."""
    tex = escape(text)
    if re.fullmatch(r"\S( \S)+", text):
        return Tex(rf"{{\tailorwide {tex}}}")
    return Tex(rf"\tailorlone{{{tex}}}") if ALONE.fullmatch(text) else tex


def spaced(words: Sequence[str]) -> Iterator[str]:
    """The words with spaces. No line ends after a hyphen, for readers take such a hyphen away.
    After an arrow or relation there is a real space, for MuPDF does not see mere room there."""
    for text in words[:-1]:
        real = r"\rlap{\tailorspace}" if SIGN.search(text) else ""
        yield word(text) + real + (r"\nobreak{} " if text.endswith("-") else " ")
    yield word(words[-1])


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
    if character >= IDEOGRAPHS:
        return character + r"\allowbreak{}"
    return character if character.isascii() else characters().get(character, character)


def is_hopeless(character: str) -> bool:
    """Whether neither engine prints a character: it is no letter, or runs from right to left,
    or changes shape with its neighbours."""
    if " " <= character <= "~":
        return False
    return (
        unicodedata.category(character) in NO_LETTERS
        or unicodedata.bidirectional(character) in LEFTWARDS
    )


def refusal(bad: Iterable[str], text: str = "") -> ToolchainError:
    """The error for characters that cannot be printed, and the text that holds them."""
    shown = text if len(text) < 60 else text[:57] + "..."
    return ToolchainError(Problem(f"cannot print {named(bad)}", excerpt=shown, hint=HINT))


def beyond(value: object) -> tuple[str, ...]:
    """Every character of a résumé, or of a part of one, that pdfTeX cannot print, sorted."""
    known = characters()
    seen = set().union(*texts(value))
    return tuple(sorted(c for c in seen if not (" " <= c <= "~" or c in known)))


def texts(value: object) -> Iterator[str]:
    """Every text below a value of the model that may be printed."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from texts(item)
    elif is_dataclass(value):
        for field in fields(value):
            if field.name not in UNPRINTED:
                yield from texts(getattr(value, field.name))


def named(characters: Iterable[str]) -> str:
    """Such as `“Ж” (U+0416 CYRILLIC CAPITAL LETTER ZHE)`, joined by commas."""
    return ", ".join(
        f"“{character}” (U+{ord(character):04X} {unicodedata.name(character, 'unnamed')})"
        for character in characters
    )

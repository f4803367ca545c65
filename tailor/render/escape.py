"""Text to LaTeX."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache

from tailor.errors import Problem, ToolchainError
from tailor.files import data_folder
from tailor.models import texts_in


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
UNPRINTED = {"key", "kind", "tags", "keep", "language", "letters"}
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
def character_table() -> dict[str, str]:
    """Printable characters beyond ASCII, each with the LaTeX that prints it."""
    text = (data_folder("data") / "characters.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {chr(int(code, 16)): tex or chr(int(code, 16)) for code, tex in rows}


def escape(text: str) -> Tex:
    """LaTeX that prints `text` character for character.

    A character that pdfTeX cannot print stands for itself, for LuaTeX.

    Raises:
        ToolchainError: a character cannot be printed by any font, such as a control character.
    """
    if bad := sorted(character for character in set(text) if is_hopeless(character)):
        raise unprintable_error(bad, text)
    return Tex("".join(join_words(text.split(" "))))


def escape_text(text: str) -> Tex:
    """As `escape`, for a whole text: one letter alone on its line needs the template's help, and
    so do several, each a word of its own ("H & M")."""
    tex = escape(text)
    if re.fullmatch(r"\S( \S)+", text):
        return Tex(rf"{{\tailorwide {tex}}}")
    return Tex(rf"\tailorlone{{{tex}}}") if ALONE.fullmatch(text) else tex


def join_words(words: Sequence[str]) -> Iterator[str]:
    """The words with spaces. No line ends after a hyphen, for readers take such a hyphen away.
    After an arrow or relation there is a real space, for MuPDF does not see mere room there."""
    for text in words[:-1]:
        real = r"\rlap{\tailorspace}" if SIGN.search(text) else ""
        yield escape_word(text) + real + (r"\nobreak{} " if text.endswith("-") else " ")
    yield escape_word(words[-1])


@lru_cache(20_000)
def escape_word(text: str) -> str:
    pieces = [escape_character(character) for character in text]
    if len(text) > LONG_WORD:
        breaks = [r"\nobreak{}" if char == "-" else r"\allowbreak{}" for char in text[:-1]] + [""]
        return "".join(map("".join, zip(pieces, breaks, strict=True)))
    for position in range(1, len(text)):
        if text[position - 1 : position + 1] in LIGATURE_PAIRS:
            pieces[position] = "{}" + pieces[position]
    return "".join(pieces)


def escape_character(character: str) -> str:
    if character in SPECIAL:
        return SPECIAL[character]
    if character >= IDEOGRAPHS:
        return character + r"\allowbreak{}"
    return character if character.isascii() else character_table().get(character, character)


def is_hopeless(character: str) -> bool:
    """Whether neither engine prints a character: it is not a letter, or runs from right to left,
    or changes shape with its neighbours."""
    if " " <= character <= "~":
        return False
    return (
        unicodedata.category(character) in NO_LETTERS
        or unicodedata.bidirectional(character) in LEFTWARDS
    )


def unprintable_error(bad: Iterable[str], text: str = "") -> ToolchainError:
    """The error for characters that cannot be printed, and the text that holds them."""
    excerpt = text if len(text) < 60 else text[:57] + "..."
    return ToolchainError(
        Problem(f"cannot print {describe_characters(bad)}", excerpt=excerpt, hint=HINT)
    )


def unprintable_characters(value: object) -> tuple[str, ...]:
    """Every character of a résumé, or of a part of one, that pdfTeX cannot print, sorted."""
    printable = character_table()
    seen = set().union(*texts_in(value, UNPRINTED))
    return tuple(sorted(c for c in seen if not (" " <= c <= "~" or c in printable)))


def describe_characters(characters: Iterable[str]) -> str:
    """Such as `“Ж” (U+0416 CYRILLIC CAPITAL LETTER ZHE)`, joined by commas."""
    return ", ".join(
        f"“{character}” (U+{ord(character):04X} {unicodedata.name(character, 'unnamed')})"
        for character in characters
    )


FACES = {("m", "n"): "Regular", ("b", "n"): "Bold", ("m", "it"): "It", ("b", "it"): "BoldIt"}
"""Series and shape of LaTeX -> face of Source Sans; the order is that of the slots."""
CARRIERS = {
    "TSG": tuple(f"SourceSansPro-{face}-lf-lgr--base" for face in FACES.values()),
    "TSC": ("rm-lmss8", "rm-lmr7", "rm-lmss9", "rm-lmsso8"),
    "TSS": (
        "texnansi-lmssq8",
        "texnansi-lmssqbo8",
        "texnansi-lmssqo8",
        "SourceSansPro-Semibold-inf-ly1--base",
    ),
}
"""Encoding -> metrics for each face: for Greek, for Cyrillic, for symbols. They are those, among
fonts that pages do not use, whose widths come nearest (scripts/stand_ins.py)."""
USED = re.compile(r"\\tailorstandin\{(\w+)\}\{([\w.]+)\}" + r"\{(\d+)\}" * 4 + r"\{(.)\}")
FOREIGN = re.compile(r"\\tailorstandin\{TS[GC]\}")
WHOLE = r"""\InputIfFileExists{T1SourceSansPro-LF.fd}{%
  \renewcommand{\familydefault}{SourceSansPro-LF}%
  \expandafter\gdef\csname T1+SourceSansPro-LF\endcsname{\tailornoligatures}}{}\normalfont"""
MOST = 100
"""Rows of one block of a CMap (Adobe Technical Note 5014)."""
Glyphs = Sequence[tuple[str, tuple[str, ...], str]]


def stand_in_fonts(name: str, body: str, family: str) -> Tex:
    """The LaTeX that declares the fonts for every stand-in of a body, for a font family.

    Where a person's name is Greek or Cyrillic, all of the page is set in Source Sans, so that
    words and figures match.
    """
    used: dict[str, list[tuple[str, tuple[str, ...], str]]] = {}
    for encoding, glyph, *slots, character in sorted(set(USED.findall(body))):
        used.setdefault(encoding, []).append((glyph, tuple(slots), character))
    lines = [line for code, glyphs in used.items() for line in declare_fonts(code, glyphs, family)]
    return Tex("\n".join([*lines, WHOLE] if FOREIGN.match(escape(name)) else lines))


def declare_fonts(encoding: str, glyphs: Glyphs, family: str) -> Iterator[str]:
    yield rf"\DeclareFontEncoding{{{encoding}}}{{}}{{}}"
    yield rf"\DeclareFontFamily{{{encoding}}}{{{family}}}{{}}"
    for number, ((series, shape), face) in enumerate(FACES.items()):
        names = {int(slots[number]): (glyph, character) for glyph, slots, character in glyphs}
        carrier, vector = CARRIERS[encoding][number], f"{encoding}{face}"
        yield from encoding_file(vector, names)
        yield rf"\tailormap{{{vector}}}{{{cmap_blocks(names)}}}"
        for weight in (series,) if series == "m" else ("b", "bx"):
            declared = rf"\DeclareFontShape{{{encoding}}}{{{family}}}{{{weight}}}{{{shape}}}"
            yield rf"{declared}{{<-> {carrier}}}{{\csname tailormap{vector}\endcsname}}"
        reencoded = f'" {vector} ReEncodeFont " <[{vector}.enc <SourceSansPro-{face}.pfb'
        yield rf"\pdfmapline{{={carrier} SourceSansPro-{face} {reencoded}}}"
    yield rf"\DeclareFontSubstitution{{{encoding}}}{{{family}}}{{m}}{{n}}"


def encoding_file(vector: str, names: Mapping[int, tuple[str, str]]) -> Iterator[str]:
    """An encoding file, written by TeX itself."""
    slots = [f"/{names[slot][0] if slot in names else '.notdef'}" for slot in range(256)]
    rows = [" ".join(slots[start : start + 16]) for start in range(0, 256, 16)]
    yield rf"\immediate\openout15={vector}.enc"
    yield from (rf"\immediate\write15{{{row}}}" for row in (f"/{vector} [", *rows, "] def"))
    yield r"\immediate\closeout15"


def cmap_blocks(names: Mapping[int, tuple[str, str]]) -> str:
    """What the slots mean, as blocks of a CMap."""
    rows = [f"<{slot:02X}> <{ord(name[1]):04X}>" for slot, name in sorted(names.items())]
    blocks = (rows[start : start + MOST] for start in range(0, len(rows), MOST))
    return " ".join(f"{len(block)} beginbfchar {' '.join(block)} endbfchar" for block in blocks)

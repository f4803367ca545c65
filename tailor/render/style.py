"""How a page looks, beyond its template: paper, accent colour, words in bold."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from tailor.models import Mark
from tailor.render.escape import Tex, escape
from tailor.render.filters import link_latex

COLOURS = {
    "black": "000000",
    "blue": "1F4E9E",
    "brown": "6B3E1E",
    "burgundy": "6E1630",
    "charcoal": "2B2F36",
    "green": "1E5E3A",
    "grey": "4A4F57",
    "navy": "14304F",
    "olive": "4F5B1D",
    "plum": "55265F",
    "red": "9B1C1C",
    "slate": "37474F",
    "teal": "0B5563",
}
HEX = re.compile(r"#?([0-9a-f]{6}|[0-9a-f]{3})", re.IGNORECASE)
COMMANDS = {"bold": r"\textbf{%s}", "italic": r"\textit{%s}"}
CONTRAST = 4.5
"""Least contrast of text with the white page (WCAG 2.2, success criterion 1.4.3)."""


@dataclass(frozen=True, slots=True)
class PageStyle:
    """`paper` is letter or a4; `accent` a colour for `colour`, "" for the template's own;
    `bold` are words and phrases to set in bold wherever a bullet or paragraph says them."""

    paper: str = "letter"
    accent: str = ""
    bold: tuple[str, ...] = ()


USUAL = PageStyle()


def parse_colour(text: str) -> str:
    """The six hex digits of a colour: a name of `COLOURS`, `#1F4E9E`, `#14e` or without the #.

    Raises:
        ValueError: it is not a colour, or too light to be read on white paper.
    """
    match = HEX.fullmatch(COLOURS.get(text.lower(), text))
    if match is None:
        raise ValueError(f"“{text}” is not a colour: give #RRGGBB or one of {', '.join(COLOURS)}")
    digits = match[1] if len(match[1]) == 6 else "".join(digit * 2 for digit in match[1])
    if (ratio := contrast_ratio(digits)) < CONTRAST:
        raise ValueError(
            f"“{text}” is too light to read on white: contrast {ratio:.1f}, at least {CONTRAST}"
        )
    return digits.upper()


def contrast_ratio(digits: str) -> float:
    """Contrast ratio with white, from 1 to 21 (WCAG 2.2, relative luminance)."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in colour_channels(digits)
    ]
    red, green, blue = linear
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def colour_channels(digits: str) -> list[float]:
    return [int(digits[index : index + 2], 16) / 255 for index in (0, 2, 4)]


def colour_operators(text: str) -> Tex:
    """The PDF operators that choose a colour for text and for rules (PDF 1.7, 8.6.8)."""
    red, green, blue = (f"{channel:.3f}" for channel in colour_channels(parse_colour(text)))
    return Tex(f"{red} {green} {blue} rg {red} {green} {blue} RG")


def print_marked(text: str, marks: Sequence[Mark], words: tuple[str, ...] = ()) -> Tex:
    """The text with its marks, and every mention of the words in bold; no character changes.

    Args:
        text: plain words.
        marks: as `parse_inline` gives them; one lies within another or next to it.
        words: nothing more is set in bold inside a stretch that is marked as bold.
    """
    return Tex("".join(marked_pieces(text, 0, len(text), tuple(marks), words)))


def marked_pieces(
    text: str, start: int, end: int, marks: tuple[Mark, ...], words: tuple[str, ...]
) -> Iterator[str]:
    inside = [mark for mark in marks if start <= mark.start and mark.end <= end]
    while inside:
        first = min(inside, key=lambda mark: (mark.start, -mark.end, -inside.index(mark)))
        yield from bold_pieces(text[start : first.start], words)
        within = tuple(mark for mark in inside if mark is not first and mark.end <= first.end)
        bold = () if first.kind == "bold" else words
        inner = Tex("".join(marked_pieces(text, first.start, first.end, within, bold)))
        yield link_latex(inner, first.url) if first.kind == "link" else COMMANDS[first.kind] % inner
        start = first.end
        inside = [mark for mark in inside if mark.start >= start]
    yield from bold_pieces(text[start:end], words)


def bold_pieces(text: str, words: tuple[str, ...]) -> Iterator[str]:
    end = 0
    for match in mention_pattern(words).finditer(text) if words else ():
        yield escape(text[end : match.start()])
        yield rf"\textbf{{{escape(match[0])}}}"
        end = match.end()
    yield escape(text[end:])


@cache
def mention_pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")

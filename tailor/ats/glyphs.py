"""Characters that show that a reader did not understand a font."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator

from tailor.ats.layout import Page
from tailor.model import Finding

CID = re.compile(r"\(cid:\d+\)")
LIGATURES = range(0xFB00, 0xFB07)
HYPHENS = "\u00ad\u2010\u2011"
UNKNOWN = "\ufffd\ufffe\uffff"


def faults(text: str) -> dict[str, str]:
    """Every bad character of a text, with what it is."""
    found = {character: kind for character in sorted(set(text)) if (kind := fault(character))}
    return found | dict.fromkeys(CID.findall(text), "a glyph without a character")


def fault(character: str) -> str:
    """What is wrong with a character, or "" if nothing is."""
    code, category = ord(character), unicodedata.category(character)
    if code in LIGATURES:
        return "a ligature in place of letters"
    if character in HYPHENS:
        return "a hyphen that searches do not find"
    if category == "Co":
        return "a private-use character (an icon)"
    if character in UNKNOWN or category in ("Cn", "Cs"):
        return "an unknown character"
    if category == "Cc" and character not in "\t\n\r\f\v":
        return "a control character"
    return ""


def only_bullet(character: str, text: str) -> bool:
    """Whether a character is one of a symbol font that stands before lines and nowhere else."""
    lines = [line.strip() for line in text.splitlines() if character in line]
    return "\uf000" <= character <= "\uf0ff" and all(
        line.startswith(character) and character not in line[1:] for line in lines
    )


def named(character: str) -> str:
    """Such as U+FB01."""
    return character if len(character) > 1 else f"U+{ord(character):04X}"


def listed(found: dict[str, str]) -> Iterator[str]:
    for character, kind in found.items():
        yield f"{named(character)}, {kind}"


def unmapped(pages: tuple[Page, ...]) -> Iterator[Finding]:
    """A finding for each font with glyphs that stand for no character."""
    for font, count in Counter(font for page in pages for font in page.unmapped).items():
        glyphs = f"{count} glyph{'' if count == 1 else 's'}"
        message = f"pdfium finds no character for {glyphs} of the font {font or 'without a name'}"
        yield Finding("glyphs", "fail", message)

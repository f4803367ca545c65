"""Inline styles: their declarations, lengths and colours, and what style sheets may colour."""

import re
from collections.abc import Mapping

Colour = tuple[int, ...]
"""Red, green and blue, 0 to 255; CLEAR for letters of no colour."""
CLEAR: Colour = ()
FAINT = 0.05

IMPORTANT = re.compile(r"\s*!\s*important|/\*.{0,500}?\*/", re.DOTALL)
LENGTH = re.compile(r"([+-]?(?:\d+(?:\.\d+)?|\.\d+))(px|pt|pc|em|rem|ex|ch|cm|mm|in)?")
PIXELS = {"px": 1.0, "pt": 4 / 3, "pc": 16.0, "rem": 16.0, "cm": 37.8, "mm": 3.78, "in": 96.0}
NAMED: dict[str, Colour] = {
    "white": (255, 255, 255),
    "black": (0, 0, 0),
    "snow": (255, 250, 250),
    "ivory": (255, 255, 240),
    "ghostwhite": (248, 248, 255),
    "whitesmoke": (245, 245, 245),
    "transparent": CLEAR,
}
HEX = re.compile(r"#(?:[\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})")
NUMBER = re.compile(r"(\d+(?:\.\d+)?|\.\d+)(%?)")
WORD = re.compile(r"[\w#.-]+(?:\([^()]{0,200}\))?")
NONE = {"none", "initial", "inherit", "unset", "transparent"}
MIXED = re.compile(r"rgba|/|var\(|url\(|gradient|#(?:[\da-f]{4}|[\da-f]{8})(?![\da-f])")
"""What stands in a ground that is a picture, or that lets others through."""
LIGHT = 225
"""A ground of this much of each colour is as good as white."""
SHEET = re.compile(r"</?style\b[^>]{0,300}>?", re.IGNORECASE)
LONGEST = 200_000
"""Letters of style sheets that are looked at."""

LINKED = re.compile(r"<link\b[^>]{0,300}stylesheet|<meta\b[^>]{0,300}color-scheme", re.IGNORECASE)
NAME = re.compile(r"[.#]?[\w-]+|\*")


def declarations(style: str) -> dict[str, str]:
    """The properties of an inline style, in small letters."""
    plain = IMPORTANT.sub("", " ".join(style.lower().split()))
    parts = (one.partition(":") for one in plain.split(";"))
    return {name.strip(): value.strip() for name, _, value in parts if value.strip()}


def pixels(said: str, letters: float) -> float | None:
    """A length in pixels, None if it is none; `letters` is the size of those around."""
    found = LENGTH.fullmatch(said)
    if not found or not (found[2] or float(found[1]) == 0):
        return None
    unit = letters / (2 if found[2] in ("ex", "ch") else 1)
    return float(found[1]) * PIXELS.get(found[2] or "px", unit)


def colour(said: str, around: Colour | None = None) -> Colour | None:
    """A colour by its name or numbers; None if it is not known."""
    if said in ("inherit", "currentcolor", "unset"):
        return around
    if said.startswith("rgb"):
        found = [(float(one), sign) for one, sign in NUMBER.findall(said)]
        numbers = [one * (2.55 if sign else 1) for one, sign in found[:3]]
        alpha = found[3][0] / (100 if found[3][1] else 1) if len(found) > 3 else 1.0
        made = tuple(round(min(one, 255)) for one in numbers) if len(numbers) == 3 else None
        return CLEAR if alpha <= FAINT else made
    if HEX.fullmatch(said):
        digits = said[1:] if len(said) > 5 else "".join(2 * digit for digit in said[1:])
        red, green, blue, alpha = (int(f"{digits}ff"[at : at + 2], 16) for at in (0, 2, 4, 6))
        return CLEAR if alpha <= FAINT * 255 else (red, green, blue)
    return NAMED.get(said)


def ground(
    style: Mapping[str, str], attributes: Mapping[str, str], around: Colour | None
) -> Colour | None:
    """The colour behind the letters of an element; None if it is not known."""
    pictured = "background" in attributes or style.get("background-image", "none") != "none"
    said = style.get("background-color") or style.get("background") or old(attributes, "bgcolor")
    if pictured or not said:
        return None if pictured else around
    words = WORD.findall(said)
    if NONE.issuperset(words) or colour(said) == CLEAR:
        return around
    known = [found for found in map(colour, words) if found]
    return known[0] if known and not MIXED.search(said) else None


def old(attributes: Mapping[str, str], name: str) -> str:
    """A colour in an attribute, where it may be without its sign."""
    said = attributes.get(name, "").strip().lower()
    return f"#{said}" if HEX.fullmatch(f"#{said}") else said


def shades(page: str) -> frozenset[str]:
    """The elements, classes and ids behind which a style sheet of the page may put a colour.

    "*" is among them if not all of its style sheets are in it.
    """
    sheets = " ".join(SHEET.split(page)[1::2])[:LONGEST]
    found = {"*"} if LINKED.search(page) or "@import" in sheets else set()
    for rule in sheets.split("}"):
        selectors, _, body = rule.rpartition("{")
        style = declarations(body)
        behind = ground(style, {}, (255, 255, 255))
        if behind is None or min(behind) < LIGHT or "color-scheme" in style:
            found.update(NAME.findall(selectors))
    return frozenset(found)

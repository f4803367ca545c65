"""Characters and links that must not be in a master."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from tailor.errors import Problem
from tailor.resume.source import Mapping, Path, Scalar, Source, printable, show_path

SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(?!\d)")
SAFE = {"http", "https", "mailto"}
BARE = re.compile(r"[^\s/@?#]+\.[^\W\d]{2,}(?::\d+)?(?:[/?#].*)?")
FULL = re.compile(r"https?://[^\s/?#]+(?:[/?#].*)?", re.IGNORECASE)
EMAIL = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[^\s@<>,;:\"()\[\]\\/]+")
UNSAFE = re.compile(r"[ <>\"\\^`{|}]")


def safe_links(source: Source, root: Mapping) -> tuple[Mapping, list[Problem]]:
    """The tree with every `url` that must not or cannot be a link emptied, with a warning."""
    problems: list[Problem] = []

    def change(value: Scalar, path: Path) -> Scalar:
        if path[-1] != "url" or not value.text:
            return value
        text, message = safe_url(value.text)
        if message:
            warning = f"{show_path(path)}: {message}"
            problems.append(source.problem(value.start, warning, level="warning"))
        return replace(value, text=text)

    return root.changed(change), problems


def safe_url(typed: str) -> tuple[str, str]:
    """The address ("" if it must not be a link), and what to warn of ("" if nothing)."""
    scheme = SCHEME.match(typed)
    if scheme and scheme[1].lower() not in SAFE:
        return "", f"only http, https and mailto are linked; {printable(scheme[1])}: was left out"
    if scheme and scheme[1].lower() == "mailto":
        is_address = bool(EMAIL.fullmatch(typed[7:].split("?")[0]))
    else:
        is_address = bool(FULL.fullmatch(typed) if scheme else BARE.fullmatch(typed))
    if not is_address:
        return (
            "",
            f"`{printable(typed)}` is not a web address (such as example.com) and was left out",
        )
    encoded = UNSAFE.sub(lambda match: f"%{ord(match[0]):02X}", typed)
    if encoded != typed:
        return encoded, "characters that an address cannot have were percent-encoded"
    return typed, ""


def is_email(text: str) -> bool:
    return bool(EMAIL.fullmatch(text))


MOST_MARKS = 4
"""Combining marks on one letter, after composition, beyond which they are a flood."""
LONGEST = 20_000
"""Characters of a text; TeX reads no line of ten times as many."""
SPACES = re.compile(r"\s+")
SHAPELESS = {0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180F, 0x3164, 0xFFA0}
"""Characters and marks without a shape: joiners and fillers."""
JOINERS = "\u200c\u200d"
"""They change the shape of Arabic and Indic words, and mean nothing in other scripts."""
DISGUISED = ((0xFF01, 0xFF5E), (0xFB00, 0xFB06), (0x1D400, 0x1D7FF), (0x2010, 0x2011))
"""Full-width forms, ligatures, mathematical alphabets, special hyphens: letters in costume."""
Fault = tuple[str, str]


def clean_tree(
    source: Source, root: Mapping, lenient: bool = False
) -> tuple[Mapping, list[Problem]]:
    """Every value cleaned, with at most one warning and one error for each.

    `lenient`: what cannot be printed is left out with a warning, not an error.
    """
    problems: list[Problem] = []

    def change(value: Scalar, path: Path) -> Scalar:
        if value.text is None:
            empty = "an empty item was left out"
            faults = [("warning", empty)] if isinstance(path[-1], int) else []
            text = None
        elif len(value.text) > LONGEST:
            text, faults = value.text, [("error", length_fault(value.text))]
        else:
            text, faults = clean_text(value.text)
        lost = lenient and any(level == "error" for level, _ in faults)
        for level, message in faults:
            warning = f"{show_path(path)}: {message}" + (
                "; left out" if lost and level == "error" else ""
            )
            level = "warning" if lenient else level
            problems.append(source.problem(value.start, warning, level=level))
        if lost:
            return replace(value, text=None if len(value.text or "") > LONGEST else text or None)
        return replace(value, text=text or value.text) if faults else replace(value, text=text)

    return root.changed(change), problems


def length_fault(text: str) -> str:
    return f"this text has {len(text):,} characters; at most {LONGEST:,} are printed"


def clean_text(typed: str) -> tuple[str, list[Fault]]:
    """The text in NFC on one line, and as (level, message) what was done to it."""
    if typed.isascii() and typed.isprintable():
        return SPACES.sub(" ", typed).strip(), []
    chars: list[str] = []
    kinds: dict[str, set[str]] = {"removed": set(), "replaced": set(), "damaged": set()}
    for char in unicodedata.normalize("NFC", typed):
        verdict = classify_character(char, chars[-1] if chars else "")
        if verdict:
            kinds[verdict].add(char)
        if verdict == "replaced":
            chars.append("-" if char in "\u2010\u2011" else unicodedata.normalize("NFKC", char))
        elif not verdict:
            chars.append(" " if char.isspace() else char)
    text, flood = drop_mark_floods(unicodedata.normalize("NFC", "".join(chars)))
    text = SPACES.sub(" ", text).strip()
    return text, list(cleaning_faults(typed, text, kinds, flood))


def classify_character(char: str, before: str) -> str:
    """What happens to a character: "removed", "replaced", "damaged" or "" (kept)."""
    code = ord(char)
    if 0x20 <= code < 0x7F or char.isspace():
        return ""
    category = unicodedata.category(char)
    nonchar = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    if nonchar or code == 0xFFFD or category in ("Co", "Cs"):
        return "damaged"
    if char in JOINERS and before >= "\u0600" and unicodedata.category(before)[0] in "LM":
        return ""
    selector = 0xFE00 <= code <= 0xFE0F or 0xE0000 <= code <= 0xE0FFF or 0x180B <= code <= 0x180E
    if category in ("Cc", "Cf") or selector or code in SHAPELESS:
        return "removed"
    return "replaced" if any(first <= code <= last for first, last in DISGUISED) else ""


def drop_mark_floods(text: str) -> tuple[str, bool]:
    """Runs of more than MOST_MARKS combining marks are left out whole."""
    runs = [
        (mark, "".join(letters))
        for mark, letters in groupby(text, lambda c: unicodedata.category(c) in ("Mn", "Me"))
    ]
    short = [run for mark, run in runs if not mark or len(run) <= MOST_MARKS]
    return "".join(short), len(short) < len(runs)


def cleaning_faults(
    typed: str, text: str, kinds: dict[str, set[str]], flood: bool
) -> Iterable[Fault]:
    done = []
    if kinds["removed"]:
        done.append(f"invisible characters were removed: {code_points(kinds['removed'])}")
    if kinds["replaced"]:
        done.append(f"look-alikes were replaced by plain letters: {code_points(kinds['replaced'])}")
    if flood:
        done.append("a pile of combining marks was removed")
    if done:
        yield "warning", "; ".join(done)
    if kinds["damaged"]:
        yield "error", f"these characters cannot be printed: {code_points(kinds['damaged'])}"
    elif typed.strip() and all(unicodedata.category(char)[0] == "M" for char in text):
        yield "error", "nothing visible is left of this text"


def code_points(letters: set[str]) -> str:
    """At most eight code points: U+200B, U+FEFF."""
    codes = [f"U+{ord(char):04X}" for char in sorted(letters)]
    return ", ".join(codes[:8]) + (" ..." if len(codes) > 8 else "")

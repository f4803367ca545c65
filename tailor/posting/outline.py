"""A posting as blocks (a line, or lines that only the margin broke), segments and sentences."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tailor.languages import SPOKEN, words_of_language
from tailor.posting.headings import BULLETS

BULLET = re.compile(rf"(?:[{BULLETS}*+–—-]|o(?= [A-Z])|\(?(?:\d{{1,2}}|[a-z])[.)])\s+|[{BULLETS}]")
BREAK = re.compile(
    rf"(?<![.!?…])[.!?…]+[\"'”’)\]]*\s+|(?<!\s)\s+(?=[{BULLETS}])|;\s+(?=[A-Z])|(?<=[a-z]{{2}})[.!?](?=[A-Z][a-z])"
)
LONGEST_WORD = 100
"""Characters before a full stop that may tell an abbreviation."""
LITTLE = {
    *("a", "an", "and", "as", "at", "by", "for", "from", "in", "including", "into", "of", "on"),
    *("or", "our", "such", "the", "their", "to", "using", "via", "with", "within", "your"),
}
ABBREVIATIONS = {
    *("e.g", "i.e", "inc", "ltd", "co", "corp", "dr", "mr", "mrs", "ms", "prof", "no", "st"),
    *(
        "vs",
        "approx",
        "sr",
        "jr",
        "u.s",
        "u.k",
        "ph.d",
        "b.s",
        "m.s",
        "ca",
        "incl",
        "max",
        "min",
        "req",
        "ref",
        "tel",
    ),
}


@dataclass(frozen=True, slots=True)
class Block:
    """`below_gap`: a blank line, or nothing, before it; `isolated`: the same after it as well."""

    start: int
    end: int
    text: str
    bullet: bool
    isolated: bool
    below_gap: bool


def blocks(text: str) -> Iterator[Block]:
    """The non-blank lines of a clean text in order, wrapped ones joined."""
    lines = [(match.start(), match.end()) for match in re.finditer(r"[^\n]+", text)]
    joined: list[tuple[int, int]] = []
    for start, end in lines:
        if joined and continues(
            text[slice(*joined[-1])], text[joined[-1][1] : start], text[start:end]
        ):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    for start, end in joined:
        above = start == 0 or text.startswith("\n\n", start - 2)
        below = end == len(text) or text.startswith("\n\n", end)
        block = text[start:end]
        yield Block(start, end, block, bool(BULLET.match(block)), above and below, above)


def continues(before: str, gap: str, line: str) -> bool:
    """True if `line` goes on with the statement of the line before it."""
    last = before.rpartition("\n")[2]
    if gap != "\n" or BULLET.match(line) or last[-1] in ".:;!?" or len(last) < 40:
        return False
    return line[0].islower() or last[-1] == "," or last.split()[-1].lower() in LITTLE


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Offsets of the sentences in text[start:end], without the space between them."""
    at = start
    for match in BREAK.finditer(text, start, end):
        if at < match.start() and ends_here(text, at, match, end):
            yield at, at + len(text[at : match.end()].rstrip())
            at = match.end()
    if text[at:end].strip():
        yield at, at + len(text[at:end].rstrip())


def ends_here(text: str, start: int, match: re.Match[str], end: int) -> bool:
    if match.end() >= end:
        return False
    if not match[0].startswith("."):
        return True
    near = max(start, match.start() - LONGEST_WORD)
    last = text[near : match.start()].split()[-1:] or [""]
    word = last[0].lower().lstrip("(")
    own = words_of_language(SPOKEN.get()).get("words", {}).get("abbreviations", ())
    return (
        word not in ABBREVIATIONS
        and word not in own
        and len(word) > 1
        and not text[match.end()].islower()
    )

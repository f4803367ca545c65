"""Finds the expected texts in what a reader read."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tailor.ats.expected import Text

SPACE = re.compile(r"[ \t\r\n\f\v]+")
BLANK = "\0"


@dataclass(frozen=True, slots=True)
class ReadBack:
    """What one reader made of the expected texts; `rest` is what it read besides."""

    missing: tuple[Text, ...] = ()
    disordered: tuple[Text, ...] = ()
    torn: tuple[Text, ...] = ()
    rest: str = ""


def folded(text: str) -> str:
    """The text with each run of white space as one line end, if it has one, or one space."""
    return SPACE.sub(lambda run: " " if run[0].isspace() and not ends_line(run[0]) else "\n", text)


def ends_line(space: str) -> bool:
    return any(character in space for character in "\r\n\f\v")


def read_back(raw: str, texts: Sequence[Text]) -> ReadBack:
    """Looks for every text, character for character.

    Left-hand texts must come in page order; side texts only have to be there. A text is torn
    if it is whole only without the side texts that the reader put between its lines.
    """
    text = folded(raw)
    left = [one for one in texts if one.role != "side"]
    sides = [one for one in texts if one.role == "side"]
    missing, disordered, rest = in_order(text, left)
    torn: tuple[Text, ...] = ()
    if missing:
        kept, lifted = parted(text, sides)
        still, moved, besides = in_order(kept, left)
        torn = tuple(one for one in missing if one not in still)
        if torn:
            missing, disordered, rest = still, moved, f"{besides}\n{lifted}"
    lost, rest = anywhere(rest, sides)
    return ReadBack((*missing, *lost), disordered, torn, rest.replace(BLANK, " "))


def in_order(text: str, texts: Sequence[Text]) -> tuple[tuple[Text, ...], tuple[Text, ...], str]:
    """Texts that are missing, texts that stand too early, and the text without the others."""
    missing: list[Text] = []
    disordered: list[Text] = []
    position = 0
    for one in texts:
        found = one.pattern.search(text, position)
        if found:
            position = found.end()
        else:
            found = one.pattern.search(text)
            (disordered if found else missing).append(one)
        if found:
            text = blanked(text, found)
    return tuple(missing), tuple(disordered), text


def anywhere(text: str, texts: Sequence[Text]) -> tuple[tuple[Text, ...], str]:
    """Texts that are missing, each needing a place of its own, and the text without the others.

    Longer texts choose first, so that "2019" does not take the year of "May 2019".
    """
    missing = []
    for one in sorted(texts, key=lambda one: -len(one.pattern.pattern)):
        found = one.pattern.search(text)
        if found:
            text = blanked(text, found)
        else:
            missing.append(one)
    return tuple(missing), text


def blanked(text: str, found: re.Match[str]) -> str:
    return text[: found.start()] + BLANK * (found.end() - found.start()) + text[found.end() :]


def parted(text: str, sides: Sequence[Text]) -> tuple[str, str]:
    """The lines that are not side texts, and those that are."""
    kept: list[str] = []
    lifted: list[str] = []
    for line in text.split("\n"):
        is_side = any(side.pattern.fullmatch(line) for side in sides)
        (lifted if is_side else kept).append(line)
    return "\n".join(kept), "\n".join(lifted)

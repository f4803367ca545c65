"""Whether everything that a PDF says stands in a master."""

import re
from collections.abc import Iterator, Mapping

from tailor.ats.expected import expected
from tailor.lines import lines
from tailor.model import Resume

WORDS = 4
"""So many words that no text of the master accounts for are a statement of their own; fewer are
dates, separators and marks."""
WORD = re.compile(r"[^\W\d_]+")
DATE = re.compile(
    r"\b(?:\d{4}|Present|January|February|March|April|May|June|July|August|September|October|"
    r"November|December)\b"
)


def foreign(readings: Mapping[str, str], master: Resume) -> tuple[str, ...]:
    """What no text of the master says, as read by the reader that finds least of it.

    Args:
        readings: reader -> the text that it reads in the PDF.
        master: every wording of it counts.
    """
    own = sorted({spaced(text) for text in texts(master)} - {""}, key=len, reverse=True)
    found = (tuple(strange(spaced(text), own)) for text in readings.values())
    return min(found, key=lambda pieces: (sum(map(len, pieces)), pieces), default=())


def texts(master: Resume) -> Iterator[str]:
    """Every text of a master that may stand on a page."""
    yield from (text.text for text in expected(master))
    for section in master.sections:
        for entry in section.entries:
            yield from (entry.title, entry.organisation, entry.place, entry.note, *entry.authors)
    for line in lines(master):
        yield line.text
        yield line.text.removesuffix(".")


def strange(text: str, own: list[str]) -> Iterator[str]:
    """The items that are left when the sentences of a master are gone, and still say something
    when its names, skills and dates are gone too."""
    for mine in own:
        if len(mine.split()) >= WORDS:
            text = text.replace(mine, "\0")
    for item in re.split("[\0•]", text):
        rest = item
        for mine in own:
            rest = rest.replace(mine, " ")
        if len(WORD.findall(DATE.sub(" ", rest))) >= WORDS:
            yield item.strip(" |,;.")


def spaced(text: str) -> str:
    return " ".join(text.split())

"""Labels inside a line: "Salary: ...", "You must have the following: ...", "The Role Our ..."."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tailor.posting.headings import WORD, announced, field_of, is_brief, led, words_of
from tailor.posting.outline import BULLET, LITTLE, Block, sentences

COLON = re.compile(r" ?(?::-?|:–)(?=\s)")
RUN_ON = 300
"""Letters beyond which a line is a whole text that lost its line breaks."""

LONGEST_LABEL = 6
LONGEST_LEAD_IN = 200
"""Letters of a sentence that leads in a list."""

LONGEST_VALUE = 6
"""Words that belong to a label such as "Salary:" in a run-on text."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A label text[start:end]; `kind` is what it announces, or "field", "title" or "brief"."""

    start: int
    end: int
    kind: str


def cuts(text: str, block: Block, section: str) -> Iterator[Cut]:
    """The labels in a block, in order."""
    mark = BULLET.match(block.text)
    begin = block.start + (mark.end() if mark else 0)
    run_on = len(block.text) > RUN_ON
    for first, last in sentences(text, begin, block.end):
        at = first
        for match in COLON.finditer(text, first, last):
            cut = labelled(text, at, match.start(), block, section)
            if cut and match.end() < block.end:
                yield Cut(cut.start, match.end(), cut.kind)
                at = match.end()
        cut = title_case(text, first, last) if run_on and at == first else None
        if cut:
            yield cut


def labelled(text: str, begin: int, colon: int, block: Block, section: str) -> Cut | None:
    """The label that ends at a colon; in a run-on text its first word is found by its capital."""
    run_on = len(block.text) > RUN_ON
    near = max(begin, colon - LONGEST_LEAD_IN)
    starts = [near + match.start() for match in WORD.finditer(text[near:colon])]
    for start in starts[-LONGEST_LABEL:]:
        whole = near == begin and start == starts[0]
        if whole or (run_on and text[start].isupper()):
            label = text[start:colon]
            field = field_of(label)
            kind = announced(label, strong=whole)
            if field or kind:
                named = "title" if field in ("title", "company") else "field"
                brief = "brief" if kind == "boilerplate" and is_brief(label) else kind
                return Cut(start, colon, named if field else brief)
    kind = led(text[begin:colon]) if near == begin else ""
    if not kind or block.bullet or (kind == "duties" and section in ("must", "nice")):
        return None
    return Cut(begin, colon, kind)


def title_case(text: str, start: int, end: int) -> Cut | None:
    """A heading that lost its line: "The Role" before a word with a capital."""
    words = [*WORD.finditer(text, start, min(end, start + 80))][: LONGEST_LABEL + 1]
    for size in range(len(words) - 1, 1, -1):
        label = text[start : words[size - 1].end()]
        after = words[size][0]
        titled = all(w[0][0].isupper() or w[0] in LITTLE for w in words[:size])
        if titled and after[0].isupper() and (kind := announced(label, strong=False)):
            return Cut(start, words[size - 1].end(), kind)
    return None


def value_end(text: str, cut: Cut, block: Block) -> int:
    """Where the value of a field ends: with its sentence, or after a few words of a run-on text."""
    first, last = next(sentences(text, cut.end, block.end), (cut.end, cut.end))
    if len(block.text) <= RUN_ON or cut.kind == "brief":
        return last
    ends = [match.end() for match in re.finditer(r"\S+", text[first:last])][:LONGEST_VALUE]
    return first + ends[-1] if ends else cut.end


def is_short(label: str) -> bool:
    """True for a real heading, false for a sentence that leads in a list."""
    return len(words_of(label)) <= 4

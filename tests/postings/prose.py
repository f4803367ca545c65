"""Adverts of invented firms as people write them, without the markup of a job board.

`prose_dev.txt` may be looked at while the reader is changed; `prose_held.txt` was written at the
same time, and put away until the change was finished. `prose_messy_dev.txt` and
`prose_messy_held.txt` are the same by another author, messier, from twenty trades and seven
languages. In the text, `{m ...}` is what the employer
must have, `{n ...}` a wish, `{d ...}` a duty and `{b ...}` pay, benefits, legal text or how to
apply; what has no mark may be read as anything. Facts have `||` between spellings that are right.
"""

import re
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
FACTS = ("title", "company", "place")
KINDS = {"m": "must", "n": "nice", "d": "duties", "b": "boilerplate"}
MARK = re.compile(r"\{([mndb]) |\}")


@dataclass(frozen=True, slots=True)
class Prose:
    """An advert: facts with their accepted spellings, text, and (kind, start, end) in it."""

    slug: str
    file: str
    facts: dict[str, tuple[str, ...]]
    text: str
    spans: tuple[tuple[str, int, int], ...]


def prose(part: str) -> tuple[Prose, ...]:
    """The adverts of `part`: "dev", "held", "messy_dev" or "messy_held"."""
    text = (HERE / f"prose_{part}.txt").read_text(encoding="utf-8")
    return tuple(one_advert(block) for block in re.split(r"^@ ", text, flags=re.MULTILINE)[1:])


def one_advert(block: str) -> Prose:
    slug, *lines = block.strip().split("\n")
    facts: dict[str, str] = {}
    while match := re.fullmatch(r"(title|company|place|file): ?(.*)", lines[0]):
        facts[match[1]] = match[2]
        del lines[0]
    spellings = {
        fact: tuple(one.strip() for one in facts.get(fact, "").split("||")) for fact in FACTS
    }
    text, spans = unmarked("\n".join(lines).strip())
    return Prose(slug, facts.get("file", ""), spellings, text, spans)


def unmarked(marked: str) -> tuple[str, tuple[tuple[str, int, int], ...]]:
    """The text without marks, and the spans; a mark may stand inside another one."""
    pieces: list[str] = []
    spans: list[tuple[str, int, int]] = []
    opened: list[tuple[str, int]] = []
    at = size = 0
    for match in MARK.finditer(marked):
        pieces.append(marked[at : match.start()])
        size += match.start() - at
        at = match.end()
        if opened:
            kind, start = opened[-1]
            if size > start:
                spans.append((kind, start, size))
        if match[1]:
            opened.append((KINDS[match[1]], size))
        else:
            opened.pop()
            if opened:
                opened[-1] = (opened[-1][0], size)
    pieces.append(marked[at:])
    return "".join(pieces), tuple(spans)

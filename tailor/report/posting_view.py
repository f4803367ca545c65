"""The posting as blocks of marked text: what asks for something is in a mark."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from tailor.models import Posting

Span = tuple[int, int]
ITEM = re.compile(r"\s*[-*•·▪‣◦–]\s+")
STEP = re.compile(r"\s*\d{1,2}[.)]\s")
LINE = re.compile(r"[^\n]+|\n(?=\n)")
QUIET = "boilerplate"


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text that some keywords have to do with, most to the point first."""

    start: int
    end: int
    keywords: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """Some text, in a mark if it has keywords; `first` if one of them was not mentioned before."""

    text: str
    keywords: tuple[int, ...] = ()
    first: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a posting: `kind` is heading, item, step (an item with a number), text or blank;
    `quiet` if it asks for nothing."""

    kind: str
    quiet: bool
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one kind: a heading, a paragraph or a list."""

    kind: str
    quiet: bool
    rows: tuple[tuple[Piece, ...], ...]


def posting_blocks(posting: Posting, spans: Mapping[int, Sequence[Span]]) -> tuple[Block, ...]:
    """The whole posting. `spans` tells for the number of each keyword where it is mentioned."""
    groups = groupby(posting_rows(posting, spans), key=lambda row: (row.kind, row.quiet))
    return tuple(
        Block(kind, quiet, tuple(row.pieces for row in some))
        for (kind, quiet), some in groups
        if kind != "blank"
    )


def posting_rows(posting: Posting, spans: Mapping[int, Sequence[Span]]) -> Iterator[Row]:
    marks, seen = merge_spans(spans), set[int]()
    for line in LINE.finditer(posting.text):
        bullet = ITEM.match(line[0])
        start = line.start() + (bullet.end() if bullet else 0)
        kind = row_kind(line[0])
        quiet, heading = passage_at(posting, start)
        if heading and line[0].strip(" #*_:").casefold() == heading.strip(" #*_:").casefold():
            kind = "heading"
        inside = [mark for mark in marks if mark.start < line.end() and mark.end > start]
        yield Row(kind, quiet, tuple(split_at_marks(posting.text, start, line.end(), inside, seen)))


def row_kind(line: str) -> str:
    if ITEM.match(line):
        return "item"
    if STEP.match(line):
        return "step"
    return "text" if line.strip() else "blank"


def quote_pieces(
    posting: Posting, quote: str, spans: Mapping[int, Sequence[Span]]
) -> tuple[Piece, ...]:
    """A sentence of the posting, without the sign of a list before it."""
    start = max(0, posting.text.find(quote))
    bullet = ITEM.match(quote)
    skipped = bullet.end() if bullet else 0
    if posting.text[start : start + len(quote)] != quote:
        return (Piece(quote[skipped:]),)
    start, end = start + skipped, start + len(quote)
    inside = [mark for mark in merge_spans(spans) if mark.start < end and mark.end > start]
    return tuple(split_at_marks(posting.text, start, end, inside, set()))


def passage_at(posting: Posting, place: int) -> tuple[bool, str]:
    """Whether what is at a place asks for nothing, and its heading."""
    for passage in posting.passages:
        if passage.start <= place < passage.end:
            return passage.kind == QUIET, passage.heading
    return False, ""


def term_mentions(posting: Posting, term: str, quotes: Sequence[str]) -> tuple[Span, ...]:
    """Where a term is in the sentences that ask for it, if its places are not in the report."""
    pattern = re.compile(r"\s+".join(map(re.escape, term.split())), re.IGNORECASE)
    spans: dict[Span, None] = {}
    for quote in quotes:
        start = posting.text.find(quote)
        match = pattern.search(posting.text, start, start + len(quote)) if start >= 0 else None
        if match and match.end() > match.start():
            spans[match.span()] = None
    return tuple(spans)


def merge_spans(spans: Mapping[int, Sequence[Span]]) -> tuple[Mark, ...]:
    """Spans that overlap become one mark; the keyword with the longest of them comes first."""
    clusters: list[list[tuple[int, int, int]]] = []
    for start, end, keyword in sorted((*span, n) for n, some in spans.items() for span in some):
        if clusters and start < max(span[1] for span in clusters[-1]):
            clusters[-1].append((start, end, keyword))
        elif end > start:
            clusters.append([(start, end, keyword)])
    return tuple(make_mark(some) for some in clusters)


def make_mark(some: Iterable[tuple[int, int, int]]) -> Mark:
    longest = sorted(some, key=lambda span: (span[0] - span[1], span[2]))
    keywords = tuple(dict.fromkeys(keyword for _, _, keyword in longest))
    return Mark(min(span[0] for span in longest), max(span[1] for span in longest), keywords)


def split_at_marks(
    text: str, start: int, end: int, marks: Iterable[Mark], seen: set[int]
) -> Iterator[Piece]:
    """The text from `start` to `end`; keywords of its marks join `seen`."""
    position = start
    for mark in marks:
        first, last = max(position, mark.start), min(end, mark.end)
        if first > position:
            yield Piece(text[position:first])
        yield Piece(text[first:last], mark.keywords, not seen.issuperset(mark.keywords))
        seen.update(mark.keywords)
        position = last
    if position < end:
        yield Piece(text[position:end])

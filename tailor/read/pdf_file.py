"""PDFs to lines: columns one after the other, headings by size and weight."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tailor.errors import InputError, Place, Problem
from tailor.read.builder import Sheet
from tailor.read.pdf_columns import columns
from tailor.read.pdf_layout import pages
from tailor.read.pdf_pages import Line, cleared, name_first, whole_dates
from tailor.read.understand import Span
from tailor.read.understand.blocks import MARK
from tailor.read.understand.vocabulary import section_kind

ITEM = re.compile(rf"{MARK.pattern}|^(?:\[\d{{1,3}}\]|\d{{1,2}}[.)])\s")
"""What begins an item of a list, numbered ones too."""
GAP = 1.65
"""Distance of two lines, in type sizes, from which there is a gap between them."""


def read_pdf(data: bytes, path: str) -> Sheet:
    """The lines of a PDF. Raises InputError or LimitError."""
    made = Sheet(whole=True)
    found, made.repaired = pages(data, path)
    kept, made.furniture = cleared(found)
    stretches = [rows for pieces in kept for rows in columns(whole_dates(pieces))]
    stretches[:1] = [name_first(rows) for rows in stretches[:1]]
    if not any(stretches):
        what = "the PDF is damaged, and no text of it can be read"
        hint = "open it in a viewer and print it to a new PDF"
        if not made.repaired:
            what = "there is no text in this PDF"
            hint = "a scanned page has to be read by OCR first"
        raise InputError(Problem(what, Place(path), hint=hint))
    every = [line for stretch in stretches for line in stretch]
    titles = headings(every)
    body = Counter(round(line.size) for line in every for _ in line.text).most_common(1)[0][0]
    for stretch in stretches:
        made.gap = True
        written(stretch, titles, body, made)
    made.hidden += [text for page in found for text in page.hidden]
    return made


def headings(every: Sequence[Line]) -> set[tuple[int, bool, bool]]:
    """The looks that lines with known section titles have."""
    body = Counter(line.look for line in every).most_common(1)
    known = Counter(
        line.look for line in every if section_kind(line.text) and len(line.pieces) == 1
    )
    usual = known.most_common(1)[0] if known else None
    return {
        look
        for look, count in known.items()
        if [look] != [one for one, _ in body]
        and (count > 1 or usual is None or usual[1] < 3 or is_louder(look, usual[0]))
    }


def is_louder(look: tuple[int, bool, bool], usual: tuple[int, bool, bool]) -> bool:
    """Whether a look is no smaller than another, and in capitals if that one is."""
    return look[0] >= usual[0] and look[2] >= usual[2]


def written(
    stretch: Sequence[Line], titles: set[tuple[int, bool, bool]], body: int, made: Sheet
) -> None:
    """Adds the lines of a column; lines that go on are joined."""
    edge = max((line.pieces[-1].right for line in stretch), default=0.0)
    before: Line | None = None
    text_left = 0.0
    for line in stretch:
        far = before is None or before.pieces[0].base - line.pieces[0].base > GAP * line.size
        marked = bool(ITEM.match(line.text)) or line.pieces[0].text in "•◦▪–-*"
        if before is not None and not marked and not far and goes_on(before, line, edge, text_left):
            lengthen(line, made)
        else:
            made.gap = made.gap or far or text_left > 0
            heads = line.look in titles and len(line.pieces) == 1 and not marked
            loud = heads and (
                section_kind(line.text) or round(line.size) > body or line.text.isupper()
            )
            made.add("heading" if loud else "text", list(spans(line)), 1)
            text_left = indent(line) if marked else 0.0
        before = line


def indent(line: Line) -> float:
    """Where the text of a bullet begins: behind its mark."""
    return line.pieces[1].left if len(line.pieces) > 1 else line.pieces[0].inner


def goes_on(before: Line, line: Line, edge: float, text_left: float) -> bool:
    """Whether a line goes on with the one before it."""
    first = line.pieces[0]
    if before.text.count("(") > before.text.count(")") and ")" in first.text:
        return not first.bold
    if len(line.pieces) > 1 or abs(before.size - line.size) > 0.6:
        return False
    if text_left:
        return first.left >= text_left - 1.5 and first.italic <= before.pieces[-1].italic
    full = before.pieces[-1].right > edge - 0.18 * (edge - before.pieces[0].left)
    same = abs(before.pieces[0].left - first.left) < 3 or first.left > before.pieces[0].left
    plain = not first.runs[0].bold and len(before.pieces) == 1 and not before.pieces[0].bold
    return full and same and plain and len(before.text) > 50


def lengthen(line: Line, made: Sheet) -> None:
    """Adds a line to the last block."""
    from tailor.read.understand.blocks import block, joined

    last = made.blocks[-1]
    more = block("quote", list(spans(line)), last.line, last.last)
    if more is not None:
        head, tail = replace(last, cells=last.cells[:1]), last.cells[1:]
        whole = joined(head, more)
        made.blocks[-1] = replace(whole, cells=(*whole.cells, *tail))
        made.texts[-1] += f" {line.text}"


def spans(line: Line) -> Iterator[Span]:
    for number, piece in enumerate(line.pieces):
        if number:
            yield Span("\t")
        for run in piece.runs:
            yield Span(run.text, run.bold, run.italic, run.url)

"""Reads a PDF: columns, lines, page headers."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from tailor.errors import InputError, Place, Problem
from tailor.importers.base import ImportedTree
from tailor.importers.line_builder import LineBuilder, import_sheet
from tailor.importers.pdf_layout import Page, Piece, Run, read_layout
from tailor.resume_parser.blocks import MARK, Span
from tailor.resume_parser.date_ranges import DASHES, NOW, find_periods
from tailor.resume_parser.sections import NUMBER
from tailor.resume_parser.vocabulary import has_spaced_letters, join_letters, section_kind

EDGE = 3
"""Lines at the top and at the bottom of a page among which its furniture is looked for."""
FOOT = 2.2
"""Distance from the line above, in type sizes, of a line at the foot of a page."""
LARGE = 1.25
"""How much larger than all else, above a section, the name of a person is set."""
OPEN = re.compile(rf"[{DASHES}](?:\s*[^\W\d]{{3,}}\.?)?$")
ENDS = re.compile(
    rf"(?:[-–—]\s{{0,9}})?(?:{NOW}|(?:[^\W\d]{{0,20}}\.?\s{{0,9}}|\d{{1,2}}[/.])\d{{4}})"
    r"|[-–—]\s*[^\W\d]{3,}",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Line:
    """The pieces on one baseline of a column."""

    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        return " ".join(piece.text for piece in self.pieces)

    @property
    def size(self) -> float:
        return max(piece.size for piece in self.pieces)

    @property
    def base(self) -> float:
        return self.pieces[0].base

    @property
    def look(self) -> tuple[int, bool, bool]:
        """Size, weight and case: by these headings are recognised."""
        bold = all(piece.bold for piece in self.pieces)
        return round(self.size), bold, self.text.isupper()


def group_lines(pieces: Sequence[Piece]) -> list[Line]:
    """Pieces on one baseline together, from top to bottom."""
    return list(iterate_lines(pieces))


def iterate_lines(pieces: Sequence[Piece]) -> Iterator[Line]:
    """As `group_lines`, one by one, for callers that need only the first few."""
    row: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: (-piece.base, piece.left)):
        if row and not is_beside_row(row, piece):
            yield Line(tuple(sorted(row, key=lambda piece: piece.left)))
            row = []
        row.append(piece)
    if row:
        yield Line(tuple(sorted(row, key=lambda piece: piece.left)))


def is_beside_row(row: list[Piece], piece: Piece) -> bool:
    """Whether a piece is on the line of others: nearly as low, and not above or below one."""
    small, large = sorted((row[0].size, piece.size))
    near = abs(row[0].base - piece.base) < 0.45 * small + 0.2 * (large - small)
    return near and not any(piece.left < p.right - 2 and p.left < piece.right - 2 for p in row)


def strip_page_furniture(pages: Sequence[Page]) -> tuple[list[list[Piece]], list[str]]:
    """The pieces of each page without page numbers and running heads, and the texts of these.

    A line at the edge of a page that is in the same place on an earlier page is left out, and so
    is the earlier one, unless it may be the head of the CV.
    """
    rows = [group_lines(page.pieces) for page in pages]
    seen = Counter(line_signature(line) for row in rows for line in edge_lines(row))
    signatures: set[tuple[int, str]] = set()
    remaining: list[list[Piece]] = []
    furniture: list[str] = []
    for row in rows:
        outer = edge_lines(row)
        repeated = [line for line in row[-1:] if not REACHED.search(line.text)]
        repeated += row[:1] if row is not rows[0] else []
        away = [
            line
            for line in outer
            if is_number(line)
            or line_signature(line) in signatures
            or (seen[line_signature(line)] > 1 and line in repeated)
        ]
        signatures |= {line_signature(line) for line in outer}
        furniture += [line.text for line in away]
        removed = {id(piece) for line in away for piece in line.pieces}
        remaining.append(
            [piece for line in row for piece in line.pieces if id(piece) not in removed]
        )
    return remaining, furniture


REACHED = re.compile(r"@|www\.|://|(?:\d[\s()/-]{0,3}){7}")
"""Contact data, which may be at the foot of the first page."""


def edge_lines(row: Sequence[Line]) -> list[Line]:
    return [*row[:EDGE], *row[max(EDGE, len(row) - EDGE) :]]


def line_signature(line: Line) -> tuple[int, str]:
    """Where a line is, and its words without figures."""
    return round(line.base), re.sub(r"[\W\d_]+", " ", line.text).strip().casefold()


def is_number(line: Line) -> bool:
    return len(line.text) < 20 and bool(NUMBER.fullmatch(line.text))


def join_dates(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with dates in one that a narrow column broke: "Mar 2020 –" over "Present"."""
    joined = sorted(pieces, key=lambda piece: -piece.base)
    index = 0
    while index < len(joined):
        piece, last = joined[index], joined[index]
        while below := continuation_below(piece, last, joined):
            joined.remove(below)
            runs = (*piece.runs, Run(" ", False, False, ""), *below.runs)
            piece, last = replace(piece, runs=runs), below
        joined[index] = piece
        index += 1
    return joined


def continuation_below(piece: Piece, last: Piece, pieces: Sequence[Piece]) -> Piece | None:
    """The piece directly below the last line of a date that continues it."""
    if not find_periods(piece.text):
        return None
    below = [other for other in pieces if is_below(last, other) and ENDS.fullmatch(other.text)]
    follows = len(below) == 1 and (OPEN.search(piece.text) or below[0].text[:1] in DASHES)
    return below[0] if follows else None


def is_below(upper: Piece, lower: Piece) -> bool:
    """Whether a piece is directly below another one, in the same column."""
    near = 0.5 * upper.size < upper.base - lower.base < 1.7 * upper.size
    return near and (abs(upper.left - lower.left) < 3 or abs(upper.right - lower.right) < 9)


def is_margin(left: Sequence[Line]) -> bool:
    """Whether a column is but the dates and labels of what is in the next one."""

    def begins_with_date(text: str) -> bool:
        periods = find_periods(text)
        return bool(ENDS.fullmatch(text)) or (bool(periods) and not periods[0].begin)

    return sum(begins_with_date(line.text) for line in left) * 3 >= len(left)


def title_margin(left: Sequence[Piece], right: Sequence[Piece]) -> list[list[Line]]:
    """The lines of each section below its title, if the titles are in a column of their own.

    First come the lines of that column above the titles.
    """
    titles: list[Piece] = []
    last: Piece | None = None
    for line in group_lines(left):
        piece = line.pieces[0]
        if last is not None and is_below(last, piece):
            runs = (*titles[-1].runs, Run(" ", False, False, ""), *piece.runs)
            titles[-1] = replace(titles[-1], runs=runs)
        else:
            titles.append(piece)
        last = piece
    numbers = [number for number, piece in enumerate(titles) if is_section_title(piece.text)]
    if len(numbers) < 2 or numbers != list(range(numbers[0], len(titles))):
        return []
    head, titles = titles[: numbers[0]], titles[numbers[0] :]
    tops = [title.base + title.size for title in titles]
    edges = [10_000.0, *tops[1:], -10_000.0]
    return [
        [Line((title,)) for title in head],
        *(
            [Line((title,)), *group_lines([p for p in right if edges[n + 1] < p.base <= edges[n]])]
            for n, title in enumerate(titles)
        ),
    ]


def name_first(rows: list[Line]) -> list[Line]:
    """The lines with the largest one of the head first, and behind it a foot with addresses."""
    if not rows:
        return rows
    largest = max(rows, key=lambda line: line.size)
    others = [line.size for line in rows if line is not largest]
    if not others or largest.size < LARGE * sorted(others)[len(others) // 2]:
        return rows
    index = rows.index(largest)
    foot = max(foot_of(rows), index + 1)
    return [largest, *rows[:index], *rows[foot:], *rows[index + 1 : foot]]


def foot_of(rows: Sequence[Line]) -> int:
    """Where the lines at the foot of a page begin, if they have an e-mail address in them."""
    for index in range(max(len(rows) - EDGE, 1), len(rows)):
        far = rows[index - 1].base - rows[index].base > FOOT * rows[index].size
        if far and any("@" in line.text for line in rows[index:]):
            return index
    return len(rows)


GUTTER = 9.0
"""Width in pt of the least gap between two columns."""
FEWEST = 5
"""Lines that a column has at least."""
MOST_PIECES = 1500
"""Pieces of a page among which columns are looked for: of more, each letter is one."""


def read_columns(pieces: list[Piece]) -> Iterator[list[Line]]:
    """The lines of a page, column by column: a page is cut where a gutter runs through it."""
    cut = find_gutter(pieces) if len(pieces) <= MOST_PIECES else None
    if cut is None:
        yield group_lines(pieces)
        return
    left, right, top, bottom = cut
    above = [piece for piece in pieces if piece.base >= top]
    below = [piece for piece in pieces if piece.base < bottom]
    if sections := title_margin(left, right):
        yield from (group_lines(above), *sections, group_lines(below))
        return
    sides = (
        (right, left) if largest_size(right) > LARGE * largest_size(left + above) else (left, right)
    )
    for part in (above, *sides, below):
        if part:
            yield from read_columns(part) if part is not pieces else [group_lines(part)]


def largest_size(pieces: list[Piece]) -> float:
    return max((piece.size for piece in pieces), default=0.0)


Cut = tuple[list[Piece], list[Piece], float, float]


def find_gutter(pieces: list[Piece]) -> Cut | None:
    """What is left and right of a gutter, and the heights between which it runs."""
    best: Cut | None = None
    for x in sorted({round(piece.left) for piece in pieces}):
        crossing = [p for p in pieces if p.left < x - GUTTER and p.right > x - GUTTER / 2]
        free = [piece.base for piece in crossing]
        for top, bottom in crossing_stretches(free, pieces):
            inner = [piece for piece in pieces if bottom <= piece.base < top]
            left = [piece for piece in inner if piece.right <= x - GUTTER / 2]
            right = [piece for piece in inner if piece.left >= x - 1]
            left, right, top = below_rows(*split_head(left, right, top))
            inner = [piece for piece in inner if piece.base < top]
            whole = len(left) + len(right) == len(inner)
            if not whole or not is_column(left, right):
                continue
            worth = len(inner), share_at_edge(right)
            if best is None or worth > (sum(map(len, best[:2])), share_at_edge(best[1])):
                best = (left, right, top, bottom)
    return best


def share_at_edge(pieces: Sequence[Piece]) -> float:
    """Share of the lines that begin where most of them do."""
    edges = Counter(round(line.pieces[0].left) for line in iterate_lines(pieces))
    return edges.most_common(1)[0][1] / edges.total()


def split_head(
    left: list[Piece], right: list[Piece], top: float
) -> tuple[list[Piece], list[Piece], float]:
    """The columns without a head that is above one of them only, such as a centred name."""
    if not left or not right:
        return left, right, top
    start = min(max(piece.base for piece in left), max(piece.base for piece in right)) + 0.01
    for side in (left, right):
        edge = Counter(round(piece.left) for piece in side).most_common(1)[0][0]
        if any(piece.base >= start and abs(piece.left - edge) < 3 for piece in side):
            return left, right, top
    return (
        [piece for piece in left if piece.base < start],
        [piece for piece in right if piece.base < start],
        min(top, start),
    )


def below_rows(
    left: list[Piece], right: list[Piece], top: float
) -> tuple[list[Piece], list[Piece], float]:
    """The columns without rows above them that are on both sides, such as contact data."""
    while left and right:
        lower, higher = sorted((left, right), key=lambda side: next(iterate_lines(side)).base)
        first = next(iterate_lines(lower))
        above = list(lines_above(first.base - 0.45 * first.size, higher))
        level = above and abs(above[-1].base - first.base) < 0.45 * first.size
        titles = any(is_section_title(line.text) for line in (first, *above))
        if not level or titles or is_row_of_titles([first, *above[-1:]], left + right):
            break
        top = min(first.base, above[-1].base)
        left = [piece for piece in left if piece.base < top]
        right = [piece for piece in right if piece.base < top]
    return left, right, top


def is_row_of_titles(row: Sequence[Line], pieces: Sequence[Piece]) -> bool:
    """Whether the lines of a row are set in one size, larger than most, that comes again below."""
    usual = median(piece.size for piece in pieces)
    size = row[0].size
    again = any(
        abs(piece.size - size) < 0.1 and piece.base < row[0].base - size for piece in pieces
    )
    return again and size > 1.05 * usual and all(abs(line.size - size) < 0.1 for line in row)


def lines_above(base: float, pieces: list[Piece]) -> Iterator[Line]:
    """The lines of a column that are not below a height."""
    for line in iterate_lines(pieces):
        if all(piece.base < base for piece in line.pieces):
            return
        if line.base >= base:
            yield line


def crossing_stretches(crossed: list[float], pieces: list[Piece]) -> Iterator[tuple[float, float]]:
    """The heights between lines that cross a gutter."""
    edges = [10_000.0, *sorted(crossed, reverse=True), -10_000.0]
    for top, bottom in pairwise(edges):
        if sum(bottom < piece.base < top for piece in pieces) >= 2 * FEWEST:
            yield top, bottom + 0.01


def is_section_title(text: str) -> bool:
    """Whether a line is a usual title of a section, also in spaced letters."""
    return bool(section_kind(join_letters(text) if has_spaced_letters(text) else text))


def is_column(left: list[Piece], right: list[Piece]) -> bool:
    """Whether two sides are columns of their own, not the two ends of the same lines."""
    sides = sorted((group_lines(left), group_lines(right)), key=len)
    if len(sides[0]) < FEWEST or is_margin(group_lines(left)):
        return False
    if all(any(is_section_title(line.text) for line in side) for side in sides):
        return True
    bases = [line.pieces[0].base for line in sides[1]]
    level = sum(any(abs(line.pieces[0].base - base) < 1 for base in bases) for line in sides[0])
    if level >= 0.9 * len(sides[0]):
        return False
    return share_at_edge(right) >= 0.4


ITEM = re.compile(rf"{MARK.pattern}|^(?:\[\d{{1,3}}\]|\d{{1,2}}[.)])\s")
"""What begins an item of a list, numbered ones too."""
GAP = 1.65
"""Distance of two lines, in type sizes, from which there is a gap between them."""


def read_pdf(data: bytes, path: str) -> LineBuilder:
    """The lines of a PDF. Raises InputError or LimitError."""
    builder = LineBuilder(whole=True)
    pages, builder.repaired = read_layout(data, path)
    by_page, builder.furniture = strip_page_furniture(pages)
    stretches = [rows for pieces in by_page for rows in read_columns(join_dates(pieces))]
    stretches[:1] = [name_first(rows) for rows in stretches[:1]]
    if not any(stretches):
        what = "the PDF is damaged, and no text of it can be read"
        hint = "open it in a viewer and print it to a new PDF"
        if not builder.repaired:
            what = "there is no text in this PDF"
            hint = "a scanned page has to be read by OCR first"
        raise InputError(Problem(what, Place(path), hint=hint))
    every = [line for stretch in stretches for line in stretch]
    titles = heading_looks(every)
    body = Counter(round(line.size) for line in every for _ in line.text).most_common(1)[0][0]
    for stretch in stretches:
        builder.gap = True
        add_lines(stretch, titles, body, builder)
    builder.hidden += [text for page in pages for text in page.hidden]
    builder.notes += [f"the note “{text}”" for page in pages for text in page.notes]
    builder.notes += [f"up or down the page: “{text}”" for page in pages for text in page.sideways]
    return builder


def heading_looks(every: Sequence[Line]) -> set[tuple[int, bool, bool]]:
    """The looks that lines with known section titles have."""
    body = Counter(line.look for line in every).most_common(1)
    titled = Counter(
        line.look for line in every if is_section_title(line.text) and len(line.pieces) == 1
    )
    usual = titled.most_common(1)[0] if titled else None
    return {
        look
        for look, count in titled.items()
        if [look] != [look_of_body for look_of_body, _ in body]
        and (count > 1 or usual is None or usual[1] < 3 or is_louder(look, usual[0]))
    }


def is_louder(look: tuple[int, bool, bool], usual: tuple[int, bool, bool]) -> bool:
    """Whether a look is at least as large as another, and in capitals if that one is."""
    return look[0] >= usual[0] and look[2] >= usual[2]


def add_lines(
    stretch: Sequence[Line], titles: set[tuple[int, bool, bool]], body: int, builder: LineBuilder
) -> None:
    """Adds the lines of a column; lines that continue are joined."""
    edge = max((line.pieces[-1].right for line in stretch), default=0.0)
    before: Line | None = None
    text_left = 0.0
    for line in stretch:
        far = before is None or before.pieces[0].base - line.pieces[0].base > GAP * line.size
        marked = bool(ITEM.match(line.text)) or line.pieces[0].text in "•◦▪–-*"
        if (
            before is not None
            and not marked
            and not far
            and is_wrapped_line(before, line, edge, text_left)
        ):
            extend_last_block(line, builder)
        else:
            builder.gap = builder.gap or far or text_left > 0
            heads = line.look in titles and len(line.pieces) == 1 and not marked
            loud = heads and (
                is_section_title(line.text) or round(line.size) > body or line.text.isupper()
            )
            builder.add("heading" if loud else "text", list(line_spans(line)), 1)
            text_left = bullet_indent(line) if marked else 0.0
        before = line


def bullet_indent(line: Line) -> float:
    """Where the text of a bullet begins: behind its mark."""
    return line.pieces[1].left if len(line.pieces) > 1 else line.pieces[0].inner


def is_wrapped_line(before: Line, line: Line, edge: float, text_left: float) -> bool:
    """Whether a line continues the one before it."""
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


def extend_last_block(line: Line, builder: LineBuilder) -> None:
    """Adds a line to the last block."""
    from tailor.resume_parser.blocks import join_blocks, make_block

    last = builder.blocks[-1]
    more = make_block("quote", list(line_spans(line)), last.line, last.last)
    if more is not None:
        head, tail = replace(last, cells=last.cells[:1]), last.cells[1:]
        whole = join_blocks(head, more)
        builder.blocks[-1] = replace(whole, cells=(*whole.cells, *tail))
        builder.texts[-1] += f" {line.text}"


def line_spans(line: Line) -> Iterator[Span]:
    for number, piece in enumerate(line.pieces):
        if number:
            yield Span("\t")
        for run in piece.runs:
            yield Span(run.text, run.bold, run.italic, run.url)


def import_file(data: bytes, path: str) -> ImportedTree:
    return import_sheet(read_pdf(data, path), path)

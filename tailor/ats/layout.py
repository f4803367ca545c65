"""The lines of a PDF and where they are, in the order in which the file draws them."""

from collections.abc import Iterator
from dataclasses import dataclass

from tailor.pdf.drawing import WORD_GAP, Box, Letter, Shape, Style, read_drawings

GAP = 1.2
"""White space of more than this many times the type size divides a line."""
MOST_PAGES = 50


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one style without a gap: left, bottom, right, top and type size in pt."""

    text: str
    box: Box
    size: float
    style: Style


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a line between gaps."""

    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs).strip()

    @property
    def left(self) -> float:
        return self.runs[0].box[0]

    @property
    def right(self) -> float:
        return self.runs[-1].box[2]


@dataclass(frozen=True, slots=True)
class Line:
    """What is on one baseline and is drawn in one go; `base` is its height in pt."""

    page: int
    base: float
    segments: tuple[Segment, ...]

    @property
    def text(self) -> str:
        return " ".join(segment.text for segment in self.segments)

    @property
    def first(self) -> Run:
        runs = (run for segment in self.segments for run in segment.runs)
        return max(list(runs)[:2], key=lambda run: len(run.text.strip(" •-–*▪◦·")) > 0)

    @property
    def size(self) -> float:
        return max(run.size for segment in self.segments for run in segment.runs)

    @property
    def left(self) -> float:
        return self.segments[0].left

    @property
    def right(self) -> float:
        return self.segments[-1].right


@dataclass(frozen=True, slots=True)
class Page:
    """`box` is what of the page is shown: left, bottom, right, top in pt, before it is
    turned by so many degrees; `unseen` are texts that leave no mark on it; `unmapped` are the
    fonts of glyphs that stand for no character, one name for each glyph."""

    box: Box
    turned: int
    lines: tuple[Line, ...]
    shapes: tuple[Shape, ...]
    unseen: tuple[str, ...] = ()
    unmapped: tuple[str, ...] = ()

    @property
    def width(self) -> float:
        return self.box[2] - self.box[0]

    @property
    def height(self) -> float:
        return self.box[3] - self.box[1]

    @property
    def runs(self) -> Iterator[Run]:
        return (run for line in self.lines for part in line.segments for run in part.runs)


def read_pages(pdf: bytes) -> tuple[Page, ...]:
    """The pages as PDFium sees them, at most 50; what PDFium raises comes through."""
    pages = []
    for number, sheet in enumerate(read_drawings(pdf, MOST_PAGES, find_unseen=True)):
        lines = tuple(group_into_lines(map(letter_run, sheet.letters), number))
        unmapped = tuple(letter.style.font for letter in sheet.letters if not letter.is_mapped)
        pages.append(Page(sheet.box, sheet.turned, lines, sheet.shapes, sheet.unseen, unmapped))
    return tuple(pages)


def letter_run(letter: Letter) -> Run:
    """A letter as a run of its own, from its baseline up."""
    left, _, right, top = letter.box
    box = (left, min(letter.base, top), right, max(letter.base, top))
    return Run(letter.text, box, letter.size, letter.style)


def group_into_lines(runs: Iterator[Run], page: int) -> Iterator[Line]:
    """Characters to lines: a new one begins where the baseline changes or the pen goes back."""
    line: list[Run] = []
    for run in runs:
        if line and not is_same_line(line[-1], run):
            yield Line(page, line[0].box[1], tuple(split_into_segments(line)))
            line = []
        if run.text.isspace() and not line:
            continue
        line.append(run)
    if line:
        yield Line(page, line[0].box[1], tuple(split_into_segments(line)))


def is_same_line(last: Run, run: Run) -> bool:
    size = max(last.size, run.size, 1)
    return abs(last.box[1] - run.box[1]) < 0.4 * size and run.box[0] > last.box[0] - 0.5 * size


def split_into_segments(line: list[Run]) -> Iterator[Segment]:
    """Characters of a line to pieces, and in each piece to runs of one style."""
    piece: list[Run] = []
    for run in line:
        gap = run.box[0] - piece[-1].box[2] if piece else 0
        if piece and gap > GAP * max(run.size, 1):
            yield Segment(tuple(piece))
            piece = []
        if piece and is_same_style(piece[-1].style, run.style):
            piece[-1] = join_runs(piece[-1], run, gap)
        else:
            piece.append(run if not piece or gap < WORD_GAP * run.size else add_space(run))
    if piece:
        yield Segment(tuple(piece))


def is_same_style(first: Style, second: Style) -> bool:
    return (first.font, first.colour, first.mode) == (second.font, second.colour, second.mode)


def add_space(run: Run) -> Run:
    return run if run.text.isspace() else Run(" " + run.text, run.box, run.size, run.style)


def join_runs(first: Run, second: Run, gap: float) -> Run:
    wide = gap > WORD_GAP * second.size and not first.text.endswith(" ")
    text = first.text + (add_space(second).text if wide else second.text)
    left, bottom, _, top = first.box
    box = (left, min(bottom, second.box[1]), second.box[2], max(top, second.box[3]))
    return Run(text, box, max(first.size, second.size), first.style)  # `replace` is slow.

"""Where everything stands on the pages of a PDF, in the order in which the file draws it."""

from collections.abc import Iterator
from dataclasses import dataclass

Box = tuple[float, float, float, float]
Colour = tuple[int, int, int, int]
CONTRAST = 24
"""Colours that differ by less than this in each channel (0-255) look the same."""


@dataclass(frozen=True, slots=True)
class Style:
    """How letters are drawn. `mode` 3 and 7 draw nothing; `depth` is the place in drawing order."""

    font: str = ""
    bold: bool = False
    italic: bool = False
    colour: Colour = (0, 0, 0, 255)
    mode: int = 0
    depth: int = -1


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of one style without a gap: left, bottom, right, top and type size in pt."""

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
    """What stands on one baseline and is drawn in one go; `base` is its height in pt."""

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
class Shape:
    """An image ("image"), a filled area ("area"), or one of unknown outline ("unclear")."""

    kind: str
    box: Box
    colour: Colour
    depth: int


@dataclass(frozen=True, slots=True)
class Page:
    """`box` is what of the page is shown: left, bottom, right, top in pt, before it is
    turned by so many degrees; `unseen` are texts that leave no mark on it."""

    box: Box
    turned: int
    lines: tuple[Line, ...]
    shapes: tuple[Shape, ...]
    unseen: tuple[str, ...] = ()

    @property
    def width(self) -> float:
        return self.box[2] - self.box[0]

    @property
    def height(self) -> float:
        return self.box[3] - self.box[1]

    @property
    def runs(self) -> Iterator[Run]:
        return (run for line in self.lines for part in line.segments for run in part.runs)

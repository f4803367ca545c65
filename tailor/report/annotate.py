"""Where the lines of the résumé are on the picture of the page."""

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from tailor.report.pages import Letter, Rect, RenderedPage
from tailor.report.view_model import Line

Span = tuple[int, int]
ENDS = frozenset(" \t\r\n,;.:|()[]•·–—/'’\"“”!?…")
"""Next to these a text is a whole one; "C" is none in "C++"."""
RANKS = {"heading": 1, "group": 1, "line": 2, "skill": 3}
"""Roles that are with others, in the order in which they are looked for."""
FAR = 40
"""Places of one piece that are weighed against those of another."""
WRONG = 1_000_000
"""What it counts to be on the wrong side of a line's anchor, in characters."""
LEAN = 0.6
"""Share of the lower box's height by which boxes of one line overlap at least."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A line to be found: its key in the master, its role, and its printed text."""

    key: str
    role: str
    text: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place in the text before or after which a line is."""

    place: int
    before: bool


@dataclass(frozen=True, slots=True)
class Text:
    """The characters of all pages in a row: `plain` is what they say without white space and case,
    and `places` tells for each of its characters which letter it comes from."""

    letters: tuple[Letter, ...]
    plain: str
    places: tuple[int, ...]

    def spans(self, text: str, within: Span | None = None) -> Iterator[Span]:
        """Where a text is as a whole one, in order."""
        plain = fold_text(text)
        start, stop = within or (0, len(self.plain))
        for match in re.finditer(f"(?={re.escape(plain)})", self.plain[start:stop]):
            first = start + match.start()
            if plain and first + len(plain) <= stop and self.is_whole(first, first + len(plain)):
                yield first, first + len(plain)

    def is_whole(self, start: int, stop: int) -> bool:
        return self.ends(self.places[start] - 1) and self.ends(self.places[stop - 1] + 1)

    def ends(self, place: int) -> bool:
        return not 0 <= place < len(self.letters) or self.letters[place].text in ENDS

    def rects(self, spans: Sequence[Span]) -> tuple[Rect, ...]:
        """Boxes around spans, one for each printed line."""
        boxes: list[Rect] = []
        for start, stop in sorted(spans):
            for place in dict.fromkeys(self.places[start:stop]):
                box = self.letters[place].box
                if boxes and is_same_line(boxes[-1], box):
                    boxes[-1] = union_box(boxes[-1], box)
                else:
                    boxes.append(box)
        return tuple(boxes)


def fold_text(text: str) -> str:
    return "".join(text.casefold().split())


def is_same_line(first: Rect, second: Rect) -> bool:
    """Whether two boxes are in one printed line."""
    shared = min(first.y + first.height, second.y + second.height) - max(first.y, second.y)
    return first.page == second.page and shared > LEAN * min(first.height, second.height)


def union_box(first: Rect, second: Rect) -> Rect:
    left, top = min(first.x, second.x), min(first.y, second.y)
    right = max(first.x + first.width, second.x + second.width)
    bottom = max(first.y + first.height, second.y + second.height)
    return Rect(first.page, left, top, right - left, bottom - top)


def page_text(sheets: Sequence[RenderedPage]) -> Text:
    """What all pages say, one after the other."""
    letters = tuple(letter for sheet in sheets for letter in sheet.letters)
    folded = [
        (char, place) for place, letter in enumerate(letters) for char in fold_text(letter.text)
    ]
    plain = "".join(char for char, _ in folded)
    return Text(letters, plain, tuple(place for _, place in folded))


def locate_lines(text: Text, lines: Sequence[Wanted]) -> Mapping[str, tuple[Span, ...]]:
    """Where each line is, by its key; a line that is not found is left out.

    Sentences come first, for each occurs only once; then what heads them, nearest to them;
    then lists of skills, in their category.
    """
    located: dict[str, tuple[Span, ...]] = {}
    taken: set[int] = set()
    for line in sorted(lines, key=lambda line: (RANKS.get(line.role, 0), -len(line.text))):
        below = [other for other in lines if other.key.startswith(f"{line.key}/")]
        parts = line.text.split(". ") if line.role in RANKS else []
        skills = [other.text for other in below if other.role == "skill"]
        side = find_anchor(line, below, located)
        for pieces in ([line.text], parts):
            spans = closest_places(text, pieces, skills, side, taken)
            if spans:
                located[line.key] = spans
                taken.update(place for span in spans for place in range(*span))
                break
    return located


def find_anchor(
    line: Wanted, below: Sequence[Wanted], located: Mapping[str, tuple[Span, ...]]
) -> Anchor | None:
    """What a line is close to: the first that it heads, or what heads it."""
    starts = [located[inner.key][0][0] for inner in below if inner.key in located]
    if starts:
        return Anchor(min(starts), before=True)
    heads = [key for key in located if line.role == "skill" and line.key.startswith(f"{key}/")]
    return Anchor(located[max(heads, key=len)][0][0], before=False) if heads else None


def closest_places(
    text: Text,
    pieces: Sequence[str],
    skills: Sequence[str],
    side: Anchor | None,
    taken: set[int],
) -> tuple[Span, ...]:
    """The places of pieces that are closest to each other, to what they are next to, and to
    skills that they head.

    Pieces that are nowhere are left out, but not the first.
    """

    def free(piece: str) -> list[Span]:
        return [span for span in text.spans(piece) if taken.isdisjoint(range(*span))][:FAR]

    places = [free(piece) for piece in pieces]
    if not places or not places[0]:
        return ()
    more = [spans for spans in map(free, skills) if spans]
    present = [spans for spans in places if spans]
    ways = [gather_nearest([*present, *more], first) for first in present[0]]
    return tuple(min(ways, key=lambda spans: spans_spread(spans, side))[: len(present)])


def gather_nearest(places: Sequence[Sequence[Span]], first: Span) -> list[Span]:
    """The first piece's place, and for each other piece the nearest to it."""
    others = (min(spans, key=lambda span: abs(span[0] - first[0])) for spans in places[1:])
    return [first, *others]


def spans_spread(spans: Sequence[Span], side: Anchor | None) -> int:
    first = spans[0][0]
    apart = sum(abs(start - first) for start, _ in spans)
    if side is None:
        return apart
    wrong = first > side.place if side.before else first < side.place
    return apart + abs(first - side.place) + WRONG * wrong


def locate_words(text: Text, spans: Sequence[Span], words: str) -> tuple[Span, ...]:
    """Where words, several with ", " between, are inside some spans."""
    pairs = product(spans, dict.fromkeys(words.split(", ")))
    return tuple(span for within, word in pairs for span in text.spans(word, within))


@dataclass(frozen=True, slots=True)
class Spot:
    """Where on a page a line is."""

    line: Line
    rects: tuple[Rect, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """Where on a page words are that have to do with keywords."""

    keywords: tuple[int, ...]
    rect: Rect


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page: its size in points, its picture as a data URI, its text, and what is on it."""

    width: float
    height: float
    picture: str
    text: str
    spots: tuple[Spot, ...]
    words: tuple[Word, ...]

    @property
    def order(self) -> tuple[int, ...]:
        """The numbers of its lines, from top to bottom."""
        return tuple(spot.line.number for spot in self.spots)


def place_lines(sheets: Sequence[RenderedPage], lines: Sequence[Line]) -> tuple[Leaf, ...]:
    """The pages with every printed line that is found on them."""
    text = page_text(sheets)
    printed = {line.key: line for line in lines if line.chosen}
    wanted = [Wanted(line.key, line.role, line.text) for line in printed.values()]
    located = locate_lines(text, wanted)
    ranked = sorted(located, key=lambda key: located[key])
    spots = [Spot(printed[key], text.rects(located[key])) for key in ranked]
    marked = [word for key in ranked for word in word_boxes(text, printed[key], located[key])]
    return tuple(annotate_page(sheet, number, spots, marked) for number, sheet in enumerate(sheets))


def annotate_page(
    sheet: RenderedPage, number: int, spots: Sequence[Spot], marked: Sequence[Word]
) -> Leaf:
    on_page = [
        Spot(spot.line, rects)
        for spot in spots
        if (rects := tuple(rect for rect in spot.rects if rect.page == number))
    ]
    return Leaf(
        sheet.width,
        sheet.height,
        f"data:image/png;base64,{b64encode(sheet.picture).decode()}",
        sheet.text,
        tuple(on_page),
        tuple(word for word in marked if word.rect.page == number),
    )


def word_boxes(text: Text, line: Line, spans: Sequence[Span]) -> Iterator[Word]:
    """The words of a printed line that answer something."""
    keywords_at: dict[Span, list[int]] = {}
    for keyword in line.answers:
        for span in locate_words(text, spans, line.words.get(keyword, "")):
            keywords_at.setdefault(span, []).append(keyword)
    for span, keywords in keywords_at.items():
        for rect in text.rects([span]):
            yield Word(tuple(keywords), rect)

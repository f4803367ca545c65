"""The pages with what is marked on them."""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tailor.show.locate import Span, Text, Wanted, locate, reading, words
from tailor.show.sheet import Rect, Sheet
from tailor.show.view import Line


@dataclass(frozen=True, slots=True)
class Spot:
    """Where on a page a line stands."""

    line: Line
    rects: tuple[Rect, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """Where on a page words stand that have to do with keywords."""

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


def placed(sheets: Sequence[Sheet], lines: Sequence[Line]) -> tuple[Leaf, ...]:
    """The pages with every printed line that is found on them."""
    text = reading(sheets)
    printed = {one.key: one for one in lines if one.chosen}
    found = locate(text, [Wanted(one.key, one.role, one.text) for one in printed.values()])
    ranked = sorted(found, key=lambda key: found[key])
    spots = [Spot(printed[key], text.rects(found[key])) for key in ranked]
    marked = [word for key in ranked for word in marks(text, printed[key], found[key])]
    return tuple(leaf(one, number, spots, marked) for number, one in enumerate(sheets))


def leaf(sheet: Sheet, number: int, spots: Sequence[Spot], marked: Sequence[Word]) -> Leaf:
    here = [
        Spot(spot.line, rects)
        for spot in spots
        if (rects := tuple(rect for rect in spot.rects if rect.page == number))
    ]
    return Leaf(
        sheet.width,
        sheet.height,
        f"data:image/png;base64,{b64encode(sheet.picture).decode()}",
        sheet.text,
        tuple(here),
        tuple(word for word in marked if word.rect.page == number),
    )


def marks(text: Text, line: Line, spans: Sequence[Span]) -> Iterator[Word]:
    """The words of a printed line that answer something."""
    found: dict[Span, list[int]] = {}
    for keyword in line.answers:
        for span in words(text, spans, line.words.get(keyword, "")):
            found.setdefault(span, []).append(keyword)
    for span, keywords in found.items():
        for rect in text.rects([span]):
            yield Word(tuple(keywords), rect)

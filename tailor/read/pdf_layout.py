"""What stands where on the pages of a PDF: pieces of lines with their styles."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from tailor.errors import InputError, LimitError, Place, Problem

MOST_PAGES = 60
TINY = 3.5
"""Type of fewer pt than this is not meant to be read."""
BOLD = ("bold", "black", "heavy", "semibold", "demi", "-bd", "cmbx")
ITALIC = ("italic", "oblique", "cmti", "-it")
NAMELESS = re.compile(r"^\(cid:\d+\)\s*")
"""A glyph without a name at the beginning of a line: the mark of a bullet."""
INVISIBLE = 3
"""Text rendering mode that draws nothing (PDF 1.7, table 106)."""


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of one style: `url` is the address that they are linked to."""

    text: str
    bold: bool
    italic: bool
    url: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a line without a wide gap: its edges and type size in pt.

    `inner` is where the text begins behind the mark of a bullet.
    """

    left: float
    inner: float
    right: float
    base: float
    size: float
    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs).strip()

    @property
    def bold(self) -> bool:
        return all(run.bold for run in self.runs if run.text.strip())

    @property
    def italic(self) -> bool:
        return all(run.italic for run in self.runs if run.text.strip())


@dataclass(frozen=True, slots=True)
class Page:
    """The pieces of a page, and the texts that nobody sees."""

    pieces: tuple[Piece, ...]
    hidden: tuple[str, ...]


def pages(data: bytes, path: str) -> list[Page]:
    """The pages of a PDF. Raises InputError if it is none, is encrypted or damaged."""
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfminer.psparser import PSException

    place = Place(path)
    try:
        return list(laid_out(data, place))
    except PDFPasswordIncorrect as error:
        hint = "save a copy without a password"
        raise InputError(Problem("the PDF is encrypted", place, hint=hint)) from error
    except (PSException, ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
        raise InputError(Problem("this is not a PDF that can be read", place)) from error
    except (OSError, AssertionError, OverflowError, NotImplementedError) as error:
        raise InputError(Problem("this is not a PDF that can be read", place)) from error


def laid_out(data: bytes, place: Place) -> Iterator[Page]:
    from pdfminer.converter import PDFPageAggregator
    from pdfminer.layout import LAParams
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser

    class Device(PDFPageAggregator):  # type: ignore[misc]
        """Keeps apart what is drawn invisibly."""

        unseen: list[str]

        def render_string(self, textstate: Any, seq: Any, *rest: Any) -> None:
            if textstate.render == INVISIBLE:
                self.unseen.append(" ".join(str(one) for one in seq if isinstance(one, bytes)))
            else:
                super().render_string(textstate, seq, *rest)

    manager = PDFResourceManager()
    parameters = LAParams(boxes_flow=None, char_margin=1.6, word_margin=0.12)
    device = Device(manager, laparams=parameters)
    interpreter = PDFPageInterpreter(manager, device)
    for number, page in enumerate(PDFPage.create_pages(PDFDocument(PDFParser(BytesIO(data))))):
        if number >= MOST_PAGES:
            raise LimitError(Problem(f"there are more than {MOST_PAGES} pages", place))
        device.unseen = []
        interpreter.process_page(page)
        yield read_page(device.get_result(), list(links(page)), device.unseen)


def links(page: Any) -> Iterator[tuple[tuple[float, ...], str]]:
    """The rectangles of a page that are links, with their addresses."""
    from pdfminer.pdftypes import resolve1

    for one in resolve1(page.annots) or ():
        annotation = resolve1(one)
        action = resolve1(annotation.get("A")) if isinstance(annotation, dict) else None
        url = resolve1(action.get("URI")) if isinstance(action, dict) else None
        box = resolve1(annotation.get("Rect")) if url else None
        if isinstance(url, bytes) and box and len(box) == 4:
            yield tuple(float(resolve1(edge)) for edge in box), url.decode("utf-8", "replace")


def read_page(layout: Any, linked: list[Any], unseen: list[str]) -> Page:
    from pdfminer.layout import LTRect, LTTextLine

    grounds = [
        one for one in found(layout, LTRect) if one.fill and not white(one.non_stroking_color)
    ]
    pieces: list[Piece] = []
    hidden: list[str] = ["invisible letters"] * bool(unseen)
    for line in found(layout, LTTextLine):
        seen, lost = letters(line, grounds)
        if lost.strip():
            hidden.append(lost.strip())
        if any(getattr(one, "size", 0) and one.get_text().strip() for one in seen):
            pieces.append(piece(line, seen, linked))
    return Page(tuple(one for one in pieces if one.text), tuple(hidden))


def found(layout: Any, kind: type) -> Iterator[Any]:
    """Everything of a kind in a layout, however deep."""
    stack = [layout]
    while stack:
        one = stack.pop()
        if isinstance(one, kind):
            yield one
        elif hasattr(one, "__iter__"):
            stack += reversed(list(one))


def letters(line: Any, grounds: list[Any]) -> tuple[list[Any], str]:
    """The letters of a line that people see, and the text of those that they do not."""
    seen: list[Any] = []
    lost = ""
    for one in line:
        size = getattr(one, "size", None)
        if size is not None and (size < TINY or is_white(one, grounds)):
            lost += one.get_text()
        elif size is not None or seen:
            seen.append(one)
            lost += " " if size is None else ""
    return seen, lost


def white(colour: Any) -> bool:
    """Whether a colour cannot be told from paper: grey, RGB or CMYK."""
    if isinstance(colour, int | float):
        return colour > 0.95
    if not isinstance(colour, tuple | list) or not all(isinstance(c, int | float) for c in colour):
        return False
    return max(colour, default=1) < 0.05 if len(colour) == 4 else min(colour, default=0) > 0.95


def is_white(letter: Any, grounds: list[Any]) -> bool:
    """Whether a letter is white and there is nothing dark behind it."""
    state = getattr(letter, "graphicstate", None)
    if state is None or not white(state.ncolor):
        return False
    return not any(
        ground.x0 <= letter.x0
        and letter.x1 <= ground.x1 + 1
        and ground.y0 <= letter.y0 + 1
        and letter.y1 <= ground.y1 + 1
        for ground in grounds
    )


def piece(line: Any, seen: list[Any], linked: list[Any]) -> Piece:
    """The letters of a line as runs of one style."""
    runs: list[Run] = []
    for one in seen:
        text = one.get_text()
        last = runs[-1] if runs else Run("", False, False, "")
        if getattr(one, "size", None) is None or text.isspace():
            styled = Run(" ", last.bold, last.italic, last.url)
        else:
            name = one.fontname.casefold()
            bold = any(mark in name for mark in BOLD)
            italic = any(mark in name for mark in ITALIC)
            styled = Run(text, bold, italic, address(one, linked))
        if runs and (last.bold, last.italic, last.url) == (styled.bold, styled.italic, styled.url):
            runs[-1] = Run(last.text + styled.text, last.bold, last.italic, last.url)
        else:
            runs.append(styled)
    inked = [one for one in seen if getattr(one, "size", None) and not one.get_text().isspace()]
    size = max(one.size for one in inked)
    inner = inked[min(1, len(inked) - 1)].x0 if not inked[0].get_text().isalnum() else inked[0].x0
    first, *others = runs
    runs = [replace(first, text=NAMELESS.sub("• ", first.text)), *others]
    return Piece(inked[0].x0, inner, inked[-1].x1, line.y0, size, tuple(runs))


def address(letter: Any, linked: list[Any]) -> str:
    x, y = (letter.x0 + letter.x1) / 2, (letter.y0 + letter.y1) / 2
    for (left, bottom, right, top), url in linked:
        if left <= x <= right and bottom <= y <= top:
            return str(url)
    return ""

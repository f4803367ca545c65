"""What every format is read into before it is understood: the lines of a CV as people see them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

SPACES = re.compile(r"[ \u00a0\u2000-\u200a\u202f\u3000]+")
PICTURE = (
    "[\ue000-\uf8ff\U0001f000-\U0001faff\u2600-\u2793\u27c0-\u27cf\u2b50\ufe0e\ufe0f\u200d\u20e3]"
)
PICTURES = re.compile(rf"(?:(?<![\s,])[\s,]+)?{PICTURE}+(?=[)\]])|{PICTURE}+")
"""Emoji, icons and ornaments: no words, and few fonts can print them."""

ARROWS = str.maketrans(dict.fromkeys("➔➙➛➜➝➞➟➠➡➢➣➤➥➦➧➨", "→"))
COLUMNS = re.compile(r"\t|(?<=\S) {3,}(?=\S)")
"""What separates columns: a tab, or spaces that someone aligned them with."""

UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]+")
"""Characters without a width, which programs write between words."""
FULL = "●★⬤■◆♥❤▮█✭⚫🟊"
RATING = re.compile(rf"(?<=\w|[):])\s*(?:[{FULL}○☆◯□◇♡▯░⚪](?:\ufe0f|\s)?){{3,10}}$")
"""Signs at the end of a text that say how well somebody knows something."""

SIGN = re.compile(r"^:\s+(?=\S)|^[•◦▪▸‣●○⁃➢►■□✓✔❖◆♦\uf0b7\uf0a7]\s*")
"""The signs among the marks of lists, which begin no text, and the colon of a form."""

LONGEST = 25_000
"""Characters of a paragraph: expressions may take the square of the time."""
MOST_SPANS = 60
"""Spans of a column beyond which it is not a heading."""

DASHES = ("-", "–", "—", "*", "·", "o", "•", "", "¤")
"""Marks of lists that are in a column of their own."""
MARK = re.compile(r"^[•◦▪▸‣●○∙⁃⋅➢➤►■□✓✔❖◆♦\uf0b7\uf0a7]\s*|^[–—*+-]\s+|^·\s*")
"""What begins an item of a list, where the format itself does not say so."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a line in one style; a tab in `text` separates columns.

    `role` is what the format says that it is: title, organisation, place, date, score or "".
    """

    text: str
    bold: bool = False
    italic: bool = False
    url: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A column of a line: text on one line, whether all of it is emphasised, its links.

    `lead` is the emphasised text that it begins with, if the rest is not; `cuts` are the places
    in the text where its style changes.
    """

    text: str
    bold: bool = False
    italic: bool = False
    links: tuple[tuple[str, str], ...] = ()
    lead: str = ""
    cuts: tuple[int, ...] = ()
    role: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A line: `kind` is heading, bullet, quote, text, or front (no part of the CV).

    `line` to `last` are its lines in the source; `level` is that of a heading (1 is the highest)
    or the depth of a bullet (from 1); `gap`: an empty line or a rule comes before it; `whole`: the
    format itself says that a paragraph begins here, so it is not a line that was broken by width.
    """

    kind: str
    cells: tuple[Cell, ...]
    line: int
    last: int
    level: int = 0
    gap: bool = False
    whole: bool = False

    @property
    def text(self) -> str:
        return " ".join(cell.text for cell in self.cells)

    @property
    def emphatic(self) -> bool:
        """Whether it is a heading or wholly emphasised."""
        return self.kind == "heading" or all(cell.bold or cell.italic for cell in self.cells)

    @property
    def links(self) -> tuple[tuple[str, str], ...]:
        return tuple(link for cell in self.cells for link in cell.links)


def make_block(
    kind: str, spans: Iterable[Span], line: int, last: int, level: int = 0, gap: bool = False
) -> Block | None:
    """A block of these spans, None if there is nothing in them. A mark of a list is taken off."""
    cells = tuple(filter(None, map(make_cell, split_columns(tuple(spans)))))
    cells = (*cells[:1], *filter(None, map(strip_sign, cells[1:])))
    if not cells:
        return None
    if cells[0].text in DASHES and len(cells) > 1 and kind in ("text", "bullet"):
        kind, level, cells = "bullet", max(level, 1), cells[1:]
    match = MARK.match(cells[0].text)
    if match and kind in ("text", "bullet"):
        kind, level = "bullet", max(level, 1)
        rest = cells[0].text[match.end() :].strip()
        first = (strip_mark(cells[0], rest),) if rest else ()
        cells = (*first, *cells[1:])
    return Block(kind, cells, line, last, level, gap) if cells else None


def strip_mark(cell: Cell, rest: str) -> Cell:
    """A cell without the mark of a list."""
    off = len(cell.text) - len(rest)
    cuts = tuple(cut - off for cut in cell.cuts if cut > off)
    return replace(cell, text=rest, lead=MARK.sub("", cell.lead), cuts=cuts)


ORDERED = re.compile(r"^(?P<form>\(?)(?P<mark>[a-z]|[ivx]{2,5}|\d{1,2})(?P<end>[.)])\s+(?=\S)")
"""A letter or figure that begins an item of a list: "a.", "ii)", "(b)", "3."."""
SERIES = (
    tuple("abcdefghijklmnopqrst"),
    tuple(map(str, range(1, 41))),
    ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv"),
)


def mark_ordered_items(blocks: Sequence[Block]) -> list[Block]:
    """The lines with those as bullets that letters or figures count, if there are two."""
    items = {index for start in range(len(blocks)) for index in ordered_items(blocks, start)}
    return [as_item(block) if index in items else block for index, block in enumerate(blocks)]


def as_item(block: Block) -> Block:
    """A line that a letter counts as a bullet without it."""
    first, *others = block.cells
    rest = ORDERED.sub("", first.text)
    cell = replace(strip_mark(first, rest), lead=ORDERED.sub("", f"{first.lead} ").strip())
    return replace(block, kind="bullet", level=1, cells=(cell, *others))


def ordered_items(blocks: Sequence[Block], start: int) -> Sequence[int]:
    """Which lines are the items of a list whose first one is at `start`; none if there are not
    two of them below the same heading."""
    first = ORDERED.match(blocks[start].cells[0].text)
    series = next((marks for marks in SERIES if first and first["mark"] == marks[0]), ())
    items: list[int] = []
    for index, block in enumerate(blocks[start : start + LONGEST_LIST], start):
        match = ORDERED.match(block.cells[0].text) if block.kind == "text" else None
        if block.kind == "heading" or len(items) == len(series):
            break
        same = match and first and (match["form"], match["end"]) == (first["form"], first["end"])
        if match and same and match["mark"] == series[len(items)]:
            items.append(index)
        elif first and first["mark"].isdigit():  # Entries and sections may be counted, too.
            break
    return items if len(items) > 1 else ()


LONGEST_LIST = 60
"""Lines in which the items of one list are looked for."""


def strip_sign(cell: Cell) -> Cell | None:
    """A column without the mark of a list at its beginning."""
    match = SIGN.match(cell.text)
    rest = cell.text[match.end() :] if match else cell.text
    return (strip_mark(cell, rest) if rest else None) if match else cell


def split_columns(spans: tuple[Span, ...]) -> list[list[Span]]:
    """The spans of each column: tabs separate them, and so does a space between bold spans."""
    columns: list[list[Span]] = [[]]
    for index, span in enumerate(spans):
        if not span.text.strip() and "\t" not in span.text and between_bold(spans, index):
            columns.append([])
            continue
        if len(span.text) - len(span.text.lstrip(" ")) > 2 and any(
            span.text for span in columns[-1]
        ):
            columns.append([])
        first, *others = COLUMNS.split(span.text)
        columns[-1].append(replace(span, text=first))
        columns += [[replace(span, text=other)] for other in others]
    return columns


def between_bold(spans: tuple[Span, ...], index: int) -> bool:
    near = spans[max(index - 1, 0) : index + 2]
    is_space = bool(spans[index].text) and not spans[index].bold
    return len(near) == 3 and near[0].bold and near[2].bold and is_space


def make_cell(spans: list[Span]) -> Cell | None:
    text = spans_text(spans)
    if not text:
        return None
    inked = [span for span in spans if any(letter.isalnum() for letter in span.text)]
    first = inked[0] if inked else Span("")
    bold = bool(inked) and all(span.bold for span in inked)
    italic = bool(inked) and all(span.italic for span in inked)
    lead = (
        strip_pictures(first.text).strip()
        if (first.bold or first.italic) and not (bold or italic)
        else ""
    )
    links = tuple((span.text.strip(), span.url) for span in spans if span.url)
    few = range(1, len(spans) if len(spans) < MOST_SPANS else 0)
    changes = [index for index in few if is_other_style(spans[index - 1], spans[index])]
    cuts = sorted({len(spans_text(spans[:index])) for index in changes} - {0, len(text)})
    role = inked[0].role if inked else ""
    return Cell(text, bold, italic, links, lead, tuple(cuts), role)


def spans_text(spans: list[Span]) -> str:
    """The text of spans on one line."""
    text = UNSEEN.sub("", "".join(span.text for span in spans))
    return SPACES.sub(" ", strip_pictures(RATING.sub(format_rating, text))).strip()


def format_rating(match: re.Match[str]) -> str:
    """A row of full and empty signs as a number: "3/5" of "●●●○○"."""
    signs = re.sub(r"\s", "", match[0])
    full = sum(sign in FULL for sign in signs)
    return f" {full}/{len(signs)}" if full else match[0]


def is_other_style(before: Span, after: Span) -> bool:
    """Whether the style of a text changes; bold words in a bold line may be a name in it."""
    if before.bold and after.bold:
        return False
    return (before.bold, before.italic) != (after.bold, after.italic)


def strip_pictures(text: str) -> str:
    """A text without pictures; the mark of a list at its beginning stays."""
    text = text.strip()
    mark = MARK.match(text)
    end = mark.end() if mark else 0
    return text[:end] + PICTURES.sub("", text[end:]).translate(ARROWS)


def join_blocks(before: Block, after: Block) -> Block:
    """Both as one: what was broken over two lines. A hyphen at the break was a break's."""
    first, second = before.cells[-1], after.cells[0]
    text = join_texts(first.text, second.text)
    links = (*first.links, *second.links)
    whole = replace(
        first,
        text=text,
        links=links,
        cuts=(),
        bold=first.bold and second.bold,
        italic=first.italic and second.italic,
    )
    return replace(before, cells=(*before.cells[:-1], whole, *after.cells[1:]), last=after.last)


def join_texts(before: str, after: str) -> str:
    if re.search(r"[^\W\d_]{2}-$", before) and after[:1].islower():
        return before[:-1] + after
    return f"{before} {after}"

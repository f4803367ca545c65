"""What a parser of applications fills its form with: it knows nothing but the text of the PDF
and where and how it is set."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from statistics import median_low

from tailor.ats.entries import Post, posts
from tailor.ats.layout import Line, Page
from tailor.ats.order import BULLET, rows
from tailor.ats.vocabulary import EMAIL, LINK, kind_of, phone
from tailor.pdf import Box

HEADING_WORDS = 6
SKILL_LINES = 300
NAME_LINES = 1
"""Lines at the top that may look like a heading but hold the name."""
NAME = re.compile(r"[^\W\d_][^\d_@/|:;]*")


@dataclass(frozen=True, slots=True)
class Part:
    """A section: its heading as printed, its kind ("" if no parser knows it), its lines."""

    heading: str
    kind: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Fields:
    """The filled form; an empty field was not found. `headings` are (as printed, kind)."""

    name: str = ""
    email: str = ""
    phone: str = ""
    links: tuple[str, ...] = ()
    headings: tuple[tuple[str, str], ...] = ()
    jobs: tuple[Post, ...] = ()
    education: tuple[Post, ...] = ()
    skills: tuple[str, ...] = ()


def fields(pages: tuple[Page, ...]) -> Fields:
    """Fills the form from the pages of a PDF."""
    head, parts = parted(lines_of(pages))
    top = "\n".join(line.text for line in head)
    everywhere = "\n".join(line.text for line in lines_of(pages))
    return Fields(
        name=name(head),
        email=first(EMAIL, top) or first(EMAIL, everywhere),
        phone=phone(top) or phone(everywhere),
        links=tuple(dict.fromkeys(LINK.findall(EMAIL.sub(" ", top)))),
        headings=tuple((part.heading, part.kind) for part in parts),
        jobs=tuple(posts(section(parts, "work"), school=False)),
        education=tuple(posts(section(parts, "education"), school=True)),
        skills=tuple(skills(section(parts, "skills")[:SKILL_LINES])),
    )


def lines_of(pages: tuple[Page, ...]) -> list[Line]:
    return [dotted(line, page) for page in pages for line in rows(page) if line.text]


def dotted(line: Line, page: Page) -> Line:
    """The line with a bullet before it, if one is drawn there as a shape: browsers do so."""
    if not any(is_dot(shape.box, line) for shape in page.shapes):
        return line
    first, *rest = line.segments
    start = replace(first.runs[0], text="• " + first.runs[0].text)
    return replace(line, segments=(replace(first, runs=(start, *first.runs[1:])), *rest))


def is_dot(box: Box, line: Line) -> bool:
    """Whether a shape is as small as a bullet, and stands where one does."""
    left, bottom, right, top = box
    small = max(right - left, top - bottom) <= 0.6 * line.size
    near = 0 < line.left - right <= 2 * line.size
    return small and near and 0 <= (bottom + top) / 2 - line.base <= 0.8 * line.size


def parted(lines: list[Line]) -> tuple[list[Line], list[Part]]:
    """The lines before the first heading, and the sections after it."""
    head: list[Line] = []
    parts: list[Part] = []
    kinds = headings(lines)
    for number, line in enumerate(lines):
        if number in kinds and (parts or kinds[number] or number > NAME_LINES):
            parts.append(Part(line.text, kinds[number], ()))
        elif parts:
            parts[-1] = replace(parts[-1], lines=(*parts[-1].lines, line))
        else:
            head.append(line)
    return head, parts


def headings(lines: list[Line]) -> dict[int, str]:
    """Which lines are headings, with the kind of section ("" if no parser knows it).

    All headings of a document look alike: those with usual words show how. Others in that
    look count if as much space is above them.
    """
    body = median_low([line.size for line in lines]) if lines else 0
    usual = {n: kind_of(one.text) for n, one in enumerate(lines) if stands_out(one, body)}
    if not any(usual.values()):
        usual = {n: kind for n, one in enumerate(lines) if (kind := plain_heading(one))}
    looks = Counter(look(lines[number]) for number, kind in usual.items() if kind)
    if not looks:
        return {}
    common = looks.most_common(1)[0][0]
    alike = {
        number: kind
        for number, kind in usual.items()
        if look(lines[number]) == common or (kind and look(lines[number])[1:] == common[1:])
    }
    space = median_low([above(lines, number) for number, kind in alike.items() if kind])
    return {n: kind for n, kind in alike.items() if kind or above(lines, n) >= 0.9 * space}


def stands_out(line: Line, body: float) -> bool:
    """Whether a line is short, alone, and bold, large or in capitals."""
    text = line.text
    if len(line.segments) > 1 or len(text.split()) > HEADING_WORDS or BULLET.match(text):
        return False
    return line.first.style.bold or text.isupper() or line.size > 1.1 * body


def plain_heading(line: Line) -> str:
    """The kind of section that a line announces by its words alone, as with small capitals."""
    return kind_of(line.text) if len(line.segments) == 1 else ""


def look(line: Line) -> tuple[int, bool, bool]:
    return round(line.size), line.first.style.bold, line.text.isupper()


def above(lines: list[Line], number: int) -> float:
    """The distance to the baseline above, in pt; large at the top of a page."""
    if number == 0 or lines[number - 1].page != lines[number].page:
        return 1000
    return lines[number - 1].base - lines[number].base


def section(parts: list[Part], kind: str) -> list[Line]:
    return [line for part in parts if part.kind == kind for line in part.lines]


def name(head: list[Line]) -> str:
    """The largest line at the top that can be a name."""
    fit = [line for line in head[:8] if is_name(line.text)]
    return max(fit, key=lambda line: line.size).text if fit else ""


def is_name(text: str) -> bool:
    return bool(NAME.fullmatch(text)) and 1 <= len(text.split()) <= 8 and not kind_of(text)


def first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[0] if found else ""


def skills(lines: list[Line]) -> Iterator[str]:
    """What stands between commas, after the category if there is one."""
    text = ""
    for line in lines:
        labelled = re.match(r"[^,:]{2,40}(?:\([^)]*\))?:\s", BULLET.sub("", line.text))
        start = bool(labelled) or bool(BULLET.match(line.text)) or not text.endswith((",", " "))
        text += ("\n" if start and not wrapped(text, line, labelled) else " ") + celled(line)
    for row in text.split("\n"):
        row = re.sub(r"^[^,:]{2,60}:\s", "", BULLET.sub("", row.strip()))
        pieces = re.split(r"\s*[,;|•·]\s+(?![^(]{0,80}\))", row)
        yield from (piece.strip(" .") for piece in pieces if piece.strip(" ."))


def celled(line: Line) -> str:
    """The text of a line, with commas between cells of a table."""
    text = line.segments[0].text
    for cell in line.segments[1:]:
        text += (" " if text.endswith((":", ",", "•")) else ", ") + cell.text
    return text


def wrapped(text: str, line: Line, labelled: object) -> bool:
    """Whether the line goes on with the row before it."""
    return (
        bool(text) and not labelled and not BULLET.match(line.text) and ":" in text.split("\n")[-1]
    )

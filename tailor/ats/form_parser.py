"""What a form of an ATS fills in from the text of a CV."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from statistics import median_low

from tailor.ats.layout import Line, Page, Segment
from tailor.ats.reading_order import BULLET, page_rows
from tailor.ats.vocabulary import DATES, EMAIL, LINK, PLACE, find_phone, kind_of
from tailor.pdf.drawing import Box
from tailor.resume.cv_words import DEGREE, JOB, ORGANISATION, SCHOOL

HEAD_LINES = 4
TITLE_WORDS = 24
SLACK = 18.0
"""Pt of white space that a full line may have next to its pieces."""
LONGEST_PLACE = 60
DIVIDER = re.compile(r"(?<!\s)\s+[|·•–—]\s+|(?<!\s)\s*\|\s*|\t|\s{3,}")
STATE = re.compile(r"[^\d,]{2,30}, [A-Z]{2}")
ADDRESS = re.compile(r"(.+?), ([^\d,]{2,30}, [A-Z]{2})")
ENDS = " ,;|·–—-:("


@dataclass(frozen=True, slots=True)
class ParsedJob:
    """A job or a degree, as a form takes it."""

    organisation: str = ""
    title: str = ""
    place: str = ""
    dates: str = ""
    bullets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """A text of a heading line, and whether a place is next to it."""

    text: str
    placed: bool


@dataclass(slots=True)
class Block:
    """Lines of one entry while they are gathered; one `under` another is at the same employer."""

    heads: list[Line] = field(default_factory=list)
    bullets: list[str] = field(default_factory=list)
    dated: bool = False
    under: bool = False


def parse_posts(lines: list[Line], school: bool) -> Iterator[ParsedJob]:
    """Every entry that has a date or more than one fact; `school` reads degrees, else jobs."""
    employer = ""
    for block in group_into_entries(lines):
        post = parse_post(block, school)
        if block.under and not (post.organisation and post.title):
            title = post.title or post.organisation
            post = replace(post, organisation=employer, title=title)
        employer = post.organisation
        if post.dates or (post.organisation and post.title):
            yield post


def group_into_entries(lines: list[Line]) -> Iterator[Block]:
    """Lines to entries: a bold line begins one, or one that leads to a date after bullets."""
    bold = any(line.first.style.bold for line in lines if not BULLET.match(line.text))
    block, last = Block(), None
    for index, line in enumerate(lines):
        point = bool(BULLET.match(line.text))
        if point:
            block.bullets.append(BULLET.sub("", line.text))
        elif last is not None and is_continued_bullet(last, line):
            block.bullets[-1] += " " + line.text
            point = True
        elif is_entry_start(block, lines[index : index + 2], bold):
            if block.heads or block.bullets:
                yield block
            block = Block([line], under=bold and not line.first.style.bold)
        elif not block.bullets and len(block.heads) < HEAD_LINES:
            block.heads.append(line)
        block.dated = block.dated or (not block.bullets and bool(DATES.search(line.text)))
        last = line if point else None
    if block.heads or block.bullets:
        yield block


def is_entry_start(block: Block, ahead: list[Line], bold: bool) -> bool:
    """Whether the first line ahead begins an entry."""
    line = ahead[0]
    if not block.heads and not block.bullets:
        return True
    if bold and line.first.style.bold:
        return block.dated or bool(block.bullets)
    if bold:
        above = bool(block.bullets) or block.dated
        return above and len(line.segments) > 1 and has_date_at_end(line)
    dated = any(DATES.search(later.text) for later in ahead)
    return dated and (bool(block.bullets) or block.dated)


def has_date_at_end(line: Line) -> bool:
    """Whether a date is at the right edge, as next to a second post at one employer."""
    return bool(DATES.fullmatch(line.segments[-1].text))


def is_continued_bullet(last: Line, line: Line) -> bool:
    """Whether a line continues the bullet line above it: same type, one piece, close."""
    style = line.first.style
    close = line.page != last.page or 0 < last.base - line.base < 1.7 * line.size
    same = style.font == last.segments[0].runs[-1].style.font
    return close and same and not style.bold and len(line.segments) == 1


def parse_post(block: Block, school: bool) -> ParsedJob:
    """Sorts the pieces of the heading lines into dates, place, organisation and title."""
    dates, place = "", ""
    texts: list[Fact] = []
    for row, line in enumerate(join_wrapped_headings(block.heads)):
        current: list[str] = []
        beside = False
        for number, part in enumerate(line.segments):
            match = DATES.search(part.text)
            dates = dates or (match[0] if match else "")
            pieces = [strip_marks(piece) for piece in DIVIDER.split(DATES.sub("\t", part.text))]
            for position, piece in enumerate(filter(has_word, pieces)):
                if not place and is_place(piece, aside=number > 0, later=row + position > 0):
                    place, beside = piece, True
                elif len(piece.split()) <= TITLE_WORDS:
                    current.append(piece)
        if len(texts) < 2:
            texts += [Fact(text, beside) for text in current]
    organisation, title = split_organisation_title(texts, school)
    if not place and (match := ADDRESS.fullmatch(organisation[:200])):
        organisation, place = match.groups()
    return ParsedJob(organisation, title, place, dates, tuple(block.bullets))


def join_wrapped_headings(heads: list[Line]) -> list[Line]:
    """Heading lines, where one continues the line above it both as one."""
    edge = max((line.right for line in heads), default=0.0)
    whole: list[Line] = []
    for line in heads:
        if whole and is_wrapped_heading(whole[-1], line, edge, first=len(whole) == 1):
            start, *rest = line.segments
            first = replace(start.runs[0], text=" " + start.runs[0].text)
            left = Segment((*whole[-1].segments[0].runs, first, *start.runs[1:]))
            whole[-1] = replace(whole[-1], segments=(left, *rest))
        else:
            whole.append(line)
    return whole


def is_wrapped_heading(last: Line, line: Line, edge: float, *, first: bool) -> bool:
    """Whether a bracket is open, or both lines are too long for one up to the edge; same type.

    The first line is the employer's and the second may be in the same type: so not even its
    first word may have had room above.
    """
    start = line.segments[0]
    if len(last.segments) > 1 or last.segments[0].runs[-1].style.font != start.runs[0].style.font:
        return False
    needed = sum(part.right - part.left for part in line.segments)
    if first:
        needed = (start.right - start.left) * len(start.text.split()[0]) / len(start.text)
        edge -= SLACK
    return last.right + needed > edge - SLACK or last.text.count("(") > last.text.count(")")


def has_word(piece: str) -> bool:
    """Whether there is more than marks: brackets around a date leave an empty pair."""
    return any(map(str.isalnum, piece))


def strip_marks(piece: str) -> str:
    """A piece without the marks around it; a bracket that was opened stays closed."""
    text = piece.strip(ENDS)
    return text + ")" * (text.count("(") - text.count(")"))


def is_place(text: str, *, aside: bool, later: bool) -> bool:
    """Whether the text names a place: by its form, or because it is at the right edge.

    `later` says that something of the entry comes before it.
    """
    if len(text) > LONGEST_PLACE:
        return False
    if STATE.fullmatch(text):
        return aside or later
    is_name = any(words.search(text) for words in (JOB, DEGREE, ORGANISATION, SCHOOL))
    if is_name:
        return aside and bool(PLACE.fullmatch(text)) and not JOB.search(text)
    return (aside and len(text.split()) <= 4) or ((aside or later) and bool(PLACE.fullmatch(text)))


def split_organisation_title(texts: list[Fact], school: bool) -> tuple[str, str]:
    """Organisation and title; the organisation is what a place is next to."""
    if not texts:
        return "", ""
    if len(texts) == 1:
        return split_heading(texts[0].text, school)
    first, second = texts[:2]
    if first.placed != second.placed:
        return (first.text, second.text) if first.placed else (second.text, first.text)
    return order_by_words(first.text, second.text, school)


def split_heading(text: str, school: bool) -> tuple[str, str]:
    """One text that holds both, such as "Nurse, Example Hospital" or "Nurse at Example"."""
    for divider in (" at ", ", "):
        first, separator, second = text.partition(divider)
        if separator and (title_weight(first, school) > 0) != (title_weight(second, school) > 0):
            return order_by_words(first, second, school)
    return ("", text) if title_weight(text, school) > 0 else (text, "")


def order_by_words(first: str, second: str, school: bool) -> tuple[str, str]:
    """Organisation and title of two texts; the first is the organisation unless words say else."""
    return (
        (second, first)
        if title_weight(first, school) > title_weight(second, school)
        else (first, second)
    )


def title_weight(text: str, school: bool) -> int:
    """Above 0 if the words are those of a title or degree, below if of an organisation."""
    title, organisation = (DEGREE, SCHOOL) if school else (JOB, ORGANISATION)
    return bool(title.search(text)) - bool(organisation.search(text))


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
    jobs: tuple[ParsedJob, ...] = ()
    education: tuple[ParsedJob, ...] = ()
    skills: tuple[str, ...] = ()


def fill_form(pages: tuple[Page, ...]) -> Fields:
    """Fills the form from the pages of a PDF."""
    head, parts = split_sections(lines_of(pages))
    top = "\n".join(line.text for line in head)
    everywhere = "\n".join(line.text for line in lines_of(pages))
    return Fields(
        name=find_name(head),
        email=first_match(EMAIL, top) or first_match(EMAIL, everywhere),
        phone=find_phone(top) or find_phone(everywhere),
        links=tuple(dict.fromkeys(LINK.findall(EMAIL.sub(" ", top)))),
        headings=tuple((part.heading, part.kind) for part in parts),
        jobs=tuple(parse_posts(section_lines(parts, "work"), school=False)),
        education=tuple(parse_posts(section_lines(parts, "education"), school=True)),
        skills=tuple(split_skills(section_lines(parts, "skills")[:SKILL_LINES])),
    )


def lines_of(pages: tuple[Page, ...]) -> list[Line]:
    return [
        with_drawn_bullet(line, page) for page in pages for line in page_rows(page) if line.text
    ]


def with_drawn_bullet(line: Line, page: Page) -> Line:
    """The line with a bullet before it, if one is drawn there as a shape: browsers do so."""
    if not any(is_dot(shape.box, line) for shape in page.shapes):
        return line
    first, *rest = line.segments
    start = replace(first.runs[0], text="• " + first.runs[0].text)
    return replace(line, segments=(replace(first, runs=(start, *first.runs[1:])), *rest))


def is_dot(box: Box, line: Line) -> bool:
    """Whether a shape is as small as a bullet, and is where one would be."""
    left, bottom, right, top = box
    small = max(right - left, top - bottom) <= 0.6 * line.size
    near = 0 < line.left - right <= 2 * line.size
    return small and near and 0 <= (bottom + top) / 2 - line.base <= 0.8 * line.size


def split_sections(lines: list[Line]) -> tuple[list[Line], list[Part]]:
    """The lines before the first heading, and the sections after it."""
    head: list[Line] = []
    parts: list[Part] = []
    kinds = find_headings(lines)
    for number, line in enumerate(lines):
        if number in kinds and (parts or kinds[number] or number > NAME_LINES):
            parts.append(Part(line.text, kinds[number], ()))
        elif parts:
            parts[-1] = replace(parts[-1], lines=(*parts[-1].lines, line))
        else:
            head.append(line)
    return head, parts


def find_headings(lines: list[Line]) -> dict[int, str]:
    """Which lines are headings, with the kind of section ("" if no parser knows it).

    All headings of a document look alike: those with usual words show how. Others in that
    look count if as much space is above them, unless they are the first line of a section.
    """
    body = median_low([line.size for line in lines]) if lines else 0
    usual = {n: kind_of(line.text) for n, line in enumerate(lines) if stands_out(line, body)}
    if not any(usual.values()):
        usual = {n: kind for n, line in enumerate(lines) if (kind := plain_heading(line))}
    looks = Counter(line_style(lines[number]) for number, kind in usual.items() if kind)
    if not looks:
        return {}
    common = looks.most_common(1)[0][0]
    headings = {
        number: kind
        for number, kind in usual.items()
        if line_style(lines[number]) == common
        or (kind and line_style(lines[number])[1:] == common[1:])
    }
    space = median_low([distance_above(lines, number) for number, kind in headings.items() if kind])
    return {
        n: kind
        for n, kind in headings.items()
        if kind or (not headings.get(n - 1) and distance_above(lines, n) >= 0.9 * space)
    }


def stands_out(line: Line, body: float) -> bool:
    """Whether a line is short, alone, and bold, large or in capitals."""
    text = line.text
    if len(line.segments) > 1 or len(text.split()) > HEADING_WORDS or BULLET.match(text):
        return False
    return line.first.style.bold or text.isupper() or line.size > 1.1 * body


def plain_heading(line: Line) -> str:
    """The kind of section that a line announces by its words alone, as with small capitals."""
    return kind_of(line.text) if len(line.segments) == 1 else ""


def line_style(line: Line) -> tuple[int, bool, bool]:
    return round(line.size), line.first.style.bold, line.text.isupper()


def distance_above(lines: list[Line], number: int) -> float:
    """The distance to the baseline above, in pt; large at the top of a page."""
    if number == 0 or lines[number - 1].page != lines[number].page:
        return 1000
    return lines[number - 1].base - lines[number].base


def section_lines(parts: list[Part], kind: str) -> list[Line]:
    return [line for part in parts if part.kind == kind for line in part.lines]


def find_name(head: list[Line]) -> str:
    """The largest line at the top that can be a name."""
    fit = [line for line in head[:8] if is_name(line.text)]
    return max(fit, key=lambda line: line.size).text if fit else ""


def is_name(text: str) -> bool:
    return bool(NAME.fullmatch(text)) and 1 <= len(text.split()) <= 8 and not kind_of(text)


def first_match(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match[0] if match else ""


def split_skills(lines: list[Line]) -> Iterator[str]:
    """What is between commas, after the category if there is one."""
    text = ""
    for line in lines:
        labelled = re.match(r"[^,:]{2,40}(?:\([^)]*\))?:\s", BULLET.sub("", line.text))
        start = bool(labelled) or bool(BULLET.match(line.text)) or not text.endswith((",", " "))
        text += ("\n" if start and not is_wrapped_row(text, line, labelled) else " ") + join_cells(
            line
        )
    for row in text.split("\n"):
        row = re.sub(r"^[^,:]{2,60}:\s", "", BULLET.sub("", row.strip()))
        pieces = re.split(r"(?<!\s)\s*[,;|•·]\s+(?![^(]{0,80}\))", row)
        yield from (piece.strip(" .") for piece in pieces if piece.strip(" ."))


def join_cells(line: Line) -> str:
    """The text of a line, with commas between cells of a table."""
    text = line.segments[0].text
    for cell in line.segments[1:]:
        text += (" " if text.endswith((":", ",", "•")) else ", ") + cell.text
    return text


def is_wrapped_row(text: str, line: Line, labelled: object) -> bool:
    """Whether the line continues the row before it."""
    return (
        bool(text) and not labelled and not BULLET.match(line.text) and ":" in text.split("\n")[-1]
    )

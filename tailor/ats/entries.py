"""Jobs and degrees from the lines of a section."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from tailor.ats.layout import Line, Segment
from tailor.ats.order import BULLET
from tailor.ats.vocabulary import DATES, DEGREE, JOB, ORGANISATION, PLACE, SCHOOL

HEAD_LINES = 4
TITLE_WORDS = 24
SLACK = 18.0
"""Pt of white space that a full line may have beside its pieces."""
LONGEST_PLACE = 60
DIVIDER = re.compile(r"\s+[|·•–—]\s+|\s*\|\s*|\t|\s{3,}")
STATE = re.compile(r"[^\d,]{2,30}, [A-Z]{2}")
ADDRESS = re.compile(r"(.+?), ([^\d,]{2,30}, [A-Z]{2})")
ENDS = " ,;|·–—-:("


@dataclass(frozen=True, slots=True)
class Post:
    """A job or a degree, as a form takes it."""

    organisation: str = ""
    title: str = ""
    place: str = ""
    dates: str = ""
    bullets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """A text of a heading line, and whether a place stands beside it."""

    text: str
    placed: bool


@dataclass(slots=True)
class Block:
    """Lines of one entry while they are gathered; one `under` another is at the same employer."""

    heads: list[Line] = field(default_factory=list)
    bullets: list[str] = field(default_factory=list)
    dated: bool = False
    under: bool = False


def posts(lines: list[Line], school: bool) -> Iterator[Post]:
    """Every entry that has a date or more than one fact; `school` reads degrees, else jobs."""
    employer = ""
    for block in blocks(lines):
        post = read(block, school)
        if block.under and not post.organisation:
            post = replace(post, organisation=employer)
        employer = post.organisation
        if post.dates or (post.organisation and post.title):
            yield post


def blocks(lines: list[Line]) -> Iterator[Block]:
    """Lines to entries: a bold line begins one, or one that leads to a date after bullets."""
    bold = any(line.first.style.bold for line in lines if not BULLET.match(line.text))
    block, last = Block(), None
    for index, line in enumerate(lines):
        point = bool(BULLET.match(line.text))
        if point:
            block.bullets.append(BULLET.sub("", line.text))
        elif last is not None and continues(last, line):
            block.bullets[-1] += " " + line.text
            point = True
        elif begins(block, lines[index : index + 2], bold):
            if block.heads or block.bullets:
                yield block
            block = Block([line], under=bold and not line.first.style.bold)
        elif not block.bullets and len(block.heads) < HEAD_LINES:
            block.heads.append(line)
        block.dated = block.dated or (not block.bullets and bool(DATES.search(line.text)))
        last = line if point else None
    if block.heads or block.bullets:
        yield block


def begins(block: Block, ahead: list[Line], bold: bool) -> bool:
    """Whether the first line ahead begins an entry."""
    line = ahead[0]
    if not block.heads and not block.bullets:
        return True
    if bold and line.first.style.bold:
        return block.dated or bool(block.bullets)
    if bold:
        return bool(block.bullets) and len(line.segments) > 1 and ends_dated(line)
    dated = any(DATES.search(one.text) for one in ahead)
    return dated and (bool(block.bullets) or block.dated)


def ends_dated(line: Line) -> bool:
    """Whether a date stands at the right edge, as beside a second post at one employer."""
    return bool(DATES.fullmatch(line.segments[-1].text))


def continues(last: Line, line: Line) -> bool:
    """Whether a line goes on with the bullet line above it: same type, one piece, close."""
    style = line.first.style
    close = line.page != last.page or 0 < last.base - line.base < 1.7 * line.size
    same = style.font == last.segments[0].runs[-1].style.font
    return close and same and not style.bold and len(line.segments) == 1


def read(block: Block, school: bool) -> Post:
    """Sorts the pieces of the heading lines into dates, place, organisation and title."""
    dates, place = "", ""
    texts: list[Fact] = []
    for row, line in enumerate(unwrapped(block.heads)):
        here: list[str] = []
        beside = False
        for number, part in enumerate(line.segments):
            found = DATES.search(part.text)
            dates = dates or (found[0] if found else "")
            pieces = [tidy(piece) for piece in DIVIDER.split(DATES.sub("\t", part.text))]
            for position, piece in enumerate(filter(any_word, pieces)):
                if not place and is_place(piece, aside=number > 0, later=row + position > 0):
                    place, beside = piece, True
                elif len(piece.split()) <= TITLE_WORDS:
                    here.append(piece)
        if len(texts) < 2:
            texts += [Fact(text, beside) for text in here]
    organisation, title = told_apart(texts, school)
    if not place and (found := ADDRESS.fullmatch(organisation[:200])):
        organisation, place = found.groups()
    return Post(organisation, title, place, dates, tuple(block.bullets))


def unwrapped(heads: list[Line]) -> list[Line]:
    """Heading lines, where one goes on with the line above it both as one."""
    edge = max((line.right for line in heads), default=0.0)
    whole: list[Line] = []
    for line in heads:
        if whole and goes_on(whole[-1], line, edge, first=len(whole) == 1):
            start, *rest = line.segments
            first = replace(start.runs[0], text=" " + start.runs[0].text)
            left = Segment((*whole[-1].segments[0].runs, first, *start.runs[1:]))
            whole[-1] = replace(whole[-1], segments=(left, *rest))
        else:
            whole.append(line)
    return whole


def goes_on(last: Line, line: Line, edge: float, *, first: bool) -> bool:
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


def any_word(piece: str) -> bool:
    """Whether there is more than marks: brackets around a date leave an empty pair."""
    return any(map(str.isalnum, piece))


def tidy(piece: str) -> str:
    """A piece without the marks around it; a bracket that was opened stays closed."""
    text = piece.strip(ENDS)
    return text + ")" * (text.count("(") - text.count(")"))


def is_place(text: str, *, aside: bool, later: bool) -> bool:
    """Whether the text names a place: by its form, or because it stands at the right edge.

    `later` says that something of the entry stands before it.
    """
    if len(text) > LONGEST_PLACE:
        return False
    if STATE.fullmatch(text):
        return aside or later
    named = any(words.search(text) for words in (JOB, DEGREE, ORGANISATION, SCHOOL))
    if named:
        return aside and bool(PLACE.fullmatch(text)) and not JOB.search(text)
    return (aside and len(text.split()) <= 4) or ((aside or later) and bool(PLACE.fullmatch(text)))


def told_apart(texts: list[Fact], school: bool) -> tuple[str, str]:
    """Organisation and title; the organisation is what a place stands beside."""
    if not texts:
        return "", ""
    if len(texts) == 1:
        return divided(texts[0].text, school)
    first, second = texts[:2]
    if first.placed != second.placed:
        return (first.text, second.text) if first.placed else (second.text, first.text)
    return ordered(first.text, second.text, school)


def divided(text: str, school: bool) -> tuple[str, str]:
    """One text that holds both, such as "Nurse, Example Hospital" or "Nurse at Example"."""
    for divider in (" at ", ", "):
        first, found, second = text.partition(divider)
        if found and (weight(first, school) > 0) != (weight(second, school) > 0):
            return ordered(first, second, school)
    return ("", text) if weight(text, school) > 0 else (text, "")


def ordered(first: str, second: str, school: bool) -> tuple[str, str]:
    """Organisation and title of two texts; if words do not tell, the first is the organisation."""
    return (second, first) if weight(first, school) > weight(second, school) else (first, second)


def weight(text: str, school: bool) -> int:
    """Above 0 if the words are those of a title or degree, below if of an organisation."""
    title, organisation = (DEGREE, SCHOOL) if school else (JOB, ORGANISATION)
    return bool(title.search(text)) - bool(organisation.search(text))

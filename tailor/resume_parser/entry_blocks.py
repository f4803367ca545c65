"""A section cut into chunks: the lines that head an entry or a group, and those below them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import dropwhile, pairwise

from tailor.resume.cv_words import DEGREE
from tailor.resume.dates import words_of
from tailor.resume.markup import with_items_below
from tailor.resume_parser.addresses import is_street
from tailor.resume_parser.blocks import LONGEST, Block, Cell, join_blocks
from tailor.resume_parser.date_ranges import Period, find_periods
from tailor.resume_parser.entry_headings import LABEL
from tailor.resume_parser.vocabulary import (
    ACTION,
    is_duties,
    is_organisation,
    is_personal,
    role_of,
    section_kind,
)

PROSE = 90
"""Characters from which a plain line is a sentence, not the heading of something."""
SENTENCE = 7
"""Words from which a line that ends in a full stop is one."""
NARROW, WIDE, FULL = 60, 110, 4
"""Of a text that was broken by width: letters on its lines, and how many of them are full."""
WRAPPED = 85
"""Characters from which a line was probably broken by its width."""

LABELLED = re.compile(r"^[A-Z][\w'’/ -]{1,30}:\s")
ADDRESS = re.compile(r"@|://|www\.|^(?:tel|mob|fax|gsm|kom|e-?mail)\b")
HANGING = re.compile(r"(?:,|-|\b(?:and|or|of|in|the|a|an|for|with|to|by|on|at|from|und|et|y))$")
NAMED = re.compile(r"\([^(),]*,[^()]*\)")
ENDED = re.compile(r"[.!?:;)\]\"”]$")


@dataclass(frozen=True, slots=True)
class Chunk:
    """`header` may be empty; `body` are bullets and prose."""

    header: tuple[Block, ...]
    body: tuple[Block, ...]


def join_wrapped_lines(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The lines with those joined that were broken by width, by a page or by a false heading."""
    joined: list[Block] = []
    width = wrap_width(blocks)
    for block in blocks:
        short = joined and len(joined[-1].text) < LONGEST
        if short and (
            is_continued_sentence(joined[-1], block) or is_overflowing(joined[-1], block, width)
        ):
            joined[-1] = join_blocks(joined[-1], block)
        else:
            joined.append(block)
    return tuple(joined)


def wrap_width(blocks: Sequence[Block]) -> int:
    """The characters on a line of a text that was broken by width; 0 if it was not."""
    lengths = sorted(len(block.text) for block in blocks if block.line == block.last)
    longest = lengths[-1] if lengths else 0
    full = sum(length > 0.88 * longest for length in lengths)
    return longest if NARROW <= longest <= WIDE and full >= FULL else 0


def is_overflowing(before: Block, block: Block, width: int) -> bool:
    """Whether the first word of a line had no place on the one before it."""
    kinds = {before.kind, block.kind} | {before.emphatic, block.emphatic, block.gap}
    if not width or kinds != {"text", False} or len(before.cells) + len(block.cells) > 2:
        return False
    first = block.text.split(" ", 1)[0]
    ended = ENDED.search(before.text) or LABELLED.match(block.text) or strong_dates(block)
    return not ended and len(before.text) + 1 + len(first) > width


def is_continued_sentence(before: Block, block: Block) -> bool:
    """Whether a line continues in the middle of what the one before says."""
    text, old = block.text, before.text
    stands_alone = len(block.cells) > 1 or block.kind in ("bullet", "quote") or strong_dates(block)
    if stands_alone or (old.isupper() and section_kind(old)):
        return False
    small = text[:1].islower() and not re.match(r"[a-z]+[A-Z]", text)
    same_emphasis = before.emphatic == block.emphatic
    broken = (
        small
        and same_emphasis
        and len(old) >= 40
        and not ENDED.search(old)
        and not ADDRESS.search(old)
    )
    if ADDRESS.search(text) or is_personal(text) or is_street(text):
        return False
    if small and re.search(r"[^\W\d_]-$", old):
        return True
    if "heading" in (block.kind, before.kind):
        return False
    return broken if block.gap or block.whole else is_wrapped_block(before, block, small)


def is_wrapped_block(before: Block, block: Block, small: bool) -> bool:
    """Whether a line was broken by its width; `small`: it begins in lower case."""
    old = before.text
    if LABELLED.match(block.text) or before.emphatic != block.emphatic:
        return False
    if before.kind == "bullet":
        return small or len(old) > 30
    if len(before.cells) > 1:
        return False
    return small or bool(HANGING.search(old)) or (len(old) >= WRAPPED and not ENDED.search(old))


def split_chunks(blocks: Sequence[Block]) -> list[Chunk]:
    """Every block of a section is in exactly one chunk, in order."""
    blocks = promote_list_items(blocks)
    weak = not any(strong_dates(block) for block in blocks if not is_body(block))
    chunks: list[Chunk] = []
    for header, body in heading_runs(blocks):
        *early, last = split_header(header, weak) if header else [()]
        chunks += [Chunk(lines, ()) for lines in early]
        chunks.append(Chunk(last, body))
    return chunks


def promote_list_items(blocks: Sequence[Block]) -> Sequence[Block]:
    """The blocks of a section in which entries are items of a list, with these as plain lines."""
    if not blocks or blocks[0].kind != "bullet" or any(block.kind == "heading" for block in blocks):
        return blocks
    top = min(block.level for block in blocks if block.kind == "bullet")
    if blocks[0].level != top:
        return blocks
    starts = [
        index for index, block in enumerate(blocks) if block.kind == "bullet" and block.level == top
    ]
    items = [blocks[start:end] for start, end in zip(starts, [*starts[1:], None], strict=True)]
    dated = sum(any(strong_dates(line) for line in own_lines(item)) for item in items)
    if dated * 2 < len(items) or (len(items) == len(blocks) and dated < len(items)):
        return blocks
    return [
        replace(block, kind="text", level=0, gap=True)
        if block.kind == "bullet" and block.level == top
        else replace(block, level=max(block.level - 1, 0))
        for block in blocks
    ]


def own_lines(item: Sequence[Block]) -> Iterator[Block]:
    """The lines of an item of a list before those of the lists in it."""
    yield item[0]
    for block in item[1:]:
        if block.kind == "bullet":
            return
        yield block


def heading_runs(blocks: Sequence[Block]) -> Iterator[tuple[tuple[Block, ...], tuple[Block, ...]]]:
    header: list[Block] = []
    body: list[Block] = []
    rows = bool(blocks) and len(blocks[0].cells) > 1 and bool(strong_dates(blocks[0]))
    for block in blocks:
        if body and rows and is_plain(block):
            body.append(block)
            continue
        if is_body(block) or (body and continues_text(body[-1], block)):
            body.append(block)
            continue
        if body or begins_entry(header, block):
            moved = 0 if body or not only_date(header[0]) else trailing_dates(header)
            yield tuple(header[: len(header) - moved]), tuple(body)
            header, body = header[len(header) - moved :] if moved else [], []
        header.append(block)
    if header or body:
        yield tuple(header), tuple(body)


def is_plain(block: Block) -> bool:
    """Whether a line has no columns, no date and no emphasis."""
    single = block.kind == "text" and len(block.cells) == 1 and not block.cells[0].lead
    return single and not block.emphatic and not strong_dates(block)


def continues_text(before: Block, block: Block) -> bool:
    """Whether a line below the text of an entry belongs to it."""
    if strong_dates(block):
        return False
    plain = block.kind == before.kind == "text" and len(block.cells) == 1 and not block.emphatic
    return bool(LABEL.match(block.text)) or (plain and not block.gap and block.text.endswith("."))


def trailing_dates(header: list[Block]) -> int:
    """How many lines at the end are nothing but a date."""
    return next((index for index, block in enumerate(reversed(header)) if not only_date(block)), 0)


def begins_entry(header: list[Block], block: Block) -> bool:
    """Whether a heading follows lines that are not headings (a date above the first heading aside):
    then it heads the next entry."""
    rest = list(dropwhile(lambda block: block.kind != "heading" and only_date(block), header))
    return block.kind == "heading" and any(block.kind != "heading" for block in rest)


def is_body(block: Block) -> bool:
    """A bullet, or a line that is a sentence."""
    if block.kind in ("quote", "bullet") or is_duties(block.text):
        return block.kind != "bullet" or not (block.emphatic and strong_dates(block))
    text = block.text
    labelled = LABELLED.match(text) and len(text) < PROSE
    heads = block.kind == "heading" or len(block.cells) > 1 or block.emphatic
    if heads or labelled or is_piece_name(block):
        return False
    if ACTION.match(text) and not strong_dates(block):
        return True
    stopped = text.endswith((".", "!"))
    if stopped and not strong_dates(block) and (len(text.split()) >= SENTENCE or is_sentence(text)):
        return True
    if len(text) < PROSE or stopped:
        return len(text) >= PROSE
    return not strong_dates(block) and (". " in text or not is_title_case(text))


SHORT = re.compile(r"(?:\b(?:Inc|Ltd|Co|Corp|Univ|Dept|Bros|Jr|Sr|St|etc)|\b\w|[A-Z]\w?)\.$")
"""Abbreviations at the end of a line that is not a sentence."""


def is_sentence(text: str) -> bool:
    """Whether a short line with a full stop says something: its second word is a small one."""
    words = text.split()
    small = (
        len(words) > 1 and (words[1][0].islower() or words[1][0].isdigit()) and text[0].isupper()
    )
    return small and not SHORT.search(text) and not DEGREE.search(text)


def is_piece_name(block: Block) -> bool:
    """Whether a line is an emphasised name with a list in brackets: "*Booking engine* (C, Go)"."""
    lead = block.cells[0].lead
    rest = block.text[len(lead) :].strip() if lead and block.text.startswith(lead) else ""
    return block.kind == "text" and bool(NAMED.fullmatch(rest))


def is_title_case(text: str) -> bool:
    """Whether it is written like a title: with capitals in most of its words."""
    words: list[str] = [word for word in re.findall(r"[^\W\d_][\w'’-]*", text) if len(word) > 3]
    return sum(word[0].isupper() for word in words) * 3 >= len(words) * 2


def strong_dates(block: Block) -> list[Period]:
    """The dates in a line, without years that may be part of a name."""
    return [period for cell in block.cells for period in find_periods(cell.text) if not period.weak]


def split_header(header: tuple[Block, ...], weak: bool) -> list[tuple[Block, ...]]:
    """A run of heading lines, cut where the next entry begins: there is one date in each."""
    dated = [
        index
        for index, block in enumerate(header)
        if strong_dates(block) or (weak and find_periods(block.text))
    ]
    cuts = [find_boundary(header, *two, dated[0]) for two in pairwise(dated)]
    cuts = sorted({cut for cut in cuts if cut})
    edges = [0, *cuts, len(header)]
    return [header[start:end] for start, end in pairwise(edges)]


def line_shape(block: Block) -> tuple[str, int, bool, bool, bool]:
    """What two lines have in common that say the same of two entries."""
    first = block.cells[0]
    return block.kind, len(block.cells), first.bold, first.italic, only_date(block)


def find_boundary(header: tuple[Block, ...], first: int, second: int, above: int) -> int:
    """Where between the lines of two dates the second entry begins; 0 if they are one entry's.

    `above` is how many lines are above the first date of all.
    """
    dated_first = not above and header[second + 1 :] and only_date(header[second])
    if dated_first and strong_dates(header[second])[0].start:
        return second
    start = second - above
    if start > first and line_shape(header[start]) == line_shape(header[0]):
        breaks = [
            index for index in range(first + 1, second + 1) if begins_new_entry(header[index])
        ]
        if not breaks or start in breaks or (not above and only_date(header[0])):
            return start
    between = range(first + 1, second + 1)
    gaps = [index for index in between if begins_new_entry(header[index])]
    if (
        not gaps
        and not any(len(header[index].cells) > 1 for index in between)
        and second == first + 1
    ):
        return 0 if only_date(header[second]) else second
    candidates = gaps or list(between)
    bold = [index for index in candidates if header[index].cells[0].bold]
    loud = bold if bold and header[0].cells[0].bold else []
    loud = loud or [index for index in candidates if header[index].emphatic]
    named = [index for index in candidates if is_organisation(header[index].text)]
    return (loud or named or candidates)[0]


def begins_new_entry(block: Block) -> bool:
    return block.gap or block.kind == "heading"


def only_date(block: Block) -> bool:
    periods = find_periods(block.text)
    return bool(periods) and periods[0].stop - periods[0].begin >= len(block.text.strip("() ")) - 1


NESTED, LONGEST_NAME = 300, 60
"""Characters of a bullet with the list in it, and of a bullet that may be a name."""


def nested_groups(body: Sequence[Block]) -> list[list[Block]]:
    """The lines below a heading, each bullet with those of the list in it."""
    groups: list[list[Block]] = []
    for block in body:
        if groups and block.kind == groups[-1][0].kind == "bullet" and is_below(groups, block):
            groups[-1].append(block)
        else:
            groups.append([block])
    return groups


def is_below(groups: Sequence[Sequence[Block]], block: Block) -> bool:
    """Whether a bullet is deeper than the one that began the last group."""
    return block.level > groups[-1][0].level


def join_group(group: Sequence[Block]) -> list[Block]:
    """A bullet and the list in it as one; apart if that is long or the bullet a mere label."""
    head, *points = group
    text = with_items_below(head.text, [point.text for point in points]) if points else head.text
    if not points or len(text) > NESTED or is_duties(head.text):
        return [*group]
    links = tuple(link for block in group for link in block.links)
    return [replace(head, cells=(Cell(text, links=links),), last=points[-1].last)]


def is_named_group(group: Sequence[Block]) -> bool:
    """Whether a bullet names a piece of work that the list in it tells of."""
    text = group[0].text
    named = len(text) <= LONGEST_NAME and not text.endswith((".", "!", ";", ","))
    return len(group) > 1 and named and not is_duties(text)


COLUMNS = {
    *("school", "institution", "university", "degree", "qualification", "dates", "date", "year"),
    *("years", "period", "company", "employer", "organization", "organisation", "position"),
    *("title", "role", "location", "place", "grade", "gpa", "from", "to", "description", "duties"),
    *("responsibilities", "course", "board", "percentage", "year of passing", "subject", "skill"),
    *("level", "language", "zeitraum", "firma", "unternehmen", "position", "abschluss", "schule"),
    *("ort", "tätigkeit", "période", "entreprise", "poste", "diplôme", "école", "établissement"),
    *("lieu", "année", "empresa", "puesto", "fechas", "título", "centro"),
}
"""Titles of the columns of a table of jobs, degrees or languages."""
COLUMN_ROLES = ("project", "tools", "text", "number", "from", "until")


@cache
def column_titles() -> dict[str, str]:
    """The titles that columns have and labels do not -> what is below them."""
    return {word: role for role in reversed(COLUMN_ROLES) for word in words_of(f"{role}_column")}


def column_role(title: str) -> str:
    """What is below a title of a column: as `role_of`, or one of `COLUMN_ROLES`; "" if unknown."""
    plain = " ".join(title.casefold().split()).rstrip(" :")
    return column_titles().get(plain) or ("text" if is_duties(title) else role_of(title))


def read_column_titles(block: Block) -> tuple[str, ...]:
    """What is in the columns below a row of titles; none if it is no such row."""
    roles = tuple(column_role(cell.text) for cell in block.cells)
    if len(roles) < 2 or not all(roles) or len({*roles}) < 2 or block.kind == "bullet":
        return ()
    if "project" in roles:
        return tuple({"title": "roles", "project": "title"}.get(role, role) for role in roles)
    if "organisation" not in roles:
        return tuple("organisation" if role == "board" else role for role in roles)
    return roles


def is_row_of_titles(block: Block) -> bool:
    """Whether a row says nothing but what is below it, such as "Language | Level"."""
    titles = (cell.text.casefold() in COLUMNS or column_role(cell.text) for cell in block.cells)
    return len(block.cells) > 1 and block.kind != "bullet" and all(titles)


def split_row(row: Block, roles: Sequence[str]) -> Iterator[Block]:
    """A row of a table as the heading of an entry, and its descriptions as bullets below."""
    cells = [replace(cell, role=role) for cell, role in zip(row.cells, roles, strict=True)]
    ends = [cell for cell in cells if cell.role in ("from", "until")]
    if len(ends) == 2:
        time = replace(ends[0], text=" – ".join(cell.text for cell in ends), role="date", cuts=())
        cells = [time if cell is ends[0] else cell for cell in cells if cell is not ends[1]]
    heading = [cell for cell in cells if cell.role not in ("number", "text")]
    if heading:
        yield replace(row, cells=tuple(heading), gap=True)
    for cell in cells:
        if cell.role == "text":
            yield replace(row, kind="bullet", level=1, cells=(replace(cell, role=""),), gap=False)


def read_tables(blocks: Sequence[Block]) -> tuple[list[Block], list[Block]]:
    """The lines with the rows of tables as entries, and the titles of their columns."""
    lines: list[Block] = []
    titles: list[Block] = []
    columns: tuple[str, ...] = ()
    for index, block in enumerate(blocks):
        columns = columns if len(block.cells) > 1 else ()
        if index and (roles := read_column_titles(block)):
            columns = roles
            titles.append(block)
        elif index and is_row_of_titles(block):
            columns = ()
            titles.append(block)
        elif columns and len(columns) == len(block.cells):
            lines += split_row(block, columns)
        else:
            lines.append(block)
    return lines, titles

"""Sections of a CV, without page headers and footnotes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tailor.resume.cv_words import DEGREE, SCHOOL
from tailor.resume_parser.blocks import Block, Cell
from tailor.resume_parser.date_ranges import find_periods, texts_around
from tailor.resume_parser.values import Draft, Fields, Value, draft_values, split_words
from tailor.resume_parser.vocabulary import (
    COMMON,
    HALVES,
    is_duties,
    is_organisation,
    is_paper,
    is_place,
    is_title,
    is_town,
    known_titles,
    role_of,
    section_kind,
    word_stems,
)

LONGEST_TITLE = 60
COMMON_KINDS = {
    *("work", "education", "skills", "projects", "summary", "publications", "awards"),
    *("certificates", "references", "interests", "volunteer"),
}
"""Kinds of sections of which a usual title alone on a line is enough."""
INNER = re.compile(r"^[\W_]*(.*?)[\W_]*$")


@dataclass(frozen=True, slots=True)
class Part:
    """A section: `kind` is a key of the master, "summary", "contact", "custom" or "head".

    `title` is its heading, None for the head.
    """

    kind: str
    title: Block | None
    blocks: tuple[Block, ...]


def split_parts(blocks: tuple[Block, ...]) -> list[Part]:
    """The head (name and contact data) and the sections, in order; every block is in one."""
    blocks = lift_listed_titles(lift_margin_titles(blocks))
    headings = [block for block in blocks if block.kind == "heading"]
    headed = sum(bool(section_kind(plain_title(block))) for block in headings) > 1
    level = section_heading_level(blocks)
    looks = set() if headed else title_looks(blocks)
    parts = [Part("head", None, ())]
    for index, block in enumerate(blocks):
        if block.kind == "heading":
            kind = kind_by_heading(blocks, index, level, parts[-1])
        elif headed:
            kind = ""
        else:
            paper = index < 2 and is_paper(block.text)
            kind = "" if paper else kind_by_look(block, blocks[index + 1 : index + 2], parts[-1])
            inside = parts[-1].kind != "head" or any(
                CONTACT.search(block.text) for block in parts[-1].blocks
            )
            plain = block.kind == "text"
            if not kind and plain and inside and title_style(block) in looks:
                kind = kind_of_unknown(blocks, index)
            elif not kind and plain and inside and is_above_date(blocks, index, parts[-1]):
                kind = "custom"
        if kind:
            parts.append(Part(kind, block, ()))
        else:
            last = parts[-1]
            parts[-1] = Part(last.kind, last.title, (*last.blocks, block))
    return name_jobs(parts)


def name_jobs(parts: list[Part]) -> list[Part]:
    """The parts; where none is of jobs, one whose title is not known but whose lines have at least
    two ranges of dates, or one and a title of a job, is. So is one that follows the jobs if each of
    its lines is such a title with a date."""
    has_jobs = any(part.kind == "work" for part in parts)
    result: list[Part] = []
    for part in parts:
        unknown = part.kind == "custom" and part.title and not section_kind(part.title.text)
        follows = result[-1:] and result[-1].kind == "work"
        named = (lists_jobs if follows else tells_jobs)(part.blocks) if unknown else False
        is_work = named and (follows or not has_jobs)
        result.append(replace(part, kind="work") if is_work else part)
    return result


def lists_jobs(blocks: Sequence[Block]) -> bool:
    """Whether each line but bullets is a title of a job with a date."""
    lines = [block for block in blocks if block.kind != "bullet"]
    dated = all(
        is_title(line.text) and any(not period.weak for period in find_periods(line.text))
        for line in lines
    )
    return bool(lines) and dated


def tells_jobs(blocks: Sequence[Block]) -> bool:
    periods = [period for block in blocks for period in find_periods(block.text)]
    ranges = sum(not period.weak and period.start is not None for period in periods)
    named = any(is_title(block.text) for block in blocks if block.kind != "bullet")
    learned = any(DEGREE.search(block.text) for block in blocks if block.kind != "bullet")
    return not learned and (ranges > 1 or (ranges == 1 and named))


TitleStyle = tuple[bool, bool, bool]


def title_style(block: Block) -> TitleStyle:
    """How a title of a section is set off: in capitals, bold, with an empty line before it."""
    return block.text.isupper(), block.cells[0].bold, block.gap


def title_looks(blocks: tuple[Block, ...]) -> set[TitleStyle]:
    """The looks that two titles at least share, and no line of an entry."""
    heading_looks: list[TitleStyle] = []
    others: list[TitleStyle] = []
    for index, block in enumerate(blocks[1:], 1):
        if block.kind != "text" or len(block.cells) != 1 or len(block.text) > LONGEST_TITLE:
            continue
        if section_kind(plain_title(block)):
            heading_looks.append(title_style(block))
        elif find_periods(block.text) or any(map(is_date, blocks[index - 1 : index + 2 : 2])):
            others.append(title_style(block))
    return {
        candidate
        for candidate in heading_looks
        if heading_looks.count(candidate) > 1
        and (candidate[0] or candidate[1])
        and candidate not in others
    }


def kind_of_unknown(blocks: tuple[Block, ...], index: int) -> str:
    """The kind of a line that looks like the titles of sections, "" if it cannot be one."""
    title = plain_title(blocks[index])
    if not is_unknown_title(blocks, index):
        return ""
    return "custom" if is_duties(title) else section_kind(title) or "custom"


def is_above_date(blocks: tuple[Block, ...], index: int, now: Part) -> bool:
    """Whether a short line alone below the head is a title: a line that begins with a range of
    dates follows."""
    block, below = blocks[index], blocks[index + 1 : index + 2]
    if now.kind not in ("head", "contact", "personal", "summary") or not block.gap or not below:
        return False
    first = find_periods(below[0].cells[0].text)[:1]
    dated = first and first[0].start and not first[0].weak and not first[0].begin
    short = is_short(block) and not re.search(r"[\d@:,|]", block.text)
    return bool(dated and short and below[0].gap and len(block.cells) == 1)


def is_unknown_title(blocks: tuple[Block, ...], index: int) -> bool:
    """Whether a line that looks like the titles of sections can be one: short, with text below."""
    block, title = blocks[index], plain_title(blocks[index])
    short = len(title.split()) <= 4 and len(title) <= LONGEST_TITLE // 2
    below = blocks[index + 1 : index + 2]
    name = index < 3 and block.cells[0].text.isupper()
    has_other_meaning = (
        is_title(block.text) or DEGREE.search(block.text) or is_date(blocks[index - 1])
    )
    if has_other_meaning or any(map(is_date, below)):
        return False
    labelled = block.text.endswith(":") and is_duties(title)
    plain = not labelled and not re.search(r"[\d@:,|]", title)
    return bool(plain and short and below and not name and below[0].kind != "heading")


def lift_margin_titles(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The lines with titles of sections that are in a margin as lines of their own.

    There must be one of jobs or degrees among them: "Languages" may be a label, too.
    """
    margin = {
        index: section_kind(block.cells[0].text)
        for index, block in enumerate(blocks)
        if block.cells[1:] and not any(cell.role for cell in block.cells)
    }
    titles = {
        index
        for index, kind in margin.items()
        if kind and not find_periods(blocks[index].cells[0].text)
    }
    if not {margin[index] for index in titles} & {"work", "education"}:
        return blocks
    lines: list[Block] = []
    for index, block in enumerate(blocks):
        if index in titles:
            title = replace(block.cells[0], bold=True)
            lines.append(replace(block, kind="text", cells=(title,), gap=True))
            block = replace(block, cells=block.cells[1:], gap=False)
        lines.append(block)
    return tuple(lines)


def lift_listed_titles(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The lines with titles of sections that are bold items of a list as lines of their own."""
    bold = [
        block
        for block in blocks
        if block.kind == "bullet"
        and len(block.cells) == 1
        and block.cells[0].bold
        and is_short(block)
    ]
    if sum(bool(section_kind(plain_title(block))) for block in bold) < 2:
        return blocks
    lifted = [
        replace(block, kind="text", level=0, gap=True) if block in bold else block
        for block in blocks
    ]
    return tuple(lifted)


def is_short(block: Block) -> bool:
    return len(block.text) <= LONGEST_TITLE // 2 and not find_periods(block.text)


def section_heading_level(blocks: tuple[Block, ...]) -> int:
    """The level that headings of sections have and those of entries do not; 0 if they share."""
    headings = [block for block in blocks[1:] if block.kind == "heading"]
    levels = [block.level for block in headings if section_kind(block.text)]
    if not levels or min(levels) != max(levels):
        return 0
    others = [
        heading
        for heading, following in zip(headings, [*headings[1:], None], strict=True)
        if heading.level == levels[0]
        and not section_kind(heading.text)
        and is_entry(heading, following, blocks)
    ]
    return 0 if others else levels[0]


def is_entry(block: Block, following: Block | None, blocks: tuple[Block, ...]) -> bool:
    """Whether a heading is one of an entry: a date is in it, or alone on the next line."""
    if find_periods(block.text) or (following and following.level < block.level):
        return True
    start = blocks.index(block) + 1
    below = blocks[start : start + 4]
    kinds = [block.kind for block in below]
    lines = below[: kinds.index("heading")] if "heading" in kinds else below
    texts = [line for line in lines if line.kind == "text"]
    named = SCHOOL.search(block.text) or is_organisation(block.text)
    dated = any(
        period.start and not period.weak for text in texts[:2] for period in find_periods(text.text)
    )
    return any(map(is_date, texts)) or bool(named and dated)


def is_date(block: Block) -> bool:
    """Whether nothing but a date, or a date and a place, is on a line."""
    periods = find_periods(block.text)
    if not periods or periods[0].weak:
        return False
    rest = texts_around(block.text, periods[0])
    return all(is_place(piece) or is_town(piece) or DURATION.fullmatch(piece) for piece in rest)


DURATION = re.compile(
    r"\(?(?:\d{1,2}\s(?:years?|yrs?|months?|mos?|ans?|mois|jahre?|monate?|años?|mes|meses|anos?|mês|"
    r"ann[oi]|mes[ei]|jaar|maand(?:en)?|år|mån(?:ader)?|måneder|lat[a]?|miesi[ąę]c\w*)\s?){1,2}\)?",
    re.IGNORECASE,
)
"""How long a job lasted, as LinkedIn says it: "(3 years 2 months)"."""


def kind_by_heading(blocks: tuple[Block, ...], index: int, level: int, now: Part) -> str:
    """The kind of section that begins at a heading, or "" if it is one of an entry.

    Any heading ends the head, unless it is the name or what the person is.
    """
    block = blocks[index]
    kind = section_kind(plain_title(block))
    top = index < 2 and now.kind == "head" and is_paper(plain_title(block))
    if top or (level and block.level > level):
        return ""
    if kind and (is_inner(blocks, index, kind, now) or is_among_entries(block, now)):
        return ""
    if kind:
        return kind
    if now.kind == "head":
        like_titles = bool(level) and any(CONTACT.search(block.text) for block in blocks[:index])
        return "" if not like_titles and is_above_contact(blocks, index) else "custom"
    own_top = level or (now.title.level if now.title and now.title.kind == "heading" else 0)
    following = next((block for block in blocks[index + 1 :] if block.kind == "heading"), None)
    own_section = level or not is_entry(block, following, blocks)
    return "custom" if own_top and block.level <= own_top and own_section else ""


def is_among_entries(block: Block, now: Part) -> bool:
    """Whether a heading is as deep as those of the entries above it: "Internship" may be a job."""
    deeper = now.title is not None and 0 < now.title.level < block.level
    siblings = (
        sibling
        for sibling in now.blocks
        if sibling.kind == "heading" and sibling.level == block.level
    )
    return deeper and now.kind in ("work", "education", "volunteer") and any(siblings)


def is_inner(blocks: tuple[Block, ...], index: int, kind: str, now: Part) -> bool:
    """Whether a known title is one of a group of skills: "Languages" above programming languages.

    Such a heading is deeper than that of the section, and nobody speaks what is below it.
    """
    block = blocks[index]
    deeper = now.title is not None and 0 < now.title.level < block.level
    if now.kind != "skills" or not deeper or kind not in ("skills", "languages"):
        return False
    rest = blocks[index + 1 :]
    end = next((n for n, block in enumerate(rest) if block.kind == "heading"), len(rest))
    return kind == "skills" or not any(FLUENT.search(block.text) for block in rest[:end])


FLUENT = re.compile(
    r"\b(?:native|fluent|mother tongue|[ABC][12]|mutterspr|flie(?:ß|ss)end|courant|maternel|nativ|"
    r"bilingual|english|french|german|spanish|deutsch|englisch|anglais|ingl[eé]s|espa[ñn]ol)",
    re.IGNORECASE,
)


def is_above_contact(blocks: tuple[Block, ...], index: int) -> bool:
    """Whether a heading in the head is the name, or what the person is: contact data follow."""
    if index == 0 or not any(block.kind == "heading" for block in blocks[:index]):
        return True
    rest = blocks[index + 1 :]
    end = next((n for n, block in enumerate(rest) if block.kind == "heading"), len(rest))
    between = [block for block in blocks[:index] if block.kind == "heading"]
    ends_here = not rest[:end] and not any(CONTACT.search(block.text) for block in blocks[:index])
    has_contact = any(CONTACT.search(block.text) for block in rest[:end]) or ends_here
    return len(between) == 1 and has_contact and end < 8


CONTACT = re.compile(r"@|\+?\d[\d ()/.-]{7,}\d|linkedin|github|www\.", re.IGNORECASE)


def kind_by_look(block: Block, following: tuple[Block, ...], now: Part) -> str:
    """The kind of section that a line announces where headings are not marked as such."""
    title = plain_title(block)
    kind = section_kind(title)
    short = 0 < len(title) <= LONGEST_TITLE and len(block.cells) == 1
    if not kind or block.kind != "text" or not short or find_periods(title):
        return ""
    if now.title is not None and now.title.text.isupper() and not title.isupper():
        return ""
    colon = block.text.rstrip().endswith(":")
    now_loud = now.title is not None and (now.title.emphatic or now.title.text.isupper())
    if now_loud and colon and not (block.emphatic or title.isupper()) and is_duties(title):
        return ""
    loud = block.emphatic or title.isupper() or colon
    alone = block.gap and (not following or following[0].gap)
    listed = known_titles().get(word_stems(title))
    usual = title.casefold() in COMMON or (listed and (block.whole or block.gap))
    plain = bool(usual) and block.text.strip() == title and kind in COMMON_KINDS
    most = 4 if HALVES.search(title) else 3
    few = block.gap and now.kind != "head" and len(title.split()) < most
    return kind if loud or alone or plain or few else ""


def plain_title(block: Block) -> str:
    """Its text without signs and pictures at the ends."""
    match = INNER.match(block.text)
    title = match[1] if match else ""
    closing = block.text.rstrip()[-1:]
    return f"{title})" if closing == ")" and "(" in title else title


PAGE = r"(?:page|seite|página|pagina|pág|strona|strana|side|sida|str|pg|p|s)"
OF = r"(?:/|of|von|sur|de|di|van|z|av|\|)"
EDGE = r"[-–—|·•.\[\]\s]*"
NUMBER = re.compile(
    rf"{EDGE}+(?:{PAGE}\.?\s*(?:\d{{1,2}})?|\d{{1,2}})\s*(?:{OF}\s*(?:\d{{1,2}})?)?{EDGE}",
    re.IGNORECASE,
)
DASHED = re.compile(r"\d{1,2}\s*[-–—]")
"""What is left of "- 2 -" where its first dash is read as the mark of a list."""
PAPERS = {
    *("resume", "résumé", "cv", "curriculum", "vitae", "lebenslauf", "currículum", "page", "seite"),
    *("of", "von", "sur", "de", "continued", "updated", "last", "stand"),
}
"""Words that may be next to the name above or below a page."""
ROLES = ("title", "organisation", "place", "date")
HEAD = 12
"""Lines from the top in which contact data are looked for."""
LONGEST = 160


def strip_page_headers(blocks: Sequence[Block]) -> tuple[list[Block], list[Block]]:
    """The lines of the CV, and those of its pages.

    In a form the employer may be below the duties, and comes before them here.
    """
    content: list[Block] = []
    furniture: list[Block] = []
    blocks, foot = split_foot(blocks)
    duties = 0
    form: set[str] = set()  # What the rows of a form have said since the duties before.
    for index, block in enumerate(blocks):
        may_be_furniture = block.kind != "bullet" or DASHED.fullmatch(block.text)
        if index and may_be_furniture and is_furniture(block, blocks[:HEAD], index):
            furniture.append(block)
            continue
        broken = index and furniture[-1:] == [blocks[index - 1]] and block.text[:1].islower()
        row, label = strip_form_label(replace(block, gap=False) if broken else block)
        role = role_of(label)
        alone = len(block.cells) == 1 and is_duties(block.text)
        if is_duties(label) or (alone and "date" in form and "organisation" not in form):
            duties = len(content)
            form = set()
        elif block.kind == "heading" or role == "date":
            duties = 0
        form |= {role} - {""} if not duties else set()
        if duties and label and not is_duties(label):
            content.insert(duties, row)
            duties += 1
        else:
            content += split_bullet(row)
    return content, [*furniture, *foot]


COPYRIGHT = re.compile(
    r"^(?:©|\(c\)\s*\d{4}|copyright\s*(?:©|\(c\)|\d{4})|all rights reserved)[^@]{0,100}$",
    re.IGNORECASE,
)
MADE = re.compile(
    r"^(?:(?:proudly )?(?:built|made|powered|created|generated|designed|hosted)\b.{1,60}"
    r"|(?:last )?updated?\b.{1,40}|(?:imprint|impressum|privacy|datenschutz|top|↑).{0,40})$",
    re.IGNORECASE,
)
"""What the foot of a web page says besides."""
FOOT = 6
"""Lines that the foot of a page has at most."""


def split_foot(blocks: Sequence[Block]) -> tuple[Sequence[Block], Sequence[Block]]:
    """The lines before the foot of a web page, which begins with a copyright, and that."""
    last = range(max(len(blocks) - FOOT, 1), len(blocks))
    start = next((index for index in last if COPYRIGHT.match(blocks[index].text)), len(blocks))
    while 1 < start < len(blocks) and MADE.match(blocks[start - 1].text):
        start -= 1
    foot = blocks[start:]
    is_foot = all(COPYRIGHT.match(line.text) or MADE.match(line.text) for line in foot)
    return (blocks[:start], foot) if is_foot else (blocks, ())


def split_bullet(block: Block) -> list[Block]:
    """The items of a list that are in one cell of a form as bullets of their own."""
    texts = block.cells[0].text.split("\n")
    if block.kind != "bullet" or len(block.cells) > 1 or len(texts) < 2:
        return [block]
    return [replace(block, cells=(Cell(text.strip()),)) for text in texts if text.strip()]


def strip_form_label(block: Block) -> tuple[Block, str]:
    """A row of a form without its label, and that: "Name of employer | Acme" is "Acme"."""
    label = block.cells[0].text.casefold().rstrip(": ")
    role = role_of(label) if len(block.cells) == 2 else ""
    if len(block.cells) < 2 or not (is_duties(label) or role in ROLES):
        return block, ""
    kind = "bullet" if is_duties(label) else block.kind
    cells = tuple(replace(c, text=c.text.lstrip(": "), role=role) for c in block.cells[1:])
    return replace(block, kind=kind, level=int(kind == "bullet"), cells=cells), label


def is_furniture(block: Block, head: Sequence[Block], index: int) -> bool:
    """Whether a line is a page number, or repeats the name and nothing that is not known."""
    text = block.text
    numbered = NUMBER.fullmatch(block.cells[-1].text)
    if (len(text) < 20 and NUMBER.fullmatch(text)) or BROWSER.match(text):
        return True
    if len(block.cells) > 1 and numbered and is_running_head(block.cells[0].text, head):
        return True
    name = lower_words(head[0].cells[0].text) - PAPERS
    if not name or len(text) > LONGEST:
        return False
    for period in reversed(find_periods(text)):
        text = text[: period.begin] + " " + text[period.stop :]
    line_words = {word for word in lower_words(text) if not word.isdigit()}
    known_words = {word for block in head[: min(index, HEAD)] for word in lower_words(block.text)}
    late = (
        index >= HEAD
        or bool(line_words & PAPERS)
        or any(len(word) < 3 for word in lower_words(text) - line_words)
    )
    return late and name <= line_words and line_words <= known_words | PAPERS


BROWSER = re.compile(
    r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4},? \d{1,2}:\d\d|(?:file|https?)://\S{1,500}\s\d{1,2}/\d{1,2}$"
)
"""What a browser prints above and below a page: the time, and its address with a page number."""


def is_running_head(text: str, head: Sequence[Block]) -> bool:
    """Whether a text next to a page number says no more than the name and that this is a CV."""
    known_words = {word for block in head[:4] for word in lower_words(block.text)}
    line_words = lower_words(text)
    return bool(line_words) and all(
        word in known_words | PAPERS or is_paper(word) for word in line_words
    )


def lower_words(text: str) -> set[str]:
    return {word.casefold() for word in split_words(text)}


NOTE = re.compile(r"^(?P<mark>[*†‡§¶¹²³]|\[\d+\])\s*<?(?P<url>https?://[^\s<>]+)>?$")
LINKED = ("work", "volunteer", "education", "projects", "awards", "certificates", "publications")


def take_footnotes(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], list[tuple[str, Value]]]:
    """The lines without footnotes that are an address, and those as (mark, address)."""
    plain: list[Block] = []
    notes: list[tuple[str, Value]] = []
    for block in blocks:
        match = NOTE.match(block.text)
        if match:
            notes.append((match["mark"], Value(match["url"], block.line, block.last, block.text)))
        else:
            plain.append(block)
    return tuple(plain), notes


def attach_footnotes(draft: Fields, notes: list[tuple[str, Value]]) -> None:
    """Gives each address to the first entry without one that has the mark in its texts."""
    for mark, address in notes:
        for entry in linkable_entries(draft):
            texts = [value.text for value in draft_values(entry)]
            if "url" not in entry and any(mark in text for text in texts):
                entry["url"] = address
                break


def linkable_entries(draft: Fields) -> Iterator[Fields]:
    """All entries that may have an address."""
    for key in LINKED:
        yield from as_mappings(draft.get(key))
    for section in as_mappings(draft.get("sections")):
        yield from as_mappings(section.get("entries"))


def as_mappings(draft: "Draft | None") -> Iterator[Fields]:
    for item in draft if isinstance(draft, list) else []:
        if isinstance(item, dict):
            yield item

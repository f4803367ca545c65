"""The lines of a CV, in whatever format they came, as a master: sections, entries, dates."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby

from tailor.i18n import has_titles, language_of_text
from tailor.resume.cv_words import DEGREE, SCHOOL, foreign
from tailor.resume.dates import words_of
from tailor.resume.source import Mapping, Source, UnplacedLine
from tailor.resume_parser.blocks import Block, Cell, mark_ordered_items, strip_mark
from tailor.resume_parser.contact import (
    EMAIL,
    LABEL,
    PHONE,
    URL,
    is_likely_name,
    parse_head,
    part_of_name_pattern,
)
from tailor.resume_parser.date_ranges import find_periods
from tailor.resume_parser.entries import parse_entries, title_order
from tailor.resume_parser.entry_blocks import join_wrapped_lines, only_date, read_tables
from tailor.resume_parser.exported import parse_exported
from tailor.resume_parser.lists import LISTED, parse_custom, take_languages, tells_languages
from tailor.resume_parser.projects import block_value
from tailor.resume_parser.publications import is_citation
from tailor.resume_parser.sections import (
    Part,
    attach_footnotes,
    split_parts,
    strip_page_headers,
    take_footnotes,
)
from tailor.resume_parser.values import (
    MARKS,
    Draft,
    Fields,
    Value,
    draft_values,
    find_unplaced,
    join_values,
    title_case,
    to_node,
)
from tailor.resume_parser.vocabulary import (
    has_spaced_letters,
    is_paper,
    is_personal,
    join_letters,
    section_kind,
    split_job_title,
    split_section_title,
    word_stems,
)


@dataclass(frozen=True, slots=True)
class ParsedCv:
    """A master as a tree in the source, and the lines that are not in it.

    `furniture` are page numbers and running heads, `titles` rows with those of columns.
    """

    root: Mapping
    unplaced: tuple[UnplacedLine, ...]
    furniture: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()


def parse_cv(source: Source, blocks: Sequence[Block]) -> ParsedCv:
    """What the lines mean. Every word is in the master or in a line of `unplaced`."""
    if (exported := parse_exported(blocks)) is not None:
        return make_result(source, exported, find_unplaced(blocks, exported))
    blocks = [join_date_columns(join_spaced_letters(block)) for block in blocks]
    rows, titles = read_tables([block for block in blocks if block.kind != "front"])
    content, furniture = strip_page_headers(rows)
    whole = join_wrapped_lines(mark_ordered_items(content))
    plain, notes = take_footnotes(
        [
            row
            for block in whole
            if not consent_pattern().match(block.text)
            for row in split_label_pairs(block)
        ]
    )
    draft: Fields = {"basics": {}}
    sections = move_stray_contact_to_head(move_contact_to_head(split_parts(plain)))
    order = sum(title_order(part.blocks) for part in sections if part.kind == "work")
    for part in (piece for section in sections for piece in split_by_labels(section)):
        add_section(draft, move_years_to_columns(part), order)
    attach_footnotes(draft, notes)
    front = [block for block in blocks if block.kind == "front"]
    add_front_matter(draft, front)
    missing = find_unplaced([*front, *whole], draft)
    tag = language_of_text(" ".join(block.text for block in whole))
    if tag != "en" and has_titles(tag) and whole:
        draft["meta"] = {"language": Value(tag, whole[0].line, whole[0].last, " ")}
    return make_result(source, draft, missing, furniture, titles)


def split_label_pairs(block: Block) -> list[Block]:
    """A row of several labels with their texts as a row each: "Name | Ada | Phone | 555 0101"."""
    cells = block.cells
    pairs = [cells[index : index + 2] for index in range(0, len(cells), 2)]
    if len(pairs) < 2 or not all(len(pair) == 2 and is_label_of_person(pair[0]) for pair in pairs):
        return [block]
    return [replace(block, cells=pair) for pair in pairs]


def is_label_of_person(cell: Cell) -> bool:
    """Whether a text is the label of contact data, a name or personal data, and nothing else."""
    label = cell.text.rstrip(": ")
    contact = LABEL.fullmatch(f"{label}:") or part_of_name_pattern().match(f"{label}: x")
    return bool(contact) or is_personal(f"{label}:")


@cache
def consent_pattern() -> re.Pattern[str]:
    """How a declaration begins that no page prints."""
    return re.compile(rf"(?:{foreign('consent')})\b", re.IGNORECASE)


def move_contact_to_head(parts: list[Part]) -> list[Part]:
    """The parts of a CV that begins with a title such as "Contact": the name is below it."""
    if len(parts) < 2 or parts[0].blocks or parts[1].kind != "contact":
        return parts
    head, first, *others = parts
    return [replace(head, blocks=first.blocks), replace(first, blocks=()), *others]


def move_stray_contact_to_head(parts: list[Part]) -> list[Part]:
    """The parts; where no head says how to reach a person, lines elsewhere with nothing but an
    e-mail address, and such lines next to them, are in the head."""
    contact_parts = [
        part for part in parts if part.kind in ("head", "contact", "personal", "references")
    ]
    if not parts or any(
        EMAIL.search(block.text) for part in contact_parts for block in part.blocks
    ):
        return parts
    moved: list[Block] = []
    for part in parts:
        for is_contact, group in groupby(part.blocks, is_contact_line):
            lines = [*group]
            if (
                is_contact
                and part not in contact_parts
                and any(EMAIL.fullmatch(line.text) for line in lines)
            ):
                moved += lines
    remaining = [
        replace(part, blocks=tuple(b for b in part.blocks if b not in moved)) for part in parts
    ]
    return [replace(remaining[0], blocks=(*remaining[0].blocks, *moved)), *remaining[1:]]


def is_contact_line(block: Block) -> bool:
    """Whether a line is nothing but an e-mail address, a web address or a telephone number."""
    return any(pattern.fullmatch(block.text) for pattern in (EMAIL, URL, PHONE))


TORN = re.compile(r"(?<!\w)\w{1,2} \w|\w \w{1,2}(?!\w)")
LONGEST_TORN = 40
"""Characters of a title that may be torn apart."""


def join_spaced_letters(block: Block) -> Block:
    """A line in spaced letters as words: "W O R K E X P E R I E N C E" is "WORK EXPERIENCE".

    A title in capitals may have lost or won single spaces: "LI NGUE", "EXPERI ENCE".
    """
    text = block.text
    if len(block.cells) != 1:
        return block
    if has_spaced_letters(text):
        text = join_letters(text)
    else:
        loose = block.kind == "heading" or bool(TORN.search(text))
        torn = loose and text.isupper() and len(text) <= LONGEST_TORN and " " in text
        if not torn or section_kind(text):
            return block
        plain = text.replace(" ", "")
        text = split_section_title(plain) or split_job_title(plain) or text
    return replace(block, cells=(replace(block.cells[0], text=text, cuts=(), lead=""),))


HALF = re.compile(r"\d{4}\s?[–—-]$")


def join_date_columns(block: Block) -> Block:
    """A line with a range of dates that is in two columns in one: "May 2013 –", "2019"."""
    cells = list(block.cells)
    for index in range(len(cells) - 1, 0, -1):
        both = f"{cells[index - 1].text} {cells[index].text}"
        if HALF.search(cells[index - 1].text) and len(both) < LONGEST_TORN:
            periods = find_periods(both)
            if periods and periods[0].start and periods[0].stop - periods[0].begin == len(both):
                cells[index - 1 : index + 1] = [
                    replace(cells[index - 1], text=both, cuts=(), lead="")
                ]
    return replace(block, cells=tuple(cells)) if len(cells) < len(block.cells) else block


SETTING = re.compile(r"^[\"']?(?P<key>[\w-]+)[\"']?\s*:\s*[\"']?(?P<value>[^\"'{}\[\]]+?)[\"']?,?$")
SAID = {
    **dict.fromkeys(("name", "author", "title", "fullname", "full_name"), "name"),
    **dict.fromkeys(("firstname", "first_name", "first-name", "givenname"), "name"),
    **dict.fromkeys(("surname", "lastname", "last_name", "last-name", "familyname"), "surname"),
    **dict.fromkeys(("email", "mail"), "email"),
    **dict.fromkeys(("phone", "mobile", "tel", "telephone"), "phone"),
    **dict.fromkeys(("tagline", "position", "subtitle", "headline", "jobtitle", "job"), "label"),
}
"""Settings in front of a document, and the title of a page -> what they say of the person."""


def add_front_matter(draft: Fields, front: Sequence[Block]) -> None:
    """Adds what the settings in front of a document say and the CV itself does not."""
    basics = draft["basics"]
    assert isinstance(basics, dict)
    settings: dict[str, Value] = {}
    for block in front:
        match = SETTING.match(block.text)
        key = SAID.get(match["key"].casefold(), "") if match else ""
        paper = match is not None and is_paper(match["value"])
        if match and key and key not in settings and not paper:
            settings[key] = Value(match["value"].strip(), block.line, block.last, block.text)
    if "name" in settings and "surname" in settings:
        settings["name"] = join_values((settings["name"], settings.pop("surname")), " ")
    for key, value in settings.items():
        usable = key != "name" or is_likely_name(value.text)
        current = basics.get(key)
        sure = key != "name" or (isinstance(current, Value) and is_likely_name(current.text))
        if usable and key != "surname" and not (current and sure):
            basics[key] = value


OTHERS = ("skills", "interests", "certificates", "references", "custom", "personal")
LABELLED_PARTS = {"languages": OTHERS, "certificates": OTHERS, "skills": ("certificates",)}
"""Kinds of sections, and those of the lines in them that a label says to be of another."""


def split_by_labels(part: Part) -> list[Part]:
    """A section of lists without lines that are of another by their label: "IT: Excel"."""
    apart = LABELLED_PARTS.get(part.kind, ())
    rest: list[Block] = []
    others: list[Part] = []
    for block in part.blocks if apart else ():
        first, *more = block.cells
        label, colon, after = first.text.partition(":")
        title = first.text if more else label if colon and after.strip() else ""
        kind = section_kind(title) if title else ""
        if kind in apart:
            head = replace(block, kind="text", cells=(replace(first, text=title),))
            body = tuple(more) or (replace(first, text=after.strip(), lead="", cuts=()),)
            others.append(Part(kind, head, (replace(block, cells=body),)))
        elif others and not block.gap and block.kind != "bullet" and not tells_languages(block):
            last = others[-1]
            others[-1] = replace(last, blocks=(*last.blocks, block))
        else:
            rest.append(block)
    return [replace(part, blocks=tuple(rest)), *others] if apart else [part]


YEAR_FIRST = re.compile(r"^((?:19|20)\d\d)\s+(?=[^\W\d])")


def move_years_to_columns(part: Part) -> Part:
    """A section of jobs or degrees with the years that its lines begin with in a column."""
    if part.kind not in ("work", "education", "volunteer"):
        return part
    dated = [block for block in part.blocks if begins_with_date(block)]
    splittable = [
        block
        for block in part.blocks
        if YEAR_FIRST.match(block.cells[0].text) and block not in dated
    ]
    heads = [block for block in part.blocks if block.kind != "bullet"]
    headed = [head for head in heads if head in dated]
    if (
        not splittable
        or len(splittable) + len(headed) < 2
        or 2 * (len(splittable) + len(headed)) < len(heads)
    ):
        return part
    return replace(
        part,
        blocks=tuple(
            block if block not in splittable else move_year_to_column(block)
            for block in part.blocks
        ),
    )


def begins_with_date(block: Block) -> bool:
    periods = find_periods(block.cells[0].text)
    return bool(periods) and periods[0].begin == 0 and not periods[0].weak


def move_year_to_column(block: Block) -> Block:
    """A line with the year at its beginning in a column of its own."""
    first, *others = block.cells
    match = YEAR_FIRST.match(first.text)
    assert match
    year = replace(first, text=match[1], links=(), lead="", cuts=())
    return replace(block, cells=(year, strip_mark(first, first.text[match.end() :]), *others))


def make_result(
    source: Source,
    draft: Fields,
    missing: Sequence[UnplacedLine],
    furniture: Sequence[Block] = (),
    titles: Sequence[Block] = (),
) -> ParsedCv:
    root = to_node(source, draft)
    assert isinstance(root, Mapping)
    texts = (tuple(block.text for block in blocks) for blocks in (furniture, titles))
    return ParsedCv(root, tuple(missing), *texts)


def add_section(draft: Fields, part: Part, order: int) -> None:
    """Adds a section to the master. `order` is that of titles and organisations in jobs."""
    if part.title is None:
        draft["basics"] = parse_head(part.blocks)
        return
    title = title_case(block_value(part.title))
    kind = kind_of_part(part)
    if kind in ("skills", "custom", "interests", "certificates", "personal"):
        rest, spoken = take_languages(part.blocks)
        if spoken:
            as_list(draft, "languages").extend(LISTED["languages"](spoken))
            part = replace(part, blocks=tuple(rest))
            if not rest:
                as_list(draft, MARKS).append(title)
                return
    if kind == "custom":
        add_custom_section(draft, title, named_entries(parse_custom(part.blocks, order), kind))
        return
    as_list(draft, MARKS).append(title)
    if kind in ("summary", "contact", "personal"):
        add_contact_section(draft, part, kind)
    elif kind in LISTED:
        as_list(draft, kind).extend(named_entries(LISTED[kind](part.blocks), kind))
    else:
        items = parse_entries(part.blocks, kind, order)
        named = named_entries(items, kind)
        given = certificates_among(named) if kind == "education" else []
        as_list(draft, kind).extend(item for item in named if item not in given)
        if given:
            as_list(draft, "certificates").extend(map(as_certificate, given))
        add_custom_section(
            draft,
            title,
            [line for item in items if item not in named for line in one_line_entries(item)],
        )


def certificates_among(degrees: Sequence[Fields]) -> list[Fields]:
    """Of what stands among degrees with their schools: certificates, with nothing but a name and
    one date."""
    ends = ("institution", "studyType")
    schooled = any(all(key in degree for key in ends) for degree in degrees)
    return [
        degree
        for degree in degrees
        if schooled
        and len(degree.keys() & {*ends, "endDate"}) == 2
        and set(degree) <= {*ends, "endDate", MARKS}
        and any(
            certificate_pattern().search(value.text)
            for key in ends
            for value in draft_values(degree.get(key, []))
        )
    ]


@cache
def certificate_pattern() -> re.Pattern[str]:
    """Words of certificates that need no school."""
    return re.compile(rf"\b(?:{foreign('certificates')})\b", re.IGNORECASE)


def as_certificate(degree: Fields) -> Fields:
    names = {"institution": "name", "studyType": "name", "endDate": "date"}
    return {names.get(key, key): value for key, value in degree.items()}


NEEDS = {
    "work": ("name", "position"),
    "volunteer": ("organization", "position"),
    "education": ("institution", "studyType"),
    "custom": ("title", "organisation"),
    "awards": ("title",),
    "languages": ("language",),
    "skills": ("name", "keywords"),
    "interests": ("name", "keywords"),
}
"""By what an entry of each kind can be called; all others by their name."""


def named_entries(items: Sequence[Fields], kind: str) -> list[Fields]:
    """The entries that can be called something; the lines of others are named as unplaced."""
    needs = NEEDS.get(kind, ("name",))
    return [item for item in items if any(draft_values(item.get(key, [])) for key in needs)]


def add_custom_section(draft: Fields, title: Value, items: Sequence[Fields]) -> None:
    """Adds a section that JSON Resume has no name for."""
    if items:
        as_list(draft, "sections").append({"title": title, "entries": [*items]})


def one_line_entries(fields: Fields) -> Iterator[Fields]:
    """Lines below no heading as entries of their own."""
    texts = {key: value for key, value in fields.items() if key != MARKS}
    for value in draft_values(texts):
        yield {"title": value}


def kind_of_part(part: Part) -> str:
    """The kind of a section; references that are a bibliography are a custom section."""
    if part.kind == "references" and any(is_citation(block.text) for block in part.blocks):
        return "custom"
    if part.kind in ("awards", "certificates") and has_headed_lists(part.blocks):
        return "custom"
    if part.kind in ("custom", "certificates") and part.title and may_be_education(part):
        return "education"
    linked = part.blocks and all(block.links or "@" in block.text for block in part.blocks)
    short = all(len(block.text) < SHORT for block in part.blocks)
    mail = any(EMAIL.search(block.text) for block in part.blocks)
    if part.kind == "summary" and (linked or (short and mail)):
        return "contact"
    rows = ("\t".join(cell.text for cell in block.cells) for block in part.blocks)
    own_data = sum(map(is_personal, rows))
    if part.kind == "summary" and own_data > 1:
        return "personal"
    return part.kind


def may_be_education(part: Part) -> bool:
    """Whether degrees are under a title that may mean courses, too, such as "Training"."""
    assert part.title is not None
    named = set(map(word_stems, words_of("maybe_education")))
    lines = [block for block in part.blocks if not only_date(block)]
    heads = [block.text for block in lines if block.kind != "bullet"] or [
        block.text for block in lines
    ]
    degrees = {head for head in heads if DEGREE.search(head)}
    schools = {head for head in heads if SCHOOL.search(head)}
    most = 2 * len(degrees | schools) >= len(heads)
    return word_stems(part.title.text) in named and most and bool(degrees) and bool(schools)


SHORT = 60
"""Characters below which a line of contact data stays."""


def has_headed_lists(blocks: Sequence[Block]) -> bool:
    """Whether bullets are below headings, so that each heading tells more than an award."""
    loud = [block.emphatic and block.kind != "bullet" for block in blocks]
    bullets = [block.kind == "bullet" for block in blocks]
    return any(
        head and all(bullets[index + 1 : index + 3]) and len(bullets[index + 1 : index + 3]) == 2
        for index, head in enumerate(loud)
    )


def add_contact_section(draft: Fields, part: Part, kind: str) -> None:
    """A summary, or contact data that are in a section of their own."""
    basics = draft["basics"]
    assert isinstance(basics, dict)
    if kind == "summary" and part.blocks:
        old = basics.get("summary")
        texts = [old] if isinstance(old, Value) else []
        basics["summary"] = join_values([*texts, *map(block_value, part.blocks)], " ")
    elif kind != "summary":
        more = parse_head(part.blocks, named=True)
        if kind == "personal" and not any(
            block.links or "@" in block.text for block in part.blocks
        ):
            more.pop("location", None)
        as_list(basics, MARKS).append(more.pop(MARKS, []))
        for key, value in more.items():
            basics.setdefault(key, value)


def as_list(draft: Fields, key: str) -> list[Draft]:
    items = draft.setdefault(key, [])
    assert isinstance(items, list)
    return items

"""The lines of a CV, in whatever format they came, as a master: sections, entries, dates."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby

from tailor.i18n import has_titles, language_of_text
from tailor.resume.cv_words import DEGREE, SCHOOL, other
from tailor.resume.dates import words
from tailor.resume.source import Mapping, Source, UnplacedLine
from tailor.resume_parser.blocks import Block, strip_mark
from tailor.resume_parser.contact import EMAIL, PHONE, URL, head, is_likely_name, is_personal
from tailor.resume_parser.date_ranges import find_periods
from tailor.resume_parser.entries import entries, usual
from tailor.resume_parser.entry_blocks import join_wrapped_lines
from tailor.resume_parser.exported import parse_exported
from tailor.resume_parser.lists import (
    LISTED,
    parse_custom,
    take_languages,
    tells_languages,
)
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
    cased,
    draft_values,
    find_unplaced,
    join_values,
    to_node,
)
from tailor.resume_parser.vocabulary import (
    bare_words,
    is_paper,
    is_title,
    joined_titles,
    section_kind,
    stems,
)


@dataclass(frozen=True, slots=True)
class Understood:
    """A master as a tree in the source, and the lines that are not in it.

    `furniture` are page numbers, running heads and titles of columns.
    """

    root: Mapping
    unplaced: tuple[UnplacedLine, ...]
    furniture: tuple[str, ...] = ()


def parse_cv(source: Source, blocks: Sequence[Block]) -> Understood:
    """What the lines mean. Every word is in the master or in a line of `unplaced`."""
    if (own := parse_exported(blocks)) is not None:
        return make_result(source, own, find_unplaced(blocks, own))
    blocks = [joined_dates(joined_letters(one)) for one in blocks]
    content, furniture = strip_page_headers([one for one in blocks if one.kind != "front"])
    whole = join_wrapped_lines(content)
    plain, notes = take_footnotes([one for one in whole if not consent().match(one.text)])
    draft: Fields = {"basics": {}}
    sections = with_contact(with_head(split_parts(plain)))
    order = sum(usual(part.blocks) for part in sections if part.kind == "work")
    for part in (one for section in sections for one in apart_by_labels(section)):
        add_section(draft, with_years_apart(part), order)
    attach_footnotes(draft, notes)
    front = [one for one in blocks if one.kind == "front"]
    introduced(draft, front)
    missing = find_unplaced([*front, *whole], draft)
    tag = language_of_text(" ".join(one.text for one in whole))
    if tag != "en" and has_titles(tag) and whole:
        draft["meta"] = {"language": Value(tag, whole[0].line, whole[0].last, " ")}
    return make_result(source, draft, missing, furniture)


@cache
def consent() -> re.Pattern[str]:
    """How a declaration begins that no page prints."""
    return re.compile(rf"(?:{other('consent')})\b", re.IGNORECASE)


def with_head(parts: list[Part]) -> list[Part]:
    """The parts of a CV that begins with a title such as "Contact": the name stands below it."""
    if len(parts) < 2 or parts[0].blocks or parts[1].kind != "contact":
        return parts
    head, first, *others = parts
    return [replace(head, blocks=first.blocks), replace(first, blocks=()), *others]


def with_contact(parts: list[Part]) -> list[Part]:
    """The parts; where no head says how to reach a person, lines elsewhere with nothing but an
    e-mail address, and such lines beside them, are in the head."""
    own = [part for part in parts if part.kind in ("head", "contact", "personal", "references")]
    if not parts or any(EMAIL.search(one.text) for part in own for one in part.blocks):
        return parts
    moved: list[Block] = []
    for part in parts:
        for known, group in groupby(part.blocks, is_contact_line):
            lines = [*group]
            if known and part not in own and any(EMAIL.fullmatch(one.text) for one in lines):
                moved += lines
    kept = [replace(one, blocks=tuple(b for b in one.blocks if b not in moved)) for one in parts]
    return [replace(kept[0], blocks=(*kept[0].blocks, *moved)), *kept[1:]]


def is_contact_line(block: Block) -> bool:
    """Whether a line is nothing but an e-mail address, a web address or a telephone number."""
    return any(pattern.fullmatch(block.text) for pattern in (EMAIL, URL, PHONE))


LETTERS = re.compile(r"(?:[\w'’&] ){3,}\w")
TORN = re.compile(r"(?<!\w)\w{1,2} \w|\w \w{1,2}(?!\w)")
LONGEST_TORN = 40
"""Characters of a title that may be torn apart."""


def joined_letters(block: Block) -> Block:
    """A line in spaced letters as words: "W O R K E X P E R I E N C E" is "WORK EXPERIENCE".

    A title in capitals may have lost or won single spaces: "LI NGUE", "EXPERI ENCE".
    """
    text = block.text
    loose = block.kind == "heading" or bool(TORN.search(text))
    torn = loose and text.isupper() and len(text) <= LONGEST_TORN and " " in text
    spaced = LETTERS.fullmatch(text) is not None
    if len(block.cells) != 1 or not (spaced or (torn and not section_kind(text))):
        return block
    plain = block.text.replace(" ", "")
    pairs = [f"{plain[:at]} {plain[at:]}" for at in range(3, len(plain) - 2)]
    known = [one for one in (plain, *pairs) if section_kind(one)]
    known += [joined_titles().get("".join(bare_words(plain)), "")] if spaced else []
    known += [one for one in pairs if is_title(one.split()[1])]
    text = next(filter(None, known), plain if spaced else text)
    return replace(block, cells=(replace(block.cells[0], text=text, cuts=(), lead=""),))


HALF = re.compile(r"\d{4}\s?[–—-]$")


def joined_dates(block: Block) -> Block:
    """A line with a range of dates that stands in two columns in one: "May 2013 –", "2019"."""
    cells = list(block.cells)
    for at in range(len(cells) - 1, 0, -1):
        both = f"{cells[at - 1].text} {cells[at].text}"
        if HALF.search(cells[at - 1].text) and len(both) < LONGEST_TORN:
            found = find_periods(both)
            if found and found[0].start and found[0].stop - found[0].begin == len(both):
                cells[at - 1 : at + 1] = [replace(cells[at - 1], text=both, cuts=(), lead="")]
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


def introduced(draft: Fields, front: Sequence[Block]) -> None:
    """Adds what the settings in front of a document say and the CV itself does not."""
    basics = draft["basics"]
    assert isinstance(basics, dict)
    said: dict[str, Value] = {}
    for one in front:
        found = SETTING.match(one.text)
        key = SAID.get(found["key"].casefold(), "") if found else ""
        paper = found is not None and is_paper(found["value"])
        if found and key and key not in said and not paper:
            said[key] = Value(found["value"].strip(), one.line, one.last, one.text)
    if "name" in said and "surname" in said:
        said["name"] = join_values((said["name"], said.pop("surname")), " ")
    for key, value in said.items():
        usable = key != "name" or is_likely_name(value.text)
        known = basics.get(key)
        sure = key != "name" or (isinstance(known, Value) and is_likely_name(known.text))
        if usable and key != "surname" and not (known and sure):
            basics[key] = value


def apart_by_labels(part: Part) -> list[Part]:
    """A section of languages without lines that are of another by their label: "IT: Excel"."""
    if part.kind not in ("languages", "certificates"):
        return [part]
    rest: list[Block] = []
    others: list[Part] = []
    for block in part.blocks:
        first, *more = block.cells
        label, colon, behind = first.text.partition(":")
        title = first.text if more else label if colon and behind.strip() else ""
        kind = section_kind(title) if title else ""
        if kind in ("skills", "interests", "certificates", "references", "custom", "personal"):
            head = replace(block, kind="text", cells=(replace(first, text=title),))
            body = tuple(more) or (replace(first, text=behind.strip(), lead="", cuts=()),)
            others.append(Part(kind, head, (replace(block, cells=body),)))
        elif others and not block.gap and block.kind != "bullet" and not tells_languages(block):
            last = others[-1]
            others[-1] = replace(last, blocks=(*last.blocks, block))
        else:
            rest.append(block)
    return [replace(part, blocks=tuple(rest)), *others]


YEAR_FIRST = re.compile(r"^((?:19|20)\d\d)\s+(?=[^\W\d])")


def with_years_apart(part: Part) -> Part:
    """A section of jobs or degrees with the years that its lines begin with in a column."""
    if part.kind not in ("work", "education", "volunteer"):
        return part
    dated = [one for one in part.blocks if begins_with_date(one)]
    able = [one for one in part.blocks if YEAR_FIRST.match(one.cells[0].text) and one not in dated]
    heads = [one for one in part.blocks if one.kind != "bullet"]
    led = [one for one in heads if one in dated]
    if not able or len(able) + len(led) < 2 or 2 * (len(able) + len(led)) < len(heads):
        return part
    return replace(
        part, blocks=tuple(one if one not in able else apart(one) for one in part.blocks)
    )


def begins_with_date(block: Block) -> bool:
    found = find_periods(block.cells[0].text)
    return bool(found) and found[0].begin == 0 and not found[0].weak


def apart(block: Block) -> Block:
    """A line with the year at its beginning in a column of its own."""
    first, *others = block.cells
    found = YEAR_FIRST.match(first.text)
    assert found
    year = replace(first, text=found[1], links=(), lead="", cuts=())
    return replace(block, cells=(year, strip_mark(first, first.text[found.end() :]), *others))


def make_result(
    source: Source, draft: Fields, missing: Sequence[UnplacedLine], furniture: Sequence[Block] = ()
) -> Understood:
    found = to_node(source, draft)
    assert isinstance(found, Mapping)
    return Understood(found, tuple(missing), tuple(one.text for one in furniture))


def add_section(draft: Fields, part: Part, order: int) -> None:
    """Adds a section to the master. `order` is that of titles and organisations in jobs."""
    if part.title is None:
        draft["basics"] = head(part.blocks)
        return
    title = cased(block_value(part.title))
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
        found = entries(part.blocks, kind, order)
        known = named_entries(found, kind)
        as_list(draft, kind).extend(known)
        add_custom_section(
            draft, title, [line for one in found if one not in known for line in loose_entries(one)]
        )


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


def named_entries(found: Sequence[Fields], kind: str) -> list[Fields]:
    """The entries that can be called something; the lines of others are named as unplaced."""
    needs = NEEDS.get(kind, ("name",))
    return [one for one in found if any(draft_values(one.get(key, [])) for key in needs)]


def add_custom_section(draft: Fields, title: Value, found: Sequence[Fields]) -> None:
    """Adds a section that JSON Resume has no name for."""
    if found:
        as_list(draft, "sections").append({"title": title, "entries": [*found]})


def loose_entries(fields: Fields) -> Iterator[Fields]:
    """Lines below no heading as entries of their own."""
    texts = {key: value for key, value in fields.items() if key != MARKS}
    for value in draft_values(texts):
        yield {"title": value}


def kind_of_part(part: Part) -> str:
    """The kind of a section; references that are a bibliography are a section of one's own."""
    if part.kind == "references" and any(is_citation(block.text) for block in part.blocks):
        return "custom"
    if part.kind in ("awards", "certificates") and has_headed_lists(part.blocks):
        return "custom"
    if part.kind == "custom" and part.title and may_be_education(part):
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
    """Whether degrees stand under a title that may mean courses, too, such as "Training"."""
    assert part.title is not None
    named = set(map(stems, words("maybe_education")))
    heads = [one.text for one in part.blocks if one.kind != "bullet"] or [
        one.text for one in part.blocks
    ]
    degrees = sum(bool(DEGREE.search(one)) for one in heads)
    schools = sum(bool(SCHOOL.search(one)) for one in heads)
    return stems(part.title.text) in named and 2 * degrees >= len(heads) and schools > 0


SHORT = 60
"""Characters below which a line of contact data stays."""


def has_headed_lists(blocks: Sequence[Block]) -> bool:
    """Whether bullets stand below headings, so that each heading tells more than an award."""
    loud = [one.emphatic and one.kind != "bullet" for one in blocks]
    bullets = [one.kind == "bullet" for one in blocks]
    return any(
        head and all(bullets[at + 1 : at + 3]) and len(bullets[at + 1 : at + 3]) == 2
        for at, head in enumerate(loud)
    )


def add_contact_section(draft: Fields, part: Part, kind: str) -> None:
    """A summary, or contact data that stand in a section of their own."""
    basics = draft["basics"]
    assert isinstance(basics, dict)
    if kind == "summary" and part.blocks:
        old = basics.get("summary")
        texts = [old] if isinstance(old, Value) else []
        basics["summary"] = join_values([*texts, *map(block_value, part.blocks)], " ")
    elif kind != "summary":
        more = head(part.blocks, named=True)
        if kind == "personal" and not any(one.links or "@" in one.text for one in part.blocks):
            more.pop("location", None)
        as_list(basics, MARKS).append(more.pop(MARKS, []))
        for key, value in more.items():
            basics.setdefault(key, value)


def as_list(draft: Fields, key: str) -> list[Draft]:
    found = draft.setdefault(key, [])
    assert isinstance(found, list)
    return found

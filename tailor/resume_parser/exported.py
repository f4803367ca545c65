"""Reads back what tailor itself exported."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tailor.i18n import known_languages, section_title
from tailor.resume.builder import HEADS, ONE_DATE
from tailor.resume_parser.blocks import Block, Cell
from tailor.resume_parser.contact import EMAIL, PHONE, URL, parse_head
from tailor.resume_parser.date_ranges import Period, find_periods
from tailor.resume_parser.entry_headings import date_fields, title_or_employer_score
from tailor.resume_parser.projects import RATED, block_value
from tailor.resume_parser.values import (
    MARKS,
    Draft,
    Fields,
    Value,
    add_item,
    as_list,
    join_values,
    title_case,
)
from tailor.resume_parser.vocabulary import section_kind

SUMMARIES = {"projects": "description", "references": "reference"}
LABEL = re.compile(
    r"^(Link|Location|Authors|Grade|Role|About|Courses|Keywords|Summary|Project): (?=\S)"
)


class MisfitError(Exception):
    """A line that `tailor export` would not have written."""


def parse_entry(lines: Sequence[Block], kind: str) -> Fields:
    """The fields of an entry. Raises MisfitError."""
    heading, *below = lines
    if len(heading.cells) != 1:
        raise MisfitError
    title, organisation, _ = HEADS[kind]
    fields: Fields = {MARKS: []}
    if below and is_row(below[0]):
        parse_row(fields, below.pop(0), kind)
    job = kind in ("work", "volunteer", "education")
    if job and not {"startDate", "endDate"} & set(fields) and find_periods(heading.text):
        raise MisfitError
    employer = job and organisation not in fields and title_or_employer_score(heading.text) <= 0
    fields[organisation if employer else title] = block_value(heading)
    if url := next((url for _, url in heading.links), ""):
        fields["url"] = Value(url, heading.line, heading.last, " ")
    for line in below:
        parse_line_below(fields, line, kind)
    return fields


def is_row(line: Block) -> bool:
    return line.kind == "text" and not LABEL.match(line.text) and not is_piece(line)


def is_piece(line: Block) -> bool:
    return line.kind == "text" and all(cell.italic and not cell.bold for cell in line.cells)


def parse_row(entry: Fields, line: Block, kind: str) -> None:
    """organisation | place | dates, each if there is one. Raises MisfitError."""
    parts = [Value(part.strip(), line.line, line.last) for part in line.text.split(" | ")]
    if len(line.cells) > 1 or not all(part.text for part in parts):
        raise MisfitError
    if period := parse_lone_date(parts[-1].text):
        fields, mark = date_fields(period, parts.pop().text, line)
        if kind in ONE_DATE:
            fields = {ONE_DATE[kind]: fields["endDate"]} if set(fields) == {"endDate"} else {}
        elif set(fields) == {"endDate"} and kind in ("work", "volunteer"):
            fields = {"startDate": fields["endDate"], **fields}
        if not fields:
            raise MisfitError
        entry |= fields
        add_item(entry, MARKS, mark)
    keys = [key for key in HEADS[kind][1:] if key]
    if len(parts) > len(keys):
        raise MisfitError
    entry |= dict(zip(keys, parts, strict=False))


def parse_lone_date(text: str) -> Period | None:
    """The date that a text is, if it is nothing else."""
    periods = find_periods(text)
    period = periods[0] if len(periods) == 1 else None
    return period if period and (period.begin, period.stop) == (0, len(text)) else None


def parse_line_below(fields: Fields, line: Block, kind: str) -> None:
    """Adds a line below the row of an entry. Raises MisfitError."""
    value, label = block_value(line), LABEL.match(line.text)
    if len(line.cells) > 1 or (line.kind == "text" and not label and not is_piece(line)):
        raise MisfitError
    if line.kind == "bullet":
        pieces = fields.get("projects")
        last = pieces[-1] if isinstance(pieces, list) else fields
        assert isinstance(last, dict)
        add_item(last, "highlights", value)
    elif line.kind == "quote":
        fields[SUMMARIES.get(kind, "summary")] = value
    elif label is None:
        add_item(fields, "projects", read_exported_piece(value))
    else:
        add_item(fields, MARKS, Value(label[1], line.line, line.last))
        rest = Value(line.text[label.end() :], line.line, line.last)
        parse_labelled(fields, label[1], rest, kind)


def parse_labelled(fields: Fields, label: str, value: Value, kind: str) -> None:
    """A line with a label. Raises MisfitError if no entry of the kind has it."""
    single = {
        "Link": "url",
        "Location": HEADS[kind][2],
        "Grade": "score" if kind == "education" else "",
        "Minor": "minor" if kind == "education" else "",
        "About": "description" if kind == "work" else "",
        "Summary": SUMMARIES.get(kind, "summary"),
    }
    if single.get(label):
        fields[single[label]] = value
    elif label == "Role" and kind == "projects":
        fields["roles"] = [value]
    elif label == "Project" and kind == "work":
        add_item(fields, "projects", read_exported_piece(value))
    elif label in ("Courses", "Keywords"):
        fields[label.lower()] = [*parse_words(value)]
    elif label == "Authors":
        parts = value.text.split("; ")
        fields["authors"] = [Value(part, value.line, value.last) for part in parts]
    else:
        raise MisfitError


def read_exported_piece(value: Value) -> Fields:
    """ "Name | word, word" as a named piece of work."""
    name, bar, rest = value.text.rpartition(" | ")
    if not bar:
        return {"name": value}
    title = Value(name, value.line, value.last)
    return {"name": title, "keywords": [*parse_words(Value(rest, value.line, value.last))]}


def parse_words(value: Value) -> Sequence[Draft]:
    """A list as tailor writes it: with semicolons if there is a comma in a word."""
    listed = "; " in value.text or value.text.endswith(";")
    parts = value.text.removesuffix(";").split("; " if listed else ", ")
    return [Value(part, value.line, value.last) for part in parts]


def parse_category(line: Block) -> Fields:
    """A category with its words; a category is bold where a format has bold type."""
    name, colon, rest = line.text.partition(": ")
    if line.kind != "bullet" or len(line.cells) != 1:
        raise MisfitError
    bold = line.cells[0].lead.strip().removesuffix(":")
    if bold and line.text.startswith(f"{bold}: "):
        name, colon, rest = bold, ": ", line.text[len(bold) + 2 :]
    if not colon:
        only = block_value(line)
        return {"name": only} if line.cells[0].bold else {"keywords": [*parse_words(only)]}
    match = RATED.match(name)
    fields: Fields = {"name": Value(match["name"] if match else name, line.line, line.last)}
    if match:
        fields["level"] = Value(match["level"], line.line, line.last)
    return fields | {"keywords": [*parse_words(Value(rest, line.line, line.last))]}


def parse_language(line: Block) -> Fields:
    """A language and how well it is spoken."""
    name, colon, rest = line.text.partition(": ")
    if line.kind != "bullet" or len(line.cells) != 1:
        raise MisfitError
    fields: Fields = {"language": Value(name, line.line, line.last)}
    return fields | ({"fluency": Value(rest, line.line, line.last)} if colon else {})


def parse_basics(blocks: Sequence[Block]) -> Fields:
    """`basics` of the lines before the first section. Raises MisfitError."""
    if not 1 <= len(blocks) <= 3 or any(len(block.cells) > 1 for block in blocks):
        raise MisfitError
    first, *others = blocks
    fields: Fields = {"name": block_value(first)}
    if others and not is_contact(others[0]):
        fields["label"] = block_value(others.pop(0))
    if len(others) > 1 or not all(map(is_contact, others)):
        raise MisfitError
    for line in others:
        rest, named_profiles = take_profiles(line)
        contact = parse_head((rest,), named=True)
        if "label" in contact:
            raise MisfitError
        profiles = [*named_profiles, *as_list(contact.pop("profiles", []))]
        profiles.sort(key=lambda profile: position_of_profile(profile, line.text))
        fields |= contact | {"profiles": profiles}
    return fields


def is_contact(line: Block) -> bool:
    """Whether there is contact data in a line, or it has parts."""
    match = any(pattern.search(line.text) for pattern in (EMAIL, URL, PHONE))
    return match or " | " in line.text or bool(line.links)


def take_profiles(line: Block) -> tuple[Block, list[Draft]]:
    """A line without the addresses that are called by a network, and those as profiles."""
    profiles: list[Draft] = []
    text = line.text
    for shown_text, url in line.links:
        if (
            shown_text
            and shown_text not in url
            and "@" not in shown_text
            and url.startswith("http")
        ):
            network, _, username = shown_text.partition(": ")
            profiles.append(make_profile(line, network, url, username))
            text = text.replace(shown_text, " ", 1)
    for part in text.split(" | "):
        network, colon, url = part.strip().partition(": ")
        if colon and URL.fullmatch(url):
            profiles.append(make_profile(line, network, url))
            text = text.replace(part, " ", 1)
    links = tuple(link for link in line.links if link[0] in text)
    return replace(line, cells=(Cell(text, links=links),)), profiles


def make_profile(line: Block, network: str, url: str, username: str = "") -> Fields:
    fields: Fields = {"network": Value(network, line.line, line.last)}
    if username:
        fields["username"] = Value(username, line.line, line.last)
    return fields | {"url": Value(url, line.line, line.last)}


def position_of_profile(profile: Draft, text: str) -> int:
    """The place in a line of what stands for a profile: its address or its network."""
    assert isinstance(profile, dict)
    texts = [value.text for value in profile.values() if isinstance(value, Value)]
    places = [text.find(re.sub(r"^https?://|/$", "", part)) for part in texts]
    return min((position for position in places if position >= 0), default=len(text))


KINDS = (
    *("summary", "work", "volunteer", "education", "projects", "awards", "certificates"),
    *("publications", "skills", "languages", "interests", "references"),
)
LISTS = {"skills": parse_category, "interests": parse_category, "languages": parse_language}


def parse_exported(blocks: Sequence[Block]) -> Fields | None:
    """The master that the lines were written from; None if tailor did not write them."""
    try:
        return parse_strictly(blocks)
    except MisfitError:
        return None


def parse_strictly(blocks: Sequence[Block]) -> Fields:
    """As `parse_exported`. Raises MisfitError."""
    levels = {block.level for block in blocks[1:] if block.kind == "heading"}
    if not levels:
        raise MisfitError
    top = min(levels)
    starts = [
        index
        for index, block in enumerate(blocks)
        if block.kind == "heading" and block.level == top
    ]
    starts = [start for start in starts if start]
    parts = [blocks[start:end] for start, end in zip(starts, [*starts[1:], None], strict=True)]
    draft: Fields = {"basics": parse_basics(blocks[: starts[0]])}
    marks: list[Draft] = []
    kinds = [kind_of(part[0].text) for part in parts]
    for part, kind in zip(parts, kinds, strict=True):
        if not kind and section_kind(part[0].text) not in ("", "custom", *kinds):
            raise MisfitError
        parse_section(draft, part, kind or "custom", top + 1, marks)
    if not {"work", "education"} & set(kinds) or is_foreign_order(draft):
        raise MisfitError
    tag = title_language([part[0].text for part, kind in zip(parts, kinds, strict=True) if kind])
    meta: Fields = {"language": block_value(blocks[0]).as_(tag)} if tag != "en" else {}
    return draft | {MARKS: marks, "meta": meta}


def title_language(headings: Sequence[str]) -> str:
    """The language in which tailor gives all these titles; "en" if there is none."""
    for tag in ("en", *known_languages()):
        usual = {section_title(kind, tag).casefold() for kind in KINDS}
        if all(heading.casefold() in usual for heading in headings):
            return tag
    return "en"


def kind_of(heading: str) -> str:
    """The kind of section that tailor gives this very title, "" if none."""
    same = heading.casefold()
    return next(
        (
            kind
            for kind in KINDS
            for tag in known_languages()
            if section_title(kind, tag).casefold() == same
        ),
        "",
    )


def parse_section(
    draft: Fields, part: Sequence[Block], kind: str, level: int, marks: list[Draft]
) -> None:
    """Adds a section to the master. Raises MisfitError."""
    heading, *below = part
    if kind == "summary":
        basics = draft["basics"]
        assert isinstance(basics, dict)
        if not below or any(block.kind != "text" for block in below):
            raise MisfitError
        basics["summary"] = join_values([block_value(block) for block in below], " ")
        marks.append(block_value(heading))
        return
    if kind in LISTS:
        items = [LISTS[kind](block) for block in below]
    else:
        items = [parse_entry(lines, kind) for lines in split_entries(below, level)]
    if kind == "custom":
        name = title_case(block_value(heading))
        add_entries(draft, "sections", [{"title": name, "entries": [*items]}])
    else:
        add_entries(draft, kind, items)
        marks.append(block_value(heading))


def add_entries(draft: Fields, key: str, new: Sequence[Fields]) -> None:
    items = draft.setdefault(key, [])
    assert isinstance(items, list)
    items += new


def split_entries(blocks: Sequence[Block], level: int) -> Iterator[Sequence[Block]]:
    """The lines of each entry. Raises MisfitError."""
    starts = [index for index, block in enumerate(blocks) if block.kind == "heading"]
    if (
        not blocks
        or blocks[0].kind != "heading"
        or any(blocks[start].level != level for start in starts)
    ):
        raise MisfitError
    for start, end in zip(starts, [*starts[1:], None], strict=True):
        yield blocks[start:end]


def is_foreign_order(draft: Fields) -> bool:
    """Whether employers are where tailor writes titles: then somebody else wrote it."""
    jobs = draft.get("work", [])
    assert isinstance(jobs, list)
    sides = 0
    for job in jobs:
        assert isinstance(job, dict)
        name, position = job.get("name"), job.get("position")
        if isinstance(name, Value) and isinstance(position, Value):
            sides += title_or_employer_score(position.text) - title_or_employer_score(name.text)
    dated = sum("startDate" in job for job in jobs if isinstance(job, dict))
    return sides < 0 or dated * 2 < len(jobs)

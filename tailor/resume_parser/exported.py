"""Reads back what tailor itself exported."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tailor.i18n import known_languages, section_title
from tailor.resume.builder import HEADS, ONE_DATE
from tailor.resume_parser.blocks import Block, Cell
from tailor.resume_parser.contact import EMAIL, PHONE, URL, head
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
    cased,
    join_values,
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
    made: Fields = {MARKS: []}
    if below and is_row(below[0]):
        parse_row(made, below.pop(0), kind)
    job = kind in ("work", "volunteer", "education")
    if job and not {"startDate", "endDate"} & set(made) and find_periods(heading.text):
        raise MisfitError
    employer = job and organisation not in made and title_or_employer_score(heading.text) <= 0
    made[organisation if employer else title] = block_value(heading)
    if url := next((url for _, url in heading.links), ""):
        made["url"] = Value(url, heading.line, heading.last, " ")
    for line in below:
        parse_line_below(made, line, kind)
    return made


def is_row(line: Block) -> bool:
    return line.kind == "text" and not LABEL.match(line.text) and not is_piece(line)


def is_piece(line: Block) -> bool:
    return line.kind == "text" and all(one.italic and not one.bold for one in line.cells)


def parse_row(made: Fields, line: Block, kind: str) -> None:
    """organisation | place | dates, each if there is one. Raises MisfitError."""
    parts = [Value(one.strip(), line.line, line.last) for one in line.text.split(" | ")]
    if len(line.cells) > 1 or not all(part.text for part in parts):
        raise MisfitError
    if found := parse_lone_date(parts[-1].text):
        fields, mark = date_fields(found, parts.pop().text, line)
        if kind in ONE_DATE:
            fields = {ONE_DATE[kind]: fields["endDate"]} if set(fields) == {"endDate"} else {}
        elif set(fields) == {"endDate"} and kind in ("work", "volunteer"):
            fields = {"startDate": fields["endDate"], **fields}
        if not fields:
            raise MisfitError
        made |= fields
        add_item(made, MARKS, mark)
    keys = [key for key in HEADS[kind][1:] if key]
    if len(parts) > len(keys):
        raise MisfitError
    made |= dict(zip(keys, parts, strict=False))


def parse_lone_date(text: str) -> Period | None:
    """The date that a text is, if it is nothing else."""
    found = find_periods(text)
    one = found[0] if len(found) == 1 else None
    return one if one and (one.begin, one.stop) == (0, len(text)) else None


def parse_line_below(made: Fields, line: Block, kind: str) -> None:
    """Adds a line below the row of an entry. Raises MisfitError."""
    value, label = block_value(line), LABEL.match(line.text)
    if len(line.cells) > 1 or (line.kind == "text" and not label and not is_piece(line)):
        raise MisfitError
    if line.kind == "bullet":
        pieces = made.get("projects")
        last = pieces[-1] if isinstance(pieces, list) else made
        assert isinstance(last, dict)
        add_item(last, "highlights", value)
    elif line.kind == "quote":
        made[SUMMARIES.get(kind, "summary")] = value
    elif label is None:
        add_item(made, "projects", read_exported_piece(value))
    else:
        add_item(made, MARKS, Value(label[1], line.line, line.last))
        rest = Value(line.text[label.end() :], line.line, line.last)
        parse_labelled(made, label[1], rest, kind)


def parse_labelled(made: Fields, label: str, value: Value, kind: str) -> None:
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
        made[single[label]] = value
    elif label == "Role" and kind == "projects":
        made["roles"] = [value]
    elif label == "Project" and kind == "work":
        add_item(made, "projects", read_exported_piece(value))
    elif label in ("Courses", "Keywords"):
        made[label.lower()] = [*parse_words(value)]
    elif label == "Authors":
        parts = value.text.split("; ")
        made["authors"] = [Value(part, value.line, value.last) for part in parts]
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
    found = RATED.match(name)
    made: Fields = {"name": Value(found["name"] if found else name, line.line, line.last)}
    if found:
        made["level"] = Value(found["level"], line.line, line.last)
    return made | {"keywords": [*parse_words(Value(rest, line.line, line.last))]}


def parse_language(line: Block) -> Fields:
    """A language and how well it is spoken."""
    name, colon, rest = line.text.partition(": ")
    if line.kind != "bullet" or len(line.cells) != 1:
        raise MisfitError
    made: Fields = {"language": Value(name, line.line, line.last)}
    return made | ({"fluency": Value(rest, line.line, line.last)} if colon else {})


def parse_basics(blocks: Sequence[Block]) -> Fields:
    """`basics` of the lines before the first section. Raises MisfitError."""
    if not 1 <= len(blocks) <= 3 or any(len(one.cells) > 1 for one in blocks):
        raise MisfitError
    first, *others = blocks
    made: Fields = {"name": block_value(first)}
    if others and not is_contact(others[0]):
        made["label"] = block_value(others.pop(0))
    if len(others) > 1 or not all(map(is_contact, others)):
        raise MisfitError
    for line in others:
        rest, found = take_profiles(line)
        known = head((rest,), named=True)
        if "label" in known:
            raise MisfitError
        profiles = [*found, *as_list(known.pop("profiles", []))]
        profiles.sort(key=lambda one: position_of_profile(one, line.text))
        made |= known | {"profiles": profiles}
    return made


def is_contact(line: Block) -> bool:
    """Whether there is contact data in a line, or it has parts."""
    found = any(pattern.search(line.text) for pattern in (EMAIL, URL, PHONE))
    return found or " | " in line.text or bool(line.links)


def take_profiles(line: Block) -> tuple[Block, list[Draft]]:
    """A line without the addresses that are called by a network, and those as profiles."""
    found: list[Draft] = []
    text = line.text
    for shown, url in line.links:
        if shown and shown not in url and "@" not in shown and url.startswith("http"):
            network, _, username = shown.partition(": ")
            found.append(make_profile(line, network, url, username))
            text = text.replace(shown, " ", 1)
    for part in text.split(" | "):
        network, colon, url = part.strip().partition(": ")
        if colon and URL.fullmatch(url):
            found.append(make_profile(line, network, url))
            text = text.replace(part, " ", 1)
    links = tuple(link for link in line.links if link[0] in text)
    return replace(line, cells=(Cell(text, links=links),)), found


def make_profile(line: Block, network: str, url: str, username: str = "") -> Fields:
    made: Fields = {"network": Value(network, line.line, line.last)}
    if username:
        made["username"] = Value(username, line.line, line.last)
    return made | {"url": Value(url, line.line, line.last)}


def position_of_profile(profile: Draft, text: str) -> int:
    """The place in a line of what stands for a profile: its address or its network."""
    assert isinstance(profile, dict)
    shown = [one.text for one in profile.values() if isinstance(one, Value)]
    places = [text.find(re.sub(r"^https?://|/$", "", one)) for one in shown]
    return min((at for at in places if at >= 0), default=len(text))


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
    """As `exported`. Raises MisfitError."""
    levels = {one.level for one in blocks[1:] if one.kind == "heading"}
    if not levels:
        raise MisfitError
    top = min(levels)
    starts = [at for at, one in enumerate(blocks) if one.kind == "heading" and one.level == top]
    starts = [at for at in starts if at]
    parts = [blocks[one:other] for one, other in zip(starts, [*starts[1:], None], strict=True)]
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
        known = draft["basics"]
        assert isinstance(known, dict)
        if not below or any(one.kind != "text" for one in below):
            raise MisfitError
        known["summary"] = join_values([block_value(one) for one in below], " ")
        marks.append(block_value(heading))
        return
    if kind in LISTS:
        found = [LISTS[kind](one) for one in below]
    else:
        found = [parse_entry(lines, kind) for lines in split_entries(below, level)]
    if kind == "custom":
        name = cased(block_value(heading))
        add_entries(draft, "sections", [{"title": name, "entries": [*found]}])
    else:
        add_entries(draft, kind, found)
        marks.append(block_value(heading))


def add_entries(draft: Fields, key: str, new: Sequence[Fields]) -> None:
    known = draft.setdefault(key, [])
    assert isinstance(known, list)
    known += new


def split_entries(blocks: Sequence[Block], level: int) -> Iterator[Sequence[Block]]:
    """The lines of each entry. Raises MisfitError."""
    starts = [at for at, one in enumerate(blocks) if one.kind == "heading"]
    if not blocks or blocks[0].kind != "heading" or any(blocks[at].level != level for at in starts):
        raise MisfitError
    for one, other in zip(starts, [*starts[1:], None], strict=True):
        yield blocks[one:other]


def is_foreign_order(draft: Fields) -> bool:
    """Whether employers stand where tailor writes titles: then somebody else wrote it."""
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

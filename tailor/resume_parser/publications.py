"""Publications and patents: authors. "Title". Where. Year. (Notes)."""

import re
from dataclasses import dataclass

from tailor.resume_parser.blocks import Block
from tailor.resume_parser.date_ranges import find_periods
from tailor.resume_parser.entry_blocks import is_title_case
from tailor.resume_parser.values import MARKS, Fields, Value

QUOTED = re.compile(r"[\"“„«](?P<title>.{1,400}?)[,.]?[\"”“»](?=[\s.,;(]|$)")
UNCLOSED = re.compile(r"[\"“„](?P<title>.{1,400}?)\.\s+(?=[A-Z]{2} \d)")
YEAR = re.compile(r"(?<![\d/.-])\(?((?:19|20)\d\d)\)?[.,;]?(?=\s|$|\))(?!/)")
DATED = re.compile(
    r"^(?P<authors>[^()]{3,600}?)\s{0,9}\((?P<year>(?:19|20)\d\d)[a-z]?\)[.,:]?\s{1,9}"
    r"(?P<title>[^.]{8,400}?[.?!])\s{1,9}(?P<rest>.{3,})$"
)
"""Authors (year). Title. Where."""
STOPPED = re.compile(r"(?<=[\w)]{4})\.\s+(?=[A-Z“])")
"""The full stop behind where it was published."""
PERSON = re.compile(r".*et al.*|(?:[A-Z][\w'’-]+|[A-Z]\.)(?: (?:[A-Z][\w'’-]+|[A-Z]\.)){1,3}")
NOTES = re.compile(r"(?:\s{0,9}\((?:[^()]|\([^()]{0,200}\)){0,300}\)\.?){1,9}\s*$")
NUMBER = re.compile(r"^(?:\[\d+\]|\d+[.)])\s+")
AND = re.compile(r"(?<!\s)\s*(?:,\s*and\s|,\s*&\s|(?<=\s)and\s+|(?<=\s)&\s+|;\s*|,\s+)")
INITIALS = re.compile(r"^(?:[A-Z]\.[ -]?)+$|^[A-Z]{1,3}$")
NAME = re.compile(r"^[^\d:?!]{2,40}$")


@dataclass(frozen=True, slots=True)
class Citation:
    """The parts of a citation; `rest` is what follows the title."""

    authors: tuple[str, ...]
    title: str
    rest: str


def is_citation(text: str) -> bool:
    """Whether a line reads like one: names, then a title in quotes, or a number and a title."""
    citation = parse_citation(NUMBER.sub("", text))
    return citation is not None and bool(citation.authors)


def parse_citation(text: str) -> Citation | None:
    """The parts of a line; None if it does not read like a citation."""
    match = UNCLOSED.search(text) if text.count('"') == 1 else QUOTED.search(text)
    if match:
        authors = parse_authors(text[: match.start()])
        rest = text[match.end() :].strip(" .,;")
        return None if authors is None else Citation(authors, match["title"].strip(" .,"), rest)
    if dated := DATED.match(text):
        authors = parse_authors(dated["authors"])
        if authors:
            return Citation(
                authors,
                dated["title"].rstrip("."),
                f"{dated['rest'].rstrip(' .')} ({dated['year']})",
            )
    parts = re.split(r"(?<=[\w)*])\.\s+(?=[\"“A-Z0-9])", text)
    for index in range(1, len(parts)):
        authors = parse_authors(". ".join(parts[:index]))
        several = authors and (len(authors) > 1 or bool(PERSON.fullmatch(authors[0])))
        if authors and several and len(parts[index].split()) > 2:
            return Citation(authors, parts[index].strip(), ". ".join(parts[index + 1 :]).strip())
    return None


def parse_authors(text: str) -> tuple[str, ...] | None:
    """The names in a list of authors; None if there is something else in it."""
    text = text.strip().rstrip(":,;")
    if not re.search(r"(?:\b[A-Z]|\bal|\bJr)\.$", text):
        text = text.rstrip(".")
    if not text:
        return ()
    names: list[str] = []
    for part in filter(None, (name.strip() for name in AND.split(text))):
        if names and INITIALS.match(part):
            names[-1] += f", {part}"
        else:
            names.append(part)
    named = all(NAME.match(name.rstrip("*†‡ ")) and name[:1].isupper() for name in names)
    others = sum(len(name.split()) > 6 for name in names)
    return tuple(names) if named and not others else None


def parse_publication(block: Block) -> Fields | None:
    """A publication, None if the line does not read like one."""
    whole, day = without_date(block)
    text = NUMBER.sub("", whole)
    citation = parse_citation(text)
    if citation is None:
        return None

    def value(part: str) -> Value:
        return Value(part, block.line, block.last)

    fields: Fields = {"name": value(citation.title)}
    if citation.authors:
        fields["authors"] = [value(name) for name in citation.authors]
    rest, notes = split_notes(citation.rest)
    where, year = (rest.strip(" .,;"), "") if day else split_venue(rest)
    venue, *remarks = STOPPED.split(where, maxsplit=1)
    if remarks and not is_title_case(remarks[0]):
        where, notes = venue, " ".join(part for part in (remarks[0], notes) if part)
    if where:
        fields["publisher"] = value(where)
    if day or year:
        fields["releaseDate"] = day or value(year)
    if notes:
        fields["summary"] = value(notes)
    number = NUMBER.match(block.text)
    fields[MARKS] = [value(number[0])] if number else []
    if links := [url for _, url in block.links if url.startswith("http")]:
        fields["url"] = Value(links[0], block.line, block.last, " ")
    return fields


def without_date(block: Block) -> tuple[str, Value | None]:
    """A line without the date in its last column or in brackets at its end, and that date."""
    head, last = " ".join(cell.text for cell in block.cells[:-1]), block.cells[-1].text
    if not head:
        bracket = last.rfind("(") if last.endswith(")") else len(last)
        head, last = last[:bracket], last[bracket:]
    periods = find_periods(last)
    if (
        not periods
        or periods[0].start
        or periods[0].stop - periods[0].begin < len(last.strip("() ")) - 1
    ):
        return block.text, None
    return head.strip(), Value(periods[0].end, block.line, block.last, last)


def split_notes(rest: str) -> tuple[str, str]:
    """What follows a title, without the remarks in brackets at its end, and those."""
    match = NOTES.search(rest)
    if not match or YEAR.fullmatch(match[0].strip()):
        return rest, ""
    return rest[: match.start()].strip(), match[0].strip()


def split_venue(rest: str) -> tuple[str, str]:
    """Where and in which year."""
    years = list(YEAR.finditer(rest))
    if not years:
        return rest.strip(" .,;"), ""
    last = years[-1]
    before, after = rest[: last.start()].strip(" .,;"), rest[last.end() :].strip(" .,;)")
    return ". ".join(part for part in (before, after) if part), last[1]


def parse_patent(block: Block) -> Fields | None:
    """A patent as an entry of a custom section: title, authors, its number, its state."""
    fields = parse_publication(block)
    if fields is None:
        return None
    renamed = {"name": "title", "publisher": "organisation", "releaseDate": "date"}
    return {renamed.get(key, key): value for key, value in fields.items()}

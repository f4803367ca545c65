"""Reads a LinkedIn data export."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from zipfile import ZipInfo

from tailor.errors import InputError, LimitError, Place, Problem
from tailor.importers.base import ImportedTree, load_keys
from tailor.importers.foreign_yaml import BULLET
from tailor.importers.line_builder import missing_name_problem, with_name
from tailor.resume.reading import open_zip
from tailor.resume.sanitize import clean_text
from tailor.resume.schema import check_email, check_phone
from tailor.resume.source import Mapping, Source, UnplacedLine
from tailor.resume_parser import named_entries
from tailor.resume_parser.addresses import add_place
from tailor.resume_parser.date_ranges import is_backwards, to_iso_date
from tailor.resume_parser.values import Fields, Value, join_values, split_words, to_node
from tailor.resume_parser.values import draft_values as held

MOST_ROWS = 5000
TABLES = load_keys("linkedin")
"""File -> list of the master (or title of a section of its own), and what its columns are."""
DATES = ("startDate", "endDate", "date", "releaseDate")
PERSON = "Profile.csv"
OWN = {
    "Email Addresses.csv": ("Email Address", "email"),
    "PhoneNumbers.csv": ("Number", "phone"),
    "Phone Numbers.csv": ("Number", "phone"),
}
"""File -> the column with an address or a number, and what it is in the master."""
NAMES = (PERSON, *OWN, *TABLES)
WRAP = "\v"
"""A line end inside a cell on its way through the reader of CSV."""


def by_person(files: Sequence[ZipInfo]) -> tuple[dict[str, ZipInfo], list[ZipInfo]]:
    """By name the tables of the person whose profile comes first, and the tables of others.

    A second table of a name, and one next to another profile, is another person's.
    """
    homes = [folder_name(file) for file in files if base_name(file) == PERSON]
    tables: dict[str, ZipInfo] = {}
    others = []
    for file in sorted(files, key=lambda file: folder_name(file) != homes[0]):
        if base_name(file) in tables or folder_name(file) in {*homes} - {homes[0]}:
            others.append(file)
        else:
            tables[base_name(file)] = file
    return tables, others


def base_name(file: ZipInfo) -> str:
    return file.filename.rpartition("/")[2]


def folder_name(file: ZipInfo) -> str:
    return file.filename.rpartition("/")[0]


def csv_rows(data: bytes, name: str, path: str) -> Iterator[dict[str, str]]:
    """The rows of a table; LinkedIn puts notes above some. Cells without a title are numbered.

    Raises LimitError for a row or a letter too many.
    """
    most = csv.field_size_limit()
    titles: list[str] = []
    rows = csv.reader(io.StringIO(decode_table(data)))
    visible = ([cell if is_visible(cell) else "" for cell in cells] for cells in rows)
    filled = (cells for cells in visible if any(cells))
    try:
        for number, cells in enumerate(filled):
            if number > MOST_ROWS:
                message = f"{name} has more than {MOST_ROWS:,} rows"
                raise LimitError(Problem(message, Place(path)))
            if titles:
                yield cells_by_title(titles, [cell.replace(WRAP, "\n").strip() for cell in cells])
            titles = titles or [title.strip() for title in cells]
    except csv.Error as error:
        message = f"a cell of {name} has more than {most:,} characters"
        hint = "is a quotation mark missing before it?"
        raise LimitError(Problem(message, Place(path), hint=hint)) from error


def is_visible(cell: str) -> bool:
    """Whether there is anything to see in a cell: a NUL or another invisible character is not."""
    return any(unicodedata.category(char)[0] != "M" for char in clean_text(cell)[0])


def decode_table(data: bytes) -> str:
    """A table as text; a carriage return alone does not end a row, unless there are no others."""
    text = data.decode("utf-8-sig", "replace").replace("\r\n", "\n")
    text = text.replace("\r", WRAP if "\n" in text else "\n")
    noted = text.startswith("Notes:") and "\n\n" in text
    return text.partition("\n\n")[2] if noted else text


def cells_by_title(titles: list[str], cells: list[str]) -> dict[str, str]:
    """The cells of a row by the titles of their columns."""
    row = dict.fromkeys(filter(None, titles), "")
    for number, cell in enumerate(cells):
        title = titles[number] if number < len(titles) else ""
        alone = title and not row[title]
        row[title if alone else f"column {number + 1}"] = cell
    return row


TEXTS = {"Headline": "label", "Summary": "summary"}
KNOWN = (
    *TEXTS,
    *("First Name", "Last Name", "Geo Location", "Address", "Zip Code", "Websites"),
    "Twitter Handles",
)
"""Columns of Profile.csv that a master has a place for."""
SITE = re.compile(
    r"(?<![\w-])(?:[A-Z_]+:)?(https?://[^\s,\]]+|[\w-]+(?:\.[\w-]+)+[^\s,\]]*)", re.IGNORECASE
)


def take_profile(row: dict[str, str], basics: Fields, line: int) -> set[str]:
    """Takes name, headline, summary, place and addresses from the row of Profile.csv.

    Gives the columns of which every word is in the master.
    """
    values = {key: Value(text, line, line) for key, text in row.items() if text}
    names = [values[key] for key in ("First Name", "Last Name") if key in values]
    if names:
        basics["name"] = join_values(names, " ")
    for key, name in TEXTS.items():
        if key in values:
            basics[name] = values[key]
    take_residence(values, basics)
    sites = SITE.findall(row.get("Websites", ""))
    if sites:
        basics["url"] = Value(sites[0], line, line)
    web = Value("Web", line, line)
    more = [{"network": web, "url": Value(text, line, line)} for text in sites[1:]]
    handles = re.findall(r"[\w.]+", row.get("Twitter Handles", ""))
    accounts = [
        {"network": Value("Twitter", line, line), "username": Value(text, line, line)}
        for text in handles
    ]
    if more or accounts:
        basics["profiles"] = [dict(account) for account in (*more, *accounts)]
    words = {word for value in held(basics) for word in split_words(value.read)}
    rest = {key: SITE.sub(" ", text) if key == "Websites" else text for key, text in row.items()}
    return {key for key in KNOWN if words.issuperset(split_words(rest.get(key, "")))}


def take_residence(values: dict[str, Value], basics: Fields) -> None:
    """Takes the place where the person lives."""
    for key in ("Address", "Geo Location"):
        if key in values:
            add_place(basics, values[key])
    if "Zip Code" in values:
        location = basics.setdefault("location", {})
        assert isinstance(location, dict)
        location.setdefault("postalCode", values["Zip Code"])


@dataclass(slots=True)
class Table:
    """Rows with the lines that they have in the source that is made of them."""

    draft: Fields = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    left: list[UnplacedLine] = field(default_factory=list)

    def line(self, name: str, row: dict[str, str]) -> int:
        cells = "; ".join(f"{key}: {value}" for key, value in row.items() if value)
        self.texts.append(" ".join(f"{name}: {cells}".split()))
        return len(self.texts)

    def lose(self, row: dict[str, str], used: Set[str], line: int) -> None:
        """Names the cells that are not in the master."""
        cells = [f"{key}: {value}" for key, value in row.items() if value and key not in used]
        if cells:
            self.left.append(UnplacedLine(line, "; ".join(cells)))


def import_file(data: bytes, path: str) -> ImportedTree:
    """The CV in LinkedIn's export. Raises InputError or LimitError."""
    archive = open_zip(data, path, "LinkedIn's data export")
    names = {path.rpartition("/")[2] for path in archive.namelist()}
    place = Place(path)
    if PERSON not in names:
        message = "there is no Profile.csv in it: this is not LinkedIn's data export"
        raise InputError(Problem(message, place))
    tables, others = by_person([file for file in archive.infolist() if base_name(file) in NAMES])
    table = Table({"basics": {}})
    for name in NAMES:
        for row in csv_rows(archive.read(tables[name]), name, path) if name in tables else ():
            import_row(name, row, table)
    for file in others:
        for row in csv_rows(archive.read(file), base_name(file), path):
            table.lose(row, set(), table.line(file.filename, row))
    unread = sorted(names - {*NAMES, ""})
    warnings = [Problem(f"not read: {', '.join(unread)}", place, level="warning")] if unread else []
    if not table.texts:
        hint = "ask LinkedIn for a copy of your data, with profile and positions"
        raise InputError(Problem("every table of this export is empty", place, hint=hint))
    source = Source(path, "\n".join(table.texts) + "\n")
    root = to_node(source, table.draft)
    assert isinstance(root, Mapping)
    root = with_name(root)
    warnings += missing_name_problem(root, path)
    return ImportedTree(source, root, tuple(table.left), tuple(warnings), len(table.texts))


def import_row(name: str, row: dict[str, str], table: Table) -> None:
    """Adds a row to the master, and names what of it has no place there."""
    line = table.line(name, row)
    basics = table.draft["basics"]
    assert isinstance(basics, dict)
    if name == PERSON:
        used = set() if basics else take_profile(row, basics, line)
    elif name in OWN:
        used = take_contact_row(name, row, basics, line)
    else:
        kind, columns = TABLES[name]
        fields, used = entry_fields(row, columns, line)
        if named_entries([fields], "custom" if kind[0].isupper() else kind):
            add_entry(table, kind, fields)
        else:
            used = set()
    table.lose(row, used, line)


def take_contact_row(name: str, row: dict[str, str], basics: Fields, line: int) -> set[str]:
    """Takes the first address or number that is in use, and gives the columns that are known."""
    column, key = OWN[name]
    text = row.get(column, "")
    used = {"Confirmed", "Primary", "Updated On", "Type"}
    if key in basics or not is_valid_contact(key, text) or row.get("Primary", "Yes") != "Yes":
        return used
    basics[key] = Value(text, line, line)
    return {column, *used}


def is_valid_contact(key: str, text: str) -> bool:
    """Whether a text may be under `email` or `phone` in a master."""
    check = check_email if key == "email" else check_phone
    try:
        check(text)
    except ValueError:
        return False
    return bool(text)


def entry_fields(
    row: dict[str, str], columns: dict[str, str], line: int
) -> tuple[Fields, set[str]]:
    """The fields of an entry, and the columns that they are of."""
    fields: Fields = {}
    used = set()
    for column, key in columns.items():
        text = row.get(column, "")
        value = Value(text, line, line)
        if key in DATES:
            day = to_iso_date(text)
            start = fields.get("startDate")
            late = key == "endDate" and isinstance(start, Value) and is_backwards(start.text, day)
            if not day or late:
                continue
            fields[key] = value.as_(day)
        elif key == "told":
            add_description(fields, value)
        elif text:
            fields[key] = [value] if key == "keywords" else value
        used.add(column)
    return fields, used


def add_description(fields: Fields, value: Value) -> None:
    """A description: its list as bullets, what comes before the list as the summary."""
    texts = [text for text in value.text.split("\n") if text.strip()]
    bullets = [BULLET.sub("", text).strip() for text in texts if BULLET.match(text)]
    prose = " ".join(text.strip() for text in texts if not BULLET.match(text))
    if prose:
        old = fields.get("summary")
        new = Value(prose, value.line, value.last)
        fields["summary"] = join_values((old, new), " ") if isinstance(old, Value) else new
    if bullets:
        old_list = fields.setdefault("highlights", [])
        assert isinstance(old_list, list)
        old_list += [Value(text, value.line, value.last) for text in bullets]


def add_entry(table: Table, kind: str, fields: Fields) -> None:
    """Adds an entry to its section; all skills are one list."""
    if kind == "projects" and "summary" in fields:
        fields["description"] = fields.pop("summary")
    if kind[0].isupper():
        sections = table.draft.setdefault("sections", [])
        assert isinstance(sections, list)
        for section in sections:
            title = section["title"] if isinstance(section, dict) else None
            if isinstance(title, Value) and title.text == kind and isinstance(section, dict):
                entries = section["entries"]
                assert isinstance(entries, list)
                entries.append(fields)
                return
        sections.append({"title": Value(kind, 1, 1, " "), "entries": [fields]})
        return
    items = table.draft.setdefault(kind, [])
    assert isinstance(items, list)
    first = items[0] if kind == "skills" and items else None
    if isinstance(first, dict):
        keywords, more = first["keywords"], fields["keywords"]
        assert isinstance(keywords, list)
        assert isinstance(more, list)
        keywords += more
    else:
        items.append(fields)

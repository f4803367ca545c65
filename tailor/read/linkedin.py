"""LinkedIn's data export (a zip of CSV files) to a master."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from tailor.errors import InputError, Place, Problem
from tailor.read.archive import opened
from tailor.read.brought import Brought
from tailor.read.linkedin_profile import KNOWN, profile
from tailor.read.marks import BULLET
from tailor.read.source import Mapping, Source
from tailor.read.understand.periods import iso
from tailor.read.understand.values import Fields, Value, node, together
from tailor.read.unplaced import Unplaced

MOST_ROWS = 5000
DATED = {"Started On": "startDate", "Finished On": "endDate"}
TABLES: dict[str, tuple[str, dict[str, str]]] = {
    "Positions.csv": (
        "work",
        DATED
        | {"Company Name": "name", "Title": "position", "Location": "location"}
        | {"Description": "told"},
    ),
    "Education.csv": (
        "education",
        {"School Name": "institution", "Degree Name": "studyType", "Start Date": "startDate"}
        | {"End Date": "endDate", "Notes": "told", "Activities": "told"},
    ),
    "Skills.csv": ("skills", {"Name": "keywords"}),
    "Languages.csv": ("languages", {"Name": "language", "Proficiency": "fluency"}),
    "Certifications.csv": (
        "certificates",
        {"Name": "name", "Authority": "issuer", "Url": "url", "Started On": "date"},
    ),
    "Projects.csv": (
        "projects",
        DATED | {"Title": "name", "Description": "told", "Url": "url"},
    ),
    "Publications.csv": (
        "publications",
        {"Name": "name", "Publisher": "publisher", "Published On": "releaseDate"}
        | {"Description": "summary", "Url": "url"},
    ),
    "Honors.csv": ("awards", {"Title": "title", "Issued On": "date", "Description": "summary"}),
    "Volunteering.csv": (
        "volunteer",
        DATED | {"Company Name": "organization", "Role": "position", "Description": "told"},
    ),
    "Patents.csv": ("Patents", DATED | {"Title": "title", "Description": "summary", "Url": "url"}),
    "Organizations.csv": (
        "Organizations",
        DATED | {"Name": "organisation", "Position": "title", "Description": "summary"},
    ),
    "Courses.csv": ("Courses", {"Name": "title"}),
}
"""File -> list of the master (or title of a section of its own), and what its columns are."""

DATES = ("startDate", "endDate", "date", "releaseDate")
OWN = ("Profile.csv", "Email Addresses.csv", "PhoneNumbers.csv", "Phone Numbers.csv")


@dataclass(slots=True)
class Table:
    """Rows with the lines that they have in the source that is made of them."""

    draft: Fields = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    left: list[Unplaced] = field(default_factory=list)

    def line(self, name: str, row: dict[str, str]) -> int:
        said = "; ".join(f"{key}: {value}" for key, value in row.items() if value)
        self.texts.append(" ".join(f"{name}: {said}".split()))
        return len(self.texts)

    def lose(self, row: dict[str, str], known: set[str], line: int) -> None:
        """Names the columns that no master has."""
        said = [f"{key}: {value}" for key, value in row.items() if value and key not in known]
        if said:
            self.left.append(Unplaced(line, "; ".join(said)))


def read_linkedin(data: bytes, path: str) -> Brought:
    """The CV in LinkedIn's export. Raises InputError or LimitError."""
    archive = opened(data, path, "LinkedIn's data export")
    names = {name.rsplit("/", 1)[-1]: name for name in archive.namelist()}
    place = Place(path)
    if "Profile.csv" not in names:
        message = "there is no Profile.csv in it: this is not LinkedIn's data export"
        raise InputError(Problem(message, place))
    made = Table({"basics": {}})
    for name in (*OWN, *TABLES):
        if name in names:
            for row in rows(archive.read(names[name])):
                take(name, row, made)
    others = sorted(set(names) - {*OWN, *TABLES, ""})
    warnings = [Problem(f"not read: {', '.join(others)}", place, level="warning")] if others else []
    source = Source(path, "\n".join(made.texts) + "\n")
    root = node(source, made.draft)
    assert isinstance(root, Mapping)
    return Brought(source, root, tuple(made.left), tuple(warnings), len(made.texts))


def rows(data: bytes) -> Iterator[dict[str, str]]:
    """The rows of a table; LinkedIn puts notes above some."""
    text = data.decode("utf-8-sig", "replace")
    if text.startswith("Notes:"):
        text = text.partition("\n\n")[2]
    for number, row in enumerate(csv.DictReader(io.StringIO(text))):
        if number >= MOST_ROWS:
            break
        yield {str(key): (value or "").strip() for key, value in row.items() if key}


def take(name: str, row: dict[str, str], made: Table) -> None:
    """Adds a row to the master."""
    line = made.line(name, row)
    basics = made.draft["basics"]
    assert isinstance(basics, dict)
    if name == "Profile.csv":
        profile(row, basics, line)
        made.lose(row, KNOWN, line)
    elif name == "Email Addresses.csv":
        if row.get("Primary", "Yes") == "Yes" and row.get("Email Address"):
            basics["email"] = Value(row["Email Address"], line, line)
        else:
            made.lose(row, {"Confirmed", "Primary", "Updated On"}, line)
    elif name in OWN:
        if row.get("Number"):
            basics.setdefault("phone", Value(row["Number"], line, line))
    else:
        kind, columns = TABLES[name]
        add(made, kind, entry(row, columns, line))
        made.lose(row, set(columns), line)


def entry(row: dict[str, str], columns: dict[str, str], line: int) -> Fields:
    fields: Fields = {}
    for column, key in columns.items():
        text = row.get(column, "")
        if not text:
            continue
        value = Value(text, line, line)
        if key in DATES:
            if day := iso(text):
                fields[key] = value.as_(day)
        elif key == "told":
            tell(fields, value)
        else:
            fields[key] = [value] if key == "keywords" else value
    return fields


def tell(fields: Fields, value: Value) -> None:
    """A description: its list as bullets, what stands before the list as the summary."""
    texts = [text for text in value.text.split("\n") if text.strip()]
    bullets = [BULLET.sub("", text).strip() for text in texts if BULLET.match(text)]
    prose = " ".join(text.strip() for text in texts if not BULLET.match(text))
    if prose:
        old = fields.get("summary")
        new = Value(prose, value.line, value.last)
        fields["summary"] = together((old, new), " ") if isinstance(old, Value) else new
    if bullets:
        old_list = fields.setdefault("highlights", [])
        assert isinstance(old_list, list)
        old_list += [Value(text, value.line, value.last) for text in bullets]


def add(made: Table, kind: str, fields: Fields) -> None:
    """Adds an entry to its section; all skills are one list."""
    if not fields:
        return
    if kind == "projects" and "summary" in fields:
        fields["description"] = fields.pop("summary")
    if kind[0].isupper():
        sections = made.draft.setdefault("sections", [])
        assert isinstance(sections, list)
        for one in sections:
            title = one["title"] if isinstance(one, dict) else None
            if isinstance(title, Value) and title.text == kind and isinstance(one, dict):
                entries = one["entries"]
                assert isinstance(entries, list)
                entries.append(fields)
                return
        sections.append({"title": Value(kind, 1, 1, " "), "entries": [fields]})
        return
    items = made.draft.setdefault(kind, [])
    assert isinstance(items, list)
    first = items[0] if kind == "skills" and items else None
    if isinstance(first, dict):
        keywords, more = first["keywords"], fields["keywords"]
        assert isinstance(keywords, list)
        assert isinstance(more, list)
        keywords += more
    else:
        items.append(fields)

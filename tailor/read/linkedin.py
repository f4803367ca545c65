"""LinkedIn's data export (a zip of CSV files) to a master."""

from collections.abc import Set
from dataclasses import dataclass, field

from tailor.errors import InputError, Place, Problem
from tailor.read.archive import opened
from tailor.read.brought import Brought
from tailor.read.fields import valid_email, valid_phone
from tailor.read.linkedin_profile import profile
from tailor.read.linkedin_tables import DATES, NAMES, OWN, PERSON, TABLES, base, by_person, rows
from tailor.read.marks import BULLET
from tailor.read.source import Mapping, Source
from tailor.read.understand import called
from tailor.read.understand.periods import backwards, iso
from tailor.read.understand.values import Fields, Value, node, together
from tailor.read.unplaced import Unplaced


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

    def lose(self, row: dict[str, str], known: Set[str], line: int) -> None:
        """Names the cells that are not in the master."""
        said = [f"{key}: {value}" for key, value in row.items() if value and key not in known]
        if said:
            self.left.append(Unplaced(line, "; ".join(said)))


def read_linkedin(data: bytes, path: str) -> Brought:
    """The CV in LinkedIn's export. Raises InputError or LimitError."""
    archive = opened(data, path, "LinkedIn's data export")
    names = {one.rpartition("/")[2] for one in archive.namelist()}
    place = Place(path)
    if PERSON not in names:
        message = "there is no Profile.csv in it: this is not LinkedIn's data export"
        raise InputError(Problem(message, place))
    own, others = by_person([one for one in archive.infolist() if base(one) in NAMES])
    made = Table({"basics": {}})
    for name in NAMES:
        for row in rows(archive.read(own[name]), name, path) if name in own else ():
            take(name, row, made)
    for file in others:
        for row in rows(archive.read(file), base(file), path):
            made.lose(row, set(), made.line(file.filename, row))
    unread = sorted(names - {*NAMES, ""})
    warnings = [Problem(f"not read: {', '.join(unread)}", place, level="warning")] if unread else []
    source = Source(path, "\n".join(made.texts) + "\n")
    root = node(source, made.draft)
    assert isinstance(root, Mapping)
    return Brought(source, root, tuple(made.left), tuple(warnings), len(made.texts))


def take(name: str, row: dict[str, str], made: Table) -> None:
    """Adds a row to the master, and names what of it has no place there."""
    line = made.line(name, row)
    basics = made.draft["basics"]
    assert isinstance(basics, dict)
    if name == PERSON:
        known = set() if basics else profile(row, basics, line)
    elif name in OWN:
        known = reach(name, row, basics, line)
    else:
        kind, columns = TABLES[name]
        fields, known = entry(row, columns, line)
        if called([fields], "custom" if kind[0].isupper() else kind):
            add(made, kind, fields)
        else:
            known = set()
    made.lose(row, known, line)


def reach(name: str, row: dict[str, str], basics: Fields, line: int) -> set[str]:
    """Takes the first address or number that is in use, and gives the columns that are known."""
    column, key = OWN[name]
    text = row.get(column, "")
    known = {"Confirmed", "Primary", "Updated On", "Type"}
    if key in basics or not fits(key, text) or row.get("Primary", "Yes") != "Yes":
        return known
    basics[key] = Value(text, line, line)
    return {column, *known}


def fits(key: str, text: str) -> bool:
    """Whether a text may stand under `email` or `phone` in a master."""
    check = valid_email if key == "email" else valid_phone
    try:
        check(text)
    except ValueError:
        return False
    return bool(text)


def entry(row: dict[str, str], columns: dict[str, str], line: int) -> tuple[Fields, set[str]]:
    """The fields of an entry, and the columns that they are of."""
    fields: Fields = {}
    known = set()
    for column, key in columns.items():
        text = row.get(column, "")
        value = Value(text, line, line)
        if key in DATES:
            day = iso(text)
            start = fields.get("startDate")
            late = key == "endDate" and isinstance(start, Value) and backwards(start.text, day)
            if not day or late:
                continue
            fields[key] = value.as_(day)
        elif key == "told":
            tell(fields, value)
        elif text:
            fields[key] = [value] if key == "keywords" else value
        known.add(column)
    return fields, known


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

"""One entry of a document that `tailor export` wrote."""

import re
from collections.abc import Sequence

from tailor.fields import HEADS, ONE_DATE
from tailor.read.understand.blocks import Block
from tailor.read.understand.headers import dated, lean
from tailor.read.understand.labels import add
from tailor.read.understand.periods import Period, periods
from tailor.read.understand.pieces import RATED, whole
from tailor.read.understand.values import MARKS, Draft, Fields, Value

SUMMARIES = {"projects": "description", "references": "reference"}
LABEL = re.compile(
    r"^(Link|Location|Authors|Grade|Role|About|Courses|Keywords|Summary|Project): (?=\S)"
)


class MisfitError(Exception):
    """A line that `tailor export` would not have written."""


def entry(lines: Sequence[Block], kind: str) -> Fields:
    """The fields of an entry. Raises MisfitError."""
    heading, *below = lines
    if len(heading.cells) != 1:
        raise MisfitError
    title, organisation, _ = HEADS[kind]
    made: Fields = {MARKS: []}
    if below and is_row(below[0]):
        row(made, below.pop(0), kind)
    job = kind in ("work", "volunteer", "education")
    if job and not {"startDate", "endDate"} & set(made) and periods(heading.text):
        raise MisfitError
    employer = job and organisation not in made and lean(heading.text) <= 0
    made[organisation if employer else title] = whole(heading)
    if url := next((url for _, url in heading.links), ""):
        made["url"] = Value(url, heading.line, heading.last, " ")
    for line in below:
        under(made, line, kind)
    return made


def is_row(line: Block) -> bool:
    return line.kind == "text" and not LABEL.match(line.text) and not is_piece(line)


def is_piece(line: Block) -> bool:
    return line.kind == "text" and all(one.italic and not one.bold for one in line.cells)


def row(made: Fields, line: Block, kind: str) -> None:
    """organisation | place | dates, each if there is one. Raises MisfitError."""
    parts = [Value(one.strip(), line.line, line.last) for one in line.text.split(" | ")]
    if len(line.cells) > 1 or not all(part.text for part in parts):
        raise MisfitError
    if found := date(parts[-1].text):
        fields, mark = dated(found, parts.pop().text, line)
        if kind in ONE_DATE:
            fields = {ONE_DATE[kind]: fields["endDate"]} if set(fields) == {"endDate"} else {}
        elif set(fields) == {"endDate"} and kind in ("work", "volunteer"):
            fields = {"startDate": fields["endDate"], **fields}
        if not fields:
            raise MisfitError
        made |= fields
        add(made, MARKS, mark)
    keys = [key for key in HEADS[kind][1:] if key]
    if len(parts) > len(keys):
        raise MisfitError
    made |= dict(zip(keys, parts, strict=False))


def date(text: str) -> Period | None:
    """The date that a text is, if it is nothing else."""
    found = periods(text)
    one = found[0] if len(found) == 1 else None
    return one if one and (one.begin, one.stop) == (0, len(text)) else None


def under(made: Fields, line: Block, kind: str) -> None:
    """Adds a line below the row of an entry. Raises MisfitError."""
    value, label = whole(line), LABEL.match(line.text)
    if len(line.cells) > 1 or (line.kind == "text" and not label and not is_piece(line)):
        raise MisfitError
    if line.kind == "bullet":
        pieces = made.get("projects")
        last = pieces[-1] if isinstance(pieces, list) else made
        assert isinstance(last, dict)
        add(last, "highlights", value)
    elif line.kind == "quote":
        made[SUMMARIES.get(kind, "summary")] = value
    elif label is None:
        add(made, "projects", piece(value))
    else:
        add(made, MARKS, Value(label[1], line.line, line.last))
        rest = Value(line.text[label.end() :], line.line, line.last)
        labelled(made, label[1], rest, kind)


def labelled(made: Fields, label: str, value: Value, kind: str) -> None:
    """A line with a label. Raises MisfitError if no entry of the kind has it."""
    single = {
        "Link": "url",
        "Location": HEADS[kind][2],
        "Grade": "score" if kind == "education" else "",
        "About": "description" if kind == "work" else "",
        "Summary": SUMMARIES.get(kind, "summary"),
    }
    if single.get(label):
        made[single[label]] = value
    elif label == "Role" and kind == "projects":
        made["roles"] = [value]
    elif label == "Project" and kind == "work":
        add(made, "projects", piece(value))
    elif label in ("Courses", "Keywords"):
        made[label.lower()] = [*words(value)]
    elif label == "Authors":
        parts = value.text.split("; ")
        made["authors"] = [Value(part, value.line, value.last) for part in parts]
    else:
        raise MisfitError


def piece(value: Value) -> Fields:
    """ "Name | word, word" as a named piece of work."""
    name, bar, rest = value.text.rpartition(" | ")
    if not bar:
        return {"name": value}
    title = Value(name, value.line, value.last)
    return {"name": title, "keywords": [*words(Value(rest, value.line, value.last))]}


def words(value: Value) -> Sequence[Draft]:
    """A list as tailor writes it: with semicolons if there is a comma in a word."""
    listed = "; " in value.text or value.text.endswith(";")
    parts = value.text.removesuffix(";").split("; " if listed else ", ")
    return [Value(part, value.line, value.last) for part in parts]


def category(line: Block) -> Fields:
    """A category with its words; a category is bold where a format has bold type."""
    name, colon, rest = line.text.partition(": ")
    if line.kind != "bullet" or len(line.cells) != 1:
        raise MisfitError
    bold = line.cells[0].lead.strip().removesuffix(":")
    if bold and line.text.startswith(f"{bold}: "):
        name, colon, rest = bold, ": ", line.text[len(bold) + 2 :]
    if not colon:
        only = whole(line)
        return {"name": only} if line.cells[0].bold else {"keywords": [*words(only)]}
    found = RATED.match(name)
    made: Fields = {"name": Value(found["name"] if found else name, line.line, line.last)}
    if found:
        made["level"] = Value(found["level"], line.line, line.last)
    return made | {"keywords": [*words(Value(rest, line.line, line.last))]}


def language(line: Block) -> Fields:
    """A language and how well it is spoken."""
    name, colon, rest = line.text.partition(": ")
    if line.kind != "bullet" or len(line.cells) != 1:
        raise MisfitError
    made: Fields = {"language": Value(name, line.line, line.last)}
    return made | ({"fluency": Value(rest, line.line, line.last)} if colon else {})

"""Entries of a section to fields."""

import re
from collections.abc import Sequence
from dataclasses import replace

from tailor.resume_parser.blocks import Block
from tailor.resume_parser.degrees import exchange_degree, parse_degree
from tailor.resume_parser.entry_blocks import (
    Chunk,
    is_named_group,
    is_piece_name,
    join_group,
    nested_groups,
    only_date,
    promote_list_items,
    split_chunks,
    strong_dates,
)
from tailor.resume_parser.entry_headings import (
    EMPLOYMENT,
    Header,
    assign_roles,
    parse_header,
    parse_job,
    section_bias,
)
from tailor.resume_parser.projects import (
    block_value,
    is_piece,
    parse_courses,
    read_piece,
    split_items,
    technology_words,
    to_project,
    without_role,
    without_words,
)
from tailor.resume_parser.values import (
    MARKS,
    Fields,
    Value,
    add_item,
    as_list,
    draft_values,
    join_values,
)
from tailor.resume_parser.vocabulary import (
    REMOTE,
    is_duties,
    is_organisation,
    is_place,
    is_title,
    is_town,
    role_of,
)

LISTS = {
    "keywords": "keywords",
    "technologies": "keywords",
    "technology": "keywords",
    "tech stack": "keywords",
    "tech": "keywords",
    "stack": "keywords",
    "tools": "keywords",
    "authors": "authors",
    "role": "roles",
    "roles": "roles",
}
"""Label -> the list of an entry that it introduces."""
KNOWN = {"projects": ("keywords", "roles"), "custom": ("keywords", "authors")}
"""The lists that entries of each kind may have."""
LABELLED = re.compile(r"^(?P<label>[\w ]{1,60}?)\s{0,9}:\s+(?P<words>.+)$")


def take_labelled(fields: Fields, value: Value, kind: str) -> bool:
    """Takes a line with a known label; whether it was one."""
    match = LABELLED.match(value.text)
    label = match["label"].lower() if match else ""
    key = LISTS.get(label, "")
    if match and key in KNOWN.get(kind, ()):
        take_mark(fields, replace(value, text=match["label"]))
        for word in split_items(match["words"]) if key != "roles" else [match["words"]]:
            add_item(fields, key, replace(value, text=word))
        return True
    job = kind in ("work", "volunteer") and "position" not in fields
    if match and job and role_of(match["label"]) == "title":
        take_mark(fields, replace(value, text=match["label"]))
        fields["position"] = replace(value, text=match["words"])
        return True
    if match and kind == "work" and label == "about":
        take_mark(fields, replace(value, text=match["label"]))
        fields["description"] = replace(value, text=match["words"])
        return True
    return kind == "education" and (take_grade(fields, value) or take_courses(fields, value))


def take_mark(fields: Fields, value: Value) -> None:
    add_item(fields, MARKS, value)


def take_grade(fields: Fields, value: Value) -> bool:
    """Takes a grade: the words behind "Grade:", all of "GPA: 3.9"."""
    if "score" in fields:
        return False
    match = re.match(r"grade\s*:\s+(.+)$", value.text, re.IGNORECASE)
    if match:
        fields["score"] = Value(match[1], value.line, value.last, value.read)
        return True
    parsed, _ = parse_degree(as_header(value))
    if set(parsed) == {"score"}:
        fields["score"] = value
        return True
    return False


def take_courses(fields: Fields, value: Value) -> bool:
    """Takes the names of courses."""
    courses = parse_courses(value)
    for key, draft in (courses or {}).items():
        for item in draft if isinstance(draft, list) else [draft]:
            add_item(fields, key, item)
    return courses is not None


def take_study(fields: Fields, value: Value) -> bool:
    """Takes degree, grade or courses out of a bullet below a school."""
    if take_grade(fields, value) or take_courses(fields, value):
        return True
    parsed, rest = parse_degree(as_header(value))
    if "studyType" not in parsed or "studyType" in fields or "highlights" in fields or rest:
        return False
    if "institution" in parsed and "institution" in fields:
        return False
    for key, field in parsed.items():
        fields.setdefault(key, field)
    return True


def as_header(value: Value) -> Header:
    """A line as if it were the heading of an entry."""
    return Header((value,), (), {}, (), None, 1)


NAMES = {
    "work": ("name", "position", "location"),
    "volunteer": ("organization", "position", "location"),
    "projects": ("entity", "name", "place"),
    "custom": ("organisation", "title", "place"),
}
"""Keys of organisation, title and place."""


def title_order(blocks: Sequence[Block]) -> int:
    """Whether titles come before organisations (positive) or behind them (negative)."""
    heads = [parse_header(chunk.header) for chunk in split_chunks(blocks)]
    return sum(section_bias(head) for head in heads if head.dates)


def parse_entries(blocks: Sequence[Block], kind: str, elsewhere: int = 0) -> list[Fields]:
    """The entries of a section of jobs, volunteering, degrees, projects, or a custom one.

    `elsewhere` is the order of title and organisation in the jobs of the same CV.
    """
    if kind == "projects" and are_listed_projects(blocks):
        return [read_listed_project(group) for group in nested_groups(blocks)]
    chunks = split_chunks(blocks)
    weak = not any(strong_dates(block) for chunk in chunks for block in chunk.header)
    heads = [parse_header(chunk.header, weak) for chunk in chunks]
    default = sum(section_bias(head) for head in heads if head.dates)
    default = default or (elsewhere if all(head.rows > 1 for head in heads) else 0)
    if kind in ("work", "volunteer", "education"):
        heads = assign_roles(heads, kind, default)
    dated = any(head.dates for head in heads)
    items: list[Fields] = []
    for chunk, head in zip(chunks, heads, strict=True):
        if items and continues_entry(chunk, head, items[-1], dated):
            add_piece(items[-1], chunk, kind)
        elif not chunk.header:
            items.append(add_body({}, chunk.body, kind))
        else:
            lines, groups = pieces_of(without_titles_above(chunk.header))
            if lines != chunk.header:
                head = assign_roles([parse_header(lines, weak)], kind, default)[0]
            fields = parse_entry_heading(head, default, kind, items[-1] if items else {})
            if items and is_below_heading(chunk, chunks):
                as_further_role(fields, items[-1], kind)
            for group in groups:
                add_item(fields, "projects", read_piece(block_value(group)))
            items.append(add_body(fields, chunk.body, kind))
    if kind in ("work", "volunteer"):
        items = share_employer(items, kind)
    return [fields for item in items for fields in finish_entry(item, kind)]


NAMED = re.compile(r"^(?P<name>[^.:]{2,90}?)(?:\s[–—-]\s|:\s)\s*(?P<text>\S.*)$")
LONGEST_NAME = 90
"""Characters of a bullet that is nothing but the name of a project."""


def are_listed_projects(blocks: Sequence[Block]) -> bool:
    """Whether projects are the items of a list, most of them with a name that can be told."""
    heads = [group[0] for group in nested_groups(blocks)]
    named = sum(
        bool(head.cells[0].lead or NAMED.match(head.text))
        or (len(head.text) <= LONGEST_NAME and not head.text.endswith("."))
        for head in heads
    )
    listed = bool(heads) and all(head.kind == "bullet" for head in heads)
    return listed and 2 * named > len(heads) and promote_list_items(blocks) is blocks


def read_listed_project(group: Sequence[Block]) -> Fields:
    """A project in a bullet: its name, what is behind that, and the list below."""
    head = parse_header([replace(group[0], kind="text")], weak=False)
    lead = group[0].cells[0].lead.strip(" :–—-")
    first, *others = head.pieces or (block_value(group[0]),)
    text, match = first.text, NAMED.match(first.text)
    if lead and text.startswith(lead):
        name, rest = lead, text[len(lead) :].strip(" :–—-,")
    else:
        name, rest = (match["name"], match["text"]) if match else (text, "")
    texts = [replace(first, text=rest)] if rest else []
    fields: Fields = {**read_piece(replace(first, text=name)), **head.dates, MARKS: [*head.marks]}
    if head.url:
        fields["url"] = head.url
    if texts := [*texts, *others, *head.labels]:
        fields["description"] = join_values(texts, "; ")
    for point in group[1:]:
        add_item(fields, "highlights", block_value(point))
    return fields


def is_below_heading(chunk: Chunk, chunks: Sequence[Chunk]) -> bool:
    """Whether a chunk has no heading although the first of the section has one: a further role at
    the employer in the heading above it."""
    first = chunks[0].header[:1]
    return bool(first) and first[0].kind == "heading" and chunk.header[0].kind != "heading"


def as_further_role(fields: Fields, before: Fields, kind: str) -> None:
    """Makes what was read as the employer the title, at the employer of the job before."""
    if kind in ("work", "volunteer"):
        name, position, _ = NAMES[kind]
        if position not in fields and name in fields:
            fields[position] = fields.pop(name)
            inherit_employer(fields, before, kind)


def share_employer(items: list[Fields], kind: str) -> list[Fields]:
    """The jobs; a line with an employer and the whole time there goes into the roles below it."""
    name, position, location = NAMES[kind]
    read = [dict(item) for item in items]
    result: list[Fields] = []
    above: Fields = {}
    for index, fields in enumerate(items):
        before = read[index - 1] if index else {}
        names = [
            value
            for key in (name, position)
            if isinstance(value := fields.get(key), Value)
            and value is not before.get(key)
            and (result[-1:] != [above] or not is_organisation(value.text))
        ]
        if above and len(names) == 1 and is_within(fields, above):
            fields[position] = names[0]
            fields |= {key: above[key] for key in (name, location) if key in above}
            if result[-1] is above:
                result.pop()
                move_rest(above, fields, (name, location), position)
        else:
            above = fields if is_employer_line(fields, name, position) else {}
        result.append(fields)
    return result


def is_employer_line(fields: Fields, name: str, position: str) -> bool:
    """Whether an entry says nothing but an employer, perhaps in some words, and a time."""
    title = fields.get(position)
    titled = isinstance(title, Value) and is_title(title.text)
    return name in fields and not titled and not {"highlights", "projects"} & fields.keys()


def is_within(fields: Fields, above: Fields) -> bool:
    """Whether the time of an entry is a part of that of another."""
    start, end = (
        [
            value.text if isinstance(value := entry.get(key), Value) else "9999"
            for entry in (above, fields)
        ]
        for key in ("startDate", "endDate")
    )
    return start[1] != "9999" and start[0] <= start[1] and end[1] <= end[0] and start != end


def move_rest(above: Fields, fields: Fields, shared: tuple[str, ...], position: str) -> None:
    """Gives what else an entry says to another one: its words as text, all else as understood."""
    for key, value in above.items():
        for item in draft_values(value) if key not in shared else ():
            if key in (position, "summary"):
                add_text(fields, item, "")
            else:
                take_mark(fields, item)


def continues_entry(chunk: Chunk, head: Header, before: Fields, dated: bool) -> bool:
    """Whether a chunk is a named piece of work of the entry before, or continues it."""
    if not chunk.header:
        return True
    if head.dates or not head.pieces:
        return not head.dates
    if len(chunk.header) == 1 and (is_italic(chunk.header[0]) or is_piece_name(chunk.header[0])):
        return True
    if not dated or not has_date(before):
        return False
    return chunk.header[0].kind != "heading" or not head.pieces


def is_italic(block: Block) -> bool:
    return block.kind == "text" and all(cell.italic and not cell.bold for cell in block.cells)


def has_date(fields: Fields) -> bool:
    return "startDate" in fields or "endDate" in fields


def parse_entry_heading(head: Header, default: int, kind: str, before: Fields) -> Fields:
    """A new entry from its heading lines."""
    words: list[Value] = []
    roles: list[Value] = []
    if kind == "projects":
        head, words = without_words(head)
        head, roles = without_role(head)
    fields, rest = (
        parse_degree(head) if kind == "education" else parse_job(head, default, NAMES[kind])
    )
    fields = exchange_degree(fields) if kind == "education" else fields
    if kind in ("work", "volunteer") and "position" not in fields:
        employed = [label for label in head.labels if EMPLOYMENT.fullmatch(label.text)]
        if employed:
            fields["position"] = employed[0]
            rest_of_labels = (label for label in head.labels if label is not employed[0])
            head = replace(head, labels=tuple(rest_of_labels))
    remote = [label for label in head.labels if REMOTE.fullmatch(label.text)]
    if remote and kind in ("work", "volunteer") and NAMES[kind][2] not in fields:
        fields[NAMES[kind][2]] = remote[0]
        head = replace(head, labels=tuple(label for label in head.labels if label is not remote[0]))
    for key, word in [("keywords", word) for word in words] + [("roles", role) for role in roles]:
        add_item(fields, key, word)
    fields |= complete_dates(head.dates, kind)
    fields[MARKS] = list(head.marks)
    if head.url:
        fields["url"] = head.url
    inherit_employer(fields, before, kind)
    for value in sorted((*rest, *head.labels), key=lambda value: value.line):
        add_text(fields, value, kind)
    return fields


def without_titles_above(lines: tuple[Block, ...]) -> tuple[Block, ...]:
    """The lines without headings above a row that says all of an entry: they head several."""
    for index, line in enumerate(lines[1:], 1):
        row = parse_header([line], weak=False)
        is_whole = len(line.cells) > 2 and row.dates and len(row.pieces) > 1
        if is_whole and all(block.kind == "heading" for block in lines[:index]):
            return lines[index:]
    return lines


def pieces_of(lines: tuple[Block, ...]) -> tuple[tuple[Block, ...], list[Block]]:
    """The lines that head the entry, and those that name a piece of work in it.

    A last line without a date names a piece if the lines before say who and what already.
    """
    if len(lines) < 2 or lines[-1].kind == "heading":
        return lines, []
    first, last = parse_header(lines[:-1]), parse_header(lines[-1:], weak=False)
    complete = len(pieces_but_towns(first)) > 1 and first.dates
    under = lines[0].kind == "heading" and lines[-1].gap and is_italic(lines[-1])
    titled = len(last.pieces) == 1 and not last.dates and not last.labels
    titled = titled and not last.pieces[0].role
    titled = titled and not is_place(last.pieces[0].text) and not is_town(last.pieces[0].text)
    has_title = any(is_title(piece.text) for piece in first.pieces)
    titled = titled and (has_title or not is_title(last.pieces[0].text))
    listed = titled and "keywords" in read_piece(last.pieces[0])
    loud = lines[-1].emphatic or listed
    if titled and ((complete and loud) or under) and len(lines[-1].cells) == 1:
        return lines[:-1], [lines[-1]]
    return lines, []


def pieces_but_towns(head: Header) -> list[Value]:
    """The pieces of a heading that do not name a town."""
    return [piece for piece in head.pieces if not is_town(piece.text)]


def complete_dates(dates: Fields, kind: str) -> Fields:
    """A lone date is both ends of a job; of all else it is the end."""
    if "endDate" in dates and "startDate" not in dates and kind in ("work", "volunteer"):
        return {"startDate": dates["endDate"], **dates}
    return dates


def inherit_employer(fields: Fields, before: Fields, kind: str) -> None:
    """The organisation of the entry before, if this one has a title only."""
    if kind not in ("work", "volunteer"):
        return
    name, _, location = NAMES[kind]
    if name not in fields and name in before:
        for key in (name, location):
            if key in before and key not in fields:
                fields[key] = before[key]


def add_text(fields: Fields, value: Value, kind: str) -> None:
    """A line that is neither title nor bullet: a grade, courses, or text of the entry."""
    if take_labelled(fields, value, kind):
        return
    old = fields.get("summary")
    fields["summary"] = join_values((old, value), "; ") if isinstance(old, Value) else value


def add_piece(fields: Fields, chunk: Chunk, kind: str) -> None:
    """Adds a named piece of work to an entry."""
    *extra, title = chunk.header or (None,)
    for block in extra:
        if block is not None:
            add_text(fields, block_value(block), kind)
    if title is not None:
        words = (
            technology_words(block_value(title))
            if kind == "projects" and not title.emphatic
            else []
        )
        if words and "keywords" not in fields:
            for word in words:
                add_item(fields, "keywords", word)
        elif kind != "education" and (chunk.body or is_italic(title)):
            add_item(fields, "projects", read_piece(block_value(title)))
        else:
            add_text(fields, block_value(title), kind)
    add_body(fields, chunk.body, kind)


def add_body(fields: Fields, body: Sequence[Block], kind: str) -> Fields:
    """Adds bullets and sentences, to the last piece of work if there is one."""
    lines: list[Block] = []
    named: list[Fields] = []
    for group in nested_groups(body):
        joined = join_group(group)
        if kind == "work" and joined[1:] and is_named_group(group):
            head, *points = map(block_value, group)
            name = replace(head, text=head.text.rstrip(": "))
            named.append({"name": name, "highlights": [*points]})
        else:
            lines += joined
    add_lines(fields, lines, kind)
    for piece in named:
        add_item(fields, "projects", piece)
    return fields


def add_lines(fields: Fields, body: Sequence[Block], kind: str) -> None:
    """Adds bullets without lists in them, and sentences."""
    for number, block in enumerate(body):
        value = block_value(block)
        if is_duties(value.text):
            add_item(fields, MARKS, value)
            continue
        if only_date(block) and not has_date(fields) and kind != "custom":
            dated = parse_header([block])
            fields |= complete_dates(dated.dates, kind)
            for mark in dated.marks:
                add_item(fields, MARKS, mark)
            continue
        if block.kind == "text" and take_labelled(fields, value, kind):
            continue
        if block.kind == "quote" or (not number and has_paragraph(fields, body)):
            old = fields.get("summary")
            fields["summary"] = join_values((old, value), " ") if isinstance(old, Value) else value
            continue
        if kind == "education" and take_study(fields, value):
            continue
        if is_piece(block) and kind in ("work", "projects"):
            add_item(fields, "projects", read_piece(value))
            continue
        pieces = fields.get("projects")
        last = pieces[-1] if isinstance(pieces, list) else fields
        assert isinstance(last, dict)
        add_item(last, "highlights", value)


def has_paragraph(fields: Fields, body: Sequence[Block]) -> bool:
    """Whether one paragraph is between the heading of an entry and its bullets."""
    kinds = [block.kind for block in body if not is_duties(block.text)]
    new = not {"highlights", "projects", "summary"} & set(fields)
    return new and kinds == ["text"] + ["bullet"] * (len(kinds) - 1) and len(kinds) > 1


PROJECT_KEYS = (("place", "entity", ", "), ("summary", "description", " "))
"""What a project calls what other entries call so, and what is put between two such values."""


def finish_entry(fields: Fields, kind: str) -> list[Fields]:
    """An entry as its section wants it: pieces of work become projects, or plain bullets."""
    if kind == "projects":
        for key, project_key, separator in PROJECT_KEYS:
            if isinstance(value := fields.pop(key, None), Value):
                values = (fields.get(project_key), value)
                texts = [text for text in values if isinstance(text, Value)]
                fields[project_key] = join_values(texts, separator)
    if kind == "work" or "projects" not in fields:
        return [fields]
    pieces = fields.pop("projects")
    assert isinstance(pieces, list)
    if kind == "projects":
        main = [fields] if "highlights" in fields else []
        return main + [to_project(fields, piece) for piece in pieces if isinstance(piece, dict)]
    for piece in pieces:
        assert isinstance(piece, dict)
        for value in (
            piece["name"],
            *as_list(piece.get("keywords")),
            *as_list(piece.get("highlights")),
        ):
            add_item(fields, "highlights", value)
    return [fields]

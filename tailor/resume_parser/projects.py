"""Projects."""

import re
from dataclasses import replace

from tailor.resume_parser.blocks import Block, Cell
from tailor.resume_parser.degrees import NOTED
from tailor.resume_parser.entry_headings import Header
from tailor.resume_parser.values import MARKS, Draft, Fields, Value
from tailor.resume_parser.vocabulary import COURSES, is_organisation, is_place, is_title

TAIL = re.compile(
    r"^(?P<name>.{0,300}?\S)\s{0,9}\((?P<words>.{0,600})\)\s{0,9}(?P<marks>(?:\[\d{1,3}\]|[*†‡§]|\s){0,30})$"
)
DASHED = re.compile(r"^(?P<name>[^|]+?)\s{0,9}[|]\s*(?P<words>.+)$")
BROKEN = re.compile(r"^[^.!?]{3,90}\((?:[^(),]*,){2,}[^.]*\)\s*\*$")
CATEGORY = re.compile(r"^(?P<name>[^:,.]{2,60}?)\s*(?::|\s[–—-])\s+(?P<words>.*\S)$")
INNER = re.compile(r"(?:(?<=[^,;:&\s])|(?<=[,;:&]\s))\s+(?=[A-Z][\w/&-]+: )")
DOTTED = re.compile(r"\s{1,9}[•·|▪●]\s+")
RATED = re.compile(
    r"^(?P<name>.+?)\s{0,9}\((?P<level>expert|advanced|intermediate|beginner|proficient|basic|"
    r"fluent|master|novice|experte|fortgeschritten|grundkenntnisse|avancé|intermédiaire)\)$",
    re.IGNORECASE,
)
INSIDE = re.compile(r"\([^()]*\)")
CLOSING = 40
"""Characters that one item of a list of technologies has at most."""


def block_value(block: Block) -> Value:
    return Value(block.text, block.line, block.last)


def split_items(text: str) -> list[str]:
    """The parts of a list; commas inside brackets do not separate."""
    if DOTTED.search(text):
        return [tidy for item in DOTTED.split(text) if (tidy := strip_end_mark(item.strip()))]
    parts, depth, part = [], 0, ""
    separator = ";" if ";" in INSIDE.sub("", text) else ","
    for letter in text:
        depth += (letter in "([") - (letter in ")]")
        if letter == separator and depth <= 0:
            parts.append(part)
            part = ""
        else:
            part += letter
    return [tidy for item in [*parts, part] if (tidy := strip_end_mark(item.strip()))]


def strip_end_mark(text: str) -> str:
    """Without the full stop or semicolon that ends a list."""
    return (
        text[:-1].rstrip()
        if text.endswith((".", ";")) and not text.endswith("..") and text.count(".") == 1
        else text
    )


def read_piece(title: Value) -> Fields:
    """name and keywords of "Booking engine (Java, Kafka)" or "Booking engine | Java, Kafka"."""
    match = TAIL.match(title.text) or DASHED.match(title.text)
    if not match or not is_balanced(match["name"]):
        return {"name": title}
    words = split_items(match["words"])
    short = all(len(word) <= CLOSING for word in words) or "|" in title.text
    if not short or (len(words) < 2 and "|" not in title.text):
        return {"name": title}
    marks = (match.groupdict().get("marks") or "").strip()
    name = f"{match['name']} {marks}".strip() if marks and marks != "*" else match["name"]
    return {
        "name": replace(title, text=name),
        "keywords": [replace(title, text=word) for word in words],
    }


def is_balanced(text: str) -> bool:
    return text.count("(") == text.count(")")


def is_piece(block: Block) -> bool:
    """Whether a bullet is really the title of a piece of work whose emphasis was broken."""
    return bool(BROKEN.match(block.text))


def parse_courses(text: Value) -> Fields | None:
    """courses of "Relevant coursework: Algebra, Optics"; None if it is another line."""
    match = COURSES.match(text.text)
    if not match:
        return None
    rest = split_items(text.text[match.end() :])
    marks: list[Draft] = [replace(text, text=match[1])]
    return {"courses": [replace(text, text=course) for course in rest], MARKS: marks}


def parse_categories(block: Block) -> list[Fields]:
    """Categories with their keywords: "Languages: Go, C", or a plain list."""
    text = block.text
    lead = block.cells[0].lead.strip(" :")
    if len(block.cells) == 2 and is_column_title(block.cells[0], block.cells[1].text):
        return [make_category(block, block.cells[0].text, block.cells[1].text)]
    if lead and len(block.cells) == 1 and ":" not in text and "," not in lead:
        return [make_category(block, lead, text[len(lead) :].strip(" –—-|"))]
    match = CATEGORY.match(text)
    if not match or len(block.cells) > 2:
        words = [word for cell in block.cells for word in split_items(cell.text)]
        return [{"keywords": [Value(word, block.line, block.last) for word in words]}]
    first, *others = INNER.split(match["words"])
    categories = [make_category(block, match["name"], first)]
    return categories + [make_category(block, *name_and_words(part)) for part in others]


def is_column_title(name: Cell, words: str) -> bool:
    """Whether a column is the name of what is in the next one."""
    return name.bold or ("," in words and not re.search(r"[,:;]", name.text.rstrip(": ")))


def without_list(title: Value) -> tuple[Value, list[Value]]:
    """A name without the list in brackets behind it, and the words of the list."""
    item = read_piece(title)
    name, words = item["name"], item.get("keywords", [])
    assert isinstance(name, Value)
    assert isinstance(words, list)
    return name, [word for word in words if isinstance(word, Value)]


def name_and_words(text: str) -> tuple[str, str]:
    match = CATEGORY.match(text)
    return (match["name"], match["words"]) if match else ("", text)


def make_category(block: Block, name: str, words: str) -> Fields:
    name = name.strip(" :")
    match = RATED.match(name)
    fields: Fields = {}
    if name:
        fields["name"] = Value(match["name"] if match else name, block.line, block.last)
    if match:
        fields["level"] = Value(match["level"], block.line, block.last)
    return fields | {
        "keywords": [Value(word, block.line, block.last) for word in split_items(words)]
    }


MOST = 4
"""Words of one item in a list of technologies."""
ROLE = re.compile(
    r"(?:(?:co-?|main |lead |sole )?(?:author|maintainer|editor|translator|contributor|creator|"
    r"owner|founder|developer|designer|organi[sz]er)(?:, |$))+",
    re.IGNORECASE,
)


def is_role(text: str) -> bool:
    """Whether a text is what somebody was in a project: "Author, Maintainer", "Site Manager"."""
    return is_title(text) or bool(ROLE.fullmatch(text))


def technology_words(title: Value) -> list[Value]:
    """The words of a line that is nothing but a list of technologies; none if it is more."""
    words = split_items(title.text)
    short = all(len(word.split()) <= MOST for word in words)
    ended = title.text.endswith((".", ":", ")"))
    return (
        [replace(title, text=word) for word in words]
        if len(words) > 1 and short and not ended
        else []
    )


def without_words(head: Header) -> tuple[Header, list[Value]]:
    """The heading of a project without the list of technologies behind its name."""
    if listed := [piece for piece in head.pieces if piece.role == "tools"]:
        pieces = tuple(piece for piece in head.pieces if piece not in listed)
        return replace(head, pieces=pieces), [
            replace(piece, text=word) for piece in listed for word in split_items(piece.text)
        ]
    for index, piece in enumerate(head.pieces):
        words = split_items(piece.text) if index and not ROLE.fullmatch(piece.text) else []
        short = all(len(word.split()) <= 3 for word in words)
        if (
            len(words) > 1
            and short
            and not is_place(piece.text)
            and not is_organisation(piece.text)
        ):
            pieces = (*head.pieces[:index], *head.pieces[index + 1 :])
            return replace(head, pieces=pieces), [replace(piece, text=word) for word in words]
        name, inside = without_list(piece)
        if inside and not all(is_role(word.text) for word in inside):
            return replace(
                head, pieces=(*head.pieces[:index], name, *head.pieces[index + 1 :])
            ), inside
    return head, []


def without_role(head: Header) -> tuple[Header, list[Value]]:
    """The heading of a project without the role in brackets behind its name."""
    for index, piece in enumerate(head.pieces):
        if piece.role == "roles" or (index and ROLE.fullmatch(piece.text)):
            return replace(head, pieces=(*head.pieces[:index], *head.pieces[index + 1 :])), [piece]
        match = NOTED.match(piece.text)
        if match and is_role(match[2]) and not is_title(match[1]):
            pieces = (
                *head.pieces[:index],
                replace(piece, text=match[1]),
                *head.pieces[index + 1 :],
            )
            return replace(head, pieces=pieces), [replace(piece, text=match[2])]
    return head, []


def to_project(fields: Fields, piece: Fields) -> Fields:
    """A piece of work as a project; what it was under is its role and organisation."""
    role = fields.get("name")
    shared = {key: value for key, value in fields.items() if key not in ("name", "highlights")}
    project: Fields = {**shared, **piece}
    if isinstance(role, Value):
        project["roles"] = [role]
    return project

"""Small texts inside lines: a named piece of work with its technologies, lists, courses."""

import re
from dataclasses import replace

from tailor.read.understand.blocks import Block, Cell
from tailor.read.understand.values import MARKS, Draft, Fields, Value
from tailor.read.understand.vocabulary import COURSES

TAIL = re.compile(r"^(?P<name>.*?\S)\s*\((?P<words>.*)\)\s*(?P<marks>(?:\[\d+\]|[*†‡§]|\s)*)$")
DASHED = re.compile(r"^(?P<name>[^|]+?)\s*[|]\s*(?P<words>.+)$")
BROKEN = re.compile(r"^[^.!?]{3,90}\((?:[^()]+,){2,}[^.]*\)\s*\*$")
CATEGORY = re.compile(r"^(?P<name>[^:,.]{2,60}?)\s*(?::|\s[–—-])\s+(?P<words>.*\S)$")
INNER = re.compile(r"(?<=[^,;:&])\s+(?=[A-Z][\w/&-]+: )")
DOTTED = re.compile(r"\s+[•·|▪●]\s+")
RATED = re.compile(
    r"^(?P<name>.+?)\s*\((?P<level>expert|advanced|intermediate|beginner|proficient|basic|"
    r"fluent|master|novice|experte|fortgeschritten|grundkenntnisse|avancé|intermédiaire)\)$",
    re.IGNORECASE,
)
INSIDE = re.compile(r"\([^()]*\)")
CLOSING = 40
"""Letters that one item of a list of technologies has at most."""


def whole(block: Block) -> Value:
    return Value(block.text, block.line, block.last)


def items(text: str) -> list[str]:
    """The parts of a list; commas inside brackets do not separate."""
    if DOTTED.search(text):
        return [tidy for one in DOTTED.split(text) if (tidy := tidied(one.strip()))]
    parts, depth, part = [], 0, ""
    separator = ";" if ";" in INSIDE.sub("", text) else ","
    for letter in text:
        depth += (letter in "([") - (letter in ")]")
        if letter == separator and depth <= 0:
            parts.append(part)
            part = ""
        else:
            part += letter
    return [tidy for one in [*parts, part] if (tidy := tidied(one.strip()))]


def tidied(text: str) -> str:
    """Without the full stop or semicolon that ends a list."""
    return (
        text[:-1].rstrip()
        if text.endswith((".", ";")) and not text.endswith("..") and text.count(".") == 1
        else text
    )


def piece(title: Value) -> Fields:
    """name and keywords of "Booking engine (Java, Kafka)" or "Booking engine | Java, Kafka"."""
    found = TAIL.match(title.text) or DASHED.match(title.text)
    if not found or not balanced(found["name"]):
        return {"name": title}
    words = items(found["words"])
    short = all(len(word) <= CLOSING for word in words) or "|" in title.text
    if not short or (len(words) < 2 and "|" not in title.text):
        return {"name": title}
    marks = (found.groupdict().get("marks") or "").strip()
    name = f"{found['name']} {marks}".strip() if marks and marks != "*" else found["name"]
    return {
        "name": replace(title, text=name),
        "keywords": [replace(title, text=word) for word in words],
    }


def balanced(text: str) -> bool:
    return text.count("(") == text.count(")")


def is_piece(block: Block) -> bool:
    """Whether a bullet is really the title of a piece of work whose emphasis was broken."""
    return bool(BROKEN.match(block.text))


def courses(text: Value) -> Fields | None:
    """courses of "Relevant coursework: Algebra, Optics"; None if it is no such line."""
    found = COURSES.match(text.text)
    if not found:
        return None
    rest = items(text.text[found.end() :])
    marks: list[Draft] = [replace(text, text=found[1])]
    return {"courses": [replace(text, text=one) for one in rest], MARKS: marks}


def categories(block: Block) -> list[Fields]:
    """Categories with their keywords: "Languages: Go, C", or a plain list."""
    text = block.text
    lead = block.cells[0].lead.strip(" :")
    if len(block.cells) == 2 and titled(block.cells[0], block.cells[1].text):
        return [category(block, block.cells[0].text, block.cells[1].text)]
    if lead and len(block.cells) == 1 and ":" not in text and "," not in lead:
        return [category(block, lead, text[len(lead) :].strip(" –—-|"))]
    found = CATEGORY.match(text)
    if not found or len(block.cells) > 2:
        words = [word for cell in block.cells for word in items(cell.text)]
        return [{"keywords": [Value(word, block.line, block.last) for word in words]}]
    first, *others = INNER.split(found["words"])
    made = [category(block, found["name"], first)]
    return made + [category(block, *name_and_words(part)) for part in others]


def titled(name: Cell, words: str) -> bool:
    """Whether a column is the name of what stands in the next one."""
    return name.bold or ("," in words and not re.search(r"[,:;]", name.text.rstrip(": ")))


def without_list(title: Value) -> tuple[Value, list[Value]]:
    """A name without the list in brackets behind it, and the words of the list."""
    made = piece(title)
    name, words = made["name"], made.get("keywords", [])
    assert isinstance(name, Value)
    assert isinstance(words, list)
    return name, [word for word in words if isinstance(word, Value)]


def name_and_words(text: str) -> tuple[str, str]:
    found = CATEGORY.match(text)
    return (found["name"], found["words"]) if found else ("", text)


def category(block: Block, name: str, words: str) -> Fields:
    name = name.strip(" :")
    found = RATED.match(name)
    made: Fields = {}
    if name:
        made["name"] = Value(found["name"] if found else name, block.line, block.last)
    if found:
        made["level"] = Value(found["level"], block.line, block.last)
    return made | {"keywords": [Value(word, block.line, block.last) for word in items(words)]}

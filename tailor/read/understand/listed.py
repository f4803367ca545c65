"""Sections of which each line is an entry: awards, certificates, publications, skills ..."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from tailor.read.understand.blocks import Block
from tailor.read.understand.brief import awards, brief, certificates, is_list, lines, renamed
from tailor.read.understand.chunks import is_body
from tailor.read.understand.citations import is_citation, patent, publication
from tailor.read.understand.entries import entries
from tailor.read.understand.headers import header
from tailor.read.understand.pieces import categories, items, whole
from tailor.read.understand.values import MARKS, Fields, Value, cased, together

LEVEL = re.compile(
    r"^(?P<name>[^\W\d][\w -]*?)\s*"
    r"(?:\((?P<in>.+)\)|(?<=\s)(?P<said>(?:mother tongue|native(?: speaker)?|fluent|bilingual|"
    r"advanced|intermediate|basic|beginner|proficient|muttersprache|fließend|[ABC][12])\b.*)|"
    r"(?::|\s[–—-])\s+(?P<level>.+)|(?P<rate>\d{1,2}/\d{1,2}))$"
)

APART = re.compile(r"\s*[|•;]\s*(?![^()]*\))")
"""What stands between languages, outside of brackets."""


def publications(blocks: Sequence[Block]) -> list[Fields]:
    headed = any(block.kind == "heading" for block in blocks)
    told = any(is_body(block) and block.kind == "bullet" for block in blocks)
    if headed or (told and not is_list(blocks)):
        return [
            renamed(one, ("name", "publisher", "releaseDate", "summary"))
            for one in entries(blocks, "custom")
        ]
    plain = ("name", "publisher", "releaseDate", "summary")
    return [publication(block) or brief(block, plain) for block in lines(blocks)]


def custom(blocks: Sequence[Block], order: int = 0) -> list[Fields]:
    """The entries of a section that has no name in JSON Resume."""
    found = lines(blocks)
    if is_list(found) and sum(is_citation(block.text) for block in found) * 2 > len(found):
        return [patent(block) or mention(block) for block in found]
    if is_list(found) and not any(len(block.cells) > 1 for block in found):
        told = [block for block in found if is_body(block) or is_mention(block)]
        if len(told) * 2 >= len(found):
            return [mention(block) for block in found]
    return entries(blocks, "custom", order)


def is_mention(block: Block) -> bool:
    """Whether a line tells by itself what was done: "Title (2019): ...", or "**Title** ..."."""
    return "): " in block.text or bool(block.cells[0].lead)


def mention(block: Block) -> Fields:
    """A line that is an entry: "Mentor at Acme (2019): taught ..." has a date and a text."""
    text = block.text
    before, colon, behind = text.partition("): ")
    if colon and "(" in before and len(before) < 100:
        head = header([replace(block, cells=(replace(block.cells[0], text=f"{before})"),))])
        if head.dates and len(head.pieces) == 1:
            told = Value(behind, block.line, block.last)
            return {"title": head.pieces[0], **head.dates, "summary": told, MARKS: [*head.marks]}
    return {"title": whole(block)}


def skills(blocks: Sequence[Block]) -> list[Fields]:
    """Categories; a line of its own above a list is the name of one."""
    made: list[Fields] = []
    waiting: Value | None = None
    listed = any(block.kind == "bullet" for block in blocks)
    for block in blocks:
        capitals = listed and block.kind == "text" and block.text.isupper()
        if (
            (block.emphatic or capitals)
            and len(items(block.text)) == 1
            and len(block.cells) == 1
            and ":" not in block.text[:-1]
        ):
            waiting = cased(Value(block.text.strip(" :"), block.line, block.last))
            made.append({"name": waiting, "keywords": []})
            continue
        for one in categories(block):
            last = made[-1] if made else None
            if last is not None and waiting is not None and "name" not in one:
                more(last, one)
            else:
                waiting = None
                made.append(one)
    return alone(made)


def more(fields: Fields, other: Fields) -> None:
    old, new = fields.get("keywords"), other.get("keywords")
    assert isinstance(old, list)
    assert isinstance(new, list)
    old += new


def alone(made: list[Fields]) -> list[Fields]:
    """Lists without a name are one list."""
    found: list[Fields] = []
    for one in made:
        if found and "name" not in one and "name" not in found[-1]:
            more(found[-1], one)
        else:
            found.append(one)
    return found


def languages(blocks: Sequence[Block]) -> list[Fields]:
    made: list[Fields] = []
    for block in blocks:
        if spoken := columned(block):
            made.append(spoken)
            continue
        texts = [cell.text for cell in block.cells] if len(block.cells) > 2 else [block.text]
        for text in (part for one in texts for part in APART.split(one)):
            for item in items(text) if text.count(":") != 1 else [text]:
                found = LEVEL.match(item)
                name = found["name"] if found else item
                one: Fields = {"language": Value(name, block.line, block.last)}
                if found:
                    one["fluency"] = Value(
                        found["in"] or found["level"] or found["said"] or found["rate"],
                        block.line,
                        block.last,
                    )
                made.append(one)
    return made


def columned(block: Block) -> Fields | None:
    """A language and how well it is spoken, in two columns."""
    if len(block.cells) != 2 or re.search(r"[,;|•(]", block.text):
        return None
    name, level = (Value(cell.text, block.line, block.last) for cell in block.cells)
    return {"language": name.as_(name.text.strip(" :–-")), "fluency": level}


def interests(blocks: Sequence[Block]) -> list[Fields]:
    return skills(blocks)


def references(blocks: Sequence[Block]) -> list[Fields]:
    """People who vouch: a name, and what they say or how they are reached."""
    made: list[Fields] = []
    for block in blocks:
        value = whole(block)
        lead = block.cells[0].lead.strip(" :,")
        if lead:
            told = value.text[len(lead) :].strip(" :,")
            made.append({"name": replace(value, text=lead)})
            if told:
                made[-1]["reference"] = replace(value, text=told)
        elif block.emphatic or not made or block.kind == "bullet":
            made.append({"name": value})
        else:
            old = made[-1].get("reference")
            made[-1]["reference"] = together((old, value), " ") if isinstance(old, Value) else value
    return made


LISTED: dict[str, Callable[[Sequence[Block]], list[Fields]]] = {
    "awards": awards,
    "certificates": certificates,
    "publications": publications,
    "skills": skills,
    "languages": languages,
    "interests": interests,
    "references": references,
}
"""By kind of section: its lines to the entries of the master."""

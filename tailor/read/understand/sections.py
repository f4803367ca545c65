"""The lines of a CV, cut into its head and its sections."""

import re
from dataclasses import dataclass, replace

from tailor.read.understand.blocks import Block
from tailor.read.understand.periods import periods, without
from tailor.read.understand.towns import is_town
from tailor.read.understand.vocabulary import (
    COMMON,
    is_place,
    known_titles,
    section_kind,
    stems,
)

LONGEST_TITLE = 60
COMMON_KINDS = {
    *("work", "education", "skills", "projects", "summary", "publications", "awards"),
    *("certificates", "references", "interests", "volunteer"),
}
"""Kinds of sections of which a usual title alone on a line is enough."""
INNER = re.compile(r"^[\W_]*(.*?)[\W_]*$")


@dataclass(frozen=True, slots=True)
class Part:
    """A section: `kind` is a key of the master, "summary", "contact", "custom" or "head".

    `title` is its heading, None for the head.
    """

    kind: str
    title: Block | None
    blocks: tuple[Block, ...]


def parts(blocks: tuple[Block, ...]) -> list[Part]:
    """The head (name and contact data) and the sections, in order; every block is in one."""
    blocks = set_apart(blocks)
    headings = [block for block in blocks if block.kind == "heading"]
    headed = sum(bool(section_kind(plain_title(block))) for block in headings) > 1
    level = own_level(blocks)
    found = [Part("head", None, ())]
    for index, block in enumerate(blocks):
        if block.kind == "heading":
            kind = by_heading(block, level, found[-1])
        else:
            kind = "" if headed else by_look(block, blocks[index + 1 : index + 2], found[-1])
        if kind:
            found.append(Part(kind, block, ()))
        else:
            last = found[-1]
            found[-1] = Part(last.kind, last.title, (*last.blocks, block))
    return found


def set_apart(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The lines with titles of sections that stand in a margin as lines of their own.

    There must be one of jobs or degrees among them: "Languages" may be a label, too.
    """
    margin = {at: section_kind(one.cells[0].text) for at, one in enumerate(blocks) if one.cells[1:]}
    titles = {at for at, kind in margin.items() if kind and not periods(blocks[at].cells[0].text)}
    if not {margin[at] for at in titles} & {"work", "education"}:
        return blocks
    found: list[Block] = []
    for at, block in enumerate(blocks):
        if at in titles:
            title = replace(block.cells[0], bold=True)
            found.append(replace(block, kind="text", cells=(title,), gap=True))
            block = replace(block, cells=block.cells[1:], gap=False)
        found.append(block)
    return tuple(found)


def own_level(blocks: tuple[Block, ...]) -> int:
    """The level that headings of sections have and those of entries do not; 0 if they share."""
    headings = [block for block in blocks[1:] if block.kind == "heading"]
    known = [block.level for block in headings if section_kind(block.text)]
    if not known or min(known) != max(known):
        return 0
    others = [
        one
        for one, following in zip(headings, [*headings[1:], None], strict=True)
        if one.level == known[0] and not section_kind(one.text) and is_entry(one, following, blocks)
    ]
    return 0 if others else known[0]


def is_entry(block: Block, following: Block | None, blocks: tuple[Block, ...]) -> bool:
    """Whether a heading is one of an entry: a date is in it, or alone on the next line."""
    if periods(block.text) or (following and following.level < block.level):
        return True
    at = blocks.index(block) + 1
    below = blocks[at : at + 3]
    kinds = [one.kind for one in below]
    lines = below[: kinds.index("heading")] if "heading" in kinds else below
    return any(one.kind == "text" and is_date(one) for one in lines)


def is_date(block: Block) -> bool:
    """Whether nothing but a date, or a date and a place, is on a line."""
    found = periods(block.text)
    if not found or found[0].weak:
        return False
    rest = without(block.text, found[0])
    return all(is_place(one) or is_town(one) for one in rest)


def by_heading(block: Block, level: int, now: Part) -> str:
    """The kind of section that begins at a heading, or "" if it is one of an entry."""
    title = plain_title(block)
    if level and block.level > level:
        return ""
    if kind := section_kind(title):
        return kind
    return "custom" if level and block.level <= level and now.kind != "head" else ""


def by_look(block: Block, following: tuple[Block, ...], now: Part) -> str:
    """The kind of section that a line announces where headings are not marked as such."""
    title = plain_title(block)
    kind = section_kind(title)
    short = 0 < len(title) <= LONGEST_TITLE and len(block.cells) == 1
    if not kind or block.kind != "text" or not short or periods(title):
        return ""
    if now.title is not None and now.title.text.isupper() and not title.isupper():
        return ""
    loud = block.emphatic or title.isupper() or block.text.rstrip().endswith(":")
    alone = block.gap and (not following or following[0].gap)
    usual = title.casefold() in COMMON or (block.whole and known_titles().get(stems(title)))
    plain = bool(usual) and block.text.strip() == title and kind in COMMON_KINDS
    few = block.gap and now.kind != "head" and len(title.split()) < 3
    return kind if loud or alone or plain or few else ""


def plain_title(block: Block) -> str:
    """Its text without signs and pictures at the ends."""
    match = INNER.match(block.text)
    title = match[1] if match else ""
    closing = block.text.rstrip()[-1:]
    return f"{title})" if closing == ")" and "(" in title else title

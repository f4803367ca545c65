"""Entries of one line or little more: awards, certificates, publications of any style."""

import re
from collections.abc import Sequence
from dataclasses import replace

from tailor.read.understand.blocks import Block, joined
from tailor.read.understand.chunks import capitalised, is_body, only_date
from tailor.read.understand.citations import is_citation
from tailor.read.understand.entries import entries
from tailor.read.understand.headers import header
from tailor.read.understand.periods import periods
from tailor.read.understand.pieces import whole
from tailor.read.understand.values import MARKS, Draft, Fields, Value, together
from tailor.read.understand.vocabulary import is_organisation, is_title

SEPARATED = re.compile(r",\s+|\s+[–—-]\s+")
DASH = re.compile(r"\s+[–—-]\s+")
STOPPED = re.compile(r"(?<=[\w)]{4})\.\s+(?=[A-Z“\d])")
"""The full stop behind a title, which is no abbreviation."""
LONGEST = 120
"""Letters of a line that is a title and who gave it, not a sentence."""

REMARK = re.compile(r"^\(.{1,60}\)\.?$|^https?://\S+$")


def lines(blocks: Sequence[Block]) -> list[Block]:
    """One block for each entry: remarks and dates alone on a line belong to the one before."""
    found: list[Block] = []
    for block in blocks:
        alone = only_date(block) or REMARK.match(block.text)
        if found and alone and block.kind == "text":
            last = found[-1]
            keep = replace(block, cells=tuple(replace(one, bold=False) for one in block.cells))
            if only_date(block):
                found[-1] = replace(last, cells=(*last.cells, *block.cells), last=block.last)
            else:
                found[-1] = joined(last, keep)
        else:
            found.append(block)
    return found


def is_list(blocks: Sequence[Block]) -> bool:
    """Whether each line is an entry: no line is a heading of those that follow it."""
    kinds = [block.kind for block in blocks]
    if "heading" in kinds:
        return False
    if all(kind == "bullet" for kind in kinds) or all(is_citation(one.text) for one in blocks):
        return True
    heads = [block for block in blocks if block.emphatic]
    return not heads or all(block.emphatic for block in blocks)


def awards(blocks: Sequence[Block]) -> list[Fields]:
    return short(blocks, ("title", "awarder", "date", "summary"))


def certificates(blocks: Sequence[Block]) -> list[Fields]:
    return short(blocks, ("name", "issuer", "date", ""))


def short(blocks: Sequence[Block], names: tuple[str, str, str, str]) -> list[Fields]:
    """Entries of one line: an emphasised title, who gave it, when, and a sentence."""
    headed = any(block.kind == "heading" for block in blocks)
    if grouped := by_emphasis(blocks):
        return [together_brief(group, names) for group in grouped]
    if is_list(blocks) or not (headed or any(is_body(block) for block in blocks)):
        found = lines(blocks)
        alike = len(found) > 1 and all(len(DASH.findall(one.text)) == 1 for one in found)
        return [brief(block, names, alike) for block in found]
    return [renamed(one, names) for one in entries(blocks, "custom")]


def by_emphasis(blocks: Sequence[Block]) -> list[list[Block]]:
    """The lines of each entry, if each begins with an emphasised line; else none."""
    plain = [one for one in blocks if not one.emphatic]
    if not blocks or not blocks[0].emphatic or not plain or any(map(is_body, blocks)):
        return []
    groups: list[list[Block]] = []
    for block in blocks:
        told = bool(groups) and any(not one.emphatic for one in groups[-1])
        if block.emphatic and (not groups or told or block.gap):
            groups.append([])
        groups[-1].append(block)
    return groups if all(len(group) < 5 for group in groups) else []


def together_brief(group: Sequence[Block], names: tuple[str, str, str, str]) -> Fields:
    """The lines of one award or certificate: what, who gave it, and the rest."""
    title, giver, date, summary = names
    first, *others = group
    fields = brief(first, names)
    for block in others:
        head = header([block])
        marks = fields.setdefault(MARKS, [])
        assert isinstance(marks, list)
        marks += head.marks
        if head.url and date and "url" not in fields:
            alone = len(block.links) == 1 and block.links[0][0] == block.text
            fields["url"] = replace(head.url, source=block.text) if alone else head.url
            if alone:
                continue
        if "endDate" in head.dates and date not in fields:
            fields[date] = head.dates["endDate"]
        for value in (*head.pieces, *head.labels):
            key = giver if giver and giver not in fields else summary or giver or title
            old = fields.get(key)
            fields[key] = together((old, value), ", ") if isinstance(old, Value) else value
    return fields


def brief(block: Block, names: tuple[str, str, str, str], alike: bool = False) -> Fields:
    """An entry of one line; `alike`: each line has one dash, before who gave it."""
    title, giver, date, summary = names
    head = header([block])
    if head.marks and not at_edge(block, head.marks[0].text):
        head = replace(head, pieces=(whole(block),), labels=(), dates={}, marks=())
    fields: Fields = {MARKS: [*head.marks]}
    if head.url and date:
        fields["url"] = head.url
    if "endDate" in head.dates:
        fields[date] = head.dates["endDate"]
    texts = [*head.pieces, *head.labels]
    texts.sort(key=lambda value: block.text.find(value.text))
    lead = block.cells[0].lead.strip(" .,:;")
    if lead and texts and texts[0].text.startswith(lead):
        rest = texts[0].text[len(lead) :].strip()
        texts[:1] = [replace(texts[0], text=lead)]
        if rest:
            after(fields, replace(texts[0], text=rest), summary, texts)
    if len(texts) == 1 and giver and (not lead or periods(lead)):
        parts = DASH.split(texts[0].text) if alike else []
        only = texts[0]
        texts = [replace(only, text=one) for one in parts] if parts[1:] else given(only)
    if texts:
        fields[title] = texts.pop(0)
    for value in texts:
        key = giver if giver not in fields else summary or title
        old = fields.get(key)
        fields[key] = together((old, value), ", ") if isinstance(old, Value) else value
    return fields


def given(value: Value) -> list[Value]:
    """What was given, and who gave it: "Safety Officer, Nordic Board", at the last comma or dash.

    Only a short line without a verb is cut, and not before a word that goes on with the title.
    """
    title, *others = STOPPED.split(value.text, maxsplit=2)
    if others and len(title) <= LONGEST and capitalised(others[0]) and len(others[0]) <= LONGEST:
        return [replace(value, text=one) for one in (title, *others)]
    if len(value.text) > LONGEST:
        return [value]
    cuts = [at for at in SEPARATED.finditer(value.text) if closed(value.text[: at.start()])]
    commas = sum(at[0].startswith(",") for at in cuts)
    for at in reversed(cuts):
        one, other = value.text[: at.start()], value.text[at.end() :]
        sure = is_organisation(other) and not is_organisation(one)
        more = len(cuts) > 1 or len(other.split()) > 1
        last = commas == 1 if at[0].startswith(",") else not commas and more
        alone = last and not is_title(other)
        if other[:1].isupper() and (sure or alone):
            return [replace(value, text=one), replace(value, text=other)]
    return [value]


def closed(text: str) -> bool:
    return text.count("(") == text.count(")") and text.count("“") == text.count("”")


def at_edge(block: Block, date: str) -> bool:
    """Whether a date ends a column or begins the line; else it is part of a sentence."""
    ends = [cell.text.rstrip(" )].,;") for cell in block.cells]
    return block.text.lstrip(" ([").startswith(date) or any(end.endswith(date) for end in ends)


def after(fields: Fields, rest: Value, summary: str, texts: list[Value]) -> None:
    """What follows an emphasised title: ", who" or ": a sentence"."""
    text = rest.text
    before, colon, behind = text.partition(": ")
    who = before.strip(" ,.-–—")
    if who:
        texts.append(replace(rest, text=who))
    told = behind if colon else ""
    if told and summary:
        fields[summary] = replace(rest, text=told.strip())
    elif told:
        texts.append(replace(rest, text=told.strip()))


def renamed(fields: Fields, names: tuple[str, str, str, str]) -> Fields:
    """An entry of a section of one's own as an award or a certificate."""
    title, giver, date, summary = names
    texts: list[Draft] = []
    for key in ("summary", "highlights"):
        found = fields.pop(key, [])
        texts += found if isinstance(found, list) else [found]
    new = {"title": title, "organisation": giver, "endDate": date}
    made = {new.get(key, key): value for key, value in fields.items()}
    if title not in made and giver in made:
        made[title] = made.pop(giver)
    lost = ("startDate", "place", "projects", "keywords")
    for key in lost if giver == "publisher" else (*lost, "authors"):
        if key in made:
            found = made.pop(key)
            texts += found if isinstance(found, list) else [found]
    told = [one for one in texts if isinstance(one, Value)]
    if told:
        key = summary or giver
        old = made.get(key)
        every = [old, *told] if isinstance(old, Value) else told
        made[key] = together(every, " ")
    return made

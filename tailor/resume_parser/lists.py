"""Skills, languages, interests and other lists."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache

from tailor.files import load_spoken_languages
from tailor.resume_parser.blocks import Block, join_blocks
from tailor.resume_parser.date_ranges import find_periods
from tailor.resume_parser.entries import parse_entries
from tailor.resume_parser.entry_blocks import is_body, is_title_case, nested_groups, only_date
from tailor.resume_parser.entry_headings import parse_header
from tailor.resume_parser.projects import block_value, parse_categories, split_items
from tailor.resume_parser.publications import is_citation, parse_patent, parse_publication
from tailor.resume_parser.values import (
    MARKS,
    Draft,
    Fields,
    Value,
    add_item,
    draft_values,
    join_values,
    title_case,
)
from tailor.resume_parser.vocabulary import is_organisation, is_title, section_kind

SEPARATED = re.compile(r",\s+|\s{1,9}[–—-]\s+")
DASH = re.compile(r"\s{1,9}[–—-]\s+")
STOPPED = re.compile(r"(?<=[\w)]{4})\.\s+(?=[A-Z“\d])")
"""The full stop behind a title, which is not an abbreviation."""
LONGEST = 120
"""Characters of a line that is a title and who gave it, not a sentence."""
REMARK = re.compile(r"^\(.{1,60}\)\.?$|^https?://\S+$")


def entry_lines(blocks: Sequence[Block]) -> list[Block]:
    """One block for each entry: remarks and dates alone on a line belong to the one before."""
    lines: list[Block] = []
    for block in blocks:
        alone = only_date(block) or REMARK.match(block.text)
        if lines and alone and block.kind == "text":
            last = lines[-1]
            keep = replace(block, cells=tuple(replace(cell, bold=False) for cell in block.cells))
            if only_date(block):
                lines[-1] = replace(last, cells=(*last.cells, *block.cells), last=block.last)
            else:
                lines[-1] = join_blocks(last, keep)
        else:
            lines.append(block)
    return lines


def is_list(blocks: Sequence[Block]) -> bool:
    """Whether each line is an entry: no line is a heading of those that follow it."""
    kinds = [block.kind for block in blocks]
    if "heading" in kinds:
        return False
    if all(kind == "bullet" for kind in kinds) or all(is_citation(block.text) for block in blocks):
        return True
    heads = [block for block in blocks if block.emphatic]
    return not heads or all(block.emphatic for block in blocks)


def parse_awards(blocks: Sequence[Block]) -> list[Fields]:
    return parse_short_entries(blocks, ("title", "awarder", "date", "summary"))


def parse_certificates(blocks: Sequence[Block]) -> list[Fields]:
    return parse_short_entries(blocks, ("name", "issuer", "date", ""))


def parse_short_entries(blocks: Sequence[Block], names: tuple[str, str, str, str]) -> list[Fields]:
    """Entries of one line: an emphasised title, who gave it, when, and a sentence."""
    headed = any(block.kind == "heading" for block in blocks)
    if grouped := group_by_emphasis(blocks):
        return [merge_short_entry(group, names) for group in grouped]
    if is_list(blocks) or not (headed or any(is_body(block) for block in blocks)):
        lines = entry_lines(blocks)
        one_dash = len(lines) > 1 and all(len(DASH.findall(line.text)) == 1 for line in lines)
        return [parse_short_entry(block, names, one_dash) for block in lines]
    return [rename_fields(entry, names) for entry in parse_entries(blocks, "custom")]


def group_by_emphasis(blocks: Sequence[Block]) -> list[list[Block]]:
    """The lines of each entry, if each begins with an emphasised line; else none."""
    plain = [block for block in blocks if not block.emphatic]
    if not blocks or not blocks[0].emphatic or not plain or any(map(is_body, blocks)):
        return []
    groups: list[list[Block]] = []
    for block in blocks:
        has_text = bool(groups) and any(not block.emphatic for block in groups[-1])
        if block.emphatic and (not groups or has_text or block.gap):
            groups.append([])
        groups[-1].append(block)
    return groups if all(len(group) < 5 for group in groups) else []


def merge_short_entry(group: Sequence[Block], names: tuple[str, str, str, str]) -> Fields:
    """The lines of one award or certificate: what, who gave it, and the rest."""
    title, giver, date, summary = names
    first, *others = group
    fields = parse_short_entry(first, names)
    for block in others:
        head = parse_header([block])
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
            fields[key] = join_values((old, value), ", ") if isinstance(old, Value) else value
    return fields


def parse_short_entry(
    block: Block, names: tuple[str, str, str, str], one_dash: bool = False
) -> Fields:
    """An entry of one line; `alike`: each line has one dash, before who gave it."""
    title, giver, date, summary = names
    head = parse_header([block])
    if head.marks and not is_date_at_edge(block, head.marks[0].text):
        head = replace(head, pieces=(block_value(block),), labels=(), dates={}, marks=())
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
            add_rest(fields, replace(texts[0], text=rest), summary, texts)
    if len(texts) == 1 and giver and (not lead or find_periods(lead)):
        parts = DASH.split(texts[0].text) if one_dash else []
        only = texts[0]
        texts = [replace(only, text=part) for part in parts] if parts[1:] else split_giver(only)
    if texts:
        fields[title] = texts.pop(0)
    for value in texts:
        key = giver if giver not in fields else summary or title
        old = fields.get(key)
        fields[key] = join_values((old, value), ", ") if isinstance(old, Value) else value
    return fields


def split_giver(value: Value) -> list[Value]:
    """What was given, and who gave it: "Safety Officer, Nordic Board", at the last comma or dash.

    Only a short line without a verb is cut, and not before a word that continues the title.
    """
    title, *others = STOPPED.split(value.text, maxsplit=2)
    if others and len(title) <= LONGEST and is_title_case(others[0]) and len(others[0]) <= LONGEST:
        return [replace(value, text=part) for part in (title, *others)]
    if len(value.text) > LONGEST:
        return [value]
    cuts = [
        match
        for match in SEPARATED.finditer(value.text)
        if has_closed_brackets(value.text[: match.start()])
    ]
    commas = sum(match[0].startswith(",") for match in cuts)
    for match in reversed(cuts):
        before, giver = value.text[: match.start()], value.text[match.end() :]
        sure = is_organisation(giver) and not is_organisation(before)
        more = len(cuts) > 1 or len(giver.split()) > 1
        last = commas == 1 if match[0].startswith(",") else not commas and more
        alone = last and not is_title(giver)
        if giver[:1].isupper() and (sure or alone):
            return [replace(value, text=before), replace(value, text=giver)]
    return [value]


def has_closed_brackets(text: str) -> bool:
    return text.count("(") == text.count(")") and text.count("“") == text.count("”")


def is_date_at_edge(block: Block, date: str) -> bool:
    """Whether a date ends a column or begins the line; else it is part of a sentence."""
    ends = [cell.text.rstrip(" )].,;") for cell in block.cells]
    return block.text.lstrip(" ([").startswith(date) or any(end.endswith(date) for end in ends)


def add_rest(fields: Fields, rest: Value, summary: str, texts: list[Value]) -> None:
    """What follows an emphasised title: ", who" or ": a sentence"."""
    text = rest.text
    before, colon, after = text.partition(": ")
    giver = before.strip(" ,.-–—")
    if giver:
        texts.append(replace(rest, text=giver))
    sentence = after if colon else ""
    if sentence and summary:
        fields[summary] = replace(rest, text=sentence.strip())
    elif sentence:
        texts.append(replace(rest, text=sentence.strip()))


def rename_fields(fields: Fields, names: tuple[str, str, str, str]) -> Fields:
    """An entry of a custom section as an award or a certificate."""
    title, giver, date, summary = names
    texts: list[Draft] = []
    for key in ("summary", "highlights"):
        value = fields.pop(key, [])
        texts += value if isinstance(value, list) else [value]
    new = {"title": title, "organisation": giver, "endDate": date}
    renamed = {new.get(key, key): value for key, value in fields.items()}
    if title not in renamed and giver in renamed:
        renamed[title] = renamed.pop(giver)
    lost = ("startDate", "place", "projects", "keywords")
    for key in lost if giver == "publisher" else (*lost, "authors"):
        if key in renamed:
            value = renamed.pop(key)
            texts += value if isinstance(value, list) else [value]
    left = [text for text in texts if isinstance(text, Value)]
    if left:
        key = summary or giver
        old = renamed.get(key)
        every = [old, *left] if isinstance(old, Value) else left
        renamed[key] = join_values(every, " ")
    return renamed


LEVEL = re.compile(
    r"^(?P<name>[^\W\d][\w -]{0,60}?)\s{0,9}"
    r"(?:\((?P<in>.+)\)|(?<=\s)(?P<said>(?:mother tongue|native(?: speaker)?|fluent|bilingual|"
    r"advanced|intermediate|basic|beginner|proficient|muttersprache|fließend|[ABC][12])\b.*)|"
    r"(?::|\s[–—-])\s+(?P<level>.+)|(?P<rate>\d{1,2}/\d{1,2}))$"
)
APART = re.compile(r"\s{0,9}[|•;]\s{0,9}(?![^()]{0,200}\))")
"""What is between languages, outside of brackets."""


def parse_publications(blocks: Sequence[Block]) -> list[Fields]:
    headed = any(block.kind == "heading" for block in blocks)
    has_sentences = any(is_body(block) and block.kind == "bullet" for block in blocks)
    if headed or (has_sentences and not is_list(blocks)):
        return [
            rename_fields(entry, ("name", "publisher", "releaseDate", "summary"))
            for entry in parse_entries(blocks, "custom")
        ]
    plain = ("name", "publisher", "releaseDate", "summary")
    return [
        parse_publication(block) or parse_short_entry(block, plain) for block in entry_lines(blocks)
    ]


def parse_custom(blocks: Sequence[Block], order: int = 0) -> list[Fields]:
    """The entries of a section that has no name in JSON Resume."""
    lines = entry_lines(blocks)
    if is_list(lines) and sum(is_citation(block.text) for block in lines) * 2 > len(lines):
        return [parse_patent(block) or parse_mention(block) for block in lines]
    if is_list(lines) and not any(len(block.cells) > 1 for block in lines):
        mentions = [block for block in lines if is_body(block) or is_mention(block)]
        if len(mentions) * 2 >= len(lines):
            return [parse_mention(block) for block in lines]
    return parse_entries(blocks, "custom", order)


def is_mention(block: Block) -> bool:
    """Whether a line tells by itself what was done: "Title (2019): ...", or "**Title** ..."."""
    return "): " in block.text or bool(block.cells[0].lead)


def parse_mention(block: Block) -> Fields:
    """A line that is an entry: "Mentor at Acme (2019): taught ..." has a date and a text."""
    text = block.text
    before, colon, after = text.partition("): ")
    if colon and "(" in before and len(before) < 100:
        head = parse_header([replace(block, cells=(replace(block.cells[0], text=f"{before})"),))])
        if head.dates and len(head.pieces) == 1:
            sentence = Value(after, block.line, block.last)
            return {
                "title": head.pieces[0],
                **head.dates,
                "summary": sentence,
                MARKS: [*head.marks],
            }
    return {"title": block_value(block)}


RATED = re.compile(r"^(?P<name>[^\d,;:|]{1,80}?)\s{1,9}(?P<level>\d{1,2}/(?:3|4|5|6|10))$")
"""One skill and how well it is known."""


def parse_skills(blocks: Sequence[Block]) -> list[Fields]:
    """Categories; a line of its own above a list is the name of one."""
    items: list[Fields] = []
    waiting: Value | None = None
    listed = any(block.kind == "bullet" for block in blocks)
    heads = [group[0] for group in nested_groups(blocks) if len(group) > 1]
    for block in blocks:
        if rated := RATED.match(block.text):
            items.append(
                {
                    "name": Value(rated["name"], block.line, block.last),
                    "level": Value(rated["level"], block.line, block.last),
                }
            )
            waiting = None
            continue
        capitals = listed and block.kind == "text" and block.text.isupper()
        if (
            (block.emphatic or capitals or block in heads)
            and len(split_items(block.text)) == 1
            and len(block.cells) == 1
            and ":" not in block.text[:-1]
        ):
            waiting = title_case(Value(block.text.strip(" :"), block.line, block.last))
            items.append({"name": waiting, "keywords": []})
            continue
        for category in parse_categories(block):
            last = items[-1] if items else None
            if last is not None and waiting is not None and "name" not in category:
                add_words(last, category)
            else:
                waiting = None
                items.append(category)
    return join_unnamed_lists(items)


def add_words(fields: Fields, other: Fields) -> None:
    old, new = fields.get("keywords"), other.get("keywords")
    assert isinstance(old, list)
    assert isinstance(new, list)
    old += new


def join_unnamed_lists(items: list[Fields]) -> list[Fields]:
    """Lists without a name are one list."""
    joined: list[Fields] = []
    for item in items:
        if joined and "name" not in item and "name" not in joined[-1]:
            add_words(joined[-1], item)
        else:
            joined.append(item)
    return joined


def parse_languages(blocks: Sequence[Block]) -> list[Fields]:
    items: list[Fields] = []
    labels: list[Draft] = []
    blocks = [part for block in blocks for part in cut_between_levels(block)]
    named = any(map(tells_languages, blocks))
    for block in blocks:
        if named and not tells_languages(block) and not may_be_language(block):
            continue
        if language_label(block) == block.text.strip(" :"):
            labels.append(block_value(block))
            continue
        if any(spoken_name(text) for cell in block.cells for text in ITEMS.split(cell.text)):
            items += spoken_in_line(block)
            continue
        last = items[-1] if items else None
        if last and "fluency" not in last and block.line == last_line(last) + 1 and is_level(block):
            last["fluency"] = block_value(block)
            continue
        if spoken := parse_language_columns(block):
            items.append(spoken)
            continue
        items += named_languages(block)
    if items and labels:
        add_item(items[0], MARKS, labels)
    return items


def named_languages(block: Block) -> list[Fields]:
    """The languages of a line that are not known by name, each with how well it is spoken."""
    items: list[Fields] = []
    texts = [cell.text for cell in block.cells] if len(block.cells) > 2 else [block.text]
    for text in (part for column in texts for part in APART.split(column)):
        for item in split_items(text) if text.count(":") != 1 else [text]:
            match = LEVEL.match(item)
            name = match["name"] if match else item
            language: Fields = {"language": Value(name, block.line, block.last)}
            if match:
                level = match["in"] or match["level"] or match["said"] or match["rate"]
                language["fluency"] = Value(level, block.line, block.last)
            items.append(language)
    return items


def cut_between_levels(block: Block) -> list[Block]:
    """A line with several languages and levels, each on its own: "Arabic: B2 – Wolof: A1"."""
    first = block.cells[0]
    parts = DASH.split(first.text)
    if len(block.cells) > 1 or len(parts) < 2 or not all(part.count(":") == 1 for part in parts):
        return [block]
    return [replace(block, cells=(replace(first, text=part, lead="", cuts=()),)) for part in parts]


def may_be_language(block: Block) -> bool:
    """Whether a line next to languages may be one that is not known, or a level or a label."""
    if len(block.cells) > 2 or block.text.endswith("."):
        return False
    text = block.text.strip(" :")
    labelled = language_label(block) == text
    return bool(labelled or LEVEL.match(text) or is_level(block) or APART.search(text)) or (
        len(block.cells) == 2 or ("," not in text and len(text.split()) < 3)
    )


def last_line(fields: Fields) -> int:
    return max(value.last for value in draft_values(fields))


def is_level(block: Block) -> bool:
    """Whether a line below the name of a language says how well it is spoken."""
    return len(block.cells) == 1 and len(block.text.split()) < 6 and block.kind != "heading"


ITEMS = re.compile(
    r"(?:(?<!\s)\s+)?(?:[,;|•·\t]|\s[–—-]\s|:|\s(?:and|und|et|y|e|en|i|og|och)\s)\s*(?![^()]*\))"
)
"""What may be between a label, languages and levels."""
LISTED_LANGUAGES = re.compile(
    r"\s*[,;|•·]\s*(?![^()]*\))|\s(?:and|und|et|y|e|en|i|og|och)\s(?![^()]*\))"
)
WORDS = re.compile(r"[^\W\d_]+")


@cache
def spoken_name(text: str) -> str:
    """The name of a language that a text begins with, "" if there is none."""
    text = text.strip()
    matches = list(WORDS.finditer(text))[:3]
    if not matches or matches[0].start() > 0:
        return ""
    ends = (match.end() for match in reversed(matches))
    return next(
        (text[:end] for end in ends if text[:end].casefold() in load_spoken_languages()), ""
    )


UNKNOWN = re.compile(r"(?P<name>[^\W\d_]{3,}) \((?P<level>[^()]{2,30})\)")
"""A language that is not known by name among those that are: "Dholuo (mother tongue)"."""


def spoken_in_line(block: Block) -> list[Fields]:
    """The languages of a line, each with how well it is spoken.

    A label at its beginning may say so for all: "Mother tongue: Polish".
    """

    def value(text: str) -> Value:
        return Value(text, block.line, block.last)

    items: list[Fields] = []
    marks: list[Draft] = []
    general = ""
    for index, cell in enumerate(block.cells):
        text = cell.text
        label, colon, rest = text.partition(":")
        labelled = not index and not spoken_name(text)
        if labelled and (section_kind(label) or is_mother_tongue(label)):
            marks.append(value(label))
            general = label if is_mother_tongue(label) else ""
            text = rest if colon else ""
        for item in LISTED_LANGUAGES.split(text):
            name, level = name_and_level(item)
            if name:
                items.append({"language": value(name)})
                if level or general:
                    items[-1]["fluency"] = value(level or general)
            elif level and items:
                old = items[-1].get("fluency")
                both = [old, value(level)] if isinstance(old, Value) else [value(level)]
                items[-1]["fluency"] = join_values(both, ", ")
            elif level:
                marks.append(value(level))
    if items and marks:
        items[0][MARKS] = marks
    return items


def name_and_level(item: str) -> tuple[str, str]:
    """A language and how well it is spoken: "Polish (B2)", "fluent in Polish"; "" for neither."""
    name = spoken_name(item)
    level = item.strip()[len(name) :].strip(" :–—-()")
    inner = [] if name else [word for word in WORDS.findall(item) if spoken_name(word)]
    if not name and not inner and (unknown := UNKNOWN.fullmatch(item.strip())):
        return unknown["name"], unknown["level"]
    if inner:
        name = inner[0]
        rest = re.sub(rf"(?:(?<!\s)\s+)?\b(?:in\s+)?{re.escape(name)}\b", "", item)
        level = rest.strip(" :–—-()")
    return name, level + ")" * (level.count("(") - level.count(")"))


def is_mother_tongue(text: str) -> bool:
    """Whether a label says that what follows is spoken from home."""
    return bool(MOTHER.search(text)) and len(text) < 40


MOTHER = re.compile(
    r"mother tongue|native|first language|muttersprach|maternel|madrelingua|lengua materna|"
    r"lengua nativa|língua materna|moedertaal|modersmål|modersmal|język ojczysty|mateř|anadil|"
    r"родной|materinski",
    re.IGNORECASE,
)


def take_languages(blocks: Sequence[Block]) -> tuple[list[Block], list[Block]]:
    """The lines of a section without those that list spoken languages, and these.

    Such a line has a label that says so, or is below a line that is such a label.
    """
    rest: list[Block] = []
    spoken: list[Block] = []
    below = 0
    for index, block in enumerate(blocks):
        label = language_label(block)
        after = [block for block in blocks[index + 1 : index + 2] if block.kind != "heading"]
        if label and label == block.text.strip(" :") and after and tells_languages(after[0]):
            spoken.append(block)
            below = block.level + 1 if block.kind != "heading" else 1
        elif below and tells_languages(block) and block.kind != "heading":
            spoken.append(block)
        elif (label and tells_languages(block)) or is_language_row(block):
            spoken.append(block)
            below = 1
        else:
            rest.append(block)
            below = 0
    return rest, spoken


def is_language_row(block: Block) -> bool:
    """Whether a row of a table is a language and how well it is spoken."""
    first, *others = (cell.text for cell in block.cells)
    short = all(len(text.split()) < 4 for text in others)
    return bool(others) and first.casefold() in load_spoken_languages() and short


def language_label(block: Block) -> str:
    """The label of a line if it says that spoken languages follow, else ""."""
    first = block.cells[0]
    cut = first.text.partition(":")
    label = first.lead or (cut[0] if cut[1] else first.text)
    label = label.strip(" :–—-")
    is_label = section_kind(label) == "languages" or is_mother_tongue(label)
    return label if is_label and len(label) < 60 and not spoken_name(label) else ""


def tells_languages(block: Block) -> bool:
    """Whether spoken languages are on a line, and nothing else begins an item of it."""
    texts = [block.cells[0].text.partition(":")[2]] if language_label(block) else []
    texts += [cell.text for cell in (block.cells[1:] if texts else block.cells)]
    items = [item for text in texts for item in LISTED_LANGUAGES.split(text) if item.strip()]
    return bool(items) and bool(spoken_name(items[0]) or spoken_name(items[0].split(" ")[-1]))


def parse_language_columns(block: Block) -> Fields | None:
    """A language and how well it is spoken, in two columns."""
    if len(block.cells) != 2 or re.search(r"[,;|•(]", block.text):
        return None
    name, level = (Value(cell.text, block.line, block.last) for cell in block.cells)
    return {"language": name.as_(name.text.strip(" :–-")), "fluency": level}


def parse_references(blocks: Sequence[Block]) -> list[Fields]:
    """People who vouch: a name, and what they say or how they are reached."""
    items: list[Fields] = []
    for block in blocks:
        value = block_value(block)
        lead = block.cells[0].lead.strip(" :,")
        if lead:
            statement = value.text[len(lead) :].strip(" :,")
            items.append({"name": replace(value, text=lead)})
            if statement:
                items[-1]["reference"] = replace(value, text=statement)
        elif block.emphatic or not items or block.kind == "bullet":
            items.append({"name": value})
        else:
            old = items[-1].get("reference")
            items[-1]["reference"] = (
                join_values((old, value), " ") if isinstance(old, Value) else value
            )
    return items


LISTED: dict[str, Callable[[Sequence[Block]], list[Fields]]] = {
    "awards": parse_awards,
    "certificates": parse_certificates,
    "publications": parse_publications,
    "skills": parse_skills,
    "languages": parse_languages,
    "interests": parse_skills,
    "references": parse_references,
}
"""By kind of section: its lines to the entries of the master."""

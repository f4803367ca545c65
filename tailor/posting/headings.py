"""Headings of a posting: duties, needs, benefits."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from tailor.files import data_folder, lazy_pattern
from tailor.languages import SPOKEN, join_patterns, words_of_language

BULLETS = "•·▪●◦■□►▶➢➤✓✔‣⁃➜➔✅👉👍🔹🔸"
KINDS = ("nice", "boilerplate", "must", "duties", "context")
"""In the order in which they win when two wordings of one length fit."""
JOINTS = {"and", "or", "the", "our", "your", "und", "et", "y", "e", "en"}
"""Words between words that announce the same."""
WORD = lazy_pattern(r"[^\W_]+")
LONGEST_HEADING = 12
LONGEST_LEAD = 25


@dataclass(frozen=True, slots=True)
class Wordings:
    """Phrases as tuples of words, and patterns of sentences, each with the kind it announces."""

    alone: dict[tuple[str, ...], str]
    within: dict[tuple[str, ...], str]
    fields: dict[tuple[str, ...], str]
    brief: frozenset[str]
    glued: dict[str, frozenset[str]]
    chrome: frozenset[tuple[str, ...]]
    jobs: frozenset[str]
    ranks: frozenset[str]
    leads: tuple[tuple[str, re.Pattern[str]], ...]
    sentences: dict[str, re.Pattern[str]]


def load_wordings(name: str) -> dict[str, Any]:
    with (data_folder("data") / "posting" / name).open("rb") as file:
        return tomllib.load(file)


def heading_wordings() -> Wordings:
    """The English wordings, and with them those of the language that is spoken."""
    return read_wordings(SPOKEN.get())


@cache
def read_wordings(language: str) -> Wordings:
    phrases, sentences = load_wordings("headings.toml"), load_wordings("sentences.toml")
    wordings = words_of_language(language)
    leads = sentences.pop("leads")
    if wordings:
        phrases = {
            part: join_tables(table, wordings["headings"].get(part, {}))
            for part, table in phrases.items()
        }
        phrases["fields"] = join_tables(phrases["fields"], wordings["fields"])
        phrases["jobs"] = join_tables(phrases["jobs"], wordings["jobs"])
        sentences, leads = (
            join_tables(sentences, wordings["sentences"]),
            join_tables(leads, wordings["leads"]),
        )

    def table(part: str) -> dict[tuple[str, ...], str]:
        pairs = ((kind, phrase) for kind in reversed(KINDS) for phrase in phrases[kind][part])
        return {words_of(phrase): kind for kind, phrase in pairs}

    fields = {words_of(name): kind for kind, names in phrases["fields"].items() for name in names}
    return Wordings(
        table("alone"),
        table("within"),
        fields,
        frozenset(phrases["boilerplate"]["brief"]),
        {part: frozenset(words) for part, words in phrases["glued"].items()},
        frozenset(words_of(text) for text in phrases["chrome"]["lines"]),
        frozenset(phrases["jobs"]["words"]),
        frozenset(phrases["ranks"]["words"]),
        tuple(
            (kind, join_patterns(leads[kind])) for kind in ("nice", "boilerplate", "must", "duties")
        ),
        {kind: join_patterns(patterns) for kind, patterns in sentences.items()},
    )


def join_tables(table: dict[str, list[str]], more: dict[str, list[str]]) -> dict[str, list[str]]:
    """The lists of two tables, those of the same name put together."""
    return {name: [*phrases, *more.get(name, ())] for name, phrases in table.items()}


def words_of(text: str) -> tuple[str, ...]:
    return tuple(WORD.findall(text.lower()))


def heading_kind(text: str, *, strong: bool) -> str:
    """The kind that a heading announces, "" if its wording is unknown.

    `strong` means that the line looks like a heading by itself (a colon, capitals, blank lines
    around it), so that a phrase anywhere in it will do.
    """
    words = words_of(text)
    size = len(words)
    if not 0 < size <= LONGEST_HEADING:
        return ""
    wordings = heading_wordings()
    if exact := wordings.alone.get(words) or wordings.within.get(words):
        return exact
    listed = {wordings.alone.get((word,), "") for word in words if word not in JOINTS}
    if len(listed) == 1 and listed != {""}:
        return listed.pop()
    for length in range(size, 0, -1):
        enough = strong or length >= 0.6 * size
        grams = [words[start : start + length] for start in range(size - length + 1)]
        kinds = [wordings.within[gram] for gram in grams if enough and gram in wordings.within]
        if strong and size - length <= 1:
            kinds += [wordings.alone[gram] for gram in grams if gram in wordings.alone]
        if kinds:
            return min(kinds, key=KINDS.index)
    return ""


def is_need(text: str) -> bool:
    """Whether a line is a heading for duties, needs or wishes by its wording alone."""
    return heading_kind(text, strong=False) in ("must", "nice", "duties")


def lead_in_kind(text: str) -> str:
    """The kind that a sentence before a colon announces, "" if none."""
    if len(words_of(text)) > LONGEST_LEAD:
        return ""
    return next((kind for kind, pattern in heading_wordings().leads if pattern.search(text)), "")


def is_brief(label: str) -> bool:
    """Whether a label for terms ("Salary", "Note") holds for its own statement only."""
    return bool(label_field(label)) or not heading_wordings().brief.isdisjoint(words_of(label))


def label_field(label: str) -> str:
    """title, company, place, level or other if `label` names a fact about the advert, else ""."""
    return heading_wordings().fields.get(words_of(label), "")


BULLET = lazy_pattern(
    rf"(?:[{BULLETS}→*+–—-]|o(?= [A-Z])|\(?(?:\d{{1,2}}|[a-z])[.)])\s+|[{BULLETS}]"
)
BREAK = lazy_pattern(
    rf"(?<![.!?…])[.!?…]+[\"'”’)\]]*\s+|(?<!\s)\s+(?=[{BULLETS}])|;\s+(?=[A-Z])|(?<=[a-z]{{2}})[.!?](?=[A-Z][a-z])"
)
LONGEST_WORD = 100
"""Characters before a full stop that may tell an abbreviation."""
LITTLE = {
    *("a", "an", "and", "as", "at", "by", "for", "from", "in", "including", "into", "of", "on"),
    *("or", "our", "such", "the", "their", "to", "using", "via", "with", "within", "your"),
}
ABBREVIATIONS = {
    *("e.g", "i.e", "inc", "ltd", "co", "corp", "dr", "mr", "mrs", "ms", "prof", "no", "st"),
    *(
        "vs",
        "approx",
        "sr",
        "jr",
        "u.s",
        "u.k",
        "ph.d",
        "b.s",
        "m.s",
        "ca",
        "incl",
        "max",
        "min",
        "req",
        "ref",
        "tel",
    ),
}


@dataclass(frozen=True, slots=True)
class Block:
    """`below_gap`: a blank line, or nothing, before it; `isolated`: the same after it as well."""

    start: int
    end: int
    text: str
    bullet: bool
    isolated: bool
    below_gap: bool


def split_blocks(text: str) -> Iterator[Block]:
    """The non-blank lines of a clean text in order, wrapped ones joined."""
    lines = [(match.start(), match.end()) for match in re.finditer(r"[^\n]+", text)]
    joined: list[tuple[int, int]] = []
    for start, end in lines:
        if joined and is_continued(
            text[slice(*joined[-1])], text[joined[-1][1] : start], text[start:end]
        ):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    for start, end in joined:
        above = start == 0 or text.startswith("\n\n", start - 2)
        below = end == len(text) or text.startswith("\n\n", end)
        block = text[start:end]
        yield Block(start, end, block, bool(BULLET.match(block)), above and below, above)


def is_continued(before: str, gap: str, line: str) -> bool:
    """True if `line` continues the statement of the line before it."""
    last = before.rpartition("\n")[2]
    if gap != "\n" or BULLET.match(line) or last[-1] in ".:;!?" or len(last) < 40:
        return False
    return line[0].islower() or last[-1] == "," or last.split()[-1].lower() in LITTLE


def split_sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Offsets of the sentences in text[start:end], without the space between them."""
    begin = start
    for match in BREAK.finditer(text, start, end):
        if begin < match.start() and is_sentence_end(text, begin, match, end):
            yield begin, begin + len(text[begin : match.end()].rstrip())
            begin = match.end()
    if text[begin:end].strip():
        yield begin, begin + len(text[begin:end].rstrip())


def is_sentence_end(text: str, start: int, match: re.Match[str], end: int) -> bool:
    if match.end() >= end:
        return False
    if not match[0].startswith("."):
        return True
    near = max(start, match.start() - LONGEST_WORD)
    last = text[near : match.start()].split()[-1:] or [""]
    word = last[0].lower().lstrip("(")
    abbreviations = words_of_language(SPOKEN.get()).get("words", {}).get("abbreviations", ())
    return (
        word not in ABBREVIATIONS
        and word not in abbreviations
        and len(word) > 1
        and not text[match.end()].islower()
    )


COLON = lazy_pattern(r" ?(?::-?|:–)(?=\s)")
RUN_ON = 300
"""Characters beyond which a line is a whole text that lost its line breaks."""
LONGEST_LABEL = 6
LONGEST_LEAD_IN = 200
"""Characters of a sentence that leads in a list."""
LONGEST_VALUE = 6
"""Words that belong to a label such as "Salary:" in a run-on text."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A label text[start:end]; `kind` is what it announces, or "field", "title" or "brief"."""

    start: int
    end: int
    kind: str


def find_labels(text: str, block: Block, section: str) -> Iterator[Cut]:
    """The labels in a block, in order."""
    mark = BULLET.match(block.text)
    begin = block.start + (mark.end() if mark else 0)
    run_on = len(block.text) > RUN_ON
    for first, last in split_sentences(text, begin, block.end):
        start = first
        for match in COLON.finditer(text, first, last):
            cut = find_label(text, start, match.start(), block, section)
            if cut and match.end() < block.end:
                yield Cut(cut.start, match.end(), cut.kind)
                start = match.end()
        cut = title_case(text, first, last) if run_on and start == first else None
        if cut:
            yield cut


def find_label(text: str, begin: int, colon: int, block: Block, section: str) -> Cut | None:
    """The label that ends at a colon; in a run-on text its first word is found by its capital."""
    run_on = len(block.text) > RUN_ON
    near = max(begin, colon - LONGEST_LEAD_IN)
    starts = [near + match.start() for match in WORD.finditer(text[near:colon])]
    for start in starts[-LONGEST_LABEL:]:
        whole = near == begin and start == starts[0]
        if whole or (run_on and text[start].isupper()):
            label = text[start:colon]
            field = label_field(label)
            kind = heading_kind(label, strong=whole)
            if field or kind:
                field_kind = "title" if field in ("title", "company") else "field"
                brief = "brief" if kind == "boilerplate" and is_brief(label) else kind
                return Cut(start, colon, field_kind if field else brief)
    kind = lead_in_kind(text[begin:colon]) if near == begin else ""
    if not kind or block.bullet or (kind == "duties" and section in ("must", "nice")):
        return None
    return Cut(begin, colon, kind)


def title_case(text: str, start: int, end: int) -> Cut | None:
    """A heading that lost its line: "The Role" before a word with a capital."""
    words = [*WORD.finditer(text, start, min(end, start + 80))][: LONGEST_LABEL + 1]
    for size in range(len(words) - 1, 1, -1):
        label = text[start : words[size - 1].end()]
        after = words[size][0]
        titled = all(w[0][0].isupper() or w[0] in LITTLE for w in words[:size])
        if titled and after[0].isupper() and (kind := heading_kind(label, strong=False)):
            return Cut(start, words[size - 1].end(), kind)
    return None


def value_end(text: str, cut: Cut, block: Block) -> int:
    """Where the value of a field ends: with its sentence, or after a few words of a run-on text."""
    first, last = next(split_sentences(text, cut.end, block.end), (cut.end, cut.end))
    if len(block.text) <= RUN_ON or cut.kind == "brief":
        return last
    ends = [match.end() for match in re.finditer(r"\S+", text[first:last])][:LONGEST_VALUE]
    return first + ends[-1] if ends else cut.end


def is_short(label: str) -> bool:
    """True for a real heading, false for a sentence that leads in a list."""
    return len(words_of(label)) <= 4

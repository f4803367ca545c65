"""What masters of other programs in YAML have in common."""

import html
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cache
from typing import Any

from tailor.errors import Problem
from tailor.files import data_folder
from tailor.resume.markup import markdown_of_html, one_after_other, parse_inline
from tailor.resume.schema import Statement
from tailor.resume.source import (
    Mapping,
    Node,
    Path,
    Scalar,
    Sequence,
    Source,
    printable,
    show_path,
    tree_texts,
)

MARKED = re.compile(r"[*_`\[\\]")
BULLET = re.compile(r"^\s*[-*+•]\s+")


EMPHASIS = {"strong_open": "**", "strong_close": "**", "em_open": "*", "em_close": "*"}


def simplify_markdown(value: Scalar) -> Scalar:
    """A text in any Markdown as one in the few marks that a master knows."""
    if not value.text or not MARKED.search(value.text):
        return value
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").parseInline(value.text)[0].children or []
    text, url = "", ""
    for token in tokens:
        if token.type == "link_open":
            url = str(token.attrs.get("href", ""))
            text += "["
        elif token.type == "link_close":
            text += f"]({url})"
        elif token.type == "softbreak":
            text += " "
        else:
            text += EMPHASIS.get(token.type, token.content)
    return replace(value, text=text)


def without_emphasis(value: Scalar) -> Scalar:
    return replace(value, text=parse_inline(value.text)[0]) if value.text else value


def split_commas(value: Scalar) -> Sequence:
    """ "a, b, c" as a list."""
    from tailor.resume_parser.projects import split_items

    words = tuple(replace(value, text=word) for word in split_items(value.name))
    return Sequence(words, value.start)


def split_list(value: Scalar) -> tuple[Scalar | None, Sequence]:
    """A text with a list in it: the sentences before the list, and its items."""
    prose: list[str] = []
    bullets: list[str] = []
    for line in value.name.split("\n"):
        if BULLET.match(line):
            bullets.append(BULLET.sub("", line).strip())
        elif bullets and line.startswith(" ") and line.strip():
            bullets[-1] += f" {line.strip()}"
        elif line.strip():
            prose.append(line.strip())
    before = simplify_markdown(replace(value, text=" ".join(prose))) if prose else None
    items = tuple(simplify_markdown(replace(value, text=text)) for text in bullets)
    return before, Sequence(items, value.start)


TAG = re.compile(
    r"</?(?P<name>p|br|ul|ol|li|b|strong|i|em|u|s|a|span|div|code|small|sub|sup|h[1-6])"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
UNPAIRED = {"p", "br", "li"}
"""Tags that need no closing tag."""
CLOSED = re.compile(r"</[a-zA-Z]\w*>|<br\s*/?>")
ANCHOR = re.compile(
    r"<a\s[^<>]{0,300}?href\s{0,9}=\s{0,9}[\"']([^\"'<>]{1,2000})[\"'][^<>]{0,300}>(.{0,400}?)</a>",
    re.IGNORECASE,
)
ITEM = re.compile(r"^\s*(?:[-*+•◦▪‣]|\d{1,2}[.)])\s+")
HIGHLIGHTED = {
    **{"work": "summary", "volunteer": "summary", "education": "summary"},
    **{"projects": "description", "sections": "summary"},
}
"""Sections whose entries have bullets -> the key of the text above them."""
PLAIN_KEYS = {"url", "email", "phone", "startDate", "endDate", "date", "releaseDate", "type"}
FREE = {"meta", "$schema"}


def plain_texts(source: Source, root: Mapping) -> tuple[Mapping, list[Problem]]:
    """The tree without HTML, ornaments, and lists in texts; a warning for each text.

    Emphasis and links of HTML become those of Markdown.
    """
    problems: list[Problem] = []

    def change(value: Scalar, path: Path) -> Scalar:
        if not value.text or path[0] in FREE or path[-1] in PLAIN_KEYS:
            return value
        text, addresses, is_html = without_html(value.text)
        if ornaments := printable_without(text):
            message = f"{show_path(path)}: {ornaments} is left out: few fonts have it"
            problems.append(source.problem(value.start, message, level="warning"))
            text = without_ornaments(text)
        if is_html:
            left = f"; not printed: {', '.join(map(printable, addresses))}" if addresses else ""
            message = f"{show_path(path)}: HTML is left out of the text{left}"
            problems.append(source.problem(value.start, message, level="warning"))
        return replace(value, text=text)

    changed = root.changed(change)
    pairs = ((key, with_bullets(value, key.name)) for key, value in changed.pairs)
    return replace(changed, pairs=tuple(pairs)), problems


ORNAMENT = re.compile(
    r"(?<!\S)[\u2190-\u21ff\u2300-\u23ff\u2500-\u27bf\u27f0-\u27ff\u2900-\u297f\u2b00-\u2bff]"
    r"\ufe0f?(?!\S)|[\U0001f000-\U0001faff][\ufe0e\ufe0f\u200d\U0001f3fb-\U0001f3ff]*"
)
"""A picture: an emoji, or an arrow, a star or the like that is alone between spaces. No word
is lost with it."""


@cache
def printable_value() -> frozenset[str]:
    """The characters beyond ASCII that every template prints."""
    rows = (data_folder("data") / "characters.tsv").read_text(encoding="utf-8").splitlines()
    return frozenset(chr(int(row.split("\t")[0], 16)) for row in rows if not row.startswith("#"))


def printable_without(text: str) -> str:
    """The ornaments of a text that templates may not print; "" if nothing else is in it."""
    if text.isascii() or not re.search(r"\w", text):
        return ""
    ornaments = (match[0][0] for match in ORNAMENT.finditer(text))
    return " ".join(dict.fromkeys(sign for sign in ornaments if sign not in printable_value()))


def without_ornaments(text: str) -> str:
    """The text without the ornaments that templates may not print; its lines stay."""
    printable = printable_value()
    simple = ORNAMENT.sub(lambda match: match[0] if match[0][0] in printable else " ", text)
    return "\n".join(" ".join(line.split()) for line in simple.split("\n"))


def without_html(text: str) -> tuple[str, list[str], bool]:
    """The text with HTML's emphasis and links as Markdown's and its other tags taken out, the
    addresses that are lost by it, and whether a tag was."""
    if "<" not in text or not (CLOSED.search(text) and TAG.search(text)):
        return text, [], False
    text = markdown_of_html(text)
    addresses = [match[1] for match in ANCHOR.finditer(text)]
    is_html = bool(TAG.search(text))
    text = re.sub(r"<li[^<>]*>(?:\s*<p[^<>]*>)?", "\n- ", text, flags=re.IGNORECASE)
    text = re.sub(r"</?(?:p|br|div|ul|ol|h\d)(?:\s[^<>]*)?/?>", "\n", text, flags=re.IGNORECASE)
    text = html.unescape(without_tags(text))
    text = "\n".join(line.strip() for line in text.split("\n") if line.strip(" -"))
    return text, addresses, is_html


def without_tags(text: str) -> str:
    """The text without tags of HTML; of tags that come in pairs, one without the other is text."""
    counts = Counter(
        (match[0][:2] == "</", match["name"].casefold()) for match in TAG.finditer(text)
    )

    def is_text(name: str) -> bool:
        return name not in UNPAIRED and counts[True, name] != counts[False, name]

    return TAG.sub(lambda tag: tag[0] if is_text(tag["name"].casefold()) else "", text)


def with_bullets(node: Node, section: str) -> Node:
    """A part of a master with the lists inside of its texts as bullets, or as sentences apart."""
    if section == "basics" and isinstance(node, Mapping):
        return replace_value(node, "summary", list_sentences)
    if section in HIGHLIGHTED and isinstance(node, Sequence):
        return replace(node, items=tuple(with_bullets(item, section) for item in node.items))
    if section in HIGHLIGHTED and isinstance(node, Mapping):
        if section == "sections" and isinstance(node.get("entries"), Sequence):
            return replace_value(node, "entries", lambda value: with_bullets(value, section))
        entry = replace_value(node, "positions", lambda value: with_bullets(value, section))
        return with_highlights(join_nested(entry), HIGHLIGHTED[section])
    return node


def join_nested(entry: Mapping) -> Mapping:
    """An entry in which each highlight with a list below it, or in it, is one text."""
    pairs = (
        (key, join_points(value))
        if key.name == "highlights"
        else (key, replace(value, items=tuple(map(join_piece, value.items))))
        if key.name == "projects" and isinstance(value, Sequence)
        else (key, value)
        for key, value in entry.pairs
    )
    return replace(entry, pairs=tuple(pairs))


def join_piece(piece: Node) -> Node:
    return join_nested(piece) if isinstance(piece, Mapping) else piece


def join_points(node: Node) -> Node:
    """A list of highlights in which a nested list, as in `- Led: [a, b]`, is part of a text."""
    items: list[Node] = []
    for item in node.items if isinstance(node, Sequence) else ():
        texts = nested_texts(item)
        head = item.pairs[0][0] if isinstance(item, Mapping) and texts else None
        if head and not get_close_matches(head.name.lower(), Statement.keys(), 1, 0.8):
            items.append(replace(head, text=one_after_other([f"{head.name}:", *texts])))
        elif head is None and len(texts) > 1 and items and isinstance(items[-1], Scalar):
            items[-1] = replace(items[-1], text=one_after_other([items[-1].name, *texts]))
        else:
            items.append(join_statement(item))
    return replace(node, items=tuple(items)) if isinstance(node, Sequence) else node


def nested_texts(node: Node) -> list[str]:
    """The texts of a list, or of the list below the one key of a mapping; none of anything else."""
    if isinstance(node, Mapping):
        node = node.pairs[0][1] if len(node.pairs) == 1 else node
    points = node.items if isinstance(node, Sequence) else ()
    texts = [point.name for point in points if isinstance(point, Scalar) and point.text]
    return texts if len(texts) == len(points) else []


def join_statement(node: Node) -> Node:
    """A statement whose texts have the items of a list on one line."""
    if not isinstance(node, Mapping):
        return list_sentences(node)
    variants = replace_value(
        node,
        "variants",
        lambda value: (
            replace(value, items=tuple(map(list_sentences, value.items)))
            if isinstance(value, Sequence)
            else value
        ),
    )
    return replace_value(variants, "text", list_sentences)


def list_sentences(node: Node) -> Node:
    """A text with the items of a list in it on one line."""
    if not isinstance(node, Scalar) or not node.text:
        return node
    return replace(node, text=in_sentences(node.text))


def replace_value(node: Mapping, name: str, change: Callable[[Any], Node]) -> Mapping:
    """A mapping with one value changed, if it is there."""
    pairs = ((k, change(v) if k.name == name and v else v) for k, v in node.pairs)
    return replace(node, pairs=tuple(pairs))


def in_sentences(text: str) -> str:
    """The items of a list, and what comes before it, on one line."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if not any(ITEM.match(line) for line in lines):
        return text
    return one_after_other([ITEM.sub("", line) for line in lines])


def with_highlights(entry: Mapping, name: str) -> Mapping:
    """An entry with the list in its text among its bullets."""
    text = entry.get(name)
    if (
        not isinstance(text, Scalar)
        or "\n" not in text.name.strip()
        or not any(map(ITEM.match, text.name.split("\n")))
    ):
        return entry
    prose, points = split_list(text)
    if not points.items:
        return entry
    highlights = entry.get("highlights")
    old = highlights.items if isinstance(highlights, Sequence) else ()
    pairs = [pair for pair in entry.pairs if pair[0].name not in (name, "highlights")]
    start = text.start
    pairs += [(Scalar(name, start, start), prose)] if prose else []
    pairs.append((Scalar("highlights", start, start), Sequence((*points.items, *old), start)))
    return replace(entry, pairs=tuple(pairs))


Pairs = list[tuple[str, Node]]
DATES = ("start_date", "end_date", "date", "startDate", "endDate", "releaseDate")


@dataclass(slots=True)
class ConvertedTree:
    """The tree of a master in the making, and the texts that have no place in it."""

    root: Mapping
    left: list[Scalar] = field(default_factory=list)
    language: str = ""


def make_mapping(pairs: Pairs, start: int) -> Mapping:
    """A mapping of what is not empty."""
    filled = ((name, node) for name, node in pairs if any(tree_texts(node)))
    return Mapping(tuple((Scalar(name, start, start), node) for name, node in filled), start)


def move_keys(
    node: Mapping, names: dict[str, str], tree: ConvertedTree, unmoved: tuple[str, ...] = ()
) -> Pairs:
    """The pairs of a mapping under other names, their texts without marks.

    What is neither in `names` nor `unmoved` has no place.
    """
    pairs: Pairs = []
    for key, value in node.pairs:
        if key.name in DATES and key.name in names:
            pairs += convert_date(names[key.name], value, tree)
        elif key.name in names:
            simple = value.changed(lambda scalar, _: simplify_markdown(scalar))
            if names[key.name] == "authors":  # One's own name in bold is for a template.
                simple = simple.changed(lambda scalar, _: without_emphasis(scalar))
            pairs.append((names[key.name], simple))
        elif key.name not in unmoved:
            tree.left += tree_texts(value)
    return pairs


def convert_date(name: str, value: Node, tree: ConvertedTree) -> Pairs:
    """A date as the master writes it; of a range both ends."""
    from tailor.resume_parser.date_ranges import find_periods, to_iso_date

    if not isinstance(value, Scalar) or not value.text:
        return []
    text = value.text.strip()
    if day := to_iso_date(text):
        return (
            []
            if name == "endDate" and not any(map(str.isdigit, day))
            else [(name, replace(value, text=day))]
        )
    ranges = find_periods(text)
    if not ranges:
        tree.left.append(value)
        return []
    first = ranges[0]
    dates = [("startDate", first.start), (name if not first.start else "endDate", first.end)]
    return [(key, replace(value, text=day)) for key, day in dates if day]


def join_scalars(items: tuple[Node, ...]) -> Scalar:
    texts = [simplify_markdown(text) for item in items for text in tree_texts(item)]
    start, end = (texts[0].start, texts[-1].end) if texts else (0, 0)
    return Scalar(" ".join(text.name for text in texts), start, end)

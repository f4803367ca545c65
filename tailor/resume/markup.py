"""Inline Markdown in the texts of a master: bold, italic, links and code.

The rest of the program sees plain words. What the marks say is kept next to them, in
`Resume.markup`, and only what prints a page looks at it. So a mark never changes what a line scores
or what is searched for in the PDF.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from tailor.errors import Problem
from tailor.models import Mark
from tailor.resume.sanitize import safe_url
from tailor.resume.source import Mapping, Path, Scalar, Source, show_path

MARKED = re.compile(r"[*`\[]")
INLINE = re.compile(
    r"\[(?P<words>[^\[\]\n]{1,500})\]"
    r"\(\s*<?(?P<url>(?:https?://|mailto:|www\.)(?:[^\s()<>]|\([^\s()<>]{0,200}\)){1,2000})>?\s*\)"
    r"|\*\*(?=\S)(?P<bold>.{1,500}?)(?<=\S)\*\*(?!\*(?!\*))"
    r"|(?<![\w*\\])\*(?=[^\s*])(?P<italic>[^*\n]{1,500}?)(?<=[^\s*])\*(?![\w*])"
    r"|`(?P<code>[^`\n]{1,500})`"
)
"""As CommonMark, except for underscores (they are parts of names) and emphasis inside of words. The
lengths are bounded, so that the time grows with the length of the text and not with its square."""
PAIR = (
    r"<(?P<name>NAME)(?:\s[^<>]{0,200})?>(?P<before>\s{0,5})"
    r"(?P<words>(?:(?!</?(?:NAME)[\s>]).){1,500}?)(?P<after>\s{0,5})</(?P=name)>"
)
EMPHASIS = (
    (re.compile(PAIR.replace("NAME", "i|em"), re.IGNORECASE), "*"),
    (re.compile(PAIR.replace("NAME", "b|strong"), re.IGNORECASE), "**"),
)
"""Pairs of tags with no tag of their kind between; a tag without its partner is text."""
ANCHOR = re.compile(
    r"<a\s[^<>]{0,300}?href\s*=\s*[\"']((?:https?://|mailto:|www\.)[^\"'<>\s()]{1,2000})[\"']"
    r"[^<>]{0,300}>([^<>\[\]]{1,500})</a>",
    re.IGNORECASE,
)
UNMARKED_KEYS = {
    *("url", "email", "phone", "startDate", "endDate", "date", "releaseDate", "type"),
    *("keep", "tags", "id", "network", "username", "countryCode", "postalCode"),
}
UNMARKED_ROOTS = {"meta", "$schema"}
Markup = dict[str, tuple[Mark, ...]]


def markdown_of_html(text: str) -> str:
    """The text with emphasis and links of HTML as Markdown."""
    text = ANCHOR.sub(r"[\2](\1)", text)
    for pair, mark in EMPHASIS:
        text = pair.sub(partial(mark_pair, mark=mark), text)
    return text


def mark_pair(match: re.Match[str], mark: str) -> str:
    """The words between two tags in marks; part of a word in italics stays without."""
    text, (start, end) = match.string, match.span()
    glued = re.match(r"\w", text[start - 1 : start]) or re.match(r"\w", text[end : end + 1])
    mark = "" if mark == "*" and glued else mark
    return f"{match['before']}{mark}{match['words']}{mark}{match['after']}"


def parse_inline(text: str) -> tuple[str, tuple[Mark, ...]]:
    """The words of a text, and its marks in the order in which they end.

    A link whose address must not be one (`safe_url`) has no `url`.
    """
    if not MARKED.search(text):
        return text, ()
    words, marks = "", []
    end = 0
    for match in INLINE.finditer(text):
        words += text[end : match.start()]
        end, kind = match.end(), match.lastgroup or ""
        kind, content = ("link", match["words"]) if kind == "url" else (kind, match[kind])
        inner, nested = (content, ()) if kind == "code" else parse_inline(content)
        start = len(words)
        marks += [replace(mark, start=mark.start + start, end=mark.end + start) for mark in nested]
        words += inner
        url = safe_url(match["url"])[0] if kind == "link" else ""
        if kind != "code":
            marks.append(Mark(start, len(words), kind, url))
    return words + text[end:], tuple(marks)


SIGNS = {"bold": ("**", "**"), "italic": ("*", "*")}


def write_inline(words: str, marks: Sequence[Mark]) -> str:
    """The text of which `parse_inline` gives these words and marks."""
    written = ""
    for index, char in enumerate(f"{words} "):
        ending = [mark for mark in marks if mark.end == index]
        starting = [mark for mark in marks if mark.start == index]
        starting.sort(key=lambda mark: -mark.end)
        written += "".join(SIGNS.get(mark.kind, ("[", f"]({mark.url})"))[1] for mark in ending)
        written += "".join(SIGNS.get(mark.kind, ("[", ""))[0] for mark in starting)
        written += char
    return written[:-1]


def restore_markup(data: Any, markup: dict[str, tuple[Mark, ...]]) -> Any:
    """The data of a master with its texts as they were written, marks and all."""
    if isinstance(data, str):
        return write_inline(data, markup[data]) if data in markup else data
    if isinstance(data, list):
        return [restore_markup(item, markup) for item in data]
    if isinstance(data, dict):
        return {key: restore_markup(value, markup) for key, value in data.items()}
    return data


def split_markup(source: Source, root: Mapping) -> tuple[Mapping, Markup, list[Problem]]:
    """A tree with plain words, the marks of every text that has some, and warnings."""
    markup: Markup = {}
    problems: list[Problem] = []

    def change(value: Scalar, path: Path) -> Scalar:
        if not has_markup(value, path):
            return value
        words, marks = parse_inline(value.text or "")
        if marks:
            markup[words] = marks
        if any(mark.kind == "link" and not mark.url for mark in marks):
            message = f"{show_path(path)}: an address in this text cannot be a link"
            problems.append(source.problem(value.start, message, level="warning"))
        return replace(value, text=words)

    return root.changed(change), markup, problems


def has_markup(value: Scalar, path: Path) -> bool:
    """Whether marks in a value of a master are read as such."""
    keys = [key for key in path if isinstance(key, str)]
    return bool(value.text) and path[0] not in UNMARKED_ROOTS and keys[-1] not in UNMARKED_KEYS


def one_after_other(texts: Sequence[str]) -> str:
    """Texts on one line, with a semicolon between those that are not sentences."""
    parts = [text.rstrip(";") for text in texts]
    ended = (part + (" " if part.endswith((".", "!", "?", ":")) else "; ") for part in parts[:-1])
    return "".join([*ended, *parts[-1:]])


def with_items_below(head: str, items: Sequence[str]) -> str:
    """A text and the list below it as one: "Led: one crew; two crews"."""
    colon = "" if head.endswith((".", "!", "?", ":", ";")) else ":"
    return one_after_other([head + colon, *items])

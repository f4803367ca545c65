"""Markdown, and the HTML that converters leave in it, to lines."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from tailor.errors import LimitError
from tailor.html import VisibilityTracker
from tailor.importers.base import ImportedTree
from tailor.importers.line_builder import Lines, import_marked
from tailor.resume.reading import decode_utf8, drop_control_characters
from tailor.resume.source import Source
from tailor.resume_parser.blocks import Span

if TYPE_CHECKING:
    from markdown_it.token import Token

DEEPEST = 60
DEFINED = re.compile(r"^ {0,3}:[ \t]+(?=\S)")
"""The beginning of what a term means."""
DIV = re.compile(r"^ {0,3}:{3,}(?P<settings>.*)$", re.MULTILINE)
"""The beginning or end of a stretch that a site generator sets apart."""
SETTING = re.compile(
    r"\b(?:date|dates|title|company|location|place|when|where)=[\"']([^\"'\n]*)[\"']"
)
ATTRIBUTE = r"[#.:][\w:-]++|[\w:-]++=(?:\"[^\"\n]*+\"|'[^'\n]*+'|[\w:-]++)"
ATTRIBUTES = re.compile(rf"[ \t]?\{{:?[ \t]*+(?:(?:{ATTRIBUTE})[ \t]*+)++\}}|\{{%[^%\n]*+%\}}")
"""What Pandoc and kramdown set behind a text and do not print: `{.name #top key="x"}`; a command of
a site generator: `{% include base %}`."""
STRETCH = re.compile(r"(?<![\]!\\])\[(?P<text>[^\[\]\n]*+)\]\{(?P<settings>[#.:][^{}\n]*+)\}")
"""A stretch of text with settings behind it: `[2019]{.date}`."""
FRONT = re.compile(r"\A---\n(?:.*\n)*?(?:---|\.\.\.)\n")


def read_markdown(source: Source) -> Lines:
    """The lines of a Markdown file. Raises LimitError if it is nested more than 60 deep."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"maxNesting": DEEPEST}).enable("table")
    front = FRONT.match(source.text)
    text = DIV.sub(settings_of, source.text)
    text = with_definitions(ATTRIBUTES.sub("", STRETCH.sub(span_text, text)))
    lines = Lines(looks=VisibilityTracker(source.text), typed=source.text.split("\n"))
    if front:
        text = "\n" * front[0].count("\n") + text[front.end() :]
        read_front_matter(front[0], lines)
    tokens = parser.parse(text)
    for token in tokens:
        if token.level >= DEEPEST - 1:
            place = (token.map or [0])[0]
            message = f"lists and quotations are nested more than {DEEPEST} deep"
            raise LimitError(source.problem(source.starts[place], message))
        read_block_token(token, lines)
    lines.looks.close_elements(0)
    return lines


def with_definitions(text: str) -> str:
    """A text with each term and its definition as one row: "Term", then ": what it means"."""
    lines = text.split("\n")
    inside = False
    for index, line in enumerate(lines):
        if index and DEFINED.match(line):
            term = next((n for n in (index - 1, index - 2) if n >= 0 and lines[n].strip()), index)
            body = DEFINED.sub("", line)
            if inside or term == index or lines[term].startswith(("#", ":", "-", "*", ">")):
                lines[index] = body
            else:
                lines[term] = f"{lines[term].rstrip()}\t{body}"
                lines[index] = ""
            inside = True
        elif inside and line.strip():
            inside = line.startswith((" ", "\t"))
            lines[index] = re.sub(r"^(?:\t| {1,4})", "", line) if inside else line
    return "\n".join(lines)


def span_text(match: re.Match[str]) -> str:
    """A stretch of text without its settings; a date as a column of its own."""
    column = "\t" if re.search(r"\b(?:date|period|year|time)", match["settings"]) else ""
    return column + match["text"]


def settings_of(match: re.Match[str]) -> str:
    """What the settings of a stretch say of an entry, such as its date."""
    return "  ".join(SETTING.findall(match["settings"]))


def read_front_matter(front: str, lines: Lines) -> None:
    """The lines of the YAML that some programs put in front: they are not part of the CV."""
    for number, line in enumerate(front.split("\n"), 1):
        lines.kind, lines.number = "front", number
        lines.text(line)
        lines.end()
    lines.kind = "text"


def read_block_token(token: "Token", lines: Lines) -> None:
    """A token of the block structure."""
    if token.map and token.nesting >= 0:
        lines.number = token.map[0] + 1
    if token.type.endswith("_open"):
        on_open(token, lines)
    elif token.type.endswith("_close"):
        on_close(token, lines)
    elif token.type == "hr":
        lines.gap = True
    else:
        read_content(token, lines)


def on_open(token: "Token", lines: Lines) -> None:
    if token.type == "heading_open":
        lines.kind, lines.level, lines.gap = "heading", int(token.tag[1]), True
    elif token.type in ("bullet_list_open", "ordered_list_open"):
        lines.level += 1
    elif token.type == "list_item_open":
        lines.kind = "bullet"
    elif token.type == "blockquote_open":
        lines.quotes += 1
    elif token.type == "paragraph_open":
        lines.gap = not token.hidden
        lines.kind = "quote" if lines.quotes and lines.kind == "text" else lines.kind


def on_close(token: "Token", lines: Lines) -> None:
    if token.type in ("bullet_list_close", "ordered_list_close"):
        lines.level = max(lines.level - 1, 0)
    elif token.type == "blockquote_close":
        lines.quotes -= 1
    elif token.type in ("th_close", "td_close"):
        lines.spans.append(Span("\t"))
        lines.looks.close_inline_elements()
    elif token.type in ("heading_close", "paragraph_close", "tr_close"):
        lines.end()
        lines.looks.close_inline_elements()
        lines.kind = "text"
        lines.level = 0 if token.type == "heading_close" else lines.level


def read_content(token: "Token", lines: Lines) -> None:
    """A token with text in it."""
    if token.type == "inline":
        for child in token.children or []:
            read_inline(child, lines)
    elif token.type == "html_block":
        lines.gap = True
        Html(lines).feed_lines(token.content)
        lines.looks.close_inline_elements()
    elif token.type in ("fence", "code_block"):
        for number, text in enumerate(token.content.split("\n")):
            lines.number = (token.map or [0])[0] + 1 + number + (token.type == "fence")
            lines.text(text)
            lines.end()


def read_inline(token: "Token", lines: Lines) -> None:
    """A token inside a line."""
    kinds = {"strong_open": ("b", True), "strong_close": ("b", False)}
    kinds |= {"em_open": ("i", True), "em_close": ("i", False)}
    if token.type in kinds:
        lines.tag(*kinds[token.type])
    elif token.type == "link_open":
        lines.url = str(token.attrs.get("href", ""))
    elif token.type == "link_close":
        lines.url = ""
    elif token.type == "image" and not lines.url:
        lines.looks.hidden += [f"picture: {token.content}"] if token.content else []
    elif token.type in ("softbreak", "hardbreak"):
        listed = lines.kind in ("bullet", "quote") and token.type == "softbreak"
        if lines.kind == "heading" or (listed and not lines.is_lazy()):
            lines.text(" ")
        else:
            loud = all(span.bold or span.italic for span in lines.spans if span.text.strip())
            lazy = lines.kind == "bullet" and (listed or loud)
            labelled = lines.is_labelled()
            lines.end()
            if lazy:
                lines.kind, lines.level = "text", lines.level if labelled else 0
        lines.number += 1
    elif token.type == "html_inline":
        Html(lines).feed(token.content)
    else:
        lines.text(token.content)


class Html(HTMLParser):
    """HTML inside Markdown: tags and text go to the lines."""

    def __init__(self, lines: Lines) -> None:
        super().__init__()
        self.lines = lines

    def feed_lines(self, text: str) -> None:
        """A whole block, of which each line that is not a list item or cell is one of its own."""
        for line in text.split("\n"):
            self.feed(line)
            self.lines.end()
            self.lines.number += 1
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        self.lines.tag(tag, True, attributes.get("href", ""))
        self.lines.looks.on_open_tag(tag, attributes)

    def handle_endtag(self, tag: str) -> None:
        self.lines.tag(tag, False)
        self.lines.looks.on_close_tag(tag)

    def handle_data(self, data: str) -> None:
        for span in split_emphasis(data):
            self.lines.bold += span.bold
            self.lines.italic += span.italic
            self.lines.text(span.text)
            self.lines.bold -= span.bold
            self.lines.italic -= span.italic


def split_emphasis(text: str) -> Iterator[Span]:
    """Markdown's own emphasis inside HTML, where it is not read as such."""
    from markdown_it import MarkdownIt

    if not re.search(r"[*_\\]", text):
        yield Span(text)
        return
    bold = italic = 0
    lead = text[: len(text) - len(text.lstrip())]
    tail = text[len(text.rstrip()) :]
    yield Span(lead)
    for token in MarkdownIt("commonmark").parseInline(text.strip())[0].children or []:
        bold += token.nesting * (token.tag == "strong")
        italic += token.nesting * (token.tag == "em")
        yield Span(token.content, bold > 0, italic > 0)
    yield Span(tail)


def import_file(data: bytes, path: str) -> ImportedTree:
    source, problems = drop_control_characters(decode_utf8(data, path), path)
    return import_marked(source, read_markdown(source), problems)

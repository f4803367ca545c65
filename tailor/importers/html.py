"""Web pages to lines: what a browser shows of them, in the order of the page."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tailor.errors import InputError, LimitError
from tailor.files import declared_encodings
from tailor.html import VisibilityTracker, generated_texts
from tailor.importers.base import ImportedTree
from tailor.importers.line_builder import Lines, import_marked
from tailor.resume.reading import decode_utf8, drop_control_characters, refuse_binary
from tailor.resume.source import Source
from tailor.resume_parser.blocks import Block, Span

if TYPE_CHECKING:
    from lxml.html import HtmlElement

DEEPEST = 200
UNSEEN = {"script", "style", "head", "title"}
"""Elements of which nothing is read."""
REPORTED = {"svg", "nav", "button", "iframe", "img"}
"""Elements whose text does not belong to a CV, or replaces what people see: it is reported."""
TYPED = {"text", "email", "tel", "url", "search", "number", "date", "month", "week"}
"""Kinds of form fields in which people see the value."""

PRESSED = {"button", "submit", "reset"}
"""Kinds of form fields that are buttons: their words are reported."""
BLOCKS = {
    *("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl"),
    *("fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6"),
    *("header", "hr", "html", "legend", "li", "main", "ol", "p", "pre", "section", "summary"),
    *("table", "tbody", "tfoot", "thead", "tr", "ul"),
}
"""Elements before and behind which a line ends."""

LISTS, COLUMNS = {"ul", "ol", "menu"}, {"td", "th", "dt"}
BOLD = re.compile(r"font-weight:(?:bold|[6-9]00)")
ITALIC = re.compile(r"font-style:(?:italic|oblique)")
EMPHASIS = {"b": (1, 0), "strong": (1, 0), "th": (1, 0), "dt": (1, 0), "i": (0, 1), "em": (0, 1)}
SPACE = re.compile(r"\s+")
TAG = re.compile(r"<[^<>]{0,2000}>")


def read_html(source: Source) -> Lines:
    """The lines of a web page. Raises InputError (no page) or LimitError."""
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8")
    try:
        page = html.document_fromstring(source.text.encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise InputError(source.problem(0, "there is no text in this page")) from error
    reader = Reader(source)
    reader.element(page, 0)
    reader.lines.end()
    reader.lines.left_out += [("style", text) for text in generated_texts(source.text)]
    return replace(reader.lines, blocks=named_first(reader.lines.blocks))


def named_first(blocks: Sequence[Block]) -> list[Block]:
    """The lines with the first heading of the first level, and what follows it, at the top.

    A page with a sidebar has the name of the person behind it.
    """
    whole = [replace(block, whole=True) for block in blocks]
    heads = [index for index, block in enumerate(whole) if block.kind == "heading"]
    first = next((index for index in heads if whole[index].level == 1), 0)
    end = next((index for index in heads if index > first), len(whole))
    return [*whole[first:end], *whole[:first], *whole[end:]] if first else whole


class Reader:
    """Walks the elements of a page; `lines` collects what they show and what they hide."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.lines = Lines(looks=VisibilityTracker(source.text))

    def element(self, node: "HtmlElement", depth: int) -> None:
        """An element and what is in it. Raises LimitError."""
        if depth > DEEPEST:
            message = f"elements are nested more than {DEEPEST} deep"
            raise LimitError(self.source.problem(0, message))
        if not isinstance(node.tag, str) or node.tag in UNSEEN:
            return
        looks = self.lines.looks
        outside = len(looks.open)
        looks.open_element(node.tag, {str(key): str(value) for key, value in node.attrib.items()})
        if looks.now.gone:
            looks.collect_if_hidden(str(node.text_content()))
        elif node.tag in REPORTED:
            self.report(node)
        else:
            self.lines.number = node.sourceline or self.lines.number
            self.drawn(node, depth)
        looks.close_elements(outside)

    def report(self, node: "HtmlElement") -> None:
        """An element of which nothing is read: its text is kept for the report."""
        inside = node.get("srcdoc") or ""
        texts = [*node.itertext(), node.get("alt") or "", TAG.sub(" ", inside)]
        if text := " ".join(" ".join(texts).split()):
            self.lines.left_out.append((str(node.tag), text))

    def drawn(self, node: "HtmlElement", depth: int) -> None:
        """An element that has a place on the page."""
        style = (node.get("style") or "").lower().replace(" ", "")
        lines, tag = self.lines, str(node.tag)
        before = (lines.bold, lines.italic, lines.url, lines.kind, lines.level)
        if tag in BLOCKS or tag == "br":
            self.opened(tag)
        bold, italic = EMPHASIS.get(tag, (0, 0))
        lines.bold += bold or bool(BOLD.search(style))
        lines.italic += italic or bool(ITALIC.search(style))
        lines.url = node.get("href") or "" if tag == "a" else lines.url
        lines.level += tag in LISTS
        self.content(node, tag, depth)
        if tag in COLUMNS:
            lines.spans.append(Span("\t"))
        if tag in BLOCKS:
            lines.end()
        lines.bold, lines.italic, lines.url, lines.kind, lines.level = before

    def opened(self, tag: str) -> None:
        """Ends the line before an element, and says what its own lines are."""
        lines = self.lines
        waits = tag == "dd" and bool(lines.spans)
        if not waits:
            lines.end()
        if re.fullmatch(r"h[1-6]", tag):
            lines.kind, lines.level, lines.gap = "heading", int(tag[1]), True
        elif tag == "li":
            lines.kind, lines.level = "bullet", max(lines.level, 1)
        elif tag == "blockquote":
            lines.kind = "quote"
        elif tag in ("p", "section", "article", "table", "hr", "dl"):
            lines.gap = True

    def content(self, node: "HtmlElement", tag: str, depth: int) -> None:
        """The text and the elements inside an element."""
        apart = tag in BLOCKS and is_row(node)
        if tag == "input" and (node.get("type") or "text").lower() in TYPED:
            self.text(node.get("value") or node.get("placeholder"), tag)
        elif tag == "input" and node.get("type", "").lower() in PRESSED and node.get("value"):
            self.lines.left_out.append((tag, str(node.get("value"))))
        self.text(node.text, tag)
        for child in node:
            self.element(child, depth + 1)
            self.lines.spans += [Span("\t")] if apart else []
            self.text(child.tail, tag)

    def text(self, text: str | None, tag: str) -> None:
        """Text between tags; only in `pre` its lines are lines."""
        parts = (text or "").split("\n") if tag == "pre" else [SPACE.sub(" ", text or "")]
        for number, part in enumerate(parts):
            if number:
                self.lines.end()
            self.lines.text(part)


def is_row(node: "HtmlElement") -> bool:
    """Whether there is nothing in an element but elements that are side by side."""
    children = [child for child in node if isinstance(child.tag, str)]
    texts = [node.text, *(child.tail for child in children)]
    tags = {child.tag for child in children}
    inline = tags <= {"span", "time", "b", "strong", "i", "em", "small"}
    return len(children) > 1 and inline and not any(text and text.strip() for text in texts)


def import_file(data: bytes, path: str) -> ImportedTree:
    refuse_binary(data, path)
    source, problems = drop_control_characters(page_text(data, path), path)
    return import_marked(source, read_html(source), problems)


def page_text(data: bytes, path: str) -> str:
    """A page as text, in the encoding that it names, or UTF-8. Raises InputError."""
    for encoding in declared_encodings(data):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return decode_utf8(data, path)

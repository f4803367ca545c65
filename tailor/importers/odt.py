"""Reads an OpenDocument text, as LibreOffice and Google Docs save it (OASIS OpenDocument 1.3)."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING
from zipfile import ZipFile

from tailor.errors import InputError, Place, Problem
from tailor.importers.base import ImportedTree
from tailor.importers.docx import PAPER, parse_part
from tailor.importers.line_builder import (
    TINY,
    LineBuilder,
    import_sheet,
    is_similar_colour,
    split_spans,
)
from tailor.resume.reading import open_zip
from tailor.resume_parser.blocks import Span

if TYPE_CHECKING:
    from lxml.etree import _Element

URN = "{urn:oasis:names:tc:opendocument:xmlns:"
TEXT, TABLE, STYLE = f"{URN}text:1.0}}", f"{URN}table:1.0}}", f"{URN}style:1.0}}"
DRAW, OFFICE, FO = f"{URN}drawing:1.0}}", f"{URN}office:1.0}}", f"{URN}xsl-fo-compatible:1.0}}"
HREF = "{http://www.w3.org/1999/xlink}href"
PARAGRAPHS = (f"{TEXT}p", f"{TEXT}h")
NOTES = {f"{TEXT}note": "footnote", f"{OFFICE}annotation": "comment"}
"""What hangs on a text and is not part of it."""
SILENT = {
    *(f"{TEXT}{name}" for name in ("tracked-changes", "page-number", "page-count", "ruby-text")),
    *(f"{TEXT}{name}" for name in ("sequence-decls", "variable-decls", "user-field-decls")),
    f"{OFFICE}annotation-end",
}
APART = {f"{OFFICE}forms": "form field", f"{TEXT}table-of-content": "table of contents"}
"""What is beside the text of a document."""
VALUE = f"{URN}form:1.0}}current-value"
HIDDEN = {f"{TEXT}hidden-text", f"{TEXT}hidden-paragraph"}
BOXES = {f"{DRAW}{name}" for name in ("frame", "custom-shape", "rect", "g", "ellipse", "line")}
"""What may hold a text of its own next to the paragraph that it hangs on."""
BOLD = re.compile(r"bold|[6-9]00")
SIZE = re.compile(r"(\d{1,4}(?:\.\d{1,9})?)pt")
MOST_REPEATS = 200
"""Times that a cell or a space is repeated at most."""


class Styles:
    """The styles of a document by family and name."""

    def __init__(self, *roots: "_Element") -> None:
        self.named: dict[tuple[str, str], _Element] = {}
        self.usual: dict[str, _Element] = {}
        self.coloured = False
        """Whether the paper, or a part of it behind the text, has a colour."""
        for root in roots:
            for item in root.iter(f"{STYLE}style"):
                family = item.get(f"{STYLE}family", "")
                self.named[family, item.get(f"{STYLE}name", "")] = item
            for item in root.iter(f"{STYLE}default-style"):
                self.usual[item.get(f"{STYLE}family", "")] = item
            for item in root.iter(f"{STYLE}page-layout-properties", f"{STYLE}graphic-properties"):
                page = item.tag.endswith("page-layout-properties")
                name = f"{FO}background-color" if page else f"{STYLE}run-through"
                self.coloured |= item.get(name, "transparent") not in ("transparent", "foreground")

    def style_chain(self, family: str, name: str | None) -> Iterator["_Element"]:
        """A style, those that it is based on, and the default of its family."""
        seen: set[str] = set()
        while name and name not in seen and (family, name) in self.named:
            seen.add(name)
            yield self.named[family, name]
            name = self.named[family, name].get(f"{STYLE}parent-style-name")
        if family in self.usual:
            yield self.usual[family]

    def find_property(self, chain: list["_Element"], kind: str, name: str) -> str:
        """A property of the first style that sets it, "" if none does."""
        for style in chain:
            properties = style.find(f"{STYLE}{kind}-properties")
            if properties is not None and (value := properties.get(name)) is not None:
                return str(value)
        return ""


def read_odt(data: bytes, path: str) -> LineBuilder:
    """The lines of an OpenDocument text. Raises InputError or LimitError."""
    archive = open_zip(data, path, "an OpenDocument text")
    names = archive.namelist()
    if "content.xml" not in names:
        is_word = "word/document.xml" in names
        kind = "a Word document" if is_word else "something else in a zip"
        hint = "rename it so that it ends in .docx" if is_word else "save it as .odt or .docx"
        raise InputError(
            Problem(f"this is {kind}, not an OpenDocument text", Place(path), hint=hint)
        )
    content = parse_part(archive, "content.xml")
    body = None if content is None else content.find(f"{OFFICE}body/{OFFICE}text")
    if content is None or body is None:
        message = (
            "the OpenDocument file is damaged" if content is None else "this is not a text document"
        )
        hint = "open it in your word processor and save it again as .odt"
        raise InputError(Problem(message, Place(path), hint=hint))
    return read_body(archive, content, body)


def read_body(archive: ZipFile, content: "_Element", body: "_Element") -> LineBuilder:
    """Page header, text, page footer, in this order."""
    has_styles = "styles.xml" in archive.namelist()
    styles = parse_part(archive, "styles.xml") if has_styles else None
    reader = Reader(Styles(*(root for root in (styles, content) if root is not None)))
    pages = [] if styles is None else list(styles.iter(f"{STYLE}master-page"))
    for page in pages:
        reader.margin(page, "header")
    reader.inner(body)
    for page in pages:
        reader.margin(page, "footer")
    return reader.made


class Reader:
    """Walks a document; `made` collects what it shows."""

    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.made = LineBuilder(whole=True)
        self.margins: list[set[str]] = []
        self.paper = PAPER

    def margin(self, page: "_Element", kind: str) -> None:
        """The page header or footer, but not the number of the page or what another one says."""
        for part in page:
            name = str(part.tag).rpartition("}")[2]
            if name not in (kind, f"{kind}-left", f"{kind}-first"):
                continue
            text = " ".join("".join(item.itertext()) for item in part.iter(*PARAGRAPHS))
            words = set(re.findall(r"\w\w+", text))
            if not re.search(r"[^\W\d]{2,}", text):
                continue
            if any(words <= others for others in self.margins):
                self.made.furniture.append(" ".join(text.split()))
            else:
                self.inner(part)
                self.margins.append(words)

    def inner(self, part: "_Element", level: int = 0) -> None:
        """The paragraphs, lists and tables of a part, in order; `level` is the depth of lists."""
        for item in part:
            if item.tag in PARAGRAPHS:
                self.paragraph(item, "text", 0)
            elif item.tag == f"{TEXT}list":
                self.items(item, level + 1)
            elif item.tag == f"{TABLE}table":
                self.table(item)
            elif item.tag in BOXES:
                self.inner(item)
            elif item.tag in APART:
                words = [*item.itertext(), *(field.get(VALUE, "") for field in item.iter())]
                text = " ".join(" ".join(words).split())
                self.made.notes += [f"{APART[item.tag]}: {text}"] if text else []
            elif isinstance(item.tag, str) and item.tag not in SILENT:
                self.inner(item, level)

    def items(self, part: "_Element", level: int) -> None:
        """A list: the first paragraph of each item is a bullet, but a heading stays one."""
        for item in part:
            kind = "bullet" if item.tag == f"{TEXT}list-item" else "text"
            for child in item:
                if child.tag in PARAGRAPHS:
                    self.paragraph(child, kind, level)
                    kind = "text"
                elif child.tag == f"{TEXT}list":
                    self.items(child, level + 1)
                else:
                    self.inner(child, level)

    def paragraph(self, item: "_Element", kind: str, level: int) -> None:
        """A paragraph, each of its lines, and the frames that hang on it."""
        if item.tag == f"{TEXT}h":
            number = item.get(f"{TEXT}outline-level", "1")
            kind, level = "heading", min(int(number), 9) if number.isdecimal() else 1
        for line in split_spans(self.spans(item)):
            self.made.add(kind, line, level)
            kind = "text" if kind == "heading" else kind
        for box in item.iter(*BOXES):
            if next(box.iterancestors(*PARAGRAPHS)) is item:
                self.inner(box)

    def spans(self, item: "_Element") -> list[Span]:
        """The stretches of a paragraph; hidden ones are kept apart."""
        chain = list(self.styles.style_chain("paragraph", item.get(f"{TEXT}style-name")))
        self.paper = next(self.behind(item), PAPER)
        return [*self.stretches(item, chain, "")]

    def behind(self, item: "_Element") -> Iterator[str]:
        """The colours behind a paragraph, from the nearest on; "" for what is not known."""
        for around in item.iterancestors():
            if around.tag in BOXES:
                yield ""
            name = around.get(f"{TABLE}style-name")
            family = str(around.tag).rpartition("}")[2]
            chain = list(self.styles.style_chain(family, name))
            colour = self.styles.find_property(chain, family, f"{FO}background-color")
            if colour and colour != "transparent":
                yield colour
        if self.styles.coloured:
            yield ""

    def stretches(self, part: "_Element", looks: list["_Element"], url: str) -> Iterator[Span]:
        """The text of a part in the styles `looks`, the nearest first, and of what is in it."""
        yield from self.span(part.text, looks, url)
        for child in part:
            yield from self.child(child, looks, url)
            yield from self.span(child.tail, looks, url)

    def child(self, child: "_Element", looks: list["_Element"], url: str) -> Iterator[Span]:
        """What an element inside a paragraph shows."""
        tag = child.tag
        if not isinstance(tag, str) or tag in SILENT or tag in BOXES:
            return
        if tag in NOTES:
            text = " ".join(" ".join(child.itertext()).split())
            self.made.notes += [f"{NOTES[tag]}: {text}"] if text else []
        elif tag in HIDDEN:
            self.made.hidden += [text for text in child.itertext() if text.strip()]
        elif tag == f"{TEXT}tab":
            yield Span("\t")
        elif tag == f"{TEXT}line-break":
            yield Span("\n")
        elif tag == f"{TEXT}s":
            yield Span(" " * repeat_count(child, f"{TEXT}c"))
        elif tag == f"{TEXT}a":
            yield from self.stretches(child, looks, child.get(HREF, ""))
        else:
            styles = self.styles.style_chain("text", child.get(f"{TEXT}style-name"))
            style = [s for s in styles if s.tag == f"{STYLE}style"] if tag == f"{TEXT}span" else []
            yield from self.stretches(child, [*style, *looks], url)

    def span(self, text: str | None, looks: list["_Element"], url: str) -> Iterator[Span]:
        """A text in a style; white space is one space, as everywhere in OpenDocument."""
        if not text:
            return
        squeezed = re.sub(r"[ \t\n\r]+", " ", text)
        if squeezed.strip() and self.hides(looks):
            self.made.hidden.append(squeezed.strip())
            return

        def value_of(name: str) -> str:
            return self.styles.find_property(looks, "text", name)

        bold = bool(BOLD.match(value_of(f"{FO}font-weight")))
        yield Span(squeezed, bold, value_of(f"{FO}font-style") in ("italic", "oblique"), url)

    def hides(self, looks: list["_Element"]) -> bool:
        """Whether people do not see a text: hidden, tiny, or in the colour of the paper."""
        value = self.styles.find_property
        if value(looks, "text", f"{TEXT}display") == "none":
            return True
        size = SIZE.fullmatch(value(looks, "text", f"{FO}font-size"))
        if size and float(size[1]) < TINY:
            return True
        grounds = [value(looks, kind, f"{FO}background-color") for kind in ("text", "paragraph")]
        colours = [colour for colour in grounds if colour and colour != "transparent"]
        ink = value(looks, "text", f"{FO}color")
        return is_similar_colour(ink, (colours or [self.paper])[0])

    def table(self, item: "_Element") -> None:
        """Each row as a line of columns; cells of several paragraphs one after the other."""
        self.made.gap = True
        for row in item.iter(f"{TABLE}table-row"):
            if next(row.iterancestors(f"{TABLE}table")) is not item:
                continue
            cells = list(row.iterfind(f"{TABLE}table-cell"))
            if all(map(is_simple, cells)):
                self.made.add("text", self.columns(cells))
                continue
            for cell in cells:
                self.inner(cell)
                self.made.gap = True

    def columns(self, cells: list["_Element"]) -> list[Span]:
        """The cells of a row, separated by tabs."""
        result: list[Span] = []
        for part in (item for cell in cells for item in cell.iter(*PARAGRAPHS)):
            spans = self.spans(part)
            if any(span.text.strip() for span in spans):
                result += [*([Span("\t")] if result else []), *spans]
        return [replace(span, text=span.text.replace("\n", " ")) for span in result]


def is_simple(cell: "_Element") -> bool:
    """Whether a cell has one paragraph at most, and nothing else."""
    texts = [item for item in cell.iter(*PARAGRAPHS) if "".join(item.itertext()).strip()]
    return len(texts) <= 1 and next(cell.iter(f"{TABLE}table", f"{TEXT}list", *BOXES), None) is None


def repeat_count(element: "_Element", name: str) -> int:
    """How often something is repeated, by an attribute."""
    value = element.get(name, "1")
    return min(int(value), MOST_REPEATS) if re.fullmatch(r"\d{1,6}", value, re.ASCII) else 1


def import_file(data: bytes, path: str) -> ImportedTree:
    return import_sheet(read_odt(data, path), path)

"""Word documents to lines: styles, lists, tables, text boxes, page headers."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

from tailor.errors import InputError, Place, Problem
from tailor.read.archive import opened
from tailor.read.builder import Sheet
from tailor.read.understand import Span

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table
    from docx.text.paragraph import Paragraph

HEADING = re.compile(r"^(?:heading|überschrift|titre|título|titolo|kop)\s*(\d)$", re.IGNORECASE)
QUOTED = re.compile(r"^(?:intense )?quote$|^(?:intensives )?zitat$|^citation", re.IGNORECASE)
LISTED = re.compile(r"list|aufzählung|liste", re.IGNORECASE)
BOXES = ".//*[local-name()='txbxContent'][not(ancestor::*[local-name()='Fallback'])]"


def read_docx(data: bytes, path: str) -> Sheet:
    """The lines of a Word document. Raises InputError or LimitError."""
    from docx import Document
    from docx.opc.exceptions import OpcError

    names = opened(data, path, "a Word document").namelist()
    if "word/document.xml" not in names:
        kind = "an OpenDocument text" if "content.xml" in names else "something else in a zip"
        message = f"this is {kind}, not a Word document"
        raise InputError(Problem(message, Place(path), hint="save it as .docx"))
    try:
        return sheet(Document(BytesIO(data)))
    except (OpcError, KeyError, ValueError, AttributeError, SyntaxError) as error:
        message = "the Word document is damaged"
        hint = "open it in your word processor and save it anew"
        raise InputError(Problem(message, Place(path), hint=hint)) from error


def sheet(document: "Document") -> Sheet:
    """Page header, body, page footer, in this order; nothing twice."""
    made = Sheet(whole=True)
    for section in document.sections:
        for part in (section.header, section.first_page_header):
            if not part.is_linked_to_previous:
                around(part, made)
    inner(document, made)
    for section in document.sections:
        for part in (section.footer, section.first_page_footer):
            if not part.is_linked_to_previous:
                around(part, made)
    return made


def around(part: Any, made: Sheet) -> None:
    """A page header or footer, but not the number of the page."""
    texts = [paragraph.text.strip() for paragraph in part.paragraphs]
    if any(re.search(r"[^\W\d]{2,}", text) for text in texts) or part.tables:
        inner(part, made)


def inner(part: Any, made: Sheet) -> None:
    """The paragraphs and tables of a part, in order."""
    from docx.table import Table

    for item in part.iter_inner_content():
        if isinstance(item, Table):
            table(item, made)
        else:
            paragraph(item, made)


def paragraph(item: "Paragraph", made: Sheet) -> None:
    """A paragraph, each of its lines, and the text boxes that hang on it."""
    from docx.text.paragraph import Paragraph

    kind, level = look(item)
    for line in lines(list(spans(item, made))):
        made.add(kind, line, level)
        kind = "text" if kind == "heading" else kind
    for box in item._p.xpath(BOXES):
        for element in box.iter("{*}p"):
            paragraph_of_box = Paragraph(element, item._parent)
            inner_kind, inner_level = look(paragraph_of_box)
            for line in lines(list(spans(paragraph_of_box, made))):
                made.add(inner_kind, line, inner_level)


def look(item: "Paragraph") -> tuple[str, int]:
    """Kind and level of a paragraph by its style and numbering."""
    style: Any = item.style
    while style is not None:
        found = HEADING.match(style.name or "")
        if found:
            return "heading", int(found[1])
        if QUOTED.search(style.name or ""):
            return "quote", 0
        if LISTED.search(style.name or "") and style.name != "List Paragraph":
            return "bullet", 1
        if style.element.xpath("./w:pPr/w:numPr"):
            return "bullet", 1
        style = style.base_style
    numbered = item._p.xpath("./w:pPr/w:numPr[not(w:numId/@w:val='0')]")
    return ("bullet", 1) if numbered else ("text", 0)


def spans(item: "Paragraph", made: Sheet) -> Iterator[Span]:
    """The runs of a paragraph; hidden ones are kept apart."""
    from docx.text.hyperlink import Hyperlink

    for part in item.iter_inner_content():
        url = part.url if isinstance(part, Hyperlink) else ""
        for run in part.runs if isinstance(part, Hyperlink) else [part]:
            if run.font.hidden:
                made.hidden.append(run.text)
                continue
            style: Any = run.style or item.style
            base: Any = item.style
            bold = run.bold if run.bold is not None else bool(style.font.bold or base.font.bold)
            italic = run.italic if run.italic is not None else bool(style.font.italic)
            yield Span(run.text, bool(bold), bool(italic), url)


def lines(runs: list[Span]) -> Iterator[list[Span]]:
    """The spans of each line of a paragraph."""
    line: list[Span] = []
    for span in runs:
        first, *others = span.text.split("\n")
        line.append(Span(first, span.bold, span.italic, span.url))
        for other in others:
            yield line
            line = [Span(other, span.bold, span.italic, span.url)]
    yield line


def table(item: "Table", made: Sheet) -> None:
    """Each row as a line of columns; cells of several paragraphs one after the other."""
    from docx.table import Table

    made.gap = True
    for row in item.rows:
        cells = list({id(cell._tc): cell for cell in row.cells}.values())
        contents = [list(cell.iter_inner_content()) for cell in cells]
        simple = all(
            len([one for one in parts if isinstance(one, Table) or one.text.strip()]) <= 1
            and not any(isinstance(one, Table) for one in parts)
            for parts in contents
        )
        if simple:
            made.add("text", columns(contents, made))
        else:
            for cell in cells:
                inner(cell, made)
                made.gap = True


def columns(contents: list[list[Any]], made: Sheet) -> list[Span]:
    found: list[Span] = []
    for parts in contents:
        for part in parts:
            if part.text.strip():
                found += [*([Span("\t")] if found else []), *spans(part, made)]
    return [Span(one.text.replace("\n", " "), one.bold, one.italic, one.url) for one in found]

"""Word documents to lines: styles, lists, tables, text boxes, page headers."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from tailor.errors import InputError, Place, Problem
from tailor.read.archive import opened
from tailor.read.builder import Sheet
from tailor.read.docx_looks import Looks, is_on
from tailor.read.docx_plain import W, plain
from tailor.read.understand import Span

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element

STRICT = b"http://purl.oclc.org/ooxml/"
STRICT_NAME = re.compile(
    rb"http://purl\.oclc\.org/ooxml/"
    rb"(wordprocessingml|officeDocument|drawingml|spreadsheetml|presentationml|schemaLibrary)/"
)
NOTES = ("footnote", "endnote", "comment")
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
PARAGRAPH, TABLE, RUN, BOX = f"{W}p", f"{W}tbl", f"{W}r", f"{W}txbxContent"
SIGNS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
FIELD = re.compile(r'\s*HYPERLINK\s+"([^"]+)"', re.IGNORECASE)
BEHIND = "boolean(//*[@behindDoc='1' or @behindDoc='true' or contains(@style, 'z-index:-')])"


def read_docx(data: bytes, path: str) -> Sheet:
    """The lines of a Word document. Raises InputError or LimitError."""
    from docx import Document
    from docx.exceptions import PythonDocxError
    from docx.opc.exceptions import OpcError

    archive = opened(data, path, "a Word document")
    names = archive.namelist()
    if "word/document.xml" not in names:
        kind = "an OpenDocument text" if "content.xml" in names else "something else in a zip"
        message = f"this is {kind}, not a Word document"
        raise InputError(Problem(message, Place(path), hint="save it as .docx"))
    faults = (OpcError, PythonDocxError, KeyError, ValueError, AttributeError, SyntaxError)
    try:
        made = sheet(Document(BytesIO(transitional(data, archive))))
        made.notes += notes(archive)
        return made
    except faults as error:
        message = "the Word document is damaged"
        hint = "open it in your word processor and save it anew"
        raise InputError(Problem(message, Place(path), hint=hint)) from error


def transitional(data: bytes, archive: ZipFile) -> bytes:
    """A document whose names are those that python-docx knows: a Strict one (ISO/IEC 29500-1) has
    others for the same things."""
    if STRICT not in archive.read("word/document.xml"):
        return data
    target = BytesIO()
    with ZipFile(target, "w") as copy:
        for name in archive.namelist():
            content = archive.read(name)
            if name.endswith((".xml", ".rels")):
                content = as_transitional(content)
            copy.writestr(name, content)
    return target.getvalue()


def as_transitional(content: bytes) -> bytes:
    return STRICT_NAME.sub(rb"http://schemas.openxmlformats.org/\1/2006/", content)


def notes(archive: ZipFile) -> Iterator[str]:
    """Footnotes, endnotes and comments of a document, each with its kind."""
    from lxml.etree import XMLParser, XMLSyntaxError, fromstring

    for kind in NOTES:
        name = f"word/{kind}s.xml"
        if name not in archive.namelist():
            continue
        content = as_transitional(archive.read(name))
        try:
            root = fromstring(content, XMLParser(resolve_entities=False, no_network=True))
        except XMLSyntaxError:
            yield f"{kind}s, which are damaged"
            continue
        for one in root.iter(f"{W}{kind}"):
            text = " ".join("".join(one.itertext(f"{W}t")).split())
            if text:
                yield f"{kind}: {text}"


def sheet(document: "Document") -> Sheet:
    """Page header, body, page footer, in this order; nothing twice."""
    root = document.element
    plain(root)
    headers, footers = (around(document, kind) for kind in ("header", "footer"))
    for part in (*headers, *footers):
        plain(part.element)
    drawn = [one for part in headers for one in part.element.iter("{*}anchor", f"{W}pict")]
    looks = Looks(root, document.styles.element, bool(drawn) or root.xpath(BEHIND))
    reader = Reader(looks, document.part.rels)
    for part, shown in headers.items():
        reader.margin(part, shown)
    reader.inner(root.body)
    for part, shown in footers.items():
        reader.margin(part, shown)
    return reader.made


def around(document: "Document", kind: str) -> dict[Any, bool]:
    """The page headers or footers of a document, and whether its pages show them."""
    found: dict[Any, bool] = {}
    root = document.element
    shown = {
        "first": any(is_on(one) for one in root.iter(f"{W}titlePg")),
        "even": is_on(document.settings.element.find(f"{W}evenAndOddHeaders")),
    }
    for named in root.iter(f"{W}{kind}Reference"):
        rel = document.part.rels.get(named.get(LINK))
        if rel is not None and not rel.is_external:
            part = rel.target_part
            found[part] = found.get(part, False) or shown.get(named.get(f"{W}type"), True)
    return found


class Reader:
    """Walks a document; `made` collects what it shows."""

    def __init__(self, looks: Looks, rels: Any) -> None:
        self.looks = looks
        self.rels = rels
        self.made = Sheet(whole=True)
        self.margins: list[set[str]] = []

    def margin(self, part: Any, shown: bool) -> None:
        """A page header or footer, but not the number of the page or what another one says."""
        texts = [self.text(one).strip() for one in part.element.iter(PARAGRAPH)]
        words = {word for text in texts for word in re.findall(r"\w\w+", text)}
        if not any(re.search(r"[^\W\d]{2,}", text) for text in texts):
            return
        if not shown:
            self.made.hidden += filter(None, texts)
        elif any(words <= others for others in self.margins):
            self.made.furniture.append(" ".join(filter(None, texts)))
        else:
            body, self.rels = self.rels, part.rels
            self.inner(part.element)
            self.rels = body
            self.margins.append(words)

    def inner(self, part: "_Element") -> None:
        """The paragraphs and tables of a part, in order."""
        for item in part:
            if item.tag == TABLE:
                self.table(item)
            elif item.tag == PARAGRAPH:
                self.paragraph(item)

    def paragraph(self, item: "_Element") -> None:
        """A paragraph, each of its lines, and the text boxes that hang on it."""
        kind, level = self.looks.kind(item)
        for line in lines(self.spans(item)):
            self.made.add(kind, line, level)
            kind = "text" if kind == "heading" else kind
        for box in boxes(item):
            self.inner(box)

    def spans(self, item: "_Element") -> list[Span]:
        """The runs of a paragraph; hidden ones are kept apart."""
        found = []
        for run, url in self.runs(item):
            text = written(run)
            if text.strip() and self.looks.hides(run, item):
                self.made.hidden.append(text)
            elif text:
                bold, italic = (self.looks.has(name, run, item) for name in ("b", "i"))
                found.append(Span(text, bold, italic, url))
        return found

    def runs(self, part: "_Element", url: str = "") -> Iterator[tuple["_Element", str]]:
        """The runs of a paragraph, each with the address that it leads to."""
        field = target = ""
        for child in part:
            if child.tag == RUN:
                field += "".join(child.itertext(f"{W}instrText"))
                for mark in child.iterfind(f"{W}fldChar"):
                    found = FIELD.match(field)
                    inside = mark.get(f"{W}fldCharType") == "separate"
                    field, target = "", found[1] if found and inside else ""
                yield child, url or target
            elif child.tag == f"{W}hyperlink":
                yield from self.runs(child, self.address(child))

    def address(self, link: "_Element") -> str:
        """Where a link leads, "" if into the document or nowhere."""
        rel = self.rels.get(link.get(LINK))
        anchor = link.get(f"{W}anchor")
        return "" if rel is None else f"{rel.target_ref}#{anchor}" if anchor else rel.target_ref

    def text(self, item: "_Element") -> str:
        return "".join(written(run) for run, _ in self.runs(item))

    def table(self, item: "_Element") -> None:
        """Each row as a line of columns; cells of several paragraphs one after the other."""
        self.made.gap = True
        for cells in self.rows(item):
            if all(self.is_simple(cell) for cell in cells):
                self.made.add("text", self.columns(cells))
                continue
            for cell in cells:
                self.inner(cell)
                self.made.gap = True

    def rows(self, item: "_Element") -> Iterator[list["_Element"]]:
        """The cells of each row, without those that the cell above them reaches into."""
        above: set[int] = set()
        for row in item.iterfind(f"{W}tr"):
            at = count(row.find(f"{W}trPr/{W}gridBefore"), 0)
            merged: set[int] = set()
            cells: list[_Element] = []
            for cell in row.iterfind(f"{W}tc"):
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                if merge is not None:
                    merged.add(at)
                if merge is None or merge.get(f"{W}val") == "restart" or at not in above:
                    cells.append(cell)
                else:
                    texts = (self.text(one).strip() for one in cell.iter(PARAGRAPH))
                    self.made.hidden += filter(None, texts)
                at += count(cell.find(f"{W}tcPr/{W}gridSpan"), 1)
            above = merged
            yield cells

    def is_simple(self, cell: "_Element") -> bool:
        """Whether a cell has one paragraph at most, and nothing else."""
        texts = [one for one in cell.iterfind(PARAGRAPH) if self.text(one).strip()]
        return len(texts) <= 1 and next(cell.iter(TABLE, BOX), None) is None

    def columns(self, cells: list["_Element"]) -> list[Span]:
        found: list[Span] = []
        for part in (one for cell in cells for one in cell.iterfind(PARAGRAPH)):
            if self.text(part).strip():
                found += [*([Span("\t")] if found else []), *self.spans(part)]
        return [Span(one.text.replace("\n", " "), one.bold, one.italic, one.url) for one in found]


def written(run: "_Element") -> str:
    """The text of a run; a page or a column may break in it."""
    return "".join(
        "\n"
        if child.tag == f"{W}br" and child.get(f"{W}type") not in ("page", "column")
        else (child.text or "")
        if child.tag == f"{W}t"
        else SIGNS.get(child.tag, "")
        for child in run
    )


def boxes(item: "_Element") -> Iterator["_Element"]:
    """The text boxes of a paragraph, without those inside of them."""
    for box in item.iter(BOX):
        if next(box.iterancestors(PARAGRAPH)) is item:
            yield box


def count(element: "_Element | None", otherwise: int) -> int:
    """A number of columns of a table."""
    value = "" if element is None else element.get(f"{W}val", "")
    return int(value) if re.fullmatch(r"\d{1,4}", value, re.ASCII) else otherwise


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

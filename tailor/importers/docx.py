"""Reads a Word document."""

import re
from collections.abc import Iterable, Iterator
from copy import deepcopy
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from tailor.errors import InputError, Place, Problem
from tailor.importers.base import ImportedTree
from tailor.importers.line_builder import (
    HIGHLIGHTS,
    TINY,
    LineBuilder,
    import_sheet,
    is_similar_colour,
    split_spans,
)
from tailor.pdf.drawing import only_alphanumeric
from tailor.resume.reading import as_transitional, as_transitional_docx, open_zip
from tailor.resume_parser.blocks import Span
from tailor.resume_parser.date_ranges import is_period

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
EITHER = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
GONE = (
    *(f"{W}{name}" for name in ("del", "moveFrom", "sectPrChange", "sdtPr", "sdtEndPr")),
    *(f"{W}smartTagPr", f"{W}customXmlPr", f"{MATH}oMathParaPr"),
)
"""Changes that took text away, and the settings of wrappers."""
WRAPPERS = (
    *(f"{W}{name}" for name in ("sdt", "sdtContent", "smartTag", "customXml", "fldSimple")),
    *(f"{W}{name}" for name in ("ins", "moveTo", "bdo", "dir")),
    *(f"{EITHER}{name}" for name in ("AlternateContent", "Choice", "Fallback")),
    f"{MATH}oMathPara",
)
PLAIN_SIGNS = {
    **{"f den": "/", "rad e": "√", "mr e": " ", "m mr": " ", "eqArr e": " ", "func e": " "},
    **{f"{name} sup": "^" for name in ("sSup", "sSubSup", "nary", "sPre")},
    **{f"{name} sub": "_" for name in ("sSub", "sSubSup", "nary", "sPre")},
    **{"limLow lim": "_", "limUpp lim": "^"},
}
"""What comes before a part of a formula when it is typed in one line."""


def simplify(root: "_Element") -> None:
    """Changes a part of a document so that paragraphs, tables, rows, cells and runs are where
    they are looked for, each once."""
    for element in list(root.iter(f"{EITHER}AlternateContent")):
        choose_alternative(element)
    for element in list(root.iter(f"{W}tr")):
        if element.find(f"{W}trPr/{W}del") is not None:
            drop_element(element)
    for element in list(root.iter(*GONE)):
        drop_element(element)
    for element in list(root.iter(f"{MATH}oMath")):
        write_formula(element)
    for element in list(root.iter(*WRAPPERS)):
        for child in list(element):
            element.addprevious(child)
        drop_element(element)


def drop_element(element: "_Element") -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def choose_alternative(element: "_Element") -> None:
    """Keeps the first of several forms of the same that has text, else the first."""
    forms = list(element)
    texts = ("".join(form.itertext(f"{W}t", f"{MATH}t")) for form in forms)
    chosen = next((form for form, text in zip(forms, texts, strict=True) if text), None)
    for form in forms:
        if form is not (forms[0] if chosen is None else chosen):
            element.remove(form)


def write_formula(formula: "_Element") -> None:
    """Puts a run with the text of a formula in its place."""
    run = formula.makeelement(f"{W}r")
    look = next(formula.iter(f"{W}rPr"), None)
    if look is not None:
        run.append(deepcopy(look))
    text = run.makeelement(f"{W}t")
    text.text = formula_as_text(formula)
    run.append(text)
    formula.addprevious(run)
    drop_element(formula)


def formula_as_text(part: "_Element") -> str:
    """A formula in one line: a/b, x^2, √(a+b)."""
    name = part.tag.rpartition("}")[2]
    if name == "t":
        return part.text or ""
    inner = "".join(signed_part(name, child) for child in part if isinstance(child.tag, str))
    if name == "d":
        signs = (("begChr", "("), ("endChr", ")"))
        return inner.join(formula_setting(part, *sign) for sign in signs)
    return formula_setting(part, "chr", "∫") + inner if name == "nary" else inner


def signed_part(parent: str, part: "_Element") -> str:
    """A part of a formula with the sign before it, in brackets if the sign is for all of it."""
    text = formula_as_text(part)
    sign = PLAIN_SIGNS.get(f"{parent} {part.tag.rpartition('}')[2]}", "")
    bracketed = sign.strip() or part.tag == f"{MATH}num"
    if text and bracketed and not re.fullmatch(r"[\w.,%]*|\(.*\)", text):
        text = f"({text})"
    return sign + text if text else ""


def formula_setting(part: "_Element", name: str, otherwise: str) -> str:
    """A sign that a part of a formula sets for itself."""
    for child in part.iterfind(f"{MATH}{part.tag.removeprefix(MATH)}Pr/{MATH}{name}"):
        return str(child.get(f"{MATH}val", ""))
    return otherwise


HEADING = re.compile(r"^(?:heading|überschrift|titre|título|titolo|kop)\s*(\d)$", re.IGNORECASE)
QUOTED = re.compile(r"^(?:intense )?quote$|^(?:intensives )?zitat$|^citation", re.IGNORECASE)
LISTED = re.compile(r"(?:list|aufzählung)(?:\D{0,30} ([2-5])$)?", re.IGNORECASE)
LIST_LEVEL, DEPTHS = f"{W}pPr/{W}numPr/{W}ilvl", {*"012345678"}
HAIR = re.compile(r"[0-4]%?")
"""Width of letters that are mere lines, in percent."""
SIZE = re.compile(r"(\d{1,5}(?:\.\d+)?)(pt)?")
PLACES = {
    "spacing": (),
    "framePr": ("x", "y"),
    "ind": ("left", "start", "right", "end", "firstLine", "hanging"),
}
"""What moves a paragraph or makes its lines low, with its distances in twips (1/20 pt)."""
NUMBER = re.compile(r"-?\d{1,12}(?:\.\d{1,9})?")
SHIFTED = re.compile(r"(?:left|top):\s?(-?\d{1,9}(?:\.\d{1,9})?)pt")
LONG, EMU = 15_840.0, 635.0
"""The length of a usual page (11 inches) in twips, and the English Metric Units in a twip."""
PAPER, UNKNOWN = "FFFFFF", ""
"""The colour of a page, and that of some colour or picture."""
SHAPES = {"wsp", "shape", "rect", "roundrect", "oval", "group", "wgp"}


def is_on(switch: "_Element | None") -> bool:
    """Whether a property that is on or off is on; a value of unknown meaning does not count."""
    value = None if switch is None else switch.get(f"{W}val", "on")
    return value is not None and value.lower() in ("on", "1", "true")


class DocxStyles:
    """The styles of a document; `covered` is whether something may lie behind all text."""

    def __init__(self, root: "_Element", styles: "_Element", covered: bool) -> None:
        self.styles = {style.get(f"{W}styleId"): style for style in styles.iterfind(f"{W}style")}
        self.usual = next(
            (
                name
                for name, style in self.styles.items()
                if style.get(f"{W}type") == "paragraph"
                and style.get(f"{W}default") in ("1", "true")
            ),
            None,
        )
        self.defaults = styles.findall(f"{W}docDefaults/{W}rPrDefault")
        page = root.find(f"{W}background")
        coloured = page is not None and not is_similar_colour(page.get(f"{W}color", PAPER), PAPER)
        self.paper = UNKNOWN if covered or coloured else PAPER
        sides = (size.get(f"{W}{side}") for size in root.iter(f"{W}pgSz") for side in "wh")
        self.longest = max(
            (float(size) for size in sides if NUMBER.fullmatch(size or "")), default=LONG
        )

    def style_chain(self, name: str | None) -> list["_Element"]:
        """A style and those that it is based on."""
        chain: list[_Element] = []
        style = self.styles.get(name)
        while style is not None and style not in chain:
            chain.append(style)
            base = style.find(f"{W}basedOn")
            style = None if base is None else self.styles.get(base.get(f"{W}val"))
        return chain

    def of_paragraph(self, paragraph: "_Element") -> list["_Element"]:
        """The styles of a paragraph."""
        reference = paragraph.find(f"{W}pPr/{W}pStyle")
        chain = self.style_chain(None if reference is None else reference.get(f"{W}val"))
        return chain or self.style_chain(self.usual)

    def paragraph_kind(self, paragraph: "_Element") -> tuple[str, int]:
        """Kind and level of a paragraph by its style and numbering."""
        styles = self.of_paragraph(paragraph)
        places = (item for part in (paragraph, *styles) for item in part.iterfind(LIST_LEVEL))
        depths = (item.get(f"{W}val", "") for item in places)
        level = next((int(depth) for depth in depths if depth in DEPTHS), 0) + 1
        for style in styles:
            reference = style.find(f"{W}name")
            name = "" if reference is None else reference.get(f"{W}val", "")
            if match := HEADING.match(name):
                return "heading", int(match[1])
            if QUOTED.search(name):
                return "quote", 0
            if match := (LISTED.search(name) if name != "List Paragraph" else None):
                return "bullet", max(level, int(match[1] or 1))
            if style.find(f"{W}pPr/{W}numPr") is not None:
                return "bullet", level
        numbered = paragraph.find(f"{W}pPr/{W}numPr")
        numbers = () if numbered is None else numbered.iterfind(f"{W}numId")
        stopped = any(number.get(f"{W}val") == "0" for number in numbers)
        return ("text", 0) if numbered is None or stopped else ("bullet", level)

    def run_property(self, name: str, run: "_Element", paragraph: "_Element") -> "_Element | None":
        """A property of a run: its own, else that of its style, else that of its paragraph."""
        reference = run.find(f"{W}rPr/{W}rStyle")
        style = self.style_chain(None if reference is None else reference.get(f"{W}val"))
        for source in (run, *style, *self.of_paragraph(paragraph), *self.defaults):
            element = source.find(f"{W}rPr/{W}{name}")
            if element is not None:
                return element
        return None

    def has_property(self, name: str, run: "_Element", paragraph: "_Element") -> bool:
        """Whether a property that is on or off is on for a run."""
        return is_on(self.run_property(name, run, paragraph))

    def is_hidden(self, run: "_Element", paragraph: "_Element") -> bool:
        """Whether people do not see a run: hidden, cut off, tiny, or in the colour behind it."""
        if self.has_property("vanish", run, paragraph) or self.is_away(paragraph):
            return True
        size = self.run_property("sz", run, paragraph)
        match = None if size is None else SIZE.fullmatch(size.get(f"{W}val", ""))
        if match and float(match[1]) / (1 if match[2] else 2) < TINY:
            return True
        width = self.run_property("w", run, paragraph)
        if width is not None and HAIR.fullmatch(width.get(f"{W}val", "")):
            return True
        colour = self.run_property("color", run, paragraph)
        if colour is None:
            return False
        ink = colour.get(f"{W}val", "")
        if ink == "auto" and colour.get(f"{W}themeColor") in ("background1", "light1"):
            ink = PAPER
        ground = next(self.colour_behind(run, paragraph), self.paper)
        return is_similar_colour(ink, ground)

    def is_away(self, paragraph: "_Element") -> bool:
        """Whether a paragraph is cut off by a line or row of no height, or lies off the page."""
        sources = (paragraph, *self.of_paragraph(paragraph))
        for name, distances in PLACES.items():
            places = (place for source in sources for place in source.iterfind(f"{W}pPr/{W}{name}"))
            place = next(places, None)
            if place is not None and (is_flat(place, "line") or self.is_far(place, distances)):
                return True
        for around in paragraph.iterancestors():
            rows = around.iterfind(f"{W}trPr/{W}trHeight")
            tables = around.iterfind(f"{W}tblPr/{W}tblpPr")
            if any(is_flat(row, "val") for row in rows) or any(map(self.is_far, tables)):
                return True
            moved = [(offset.text, EMU) for offset in around.iterfind("*/{*}posOffset")]
            moved += [(text, 1 / 20) for text in SHIFTED.findall(around.get("style", ""))]
            if any(is_beyond(text, self.longest * unit) for text, unit in moved):
                return True
        return False

    def is_far(self, place: "_Element", distances: Iterable[str] = ("tblpX", "tblpY")) -> bool:
        """Whether something is moved farther than a page is long."""
        return any(is_beyond(place.get(f"{W}{name}"), self.longest) for name in distances)

    def colour_behind(self, run: "_Element", paragraph: "_Element") -> Iterator[str]:
        """The colours behind a run, from the nearest on."""
        for mark in run.iterfind(f"{W}rPr/{W}highlight"):
            if mark.get(f"{W}val") != "none":
                yield HIGHLIGHTS.get(mark.get(f"{W}val", ""), UNKNOWN)
        yield from shading_colours(run, "rPr")
        for source in (paragraph, *self.of_paragraph(paragraph)):
            yield from shading_colours(source, "pPr")
        for around in paragraph.iterancestors():
            name = str(around.tag).rpartition("}")[2]
            if name in SHAPES:
                yield shape_fill(around)
            yield from shading_colours(around, f"{name}Pr")
            for reference in around.iterfind(f"{W}tblPr/{W}tblStyle"):
                for style in self.style_chain(reference.get(f"{W}val")):
                    colours = map(shading_colour, style.iter(f"{W}shd"))
                    yield from (UNKNOWN for colour in colours if colour is not None)


def is_flat(element: "_Element", size: str) -> bool:
    """Whether a line or row has exactly the height that it names, and that is next to none."""
    is_exact = "exact" in (element.get(f"{W}hRule"), element.get(f"{W}lineRule"))
    height = element.get(f"{W}{size}", "")
    return is_exact and bool(NUMBER.fullmatch(height)) and float(height) < TINY * 20


def is_beyond(text: str | None, most: float) -> bool:
    return bool(NUMBER.fullmatch(text or "")) and abs(float(text or 0)) >= most


def shading_colours(element: "_Element", properties: str) -> Iterator[str]:
    """The colour that an element is shaded with, if it is."""
    for mark in element.iterfind(f"{W}{properties}/{W}shd"):
        colour = shading_colour(mark)
        if colour is not None:
            yield colour


def shading_colour(element: "_Element") -> str | None:
    """The colour of a shading; None if it is clear."""
    pattern, fill = element.get(f"{W}val", "clear"), element.get(f"{W}fill", "auto")
    if pattern not in ("clear", "nil"):
        return UNKNOWN
    themed = element.get(f"{W}themeFill") is not None
    return (UNKNOWN if themed else None) if fill == "auto" or pattern == "nil" else fill


def shape_fill(shape: "_Element") -> str:
    """The colour of a shape that holds text, if it is a plain one."""
    for child in shape:
        if str(child.tag).endswith("}spPr"):
            plain = child.xpath("./*[local-name()='solidFill']/*[local-name()='srgbClr']/@val")
            return str(plain[0]) if plain else UNKNOWN
    return str(shape.get("fillcolor", UNKNOWN))


NOTES = ("footnote", "endnote", "comment")
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
PARAGRAPH, TABLE, RUN, BOX = f"{W}p", f"{W}tbl", f"{W}r", f"{W}txbxContent"
SIGNS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
FIELD = re.compile(r'\s*HYPERLINK\s+"([^"]+)"', re.IGNORECASE)
BEHIND = "boolean(//*[@behindDoc='1' or @behindDoc='true' or contains(@style, 'z-index:-')])"


def read_docx(data: bytes, path: str) -> LineBuilder:
    """The lines of a Word document. Raises InputError or LimitError."""
    from docx import Document
    from docx.exceptions import PythonDocxError
    from docx.opc.exceptions import OpcError

    archive = open_zip(data, path, "a Word document")
    names = archive.namelist()
    if "word/document.xml" not in names:
        kind = "an OpenDocument text" if "content.xml" in names else "something else in a zip"
        hint = "rename it so that it ends in .odt" if "content.xml" in names else "save it as .docx"
        raise InputError(Problem(f"this is {kind}, not a Word document", Place(path), hint=hint))
    faults = (OpcError, PythonDocxError, KeyError, ValueError, AttributeError, SyntaxError)
    try:
        builder = read_document(Document(BytesIO(as_transitional_docx(data, archive))))
        builder.notes += read_notes(archive)
        builder.notes += unread_texts(archive, builder)
        return builder
    except faults as error:
        message = "the Word document is damaged"
        hint = "open it in your word processor and save it again"
        raise InputError(Problem(message, Place(path), hint=hint)) from error


def parse_part(archive: ZipFile, name: str) -> "_Element | None":
    """A part of a document; None if it is damaged."""
    from lxml.etree import XMLParser, XMLSyntaxError, fromstring

    content = as_transitional(archive.read(name))
    try:
        return fromstring(content, XMLParser(resolve_entities=False, no_network=True))
    except XMLSyntaxError:
        return None


def read_notes(archive: ZipFile) -> Iterator[str]:
    """Footnotes, endnotes and comments of a document, each with its kind."""
    for kind in NOTES:
        if f"word/{kind}s.xml" not in archive.namelist():
            continue
        root = parse_part(archive, f"word/{kind}s.xml")
        if root is None:
            yield f"{kind}s, which are damaged"
            continue
        for note in root.iter(f"{W}{kind}"):
            if text := " ".join("".join(note.itertext(f"{W}t")).split()):
                yield f"{kind}: {text}"


DRAWN = re.compile(r"word/(?:document|(?:diagrams/data|charts/chart)\d*)\.xml")
"""Parts in which drawings and lists to choose from hold texts."""


def unread_texts(archive: ZipFile, builder: LineBuilder) -> Iterator[str]:
    """Texts of drawings, word art, ruby and drop-down fields that were not read."""
    read = only_alphanumeric(" ".join((*builder.texts, *builder.hidden, *builder.furniture)))
    texts: dict[str, None] = {}
    for name in filter(DRAWN.fullmatch, archive.namelist()):
        root = parse_part(archive, name)
        if root is not None:
            texts |= dict.fromkeys(drawn_texts(root))
            yield from ("a document inside the document" for _ in root.iter(f"{W}altChunk"))
    for text in texts:
        if only_alphanumeric(text) not in read:
            yield f"text in a drawing or field: {' '.join(text.split())}"


def drawn_texts(root: Any) -> Iterator[str]:
    """What is in a part besides its paragraphs, whether it was read or not."""
    drawing = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
    for item in root.iter(f"{drawing}p", f"{W}rubyBase", "{*}textpath", f"{W}ddList"):
        if item.tag in (f"{drawing}p", f"{W}rubyBase"):
            yield "".join(item.itertext(f"{drawing}t", f"{W}t"))
        elif item.tag == f"{W}ddList":
            entries = [entry.get(f"{W}val", "") for entry in item.iter(f"{W}listEntry")]
            chosen = [result.get(f"{W}val", "0") for result in item.iter(f"{W}result")] or ["0"]
            yield from (text for n, text in enumerate(entries) if str(n) == chosen[0])
        else:
            yield item.get("string", "")
    for item in root.iter(f"{drawing}t"):
        if next(item.iterancestors(f"{drawing}p"), None) is None:
            yield item.text or ""


def read_document(document: "Document") -> LineBuilder:
    """Page header, body, page footer, in this order; nothing twice."""
    root = document.element
    simplify(root)
    headers, footers = (headers_or_footers(document, kind) for kind in ("header", "footer"))
    for part in (*headers, *footers):
        simplify(part.element)
    drawn = [item for part in headers for item in part.element.iter("{*}anchor", f"{W}pict")]
    looks = DocxStyles(root, document.styles.element, bool(drawn) or root.xpath(BEHIND))
    reader = Reader(looks, document.part.rels)
    for part, is_shown in headers.items():
        reader.margin(part, is_shown)
    reader.inner(root.body)
    for part, is_shown in footers.items():
        reader.margin(part, is_shown)
    return reader.made


def headers_or_footers(document: "Document", kind: str) -> dict[Any, bool]:
    """The page headers or footers of a document, and whether its pages show them."""
    parts: dict[Any, bool] = {}
    root = document.element
    is_shown = {
        "first": any(is_on(part) for part in root.iter(f"{W}titlePg")),
        "even": is_on(document.settings.element.find(f"{W}evenAndOddHeaders")),
    }
    for reference in root.iter(f"{W}{kind}Reference"):
        rel = document.part.rels.get(reference.get(LINK))
        if rel is not None and not rel.is_external:
            part = rel.target_part
            parts[part] = parts.get(part, False) or is_shown.get(reference.get(f"{W}type"), True)
    return parts


class Reader:
    """Walks a document; `made` collects what it shows."""

    def __init__(self, looks: DocxStyles, rels: Any) -> None:
        self.looks = looks
        self.rels = rels
        self.made = LineBuilder(whole=True)
        self.margins: list[set[str]] = []

    def margin(self, part: Any, is_shown: bool) -> None:
        """A page header or footer, but not the number of the page or what another one says."""
        texts = [self.text(item).strip() for item in part.element.iter(PARAGRAPH)]
        words = {word for text in texts for word in re.findall(r"\w\w+", text)}
        if not any(re.search(r"[^\W\d]{2,}", text) for text in texts):
            return
        if not is_shown:
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
        kind, level = self.looks.paragraph_kind(item)
        for line in split_spans(self.spans(item)):
            self.made.add(kind, line, level)
            kind = "text" if kind == "heading" else kind
        for box in text_boxes(item):
            self.inner(box)

    def spans(self, item: "_Element") -> list[Span]:
        """The runs of a paragraph; hidden ones are kept apart."""
        spans = []
        for run, url in self.runs(item):
            text = run_text(run)
            if text.strip() and self.looks.is_hidden(run, item):
                self.made.hidden.append(text)
            elif text:
                bold, italic = (self.looks.has_property(name, run, item) for name in ("b", "i"))
                spans.append(Span(text, bold, italic, url))
        return spans

    def runs(self, part: "_Element", url: str = "") -> Iterator[tuple["_Element", str]]:
        """The runs of a paragraph, each with the address that it leads to."""
        field = target = ""
        for child in part:
            if child.tag == RUN:
                field += "".join(child.itertext(f"{W}instrText"))
                for mark in child.iterfind(f"{W}fldChar"):
                    match = FIELD.match(field)
                    inside = mark.get(f"{W}fldCharType") == "separate"
                    field, target = "", match[1] if match and inside else ""
                yield child, url or target
            elif child.tag == f"{W}hyperlink":
                yield from self.runs(child, self.address(child))

    def address(self, link: "_Element") -> str:
        """Where a link leads, "" if into the document or nowhere."""
        rel = self.rels.get(link.get(LINK))
        anchor = link.get(f"{W}anchor")
        return "" if rel is None else f"{rel.target_ref}#{anchor}" if anchor else rel.target_ref

    def text(self, item: "_Element") -> str:
        return "".join(run_text(run) for run, _ in self.runs(item))

    def table(self, item: "_Element") -> None:
        """Each row as a line of columns; cells of several paragraphs one after the other."""
        self.made.gap = True
        for cells in self.rows(item):
            if all(self.is_simple(cell) for cell in cells):
                self.made.add("text", self.columns(cells))
                continue
            for cell in sorted(cells, key=lambda c: not is_period("".join(c.itertext(W + "t")))):
                self.inner(cell)
                self.made.gap = True

    def rows(self, item: "_Element") -> Iterator[list["_Element"]]:
        """The cells of each row, without those that the cell above them reaches into."""
        above: set[int] = set()
        for row in item.iterfind(f"{W}tr"):
            column = column_count(row.find(f"{W}trPr/{W}gridBefore"), 0)
            merged: set[int] = set()
            cells: list[_Element] = []
            for cell in row.iterfind(f"{W}tc"):
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                if merge is not None:
                    merged.add(column)
                if merge is None or merge.get(f"{W}val") == "restart" or column not in above:
                    cells.append(cell)
                else:
                    texts = (self.text(item).strip() for item in cell.iter(PARAGRAPH))
                    self.made.hidden += filter(None, texts)
                column += column_count(cell.find(f"{W}tcPr/{W}gridSpan"), 1)
            above = merged
            yield cells

    def is_simple(self, cell: "_Element") -> bool:
        """Whether a cell has one paragraph at most, and nothing else."""
        texts = [item for item in cell.iterfind(PARAGRAPH) if self.text(item).strip()]
        return len(texts) <= 1 and next(cell.iter(TABLE, BOX), None) is None

    def columns(self, cells: list["_Element"]) -> list[Span]:
        spans: list[Span] = []
        for part in (item for cell in cells for item in cell.iterfind(PARAGRAPH)):
            if self.text(part).strip():
                spans += [*([Span("\t")] if spans else []), *self.spans(part)]
        return [Span(s.text.replace("\n", " "), s.bold, s.italic, s.url) for s in spans]


def run_text(run: "_Element") -> str:
    """The text of a run; a page or a column may break in it."""
    return "".join(
        "\n"
        if child.tag == f"{W}br" and child.get(f"{W}type") not in ("page", "column")
        else (child.text or "")
        if child.tag == f"{W}t"
        else SIGNS.get(child.tag, "")
        for child in run
    )


def text_boxes(item: "_Element") -> Iterator["_Element"]:
    """The text boxes of a paragraph, without those inside of them."""
    return (box for box in item.iter(BOX) if next(box.iterancestors(PARAGRAPH)) is item)


def column_count(element: "_Element | None", otherwise: int) -> int:
    value = "" if element is None else element.get(f"{W}val", "")
    return int(value) if re.fullmatch(r"\d{1,4}", value, re.ASCII) else otherwise


def import_file(data: bytes, path: str) -> ImportedTree:
    return import_sheet(read_docx(data, path), path)

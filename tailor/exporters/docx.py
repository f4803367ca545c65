"""A résumé as a Word document, with real headings and lists, for portals that want one."""

import zipfile
import zlib
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tailor.exporters.outline import Line

if TYPE_CHECKING:
    from docx.document import Document

MARGIN, TOP = 0.7, 0.5
"""Margins at the sides, and above and below, in inches."""
PAPERS = {"letter": (8.5, 11.0), "a4": (8.268, 11.693)}
"""Width and height in inches."""
STYLES = {
    "name": "Title",
    "headline": "Subtitle",
    "section": "Heading 1",
    "title": "Heading 2",
    "heading": "Heading 2",
    "category": "List Bullet",
    "bullet": "List Bullet",
    "summary": "Quote",
}
"""The style of a line by its kind; anything else is Normal."""
FONT = "Calibri"
SIZES = {
    "Normal": (10.0, 0.0, 1.0),
    "Title": (20.0, 0.0, 0.0),
    "Subtitle": (12.0, 0.0, 2.0),
    "Heading 1": (11.5, 6.0, 2.0),
    "Heading 2": (10.5, 3.0, 0.0),
    "List Bullet": (10.0, 0.0, 1.0),
    "Quote": (10.0, 0.0, 1.0),
}
"""Type size of each style, and the space before and after its paragraphs, in pt."""
INDENT = 0.17
"""Of the text of a bullet, in inches."""
OLDEST = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP archive can hold."""
MADE_BY = "Made by tailor"
"""What the document says of itself among its properties, as "comments"."""
LONGEST_PROPERTIES = 100_000
"""Bytes in which that is sought."""


def to_docx(lines: Iterable[Line], paper: str = "letter") -> bytes:
    """Lines as the bytes of a .docx: one column, no tables, no text boxes.

    `paper` is letter or a4. The same lines give the same bytes.
    """
    from docx import Document

    document = Document()
    set_styles(document, paper)
    for line in lines:
        add_paragraph(document, line)
        if line.kind == "name":
            about = document.core_properties
            about.title = about.author = line.name
            about.comments = MADE_BY
    out = BytesIO()
    document.save(out)
    return without_times(out.getvalue())


def without_times(data: bytes) -> bytes:
    """A ZIP archive whose files have no time of their own."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, OLDEST), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def is_made_here(path: Path) -> bool:
    """Whether a file is a Word document that `to_docx` made, by whatever program it was changed."""
    try:
        with zipfile.ZipFile(path) as parts, parts.open("docProps/core.xml") as about:
            return MADE_BY.encode() in about.read(LONGEST_PROPERTIES)
    except (OSError, KeyError, ValueError, RuntimeError, zipfile.BadZipFile, zlib.error):
        return False


def set_styles(document: "Document", paper: str) -> None:
    """Plain type, narrow margins, no colours; a rule below sections, a tab at the right edge."""
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls
    from docx.shared import Inches, Pt, RGBColor

    width, height = PAPERS[paper]
    for page in document.sections:
        page.page_width, page.page_height = Inches(width), Inches(height)
        page.left_margin = page.right_margin = Inches(MARGIN)
        page.top_margin = page.bottom_margin = Inches(TOP)
    for name, (size, before, after) in SIZES.items():
        chosen: Any = document.styles[name]
        set_font(chosen, size)
        chosen.font.color.rgb = RGBColor(0, 0, 0)
        chosen.font.italic = False
        form = chosen.paragraph_format
        form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), 1.0
        if name in ("Normal", "Heading 2"):
            edge = Inches(width - 2 * MARGIN)
            form.tab_stops.add_tab_stop(edge, WD_TAB_ALIGNMENT.RIGHT)
    item, title, section = (document.styles[name] for name in ("List Bullet", "Title", "Heading 1"))
    item.paragraph_format.left_indent = Inches(INDENT)
    item.paragraph_format.first_line_indent = -Inches(INDENT)
    for border in title.element.pPr.xpath("w:pBdr"):
        title.element.pPr.remove(border)
    rule = '<w:bottom w:val="single" w:sz="4" w:space="1" w:color="auto"/>'
    section.element.pPr.insert_element_before(
        parse_xml(f"<w:pBdr {nsdecls('w')}>{rule}</w:pBdr>"),
        *("w:shd", "w:tabs", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl"),
    )


def set_font(style: Any, size: float) -> None:
    """Sets the font of a style, for letters of every script, and its size in pt."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    style.font.name, style.font.size = FONT, Pt(size)
    fonts = style.element.rPr.rFonts
    for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{kind}"), None)


def add_paragraph(document: "Document", line: Line) -> None:
    """A line as a paragraph."""
    from docx.shared import Pt

    words = " | ".join(line.words)
    paragraph = document.add_paragraph(style=STYLES.get(line.kind))
    if line.kind == "letter":
        paragraph.paragraph_format.space_before = Pt(8)
    if line.kind in ("heading", "sides"):
        paragraph.add_run("\t".join(text for text in (line.name, words) if text))
    elif line.kind in ("row", "category", "pair"):
        glue = " | " if line.kind == "row" else ": "
        if line.name:
            paragraph.add_run(f"{line.name}{glue if words else ''}").bold = True
        paragraph.add_run(words)
    elif line.kind in ("piece", "group"):
        head = " | ".join(part for part in (line.name, words) if part)
        paragraph.add_run(head).italic = True
    elif line.kind in ("label", "link"):
        paragraph.add_run(f"{line.name}: {words}")
    else:
        paragraph.add_run(line.name or words)

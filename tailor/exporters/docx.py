"""A résumé as a Word document, with real headings and lists, for portals that want one."""

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tailor.exporters.outline import Line, contact_texts, section_lines
from tailor.models import Resume

if TYPE_CHECKING:
    from docx.document import Document

MARGIN = 0.75
"""Inches."""
MADE_BY = "Made by tailor"
"""What the document says of itself among its properties, as "comments"."""
LONGEST_PROPERTIES = 100_000
"""Bytes in which that is sought."""


def to_docx(resume: Resume) -> bytes:
    """The résumé as the bytes of a .docx: one column, no tables, no text boxes."""
    from docx import Document

    document = Document()
    document.core_properties.author = resume.name
    document.core_properties.comments = MADE_BY
    set_styles(document)
    document.add_paragraph(resume.name, style="Title")
    if resume.label:
        document.add_paragraph(resume.label, style="Subtitle")
    if found := contact_texts(resume.contact):
        document.add_paragraph(" | ".join(found))
    if resume.summary:
        document.add_heading("Summary", level=1)
        document.add_paragraph(resume.summary.text)
    for section in resume.sections:
        document.add_heading(section.title, level=1)
        for line in section_lines(section):
            add_paragraph(document, line)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def is_made_here(path: Path) -> bool:
    """Whether a file is a Word document that `to_docx` made, by whatever program it was changed."""
    import zlib
    from zipfile import BadZipFile, ZipFile

    try:
        with ZipFile(path) as parts, parts.open("docProps/core.xml") as about:
            return MADE_BY.encode() in about.read(LONGEST_PROPERTIES)
    except (OSError, KeyError, ValueError, RuntimeError, BadZipFile, zlib.error):
        return False


def set_styles(document: "Document") -> None:
    """Plain type, narrow margins, no colours."""
    from docx.shared import Inches, Pt, RGBColor

    for page in document.sections:
        page.left_margin = page.right_margin = Inches(MARGIN)
        page.top_margin = page.bottom_margin = Inches(MARGIN)
    sizes = {"Normal": 10.5, "Title": 20, "Subtitle": 12, "Heading 1": 12, "Heading 2": 11}
    sizes["Quote"] = sizes["Normal"]
    for name, size in sizes.items():
        chosen: Any = document.styles[name]
        chosen.font.name, chosen.font.size = "Calibri", Pt(size)
        chosen.font.color.rgb = RGBColor(0, 0, 0)
        chosen.paragraph_format.space_after = Pt(2)
    quote: Any = document.styles["Quote"]
    quote.font.italic = False


def add_paragraph(document: "Document", line: Line) -> None:
    """A line of a section as a paragraph."""
    words = " | ".join(line.words)
    if line.kind == "title":
        document.add_heading(line.name, level=2)
    elif line.kind in ("row", "category"):
        glue = " | " if line.kind == "row" else ": "
        style = "List Bullet" if line.kind == "category" else "Normal"
        paragraph = document.add_paragraph(style=style)
        if line.name:
            paragraph.add_run(f"{line.name}{glue if words else ''}").bold = True
        paragraph.add_run(words)
    elif line.kind == "piece":
        head = " | ".join(part for part in (line.name, words) if part)
        document.add_paragraph().add_run(head).italic = True
    else:
        styles = {"bullet": "List Bullet", "summary": "Quote"}
        text = f"{line.name}: {words}" if line.kind in ("label", "link") else line.name
        document.add_paragraph(text, style=styles.get(line.kind))

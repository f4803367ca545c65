"""A résumé as a Word document, with real headings and lists, for portals that want one."""

from io import BytesIO
from typing import TYPE_CHECKING, Any

from tailor.model import Entry, Group, Resume, Section
from tailor.parts import shape
from tailor.write.plain import citation, noted
from tailor.write.wording import listing, reach, span

if TYPE_CHECKING:
    from docx.document import Document

MARGIN, WIDTH = 0.75, 7.0
"""Inches: of the margins, and of the text between them on letter paper."""


def word(resume: Resume) -> bytes:
    """The résumé as the bytes of a .docx: one column, no tables, no text boxes."""
    from docx import Document

    document = Document()
    style(document)
    document.add_paragraph(resume.name, style="Title")
    if resume.label:
        document.add_paragraph(resume.label, style="Subtitle")
    if found := reach(resume.contact):
        document.add_paragraph(" | ".join(found))
    if resume.summary:
        document.add_heading("Summary", level=1)
        document.add_paragraph(resume.summary.text)
    for section in resume.sections:
        document.add_heading(section.title, level=1)
        content(document, section)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def style(document: "Document") -> None:
    """Plain type, narrow margins, no colours."""
    from docx.shared import Inches, Pt, RGBColor

    for page in document.sections:
        page.left_margin = page.right_margin = Inches(MARGIN)
        page.top_margin = page.bottom_margin = Inches(MARGIN)
    sizes = {"Normal": 10.5, "Title": 20, "Subtitle": 12, "Heading 1": 12, "Heading 2": 11}
    for name, size in sizes.items():
        chosen: Any = document.styles[name]
        chosen.font.name, chosen.font.size = "Calibri", Pt(size)
        chosen.font.color.rgb = RGBColor(0, 0, 0)
        chosen.paragraph_format.space_after = Pt(2)


def content(document: "Document", section: Section) -> None:
    form = shape(section)
    if form == "names":
        document.add_paragraph(", ".join(noted(entry) for entry in section.entries))
        return
    for entry in section.entries:
        if form == "inline":
            line = document.add_paragraph()
            words = listing([bullet.text for bullet in entry.bullets])
            name = noted(entry)
            line.add_run(f"{name}: " if name and words else name).bold = True
            line.add_run(words)
        elif form == "lines":
            document.add_paragraph(citation(entry, section.kind), style="List Bullet")
        else:
            headed(document, entry, section.kind)


def headed(document: "Document", entry: Entry, kind: str) -> None:
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Inches

    title = noted(entry)
    when = span(entry, kind)
    rows = [(entry.organisation, entry.place), (title, when)]
    for number, (left, right) in enumerate(rows if entry.organisation else [(title, when)]):
        if left or right:
            line = document.add_paragraph(style="Normal" if number else "Heading 2")
            line.paragraph_format.tab_stops.add_tab_stop(Inches(WIDTH), WD_TAB_ALIGNMENT.RIGHT)
            line.add_run(f"{left}\t{right}" if right else left)
    for text in (entry.summary.text if entry.summary else "", entry.url):
        if text:
            document.add_paragraph(text)
    for group in entry.groups:
        grouped(document, group)


def grouped(document: "Document", group: Group) -> None:
    words = listing(group.keywords)
    head = f"{group.title} ({words})" if group.title and words else group.title or words
    if head:
        document.add_paragraph().add_run(head).italic = True
    for bullet in group.bullets:
        document.add_paragraph(bullet.text, style="List Bullet")

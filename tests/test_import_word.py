"""What Word wraps text in, hides and shows on its pages. The people are invented."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.shared import Pt, RGBColor

from tailor.importers.docx import read_docx
from tailor.importers.line_builder import LineBuilder
from tailor.loader import import_cv

ROOM = "http://schemas.openxmlformats.org"
NAMES = (
    f'xmlns:w="{ROOM}/wordprocessingml/2006/main" xmlns:m="{ROOM}/officeDocument/2006/math" '
    f'xmlns:r="{ROOM}/officeDocument/2006/relationships" '
    f'xmlns:mc="{ROOM}/markup-compatibility/2006" xmlns:a="{ROOM}/drawingml/2006/main" '
    f'xmlns:wp="{ROOM}/drawingml/2006/wordprocessingDrawing" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


def run(text: str, look: str = "") -> str:
    return f"<w:r><w:rPr>{look}</w:rPr><w:t>{text}</w:t></w:r>"


def letters(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


def paragraph(inner: str, look: str = "") -> str:
    return f"<w:p><w:pPr>{look}</w:pPr>{inner}</w:p>"


def cell(inner: str, look: str = "") -> str:
    return f"<w:tc><w:tcPr>{look}</w:tcPr>{inner}</w:tc>"


def table(*cells: str, look: str = "") -> str:
    return f"<w:tbl><w:tblPr>{look}</w:tblPr><w:tr>{''.join(cells)}</w:tr></w:tbl>"


def box(inner: str, fill: str = "") -> str:
    shape = f"<wps:wsp><wps:spPr>{fill}</wps:spPr><wps:txbx><w:txbxContent>{inner}"
    return f"<w:drawing>{shape}</w:txbxContent></wps:txbx></wps:wsp></w:drawing>"


def anchored(offset: int) -> str:
    """A text box, and its distance from the left in English Metric Units (EMU)."""
    place = (
        f'<wp:positionH relativeFrom="page"><wp:posOffset>{offset}</wp:posOffset></wp:positionH>'
    )
    inner = box(paragraph(run("TEXT"))).removeprefix("<w:drawing>").removesuffix("</w:drawing>")
    return f"<w:drawing><wp:anchor>{place}{inner}</wp:anchor></w:drawing>"


def together(*parts: str) -> str:
    return f"<w:sdt><w:sdtContent>{''.join(parts)}</w:sdtContent></w:sdt>"


ROW = '<w:trPr><w:trHeight w:val="{}" w:hRule="exact"/></w:trPr>'


def saved(document: Any) -> bytes:
    data = BytesIO()
    document.save(data)
    return data.getvalue()


def word(*parts: str, change: Callable[[Any], object] | None = None) -> LineBuilder:
    """What is read of a document with these parts in its body."""
    document = Document()
    for part in parts:
        head, _, tail = part.partition(">")
        head, closed = head.removesuffix("/"), "/" if head.endswith("/") else ""
        document.element.body.insert(-1, parse_xml(f"{head} {NAMES}{closed}>{tail}"))
    if change is not None:
        change(document)
    return read_docx(saved(document), "cv.docx")


WRAPPED = {
    "control": "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>",
    "controls": "<w:sdt><w:sdtContent><w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"
    "</w:sdtContent></w:sdt>",
    "custom": '<w:customXml w:element="x"><w:customXmlPr/>{}</w:customXml>',
    "either": '<mc:AlternateContent><mc:Choice Requires="w14">{0}</mc:Choice>'
    "<mc:Fallback>{0}</mc:Fallback></mc:AlternateContent>",
    "later": '<mc:AlternateContent><mc:Choice Requires="w16se"><w:x/></mc:Choice>'
    "<mc:Fallback>{}</mc:Fallback></mc:AlternateContent>",
    "inserted": '<w:ins w:id="1" w:author="x">{}</w:ins>',
    "moved": '<w:moveTo w:id="1" w:author="x">{}</w:moveTo>',
}
INLINE = {
    "smart": '<w:smartTag w:uri="x" w:element="y"><w:smartTagPr/>{}</w:smartTag>',
    "field": '<w:fldSimple w:instr="TITLE">{}</w:fldSimple>',
    "rightwards": '<w:bdo w:val="ltr">{}</w:bdo>',
}


@pytest.mark.parametrize("wrapper", [*WRAPPED.values(), *INLINE.values()])
def test_runs_in_wrappers(wrapper: str) -> None:
    inner = wrapper.format(run("a lathe "))
    found = word(paragraph(run("Built ") + inner + run("in Lund")))
    assert found.texts == ["Built a lathe in Lund"]
    link = f'<w:hyperlink r:id="rId1">{inner}</w:hyperlink>'
    assert word(paragraph(run("Built ") + link)).texts == ["Built a lathe "]


@pytest.mark.parametrize("wrapper", WRAPPED.values())
def test_paragraphs_tables_rows_and_cells_in_wrappers(wrapper: str) -> None:
    words = [paragraph(run(text)) for text in ("Acme AB", "Lund", "2019")]
    inner = wrapper.format(cell(words[1])) + cell(words[2])
    row = wrapper.format(f"<w:tr>{cell(words[0])}{inner}</w:tr>")
    jobs = f"<w:tbl><w:tblGrid/>{row}</w:tbl>"
    assert word(paragraph(run("Jobs")), wrapper.format(words[0] + jobs)).texts == [
        "Jobs",
        "Acme AB",
        "Acme AB\tLund\t2019",
    ]


def test_links_that_are_fields() -> None:
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    code = '<w:r><w:instrText> HYPERLINK "https://example.com/</w:instrText></w:r>'
    code += '<w:r><w:instrText>ada" </w:instrText></w:r>'
    field = mark.format("begin") + code + mark.format("separate") + run("page") + mark.format("end")
    found = word(paragraph(run("My ") + field + run(" is new")))
    assert found.texts == ["My page is new"]
    assert found.blocks[0].cells[0].links == (("page", "https://example.com/ada"),)


def test_deleted_text_is_not_read() -> None:
    gone = '<w:del w:id="1" w:author="x"><w:r><w:delText>Led</w:delText></w:r></w:del>'
    gone += f'<w:moveFrom w:id="2" w:author="x">{run("Wrote")}</w:moveFrom>'
    gone += f'<m:oMath><w:del w:id="3" w:author="x">{letters("x")}</w:del></m:oMath>'
    assert word(paragraph(gone + run("Built it"))).texts == ["Built it"]
    row = f"<w:tr><w:trPr><w:del w:id='4'/></w:trPr>{cell(paragraph(run('Led')))}</w:tr>"
    assert word(f"<w:tbl><w:tblPr/>{row}</w:tbl>", paragraph(run("Built it"))).texts == ["Built it"]


def test_text_boxes_are_read_once_and_with_their_tables() -> None:
    skills = table(*(cell(paragraph(run(name))) for name in ("Go", "SQL")))
    inner = box(paragraph(run("Skills") + f"<w:r>{box(paragraph(run('Tools')))}</w:r>") + skills)
    drawn = f"<w:r>{WRAPPED['either'].format(inner)}</w:r>"
    expected = ["Ada Marlow", "Skills", "Tools", "Go\tSQL"]
    assert word(paragraph(run("Ada Marlow") + drawn)).texts == expected
    cells = (cell(paragraph(run("Ada Marlow"))), cell(paragraph(drawn)))
    assert word(table(*cells)).texts == expected


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (letters("x=42y"), "x=42y"),
        (f"<m:f><m:num>{letters('1')}</m:num><m:den>{letters('a+2')}</m:den></m:f>", "1/(a+2)"),
        (f"<m:sSup><m:e>{letters('n')}</m:e><m:sup>{letters('2')}</m:sup></m:sSup>", "n^2"),
        (
            f"<m:rad><m:e><m:d><m:e>{letters('a+b')}</m:e></m:d></m:e></m:rad>"
            f"<m:d><m:dPr><m:begChr m:val='|'/><m:endChr m:val='|'/></m:dPr><m:e>{letters('z')}"
            "</m:e></m:d>",
            "√(a+b)|z|",
        ),
        (
            f"<m:nary><m:naryPr><m:chr m:val='∑'/></m:naryPr><m:sub>{letters('i=1')}</m:sub>"
            f"<m:sup/><m:e>{letters('i')}</m:e></m:nary>",
            "∑_(i=1)i",
        ),
    ],
)
def test_formulas_are_typed_in_one_line(formula: str, text: str) -> None:
    one = f"<m:oMath>{formula}</m:oMath>"
    assert word(paragraph(run("In ") + one + run(" steps"))).texts == [f"In {text} steps"]
    assert word(paragraph(f"<m:oMathPara>{one}</m:oMathPara>")).texts == [text]


WHITE, TINY = '<w:color w:val="FFFFFF"/>', '<w:sz w:val="2"/>'
NAVY = '<w:shd w:val="clear" w:color="auto" w:fill="1F3864"/>'
CLEAR = '<w:shd w:val="clear" w:color="auto" w:fill="auto"/>'


@pytest.mark.parametrize(
    "part",
    [
        paragraph(run("rockstar", WHITE) + run("ninja", TINY)),
        paragraph(run("rockstar", '<w:color w:val="FBFBFB"/>') + run("ninja", "<w:vanish/>")),
        paragraph(run("rockstar", WHITE + CLEAR) + run("ninja", WHITE), CLEAR),
        paragraph(
            run("rockstar", '<w:color w:val="1F3864"/>') + run("ninja", '<w:sz w:val="1pt"/>'), NAVY
        ),
        paragraph(
            run("rockstar", '<w:color w:val="000000"/><w:highlight w:val="black"/>')
            + run("ninja", '<w:color w:val="auto" w:themeColor="background1"/>')
        ),
        together(
            paragraph(run("rockstar"), '<w:framePr w:x="99999" w:y="9" w:hAnchor="page"/>'),
            paragraph(run("ninja"), '<w:framePr w:x="9" w:y="-16000"/>'),
        ),
        together(
            paragraph(run("rockstar"), '<w:spacing w:line="1" w:lineRule="exact"/>'),
            paragraph(run("ninja"), '<w:ind w:left="-20000"/>'),
        ),
        together(
            table(ROW.format(1) + cell(paragraph(run("rockstar")))),
            table(cell(paragraph(run("ninja"))), look='<w:tblpPr w:tblpX="30000"/>'),
        ),
        together(
            paragraph(f"<w:r>{anchored(20_000_000)}</w:r>".replace("TEXT", "rockstar")),
            paragraph(f"<w:r>{anchored(-20_000_000)}</w:r>".replace("TEXT", "ninja")),
        ),
        paragraph(
            run("rockstar", '<w:w w:val="1"/>')
            + run("ninja", '<w:color w:val="FF0505"/><w:highlight w:val="red"/>')
        ),
    ],
)
def test_text_that_nobody_sees_is_reported(part: str) -> None:
    found = word(paragraph(run("Ada Marlow")), part)
    assert (found.texts, found.hidden) == (["Ada Marlow"], ["rockstar", "ninja"])


def test_low_rows_indents_and_frames_on_the_page_are_seen() -> None:
    parts = [
        paragraph(run("Skills"), '<w:framePr w:x="7000" w:y="-200"/>'),
        paragraph(run("Skills"), '<w:spacing w:line="240" w:lineRule="exact"/>'),
        paragraph(run("Skills"), '<w:spacing w:line="1" w:lineRule="atLeast"/>'),
        paragraph(run("Skills"), '<w:spacing w:before="1" w:lineRule="exact"/>'),
        paragraph(run("Skills"), '<w:ind w:left="720" w:hanging="720"/>'),
        table(ROW.format(240) + cell(paragraph(run("Skills")))),
        table(cell(paragraph(run("Skills"))), look='<w:tblpPr w:tblpX="500" w:tblpY="x"/>'),
        paragraph(f"<w:r>{anchored(2_000_000)}</w:r>".replace("TEXT", "Skills")),
    ]
    found = word(*parts)
    assert (found.texts, found.hidden) == (["Skills"] * len(parts), [])


def test_text_that_a_style_hides() -> None:
    def style(document: Any) -> None:
        document.styles["Quote"].font.hidden = True
        document.styles["Intense Quote"].base_style = document.styles["Quote"]
        document.styles["Strong"].font.size = Pt(1)
        document.styles["Caption"].font.color.rgb = RGBColor(255, 255, 255)

    look = '<w:pStyle w:val="{}"/>'
    parts = [paragraph(run("rockstar"), look.format(name)) for name in ("IntenseQuote", "Caption")]
    parts += [paragraph(run("ninja", '<w:rStyle w:val="Strong"/>') + run("Ada"))]
    found = word(*parts, change=style)
    assert (found.texts, found.hidden) == (["Ada"], ["rockstar", "rockstar", "ninja"])


def test_white_text_on_something_dark_is_seen() -> None:
    white = paragraph(run("Skills", WHITE))
    navy = '<a:solidFill><a:srgbClr val="1F3864"/></a:solidFill>'
    parts = [
        paragraph(run("Skills", WHITE + NAVY)),
        paragraph(run("Skills", WHITE + '<w:highlight w:val="black"/>')),
        paragraph(run("Skills", WHITE), NAVY),
        table(cell(white, NAVY)),
        table(cell(white), look=NAVY),
        table(cell(white), look='<w:tblStyle w:val="DarkList"/>'),
        paragraph(f"<w:r>{box(white, navy)}</w:r>"),
    ]
    found = word(*parts)
    assert (found.texts, found.hidden) == (["Skills"] * len(parts), [])
    band = '<w:p><w:r><w:drawing><wp:anchor behindDoc="1"/></w:drawing></w:r></w:p>'
    assert word(white, band).texts == ["Skills"]


def test_hidden_text_is_a_warning_of_the_import(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("Ada Marlow")
    document.add_paragraph("ada@example.com")
    document.add_paragraph().add_run("PhD").font.color.rgb = RGBColor(255, 255, 255)
    (tmp_path / "cv.docx").write_bytes(saved(document))
    found = import_cv(tmp_path / "cv.docx")
    assert "hidden text was left out: `PhD`" in [one.message for one in found.problems]
    assert found.master["basics"] == {"name": "Ada Marlow", "email": "ada@example.com"}


MERGED, GOES_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def test_merged_cells_are_read_once() -> None:
    wide = '<w:gridSpan w:val="2"/>'
    rows = [
        cell(paragraph(run("2019")), MERGED + wide) + cell(paragraph(run("Acme AB")), MERGED),
        cell(paragraph(""), GOES_ON + wide) + cell(paragraph(run("Lund"))),
        cell(paragraph(run("lost")), GOES_ON + wide) + cell(paragraph(run("Kiel")), GOES_ON),
    ]
    found = word("<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "<w:tr/></w:tbl>")
    assert found.texts == ["2019\tAcme AB", "Lund", "Kiel"]
    assert found.hidden == ["lost"]


@pytest.mark.parametrize(
    "part",
    [
        table(cell(paragraph(run("Built it")), GOES_ON)),
        table(cell(paragraph(run("Built it")), '<w:gridSpan w:val="x"/>')),
        table(
            '<w:trPr><w:gridBefore w:val="-3"/></w:trPr>',
            cell(paragraph(run("Built it")), '<w:gridSpan w:val="999999999"/>'),
        ),
        paragraph(f'<w:hyperlink r:id="rId999">{run("Built it")}</w:hyperlink>'),
        paragraph(run("Built it", '<w:b w:val="maybe"/><w:vanish w:val="perhaps"/>')),
        paragraph(run("Built it", '<w:sz w:val="x"/><w:color w:val="y"/><w:rStyle w:val="z"/>')),
    ],
)
def test_what_a_word_processor_forgives(part: str) -> None:
    assert word(part).texts == ["Built it"]


def test_styles_that_are_based_on_each_other() -> None:
    def style(document: Any) -> None:
        for one, other in (("Title", "Subtitle"), ("Subtitle", "Title")):
            document.styles[one].base_style = document.styles[other]

    assert word(paragraph(run("Ada"), '<w:pStyle w:val="Title"/>'), change=style).texts == ["Ada"]


def headed(document: Any) -> None:
    section = document.sections[0]
    section.header.paragraphs[0].text = "Ada Marlow, 2"
    section.first_page_header.paragraphs[0].text = "Ada Marlow, Lund"
    section.even_page_header.paragraphs[0].text = "3, Ada Marlow"
    section.even_page_footer.paragraphs[0].text = "References on request"


def test_page_headers_of_all_kinds() -> None:
    def shown(document: Any) -> None:
        headed(document)
        document.sections[0].different_first_page_header_footer = True
        document.settings.odd_and_even_pages_header_footer = True

    found = word(paragraph(run("Engineer")), change=shown)
    expected = ["Ada Marlow, 2", "Ada Marlow, Lund", "Engineer", "References on request"]
    assert (found.texts, found.hidden) == (expected, [])
    assert found.furniture == ["3, Ada Marlow"]


def test_page_headers_that_no_page_shows() -> None:
    found = word(paragraph(run("Engineer")), change=headed)
    assert found.texts == ["Ada Marlow, 2", "Engineer"]
    assert found.hidden == ["Ada Marlow, Lund", "3, Ada Marlow", "References on request"]


def rewritten(change: Callable[[bytes], bytes], more: dict[str, str]) -> LineBuilder:
    """A document whose parts are changed, with more of them."""
    document = Document()
    document.add_paragraph("Nora Quist")
    target = BytesIO()
    with ZipFile(BytesIO(saved(document))) as given, ZipFile(target, "w") as made:
        for name in given.namelist():
            made.writestr(name, change(given.read(name)))
        for name, text in more.items():
            made.writestr(name, text)
    return read_docx(target.getvalue(), "cv.docx")


def test_a_strict_document_is_read_like_any_other() -> None:
    """It has other names for the same things (ISO/IEC 29500-1)."""
    usual = re.compile(
        rb"http://schemas.openxmlformats.org/(wordprocessingml|officeDocument|drawingml)/2006/"
    )
    strict = rewritten(lambda part: usual.sub(rb"http://purl.oclc.org/ooxml/\1/", part), {})
    assert strict.texts == ["Nora Quist"]


@pytest.mark.parametrize(
    "inner",
    [
        "<w:drawing><a:p><a:r><a:t>Rust </a:t></a:r><a:r><a:t>and Go</a:t></a:r></a:p></w:drawing>",
        "<w:drawing><a:t>Rust and Go</a:t></w:drawing>",
        f"<w:ruby><w:rt>{run('x')}</w:rt><w:rubyBase>{run('Rust and Go')}</w:rubyBase></w:ruby>",
        "<w:fldChar w:fldCharType='begin'><w:ffData><w:ddList><w:result w:val='1'/>"
        "<w:listEntry w:val='Java'/><w:listEntry w:val='Rust and Go'/></w:ddList></w:ffData>"
        "</w:fldChar>",
        "<w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'>"
        "<v:textpath string='Rust and Go'/></v:shape></w:pict>",
    ],
)
def test_text_in_drawings_and_fields_is_reported(inner: str) -> None:
    made = word(paragraph(run("Ada")), paragraph(f"<w:r>{inner}</w:r>"))
    assert made.notes == ["text in a drawing or field: Rust and Go"]
    both = word(paragraph(run("Rust and Go")), paragraph(f"<w:r>{inner}</w:r>"))
    assert both.notes == []


def test_a_document_inside_is_reported() -> None:
    made = word(paragraph(run("Ada")), "<w:altChunk/>")
    assert made.notes == ["a document inside the document"]


@pytest.mark.parametrize("kind", ["footnote", "endnote", "comment"])
def test_what_stands_beside_the_text_is_reported(kind: str) -> None:
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    for text in ("Led it alone", ""):
        inner = f"<w:{kind}><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:{kind}>"
        notes = f'<w:{kind}s xmlns:w="{main}">{inner}</w:{kind}s>'
        found = rewritten(lambda part: part, {f"word/{kind}s.xml": notes}).warnings("cv.docx")
        assert [one.message for one in found] == ([f"not read: {kind}: {text}"] if text else [])
    damaged = rewritten(lambda part: part, {f"word/{kind}s.xml": "<"}).warnings("cv.docx")
    assert [one.message for one in damaged] == [f"not read: {kind}s, which are damaged"]

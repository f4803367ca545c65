"""CVs in OpenDocument and RTF, formats that are named and not read. The people are invented."""

from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from tailor.errors import InputError
from tailor.importers import BY_SUFFIX, UNREAD
from tailor.importers.line_builder import LineBuilder
from tailor.importers.odt import read_odt
from tailor.loader import READERS, import_cv, isolated
from tailor.system.children import HAS_CPU_LIMIT

URN = "urn:oasis:names:tc:opendocument:xmlns"
NAMES = " ".join(
    f'xmlns:{short}="{URN}:{name}:1.0"'
    for short, name in (
        *(("text", "text"), ("table", "table"), ("style", "style"), ("office", "office")),
        *(("draw", "drawing"), ("fo", "xsl-fo-compatible")),
    )
)
LOOKS = """
<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/>
</style:style><style:style style:name="W" style:family="text">
<style:text-properties fo:color="#FFFFFF"/></style:style>
<style:style style:name="N" style:family="text"><style:text-properties text:display="none"/>
</style:style><style:style style:name="T" style:family="text">
<style:text-properties fo:font-size="1pt"/></style:style>
<style:style style:name="Loud" style:family="paragraph" style:parent-style-name="Base"/>
<style:style style:name="Base" style:family="paragraph">
<style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="Dark" style:family="table-cell">
<style:table-cell-properties fo:background-color="#000000"/></style:style>
"""


def packed(body: str, styles: str = "") -> bytes:
    """An OpenDocument file with this text and these page headers."""
    link = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
    content = (
        f"<office:document-content {NAMES} {link}><office:automatic-styles>{LOOKS}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    data = BytesIO()
    with ZipFile(data, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
        if styles:
            archive.writestr(
                "styles.xml", f"<office:document-styles {NAMES}>{styles}</office:document-styles>"
            )
    return data.getvalue()


def paragraph(text: str, look: str = "") -> str:
    return f'<text:p text:style-name="{look}">{text}</text:p>'


def listed(*items: str) -> str:
    inner = "".join(f"<text:list-item>{one}</text:list-item>" for one in items)
    return f"<text:list>{inner}</text:list>"


def span(text: str, look: str) -> str:
    return f'<text:span text:style-name="{look}">{text}</text:span>'


def lines(body: str, styles: str = "") -> LineBuilder:
    return read_odt(packed(body, styles), "cv.odt")


CV = (
    '<text:h text:outline-level="1">Orla Finnerty</text:h>'
    + paragraph("Stonemason")
    + paragraph("orla@example.com<text:tab/>555-0142")
    + '<text:h text:outline-level="2">Experience</text:h>'
    + paragraph(span("Banker Mason", "B") + "<text:tab/>May 2019 – present")
    + paragraph("Quarryford Stone Ltd, Bath")
    + listed(paragraph("Carved 40 corbels"), paragraph("Trained<text:s text:c='2'/>two"))
    + '<text:h text:outline-level="2">Languages</text:h>'
    + listed(paragraph("English (native)"), paragraph("Irish (B2)"))
)


def test_an_opendocument_cv_comes_in_whole(tmp_path: Path) -> None:
    (tmp_path / "cv.odt").write_bytes(packed(CV))
    found = import_cv(tmp_path / "cv.odt")
    assert not found.unplaced
    basics, job = found.master["basics"], found.master["work"][0]
    assert (basics["name"], basics["label"]) == ("Orla Finnerty", "Stonemason")
    assert (basics["email"], basics["phone"]) == ("orla@example.com", "555-0142")
    assert (job["name"], job["position"], job["location"]) == (
        *("Quarryford Stone Ltd", "Banker Mason"),
        "Bath",
    )
    assert job["startDate"] == "2019-05"
    assert job["highlights"] == ["Carved 40 corbels", "Trained two"]
    assert [one["language"] for one in found.master["languages"]] == ["English", "Irish"]


def test_kinds_levels_and_emphasis_of_opendocument() -> None:
    nested = listed(paragraph("outer") + listed(paragraph("inner")) + paragraph("goes on"))
    made = lines(paragraph("All bold", "Loud") + nested + paragraph("one<text:line-break/>two"))
    assert [(one.kind, one.level, one.text) for one in made.blocks] == [
        *(("text", 0, "All bold"), ("bullet", 1, "outer"), ("bullet", 2, "inner")),
        *(("text", 1, "goes on"), ("text", 0, "one"), ("text", 0, "two")),
    ]
    assert [one.emphatic for one in made.blocks[:2]] == [True, False]


def test_tables_links_and_frames_of_opendocument() -> None:
    cell = '<table:table-cell table:style-name="{}">{}</table:table-cell>'.format
    row = cell("", paragraph("2019")) + cell("Dark", paragraph(span("Mason", "W")))
    deep = cell("", paragraph("a") + paragraph("b"))
    body = (
        f"<table:table><table:table-row>{row}</table:table-row>"
        f"<table:table-row>{deep}</table:table-row></table:table>"
        + paragraph('<text:a xlink:href="https://orla.example.com">my page</text:a>')
        + paragraph(
            f"beside<draw:frame><draw:text-box>{paragraph('in a frame')}"
            "</draw:text-box></draw:frame>"
        )
    )
    made = lines(body)
    assert [[cell.text for cell in one.cells] for one in made.blocks] == [
        *(["2019", "Mason"], ["a"], ["b"], ["my page"], ["beside"], ["in a frame"])
    ]
    assert made.blocks[3].links == (("my page", "https://orla.example.com"),)
    assert not made.hidden


@pytest.mark.parametrize("look", ["W", "N", "T"])
def test_what_nobody_sees_in_opendocument_is_reported(look: str) -> None:
    made = lines(paragraph("seen " + span("not seen", look)))
    assert made.texts == ["seen "]
    assert made.hidden == ["not seen"]


def test_notes_changes_and_page_headers_of_opendocument() -> None:
    note = f"<text:note><text:note-body>{paragraph('more on that')}</text:note-body></text:note>"
    gone = f"<text:tracked-changes>{paragraph('deleted')}</text:tracked-changes>"
    page = (
        "<office:master-styles><style:master-page><style:header>"
        f"{paragraph('Orla Finnerty')}</style:header><style:footer>"
        f"{paragraph('<text:page-number>1</text:page-number>')}</style:footer>"
        f"<style:header-first>{paragraph('Orla Finnerty')}</style:header-first>"
        "</style:master-page></office:master-styles>"
    )
    made = lines(gone + paragraph(f"text{note}"), page)
    assert made.texts == ["Orla Finnerty", "text"]
    assert made.notes == ["footnote: more on that"]
    assert made.furniture == ["Orla Finnerty"]


@pytest.mark.parametrize(
    ("data", "message", "hint"),
    [
        (b"PK\x03\x04 a", "it is not a zip archive", ""),
        (
            b"%PDF-1.7",
            "this is a PDF, not an OpenDocument text",
            "rename it so that it ends in .pdf",
        ),
    ],
)
def test_what_is_no_opendocument_is_named(
    tmp_path: Path, data: bytes, message: str, hint: str
) -> None:
    (tmp_path / "cv.odt").write_bytes(data)
    with pytest.raises(InputError, match=message) as refused:
        import_cv(tmp_path / "cv.odt")
    assert refused.value.problems[0].hint == hint


def test_a_text_in_two_encodings_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "cv.rtf").write_bytes(RTF_PAGE % rb"{\upr{Old tern}{\*\ud{Gold tern}}}")
    found = import_cv(tmp_path / "cv.rtf")
    assert "Gold tern" in found.text
    assert "Old" not in found.text


def test_fields_and_contents_of_opendocument_are_reported() -> None:
    name = "urn:oasis:names:tc:opendocument:xmlns:form:1.0"
    field = f'<form:text xmlns:form="{name}" form:current-value="Gold tern"/>'
    contents = f"<text:index-body>{paragraph('Reed')}</text:index-body>"
    made = lines(
        f"<office:forms>{field}</office:forms>{paragraph('Orla')}"
        f"<text:table-of-content>{contents}</text:table-of-content>"
    )
    assert made.notes == ["form field: Gold tern", "table of contents: Reed"]


@pytest.mark.parametrize(
    ("name", "message", "hint"),
    [
        ("content.xml", "the OpenDocument file is damaged", "save it again as .odt"),
        ("word/document.xml", "this is a Word document", "rename it so that it ends in .docx"),
        ("other", "this is something else in a zip", "save it as .odt or .docx"),
    ],
)
def test_another_zip_is_named(name: str, message: str, hint: str) -> None:
    data = BytesIO()
    with ZipFile(data, "w") as archive:
        archive.writestr(name, "<a><b></a>")
    with pytest.raises(InputError, match=message) as refused:
        read_odt(data.getvalue(), "cv.odt")
    assert hint in (refused.value.problems[0].hint or "")


def test_an_entity_of_opendocument_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret words")
    body = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{(tmp_path / "secret").as_uri()}">]>'
    whole = packed(paragraph("Orla &amp; co"))
    data = BytesIO()
    with ZipFile(BytesIO(whole)) as old, ZipFile(data, "w") as new:
        content = old.read("content.xml").decode().replace("&amp;", "&x;")
        new.writestr("content.xml", body + content)
    assert "secret" not in "".join(read_odt(data.getvalue(), "cv.odt").texts)


RTF = (
    rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}\f0 Zo\'eb Lindqvist\par Glazier\par "
    rb"zoe@example.com  |  555-0155\par\par Experience\par Glazier\tab March 2016 \u8211? present"
    rb"\par Claverton Glass Ltd, Bath\par {\listtext\'b7\tab}Cut leaded lights\par "
    rb"{\listtext\'b7\tab}Restored a rose window\par\par Languages\par English: native\par}"
)


def test_a_cv_in_rtf_comes_in(tmp_path: Path) -> None:
    (tmp_path / "cv.rtf").write_bytes(RTF)
    found = import_cv(tmp_path / "cv.rtf")
    job = found.master["work"][0]
    assert found.master["basics"]["name"] == "Zoë Lindqvist"
    assert (job["name"], job["position"]) == ("Claverton Glass Ltd", "Glazier")
    assert job["highlights"] == ["Cut leaded lights", "Restored a rose window"]


RTF_PAGE = (
    rb"{\rtf1\ansi{\colortbl;\red255\green255\blue255;\red0\green0\blue90;}"
    rb"Zo Lindqvist\par Glazier\par "
    rb"zo@example.com\par Experience\par Glazier, Acme AB, 2019 - 2021\par %b\par}"
)


@pytest.mark.parametrize(
    ("part", "what"),
    [
        (rb"{\v Gold tern}", "hidden text"),
        (rb"\v Gold tern\v0  x", "hidden text"),
        (rb"{\cf1 Gold tern}", "hidden text"),
        (rb"{\fs3 Gold tern}", "hidden text"),
        (rb"{\deleted Gold tern}", "hidden text"),
        (rb"{\cf1\v Gold \'74ern}", "hidden text"),
        (rb"x{\footnote Gold tern}", "the text of a footnote"),
        (rb"{\header Gold\par tern\par}", "the text of a header"),
        (rb"{\*\annotation Gold tern}", "the text of a comment"),
        (rb"{\shp{\*\shpinst{\shptxt Gold tern}}}", "the text of a text box"),
        (rb"{\*\do\dptxbx{\dptxbxtext Gold tern\par}}", "the text of a text box"),
    ],
)
def test_what_of_an_rtf_file_is_not_read_is_reported(
    tmp_path: Path, part: bytes, what: str
) -> None:
    (tmp_path / "cv.rtf").write_bytes(RTF_PAGE % part)
    found = import_cv(tmp_path / "cv.rtf")
    assert "tern" not in found.text
    assert f"{what} was left out: `Gold tern`" in [p.message for p in found.problems]


@pytest.mark.parametrize(
    "part",
    [
        rb"{\cf2 Gold tern}",
        rb"{\cf1\highlight2 Gold tern}",
        rb"\trowd\clcbpat2\cellx90 {\cf1 Gold tern}\cell\row",
        rb"{\v a}{\v0 Gold tern}",
        rb"\v a\plain  Gold tern",
        rb"{\fs20 Gold tern}",
    ],
)
def test_what_of_an_rtf_file_is_seen_comes_in(tmp_path: Path, part: bytes) -> None:
    (tmp_path / "cv.rtf").write_bytes(RTF_PAGE % part)
    assert "Gold tern" in import_cv(tmp_path / "cv.rtf").text


@pytest.mark.parametrize("name", ["sbox{\\mine}", "savebox{\\mine}", "fancyhead[L]", "rfoot"])
def test_text_that_latex_keeps_for_another_place_is_reported(tmp_path: Path, name: str) -> None:
    page = r"\documentclass{article}\begin{document}Zo Lindqvist\section{Experience}"
    page += r"Glazier, Acme AB, 2019 -- 2021 \%s{Gold tern}\end{document}"
    (tmp_path / "cv.tex").write_text(page % name)
    found = import_cv(tmp_path / "cv.tex")
    assert "tern" not in str(found.master)
    assert any("was left out: `Gold tern`" in problem.message for problem in found.problems)


def test_what_is_no_rtf_is_named(tmp_path: Path) -> None:
    (tmp_path / "cv.rtf").write_text("plain words")
    with pytest.raises(InputError, match="this is not an RTF file"):
        import_cv(tmp_path / "cv.rtf")


def test_a_format_that_is_not_read_is_named_with_what_to_do(tmp_path: Path) -> None:
    assert not set(UNREAD) & {*BY_SUFFIX, *READERS}
    for suffix, (what, hint) in UNREAD.items():
        path = tmp_path / f"cv{suffix}"
        path.write_bytes(b"x")
        with pytest.raises(InputError, match="which tailor cannot read") as refused:
            import_cv(path)
        problem: Any = refused.value.problems[0]
        assert what in problem.message
        assert problem.hint == hint


@pytest.mark.skipif(not HAS_CPU_LIMIT, reason="this system does not limit processor time")
def test_a_busy_machine_refuses_no_cv() -> None:
    """A child that gets a twentieth of a processor still has all of its processor time."""
    assert isolated.LIMITS.seconds >= 20 * isolated.LIMITS.cpu

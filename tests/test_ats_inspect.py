"""Reports on PDFs that are good, bad in one way each, or no PDFs at all."""

import io
import re
import subprocess
import sys
import time
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tailor.ats import inspect
from tailor.ats.checks import ADVICE, CHECKS, has_failed
from tailor.ats.checks.text import broken_capitals
from tailor.ats.form_parser import ParsedJob
from tailor.ats.inspect import Inspection, compare_with_master, inspect_file, inspect_pdf
from tailor.ats.layout import read_pages
from tailor.ats.vocabulary import find_phone
from tailor.codec import decode, encode
from tailor.errors import FileError, InputError, TailorError
from tailor.latex import typeset_document
from tailor.models import Bullet, Contact, Date, Entry, Finding, Group, Resume, Section
from tailor.pdf.text import read_with_poppler
from tailor.render.templates import find_template
from tailor.sandbox.worker import WorkerError, WorkerKilledError

SOURCES = Path(__file__).parent / "bad_pdfs"
GOOD = (SOURCES / "good.tex").read_text(encoding="utf-8")


@cache
def pdf(fault: str = "") -> bytes:
    return typeset_document(GOOD.replace("%% FAULT", fault)).pdf


def bad(name: str) -> bytes:
    return pdf((SOURCES / f"{name}.tex").read_text(encoding="utf-8"))


def said(inspection: Inspection, level: str) -> list[str]:
    return [f"{one.check}: {one.message}" for one in inspection.findings if one.level == level]


def test_a_plain_page_has_nothing_to_mend_but_its_structure() -> None:
    inspection = inspect_pdf(pdf(), read_with_poppler(pdf()))
    assert said(inspection, "fail") == []
    assert said(inspection, "warn") == ["metadata: the PDF has no tagged structure"]
    assert set(ADVICE) >= {one.check for one in inspection.findings}


def test_the_form_of_a_plain_page() -> None:
    form = inspect_pdf(pdf()).fields
    assert (form.name, form.email, form.phone) == (
        "Robin Ashgrove",
        "robin.ashgrove@example.com",
        "206-555-0148",
    )
    assert form.links == ("ashgrove.example.com",)
    assert [kind for _, kind in form.headings] == ["work", "education", "skills"]
    job, other = form.jobs
    assert job.organisation == "Larkfield Logistics LLC"
    assert job.title == "Senior Warehouse Analyst"
    assert job.place == "Seattle, WA"
    assert job.dates == "March 2021 – Present"
    assert [len(job.bullets), len(other.bullets)] == [3, 2]
    assert (
        other.bullets[1] == "Forecast demand of 1,100 articles with an average error of 7 percent"
    )
    assert form.education == (
        ParsedJob(
            "Ridgemont University",
            "Bachelor of Science in Statistics",
            "Seattle, WA",
            "September 2013 – June 2017",
        ),
    )
    assert form.skills == ("SQL", "Python", "R", "Excel", "SAP", "Tableau", "Git")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("+49 1555 5550143 | Bonn", "+49 1555 5550143"),
        ("London | +44 20 7946 0000", "+44 20 7946 0000"),
        ("+91 98765 43210", "+91 98765 43210"),
        ("98765 43210", "98765 43210"),
        ("+47 22 12 34 56", "+47 22 12 34 56"),
        ("+49 (0)30 1234567", "+49 (0)30 1234567"),
        ("+12065550148", "+12065550148"),
        ("+1 206-555-0148", "+1 206-555-0148"),
        ("(206) 555-0148", "(206) 555-0148"),
        ("0155 5550143", "0155 5550143"),
        ("2015 - 2019, 2020-01-15, 15.01.2020, 05 2019 2020", ""),
        ("https://doi.org/10.5555/1234-5678, 0000-0002-1825-0097", ""),
        ("+20 % in 2019, +1,250 files", ""),
    ],
)
def test_numbers_to_call_from_many_countries(text: str, number: str) -> None:
    assert find_phone(text) == number


@pytest.mark.parametrize("family", ["lmss", "lmr"])
def test_slanted_letters_lean_over_the_space_but_do_not_close_it(family: str) -> None:
    text = "Master of Science, Chief of Staff (half of Teams), Jeff Vance, Very AWARD"
    look = rf"\fontfamily{{{family}}}\itshape\spaceskip=3.3pt"
    page = GOOD.replace(r"\begin{document}", rf"\begin{{document}}{{{look} {text}\par}}")
    lines = [line.text for one in read_pages(typeset_document(page).pdf) for line in one.lines]
    assert text in lines


BAD = {
    "columns_paracol": "columns: page 1: the text is in two columns",
    "columns_minipage": "columns: page 1: the text is in two columns",
    "icons": "icons: an icon (FontAwesome5Free-Solid) is next to “206-555-0148",
    "spaced_headings": "words: “W o r k E x p e r i e n c e” is read letter by letter",
    "faked_small_caps": "words: “W ORK EXPERIENCE” falls apart",
    "white_text": "hidden: text is in the colour of its background: “Kubernetes Terraform",
    "tiny_text": "hidden: text is set in 2.0 pt: “Kubernetes Terraform",
    "invisible_text": "hidden: text is drawn invisibly: “Kubernetes Terraform",
    "off_page_text": "hidden: text is off the page: “Kubernetes Terraform",
    "clipped_text": "hidden: text is clipped away or covered: “Kubernetes Terraform",
    "covered_text": "hidden: text is behind a picture or an area of colour: “Kubernetes",
    "ligatures": "glyphs: pypdf reads U+FB01, a ligature in place of letters",
    "no_unicode_map": "glyphs: pypdf reads U+FB02, a ligature in place of letters",
    "private_letters": "glyphs: pdfium reads U+E061, a private-use character",
    "name_as_picture": "contact: no name is found at the top: a picture stands where",
    "creative_headings": "headings: there is no usual heading for work experience",
    "no_headings": "headings: none of the usual headings is found",
    "wrong_order": "order: pypdf reads “WORK EXPERIENCE” before “206-555-0148",
    "scan": "text: the page is a picture (a scan)",
    "glued_words": "words: pypdf glues words together",
    "hyphenated": "words: “interna-tional” is cut by a hyphen by pypdf, pdfium",
    "labels": "columns: page 1: dates or labels are in a separate column",
    "javascript": "active: the PDF contains JavaScript",
    "attachment": "active: the PDF contains an embedded file",
    "link_to_file": "active: the PDF contains a link to “file:///etc/hosts”",
}
WARNINGS = {"hyphenated", "labels", "attachment"}
COMMANDS = Path(__file__).parent.parent / "docs" / "commands.md"


def test_every_check_is_documented_once_and_explains_itself() -> None:
    names = [check.name for check in CHECKS]
    rows = re.findall(r"^\| `(\w+)` \|", COMMANDS.read_text(encoding="utf-8"), re.MULTILINE)
    assert [name for name in rows if name in ADVICE] == list(ADVICE)
    assert len(set(names)) == len(names)
    assert all(check.why and check.fix for check in CHECKS)
    assert all(check.find or (check.find_own and check.passed_own) for check in CHECKS)


def test_every_bad_source_is_named_here() -> None:
    assert {path.stem for path in SOURCES.glob("*.tex")} == {"good", *BAD}


@pytest.mark.parametrize("name", BAD)
def test_what_is_bad_is_found_out_and_explained(name: str) -> None:
    inspection = inspect_pdf(bad(name))
    level = "warn" if name in WARNINGS else "fail"
    assert any(one.startswith(BAD[name]) for one in said(inspection, level)), inspection.findings
    assert has_failed(inspection.findings) == (name not in WARNINGS)
    check = BAD[name].split(":")[0]
    advice = {one.check: one for one in inspection.advice}[check]
    assert advice.why
    assert advice.mend
    assert decode(encode(inspection), Inspection) == inspection


HIDING = [name for name in BAD if BAD[name].startswith("hidden")]


@pytest.mark.parametrize("name", HIDING)
def test_a_fault_does_not_spread(name: str) -> None:
    checks = {one.check for one in inspect_pdf(bad(name)).findings if one.level == "fail"}
    assert checks == {"hidden"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("q 0 0 612 10 re W n", "Q"),
        ("q 5 w 0 0 m 0 0 l W n", "Q"),
        ("q 0 0 3000 9 re 0 20 3000 10 re W n", "Q"),
        ("1 0 0 1 9000 0 cm", "1 0 0 1 -9000 0 cm"),
        ("q 7 Tr", "Q"),
        (".95 g", "0 g"),
        ("q .0001 0 0 .0001 0 0 cm", "Q"),
    ],
)
def test_text_that_leaves_no_mark_is_hidden(before: str, after: str) -> None:
    """However it is hidden: clipped, moved away, faint or shrunk."""
    text = rf"\pdfliteral page{{{before}}}Kubernetes Terraform\pdfliteral page{{{after}}}"
    found = said(
        inspect_pdf(pdf(rf"\renewcommand{{\skills}}{{\heading{{Skills}}SQL, R\par {text}\par}}")),
        "fail",
    )
    assert any(
        one.startswith("hidden: ") and ("Kubernetes" in one or "letters" in one) for one in found
    )


@pytest.mark.parametrize(("height", "is_hidden"), [(8.2, True), (5, False)])
def test_a_word_of_which_only_the_tops_are_left_is_hidden(height: float, is_hidden: bool) -> None:
    cover = rf"\pdfliteral{{q 1 g 0 -4 200 {height} re f Q}}"
    text = rf"\leavevmode\rlap{{Kubernetes Terraform}}{cover}"
    found = said(
        inspect_pdf(pdf(rf"\renewcommand{{\skills}}{{\heading{{Skills}}SQL, R\par {text}\par}}")),
        "fail",
    )
    assert any(one.startswith("hidden: ") and "ernetes" in one for one in found) == is_hidden


@pytest.mark.parametrize("nested", [False, True])
def test_text_in_a_form_that_shows_none_of_it_is_hidden(nested: bool) -> None:
    """A form shows what is within its box only (PDF 1.7, 8.10.1), also a form in a form."""
    form = r"\setbox0\hbox{Kubernetes Terraform}\immediate\pdfxform0 "
    around = (
        r"\setbox0\hbox{\raise40pt\hbox{\pdfrefxform\pdflastxform}}\ht0=9pt\immediate\pdfxform0 "
    )
    forms = form + around * nested
    skills = rf"\heading{{Skills}}SQL, R\par{forms}\pdfrefxform\pdflastxform\par"
    found = said(inspect_pdf(pdf(rf"\renewcommand{{\skills}}{{{skills}}}")), "fail")
    assert any(one.startswith("hidden: ") and "Kubernetes" in one for one in found) == nested


def test_a_glyph_without_a_character_is_found() -> None:
    message = "glyphs: pdfium finds no character for 3 glyphs of the font FontAwesome5Free-Solid"
    assert message in said(inspect_pdf(bad("icons")), "fail")


def test_white_on_dark_is_not_hidden() -> None:
    area = r"\leavevmode\pdfliteral{q .1 .1 .3 rg 0 -5 99 16 re f Q 1 g}"
    dark = rf"\renewcommand{{\skills}}{{\par{area}SQL, R}}"
    assert not [one for one in said(inspect_pdf(pdf(dark)), "fail") if one.startswith("hidden")]
    tight = dark.replace("0 -5 99 16", "0 0 40 4")
    assert not [one for one in said(inspect_pdf(pdf(tight)), "fail") if one.startswith("hidden")]
    same = dark.replace("Q 1 g", "Q .1 .1 .3 rg")
    assert [one for one in said(inspect_pdf(pdf(same)), "fail") if one.startswith("hidden")]


def test_a_sentence_that_a_date_interrupts_in_one_reader() -> None:
    text = (
        "Cut the time from order to shelf from 9 to 6 hours by simulating offloading at five docks"
    )
    made = pdf(rf"\renewcommand{{\skills}}{{\heading{{Skills}}\point{{{text} and {text}}}}}")
    read = inspect_pdf(made).readings["pypdf"]
    assert "from\norder" in read
    other = read.replace("from\norder", "from\nMay 2020\norder")
    found = said(inspect_pdf(made, {"other": other}), "warn")
    assert any(one.startswith("tears: other reads something else in the") for one in found), found


SHAPES = {
    "title and dates first": r"""
      \sides{\textbf{Senior Warehouse Analyst}}{March 2021 -- Present}
      \sides{\textit{Larkfield Logistics LLC}}{\textit{Seattle, WA}}
      \point{Cut the time}""",
    "one line with bars": r"""
      \textbf{Senior Warehouse Analyst, Larkfield Logistics LLC} | March 2021 -- Present |
      Seattle, WA\par\point{Cut the time}""",
    "company and dates, then title": r"""
      \sides{\textbf{Larkfield Logistics LLC}, Seattle, WA}{March 2021 -- Present}
      \textit{Senior Warehouse Analyst}\par\point{Cut the time}""",
    "no bold at all": r"""
      \sides{Larkfield Logistics LLC}{Seattle, WA}
      \sides{Senior Warehouse Analyst}{March 2021 -- Present}\point{Cut the time}""",
    "title at company": r"""
      \sides{\textbf{Senior Warehouse Analyst at Larkfield Logistics LLC}}{March 2021 -- Present}
      Seattle, WA\par\point{Cut the time}""",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_jobs_in_other_shapes(shape: str) -> None:
    work = rf"\renewcommand{{\work}}{{\heading{{Experience}}{SHAPES[shape]}}}"
    job = inspect_pdf(pdf(work)).fields.jobs[0]
    assert (job.title, job.organisation) == ("Senior Warehouse Analyst", "Larkfield Logistics LLC")
    assert (job.dates, job.bullets) == ("March 2021 – Present", ("Cut the time",))


def test_the_place_tells_which_is_the_company() -> None:
    lines = r"\sides{\textbf{Keeper of Bees}}{2019 -- 2021}\sides{Rosewood}{Oslo}\point{Kept bees}"
    work = rf"\renewcommand{{\work}}{{\heading{{Experience}}{lines}}}"
    assert inspect_pdf(pdf(work)).fields.jobs == (
        ParsedJob("Rosewood", "Keeper of Bees", "Oslo", "2019 – 2021", ("Kept bees",)),
    )


def test_a_bullet_over_several_lines_is_one_text() -> None:
    text = " ".join(f"Counted {number} boxes in the hall" for number in range(12))
    lines = rf"\sides{{\textbf{{Elm Stores}}}}{{2019 -- 2021}}\point{{{text}}}\point{{Ran}}"
    work = rf"\renewcommand{{\work}}{{\heading{{Experience}}{lines}}}"
    assert inspect_pdf(pdf(work)).fields.jobs[0].bullets == (text, "Ran")


def test_right_aligned_places_are_no_column() -> None:
    lines = "".join(
        rf"\sides{{\textbf{{Employer of year {n}}}}}{{Oslo}}\sides{{Clerk}}{{201{n} -- 202{n}}}"
        for n in range(8)
    )
    work = rf"\renewcommand{{\work}}{{\heading{{Experience}}{lines}}}"
    inspection = inspect_pdf(pdf(work))
    assert "columns: one column" in said(inspection, "pass")
    assert len(inspection.fields.jobs) == 8


def test_dates_drawn_before_their_line_still_belong_to_it() -> None:
    right_first = r"\renewcommand{\sides}[2]{\leavevmode\rlap{\hbox to\textwidth{\hfill #2}}#1\par}"
    inspection = inspect_pdf(pdf(right_first))
    assert inspection.fields.jobs == inspect_pdf(pdf()).fields.jobs
    assert {one.level for one in inspection.findings if one.check in ("order", "columns")} == {
        "pass"
    }


def test_dates_drawn_far_from_their_line_are_shown() -> None:
    box = r"\vbox to 0pt{\vskip#1 \hbox to\textwidth{#2}\vss}\nointerlineskip"
    at = rf"\newcommand{{\at}}[2]{{{box}}}"
    early = rf"""{at}\renewcommand{{\layout}}{{\vbox to 0pt{{}}
      \at{{400pt}}{{\hfill May 2019 -- June 2020}}\at{{0pt}}{{\name\hfil}}%
      \at{{20pt}}{{\contact\hfil}}\at{{400pt}}{{Keeper of many bees\hfil}}}}"""
    found = said(inspect_pdf(pdf(early)), "warn")
    shown = "order: “May 2019 – June 2020” is drawn apart from its line"
    assert shown in found, found


def test_capitals_that_fall_apart() -> None:
    assert broken_capitals("D ELIVERIES\nI GREW\nA WARDS\nPLAN A\nR, C AND SQL") == (
        "D ELIVERIES",
        "A WARDS",
    )


def test_usual_and_unusual_headings_are_told_apart() -> None:
    form = inspect_pdf(bad("creative_headings")).fields
    assert form.headings == (("MY JOURNEY SO FAR", ""), ("WHERE I GREW", ""), ("SKILLS", "skills"))


def test_a_company_in_bold_capitals_is_no_heading() -> None:
    lines = r"\textbf{ACME}\par\sides{Clerk}{2019 -- 2021}\point{Filed letters}"
    work = rf"\renewcommand{{\work}}{{\heading{{Experience}}{lines}}}"
    form = inspect_pdf(pdf(work)).fields
    assert [heading for heading, _ in form.headings] == ["EXPERIENCE", "EDUCATION", "SKILLS"]
    assert form.jobs == (ParsedJob("ACME", "Clerk", "", "2019 – 2021", ("Filed letters",)),)


def typed_by_hand(*objects: bytes) -> bytes:
    """A PDF of the given objects, the first of which is the catalog."""
    out, offsets = io.BytesIO(b"%PDF-1.4\n"), []
    out.seek(0, io.SEEK_END)
    for number, body in enumerate(objects, 1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % offset for offset in offsets))
    out.write(b"trailer<</Size %d/Root 1 0 R>>\n" % (len(objects) + 1))
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


def stream(data: bytes) -> bytes:
    return b"<</Length %d>>stream\n%s\nendstream" % (len(data), data)


def type3() -> bytes:
    """A page of letters that are drawings, without a map to Unicode."""
    text = b"BT /F 10 Tf 72 700 Td (" + b"ab" * 60 + b") Tj ET"
    glyph = stream(b"500 0 0 0 400 700 d1 0 0 400 700 re f")
    font = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 500 700]/FontMatrix[.001 0 0 .001 0 0]"
        b"/CharProcs<</g1 6 0 R/g2 6 0 R>>/FirstChar 97/LastChar 98/Widths[500 500]"
        b"/Encoding<</Type/Encoding/Differences[97/g1/g2]>>/Resources<<>>>>"
    )
    return typed_by_hand(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
        b"/Resources<</Font<</F 5 0 R>>>>>>",
        stream(text),
        font,
        glyph,
    )


def test_letters_that_are_drawings() -> None:
    found = said(inspect_pdf(type3()), "fail")
    assert "fonts: the font without a name is Type 3: its letters are drawings" in found


def locked(password: str) -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf())))
    writer.encrypt(password, "owner", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_locked_file_is_refused_and_one_without_password_is_read() -> None:
    with pytest.raises(InputError, match="encrypted"):
        inspect_pdf(locked("secret"))
    inspection = inspect_pdf(locked(""))
    assert inspection.fields.name == "Robin Ashgrove"
    assert any(one.startswith("encryption: ") for one in said(inspection, "warn"))


def test_what_is_encrypted_is_read_without_the_package_that_pypdf_needs_for_it() -> None:
    code = """if True:
        import sys
        sys.modules["cryptography"] = sys.modules["Crypto"] = None
        from tailor.ats.inspect import inspect_pdf
        found = inspect_pdf(sys.stdin.buffer.read())
        gave_up = [one.message for one in found.findings if one.check == "readers"]
        print(gave_up, found.fields.name, len(found.readings))
    """
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, input=locked(""), capture_output=True, check=True, timeout=60)
    assert (
        done.stdout.decode().strip() == "['the same words are read by 2 readers'] Robin Ashgrove 2"
    )


def test_a_large_file_and_many_pages() -> None:
    pages = pdf(r"\renewcommand{\layout}{\name\newpage\contact\newpage\work\education}")
    found = said(inspect_pdf(pages + b"\n%" + b" " * 2_500_000), "warn")
    assert "pages: there are 3 pages" in found
    assert "size: the file has 2.5 MB" in found or "size: the file has 2.6 MB" in found


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\n", "no reader"),
        (b"hello", "not a PDF"),
        (b"PK\x03\x04" + b"\0" * 3000 + b"%PDF-1.7", "not a PDF"),
    ],
)
def test_what_is_no_pdf_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        inspect_pdf(data)


def test_a_pdf_after_some_junk_is_read() -> None:
    assert inspect_pdf(b"junk\n" * 20 + pdf()).fields.name == "Robin Ashgrove"


def test_a_page_of_endless_words_takes_no_endless_time() -> None:
    endless = (b"a", b"a.", b"a-", b"A ", b"1 ")
    rows = b" ".join(b"(%s) Tj 0 -1 Td" % (word * 2000) for word in endless)
    page = typed_by_hand(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
        b"/Resources<</Font<</F 5 0 R>>>>>>",
        stream(b"BT /F 10 Tf 72 700 Td " + rows + b" ET"),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    begin = time.perf_counter()
    assert has_failed(inspect_pdf(page).findings)
    assert time.perf_counter() - begin < 20


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_damaged_files_end_in_a_report_or_a_refusal(data: st.DataObject) -> None:
    whole = type3()
    start = data.draw(st.integers(0, len(whole)))
    patch = data.draw(st.binary(max_size=40))
    cut = data.draw(st.integers(0, 60))
    broken = whole[:start] + patch + whole[start + cut :]
    try:
        inspection = inspect_pdf(broken)
    except TailorError:
        return
    assert decode(encode(inspection), Inspection) == inspection


def master(title: str, *bullets: str) -> Resume:
    """A master with the first job of the plain page, and a job that is not on it."""
    lines = tuple(Bullet(f"work/0/highlights/{n}", text) for n, text in enumerate(bullets))
    job = Entry(
        "work/0",
        title,
        "Larkfield Logistics LLC",
        start=Date(2021, 3),
        groups=(Group("work/0", bullets=lines),),
    )
    other = Entry("work/1", "Never printed", "Elsewhere Inc.", start=Date(2001), end=Date(2002))
    contact = Contact("robin.ashgrove@example.com", "206-555-0148")
    work = Section("work", "Work Experience", "work", (job, other))
    return Resume("Robin Ashgrove", contact=contact, sections=(work,))


def test_beside_a_master() -> None:
    inspection = inspect_pdf(pdf())
    own = [bullet for job in inspection.fields.jobs for bullet in job.bullets]
    whole = compare_with_master(inspection, master("Senior Warehouse Analyst", *own))
    assert whole == inspect_pdf(pdf(), resume=master("Senior Warehouse Analyst", *own))
    assert said(whole, "pass")[-2:] == [
        "resume: the form is filled as the master says",
        "sentences: every sentence of the jobs is in the master",
    ]
    fewer = compare_with_master(inspection, master("Senior Warehouse Analyst", *own[1:]))
    strange = [one for one in fewer.findings if one.check == "sentences"]
    shown = "“Cut the time from order to shelf from 9 to 6 hours by simul…”"
    assert strange == [Finding("sentences", "warn", f"{shown} is not in your master")]


def test_contact_data_that_differs_from_the_master() -> None:
    resume = master("Senior Warehouse Analyst")
    other = replace(resume, name="Robin Ash", contact=Contact("r@example.com", "206-555-0149"))
    assert said(inspect_pdf(pdf(), resume=other), "fail") == [
        f"resume: the {noun} is read as “{read}”, your master says “{wanted}”"
        for noun, read, wanted in (
            ("name", "Robin Ashgrove", "Robin Ash"),
            ("e-mail address", "robin.ashgrove@example.com", "r@example.com"),
            ("telephone number", "206-555-0148", "206-555-0149"),
        )
    ]


def test_the_form_of_our_own_page() -> None:
    bullet = "Simulated the offloading of five docks"
    resume = master("Senior Warehouse Analyst", bullet)
    page = typeset_document(find_template("classic").render(resume)).pdf
    inspection = inspect_pdf(page, read_with_poppler(page), resume)
    assert said(inspection, "fail") == []
    first, second = inspection.fields.jobs
    assert first == ParsedJob(
        "Larkfield Logistics LLC", "Senior Warehouse Analyst", "", "March 2021 – Present", (bullet,)
    )
    assert second == ParsedJob("Elsewhere Inc.", "Never printed", "", "2001 – 2002")


def test_a_file_is_inspected_in_a_child(tmp_path: Path) -> None:
    file = tmp_path / "cv.pdf"
    file.write_bytes(pdf())
    assert inspect_file(file) == inspect_pdf(pdf(), read_with_poppler(pdf()))
    file.write_bytes(b"")
    with pytest.raises(InputError, match="empty"):
        inspect_file(file)
    with pytest.raises(FileError, match="cannot be read"):
        inspect_file(tmp_path / "none")


@pytest.mark.parametrize("fault", [WorkerKilledError("signal 11"), WorkerError("IndexError")])
def test_a_child_that_did_not_finish(
    fault: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise fault

    (tmp_path / "cv.pdf").write_bytes(pdf())
    monkeypatch.setattr(inspect, "call_isolated", fail)
    with pytest.raises(InputError, match="cannot be read completely"):
        inspect_file(tmp_path / "cv.pdf")

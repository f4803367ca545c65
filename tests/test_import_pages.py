"""What converters, word processors, forms and web pages do to a CV. The people are invented."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.shared import Pt

from tailor.errors import InputError, LimitError
from tailor.importers.base import ImportResult
from tailor.importers.pdf import read_columns
from tailor.importers.pdf_layout import Piece, Run
from tailor.loader import import_cv

HTML = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>CV</title><style>p { color: red }</style></head>
<body><script>alert("no")</script>
<div class="side"><h2>Contact</h2><p>ravi@example.com</p><p>(415) 555-0123</p>
<p>Portland, OR</p><p><a href="https://github.com/ravim">GitHub</a></p>
<h2>Skills</h2><dl><dt>Languages</dt><dd>Go, SQL</dd></dl></div>
<div class="main"><h1>Ravi Menon</h1><div>Backend Engineer</div>
<h2>Experience</h2>
<div class="row"><span>Staff Engineer</span><span>Jan 2021 &ndash; Present</span></div>
<div><i>Parcel &amp; Post, Inc.</i> | Portland, OR</div>
<ul><li>Moved 140 services
  to <b>Kubernetes</b></li><li>Mentored five engineers</li></ul>
<p style="display: none">rockstar ninja</p>
<h2>Education</h2><table><tr><td>2012 &ndash; 2016</td><td><b>BSc in Physics</b><br>
Eastern State University, Boston, MA</td></tr></table>
</div></body></html>
"""


def imported(folder: Path, text: str, name: str = "cv.md") -> ImportResult:
    (folder / name).write_text(text, encoding="utf-8")
    return import_cv(folder / name)


def jobs(found: ImportResult) -> list[tuple[Any, ...]]:
    keys = ("position", "name", "location", "startDate", "endDate", "highlights")
    return [tuple(one.get(key) for key in keys) for one in found.master.get("work", [])]


def told(found: ImportResult) -> str:
    return "\n".join(one.message for one in found.problems)


def test_a_web_page_with_a_sidebar(tmp_path: Path) -> None:
    found = imported(tmp_path, HTML, "cv.html")
    assert found.master["basics"] == {
        "name": "Ravi Menon",
        "label": "Backend Engineer",
        "email": "ravi@example.com",
        "phone": "(415) 555-0123",
        "location": {"city": "Portland", "region": "OR"},
        "profiles": [{"network": "GitHub", "url": "https://github.com/ravim"}],
    }
    bullets = ["Moved 140 services to Kubernetes", "Mentored five engineers"]
    place = ("Parcel & Post, Inc.", "Portland, OR", "2021-01", None)
    assert jobs(found) == [("Staff Engineer", *place, bullets)]
    assert found.master["skills"] == [{"name": "Languages", "keywords": ["Go", "SQL"]}]
    assert found.master["education"][0]["studyType"] == "BSc in Physics"
    assert "hidden text was left out: `rockstar ninja`" in told(found)
    assert found.unplaced == ()


def test_web_pages_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no text"):
        imported(tmp_path, "<html></html>", "cv.html")
    with pytest.raises(LimitError, match="200 deep"):
        imported(tmp_path, "<div>" * 230 + "Ada" + "</div>" * 230, "cv.html")


def test_a_web_page_says_its_charset(tmp_path: Path) -> None:
    page = '<meta charset="iso-8859-1"><h1>Zoë Aubé</h1><p>zoe@example.com</p>'
    (tmp_path / "cv.htm").write_bytes(page.encode("latin-1"))
    assert import_cv(tmp_path / "cv.htm").master["basics"]["name"] == "Zoë Aubé"


@pytest.mark.parametrize(
    ("label", "encoding", "name"),
    [
        ("utf-16", "utf-8", "Zoë Aubé"),
        ("undefined", "utf-8", "Zoë Aubé"),
        ("punycode", "utf-8", "Zoë Aubé"),
        ("utf-7", "utf-8", "Zoë +AGE-"),
        ("unicode_escape", "utf-8", "Zoë Aubé"),
        ("ISO-8859-1", "cp1252", "Zoë O’Dea"),
        ("windows-1250", "cp1250", "Zdeňka Říhová"),
        ("ascii", "utf-8-sig", "Zoë Aubé"),
        ("shift_jis", "utf-16", "Zoë Aubé"),
    ],
)
def test_what_a_web_page_says_of_its_charset_is_read_as_browsers_do(
    tmp_path: Path, label: str, encoding: str, name: str
) -> None:
    page = f'<meta charset="{label}"><h1>{name}</h1><p>zoe@example.com</p>'
    (tmp_path / "cv.html").write_bytes(page.encode(encoding))
    assert import_cv(tmp_path / "cv.html").master["basics"]["name"] == name


def test_a_web_page_in_no_charset_is_refused(tmp_path: Path) -> None:
    (tmp_path / "cv.html").write_bytes(b'<meta charset="undefined"><h1>Zo\xeb Aub\xe9</h1>')
    with pytest.raises(InputError, match="byte 0xEB is not UTF-8"):
        import_cv(tmp_path / "cv.html")


PAGED = """**RAVI MENON**

ravi@example.com | 555-0101

**EXPERIENCE**

**Parcel & Post, Inc.** Portland, OR
_Staff Engineer_ Jan 2021 – Present

• Moved 140 services from a scheduler

{}

to Kubernetes with no outage

**Bluebonnet Labs** Austin, TX
_Engineer_ May 2018 – Dec 2020

• Wrote the first service

{}
"""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1", "2"),
        ("Page 1 of 2", "Page 2 of 2"),
        ("- 1 -", "- 2 -"),
        ("1 / 2", "2 / 2"),
        ("Ravi Menon - Page 1", "Ravi Menon - 2"),
        ("Seite 1 von 2", "Seite 2 von 2"),
        ("Ravi Menon – Resume", "March 2024 | Ravi Menon | Resume | 2"),
    ],
)
def test_page_numbers_and_running_heads_are_no_part_of_a_cv(
    tmp_path: Path, one: str, other: str
) -> None:
    found = imported(tmp_path, PAGED.format(one, other))
    first = ["Moved 140 services from a scheduler to Kubernetes with no outage"]
    assert jobs(found) == [
        ("Staff Engineer", "Parcel & Post, Inc.", "Portland, OR", "2021-01", None, first),
        ("Engineer", "Bluebonnet Labs", "Austin, TX", "2018-05", "2020-12",
         ["Wrote the first service"]),
    ]  # fmt: skip
    assert all(text.strip("- ") in told(found) for text in (one, other))
    assert found.unplaced == ()


@pytest.mark.parametrize("text", ["2019", "12 people", "C", "Ravi Menon and Ada Marlow", "1,6"])
def test_what_looks_like_a_page_number_and_is_none(tmp_path: Path, text: str) -> None:
    found = imported(tmp_path, PAGED.format(text, text))
    assert "page numbers" not in told(found)


HEAD = "# Ada Marlow\n\nada@example.com | {} | Lund, Sweden\n\n## Work Experience\n\n{}\n"
JOB = "**Engineer** | Acme AB | Lund, Sweden | 2019 – 2021\n\n- {}"


def test_a_second_number_is_not_where_somebody_lives(tmp_path: Path) -> None:
    found = imported(tmp_path, HEAD.format("555-0101 | 046 555 0102", JOB.format("Built it")))
    assert found.master["basics"]["phone"] == "555-0101"
    assert found.master["basics"]["location"] == {"city": "Lund", "region": "Sweden"}
    assert ["046 555 0102" in one.text for one in found.unplaced] == [True]


def test_addresses_behind_words_are_told(tmp_path: Path) -> None:
    bullet = "Built the [tide table](https://tides.example.com/a), see <https://b.example.com>"
    found = imported(tmp_path, HEAD.format("555-0101", JOB.format(bullet)))
    assert [one.text for one in found.unplaced] == ["tide table: https://tides.example.com/a"]


@pytest.mark.parametrize(
    "lines",
    [
        "### Acme GmbH (Kassel)\n\n*Engineer, March 2019 – May 2021*\n\n- Built it",
        "**Acme GmbH**, Kassel\\\n**Engineer**, *March 2019 – May 2021*\n\n- Built it",
        "- **Engineer**, *Acme GmbH* — Kassel (March 2019 – May 2021)\n    - Built it",
        "MARCH 2019 – MAY 2021\n\n### Engineer | Acme GmbH | Kassel\n\n- Built it",
        "03/2019 – 05/2021: **Engineer** bei Acme GmbH, Kassel\n\n- Built it",
        "Acme GmbH            Kassel\nEngineer            03/2019 – 05/2021\n\n- Built it",
        "| 03/2019 – 05/2021 | **Engineer**<br>Acme GmbH, Kassel<br>• Built it |\n| --- | --- |",
        "Engineer\nAcme GmbH\nMar 2019 - May 2021\nKassel\n\n- Built it",
        "**03/2019–05/2021 · Engineer · Acme GmbH (Kassel)**\n\n- Built it",
    ],
)
def test_one_job_in_many_layouts(tmp_path: Path, lines: str) -> None:
    found = imported(tmp_path, HEAD.format("555-0101", lines))
    assert jobs(found) == [("Engineer", "Acme GmbH", "Kassel", "2019-03", "2021-05", ["Built it"])]


@pytest.mark.parametrize(
    ("line", "issuer"),
    [
        ("- Safety Officer, Nordic Board, 2019", "Nordic Board"),
        ("- Safety Officer – Nordic Board (2019)", "Nordic Board"),
        ("2019: Safety Officer, Nordic Board", "Nordic Board"),
        ("- 2019: Safety Officer | Nordic Board", "Nordic Board"),
    ],
)
def test_who_gave_a_certificate(tmp_path: Path, line: str, issuer: str) -> None:
    text = HEAD.format("555-0101", JOB.format("Built it")) + f"\n## Certifications\n\n{line}\n"
    found = imported(tmp_path, text)
    expected = {"name": "Safety Officer", "issuer": issuer, "date": "2019"}
    assert found.master["certificates"] == [expected]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Languages: Go • SQL • C", [("Languages", ["Go", "SQL", "C"])]),
        ("**CAD** SolidWorks, Creo", [("CAD", ["SolidWorks", "Creo"])]),
        ("| **CAD** | Creo, NX |\n| --- | --- |", [("CAD", ["Creo", "NX"])]),
        ("Epic | Pyxis | CRRT", [(None, ["Epic", "Pyxis", "CRRT"])]),
    ],
)
def test_skills(tmp_path: Path, line: str, expected: list[Any]) -> None:
    text = HEAD.format("555-0101", JOB.format("Built it")) + f"\n## Skills\n\n{line}\n"
    skills = imported(tmp_path, text).master["skills"]
    assert [(one.get("name"), one["keywords"]) for one in skills] == expected


GERMAN = """# Lebenslauf

## Jonas Achterberg

Maschinenbauingenieur

Wohnort: Bremen
Telefon: +49 30 5550142
jonas@example.com

## Beruflicher Werdegang

**04/2018 – heute** Projektleiter, Norddeutsche Hafenkräne GmbH, Bremen

- Leitung von drei Umbauprojekten

## Studium

**10/2012 – 09/2014** Master of Science Maschinenbau, Technische Universität Kassel, Note: 1,6

## Sprachkenntnisse

Deutsch – Muttersprache
Englisch – verhandlungssicher
"""


def test_a_german_cv(tmp_path: Path) -> None:
    found = imported(tmp_path, GERMAN).master
    assert found["basics"] == {
        "name": "Jonas Achterberg",
        "label": "Maschinenbauingenieur",
        "email": "jonas@example.com",
        "phone": "+49 30 5550142",
        "location": {"city": "Bremen"},
    }
    assert found["work"][0]["name"] == "Norddeutsche Hafenkräne GmbH"
    assert (found["work"][0]["location"], found["work"][0]["startDate"]) == ("Bremen", "2018-04")
    assert found["education"][0]["institution"] == "Technische Universität Kassel"
    assert "1,6" in found["education"][0]["score"]
    assert [one["fluency"] for one in found["languages"]] == ["Muttersprache", "verhandlungssicher"]


def test_a_form_and_a_table_of_degrees_in_word(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph().add_run("Ines Vallgren").font.size = Pt(18)
    document.add_paragraph("ines@example.com")
    document.add_heading("Work experience", 1)
    rows = [("Dates", "03/2019 – 05/2021"), ("Occupation or position held", "Optics Engineer")]
    rows += [("Name of employer", "Acme AB"), ("Main activities", "Built a rig of 12 lasers")]
    table = document.add_table(0, 2)
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.add_heading("Education", 1)
    table = document.add_table(0, 3)
    degrees = [("School", "Degree", "Dates"), ("Uppland College", "BSc in Physics", "2009 – 2012")]
    for cells in degrees:
        for cell, text in zip(table.add_row().cells, cells, strict=True):
            cell.text = text
    data = BytesIO()
    document.save(data)
    (tmp_path / "cv.docx").write_bytes(data.getvalue())
    found = import_cv(tmp_path / "cv.docx")
    bullets = ["Built a rig of 12 lasers"]
    assert jobs(found) == [("Optics Engineer", "Acme AB", None, "2019-03", "2021-05", bullets)]
    degree = {"institution": "Uppland College", "studyType": "BSc in Physics"}
    assert found.master["education"] == [degree | {"startDate": "2009", "endDate": "2012"}]


LATEX = r"""\documentclass{article}
\newcommand{\post}[3]{\textbf{#1} \hfill {\em #2} \\ #3}
\newcommand{\loop}[1]{\loop{#1}}
\begin{document}
{\Large Ada Marlow} \\ ada@example.com
\section*{Experience}
\post{Acme AB}{2019 -- 2021}{Engineer}
\begin{itemize} \item Saved \pounds{}2m \item Typeset it in \LaTeX{} \end{itemize}
%s
\end{document}
"""


def test_commands_of_the_author_are_read(tmp_path: Path) -> None:
    found = imported(tmp_path, LATEX % "", "cv.tex")
    bullets = ["Saved £2m", "Typeset it in LaTeX"]
    assert jobs(found) == [("Engineer", "Acme AB", None, "2019", "2021", bullets)]


def test_commands_that_never_end(tmp_path: Path) -> None:
    with pytest.raises(LimitError, match="use each other"):
        imported(tmp_path, LATEX % r"\loop{x}", "cv.tex")


@pytest.mark.parametrize("often", [30, 60])
def test_commands_that_stand_for_too_much(tmp_path: Path, often: int) -> None:
    """What they stand for is bounded by the length of the file, not only by a number."""
    define = "".join(
        rf"\newcommand{{\{one}}}{{{(chr(92) + other + ' ') * often}}}" + "\n"
        for one, other in ("ab", "bc", "cd", "de")
    )
    text = LATEX.replace(r"\newcommand{\loop}", define + r"\newcommand{\loop}")
    with pytest.raises(LimitError, match="letters") as caught:
        imported(tmp_path, text % r"\a", "cv.tex")
    [most] = re.findall(r"than ([\d,]+) letters", str(caught.value))
    assert int(most.replace(",", "")) < 10 * len(text) + 10_000


def test_a_line_that_is_broken_by_width(tmp_path: Path) -> None:
    words = " ".join(f"word{number}" for number in range(60))
    lines = [words[at : at + 70] for at in range(0, len(words), 70)]
    text = "Ada Marlow\nada@example.com\n\nSUMMARY\n" + "\n".join(lines) + "\n\nEXPERIENCE\nx Inc\n"
    summary = imported(tmp_path, text, "cv.txt").master["basics"]["summary"]
    assert summary.split()[0] == "word0"
    assert summary.split()[-1] == "word59"


FOREIGN = Path(__file__).parent / "foreign_pdfs"
PACKED = ("article_small_caps.pdf", "moderncv_classic.pdf", "weasyprint_rows.pdf")
"""PDFs whose table of objects is packed."""


@pytest.mark.parametrize("name", PACKED)
@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: b"Content-Type: application/pdf\r\n\r\n" * 9 + data,
        lambda data: data.replace(b"startxref", b"startxref\n9"),
        lambda data: data.replace(b"endstream", b"endstream\n\n", 1),
    ],
    ids=["something before it", "table not found", "moved"],
)
def test_a_damaged_pdf_is_read_as_viewers_show_it(name: str, spoil: Any, tmp_path: Path) -> None:
    sound = (FOREIGN / name).read_bytes()
    (tmp_path / "cv.pdf").write_bytes(spoil(sound))
    found = import_cv(tmp_path / "cv.pdf")
    assert found.master == import_cv(FOREIGN / name).master
    assert "the file is damaged and was repaired before it was read" in told(found)


def test_a_pdf_damaged_beyond_repair_is_refused(tmp_path: Path) -> None:
    sound = (FOREIGN / PACKED[0]).read_bytes()
    at = sound.index(b"stream") + 20
    for data in (sound[:at], sound[:at] + b"junk" * 10 + sound[at:]):
        (tmp_path / "cv.pdf").write_bytes(data)
        with pytest.raises(InputError, match=r"damaged, and no text|not a PDF that can be read"):
            import_cv(tmp_path / "cv.pdf")


@pytest.mark.parametrize(("letters", "found"), [(6, 2), (40, 1)])
def test_columns_are_not_looked_for_where_each_letter_is_a_piece(letters: int, found: int) -> None:
    """Such a page, of fonts without widths, would take half a minute."""
    pieces = [
        Piece(left + x, left + x, left + x + 1, 700.0 - 9 * row - shift, 7.0, ())
        for left, shift in ((50.0, 0.0), (300.0, 4.5))
        for row in range(30)
        for x in range(letters)
    ]
    assert len(list(read_columns(pieces))) == found


def test_columns_may_begin_with_titles_of_sections_on_one_line() -> None:
    """The titles are the person's own; dates at the right of the left column are no column."""

    def piece(left: float, right: float, base: float, text: str, size: float = 9.5) -> Piece:
        return Piece(left, left, right, base, size, (Run(text, False, False, ""),))

    pieces = [piece(193, 402, 773, "Brae Mallory", 26), piece(149, 446, 763, "+61 3 5550 0142")]
    for number, base in enumerate((739, 659, 579, 499)):
        pieces += [
            piece(45, 106, base, f"TITLE {number}", 11),
            piece(45, 170, base - 13, f"Cook {number}"),
            piece(290, 363, base - 13, f"201{number} - 201{number + 1}"),
            piece(45, 236, base - 26, f"Ran the pass {number}"),
            piece(391, 430, base, f"OTHER {number}", 11),
            piece(391, 520, base - 15, f"Words {number}"),
            piece(391, 500, base - 30, f"More words {number}"),
        ]
    above, left, right = ([line.text for line in part] for part in read_columns(pieces))
    assert above == ["Brae Mallory", "+61 3 5550 0142"]
    assert left[:3] == ["TITLE 0", "Cook 0 2010 - 2011", "Ran the pass 0"]
    assert right[:4] == ["OTHER 0", "Words 0", "More words 0", "OTHER 1"]


def test_columns_may_begin_with_titles_in_spaced_letters() -> None:
    """Nearly on one line, with a first line of the right column close to the left one's title."""

    def piece(left: float, right: float, base: float, text: str) -> Piece:
        return Piece(left, left, right, base, 10, (Run(text, False, False, ""),))

    pieces = [piece(221, 359, 760, "BRAE MALLORY"), piece(221, 450, 657, "E X P E R I E NC E")]
    pieces.append(piece(23, 70, 635, "S K I L L S"))
    pieces += [piece(221, 480, 631 - 15 * row, f"Ran the pass {row}") for row in range(8)]
    pieces += [piece(23, 120, 611 - 15 * row, f"Sauces {row}") for row in range(8)]
    left, right = ([line.text for line in part] for part in read_columns(pieces))
    assert left[:2] == ["S K I L L S", "Sauces 0"]
    assert right[:3] == ["BRAE MALLORY", "E X P E R I E NC E", "Ran the pass 0"]


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("42 ans, mariée, 1 enfant", ""),
        ("38 Jahre", ""),
        ("29 years old | single", ""),
        ("12 ans d’expérience en archives", "12 ans d’expérience en archives"),
    ],
)
def test_age_and_family_are_no_label(tmp_path: Path, line: str, label: str) -> None:
    text = f"# Marthe Colvin\n\n{line}\n\nmarthe@example.com\n\n## Work\n\n- Clerk, Acme, 2019\n"
    (tmp_path / "cv.md").write_text(text, encoding="utf-8")
    found = import_cv(tmp_path / "cv.md")
    assert found.master["basics"].get("label", "") == label
    assert label or line.split()[1] in " ".join(one.text for one in found.unplaced)


def test_a_label_of_a_link_is_no_account_and_a_code_leaves_no_dash(tmp_path: Path) -> None:
    text = """# Anjali Rao

linkedin.com/in/anjali-rao | LinkedIn | anjali@example.com
Flat 12, Kothrud, Pune - 411099, India

## Work

- Clerk, Acme, 2019
"""
    (tmp_path / "cv.md").write_text(text, encoding="utf-8")
    basics = import_cv(tmp_path / "cv.md").master["basics"]
    assert basics["profiles"] == [{"network": "LinkedIn", "url": "linkedin.com/in/anjali-rao"}]
    assert (basics["location"]["city"], basics["location"]["postalCode"]) == ("Pune", "411099")


def test_the_foot_of_a_page_is_no_text_of_a_section(tmp_path: Path) -> None:
    foot = "<p>&copy; 2024 Ilse Tamminga. All rights reserved.</p><p>Built with Hugo</p>"
    (tmp_path / "cv.html").write_text(
        "<h1>Ilse Tamminga</h1><p>ilse@example.com</p><h2>Experience</h2>"
        "<h3>Site Engineer, Delta Works Ltd</h3><p>2018 – 2020</p><ul><li>Planned a lock</li></ul>"
        f"<h2>Interests</h2><p>Sailing, chess</p><footer>{foot}</footer>",
        encoding="utf-8",
    )
    found = import_cv(tmp_path / "cv.html")
    assert found.master["interests"] == [{"keywords": ["Sailing", "chess"]}]
    assert any("© 2024 Ilse Tamminga" in problem.message for problem in found.problems)

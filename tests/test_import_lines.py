"""Lines between the heading of an entry and its bullets. The people are invented."""

from pathlib import Path
from typing import Any

import pytest

from tailor.errors import LimitError
from tailor.importers.base import find_doubts
from tailor.loader import import_cv
from tailor.resume_parser.blocks import Span, make_block, mark_ordered_items
from tailor.resume_parser.entry_blocks import join_wrapped_lines

CV = """# Ines Vallgren

ines@example.com

## Experience

**Lumen Norr AB** | Lund, Sweden

Engineer | May 2018 – August 2021

Rigs and lenses for two hundred cold stores in the north of the country.

- Built a rig.

*Cold lines* (frost prevention, checks of lenses, audit and feedback, bundles of lines, one more)

- Logged frost.

## Education

**University of Skane** | Lund, Sweden

BSc, Physics | 2014 – 2018

- Wrote on lenses.

Courses: Optics, Waves

**Halden College**

Diploma | 2012 – 2014

## Projects

**Frost** | May 2018 – June 2019

Author

A card on which nurses check the lenses of a ward.

frost prevention, safety, Excel

- Checked by two people.

**Ice (Author, Editor)** | May 2020 – June 2021

- Wrote it.

## Languages

Spanish (Working; passed a screening), English (C1); Swedish
"""


@pytest.fixture
def master(tmp_path: Path) -> dict[str, Any]:
    path = tmp_path / "cv.md"
    path.write_text(CV, encoding="utf-8")
    found = import_cv(path)
    assert found.unplaced == ()
    return found.master


def test_a_paragraph_above_the_bullets_is_the_summary(master: dict[str, Any]) -> None:
    (job,) = master["work"]
    said = "Rigs and lenses for two hundred cold stores in the north of the country."
    assert (job["summary"], job["highlights"]) == (said, ["Built a rig."])
    words = ["frost prevention", "checks of lenses", "audit and feedback", "bundles of lines"]
    piece = {
        "name": "Cold lines",
        "keywords": [*words, "one more"],
        "highlights": ["Logged frost."],
    }
    assert job["projects"] == [piece]


def test_a_line_with_a_label_belongs_to_the_entry_above(master: dict[str, Any]) -> None:
    one, other = master["education"]
    assert (one["courses"], one["highlights"]) == (["Optics", "Waves"], ["Wrote on lenses."])
    assert other == {
        "institution": "Halden College",
        "studyType": "Diploma",
        "startDate": "2012",
        "endDate": "2014",
    }


def test_roles_and_words_of_a_project(master: dict[str, Any]) -> None:
    one, other = master["projects"]
    assert (one["name"], one["roles"]) == ("Frost", ["Author"])
    assert one["keywords"] == ["frost prevention", "safety", "Excel"]
    assert (other["name"], other["roles"]) == ("Ice", ["Author, Editor"])


def test_signs_inside_brackets_separate_no_languages(master: dict[str, Any]) -> None:
    assert master["languages"] == [
        {"language": "Spanish", "fluency": "Working; passed a screening"},
        {"language": "English", "fluency": "C1"},
        {"language": "Swedish"},
    ]


@pytest.mark.parametrize("suffix", ["md", "txt", "html"])
def test_an_endless_paragraph_is_refused_at_its_line(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"cv.{suffix}"
    path.write_text("Robin Example\n\n" + "counted ships " * 2000, encoding="utf-8")
    with pytest.raises(LimitError, match=r"a paragraph has 2\d,\d{3} letters; at most 25,000"):
        import_cv(path)


def test_lines_are_not_joined_without_end() -> None:
    parts = [
        make_block("text", [Span("counted the ships of each harbour, and " * 300)], n, n)
        for n in range(9)
    ]
    joined = join_wrapped_lines([one for one in parts if one])
    assert [one.last for one in joined] == [2, 5, 8]


def read(folder: Path, text: str, name: str = "cv.md") -> dict[str, Any]:
    """The master of a text."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return import_cv(path).master


@pytest.mark.parametrize(
    ("typed", "location"),
    [
        (
            "Mühlgasse 9, 34117 Kassel",
            {"address": "Mühlgasse 9", "postalCode": "34117", "city": "Kassel"},
        ),
        (
            "12 Mill Ln Unit 3, Macon GA 31204",
            {
                "address": "12 Mill Ln Unit 3",
                "city": "Macon",
                "region": "GA",
                "postalCode": "31204",
            },
        ),
        (
            "Via Roma 8, 95121 Catania (CT)",
            {"address": "Via Roma 8", "postalCode": "95121", "city": "Catania", "region": "CT"},
        ),
        (
            "9 Elm Street, Apt. 2B, Bozeman, Montana 59715",
            {
                "address": "9 Elm Street, Apt. 2B",
                "city": "Bozeman",
                "region": "Montana",
                "postalCode": "59715",
            },
        ),
    ],
)
def test_an_address_in_its_parts(tmp_path: Path, typed: str, location: dict[str, str]) -> None:
    text = f"# Ines Vallgren\n\nAddress: {typed}\n\nines@example.com\n\n## Skills\n\nLenses, Rigs\n"
    assert read(tmp_path, text)["basics"]["location"] == location


@pytest.mark.parametrize(
    "typed", ["0561 – 555 01 88", "0171 / 555 01 43", "(561) · 555 · 0188", "+49 561 555 0188"]
)
def test_a_telephone_number_with_signs_in_it(tmp_path: Path, typed: str) -> None:
    text = f"# Ines Vallgren\n\nTel. {typed}\n\n## Skills\n\nLenses, Rigs\n"
    digits = "".join(one for one in typed if one.isdigit())
    found = "".join(one for one in read(tmp_path, text)["basics"]["phone"] if one.isdigit())
    assert found == digits


@pytest.mark.parametrize(
    ("lines", "spoken"),
    [
        ("**Languages:** Danish (native), German: B2", [("Danish", "native"), ("German", "B2")]),
        ("- Languages\n  - Danish - fluent\n  - Welsh", [("Danish", "fluent"), ("Welsh", None)]),
        (
            "Madrelingua: Italiano\n\nAltre lingue: Inglese: buono",
            [("Italiano", "Madrelingua"), ("Inglese", "buono")],
        ),
    ],
)
def test_spoken_languages_among_the_skills(
    tmp_path: Path, lines: str, spoken: list[tuple[str, str | None]]
) -> None:
    text = (
        f"# Ines Vallgren\n\nines@example.com\n\n## Skills\n\n**Optics:** Lenses, Rigs\n\n{lines}\n"
    )
    found = read(tmp_path, text)
    assert [(one["language"], one.get("fluency")) for one in found["languages"]] == spoken
    assert found["skills"] == [{"name": "Optics", "keywords": ["Lenses", "Rigs"]}]


def test_programming_languages_stay_skills(tmp_path: Path) -> None:
    text = "# Ines Vallgren\n\nines@example.com\n\n## Skills\n\n**Languages:** Go, C, Rust\n"
    found = read(tmp_path, text)
    assert "languages" not in found
    assert found["skills"] == [{"name": "Languages", "keywords": ["Go", "C", "Rust"]}]


def test_titles_before_a_dash_and_towns_behind_a_comma(tmp_path: Path) -> None:
    text = """# Ines Vallgren

ines@example.com

## Expériences professionnelles

### Tisseuse – Maison Quenot, Pont-l'Abbé
**Depuis septembre 2014**

### Teinturière – Ateliers du Faou, Brest
**de septembre 2013 à août 2014**
"""
    assert [
        (one["position"], one["name"], one["location"]) for one in read(tmp_path, text)["work"]
    ] == [
        ("Tisseuse", "Maison Quenot", "Pont-l'Abbé"),
        ("Teinturière", "Ateliers du Faou", "Brest"),
    ]


def test_terms_with_their_definitions(tmp_path: Path) -> None:
    text = """# Ines Vallgren

ines@example.com

## Education

2008-2012
:   **BSc, Optics**; University of Skane (Lund)

    *Thesis: frost on lenses*

2006
:   Leaving Certificate; Lerwick College
"""
    assert [
        (one["studyType"], one["institution"], one["endDate"])
        for one in read(tmp_path, text)["education"]
    ] == [
        ("BSc, Optics", "University of Skane", "2012"),
        ("Leaving Certificate", "Lerwick College", "2006"),
    ]


def test_letters_as_marks_of_a_list(tmp_path: Path) -> None:
    text = """Ines Vallgren
ines@example.com

EXPERIENCE

Lumen Norr AB, Lund, Sweden    03/2011 - Current
Optician
o Ground 400 lenses
o Kept the books
"""
    job = read(tmp_path, text, "cv.txt")["work"][0]
    assert (job["position"], job["highlights"]) == (
        "Optician",
        ["Ground 400 lenses", "Kept the books"],
    )


def test_a_title_in_spaced_letters(tmp_path: Path) -> None:
    text = "# Ines Vallgren\n\nines@example.com\n\n**W O R K E X P E R I E N C E**\n\n"
    text += "**Lumen Norr AB** | 2019 - 2021\n\nOptician\n"
    assert read(tmp_path, text)["work"][0]["name"] == "Lumen Norr AB"


HEAD = "# Ines Vallgren\n\nines@example.com\n\n"


@pytest.mark.parametrize(
    ("typed", "start", "end"),
    [
        ("02-2015 t/m heden", "2015-02", None),
        ("2014 / 11 - 2016 / 08", "2014-11", "2016-08"),
        ("Jan 15 - Sep 16", "2015-01", "2016-09"),
        ("Verano 2017", "Summer 2017", "Summer 2017"),
    ],
)
def test_more_ways_to_write_a_date(tmp_path: Path, typed: str, start: str, end: str | None) -> None:
    text = f"{HEAD}## Experience\n\n**Lumen Norr AB** | {typed}\n\nOptician\n"
    job = read(tmp_path, text)["work"][0]
    assert (job["startDate"], job.get("endDate")) == (start, end)


def test_the_date_of_a_job_in_its_first_bullet(tmp_path: Path) -> None:
    text = (
        "# Ines Vallgren\n\nines@example.com\n\n## Experience\n\n**Optician, Lumen Norr AB:**\n\n"
    )
    job = read(tmp_path, text + "* 2012-09 -- 2017-02\n* Ground 400 lenses\n")["work"][0]
    assert (job["name"], job["startDate"], job["highlights"]) == (
        "Lumen Norr AB",
        "2012-09",
        ["Ground 400 lenses"],
    )


def test_what_a_person_should_look_at() -> None:
    master = {
        "work": [
            {"name": "Lumen Norr AB", "position": "Optician", "startDate": "2019"},
            {"name": "Optician", "position": "Lumen Norr AB", "startDate": "2017"},
            {"position": "Lens grinder", "startDate": "2015"},
        ],
        "education": [
            {"institution": "University of Skane", "studyType": "BSc", "endDate": "2014"},
            {"institution": "BSc Optics", "studyType": "University of Skane", "endDate": "2014"},
        ],
    }
    assert [(one.key, one.reason) for one in find_doubts(master)] == [
        ("work/1", "employer and title may be swapped"),
        ("work/2", "no employer was found"),
        ("education/1", "school and degree may be swapped"),
    ]


@pytest.mark.parametrize("form", ["{}) ", "({}) ", "{}. "])
@pytest.mark.parametrize("marks", ["i ii iii", "a b c"])
def test_letters_and_roman_figures_begin_bullets(form: str, marks: str, tmp_path: Path) -> None:
    texts = ("Filled 200 orders a day", "Trained three interns,", "Cut waste")
    first, second, third = (
        form.format(mark) + text for mark, text in zip(marks.split(), texts, strict=True)
    )
    (tmp_path / "cv.txt").write_text(
        "Tomiwa Adeleke\ntomiwa@example.com\n\nWORK EXPERIENCE\n\n"
        f"Pharmacist, Greenleaf Stores Ltd, Ikeja\n2018 – 2021\n{first}\n{second}\n"
        f"   and one clerk\n{third}\n",
        encoding="utf-8",
    )
    (job,) = import_cv(tmp_path / "cv.txt").master["work"]
    assert (job["position"], job["name"]) == ("Pharmacist", "Greenleaf Stores Ltd")
    assert job["highlights"] == [texts[0], f"{texts[1]} and one clerk", texts[2]]


def test_a_single_letter_begins_no_bullet(tmp_path: Path) -> None:
    (tmp_path / "cv.txt").write_text(
        "Tomiwa Adeleke\ntomiwa@example.com\n\nPROJECTS\n\ni. MX board for scales\n2018 – 2021\n"
        "- Drew the board\n",
        encoding="utf-8",
    )
    (project,) = import_cv(tmp_path / "cv.txt").master["projects"]
    assert project["name"] == "i. MX board for scales"


def test_figures_begin_bullets_where_nothing_is_between_them() -> None:
    lines = ["1. Dispensing", "2. Excel", "Tools", "1. Lock", "2018", "2. Quay"]
    blocks = [make_block("text", [Span(line)], n, n) for n, line in enumerate(lines, 1)]
    marked = mark_ordered_items([block for block in blocks if block])
    assert [(block.kind, block.text) for block in marked] == [
        ("bullet", "Dispensing"),
        ("bullet", "Excel"),
        *(("text", line) for line in lines[2:]),
    ]


def test_projects_may_be_the_items_of_a_list(tmp_path: Path) -> None:
    (tmp_path / "cv.md").write_text(
        "# Ilse Tamminga\nilse@example.com\n\n## Projects\n\n"
        "- Lock of Terneuzen – final year project, team of four\n"
        "- **Quay wall**: set out 400 m of it\n  - Drew the plans\n- Solar pump (Python, Go)\n",
        encoding="utf-8",
    )
    assert import_cv(tmp_path / "cv.md").master["projects"] == [
        {"name": "Lock of Terneuzen", "description": "final year project, team of four"},
        {
            "name": "Quay wall",
            "description": "set out 400 m of it",
            "highlights": ["Drew the plans"],
        },
        {"name": "Solar pump", "keywords": ["Python", "Go"]},
    ]

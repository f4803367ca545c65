"""Lines between the heading of an entry and its bullets. The people are invented."""

from pathlib import Path
from typing import Any

import pytest

from tailor.errors import LimitError
from tailor.loader import import_cv
from tailor.resume_parser.blocks import Span, make_block
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

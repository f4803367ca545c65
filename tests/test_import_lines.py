"""Lines between the heading of an entry and its bullets. The people are invented."""

from pathlib import Path
from typing import Any

import pytest

from tailor.read import bring

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
    found = bring(path)
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

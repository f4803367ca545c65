"""YAML of other CV programs to a master. All people are invented."""

from pathlib import Path
from typing import Any

import pytest

from tailor.loader import import_cv, parse_resume, read_resume

RENDERCV = """
cv:
  name: Nils Ahlgren
  headline: Harbour Engineer
  location: Gothenburg, Sweden
  email: nils@example.com
  phone: tel:+46-555-010-0142
  website: https://nils.example.com
  social_networks:
    - network: GitHub
      username: nils-a
  sections:
    summary:
      - Builds **quays** that stay.
    education:
      - institution: Chalmers
        area: Civil Engineering
        degree: MSc
        start_date: 2010-09
        end_date: 2015-06
        highlights: ["Thesis on piles"]
    experience:
      - company: Port Works
        position: Engineer
        location: Gothenburg
        start_date: 2015-08
        end_date: present
        highlights:
          - Designed [quays](https://q.example.com) for **4** harbours.
    publications:
      - title: On piles
        authors: [Nils Ahlgren, "**Bo Ek**"]
        doi: 10.1000/182
        journal: Pile Letters
        date: 2020-01
    hobbies_and_things:
      - bullet: Rows on Sundays
    skills:
      - label: Software
        details: AutoCAD, Python
  weird: 3
design: {theme: classic}
"""

RENDERCV_READ: dict[str, Any] = {
    "basics": {
        "name": "Nils Ahlgren",
        "label": "Harbour Engineer",
        "email": "nils@example.com",
        "phone": "+46-555-010-0142",
        "url": "https://nils.example.com",
        "location": {"city": "Gothenburg", "region": "Sweden"},
        "profiles": [
            {"network": "GitHub", "username": "nils-a", "url": "https://github.com/nils-a"}
        ],
        "summary": "Builds **quays** that stay.",
    },
    "education": [
        {
            "institution": "Chalmers",
            "area": "Civil Engineering",
            "studyType": "MSc",
            "startDate": "2010-09",
            "endDate": "2015-06",
            "highlights": ["Thesis on piles"],
        }
    ],
    "work": [
        {
            "name": "Port Works",
            "position": "Engineer",
            "location": "Gothenburg",
            "startDate": "2015-08",
            "highlights": ["Designed [quays](https://q.example.com) for **4** harbours."],
        }
    ],
    "publications": [
        {
            "name": "On piles",
            "authors": ["Nils Ahlgren", "Bo Ek"],
            "publisher": "Pile Letters",
            "releaseDate": "2020-01",
            "url": "https://doi.org/10.1000/182",
        }
    ],
    "sections": [{"title": "Hobbies And Things", "entries": [{"title": "Rows on Sundays"}]}],
    "skills": [{"name": "Software", "keywords": ["AutoCAD", "Python"]}],
}

YAMLRESUME = """
content:
  basics:
    name: Lea Fontaine
    headline: Pastry Chef
    email: lea@example.com
    summary: |
      - Bakes.
      - Teaches.
  location: {city: Lyon, country: France}
  profiles:
    - network: LinkedIn
      url: https://linkedin.com/in/lea
      username: lea
  work:
    - name: Boulangerie Nord
      position: Chef
      startDate: Sep 1, 2016
      endDate: Present
      summary: |
        Runs the morning shift.
        - Made **400** rolls a day
        - Cut waste
          by half
      keywords: [bread]
  skills:
    - {name: Baking, level: Expert, keywords: [bread, cake]}
layout: {margins: 1}
"""

YAMLRESUME_READ: dict[str, Any] = {
    "basics": {
        "name": "Lea Fontaine",
        "label": "Pastry Chef",
        "email": "lea@example.com",
        "summary": "Bakes. Teaches.",
        "location": {"city": "Lyon", "region": "France"},
        "profiles": [
            {"network": "LinkedIn", "url": "https://linkedin.com/in/lea", "username": "lea"}
        ],
    },
    "work": [
        {
            "highlights": ["Made **400** rolls a day", "Cut waste by half"],
            "summary": "Runs the morning shift.",
            "startDate": "2016-09-01",
            "position": "Chef",
            "name": "Boulangerie Nord",
        }
    ],
    "skills": [{"keywords": ["bread", "cake"], "level": "Expert", "name": "Baking"}],
}


@pytest.mark.parametrize(
    ("text", "master", "left"),
    [
        (RENDERCV, RENDERCV_READ, [(40, "3")]),
        (YAMLRESUME, YAMLRESUME_READ, [(24, "bread")]),
    ],
    ids=["rendercv", "yamlresume"],
)
def test_it_is_known_by_its_keys(
    tmp_path: Path, text: str, master: dict[str, Any], left: list[tuple[int, str]]
) -> None:
    path = tmp_path / "cv.yaml"
    path.write_text(text.lstrip("\n"), encoding="utf-8")
    found = import_cv(path)
    assert found.master == master
    assert [(one.line, one.text) for one in found.unplaced] == left


def test_it_can_be_used_as_a_master(tmp_path: Path) -> None:
    path = tmp_path / "cv.yaml"
    path.write_text(RENDERCV.lstrip("\n"), encoding="utf-8")
    resume, warnings = read_resume(path)
    assert resume.name == "Nils Ahlgren"
    assert [str(one.place) for one in warnings] == [f"{path}:40"]


OBJECTS = """basics: {name: Ada Marlow}
work:
  - name: Acme AB
    position: Engineer
    location: {city: Lund, countryCode: SE, postalCode: "223 50"}
    highlights:
      - Built a rig
          Led five people
      - Wrote the long report that goes on
        and on for two lines
volunteer:
  - {organization: Shelter, position: Cook, location: {city: Portland, region: OR}}
education:
  - {institution: Uppland College, area: Physics, location: {country: Sweden}}
"""


def test_places_that_other_programs_write_as_mappings() -> None:
    resume, warnings = parse_resume(OBJECTS, "resume.yaml", "yaml")
    places = [one.entries[0].place for one in resume.sections]
    assert places == ["Lund, SE", "Portland, OR", "Sweden"]
    told = [(one.place.line, one.message) for one in warnings if one.place]
    assert (5, "`postalCode` of a place of work is not printed") in told


def test_a_forgotten_hyphen_is_told() -> None:
    _, warnings = parse_resume(OBJECTS, "resume.yaml", "yaml")
    lines = [one.place.line for one in warnings if one.place and "continues" in one.message]
    assert lines == [8]

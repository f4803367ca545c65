"""Markdown CVs, tidy and as converters leave them, to a master. All people are invented."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tailor.errors import InputError, LimitError
from tailor.importers.base import ImportResult
from tailor.loader import import_cv, read_resume

Data = dict[str, Any]

CONVERTED = """
# Ines Vallgren

Email: [ines.vallgren@example.com](mailto:ines.vallgren@example.com)
Github: <https://github.com/ines-vallgren>

Phone: +46 555 010 0199
Address: Kvarngatan 4, Lund 22350

## \u26a1 Summary

*Optics engineer who likes dull, reliable machines. I once aligned a laser in a lorry.*

## Professional Experience

<b>Optics Engineer</b>\t<b>Lumen Norr AB</b>\t<b>Sept 2021 \u2013 Present</b>
<i>Beam alignment rig (Python, LabVIEW, OpenCV)</i>\t\t
<ul style="list-style-type: none"><li>\u2022 Built a rig that aligns <b>12</b> lasers an hour.</li>\
<li>\u2022 Cut drift by <math>3\\times</math> &amp; wrote it up.</li></ul>\t\t

*Cold storage survey (Excel, R, SQL)*

- Measured 40 sites in 2 countries.
- Frost monitor (C++, Qt, MQTT)*
- Logged frost every minute.

Junior Engineer\tPrisma Works, India\tMay 2018 \u2013 August 2021
<i>Lens cleaning (Go, Kafka)</i>\t\t

- Cleaned lenses*.

## Education

---

<b>Lund, Sweden</b>\t<b>University of Skane</b>\t<b>Oct 2014 \u2013 June 2018</b>
-------\t---\t------

- M.Sc. in Physics, GPA: 4.5/5.0
- Graduate Coursework: Waves; Optics & Lasers; Statistics.

## Technical Skills

-
- Programming Languages: C, C++, Python.
  - Lab: Oscilloscopes, Cryostats Others: Welding

## References

- [1] Bo Ek et al. "Cold lenses". In: *Journal of Lenses* 7.3 (2008), pp. 1\u201310.

---

\\*<https://lenses.example.com/clean>
"""


def imported(tmp_path: Path, text: str, name: str = "cv.md") -> ImportResult:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return import_cv(path)


def test_both_suffixes_of_markdown_are_read_alike(tmp_path: Path) -> None:
    found = imported(tmp_path, CONVERTED, "cv.markdown")
    assert found.master == imported(tmp_path, CONVERTED, "cv.md").master


def test_a_converted_cv_comes_whole(tmp_path: Path) -> None:
    found = imported(tmp_path, CONVERTED)
    assert found.unplaced == ()
    assert found.master["basics"] == {
        "name": "Ines Vallgren",
        "email": "ines.vallgren@example.com",
        "profiles": [{"network": "GitHub", "url": "https://github.com/ines-vallgren"}],
        "phone": "+46 555 010 0199",
        "location": {"address": "Kvarngatan 4", "city": "Lund", "postalCode": "22350"},
        "summary": "Optics engineer who likes dull, reliable machines. "
        "I once aligned a laser in a lorry.",
    }
    assert found.master["work"] == [
        {
            "name": "Lumen Norr AB",
            "position": "Optics Engineer",
            "startDate": "2021-09",
            "projects": [
                {
                    "name": "Beam alignment rig",
                    "keywords": ["Python", "LabVIEW", "OpenCV"],
                    "highlights": [
                        "Built a rig that aligns 12 lasers an hour.",
                        "Cut drift by 3× & wrote it up.",
                    ],
                },
                {
                    "name": "Cold storage survey",
                    "keywords": ["Excel", "R", "SQL"],
                    "highlights": ["Measured 40 sites in 2 countries."],
                },
                {
                    "name": "Frost monitor",
                    "keywords": ["C++", "Qt", "MQTT"],
                    "highlights": ["Logged frost every minute."],
                },
            ],
        },
        {
            "name": "Prisma Works",
            "position": "Junior Engineer",
            "location": "India",
            "startDate": "2018-05",
            "endDate": "2021-08",
            "url": "https://lenses.example.com/clean",
            "projects": [
                {
                    "name": "Lens cleaning",
                    "keywords": ["Go", "Kafka"],
                    "highlights": ["Cleaned lenses*."],
                }
            ],
        },
    ]
    assert found.master["education"] == [
        {
            "institution": "University of Skane",
            "location": "Lund, Sweden",
            "startDate": "2014-10",
            "endDate": "2018-06",
            "studyType": "M.Sc. in Physics",
            "score": "GPA: 4.5/5.0",
            "courses": ["Waves", "Optics & Lasers", "Statistics"],
        }
    ]
    assert found.master["skills"] == [
        {"name": "Programming Languages", "keywords": ["C", "C++", "Python"]},
        {"name": "Lab", "keywords": ["Oscilloscopes", "Cryostats"]},
        {"name": "Others", "keywords": ["Welding"]},
    ]
    assert found.master["sections"][0]["entries"][0] == {
        "title": "Cold lenses",
        "authors": ["Bo Ek et al."],
        "organisation": "In: Journal of Lenses 7.3. pp. 1–10",
        "date": "2008",
    }


ACADEMIC = """# Tomas Brandl

Postdoctoral Researcher

tomas@example.com | 555-0142

## Work Experience

### Halden Institute, Oslo, Norway
## Research Fellow (Cold Chemistry)
Aug 2021 - Present

- Grew crystals.

### Visiting Lecturer in Ice Group

Jan 2021 - Jun 2021

- Taught a course on ice that had a very long description, longer than a line of the

page it was printed on.

## Internship Experience

Nordlys AS, Bergen, Norway

Ice breaking (Summer Intern)

Summer 2016

Advisor: Dr. Kari Moe

Worked on the breaking of ice in harbours where ships of all sizes come and go. Broke it.

## Publications (Google Scholar)

**Tomas Brandl**\\*, Kari Moe\\*. "Ice in 802.11 cables". *J. Ice*. 2021. (Poster, pdf)

(\\*equal contrib.)

Kari Moe, **Tomas Brandl**. "On snow". Workshop on Snow - COLD. 2019.

### Patents

Tomas Brandl, Kari Moe. "Ice tongs". US 10,000,001. (Pub-

#### lished)

**Tomas Brandl**. "Better ice tongs. US 10/000,002. (Filed)

## Talks/Presentations

Why ice floats [Slides] Feb 2018 Frost Inc., Noida, India

Ice at sea [Slides]

Sea Summit, San Francisco, CA

Feb 2019

Ice on land [Slides]
COLD 2021
Oct 2021

## Professional Service

**Mentor** at Ice School (2015 - 2017): Taught ten pupils to skate.

**Reviewer** for the Journal of Ice.

## Awards and Achievements

Ice Prize - awarded by the town to 3 of 500 skaters.\t2019
Second Ice Prize\t2018
"""


def test_an_academic_cv_with_false_headings(tmp_path: Path) -> None:
    found = imported(tmp_path, ACADEMIC)
    assert found.unplaced == ()
    master = found.master
    assert [(one["name"], one["position"], one["startDate"]) for one in master["work"]] == [
        ("Halden Institute", "Research Fellow (Cold Chemistry)", "2021-08"),
        ("Halden Institute", "Visiting Lecturer in Ice Group", "2021-01"),
        ("Nordlys AS", "Ice breaking (Summer Intern)", "Summer 2016"),
    ]
    assert master["work"][1]["highlights"] == [
        "Taught a course on ice that had a very long description, longer than a line of the "
        "page it was printed on."
    ]
    assert master["work"][2]["summary"] == "Advisor: Dr. Kari Moe"
    assert master["work"][2]["endDate"] == "Summer 2016"
    assert master["publications"] == [
        {
            "name": "Ice in 802.11 cables",
            "authors": ["Tomas Brandl*", "Kari Moe*"],
            "publisher": "J. Ice",
            "releaseDate": "2021",
            "summary": "(Poster, pdf) (*equal contrib.)",
        },
        {
            "name": "On snow",
            "authors": ["Kari Moe", "Tomas Brandl"],
            "publisher": "Workshop on Snow - COLD",
            "releaseDate": "2019",
        },
    ]
    own = {section["title"]: section["entries"] for section in master["sections"]}
    assert own["Patents"] == [
        {
            "title": "Ice tongs",
            "authors": ["Tomas Brandl", "Kari Moe"],
            "organisation": "US 10,000,001",
            "summary": "(Published)",
        },
        {
            "title": "Better ice tongs",
            "authors": ["Tomas Brandl"],
            "organisation": "US 10/000,002",
            "summary": "(Filed)",
        },
    ]
    assert own["Talks/Presentations"] == [
        {
            "title": "Why ice floats [Slides]",
            "organisation": "Frost Inc.",
            "place": "Noida, India",
            "endDate": "2018-02",
        },
        {
            "title": "Ice at sea [Slides]",
            "organisation": "Sea Summit",
            "place": "San Francisco, CA",
            "endDate": "2019-02",
        },
        {"title": "Ice on land [Slides]", "organisation": "COLD 2021", "endDate": "2021-10"},
    ]
    assert own["Professional Service"] == [
        {
            "title": "Mentor at Ice School",
            "startDate": "2015",
            "endDate": "2017",
            "summary": "Taught ten pupils to skate.",
        },
        {"title": "Reviewer for the Journal of Ice."},
    ]
    assert master["awards"] == [
        {"title": "Ice Prize - awarded by the town to 3 of 500 skaters.", "date": "2019"},
        {"title": "Second Ice Prize", "date": "2018"},
    ]


PLAIN = """Jo Marlow
Electrician
jo.marlow@example.com | 555-0107 | Leeds, England

EXPERIENCE

Site Electrician, Marlow Wiring Ltd
March 2019 - Present
- Wired 30 houses.

SKILLS
Wiring, Testing
"""


def test_a_plain_text_cv(tmp_path: Path) -> None:
    found = imported(tmp_path, PLAIN, "cv.txt")
    assert found.unplaced == ()
    assert found.master == {
        "basics": {
            "name": "Jo Marlow",
            "email": "jo.marlow@example.com",
            "phone": "555-0107",
            "location": {"region": "England", "city": "Leeds"},
            "label": "Electrician",
        },
        "work": [
            {
                "position": "Site Electrician",
                "name": "Marlow Wiring Ltd",
                "startDate": "2019-03",
                "highlights": ["Wired 30 houses."],
            }
        ],
        "skills": [{"keywords": ["Wiring", "Testing"]}],
    }


def test_it_can_be_used_as_a_master(tmp_path: Path) -> None:
    path = tmp_path / "cv.md"
    path.write_text(CONVERTED, encoding="utf-8")
    resume, _ = read_resume(path)
    assert [section.kind for section in resume.sections] == [
        "work",
        "education",
        "skills",
        "custom",
    ]
    assert len(resume.sections[0].entries[0].bullets) == 4


def test_a_line_that_is_not_understood_is_named(tmp_path: Path) -> None:
    found = imported(tmp_path, "# Jo Marlow\n\n## Contact\n\nx@y@z 555 123 9 and more\n")
    assert [one.line for one in found.unplaced] == [5] or "more" in str(found.master)


@pytest.mark.parametrize(
    "text", ["", "   \n\n", "---\n\n---\n", "## Experience\n", "1234\n\n- 55\n"]
)
def test_no_cv_is_an_input_error(tmp_path: Path, text: str) -> None:
    with pytest.raises(InputError):
        imported(tmp_path, text)


def test_nesting_is_limited(tmp_path: Path) -> None:
    with pytest.raises(LimitError):
        imported(tmp_path, ">" * 5000 + " deep")


TITLES = ("Work Experience", "Education", "Projects", "Skills", "Awards", "Talks", "Publications")
SAMPLE = """engineer Acme Ltd built 40 bridges, in Rome. (Python, Go) 2019 - 2021 | — nurse at St.
University “On ice” and *of* May 2018 Present: http://example.com Advisor: x"""
WORDS = st.sampled_from(SAMPLE.split())
LINE = st.builds(
    lambda mark, words: mark + " ".join(words),
    st.sampled_from(["", "", "- ", "### ", "**", "* ", "\t", "> ", "1. "]),
    st.lists(WORDS, min_size=1, max_size=9),
)
PART = st.builds(
    lambda title, lines, gap: f"## {title}\n\n" + gap.join(lines),
    st.sampled_from(TITLES),
    st.lists(LINE, max_size=6),
    st.sampled_from(["\n", "\n\n"]),
)


def strings(data: object) -> list[str]:
    if isinstance(data, dict):
        return [text for value in data.values() for text in strings(value)]
    return [t for one in data for t in strings(one)] if isinstance(data, list) else [str(data)]


@given(st.lists(PART, max_size=5))
@settings(deadline=None)
def test_every_word_is_in_the_master_or_its_line_is_named(
    tmp_path_factory: pytest.TempPathFactory, parts: list[str]
) -> None:
    """Words are compared without dates and labels, which the master writes in its own way."""
    text = "# Ada Marlow\n\n" + "\n\n".join(parts) + "\n"
    found = imported(tmp_path_factory.mktemp("words"), text)
    told = " ".join([*strings(found.master), *(one.text for one in found.unplaced)])
    known = Counter(re.findall(r"[^\W_]{3,}", told))
    typed = Counter(
        word
        for line in text.split("\n")
        if not line.startswith("## ")
        for word in re.findall(r"[^\W_]{3,}", re.sub(r"\bMay 2018|Present\b|\d{4}", "", line))
    )
    lost = typed - known
    assert set(lost) <= {"May", "Present", "http", "Advisor"}, lost

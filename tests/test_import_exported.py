"""What `tailor export` wrote is read by its own grammar; what only looks like it, is not."""

from pathlib import Path
from typing import Any

import pytest

from tailor.exporters import WRITERS
from tailor.exporters.yaml import yaml_text
from tailor.loader import import_cv, parse_resume

MASTER: dict[str, Any] = {
    "basics": {
        "name": "Engineer, Ines Vallgren",
        "label": "Lead Engineer, Acme Inc",
        "email": "ines@example.com",
        "profiles": [
            {"network": "Researcher ID", "username": "0-17", "url": "https://r.example.com/0-17"}
        ],
    },
    "education": [
        {"institution": "Lund University", "studyType": "BSc, Optics", "courses": ["Light, cold"]}
    ],
    "work": [
        {
            "name": "Oslo",
            "position": "Paris",
            "location": "Acme Inc",
            "startDate": "2019-03",
            "summary": "Authors: nobody (2014).",
            "projects": [
                {"name": "Frost (beta, 2019)", "highlights": ["Logged frost."]},
                {"name": "Wind", "keywords": ["C++"], "highlights": ["Grade: fine"]},
            ],
        }
    ],
    "certificates": [
        {"name": "License, Massachusetts (active, 2011)", "issuer": "Board of Nursing. Boston"}
    ],
    "publications": [
        {
            "name": "How good? A survey",
            "publisher": "Proc. of Lenses (invited)",
            "releaseDate": "2020-01",
            "authors": ["I. Vallgren", "B. Ek, Jr."],
        }
    ],
    "languages": [{"language": "Spanish (Mexico)", "fluency": "Good; passed a screening"}],
    "references": [{"name": "Bo Ek", "reference": "Quick."}],
    "sections": [
        {
            "title": "Internship Experience",
            "entries": [{"title": "Member, treasurer 2023–25", "place": "Lund", "date": "2014-09"}],
        }
    ],
}


@pytest.mark.parametrize("suffix", [".md", ".txt", ".docx"])
def test_what_can_be_taken_for_something_else(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"cv{suffix}"
    resume = parse_resume(yaml_text(MASTER), "resume.yaml", "yaml")[0]
    path.write_bytes(WRITERS[suffix](resume))
    found = import_cv(path)
    assert found.unplaced == ()
    master = MASTER | {"basics": dict(MASTER["basics"])}
    master["sections"] = [
        {
            "title": "Internship Experience",
            "entries": [
                {"title": "Member, treasurer 2023–25", "place": "Lund", "endDate": "2014-09"}
            ],
        }
    ]
    for one in (found.master, master):
        (profile,) = one["basics"].pop("profiles")
        assert profile["network"] == "Researcher ID"
        assert profile["url"].removeprefix("https://") == "r.example.com/0-17"
    assert found.master == master


@pytest.mark.parametrize("suffix", [".md", ".txt", ".docx"])
def test_the_language_is_that_of_the_titles(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"cv{suffix}"
    german = MASTER | {"meta": {"language": "de"}}
    resume = parse_resume(yaml_text(german), "resume.yaml", "yaml")[0]
    path.write_bytes(WRITERS[suffix](resume))
    found = import_cv(path).master
    assert found["meta"] == {"language": "de"}
    assert found["work"] == MASTER["work"]


def test_a_bullet_by_hand_changes_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "cv.md"
    resume = parse_resume(yaml_text(MASTER), "resume.yaml", "yaml")[0]
    typed = WRITERS[".md"](resume).decode().replace("- Grade: fine\n", "- Grade: fine\n- New.\n")
    path.write_text(typed, encoding="utf-8")
    piece = import_cv(path).master["work"][0]["projects"][1]
    assert piece == {"name": "Wind", "keywords": ["C++"], "highlights": ["Grade: fine", "New."]}


FOREIGN = """# Ines Vallgren

ines@example.com

## Work Experience

### Lumen Norr GmbH

**Senior Engineer** | Lund | May 2019 – Present

- Built a rig.

### City Hospital

**Nurse** | Lund | 2017 – 2018
"""


@pytest.mark.parametrize("suffix", [".md", ".txt"])
def test_employers_above_titles_are_not_ours(tmp_path: Path, suffix: str) -> None:
    plain = FOREIGN.replace("\n\n**", "\n**").replace("*", "").replace("## Work", "WORK")
    plain = (
        plain.replace("WORK Experience", "WORK EXPERIENCE").replace("#", "").replace("\n ", "\n")
    )
    path = tmp_path / f"cv{suffix}"
    path.write_text(FOREIGN if suffix == ".md" else plain.lstrip(), encoding="utf-8")
    jobs = import_cv(path).master["work"]
    assert [(job["name"], job["position"]) for job in jobs] == [
        ("Lumen Norr GmbH", "Senior Engineer"),
        ("City Hospital", "Nurse"),
    ]


def test_no_name_no_grammar(tmp_path: Path) -> None:
    path = tmp_path / "cv.txt"
    path.write_text("12\n\nWORK EXPERIENCE\n\nx\n", encoding="utf-8")
    found = import_cv(path)
    assert found.master["basics"] == {"name": "Your Name"}
    assert any("no name was found" in one.message for one in found.problems)

"""Masters written in other formats. The people are invented."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator, FormatChecker

from tailor.cli import main
from tailor.exporters import WRITERS
from tailor.exporters.yaml import extend_yaml, yaml_text
from tailor.loader import parse_resume

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = sorted((ROOT / "examples").glob("*/resume.yaml"))
SCHEMA = json.loads((ROOT / "tests/jsonresume-1.0.0.schema.json").read_text(encoding="utf-8"))

MASTER = """
basics:
  name: Ines Vallgren
  label: Optics Engineer
  email: ines@example.com
  location: {city: Lund, region: Sweden}
  profiles: [{network: GitHub, url: github.com/ines-v}]
  summary: {text: Likes lenses., variants: [Loves lenses.]}
work:
  - name: Lumen Norr AB
    position: Engineer
    startDate: Summer 2020
    highlights:
      - {text: Built a rig., keep: always}
    projects:
      - {name: Frost, keywords: [C++, Qt], highlights: [Logged frost.]}
sections:
  - title: Patents
    entries:
      - {title: Ice tongs, organisation: "US 10,000,001", authors: [Ines Vallgren], date: 2019}
"""


def exported(suffix: str, text: str = MASTER) -> bytes:
    return WRITERS[suffix](parse_resume(text, "resume.yaml", "yaml")[0])


def faults(data: Any) -> list[str]:
    validator = Draft4Validator(SCHEMA, format_checker=FormatChecker())
    return [error.message for error in validator.iter_errors(data)]


def test_both_suffixes_of_yaml_are_written_alike() -> None:
    assert exported(".yml") == exported(".yaml")
    assert b"Ines Vallgren" in exported(".yml")


def test_json_resume_says_where_things_belong() -> None:
    data = json.loads(exported(".json"))
    assert faults(data) == []
    assert data["basics"]["summary"] == "Likes lenses."
    assert data["basics"]["profiles"] == [{"network": "GitHub", "url": "https://github.com/ines-v"}]
    assert data["work"] == [
        {
            "name": "Lumen Norr AB",
            "position": "Engineer",
            "startDate": "2020",
            "x-startDate": "Summer 2020",
            "highlights": ["Built a rig."],
        }
    ]
    assert data["projects"] == [
        {
            "name": "Frost",
            "keywords": ["C++", "Qt"],
            "highlights": ["Logged frost."],
            "type": "work/0",
        },
        {
            "name": "Ice tongs",
            "entity": "US 10,000,001",
            "authors": ["Ines Vallgren"],
            "endDate": "2019",
            "type": "Patents",
        },
    ]
    assert data["meta"] == {
        "sections": ["Patents"],
        "lines": [
            {"text": "Likes lenses.", "variants": ["Loves lenses."]},
            {"text": "Built a rig.", "keep": "always"},
        ],
    }


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_the_examples_pass_the_official_schema(path: Path) -> None:
    data = json.loads(exported(".json", path.read_text(encoding="utf-8")))
    assert faults(data) == []


def test_what_an_employer_does_takes_no_place_of_the_bullets() -> None:
    about = "Makes lenses and rigs for cold laboratories in forty-one countries."
    text = f"""
basics: {{name: Ines Vallgren}}
work:
  - {{name: Lumen, position: Chief, summary: Led the lab., description: {about}, highlights: [A.]}}
"""
    (job,) = json.loads(exported(".json", text))["work"]
    assert (job["summary"], job["description"]) == ("Led the lab.", about)
    assert job["highlights"] == ["A."]


def test_the_schema_can_refuse() -> None:
    assert faults({"sections": []})
    assert faults({"work": [{"startDate": "Summer 2020"}]})
    assert faults({"work": [{"highlights": [{"text": "x"}]}]})


def test_plain_text() -> None:
    assert exported(".txt").decode() == (
        "Ines Vallgren\nOptics Engineer\nines@example.com | Lund, Sweden | github.com/ines-v\n\n"
        "SUMMARY\n\nLikes lenses.\n\n"
        "WORK EXPERIENCE\n\nEngineer\nLumen Norr AB | Summer 2020 – Present\n- Built a rig.\n"
        "Project: Frost | C++, Qt\n- Logged frost.\n\n"
        "PATENTS\n\nIce tongs\nUS 10,000,001 | 2019\nAuthors: Ines Vallgren\n"
    )


def test_word_has_real_headings_and_lists() -> None:
    from docx import Document

    document = Document(io.BytesIO(exported(".docx")))
    found = [(one.style.name if one.style else "", one.text) for one in document.paragraphs]
    assert found == [
        ("Title", "Ines Vallgren"),
        ("Subtitle", "Optics Engineer"),
        ("Normal", "ines@example.com | Lund, Sweden | github.com/ines-v"),
        ("Heading 1", "Summary"),
        ("Normal", "Likes lenses."),
        ("Heading 1", "Work Experience"),
        ("Heading 2", "Engineer"),
        ("Normal", "Lumen Norr AB | Summer 2020 – Present"),
        ("List Bullet", "Built a rig."),
        ("Normal", "Frost | C++, Qt"),
        ("List Bullet", "Logged frost."),
        ("Heading 1", "Patents"),
        ("Heading 2", "Ice tongs"),
        ("Normal", "US 10,000,001 | 2019"),
        ("Normal", "Authors: Ines Vallgren"),
    ]
    assert document.tables == []


HAND_MADE = """# my own words
basics:
  name: "Ines Vallgren"   # quoted
  phone: 007

# jobs, best first
work:
    # the best job
    - name: Lumen Norr AB
      highlights:
          - 'Built a rig.' # keep me
          - Cut drift   # and this

# until here
"""


GROWN = """# my own words
basics:
  name: "Ines Vallgren"   # quoted
  phone: 007
  email: ines@example.com

# jobs, best first
work:
    # the best job
    - name: Lumen Norr AB
      highlights:
          - 'Built a rig.' # keep me
          - text: Cut drift # and this
            variants:
                - Drift was cut
          - New
    - name: Second

# until here
"""


def test_a_hand_made_file_keeps_its_words_and_comments() -> None:
    data = {
        "basics": {"name": "other", "phone": "7", "email": "ines@example.com"},
        "work": [
            {
                "name": "x",
                "highlights": ["y", {"text": "Cut drift", "variants": ["Drift was cut"]}, "New"],
            },
            {"name": "Second"},
        ],
    }
    text = extend_yaml(HAND_MADE, data)
    assert text == GROWN


def test_a_year_gets_its_month() -> None:
    typed = "work:\n- name: Acme # mine\n  startDate: 2020 # or so\n  endDate: 2021-03\n"
    data = {"work": [{"name": "ACME", "startDate": "2020-01", "endDate": "2021"}]}
    assert extend_yaml(typed, data) == typed.replace("2020 #", "2020-01 #")


def test_keys_stand_in_the_order_of_reading() -> None:
    data = {
        "work": [{"highlights": ["x"], "startDate": "2020", "name": "A"}],
        "basics": {"name": "B"},
    }
    assert yaml_text(data) == (
        "basics:\n  name: B\nwork:\n- name: A\n  startDate: '2020'\n  highlights:\n  - x\n"
    )


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "resume.yaml"
    source.write_text(MASTER, encoding="utf-8")
    for suffix in WRITERS:
        out = tmp_path / f"out{suffix}"
        assert main(["export", str(source), "-o", str(out)]) == 0
        assert out.read_bytes()[:2] == (b"PK" if suffix == ".docx" else out.read_bytes()[:2])
    assert main(["export", str(source), "-o", str(tmp_path / "out.odt")]) == 2
    assert main(["export", str(source), "-o", str(source)]) == 2
    assert "tailor cannot write this format" in capsys.readouterr().err

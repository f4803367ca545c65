"""A master in a file becomes a Resume, whole and in order."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from tailor.errors import FileError, InputError, LimitError, TailorError
from tailor.i18n import section_title
from tailor.loader import parse_resume, read_resume
from tailor.models import Bullet, Contact, Date, Entry, Group, Profile, Resume, Section
from tailor.resume.reading import LONGEST
from tailor.resume.validation import json_schema

WHOLE = """\
# yaml-language-server: $schema=resume.schema.json
basics:
  name: Robin Ashby
  label: Analyst
  email: robin@example.com
  phone: 206-555-0101
  url: robin.example.com
  summary: {text: Counts things., variants: [Counts.]}
  location: {city: Leeds, region: England, countryCode: GB}
  profiles: [{network: GitHub, username: robin, url: https://github.com/robin}]
skills:
- name: Programming
  level: Advanced
  keywords: [Python, 3.10, NO]
education:
- institution: Eastholme
  area: Statistics
  studyType: BSc
  score: 3.90
  startDate: 2011-09
  endDate: 2014-06-30
  courses: [Probability]
  highlights: [Wrote a thesis]
work:
- name: Acme
  position: Counter
  location: Leeds
  startDate: March 2021
  summary: A maker of scales.
  highlights:
  - Counted 007 apples
  - {text: Weighed, variants: [Weighed pears], tags: [fruit], keep: always, weight: 2}
  projects:
  - {name: Scale, keywords: [C++], highlights: [Built a scale]}
languages: [{language: English, fluency: Native}]
publications:
- {name: On Counting, authors: [R. Ashby, A. Nother], publisher: Tallies, releaseDate: 2020-01}
awards: [{title: Best Counter, awarder: Acme, date: 2022, summary: For counting.}]
certificates: [{name: Weights, issuer: Board, date: 2019-05, url: "https://c.example.com"}]
references: [{name: A. Nother, reference: Robin counts well.}]
interests: [{name: Sport, keywords: [Chess]}]
volunteer: [{organization: Food Bank, position: Packer, highlights: [Packed], startDate: 2019}]
projects:
- {name: Abacus, description: Beads., entity: Club, roles: [Author, Tester], keywords: [Rust]}
sections:
- title: Patents
  entries: [{title: A scale, organisation: Patent Office, date: 2018, authors: [R. Ashby]}]
meta: {language: en, theme: any}
"""

RESUME = Resume(
    "Robin Ashby",
    "Analyst",
    Contact(
        "robin@example.com",
        "206-555-0101",
        "robin.example.com",
        "Leeds, England",
        (Profile("GitHub", "robin", "https://github.com/robin"),),
    ),
    Bullet("basics/summary", "Counts things.", ("Counts.",)),
    (
        Section(
            "skills",
            "Skills",
            "skills",
            (
                Entry(
                    "skills/0",
                    "Programming",
                    note="Advanced",
                    groups=(
                        Group(
                            "skills/0",
                            bullets=(
                                Bullet("skills/0/keywords/0", "Python"),
                                Bullet("skills/0/keywords/1", "3.10"),
                                Bullet("skills/0/keywords/2", "NO"),
                            ),
                        ),
                    ),
                ),
            ),
        ),
        Section(
            "education",
            "Education",
            "education",
            (
                Entry(
                    "education/0",
                    "BSc, Statistics",
                    "Eastholme",
                    start=Date(2011, 9),
                    end=Date(2014, 6, 30),
                    note="3.90",
                    groups=(
                        Group(
                            "education/0",
                            bullets=(Bullet("education/0/highlights/0", "Wrote a thesis"),),
                        ),
                        Group("education/0/courses", "Courses", ("Probability",)),
                    ),
                ),
            ),
        ),
        Section(
            "work",
            "Work Experience",
            "work",
            (
                Entry(
                    "work/0",
                    "Counter",
                    "Acme",
                    "Leeds",
                    Date(2021, 3),
                    summary=Bullet("work/0/summary", "A maker of scales."),
                    groups=(
                        Group(
                            "work/0",
                            bullets=(
                                Bullet("work/0/highlights/0", "Counted 007 apples"),
                                Bullet(
                                    "work/0/highlights/1",
                                    "Weighed",
                                    ("Weighed pears",),
                                    ("fruit",),
                                    "always",
                                    2.0,
                                ),
                            ),
                        ),
                        Group(
                            "work/0/projects/0",
                            "Scale",
                            ("C++",),
                            (Bullet("work/0/projects/0/highlights/0", "Built a scale"),),
                        ),
                    ),
                ),
            ),
        ),
        Section(
            "languages",
            "Languages",
            "languages",
            (Entry("languages/0", "English", note="Native"),),
        ),
        Section(
            "publications",
            "Publications",
            "publications",
            (
                Entry(
                    "publications/0",
                    "On Counting",
                    "Tallies",
                    end=Date(2020, 1),
                    authors=("R. Ashby", "A. Nother"),
                ),
            ),
        ),
        Section(
            "awards",
            "Awards",
            "awards",
            (
                Entry(
                    "awards/0",
                    "Best Counter",
                    "Acme",
                    end=Date(2022),
                    summary=Bullet("awards/0/summary", "For counting."),
                ),
            ),
        ),
        Section(
            "certificates",
            "Certifications",
            "certificates",
            (
                Entry(
                    "certificates/0",
                    "Weights",
                    "Board",
                    end=Date(2019, 5),
                    url="https://c.example.com",
                ),
            ),
        ),
        Section(
            "references",
            "References",
            "references",
            (
                Entry(
                    "references/0",
                    "A. Nother",
                    summary=Bullet("references/0/reference", "Robin counts well."),
                ),
            ),
        ),
        Section(
            "interests",
            "Interests",
            "interests",
            (
                Entry(
                    "interests/0",
                    "Sport",
                    groups=(
                        Group("interests/0", bullets=(Bullet("interests/0/keywords/0", "Chess"),)),
                    ),
                ),
            ),
        ),
        Section(
            "volunteer",
            "Volunteer Experience",
            "volunteer",
            (
                Entry(
                    "volunteer/0",
                    "Packer",
                    "Food Bank",
                    start=Date(2019),
                    groups=(
                        Group(
                            "volunteer/0",
                            bullets=(Bullet("volunteer/0/highlights/0", "Packed"),),
                        ),
                    ),
                ),
            ),
        ),
        Section(
            "projects",
            "Projects",
            "projects",
            (
                Entry(
                    "projects/0",
                    "Abacus",
                    "Club",
                    note="Author, Tester",
                    summary=Bullet("projects/0/description", "Beads."),
                    groups=(Group("projects/0/keywords", keywords=("Rust",)),),
                ),
            ),
        ),
        Section(
            "sections/0",
            "Patents",
            "custom",
            (
                Entry(
                    "sections/0/entries/0",
                    "A scale",
                    "Patent Office",
                    end=Date(2018),
                    authors=("R. Ashby",),
                ),
            ),
        ),
    ),
)


def test_a_whole_master() -> None:
    assert parse_resume(WHOLE, "cv.yaml", "yaml") == (RESUME, ())


def test_json_gives_the_same() -> None:
    typed = yaml.load(WHOLE, yaml.BaseLoader)
    assert parse_resume(json.dumps(typed, indent=1), "cv.json", "json") == (RESUME, ())


@pytest.mark.parametrize(
    ("highlights", "words"),
    [
        (["Docker", "GitHub Actions", "AWS"], ("Docker", "GitHub Actions", "AWS")),
        (["Docker", "Git"], ()),
        (["Docker", "Git", "Moved to Kubernetes"], ()),
        (["Led.", "Built.", "Sold."], ()),
        (["Docker", {"text": "Git", "weight": 2}, "AWS"], ()),
    ],
)
def test_highlights_that_only_name_things_are_keywords(
    highlights: list[object], words: tuple[str, ...]
) -> None:
    master = {"basics": {"name": "A"}, "work": [{"name": "B", "highlights": highlights}]}
    resume, problems = parse_resume(json.dumps(master), "cv.json", "json")
    (group,) = resume.sections[0].entries[0].groups
    assert (group.keywords, problems) == (words, ())
    assert len(group.bullets) == (0 if words else len(highlights))


def test_numbers_in_json_stay_as_typed() -> None:
    text = '{"basics": {"name": "A"}, "work": [{"name": "B", "highlights": [3.90, 1e3, true]}]}'
    resume, _ = parse_resume(text, "cv.json", "json")
    assert [b.text for b in resume.sections[0].entries[0].bullets] == ["3.90", "1e3", "true"]


@pytest.mark.parametrize(
    "data",
    [
        WHOLE.encode("utf-8-sig"),
        WHOLE.encode("utf-16"),
        WHOLE.encode("utf-32"),
        WHOLE.replace("\n", "\r\n").encode(),
        WHOLE.replace("\n", "\r").encode(),
    ],
)
def test_encodings_and_line_ends(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "cv.yml"
    path.write_bytes(data)
    assert read_resume(path) == (RESUME, ())


def test_keys_count_from_the_file_although_empty_items_are_left_out() -> None:
    text = "basics: {name: A}\nwork:\n- {name: ''}\n- name: B\n  highlights: ['', x]\n"
    resume, warnings = parse_resume(text, "cv.yaml", "yaml")
    assert [b.key for b in resume.sections[0].entries[0].bullets] == ["work/1/highlights/1"]
    assert warnings == ()


def test_an_empty_item_is_told() -> None:
    _, warnings = parse_resume(
        "basics: {name: A}\nwork:\n- name: B\n  highlights:\n  -\n  - x\n", "f", "yaml"
    )
    assert [str(warning).split("\n")[0] for warning in warnings] == [
        "f:5:4: warning: work/0/highlights/0: an empty item was left out"
    ]


@pytest.mark.parametrize(
    ("location", "place"),
    [
        ("{city: Oslo, countryCode: 'NO'}", "Oslo, NO"),
        ("{countryCode: FR}", "FR"),
        ("{address: 1 Road, countryCode: FR}", "1 Road"),
        ("Leeds, UK", "Leeds, UK"),
        ("~", ""),
    ],
)
def test_places(location: str, place: str) -> None:
    text = f"basics: {{name: A, location: {location}}}\nwork: [{{name: B}}]"
    text = text.replace("Leeds, UK", '"Leeds, UK"')
    assert parse_resume(text, "cv.yaml", "yaml")[0].contact.place == place


def test_old_names_are_read_with_a_warning() -> None:
    text = """\
basics: {name: A, website: https://a.example.com, picture: me.png}
work: [{company: B, position: C, website: b.example.com}]
__own__: {x: 1}
"""
    resume, warnings = parse_resume(text, "f", "yaml")
    assert (resume.contact.url, resume.sections[0].entries[0].organisation) == (
        "https://a.example.com",
        "B",
    )
    assert [(w.place and w.place.line, w.message.split(":")[0]) for w in warnings] == [
        (1, "`website` is an old name; it was read as `url`"),
        (1, "`picture` is ignored"),
        (2, "`company` is an old name; it was read as `name`"),
        (2, "`website` is an old name; it was read as `url`"),
        (3, "`__own__` is ignored"),
    ]


def test_a_description_is_not_lost() -> None:
    text = "basics: {name: A}\nwork: [{name: B, description: Shop, summary: Sold},"
    first, second = (
        parse_resume(f"{text} {{name: C, description: Mill}}]", "f", "yaml")[0].sections[0].entries
    )
    assert (first.note, first.summary) == ("Shop", Bullet("work/0/summary", "Sold"))
    assert (second.note, second.summary) == ("", Bullet("work/1/description", "Mill"))


def test_titles_follow_the_language() -> None:
    text = "basics: {name: A}\nmeta: {language: de-AT}\nwork: [{name: B}]"
    resume, _ = parse_resume(text, "f", "yaml")
    assert (resume.language, resume.sections[0].title) == ("de-AT", "Berufserfahrung")
    assert section_title("skills", "fr_CA") == "Compétences"
    assert section_title("skills", "tlh") == "Skills"
    resume, warnings = parse_resume(text.replace("de-AT", "tlh"), "f", "yaml")
    assert (resume.language, len(warnings)) == ("en", 1)


def test_a_thin_master_is_told() -> None:
    assert [w.message for w in parse_resume("basics: {name: A}", "f", "yaml")[1]] == [
        "there is nothing but a name and contact data"
    ]
    text = "basics: {name: A}\nwork: []\nskills: [{name: B}]"
    assert [w.message for w in parse_resume(text, "f", "yaml")[1]] == [
        "there is no work experience"
    ]


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "resume.yaml").write_text(WHOLE)
    (tmp_path / "cv.doc").write_bytes(b"\xd0\xcf")
    (tmp_path / "cv.xyz").write_bytes(b"\xd0\xcf")
    (tmp_path / "big.yaml").write_bytes(b"#" * (LONGEST + 1))

    def fault(name: str) -> TailorError:
        with pytest.raises(TailorError) as caught:
            read_resume(tmp_path / name)
        return caught.value

    missing = fault("resme.yaml")
    assert isinstance(missing, FileError)
    assert missing.problems[0].hint == "did you mean resume.yaml?"
    assert fault("resume.yml").problems[0].hint == "did you mean resume.yaml?"
    assert fault("nope.yaml").problems[0].hint == ""
    assert isinstance(fault("."), FileError)
    assert isinstance(fault("a\0b.yaml"), FileError)
    assert isinstance(fault("x" * 5000 + ".yaml"), FileError)
    assert isinstance(fault("cv.doc"), InputError)
    assert "old Word document" in fault("cv.doc").problems[0].message
    assert ".yaml, .yml, .json" in fault("cv.xyz").problems[0].hint
    assert isinstance(fault("big.yaml"), LimitError)


@pytest.mark.parametrize("format", ["yaml", "json"])
def test_limits(format: str) -> None:
    deep = '{"a": ' * 60 + "1" + "}" * 60
    wide = '{"a": [' + "1," * 200_000 + "1]}"
    for text in (deep, wide, "[" * 1_000_000):
        with pytest.raises(LimitError):
            parse_resume(text, "f", format)


def test_the_schema_says_what_the_reader_accepts() -> None:
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    typed = yaml.load(WHOLE, yaml.BaseLoader)
    typed["work"][0]["highlights"][1]["weight"] = 2
    assert list(validator.iter_errors(typed)) == []
    assert validator.is_valid({"basics": {"name": "A"}, "work": [{"highlights": ["x"]}]})
    assert not validator.is_valid({"basics": {"name": "A"}, "work": [{"higlights": ["x"]}]})
    assert not validator.is_valid({"basics": {"name": "A"}, "work": {"name": "B"}})
    assert not validator.is_valid({"basics": {}})
    assert schema["$defs"]["Statement"]["properties"]["keep"]["description"].startswith("always")

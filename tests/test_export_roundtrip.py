"""What is written reads back: contact data, entries, dates and bullets, in every format."""

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tailor.exporters import WRITERS
from tailor.exporters.json_resume import master_data
from tailor.exporters.yaml import yaml_text
from tailor.importers import BY_SUFFIX
from tailor.loader import import_cv, parse_resume
from tailor.models import Entry, Resume
from tailor.pipeline import render

Data = dict[str, Any]

EMPLOYERS = ("Lumen Norr AB", "Harbour Foods Ltd", "City Hospital", "Prisma Works GmbH", "Acme Inc")
TITLES = ("Nurse", "Senior Software Engineer", "Site Manager", "Data Analyst", "Lecturer")
PLACES = ("Lund, Sweden", "Seattle, WA", "Pune, India", "")
SCHOOLS = ("University of Skane", "Halden College", "Technical Institute of Ulm")
DEGREES = ("BSc in Physics", "Master of Arts, History", "Ph.D. in Optics", "Diploma in Nursing")
SCORES = ("", "GPA: 3.9/4.0", "1.3")
NAMES = ("Beam rig", "Cold storage survey", "Booking engine", "Ward planner")
WORDS = ("Python", "C++", "Excel", "C#", "Node.js", "R&D", "Welding", "PCI-DSS", "LaTeX_2e")
SAID = """Built a rig that aligns 12 lasers an hour.
Cut cost by 30% & wrote it up
Led 7 people #1 in town
Measured 40 sites in 2 countries, with a drone.
Taught *all* staff the new ward_plan (v2)
Wrote $5 million of code – in C++
Saved ~94% of reads; 1,000+ stores
Ran trials: 3 of 4 held
Grew sales from 2018 to 2021 by half
Filed [2] patents <fast>
Kept “quotes” and \\ slashes
Led the move of forty wards to one planning system, trained 600 nurses on it in nine weeks, \
and kept every ward open on every one of those days, nights and public holidays.
Wrote the standard by which the region measures cold lenses; it covers cleaning, storage, \
transport, repair (in the field, too), and how to say no to a customer who is in a hurry"""
TEXTS = st.sampled_from(SAID.split("\n"))
YEAR = st.integers(2001, 2024)


def dated(year: int, month: int | None, length: int | None) -> Data:
    suffix = f"-{month:02}" if month else ""
    data: Data = {"startDate": f"{year}{suffix}"}
    return data | ({"endDate": f"{year + length}{suffix}"} if length is not None else {})


DATES = st.builds(dated, YEAR, st.none() | st.integers(1, 12), st.none() | st.integers(1, 5))
BULLETS = st.lists(TEXTS, min_size=1, max_size=4, unique=True)
SOME = st.lists(st.sampled_from(WORDS), min_size=2, max_size=4, unique=True)


def full(**fields: Any) -> Data:
    return {key: value for key, value in fields.items() if value not in ("", [], None)}


PIECE = st.builds(full, name=st.sampled_from(NAMES), keywords=SOME, highlights=BULLETS)
JOB = st.builds(
    lambda dates, pieces, **fields: full(**fields, **dates, projects=pieces),
    DATES,
    st.lists(PIECE, max_size=2, unique_by=lambda piece: piece["name"]),
    name=st.sampled_from(EMPLOYERS),
    position=st.sampled_from(TITLES),
    location=st.sampled_from(PLACES),
    highlights=BULLETS,
)
DEGREE = st.builds(
    lambda dates, **fields: full(**fields, **dates),
    DATES,
    institution=st.sampled_from(SCHOOLS),
    studyType=st.sampled_from(DEGREES),
    location=st.sampled_from(PLACES),
    score=st.sampled_from(SCORES),
    highlights=st.lists(TEXTS, max_size=2, unique=True),
)
PROJECT = st.builds(
    lambda dates, **fields: full(**fields, **dates),
    DATES,
    name=st.sampled_from(NAMES),
    highlights=BULLETS,
    keywords=SOME,
)
SKILL = st.builds(full, name=st.sampled_from(("Programming", "Tools", "Lab")), keywords=SOME)
PERSON = {
    "name": "Ines Vallgren",
    "label": "Optics Engineer",
    "email": "ines@example.com",
    "phone": "206-555-0148",
    "url": "https://ines.example.com",
    "location": {"city": "Lund", "region": "Sweden"},
    "profiles": [{"network": "GitHub", "url": "https://github.com/ines-v"}],
}
PAPER = st.builds(
    full,
    name=st.sampled_from(("On cold lenses", "Beams in 802.11 cables: a survey")),
    authors=st.sampled_from((["Bo Ek", "Ines Vallgren"], ["Ines Vallgren", "Kari Moe", "Li Wu"])),
    publisher=st.sampled_from(("Journal of Lenses", "Proc. Frost")),
    releaseDate=st.sampled_from(("2019", "2021-03")),
)
AWARD = st.builds(
    full,
    title=st.sampled_from(("Ice Prize", "Nurse of the Year")),
    awarder=st.sampled_from(("City of Lund", "")),
    date=st.sampled_from(("2019", "2021-03")),
)
TALK = st.builds(
    lambda dates, **fields: full(**fields, **dates),
    DATES,
    title=st.sampled_from(("Why lenses fog", "Cold light")),
    organisation=st.sampled_from(("Frost Summit", "Lund Optics Days")),
    place=st.sampled_from(PLACES),
    highlights=BULLETS,
)
LANGUAGE = st.builds(full, language=st.sampled_from(("Swedish", "English")), fluency=st.just("C1"))
MASTERS = st.builds(
    lambda work, education, projects, skills: full(
        basics=PERSON, work=work, education=education, projects=projects, skills=skills
    ),
    st.lists(JOB, min_size=1, max_size=3),
    st.lists(DEGREE, max_size=2),
    st.lists(PROJECT, max_size=2),
    st.lists(SKILL, max_size=2, unique_by=lambda skill: skill["name"]),
)
RICH = st.builds(
    lambda data, papers, awards, talks, languages: full(
        **data,
        publications=papers,
        awards=awards,
        sections=[{"title": "Selected Talks", "entries": talks}] if talks else [],
        languages=languages,
    ),
    MASTERS,
    st.lists(PAPER, max_size=2),
    st.lists(AWARD, max_size=2),
    st.lists(TALK, max_size=2),
    st.lists(LANGUAGE, max_size=2, unique_by=lambda one: one["language"]),
)


def resume_of(data: Data) -> Resume:
    return parse_resume(yaml_text(data), "resume.yaml", "yaml")[0]


def told(entry: Entry) -> tuple[Any, ...]:
    bullets = [bullet.text for bullet in entry.bullets]
    words = [(group.title, group.keywords) for group in entry.groups if group.keywords]
    dates = (entry.start, entry.end)
    return entry.title, entry.organisation, entry.place, dates, entry.note, bullets, words


def unordered(resume: Resume) -> Resume:
    """JSON Resume has no place for the order of sections of one's own."""
    ranked = sorted(resume.sections, key=lambda section: section.kind)
    return replace(resume, sections=tuple(ranked))


def said(resume: Resume) -> tuple[Any, ...]:
    contact = resume.contact
    links = [profile.url.removeprefix("https://") for profile in contact.profiles]
    reach = (contact.email, contact.phone, contact.place, contact.url.removeprefix("https://"))
    sections = [(one.kind, [told(entry) for entry in one.entries]) for one in resume.sections]
    return resume.name, resume.label, reach, links, sections


def back(resume: Resume, suffix: str) -> Resume:
    """The résumé, written and read again."""
    written = WRITERS[suffix](resume)
    return again(written, suffix)


def again(written: bytes, suffix: str) -> Resume:
    if suffix in BY_SUFFIX:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"cv{suffix}"
            path.write_bytes(written)
            found = import_cv(path)
            assert found.unplaced == ()
            return resume_of(found.master)
    return parse_resume(written.decode(), f"cv{suffix}", suffix.strip("."))[0]


EXAMPLES = sorted((Path(__file__).resolve().parent.parent / "examples").glob("*/resume.yaml"))


@pytest.mark.parametrize("suffix", WRITERS)
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_an_example_comes_back_whole(path: Path, suffix: str) -> None:
    resume = parse_resume(path.read_text(encoding="utf-8"), str(path), "yaml")[0]
    known = unordered(resume)
    found = unordered(back(resume, suffix))
    assert said(found) == said(known)
    texts = [[one.summary.text for one in part.entries if one.summary] for part in known.sections]
    again = [[one.summary.text for one in part.entries if one.summary] for part in found.sections]
    assert again == texts


@given(RICH)
@settings(max_examples=60, deadline=None)
def test_yaml_and_json_resume(data: Data) -> None:
    """To import the YAML, and to write it again, changes nothing."""
    resume = resume_of(data)
    assert back(resume, ".yaml") == resume
    text = yaml_text(master_data(resume))
    assert yaml_text(master_data(parse_resume(text, "resume.yaml", "yaml")[0])) == text
    assert said(unordered(back(resume, ".json"))) == said(unordered(resume))


@given(RICH)
@settings(max_examples=40, deadline=None)
def test_markdown_and_plain_text(data: Data) -> None:
    resume = resume_of(data)
    assert said(back(resume, ".md")) == said(resume)
    assert said(back(resume, ".txt")) == said(resume)


@given(RICH)
@settings(max_examples=16, deadline=None)
def test_word(data: Data) -> None:
    resume = resume_of(data)
    assert said(back(resume, ".docx")) == said(resume)


@given(MASTERS)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_page_of_the_template(data: Data) -> None:
    resume = resume_of(data)
    document, _ = render(resume)
    assert said(again(document.pdf, ".pdf")) == said(resume)

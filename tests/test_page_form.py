"""The order of the sections of a page, and its headline."""

import json
from dataclasses import replace
from pathlib import Path
from random import Random

import jsonschema
import pytest

from tailor.cli import main
from tailor.errors import InputError
from tailor.exporters.json_resume import master_data as data_of
from tailor.exporters.json_resume import to_json_resume
from tailor.keywords.section_order import order_as_said, order_sections
from tailor.loader import read_resume
from tailor.models import Entry, Passage, Posting, Resume
from tailor.optimizer.rules import Rules
from tailor.optimizer.selection import select_page
from tailor.page_form import form_page, nearest_headline
from tailor.posting import parse_posting
from tailor.resume.merge import merge_masters
from tests.test_fit_cases import judged, person, toy

ROOT = Path(__file__).resolve().parent.parent
NURSE = """basics:
  name: Robin Example
  label: {text: Ward Nurse, variants: [Nurse Educator, Clinic Manager]}
work:
  - position: Staff Nurse
    name: Hill Hospital
    startDate: 2012-01
    endDate: 2023-05
    highlights:
      - Cared for 12 patients a shift on a surgical ward
      - Taught 30 new nurses how to give medication safely
education:
  - {studyType: Bachelor of Science, area: Nursing, institution: Dale University, endDate: 2011}
skills:
  - {name: Care, keywords: [triage, wound care]}
certificates:
  - {name: Registered Nurse (RN), issuer: State Board, date: 2012-01}
"""
GRADUATE = """basics: {name: Sam Example}
work:
  - position: JOB
    name: Corner Shop
    startDate: START
    endDate: END
    highlights: [Sold bread and counted the till every evening]
education:
  - studyType: Bachelor of Science
    area: Statistics
    institution: Dale University
    startDate: 2020-09
    endDate: 2024-06
skills:
  - {name: Data, keywords: [SQL, R]}
"""
WARD = """Ward nurse
Company: Alder Bay Clinic

Requirements
- Registered Nurse licence required
- Experience with surgical patients and medication
"""
OFFICE = """Office clerk
Company: Alder Bay Clinic

Requirements
- Experience with medication orders and patients
- Triage
"""


def master(text: str, tmp_path: Path) -> Resume:
    path = tmp_path / "resume.yaml"
    path.write_text(text, encoding="utf-8")
    return read_resume(path)[0]


def student(tmp_path: Path, job: str, start: str, end: str) -> Resume:
    text = GRADUATE.replace("JOB", job).replace("START", start).replace("END", end)
    return master(text, tmp_path)


def keys(resume: Resume, *postings: Posting) -> list[str]:
    order = order_sections(resume, postings).keys
    return list(order or (section.key for section in resume.sections))


def test_a_required_licence_stands_before_work(tmp_path: Path) -> None:
    nurse = master(NURSE, tmp_path)
    assert keys(nurse, parse_posting(WARD)) == ["certificates", "work", "education", "skills"]
    (move,) = order_sections(nurse, [parse_posting(WARD)]).moves
    assert move.key == "certificates"
    assert "Registered nurse" in move.why
    wished = WARD.replace("Requirements", "Nice to have").replace(" required", "")
    assert keys(nurse, parse_posting(wished.replace("Ward nurse", "Clerk"))) == keys(
        nurse, parse_posting(OFFICE)
    )
    assert keys(nurse, parse_posting(OFFICE)) == ["work", "education", "skills", "certificates"]


def test_a_licence_that_stands_first_in_the_master_is_not_moved(tmp_path: Path) -> None:
    nurse = master(NURSE, tmp_path)
    first = replace(nurse, sections=(nurse.sections[3], *nurse.sections[:3]))
    assert order_sections(first, [parse_posting(WARD)]).moves == ()


@pytest.mark.parametrize(
    ("job", "start", "end", "title", "is_first"),
    [
        ("Shop assistant", "2021-01", "2023-12", "Data Analyst", True),  # beside the studies
        ("Intern", "2024-07", "present", "Data Analyst", True),
        ("Analyst", "2024-07", "2025-06", "Data Analyst", True),
        ("Analyst", "2015-01", "2020-06", "Data Analyst", False),  # five years before them
        ("Analyst", "2024-07", "2028-06", "Data Analyst", False),
        ("Analyst", "2024-07", "present", "Data Analyst", False),  # nobody knows for how long
        ("Analyst", "2024-07", "present", "Junior Data Analyst", True),
    ],
)
def test_the_education_of_a_new_graduate_stands_before_work(
    job: str, start: str, end: str, title: str, is_first: bool, tmp_path: Path
) -> None:
    posting = parse_posting(f"{title}\n\nRequirements\n- Strong SQL and R\n- Triage of reports\n")
    found = keys(student(tmp_path, job, start, end), posting)
    expected = ["education", "work", "skills"] if is_first else ["work", "education", "skills"]
    assert found == expected


def test_no_work_and_no_dates_are_no_trouble() -> None:
    assert order_sections(Resume("Ada"), []).keys == ()
    bare = person(Random(1), 1, 2)
    undated = tuple(
        replace(s, entries=tuple(Entry(e.key, e.title) for e in s.entries)) for s in bare.sections
    )
    assert order_sections(replace(bare, sections=undated), [parse_posting(WARD)]).moves == ()


def test_what_the_user_says_wins(tmp_path: Path) -> None:
    nurse = master(NURSE, tmp_path)
    said = form_page(nurse, [parse_posting(WARD)], ["skills", "education"]).order
    assert said.keys == ("skills", "education", "work", "certificates")
    assert said.moves == ()
    assert form_page(nurse, [parse_posting(WARD)], keep_order=True).order.keys == ()
    assert (
        form_page(nurse, [parse_posting(WARD)], ["education"], keep_order=True).order.keys[0]
        == "education"
    )


def test_sections_of_ones_own_can_be_named_by_kind_or_key() -> None:
    resume = person(Random(1), 1, 2)
    own = [replace(resume.sections[0], key=f"sections/{n}", kind="custom") for n in range(2)]
    resume = replace(resume, sections=(*resume.sections, *own))
    assert order_as_said(resume, ["sections/1", "work"]).keys[:2] == ("sections/1", "work")
    assert order_as_said(resume, ["custom"]).keys[:2] == ("sections/0", "sections/1")


def test_the_order_does_not_change_what_fits() -> None:
    dice = Random(3)
    resume = person(dice, 3, 24)
    scores = judged(dice, resume, 8)
    order = tuple(section.key for section in reversed(resume.sections))
    kept, turned = (
        select_page(resume, scores, toy(), rules=Rules(sections=s)) for s in ((), order)
    )
    assert (kept.chosen, kept.objective, kept.fill) == (
        turned.chosen,
        turned.objective,
        turned.fill,
    )
    assert [s.key for s in turned.resume.sections] == [s.key for s in kept.resume.sections][::-1]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("resume.yaml").write_text(NURSE, encoding="utf-8")
    Path("ward.txt").write_text(WARD, encoding="utf-8")
    return tmp_path


def sections_of_lock() -> list[str]:
    """The sections of the page in their order, by its lock file."""
    found = json.loads(Path("out/ward.tailor.json").read_text(encoding="utf-8"))["chosen"]
    return list(dict.fromkeys(one["key"].split("/")[0] for one in found))


@pytest.mark.usefixtures("folder")
def test_the_report_says_what_was_moved_and_which_headline_it_is(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["-j", "ward.txt"]) == 0
    page = " ".join(capsys.readouterr().out.partition("ON THE PAGE")[2].split())
    assert "Certifications before Work Experience: the posting requires Registered nurse" in page
    assert "Ward Nurse nearest to the posting of 3 headlines" in page
    assert sections_of_lock()[:2] == ["certificates", "work"]
    assert json.loads(Path("out/ward.tailor.json").read_text())["page"]["headline"] == "Ward Nurse"
    assert main(["verify", "out/ward.pdf", "-q"]) == 0
    assert main(["-j", "ward.txt", "--format", "json", "--dry-run"]) == 0
    report = json.loads(capsys.readouterr().out)
    jsonschema.validate(report, json.loads((ROOT / "docs/report.schema.json").read_text("utf-8")))
    assert [one["section"] for one in report["page"]["moved"]] == ["certificates"]
    assert report["page"]["headline"] == "Ward Nurse"


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("config", [True, False])
def test_the_setting_wins_and_can_be_verified(
    config: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [] if config else ["--sections", "skills,education"]
    if config:
        Path("tailor.toml").write_text('section-order = ["skills", "education"]\n')
    assert main(["-j", "ward.txt", *words]) == 0
    assert "before Work" not in capsys.readouterr().out
    assert sections_of_lock() == ["skills", "education", "work", "certificates"]
    assert main(["verify", "out/ward.pdf", "-q"]) == 0


@pytest.mark.usefixtures("folder")
def test_a_name_that_no_section_has(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["-j", "ward.txt", "--sections", "work,jobs"]) == 2
    assert "--sections: no section is called “jobs”" in capsys.readouterr().err
    Path("tailor.toml").write_text('section-order = ["jobs"]\n')
    assert main(["-j", "ward.txt"]) == 3
    assert "tailor.toml:1" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Clinical Educator", "Nurse Educator"),
        ("Practice Manager", "Clinic Manager"),
        ("Staff nurse, surgical ward", "Ward Nurse"),
        ("", "Ward Nurse"),
    ],
)
def test_the_headline_nearest_to_the_title_is_printed(
    title: str, expected: str, tmp_path: Path
) -> None:
    nurse = master(NURSE, tmp_path)
    text = "Care for patients of a ward"
    posting = Posting(text, title, passages=(Passage("must", "", text, 0, len(text)),))
    page = form_page(nurse, [posting])
    assert page.resume.label == expected
    assert page.resume.label_variants == ()
    assert page.chosen() == {"headline": expected}


def test_one_headline_needs_no_choice() -> None:
    assert nearest_headline(["Nurse"], [Posting("x")]) == 0
    assert form_page(Resume("Ada", "Nurse"), [Posting("x")]).chosen() == {}


def test_headlines_survive_the_reader_the_writer_and_the_exports(tmp_path: Path) -> None:
    nurse = master(NURSE, tmp_path)
    assert (nurse.label, nurse.label_variants) == (
        "Ward Nurse",
        ("Nurse Educator", "Clinic Manager"),
    )
    assert data_of(nurse)["basics"]["label"] == {
        "text": "Ward Nurse",
        "variants": ["Nurse Educator", "Clinic Manager"],
    }
    assert json.loads(to_json_resume(nurse))["basics"]["label"] == "Ward Nurse"
    plain = master(
        NURSE.replace(
            "{text: Ward Nurse, variants: [Nurse Educator, Clinic Manager]}", "Ward Nurse"
        ),
        tmp_path,
    )
    assert (plain.label, plain.label_variants) == ("Ward Nurse", ())
    assert data_of(plain)["basics"]["label"] == "Ward Nurse"
    with pytest.raises(InputError, match="variant"):
        master(NURSE.replace("variants:", "variant:"), tmp_path)


def test_merging_keeps_every_headline(tmp_path: Path) -> None:
    one, two = data_of(master(NURSE, tmp_path)), data_of(master(NURSE, tmp_path))
    two["basics"]["label"] = "Flight Nurse"
    for first, second in ((one, two), (two, one)):
        found = json.dumps(merge_masters([first, second]).master["basics"]["label"])
        names = ("Ward Nurse", "Nurse Educator", "Clinic Manager", "Flight Nurse")
        assert all(name in found for name in names)

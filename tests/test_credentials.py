"""Licences, certificates and degrees: what a posting asks for, and what of a master answers it."""

import pytest

from tailor.files import data_folder
from tailor.keywords.credentials import (
    Credential,
    answering_entries,
    answers_credential,
    required_credentials,
    required_entries,
    rows_by_name,
)
from tailor.models import Entry, Resume, Section
from tailor.posting import parse_posting


def asked(text: str, title: str = "Office Clerk") -> tuple[Credential, ...]:
    return required_credentials(
        parse_posting(f"{title}\n\nRequirements\n- {text}\n- Good humour at work\n")
    )


def entry(title: str, key: str = "certificates/0") -> Entry:
    return Entry(key, title)


def master(*titles: str, education: tuple[str, ...] = ()) -> Resume:
    certificates = tuple(entry(title, f"certificates/{n}") for n, title in enumerate(titles))
    degrees = tuple(entry(title, f"education/{n}") for n, title in enumerate(education))
    sections = (
        Section("education", "Education", "education", degrees),
        Section("certificates", "Certificates", "certificates", certificates),
    )
    return Resume("Ada Example", sections=sections)


@pytest.mark.parametrize(
    ("wanted", "held"),
    [
        ("You must be a Registered Nurse", "RN, State of Oregon"),
        ("RN licence required", "Registered Nurse (RN)"),
        ("Applicants must be registered as a nurse with the NMC", "Registered General Nurse"),
        ("CPA / CA required", "Certified Public Accountant (CPA), Ohio"),
        ("You will be ACA or ACCA qualified", "Certified Public Accountant"),
        ("Must be a qualified accountant", "ACCA"),
        ("PMP certification required", "Project Management Professional"),
        ("Project Management Professional (PMP) is a plus", "PMP, PMI"),
        ("Full clean driving licence", "Driver's license"),
        ("Valid driver’s license required", "UK driving licence, category B"),
        ("Class A CDL required", "Commercial Driver's License (CDL), Class A"),
        ("ServSafe certified", "Food safety level 2"),
        ("Food hygiene certificate required", "ServSafe Food Protection Manager"),
        ("Registration as a pharmacy technician required", "Certified Pharmacy Technician (CPhT)"),
        ("Must hold QTS", "Standard Teaching Certificate, Biology"),
        ("Chartered engineer, or working towards it", "Engineer in Training (EIT)"),
        ("BLS certification required", "Basic Life Support"),
        ("BLS certification required", "ACLS"),
        ("NVQ level 2 in care is required", "NVQ Level 3 in Health and Social Care"),
        ("CISSP or CISM certification required", "CISM, ISACA"),
        ("ITIL certification required", "ITIL Foundation"),
        ("SIA licence is essential", "SIA Door Supervisor"),
    ],
)
def test_a_licence_is_answered_under_another_name(wanted: str, held: str) -> None:
    found = asked(wanted)
    assert found
    assert any(answers_credential(one, entry(held)) for one in found)


@pytest.mark.parametrize(
    ("wanted", "held"),
    [
        ("RN licence required", "Licensed Practical Nurse (LPN)"),
        ("RN licence required", "Certified Nursing Assistant (CNA)"),
        ("ACLS required", "Basic Life Support"),
        ("NVQ level 3 in care is required", "NVQ Level 2 in Care"),
        ("CISSP certification required", "CISA"),
        ("CPA required", "Certified Public Finance Officer"),
        ("Class A CDL required", "Driver's license"),
        ("Chartered engineer required", "Engineer in Training (EIT)"),
        ("Registered pharmacist required", "Certified Pharmacy Technician"),
    ],
)
def test_another_licence_does_not_answer(wanted: str, held: str) -> None:
    found = asked(wanted)
    assert found
    assert not any(answers_credential(one, entry(held)) for one in found)


@pytest.mark.parametrize(
    "text",
    [
        "Work with registered nurses and other staff every day",
        "The laboratory is accredited to ISO 17025",
        "You will train towards a food hygiene certificate with us",
        "CeMAP is not required",
        "A high degree of accuracy and a level of care",
        "Reduce the cost per click (CPC) of campaigns",
        "Experience with MS Office and BS 7671 drawings",
    ],
)
def test_what_is_no_demand_is_not_asked_for(text: str) -> None:
    assert asked(text) == ()


def test_knowledge_of_what_a_certificate_is_about_is_answered_by_it() -> None:
    (one,) = asked("Knowledge of ITIL and good communication")
    assert (one.kind, one.any_of) == ("nice", ("ITIL",))


@pytest.mark.parametrize("item", ["RN", "PMP", "CDL", "CISM or CISSP", "NMC registration", "BSN"])
def test_an_item_may_be_the_name_alone(item: str) -> None:
    assert len(asked(item)) == 1


def test_the_title_of_a_regulated_profession_asks_for_its_licence() -> None:
    assert [one.any_of for one in asked("Night shifts", "Staff Nurse, Ward 6")] == [
        ("Registered nurse",)
    ]
    assert asked("Night shifts", "Physiotherapy Assistant") == ()
    assert asked("Night shifts", "Trainee Radiographer") == ()


@pytest.mark.parametrize(
    ("text", "level", "fields", "is_open"),
    [
        ("BA/BS degree or equivalent practical experience", "bachelor", (), False),
        ("BSc in Chemistry or related field", "bachelor", ("chemistry",), True),
        ("Bachelor's degree in Nursing", "bachelor", ("nursing",), False),
        ("Master's or PhD in Statistics", "master", ("statistic",), False),
        ("HNC/HND in Electrical Engineering", "vocational", ("electrical engineering",), False),
        ("Degree educated", "bachelor", (), False),
        ("An engineering degree", "bachelor", ("engineering",), False),
        ("Degree or A levels", "school", (), False),
    ],
)
def test_a_degree_has_a_level_and_fields(
    text: str, level: str, fields: tuple[str, ...], is_open: bool
) -> None:
    (one,) = asked(text)
    assert (one.sort, one.level, one.fields, one.is_open) == ("degree", level, fields, is_open)


@pytest.mark.parametrize(
    ("text", "held", "is_answer"),
    [
        ("BA/BS degree required", "BFA, Graphic Design", True),
        ("BA/BS degree required", "Master of Science, Botany", True),
        ("BA/BS degree required", "Associate of Arts, Business", False),
        ("Master's degree required", "Bachelor of Science, Botany", False),
        ("Degree in Nursing", "BSc, Nursing", True),
        ("Degree in Nursing", "BSc, Economics", False),
        ("Degree in Nursing or a related field", "BSc, Public Health", True),
        ("BS in Computer Science", "BSc, Political Science", False),
        ("Degree in Electronic Engineering", "BEng, Industrial Engineering", False),
        ("An engineering degree", "BEng, Industrial Engineering", True),
        ("BA/BS degree in a technical field", "BBA, Management Information Systems", True),
        ("PhD required", "Doctor of Philosophy, Linguistics", True),
        ("NVQ level 3 required", "Associate of Science, Health Services", False),
    ],
)
def test_a_degree_is_answered_by_level_and_field(text: str, held: str, is_answer: bool) -> None:
    (one,) = asked(text)
    assert answers_credential(one, entry(held, "education/0")) is is_answer


def test_a_wish_is_nice_and_alternatives_are_one() -> None:
    (one,) = asked("CIMA, ACCA or CPA desirable")
    assert (one.kind, one.any_of) == ("nice", ("Qualified accountant",))
    (one,) = asked("CISA or CISSP required")
    assert (one.kind, one.any_of) == ("must", ("CISA", "CISSP"))


def test_the_degree_of_the_very_field_and_level_comes_first() -> None:
    found = master(education=("MSc, Computer Science", "BSc, History", "BSc, Computer Science"))
    (one,) = asked("BSc in Computer Science or a related field")
    assert answering_entries(one, found) == ("education/2", "education/0", "education/1")


def test_a_page_should_not_be_without_what_is_required_or_wished() -> None:
    posting = parse_posting(
        "Ward Manager\n\nRequirements\n- Registered nurse (NMC)\n"
        "- BSc in Nursing or related field\n- MSc preferred\n- Full driving licence\n"
        "- Life support training at work\n"
    )
    found = master(
        *("First aid at work", "RGN, NMC PIN", "UK driving licence"),
        education=("MSc, Botany", "BSc, Nursing"),
    )
    assert set(required_entries(posting, found)) == {
        *("certificates/1", "certificates/2"),
        *("education/0", "education/1"),
    }


def test_the_table_names_only_rows_that_it_has() -> None:
    rows = rows_by_name()
    assert {name for row in rows.values() for name in row.also} <= set(rows)
    assert {row.sort for row in rows.values()} == {"licence", "certificate"}


def spelled() -> list[tuple[str, str]]:
    """Every row of the table with each of its spellings."""
    text = (data_folder("data") / "credentials" / "licences.tsv").read_text(encoding="utf-8")
    cells = [line.split("\t") for line in text.splitlines() if line[:1] not in ("", "#")]
    return [(row[0], name.strip()) for row in cells for name in row[2].split(";")]


def test_a_licence_is_found_under_each_of_its_names() -> None:
    for name, spelling in spelled():
        credential = Credential(name, "licence", "must", (name,))
        assert answers_credential(credential, entry(spelling.rstrip("?"))), (name, spelling)


def test_a_certificate_in_capitals_takes_no_place_of_a_degree() -> None:
    posting = parse_posting("Nurse\n\nRequirements\n- Graduate of a nursing school; BSN required\n")
    found = master("Basic Life Support (BLS) Provider", education=("BSN, Nursing",))
    assert required_entries(posting, found) == ("education/0",)
    only = master("Basic Life Support (BLS) Provider")
    assert required_entries(posting, only) == ()


def test_an_award_is_no_licence() -> None:
    posting = parse_posting("Cook\n\nRequirements\n- Registered nurse licence required\n")
    award = entry("Chosen by nurses as teacher of the year", "awards/0")
    held = Resume("Ada Example", sections=(Section("awards", "Awards", "awards", (award,)),))
    assert required_entries(posting, held) == ()

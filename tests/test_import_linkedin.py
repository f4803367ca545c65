"""LinkedIn's data export to a master. The person is invented."""

import io
import zipfile
from pathlib import Path

import pytest

from tailor.errors import InputError, LimitError, TailorError
from tailor.importers.base import ImportResult
from tailor.loader import import_cv

FILES = {
    "Profile.csv": "First Name,Last Name,Birth Date,Headline,Summary,Geo Location,Websites\n"
    'Oda,Lindqvist,May 4,Ferry Captain,"Sails, calmly.","Oslo, Norway",'
    "[PERSONAL:https://oda.example.com]\n",
    "Email Addresses.csv": "Email Address,Confirmed,Primary\noda@example.com,Yes,Yes\n",
    "PhoneNumbers.csv": "Extension,Number,Type\n,+47 555 0100,Mobile\n",
    "Positions.csv": "Company Name,Title,Description,Location,Started On,Finished On\n"
    'Fjord Ferries,Captain,"Runs the night line.\n• Saved 3 boats\n- Trained 12 mates",Oslo,'
    "Jan 2020,\n"
    "Harbour Co,Mate,,Bergen,Jun 2015,Dec 2019\n",
    "Education.csv": "School Name,Start Date,End Date,Notes,Degree Name,Activities\n"
    "Sea College,2011,2014,,BSc Nautics,Rowing\n",
    "Skills.csv": "Name\nRadar\nC++\n",
    "Languages.csv": "Name,Proficiency\nNorwegian,Native\n",
    "Certifications.csv": "Name,Url,Authority,Started On,Finished On,License Number\n"
    "Master Mariner,,Maritime Office,Mar 2019,,77\n",
    "Honors.csv": "Title,Description,Issued On\nBest Docking,,2021\n",
    "Patents.csv": "Title,Description,Url\nQuiet horn,A horn.,\n",
    "Connections.csv": "Notes:\nx\n\nFirst Name\nBo\n",
}


def archive(files: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in files.items():
            made.writestr(name, text)
    return out.getvalue()


def test_every_table_of_a_cv_is_read(tmp_path: Path) -> None:
    path = tmp_path / "linkedin.zip"
    path.write_bytes(archive(FILES))
    found = import_cv(path)
    assert found.master == {
        "basics": {
            "name": "Oda Lindqvist",
            "label": "Ferry Captain",
            "summary": "Sails, calmly.",
            "location": {"region": "Norway", "city": "Oslo"},
            "url": "https://oda.example.com",
            "email": "oda@example.com",
            "phone": "+47 555 0100",
        },
        "work": [
            {
                "startDate": "2020-01",
                "name": "Fjord Ferries",
                "position": "Captain",
                "location": "Oslo",
                "summary": "Runs the night line.",
                "highlights": ["Saved 3 boats", "Trained 12 mates"],
            },
            {
                "startDate": "2015-06",
                "endDate": "2019-12",
                "name": "Harbour Co",
                "position": "Mate",
                "location": "Bergen",
            },
        ],
        "education": [
            {
                "institution": "Sea College",
                "studyType": "BSc Nautics",
                "startDate": "2011",
                "endDate": "2014",
                "summary": "Rowing",
            }
        ],
        "skills": [{"keywords": ["Radar", "C++"]}],
        "languages": [{"language": "Norwegian", "fluency": "Native"}],
        "certificates": [
            {"name": "Master Mariner", "issuer": "Maritime Office", "date": "2019-03"}
        ],
        "awards": [{"title": "Best Docking", "date": "2021"}],
        "sections": [
            {"title": "Patents", "entries": [{"title": "Quiet horn", "summary": "A horn."}]}
        ],
    }
    assert [one.text for one in found.unplaced] == ["Birth Date: May 4", "License Number: 77"]
    assert [one.message for one in found.problems] == ["not read: Connections.csv"]


def imported(folder: Path, files: dict[str, str]) -> ImportResult:
    (folder / "linkedin.zip").write_bytes(archive({"Profile.csv": PROFILE} | files))
    return import_cv(folder / "linkedin.zip")


PROFILE = "First Name,Last Name,Headline\nOda,Lindqvist,Captain\n"
JOBS = "Company Name,Title,Location,Started On,Finished On\n"


@pytest.mark.parametrize(
    ("files", "lost"),
    [
        (
            {"Positions.csv": JOBS + "Tern Line,Mate,Oslo,When it rained,2019\n"},
            ["Started On: When it rained"],
        ),
        ({"Positions.csv": JOBS + "Tern Line,Mate,Oslo,2019,2012\n"}, ["Finished On: 2012"]),
        ({"Positions.csv": JOBS + "Tern Line,Mate,Oslo,2012,2019,Pilot,\n"}, ["column 6: Pilot"]),
        ({"Positions.csv": "Title,Title,\nMate,Pilot,Cook\n"}, ["column 2: Pilot; column 3: Cook"]),
        ({"Languages.csv": "Name,Proficiency\n,Native\nSami,\n"}, ["Proficiency: Native"]),
        ({"Publications.csv": "Name,Publisher\n,Gull Press\n"}, ["Publisher: Gull Press"]),
        (
            {"Profile.csv": f"{PROFILE}Per,Holm,Cook\n"},
            ["First Name: Per; Last Name: Holm; Headline: Cook"],
        ),
        (
            {"Email Addresses.csv": "Email Address,Primary\noda at home,Yes\no@example.com,Yes\n"},
            ["Email Address: oda at home"],
        ),
        (
            {"PhoneNumbers.csv": "Extension,Number,Type\n47,555-0100,Home\n,555-0101,Work\n"},
            ["Extension: 47", "Number: 555-0101"],
        ),
        (
            {"Profile.csv": PROFILE[:-1].replace("Head", "Websites,Head").replace("C", "mine,C")},
            ["Websites: mine"],
        ),
        ({"Skills.csv": "Notes: none\nRadar\n"}, ["Notes: none: Radar"]),
    ],
    ids=[
        *("date", "backwards", "cells", "titles", "language", "publication", "second person"),
        *("e-mail", "telephone", "website", "notes"),
    ],
)
def test_what_has_no_place_is_named(tmp_path: Path, files: dict[str, str], lost: list[str]) -> None:
    found = imported(tmp_path, files)
    assert found.master["basics"]["name"] == "Oda Lindqvist"
    assert [one.text for one in found.unplaced] == lost


def test_an_export_of_two_people_is_that_of_the_first(tmp_path: Path) -> None:
    found = imported(
        tmp_path,
        {
            "Skills.csv": "Name\nRadar\n",
            "per/Profile.csv": "First Name,Last Name\nPer,Holm\n",
            "per/Skills.csv": "Name\nSoup\n",
            "per/Languages.csv": "Name\nDanish\n",
            "more/Skills.csv": "Name\nSonar\n",
        },
    )
    assert found.master == {
        "basics": {"name": "Oda Lindqvist", "label": "Captain"},
        "skills": [{"keywords": ["Radar"]}],
    }
    assert [(one.line, one.text) for one in found.unplaced] == [
        (3, "First Name: Per; Last Name: Holm"),
        (4, "Name: Soup"),
        (5, "Name: Danish"),
        (6, "Name: Sonar"),
    ]


def test_a_carriage_return_inside_a_cell_is_the_end_of_a_line_there(tmp_path: Path) -> None:
    told = 'Title,Description\r\nMate,Sailed\rfar\r\nCook,"Fed 9\r- Baked bread"\r\n'
    found = imported(tmp_path, {"Positions.csv": told})
    assert found.master["work"] == [
        {"position": "Mate", "summary": "Sailed far"},
        {"position": "Cook", "summary": "Fed 9", "highlights": ["Baked bread"]},
    ]
    old = imported(tmp_path, {"Positions.csv": "Title,Location\rMate,Oslo\rCook,Moss\r"})
    assert old.master["work"] == [
        {"position": "Mate", "location": "Oslo"},
        {"position": "Cook", "location": "Moss"},
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Name\n" + "x" * 131_073, "a cell of Skills.csv has more than 131,072 characters"),
        ("Name\n" + "x\n" * 5001, "Skills.csv has more than 5,000 rows"),
    ],
    ids=["cell", "rows"],
)
def test_a_table_without_measure_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(LimitError, match=message):
        imported(tmp_path, {"Skills.csv": text})
    whole = imported(tmp_path, {"Skills.csv": "Name\n" + "x\n" * 5000})
    assert len(whole.master["skills"][0]["keywords"]) == 5000


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", InputError),
        (b"PK\x03\x04 broken", InputError),
        (archive({"other.csv": "a\n1\n"}), InputError),
        (archive({"Profile.csv": "x" * 70_000_000}), LimitError),
        (archive({f"{n}.csv": "" for n in range(3100)}), LimitError),
        (archive({"Profile.csv": ""}), InputError),
    ],
    ids=["empty", "broken", "other", "bomb", "many", "no row"],
)
def test_what_is_no_export_is_refused(
    tmp_path: Path, data: bytes, error: type[TailorError]
) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(data)
    with pytest.raises(error):
        import_cv(path)


@pytest.mark.parametrize("row", ["\0,\0", "\u200b,\x07,\ufeff", " , \u3164"])
def test_a_row_of_which_nothing_is_seen_is_none(tmp_path: Path, row: str) -> None:
    path, same = tmp_path / "linkedin.zip", tmp_path / "same.zip"
    positions = FILES["Positions.csv"]
    path.write_bytes(archive(FILES | {"Positions.csv": f"{positions}{row}\n"}))
    same.write_bytes(archive(FILES))
    assert import_cv(path).master == import_cv(same).master


@pytest.mark.parametrize("person", ["", "First Name,Last Name\n", "First Name,Last Name\n,\n"])
def test_an_empty_profile_loses_nothing_else(tmp_path: Path, person: str) -> None:
    jobs = "Company Name,Title,Started On,Finished On\nAcme,Engineer,Jan 2020,\n"
    found = imported(tmp_path, {"Profile.csv": person, "Positions.csv": jobs})
    assert found.master["basics"] == {"name": "Your Name"}
    assert found.master["work"][0]["name"] == "Acme"
    assert [one.message for one in found.problems] == [
        "no name was found, so “Your Name” is used instead"
    ]

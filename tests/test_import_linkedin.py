"""LinkedIn's data export to a master. The person is invented."""

import io
import zipfile
from pathlib import Path

import pytest

from tailor.errors import InputError, LimitError, TailorError
from tailor.read import bring

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
    found = bring(path)
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
        bring(path)

"""Tables of projects, degrees and jobs with a row of titles. The people are invented."""

from pathlib import Path

import pytest

from tailor.importers.base import ImportResult
from tailor.loader import import_cv

HEAD = "# Ilse Tamminga\n\nilse@example.com | +31 20 555 0101\n\n"
JOB = "## Experience\n\n### Planner, Peil BV\n2014 – 2016\n\n- Set out a quay\n\n"


def imported(folder: Path, text: str) -> ImportResult:
    path = folder / "cv.md"
    path.write_text(HEAD + text, encoding="utf-8")
    return import_cv(path)


def table(*rows: str) -> str:
    first, *others = rows
    return "\n".join([f"| {first} |", "|---" * (first.count("|") + 1) + "|", *others]) + "\n\n"


def test_rows_of_a_table_of_projects_are_projects(tmp_path: Path) -> None:
    rows = table(
        "Project | Role | Year | Technologies",
        "| Lock of Terneuzen | Site engineer | 2019 – 2021 | AutoCAD, Revit |",
        "| Quay of Vlissingen | Planner | 2018 | Primavera |",
    )
    found = imported(tmp_path, f"{JOB}## Projects\n\n{rows}")
    assert found.master["projects"] == [
        {
            "name": "Lock of Terneuzen",
            "startDate": "2019",
            "endDate": "2021",
            "roles": ["Site engineer"],
            "keywords": ["AutoCAD", "Revit"],
        },
        {
            "name": "Quay of Vlissingen",
            "endDate": "2018",
            "roles": ["Planner"],
            "keywords": ["Primavera"],
        },
    ]
    assert not found.unplaced


def test_numbers_and_descriptions_of_a_table_are_no_names(tmp_path: Path) -> None:
    rows = table(
        "S.No | Project Name | Client | Duration | Description",
        "| 1 | Lock of Terneuzen | Waterways Ltd | 2019 – 2021 | Planned 400 works |",
        "| 2 | Quay of Vlissingen | Scheldt Port | 2018 | Set the quay wall |",
    )
    first, second = imported(tmp_path, f"{JOB}## Key Projects\n\n{rows}").master["projects"]
    assert (first["name"], first["entity"]) == ("Lock of Terneuzen", "Waterways Ltd")
    assert (first["startDate"], first["highlights"]) == ("2019", ["Planned 400 works"])
    assert (second["name"], second["entity"]) == ("Quay of Vlissingen", "Scheldt Port")


def test_a_column_of_grades_is_the_score(tmp_path: Path) -> None:
    rows = table(
        "Degree | Institute | Year | CGPA",
        "| B.Tech Civil Engineering | Delft University of Technology | 2017 | 8.4 |",
        "| Class XII | Felisenum | 2013 | First class |",
    )
    found = imported(tmp_path, f"{JOB}## Education\n\n{rows}")
    first, second = found.master["education"]
    assert first == {
        "institution": "Delft University of Technology",
        "studyType": "B.Tech Civil Engineering",
        "endDate": "2017",
        "score": "8.4",
    }
    assert (second["institution"], second["score"]) == ("Felisenum", "First class")
    assert "summary" not in second


def test_titles_of_columns_are_reported_as_such(tmp_path: Path) -> None:
    rows = table("Degree | Institute | Year | CGPA", "| BSc | Saxion | 2017 | 8.4 |")
    messages = [problem.message for problem in imported(tmp_path, JOB + rows).problems]
    assert not any("page numbers" in message for message in messages)
    assert "titles of columns were left out: Degree Institute Year CGPA" in messages


def test_the_board_of_a_degree_is_its_school_if_there_is_no_other(tmp_path: Path) -> None:
    rows = table(
        "Qualification | Board/University | Year of Passing | Percentage/CGPA",
        "| MBA (Finance) | Tilburg University | 2019 | 7.9 |",
        "| B.Com | Saxion | 2016 | 71.5% |",
    )
    first, second = imported(tmp_path, f"{JOB}## Education\n\n{rows}").master["education"]
    assert (first["institution"], first["score"]) == ("Tilburg University", "7.9")
    assert (second["institution"], second["score"]) == ("Saxion", "71.5%")


@pytest.mark.parametrize("last", ["2018", "Present"])
def test_columns_from_and_to_are_one_time(tmp_path: Path, last: str) -> None:
    rows = table(
        "Company | Designation | From | To",
        f"| Deltabouw BV | Site Engineer | 2016 | {last} |",
        "| Peil BV | Planner | 2014 | 2016 |",
    )
    first, second = imported(tmp_path, f"## Experience\n\n{rows}").master["work"]
    end = None if last == "Present" else last
    assert (first["name"], first["startDate"], first.get("endDate")) == (
        "Deltabouw BV",
        "2016",
        end,
    )
    assert (second["position"], second["endDate"]) == ("Planner", "2016")
    assert "summary" not in first


PERSON = (
    "| Name | Tamminga | First name | Ilse |\n|---|---|---|---|\n"
    "| Phone | +31 20 555 0101 | E-mail | ilse@example.com |\n\n",
    "| Surname | Tamminga |\n|---|---|\n| Given names | Ilse |\n| Phone | +31 20 555 0101 |\n"
    "| E-mail | ilse@example.com |\n\n",
    "Nachname: Tamminga\n\nVorname: Ilse\n\nilse@example.com\n\n+31 20 555 0101\n\n",
)


@pytest.mark.parametrize("person", PERSON)
def test_labels_of_names_are_no_names(person: str, tmp_path: Path) -> None:
    (tmp_path / "cv.md").write_text(f"# Curriculum Vitae\n\n{person}{JOB}", encoding="utf-8")
    found = import_cv(tmp_path / "cv.md")
    assert found.master["basics"] == {
        "name": "Ilse Tamminga",
        "email": "ilse@example.com",
        "phone": "+31 20 555 0101",
    }
    assert not found.unplaced

"""The tables in LinkedIn's data export: what their columns are, whose they are, their rows."""

import csv
import io
from collections.abc import Iterator, Sequence
from zipfile import ZipInfo

from tailor.errors import LimitError, Place, Problem

MOST_ROWS = 5000
DATED = {"Started On": "startDate", "Finished On": "endDate"}
TABLES: dict[str, tuple[str, dict[str, str]]] = {
    "Positions.csv": (
        "work",
        DATED
        | {"Company Name": "name", "Title": "position", "Location": "location"}
        | {"Description": "told"},
    ),
    "Education.csv": (
        "education",
        {"School Name": "institution", "Degree Name": "studyType", "Start Date": "startDate"}
        | {"End Date": "endDate", "Notes": "told", "Activities": "told"},
    ),
    "Skills.csv": ("skills", {"Name": "keywords"}),
    "Languages.csv": ("languages", {"Name": "language", "Proficiency": "fluency"}),
    "Certifications.csv": (
        "certificates",
        {"Name": "name", "Authority": "issuer", "Url": "url", "Started On": "date"},
    ),
    "Projects.csv": (
        "projects",
        DATED | {"Title": "name", "Description": "told", "Url": "url"},
    ),
    "Publications.csv": (
        "publications",
        {"Name": "name", "Publisher": "publisher", "Published On": "releaseDate"}
        | {"Description": "summary", "Url": "url"},
    ),
    "Honors.csv": ("awards", {"Title": "title", "Issued On": "date", "Description": "summary"}),
    "Volunteering.csv": (
        "volunteer",
        DATED | {"Company Name": "organization", "Role": "position", "Description": "told"},
    ),
    "Patents.csv": ("Patents", DATED | {"Title": "title", "Description": "summary", "Url": "url"}),
    "Organizations.csv": (
        "Organizations",
        DATED | {"Name": "organisation", "Position": "title", "Description": "summary"},
    ),
    "Courses.csv": ("Courses", {"Name": "title"}),
}
"""File -> list of the master (or title of a section of its own), and what its columns are."""

DATES = ("startDate", "endDate", "date", "releaseDate")

PERSON = "Profile.csv"
OWN = {
    "Email Addresses.csv": ("Email Address", "email"),
    "PhoneNumbers.csv": ("Number", "phone"),
    "Phone Numbers.csv": ("Number", "phone"),
}
"""File -> the column with an address or a number, and what it is in the master."""

NAMES = (PERSON, *OWN, *TABLES)
WRAP = "\v"
"""A line end inside a cell on its way through the reader of CSV."""


def by_person(files: Sequence[ZipInfo]) -> tuple[dict[str, ZipInfo], list[ZipInfo]]:
    """By name the tables of the person whose profile comes first, and the tables of others.

    A second table of a name, and one beside another profile, is another person's.
    """
    homes = [folder(one) for one in files if base(one) == PERSON]
    own: dict[str, ZipInfo] = {}
    others = []
    for one in sorted(files, key=lambda one: folder(one) != homes[0]):
        if base(one) in own or folder(one) in {*homes} - {homes[0]}:
            others.append(one)
        else:
            own[base(one)] = one
    return own, others


def base(file: ZipInfo) -> str:
    return file.filename.rpartition("/")[2]


def folder(file: ZipInfo) -> str:
    return file.filename.rpartition("/")[0]


def rows(data: bytes, name: str, path: str) -> Iterator[dict[str, str]]:
    """The rows of a table; LinkedIn puts notes above some. Cells without a title are numbered.

    Raises LimitError for a row or a letter too many.
    """
    most = csv.field_size_limit()
    titles: list[str] = []
    filled = (cells for cells in csv.reader(io.StringIO(lines(data))) if "".join(cells).strip())
    try:
        for number, cells in enumerate(filled):
            if number > MOST_ROWS:
                message = f"{name} has more than {MOST_ROWS:,} rows"
                raise LimitError(Problem(message, Place(path)))
            if titles:
                yield titled(titles, [cell.replace(WRAP, "\n").strip() for cell in cells])
            titles = titles or [title.strip() for title in cells]
    except csv.Error as error:
        message = f"a cell of {name} has more than {most:,} letters"
        hint = "is a quotation mark missing before it?"
        raise LimitError(Problem(message, Place(path), hint=hint)) from error


def lines(data: bytes) -> str:
    """A table as text; a carriage return alone is no end of a row, unless there are no others."""
    text = data.decode("utf-8-sig", "replace").replace("\r\n", "\n")
    text = text.replace("\r", WRAP if "\n" in text else "\n")
    noted = text.startswith("Notes:") and "\n\n" in text
    return text.partition("\n\n")[2] if noted else text


def titled(titles: list[str], cells: list[str]) -> dict[str, str]:
    """The cells of a row by the titles of their columns."""
    row = dict.fromkeys(filter(None, titles), "")
    for number, cell in enumerate(cells):
        title = titles[number] if number < len(titles) else ""
        alone = title and not row[title]
        row[title if alone else f"column {number + 1}"] = cell
    return row

"""What an importer makes of a file."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from tailor.errors import Problem
from tailor.files import data_folder
from tailor.resume.source import Mapping, Source, UnplacedLine


@dataclass(frozen=True, slots=True)
class ImportedTree:
    """A file as a tree in its text, the lines that are not in it, and what to warn of.

    `lines` is how many lines of the source have a word in them.
    """

    source: Source
    root: Mapping
    unplaced: tuple[UnplacedLine, ...] = ()
    problems: tuple[Problem, ...] = ()
    lines: int = 0


@dataclass(frozen=True, slots=True)
class ImportResult:
    """A master as data (the keys of docs/resume.schema.json) and the report of its import."""

    path: str
    master: dict[str, Any]
    unplaced: tuple[UnplacedLine, ...] = ()
    problems: tuple[Problem, ...] = ()
    lines: int = 0
    text: str = ""
    """What was read, line by line."""


@cache
def load_keys(format: str) -> dict[str, tuple[str, dict[str, str]]]:
    """For each section of another format: the section of a master, and by its keys those of a
    master (`data/foreign_keys.toml`)."""
    with (data_folder("data") / "foreign_keys.toml").open("rb") as file:
        table = tomllib.load(file)[format]
    return {name: (table_of["section"], table_of["keys"]) for name, table_of in table.items()}


FIELDS = {
    **{"employer": "name", "title": "position", "date": "startDate"},
    **{"school": "institution", "degree": "studyType"},
}
"""What a reason for a doubt calls a field of an entry -> its key."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """An entry of an imported master that a person should look at, such as `work/1`, and why."""

    key: str
    name: str
    reason: str

    @property
    def fields(self) -> list[str]:
        """The keys of the entry that the reason is about."""
        return [key for word, key in FIELDS.items() if word in self.reason.split()]


def find_doubts(master: dict[str, Any]) -> list[Doubt]:
    """The jobs and degrees of a master of which the import was not sure.

    docs/import.md says how often the others, and these, were right.
    """
    doubts: list[Doubt] = []
    for section, reason_of in (("work", doubt_of_job), ("education", doubt_of_degree)):
        for number, entry in enumerate(master.get(section) or []):
            names = (entry.get(key) for key in ("name", "institution", "position", "studyType"))
            if reason := reason_of(entry):
                name = next((str(text) for text in names if text), "")
                doubts.append(Doubt(f"{section}/{number}", name, reason))
    return doubts


SHORT_FORM = re.compile(r"\b(?:Inc|Ltd|Co|Corp|Bros|B\.V|S\.A|a\.s|s\.r\.o|Sp\. z o\.o)\.$")
"""How the names of firms end that end in a full stop."""
LONG_NAME, LONG_TITLE = 70, 90
"""Characters from which a name of an employer or a title is probably more than that."""


def doubt_of_job(job: dict[str, Any]) -> str:
    """Why a job may be wrong; "" if nothing speaks against it."""
    from tailor.resume_parser.entry_headings import title_or_employer_score as score

    name, position = str(job.get("name") or ""), str(job.get("position") or "")
    reasons = (
        (not name, "no employer was found"),
        (not position and not job.get("positions"), "no title was found"),
        (not job.get("startDate") and not job.get("endDate"), "no date was found"),
        (max(len(name) - LONG_NAME, len(position) - LONG_TITLE) > 0, "employer or title is long"),
        (
            name.endswith(".") and name.count(" ") > 4 and not SHORT_FORM.search(name),
            "the employer looks like a sentence",
        ),
        (
            bool(name and position) and score(name) - score(position) > 2,
            "employer and title may be swapped",
        ),
    )
    return next((reason for is_so, reason in reasons if is_so), "")


def doubt_of_degree(entry: dict[str, Any]) -> str:
    """Why a degree may be wrong; "" if nothing speaks against it."""
    from tailor.resume.cv_words import DEGREE, SCHOOL

    school = str(entry.get("institution") or "")
    degree = " ".join(str(entry.get(key) or "") for key in ("studyType", "area")).strip()
    reasons = (
        (not school, "no school was found"),
        (not degree, "no degree was found"),
        (not entry.get("startDate") and not entry.get("endDate"), "no date was found"),
        (max(len(school) - LONG_NAME, len(degree) - LONG_TITLE) > 0, "school or degree is long"),
        (
            bool(SCHOOL.search(degree)) and not SCHOOL.search(school),
            "school and degree may be swapped",
        ),
        (
            bool(DEGREE.match(school)) and not DEGREE.search(degree),
            "school and degree may be swapped",
        ),
    )
    return next((reason for is_so, reason in reasons if is_so), "")

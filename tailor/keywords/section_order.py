"""In which order the sections of a page are, by what the posting asks for and the career.

order_sections(resume, posting)        # keys of sections, first to last, and what was moved, why
order_as_said(resume, ["education"])   # the order that the user gives
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tailor.files import lazy_pattern
from tailor.keywords.credentials import Credential, answering_entries, required_credentials
from tailor.models import Date, Entry, Posting, Resume, Section

SECTION_NAMES = (
    *("work", "education", "certificates", "skills", "projects", "volunteer", "publications"),
    *("awards", "languages", "interests", "references", "custom"),
)
"""What the user may call sections; "custom" are all those with a title of their own."""
OWN_KEY = lazy_pattern(r"sections/\d+")
"""The key of one section with a title of its own."""
CREDENTIALS = ("certificates", "custom", "education")
"""Kinds of sections that are moved for a licence or certificate in them."""
FRESH_MONTHS = 24
"""So long after a degree somebody is a new graduate, and so long may they have worked."""
STUDY_MONTHS = 48
"""How long a degree is taken to last of which only the end is known."""
ENTRY_LEVEL = ("intern", "junior")
"""Seniority of postings for people who begin."""
ENTRY_YEARS = 1
"""Years of experience that such a posting asks for at most."""
TRAINEE = lazy_pattern(
    r"\bintern(?:ship)?\b|\btrainee|\bapprentice|\bstudent|\bplacement\b|\bco-?op\b|\bpraktik|"
    r"\bwerkstudent|\bstagiaire|\bbecari|\bassistantship|"
    r"\bgraduate (?:research|teaching) assistant",
    re.IGNORECASE,
)
"""Jobs that are part of learning a profession."""


@dataclass(frozen=True, slots=True)
class Move:
    """A section that comes before work, unlike in the master, and why."""

    key: str
    title: str
    before: str
    why: str


@dataclass(frozen=True, slots=True)
class Order:
    """Keys of sections, first to last (empty: as in the master), and what was moved."""

    keys: tuple[str, ...] = ()
    moves: tuple[Move, ...] = ()


def valid_section(name: str) -> None:
    """Raises ValueError if no section can be called that."""
    if name not in SECTION_NAMES and not OWN_KEY.fullmatch(name):
        names = ", ".join(SECTION_NAMES)
        raise ValueError(f"no section is called “{name}”: choose from {names}, sections/0")


def order_as_said(resume: Resume, names: Sequence[str]) -> Order:
    """The named sections first, in that order; the others follow as in the master.

    `names` are kinds of sections or keys of sections with a title of their own.
    """
    ranks = {name: rank for rank, name in enumerate(dict.fromkeys(names))}

    def rank(section: Section) -> int:
        return ranks.get(section.key, ranks.get(section.kind, len(ranks)))

    return Order(tuple(section.key for section in sorted(resume.sections, key=rank)))


def order_sections(resume: Resume, postings: Sequence[Posting]) -> Order:
    """The master's order, but before work are: a licence or certificate that one of the postings
    requires, then the education of a new graduate."""
    sections = list(resume.sections)
    work = next((n for n, section in enumerate(sections) if section.kind == "work"), None)
    if work is None:
        return Order()
    later = sections[work + 1 :]
    required = [
        credential
        for posting in postings
        for credential in required_credentials(posting)
        if credential.sort != "degree" and credential.kind == "must"
    ]
    reasons = {section.key: required_reason(resume, section, required) for section in later}
    graduate = is_new_graduate(resume, postings)
    for section in later:
        if section.kind == "education" and graduate and not reasons[section.key]:
            reasons[section.key] = "you are a new graduate"
    moved = [section for section in later if reasons[section.key]]
    moved.sort(key=lambda section: section.kind == "education")
    if not moved:
        return Order()
    rest = [section for section in later if not reasons[section.key]]
    order = [*sections[:work], *moved, sections[work], *rest]
    before = sections[work].title
    moves = tuple(
        Move(section.key, section.title, before, reasons[section.key]) for section in moved
    )
    return Order(tuple(section.key for section in order), moves)


def required_reason(resume: Resume, section: Section, credentials: Sequence[Credential]) -> str:
    """Which of the licences and certificates that are required is in the section; "" if none."""
    keys = {entry.key for entry in section.entries if section.kind in CREDENTIALS}
    required = (
        credential
        for credential in credentials
        if keys.intersection(answering_entries(credential, resume))
    )
    return next((f"the posting requires {credential.name}" for credential in required), "")


def is_new_graduate(resume: Resume, postings: Sequence[Posting]) -> bool:
    """Whether somebody has just ended their studies, or will, and has hardly worked since.

    There is no clock in this: the newest date of the master stands for today. A job that continues
    since then may be of any length; then the postings decide, by whether they are for beginners.
    """
    entries = {kind: of_kind(resume, kind) for kind in ("work", "education")}
    newest = max((date.months(last=True) for date in all_dates(resume)), default=0)
    studies = [span for entry in entries["education"] if (span := months_of(entry, newest))]
    if not studies or max(end for _, end in studies) < newest - FRESH_MONTHS:
        return False
    jobs = [entry for entry in entries["work"] if not TRAINEE.search(entry.title)]
    spans = [span for entry in jobs if (span := months_of(entry, newest))]
    worked = {month for start, end in spans for month in range(start, end + 1)}
    studied = {month for start, end in studies for month in range(start, end + 1)}
    if len(worked - studied) > FRESH_MONTHS:
        return False
    if all(entry.end for entry in jobs):
        return True
    return all(is_entry_level(posting) for posting in postings) and bool(postings)


def is_entry_level(posting: Posting) -> bool:
    if posting.seniority:
        return posting.seniority in ENTRY_LEVEL
    return posting.years is not None and posting.years <= ENTRY_YEARS


def of_kind(resume: Resume, kind: str) -> list[Entry]:
    return [
        entry for section in resume.sections if section.kind == kind for entry in section.entries
    ]


def all_dates(resume: Resume) -> list[Date]:
    entries = [entry for section in resume.sections for entry in section.entries]
    return [
        date for entry in entries for date in (entry.start, entry.end) if date and not date.text
    ]


def months_of(entry: Entry, newest: int) -> tuple[int, int] | None:
    """First and last month of an entry; None without a date."""
    if entry.start:
        return entry.start.months(), entry.end.months(last=True) if entry.end else newest
    if entry.end:
        end = entry.end.months(last=True)
        return end - STUDY_MONTHS, end
    return None

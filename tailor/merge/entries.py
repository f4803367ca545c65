"""Entries of two CVs: which of them are the same job, degree, project or paper."""

from typing import Any

from tailor.merge.names import Similar, month, plain, same_name

Entry = dict[str, Any]

NAMES = {
    "work": ("name", "position"),
    "volunteer": ("organization", "position"),
    "education": ("institution", "studyType"),
    "projects": ("entity", "name"),
    "awards": ("awarder", "title"),
    "certificates": ("issuer", "name"),
    "publications": ("publisher", "name"),
    "skills": ("", "name"),
    "interests": ("", "name"),
    "languages": ("", "language"),
    "references": ("", "name"),
    "entries": ("organisation", "title"),
}
"""Keys of organisation and title in the entries of each list."""

ALIKE = 0.8
"""Similarity from which two titles are one."""
MONTHS = 2
"""How many months the dates of one job may differ in two CVs."""


def kinship(kind: str, one: Entry, other: Entry, alike: Similar) -> float:
    """How surely two entries are the same; 0 means that they are not."""
    organisation, title = NAMES[kind]
    titles = (
        alike(one.get(title, ""), other.get(title, "")) if title in one and title in other else 0
    )
    if kind in ("work", "volunteer", "education"):
        return employed(one, other, organisation, titles)
    if kind in ("skills", "interests", "languages", "references"):
        return float(plain(one.get(title, "")) == plain(other.get(title, "")))
    if titles < ALIKE or apart(one, other):
        return 0.0
    return titles


def employed(one: Entry, other: Entry, organisation: str, titles: float) -> float:
    """Two jobs are one if the employer is, and the dates nearly are."""
    if organisation in one and organisation in other:
        if not same_name(one[organisation], other[organisation]):
            return 0.0
    elif titles < ALIKE:
        return 0.0
    start = distance(one.get("startDate", ""), other.get("startDate", ""))
    end = distance(one.get("endDate", ""), other.get("endDate", ""))
    if start is None and end is None:
        return 1 + titles if titles >= ALIKE else 0.0
    near = [gap for gap in (start, end) if gap is not None and gap <= MONTHS]
    if not near:
        return 0.0
    return 2 + titles + len(near) - sum(near) / 10


def distance(one: str, other: str) -> int | None:
    """Months between two dates; None if one is missing. A bare year is any of its months."""
    first, second = month(one), month(other)
    if first is None or second is None:
        return None
    years = len(one) == 4 or len(other) == 4
    return 0 if years and first // 12 == second // 12 else abs(first - second)


def apart(one: Entry, other: Entry) -> bool:
    """Whether the dates of two entries with one title say that they are two."""
    for key in ("startDate", "endDate", "date", "releaseDate"):
        gap = distance(one.get(key, ""), other.get(key, ""))
        if gap is not None and gap > 12:
            return True
    return False


def pairs(kind: str, ours: list[Entry], theirs: list[Entry], alike: Similar) -> dict[int, int]:
    """Index of theirs -> index of ours, the surest first, each at most once."""
    ranked = sorted(
        (
            (kinship(kind, one, other, alike), -here, -there)
            for here, one in enumerate(ours)
            for there, other in enumerate(theirs)
        ),
        reverse=True,
    )
    found: dict[int, int] = {}
    for sure, here, there in ranked:
        if sure > 0 and -there not in found and -here not in found.values():
            found[-there] = -here
    return found

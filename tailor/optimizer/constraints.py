"""Pins, exclusions and employment gaps as constraints."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tailor.errors import InputError, Problem
from tailor.line_ids import LineIds
from tailor.models import Bullet, Date, Entry, Resume
from tailor.optimizer.rules import Rules
from tailor.optimizer.tags import left_out_by_tags


@dataclass(frozen=True, slots=True)
class UserConstraints:
    """`pinned` and `banned` are keys; what is below a banned key is banned with it. `wordings`
    is the number of the wording (0 is the first) that each of some pinned lines must have."""

    pinned: frozenset[str]
    banned: frozenset[str]
    wordings: Mapping[str, int] = field(default_factory=dict)


def collect_constraints(resume: Resume, rules: Rules) -> UserConstraints:
    """The wishes of the rules and of the master, as one.

    Raises `InputError` for a reference or a wording that no line of the master has, or for a line
    that is to be both kept and left out.
    """
    ids = LineIds(resume)
    split = {pin: ids.split_pin(pin) for pin in rules.pins}
    pins = {pin: ids.find(reference) for pin, (reference, _) in split.items()}
    excludes = {reference: ids.find(reference) for reference in rules.excludes}
    unknown = [(split[pin][0], ("pins", pin)) for pin, key in pins.items() if key is None]
    unknown += [(name, ("excludes", name)) for name, key in excludes.items() if key is None]
    if unknown:
        faults = [
            replace(ids.unknown_problem(name, rules.meant.get(setting[1], "")), setting=setting)
            for name, setting in unknown
        ]
        raise InputError(*faults)
    pinned = {key: pin for pin, key in pins.items() if key}
    bullets = list(all_statements(resume))
    wanted_texts = {pin: (key, split[pin][1]) for key, pin in pinned.items() if split[pin][1]}
    wordings = find_wordings(bullets, wanted_texts)
    never = {bullet.key for bullet in bullets if bullet.keep == "never"}
    always = {bullet.key for bullet in bullets if bullet.keep == "always"}
    by_tags = left_out_by_tags(ids, rules)
    left_out = {key for key in excludes.values() if key}
    left_out |= (never | by_tags.keys()) - pinned.keys()
    banned = {key for key, line in ids.lines.items() if left_out.intersection(line.path)}
    clashes = sorted(pinned.keys() & banned)
    if clashes:
        why = {
            key: [by_tags[part] for part in ids.lines[key].path if part in by_tags]
            for key in clashes
        }
        raise InputError(*(clashing_key_problem(pinned[key], *why[key][:1]) for key in clashes))
    must_stay = frozenset(pinned.keys() | always - banned)
    return UserConstraints(must_stay, frozenset(banned), wordings)


def find_wordings(
    bullets: Sequence[Bullet], wanted: Mapping[str, tuple[str, str]]
) -> dict[str, int]:
    """The number of the wording of each key that begins as asked; `wanted` is the key and the
    beginning of each pin.

    Raises `InputError` if none does, or several do and none is that very text.
    """
    texts = {bullet.key: bullet.texts for bullet in bullets}
    numbers, faults = {}, []
    for pin, (key, text) in wanted.items():
        wordings = texts.get(key, ())
        number = number_beginning(wordings, text)
        if number is None:
            fault = unknown_wording_problem(key, text, wordings)
            faults.append(replace(fault, setting=("pins", pin)))
        else:
            numbers[key] = number
    if faults:
        raise InputError(*faults)
    return numbers


def number_beginning(texts: Sequence[str], text: str) -> int | None:
    """The number of the only one of some texts that begins with a text, or is it; else None."""
    if text in texts:
        return texts.index(text)
    near = [number for number, wording in enumerate(texts) if wording.startswith(text)]
    return near[0] if len(near) == 1 else None


def unknown_wording_problem(key: str, text: str, wordings: Sequence[str]) -> Problem:
    several = sum(wording.startswith(text) for wording in wordings) > 1
    verb = "several wordings" if several else "no wording"
    quoted = "; ".join(
        f"“{wording[:60]}{'…' if len(wording) > 60 else ''}”" for wording in wordings
    )
    hint = f"write more of it: {quoted}" if quoted else "only bullets and summaries have wordings"
    return Problem(f"{verb} of {key} begin{'' if several else 's'} with “{text}”", hint=hint)


def all_statements(resume: Resume) -> Iterator[Bullet]:
    """Every bullet and summary."""
    if resume.summary:
        yield resume.summary
    for section in resume.sections:
        for entry in section.entries:
            yield from (entry.summary,) if entry.summary else ()
            yield from entry.bullets


def clashing_key_problem(key: str, why: str = "") -> Problem:
    hint = "take it, and what it stands in, out of one of the two lists"
    if why:
        hint = f"of what it stands in, {why}: drop the pin, or that option"
    message = f"{key} is to be kept and left out at once"
    return Problem(message, hint=hint, setting=("pins", key))


YEARS = 10
MONTHS = 13
HOLE_MONTHS = 36
"""So long a stretch of a career is not left out between two printed jobs."""
OTHERS = ("volunteer", "education")
KINDS = ("work", *OTHERS)
DEGREES = (
    r"doctor|ph\.? ?d|dphil|\bm\.?d\b|\bj\.?d\b",
    r"master|\bm\.?(sc|s|a|b\.?a|eng|phil|ed|s\.?n)\b|magister|diplom\b",
    r"bachelor|\bb\.?(sc|s|a|eng|ed|s\.?n)\b|licen",
)
"""Words of the title of a degree, highest degree first."""


def all_resume_dates(resume: Resume) -> Iterator[Date]:
    for section in resume.sections:
        for entry in section.entries:
            yield from (date for date in (entry.start, entry.end) if date)


def entry_months(entry: Entry, last: int) -> tuple[int, int] | None:
    """First and last month of an entry; one that is still going on lasts until `last`."""
    if entry.start:
        end = entry.end.months(last=True) if entry.end else last
        return entry.start.months(), end
    return (entry.end.months(), entry.end.months(last=True)) if entry.end else None


def months_by_entry(
    resume: Resume, allowed: frozenset[str], kinds: tuple[str, ...], last: int
) -> dict[str, tuple[int, int]]:
    """First and last month of each allowed entry of these kinds of section."""
    return {
        entry.key: reach
        for section in resume.sections
        if section.kind in kinds
        for entry in section.entries
        if entry.key in allowed and (reach := entry_months(entry, last))
    }


def overlapping_entries(
    spans: dict[str, tuple[int, int]], first: int, until: int
) -> frozenset[str]:
    return frozenset(key for key, (start, end) in spans.items() if start <= until and first <= end)


def gap_windows(resume: Resume, allowed: frozenset[str]) -> list[frozenset[str]]:
    """The least sets of entry keys of which one each must stay.

    One is the latest job alone; one for every 13 months in a row within the ten years before
    the latest date of the résumé: a job if any overlaps them, else a degree or voluntary work.
    Sets that contain another set say nothing new and are left out.
    """
    last = max((date.months(last=True) for date in all_resume_dates(resume)), default=0)
    jobs, others = (
        months_by_entry(resume, allowed, ("work",), last),
        months_by_entry(resume, allowed, OTHERS, last),
    )
    windows = {frozenset(latest_job(resume, allowed))}
    for first in range(last - 12 * YEARS + 1, last - MONTHS + 2):
        until = first + MONTHS - 1
        windows.add(
            overlapping_entries(jobs, first, until) or overlapping_entries(others, first, until)
        )
    windows.discard(frozenset())
    return sorted(least_sets(windows), key=sorted)


def find_career_gaps(resume: Resume, allowed: frozenset[str]) -> list[tuple[str, frozenset[str]]]:
    """Jobs, each with newer ones of which one must be printed next to it.

    One pair for every three years in a row after the end of a job: an old job is not shown while
    all that the person did in such a stretch since is left out. The last ten years have stricter
    rules of their own (`windows`).
    """
    last = max((date.months(last=True) for date in all_resume_dates(resume)), default=0)
    jobs = months_by_entry(resume, allowed, ("work",), last)
    gaps: dict[str, set[frozenset[str]]] = {}
    for key, (_, end) in jobs.items():
        others = {other: span for other, span in jobs.items() if other != key}
        for first in range(end + 1, last - 12 * YEARS + 1):
            stretch = overlapping_entries(others, first, first + HOLE_MONTHS - 1)
            if stretch:
                gaps.setdefault(key, set()).add(stretch)
    return sorted(
        ((key, stretch) for key, sets in gaps.items() for stretch in least_sets(sets)),
        key=lambda pair: (pair[0], sorted(pair[1])),
    )


def least_sets(sets: set[frozenset[str]]) -> list[frozenset[str]]:
    """The sets that contain no other."""
    return [group for group in sets if not any(other < group for other in sets)]


def latest_job(resume: Resume, allowed: frozenset[str]) -> list[str]:
    """The key of the job that continues or ended last (of equals the one begun last), if any."""
    jobs = [
        entry
        for section in resume.sections
        if section.kind == "work"
        for entry in section.entries
        if entry.key in allowed
    ]
    starts = {entry.key: entry.start.months() if entry.start else 0 for entry in jobs}
    latest = max(jobs, key=lambda entry: (last_month(entry), starts[entry.key]), default=None)
    return [latest.key] if latest else []


def highest_degree(resume: Resume, allowed: frozenset[str]) -> str:
    """The key of the highest degree, the latest of equals; "" if there is none."""
    entries = [
        entry
        for section in resume.sections
        if section.kind == "education"
        for entry in section.entries
        if entry.key in allowed
    ]
    return (
        min(entries, key=lambda entry: (degree_rank(entry), -last_month(entry))).key
        if entries
        else ""
    )


def degree_rank(entry: Entry) -> int:
    """0 for a doctorate, 1 for a master's, 2 for a bachelor's degree, 3 for anything else."""
    title = entry.title.casefold()
    return next((i for i, words in enumerate(DEGREES) if re.search(words, title)), len(DEGREES))


def last_month(entry: Entry) -> int:
    """The last month of an entry, for sorting: what continues is latest, what has no date first."""
    if entry.end:
        return entry.end.months(last=True)
    return 10**6 if entry.start else 0

"""Dates as people type them: 2021, 2021-03, 2021-03-15, March 2021, 03/2021, Summer 2020."""

import calendar
import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from tailor.i18n import load_table
from tailor.models import Date

FIRST_YEAR, LAST_YEAR = 1900, 2100
YEAR, DAY = r"(?P<year>\d{4})", r"(?P<day>\d{1,2})"
NUMERIC = (
    YEAR,
    rf"{YEAR}[-/.](?P<month>\d{{1,2}})",
    rf"{YEAR}[-/.](?P<month>\d{{1,2}})[-/.]{DAY}(?:T\d\d:\d\d[\d:.Z+-]*)?",
    rf"(?P<month>\d{{1,2}})[/.-]{YEAR}",
    rf"(?P<one>\d{{1,2}})[/.-](?P<other>\d{{1,2}})[/.-]{YEAR}",
    rf"{YEAR}年(?:(?P<month>\d{{1,2}})月)?",
)


def fold_accents(text: str) -> str:
    """A text in lower case, without accents, with straight apostrophes."""
    text = unicodedata.normalize("NFKD", text.casefold()).replace("’", "'")
    return "".join(char for char in text if not unicodedata.combining(char))


def words_of(key: str) -> Iterator[str]:
    """The words of all languages under a key of `cv_words.toml`."""
    for table in load_table("cv_words.toml").values():
        yield from filter(None, table.get(key, "").split("|"))


@cache
def month_numbers() -> dict[str, int]:
    """Name of a month in lower case, with and without accents -> its number."""
    numbers: dict[str, int] = {}
    for table in load_table("cv_words.toml").values():
        for number, names in enumerate(table.get("months", "").split("|"), 1):
            for name in names.split():
                numbers.setdefault(name, number)
                numbers.setdefault(fold_accents(name), number)
    return numbers


@cache
def now_words() -> frozenset[str]:
    """What people write for "to this day", without accents."""
    return frozenset(map(fold_accents, words_of("now")))


@cache
def date_patterns() -> tuple[re.Pattern[str], ...]:
    """The ways in which people write a date."""
    name = rf"(?P<name>{'|'.join(sorted(month_numbers(), key=len, reverse=True))})\.?"
    worded = (
        rf"{name},?[ /.-]*(?:(?:de|del|of) )?{YEAR}",
        rf"{name} {DAY}(?:st|nd|rd|th)?, {YEAR}",
        rf"{DAY}(?:\.|st|nd|rd|th|er|º)?(?: de)?[ -]{name}(?: de)?,?[ -]{YEAR}",
        rf"(?P<word>early|mid|late|spring|summer|autumn|fall|winter)[ -]{YEAR}",
        rf"(?P<word>expected):?(?: {name})? {YEAR}",
    )
    return tuple(re.compile(form, re.IGNORECASE | re.ASCII) for form in (*NUMERIC, *worded))


ISO = re.compile(r"[0-9]{4}(?:-[0-9]{1,2}){0,2}")
TWO = re.compile(r"[^-–—]*\d{4}\s*(?:-|–|—|to|bis)\s*(?:\d{4}|\D{3,})")


def is_now(text: str) -> bool:
    return text[:1] not in "0123456789" and fold_accents(text) in now_words()


def parse_date(text: str) -> Date | None:
    """The date that `text` means; None for "present" and the like.

    Raises ValueError with a message for the user.
    """
    if is_now(text):
        return None
    if ISO.fullmatch(text):
        return check_date(text, dict(zip(("year", "month", "day"), text.split("-"), strict=False)))
    match = next(filter(None, (form.fullmatch(text.lower()) for form in date_patterns())), None)
    if match:
        return check_date(text, match.groupdict())
    if TWO.match(text):
        raise ValueError(f"`{text[:40]}` is two dates: use startDate and endDate")
    examples = "2021, 2021-03, 2021-03-15, March 2021 or present"
    raise ValueError(f"`{text[:40]}` is not a date: write {examples}")


def check_date(text: str, parts: dict[str, str | None]) -> Date:
    """Raises ValueError if the calendar has no such day."""
    name, month, day = parts.get("name"), parts.get("month"), parts.get("day")
    if parts.get("one"):
        day, month = parts["one"], parts["other"]
        if int(month or 0) > 12:
            day, month = month, day
    year = int(parts["year"] or 0)
    number = month_numbers()[name.lower()] if name else int(month) if month else None
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"`{text}`: the year must lie between {FIRST_YEAR} and {LAST_YEAR}")
    if number is not None and not 1 <= number <= 12:
        raise ValueError(f"`{text}`: there is no month {number}: write {year}-01 to {year}-12")
    if number and day:
        days = calendar.monthrange(year, number)[1]
        if not 1 <= int(day) <= days:
            raise ValueError(f"`{text}`: {calendar.month_name[number]} {year} has {days} days")
    return Date(year, number, int(day) if day else None, text if parts.get("word") else "")


def stored_date(text: str) -> Date | None:
    """A date that was found valid; None for "" and "present"."""
    return parse_date(text) if text else None


def ends_before(start: Date, end: Date) -> bool:
    """True if `end` is surely before `start`, as precisely as both were typed."""
    if start.day and end.day and start.months() == end.months():
        return end.day < start.day
    return end.months(last=True) < start.months()

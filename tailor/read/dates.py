"""Dates as people type them: 2021, 2021-03, 2021-03-15, March 2021, 03/2021, Summer 2020."""

import calendar
import re

from tailor.model import Date

FIRST_YEAR, LAST_YEAR = 1900, 2100
NOW = {
    *("present", "now", "current", "currently", "ongoing", "today", "to date"),
    *("heute", "laufend", "aujourd'hui", "actualidad", "presente"),
}
MONTHS = (
    "jan january januar janvier enero ene",
    "feb february februar février fevrier febrero",
    "mar march mär märz mrz mars marzo",
    "apr april avril avr abril abr",
    "may mai mayo",
    "jun june juni juin junio",
    "jul july juli juillet julio",
    "aug august août aout agosto ago",
    "sep sept september septembre septiembre",
    "oct october okt oktober octobre octubre",
    "nov november novembre noviembre",
    "dec december dez dezember décembre decembre diciembre dic",
)
MONTH = {name: number for number, names in enumerate(MONTHS, 1) for name in names.split()}
NAME = rf"(?P<name>{'|'.join(sorted(MONTH, key=len, reverse=True))})\.?"
YEAR, DAY, OF = r"(?P<year>\d{4})", r"(?P<day>\d{1,2})", r"(?: de)?"
FORMS = tuple(
    re.compile(form, re.IGNORECASE | re.ASCII)
    for form in (
        YEAR,
        rf"{YEAR}[-/.](?P<month>\d{{1,2}})",
        rf"{YEAR}[-/.](?P<month>\d{{1,2}})[-/.]{DAY}(?:T\d\d:\d\d[\d:.Z+-]*)?",
        rf"(?P<month>\d{{1,2}})[/.]{YEAR}",
        rf"{NAME},?{OF} {YEAR}",
        rf"{NAME} {DAY}(?:st|nd|rd|th)?, {YEAR}",
        rf"{DAY}\.?{OF} {NAME}{OF} {YEAR}",
        rf"(?P<word>early|mid|late|spring|summer|autumn|fall|winter)[ -]{YEAR}",
        rf"(?P<word>expected):?(?: {NAME})? {YEAR}",
    )
)
TWO = re.compile(r"[^-–—]*\d{4}\s*(?:-|–|—|to|bis)\s*(?:\d{4}|\D{3,})")


def is_now(text: str) -> bool:
    return text.lower() in NOW


def parse_date(text: str) -> Date | None:
    """The date that `text` means; None for "present" and the like.

    Raises ValueError with a message for the user.
    """
    if is_now(text):
        return None
    match = next(filter(None, (form.fullmatch(text.lower()) for form in FORMS)), None)
    if match:
        return dated(text, match.groupdict())
    if TWO.match(text):
        raise ValueError(f"`{text[:40]}` is two dates: use startDate and endDate")
    known = "2021, 2021-03, 2021-03-15, March 2021 or present"
    raise ValueError(f"`{text[:40]}` is not a date: write {known}")


def dated(text: str, parts: dict[str, str | None]) -> Date:
    """Raises ValueError if the calendar has no such day."""
    name, month, day = parts.get("name"), parts.get("month"), parts.get("day")
    year = int(parts["year"] or 0)
    number = MONTH[name.lower()] if name else int(month) if month else None
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(f"`{text}`: the year must lie between {FIRST_YEAR} and {LAST_YEAR}")
    if number is not None and not 1 <= number <= 12:
        raise ValueError(f"`{text}`: there is no month {number}")
    if number and day:
        days = calendar.monthrange(year, number)[1]
        if not 1 <= int(day) <= days:
            raise ValueError(f"`{text}`: {calendar.month_name[number]} {year} has {days} days")
    return Date(year, number, int(day) if day else None, text if parts.get("word") else "")


def day(text: str) -> Date | None:
    """A date that was found valid; None for "" and "present"."""
    return parse_date(text) if text else None


def ends_before(start: Date, end: Date) -> bool:
    """True if `end` is surely before `start`, as precisely as both were typed."""
    if start.day and end.day and start.months() == end.months():
        return end.day < start.day
    return end.months(last=True) < start.months()

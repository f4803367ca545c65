"""Words of headings and dates by which an ATS knows its fields."""

import re
import tomllib
from functools import cache

from tailor.files import data_folder, lazy_pattern
from tailor.i18n import load_table
from tailor.resume.cv_words import any_of
from tailor.resume.dates import month_numbers, words_of

ADJECTIVES = lazy_pattern(
    r"^(?:selected|relevant|professional|additional|other|recent|related|research|clinical|"
    r"industry|academic|technical|key|core|invited|personal|peer-reviewed|notable)\s+"
)
OURS = load_table("dates.toml").values()
"""Months and words for "to this day" as our own pages print them."""
MONTHS = (*month_numbers(), *(name for language in OURS for name in language["months"].split()))
MONTH = rf"(?:{any_of(MONTHS)}|spring|summer|fall|autumn|winter)\.?"
YEAR = r"(?:19|20)\d\d"
DAY = (
    rf"(?:(?<!\w){MONTH},?\s*(?:\d{{1,2}},\s*|de\s+)?{YEAR}|(?:0?[1-9]|1[0-2])[/.]{YEAR}"
    rf"|{YEAR}(?:-(?:0[1-9]|1[0-2]))?)"
)
NOW = rf"(?:{any_of([*words_of('now'), *(language['present'] for language in OURS)])})"
TO = any_of(words_of("to"))
DATES = lazy_pattern(
    rf"(?<![\w-])({DAY})(?:\s*(?:[-–—]+|{TO})\s*({DAY}|{NOW}))?(?![\w-])", re.IGNORECASE
)
PLACE = lazy_pattern(
    r"(?:(?=[^,]{1,60},)"
    r"[^\W\d_][^\W\d_.'’-]*[ '’-]?(?:[^\W\d_]+[ .'’-]*){0,3},\s*[^\W\d_][^\d,]{1,24}"
    r"|remote(?:\s*\(.*\))?|hybrid)",
    re.IGNORECASE,
)
EMAIL = lazy_pattern(
    r"(?<![A-Za-z0-9._%+'-])[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"
)
PHONE = lazy_pattern(
    r"(?<![\w/.+-])(?:\+\d{1,3}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d{1,14}(?:[ .-]\d{1,12}){0,5}"
    r"|0\d{1,5}(?:[ .-]\d{2,8}){1,4}|\d{5} \d{5}"
    r"|(?:\(\d{1,4}\)[ .-]?)?\d{2,4}(?:[ .-]\d{2,5}){1,4})(?![\w/-])"
)
CALENDAR = lazy_pattern(
    rf"(?:\d\d?[ .-])?{YEAR}[ .-]{YEAR}|{YEAR}[ .-]\d\d[ .-]\d\d|\d\d[ .-]\d\d[ .-]{YEAR}"
)
"""Days and spans of years, which look like numbers to call."""
LINK = lazy_pattern(
    r"(?<![\w@.-])(?:https?://[^\s|<>()]+|(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,12}"
    r"(?:/[^\s|<>(),;]*)?)(?![\w@])",
    re.IGNORECASE,
)


@cache
def known_titles() -> dict[str, str]:
    """Heading in lower case -> kind of section."""
    usual = tomllib.loads((data_folder("data") / "ats_titles.toml").read_text(encoding="utf-8"))
    kinds = {name: kind for kind, names in usual.items() for name in names}
    text = (data_folder("data") / "section_titles.toml").read_text(encoding="utf-8")
    for table in tomllib.loads(text).values():
        kinds |= {title.casefold(): kind for kind, title in table.items() if kind != "courses"}
    return kinds


def kind_of(heading: str) -> str:
    """The kind of section that a heading announces, or ""."""
    text = " ".join(heading.casefold().replace("&", "and").strip(" :").split())
    kinds = known_titles()
    return kinds.get(text) or kinds.get(ADJECTIVES.sub("", text), "")


def find_phone(text: str) -> str:
    """The first run that has as many digits as a telephone number (E.164: at most 15), or ""."""
    for match in PHONE.finditer(text):
        digits = sum(character.isdigit() for character in match[0])
        if 7 <= digits <= 15 and not CALENDAR.fullmatch(match[0]):
            return match[0]
    return ""

"""Dates inside lines: "Sept 2021 – July 2025", "Summer 2020", "(2018)", "since 03/2019"."""

import functools
import re
from dataclasses import dataclass

from tailor.resume.cv_words import any_of, foreign
from tailor.resume.dates import ends_before, month_numbers, parse_date, stored_date, words_of

NAME = rf"(?:{any_of(month_numbers())})\b\.?"
YEAR = r"(?:19|20)\d\d"
SEASONS = {
    name: english
    for english, names in (season.split(":") for season in foreign("season_names").split(";"))
    for name in names.split("|")
}
"""Names of seasons in other languages -> in English."""
SEASON = rf"(?:early|mid|late|spring|summer|autumn|fall|winter|{'|'.join(SEASONS)})"
DAY = r"\d{1,2}(?:st|nd|rd|th|er|º)?"
OF = r"(?:\s+(?:de|del|of))?"
DATE = (
    rf"(?:(?:expected:?\s+)?{NAME},?{OF}\s+(?:{DAY},\s+)?{YEAR}|{NAME}\s*['’]\d\d"
    rf"|{NAME}\s*(?:[-/.]\s*)?{YEAR}"
    rf"|{DAY}\.?{OF}[ -]{NAME}{OF},?[ -]{YEAR}|{YEAR}\.\s?{NAME}"
    rf"|{SEASON}[\s-]+(?:of\s+)?{YEAR}|expected:?\s+{YEAR}"
    rf"|\d{{1,2}}(?:[./-]|\.\s)\d{{1,2}}(?:[./-]|\.\s){YEAR}|{YEAR}年(?:\d{{1,2}}月)?"
    rf"|{YEAR}[-/.]\d\d[-/.]\d\d|{YEAR}\s?[-/.]\s?(?:0[1-9]|1[0-2])(?![\d-])"
    rf"|(?:0?[1-9]|1[0-2])\s?[/.-]\s?{YEAR}|{YEAR})"
)
NOW = rf"(?:{any_of(words_of('now'))}|\.\.\.|…)"
DASHES = "-–—→>›"
"""Signs behind a date that continues."""
TO = rf"\s*(?:[-–—−~～]+>?|\b(?:{any_of(words_of('to'))})(?!\w)|→|>|›|至)\s*"
SINCE = rf"(?:{any_of([*words_of('since'), *foreign('seasons').split('|')])})\s+"
AMBIGUOUS = {"de", "du", "del", "von", "van", "fra", "från", "din", "с", "со", "da", "ab", "dall'"}
"""Words before the first of two dates that mean something else before a single one."""
ALONE = rf"(?:{any_of(set(words_of('since')) - AMBIGUOUS)})\s+"
EDGES = (r"(?<![\w/.$€£-])", r"(?![\w%/]|[.,]\d|-\d)")
SHORT = r"(?:0[1-9]|1[0-2])[/.]\d\d"
"""A month and a year of two digits: "04/18"."""
ROMAN = r"(?-i:I{1,3}|I?V|VI{1,3}|I?X|XI{1,2})[\s./]{1,2}"
"""A month in Roman figures, as in Poland and Hungary: "VI 2009 – IV 2017"."""
RANGE = (
    rf"(?:{SINCE})?(?P<start>{DATE}|{NAME}|{SEASON}){TO}(?P<end>{DATE}|{NOW}|\d\d(?!\d))"
    rf"|(?P<first>\d{{1,2}})\s*[-–—]\s*(?P<rest>(?:0?[1-9]|1[0-2])(?:\s?[/.]\s?|\s){YEAR})"
    rf"|(?P<begun>{SHORT})\s*[-–—]\s*(?P<over>{SHORT}|{NOW})"
    rf"|(?P<named>{NAME}\s\d\d){TO}(?P<named_end>{NAME}\s\d\d(?!\d)|{NOW})"
    rf"|(?P<roman>{ROMAN}{YEAR}){TO}(?P<roman_end>{ROMAN}{YEAR}|{NOW})"
    rf"|(?P<year>{YEAR})/(?P<next>{YEAR}|1[3-9](?!\d)|[2-9]\d(?!\d))"
    rf"|(?P<until>(?:until|bis|till)\s+){DATE}"
    rf"|(?P<since>{ALONE}){DATE}|(?P<open>{DATE})(?:\s*[{DASHES}](?:\s*$|(?=\)))|[–—-](?=\s+[^\W\d]))"
)
DIGITS = re.compile(r"\d\d")
BARE = re.compile(YEAR)


@functools.cache
def period_pattern() -> re.Pattern[str]:
    """Compiled at its first use, for that takes a quarter of the program's start."""
    single = rf"(?:(?:{foreign('before_dates')})\s+)?(?P<one>{DATE})"
    year = rf"(?:\s(?:{foreign('after_dates')})(?!\w))?"
    return re.compile(rf"{EDGES[0]}(?:{RANGE}|{single}){EDGES[1]}{year}", re.IGNORECASE)


@functools.cache
def date_pattern() -> re.Pattern[str]:
    return re.compile(DATE, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Period:
    """Dates at `begin` to `stop` of a text, as ISO texts; `start` or `end` may be "".

    `current`: to this day. `until`: the start is not known. `weak`: a bare year that may be
    part of a name, as in "ICML 2021".
    """

    begin: int
    stop: int
    start: str
    end: str
    current: bool = False
    weak: bool = False
    until: bool = False


def find_periods(text: str) -> list[Period]:
    """Every date and range of dates in a line, in order."""
    if not DIGITS.search(text):
        return []
    return [
        period for match in period_pattern().finditer(text) if (period := parse_period(text, match))
    ]


def is_period(text: str) -> bool:
    """Whether a text is nothing but a date or a range of dates."""
    periods = find_periods(text.strip())
    return bool(periods) and periods[0].stop - periods[0].begin == len(text.strip())


def parse_period(text: str, match: re.Match[str]) -> Period | None:
    begin, stop = match.span()
    if match["one"]:
        day = to_iso_date(match["one"])
        bare = bool(BARE.fullmatch(match[0])) and not is_set_off(text, begin, stop)
        return Period(begin, stop, "", day, weak=bare) if day else None
    if match["until"]:
        return Period(begin, stop, "", to_iso_date(date_pattern().findall(match[0])[0]), until=True)
    if match["since"] or match["open"]:
        date = date_pattern().search(match[0])
        return Period(begin, stop, to_iso_date(date[0]), "", current=True) if date else None
    if match["first"]:
        year = BARE.search(match["rest"])
        start = f"{match['first']}/{year[0]}" if year else ""
        return make_period(begin, stop, start, re.sub(r"(?<=\d)\s+(?=\d)", "/", match["rest"]))
    return make_period(begin, stop, *typed_ends(match))


def typed_ends(match: re.Match[str]) -> tuple[str, str]:
    """The two dates of a range, years of two digits in a form that is known."""
    if match["begun"]:
        return full_year(match["begun"]), full_year(match["over"])
    if match["named"]:
        first, last = (re.sub(r"\s(?=\d\d$)", " '", match[key]) for key in ("named", "named_end"))
        return first, last
    if match["roman"]:
        return in_figures(match["roman"]), in_figures(match["roman_end"])
    if match["year"]:
        return match["year"], match["next"]
    return match["start"], match["end"]


def in_figures(date: str) -> str:
    """ "06/2009" of "VI 2009"; a word as it is."""
    month, year = re.split(r"[\s./]", date, maxsplit=1) if BARE.search(date) else ("", "")
    return f"{ROMANS.index(month) + 1:02}/{year.strip()}" if month in ROMANS else date


ROMANS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def full_year(short: str) -> str:
    """ "04/2018" of "04/18"; a word as it is."""
    if not re.search(r"\d", short):
        return short
    return f"{short[:3]}{'20' if short[3:] < '40' else '19'}{short[3:]}"


def make_period(begin: int, stop: int, first: str, last: str) -> Period | None:
    """A range of dates as they were typed; None if it would end before it starts."""
    current = not re.search(r"\d", last)
    end = "" if current else to_iso_date(full_end(first, last))
    start = to_iso_date(full_start(first, last))
    if not start or not (end or current) or is_backwards(start, end):
        return None
    return Period(begin, stop, start, end, current)


def is_backwards(start: str, end: str) -> bool:
    """Whether it would end before it starts; then it is something else."""
    first, second = stored_date(start), stored_date(end)
    return bool(first and second and ends_before(first, second))


def full_start(start: str, end: str) -> str:
    """ "May" of "May – August 2019" with its year."""
    year = BARE.search(end)
    return start if BARE.search(start) or "'" in start or not year else f"{start} {year[0]}"


def full_end(start: str, end: str) -> str:
    """ "21" of "2019–21" with its century."""
    century = BARE.search(start)
    return century[0][:2] + end if re.fullmatch(r"\d\d", end) and century else end


def to_iso_date(typed: str) -> str:
    """A date as the master writes it: 2021, 2021-03, 2021-03-15 or "Summer 2020"; "" if none."""
    text = " ".join(typed.split())
    first, _, rest = text.partition(" ")
    if first.casefold() in SEASONS:
        text = f"{SEASONS[first.casefold()].capitalize()} {rest}"
    text = re.sub(r"\s?['’](\d\d)$", lambda short: f" 20{short[1]}", text)
    text = re.sub(r"^((?:expected:?|[a-z]+)) of ", r"\1 ", text, flags=re.IGNORECASE)
    text = re.sub(r"(?<=\d)\s?([/.])\s?(?=\d)", r"\1", text)
    text = re.sub(rf"^({YEAR})\.\s?(?=[^\W\d])(.+)$", r"\2 \1", text)
    text = re.sub(r"^sept\b\.?", "Sep", text, flags=re.IGNORECASE)
    try:
        date = parse_date(text)
    except ValueError:
        return ""
    if date is None or date.text:
        return text
    parts = (f"{date.year:04}", date.month, date.day)
    return "-".join(str(part).zfill(2) for part in parts if part)


def is_set_off(text: str, begin: int, stop: int) -> bool:
    """Whether a year is alone: between the ends of the text, commas or brackets."""
    before, after = text[:begin].rstrip(), text[stop:].strip()
    closed = not after or after[0] in ",;|)]·•–—:."
    return closed and (not before or before[-1] in ",;|([·•–—.")


def texts_around(text: str, period: Period) -> list[str]:
    """What comes before and behind a date, tidied; at most two texts."""
    sides = (text[: period.begin], text[period.stop :])
    return [side for side in map(strip_separators, sides) if side]


def strip_separators(text: str) -> str:
    """A text without the separators and brackets that a date left behind."""
    text = text.strip(" \t,;|·•–—-:")
    for opening, closing in ("()", "[]"):
        if text.count(opening) > text.count(closing) and text.endswith(opening):
            text = text[:-1]
        if text.count(closing) > text.count(opening) and text.startswith(closing):
            text = text[1:]
    return text.strip(" \t,;|·•–—-:")

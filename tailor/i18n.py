"""Words of the page by language: section titles, months, "present"."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from functools import cache

from tailor.errors import InputError, Problem
from tailor.files import data_folder
from tailor.models import Date, Entry, Resume

FALLBACK = "en"


def section_title(kind: str, language: str = FALLBACK) -> str:
    """The usual title of a section of `kind` (work, education, ..., summary, courses).

    `language` is a tag such as de or fr-CA; English replaces a language without titles.
    """
    return (
        words_in_language("section_titles.toml", language).get(kind)
        or load_table("section_titles.toml")[FALLBACK][kind]
    )


def month_name(number: int, language: str = FALLBACK) -> str:
    """The name of month 1 to 12, as it is before a year."""
    return words_in_language("dates.toml", language)["months"].split()[number - 1]


def present_word(language: str = FALLBACK) -> str:
    """What stands for the end of what has not ended."""
    return words_in_language("dates.toml", language)["present"]


def format_date(value: Date, language: str = FALLBACK) -> str:
    """Such as "March 2021", or "2021" where the month is unknown."""
    if value.text:
        return value.text
    return f"{month_name(value.month, language)} {value.year}" if value.month else str(value.year)


def format_day(day: date, language: str = FALLBACK) -> str:
    """A day as a letter says it, such as "March 5, 2021" or "5 March 2021" (en-GB)."""
    words = words_in_language("dates.toml", language)
    region = language.replace("_", "-").partition("-")[2].upper()
    pattern = words.get("day_abroad", words["day"]) if region not in ("", "US") else words["day"]
    months = words.get("months_of_days", words["months"]).split()
    number = words.get("first", "1") if day.day == 1 else str(day.day)
    return pattern.format(day=number, month=months[day.month - 1], year=day.year)


def format_dates(entry: Entry, language: str = FALLBACK) -> str:
    """Such as "March 2021 – Present"; a single date if it starts and ends in one month."""
    end = format_date(entry.end, language) if entry.end else present_word(language)
    if entry.start is None:
        return format_date(entry.end, language) if entry.end else ""
    start = format_date(entry.start, language)
    return start if start == end else f"{start} – {end}"


def has_titles(language: str) -> bool:
    return primary_subtag(language) in load_table("section_titles.toml")


LEAST_COMMON = 4
"""Common words of a language that a text must have at least to be in it."""


def language_of_text(text: str) -> str:
    """The language in which a CV is written, by its most common words; "en" if nothing is sure.

    Section titles that only one language has count as well.
    """
    counts = Counter(re.findall(r"[^\W\d_]{2,}", text.lower()))
    tables = {tag: words for tag, words in load_table("cv_words.toml").items() if tag != "any"}
    scores: dict[str, float] = {}
    for tag, words in tables.items():
        scores[tag] = sum(counts[word] for word in words.get("common", "").split())
    for tag, word in telling_words():
        scores[tag] += 2 * min(counts[word], 2)
    best = max(scores, key=lambda tag: (scores[tag], tag == FALLBACK))
    others = max(score for tag, score in scores.items() if tag != best)
    sure = scores[best] >= LEAST_COMMON and scores[best] > 1.15 * others
    return best if sure else FALLBACK


@cache
def telling_words() -> tuple[tuple[str, str], ...]:
    """(language, word) of month names and section titles that no other language has."""
    owners: dict[str, set[str]] = {}
    for tag, words in load_table("cv_words.toml").items():
        for key in ("work", "education", "skills", "languages", "interests", "months", "now"):
            for word in re.findall(r"[^\W\d_]{4,}", words.get(key, "").lower()):
                owners.setdefault(word, set()).add(tag)
    return tuple((next(iter(tags)), word) for word, tags in owners.items() if len(tags) == 1)


def known_languages() -> tuple[str, ...]:
    """The languages with titles and dates of their own."""
    return tuple(sorted(load_table("section_titles.toml").keys() & load_table("dates.toml").keys()))


def choose_translation(resume: Resume, language: str) -> Resume:
    """A master in a language, if it has texts in it, else in its own."""
    if not resume.translations:
        return resume
    versions, tag = (resume, *resume.translations), language.replace("_", "-")
    same = [cv for cv in versions if cv.language == tag]
    same += [cv for cv in versions if primary_subtag(cv.language) == primary_subtag(tag)]
    return replace([*same, resume][0], translations=())


def translate_titles(resume: Resume, language: str) -> Resume:
    """The résumé with the usual section titles of another language; its own titles stay.

    Raises:
        InputError: there are no words in that language.
    """
    if primary_subtag(language) not in known_languages():
        choices = ", ".join(known_languages())
        message = f"there are no section titles and dates in “{language}”"
        raise InputError(Problem(message, hint=f"choose one of {choices}"))
    old, new = (
        words_in_language("section_titles.toml", tag) for tag in (resume.language, language)
    )
    sections = tuple(
        replace(section, title=new[section.kind])
        if section.kind in new and section.title == old.get(section.kind)
        else section
        for section in resume.sections
    )
    return replace(resume, sections=sections, language=language)


def words_in_language(file: str, language: str) -> dict[str, str]:
    tables = load_table(file)
    return tables.get(primary_subtag(language), tables[FALLBACK])


def primary_subtag(language: str) -> str:
    return language.replace("_", "-").split("-")[0].lower()


@cache
def load_table(file: str) -> dict[str, dict[str, str]]:
    import tomllib

    with (data_folder("data") / file).open("rb") as source:
        return tomllib.load(source)


__all__ = ["has_titles", "section_title"]

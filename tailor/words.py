"""The few words that a page adds to the master's own, in its language: section titles, names of
months, "Present"."""

import re
from collections import Counter
from dataclasses import replace
from functools import cache

from tailor.errors import InputError, Problem
from tailor.model import Resume
from tailor.resources import folder

FALLBACK = "en"


def title(kind: str, language: str = FALLBACK) -> str:
    """The usual title of a section of `kind` (work, education, ..., summary, courses).

    `language` is a tag such as de or fr-CA; English stands in for a language without titles.
    """
    return (
        spoken("section_titles.toml", language).get(kind)
        or table("section_titles.toml")[FALLBACK][kind]
    )


def month(number: int, language: str = FALLBACK) -> str:
    """The name of month 1 to 12, as it stands before a year."""
    return spoken("dates.toml", language)["months"].split()[number - 1]


def present(language: str = FALLBACK) -> str:
    """What stands for the end of what has not ended."""
    return spoken("dates.toml", language)["present"]


def has_titles(language: str) -> bool:
    return primary(language) in table("section_titles.toml")


LEAST_COMMON = 4
"""Common words of a language that a text must have at least to be in it."""


def language_of_text(text: str) -> str:
    """The language in which a CV is written, by its most common words; "en" if nothing is sure.

    Section titles that only one language has count as well.
    """
    found = Counter(re.findall(r"[^\W\d_]{2,}", text.lower()))
    known = {tag: one for tag, one in table("cv_words.toml").items() if tag != "any"}
    scores: dict[str, float] = {}
    for tag, one in known.items():
        scores[tag] = sum(found[word] for word in one.get("common", "").split())
    for tag, word in telling_words():
        scores[tag] += 2 * min(found[word], 2)
    best = max(scores, key=lambda tag: (scores[tag], tag == FALLBACK))
    others = max(score for tag, score in scores.items() if tag != best)
    sure = scores[best] >= LEAST_COMMON and scores[best] > 1.15 * others
    return best if sure else FALLBACK


@cache
def telling_words() -> tuple[tuple[str, str], ...]:
    """(language, word) of month names and section titles that no other language has."""
    owners: dict[str, set[str]] = {}
    for tag, one in table("cv_words.toml").items():
        for key in ("work", "education", "skills", "languages", "interests", "months", "now"):
            for word in re.findall(r"[^\W\d_]{4,}", one.get(key, "").lower()):
                owners.setdefault(word, set()).add(tag)
    return tuple((next(iter(tags)), word) for word, tags in owners.items() if len(tags) == 1)


def languages() -> tuple[str, ...]:
    """The languages with titles and dates of their own."""
    return tuple(sorted(table("section_titles.toml").keys() & table("dates.toml").keys()))


def translated(resume: Resume, language: str) -> Resume:
    """The résumé with the usual section titles of another language; its own titles stay.

    Raises:
        InputError: there are no words in that language.
    """
    if primary(language) not in languages():
        known = ", ".join(languages())
        message = f"there are no section titles and dates in “{language}”"
        raise InputError(Problem(message, hint=f"choose one of {known}"))
    old, new = (spoken("section_titles.toml", tag) for tag in (resume.language, language))
    sections = tuple(
        replace(section, title=new[section.kind])
        if section.kind in new and section.title == old.get(section.kind)
        else section
        for section in resume.sections
    )
    return replace(resume, sections=sections, language=language)


def spoken(file: str, language: str) -> dict[str, str]:
    known = table(file)
    return known.get(primary(language), known[FALLBACK])


def primary(language: str) -> str:
    return language.replace("_", "-").split("-")[0].lower()


@cache
def table(file: str) -> dict[str, dict[str, str]]:
    import tomllib

    with (folder("data") / file).open("rb") as source:
        return tomllib.load(source)

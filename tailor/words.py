"""The few words that a page adds to the master's own, in its language: section titles, names of
months, "Present"."""

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

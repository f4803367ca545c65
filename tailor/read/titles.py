"""Section titles in the language of the CV."""

import tomllib
from functools import cache

from tailor.resources import folder

FALLBACK = "en"


def title(kind: str, language: str = FALLBACK) -> str:
    """The usual title of a section of `kind` (work, education, ..., summary, courses).

    `language` is a tag such as de or fr-CA; English stands in for a language without titles.
    """
    titles = table()
    return titles.get(primary(language), titles[FALLBACK]).get(kind, titles[FALLBACK][kind])


def has_titles(language: str) -> bool:
    return primary(language) in table()


def primary(language: str) -> str:
    return language.replace("_", "-").split("-")[0].lower()


@cache
def table() -> dict[str, dict[str, str]]:
    with (folder("data") / "section_titles.toml").open("rb") as file:
        return tomllib.load(file)

"""Section titles and dates in the language of the résumé."""

import pytest

from tailor.errors import InputError
from tailor.i18n import (
    format_dates,
    has_titles,
    known_languages,
    load_table,
    month_name,
    present_word,
    section_title,
    translate_titles,
)
from tailor.layout import page_parts
from tailor.models import Bullet, Date, Entry, Group, Resume, Section
from tailor.pipeline import render

KINDS = load_table("section_titles.toml")["en"].keys()
BULLETS = tuple(
    Bullet(f"work/0/highlights/{n}", f"Built {n + 2} small ferries a year with a crew of eight.")
    for n in range(4)
)
JOB = Entry(
    "work/0", "Fitter", "Yard", start=Date(2020, 3), groups=(Group("work/0", bullets=BULLETS),)
)
WORK = Section("work", "Work Experience", "work", (JOB,))
TALKS = Section("talks", "Talks", "custom", (Entry("talks/0", "A talk"),))
ADA = Resume("Ada Example", summary=Bullet("basics/summary", "Fitter."), sections=(WORK, TALKS))


def test_every_language_has_all_words() -> None:
    assert set(known_languages()) >= {"en", "de", "fr", "es", "pt", "it", "nl", "pl", "hi"}
    for language in known_languages():
        assert load_table("section_titles.toml")[language].keys() == KINDS
        assert len({month_name(number, language) for number in range(1, 13)}) == 12
        assert present_word(language).isalpha()


def test_an_unknown_language_speaks_english() -> None:
    assert (section_title("work", "xx"), month_name(3, "xx"), has_titles("xx")) == (
        "Work Experience",
        "March",
        False,
    )


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de-AT", "März 2020 – heute"),
        ("pl", "marzec 2020 – obecnie"),
        ("hi-Latn", "March 2020 – vartaman"),
    ],
)
def test_dates_speak_the_language(language: str, text: str) -> None:
    assert format_dates(WORK.entries[0], language) == text


def test_titles_of_ones_own_are_not_translated() -> None:
    french = translate_titles(ADA, "fr")
    titles = [part.value.title for part in page_parts(french) if isinstance(part.value, Section)]
    assert titles == ["Profil", "Expérience professionnelle", "Talks"]
    assert translate_titles(french, "en").sections == ADA.sections


def test_a_language_without_words_is_refused_with_those_that_have_them() -> None:
    with pytest.raises(InputError, match=r"“tlh”\n.*choose one of de, en, es"):
        translate_titles(ADA, "tlh")


@pytest.mark.parametrize("language", known_languages())
def test_a_page_in_each_language_passes_every_check(language: str) -> None:
    document, findings = render(translate_titles(ADA, language))
    assert [finding for finding in findings if finding.level == "fail"] == []
    assert f"/Lang({language})" in document.tex
    assert month_name(3, language) in document.tex

"""Postings in other languages than English: recognised, and read by their own wordings."""

import pytest

from benchmarks.postings import marked_adverts, unmarked
from tailor import languages
from tailor.languages import READ, detect_language
from tailor.posting import parse

SHORT = {
    "de": "Wir suchen eine Köchin mit Freude an der Arbeit für unsere kleine Küche.",
    "fr": "Nous cherchons une personne avec de l'expérience pour la cuisine et le bar.",
    "es": "Buscamos una persona con experiencia para la cocina y el bar de los jueves.",
    "pt": "Procuramos uma pessoa com experiência para a cozinha e para o bar da praia.",
    "nl": "Wij zoeken een kok met ervaring voor de keuken van het nieuwe café.",
    "it": "Cerchiamo una persona con esperienza per la cucina e il bar della piazza.",
    "pl": "Szukamy osoby z doświadczeniem do pracy w kuchni i w barze przy rynku głównym.",
    "sv": "Vi söker en kock med erfarenhet till köket på vår nya restaurang vid hamnen.",
    "ca": "Busquem una persona amb experiència per a la cuina i el bar dels dijous.",
    "en": "We want a person with experience in the kitchen and at the bar.",
}


CLEAR = {one.slug[:2]: unmarked(one) for one in reversed(marked_adverts("tuned"))}
"""The first advert of each language."""


@pytest.mark.parametrize("language", SHORT)
def test_a_short_text_in_each_language(language: str) -> None:
    assert detect_language(SHORT[language]) == language


@pytest.mark.parametrize(
    "text",
    [
        "Python",
        "Senior Java Developer",
        "",
        "Java Python Go Rust Kafka Docker Terraform Kubernetes",
    ],
)
def test_a_list_of_names_is_english(text: str) -> None:
    assert detect_language(text) == "en"


@pytest.mark.parametrize("language", ["en", *READ])
def test_a_clear_text_needs_no_model(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(languages, "identifier", lambda: pytest.fail("the model was loaded"))
    assert detect_language(CLEAR[language]) == language


def test_a_language_that_is_not_read_is_named() -> None:
    posting = parse(SHORT["pl"])
    assert posting.language == "pl"
    assert "in Polish: its headings and wordings are not known" in posting.notes[0]


def test_wordings_of_another_language_do_not_outlast_its_posting() -> None:
    dutch = parse(
        "Kok\n\nWat vragen wij?\n\n- Een diploma voor het werk van kok\n- Je bent netjes\n"
    )
    assert [passage.kind for passage in dutch.passages][-1] == "must"
    assert languages.SPOKEN.get() == "en"
    english = parse("Cook\n\nWat vragen wij?\n\n- You have the will to cook with us and the town\n")
    assert all(passage.kind != "boilerplate" for passage in english.passages)

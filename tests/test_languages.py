"""Postings in other languages than English: recognised, and read by their own wordings."""

import pytest

from benchmarks.postings import HALVES, Found, marked_adverts, read_half, share_of, unmarked
from tailor import languages
from tailor.files import data_folder
from tailor.keywords import extract
from tailor.keywords.credentials import required_credentials
from tailor.keywords.foreign import to_english
from tailor.keywords.lexicon import load_lexicon
from tailor.languages import COLUMNS, READ, detect_language, find_terms, read_terms
from tailor.models import Keyword
from tailor.posting import parse_posting
from tailor.scoring import rank
from tailor.scoring.relevance import relevance_points

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
    monkeypatch.setattr(languages, "load_identifier", lambda: pytest.fail("the model was loaded"))
    assert detect_language(CLEAR[language]) == language


def test_without_room_for_the_model_little_words_decide(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise OSError("no room for a temporary file")

    monkeypatch.setattr(languages, "load_identifier", fail)
    assert detect_language(SHORT["pl"]) == "en"
    assert detect_language(SHORT["it"]) == "it"


def test_a_language_that_is_not_read_is_named() -> None:
    posting = parse_posting(SHORT["pl"])
    assert posting.language == "pl"
    assert "in Polish: its headings and wordings are not known" in posting.notes[0]


def test_wordings_of_another_language_do_not_outlast_its_posting() -> None:
    dutch = parse_posting(
        "Kok\n\nWat vragen wij?\n\n- Een diploma voor het werk van kok\n- Je bent netjes\n"
    )
    assert [passage.kind for passage in dutch.passages][-1] == "must"
    assert languages.SPOKEN.get() == "en"
    english = parse_posting(
        "Cook\n\nWat vragen wij?\n\n- You have the will to cook with us and the town\n"
    )
    assert all(passage.kind != "boilerplate" for passage in english.passages)


def asked(text: str) -> dict[str, Keyword]:
    return {keyword.term: keyword for keyword in extract(parse_posting(text))}


GERMAN = """Koch (m/w/d)

Ihr Profil

- Erfahrung mit Excel, am besten mit SAP
- Kenntnisse in Go und Python sind von Vorteil
- Zuverlässigkeit
- Fundierte Kenntnisse der Zwiebelkunde
"""


def test_must_and_nice_by_the_wording_of_the_language() -> None:
    kinds = {term: keyword.kind for term, keyword in asked(GERMAN).items()}
    assert kinds["Excel"] == "must"
    assert (kinds["SAP"], kinds["Go"], kinds["Python"]) == ("nice", "nice", "nice")
    assert kinds["Zwiebelkunde"] == "must"
    assert not {"Erfahrung", "Kenntnisse", "Profil", "Vorteil"} & kinds.keys()


def test_a_term_has_its_english_names_and_those_of_its_language() -> None:
    found = asked(GERMAN)["Zuverlässigkeit"]
    assert {"Dependability", "Pünktlichkeit"} <= {*found.variants}


def test_a_profession_is_asked_for_under_its_english_title_too() -> None:
    found = asked(f"Koch\n\n{HEADINGS['de']}\n\n- Ausbildung als Dachdeckerin\n- {SHORT['de']}\n")
    assert (found["Dachdeckerin"].kind, "Roofer" in found["Dachdeckerin"].variants) == (
        "must",
        True,
    )


def test_half_of_a_compound_is_no_phrase() -> None:
    found = asked(f"Koch\n\n{HEADINGS['de']}\n\n- Zwiebel- und Knollenkunde\n- {SHORT['de']}\n")
    assert "Knollenkunde" in found
    assert "Zwiebel" not in found


@pytest.mark.parametrize(
    ("language", "text", "english"),
    [
        ("de", "in der Versorgung von Wunden und im Wundmanagement", "Wound care"),
        ("de", "Firmenkundenbetreuung", "Customer service"),
        ("fr", "la gestion des stocks", "Inventory management"),
        ("fr", "gestion de stock", "Inventory management"),
        ("es", "AUTOMATAS PROGRAMABLES", "PLC programming"),
        ("pt", "gestão de projeto", "Project management"),
        ("nl", "elektrische schema’s", "Circuit diagrams"),
        ("it", "della sicurezza nei luoghi di lavoro", "Occupational safety"),
    ],
)
def test_a_term_in_other_forms(language: str, text: str, english: str) -> None:
    assert [one.term.english[0] for one in find_terms(text, language)] == [english]


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("de", "Krankenpfleger:in"),
        ("de", "Krankenpflegerin (w/m/d)"),
        ("fr", "Infirmier / Infirmière"),
        ("fr", "Infirmier(e)"),
        ("es", "Enfermero/a"),
        ("pt", "Enfermeira"),
        ("nl", "Verpleegkundigen"),
        ("it", "Infermiera"),
    ],
)
def test_the_occupation_of_a_title(language: str, title: str) -> None:
    assert set(to_english(title, language).split()) == {"Registered", "nurse"}


def test_an_english_text_is_its_own_gloss() -> None:
    line = "Drove the van and the lift truck for the night shift"
    assert to_english(line, "de") == line


@pytest.mark.parametrize("language", READ)
def test_every_language_has_enough_terms_and_titles(language: str) -> None:
    terms = set(read_terms("terms.tsv", language).values())
    titles = set(read_terms("titles.tsv", language).values())
    assert len(terms) >= 230
    assert len(titles) >= 95


@pytest.mark.parametrize("name", ["terms.tsv", "titles.tsv"])
def test_every_row_has_a_cell_for_each_language(name: str) -> None:
    text = (data_folder("data") / "languages" / name).read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line[0] not in "#["]
    assert {len(row.split("\t")) for row in rows} == {len(COLUMNS)}
    first = [row.split("\t")[0] for row in rows]
    assert len(first) == len(set(first))


def test_most_terms_are_skills_of_the_lexicon() -> None:
    terms = set(read_terms("terms.tsv", "de").values())
    known = [term for term in terms if any(load_lexicon().find(name) for name in term.english)]
    assert len(known) > 0.9 * len(terms)


WORK = {
    "pflege infirmier enfermera enfermeiro verpleegkundige infermiere": (
        "Cared for 12 ventilated patients per shift in a 20-bed intensive care unit",
        "Betreute zwölf beatmete Patienten je Schicht auf der Intensivstation",
    ),
    "software dev desarrollador programador ontwikkelaar sviluppatore": (
        "Built microservices in Java on Kubernetes",
        "Entwickelte Microservices in Java auf Kubernetes",
    ),
    "elektro electricien electricista eletricista monteur elettricista": (
        "Repaired PLC-controlled drives and found faults on motors",
        "Reparierte SPS-gesteuerte Antriebe und suchte Störungen an Motoren",
    ),
    "buchhaltung comptable contable contabilista boekhouder contabile": (
        "Prepared month-end and annual accounts",
        "Erstellte Monatsabschlüsse und Jahresabschlüsse",
    ),
    "lager magasinier almacen almoxarife magazijn magazziniere": (
        "Drove reach trucks and loaded lorries",
        "Fuhr Gabelstapler und belud Lastwagen",
    ),
}


@pytest.mark.parametrize("judge", [rank, relevance_points])
def test_lines_of_the_right_trade_are_nearest(judge: object) -> None:
    """English lines for all postings, German lines for German ones; `relevance` sees no hits."""
    right = every = 0
    for one in marked_adverts("tuned"):
        language, trade = one.slug.split("-")
        if language == "en":
            continue
        posting = parse_posting(unmarked(one))
        for place in (0, 1) if language == "de" else (0,):
            lines = [work[place] for work in WORK.values()]
            points = judge(posting, lines)  # type: ignore[operator]
            best = [*WORK][points.index(max(points))]
            right, every = right + (trade in best.split()), every + 1
    assert (right, every) >= (34, 35)


@pytest.fixture(scope="module", params=HALVES)
def half(request: pytest.FixtureRequest) -> dict[str, list[Found]]:
    return read_half(request.param)


@pytest.mark.parametrize("language", READ)
def test_what_is_found_in_adverts(language: str, half: dict[str, list[Found]]) -> None:
    found, english = half[language], half["en"]
    floors = {"must": 0.9, "as must": 0.9, "nice": 0.85, "as nice": 0.85, "duties": 0.85}
    floors |= {"best": 0.75, "kept": 0.95, "language": 1, "title": 1, "company": 0.8}
    shares = {name: share_of(found, name) for name in floors}
    assert {name: shares[name] for name in floors if shares[name] < floors[name]} == {}
    for name in ("must", "as must"):
        assert shares[name] >= share_of(english, name) - 0.1
    assert share_of(found, "left") == 0


@pytest.mark.parametrize(
    ("language", "line", "names"),
    [
        (
            "de",
            "- Führerschein Klasse CE und Staplerschein",
            ["Commercial driving licence", "Forklift"],
        ),
        ("de", "- Abgeschlossenes Studium im Maschinenbau", ["bachelor's degree"]),
        ("fr", "- Permis B indispensable", ["Driving licence"]),
        ("fr", "- Diplôme Bac +5 en informatique", ["master's degree"]),
        (
            "es",
            "- Carné de conducir y ciclo de grado superior",
            ["Driving licence", "vocational qualification"],
        ),
        ("pt", "- Licenciatura em Enfermagem", ["Registered nurse"]),
        (
            "nl",
            "- Rijbewijs B en een afgeronde mbo-opleiding",
            ["Driving licence", "vocational qualification"],
        ),
        (
            "it",
            "- Laurea magistrale in Economia, patente B",
            ["Driving licence", "master's degree"],
        ),
    ],
)
def test_licences_and_degrees(language: str, line: str, names: list[str]) -> None:
    """Fields of degrees are not compared across languages, so none is named."""
    posting = parse_posting(f"{HEADINGS[language]}\n\n{line}\n- {SHORT[language]}\n")
    assert posting.language == language
    assert [one.name for one in required_credentials(posting)] == names
    assert {one.kind for one in required_credentials(posting)} == {"must"}


HEADINGS = {
    "de": "Ihr Profil",
    "fr": "Votre profil",
    "es": "Requisitos",
    "pt": "Requisitos",
    "nl": "Wat vragen wij?",
    "it": "Requisiti",
}


@pytest.mark.parametrize(
    ("language", "line", "years"),
    [
        ("de", "mind. 2 Jahre Berufserfahrung", 2),
        ("de", "ein Jahr Erfahrung", 1),
        ("fr", "au moins trois ans d'expérience", 3),
        ("es", "mínimo 1 año de experiencia", 1),
        ("pt", "experiência de 3 a 5 anos em recursos humanos", 3),
        ("pt", "experiência em recursos humanos", None),
        ("nl", "vijf jaar ervaring", 5),
        ("it", "almeno due anni di esperienza", 2),
    ],
)
def test_years_of_experience(language: str, line: str, years: int | None) -> None:
    posting = parse_posting(f"{HEADINGS[language]}\n\n- {line}\n- {SHORT[language]}\n")
    assert posting.language == language
    assert posting.years == years

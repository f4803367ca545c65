"""What words of a posting name: ambiguous names, several in one span, places, degrees."""

import pytest

import tailor
from tailor.keywords import extract
from tailor.keywords.lexicon import COMPOUNDS, load_lexicon, normalize, normalize_word
from tailor.keywords.nlp import Sentence
from tailor.keywords.plain_needs import Need, is_cut
from tailor.keywords.tagger import is_empty_span, is_vain, split_at_joints, split_span
from tailor.models import Passage
from tailor.posting import parse_posting

HEAD = "Engineer\nExample Ltd\n\nRequirements\n"


def terms(lines: str) -> set[str]:
    return {one.term for one in extract(parse_posting(f"{HEAD}{lines}\n"))} - {"Engineer"}


@pytest.mark.parametrize(
    ("lines", "wanted"),
    [
        ("- Kafka\n- Snowflake\n- Redis\n- Looker\n- Go\n- Rust", "Kafka Snowflake Looker Go Rust"),
        ("Kafka\nGo\nPuppet", "Kafka Go Puppet"),
        ("1. Salt\n2. Chef", "Salt Chef"),
        ("- Experience with Kafka and Go", "Kafka Go"),
        ("- Hands-on experience with Snowflake and Rust", "Snowflake Rust"),
        ("- Go is a plus", "Go"),
        ("- Excel (preferred)", "Excel"),
        ("- Kubernetes, Go, Kafka", "Kubernetes Go Kafka"),
        ("- Fluent in French or German", "French German"),
        ("- excel, kafka", "excel kafka"),
        ("- Experience with go and Kafka", "Kafka"),
    ],
)
def test_the_wording_of_a_list_makes_names_plain(lines: str, wanted: str) -> None:
    assert set(wanted.split()) <= terms(lines)


def test_a_wish_under_its_own_heading() -> None:
    posting = parse_posting("Data Engineer\n\nNice to have\n- Snowflake\n- Kafka\n- Terraform\n")
    nice = {one.term for one in extract(posting) if one.kind == "nice"}
    assert nice == {"Snowflake", "Kafka", "Terraform"}


@pytest.mark.parametrize(
    "text",
    [
        "- Excel at what you do",
        "- excel in all you do",
        "- experience with excel",
        "- Solid knowledge of the trade",
        "- Basic knowledge of the trade",
        "- Teams are required to report",
        "- Go the extra mile",
        "- Experience with Word of mouth",
        "- Experience of the Spring season",
        "Go and see",
        "We met in Spring and went to Dart",
    ],
)
def test_a_story_names_nothing(text: str) -> None:
    assert not load_lexicon().mentions(text, asking=True)


def test_a_line_without_a_mark_is_an_item_only_among_needs() -> None:
    assert load_lexicon().mentions("Teams", asking=True)
    assert load_lexicon().mentions("- Teams", asking=False)
    assert not load_lexicon().mentions("Teams", asking=False)
    assert not load_lexicon().mentions("- Teams")


@pytest.mark.parametrize(
    ("lines", "wanted", "unwanted"),
    [
        ("- Current CPR/BLS", "CPR BLS", "CPR/BLS"),
        ("- Strong Kotlin/Java", "Kotlin Java", "Kotlin/Java"),
        ("- 3+ years of post-degree experience with Python", "Python", "post-degree"),
        ("- Python, remote within the US or Germany", "Python", "US Germany"),
        ("- CI/CD", "CI/CD", "CI CD"),
    ],
)
def test_a_span_is_as_many_names_as_stand_in_it(lines: str, wanted: str, unwanted: str) -> None:
    found = terms(lines)
    assert set(wanted.split()) <= found
    assert not found & set(unwanted.split())


@pytest.mark.parametrize(
    ("words", "empty"),
    [
        ("post-degree", True),
        ("the United States", True),
        ("US", True),
        ("degree or equivalent", True),
        ("US GAAP", False),
        ("software development", False),
        ("German", False),
        ("degree audit", False),
    ],
)
def test_what_names_nothing(words: str, empty: bool) -> None:
    assert is_empty_span(words) == empty


def test_an_abbreviation_behind_its_name_is_the_same_thing() -> None:
    text = "Master's degree (MS) in chemistry"
    known = load_lexicon().mentions(text)
    ((start, end, skill),) = split_span(0, 20, known, text)
    assert (text[start:end], skill and skill.name) == ("Master's degree (MS)", "Master's degree")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("e-commerce", "Ecommerce"),
        ("health care", "healthcare"),
        ("Co-ordinating rotas", "coordinating rotas"),
        ("web sites", "website"),
        ("Fund-raising programmes", "fundraising program"),
    ],
)
def test_a_compound_is_one_word_however_it_is_written(one: str, other: str) -> None:
    assert normalize(one) == normalize(other)


@pytest.mark.parametrize("pair", sorted(COMPOUNDS))
def test_a_compound_is_listed_in_the_form_that_is_looked_up(pair: tuple[str, ...]) -> None:
    assert len(pair) == 2
    assert tuple(map(normalize_word, pair)) == pair


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("web/internet", ["web", "internet"]),
        ("aerospace / automotive industry", ["aerospace", "automotive industry"]),
        ("GIS or an ERP", ["GIS", "ERP"]),
        ("horses and/or ponies", ["horses", "ponies"]),
        ("CI/CD", ["CI/CD"]),
        ("TCP/IP", ["TCP/IP"]),
        ("PL/SQL", ["PL/SQL"]),
        ("UI/UX", ["UI/UX"]),
        ("A/B experiments", ["A/B experiments"]),
        ("24/7 cover", ["24/7 cover"]),
    ],
)
def test_a_slash_and_an_or_part_two_things(words: str, parts: list[str]) -> None:
    text = f"Know {words} well"
    found = [text[a:b] for a, b, _ in split_at_joints(text, 5, 5 + len(words))]
    assert found == parts


@pytest.mark.parametrize("line", ["A/B testing", "A/B testing and SQL", "SQL, A/B testing"])
def test_a_known_name_with_a_slash_stays_whole_wherever_it_stands(line: str) -> None:
    posting = parse_posting(f"Data Analyst\n\nRequirements\n- {line}\n")
    terms = [one.term for one in extract(posting)]
    assert "A/B testing" in terms
    assert not {"a", "A", "B testing"} & {*terms}


def test_a_phrase_that_cuts_a_name_is_not_listed_beside_it() -> None:
    need = Need("x", "must", 0.9, 10, 28, Sentence(0, 40, (), Passage("must", "", "", 0, 40)))
    assert is_cut(need, 4, 16)
    assert is_cut(need, 20, 40)
    assert not is_cut(need, 10, 16)
    assert not is_cut(need, 0, 40)


MILL = """\
Sawmill Clerk

You will answer queries from the Timber Grading department and from the sales team. The role
involves procedures, management and design. Keep weighbridge records in a smooth manner. Book
kiln inspections Monthly moisture reports. Order saw blades and blade services.
We are recruiting for a busy yard, with a pension scheme and career development.
"""


def test_departments_generic_words_and_offers_are_no_keywords() -> None:
    found = {one.term.lower() for one in extract(parse_posting(MILL))}
    assert any("weighbridge" in term for term in found)
    assert not found & {"procedures", "management", "design", "function", "smooth manner"}
    assert not [term for term in found if term.endswith(("department", "team", "manner"))]
    assert not found & {"recruiting", "pension scheme", "career development"}


def test_items_of_a_list_that_lost_its_marks_are_two_phrases() -> None:
    found = {one.term.lower() for one in extract(parse_posting(MILL))}
    assert "kiln inspections" in found
    assert not [term for term in found if "inspections monthly" in term]


def test_a_phrase_that_adds_nothing_to_a_name_is_not_listed_beside_it() -> None:
    posting = parse_posting(
        "Clerk\n\nRequirements\n- Payroll experience\n- Knowledge of payroll\n\nDuties\n"
        "- Give good payroll services to the shops\n- Check invoices for the shops\n"
    )
    found = [one.term.lower() for one in extract(posting)]
    assert len([term for term in found if "payroll" in term]) == 1


def test_the_spelling_of_a_compound_makes_no_second_keyword() -> None:
    found = extract(parse_posting(f"{HEAD}- Odoo e-commerce rollouts\n- Odoo ecommerce rollouts\n"))
    assert len([one for one in found if "odoo" in one.term.lower()]) == 1


@pytest.mark.parametrize(
    ("line", "term", "wrong"),
    [
        ("Systems where a lost or duplicated record costs real money", "", "lost"),
        ("Ours are REST on the outside, gRPC on the inside", "REST", "outside"),
        ("Asynchronous messaging with Kafka, SQS or Pub/Sub", "Pub/Sub", "Pub"),
        ("Kafka and PostgreSQL in production", "PostgreSQL", "PostgreSQL in production"),
    ],
)
def test_terms_are_names(line: str, term: str, wrong: str) -> None:
    text = f"Backend Engineer\n\nRequirements\n- {line}\n- You must know Terraform\n"
    terms = {keyword.term for keyword in tailor.extract(text)}
    assert wrong not in terms
    assert {term} - {""} <= terms


def test_a_plain_word_before_a_name_makes_no_second_keyword() -> None:
    found = extract(parse_posting(f"{HEAD}- Clear verbal stakeholder management\n"))
    assert [one.term for one in found if "management" in one.term] == ["stakeholder management"]


def test_masks_and_words_of_applying_are_no_keywords() -> None:
    lines = "- ****SB lathe work\n- Please email CV with cover letter\n- KNOWLEDGE/\n"
    found = " ".join(one.term for one in extract(parse_posting(HEAD + lines)))
    assert not {"****SB", "CV", "letter", "KNOWLEDGE/"} & set(found.split())


def test_a_piece_of_the_title_is_no_keyword() -> None:
    text = "Registered Nurse - Bright Harbour Floor\n\nRequirements\n- Graduate of a school\n"
    found = {one.term for one in extract(parse_posting(f"{text}- Wound care\n"))}
    assert found == {"Registered Nurse", "Wound care"}


def test_a_word_of_a_heading_in_capitals_says_nothing() -> None:
    assert is_vain("CERTIFICATION")
    assert not is_vain("SQL")


@pytest.mark.parametrize(
    ("text", "wanted", "unwanted"),
    [
        ("Dream. Dare. Bake. Bread.\n\nRequirements\n- Kafka", "kafka", "bread"),
        ("Requirements\n- Kafka\n\nTools and a fuel card are supplied.", "kafka", "fuel card"),
        ("Requirements\n- Kafka\n\nDrug screen required.", "kafka", "drug screen"),
        ("Requirements\n- Kafka\n\nThe firm offers: private healthcare.", "", "private healthcare"),
        (
            "Nice to have\n- Kafka. By applying you accept our Privacy Notice.",
            "kafka",
            "privacy notice",
        ),
        ("Preference will be given to bakers with Kafka.\n\nNeeds\n- Java", "java", "preference"),
        ("You will prepare accounts, reporting to the Finance Director.", "", "finance director"),
        ("Rye is a 42-bed nursing home. You must be kind.", "", "bed nursing home"),
        ("Requirements\n- SHRM-CP\n- Kafka", "shrm-cp", "shrm"),
        ("Requirements\n- An A level in physics\n- Kafka", "a level", "level"),
        ("You support plants in Toledo and Akron, Ohio.\n\nNeeds\n- Kafka", "kafka", "akron"),
        ("Needs\n- Kafka\nfile:///home/robin/job.html 1/1", "kafka", "html"),
        (
            "Needs\n- Kafka\nData Engineer file:///srv/robin/job.html",
            "kafka",
            "data engineer file:///srv",
        ),
        ("Nice to have\n- Kafka\nApply at ftp://jobs.example.com/python", "kafka", "python"),
        ("Crumb Biologics is hiring. You will keep yeast at Crumb Biologics.", "", "biologics"),
    ],
)
def test_slogans_offers_places_and_pieces_are_no_keywords(
    text: str, wanted: str, unwanted: str
) -> None:
    found = {one.term.lower() for one in extract(parse_posting(f"{HEAD[:9]}\n{text}\n"))}
    assert unwanted not in found
    assert not wanted or any(wanted in term for term in found)


@pytest.mark.parametrize(
    "lead", ["## Nice\n- ", "Also useful: ", "You might also have:\n- ", "We'd love: "]
)
def test_short_words_for_a_wish(lead: str) -> None:
    posting = parse_posting(f"{HEAD}- Java\n\n{lead}Kafka\n")
    kinds = {one.term: one.kind for one in extract(posting)}
    assert (kinds["Java"], kinds["Kafka"]) == ("must", "nice")

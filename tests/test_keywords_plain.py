"""What words of a posting name: ambiguous names, several in one span, places, degrees."""

import pytest

from tailor.keywords import extract
from tailor.keywords.lexicon import lexicon
from tailor.keywords.spans import named, nothing
from tailor.posting import parse

HEAD = "Engineer\nExample Ltd\n\nRequirements\n"


def terms(lines: str) -> set[str]:
    return {one.term for one in extract(parse(f"{HEAD}{lines}\n"))} - {"Engineer"}


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
    posting = parse("Data Engineer\n\nNice to have\n- Snowflake\n- Kafka\n- Terraform\n")
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
    assert not lexicon().mentions(text, asking=True)


def test_a_line_without_a_mark_is_an_item_only_among_needs() -> None:
    assert lexicon().mentions("Teams", asking=True)
    assert lexicon().mentions("- Teams", asking=False)
    assert not lexicon().mentions("Teams", asking=False)
    assert not lexicon().mentions("- Teams")


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
    assert nothing(words) == empty


def test_an_abbreviation_behind_its_name_is_the_same_thing() -> None:
    text = "Master's degree (MS) in chemistry"
    known = lexicon().mentions(text)
    ((start, end, skill),) = named(0, 20, known, text)
    assert (text[start:end], skill and skill.name) == ("Master's degree (MS)", "Master's degree")

"""The shipped lexicon: one meaning a name, families that exist, and nothing that only resembles."""

from collections import defaultdict

import pytest

from tailor.keywords.lexicon import (
    all_skills,
    lexicon_tables,
    load_lexicon,
    load_products,
    normalize,
    parse_skill,
    spelling_forms,
    table_rows,
)
from tailor.models import Keyword
from tailor.scoring.matching import find_hits, make_queries, read_line


def strength(term: str, line: str) -> float:
    found = find_hits(read_line(line), make_queries((Keyword(term, "must", 6.0),)))
    return found[0].strength if found else 0.0


def test_a_name_without_a_mark_stands_in_one_row_only() -> None:
    rows = defaultdict(set)
    for row in (row for table in lexicon_tables() for row in table_rows(table)):
        for form in (form for form in spelling_forms(row[0]) if not form.endswith("?")):
            rows[normalize(form)].add(parse_skill(row).name)
    assert {name: found for name, found in rows.items() if len(found) > 1} == {}


def test_families_and_products_are_rows() -> None:
    names = {one.name for one in all_skills()}
    assert {family for one in all_skills() for family in one.families} <= names
    assert load_products() <= names


@pytest.mark.parametrize(
    ("asked", "line"),
    [
        ("TorchServe", "Trained PyTorch models"),
        ("CDCES", "Ran diabetes education for adults"),
        ("RN", "Holds a BSN"),
        ("Six Sigma", "Planned a design of experiments"),
        ("R&D", "Was principal investigator of a grant"),
        ("Fluent Bit", "Shipped logs with Fluentd"),
        ("GNU Make", "Moved the build to CMake"),
        ("AMQP", "Ran RabbitMQ"),
        ("PointClickCare", "Charted in PCC EHR"),
        ("IBCLC", "Gave lactation support"),
        ("MBA", "Studied business management"),
        ("Adobe Sign", "Sent contracts with DocuSign"),
        ("WSET Level 3", "Gave wine service at six tables"),
        ("Part 107", "Flew in drone piloting teams"),
        ("NEBOSH", "Member of IOSH"),
        ("MATLAB", "Wrote filters in GNU Octave"),
    ],
)
def test_a_field_or_another_product_is_no_full_answer(asked: str, line: str) -> None:
    assert strength(asked, line) < 0.5


@pytest.mark.parametrize(
    ("asked", "line"),
    [
        ("diabetes management", "Certified as CDCES in 2021"),
        ("Master of Science", "MSc, Chemistry. Example University"),
        ("MS", "Master of Science, Physics. Example University"),
        ("Master's degree", "M.Sc. Chemistry"),
        ("PhD", "Doctor of Philosophy, Example University"),
        ("Bachelor's degree", "BSc in Biology"),
        ("asynchronous messaging", "Moved orders to RabbitMQ"),
        ("Experiment tracking", "Introduced MLflow"),
        ("Li-ion", "Cycled lithium-ion cells"),
        ("Na-ion", "Cycled sodium-ion cells"),
        ("Li-ion", "Cycled lithium- and sodium-ion cells"),
    ],
)
def test_the_same_thing_or_an_instance_answers(asked: str, line: str) -> None:
    assert strength(asked, line) >= 0.8


@pytest.mark.parametrize("name", ["MBA", "LCSW", "AWS Certified", "ISO 17025", "R&D"])
def test_a_name_is_found(name: str) -> None:
    assert load_lexicon().find(name)

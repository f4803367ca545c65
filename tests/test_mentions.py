"""A mention is not a proof: which words of a line answer a keyword, and which only name it."""

import pytest

from tailor.models import Bullet, Entry, Group, Keyword, Posting, Resume, Section
from tailor.scoring import score_lines
from tailor.scoring.coverage import answer_keywords, count_coverage, coverage_doubt
from tailor.scoring.line_kinds import is_generic
from tailor.scoring.matching import find_hits, make_queries, read_line


def strength(term: str, line: str, *variants: str) -> float:
    found = find_hits(read_line(line), make_queries([Keyword(term, "must", 6.0, variants)]))
    return found[0].strength if found else 0.0


@pytest.mark.parametrize(
    ("term", "line"),
    [
        ("Backend", "Wrote the interview exercise for backend roles"),
        ("PostgreSQL", "Retired the shared PostgreSQL passwords"),
        ("Python", "Hired Python developers for the branch in Leeds"),
        ("Kafka", "Interested in Kafka and streaming"),
        ("Oracle", "Migrated forty schemas from Oracle to a new store"),
        ("payroll", "Worked with the payroll team on queries"),
        ("finance", "Looked after finance for three shops"),
        ("data", "Cleaned data every Friday"),
    ],
)
def test_what_is_only_mentioned_is_no_answer(term: str, line: str) -> None:
    assert 0 < strength(term, line) < 0.5


@pytest.mark.parametrize(
    ("term", "line"),
    [
        ("PostgreSQL", "Moved the ledger to PostgreSQL"),
        ("Python", "Built Python services for the warehouse"),
        ("payroll", "Ran payroll for 70 people"),
        ("Terraform", "Worked with the platform team on Terraform modules"),
        ("PLC", "Programmed PLCs on six lines"),
        ("PLCs", "Wired a PLC-based control panel"),
        ("UX-minded", "Led UX research with 30 users"),
        ("CPA / CA", "CPA, State Board"),
        ("TPM procedures", "Introduced TPM on four lines"),
        ("BA/BS degree", "BSc, Economics"),
        ("driving licence", "Driver's license, class D"),
        ("ICU", "Charge nurse of a 12-bed ITU"),
        ("accounts payable", "Ran the purchase ledger"),
        ("vendor management", "Managed six vendors"),
        ("process payroll", "Processed payroll for four sites"),
    ],
)
def test_what_a_line_shows_in_use_is_an_answer(term: str, line: str) -> None:
    assert strength(term, line) >= 0.5


@pytest.mark.parametrize(
    ("term", "line"),
    [
        ("Embedded C", "Wrote embedded C++ drivers"),
        ("C", "Wrote embedded C++ drivers"),
        ("IT", "Ran it alone for a year"),
        ("Go", "Go to market with a new range"),
        ("from", "Moved the archive from paper to a store"),
        ("using", "Cut waste using a new oven"),
        (
            "BA/BS degree",
            "Taught BSc students in a laboratory of forty seats for two years in Leeds",
        ),
        ("Master's degree", "BSc, Economics"),
    ],
)
def test_another_word_is_no_answer(term: str, line: str) -> None:
    assert strength(term, line) == 0


def test_a_general_word_is_one_word() -> None:
    assert is_generic("Finance")
    assert is_generic("databases")
    assert not is_generic("financial modelling")
    assert not is_generic("Payroll")


def resume(*texts: str) -> Resume:
    bullets = tuple(Bullet(f"work/0/highlights/{n}", text) for n, text in enumerate(texts))
    entry = Entry("work/0", "Clerk", "Mill", groups=(Group("work/0", bullets=bullets),))
    return Resume("Ada Example", sections=(Section("work", "Work", "work", (entry,)),))


def test_a_mention_is_reported_as_one_and_general_words_do_not_count() -> None:
    keywords = [Keyword("Kafka", "must", 6.0), Keyword("finance", "must", 6.0)]
    master = resume("Interested in Kafka", "Looked after finance for three shops")
    found = answer_keywords(keywords, master, score_lines(master, keywords, Posting("Clerk")), None)
    kafka, finance = found
    assert (kafka.status, kafka.mentioned) == ("missing", ("work/0/highlights/0",))
    assert (finance.status, finance.mentioned) == ("cut", ())
    assert (count_coverage(found, "must").covered, count_coverage(found, "must").of) == (0, 1)


def test_too_little_is_said_to_be_too_little() -> None:
    terms = ("Kafka", "Excel", "Payroll", "VAT returns", "Sage")
    keywords = [Keyword(term, "must", 6.0) for term in terms]
    master = resume("Ran payroll for 70 people")
    scores = score_lines(master, keywords, Posting("Clerk"))
    assert coverage_doubt(answer_keywords(keywords, master, scores, None)) == ""
    assert "only 4 requirements were" in coverage_doubt(
        answer_keywords(keywords[1:], master, scores, None)
    )

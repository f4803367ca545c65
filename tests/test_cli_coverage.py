"""Which keywords the page and the master answer."""

from dataclasses import replace

import pytest

from tailor.cli import report_rows
from tailor.cli.commands.tailor import warn_if_sparse
from tailor.cli.json_report import line_records
from tailor.models import (
    Bullet,
    Cut,
    Entry,
    Group,
    Hit,
    Keyword,
    Plan,
    Posting,
    Resume,
    Score,
    Section,
)
from tailor.pipeline import Match
from tailor.scoring.coverage import (
    Coverage,
    KeywordAnswer,
    answer_keywords,
    count_coverage,
    must_coverage,
)

JOB = Entry(
    "work/0",
    "Engineer",
    "Acme",
    groups=(
        Group(
            "work/0",
            bullets=(
                Bullet("work/0/highlights/0", "Ran Kafka.", ("Ran it.",)),
                Bullet("work/0/highlights/1", "Wrote Go and Rust."),
            ),
        ),
    ),
)
SKILLS = Entry(
    "skills/0",
    "Tools",
    groups=(
        Group("skills/0", bullets=(Bullet("skills/0/keywords/0", "Go"), Bullet("s/1", "Helm"))),
    ),
)
PAPER = Entry("publications/0", "On Bread", summary=Bullet("publications/0/summary", "Yeast."))
MASTER = Resume(
    "Ada",
    sections=(
        Section("work", "Work", "work", (JOB,)),
        Section("publications", "Publications", "publications", (PAPER,)),
        Section("skills", "Skills", "skills", (SKILLS,)),
    ),
)


def hits(key: str, variant: int, **strengths: float) -> tuple[tuple[str, int], Score]:
    found = tuple(Hit(term, 2.0, strength, term) for term, strength in strengths.items())
    return (key, variant), Score(key, variant, sum(hit.points for hit in found), found)


SCORES = dict(
    [
        hits("work/0/highlights/0", 0, Kafka=1.0, Java=0.4),
        hits("work/0/highlights/0", 1),
        hits("work/0/highlights/1", 0, Go=1.0, Rust=0.5),
        hits("skills/0/keywords/0", 0, Go=1.0),
        hits("s/1", 0, Helm=1.0),
        hits("publications/0", 0, Yeast=1.0, Bread=1.0),
    ]
)
KINDS = {"Kafka": "must", "Go": "must", "Rust": "must", "Java": "nice", "Helm": "nice"}
KEYWORDS = [
    Keyword(term, KINDS.get(term, "context"), 2.0)
    for term in ("Kafka", "Go", "Rust", "Java", "Helm", "Yeast", "Bread", "C")
]


def page(*keys: str) -> Plan:
    """A page with these lines (in their first wording, publications without their summary)."""
    bullets = tuple(b for b in JOB.bullets if b.key in keys)
    skills = tuple(b for b in SKILLS.bullets if b.key in keys)
    sections = (
        Section("work", "", "work", (replace(JOB, groups=(Group("work/0", bullets=bullets),)),)),
        Section("publications", "", "publications", (replace(PAPER, summary=None),)),
        Section("skills", "", "skills", (replace(SKILLS, groups=(Group("", bullets=skills),)),)),
    )
    chosen = (*((key, 0) for key in keys), ("publications/0", 0))
    return Plan(Resume("Ada", sections=sections), chosen, (), 0.0, 0.0, 1.0)


def states(found: tuple[KeywordAnswer, ...]) -> dict[str, tuple[str, bool]]:
    return {answer.keyword.term: (answer.status, answer.covered) for answer in found}


def test_each_status_and_what_is_covered() -> None:
    found = answer_keywords(
        KEYWORDS, MASTER, SCORES, page("work/0/highlights/0", "skills/0/keywords/0")
    )
    assert states(found) == {
        "Kafka": ("on_page", True),
        "Go": ("skills_only", True),
        "Rust": ("cut", False),
        "Java": ("missing", False),
        "Helm": ("skills_only", False),
        "Yeast": ("cut", False),
        "Bread": ("on_page", True),
        "C": ("missing", False),
    }
    assert found[1].keys == ("skills/0/keywords/0", "work/0/highlights/1")
    assert count_coverage(found, "must") == must_coverage(found) == Coverage(2, 3)
    assert count_coverage(found, "nice") == Coverage(0, 2)


def test_a_list_on_the_page_covers_and_proves_nothing() -> None:
    found = answer_keywords(KEYWORDS, MASTER, SCORES, page("s/1", "work/0/highlights/1"))
    assert states(found)["Helm"] == ("skills_only", True)
    assert states(found)["Rust"] == ("on_page", True)
    assert states(found)["Kafka"] == ("cut", False)


def test_the_reason_of_a_cut_line_is_that_of_the_wording_that_is_shown() -> None:
    cuts = [
        Cut("work/0/highlights/0", "Ran it.", 1.0, "no room", 1),
        Cut("work/0/highlights/0", "Ran Kafka.", 0.5, "another wording of it is better", 1),
    ]
    for dropped in (cuts, cuts[::-1]):
        plan = replace(page("work/0/highlights/1"), dropped=tuple(dropped))
        match = Match(MASTER, Posting("Kafka"), (), SCORES)
        lines = {line["key"]: line for line in line_records(match, plan)}
        assert lines["work/0/highlights/0"]["reason"] == "no room"


def test_a_long_title_is_wrapped_between_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_rows, "report_width", lambda: 60)
    rows = list(report_rows.purpose_rows(MASTER, "Senior Engineer, Money Movement " * 3, "Acme"))
    assert len(rows) == 2
    assert all(len("".join(text for text, _ in row)) <= 60 for row in rows)


def test_without_a_page_the_whole_master_counts() -> None:
    found = answer_keywords(KEYWORDS, MASTER, SCORES, None)
    assert states(found)["Kafka"] == ("cut", True)
    assert states(found)["Helm"] == ("skills_only", True)
    assert states(found)["Java"] == ("missing", False)


def test_without_must_haves_everything_counts() -> None:
    words = [keyword for keyword in KEYWORDS if keyword.kind != "must"]
    found = answer_keywords(words, MASTER, SCORES, page("s/1"))
    assert must_coverage(found) == Coverage(2, 5)
    assert must_coverage(()).percent == 100.0


def test_of_things_of_which_one_will_do_one_is_enough() -> None:
    rivals = {"Kafka": ("C",), "C": ("Kafka",), "Java": ("C",)}
    asked = [replace(one, kind="must", choice=rivals.get(one.term, ())) for one in KEYWORDS]
    found = answer_keywords(asked, MASTER, SCORES, None)
    assert {one.keyword.term: one.spared for one in found if not one.covered} == {
        "Java": "",
        "C": "Kafka",
    }
    assert count_coverage(found, "must") == Coverage(6, 7)


def test_a_page_with_hardly_anything_on_it_is_told_of() -> None:
    full = Plan(Resume("Ada"), (), (), 1.0, 1.0, 0.5)
    assert warn_if_sparse(full) == ()
    (told,) = warn_if_sparse(replace(full, fill=0.089))
    assert (told.message, told.level) == ("the page is only 9 % full", "warning")

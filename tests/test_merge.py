"""Several CVs of one person as one master. The people are invented."""

from collections import Counter
from copy import deepcopy
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tailor.resume.matching import (
    Conflict,
    Merged,
    job_similarity,
    make_similarity,
    more_specific,
    normalise_letters,
    same_name,
    sorted_figures,
    telling_words,
)
from tailor.resume.merge import merge_masters, newest_first

Data = dict[str, Any]

OLD: Data = {
    "basics": {"name": "Ines Vallgren", "email": "old@example.com", "phone": "555-0101"},
    "work": [
        {
            "name": "Lumen Norr",
            "position": "Optics Engineer",
            "startDate": "2018-05",
            "highlights": [
                "Improved the yield of the laser line by 500% in one year.",
                "Designed a rig that aligns lasers on cold mornings.",
                "Kept the workshop tidy.",
            ],
        },
        {"name": "Prisma Works GmbH", "position": "Trainee", "startDate": "2016"},
    ],
    "skills": [{"name": "Lab", "keywords": ["Lasers", "Lenses"]}],
}
NEW: Data = {
    "basics": {"name": "Ines Vallgren", "email": "new@example.com"},
    "work": [
        {
            "name": "Lumen Norr AB",
            "position": "Senior Optics Engineer",
            "startDate": "2018-06",
            "endDate": "2023-01",
            "highlights": [
                "Improved the yield of the laser line by 5x in one year.",
                "Designed and built a rig that aligns lasers on cold mornings.",
            ],
        }
    ],
    "skills": [{"name": "Lab", "keywords": ["Lenses", "Cryostats"]}, {"keywords": ["Welding"]}],
}


def test_one_master_of_two_cvs() -> None:
    found = merge_masters(newest_first([OLD, NEW]))
    job = found.master["work"][0]
    assert found.master["basics"] == {
        "name": "Ines Vallgren",
        "email": "new@example.com",
        "phone": "555-0101",
    }
    assert [one["name"] for one in found.master["work"]] == ["Lumen Norr AB", "Prisma Works GmbH"]
    assert job["position"] == "Senior Optics Engineer"
    assert job["highlights"] == [
        "Improved the yield of the laser line by 5x in one year.",
        {
            "text": "Designed and built a rig that aligns lasers on cold mornings.",
            "variants": ["Designed a rig that aligns lasers on cold mornings."],
        },
        "Improved the yield of the laser line by 500% in one year.",
        "Kept the workshop tidy.",
    ]
    assert found.master["skills"] == [
        {"name": "Lab", "keywords": ["Lenses", "Cryostats", "Lasers"]},
        {"keywords": ["Welding"]},
    ]
    assert found.conflicts == [
        Conflict("basics/email", "new@example.com", "old@example.com"),
        Conflict(
            "work/0/highlights",
            "Improved the yield of the laser line by 5x in one year.",
            "Improved the yield of the laser line by 500% in one year.",
        ),
        Conflict("work/0/position", "Senior Optics Engineer", "Optics Engineer"),
        Conflict("work/0/startDate", "2018-06", "2018-05"),
    ]
    assert (found.shared, found.wordings) == (2, 1)
    assert len(found.master["meta"]["conflicts"]) == 4


def test_a_conflict_names_the_file_and_is_reported_once() -> None:
    third = {"basics": {"name": "Ines Vallgren", "email": "old@example.com", "phone": "555-0199"}}
    merged = merge_masters([NEW, OLD, third], ["new.md", "old.docx", "third.pdf"])
    basics = [str(conflict) for conflict in merged.conflicts if "basics" in conflict.key]
    assert basics == [
        "at basics/email: kept “new@example.com”; old.docx says “old@example.com”",
        "at basics/phone: kept “555-0101”; third.pdf says “555-0199”",
    ]
    assert merged.master["meta"]["conflicts"][0]["file"] == "old.docx"


def test_roles_of_one_employer_stay_apart() -> None:
    one = {
        "work": [{"name": "Acme", "position": "Nurse", "startDate": "2015-01", "endDate": "2016"}]
    }
    other = {"work": [{"name": "Acme Inc.", "position": "Head Nurse", "startDate": "2018-01"}]}
    assert len(merge_masters([one, other]).master["work"]) == 2


def held_positions() -> Data:
    """A master with an employer that has two positions, and what another CV says of it."""
    roles = [
        {"title": "Lead", "startDate": "2020", "highlights": ["Led nine people."]},
        {"title": "Fitter", "startDate": "2017", "endDate": "2019", "location": "York"},
    ]
    employer = {"name": "Acme Ltd", "location": "Leeds", "summary": "Cranes.", "positions": roles}
    other = {"name": "Other Co", "position": "Cook", "startDate": "2010"}
    return {"basics": {"name": "A"}, "work": [other, employer]}


def test_positions_are_compared_one_by_one_and_stay_below_their_employer() -> None:
    fitter: dict[str, object] = {
        "name": "Acme Ltd",
        "position": "Fitter",
        "startDate": "2017",
        "endDate": "2018",
    }
    fitter |= {"highlights": ["Fixed 40 cranes."]}
    new = {"name": "Third Co", "position": "Clerk", "startDate": "2008"}
    made = merge_masters([held_positions(), {"basics": {"name": "A"}, "work": [fitter, new]}])
    other, employer, added = made.master["work"]
    assert (other, added) == (held_positions()["work"][0], new)
    assert employer["summary"] == "Cranes."
    lead, merged = employer["positions"]
    assert lead == held_positions()["work"][1]["positions"][0]
    assert (merged["title"], merged["location"]) == ("Fitter", "York")
    assert merged["highlights"] == ["Fixed 40 cranes."]
    assert [one.key for one in made.conflicts] == ["work/1/positions/1/endDate"]


def test_positions_of_a_second_cv_become_jobs_with_all_of_their_words() -> None:
    base: Data = {"basics": {"name": "A"}, "work": [{"name": "Third Co", "position": "Clerk"}]}
    made = merge_masters([base, held_positions()])
    assert [one["position"] for one in made.master["work"]] == ["Clerk", "Cook", "Lead", "Fitter"]
    assert made.master["work"][2]["summary"] == "Cranes."


def test_employers() -> None:
    assert same_name("Acme Inc.", "ACME")
    assert same_name("Terra & Co KG", "Terra")
    assert not same_name("Java House", "JavaScript House")
    assert not same_name("", "Acme")
    assert job_similarity({"name": "Acme"}, {"name": "Bolt"}, "name", 1.0) == 0


def test_figures() -> None:
    assert sorted_figures("cut 1,000 to 4.5% in 3") == ("1000", "3", "4.5")
    assert normalise_letters("Łódź–Café №1") == "łodz cafe no1"


def test_short_names_of_skills_are_never_near() -> None:
    one = {"skills": [{"name": "Languages", "keywords": ["Java", "C"]}]}
    other = {"skills": [{"name": "languages", "keywords": ["JavaScript", "C++", "C#", "java"]}]}
    keywords = merge_masters([one, other]).master["skills"][0]["keywords"]
    assert keywords == ["Java", "C", "JavaScript", "C++", "C#"]


@pytest.mark.parametrize(
    ("key", "one", "other", "kept"),
    [
        ("startDate", "2020", "2020-01", "2020-01"),
        ("endDate", "2020-01-15", "2020-01", "2020-01-15"),
        ("date", "2020", "Summer 2020", "Summer 2020"),
        ("date", "2020-01", "2020-02", None),
        ("date", "2020", "2021-01", None),
        ("phone", "+49 (30) 555 0101", "+49 30-555-0101", "+49 (30) 555 0101"),
        ("phone", "030 555 0101", "+49 (0)30 5550101", "+49 (0)30 5550101"),
        ("phone", "206-555-0101", "+1 (206) 555-0101", "+1 (206) 555-0101"),
        ("phone", "+44 30 555 0101", "+49 30 555 0101", None),
        ("phone", "206-555-0101", "206-555-0102", None),
        ("phone", "0101", "+49 30 555 0101", None),
        (
            "url",
            "https://www.ines.example.com/",
            "ines.example.com",
            "https://www.ines.example.com/",
        ),
        ("name", "Lumen Norr", "Lumen Norr AB", "Lumen Norr AB"),
        ("name", "Lumen Norr", "Lumen Norr Optics", None),
        ("position", "Junior Dev", "Junior Developer", "Junior Developer"),
        ("position", "Engineer", "Senior Engineer", None),
        ("score", "1.3", "1.30", None),
    ],
)
def test_what_agrees_is_no_conflict(key: str, one: str, other: str, kept: str | None) -> None:
    assert more_specific(key, one, other) == kept
    assert (more_specific(key, other, one) is None) == (kept is None)


def test_the_more_exact_date_stands_in_the_master() -> None:
    one = {"work": [{"name": "Acme", "startDate": "2020"}]}
    other = {"work": [{"name": "Acme", "startDate": "2020-01"}]}
    found = merge_masters([one, other])
    assert found.master["work"] == [{"name": "Acme", "startDate": "2020-01"}]
    assert found.conflicts == []


def test_bullets_of_which_one_says_more_are_wordings() -> None:
    said = [
        "Built payment API in Go & Rust, saving 30%",
        "Built payment API in Go and ran it for three years",
        "Built payment API in Go",
    ]
    for order in permutations(said):
        masters = [
            {"work": [{"name": "Acme", "startDate": "2020", "highlights": [one]}]} for one in order
        ]
        found = merge_masters(masters)
        first, *rest = order
        assert found.master["work"][0]["highlights"] == [{"text": first, "variants": rest}]
        assert found.conflicts == []


def test_bullets_that_differ_in_figures_both_stay() -> None:
    said = ("Cut the costs of storage by 30%.", "Cut the costs of storage by 40%.")
    job = {"name": "Acme", "startDate": "2020"}
    (conflict,) = merge_masters([{"work": [job | {"highlights": [one]}]} for one in said]).conflicts
    assert str(conflict) == (
        "at work/0/highlights: “Cut the costs of storage by 30%.” and "
        "“Cut the costs of storage by 40%.” differ in figures; both are kept"
    )


def test_no_skill_stands_twice() -> None:
    one = {"skills": [{"name": "Languages", "keywords": ["Go", "Python"]}, {"keywords": ["Qt"]}]}
    other = {
        "skills": [
            {"keywords": ["go", "Python", "PostgreSQL"]},
            {"name": "Coding", "level": "Expert", "keywords": ["Python", "Go"]},
            {"name": "Toolkits", "keywords": ["Qt"]},
            {"name": "languages", "keywords": ["Go", "C"]},
        ]
    }
    found = merge_masters([one, other])
    assert found.master["skills"] == [
        {"name": "Languages", "level": "Expert", "keywords": ["Go", "Python", "C"]},
        {"keywords": ["Qt"], "name": "Toolkits"},
        {"keywords": ["PostgreSQL"]},
    ]
    assert found.conflicts == [Conflict("skills/0/name", "Languages", "Coding")]


def test_similarity_of_nothing() -> None:
    alike = make_similarity(["", "—"])
    assert (alike("", ""), alike("", "—")) == (1.0, 0.0)


TEXT = st.sampled_from(
    (
        "Built a rig that aligns 12 lasers an hour",
        "Built the rig that aligns 12 lasers an hour",
        "Built a rig that aligns 40 lasers an hour",
        "Taught all staff the new ward plan",
        "Taught the new ward plan to all staff",
        "Sold ice",
    )
)
NAMED: dict[Any, st.SearchStrategy[Any]] = {
    "name": st.sampled_from(("Rig", "Ward plan", "The rig")),
    "keywords": st.lists(st.sampled_from(("C", "C++", "R")), max_size=2),
    "highlights": st.lists(TEXT, max_size=2, unique=True),
}
PIECE: st.SearchStrategy[Data] = st.fixed_dictionaries(NAMED)
TEXTS: dict[Any, st.SearchStrategy[Any]] = {
    "name": st.sampled_from(("Acme", "Acme Ltd", "Lumen Norr AB", "Bolt")),
    "position": st.sampled_from(("Nurse", "Senior Nurse", "Engineer")),
    "startDate": st.sampled_from(("2015", "2018-05", "2018-06", "2020-01")),
    "highlights": st.lists(TEXT, max_size=3, unique=True),
}
JOB: st.SearchStrategy[Data] = st.fixed_dictionaries(
    TEXTS,
    optional={
        "endDate": st.sampled_from(("2021-03", "2022")),
        "projects": st.lists(
            PIECE,
            max_size=2,
            unique_by=lambda piece: piece["name"],
        ),
    },
)


def employer(job: Data) -> frozenset[str]:
    return telling_words(str(job["name"]))


JOBS: st.SearchStrategy[list[Data]] = st.lists(JOB, max_size=3, unique_by=employer)
MASTERS = st.fixed_dictionaries(
    {
        "basics": st.fixed_dictionaries(
            {"name": st.just("Ines Vallgren")},
            optional={"phone": st.sampled_from(("555-0101", "555-0102"))},
        ),
        "work": JOBS,
    }
)


def words(data: Any) -> Counter[str]:
    if isinstance(data, dict | list):
        parts = data.values() if isinstance(data, dict) else data
        return sum((words(part) for part in parts), Counter())
    return Counter(normalise_letters(str(data)).split())


def combined(*masters: Data) -> Merged:
    return merge_masters(deepcopy(masters))


@given(MASTERS, MASTERS)
@settings(deadline=None)
def test_nothing_is_lost(one: Data, other: Data) -> None:
    """Each word of either is in the master, which keeps what the other said under `meta`."""
    made = words(combined(one, other).master)
    assert set(words(one)) | set(words(other)) <= set(made)


@given(MASTERS, MASTERS)
@settings(deadline=None)
def test_merging_again_changes_nothing(one: Data, other: Data) -> None:
    made = combined(one, other).master
    again = combined(made, other).master
    assert combined(again, other).master == again


@given(MASTERS)
@settings(deadline=None)
def test_arguments_stay_as_they_were(one: Data) -> None:
    before = deepcopy(one)
    merge_masters([one, one])
    assert one == before

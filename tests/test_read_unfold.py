"""Projects that belong elsewhere, and dates in words, in masters written by hand: nothing goes."""

import pytest

from tailor.errors import InputError
from tailor.loader import parse_resume
from tailor.models import Bullet, Date, Entry, Group, Section

HEAD = "basics: {name: Robin Okafor}\n"
JOB = HEAD + "work:\n- name: Harbour Tools\n  startDate: 2020\n"


def sections(text: str) -> tuple[Section, ...]:
    resume, warnings = parse_resume(text, "cv.yaml", "yaml")
    assert [one.message for one in warnings] in ([], ["there is no work experience"])
    return resume.sections


def piece(key: str, name: str, text: str) -> Group:
    return Group(key, name, bullets=(Bullet(f"{key}/highlights/0", text),))


def test_a_piece_of_work_stands_behind_those_that_the_job_has() -> None:
    text = (
        JOB + "  projects:\n  - {name: Crane, highlights: [Wired it.]}\n"
        "projects:\n- {name: Winch, type: work/0, url: '', highlights: [Oiled it.]}\n"
    )
    (work,) = sections(text)
    assert work.entries[0].groups == (
        piece("work/0/projects/0", "Crane", "Wired it."),
        piece("work/0/projects/1", "Winch", "Oiled it."),
    )


@pytest.mark.parametrize(
    "more",
    ["description: A winch.", "url: https://winch.example.com", "startDate: 2021",
     "entity: The port", "roles: [Lead]"],
)  # fmt: skip
def test_a_project_that_says_more_than_a_piece_of_work_can_stays_a_project(more: str) -> None:
    text = JOB + f"projects:\n- name: Winch\n  type: work/0\n  highlights: [Oiled it.]\n  {more}\n"
    plain = text.replace("  type: work/0\n", "")
    assert [one.kind for one in sections(text)] == ["work", "projects"]
    assert sections(text) == sections(plain)


@pytest.mark.parametrize("type", ["work/7", "work/" + "9" * 5000, "work/x"])
def test_a_project_of_no_job_stays_a_project(type: str) -> None:
    text = JOB + f"projects:\n- {{name: Winch, type: {type}}}\n"
    assert sections(text)[1].entries == (Entry("projects/0", "Winch"),)


def test_entries_join_the_sections_that_are_there() -> None:
    text = (
        HEAD + "meta: {sections: [Talks]}\nsections:\n- {title: Patents, entries: [A clamp]}\n"
        "projects:\n- {name: On ropes, entity: Ropes Day, type: Talks}\n"
    )
    assert sections(text) == (
        Section("sections/0", "Patents", "custom", (Entry("sections/0/entries/0", "A clamp"),)),
        Section(
            "sections/1",
            "Talks",
            "custom",
            (Entry("sections/1/entries/0", "On ropes", "Ropes Day"),),
        ),
    )


def test_an_entry_of_two_titles_is_told_at_its_line() -> None:
    text = (
        HEAD + "meta: {sections: [Talks]}\n"
        "projects:\n- name: On ropes\n  title: On knots\n  type: Talks\n"
    )
    with pytest.raises(InputError) as caught:
        parse_resume(text, "cv.yaml", "yaml")
    (fault,) = caught.value.problems
    assert str(fault.place) == "cv.yaml:5:3"
    assert fault.message == "projects/0/title: this key is not known"


def test_an_entry_with_roles_stays_a_project() -> None:
    text = (
        HEAD
        + "meta: {sections: [Talks]}\nprojects:\n- {name: Ropes, type: Talks, roles: [Chair]}\n"
    )
    assert sections(text)[0].entries == (Entry("projects/0", "Ropes", note="Chair"),)


def test_words_for_a_date_stand_in_for_their_year_only() -> None:
    (work,) = sections(JOB + "  x-startDate: Summer 2020\n")
    assert work.entries[0].start == Date(2020, text="Summer 2020")


@pytest.mark.parametrize(
    ("typed", "start"),
    [
        ("startDate: 2020-01\n  x-startDate: 1999", Date(2020, 1)),
        ("startDate: 2020-01\n  x-startDate: Summer 2020", Date(2020, 1)),
        ("x-startDate: Summer 2020", None),
    ],
)
def test_words_for_another_date_are_ignored_and_told(typed: str, start: Date | None) -> None:
    text = HEAD + f"work:\n- name: Harbour Tools\n  {typed}\n"
    resume, (warning,) = parse_resume(text, "cv.yaml", "yaml")
    assert resume.sections[0].entries[0].start == start
    assert warning.message == "`x-startDate` is ignored: keys that begin with _ or x- are yours"
    assert warning.place is not None
    assert warning.place.line == text.count("\n")

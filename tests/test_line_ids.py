"""Lines have names: an id means the same line whatever else is edited."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tailor.errors import InputError
from tailor.line_ids import LineIds
from tailor.loader import parse_resume
from tailor.models import Bullet, Entry, Group, Resume, Section

TEXTS = st.lists(
    st.text("abcdefg C+#", min_size=1, max_size=12).filter(str.strip), min_size=1, max_size=12
)


def job(texts: list[str], employer: str = "Acme", at: int = 0) -> Entry:
    key = f"work/{at}"
    bullets = tuple(Bullet(f"{key}/highlights/{n}", text) for n, text in enumerate(texts))
    return Entry(key, "Engineer", employer, groups=(Group(key, bullets=bullets),))


def resume(*jobs: Entry) -> Resume:
    return Resume("Ada Example", sections=(Section("work", "Experience", "work", jobs),))


@given(TEXTS, TEXTS)
def test_every_line_is_found_by_its_key_its_id_and_its_long_id(
    some: list[str], others: list[str]
) -> None:
    ids = LineIds(resume(job(some), job(others, "Beta", 1)))
    names = [ids.id_of(key) for key in ids.lines]
    assert len(set(names)) == len(names)
    for key in ids.lines:
        assert ids.find(key) == key
        assert ids.find(ids.id_of(key)) == key
        assert ids.find(ids.long_id_of(key)) == key


@given(st.lists(st.text("abcdefgh", min_size=4), min_size=2, max_size=9, unique=True), st.data())
def test_an_id_survives_lines_that_are_added_moved_and_removed(
    texts: list[str], data: st.DataObject
) -> None:
    """It means its line or nothing, never another one."""
    before = LineIds(resume(job(texts)))
    names = {before.long_id_of(f"work/0/highlights/{n}"): text for n, text in enumerate(texts)}
    order = data.draw(st.permutations(texts))
    kept = order[: data.draw(st.integers(1, len(order)))]
    after = LineIds(resume(job(["a new line", *kept])))
    for name, text in names.items():
        key = after.find(name)
        assert (key is not None) == (text in kept)
        assert key is None or after.lines[key].text == text


def test_case_spaces_and_a_full_stop_make_no_other_line() -> None:
    one, other = LineIds(resume(job(["Cut costs."]))), LineIds(resume(job(["cut  costs"])))
    key = "work/0/highlights/0"
    assert one.id_of(key) == other.id_of(key)
    assert other.id_of(key) != LineIds(resume(job(["Cut cost"]))).id_of(key)


def test_an_edited_line_is_reported_with_the_nearest_ones() -> None:
    key, text = "work/0/highlights/0", "Cut costs by 30 % with Kubernetes"
    name = LineIds(resume(job([text, "Led a team"]))).long_id_of(key)
    ids = LineIds(resume(job(["Cut costs by 40 % with Kubernetes", "Led a team"])))
    assert ids.find(name) is None
    short = name.rpartition("-")[2]
    for problem in (ids.unknown_problem(name), ids.unknown_problem(short, text)):
        assert ids.id_of(key) in problem.hint
        assert "Cut costs by 40 %" in problem.hint
        assert "Led a team" not in problem.hint


def test_lines_of_the_same_text_are_told_apart_and_their_text_alone_is_refused() -> None:
    ids = LineIds(resume(job(["Mentored juniors"]), job(["Mentored juniors"], "Beta", 1)))
    keys = ["work/0/highlights/0", "work/1/highlights/0"]
    assert ids.find("Mentored juniors") is None
    assert ids.unknown_problem("Mentored juniors").message.startswith("2 lines of the master fit")
    names = [ids.id_of(key) for key in keys]
    assert [ids.find(name) for name in names] == keys
    alone = LineIds(resume(job(["Mentored juniors"], "Beta", 0)))
    assert alone.find(names[1]) == "work/0/highlights/0"


def test_a_key_that_means_another_line_now_is_reported() -> None:
    text = "Cut costs by 30 % with Kubernetes"
    ids = LineIds(resume(job(["Led a team of five", text])))
    moved = ids.moved_problem("work/0/highlights/0", text)
    assert moved is not None
    assert moved.level == "warning"
    assert ids.id_of("work/0/highlights/1") in moved.hint
    assert ids.moved_problem("work/0/highlights/1", text) is None
    assert ids.moved_problem("work/0/highlights/1", "Cut costs by 20 % with Kubernetes") is None


def test_an_id_of_the_master_wins() -> None:
    plain = resume(job(["Cut costs"]))
    group = plain.sections[0].entries[0].groups[0]
    named = replace(group, bullets=(replace(group.bullets[0], id="costs"),))
    entry = replace(plain.sections[0].entries[0], groups=(named,), id="acme")
    ids = LineIds(resume(entry))
    assert (ids.id_of("work/0"), ids.id_of("work/0/highlights/0")) == ("acme", "costs")
    assert ids.long_id_of("work/0/highlights/0") == "costs"
    assert ids.find("costs") == "work/0/highlights/0"
    assert ids.find(LineIds(plain).id_of("work/0/highlights/0")) == "work/0/highlights/0"


MASTER = """basics: {name: Ada Example, email: ada@example.com}
work:
- name: Acme
  position: Engineer
  id: acme
  tags: [cloud]
  startDate: 2020-01
  highlights:
  - text: Cut costs by 30 %.
    id: costs
  projects:
  - name: Billing
    id: billing
    highlights: [Moved billing to Go.]
skills:
- {name: Languages, id: langs, keywords: [Go, Python]}
sections:
- title: Patents
  id: patents
  tags: [research]
  entries: [{title: A cooled pipe, id: pipe}]
"""


def test_ids_and_tags_of_the_file_reach_every_kind_of_line() -> None:
    ids = LineIds(parse_resume(MASTER, "resume.yaml", "yaml")[0])
    found = {one.id: key for key, one in ids.lines.items() if one.id}
    assert found == {
        "acme": "work/0",
        "costs": "work/0/highlights/0",
        "billing": "work/0/projects/0",
        "langs": "skills/0",
        "patents": "sections/0",
        "pipe": "sections/0/entries/0",
    }
    assert ids.lines["work/0"].tags == ("cloud",)
    assert ids.lines["sections/0"].tags == ("research",)


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("id: pipe", "id: costs", 21, "sections/0/entries/0/id: “costs” is the id of another"),
        ("id: langs", "id: la/ngs", 16, "“la/ngs” cannot be an id"),
        ("id: langs", "id: 7up", 16, "“7up” cannot be an id"),
        ("id: langs", "id: work", 16, "a section has this name"),
    ],
)
def test_an_id_that_is_taken_or_malformed_is_an_error_at_its_place(
    old: str, new: str, line: int, says: str
) -> None:
    with pytest.raises(InputError) as caught:
        parse_resume(MASTER.replace(old, new), "resume.yaml", "yaml")
    (problem,) = caught.value.problems
    assert says in problem.message
    assert problem.place is not None
    assert (problem.place.path, problem.place.line) == ("resume.yaml", line)
    assert problem.place.column


def test_ids_that_other_programs_write_into_json_are_left_out_with_a_warning() -> None:
    text = """{"basics": {"name": "Ada Example"}, "work": [{"id": "7f-3a", "name": "Acme",
      "tags": "a, b", "highlights": ["Cut costs"]}]}"""
    found, warnings = parse_resume(text, "resume.json", "json")
    assert LineIds(found).lines["work/0"].id == ""
    assert sum("is not printed" in one.message for one in warnings) == 2


def test_the_schema_for_editors_knows_id_and_tags() -> None:
    import jsonschema
    import yaml

    from tailor.resume.validation import json_schema

    data = yaml.safe_load(MASTER.replace("2020-01", "'2020-01'"))
    jsonschema.validate(data, json_schema())
    data["work"][0]["id"] = "a b"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, json_schema())


FAULTS = """basics: {name: Ada Example}
work:
- name: Acme
  position: Engineer
"""


@pytest.mark.parametrize(
    ("more", "line", "hint"),
    [
        ("skills:\n- name: Code\n  keywords: Python, Go\n", 7, "write [Python, Go]"),
        ("  highlights:\n  * Cut costs\n", 6, "begins with a hyphen and a space"),
        ("  highlights:\n  – Cut costs\n", 6, "begins with a hyphen and a space"),
        ("-name: Beta\n  position: Cook\n", 5, 'begins with "- "'),
        ('  highlights:\n  - "Cut "all" costs"\n', 6, 'write \\" for the one inside it'),
        ("  highlights: >\n    Cut costs\n", 5, "remove the >"),
        ("  highlights:\n  - {text: Cut, keep: allways}\n", 6, "did you mean always?"),
        ("skills:\n- Python\n", 6, "keywords: [Python]"),
    ],
)
def test_common_mistakes_have_a_fix_that_works(more: str, line: int, hint: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_resume(FAULTS + more, "resume.yaml", "yaml")
    found = [(one.place.line, one.hint) for one in caught.value.problems if one.place and one.hint]
    assert any(at == line and hint in said for at, said in found), found

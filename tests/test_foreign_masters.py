"""Masters as other programs and their users write them: marks in texts, positions, own formats."""

import json
from pathlib import Path
from typing import Any

import pytest

from tailor.errors import InputError
from tailor.loader import import_cv, parse_resume
from tailor.models import Resume

PERSON = {"name": "Robin Ashdown", "email": "robin@example.com"}


def read(**parts: Any) -> tuple[Resume, list[str]]:
    """The résumé of a master in JSON, and the texts of its warnings."""
    text = json.dumps({"basics": PERSON, **parts})
    resume, problems = parse_resume(text, "cv.json", "json")
    return resume, [f"{one.message} {one.hint}" for one in problems]


def bullets(resume: Resume) -> list[str]:
    return [one.text for one in resume.sections[0].entries[0].bullets]


def job(**fields: Any) -> dict[str, Any]:
    return {"name": "Acme Ltd", "position": "Fitter", "startDate": "2019", **fields}


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Cut **40 %** of *all* waste with `sed`", "Cut 40 % of all waste with sed"),
        ("Wrote [the guide](https://example.com/g)", "Wrote the guide"),
        ("<p>Led <strong>six</strong> people &amp; a dog</p>", "Led six people & a dog"),
        ("5 * 3 * 2, a_b_c, [x] (y), 1 < 2 > 0", "5 * 3 * 2, a_b_c, [x] (y), 1 < 2 > 0"),
        ("★ Built a crane", "Built a crane"),
    ],
)
def test_marks_are_never_printed(typed: str, printed: str) -> None:
    resume, warnings = read(work=[job(highlights=[typed])])
    assert bullets(resume) == [printed]
    left_out = typed.startswith(("<p>", "★"))
    assert any("work/0/highlights/0" in one for one in warnings) == left_out


def test_an_address_that_cannot_be_a_link_is_reported() -> None:
    _, warnings = read(work=[job(highlights=["[x](mailto:nobody)"])])
    assert any("cannot be a link" in one for one in warnings)


@pytest.mark.parametrize(
    "summary",
    ["Led:\n* one crew\n* two crews", "<p>Led:</p><ul><li>one crew</li><li>two crews</li></ul>"],
)
def test_a_list_in_a_summary_becomes_bullets(summary: str) -> None:
    resume, _ = read(work=[job(summary=summary)])
    assert [one for one in bullets(resume) if "crew" in one] == ["one crew", "two crews"]


def test_positions_with_one_employer_are_jobs() -> None:
    roles = [
        {"title": "Lead", "startDate": "2020"},
        {"title": "Fitter", "startDate": "2017", "endDate": "2019", "highlights": ["Fitted"]},
    ]
    resume, _ = read(work=[{"name": "Acme Ltd", "location": "Leeds", "positions": roles}])
    found = resume.sections[0].entries
    assert [(one.title, one.organisation, one.place) for one in found] == [
        ("Lead", "Acme Ltd", "Leeds"),
        ("Fitter", "Acme Ltd", "Leeds"),
    ]
    assert [one.text for one in found[1].bullets] == ["Fitted"]


def test_a_repeated_old_key_is_no_warning() -> None:
    assert read(work=[job(company="Acme Ltd")])[1] == []
    assert any("company" in one for one in read(work=[job(company="Other")])[1])


@pytest.mark.parametrize("word", ["aktuell", "à ce jour", "Actualmente", "atual", "oggi", "至今"])
def test_words_for_now_are_dates(word: str) -> None:
    resume, warnings = read(work=[job(endDate=word)])
    assert resume.sections[0].entries[0].end is None
    assert warnings == []


def test_a_text_in_another_language_gets_a_hint() -> None:
    told = ["Construí el simulador de grúas que usan los nueve puertos de la región y del país."]
    assert any("--lang es" in one for one in read(work=[job(highlights=told)])[1])
    assert not any("--lang" in one for one in read(work=[job(highlights=["Built it."])])[1])


def test_the_way_out_is_named_for_keys_of_other_programs(tmp_path: Path) -> None:
    path = tmp_path / "cv.yaml"
    path.write_text(json.dumps({"basics": PERSON, "work": [job(zzz="x")]}), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        parse_resume(path.read_text(encoding="utf-8"), "cv.yaml", "yaml")
    assert "tailor import" in caught.value.problems[0].hint
    assert [one.text for one in import_cv(path).unplaced] == ["work/0/zzz: x"]


REACTIVE = {
    "basics": {**PERSON, "headline": "Fitter", "url": {"href": "https://example.com"}},
    "sections": {
        "experience": {
            "items": [
                {
                    "company": "Acme Ltd",
                    "position": "Fitter",
                    "date": "May 2019 - Present",
                    "summary": "<ul><li><p>Fitted</p></li></ul>",
                }
            ]
        },
        "custom": {"k": {"name": "Boats", "items": [{"name": "Tilda", "date": "2020"}]}},
    },
}
FRESH = {
    "name": "Robin Ashdown",
    "contact": {"email": "robin@example.com"},
    "employment": {
        "history": [
            {"employer": "Acme Ltd", "position": "Fitter", "start": "2019-05"}
            | {"highlights": ["Fitted"]}
        ]
    },
    "skills": {"sets": [{"name": "Code", "skills": ["Python"]}]},
}  # fmt: skip


@pytest.mark.parametrize("data", [REACTIVE, FRESH], ids=["reactive", "fresh"])
def test_files_of_other_programs_are_read(tmp_path: Path, data: dict[str, Any]) -> None:
    path = tmp_path / "cv.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    master = import_cv(path).master
    assert master["basics"]["name"] == "Robin Ashdown"
    (found,) = master["work"]
    told = (found["name"], found["position"], found["startDate"], found["highlights"])
    own = {"title": "Boats", "entries": [{"title": "Tilda", "endDate": "2020"}]}
    assert data is FRESH or master["sections"] == [own]
    assert told == ("Acme Ltd", "Fitter", "2019-05", ["Fitted"])

"""Masters as other programs and their users write them: marks in texts, positions, own formats."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tailor.cli import main
from tailor.errors import InputError
from tailor.exporters.json_resume import master_data, to_json_resume
from tailor.i18n import choose_translation
from tailor.layout import page_parts
from tailor.loader import import_cv, parse_resume
from tailor.models import Employer, Entry, Resume
from tailor.optimizer.constraints import collect_constraints
from tailor.optimizer.rules import Rules
from tailor.resume.validation import json_schema

MANUAL = Path(__file__).parent.parent / "docs" / "master.md"
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
        ("➜ Built 🚀two cranes 👍🏽 → sold", "Built two cranes → sold"),
    ],
)
def test_marks_are_never_printed(typed: str, printed: str) -> None:
    resume, warnings = read(work=[job(highlights=[typed])])
    assert bullets(resume) == [printed]
    left_out = typed.startswith(("<p>", "★", "➜"))
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


@pytest.mark.parametrize(
    "lines",
    [
        ["Led:\n- one crew\n- two crews"],
        [{"text": "Led:\n* one crew\n* two crews", "keep": "always"}],
        [{"Led": ["one crew", "two crews"]}],
        ["Led:", ["one crew", "two crews"]],
    ],
)
@pytest.mark.parametrize("place", ["job", "piece", "position"])
def test_a_list_below_a_bullet_is_part_of_its_text(place: str, lines: list[Any]) -> None:
    own: dict[str, Any] = {"highlights": lines}
    if place == "piece":
        own = {"projects": [{"name": "Dock", **own}]}
    if place == "position":
        own = {"positions": [{"title": "Fitter", **own}], "position": "", "startDate": ""}
    resume, warnings = read(work=[job(**own)])
    assert bullets(resume) == ["Led: one crew; two crews"]
    assert warnings == []


def test_a_minor_and_what_became_of_a_degree_are_printed_and_come_back() -> None:
    degree = {"institution": "Hill College", "studyType": "BSc", "area": "Physics"}
    more = {"minor": "Mathematics", "status": "not finished", "score": "1.3"}
    resume, warnings = read(education=[{**degree, **more}])
    entry = resume.sections[0].entries[0]
    assert entry.note == "1.3, not finished"
    assert [(one.title, one.keywords) for one in entry.groups] == [("Minor", ("Mathematics",))]
    data = master_data(resume)["education"][0]
    assert (data["minor"], data["score"]) == ("Mathematics", "1.3, not finished")
    assert warnings == ["there is no work experience "]


def test_an_address_beside_a_city_is_reported_and_a_text_is_printed_whole() -> None:
    def placed(location: Any) -> tuple[str, list[str]]:
        resume, warnings = read(basics={**PERSON, "location": location}, work=[job()])
        return resume.contact.place, warnings

    place, warnings = placed({"address": "1 Quay", "city": "Leeds"})
    assert place == "Leeds"
    assert ["address is not printed" in one for one in warnings] == [True]
    assert placed("1 Quay, Leeds") == ("1 Quay, Leeds", [])


def test_of_many_warnings_of_one_kind_a_few_are_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "cv.json"
    jobs = [job(zzz="x", highlights=[f"<p>Dug {n} wells</p>"]) for n in range(40)]
    path.write_text(json.dumps({"basics": PERSON, "work": jobs}, indent=1), encoding="utf-8")
    assert main(["check", str(path)]) == 0
    shown = capsys.readouterr().err
    assert shown.count("HTML is left out") == shown.count("zzz: this key is not known") == 4
    assert "37 more like this: HTML is left out of the text" in shown
    assert main(["check", str(path), "--format", "json"]) == 0
    assert capsys.readouterr().out.count("HTML is left out") == 40


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
    assert found[1].bullets[0].key == "work/0/positions/1/highlights/0"
    assert found[0].employer == found[1].employer == Employer("work/0", "Acme Ltd", "Leeds")


def held(**fields: Any) -> dict[str, Any]:
    """An employer with two positions, the second at another place."""
    roles = [
        {"title": "Lead", "startDate": "2020", "summary": "Ran it.", "highlights": ["Led"]},
        {"role": "Fitter", "startDate": "2017", "endDate": "2019", "location": "York"},
    ]
    return {"name": "Acme Ltd", "location": "Leeds", "roles": roles, **fields}


def test_the_employer_of_several_positions_is_printed_once() -> None:
    resume, _ = read(work=[held(), job(name="Other Co"), held(name="Third Co")])
    headings = [
        (part.kind, part.value.organisation, part.value.title, part.value.place)
        for part in page_parts(resume)
        if isinstance(part.value, Entry)
    ]
    assert headings == [
        ("employer", "Acme Ltd", "", "Leeds"),
        ("role", "", "Lead", ""),
        ("role", "", "Fitter", "York"),
        ("entry", "Other Co", "Fitter", ""),
        ("employer", "Third Co", "", "Leeds"),
        ("role", "", "Lead", ""),
        ("role", "", "Fitter", "York"),
    ]


def test_nothing_that_is_said_of_the_employer_is_lost() -> None:
    said = {"summary": "Makes cranes.", "highlights": ["Grew"], "keywords": ["Steel"]}
    resume, warnings = read(work=[held(**said, id="acme", startDate="2001")])
    lead = resume.sections[0].entries[0]
    assert lead.summary
    assert lead.summary.text == "Ran it."
    assert [one.text for one in lead.bullets] == ["Led", "Grew", "Makes cranes."]
    assert ("Steel",) in [group.keywords for group in lead.groups]
    assert lead.employer
    assert lead.employer.id == "acme"
    assert any("startDate" in one for one in warnings)
    resume, warnings = read(work=[held(**said, position="Director", startDate="2023")])
    first, lead, _ = resume.sections[0].entries
    assert (first.title, first.key) == ("Director", "work/0/position")
    assert [one.text for one in first.bullets] == ["Grew"]
    assert [one.text for one in lead.bullets] == ["Led"]
    assert not warnings


def test_positions_come_back_from_our_own_export_and_are_jobs_in_json_resume() -> None:
    resume, _ = read(work=[held(id="acme", tags=["big"]), job()])
    data = master_data(resume)
    assert [one.get("positions") is not None for one in data["work"]] == [True, False]
    again, warnings = parse_resume(json.dumps(data), "cv.json", "json")
    assert again == resume
    assert not warnings
    plain = json.loads(to_json_resume(resume))
    assert [(one["name"], one["position"], one["location"]) for one in plain["work"][:2]] == [
        ("Acme Ltd", "Lead", "Leeds"),
        ("Acme Ltd", "Fitter", "York"),
    ]
    assert not any("positions" in one for one in plain["work"])


def test_an_employer_is_excluded_with_all_of_its_positions() -> None:
    resume, _ = read(work=[held(), job()])
    wanted = collect_constraints(resume, Rules(excludes=("work/0",)))
    assert {"work/0/positions/0", "work/0/positions/1"} <= wanted.banned
    assert "work/1" not in wanted.banned


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


SPOKEN = {
    "basics": {**PERSON, "label": {"en": "Welder", "de": "Schweißer"}},
    "work": [
        {
            "name": "Acme Ltd",
            "position": {"en": "Welder", "de": "Schweißer"},
            "startDate": "2019",
            "highlights": [
                {"en": "Welded **six** hulls.", "de": "Schweißte **sechs** Rümpfe."},
                {"text": {"en": "Trained ten.", "de": "Lernte zehn an."}, "keep": "always"},
                {"en": "Fixed pumps."},
                "TIG, MIG",
            ],
        }
    ],
}
"""A master in two languages, of which one text lacks German."""


def said(resume: Resume) -> list[str]:
    return [resume.label, resume.sections[0].entries[0].title, *bullets(resume)]


ENGLISH = ["Welder", "Welder", "Welded six hulls.", "Trained ten.", "Fixed pumps.", "TIG, MIG"]
GERMAN = ["Schweißer", "Schweißer", "Schweißte sechs Rümpfe.", "Lernte zehn an."]
GERMAN += ["Fixed pumps.", "TIG, MIG"]


def test_texts_in_several_languages_are_read_in_each() -> None:
    resume, warnings = read(**SPOKEN)
    german = choose_translation(resume, "de-AT")
    assert (said(resume), said(german)) == (ENGLISH, GERMAN)
    assert (resume.language, german.language) == ("en", "de")
    assert german.sections[0].title == "Berufserfahrung"
    assert said(choose_translation(resume, "fr")) == ENGLISH
    assert [one for one in warnings if "`de`" in one and "work/0/highlights/2" in one]
    assert len(warnings) == 1
    assert said(read(**SPOKEN, meta={"language": "de"})[0]) == GERMAN
    assert read(work=[job()])[0].translations == ()


def test_a_page_is_in_the_language_of_the_posting_or_in_the_one_that_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("resume.json").write_text(json.dumps(SPOKEN), encoding="utf-8")
    posting = "Schweißer (m/w/d)\n\nWir suchen einen Schweißer für unsere Werft.\n\nIhr Profil\n"
    Path("job.txt").write_text(posting + "- Erfahrung im Schweißen und in der Werft\n- TIG\n")
    for asked, text in (((), "Lernte zehn an."), (("--lang", "en"), "Trained ten.")):
        assert main(["--job", "job.txt", "-o", "page.pdf", "--also", "txt", "-q", *asked]) == 0
        assert text in Path("page.txt").read_text(encoding="utf-8")
    assert main(["--job", "job.txt", "--dry-run", "--lang", "fr"]) == 0
    assert "no texts in `fr`" in capsys.readouterr().err


def test_an_export_keeps_all_languages_and_json_resume_has_one() -> None:
    resume, _ = read(**SPOKEN)
    again, _ = parse_resume(json.dumps(master_data(resume)), "cv.json", "json")
    assert [said(one) for one in (again, *again.translations)] == [ENGLISH, GERMAN]
    assert json.loads(to_json_resume(resume))["work"][0]["position"] == "Welder"


def test_the_schema_and_check_know_texts_by_language() -> None:
    jsonschema.validate(SPOKEN, json_schema())
    wrong = {**SPOKEN, "work": [job(position={"en": "Welder", "deutsch": "Schweißer"})]}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, json_schema())
    with pytest.raises(InputError):
        parse_resume(json.dumps(wrong), "cv.yaml", "yaml")


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_any_text_may_be_given_by_language(data: st.DataObject) -> None:
    """Whichever texts of a master are given in two languages, each is as if it were alone."""
    plain = {**SPOKEN, "basics": PERSON, "work": [held(summary="Makes cranes."), job()]}

    def translate(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {name: translate(one, name) for name, one in value.items()}
        if isinstance(value, list):
            return [translate(one) for one in value]
        return {"en": value, "de": value} if data.draw(st.booleans(), label=key) else value

    made = {**plain, "work": translate(plain["work"])}
    expected, _ = parse_resume(json.dumps({**plain, "meta": {"language": "en"}}), "cv.json", "json")
    found, _ = parse_resume(json.dumps({**made, "meta": {"language": "en"}}), "cv.json", "json")
    assert choose_translation(found, "en") == expected


BLOCKS = re.findall(r"```yaml\n(.*?)```", MANUAL.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.split(":")[0])
def test_the_examples_of_the_manual_are_masters(block: str) -> None:
    named = block if "basics:" in block else f"basics: {{name: Robin Ashdown}}\n{block}"
    resume, warnings = parse_resume(named, "resume.yaml", "yaml")
    assert [one for one in warnings if "no work experience" not in one.message] == []
    assert resume.sections
    jsonschema.validate(yaml.load(named, yaml.BaseLoader), json_schema())

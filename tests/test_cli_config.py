"""tailor.toml: what it may say, what wins over it, and where its faults are."""

import json
import os
import sys
import tomllib
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tailor.cli import main
from tailor.cli.config import Config, config_schema, find_config
from tailor.cli.toml_positions import key_offsets
from tailor.errors import InputError, LimitError, Problem

ROOT = Path(__file__).resolve().parent.parent
FAULTY = """resume = "me.yaml"
templat = "x"
paper = "a5"
max-pages = "2"
output = "out/{place}.pdf"
accent = "yellow"
pins = ["a", 3]
weights = {mist = 1, must = 101, fill = "x"}

[[jobs]]
posting = "a.txt"
weights = {projekts = 2}
[[jobs]]
strict = 1
min_coverage = 300
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a master and a posting."""
    monkeypatch.chdir(tmp_path)
    starter = (ROOT / "tailor" / "cli" / "starter.yaml").read_text(encoding="utf-8")
    Path("me.yaml").write_text(starter, encoding="utf-8")
    Path("acme.txt").write_text("Analyst\nCompany: Acme Ltd\n\nRequirements\n- SQL\n- Python\n")
    return tmp_path


def test_every_fault_has_its_line_and_what_was_meant(folder: Path) -> None:
    (folder / "tailor.toml").write_text(FAULTY)
    with pytest.raises(InputError) as caught:
        find_config(Path())
    said = [
        (one.place.line, one.place.column, one.message.partition(":")[0], one.hint)
        for one in caught.value.problems
        if one.place
    ]
    assert said == [
        (2, 1, "templat", "did you mean template?"),
        (3, 1, "paper", ""),
        (4, 1, "max-pages", ""),
        (5, 1, "output", ""),
        (6, 1, "accent", ""),
        (7, 14, "pins/1", ""),
        (8, 12, "weights/mist", "did you mean must?"),
        (8, 22, "weights/must", ""),
        (8, 34, "weights/fill", ""),
        (12, 12, "jobs/0/weights/projekts", "did you mean projects?"),
        (13, 3, "jobs/1/posting", ""),
        (14, 1, "jobs/1/strict", ""),
        (15, 1, "jobs/1/min_coverage", "did you mean min-coverage?"),
    ]


@pytest.mark.parametrize(
    ("text", "place"), [("paper = a4\n", (1, 9)), ('a = 1\nb = [1,\n"x', (3, 2)), ("x = {", (1, 5))]
)
def test_what_is_no_toml(folder: Path, text: str, place: tuple[int, int]) -> None:
    (folder / "tailor.toml").write_text(text)
    with pytest.raises(InputError) as caught:
        find_config(Path())
    found = caught.value.problems[0].place
    assert found is not None
    assert (found.line, found.column) == place


def test_a_number_without_end_is_no_toml(folder: Path) -> None:
    (folder / "tailor.toml").write_text("max-pages = " + "9" * 5000, encoding="utf-8")
    with pytest.raises(InputError, match=r"tailor\.toml: error: .* a number is too long"):
        find_config(folder)


def test_a_faulty_file_ends_the_main_job_and_only_what_heeds_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "tailor.toml").write_text("pappers = 3\n")
    assert main(["-j", "acme.txt"]) == 3
    assert "tailor.toml:1:1: error: pappers: this key is not known" in capsys.readouterr().err
    assert main(["schema"]) == 0
    assert main(["-h"]) == 0
    assert main(["doctor"]) == 6
    assert "fault    config" in capsys.readouterr().out


def test_pyproject_is_read_after_tailor_toml(folder: Path) -> None:
    assert find_config(Path()) == Config()
    (folder / "pyproject.toml").write_text('[project]\nname = "x"\n')
    assert find_config(Path()) == Config()
    (folder / "pyproject.toml").write_text('[project]\nname = "x"\n[tool.tailor]\npaper = "a4"\n')
    found = find_config(Path())
    assert (dict(found.values), dict(found.lines)) == ({"paper": "a4"}, {"paper": 4})
    (folder / "tailor.toml").write_text("")
    assert find_config(Path()).path == Path("tailor.toml")


def report(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert main(["-j", "acme.txt", "--format", "json", *words]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_a_flag_wins_over_the_environment_over_the_file_over_what_is_usual(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    top = 'resume = "me.yaml"\ntemplate = "modern"\noutput = "pdf/{company}-{posting}.pdf"\n'
    (folder / "tailor.toml").write_text(top)
    page = report(capsys)
    assert (page["page"]["template"], page["page"]["paper"]) == ("modern", "letter")
    assert page["outputs"]["pdf"] == "pdf/Acme-Ltd-acme.pdf"
    (folder / "tailor.toml").write_text(
        top + '[[jobs]]\nposting = "./acme.txt"\npaper = "a4"\ntemplate = "plain"\n'
        'excludes = ["work/0/highlights/0"]\n'
    )
    page = report(capsys)
    assert (page["page"]["template"], page["page"]["paper"]) == ("plain", "a4")
    gone = {one["key"]: one["reason"] for one in page["bullets"]}["work/0/highlights/0"]
    assert "exclude" in gone
    monkeypatch.setenv("TAILOR_TEMPLATE", "compact")
    assert report(capsys)["page"]["template"] == "compact"
    assert report(capsys, "-t", "classic")["page"]["template"] == "classic"


def points(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, str]:
    """What `match --explain` says one line of the master is worth, and what for."""
    key = "work/0/highlights/0"
    assert main(["match", "-r", "me.yaml", "-j", "acme.txt", "--explain", key, *words]) == 0
    _, *rows = capsys.readouterr().out.splitlines()
    return {what: value for value, what in (row.strip().split(maxsplit=1) for row in rows)}


def test_weights_change_what_lines_are_worth(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    usual = points(capsys)
    recent, figures = "its job is recent or has few lines", "shows a result"
    assert recent in usual
    assert float(usual[figures]) > 0
    (folder / "tailor.toml").write_text(
        '[weights]\nrecency = 0\nmust = 3\n[[jobs]]\nposting = "other.txt"\nweights = {must = 9}\n'
    )
    found = points(capsys)
    assert recent not in found
    assert float(found["Python: answered by “Python”"]) == pytest.approx(
        3 * float(usual["Python: answered by “Python”"]), abs=0.001
    )
    said = points(capsys, "--weight", "figures=2")
    assert said[recent] == usual[recent]
    assert float(said[figures]) == pytest.approx(2 * float(usual[figures]), abs=0.001)


def test_weights_are_part_of_what_a_page_is_made_of(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "tailor.toml").write_text(
        'resume = "me.yaml"\n[weights]\nrecency = 0.5\nskills = 2\n'
        '[[jobs]]\nposting = "acme.txt"\nweights = {must = 3}\n'
    )
    assert main(["batch", "-q"]) == 0
    lock = json.loads((folder / "out/acme.tailor.json").read_text("utf-8"))
    assert lock["options"]["weights"] == {"must": 3.0}
    assert main(["verify", "-q"]) == 0
    assert main(["verify", "-q", "out/acme.pdf"]) == 0
    (folder / "tailor.toml").write_text('resume = "me.yaml"\n[[jobs]]\nposting = "acme.txt"\n')
    assert main(["verify", "-q", "--quick"]) == 4
    assert "changed since it was made: options" in capsys.readouterr().out
    assert main(["doctor"]) == 0
    rows = capsys.readouterr().out
    assert "at their defaults" in rows
    assert "weights" not in rows
    assert main(["doctor", "--format", "json"]) == 0
    signs = {row["what"]: row for row in json.loads(capsys.readouterr().out)["signs"]}
    assert (signs["weights"]["found"], signs["weights"]["is_default"]) == ("all 1 (default)", True)


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("recenc=2", "--weight: there is no weight recenc\n  hint: did you mean recency?"),
        ("must", "--weight must: this must be a number"),
        ("must=nan", "--weight must=nan: this must be between 0 and 100"),
        ("must=-1", "--weight must=-1: this must be between 0 and 100"),
    ],
)
def test_a_weight_that_is_none(
    folder: Path, capsys: pytest.CaptureFixture[str], word: str, message: str
) -> None:
    assert main(["-j", "acme.txt", "-r", "me.yaml", "--weight", word]) == 2
    assert message in capsys.readouterr().err
    assert not (folder / "out").exists()


def test_doctor_says_who_said_it(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "tailor.toml").write_text('resume = "me.yaml"\n\npaper = "a4"\nmax-pages = 2\n')
    monkeypatch.setenv("TAILOR_MAX_PAGES", "3")
    assert main(["doctor", "--format", "json"]) == 0
    signs = {one["what"]: one["found"] for one in json.loads(capsys.readouterr().out)["signs"]}
    assert signs["config"] == "tailor.toml"
    assert signs["master"] == "me.yaml (tailor.toml:1)"
    assert signs["paper"] == "a4 (tailor.toml:3)"
    assert signs["max-pages"] == "3 (TAILOR_MAX_PAGES)"
    assert signs["template"] == "classic (default)"


def test_the_language_changes_usual_titles_only(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "tailor.toml").write_text('resume = "me.yaml"\nlanguage = "de"\n')
    report(capsys)
    tex = (folder / "out/acme.tex").read_text(encoding="utf-8").upper()
    assert "BERUFSERFAHRUNG" in tex
    assert main(["-j", "acme.txt", "--lang", "xx"]) == 2


def test_the_schema_knows_every_key_and_refuses_what_the_program_refuses(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["schema", "--config"]) == 0
    schema = json.loads(capsys.readouterr().out)
    assert schema == config_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    job = {"posting": "a.txt", "pins": ["work/0"]}
    jsonschema.validate({"paper": "a4", "max-pages": 2, "jobs": [job]}, schema)
    assert all(one.get("description") for one in schema["properties"].values())
    wrong: list[dict[str, Any]] = [
        {"paper": "a5"}, {"papers": "a4"}, {"max-pages": 0}, {"jobs": [{}]}, {"output": "a.doc"}
    ]  # fmt: skip
    for table in wrong:
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(table, schema)


KEYS = st.text("abc-_ .é\"#='[", min_size=1, max_size=6)
VALUES = st.recursive(
    st.one_of(st.integers(-9, 9), st.booleans(), st.text("ab #[]{}'\",=\n\\é", max_size=9)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=12,
)


def toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k)} = {toml(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[\n" + ",\n # [note]\n".join(map(toml, value)) + "]"
    return json.dumps(value)


def paths(value: Any, base: tuple[str | int, ...] = ()) -> set[tuple[str | int, ...]]:
    pairs = (
        value.items() if isinstance(value, dict)
        else enumerate(value) if isinstance(value, list) else ()
    )  # fmt: skip
    return {base} | {path for key, one in pairs for path in paths(one, (*base, key))}


@given(
    st.dictionaries(KEYS, VALUES, max_size=3),
    st.dictionaries(KEYS, st.dictionaries(KEYS, VALUES, max_size=2), max_size=2),
    st.lists(st.dictionaries(KEYS, VALUES, max_size=2), min_size=1, max_size=2),
)
def test_every_key_of_any_file_is_found_where_it_stands(
    top: dict[str, Any], tables: dict[str, Any], items: list[Any]
) -> None:
    lines = [f"{json.dumps(key)} = {toml(value)} # x" for key, value in top.items()]
    for name, table in tables.items():
        if name not in top:
            lines.append(f"[ {json.dumps(name)} ]")
            lines += [f"{json.dumps(key)}={toml(value)}" for key, value in table.items()]
    for table in items:
        lines.append("[[z.many]]")
        lines += [f"{json.dumps(key)}={toml(value)}" for key, value in table.items()]
    text = "\n".join(lines)
    found = key_offsets(text)
    assert set(found) == paths(tomllib.loads(text)) - {()}
    for path, offset in found.items():
        if isinstance(path[-1], str) and path[:2] != ("z", "many"):
            assert text.startswith((path[-1], json.dumps(path[-1])), offset)


def test_the_docs_name_every_key_and_hold_the_schema() -> None:
    text = (ROOT / "docs/config.md").read_text(encoding="utf-8")
    schema = config_schema()
    assert json.loads((ROOT / "docs/config.schema.json").read_text("utf-8")) == schema
    rows = {row.split("`")[1] for row in text.splitlines() if row.startswith("| `")}
    assert {f"judge.{key}" for key in schema["$defs"]["Judge"]["properties"]} <= rows
    rows = {row.partition(".")[0] for row in rows}
    weights = set(schema["$defs"]["Weights"]["properties"]) - {"judge"}
    assert rows - weights == set(schema["properties"])
    names = {name for row in text.splitlines() if row.startswith("| `") for name in row.split("`")}
    assert set(schema["$defs"]["Weights"]["properties"]) <= names
    example = tomllib.loads(text.partition("```toml")[2].partition("```")[0])
    jsonschema.validate(example, schema)


@pytest.mark.parametrize(
    "line", [r'output = "a\u0000.pdf"', r'html = "\u0000.html"', r'resume = "\u0000"']
)
def test_no_file_has_a_nul_in_its_name(line: str, folder: Path) -> None:
    (folder / "tailor.toml").write_text(line, encoding="utf-8")
    with pytest.raises(
        InputError, match=r"tailor\.toml:1:\d+: error: .*a file name cannot contain a NUL"
    ):
        find_config(folder)


def test_a_key_of_very_many_parts_is_a_limit(folder: Path) -> None:
    (folder / "tailor.toml").write_text("a." * 3000 + "a = 1", encoding="utf-8")
    with pytest.raises(LimitError, match="nested too deeply"):
        find_config(folder)


@pytest.mark.parametrize("name", ["tailor.toml", "tpl/template.toml"])
@pytest.mark.parametrize("what", ["folder", "broken", "loop", "pipe", "long", "dots"])
def test_settings_that_are_no_short_file_have_a_clear_end(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str, what: str
) -> None:
    (folder / "tpl").mkdir()
    (folder / "tpl" / "cv.tex.j2").write_text("<< body >>")
    path, code = folder / name, 7
    if what == "folder":
        path.mkdir()
    elif what == "pipe":
        os.mkfifo(path)
    elif what in ("broken", "loop"):
        path.symlink_to("nowhere" if what == "broken" else path.name)
    else:
        key = "a" + ".a" * 100_000 + " = 1\n"
        path.write_text("# x\n" * 20_000_000 if what == "long" else key)
        code = 9
    assert main(["-j", "acme.txt", "-r", "me.yaml", "-t", "tpl", "--dry-run"]) == code
    assert f"{name}" in capsys.readouterr().err


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("line", ['posting = "a.txt"', "nonsense = 1"])
def test_a_table_of_very_many_jobs_is_refused(
    capsys: pytest.CaptureFixture[str], line: str
) -> None:
    Path("tailor.toml").write_text(f"[[jobs]]\n{line}\n" * 20_000)
    assert main(["-j", "acme.txt", "-r", "me.yaml"]) == 9
    assert len(capsys.readouterr().err) < 1000
    Path("tailor.toml").write_text(f"[[jobs]]\n{line}\n" * 1_500)
    assert main(["-j", "acme.txt", "-r", "me.yaml", "--dry-run", "-q"]) == (
        3 if line[0] == "n" else 0
    )
    assert len(capsys.readouterr().err.splitlines()) < 500


@pytest.mark.usefixtures("folder")
@pytest.mark.skipif(sys.platform in ("darwin", "win32"), reason="there the place is another")
def test_the_users_own_file_stands_below_that_of_the_folder(
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))
    monkeypatch.setenv("HOME", str(home))
    own = home / "config/tailor/tailor.toml"
    own.parent.mkdir(parents=True)
    own.write_text(
        'resume = "~/cv.yaml"\npaper = "a4"\ntemplate = "plain"\n'
        '[profiles.short]\ntemplate = "compact"\n'
    )
    (home / "cv.yaml").write_text(Path("me.yaml").read_text("utf-8"))
    Path("me.yaml").unlink()
    Path("tailor.toml").write_text('template = "modern"\n')

    def page(*more: str) -> tuple[str, str]:
        assert main(["--job", "acme.txt", "--format", "json", "--dry-run", *more]) == 0
        made = json.loads(capsys.readouterr().out)["page"]
        return made["template"], made["paper"]

    assert page() == ("modern", "a4")
    assert page("--paper", "letter") == ("modern", "letter")
    assert page("--profile", "short") == ("compact", "a4")
    assert main(["doctor"]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert f"a4 ({own}:2)" in shown
    assert "modern (tailor.toml:1)" in shown
    assert "all is well" in shown
    Path("tailor.toml").write_text(f'resume = "{home}/cv.yaml"\n')
    assert main(["--job", "acme.txt"]) == 7, "a file of the folder may not lead out of it"
    Path("tailor.toml").write_text("")
    own.write_text('[[jobs]]\nposting = "a.txt"\n')
    assert main(["--job", "acme.txt"]) == 3
    assert "jobs belong in the tailor.toml of a folder" in capsys.readouterr().err


@pytest.mark.parametrize("key", ["a" * 90_000, "a " * 45_000, "judge." + "b" * 90_000, "jobs.x"])
@pytest.mark.parametrize("value", ["1", '"x"\nKEY = 2', "[["])
def test_no_message_quotes_a_long_key_whole(
    tmp_path: Path,
    key: str,
    value: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    key = f'"{key}"' if " " in key else key
    Path("tailor.toml").write_text(f"{key} = {value}\n".replace("KEY", key))
    assert main(["-j", "posting.txt"]) == 3
    said = capsys.readouterr().err
    assert "tailor.toml:" in said
    assert all(len(line) < 600 for line in said.splitlines())


def test_a_message_shows_80_characters_of_a_word_without_end() -> None:
    address = "https://example.com/" + "a" * 400
    assert Problem(f"{address} is {'b' * 900}!").message == f"{address} is {'b' * 80}…"
    assert Problem("no", hint="c" * 900).hint == "c" * 80 + "…"

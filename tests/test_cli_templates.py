"""`templates`, `check --resume` and the options of the page, as users meet them."""

import json
import shutil
import struct
from dataclasses import replace
from pathlib import Path

import pytest

from tailor.cli import main
from tailor.cli.inputs import read_master
from tailor.errors import InputError, TemplateError
from tailor.i18n import section_title
from tailor.typesetter import find_any_template

ROOT = Path(__file__).resolve().parent.parent
RENDER = ["render"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a master, as the working folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    for name in ("RESUME", "TEMPLATE", "ACCENT", "LANGUAGE"):
        monkeypatch.delenv(f"TAILOR_{name}", raising=False)
    assert main(["init"]) == 0
    return tmp_path


def test_the_templates_are_listed_with_their_pictures(capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["templates"]) == 0
    rows = capsys.readouterr().out.splitlines()
    names = ["academic", "classic", "compact", "engineer", "modern", "plain"]
    assert [row.split()[0] for row in rows[:-3:2]] == names
    assert [Path(row.strip()).parent.name for row in rows[1:-3:2]] == names
    assert all(Path(row.strip()).is_file() for row in rows[1:-3:2])
    assert main(["templates", "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)["templates"]
    assert [one["name"] for one in told] == names
    assert [Path(one["picture"]).suffix for one in told] == [".png"] * 6


def test_a_sheet_shows_all_templates_side_by_side(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert main(["templates", "--sheet", "all.png"]) == 0
    names = "academic, classic, compact, engineer, modern, plain"
    assert capsys.readouterr().out == f"wrote all.png: {names}, from left to right\n"
    data = (folder / "all.png").read_bytes()
    width, height = struct.unpack(">2I", data[16:24])
    assert data.startswith(b"\x89PNG")
    assert height < width < 1.3 * height  # two rows of three pages
    assert main(["templates", "--sheet", "resume.yaml/all.png"]) == 7
    assert main(["templates", "--sheet", "other.png", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["outputs"] == {"sheet": "other.png"}


def test_a_copy_of_a_template_works_at_once(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert main(["templates", "--new", "mine", "--from", "plain"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("wrote mine/cv.tex.j2 and mine/template.toml, a copy of plain.")
    assert said.endswith("--template ./mine\n")
    source = folder / "mine" / "cv.tex.j2"
    source.write_text("%% mine\n" + source.read_text(encoding="utf-8"), encoding="utf-8")
    assert main(["render", "-q", "-t", "./mine", "-o", "mine.pdf"]) == 0
    assert (folder / "mine.tex").read_text(encoding="utf-8").startswith("%% mine")
    assert main(["templates", "--new", "mine"]) == 7
    assert "mine: error: is there already" in capsys.readouterr().err
    assert main(["templates", "--new", "other", "--from", "./mine"]) == 5
    assert main(["templates", "--new", "other", "--from", "nope"]) == 5
    assert not (folder / "other").exists()
    assert main(["templates", "--new", "deep/classic", "--format", "json"]) == 0
    made = json.loads(capsys.readouterr().out)["templates"]
    assert [(one["name"], one["picture"]) for one in made] == [("classic", None)]
    assert find_any_template("deep/classic").is_shipped is False


@pytest.mark.parametrize(
    ("tex", "check", "command"),
    [
        (r"\pdfliteral{1 g}Nobel Prize in Physics\pdfliteral{0 g}", "hidden", RENDER),
        (r"\pdfliteral page{q 0 0 1 1 re W n}Nobel Prize\pdfliteral page{Q}", "hidden", RENDER),
        (r"{\fontsize{1}{1}\selectfont Nobel Prize in Physics}", "hidden", RENDER),
        (r"\rlap{\hskip30in Nobel Prize}", "hidden", RENDER),
        (r"Nobel Prize in Physics", "additions", RENDER),
        (r"555-0199", "additions", ["--job", "posting.txt"]),
        (r"\tailorlink{https://shop.example.org/}{\vrule height1pt width9pt}", "additions", RENDER),
        (r"\tailorlink{mailto:me@example.org}{\vrule height1pt width9pt}", "additions", RENDER),
    ],
)
def test_a_template_adds_no_text(
    tex: str, check: str, command: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Text that is in no master, or that nobody sees, is no page: as `check` and `verify` say."""
    assert main(["templates", "--new", "own"]) == 0
    source = folder / "own" / "cv.tex.j2"
    frame = source.read_text(encoding="utf-8")
    source.write_text(frame.replace("<< body >>", f"\\noindent {tex}\\par\n<< body >>"))
    capsys.readouterr()
    assert main([*command, "-t", "own", "-q"]) == 4
    found = capsys.readouterr().err
    assert f"error: {check}: " in found
    assert "error: additions: " in found
    assert not (folder / "out").exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--accent", "mauve"], "--accent: “mauve” is not a colour"),
        (["--accent", "#ffff00"], "too light to read"),
        (["--lang", "tlh"], "no section titles and dates in “tlh”"),
    ],
)
def test_what_the_page_cannot_be_is_wrong_usage(
    folder: Path, words: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["render", *words]) == 2
    assert main(["--job", "none.txt", *words]) == 2
    assert message in capsys.readouterr().err
    written = {"resume.yaml", "resume.schema.json", "posting.txt"}
    assert {path.name for path in folder.iterdir()} == written


@pytest.mark.parametrize("key", ["accent", "language"])
def test_the_same_in_the_file_is_wrong_input_with_its_line(
    folder: Path, key: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "tailor.toml").write_text(f'paper = "a4"\n{key} = "tlh"\n', encoding="utf-8")
    assert main(["render"]) == 3
    assert f"tailor.toml:2:1: error: {key}: " in capsys.readouterr().err


def test_a_language_changes_titles_and_dates_and_nothing_else() -> None:
    plain, german = (read_master(Path("resume.yaml"), True, tag).resume for tag in ("", "de-AT"))
    assert (plain.sections[0].title, german.sections[0].title) == (
        section_title("work"),
        section_title("work", "de"),
    )
    named = tuple(replace(one, title="") for one in plain.sections)
    assert replace(german, language="", sections=()) == replace(plain, language="", sections=())
    assert tuple(replace(one, title="") for one in german.sections) == named
    with pytest.raises(InputError, match="tlh"):
        read_master(Path("resume.yaml"), True, "tlh")


def test_a_page_is_compared_with_its_master(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["render", "-q"]) == 0
    check = ["check", "out/resume.pdf", "--resume", "resume.yaml", "--format", "json"]
    capsys.readouterr()
    assert main(check) == 0
    levels = {
        f["check"]: f["level"] for f in json.loads(capsys.readouterr().out)["files"][0]["findings"]
    }
    assert (levels["resume"], levels["sentences"]) == ("pass", "pass")
    master = (folder / "resume.yaml").read_text(encoding="utf-8")
    other = master.replace("Robin Marlowe", "Robin Marlow").replace(
        "Designed the on-time", "Drew an"
    )
    assert other.count("Robin Marlow\n") == 1
    (folder / "other.yaml").write_text(other, encoding="utf-8")
    check[3] = "other.yaml"
    assert main(check) == 4
    report = json.loads(capsys.readouterr().out)["files"][0]
    faults = {f["check"]: f["message"] for f in report["findings"] if f["level"] != "pass"}
    assert report["ok"] is False
    assert faults["resume"].endswith("read as “Robin Marlowe”, your master says “Robin Marlow”")
    assert faults["sentences"].startswith("“Designed the on-time dashboard")
    assert {one["check"] for one in report["advice"]} == {"resume", "sentences"}
    assert main(["check", "out/resume.pdf", "-r", "none.yaml"]) == 7
    assert main(["check", "resume.yaml", "-r", "resume.yaml"]) == 2


def test_the_environment_does_not_say_what_to_compare_with(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert main(["render", "-q"]) == 0
    monkeypatch.setenv("TAILOR_RESUME", "none.yaml")
    assert main(["check", "out/resume.pdf", "-q"]) == 0


@pytest.mark.parametrize("table", ["x = " + "[" * 100_000, "name = " + "9" * 5000, "name = "])
def test_a_description_that_cannot_be_read_is_an_error(table: str, tmp_path: Path) -> None:
    shutil.copy(ROOT / "templates" / "plain" / "cv.tex.j2", tmp_path)
    (tmp_path / "template.toml").write_text(table, encoding="utf-8")
    with pytest.raises(TemplateError, match=r"template\.toml: error: "):
        find_any_template(str(tmp_path))

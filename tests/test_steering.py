"""The person steers the page: lines by their ids, on the command line and in tailor.toml."""

import json
from pathlib import Path
from typing import Any

import pytest

from tailor.cli import main
from tailor.line_ids import LineIds
from tailor.loader import read_resume

POSTING = """Platform Engineer
Company: Alder Bay Ferries

Requirements
- Java or Kotlin
- Kubernetes and Terraform
- Kafka
- Strong SQL
"""
MASTER = """basics: {name: Ada Example, email: ada@example.com, phone: 555-0142}
work:
- name: Harbour Works
  position: Platform Engineer
  startDate: 2019-03
  highlights:
  - Moved 40 services to Kubernetes with Terraform in a year.
  - text: Ran the summer party for sixty colleagues.
    id: party
    tags: [social]
  - Wrote the Kotlin service that books 2,000 berths a day.
  - Kept the coffee machine of the office running.
- name: Lumen Norr
  position: Developer
  startDate: 2014-01
  endDate: 2019-02
  highlights:
  - Built reports in SQL for nine towns.
"""
COFFEE = "Kept the coffee machine of the office running."


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a master and a posting."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TAILOR_RESUME", raising=False)
    (tmp_path / "resume.yaml").write_text(MASTER, encoding="utf-8")
    (tmp_path / "posting.txt").write_text(POSTING, encoding="utf-8")
    return tmp_path


def report(capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, Any]:
    """What the main job says as JSON."""
    capsys.readouterr()
    assert main(["--job", "posting.txt", "--format", "json", *more]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def chosen(found: dict[str, Any]) -> dict[str, bool]:
    return {one["text"]: one["chosen"] for one in found["bullets"]}


def id_of(text: str) -> str:
    """The long id of a line of the master."""
    ids = LineIds(read_resume("resume.yaml")[0])
    return next(ids.long_id_of(key) for key, one in ids.lines.items() if one.text == text)


def test_a_line_is_dropped_and_brought_back_by_the_id_that_the_report_shows(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--job", "posting.txt"]) == 0
    text = capsys.readouterr().out
    rows = [row.split() for row in text.splitlines()]
    cut = next(row[1] for row in rows if " ".join(row[2:]).startswith("Kept the coffee"))
    shown = next(row[1] for row in rows if " ".join(row[2:]).startswith("Moved 40 services"))
    assert not chosen(report(capsys))[COFFEE]
    assert f"add --pin {cut}" in text
    assert "add --exclude " in text
    found = chosen(report(capsys, "--pin", cut, "--exclude", shown))
    assert found[COFFEE]
    assert not found["Moved 40 services to Kubernetes with Terraform in a year."]
    lock = json.loads((folder / "out/posting.tailor.json").read_text())
    assert lock["lines"][cut] == COFFEE
    assert (lock["options"]["pins"], lock["options"]["excludes"]) == ([cut], [shown])
    assert main(["verify", "out/posting.pdf"]) == 0


def test_a_pin_survives_edits_elsewhere_and_is_reported_when_its_line_is_edited(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = id_of(COFFEE)
    (folder / "tailor.toml").write_text(f'pins = ["{name}"]\n')
    assert chosen(report(capsys))[COFFEE]
    first = "  - Moved 40 services"
    moved = MASTER.replace(first, f"  - Taught SQL to nine interns.\n{first}")
    (folder / "resume.yaml").write_text(moved)
    assert chosen(report(capsys))[COFFEE]
    (folder / "resume.yaml").write_text(MASTER.replace("coffee machine of", "coffee machines in"))
    assert main(["--job", "posting.txt"]) == 3
    said = capsys.readouterr().err
    assert f"nothing in the master has the key {name}" in said
    assert COFFEE in said
    assert "Kept the coffee machines in the office running." in said
    assert "berths" not in said


def test_a_key_that_shifted_to_another_line_is_reported(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = "work/0/highlights/3"
    assert chosen(report(capsys, "--pin", key))[COFFEE]
    first = "  - Moved 40 services"
    moved = MASTER.replace(first, f"  - Taught SQL to nine interns.\n{first}")
    (folder / "resume.yaml").write_text(moved)
    assert main(["--job", "posting.txt", "--pin", key, "--dry-run"]) == 0
    said = " ".join(capsys.readouterr().err.split())
    assert f"warning: {key} is another line now" in said
    assert id_of(COFFEE) in said
    strict = ["--job", "posting.txt", "--pin", key, "--dry-run", "--strict"]
    assert main(strict) == 4


def test_explain_and_json_speak_ids(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = report(capsys)
    ids = {one["text"]: one["id"] for one in found["bullets"]}
    assert ids["Ran the summer party for sixty colleagues."] == "party"
    assert (
        main(["match", "--job", "posting.txt", "--explain", ids[COFFEE], "--format", "json"]) == 0
    )
    told = json.loads(capsys.readouterr().out)
    assert (told["key"], told["id"]) == ("work/0/highlights/3", ids[COFFEE])
    lock = json.loads((folder / "out/posting.tailor.json").read_text())
    assert {one["id"] for one in lock["chosen"] if "id" in one} == {"party"}


def test_an_unknown_id_names_the_near_ones(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--job", "posting.txt", "--pin", "partey"]) == 3
    assert "did you mean party?" in capsys.readouterr().err
    (folder / "resume.yaml").write_text(MASTER.replace("  startDate: 2014-01", "  id: party"))
    assert main(["check", "resume.yaml"]) == 3
    said = capsys.readouterr().err
    assert "resume.yaml:15:7: error: work/1/id: “party” is the id of another, on line 9" in said


def test_ids_and_tags_are_exported_and_read_back(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("copy.yaml", "copy.json"):
        assert main(["export", "-o", name]) == 0
        found = LineIds(read_resume(name)[0])
        assert found.lines["work/0/highlights/1"].id == "party", name
        assert found.lines["work/0/highlights/1"].tags == ("social",), name
    capsys.readouterr()
    assert (folder / "copy.yaml").is_file()


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("columns", [60, 72, 100, 140])
def test_the_report_is_as_wide_as_the_terminal_and_breaks_no_word(
    columns: int,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    assert main(["--job", "posting.txt"]) == 0
    text = capsys.readouterr().out
    assert max(map(len, text.splitlines())) <= columns
    words = {word.strip("…,.()*") for word in text.split()}
    assert {"Kubernetes", "Terraform"} <= words
    assert "Kotlin* (or Java)" in " ".join(text.split())
    assert "“Kotlin or Java” counts once: any one will do" in " ".join(text.split())
    known = set(f"{MASTER} {POSTING}".replace(".", " ").split())
    cut = {
        word[:-1].rstrip(".,") for row in text.splitlines() for word in row.split() if "…" in word
    }
    assert cut <= known

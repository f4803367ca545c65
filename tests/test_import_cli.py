"""The command `tailor import`, and CVs of any format as a master. The people are invented."""

import json
from pathlib import Path

import pytest

from tailor.cli import main
from tailor.loader import read_resume

OLD = """# Ines Vallgren

ines@example.com

## Experience

### Optics Engineer, Lumen Norr AB
May 2018 - Present

- Built a rig that aligns 12 lasers an hour.
- Kept the workshop tidy.

second@example.com and 555-0101
"""
NEW = """# Ines Vallgren

new@example.com

## Experience

### Senior Optics Engineer, Lumen Norr AB
May 2018 - January 2023

- Built a fine rig that aligns 12 lasers an hour.
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "old.md").write_text(OLD, encoding="utf-8")
    (tmp_path / "new.md").write_text(NEW, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_master_of_two_cvs(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "old.md", "new.md", "-o", "resume.yaml"]) == 0
    assert (folder / "resume.yaml").is_file()
    out = capsys.readouterr().out
    assert "merged: 1 entry found in several files, 1 other wording added" in out
    assert "conflict at basics/email: kept “new@example.com”" in out
    resume, _ = read_resume("resume.yaml")
    job = resume.sections[0].entries[0]
    assert (job.title, job.organisation) == ("Senior Optics Engineer", "Lumen Norr AB")
    assert job.bullets[0].texts == (
        "Built a fine rig that aligns 12 lasers an hour.",
        "Built a rig that aligns 12 lasers an hour.",
    )


def test_importing_its_own_output_changes_nothing(folder: Path) -> None:
    assert main(["import", "old.md", "-o", "resume.yaml", "-q"]) == 0
    first = (folder / "resume.yaml").read_bytes()
    assert main(["import", "resume.yaml", "-o", "resume.yaml", "-q"]) == 0
    assert main(["import", "old.md", "--into", "resume.yaml", "-q"]) == 0
    assert (folder / "resume.yaml").read_bytes() == first


def test_another_master_is_not_replaced(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "resume.yaml").write_text("basics: {name: Mine}\n", encoding="utf-8")
    assert main(["import", "old.md", "-o", "resume.yaml"]) == 7
    assert "this file exists and is a different master" in capsys.readouterr().err
    assert main(["import", "old.md", "-o", "resume.yaml", "--force", "-q"]) == 0
    assert read_resume("resume.yaml")[0].name == "Ines Vallgren"


def test_into_keeps_what_was_written(folder: Path) -> None:
    mine = "# mine\nbasics:\n  name: Ines V.  # short\n  email: ines@example.com\n"
    (folder / "resume.yaml").write_text(mine, encoding="utf-8")
    assert main(["import", "new.md", "--into", "resume.yaml", "-q"]) == 0
    text = (folder / "resume.yaml").read_text(encoding="utf-8")
    assert text.startswith(mine)
    assert "Senior Optics Engineer" in text
    assert "other: new@example.com" in text


def test_the_report_for_machines(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    odd = NEW.replace("new@example.com", "new@example.com | also@example.com")
    (folder / "odd.md").write_text(odd, encoding="utf-8")
    assert main(["import", "odd.md", "-o", "resume.yaml", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["files"] == [
        {
            "path": "odd.md",
            "lines": 6,
            "unplaced": [{"line": 3, "text": "new@example.com | also@example.com"}],
            "warnings": [],
            "doubts": [],
        }
    ]
    assert found["outputs"] == {"master": "resume.yaml"}
    text = (folder / "resume.yaml").read_text(encoding="utf-8")
    assert "unplaced:" in text
    assert "also@example.com" in text


@pytest.mark.parametrize("output", [(), ("-o", "-")])
def test_without_an_output_the_master_goes_to_stdout(
    folder: Path, output: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", "new.md", *output]) == 0
    said = capsys.readouterr()
    assert said.out.startswith("basics:\n  name: Ines Vallgren\n")
    assert "0 not understood" in said.err
    assert sorted(path.name for path in folder.iterdir()) == ["new.md", "old.md"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["missing.md"], 7),
        ([".", "-o", "x.yaml"], 7),
        (["cv.odt"], 3),
        (["empty.pdf"], 3),
        (["new.md", "-o", "x.json"], 2),
        (["deep.md"], 9),
    ],
)
def test_errors(
    folder: Path, arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "cv.odt").write_bytes(b"PK")
    (folder / "empty.pdf").write_bytes(b"")
    (folder / "deep.md").write_text(">" * 9000 + " x", encoding="utf-8")
    assert main(["import", *arguments]) == code
    assert "error:" in capsys.readouterr().err
    assert not (folder / "x.yaml").exists()


def test_a_cv_can_be_used_as_it_is(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(folder / "new.md")]) == 0
    assert "ok (Ines Vallgren, 1 entry, 1 bullet)" in capsys.readouterr().out

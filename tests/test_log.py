"""`tailor log`: which pages there are, and what became of them."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from tailor.cli import main

ROOT = Path(__file__).resolve().parent.parent
POSTING = """Data Analyst
Company: Alder Bay Ferries

Requirements
- Strong SQL and Python
- Experience with Tableau
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two pages that were made once for all tests."""
    folder = tmp_path_factory.mktemp("made")
    shutil.copy(ROOT / "tailor/cli/starter.yaml", folder / "resume.yaml")
    (folder / "alder.txt").write_text(POSTING)
    (folder / "prisma.txt").write_text(POSTING.replace("Alder Bay Ferries", "Prisma Works"))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert main(["batch", "alder.txt", "prisma.txt", "-q", "--workers", "1"]) == 0
    for number, name in enumerate(("alder", "prisma")):
        day = 1_750_000_000 + number * 86_400
        os.utime(folder / f"out/{name}.tailor.json", (day, day))
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of that folder, as the working folder."""
    shutil.copytree(made, tmp_path / "copy")
    monkeypatch.chdir(tmp_path / "copy")
    return tmp_path / "copy"


def log(capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, Any]]:
    capsys.readouterr()
    assert main(["log", "--format", "json", *words]) == 0
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["pages"]
    return found


def states(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, str]:
    return {Path(one["pdf"]).stem: one["state"] for one in log(capsys, *words)}


@pytest.mark.usefixtures("folder")
def test_pages_are_listed_the_latest_first(capsys: pytest.CaptureFixture[str]) -> None:
    first, second = log(capsys)
    assert (first["company"], second["company"]) == ("Prisma Works", "Alder Bay Ferries")
    assert first["made"] == "2025-06-16T15:06:40+00:00"
    assert first["template"] == "classic"
    lock = json.loads(Path("out/prisma.tailor.json").read_text("utf-8"))
    assert first["coverage"] == lock["coverage"]
    assert (first["state"], first["reasons"], first["marks"]) == ("current", [], [])
    assert main(["log"]) == 0
    rows = capsys.readouterr().out
    assert "Data Analyst at Prisma Works" in rows
    assert "out/prisma.pdf · current · classic" in rows


@pytest.mark.usefixtures("folder")
def test_words_filter_and_all_must_fit(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(states(capsys, "PRISMA")) == ["prisma"]
    assert list(states(capsys, "analyst", "alder")) == ["alder"]
    assert states(capsys, "prisma", "alder") == {}
    assert main(["log", "nobody"]) == 0
    assert "no page matches" in capsys.readouterr().out


def test_a_page_says_whether_it_is_what_its_inputs_give(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (folder / "prisma.txt").open("a") as file:
        file.write("- Experience with Go\n")
    (changed, same) = log(capsys)
    assert (changed["state"], changed["reasons"]) == ("changed", ["posting"])
    assert same["state"] == "current"
    (folder / "prisma.txt").unlink()
    (gone, _) = log(capsys)
    assert gone["state"] == "unknown"
    assert "prisma.txt is not there" in gone["reasons"][0]
    with (folder / "out/alder.pdf").open("ab") as file:
        file.write(b"%")
    assert states(capsys)["alder"] == "edited"
    (folder / "out/alder.pdf").unlink()
    assert states(capsys)["alder"] == "missing"


def test_a_mark_is_kept_beside_the_lock_and_knows_its_pdf(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lock = (folder / "out/alder.tailor.json").read_bytes()
    (one,) = log(capsys, "alder", "--mark", "sent", "--note", "by mail – früh")
    assert one["pdf"] == str(Path("out/alder.pdf"))
    (two,) = log(capsys, "out/alder.pdf", "--mark", "interview")
    assert [mark["mark"] for mark in two["marks"]] == ["sent", "interview"]
    assert two["marks"][0]["note"] == "by mail – früh"
    assert all(mark["same_pdf"] for mark in two["marks"])
    assert (folder / "out/alder.tailor.json").read_bytes() == lock
    assert main(["verify", "-q", "--quick", "out/alder.pdf"]) == 0
    assert list(states(capsys, "interview")) == ["alder"]
    assert states(capsys, "sent") == {}, "the last mark is the one that counts"
    assert main(["--job", "alder.txt", "-q", "--paper", "a4"]) == 0
    (now,) = log(capsys, "alder")
    assert not any(mark["same_pdf"] for mark in now["marks"])
    assert main(["log", "alder"]) == 0
    assert "the PDF has changed since" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("analyst", "--mark", "sent"), "match out/prisma.pdf, out/alder.pdf"),
        (("nobody", "--mark", "sent"), "no page has these words"),
        (("alder", "--note", "x"), "give --mark too"),
        (("alder", "--mark", "lost"), "lost"),
    ],
)
def test_a_mark_is_for_one_page(
    folder: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], message: str
) -> None:
    before = sorted(path.name for path in (folder / "out").iterdir())
    assert main(["log", *words]) == 2
    assert message in capsys.readouterr().err.replace("\\", "/")
    assert sorted(path.name for path in (folder / "out").iterdir()) == before


def test_what_cannot_be_read_is_told_and_the_rest_is_listed(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "out/broken.tailor.json").write_text("{}")
    (folder / "out/alder.marks.json").write_text('{"marks": [{"mark": 3}]}')
    assert main(["log"]) == 0
    said = capsys.readouterr()
    assert "broken.tailor.json: warning: this version of tailor does not know" in said.err.replace(
        "\\", "/"
    )
    assert "alder.marks.json: warning: this is not a file with marks" in said.err
    assert "Prisma Works" in said.out
    assert main(["log", "alder", "--mark", "sent"]) == 2
    assert (folder / "out/alder.marks.json").read_text() == '{"marks": [{"mark": 3}]}'


def test_links_and_hidden_folders_are_left_alone(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    outside = folder.parent / "outside"
    shutil.copytree(folder / "out", outside)
    (folder / "linked").symlink_to(outside)
    (folder / "out/linked.tailor.json").symlink_to(outside / "alder.tailor.json")
    shutil.copytree(folder / "out", folder / ".hidden", symlinks=True)
    assert sorted(states(capsys)) == ["alder", "prisma"]
    mine = outside / "mine.json"
    mine.write_text("mine")
    (folder / "out/prisma.marks.json").symlink_to(mine)
    assert main(["log", "prisma", "--mark", "sent"]) == 2
    assert mine.read_text() == "mine"


def test_another_folder(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "empty").mkdir()
    assert log(capsys, "--folder", "empty") == []
    assert len(log(capsys, "--folder", str(folder))) == 2
    assert main(["log", "--folder", "nowhere"]) == 7

"""A page replaces older results and what the user named, and nothing else of the user's."""

import json
from pathlib import Path
from typing import Any

import pytest

from tailor.cli import atomic, main
from tailor.folders import Entry

JOB = "Data Analyst\nCompany: Alder Bay\n\nRequirements\n- Strong SQL\n- Tableau\n"
LETTER = b"\\documentclass{letter}\n% my own work\n\\begin{document}Dear all\\end{document}\n"
PDF = b"%PDF-1.4 my passport\n"


@pytest.fixture
def folder(desk: Path) -> Path:
    """A working folder with a master and a posting."""
    Path("p.txt").write_text(JOB)
    return desk


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def refused(capsys: pytest.CaptureFixture[str], folder: Path, name: str, *words: str) -> None:
    before = contents(folder)
    assert main(["-j", "p.txt", "-q", *words]) == 7
    err = capsys.readouterr().err
    assert err.startswith(f"{name}: error: this file is not of tailor, and is not replaced")
    assert "name the result otherwise with --output" in err
    assert contents(folder) == before


@pytest.mark.parametrize("name", ["cv.tex", "cv.tailor.json"])
def test_what_lies_beside_the_page_is_not_replaced(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    Path(name).write_bytes(LETTER)
    Path("cv.pdf").write_bytes(PDF)
    refused(capsys, folder, name, "-o", "cv.pdf")
    assert main(["render", "-q", "-o", "cv.pdf"]) == 7
    assert Path(name).read_bytes() == LETTER


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("old", [b"", b"%PDF-1.4 an older result\n"])
def test_leftovers_and_the_page_that_the_user_named_are_replaced(old: bytes) -> None:
    for name in ("cv.tex", "cv.tailor.json"):
        Path(name).write_bytes(old)
    Path("cv.pdf").write_bytes(PDF)
    assert main(["-j", "p.txt", "-q", "-o", "cv.pdf"]) == 0
    assert Path("cv.pdf").read_bytes() != PDF


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("change", ["lock", "tex", "edited tex", "spoilt lock"])
def test_older_results_are_replaced_whatever_became_of_one_of_them(change: str) -> None:
    words = ["-j", "p.txt", "-q", "-o", "cv.pdf"]
    assert main(words) == 0
    before = contents(Path.cwd())
    if change == "lock":
        Path("cv.tailor.json").unlink()
    elif change == "tex":
        Path("cv.tex").write_bytes(LETTER)
    elif change == "edited tex":
        Path("cv.tailor.json").unlink()
        Path("cv.tex").write_text("% edited by me\n" + Path("cv.tex").read_text())
    else:
        Path("cv.tailor.json").write_text("<<<<<<< HEAD\n{}\n=======\n")
    assert main(words) == 0
    assert contents(Path.cwd()) == before


def test_a_file_that_only_the_posting_named_is_not_replaced(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = "Alder-Bay-Data-Analyst"
    words = ["-o", "{company}-{title}.pdf"]
    Path(f"{name}.pdf").write_bytes(PDF)
    refused(capsys, folder, f"{name}.pdf", *words)
    Path(f"{name}.pdf").unlink()
    assert main(["-j", "p.txt", "-q", *words]) == 0
    assert main(["-j", "p.txt", "-q", *words, "--paper", "a4"]) == 0
    Path(f"{name}.tailor.json").unlink()
    refused(capsys, folder, f"{name}.pdf", *words)


def test_a_report_that_only_the_posting_named_replaces_only_a_report(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("Data-Analyst.html").write_text("<title>My home page</title>")
    refused(capsys, folder, "Data-Analyst.html", "--html", "{title}.html")
    assert main(["report", "-j", "p.txt", "-q", "-o", "{title}.html"]) == 7
    Path("Data-Analyst.html").unlink()
    for _ in range(2):
        assert main(["report", "-j", "p.txt", "-q", "-o", "{title}.html"]) == 0
    Path("Data-Analyst.html").write_text("<title>My home page</title>")
    assert main(["report", "-j", "p.txt", "-q", "-o", "Data-Analyst.html"]) == 0


def test_in_a_batch_only_that_page_fails(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("q.txt").write_text(JOB.replace("Data Analyst", "Passport"))
    Path("Passport.pdf").write_bytes(PDF)
    words = ["batch", "p.txt", "q.txt", "--workers", "1", "-o", "{title}.pdf", "--format", "json"]
    assert main(words) == 4
    rows = json.loads(capsys.readouterr().out)["postings"]
    assert [(one["state"], one["exit_code"]) for one in rows] == [("made", 0), ("failed", 7)]
    assert Path("Passport.pdf").read_bytes() == PDF
    assert "Passport.tex" not in contents(folder)


class Killed(BaseException):
    """Ends a run as kill -9 does: nothing is tidied up."""


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("planted", [False, True])
@pytest.mark.parametrize("pattern", ["cv.pdf", "{title}.pdf"])
@pytest.mark.parametrize("renames", range(5))
def test_a_run_killed_between_the_renames_is_in_nobodys_way(
    monkeypatch: pytest.MonkeyPatch, planted: bool, pattern: str, renames: int
) -> None:
    """The files as kill -9 leaves them after so many renames; the next run makes the page."""
    stem = "cv" if pattern == "cv.pdf" else "Data-Analyst"
    if planted and stem == "cv":
        for ending in ("pdf", "tex", "tailor.json"):
            Path(f"{stem}.{ending}").write_bytes(b"%PDF-1.4 an older result\n")
    words = ["-j", "p.txt", "-q", "-o", pattern, "--html", pattern.replace("pdf", "html")]
    with monkeypatch.context() as patch:
        done: list[Entry] = []

        def so_far(temp: Entry, target: Entry, *_: Any) -> None:
            if len(done) == renames:
                raise Killed
            temp.replace(target)
            done.append(target)

        patch.setattr(atomic, "put_in_place", so_far)
        if renames < 4:
            with pytest.raises(Killed):
                main(words)
        else:
            assert main(words) == 0
    assert len(done) == renames
    assert main([*words, "--paper", "a4"]) == 0
    assert all(Path(f"{stem}.{ending}").is_file() for ending in ("pdf", "tex", "html"))

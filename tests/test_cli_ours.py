"""A page replaces older results and what the user named, and nothing else of the user's."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from tailor.cli import atomic, main
from tailor.folders import Entry
from tailor.posting import fetch
from tailor.posting.sources import RawPosting

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
    assert err.startswith(f"{name}: error: this file was not made by tailor, and is not replaced")
    assert "choose another name with --output" in err
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
@pytest.mark.parametrize("change", ["lock", "tex is gone", "edited tex", "spoilt lock"])
def test_older_results_are_replaced_whatever_became_of_one_of_them(change: str) -> None:
    words = ["-j", "p.txt", "-q", "-o", "cv.pdf"]
    assert main(words) == 0
    before = contents(Path.cwd())
    if change == "lock":
        Path("cv.tailor.json").unlink()
    elif change == "tex is gone":
        Path("cv.tex").unlink()
    elif change == "edited tex":
        Path("cv.tailor.json").unlink()
        Path("cv.tex").write_text("% edited by me\n" + Path("cv.tex").read_text())
    else:
        Path("cv.tailor.json").write_text("<<<<<<< HEAD\n{}\n=======\n")
    assert main(words) == 0
    assert contents(Path.cwd()) == before


def make(*words: str) -> None:
    assert main(["-j", "p.txt", "-q", *words]) == 0


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("p.pdf", PDF),
        ("p.tex", LETTER),
        ("p.tex", b"% key: of the piano\n% tailored by hand\n" + LETTER),
    ],
)
def test_every_file_that_is_replaced_carries_our_sign(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str, text: bytes
) -> None:
    """Whatever stands beside it: a lock file of ours does not make the user's own file ours."""
    make()
    Path("out", name).write_bytes(text)
    refused(capsys, folder, f"out/{name}")


def test_a_pdf_of_ours_is_known_by_itself(folder: Path) -> None:
    make()
    first = Path("out/p.pdf").read_bytes()
    for name in ("tex", "tailor.json"):
        Path(f"out/p.{name}").unlink()
    make("--paper", "a4")
    assert Path("out/p.pdf").read_bytes() != first
    assert "out/p.tailor.json" in contents(folder)


@pytest.mark.usefixtures("folder")
def test_a_pdf_without_a_sign_is_known_by_the_lock_file_beside_it() -> None:
    """As a tailor before 0.2 made it, or a template that hides what it tells of itself."""
    make()
    lock = Path("out/p.tailor.json")
    old = hashlib.sha256(Path("out/p.pdf").read_bytes()).hexdigest()
    Path("out/p.pdf").write_bytes(PDF)
    lock.write_text(lock.read_text().replace(old, hashlib.sha256(PDF).hexdigest()))
    make()
    assert Path("out/p.pdf").read_bytes() != PDF


def test_a_kept_posting_replaces_no_text_of_the_users(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = RawPosting(JOB.encode(), ".txt", "https://jobs.example.com/p")
    monkeypatch.setattr(fetch, "load_source", lambda *_, **__: page)
    Path("out").mkdir()
    kept = Path("out/p.posting.txt")
    kept.write_text("My notes.\n")
    before = contents(folder)
    words = ["-j", "https://jobs.example.com/p", "-q"]
    assert main(words) == 7
    assert "not made by tailor" in capsys.readouterr().err
    assert contents(folder) == before
    kept.unlink()
    assert [main(words), main([*words, "--paper", "a4"])] == [0, 0]


def test_an_export_that_nobody_named_replaces_only_an_export(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("resume.docx").write_bytes(b"PK my own CV, of ten years")
    before = contents(folder)
    assert main(["export", "-q"]) == 7
    assert "resume.docx: error: this file was not made by tailor" in capsys.readouterr().err
    assert contents(folder) == before
    Path("resume.docx").unlink()
    assert [main(["export", "-q"]), main(["export", "-q"])] == [0, 0]
    Path("resume.docx").write_bytes(b"PK my own CV, of ten years")
    assert main(["export", "-q", "-o", "resume.docx"]) == 0


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
@pytest.mark.parametrize(
    ("pattern", "planted"), [("cv.pdf", False), ("cv.pdf", True), ("{title}.pdf", False)]
)
@pytest.mark.parametrize("renames", range(5))
def test_a_run_killed_between_the_renames_is_in_nobodys_way(
    monkeypatch: pytest.MonkeyPatch, planted: bool, pattern: str, renames: int
) -> None:
    """The files as kill -9 leaves them after so many renames; the next run makes the page."""
    stem = "cv" if pattern == "cv.pdf" else "Data-Analyst"
    if planted:
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

"""Lock files: a page is what its inputs give, or verify says what is wrong."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tailor.cli import main
from tailor.cli.inputs import sha256_hex
from tailor.cli.lockfile import read_lock, sentences_not_in_master
from tailor.loader import parse_resume

ROOT = Path(__file__).resolve().parent.parent
POSTING = """Data Analyst
Company: Alder Bay Ferries

Requirements
- Strong SQL and Python
- Experience with Tableau
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a page that was made once for all tests."""
    folder = tmp_path_factory.mktemp("made")
    shutil.copy(ROOT / "tailor/cli/starter.yaml", folder / "resume.yaml")
    (folder / "a.txt").write_text(POSTING)
    (folder / "b.txt").write_text(POSTING.replace("Tableau", "Kubernetes, Go and budgeting"))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert main(["batch", "a.txt", "b.txt", "-q", "--workers", "1"]) == 0
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of that folder, as the working folder."""
    shutil.copytree(made, tmp_path / "copy")
    monkeypatch.chdir(tmp_path / "copy")
    return tmp_path / "copy"


def verify(capsys: pytest.CaptureFixture[str], code: int, *words: str) -> dict[str, str]:
    """The checks that did not pass, with what they say, of the only file."""
    capsys.readouterr()
    assert main(["verify", "--format", "json", *words]) == code
    (found,) = json.loads(capsys.readouterr().out)["files"]
    assert found["ok"] == (code == 0)
    return {one["check"]: one["message"] for one in found["findings"] if one["level"] == "fail"}


def replace(path: str, old: str, new: str) -> None:
    text = Path(path).read_text(encoding="utf-8")
    assert old in text
    Path(path).write_text(text.replace(old, new), encoding="utf-8")


def lock(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(f"out/{name}.tailor.json").read_text("utf-8"))
    return found


def test_the_lock_file_is_the_same_anywhere_at_any_time(folder: Path) -> None:
    before = Path("out/a.tailor.json").read_bytes()
    assert main(["-j", "a.txt", "-q"]) == 0
    assert Path("out/a.tailor.json").read_bytes() == before
    assert str(folder).encode() not in before
    told = lock("a")
    assert told["master"]["path"] == "../resume.yaml"
    assert told["posting"]["path"] == "../a.txt"
    assert told["page"]["proven"] is True
    tex = Path("out/a.tex").read_text(encoding="utf-8")
    keys = [one["key"] for one in told["chosen"]]
    assert all(f"% key: {key}\n" in tex for key in keys if "/highlights/" in key)


@pytest.mark.usefixtures("folder")
def test_a_page_as_it_was_made_is_verified(capsys: pytest.CaptureFixture[str]) -> None:
    assert verify(capsys, 0, "out/a.pdf") == {}
    assert main(["verify", "out/a.pdf"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "out/a.pdf: ok"


@pytest.mark.usefixtures("folder")
def test_another_pdf_in_its_place_is_found_out(capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy("out/b.pdf", "out/a.pdf")
    found = verify(capsys, 4, "out/a.pdf")
    assert found["file"] == "a.pdf was changed after tailor wrote it"
    assert "the PDF is not the same" in found["again"]
    assert "sentences" not in found


def forge(name: str, **fields: object) -> None:
    """Writes other values into a lock file, with the right hashes of PDF and .tex."""
    hashes = {end: sha256_hex(Path(f"out/{name}.{end}").read_bytes()) for end in ("pdf", "tex")}
    text = json.dumps(lock(name) | fields | {"outputs": hashes}, ensure_ascii=False, indent=2)
    Path(f"out/{name}.tailor.json").write_text(text + "\n", encoding="utf-8")


@pytest.mark.usefixtures("folder")
def test_a_lock_file_that_is_read_is_written_alike() -> None:
    assert main(["render", "-q", "-r", "resume.yaml"]) == 0
    for path in map(Path, ("out/a.tailor.json", "out/resume.tailor.json")):
        assert read_lock(path).to_json() == path.read_bytes()


@pytest.mark.usefixtures("folder")
def test_a_page_that_was_changed_with_its_lock_file(capsys: pytest.CaptureFixture[str]) -> None:
    """Hashes beside a page stop accidents only: who can change it can change them too."""
    replace("out/a.tex", "\\end{document}", "% Nobel Prize\n\\end{document}")
    forge("a")
    assert verify(capsys, 0, "--quick", "out/a.pdf") == {}
    assert main(["verify", "--quick", "out/a.pdf"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("out/a.pdf: unchanged since it was locked\n")
    assert "ok" not in said
    assert verify(capsys, 4, "out/a.pdf") == {
        "again": f"made again with {lock('a')['engine']}, the .tex is not the same"
    }


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    "forged",
    [
        {
            "engine": "tex",
            "title": "Chief Executive",
            "company": "Another",
            "missing": ["Sailing"],
            "coverage": {"must": {"covered": 9, "of": 9}, "nice": {"covered": 0, "of": 0}},
            "chosen": [],
            "page": {"pages": 1, "fill": 1.0},
            "approved": True,
        },
        {"page": None},
    ],
)
def test_every_field_of_a_lock_file_is_compared(
    capsys: pytest.CaptureFixture[str], forged: dict[str, object]
) -> None:
    forge("a", **forged)
    said = verify(capsys, 4, "out/a.pdf")
    assert set(said) == {"lock"}
    start, _, fields = said["lock"].partition(": ")
    assert start == "the lock file does not say what this page is"
    assert sorted(fields.split(", ")) == sorted(forged)


@pytest.mark.usefixtures("folder")
def test_a_lock_file_with_two_values_for_a_name_is_none() -> None:
    path = Path("out/a.tailor.json")
    path.write_text(path.read_text("utf-8").replace('"title":', '"title": "Chief", "title":'))
    assert main(["verify", "out/a.pdf"]) == 4


@pytest.mark.usefixtures("folder")
def test_a_number_in_place_of_true_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    forge("a", page=lock("a")["page"] | {"proven": 1})
    message = "the lock file does not say what this page is: page"
    assert verify(capsys, 4, "out/a.pdf") == {"lock": message}


@pytest.mark.usefixtures("folder")
def test_a_sentence_that_left_the_master_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    text = next(one["text"] for one in lock("a")["chosen"] if one["key"].endswith("highlights/0"))
    replace("resume.yaml", text[:30], "Something else")
    found = verify(capsys, 4, "out/a.pdf")
    assert found["inputs"] == "changed since it was made: master"
    assert text[:30] in found["sentences"]
    assert "again" in found


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    "what", ["posting", "lock", "no lock", "no pdf", "a folder", "no posting", "stdin"]
)
def test_what_else_can_be_wrong(capsys: pytest.CaptureFixture[str], what: str) -> None:
    words, code = ["out/a.pdf", "--quick"], 4
    if what == "posting":
        replace("a.txt", "Tableau", "Excel")
        expected = {"inputs": "changed since it was made: posting"}
    elif what == "lock":
        replace("out/a.tailor.json", '"version": 1', '"version": 99')
        expected = {"lock": "this version of tailor does not know this lock file"}
    elif what == "no lock":
        Path("out/a.tailor.json").unlink()
        expected = {"lock": "there is no a.tailor.json beside it"}
    elif what == "no pdf":
        Path("out/a.pdf").unlink()
        code, expected = 7, {"file": "there is no such file"}
    elif what == "a folder":
        words[0], code = ".", 7
        expected = {"file": "this is a folder: name its pages, as in *.pdf"}
    elif what == "no posting":
        Path("a.txt").unlink()
        expected = {"inputs": "no such posting"}
    else:
        replace("out/a.tailor.json", '"../a.txt"', '"-"')
        expected = {"inputs": "its posting came from standard input"}
    assert verify(capsys, code, *words) == expected


@pytest.mark.usefixtures("folder")
def test_jobs_of_the_file_must_be_there_and_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    Path("tailor.toml").write_text('[[jobs]]\nposting = "a.txt"\n')
    assert verify(capsys, 0, "--quick") == {}
    Path("tailor.toml").write_text('paper = "a4"\n[[jobs]]\nposting = "a.txt"\n')
    assert verify(capsys, 4, "--quick")["inputs"].endswith("options")
    Path("tailor.toml").write_text(
        '[[jobs]]\nposting = "a.txt"\noutput = "new.pdf"\npins = ["work", "projects", "education"]'
    )
    found = verify(capsys, 4, "--quick")
    assert found["file"] == "it does not exist: tailor batch makes it"
    assert not Path("new.pdf").exists()
    Path("tailor.toml").write_text("")
    assert main(["verify"]) == 2


@pytest.mark.usefixtures("folder")
def test_a_stale_page_that_no_longer_fits_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    long = "Wrote the report on harbour traffic by hand, again and again. " * 90
    key = next(one["key"] for one in lock("a")["chosen"] if "for 74 bus" in one["text"])
    Path("tailor.toml").write_text(f'[[jobs]]\nposting = "a.txt"\npins = ["{key}"]\n')
    replace("resume.yaml", "for 74 bus", f"for 74 bus {long}")
    found = verify(capsys, 4, "--quick")
    assert "master" in found["inputs"]
    assert "too tall for one page" in found["page"]


def test_diff_of_two_pages_and_of_page_and_master(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert main(["diff", "out/a.pdf", "out/b.pdf", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    keys = [{one["key"] for one in lock(name)["chosen"]} for name in "ab"]
    assert {one["key"] for one in found["only_a"]} == keys[0] - keys[1]
    assert {one["key"] for one in found["only_b"]} == keys[1] - keys[0]
    assert set(found["settings"]) == {"posting"}
    assert main(["diff", "out/a.pdf", "resume.yaml", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["only_a"], found["reworded"]) == ([], [])
    assert found["only_b"]
    text = next(one["text"] for one in lock("a")["chosen"] if one["key"].endswith("highlights/0"))
    replace("resume.yaml", text[:30], "Something else")
    assert main(["diff", "out/a.pdf", "resume.yaml"]) == 0
    rows = capsys.readouterr().out.splitlines()
    assert "WORDED OTHERWISE  1 line" in rows
    assert any(row.startswith("    + Something else") for row in rows)
    assert main(["diff", "out/a.tailor.json", "out/a.pdf"]) == 0
    assert "both say the same" in capsys.readouterr().out
    (folder / "out/a.tailor.json").unlink()
    assert main(["diff", "out/a.pdf", "resume.yaml"]) == 7


MASTER = """basics: {name: Ada Byron, email: ada@example.com}
work:
- name: Engine Works
  position: Analyst
  startDate: 2019-02
  highlights:
  - text: Wrote the first program for the engine.
    variants: [Programmed the engine.]
"""


def test_foreign_sentences_are_told_from_dates_and_marks() -> None:
    master = parse_resume(MASTER, "cv", "yaml")[0]
    page = (
        "Ada Byron\nada@example.com\nWORK EXPERIENCE\nEngine Works\nAnalyst February 2019 – "
        "Present\n• Programmed the\nengine."
    )
    assert sentences_not_in_master({"one": page}, master) == ()
    lie = page + "\n• Won the Turing prize twice."
    assert sentences_not_in_master({"one": lie}, master) == ("Won the Turing prize twice",)
    assert sentences_not_in_master({"one": lie, "other": page}, master) == ()
    hidden = page + " • Led Engine Works, Ada Byron being its analyst, to Analyst fame."
    assert sentences_not_in_master({"one": hidden}, master) == (
        hidden.partition("engine. • ")[2].rstrip("."),
    )


@pytest.mark.usefixtures("folder")
def test_nothing_heavy_is_loaded_while_nothing_has_changed() -> None:
    Path("tailor.toml").write_text('[[jobs]]\nposting = "a.txt"\n')
    command = [sys.executable, "-X", "importtime", "-m", "tailor", "verify", "--quick"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    loaded = {row.rpartition("|")[2].strip() for row in ended.stderr.splitlines()}
    assert "tailor.cli.commands.verify" in loaded
    assert loaded & {"spacy", "sklearn", "numpy", "highspy", "pypdf", "jinja2"} == set()


@pytest.mark.usefixtures("folder")
def test_the_pages_of_a_whole_master_have_a_lock_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["render", "-r", "resume.yaml", "--paper", "a4", "--format", "json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["outputs"]["lock"] == "out/resume.tailor.json"
    lock = json.loads(Path("out/resume.tailor.json").read_text("utf-8"))
    assert (lock["page"], lock["options"]["paper"]) == ({"pages": 2}, "a4")
    assert "posting" not in lock
    assert verify(capsys, 0, "out/resume.pdf") == {}
    assert main(["diff", "out/resume.pdf", "resume.yaml"]) == 0
    told = capsys.readouterr().out
    assert "both say the same" in told
    text = Path("resume.yaml").read_text("utf-8")
    Path("resume.yaml").write_text(text.replace("Tide Table Watcher", "Tide Watcher"), "utf-8")
    found = verify(capsys, 4, "out/resume.pdf")
    assert found["inputs"].endswith("made: master")
    assert "again" in found
    assert "sentences" not in found


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"options": {"max_pages": "x"}}, "the lock file has an option max_pages that cannot be"),
        ({"options": {"weights": [1]}}, "the lock file has an option weights that cannot be"),
        ({"options": {"shell": "x"}}, "the lock file has an option shell that cannot be"),
        ({"options": [1]}, "this lock file is incomplete"),
        ({"outputs": 3}, "this lock file is incomplete"),
        ({"posting": {}}, "this lock file is incomplete"),
        ({"posting": None, "postings": [3]}, "this lock file is incomplete"),
        ({"master": {"path": 3, "sha256": "0"}}, "this lock file is incomplete"),
        ({"title": 5}, "this lock file is incomplete"),
        ({"title": "Nurse", "coverage": {"must": {"of": 3}}}, "this lock file is incomplete"),
        ({"page": [1]}, "this lock file is incomplete"),
        ({"chosen": [{"key": "work/0"}]}, "this lock file is incomplete"),
        ({"chosen": [{"key": "a", "variant": 0, "text": 1}]}, "this lock file is incomplete"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_a_lock_file_that_somebody_spoilt(
    capsys: pytest.CaptureFixture[str], change: dict[str, Any], message: str
) -> None:
    assert main(["render", "-q", "-r", "resume.yaml"]) == 0
    path = Path("out/resume.tailor.json")
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | change), "utf-8")
    assert verify(capsys, 4, "out/resume.pdf") == {"lock": message}

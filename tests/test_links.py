"""What a file of the folder chose stays in the folder: links, tailor.toml and lock files.

Only what the user named on the command line or in the environment may be anywhere.
"""

import io
import json
import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tailor.cli import main
from tailor.cli.atomic import write_files
from tailor.errors import FileError
from tailor.project import NOTHING, Named, is_inside, named_file, named_pattern, result_destination

JOB = "Data Analyst\nCompany: Alder Bay\n\nRequirements\n- Strong SQL\n- Tableau\n"
SECRET = "token: hunter2\n"
OUTPUTS = ("pdf", "tex", "tailor.json")
PLAIN = ["-j", "job.txt", "-q"]


@pytest.fixture
def folder(desk: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project, and beside it a file and a folder that are not of it."""
    project = desk / "project"
    project.mkdir()
    (desk / "resume.yaml").rename(project / "resume.yaml")
    (desk / "victim.txt").write_text(SECRET)
    (desk / "elsewhere").mkdir()
    monkeypatch.chdir(project)
    Path("job.txt").write_text(JOB)
    return desk


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def refused(folder: Path, capsys: pytest.CaptureFixture[str], name: str, *words: str) -> None:
    """Exit code 7, the path that is at fault, and not a byte is changed or shown."""
    before = contents(folder)
    assert main(list(words)) == 7
    said = capsys.readouterr()
    assert said.err.startswith(f"{name}: error: ")
    assert "outside of" in said.err
    assert "hunter2" not in said.out + said.err
    assert contents(folder) == before
    assert list((folder / "elsewhere").iterdir()) == []


# Results


@pytest.mark.parametrize("name", ["posting.txt", "resume.schema.json"])
@pytest.mark.parametrize("words", [[], ["Ada Example", "ada.yaml"]])
def test_init_keeps_a_link_that_leads_nowhere(folder: Path, name: str, words: list[str]) -> None:
    """A file that is not there yet, outside of the folder, is not made through a link."""
    Path("resume.yaml").unlink()
    Path(name).symlink_to("../elsewhere/new.txt")
    assert main(["init", *words]) == 0
    assert list((folder / "elsewhere").iterdir()) == []
    assert Path(name).is_symlink()


@pytest.mark.parametrize(
    ("name", "words", "code"),
    [("job.tailor.json", PLAIN, 7), ("job.marks.json", ["log"], 0), ("job.md", ["log"], 0)],
)
@pytest.mark.usefixtures("folder")
def test_a_pipe_in_the_place_of_a_result_is_not_waited_for(
    name: str, words: list[str], code: int
) -> None:
    """A pipe that nobody writes to has no end, and an archive may hold one."""
    assert main([*PLAIN, "--also", "md"]) == 0
    Path("out", name).unlink(missing_ok=True)
    os.mkfifo(Path("out", name))
    before = signal.signal(signal.SIGALRM, lambda *_: pytest.fail("it waits"))
    signal.alarm(60)
    try:
        assert main(words) == code
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@pytest.mark.parametrize("suffix", OUTPUTS)
@pytest.mark.parametrize(
    "goal", ["../../victim.txt", "../kept.txt", "../../new.txt", "/etc/new.txt"]
)
def test_a_result_never_follows_a_link(
    folder: Path, capsys: pytest.CaptureFixture[str], suffix: str, goal: str
) -> None:
    """Whether the file is there or not, and in another folder of the project too."""
    Path("out").mkdir()
    Path("kept.txt").write_text("notes\n")
    Path(f"out/job.{suffix}").symlink_to(goal)
    refused(folder, capsys, f"out/job.{suffix}", *PLAIN)


def test_signed_results_beside_a_link_do_not_make_it_ours(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("out").mkdir()
    Path("out/job.tailor.json").write_text('{"tailor": "0.1.0"}')
    Path("out/job.tex").symlink_to("../../victim.txt")
    refused(folder, capsys, "out/job.tex", *PLAIN)


@pytest.mark.parametrize("deep", [False, True])
def test_a_folder_of_results_never_is_a_link_out(
    folder: Path, capsys: pytest.CaptureFixture[str], deep: bool
) -> None:
    words = [*PLAIN]
    if deep:
        Path("a").mkdir()
        Path("a/b").symlink_to("../../elsewhere")
        Path("tailor.toml").write_text('output = "a/b/c/{posting}.pdf"\n')
        refused(folder, capsys, "a/b/c/job.pdf", *words)
    else:
        Path("out").symlink_to("../elsewhere")
        refused(folder, capsys, "out/job.pdf", *words)


@pytest.mark.parametrize(
    ("setting", "name"),
    [
        ('output = "../{posting}.pdf"', "../job.pdf"),
        ('output = "{elsewhere}/x.pdf"', "{elsewhere}/x.pdf"),
        ('output = "out/../../elsewhere/x.pdf"', "out/../../elsewhere/x.pdf"),
        ('html = "../{posting}.html"', "../job.html"),
        ('html = "{elsewhere}/x.html"', "{elsewhere}/x.html"),
        ('[[jobs]]\nposting = "job.txt"\nhtml = "../x.html"', "../x.html"),
    ],
)
def test_a_setting_of_the_folder_leads_no_result_out(
    folder: Path, capsys: pytest.CaptureFixture[str], setting: str, name: str
) -> None:
    elsewhere = str(folder / "elsewhere")
    Path("tailor.toml").write_text(setting.replace("{elsewhere}", elsewhere) + "\n")
    refused(folder, capsys, name.replace("{elsewhere}", elsewhere), *PLAIN)


@pytest.mark.usefixtures("folder")
def test_a_page_that_is_not_ours_is_not_replaced_by_a_report(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("index.html").write_text("<title>My home page</title>")
    Path("tailor.toml").write_text('html = "index.html"\n')
    assert main(PLAIN) == 7
    assert "this file was not made by tailor" in capsys.readouterr().err
    assert Path("index.html").read_text() == "<title>My home page</title>"


def test_a_pdf_that_nobody_named_is_not_replaced(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("out").mkdir()
    Path("out/job.pdf").write_bytes(b"%PDF-1.4 my passport\n")
    before = contents(folder)
    assert main(PLAIN) == 7
    assert "this file was not made by tailor" in capsys.readouterr().err
    assert contents(folder) == before


@pytest.mark.parametrize(
    "words",
    [
        ["report", "-j", "job.txt", "-q"],
        ["render", "-q", "-o", "out/job.pdf"],
        ["batch", "job.txt", "-q", "--master-for-all"],
    ],
)
def test_other_commands_follow_no_link_either(
    folder: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    Path("out").mkdir()
    for name in ("job.html", "job.tex", "for-all.tex"):
        Path(f"out/{name}").symlink_to("../../victim.txt")
    before = contents(folder)
    assert main(words) == 7
    assert "outside of its folder" in capsys.readouterr().err
    assert contents(folder) == before


def test_an_export_that_nobody_named_follows_no_link(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("resume.docx").symlink_to("../victim.txt")
    refused(folder, capsys, "resume.docx", "export", "-q")
    assert main(["export", "-q", "-o", "resume.docx"]) == 0
    assert (folder / "victim.txt").read_bytes().startswith(b"PK")


@pytest.mark.usefixtures("folder")
def test_in_a_batch_only_that_page_fails(capsys: pytest.CaptureFixture[str]) -> None:
    Path("out").mkdir()
    Path("out/job.tex").symlink_to("../../victim.txt")
    Path("b.txt").write_text(JOB)
    assert main(["batch", "job.txt", "b.txt", "--workers", "1", "--format", "json"]) == 4
    rows = json.loads(capsys.readouterr().out)["postings"]
    assert [(one["state"], one["exit_code"]) for one in rows] == [("failed", 7), ("made", 0)]


def test_what_the_user_named_may_be_anywhere(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("out").mkdir()
    Path("out/job.pdf").symlink_to("../../victim.txt")
    Path("far").symlink_to("../elsewhere")
    assert main([*PLAIN, "-o", "out/job.pdf"]) == 0
    assert (folder / "victim.txt").read_bytes().startswith(b"%PDF-")
    assert Path("out/job.pdf").is_symlink()
    assert main([*PLAIN, "-o", "far/{posting}.pdf", "--html", "../x.html"]) == 0
    monkeypatch.setenv("TAILOR_OUTPUT", str(folder / "elsewhere" / "env.pdf"))
    assert main(PLAIN) == 0
    made = {path.name for path in (folder / "elsewhere").iterdir()}
    assert made == {f"{stem}.{suffix}" for stem in ("job", "env") for suffix in OUTPUTS}


def test_links_that_stay_in_the_project_are_followed(folder: Path) -> None:
    Path("build").mkdir()
    Path("out").symlink_to("build")
    Path("build/job.pdf").symlink_to("latest.pdf")
    result_destination(Path("out/job.pdf"), NOTHING)
    result_destination(Path("out/new.pdf"), NOTHING)
    assert is_inside(Path("out/job.pdf"))
    Path(".git").mkdir()
    Path("hooks").symlink_to(".git")
    with pytest.raises(FileError, match="outside of its folder"):
        result_destination(Path("hooks/job.tex"), NOTHING)
    assert not is_inside(folder / "victim.txt")


def test_what_names_a_file_and_what_only_its_folder() -> None:
    assert named_pattern("a/b.pdf") == named_file(Path("a/b.pdf"))
    assert named_pattern("a/{company}/{title}.pdf") == Named(folders=frozenset({Path("a")}))
    assert named_pattern("{posting}.pdf") == Named(folders=frozenset({Path()}))


# Inputs


@pytest.mark.parametrize("words", [PLAIN, ["match", *PLAIN], ["export", "-q"], ["render", "-q"]])
def test_a_master_that_is_a_link_out_is_not_read(
    folder: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    Path("resume.yaml").unlink()
    Path("resume.yaml").symlink_to("../victim.txt")
    refused(folder, capsys, "resume.yaml", *words)


@pytest.mark.parametrize(
    ("setting", "name"),
    [
        ('resume = "../victim.yaml"', "../victim.yaml"),
        ('resume = "link.yaml"', "link.yaml"),
        ('template = "../elsewhere"', "../elsewhere"),
        ('template = "link.j2"', "link.j2"),
        ('[[jobs]]\nposting = "job.txt"\nresume = "../victim.yaml"', "../victim.yaml"),
    ],
)
def test_a_setting_of_the_folder_leads_to_no_input_outside(
    folder: Path, capsys: pytest.CaptureFixture[str], setting: str, name: str
) -> None:
    (folder / "victim.yaml").write_text(SECRET)
    for link in ("link.yaml", "link.j2"):
        Path(link).symlink_to("../victim.yaml")
    Path("tailor.toml").write_text(f"{setting}\n")
    refused(folder, capsys, name, *PLAIN)


@pytest.mark.parametrize("name", ["tailor.toml", "pyproject.toml"])
def test_settings_that_are_a_link_out_are_not_read(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    (folder / "victim.txt").write_text(f"tailor {SECRET}")
    Path(name).symlink_to("../victim.txt")
    refused(folder, capsys, name, *PLAIN)


@pytest.mark.parametrize("name", ["cv.tex.j2", "template.toml"])
def test_a_file_of_a_template_that_is_a_link_out_is_not_read(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    Path("tpl").mkdir()
    Path("tpl/cv.tex.j2").write_text("<< body >>")
    Path(f"tpl/{name}").unlink(missing_ok=True)
    Path(f"tpl/{name}").symlink_to("../../victim.txt")
    refused(folder, capsys, f"tpl/{name}", *PLAIN, "-t", "tpl")


@pytest.mark.parametrize("source", ["jobs", "jobs/*.txt", "@list", ""])
def test_a_posting_that_the_folder_chose_is_not_read_outside(
    folder: Path, capsys: pytest.CaptureFixture[str], source: str
) -> None:
    Path("jobs").mkdir()
    Path("jobs/b.txt").symlink_to("../../victim.txt")
    Path("list").write_text("jobs/b.txt\n")
    Path("tailor.toml").write_text('[[jobs]]\nposting = "jobs/b.txt"\n')
    words = ["batch", *filter(None, [source]), "--format", "json"]
    before = contents(folder)
    assert main(words) == 4
    said = capsys.readouterr()
    assert [one["exit_code"] for one in json.loads(said.out)["postings"]] == [7]
    assert "hunter2" not in said.out + said.err
    assert contents(folder) == before


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("source", ["clipboard", "-"])
def test_no_file_reads_what_the_user_copied_or_types(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    """The clipboard may hold a password; only the command line may ask for it."""
    monkeypatch.setattr("pyperclip.paste", lambda: JOB)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(JOB.encode())))
    Path("tailor.toml").write_text(f'[[jobs]]\nposting = "{source}"\n')
    assert main(["batch", "--format", "json", "--workers", "1"]) == 4
    rows = json.loads(capsys.readouterr().out)["postings"]
    assert [one["exit_code"] for one in rows] == [7]
    assert main(["batch", source, "-q", "--workers", "1"]) == 0
    kept = next(Path("out").glob("*.tailor.json"))
    found = json.loads(kept.read_text())
    found["posting"]["path"] = source
    kept.write_text(json.dumps(found))
    capsys.readouterr()
    assert main(["verify", str(kept.with_name(kept.name.replace("tailor.json", "pdf")))]) == 4
    assert "its posting came from" in " ".join(capsys.readouterr().out.split())


@pytest.mark.usefixtures("folder")
def test_inputs_that_the_user_named_are_read(tmp_path: Path) -> None:
    """A folder of postings, a pattern, a list and a master outside of the project."""
    far = tmp_path / "elsewhere"
    (far / "a.txt").write_text(JOB)
    (far / "list").write_text("a.txt\n")
    Path("resume.yaml").rename(far / "cv.yaml")
    Path("resume.yaml").symlink_to(far / "cv.yaml")
    for word in (str(far), f"{far}/*.txt", f"@{far}/list"):
        assert main(["batch", word, "-q", "-r", "resume.yaml", "--workers", "1"]) == 0


def test_a_lock_file_quotes_no_file_outside(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(PLAIN) == 0
    found = json.loads(Path("out/job.tailor.json").read_text())
    (folder / "victim.yaml").write_text("hunter2: [\n")
    found["master"]["path"] = "../../victim.yaml"
    Path("out/job.tailor.json").write_text(json.dumps(found))
    assert main(["verify", "out/job.pdf"]) == 4
    said = capsys.readouterr()
    assert "hunter2" not in said.out + said.err
    assert "lies outside of this folder" in said.out


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no /dev/zero")
@pytest.mark.usefixtures("folder")
def test_a_lock_file_that_names_a_device_has_an_end(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(PLAIN) == 0
    found = json.loads(Path("out/job.tailor.json").read_text())
    found["master"]["path"] = "/dev/zero"
    Path("out/job.tailor.json").write_text(json.dumps(found))
    assert main(["verify", "out/job.pdf"]) == 4
    assert "cannot be used" in " ".join(capsys.readouterr().out.split())


# Somebody who is quicker


def swapping(one: Callable[[], object], other: Callable[[], object]) -> Callable[[], None]:
    """Does both in turn in a thread, until what is returned is called."""
    done = threading.Event()

    def work() -> None:
        while not done.is_set():
            one()
            other()

    thread = threading.Thread(target=work)
    thread.start()

    def end() -> None:
        done.set()
        thread.join()

    return end


def test_a_link_that_comes_between_check_and_use_leads_nothing_out(folder: Path) -> None:
    """A folder of results is a folder and a link out in turn, as fast as that can be."""
    Path("real").mkdir()
    Path("out").symlink_to("real")

    def lead(goal: str) -> None:
        Path("next").symlink_to(goal)
        Path("next").replace("out")

    end = swapping(lambda: lead("../elsewhere"), lambda: lead("real"))
    written = 0
    try:
        for number in range(400):
            files = [(Path(f"out/a.{end}"), f"{number}".encode()) for end in ("tex", "pdf")]
            try:
                write_files(files, NOTHING)
                written += 1
            except FileError:
                continue
    finally:
        end()
    assert written > 0
    assert list((folder / "elsewhere").iterdir()) == []


def test_a_file_that_becomes_a_link_is_not_followed(folder: Path) -> None:
    Path("out").mkdir()
    path, link = Path("out/a.pdf"), Path("link")

    def plant() -> None:
        link.symlink_to(folder / "victim.txt")
        link.replace(path)

    end = swapping(plant, lambda: path.unlink(missing_ok=True))
    try:
        for _ in range(400):
            try:
                write_files([(path, b"%PDF-")], NOTHING)
            except FileError:
                continue
    finally:
        end()
    assert (folder / "victim.txt").read_text() == SECRET

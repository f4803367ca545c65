"""What is kept changes no result: with every cache and without, cold and hot, in one process and
in several, while others delete or spoil it."""

import io
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tailor.cli import main, user_cache
from tailor.cli.console import Messages, start_clock

ROOT = Path(__file__).resolve().parent.parent
CASE = ROOT / "examples" / "nurse"
POSTINGS = tuple(sorted((CASE / "postings").iterdir()))
PAGES = tuple(f"out/{path.stem}.pdf" for path in POSTINGS)
Result = tuple[bytes, dict[str, Any]]
"""The bytes of a page, and its report without the times."""


@dataclass(frozen=True)
class Single:
    """What single runs gave, and the cache that they filled."""

    results: list[Result]
    cache: Path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a cache of its own, which is empty."""
    fill(tmp_path, monkeypatch)
    return tmp_path


def fill(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.delenv("TAILOR_RESUME", raising=False)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    shutil.copyfile(CASE / "resume.yaml", "resume.yaml")
    Path("jobs").mkdir()
    for path in POSTINGS:
        shutil.copyfile(path, Path("jobs") / path.name)
    use(folder / "cache", monkeypatch)


@pytest.fixture(scope="module")
def single(tmp_path_factory: pytest.TempPathFactory) -> Single:
    """Both pages, each made by a run in this process, with a cache that was empty."""
    folder = tmp_path_factory.mktemp("single")
    results = []
    with pytest.MonkeyPatch.context() as patch:
        fill(folder, patch)
        for number, page in enumerate(PAGES):
            with redirect_stdout(io.StringIO()) as said:
                assert main(command(number)) == 0
            results.append((Path(page).read_bytes(), timeless(said.getvalue())))
    return Single(results, folder / "cache")


@pytest.fixture
def warm(folder: Path, single: Single) -> Result:
    """Puts the cache of the single runs in the folder; the result of the first of them."""
    shutil.copytree(single.cache, folder / "cache")
    return single.results[0]


def use(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TAILOR_CACHE", str(cache))


def command(number: int, *words: str) -> list[str]:
    return ["--job", f"jobs/{POSTINGS[number].name}", "--format", "json", *words]


def inside(capsys: pytest.CaptureFixture[str], number: int, *words: str) -> Result:
    """A page made in this process."""
    assert main(command(number, *words)) == 0
    return Path(PAGES[number]).read_bytes(), timeless(capsys.readouterr().out)


def outside(folder: Path, number: int, *words: str) -> Result:
    """A page made in a process of its own, which finds no library loaded."""
    done = subprocess.run(
        [sys.executable, "-P", "-m", "tailor", *command(number, *words)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    return (folder / PAGES[number]).read_bytes(), timeless(done.stdout)


def timeless(text: str) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(text)
    assert report["page"].pop("seconds") > 0
    return report


def test_a_page_is_the_same_with_every_cache_and_without(
    folder: Path, single: Single, capsys: pytest.CaptureFixture[str]
) -> None:
    found = {"nothing kept": outside(folder, 0, "--no-cache")}
    assert not (folder / "cache").exists()
    found["cold"] = outside(folder, 0)
    assert list((folder / "cache").iterdir())
    found["hot"] = outside(folder, 0)
    found["hot, this process"] = inside(capsys, 0)
    found["cold, this process"] = single.results[0]
    pdf, report = found["nothing kept"]
    assert pdf.startswith(b"%PDF")
    assert report["page"]["proven"] is True
    assert differing(found, (pdf, report)) == []


def differing(found: Mapping[str, object], right: object) -> list[str]:
    return [name for name, result in found.items() if result != right]


@pytest.mark.usefixtures("folder")
def test_options_and_postings_in_between_leave_nothing_behind(
    capsys: pytest.CaptureFixture[str],
) -> None:
    first = inside(capsys, 1)
    pin = ("--pin", next(one["key"] for one in first[1]["bullets"] if not one["chosen"]))
    other = inside(capsys, 1, *pin, "--paper", "a4")
    assert other[0] != first[0]
    inside(capsys, 0)
    assert inside(capsys, 1) == first
    assert inside(capsys, 1, *pin, "--paper", "a4", "--no-cache") == other


def test_a_page_that_is_known_is_neither_typeset_nor_read_again(
    warm: Result, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another pdftotext, which may read other words, reads it."""
    first = warm
    calls: list[str] = []
    for place in ("tailor.typesetter.typeset_document", "tailor.ats.inspect.check_page"):
        monkeypatch.setattr(place, counted(place, calls))
    assert inside(capsys, 0) == first
    assert calls == []
    monkeypatch.setattr("tailor.typesetter.poppler_stamp", lambda: "another pdftotext")
    assert inside(capsys, 0) == first
    assert calls == ["tailor.ats.inspect.check_page"]
    assert inside(capsys, 0, "--no-cache") == first
    assert len(calls) == 3


WOULD_WORK = """
import sys
import tailor.cli.app as app
app.run_app = lambda words: 77
from tailor.cli import main
sys.exit(main())
"""
"""A process that ends with 77 where a page would be made."""


def put_link(path: Path) -> None:
    """In the place of a file, to the same content."""
    path.rename("x")
    path.symlink_to("x")


CHANGES: Mapping[str, Callable[[pytest.MonkeyPatch], object]] = {
    "the posting": lambda _: Path("jobs", POSTINGS[0].name).write_text("Nurse wanted\n"),
    "the master": lambda _: Path("resume.yaml").write_text("basics: {name: Ann Example}\n"),
    "the page": lambda _: Path(PAGES[0]).write_bytes(b"%PDF-"),
    "its lock file": lambda _: Path(PAGES[0]).with_suffix(".tailor.json").unlink(),
    "its source": lambda _: Path(PAGES[0]).with_suffix(".tex").write_text(""),
    "another form of it": lambda _: Path(PAGES[0]).with_suffix(".docx").touch(),
    "settings": lambda _: Path("tailor.toml").touch(),
    "another master": lambda _: Path("resume.yml").touch(),
    "a link": lambda _: put_link(Path("resume.yaml")),
    "the environment": lambda patch: patch.setenv("SOURCE_DATE_EPOCH", "1"),
    "a program": lambda patch: patch.setenv("PATH", "/nowhere"),
}


def would_work(*words: str) -> bool:
    command_line = [sys.executable, "-P", "-c", WOULD_WORK, *command(0, *words)]
    done = subprocess.run(command_line, capture_output=True, check=False)
    assert done.returncode in (0, 77), done.stderr
    return done.returncode == 77


@pytest.mark.usefixtures("warm")
def test_a_page_of_which_nothing_changed_is_reported_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """By a process that makes nothing, but only as long as nothing changed.

    Where the page is known but its report is not, none of the libraries that make a page is loaded.
    """
    outside(folder, 0)
    assert would_work()  # The folder of pages is new.
    script = f"import sys; from tailor.cli import main; main({command(0)!r})"
    script += "; print(*sys.modules, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=folder, capture_output=True, text=True, check=True
    )
    assert done.stdout
    heavy = {"pypdf", "pypdfium2", "numpy", "highspy", "pydantic"}
    heavy |= {"tailor.importers", "tailor.resume_parser", "tailor.exporters", "tailor.ats.inspect"}
    assert heavy & set(done.stderr.split()) == set()
    second = outside(folder, 0)
    written = (folder / PAGES[0]).stat().st_mtime_ns
    assert not would_work()
    assert outside(folder, 0) == second
    assert (folder / PAGES[0]).stat().st_mtime_ns > written
    assert would_work("--paper", "a4")
    assert would_work("--no-cache")
    kept = tmp_path_factory.mktemp("kept") / "all"
    shutil.copytree(folder, kept)
    unnoticed = []
    for name, change in CHANGES.items():
        with monkeypatch.context() as patch:
            change(patch)
            unnoticed += [] if would_work() else [name]
        for path in folder.iterdir():
            (shutil.rmtree if path.is_dir() else Path.unlink)(path)
        shutil.copytree(kept, folder, dirs_exist_ok=True)
    assert not would_work()
    assert unnoticed == []


def test_the_report_of_a_run_while_which_an_input_was_saved_is_not_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(user_cache.Job, "key", "key")
    monkeypatch.setattr(Messages, "used", False)
    saved, page = folder / "resume.yaml", folder / "page.pdf"
    page.touch()
    for while_it_ran in (True, False):
        start_clock(whole_process=False)
        time.sleep(0.05)
        if while_it_ran:
            saved.write_text("basics: {name: Ann Example}\n")
        user_cache.keep_report([saved], [page], [], lambda seconds: f"{seconds} s")
        assert (user_cache.unchanged_report("key") is None) == while_it_ran


def counted(place: str, calls: list[str]) -> Callable[..., Any]:
    """The function at a place, whose calls are counted."""
    module, _, name = place.rpartition(".")
    function: Callable[..., Any] = getattr(import_module(module), name)

    def call(*arguments: Any) -> Any:
        calls.append(place)
        return function(*arguments)

    return call


@pytest.mark.usefixtures("folder")
def test_a_batch_makes_the_pages_that_single_runs_make(
    single: Single, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["batch", "jobs", "--format", "json", "--workers", "2"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert [Path(name).read_bytes() for name in PAGES] == [page for page, _ in single.results]
    for one, (_, alone) in zip(report["postings"], single.results, strict=True):
        assert one["coverage"].items() <= alone["coverage"].items()


def test_runs_at_once_on_a_cache_that_somebody_deletes(folder: Path, warm: Result) -> None:
    """Every run ends well, with the page of a run that has the cache to itself."""
    stop = threading.Event()

    def delete() -> None:
        while not stop.wait(0.05):
            shutil.rmtree(folder / "cache", ignore_errors=True)

    deleting = threading.Thread(target=delete)
    deleting.start()
    try:
        found = together(folder, 2)
    finally:
        stop.set()
        deleting.join()
    assert found == [warm] * 2


def together(folder: Path, count: int) -> list[Result]:
    """The same page, made by several processes at once, each into a folder of its own."""
    runs = []
    for number in range(count):
        place = folder / f"place{number}"
        shutil.copytree(folder / "jobs", place / "jobs", dirs_exist_ok=True)
        shutil.copyfile(folder / "resume.yaml", place / "resume.yaml")
        words = [sys.executable, "-P", "-m", "tailor", *command(0)]
        runs.append(subprocess.Popen(words, cwd=place, stdout=subprocess.PIPE, text=True))
    said = [run.communicate()[0] for run in runs]
    assert [run.returncode for run in runs] == [0] * count
    return [
        ((folder / f"place{number}" / PAGES[0]).read_bytes(), timeless(text))
        for number, text in enumerate(said)
    ]


def test_damaged_files_in_the_cache_are_made_anew(folder: Path, warm: Result) -> None:
    for number, path in enumerate(kept(folder)):
        whole = path.read_bytes()
        path.write_bytes((b"", b"not what was kept", whole[: len(whole) // 2])[number % 3])
    assert outside(folder, 0) == warm


def kept(folder: Path) -> Sequence[Path]:
    files = [path for path in (folder / "cache").iterdir() if path.is_file()]
    assert len({path.name.partition("-")[0] for path in files}) > 2, "kinds of answers"
    return sorted(files)


def test_a_cache_of_another_state_of_the_program_is_not_used(
    folder: Path,
    warm: Result,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from tailor import cache

    before = {path.name for path in kept(folder)}
    for path in kept(folder):
        os.utime(path, (1, 1))
    monkeypatch.setattr(cache, "program_stamp", lambda: "another state")
    assert inside(capsys, 0) == warm
    used = {path.name for path in kept(folder) if path.stat().st_mtime > 1}
    assert used.isdisjoint(before)

"""`tailor watch` as its users meet it: a process that stays, files that are saved, a browser."""

import ctypes
import fcntl
import json
import os
import pty
import re
import signal
import socket
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tailor.cli import main
from tailor.cli.commands.watch import Change, Superseded, compare_pages, is_superseded
from tailor.cli.file_watcher import (
    ChangeEvent,
    Stamps,
    take_stamp,
    take_stamps,
    wait_for_saves,
    watched_paths,
)
from tailor.cli.settings import Settings

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

ROOT = Path(__file__).resolve().parent.parent
POSTING = """Data Analyst
Company: Alder Bay Ferries

Requirements
- Strong SQL and Python
- Experience with Tableau
- Snowflake and dbt are a must
"""
MASTER = (ROOT / "tailor" / "cli" / "starter.yaml").read_text(encoding="utf-8")
BULLET = "Taught SQL to 25 planners in four half-day courses"
PATIENCE = 60.0


@dataclass(slots=True)
class Running:
    """A watch in a process of its own; its events are read in order, each once."""

    folder: Path
    process: "subprocess.Popen[bytes]"
    scratch: Path
    read: int = 0

    def event(self, *names: str) -> dict[str, Any]:
        """The next event, or the next of some kinds."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            rows = (self.folder / "events").read_text(encoding="utf-8").splitlines(keepends=True)
            for row in rows[self.read :]:
                if not row.endswith("\n"):
                    break
                self.read += 1
                found: dict[str, Any] = json.loads(row)
                if not names or found["event"] in names:
                    return found
            assert self.process.poll() is None, self.said
            time.sleep(0.02)
        raise AssertionError(f"nothing happened; it said: {self.said}")

    @property
    def said(self) -> str:
        return (self.folder / "said").read_text(encoding="utf-8")

    @property
    def pdf(self) -> bytes:
        return (self.folder / "out/posting.pdf").read_bytes()

    def save(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")

    def stop(self, number: int) -> int:
        self.process.send_signal(number)
        return self.process.wait(20)


def start(
    folder: Path, *words: str, terminal: int | None = None, browser: str = "", master: str = MASTER
) -> Running:
    """Starts a watch in a folder with a master, a posting and a scratch folder of its own."""
    (folder / "resume.yaml").write_text(master, encoding="utf-8")
    (folder / "posting.txt").write_text(POSTING, encoding="utf-8")
    scratch = folder / "scratch"
    scratch.mkdir()
    kept = {
        name: os.environ[name] for name in ("PATH", "HOME", "TAILOR_CACHE") if name in os.environ
    }
    environment = kept | {"PYTHONPATH": str(ROOT), "TMPDIR": str(scratch), "LC_ALL": "C.UTF-8"}
    environment |= {"BROWSER": browser, "TERM": "xterm", "COLUMNS": "100"}
    command = [sys.executable, "-m", "tailor", "watch", "--job", "posting.txt", "--format", "json"]
    with (folder / "events").open("wb") as events, (folder / "said").open("wb") as said:
        streams = (subprocess.DEVNULL, events, said) if terminal is None else (terminal,) * 3
        process = subprocess.Popen(
            [*command, *words],
            cwd=folder,
            env=environment,
            stdin=streams[0],
            stdout=streams[1],
            stderr=streams[2],
            preexec_fn=None if terminal is None else lambda: controlled_by(terminal),
        )
    return Running(folder, process, scratch)


def controlled_by(terminal: int) -> None:
    """Makes a terminal that of this process, so that Ctrl-C in it means this process."""
    os.setsid()
    fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)


@pytest.fixture(scope="module")
def watch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One watch for many tests, each of which leaves the files as they were."""
    folder = tmp_path_factory.mktemp("watched")
    program = folder / "browser"
    program.write_text(f'#!/bin/sh\necho "$1" > {folder}/opened\n', encoding="utf-8")
    program.chmod(0o755)
    running = start(folder, "--open", "--html", "out/report.html", browser=str(program))
    try:
        made = running.event()
        assert made["event"] == "made", running.said
        assert made["saved"] == []
        yield running
        assert running.stop(signal.SIGINT) == 130
        assert children(running.process.pid) == []
        assert list(running.scratch.iterdir()) == []
        assert "Traceback" not in running.said
    finally:
        running.process.kill()
        running.process.wait()


def children(process: int) -> list[int]:
    """Processes that a process started, or that outlived it in its working folder."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == process:
            found.append(int(stat.parent.name))
    return found


def test_a_save_remakes_the_page_and_tells_what_changed(watch: Running) -> None:
    before = watch.pdf
    watch.save("resume.yaml", MASTER.replace(BULLET, "Taught SQL to 30 planners in five courses"))
    made = watch.event("made")
    assert made["saved"] == ["resume.yaml"]
    files = {"pdf": "out/posting.pdf", "tex": "out/posting.tex", "lock": "out/posting.tailor.json"}
    assert made["outputs"] == files | {"html": "out/report.html"}
    assert any("30 planners" in text for text in made["came"] + made["reworded"])
    assert watch.pdf != before
    while not any("30 planners" in page for page in texts(watch.folder, "out/*.html")):
        time.sleep(0.02)
    watch.save("resume.yaml", MASTER)
    watch.event("made")
    assert watch.pdf == before


def test_a_fault_is_told_and_the_last_page_stays_until_it_is_mended(watch: Running) -> None:
    before = watch.pdf
    watch.save("resume.yaml", MASTER + "work: [\n")
    failed = watch.event()
    assert failed["event"] == "failed"
    assert failed["errors"][0]["file"] == "resume.yaml"
    assert failed["errors"][0]["line"] > 1
    assert "keeping the last good page:\nresume.yaml:" in watch.said
    assert watch.pdf == before
    watch.save("resume.yaml", MASTER)
    assert watch.event()["event"] == "current"
    watch.save("resume.yaml", MASTER.replace("Robin Marlowe", "Robin Marlow"))
    watch.event("made")
    watch.save("resume.yaml", MASTER)
    watch.event("made")
    assert watch.pdf == before


def test_a_file_that_is_gone_is_waited_for(watch: Running) -> None:
    posting = watch.folder / "posting.txt"
    posting.rename(watch.folder / "elsewhere.txt")
    assert watch.event()["errors"][0]["message"] == "no such posting"
    (watch.folder / "elsewhere.txt").rename(posting)
    assert watch.event()["event"] == "current"


def test_editors_that_rename_or_leave_half_a_file_for_a_moment_cause_no_fault(
    watch: Running,
) -> None:
    path, changed = watch.folder / "resume.yaml", MASTER.replace("Robin Marlowe", "Robin Marlow")
    (watch.folder / "resume.yaml~").write_text(changed, encoding="utf-8")
    path.unlink()
    (watch.folder / "resume.yaml~").rename(path)
    assert watch.event()["event"] == "made"
    time.sleep(1.5)  # Until the report is made too, and the watch waits for the next save.
    with path.open("w", encoding="utf-8") as file:
        file.write(MASTER[: len(MASTER) // 2] + "\n: [")
        file.flush()
        time.sleep(0.1)
        file.seek(0)
        file.truncate()
        file.write(MASTER)
    assert watch.event()["event"] == "made"
    assert (watch.folder / "out/posting.tex").read_text(encoding="utf-8").count("Robin Marlowe")


def test_the_posting_and_the_configuration_count_too(watch: Running) -> None:
    watch.save("posting.txt", POSTING + "- Terraform is a must\n")
    assert "Terraform" in watch.event("made")["missing"]
    watch.save("posting.txt", POSTING)
    watch.event("made")
    watch.save("tailor.toml", 'paper = "a4"\n')
    watch.event("made")
    lock = json.loads((watch.folder / "out/posting.tailor.json").read_text(encoding="utf-8"))
    assert lock["options"]["paper"] == "a4"
    watch.save("tailor.toml", 'papre = "a4"\n')
    assert watch.event()["errors"][0]["hint"] == "did you mean paper?"
    (watch.folder / "tailor.toml").unlink()
    watch.event("made")


def test_a_template_of_ones_own_counts_too(watch: Running) -> None:
    before = watch.pdf
    assert main(["templates", "--new", str(watch.folder / "mine"), "--from", "classic"]) == 0
    watch.save("tailor.toml", 'template = "./mine"\n')
    watch.event("made")
    source = watch.folder / "mine/cv.tex.j2"
    text = source.read_text(encoding="utf-8")
    source.write_text("<% if %>\n" + text, encoding="utf-8")
    failed = watch.event()
    assert failed["errors"][0]["file"].endswith("cv.tex.j2")
    assert failed["errors"][0]["line"] == 1
    source.write_text(text.replace("\\bfseries", "\\itshape"), encoding="utf-8")
    watch.event("made")
    (watch.folder / "tailor.toml").unlink()
    watch.event("made")
    assert watch.pdf == before


def test_a_save_gives_up_a_page_that_takes_long(watch: Running) -> None:
    """TeX would be given 20 seconds for a template that loops."""
    assert main(["templates", "--new", str(watch.folder / "slow"), "--from", "classic"]) == 0
    source = watch.folder / "slow/cv.tex.j2"
    text = source.read_text(encoding="utf-8")
    loop = r"\begin{document}\def\tailorloop{\tailorloop}\tailorloop"
    source.write_text(text.replace(r"\begin{document}", loop), encoding="utf-8")
    watch.save("tailor.toml", 'template = "./slow"\n')
    while not any(r"\tailorloop" in tex for tex in texts(watch.scratch, "*/*.tex")):
        time.sleep(0.02)
    time.sleep(2.5)
    begin = time.monotonic()
    (watch.folder / "tailor.toml").unlink()
    watch.event("made")
    assert time.monotonic() - begin < 10
    assert texts(watch.scratch, "*/*.tex") == []


def texts(folder: Path, names: str) -> list[str]:
    """What is in the files that are there."""
    found = []
    for path in folder.glob(names):
        with suppress(OSError):
            found.append(path.read_text(encoding="utf-8"))
    return found


def test_the_browser_that_was_opened_shows_the_picture_and_follows(
    watch: Running, chromium: "Chrome"
) -> None:
    """Nobody reloads it, and nothing that it shows breaks a rule of its own."""
    from selenium.webdriver.support.wait import WebDriverWait

    chromium.get_log("browser")  # type: ignore[no-untyped-call]
    chromium.get((watch.folder / "opened").read_text(encoding="utf-8").strip())
    wait = WebDriverWait(chromium, PATIENCE)
    number = "return document.body.dataset.page"
    first = wait.until(lambda browser: browser.execute_script(number))
    width = "return document.querySelector('#sheets img').naturalWidth"
    assert chromium.execute_script(width) > 500
    text = "return document.getElementById('text').textContent"
    before = chromium.execute_script(text)
    assert "Taught SQL to 25 planners" in before
    chromium.execute_script("window.marked = true")
    watch.save("resume.yaml", MASTER.replace(BULLET, "Taught SQL to 30 planners in five courses"))
    wait.until(lambda browser: browser.execute_script(number) != first)
    assert "30 planners" in chromium.execute_script(text)
    watch.save("resume.yaml", MASTER + "work: [\n")
    errors = "return document.getElementById('errors').textContent"
    wait.until(lambda browser: "resume.yaml:" in browser.execute_script(errors))
    watch.save("resume.yaml", MASTER)
    wait.until(lambda browser: browser.execute_script(text) == before)
    assert chromium.execute_script(errors) == ""
    assert chromium.execute_script("return window.marked")
    assert chromium.get_log("browser") == []  # type: ignore[no-untyped-call]
    for _ in range(3):
        watch.event("made", "failed")


def test_in_a_terminal_there_is_a_row_for_each_page_and_ctrl_c_ends_it(tmp_path: Path) -> None:
    master, terminal = pty.openpty()
    running = start(tmp_path, "--format", "text", "-v", terminal=terminal)
    os.close(terminal)
    shown = read_until(master, "Ctrl-C ends it")
    running.save("resume.yaml", MASTER.replace(BULLET, "Taught SQL to 30 planners in five courses"))
    shown = read_until(master, "writing")
    row = next(row for row in shown.splitlines() if " ms" in row and "% full" in row)
    assert re.search(r"^\d\d:\d\d:\d\d  \d\d\.\d % full · must 6/6 · \d+ ms  [+~]“Taught", row), (
        shown
    )
    assert len(row) <= 100
    os.write(master, b"\x03")
    assert running.process.wait(20) == 130
    end = read_until(master, "")
    os.close(master)
    assert end.endswith("\r\n")
    assert "Traceback" not in end
    assert list(running.scratch.iterdir()) == []


def read_until(terminal: int, text: str) -> str:
    """What a terminal shows, up to some text or, if there is none, to its end; without styles."""
    shown = b""
    while not text or text.encode() not in shown:
        try:
            shown += os.read(terminal, 65536)
        except OSError:
            break
    return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", shown.decode())


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_in_the_middle_of_a_page_ends_it_without_litter(
    tmp_path: Path, number: int
) -> None:
    # Who runs the tests with nohup has it ignore this one, and a program keeps it so.
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    # A page that is known is not typeset.
    running = start(tmp_path, master=MASTER.replace("Robin Marlowe", f"Robin the {number}th"))
    signal.signal(signal.SIGHUP, before)
    while running.process.poll() is None and not list(running.scratch.glob("tailor-*")):
        time.sleep(0.01)
    assert running.stop(number) == 128 + number
    assert children(running.process.pid) == []
    assert list(running.scratch.iterdir()) == []
    assert not (tmp_path / "out").exists()
    assert running.said == ""


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["--job", "nothing.txt"], 7, "nothing.txt: error: no such posting"),
        (["--job", "posting.txt", "-r", "me.yaml"], 7, "me.yaml: error: no such file"),
        (["--job", "posting.txt", "-t", "nothing"], 5, "there is no template “nothing”"),
        (["--job", "posting.txt", "-o", "posting.txt"], 2, "must be a file that ends in .pdf"),
        (["--job", "resume.yaml"], 3, "the format `.yaml` cannot be read as a posting"),
        (["--job", "-"], 3, "the posting is empty"),
        ([], 2, "no posting was given"),
    ],
)
def test_what_no_save_can_mend_ends_it_at_the_beginning(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    code: int,
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("resume.yaml").write_text(MASTER, encoding="utf-8")
    Path("posting.txt").write_text(POSTING, encoding="utf-8")
    monkeypatch.setattr("sys.stdin", (tmp_path / "posting.txt").open(encoding="utf-8"))
    sys.stdin.seek(0, os.SEEK_END)
    assert main(["watch", *words]) == code
    assert message in capsys.readouterr().err


def test_a_port_that_is_taken_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("resume.yaml").write_text(MASTER, encoding="utf-8")
    Path("posting.txt").write_text(POSTING, encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert main(["watch", "--job", "posting.txt", "--port", str(port)]) == 2
    assert f"--port: port {port} is taken" in capsys.readouterr().err


@pytest.mark.parametrize("gap", ["empty", "gone"])
def test_a_file_that_is_being_replaced_is_waited_for(tmp_path: Path, gap: str) -> None:
    path = tmp_path / "resume.yaml"
    path.write_text("old", encoding="utf-8")
    found = wait_for_saves(lambda: take_stamps([str(path)]), int)
    assert next(found).files == ()
    path.write_text("", encoding="utf-8")
    if gap == "gone":
        path.unlink()
    threading.Timer(0.2, path.write_text, ["the new one"]).start()
    save = next(found)
    assert save.files == (str(path),)
    assert path.read_text(encoding="utf-8") == "the new one"
    assert not save.is_stale()
    assert 0 <= time.perf_counter() - save.moment < 0.4


def test_a_fault_is_kept_back_while_something_may_be_saved() -> None:
    looks: Iterator[Stamps] = iter([{"a": None}, {"a": None}, {"a": (1, 1, 1)}])
    save = ChangeEvent(("a",), 0.0, {"a": None}, lambda: next(looks))
    assert save.is_stale_within(5.0)
    assert not ChangeEvent(("a",), 0.0, {}, dict).is_stale_within(0.05)


def test_what_is_watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A template's own files, however many; a master by any name that would be found."""
    monkeypatch.delenv("TAILOR_RESUME", raising=False)
    for name in ("cv.tex.j2", "more.j2", "template.toml", "page.pdf"):
        (tmp_path / name).touch()
    usual = set(watched_paths(Settings("https://example.com/job")))
    assert {"resume.yaml", "cv.yml", "tailor.toml", "pyproject.toml", "classic"} <= usual
    own = set(watched_paths(Settings("jobs/1.txt", Path("me.yaml"), template=str(tmp_path))))
    template = {f"{tmp_path}/{name}" for name in ("cv.tex.j2", "more.j2", "template.toml")}
    assert own == {"jobs/1.txt", "me.yaml", "tailor.toml", "pyproject.toml", *template}
    assert take_stamp(str(tmp_path)) is None, "a folder changes when the page is written into it"


KEYS = st.sampled_from(["a", "b", "c", "d"])
PAGES = st.dictionaries(st.text("xyz", min_size=1, max_size=2), KEYS)


@given(PAGES, PAGES)
def test_a_change_is_the_difference_of_two_pages(old: dict[str, str], new: dict[str, str]) -> None:
    before = [{"key": key, "text": text} for text, key in old.items()]
    after = [{"key": key, "text": text} for text, key in new.items()]
    found = compare_pages(before, after)
    assert {*found.came, *found.reworded} == new.keys() - old.keys()
    assert set(found.went) <= old.keys() - new.keys()
    assert all(old[text] not in {new[one] for one in found.reworded} for text in found.went)
    assert compare_pages(after, after) == Change()


def test_a_save_that_ends_a_call_into_c_is_no_bug() -> None:
    class Number:
        @classmethod
        def from_param(cls, _value: object) -> int:
            raise Superseded

    function = ctypes.CDLL(None).abs
    function.argtypes = [Number]  # type: ignore[list-item]
    with pytest.raises(ctypes.ArgumentError) as caught:
        function(1)
    assert is_superseded(caught.value)
    assert not is_superseded(ctypes.ArgumentError("argument 1: TypeError: wrong type"))

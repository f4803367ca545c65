"""Standard output holds our results and nothing else, however much the libraries print.

The commands run in an environment of their own, in which every library that tailor loads prints
when it is imported, from C and from Python, on both streams, and goes on printing from C in a
thread until the process ends.
"""

import ctypes
import json
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import threading
import venv
from pathlib import Path

import pytest

from tailor import streams
from tailor.cli import main

ROOT = Path(__file__).resolve().parent.parent
POSTING = """Data Analyst | Reports
Company: Alder Bay Ferries

Requirements
- Strong SQL and Python
- Experience with Tableau, Snowflake and dbt
- Teaching, data quality, dashboards, statistics
"""
C_SOURCE = r"""
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
static void *chatter(void *unused) {
  for (;;) { printf("NOISE from a thread\n"); fflush(stdout); usleep(20000); }
  return unused;
}
static void farewell(void) { printf("NOISE at exit\n"); }
void make_noise(void) {
  static int begun = 0;
  pthread_t thread;
  printf("NOISE that C holds back\n");
  fprintf(stderr, "NOISE on stderr\n");
  if (write(1, "NOISE at once\n", 14) < 0) return;
  if (begun++) return;
  atexit(farewell);
  if (getenv("NOISY_THREAD")) pthread_create(&thread, NULL, chatter, NULL);
}
"""
NOISY_PYTHON = """
import ctypes, os, sys, warnings

LIBRARIES = set("spacy sklearn scipy numpy highspy yaml ruamel pypdf pypdfium2 lxml docx "
                "jinja2 pylatex pydantic markdown_it pylatexenc joblib httpx httpcore "
                "platformdirs typer rich thinc srsly py3langid pyperclip tomlkit".split())
COMPILED = os.environ.get("NOISY_LIBRARY")

def make_noise(name):
    if COMPILED:
        ctypes.CDLL(COMPILED).make_noise()
    else:
        library = ctypes.CDLL(None)
        library.puts(b"NOISE that C holds back")
        library.write(1, b"NOISE at once\\n", 14)
        library.write(2, b"NOISE on stderr\\n", 16)
    print("NOISE from Python")
    print("NOISE from Python", file=sys.stderr)
    warnings.warn("NOISE: a warning")
    if log := os.environ.get("NOISY_LOG"):
        words = " ".join(sys.orig_argv)
        with open(log, "a") as file:
            file.write(f"{os.getpid()}\\t{name}\\t{words}\\n")

class Finder:
    def find_spec(self, name, path=None, target=None):
        if name in LIBRARIES:
            LIBRARIES.remove(name)
            make_noise(name)

if os.environ.get("NOISY_LOG"):
    sys.meta_path.insert(0, Finder())
"""
API = """
import json, os, sys, threading
import tailor
found = [one.term for one in tailor.extract(open("job.txt").read())]
points = tailor.rank("We need SQL.", ["Wrote SQL.", "Sang."])
outcome = tailor.tailor(tailor.read_resume("resume.yaml"), "job.txt")
print(json.dumps([found, points, len(outcome.document.pdf)]))
"""


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A library that prints from C, also in a thread of its own and at the end of the process;
    "" where there is no compiler: then libraries print by that of the system."""
    compiler = next(filter(None, map(shutil.which, ("cc", "gcc", "clang"))), None)
    if compiler is None:
        return ""
    folder = tmp_path_factory.mktemp("noise")
    (folder / "noise.c").write_text(C_SOURCE)
    command = [compiler, "-shared", "-fPIC", "-pthread", "-o", "noise.so", "noise.c"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return str(folder / "noise.so")


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment whose libraries print; they are lent by this one."""
    folder = tmp_path_factory.mktemp("noisy")
    venv.create(folder, with_pip=False)
    packages = next(folder.glob("lib/python*/site-packages"))
    (packages / "noisy.py").write_text(NOISY_PYTHON)
    lent = f"{ROOT}\n{sysconfig.get_path('purelib')}\nimport noisy\n"
    (packages / "lent.pth").write_text(lent)
    return folder / "bin" / "python"


class Desk:
    """A folder with a master and a posting, in which tailor runs among noisy libraries."""

    def __init__(self, folder: Path, python: Path, cache: Path, library: str = "") -> None:
        self.folder, self.python = folder, python
        shutil.copy(ROOT / "tailor/cli/starter.yaml", folder / "resume.yaml")
        (folder / "job.txt").write_text(POSTING)
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        self.environment = kept | {
            "TAILOR_CACHE": str(cache),
            "NOISY_LOG": str(folder / "noise.tsv"),
            "LC_ALL": "C.UTF-8",
        }
        if library:
            self.environment |= {"NOISY_LIBRARY": library, "NOISY_THREAD": "1"}

    def command(self, *words: str) -> list[str]:
        return [str(self.python), "-m", "tailor", *words]

    def run(self, command: list[str], **more: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment | more,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )

    def tailor(self, *words: str, **more: str) -> "subprocess.CompletedProcess[str]":
        return self.run(self.command(*words), **more)

    def noise(self) -> list[list[str]]:
        """Who made noise: process, library, command line."""
        rows = (self.folder / "noise.tsv").read_text().splitlines()
        return [row.split("\t") for row in rows]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cache of these tests; those that must hear every library use none."""
    return tmp_path_factory.mktemp("kept")


@pytest.fixture
def desk(tmp_path: Path, python: Path, kept: Path) -> Desk:
    return Desk(tmp_path, python, kept)


@pytest.fixture
def loud_desk(tmp_path: Path, python: Path, kept: Path, compiled: str) -> Desk:
    """A desk among libraries that print in every way that this system allows."""
    return Desk(tmp_path, python, kept, compiled)


@pytest.mark.parametrize("kind", ["desk", "loud_desk"])
def test_the_environment_is_noisy(kind: str, request: pytest.FixtureRequest) -> None:
    """Else this file would prove nothing."""
    any_desk: Desk = request.getfixturevalue(kind)
    ended = any_desk.run([str(any_desk.python), "-c", "import yaml, time; time.sleep(0.1)"])
    assert {"NOISE that C holds back", "NOISE at once", "NOISE from Python"} <= set(
        ended.stdout.splitlines()
    )
    assert "NOISE on stderr" in ended.stderr
    chatty = "NOISY_THREAD" in any_desk.environment
    assert ("NOISE from a thread" in ended.stdout) == chatty
    assert ("NOISE at exit" in ended.stdout) == chatty


def test_the_report_of_a_page_is_json(loud_desk: Desk) -> None:
    ended = loud_desk.tailor("--job", "job.txt", "--format", "json", "--no-cache")
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout)["page"]["pages"] == 1
    noisy = loud_desk.noise()
    assert {"highspy", "pypdf", "yaml"} <= {name for _, name, words in noisy if "--job" in words}
    assert any("tailor.keywords" in words for _, _, words in noisy if "--job" not in words)


def test_quiet_is_silent_on_both_streams(loud_desk: Desk) -> None:
    ended = loud_desk.tailor("--job", "job.txt", "--quiet", "--no-cache")
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")
    assert loud_desk.noise()
    told = loud_desk.tailor("check", "resume.yaml", "--quiet", TAILOR_DEBUG="1")
    assert (told.returncode, told.stdout) == (0, "")
    assert "NOISE at once" in told.stderr
    assert "NOISE on stderr" in told.stderr


def test_quiet_hides_none_of_our_own_messages(desk: Desk) -> None:
    (desk.folder / "resume.yaml").write_text("basics: {name: Ada}\nwork:\n- {nam: x}\n")
    ended = desk.tailor("--job", "job.txt", "--quiet")
    assert ended.returncode == 3
    assert ended.stdout == ""
    assert [row for row in ended.stderr.splitlines() if not row.startswith("  ")] == [
        row for row in ended.stderr.splitlines() if row.startswith("resume.yaml:3:")
    ]
    assert "resume.yaml:3:4: error: " in ended.stderr


@pytest.mark.parametrize("workers", ["1", "2"])
def test_the_report_of_a_batch_is_json(desk: Desk, workers: str) -> None:
    jobs = desk.folder / "jobs"
    jobs.mkdir()
    for number in range(2):
        (jobs / f"{number}.txt").write_text(POSTING.replace("Analyst", f"Analyst {number}"))
    desk.environment["TAILOR_CACHE"] = str(desk.folder / "empty")
    words = ("batch", "jobs", "--workers", workers)
    ended = desk.tailor(*words, "--format", "json", "--jsonl", "all.jsonl")
    assert ended.returncode == 0, ended.stderr
    assert [one["state"] for one in json.loads(ended.stdout)["postings"]] == ["made"] * 2
    rows = (desk.folder / "all.jsonl").read_text("utf-8").splitlines()
    assert len([json.loads(row) for row in rows]) == 2
    heard = [(one, name) for one, name, words in desk.noise() if "loky" in words]
    assert len({one for one, name in heard if name == "spacy"}) == (2 if workers == "2" else 0)
    if workers == "2":
        quiet = desk.tailor(*words, "--again", "--quiet")
        assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")
        again = {one for one, _, words in desk.noise() if "loky" in words}
        assert again > {one for one, _ in heard}, "the new workers are noisy too"


def test_watch_prints_a_line_of_json_for_each_save(desk: Desk) -> None:
    words = ("watch", "--job", "job.txt", "--format", "json", "--quiet")
    process = subprocess.Popen(
        desk.command(*words),
        cwd=desk.folder,
        env=desk.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    stop = threading.Timer(120, process.kill)
    stop.start()
    try:
        events = [json.loads(process.stdout.readline())]
        (desk.folder / "job.txt").write_text(POSTING + "- Kafka is a must\n")
        events.append(json.loads(process.stdout.readline()))
        process.send_signal(signal.SIGINT)
        rest = process.stdout.read()
        events += map(json.loads, rest.splitlines())
        said = process.stderr.read()
        assert process.wait(60) == 130
    finally:
        stop.cancel()
        process.kill()
        process.wait()
    assert [one["event"] for one in events[:2]] == ["made", "made"]
    assert "NOISE" not in said
    assert desk.noise()


PAGE = "<html><body><main><h1>Data Analyst</h1><p>We need SQL and Tableau.</p></main></body></html>"


def test_other_commands_print_their_results_only(desk: Desk) -> None:
    made = desk.tailor("--job", "job.txt")
    assert made.returncode == 0, made.stderr
    assert "NOISE" not in made.stdout
    (desk.folder / "job.html").write_text(PAGE)
    (desk.folder / "old.md").write_text("# Ada Example\n\nada@example.com\n\n## Skills\n\nSQL\n")
    for words in (
        ("keywords", "--job", "job.html"),
        ("match", "--job", "job.txt"),
        ("check", "resume.yaml"),
        ("check", "out/job.pdf", "--resume", "resume.yaml"),
        ("verify", "out/job.pdf"),
        ("diff", "out/job.pdf", "resume.yaml"),
        ("import", "old.md", "-o", "new.yaml"),
        ("render", "-o", "whole.pdf"),
        ("doctor",),
        ("templates",),
        ("init", "another.yaml"),
    ):
        ended = desk.tailor(*words, "--format", "json")
        assert isinstance(json.loads(ended.stdout), dict), (words, ended.stdout, ended.stderr)
    assert isinstance(json.loads(desk.tailor("schema").stdout), dict)
    assert desk.tailor("export", "-o", "x.json").returncode == 0
    for package in ("tailor.posting", "tailor.ats", "tailor.loader"):
        assert any(package in words for _, _, words in desk.noise()), package


def test_a_template_of_the_users_own_is_printed(desk: Desk) -> None:
    """Its child processes answer on standard output."""
    assert desk.tailor("templates", "--new", "mine").returncode == 0
    ended = desk.tailor("--job", "job.txt", "--template", "mine", "--format", "json")
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout)["page"]["pages"] == 1
    assert any("tailor.render" in words for _, _, words in desk.noise())


def test_completion_gets_choices_only(desk: Desk) -> None:
    more = {"_TAILOR_COMPLETE": "complete_bash", "COMP_WORDS": "tailor --pin ", "COMP_CWORD": "2"}
    ended = desk.tailor(**more)
    assert ended.stderr == ""
    assert "work" in ended.stdout.splitlines()
    assert "NOISE" not in ended.stdout
    assert {"yaml"} <= {name for _, name, _ in desk.noise()}


def test_help_is_what_it_was(desk: Desk) -> None:
    for words in (("--help",), ("batch", "--help"), ("--version",)):
        noisy = desk.tailor(*words, TAILOR_STRICT="0")
        assert noisy.returncode == 0
        assert noisy.stdout
        assert "NOISE" not in noisy.stdout


def test_a_program_that_imports_tailor_prints_its_own_output_only(loud_desk: Desk) -> None:
    (loud_desk.folder / "program.py").write_text(API)
    loud_desk.environment.pop("NOISY_THREAD", None)
    ended = loud_desk.run([str(loud_desk.python), "program.py"])
    assert ended.returncode == 0, ended.stderr
    if "NOISY_LIBRARY" in loud_desk.environment:
        # What a library prints when our functions have returned is not ours to catch.
        assert ended.stdout.endswith("\nNOISE at exit\n")
    terms, points, size = json.loads(ended.stdout.removesuffix("NOISE at exit\n"))
    assert "SQL" in terms
    assert points[0] > points[1]
    assert size > 10_000
    assert {name for _, name, _ in loud_desk.noise()} >= {"spacy", "highspy", "yaml"}


THREADS = """
import ctypes, logging, os, sys, threading, time
from tailor.streams import silence_libraries
library = ctypes.CDLL(None)
logging.basicConfig(stream=sys.stdout, format="%(message)s")
inside, done = threading.Event(), threading.Event()

def host():
    "A thread of the program, which knows nothing of tailor."
    inside.wait()
    print("from print")
    sys.stdout.write("from write\\n")
    sys.stdout.flush()
    logging.warning("from logging")
    done.set()

def silenced(first, last):
    with silence_libraries():
        first.wait()
        library.puts(b"NOISE that C holds back")
        os.write(1, b"NOISE at once\\n")
        print("NOISE from Python")
        last.wait()

both = threading.Event(), threading.Event()
threads = [threading.Thread(target=host), threading.Thread(target=silenced, args=(both[0], done))]
print("before")
library.puts(b"before in C")
for one in threads:
    one.start()
with silence_libraries():
    both[0].set()
    with silence_libraries():
        print("NOISE from Python")
    inside.set()
    done.wait()
    print("NOISE from Python")
for one in threads:
    one.join()
print("after")
library.puts(b"after in C")
"""


@pytest.mark.parametrize("options", [[], ["-u"]], ids=["buffered", "unbuffered"])
def test_another_thread_prints_meanwhile(tmp_path: Path, options: list[str]) -> None:
    """Silenced are only the threads that asked for it, and only as long as one of them does."""
    (tmp_path / "program.py").write_text(THREADS)
    ended = subprocess.run(
        [sys.executable, *options, "program.py"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    mine = {"before", "from print", "from write", "from logging", "after"}
    assert set(ended.stdout.splitlines()) == mine | {"before in C", "after in C"}
    noise = {"NOISE that C holds back", "NOISE at once", "NOISE from Python"}
    assert set(ended.stderr.splitlines()) == noise


def led_to(number: int) -> tuple[int, int]:
    about = os.fstat(number)
    return about.st_dev, about.st_ino


def test_descriptors_are_put_back() -> None:
    """However threads come and go, and whatever is raised."""
    before = [led_to(number) for number in (1, 2)], sys.stdout, sys.stderr

    def work(seed: int) -> None:
        for turn in range(60):
            try:
                with streams.silence_libraries(messages=(seed + turn) % 2 == 0):
                    with streams.discard_output():
                        pass
                    if turn % 7 == seed:
                        raise KeyError(turn)
            except KeyError:
                pass

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert ([led_to(number) for number in (1, 2)], sys.stdout, sys.stderr) == before


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_a_forked_child_has_its_output_again() -> None:
    """The thread that was inside does not go on there, so nobody else would put it back."""
    before = led_to(1)
    inside, over = threading.Event(), threading.Event()

    def silenced() -> None:
        with streams.silence_libraries():
            inside.set()
            over.wait()

    thread = threading.Thread(target=silenced)
    thread.start()
    try:
        inside.wait()
        assert led_to(1) != before
        child = os.fork()
        if not child:
            with streams.silence_libraries():
                pass
            os._exit(0 if led_to(1) == before else 1)
        _, status = os.waitpid(child, 0)
    finally:
        over.set()
        thread.join()
    assert status == 0
    assert led_to(1) == before


def test_a_command_line_within_a_program(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """It prints on the streams of the program, and what libraries write in C is kept off them."""
    monkeypatch.chdir(desk.folder)
    library = ctypes.CDLL(None)
    loud = "tailor.cli.commands.templates.print_schema"
    monkeypatch.setattr(loud, lambda _: library.puts(b"NOISE") and os.write(1, b"NOISE\n") and 0)
    assert main(["schema"]) == 0
    assert capfd.readouterr().out == ""
    monkeypatch.undo()
    assert main(["schema"]) == 0
    assert isinstance(json.loads(capfd.readouterr().out), dict)


@pytest.mark.parametrize("words", [("schema",), ("check", "resume.yaml"), ("--help",)])
def test_streams_that_are_closed(desk: Desk, words: tuple[str, ...]) -> None:
    """No file that the program opens takes their place."""
    usual = desk.tailor(*words)
    for closed in (">&-", "2>&-", "<&- >&- 2>&-"):
        ended = desk.run(["sh", "-c", f'exec "$@" {closed}', "sh", *desk.command(*words)])
        assert ended.returncode == usual.returncode == 0, closed
        assert ended.stdout == ("" if ">&-" in closed.split() else usual.stdout), closed
        assert not [one for one in desk.folder.iterdir() if b"NOISE" in content(one)], closed


def content(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() and path.name != "noise.tsv" else b""

"""Uses every main command of the installed program once, on any system.

    python ci/smoke.py

It needs nothing but the Python that tailor is installed in, works in a temporary folder with an
empty cache, and prints one line for each run. The last line counts them; the exit code is 1 if one
of them did not do what it should.
"""

import json
import os
import signal
import subprocess
import sys
import sysconfig
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

PROGRAM = Path(sysconfig.get_path("scripts")) / ("tailor.exe" if os.name == "nt" else "tailor")
TELL = Path(__file__).resolve().parent / "tell.py"
POSTING = """Data Analyst
Company: Alder Bay Ferries

Requirements
- Strong SQL and Python
- Experience with Tableau, Snowflake and dbt
- Dashboards, statistics, data quality and teaching
"""
PAGE = f"<html><body><main><h1>Data Analyst</h1><pre>{POSTING}</pre></main></body></html>"
NOTES = "# Ada Example\n\nada@example.com\n\n## Skills\n\nSQL, Python\n"
API = """
import json, tailor
terms = [one.term for one in tailor.extract(open("posting.txt", encoding="utf-8").read())]
points = tailor.rank("We need SQL.", ["Wrote SQL reports.", "Sang in a choir."])
outcome = tailor.tailor(tailor.read_resume("resume.yaml"), "posting.txt")
print(json.dumps({"terms": terms, "points": points, "bytes": len(outcome.document.pdf)}))
"""
LIMIT_S = 600
"""Seconds that one run may take; the first one on a busy machine is slow."""
AT_ONCE = 2
STOPPED = 128 + signal.SIGTERM
"""The exit code of a program that was asked to end."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended."""

    code: int
    out: str
    err: str

    @property
    def is_silent(self) -> bool:
        return self.code == 0 and not self.out and not self.err

    def parsed(self) -> dict[str, Any]:
        """The JSON object that standard output is; it must hold nothing else."""
        found = json.loads(self.out)
        if not isinstance(found, dict):
            raise TypeError(f"a JSON object was expected, not {found!r}")
        return found


@dataclass(frozen=True, slots=True)
class Case:
    """One run: the words after `tailor`, and whether it did what it should."""

    words: str
    is_good: Callable[[Ended], object]
    code: int = 0


@dataclass(frozen=True, slots=True)
class Desk:
    """A folder with postings, and with a master as soon as `init` was run."""

    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        dropped = ("PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED")
        kept = {name: value for name, value in os.environ.items() if name not in dropped}
        kept = {name: value for name, value in kept.items() if not name.startswith("TAILOR_")}
        return kept | {"TAILOR_CACHE": str(self.folder / "cache"), "PYTHONUTF8": "1"}

    def run(self, command: list[str]) -> Ended:
        ended = subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=LIMIT_S,
            check=False,
        )
        return Ended(ended.returncode, ended.stdout, ended.stderr)

    def has_pdf(self, name: str) -> bool:
        path = self.folder / name
        return path.is_file() and path.read_bytes().startswith(b"%PDF-")

    def has(self, name: str) -> bool:
        return (self.folder / name).is_file()


def first_cases(desk: Desk) -> Iterator[Case]:
    """What the others need; in this order."""
    yield Case("init", lambda _: desk.has("resume.yaml"))
    yield Case(
        "--job posting.txt --format json",
        lambda ended: ended.parsed()["page"]["pages"] == 1 and desk.has_pdf("out/posting.pdf"),
    )


def cases(desk: Desk) -> Iterator[Case]:
    """Runs that need nothing of each other."""
    yield Case("--version", lambda ended: ended.out.startswith("tailor "))
    yield Case("--help", lambda ended: "--job" in ended.out and not ended.err)
    yield Case("batch --help", lambda ended: "--workers" in ended.out and not ended.err)
    yield Case("schema", lambda ended: "properties" in ended.parsed())
    yield Case("templates --format json", Ended.parsed)
    yield Case("completion bash", lambda ended: "_TAILOR_COMPLETE" in ended.out)
    yield Case("doctor --format json", Ended.parsed)
    yield Case("check resume.yaml", lambda ended: ended.out.startswith("resume.yaml: ok"))
    yield Case("check resume.yaml --format json", Ended.parsed)
    yield Case("check out/posting.pdf --resume resume.yaml --format json", Ended.parsed)
    yield Case(
        "check wrong.yaml",
        lambda ended: "wrong.yaml:2:1: error: " in ended.err and "Traceback" not in ended.err,
        code=3,
    )
    yield Case("-q --job posting.txt --no-cache -o quiet.pdf", lambda ended: ended.is_silent)
    yield Case("keywords --job posting.txt --format json", lambda ended: ended.parsed()["keywords"])
    yield Case("keywords --job posting.html --format json", Ended.parsed)
    yield Case("match --job posting.txt --format json", Ended.parsed)
    yield Case("verify out/posting.pdf --format json", Ended.parsed)
    yield Case("diff out/posting.pdf resume.yaml --format json", Ended.parsed)
    yield Case("log --format json", Ended.parsed)
    yield Case("letter --job posting.txt", lambda _: desk.has_pdf("out/posting-letter.pdf"))
    yield Case("mcp --help", lambda ended: "--allow" in ended.out)
    yield Case("report --job posting.txt --format json", lambda _: desk.has("out/posting.html"))
    yield Case("render -o all.pdf --format json", lambda _: desk.has_pdf("all.pdf"))
    yield Case("import notes.md -o notes.yaml --format json", lambda _: desk.has("notes.yaml"))
    yield Case("import out/posting.pdf -o again.yaml", lambda _: desk.has("again.yaml"))
    yield Case("export resume.yaml -o cv.docx --format json", lambda _: desk.has("cv.docx"))
    yield Case("export resume.yaml -o cv.json", lambda _: desk.has("cv.json"))
    yield Case(
        "batch jobs --workers 2 --format json",
        lambda ended: (
            {one["state"] for one in ended.parsed()["postings"]} == {"made"}
            and desk.has_pdf("out/a.pdf")
        ),
    )
    yield Case(
        "batch more --quiet --no-cache", lambda ended: ended.is_silent and desk.has_pdf("out/c.pdf")
    )


def run_case(desk: Desk, case: Case) -> tuple[str, str]:
    """The name of a case and what is wrong with it ("" if nothing is)."""
    ended = desk.run([str(PROGRAM), *case.words.split()])
    return f"tailor {case.words}", fault(ended, case.is_good, case.code)


def run_api(desk: Desk) -> tuple[str, str]:
    """The Python interface; the program prints one JSON object, and nothing else is printed."""
    ended = desk.run([sys.executable, "-c", API])
    return "import tailor", fault(ended, lambda _: ended.parsed()["bytes"] > 0 and not ended.err)


def run_action(desk: Desk) -> tuple[str, str]:
    """What the GitHub action tells of a report."""
    report = desk.run([str(PROGRAM), "batch", "jobs", "--format", "json", "-o", "ci/{posting}.pdf"])
    (desk.folder / "report.json").write_text(report.out, encoding="utf-8")
    (desk.folder / "messages.txt").write_text(report.err, encoding="utf-8")
    ended = desk.run([sys.executable, str(TELL), "report.json", "messages.txt"])
    good = report.code == 0 and "::error" not in ended.out
    return "ci/tell.py", fault(ended, lambda _: good)


def run_watch(desk: Desk) -> tuple[str, str]:
    """`tailor watch`, through one save: an event for each page, as a line of JSON.

    It is stopped by SIGTERM (Ctrl-Break on Windows): SIGINT is ignored by whatever a shell runs in
    the background, and tailor heeds that.
    """
    command = [str(PROGRAM), "watch", "-j", "watched.txt", "-o", "watched.pdf", "--format", "json"]
    group = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)  # Windows
    process = subprocess.Popen(
        command,
        cwd=desk.folder,
        env=desk.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
        creationflags=group,
    )
    stop = threading.Timer(LIMIT_S, process.kill)
    stop.start()
    said: list[str] = []
    try:
        assert process.stdout is not None
        said.append(process.stdout.readline())
        (desk.folder / "watched.txt").write_text(POSTING + "- Kafka\n", encoding="utf-8")
        said.append(process.stdout.readline())
        process.send_signal(getattr(signal, "CTRL_BREAK_EVENT", signal.SIGTERM))
        process.stdout.read()
        process.wait()
    finally:
        stop.cancel()
        process.kill()
        process.wait()
    ended = Ended(process.returncode, "".join(said), "")
    return "tailor watch", fault(
        ended, lambda _: [json.loads(one)["event"] for one in said] == ["made", "made"], STOPPED
    )


def fault(ended: Ended, is_good: Callable[[Ended], object], code: int = 0) -> str:
    """What is wrong with a run; "" if nothing is."""
    said = f"exit code {ended.code}\n{ended.out}\n{ended.err}"
    if ended.code != code:
        return said
    try:
        return "" if is_good(ended) else said
    except (ValueError, KeyError, TypeError) as error:
        return f"{type(error).__name__}: {error}\n{said}"


def prepare(folder: Path) -> Desk:
    texts = {
        "posting.html": PAGE,
        "notes.md": NOTES,
        "wrong.yaml": "basics: {name: Ada}\nwrk: []\n",
    }
    names = ("posting.txt", "watched.txt", "jobs/a.txt", "jobs/b.txt", "more/c.txt")
    for name, text in (texts | dict.fromkeys(names, POSTING)).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return Desk(folder)


def main() -> int:
    failed = passed = 0
    with tempfile.TemporaryDirectory(prefix="smoke", ignore_cleanup_errors=True) as name:
        desk = prepare(Path(name).resolve())
        first = [partial(run_case, desk, case) for case in first_cases(desk)]
        others = [partial(run_case, desk, case) for case in cases(desk)]
        own = [partial(one, desk) for one in (run_watch, run_api, run_action)]
        with ThreadPoolExecutor(1) as one, ThreadPoolExecutor(AT_ONCE) as several:
            done = [*one.map(lambda work: work(), first)]
            for label, wrong in chain(done, several.map(lambda work: work(), (*own, *others))):
                passed, failed = passed + (not wrong), failed + bool(wrong)
                print(f"{'FAILED' if wrong else 'ok    '} {label}", flush=True)
                if wrong:
                    print(wrong, flush=True)
    print(f"{passed} passed, {failed} failed", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

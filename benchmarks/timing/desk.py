"""Runs of tailor, each from the state that its line of the table says."""

import json
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from benchmarks.timing.material import master, posting, reworded
from benchmarks.timing.process import Sample, rest, spent, started, timed
from benchmarks.trust.runs import COMMAND, JOB, ROOT, SCRIPT, Site
from tailor.latex.engine import find_engine, place_latex
from tailor.loader import read_resume

BULLETS, WORDS = 150, 600
PAGE = "out/page.pdf"
NONE = (0, 0)
PATIENCE = 60
"""Seconds that a watch may take for a page."""


@dataclass(frozen=True, slots=True)
class Desk:
    """A place to work in, with a cache of its own."""

    site: Site

    @property
    def work(self) -> Path:
        return self.site.work

    @property
    def cache(self) -> Path:
        return self.site.root / "cache"

    def environment(self) -> Mapping[str, str]:
        more = {} if SCRIPT.exists() else {"PYTHONPATH": str(ROOT)}
        return self.site.environment({"TAILOR_CACHE": str(self.cache), **more})

    def tailor(self, *words: str) -> Sample:
        return timed([*COMMAND, *words], self.work, self.environment())

    def write(self, master_seed: int | None, posting_seed: int, bullets: int = BULLETS) -> None:
        if master_seed is not None:
            (self.work / "resume.yaml").write_text(master(bullets, master_seed), encoding="utf-8")
        (self.work / "posting.txt").write_text(posting(WORDS, posting_seed), encoding="utf-8")

    def forget(self) -> None:
        """Empties the cache, but for TeX's formats."""
        for path in self.cache.glob("*"):
            if path.is_file() and path.suffix != ".fmt":
                path.unlink()

    def cold(self, number: int, bullets: int = BULLETS) -> Sample:
        """A new posting and a new master."""
        self.write(number, number, bullets)
        self.forget()
        return self.tailor(*JOB)

    def new_posting(self, number: int) -> Sample:
        """A new posting for the master that is there."""
        self.write(None, 1000 + number)
        return self.tailor(*JOB)

    def new_options(self, number: int) -> Sample:
        """Another bullet pinned, or the other paper; the formats for both are there."""
        keys = self.keys()
        paper = ("letter", "a4")[number % 2]
        return self.tailor(*JOB, "--pin", keys[number % len(keys)], "--paper", paper)

    def again(self, _number: int) -> Sample:
        """Nothing changed."""
        return self.tailor(*JOB)

    def keys(self) -> list[str]:
        resume, _ = read_resume(self.work / "resume.yaml")
        return [bullet.key for entry in resume.sections[0].entries for bullet in entry.bullets]

    def help(self, _number: int) -> Sample:
        return self.tailor("--help")

    def check(self, _number: int) -> Sample:
        """The master as it was."""
        return self.tailor("check", "resume.yaml")

    def check_new(self, number: int) -> Sample:
        """A master that was not seen before."""
        self.write(2000 + number, 0)
        return self.check(number)

    def plain(self, _number: int) -> Sample:
        """The page that was made last, once through the same engine as it stands."""
        given = {**self.environment(), **find_engine().environment()}
        return timed(self.tex(), self.work / "plain", given)

    def tex(self) -> list[str]:
        """The command for it; the page is put in a folder of its own."""
        folder = self.work / "plain"
        folder.mkdir(exist_ok=True)
        shutil.copyfile((self.work / PAGE).with_suffix(".tex"), folder / "page.tex")
        place_latex(folder, find_engine())
        return [str(find_engine().path), "-interaction=batchmode", "page.tex"]

    def two_passes(self, number: int) -> Sample:
        first, second = self.plain(number), self.plain(number)
        memory = max(first.memory, second.memory)
        return Sample(first.wall + second.wall, first.cpu + second.cpu, memory)

    def latexmk(self, _number: int) -> Sample:
        """`latexmk` from nothing with the same engine: it runs TeX as often as it takes."""
        program = self.tex()[0]
        for path in (self.work / "plain").glob("page.[!t]*"):
            path.unlink()
        command = ["latexmk", "-pdf", f"-pdflatex={program} %O %S", "-interaction=batchmode"]
        given = {**self.environment(), **find_engine().environment()}
        return timed([*command, "page.tex"], self.work / "plain", given)

    def batch(self, count: int, seed: int, workers: int = 1) -> Sample:
        """A batch of `count` new postings."""
        return timed(self.batch_command(count, seed, workers), self.work, self.environment())

    def batch_command(self, count: int, seed: int, workers: int = 1) -> Sequence[str]:
        for folder in ("jobs", "out/jobs"):
            shutil.rmtree(self.work / folder, ignore_errors=True)
            (self.work / folder).mkdir(parents=True)
        for number in range(count):
            text = posting(WORDS, seed * 10_000 + number)
            (self.work / f"jobs/{number:04}.txt").write_text(text, encoding="utf-8")
        output = ("--output", "out/jobs/{posting}.pdf")
        return [*COMMAND, "batch", "jobs", "--workers", str(workers), "--quiet", *output]


@dataclass(frozen=True, slots=True)
class Watch:
    """A running `tailor watch`, and the master that it began with."""

    desk: Desk
    process: "subprocess.Popen[bytes]"
    first: str

    def posting_saved(self, number: int) -> Sample:
        return self.saved("posting.txt", posting(WORDS, 3000 + number))

    def master_saved(self, number: int) -> Sample:
        """One verb is another one."""
        return self.saved("resume.yaml", reworded(self.first, number))

    def saved(self, name: str, text: str) -> Sample:
        """From the moment of a save to the PDF."""
        rest(self.process.pid)
        before, cpu = self.made(), spent(self.process.pid)
        new = self.desk.work / f".{name}.new"
        new.write_text(text, encoding="utf-8")
        start = time.perf_counter()
        new.replace(self.desk.work / name)
        self.wait(before)
        wall = time.perf_counter() - start
        rest(self.process.pid)
        return Sample(wall, spent(self.process.pid) - cpu, 0)

    def made(self) -> tuple[int, int]:
        """What tells one PDF from the next."""
        path = self.desk.work / PAGE
        return (path.stat().st_ino, path.stat().st_mtime_ns) if path.exists() else NONE

    def wait(self, before: tuple[int, int] = NONE) -> None:
        """Until there is another PDF. Raises `RuntimeError` if none comes."""
        end = time.monotonic() + PATIENCE
        while self.made() == before:
            if time.monotonic() > end or self.process.poll() is not None:
                raise RuntimeError("watch made no page")
            time.sleep(0.001)


@dataclass(frozen=True, slots=True)
class Workbench:
    """A page in the browser's place: what is asked for below `root` of a `tailor watch --port`,
    and the news that it sends."""

    desk: Desk
    process: "subprocess.Popen[bytes]"
    port: int
    root: str
    keys: Sequence[str]
    news: Any

    def clicked(self, number: int) -> Sample:
        """From the click that pins another bullet to the news that its page is there."""
        rest(self.process.pid)
        before = json.loads(ask(self.port, "GET", f"{self.root}view").read())["page"]
        cpu, start = spent(self.process.pid), time.perf_counter()
        change = {"action": "pin", "key": self.keys[number % len(self.keys)]}
        origin = {"Origin": f"http://127.0.0.1:{self.port}", "Content-Type": "application/json"}
        ask(self.port, "POST", f"{self.root}choices", json.dumps(change), origin)
        self.wait(before)
        wall = time.perf_counter() - start
        rest(self.process.pid)
        return Sample(wall, spent(self.process.pid) - cpu, 0)

    def wait(self, before: int) -> None:
        """Until there is a later page than that of this number. Raises `RuntimeError`: none is."""
        for line in self.news:
            told = json.loads(line.removeprefix(b"data: ")) if line.startswith(b"data: ") else {}
            if told.get("page", 0) > before:
                return
            if told.get("state") in ("failed", "ended"):
                break
        raise RuntimeError("the workbench made no page")


def ask(port: int, method: str, path: str, body: str = "", headers: Any = None) -> Any:
    """The answer to a request. Raises `RuntimeError` if it is refused."""
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request(method, path, body or None, headers or {})
    answer = connection.getresponse()
    if answer.status >= 400:
        raise RuntimeError(f"{method} {path}: {answer.status} {answer.read()[:200]!r}")
    return answer


@contextmanager
def browsing(desk: Desk) -> Iterator[Workbench]:
    """A workbench that has made its first page and rests."""
    command = [*COMMAND, "watch", *JOB, "--port", "0"]
    errors = desk.work / "watch.err"
    with errors.open("wb") as file:
        process = started(command, desk.work, desk.environment(), file.fileno())
    try:
        end, found = time.monotonic() + PATIENCE, None
        while found is None:
            if time.monotonic() > end or process.poll() is not None:
                raise RuntimeError("the workbench does not say where it is")
            time.sleep(0.05)
            said = errors.read_text(encoding="utf-8")
            found = re.search(r"http://[\w.]+:(\d+)(/\S*/)", said)
        port, root = int(found[1]), found[2]
        news = ask(port, "GET", f"{root}events")
        bench = Workbench(desk, process, port, root, desk.keys(), news)
        bench.wait(0)
        rest(process.pid, 1.0)
        yield bench
    finally:
        process.terminate()
        process.wait()


@contextmanager
def watching(desk: Desk) -> Iterator[Watch]:
    """A watch that has made its first page and rests."""
    (desk.work / PAGE).unlink(missing_ok=True)
    command = [*COMMAND, "watch", "--quiet", *JOB]
    process = started(command, desk.work, desk.environment(), subprocess.DEVNULL)
    watch = Watch(desk, process, (desk.work / "resume.yaml").read_text(encoding="utf-8"))
    try:
        watch.wait()
        rest(process.pid, 1.0)
        yield watch
    finally:
        process.terminate()
        process.wait()

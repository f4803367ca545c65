"""Running tailor as a user would, each time in a place of its own."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SCRIPT = Path(sys.executable).with_name("tailor")
SAME = "import sys; from tailor.cli import main; sys.exit(main())"
COMMAND = [str(SCRIPT)] if SCRIPT.exists() else [sys.executable, "-P", "-c", SAME]
"""The installed program, or that of this checkout where none is installed."""
TRACE = "Traceback (most recent call last)"
PATIENCE = 300
"""Seconds that one run may take on a busy machine, where LuaLaTeX meets Chinese fonts again."""

RESUME = """\
basics:
  name: Ada Example
  label: Marine Engineer
  email: ada@example.com
  location: {city: Bergen, countryCode: "NO"}
work:
  - name: Ferry Works
    position: Engineer
    startDate: 2019-02
    highlights:
      - Rebuilt 14 diesel engines of coastal ferries, two weeks ahead of the plan
      - Wrote a Python service that reads 300 sensors and warns of bearings that run hot
      - Trained six apprentices in pump alignment and safe work in closed rooms
  - name: Harbour Pumps
    position: Fitter
    startDate: 2015-08
    endDate: 2019-01
    highlights:
      - Repaired centrifugal pumps of 40 customers and cut returns by 30 %
      - Kept the spare parts list in SQL
education:
  - institution: Bergen Technical School
    studyType: BEng
    area: Marine Engineering
    startDate: 2012
    endDate: 2015
skills:
  - name: Tools
    keywords: [Python, SQL, AutoCAD, Hydraulics]
"""
STRANGE = RESUME.replace("Ada Example", "Ада Пример 王")
"""A master with a name that only LuaLaTeX prints."""
POSTING = """\
Marine Engineer, Coastal Lines

What you do
- Maintain diesel engines and centrifugal pumps on board
- Watch sensor data with Python and SQL

What you bring
- A degree in marine engineering
- Experience with hydraulics, bearings and pump alignment
- Training of apprentices is a plus
"""
SENTENCE = "Rebuilt 14 diesel engines of coastal ferries"
"""Part of the master that must not turn up where it does not belong."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended: its exit code as a shell tells it (128 + signal), and what it said."""

    code: int
    out: str
    err: str
    seconds: float
    by_itself: bool = True
    """Whether the program chose the code; Python that is interrupted in its start-up does not."""

    @property
    def traced(self) -> bool:
        return TRACE in self.err or TRACE in self.out

    @property
    def unborn(self) -> bool:
        """Whether Python itself was interrupted, before the first line of tailor.

        It then ends with 1 or by the signal. A traceback of one of our children does not count:
        the program itself ends as it should.
        """
        ours = f"{os.sep}tailor{os.sep}" in self.err or (self.by_itself and self.code != 1)
        return "KeyboardInterrupt" in self.err and not ours

    def __str__(self) -> str:
        last = (self.err.strip() or self.out.strip()).splitlines()[-1:]
        return f"exit {self.code}: {''.join(last)[:160]}"


@dataclass(frozen=True, slots=True)
class Site:
    """A folder with a master, a posting, and its own home and scratch folders."""

    root: Path

    @property
    def work(self) -> Path:
        return self.root / "work"

    @property
    def scratch(self) -> Path:
        return self.root / "tmp"

    @property
    def cache(self) -> Path:
        return self.root / "home/.cache/tailor/answers"

    def forget(self, formats: bool = True) -> None:
        """Takes away the answers that are kept, with or without TeX's formats; what a killed run
        has left in the cache is not ours to clear up."""
        for path in self.cache.glob("[!.]*"):
            if path.is_file() and (formats or path.suffix != ".fmt"):
                path.unlink()

    def keep(self, files: Mapping[str, bytes]) -> None:
        """Lays files into the cache."""
        self.cache.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name, data in files.items():
            (self.cache / name).write_bytes(data)

    def environment(self, more: Mapping[str, str] = {}) -> dict[str, str]:
        """Only what a run needs, and whatever else is asked for."""
        names = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH")
        kept = {name: os.environ[name] for name in names if name in os.environ}
        home = str(self.root / "home")
        own = {"HOME": home, "TMPDIR": str(self.scratch), "LANG": "C.UTF-8"}
        return {**kept, **own, **more}

    def start(
        self, words: Sequence[str], more: Mapping[str, str] = {}, shell: str = 'exec "$@"'
    ) -> "subprocess.Popen[bytes]":
        """Begins a run. The line for the shell that starts it may limit or close what it likes."""
        return subprocess.Popen(
            [*(["sh", "-c", shell, "sh"] if shell != 'exec "$@"' else []), *COMMAND, *words],
            cwd=self.work,
            env=self.environment(more),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def run(self, *words: str, more: Mapping[str, str] = {}, shell: str = 'exec "$@"') -> Ended:
        """Runs tailor to its end; one that does not end is stopped and has the code 999."""
        return ended(self.start(words, more, shell))

    def make(self, *words: str, more: Mapping[str, str] = {}, shell: str = 'exec "$@"') -> Ended:
        """The main job, with its page as out/page.pdf."""
        return self.run(*JOB, *words, more=more, shell=shell)

    def results(self) -> dict[str, bytes]:
        """The files of the page, as far as they are there."""
        paths = {name: self.work / f"out/page.{name}" for name in ENDS}
        return {name: path.read_bytes() for name, path in paths.items() if path.is_file()}

    def at_home(self) -> list[str]:
        """The files of the home folder."""
        home = self.root / "home"
        return sorted(str(path.relative_to(home)) for path in home.rglob("*") if path.is_file())

    def litter(self) -> list[str]:
        """What lies about and is neither an input nor a result."""
        work = {path for path in self.work.rglob("*") if not path.name.endswith(INPUTS)}
        results = {path for path in self.work.glob("out/[!.]*") if path.name.endswith(ENDS)}
        left = work - results - {self.work / "out", self.work / "postings"}
        left |= {*self.scratch.iterdir(), *self.cache.glob(".*")}
        return sorted(str(path.relative_to(self.root)) for path in left)

    def processes(self) -> list[str]:
        """Programs that run in this place (Linux; elsewhere none are seen)."""
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if (entry / "cwd").readlink().is_relative_to(self.root):
                    found.append((entry / "cmdline").read_bytes().decode().replace("\0", " ")[:80])
        return found

    def orphans(self) -> list[str]:
        """Programs that still run here when they had 3 s to go; more on a machine that is busy."""
        share = os.getloadavg()[0] / (os.cpu_count() or 1)
        deadline = time.monotonic() + 3 * max(1.0, share)
        while (left := self.processes()) and time.monotonic() < deadline:
            time.sleep(0.02)
        return left


ENDS = ("pdf", "tex", "tailor.json")
INPUTS = ("resume.yaml", "posting.txt", "older.pdf")
JOB = ("--resume", "resume.yaml", "--job", "posting.txt", "--output", "out/page.pdf")


def ended(process: "subprocess.Popen[bytes]") -> Ended:
    start = time.monotonic()
    try:
        out, err = process.communicate(timeout=PATIENCE)
        code = process.returncode if process.returncode >= 0 else 128 - process.returncode
    except subprocess.TimeoutExpired:
        process.kill()
        out, err = process.communicate()
        code = 999
    seconds = time.monotonic() - start
    said = [text.decode("utf-8", "replace") for text in (out, err)]
    return Ended(code, said[0], said[1], seconds, process.returncode >= 0)


@contextmanager
def site() -> Iterator[Site]:
    """A new place, gone afterwards."""
    root = Path(os.path.realpath(tempfile.mkdtemp(prefix="trust-")))
    made = Site(root)
    try:
        for folder in (made.work, made.scratch, root / "home"):
            folder.mkdir()
        (made.work / "resume.yaml").write_text(RESUME, encoding="utf-8")
        for name in ("posting.txt", *(f"postings/{n}-posting.txt" for n in range(4))):
            (made.work / name).parent.mkdir(exist_ok=True)
            (made.work / name).write_text(POSTING, encoding="utf-8")
        yield made
    finally:
        shutil.rmtree(root, ignore_errors=True)

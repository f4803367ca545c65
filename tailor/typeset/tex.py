"""Runs LaTeX in an empty scratch folder with every door shut."""

import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tailor.claims import claim, sweep
from tailor.errors import LimitError, Place, Problem, TailorError, ToolchainError
from tailor.typeset import lua
from tailor.typeset.engine import Engine
from tailor.typeset.program import Limits, run

JOB = "resume"
SWITCHES = ("-interaction=nonstopmode", "-halt-on-error", "-file-line-error", "-no-shell-escape")
LIMITS = Limits(seconds=30, cpu=20)
KEPT = ("PATH", "LANG", "SYSTEMROOT", "WINDIR")
FAULT = re.compile(rf"^(?:\./)?{JOB}\.tex:(\d+): (.+)$", re.MULTILINE)
OVERFULL = re.compile(r"^Overfull \\[hv]box \((\d+(?:\.\d+)?)pt too (?:wide|high)\)", re.MULTILINE)
PAGES = re.compile(r"Output written on .*?\((\d+)\s+pages?", re.DOTALL)
FATAL = re.compile(r"^!.*?(?=\n ==>|\n\n|\Z)", re.MULTILINE | re.DOTALL)
KEY = re.compile(r"^% key: (.+)$")
SCRATCH = re.compile("tailor-[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Run:
    """A finished run: the transcript, and the PDF if a page was made."""

    log: str
    pdf: bytes


def latex(tex: str, engine: Engine) -> Run:
    """Typesets a document once.

    Args:
        tex: the whole LaTeX source; lines `% key: K` name the part that follows.
        engine: the program to run.

    Raises:
        ToolchainError: LaTeX refused it; the problems name the part of the résumé.
        LimitError: it ran out of time, memory or output.
    """
    with scratch() as folder:
        (folder / f"{JOB}.tex").write_text(tex, encoding="utf-8")
        command: list[str | Path] = [engine.path, *SWITCHES, f"-jobname={JOB}", f"{JOB}.tex"]
        given, limits = environment(folder), LIMITS
        if engine.name == "lualatex":
            given, limits = given | lua.environment(), lua.LIMITS
        ended = run(command, folder=folder, environment=given, limits=limits)
        log = read(folder / f"{JOB}.log") or ended.output.decode("utf-8", "replace")
        if ended.code != 0:
            raise refusal(tex, log, ended.code)
        if engine.name == "lualatex":
            lua.refuse_missing(log)
        pdf = folder / f"{JOB}.pdf"
        return Run(log, pdf.read_bytes() if pdf.is_file() else b"")


@contextmanager
def scratch() -> Iterator[Path]:
    """A private folder (mode 0700) that is gone afterwards, whatever happens.

    Those that programs left that were killed are cleared away.
    """
    root = Path(tempfile.gettempdir())
    clear(root)
    while True:
        folder = root / f"tailor-{secrets.token_hex(8)}"
        try:
            made(folder)
            with claim(folder) as there:
                if there:
                    yield folder
                    return
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@cache
def clear(root: Path) -> None:
    """Removes the scratch folders of programs that are gone."""
    with suppress(OSError):
        for path in root.glob("tailor-*"):
            if SCRATCH.fullmatch(path.name):
                sweep(path, lambda folder: shutil.rmtree(folder, ignore_errors=True))


def made(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700)
    except OSError as error:
        raise ToolchainError(Problem(f"no scratch folder can be made: {error}")) from error


def environment(folder: Path) -> dict[str, str]:
    """A clean environment: no TEXINPUTS or home folder of the user, no file outside is read."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return kept | {
        "HOME": str(folder),
        "TEXMFHOME": str(folder),
        "TEXMFVAR": str(folder),
        "TEXMFCONFIG": str(folder),
        "openin_any": "p",
        "openout_any": "p",
        "shell_escape": "f",
        "MKTEXTFM": "0",
        "MKTEXPK": "0",
        "SOURCE_DATE_EPOCH": "0",
        "FORCE_SOURCE_DATE": "1",
        "max_print_line": "10000",
    }


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""


def refusal(tex: str, log: str, code: int) -> TailorError:
    """The error for a run that failed: what TeX said, at the part of the résumé it said it of."""
    if code < 0:
        message = f"LaTeX was stopped by signal {-code}: it used too much time, memory or disk"
        return LimitError(Problem(message))
    found = FAULT.search(log)
    if found is None:
        said = FATAL.search(log)
        last = " ".join(said[0].split() if said else log.split()[-30:])
        return ToolchainError(Problem(f"LaTeX failed (exit code {code}): {last}"))
    number, message = int(found[1]), found[2]
    lines = tex.splitlines()
    excerpt = lines[number - 1] if number <= len(lines) else ""
    place = Place(f"{JOB}.tex", number)
    return ToolchainError(
        Problem(f"LaTeX: {message}{' in ' + key_at(lines, number)}", place, excerpt[:200])
    )


def key_at(lines: list[str], number: int) -> str:
    """The part of the résumé that line `number` of the LaTeX source belongs to."""
    for line in reversed(lines[:number]):
        found = KEY.match(line)
        if found:
            return found[1]
    return "the preamble of the template"

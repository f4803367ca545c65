"""Runs LaTeX in an empty scratch folder with every door shut."""

import re
from dataclasses import dataclass, replace
from pathlib import Path

from tailor.cache import NOWHERE, Cache
from tailor.errors import LimitError, Place, Problem, TailorError, ToolchainError
from tailor.latex import lualatex
from tailor.latex.engine import (
    APT,
    Engine,
    Format,
    drop_format,
    engine_on_path,
    place_latex,
    prepare_format,
)
from tailor.latex.lualatex import key_above
from tailor.sandbox.process import CompletedRun, Limits, run_program
from tailor.sandbox.tempdirs import scratch_folder, tex_environment

JOB = "resume"
SWITCHES = ("-interaction=nonstopmode", "-halt-on-error", "-file-line-error", "-no-shell-escape")
LIMITS = Limits(seconds=30, cpu=10, disk=200_000_000)
FAULT = re.compile(rf"^(?:\./)?{JOB}\.tex:(\d+): (.+)$", re.MULTILINE)
MISSING = re.compile(
    r"File [`'][\w.-]+' not found|Metric \(TFM\) file not found|cannot open Type 1 font file"
    r"|Font \S+ at \d+ not found"
)
"""What TeX says of a file that it lacks: a package, the metrics or the outlines of a font."""

LACKS = (
    f"this TeX lacks that file. tailor's own templates need: {APT}. For a template of your "
    "own install a TeX that has the file, such as Debian's texlive-latex-extra or all of "
    "TeX Live: its pdflatex on the PATH is used where the embedded TeX lacks something"
)
OVERFULL = re.compile(r"^Overfull \\[hv]box \((\d+(?:\.\d+)?)pt too (?:wide|high)\)", re.MULTILINE)
PAGES = re.compile(r"Output written on .{0,999}?\((\d+)\s+pages?", re.DOTALL)
FATAL = re.compile(r"^!.*?(?=\n ==>|\n\n|\Z)", re.MULTILINE | re.DOTALL)
LONGEST = 500
"""Characters of TeX's output that an error shows."""
MARKS = {
    "pdflatex": r"\pdfinfo{/MadeBy(tailor)}",
    "lualatex": r"\pdfextension info{/MadeBy(tailor)}",
}
"""TeX that marks the PDF as ours, so that it may be replaced (`tailor.cli.outputs.SIGNS`): an entry
of its information dictionary (PDF 1.7, 14.3.3). It comes before the first line."""
FULL = "there may be no space left for temporary files: free some, or set TMPDIR"


@dataclass(frozen=True, slots=True)
class Run:
    """A finished run: the transcript, and the PDF if a page was made."""

    log: str
    pdf: bytes
    engine: Engine


def run_latex(tex: str, engine: Engine, cache: Cache = NOWHERE) -> Run:
    """Typesets a document once.

    Where the embedded TeX lacks a file that the document loads, a pdflatex on the PATH is tried.

    Args:
        tex: the whole LaTeX source; lines `% key: K` name the part that follows.
        engine: the program to run.
        cache: where the formats of templates are kept, and what LuaTeX learned of fonts.

    Raises:
        ToolchainError: LaTeX refused it; the problems name the part of the résumé.
        LimitError: it ran out of time, memory or output.
    """
    try:
        return run_latex_with(tex, engine, cache)
    except ToolchainError as error:
        other = engine_on_path("pdflatex") if engine.origin == "embedded" else None
        # Not one of unknown home: a hostile template could choose to run without the wall.
        missing = MISSING.search(error.problems[0].message)
        if other is None or other.reads() is None or not missing:
            raise
        return run_latex_with(tex, other, cache)


def run_latex_with(tex: str, engine: Engine, cache: Cache) -> Run:
    """As `latex`, with this engine and no other."""
    with scratch_folder() as folder:
        ready = prepare_format(tex, engine, cache)
        ended = run_tex_once(tex, engine, folder, cache, ready)
        if ready and ended.code != 0:
            ended = run_tex_once(tex, engine, folder, cache, None)
            if ended.code == 0:
                drop_format(ready)
        log = read_log(folder / f"{JOB}.log") or ended.output.decode("utf-8", "replace")
        if ended.code != 0:
            output = (
                log,
                ended.output.decode("utf-8", "replace"),
                ended.errors.decode("utf-8", "replace"),
            )
            raise latex_error(tex, "\n".join(output), ended.code)
        if engine.name == "lualatex":
            lualatex.refuse_missing(log, tex)
        pdf = folder / f"{JOB}.pdf"
        return Run(log, pdf.read_bytes() if pdf.is_file() else b"", engine)


def run_tex_once(
    tex: str, engine: Engine, folder: Path, cache: Cache, ready: Format | None
) -> CompletedRun:
    """One run of TeX in a folder, from the beginning or from a format."""
    source = MARKS.get(engine.name, "") + engine.first() + (ready.rest if ready else tex)
    (folder / f"{JOB}.tex").write_text(source, encoding="utf-8")
    command: list[str | Path] = [engine.path, *SWITCHES, f"-jobname={JOB}"]
    command += [f"-fmt={ready.path}"] if ready else []
    if not ready:
        place_latex(folder, engine)
    reads = engine.reads()
    if ready and reads is not None:
        reads = (*reads, str(ready.path))
    given = tex_environment(folder) | engine.environment()
    limits = replace(LIMITS, reads=reads)
    if engine.name == "lualatex":
        given, limits = given | lualatex.lualatex_environment(cache), lualatex.LIMITS
    return run_program([*command, f"{JOB}.tex"], folder=folder, environment=given, limits=limits)


def read_log(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""


def latex_error(tex: str, log: str, code: int) -> TailorError:
    """The error for a run that failed: what TeX said, at the part of the résumé it said it of."""
    if code < 0:
        message = f"LaTeX was stopped by signal {-code}: it used too much time, memory or disk"
        return LimitError(Problem(message))
    match = FAULT.search(log)
    if match is None:
        fatal = FATAL.search(log)
        last = " ".join((fatal[0] if fatal else log.strip().rpartition("\n")[2]).split())
        hint = FULL if "fwrite() failed" in last else LACKS if MISSING.search(last) else ""
        message = f"LaTeX failed (exit code {code}): {last[:LONGEST]}"
        return ToolchainError(Problem(message, hint=hint))
    number, message = int(match[1]), match[2]
    lines = tex.splitlines()
    excerpt = lines[number - 1] if number <= len(lines) else ""
    place = Place(f"{JOB}.tex", number)
    lacking = MISSING.search(log)
    if lacking and not MISSING.search(message):  # Of a package, TeX says first that it stops.
        message = f"{lacking[0]}."
    part = key_above(lines[:number]) or "the preamble of the template"
    whole = f"LaTeX: {message} in {part}"
    return ToolchainError(Problem(whole, place, excerpt[:200], LACKS if lacking else ""))

"""`check`: masters for faults, PDFs for what an ATS would make of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tailor.cli.job import failures
from tailor.cli.options import Format
from tailor.cli.record import VERSION, as_json, findings
from tailor.cli.rows import checks
from tailor.cli.say import Row, complain, say, show
from tailor.cli.sources import strictly
from tailor.errors import Problem, TailorError, UnfitError
from tailor.model import Finding, Resume


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found in one file: `code` is its exit code, `facts` says what it holds."""

    path: Path
    code: int = 0
    problems: tuple[Problem, ...] = ()
    findings: tuple[Finding, ...] = ()
    facts: str = ""


def check_files(files: Sequence[Path], format: Format, quiet: bool, strict: bool) -> int:
    """Prints all faults of all files; returns the highest of their exit codes."""
    verdicts = []
    for path in files:
        verdict = pdf(path, strict) if path.suffix.lower() == ".pdf" else master(path, strict)
        verdicts.append(verdict)
        problems = verdict.problems
        complain(*(one for one in problems if not quiet or one.level == "error"))
        if format == "text" and not quiet:
            show(rows(verdict))
    if format == "json":
        say(as_json({"version": VERSION, "files": [record(verdict) for verdict in verdicts]}))
    return max(verdict.code for verdict in verdicts)


def master(path: Path, strict: bool) -> Verdict:
    from tailor.read import read

    try:
        resume, warnings = read(path)
    except TailorError as error:
        return Verdict(path, error.exit_code, error.problems)
    faults = strictly(strict, len(warnings))
    code = UnfitError.exit_code if faults else 0
    return Verdict(path, code, (*warnings, *faults), facts=contents(resume))


def contents(resume: Resume) -> str:
    """Such as "12 entries, 64 bullets"."""
    entries = [entry for section in resume.sections for entry in section.entries]
    bullets = sum(
        len(entry.bullets)
        for section in resume.sections
        if section.kind not in ("skills", "interests")
        for entry in section.entries
    )
    return f"{resume.name}, {len(entries)} entries, {bullets} bullets"


def pdf(path: Path, strict: bool) -> Verdict:
    from tailor.pipeline import inspect

    try:
        found = inspect(path)
    except TailorError as error:
        return Verdict(path, error.exit_code, error.problems)
    faults = failures(found)
    faults += strictly(strict, sum(finding.level == "warn" for finding in found))
    code = UnfitError.exit_code if faults else 0
    return Verdict(path, code, findings=found)


def rows(verdict: Verdict) -> Iterator[Row]:
    if verdict.code == 0:
        facts = f" ({verdict.facts})" if verdict.facts else ""
        yield (f"{verdict.path}: ", "bold"), ("ok", "green"), (facts, "")
    elif verdict.findings:
        yield (f"{verdict.path}: ", "bold"), ("not ok", "bold red")
    yield from checks(verdict.findings)


def record(verdict: Verdict) -> dict[str, Any]:
    return {
        "path": str(verdict.path),
        "ok": verdict.code == 0,
        "problems": [problem(one) for one in verdict.problems],
        "findings": findings(verdict.findings),
    }


def problem(one: Problem) -> dict[str, Any]:
    return {
        "level": one.level,
        "message": one.message,
        "line": one.place.line if one.place else None,
        "column": one.place.column if one.place else None,
        "hint": one.hint,
    }

"""`check`: masters for faults, PDFs for what an ATS would make of them."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tailor.cli.rows import checks, counted, wrapped
from tailor.cli.say import Row, UsageError, complain, say, show
from tailor.cli.sources import strictly
from tailor.errors import Place, Problem, TailorError, UnfitError
from tailor.model import Resume

if TYPE_CHECKING:
    from tailor.ats import Fields, Inspection
    from tailor.cli.options import Format


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found in one file: `code` is its exit code, `facts` says what it holds."""

    path: Path
    code: int = 0
    problems: tuple[Problem, ...] = ()
    inspection: "Inspection | None" = None
    facts: str = ""


def check_files(
    files: Sequence[Path], beside: Path | None, format: "Format", quiet: bool, strict: bool
) -> int:
    """Prints all faults of all files; returns the highest of their exit codes.

    With a master `beside` them, PDFs are compared with it. Raises as `read_any`, and `UsageError`
    if there is no PDF to compare.
    """
    resume = comparable(files, beside) if beside else None
    verdicts = []
    for path in files:
        verdict = pdf(path, resume, strict) if is_pdf(path) else master(path, strict)
        verdicts.append(verdict)
        problems = verdict.problems
        complain(*(one for one in problems if not quiet or one.level == "error"))
        if quiet:
            complain(*failed(verdict))
        elif format == "text":
            show(rows(verdict))
    if format == "json":
        from tailor.cli.record import VERSION, as_json

        say(as_json({"version": VERSION, "files": [record(verdict) for verdict in verdicts]}))
    return max(verdict.code for verdict in verdicts)


def failed(verdict: Verdict) -> Iterator[Problem]:
    """What fails in a PDF, for those who want to hear of nothing else."""
    found = verdict.inspection.findings if verdict.inspection else ()
    for one in found:
        if one.level == "fail":
            yield Problem(f"{one.check}: {one.message}", Place(str(verdict.path)))


def is_pdf(path: Path) -> bool:
    return path.suffix.lower() == ".pdf"


def comparable(files: Sequence[Path], beside: Path) -> Resume:
    from tailor.cli.bring import read_any

    if not any(map(is_pdf, files)):
        hint = f"tailor check FILE.pdf --resume {beside}"
        raise UsageError(Problem("--resume compares PDFs with a master: name a PDF", hint=hint))
    resume, _ = read_any(beside)
    return resume


def master(path: Path, strict: bool) -> Verdict:
    from tailor.cli.glyphs import unprintable
    from tailor.cli.masters import read_file
    from tailor.cli.memory import usual

    try:
        resume, warnings = read_file(path, usual())
    except TailorError as error:
        return Verdict(path, error.exit_code, error.problems)
    warnings += unprintable(path, resume, usual())
    faults = strictly(strict, len(warnings))
    code = UnfitError.exit_code if faults else 0
    return Verdict(path, code, (*warnings, *faults), facts=contents(resume))


def contents(resume: Resume) -> str:
    """Such as "Ada Byron, 12 entries, 64 bullets"."""
    entries = [entry for section in resume.sections for entry in section.entries]
    bullets = sum(
        len(entry.bullets)
        for section in resume.sections
        if section.kind not in ("skills", "interests")
        for entry in section.entries
    )
    return (
        f"{resume.name}, {counted(len(entries), 'entry', 'entries')}, {counted(bullets, 'bullet')}"
    )


def pdf(path: Path, resume: Resume | None, strict: bool) -> Verdict:
    from tailor.ats import compared
    from tailor.examine import examine

    try:
        found = examine(path)
        found = compared(found, resume) if resume else found
    except TailorError as error:
        place = Place(str(path))
        problems = tuple(replace(one, place=one.place or place) for one in error.problems)
        return Verdict(path, error.exit_code, problems)
    failed = any(finding.level == "fail" for finding in found.findings)
    faults = strictly(strict, sum(finding.level == "warn" for finding in found.findings))
    code = UnfitError.exit_code if failed or faults else 0
    return Verdict(path, code, tuple(faults), found, filled(found.fields))


def filled(form: "Fields") -> str:
    """What a parser finds, such as "Ada Byron, ada@example.com, 3 jobs, 1 degree"."""
    counts = (
        counted(len(form.jobs), "job"),
        counted(len(form.education), "degree"),
        counted(len(form.skills), "skill"),
    )
    return ", ".join(text for text in (form.name, form.email, form.phone, *counts) if text)


def rows(verdict: Verdict) -> Iterator[Row]:
    """The verdict; for a PDF what was found, why it matters and how to mend it."""
    if verdict.code and not verdict.inspection:
        return
    word, style = ("not ok", "bold red") if verdict.code else ("ok", "green")
    yield (f"{verdict.path}: ", "bold"), (word, style), (f" ({verdict.facts})", "")
    if verdict.inspection:
        yield from checks(verdict.inspection.findings)
        for advice in verdict.inspection.advice:
            yield from wrapped("mend", f"{advice.check}: {advice.mend} {advice.why}")


def record(verdict: Verdict) -> dict[str, Any]:
    from tailor.cli.record import findings

    found = verdict.inspection
    return {
        "path": str(verdict.path),
        "ok": verdict.code == 0,
        "problems": [problem(one) for one in verdict.problems],
        "findings": findings(found.findings) if found else [],
        "advice": [asdict(one) for one in found.advice] if found else [],
        "fields": asdict(found.fields) if found else None,
    }


def problem(one: Problem) -> dict[str, Any]:
    return {
        "level": one.level,
        "message": one.message,
        "line": one.place.line if one.place else None,
        "column": one.place.column if one.place else None,
        "hint": one.hint,
    }

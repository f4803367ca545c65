"""`check`: masters for faults, PDFs for what an ATS would make of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tailor.cli.console import Row, UsageError, print_problems, print_rows
from tailor.cli.inputs import fail_on_warnings
from tailor.cli.report_rows import check_rows, pluralize, wrap_message
from tailor.errors import Place, Problem, TailorError, UnfitError
from tailor.models import Contact, Resume

if TYPE_CHECKING:
    from tailor.ats.form_parser import Fields
    from tailor.ats.inspect import Inspection
    from tailor.cli.settings import Format


RESERVED = re.compile(r"(?:^|[@./])example\.(?:com|net|org)\b|\.example\b", re.IGNORECASE)
"""Names of hosts that belong to nobody, so that examples may have them."""
FICTIONAL = re.compile(r"\b555[ .-]?01\d\d$")
"""Telephone numbers that belong to nobody, for the same reason."""


@dataclass(frozen=True, slots=True)
class FileReport:
    """What was found in one file: `code` is its exit code, `facts` says what it holds.

    `note` is advice that is no fault.
    """

    path: Path
    code: int = 0
    problems: tuple[Problem, ...] = ()
    inspection: "Inspection | None" = None
    facts: str = ""
    note: str = ""


def check_files(
    files: Sequence[Path], master: Path | None, format: "Format", quiet: bool, strict: bool
) -> int:
    """Prints all faults of all files; returns the highest of their exit codes.

    With a master `beside` them, PDFs are compared with it. Raises as `read_any`, and `UsageError`
    if there is no PDF to compare.
    """
    resume = read_compared_master(files, master) if master else None
    reports = []
    for path in files:
        report = check_pdf(path, resume, strict) if is_pdf(path) else check_master(path, strict)
        reports.append(report)
        problems = report.problems
        print_problems(*(problem for problem in problems if not quiet or problem.level == "error"))
        if quiet:
            print_problems(*failed_findings(report))
        elif format == "text":
            print_rows(report_rows(report))
    if format == "json":
        from tailor.cli.json_report import print_json

        print_json({"files": [report_record(report) for report in reports]})
    return max(report.code for report in reports)


def failed_findings(report: FileReport) -> Iterator[Problem]:
    """What fails in a PDF, for those who want to hear of nothing else."""
    findings = report.inspection.findings if report.inspection else ()
    for finding in findings:
        if finding.level == "fail":
            yield Problem(f"{finding.check}: {finding.message}", Place(str(report.path)))


def is_pdf(path: Path) -> bool:
    return path.suffix.lower() == ".pdf"


def read_compared_master(files: Sequence[Path], master: Path) -> Resume:
    from tailor.loader.isolated import read_any

    if not any(map(is_pdf, files)):
        hint = f"tailor check FILE.pdf --resume {master}"
        raise UsageError(Problem("--resume compares PDFs with a master: name a PDF", hint=hint))
    resume, _ = read_any(master)
    return resume


def check_master(path: Path, strict: bool) -> FileReport:
    from tailor.cli.inputs import read_cached_file
    from tailor.cli.unprintable import find_unprintable
    from tailor.cli.user_cache import user_cache

    try:
        resume, warnings = read_cached_file(path, user_cache())
    except TailorError as error:
        return FileReport(path, error.exit_code, error.problems)
    warnings += find_unprintable(path, resume, user_cache())
    faults = fail_on_warnings(strict, len(warnings))
    code = UnfitError.exit_code if faults else 0
    facts, note = describe_contents(resume), describe_made_up(resume.contact)
    return FileReport(path, code, (*warnings, *faults), facts=facts, note=note)


def describe_made_up(contact: Contact) -> str:
    """That contact data is that of an example, and which; "" if it is not."""
    links = (contact.url, *(profile.url for profile in contact.profiles))
    made_up = {
        "e-mail": RESERVED.search(contact.email),
        "phone": FICTIONAL.search(contact.phone),
        "links": any(map(RESERVED.search, links)),
    }
    kinds = [name for name, is_made_up in made_up.items() if is_made_up]
    if not kinds:
        return ""
    return f"basics: made-up {', '.join(kinds)}: write your own before you send a page"


def describe_contents(resume: Resume) -> str:
    """Such as "Ada Byron, 12 entries, 64 bullets"."""
    entries = [entry for section in resume.sections for entry in section.entries]
    bullets = sum(
        len(entry.bullets)
        for section in resume.sections
        if section.kind not in ("skills", "interests")
        for entry in section.entries
    )
    counts = pluralize(len(entries), "entry", "entries"), pluralize(bullets, "bullet")
    return ", ".join((resume.name, *counts))


def check_pdf(path: Path, resume: Resume | None, strict: bool) -> FileReport:
    from tailor.ats.inspect import compare_with_master, inspect_file

    try:
        inspection = inspect_file(path)
        inspection = compare_with_master(inspection, resume) if resume else inspection
    except TailorError as error:
        place = Place(str(path))
        problems = tuple(
            replace(problem, place=problem.place or place) for problem in error.problems
        )
        return FileReport(path, error.exit_code, problems)
    has_failed = any(finding.level == "fail" for finding in inspection.findings)
    faults = fail_on_warnings(
        strict, sum(finding.level == "warn" for finding in inspection.findings)
    )
    code = UnfitError.exit_code if has_failed or faults else 0
    return FileReport(path, code, tuple(faults), inspection, describe_form(inspection.fields))


def describe_form(form: "Fields") -> str:
    """What a parser finds, such as "Ada Byron, ada@example.com, 3 jobs, 1 degree"."""
    counts = (
        pluralize(len(form.jobs), "job"),
        pluralize(len(form.education), "degree"),
        pluralize(len(form.skills), "skill"),
    )
    return ", ".join(text for text in (form.name, form.email, form.phone, *counts) if text)


def report_rows(report: FileReport) -> Iterator[Row]:
    """The verdict; for a PDF what was found, why it matters and how to fix it."""
    if report.code and not report.inspection:
        return
    word, style = ("not ok", "bold red") if report.code else ("ok", "green")
    yield (f"{report.path}: ", "bold"), (word, style), (f" ({report.facts})", "")
    if report.note:
        yield from wrap_message("fix", report.note)
    if report.inspection:
        yield from check_rows(report.inspection.findings)
        for advice in report.inspection.advice:
            yield from wrap_message("fix", f"{advice.check}: {advice.mend} {advice.why}")


def report_record(report: FileReport) -> dict[str, Any]:
    from tailor.cli.json_report import finding_records

    inspection = report.inspection
    return {
        "path": str(report.path),
        "ok": report.code == 0,
        "problems": [problem_record(problem) for problem in report.problems],
        "findings": finding_records(inspection.findings) if inspection else [],
        "advice": [asdict(advice) for advice in inspection.advice] if inspection else [],
        "fields": asdict(inspection.fields) if inspection else None,
    }


def problem_record(problem: Problem) -> dict[str, Any]:
    return {
        "level": problem.level,
        "message": problem.message,
        "line": problem.place.line if problem.place else None,
        "column": problem.place.column if problem.place else None,
        "hint": problem.hint,
    }

"""`tailor verify`: whether a page still is what its lock file says."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from tailor.cli.build import BuildResult, try_page, try_shared_page, try_whole_master
from tailor.cli.commands.tailor import names_posting, target_for
from tailor.cli.config import is_valid_setting
from tailor.cli.console import Row, print_rows
from tailor.cli.inputs import (
    find_master,
    read_master,
    read_posting,
    refuse_outside_posting,
    sha256_hex,
)
from tailor.cli.json_report import finding_records, print_json
from tailor.cli.lockfile import (
    HashedFile,
    Lockfile,
    PageFacts,
    PageInputs,
    hash_inputs,
    hash_page_inputs,
    hash_posting,
    is_recorded,
    lock_page,
    read_lock,
    read_regular_file,
    sentences_not_in_master,
)
from tailor.cli.outputs import Target
from tailor.cli.report_rows import check_rows
from tailor.cli.settings import Format, Settings, names_in_lock
from tailor.errors import FileError, Problem, TailorError, UnfitError
from tailor.i18n import format_day
from tailor.models import Finding, Posting, Resume
from tailor.project import is_inside

FOREIGN_FILE_MESSAGE = (
    "this file, which the lock file names, lies outside of this folder and cannot be used: "
    "run tailor check on it"
)


def hide_foreign_text(
    findings: Iterable[Finding], files: Iterable[str], folder: Path
) -> Iterator[Finding]:
    """The findings, each once, without the text of files outside of the project.

    Args:
        findings: what was found of a page.
        files: its inputs, as the lock file names them.
        folder: that of the lock file, where they may lie too.
    """
    existing = filter(os.path.exists, files)
    outside = [name for name in existing if not is_inside(Path(name), [folder])]
    last = None
    for finding in findings:
        if finding.level == "fail" and any(finding.place.startswith(name) for name in outside):
            finding = replace(finding, message=FOREIGN_FILE_MESSAGE)
        if finding != last:
            yield finding
        last = finding


GONE = {"-": "standard input", "clipboard": "the clipboard"}
"""Postings that cannot be read again."""
UNCHANGED = "unchanged since it was locked"
"""What equal hashes show. Who can change a page can change the hashes next to it."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page to verify: how it should be made, and where it is.

    `postings` are those it is for: one, several that it serves together, or none if it is the
    whole master.
    """

    settings: Settings
    target: Target
    postings: tuple[str, ...]
    letter: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What was found of a page; `quick` if nothing was made again."""

    path: Path
    findings: tuple[Finding, ...]
    is_file: bool = True
    quick: bool = False

    @property
    def code(self) -> int:
        if not self.is_file:
            return FileError.exit_code
        return (
            UnfitError.exit_code if any(finding.level == "fail" for finding in self.findings) else 0
        )


def verify_files(files: Sequence[Path], format: Format, quiet: bool, quick: bool) -> int:
    """Checks PDFs against their lock files; returns 0, 4 if one differs, 7 if one is missing."""
    reports = [
        VerifyReport(path, tuple(verify_file(path, quick)), path.is_file(), quick) for path in files
    ]
    return print_reports(reports, format, quiet)


def verify_jobs(jobs: Sequence[Settings], format: Format, quiet: bool, quick: bool) -> int:
    """The same for the pages that jobs would make: they must be there, and up to date."""
    return print_reports([verify_job(job, quick) for job in jobs], format, quiet)


def print_reports(reports: Sequence[VerifyReport], format: Format, quiet: bool) -> int:
    if format == "json":
        print_json({"files": [verify_record(report) for report in reports]})
    else:
        print_rows(
            row for report in reports if report.code or not quiet for row in verify_rows(report)
        )
    return max((report.code for report in reports), default=0)


def verify_record(report: VerifyReport) -> dict[str, Any]:
    return {
        "path": str(report.path),
        "ok": not report.code,
        "findings": finding_records(report.findings),
    }


def verify_rows(report: VerifyReport) -> Iterator[Row]:
    passed = UNCHANGED if report.quick else "ok"
    word, style = ("not ok", "bold red") if report.code else (passed, "green")
    yield (f"{report.path}: ", "bold"), (word, style)
    yield from check_rows(report.findings)


def verify_file(path: Path, quick: bool) -> Iterator[Finding]:
    """What there is to say of a PDF and the lock file next to it."""
    if not path.is_file():
        folder = f"this is a folder: name its pages, as in {path / '*.pdf'}"
        yield Finding("file", "fail", folder if path.is_dir() else "there is no such file")
        return
    target = Target(path, path.with_suffix(".tex"))
    if not target.lock.is_file():
        yield Finding("lock", "fail", f"there is no {target.lock.name} beside it")
        return
    try:
        lock = read_lock(target.lock)
        page = recall_page(lock, target)
    except TailorError as error:
        yield from problems_as_findings("lock", error.problems)
        return
    inputs = (str(page.settings.resume), page.settings.template, *page.postings)
    yield from hide_foreign_text(verify_page(page, lock, quick), inputs, path.parent)


def recall_page(lock: Lockfile, target: Target) -> Page:
    """The page that a lock file describes."""
    folder, inputs, options = target.pdf.parent, lock.inputs, lock.inputs.options
    for name, value in options.items():
        if name not in names_in_lock("always", "if set") or not is_valid_setting(name, value):
            raise UnfitError(Problem(f"the lock file has an option {name} that cannot be"))

    def near(file: HashedFile) -> str:
        return str(folder / file.path) if (folder / file.path).exists() else file.path

    names = tuple(map(near, [inputs.posting] if inputs.posting else inputs.postings))
    master = folder / inputs.master.path
    job = names[0] if len(names) == 1 else ""
    template = near(inputs.template)
    settings = Settings(job, resume=master, template=template, output="", **options)
    return Page(settings, target, names, inputs.letter)


def verify_job(job: Settings, quick: bool) -> VerifyReport:
    """What there is to say of the page of a job."""
    try:
        refuse_outside_posting(job)
        is_named = names_posting(job)
        posting = read_posting(job.job, allow_local=job.allow_local) if is_named else Posting("")
        target = target_for(replace(job, also=()), posting, find_master(job.resume))
    except TailorError as error:
        return VerifyReport(Path(job.job), tuple(problems_as_findings("posting", error.problems)))
    page = Page(job, target, (job.job,))
    if not target.pdf.is_file() or not target.lock.is_file():
        missing = Finding("file", "fail", "it does not exist: tailor batch makes it")
        return VerifyReport(target.pdf, (missing, *rebuild_problems(page)))
    try:
        lock = read_lock(target.lock)
    except TailorError as error:
        return VerifyReport(target.pdf, tuple(problems_as_findings("lock", error.problems)))
    return VerifyReport(target.pdf, tuple(verify_page(page, lock, quick)), quick=quick)


def verify_page(page: Page, lock: Lockfile, quick: bool) -> Iterator[Finding]:
    """Its files, its inputs, the page made again, and every sentence of it."""
    files = lock.tampered_files(page.target)
    for path in files:
        yield Finding("file", "fail", f"{path.name} was changed after tailor wrote it")
    try:
        inputs = hash_again(page)
    except TailorError as error:
        yield from problems_as_findings("inputs", error.problems)
        return
    stale = lock.inputs.changed(inputs)
    if stale:
        names = ", ".join(stale)
        yield Finding("inputs", "fail", f"changed since it was made: {names}")
    elif quick and not files:
        message = f"master, posting, template, options, PDF and .tex are {UNCHANGED}"
        yield Finding("inputs", "pass", message)
    else:
        yield Finding("inputs", "pass", "master, posting, template and options are the same")
    if stale and quick:
        yield from rebuild_problems(page)
    if not quick:
        yield from compare_rebuilt(page, lock, inputs)
        yield from check_sentences(page)


def hash_again(page: Page) -> PageInputs:
    """The inputs of a page as they are now. Raises TailorError."""
    job, names, master = page.settings, page.postings, find_master(page.settings.resume)
    postings = [None if Path(name).is_file() else read_recorded_posting(name) for name in names]
    digest = sha256_hex(read_regular_file(master))
    if len(names) == 1:
        inputs = hash_inputs(job, master, digest, page.target, postings[0])
        return replace(inputs, letter=page.letter)
    pairs = zip(names, postings, strict=True)
    hashed = [hash_posting(name, page.target, posting) for name, posting in pairs]
    return hash_page_inputs(job, master, digest, page.target, postings=hashed)


def read_recorded_posting(name: str) -> Posting:
    """A posting. Raises as `read_posting`, and if it came from standard input or the clipboard, of
    which a lock file shows nothing."""
    if name in GONE:
        hint = "to verify a page, make it from a file"
        raise UnfitError(Problem(f"its posting came from {GONE[name]}", hint=hint))
    return read_posting(name)


def make_page_again(page: Page) -> BuildResult:
    job = page.settings.offline()
    try:
        inputs = read_master(job.resume, True, job.language)
        master, warnings = inputs.resume, len(inputs.warnings)
        postings = [read_recorded_posting(name) for name in page.postings]
        if len(postings) == 1 and page.letter is not None:
            from tailor.cli.commands.letter import try_letter

            return try_letter(job, master, warnings, postings[0], dict(page.letter))
        if len(postings) == 1:
            return try_page(job, master, warnings, postings[0], page.target)
        if postings:
            return try_shared_page(job, master, warnings, postings)
        return try_whole_master(job, master, warnings)
    except TailorError as error:
        return BuildResult(problems=error.problems, code=error.exit_code)


def rebuild_problems(page: Page) -> Iterator[Finding]:
    """Why the page could not be rebuilt as things are, if so."""
    yield from problems_as_findings("page", make_page_again(page).problems)


def compare_rebuilt(page: Page, lock: Lockfile, inputs: PageInputs) -> Iterator[Finding]:
    """Whether PDF, .tex and lock file are what the inputs give; hashes alone show only that they
    belong together."""
    build = make_page_again(page)
    yield from problems_as_findings("page", build.problems)
    yield from problems_as_findings("judge", build.judgement.problems)
    document, target = build.document, page.target
    if not document:
        return
    files = {"PDF": (target.pdf, document.pdf), ".tex": (target.tex, document.tex.encode())}
    files |= {f".{name}": (target.form(name), data) for name, data in build.forms.items()}
    different = [name for name, (path, data) in files.items() if not has_recorded_hash(path, data)]
    for name in different:
        message = f"made again with {document.engine}, the {name} is not the same"
        yield Finding("again", "fail", message)
    if not different:
        yield Finding("again", "pass", f"made again with {document.engine}: the same bytes")
    wrong = lock.find_misrecorded(lock_page(inputs, build.facts or PageFacts(), document))
    if wrong and not lock.inputs.changed(inputs):
        message = f"the lock file does not say what this page is: {', '.join(wrong)}"
        yield Finding("lock", "fail", message)


def has_recorded_hash(path: Path, data: bytes) -> bool:
    return is_recorded(path, sha256_hex(data))


def check_sentences(page: Page) -> Iterator[Finding]:
    """Whether everything that the PDF says, read back, is in the master."""
    from tailor.ats.inspect import inspect_file

    try:
        master = read_master(page.settings.resume, True, page.settings.language)
        letters = tuple(letter_sentences(page, master.resume))
        readings = inspect_file(page.target.pdf).readings
        foreign = sentences_not_in_master(readings, master.resume, letters)
    except TailorError as error:
        yield from problems_as_findings("sentences", error.problems)
        return
    for text in foreign:
        yield Finding("sentences", "fail", f"“{text}” is not in the master")
    if not foreign:
        yield Finding("sentences", "pass", "every sentence is in the master")


def letter_sentences(page: Page, master: Resume) -> Iterator[str]:
    """What a letter may say: the wordings of the master's letters, filled in."""
    if page.letter is None:
        return
    from tailor.letter import fill_placeholders

    posting = read_recorded_posting(page.postings[0])
    posting_words = {"company": posting.company, "title": posting.title}
    words = {name: page.letter[name] or posting_words[name] for name in posting_words}
    if page.letter.get("date"):
        yield format_day(date.fromisoformat(page.letter["date"]), master.language)
    for paragraph in master.letters:
        yield from (fill_placeholders(text, words) for text in paragraph.texts)


def problems_as_findings(check: str, problems: Sequence[Problem]) -> Iterator[Finding]:
    for problem in problems:
        yield Finding(check, "fail", problem.message, str(problem.place or ""))

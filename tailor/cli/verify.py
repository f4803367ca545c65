"""`verify`: is a page what its lock file, or tailor.toml, says that it is?"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tailor.cli.config_table import may_be
from tailor.cli.job import names_posting, target_for
from tailor.cli.lock import (
    PAGE,
    Lock,
    changed,
    content,
    ingredients,
    lock,
    made_of,
    read_lock,
    source,
    tampered,
)
from tailor.cli.masters import sha256
from tailor.cli.options import Format
from tailor.cli.outputs import Target
from tailor.cli.record import VERSION, as_json, findings
from tailor.cli.rows import checks
from tailor.cli.say import Row, say, show
from tailor.cli.sentences import foreign
from tailor.cli.settings import Settings
from tailor.cli.sources import find_master, read_master, read_posting, refuse_chosen
from tailor.cli.unquoted import unquoted
from tailor.cli.work import Made, attempt, attempt_for_all, attempt_whole
from tailor.errors import FileError, Problem, TailorError, UnfitError
from tailor.model import Finding, Posting

STDIN = "-"
INPUTS = ("tailor", "master", "posting", "postings", "template", "options")
UNCHANGED = "unchanged since it was locked"
"""What equal hashes show. Who can change a page can change the hashes beside it."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page to verify: how it should be made, and where it is.

    `postings` are those it is for: one, several that it serves together, or none if it is the
    whole master.
    """

    settings: Settings
    goal: Target
    postings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found of a page; `quick` if nothing was made again."""

    path: Path
    findings: tuple[Finding, ...]
    is_file: bool = True
    quick: bool = False

    @property
    def code(self) -> int:
        if not self.is_file:
            return FileError.exit_code
        return UnfitError.exit_code if any(one.level == "fail" for one in self.findings) else 0


def verify_files(files: Sequence[Path], format: Format, quiet: bool, quick: bool) -> int:
    """Tells whether PDFs are what their lock files say; returns 0, 4 if one is not, 7 if one is no
    file."""
    found = [Verdict(path, tuple(of_file(path, quick)), path.is_file(), quick) for path in files]
    return tell(found, format, quiet)


def verify_jobs(jobs: Sequence[Settings], format: Format, quiet: bool, quick: bool) -> int:
    """The same for the pages that jobs would make: they must be there, and up to date."""
    return tell([of_job(job, quick) for job in jobs], format, quiet)


def tell(verdicts: Sequence[Verdict], format: Format, quiet: bool) -> int:
    if format == "json":
        files = [record(one) for one in verdicts]
        say(as_json({"version": VERSION, "files": files}))
    else:
        show(row for one in verdicts if one.code or not quiet for row in rows(one))
    return max((one.code for one in verdicts), default=0)


def record(one: Verdict) -> dict[str, Any]:
    return {"path": str(one.path), "ok": not one.code, "findings": findings(one.findings)}


def rows(one: Verdict) -> Iterator[Row]:
    passed = UNCHANGED if one.quick else "ok"
    word, style = ("not ok", "bold red") if one.code else (passed, "green")
    yield (f"{one.path}: ", "bold"), (word, style)
    yield from checks(one.findings)


def of_file(path: Path, quick: bool) -> Iterator[Finding]:
    """What there is to say of a PDF and the lock file beside it."""
    if not path.is_file():
        folder = f"this is a folder: name its pages, as in {path / '*.pdf'}"
        yield Finding("file", "fail", folder if path.is_dir() else "there is no such file")
        return
    goal = Target(path, path.with_suffix(".tex"))
    if not goal.lock.is_file():
        yield Finding("lock", "fail", f"there is no {goal.lock.name} beside it")
        return
    try:
        found = read_lock(goal.lock)
        page = recalled(found, goal)
    except TailorError as error:
        yield from failures("lock", error.problems)
        return
    inputs = (str(page.settings.resume), page.settings.template, *page.postings)
    yield from unquoted(of_page(page, found, quick), inputs, path.parent)


def recalled(found: Lock, goal: Target) -> Page:
    """The page that a lock file tells of."""
    folder, options = goal.pdf.parent, found["options"]
    for name, value in options.items():
        if name not in PAGE or not may_be(name, value):
            raise UnfitError(Problem(f"the lock file has an option {name} that cannot be"))

    def near(one: Lock) -> str:
        text = str(one["path"])
        return str(folder / text) if (folder / text).exists() else text

    asked = [found["posting"]] if "posting" in found else found.get("postings", [])
    names = tuple(map(near, asked))
    master = folder / str(found["master"]["path"])
    job = names[0] if len(names) == 1 else ""
    template = near(found["template"])
    settings = Settings(job, resume=master, template=template, output="", **options)
    return Page(settings, goal, names)


def of_job(job: Settings, quick: bool) -> Verdict:
    """What there is to say of the page of a job."""
    try:
        refuse_chosen(job)
        told = names_posting(job)
        posting = read_posting(job.job, allow_local=job.allow_local) if told else Posting("")
        goal = target_for(job, posting, find_master(job.resume))
    except TailorError as error:
        return Verdict(Path(job.job), tuple(failures("posting", error.problems)))
    page = Page(job, goal, (job.job,))
    if not goal.pdf.is_file() or not goal.lock.is_file():
        missing = Finding("file", "fail", "it is not there: tailor batch makes it")
        return Verdict(goal.pdf, (missing, *trouble(page)))
    try:
        found = read_lock(goal.lock)
    except TailorError as error:
        return Verdict(goal.pdf, tuple(failures("lock", error.problems)))
    return Verdict(goal.pdf, tuple(of_page(page, found, quick)), quick=quick)


def of_page(page: Page, found: Lock, quick: bool) -> Iterator[Finding]:
    """Its files, its inputs, the page made again, and every sentence of it."""
    files = tampered(found, page.goal)
    for path in files:
        yield Finding("file", "fail", f"{path.name} is not as tailor wrote it")
    try:
        used = used_by(page)
    except TailorError as error:
        yield from failures("inputs", error.problems)
        return
    stale = changed(found, used)
    if stale:
        names = ", ".join(stale)
        yield Finding("inputs", "fail", f"not the same as when it was made: {names}")
    elif quick and not files:
        message = f"master, posting, template, options, PDF and .tex are {UNCHANGED}"
        yield Finding("inputs", "pass", message)
    else:
        yield Finding("inputs", "pass", "master, posting, template and options are the same")
    if stale and quick:
        yield from trouble(page)
    if not quick:
        yield from made_again(page, found, used)
        yield from said(page)


def used_by(page: Page) -> Lock:
    job, names = page.settings, page.postings
    master, found = find_master(job.resume), [None if is_file(one) else read(one) for one in names]
    digest = sha256(content(master))
    if len(names) == 1:
        return ingredients(job, master, digest, page.goal, found[0])
    sources = [source(name, page.goal, one) for name, one in zip(names, found, strict=True)]
    return made_of(job, master, digest, page.goal, {"postings": sources} if sources else {})


def is_file(name: str) -> bool:
    return Path(name).is_file()


def read(name: str) -> Posting:
    """A posting. Raises as `read_posting`, and if it came from standard input."""
    if name == STDIN:
        hint = "make the page from a file to be able to verify it"
        raise UnfitError(Problem("its posting came from standard input", hint=hint))
    return read_posting(name)


def make(page: Page) -> Made:
    job = page.settings
    try:
        inputs = read_master(job.resume, True, job.language)
        master, warnings = inputs.resume, len(inputs.warnings)
        postings = [read(name) for name in page.postings]
        if len(postings) == 1:
            return attempt(job, master, warnings, postings[0])
        if postings:
            return attempt_for_all(job, master, warnings, postings)
        return attempt_whole(job, master, warnings)
    except TailorError as error:
        return Made(problems=error.problems, code=error.exit_code)


def trouble(page: Page) -> Iterator[Finding]:
    """Why the page could not be made anew as things stand, if so."""
    yield from failures("page", make(page).problems)


def made_again(page: Page, found: Lock, used: Lock) -> Iterator[Finding]:
    """Whether PDF, .tex and lock file are what the inputs give; hashes alone show only that they
    belong together."""
    made = make(page)
    yield from failures("page", made.problems)
    document, goal = made.document, page.goal
    if not document:
        return
    files = {"PDF": (goal.pdf, document.pdf), ".tex": (goal.tex, document.tex.encode())}
    other = [name for name, (path, data) in files.items() if not holds(path, data)]
    for name in other:
        message = f"made again with {document.engine}, the {name} is not the same"
        yield Finding("again", "fail", message)
    if not other:
        yield Finding("again", "pass", f"made again with {document.engine}: the same bytes")
    wrong = misrecorded(found, json.loads(lock(used, made.facts or {}, document)))
    if wrong and not changed(found, used):
        message = f"the lock file does not say what this page is: {', '.join(wrong)}"
        yield Finding("lock", "fail", message)


def holds(path: Path, data: bytes) -> bool:
    return path.is_file() and sha256(path.read_bytes()) == sha256(data)


def misrecorded(found: Lock, wanted: Lock) -> list[str]:
    """What a lock file records otherwise than it should, inputs and hashes of results aside, which
    are compared by themselves."""
    return sorted(
        name
        for name in {*found, *wanted} - {*INPUTS, "outputs"}
        if name not in found or name not in wanted or found[name] != wanted[name]
    )


def said(page: Page) -> Iterator[Finding]:
    """Whether everything that the PDF says, read back, stands in the master."""
    from tailor.examine import examine

    try:
        master = read_master(page.settings.resume, True, page.settings.language)
        strange = foreign(examine(page.goal.pdf).readings, master.resume)
    except TailorError as error:
        yield from failures("sentences", error.problems)
        return
    for text in strange:
        yield Finding("sentences", "fail", f"“{text}” is not in the master")
    if not strange:
        yield Finding("sentences", "pass", "every sentence is in the master")


def failures(check: str, problems: Sequence[Problem]) -> Iterator[Finding]:
    for one in problems:
        yield Finding(check, "fail", one.message, str(one.place or ""))

"""`verify`: is a page what its lock file, or tailor.toml, says that it is?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tailor.cli.job import target_for
from tailor.cli.lock import PAGE, Lock, changed, ingredients, read_lock, sha256, tampered
from tailor.cli.options import Format
from tailor.cli.outputs import Target
from tailor.cli.record import VERSION, as_json, findings
from tailor.cli.rows import checks
from tailor.cli.say import Row, say, show
from tailor.cli.sentences import foreign
from tailor.cli.settings import Settings
from tailor.cli.sources import find_master, read_master, read_posting
from tailor.cli.work import Made, attempt
from tailor.errors import Problem, TailorError, UnfitError
from tailor.model import Finding, Posting

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Page:
    """A page to verify: how it should be made, and where it is."""

    settings: Settings
    goal: Target


@dataclass(frozen=True, slots=True)
class Verdict:
    path: Path
    findings: tuple[Finding, ...]

    @property
    def failed(self) -> bool:
        return any(one.level == "fail" for one in self.findings)


def verify_files(files: Sequence[Path], format: Format, quiet: bool, quick: bool) -> int:
    """Tells whether PDFs are what their lock files say; returns 0, or 4 if one is not."""
    return tell([Verdict(path, tuple(of_file(path, quick))) for path in files], format, quiet)


def verify_jobs(jobs: Sequence[Settings], format: Format, quiet: bool, quick: bool) -> int:
    """The same for the pages that jobs would make: they must be there, and up to date."""
    return tell([of_job(job, quick) for job in jobs], format, quiet)


def tell(verdicts: Sequence[Verdict], format: Format, quiet: bool) -> int:
    if format == "json":
        files = [record(one) for one in verdicts]
        say(as_json({"version": VERSION, "files": files}))
    else:
        show(row for one in verdicts if one.failed or not quiet for row in rows(one))
    return UnfitError.exit_code if any(one.failed for one in verdicts) else 0


def record(one: Verdict) -> dict[str, Any]:
    return {"path": str(one.path), "ok": not one.failed, "findings": findings(one.findings)}


def rows(one: Verdict) -> Iterator[Row]:
    word, style = ("not ok", "bold red") if one.failed else ("ok", "green")
    yield (f"{one.path}: ", "bold"), (word, style)
    yield from checks(one.findings)


def of_file(path: Path, quick: bool) -> Iterator[Finding]:
    """What there is to say of a PDF and the lock file beside it."""
    goal = Target(path, path.with_suffix(".tex"))
    if not path.is_file():
        yield Finding("file", "fail", "there is no such file")
        return
    if not goal.lock.is_file():
        yield Finding("lock", "fail", f"there is no {goal.lock.name} beside it")
        return
    try:
        found = read_lock(goal.lock)
        settings = recalled(found, path.parent)
    except TailorError as error:
        yield from failures("lock", error.problems)
        return
    yield from of_page(Page(settings, goal), found, quick)


def recalled(found: Lock, folder: Path) -> Settings:
    """The job that a lock file tells of."""
    names, options = {"posting": "", "template": ""}, dict(found.get("options") or {})
    for name in names:
        text = str(found[name]["path"])
        near = folder / text
        names[name] = str(near) if near.exists() else text
    if name := next((name for name in options if name not in PAGE), ""):
        raise UnfitError(Problem(f"the lock file has an option {name} that is not known"))
    master = folder / str(found["master"]["path"])
    return Settings(
        names["posting"], resume=master, template=names["template"], output="", **options
    )


def of_job(job: Settings, quick: bool) -> Verdict:
    """What there is to say of the page of a job."""
    try:
        early = "{company}" not in job.output and "{title}" not in job.output
        posting = Posting("") if early else read_posting(job.job, allow_local=job.allow_local)
        goal = target_for(job, posting, find_master(job.resume))
    except TailorError as error:
        return Verdict(Path(job.job), tuple(failures("posting", error.problems)))
    page = Page(job, goal)
    if not goal.pdf.is_file() or not goal.lock.is_file():
        missing = Finding("file", "fail", "it is not there: tailor batch makes it")
        return Verdict(goal.pdf, (missing, *trouble(page)))
    try:
        found = read_lock(goal.lock)
    except TailorError as error:
        return Verdict(goal.pdf, tuple(failures("lock", error.problems)))
    return Verdict(goal.pdf, tuple(of_page(page, found, quick)))


def of_page(page: Page, found: Lock, quick: bool) -> Iterator[Finding]:
    """Its files, its inputs, the page made again, and every sentence of it."""
    for path in tampered(found, page.goal):
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
    else:
        yield Finding("inputs", "pass", "master, posting, template and options are the same")
    if stale and quick:
        yield from trouble(page)
    if not quick:
        yield from made_again(page)
        yield from said(page)


def used_by(page: Page) -> Lock:
    job = page.settings
    posting = None if Path(job.job).is_file() else read(job)
    return ingredients(job, find_master(job.resume), page.goal, posting)


def read(job: Settings) -> Posting:
    """The posting. Raises as `read_posting`, and if it came from standard input."""
    if job.job == STDIN:
        hint = "make the page from a file to be able to verify it"
        raise UnfitError(Problem("its posting came from standard input", hint=hint))
    return read_posting(job.job, allow_local=job.allow_local)


def make(page: Page) -> Made:
    job = page.settings
    try:
        master = read_master(job.resume, True, job.language)
        return attempt(job, master.resume, len(master.warnings), read(job))
    except TailorError as error:
        return Made(problems=error.problems, code=error.exit_code)


def trouble(page: Page) -> Iterator[Finding]:
    """Why the page could not be made anew as things stand, if so."""
    yield from failures("page", make(page).problems)


def made_again(page: Page) -> Iterator[Finding]:
    made = make(page)
    yield from failures("page", made.problems)
    if not made.document:
        return
    if page.goal.pdf.is_file() and sha256(page.goal.pdf.read_bytes()) == sha256(made.document.pdf):
        yield Finding("again", "pass", f"made again with {made.document.engine}: the same bytes")
    else:
        message = f"made again with {made.document.engine}, the PDF is not the same"
        yield Finding("again", "fail", message)


def said(page: Page) -> Iterator[Finding]:
    """Whether everything that the PDF says, read back, stands in the master."""
    from tailor.pipeline import inspect

    try:
        master = read_master(page.settings.resume, True, page.settings.language)
        strange = foreign(inspect(page.goal.pdf).readings, master.resume)
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

"""`tailor log`: the pages below a folder, what became of each, and which was sent."""

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tailor.cli.atomic import write_files
from tailor.cli.commands.verify import hash_again, recall_page
from tailor.cli.console import Row, UsageError, print_problems, print_rows, report_width
from tailor.cli.inputs import sha256_hex
from tailor.cli.json_report import print_json
from tailor.cli.lockfile import Lockfile, read_lock
from tailor.cli.outputs import Target
from tailor.cli.report_rows import pluralize, shorten
from tailor.cli.settings import Format
from tailor.errors import FileError, LimitError, Place, Problem, TailorError
from tailor.files import read_regular
from tailor.project import Named, is_below

LOCK, MARKS = ".tailor.json", ".marks.json"
"""Endings of lock files, and of the files with the marks next to them."""
MOST_LOCKS = 10_000
MOST_MARKS_BYTES = 1_000_000
NUMBERS = 30
"""Columns of date, mark and coverage."""
SHOWN = 10
"""How many pages are named where a mark could be for several."""
STYLES = {"current": "green", "changed": "yellow", "edited": "red", "missing": "red"}


@dataclass(frozen=True, slots=True)
class Mark:
    """What became of a page: sent, interview, offer or no; when (ISO date); a note of the user's;
    and the SHA-256 of the PDF at that time, "" if there was none."""

    mark: str
    date: str
    note: str = ""
    pdf: str = ""


@dataclass(frozen=True, slots=True)
class LoggedPage:
    """A page that has a lock file.

    `made` is when its lock file was written. `state` is current, changed (its inputs are no longer
    those that it was made of: `reasons`), edited or missing (the PDF), or unknown.
    """

    target: Target
    lock: Lockfile
    made: datetime
    state: str
    reasons: tuple[str, ...]
    marks: tuple[Mark, ...]

    @property
    def label(self) -> str:
        """The job, and what kind of page it is if not that of one posting."""
        facts, inputs = self.lock.facts, self.lock.inputs
        if facts.title is None:
            return "the whole master"
        if inputs.postings:
            return pluralize(len(inputs.postings), "posting")
        return f"Letter: {facts.label()}" if inputs.letter else facts.label()

    @property
    def template(self) -> str:
        return Path(self.lock.inputs.template.path).name

    def matches(self, words: Sequence[str]) -> bool:
        """Whether all words are in what is shown of the page, in any case; or name its PDF."""
        names = [*(mark.mark for mark in self.marks[-1:]), *(mark.note for mark in self.marks)]
        text = " ".join([self.label, self.template, str(self.target.pdf), self.state, *names])
        return all(word.casefold() in text.casefold() for word in words)

    def record(self) -> dict[str, Any]:
        facts, now = self.lock.facts, pdf_hash(self.target.pdf)
        return {
            "pdf": str(self.target.pdf),
            "lock": str(self.target.lock),
            "label": self.label,
            "company": facts.company,
            "title": facts.title or "",
            "made": self.made.isoformat(timespec="seconds"),
            "coverage": facts.coverage,
            "template": self.template,
            "state": self.state,
            "reasons": list(self.reasons),
            "marks": [asdict(mark) | {"same_pdf": mark.pdf == now} for mark in self.marks],
        }


def run_log(
    words: Sequence[str], folder: Path, mark: str | None, note: str, format: Format, quiet: bool
) -> int:
    """Prints the pages below a folder, after marking one; returns 0.

    Raises:
        UsageError: a mark, and not exactly one page that it is for; or a note without a mark.
        FileError: the folder or a file cannot be read or written.
        LimitError: there are too many pages.
    """
    if note and not mark:
        raise UsageError(Problem("--note is for a mark: give --mark too"))
    pages = [page for page in find_pages(folder, quiet) if page.matches(words)]
    if mark:
        pages = [add_mark(only_page(pages, words), mark, note)]
    if format == "json":
        print_json({"pages": [page.record() for page in pages]})
    elif not quiet:
        print_rows(log_rows(pages, folder))
    return 0


def find_pages(folder: Path, quiet: bool) -> list[LoggedPage]:
    """The pages with a lock file below a folder, the latest first. Reports what cannot be read."""
    if not folder.is_dir():
        raise FileError(Problem("there is no such folder", Place(str(folder))))
    pages = []
    for path in sorted(find_locks(folder)):
        try:
            pages.append(read_page(path))
        except TailorError as error:
            if not quiet:
                print_problems(*(replace(problem, level="warning") for problem in error.problems))
    return sorted(pages, key=lambda page: (page.made, page.target.pdf), reverse=True)


def find_locks(folder: Path) -> Iterator[Path]:
    """The lock files below a folder; hidden folders and links that lead out of it are left out."""
    count = 0
    for directory, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            path = Path(directory, name)
            if not name.endswith(LOCK) or not (is_below(path, [folder]) and path.is_file()):
                continue
            count += 1
            if count > MOST_LOCKS:
                message = f"there are more than {MOST_LOCKS:,} pages below this folder"
                hint = "name one of its folders with --folder"
                raise LimitError(Problem(message, Place(str(folder)), hint=hint))
            yield path


def read_page(path: Path) -> LoggedPage:
    """The page that a lock file describes. Raises as `read_lock`."""
    lock, written_at = read_lock(path), datetime.fromtimestamp(path.stat().st_mtime, UTC)
    pdf = path.with_name(path.name.removesuffix(LOCK) + ".pdf")
    target = Target(pdf, pdf.with_suffix(".tex"))
    state, reasons = page_state(lock, target)
    return LoggedPage(target, lock, written_at, state, reasons, read_marks(target))


def page_state(lock: Lockfile, target: Target) -> tuple[str, tuple[str, ...]]:
    """Whether a page is what its inputs give, as far as hashes show: a state and the reasons."""
    if not target.pdf.is_file():
        return "missing", ()
    if lock.outputs.get("pdf") != pdf_hash(target.pdf):
        return "edited", ()
    try:
        page = recall_page(lock, target)
        sources = [page.settings.resume, *map(Path, page.postings)]
        missing = [str(source) for source in sources if source and not source.is_file()]
        if missing:  # An address is not fetched again.
            return "unknown", tuple(f"{name} is not there" for name in missing)
        changed = lock.inputs.changed(hash_again(page))
    except TailorError as error:
        return "unknown", tuple(problem.message for problem in error.problems)
    return ("changed" if changed else "current"), changed


def pdf_hash(pdf: Path) -> str:
    try:
        return sha256_hex(read_regular(pdf))
    except OSError:
        return ""


def marks_path(target: Target) -> Path:
    return target.pdf.with_suffix(MARKS)


def read_marks(target: Target) -> tuple[Mark, ...]:
    """The marks of a page, the latest last. Raises FileError if their file cannot be read."""
    path = marks_path(target)
    if not os.path.lexists(path):
        return ()
    try:
        if not (path.is_file() and is_below(path, [path.parent])):
            raise ValueError("it is not a file of this folder")
        records = json.loads(read_regular(path, MOST_MARKS_BYTES))["marks"]
        marks = tuple(Mark(**record) for record in records)
        if not all(isinstance(text, str) for mark in marks for text in asdict(mark).values()):
            raise TypeError("the values of a mark must be texts")
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        hint = "correct it, or move it away"
        message = "this is not a file with marks of tailor log"
        raise FileError(Problem(message, Place(str(path)), hint=hint)) from error
    return marks


def only_page(pages: Sequence[LoggedPage], words: Sequence[str]) -> LoggedPage:
    """The one page to mark. Raises UsageError if there is none, or several."""
    exact = [page for page in pages if str(page.target.pdf) in words]
    if len(matching := exact or list(pages)) == 1:
        return matching[0]
    if not matching:
        raise UsageError(Problem("--mark: no page has these words", hint="tailor log lists them"))
    names = ", ".join(str(page.target.pdf) for page in matching[:SHOWN])
    more = "" if len(matching) <= SHOWN else f" and {len(matching) - SHOWN} more"
    message = f"--mark is for one page, and these words match {names}{more}"
    raise UsageError(Problem(message, hint="name its PDF, or give more words"))


def add_mark(page: LoggedPage, mark: str, note: str) -> LoggedPage:
    """The page with one more mark, which is kept in a file next to it. Raises FileError."""
    pdf = page.target.pdf
    new = Mark(mark, date.today().isoformat(), note, pdf_hash(pdf))
    marked = replace(page, marks=(*page.marks, new))
    record = {"version": 1, "marks": [asdict(item) for item in marked.marks]}
    data = (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode()
    write_files([(marks_path(page.target), data)], Named(folders=frozenset({pdf.parent})))
    return marked


def log_rows(pages: Sequence[LoggedPage], folder: Path) -> Iterator[Row]:
    """Two rows for each page."""
    if not pages:
        yield ((f"no page matches below {folder}", ""),)
        return
    yield ((f"{'made':<12}{'mark':<11}{'must':<7}page", "dim"),)
    for page in pages:
        last = page.marks[-1] if page.marks else None
        day = page.made.astimezone().date().isoformat()
        share = page.lock.facts.share_text("must")
        yield (
            (f"{day:<12}", ""),
            (f"{last.mark if last else '':<11}", "bold"),
            (f"{share:<7}", ""),
            (shorten(page.label, report_width() - NUMBERS), "bold"),
        )
        state = " ".join([page.state, *([f"({', '.join(page.reasons)})"] if page.reasons else [])])
        room = report_width() - NUMBERS - len(page.template) - 5
        text = f"{shorten(state, max(room - len(str(page.target.pdf)), SHOWN))} · {page.template}"
        style = STYLES.get(page.state, "")
        yield (" " * NUMBERS, ""), (f"{page.target.pdf} · ", "dim"), (text, style)
        if last:
            yield ((" " * NUMBERS + mark_text(last, page.target.pdf), "dim"),)


def mark_text(last: Mark, pdf: Path) -> str:
    """When a page was marked, the note, and whether the PDF has changed since."""
    changed = "" if last.pdf == pdf_hash(pdf) else "; the PDF has changed since"
    return f"{last.mark} {last.date}{f': {last.note}' if last.note else ''}{changed}"

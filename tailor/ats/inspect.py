"""Inspects any PDF of a CV, or a page of ours, and compares it with a master."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

from tailor.ats.checks import ADVICE, run_checks, run_own_checks
from tailor.ats.evidence import Evidence, OwnPage
from tailor.ats.expected_text import expected_texts, fold_space
from tailor.ats.form_parser import Fields, ParsedJob
from tailor.ats.layout import read_pages
from tailor.ats.vocabulary import DATES
from tailor.errors import FileError, InputError, LimitError, Place, Problem, ToolchainError
from tailor.files import read_regular
from tailor.models import Document, Entry, Finding, Resume
from tailor.pdf import structure
from tailor.pdf.drawing import decrypt
from tailor.pdf.text import LIBRARIES, READERS, load_readers, read_with_poppler, silence_readers
from tailor.resume.cv_words import DEGREE, JOB, ORGANISATION, SCHOOL
from tailor.sandbox.process import Limits
from tailor.sandbox.worker import WorkerError, WorkerKilledError, call_isolated


@dataclass(frozen=True, slots=True)
class Advice:
    """Why a check matters and how to fix what it found."""

    check: str
    why: str
    mend: str


@dataclass(frozen=True, slots=True)
class Inspection:
    """Findings, the form that a parser would fill, and what each reader read.

    `advice` explains every check that did not pass.
    """

    findings: tuple[Finding, ...]
    fields: Fields
    readings: Mapping[str, str]

    @property
    def advice(self) -> tuple[Advice, ...]:
        checks = dict.fromkeys(fault.check for fault in self.findings if fault.level != "pass")
        return tuple(Advice(check, *ADVICE[check]) for check in checks)


SENTENCE = 5
"""Words from which on a bullet is a statement."""


def compare_with_master(inspection: Inspection, resume: Resume) -> Inspection:
    """The inspection with findings on what differs from a master.

    A page may leave out anything of the master but its name and contact data.
    """
    differences = (*contact_differences(inspection, resume), *entry_differences(inspection, resume))
    findings = differences or (Finding("resume", "pass", "the form is filled as the master says"),)
    strange = tuple(foreign_sentences(inspection, resume))
    ours = Finding("sentences", "pass", "every sentence of the jobs is in the master")
    return replace(inspection, findings=(*inspection.findings, *findings, *(strange or (ours,))))


def contact_differences(inspection: Inspection, resume: Resume) -> Iterator[Finding]:
    form = inspection.fields
    for noun, read, wanted in (
        ("name", form.name, resume.name),
        ("e-mail address", form.email, resume.contact.email),
        ("telephone number", form.phone, resume.contact.phone),
    ):
        if wanted and without_space(read) != without_space(wanted):
            message = f"the {noun} is read as “{read}”, your master says “{wanted}”"
            yield Finding("resume", "fail", message)


def entry_differences(inspection: Inspection, resume: Resume) -> Iterator[Finding]:
    """Jobs and degrees of the master whose organisation is on the page, but not as it is there."""
    text = without_space(" ".join(inspection.readings.values()))
    form = inspection.fields
    for kind, posts in (("work", form.jobs), ("education", form.education)):
        entries = (e for s in resume.sections if s.kind == kind for e in s.entries)
        for entry in entries:
            names = entry.organisation, entry.title
            if entry.organisation and all(without_space(name) in text for name in names):
                yield from post_differences(entry, posts)


def post_differences(entry: Entry, posts: tuple[ParsedJob, ...]) -> Iterator[Finding]:
    """What is wrong with the post that comes nearest to an entry."""
    near = [post for post in posts if is_field_match(post.organisation, entry.organisation)]
    near = [post for post in near if is_field_match(post.title, entry.title)] or near
    if not near:
        message = f"“{entry.organisation}” is on the page but not found as an employer or school"
        yield Finding("resume", "warn", message, entry.key)
        return
    if entry.title and not any(is_field_match(post.title, entry.title) for post in near):
        message = f"the title “{entry.title}” is read as “{near[0].title}”"
        yield Finding("resume", "warn", message, entry.key)
    years = [str(day.year) for day in (entry.start, entry.end) if day and day.year]
    if not any(all(year in post.dates for year in years) for post in near):
        message = f"the dates of “{entry.organisation}” are read as “{near[0].dates}”"
        yield Finding("resume", "warn", message, entry.key)


def is_field_match(read: str, wanted: str) -> bool:
    """Whether a field holds the wanted text, perhaps with a note such as a grade after it."""
    return without_space(read).startswith(without_space(wanted)) if wanted else True


def foreign_sentences(inspection: Inspection, resume: Resume) -> Iterator[Finding]:
    """Bullets of the page that no text of the master holds."""
    master_text = without_space(" ".join(master_texts(resume)))
    for post in inspection.fields.jobs:
        for bullet in post.bullets:
            if len(bullet.split()) >= SENTENCE and without_space(bullet) not in master_text:
                excerpt = bullet if len(bullet) <= 60 else bullet[:59] + "…"
                yield Finding("sentences", "warn", f"“{excerpt}” is not in your master")


def master_texts(resume: Resume) -> Iterator[str]:
    """Every wording of the master, and what is on a page made of it."""
    yield from (text.text for text in expected_texts(resume))
    for section in resume.sections:
        for entry in section.entries:
            for bullet in (*entry.bullets, *((entry.summary,) if entry.summary else ())):
                yield from bullet.texts


def without_space(text: str) -> str:
    """The text without white space: where lines end does not matter here."""
    return "".join(fold_space(text).split())


Result = TypeVar("Result")
LARGEST = 50_000_000
"""Bytes of the largest PDF that is read."""
HEADER = 1024
"""Bytes within which a PDF must begin (PDF 1.7, appendix H, note 13)."""
RESAVE_HINT = "save it again from the program that made it"
LIMITS = Limits(seconds=30, cpu=20)
"""What the readers of a PDF may take; they take a second for a page."""


def inspect_file(path: Path) -> Inspection:
    """What readers make of a PDF from anywhere, found out in a limited process.

    Raises:
        FileError: it cannot be read.
        InputError, LimitError: it is not a PDF that can be inspected.
        ToolchainError: a library that reads PDFs is not installed.
    """
    if missing := [name for name in LIBRARIES if find_spec(name) is None]:
        hint = "install all of tailor; the hook tailor-check alone has no PDF readers"
        raise ToolchainError(Problem(f"{missing[0]} is not installed", Place(str(path)), hint=hint))
    try:
        pdf = read_regular(path)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise FileError(Problem(f"cannot be read: {reason}", Place(str(path)))) from error
    try:
        return call_isolated(LIMITS, inspect_pdf, pdf, read_with_poppler(pdf))
    except (WorkerError, WorkerKilledError) as error:
        raise InputError(Problem("the PDF cannot be read completely", hint=RESAVE_HINT)) from error


def inspect_pdf(
    pdf: bytes, readings: Mapping[str, str] | None = None, resume: Resume | None = None
) -> Inspection:
    """Reads a PDF with every reader, looks at its layout, fills a form from it, and judges.

    A hostile PDF can crash or stall the libraries: `inspect_file` is for files of unknown origin.

    Args:
        pdf: the file's bytes.
        readings: reader name -> text, from readers that the caller ran.
        resume: a master to compare with, if there is one.

    Returns:
        One passing finding for each check, or one for each fault that it saw.

    Raises:
        InputError: it is not a PDF that can be read without a password.
        LimitError: it is larger than 50 MB.
    """
    silence_readers()
    plain = decrypt_readable(pdf)
    errors: dict[str, str] = {}
    texts = {
        name: try_reading(name, partial(reader, plain), errors) for name, reader in READERS.items()
    }
    read = {name: text for name, text in texts.items() if text is not None} | dict(readings or {})
    sheets = try_reading("the layout analysis", partial(read_pages, plain), errors) or ()
    facts = try_reading("the structure analysis", partial(structure.read_facts, plain), errors)
    facts = replace(facts, encrypted=facts.encrypted or plain != pdf) if facts else None
    if not read or (not sheets and facts is None):
        raise InputError(Problem("no reader can read this PDF", hint=RESAVE_HINT))
    page = Evidence(pdf, read, sheets, facts, errors)
    inspection = Inspection(tuple(run_checks(page)), page.form, read)
    return compare_with_master(inspection, resume) if resume else inspection


def preload() -> None:
    """Loads the readers and compiles the longest expressions of `check_page`: it takes a while."""
    load_readers()
    for pattern in (DATES, JOB, DEGREE, ORGANISATION, SCHOOL):
        pattern.search("")


def check_page(
    document: Document, resume: Resume, max_pages: int, readings: Mapping[str, str]
) -> tuple[Finding, ...]:
    """Reads the PDF of a résumé back and compares.

    Args:
        document: the typeset résumé.
        resume: what it must say.
        max_pages: how many pages it may have.
        readings: reader name -> text, from readers that the caller ran.

    Returns:
        One finding for each check that passed, one for each fault of those that did not;
        `place` is the key of the part of the résumé.
    """
    read = {name: reader(document.pdf) for name, reader in READERS.items()} | dict(readings)
    facts, sheets = structure.read_facts(document.pdf), read_pages(document.pdf)
    expected = OwnPage(document, resume, max_pages)
    return tuple(run_own_checks(Evidence(document.pdf, read, sheets, facts, own=expected)))


def decrypt_readable(pdf: bytes) -> bytes:
    """The PDF, decrypted if it can be without a password; says why others are not worth reading."""
    from pypdfium2 import PdfiumError

    if not pdf:
        raise InputError(Problem("the file is empty (0 bytes)"))
    if len(pdf) > LARGEST:
        raise LimitError(Problem(f"the file is larger than {LARGEST // 1_000_000} MB"))
    if b"%PDF-" not in pdf[:HEADER]:
        raise InputError(Problem("this is not a PDF", hint="a PDF begins with %PDF-"))
    try:
        return decrypt(pdf)
    except PdfiumError as error:
        if "password" not in str(error).lower():
            return pdf
        hint = "save it without a password"
        raise InputError(Problem("the PDF is encrypted: it needs a password", hint=hint)) from error


def try_reading(name: str, action: Callable[[], Result], errors: dict[str, str]) -> Result | None:
    """The result, or None if a library stumbled over the file, which `errors` then says."""
    try:
        return action()
    except Exception as error:  # libraries raise anything from TypeError to RecursionError here
        errors[name] = " ".join(str(error).split())[:120] or type(error).__name__
        return None

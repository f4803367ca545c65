"""A report on any PDF: how systems that take applications would read it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import chain
from typing import TypeVar

from tailor.ats import glyphs, hidden, judge_file, judge_text, structure
from tailor.ats.compare import compared
from tailor.ats.fields import Fields, fields
from tailor.ats.inspection import Inspection
from tailor.ats.layout import Page, pages
from tailor.ats.readers import READERS, quiet
from tailor.errors import InputError, LimitError, Problem
from tailor.model import Finding, Resume
from tailor.pdf import decrypted

Result = TypeVar("Result")
LARGEST = 50_000_000
"""Bytes of the largest PDF that is read."""
HEADER = 1024
"""Bytes within which a PDF must begin (PDF 1.7, appendix H, note 13)."""
MEND = "save it anew from the program that made it"
Check = tuple[str, Iterator[Finding], str]


def inspect(
    pdf: bytes, readings: Mapping[str, str] | None = None, resume: Resume | None = None
) -> Inspection:
    """Reads a PDF with every reader, looks at its layout, fills a form from it, and judges.

    A hostile PDF can crash or stall the libraries: run `python -m tailor.ats` with limits for
    files of unknown origin.

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
    quiet()
    plain = readable(pdf)
    errors: dict[str, str] = {}
    own = {name: attempt(name, partial(reader, plain), errors) for name, reader in READERS.items()}
    read = {name: text for name, text in own.items() if text is not None} | dict(readings or {})
    sheets = attempt("the layout analysis", partial(pages, plain), errors) or ()
    facts = attempt("the structure analysis", partial(structure.facts, plain), errors)
    facts = replace(facts, encrypted=facts.encrypted or plain != pdf) if facts else None
    if not read or (not sheets and facts is None):
        raise InputError(Problem("no reader can make anything of this PDF", hint=MEND))
    form = fields(sheets)
    checks = [*of_text(read, errors, sheets), *of_form(form, sheets)]
    checks += of_file(pdf, facts) if facts else []
    inspection = Inspection(tuple(findings(checks)), form, read)
    return compared(inspection, resume) if resume else inspection


def findings(checks: list[Check]) -> Iterator[Finding]:
    for name, faults, passed in checks:
        yield from list(faults) or [Finding(name, "pass", passed)]


def readable(pdf: bytes) -> bytes:
    """The PDF, decrypted if it can be without a password; says why others are not worth reading."""
    from pypdfium2 import PdfiumError

    if not pdf:
        raise InputError(Problem("the file is empty (0 bytes)"))
    if len(pdf) > LARGEST:
        raise LimitError(Problem(f"the file is larger than {LARGEST // 1_000_000} MB"))
    if b"%PDF-" not in pdf[:HEADER]:
        raise InputError(Problem("this is not a PDF", hint="it should begin with %PDF-"))
    try:
        return decrypted(pdf)
    except PdfiumError as error:
        if "password" not in str(error).lower():
            return pdf
        hint = "save it without a password"
        raise InputError(Problem("the PDF is encrypted: it needs a password", hint=hint)) from error


def attempt(name: str, action: Callable[[], Result], errors: dict[str, str]) -> Result | None:
    """The result, or None if a library stumbled over the file, which `errors` then says."""
    try:
        return action()
    except Exception as error:  # libraries raise anything from TypeError to RecursionError here
        errors[name] = " ".join(str(error).split())[:120] or type(error).__name__
        return None


def of_text(
    read: Mapping[str, str], errors: Mapping[str, str], sheets: tuple[Page, ...]
) -> list[Check]:
    by = f"by {len(read)} readers"
    return [
        ("text", judge_text.text(read, sheets), f"the text is read {by}"),
        ("readers", judge_text.readers(read, errors), f"the same words are read {by}"),
        (
            "glyphs",
            chain(judge_text.broken(read), glyphs.unmapped(sheets)),
            f"no broken characters {by}",
        ),
        ("words", judge_text.wording(read), "no glued, spaced-out or cut words"),
        ("columns", judge_text.column(sheets), "one column"),
        ("order", judge_text.order(sheets, read), f"read from top to bottom {by}"),
        ("tears", judge_text.torn(sheets, read), f"no sentence is interrupted {by}"),
        ("icons", judge_text.icons(sheets), "no icons beside contact data"),
        ("hidden", hidden.unseen(sheets), "no hidden text"),
    ]


def of_form(form: Fields, sheets: tuple[Page, ...]) -> list[Check]:
    jobs, degrees = len(form.jobs), len(form.education)
    return [
        ("contact", judge_file.contact(form, sheets), "name, e-mail address and number found"),
        ("headings", judge_file.headings(form), f"{len(form.headings)} usual headings"),
        ("jobs", judge_file.jobs(form), f"jobs: {jobs}, degrees: {degrees}"),
    ]


def of_file(pdf: bytes, facts: structure.Facts) -> list[Check]:
    return [
        ("fonts", judge_file.fonts(facts), "embedded vector fonts with maps to Unicode"),
        ("pages", judge_file.length(facts), f"pages: {facts.pages}"),
        ("size", judge_file.size(pdf), f"{len(pdf) / 1e3:.0f} kB"),
        ("metadata", judge_file.metadata(facts), "title, author, language and structure"),
        ("encryption", judge_file.encryption(facts), "not encrypted"),
        ("active", judge_file.activity(facts), "nothing that acts by itself"),
    ]

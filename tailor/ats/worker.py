"""The check of a PDF in a child process with limits."""

from importlib.util import find_spec
from pathlib import Path

from tailor.ats.inspect import Inspection, inspect_pdf
from tailor.errors import FileError, InputError, Place, Problem, ToolchainError
from tailor.files import read_regular
from tailor.pdf.text import read_with_poppler
from tailor.sandbox.process import Limits
from tailor.sandbox.worker import WorkerError, WorkerKilledError, call_isolated

LIBRARIES = ("pypdf", "pypdfium2")
LIMITS = Limits(seconds=30, cpu=20)
"""What the readers of a PDF may take; they take a second for a page."""


def inspect_file(path: Path) -> Inspection:
    """What readers make of a PDF from anywhere, found out in a limited process.

    Raises:
        FileError: it cannot be read.
        InputError, LimitError: it is no PDF that can be inspected.
        ToolchainError: a library that reads PDFs is not installed.
    """
    if missing := [name for name in LIBRARIES if find_spec(name) is None]:
        hint = "install the whole program; the hook tailor-check alone has no readers of PDFs"
        raise ToolchainError(Problem(f"{missing[0]} is not installed", Place(str(path)), hint=hint))
    try:
        pdf = read_regular(path)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise FileError(Problem(f"cannot be read: {reason}", Place(str(path)))) from error
    try:
        return call_isolated(LIMITS, inspect_pdf, pdf, read_with_poppler(pdf))
    except (WorkerError, WorkerKilledError) as error:
        hint = "save it again from the program that made it"
        raise InputError(Problem("the PDF cannot be read to its end", hint=hint)) from error

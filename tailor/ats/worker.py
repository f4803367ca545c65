"""The check of a PDF in a child process with limits."""

import json
import pickle
from collections.abc import Mapping
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path

from tailor.ats.checks.readback import check_page
from tailor.ats.inspect import Inspection, loads
from tailor.errors import FileError, Place, Problem, ToolchainError
from tailor.models import Document, Finding, Resume
from tailor.pdf.text import read_with_poppler, silence_readers
from tailor.sandbox.process import Limits, child_environment, module_command, run_program

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
        if path.exists() and not path.is_file():
            raise FileError(Problem("this is not a file", Place(str(path))))
        pdf = path.read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise FileError(Problem(f"cannot be read: {reason}", Place(str(path)))) from error
    readings = json.dumps(read_with_poppler(pdf)).encode()
    ended = run_program(
        [*module_command("tailor.ats"), path],
        environment=child_environment(),
        data=readings,
        limits=LIMITS,
    )
    return loads(ended.output.decode())


def encode_request(
    document: Document, resume: Resume, max_pages: int, readings: Mapping[str, str]
) -> bytes:
    """The arguments of `tailor.ats.checks.readback`, for a child."""
    return pickle.dumps((document, resume, max_pages, dict(readings)))


def answer_request(data: bytes) -> str:
    """The findings on a request, as JSON; what the libraries raise comes through."""
    silence_readers()
    return json.dumps([asdict(finding) for finding in check_page(*pickle.loads(data))])


def decode_findings(output: bytes) -> tuple[Finding, ...]:
    """The findings that a child wrote."""
    return tuple(Finding(**one) for one in json.loads(output))

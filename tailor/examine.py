"""Any PDF, as systems that take applications would read it."""

import json
from importlib.util import find_spec
from pathlib import Path

from tailor.ats import Inspection, loads
from tailor.errors import FileError, Place, Problem, ToolchainError
from tailor.typeset import Limits, here, own, poppler, run

LIBRARIES = ("pypdf", "pypdfium2")
LIMITS = Limits(seconds=30, cpu=20)
"""What the readers of a PDF may take; they take a second for a page."""


def examine(path: Path) -> Inspection:
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
    readings = json.dumps(poppler(pdf)).encode()
    ended = run([*own("tailor.ats"), path], environment=here(), data=readings, limits=LIMITS)
    return loads(ended.output.decode())
